"""One requirement of Python (PEP 508, https://packaging.python.org/specifications/dependency-specifiers/) -> a Package.

    parse('uvicorn[standard] >=0.30,<1 ; python_version > "3.9"', line)
    located("git+https://host/a/b.git@v1#egg=b", line)    what only pip takes: an URL or a path instead of a requirement

`packaging` says what a requirement is. Its name, versions and marker are kept as they are written. Loading `packaging` takes
longer than to judge a commit, so the plain ones, `name[extra]>=1.2,<2 ; python_version < "3.12" and extra == "x"`, are taken apart
here; whatever is not exactly of that form goes to `packaging`.
"""

from __future__ import annotations

import re

from govhooks.readers.locks.package import Package
from govhooks.readers.locks.structured import address, git
from govhooks.search.compiled import compiled

_HEAD = compiled(r"(?a)\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?")
_MARKER = compiled(r"\s;|;(?=\s)")
_SCHEME = compiled(r"(?i)(?:[a-z][a-z0-9]*\+)?[a-z][a-z0-9]*:")
_FILE = compiled(r"(?a)([A-Za-z0-9](?:[\w.]*[A-Za-z0-9])?)-(\d[\w.+!]*)(?:-.*\.whl|\.tar\.\w+|\.tgz|\.zip)$")
_HASH = compiled(r"[#&](sha(?:256|384|512|1)|md5)=([0-9a-fA-F]+)")
_EGG = compiled(r"[#&]egg=([^&\[]+)")
_PATH = compiled(r"[.~]?/|\.{1,2}(?:[/\[;\s]|$)|[A-Za-z]:[\\/]|\$\{\w+\}[/\\]")
# An URL's revision: what stands behind the "@" of its path.
_REVISION = compiled(r"([\w+.-]+://[^/]*/[^@]*)@(.+)$")
_MOST = 10_000
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_RELEASE = r"[0-9]+(?:\.[0-9]+)*(?:(?:a|b|rc)[0-9]+)?(?:\.post[0-9]+)?(?:\.dev[0-9]+)?"
_CLAUSE = rf"(?:(?:>=|<=|<|>) *{_RELEASE}|[=!]= *(?:[0-9]+(?:\.[0-9]+)*\.\*|{_RELEASE})|~= *[0-9]+(?:\.[0-9]+)+)"
_TERM = (
    r"(?:(?:python_version|python_full_version|os_name|sys_platform|platform_machine|platform_system|implementation_name"
    r"|platform_python_implementation|platform_release|extra) *(?:==|!=|<=|>=|<|>) *(?:\"[A-Za-z0-9._+ -]*\"|'[A-Za-z0-9._+ -]*'))"
)
_PLAIN = compiled(
    rf"({_NAME}) *(?:\[ *({_NAME}(?: *, *{_NAME})*) *\] *)?((?:{_CLAUSE} *(?:, *{_CLAUSE} *)*)?)(?:;( *{_TERM}(?: +(?:and|or) +{_TERM})* *))?"
)


def parse(text: str, line: int, groups: tuple[str, ...] = (), direct: bool | None = True) -> Package:
    """What a requirement asks for. Raises ValueError (with the reason) where it is none."""
    found = _PLAIN.fullmatch(text) if len(text) <= _MOST else None
    if found and found[3].count("==") < 2:  # of several, `packaging` has its own order
        name, extras, wanted, marker = found.groups(default="")
        return Package(
            "PyPI",
            name,
            exact(wanted),
            line,
            wanted.strip(),
            direct,
            groups,
            marker=marker.strip(),
            extras=tuple(sorted({one.strip() for one in extras.split(",") if one})),
        )
    return _parsed(text, line, groups, direct)


