"""pyproject.toml: what a Python project asks for, whoever manages it.

    [project], [dependency-groups], [build-system]   PEP 621, 735 and 518
    [tool.poetry]          https://python-poetry.org/docs/pyproject/ and dependency-specification/
    [tool.uv]              https://docs.astral.sh/uv/concepts/projects/dependencies/: sources, indexes, constraints
    [tool.pdm]             https://pdm-project.org/latest/reference/pep621/: dev-dependencies, source, overrides
    [tool.hatch]           https://hatch.pypa.io/latest/config/environment/overview/
    [tool.flit.metadata]   requires, as before PEP 621

Groups: an extra's or a dependency group's name, the name of a hatch environment, "build" for what builds the project,
"constraint" and "override" for what uv and pdm only hold versions with.
"""

from __future__ import annotations

import re

from govhooks.readers.locks import requirement
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.structured import address, git, listed, table, text, texts, whole
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.document import Side
    from govhooks.readers.values import Path

_EXACT = compiled(r"(?a)(?:={2,3})?\s*(v?\d[\w.+!-]*)$")
# Which of the tools manages the project, by its table; the first that is there.
_TOOLS = ("poetry", "pdm", "uv", "hatch", "flit")
# A group that is in more of them is told to be in these many: each name again for each package is a lot.
_MOST_GROUPS = 100


def read(path: str, data: bytes) -> Contents:
    """What a pyproject.toml asks for. Raises BadDocument."""
    found = _Project(whole("toml", data))
    found.standard()
    found.poetry()
    found.uv()
    found.pdm()
    found.hatch()
    tool = table(found.side.value.get("tool"))
    return Contents(
        next((name for name in _TOOLS if name in tool), "pip"),
        "PyPI",
        False,
        tuple(sorted(found.packages, key=lambda package: package.line)),
        found.settings,
        tuple(found.includes),
        tuple(sorted(set(found.unread))),
    )


