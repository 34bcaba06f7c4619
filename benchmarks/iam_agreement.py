"""AWS policies: whether least-privilege and parliament agree on privilege escalation and wildcards, over generated policies.

    python -m venv /tmp/parliament && /tmp/parliament/bin/pip install parliament 'setuptools<81'
    PYTHONPATH=hooks python benchmarks/iam_agreement.py --python /tmp/parliament/bin/python [--show]

200 policies of one to three statements, drawn with a fixed seed from the pools below. parliament runs in an environment of its
own, with its community auditors: PRIVILEGE_ESCALATION is compared with our kinds "escalation" and "admin", RESOURCE_STAR (and for
`*` its escalations) with "wildcard", "secrets", "escalation" and "admin". A difference is expected for a reason in EXPLAINED;
any other is a miss. Exits 1 on a miss, 3 without parliament.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from typing import Any

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules.access.least_privilege import Policy, aws, check
from govhooks.rules.access.least_privilege.escalation import EVERYWHERE, READING, SETS

ACTIONS = (
    *(
        "*",
        "s3:*",
        "iam:*",
        "ec2:*",
        "dynamodb:*",
        "s3:GetObject",
        "s3:PutObject",
        "s3:ListBucket",
        "ec2:DescribeInstances",
    ),
    *(
        "ec2:RunInstances",
        "iam:PassRole",
        "iam:CreatePolicyVersion",
        "iam:CreateAccessKey",
        "iam:AttachRolePolicy",
        "iam:PutUserPolicy",
    ),
    *(
        "iam:UpdateAssumeRolePolicy",
        "iam:ListUsers",
        "lambda:CreateFunction",
        "lambda:InvokeFunction",
        "lambda:UpdateFunctionCode",
    ),
    *("glue:CreateDevEndpoint", "glue:UpdateDevEndpoint", "cloudformation:CreateStack", "datapipeline:CreatePipeline"),
    *(
        "dynamodb:PutItem",
        "sqs:SendMessage",
        "kms:Decrypt",
        "logs:CreateLogGroup",
        "secretsmanager:GetSecretValue",
        "sts:AssumeRole",
    ),
)
NARROW = {
    "s3": "arn:aws:s3:::reports/*",
    "iam": "arn:aws:iam::111122223333:role/ci",
    "dynamodb": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
}
EXPLAINED = {
    "narrow": "parliament does not look at the resources of an escalation",
    "set": "parliament does not know the set: PassRole with services that came later, sts:AssumeRole on every role",
    "combination": "parliament asks for a further action (lambda:InvokeFunction) that a trigger makes needless",
    "passrole": "iam:PassRole on every role: parliament says RESOURCE_STAR alone",
    "everywhere": "reads, and services that people give every resource: silent here, RESOURCE_STAR there",
    "none": "the action knows no resources: parliament lets it have every one, we ask for a condition or none",
    "service": "every action of a service on some resources: RESOURCE_STAR is about the resources alone",
}
_WITHOUT = {"datapipeline:createpipeline"}
RUN = """
import json, sys
from parliament import analyze_policy_string
for line in sys.stdin:
    found = analyze_policy_string(line, include_community_auditors=True).findings
    print(json.dumps(sorted({one.issue for one in found})))
"""


def policies(count: int) -> list[dict[str, Any]]:
    chance = random.Random(16)
    found = []
    for _ in range(count):
        statements = []
        for _ in range(chance.randint(1, 3)):
            actions = sorted(chance.sample(ACTIONS, chance.randint(1, 3)))
            services = {action.partition(":")[0] for action in actions}
            narrow = [NARROW[service] for service in sorted(services) if service in NARROW]
            resource = narrow if len(narrow) == len(services) and chance.random() < 0.5 else "*"
            statements.append({"Effect": "Allow", "Action": actions, "Resource": resource})
        found.append({"Version": "2012-10-17", "Statement": statements})
    return found


def ours(policy: dict[str, Any]) -> tuple[bool, bool]:
    """(whether it escalates, whether it is too wide) as the rule's kinds say."""
    kinds = {one.kind for one in aws.dangers(policy, "p.json") if one.kind and not one.relative}
    if kinds:
        changed = Change("A", "p.json", new=json.dumps(policy).encode())
        assert list(check(Changeset([changed]), Policy()))
    return bool(kinds & {"escalation", "admin"}), bool(kinds)


def theirs(every: list[dict[str, Any]], python: str) -> list[tuple[bool, bool]]:
    """The same as parliament has it. Raises CalledProcessError, OSError."""
    lines = "".join(json.dumps(one) + "\n" for one in every)
    done = subprocess.run([python, "-W", "ignore", "-c", RUN], input=lines, capture_output=True, check=True, text=True)
    found = [set(json.loads(line)) for line in done.stdout.splitlines()]
    return [("PRIVILEGE_ESCALATION" in one, bool(one & {"PRIVILEGE_ESCALATION", "RESOURCE_STAR"})) for one in found]


def reason(policy: dict[str, Any], question: str, is_ours: bool) -> str:
    """Why the two differ, "" if no reason is known."""
    wide = {action.lower() for one in policy["Statement"] if one["Resource"] == "*" for action in one["Action"]}
    every = {action.lower() for one in policy["Statement"] for action in one["Action"]}
    if question == "escalates":
        if not is_ours:
            return "narrow" if not any(set(group) <= wide for group in SETS) else ""
        if "iam:passrole" in wide:
            return "passrole"
        if any(set(group) <= wide for group in SETS):
            return "combination" if "lambda:createfunction" in wide else "set"
        return ""
    if is_ours:
        return "service" if any(action.endswith("*") for action in every) else "none" if every <= _WITHOUT else ""
    plain = all(action.startswith(EVERYWHERE) or action.partition(":")[2].startswith(READING) for action in wide)
    return "everywhere" if plain else "narrow" if not any(set(group) <= wide for group in SETS) else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", required=True, help="the python of an environment with parliament")
    parser.add_argument("--show", action="store_true", help="print each policy on which they differ")
    options = parser.parse_args()
    every = policies(200)
    try:
        others = theirs(every, options.python)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"parliament does not run: {getattr(error, 'stderr', '') or error}", file=sys.stderr)
        return 3
    misses = 0
    for at, question in enumerate(("escalates", "is too wide")):
        why: Counter[str] = Counter()
        for policy, other in zip(every, others):
            mine = ours(policy)[at]
            if mine == other[at]:
                continue
            explained = reason(policy, question, mine)
            why[explained] += 1
            misses += not explained
            if options.show or not explained:
                print(
                    f"{'we' if mine else 'parliament'} alone ({explained or 'MISS'}): {json.dumps(policy['Statement'])}"
                )
        print(f"{question}: {len(every) - sum(why.values())} of {len(every)} agree")
        for name, times in sorted(why.items()):
            print(f"  {times:3} {name or 'MISS'}: {EXPLAINED.get(name, '')}")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
