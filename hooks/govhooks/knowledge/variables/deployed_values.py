"""Variables in documents of keys (YAML, JSON, TOML, HCL): a table or list below a key that is called like one of variables."""

from __future__ import annotations

from govhooks.knowledge.variables.setting import ANY_NAME, LITERAL, NAME, REFERENCE, UNSET, Line, Setting, kind_of
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.document import Path, Side

# Keys (letters only, lower case) below which variables stand, whatever they are called ...
_TABLES = frozenset(
    "env envs environment environments environmentvariables envvars extraenv extraenvs extraenvvars extraenvironment containerenv"
    " envvariables environmentvars configvars sensitiveconfigvars sensitiveenvironment appsettings secretenv secretenvs"
    " environmentvariablesforbuild optionsettings awselasticbeanstalkapplicationenvironment".split()
)
# ... and those below which only names in capitals are.
_CAPITALS = frozenset(
    "variables vars sensitivevars data stringdata literals buildenvironment config settings secrets buildargs args buildenv global"
    " matrix jobs encrypteddata parameterstore secretsmanager".split()
)
# Where each entry names what is kept elsewhere: https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
_STORES = frozenset(("parameterstore", "secretsmanager"))
# What stands beside a name (letters only, lower case) and says that its value comes from elsewhere.
_FROM = frozenset(
    "valuefrom valuefromsecret valuesource fromsecret fromgroup fromdatabase fromservice secretkeyref secretref sync generatevalue"
    " generator".split()
)
# What else stands beside a name that gets its value later: https://devcenter.heroku.com/articles/app-json-schema#env
_BESIDE = ("description", "required", "name")
_NAMES = ("name", "Name", "key", "Key", "variable", "option_name", "OptionName")
_VALUES = ("value", "Value", "default")
_PAIR = compiled(r"(?s)([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?")
_PAIRS = compiled(r"""(?:[A-Z_][A-Z0-9_]*=(?:"[^"]*"|'[^']*'|[^\s"']\S*|)(?:\s+|$)){2,}""")
_ONE = compiled(r"""([A-Z_][A-Z0-9_]*)=("[^"]*"|'[^']*'|\S*)""")
# A document within a text: patches of Kustomize, values in an Application of Argo CD, containers in Terraform.
_TEXTS = frozenset(("patch", "patches", "values", "containerdefinitions", "containerproperties", "template"))
# Terraform resources that are a variable each: the type, the key of the name, the keys of the value.
# https://registry.terraform.io/browse/providers: the pages of these resources
RESOURCES = {
    "vercel_project_environment_variable": ("key", "value"),
    "vercel_shared_environment_variable": ("key", "value"),
    "github_actions_variable": ("variable_name", "value"),
    "github_actions_environment_variable": ("variable_name", "value"),
    "github_actions_organization_variable": ("variable_name", "value"),
    "github_actions_secret": ("secret_name", "plaintext_value", "encrypted_value"),
    "github_actions_environment_secret": ("secret_name", "plaintext_value", "encrypted_value"),
    "github_actions_organization_secret": ("secret_name", "plaintext_value", "encrypted_value"),
    "gitlab_project_variable": ("key", "value"),
    "gitlab_group_variable": ("key", "value"),
    "gitlab_instance_variable": ("key", "value"),
    "bitbucket_repository_variable": ("key", "value"),
    "bitbucket_deployment_variable": ("key", "value"),
    "circleci_environment_variable": ("name", "value"),
    "circleci_context_environment_variable": ("variable", "value"),
    "netlify_environment_variable": ("key", "value", "secret_values", "values"),
    "railway_variable": ("name", "value"),
    "tfe_variable": ("key", "value"),
}
# Kinds of Kubernetes that make Secrets of what a store or the cluster's key holds: external-secrets.io, sealed-secrets.
_EXTERNAL = ("ExternalSecret", "ClusterExternalSecret", "SealedSecret")
_MAPS = ("kubernetes_config_map", "kubernetes_secret")


def of_values(side: Side, surface: str) -> Iterator[Setting]:
    """What a document sets."""
    yield from _of_value(side, side.value, (), surface)
    if surface == "Terraform file" and isinstance(side.value, dict):
        yield from _of_resources(side)


