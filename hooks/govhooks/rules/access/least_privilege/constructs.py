"""Resources that programs make: of Pulumi, judged as Terraform has them, and of the CDK; commands to containers and databases."""

from __future__ import annotations

import ast
import re

from govhooks.knowledge.cloud.aws import statement
from govhooks.readers.code import Code, Expression
from govhooks.rules.access.least_privilege import aws, azure, forges, google, kubernetes, pods, settings, sql
from govhooks.rules.access.least_privilege.danger import Danger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

_PULUMI = re.compile(
    r"^(?:@pulumi/|pulumi_)?(aws|gcp|azure-native|azure_native|azuread|azure|kubernetes|k8s|gitlab|github)[./](.*)$"
)
_PREFIX = {
    "aws": "aws",
    "gcp": "google",
    "azure-native": "azurerm",
    "azure_native": "azurerm",
    "azure": "azurerm",
    "azuread": "azuread",
    "gitlab": "gitlab",
    "github": "github",
}
# What Terraform calls these otherwise.
_NAMES = {
    "azurerm_assignment": "azurerm_role_assignment",
    "azurerm_registry": "azurerm_container_registry",
    "azurerm_account": "azurerm_storage_account",
    "azurerm_managed_cluster": "azurerm_kubernetes_cluster",
}
_VERSION = re.compile(r"_v\d+$")
_DOCUMENT = re.compile(r"get_?policy_?document(?:_?output)?$", re.IGNORECASE)
_STATEMENT = re.compile(r"GetPolicyDocumentStatement(?:Args)?$")
_WEB_IDENTITY = ("WebIdentityPrincipal", "OpenIdConnectPrincipal", "FederatedPrincipal")
_ANYBODY = re.compile(r"\b(?:AnyPrincipal|StarPrincipal)\b|ArnPrincipal\(\s*['\"]\*['\"]")
_ENUM = re.compile(r"\bManagedPolicy\.([A-Z][A-Za-z_]+)$")
_RUN = re.compile(r"(?:^|\.)(?:execute|executescript|execute_sql|RunSQL|raw|query|text|\$executeRaw\w*)$")
_OPEN_FLAGS = (
    # (key of a call, value, kind of danger, what it does, fix)
    (
        "public_read_access",
        True,
        "public",
        "lets everybody read the bucket",
        "leave out the public access, and grant it to a principal",
    ),
    ("block_public_acls", False, "public", "no longer stops public access", "block all public access"),
    ("block_public_policy", False, "public", "no longer stops public access", "block all public access"),
    ("ignore_public_acls", False, "public", "no longer stops public access", "block all public access"),
    ("restrict_public_buckets", False, "public", "no longer stops public access", "block all public access"),
)


def dangers(code: Code) -> Iterator[Danger]:
    """The grants of a program's resources, commands and texts of SQL."""
    values = _Values(code)
    for call in code.calls:
        given = {_snake(key): values.value(one) for key, one in call.keywords.items()}
        for one in call.arguments:
            if isinstance(one, dict):
                given.update({_snake(str(key)): values.value(inner) for key, inner in one.items()})
        name = code.resolve(call.name)
        first = next((one for one in call.arguments if isinstance(one, str)), "")
        found = list(
            _of_call(name, first, given, [values.value(one) for one in call.arguments], values.assigned(call.line))
        )
        for danger in found:
            yield danger.moved((), call.line)
        # `old = os.umask(0)` only asks for the mask, and sets it again.
        if (
            name.rpartition(".")[2] == "umask"
            and call.arguments[:1] in ((0,), ("0",), ("000",))
            and not values.assigned(call.line)
        ):
            holder = f"umask in {'.'.join(call.scope) or 'the program'}"
            what = "lets everybody write the files that it makes (umask 0)"
            yield Danger("modes", holder, "mode", what, "use umask 0o027, or 0o022", line=call.line)


