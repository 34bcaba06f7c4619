"""Which secrets a deployment, infrastructure or CI file holds itself."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.core.redact import is_random
from govhooks.knowledge.variables.deployed import LITERAL, Line, Setting
from govhooks.knowledge.variables.secret import is_placeholder, is_secret_name
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from govhooks.readers.document import Path, Side

_REFERENCE = compiled(
    r"""\$\{|\$\(|(?<![A-Za-z0-9])\$[A-Za-z_]|\{\{|<%|@Microsoft\.KeyVault|^(?:arn|vault|op|sm|ssm|ref\+\w+|doppler|infisical|projects/|/run/secrets|file|https?|gs|s3):?[:/]|^(?:var|local|data|module|each|self|random_\w+|aws_\w+|google_\w+|azurerm_\w+)\.|^ENC\[|^/[\w./-]+$|^encrypted:|^@[\w-]+$"""
)
# A value that says itself that it is for development or a test; a sentence.
_HARMLESS = compiled(
    r"(?i)(?:^|[^a-z])(?:dev|devel|development|tests?|testing|local|localhost|localdev|dummy|insecure|unsafe|fake|demo|ci|sample|not-so-secret|build|precompile)(?:[^a-z]|$)|\S\s+\S"
)
# Keys that say where a secret is.
_ELSEWHERE = frozenset(
    "valuefrom secretkeyref secretref remoteref existingsecret secretname encrypteddata spec externalsecrets sops".split()
)
# Containers beside a job, whose passwords are everybody's.
_SERVICES = compiled(
    r"(?i)^(?:POSTGRES|PG|MYSQL|MARIADB|MONGO|REDIS|RABBITMQ|MINIO|KEYCLOAK|ELASTIC|MSSQL|SA)_?\w*PASS"
)
_DEFAULT = compiled(r"^\$\{\w+:?-([^${}]+)\}$")
_URL = compiled(r"^[A-Za-z][\w+.-]*://([^\s:/@]*):([^\s@/]+)@([^\s:/@?,]+)")
_NEAR = compiled(r"(?i)^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker\.internal)")
# A name of an object in a cluster.
_OBJECT = compiled(r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$")
_OF_OBJECTS = compiled(r"(?i)(?:^|pull|tls|credentials|cert|certificate|registry)[_-]?secret$")
_GROOVY = compiled(r"""^\s*(?:def\s+|env\.)?([A-Za-z_]\w*)\s*=\s*(["'])([^"'$]{4,200})\2\s*$""")
_BICEP = compiled(r"^\s*(?:param|var)\s+(\w+)(?:\s+\w+)?\s*=\s*()'()([^'$\n]{4,200})'\s*$")
_SHELL = compiled(r"""(?:^|[\s;&|"'\[(])([A-Z][A-Z0-9_]*)=(["']?)([^\s"';&|)\]$<>]{10,200})""")
_BEARER = compiled(
    r"(?i)\b(?:bearer\s+|(?:docker|podman|helm registry|buildah) login\b[^\n|]*?\s(?:-p|--password)[ =])[\"']?([^\s\"'$]{10,})"
)
_KEY = compiled(r"^(\s*)(?:-\s+)?[\"']?([\w.-]+)[\"']?:(?:\s+(.*?))?\s*$")
_ENTRY = compiled(r"""(?m)(?<![\w.-])([\w.-]+)["']?[ \t]*[:=][ \t]*["']?([^\s"',]+)""")
# Of longer lines and values the beginning says enough: nobody wrote them.
_LONGEST = 4000
# JSON that is longer is more than a name in braces.
_JSON = 60
# What a Secret has beside its secrets, as those of Argo CD do that name a repository.
_OPEN = compiled(
    r"(?i)(?:^|[_.-])(?:user|username|login|host|hostname|port|db|dbname|database|email|region|bucket|namespace|issuer|endpoint|name|type|project"
    r"|url|server|ca\.crt|tls\.crt|client[_-]?id|tenant[_-]?id)$"
)
# Resources of Terraform whose argument of this name is a secret.
_VALUES = frozenset("value secret_string secret_data plaintext_value".split())
_KEEPERS = (
    *("ssm_parameter", "secretsmanager", "secret_manager", "key_vault_secret", "vault_", "actions_secret"),
    "project_variable",
)
_SCRIPTS = frozenset(("workflow", "pipeline", "Dockerfile", "Jenkinsfile"))


class Held(Record):
    """A secret that a file holds: its name, line, value and what kind of file it is for the advice.

    `problem` is said instead of what is said of every secret.
    """

    name: str
    line: int | Line
    value: str
    surface: str
    sure: bool = False
    problem: str = ""


def held(path: str, data: bytes, surface: str) -> tuple[str, tuple[Held, ...]]:
    """(why the file cannot be read, the secrets that it holds)."""
    if not surface or not data:
        return "", ()
    found: list[Held] = []
    if surface in _SCRIPTS:
        found += _of_scripts(data, surface)
    if surface in ("Jenkinsfile", "Bicep file"):
        return "", (*_of_lines(data, surface), *found)
    from govhooks.knowledge.variables.deployed import settings
    from govhooks.readers import format_of, read

    read_ = settings(path, data, "deployment file" if surface == "pipeline" else surface)
    for one in read_.found:
        found += _of_setting(one, surface)
    form = format_of(path)
    if surface == "Helm template" and b"{{" in data:
        found += _of_template(data)
    elif form in ("yaml", "json", "toml", "hcl"):
        for side in read(form, data):
            if side.error:
                return read_.error, tuple(found)
            found += _of_side(side, surface)
    return read_.error, tuple(found)


def _of_setting(one: Setting, surface: str) -> Iterator[Held]:
    if surface in ("workflow", "pipeline") and "services" in one.where:
        return
    if default := _DEFAULT.match(one.value):
        if is_secret_name(one.name) and is_random(default[1]) and _is_literal(default[1]):
            yield Held(one.name, one.line, default[1], surface)
    elif surface == "Dockerfile" and one.where == ("ARG",) and not one.value:
        if is_secret_name(one.name):
            problem = f"{one.name} as a build argument stays in the image's history"
            yield Held(one.name, one.line, "", surface, True, problem)
    elif one.kind != LITERAL:
        return
    elif is_secret_name(one.name):
        if _is_literal(one.value) and not (surface in ("workflow", "pipeline") and _is_weak(one.name, one.value)):
            yield Held(one.name, one.line, one.value, surface)
    elif (url := _URL.match(one.value)) and url[1] != url[2] and not _NEAR.match(url[3]) and _is_literal(url[2]):
        yield Held(one.name, one.line, url[2], surface)


def _is_weak(name: str, value: str) -> bool:
    """Whether it is a password of a database that a job starts for itself."""
    return not is_random(value) and _SERVICES.match(name) is not None


def _is_literal(value: str) -> bool:
    value = value[:_LONGEST]
    return not (is_placeholder(value) or _REFERENCE.search(value) or _HARMLESS.search(value))


def _of_side(side: Side, surface: str) -> Iterator[Held]:
    from govhooks.readers.values import Tagged, leaves, untagged

    kind = side.value.get("kind") if isinstance(side.value, dict) else None
    if kind == "Secret":
        yield from _of_secret(side, (), side.value)
        return
    if kind == "List" and isinstance(side.value.get("items"), list):
        for at, item in enumerate(side.value["items"]):
            if isinstance(item, dict) and item.get("kind") == "Secret":
                yield from _of_secret(side, ("items", at), item)
    if isinstance(side.value, dict) and "sops" in side.value:
        return
    for path, value in leaves(side.value):
        if isinstance(value, Tagged) or not isinstance(untagged(value), str):
            continue
        text = str(untagged(value))
        if not text or len(text) > 400:
            continue
        keys = [str(key) for key in path if isinstance(key, str)]
        if not keys or (surface in ("workflow", "pipeline") and "services" in keys):
            continue
        if "secretGenerator" in keys and keys[-1] == "literals":
            key, _, text = text.partition("=")
            if _is_literal(text):
                yield Held(key, Line(side, path), text, "Kubernetes Secret", True)
            continue
        name = _name(side, path, keys, surface)
        if not name or not _is_literal(text):
            continue
        if _names_object(name, text):
            continue
        if surface in ("workflow", "pipeline") and _is_weak(name, text):
            continue
        yield Held(name, Line(side, path), text, surface)


def _names_object(name: str, text: str) -> bool:
    """Whether a value is the name of a Secret, as in `imagePullSecret: regcred`; a variable or a client's secret is none."""
    if not name.lower().endswith("secret") or name.isupper() or not _OBJECT.match(text):
        return False
    return "-" in text or (not is_random(text) and _OF_OBJECTS.search(name) is not None)


def _name(side: Side, path: Path, keys: Sequence[str], surface: str) -> str:
    """What a value is called if it is called like a secret, else ""."""
    last = keys[-1]
    if surface == "Terraform file" and keys[0] in ("resource", "data") and last in _VALUES:
        return _of_keeper(side, path, keys)
    if surface == "Terraform file" and keys[0] == "variable" and last == "default" and len(keys) >= 3:
        return keys[1] if is_secret_name(keys[1]) else ""
    if keys[0] == "Parameters" and last == "Default" and len(keys) == 3:  # of CloudFormation
        return keys[1] if is_secret_name(keys[1]) else ""
    if surface == "Terraform file" and "kubernetes_secret" in keys[1:2] and "data" in keys:
        return last
    if last == "value":  # an entry of a list, as the parameters of Argo CD
        entry = side.at(path[:-1])
        name = entry.get("name") if isinstance(entry, dict) else None
        return name if isinstance(name, str) and is_secret_name(name.rpartition(".")[2]) else ""
    if not is_secret_name(last) or not _ELSEWHERE.isdisjoint(key.lower() for key in keys):
        return ""
    if keys[0] == "on" or "inputs" in keys or "description" in keys or last.lower() == "secretname":
        return ""
    return last


def _of_keeper(side: Side, path: Path, keys: Sequence[str]) -> str:
    from govhooks.readers.values import untagged

    if not any(part in keys[1] for part in _KEEPERS):
        return ""
    if keys[1] == "aws_ssm_parameter" and "SecureString" not in str(untagged(side.at(path[:-1]) or {})):
        return ""
    return keys[2] if len(keys) > 2 else keys[-1]


def _of_secret(side: Side, path: Path, secret: dict[str, Any]) -> Iterator[Held]:
    """The data of a Secret of Kubernetes: whatever a key is called, its value is a secret."""
    for part in ("data", "stringData"):
        table = secret.get(part)
        for name, value in table.items() if isinstance(table, dict) else ():
            text = value if isinstance(value, str) else ""
            plain = _decoded(text) if part == "data" else text
            if not text or _REFERENCE.search(text) or is_placeholder(text):
                continue
            if _OPEN.search(str(name)) and not is_random(plain):
                continue
            if plain.startswith("{") and len(plain) > _JSON:
                is_held = True  # the login of a registry, the key of a service account
            else:
                is_held = _holds(plain) if "\n" in plain.strip() else _is_literal(plain)
            if is_held:
                yield Held(str(name), Line(side, (*path, part, name)), text, "Kubernetes Secret", True)


def _holds(text: str) -> bool:
    """Whether a file inside of a Secret holds one: a key, a password by its name or in a URL."""
    if "PRIVATE KEY-----" in text:
        return True
    for match in _ENTRY.finditer(text):
        value = url[2] if (url := _URL.match(match[2])) else match[2] if is_secret_name(match[1]) else ""
        if value and _is_literal(value):
            return True
    return False


def _decoded(text: str) -> str:
    from base64 import b64decode
    from binascii import Error

    try:
        return b64decode(text, validate=True).decode("utf-8").strip()
    except (Error, UnicodeError, ValueError):
        return text


def _of_template(data: bytes) -> Iterator[Held]:
    """The literals in a template of Helm, line by line: with its actions it is no YAML."""
    part, indent = "", 0
    is_secret = False
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if line.startswith("---"):
            is_secret, part = False, ""
        match = _KEY.match(line) if len(line) <= _LONGEST else None
        if not match:
            continue
        name, text = match[2], (match[3] or "").strip().strip("\"'")
        if name == "kind" and not match[1]:
            is_secret = text == "Secret"
        elif name in ("data", "stringData") and not text:
            part, indent = name, len(match[1])
        elif len(match[1]) <= indent:
            part = ""
        elif (is_inside := bool(part and is_secret)) or is_secret_name(name):
            plain = _decoded(text) if part == "data" else text
            if not text or text.startswith(("|", ">", "&", "*")) or _names_object(name, text) or not _is_literal(text):
                continue
            if _is_literal(plain) and (is_random(plain) or not _OPEN.search(name)):
                yield Held(name, number, text, "Kubernetes Secret" if is_inside else "Helm template", is_inside)


def _of_lines(data: bytes, surface: str) -> Iterator[Held]:
    pattern = _GROOVY if surface == "Jenkinsfile" else _BICEP
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        match = pattern.match(line)
        if match and is_secret_name(match[1]):
            value = match[match.lastindex or 3] if surface == "Bicep file" else match[3]
            if _is_literal(value):
                yield Held(match[1], number, value, surface)


def _of_scripts(data: bytes, surface: str) -> Iterator[Held]:
    """Generated values in commands: `export API_KEY=...`, `Bearer ...`, `docker login -p ...`."""
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if len(line) > _LONGEST or ("=" not in line and "earer" not in line and " login " not in line):
            continue
        if line.lstrip().startswith("#") or (surface == "Dockerfile" and line.lstrip()[:4] in ("ENV ", "ARG ")):
            continue
        for match in _SHELL.finditer(line):
            if is_secret_name(match[1]) and is_random(match[3]) and _is_literal(match[3]):
                yield Held(match[1], number, match[3], surface)
        for match in _BEARER.finditer(line):
            if is_random(match[1]) and _is_literal(match[1]):
                yield Held("TOKEN", number, match[1], surface, False, "")