def _of_value(side: Side, root: Any, base: Path, surface: str) -> Iterator[Setting]:
    """Walk a value for tables and lists of variables; `base` is its path. A loop: deep nesting may be an attack."""
    from govhooks.readers.values import untagged

    kind = root.get("kind") if isinstance(root, dict) else None
    external = kind in _EXTERNAL
    todo: list[tuple[Path, Any]] = [(base, root)]
    while todo:
        path, value = todo.pop()
        value = untagged(value)
        if isinstance(value, list):
            todo += [((*path, at), one) for at, one in reversed(list(enumerate(value)))]
            continue
        if not isinstance(value, dict):
            continue
        if external and isinstance(value.get("secretKey"), str) and NAME.fullmatch(value["secretKey"]):
            yield Setting(
                value["secretKey"], Line(side, (*path, "secretKey")), "", REFERENCE, surface, tuple(map(str, path))
            )
        if isinstance(value.get("op"), str) and "/env" in str(value.get("path")):
            yield from _of_patch(side, path, value, surface)
        for key, one in reversed(list(value.items())):
            if key == "strategy" and surface == "workflow":
                continue  # a matrix makes jobs of its values
            below = (*path, key)
            plain = "".join(filter(str.isalpha, str(key))).lower()
            if plain in _TABLES or (plain in _CAPITALS and _is_held(plain, path, surface, kind)):
                yield from _of_table(side, below, one, surface, plain)
            one = untagged(one)
            if isinstance(one, (dict, list)):
                todo.append((below, one))
            elif isinstance(one, str) and plain in _TEXTS and "\n" in one and not base and "nv" in one:
                yield from _of_text(side, below, one, surface)


def _of_text(side: Side, path: Path, text: str, surface: str) -> Iterator[Setting]:
    """What a document within a text sets. The text begins on the line below its key."""
    from govhooks.readers import read

    for inner in read("json" if text.lstrip()[:1] in ("[", "{") else "yaml", text.encode()):
        for one in () if inner.error else _of_value(side, inner.value, (*path, ""), surface):
            below = 1 + text.count("\n", 0, max(0, text.find(one.name)))
            yield one.but(line=Line(side, path, below))


def _of_patch(side: Side, path: Path, value: dict[str, Any], surface: str) -> Iterator[Setting]:
    """A step of a JSON patch that adds a variable or a list of them: https://datatracker.ietf.org/doc/html/rfc6902."""
    given = value.get("value")
    if value["op"] in ("add", "replace") and str(value["path"]).rpartition("/env")[2].strip("/-0123456789") == "":
        yield from _of_table(side, (*path, "value"), [given] if isinstance(given, dict) else given, surface, "env")


def _is_held(plain: str, path: Path, surface: str, kind: Any) -> bool:
    """Whether a key that many documents have holds variables in this one."""
    last = path[-1] if path else ""
    if plain in ("data", "stringdata"):
        return (not path and kind in ("ConfigMap", "Secret")) or (last == "template" and kind in _EXTERNAL)
    if plain == "encrypteddata":
        return kind in _EXTERNAL
    if plain == "literals":
        return any(key in ("configMapGenerator", "secretGenerator") for key in path)
    if plain in ("config", "settings"):
        return surface == "deployment file" and len(path) <= 2
    if plain in ("args", "buildargs"):
        return "build" in path or plain == "buildargs"
    if plain in ("global", "matrix", "jobs"):  # https://docs.travis-ci.com/user/environment-variables/
        return path == ("env",)
    return plain not in _STORES or last == "env"


def _of_table(side: Side, path: Path, value: Any, surface: str, plain: str) -> Iterator[Setting]:
    """The variables of a table or list at a path whose last key is `plain`."""
    from govhooks.readers.values import untagged

    capitals = plain not in _TABLES
    where = tuple(str(key) for key in path)
    value = untagged(value)
    if isinstance(value, dict) and isinstance(value.get("name"), str) and not capitals and _gives(value):
        yield _setting(side, path, value["name"], value.get("value"), value, surface, where)
    elif isinstance(value, dict):
        for name, one in value.items():
            if not isinstance(name, str) or not NAME.fullmatch(name):
                continue
            if plain in _STORES or plain == "encrypteddata":
                yield Setting(name, Line(side, (*path, name)), "", REFERENCE, surface, where)
                continue
            inner = untagged(one)
            if isinstance(inner, dict):
                # A table with nothing but tables of settings ("env: {production: {...}}") is walked on.
                if _gives(inner) or any(key in inner for key in _BESIDE) or _is_intrinsic(inner):
                    yield _setting(side, (*path, name), name, _value(inner), inner, surface, where)
            elif not isinstance(inner, list) or inner is not one:
                yield _setting(side, (*path, name), name, one, {}, surface, where)
    for at, one in enumerate(value if isinstance(value, list) else ()):
        one = untagged(one)
        if isinstance(one, dict):
            yield from _of_element(side, (*path, at), one, surface, where)
        elif isinstance(one, str):
            yield from _of_pair(side, (*path, at), one, surface, where, plain)


