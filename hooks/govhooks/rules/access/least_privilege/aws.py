"""AWS policies wherever they stand: JSON, CloudFormation, SAM, Serverless, Terraform's documents and encoded strings."""

from __future__ import annotations

import json
import re

from govhooks.knowledge.cloud.aws import EVERYBODY, Statement, statement, widened
from govhooks.knowledge.cloud.patterns import matches
from govhooks.readers.values import Tagged, untagged, walk
from govhooks.rules.access.least_privilege import federation
from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.rules.access.least_privilege.escalation import (
    ADMIN_POLICIES,
    DATA_READS,
    EVERYWHERE,
    READING,
    RESTRICTING,
    SECRET_READS,
    SETS,
)
from govhooks.rules.access.least_privilege.federation import breadth
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from govhooks.readers.values import Path

    # A statement as it is written, with its keys in lower case; as it is compared; and where it stands.
    Given = tuple[dict[str, Any], Statement, Path]

_MANAGED = compiled(r"(?:^|policy/(?:job-function/)?)([A-Z][\w-]+)$")
_CLUSTER_ADMINS = ("cluster-access-policy/AmazonEKSClusterAdminPolicy", "cluster-access-policy/AmazonEKSAdminPolicy")
_FULL = compiled(r"^(?:Amazon|AWS)?\w+FullAccess$")
# What CloudFormation and Terraform call a thing, as the path of keys to it.
_NAMED = ("resource", "data", "Resources", "resources")
_ALL_OF_A_KIND = compiled(
    r"^arn:[\w*-]*:iam::[^:]*:(?:role|user|group|policy|\*)(?:/\*)?$|^arn:[\w*-]*:[\w-]+:[^:]*:[^:]*:(?:function:)?\*$"
)
_ANY_ACCOUNT = compiled(r"^arn:[\w*-]*:(?:iam|kms|lambda|secretsmanager|ssm|sqs|sns|dynamodb|ecr|ecs):[^:]*:\*:[^*]")
_ALL_BUCKETS = compiled(r"^arn:[\w*-]*:s3:::\*(?:/\*)?$")


def dangers(value: Any, name: str) -> Iterator[Danger]:
    """The grants of every policy in a document; `name` is what a policy without one of its own is called."""
    policies: dict[Path, list[Given]] = {}
    trusted: set[Path] = set()
    for path, found in statements(value):
        holder = _container(path)
        policies.setdefault(holder, []).append((found, statement(plain(found)), path))
        if any(str(key).lower() in ("assumerolepolicydocument", "assume_role_policy") for key in path):
            trusted.add(holder)
    for place, given in policies.items():
        yield from judge(given, _holder(place, name))
    yield from managed(value, name)