class _Project:
    """A pyproject.toml while it is read: the packages found up to now, and what could not be read."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.packages: list[Package] = []
        self.settings: dict[str, str] = {}
        self.includes: list[str] = []
        self.unread: list[tuple[int, str]] = []

    def table(self, *path: str) -> dict[str, Any]:
        """The table that stands here, an empty one where something else does: that is said."""
        found = self.side.at(path)
        if found is not None and not isinstance(found, dict):
            self.unread.append((self.side.line(path), f"`{'.'.join(path)}` is no table"))
        return table(found)

    def list(self, *path: str | int) -> Iterator[tuple[Path, Any]]:
        """(path, element) of a list; something else in its place is said."""
        found = self.side.at(path)
        if found is not None and not isinstance(found, list):
            self.unread.append((self.side.line(path), f"`{path[-1]}` is no list"))
        for index, one in enumerate(listed(found)):
            yield (*path, index), one

    def requirements(self, path: Path, groups: tuple[str, ...] = (), direct: bool = True) -> None:
        """Take in a list of requirements."""
        for place, one in self.list(*path):
            self.requirement(place, one, groups, direct)

    def requirement(self, place: Path, one: Any, groups: tuple[str, ...], direct: bool = True) -> None:
        line = self.side.line(place)
        if not isinstance(one, str):
            self.unread.append((line, "a requirement that is no text"))
            return
        try:
            if one.startswith("-e "):  # pdm's editable ones
                self.packages.append(requirement.located(one[3:].strip(), line, groups, direct))
            else:
                self.packages.append(requirement.parse(self.formatted(one), line, groups, direct))
        except ValueError as error:
            self.unread.append((line, str(error)))

    def formatted(self, one: str) -> str:
        """hatch's own fields, which stand for paths: `x @ {root:uri}/lib`."""
        return one.replace("{root:uri}", "file://.").replace("{root:parent:uri}", "file://..")

    def standard(self) -> None:
        """The tables that PEPs define, and where setuptools is told to find them."""
        self.requirements(("build-system", "requires"), ("build",))
        self.requirements(("project", "dependencies"))
        for extra in self.table("project", "optional-dependencies"):
            self.requirements(("project", "optional-dependencies", extra), (extra,))
        self.groups()
        self.requirements(("tool", "flit", "metadata", "requires"))
        for extra in table(self.side.at(("tool", "flit", "metadata", "requires-extra"))):
            self.requirements(("tool", "flit", "metadata", "requires-extra", extra), (extra,))
        dynamic = table(self.side.at(("tool", "setuptools", "dynamic")))
        for one in (dynamic.get("dependencies"), *table(dynamic.get("optional-dependencies")).values()):
            self.includes += [f"-r {name}" for name in texts(table(one).get("file"))]

    def groups(self) -> None:
        """PEP 735: an element is a requirement, or a table that includes another group."""
        groups = self.table("dependency-groups")
        names = {_folded(name): name for name in groups}
        within: dict[str, set[str]] = {}
        for name in groups:
            for place, one in self.list("dependency-groups", name):
                if not isinstance(one, dict):
                    continue
                other = names.get(_folded(text(one.get("include-group"))))
                if other is None:
                    self.unread.append((self.side.line(place), "it includes a group that is not there"))
                else:
                    within.setdefault(other, set()).add(name)
        for name in groups:
            around = {name}
            todo = [name]
            while todo and len(around) <= _MOST_GROUPS:
                new = within.get(todo.pop(), set()) - around
                around |= new
                todo += new
            if todo:
                why = f"a group that more than {_MOST_GROUPS} others include: not all of them are told"
                self.unread.append((self.side.line(("dependency-groups", name)), why))
            for place, one in self.list("dependency-groups", name):
                if not isinstance(one, dict):
                    self.requirement(place, one, (name, *sorted(around - {name})))

    def poetry(self) -> None:
        """`^1.2` and tables instead of requirements; indexes by name."""
        here: Path = ("tool", "poetry")
        urls = {}
        for _, one in self.list(*here, "source"):
            source = table(one)
            urls[text(source.get("name"))] = address(text(source.get("url")))
        urls.pop("", None)
        self._indexes(urls.values())
        self.poetry_table((*here, "dependencies"), (), urls)
        self.poetry_table((*here, "dev-dependencies"), ("dev",), urls)
        for group in table(self.side.at((*here, "group"))):
            self.poetry_table((*here, "group", group, "dependencies"), (group,), urls)

    def poetry_table(self, path: Path, groups: tuple[str, ...], urls: dict[str, str]) -> None:
        for name, value in self.table(*map(str, path)).items():
            if name == "python":
                self.settings["python"] = text(value)
                continue
            for index, one in enumerate(value if isinstance(value, list) else (value,)):
                place: Path = (*path, name, index) if isinstance(value, list) else (*path, name)
                line = self.side.line(place)
                if not isinstance(one, (str, dict)):
                    self.unread.append((line, f"`{name}` is neither a version nor a table"))
                    continue
                package = _poetry_package(name, one, line, groups, urls)
                if isinstance(one, dict) and "version" not in one and self._adds(package):
                    continue
                self.packages.append(package)

    def _adds(self, package: Package) -> bool:
        """Whether an entry of [tool.poetry.dependencies] only says where one of [project] comes from."""
        for index, one in enumerate(self.packages):
            if one.groups == package.groups and _folded(one.name) == _folded(package.name):
                self.packages[index] = one.but(source=package.source or one.source)
                return True
        return False

    def uv(self) -> None:
        here: Path = ("tool", "uv")
        self.requirements((*here, "dev-dependencies"), ("dev",))
        self.requirements((*here, "constraint-dependencies"), ("constraint",), direct=False)
        self.requirements((*here, "build-constraint-dependencies"), ("constraint",), direct=False)
        self.requirements((*here, "override-dependencies"), ("override",), direct=False)
        for name in table(self.side.at((*here, "extra-build-dependencies"))):
            self.requirements((*here, "extra-build-dependencies", name), ("build",))
        urls: dict[str, str] = {}
        for _, one in self.list(*here, "index"):
            source = table(one)
            url = address(text(source.get("url")))
            urls[text(source.get("name")) or url] = url
            if source.get("default") is True:
                self.settings["index"] = url
        options = table(self.side.at(here))
        self._indexes(url for url in urls.values() if url != self.settings.get("index"))
        self._indexes(map(address, texts(options.get("extra-index-url"))))
        if url := text(options.get("index-url")):
            self.settings["index"] = address(url)
        if cooldown := text(options.get("exclude-newer")):
            self.settings["cooldown"] = cooldown
        sources = {_folded(name): one for name, one in table(options.get("sources")).items()}
        for index, package in enumerate(self.packages):
            if package.groups != ("build",) and (found := _uv_source(sources.get(_folded(package.name)), urls)):
                self.packages[index] = package.but(source=found)

    def pdm(self) -> None:
        here: Path = ("tool", "pdm")
        for group in self.table("tool", "pdm", "dev-dependencies"):
            self.requirements((*here, "dev-dependencies", group), (group,))
        for _, one in self.list(*here, "source"):
            source = table(one)
            url = address(text(source.get("url")))
            if source.get("name") == "pypi":
                self.settings["index"] = url
            else:
                self._indexes((url,))
        for name, value in table(self.side.at((*here, "resolution", "overrides"))).items():
            place: Path = (*here, "resolution", "overrides", name)
            wanted = text(value)
            if wanted[:1].isdigit():
                wanted = "==" + wanted
            self.requirement(
                place, f"{name} @ {wanted}" if "://" in wanted else f"{name}{wanted}", ("override",), False
            )

    def hatch(self) -> None:
        for name in table(self.side.at(("tool", "hatch", "envs"))):
            for key in ("dependencies", "extra-dependencies"):
                self.requirements(("tool", "hatch", "envs", name, key), (name,))
        for kind in ("hooks", "targets"):
            for name in table(self.side.at(("tool", "hatch", "build", kind))):
                self.requirements(("tool", "hatch", "build", kind, name, "dependencies"), ("build",))

    def _indexes(self, urls: Any) -> None:
        all_of_them = [self.settings.get("extra-index", ""), *urls]
        if any(all_of_them):
            self.settings["extra-index"] = " ".join(filter(None, all_of_them))


