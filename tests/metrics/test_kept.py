"""What is kept of an earlier report changes nothing: the next one says what a first one would."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import simulated_company
from conftest import Repo
from simulated_company import Company

from govhooks.git.repository import Repository
from govhooks.metrics import commits as commits_of
from govhooks.metrics.kept import Kept
from govhooks.metrics.report import document
from govhooks.metrics.timeline import Line, versions


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    home = tmp_path_factory.mktemp("kept")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / "bo")], check=True)
    return Company(home / "repo", home / "bo", simulated_company.facts(7))


def told(company: Company, until: int) -> dict[str, Any]:
    found = document([str(company.path)], simulated_company.START, until)
    return {**found, "repositories": [{**found["repositories"][0], "notes": []}]}


def place(company: Company) -> Path:
    return company.path / ".git/govhooks/metrics/facts"


def test_the_next_report_is_that_of_a_first_one(company: Company) -> None:
    """Along the history: after a third, two thirds and all of it, with what the one before kept, and with nothing."""
    head = subprocess.check_output(["git", "rev-list", "--reverse", "HEAD"], cwd=company.path, text=True).split()
    times = subprocess.check_output(["git", "log", "--reverse", "--format=%ct"], cwd=company.path, text=True).split()
    place(company).unlink(missing_ok=True)
    for number in (len(head) // 3, 2 * len(head) // 3, len(head) - 1):
        subprocess.run(["git", "update-ref", "refs/heads/main", head[number]], cwd=company.path, check=True)
        until = int(times[number]) + 100
        kept = told(company, until)
        assert place(company).exists()
        again = told(company, until)
        place(company).rename(place(company).with_suffix(".aside"))
        fresh = told(company, until)
        os.replace(place(company).with_suffix(".aside"), place(company))

        assert kept == again == fresh


def test_a_rewritten_history_is_read_anew(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.path)
    for number in range(4):
        repo.commit(f"work {number}\n\nHigh-Risk: payments", **{"a.txt": f"{number}\n"})
    kept = Kept()
    versions(Line(Repository()), "a.txt", kept=kept)
    commits_of.commits(Line(Repository()), "High-Risk", "", kept)
    repo.git("reset", "-q", "--hard", "HEAD~2")
    repo.commit("another", **{"a.txt": "other\n"})
    line = Line(Repository())

    assert versions(line, "a.txt", kept=kept) == versions(line, "a.txt")
    assert commits_of.commits(line, "High-Risk", "", kept) == commits_of.commits(line, "High-Risk", "")


@pytest.mark.parametrize("data", [b"", b"0.0 abc\n{}", b"\xff\xfe\n{}", b"[]"])
def test_what_is_foreign_is_left_aside(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "facts").write_bytes(data)
    kept = Kept(str(tmp_path))

    assert kept.get("versions", "x") is None
    assert kept.notes == []


def test_what_is_damaged_is_said_and_replaced(tmp_path: Path) -> None:
    place = tmp_path / "facts"
    kept = Kept(str(tmp_path))
    kept.put("kind", "key", {"a": [1]})
    kept.save()
    assert Kept(str(tmp_path)).get("kind", "key") == {"a": [1]}
    data = place.read_bytes()
    place.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    again = Kept(str(tmp_path))

    assert again.get("kind", "key") is None
    assert "checksum" in again.notes[0]
    again.put("kind", "key", 3)
    again.save()
    assert Kept(str(tmp_path)).get("kind", "key") == 3


def test_what_other_code_found_out_is_found_out_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept(str(tmp_path))
    kept.put("kind", "key", 1)
    kept.save()
    monkeypatch.setattr("govhooks.metrics.store._code", lambda: "elsewhere 1")

    assert Kept(str(tmp_path)).get("kind", "key") is None


def test_a_link_is_neither_read_nor_written(tmp_path: Path) -> None:
    (tmp_path / "aim").write_text("mine")
    os.symlink(tmp_path / "aim", tmp_path / "facts")
    kept = Kept(str(tmp_path))
    kept.put("kind", "key", 1)
    kept.save()

    assert "was ignored" in kept.notes[0]
    assert (tmp_path / "aim").read_text() == "mine"
    assert not (tmp_path / "facts").is_symlink()
