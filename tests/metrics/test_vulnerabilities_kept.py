"""What a report of open vulnerabilities keeps for the next one, and what becomes of files that are damaged or foreign."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Repo
from daily_history import CRITICAL, EVENTS, START, History, measured, pins, series
from osv_world import advisory, archive

from govhooks.knowledge.advisories import database
from govhooks.metrics.metric import Metric
from govhooks.metrics.store import Store
from govhooks.metrics.timeline import DAY
from govhooks.metrics.vulnerabilities import locks as reading
from govhooks.metrics.vulnerabilities import measure_by


@pytest.fixture
def history(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> History:
    monkeypatch.chdir(repo.path)
    return History(repo)


def files(history: History) -> list[Path]:
    return sorted((history.repo.path / ".git/govhooks/metrics").iterdir())


@pytest.fixture
def known(history: History, tmp_path: Path) -> Metric:
    for number in range(5):
        history.step(requirements_0txt=pins(left=f"1.{number}.0", right="1.0.0"))
    return measured(history, tmp_path, advisory("A-1", events=EVENTS, **CRITICAL))


def test_the_next_report_reads_no_lock_and_asks_no_database(
    history: History, known: Metric, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    moments = history.moments()
    monkeypatch.setattr(reading, "_read_some", never)
    monkeypatch.setattr("govhooks.metrics.timeline._fields", never)
    with database.open(str(tmp_path / "osv/advisories.db")) as held:
        monkeypatch.setattr("govhooks.knowledge.advisories.past.look_up", never)

        assert measure_by(moments, held) == known


def test_only_what_is_new_is_read(
    history: History, known: Metric, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    read = reading._read
    monkeypatch.setattr(reading, "_read", lambda path, *rest: (seen.append(path), read(path, *rest))[1])
    history.step(requirements_0txt=pins(left="1.9.0", right="1.1.0"))
    history.step(requirements_0txt=pins(left="1.4.0", right="1.0.0"))
    with database.open(str(tmp_path / "osv/advisories.db")) as held:
        metric = measure_by(history.moments(), held, jobs=1)

    assert seen == ["requirements.txt"]
    assert series(metric) == [*series(known), 1, 1]
    assert metric.value("oldest_critical_days") == 6


def test_a_rewritten_history_is_read_anew(history: History, known: Metric, tmp_path: Path) -> None:
    history.repo.git("reset", "-q", "--hard", "HEAD~2")
    history.next -= 2 * DAY
    history.step(requirements_0txt=pins(right="1.0.0"))

    assert series(measured(history, tmp_path)) == [None, 1, 1, 1, 0]


def test_another_database_is_asked(history: History, known: Metric, tmp_path: Path) -> None:
    archive(tmp_path / "osv", "PyPI", advisory("A-2", "right", events=EVENTS, **CRITICAL))

    assert [one.detail["advisory"] for one in measured(history, tmp_path).items] == ["A-2"]
    assert [one.detail["advisory"] for one in known.items] == ["A-1"]


@pytest.mark.parametrize("how", ["cut", "changed", "grown", "empty"])
def test_a_damaged_file_is_ignored_and_said(history: History, known: Metric, tmp_path: Path, how: str) -> None:
    for path in files(history):
        data = path.read_bytes()
        changed = data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]
        head = data.partition(b"\n")[0] + b"\n"
        path.write_bytes({"cut": data[:-7], "changed": changed, "grown": data + b"x", "empty": head}[how])
    with database.open(str(tmp_path / "osv/advisories.db")) as held:
        metric = measure_by(history.moments(), held)
        again = measure_by(history.moments(), held)

    assert [note.partition(" was ignored")[0].rpartition(os.sep)[2] for note in metric.notes] == ["locks", "advisories"]
    assert metric.but(notes=()) == known
    assert again == known


def test_a_file_of_another_installation_is_made_anew(history: History, known: Metric, tmp_path: Path) -> None:
    for path in files(history):
        path.write_bytes(b"govhooks metrics 0 ...\n" + path.read_bytes())
    with database.open(str(tmp_path / "osv/advisories.db")) as held:
        assert measure_by(history.moments(), held) == known


@pytest.mark.skipif(os.name == "nt", reason="a link needs a privilege, and no mode tells who may write")
def test_a_file_of_somebody_else_is_not_believed(history: History, known: Metric, tmp_path: Path) -> None:
    first, second = files(history)
    first.rename(tmp_path / "elsewhere")
    first.symlink_to(tmp_path / "elsewhere")
    second.chmod(0o666)
    before = (tmp_path / "elsewhere").read_bytes()
    with database.open(str(tmp_path / "osv/advisories.db")) as held:
        metric = measure_by(history.moments(), held)

    assert len(metric.notes) == 2
    assert metric.but(notes=()) == known
    assert (tmp_path / "elsewhere").read_bytes() == before
    assert not first.is_symlink()


def test_a_folder_that_cannot_be_written(history: History, known: Metric, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with database.open(str(tmp_path / "osv/advisories.db")) as held:
        metric = measure_by(history.moments(), held, Store(str(tmp_path / "file")))

    assert metric.but(notes=()) == known
    assert any("was not written" in note for note in metric.notes)


def test_two_reports_at_once(history: History, known: Metric, tmp_path: Path) -> None:
    for path in files(history):
        path.unlink()
    program = (
        "import json, sys\nfrom govhooks.git.repository import Repository\nfrom govhooks.metrics.metric import as_json\n"
        "from govhooks.metrics.moments import Moment, Past\nfrom govhooks.metrics.timeline import Line\n"
        "from govhooks.metrics.vulnerabilities import measure\npast = Past(Line(Repository()))\n"
        f"moments = [Moment(past, at) for at in range({START + DAY}, {history.next + 1}, {DAY})]\n"
        "for _ in range(3): told = as_json(measure(moments))\nprint(json.dumps(told))\n"
    )
    environment = {
        **os.environ,
        "GOVHOOKS_ADVISORIES": str(tmp_path / "osv/advisories.db"),
        "PYTHONPATH": str(ROOT / "hooks"),
    }
    started = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment) for _ in range(4)
    ]
    told = [json.loads(one.communicate()[0]) for one in started]

    assert all(one == told[0] for one in told)
    assert told[0]["points"][-1]["values"]["open_critical"] == 1
    assert told[0]["notes"] == []
    assert [path.name for path in files(history)] == ["advisories", "locks"]
