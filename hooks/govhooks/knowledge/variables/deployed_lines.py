"""Variables in files that are read line by line: systemd units, Procfiles, .envrc, templates of Helm."""

from __future__ import annotations

from govhooks.knowledge.variables.setting import ANY_NAME, REFERENCE, Setting, kind_of
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_ENVIRONMENT = compiled(r"\s*(?:Environment|PassEnvironment)\s*=\s*(.*)")
_QUOTED = compiled(r""""((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)""")
_PROCESS = compiled(r"^[\w-]+:\s*((?:env\s+)?(?:[A-Z_][A-Z0-9_]*=\S*\s+)+)")
_EXPORT = compiled(r"""\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(?:"([^"]*)"|'([^']*)'|(\S*)).*""")
_NAME_LINE = compiled(r"""^(\s*)-\s+name:\s*["']?([A-Z_][A-Z0-9_]*)["']?\s*(?:#.*)?$""")
_VALUE_LINE = compiled(r"""^\s*(value|valueFrom):\s*(.*)$""")
# Kinds of Kubernetes whose keys become variables.
_KINDS = ("kind: ConfigMap", "kind: Secret", "kind: ExternalSecret", "kind: SealedSecret")
_SECRET_LINE = compiled(r"""^\s*(?:-\s+)?secretKey:\s*["']?([A-Z_][A-Z0-9_]*)["']?\s*(?:#.*)?$""")
_KEY_LINE = compiled(r"""^\s*([A-Z_][A-Z0-9_]*):(?:\s+(.*))?$""")


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").split("\n")


def of_unit(data: bytes) -> Iterator[Setting]:
    """A unit of systemd, a drop-in of one or a container of podman: `Environment="A=1" B=2`, on several lines too."""
    lines = _lines(data)
    at = 0
    while at < len(lines):
        number, text = at + 1, lines[at]
        while text.endswith("\\") and at + 1 < len(lines):
            at += 1
            text = f"{text[:-1]} {lines[at].strip()}"
        at += 1
        found = _ENVIRONMENT.fullmatch(text)
        for quoted in _QUOTED.finditer(found[1]) if found else ():
            name, _, value = (quoted[1] or quoted[2] or quoted[3] or "").partition("=")
            if ANY_NAME.fullmatch(name):
                yield Setting(name, number, value, kind_of(value), "systemd unit")


def of_procfile(data: bytes) -> Iterator[Setting]:
    """What stands in front of a process: `web: WORKERS=4 gunicorn app`."""
    for number, line in enumerate(_lines(data), 1):
        match = _PROCESS.match(line)
        for pair in match[1].split() if match else ():
            name, mark, value = pair.partition("=")
            if mark:
                yield Setting(name, number, value, kind_of(value), "Procfile")


def of_exports(data: bytes) -> Iterator[Setting]:
    """A script of direnv: `export NAME=value`."""
    for number, line in enumerate(_lines(data), 1):
        if found := _EXPORT.fullmatch(line):
            value = next((one for one in found.groups()[1:] if one), "")
            yield Setting(found[1], number, value, kind_of(value), "env file")


def of_template(data: bytes) -> Iterator[Setting]:
    """What a template sets, by its lines: `- name: X` of a container, `X: ...` of a ConfigMap or Secret."""
    lines = _lines(data)
    is_map = any(line.startswith(_KINDS) for line in lines)
    for number, line in enumerate(lines, 1):
        if match := _NAME_LINE.match(line):
            following = _VALUE_LINE.match(lines[number]) if number < len(lines) else None
            text = following[2].strip().strip("\"'") if following else ""
            kind = REFERENCE if following and following[1] == "valueFrom" else kind_of(text)
            yield Setting(match[2], number, text, kind, "Helm template")
        elif is_map and (match := _SECRET_LINE.match(line)):
            yield Setting(match[1], number, "", REFERENCE, "Helm template")
        elif is_map and (match := _KEY_LINE.match(line)):
            text = (match[2] or "").strip().strip("\"'")
            yield Setting(match[1], number, text, kind_of(text), "Helm template")
