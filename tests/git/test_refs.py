"""What a push makes of refs, and where a change lands, told from a real repository."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from conftest import Repo

from govhooks.core.errors import CannotJudge
from govhooks.git import refs
from govhooks.git.repository import Repository

ZEROS = "0" * 40
AWAY = "1" * 40  # an object that is not here


@pytest.fixture
def tips(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """base - one - two on main, base - other on topic; a remote `up` has `one` as its main, `origin` nothing."""
    monkeypatch.chdir(repo.path)
    base, one, two = repo.git("rev-parse", "HEAD"), repo.commit("one"), repo.commit("two")
    repo.git("checkout", "--quiet", "-b", "topic", base)
    other = repo.commit("other")
    repo.git("update-ref", "refs/remotes/up/main", one)
    repo.git("tag", "-a", "-m", "first", "v1", one)
    return SimpleNamespace(
        repo=repo, base=base, one=one, two=two, other=other, tag=repo.git("rev-parse", "v1"), none=ZEROS, away=AWAY
    )


@pytest.mark.parametrize(
    ("ref", "old", "new", "kind", "lost"),
    [
        ("refs/heads/main", "none", "one", "created", 0),
        ("refs/heads/main", "one", "two", "advanced", 0),
        ("refs/heads/main", "two", "two", "advanced", 0),
        ("refs/heads/main", "two", "one", "forced", 1),
        ("refs/heads/main", "two", "other", "forced", 2),
        ("refs/heads/main", "away", "other", "forced", -1),
        ("refs/heads/main", "two", "none", "deleted", 3),
        ("refs/heads/main", "away", "none", "deleted", -1),
        ("refs/tags/v1", "tag", "two", "moved", 0),
        ("refs/tags/v1", "tag", "none", "deleted", 2),
        ("refs/notes/x", "one", "other", "forced", 1),
    ],
)
def test_what_becomes_of_a_ref(
    ref: str, old: str, new: str, kind: str, lost: int, tips: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI_DEFAULT_BRANCH", "main")
    made = refs.update(ref, getattr(tips, old), getattr(tips, new), ("main",))

    assert (made.kind, made.lost) == (kind, lost)
    assert made.meant is made.default is (ref == "refs/heads/main")


def test_a_tip_that_is_an_option_is_none(tips: SimpleNamespace) -> None:
    made = refs.update("refs/heads/x", "--output=written", tips.one)

    assert (made.kind, made.lost) == ("forced", -1)
    assert not (tips.repo.path / "written").exists()


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, ("topic",)),
        ({"GIT_PUSH_OPTION_COUNT": "1", "GIT_PUSH_OPTION_0": "govhooks.rewrite=main"}, ("topic", "main")),
        ({"GIT_PUSH_OPTION_COUNT": "2", "GIT_PUSH_OPTION_0": "ci.skip"}, ("topic",)),
        ({"GIT_PUSH_OPTION_COUNT": "0", "GIT_PUSH_OPTION_0": "govhooks.rewrite=main"}, ("topic",)),
        ({"GIT_PUSH_OPTION_COUNT": "-1"}, None),
        ({"GIT_PUSH_OPTION_COUNT": "٣"}, None),
        ({"GIT_PUSH_OPTION_COUNT": "9" * 9}, None),
    ],
)
def test_what_somebody_said_shall_happen(
    environ: dict[str, str], said: tuple[str, ...] | None, tips: SimpleNamespace
) -> None:
    tips.repo.git("config", "govhooks.rewrite", "topic")
    if said is None:
        with pytest.raises(CannotJudge, match="GIT_PUSH_OPTION_COUNT"):
            refs.meant(environ)
    else:
        assert refs.meant(environ) == said


@pytest.mark.parametrize(
    ("ref", "old", "new", "kind"),
    [
        ("refs/heads/main", "", "two", "advanced"),  # pre-commit names no old tip: the tracked branch has it
        ("refs/heads/main", "base", "other", "forced"),  # nor does an older one hide what is lost
        ("refs/heads/new", "", "two", "created"),
        ("refs/tags/v1", "one", "two", "created"),  # the parent of what is pushed, which is no old tag
        ("refs/tags/v1", "tag", "two", "moved"),
        ("", "one", "two", None),
        ("refs/heads/main", "one", "", None),
    ],
)
def test_what_a_client_says_of_a_push(ref: str, old: str, new: str, kind: str | None, tips: SimpleNamespace) -> None:
    found = refs.pushed("up", ref, getattr(tips, old, ""), getattr(tips, new, ""))

    assert (found and found.kind) == kind


def test_a_remote_whose_name_is_a_glob_holds_its_own_branches(tips: SimpleNamespace) -> None:
    missing = {
        name: tips.repo.git("rev-list", "main", "--not", refs.held_by(name)).split()
        for name in ("up", "u*", "[u]p", "")
    }

    whole = [tips.two, tips.one, tips.base]
    assert missing == {"up": [tips.two], "u*": whole, "[u]p": whole, "": whole}


def test_a_rebase_names_the_branches_that_have_its_commits(tips: SimpleNamespace) -> None:
    tips.repo.git("update-ref", "refs/remotes/origin/main", tips.two)
    tips.repo.git("config", "govhooks.rewrite", "main")
    repository = Repository()
    found = [(made.ref, made.kind, made.lost, made.meant) for made in refs.rebased(repository, tips.base, "main")]
    root = refs.rebased(repository, "--root", "main")
    none = refs.rebased(repository, "main", "main")
    repository.close()

    assert found == [("refs/heads/main", "rebased", lost, True) for lost in (2, 1)]
    assert [made.lost for made in root] == [3, 2]
    assert none == []


def test_where_a_change_lands(tips: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = tips.repo
    before = (refs.default_branch(), refs.default_target())
    repo.git("update-ref", "refs/remotes/origin/dev/x", tips.two)
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/dev/x")
    cloned = (refs.default_branch(), refs.default_target())
    monkeypatch.setenv("CI_DEFAULT_BRANCH", "trunk")
    told = refs.default_branch()
    named = {
        rev: refs.branch_of(rev)
        for rev in ("main", "topic", "origin/dev/x", "origin/HEAD", "v1", tips.one, "HEAD~0", "--all", "nowhere")
    }

    assert before == ("", "refs/heads/main")
    assert cloned == ("dev/x", "refs/remotes/origin/HEAD")
    assert told == "trunk"
    assert {rev: name for rev, name in named.items() if name} == {
        "main": "main",
        "topic": "topic",
        "origin/dev/x": "dev/x",
        "origin/HEAD": "dev/x",
    }
