"""poetry.lock, as Poetry 1.0 to 2.x writes it (https://github.com/python-poetry/poetry/blob/main/src/poetry/packages/locker.py).

Before 1.3 the hashes stand in `[metadata.files]`, before 1.5 a package has a category instead of groups. The lock does not say
what the project asks for itself.
"""

from __future__ import annotations

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.blocks import artifacts, column, derived
from govhooks.readers.locks.blocks import read as read_blocks
from govhooks.readers.locks.package import Contents, Package, later
from govhooks.readers.locks.structured import address, git, table, text, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def read(path: str, data: bytes, other: bytes = b"") -> Contents:
    """What a poetry.lock holds. Raises BadDocument."""
    found = read_blocks(data, late=("files",), other=other)
    metadata = table(found.rest.get("metadata"))
    if not metadata:
        raise BadDocument("not a poetry.lock: it has no metadata")
    files = table(metadata.get("files") or metadata.get("hashes"))
    packages = []
    unread: list[tuple[int, str]] = []
    for line, value in found.blocks:
        one = derived(value, _Part)
        if one.unread:
            unread.append((line, one.unread))
        else:
            packages.append(one.package(line, files.get(one.name)))
    settings = {"python": python} if (python := text(metadata.get("python-versions"))) else {}
    return Contents("poetry", "PyPI", True, tuple(packages), settings, (), tuple(unread))


class _Part:
    """What a block says by itself, and the package that was made of it last: an unchanged block gives the same one again."""

    def __init__(self, value: dict[str, Any]) -> None:
        self.name, self._version = text(value.get("name")), text(value.get("version"))
        self.unread = ""
        if not self.name or not self._version:
            self.unread = f"{self.name}: it has no version" if self.name else "a package without a name"
        self._value = value
        self._made: tuple[object, Package] | None = None

    def package(self, line: int, hashed: Any) -> Package:
        """The package; `hashed` is what the metadata has of its files."""
        if self._made is None or self._made[0] != (line, hashed):
            value = self._value
            made = Package(
                "PyPI",
                self.name,
                self._version,
                line,
                groups=_groups(value),
                source=_source(table(value.get("source"))),
                hashes=later(lambda: _hashes(value.get("files") or hashed)),
                files=later(lambda: tuple(sorted(set(artifacts(value.get("files") or hashed))))),
                requires=tuple(sorted(table(value.get("dependencies")))),
                marker=_marker(value.get("markers") or value.get("marker")),
            )
            self._made = (line, hashed), made
        return self._made[1]


def _groups(value: dict[str, Any]) -> tuple[str, ...]:
    groups = texts(value.get("groups")) or texts(value.get("category"))
    if "main" in groups or not groups:
        return ("optional",) if value.get("optional") is True else ()
    return tuple(sorted(groups))


def _source(source: dict[str, Any]) -> str:
    kind, url = text(source.get("type")), text(source.get("url"))
    if kind == "git":
        return git(url, text(source.get("resolved_reference")) or text(source.get("reference")))
    if kind == "url":
        return "url:" + address(url)
    if kind in ("directory", "file"):
        return f"path:{url}"
    return f"registry:{address(url)}" if url else ""


def _hashes(files: Any) -> tuple[str, ...]:
    """Of `[{file, hash}]`; Poetry 1.0 wrote the hashes alone, as hexadecimal digits of SHA-256."""
    found = {*column(files, "hash"), *texts(files)}
    return tuple(sorted(one if ":" in one else f"sha256:{one}" for one in found))


def _marker(value: Any) -> str:
    """One marker, or one for each group."""
    if isinstance(value, dict):
        return " or ".join(f"({text(one)})" for one in value.values() if text(one))
    return text(value)
