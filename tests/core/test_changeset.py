"""What a rule sees: frozen, and a tree after the change that follows the changes."""

from __future__ import annotations

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset


def test_the_tree_after_follows_the_changes() -> None:
    old = {"kept": b"k", "edited": b"old", "gone": b"g", "was": b"w"}
    changeset = Changeset(
        [
            Change("M", "edited", new=b"new", old=[b"old"]),
            Change("D", "gone", old=[b"g"]),
            Change("R", "is", "was", new=b"w2", old=[b"w"]),
            Change("A", "fresh", new=b"f"),
        ],
        before=old.get,
    )
    after = {path: changeset.after(path) for path in (*old, "is", "fresh", "nowhere")}

    assert after == {
        "kept": b"k",
        "edited": b"new",
        "gone": None,
        "was": None,
        "is": b"w2",
        "fresh": b"f",
        "nowhere": None,
    }


def test_a_name_taken_over_by_another_file_is_there_after() -> None:
    """`a` is renamed to `b` and a new `a` comes: whatever the order of the changes."""
    moved, fresh = Change("R", "b", "a", new=b"1", old=[b"1"]), Change("A", "a", new=b"2")

    assert Changeset([moved, fresh], before={"a": b"1"}.get).after("a") == b"2"
    assert Changeset([fresh, moved], before={"a": b"1"}.get).after("a") == b"2"


def test_nothing_is_assigned_later_and_a_copy_follows_its_own_changes() -> None:
    before = {"a": b"old"}.get
    one = Changeset([Change("M", "a", new=b"new", old=[b"old"])], message="m", before=before)
    none, told = one.but(changes=()), one.but(after={"a": b"told"}.get)

    assert (one.recorded, Changeset().but(message="m").recorded) == ("m", "m")
    assert [changeset.after("a") for changeset in (one, none, told, told.but(changes=()))] == [
        b"new", b"old", b"told", b"told"
    ]  # fmt: skip
    with pytest.raises(AttributeError):
        one.message = "x"  # type: ignore[misc]
