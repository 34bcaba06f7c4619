"""What the rules say: in the order of the rules, of the commit it is about, and the same when the work is shared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.core.record import Record
from govhooks.core.rule import Rule
from govhooks.policy.load import Policies, Tables
from govhooks.run import judge
from govhooks.run.gathered import Gathered
from govhooks.run.request import Request


class Policy(Record):
    pass


def each(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """A finding a change, with what `after` says of a file that is in no part but one."""
    for change in changeset.changes:
        seen = (changeset.after("f0") or b"").decode()
        yield Finding("each", change.path, 1, f"saw {seen}", "f", identity="v")


def once(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    yield Finding("once", "", 0, f"{len(changeset.changes)} changes", "f", identity="v")


def own(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    yield Finding("own", "", 0, "p", "f", identity="v", commit="of its own")


RULES = (Rule("once", Policy, once), Rule("each", Policy, each, per_change=True), Rule("own", Policy, own))
POLICIES = Policies(Tables(RULES, {}, "a test"))


def changes(count: int, content: bytes = b"x") -> tuple[Change, ...]:
    return tuple(Change("A", f"f{number}", new=content) for number in range(count))


def said(*changesets: Changeset, jobs: int = 1) -> list[tuple[str, str, str, str]]:
    found = judge.judge_changesets(RULES, POLICIES, changesets, jobs)
    return [(one.rule, one.path, one.problem, one.commit) for one in found]


def test_rule_by_rule_each_with_the_commit_it_is_about() -> None:
    net = Changeset(changes(1))
    commit = Changeset(changes(1, b"y"), kind="commit", commit="c1")

    assert said(net, commit) == [
        ("once", "", "1 changes", ""),
        ("once", "", "1 changes", "c1"),
        ("each", "f0", "saw x", ""),
        ("each", "f0", "saw y", "c1"),
        ("own", "", "p", "of its own"),
        ("own", "", "p", "of its own"),
    ]


@pytest.mark.parametrize("jobs", [1, 3])
def test_shared_or_not_the_same_is_said(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over more changes than one task takes; the whole trees are there for each part."""
    work = [
        Changeset(changes(judge.BIG)),
        Changeset(kind="commit", commit="empty"),
        Changeset(changes(37, b"y"), kind="commit", commit="c1"),
    ]
    shared = said(*work, jobs=jobs)
    monkeypatch.setattr(judge, "BIG", 10**6)

    assert shared == said(*work)
    assert [problem for rule, _, problem, _ in shared if rule == "once"] == ["64 changes", "0 changes", "37 changes"]


def test_what_the_policy_switches_off_is_not_asked_and_commits_are_counted() -> None:
    changesets = (Changeset(), Changeset(kind="commit", commit="c1"), Changeset(kind="commit", commit="c2"))
    gathered = Gathered(Request(jobs=1), None, RULES, POLICIES.but(off=("each", "own")), changesets, "range")  # type: ignore[arg-type]
    found = judge.judge(gathered)

    assert found.commits == 2
    assert [(one.rule, one.commit) for one in found.findings] == [("once", ""), ("once", "c1"), ("once", "c2")]
