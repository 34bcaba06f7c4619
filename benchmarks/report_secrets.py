"""How long the findings of 20,000 commits take, and how much memory.

    python benchmarks/report_secrets.py [--commits N] [--folder FOLDER]

The repository is made by git fast-import: three years of small edits on 3,000 files (code, settings, manifests, manuals), a merge in
every fifth commit, and a few hundred secrets that come and go. Exits 1 when the first run takes more than 40 s, the second more than
1 s, or a process of either more than 400 MB.
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

from govhooks.rules.secrets.no_secrets.examples import make

FIRST, NEXT, MEMORY = 40.0, 1.0, 400
DAY = 86400
DAYS = 3 * 365
FILES = 3_000
# A secret in so many changed files; half of them go in the next change of the file.
EVERY = 60
START = 1_700_000_000
ENDINGS = ("py", "py", "py", "js", "go", "java", "yaml", "json", "md", "toml")
WORDS = (
    "account address amount batch branch buffer cache cart channel client cluster column config context counter cursor "
    "customer date delay device driver error event field filter folder format frame graph group handler header host image "
    "index input invoice item job label layer length level limit list loader lock map message method mode model module "
    "name node number object offset option order owner page parser path payment period point policy pool port "
    "price query queue range record region report request result route row rule scope secret server setting shard "
    "signal size source stage state status step store stream table target task team template test text thread ticket time "
    "tree type unit update user value version view volume wait weight window worker zone"
).split()


# Words that make a scanner look twice, without a secret behind them: about one line in fifty of ordinary code.
LOOKS = (
    "password = form.get('password')",
    "token = request.headers['X-Token']",
    "# the secret is read from the vault, see password policy",
    "def check_password(user, password):",
    "api_key: ${API_KEY}",
    "session.token = None",
)


def line(dice: random.Random, ending: str) -> str:
    """A line as files of that kind have it."""
    if dice.random() < 0.02:
        return dice.choice(LOOKS)
    one, other, third = (dice.choice(WORDS) for _ in range(3))
    number = dice.randrange(10_000)
    if ending == "py":
        return dice.choice(
            (
                f"    {one}_{other} = self.{third}.get_{one}({number})",
                f"    if {one}.{other} is None or {third} > {number}:",
                f"        raise ValueError(f'no {one} for {{{other}}} in {third}')",
                f"def {one}_{other}({third}: str, limit: int = {number}) -> list[str]:",
                f"    # the {one} of a {other} is its {third}, see {number}",
                f'    {one} = os.environ["{other.upper()}_{third.upper()}"]',
                "",
            )
        )
    if ending in ("js", "go", "java"):
        return dice.choice(
            (
                f"  const {one} = await {other}.{third}({number});",
                f"  if ({one} === {other}) {{ return {third}; }}",
                f'  logger.info("{one} of {other}", {third}, {number});',
                "  }",
                f"  {one}.{other}({third} => {third}.{one});",
            )
        )
    if ending in ("yaml", "toml"):
        return f"{one}_{other}: {third}-{number}" if ending == "yaml" else f'{one}_{other} = "{third} {number}"'
    if ending == "json":
        return f'  "{one}-{other}": "{third}/{number}",'
    return f"The {one} of a {other} is a {third} when there are {number} of it; a {dice.choice(WORDS)} is none."


def secret(dice: random.Random, number: int) -> str:
    """A line with a secret: a proven token, or a password that somebody chose."""
    if dice.random() < 0.6:
        return f'{dice.choice(WORDS)}_token = "{make("ghp_{alnum:30}{sign:github}", seed=number)}"'
    return f'db_password = "{make("{alnum:18}", seed=number)}"'


class World:
    """The files, each a list of lines, and the marks of their secrets."""

    def __init__(self) -> None:
        self.dice = random.Random(7)
        self.files: dict[str, list[str]] = {}
        self.held: dict[str, str] = {}
        self.made = 0
        for number in range(FILES):
            ending = ENDINGS[number % len(ENDINGS)]
            name = f"src/{self.dice.choice(WORDS)}/{self.dice.choice(WORDS)}_{number}.{ending}"
            self.files[name] = [line(self.dice, ending) for _ in range(self.dice.randint(20, 320))]
        self.names = list(self.files)

    def edit(self) -> str:
        """Change a few lines of a file, and give its name."""
        name = self.dice.choice(self.names)
        lines = self.files[name]
        ending = name.rpartition(".")[2]
        for _ in range(self.dice.randint(1, 3)):
            at = self.dice.randrange(len(lines))
            lines[at : at + self.dice.randint(0, 3)] = [line(self.dice, ending) for _ in range(self.dice.randint(1, 4))]
        mark = self.held.pop(name, "")
        if mark and mark in lines:
            lines.remove(mark)
        elif self.dice.random() < 1 / EVERY:
            self.made += 1
            mark = secret(self.dice, self.made)
            lines.insert(self.dice.randrange(len(lines)), mark)
            if self.dice.random() < 0.5:
                self.held[name] = mark
        return name

    def body(self, names: list[str]) -> bytes:
        out = bytearray()
        for name in names:
            content = "\n".join([*self.files[name], ""]).encode()
            out += f"M 100644 inline {name}\ndata {len(content)}\n".encode() + content + b"\n"
        return bytes(out)


def fill(place: Path, count: int) -> int:
    """Make the repository; the number of secrets that were ever put in."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(place)], check=True)
    world = World()
    child = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=place, stdin=subprocess.PIPE)
    assert child.stdin is not None
    mark = 0
    for number in range(count):
        when = START + number * DAYS * DAY // count
        body = world.body(world.names if not number else [world.edit() for _ in range(world.dice.randint(1, 4))])
        merged = number % 5 == 4
        head = f"mark :{{}}\ncommitter Dev <d@corp.test> {when} +0000\ndata 4\nwork\n"
        before = f"from :{mark}\n" if mark else ""
        told = f"commit refs/heads/{'topic' if merged else 'main'}\n{head.format(number * 2 + 1)}{before}"
        child.stdin.write(told.encode() + body + b"\n")
        mark, old = number * 2 + 1, mark
        if merged:
            told = f"commit refs/heads/main\n{head.format(number * 2 + 2)}from :{old}\nmerge :{mark}\n"
            child.stdin.write(told.encode() + body + b"\n")
            mark = number * 2 + 2
    child.stdin.close()
    assert child.wait() == 0
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=place, check=True)
    return world.made


