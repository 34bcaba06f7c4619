"""pubspec.yaml and pubspec.lock of Dart and Flutter.

Formats: https://dart.dev/tools/pub/pubspec, https://dart.dev/tools/pub/dependencies, https://dart.dev/tools/pub/glossary#lockfile. What
comes with the SDK has the source `sdk:NAME`.
"""

from __future__ import annotations

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.tables import entries, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PUBLIC = ("https://pub.dev", "https://pub.dartlang.org")
_SECTIONS = {"dependencies": (), "dev_dependencies": ("dev",), "dependency_overrides": ("overrides",)}


def read(path: str, data: bytes) -> Contents:
    """A pubspec.yaml or its lock. Raises BadDocument."""
    return _lock(data) if path.casefold().endswith(".lock") else _manifest(data)


def _manifest(data: bytes) -> Contents:
    side = table("yaml", data, "pubspec.yaml")
    unread: list[tuple[int, str]] = []
    packages = []
    for section, groups in _SECTIONS.items():
        listed = side.at((section,))
        if listed is not None and not isinstance(listed, dict):
            unread.append((side.line((section,)), f"`{section}` is no table"))
        for name, about in entries(listed):
            line = side.line((section, name))
            source = ""
            if isinstance(about, dict):
                source = _asked(about)
                hosted = about.get("hosted")
                if isinstance(hosted, dict) and text(hosted.get("name")):
                    name = text(hosted.get("name"))
                wanted = text(about.get("version"))
                if not source and not wanted and "hosted" not in about:
                    unread.append((line, f"what is asked for of {name} is not understood"))
                    continue
            elif isinstance(about, list):
                unread.append((line, f"what is asked for of {name} is no text"))
                continue
            else:
                wanted = text(about) or "any"
            packages.append(
                Package(
                    "Pub",
                    name,
                    line=line,
                    wanted=wanted,
                    direct=section != "dependency_overrides",
                    groups=groups,
                    source=source,
                )
            )
    return Contents("pub", "Pub", False, tuple(packages), unread=tuple(unread))


def _asked(about: dict[str, Any]) -> str:
    """The source that a table of a pubspec.yaml names."""
    if "git" in about:
        git = about["git"]
        url = text(git.get("url")) if isinstance(git, dict) else text(git)
        revision = text(git.get("ref")) if isinstance(git, dict) else ""
        return f"git:{url}@{revision}" if revision else f"git:{url}"
    if "path" in about:
        return f"path:{text(about['path'])}"
    if "sdk" in about:
        return f"sdk:{text(about['sdk'])}"
    hosted = about.get("hosted")
    return _registry(text(hosted.get("url")) if isinstance(hosted, dict) else text(hosted))


def _registry(url: str) -> str:
    return "" if not url or url.rstrip("/") in _PUBLIC else f"registry:{url}"


def _lock(data: bytes) -> Contents:
    side = table("yaml", data, "pubspec.lock")
    if "packages" not in side.value:
        raise BadDocument("no pubspec.lock: it has no packages", 1)
    unread: list[tuple[int, str]] = []
    packages = []
    listed = side.value["packages"]
    if listed is not None and not isinstance(listed, dict):
        unread.append((side.line(("packages",)), "`packages` is no table"))
    for name, about in entries(listed):
        line = side.line(("packages", name))
        if not isinstance(about, dict) or not text(about.get("version")):
            unread.append((line, f"{name} has no version"))
            continue
        description = about.get("description")
        where = description if isinstance(description, dict) else {}
        kind = text(about.get("dependency"))
        digest = text(where.get("sha256"))
        packages.append(
            Package(
                "Pub",
                text(where.get("name")) or name,
                text(about["version"]),
                line,
                direct=kind.startswith("direct"),
                groups=("dev",) if kind == "direct dev" else ("overrides",) if kind == "direct overridden" else (),
                source=_origin(text(about.get("source")), where, description),
                hashes=(f"sha256:{digest}",) if digest else (),
            )
        )
    return Contents("pub", "Pub", True, tuple(packages), unread=tuple(unread))


def _origin(kind: str, where: dict[str, Any], description: Any) -> str:
    if kind == "git":
        revision = text(where.get("resolved-ref")) or text(where.get("ref"))
        return f"git:{text(where.get('url'))}@{revision}" if revision else f"git:{text(where.get('url'))}"
    if kind == "path":
        return f"path:{text(where.get('path')) or text(description)}"
    if kind == "sdk":
        return f"sdk:{text(description)}"
    return _registry(text(where.get("url")))
