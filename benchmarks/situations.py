"""Recorded situations: commits, pushes, ranges, trees, builds and agents' questions, and what govhooks says of each.

    python benchmarks/situations.py [--only GLOB] [--jobs N]      compare with benchmarks/situations.json
    python benchmarks/situations.py --record FILE                 write the record anew
    python benchmarks/situations.py --list                        count the situations by category

A black box: real repositories are built in a temporary folder, and the console scripts beside this Python are run in them;
nothing of govhooks is imported. Exit code, both outputs and every file that was written are recorded. The situations are
rows of `situations_table.py`. A difference that is meant is named, with its reason, in `benchmarks/situations_meant.toml`;
any other makes this exit 1, and so does an entry there that no difference needs.

The same on every machine: identities, dates and keys are fixed, the environment is made from nothing, and paths, the
version, durations and days that are counted from today are written as <top>, <version>, <duration> and <today+90>.
"""

from __future__ import annotations

import argparse
import datetime
import difflib
import fnmatch
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
RECORD = HERE / "situations.json"
MEANT = HERE / "situations_meant.toml"
SCRIPTS = sysconfig.get_path("scripts")
LIMIT = 120  # seconds for one command; what hangs is a difference, too
EPOCH = 1_704_099_600  # 2024-01-01 09:00 UTC: the first commit; each later one is a minute younger
PEOPLE = {"dev": "Dev", "ada": "Ada Park", "bo": "Bo Lind", "eve": "Eve"}
# What git itself says differs from one version to the next, and is not ours.
GITS_OWN = re.compile(
    r"(?:To |From |hint:| ! \[|error: failed to push| [ *+=-] |   [0-9a-f]{7,}\.\.|Everything up|Switched )"
)
# Where git keeps what is its own: of it only hooks and messages are written by us for others to read.
KEPT_OF_GIT = re.compile(r"\.git/(?:hooks/(?!.*\.sample$)|[A-Z_]+_(?:EDITMSG|MSG)$)|[^/]+\.git/hooks/(?!.*\.sample$)")


@dataclass
class World:
    """A temporary folder with the repository `repo` in it, and what has to be said of the people and the time."""

    top: Path
    clock: int = EPOCH
    env: dict[str, str] = field(default_factory=dict)

    @property
    def repo(self) -> Path:
        return self.top / "repo"

    def environment(self, who: str = "", more: Mapping[str, str] = {}) -> dict[str, str]:
        """Nothing of the caller's environment but where programs are; dates and identities for git alone."""
        env = {
            "PATH": os.pathsep.join((SCRIPTS, os.environ.get("PATH", os.defpath))),
            "HOME": str(self.top / "home"),
            "TMPDIR": str(self.top / "tmp"),
            "PRE_COMMIT_HOME": str(self.top / "home/pre-commit"),
            "PRE_COMMIT_COLOR": "never",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "COLUMNS": "80",
            "PYTHON_COLORS": "0",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_CEILING_DIRECTORIES": str(self.top),
        }
        if who:
            stamp = f"{self.clock} +0000"
            for part in ("AUTHOR", "COMMITTER"):
                env[f"GIT_{part}_NAME"], env[f"GIT_{part}_EMAIL"] = PEOPLE[who], f"{who}@corp.test"
                env[f"GIT_{part}_DATE"] = stamp
        return {**env, **more}

    def git(self, *words: str, who: str = "dev", cwd: str = "repo", check: bool = True, data: bytes = b"") -> str:
        self.clock += 60
        done = subprocess.run(
            ("git", *words), cwd=self.top / cwd, env=self.environment(who), input=data, capture_output=True, check=False
        )
        if check and done.returncode:
            raise RuntimeError(f"git {' '.join(words)}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, name: str, content: str | bytes, where: str = "repo") -> None:
        path = self.top / where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else plain(content).encode("utf-8", "surrogateescape"))


def plain(text: str) -> str:
    """A text as it is written: `§` keeps secrets and switches out of the source of the table."""
    return text.replace("§", "")


Builder = Callable[[World], object]
Run = str | Sequence[str]


@dataclass(frozen=True)
class Situation:
    """A row: how the world is built, and the command lines that are run in it, one after another.

    A command line may begin with NAME=VALUE. In it, in `env` and in `stdin`, «REV» is a commit's id, «top» the temporary
    folder and «fingerprint» the last fingerprint that was printed. `normal` are further texts that cannot be fixed.
    """

    name: str
    build: Sequence[Builder]
    run: Sequence[Run]
    env: Mapping[str, str] = field(default_factory=dict)
    stdin: str | bytes = b""
    cwd: str = "repo"
    normal: Sequence[tuple[str, str]] = ()