def _parsed(text: str, line: int, groups: tuple[str, ...], direct: bool | None) -> Package:
    """`parse` by `packaging`."""
    from packaging.requirements import InvalidRequirement, Requirement

    if len(text) > _MOST:
        raise ValueError(f"a requirement of {len(text)} characters")
    try:
        found = Requirement(text)
    except InvalidRequirement as error:
        raise ValueError(f"not a requirement: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise ValueError("not a requirement: nested too deeply") from None
    head = _HEAD.match(text)
    rest = text[head.end() :] if head else ""
    wanted = "" if found.url else rest.partition(";")[0].strip().removeprefix("(").removesuffix(")").strip()
    return Package(
        "PyPI",
        head[1] if head else found.name,
        exact(str(found.specifier)),
        line,
        wanted,
        direct,
        groups,
        source=of_url(found.url)[0] if found.url else "",
        hashes=of_url(found.url)[1] if found.url else (),
        marker=text.partition(";")[2].strip() if found.url is None else _after(text),
        extras=tuple(sorted(found.extras)),
    )


def exact(specifier: str) -> str:
    """The one version that a specifier lets in ("==1.2", "===1.2"), "" when it names none."""
    pins = [one.strip() for one in specifier.split(",")]
    found = [one.lstrip("=").strip() for one in pins if one.startswith("==") and not one.endswith(".*")]
    return found[0] if found else ""


def _after(text: str) -> str:
    found = _MARKER.search(text)
    return text[found.end() :].strip() if found else ""


def of_url(url: str) -> tuple[str, tuple[str, ...]]:
    """(source, hashes) of an URL as pip takes it: `git+ssh://git@host/x.git@REVISION#egg=...`, `https://.../x.whl#sha256=...`."""
    hashes = tuple(sorted(f"{one[1]}:{one[2].lower()}" for one in _HASH.finditer(url)))
    bare = url.partition("#")[0].strip()
    if bare.startswith("git+") or bare.endswith(".git") or ".git@" in bare:
        found = _REVISION.match(bare)
        return (git(found[1], found[2]) if found else git(bare)), hashes
    if bare.startswith("file:"):
        return "path:" + bare.removeprefix("file:").removeprefix("//"), hashes
    return "url:" + address(bare), hashes


def is_located(text: str) -> bool:
    """Whether it is an URL or a path rather than a requirement: as pip has it, `name @ https://host/x.whl` is one."""
    name = text.partition(";")[0].split("[")[0].strip()
    if _SCHEME.match(text) or _PATH.match(text):
        return True
    head, at, _ = name.partition("@")
    return name.endswith((".whl", ".tar.gz", ".zip", ".tar.bz2")) and (not at or "/" in head or "\\" in head)


def located(text: str, line: int, groups: tuple[str, ...] = (), direct: bool | None = True) -> Package:
    """A package given by where it is. Its name is that of `#egg=`, of the file, or of the last folder of the path.

    Raises ValueError for a text that is too long to be one.
    """
    if len(text) > _MOST:
        raise ValueError(f"a requirement of {len(text)} characters")
    where = _MARKER.split(text, maxsplit=1)
    place = where[0].strip().strip("\"'")
    extras: tuple[str, ...] = ()
    if (found := re.search(r"\[([\w\s,.-]*)\]$", place)) and not _SCHEME.match(place):
        extras = tuple(sorted(one.strip() for one in found[1].split(",") if one.strip()))
        place = place[: found.start()]
    source, hashes = of_url(place) if _SCHEME.match(place) and place[1:2] != ":" else (f"path:{place}", ())
    bare = place.partition("#")[0].rstrip("/\\")
    last = re.split(r"[/\\]", bare)[-1]
    egg, file = _EGG.search(place), _FILE.match(last)
    name = egg[1] if egg else file[1] if file else last.partition("@")[0].removesuffix(".git")
    return Package(
        "PyPI",
        name or place,
        file[2] if file else "",
        line,
        "",
        direct,
        groups,
        source=source,
        hashes=hashes,
        marker=where[1].strip() if len(where) > 1 else "",
        extras=extras,
    )
