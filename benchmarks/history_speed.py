"""What judging a whole history takes: govhooks against a native scanner, whole processes, alternated in one run.

    python benchmarks/history_speed.py CACHE [--rounds 5] [--jobs N]

CACHE keeps the source distributions and the repository made of them. No long history can be had from a package index,
so one is replayed: the successive releases of well-kept packages, each difference cut into commits of a few hunks in
one or two files, with a token planted and taken out again here and there. Wants `pip install -e '.[dev]'` and the
build backends of the packages (flit_core, setuptools) in the Python that runs it. Exits 1 when govhooks takes more than 0.8 of the native scanner's time.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import sysconfig
import tarfile
import time
from difflib import SequenceMatcher
from pathlib import Path

SCRIPTS = Path(sysconfig.get_path("scripts"))
LEAST_COMMITS = 2_000
BAR = 0.8
PLANT_EVERY = 100
RELEASES = {
    "flask": "1.0 1.0.1 1.0.2 1.0.3 1.0.4 1.1.0 1.1.1 1.1.2 1.1.4 2.0.0 2.0.1 2.0.2 2.0.3 2.1.0 2.1.1 2.1.2 2.1.3 2.2.0 2.2.1 "
    "2.2.2 2.2.3 2.2.5 2.3.0 2.3.1 2.3.2 2.3.3 3.0.0 3.0.1 3.0.2 3.0.3 3.1.0 3.1.1 3.1.2 3.1.3",
    "werkzeug": "0.15.0 0.15.1 0.15.2 0.15.3 0.15.4 0.15.5 0.15.6 0.16.1 1.0.0 1.0.1 2.0.0 2.0.1 2.0.2 2.0.3 2.1.0 2.1.1 "
    "2.1.2 2.2.0 2.2.1 2.2.2 2.2.3 2.3.0 2.3.1 2.3.2 2.3.3 2.3.4 2.3.5 2.3.6 2.3.7 2.3.8 3.0.0 3.0.1 3.0.2 3.0.3 3.0.4 "
    "3.0.5 3.0.6 3.1.0 3.1.1 3.1.2 3.1.3",
    "requests": "2.20.0 2.20.1 2.21.0 2.22.0 2.23.0 2.24.0 2.25.0 2.25.1 2.26.0 2.27.0 2.27.1 2.28.0 2.28.1 2.28.2 2.29.0 "
    "2.30.0 2.31.0 2.32.2 2.32.3 2.32.4 2.32.5 2.33.0 2.33.1 2.34.0 2.34.1 2.34.2",
    "sqlalchemy": "2.0.20 2.0.22 2.0.24 2.0.26 2.0.28 2.0.30 2.0.32 2.0.34 2.0.36 2.0.38 2.0.40 2.0.42 2.0.44 2.0.46",
}


def fetch(cache: Path) -> dict[str, list[Path]]:
    """Package -> its source distributions, oldest release first."""
    folder = cache / "sd"
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[Path]] = {}
    for package, versions in RELEASES.items():
        for version in versions.split():
            kept = _kept(folder, package, version)
            if kept is None:
                options = ["--quiet", "--no-deps", "--no-binary", ":all:", "--no-build-isolation"]
                call = [sys.executable, "-m", "pip", "download", *options, "-d", str(folder), f"{package}=={version}"]
                subprocess.run(call, check=False)
                kept = _kept(folder, package, version)
            if kept is not None:
                found.setdefault(package, []).append(kept)
    return found


def _kept(folder: Path, package: str, version: str) -> Path | None:
    names = [path for path in folder.iterdir() if path.name.lower() == f"{package}-{version}.tar.gz"]
    return names[0] if names else None


def files_of(sdist: Path, below: str) -> dict[str, bytes]:
    """Path -> content of a source distribution, below a folder of its own."""
    found = {}
    with tarfile.open(sdist) as archive:
        for member in archive:
            name = member.name.partition("/")[2]
            built = name.startswith("doc/") and name.endswith((".html", ".js", ".css"))  # no repository keeps these
            stream = archive.extractfile(member) if member.isfile() and name and not built else None
            if stream is not None:
                found[f"{below}/{name}"] = stream.read()
    return found


def steps(old: bytes, new: bytes, most: int = 4) -> list[bytes]:
    """The file on its way from one release to the next, a few hunks at a time; the last one is the new release."""
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(a) * len(b) > 4_000_000:
        return [new]
    hunks = [code for code in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if code[0] != "equal"]
    found = []
    for number in range(1, min(most, len(hunks))):
        done = len(hunks) * number // min(most, len(hunks))
        end_a, end_b = hunks[done - 1][2], hunks[done - 1][4]
        found.append(b"".join(b[:end_b] + a[end_a:]))
    return [*found, new]


def commits(releases: dict[str, list[Path]]) -> list[dict[str, bytes | None]]:
    """What each commit writes: path -> content, None for a file that goes."""
    chance = random.Random(3)
    made: list[dict[str, bytes | None]] = []
    for package, sdists in releases.items():
        before: dict[str, bytes] = {}
        for sdist in sdists:
            after = files_of(sdist, package)
            ways = {path: steps(before[path], new) for path, new in after.items() if before.get(path, new) != new}
            fresh: dict[str, bytes | None] = {path: new for path, new in after.items() if path not in before}
            fresh.update(dict.fromkeys(before.keys() - after.keys()))
            if fresh:
                made.append(fresh)
            while ways:
                chosen = chance.sample(sorted(ways), min(len(ways), chance.choice((1, 1, 2, 3))))
                made.append({path: ways[path].pop(0) for path in chosen})
                ways = {path: way for path, way in ways.items() if way}
            before = after
    return made


def plant(made: list[dict[str, bytes | None]]) -> int:
    """Put a token into a file here and there and take it out with the next commit; returns how many."""
    from govhooks.rules.secrets.no_secrets.examples import make

    count = 0
    for at in range(len(made) - 2, 0, -PLANT_EVERY):
        token = make("ghp_{alnum:30}{sign:github}", seed=at)
        made.insert(at, {"deploy/settings.py": f'GITHUB_TOKEN = "{token}"\n'.encode()})
        made.insert(at + 1, {"deploy/settings.py": b'GITHUB_TOKEN = os.environ["GITHUB_TOKEN"]\n'})
        count += 1
    return count


def build(cache: Path) -> tuple[Path, int]:
    """The repository, made once, and the number of tokens planted in it."""
    path, counted = cache / "repository", cache / "planted"
    if counted.exists():
        return path, int(counted.read_text())
    made = commits(fetch(cache))
    planted = plant(made)
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(path)], check=True)
    feed = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=path, stdin=subprocess.PIPE)
    assert feed.stdin is not None
    for number, files in enumerate(made):
        subject = f"Change {len(files)} file{'s' if len(files) > 1 else ''}".encode()
        stamp = 1_600_000_000 + number * 600
        feed.stdin.write(b"commit refs/heads/main\ncommitter Dev <dev@corp.test> %d +0000\n" % stamp)
        feed.stdin.write(b"data %d\n%s\n" % (len(subject), subject))
        for name, content in files.items():
            if content is None:
                feed.stdin.write(b"D %s\n" % name.encode())
            else:
                feed.stdin.write(b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(content), content))
    feed.stdin.close()
    if feed.wait():
        sys.exit("git fast-import failed")
    for args in (("reset", "--hard", "--quiet"), ("repack", "-a", "-d", "-f", "-q", "--window=20")):
        subprocess.run(["git", *args], cwd=path, check=True)
    counted.write_text(str(planted))
    return path, planted


def measure(path: Path, calls: dict[str, list[str]], rounds: int) -> dict[str, tuple[float, str]]:
    """Name -> (median wall seconds, what it printed last); the commands take turns."""
    env = dict(os.environ)
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    times: dict[str, list[float]] = {name: [] for name in calls}
    said = {}
    for turn in range(rounds + 1):
        for name, call in calls.items():
            started = time.perf_counter()
            done = subprocess.run(call, cwd=path, capture_output=True, env=env, check=False, text=True)
            took = time.perf_counter() - started
            if "cannot judge" in done.stderr or "Traceback" in done.stderr:
                sys.exit(f"{name}: {done.stderr}")
            said[name] = done.stdout
            if turn:  # the first turn warms the caches
                times[name].append(took)
    return {name: (statistics.median(values), said[name]) for name, values in times.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description="What judging a whole history takes.")
    parser.add_argument("cache", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", default="")
    options = parser.parse_args()
    path, planted = build(options.cache.absolute())
    count = int(subprocess.check_output(["git", "rev-list", "--count", "--all"], cwd=path))
    jobs = ["--jobs", options.jobs] if options.jobs else []
    calls = {
        "govhooks": [str(SCRIPTS / "govhooks"), "check", "--history", "--rule", "no-secrets", *jobs],
        "govhooks, all rules": [str(SCRIPTS / "govhooks"), "check", "--history", *jobs],
        "kingfisher": [str(SCRIPTS / "kingfisher"), "scan", ".", "--no-validate", "--no-update-check"],
    }
    figures = measure(path, calls, options.rounds)
    print(f"{count} commits, {planted} planted tokens (medians of {options.rounds}, alternated)")
    for name, (seconds, said) in figures.items():
        ratio = seconds / figures["kingfisher"][0]
        mentions = said.count("deploy/settings.py")
        print(f"{name:24}{seconds:8.3f} s{ratio:8.3f}   mentions of the planted file: {mentions}")
    worst = figures["govhooks"][0] / figures["kingfisher"][0]
    print(f"ratio {worst:.3f} (bar: at most {BAR}) -> {'met' if worst <= BAR else 'NOT met'}")
    return 0 if worst <= BAR and count >= LEAST_COMMITS else 1


if __name__ == "__main__":
    sys.exit(main())
