"""The benchmarks' data: what it says it holds, split as it says, and no credential of it in clear anywhere."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from govhooks.policy import load as policy
from govhooks.rules import load
from govhooks.run.gather import today

ROOT = Path(__file__).resolve().parent.parent


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", ROOT / f"benchmarks/{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


chosen = script("chosen")
latency = script("commit_latency")
precision = script("precision")
replay = script("replay")
ENTRIES = chosen.load()
HALVES = ["dev", "held-out", "dev", "held-out", "held-out", "dev"]


def test_there_are_enough_of_both() -> None:
    counts = Counter(entry.line > 0 for entry in ENTRIES)

    assert counts[True] >= 300 and counts[False] >= 300


def test_every_entry_is_one_of_a_kind() -> None:
    assert [id for id, times in Counter(entry.id for entry in ENTRIES).items() if times > 1] == []
    assert [text for text, times in Counter(entry.text for entry in ENTRIES).items() if times > 1] == []


def test_a_credential_is_on_a_line_of_its_text() -> None:
    for entry in ENTRIES:
        lines = entry.text.removesuffix("\n").split("\n")

        assert entry.text.endswith("\n") and 1 <= len(lines) <= 7, entry.id
        assert entry.line <= len(lines), entry.id
        assert entry.line == 0 or lines[entry.line - 1].strip(), entry.id
        assert (entry.id[0] == "c") == (entry.line > 0), entry.id
        assert not Path(entry.path).is_absolute() and ".." not in Path(entry.path).parts, entry.id


@pytest.mark.parametrize("credential", [True, False])
def test_the_halves_are_balanced(credential: bool) -> None:
    halves = Counter(entry.half for entry in ENTRIES if (entry.line > 0) == credential)

    assert set(halves) == {"dev", "held-out"}
    assert 0.4 < halves["dev"] / halves.total() < 0.6


def test_the_split_does_not_move() -> None:
    def half(id: str) -> str:
        return chosen.Entry(id, "", "", "", 0, "").half

    assert [half(id) for id in ("c0001", "c0002", "c0003", "n0001", "n0002", "n0003")] == HALVES


@pytest.mark.parametrize("name", ["chosen", "chosen-second", "kinds"])
def test_no_credential_stands_in_clear(name: str) -> None:
    stored = "\n".join(path.read_text(encoding="utf-8") for path in sorted((chosen.SETS / name).glob("*.tsv")))
    entries = chosen.load(chosen.SETS / name)
    assert len(entries) >= 800
    lines = {line.strip() for entry in entries for line in entry.text.splitlines() if len(line.strip()) > 8}

    assert [line for line in sorted(lines) if line in stored] == []


def test_what_is_shown_can_be_added(capsys: pytest.CaptureFixture[str]) -> None:
    chosen.show(ENTRIES)

    assert chosen.parse(capsys.readouterr().out, ENTRIES) == ENTRIES


def test_scores() -> None:
    def entry(line: int) -> object:
        return chosen.Entry("c1", "python", "word", "a.py", line, "a\nb\nc\n")

    def score(line: int, *spans: tuple[int, int]) -> tuple[int, int, int, int]:
        made = chosen.judge(entry(line), [("c1/a.py", first, last, "medium") for first, last in spans])
        return made.found, made.missed, made.false, made.clean

    assert score(2, (2, 2)) == (1, 0, 0, 0)
    assert score(2, (1, 3), (1, 3)) == (1, 0, 0, 0)
    assert score(2, (1, 1), (1, 1)) == (0, 1, 1, 0)
    assert score(2) == (0, 1, 0, 0)
    assert score(0) == (0, 0, 0, 1)
    assert score(0, (1, 1), (3, 3)) == (0, 0, 2, 0)


def test_entries_are_written_as_tracked_files(tmp_path: Path) -> None:
    some = [entry for entry in ENTRIES if entry.path.startswith(".")][:5]
    chosen.write(some, tmp_path)
    tracked = subprocess.run(["git", "ls-files"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert sorted(tracked.split()) == sorted(entry.file for entry in some)


def test_the_reviewed_list_is_of_the_pinned_packages() -> None:
    pinned = {(package.name, package.version) for package in precision.PACKAGES}

    assert len(pinned) == 60
    assert {key[:2] for key in precision.reviewed()} <= pinned
    assert all(len(package.sha256.replace(" ", "")) == 64 for package in precision.PACKAGES)


def test_replayed_releases_are_pinned() -> None:
    found = {name: replay.releases(name) for name in replay.APPLICATIONS}

    assert len(found) == 20
    assert all(len(releases) in (8, 9) and len(releases) == len(dict.fromkeys(releases)) for releases in found.values())
    assert all(len(digest) == 64 for releases in found.values() for _, _, digest in releases)


def test_every_finding_of_the_replay_is_judged() -> None:
    pairs = {
        (name, old[0], new[0])
        for name in replay.APPLICATIONS
        for old, new in zip(replay.releases(name), replay.releases(name)[1:], strict=False)
    }
    table = replay.judged()

    assert {verdict for verdict, _ in table.values()} <= set(replay.VERDICTS)
    assert [row for row, (_, why) in table.items() if not why] == []
    assert {(row.application, row.old, row.new) for row in table} <= pairs
    assert {row.rule for row in table} <= set(replay.RULES)


def test_the_page_counts_the_entries() -> None:
    page = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
    credentials = sum(entry.line > 0 for entry in ENTRIES)

    assert f"{credentials} credentials that people chose" in page
    assert f"{len(ENTRIES) - credentials} look-alikes" in page
    assert f"{len({entry.syntax for entry in ENTRIES})} groups of syntaxes" in page


def test_every_hook_is_measured_at_a_stage_of_its_own(tmp_path: Path) -> None:
    """A commit, a message and a push: no hook of the manifest is left out."""
    path = latency.scene(tmp_path / "scene", latency.PLAIN, latency.adopted())
    calls = [*latency.commit_calls(path, latency.PLAIN), *latency.message_calls(path), *latency.push_calls(path)]

    assert {name.partition(",")[0] for name in calls} >= {latency.name_of(hook) for hook in latency.hooks()}


def test_the_adopters_policy_is_valid_and_varied() -> None:
    found = policy.load(latency.adopted().encode(), "governance.toml", load())

    areas = found.rules["high-risk-changes"].areas  # type: ignore[attr-defined]
    assert len(areas) == 3 and len(found.waivers) == 3
    assert any(area.added for area in areas.values())
    assert all(waiver.valid(today()) for waiver in found.waivers)


def test_a_bar_is_judged_by_what_was_measured_in_one_round(capsys: pytest.CaptureFixture[str]) -> None:
    times = {"a": latency.Times([2.0, 20.0, 2.0], [1.0] * 3), "b": latency.Times([1.0, 10.0, 1.0], [1.0] * 3)}

    calls = {name: latency.Call([], Path()) for name in times}

    def met(limit: float) -> bool:
        return latency.judge(latency.Bar("a / b", limit, "", latency.ratio("a", "b"), calls, times), 3)

    assert latency.ratio("a", "b")(times, latency.WALL) == [2.0, 2.0, 2.0]
    assert latency.difference("a", "b")(times, latency.WALL) == [1000.0, 10000.0, 1000.0]
    assert met(2.0) and not met(1.9)
    assert capsys.readouterr().out.startswith("met    a / b: 2.000 (at most 2;")


def test_a_bar_within_the_noise_is_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def measure(calls: dict[str, object], rounds: int) -> dict[str, object]:
        asked.append(rounds)
        return {name: latency.Times([1.0] * rounds, [1.0] * rounds) for name in calls}

    monkeypatch.setattr(latency, "measure", measure)
    times = {"a": latency.Times([1.0, 2.0, 3.0], [1.0] * 3), "b": latency.Times([1.0] * 3, [1.0] * 3)}
    calls = {name: latency.Call([], Path()) for name in times}

    assert latency.judge(latency.Bar("a / b", 1.5, "", latency.ratio("a", "b"), calls, times), 3)
    assert asked == [3]
    assert not latency.judge(latency.Bar("a / b", 0.5, "", latency.ratio("a", "b"), calls, times), 3)
    assert asked == [3]  # far off is missed at once


def test_a_synthetic_rule_is_a_module_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "rules/review").mkdir(parents=True)
    for number in range(3):
        latency.write_synthetic(tmp_path, number)
    written = [path.read_text(encoding="utf-8") for path in (tmp_path / "rules/review").iterdir()]

    assert len(set(written)) == 3
    for text in written:
        compile(text, "synthetic", "exec")
