"""pom.xml: dependencies, what `dependencyManagement` says of them, the parent, plugins and extensions.

Format: https://maven.apache.org/pom.html. Nothing is asked of a parent or of an imported list: a version that stands there is ""
here, and a property that is set there stays as it is written, and is said to be unread. A plain version is what Maven takes
when the project asks for it itself, so it is the `version` too; a range in brackets is only `wanted`.

Groups are scopes ("test", "provided", "runtime", "system", "import"), "optional", "managed" (what only says a version: not
direct), "parent", "plugin", "extension", and "profile NAME".
"""

from __future__ import annotations

import re

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.tables import entries, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.document import Path, Side

_PROPERTY = re.compile(r"\$\{([^${}]*)\}")
_RANGE = re.compile(r"[\[\](),]|LATEST|RELEASE")
# A property may name another one; deeper is a circle.
_DEEPEST = 10


def read(path: str, data: bytes) -> Contents:
    """A pom.xml. Raises BadDocument."""
    side = table("xml", data, "pom.xml")
    if not isinstance(side.value.get("project"), dict):
        raise BadDocument("no pom.xml: its root is no <project> with content", 1)
    return _Pom(side).contents()


class _Pom:
    def __init__(self, side: Side) -> None:
        self._side = side
        self._unread: list[tuple[int, str]] = []
        self._project: dict[str, Any] = side.value["project"]
        self._properties = self._known()
        self._managed: dict[str, str] = {}

    def _known(self) -> dict[str, str]:
        """What `${...}` stands for: properties, and what the project says of itself."""
        parent = _first(self._project, "parent")
        found: dict[str, str] = {}
        for name in ("groupId", "artifactId", "version"):
            own = _text(self._project, name) or _text(parent, name)
            if own:
                found[f"project.{name}"] = found[f"pom.{name}"] = found[name] = own
            if inherited := _text(parent, name):
                found[f"project.parent.{name}"] = found[f"parent.{name}"] = inherited
        for profile in [*_all(_first(self._project, "profiles"), "profile"), self._project]:
            for name, values in entries(_first(profile, "properties")):
                if isinstance(values, list) and values:
                    found[name] = _inner(values[-1])
        return found

    def contents(self) -> Contents:
        packages: list[Package] = []
        root: Path = ("project",)
        managed = [*self._dependencies((*root, "dependencyManagement", 0, "dependencies", 0), ("managed",))]
        for package in managed:
            self._managed[package.name] = package.wanted
        parent = _first(self._project, "parent")
        if parent:
            packages += self._package(parent, (*root, "parent", 0), ("parent",))
        packages += managed
        packages += self._dependencies((*root, "dependencies", 0), ())
        packages += self._build(root, ())
        for index, profile in enumerate(_all(_first(self._project, "profiles"), "profile")):
            place = (*root, "profiles", 0, "profile", index)
            group = (f"profile {_text(profile, 'id')}".strip(),)
            packages += self._dependencies((*place, "dependencyManagement", 0, "dependencies", 0), ("managed", *group))
            packages += self._dependencies((*place, "dependencies", 0), group)
            packages += self._build(place, group)
        urls = [
            self._fill(_text(one, "url"))
            for key, kind in (("repositories", "repository"), ("pluginRepositories", "pluginRepository"))
            for one in _all(_first(self._project, key), kind)
        ]
        packages.sort(key=lambda package: package.line)
        settings = {"index": " ".join(urls)} if urls else {}
        return Contents("maven", "Maven", False, tuple(packages), settings, unread=tuple(sorted(self._unread)))

    def _build(self, place: Path, groups: tuple[str, ...]) -> Iterator[Package]:
        for around in (("build", 0), ("build", 0, "pluginManagement", 0), ("reporting", 0)):
            managed = ("managed",) if "pluginManagement" in around else ()
            for index, plugin in enumerate(_all(self._side.at((*place, *around, "plugins", 0)), "plugin")):
                here = (*place, *around, "plugins", 0, "plugin", index)
                yield from self._package(
                    plugin, here, (*groups, "plugin", *managed), group_id="org.apache.maven.plugins"
                )
                yield from self._dependencies((*here, "dependencies", 0), (*groups, "plugin"))
        for index, extension in enumerate(_all(self._side.at((*place, "build", 0, "extensions", 0)), "extension")):
            here = (*place, "build", 0, "extensions", 0, "extension", index)
            yield from self._package(extension, here, (*groups, "extension"))

    def _dependencies(self, place: Path, groups: tuple[str, ...]) -> Iterator[Package]:
        for index, one in enumerate(_all(self._side.at(place), "dependency")):
            yield from self._package(one, (*place, "dependency", index), groups)

    def _package(self, one: Any, place: Path, groups: tuple[str, ...], group_id: str = "") -> Iterator[Package]:
        line = self._side.line(place)
        group = self._fill(_text(one, "groupId")) or group_id
        artifact = self._fill(_text(one, "artifactId"))
        if not group or not artifact:
            self._unread.append((line, "a dependency without a groupId or an artifactId"))
            return
        name = f"{group}:{artifact}"
        wanted = self._fill(_text(one, "version"))
        if not wanted and not {"managed", "plugin", "parent", "extension"} & {*groups}:
            wanted = self._managed.get(name, "")
        for word in _PROPERTY.findall(f"{name} {wanted}"):
            self._unread.append((line, f"the version of {name} is ${{{word}}}, which is not set in this file"))
        scope = self._fill(_text(one, "scope"))
        source = f"path:{self._fill(_text(one, 'systemPath'))}" if scope == "system" else ""
        is_exact = wanted and not _RANGE.search(wanted) and "${" not in wanted
        yield Package(
            "Maven",
            name,
            wanted if is_exact else "",
            line,
            wanted=wanted,
            direct="managed" not in groups,
            groups=(
                *groups,
                *((scope,) if scope not in ("", "compile") else ()),
                *(("optional",) if _text(one, "optional") == "true" else ()),
            ),
            source=source,
        )

    def _fill(self, word: str) -> str:
        """A text with its properties filled in, as far as they are known."""
        for _ in range(_DEEPEST):
            filled = _PROPERTY.sub(lambda found: self._properties.get(found[1], found[0]), word)
            if filled == word or len(filled) > 1000:
                break
            word = filled
        return word


def _first(value: Any, key: str) -> Any:
    """The first child element of a name; {} when there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found[0] if isinstance(found, list) and found else {}


def _all(value: Any, key: str) -> list[Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _inner(value: Any) -> str:
    """The text of an element, with or without attributes."""
    return text(value.get("#text")) if isinstance(value, dict) else text(value)


def _text(value: Any, key: str) -> str:
    return _inner(_first(value, key)).strip()