def _of_element(side: Side, path: Path, one: dict[str, Any], surface: str, where: tuple[str, ...]) -> Iterator[Setting]:
    """An element of a list: `name` and `value`, or a table of one variable."""
    name = next((one[key] for key in _NAMES if isinstance(one.get(key), str)), "")
    if ANY_NAME.fullmatch(name) and (NAME.fullmatch(name) or _gives(one)):
        yield _setting(side, path, name, _value(one), one, surface, where)
    elif len(one) == 1:  # - NAME: value
        (single,) = one
        if isinstance(single, str) and NAME.fullmatch(single) and not isinstance(one[single], (dict, list)):
            yield _setting(side, (*path, single), single, one[single], {}, surface, where)


def _of_pair(side: Side, path: Path, text: str, surface: str, where: tuple[str, ...], plain: str) -> Iterator[Setting]:
    """`NAME=value` in a list, and a bare `NAME` where it hands on what is set elsewhere."""
    if where[0] == "env" and _PAIRS.fullmatch(text):  # Travis has several in one text
        for each in _ONE.finditer(text):
            given = each[2].strip("\"'")
            yield Setting(each[1], Line(side, path), given, kind_of(given), surface, where)
        return
    found = _PAIR.fullmatch(text)
    if not found or not NAME.fullmatch(found[1]):
        return
    if found[2] is not None or plain in ("environment", "secretenv", "args", "buildargs"):
        yield _setting(side, path, found[1], found[2], {}, surface, where)


def _of_resources(side: Side) -> Iterator[Setting]:
    """Terraform resources that are a variable, and maps of Kubernetes."""
    resources = side.value.get("resource")
    for kind, named in resources.items() if isinstance(resources, dict) else ():
        keys = RESOURCES.get(kind)
        if keys is None and not kind.startswith(_MAPS):
            continue
        for label, blocks in named.items() if isinstance(named, dict) else ():
            for at, block in enumerate(blocks if isinstance(blocks, list) else [blocks]):
                if not isinstance(block, dict):
                    continue
                here: Path = ("resource", kind, label, at) if isinstance(blocks, list) else ("resource", kind, label)
                if keys is None:
                    for key in ("data", "string_data", "binary_data"):
                        yield from _of_table(side, (*here, key), block.get(key), "Terraform file", "data")
                    continue
                name = block.get(keys[0])
                if isinstance(name, str) and NAME.fullmatch(name):
                    given = next((block[key] for key in keys[1:] if key in block), None)
                    path = (*here, keys[0])
                    yield _setting(side, path, name, given, {}, "Terraform file", tuple(map(str, here)))


def _plain(key: str) -> str:
    return key.replace("_", "").replace("-", "").lower()


def _comes(beside: dict[str, Any]) -> bool:
    """Whether what stands beside a name says that its value comes from elsewhere."""
    return any(_plain(key) in _FROM for key in beside)


def _value(one: dict[str, Any]) -> Any:
    return next((one[key] for key in _VALUES if one.get(key) is not None), None)


def _gives(one: dict[str, Any]) -> bool:
    """Whether a table beside a name is that of a variable: it has a value, or says where it comes from."""
    return _value(one) is not None or _comes(one)


def _is_intrinsic(one: dict[str, Any]) -> bool:
    """A function of CloudFormation: `{"Ref": "X"}`, `{"Fn::Sub": "..."}`."""
    key = next(iter(one)) if len(one) == 1 else ""
    return key == "Ref" or key.startswith("Fn::")


def _setting(
    side: Side, path: Path, name: str, value: Any, beside: dict[str, Any], surface: str, where: tuple[str, ...]
) -> Setting:
    from govhooks.readers.values import Tagged

    line = Line(side, path)
    if (
        isinstance(value, Tagged)
        or (isinstance(value, dict) and _is_intrinsic(value))
        or _comes(beside)
        or _is_intrinsic(beside)
    ):
        return Setting(name, line, "", REFERENCE, surface, where)
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif value is None or isinstance(value, (dict, list)):
        return Setting(name, line, "", UNSET if value is None else LITERAL, surface, where)
    else:
        text = str(value)
    return Setting(name, line, text, kind_of(text), surface, where)
