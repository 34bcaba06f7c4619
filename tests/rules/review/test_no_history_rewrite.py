"""The rule over updates made by hand; what git tells of real pushes is in tests/git/test_refs.py."""

from __future__ import annotations

import pytest

from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.core.update import Update
from govhooks.policy import load as policy_module
from govhooks.rules import load
from govhooks.rules.review.no_history_rewrite import Policy, check

A, B = "a" * 40, "b" * 40


def policy(toml: str) -> Policy:
    table = policy_module.load(toml.encode(), "governance.toml", load()).rules["no-history-rewrite"]
    assert isinstance(table, Policy)
    return table


def judge(kind: str, ref: str, toml: str = "", lost: int = 2, meant: bool = False) -> list[Finding]:
    update = Update(ref, A, "" if kind == "deleted" else B, kind, lost=lost, meant=meant)
    return list(check(Changeset(kind="push", updates=[update]), policy(toml)))


@pytest.mark.parametrize(
    ("kind", "ref", "words"),
    [
        ("forced", "refs/heads/main", "the protected branch main would be overwritten, losing 2 commits"),
        ("deleted", "refs/heads/release/1.0", "the protected branch release/1.0 would be deleted, losing 2 commits"),
        ("moved", "refs/tags/v1.0", "the protected tag v1.0 would be moved"),
        ("deleted", "refs/tags/v1.0", "the protected tag v1.0 would be deleted"),
        ("rebased", "refs/heads/main", "the protected branch main has 2 of the commits that this rebase would rewrite"),
    ],
)
def test_refused(kind: str, ref: str, words: str) -> None:
    (finding,) = judge(kind, ref)

    assert finding.blocks
    assert words in finding.problem
    assert finding.path == ref


@pytest.mark.parametrize(
    ("kind", "ref"),
    [
        ("forced", "refs/heads/ada/topic"),
        ("deleted", "refs/heads/topic"),
        ("rebased", "refs/heads/topic"),
        ("advanced", "refs/heads/main"),
        ("created", "refs/heads/main"),
        ("created", "refs/tags/v2"),
        ("forced", "refs/notes/commits"),
    ],
)
def test_free(kind: str, ref: str) -> None:
    assert judge(kind, ref) == []


def test_what_cannot_be_counted_is_some() -> None:
    (finding,) = judge("forced", "refs/heads/main", lost=-1)

    assert "losing some commits" in finding.problem


def test_the_policy_names_branches_and_tags() -> None:
    toml = '[rules.no-history-rewrite]\nbranches = ["ada/*"]\ntags = ["v*"]'

    assert judge("forced", "refs/heads/main", toml) == []
    assert judge("forced", "refs/heads/ada/x", toml)
    assert judge("moved", "refs/tags/nightly", toml) == []
    assert judge("moved", "refs/tags/v1", toml)


def test_asked_for_it_passes_and_is_shown() -> None:
    toml = '[rules.no-history-rewrite]\nmode = "ask"'
    (without,) = judge("forced", "refs/heads/main", toml)
    (meant,) = judge("forced", "refs/heads/main", toml, meant=True)
    (refused,) = judge("forced", "refs/heads/main", meant=True)

    assert without.blocks and "git -c govhooks.rewrite=main" in without.fix
    assert not meant.blocks
    assert refused.blocks
