"""Lines and what is new among them, with git's own diff as the oracle."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest
from edits import edited, encoded
from edits import text as text_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.core.lines import changed, compare, decode, excerpts, sniff, split

FEW = st.lists(st.sampled_from(["a", "b", "c", "}", ""]), max_size=25)
MANY = st.lists(st.text("abcde ", max_size=3), max_size=40)


def left(lines: list[str], without: list[int]) -> list[str]:
    gone = set(without)
    return [line for index, line in enumerate(lines) if index not in gone]


@settings(derandomize=True, max_examples=examples(400), deadline=None)
@given(st.one_of(st.tuples(FEW, FEW), st.tuples(MANY, MANY)))
def test_what_is_left_over_is_the_same_on_both_sides(pair: tuple[list[str], list[str]]) -> None:
    old, new = pair
    removed, added = changed(old, new)

    assert left(old, removed) == left(new, added)
    assert removed == sorted(set(removed))
    assert added == sorted(set(added))


@settings(derandomize=True, max_examples=examples(400), deadline=None)
@given(st.one_of(st.tuples(FEW, FEW), st.tuples(MANY, MANY)))
def test_a_line_that_was_nowhere_is_added(pair: tuple[list[str], list[str]]) -> None:
    old, new = pair
    added = set(changed(old, new)[1])

    assert all(index in added for index, line in enumerate(new) if line not in old)
    # and one that occurs more often than before is added at least as often as it is more
    for line in set(new):
        more = new.count(line) - old.count(line)
        assert sum(new[index] == line for index in added) >= more


@settings(derandomize=True, max_examples=examples(200), deadline=None)
@given(MANY)
def test_nothing_is_changed_in_the_same(lines: list[str]) -> None:
    assert changed(lines, list(lines)) == ([], [])
    assert changed([], lines) == ([], list(range(len(lines))))
    assert changed(lines, []) == (list(range(len(lines))), [])


@settings(derandomize=True, max_examples=examples(200), deadline=None)
@given(st.lists(st.integers(0, 10**6), unique=True, min_size=1, max_size=40), st.integers(0, 39), st.booleans())
def test_one_insertion_among_unlike_lines_is_one_line(numbers: list[int], at: int, edit: bool) -> None:
    old = [str(number) for number in numbers]
    at %= len(old)
    new = [*old[:at], "new", *old[at + edit :]]

    assert changed(old, new) == ([at] if edit else [], [at])


def git_added(folder: Path, old: list[str], new: list[str]) -> set[int]:
    """0-based indexes of the lines that git's diff adds."""
    (folder / "old").write_text("".join(f"{line}\n" for line in old))
    (folder / "new").write_text("".join(f"{line}\n" for line in new))
    done = subprocess.run(
        ["git", "diff", "--no-index", "--no-color", "-U0", "--minimal", "old", "new"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    found: set[int] = set()
    for line in done.stdout.decode().splitlines():
        if line.startswith("@@ "):
            start, _, count = line.split(" ")[2].removeprefix("+").partition(",")
            found.update(range(int(start) - 1, int(start) - 1 + int(count or 1)))
    return found


@settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.tuples(FEW, FEW), st.tuples(MANY, MANY)))
def test_what_git_must_add_is_added(tmp_path: Path, pair: tuple[list[str], list[str]]) -> None:
    old, new = pair
    must = {index for index in git_added(tmp_path, old, new) if new[index] not in old}

    assert must <= set(changed(old, new)[1])


def test_a_moved_block_is_one_change() -> None:
    old = [f"line {n}" for n in range(100)]
    new = [*old[50:], *old[:50]]
    removed, added = changed(old, new)

    assert (len(removed), len(added)) == (50, 50)


@pytest.mark.parametrize("kind", ["unlike", "alike", "all changed", "shuffled", "reversed", "alternating"])
def test_a_hundred_thousand_lines_are_quick(kind: str) -> None:
    old = [f"line {n}" for n in range(100_000)]
    new = list(old)
    if kind == "unlike":
        new[50_000:50_000] = ["secret"]
    elif kind == "alike":
        old = ["}"] * 100_000
        new = ["x", *old[:50_000], "y", *old, "z"]
    elif kind == "all changed":
        new = [f"other {n}" for n in range(100_000)]
    elif kind == "shuffled":
        new = [old[n * 7919 % 100_000] for n in range(100_000)]
    elif kind == "reversed":
        new.reverse()
    else:
        new = [line if n % 2 else f"new {n}" for n, line in enumerate(old)]
    started = time.process_time()
    removed, added = changed(old, new)

    assert time.process_time() - started < 3
    assert left(old, removed) == left(new, added)


TEXT = "café = 'x'\nüñí\n"
ASCII = "key = value\nother = 1\n" * 5


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_is_read_with_and_without_a_mark(encoding: str) -> None:
    assert decode(("\ufeff" + TEXT).encode(encoding)) == (TEXT, False)
    assert decode(ASCII.encode(encoding)) == (ASCII, False)
    assert decode("a=1\n".encode(encoding)) == ("a=1\n", False)


