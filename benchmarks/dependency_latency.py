"""What a commit pays that touches a lock of 3,000 packages, with 200,000 advisories on the disk; and one that touches none.

    python benchmarks/dependency_latency.py [--rounds 9] [--advisories 200000] [--osv DIR]

Run it with the Python into whose environment govhooks is installed as pre-commit installs it. The database is made of the
advisories of DIR (osv-scanner's offline folders; without the option, generated ones alone) and of generated ones, of which some are about
the lock's packages. Thirty packages of a committed lock get another version and are staged; then the hook runs as git calls it,
in turn with `python -c pass`. The bar holds for the hook of this rule, by the lowest of the rounds: on a shared machine the same process
takes up to twice as long as a moment before, and the lowest is what it takes by itself. The medians are printed beside it, and what all rules
in one process take. What a commit without a lock loads of all this is asked of the interpreter. Exits 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from commit_latency import BARE, COMMIT, SCRIPTS, Call, git, measure
from lock_speed import locks as plain_locks
from toml_lock_speed import locks as toml_locks

from govhooks.knowledge.advisories import build, source
from govhooks.run import workers

SECONDS = 0.3
ALL = ", all rules"
CHANGED = 30
ECOSYSTEMS = {"npm": "SEMVER", "PyPI": "ECOSYSTEM", "crates.io": "SEMVER"}


def advisory(ecosystem: str, number: int) -> dict[str, object]:
    """One of many: every tenth is about a package that a lock of ours has, at versions that it does not."""
    name = f"package-{number // 10:04}" if number % 10 == 0 and number < 30_000 else f"other-{number}"
    events = [{"introduced": "0"}, {"fixed": "0.9.0"}]
    return {
        "id": f"GHSA-{ecosystem.lower()}-{number}",
        "modified": "2026-11-20T00:00:00Z",
        "summary": "Something is wrong with it",
        "aliases": [f"CVE-2026-{number}"],
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
        "affected": [
            {
                "package": {"ecosystem": ecosystem, "name": name},
                "ranges": [{"type": ECOSYSTEMS[ecosystem], "events": events}],
                "versions": [f"0.{minor}.0" for minor in range(9)],
            }
        ],
    }


def make(folder: Path, total: int, osv: Path | None) -> Path:
    """The database."""
    total //= len(ECOSYSTEMS)
    for ecosystem in ECOSYSTEMS:
        (folder / "osv" / ecosystem).mkdir(parents=True)
        place = folder / "osv" / ecosystem / "all.zip"
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number in range(total):
                told = advisory(ecosystem, number)
                archive.writestr(f"{told['id']}.json", json.dumps(told))
            real = osv / ecosystem / "all.zip" if osv else None
            if real and real.exists():
                with zipfile.ZipFile(real) as other:
                    for name in other.namelist():
                        archive.writestr(name, other.read(name))
    place = folder / "advisories.sqlite"
    built = build.build(
        source.find(str(folder / "osv")), str(place), share=lambda read, chunks: workers.run(read, chunks, 0)
    )
    print(f"{built.advisories:,} advisories, {place.stat().st_size >> 20} MiB")
    return place


# How a version stands in a lock, by the name of the file.
_VERSION = re.compile(r"""(?m)^( *"?version"? ?[:=]? ?"?|  '?(?:@scope\d+/)?package-\d+@)(\d+\.\d+\.\d+)(?=["':,\n])""")


def changed(text: str, count: int = CHANGED) -> str:
    """The lock with another version of some packages, spread over it."""
    found = list(_VERSION.finditer(text))[1:]
    step = max(1, len(found) // count)
    parts, at = [], 0
    for one in found[step // 2 :: step][:count]:
        parts += [text[at : one.start(2)], "7.7.7"]
        at = one.end(2)
    return "".join([*parts, text[at:]])


def scene(folder: Path, path: str, text: str) -> None:
    """A repository in which a lock is committed, and changed in the index."""
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    place = folder / path
    place.write_text(text, encoding="utf-8")
    git(folder, "add", path)
    git(folder, "commit", "-q", "-m", "Lock")
    place.write_text(changed(text), encoding="utf-8")
    git(folder, "add", path)


def loaded_without(folder: Path, database: Path) -> list[str]:
    """The modules about dependencies that a commit without any lock loads."""
    scene(folder, "app.py", "x = 1\n" * 40)
    (folder / "app.py").write_text("x = 2\n", encoding="utf-8")
    git(folder, "add", "app.py")
    env = {**os.environ, **COMMIT, "GOVHOOKS_ADVISORIES": str(database)}
    words = [sys.executable, "-X", "importtime", str(SCRIPTS / "govhooks"), "check"]
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0 or "govhooks.cli" not in done.stderr:
        sys.exit(f"what a commit loads cannot be told:\n{done.stdout}{done.stderr}")
    return [name for name in re.findall(r"\| +(\S+)$", done.stderr, re.MULTILINE) if _OF_THIS.match(name)]


# The modules that only a commit with a lock or manifest has to load.
_OF_THIS = re.compile(
    r"(?:sqlite3|packaging|urllib\.request|http|govhooks\.(?:rules\.dependencies|readers\.locks"
    r"|knowledge\.(?:advisories|dependencies|versions|indexes)))(?:\.|\Z)"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--advisories", type=int, default=200_000)
    parser.add_argument("--osv", type=Path)
    options = parser.parse_args()
    missed = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = make(folder, options.advisories, options.osv)
        env = {**COMMIT, "GOVHOOKS_ADVISORIES": str(database)}
        calls = {}
        for number, (path, text) in enumerate({**plain_locks(), **toml_locks()}.items()):
            repository, file = folder / str(number), path.rpartition("/")[2]
            scene(repository, file, text)
            calls[path] = Call([str(SCRIPTS / "govhooks-dependency-review"), file], repository, env)
            calls[f"{path}{ALL}"] = Call([str(SCRIPTS / "govhooks"), "check"], repository, env)
        calls[BARE] = Call([sys.executable, "-c", "pass"], folder, COMMIT)
        times = measure(calls, options.rounds)
        for name, told in times.items():
            least, middle = min(told.cpu), statistics.median(told.cpu)
            is_missed = name != BARE and ALL not in name and least > SECONDS
            missed += [name] if is_missed else []
            print(
                f"{name:30} {1000 * least:6.0f} ms of processor time, median {1000 * middle:6.0f}{'  MISSED' if is_missed else ''}"
            )
        loaded = loaded_without(folder / "plain", database)
        print(f"a commit without a lock loads {len(loaded)} modules of this (bar: 0)", *loaded)
    print(f"bar: {1000 * SECONDS:.0f} ms; {'missed: ' + ', '.join(missed) if missed else 'met'}")
    return 1 if missed or loaded else 0


if __name__ == "__main__":
    sys.exit(main())
