"""Who took part in the history, as git log tells it."""

from __future__ import annotations

import pytest
from conftest import Repo

from govhooks.git.past import people


def test_authors_committers_and_those_whom_trailers_name(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write(".mailmap", "Ada <ada@corp.test> <ada@home.test>\n")
    env = {"GIT_AUTHOR_DATE": "2026-03-01T12:00:00Z", "GIT_COMMITTER_DATE": "2026-03-02T12:00:00Z"}
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    repo.git(
        "commit",
        "-q",
        "--allow-empty",
        "--author",
        "A <ada@home.test>",
        "-m",
        "x\n\nReviewed-by: Bo <bo@corp.test>\nCo-authored-by: Cy <cy@corp.test>",
    )
    monkeypatch.chdir(repo.path)

    found = people("2026-01-01")

    assert found is not None
    assert {who: found[who] for who in found if "ada" in who or "bo@" in who or "cy@" in who} == {
        "Ada <ada@corp.test>": "2026-03-02",
        "Bo <bo@corp.test>": "2026-03-02",
        "Cy <cy@corp.test>": "2026-03-02",
    }
    assert "Dev <dev@corp.test>" in found
    assert "Ada <ada@corp.test>" not in (people("2026-04-01") or {})


def test_a_history_that_is_cut_off_tells_nothing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("two")
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.path}", "shallow")
    monkeypatch.chdir(repo.path / "shallow")

    assert people("2026-01-01") is None


def test_no_commit_tells_nothing(empty_repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(empty_repo.path)

    assert people("2026-01-01") is None