def test_utf_8_is_read_with_and_without_a_mark() -> None:
    assert decode(TEXT.encode()) == (TEXT, False)
    assert decode(TEXT.encode("utf-8-sig")) == (TEXT, False)
    assert decode(b"") == ("", False)
    assert decode(b"\xef\xbb\xbf") == ("", False)


def test_bytes_that_are_no_utf_8_come_back() -> None:
    blob = "caf\xe9 = 1\n".encode("latin-1")
    text, binary = decode(blob)

    assert not binary
    assert text.encode("utf-8", "surrogateescape") == blob
    assert split(text) == ["caf\udce9 = 1"]


@pytest.mark.parametrize(
    "blob",
    [
        b"\0",
        b"\0" * 5000,
        b"\x7fELF\x02\x01\x01\0\0\0\0key\0\xff\xfe",
        b"PK\x03\x04\0\0\0\0\x08\0name=value\0\xff\xd8",
        b"\xff\xfe" + "a\0b".encode("utf-16-le"),
        b"\xef\xbb\xbfa\0b",
    ],
)
def test_nul_characters_make_it_binary(blob: bytes) -> None:
    assert decode(blob)[1] is True


def test_a_stray_nul_makes_no_binary_of_a_script() -> None:
    assert decode(b"// \0\n" + b"const x = 1;\n" * 9) == ("// \0\n" + "const x = 1;\n" * 9, False)


def test_ascii_in_a_binary_stays_readable() -> None:
    text, _ = decode(b"\x89PNG\0\0" + b"key = value" + bytes(range(256)))

    assert "key = value" in text


@pytest.mark.parametrize("blob", [b"\xff\xfea", b"\xff\xfe\0", b"\xfe\xff\xd8", b"\xff\xfe\0\0ab", b"\0\0\xfe\xff\0"])
def test_a_cut_off_wide_text_raises_nothing(blob: bytes) -> None:
    text, _ = decode(blob)

    assert isinstance(text, str)


@settings(derandomize=True, max_examples=examples(500), deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_decode(blob: bytes) -> None:
    text, binary = decode(blob)

    assert not binary or "\0" in text
    assert text.count("\n") == len(split(text)) or not text.endswith("\n")


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(st.text("ab \n\r\x0b\x0c\x85\u2028", max_size=30))
def test_only_a_line_feed_ends_a_line(text: str) -> None:
    expected = [line.removesuffix("\r") for line in text.split("\n")]
    if text.endswith("\n") or not text:
        expected.pop()

    assert split(text) == expected


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\nb", "a\r\nb\r\n", "\n", "\n\n", "a\n\nb\n", "\r\n", "a\r\n\r\nb"])
def test_lines_are_those_of_str(text: str) -> None:
    assert split(text) == text.splitlines()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", ["a=1", "pw: x\n", '\u043a\u043b\u044e\u0447 = "\u0437\u043d\u0430\u043a"\npw = "abc"\n' * 3]
)
def test_wide_text_without_a_byte_order_mark_is_read(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == (text, False)


@pytest.mark.parametrize("blob", [b"\0\1\2\3" * 50, bytes(range(256)) * 4, b"\0" * 64])
def test_bytes_are_no_wide_text(blob: bytes) -> None:
    assert not sniff(blob)[0].startswith("utf-16") or blob.startswith((b"\xff\xfe", b"\xfe\xff"))


def test_blobs_are_compared_as_their_lines_are() -> None:
    chance = random.Random(1)
    for _ in range(3000):
        old = text_of(chance, chance.choice([0, 1, 3, 12, 400]))
        new = edited(chance, old) if chance.random() < 0.9 else old
        a, b = encoded(chance, old), encoded(chance, new)

        assert compare(a, b) == changed(split(decode(a)[0]), split(decode(b)[0]))


def test_excerpts_hold_every_added_line() -> None:
    chance = random.Random(2)
    for _ in range(1500):
        old = text_of(chance, chance.choice([0, 1, 3, 12, 400]))
        a, b = encoded(chance, old), encoded(chance, edited(chance, old))
        stretches = excerpts(a, b, 3)
        if stretches is None:
            continue
        lines = split(decode(b)[0])
        text = "\n".join(lines)
        for index in compare(a, b)[1]:
            near = "\n".join(lines[max(0, index - 3) : index + 4])

            assert near in text and any(near in stretch.replace("\r", "") for stretch in stretches)


def test_an_excerpt_is_a_fraction_of_the_file() -> None:
    text = "".join(f"line {number}\n" for number in range(5000))
    stretches = excerpts(text.encode(), text.replace("line 2500\n", "line x\n").encode(), 10)

    assert stretches is not None and [len(stretch.splitlines()) for stretch in stretches] == [21]


def test_distant_changes_are_found_one_by_one() -> None:
    """A line changed, a line put in, and two lines dropped, far from each other."""
    old = [f"line {number}" for number in range(5000)]
    new = [*old[:900], "x", *old[901:2500], "y", *old[2500:4000], *old[4002:]]
    a, b = ("".join(f"{line}\n" for line in lines).encode() for lines in (old, new))

    assert compare(a, b) == changed(old, new) == ([900, 4000, 4001], [900, 2500])
    stretches = excerpts(a, b, 10)
    assert stretches is not None and [len(stretch.splitlines()) for stretch in stretches] == [21, 21]