def _of_call(name: str, first: str, given: dict[str, Any], arguments: list[Any], assigned: str) -> Iterator[Danger]:
    short = name.rpartition(".")[2]
    holder = f"{short} {first or assigned}".strip()
    if _DOCUMENT.search(name):
        yield from _document(given.get("statements"), assigned or "the policy document")
    elif _STATEMENT.search(name):
        return  # with its document
    elif found := _PULUMI.match(name):
        yield from _resource(found[1], found[2], first, given, holder)
    elif str(given.get("role", "")).startswith("roles/") and (given.keys() & {"member", "members"}):
        above = re.search(r"project|folder|organi[sz]ation", name, re.IGNORECASE) is not None
        yield Danger("", holder)
        who = given.get("members", given.get("member"))
        who = who if isinstance(who, list) else [who]
        yield from google.grant(
            str(given["role"]), [str(one) for one in who], holder, (), above, given.get("condition")
        )
    if short in _WEB_IDENTITY and arguments:
        yield from _web_identity(arguments, assigned or "the role")
    if _ANYBODY.search(str(given.get("assumed_by", ""))):
        yield Danger("public", holder, "assumed by anybody", "can be assumed by everybody", "name the principal")
    if short.startswith("grant") and any(isinstance(one, str) and _ANYBODY.search(one) for one in arguments):
        what = f"lets everybody in ({short})"
        yield Danger("public", name, f"public {short}", what, "grant it to a principal")
    if not _PULUMI.match(name):
        for key, value, kind, what, fix in _OPEN_FLAGS:
            if given.get(key) is value:
                yield Danger(kind, holder, key, f"{what} ({key})", fix)
    if "FunctionUrlAuthType.NONE" in str(given.get("auth_type", "")):
        yield Danger(
            "public", holder, "function url", "lets everybody call the function", "use FunctionUrlAuthType.AWS_IAM"
        )
    if given.get("privileged") is True and (
        given.keys() & {"image", "detach", "command", "volumes"} or short in ("run", "create")
    ):
        what = "starts a privileged container"
        yield Danger("privileged", holder, "privileged", what, "leave out privileged, and add the one capability")
    if any("Access" in one or "ACCESS" in one for one in _texts([arguments, *given.values()])):
        for danger in aws.managed([_managed_policy(one) for one in _texts([arguments, *given.values()])], "x"):
            yield danger.named(holder)
    for text in _texts([arguments, *given.values()]):
        if '"Effect"' in text and text.lstrip().startswith("{"):
            yield from aws.dangers(text, holder)
    if _RUN.search(name) and any("GRANT" in one.upper() or "SUPERUSER" in one.upper() for one in _texts(arguments)):
        for text in _texts([arguments, *given.values()]):
            yield from sql.dangers(text)


def _resource(provider: str, path: str, first: str, given: dict[str, Any], holder: str) -> Iterator[Danger]:
    """One resource of Pulumi, judged as Terraform and Kubernetes have it."""
    *modules, kind = re.split(r"[./]", path)
    if provider in ("kubernetes", "k8s"):
        document = {_camel(key): _camels(inner) for key, inner in given.items()}
        about = document.get("metadata")
        about = about if isinstance(about, dict) else {}
        document = {**document, "kind": kind, "metadata": {"name": first, **about}}
        yield from kubernetes.dangers(document)
        yield from pods.pod_dangers(document)
        return
    module = modules[-1].rstrip("_") if modules else ""
    module = module.rstrip("s") if provider == "gcp" and module in ("projects", "organizations") else module
    parts = [_PREFIX[provider], *([module] if module and provider in ("aws", "gcp") else []), _snake(kind)]
    kind = _VERSION.sub("", "_".join(parts))
    kind = _NAMES.get(kind, kind)
    document = {"resource": {kind: {first or "x": [given]}}}
    for judge in (google.terraform, azure.terraform, settings.terraform, forges.terraform):
        for danger in judge(document):
            yield danger.named(holder + danger.holder.removeprefix(f"{kind}.{first or 'x'}"))


def _document(statements: Any, holder: str) -> Iterator[Danger]:
    """A policy document of Pulumi; its statements are those of Terraform's data source."""
    given: list[Any] = []
    for one in statements if isinstance(statements, list) else ():
        if isinstance(one, dict):
            table = {_snake(key): inner for key, inner in one.items()}
            table["condition"] = table.pop("conditions", table.get("condition"))
            block = {"statement": [{key: inner for key, inner in table.items() if inner is not None}]}
            given += [(found, statement(aws.plain(found)), ()) for _, found in aws.document_statements(block)]
    if given:
        yield from aws.judge(given, holder)


def _web_identity(arguments: list[Any], holder: str) -> Iterator[Danger]:
    """Whose tokens a role of the CDK accepts: (provider, conditions)."""
    conditions = arguments[1] if len(arguments) > 1 else {}
    if not isinstance(conditions, dict):
        return
    principal = {"Federated": str(arguments[0])}
    table = {
        "Effect": "Allow",
        "Principal": principal,
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": conditions,
    }
    yield from aws.judge([(table, statement(table), ())], holder)


