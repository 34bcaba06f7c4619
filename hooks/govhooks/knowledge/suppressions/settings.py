"""Settings of tools that list what to leave out: ids of rules and advisories, or paths; a table, one row a setting.

None of these has a field for a reason: a comment beside the entry gives it, where the format has comments.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.suppressions.entries import listed
from govhooks.knowledge.suppressions.left_out import is_unshipped, is_usual, left_out
from govhooks.knowledge.suppressions.suppression import ANYTHING, EVERYWHERE, HOLDS, TREE
from govhooks.readers.document import BadDocument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.suppressions.entries import Source
    from govhooks.knowledge.suppressions.suppression import Suppression
    from govhooks.readers.document import Side

IDS, PATHS, KINDS, SWITCH = "ids", "paths", "kinds", "switch"


class Setting(Record):
    """`at` is the path of keys, `kind` says what it lists: "ids", "paths", "kinds" of findings (a severity, a category), or a "switch"
    that leaves out everything if it is true."""

    tool: str
    at: tuple[str, ...]
    kind: str
    source: str


_BANDIT = "https://bandit.readthedocs.io/en/latest/config.html"
_CHECKOV = "https://www.checkov.io/2.Basics/CLI%20Command%20Reference.html"
_KICS = "https://docs.kics.io/latest/configuration-file/"
_HADOLINT = "https://github.com/hadolint/hadolint#configure"
_YARN = "https://yarnpkg.com/configuration/yarnrc#npmAuditIgnoreAdvisories"
_PNPM = "https://pnpm.io/cli/audit"
SETTINGS = (
    Setting("bandit", ("skips",), IDS, _BANDIT),
    Setting("bandit", ("exclude_dirs",), PATHS, _BANDIT),
    Setting("bandit", ("bandit", "skips"), IDS, _BANDIT),
    Setting("bandit", ("bandit", "exclude"), PATHS, _BANDIT),
    Setting("bandit", ("tool", "bandit", "skips"), IDS, _BANDIT),
    Setting("bandit", ("tool", "bandit", "exclude_dirs"), PATHS, _BANDIT),
    Setting("checkov", ("skip-check",), IDS, _CHECKOV),
    Setting("checkov", ("skip-path",), PATHS, _CHECKOV),
    Setting("kics", ("exclude-queries",), IDS, _KICS),
    Setting("kics", ("exclude-results",), IDS, _KICS),
    Setting("kics", ("exclude-severities",), KINDS, _KICS),
    Setting("kics", ("exclude-categories",), KINDS, _KICS),
    Setting("kics", ("exclude-paths",), PATHS, _KICS),
    Setting("hadolint", ("ignored",), IDS, _HADOLINT),
    Setting("hadolint", ("no-fail",), SWITCH, _HADOLINT),
    Setting("npm-audit", ("npmAuditIgnoreAdvisories",), IDS, _YARN),
    Setting("npm-audit", ("npmAuditExcludePackages",), IDS, _YARN),
    Setting("npm-audit", ("audit", "ignore"), IDS, _PNPM),
    Setting("npm-audit", ("auditConfig", "ignoreCves"), IDS, _PNPM),
    Setting("npm-audit", ("auditConfig", "ignoreGhsas"), IDS, _PNPM),
    Setting("npm-audit", ("pnpm", "auditConfig", "ignoreCves"), IDS, _PNPM),
    Setting("npm-audit", ("pnpm", "auditConfig", "ignoreGhsas"), IDS, _PNPM),
    Setting(
        "cargo-audit",
        ("advisories", "ignore"),
        IDS,
        "https://github.com/rustsec/rustsec/blob/main/cargo-audit/audit.toml.example",
    ),
    Setting("bundler-audit", ("ignore",), IDS, "https://github.com/rubysec/bundler-audit#ignoring-advisories"),
)


def read(source: Source) -> Iterator[Suppression]:
    """Each entry of each setting. Raises BadDocument."""
    form = form_of(source)
    side = source.parsed(form)
    for setting in SETTINGS:
        if setting.tool != source.tool:
            continue
        value = side.at(setting.at)
        if setting.kind == SWITCH:
            if value is True:
                yield source.made(side.line(setting.at), (ANYTHING,), scope=TREE, text=".".join(setting.at))
            continue
        written = isinstance(value, list)
        for index, one in enumerate(listed(value)):
            line = side.line((*setting.at, index) if written else setting.at)
            if setting.kind == PATHS and is_usual(str(one)):
                continue
            yield _entry(source, setting, side, line, str(one), form)


def _entry(source: Source, setting: Setting, side: Side, line: int, one: str, form: str) -> Suppression:
    above = side.line(setting.at)
    near = source.beside.of(line)
    if not near and above != line:  # the comment over the whole setting
        near = " ".join(source.beside.above(above))
    paths = setting.kind == PATHS
    broad = one in EVERYWHERE if paths else one == ANYTHING
    wide = left_out(one) if paths else _of_kind(setting, one) if setting.kind == KINDS else ""
    return source.made(
        line,
        (ANYTHING,) if broad else (one,),
        scope=TREE,
        near=near,
        holds=() if (form == "json" and "//" not in source.text) or (paths and is_unshipped(one)) else HOLDS,
        text=setting.kind if paths else "",
        wide=wide,
    )


_KINDS = {"exclude-severities": "severity", "exclude-categories": "category"}


def _of_kind(setting: Setting, name: str) -> str:
    """Why it is too much to leave out all findings of a severity or a category; "" for what nobody has to act on."""
    return (
        ""
        if name.lower() in ("info", "trace", "low")
        else f"it silences every finding of {_KINDS[setting.at[-1]]} {name}"
    )


def form_of(source: Source) -> str:
    """The format of the text. KICS tells it by the content whatever the name, and bandit reads `.bandit` as INI or YAML."""
    name = source.path.rpartition("/")[2].casefold()
    for form, ends in (("toml", ".toml"), ("yaml", (".yaml", ".yml")), ("json", (".json", ".jsonc"))):
        if name.endswith(ends):
            return form
    first = next(
        (line.strip() for line in source.text.split("\n") if line.strip() and not line.strip().startswith("#")), ""
    )
    if first.startswith("{"):
        return "json"
    if source.tool == "bandit":
        return "ini" if first.startswith("[") else "yaml"
    head = first.partition(":")[0]
    if "=" in head:
        return "toml"
    if not first or ":" in first or first == "---":
        return "yaml"
    raise BadDocument("neither JSON, YAML nor TOML")
