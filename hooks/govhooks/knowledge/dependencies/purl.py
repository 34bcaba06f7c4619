"""Package URLs: `of("npm", "@angular/core", "19.0.0")` is "pkg:npm/%40angular/core@19.0.0".

The rules are those of the specification and of its list of types: https://github.com/package-url/purl-spec (August 2026). The list
has no type for GitHub Actions, so an action is its repository, of type `github`. By hand and not by a library, because every report
in JSON and SARIF needs them, and a dozen types need no more than this; tests compare with packageurl-python.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    # Namespace, name, qualifiers, subpath.
    Parts = tuple[str, str, dict[str, str], str]


def of(ecosystem: str, name: str, version: str = "", source: str = "") -> str:
    """The package URL of a package as its lock names it (see `govhooks.readers.locks.package.Package`); without a version where
    there is none. "" where the specification has no type for it (a GitLab include), the name is not one of its type, or the
    package lies in a folder of the project.

    `source` is that of `Package`: what does not come from the registry that the type means says where from, or it would be
    taken for the registry's package of that name.
    """
    kind, _, place = source.partition(":")
    if kind in ("path", "sdk"):
        return ""
    found = _TYPES.get(ecosystem)
    parts = found[1](name) if found else None
    if ecosystem == "pre-commit":
        found, parts = _forge(name)
    if not found or not parts or not parts[1]:
        return ""
    namespace, last, qualifiers, subpath = parts
    if key := _QUALIFIERS.get(kind):
        place = place.partition("?")[0] if kind == "url" else place  # what follows may be a token
        if kind != "registry" or not _is_default(found[0], place):
            qualifiers = {**qualifiers, key: f"git+{place}" if kind == "git" else place}
    text = "/".join([f"pkg:{found[0]}", *_segments(namespace), _quoted(last)])
    if version:
        text += f"@{_quoted(version)}"
    if qualifiers:
        text += "?" + "&".join(f"{key}={_quoted(value)}" for key, value in sorted(qualifiers.items()))
    return text + (f"#{'/'.join(_segments(subpath))}" if subpath else "")


# Kind of source -> the qualifier that says it (clause "Known qualifiers").
_QUALIFIERS = {"git": "vcs_url", "url": "download_url", "registry": "repository_url"}
# What the types mean when nothing is said; crates.io has two addresses.
_DEFAULTS = {
    "pypi": ("pypi.org", "files.pythonhosted.org"),
    "npm": ("registry.npmjs.org", "registry.yarnpkg.com"),
    "cargo": ("github.com/rust-lang/crates.io-index", "index.crates.io"),
    "gem": ("rubygems.org",),
    "composer": ("packagist.org", "repo.packagist.org"),
    "nuget": ("api.nuget.org", "nuget.org", "www.nuget.org"),
    "maven": ("repo.maven.apache.org", "repo1.maven.org"),
    "pub": ("pub.dev", "pub.dartlang.org"),
    "hex": ("hexpm", "hex.pm", "repo.hex.pm"),
}


def _is_default(kind: str, place: str) -> bool:
    bare = place.partition("://")[2] or place
    return any(bare == one or bare.startswith(f"{one}/") for one in _DEFAULTS.get(kind, ()))


def _segments(path: str) -> list[str]:
    return [_quoted(part) for part in path.split("/") if part]


def _quoted(text: str) -> str:
    """Letters, digits, `.-_~` and ":" stay, anything else is percent-encoded UTF-8 (clause "Character encoding")."""
    from urllib.parse import quote

    return quote(text.encode("utf-8", "surrogateescape"), safe=":")


def _plain(name: str) -> Parts:
    return "", name, {}, ""


def _pypi(name: str) -> Parts:
    return _plain(name.lower().replace("_", "-"))


def _hex(name: str) -> Parts:
    return _plain(name.lower())


def _pub(name: str) -> Parts:
    return _plain(re.sub("[^a-z0-9]", "_", name.lower()))


def _npm(name: str) -> Parts:
    """The case stays: names with capital letters are other packages (`JSONStream`)."""
    scope, _, last = name.rpartition("/")
    return scope, last, {}, ""


def _golang(name: str) -> Parts:
    """The case stays, as it does for Go: the module github.com/burntsushi/toml is not that of github.com/BurntSushi/toml."""
    return _npm(name)


def _composer(name: str) -> Parts | None:
    """None for `php` and `ext-json`, which have no vendor."""
    vendor, _, last = name.lower().rpartition("/")
    return (vendor, last, {}, "") if vendor else None


def _maven(name: str) -> Parts | None:
    group, _, artifact = name.partition(":")
    return (group, artifact, {}, "") if group else None


def _github(name: str) -> Parts | None:
    """An action is `owner/repository` or `owner/repository/folder`."""
    owner, _, rest = name.partition("/")
    repository, _, folder = rest.partition("/")
    return (owner.lower(), repository.lower(), {}, folder) if owner else None


def _docker(name: str) -> Parts:
    """A registry is the first part with a dot, a port, or of the name localhost:
    https://github.com/distribution/reference/blob/main/normalize.go"""
    first, _, rest = name.partition("/")
    if not rest or not (set(first) & set(".:") or first == "localhost"):
        first, rest = "", name
    namespace, _, last = rest.rpartition("/")
    return namespace, last, {"repository_url": first} if first not in ("", "docker.io") else {}, ""


def _forge(url: str) -> tuple[tuple[str, Callable[[str], Parts | None]] | None, Parts | None]:
    """(type, parts) of a repository at a forge that has a type."""
    found = re.fullmatch(
        r"(?:https?://|ssh://(?:\w+@)?|git://|\w+@)(github\.com|bitbucket\.org)[/:]+([^/]+/[^/]+?)(?:\.git)?/?", url
    )
    if not found:
        return None, None
    return ("github" if found[1] == "github.com" else "bitbucket", _github), _github(found[2])


_TYPES: dict[str, tuple[str, Callable[[str], Parts | None]]] = {
    "PyPI": ("pypi", _pypi),
    "npm": ("npm", _npm),
    "crates.io": ("cargo", _plain),
    "Go": ("golang", _golang),
    "RubyGems": ("gem", _plain),
    "Packagist": ("composer", _composer),
    "Maven": ("maven", _maven),
    "NuGet": ("nuget", _plain),
    "Pub": ("pub", _pub),
    "Hex": ("hex", _hex),
    "GitHub Actions": ("github", _github),
    "Docker": ("docker", _docker),
    "conda": ("conda", _plain),
}
