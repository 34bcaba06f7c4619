"""Read an agent's lists of what it may or may not do without asking: each entry with its line.

Each agent writes such lists in its own way; `File.grants` in the table says where they are and in which form:

    calls     ["Bash(npm run *)", "Read(./x)"]       Claude Code, Qwen Code, Cursor, Devin, Gemini CLI
    prefixes  ["git status"]                         Factory
    globs     ["npm *"]                              Cline
    regexes   ["git .*"]                             Kiro
    approve   {"git": true, "/^x/": {"approve": 1}}  VS Code
    patterns  {"bash": {"git *": "allow"}}           opencode
    paths     ["./src/**"]                           Kiro, Amazon Q: paths:read, paths:write
    tools     ["execute_bash", "@server"]            Kiro, Amazon Q
    tables    [{"tool": "Bash", ...}]                Amp, Augment
    edits     {"**/*.md": true}                      VS Code
    mcp       ["server:tool"]                        Cursor
    rules     [{"decision", "match": {"prefix"}}]    Factory
    starlark  prefix_rule(pattern = ["git"])         Codex
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.knowledge.agents import contents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from govhooks.knowledge.agents.contents import Judged
    from govhooks.knowledge.agents.documents import Path

ALLOW, ASK, DENY = "allow", "ask", "deny"
SHELL, READ, WRITE, OTHER = "shell", "read", "write", "other"
_TOOLS = {
    SHELL: "bash shell exec terminal execute_bash execute_cmd execute_command run_shell_command shelltool run_command launch-process "
    "powershell executebash monitor",
    READ: "read readfile read_file view fs_read readfiletool read_many_files grep glob ls",
    WRITE: "edit write notebookedit multiedit fs_write write_file writefiletool replace edittool str-replace-editor save-file apply_patch",
}
_KINDS = {name: kind for kind, names in _TOOLS.items() for name in names.split()}
_CALL = re.compile(r"(?s)([\w*.:@/-]+)(?:\((.*)\))?$")


class Grant(Record):
    """One entry: the `decision` for a `kind` of tool and the pattern `text` in notation `form` ("glob", "npm *"); `raw`
    as it is written."""

    decision: str
    kind: str
    form: str
    text: str
    raw: str
    tool: str = ""
    place: Path = ()
    line: int = 0

    def matches(self, command: str) -> bool:
        """Whether the entry matches a command line, as generously as its agent would."""
        if self.form == "all":
            return True
        if self.form == "prefix":
            return command == self.text or command.startswith(self.text.rstrip() + " ")
        if self.form == "regex":
            return _search(self.text, command)
        if self.form == "exact":
            return command == self.text
        # "git *" also matches `git`, and "x*" anything that begins with x.
        return _wild(self.text, command) or (self.text.endswith(" *") and _wild(self.text[:-2], command))


def _wild(pattern: str, text: str) -> bool:
    """Whether a pattern with * and ? matches a text; takes at most (pattern) x (text) steps."""
    at = start = 0
    star, mark = -1, 0
    while start < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, mark = at, start
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[start]):
            at, start = at + 1, start + 1
        elif star >= 0:
            mark += 1
            at, start = star + 1, mark
        else:
            return False
    return not pattern[at:].strip("*")


def _search(expression: str, command: str) -> bool:
    from govhooks.policy.patterns import Pattern

    if len(expression) > 1000:
        return True  # nobody understands it: it may let anything through
    try:
        return Pattern(expression).search(command)
    except Exception as error:  # noqa: BLE001 - another dialect, or one that takes too long
        if "time" in str(error).casefold():
            return True
        # Another dialect: a regular expression that begins with plain words is matched by these words.
        words = re.match(r"\^?([\w ./-]*)", expression)
        return command.startswith(words[1]) if words and words[1] else True


def of(judged: Judged) -> Iterator[Grant]:
    """Every entry of the file's lists, in order."""
    for where, grammar, decision in judged.file.grants:
        if grammar == "starlark":
            yield from _starlark(judged.data)
            continue
        for path, value in contents.under(judged.document.value, where):
            read = _READERS[grammar.partition(":")[0]]
            for grant in read(value, grammar.partition(":")[2] + decision, path):
                yield grant.but(line=judged.document.line(grant.place))


def _items(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):  # one string, with commas between the entries
        yield from ((path, item.strip()) for item in re.split(r"[,\s](?![^()]*\))", value) if item.strip())
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str):
            yield (*path, index), item


