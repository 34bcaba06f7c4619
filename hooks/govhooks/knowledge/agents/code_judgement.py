"""Judge text in another language (python -c, awk): words of rules, paths, and strings that are commands."""

from __future__ import annotations

import re

from govhooks.knowledge.agents import deny_patterns, prefixes
from govhooks.knowledge.agents.command_judgement import judge_command
from govhooks.knowledge.agents.decisions import Answer, is_policy
from govhooks.knowledge.agents.folders import Folders
from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.paths import find_denied, find_reachable
from govhooks.knowledge.agents.prefixes import FORBIDDEN, PROMPT
from govhooks.knowledge.agents.shell import parse_within
from govhooks.knowledge.agents.words import Word
from govhooks.knowledge.agents.wrappers import CODE, RUNNERS, RUNS_TEXT, SHELLS, WRAPPERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.agents.decisions import Agents
    from govhooks.knowledge.agents.work import Work

_DELETES = compiled(
    r"\brmtree\b|\bremove_?tree\b|\bos\.(remove|unlink|rmdir|removedirs)\b|\b(rm|unlink|rmdir)(Sync)?\(|\bunlink\b|FileUtils\.rm|\.unlink\(|"
    r"\bremoveSync\b|\brm_rf\b|\bfile\s+delete\b|\bRemove-Item\b|\bremoveItem\b|\bdelete\(|\bstate=absent\b|\brmdir\b"
)
# Deleting a whole system or home folder: stopped without any policy.
_DELETES_ALL = compiled(
    r"\b(?:rmtree|remove_?tree|rmSync|rm_rf|rm_r|removeSync|rmdirSync|remove_entry)\s*\(?\s*(?:[\w.]*\bexpanduser\()?\s*"
    r"(?:['\"](?:/|~/?|/(?:bin|boot|dev|etc|home|lib|opt|root|sbin|srv|sys|usr|var|Users|System|Library)/?)['\"]|(?:\w+\.)?Path\.home\(\)|(?:os\.)?homedir\(\)|Dir\.home\b)"
)
# Code that hides what it accesses, wherever it appears.
_DECODES = compiled(
    r"(?<![\w.])(?:exec|eval|compile)\b|\b__import__\b|\b(?:fromhex|b64decode|unhexlify|chr|fromCharCode|atob|unpack|pack)\b|"
    r"\\x(?!1b)[0-9a-f]{2}|\\(?!033)[0-7]{3}|printf\W[^\n]{0,80}%c|\bgetattr\s*\((?!\s*[\w.]+\s*,\s*['\"]\w+['\"])|\[\s*['\"]\w*['\"]\s*\+"
)
_EFFECTS = compiled(
    r"\b(exec\w*|eval|system|popen|Popen|spawn\w*|subprocess|check_output|call|Command|cmd|shell|backtick|open|read\w*|getline|load\w*|require|__import__|getattr|unlink)\b|`|\$\("
)
# Code that assembles a text: it matters if the text is run or opened.
_COMPUTES = compiled(
    r"\b(?:sprintf|format|join|getattr)\b|[\"']\s*[%+]\s*[\"'$(\w]|[\"']\s*\.\s*[\"'$]|\bf[\"'][^\"']*\{|\$\w+\s*\.\s*[\"']|[\"']\s+[\"']|"
    r"\w\s*\+\s*[\"']|`[^`\n]{0,200}\$\{|[\"'][^\"'\n]*#\{"
)
_RUNNING = r"exec\w*|eval|system|popen\w*|Popen|spawn\w*|run|check_output|check_call|call|Command|cmd|shell|qx|shell_exec|passthru"
_OPENING = (
    r"open\w*|fopen|read\w*|getline|load\w*|require|import_module|__import__|getattr|unlink|file_get_contents|file|"
    r"File(?:\.\w+)?|IO\.\w+|Path|slurp\w*|include|cat|source"
)
# How code in any language runs a text. Without it, a text that looks like a command is only printed or written.
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
# A command in code: as a string, as the first item of a list, or with its options.
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
_ENV_LOADERS = compiled(r"\b(dotenv_values|load_dotenv|find_dotenv|loadEnvFile|dotenv)\b")
# A path in parts: Path("a", "b"), path.join("a", "b").
_PARTS = compiled(r"\b(Path|join|joinpath|resolve)\(\s*(['\"][^'\"()]*['\"]\s*(?:,\s*)?){2,6}\)")
_STRING = compiled(r"'([^']*)'|\"([^\"]*)\"|`([^`]*)`")
_ESCAPED = compiled(r"\\.", re.DOTALL)
_JOINED = compiled(r"(?<=[^'\"(,\[\s])['\"]\s*(?:[+.,]\s*)?['\"](?=[^'\"),\]\s])")
_PATHISH = compiled(r"[\w./~@%+*?\[\]{}-]+")
# Lines that are only a comment in most languages. // divides in Python, and * and -- may continue an expression in
# many.
_COMMENT = compiled(r"(?m)^[ \t]*(?://|\#+)[ \t][^\n]*$")
# A string without code: not an f"", nothing interpolated. Calls that take a list of words and pass none of them to a
# shell.
_PLAIN_TEXT = compiled(r"(?<!\w)(\"\"\"(?:(?!\"\"\").){0,4000}\"\"\"|\"[^\"\\\n]*\"|'[^'\\\n]*')", re.DOTALL)
_LISTED_CALL = compiled(
    r"\bsubprocess\.(?:run|call|check_call|check_output|Popen)\(\s*\[|^\s*import subprocess\s*$|\bexec_module\b|\bsys\.executable\b|\bimportlib(?:\.\w+)*",
    re.MULTILINE,
)
# What still makes a string in such a list run: a shell, or code for an interpreter.
_SHELL_TEXT = compiled(
    r"\bshell\s*=|[\"'](?:\S*/)?(?:ba|da|z|k|c|tc|fi)?sh[\"']|[\"'](?:-[A-Za-z]*[ce]|/c|-Command)[\"']"
)
_PYTHON = compiled(r"(?m)^[ \t]*(?:import[ \t]+[\w.]+|from[ \t]+[\w.]+[ \t]+import\b|def[ \t]+\w+\()|\b__import__\b")


