"""What the policy decides of a command line: the strictest answer over every command that it runs and every file it reads.

shell.parse -> each command:  the words as Codex sees them      prefixes.decide
                              what destroys, with no policy      destructive.judge
                              files under deny_read              denied.covers
               code (python -c, awk, a heredoc)                  the same words and paths, looked for as text
               doubts                                            prompt
"""

from __future__ import annotations

import re

from govhooks.agents import denied, destructive, prefixes
from govhooks.agents.prefixes import FORBIDDEN, PROMPT, RANK, PrefixRule
from govhooks.agents.shell import Command, parse
from govhooks.agents.words import Word
from govhooks.record import Record

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
_DELETES = re.compile(
    r"\brmtree\b|\bos\.(remove|unlink|rmdir|removedirs)\b|\b(rm|unlink|rmdir)(Sync)?\(|\bunlink\b|FileUtils\.rm|\.unlink\("
)
_RUNS = re.compile(
    r"\b(exec|eval|compile|__import__|getattr|fromhex|b64decode|unhexlify|decode|chr|fromCharCode|atob|pack)\b|\\x[0-9a-f]{2}|\\[0-7]{3}"
)
_STRING = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"|`([^`]*)`")
_JOINED = re.compile(r"['\"]\s*[+.,]?\s*['\"]")
_PATHISH = re.compile(r"[\w./~@%+*?\[\]{}-]+")


def decide(text: str, agents: Agents, folder: str = "") -> Answer:
    """What is decided of a command line that runs in `folder` (from the root of the repository)."""
    return max(answers(text, agents, folder), key=lambda answer: RANK[answer.decision], default=Answer())


def reads(path: str, agents: Agents, folder: str = "") -> Answer:
    """What is decided of reading a file."""
    pattern = _denied(Word(path), agents, [folder])
    return Answer(FORBIDDEN, f"deny_read {pattern} covers it", path) if pattern else Answer()


def answers(text: str, agents: Agents, folder: str = "") -> Iterator[Answer]:
    """Each thing that is decided of a command line, in the order of its commands."""
    script = parse(text)
    folders = [folder]
    for command in script.commands:
        yield from _command(command, agents, folders)
    for code in script.code:
        yield from _code(code, agents, folders)
    for doubt in script.doubts:
        yield Answer(PROMPT, doubt, text.strip()[:80])


def _command(command: Command, agents: Agents, folders: list[str]) -> Iterator[Answer]:
    words = command.texts
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
    if name in ("cd", "pushd") and len(words) > 1:
        folders += [_join(one, words[-1]) for one in list(folders)]
    for index, option in enumerate(words[:-1]):
        if option in ("-C", "--chdir", "--directory"):
            folders.append(_join(folders[0], words[index + 1]))
    for word in _read_words(name, command):
        if pattern := _denied(word, agents, folders):
            yield Answer(FORBIDDEN, f"deny_read {pattern} covers {word.text}", shown)
    if agents.deny_read and name in _SHOWS:
        if any(not word.known and not word.text for word in command.words[1:]):
            yield Answer(PROMPT, "what it reads is only known when it runs", shown)
        elif command.through[-1:] in (("xargs",), ("parallel",)):
            yield Answer(PROMPT, "what it reads comes through a pipe", shown)
    if agents.deny_read and _whole_tree(name, words):
        yield Answer(PROMPT, "it reads all that is in a folder, deny_read included", shown)


def _wild_head(command: Command, agents: Agents) -> Iterator[Answer]:
    """A wildcard in a command's name: any rule that it may come to."""
    expression = denied.expression(command.words[0].text.rsplit("/", 1)[-1])
    for rule in agents.rules:
        for name in rule.pattern[0]:
            if expression.fullmatch(name) and prefixes.decide((rule,), (name, *command.texts[1:])):
                yield Answer(
                    rule.decision, rule.justification or "a rule of the agent policy may match", " ".join(command.texts)
                )
    yield Answer(PROMPT, "the name of the command is a wildcard", " ".join(command.texts))


def _read_words(name: str, command: Command) -> Iterator[Word]:
    if name in _NAMES_ONLY:
        return
    arguments = list(command.words[1:])
    plain = [word for word in arguments if not word.text.startswith("-")]
    if name in _COPIES and len(plain) > 1:
        arguments.remove(plain[-1])
    if name == "git":
        verb = plain[0].text if plain else ""
        if verb in (
            "add",
            "rm",
            "status",
            "check-ignore",
            "ls-files",
            "commit",
            "mv",
            "update-index",
            "restore",
            "checkout",
            "stash",
        ):
            return
    if name in ("find", "fd", "tree", "du"):
        return
    for word in arguments:
        yield word
        text = word.text
        for piece in re.split(r"[=@:,]", text)[1:]:
            yield word.but(text=piece)
        if re.match(r"-[A-Za-z][^-]", text):
            yield word.but(text=text[2:])


