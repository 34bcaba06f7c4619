"""The rule access-reviews: an overdue review blocks changes to a system's access files; CODEOWNERS does what it says."""

from __future__ import annotations

import datetime

import pytest
from conftest import Repo

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.errors import CannotJudge
from govhooks.core.finding import Finding
from govhooks.policy.load import PolicyError, load
from govhooks.rules.access.access_reviews import ID, rule
from govhooks.rules.access.access_reviews.policy import Policy, days
from govhooks.rules.index import ENTRIES

TODAY = "2026-11-27"
FILE = "governance.toml"


def register(last: str = "2026-10-01", **more: str) -> str:
    entry = {
        "owner": '"ada@corp.test"',
        "reviewer": '"bo@corp.test"',
        "every": '"90d"',
        "files": '["infra/db/**"]',
        **({"last": last} if last else {}),
        **more,
    }
    lines = "".join(f"{key} = {value}\n" for key, value in entry.items())
    return f"[rules.access-reviews.systems.production-db]\n{lines}"


def policy(text: str) -> Policy:
    made = load(text.encode(), FILE, ENTRIES).rules[ID]
    assert isinstance(made, Policy)
    return made


class Tree(dict[str, bytes]):
    """A tree that can be listed."""

    __call__ = dict.get

    def paths(self) -> list[str]:
        return sorted(self)


def judge(
    text: str, *changes: Change, before: dict[str, bytes] | None = None, kind: str = "change", **more: object
) -> list[Finding]:
    tree = Tree(before or {})
    changeset = Changeset(changes, today=TODAY, kind=kind, before=tree, supplied=more)
    return list(rule.check(changeset, policy(text)))


GRANT = Change("M", "infra/db/grants.sql", old=(b"a\n",), new=b"b\n")


@pytest.mark.parametrize(
    ("text", "blocks", "words"),
    [
        (register(""), True, "access to production-db was never reviewed"),
        (register("2026-08-28"), True, "overdue: last on 2026-08-28, due on 2026-11-26 (every 90d)"),
        (register('"2026-08-28"'), True, "overdue: last on 2026-08-28"),
        (register("2026-08-29"), False, "due on 2026-11-27 (last on 2026-08-29)"),
        (register("2026-09-12"), False, "due on 2026-12-11"),
        (register("2027-01-01"), True, "never reviewed; the record in .governance/access-reviews/production-db.txt does not count: last = 2027-01-01 is in the future"),
        (register(every='"7w"'), True, "due on 2026-11-19 (every 7w)"),
        ("[rules.access-reviews]\noverdue = \"flag\"\n" + register("2026-01-01"), False, "overdue"),
        ("[rules.access-reviews]\nsigned = true\n" + register(), True, "never reviewed"),
    ],
)  # fmt: skip
def test_a_review_that_is_not_in_order(text: str, blocks: bool, words: str) -> None:
    (finding,) = judge(text, GRANT)

    assert finding.blocks is blocks
    assert words in finding.problem
    assert finding.path == "infra/db/grants.sql"
    assert "bo@corp.test" in finding.fix


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (register("2026-09-13"), GRANT),
        (register(), GRANT),
        (register("2026-01-01"), Change("M", "infra/web/x.tf", old=(b"a\n",), new=b"b\n")),
        (register("2026-01-01", every='"1y"'), GRANT),
        ('[rules.access-reviews]\noverdue = "off"\n' + register("2026-01-01"), GRANT),
        ('[rules.access-reviews]\nwarn = "0d"\n' + register("2026-09-01"), GRANT),
        ("", GRANT),
    ],
)
def test_reviewed_on_time_or_not_concerned(text: str, change: Change) -> None:
    assert judge(text, change) == []


