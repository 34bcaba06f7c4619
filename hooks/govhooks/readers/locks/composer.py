"""composer.json and composer.lock.

Formats: https://getcomposer.org/doc/04-schema.md and `Composer\\Package\\Locker`. The lock does not say what the project asks for
itself. `time` is the date of the release's commit, which its author sets. What a plugin (`composer-plugin`) brings runs when
packages are installed. Requirements without a "/" (`php`, `ext-json`) are the platform, no packages.
"""

from __future__ import annotations

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.tables import entries, flag, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Side

_NOTIFIED = "https://packagist.org/"
_PLUGINS = ("composer-plugin", "composer-installer")


def read(path: str, data: bytes) -> Contents:
    """A composer.json or its lock. Raises BadDocument."""
    return _lock(data) if path.casefold().endswith(".lock") else _manifest(data)


def _manifest(data: bytes) -> Contents:
    side = table("json", data, "composer.json")
    unread: list[tuple[int, str]] = []
    packages = []
    for section, groups in (("require", ()), ("require-dev", ("dev",))):
        found = side.at((section,))
        if found not in (None, []) and not isinstance(found, dict):
            unread.append((side.line((section,)), f"`{section}` is no table"))
        for name, wanted in entries(found):
            line = side.line((section, name))
            if not isinstance(wanted, str):
                unread.append((line, f"what is asked for of {name} is no text"))
            elif "/" in name:
                packages.append(Package("Packagist", name, line=line, wanted=wanted, direct=True, groups=groups))
    settings = {}
    urls = [text(one.get("url")) for one in _repositories(side.at(("repositories",))) if one.get("type") == "composer"]
    if urls:
        settings["index"] = " ".join(urls)
    if stability := text(side.at(("minimum-stability",))):
        settings["minimum-stability"] = stability
    return Contents("composer", "Packagist", False, tuple(packages), settings, unread=tuple(unread))


def _repositories(found: Any) -> list[dict[str, Any]]:
    listed = [inner for _, inner in entries(found)] or (found if isinstance(found, list) else [])
    return [one for one in listed if isinstance(one, dict)]


def _lock(data: bytes) -> Contents:
    side = table("json", data, "composer.lock")
    if not isinstance(side.value.get("packages"), list):
        raise BadDocument("no composer.lock: it has no list of packages", 1)
    unread: list[tuple[int, str]] = []
    packages = [
        package
        for section, groups in (("packages", ()), ("packages-dev", ("dev",)))
        for package in _locked(side, section, groups, unread)
    ]
    return Contents("composer", "Packagist", True, tuple(packages), unread=tuple(unread))


def _locked(side: Side, section: str, groups: tuple[str, ...], unread: list[tuple[int, str]]) -> list[Package]:
    listed = side.value.get(section)
    if not isinstance(listed, list):
        if listed is not None:
            unread.append((side.line((section,)), f"`{section}` is no list"))
        return []
    found = []
    for index, entry in enumerate(listed):
        line = side.line((section, index, "name"))
        if not isinstance(entry, dict) or not text(entry.get("name")) or not text(entry.get("version")):
            unread.append((side.line((section, index)), "a package without a name or a version"))
            continue
        dist = dict(entries(entry.get("dist")))
        source = dict(entries(entry.get("source")))
        hashes = [f"sha1:{text(dist['shasum'])}"] if dist.get("shasum") else []
        if reference := text(source.get("reference")) or text(dist.get("reference")):
            hashes.append(f"reference:{reference}")
        licence = entry.get("license")
        found.append(
            Package(
                "Packagist",
                text(entry["name"]),
                text(entry["version"]),
                line,
                groups=groups,
                source=_source(entry, source, dist),
                hashes=tuple(sorted(hashes)),
                requires=tuple(name for name, _ in entries(entry.get("require")) if "/" in name),
                deprecated=_abandoned(entry.get("abandoned")),
                scripts=text(entry.get("type")) in _PLUGINS,
                uploaded=text(entry.get("time")),
                licence=" OR ".join(map(text, licence)) if isinstance(licence, list) else text(licence),
            )
        )
    return found


def _abandoned(said: Any) -> str:
    if not said:
        return ""
    return "abandoned" if flag(said) else f"abandoned: use {text(said)}"


def _source(entry: dict[str, Any], source: dict[str, Any], dist: dict[str, Any]) -> str:
    """Where a package comes from: a repository of packages is known by the URL that is told of each installation."""
    notified = text(entry.get("notification-url"))
    if notified.startswith(_NOTIFIED):
        return ""
    if notified:
        scheme, _, rest = notified.partition("://")
        return f"registry:{scheme}://{rest.partition('/')[0]}/"
    if text(dist.get("type")) == "path":
        return f"path:{text(dist.get('url'))}"
    if source.get("url"):
        revision = text(source.get("reference"))
        return f"git:{text(source['url'])}@{revision}" if revision else f"git:{text(source['url'])}"
    return f"url:{text(dist.get('url'))}" if dist.get("url") else ""