def _denied(word: Word, agents: Agents, folders: Iterable[str]) -> str:
    """The deny_read pattern that covers a word as a path; "" for none."""
    text = word.text
    if not text or text.startswith("-") or len(text) > 4096:
        return ""
    if agents.home and (text == "~" or text.startswith("~/")):
        text = agents.home + text[1:]
    for folder in dict.fromkeys(folders):
        path = _relative(text, folder, agents.root)
        # What stands before an unknown part is not known: any folder may.
        tails = [path] if word.known else [path, path.lstrip("/"), path.rsplit("/", 1)[-1]]
        for tail in tails:
            for pattern in agents.deny_read:
                if _fits(pattern, tail, word.glob):
                    return pattern
    return ""


def _fits(pattern: str, path: str, glob: bool) -> bool:
    if path == denied.in_repository(pattern).removesuffix("/**"):
        return True
    for one in (pattern, pattern.casefold()):
        for other in (path, path.casefold()):
            if denied.expression(one).fullmatch(other):
                return True
    if not glob:
        return False
    # A wildcard in the argument: does it reach a name that the pattern stands for?
    wild = denied.expression(path, below="")
    return any(wild.fullmatch(sample) and _dots(path, sample) for sample in _samples(pattern))


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
    text = "/" + text.lstrip("/") if text.startswith("//") else text
    if root and (text == root or text.startswith(root.rstrip("/") + "/")):
        text = text[len(root.rstrip("/")) + 1 :] or "."
    # /proc/self/cwd, /proc/1/root and their like lead back into any folder.
    text = re.sub(r"^/proc/[^/]+/(cwd|root)/", "", text)
    if root:
        parts = root.strip("/").split("/")
        while text.startswith("../") and parts and text.split("/")[1:2] == [parts[-1]]:
            text = "/".join(text.split("/")[2:])
    return text


def _join(folder: str, name: str) -> str:
    import posixpath

    return name if name.startswith("/") else posixpath.normpath(posixpath.join(folder, name))


def _whole_tree(name: str, words: tuple[str, ...]) -> bool:
    if name not in _TREES:
        return False
    options = [word for word in words[1:] if word.startswith("-")] + (
        [words[1]] if name in ("tar", "7z") and len(words) > 1 else []
    )
    deep = {
        "tar": any("c" in word for word in options),
        "zip": any("r" in word for word in options),
        "7z": "a" in words[1:2],
        "rg": any(word in ("--hidden", "-uu", "-uuu", "-.", "--no-ignore") for word in options),
    }.get(name, any(re.fullmatch(r"-[A-Za-z]*[rRa][A-Za-z]*|--recursive|--archive", word) for word in options))
    return deep and any(word in (".", "./", "..", "*", ".*", "./*", "./.*", "{}", "./.") for word in words[1:])


def _code(code: str, agents: Agents, folders: list[str]) -> Iterator[Answer]:
    """Text in another language: the words of rules in their order, paths under deny_read, and strings that are commands."""
    shown = code.strip()[:80]
    joined = _JOINED.sub("", code)
    for text in dict.fromkeys((code, joined)):
        for rule in agents.rules:
            words = (r"(?:" + "|".join(map(re.escape, place)) + ")" for place in rule.pattern)
            if re.search(r"(?<![\w.-])" + r"(?![\w-])[^\w;]*?(?<![\w-])".join(words) + r"(?![\w-])", text):
                yield Answer(rule.decision, rule.justification or "a rule of the agent policy matches", shown)
        for found in _PATHISH.finditer(text):
            path = Word(found[0], glob=any(char in found[0] for char in "*?["))
            if pattern := _denied(path, agents, folders):
                yield Answer(FORBIDDEN, f"deny_read {pattern} covers {found[0]}", shown)
        for quoted in _STRING.finditer(text):
            inner = quoted[1] or quoted[2] or quoted[3] or ""
            if re.match(r"[\w./~-]+\s+\S", inner) and len(inner) < len(code):
                for command in parse(inner).commands:
                    yield from (one for one in _command(command, agents, list(folders)) if one.decision)
    if _DELETES.search(code):
        yield Answer(PROMPT, "code deletes files", shown)
    if _RUNS.search(code) and agents != Agents():
        yield Answer(PROMPT, "code is run that is only known when it runs", shown)
