"""Which environment variables a deployment file sets: Dockerfile, compose, Kubernetes, Helm, CI, Terraform and hosting services.

    for setting in settings("deploy/prod/app.yaml", data).found: ...   # setting.name, .line, .value, .kind

Formats are read by what they have in common: a table or list below a key that is called like one of variables (`env`, `environment`,
`envVars`, `variables`, ...), in YAML, JSON, TOML or HCL (`deployed_values`). What is no such document has a form of its own: .env,
Dockerfile, systemd, Procfile, templates of Helm (`deployed_lines`). A value is kept to be compared, and is never shown.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.variables.setting import ANY_NAME, LITERAL, REFERENCE, UNSET, Line, Setting, kind_of
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.readers.document import Side

__all__ = ["LITERAL", "REFERENCE", "UNSET", "WORDS", "Found", "Line", "Setting", "may_set", "settings", "surface_of"]

# A document that sets variables holds one of these, in whatever case.
WORDS = tuple(
    'env variable vars data: data" literals appsettings app_settings config: config" settings: settings" secrets buildargs'
    ' build_args option_settings encrypteddata secretkey _secret" kubernetes_config_map kubernetes_secret'.split()
)
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
_ENV = compiled(r"\.env(?:[._-][\w.-]*)?")
# Endings of files about the environment that are no lists of variables, or that nobody can read.
_OTHER = frozenset(
    "md txt patch diff py js mjs cjs ts go rb sh json yaml yml toml rs html php gpg age asc vault".split()
)
_RENDERED = (".envrc", ".j2", ".jinja", ".erb", ".tmpl", ".tpl")
# Units of systemd, their drop-ins, and what podman makes units of: https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html
_UNIT = compiled(r"(?:^|/)[^/]+\.(?:service|container|pod)(?:\.d/[^/]+\.conf)?$")


class Found(Record):
    """What a file sets; or an `error` and its line, 0 if unknown."""

    found: tuple[Setting, ...] = ()
    error: str = ""
    error_line: int = 0


def surface_of(path: str) -> str:
    """What kind of deployment file a path names, "" for one that sets no variables."""
    from govhooks.readers import format_of

    name = path.rpartition("/")[2].lower()
    if name == ".envrc" or name.endswith(".env") or (_ENV.fullmatch(name) and name.rpartition(".")[2] not in _OTHER):
        return "template" if _TEMPLATE.search(name) else "env file"
    if name.startswith(("dockerfile", "containerfile")) or name.endswith((".dockerfile", ".containerfile")):
        return "Dockerfile" if format_of(path) in ("dockerfile", "") else ""
    if name == "procfile":
        return "Procfile"
    if _UNIT.search(name if name.endswith((".service", ".container", ".pod")) else path):
        return "systemd unit"
    form = format_of(path)
    if form == "hcl":
        return "Terraform file" if not name.endswith(".nomad") else "Nomad job"
    if "/templates/" in f"/{path}" and (form == "yaml" or name.endswith(".tpl")):
        return "Helm template"
    if name.endswith(".config") and "/.ebextensions/" in f"/{path}":
        return "deployment file"
    if form not in ("yaml", "json", "toml"):
        return ""
    if _COMPOSE.search(path):
        return "compose file"
    if "/.github/" in f"/{path}":
        return "workflow" if "/.github/workflows/" in f"/{path}" or name in ("action.yml", "action.yaml") else ""
    if name in _FILES or _VALUES.search(path) or _FOLDERS.search(path):
        return "deployment file"
    return ""


def may_set(surface: str, data: bytes) -> bool:
    """Whether a file of a kind can set a variable: a look at its text, before anything is parsed."""
    if surface in ("env file", "template", "Dockerfile", "Procfile", "systemd unit", "Helm template"):
        return bool(data)
    from govhooks.core.lines import lowered

    text = lowered(data)
    return any(word.encode() in text for word in WORDS) or (surface == "compose file" and b"args" in text)


def settings(path: str, data: bytes, surface: str = "") -> Found:
    """What a file sets, by its path and bytes."""
    surface = surface or surface_of(path)
    if not surface or not data:
        return Found()
    if (
        surface in ("systemd unit", "Procfile")
        or path.endswith(_RENDERED)
        or (surface == "Helm template" and b"{{" in data)
    ):
        return Found(tuple(_of_lines(path, data, surface)))
    from govhooks.readers import read

    form = _form_of(path, surface)
    found: list[Setting] = []
    for side in read(form, data):
        if side.error:
            if form == "yaml" and b"{{" in data:
                return Found(tuple(_of_lines(path, data, surface)))
            return Found((), side.error, side.error_line)
        found += _of_side(side, form, surface)
    return Found(tuple(found))


def _form_of(path: str, surface: str) -> str:
    """The format that a file of a kind is read in."""
    from govhooks.readers import format_of

    if surface in ("env file", "template"):
        return "env"
    if surface == "Dockerfile":
        return "dockerfile"
    return format_of(path) or "yaml"


def _of_lines(path: str, data: bytes, surface: str) -> Iterator[Setting]:
    from govhooks.knowledge.variables import deployed_lines

    if surface == "systemd unit":
        return deployed_lines.of_unit(data)
    if surface == "Procfile":
        return deployed_lines.of_procfile(data)
    return deployed_lines.of_exports(data) if surface in ("env file", "template") else deployed_lines.of_template(data)


def _of_side(side: Side, form: str, surface: str) -> Iterator[Setting]:
    """What one side of a parsed document sets."""
    if form == "env":
        for name, value in side.value.items() if isinstance(side.value, dict) else ():
            if ANY_NAME.fullmatch(name):
                text = value if isinstance(value, str) else ""
                yield Setting(name, Line(side, (name,)), text, kind_of(text), surface)
    elif form == "dockerfile":
        yield from _of_dockerfile(side)
    else:
        from govhooks.knowledge.variables.deployed_values import of_values

        yield from of_values(side, surface)


def _of_dockerfile(side: Side) -> Iterator[Setting]:
    for at, instruction in enumerate(side.value if isinstance(side.value, list) else ()):
        for kind in ("ENV", "ARG"):
            given = instruction.get(kind) if isinstance(instruction, dict) else None
            for name, value in given.items() if isinstance(given, dict) else ():
                text = value if isinstance(value, str) else ""
                yield Setting(name, Line(side, (at, kind, name)), text, kind_of(text), "Dockerfile", (kind,))
