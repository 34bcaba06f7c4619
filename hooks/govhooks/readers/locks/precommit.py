""".pre-commit-config.yaml (https://pre-commit.com/#adding-pre-commit-plugins-to-your-project): hook repositories, and what their
hooks install besides.

A repository is its URL; `wanted` is the `rev`, and `version` too where that is a commit, with the tag in `comment`
(`# frozen: v1.2.3`, as `pre-commit autoupdate --freeze` writes it). `local` and `meta` are no packages. The group of an additional
dependency is the id of its hook. Which registry it comes from its hook's language says; where that stands in another
repository, its form does: `cli:NAME:VERSION` is a crate, `NAME@VERSION` of npm, a list with one of npm's is all npm's, and anything else is PyPI's.
"""

from __future__ import annotations

import re

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import requirement
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.structured import address, listed, table, text, whole
from govhooks.readers.text import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?$")
_COMMENT = re.compile(r"\s#(.*)$")
_NPM = re.compile(r"(@?[a-z0-9][\w./-]*)@([^\s/]+)$", re.ASCII)
_GO = re.compile(r"([\w-]+(?:\.[\w-]+)+/[^@\s]+)(?:@(\S+))?$", re.ASCII)
_RUBY = re.compile(r"([\w.-]+)(?::(\S+))?$", re.ASCII)
_NUMBER = re.compile(r"v?\d+\.\d+\.\d+[\w.+-]*$", re.ASCII)


def read(path: str, data: bytes) -> Contents:
    """The repositories and additional dependencies of a configuration. Raises BadDocument."""
    side = whole("yaml", data)
    repos = side.value.get("repos")
    if not isinstance(repos, list):
        raise BadDocument("not a configuration of pre-commit: it has no list of repos", side.line(("repos",)))
    lines = decode(data).split("\n")
    packages: list[Package] = []
    unread: list[tuple[int, str]] = []
    for index, one in enumerate(repos):
        url = text(table(one).get("repo"))
        line = side.line(("repos", index, "repo"))
        if not url:
            unread.append((line, "a repository without an address"))
        elif url not in ("local", "meta") and not text(table(one).get("rev")):
            unread.append((line, f"{address(url)}: its rev is no text"))
        elif url not in ("local", "meta"):
            packages.append(
                _repository(url, text(table(one).get("rev")), line, lines[side.line(("repos", index, "rev")) - 1])
            )
        for number, hook in enumerate(listed(table(one).get("hooks"))):
            key = ("repos", index, "hooks", number, "additional_dependencies")
            wanted = listed(table(hook).get("additional_dependencies"))
            kind = _registry(text(table(hook).get("language")), wanted)
            for at, name in enumerate(wanted):
                try:
                    found = _dependency(name, kind, side.line((*key, at)))
                except ValueError as error:
                    unread.append((side.line((*key, at)), str(error)))
                    continue
                packages.append(found.but(groups=(text(table(hook).get("id")),)))
    return Contents("pre-commit", "pre-commit", False, tuple(packages), {}, (), tuple(unread))


def _repository(url: str, rev: str, line: int, text_of_rev: str) -> Package:
    is_commit = _COMMIT.match(rev) is not None
    comment = _COMMENT.search(text_of_rev)
    return Package(
        "pre-commit",
        address(url),
        rev if is_commit else "",
        line,
        rev,
        True,
        comment=comment[1].strip() if comment else "",
    )


_LANGUAGES = {
    "python": "PyPI",
    "node": "npm",
    "golang": "Go",
    "rust": "crates.io",
    "ruby": "RubyGems",
    "conda": "conda",
}


def _registry(language: str, wanted: list[Any]) -> str:
    """The ecosystem of a hook's additional dependencies, "" where neither language nor form says another than PyPI."""
    if language in _LANGUAGES:
        return _LANGUAGES[language]
    names = [one for one in wanted if isinstance(one, str)]
    if any(one.startswith("cli:") for one in names):
        return "crates.io"
    if any(_GO.match(one) and "@" in one for one in names):
        return "Go"
    return "npm" if any(_NPM.match(one) for one in names) else ""


def _dependency(name: Any, kind: str, line: int) -> Package:
    """One additional dependency. Raises ValueError where it is none."""
    if not isinstance(name, str) or not name.strip():
        raise ValueError("an additional dependency that is no text")
    name = name.strip()
    if kind == "npm":
        found = _NPM.match(name)
        version = found[2] if found else ""
        return Package(
            "npm", found[1] if found else name, version if _NUMBER.match(version) else "", line, version, True
        )
    if kind == "Go" and (found := _GO.match(name)):
        version = found[2] or ""
        return Package("Go", found[1], version if _NUMBER.match(version) else "", line, version, True)
    if kind == "crates.io":
        crate, _, version = name.removeprefix("cli:").partition(":")
        return Package("crates.io", crate, version if _NUMBER.match(version) else "", line, version, True)
    if kind == "RubyGems" and (found := _RUBY.match(name)):
        version = found[2] or ""
        return Package("RubyGems", found[1], version if _NUMBER.match(version) else "", line, version, True)
    if kind == "conda":
        conda, _, version = name.partition("=")
        return Package("conda", conda, "", line, version and "=" + version, True)
    if requirement.is_located(name):
        return requirement.located(name, line)
    return requirement.parse(name, line)
