"""What the metric of open vulnerabilities costs: 20,000 commits, 600 versions of three locks, some thousand advisories.

    python benchmarks/report_vulnerabilities.py [--commits 20000] [--versions 600] [--advisories 6000] [--points 105]

The repository is made with `git fast-import`: a uv.lock of 300 packages, a package-lock.json of 1,500 and a Cargo.lock of 700, of which
each version updates a few; all other commits change other files. Each run is a process of its own, as a report is: the seconds that the
metric takes (of the wall clock; and of processors, with its workers and git), what the whole process takes with what all metrics
share, and the most that it or a worker had in memory. Exits 1 when the metric takes more than 12 s in the first run, more than 0.5 s
in the second one, or either more than 400 MB, or when the second says something else.
"""

from __future__ import annotations

import argparse
import base64
import datetime
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

FIRST, SECOND, MEMORY = 12.0, 0.5, 400.0
START, STEP = 1_640_000_000, 3600
SIZES = {"uv.lock": 300, "web/package-lock.json": 1500, "core/Cargo.lock": 700}
ECOSYSTEMS = {"uv.lock": "PyPI", "web/package-lock.json": "npm", "core/Cargo.lock": "crates.io"}
_VECTORS = ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H")
_RUN = """
import json, resource, sys, time
def processors():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
from govhooks.git.repository import Repository
from govhooks.metrics.kept import Kept
from govhooks.metrics.metric import as_json
from govhooks.metrics.moments import Moment, Past
from govhooks.metrics.timeline import Line
from govhooks.metrics.vulnerabilities import measure
kept = Kept.of_repository()
past = Past(Line(Repository()), kept)
until, points = int(sys.argv[1]), int(sys.argv[2])
first = past.line.times[0]
moments = [Moment(past, first + (until - first) * number // (points - 1)) for number in range(points)]
began, work = time.perf_counter(), processors()
metric = measure(moments)
took = time.perf_counter() - began, processors() - work
kept.save()
most = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({"took": took, "memory": most, "metric": as_json(metric)}))
"""


def digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def versions_of(path: str, count: int, dice: random.Random) -> Iterator[dict[str, str]]:
    """The pinned versions of a lock, version after version: a few are updated, sometimes a package goes or comes."""
    names = [f"{ECOSYSTEMS[path].lower().replace('.', '-')}-package-{number}" for number in range(SIZES[path])]
    pins = {name: f"1.{dice.randint(0, 5)}.{dice.randint(0, 9)}" for name in names}
    for _ in range(count):
        yield dict(pins)
        for name in dice.sample(names, 6):
            if name in pins and dice.random() < 0.1:
                del pins[name]
                continue
            major, minor, patch = map(int, pins.get(name, "1.0.0").split("."))
            pins[name] = f"{major}.{minor + (dice.random() < 0.4)}.{patch + 1}"


def uv(pins: dict[str, str]) -> str:
    lines = ["version = 1", "revision = 3", 'requires-python = ">=3.10"', ""]
    for name, version in sorted(pins.items()):
        needs = [f'    {{ name = "{other}" }},' for other in list(pins)[: int(digest(name)[:1], 16) % 4]]
        count = (1, 1, 1, 4, 12, 30)[int(digest(name)[:2], 16) % 6]
        files = [f"{name}-{version}-cp3{at}-cp3{at}-manylinux_2_17_x86_64.whl" for at in range(count)]
        url = f"https://files.pythonhosted.org/packages/aa/bb/{digest(name, version)[:60]}/"
        lines += ["[[package]]", f'name = "{name}"', f'version = "{version}"']
        lines += ['source = { registry = "https://pypi.org/simple" }', "dependencies = [", *needs, "]", "wheels = ["]
        lines += [
            f'    {{ url = "{url}{file}", hash = "sha256:{digest(file)}", size = 17, upload-time = "2026-05-01T10:00:00Z" }},'
            for file in files
        ]
        lines += ["]", ""]
    return "\n".join(lines)


def npm(pins: dict[str, str]) -> str:
    places: dict[str, object] = {"": {"name": "web", "dependencies": dict.fromkeys(list(pins)[:80], "^1")}}
    for name, version in pins.items():
        sum_ = base64.b64encode(hashlib.sha512(f"{name} {version}".encode()).digest()).decode()
        places[f"node_modules/{name}"] = {
            "version": version,
            "resolved": f"https://registry.npmjs.org/{name}/-/{name}-{version}.tgz",
            "integrity": f"sha512-{sum_}",
            "license": "MIT",
            "dependencies": dict.fromkeys(list(pins)[: int(digest(name)[:1], 16) % 4], "^1.2.3"),
            "engines": {"node": ">=10"},
        }
    return json.dumps({"name": "web", "lockfileVersion": 3, "packages": places}, indent=2) + "\n"


