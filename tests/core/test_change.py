"""One path's change: which side counts, what is new against two parents, and files too large to hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.core.change import GITLINK, LARGE, SYMLINK, Change
from govhooks.core.globs import Globs

TEXT = st.lists(st.sampled_from("abc"), max_size=6).map(lambda lines: "".join(f"{line}\n" for line in lines).encode())


class Large:
    """More bytes than are held in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self) -> bytes | None:
        return self._data if len(self._data) <= LARGE else None

    def chunks(self) -> Iterator[bytes]:
        return (self._data[at : at + (1 << 20)] for at in range(0, len(self._data), 1 << 20))


def added(change: Change) -> set[int]:
    return set(change.added_indexes)


# (the change, whether it is there afterwards, has content, is new as a whole, the paths of it that a glob touches)
CHANGES = [
    (Change("A", "new"), True, True, True, {"new"}),
    (Change("W", "new"), True, True, True, {"new"}),
    (Change("M", "new", old=[b"x"]), True, True, False, {"new"}),
    (Change("D", "old", old=[b"x"]), False, False, False, {"old"}),
    (Change("R", "new", "old", old=[b"x"]), True, True, False, {"new", "old"}),
    (Change("T", "new", old=[b"x"], mode="100644", old_mode=SYMLINK), True, True, True, {"new"}),
    (Change("T", "new", old=[b"x"], mode=SYMLINK, old_mode="100644"), True, True, True, {"new"}),
    (Change("M", "new", old=[b"x"], mode="100755", old_mode="100644"), True, True, False, {"new"}),
    (Change("M", "new", old=[b"x"], mode=GITLINK, old_mode=GITLINK), True, False, False, {"new"}),
    (Change("T", "new", old=[b"x"], mode="100644", old_mode=GITLINK), True, True, True, {"new"}),
]


@pytest.mark.parametrize(
    ("change", "exists", "content", "new", "touched"),
    CHANGES,
    ids=lambda value: "+".join(sorted(value)) if isinstance(value, set) else str(value)[:40],
)
def test_a_status_says_what_is_there(change: Change, exists: bool, content: bool, new: bool, touched: set[str]) -> None:
    assert (change.exists, change.has_content, change.is_new) == (exists, content, new)
    assert {path for path in ("new", "old") if change.touches(Globs([path]))} == touched
    assert {path for path in ("new", "old") if change.is_now(Globs([path]))} == ({"new"} if exists else set())


@settings(derandomize=True, max_examples=examples(200), deadline=None)
@given(TEXT, TEXT, TEXT)
def test_of_a_merge_is_added_what_neither_parent_has(new: bytes, one: bytes, other: bytes) -> None:
    first, second = Change("M", "a", new=new, old=[one]), Change("M", "a", new=new, old=[other])
    both = first.beside(second)

    assert added(both) == added(first) & added(second)
    assert both.read_old() == one
    assert Change("A", "a", new=new).beside(second).read_old() == other
    assert first.beside(Change("A", "a", new=new)) is first


@pytest.mark.parametrize("data", [b"", b"x\n", b"x\n" * (LARGE // 2 + 1)], ids=len)
def test_a_digest_is_of_the_bytes_however_many(data: bytes) -> None:
    assert Change("A", "a", new=Large(data)).digest() == hashlib.sha256(data).hexdigest()
    assert Change("M", "a", mode=GITLINK, oid="1" * 40).digest() == "1" * 40


def test_an_old_side_too_large_to_hold_is_read_in_pieces() -> None:
    change = Change("M", "a", new=b"small\n", old=[Large(b"x\n" * LARGE)])

    assert (change.large, change.old_large, change.read_old()) == (False, True, b"")
    assert sum(text.count("\n") for text, _ in change.old_pieces()) >= LARGE


@pytest.mark.parametrize("at", [*range(-45, 46, 5), 1000])
def test_a_piece_of_a_long_line_cuts_nothing_in_two(at: int) -> None:
    """A line longer than a piece has to be cut; what stands at the cut is whole in one piece."""
    word = "w" + "0123456789" * 4
    line = b"x " * ((4 << 20) // 2 + at) + word.encode() + b" x" * (LARGE // 2)
    change = Change("W", "long", new=Large(line))

    assert change.large
    assert sum(word in text for text, _ in change.pieces()) >= 1


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32-le", "utf-32-be"])
def test_a_large_wide_text_is_read(encoding: str) -> None:
    lines = [f"line {n} {'x' * (n % 100)}" for n in range(150_000)]
    change = Change("W", "wide", new=Large("".join(f"{line}\n" for line in lines).encode(encoding)))
    found = {line for text, _ in change.pieces() for line in text.split("\n")}

    assert change.large
    assert set(lines) - found == set()
