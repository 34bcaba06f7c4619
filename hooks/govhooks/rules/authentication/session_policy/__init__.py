"""Sessions stay short, cookies and tokens verified, and login protections on."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.rule import Concerns, Rule
from govhooks.rules.authentication.session_policy.concern import (
    CODE,
    CONFIGURATION,
    EVERYDAY,
    LISTS,
    SPEAKS,
    STRONG,
    WORDS,
)
from govhooks.rules.authentication.session_policy.policy import ID, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Say which settings of sessions, cookies, tokens and logins the change makes looser; for whole files, which are loose."""
    from govhooks.rules.authentication.session_policy.judgement import judge

    return judge(changeset, policy)


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(paths=CODE, words=tuple(word for word in WORDS if word not in EVERYDAY)),
        Concerns(paths=CODE, words=EVERYDAY, within=STRONG),
        Concerns(paths=(*CONFIGURATION, *LISTS), words=SPEAKS, whole=True),
    ),
    kinds=("change", "range", "whole"),
    baseline=True,
)