def _poetry_package(
    name: str, one: str | dict[str, Any], line: int, groups: tuple[str, ...], urls: dict[str, str]
) -> Package:
    options = {"version": one} if isinstance(one, str) else one
    wanted = text(options.get("version"))
    pin = _EXACT.match(wanted.strip())
    source = ""
    if url := text(options.get("git")):
        source = git(url, next((text(options[key]) for key in ("rev", "tag", "branch") if options.get(key)), ""))
    elif url := text(options.get("url")):
        source = "url:" + address(url)
    elif place := text(options.get("path") or options.get("file")):
        source = f"path:{place}"
    elif index := text(options.get("source")):
        source = "" if index.casefold() == "pypi" and index not in urls else f"registry:{urls.get(index, index)}"
    if options.get("optional") is True and not groups:
        groups = ("optional",)
    return Package(
        "PyPI",
        name,
        pin[1] if pin and not wanted.endswith(".*") else "",
        line,
        wanted,
        True,
        groups,
        source=source,
        marker=_poetry_marker(options),
        extras=tuple(sorted(texts(options.get("extras")))),
    )


def _poetry_marker(options: dict[str, Any]) -> str:
    """`markers`, and the keys that Poetry has for two of them: `python = "<3.11"`, `platform = "linux"`."""
    short = [f"{key} {value}" for key in ("python", "platform") if (value := text(options.get(key)))]
    return " and ".join(filter(None, (text(options.get("markers")), *short)))


def _uv_source(value: Any, urls: dict[str, str]) -> str:
    """Where one entry of [tool.uv.sources] takes a package from; of several by marker all of them."""
    found = []
    for one in map(table, value if isinstance(value, list) else [value]):
        if url := text(one.get("git")):
            found.append(git(url, next((text(one[key]) for key in ("rev", "tag", "branch") if one.get(key)), "")))
        elif url := text(one.get("url")):
            found.append("url:" + address(url))
        elif place := text(one.get("path")):
            found.append(f"path:{place}")
        elif one.get("workspace") is True:
            found.append("path:.")
        elif index := text(one.get("index")):
            found.append(f"registry:{urls.get(index, index)}")
    return " ".join(found)


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
