"""`govhooks access`: a review is signed by the reviewer, counts at once, and nobody else's does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from review_world import World, copy, mail

from govhooks.knowledge import access_record

RECORD = access_record.place("db")
REGISTER = """\
[rules.access-reviews.systems.db]
owner = "ada@corp.test"
reviewer = "bo@corp.test"
every = "90d"
files = ["infra/db/**"]
"""


@pytest.fixture
def world(company: Path, tmp_path: Path) -> World:
    """A branch whose register has a system that was never reviewed."""
    made = copy(company, tmp_path / "home")
    made.commit("register", **{"governance.toml": REGISTER, "infra/db/grants.sql": "a\n"})
    return made


def review(world: World, who: str, *args: str, by: str = "") -> tuple[int, str]:
    done = world.run(
        "access", "review", "db", "--key", str(world.key(who)), "--by", by or mail(who), "--reason", "looked", *args
    )
    return done.code, done.out + done.err


def test_a_review_is_recorded_and_counts(world: World) -> None:
    world.stage("infra/db/grants.sql", "b\n")
    assert world.run("check", "--rule", "access-reviews").code == 1

    code, out = review(world, "bo", "--keep", "ada@corp.test", "--remove", "eve@corp.test")
    made = access_record.parse((world.path / RECORD).read_bytes())

    assert code == 0, out
    assert made.decisions == (("keep", "ada@corp.test"), ("remove", "eve@corp.test"))
    assert RECORD in world.git("diff", "--cached", "--name-only").split("\n")
    assert world.run("check", "--rule", "access-reviews").code == 0
    world.commit("reviewed")
    listed = json.loads(world.run("access", "list", "--format", "json").out)
    assert [(row["system"], row["state"], row["last"]) for row in listed["systems"]] == [("db", "reviewed", made.day)]
    assert (listed["reviewed"], listed["total"]) == (1, 1)


@pytest.mark.parametrize(
    ("who", "by", "args", "code", "words"),
    [
        ("ada", "", ("--keep", "x"), 1, "it is signed by ada@corp.test, not by the reviewer, bo@corp.test"),
        ("eve", "bo@corp.test", ("--keep", "x"), 1, "belongs to eve@corp.test, not to bo@corp.test"),
        ("bo", "", (), 2, "say what was decided"),
        ("bo", "", ("--keep", "x\ny"), 2, "the record would not be valid"),
    ],
)
def test_what_does_not_count_is_not_written(
    world: World, who: str, by: str, args: tuple[str, ...], code: int, words: str
) -> None:
    done = review(world, who, *args, by=by)

    assert done[0] == code
    assert words in done[1]
    assert not (world.path / RECORD).exists()


def test_a_record_that_somebody_changed_does_not_count(world: World) -> None:
    review(world, "bo", "--keep", "ada@corp.test")
    text = (world.path / RECORD).read_text()
    world.stage(RECORD, text.replace("keep ada", "keep eve"))
    world.stage("infra/db/grants.sql", "b\n")

    done = world.run("check", "--rule", "access-reviews")

    assert done.code == 1
    assert "does not count: its text is not what was signed" in done.out


def test_list_says_what_is_missing(world: World) -> None:
    done = world.run("access", "list")

    assert done.code == 1
    assert done.out.splitlines() == [
        "missing   db: never reviewed (every 90d, by bo@corp.test)",
        "0 of 1 reviewed on time",
    ]
    assert world.run("access", "review", "web", "--keep", "x", "--reason", "y").code == 2
