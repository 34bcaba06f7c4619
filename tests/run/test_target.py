"""Which commit's policy judges a push, told from a real repository. (Whole pushes: tests/commands/test_pushes.py.)"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import Repo

from govhooks.core.globs import Globs
from govhooks.git.refs import PROTECTED
from govhooks.git.repository import Repository
from govhooks.run import target

KEPT = "[rules.no-history-rewrite]\nbranches = ['kept/*']\n"


@pytest.fixture
def repository(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    """`main` without a policy, `strict` with one, `broken` with one that nobody understands."""
    repo.git("checkout", "--quiet", "-b", "strict")
    repo.commit("policy", **{"governance.toml": KEPT})
    repo.git("checkout", "--quiet", "-b", "broken")
    repo.commit("broken", **{"governance.toml": "["})
    monkeypatch.chdir(repo.path)
    opened = Repository()
    yield opened
    opened.close()


def test_the_default_branch_of_the_other_side(repo: Repo, repository: Repository) -> None:
    found = []
    for ref in ("", "up/release", "up/develop", "up/main"):  # what comes later stands before it
        if ref:
            repo.git("update-ref", f"refs/remotes/{ref}", repo.commit(ref))
        found.append((target.default_tip("refs/remotes/up"), target.holds_nothing("refs/remotes/up")))
    repo.git("symbolic-ref", "refs/remotes/up/HEAD", "refs/remotes/up/release")
    named = target.default_tip("refs/remotes/up")
    tips = [target.tip(f"refs/remotes/up/{name}") for name in ("release", "develop", "main")]

    assert found == [("", True), (tips[0], False), (tips[1], False), (tips[2], False)]
    assert named == tips[0]
    assert target.default_tip("refs/heads") == target.tip("HEAD")
    assert [target.tip(rev) for rev in ("nowhere", "--all", "HEAD^{tree}")] == [""] * 3


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("up", "up"),
        ("https://git.example.com/x.git", "up"),
        ("ssh://push.example.com/x", "a.b"),
        ("/elsewhere", "/elsewhere"),
    ],
)
def test_a_remote_goes_by_its_name(name: str, known: str, repo: Repo, repository: Repository) -> None:
    repo.git("remote", "add", "up", "https://git.example.com/x.git")
    repo.git("remote", "add", "a.b", "/srv/x")
    repo.git("config", "remote.a.b.pushurl", "ssh://push.example.com/x")

    assert target.remote(name) == known


def test_which_branches_keep_their_history(repository: Repository) -> None:
    for default, kept, free in (
        ("", "main", "kept/x"),
        ("main", "main", "kept/x"),
        ("strict", "kept/x", "main"),
        ("broken", "main", "kept/x"),
    ):
        globs = target.protected(repository, target.tip(default or "/"))
        assert (globs.match(kept) is None, globs.match(free) is None) == (False, True), default


# (the branch, its tip over there, the default branch's tip, whose policy judges)
@pytest.mark.parametrize(
    ("short", "own", "default", "judges"),
    [
        ("release", "strict", "main", "strict"),
        ("release", "main", "strict", "strict"),  # a kept branch from before the policy is not free of it
        ("topic", "strict", "main", "main"),  # nor is who has loosened the policy of his own branch
        ("topic", "strict", "", "strict"),
        ("release", "main", "", "main"),
        ("release", "", "main", "main"),
        ("topic", "", "", ""),
    ],
)
def test_whose_policy_judges(short: str, own: str, default: str, judges: str, repository: Repository) -> None:
    tips = {name: target.tip(f"refs/heads/{name}") for name in ("main", "strict")}
    found = target.of_branch(repository, short, tips.get(own, ""), tips.get(default, ""), Globs(PROTECTED))

    assert found == tips.get(judges, "")


def test_the_first_push_is_judged_by_the_first_policy_there_is(repository: Repository) -> None:
    main, strict, broken = (target.tip(f"refs/heads/{name}") for name in ("main", "strict", "broken"))

    assert target.of_first(repository, ("", main, strict, broken)) == strict
    assert target.of_first(repository, ("", main)) == ""
