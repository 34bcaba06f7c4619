"""The database is made whole or not at all, of the newest copies of what can be read."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from osv_world import advisory, archive

from govhooks.core.errors import CannotJudge
from govhooks.knowledge.advisories import build as builder
from govhooks.knowledge.advisories import database, severity, source
from govhooks.knowledge.advisories.build import Built, build
from govhooks.knowledge.advisories.database import Hit
from govhooks.run import workers

EVENTS = [("introduced", "0"), ("fixed", "2.0.0")]
V3 = [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]


def made(tmp_path: Path, *ecosystems: str) -> tuple[Built, str]:
    target = str(tmp_path / "out/advisories.sqlite")
    return build(source.find(str(tmp_path / "in"), ecosystems), target, ecosystems), target


def hits(path: str, ecosystem: str, name: str = "left", version: str = "1.0.0") -> tuple[Hit, ...]:
    with database.open(path) as held:
        return held.look_up(ecosystem, [(name, version)]).found.get((name, version), ())


def test_the_newest_copy_counts(tmp_path: Path) -> None:
    for number, (day, more) in enumerate(
        {
            "19": {"events": [("introduced", "0"), ("fixed", "9.0.0")]},
            "21": {"events": EVENTS, "summary": "newest"},
            "20": {"events": [("introduced", "0")]},
        }.items()
    ):
        place = tmp_path / f"in/{number}.json"
        place.parent.mkdir(exist_ok=True)
        place.write_text(json.dumps(advisory("A-1", modified=f"2026-11-{day}T00:00:00Z", **more)))
    built, path = made(tmp_path)
    (hit,) = hits(path, "PyPI")

    assert (built.advisories, built.files) == (1, 3)
    assert (hit.summary, hit.fixed) == ("newest", ("2.0.0",))


def test_a_fraction_of_a_second_is_newer(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, second, summary in (("a", "00.5Z", "newer"), ("b", "00Z", "older")):
        told = advisory("A-1", events=EVENTS, modified=f"2026-11-20T00:00:{second}", summary=summary)
        (tmp_path / f"in/{name}.json").write_text(json.dumps(told))

    assert hits(made(tmp_path)[1], "PyPI")[0].summary == "newer"


def test_withdrawn_ones_are_left_out_with_their_older_copies(tmp_path: Path) -> None:
    archive(tmp_path / "in", "npm", advisory("A-2", ecosystem="npm", events=EVENTS))
    archive(
        tmp_path / "in", "PyPI",
        advisory("A-1", events=EVENTS),
        advisory("A-1", events=EVENTS, modified="2026-11-21T00:00:00Z", withdrawn="2026-11-21T00:00:00Z"),
    )  # fmt: skip
    built, path = made(tmp_path)

    assert built.advisories == 1
    assert hits(path, "PyPI") == ()


def test_an_archive_speaks_for_its_own_ecosystem(tmp_path: Path) -> None:
    """Or a stray advisory would make another ecosystem look covered."""
    both = advisory("A-1", events=EVENTS)
    both["affected"] += advisory("A-1", ecosystem="npm", events=EVENTS)["affected"]
    archive(tmp_path / "in", "PyPI", both)
    _, path = made(tmp_path)
    with database.open(path) as held:
        assert [one.name for one in held.stated.ecosystems] == ["PyPI"]
        assert held.look_up("npm", [("left", "1.0.0")]).covered is False

    archive(tmp_path / "in", "npm", both)
    _, path = made(tmp_path)

    assert [len(hits(path, one)) for one in ("PyPI", "npm")] == [1, 1]


def test_only_the_ecosystems_that_are_named(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for one in ("PyPI", "npm", "Go"):
        (tmp_path / f"in/{one}.json").write_text(json.dumps(advisory(f"A-{one}", ecosystem=one, events=EVENTS)))
    _, path = made(tmp_path, "PyPI", "Go")
    with database.open(path) as held:
        assert [(one.name, one.advisories) for one in held.stated.ecosystems] == [("Go", 1), ("PyPI", 1)]


def test_aliases_share_the_worst_severity(tmp_path: Path) -> None:
    """PYSEC names no severity; GHSA does, of the same CVE; a third knows only the GHSA id."""
    archive(
        tmp_path / "in", "PyPI",
        advisory("PYSEC-1", events=EVENTS, aliases=["CVE-1"]),
        advisory("GHSA-1", events=[("introduced", "0"), ("fixed", "2.1.0")], aliases=["CVE-1"], severity=V3, summary=""),
        advisory("X-1", "right", events=EVENTS, aliases=["GHSA-1"], database_specific={"severity": "LOW"}),
        advisory("PYSEC-2", events=EVENTS),
    )  # fmt: skip
    _, path = made(tmp_path)
    first, second = hits(path, "PyPI")

    assert first == Hit("PYSEC-1", ("CVE-1", "GHSA-1", "X-1"), "critical", 9.8, "PYSEC-1 of left", ("2.1.0",))
    assert second == Hit("PYSEC-2", (), "unknown", None, "PYSEC-2 of left", ("2.0.0",))
    assert hits(path, "PyPI", "right")[0].severity == "critical"


def test_kinds(tmp_path: Path) -> None:
    archive(
        tmp_path / "in", "crates.io",
        advisory("MAL-1", "evil", "crates.io", versions=["1.0.0"]),
        advisory("GHSA-2", "worse", "crates.io", versions=["1.0.0"], aliases=["MAL-2"]),
        advisory("RUSTSEC-3", "old", "crates.io", events=[("introduced", "0")], entry={"database_specific": {"informational": "unmaintained"}}),
        advisory("RUSTSEC-4", "odd", "crates.io", events=[("introduced", "0")], entry={"database_specific": {"informational": "unsound"}}),
    )  # fmt: skip
    _, path = made(tmp_path)

    assert [hits(path, "crates.io", name)[0].kind for name in ("evil", "worse", "old", "odd")] == [
        "malicious",
        "malicious",
        "unmaintained",
        "vulnerability",
    ]


def test_garbage_is_counted_and_named(tmp_path: Path) -> None:
    garbage: dict[str, Any] = {
        "1.json": b"{",
        "2.json": b"\xff\xfe",
        "3.json": b"[" * 100_000,
        "4.json": json.dumps({"id": "half \ud800".split()[1], "affected": []}).encode(),
        "5.json": json.dumps(advisory("two words")).encode(),
        "6.json": b'{"id": ' + b"9" * 5000 + b"}",
    }
    archive(tmp_path / "in", "PyPI", advisory("A-1", events=EVENTS), **garbage)
    built, path = made(tmp_path)
    with database.open(path) as held:
        answer = held.look_up("PyPI", [("left", "1.0")])

    assert (built.advisories, built.files, built.unread) == (1, 7, 6)
    assert [one.partition(":")[0] for one in built.examples] == ["1.json", "2.json", "3.json"]
    assert "deep" in built.examples[2]
    assert answer.unread == 6 and len(answer.found) == 1


def test_an_archive_of_nothing_but_garbage_is_refused(tmp_path: Path) -> None:
    archive(tmp_path / "in", "npm", advisory("A-1", ecosystem="npm", events=EVENTS))
    archive(tmp_path / "in", "PyPI", **{"a.json": b"<html>", "b.json": b""})
    with pytest.raises(CannotJudge, match=r"none of 2 files could be read: a.json: "):
        made(tmp_path)


def test_nothing_of_a_known_ecosystem_is_refused(tmp_path: Path) -> None:
    archive(tmp_path / "in", "PyPI", advisory("A-1", ecosystem="npm", events=EVENTS))
    with pytest.raises(CannotJudge, match="there is no advisory of a known ecosystem in"):
        made(tmp_path)


def test_what_cannot_be_compared_is_left_out_and_said(tmp_path: Path) -> None:
    archive(tmp_path / "in", "PyPI", advisory("A-1", events=EVENTS))
    archive(tmp_path / "in", "Debian:12", advisory("DSA-1", ecosystem="Debian:12", events=EVENTS))

    assert made(tmp_path)[0].left_out == ("Debian:12",)


def test_how_old_a_copy_is(tmp_path: Path) -> None:
    """Its newest advisory says; one from the time to come, or none, says nothing better than today, or never."""
    for modified, wanted in {"2026-11-20T10:00:00Z": "2026-11-20", "2199-01-01T00:00:00Z": time.strftime("%Y", time.gmtime()), "": "0001-01-01"}.items():  # fmt: skip
        archive(tmp_path / "in", "PyPI", advisory("A-1", events=EVENTS, modified=modified))
        _, path = made(tmp_path)
        with database.open(path) as held:
            assert held.stated.complete.startswith(wanted)


def test_a_failure_leaves_the_old_database_and_nothing_else(tmp_path: Path) -> None:
    archive(tmp_path / "in", "PyPI", advisory("A-1", events=EVENTS))
    _, path = made(tmp_path)
    before = Path(path).read_bytes()
    archive(tmp_path / "in", "PyPI", **{"a.json": b"<html>"})
    with pytest.raises(CannotJudge):
        made(tmp_path)

    assert Path(path).read_bytes() == before
    assert os.listdir(tmp_path / "out") == ["advisories.sqlite"]


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
def test_killed_half_way_the_old_one_stays(tmp_path: Path) -> None:
    archive(tmp_path / "in", "PyPI", advisory("A-1", events=EVENTS))
    _, path = made(tmp_path)
    before = Path(path).read_bytes()
    program = f"""
