"""Workflow permissions: whether least-privilege and zizmor's excessive-permissions agree, over generated workflows.

    PYTHONPATH=hooks python benchmarks/privilege_agreement.py [--show]

72 workflows: every combination of what stands at the top (nothing, {}, read-all, write-all, reading, writing), at the job
(nothing, reading, writing, write-all), and of one job or two, of which the second says nothing; and those on pull_request_target
with one job. Each is judged as it stands by both (zizmor offline, with its pedantic persona). A difference is expected for a
reason in EXPLAINED, which is printed with its count; any other is a miss. Exits 1 on a miss, 3 without zizmor.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections import Counter
from pathlib import Path

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules.access.least_privilege import Policy, check

TOPS = ("", "{}", "read-all", "write-all", "{contents: read}", "{contents: write}")
JOBS = ("", "{contents: read}", "{contents: write}", "write-all")
SHAPES = (("push", 1), ("push", 2), ("pull_request_target", 1))
# Why one of the two says something and the other does not.
EXPLAINED = {
    "writing of a job": "zizmor takes permissions of a job for meant, in a workflow that anybody can start, too",
    "top overridden": "zizmor judges the block at the top also where no job is left that has it",
    "no block at the top": "zizmor wants one though every job has its own",
}


def text(top: str, job: str, trigger: str, count: int) -> str:
    """A workflow with this block at the top and in its first job."""
    above = f"permissions: {top}\n" if top else ""
    own = f"    permissions: {job}\n" if job else ""
    second = "  second:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make test\n" if count > 1 else ""
    first = f"  first:\n    runs-on: ubuntu-24.04\n{own}    steps:\n      - run: make\n"
    return f"name: CI\non: {trigger}\n{above}jobs:\n{first}{second}"


def ours(name: str, workflow: str) -> bool:
    change = Change("W", f".github/workflows/{name}", new=workflow.encode())
    return bool(list(check(Changeset([change], kind="whole"), Policy())))


def theirs(folder: Path) -> set[str]:
    """The names of the workflows that zizmor finds too much in. Raises CalledProcessError."""
    program = shutil.which("zizmor") or shutil.which("zizmor", path=sysconfig.get_path("scripts"))
    if program is None:
        raise FileNotFoundError("zizmor")
    done = subprocess.run(
        [
            program,
            "--offline",
            "--no-config",
            "--no-exit-codes",
            "--persona",
            "pedantic",
            "--format",
            "json",
            "--quiet",
            ".",
        ],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    return {
        Path(found["locations"][0]["symbolic"]["key"]["Local"]["verbatim_path"]).name
        for found in json.loads(done.stdout)
        if found["ident"] == "excessive-permissions"
    }


def reason(top: str, job: str, count: int, is_ours: bool) -> str:
    """Why the two differ about a workflow, "" if no reason is known."""
    if is_ours and job == "{contents: write}":
        return "writing of a job"
    if not is_ours and count == 1 and job and top:
        return "top overridden"
    if not is_ours and count == 1 and job and not top:
        return "no block at the top"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--show", action="store_true", help="print each workflow on which they differ")
    show = parser.parse_args().show
    cases = {f"{at:02}.yml": case for at, case in enumerate(itertools.product(TOPS, JOBS, SHAPES))}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / ".github/workflows"
        folder.mkdir(parents=True)
        texts = {name: text(top, job, *shape) for name, (top, job, shape) in cases.items()}
        for name, workflow in texts.items():
            (folder / name).write_text(workflow)
        try:
            found = theirs(Path(place))
        except FileNotFoundError:
            print("zizmor is not installed: pip install -e '.[dev]'", file=sys.stderr)
            return 3
    why: Counter[str] = Counter()
    misses = []
    for name, (top, job, (trigger, count)) in cases.items():
        is_ours = ours(name, texts[name])
        if is_ours == (name in found):
            continue
        explained = reason(top, job, count, is_ours)
        why[explained] += 1
        if not explained:
            misses.append(name)
        if show or not explained:
            who = "we alone" if is_ours else "zizmor alone"
            print(
                f"{who}: top {top or '(none)'}, job {job or '(none)'}, on {trigger}, {count} jobs: {explained or 'MISS'}"
            )
    same = len(cases) - sum(why.values())
    print(
        f"{len(cases)} workflows: {same} agree, {sum(why.values()) - len(misses)} differ for a known reason, {len(misses)} miss"
    )
    for name, times in sorted(why.items()):
        if name:
            print(f"  {times:3} {name}: {EXPLAINED[name]}")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
