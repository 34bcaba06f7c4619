"""The table of programs that run something: by name, the functions that find out what.

One row per way of running something: in `unwrap_builtins`, `unwrap_programs`, `unwrap_code`, and here for programs that
run the command after their options (`wrappers.WRAPPERS`). To add a program, add its name to a row, or a new row with
examples.
"""

from __future__ import annotations

import itertools
import re

from govhooks.knowledge.agents.calls import (
    UNKNOWN_SCRIPT,
    Argv,
    Doubt,
    Line,
    find_name,
    skip_assignments,
    skip_options,
    strip_version,
)
from govhooks.knowledge.agents.rows import Call, Row
from govhooks.knowledge.agents.wrappers import BUILTINS, LANGUAGES, OTHERS, PROGRAMS, SHELLS, VALUES, WRAPPERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.knowledge.agents.calls import Inner, Words


def skip_wrapper(name: str, words: Words) -> Words:
    """The command that a wrapper with these arguments runs."""
    return skip_options(words, WRAPPERS[name].values, WRAPPERS[name].own)


def unwrap_wrapper(call: Call) -> Iterator[Inner]:
    yield Argv(skip_wrapper(call.name, call.rest), call.piped)


def unwrap_command(call: Call) -> Iterator[Inner]:
    if call.texts[:1] not in (["-v"], ["-V"]):
        yield from unwrap_wrapper(call)


def unwrap_sudo(call: Call) -> Iterator[Inner]:
    yield Argv(skip_assignments(skip_wrapper(call.name, call.rest)), call.piped)


def unwrap_env(call: Call) -> Iterator[Inner]:
    """env -S 'rm x' y: the text is split into words, which come before the following ones."""
    for index, text in enumerate(call.texts):
        found = re.match(r"(?:-[A-Za-z]*S|--split-string=?)(.*)", text, re.DOTALL)
        if found:
            first, *after = [found[1]] * bool(found[1]) + call.texts[index + 1 :] or [""]
            yield Line(first.replace("\\_", " ") + " " + " ".join(after))
            return
    yield from unwrap_sudo(call)


def unwrap_run(call: Call) -> Iterator[Inner]:
    if call.texts[:1] == ["run"]:
        yield Argv(skip_options(call.rest[1:], VALUES["run"], 0), call.piped)


def unwrap_direnv(call: Call) -> Iterator[Inner]:
    if "exec" in call.texts or "x" in call.texts:
        yield from unwrap_wrapper(call)


def unwrap_mise(call: Call) -> Iterator[Inner]:
    """`mise exec node@20 -- node x`: what comes before -- are tools."""
    if "exec" in call.texts or "x" in call.texts:
        inner = skip_wrapper(call.name, call.rest)
        texts = [word.text for word in inner]
        yield Argv(inner[texts.index("--") + 1 :] if "--" in texts else inner, call.piped)


def unwrap_xargs(call: Call) -> Iterator[Inner]:
    """xargs appends words from the pipe: to the command itself after a wrapper, to the script after a shell."""
    inner = skip_wrapper(call.name, call.rest)
    yield Argv(inner, call.piped)
    name = find_name(inner[0].text) if inner else ""
    if name in WRAPPERS and not skip_wrapper(name, inner[1:]):
        yield Doubt("it runs a command that comes through a pipe")
    marks = ["{}", *(text[2:] or after for text, after in itertools.pairwise((*call.texts, "")) if text[:2] == "-I")]
    if name in SHELLS and (len(inner) < 3 or any(mark and mark in inner[2].text for mark in marks)):
        yield Doubt(UNKNOWN_SCRIPT)


# Wrappers for which skipping the options is not enough.
_OWN = {
    "command": unwrap_command,
    "sudo": unwrap_sudo,
    "doas": unwrap_sudo,
    "env": unwrap_env,
    **dict.fromkeys(("uv", "poetry", "pipenv", "pdm", "rye", "hatch", "pixi"), unwrap_run),
    "direnv": unwrap_direnv,
    "mise": unwrap_mise,
    "xargs": unwrap_xargs,
}
_MORE = {
    "env": {
        "env -S 'rm x'": "rm x",
        "env -S rm x": "rm x",
        "env '-iSrm\\_x'": "rm x",
        "env --split-string=rm x": "rm x",
    },
    "xargs": {
        "ls | xargs sudo": "it runs a command that comes through a pipe",
        "ls | xargs sh": UNKNOWN_SCRIPT,
        "ls | xargs -I{} sh -c {}": UNKNOWN_SCRIPT,
        "ls | xargs -I % sh -c %": UNKNOWN_SCRIPT,
        "ls | xargs -I% sh -c 'echo; %'": UNKNOWN_SCRIPT,
    },
}
# In unwrap_programs: these can run a string, too.
_TEXTS = ("script", "parallel", "flock")
TABLE: dict[str, tuple[Row, ...]] = {}


def find_rows(name: str) -> tuple[Row, ...]:
    """The rows for a program; an interpreter's name may have a version."""
    if name not in TABLE:
        base = name if name in PROGRAMS else strip_version(name)
        rows = _load_rows(base in BUILTINS, base in LANGUAGES, base in OTHERS, (base,) if base in WRAPPERS else ())
        TABLE[name] = tuple(row for row in rows if base in row.programs.split() and (base == name or row.versions))
    return TABLE[name]


def load_rows() -> Iterator[Row]:
    """The whole table."""
    return _load_rows(True, True, True, WRAPPERS)


def _load_rows(builtins: bool, languages: bool, others: bool, wrappers: Iterable[str]) -> Iterator[Row]:
    if builtins:
        from govhooks.knowledge.agents import unwrap_builtins

        yield from unwrap_builtins.ROWS
    if languages:
        from govhooks.knowledge.agents import unwrap_code

        yield from unwrap_code.ROWS
    if others:
        from govhooks.knowledge.agents import unwrap_programs

        yield from unwrap_programs.ROWS
    for name in wrappers:
        if name not in _TEXTS:
            examples = {WRAPPERS[name].runs: "rm x", **_MORE.get(name, {})}
            yield Row(name, _OWN.get(name, unwrap_wrapper), examples, (WRAPPERS[name].passes,))