def judge_code(code: str, agents: Agents, folders: list[str], work: Work) -> Iterator[Answer]:
    """Judge text in another language: the words of rules in order, paths under deny_read, and strings that are
    commands."""
    shown = code.strip()[:80]
    joined = _JOINED.sub("", code)
    parts = _PARTS.sub(lambda found: '"' + "/".join(re.findall(r"['\"]([^'\"]*)['\"]", found[0])) + '"', code)
    parts = re.sub(r"['\"]\s*(?:\)\s*)?/\s*['\"]", "/", parts)
    work.spend(30 + len(code) // 8 + len(agents.rules) * (10 + len(code) // 100))
    seen: set[str] = set()
    runs = _runs_texts(code)
    if agents.deny_read and _ENV_LOADERS.search(code) and deny_patterns.covers(agents.deny_read, ".env"):
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
                continue  # a bare name is not a path, nor is an expression of wildcards
            seen.add(found[0])
            path = Word(found[0], glob=any(char in found[0] for char in "*?["))
            if pattern := find_denied(path, agents, folders, work):
                yield Answer(FORBIDDEN, f"deny_read {pattern} covers {found[0]}", shown)
        for inner in _find_strings(_drop_comments(text)) if runs else ():
            if inner in seen or not re.match(r"[\w./~-]+\s+\S", inner) or len(inner) >= len(code):
                continue
            seen.add(inner)
            script = parse_within(inner, work)
            where = Folders(folders[0], script.scopes, agents, folders)
            for command in script.commands:
                if command.words[0].glob:
                    continue  # `count(*)` in an SQL statement
                yield from (one for one in judge_command(command, agents, where, work) if one.decision)
    if agents.deny_read and _LISTS.search(code) and _OPENS.search(code):
        yield Answer(PROMPT, "its code reads whatever is in a folder", shown)
    if _DELETES_ALL.search(code):
        yield Answer(FORBIDDEN, "its code deletes a whole system or home folder", shown)
    if agents.rules and prefixes.decide(agents.rules, ("rm", "-rf", "x")) is not None and _DELETES.search(code):
        yield Answer(PROMPT, "its code deletes files", shown)
    if is_policy(agents) and (
        (_DECODES.search(code) and _EFFECTS.search(code)) or _acts_on_computed(code, agents, work)
    ):
        yield Answer(PROMPT, "it runs code that is only known when it runs", shown)


def _acts_on_computed(code: str, agents: Agents, work: Work) -> bool:
    """Whether code runs or opens a text that it assembles, unless the known parts show that it cannot be a denied one."""
    made = {
        found[1].lstrip("$@"): found[2]
        for found in _ASSIGNED.finditer(code)
        if _COMPUTES.search(found[2]) and not _EFFECT_CALL.match(found[2])
    }
    for found in _EFFECT_CALL.finditer(code):
        work.spend(300)
        argument = _find_argument(code, found.end())
        names = [name for name in re.findall(r"[A-Za-z_]\w*", _STRING.sub("", argument)) if name in made]
        if not names and not _COMPUTES.search(argument):
            continue
        if found[1]:
            head = re.match(r"[(\[\s]*['\"]([\w.-]+)['\"]\s*,", argument)
            if head and not _may_run(head[1], agents):
                continue  # a list of words whose first one is known
            return True
        if agents.deny_read and any(_may_open(made.get(name, argument), agents) for name in names or [""]):
            return True
        if not agents.deny_read and found[2] in ("__import__", "getattr", "import_module"):
            return True
    return False


def _find_argument(code: str, at: int) -> str:
    """The text after a function's name: up to the closing bracket, or to the end of the statement."""
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
    """Whether a path assembled from these parts may be under deny_read."""
    parts = [re.sub(r"\$?\{[^}]*\}|#\{[^}]*\}|%[sd]", "*", part) for part in _find_strings(text)]
    if not any(part.strip("*./ ") for part in parts):
        return True
    if re.search(r"['\"]\s*%|\.format\(|\bsprintf\b", text):
        return bool(find_reachable(parts[0], agents))
    tail = text.rstrip(" )]")
    shape = "*".join(parts) + ("" if tail[-1:] in "\"'`" else "*")
    shape = shape if re.match(r"[(\s]*[rbf]?[\"'`]", text) else "*" + shape
    return bool(find_reachable(shape, agents))


def _runs_texts(code: str) -> bool:
    """Whether something in the code runs a text: not in a comment, and not as a word inside another text."""
    if not _RUNS_TEXTS.search(code):
        return False
    if _SHELL_TEXT.search(code):
        return True
    bare = _PLAIN_TEXT.sub(
        lambda found: found[0] if "#{" in found[0] or "${" in found[0] else '""', _drop_comments(code)
    )
    return _RUNS_TEXTS.search(_LISTED_CALL.sub("[", bare)) is not None


def _drop_comments(code: str) -> str:
    return code if "//" in code and _PYTHON.search(code) else _COMMENT.sub("", code)


def _find_strings(text: str) -> Iterator[str]:
    """The quoted strings; a quote after a backslash does not count."""
    masked = _ESCAPED.sub("  ", text)
    for found in _STRING.finditer(masked):
        group = found.lastindex or 0
        yield text[found.start(group) : found.end(group)]
