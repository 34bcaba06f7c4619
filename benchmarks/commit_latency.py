"""What a clean two-file commit pays: govhooks against its peers, whole processes, alternated in one run.

    python benchmarks/commit_latency.py [--rounds 15]

Run it with the Python of an environment that holds govhooks as hook environments do: pre-commit makes them with virtualenv.
The commands take turns, so that a busy machine slows all of them. The tables show medians of wall time, half of the
distance between the quartiles, and the median of processor time (user and system, of the process and its children).

The bars are judged by wall time, but what a policy adds by processor time; as the median over the rounds of what was
measured in one and the same round. A bar that is missed while the 95 % interval of that median holds its limit is measured
again, with as many rounds, twice as many and four times as many, before it counts as missed. Exits 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sysconfig.get_path("scripts"))
BARE, ALL = "python -c pass", "govhooks check"
PEERS = ("detect-secrets-hook", "kingfisher")
# The limits of the bars.
OF_PEER, OF_PEER_ALONE, OF_BARE = 0.15, 0.2, 2.3
# Both files of this scene are flagged, and two rules are loaded: 63 modules against 45, which alone is 0.4 of a bare interpreter.
# (Measured: 2.47 to 2.6 of one, and 0.148 to 0.152 of the peer, where 3.3 and 0.19 were before expressions were kept compiled.)
SPEAKS = "files that speak of passwords"
LIMITS = {SPEAKS: (0.17, 2.8)}
SYNTHETIC, MORE_RULES = 40, 1.03
LOADED = 2
# Milliseconds, or as much of a bare interpreter where that is more: the same machine is up to 1.8 times slower at other times.
POLICY_MS, POLICY_PART = 2.0, 0.15
# The distance of the quartiles of `python -c pass`, as a part of its median, from which on the machine is said to be busy.
BUSY = 0.25
# How often a bar within the noise is measured again, each time with twice as many rounds.
AGAIN = 3

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
SMALL_POLICY = '[rules.no-secrets]\nconfidence = "medium"\n\n[rules.policy-exceptions]\nmax-days = 90\n'
# What a team has in it after half a year.
POLICY = """\
[rules.no-secrets]
confidence = "medium"
confidence-in-tests = "high"
no-guesses = ["docs/**", "*.lock", "vendor/**", "third_party/**/*.js"]

[rules.no-env-files]
patterns = [".env", ".env.*", "*.env", ".envrc", "config/*.secret.yaml", "deploy/[a-z]*/.env-*"]
allow = [".env.d.ts", "tools/fixtures/*.env"]

[rules.policy-exceptions]
max-days = 120

[rules.agent-changes]
tests = "report"
owner = "report"
code = ["*.py", "*.ts", "*.go", "!tools/**"]
test-files = ["tests/**", "*_test.go", "*.spec.ts"]

[rules.no-history-rewrite]
branches = ["main", "release/*"]

[rules.high-risk-changes]
message = "off"
quiet = ["docs/**", "*.md", "tests/**", "CHANGELOG*"]

[rules.high-risk-changes.people]
ada = ["ada@corp.example"]
bob = ["bob@corp.example"]

[rules.high-risk-changes.groups]
payments = ["ada@corp.example", "bob@corp.example"]

[rules.high-risk-changes.areas.payments]
mode = "approve"
title = "money that moves"
paths = ["services/payments/**", "libs/ledger/**", "!services/payments/docs/**"]
added = ['(?i)\\b(?:charge|refund|payout)_(?:customer|card)\\s*\\(']
approvers = ["@payments"]
count = 2

[rules.high-risk-changes.areas.personal-data]
title = "personal data"
paths = ["services/*/models/person*.py", "schemas/customer/**"]

