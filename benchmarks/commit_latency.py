"""What a clean two-file commit pays: govhooks against its peers, whole processes, alternated in one run.

    python benchmarks/commit_latency.py [--rounds 15]

Wants `pip install -e '.[dev]'` in the environment of the Python that runs it. Prints medians, the ratio to the faster
of the two peers (the bar: at most 1/5) and to `python -c pass`. The scenes: two ordinary files; two files that speak of
passwords and tokens without holding one; the same as the first with a governance.toml at HEAD.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

SCRIPTS = Path(sysconfig.get_path("scripts"))
RULES = ("high-risk-changes", "no-env-files", "no-secrets", "policy-exceptions")
PLAIN = {
    "src/report.py": '"""Monthly report."""\n\nfrom collections import Counter\n\n\n'
    + "\n\n".join(
        f'def column_{n}(rows):\n    """Count the values of column {n}."""\n    seen = Counter(row[{n}] for row in rows)\n'
        f'    return {{"column": {n}, "values": seen.most_common({n + 3})}}\n'
        for n in range(12)
    ),
    "README.md": "# Report\n\nReads a table and counts what is in it.\n\n" + "- one more line of prose\n" * 30,
}
AWKWARD = {
    "src/client.py": '"""Client."""\n\nimport os\n\n\ndef connect(settings):\n    password = os.environ["DB_PASSWORD"]\n'
    "    token = settings.get_token()\n    return open_session(settings.user, password=password, token=token)\n",
    "config.yaml": "database:\n  user: app\n  password: ${DB_PASSWORD}\n  sslmode: require\n",
}
POLICY = '[rules.no-secrets]\nconfidence = "medium"\n\n[rules.policy-exceptions]\nmax-days = 90\n'


def git(path: Path, *args: str) -> None:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ["-c", "user.name=Bench", "-c", "user.email=bench@corp.test"]
    subprocess.run(["git", *identity, *args], cwd=path, check=True, capture_output=True, env=env)


def scene(path: Path, files: dict[str, str], policy: str = "") -> Path:
    """A repository with a first commit and two files staged."""
    path.mkdir()
    git(path, "init", "--quiet")
    (path / "src").mkdir()
    for n in range(40):
        (path / "src" / f"module_{n}.py").write_text(f"VALUE = {n}\n" * 40)
    if policy:
        (path / "governance.toml").write_text(policy)
    git(path, "add", "--all")
    git(path, "commit", "--quiet", "--message", "start")
    for name, content in files.items():
        (path / name).write_text(content)
    git(path, "add", "--all")
    return path


def commands(files: dict[str, str]) -> dict[str, list[str]]:
    """Name -> command, called as pre-commit calls it."""
    found = {"python -c pass": [sys.executable, "-c", "pass"]}
    found["govhooks check"] = [str(SCRIPTS / "govhooks"), "check", "--", *files]
    for rule in RULES:
        found[f"govhooks-{rule}"] = [str(SCRIPTS / f"govhooks-{rule}"), "--", *files]
    found["detect-secrets-hook"] = [str(SCRIPTS / "detect-secrets-hook"), *files]
    found["kingfisher"] = [
        str(SCRIPTS / "kingfisher"), "scan", ".", "--staged", "--no-validate", "--no-update-check",
    ]  # fmt: skip
    return found


def measure(path: Path, calls: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Name -> median wall seconds; the commands take turns."""
    env = {**os.environ, "PRE_COMMIT": "1", "GIT_INDEX_FILE": ".git/index"}  # as git and pre-commit set them
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # hook environments are compiled when they are installed
    times: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(rounds + 1):
        for name, call in calls.items():
            started = time.perf_counter()
            done = subprocess.run(call, cwd=path, capture_output=True, env=env, check=False)
            took = time.perf_counter() - started
            if done.returncode != 0:
                sys.exit(
                    f"{name} refused a clean commit ({done.returncode}):\n{done.stdout.decode()}{done.stderr.decode()}"
                )
            if turn:  # the first turn warms the caches
                times[name].append(took)
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description="What a clean two-file commit pays.")
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for title, files, policy in (
            ("plain", PLAIN, ""),
            ("awkward words", AWKWARD, ""),
            ("plain, with a policy", PLAIN, POLICY),
        ):
            path = scene(Path(folder) / title.replace(" ", "-").replace(",", ""), files, policy)
            medians = measure(path, commands(files), rounds)
            peer = min(medians["detect-secrets-hook"], medians["kingfisher"])
            print(f"\n{title} (medians of {rounds}, alternated)")
            print(f"{'':30}{'ms':>8}{'of faster peer':>16}{'of python -c pass':>19}")
            for name, seconds in medians.items():
                ratio = seconds / peer
                print(f"{name:30}{seconds * 1000:8.1f}{ratio:16.3f}{seconds / medians['python -c pass']:19.2f}")
                if name.startswith("govhooks"):
                    worst = max(worst, ratio)
    print(f"\nworst ratio to the faster peer: {worst:.3f} (bar: 0.200) -> {'met' if worst <= 0.2 else 'NOT met'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
