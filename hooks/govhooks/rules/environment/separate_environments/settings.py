"""What a file sets: names, values and lines, whatever its format.

DB_PASSWORD=x                            keys ("DB_PASSWORD",), value "x"
env: [{name: DB_PASSWORD, value: x}]     keys ("env", "DB_PASSWORD")
os.environ.get("DB_PASSWORD", "x")       the same, with `is_fallback`: what is used where nothing is set
"""

from __future__ import annotations

from govhooks.knowledge.variables.environments import words_of
from govhooks.readers.code import Code, Expression
from govhooks.readers.values import MISSING, at, leaves, untagged
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.document import Path, Side

_LONGEST = 4000
# What stands where a variable is not set: `${NAME:-x}`, `${NAME:x}` (Spring), `os.environ.get("NAME", "x")`, `ENV["NAME"] || "x"`.
_UNSET = compiled(r"\$\{[A-Za-z_][\w.-]*:-?([^{}$?]+)\}")
_DEFAULT = compiled(
    r"(?i)(?:env|getenv|fetch|environ\.get|config|getproperty|\bbool|\bstr|\burl)\(\s*[\"'][\w.:-]+[\"']\s*,\s*(?:default\s*=\s*)?"
    r"(?:[\"']([^\"']*)[\"']|(true|false)\b)"
    r"|(?:\|\||\?\?|\bor\b)\s*[\"'`]([^\"'`]*)[\"'`]"
)
_LISTED = compiled(r"(?s)([A-Za-z_][A-Za-z0-9_.]*)=(.*)")
# Keys below which a table maps names of variables to values, or a list names them.
_VARIABLES = ("environment", "env", "args", "build_args", "variables", "literals", "envs")
# The beginning of a name in code that only says how it is exported.
_EXPORTS = ("module", "exports", "export", "default", "return", "config", "configuration", "connections")
# Kinds of Kubernetes whose values name secrets, or are encrypted.
_REFERRING = (
    "ExternalSecret",
    "ClusterExternalSecret",
    "SecretProviderClass",
    "SealedSecret",
    "PushSecret",
    "SecretStore",
)
_WORLD = compiled(r"(\w+)\.[Ee]nvironments?\.(\w+)")


class Setting:
    """`name` as it is written, `keys` the names above it and its own, the value as text; `int(line)` is its line.

    `about` has the words of the file's name: a `host` of database.yml is that of a database. A file of values has thousands of these,
    so this is no Record.
    """

    __slots__ = ("about", "environment", "is_fallback", "keys", "line", "name", "value")

    def __init__(
        self,
        keys: tuple[str, ...],
        value: str,
        line: int | Line,
        is_fallback: bool = False,
        environment: str = "",
        about: tuple[str, ...] = (),
    ) -> None:
        self.name = keys[-1]
        self.keys = keys
        self.value = value
        self.line = line
        self.is_fallback = is_fallback
        self.environment = environment
        self.about = about

    def within(self, environment: str) -> Setting:
        """The same in a part of the file that is for an environment."""
        return Setting(self.keys, self.value, self.line, self.is_fallback, environment, self.about)


def settings(side: Side, format: str, path: str) -> tuple[Setting, ...]:
    """The settings of one side of a document, () for one that is absent or cannot be read."""
    if side.value is MISSING or side.error:
        return ()
    if isinstance(side.value, Code):
        found = _of_code(side.value)
    elif format == "dockerfile":
        found = _of_dockerfile(side)
    else:
        found = _of_values(side)
    about = words_of(path.rpartition("/")[2])
    listed = tuple(found)
    for one in listed:
        one.about = about
    return listed


def _of_values(side: Side) -> Iterator[Setting]:
    kind = side.at(("kind",)) if isinstance(side.value, dict) else None
    if kind in _REFERRING:
        return
    for path, value in leaves(side.value):
        text = _text(value)
        if text is None or "secretKeyRef" in path or "remoteRef" in path:
            continue
        if kind == "Secret" and path[0] == "data":
            text = _decoded(text)
        keys = tuple(key.lstrip("@") for key in path if isinstance(key, str) and key != "#text")
        if keys and (keys[-1] in ("value", "Value") or path[-1] == "#text"):
            keys = _named(side, path, keys)
        elif keys[:1] == ("variable",) and keys[-1] == "default" and len(keys) == 3:
            keys = keys[:-1]  # Terraform: what a variable is where nobody sets it
        elif keys and keys[-1] in _VARIABLES and (listed := _LISTED.fullmatch(text)):
            keys, text = (*keys, listed[1]), listed[2]
        if keys:
            yield from _made(keys, text, Line(side, path))


