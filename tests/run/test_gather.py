"""What a request means: standard input, a message, and that nothing takes the place of the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from govhooks.git.repository import Repository
from govhooks.rules.index import ENTRIES
from govhooks.run.gather import gather
from govhooks.run.request import parse


def test_standard_input_is_judged(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    found = repo.run("check", "-", stdin=f"a\nt = '{token}'\n".encode())
    clean = repo.run("check", "-", stdin=b"a\n\xff\0\n")
    nothing = repo.run("check", "-", stdin=b"")

    assert found.code == 1
    assert "<stdin>:2: " in found.out
    assert (clean.code, nothing.code) == (0, 0)


def test_standard_input_outside_of_a_repository(tmp_path: Path, empty_repo, token: str) -> None:  # type: ignore[no-untyped-def]
    outside = tmp_path / "outside"
    outside.mkdir()

    assert empty_repo.run("check", "-", stdin=token.encode(), cwd=outside).code == 1
    assert empty_repo.run("check", "-", stdin=b"clean\n", cwd=outside).code == 0
    assert empty_repo.run("check", "-", stdin=token.encode()).code == 1


@pytest.mark.parametrize("more", [["--all"], ["old.py"], ["--from-ref", "HEAD~1", "--to-ref", "HEAD"]])
def test_a_message_does_not_take_the_place_of_the_files(more: list[str], repo, token: str) -> None:  # type: ignore[no-untyped-def]
    """Asked for both, both are judged, or it is bad usage; never a pass without a look at the files."""
    repo.commit("old", **{"old.py": f"t = '{token}'\n"})
    repo.write("message", "subject\n")

    assert repo.check(*more, "--message-file", "message").code in (1, 2)


def test_a_head_that_is_merged_only_in_the_environment_hides_nothing(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("leak.py", f"t = '{token}'\n")
    commit = repo.git("commit-tree", repo.git("write-tree"), "-m", "dangling")

    assert repo.check(**{f"GITHEAD_{commit}": "x"}).code == 1


# (the command line, the kind, what is judged)
@pytest.mark.parametrize(
    ("argv", "kind", "judged"),
    [
        ([], "change", [("change", ["staged"])]),
        (["app.py"], "whole", [("whole", ["app.py"])]),
        (["--all"], "whole", [("whole", ["app.py", "second", "staged"])]),
        (["--from-ref", "HEAD~1", "--to-ref", "HEAD"], "range", [("range", ["second"]), ("commit", ["second"])]),
        (["--history"], "history", [("commit", [])]),
        (["--message-file", "m"], "message", [("message", ["staged"])]),
        (["--message-file", "m", "--hook-stage", "prepare-commit-msg"], "prepare", [("message", ["staged"])]),
    ],
)
def test_a_request_means_changesets_by_the_policy_of_head(  # type: ignore[no-untyped-def]
    argv: list[str], kind: str, judged: list[tuple[str, list[str]]], repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.path)
    repo.commit("second", second="2\n")
    repo.stage("staged", "3\n")
    repo.write("m", "subject\n\nKey: value\n")
    repository = Repository()
    gathered = gather(repository, ENTRIES, parse(argv, {}))
    found = [(one.kind, [change.path for change in one.changes]) for one in gathered.changesets]
    texts = {one.before("second") for one in gathered.changesets if one.kind in ("change", "whole", "message")}
    repository.close()

    assert (gathered.kind, found) == (kind, judged)
    assert texts <= {b"2\n"}
    assert (gathered.message != ("", ())) is (kind == "prepare")
    with pytest.raises(AttributeError):
        gathered.kind = "text"  # type: ignore[misc]