def _calls(value: Any, decision: str, path: Path) -> Iterator[Grant]:
    for place, raw in _items(value, path):
        found = _CALL.match(raw.strip())
        tool = found[1] if found else raw
        kind = _KINDS.get(tool.casefold(), SHELL if tool == "*" else OTHER)
        argument = found[2] if found else None
        if argument is None or argument.strip() in ("*", "**", ":*", "", "*:*"):
            form, text = "all", ""
        elif kind == SHELL and argument.endswith(":*"):
            form, text = ("prefix", argument[:-2]) if "*" not in argument[:-2] else ("glob", argument[:-2] + " *")
        elif kind == SHELL and "*" in argument:
            form, text = "glob", argument
        elif kind == SHELL and tool.casefold() in ("bash", "powershell", "monitor"):
            form, text = "exact", argument
        else:
            form, text = "prefix", argument
        yield Grant(decision, kind, form, text, raw, tool, place)


def _prefixes(value: Any, decision: str, path: Path) -> Iterator[Grant]:
    for place, raw in _items(value, path):
        yield Grant(
            decision,
            SHELL,
            "all" if raw.strip() in ("*", "") else "glob" if "*" in raw else "prefix",
            raw,
            raw,
            "",
            place,
        )


def _globs(value: Any, decision: str, path: Path) -> Iterator[Grant]:
    for place, raw in _items(value, path):
        yield Grant(decision, SHELL, "all" if raw.strip() in ("*", "**") else "glob", raw, raw, "", place)


def _regexes(value: Any, decision: str, path: Path) -> Iterator[Grant]:
    for place, raw in _items(value, path):
        plain = raw.strip() in (".*", "*", ".+")
        yield Grant(
            decision, SHELL, "all" if plain else "regex", rf"\A(?:{raw})\Z" if _sound(raw) else raw, raw, "", place
        )


def _sound(expression: str) -> bool:
    try:
        re.compile(expression)
    except re.error:
        return False
    return True


def _paths(value: Any, decision: str, path: Path) -> Iterator[Grant]:
    kind = next(one for one in (READ, WRITE) if decision.startswith(one))
    for place, raw in _items(value, path):
        yield Grant(decision.removeprefix(kind), kind, "glob", raw, raw, str(path[-2]), place)


def _edits(value: Any, decision: str, path: Path) -> Iterator[Grant]:
    for raw, said in value.items() if isinstance(value, dict) else ():
        if isinstance(said, bool):
            yield Grant(ALLOW if said else ASK, WRITE, "glob", raw, raw, "edit", (*path, raw))


def _mcp(value: Any, decision: str, path: Path) -> Iterator[Grant]:
    for place, raw in _items(value, path):
        yield Grant(decision, OTHER, "mcp", raw, raw, "", place)


def _approve(value: Any, decision: str, path: Path) -> Iterator[Grant]:
    for raw, said in value.items() if isinstance(value, dict) else ():
        if isinstance(said, dict):
            said = said.get("approve")
        if not isinstance(said, bool):
            continue
        found = re.match(r"(?s)/(.*)/(\w*)$", raw)
        text = found[1] if found else raw
        form = (
            "all" if found and re.fullmatch(r"\^?(\.[*+]|\[\\s\\S\][*+])?\$?", text) else "regex" if found else "prefix"
        )
        if found and "i" in found[2]:
            text = "(?i)" + text
        yield Grant(ALLOW if said else DENY, SHELL, form, text, raw, "", (*path, raw))


def _patterns(value: Any, decision: str, path: Path) -> Iterator[Grant]:
    for tool, said in value.items() if isinstance(value, dict) else ():
        kind = {"bash": SHELL, "read": READ, "edit": WRITE, "external_directory": "outside"}.get(tool, OTHER)
        for pattern, word in said.items() if isinstance(said, dict) else (("*", said),):
            place = (*path, tool, pattern) if isinstance(said, dict) else (*path, tool)
            if word in (ALLOW, ASK, DENY):
                form = "all" if pattern in ("*", "**") else "glob"
                yield Grant(
                    word, kind, form, pattern, f"{tool}: {pattern}" if isinstance(said, dict) else tool, tool, place
                )


def _tools(value: Any, decision: str, path: Path) -> Iterator[Grant]:
    for place, raw in _items(value, path):
        kind = _KINDS.get(raw.casefold(), SHELL if raw in ("*", "@builtin") else OTHER)
        yield Grant(decision, kind, "all", "", raw, raw, place)


