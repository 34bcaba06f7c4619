"""What the policy decides of a command line: the strictest answer over every command that it runs and every file it reads.

shell.parse -> each command:  the words as Codex sees them      prefixes.decide
                              what destroys, with no policy      destructive.judge
                              files under deny_read              denied.covers
               code (python -c, awk, a heredoc)                  the same words and paths, looked for as text
               doubts                                            prompt
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.knowledge.agents import denied, destructive, prefixes
from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.prefixes import FORBIDDEN, PROMPT, RANK, PrefixRule
from govhooks.knowledge.agents.shell import Command, Script, parse
from govhooks.knowledge.agents.words import Word
from govhooks.knowledge.agents.work import LONGEST, REFUSED, TOO_MUCH, TooMuch, Work
from govhooks.knowledge.agents.wrappers import CODE, DATA, RUNNERS, RUNS_TEXT, SHELLS, WRAPPERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Agents(Record):
    """The declared policy: prefix rules and deny_read; `root` the repository's folder and `home`, where they are known."""

    rules: tuple[PrefixRule, ...] = ()
    deny_read: tuple[str, ...] = ()
    root: str = ""
    home: str = ""


class Answer(Record):
    """`decision` is "", "prompt", "prompt-user" or "forbidden"; `why` for a person, `command` what it is about."""

    decision: str = ""
    why: str = ""
    command: str = ""


