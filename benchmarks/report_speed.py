"""How long `govhooks report` takes over a repository of 20,000 commits, and how much memory (`report_world.py` makes it).

    python benchmarks/report_speed.py [--commits N] [--folder FOLDER] [--metric ID ...]

Exits 1 when the first report takes more than 60 s, the next more than 2 s, either more than 500 MB, or when the next one says something
else.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import report_world

FIRST, NEXT, MEMORY = 60.0, 2.0, 500


class Run(NamedTuple):
    """Seconds of one report, MB of its largest process, what it says."""

    seconds: float
    memory: float
    told: list[Any]


def report(place: Path, metrics: list[str]) -> Run:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    start = time.perf_counter()
    command = [sys.executable, "-m", "govhooks.cli", "report", "--format", "json", "--since", "2000-01-01"]
    command += [part for metric in metrics for part in ("--metric", metric)]
    done = subprocess.run(command, cwd=place, stdout=subprocess.PIPE, check=True)
    seconds = time.perf_counter() - start
    memory = max(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, before) / 1024
    return Run(seconds, memory, json.loads(done.stdout)["repositories"][0]["metrics"])


def prepare(home: Path, commits: int) -> Path:
    """The repository below a folder, made if it is not there yet; its advisory database is made known to govhooks."""
    place, database = home / "repo", home / "advisories.db"
    if not place.exists():
        report_world.fill(place, commits)
    if not database.exists():
        report_world.advise(home / "osv")
        command = ["-m", "govhooks.cli", "advisories", "update", "--from", str(home / "osv"), "--to", str(database)]
        subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    os.environ["GOVHOOKS_ADVISORIES"] = str(database)
    shutil.rmtree(place / ".git/govhooks", ignore_errors=True)
    return place


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commits", type=int, default=20_000)
    parser.add_argument("--folder", default="", help="make the repository there, or use the one that is there")
    parser.add_argument("--metric", action="append", default=[], help="only this one; may be repeated")
    chosen = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's Python compiles once
    with tempfile.TemporaryDirectory() as temporary:
        place = prepare(Path(chosen.folder or temporary), chosen.commits)
        runs = [report(place, chosen.metric) for _ in range(2)]
    for name, run, most in zip(("first", "next"), runs, (FIRST, NEXT)):
        print(f"{name} report: {run.seconds:.1f} s (bar {most:g}), {run.memory:.0f} MB (bar {MEMORY})")
    for metric in runs[0].told:
        shown = ", ".join(f"{one['id']} {one['value']}" for one in metric["figures"])
        print(f"  {metric['id']}: {shown}; {len(metric['items'])} items, {len(metric['points'])} points")
    # The last point is now, and that is later in the second.
    if [one["points"][:-1] for one in runs[0].told] != [one["points"][:-1] for one in runs[1].told]:
        print("the next report says something else")
        return 1
    late = runs[0].seconds > FIRST or runs[1].seconds > NEXT
    return int(late or max(run.memory for run in runs) > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