def statements(value: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """(path, table) of each statement in a document."""
    inside: Path | None = None
    for path, inner in walk(value):
        if inside is not None and path[: len(inside)] == inside:
            continue
        inner = untagged(inner)
        if isinstance(inner, dict):
            keys = {str(key).lower() for key in inner}
            if "effect" in keys and ("action" in keys or "notaction" in keys):
                inside = path
                yield path, inner
        elif isinstance(inner, str) and '"' in inner and "Effect" in inner and inner.lstrip().startswith("{"):
            for below, found in statements(_decoded(inner)):
                yield (*path, *below), found


def _decoded(text: str) -> Any:
    """JSON in a string; templates in it (`${...}`) stand for themselves."""
    for one in (text, re.sub(r"(?<!\")\$\{[^}\"]*\}(?!\")", '"${...}"', text)):
        try:
            return json.loads(one)
        except (ValueError, RecursionError):
            continue
    return None


def _container(path: Path) -> Path:
    """The policy that a statement belongs to."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path[:-1] if path and str(path[-1]).lower() in ("statement", "statements") else path


def _holder(path: Path, name: str) -> str:
    names = [str(key) for key in path if isinstance(key, str)]
    if names[:1] and names[0] in ("resource", "data"):
        return ".".join(names[:3]) if names[0] == "data" else ".".join(names[1:3]) + _below(names[3:])
    if names[:1] == ["Resources"]:
        return names[1] + _below(names[2:])
    rest = ".".join(one for one in names if one not in ("Statement",))
    return f"{name} {rest}".strip() if rest else name


def _below(names: list[str]) -> str:
    is_trust = any("assume" in one.lower() for one in names)
    return " trust" if is_trust else ""


def plain(value: Any) -> Any:
    """A value as text where it is computed: `!Sub x` and `Fn::Sub` as x, any other function as `${...}`."""
    if isinstance(value, Tagged):
        inner = value.value
        return inner if isinstance(inner, str) else "${" + json.dumps(plain(inner), default=str) + "}"
    if isinstance(value, dict):
        if len(value) == 1 and isinstance(sub := value.get("Fn::Sub"), (str, list)):
            return sub if isinstance(sub, str) else str(sub[0]) if sub else ""
        if len(value) == 1 and any(str(key).startswith(("Fn::", "Ref")) for key in value):
            return "${" + json.dumps(plain(list(value.values())), default=str) + "}"
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value


def _is_wider(old: tuple[Statement, ...], new: tuple[Statement, ...]) -> bool:
    """Whether a policy allows more than an older one: what it says of its own holder, and what it says of principals that it names."""
    return any(
        widened(*(tuple(one for one in side if one.principal_given == given) for side in (old, new)))
        for given in (True, False)
    )


def judge(given: list[Given], holder: str) -> Iterator[Danger]:
    """The dangerous grants of one policy."""
    whole = tuple(one for _, one, _ in given)

    def danger(kind: str, key: str, what: str, fix: str, place: Path, covers: tuple[str, ...] = ()) -> Danger:
        return Danger(kind, holder, key, what, fix, place, covers=covers, whole=whole, wider=_is_wider)

    yield Danger("", holder, whole=whole)
    allowed = [one for one in given if one[1].allow]
    denied = sorted({action for _, one, _ in given if not one.allow for action in one.actions.patterns})
    less = f" but {denied}" if denied else ""
    is_admin = False
    for table, one, place in allowed:
        yield from _compared(table, one, holder, place)
        if one.principal_given:
            for kind, key, what, fix in _resource_policy(table, one):
                what, fix = _as_written(what, table), _as_written(fix, table)
                made = danger(kind, key, what, fix, place, ("aws ",) if kind == "public" else ())
                pattern = key.rpartition(" ")[2]
                is_pattern = key.startswith("aws trust ") and "*" in pattern
                yield made.but(whole=pattern, wider=federation.is_wider) if is_pattern else made
            continue
        limits = f" if {sorted(one.conditions)}" if one.conditions else ""
        for kind, key, what, fix in _identity_policy(one):
            is_admin = is_admin or kind == "admin"
            key += limits + less
            what, fix = _as_written(what, table), _as_written(fix, table)
            yield danger(kind, key, what, fix, place, ("aws ",) if kind == "admin" and not denied else ())
    if not is_admin:
        for kind, key, what, fix, place in _escalations([one for one in allowed if not one[1].principal_given]):
            yield danger(kind, key, what, fix, place)


_ONE_KIND = compiled(
    r"[:/](?:table|function|secret|parameter|role|queue|repository|cluster|instance|key|topic|stream|log-group)[:/]\*$"
)


def _compared(table: dict[str, Any], one: Statement, holder: str, place: Path) -> Iterator[Danger]:
    """What makes a narrow statement wider than one with the same actions that was there before."""
    actions = _as_written(_short(one.actions.patterns), table)
    if one.conditions:
        yield Danger("", f"{holder}: {actions}, condition")
    else:
        what = f"no longer asks for a condition for {actions}"
        yield Danger(
            "wildcard",
            f"{holder}: {actions}, condition",
            "unconditional",
            what,
            "keep the condition",
            place,
            relative=True,
        )
    yield Danger("", f"{holder}: {actions}")
    for pattern in one.actions.patterns if not one.actions.negated and not one.principal_given else ():
        service, _, verb = pattern.partition(":")
        if "*" in verb.rstrip("*") + verb[-1:] and verb.strip("*") and not verb.startswith(READING):
            shown = _as_written(pattern, table)
            what = f"allows every action that {shown} matches now"
            fix = f"name the actions of {service} that are needed"
            whole = (one,)
            yield Danger(
                "wildcard",
                f"{holder}",
                f"aws pattern {pattern}",
                what,
                fix,
                place,
                relative=True,
                whole=whole,
                wider=_is_wider,
            )
    subjects = [value for _, key, values in _conditions(table) if _is_subject(key) for value in values]
    if subjects and one.principal_given:
        yield from federation.compared(subjects, holder, place)
    for name in one.resources.patterns:
        if _ANY_ACCOUNT.match(name):
            what = f"in every account ({name})"
            yield Danger(
                "wildcard", f"{holder}: {actions}", f"wide {name}", what, "name the account", place, relative=True
            )
        if _ONE_KIND.search(name) or _ALL_BUCKETS.match(name):
            what = f"on every resource of a kind ({name})"
            fix = "name the one resource that is needed"
            yield Danger("wildcard", f"{holder}: {actions}", f"wide {name}", what, fix, place, relative=True)
    for name in one.principals.patterns if one.principal_given else ():
        if re.search(r"^AWS:(?:arn:[\w-]+:iam::\d+:root|\d{12})$", name):
            what = f"for every principal of an account ({name.removeprefix('AWS:')})"
            fix = "name the role that is meant"
            yield Danger("broad trust", f"{holder}: {actions}", f"account {name}", what, fix, place, relative=True)


def _as_written(text: str, *tables: dict[str, Any]) -> str:
    """A text with the actions as their statements write them."""
    for table in tables:
        given = {str(key).lower(): plain(inner) for key, inner in table.items()}
        for key in ("action", "notaction"):
            actions = given.get(key, [])
            for one in actions if isinstance(actions, list) else [actions]:
                if ":" in str(one):
                    text = text.replace(str(one).lower(), str(one))
    return text


def _is_all(resource: str) -> bool:
    return set(resource.removeprefix("arn:").replace("aws", "")) <= set("*:?/") and "*" in resource


def _broad(one: Statement) -> bool:
    names = one.resources
    return names.negated or any(_is_all(name) for name in names.patterns)


def _identity_policy(one: Statement) -> Iterator[tuple[str, str, str, str]]:
    on = _short(one.resources.patterns)
    where = "every resource" if _broad(one) else on
    smallest = "name the actions and resources that are needed, such as s3:GetObject on arn:aws:s3:::BUCKET/*"
    if one.resources.negated:
        where = f"every resource but {on}"
    if one.actions.negated:
        but = _short(one.actions.patterns)
        keeps_iam = not any(matches(pattern, "iam:createuser") for pattern in one.actions.patterns)
        kind = "admin" if _broad(one) and keeps_iam and not one.conditions else "wildcard"
        yield kind, f"aws not {but} {on}", f"allows every action but {but} on {where} (NotAction)", smallest
        return
    named = [action for action in one.actions.patterns if action.strip("*:")]
    if len(named) < len(one.actions.patterns):
        kind = "admin" if _broad(one) and not one.conditions else "wildcard"
        yield kind, f"aws * {on}", f"allows every action on {where}", smallest
        return
    services = [action for action in named if action.endswith(":*") or (":" not in action and "${" not in action)]
    for action in services:
        kind = "admin" if action == "iam:*" and _broad(one) and not one.conditions else "wildcard"
        if not _broad(one) and kind == "wildcard" and action in ("logs:*", "xray:*", "cloudwatch:*"):
            continue
        shown = action.split(":")[0]
        smallest = f"name the actions of {shown} that are needed, and the ARNs they are needed on"
        yield kind, f"aws {action} {on}", f"allows every action of {shown} on {where} ({action})", smallest
    if one.resources.negated and not services:
        yield (
            "wildcard",
            f"aws but {on}",
            f"allows {_short(tuple(named))} on {where} (NotResource)",
            "list the resources instead",
        )
    secrets = any(re.search(r":(?:secret:\*|parameter/\*)$", name) for name in one.resources.patterns)
    if not _broad(one) and not secrets and not any(_ALL_BUCKETS.match(name) for name in one.resources.patterns):
        return
    if one.conditions:
        return
    for action in named:
        if (
            action in services
            or "${" in action
            or one.resources.negated
            or action.startswith("iam:")
            or action == "sts:assumerole"
        ):
            continue
        if (action,) in SETS:
            continue  # said of the whole policy
        if any(matches(action, read) for read in SECRET_READS):
            fix = f"grant {action} on the ARN of the secret that is needed"
            yield "secrets", f"aws {action} *", f"reads every secret of the account ({action} on {on})", fix
        elif any(matches(action, read) for read in DATA_READS) or _changes(action):
            fix = f"grant {action} on the ARNs that it is needed on"
            yield "wildcard", f"aws {action} *", f"allows {action} on every resource", fix


def _changes(action: str) -> bool:
    verb = action.partition(":")[2]
    if action.startswith(EVERYWHERE) and not ("*" in verb and not verb.startswith(READING)):
        return False
    return not verb.startswith(READING)


def _short(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def _escalations(given: list[Given]) -> Iterator[tuple[str, str, str, str, Path]]:
    wide = [
        one
        for one in given
        if (_broad(one[1]) or any(_ALL_OF_A_KIND.match(name) for name in one[1].resources.patterns))
        and not one[1].actions.negated
    ]
    for table, one, place in wide:
        if "iam:passrole" in one.actions.patterns and not _has_key(table, "iam:passedtoservice"):
            on = _short(one.resources.patterns)
            yield (
                "escalation",
                f"aws iam:passrole {on}",
                f"may pass any role to any service (iam:PassRole on {on})",
                "name the role's ARN, and the service by the condition iam:PassedToService",
                place,
            )
    passing = [table for table, one, _ in wide if "iam:passrole" in one.actions.patterns]
    limited = bool(passing) and all(_has_key(table, "iam:passedtoservice") for table in passing)
    for group in SETS:
        if "iam:passrole" in group and (limited or passing):
            continue  # said above, or held to one service
        hit = [
            next(((one, place) for _, one, place in wide if not one.conditions and _names(one, action)), None)
            for action in group
        ]
        if all(hit) and hit[-1] is not None:
            shown = " with ".join(group)
            yield (
                "escalation",
                f"aws escalate {shown}",
                f"can grant itself more: {_as_written(shown, *(table for table, _, _ in wide))}",
                "name the ARNs that it is needed on, or leave it to a role of its own",
                hit[-1][1],
            )


def _names(one: Statement, action: str) -> bool:
    """Whether a statement gives an action by its name, or by a pattern within its service."""
    return any(
        ":" in pattern and not pattern.endswith(":*") and matches(pattern, action) for pattern in one.actions.patterns
    )


def _has_key(table: dict[str, Any], wanted: str) -> bool:
    return any(key.startswith(wanted) for _, key, _ in _conditions(table))


def _conditions(table: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """(operator, key, values) of a statement's conditions; operator and key in lower case."""
    given = {str(key).lower(): inner for key, inner in table.items()}
    conditions = plain(untagged(given.get("condition")))
    for operator, keys in conditions.items() if isinstance(conditions, dict) else ():
        for key, values in keys.items() if isinstance(keys, dict) else ():
            yield (
                str(operator).lower(),
                str(key).lower(),
                [str(one) for one in (values if isinstance(values, list) else [values])],
            )


def _resource_policy(table: dict[str, Any], one: Statement) -> Iterator[tuple[str, str, str, str]]:
    actions = _short(one.actions.patterns)
    principals = one.principals
    everyone = principals.negated or EVERYBODY in principals.patterns
    does = (
        "lets" if not any(action.startswith("sts:assume") for action in one.actions.patterns) else "can be assumed by"
    )
    if everyone and not _is_restricted(table):
        who = f"everybody but {_short(principals.patterns)}" if principals.negated else "everybody"
        what = f"lets {who} do {actions}" if does == "lets" else f"can be assumed by {who}"
        fix = "name the principal: an account, a role or a service; or add a condition such as aws:SourceArn or aws:PrincipalOrgID"
        yield "public", f"aws public {actions} {_short(principals.patterns) if principals.negated else ''}", what, fix
        return
    if any(re.match(r"AWS:arn:[\w*-]*:(?:iam|sts)::\*", name) for name in principals.patterns) and not _is_restricted(
        table
    ):
        yield (
            "public",
            f"aws any account {actions}",
            f"lets principals of any account do {actions}",
            "name the account in the ARN",
        )
        return
    if any(action.startswith("sts:assume") or action in ("sts:*", "*") for action in one.actions.patterns):
        yield from _trust(table, one)
    if any(name.startswith(("Service:", "Federated:")) for name in principals.patterns) or everyone:
        return
    for action in one.actions.patterns:
        own = all(name.endswith(":root") or name.startswith("AWS:${") for name in principals.patterns)
        if action == "kms:*" and own:
            continue  # the account's own access, without which nobody can administer a key
        if not action.strip("*:") or action.endswith(":*"):
            what = f"lets {_short(principals.patterns)} do everything ({action})"
            yield (
                "wildcard",
                f"aws {action} for {_short(principals.patterns)}",
                what,
                "list the actions that are needed",
            )


def _is_restricted(table: dict[str, Any]) -> bool:
    for operator, key, values in _conditions(table):
        if "ifexists" in operator or operator.removeprefix("foranyvalue:").startswith(
            ("stringnot", "arnnot", "notip", "null")
        ):
            continue
        if key.startswith(RESTRICTING) or key.endswith((":sub", ":aud")):
            return not any(value in ("*", "0.0.0.0/0", "::/0", "arn:aws:*") for value in values)
    return False


def _trust(table: dict[str, Any], one: Statement) -> Iterator[tuple[str, str, str, str]]:
    """What a role demands of tokens of an OpenID Connect provider."""
    providers = [name.partition(":")[2] for name in one.principals.patterns if name.startswith("Federated:")]
    by_web = any("webidentity" in action or "*" in action for action in one.actions.patterns)
    if not providers or not by_web or any("saml" in name for name in providers):
        return
    provider = re.sub(r"^.*oidc-provider/", "", providers[0])
    like = list(_conditions(table))
    positive = [
        (operator, key, values)
        for operator, key, values in like
        if operator.removeprefix("foranyvalue:")
        .removeprefix("forallvalues:")
        .startswith(("stringequals", "stringlike", "arn", "${"))
        and "ifexists" not in operator
    ]
    subjects = [(operator, value) for operator, key, values in positive if _is_subject(key) for value in values]
    audiences = [value for operator, key, values in positive if key.endswith(":aud") for value in values]
    if "cognito-identity" in provider:
        if not audiences:
            yield (
                "trust",
                f"aws trust {provider} aud",
                "can be assumed from any identity pool (no aud)",
                "add a condition for cognito-identity.amazonaws.com:aud",
            )
        return
    fix = f"add a condition StringEquals {provider}:sub with the one repository and branch, or service account"
    if not subjects:
        yield "trust", f"aws trust {provider}", f"can be assumed by any token of {provider} (no condition for sub)", fix
        return
    for operator, value in subjects:
        if "like" not in operator:
            continue
        if width := breadth(value):
            kind = "trust" if width == "any" else "broad trust"
            yield kind, f"aws trust {provider} {value}", f"can be assumed by {value} of {provider}", fix
    if not audiences or any(value.strip("*") == "" for value in audiences):
        fix = f"add a condition StringEquals {provider}:aud, such as sts.amazonaws.com"
        yield (
            "broad trust",
            f"aws trust {provider} aud",
            f"can be assumed by tokens of {provider} for any audience (no aud)",
            fix,
        )


def _is_subject(key: str) -> bool:
    return key.endswith(
        (":sub", ":repository", ":job_workflow_ref", ":repository_id", ":namespace_path", ":project_path")
    )


def managed(value: Any, name: str) -> Iterator[Danger]:
    """AWS's own policies that give everything, by ARN or name, wherever they are attached."""
    for path, inner in walk(value):
        if isinstance(inner, Tagged):
            inner = plain(inner)
        if isinstance(inner, str) and inner.endswith(_CLUSTER_ADMINS):
            what = f"is administrator of the cluster ({inner.rpartition('/')[2]})"
            fix = "use AmazonEKSEditPolicy or AmazonEKSViewPolicy, for the namespaces that are needed"
            yield Danger("admin", _holder(path, name), "eks admin", what, fix, path)
        if not isinstance(inner, str) or "Access" not in inner:
            continue
        found = _MANAGED.search(inner.strip())
        if found is None or (not inner.startswith(("arn:", "${")) and not _attaches(path)):
            continue
        holder = _holder(path, name)
        if found[1] in ADMIN_POLICIES:
            what = f"has AWS's policy {found[1]}"
            yield Danger(
                "admin",
                holder,
                f"aws policy {found[1]}",
                what,
                "attach a policy of the actions it needs",
                path,
                covers=("aws ",),
            )
        elif _FULL.match(found[1]):
            service = found[1].removesuffix("FullAccess")
            what = f"has AWS's policy {found[1]}: every action of {service} on every resource"
            yield Danger(
                "wildcard",
                holder,
                f"aws policy {found[1]}",
                what,
                "attach a policy of the actions and ARNs it needs",
                path,
            )


def _attaches(path: Path) -> bool:
    words = "".join(str(key).lower() for key in path[-3:])
    return any(word in words for word in ("polic", "iam")) or path[:2] == ("data", "aws_iam_policy")


def document_statements(block: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The statements of a Terraform `aws_iam_policy_document` in the form of IAM's JSON."""
    given = block.get("statement")
    for index, one in enumerate(given if isinstance(given, list) else [given] if isinstance(given, dict) else []):
        if not isinstance(one, dict):
            continue
        found: dict[str, Any] = {"Effect": one.get("effect", "Allow"), "Sid": one.get("sid", "")}
        for key, name in (
            ("actions", "Action"),
            ("not_actions", "NotAction"),
            ("resources", "Resource"),
            ("not_resources", "NotResource"),
        ):
            if key in one:
                found[name] = one[key]
        for key, name in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
            blocks = _blocks(one.get(key))
            if blocks:
                table: dict[str, list[Any]] = {}
                for who in blocks:
                    identifiers = plain(who.get("identifiers", []))
                    table.setdefault(str(who.get("type", "AWS")), []).extend(
                        identifiers if isinstance(identifiers, list) else [identifiers]
                    )
                found[name] = "*" if table == {"*": ["*"]} else table
        conditions: dict[str, dict[str, Any]] = {}
        for condition in _blocks(one.get("condition")):
            conditions.setdefault(str(condition.get("test")), {})[str(condition.get("variable"))] = condition.get(
                "values", []
            )
        if conditions:
            found["Condition"] = conditions
        yield index, found


def _blocks(value: Any) -> list[dict[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def terraform_documents(value: Any) -> Iterable[Danger]:
    """The grants of the policies that Terraform's data sources write."""
    data = value.get("data") if isinstance(value, dict) else None
    named = data.get("aws_iam_policy_document") if isinstance(data, dict) else None
    for name, blocks in named.items() if isinstance(named, dict) else ():
        given: list[Given] = []
        for at, block in enumerate(_blocks(blocks)):
            for index, found in document_statements(block):
                place = ("data", "aws_iam_policy_document", name, at, "statement", index)
                given.append((found, statement(plain(found)), place))
        if given:
            yield from judge(given, f"aws_iam_policy_document.{name}")
