"""Gemfile.lock and gems.locked, Gemfile and gems.rb: by hand, as no reader has their formats.

Format of the lock: `Bundler::LockfileParser` (https://github.com/ruby/rubygems/blob/master/bundler/lib/bundler/lockfile_parser.rb):
sections at the margin, their options and `specs:` indented by two, packages by four, what they require by six. A gem that is
built for a platform is `nokogiri (1.15.4-x86_64-linux)`: the platform goes into `marker`.

A Gemfile is a Ruby program: of it only `gem` with literal arguments is read, and the blocks around. All else is unread.
"""

from __future__ import annotations

import re

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.text import decode

_PUBLIC = ("https://rubygems.org/", "https://index.rubygems.org/")
_SOURCES = ("GEM", "GIT", "PATH", "PLUGIN SOURCE")
_SECTIONS = (*_SOURCES, "PLATFORMS", "DEPENDENCIES", "CHECKSUMS", "RUBY VERSION", "BUNDLED WITH")
_SPEC = re.compile(r"([^\s()!]+)(?: \(([^()]*)\))?(!)?")
_CHECKSUM = re.compile(r"([^\s()]+) \(([^()]*)\)(?: ([^\s]+))?")


def read(path: str, data: bytes) -> Contents:
    """A Gemfile or its lock. Raises BadDocument."""
    name = path.rpartition("/")[2].casefold()
    return _lock(decode(data)) if name in ("gemfile.lock", "gems.locked") else _manifest(decode(data))


class _Gem:
    """A gem of the lock while its requirements are read."""

    __slots__ = ("line", "name", "requires", "source", "version")

    def __init__(self, name: str, version: str, line: int, source: str) -> None:
        self.name = name
        self.version = version
        self.line = line
        self.source = source
        self.requires: list[str] = []


def _lock(content: str) -> Contents:
    unread: list[tuple[int, str]] = []
    gems: list[_Gem] = []
    asked: set[str] = set()
    hashes: dict[tuple[str, str], str] = {}
    section = ""
    options: dict[str, str] = {}
    remotes: list[str] = []
    for number, row in enumerate(content.split("\n"), 1):
        row = row.rstrip()
        bare = row.lstrip(" ")
        if not bare:
            continue
        indent = len(row) - len(bare)
        if row.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            raise BadDocument("a merge conflict that is not resolved", number)
        if indent == 0:
            if not re.fullmatch("[A-Z][A-Z ]*", row):
                raise BadDocument("no Gemfile.lock: a line that is no section", number)
            section, options, remotes = row, {}, []
            if section not in _SECTIONS:
                unread.append((number, f"the section {section} is not known"))
        elif not section:
            raise BadDocument("no Gemfile.lock: a line before the first section", number)
        elif section in _SOURCES and indent == 2:
            key, _, value = bare.partition(":")
            options[key] = value.strip()
            if key == "remote":
                remotes.append(value.strip())
        elif section in _SOURCES and indent in (4, 6):
            match = _SPEC.fullmatch(bare)
            if match is None or (indent == 6 and not gems) or (indent == 4 and not match[2]):
                unread.append((number, "a line that names no gem and version"))
            elif indent == 4:
                gems.append(_Gem(match[1], match[2], number, _source(section, options, remotes)))
            else:
                gems[-1].requires.append(match[1])
        elif section == "DEPENDENCIES":
            match = _SPEC.fullmatch(bare)
            if match is None:
                unread.append((number, "a line that names no gem"))
            else:
                asked.add(match[1])
        elif section == "CHECKSUMS":
            match = _CHECKSUM.fullmatch(bare)
            if match is None:
                unread.append((number, "a line that names no gem and checksum"))
            elif match[3]:
                hashes[match[1], match[2]] = match[3].replace("=", ":")
    if not section:
        raise BadDocument("no Gemfile.lock: it has no section", 1)
    packages = tuple(_package(gem, gem.name in asked, hashes.get((gem.name, gem.version), "")) for gem in gems)
    return Contents("bundler", "RubyGems", True, packages, unread=tuple(unread))


