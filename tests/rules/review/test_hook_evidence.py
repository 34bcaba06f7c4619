"""The rule by hand, and the trailer at real commits with and without --no-verify."""

from __future__ import annotations

import pytest
from conftest import Repo

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.policy import load as policy_module
from govhooks.rules import load
from govhooks.rules.review.hook_evidence import Policy, check, trailers

TOML = '[rules.hook-evidence]\ntrailer = "Hooks-Ran"\n'


def policy(toml: str = TOML) -> Policy:
    table = policy_module.load(toml.encode(), "governance.toml", load()).rules["hook-evidence"]
    assert isinstance(table, Policy)
    return table


def commit(*pairs: tuple[str, str], parents: int = 1) -> Changeset:
    return Changeset(
        [Change("A", "x", new=b"x")], kind="commit", trailers=pairs, commit="c" * 40, parents=["p"] * parents
    )


def test_nothing_is_asked_by_default() -> None:
    assert list(check(commit(), Policy())) == []
    assert list(trailers(commit(), Policy())) == []


@pytest.mark.parametrize(("mode", "blocks"), [("report", False), ("refuse", True)])
def test_a_commit_without_the_trailer(mode: str, blocks: bool) -> None:
    (finding,) = check(commit(("High-Risk", "payments")), policy(TOML + f'mode = "{mode}"'))

    assert finding.blocks is blocks
    assert finding.problem == "no evidence that the hooks ran on this commit"


def test_a_commit_with_it_and_a_merge_pass() -> None:
    assert list(check(commit(("hooks-ran", "govhooks")), policy())) == []
    assert list(check(commit(parents=2), policy())) == []


def hook(repo: Repo, message: str, skip: bool = False) -> str:
    """What git and pre-commit do at a commit: the message that is recorded."""
    env = {"PRE_COMMIT": "1"}
    if not skip:
        assert repo.check("--hook-stage", "pre-commit", "--", **env).code == 0
    place = repo.path / ".git/COMMIT_EDITMSG"
    place.write_text(message + "\n")
    assert repo.check("--", ".git/COMMIT_EDITMSG", **env, PRE_COMMIT_COMMIT_MSG_SOURCE="message").code == 0
    repo.git("commit", "-q", "-F", ".git/COMMIT_EDITMSG")
    return repo.git("log", "-1", "--format=%B")


def test_evidence_at_real_commits(repo: Repo) -> None:
    repo.commit("policy", **{"governance.toml": TOML})
    repo.stage("app.py", "x = 2\n")
    judged = hook(repo, "judged")
    repo.stage("app.py", "x = 3\n")
    skipped = hook(repo, "skipped", skip=True)
    repo.stage("app.py", "x = 4\n")
    assert repo.check("--hook-stage", "pre-commit", "--", PRE_COMMIT="1").code == 0
    repo.stage("app.py", "x = 5\n")
    other = hook(repo, "judged another content", skip=True)
    done = repo.check("--from-ref", "HEAD~3", "--to-ref", "HEAD", "--rule", "hook-evidence")

    assert "Hooks-Ran: govhooks" in judged
    assert "Hooks-Ran" not in skipped + other
    assert done.code == 0
    assert done.out.count("no evidence that the hooks ran on this commit") == 2