def _tables(value: Any, decision: str, path: Path) -> Iterator[Grant]:
    for index, entry in enumerate(value if isinstance(value, list) else ()):
        if not isinstance(entry, dict):
            continue
        tool = str(entry.get("tool", entry.get("toolName", "")))
        said = entry.get("action", entry.get("permission"))
        said = said.get("type") if isinstance(said, dict) else said
        word = {"allow": ALLOW, "deny": DENY, "reject": DENY, "ask": ASK, "ask-user": ASK}.get(str(said))
        kind = _KINDS.get(tool.casefold(), SHELL if tool == "*" else OTHER)
        matches = entry.get("matches")
        narrow = entry.get("shellInputRegex", matches.get("cmd") if isinstance(matches, dict) else entry.get("pattern"))
        for one in narrow if isinstance(narrow, list) and narrow else [narrow]:
            form, text = ("regex", one) if "shellInputRegex" in entry else ("glob", one)
            if isinstance(one, str) and (found := re.match(r"(?s)/(.*)/\w*$", one)):
                form, text = "regex", found[1]
            if not isinstance(text, str) or text.strip() in ("*", ".*", "^.*$", ".+"):
                form, text = "all", ""
            if word:
                yield Grant(word, kind, form, text, f"{tool} {one or ''}".strip(), tool, (*path, index))


def _rules(value: Any, decision: str, path: Path) -> Iterator[Grant]:
    """Factory's permissionRules: {"decision": "allow", "match": {"prefix": ["git", ["push", "pull"]]}}."""
    import itertools

    for index, entry in enumerate(value if isinstance(value, list) else ()):
        match = entry.get("match") if isinstance(entry, dict) else None
        word = (
            {"allow": ALLOW, "ask": ASK, "block": DENY}.get(str(entry.get("decision"))) if match is not None else None
        )
        prefix = match.get("prefix") if isinstance(match, dict) else None
        if word is None or entry.get("enabled") is False:
            continue
        choices = [one if isinstance(one, list) else [one] for one in prefix] if isinstance(prefix, list) else []
        for words in itertools.islice(itertools.product(*choices), 200):
            text = " ".join(map(str, words))
            yield Grant(word, SHELL, "prefix" if text else "all", text, text or "every command", "", (*path, index))


def _starlark(data: bytes) -> Iterator[Grant]:
    """prefix_rule(pattern = [...], decision = "allow") in Codex' .rules: the calls are valid Python, too."""
    import ast
    import itertools

    for node in ast.walk(ast.parse(data)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "prefix_rule"):
            continue
        given: dict[str, ast.expr] = dict(zip(("pattern", "decision", "justification"), node.args))
        given.update((one.arg, one.value) for one in node.keywords if one.arg)
        try:
            pattern = ast.literal_eval(given["pattern"])
            decision = ast.literal_eval(given["decision"]) if "decision" in given else "allow"
        except (ValueError, KeyError):
            yield Grant(ALLOW, SHELL, "all", "", "a pattern that is computed", "", (), node.lineno)
            continue
        word = {"allow": ALLOW, "prompt": ASK, "forbidden": DENY}.get(str(decision), ALLOW)
        if not isinstance(pattern, (list, tuple)):
            yield Grant(ALLOW, SHELL, "all", "", "a pattern that cannot be read", "", (), node.lineno)
            continue
        choices = [list(one) if isinstance(one, (list, tuple)) else [one] for one in pattern]
        for words in itertools.islice(itertools.product(*choices), 200):
            text = " ".join(map(str, words))
            yield Grant(word, SHELL, "prefix", text, text, "", (), node.lineno)


_GIVEN = re.compile(
    r"""--?allowed-?tools[= ]+(?:\\?"([^"]*)"|'([^']*)'|([\w(*),:./-]+))|allowed_tools:\s*["']?([^"'\n]+)""",
    re.IGNORECASE,
)


def on_command_lines(lines: Sequence[str], numbers: Iterable[int]) -> Iterator[Grant]:
    """The tools that a script or workflow grants Claude Code when it starts it (--allowedTools, allowed_tools)."""
    for number in numbers:
        for found in _GIVEN.finditer(lines[number - 1]):
            text = next(group for group in found.groups() if group is not None)
            yield from (one.but(line=number) for one in _calls(text, ALLOW, ()))


def renamed(judged: Judged) -> Iterator[tuple[str, int, str]]:
    """(program, line, the call) for each host_executable() in Codex' .rules: it takes every other path of that program,
    even in /usr/bin, out of the managed rules for it (measured with 0.169.0)."""
    import ast

    for node in ast.walk(ast.parse(judged.data)) if judged.file.form == "python" and not judged.trouble else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "host_executable":
            given = [one.value for one in node.keywords if one.arg == "name"] or list(node.args)
            name = given[0].value if given and isinstance(given[0], ast.Constant) else "a program"
            yield str(name), node.lineno, ast.unparse(node)


_READERS = {
    "calls": _calls,
    "prefixes": _prefixes,
    "globs": _globs,
    "regexes": _regexes,
    "paths": _paths,
    "edits": _edits,
    "mcp": _mcp,
    "approve": _approve,
    "patterns": _patterns,
    "tools": _tools,
    "tables": _tables,
    "rules": _rules,
}
