"""How long an agent waits for `govhooks guard`: a whole process, from the question to the answer.

    python benchmarks/guard_latency.py [--rounds N]

Run it with the Python that govhooks is installed in. The bars: under 60 ms a call, or 7.5 bare
interpreters (`python -c pass`) where the machine is slower than those that take 8 ms for one; and a line that is
made to take long is refused within 3 s, on a busy one, too.
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
INTERPRETERS = 7.5
LONGEST = 3000.0
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
# What doubled, nested or repeated work for each of its parts; each deletes at the end, which the policy forbids.
HOSTILE = {
    "25 cd": "cd .; " * 25 + "rm x",
    "a doubled 30 times": "a0=xx; " + "".join(f"a{i + 1}=$a{i}$a{i}; " for i in range(30)) + "rm $a30",
    "10,000 pipes": "ls" + " | cat" * 10_000 + "; rm x",
    "20,000 globs": "ls " + "* " * 20_000 + "; rm x",
    "a document of 670 kB": "python3 <<'EOF'\n" + "x = 1 + 2\n" * 67_000 + "EOF\nrm x",
    "22 builds in subshells": "(cd packages/p && npm run build); " * 22 + "rm x",
    "2,000 subshells in each other": "(" * 2000 + "rm x" + ")" * 2000,
    "400,000 quotes": "echo " + "\"'" * 200_000 + "; rm x",
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
        worst = bare = 0.0
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
            bare = bare or median
            print(f"{name:28} {median:7.1f} ms")
        late = 0.0
        passed = []
        for name, text in HOSTILE.items():
            call = {"cwd": place, "hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": text}}
            start = time.perf_counter()
            done = subprocess.run(
                [str(program), "guard", "--agent", "codex"],
                input=json.dumps(call).encode(),
                capture_output=True,
                env=environment,
            )
            took = (time.perf_counter() - start) * 1000
            late = max(late, took)
            refused = done.returncode == 2 or b'"deny"' in done.stdout
            passed += [] if refused else [name]
            print(f"{name:28} {took:7.1f} ms  {'refused' if refused else 'PASSED'}")
    bar = max(BAR, INTERPRETERS * bare)
    print(
        f"slowest: {worst:.1f} ms, {worst / bare:.1f} interpreters (bar: {bar:.0f} ms) -> {'met' if worst < bar else 'MISSED'}"
    )
    print(
        f"latest: {late:.0f} ms (bar: {LONGEST:.0f} ms, all refused) -> {'met' if late < LONGEST and not passed else 'MISSED'}"
    )
    return 0 if worst < bar and late < LONGEST and not passed else 1


if __name__ == "__main__":
    sys.exit(main())
