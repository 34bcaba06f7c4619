"""`govhooks agents explain`: every command with the way to it, what is decided, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from agents.requirements_files import SEED
from conftest import Repo

from govhooks.cli import main


@pytest.fixture
def place(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Path:
    repo.commit("policy", **{"requirements.toml": SEED})
    monkeypatch.chdir(repo.path)
    return repo.path


def test_wrapper_by_wrapper(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agents", "explain", "sudo sh -c 'rm x' && cat .env"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "it runs:",
        "  sudo sh -c rm x",
        "  sudo > sh -c rm x",
        "  sudo > sh > rm x",
        "  cat .env",
        "forbidden: rm x: Use an explicit cleanup script instead.",
        "forbidden: cat .env: deny_read ./.env* covers .env",
        "decision: forbidden",
    ]


def test_nothing_stops_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agents", "explain", "pytest -q"]) == 0
    assert "decision: none" in capsys.readouterr().out


def test_no_escape_reaches_the_terminal(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["agents", "explain", "rm \x1b[31mx"])

    assert "\x1b" not in capsys.readouterr().out


def test_bad_usage_and_a_broken_policy(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agents"]) == 2
    (place / "requirements.toml").write_text("[rules]\n")
    assert main(["agents", "explain", "ls"]) == 3
    assert "requirements.toml:1" in capsys.readouterr().err