def _managed_policy(text: str) -> str:
    """A policy of AWS that an enumeration names, as its ARN."""
    found = _ENUM.search(text.strip("${}"))
    if found is None:
        return text
    words = found[1].split("_") if "_" in found[1] else [found[1]]
    name = "".join(word if not word.isupper() or word in ("IAM", "AWS") else word.capitalize() for word in words)
    return f"arn:aws:iam::aws:policy/{name}"


def _texts(value: Any) -> list[str]:
    found: list[str] = []
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, dict):
            todo += list(one.values())
        elif isinstance(one, list):
            todo += one
    return found[::-1]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join({"pid": "PID", "ipc": "IPC"}.get(one, one.capitalize()) for one in rest)


def _camels(value: Any) -> Any:
    if isinstance(value, dict):
        return {_camel(str(key)): _camels(inner) for key, inner in value.items()}
    return [_camels(one) for one in value] if isinstance(value, list) else value


_ASSIGNED = re.compile(
    r"^\s*(?:export\s+)?(?:(?:const|let|var|private|readonly|public)\s+)*(?:this\.|self\.)?(\w+)\s*(?::[^=]+)?=(?!=)"
)
_CONSTANT = re.compile(r"[A-Za-z_$][\w$]*")
_DEEPEST = 20


class _Values:
    """The values of a program's expressions: names of its own constants and `...Args(...)` of Pulumi are followed."""

    def __init__(self, code: Code) -> None:
        self._lines: list[str] = []
        self._assigned: dict[int, str] = {}
        self._constants: dict[str, Any] = {}
        if isinstance(code.tree, ast.Module):
            self._constants = _once(_of_python(code.tree))
            self._assigned = {
                node.value.lineno: node.targets[0].id
                for node in ast.walk(code.tree)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
        elif code.tree is not None:
            data = b" " * code.tree.start_byte + code.tree.text
            self._constants = _once(_of_javascript(code, data))
            self._lines = ["", *data.decode("utf-8", "replace").split("\n")]

    def assigned(self, line: int) -> str:
        """What the value of a line is assigned to, "" if to nothing."""
        if self._assigned:
            return self._assigned.get(line, "")
        found = _ASSIGNED.match(self._lines[line]) if line < len(self._lines) else None
        return found[1] if found else ""

    def value(self, value: Any, deep: int = 0) -> Any:
        if deep > _DEEPEST:
            return "${...}"
        if isinstance(value, (list, tuple)):
            return [self.value(one, deep + 1) for one in value]
        if isinstance(value, dict):
            return {str(key): self.value(one, deep + 1) for key, one in value.items()}
        if not isinstance(value, Expression):
            return value
        text = value.text.strip()
        if _CONSTANT.fullmatch(text):
            return self.value(self._constants[text], deep + 1) if text in self._constants else f"${{{text}}}"
        if "Args(" in text:
            return self._arguments(text, deep)
        return f"${{{text}}}"

    def _arguments(self, text: str, deep: int) -> Any:
        """`aws.XArgs(a=1)` and lists of such, as the tables that they make."""
        try:
            node: ast.AST = ast.parse(text, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return f"${{{text}}}"
        return self._node(node, deep)

    def _node(self, node: ast.AST, deep: int) -> Any:
        if deep > _DEEPEST:
            return "${...}"
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, (ast.List, ast.Tuple)):
            return [self._node(one, deep + 1) for one in node.elts]
        if isinstance(node, ast.Dict):
            return {
                str(key.value): self._node(one, deep + 1)
                for key, one in zip(node.keys, node.values)
                if isinstance(key, ast.Constant)
            }
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Args"):
            return {one.arg: self._node(one.value, deep + 1) for one in node.keywords if one.arg}
        return self.value(Expression(ast.unparse(node).replace("Args(", "Args (")), deep + 1)


def _once(given: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The values of names that are given one."""
    found: dict[str, Any] = {}
    again: set[str] = set()
    for name, value in given:
        again.update({name} & found.keys())
        found[name] = value
    return {name: value for name, value in found.items() if name not in again}


def _of_python(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            try:
                yield node.targets[0].id, ast.literal_eval(node.value)
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                continue


def _of_javascript(code: Code, data: bytes) -> Iterator[tuple[str, Any]]:
    from govhooks.readers.source_values import Values

    values = Values(code.language, data)
    for node in code.tree.named_children:
        node = node.named_children[0] if node.type == "export_statement" and node.named_children else node
        for one in node.named_children if node.type == "lexical_declaration" else ():
            name, value = one.child_by_field_name("name"), one.child_by_field_name("value")
            given = values.value(value) if name is not None and value is not None else Expression("")
            if name is not None and not isinstance(given, Expression):
                yield values.text(name), given
