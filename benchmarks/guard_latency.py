"""How long an agent waits for `govhooks guard`: a whole process, from the question to the answer.

    python benchmarks/guard_latency.py [--rounds N]

Run it with the Python that govhooks is installed in. The bar: under 60 ms a call, on an ordinary machine.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BAR = 60.0
POLICY = """[permissions.filesystem]
deny_read = ["./.env*", "./private/**"]
[rules]
prefix_rules = [{ pattern = [{ token = "rm" }], decision = "forbidden", justification = "Use a script." }]
"""
CALLS = {
    "ls -la": {"tool_name": "Bash", "tool_input": {"command": "ls -la"}},
    "pytest -q tests | tail -3": {"tool_name": "Bash", "tool_input": {"command": "pytest -q tests | tail -3"}},
    "sudo sh -c 'rm -rf build'": {"tool_name": "Bash", "tool_input": {"command": "sudo sh -c 'rm -rf build'"}},
    "read .env": {"tool_name": "Read", "tool_input": {"file_path": ".env"}},
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    program = Path(sys.executable).parent / "govhooks"
    with tempfile.TemporaryDirectory() as place:
        Path(place, "requirements.toml").write_text(POLICY)
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        who = ["-c", "user.name=x", "-c", "user.email=x@corp.test"]
        for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "policy"]):
            subprocess.run(["git", "-C", place, *words], check=True, env=environment)
        worst = 0.0
        for name, call in {"python -c pass": None, **CALLS}.items():
            question = json.dumps({"cwd": place, "hook_event_name": "PreToolUse", **(call or {})}).encode()
            command = [sys.executable, "-c", "pass"] if call is None else [str(program), "guard", "--agent", "claude"]
            times = []
            for _ in range(rounds):
                start = time.perf_counter()
                subprocess.run(command, input=question, check=True, capture_output=True, env=environment)
                times.append((time.perf_counter() - start) * 1000)
            median = statistics.median(times)
            worst = max(worst, median if call else 0)
            print(f"{name:28} {median:7.1f} ms")
    print(f"slowest: {worst:.1f} ms (bar: {BAR:.0f} ms) -> {'met' if worst < BAR else 'MISSED'}")
    return 0 if worst < BAR else 1


if __name__ == "__main__":
    sys.exit(main())
