"""What was known and when: the same hits as a look-up of today, with the times at which advisories told of them."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from pathlib import Path

import pytest
from osv_world import advisory, archive, database_of

from govhooks.core.errors import CannotJudge
from govhooks.knowledge.advisories import database, past
from govhooks.knowledge.advisories.past import Known

EVENTS = [("introduced", "0"), ("fixed", "2.0.0")]
ONE = ("left", "1.0.0")


def known(folder: Path, *advisories: dict[str, object], ecosystem: str = "PyPI") -> tuple[Known, ...]:
    archive(folder / "in", ecosystem, *advisories, advisory("A-0", "other", ecosystem, events=EVENTS))
    with database.open(database_of(folder / "in")) as held:
        found = past.look_up(held, ecosystem, [ONE])
    assert found is not None
    return found.get(ONE, ())


def test_when_it_was_published_and_withdrawn(tmp_path: Path) -> None:
    times = {"published": "2025-01-01T00:00:00Z", "withdrawn": "2025-02-01T00:00:00.5Z"}
    (one,) = known(tmp_path, advisory("A-1", events=EVENTS, aliases=["CVE-1"], **times))

    assert one.spans == (("2025-01-01T00:00:00", "2025-02-01T00:00:00.5"),)
    assert (one.id, one.aliases, one.fixed, one.kind) == ("A-1", ("CVE-1",), ("2.0.0",), "vulnerability")


@pytest.mark.parametrize(
    ("first", "second", "spans"),
    [
        (("01", ""), ("03", ""), (("01", ""),)),
        (("01", "04"), ("03", ""), (("01", ""),)),
        (("01", "03"), ("03", ""), (("01", ""),)),
        (("01", "02"), ("03", ""), (("01", "02"), ("03", ""))),
        (("01", "09"), ("03", "05"), (("01", "09"),)),
        (("05", "09"), ("01", "03"), (("01", "03"), ("05", "09"))),
        (("05", "05"), ("01", ""), (("01", ""),)),
    ],
)
def test_advisories_of_one_vulnerability(
    tmp_path: Path, first: tuple[str, str], second: tuple[str, str], spans: tuple[tuple[str, str], ...]
) -> None:
    def at(month: str) -> str:
        return month and f"2025-{month}-01T00:00:00"

    told = []
    for id_, (start, end) in zip(("A-1", "B-1"), (first, second)):
        more = {"published": f"{at(start)}Z", **({"withdrawn": f"{at(end)}Z"} if end else {})}
        told.append(advisory(id_, events=EVENTS, aliases=["CVE-1"], **more))
    (one,) = known(tmp_path, *told)

    assert one.spans == tuple((at(start), at(end)) for start, end in spans)


def test_an_alias_without_aliases_of_its_own(tmp_path: Path) -> None:
    both = (
        advisory("A-1", events=EVENTS, published="2025-03-01T00:00:00Z"),
        advisory(
            "B-1", events=EVENTS, aliases=["A-1"], published="2025-01-01T00:00:00Z", withdrawn="2025-02-01T00:00:00Z"
        ),
    )
    (one,) = known(tmp_path, *both)

    assert one.id == "A-1"
    assert len(one.spans) == 2


def test_what_stands_decides_of_severity_and_name(tmp_path: Path) -> None:
    worst = {"database_specific": {"severity": "CRITICAL"}, "withdrawn": "2025-02-01T00:00:00Z"}
    (one,) = known(
        tmp_path,
        advisory("A-1", events=EVENTS, aliases=["CVE-1"], **worst),
        advisory("B-1", events=EVENTS, aliases=["CVE-1"], database_specific={"severity": "LOW"}),
    )

    assert (one.id, one.severity) == ("B-1", "low")


def test_what_cannot_be_told(tmp_path: Path) -> None:
    (one,) = known(tmp_path, advisory("A-1", events=[("introduced", "0"), ("fixed", "no version")]))

    assert one.doubt.startswith("A-1: its range says")


def test_a_time_that_nobody_can_read_withdraws_all_the_same(tmp_path: Path) -> None:
    assert [one.spans for one in known(tmp_path, advisory("A-1", events=EVENTS, withdrawn="yesterday"))] == [
        (("", "0001-01-01T00:00:00"),)
    ]


def test_an_ecosystem_that_is_not_covered(tmp_path: Path) -> None:
    archive(tmp_path / "in", "PyPI", advisory("A-1", events=EVENTS))
    with database.open(database_of(tmp_path / "in")) as held:
        assert past.has_dates(held)
        assert past.look_up(held, "npm", [ONE]) is None


def test_a_database_of_an_older_govhooks(tmp_path: Path) -> None:
    archive(tmp_path / "in", "PyPI", advisory("A-1", events=EVENTS))
    place = database_of(tmp_path / "in")
    with contextlib.closing(sqlite3.connect(place)) as connection, connection:
        for table in ("dated", "gone_advisory", "gone_affected"):
            connection.execute(f"DROP TABLE {table}")
    with database.open(place) as held:
        assert not past.has_dates(held)
        assert held.look_up("PyPI", [ONE]).found
        with pytest.raises(CannotJudge, match="damaged"):
            past.look_up(held, "PyPI", [ONE])


@pytest.mark.parametrize("seed", range(4))
def test_what_stands_is_what_a_look_up_finds(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    told = []
    for number in range(120):
        low, high = sorted(f"{dice.randint(1, 4)}.{dice.randint(0, 9)}.0" for _ in range(2))
        more: dict[str, object] = {"published": "2025-01-01T00:00:00Z"}
        if dice.random() < 0.3:
            more["withdrawn"] = "2025-02-01T00:00:00Z"
        if dice.random() < 0.5:
            more["aliases"] = [f"CVE-{dice.randint(0, 25)}"]
        if dice.random() < 0.5:
            more["database_specific"] = {"severity": dice.choice(("LOW", "HIGH", "CRITICAL"))}
        end = (dice.choice(("fixed", "last_affected")), high)
        name = f"p{dice.randint(0, 5)}"
        told.append(advisory(f"{dice.choice('AB')}-{number}", name, events=[("introduced", low), end], **more))
    archive(tmp_path / "in", "PyPI", *told)
    packages = [(f"p{name}", f"{major}.{minor}.0") for name in range(6) for major in range(1, 5) for minor in range(10)]
    with database.open(database_of(tmp_path / "in")) as held:
        now, then = held.look_up("PyPI", packages), past.look_up(held, "PyPI", packages)
    assert then is not None
    standing = {
        package: tuple(
            (one.id, one.aliases, one.severity, one.fixed) for one in several if not one.spans[-1][1] and not one.doubt
        )
        for package, several in then.items()
    }

    assert {package: rows for package, rows in standing.items() if rows} == {
        package: tuple((one.id, one.aliases, one.severity, one.fixed) for one in hits)
        for package, hits in now.found.items()
    }
