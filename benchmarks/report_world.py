"""The repository that `benchmarks/report_speed.py` measures on: three years of commits with all that the metrics are computed from.

3,000 files of code, settings and manuals with small edits, a merge in every fifth commit, declared risks in every ninth; a few hundred
secrets that come and go; a uv.lock of 300 packages, a package-lock.json of 1,500 and a Cargo.lock of 700 with 600 versions together, and
some thousand advisories; a register of systems and exceptions that come and go. Made by git fast-import, the same every time but for its dates: it ends today.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import random
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from govhooks.rules.secrets.no_secrets.examples import make

DAY = 86400
DAYS = 3 * 365
START = int(time.time()) // DAY * DAY - DAYS * DAY
VERSIONS, ADVISORIES = 600, 6_000
FILES = 3_000
# A secret in so many changed files; half of them go in the next change of the file.
EVERY = 60
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


SIZES = {"uv.lock": 300, "web/package-lock.json": 1500, "core/Cargo.lock": 700}
ECOSYSTEMS = {"uv.lock": "PyPI", "web/package-lock.json": "npm", "core/Cargo.lock": "crates.io"}
_VECTORS = ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H")


def digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def versions_of(path: str, count: int, dice: random.Random) -> Iterator[dict[str, str]]:
    """The pinned versions of a lock, version after version: a few are updated, sometimes a package goes or comes."""
    names = [f"{ECOSYSTEMS[path].lower().replace('.', '-')}-package-{number}" for number in range(SIZES[path])]
    pins = {name: f"1.{dice.randint(0, 5)}.{dice.randint(0, 9)}" for name in names}
    for _ in range(count):
        yield dict(pins)
        for name in dice.sample(names, 6):
            if name in pins and dice.random() < 0.1:
                del pins[name]
                continue
            major, minor, patch = map(int, pins.get(name, "1.0.0").split("."))
            pins[name] = f"{major}.{minor + (dice.random() < 0.4)}.{patch + 1}"


def uv(pins: dict[str, str]) -> str:
    lines = ["version = 1", "revision = 3", 'requires-python = ">=3.10"', ""]
    for name, version in sorted(pins.items()):
        needs = [f'    {{ name = "{other}" }},' for other in list(pins)[: int(digest(name)[:1], 16) % 4]]
        count = (1, 1, 1, 4, 12, 30)[int(digest(name)[:2], 16) % 6]
        files = [f"{name}-{version}-cp3{at}-cp3{at}-manylinux_2_17_x86_64.whl" for at in range(count)]
        url = f"https://files.pythonhosted.org/packages/aa/bb/{digest(name, version)[:60]}/"
        lines += ["[[package]]", f'name = "{name}"', f'version = "{version}"']
        lines += ['source = { registry = "https://pypi.org/simple" }', "dependencies = [", *needs, "]", "wheels = ["]
        lines += [
            f'    {{ url = "{url}{file}", hash = "sha256:{digest(file)}", size = 17, upload-time = "2026-05-01T10:00:00Z" }},'
            for file in files
        ]
        lines += ["]", ""]
    return "\n".join(lines)


def npm(pins: dict[str, str]) -> str:
    places: dict[str, object] = {"": {"name": "web", "dependencies": dict.fromkeys(list(pins)[:80], "^1")}}
    for name, version in pins.items():
        sum_ = base64.b64encode(hashlib.sha512(f"{name} {version}".encode()).digest()).decode()
        places[f"node_modules/{name}"] = {
            "version": version,
            "resolved": f"https://registry.npmjs.org/{name}/-/{name}-{version}.tgz",
            "integrity": f"sha512-{sum_}",
            "license": "MIT",
            "dependencies": dict.fromkeys(list(pins)[: int(digest(name)[:1], 16) % 4], "^1.2.3"),
            "engines": {"node": ">=10"},
        }
    return json.dumps({"name": "web", "lockfileVersion": 3, "packages": places}, indent=2) + "\n"


def cargo(pins: dict[str, str]) -> str:
    lines = ["# This file is automatically @generated by Cargo.", "version = 4", ""]
    for name, version in sorted(pins.items()):
        needs = [f' "{other}",' for other in list(pins)[: int(digest(name)[:1], 16) % 4]]
        lines += ["[[package]]", f'name = "{name}"', f'version = "{version}"']
        lines += ['source = "registry+https://github.com/rust-lang/crates.io-index"']
        lines += [f'checksum = "{digest(name, version)}"', "dependencies = [", *needs, "]", ""]
    return "\n".join(lines)


WRITERS = {"uv.lock": uv, "web/package-lock.json": npm, "core/Cargo.lock": cargo}


def advise(folder: Path, count: int = ADVISORIES) -> None:
    """Archives of advisories as osv-scanner has them, for packages of the locks and for others."""
    dice = random.Random(2)
    for path, ecosystem in ECOSYSTEMS.items():
        place = folder / ecosystem / "all.zip"
        place.parent.mkdir(parents=True)
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as out:
            for number in range(count // len(ECOSYSTEMS)):
                name = f"{ecosystem.lower().replace('.', '-')}-package-{dice.randint(0, 4 * SIZES[path])}"
                low = dice.randint(0, 5)
                when = datetime.datetime.fromtimestamp(dice.randint(START, START + DAYS * DAY), datetime.timezone.utc)
                events = [{"introduced": f"1.{low}.0"}, {"fixed": f"1.{low + dice.randint(1, 3)}.0"}]
                kind = "ECOSYSTEM" if ecosystem == "PyPI" else "SEMVER"
                entry = {
                    "package": {"ecosystem": ecosystem, "name": name},
                    "ranges": [{"type": kind, "events": events}],
                }
                one = {
                    "id": f"X-{ecosystem}-{number}",
                    "modified": "2026-11-20T10:00:00Z",
                    "published": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "severity": [{"type": "CVSS_V3", "score": dice.choice(_VECTORS)}],
                    "affected": [entry],
                }
                out.writestr(f"{one['id']}.json", json.dumps(one))


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


def fill(place: Path, count: int) -> None:
    """Make the repository of so many commits on the first-parent line."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(place)], check=True)
    world = World()
    dice = random.Random(1)
    locks = {path: versions_of(path, VERSIONS, dice) for path in SIZES}
    every = max(1, count // VERSIONS)
    child = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=place, stdin=subprocess.PIPE)
    assert child.stdin is not None
    mark = 0
    for number in range(count):
        when = START + number * DAYS * DAY // count
        body = world.body(world.names if not number else [world.edit() for _ in range(world.dice.randint(1, 4))])
        if number % every == 0:
            path = list(SIZES)[number // every % len(SIZES)]
            body += _file(path, WRITERS[path](next(locks[path])))
        if number % 150 == 0:
            body += _file("governance.toml", policy(dice, number * DAYS // count))
        merged = number % 5 == 4
        text = f"work {number}\n\n" + ("High-Risk: payments\n" if number % 9 == 0 else "")
        head = f"mark :{{}}\ncommitter Dev <d@corp.test> {when} +0000\ndata {{}}\n{{}}"
        before = f"from :{mark}\n" if mark else ""
        first = head.format(number * 2 + 1, len(text), text)
        told = f"commit refs/heads/{'topic' if merged else 'main'}\n{first}{before}"
        child.stdin.write(told.encode() + body + b"\n")
        mark, old = number * 2 + 1, mark
        if merged:
            told = f"commit refs/heads/main\n{head.format(number * 2 + 2, 6, 'merge' + chr(10))}from :{old}\nmerge :{mark}\n"
            child.stdin.write(told.encode() + body + b"\n")
            mark = number * 2 + 2
    child.stdin.close()
    assert child.wait() == 0
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=place, check=True)


def _file(path: str, content: str) -> bytes:
    data = content.encode()
    return f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"
