"""A range: every commit of it is judged, whatever its net change is."""

from __future__ import annotations

from pathlib import Path

PRE_COMMIT = {"PRE_COMMIT": "1"}


def test_a_range_is_judged_commit_by_commit(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    start = repo.git("rev-parse", "HEAD")
    bad = repo.commit("add", **{"a.py": f"t = '{token}'\n"})
    end = repo.commit("take away", **{"a.py": "t = None\n"})
    done = repo.check("--from-ref", start, "--to-ref", end)

    assert done.code == 1
    assert f"(in {bad[:12]})" in done.out
    assert done.out.count("[no-secrets]") == 1
    assert repo.check("--from-ref", bad, "--to-ref", end).code == 0
    assert repo.check("--from-ref", start, "--to-ref", "nowhere").code == 3
    empty = repo.check("--from-ref", end, "--to-ref", end)
    assert (empty.code, "nothing to judge" in empty.out) == (0, True)


def test_a_range_in_a_bare_repository(repo, token: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    start = repo.git("rev-parse", "HEAD")
    repo.commit("add", **{"a.py": f"t = '{token}'\n"})
    repo.git("clone", "--quiet", "--bare", str(repo.path), str(tmp_path / "bare"))

    assert repo.run("check", "--from-ref", start, "--to-ref", "main", cwd=tmp_path / "bare").code == 1
    assert repo.run("check", cwd=tmp_path / "bare").code == 3
    assert repo.run("check", "--all", cwd=tmp_path / "bare").code == 3


def test_a_first_push_is_judged_whole(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("add", **{"a.py": f"t = '{token}'\n"})
    repo.commit("take away", **{"a.py": "t = None\n"})
    env = {**PRE_COMMIT, "PRE_COMMIT_REMOTE_NAME": "origin", "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/main"}

    assert repo.check(**env).code == 1