# --- running ---------------------------------------------------------------------------------------------------------


def filled(world: World, text: str, said: str) -> str:
    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name == "top":
            return str(world.top)
        if name == "fingerprint":
            return next(iter(re.findall(r"fingerprint: ([0-9a-f]{32})", said)), "none")
        return world.git("rev-parse", "--verify", f"{name}^{{object}}")

    return plain(re.sub("«([^»]+)»", value, text))


def perform(situation: Situation, top: Path) -> dict[str, object]:
    """What there is to say of one situation, after normalisation."""
    for name in ("repo", "home", "tmp"):
        (top / name).mkdir(parents=True)
    world = World(top)
    for build in situation.build:
        build(world)
    before = snapshot(top)
    steps, said = [], ""
    for command in situation.run:
        words = [filled(world, word, said) for word in (shlex.split(command) if isinstance(command, str) else command)]
        more = {name: filled(world, value, said) for name, value in situation.env.items()}
        while re.match(r"[A-Z_]+=", words[0]):
            name, _, value = words.pop(0).partition("=")
            more[name] = value
        data = situation.stdin
        who = "dev" if words[0] in ("git", "sh") else ""
        world.clock += 60
        try:
            done = subprocess.run(
                (os.path.join(SCRIPTS, words[0]) if words[0].startswith("govhooks") else words[0], *words[1:]), cwd=top / situation.cwd, env=world.environment(who, more), capture_output=True, timeout=LIMIT,
                input=data if isinstance(data, bytes) else filled(world, data, said).encode(), check=False,
            )  # fmt: skip
            code, out, err = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired:
            code, out, err = -1, b"", b"no answer in time"
        said = (out + err).decode("utf-8", "backslashreplace")
        steps.append(
            {
                "argv": normal(situation, top, shlex.join(words)),
                "exit": code,
                "stdout": lines(normal(situation, top, out)),
                "stderr": [
                    line
                    for line in lines(normal(situation, top, err))
                    if words[0] not in ("git", "sh") or not GITS_OWN.match(line)
                ],
            }
        )
    files = {
        normal(situation, top, name): None if held is None else lines(normal(situation, top, held))
        for name, held in changed(top, before).items()
    }
    return {"steps": steps, **({"files": files} if files else {})}


def snapshot(top: Path) -> dict[str, bytes]:
    found = {}
    for folder, names, files in os.walk(top):
        names.sort()
        for name in files:
            path = Path(folder, name)
            told = path.relative_to(top).as_posix()
            inside = told.partition("/")[2] if told.startswith("repo/") else told
            if told.startswith(("home/", "tmp/")) or (".git/" in told and not KEPT_OF_GIT.match(inside)):
                continue
            found[told] = os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes()
    return found


def changed(top: Path, before: Mapping[str, bytes]) -> dict[str, bytes | None]:
    after = snapshot(top)
    gone: dict[str, bytes | None] = {name: None for name in before if name not in after}
    return dict(sorted({**gone, **{name: held for name, held in after.items() if before.get(name) != held}}.items()))


def lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def normal(situation: Situation, top: Path, text: str | bytes) -> str:
    """A text without what differs from run to run."""
    if isinstance(text, str):
        text = os.fsencode(text)
    text = text.decode("utf-8", "backslashreplace")
    for path in {str(top), os.path.realpath(top)}:
        text = text.replace(path, "<top>")
    for path in sorted({SCRIPTS, os.path.realpath(SCRIPTS), os.path.dirname(sys.executable)}, key=len, reverse=True):
        text = text.replace(path, "<bin>")
    text = re.sub(r"(?<=- duration: )[\d.]+s", "<duration>", text)
    text = re.sub(r"(?<=/patch)\d+-\d+", "<time>", text)  # where pre-commit keeps what is not staged
    text = re.sub(
        r"(?<=^govhooks )\d[\w.+]*$|(?<=\"semanticVersion\": \")[^\"]+", "<version>", text, flags=re.MULTILINE
    )
    text = re.sub(
        r"(?<=digest)(:? +)([0-9a-f]{12})(?:[0-9a-f]{52})?\b", r"\1<\2>", text
    )  # as it stands it reads as a credential
    for pattern, instead in situation.normal:
        text = re.sub(pattern, instead, text)
    return re.sub(r"\b2\d{3}-[01]\d-[0-3]\d\b", lambda found: counted(found[0]), text)


TODAY = datetime.date(*time.gmtime()[:3])


