"""What is looked up, how much it covers, and that a damaged database never answers."""

from __future__ import annotations

import datetime
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osv_world import advisory, archive

from govhooks.core.errors import CannotJudge
from govhooks.knowledge.advisories import database, osv, source
from govhooks.knowledge.advisories.build import build
from govhooks.knowledge.advisories.database import Hit, NoDatabase

EVENTS = [("introduced", "0"), ("fixed", "2.0.0")]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("advisories")
    archive(
        folder / "in", "PyPI",
        advisory("PYSEC-1", "Left.Pad", events=EVENTS, aliases=["CVE-1"], modified="2026-11-10T00:00:00Z"),
        advisory("GHSA-1", "left-pad", events=[("introduced", "1.5"), ("fixed", "3.0")], aliases=["CVE-1"]),
        advisory("PYSEC-2", "left-pad", versions=["1.0", "2013b-final"]),
        advisory("PYSEC-3", "odd", events=[("introduced", "0"), ("fixed", "x-1")]),
        *(advisory(f"PYSEC-9{number}", f"many-{number}", events=EVENTS) for number in range(1000)),
    )  # fmt: skip
    archive(
        folder / "in",
        "Packagist",
        advisory("GHSA-9", "Drupal/Core", "Packagist:https://packages.drupal.org/8", events=EVENTS),
    )
    archive(folder / "in", "Hex")
    target = str(folder / "advisories.sqlite")
    build(source.find(str(folder / "in")), target)
    return target


def test_many_packages_at_once(path: str) -> None:
    asked = [(f"Many_{number}", "1.0" if number % 2 else "2.0") for number in range(1000)]
    with database.open(path) as held:
        answer = held.look_up("PyPI", [*asked, ("nobody", "1.0")])

    assert list(answer.found) == asked[1::2]
    assert answer.found["Many_7", "1.0"] == (Hit("PYSEC-97", (), "unknown", None, "PYSEC-97 of many-7", ("2.0.0",)),)
    assert answer.undecided == {}


def test_one_vulnerability_of_two_databases_is_one(path: str) -> None:
    with database.open(path) as held:
        found = held.look_up(
            "PyPI", [("LEFT_pad", "1.0"), ("left-pad", "1.7"), ("left-pad", "2.5"), ("left-pad", "3")]
        ).found

    assert [hit.id for hit in found["LEFT_pad", "1.0"]] == ["PYSEC-1", "PYSEC-2"]
    (both,) = found["left-pad", "1.7"]
    assert (both.id, both.aliases, both.fixed) == ("PYSEC-1", ("CVE-1", "GHSA-1"), ("3.0",))
    (other,) = found["left-pad", "2.5"]
    assert (other.id, other.aliases, other.fixed) == ("GHSA-1", ("CVE-1", "PYSEC-1"), ("3.0",))
    assert ("left-pad", "3") not in found


def test_what_cannot_be_told_is_said(path: str) -> None:
    with database.open(path) as held:
        answer = held.look_up(
            "PyPI", [("odd", "1.0"), ("left-pad", "2013b-final"), ("left-pad", "2013c-final"), ("nobody", "?")]
        )

    assert answer.undecided["odd", "1.0"] == ("PYSEC-3: its range says 'x-1' is no PEP 440 version",)
    assert [hit.id for hit in answer.found["left-pad", "2013b-final"]] == ["PYSEC-2"]
    assert answer.undecided["left-pad", "2013c-final"] == (
        "GHSA-1: '2013c-final' is no PEP 440 version",
        "PYSEC-1: '2013c-final' is no PEP 440 version",
    )
    assert ("nobody", "?") not in answer.undecided


def test_names_that_nobody_has(path: str) -> None:
    odd = [
        ("\udcff", "1.0"),
        ("a\0b", "1.0"),
        ("' OR 1=1 --", "1.0"),
        ("", "1.0"),
        ("pâté", "\udcff"),
        ("left-pad", "\udcff"),
    ]
    with database.open(path) as held:
        answer = held.look_up("PyPI", odd)

    assert dict(answer.found) == {}
    assert list(answer.undecided) == [("left-pad", "\udcff")]
    assert answer.undecided["left-pad", "\udcff"][0] == r"GHSA-1: '\udcff' is no PEP 440 version"


def test_what_an_answer_covers(path: str) -> None:
    with database.open(path, datetime.date(2026, 11, 27)) as held:
        known, suffixed = held.look_up("PyPI", []), held.look_up("Packagist:https://x", [("drupal/CORE", "1.0")])
        empty, unknown = held.look_up("Hex", [("a", "1")]), held.look_up("Maven", [("a:b", "1")])

    assert (known.covered, known.age_days, known.newest, known.unread) == (True, 7, "2026-11-20T10:00:00", 0)
    assert known.source.endswith("in")
    assert suffixed.covered and len(suffixed.found) == 1
    # An ecosystem without a single advisory is not covered.
    assert (empty.covered, unknown.covered, unknown.newest) == (False, False, "")
    assert dict(empty.found) == dict(unknown.found) == {}


def test_it_holds_what_it_says(path: str) -> None:
    with database.open(path) as held:
        held.verify()

        assert [(one.name, one.advisories) for one in held.stated.ecosystems] == [
            ("Hex", 0),
            ("Packagist", 1),
            ("PyPI", 1004),
        ]