# Commands that look at names only; those that read all but the last of their arguments.
_NAMES_ONLY = frozenset(
    "ls ll la cd pushd mkdir rmdir rm touch test [ [[ echo printf chmod chown chgrp stat which type export unset basename dirname "
    "realpath pwd true false kill sleep exit return set alias git-ignore trash unlink".split()
)
_COPIES = frozenset("cp mv install rsync scp".split())
_TREES = {
    "tar",
    "zip",
    "rsync",
    "scp",
    "cp",
    "7z",
    "grep",
    "egrep",
    "fgrep",
    "rg",
    "ag",
    "ack",
    "cat",
    "head",
    "tail",
    "strings",
}
# Commands that show or copy what they read: an argument that only the run can tell is asked for.
_SHOWS = frozenset(
    "< cat head tail less more nl tac rev od xxd hexdump strings base64 cp mv dd source . bat batcat pr fold paste view".split()
)
_DELETES = compiled(
    r"\brmtree\b|\bremove_?tree\b|\bos\.(remove|unlink|rmdir|removedirs)\b|\b(rm|unlink|rmdir)(Sync)?\(|\bunlink\b|FileUtils\.rm|\.unlink\(|"
    r"\bremoveSync\b|\brm_rf\b|\bfile\s+delete\b|\bRemove-Item\b|\bremoveItem\b|\bdelete\(|\bstate=absent\b|\brmdir\b"
)
# Of a whole system or home: stopped without any policy.
_DELETES_ALL = compiled(
    r"\b(?:rmtree|remove_?tree|rmSync|rm_rf|rm_r|removeSync|rmdirSync|remove_entry)\s*\(?\s*(?:[\w.]*\bexpanduser\()?\s*"
    r"(?:['\"](?:/|~/?|/(?:bin|boot|dev|etc|home|lib|opt|root|sbin|srv|sys|usr|var|Users|System|Library)/?)['\"]|(?:\w+\.)?Path\.home\(\)|(?:os\.)?homedir\(\)|Dir\.home\b)"
)
# What hides what it comes to, wherever it stands.
_DECODES = compiled(
    r"(?<![\w.])(?:exec|eval|compile)\b|\b__import__\b|\b(?:fromhex|b64decode|unhexlify|chr|fromCharCode|atob|unpack|pack)\b|"
    r"\\x(?!1b)[0-9a-f]{2}|\\(?!033)[0-7]{3}|printf\W[^\n]{0,80}%c|\bgetattr\s*\((?!\s*[\w.]+\s*,\s*['\"]\w+['\"])|\[\s*['\"]\w*['\"]\s*\+"
)
_EFFECTS = compiled(
    r"\b(exec\w*|eval|system|popen|Popen|spawn\w*|subprocess|check_output|call|Command|cmd|shell|backtick|open|read\w*|getline|load\w*|require|__import__|getattr|unlink)\b|`|\$\("
)
# What puts a text together: it matters where it is run, or opened.
_COMPUTES = compiled(
    r"\b(?:sprintf|format|join|getattr)\b|[\"']\s*[%+]\s*[\"'$(\w]|[\"']\s*\.\s*[\"'$]|\bf[\"'][^\"']*\{|\$\w+\s*\.\s*[\"']|[\"']\s+[\"']|"
    r"\w\s*\+\s*[\"']|`[^`\n]{0,200}\$\{|[\"'][^\"'\n]*#\{"
)
_RUNNING = r"exec\w*|eval|system|popen\w*|Popen|spawn\w*|run|check_output|check_call|call|Command|cmd|shell|qx|shell_exec|passthru"
_OPENING = (
    r"open\w*|fopen|read\w*|getline|load\w*|require|import_module|__import__|getattr|unlink|file_get_contents|file|"
    r"File(?:\.\w+)?|IO\.\w+|Path|slurp\w*|include|cat|source"
)
# What code runs a text with, in any language; without it a text that reads like a command is only printed, or written.
_RUNS_TEXTS = compiled(
    rf"\b(?:{_RUNNING}|subprocess|child_process|posix_spawn\w*|Process|ProcessBuilder|Open3|sh|bash|getline|Invoke-\w+|iex|Start-Process|"
    r"[A-Za-z_]*[sS]ystem|getattr|__import__|import_module)\b|`|[|!&]|%x|\$\(|(?m:^\s*\d*e\s(?!\s*=))"
)
_EFFECT_CALL = compiled(
    rf"(?<![\w.$-])(?<!->)(?<!::)(?:[\w$]+(?:\.|::|->))*(?:({_RUNNING})|({_OPENING}))\b\s*(?=[(\[\"'<`$%\w])"
)
_ASSIGNED = compiled(
    r"(?:^|[\s;({'\"])(?:my\s+|let\s+|const\s+|var\s+|local\s+)?([$@]?[A-Za-z_]\w*)\s*=(?![=~>])\s*([^\n;]{1,400})"
)
# A command in code: as a text, as the first of a list, or with its options.
_RUN_FORMS = (
    r"[\"'`]\s{{0,40}}(?:\S{{0,99}}/)?{}\s+\S",
    r"[\[({{,]\s{{0,40}}[\"'](?:\S{{0,99}}/)?{}[\"']\s*,",
    r"{}\s+-\w",
    r"(?:^|[;&|(!{{=]|^\d*e\b|\$\(|\b(?:exec|do|then|system|qx|sh|run|shell))\s{{0,40}}(?:[\"'({{/]\s{{0,40}})?(?:\S{{0,99}}/)?{}\s+\S",
)
_CALLS = compiled(
    r"\b(exec\w*|system|popen|Popen|spawn\w*|subprocess|check_output|call|Command|cmd|shell|run|child_process|execute|Process)\b|`|%x|qx|!"
)
_LISTS = compiled(r"\b(listdir|(?<!ast\.)walk|scandir|readdir\w*|iglob|glob|rglob|iterdir|Dir|opendir|list_dir)\b")
_OPENS = compiled(r"\b(open|read\w*|slurp|cat|File|getline)\b")
# Commands whose first plain argument is a pattern, or a program of their own.
_PATTERN_FIRST = frozenset("grep egrep fgrep zgrep rg ag ack sed awk gawk mawk nawk jq yq perl tr".split())
_SEARCHES = frozenset("grep rg sort uniq cut awk sed jq openssl".split())
# Commands for which @file means the file.
_AT_FILES = frozenset("curl http https xh gh aws wget gcc javac ansible".split())
# Options of programs for data by which they run something all the same.
_NAMED_COMMAND = compiled(r"(ProxyCommand|LocalCommand|(?<![\w-])--[\w-]{0,60}command|--prog|--filter)[= ]|\s-TT\s")
# Programs that read .env by themselves, and show it: what they are, and what stands behind them.
_LOADS_ENV = tuple(
    (compiled(first), compiled(then))
    for first, then in (
        (r"\bdocker[ -]compose\b", r".* config\b"),
        (r"\b(?:dotenv|env-cmd)(?:-cli)?\b", r".*\b(?:list|get|printenv|env)\b"),
        (r"\b(?:pipenv|foreman|honcho) run ", r"(?:env|printenv|set)\b"),
        (r"\bdotenv/config\b", r".*\bprocess\.env\b"),
    )
)
_ENV_LOADERS = compiled(r"\b(dotenv_values|load_dotenv|find_dotenv|loadEnvFile|dotenv)\b")
# A path in pieces: Path("a", "b"), path.join("a", "b").
_PARTS = compiled(r"\b(Path|join|joinpath|resolve)\(\s*(['\"][^'\"()]*['\"]\s*(?:,\s*)?){2,6}\)")
# More folders than that are too many to look in.
_MOST_FOLDERS = 256
# A folder that is only known when the script runs.
_ANYWHERE = "\0"
_STRING = compiled(r"'([^']*)'|\"([^\"]*)\"|`([^`]*)`")
_ESCAPED = compiled(r"\\.", re.DOTALL)
_JOINED = compiled(r"(?<=[^'\"(,\[\s])['\"]\s*(?:[+.,]\s*)?['\"](?=[^'\"),\]\s])")
_PATHISH = compiled(r"[\w./~@%+*?\[\]{}-]+")