def _package(gem: _Gem, direct: bool, checksums: str) -> Package:
    version, _, platform = gem.version.partition("-")
    return Package(
        "RubyGems",
        gem.name,
        version,
        gem.line,
        direct=direct,
        source=gem.source,
        hashes=tuple(sorted(filter(None, checksums.split(",")))),
        requires=tuple(dict.fromkeys(gem.requires)),
        marker=platform,
    )


def _source(section: str, options: dict[str, str], remotes: list[str]) -> str:
    remote = remotes[-1] if remotes else ""
    if section == "GIT":
        return f"git:{remote}@{options['revision']}" if options.get("revision") else f"git:{remote}"
    if section == "PATH":
        return f"path:{remote}"
    if len(remotes) == 1 and remote.rstrip("/") + "/" in _PUBLIC:
        return ""
    # Of several remotes Bundler may take a gem from any.
    return "registry:" + " ".join(remotes) if remotes else ""


_STRING = r"""(?:"(?:[^"\\#]|\\.|\#(?!\{))*"|'(?:[^'\\]|\\.)*')"""
_GEM = re.compile(rf"gem[ \t(][ \t]*({_STRING})(.*)")
_ARGUMENT = re.compile(rf"[ \t]*,[ \t]*({_STRING}|\[[^\[\]]*\])(?=[ \t]*(?:,|$))")
_OPTION = re.compile(
    rf"[ \t]*,[ \t]*(?::(\w+)[ \t]*=>|(\w+):)[ \t]*({_STRING}|:\w+|true|false|nil|\d+|(?:\[[^\[\]]*\]|%[iw]\[[^\[\]]*\]))(?=[ \t]*(?:,|$))"
)
_GROUP = re.compile(r"group[ \t(]+((?::\w+|\"\w+\"|'\w+'|, *|optional: *true|:optional *=> *true)+)\)?[ \t]+do")
_WITH = re.compile(
    rf"(source|git|path|git_source|github|platforms?|install_if)\b(?:[ \t(]+({_STRING})?(.*?))?\)?[ \t]+do(?:[ \t]*\|.*)?"
)
_SOURCE = re.compile(rf"source[ \t(]+({_STRING})\)?")
_KNOWN = re.compile(r"ruby\b|frozen_string_literal|require(?:_relative)?\b|git_source\b.*\}$|#|end\b")
_OPENS = re.compile(r"(?:if|unless|case|begin|while|until|def|class|module)\b|.*\bdo(?:[ \t]*\|[^|]*\|)?$")
_MIDDLE = re.compile(r"(?:else|elsif|when|rescue|ensure)\b")


def _manifest(content: str) -> Contents:
    unread: list[tuple[int, str]] = []
    packages: list[Package] = []
    settings: dict[str, str] = {}
    # What blocks are open: (groups, source, whether a condition decides).
    around: list[tuple[tuple[str, ...], str, bool]] = [((), "", False)]
    for number, row in _statements(content):
        groups, source, conditional = around[-1]
        if match := _GEM.fullmatch(row):
            package = _gem(match, number, groups, source, conditional)
            if isinstance(package, str):
                unread.append((number, package))
            else:
                packages.append(package)
        elif match := _GROUP.fullmatch(row):
            around.append(
                (
                    (*groups, *re.findall(r"(?<!optional):?[\"']?(\w+)", match[1].split("optional")[0])),
                    source,
                    conditional,
                )
            )
        elif match := _WITH.fullmatch(row):
            options, _ = _options(match[3] or "", 0)
            inner = _option_source({match[1]: match[2], **options}) if match[2] else ""
            around.append((groups, inner or source, conditional or match[1] == "install_if"))
        elif match := _SOURCE.fullmatch(row):
            settings.setdefault("index", match[1][1:-1])
        elif row == "end" or row.startswith(("end ", "end.")):
            if len(around) > 1:
                around.pop()
        elif _OPENS.fullmatch(row) or row.startswith(("if ", "unless ", "case ", "begin")):
            around.append((groups, source, True))
            if "gem" in row:
                unread.append((number, "Ruby that is not evaluated"))
        elif not _KNOWN.match(row) and not _MIDDLE.match(row):
            unread.append((number, "Ruby that is not evaluated"))
    return Contents("bundler", "RubyGems", False, tuple(packages), settings, unread=tuple(unread))


