"""Secrets that deployment, infrastructure and CI files hold themselves."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.lines import lowered
from govhooks.core.redact import is_random
from govhooks.knowledge.variables.deployed import surface_of
from govhooks.knowledge.variables.environments import DEVELOPMENT, LOCAL, TEST, environment_of
from govhooks.rules.secrets.approved_secret_stores.held import held
from govhooks.rules.secrets.approved_secret_stores.policy import ID, OFF, REFUSE
from govhooks.rules.secrets.approved_secret_stores.syntax import advice
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.rules.secrets.approved_secret_stores.policy import Policy

_PIPELINES = compiled(
    r"(?i)(?:^|/)(?:\.circleci/.*|\.buildkite/.*|\.gitlab/.*|[\w.-]*\.gitlab-ci[\w.-]*|bitbucket-pipelines[\w.-]*|azure-pipelines[\w.-]*"
    r"|\.travis|\.drone|buildspec[\w.-]*|cloudbuild[\w.-]*)\.(?:ya?ml|json)$"
)
_TERRAFORM = (".tfvars", ".tf", ".tofu", ".tfvars.json", ".tf.json")
# A document anywhere may be for a cluster or a cloud: its content says.
_DEPLOYS = (b"AWSTemplateFormatVersion", b"AWS::", b"\napiVersion:", b'"apiVersion"')
# A file without one of these holds no secret that has a name.
_HINTS = (
    *(word.encode() for word in "pass pwd secret token key cred salt :// bearer securestring".split()),
    b" login ",
)


def check(changes: Sequence[Change], changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """A finding for each secret that a file begins to hold."""
    if policy.literals == OFF:
        return
    for change in changes:
        if not change.has_content:
            continue
        data = change.start() if change.large else change.read()
        surface = _surface(change.path, data)
        if not surface or not (change.large or _hints(data)):
            continue
        error, found = ("larger than 16 MiB", ()) if change.large else held(change.path, data, surface)
        if error:
            yield Finding(
                rule=ID,
                path=change.path,
                line=0,
                problem=f"the secrets of this file are not judged: {error}",
                fix="mend the file, or list it in test-data",
                identity="unread",
                blocks=False,
            )
        if not found:
            continue
        was = change.read_old() if change.old_path else b""
        before = {(one.name, one.value) for one in held(change.old_path, was, _surface(change.old_path, was))[1]}
        is_lenient = environment_of(change.path) in (LOCAL, DEVELOPMENT, TEST)
        said: set[str] = set()
        for one in found:
            if (one.name, one.value) in before or one.name in said:
                continue
            strong = one.sure or is_random(one.value)
            if is_lenient and not strong:
                continue
            said.add(one.name)
            yield Finding(
                rule=ID,
                path=change.path,
                line=int(one.line),
                problem=one.problem or f"{one.name} holds a secret in this {one.surface}",
                fix=advice(change.path, one.surface, policy.approved, one.name) + "; rotate it if it was ever pushed",
                identity=f"literal {one.name}",
                blocks=policy.literals == REFUSE and strong and not one.problem and not is_lenient,
            )


def _hints(data: bytes) -> bool:
    text = lowered(data)
    return any(word in text for word in _HINTS)


def _surface(path: str, data: bytes) -> str:
    """What kind of file it is, "" for one that is not judged here."""
    if not path or not data:
        return ""
    surface = surface_of(path)
    name = path.rpartition("/")[2].lower()
    if surface in ("template", "env file"):
        return ""  # no-env-files and no-secrets judge these
    if name.startswith("jenkinsfile") or name.endswith(".jenkinsfile"):
        return "Jenkinsfile"
    if _PIPELINES.search(path):
        return "pipeline"
    if name.endswith(_TERRAFORM):
        return "Terraform file"
    if name.endswith(".bicep"):
        return "Bicep file"
    if surface:
        return surface
    is_document = name.endswith((".yaml", ".yml", ".json", ".template"))
    return (
        "deployment file"
        if is_document
        and ("secret" in name or data.startswith(b"apiVersion:") or any(mark in data for mark in _DEPLOYS))
        else ""
    )
