"""What reading a large lock costs: 3,000 packages as npm, Yarn and pnpm write them.

    PYTHONPATH=hooks python benchmarks/lock_speed.py [--limit 150]

Processor time, the best of some rounds, nothing kept between them; beside it what a YAML parser takes for the same text, where it is
YAML. Exits 1 when a lock takes longer than the limit, in milliseconds.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import random
import sys
import time
from collections.abc import Callable

from govhooks.readers import sides
from govhooks.readers.locks import read
from govhooks.readers.yaml import read_all

COUNT = 3_000
ROUNDS = 5


def integrity(name: str) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(name.encode()).digest()).decode()


def quoted(name: str, sign: str) -> str:
    return f"{sign}{name}{sign}" if name.startswith("@") else name


def locks() -> dict[str, str]:
    """Path -> the lock of a project with 80 direct and 2,920 other packages, three requirements each."""
    chance = random.Random(1)
    names = [f"{f'@scope{number % 40}/' if number % 5 == 0 else ''}package-{number}" for number in range(COUNT)]
    places: dict[str, object] = {"": {"name": "big", "dependencies": dict.fromkeys(names[:80], "^1")}}
    classic = ["# yarn lockfile v1", "", ""]
    berry = ["__metadata:", "  version: 8", "  cacheKey: 10c0", ""]
    pnpm = ["lockfileVersion: '9.0'", "", "importers:", "", "  .:", "    dependencies:"]
    for name in names[:80]:
        pnpm += [f"      {quoted(name, chr(39))}:", "        specifier: ^1.2.3", "        version: 1.2.3"]
    pnpm += ["", "packages:", ""]
    snapshots = ["snapshots:", ""]
    for name in names:
        needs = [names[at] for at in chance.sample(range(COUNT), 3)]
        tarball = f"{name}/-/{name.rpartition('/')[2]}-1.2.3.tgz"
        places[f"node_modules/{name}"] = {
            "version": "1.2.3",
            "resolved": f"https://registry.npmjs.org/{tarball}",
            "integrity": integrity(name),
            "dev": True,
            "license": "MIT",
            "dependencies": dict.fromkeys(needs, "^1.2.3"),
            "engines": {"node": ">=10"},
            "funding": {"url": "https://github.com/x/y?sponsor=1"},
        }
        sha1 = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()
        classic += [
            f"{quoted(f'{name}@^1.2.3', chr(34))}:",
            '  version "1.2.3"',
            f'  resolved "https://registry.yarnpkg.com/{tarball}#{sha1}"',
            f"  integrity {integrity(name)}",
            "  dependencies:",
            *(f'    {quoted(need, chr(34))} "^1.2.3"' for need in needs),
            "",
        ]
        berry += [
            f'"{name}@npm:^1.2.3":',
            "  version: 1.2.3",
            f'  resolution: "{name}@npm:1.2.3"',
            "  dependencies:",
            *(f'    {quoted(need, chr(34))}: "npm:^1.2.3"' for need in needs),
            f"  checksum: 10c0/{hashlib.sha512(name.encode()).hexdigest()}",
            "  languageName: node",
            "  linkType: hard",
            "",
        ]
        key = quoted(f"{name}@1.2.3", "'")
        pnpm += [f"  {key}:", f"    resolution: {{integrity: {integrity(name)}}}", "    engines: {node: '>=10'}", ""]
        snapshots += [
            f"  {key}:",
            "    dependencies:",
            *(f"      {quoted(need, chr(39))}: 1.2.3" for need in needs),
            "",
        ]
    return {
        "package-lock.json": json.dumps({"name": "big", "lockfileVersion": 3, "packages": places}, indent=2) + "\n",
        "1/yarn.lock": "\n".join(classic),
        "4/yarn.lock": "\n".join(berry),
        "pnpm-lock.yaml": "\n".join([*pnpm, *snapshots]),
    }


def milliseconds(job: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        sides._store = sides.Store(sides._read)
        started = time.process_time()
        job()
        best = min(best, time.process_time() - started)
    return 1000 * best


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--limit", type=float, default=150)
    options = parser.parse_args()
    is_met = True
    for path, text in locks().items():
        data = text.encode()
        contents = read(path, data)
        assert len(contents.packages) == COUNT and not contents.unread
        took = milliseconds(lambda: read(path, data))  # noqa: B023  (called at once)
        is_met = is_met and took <= options.limit
        row = f"{path:18} {len(data) >> 10:5} KiB {took:6.0f} ms"
        if path in ("4/yarn.lock", "pnpm-lock.yaml"):
            row += f"   (the YAML parser alone: {milliseconds(lambda: read_all(data)):.0f} ms)"  # noqa: B023
        print(row)
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