def _statements(content: str) -> list[tuple[int, str]]:
    """(line, text) of each statement: comments gone, a line that ends with a comma joined with the next one."""
    found: list[tuple[int, str]] = []
    parts: list[str] = []
    start = 0
    for number, row in enumerate(content.split("\n"), 1):
        row = _uncomment(row.strip())
        if not row:
            continue
        if not parts:
            start = number
        parts.append(row)
        if not row.endswith((",", "\\")):
            found.append((start, " ".join(part.rstrip("\\") for part in parts)))
            parts = []
    if parts:
        found.append((start, " ".join(parts)))
    return found


_PIECE = re.compile(rf"{_STRING}|\#\{{|[^\"'#]+|.", re.DOTALL)


def _uncomment(row: str) -> str:
    if "#" not in row:
        return row
    at = 0
    for piece in _PIECE.finditer(row):
        if piece[0] == "#":
            break
        at = piece.end()
    return row[:at].rstrip()


def _gem(match: re.Match[str], number: int, groups: tuple[str, ...], source: str, conditional: bool) -> Package | str:
    """The package of a `gem` statement, or why there is none."""
    name, rest = match[1][1:-1], match[2]
    if rest.endswith(")") and match[0][3] == "(":
        rest = rest[:-1].rstrip()
    marker = ""
    condition = (
        re.fullmatch(r"(.*?)[ \t]+((?:if|unless)[ \t].*)", rest) if " if " in rest or " unless " in rest else None
    )
    if condition:
        rest, marker = condition[1], condition[2]
    wanted = []
    at = 0
    while found := _ARGUMENT.match(rest, at):
        wanted += re.findall(_STRING, found[1])
        at = found.end()
    options, at = _options(rest, at)
    if rest[at:].strip() or not re.fullmatch(r"[\w.-]+", name):
        return f"`gem {match[1]}` with arguments that are not evaluated"
    for key in ("group", "groups"):
        if key in options:
            groups = (*groups, *re.findall(r"\w+", options[key].removeprefix("%i").removeprefix("%w")))
    return Package(
        "RubyGems",
        name,
        line=number,
        wanted=", ".join(word[1:-1] for word in wanted),
        direct=True,
        groups=groups,
        source=_option_source(options) or source,
        marker=marker or ("conditional" if conditional else ""),
    )


def _options(rest: str, at: int) -> tuple[dict[str, str], int]:
    """The literal options at a place of a statement, as they are written, and where they end."""
    options: dict[str, str] = {}
    while found := _OPTION.match(rest, at):
        options[found[1] or found[2]] = found[3]
        at = found.end()
    return options, at


def _option_source(options: dict[str, str]) -> str:
    plain = {key: value.strip("\"'") for key, value in options.items()}
    revision = plain.get("ref") or plain.get("tag") or plain.get("branch") or ""
    for key, host in (
        ("git", ""),
        ("github", "https://github.com/"),
        ("gitlab", "https://gitlab.com/"),
        ("bitbucket", "https://bitbucket.org/"),
        ("gist", "https://gist.github.com/"),
    ):
        if key in plain:
            return f"git:{host}{plain[key]}" + (f"@{revision}" if revision else "")
    if "path" in plain:
        return f"path:{plain['path']}"
    return f"registry:{plain['source']}" if "source" in plain else ""