def test_a_file_that_leaves_counts_too() -> None:
    moved = Change("R", "old/grants.sql", old_path="infra/db/grants.sql", old=(b"a\n",), new=b"a\n")

    (finding,) = judge(register("2026-01-01"), moved)

    assert finding.path == "infra/db/grants.sql"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"reviewer": '"Ada <ADA@corp.test>"'}, "is reviewed by its own owner"),
        ({"reviewer": '""'}, "has no reviewer"),
        ({"owner": '""'}, "has no owner"),
        ({"files": "[]"}, "has no files"),
        ({"every": '"3 months"'}, "has every = '3 months'"),
        ({"every": '"0d"'}, "has every"),
        ({"last": '"yesterday"'}, "last must be a date such as 2026-11-27"),
        ({"last": "2026-10-01T00:00:00Z"}, "last must be a date"),
        ({"nxt": "1"}, "nxt"),
    ],
)
def test_an_entry_that_is_not_valid_is_an_error(changed: dict[str, str], words: str) -> None:
    with pytest.raises(PolicyError, match=words.replace("[", r"\[").replace("(", r"\(")):
        policy(register(**changed))


def test_a_register_in_a_file_of_its_own() -> None:
    text = '[rules.access-reviews]\nregister = "access.toml"\n'
    own = register("2026-01-01").replace("rules.access-reviews.", "").encode()

    (finding,) = judge(text, GRANT, before={"access.toml": own})

    assert "production-db is overdue" in finding.problem
    with pytest.raises(CannotJudge, match=r"access\.toml: the register of systems"):
        judge(text, GRANT)
    with pytest.raises(PolicyError, match=r"access\.toml: rules"):
        judge(text, GRANT, before={"access.toml": register().encode()})


LOOSER = [
    (register(), "", "access to production-db is no longer reviewed"),
    (register(), register(every='"1y"'), "reviewed less often: every 1y (was 90d)"),
    (
        register(),
        register("2027-10-01"),
        "the last review of production-db is said to be on 2027-10-01, which is still to come",
    ),
    (register(), register(files='["infra/other/**"]'), "infra/db/** no longer counts as access to production-db"),
]


@pytest.mark.parametrize(("old", "new", "words"), LOOSER)
def test_a_looser_register_is_flagged(old: str, new: str, words: str) -> None:
    change = Change("M", FILE, old=(old.encode(),), new=new.encode())

    (finding,) = judge(old, change, before={FILE: old.encode(), "infra/db/grants.sql": b"a\n"})

    assert words in finding.problem
    assert not finding.blocks


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (register(), register("2026-11-20")),
        (register(), register(every='"30d"')),
        (register(), register(files='["infra/**"]')),
        (register(files='["gone/**"]'), ""),
        ("", register()),
    ],
)
def test_a_register_that_is_as_strict(old: str, new: str) -> None:
    change = Change("M", FILE, old=(old.encode(),), new=new.encode())

    assert judge(old, change, before={FILE: old.encode(), "infra/db/grants.sql": b"a\n"}) == []


@pytest.mark.parametrize(
    ("last", "signed", "found"),
    [("2026-11-27", False, 0), ("2026-11-27", True, 1), ("2026-11-28", False, 1), ("2026-02-01", False, 1)],
)
def test_a_review_that_the_change_records_by_hand(last: str, signed: bool, found: int) -> None:
    head = "[rules.access-reviews]\nsigned = true\n" if signed else ""
    old, new = head + register("2026-01-01"), head + register(last)
    change = Change("M", FILE, old=(old.encode(),), new=new.encode())

    assert len(judge(old, change, GRANT, before={FILE: old.encode()})) == found


