"""The rule exposed-credentials: open incidents hold pushes to kept branches to their deadline, and records are only added."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.knowledge.approvals.signing import Refused
from govhooks.knowledge.incidents import event as form
from govhooks.knowledge.incidents.event import Event
from govhooks.rules.secrets.exposed_credentials import Policy, rule
from govhooks.rules.secrets.no_secrets.examples import make

SIGNATURE = b"-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n"
ID = "2026-11-20-94e5562e"
TOKEN = make("ghp_{alnum:30}{sign:github}", seed=9)


DEFAULTS = Policy()


class Tree(dict[str, bytes]):
    """A tree that can be listed."""

    __call__ = dict.get

    def paths(self) -> list[str]:
        return sorted(self)


def made(kind: str, hour: int = 1, by: str = "ada@corp.test", **more: str) -> Event:
    event = Event(ID, kind, f"2026-11-20T{hour:02}:00:00Z", by, "2026-11-20T23:00:00Z", "why")
    if kind in ("opened", "reopened"):
        event = event.but(
            what="GitHub: a token",
            path="app/sync.py",
            exposed="2026-11-19T00:00:00Z",
            exposed_to="whoever can read origin",
            owner="eve@corp.test",
            revoke="https://provider.test/tokens",
            deadline="2026-11-21",
            **more,
        )
    return form.parse(form.payload(event) + SIGNATURE)


OPENED, ROTATED, CONTAINED = made("opened"), made("rotated", 2), made("contained", 3)
SIGNERS = {".governance/allowed_signers": b"keys"}


def tree(*events: Event, **more: bytes) -> Tree:
    return Tree({**SIGNERS, **{event.place: event.text for event in events}, **more})


def verify(said: Event, signers: object) -> None:
    if said.by == "mallory@corp.test":
        raise Refused("its key is not known")


def judge(
    *changes: Change,
    before: Tree | None = None,
    kind: str = "range",
    branch: str = "main",
    today: str = "2026-11-22",
    policy: Policy = DEFAULTS,
) -> list[Finding]:
    review = SimpleNamespace(branch=branch, is_default=branch == "main") if branch != "?" else None
    changeset = Changeset(
        changes,
        kind=kind,
        today=today,
        before=tree() if before is None else before,
        review=review,
        supplied={"verify": verify, "signers": ".governance/allowed_signers"},
    )
    return list(rule.check(changeset, policy))


@pytest.mark.parametrize(
    ("events", "today", "blocks", "words"),
    [
        ((OPENED,), "2026-11-22", True, "is open and overdue since 2026-11-21: GitHub: a token in app/sync.py"),
        ((OPENED,), "2026-11-21", False, "is open and due on 2026-11-21"),
        ((OPENED, ROTATED), "2026-11-22", True, "is rotated, not contained and overdue since 2026-11-21"),
        ((OPENED, CONTAINED), "2026-11-22", True, "is open and overdue"),
        ((OPENED, ROTATED, CONTAINED, made("reopened", 4)), "2026-11-22", True, "is open"),
    ],
)
def test_a_push_to_a_kept_branch(events: tuple[Event, ...], today: str, blocks: bool, words: str) -> None:
    (finding,) = judge(before=tree(*events), today=today)

    assert finding.blocks is blocks
    assert words in finding.problem
    assert finding.path.startswith(f".governance/incidents/{ID}/")
    assert "eve@corp.test" in finding.fix


def test_the_fix_says_that_deleting_is_not_containing() -> None:
    (finding,) = judge(before=tree(OPENED))

    assert finding.fix == (
        f"ask eve@corp.test to revoke it (https://provider.test/tokens), then run `govhooks incident rotate {ID}`;"
        " deleting it from the repository does not contain it: clones and caches keep it"
    )


@pytest.mark.parametrize(
    ("branch", "count"),
    [("main", 1), ("release/1.0", 1), ("topic", 0), ("", 1), ("?", 1)],
)
def test_only_where_changes_land(branch: str, count: int) -> None:
    assert len(judge(before=tree(OPENED), branch=branch)) == count


def test_nothing_is_said_of_a_contained_one_or_where_there_is_none() -> None:
    closing = Change("A", CONTAINED.place, new=CONTAINED.text)

    assert judge(before=tree(OPENED, ROTATED, CONTAINED)) == []
    assert judge(closing, before=tree(OPENED, ROTATED)) == []
    assert judge(Change("A", "app.py", new=b"x\n")) == []


def test_an_event_that_nobody_knows_does_not_land() -> None:
    forged = made("rotated", 2, by="mallory@corp.test")
    adds = Change("A", forged.place, new=forged.text)

    landing, topic = judge(adds, before=tree(OPENED)), judge(adds, before=tree(OPENED), branch="topic")

    assert [(finding.blocks, finding.problem.split(" and ")[0]) for finding in landing] == [
        (True, f"`rotated` does not count for incident {ID}: its key is not known"),
        (True, f"incident {ID} is open"),
    ]
    assert [finding.blocks for finding in topic] == [False]


@pytest.mark.parametrize("kind", ["opened", "reopened"])
def test_nobody_unknown_moves_a_deadline(kind: str) -> None:
    """A second event that opens, said to be earlier and with a later deadline."""
    landed = (OPENED,) if kind == "opened" else (OPENED, ROTATED)
    text = form.payload(made(kind, 0 if kind == "opened" else 5, by="mallory@corp.test").but(deadline="2099-01-01"))
    forged = form.parse(text + SIGNATURE)

    found = judge(Change("A", forged.place, new=forged.text), before=tree(*landed))

    assert [finding.blocks for finding in found] == [True, True]
    assert "does not count" in found[0].problem
    assert "overdue since 2026-11-21" in found[1].problem


@pytest.mark.parametrize(
    ("by", "deadline", "told"),
    [
        ("mallory@corp.test", "2026-11-21", []),
        (
            "mallory@corp.test",
            "2099-01-01",
            [f"incident {ID} has the deadline 2099-01-01, later than the policy allows (2026-11-21)"],
        ),
        ("ada@corp.test", "2099-01-01", []),
    ],
)
def test_only_a_signer_gives_more_time_than_the_policy(by: str, deadline: str, told: list[str]) -> None:
    event = form.parse(form.payload(made("opened", by=by).but(deadline=deadline)) + SIGNATURE)
    adds = Change("A", event.place, new=event.text)

    found = judge(adds, before=tree(), today="2026-11-20")
    commit = judge(adds, before=tree(), today="2026-11-20", kind="change")

    assert [one.problem.partition(", and its")[0] for one in found if one.blocks] == told
    assert [one.problem.partition(", and its")[0] for one in commit] == told
    assert not any(one.blocks for one in commit)


def test_nothing_is_signed_on_a_day_to_come() -> None:
    event = made("opened", 2)
    event = form.parse(form.payload(event.but(at="2999-01-01T00:00:00Z", issued="2999-01-01T00:00:00Z")) + SIGNATURE)

    (first, *_) = judge(Change("A", event.place, new=event.text), before=tree())

    assert (first.blocks, "dated in the future" in first.problem) == (True, True)


def test_a_damaged_record_that_landed_is_no_clean_push() -> None:
    found = judge(before=tree(**{OPENED.place: OPENED.text.replace(b"Eve", b"eve") + b"x"}))

    assert [(one.blocks, one.problem.partition(":")[0]) for one in found] == [(True, "not a record of an incident")]


def test_what_has_landed_counts_when_its_key_is_gone() -> None:
    past = (OPENED, made("rotated", 2, by="mallory@corp.test"), made("contained", 3, by="mallory@corp.test"))

    assert judge(before=tree(*past)) == []
    assert judge(before=tree(*past), kind="whole") == []


def test_a_push_cannot_delete_its_incident() -> None:
    gone = Change("D", OPENED.place, old=(OPENED.text,))

    found = judge(gone, before=tree(OPENED))

    assert [finding.problem.split(" and ")[0] for finding in found] == [
        "the record of an incident is deleted",
        f"incident {ID} is open",
    ]


def test_the_first_push_of_a_history_is_judged_by_its_own_keys() -> None:
    adds = [Change("A", path, new=data) for path, data in tree(OPENED, ROTATED, CONTAINED).items()]

    assert judge(*adds, before=Tree(), branch="?") == []
    assert len(judge(*adds[:-1], before=Tree(), branch="?")) == 1


@pytest.mark.parametrize(
    ("policy", "today", "blocks"),
    [
        (Policy(overdue="flag"), "2026-11-22", [False]),
        (Policy(overdue="off"), "2026-11-22", []),
        (Policy(open="refuse"), "2026-11-21", [True]),
        (Policy(open="off"), "2026-11-21", []),
    ],
)
def test_the_policy_says_what_an_incident_does(policy: Policy, today: str, blocks: list[bool]) -> None:
    assert [finding.blocks for finding in judge(before=tree(OPENED), policy=policy, today=today)] == blocks


def test_the_contact_of_the_policy_is_asked() -> None:
    (finding,) = judge(before=tree(OPENED), policy=Policy(contact="security@corp.test"))

    assert finding.fix.startswith("ask security@corp.test to revoke it")


@pytest.mark.parametrize("kind", ["change", "range"])
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change("M", OPENED.place, new=OPENED.text + b"\n", old=(OPENED.text,)), "the record of an incident is changed"),
        (Change("D", OPENED.place, old=(OPENED.text,)), "the record of an incident is deleted"),
        (Change("R", "notes.txt", new=OPENED.text, old=(OPENED.text,), old_path=OPENED.place), "is changed"),
        (Change("A", form.FOLDER + ID + "/x.txt", new=b"closed\n"), "not a record of an incident: it is not signed"),
        (Change("A", form.FOLDER + ID + "/x.txt", new=OPENED.text), "by its content its name is"),
    ],
)  # fmt: skip
def test_records_are_only_added(kind: str, change: Change, words: str) -> None:
    found = judge(change, before=tree(OPENED), kind=kind, branch="topic")

    assert any(words in finding.problem and finding.blocks for finding in found)


def test_a_commit_hears_of_events_that_do_not_count() -> None:
    early = judge(Change("A", CONTAINED.place, new=CONTAINED.text), before=tree(OPENED), kind="change")
    fine = judge(Change("A", ROTATED.place, new=ROTATED.text), before=tree(OPENED), kind="change")

    assert [(finding.blocks, finding.problem) for finding in early] == [
        (False, f"`contained` does not count for incident {ID}: it is open, and must be rotated first")
    ]
    assert fine == []


def test_a_whole_tree_shows_what_is_open_and_what_cannot_be_read() -> None:
    bad = tree(OPENED, **{form.FOLDER + ID + "/x.txt": b"x"})

    found = judge(before=bad, kind="whole")

    assert [finding.problem.split(":")[0] for finding in found] == [
        "not a record of an incident",
        f"incident {ID} is open and overdue since 2026-11-21",
    ]


def test_a_token_that_is_back_is_known_by_its_digest() -> None:
    opened = made("opened", mark=form.mark(ID, TOKEN))
    back = Change("A", "app/other.py", new=f'key = "{TOKEN}"\n'.encode())
    other = Change("A", "app/other.py", new=f'key = "{make("ghp_{alnum:30}{sign:github}", seed=10)}"\n'.encode())
    rotated = tree(opened, ROTATED, CONTAINED)

    (finding,) = judge(back, before=rotated, branch="topic")

    assert finding.blocks
    assert finding.line == 1
    assert f"the credential of incident {ID} is back, after it was contained" in finding.problem
    assert TOKEN not in finding.problem + finding.fix
    assert judge(other, before=rotated, branch="topic") == []
    assert judge(back, before=tree(opened), branch="topic") == []


def test_a_policy_that_makes_no_sense() -> None:
    assert "within-days" in Policy(within_days=-1).verify()
