"""Which environment variables a deployment file sets: Dockerfile, compose, Kubernetes, Helm, CI, Terraform and hosting services.

    for setting in settings("deploy/prod/app.yaml", data).found: ...   # setting.name, .line, .value, .reference

Formats are read by what they have in common: a table or list below a key that is called like one of variables (`env`, `environment`,
`envVars`, `variables`, ...), in YAML, JSON, TOML or HCL. What is no such document has a form of its own: .env, Dockerfile, systemd, Procfile,
templates of Helm. A value is kept to be compared, and is never shown.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.document import Path, Side

# What a setting's value is: a literal, a reference to something else, or nothing that stands here.
LITERAL, REFERENCE, UNSET = "literal", "reference", "unset"
# A variable as people name them in deployment files.
_NAME = compiled(r"[A-Z_][A-Z0-9_]{1,127}")
_ANY_NAME = compiled(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_PAIR = compiled(r"(?s)([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?")
# Keys (letters only, lower case) below which variables stand, whatever they are called ...
_TABLES = frozenset(
    "env envs environment environments environmentvariables envvars extraenv extraenvs extraenvvars extraenvironment containerenv"
    " envvariables environmentvars configvars appsettings secretenv secretenvs environmentvariablesforbuild".split()
)
# ... and those below which only names in capitals are.
_CAPITALS = frozenset(
    "variables vars data stringdata literals buildenvironment config settings secrets buildargs args buildenv".split()
)
# What stands beside a name in a list of variables.
_FROM = (
    "valueFrom",
    "value_from",
    "valueFromSecret",
    "fromSecret",
    "fromGroup",
    "fromDatabase",
    "fromService",
    "sync",
    "generateValue",
    "secret_key_ref",
)
_REFERENCE = compiled(
    r"""\$\{\{|\$\{?[A-Za-z_]|\{\{|<%|\$\(|@Microsoft\.KeyVault|^(?:arn|vault|op|sm|ssm|secret|ref\+\w+|doppler|infisical):|^(?:var|local|data|module|each|aws_\w+|google_\w+|azurerm_\w+|random_\w+)\.|^ENC\["""
)
_SERVICE = compiled(r"""^\s*(Environment|PassEnvironment)\s*=\s*(.*)$""")
_QUOTED = compiled(r""""((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)""")
_PROCESS = compiled(r"^[\w-]+:\s*((?:env\s+)?(?:[A-Z_][A-Z0-9_]*=\S*\s+)+)")
_NAME_LINE = compiled(r"""^(\s*)-\s+name:\s*["']?([A-Z_][A-Z0-9_]*)["']?\s*$""")
_VALUE_LINE = compiled(r"""^\s*(value|valueFrom):\s*(.*)$""")
_KEY_LINE = compiled(r"""^\s*([A-Z_][A-Z0-9_]*):(?:\s+(.*))?$""")
# Names of files (lower case, without folders) of hosting services and CI, and endings of others that set variables.
_FILES = frozenset(
    "fly.toml netlify.toml railway.toml railway.json render.yaml render.yml vercel.json app.json heroku.yml procfile wrangler.toml app.yaml app.yml"
    " serverless.yml serverless.yaml skaffold.yaml kustomization.yaml kustomization.yml cloudbuild.yaml cloudbuild.yml buildspec.yml buildspec.yaml"
    " .gitlab-ci.yml bitbucket-pipelines.yml azure-pipelines.yml jenkinsfile .travis.yml .drone.yml appspec.yml apprunner.yaml copilot.yml"
    " template.yaml template.yml chart.yaml ecosystem.config.js .ebextensions dokku.json nomad.hcl docker-stack.yml task-definition.json taskdef.json"
    " staticwebapp.config.json samconfig.toml manifest.yml do.yaml .platform.app.yaml deno.json".split()
)
_FOLDERS = compiled(
    r"(?i)(?:^|/)(?:\.github/(?:workflows|actions)|\.circleci|\.gitlab|\.buildkite|\.do|k8s|kube|kubernetes|deploy|deploys|deployment|deployments|manifests?|charts?|helm"
    r"|kustomize|overlays|base|infra|infrastructure|terraform|ops|docker|compose|ecs|argocd|gitops|environments?|envs?|stacks?|\.ebextensions|\.aws)/"
)
_COMPOSE = compiled(r"(?i)(?:^|/)(?:docker-)?(?:compose|stack)[\w.-]*\.ya?ml$")
_VALUES = compiled(
    r"(?i)(?:^|/)(?:[\w-]*values[\w.-]*|.*task-?def[\w.-]*|.*deployment[\w.-]*|.*cron-?job[\w.-]*|.*statefulset[\w.-]*|.*configmap[\w.-]*|azure-pipelines[\w.-]*|.*\.gitlab-ci)\.(?:ya?ml|json)$"
)
# Only to show what there is to fill in: they set nothing.
_TEMPLATE = compiled(r"(?i)(?:^|[._-])(?:example|sample|template|tmpl|tpl|dist|defaults?)(?:$|[._-])")


class Line:
    """The line of a path of keys, looked for when it is needed: few settings have a finding."""

    __slots__ = ("path", "side")

    def __init__(self, side: Side, path: Path) -> None:
        self.side, self.path = side, path

    def __int__(self) -> int:
        return self.side.line(self.path)


class Setting(Record):
    """A variable that a file sets: `surface` says what kind of file, `kind` what its value is, `where` the keys above it.

    `int(line)` is its line.
    """

    name: str
    line: int | Line
    value: str = ""
    kind: str = LITERAL
    surface: str = ""
    where: tuple[str, ...] = ()


class Found(Record):
    """What a file sets; or an `error` and its line, 0 if unknown."""

    found: tuple[Setting, ...] = ()
    error: str = ""
    error_line: int = 0


def surface_of(path: str) -> str:
    """What kind of deployment file a path names, "" for one that sets no variables."""
    from govhooks.readers import format_of

    name = path.rpartition("/")[2].lower()
    if name == ".envrc" or name.startswith(".env") or name.endswith(".env"):
        return "template" if _TEMPLATE.search(name) else "env file"
    if name.startswith(("dockerfile", "containerfile")) or name.endswith((".dockerfile", ".containerfile")):
        return "Dockerfile"
    if name == "procfile":
        return "Procfile"
    if name.endswith(".service"):
        return "systemd unit"
    form = format_of(path)
    if form == "hcl":
        return "Terraform file" if not name.endswith(".nomad") else "Nomad job"
    if form not in ("yaml", "json", "toml"):
        return ""
    if "/templates/" in f"/{path}" and form == "yaml":
        return "Helm template"
    if _COMPOSE.search(path):
        return "compose file"
    if "/.github/" in f"/{path}":
        return "workflow" if "/.github/workflows/" in f"/{path}" or name in ("action.yml", "action.yaml") else ""
    if name in _FILES or _VALUES.search(path) or _FOLDERS.search(path):
        return "deployment file"
    return ""


def settings(path: str, data: bytes, surface: str = "") -> Found:
    """What a file sets, by its path and bytes."""
    surface = surface or surface_of(path)
    if not surface or not data:
        return Found()
    if surface == "systemd unit":
        return Found(tuple(_of_unit(data)))
    if surface == "Procfile":
        return Found(tuple(_of_procfile(data)))
    if surface == "Helm template" and b"{{" in data:
        return Found(tuple(_of_template(data)))
    from govhooks.readers import format_of, read

    form = (
        "env" if surface in ("env file", "template") else "dockerfile" if surface == "Dockerfile" else format_of(path)
    )
    found: list[Setting] = []
    side: Side
    for side in read(form, data):
        if side.error:
            if form == "yaml" and b"{{" in data:
                return Found(tuple(_of_template(data)))
            return Found((), side.error, side.error_line)
        found += of_side(side, form, surface)
    return Found(tuple(found))


def of_side(side: Side, form: str, surface: str) -> Iterator[Setting]:
    """What one side of a parsed document sets."""
    if form == "env":
        for name, value in side.value.items() if isinstance(side.value, dict) else ():
            if _ANY_NAME.fullmatch(name):
                text = value if isinstance(value, str) else ""
                yield Setting(name, Line(side, (name,)), text, _kind(text), surface)
    elif form == "dockerfile":
        yield from _of_dockerfile(side)
    else:
        yield from _of_values(side, surface)


def _of_dockerfile(side: Side) -> Iterator[Setting]:
    for at, instruction in enumerate(side.value if isinstance(side.value, list) else ()):
        for kind in ("ENV", "ARG"):
            given = instruction.get(kind) if isinstance(instruction, dict) else None
            for name, value in given.items() if isinstance(given, dict) else ():
                text = value if isinstance(value, str) else ""
                yield Setting(name, Line(side, (at, kind, name)), text, _kind(text), "Dockerfile", (kind,))


def _of_values(side: Side, surface: str) -> Iterator[Setting]:
    """Walk a document for tables and lists of variables. A loop: deep nesting may be an attack."""
    from govhooks.readers.values import untagged

    kind = side.value.get("kind") if isinstance(side.value, dict) else None
    todo: list[tuple[Path, Any]] = [((), side.value)]
    while todo:
        path, value = todo.pop()
        value = untagged(value)
        if isinstance(value, list):
            todo += [((*path, at), one) for at, one in reversed(list(enumerate(value)))]
            continue
        if not isinstance(value, dict):
            continue
        for key, one in reversed(list(value.items())):
            below = (*path, key)
            one = untagged(one)
            plain = "".join(filter(str.isalpha, str(key))).lower()
            if plain in _TABLES or (plain in _CAPITALS and _is_held(plain, path, surface, kind)):
                yield from _of_table(side, below, one, surface, plain not in _TABLES)
            if isinstance(one, (dict, list)):
                todo.append((below, one))


def _is_held(plain: str, path: Path, surface: str, kind: Any) -> bool:
    """Whether a key that many documents have holds variables in this one."""
    if plain in ("data", "stringdata"):
        return not path and kind in ("ConfigMap", "Secret")
    if plain == "literals":
        return any(key in ("configMapGenerator", "secretGenerator") for key in path)
    if plain in ("config", "settings"):
        return surface == "Helm values" or (surface == "deployment file" and len(path) <= 2)
    if plain in ("args", "buildargs"):
        return "build" in path or plain == "buildargs"
    return True


def _of_table(side: Side, path: Path, value: Any, surface: str, capitals: bool) -> Iterator[Setting]:
    from govhooks.readers.values import untagged

    name_form = _NAME if capitals else _ANY_NAME
    where = tuple(str(key) for key in path)
    if isinstance(value, dict) and isinstance(value.get("name"), str) and not capitals:
        value = [value]  # a single block of Terraform
        single_block = True
    else:
        single_block = False
    if isinstance(value, dict):
        # A table with nothing but tables of settings ("env: {production: {...}}") is walked on.
        for name, one in value.items():
            one = untagged(one)
            if not isinstance(name, str) or not name_form.fullmatch(name) or (not capitals and not _is_variable(name)):
                continue
            if isinstance(one, list):
                continue
            if isinstance(one, dict):
                given = one.get("value", one.get("default"))
                if given is None and not any(
                    key in one for key in (*_FROM, "description", "required", "generator", "secretKeyRef", "name")
                ):
                    continue
                yield _setting(side, (*path, name), name, given, one, surface, where)
                continue
            yield _setting(side, (*path, name), name, one, {}, surface, where)
        return
    for at, one in enumerate(value if isinstance(value, list) else ()):
        one = untagged(one)
        if isinstance(one, dict):
            name = next(
                (one[key] for key in ("name", "Name", "key", "Key", "variable") if isinstance(one.get(key), str)), ""
            )
            given = one.get("value", one.get("Value"))
            if _ANY_NAME.fullmatch(name) and (
                _is_variable(name) or given is not None or any(key in one for key in _FROM)
            ):
                yield _setting(side, path if single_block else (*path, at), name, given, one, surface, where)
            elif len(one) == 1:  # - NAME: value
                (single,) = one
                if isinstance(single, str) and _NAME.fullmatch(single) and not isinstance(one[single], (dict, list)):
                    yield _setting(side, (*path, at, single), single, one[single], {}, surface, where)
        elif isinstance(one, str) and (found := _PAIR.fullmatch(one)) and _is_variable(found[1]):
            yield _setting(side, (*path, at), found[1], found[2], {}, surface, where)


def _is_variable(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def _setting(
    side: Side, path: Path, name: str, value: Any, beside: dict[str, Any], surface: str, where: tuple[str, ...]
) -> Setting:
    from govhooks.readers.values import Tagged

    line = Line(side, path)
    if any(key in beside for key in _FROM) or isinstance(value, Tagged):
        return Setting(name, line, "", REFERENCE, surface, where)
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif value is None or isinstance(value, (dict, list)):
        text = ""
    else:
        text = str(value)
    return Setting(name, line, text, _kind(text), surface, where)


def _kind(text: str) -> str:
    if not text:
        return UNSET
    return REFERENCE if _REFERENCE.search(text) else LITERAL


def _of_unit(data: bytes) -> Iterator[Setting]:
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        match = _SERVICE.match(line)
        for quoted in _QUOTED.finditer(match[2]) if match else ():
            text = quoted[1] or quoted[2] or quoted[3] or ""
            name, _, value = text.partition("=")
            if _ANY_NAME.fullmatch(name):
                yield Setting(name, number, value, _kind(value), "systemd unit")


def _of_procfile(data: bytes) -> Iterator[Setting]:
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        match = _PROCESS.match(line)
        for pair in match[1].split() if match else ():
            name, mark, value = pair.partition("=")
            if mark:
                yield Setting(name, number, value, _kind(value), "Procfile")


def _of_template(data: bytes) -> Iterator[Setting]:
    """What a template sets, by its lines: `- name: X` of a container, `X: ...` of a ConfigMap or Secret."""
    lines = data.decode("utf-8", "replace").split("\n")
    is_map = any(line.startswith(("kind: ConfigMap", "kind: Secret")) for line in lines)
    for number, line in enumerate(lines, 1):
        if match := _NAME_LINE.match(line):
            following = _VALUE_LINE.match(lines[number]) if number < len(lines) else None
            text = following[2].strip().strip("\"'") if following else ""
            kind = REFERENCE if following and following[1] == "valueFrom" else _kind(text)
            yield Setting(match[2], number, text, kind, "Helm template")
        elif is_map and (match := _KEY_LINE.match(line)):
            text = (match[2] or "").strip().strip("\"'")
            yield Setting(match[1], number, text, _kind(text), "Helm template")