import os, signal
from govhooks.knowledge.advisories import build, source
def step(count, total):
    os.kill(os.getpid(), signal.SIGKILL)
build.build(source.find({str(tmp_path / "in")!r}), {path!r}, (), step)
"""
    done = subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")})
    left = [name for name in os.listdir(tmp_path / "out") if name.endswith((".new", ".stage"))]

    assert done.returncode == -9
    assert Path(path).read_bytes() == before
    assert len(left) == 2
    # What it left is taken away by a later build, once it is surely nobody's; a folder of downloads, too.
    left.append("advisories.sqlite.x7.download")
    (tmp_path / "out" / left[-1]).mkdir()
    (tmp_path / "out" / left[-1] / "0.zip").write_text("")
    made(tmp_path)
    assert set(left) <= set(os.listdir(tmp_path / "out"))
    for name in left:
        os.utime(tmp_path / "out" / name, (0, time.time() - builder._STALE - 1))
    made(tmp_path)
    assert os.listdir(tmp_path / "out") == ["advisories.sqlite"]


def test_a_reader_of_the_old_one_goes_on(tmp_path: Path) -> None:
    archive(tmp_path / "in", "PyPI", advisory("A-1", events=EVENTS))
    _, path = made(tmp_path)
    if os.name == "nt":
        pytest.skip("an open file cannot be replaced here: update says so")
    with database.open(path) as held:
        archive(tmp_path / "in", "PyPI", advisory("A-2", events=EVENTS))
        made(tmp_path)

        assert [hit.id for hit in held.look_up("PyPI", [("left", "1.0")]).found["left", "1.0"]] == ["A-1"]
    assert [hit.id for hit in hits(path, "PyPI")] == ["A-2"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights here")
def test_never_through_a_link(tmp_path: Path) -> None:
    archive(tmp_path / "in", "PyPI", advisory("A-1", events=EVENTS))
    (tmp_path / "out").mkdir()
    (tmp_path / "out/advisories.sqlite").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotJudge, match="is a symbolic link"):
        made(tmp_path)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    archive(tmp_path / "in", "PyPI", advisory("A-1", events=EVENTS))
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotJudge, match="file"):
        build(source.find(str(tmp_path / "in")), str(tmp_path / "file/advisories.sqlite"))


def test_progress_comes_to_its_end(tmp_path: Path) -> None:
    archive(tmp_path / "in", "PyPI", *(advisory(f"A-{number}", events=EVENTS) for number in range(250)))
    steps: list[tuple[int, int]] = []
    build(source.find(str(tmp_path / "in")), str(tmp_path / "a.sqlite"), (), lambda *step: steps.append(step))

    assert sum(count for count, _ in steps) == 250
    assert {total for _, total in steps} == {250}


def test_read_by_several_processes_it_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies, ties and garbage in chunks of their own, which come back in any order."""
    monkeypatch.setattr(source, "_CHUNK", 20)
    for ecosystem in ("PyPI", "npm"):
        told = [
            advisory(f"A-{number % 90}", f"p{number}", ecosystem, events=EVENTS, aliases=[f"CVE-{number % 7}"])
            for number in range(180)
        ]
        garbage = {f"{number}-garbage.json": b"{" for number in range(9)}
        archive(tmp_path / "in", ecosystem, *told, **garbage)
    found = source.find(str(tmp_path / "in"))
    one, other = str(tmp_path / "a.sqlite"), str(tmp_path / "b.sqlite")
    built = build(found, one)

    assert build(found, other, share=lambda read, chunks: workers.run(read, chunks, 3)) == built
    assert dumped(one) == dumped(other)
    assert (built.advisories, built.unread) == (180, 18)


def dumped(path: str) -> list[str]:
    connection = sqlite3.connect(path)
    lines = [line for line in connection.iterdump() if "'built'" not in line]
    connection.close()
    return lines


def test_what_a_worker_cannot_do_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cvss", None)
    severity.of_vector.cache_clear()
    archive(tmp_path / "in", "PyPI", *(advisory(f"A-{number}", severity=V3) for number in range(600)))
    with pytest.raises(CannotJudge, match="install cvss"):
        build(
            source.find(str(tmp_path / "in")),
            str(tmp_path / "a.sqlite"),
            share=lambda read, chunks: workers.run(read, chunks, 2),
        )

    assert os.listdir(tmp_path) == ["in"]