def counted(day: str) -> str:
    """A day that was counted from today: <today+90>. All others stand as they are."""
    try:
        ahead = (datetime.date.fromisoformat(day) - TODAY).days
    except ValueError:
        return day
    return f"<today+{ahead}>" if ahead in (0, 30, 90, 180, 99_999) else day


def performed(situation: Situation, base: Path) -> dict[str, object]:
    """The same, in a folder of its own that is taken away afterwards. Its length is fixed, or messages would wrap elsewhere."""
    top = base / hashlib.sha256(situation.name.encode()).hexdigest()[:12]
    try:
        return perform(situation, top)
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        raise RuntimeError(f"{situation.name}: the situation cannot be built: {error}") from error
    finally:
        shutil.rmtree(top, ignore_errors=True)


# --- the command -----------------------------------------------------------------------------------------------------


def told(record: object) -> list[str]:
    return json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True).split("\n")


def meant() -> dict[str, str]:
    """Name or glob of a situation -> why it differs."""
    if not MEANT.exists():
        return {}
    import tomli

    table = tomli.loads(MEANT.read_text("utf-8"))
    if not all(isinstance(reason, str) and reason.strip() for reason in table.values()):
        raise SystemExit(f'{MEANT}: each line is `"situation or glob" = "reason"`')
    return table


def compare(now: Mapping[str, object], was: Mapping[str, object], allowed: Mapping[str, str], whole: bool) -> int:
    differing = [name for name in sorted({*now, *was}) if now.get(name) != was.get(name)]
    used = {glob for glob in allowed for name in differing if matches(name, glob)}
    wrong = 0
    for name in differing:
        reason = next((allowed[glob] for glob in allowed if matches(name, glob)), "")
        wrong += not reason
        print(f"\n{'MEANT' if reason else 'DIFFERS'} {name}{f' ({reason})' if reason else ''}")
        kind = "is not recorded" if name not in was else "is no situation any more" if name not in now else ""
        if reason and whole:
            continue  # its difference is read with --only
        print(
            kind or "\n".join(difflib.unified_diff(told(was[name]), told(now[name]), "recorded", "now", "", "", 3, ""))
        )
    needless = [glob for glob in allowed if glob not in used] if whole else []
    for glob in needless:
        print(f"\n{MEANT.name}: {glob!r} is not needed by any difference: remove it")
    print(
        f"\n{len(now)} situations, {len(differing)} differ"
        + (f" ({len(differing) - wrong} meant)" if differing else "")
    )
    return 1 if wrong or needless else 0


def matches(name: str, glob: str) -> bool:
    return name == glob or fnmatch.fnmatchcase(name, glob)


def main() -> int:
    parser = argparse.ArgumentParser(description="What govhooks says of recorded situations.")
    parser.add_argument("--record", type=Path, metavar="FILE")
    parser.add_argument("--only", default="*", metavar="GLOB")
    parser.add_argument(
        "--jobs", type=int, default=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    )
    parser.add_argument("--list", action="store_true")
    chosen = parser.parse_args()
    from situations_table import situations

    rows = [row for row in situations() if matches(row.name, chosen.only)]
    twice = [name for name, count in Counter(row.name for row in rows).items() if count > 1]
    assert not twice, twice
    if chosen.list:
        for category, count in Counter(row.name.partition(":")[0] for row in rows).items():
            print(f"{count:5} {category}")
        print(f"{len(rows):5} in all")
        return 0
    started = time.monotonic()
    was = (
        {}
        if chosen.record
        else {n: r for n, r in json.loads(RECORD.read_text("utf-8")).items() if matches(n, chosen.only)}
    )
    os.umask(0o022)
    with tempfile.TemporaryDirectory(prefix="situations-") as folder:
        base = Path(os.path.realpath(folder))
        with ThreadPoolExecutor(chosen.jobs) as pool:
            jobs = {row.name: pool.submit(performed, row, base) for row in rows}
        if errors := [str(job.exception()) for job in jobs.values() if job.exception()]:
            print(*errors, sep="\n")
            return 2
        now = {name: job.result() for name, job in jobs.items()}
        for row in rows:  # once more, by itself: on a machine with much to do an answer may have come too late
            if was and now[row.name] != was.get(row.name):
                now[row.name] = performed(row, base)
    took = time.monotonic() - started
    if chosen.record:
        chosen.record.write_text("\n".join(told(now)) + "\n", "utf-8")
        print(f"{len(now)} situations recorded in {took:.0f} s")
        return 0
    code = compare(now, was, meant(), chosen.only == "*")
    print(f"{took:.0f} s")
    return code


if __name__ == "__main__":
    sys.modules.setdefault("situations", sys.modules["__main__"])  # the table imports the same classes
    raise SystemExit(main())
