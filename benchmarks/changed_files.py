"""What a commit of fifty changed files of all kinds pays, all rules, the whole process.

python benchmarks/changed_files.py CACHE [--scenes 6] [--rounds 9]     CACHE is the folder of benchmarks/replay.py

A scene is made of real files: of the releases of ten applications, those that differ from one release to the next, one of each kind of
file (by the ending of its name) after the other. The old ones are committed, the new ones staged; then `govhooks check` runs. Bar: the
median of the scenes is below 400 ms of processor time, each scene by the lowest of its rounds: on a shared machine the same process takes
up to twice as long as a moment before, and the lowest is what it takes by itself. The medians are printed beside it. Exits 1 when the bar is missed.
"""

from __future__ import annotations

import argparse
import collections
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath

from commit_latency import BARE, COMMIT, SCRIPTS, Call, git, measure
from replay import GROUPS, files_of, releases

FILES, MS = 50, 400
# Of one kind at most: no commit of fifty files of all kinds has more.
MOST = 15
LARGEST = 100_000


def changed(cache: Path) -> dict[str, list[tuple[str, bytes, bytes]]]:
    """Ending of a file's name -> (path, old, new) of files that differ in two releases that follow one another."""
    found: dict[str, list[tuple[str, bytes, bytes]]] = collections.defaultdict(list)
    for name in GROUPS[0][1]:  # the applications that were measured from the beginning
        before: dict[str, bytes] = {}
        for version, file, digest in releases(name)[-3:]:
            after = files_of(name, file, digest, cache)
            for path, new in after.items():
                old = before.get(path, new)
                if old != new and max(len(old), len(new)) < LARGEST and ".min." not in path and "/dist/" not in path:
                    ending = PurePosixPath(path).suffix or "none"
                    found[ending].append((f"{name}/{version}/{path}", old, new))
            before = after
    return found


def chosen(found: dict[str, list[tuple[str, bytes, bytes]]], seed: int) -> list[tuple[str, bytes, bytes]]:
    """Fifty of them, of every kind in turn."""
    dice = random.Random(seed)
    left = {ending: dice.sample(files, min(MOST, len(files))) for ending, files in sorted(found.items())}
    taken: list[tuple[str, bytes, bytes]] = []
    while len(taken) < FILES and any(left.values()):
        for files in left.values():
            if files and len(taken) < FILES:
                taken.append(files.pop())
    return taken


def scene(folder: Path, files: list[tuple[str, bytes, bytes]]) -> None:
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    for side in (1, 2):
        for one in files:
            place = folder / one[0]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(one[side])
        git(folder, "add", "-A", "-f")
        if side == 1:
            git(folder, "commit", "-q", "-m", "Release")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("cache", type=Path)
    parser.add_argument("--scenes", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    found = changed(options.cache)
    env = {**COMMIT, "GOVHOOKS_ADVISORIES": str(options.cache / "no-advisories")}
    with tempfile.TemporaryDirectory() as name:
        calls = {}
        for seed in range(options.scenes):
            folder = Path(name) / str(seed)
            files = chosen(found, seed)
            scene(folder, files)
            kinds = collections.Counter(PurePosixPath(path).suffix for path, _, _ in files)
            label = f"scene {seed}: " + ", ".join(f"{count} {kind or 'none'}" for kind, count in kinds.most_common(7))
            calls[label] = Call([str(SCRIPTS / "govhooks"), "check"], folder, env)
            done = subprocess.run(
                calls[label].words, cwd=folder, env={**os.environ, **env}, capture_output=True, text=True, check=False
            )
            if done.returncode not in (0, 1):
                sys.exit(f"{label}: {done.stderr}")
        calls[BARE] = Call([sys.executable, "-c", "pass"], Path(name), COMMIT)
        times = measure(calls, options.rounds)
    for label, told in times.items():
        print(
            f"{1000 * min(told.cpu):6.0f} ms of processor time, median {1000 * statistics.median(told.cpu):4.0f}  {label}"
        )
    scenes = [told.cpu for label, told in times.items() if label != BARE]
    least = 1000 * statistics.median(map(min, scenes))
    middle = 1000 * statistics.median(map(statistics.median, scenes))
    print(f"bar: {MS} ms; {least:.0f}, by medians {middle:.0f}: {'met' if least < MS else 'MISSED'}")
    return 0 if least < MS else 1


if __name__ == "__main__":
    sys.exit(main())
