"""Which third parties a file mentions: packages in manifests and locks, imports in code, hosts in pages, variables, providers.

    mentions("package.json", text)  -> {"sentry": 12, ...}: processor -> the first line that mentions it

`place(path)` says by a file's name which of the table's literals it can hold; "" for a file that mentions nobody. Comments of a line are
no mention.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

# Names of manifests and locks, lower case -> the registry.
_MANIFESTS = {
    "npm": "package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock deno.json",
    "pypi": "pyproject.toml poetry.lock uv.lock pdm.lock pipfile pipfile.lock setup.py setup.cfg environment.yml environment.yaml",
    "gem": "gemfile gemfile.lock gems.rb gems.locked",
    "php": "composer.json composer.lock",
    "go": "go.mod go.sum",
    "jvm": "pom.xml build.gradle build.gradle.kts libs.versions.toml gradle.lockfile build.sbt",
    "nuget": "packages.config directory.packages.props packages.lock.json",
    "pub": "pubspec.yaml pubspec.lock",
    "pod": "podfile podfile.lock package.swift cartfile",
}
_BY_NAME = {name: registry for registry, names in _MANIFESTS.items() for name in names.split()}
_ENDINGS = {
    "module": ".py .js .jsx .mjs .cjs .ts .tsx .mts .cts .vue .svelte .go .java .kt .kts .scala",
    "host": ".html .htm .xhtml .erb .ejs .hbs .pug .twig .liquid .jinja .jinja2 .j2 .njk .astro .cshtml .razor .phtml .blade.php .mustache .tmpl .jsp",
    "terraform": ".tf .tofu .terraform.lock.hcl",
    "env": ".yaml .yml .toml .tfvars .sh .service .conf .properties",
    "nuget": ".csproj .fsproj .vbproj",
    "gem": ".gemspec",
}
_BY_ENDING = {ending: place for place, endings in _ENDINGS.items() for ending in endings.split()}
# What else the literals of a place may stand in: a script tag is written by code, too, and a page may load a module.
_ALSO = {"module": ("host",), "terraform": ("env",), "host": ()}


class Processor(Record):
    """A third party: `id` as the policy writes it, `name`, and `does`, what it is used for."""

    id: str
    name: str
    does: str


_table: dict[str, Processor] = {}
_literals: dict[str, list[tuple[str, str]]] = {}
_patterns: dict[str, tuple[re.Pattern[str], dict[str, str], list[tuple[str, str]]]] = {}


def processors() -> dict[str, Processor]:
    """Every processor of the table by its id."""
    _load()
    return _table


def place(path: str) -> str:
    """Where the table's literals of a file stand, "" for a file that mentions no processor."""
    name = path.rpartition("/")[2].lower()
    if found := _BY_NAME.get(name):
        return found
    if name.startswith(("requirements", "constraints")) and name.endswith((".txt", ".in")):
        return "pypi"
    if name == ".env" or name.startswith((".env.", "dockerfile", "containerfile")) or name.endswith(".env"):
        return "env"
    if name in ("procfile", "app.json", "vercel.json"):
        return "env"
    at = name.find(".")
    while at >= 0:
        if found := _BY_ENDING.get(name[at:]):
            return found
        at = name.find(".", at + 1)
    return ""


def mentions(path: str, lines: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Processor -> the first of the lines (number, text) that mentions it."""
    where = place(path)
    if not where:
        return {}
    found: dict[str, int] = {}
    for number, text in lines:
        low = text.lower()
        for one in (where, *_ALSO.get(where, ())):
            if one == "host" and where == "module" and ("//" not in low or not path.endswith(_OF_BROWSERS)):
                continue  # a program reaches it by a URL, and only a browser's makes it a script tag
            if one == "module" and (len(low) > _LONGEST or not _IMPORT.match(low)):
                continue
            pattern, whole, beginnings = _pattern(one)
            for match in pattern.finditer(low):
                if _is_comment(low, match.start()):
                    continue
                literal = match[0]
                id = whole.get(literal) or next((id for begin, id in beginnings if literal.startswith(begin)), "")
                if id:
                    found.setdefault(id, number)
    return found


_IMPORT = compiled(
    r"""\s*(?:import\b|from\s|export\b.*\bfrom\b|(?:const|let|var|await|return|\w+\s*=|\}|\))?[^"'`]*\b(?:require|import)\s*\(?\s*["'`]|\}\s*from\b|use\s|using\s|(?:[\w.]+\s+)?["'][\w./@-]+["']\s*$)"""
)
_LONGEST = 400
_OF_BROWSERS = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte")
_COMMENT = compiled(r"""^\s*(?:#|//|\*|/\*|<!--|--|;)""")
# What stands before and behind a literal: none that would make it part of a longer name.
_BEFORE, _BEHIND = r"(?<![\w@./-])", r"(?![\w-])"
_HOST_BEFORE = r"(?<![\w.-])"


def _is_comment(text: str, at: int) -> bool:
    return _COMMENT.match(text) is not None or " //" in text[:at] or " #" in text[:at]


def _pattern(where: str) -> tuple[re.Pattern[str], dict[str, str], list[tuple[str, str]]]:
    """(an expression for all literals of a place, whole literal -> processor, beginnings of names with their processor)."""
    if where not in _patterns:
        import re

        _load()
        rows = sorted(_literals.get(where, ()), key=lambda row: -len(row[0]))
        alternatives = []
        for literal, _ in rows:
            begin = literal.rstrip("*")
            alternatives.append(
                re.escape(begin)
                + (r"[\w./@:-]*" if literal.endswith("*") else _BEHIND + r"(?!\.\w)" if where in _CLOSED else _BEHIND)
            )
        before = _HOST_BEFORE if where == "host" else _ENV_BEFORE if where == "env" else _BEFORE
        source = before + "(?:" + "|".join(alternatives) + ")" if alternatives else r"(?!)"
        _patterns[where] = (
            re.compile(source),
            {literal: id for literal, id in rows if not literal.endswith("*")},
            [(literal[:-1], id) for literal, id in rows if literal.endswith("*")],
        )
    return _patterns[where]


# A package's name is not continued by a dot where dots are part of names; a variable stands at the beginning of a word.
_CLOSED = ("nuget", "jvm", "npm")
_ENV_BEFORE = r"(?<![a-z0-9_])"


def _load() -> None:
    if _table:
        return
    from govhooks.knowledge.processors.table import TABLE

    id = ""
    for line in TABLE.splitlines():
        if " | " in line:
            id, name, does = (part.strip() for part in line.split(" | "))
            _table[id] = Processor(id, name, does)
        elif line.strip():
            where, *literals = line.split()
            _literals.setdefault(where, []).extend((literal, id) for literal in literals)
