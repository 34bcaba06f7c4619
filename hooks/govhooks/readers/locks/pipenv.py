"""Pipfile and Pipfile.lock (https://pipenv.pypa.io/en/latest/pipfile.html), with every category of packages.

`[packages]` of the manifest is `default` of the lock, `[dev-packages]` is `develop`: their groups are () and ("dev",), any other
category is a group of its name. The lock does not say what the project asks for itself.
"""

from __future__ import annotations

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.requirement import exact
from govhooks.readers.locks.structured import address, git, listed, table, text, texts, whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_GROUPS = {"packages": (), "default": (), "dev-packages": ("dev",), "develop": ("dev",)}
_NO_PACKAGES = ("_meta", "source", "requires", "scripts", "pipenv", "pipfile", "build-system")
_DEFAULT = ("https://pypi.org/simple", "https://pypi.org/simple/")


def read(path: str, data: bytes) -> Contents:
    """What a Pipfile asks for or a Pipfile.lock holds. Raises BadDocument."""
    is_lock = path.casefold().endswith(".lock")
    side = whole("json" if is_lock else "toml", data)
    value = side.value
    if is_lock and not isinstance(value.get("_meta"), dict):
        raise BadDocument("not a Pipfile.lock: it has no _meta")
    sources = listed(table(value.get("_meta")).get("sources") if is_lock else value.get("source"))
    urls = {text(table(one).get("name")): address(text(table(one).get("url"))) for one in sources}
    first = next(iter(urls.values()), "")
    settings = {} if first in ("", *_DEFAULT) else {"index": first}
    if others := " ".join(url for url in list(urls.values())[1:] if url):
        settings["extra-index"] = others
    packages: dict[tuple[str, ...], Package] = {}
    unread: list[tuple[int, str]] = []
    for section, entries in value.items():
        if section in _NO_PACKAGES:
            continue
        if not isinstance(entries, dict):
            unread.append((side.line((section,)), f"`{section}` is no table"))
            continue
        for name, one in entries.items():
            line = side.line((section, name))
            if not isinstance(one, (str, dict)):
                unread.append((line, f"`{name}` is neither a version nor a table"))
                continue
            package = _package(name, {"version": one} if isinstance(one, str) else one, line, is_lock, urls)
            package = package.but(groups=_GROUPS.get(section, (section,)))
            key = (name, package.version or package.wanted, package.source) if is_lock else (section, name)
            if key in packages:
                known = packages[key]
                both = tuple(sorted({*known.groups, *package.groups})) if known.groups and package.groups else ()
                package = known.but(groups=both)
            packages[key] = package
    return Contents("pipenv", "PyPI", is_lock, tuple(packages.values()), settings, (), tuple(unread))


def _package(name: str, options: dict[str, Any], line: int, is_lock: bool, urls: dict[str, str]) -> Package:
    wanted = text(options.get("version"))
    version = exact(wanted)
    return Package(
        "PyPI",
        name,
        version,
        line,
        "" if is_lock and version else wanted,
        None if is_lock else True,
        source=_source(options, urls),
        hashes=tuple(sorted(texts(options.get("hashes")))),
        marker=text(options.get("markers")) or _marker(options),
        extras=tuple(sorted(texts(options.get("extras")))),
    )


def _marker(options: dict[str, Any]) -> str:
    """Pipfile takes each variable of a marker as a key of its own: `sys_platform = "== 'win32'"`."""
    names = ("sys_platform", "os_name", "platform_machine", "python_version", "platform_system", "implementation_name")
    return " and ".join(f"{name} {text(options[name])}" for name in names if options.get(name))


def _source(options: dict[str, Any], urls: dict[str, str]) -> str:
    if url := text(options.get("git")):
        return git(url, text(options.get("ref")))
    if url := text(options.get("file")):
        return f"url:{address(url)}" if "://" in url and not url.startswith("file:") else f"path:{url}"
    if place := text(options.get("path")):
        return f"path:{place}"
    index = text(options.get("index"))
    url = urls.get(index, index)
    # The first source is the default one; the lock names it for packages that the Pipfile names it for.
    return f"registry:{url}" if index and url not in _DEFAULT else ""
