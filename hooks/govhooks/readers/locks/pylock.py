"""pylock.toml and pylock.NAME.toml (PEP 751, https://packaging.python.org/specifications/pylock-toml/).

Whether a package is direct the format does not say, and groups only as parts of a marker.
"""

from __future__ import annotations

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.blocks import file_name
from govhooks.readers.locks.blocks import read as read_blocks
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.structured import address, column, git, listed, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DEFAULT = ("https://pypi.org/simple", "https://pypi.org/simple/")


def read(path: str, data: bytes) -> Contents:
    """What a pylock.toml holds. Raises BadDocument."""
    found = read_blocks(data, "packages")
    if not text(found.rest.get("lock-version")):
        raise BadDocument("not a pylock.toml: it has no lock-version")
    packages = []
    unread: list[tuple[int, str]] = []
    for line, value in found.blocks:
        name = text(value.get("name"))
        if not name or not isinstance(value.get("version", ""), str):
            unread.append((line, "a package without a name" if not name else f"{name}: its version is no text"))
            continue
        artifacts = [
            one
            for one in (value.get("sdist"), value.get("archive"), *listed(value.get("wheels")))
            if isinstance(one, dict)
        ]
        packages.append(
            Package(
                "PyPI",
                name,
                text(value.get("version")),
                line,
                source=_source(value),
                hashes=tuple(sorted({one for artifact in artifacts for one in _hashes(artifact)})),
                files=tuple(sorted({one for artifact in artifacts for one in _files(artifact)})),
                requires=tuple(sorted(set(column(value.get("dependencies"), "name")))),
                uploaded=min((time for one in artifacts if (time := _time(one.get("upload-time")))), default=""),
                marker=text(value.get("marker")),
            )
        )
    tool = text(found.rest.get("created-by")) or "pip"
    settings = {"python": python} if (python := text(found.rest.get("requires-python"))) else {}
    return Contents(tool, "PyPI", True, tuple(packages), settings, (), tuple(unread))


def _source(value: dict[str, Any]) -> str:
    if vcs := table(value.get("vcs")):
        url = text(vcs.get("url")) or text(vcs.get("path"))
        revision = text(vcs.get("commit-id")) or text(vcs.get("requested-revision"))
        kind = text(vcs.get("type")) or "git"
        return git(url, revision) if kind == "git" else f"url:{kind}+{address(url)}@{revision}"
    if directory := table(value.get("directory")):
        return f"path:{text(directory.get('path'))}"
    if archive := table(value.get("archive")):
        url = text(archive.get("url"))
        return f"url:{address(url)}" if url else f"path:{text(archive.get('path'))}"
    index = text(value.get("index"))
    return "" if index in ("", *_DEFAULT) else f"registry:{address(index)}"


def _hashes(artifact: dict[str, Any]) -> list[str]:
    return [f"{name}:{one}" for name, value in table(artifact.get("hashes")).items() if (one := text(value))]


def _files(artifact: dict[str, Any]) -> list[tuple[str, str]]:
    """(file name, hash) by the artifact's name and by those in its URL and path: under each of them it could be replaced."""
    places = (text(artifact.get(key)) for key in ("name", "url", "path"))
    names = {name for place in places if (name := file_name(place))}
    return [(name, digest) for name in names for digest in _hashes(artifact)]


def _time(value: Any) -> str:
    """A time of TOML as uv.lock writes it."""
    if not hasattr(value, "isoformat"):
        return text(value)
    return str(value.isoformat()).replace("+00:00", "Z")
