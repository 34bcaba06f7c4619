"""The bytes of one side: of a blob or a file on disk, at once or in pieces."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from govhooks.core.change import LARGE, Change
from govhooks.core.errors import CannotJudge
from govhooks.git.repository import Repository

Open = Callable[..., Repository]


def added(change: Change) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in change.added]


def test_a_file_deleted_on_disk_is_still_judged(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    (repo.path / "app.py").unlink()

    assert [change.read() for change in opened(repo.path).whole(None)] == [b"x = 1\n"]


def test_a_working_file_that_cannot_be_read_is_not_passed_over(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    (repo.path / "app.py").unlink()
    (repo.path / "app.py").mkdir()
    changes = opened(repo.path).whole(["app.py"])

    with pytest.raises(CannotJudge):
        [change.read() for change in changes]


def test_a_link_on_disk_is_its_target(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    (repo.path / "app.py").unlink()
    (repo.path / "app.py").symlink_to("/etc/hostname")

    assert [(c.mode, c.read()) for c in opened(repo.path).whole(["app.py"])] == [
        ("100644", b"x = 1\n"),
        ("120000", b"/etc/hostname"),
    ]


@pytest.fixture
def lines_of_a_large_file() -> list[str]:
    return [f"line {n} {'x' * (n % 100)}" for n in range(300_000)]


@pytest.mark.parametrize("side", ["blob", "disk"])
def test_a_large_file_is_read_in_pieces(side: str, repo, opened: Open, lines_of_a_large_file) -> None:  # type: ignore[no-untyped-def]
    content = "\n".join(lines_of_a_large_file) + "\n"
    assert len(content) > LARGE
    if side == "blob":
        repo.stage("large.txt", content)
        (change,) = opened(repo.path).staged()
    else:
        repo.write("large.txt", content)
        (change,) = opened(repo.path).whole(["large.txt"])
    pieces = list(change.pieces())
    numbered = [(first + offset, line) for text, first in pieces for offset, line in enumerate(text.splitlines())]

    assert change.large
    assert change.read() == b""
    assert len(pieces) > 3
    assert max(len(text) for text, _ in pieces) < 6 << 20
    assert numbered == list(enumerate(lines_of_a_large_file, 1))
    assert added(change) == []


def test_what_stands_after_a_large_file_is_read_right(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    repo.stage("a.bin", os.urandom(LARGE + 1))
    repo.stage("b.txt", "after\n")
    large, small = opened(repo.path).staged()

    assert sum(len(piece.encode("latin-1", "replace")) for piece, _ in large.pieces()) > 0
    assert added(small) == [(1, "after")]


def test_a_large_old_side_hides_nothing(repo, opened: Open, lines_of_a_large_file: list[str]) -> None:  # type: ignore[no-untyped-def]
    repo.commit(**{"large.txt": "\n".join(lines_of_a_large_file)})
    repo.stage("large.txt", "small now\n")
    (change,) = opened(repo.path).staged()

    assert not change.large
    assert added(change) == [(1, "small now")]


def test_another_object_may_be_asked_for_between_two_pieces(repo) -> None:  # type: ignore[no-untyped-def]
    """A guess in a large file asks for the baseline while the file is still being read."""
    word = "k7#" + "Gv2pQ" + "x9w"
    filler = b"a line of nothing much\n" * 1000
    repo.commit("base", **{".secrets.baseline": '{"results": {}}', "other.py": "x = 1\n"})
    repo.stage("big.py", f'password = "{word}1"\n'.encode() + filler * 800 + f'password = "{word}2"\n'.encode())
    repo.stage("other.py", f'password = "{word}3"\n')
    done = repo.check("--rule", "no-secrets")

    assert done.code == 1
    assert "big.py:1: " in done.out
    assert "big.py:800002: " in done.out
    assert "other.py:1: " in done.out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")
def test_a_pipe_in_place_of_a_file_ends_in_an_error(repo) -> None:  # type: ignore[no-untyped-def]
    (repo.path / "app.py").unlink()
    os.mkfifo(repo.path / "app.py")
    done = repo.check("--all")

    assert done.code == 3
    assert "on disk it is neither" in done.err