def cargo(pins: dict[str, str]) -> str:
    lines = ["# This file is automatically @generated by Cargo.", "version = 4", ""]
    for name, version in sorted(pins.items()):
        needs = [f' "{other}",' for other in list(pins)[: int(digest(name)[:1], 16) % 4]]
        lines += ["[[package]]", f'name = "{name}"', f'version = "{version}"']
        lines += ['source = "registry+https://github.com/rust-lang/crates.io-index"']
        lines += [f'checksum = "{digest(name, version)}"', "dependencies = [", *needs, "]", ""]
    return "\n".join(lines)


WRITERS = {"uv.lock": uv, "web/package-lock.json": npm, "core/Cargo.lock": cargo}


def make(folder: Path, commits: int, versions: int) -> None:
    """The repository: the locks change in turn, evenly among the other commits."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    dice = random.Random(1)
    told = {path: versions_of(path, versions, dice) for path in SIZES}
    every = max(1, commits // versions)
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        changed = 0
        for number in range(commits):
            files = {f"src/{dice.randint(0, 40)}/{dice.randint(0, 50)}.py": f"x = {number}\n"}
            if number % every == 0 and changed < versions:
                path = list(SIZES)[changed % len(SIZES)]
                files[path] = WRITERS[path](next(told[path]))
                changed += 1
            stamp = f"Dev <dev@corp.test> {START + number * STEP} +0000"
            process.stdin.write(f"commit refs/heads/main\ncommitter {stamp}\ndata 4\nwork\n".encode())
            for path, content in files.items():
                data = content.encode()
                process.stdin.write(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
        process.stdin.close()
    assert process.returncode == 0


def advise(folder: Path, count: int, until: int) -> None:
    """Archives of advisories as osv-scanner has them, for packages of the locks and for others."""
    dice = random.Random(2)
    for path, ecosystem in ECOSYSTEMS.items():
        place = folder / ecosystem / "all.zip"
        place.parent.mkdir(parents=True)
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as out:
            for number in range(count // len(ECOSYSTEMS)):
                name = f"{ecosystem.lower().replace('.', '-')}-package-{dice.randint(0, 4 * SIZES[path])}"
                low = dice.randint(0, 5)
                when = datetime.datetime.fromtimestamp(dice.randint(START, until), datetime.timezone.utc)
                events = [{"introduced": f"1.{low}.0"}, {"fixed": f"1.{low + dice.randint(1, 3)}.0"}]
                kind = "ECOSYSTEM" if ecosystem == "PyPI" else "SEMVER"
                entry = {
                    "package": {"ecosystem": ecosystem, "name": name},
                    "ranges": [{"type": kind, "events": events}],
                }
                one = {
                    "id": f"X-{ecosystem}-{number}",
                    "modified": "2026-11-20T10:00:00Z",
                    "published": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "severity": [{"type": "CVSS_V3", "score": dice.choice(_VECTORS)}],
                    "affected": [entry],
                }
                out.writestr(f"{one['id']}.json", json.dumps(one))


class Run(NamedTuple):
    """Seconds of the metric (wall clock, processors) and of the whole process, megabytes, and what it says."""

    wall: float
    work: float
    process: float
    memory: float
    metric: dict[str, Any]


def run(folder: Path, until: int, points: int) -> Run:
    started = time.perf_counter()
    command = [sys.executable, "-c", _RUN, str(until), str(points)]
    told = json.loads(subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout)
    return Run(*told["took"], time.perf_counter() - started, max(told["memory"]), told["metric"])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--commits", type=int, default=20_000)
    parser.add_argument("--versions", type=int, default=600)
    parser.add_argument("--advisories", type=int, default=6_000)
    parser.add_argument("--points", type=int, default=105)
    options = parser.parse_args()
    until = START + options.commits * STEP
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "repository")
        make(folder, options.commits, options.versions)
        advise(Path(home, "osv"), options.advisories, until)
        place = str(Path(home, "advisories.sqlite"))
        command = ["-m", "govhooks.cli", "advisories", "update", "--from", str(Path(home, "osv")), "--to", place]
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        os.environ["GOVHOOKS_ADVISORIES"] = place
        rows = [run(folder, until, options.points) for _ in range(2)]
    is_met = rows[0].metric == rows[1].metric
    for name, limit, one in zip(("first", "second"), (FIRST, SECOND), rows):
        print(
            f"{name:6} {one.wall:6.2f} s of at most {limit} s ({one.work:.2f} s of processors; the process {one.process:.2f} s),"
            f" {one.memory:.0f} MB of at most {MEMORY:.0f}"
        )
        is_met = is_met and one.wall <= limit and one.memory <= MEMORY
    metric = rows[0].metric
    print(", ".join(f"{one['id']} {one['value']}" for one in metric["figures"]), *metric["notes"], sep="\n")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