def measured() -> int:
    """One run, in a process of its own: prints its seconds, the MB of its largest process, and what it found."""
    start = time.perf_counter()
    from govhooks.git.repository import Repository
    from govhooks.metrics.kept import Kept
    from govhooks.metrics.secrets import measure
    from govhooks.metrics.timeline import Line

    repository = Repository()
    kept = Kept.of_repository()
    line = Line(repository)
    metric = measure(line, line.points(0, line.times[-1]), kept=kept)
    kept.save()
    repository.close()
    usage = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    told = ", ".join(f"{figure.id} {figure.value}" for figure in metric.figures)
    print(f"{time.perf_counter() - start:.2f} {max(usage) / 1024:.0f} {len(metric.items)} findings: {told}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commits", type=int, default=20_000)
    parser.add_argument("--folder", default="", help="make the repository there, or use the one that is there")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        return measured()
    missed = False
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(chosen.folder or temporary) / "repo"
        if not place.exists():
            print(f"{fill(place, chosen.commits)} secrets were put in")
        (place / ".git/govhooks/report").unlink(missing_ok=True)
        for name, most in (("first", FIRST), ("second", NEXT)):
            command = [sys.executable, os.path.abspath(__file__), "--one"]
            start = time.perf_counter()
            env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
            said = subprocess.run(command, cwd=place, env=env, stdout=subprocess.PIPE, check=True, text=True).stdout
            seconds = time.perf_counter() - start
            _, memory, found = said.strip().split(" ", 2)
            print(f"{name} run: {seconds:.2f} s (bar {most:g}), {memory} MB (bar {MEMORY}); {found}")
            missed |= seconds > most or int(memory) > MEMORY
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
