"""Skeleton."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.core.finding import Finding
    from govhooks.rules.data.data_classification.policy import Policy


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    yield from ()
