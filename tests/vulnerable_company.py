"""Two simulated years of a repository with locks and of the advisories about what they pin, as plain facts; and both written down.

The facts are what the tests compute from; the repository and the database are what govhooks reads. Only the writing is shared.
"""

from __future__ import annotations

import datetime
import json
import random
import subprocess
from pathlib import Path
from typing import NamedTuple

from osv_world import advisory, archive

START = 1_732_500_000  # 2024-11-25
DAY = 86400
YEARS = 730
CRITICAL = [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]
HIGH = [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}]
LOW = [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"}]
LEVELS = {"critical": CRITICAL, "high": HIGH, "low": LOW, "unknown": None}
ECOSYSTEMS = {
    "uv.lock": "PyPI", "svc/uv.lock": "PyPI", "requirements.txt": "PyPI", "web/package-lock.json": "npm", "Cargo.lock": "crates.io",
    "tests/fixtures/uv.lock": "PyPI",
}  # fmt: skip
NAMES = 12
# A lock: for each package its versions.
Pins = dict[str, tuple[str, ...]]


class Told(NamedTuple):
    """An advisory of one package: what affects versions from `low` up to `fixed` (not with it), or up to `last` (with it)."""

    id: str
    ecosystem: str
    name: str
    low: str
    fixed: str
    last: str
    level: str
    published: int
    withdrawn: int | None
    alias: str
    family: str
    kind: str


class Excused(NamedTuple):
    """An exception: from when to when it stands in governance.toml, and its last day."""

    path: str
    advisory: str
    package: str
    since: int
    until: int
    expires: str


class Facts(NamedTuple):
    """`locks`: path -> [(when, its pins, None for no file, a text for one that cannot be read)], oldest first."""

    locks: dict[str, list[tuple[int, Pins | str | None]]]
    told: list[Told]
    excused: list[Excused]


def day(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%d")


def instant(seconds: int) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _version(dice: random.Random, ecosystem: str) -> str:
    plain = f"{dice.randint(1, 3)}.{dice.randint(0, 4)}.{dice.randint(0, 3)}"
    if ecosystem == "PyPI" and dice.random() < 0.3:
        return dice.choice((f"{plain}rc1", f"{plain}.post1", plain.rpartition(".")[0], f"{plain}+cu118"))
    return f"{plain}-beta.1" if dice.random() < 0.2 else plain


def _bound(dice: random.Random) -> str:
    return f"{dice.randint(1, 3)}.{dice.randint(0, 4)}.{dice.randint(0, 3)}"


def facts(seed: int, broken: bool = False) -> Facts:
    """`broken`: a lock cannot be read for some months."""
    dice = random.Random(seed)
    when = iter(sorted(START + dice.randint(DAY, YEARS * DAY) for _ in range(4000)))
    spare = list(when)
    dice.shuffle(spare)
    locks: dict[str, list[tuple[int, Pins | str | None]]] = {}
    for path, ecosystem in ECOSYSTEMS.items():
        if path == "svc/uv.lock":
            continue
        pins: Pins = {}
        for number in range(NAMES):
            several = 2 if ecosystem != "PyPI" and number % 4 == 0 else 1
            pins[_name(number)] = tuple({_version(dice, ecosystem) for _ in range(several)})
        times = sorted([START + 60, *(spare.pop() for _ in range(30))])
        locks[path] = []
        for at in times:
            locks[path].append((at, dict(pins)))
            for name in dice.sample(sorted(pins), min(3, len(pins))):
                old = pins[name]
                pins[name] = tuple({*old[1:], _version(dice, ecosystem)}) if dice.random() < 0.9 else ()
                if not pins[name]:
                    del pins[name]
            if dice.random() < 0.4:
                pins[_name(dice.randrange(NAMES))] = (_version(dice, ecosystem),)
    # It moves to another folder, and some of it with another version.
    moved = dict(locks["uv.lock"])
    at = sorted(moved)[20]
    locks["svc/uv.lock"] = [(time, pins) for time, pins in sorted(moved.items()) if time >= at]
    locks["uv.lock"] = [*((time, pins) for time, pins in sorted(moved.items()) if time < at), (at, None)]
    # It goes, and comes back.
    held = locks["Cargo.lock"]
    held[12] = (held[12][0], None)
    if broken:
        held = locks["requirements.txt"]
        held[14] = (held[14][0], "flask==1.0\n-e nothing that pip knows ???\n==\n")
        web = locks["web/package-lock.json"]
        web[9] = (web[9][0], "{")
    told = _advisories(dice)
    return Facts(locks, told, _exceptions(dice, told, spare))


def _name(number: int) -> str:
    return f"pack-{number}"


def _advisories(dice: random.Random) -> list[Told]:
    told: list[Told] = []
    for ecosystem in ("PyPI", "npm", "crates.io"):
        for number in range(60):
            low, high = sorted((_bound(dice), _bound(dice)))
            kind = dice.choice(("vulnerability",) * 8 + ("malicious", "unmaintained"))
            kind = "vulnerability" if kind == "unmaintained" and ecosystem != "crates.io" else kind
            published = START + dice.randint(-400 * DAY, YEARS * DAY)
            prefix = {"malicious": "MAL", "vulnerability": "GHSA", "unmaintained": "RUSTSEC"}[kind]
            one = Told(
                f"{prefix}-{ecosystem[:2].lower()}-{number}",
                ecosystem,
                _name(dice.randrange(NAMES)),
                low,
                high if dice.random() < 0.7 else "",
                high,
                dice.choice(("critical", "critical", "high", "low", "unknown")),
                published,
                published + dice.randint(5, 200) * DAY if dice.random() < 0.2 else None,
                f"CVE-{ecosystem[:2]}-{number}" if kind == "vulnerability" else "",
                f"{ecosystem} {number}",
                kind,
            )
            told.append(one._replace(last="") if one.fixed else one)
            if kind == "vulnerability" and dice.random() < 0.4:
                # The ecosystem's own database tells of the same, earlier or later, with the same versions and without a rating.
                at = published + dice.randint(-60, 60) * DAY
                gone = at + dice.randint(5, 100) * DAY if dice.random() < 0.2 else None
                own = one._replace(id=f"PYSEC-{ecosystem[:2]}-{number}", level="unknown", published=at, withdrawn=gone)
                told.append(own._replace(last="") if own.fixed else own)
    return told


def _exceptions(dice: random.Random, told: list[Told], spare: list[int]) -> list[Excused]:
    excused = []
    for one in dice.sample(told, 90):
        since = spare.pop()
        # Some run longer than the policy lets them, at first.
        days = dice.choice((20, 60, 90, 150, 400))
        name = one.name if dice.random() < 0.8 else _name(dice.randrange(NAMES))
        excused.append(
            Excused(
                dice.choice([path for path, its in ECOSYSTEMS.items() if its == one.ecosystem]),
                dice.choice((one.id, one.id.lower(), one.alias or one.id)),
                f"{one.ecosystem}/{name}" if dice.random() < 0.4 else "",
                since,
                since + dice.randint(10, 300) * DAY,
                day(since + days * DAY),
            )
        )
    return excused


def text_of(path: str, pins: Pins | str) -> str:
    """A lock, as its tool writes it."""
    if isinstance(pins, str):
        return pins
    rows = [(name, version) for name, versions in sorted(pins.items()) for version in versions]
    if path == "requirements.txt":
        return "".join(f"{name}=={version}\n" for name, version in rows)
    if path.endswith("package-lock.json"):
        places: dict[str, object] = {"": {"name": "web"}}
        for name, versions in sorted(pins.items()):
            for number, version in enumerate(versions):
                nested = f"node_modules/inner-{number}/" if number else ""
                url = f"https://registry.npmjs.org/{name}/-/{name}-{version}.tgz"
                places[f"{nested}node_modules/{name}"] = {"version": version, "resolved": url}
        return json.dumps({"name": "web", "lockfileVersion": 3, "packages": places}, indent=2)
    cargo = path == "Cargo.lock"
    source = (
        'source = "registry+https://github.com/rust-lang/crates.io-index"'
        if cargo
        else 'source = { registry = "https://pypi.org/simple" }'
    )
    head = "version = 4\n\n" if cargo else 'version = 1\nrequires-python = ">=3.10"\n\n'
    return head + "\n".join(
        f'[[package]]\nname = "{name}"\nversion = "{version}"\n{source}\n' for name, version in rows
    )


def policy_of(told: Facts, at: int) -> str:
    return "\n".join(
        f'[[exceptions]]\nrule = "dependency-review"\npath = "{one.path}"\nadvisory = "{one.advisory}"\n'
        + (f'package = "{one.package}"\n' if one.package else "")
        + f'reason = "why"\nowner = "ada@corp.test"\napprover = "bo@corp.test"\nexpires = {one.expires}\n'
        for one in told.excused
        if one.since <= at < one.until
    )


def write_repository(path: Path, told: Facts) -> list[int]:
    """Make the repository; the times of its commits."""
    files: dict[int, dict[str, str | None]] = {START: {"README.md": "start\n"}}
    for place, versions in told.locks.items():
        for at, pins in versions:
            files.setdefault(at, {})[place] = None if pins is None else text_of(place, pins)
    for at in {one.since for one in told.excused} | {one.until for one in told.excused}:
        files.setdefault(at, {})["governance.toml"] = policy_of(told, at)
    subprocess.run(["git", "init", "-q", "-b", "main", str(path)], check=True)
    stream = bytearray()
    for at in sorted(files):
        stream += f"commit refs/heads/main\ncommitter Dev <dev@corp.test> {at} +0000\ndata 4\nwork\n".encode()
        for place, content in sorted(files[at].items()):
            if content is None:
                stream += f"D {place}\n".encode()
                continue
            data = content.encode()
            stream += f"M 100644 inline {place}\ndata {len(data)}\n".encode() + data + b"\n"
        stream += b"\n"
    subprocess.run(["git", "fast-import", "--quiet"], cwd=path, input=bytes(stream), check=True)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=path, check=True)
    return sorted(files)


def write_advisories(folder: Path, told: Facts) -> None:
    """Archives of the advisories, one an ecosystem."""
    for ecosystem in ("PyPI", "npm", "crates.io"):
        archive(folder, ecosystem, *(_as_osv(one) for one in told.told if one.ecosystem == ecosystem))


def _as_osv(one: Told) -> dict[str, object]:
    end = ("fixed", one.fixed) if one.fixed else ("last_affected", one.last)
    more: dict[str, object] = {"published": instant(one.published)}
    if one.withdrawn is not None:
        more["withdrawn"] = instant(one.withdrawn)
    if LEVELS[one.level] is not None:
        more["severity"] = LEVELS[one.level]
    if one.alias:
        more["aliases"] = [one.alias]
    if one.kind == "unmaintained":
        more["entry"] = {"database_specific": {"informational": "unmaintained"}}
    return advisory(one.id, one.name, one.ecosystem, events=[("introduced", one.low), end], **more)
