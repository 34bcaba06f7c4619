"""Production credentials stay out of local, development and test configuration, and development defaults out of production."""

# environments (knowledge)  which environment a file is for
# concern                   which changes can bring a finding
# reading, settings, parts  what a file sets, and in which part of it
# tokens, hosts, defaults   what a value says: live or test credential, where it leads, what everybody knows
# judgement                 what is wrong with one setting
# held, shared              the secrets that files have, and those that two have

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.rule import Concerns, Rule
from govhooks.knowledge.variables.environments import TEST
from govhooks.rules.environment.separate_environments.concern import (
    CHANGED,
    PARTED,
    PARTS,
    PATHS,
    is_pipeline,
    may_bring,
)
from govhooks.rules.environment.separate_environments.policy import ID, OFF, REFUSE, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.rules.environment.separate_environments.judgement import Fault
    from govhooks.rules.environment.separate_environments.reading import File
    from govhooks.rules.environment.separate_environments.settings import Setting

CODE = ("python", "javascript", "typescript", "tsx", "java", "kotlin", "go", "csharp", "ruby", "php", "shell")
DATA = ("yaml", "json", "toml", "hcl", "env", "ini", "properties", "xml", "dockerfile")
# A proxy beside a program: a database on this machine is another one then.
_PROXIES = (b"cloud-sql-proxy", b"cloud_sql_proxy", b"cloudsql", b"cloud-sql", b"pgbouncer", b"proxysql", b"twemproxy", b"envoy", b"rds-proxy", b"cloud sql", b"sidecar", b"alloydb", b"haproxy")  # fmt: skip


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge each setting that the change brings into a file of an environment."""
    wanted, gone = _wanted(changeset, policy)
    if not wanted:
        return
    from govhooks.readers import documents
    from govhooks.rules.environment.separate_environments.reading import File

    is_whole = changeset.kind == "whole"
    files = [File(one, policy, is_whole) for one in documents(wanted, *CODE, *DATA)]
    for file in files:
        if file.error:
            yield from _unread(file, policy.kind_of(policy.environment_of(file.path)))
    found = [
        (file, one, fault)
        for file in files
        for one, environment, kind in file.fresh
        for fault in _faults(one, environment, kind, file, policy)
    ]
    if found:
        left = [] if is_whole else [*files, *(File(one, policy, False) for one in documents(gone, *CODE, *DATA))]
        before = _before({(one.name, one.value) for _, one, _ in found}, left, policy)
        said: set[tuple[str, str, str]] = set()
        for file, one, fault in found:
            place = (file.path, fault.kind, ".".join(one.keys))
            if (fault.kind, one.name, one.value) not in before and place not in said:
                said.add(place)
                yield _finding(file.path, one, fault, getattr(policy, fault.option))
    if policy.shared_values != OFF:
        from govhooks.rules.environment.separate_environments.shared import shared

        yield from shared(files, changeset, policy)


def _wanted(changeset: Changeset, policy: Policy) -> tuple[list[Change], list[Change]]:
    """(the changes that may bring a finding, files of environments that are gone)."""
    wanted: list[Change] = []
    gone: list[Change] = []
    for change in changeset.changes:
        environment = policy.environment_of(change.path)
        if not change.exists:
            if environment and changeset.kind != "whole":
                gone.append(change)
        elif may_bring(change, changeset.kind, bool(environment)) and not (
            is_pipeline(change.path) and policy.kind_of(environment) != TEST
        ):
            wanted.append(change)
    if wanted:
        from govhooks.core.places import test_data

        is_data = test_data(policy.test_data)
        wanted = [
            one for one in wanted if not is_data(one.path) and "{{" not in one.path
        ]  # {{cookiecutter}}: a scaffold
    return wanted, gone


def _before(names: set[tuple[str, str]], files: list[File], policy: Policy) -> set[tuple[str, str, str]]:
    """(kind of fault, name, value) of what was wrong before with settings of these names and values: it only moved."""
    return {
        (fault.kind, one.name, one.value)
        for file in files
        for one, environment, kind in file.old
        if (one.name, one.value) in names
        for fault in _faults(one, environment, kind, file, policy)
    }


def _faults(one: Setting, environment: str, kind: str, file: File, policy: Policy) -> Iterator[Fault]:
    from govhooks.rules.environment.separate_environments.judgement import faults

    for fault in faults(one, environment or kind, kind, policy):
        if getattr(policy, fault.option) == OFF:
            continue
        if fault.option != "live_credentials" and is_pipeline(file.path):
            continue
        if fault.kind == "local-database" and any(word in file.document.change.read().lower() for word in _PROXIES):
            continue
        yield fault


def _finding(path: str, one: Setting, fault: Fault, option: str) -> Finding:
    from govhooks.rules.environment.separate_environments.reading import shown

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


def _unread(file: File, kind: str) -> Iterator[Finding]:
    """Said of a file of an environment, or with parts for some, that nobody could read."""
    words: tuple[bytes, ...] = (b"secret", b"passw", b"token", b"key", b"://", b"live_", b"host")
    if kind == TEST:  # of tests, only a file that may have a credential of production
        words = (b"sk_live_", b"rk_live_", b"rzp_live_", b"$production$", b".prod.", b"prod-")
    if not any(word in file.document.change.read().lower() for word in words) and not file.document.change.large:
        return
    yield Finding(
        ID,
        file.path,
        file.document.error_line,
        f"its environment's settings are not judged: {file.error}",
        "review its credentials by hand, or mend what keeps it from being read",
        f"unread {file.path}",
        blocks=False,
    )


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(paths=PATHS, globs=("environments.*.files",)),
        Concerns(paths=PARTED, words=CHANGED, within=PARTS),
    ),
    kinds=("change", "range", "whole"),
    baseline=True,
    supplies={"environments": "environments"},
)
