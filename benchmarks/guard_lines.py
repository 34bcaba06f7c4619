"""Command lines that somebody wrote who had seen neither the guard nor its tests: sixty everyday ones, forty hostile ones.

    python benchmarks/guard_lines.py [--verbose]

Run it with the Python that govhooks is installed in. The bars, in a repository without a policy: none of the everyday lines
(here-documents and one-liners of real projects) is stopped; each of the hostile ones (nested, doubled, long) is denied or asked
for, within 3 s. Lines are only handed to the guard, as Claude Code and Codex hand them to it; none is run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from guard_lines import hostile

HERE = Path(__file__).resolve().parent / "guard_lines"
LATEST = 3.0
AGENTS = ("claude", "codex")


def asked(agent: str, command: str, place: str) -> tuple[bool, float, str]:
    """(whether the line is stopped, seconds, what is said)."""
    question = {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": command}, "cwd": place}
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    started = time.perf_counter()
    done = subprocess.run(
        [str(Path(sys.executable).parent / "govhooks"), "guard", "--agent", agent],
        input=json.dumps(question).encode(),
        capture_output=True,
        cwd=place,
        env={**environment, "HOME": place},
        check=False,
    )
    took = time.perf_counter() - started
    if done.returncode not in (0, 2):
        raise SystemExit(f"the guard ended with {done.returncode}: {done.stderr.decode()}")
    said = (done.stdout or done.stderr).decode("utf-8", "replace")
    return done.returncode == 2 or '"deny"' in said or '"ask"' in said, took, said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true", help="print every line's time")
    verbose = parser.parse_args().verbose
    everyday = json.loads((HERE / "everyday.json").read_text(encoding="utf-8"))
    wrong = []
    latest = {"everyday": 0.0, "hostile": 0.0}
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["git", "init", "-q", place], check=True)
        for kind, lines in (("everyday", everyday), ("hostile", hostile.LINES)):
            for name, command in lines.items():
                answers = [asked(agent, command, place) for agent in AGENTS]
                slowest = max(took for _, took, _ in answers)
                latest[kind] = max(latest[kind], slowest)
                stopped = [stopped for stopped, _, _ in answers]
                if any(stopped) if kind == "everyday" else not all(stopped) or slowest > LATEST:
                    wrong.append(kind)
                    print(
                        f"{kind}: {name}: {'stopped' if any(stopped) else 'passes'}, {slowest:.2f} s: {answers[0][2]}"
                    )
                elif verbose:
                    print(f"{kind}: {name}: {slowest:.2f} s")
    print(f"everyday: {wrong.count('everyday')} of {len(everyday)} stopped (bar: 0), latest {latest['everyday']:.2f} s")
    print(
        f"hostile: {len(hostile.LINES) - wrong.count('hostile')} of {len(hostile.LINES)} stopped in time (bar: all),"
        f" latest {latest['hostile']:.2f} s (bar: {LATEST:.0f} s)"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
