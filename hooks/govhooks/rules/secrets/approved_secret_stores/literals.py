"""Secrets that deployment, infrastructure and CI files hold themselves."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.record import Record
from govhooks.core.redact import is_random
from govhooks.knowledge.variables.deployed import LITERAL, Line, surface_of
from govhooks.knowledge.variables.environments import DEVELOPMENT, LOCAL, TEST, environment_of
from govhooks.knowledge.variables.secret import is_placeholder, is_secret_name
from govhooks.rules.secrets.approved_secret_stores.policy import ID, OFF, REFUSE
from govhooks.rules.secrets.approved_secret_stores.stores import advice
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.readers.document import Side
    from govhooks.rules.secrets.approved_secret_stores.policy import Policy

_REFERENCE = compiled(
    r"""\$\{|\$\(|\$[A-Za-z_]|\{\{|<%|@Microsoft\.KeyVault|^(?:arn|vault|op|sm|ssm|ref\+\w+|doppler|infisical|projects/|/run/secrets|file|https?|gs|s3):?[:/]|^(?:var|local|data|module|each|self|random_\w+|aws_\w+|google_\w+|azurerm_\w+)\.|^ENC\[|^/[\w./-]+$|^encrypted:"""
)
# Keys that say where a secret is.
_ELSEWHERE = frozenset(
    "valuefrom secretkeyref secretref remoteref existingsecret secretname encrypteddata spec externalsecrets sops".split()
)
_JENKINS = compiled(r"""^\s*(?:def\s+|env\.)?([A-Za-z_]\w*)\s*=\s*(["'])([^"'$]{4,200})\2\s*$""")
# What is decoded, and longer, is more than a name in braces: the JSON of a registry's login.
_TEMPLATE = 60
_KEY = compiled(r"^(\s*)(?:-\s+)?[\"']?([\w.-]+)[\"']?:(?:\s+(.*?))?\s*$")


class Held(Record):
    """A secret that a file holds: its name, line, value and what kind of file it is for the advice."""

    name: str
    line: int | Line
    value: str
    surface: str
    sure: bool = False


def check(changes: Sequence[Change], changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """A finding for each secret that a file begins to hold."""
    if policy.literals == OFF:
        return
    for change in changes:
        surface = _surface(change.path)
        if not surface or not change.has_content or change.large:
            continue
        error, found = _held(change.path, change.read(), surface)
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
        was = _held(change.old_path, change.read_old(), _surface(change.old_path))[1] if change.old_path else ()
        before = {(one.name, one.value) for one in was}
        environment = environment_of(change.path)
        said: set[str] = set()
        for one in found:
            if (one.name, one.value) in before or one.name in said:
                continue
            strong = one.sure or is_random(one.value)
            if environment in (LOCAL, DEVELOPMENT, TEST) and not strong:
                continue
            said.add(one.name)
            yield Finding(
                rule=ID,
                path=change.path,
                line=int(one.line),
                problem=f"{one.name} holds a secret in this {one.surface}",
                fix=advice(one.surface, policy.approved, one.name) + "; rotate it if it was ever pushed",
                identity=f"literal {one.name}",
                blocks=policy.literals == REFUSE and strong and environment not in (LOCAL, DEVELOPMENT, TEST),
            )


def _surface(path: str) -> str:
    surface = surface_of(path) if path else ""
    name = path.rpartition("/")[2].lower()
    if surface in ("template", "env file"):
        return ""  # no-env-files and no-secrets judge these
    if name.startswith("jenkinsfile") or name.endswith(".jenkinsfile"):
        return "Jenkinsfile"
    if (
        name in (".gitlab-ci.yml", "bitbucket-pipelines.yml", "azure-pipelines.yml", ".travis.yml", ".drone.yml")
        or "/.circleci/" in f"/{path}"
    ):
        return "pipeline"
    if surface == "Helm template" or surface:
        return surface
    return "Terraform file" if name.endswith((".tfvars", ".tf", ".tofu")) else _secret_file(path, name)


def _secret_file(path: str, name: str) -> str:
    """A YAML file anywhere may be a Secret of Kubernetes; its content says."""
    return "deployment file" if name.endswith((".yaml", ".yml")) and "secret" in name else ""


def _held(path: str, data: bytes, surface: str) -> tuple[str, tuple[Held, ...]]:
    """(why the file cannot be read, the secrets that it holds)."""
    if not surface or not data:
        return "", ()
    if surface == "Jenkinsfile":
        return "", tuple(_of_jenkinsfile(data))
    if surface == "Helm template" and b"{{" in data:
        return "", tuple(_of_template(data))
    from govhooks.knowledge.variables.deployed import settings
    from govhooks.readers import format_of, read

    found: list[Held] = []
    read_ = settings(path, data, "deployment file" if surface == "pipeline" else surface)
    for one in read_.found:
        if (
            one.kind == LITERAL
            and is_secret_name(one.name)
            and _is_literal(one.value)
            and not _is_service(one.where, surface)
        ):
            found.append(Held(one.name, one.line, one.value, surface))
    form = format_of(path)
    if form in ("yaml", "json", "toml", "hcl") and not (surface == "Helm template" and b"{{" in data):
        for side in read(form, data):
            if side.error:
                return read_.error, tuple(found)
            found += _of_side(side, surface)
    return read_.error, tuple(found)


def _is_service(keys: Sequence[str], surface: str) -> bool:
    """Whether a setting belongs to a container that a CI job starts for its tests."""
    return surface in ("workflow", "pipeline") and "services" in keys


def _is_literal(value: str) -> bool:
    return not is_placeholder(value) and not _REFERENCE.search(value)


def _of_side(side: Side, surface: str) -> Iterator[Held]:
    from govhooks.readers.values import Tagged, leaves, untagged

    kind = side.value.get("kind") if isinstance(side.value, dict) else None
    if kind == "Secret":
        yield from _of_secret(side)
        return
    if isinstance(side.value, dict) and "sops" in side.value:
        return
    for path, value in leaves(side.value):
        if isinstance(value, Tagged) or not isinstance(untagged(value), str):
            continue
        text = str(untagged(value))
        keys = [str(key) for key in path if isinstance(key, str)]
        if not keys or not _ELSEWHERE.isdisjoint(key.lower() for key in keys) or _is_service(keys, surface):
            continue
        name = keys[-1]
        if surface == "Terraform file" and keys[0] == "variable" and name == "default" and len(keys) >= 3:
            name = keys[1]
        elif (
            surface == "Terraform file"
            and keys[0] in ("resource", "data")
            and name in ("value", "secret_string", "secret_data", "plaintext_value")
        ):
            if not any(
                part in keys[1]
                for part in (
                    "ssm_parameter",
                    "secretsmanager",
                    "secret_manager",
                    "key_vault_secret",
                    "vault_",
                    "actions_secret",
                    "project_variable",
                )
            ):
                continue
            if keys[1] == "aws_ssm_parameter" and "SecureString" not in str(untagged(side.at(path[:-1]) or {})):
                continue
            name = keys[2] if len(keys) > 2 else name
        elif not is_secret_name(name):
            continue
        if keys[0] == "on" or "inputs" in keys or "description" in keys or name.lower() in ("secretname",):
            continue
        if _is_literal(text) and "\n" not in text.strip() and len(text) <= 400:
            yield Held(name, Line(side, path), text, surface)


def _of_secret(side: Side) -> Iterator[Held]:
    """The data of a Secret of Kubernetes: whatever a key is called, its value is a secret."""
    for part in ("data", "stringData"):
        table = side.value.get(part)
        for name, value in table.items() if isinstance(table, dict) else ():
            text = value if isinstance(value, str) else ""
            plain = _decoded(text) if part == "data" else text
            if text and _is_literal(text) and (_is_literal(plain) or len(plain) > _TEMPLATE):
                yield Held(str(name), Line(side, (part, name)), text, "Kubernetes Secret", True)


def _decoded(text: str) -> str:
    from base64 import b64decode
    from binascii import Error

    try:
        return b64decode(text, validate=True).decode("utf-8").strip()
    except (Error, UnicodeError, ValueError):
        return text


def _of_template(data: bytes) -> Iterator[Held]:
    """The literals in a template of a Secret, line by line: with its actions it is no YAML."""
    part, indent = "", 0
    is_secret = False
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if line.startswith("---"):
            is_secret, part = False, ""
        match = _KEY.match(line)
        if not match:
            continue
        name, text = match[2], (match[3] or "").strip().strip("\"'")
        if name == "kind" and not match[1]:
            is_secret = text == "Secret"
        elif name in ("data", "stringData") and not text:
            part, indent = name, len(match[1])
        elif len(match[1]) <= indent:
            part = ""
        elif (part and is_secret) or is_secret_name(name):
            plain = _decoded(text) if part == "data" else text
            if text and _is_literal(text) and _is_literal(plain) and not text.startswith(("|", ">", "&", "*")):
                surface = "Kubernetes Secret" if part and is_secret else "Helm template"
                yield Held(name, number, text, surface)


def _of_jenkinsfile(data: bytes) -> Iterator[Held]:
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        match = _JENKINS.match(line)
        if match and is_secret_name(match[1]) and _is_literal(match[3]):
            yield Held(match[1], number, match[3], "Jenkinsfile")
