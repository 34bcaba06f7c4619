"""Check the keys and types of a requirements.toml against `codex_keys.KEYS`."""

from __future__ import annotations

from govhooks.knowledge.agents import matchers
from govhooks.knowledge.agents.codex_keys import ALIASES, KEYS, STRICT
from govhooks.knowledge.agents.faults import IGNORED, REFUSED, dotted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from govhooks.knowledge.agents.faults import Faults, Path


def check_types(faults: Faults) -> None:
    """Report each key that is unknown or has the wrong type, and drop the tables that Codex refuses from the value."""
    types = _Types(faults)
    for key, value in faults.value.items():
        if key in ALIASES and ALIASES[key] in faults.value:
            faults.say((key,), REFUSED, f"`{key}` and `{ALIASES[key]}` are the same key, given twice", "keep one")
        types.check_key(key, value)
    broken = {fault.path[0] for fault in faults.refused() if fault.path}
    faults.value = {key: item for key, item in faults.value.items() if key not in broken}


class _Types:
    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def check_key(self, key: str, value: Any) -> None:
        kind = KEYS.get(ALIASES.get(key, key))
        if kind is None:
            self._say_unknown((key,), KEYS, ())
        else:
            self._check((key,), value, kind, (key,))

    def _check(self, path: Path, value: Any, kind: Any, shape: Path) -> None:
        if kind == "any":
            return
        if isinstance(kind, list):
            if not isinstance(value, list):
                self._say_wrong(path, value, "a list")
                return
            for index, item in enumerate(value):
                self._check((*path, index), item, kind[0], shape)
        elif isinstance(kind, dict):
            self._check_table(path, value, kind, shape)
        elif isinstance(kind, tuple):
            if not isinstance(value, str) or value not in kind:
                self._say_choice(path, value, kind)
        elif kind == "@approval":
            self._check_approval(path, value)
        elif kind == "@identity":
            if complaint := matchers.shape(value):
                self.faults.say(
                    path,
                    REFUSED,
                    f"`{dotted(path)}` is not a valid identity: {complaint}",
                    'such as { command = "/opt/x" } or { url = "https://x.example/mcp" }',
                )
        elif kind == "@exporter":
            self._check_exporter(path, value)
        elif not _is_kind(value, kind):
            self._say_wrong(path, value, _WANTED[kind])
        elif kind == "absolute" and not value.startswith("/"):
            self.faults.say(path, REFUSED, f"`{dotted(path)}` is not an absolute path", "start it with /")

    def _check_table(self, path: Path, value: Any, kind: dict[str, Any], shape: Path) -> None:
        if not isinstance(value, dict):
            self._say_wrong(path, value, "a table")
            return
        named = {key.removesuffix("!"): inner for key, inner in kind.items() if key != "*"}
        for key, item in value.items():
            if key in named:
                self._check((*path, key), item, named[key], (*shape, key))
            elif "*" in kind:
                self._check((*path, key), item, kind["*"], (*shape, "*"))
            else:
                self._say_unknown((*path, key), named, shape)
        for key in kind:
            if key.endswith("!") and key[:-1] not in value:
                name = key[:-1]
                # Codex does not require a hook's list of handlers or a marketplace's source.
                needed = (
                    (*shape, name) not in (("marketplaces", "allowed_sources", "*", "source"),)
                    and not (shape[0] == "hooks" and name == "hooks")
                    and name != "max_bytes"
                )
                what = REFUSED if needed else IGNORED
                self.faults.say((*path,), what, f"`{dotted((*path, name))}` is missing", f"add `{name}`")

    def _say_unknown(self, path: Path, known: Iterable[str], shape: Path) -> None:
        from difflib import get_close_matches

        name = str(path[-1])
        close = get_close_matches(name, list(known), 1, 0.6)
        elsewhere = _find_home(name)
        if shape in STRICT:
            problem = f"`{dotted(path)}` is not a key that Codex knows: Codex does not start"
        else:
            problem = f"`{dotted(path)}` is not a key that Codex knows: it is ignored, and nothing is enforced"
        if close:
            fix = f"write `{close[0]}`"
        elif elsewhere:
            fix = f"move it to `{elsewhere}`"
        else:
            fix = "take it out (known here: " + ", ".join(sorted(known)[:12]) + ")"
        self.faults.say(path, REFUSED if shape in STRICT else IGNORED, problem, fix)

    def _say_wrong(self, path: Path, value: Any, wanted: str) -> None:
        self.faults.say(path, REFUSED, f"`{dotted(path)}` is {_describe(value)}, not {wanted}", f"make it {wanted}")

    def _say_choice(self, path: Path, value: Any, choices: Iterable[str]) -> None:
        choices = tuple(choices)
        said = repr(value) if isinstance(value, str) else _describe(value)
        self.faults.say(
            path, REFUSED, f"`{dotted(path)}` is {said}, which Codex does not know", "one of " + ", ".join(choices)
        )

    def _check_approval(self, path: Path, value: Any) -> None:
        from govhooks.knowledge.agents.codex_keys import APPROVALS

        if isinstance(value, str) and value in APPROVALS:
            return
        flags = value.get("granular") if isinstance(value, dict) and set(value) == {"granular"} else None
        if not isinstance(flags, dict):
            self._say_choice(path, value, (*APPROVALS, "{ granular = { ... } }"))
            return
        needed = ("sandbox_approval", "rules", "mcp_elicitations")
        known = (*needed, "skill_approval", "request_permissions")
        self._check_table(
            (*path, "granular"), flags, {name + "!" * (name in needed): "bool" for name in known}, ("granular",)
        )

    def _check_exporter(self, path: Path, value: Any) -> None:
        if isinstance(value, str):
            if value not in ("none", "statsig"):
                self._say_choice(path, value, ("none", "statsig", "{ otlp-http = { ... } }", "{ otlp-grpc = { ... } }"))
            return
        name = next(iter(value)) if isinstance(value, dict) and len(value) == 1 else ""
        if name not in ("otlp-http", "otlp-grpc"):
            self._say_choice(path, value, ("none", "statsig", "{ otlp-http = { ... } }", "{ otlp-grpc = { ... } }"))
            return
        tls = {"ca-certificate": "str", "client-certificate": "str", "client-private-key": "str"}
        kind: dict[str, Any] = {"endpoint!": "str", "headers": {"*": "str"}, "tls": tls}
        if name == "otlp-http":
            kind["protocol!"] = ("binary", "json")
        self._check_table((*path, name), value[name], kind, ("otel", "exporter"))


_WANTED = {
    "str": "a string",
    "bool": "true or false",
    "int": "a whole number from 0",
    "port": "a port from 0 to 65535",
    "path": "a path",
    "absolute": "an absolute path",
}


def _is_kind(value: Any, kind: str) -> bool:
    if kind == "bool":
        return isinstance(value, bool)
    if kind in ("int", "port"):
        return (
            isinstance(value, int) and not isinstance(value, bool) and 0 <= value < (2**16 if kind == "port" else 2**63)
        )
    return isinstance(value, str)


def _describe(value: Any) -> str:
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list", dict: "a table"}
    return kinds.get(type(value), "a date or time")


def _find_home(name: str, kind: Any = KEYS, path: str = "") -> str:
    """The table where a misplaced key belongs; "" if nowhere, or in a table with arbitrary names."""
    if isinstance(kind, list):
        return _find_home(name, kind[0], path)
    if not isinstance(kind, dict):
        return ""
    for key, inner in kind.items():
        key = key.removesuffix("!")
        here = f"{path}.{key}" if path else key
        if key == name:
            return here
        if found := _find_home(name, inner, here):
            return found
    return ""
