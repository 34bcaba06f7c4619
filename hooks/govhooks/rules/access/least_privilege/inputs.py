"""What other files of Terraform are given: locals, variables, inputs of modules and of Terragrunt, `*.tfvars`.

What they are used for stands elsewhere; judged is what can hardly be used for anything else: a role, an action, a member, a subject.
"""

from __future__ import annotations

import re

from govhooks.knowledge.cloud.aws import statement
from govhooks.readers.values import Tagged, untagged, walk
from govhooks.rules.access.least_privilege import aws, azure, google
from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.rules.access.least_privilege.federation import breadth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.values import Path

# What is named to be kept out, or only talked about.
_NOT_GIVEN = re.compile(
    r"den(?:y|ied)|forbid|disallow|block|exclu|exempt|prohibit|restrict|validation|description|error_message|\bnot_"
)
_ROLE = re.compile(r"(?:^|=>|\")(roles/[\w.]+)(?=$|\")")
_ACTION = re.compile(r"[a-z][a-z0-9-]*:\*|\*")
_SUBJECTS = re.compile(r"subject|github_repo|gitlab_project|allowed_repo|oidc_sub")
_SUBJECT = re.compile(r"(?:repo:)?(?:\*|[\w.*-]+/[\w.*-]+(?::[\w./*-]+)*)")
_PRINCIPALS = re.compile(r"principal|trusted_(?:role|account|arn|entit)|identifiers|role_arns|account_ids")


def dangers(value: Any, path: str) -> Iterator[Danger]:
    """The values of a file's names that no resource of the same file uses."""
    for holder, place, given in _given(value, path):
        found = list(_of_one(given, holder, place))
        if found:
            yield from found
        else:
            yield Danger("", holder)


def _given(value: Any, path: str) -> Iterator[tuple[str, Path, Any]]:
    """(name, path, value) of everything that is given."""
    if not isinstance(value, dict):
        return
    tables = value.get("locals")
    for index, table in enumerate(tables if isinstance(tables, list) else ()):
        for key, given in table.items() if isinstance(table, dict) else ():
            yield f"local.{key}", ("locals", index, key), given
    for section, name in (("variable", "var"), ("module", "module")):
        named = value.get(section)
        for key, blocks in named.items() if isinstance(named, dict) else ():
            for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
                here: Path = (section, key, index)
                if section == "module":
                    yield f"{name}.{key}", here, block
                elif isinstance(block, dict) and "default" in block:
                    yield f"{name}.{key}", (*here, "default"), {key: block["default"]}
    resources = value.get("resource")
    for kind, named in resources.items() if isinstance(resources, dict) else ():
        for key, blocks in named.items() if isinstance(named, dict) else ():
            for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
                over = block.get("for_each") if isinstance(block, dict) else None
                if isinstance(over, (str, Tagged)):
                    yield f"{kind}.{key}", ("resource", kind, key, index, "for_each"), over
    if isinstance(value.get("inputs"), dict):
        yield "inputs", ("inputs",), value["inputs"]
    if path.lower().endswith(".tfvars"):
        for key, given in value.items():
            yield str(key), (key,), given


def _of_one(value: Any, holder: str, place: Path) -> Iterator[Danger]:
    seen: set[str] = set()
    inside: Path | None = None
    for path, inner in walk(value):
        if inside is not None and path[: len(inside)] == inside:
            continue
        names = ".".join(str(key).lower() for key in (*place, *path) if isinstance(key, str))
        if _NOT_GIVEN.search(names):
            continue
        inner = untagged(inner)
        here = (*place, *path)
        if isinstance(inner, dict) and {"actions", "resources"} <= inner.keys():
            inside = path
            block = {"statement": [inner]}
            given = [(found, statement(aws.plain(found)), here) for _, found in aws.document_statements(block)]
            yield from aws.judge(given, holder)
            continue
        texts = [str(key) for key in path[-1:] if isinstance(key, str)]
        texts += [inner] if isinstance(inner, str) else []
        for text in texts:
            for danger in _of_text(text, names, holder, here):
                if danger.key not in seen:
                    seen.add(danger.key)
                    yield danger


def _of_text(text: str, names: str, holder: str, here: Path) -> Iterator[Danger]:
    for role in _ROLE.findall(text):
        fix = "give the role of the one service, such as roles/storage.objectViewer on a bucket"
        if role in google.ADMINS:
            what = f"gives {role}: nearly everything in the project"
            yield Danger("admin", holder, f"gcp {role}", what, fix, here)
        elif role in google.ESCALATING:
            what = f"gives {role}, by which somebody can take more"
            yield Danger("escalation", holder, f"gcp {role}", what, fix, here)
    if text in google.EVERYBODY:
        what = f"lets everybody in ({text})"
        yield Danger("wildcard", holder, f"gcp {text}", what, "name the members", here)
    low = text.lower()
    if "action" in names and _ACTION.fullmatch(low):
        what = f"gives every action of {low.partition(':')[0]}" if ":" in low else "gives every action"
        yield Danger("wildcard", holder, f"aws {low}", f"{what} ({text})", "name the actions that are needed", here)
    if text == "*" and _PRINCIPALS.search(names):
        what = "names everybody for a principal (*)"
        yield Danger("wildcard", holder, "aws principal *", what, "name the principals", here)
    width = breadth(text if text.startswith("repo:") else f"repo:{text}") if _SUBJECT.fullmatch(text) else ""
    if width and _SUBJECTS.search(names):
        kind = "trust" if width == "any" else "broad trust"
        fix = "name the one repository and branch or environment"
        yield Danger(kind, holder, f"trust {text}", f"trusts every token of {text}", fix, here)
    if "role" in names and low in (*azure.OWNERS, *azure.ESCALATING):
        kind = "admin" if low in azure.OWNERS else "escalation"
        fix = "give the role of the one service, on the resource or its group"
        yield Danger(kind, holder, f"azure {low}", f"gives the role {text}", fix, here)