[rules.high-risk-changes.areas.deployment]
paths = ["charts/**", "deploy/**/*.tf", "ansible/roles/*/tasks/*.yml"]
"""
EXCEPTION = """
[[exceptions]]
rule = "{rule}"
path = "{path}"
{fingerprint}reason = "{reason}"
owner = "ada@corp.example"
approver = "bob@corp.example"
expires = {expires}
"""
EXCEPTIONS = (
    ("no-env-files", "deploy/local/.env", "", "values of the local stack, no secret among them"),
    ("no-secrets", "tests/fixtures/login.json", "3f" * 16, "made up for the test of the login page"),
    ("high-risk-changes", "deploy/sandbox/**", "", "the sandbox is rebuilt every night"),
)


def adopted() -> str:
    """The policy of an adopter, with exceptions that have not expired today."""
    expires = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=60)
    return POLICY + "".join(
        EXCEPTION.format(
            rule=rule,
            path=path,
            fingerprint=f'fingerprint = "{fingerprint}"\n' if fingerprint else "",
            reason=reason,
            expires=expires,
        )
        for rule, path, fingerprint, reason in EXCEPTIONS
    )


SCENES = {
    "two ordinary files": (PLAIN, lambda: ""),
    SPEAKS: (AWKWARD, lambda: ""),
    "with a small governance.toml": (PLAIN, lambda: SMALL_POLICY),
    "with an adopter's governance.toml": (PLAIN, adopted),
}
WITHOUT, WITH = "two ordinary files", "with an adopter's governance.toml"


class Call(NamedTuple):
    """A command line, where it runs and what its environment has besides; `prepare` is called before each run."""

    words: Sequence[str]
    folder: Path
    env: dict[str, str] = {}
    prepare: Callable[[], object] = lambda: None


class Times(NamedTuple):
    """Seconds of each round."""

    wall: list[float]
    cpu: list[float]


def git(path: Path, *args: str) -> str:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ["-c", "user.name=Bench", "-c", "user.email=bench@corp.test", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *identity, *args], cwd=path, check=True, capture_output=True, env=env, text=True)
    return done.stdout.strip()


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


def hooks() -> list[dict[str, object]]:
    """The hooks of the manifest: id, entry, args, stages."""
    found: list[dict[str, object]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return found


def words_of(hook: dict[str, object]) -> list[str]:
    """The command line of a hook, as the environment of its script has it, without the names of files."""
    program, *words = str(hook["entry"]).split()
    return [str(SCRIPTS / program), *words, *map(str, hook["args"])]  # type: ignore[call-overload]


def name_of(hook: dict[str, object]) -> str:
    return ALL if hook["id"] == "govhooks" else str(hook["entry"])


# As git and pre-commit set them.
COMMIT = {"PRE_COMMIT": "1", "GIT_INDEX_FILE": ".git/index"}


def commit_calls(path: Path, files: dict[str, str]) -> dict[str, Call]:
    """Name -> call, as pre-commit calls it at a commit."""
    found = {BARE: Call([sys.executable, "-c", "pass"], path, COMMIT)}
    for hook in hooks():
        if "pre-commit" in hook["stages"]:  # type: ignore[operator]
            found[name_of(hook)] = Call([*words_of(hook), *files], path, COMMIT)
    found[PEERS[0]] = Call([str(SCRIPTS / PEERS[0]), *files], path, COMMIT)
    found[PEERS[1]] = Call(
        [str(SCRIPTS / PEERS[1]), "scan", ".", "--staged", "--no-validate", "--no-update-check"], path, COMMIT
    )
    return found


def message_calls(path: Path) -> dict[str, Call]:
    """The hooks of the commit message, of the commit whose files are staged."""
    file = path / ".git" / "COMMIT_EDITMSG"

    def write() -> None:
        file.write_text("Add the monthly report\n\nIt counts what is in a table.\n")

    found = {BARE: Call([sys.executable, "-c", "pass"], path, COMMIT)}
    for stage, env in (("prepare-commit-msg", {"PRE_COMMIT_COMMIT_MSG_SOURCE": "message"}), ("commit-msg", {})):
        for hook in hooks():
            if stage in hook["stages"]:  # type: ignore[operator]
                call = Call([*words_of(hook), ".git/COMMIT_EDITMSG"], path, {**COMMIT, **env}, write)
                found[f"{name_of(hook)}, {stage}"] = call
    return found


def push_calls(path: Path) -> dict[str, Call]:
    """The hooks that judge a push and no commit, as they are called when the staged files are committed and pushed."""
    remote = path.with_name(f"{path.name}.git")
    git(path.parent, "init", "--quiet", "--bare", str(remote))
    git(path, "remote", "add", "origin", str(remote))
    git(path, "push", "--quiet", "origin", "HEAD:refs/heads/main")
    git(path, "fetch", "--quiet", "origin")
    git(path, "commit", "--quiet", "--message", "Add the monthly report")
    env = {
        "PRE_COMMIT": "1",
        "PRE_COMMIT_FROM_REF": git(path, "rev-parse", "HEAD~1"),
        "PRE_COMMIT_TO_REF": git(path, "rev-parse", "HEAD"),
        "PRE_COMMIT_REMOTE_NAME": "origin",
        "PRE_COMMIT_REMOTE_URL": str(remote),
        "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/main",
        "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/main",
    }
    found = {BARE: Call([sys.executable, "-c", "pass"], path, env)}
    for hook in hooks():
        if hook["id"] == "govhooks" or "pre-commit" not in hook["stages"]:  # type: ignore[operator]
            found[name_of(hook)] = Call([*words_of(hook), *PLAIN], path, env)
    return found


def run(call: Call, name: str) -> tuple[float, float]:
    """(wall seconds, processor seconds) of a command that must succeed."""
    call.prepare()
    env = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PRE_COMMIT"))}
    env.pop("CI", None)
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # hook environments are compiled when they are installed
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **call.env}
    with tempfile.TemporaryFile() as output:
        before = os.times()
        started = time.perf_counter()
        child = subprocess.Popen(
            call.words, cwd=call.folder, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - started
            child.returncode = os.waitstatus_to_exitcode(status)
            cpu = usage.ru_utime + usage.ru_stime
        else:
            child.wait()
            wall = time.perf_counter() - started
            after = os.times()
            cpu = after.children_user + after.children_system - before.children_user - before.children_system
        if child.returncode != 0:
            output.seek(0)
            sys.exit(f"{name} refused a clean commit ({child.returncode}):\n{output.read().decode(errors='replace')}")
    return wall, cpu


def measure(calls: dict[str, Call], rounds: int) -> dict[str, Times]:
    """Name -> its times; the commands take turns."""
    times = {name: Times([], []) for name in calls}
    for turn in range(rounds + 1):
        for name, call in calls.items():
            wall, cpu = run(call, name)
            if turn:  # the first turn warms the caches
                times[name].wall.append(wall)
                times[name].cpu.append(cpu)
    return times


class Bar(NamedTuple):
    """A figure of every round, and what its median may be at most; `calls` are what is measured again for it.

    `judged` is the time that counts: of a difference of two milliseconds, wall time tells nothing on a busy machine.
    """

    name: str
    limit: float
    unit: str
    value: Callable[[dict[str, Times], int], list[float]]
    calls: dict[str, Call]
    times: dict[str, Times]
    judged: int = 0


WALL, CPU = 0, 1


def ratio(one: str, other: str) -> Callable[[dict[str, Times], int], list[float]]:
    """Of each round, the time of one command over that of another."""

    def value(times: dict[str, Times], which: int) -> list[float]:
        return [mine / its for mine, its in zip(times[one][which], times[other][which])]

    return value


def difference(one: str, other: str) -> Callable[[dict[str, Times], int], list[float]]:
    """Of each round, by how many milliseconds one command takes longer than another."""

    def value(times: dict[str, Times], which: int) -> list[float]:
        return [(mine - its) * 1000 for mine, its in zip(times[one][which], times[other][which])]

    return value


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of a median, by order statistics."""
    ordered = sorted(values)
    reach = 0.98 * len(ordered) ** 0.5
    low = max(0, int(len(ordered) / 2 - reach))
    high = min(len(ordered) - 1, int(len(ordered) / 2 + reach))
    return ordered[low], ordered[high]