def decide(text: str, agents: Agents, folder: str = "") -> Answer:
    """What is decided of a command line that runs in `folder` (from the root of the repository)."""
    return max(answers(text, agents, folder), key=lambda answer: RANK[answer.decision], default=Answer())


def reads(path: str, agents: Agents, folder: str = "") -> Answer:
    """What is decided of reading a file."""
    pattern = _denied(Word(path), agents, [folder], Work())
    return Answer(FORBIDDEN, f"deny_read {pattern} covers it", path) if pattern else Answer()


def answers(text: str, agents: Agents, folder: str = "") -> Iterator[Answer]:
    """Each thing that is decided of a command line, in the order of its commands."""
    work = Work()
    script = parse(text, work)
    shown = text[:LONGEST].strip()[:80]
    if TOO_MUCH in script.doubts:
        yield Answer(PROMPT, TOO_MUCH, shown)
        return
    try:
        yield from _all(script, agents, folder, work, shown)
    except TooMuch:
        yield Answer(PROMPT, TOO_MUCH, shown)


def _all(script: Script, agents: Agents, folder: str, work: Work, shown: str) -> Iterator[Answer]:
    where = Folders(folder, script.scopes, agents)
    decided = False
    for command in script.commands:
        for answer in _command(command, agents, where, work):
            decided = decided or bool(answer.decision)
            yield answer
    folders = where.every()
    for code in script.code:
        for answer in _code(code, agents, folders, work):
            decided = decided or bool(answer.decision)
            yield answer
    for doubt in script.doubts:
        # Without a policy nothing is kept from the agent: what is not known is no reason to stop, what cannot be judged is.
        if _is_policy(agents) or doubt in REFUSED:
            yield Answer(PROMPT, doubt, shown)
    if not decided and agents.rules:
        for command in script.commands:
            yield from _behind(command, agents, work)


class Folders:
    """The folders in which a command may run, one set a subshell.

    A `cd` may fail, or not be reached: what stands behind it may run where it stood before. Not so behind `cd x &&`, which is
    followed exactly, and behind a `cd ..` of its own, which nothing stops.
    """

    def __init__(self, folder: str, scopes: tuple[int, ...], agents: Agents, more: Iterable[str] = ()) -> None:
        self._around = scopes
        self._agents = agents
        self._seen = dict.fromkeys((folder, *more))
        self._may = {0: dict(self._seen)}
        self._chain: dict[int, tuple[int, list[str]]] = {}

    def at(self, command: Command) -> list[str]:
        """Where a command runs."""
        may = self._in(command.scope)
        chain, now = self._chain.get(command.scope, (0, []))
        if command.chain and chain == command.chain:
            return now
        if command.chain:
            self._chain[command.scope] = (command.chain, list(may))
        return list(may)

    def every(self) -> list[str]:
        return list(self._seen)

    def also(self, command: Command, name: str) -> None:
        """A folder that an option names, for what comes."""
        self._add(command, [_join(next(iter(self.at(command)), ""), name)])

    def move(self, command: Command) -> None:
        """What `cd` and its like do."""
        if not self._agents.deny_read:
            return
        now = self.at(command)
        words = [word for word in command.words[1:] if not word.text.startswith("-") or word.text == "-"]
        if command.texts[0] == "popd" or (len(words) == 1 and re.fullmatch(r"-|~[-+]?\d*[-+]?", words[0].text[:9])):
            self._add(command, [*self.every(), self._agents.home])  # where it has been, or home
            return
        found: list[str] = []
        for word in words or [Word("~")]:
            name = self._agents.home + word.text[1:] if self._agents.home and word.text[:1] == "~" else word.text
            found += [_join(one, name) for one in now]
            if word.glob or not word.known:
                found.append(_ANYWHERE)
        surely = len(command.words) == 2 and command.first and re.fullmatch(r"\.\.(/\.\.)*/?", words[0].text)
        if surely and not command.through:
            self._in(command.scope).clear()
        if command.chain:
            self._add(command, found)
            self._chain[command.scope] = (command.chain, list(dict.fromkeys(found)))
        else:
            self._add(command, found)

    def _in(self, scope: int) -> dict[str, None]:
        new = []
        while scope not in self._may:
            new.append(scope)
            scope = self._around[scope]
        for inner in reversed(new):  # a subshell begins where the shell around it is
            self._may[inner] = dict(self._may[scope])
            scope = inner
        return self._may[scope]

    def _add(self, command: Command, found: list[str]) -> None:
        may = self._in(command.scope)
        may.update(dict.fromkeys(found))
        self._seen.update(dict.fromkeys(found))
        chain, now = self._chain.get(command.scope, (0, []))
        if chain and chain == command.chain:
            self._chain[command.scope] = (chain, list(dict.fromkeys((*now, *found))))
        if len(may) > _MOST_FOLDERS or len(self._seen) > 20 * _MOST_FOLDERS:
            raise TooMuch


