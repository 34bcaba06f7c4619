"""How long a push takes to be verified, and the digest of a change beside `git diff --raw`.

    python benchmarks/push_review.py [--commits 200] [--files 2000] [--rounds 5]

A repository of so many files is made, a topic branch of so many commits that together touch all of them, a tenth of
them in areas that need approval, and approved with real keys. Printed are seconds for `govhooks check --from-ref
origin/main --to-ref HEAD` (this rule, and all rules), and the digest's time as a multiple of git's for the same range:
the whole command beside the whole command, and the digest alone added to git's.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

POLICY = """\
[rules.high-risk-changes]
approvers = ["ada@corp.test"]
[rules.high-risk-changes.areas.authentication]
mode = "approve"
[rules.high-risk-changes.areas.payments]
mode = "approve"
"""
TRAILER = "High-Risk: authentication, payments"


def git(path: Path, *args: str, stdin: bytes | None = None) -> bytes:
    return subprocess.run(["git", *args], cwd=path, input=stdin, capture_output=True, check=True).stdout


def place(number: int) -> str:
    folder = {0: "app/auth", 10: "app/billing"}.get(number % 20, f"src/part{number % 37}")
    return f"{folder}/module{number}.py"


def build(home: Path, files: int, commits: int) -> Path:
    path = home / "repo"
    path.mkdir()
    git(path, "init", "-q", "-b", "main")
    git(path, "config", "user.name", "Dev")
    git(path, "config", "user.email", "dev@corp.test")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / "ada")], check=True)
    key = " ".join((home / "ada.pub").read_text().split()[:2])
    texts = {number: f"def f{number}(x):\n" + "".join(f"    x += {n}\n" for n in range(40)) for number in range(files)}
    stream = [commit("main", "start", {place(n): texts[n] for n in texts}, more={
        "governance.toml": POLICY, ".governance/allowed_signers": f"ada@corp.test {key}\n"})]  # fmt: skip
    for step in range(commits):
        changed = {}
        for number in range(step, files, commits):
            texts[number] += f"    return x * {step}\n"
            changed[place(number)] = texts[number]
        stream.append(commit("topic", f"step {step}\n\n{TRAILER}", changed, start="main" if step == 0 else ""))
    git(path, "fast-import", "--quiet", stdin=b"".join(stream))
    git(path, "update-ref", "refs/remotes/origin/main", "main")
    git(path, "checkout", "-q", "topic")
    git(path, "gc", "-q")
    return path


def commit(
    branch: str, message: str, files: dict[str, str], start: str = "", more: dict[str, str] | None = None
) -> bytes:
    parts = [f"commit refs/heads/{branch}\ncommitter Dev <dev@corp.test> 1700000000 +0000\n".encode(), data(message)]
    if start:
        parts.append(f"from refs/heads/{start}\n".encode())
    for name, text in {**files, **(more or {})}.items():
        parts += [f"M 100644 inline {name}\n".encode(), data(text)]
    return b"".join(parts) + b"\n"


def data(text: str) -> bytes:
    raw = text.encode()
    return b"data %d\n%s\n" % (len(raw), raw)


def timed(command: list[str], path: Path, rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        done = subprocess.run(command, cwd=path, capture_output=True, check=False)
        taken.append(time.perf_counter() - started)
        assert done.returncode == 0, (done.stdout + done.stderr).decode()[-2000:]
    return statistics.median(taken)


def digest_ratio(path: Path, rounds: int) -> float:
    """The time of git's raw diff and our digest of it, as a multiple of git's alone."""
    from govhooks.git.repository import Repository
    from govhooks.knowledge.approvals.digest import digest

    os.chdir(path)
    base = git(path, "merge-base", "origin/main", "HEAD").decode().strip()
    ratios = []
    for _ in range(rounds * 3):
        started = time.perf_counter()
        git(path, "diff", "--raw", "-z", "--no-abbrev", "--no-renames", base, "HEAD")
        git_alone = time.perf_counter() - started
        repository = Repository()
        started = time.perf_counter()
        digest(repository.between(base, "HEAD"))
        ratios.append((time.perf_counter() - started) / git_alone)
        repository.close()
    return statistics.median(ratios)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--commits", type=int, default=200)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    govhooks = str(Path(sys.executable).parent / "govhooks")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        path = build(home, chosen.files, chosen.commits)
        git(path, "rev-parse", "HEAD")
        approve = [govhooks, "approve", "--reason", "benchmark", "--key", str(home / "ada"), "--by", "ada@corp.test"]
        subprocess.run(approve, cwd=path, check=True, capture_output=True)
        git(path, "commit", "-q", "-m", "Approve")
        range_ = ["--from-ref", "origin/main", "--to-ref", "HEAD"]
        rule = timed([govhooks, "check", "--rule", "high-risk-changes", *range_], path, chosen.rounds)
        every = timed([govhooks, "check", *range_], path, chosen.rounds)
        ratio = digest_ratio(path, chosen.rounds)
    print(f"{chosen.commits} commits over {chosen.files} files")
    print(f"verified by high-risk-changes  {rule:.2f} s")
    print(f"judged by all rules            {every:.2f} s")
    print(f"digest / git diff --raw        {ratio:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