def owners(new: str, old: str = "", text: str = "", **more: object) -> list[str]:
    tree = {"src/a.py": b"", "docs/x.md": b"", "infra/db/grants.sql": b"", "CODEOWNERS": old.encode()}
    change = Change("M" if old else "A", "CODEOWNERS", old=(old.encode(),) if old else (), new=new.encode())
    return [finding.problem for finding in judge(text, change, before=tree, **more)]


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        ("* @o/all\n/src/ @o/dev\n", "", []),
        ("* @o/all\n/srx/ @o/dev\n", "", ["/srx/ matches no file"]),
        ("* @o/all\n/srx/ @o/dev\n", "/srx/ @o/dev\n", []),
        ("/src/ @o/dev\n* @o/all\n", "", ["/src/ has no effect: line 2 (*)"]),
        ("/src/ @o/dev\n* @o/all\n", "/src/ @o/dev\n", ["/src/ has no effect: line 2 (*)"]),
        ("/src/ @o/dev\n* @o/all\n/docs/ @o/doc\n", "/src/ @o/dev\n* @o/all\n", []),
        (
            "[Section]\n* @o/all\n",
            "",
            ["CODEOWNERS is not judged: CODEOWNERS:1: [Section] is not a CODEOWNERS pattern"],
        ),
        ("# only a comment\n", "", []),
    ],
)
def test_lines_of_codeowners(new: str, old: str, expected: list[str]) -> None:
    found = owners(new, old)

    assert len(found) == len(expected)
    assert all(problem.startswith(start) for problem, start in zip(found, expected))


TEAMS = '[rules.access-reviews]\nteams = "refuse"\n'


def test_people_where_teams_are_wanted() -> None:
    assert owners("* @ada ada@corp.test @o/all\n", "", TEAMS) == [
        "* is owned by a person, @ada: the policy wants teams",
        "* is owned by a person, ada@corp.test: the policy wants teams",
    ]
    assert owners("* @ada\n/src/ @ada\n", "* @ada\n", TEAMS) == []


PEOPLE = """[rules.high-risk-changes.people]
"github:cy" = ["cy@corp.test"]
"""


@pytest.mark.parametrize(
    ("owner", "inactive"),
    [
        ("ada@corp.test", False),
        ("eve@corp.test", True),
        ("@cy", True),
        ("@dana", False),
        ("@unknown", False),
        ("@o/team", False),
    ],
)
def test_owners_who_are_gone(owner: str, inactive: bool) -> None:
    seen = {"Ada <ada@corp.test>": "2026-10-01", "D <7+dana@users.noreply.github.com>": "2026-09-01"}
    people = {"github:cy": ["cy@corp.test"]}

    found = owners(f"* {owner}\n", activity=lambda since: seen, people=people)

    assert bool(found) is inactive
    assert all("who has no commit or review since 2025-11-2" in problem for problem in found)
    assert owners(f"* {owner}\n", activity=lambda since: None) == []
    assert owners(f"* {owner}\n", f"* {owner}\n/x/ {owner}\n", activity=lambda since: seen, people=people) == []
    more = owners(f"* {owner}\n/src/ {owner}\n", f"* {owner}\n", activity=lambda since: seen, people=people)
    assert bool(more) is inactive


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90d", 90),
        ("13w", 91),
        ("1y", 365),
        ("", 0),
        ("d", 0),
        ("-1d", 0),
        ("1.5d", 0),
        ("99999y", 0),
        ("90", 0),
        ("²d", 0),
    ],
)
def test_cadences(text: str, expected: int) -> None:
    assert days(text) == expected


def test_a_commit_is_refused_and_an_old_register_does_not_stop_others(repo: Repo) -> None:
    day = (datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=200)).isoformat()
    repo.commit("policy", **{FILE: register(day), "infra/db/grants.sql": "a\n"})
    repo.stage("infra/db/grants.sql", "b\n")

    done = repo.run("check", "--rule", ID)

    assert done.code == 1
    assert f"infra/db/grants.sql: the access review of production-db is overdue: last on {day}" in done.out
    repo.git("reset", "-q", "--hard")
    repo.stage("app.py", "x = 2\n")
    assert repo.run("check", "--rule", ID).code == 0
    assert "overdue" in repo.run("check", "--all", "--rule", ID).out
