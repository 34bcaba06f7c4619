"""What a push makes of one ref, as a message names it."""

from __future__ import annotations

import pytest

from govhooks.core.update import Update


@pytest.mark.parametrize(
    ("ref", "short"),
    [
        ("refs/heads/main", "main"),
        ("refs/heads/release/1.0", "release/1.0"),
        ("refs/tags/v1", "v1"),
        ("refs/notes/commits", "refs/notes/commits"),
    ],
)
def test_a_branch_and_a_tag_go_by_their_short_name(ref: str, short: str) -> None:
    assert Update(ref, "", "1" * 40, "created").short == short
