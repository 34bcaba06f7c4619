"""How long `govhooks report` takes over a repository of 20,000 commits, and how much memory.

    python benchmarks/report_speed.py [--commits N] [--folder FOLDER]

The repository is made by git fast-import: three years of commits on 3,000 files, a merge in every fifth, and what the metrics are computed from
(exceptions that come and go, incidents, a register, declared risks). Exits 1 when the first report takes more than 60 s, the next
more than 2 s, or either more than 500 MB.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIRST, NEXT, MEMORY = 60.0, 2.0, 500
DAY = 86400
YEARS = 3 * 365


def policy(dice: random.Random, day: int) -> str:
    """A governance.toml of a day: a register of eight systems, some exceptions."""
    parts = [
        f'[rules.access-reviews.systems.system-{n}]\nowner = "ada@corp.test"\nreviewer = "bo@corp.test"\n'
        f'every = "90d"\nfiles = ["infra/{n}/**"]\n'
        for n in range(8)
    ]
    last = time.strftime("%Y-%m-%d", time.gmtime(START + (day + 100) * DAY))
    parts += [
        f'[[exceptions]]\nrule = "no-env-files"\npath = "deploy/{n}.env"\nreason = "why"\nowner = "ada@corp.test"\n'
        f'approver = "bo@corp.test"\nexpires = {last}\n'
        for n in range(dice.randint(5, 60))
    ]
    return "\n".join(parts)


START = int(time.time()) - YEARS * DAY


def stream(count: int) -> bytes:
    """The input of git fast-import."""
    dice = random.Random(1)
    words = [f"{''.join(dice.choice('abcdefghijklmnop') for _ in range(7))}" for _ in range(400)]
    out = bytearray()
    mark = 0
    tip = 0
    files = [f"src/{n % 40}/module_{n}.py" for n in range(3000)]
    for number in range(count):
        when = START + number * YEARS * DAY // count
        changed = {
            dice.choice(files): "".join(
                f"{dice.choice(words)} = {dice.choice(words)}({dice.randint(0, 999)})\n" for _ in range(60)
            )
            for _ in range(dice.randint(1, 4))
        }
        if number % 150 == 0:
            changed["governance.toml"] = policy(dice, number * YEARS // count)
        merged = number % 5 == 4
        mark += 1
        text = f"work {number}\n\n" + ("High-Risk: payments\n" if number % 9 == 0 else "")
        ref = "topic" if merged else "main"
        out += f"commit refs/heads/{ref}\nmark :{mark}\ncommitter Dev <d@corp.test> {when} +0000\ndata {len(text)}\n{text}".encode()
        out += f"from :{tip}\n".encode() if tip else b""
        body = bytearray()
        for name, content in changed.items():
            body += f"M 100644 inline {name}\ndata {len(content)}\n{content}\n".encode()
        out += body + b"\n"
        if merged:
            mark += 1
            out += f"commit refs/heads/main\nmark :{mark}\ncommitter Dev <d@corp.test> {when} +0000\ndata 6\nmerge\n".encode()
            out += f"from :{tip}\nmerge :{mark - 1}\n".encode() + body + b"\n"
        tip = mark
    return bytes(out)


def report(place: Path) -> tuple[float, float]:
    """(seconds, MB of the largest process) of one report."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    start = time.perf_counter()
    command = [sys.executable, "-m", "govhooks.cli", "report", "--format", "json", "--since", "2000-01-01"]
    subprocess.run(command, cwd=place, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start, max(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, before) / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commits", type=int, default=20_000)
    parser.add_argument("--folder", default="", help="make the repository there, or use the one that is there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(chosen.folder or temporary) / "repo"
        if not place.exists():
            subprocess.run(["git", "init", "-q", "-b", "main", str(place)], check=True)
            subprocess.run(["git", "fast-import", "--quiet"], cwd=place, input=stream(chosen.commits), check=True)
            subprocess.run(["git", "reset", "-q", "--hard"], cwd=place, check=True, env=dict(os.environ))
        runs = [report(place) for _ in range(2)]
    for name, (seconds, memory), most in zip(("first", "next"), runs, (FIRST, NEXT)):
        print(f"{name} report: {seconds:.1f} s (bar {most:g}), {memory:.0f} MB (bar {MEMORY})")
    return int(runs[0][0] > FIRST or runs[1][0] > NEXT or max(memory for _, memory in runs) > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
