"""Hyperscan's database between processes: the same hits from the kept one, and none where it is not the one that was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from govhooks.rules.secrets.no_secrets.engine import literals
from govhooks.search import databases
from govhooks.search.literals import Literals, grouped

hyperscan = pytest.importorskip("hyperscan", reason="govhooks[fast] is not installed")

TEXT = "db_pass" + "word = x\nAuthorization: Bearer y\nhttps://app:z@corp.test\n" * 3


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "cache" / "kept.hyperscan"
    monkeypatch.setattr(databases, "_place", lambda: str(found))
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return found


def fresh() -> Literals:
    one = literals()
    return Literals(one._exact_words, one._folded_words, one._wanted)


def hits(one: Literals) -> list[tuple[int, int]]:
    return sorted((start, end) for start, end, _ in one.by_hyperscan(TEXT) or ())


def test_the_kept_one_finds_the_same(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = hits(fresh())
    assert place.stat().st_size > 1_000
    monkeypatch.setattr(databases, "keep", lambda key, database: pytest.fail("it was compiled again"))

    assert hits(fresh()) == first != []


@pytest.mark.parametrize("damage", [b"", b"x" * 40, b"short"])
def test_a_damaged_one_is_made_anew(place: Path, damage: bytes) -> None:
    first = hits(fresh())
    place.write_bytes(damage)

    assert hits(fresh()) == first
    assert place.stat().st_size > 1_000


@pytest.mark.parametrize("half", [True, False])
def test_one_with_the_right_key_that_was_changed_is_made_anew(place: Path, half: bool) -> None:
    """Half written, or one byte of the database is another: it is never searched with."""
    first = hits(fresh())
    data = place.read_bytes()
    middle = len(data) // 2
    place.write_bytes(data[:middle] if half else data[:middle] + bytes([data[middle] ^ 255]) + data[middle + 1 :])

    assert hits(fresh()) == first
    assert place.read_bytes() == data


def test_another_table_is_another_database(place: Path) -> None:
    hits(fresh())
    other = Literals({}, grouped(["corp"]), lambda: ({}, {"corp": ("x",)}))

    assert hits(other) == [
        (place_of, place_of + 4) for place_of in range(len(TEXT)) if TEXT.startswith("corp", place_of)
    ]


def test_nothing_is_written_where_python_writes_no_bytecode(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)

    assert hits(fresh()) != []
    assert not place.exists()