class Line:
    """The line of a path, looked for when it is needed: few settings have a finding."""

    __slots__ = ("path", "side")

    def __init__(self, side: Side, path: Path) -> None:
        self.side, self.path = side, path

    def __int__(self) -> int:
        return self.side.line(self.path)


def _decoded(text: str) -> str:
    """A value of a Secret in Kubernetes; as it is if it is no text in Base64."""
    from base64 import b64decode
    from binascii import Error

    try:
        return b64decode(text, validate=True).decode("utf-8").strip()
    except (Error, UnicodeError, ValueError):
        return text


def _named(side: Side, path: Path, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a value whose name stands beside it: a container's environment, `<add key="x" value="y"/>`."""
    around = untagged(at(side.value, path[:-1]))
    if not isinstance(around, dict):
        return keys
    for beside in ("name", "@name", "@key", "key", "Name", "Key", "ParameterKey"):
        if isinstance(name := untagged(around.get(beside)), str) and name:
            return (*(keys if path[-1] == "#text" else keys[:-1]), name)
    return keys


def _of_dockerfile(side: Side) -> Iterator[Setting]:
    for index, instruction in enumerate(side.value if isinstance(side.value, list) else ()):
        for kind in ("ENV", "ARG"):
            given = instruction.get(kind) if isinstance(instruction, dict) else None
            for name, value in given.items() if isinstance(given, dict) else ():
                if isinstance(value, str):
                    yield from _made((name,), value, Line(side, (index, kind, name)))


def _of_code(code: Code) -> Iterator[Setting]:
    from govhooks.readers.assignments import assignments

    if code.language == "shell":
        yield from _of_shell(code)
        return
    is_python = code.language == "python"
    for one in assignments(code):
        if not is_python and isinstance(one.value, dict):
            continue  # each of its keys comes by itself
        yield from _of_name(_names(one.name), one.value, one.line)
    for call in code.calls:
        for name, value in call.keywords.items() if is_python else ():
            yield from _of_name((*_names(call.name), name), value, call.line)
        last = call.name.rpartition(".")[2]
        if (
            last in ("define", "putenv", "setdefault")
            and len(call.arguments) >= 2
            and isinstance(call.arguments[0], str)
        ):
            yield from _of_name((call.arguments[0],), call.arguments[1], call.line)


def _of_shell(code: Code) -> Iterator[Setting]:
    """`export NAME=value`, and `NAME=value` by itself."""
    todo = [code.tree] if code.tree is not None else []
    while todo:
        node = todo.pop()
        if node.type == "variable_assignment":
            name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            if name is not None and value is not None:
                text = (value.text or b"").decode("utf-8", "replace").strip("\"'")
                yield from _made(((name.text or b"").decode("utf-8", "replace"),), text, node.start_point[0] + 1)
        todo += reversed(node.named_children)


def _names(dotted: str) -> tuple[str, ...]:
    parts = [part for part in dotted.split(".") if part]
    while len(parts) > 1 and parts[0] in _EXPORTS:
        parts = parts[1:]
    return tuple(parts) or (dotted,)


def _of_name(names: tuple[str, ...], value: Any, line: int) -> Iterator[Setting]:
    for path, leaf in leaves(value):
        keys = (*names, *(key for key in path if isinstance(key, str)))
        if isinstance(leaf, Expression):
            if world := _WORLD.fullmatch(leaf.text):  # braintree.Environment.Production
                yield Setting((world[1], "environment"), world[2], line)
            elif (text := _fallback(leaf.text)) is not None:
                yield Setting(keys, text, line, True)
            continue
        text = _text(leaf)
        if text is not None:
            yield from _made(keys, text, line)


def _made(keys: tuple[str, ...], text: str, line: int | Line) -> Iterator[Setting]:
    """The setting, and what stands for a variable in it where that is not set."""
    if len(text) > _LONGEST:
        return
    if "${" in text and ":" in text and _UNSET.search(text):
        yield Setting(keys, _UNSET.sub(lambda found: found[1], text), line, True)
        return
    if (
        "(" in text and "env" in text.lower() and (fallback := _fallback(text)) is not None
    ):  # <%= ENV.fetch("X", "y") %>
        yield Setting(keys, fallback, line, True)
        return
    yield Setting(keys, text, line)


def _fallback(text: str) -> str | None:
    """What code uses where a variable is not set, None where it uses nothing else."""
    found = _DEFAULT.search(text)
    return next((one for one in found.groups() if one is not None), None) if found else None


def _text(value: Any) -> str | None:
    """A leaf as text; None for what holds no setting."""
    value = untagged(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value).strip()
    return None
