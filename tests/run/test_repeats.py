"""Two hooks judge one push: what the first said, the second does not say again. (The whole: test_clients.py.)"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Repo

from govhooks.core.finding import Finding
from govhooks.core.verdict import Verdict
from govhooks.run import repeats


def verdict(*lines: int, notes: tuple[str, ...] = ()) -> Verdict:
    found = tuple(Finding("no-secrets", "a.py", line, "leak", "rotate it", identity="x") for line in lines)
    return Verdict(findings=found, checked={}, notes=notes)


@pytest.fixture
def place(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(repo.path)
    return repo.path / ".git/govhooks/pushed"


def test_what_was_said_is_not_said_again(place: Path) -> None:
    repeats.leave(verdict(1, 2, notes=("read",)))
    repeats.leave(verdict(3))  # of another ref
    said = repeats.take(verdict(1, 3))

    assert said
    assert not place.exists()
    assert not repeats.take(verdict(1))


def test_what_was_not_said_is_said(place: Path) -> None:
    repeats.leave(verdict(1))
    more = repeats.take(verdict(1, 2))
    repeats.leave(verdict(1))
    note = repeats.take(verdict(1, notes=("read",)))

    assert (more, note) == (False, False)


@pytest.mark.parametrize("content", ["", "\n\n", "1\n", "\xff\xfe"])
def test_what_was_left_by_another_run_counts_for_nothing(place: Path, content: str) -> None:
    repeats.leave(verdict(1))
    digests = place.read_text().split("\n")[1:]
    place.write_bytes("\n".join([content, *digests]).encode("latin-1"))

    assert not repeats.take(verdict(1))
    assert not place.exists()


def test_a_link_is_not_followed(place: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(f"{os.getppid()}\n")
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(tmp_path / "elsewhere")
    repeats.leave(verdict(1))

    assert not repeats.take(verdict(1))
    assert (tmp_path / "elsewhere").read_text() == f"{os.getppid()}\n"
