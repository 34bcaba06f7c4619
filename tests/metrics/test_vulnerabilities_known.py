"""What is said of open vulnerabilities, what is unknown, and why."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from conftest import ROOT, Repo
from daily_history import CRITICAL, EVENTS, History, measured, pins, series
from osv_world import advisory, archive, database_of

from govhooks.core.errors import CannotJudge
from govhooks.git.repository import Repository
from govhooks.knowledge.advisories import database
from govhooks.metrics.metric import Item
from govhooks.metrics.store import Store
from govhooks.metrics.timeline import Line
from govhooks.metrics.vulnerabilities import locks as reading
from govhooks.metrics.vulnerabilities import measure
from govhooks.metrics.vulnerabilities.lifetimes import affecting, lifetimes
from govhooks.metrics.vulnerabilities.locks import LOCKS, Locks
from govhooks.readers import locks as readers
from govhooks.readers.document import BadDocument


@pytest.fixture
def history(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> History:
    monkeypatch.chdir(repo.path)
    return History(repo)


def test_items_the_oldest_first_then_what_is_excused(history: History, tmp_path: Path) -> None:
    history.step(requirements_0txt=pins(left="1.0.0"))
    history.step(requirements_0txt=pins(calm="1.0.0", left="1.1.0", right="1.0.0", up="1.0.0"))
    history.step(
        governance_0toml='[[exceptions]]\nrule = "dependency-review"\npath = "requirements.txt"\nadvisory = "CVE-3"\n'
        'reason = "why"\nowner = "ada@corp.test"\napprover = "bo@corp.test"\nexpires = 2025-12-01\n'
    )
    metric = measured(
        history,
        tmp_path,
        advisory("A-1", "left", events=EVENTS, **CRITICAL),
        advisory("A-2", "right", events=[("introduced", "0")], **{**CRITICAL, "published": "2025-10-12T10:00:00Z"}),
        advisory("A-3", "up", events=EVENTS, aliases=["CVE-3"], **CRITICAL),
        advisory("A-4", "calm", events=EVENTS, published="2025-01-01T00:00:00Z"),
    )
    commits = history.repo.git("rev-list", "--reverse", "HEAD").split()

    assert metric.items == (
        Item(
            "open", "left 1.1.0 is vulnerable (critical): A-1", "requirements.txt", 2, commits[1], "2025-10-11T08:53:20Z",
            detail={
                "package": "left", "version": "1.1.0", "ecosystem": "PyPI", "advisory": "A-1", "aliases": None,
                "severity": "critical", "fixed_in": "2.0.0", "age_days": 2.0, "lock": "requirements.txt", "excused until": None,
            },
        ),
        Item(
            "open", "right 1.0.0 is vulnerable (critical): A-2", "requirements.txt", 3, commits[2], "2025-10-12T10:00:00Z",
            detail={
                "package": "right", "version": "1.0.0", "ecosystem": "PyPI", "advisory": "A-2", "aliases": None,
                "severity": "critical", "fixed_in": None, "age_days": 1.0, "lock": "requirements.txt", "excused until": None,
            },
        ),
        Item(
            "excused", "up 1.0.0 is vulnerable (critical): A-3", "requirements.txt", 4, commits[2], "2025-10-12T08:53:20Z",
            who="ada@corp.test",
            detail={
                "package": "up", "version": "1.0.0", "ecosystem": "PyPI", "advisory": "A-3", "aliases": "CVE-3",
                "severity": "critical", "fixed_in": "2.0.0", "age_days": 1.0, "lock": "requirements.txt",
                "excused until": "2025-12-01",
            },
        ),
    )  # fmt: skip
    assert series(metric) == [None, 1, 2, 2]
    assert series(metric, "excused_critical") == [None, 0, 0, 1]
    assert metric.notes == ("1 open vulnerabilities have no severity: no figure counts them",)
    assert {one.fresh for one in metric.figures} == {"2026-11-20"}


def test_without_a_database(history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history.step(requirements_0txt=pins(left="1.0.0"))
    metric = measure(history.moments())

    assert {one.value for one in metric.figures} == {None}
    assert all("run govhooks advisories update" in one.unknown for one in metric.figures)
    assert series(metric) == [None, None]
    (tmp_path / "broken").write_text("no database")
    monkeypatch.setenv("GOVHOOKS_ADVISORIES", str(tmp_path / "broken"))
    assert "is no database of advisories" in measure(history.moments()).figures[0].unknown


def test_the_database_of_this_machine(history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history.step(requirements_0txt=pins(left="1.0.0"))
    archive(tmp_path / "osv", "PyPI", advisory("A-1", events=EVENTS, **CRITICAL))
    place = database_of(tmp_path / "osv")
    monkeypatch.setenv("GOVHOOKS_ADVISORIES", place)

    assert series(measure(history.moments())) == [None, 1]
    with contextlib.closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("DROP TABLE dated")
    assert "an older govhooks made it" in measure(history.moments()).figures[0].unknown


def test_a_lock_that_cannot_be_read(history: History, tmp_path: Path) -> None:
    """What it had before goes on: the age does not start anew when it is mended."""
    lock = 'version = 1\n\n[[package]]\nname = "left"\nversion = "1.0.0"\nsource = {{ registry = "https://pypi.org/simple" }}\n{}'
    history.step(uv_0lock=lock.format(""))
    history.step(uv_0lock=lock.format("[["))
    history.step(uv_0lock=lock.format('[[package]]\nversion = "1"\n'))
    broken = measured(history, tmp_path, advisory("A-1", events=EVENTS, **CRITICAL))
    history.step(uv_0lock=lock.format("\n"))
    mended = measured(history, tmp_path)

    assert series(broken) == [None, 1, None, None]
    assert broken.figures[0].unknown == broken.notes[0]
    assert broken.notes[0].startswith("uv.lock: line ")
    assert series(mended) == [None, 1, None, None, 1]
    assert mended.value("oldest_critical_days") == 3


def test_an_ecosystem_that_the_database_does_not_cover(history: History, tmp_path: Path) -> None:
    history.step(requirements_0txt=pins(left="1.0.0"))
    history.step(Cargo_0lock="version = 4\n")
    history.step(
        Cargo_0lock='version = 4\n\n[[package]]\nname = "a"\nversion = "1.0.0"\n'
        'source = "registry+https://github.com/rust-lang/crates.io-index"\n'
    )
    history.step(Cargo_0lock=None)
    metric = measured(history, tmp_path, advisory("A-1", events=EVENTS, **CRITICAL))

    assert series(metric) == [None, 1, 1, None, 1]


def test_no_lock_is_not_no_vulnerability(history: History, tmp_path: Path) -> None:
    history.step(requirements_0txt=pins(left="1.0.0") + "right\n")
    metric = measured(history, tmp_path, advisory("A-1", events=EVENTS, **CRITICAL))

    assert series(metric) == [None, None]
    assert metric.figures[0].unknown == "there is no lock in the tree"
    assert "requirements.txt does not pin every package, so it is no lock and not counted" in metric.notes


def test_an_advisory_that_cannot_be_evaluated(history: History, tmp_path: Path) -> None:
    history.step(requirements_0txt=pins(left="1.0.0"))
    bad = [("introduced", "0"), ("fixed", "no version")]
    metric = measured(history, tmp_path, advisory("A-1", events=bad, **CRITICAL))

    assert series(metric) == [None, None]
    assert series(metric, "open_high") == [None, 0]
    assert "A-1: its range says" in metric.figures[0].unknown


def test_a_policy_that_cannot_be_understood(history: History, tmp_path: Path) -> None:
    history.step(requirements_0txt=pins(left="1.0.0"))
    history.step(governance_0toml="nonsense = 1\n")
    history.step(governance_0toml="")
    metric = measured(history, tmp_path, advisory("A-1", events=EVENTS, **CRITICAL))

    assert series(metric) == [None, 1, None, 1]


def test_advisories_without_a_time_and_an_old_database(history: History, tmp_path: Path) -> None:
    history.step(requirements_0txt=pins(left="1.0.0"))
    history.step(governance_0toml="[rules.dependency-review]\ndatabase-days = 2\n")
    told = advisory("A-1", events=EVENTS, database_specific={"severity": "CRITICAL"}, modified="2025-10-08T00:00:00Z")
    archive(tmp_path / "osv", "PyPI", told)
    metric = measured(history, tmp_path)

    assert series(metric) == [None, 1, 1]
    assert metric.notes == (
        "1 advisories do not say when they were published: they count since the version came",
        "the advisory database is 4 days old (at most 2): it lacks newer advisories",
    )


def test_a_lifetime_says_when_it_came_and_went(history: History, tmp_path: Path) -> None:
    history.step(a__requirements_0txt=pins(left="1.0.0", right="1.0.0"))
    history.step(a__requirements_0txt=pins(left="1.1.0", right="1.0.0"))
    history.step(a__requirements_0txt=None, b__requirements_0txt=pins(Left="1.1.0"))
    history.step(b__requirements_0txt=pins(left="2.0.0"))
    history.step(b__requirements_0txt=pins(left="1.0.0"))
    archive(tmp_path / "osv", "PyPI", advisory("A-1", events=EVENTS, **CRITICAL))
    line, kept = Line(Repository()), Store()
    with database.open(database_of(tmp_path / "osv")) as held:
        locks = Locks(line, kept)
        found = lifetimes(line, locks, affecting(locks, held, kept))

    assert [(one.path[0], one.package[2], one.came, one.first, one.gone) for one in found] == [
        ("a", "1.0.0", 1, 1, 2),
        ("a", "1.1.0", 2, 1, 3),
        ("b", "1.1.0", 3, 1, 4),
        ("b", "1.0.0", 5, 5, None),
    ]
    assert {(one.advisory, one.fixed, one.published) for one in found} == {("A-1", ("2.0.0",), 1_735_689_600)}


def test_a_missing_object_is_no_empty_lock(history: History, tmp_path: Path) -> None:
    history.step(requirements_0txt=pins(left="1.0.0"))
    blob = history.repo.git("rev-parse", "HEAD:requirements.txt")
    (history.repo.path / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    with pytest.raises(CannotJudge, match="missing or broken"):
        measured(history, tmp_path, advisory("A-1", events=EVENTS, **CRITICAL))


def test_every_lock_that_a_reader_knows_is_followed() -> None:
    data = ROOT / "tests/readers/locks/data"
    found = set()
    for path in filter(Path.is_file, data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if not readers.of(name):
            continue
        try:
            if readers.read(name, path.read_bytes()).is_lock:
                found.add(path.name)
        except BadDocument:
            continue

    assert len(found) > 10
    assert {name for name in found if not reading._NAMES.search(name.encode())} <= {"environment.yml"}
    globs = {glob for several in readers.FILES.values() for glob in several}
    assert set(LOCKS) <= globs
    assert {glob for glob in globs - set(LOCKS) if "lock" in glob} == set()