def _command(command: Command, agents: Agents, where: Folders, work: Work) -> Iterator[Answer]:
    words = command.texts
    work.spend(40 + 2 * len(words) + len(agents.rules) // 2)
    shown = " ".join(words)[:200]
    if (rule := prefixes.decide(agents.rules, words)) is not None:
        yield Answer(rule.decision, rule.justification or "a rule of the agent policy matches", shown)
    if command.words[0].glob or any(char in words[0] for char in "?*["):
        yield from _wild_head(command, agents)
    # The same name in another case runs on macOS and Windows.
    folded = (words[0].casefold().removesuffix(".exe"), *words[1:])
    if folded != words and (rule := prefixes.decide(agents.rules, folded)) is not None:
        yield Answer(rule.decision, rule.justification or "a rule of the agent policy matches", shown)
    if found := destructive.judge(words):
        yield Answer(found[0], found[1], shown)
    name = words[0].rsplit("/", 1)[-1]
    if (why := destructive.deletes(words)) and prefixes.decide(agents.rules, ("rm", "-rf", "x")) is not None:
        yield Answer(PROMPT, f"{why}: the agent policy stops rm", shown)
    if name in ("cp", "ln", "install", "hash", "mv", "cat"):
        for text in words[1:]:
            if "/" in text and prefixes.decide(agents.rules, (text.rsplit("/", 1)[-1], "x")) is not None:
                yield Answer(PROMPT, f"it gives {text} another name", shown)
    if name in ("cd", "pushd", "popd"):
        where.move(command)
    if (
        agents.deny_read
        and _ANYWHERE in where.at(command)
        and name in _SHOWS | _SEARCHES
        and len(words) > 1
        and not words[-1].startswith("/")
    ):
        yield Answer(PROMPT, "it reads a folder that is only known when it runs", shown)
    for index, option in enumerate(words[:-1] if agents.deny_read else ()):
        if option in ("-C", "--chdir", "--directory"):
            where.also(command, words[index + 1])
    folders = where.at(command)
    looked: set[tuple[str, bool, bool]] = set()
    for word in _read_words(name, command) if agents.deny_read else ():
        key = word.text, word.known, word.glob
        if key in looked:
            work.spend(6)
            continue
        looked.add(key)
        if pattern := _denied(word, agents, folders, work):
            yield Answer(FORBIDDEN, f"deny_read {pattern} covers {word.text}", shown)
    if agents.deny_read and _loads_env(" ".join(words)) and denied.covers(agents.deny_read, ".env"):
        yield Answer(PROMPT, "it reads .env by itself", shown)
    if agents.deny_read and name not in _NAMES_ONLY:
        for word in command.words[1:]:
            if word.shape and not word.shape.startswith("-") and (pattern := _may_be(word.shape, agents)):
                yield Answer(PROMPT, f"it may reach a file under deny_read {pattern}", shown)
    if agents.deny_read and name in _SHOWS:
        shows = command.words[1:]
        if name in _COPIES and not _has_target(words) and len(shows) > 1:
            shows = shows[:-1]
        if any(not word.known and (not word.text or word.shape.endswith("/*")) for word in shows):
            yield Answer(PROMPT, "what it reads is only known when it runs", shown)
        elif command.through[-1:] in (("xargs",), ("parallel",)):
            yield Answer(PROMPT, "what it reads comes through a pipe", shown)
    if agents.deny_read and _whole_tree(name, words, folders, agents.deny_read):
        yield Answer(PROMPT, "it reads everything in a folder, including what deny_read names", shown)


def _loads_env(text: str) -> bool:
    for first, then in _LOADS_ENV:
        found = first.search(text)
        if found and then.match(text, found.end()):
            return True
    return False


def _wild_head(command: Command, agents: Agents) -> Iterator[Answer]:
    """A wildcard in a command's name: any rule that it may come to."""
    wild = command.words[0].text.rsplit("/", 1)[-1]
    for rule in agents.rules:
        for name in rule.pattern[0]:
            if denied.reaches(wild, name) and prefixes.decide((rule,), (name, *command.texts[1:])):
                yield Answer(
                    rule.decision, rule.justification or "a rule of the agent policy may match", " ".join(command.texts)
                )
    yield Answer(PROMPT, "the name of the command is a wildcard", " ".join(command.texts))


def _read_words(name: str, command: Command) -> Iterator[Word]:
    if name in _NAMES_ONLY:
        return
    arguments = _without_excluded(name, list(command.words[1:]))
    plain = [word for word in arguments if not word.text.startswith("-")]
    if name in _COPIES and len(plain) > 1 and not _has_target(command.texts):
        arguments.remove(plain[-1])
    if (
        name in _PATTERN_FIRST
        and plain
        and not any(re.match(r"-[A-Za-z]*[ef]$|--(regexp|file|expression|from-file)", word.text) for word in arguments)
    ):
        arguments.remove(plain[0])  # a pattern or a program; what a program reads is judged as code
    if name == "make":
        arguments = [
            word for at, word in enumerate(arguments) if at and arguments[at - 1].text in ("-f", "--file", "--makefile")
        ]
    if name == "gh" and plain[:1] and plain[0].text == "search":
        return
    if name == "git":
        verb = plain[0].text if plain else ""
        texts = command.texts
        if verb == "commit":
            arguments = [
                word
                for at, word in enumerate(arguments)
                if at and arguments[at - 1].text in ("-F", "--file", "-t", "--template")
            ]
        elif (
            (verb == "log" and not {"-p", "-u", "--patch"} & set(texts))
            or verb in ("rm", "status", "check-ignore", "ls-files", "update-index", "restore", "checkout", "stash")
            or (verb in ("add", "mv") and not (verb == "mv" or {"-f", "--force"} & set(texts)))
        ):
            return
    if name in ("find", "fd", "tree", "du"):
        return
    for word in arguments:
        yield word
        text = word.text
        if not text.startswith("-") and ":" in text:
            yield word.but(text=text.split(":")[0])
        splits = r"[=@:,<]" if name in _AT_FILES else r"[=:,<]"
        for piece in re.split(splits, text)[1:]:
            yield word.but(text=piece.removeprefix("//"))
        if re.match(r"-[A-Za-z][^-]", text):
            yield word.but(text=text[2:])


def _denied(word: Word, agents: Agents, folders: Iterable[str], work: Work) -> str:
    """The deny_read pattern that covers a word as a path; "" for none."""
    text = word.text
    work.spend(3)
    if not text or text.startswith("-") or len(text) > 4096:
        return ""
    if re.match(r"~[\w+-]+/", text):  # ~+ and ~1 are folders that the shell has been in
        text = text.partition("/")[2]
    if agents.home and (text == "~" or text.startswith("~/")):
        text = agents.home + text[1:]
    for folder in dict.fromkeys(folders):
        if folder is _ANYWHERE:
            continue
        path = _relative(text, folder, agents.root)
        # What stands before an unknown part is not known: any folder may.
        tails = (
            [path, path.rsplit("/", 1)[-1]]
            if "/../" in text and text[0] in "~/"
            else [path]
            if word.known
            else [path, path.lstrip("/"), path.rsplit("/", 1)[-1]]
        )
        for tail in dict.fromkeys(tails):
            work.spend(8 + len(tail) // 8 + len(agents.deny_read) * (80 if word.glob else 3))
            for pattern in agents.deny_read:
                if _fits(pattern, tail, word.glob, agents.root):
                    return pattern
    return ""


def _fits(pattern: str, path: str, glob: bool, root: str = "") -> bool:
    if path == denied.in_repository(pattern).removesuffix("/**"):
        return True
    for one in (pattern, pattern.casefold()):
        for other in (path, path.casefold()):
            if denied.expression(one).fullmatch(other):
                return True
    if not glob:
        return False
    # A wildcard in the argument: does it reach a name that the pattern stands for?
    samples = _samples(pattern)
    if path.startswith("/") and root:
        samples = [f"{root.strip('/')}/{sample}" for sample in samples]
    return any(denied.reaches(path, sample) and _dots(path.lstrip("/"), sample) for sample in samples)


def _may_be(shape: str, agents: Agents) -> str:
    """The pattern that a word may come to, of which parts are not known; "" where nothing that is known points there."""
    plain = shape.replace("*", "").strip("./\"'")
    hint = plain if plain else "." if re.search(r"(^|/)\.\*", shape) else ""
    if len(shape) > 1000:
        return agents.deny_read[0]  # longer than anybody writes
    if not hint:
        return ""
    parts = re.sub(r"^(\./)+", "", shape.removeprefix("/")).split("*")
    for pattern in agents.deny_read:
        for sample in _samples(pattern):
            if _in_pieces(parts, sample) or _in_pieces(parts, "./" + sample):
                return pattern
    return ""


def _in_pieces(parts: list[str], text: str) -> bool:
    """Whether a text has these pieces one after the other, the first at its beginning and the last at its end."""
    if len(parts) == 1:
        return text == parts[0]
    if not text.startswith(parts[0]):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return len(text) - at >= len(parts[-1]) and text.endswith(parts[-1])


def _without_excluded(name: str, arguments: list[Word]) -> list[Word]:
    """The arguments without those that say what is left out."""
    kept: list[Word] = []
    skip = 0
    for word in arguments:
        if skip:
            skip -= 1
            continue
        if re.match(r"--(exclude|ignore)[\w-]*=", word.text) or (
            word.text.startswith("!") and kept and kept[-1].text in ("-g", "--glob")
        ):
            continue
        if re.fullmatch(r"--(exclude|ignore)[\w-]*", word.text):
            skip = 1
            continue
        if name == "zip" and word.text == "-x":
            break
        kept.append(word)
    return kept


def _has_target(words: tuple[str, ...]) -> bool:
    return any(re.match(r"-[A-Za-z]*t$|--target-directory", word) for word in words[1:])


def _behind(command: Command, agents: Agents, work: Work) -> Iterator[Answer]:
    """A program that nobody here knows may run what stands behind it: each tail of its words, and each text with a blank."""
    words = command.texts
    name = words[0].rsplit("/", 1)[-1]
    if name in SHELLS or (name in DATA and not _NAMED_COMMAND.search(" ".join(words))):
        return
    shown = " ".join(words)[:200]
    longest = max(len(rule.pattern) for rule in agents.rules)
    for index in range(1, len(words)):
        work.spend(4 + len(agents.rules))
        if (rule := prefixes.decide(agents.rules, words[index : index + longest])) is not None:
            yield Answer(PROMPT, rule.justification or "a rule of the agent policy matches what follows it", shown)
        text = re.sub(r"^(-{0,2}[\w-]+=|[A-Z]+:)", "", words[index])
        if re.search(r"\s", text.strip()) and len(text) < 4000:
            for inner in _within(re.sub(r"^[.!\\:]+\s*", "", text), work).commands:
                for tail in range(min(3, len(inner.texts))):
                    if (rule := prefixes.decide(agents.rules, inner.texts[tail:])) is not None:
                        yield Answer(
                            PROMPT, rule.justification or "a rule of the agent policy matches what is in it", shown
                        )


def _within(text: str, work: Work) -> Script:
    """A script that stands in another one."""
    script = parse(text, work)
    if TOO_MUCH in script.doubts:
        raise TooMuch
    return script


def _dots(path: str, sample: str) -> bool:
    """A shell's wildcard does not stand for the dot at the beginning of a name."""
    parts = zip(path.split("/"), sample.split("/"))
    return not any(name.startswith(".") and part[:1] in "*?[" and part != "**" for part, name in parts)


def _samples(pattern: str) -> list[str]:
    plain = denied.in_repository(pattern) if denied.is_relative(pattern) else pattern
    found = []
    for filler in ("", ".local", "x", "key.pem"):
        if not filler and plain.endswith(("/*", "/**")):
            continue
        text = plain.replace("**/", f"{filler}/" if filler and filler[0] != "." else "")
        found.append(
            re.sub(r"\*+|\?|\[[^\]]*\]", filler, text).replace("//", "/").strip("/") if plain[:1] != "/" else text
        )
    return found


def _relative(text: str, folder: str, root: str) -> str:
    """A path from the root of the repository; one outside of it stays absolute."""
    import posixpath

    text = text.replace("\\", "/")
    if not text.startswith("/"):
        text = posixpath.join(folder, text)
    text = posixpath.normpath(text)
    # /proc/self/cwd, /proc/1/root and their like lead back into any folder.
    text = re.sub(r"^/proc/[^/]+/root/", "/", text)
    text = re.sub(r"^/proc/[^/]+/cwd/", "", text)
    text = "/" + text.lstrip("/") if text.startswith("//") else text
    if root and (text == root or text.startswith(root.rstrip("/") + "/")):
        text = text[len(root.rstrip("/")) + 1 :] or "."
    if root:
        parts = root.strip("/").split("/")
        while text.startswith("../") and parts and text.split("/")[1:2] == [parts[-1]]:
            text = "/".join(text.split("/")[2:])
    return text


def _join(folder: str, name: str) -> str:
    import posixpath

    if folder is _ANYWHERE and not name.startswith("/"):
        return folder
    return name if name.startswith("/") else posixpath.normpath(posixpath.join(folder, name))


def _whole_tree(
    name: str, words: tuple[str, ...], folders: Iterable[str] = ("",), deny_read: Iterable[str] = ()
) -> bool:
    if name in ("rgrep", "ugrep", "cpio"):
        return True
    if (name, *words[1:3]) in (("aws", "s3", "sync"), ("aws", "s3", "cp")) or (name, *words[1:2]) in (
        ("rclone", "copy"),
        ("rclone", "sync"),
    ):
        return "." in words
    if name == "git":
        return words[1:2] == ("grep",) and any(word in ("--no-index", "--untracked") for word in words)
    if name == "diff":
        return "." in words and any(re.fullmatch(r"-[A-Za-z]*r[A-Za-z]*|--recursive", word) for word in words)
    if name not in _TREES:
        return False
    cut = words.index("-x") if "-x" in words else len(words)
    left_out = " ".join(
        words[index]
        for index in range(1, len(words))
        if "exclude" in words[index] or words[index - 1] == "--exclude" or index > cut
    )
    if (
        deny_read
        and left_out
        and all(denied.in_repository(one).split("/")[0].strip("*") in left_out for one in deny_read)
    ):
        return False
    inside = [folder for folder in folders if folder not in ("", ".", _ANYWHERE)]
    if inside and words[-1:] == (".",) and not any(re.match(r"(\.env|private)", folder) for folder in inside):
        return False  # `cd src && grep -r x .`, `tar -C dist .`
    options = [word for word in words[1:] if word.startswith("-")] + (
        [words[1]] if name in ("tar", "7z") and len(words) > 1 else []
    )
    deep = {
        "tar": any("c" in word for word in options),
        "zip": any("r" in word for word in options),
        "7z": "a" in words[1:2],
        "rg": any(word in ("--hidden", "-uu", "-uuu", "-.", "--no-ignore") for word in options),
        "ag": any(word in ("--hidden", "-u", "--unrestricted") for word in options),
    }.get(
        name,
        any(re.fullmatch(r"-[A-Za-z]*[rRa][A-Za-z]*|--recursive|--archive", word) for word in options)
        or "recurse" in words,
    )
    plain = [word for word in words[1:] if not word.startswith("-")]
    if deep and name in ("grep", "egrep", "fgrep", "rg", "ag", "ack") and len(plain) < 2 and "-f" not in words:
        return True  # a search without a place is one of the folder
    return deep and any(word in (".", "./", "..", "*", ".*", "./*", "./.*", "{}", "./.") for word in words[1:])


def _strings(text: str) -> Iterator[str]:
    """What stands in quotes; a quote behind a backslash is none."""
    masked = _ESCAPED.sub("  ", text)
    for found in _STRING.finditer(masked):
        group = found.lastindex or 0
        yield text[found.start(group) : found.end(group)]


# Lines that are only a comment in most languages; // divides in Python, and * and -- go on with a sum in many.
_COMMENT = compiled(r"(?m)^[ \t]*(?://|\#+)[ \t][^\n]*$")
# A text that holds no code: no f"", nothing interpolated. Calls that take a list of words, and hand none of them to a shell.
_PLAIN_TEXT = compiled(r"(?<!\w)(\"\"\"(?:(?!\"\"\").){0,4000}\"\"\"|\"[^\"\\\n]*\"|'[^'\\\n]*')", re.DOTALL)
_LISTED_CALL = compiled(
    r"\bsubprocess\.(?:run|call|check_call|check_output|Popen)\(\s*\[|^\s*import subprocess\s*$|\bexec_module\b|\bsys\.executable\b|\bimportlib(?:\.\w+)*",
    re.MULTILINE,
)
# What makes a text in a list be run all the same: a shell, or code for an interpreter.
_SHELL_TEXT = compiled(
    r"\bshell\s*=|[\"'](?:\S*/)?(?:ba|da|z|k|c|tc|fi)?sh[\"']|[\"'](?:-[A-Za-z]*[ce]|/c|-Command)[\"']"
)


_PYTHON = compiled(r"(?m)^[ \t]*(?:import[ \t]+[\w.]+|from[ \t]+[\w.]+[ \t]+import\b|def[ \t]+\w+\()|\b__import__\b")


def _uncommented(code: str) -> str:
    return code if "//" in code and _PYTHON.search(code) else _COMMENT.sub("", code)


def _runs_texts(code: str) -> bool:
    """Whether something in code runs a text: not in a comment, nor as a word of another text."""
    if not _RUNS_TEXTS.search(code):
        return False
    if _SHELL_TEXT.search(code):
        return True
    bare = _PLAIN_TEXT.sub(lambda found: found[0] if "#{" in found[0] or "${" in found[0] else '""', _uncommented(code))
    return _RUNS_TEXTS.search(_LISTED_CALL.sub("[", bare)) is not None


def _code(code: str, agents: Agents, folders: list[str], work: Work) -> Iterator[Answer]:
    """Text in another language: the words of rules in their order, paths under deny_read, and strings that are commands."""
    shown = code.strip()[:80]
    joined = _JOINED.sub("", code)
    parts = _PARTS.sub(lambda found: '"' + "/".join(re.findall(r"['\"]([^'\"]*)['\"]", found[0])) + '"', code)
    parts = re.sub(r"['\"]\s*(?:\)\s*)?/\s*['\"]", "/", parts)
    work.spend(30 + len(code) // 8 + len(agents.rules) * (10 + len(code) // 100))
    seen: set[str] = set()
    runs = _runs_texts(code)
    if agents.deny_read and _ENV_LOADERS.search(code) and denied.covers(agents.deny_read, ".env"):
        yield Answer(PROMPT, "it reads .env by itself", shown)
    for text in dict.fromkeys((code, joined, parts)):
        for rule in agents.rules:
            words = [r"(?:" + "|".join(map(re.escape, place)) + ")" for place in rule.pattern]
            there = r"(?<![\w.-])" + r"(?![\w-])[^\w;]*?(?<![\w-])".join(words) + r"(?![\w-])"
            if not re.search(there, text):
                continue
            why = rule.justification or "a rule of the agent policy matches"
            if len(rule.pattern) > 1 or any(re.search(form.format(there), text) for form in _RUN_FORMS):
                yield Answer(rule.decision, why, shown)
            elif _CALLS.search(text):
                yield Answer(PROMPT, why, shown)
        for found in _PATHISH.finditer(text):
            if found[0] in seen or not re.search(r"[./]", found[0]) or not re.search(r"\w", found[0]):
                continue  # a name alone is no path, nor is an expression of wildcards
            seen.add(found[0])
            path = Word(found[0], glob=any(char in found[0] for char in "*?["))
            if pattern := _denied(path, agents, folders, work):
                yield Answer(FORBIDDEN, f"deny_read {pattern} covers {found[0]}", shown)
        for inner in _strings(_uncommented(text)) if runs else ():
            if inner in seen or not re.match(r"[\w./~-]+\s+\S", inner) or len(inner) >= len(code):
                continue
            seen.add(inner)
            script = _within(inner, work)
            where = Folders(folders[0], script.scopes, agents, folders)
            for command in script.commands:
                if command.words[0].glob:
                    continue  # `count(*)` of a statement
                yield from (one for one in _command(command, agents, where, work) if one.decision)
    if agents.deny_read and _LISTS.search(code) and _OPENS.search(code):
        yield Answer(PROMPT, "its code reads whatever is in a folder", shown)
    if _DELETES_ALL.search(code):
        yield Answer(FORBIDDEN, "its code deletes a whole system or home folder", shown)
    if agents.rules and prefixes.decide(agents.rules, ("rm", "-rf", "x")) is not None and _DELETES.search(code):
        yield Answer(PROMPT, "its code deletes files", shown)
    if _is_policy(agents) and (
        (_DECODES.search(code) and _EFFECTS.search(code)) or _acts_on_computed(code, agents, work)
    ):
        yield Answer(PROMPT, "it runs code that is only known when it runs", shown)


def _acts_on_computed(code: str, agents: Agents, work: Work) -> bool:
    """Whether code runs or opens what it has put together, unless the known parts show that it cannot be what is denied."""
    made = {
        found[1].lstrip("$@"): found[2]
        for found in _ASSIGNED.finditer(code)
        if _COMPUTES.search(found[2]) and not _EFFECT_CALL.match(found[2])
    }
    for found in _EFFECT_CALL.finditer(code):
        work.spend(300)
        argument = _argument(code, found.end())
        names = [name for name in re.findall(r"[A-Za-z_]\w*", _STRING.sub("", argument)) if name in made]
        if not names and not _COMPUTES.search(argument):
            continue
        if found[1]:
            head = re.match(r"[(\[\s]*['\"]([\w.-]+)['\"]\s*,", argument)
            if head and not _may_run(head[1], agents):
                continue  # a list of words, of which the first is known
            return True
        if agents.deny_read and any(_may_open(made.get(name, argument), agents) for name in names or [""]):
            return True
        if not agents.deny_read and found[2] in ("__import__", "getattr", "import_module"):
            return True
    return False


def _argument(code: str, at: int) -> str:
    """What stands behind the name of a function: to the bracket that closes it, or to the end of the statement."""
    text = code[at : at + 400]
    if not text.startswith("("):
        return re.split(r"[;\n]", text, maxsplit=1)[0]
    depth = 0
    for index, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if depth == 0 or (depth == 1 and char == ","):
            return text[:index]
    return text


def _may_run(name: str, agents: Agents) -> bool:
    known = (*SHELLS, *WRAPPERS, *RUNNERS, *CODE, *RUNS_TEXT)
    return re.sub(r"[\d.]+$", "", name) in known or any(name in rule.pattern[0] for rule in agents.rules)


def _may_open(text: str, agents: Agents) -> bool:
    """Whether a path that is put together from these parts may be one under deny_read."""
    parts = [re.sub(r"\$?\{[^}]*\}|#\{[^}]*\}|%[sd]", "*", part) for part in _strings(text)]
    if not any(part.strip("*./ ") for part in parts):
        return True
    if re.search(r"['\"]\s*%|\.format\(|\bsprintf\b", text):
        return bool(_may_be(parts[0], agents))
    tail = text.rstrip(" )]")
    shape = "*".join(parts) + ("" if tail[-1:] in "\"'`" else "*")
    shape = shape if re.match(r"[(\s]*[rbf]?[\"'`]", text) else "*" + shape
    return bool(_may_be(shape, agents))


def _is_policy(agents: Agents) -> bool:
    """Whether anything is declared: where a repository lies is no policy."""
    return bool(agents.rules or agents.deny_read)
