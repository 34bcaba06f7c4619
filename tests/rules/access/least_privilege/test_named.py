"""Grants of Terraform and ARM by way of names, `for_each` and `dynamic`."""

from __future__ import annotations

from typing import Any

import pytest
from granting import judged, verdict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govhooks.readers import read
from govhooks.readers.values import at
from govhooks.rules.access.least_privilege.named import origin, template, terraform


def members(roles: str, more: str = "for_each = toset(local.roles)", role: str = "each.value") -> str:
    return f"""locals {{
  roles = {roles}
}}
resource "google_project_iam_member" "ci" {{
  {more}
  project = "shop"
  role    = {role}
  member  = "serviceAccount:ci@shop.iam.gserviceaccount.com"
}}
"""


def queue(actions: str, who: str, over: str = "var.consumers", iterator: str = "") -> str:
    return f"""data "aws_iam_policy_document" "queue" {{
  dynamic "statement" {{
    for_each = {over}
    {iterator}
    content {{
      actions   = {actions}
      resources = [aws_sqs_queue.orders.arn]
      principals {{
        type        = "AWS"
        identifiers = {who}
      }}
    }}
  }}
}}
"""


def variable(default: str) -> str:
    return f"""variable "actions" {{
  type    = list(string)
  default = {default}
}}
data "aws_iam_policy_document" "app" {{
  statement {{
    actions   = var.actions
    resources = ["*"]
  }}
}}
"""


VIEW, BOTH = '["roles/viewer"]', '["roles/viewer", "roles/owner"]'
RECEIVE, ALL = '["sqs:ReceiveMessage"]', '["sqs:*"]'
ONE, EVERYBODY = "[statement.value]", '["*"]'
ROLE = "arn:aws:iam::111122223333:role/app"
# (what becomes of it, new, old)
CHANGES = [
    ("refuse", members(BOTH), members(VIEW)),
    ("", members(VIEW), members(BOTH)),
    ("", members('["roles/viewer", "roles/logging.viewer"]'), members(VIEW)),
    ("", members(BOTH).replace("ci", "bot"), members(BOTH).replace("ci", "bot").replace("project =", "project  =")),
    ("refuse", members('{a = "roles/owner"}', "for_each = local.roles"), members('{a = "roles/viewer"}')),
    (
        "refuse",
        members(
            '[{role = "roles/editor"}]', "for_each = {for one in local.roles : one.role => one}", "each.value.role"
        ),
        members(
            '[{role = "roles/viewer"}]', "for_each = {for one in local.roles : one.role => one}", "each.value.role"
        ),
    ),
    ("refuse", members('["owner"]', role='"roles/${each.value}"'), members('["viewer"]', role='"roles/${each.value}"')),
    ("refuse", members(BOTH, "count = 2", "local.roles[1]"), members(BOTH, "count = 2", "local.roles[0]")),
    ("", members(BOTH, "count = 0", "local.roles[1]"), members(BOTH, "count = 0", "local.roles[0]")),
    ("", members(BOTH, "", "local.roles[0]"), None),
    ("refuse", members('local.roles2\n  roles2 = concat([], ["roles/owner"])'), None),
    ("", members("local.roles"), None),
    ("refuse", queue(ALL, EVERYBODY), queue(RECEIVE, ONE)),
    ("refuse", queue(RECEIVE, EVERYBODY), queue(RECEIVE, ONE)),
    ("", queue(RECEIVE, ONE), queue(RECEIVE, EVERYBODY)),
    ("", queue(RECEIVE, ONE, f'["{ROLE}"]'), None),
    ("refuse", queue(RECEIVE, ONE, f'["{ROLE}", "*"]'), queue(RECEIVE, ONE, f'["{ROLE}"]')),
    (
        "refuse",
        queue(RECEIVE, "[who.value.arn]", '[{arn = "*"}]', "iterator = who"),
        queue(RECEIVE, "[who.value.arn]", f'[{{arn = "{ROLE}"}}]', "iterator = who"),
    ),
    ("refuse", variable('["*"]'), variable('["ec2:DescribeInstances"]')),
    ("", variable('["ec2:DescribeInstances", "ec2:DescribeTags"]'), variable('["ec2:DescribeInstances"]')),
]


@pytest.mark.parametrize(("expected", "new", "old"), CHANGES)
def test_what_names_stand_for_is_granted(expected: str, new: str, old: str | None) -> None:
    assert verdict(judged("infra/main.tf", new, old)) == expected


def test_a_finding_stands_where_the_block_is_written() -> None:
    (found,) = judged("main.tf", "\n" + queue(RECEIVE, EVERYBODY))

    assert found.line == 6


def test_what_a_local_stands_for_is_said_once() -> None:
    policy = '{Version = "2012-10-17", Statement = [{Effect = "Allow", Action = "*", Resource = "*"}]}'
    text = f'locals {{\n  all = {policy}\n}}\nresource "aws_iam_policy" "x" {{\n  policy = jsonencode(local.all)\n}}\n'

    assert [one.problem.split()[0] for one in judged("main.tf", text)] == ["aws_iam_policy.x"]


NAMES = st.sampled_from(["a", "b", "c"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(
        ["${local.a}", "${local.b}", "${var.c}", "x${local.c}y", "${each.value}", "${s.value}", "roles/owner", 1]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
BODIES = st.fixed_dictionaries(
    {"role": VALUES},
    optional={
        "for_each": VALUES,
        "count": st.sampled_from([0, 2, "${local.a}"]),
        "dynamic": st.fixed_dictionaries(
            {
                "s": st.lists(
                    st.fixed_dictionaries({"for_each": VALUES, "content": st.lists(st.just({"x": "${s.value}"}))})
                )
            }
        )
        | VALUES,
        "s": VALUES,
    },
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(NAMES, VALUES), BODIES | VALUES)
def test_whatever_names_are_and_lead_back_to(local: dict[str, Any], block: Any) -> None:
    """No document ends a run, `value` stays as it was, and each place leads to one of the file."""
    value = {"locals": [local], "resource": {"t": {"x": [block]}}}
    before = repr(value)
    written, places = terraform(value)

    assert repr(value) == before
    for path in places:
        assert at(value, origin(path, places)) is not None
        assert origin(path, places)[:3] == ("resource", "t", "x")
    assert isinstance(written["resource"]["t"]["x"], list)


def test_many_instances_end() -> None:
    text = (
        'resource "t" "x" {\n  count = 999999999\n}\nlocals {\n  a = ["${local.b}${local.b}"]\n  b = "${local.a}"\n}\n'
    )
    (side,) = read("hcl", text.encode())
    written, _ = terraform(side.value)

    assert len(written["resource"]["t"]["x"]) == 200


ARM = {
    "variables": {
        "owner": "[concat('x/', variables('id'))]",
        "id": "8e3a",
        "ids": {"a": ["1f"]},
        "self": "[variables('SELF')]",
    },
    "parameters": {"role": {"type": "string", "defaultValue": "acr"}, "who": {"type": "string"}},
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[variables('ID')]", "[8e3a]"),
        ("[variables('owner')]", "[[concat('x/', 8e3a)]]"),
        ("[variables('ids').a[0]]", "[1f]"),
        ("[parameters('role')]", "[acr]"),
        ("[parameters('who')]", "[parameters('who')]"),
        ("8e3a", "8e3a"),
    ],
)
def test_names_of_arm(text: str, expected: str) -> None:
    assert template(text, ARM) == expected


def test_a_variable_of_arm_that_names_itself_ends() -> None:
    assert "variables" in template("[variables('self')]", ARM).lower()