def judge(bar: Bar, rounds: int) -> bool:
    """Print a bar's line; whether it is met, after measuring again where the noise leaves that open."""
    times = {name: Times([*bar.times[name].wall], [*bar.times[name].cpu]) for name in bar.calls}
    for again in range(AGAIN + 1):
        values = bar.value(times, bar.judged)
        median, (low, high) = statistics.median(values), interval(values)
        if median <= bar.limit or low > bar.limit or again == AGAIN:
            break
        for name, more in measure(bar.calls, rounds * 2**again).items():
            times[name].wall.extend(more.wall)
            times[name].cpu.extend(more.cpu)
    met = median <= bar.limit
    other = statistics.median(bar.value(times, CPU if bar.judged == WALL else WALL))
    print(
        f"{'met   ' if met else 'MISSED'} {bar.name}: {median:.3f}{bar.unit} (at most {bar.limit:g}{bar.unit};"
        f" 95 % {low:.3f} to {high:.3f}; {'processor' if bar.judged == WALL else 'wall'} {other:.3f}; {len(values)} rounds)"
    )
    return met


def bars_of(title: str, calls: dict[str, Call], times: dict[str, Times]) -> list[Bar]:
    """The bars of one scene of a commit."""

    def bar(name: str, limit: float, one: str, other: str) -> Bar:
        return Bar(f"{title}: {name}", limit, "", ratio(one, other), {key: calls[key] for key in (one, other)}, times)

    def slowness(name: str) -> float:
        return statistics.median(times[name].wall)

    peer = min(PEERS, key=slowness)
    of_peer, of_bare = LIMITS.get(title, (OF_PEER, OF_BARE))
    slowest = max((name for name in calls if name.startswith("govhooks-")), key=slowness)
    return [
        bar(f"all rules / {peer}", of_peer, ALL, peer),
        bar(f"all rules / {BARE}", of_bare, ALL, BARE),
        bar(f"the slowest hook alone, {slowest} / {peer}", OF_PEER_ALONE, slowest, peer),
    ]


