"""From what the rules said to a verdict: one finding once, and the least confidence."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Repo

from govhooks.core.changeset import Changeset
from govhooks.core.finding import HIDDEN, Finding
from govhooks.core.record import Record
from govhooks.core.rule import Rule
from govhooks.core.verdict import Verdict
from govhooks.core.waiver import Waiver
from govhooks.policy.load import Policies, Tables
from govhooks.run.conclude import conclude
from govhooks.run.gathered import Gathered
from govhooks.run.judge import Said
from govhooks.run.request import Request


def test_two_findings_on_two_lines_are_two(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("a.py", f"t = '{token}'\n\nu = '{token}'\n")
    done = repo.check()

    assert done.out.count("[no-secrets]") == 2
    assert "2 to fix" in done.out


def test_confidence_can_be_raised_and_lowered(repo) -> None:  # type: ignore[no-untyped-def]
    value = "".join(["hunter", "Two", "9x", "Q7"])
    repo.stage(".env.example", f"DB_PASSWORD={value}\n")
    rule = ["--rule", "no-env-files"]

    assert repo.check(*rule).code == 1
    high = repo.check(*rule, "--confidence", "high")
    assert (high.code, "1 finding of lower confidence not shown" in high.out) == (0, True)


class Policy(Record):
    confidence: str = "medium"
    days: int = 90


class ByPath(Record):
    def least(self, path: str) -> str:
        return "high" if path.startswith("tests/") else "low"


def made(id: str, policy: type[Record], **more: Any) -> Rule:
    return Rule(id, policy, lambda changeset, policy: (), **more)


RULES = (made("one", Policy, supplies={"exception-days": "days"}, excused_by="file"), made("two", ByPath))
POLICIES = Policies(Tables(RULES, {}, "a test"))
SURE = Finding("one", "a.py", 3, "p", "f", identity="v")


def concluded(*findings: Finding, confidence: str = "", kind: str = "range", **more: Any) -> Verdict:
    changeset = Changeset(kind=kind, today="2026-03-01")
    request = Request(confidence=confidence)
    gathered = Gathered(request, None, RULES, POLICIES.but(**more), (changeset,), kind, ("gathered",))  # type: ignore[arg-type]
    return conclude(gathered, Said(findings, 4, ("said",)))


UNREADABLE = SURE.but(identity="unreadable x", problem="cannot be read", line=0)
MESSAGE = SURE.but(path="", line=0)


@pytest.mark.parametrize(
    ("findings", "left"),
    [
        # of a file: once for all commits, the one that refuses; of a message: once a commit; of a line: each
        ([SURE.but(commit="1", blocks=False), SURE.but(commit="2")], [1]),
        ([MESSAGE.but(commit="1"), MESSAGE.but(commit="2")], [0, 1]),
        ([SURE, SURE.but(line=4)], [0, 1]),
        ([SURE, SURE.but(identity="w")], [0, 1]),
        ([SURE, SURE.but(rule="two")], [0, 1]),
        ([SURE, SURE], [0]),
        # what no rule can read is told once
        ([UNREADABLE, UNREADABLE.but(rule="two")], [0]),
        ([UNREADABLE, UNREADABLE.but(rule="two", problem="is nested too deeply")], [0, 1]),
        # the least confidence: of the policy, or of a path
        ([SURE.but(confidence="low")], []),
        ([SURE.but(confidence="medium")], [0]),
        ([SURE.but(rule="two", confidence="low")], [0]),
        ([SURE.but(rule="two", path="tests/a.py", confidence="medium")], []),
        # what refuses comes first, then by place
        ([SURE.but(blocks=False), SURE.but(path="b.py", line=2), SURE.but(path="b.py", line=1)], [2, 1, 0]),
    ],
)
def test_what_is_left_of_what_the_rules_said(findings: list[Finding], left: list[int]) -> None:
    assert list(concluded(*findings).findings) == [findings[number] for number in left]


def test_a_value_is_as_sure_as_its_surest_commit_and_stands_in_its_first() -> None:
    first, second = SURE.but(commit="1", confidence="low", column=5), SURE.but(commit="2", line=9)

    assert concluded(first, second).findings == (second.but(commit="1", line=3, column=5),)
    assert concluded(second, first).findings == (second,)


def test_the_least_confidence_of_a_request_counts_and_what_it_hides_is_said() -> None:
    findings = [SURE.but(identity=level, confidence=level) for level in ("low", "medium", "high")]
    shown = {level: concluded(*findings, confidence=level) for level in ("low", "medium", "high")}

    assert [len(verdict.findings) for verdict in shown.values()] == [3, 2, 1]
    assert [verdict.notes[2:] for verdict in shown.values()] == [
        (),
        ("1 finding of lower confidence not shown (see them with --confidence low)",),
        ("2 findings of lower confidence not shown (see them with --confidence low)",),
    ]


def test_an_exception_excuses_one_rule_and_is_shown() -> None:
    waiver = Waiver(1, "one", "a.py", "r", "ann", "bob", "2026-04-01", by="file")
    findings = [UNREADABLE, UNREADABLE.but(rule="two")]
    verdict = concluded(*findings, waivers=(waiver,))

    assert {finding.rule: finding.exception for finding in verdict.findings} == {"one": waiver, "two": None}
    assert verdict.refused


def test_a_secret_in_a_name_is_shown_by_no_rule() -> None:
    value = "k7Gv2pQ" + "x9wTbc1"
    named = SURE.but(path=f"keys/{HIDDEN}", line=0, identity=value)
    other = SURE.but(rule="two", path=f"keys/{value}", problem=f"{value} is new", fix=f"rm {value}", line=0)
    verdict = concluded(named, other)

    assert value not in "".join(one.path + one.problem + one.fix for one in verdict.findings)
    assert {one.path for one in verdict.findings} == {f"keys/{HIDDEN}"}


def test_what_was_looked_at_is_said() -> None:
    verdict = concluded(off=("two",), origin="HEAD:x")

    assert verdict.checked == {"kind": "range", "changes": 0, "commits": 4, "rules": ["one"], "policy": "HEAD:x"}
    assert verdict.notes == ("gathered", "said", "two is disabled by HEAD:x")


def test_a_folder_called_as_what_is_hidden_hides_no_words(repo: Repo) -> None:
    repo.stage("<secret>/.env", "A=1\n")
    out = repo.check().out

    assert "deployment configuration (path .env)" in out and "deployment <secret>" not in out
