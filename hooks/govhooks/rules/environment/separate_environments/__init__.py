"""Production credentials stay out of local, development and test configuration, and development defaults out of production."""

# environments (knowledge)  which environment a file is for
# settings                  what a file sets, and in which part of it
# tokens, hosts, defaults   what a value says: live or test credential, where it leads, what everybody knows
# judgement                 what is wrong with one setting
# shared                    the same secret in two files

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.rule import Concerns, Rule
from govhooks.knowledge.variables.environments import PRODUCTION, TEST, may_have_parts
from govhooks.rules.environment.separate_environments.policy import FLAG, ID, OFF, REFUSE, Policy
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.readers.document import Document, Side
    from govhooks.rules.environment.separate_environments.judgement import Fault
    from govhooks.rules.environment.separate_environments.settings import Setting
    from govhooks.rules.environment.separate_environments.shared import Held

CODE = ("python", "javascript", "typescript", "tsx", "java", "kotlin", "go", "csharp", "ruby", "php", "shell")
DATA = ("yaml", "json", "toml", "hcl", "env", "ini", "properties", "xml", "dockerfile")
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
_CHANGED = tuple(
    "sk_live sk_test rk_live rk_test pk_live pk_test live_ test_ sandbox sq0 _prod prod: dev: prod- production secret passw pwd"
    " token key credential salt pass debug :// host server addr url uri endpoint dsn node brok mode env profile sqlite adapter"
    " dialect client provider driver engine display_errors consider_all h2 hsqldb data source value ddl mail minioadmin settings_module emulator letter_opener detailed access_token flw ezak eztk"
    " mid- issuer account arn:".split()
)
_PARTS = (
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
_PARTS_BYTES = tuple(word.encode() for word in _PARTS)
_SECTION = compiled(
    r"""(?im)(?:^[ \t]*|[{,\[]\s*)(?:[\w.]+\.)?["']?(?:env_)?(production|prod|staging|development|dev|test|local)["']?[ \t]*(?::|=>|=[ \t]*\{)|\[[\w.]*\b(production|prod|staging|development|dev|test|local)\b[\w.]*\]|on-profile|spring\.profiles|[ \t]profiles:|["']?%(prod|dev|test)\b|["']?\b(?:environments|context|env_production)["']?[ \t]*[:=.{]|^class \w*(?:prod|dev|test|stag|local)\w*(?:config|settings|configuration)\b"""
)
# Of the places above, those of which one is enough.
_ENOUGH = ("profile", "%", "class ", "environments", "context", "env_production", "[env.")
# Pipelines: their jobs have names such as `test` and `production`, and their containers live for minutes. One that is for tests by
# its name may have no credential of production.
_PIPELINES = (".github/", ".gitlab-ci", ".circleci/", "azure-pipelines", ".drone", "bitbucket-pipelines", ".travis", "jenkinsfile", ".woodpecker", ".buildkite/", "cloudbuild", "appveyor", ".pre-commit")  # fmt: skip
_LARGEST_PARTS = 512 << 10
_PROXIES = (b"cloud-sql-proxy", b"cloud_sql_proxy", b"cloudsql", b"cloud-sql", b"pgbouncer", b"proxysql", b"twemproxy", b"envoy", b"rds-proxy", b"cloud sql", b"sidecar", b"alloydb", b"haproxy")  # fmt: skip
# Names that a message quotes; a longer part of one that has letters and digits may be a generated value.
_SEPARATED = compiled(r"[_.-]")
_LONGEST_WORD = 15
_SHOWN = compiled(r"[\w.@$%:/ \[\]-]{1,80}")


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge each setting that the change brings into a file of an environment."""
    wanted: list[Change] = []
    gone: list[Change] = []
    for change in changeset.changes:
        environment = policy.environment_of(change.path)
        if not change.exists:
            if environment and changeset.kind != "whole":
                gone.append(change)
        elif _may_bring(change, changeset.kind, bool(environment)) and not (
            is_pipeline(change.path) and policy.kind_of(environment) != TEST
        ):
            wanted.append(change)
    if not wanted:
        return
    from govhooks.core.places import test_data

    is_data = test_data(policy.test_data)
    wanted = [one for one in wanted if not is_data(one.path) and "{{" not in one.path]  # {{cookiecutter}}: a scaffold
    if not wanted:
        return
    from govhooks.readers import documents

    read = list(documents(wanted, *CODE, *DATA))
    before: set[tuple[str, str, str]] = set()
    if changeset.kind != "whole":
        for document in (*read, *documents(gone, *CODE, *DATA)):
            path = document.change.old_path or document.path
            for one, environment, kind in _settings(document, document.old, path, policy):
                found = _faults(one, environment, kind, document, policy)
                before.update((fault.kind, one.name, one.value) for fault in found)
    said: set[tuple[str, str, str]] = set()
    for document in read:
        is_script = document.path.rpartition("/")[2] == ".envrc" and not _as_script(document, document.new).error
        if document.error and not is_script and (environment := policy.environment_of(document.path)):
            yield from _unread(document, policy.kind_of(environment))
        for one, environment, kind in _settings(document, document.new, document.path, policy):
            for fault in _faults(one, environment, kind, document, policy):
                place = (document.path, fault.kind, ".".join(one.keys))
                if (fault.kind, one.name, one.value) in before or place in said:
                    continue
                said.add(place)
                yield _finding(document.path, one, fault, getattr(policy, fault.option))
    if policy.shared_values != OFF:
        yield from _shared(read, changeset, policy)


def is_pipeline(path: str) -> bool:
    """Whether a file says what a CI service runs."""
    lower = path.lower()
    return any(mark in lower for mark in _PIPELINES)


def _may_bring(change: Change, kind: str, is_of_environment: bool) -> bool:
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
    if not any(word in text for word in _CHANGED):
        return False
    if is_of_environment:
        return True
    places = [(found[0].lower(), found[1] or found[2]) for found in _SECTION.finditer(change.text)]
    named = {name.lower() for _, name in places if name}
    return len(named) > 1 or any(mark in place for place, _ in places for mark in _ENOUGH)


def _settings(document: Document, side: Side, path: str, policy: Policy) -> Iterator[tuple[Setting, str, str]]:
    """(setting, its environment, the kind of that) of one side."""
    from govhooks.rules.environment.separate_environments.settings import settings

    environment = policy.environment_of(path)
    if side.error and path.rpartition("/")[2] == ".envrc":  # direnv: a script
        side = _as_script(document, side)
    found = settings(side, document.format, path)
    if not environment:
        from govhooks.rules.environment.separate_environments.parts import parted

        found = parted(found, side)
    for one in found:
        here = environment or policy.named(one.environment)
        yield one, here, policy.kind_of(here)


def _as_script(document: Document, side: Side) -> Side:
    from govhooks.readers import read

    return read("shell", document.change.read() if side is document.new else document.change.read_old())[0]


def _faults(one: Setting, environment: str, kind: str, document: Document, policy: Policy) -> Iterator[Fault]:
    from govhooks.rules.environment.separate_environments.judgement import faults

    for fault in faults(one, environment or kind, kind, policy):
        if getattr(policy, fault.option) == OFF:
            continue
        if fault.option != "live_credentials" and is_pipeline(document.path):
            continue
        if fault.kind == "local-database" and any(word in document.change.read().lower() for word in _PROXIES):
            continue
        yield fault


def _finding(path: str, one: Setting, fault: Fault, option: str) -> Finding:
    identity = f"{fault.kind} {'.'.join(one.keys)}"
    if "-token" in fault.kind:  # long and random: nobody can try guesses of it
        from hashlib import sha256

        identity += f" {sha256(one.value.encode('utf-8', 'surrogateescape')).hexdigest()}"
    return Finding(
        rule=ID,
        path=path,
        line=int(one.line),
        problem=fault.problem.replace(one.name, shown(one.name)),
        fix=fault.fix.replace(one.name, shown(one.name)),
        identity=identity,
        blocks=option == REFUSE and fault.most == REFUSE,
    )


def shown(name: str) -> str:
    """A name of a setting as a message may quote it: nothing that may itself be a generated value."""
    from govhooks.core.redact import is_random

    parts = _SEPARATED.split(name)
    is_name = _SHOWN.fullmatch(name) and not any(len(part) > _LONGEST_WORD and is_random(part) for part in parts)
    return name if is_name else "a setting"


def _unread(document: Document, kind: str) -> Iterator[Finding]:
    """Said of a file of an environment that nobody could read."""
    words: tuple[bytes, ...] = (b"secret", b"passw", b"token", b"key", b"://", b"live_", b"host")
    if kind == TEST:  # of tests, only a file that may have a credential of production
        words = (b"sk_live_", b"rk_live_", b"rzp_live_", b"$production$", b".prod.", b"prod-")
    if not any(word in document.change.read().lower() for word in words) and not document.change.large:
        return
    yield Finding(
        ID,
        document.path,
        document.error_line,
        f"its environment's settings are not judged: {document.error}",
        "review its credentials by hand, or mend what keeps it from being read",
        f"unread {document.path}",
        blocks=False,
    )


def _shared(read: list[Document], changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """The secrets that a change brings into one environment, and that another has."""
    from govhooks.rules.environment.separate_environments.shared import Beside, secrets_of

    beside = Beside(changeset, policy, is_pipeline)
    said: set[tuple[frozenset[str], bytes]] = set()
    for document in read:
        held = [
            (secret, environment)
            for one, environment, _ in _settings(document, document.new, document.path, policy)
            for secret in secrets_of([one])
        ]
        if not held:
            continue
        path = document.change.old_path or document.path
        old = (
            {
                (secret.digest, environment)
                for one, environment, _ in _settings(document, document.old, path, policy)
                for secret in secrets_of([one])
            }
            if changeset.kind != "whole"
            else set()
        )
        fresh = [(secret, environment) for secret, environment in held if (secret.digest, environment) not in old]
        for secret, environment in fresh:
            others = [
                (document.path, one, theirs)
                for one, theirs in held
                if policy.kind_of(theirs) != policy.kind_of(environment)
            ]
            for path, other, theirs in (*others, *beside.secrets(document.path, environment)):
                if other.digest != secret.digest:
                    continue
                both = frozenset((document.path, path, environment, theirs))
                kinds = {policy.kind_of(environment), policy.kind_of(theirs)}
                if (both, secret.digest) in said or (PRODUCTION not in kinds and not secret.is_made):
                    continue
                said.add((both, secret.digest))
                yield _same(document.path, secret, environment, path, other, theirs, kinds, policy)


def _same(
    path: str, here: Held, environment: str, there: str, other: Held, theirs: str, kinds: set[str], policy: Policy
) -> Finding:
    from govhooks.rules.environment.separate_environments.judgement import LOWER

    name, named = shown(here.setting.name), shown(other.setting.name)
    where = there if there != path else f"its part {theirs}"
    same = f"{where} ({theirs})" if there != path else where
    is_sure = here.is_sure and PRODUCTION in kinds and not kinds.isdisjoint(LOWER)
    return Finding(
        rule=ID,
        path=path,
        line=int(here.setting.line),
        problem=f"{name} ({environment}) has the same value as {named} in {same}"
        if name != named or there != path
        else f"{name} has the same value in {environment} and {theirs}",
        fix=f"give each environment a secret of its own: make a new {name} for {theirs if PRODUCTION in (environment,) else environment}",
        identity=f"shared {'.'.join(here.setting.keys)} {there} {'.'.join(other.setting.keys)}",
        blocks=policy.shared_values == REFUSE and is_sure,
        joint=True,
    )


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(paths=PATHS, globs=("environments.*.files",)),
        Concerns(paths=PARTED, words=_CHANGED, within=_PARTS),
    ),
    kinds=("change", "range", "whole"),
    baseline=True,
)

__all__ = ["FLAG", "check", "rule"]