def show(title: str, times: dict[str, Times], rounds: int) -> None:
    peers = [statistics.median(times[name].wall) for name in PEERS if name in times]
    bare = statistics.median(times[BARE].wall)
    print(f"\n{title} (medians of {rounds} rounds, the commands in turn)")
    print(f"{'':42}{'ms':>8}{'+-':>7}{'cpu ms':>9}{'/ faster peer':>15}{'/ python -c pass':>18}")
    for name, (wall, cpu) in times.items():
        median = statistics.median(wall)
        quarters = statistics.quantiles(wall, n=4) if len(wall) > 1 else [median] * 3
        print(
            f"{name:42}{median * 1000:8.1f}{(quarters[2] - quarters[0]) * 500:7.1f}{statistics.median(cpu) * 1000:9.1f}"
            + (f"{median / min(peers):15.3f}" if peers else f"{'':15}")
            + f"{median / bare:18.2f}"
        )
    quarters = statistics.quantiles(times[BARE].wall, n=4) if len(times[BARE].wall) > 1 else [bare] * 3
    if quarters[2] - quarters[0] > bare * BUSY:
        print(f"the machine is busy: half of the runs of {BARE} are {(quarters[2] - quarters[0]) / bare:.0%} apart")
    sys.stdout.flush()


# --- which rules a plain commit loads


