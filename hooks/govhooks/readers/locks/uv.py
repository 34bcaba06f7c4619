"""uv.lock (https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile), and the lock of a script, NAME.py.lock.

The members of the workspace are the project itself and no packages; what they ask for is direct. A package belongs to the groups
and extras of the members that reach it, to none of them where an ordinary dependency does. Each artifact has the time of its
upload from revision 2 on.
"""

from __future__ import annotations

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.blocks import Rows, artifacts, column, derived
from govhooks.readers.locks.blocks import read as read_blocks
from govhooks.readers.locks.package import Contents, Package, later
from govhooks.readers.locks.structured import address, git, table, text, texts
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DEFAULT = ("https://pypi.org/simple", "https://pypi.org/simple/")
# Each of them is followed through the whole lock.
_MOST_GROUPS = 100


def read(path: str, data: bytes, other: bytes = b"") -> Contents:
    """What a uv.lock holds. Raises BadDocument."""
    found = read_blocks(data, late=("sdist", "wheels", "dependencies"), other=other, glance=_glance)
    if not isinstance(found.rest.get("version"), int):
        raise BadDocument("not a uv.lock: it has no version")
    manifest = table(found.rest.get("manifest"))
    members = set(texts(manifest.get("members")))
    unread: list[tuple[int, str]] = []
    own: list[dict[str, Any]] = []
    entries: list[tuple[int, _Part]] = []
    brings: dict[str, tuple[str, ...]] = {}
    for line, value in found.blocks:
        one = derived(value, _Part)
        if one.unread:
            unread.append((line, one.unread))
            continue
        if one.name in members or one.is_own:
            own.append(value)
        else:
            entries.append((line, one))
        known = brings.get(one.name)
        brings[one.name] = one.brings if known is None else tuple(sorted({*known, *one.brings}))
    roots = _roots(own, manifest)
    says = bool(own) or any(roots.values())
    groups = _groups(roots, brings)
    direct = {name for names in roots.values() for name in names}
    packages = [
        one.package(line, one.name in direct if says else None, groups.get(one.name, ()), brings[one.name])
        for line, one in entries
    ]
    return Contents("uv", "PyPI", True, tuple(packages), _settings(found.rest), (), tuple(unread))


# An ordinary package of an index, as uv writes it.
_TOLD = r'"([^"\\\n]*)"'
_ROWS = r"(\[\n(?: +\{.*\},\n)+\])\n"
_ORDINARY = compiled(
    rf"name = {_TOLD}\nversion = {_TOLD}\nsource = \{{ registry = {_TOLD} \}}\n"
    rf"(?:dependencies = {_ROWS})?(?:sdist = (\{{.*\}})\n)?(?:wheels = {_ROWS})?\n*"
)


def _glance(piece: str) -> dict[str, Any] | None:
    """The value of a block that says what an ordinary package says, and nothing else."""
    found = _ORDINARY.fullmatch(piece + "\n")
    if found is None:
        return None
    name, version, registry, dependencies, sdist, wheels = found.groups()
    value: dict[str, Any] = {"name": name, "version": version, "source": {"registry": registry}}
    for key, one in (("dependencies", dependencies), ("sdist", sdist), ("wheels", wheels)):
        if one is not None:
            value[key] = Rows(one)
    return value


class _Part:
    """What a block says by itself, and the package that was made of it last: an unchanged block gives the same one again."""

    def __init__(self, value: dict[str, Any]) -> None:
        self.name = text(value.get("name"))
        self.unread = ""
        if not self.name or not isinstance(value.get("version", ""), str):
            self.unread = f"{self.name}: its version is no text" if self.name else "a package without a name"
            return
        source = table(value.get("source"))
        self.is_own = "." in (source.get("virtual"), source.get("editable"))
        names = column(value.get("dependencies"), "name")
        for extra in table(value.get("optional-dependencies")).values():
            names += column(extra, "name")
        self.brings = tuple(sorted(set(names)))
        self._value = value
        self._made: Package | None = None

    def package(self, line: int, direct: bool | None, groups: tuple[str, ...], requires: tuple[str, ...]) -> Package:
        made = self._made
        if (
            made is None
            or made.line != line
            or made.direct is not direct
            or made.groups != groups
            or made.requires != requires
        ):
            value = self._value
            made = self._made = Package(
                "PyPI",
                self.name,
                text(value.get("version")),
                line,
                direct=direct,
                groups=groups,
                source=_source(table(value.get("source"))),
                hashes=later(self._hashes),
                files=later(self._files),
                requires=requires,
                uploaded=later(self._uploaded),
                marker=" or ".join(texts(value.get("resolution-markers"))),
            )
        return made

    def _artifacts(self, key: str) -> list[str]:
        sdist = self._value.get("sdist")
        return column([sdist] if isinstance(sdist, dict) else sdist, key) + column(self._value.get("wheels"), key)

    def _hashes(self) -> tuple[str, ...]:
        return tuple(sorted(set(self._artifacts("hash"))))

    def _files(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted({*artifacts(self._value.get("sdist")), *artifacts(self._value.get("wheels"))}))

    def _uploaded(self) -> str:
        """The time of the oldest artifact."""
        return min(self._artifacts("upload-time"), default="")


def _roots(own: list[dict[str, Any]], manifest: dict[str, Any]) -> dict[str, list[str]]:
    """Group -> what the members ask for in it, "" the ordinary one; a script, and a workspace that is no project, in the manifest."""
    roots: dict[str, list[str]] = {"": column(manifest.get("requirements"), "name")}
    for group, one in table(manifest.get("dependency-groups")).items():
        roots.setdefault(group, []).extend(column(one, "name"))
    for value in own:
        roots[""] += column(value.get("dependencies"), "name")
        for key in ("optional-dependencies", "dev-dependencies"):
            for group, one in table(value.get(key)).items():
                roots.setdefault(group, []).extend(column(one, "name"))
    return roots


def _groups(roots: dict[str, list[str]], brings: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Name -> the groups that reach it, but none for what is reached ordinarily; nor for anything where groups are too many."""
    if len(roots) > _MOST_GROUPS:
        return {}
    reached: dict[str, set[str]] = {}
    for group, names in roots.items():
        todo, seen = list(names), set(names)
        while todo:
            new = set(brings.get(todo.pop(), ())) - seen
            seen |= new
            todo += new
        for name in seen:
            reached.setdefault(name, set()).add(group)
    return {name: tuple(sorted(groups)) for name, groups in reached.items() if "" not in groups}


def _source(source: dict[str, Any]) -> str:
    for kind, value in source.items():
        place = text(value)
        if kind == "registry":
            return "" if place in _DEFAULT else f"registry:{address(place)}"
        if kind == "git":  # `https://host/x.git?rev=v1#COMMIT`
            url, _, commit = place.partition("#")
            return git(url.partition("?")[0], commit)
        if kind == "url":
            return "url:" + address(place)
        if kind in ("path", "directory", "editable", "virtual"):
            return f"path:{place}"
    return ""


def _settings(rest: dict[str, Any]) -> dict[str, str]:
    options = table(rest.get("options"))
    settings = {}
    if python := text(rest.get("requires-python")):
        settings["python"] = python
    if cooldown := text(options.get("exclude-newer-span")) or str(options.get("exclude-newer") or ""):
        settings["cooldown"] = cooldown
    return settings