_TEXT = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
_EVENTS = st.tuples(st.sampled_from([osv.INTRODUCED, osv.FIXED, osv.LAST]), _TEXT)


@given(
    ranges=st.lists(
        st.builds(
            osv.Range,
            st.sampled_from(["npm", "PyPI"]),
            st.lists(_EVENTS, max_size=3).map(tuple),
            st.lists(_TEXT, max_size=2).map(tuple),
            st.one_of(st.just(""), _TEXT),
        ),
        max_size=3,
    )
)
@settings(derandomize=True, max_examples=100, deadline=None)
def test_ranges_come_back_as_they_were(ranges: list[osv.Range]) -> None:
    assert database.unpack("PyPI", database.pack(ranges, "PyPI")) == tuple(ranges)


@pytest.mark.parametrize("text", ["E", "E\t\t\tx1", "E\t\t\t\ti0", "\n"])
def test_what_is_no_range_is_damage(text: str) -> None:
    with pytest.raises((ValueError, KeyError, IndexError)):
        database.unpack("PyPI", text)


# Damage


def damaged(path: str, tmp_path: Path, how: str) -> str:
    copy = str(tmp_path / "copy.sqlite")
    shutil.copy(path, copy)
    size = os.path.getsize(copy)
    with open(copy, "r+b") as stream:
        if how == "cut off":
            stream.truncate(size // 2)
        elif how == "cut off in the header":
            stream.truncate(50)
        elif how == "empty":
            stream.truncate(0)
        elif how == "longer":
            stream.seek(0, 2)
            stream.write(b"x")
        elif how == "zeros from the first page on":
            stream.seek(4096)
            stream.write(bytes(size - 4096))
        elif how == "another layout":
            stream.seek(60)
            stream.write((database.LAYOUT + 1).to_bytes(4, "big"))
        elif how == "an older layout":
            stream.seek(60)
            stream.write(bytes(4))
        elif how == "text":
            stream.truncate(0)
            stream.write(b"SQLite format 3" * 100)
    if how == "no tables":
        connection = sqlite3.connect(copy)
        connection.execute("DROP TABLE meta")
        connection.commit()
        connection.close()
    if how == "a foreign database":
        os.unlink(copy)
        connection = sqlite3.connect(copy)
        connection.execute("CREATE TABLE advisory (id)")
        connection.close()
    return copy


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("cut off", "is damaged"),
        ("cut off in the header", "is no database of advisories"),
        ("empty", "is no database of advisories"),
        ("longer", "is damaged"),
        ("zeros from the first page on", "is damaged"),
        ("another layout", "a newer govhooks has made it"),
        ("an older layout", "make it anew: govhooks advisories update"),
        ("text", "is no database of advisories"),
        ("no tables", "is damaged"),
        ("a foreign database", "is no database of advisories"),
    ],
)
def test_a_damaged_or_foreign_database_never_answers(path: str, tmp_path: Path, how: str, message: str) -> None:
    copy = damaged(path, tmp_path, how)
    with pytest.raises(CannotJudge, match=message), database.open(copy) as held:
        held.look_up("PyPI", [(f"many-{number}", "1.0") for number in range(1000)])


def test_damage_further_on_is_found_when_it_is_met(path: str, tmp_path: Path) -> None:
    """Pages of zeros where the tables' rows were."""
    copy = str(tmp_path / "copy.sqlite")
    shutil.copy(path, copy)
    with open(copy, "r+b") as stream:
        pages = os.path.getsize(copy) // 4096
        for page in range(pages // 3, pages):
            stream.seek(page * 4096)
            stream.write(bytes(4096))
    with pytest.raises(CannotJudge, match="is damaged"), database.open(copy) as held:
        held.look_up("PyPI", [(f"many-{number}", "1.0") for number in range(1000)])
    with pytest.raises(CannotJudge, match="is damaged"), database.open(copy) as held:
        held.verify()


def test_no_database(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase, match="govhooks advisories update makes it"):
        database.open(str(tmp_path / "none.sqlite"))
    with pytest.raises(CannotJudge):
        database.open(str(tmp_path))


def test_a_path_with_odd_characters(path: str, tmp_path: Path) -> None:
    odd = tmp_path / "a?b#c %41"
    if os.name == "nt":
        odd = tmp_path / "a#c %41"
    odd.mkdir()
    shutil.copy(path, odd / "x.sqlite")

    with database.open(str(odd / "x.sqlite")) as held:
        assert held.stated.ecosystems
    assert os.listdir(odd) == ["x.sqlite"]


def test_where_it_lies() -> None:
    home = os.path.expanduser("~")
    for environ, platform, wanted in (
        ({"GOVHOOKS_ADVISORIES": "/x/y"}, "linux", "/x/y"),
        ({"XDG_CACHE_HOME": "/cache"}, "linux", "/cache/govhooks/advisories.sqlite"),
        ({"XDG_CACHE_HOME": "cache"}, "linux", f"{home}/.cache/govhooks/advisories.sqlite"),
        ({}, "linux", f"{home}/.cache/govhooks/advisories.sqlite"),
        ({}, "darwin", f"{home}/Library/Caches/govhooks/advisories.sqlite"),
        ({"LOCALAPPDATA": "/local"}, "win32", "/local/govhooks/Cache/advisories.sqlite"),
    ):
        assert database.place(environ, platform).replace("\\", "/") == wanted.replace("\\", "/")