def loaded(call: Call) -> set[str]:
    """The ids of the rules of which a run imports anything. (Console scripts end without atexit; this is told at once.)"""
    env = {
        key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PRE_COMMIT")) and key != "CI"
    }
    done = subprocess.run(
        call.words,
        cwd=call.folder,
        env={**env, **call.env, "PYTHONPROFILEIMPORTTIME": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    modules = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line]
    parts = {part for name in modules if name.startswith("govhooks.rules.") for part in name.split(".")[2:]}
    return {str(hook["id"]) for hook in hooks() if str(hook["id"]).replace("-", "_") in parts}


# --- whether more rules cost more


def write_synthetic(package: Path, number: int) -> None:
    """A rule of which nothing in the scenes is concerned, written into a copy of the package."""
    (package / "rules" / "review" / f"synthetic_{number}.py").write_text(
        f'''"""Synthetic {number}: refuse files named *.synthetic{number}."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule

ID = "synthetic-{number}"


class Policy(Record):
    """Which files."""

    names: tuple[str, ...] = ("*.synthetic{number}",)


def check(changeset, policy):
    """Refuse them."""
    for change in changeset.changes:
        if change.path.endswith(".synthetic{number}") or any("synthetic-word-{number}" in line.text for line in change.added):
            yield Finding(rule=ID, path=change.path, line=0, problem="synthetic", fix="remove it", identity="synthetic")


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(paths=("*.synthetic{number}", "synthetic{number}/**")),
        Concerns(words=("synthetic-word-{number}",)),
    ),
)
''',
        encoding="utf-8",
    )


def write_index(package: Path) -> bool:
    """Generate the index of a copy of the package anew, by the project's generator; False where there is none yet."""
    generator = ROOT / "tools" / "index_rules.py"
    if not generator.exists() or not (package / "rules" / "index.py").exists():
        return False
    env = {**os.environ, "PYTHONPATH": str(package.parent)}
    subprocess.run([sys.executable, str(generator), str(package.parent)], check=True, env=env, capture_output=True)
    return True


def copies(folder: Path) -> dict[str, Path] | None:
    """Folders for PYTHONPATH: the installed package as it is, and with more rules. None where that cannot be made yet."""
    installed = importlib.util.find_spec("govhooks")
    assert installed is not None and installed.origin is not None
    found = {}
    for name, more in (("as it is", 0), (f"{SYNTHETIC} more", SYNTHETIC)):
        package = folder / name.replace(" ", "-") / "govhooks"
        shutil.copytree(Path(installed.origin).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
        if more:
            for number in range(more):
                write_synthetic(package, number)
            if not write_index(package):
                return None
        subprocess.run([sys.executable, "-m", "compileall", "-q", str(package)], check=True)
        found[name] = package.parent
    return found


def growth(folder: Path, call: Call, rounds: int) -> bool:
    """Whether forty more rules leave a commit as it was."""
    name = f"{SYNTHETIC} more rules / as it is"
    both = copies(folder)
    if both is None:
        print(f"MISSED {name}: not measurable yet (no generated index of the rules)")
        return False
    calls = {key: call._replace(env={**call.env, "PYTHONPATH": str(place)}) for key, place in both.items()}
    one, other = reversed(calls)
    times = measure(calls, rounds * 4)
    return judge(Bar(name, MORE_RULES, "", ratio(one, other), calls, times), rounds * 4)


def main() -> int:
    parser = argparse.ArgumentParser(description="What a clean two-file commit pays.")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--advise", action="store_true", help="end with 0 even where a bar is missed")
    options = parser.parse_args()
    rounds = options.rounds
    bars: list[Bar] = []
    commits: dict[str, dict[str, Call]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, (title, (files, policy)) in enumerate(SCENES.items()):
            calls = commits[title] = commit_calls(scene(folder / f"scene{number}", files, policy()), files)
            times = measure(calls, rounds)
            show(title, times, rounds)
            bars += bars_of(title, calls, times)
            bare = statistics.median(times[BARE].cpu) * 1000
        times = measure(message_calls(scene(folder / "message", PLAIN)), rounds)
        show("the message of a commit of two ordinary files", times, rounds)
        times = measure(push_calls(scene(folder / "push", PLAIN)), rounds)
        show("a push of one commit of two ordinary files", times, rounds)

        pair = {title: commits[title][ALL] for title in (WITHOUT, WITH)}
        times = measure(pair, rounds * 4)
        cost = "what an adopter's governance.toml adds to all rules"
        limit = round(max(POLICY_MS, POLICY_PART * bare), 1)
        bars.append(Bar(cost, limit, " ms of processor time", difference(WITH, WITHOUT), pair, times, CPU))
        print()
        met = [judge(bar, rounds if bar.name != cost else rounds * 4) for bar in bars]
        for title in commits:
            if title != SPEAKS:
                ids = loaded(commits[title][ALL])
                met.append(len(ids) <= LOADED)
                said = (
                    f"{title}: rules that are loaded: {len(ids)} (at most {LOADED}): {', '.join(sorted(ids)) or 'none'}"
                )
                print(f"{'met   ' if met[-1] else 'MISSED'} {said}")
        met.append(growth(folder, commits[WITHOUT][ALL], rounds))
    print(f"\n{met.count(True)} of {len(met)} bars are met")
    return 0 if all(met) or options.advise else 1


if __name__ == "__main__":
    sys.exit(main())
