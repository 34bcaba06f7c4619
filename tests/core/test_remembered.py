"""Answers that are kept: each asked for once, and forgotten when there are too many."""

from __future__ import annotations

from govhooks.core.remembered import Remembered


def test_a_text_is_asked_about_once() -> None:
    asked: list[str] = []
    sizes = Remembered(lambda text: asked.append(text) or len(text), 2)  # type: ignore[func-returns-value]

    assert [sizes[text] for text in ("a", "bb", "a", "bb")] == [1, 2, 1, 2]
    assert asked == ["a", "bb"]


def test_no_more_are_kept_than_was_said() -> None:
    sizes = Remembered(len, 3)

    assert [sizes["x" * size] for size in range(10)] == list(range(10))
    assert len(sizes) <= 3
