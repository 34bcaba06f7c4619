"""Which changes can bring a finding: files of an environment, and files with a part for each, whose changed lines set something."""

from __future__ import annotations

from govhooks.knowledge.variables.environments import may_have_parts
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.change import Change

# Texts of paths that say an environment, or that such files have.
PATHS = tuple(
    f"*{word}*"
    for word in (
        *("prod", "prd", "live", "stag", "stg", "uat", "preview", "demo", "sandbox", "test", "qa", "dev", "local"),
        *(
            ".env",
            "override",
            "/ci",
            "ci.",
            "e2e",
            "phpunit",
            "cypress",
            "playwright",
            "jest.",
            "tox.ini",
            ".vscode/",
            ".idea/",
        ),
        *("launchsettings", "environment.ts"),
    )
)
# Of paths of files that may have a part for each environment (see `may_have_parts`).
PARTED = tuple(
    f"*{word}*"
    for word in (
        *(".yml", ".yaml", ".json", ".toml", ".ini", ".cfg", ".properties", "conf", "cfg", "setting", "env", "deploy"),
        *("secrets", "credentials", "application", "webpack", "vite", "rollup", "knexfile", "sequelize", "database"),
        *("constants", "options", "params"),
    )
)
# A changed line that brings a finding has one of these; below, what a file with parts for environments has.
CHANGED = tuple(
    "sk_live sk_test rk_live rk_test pk_live pk_test live_ test_ sandbox sq0 _prod prod: dev: prod- production secret passw pwd"
    " token key credential salt pass debug :// host server addr url uri endpoint dsn node brok mode env profile sqlite adapter"
    " dialect client provider driver engine display_errors consider_all h2 hsqldb data source value ddl mail minioadmin settings_module emulator letter_opener detailed access_token flw ezak eztk"
    " mid- issuer account arn:".split()
)
PARTS = (
    "production",
    "prod:",
    '"prod"',
    "prod=",
    "on-profile",
    "profiles",
    "%prod",
    "%dev",
    "%test",
    "prod]",
    "prod.",
    "prod =",
    "testing",
    "environments",
    "devel",
    "devconfig",
    "testconfig",
    "localconfig",
)
_PARTS_BYTES = tuple(word.encode() for word in PARTS)
_SECTION = compiled(
    r"""(?im)(?:^[ \t]*|[{,\[]\s*)(?:[\w.]+\.)?["']?(?:env_)?(production|prod|staging|development|dev|test|local)["']?[ \t]*(?::|=>|=[ \t]*\{)|\[[\w.]*\b(production|prod|staging|development|dev|test|local)\b[\w.]*\]|on-profile|spring\.profiles|[ \t]profiles:|["']?%(prod|dev|test)\b|["']?\b(?:environments|context|env_production)["']?[ \t]*[:=.{]|^class \w*(?:prod|dev|test|stag|local)\w*(?:config|settings|configuration)\b"""
)
# Of the places above, those of which one is enough.
_ENOUGH = ("profile", "%", "class ", "environments", "context", "env_production", "[env.")
# Pipelines: their jobs have names such as `test` and `production`, and their containers live for minutes. One that is for tests by
# its name may have no credential of production.
_PIPELINES = (".github/", ".gitlab-ci", ".circleci/", "azure-pipelines", ".drone", "bitbucket-pipelines", ".travis", "jenkinsfile", ".woodpecker", ".buildkite/", "cloudbuild", "appveyor", ".pre-commit")  # fmt: skip
_LARGEST_PARTS = 512 << 10


def is_pipeline(path: str) -> bool:
    """Whether a file says what a CI service runs."""
    lower = path.lower()
    return any(mark in lower for mark in _PIPELINES)


def may_bring(change: Change, kind: str, is_of_environment: bool) -> bool:
    """Whether a change can bring a finding: a changed line has one of the words, and the file is for an environment or has parts that
    are."""
    if change.large:
        return is_of_environment
    if not is_of_environment:
        if not may_have_parts(change.path):
            return False
        data = change.read()
        if len(data) > _LARGEST_PARTS or not any(word in data.lower() for word in _PARTS_BYTES):
            return False
    if kind == "whole" or change.status != "M":
        text = change.text.lower()
    else:
        text = "\n".join(line.text for line in change.added).lower()
    if not any(word in text for word in CHANGED):
        return False
    if is_of_environment:
        return True
    places = [(found[0].lower(), found[1] or found[2]) for found in _SECTION.finditer(change.text)]
    named = {name.lower() for _, name in places if name}
    return len(named) > 1 or any(mark in place for place, _ in places for mark in _ENOUGH)
