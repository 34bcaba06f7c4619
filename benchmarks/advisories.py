"""The database of advisories: evaluated as OSV says, made of 200,000 advisories in a minute, looked up in a blink.

    python benchmarks/advisories.py [--osv DIR] [--draws 2000] [--advisories 200000] [--seed 1]

DIR holds advisories as osv-scanner keeps them offline (DIR/ECOSYSTEM/all.zip); GOVHOOKS_OSV names another one than
../shared/corpora/osv beside this checkout. What is measured, each with its bar, of which a missed one makes it exit 1:

    evaluation  every version that an advisory lists, each bound of its ranges and what is just beside it: the same verdict as
                the pseudo-code of https://ossf.github.io/osv-schema/#evaluation, written down word for word below
    found       of drawn pairs of an advisory and an affected version all are named; of an unaffected version none
    update      the corpus and copies of its advisories under other names, 200,000 in all: at most 60 s
    look-up     3,000 packages in that database, of which 300 have advisories and 30 are affected, with
                opening it: at most 100 ms of processor time
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from govhooks.knowledge.advisories import build, database, osv, source
from govhooks.knowledge.advisories.names import normalise
from govhooks.run import workers

CORPUS = Path(os.environ.get("GOVHOOKS_OSV") or Path(__file__).resolve().parents[2] / "shared/corpora/osv")
UPDATE_SECONDS, LOOK_UP_SECONDS = 60, 0.1
PACKAGES, KNOWN, AFFECTED = 3000, 300, 30
ROUNDS = 9


# The schema's pseudo-code, word for word; how versions compare is the ecosystem's business.


class Unordered(Exception):
    """A version that its ecosystem cannot order."""


def key(ecosystem: str, text: str) -> Any:
    if ecosystem == "PyPI":
        try:
            return Version(text)
        except InvalidVersion:
            raise Unordered(text) from None
    found = re.fullmatch(r"v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?", text)
    if not found:
        raise Unordered(text)
    pre = [(0, int(one), "") if one.isdigit() else (1, 0, one) for one in (found[4] or "").split(".") if found[4]]
    return *map(int, found.groups()[:3]), 0 if pre else 1, pre


def order(ecosystem: str, text: str) -> tuple[int, Any]:
    """With the "0" of `introduced` before all."""
    return (0, 0) if text == "0" else (1, key(ecosystem, text))


def is_vulnerable(package: tuple[str, str], version: str, advisory: dict[str, Any]) -> bool:
    for affected in advisory["affected"]:
        named = affected["package"]
        if (named["ecosystem"], normalise(*package)) == (package[0], normalise(named["ecosystem"], named["name"])):
            if included_in_versions(package[0], version, affected.get("versions", [])):
                return True
            if included_in_ranges(package[0], version, affected.get("ranges", [])):
                return True
    return False


def included_in_versions(ecosystem: str, version: str, versions: list[str]) -> bool:
    return any(is_same(ecosystem, version, one) for one in versions)


def is_same(ecosystem: str, a: str, b: str) -> bool:
    try:
        return a == b or bool(key(ecosystem, a) == key(ecosystem, b))
    except Unordered:
        return False


def included_in_ranges(ecosystem: str, version: str, ranges: list[dict[str, Any]]) -> bool:
    for one in ranges:
        if one["type"] == "GIT":
            continue
        v = order(ecosystem, version)
        if before_limits(ecosystem, v, one):
            vulnerable = False
            for event in sorted(one["events"], key=lambda event: order(ecosystem, next(iter(event.values())))):
                if "introduced" in event and v >= order(ecosystem, event["introduced"]):
                    vulnerable = True
                elif "fixed" in event and v >= order(ecosystem, event["fixed"]):  # noqa: SIM114 - word for word
                    vulnerable = False
                elif "last_affected" in event and v > order(ecosystem, event["last_affected"]):
                    vulnerable = False
            if vulnerable:
                return True
    return False


def before_limits(ecosystem: str, v: tuple[int, Any], one: dict[str, Any]) -> bool:
    limits = [event["limit"] for event in one["events"] if "limit" in event]
    return not limits or any("*" in limit or v < order(ecosystem, limit) for limit in limits)


# The corpus


def corpus(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Ecosystem -> its advisories."""
    found = {}
    for path in sorted(folder.glob("*/all.zip")):
        with zipfile.ZipFile(path) as archive:
            found[path.parent.name] = [json.loads(archive.read(name)) for name in archive.namelist()]
    if not found:
        sys.exit(f"no ECOSYSTEM/all.zip in {folder}: name another folder (--osv)")
    return found


def packages(ecosystem: str, advisory: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in advisory["affected"] if one.get("package", {}).get("ecosystem") == ecosystem]


def candidates(ecosystem: str, affected: dict[str, Any]) -> list[str]:
    """Versions worth asking about: those that are listed, the bounds, and what lies beside the bounds."""
    texts = dict.fromkeys(affected.get("versions", []))
    for one in affected.get("ranges", []):
        for text in () if one["type"] == "GIT" else (next(iter(event.values())) for event in one["events"]):
            texts.update(dict.fromkeys(beside(ecosystem, text)))
    return list(texts)


def beside(ecosystem: str, text: str) -> Iterator[str]:
    if text == "0":
        text = "0.0.0" if ecosystem != "PyPI" else "0.0"
    yield text
    numbers = re.match(r"[\d.]*\d", text)
    if not numbers:
        return
    head, _, last = numbers[0].rpartition(".")
    for other in {max(0, int(last) - 1), int(last) + 1}:
        yield f"{head}.{other}" if head else str(other)
    yield numbers[0] + ("rc1" if ecosystem == "PyPI" else "-rc.1")
    yield numbers[0] + (".post1" if ecosystem == "PyPI" else "+build.1")


def evaluation(advisories: dict[str, list[dict[str, Any]]]) -> bool:
    asked = decided = 0
    wrong: list[str] = []
    for ecosystem, records in advisories.items():
        for record in records:
            read = osv.read(record)
            for entry in packages(ecosystem, record):
                package = ecosystem, entry["package"]["name"]
                mine = [one for one in read.affected if one.name == normalise(*package)]
                for version in candidates(ecosystem, entry):
                    asked += 1
                    want, got = (
                        verdict(is_vulnerable, package, version, record),
                        verdict(any_of, mine, version),
                    )
                    decided += want is not None
                    if want != got:
                        wrong.append(f"{record['id']} {package[1]} {version}: {got}, not {want}")
    print(
        f"evaluation: {asked:,} versions of {sum(map(len, advisories.values())):,} advisories, {decided:,} can be ordered,",
        end=" ",
    )
    print(f"{len(wrong)} otherwise than the pseudo-code (bar: 0)", *wrong[:5], sep="\n  " if wrong else "")
    return not wrong


def verdict(ask: Callable[..., bool], *about: Any) -> bool | None:
    """What is asked, None where it cannot be told."""
    try:
        return ask(*about)
    except (Unordered, osv.Undecided):
        return None


def any_of(entries: list[osv.Affected], version: str) -> bool:
    """As the database asks: what one entry cannot tell, another may."""
    told = [verdict(osv.affects, one, version) for one in entries]
    if True not in told and None in told:
        raise osv.Undecided("")
    return True in told


def pairs(
    advisories: dict[str, list[dict[str, Any]]], affected: bool, count: int, chance: random.Random
) -> list[tuple[str, str, str, str]]:
    """(ecosystem, name, version, id): drawn advisories with a version that they say is, or is not, affected.

    Where another advisory of the same vulnerability says otherwise of the version, the pair is left out.
    """
    told: dict[tuple[str, str], list[dict[str, Any]]] = {}
    flat = []
    for ecosystem, records in advisories.items():
        for record in records:
            if record.get("withdrawn"):
                continue
            for entry in packages(ecosystem, record):
                told.setdefault((ecosystem, normalise(ecosystem, entry["package"]["name"])), []).append(record)
                flat.append((ecosystem, record, entry))
    found = []
    while len(found) < count:
        ecosystem, record, entry = chance.choice(flat)
        name = entry["package"]["name"]
        version = chance.choice(candidates(ecosystem, entry) or [""])
        if not version or verdict(is_vulnerable, (ecosystem, name), version, record) is not affected:
            continue
        others = told[ecosystem, normalise(ecosystem, name)]
        kin = [
            one for one in others if {one["id"], *one.get("aliases", ())} & {record["id"], *record.get("aliases", ())}
        ]
        if affected or not any(verdict(is_vulnerable, (ecosystem, name), version, one) for one in kin):
            found.append((ecosystem, name, version, record["id"]))
    return found


def found(advisories: dict[str, list[dict[str, Any]]], path: str, count: int, chance: random.Random) -> bool:
    named = [0, 0]
    with database.open(path) as held:
        for affected in (True, False):
            for ecosystem, name, version, id_ in pairs(advisories, affected, count, chance):
                hits = held.look_up(ecosystem, [(name, version)]).found.get((name, version), ())
                named[not affected] += any(id_ in (hit.id, *hit.aliases) for hit in hits)
    print(f"found: {named[0]:,} of {count:,} affected (bar: all), {named[1]:,} of {count:,} unaffected (bar: none)")
    return named == [count, 0]


def multiply(advisories: dict[str, list[dict[str, Any]]], folder: Path, total: int) -> None:
    """The advisories, and copies of them under other names, as osv-scanner's offline folders."""
    records = [(ecosystem, record) for ecosystem, some in advisories.items() for record in some]
    for ecosystem, some in advisories.items():
        (folder / ecosystem).mkdir(parents=True)
        with zipfile.ZipFile(folder / ecosystem / "all.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number in range(total * len(some) // len(records)):
                copy, record = divmod(number, len(some))
                told = some[record]
                if copy:
                    told = {
                        **told,
                        "id": f"{told['id']}-{copy}",
                        "aliases": [f"{one}-{copy}" for one in told.get("aliases", ())],
                    }
                    told["affected"] = [
                        {**one, "package": {**one["package"], "name": f"{one['package']['name']}-{copy}"}}
                        for one in told["affected"]
                    ]
                archive.writestr(f"{told['id']}.json", json.dumps(told))


def update(folder: Path, path: str) -> bool:
    began, spent = time.perf_counter(), sum(os.times()[:4])
    built = build.build(source.find(str(folder)), path, share=lambda read, chunks: workers.run(read, chunks, 0))
    seconds, spent = time.perf_counter() - began, sum(os.times()[:4]) - spent
    size = os.path.getsize(path) >> 20
    print(
        f"update: {built.advisories:,} advisories of {built.files:,} files in {seconds:.1f} s (bar: {UPDATE_SECONDS} s), {spent:.1f} s of"
        f" processor time, {size} MiB"
    )
    return seconds <= UPDATE_SECONDS


def look_up(advisories: dict[str, list[dict[str, Any]]], path: str, chance: random.Random) -> bool:
    """Locks of PyPI: as they are, with few affected versions; and two that nobody has."""
    known = {}
    for record in advisories["PyPI"]:
        entry = packages("PyPI", record)[0]
        known[entry["package"]["name"]] = chance.choice(entry.get("versions") or ["1.0"])
    old = chance.sample(sorted(known.items()), len(known))
    strange = [(f"unheard-of-{number}", f"1.{number}.0") for number in range(PACKAGES)]
    new = [(name, "9999.0") for name, _ in old]
    locks = (
        (f"{KNOWN} with advisories, of {AFFECTED} an affected version", old[:AFFECTED] + new[AFFECTED:KNOWN] + strange),
        (f"{KNOWN} with advisories, of each an affected version", old[:KNOWN] + strange),
        (f"{len(old):,} with advisories, of each an affected version", old + strange),
    )
    met = []
    for what, packages_ in locks:
        times, spent = [], []
        for _ in range(ROUNDS):
            began, used = time.perf_counter(), time.process_time()
            with database.open(path) as held:
                answer = held.look_up("PyPI", packages_[:PACKAGES])
            times.append(time.perf_counter() - began)
            spent.append(time.process_time() - used)
        hits = sum(map(len, answer.found.values()))
        first, middle, whole = (1000 * one for one in (spent[0], statistics.median(spent), statistics.median(times)))
        print(
            f"look-up: {PACKAGES:,} packages, {what}: first {first:.0f} ms, median {middle:.0f} ms of processor time"
            f" ({whole:.0f} ms on the clock); {hits:,} vulnerabilities"
        )
        met.append(spent[0] <= LOOK_UP_SECONDS)
    print(f"look-up: bar {LOOK_UP_SECONDS * 1000:.0f} ms for the first look-up of the first lock")
    return met[0]


def main() -> int:
    parser = argparse.ArgumentParser(description="The database of advisories.")
    parser.add_argument("--osv", type=Path, default=CORPUS)
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--advisories", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    advisories = corpus(options.osv)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        path = os.path.join(name, "advisories.sqlite")
        build.build(source.find(str(options.osv)), path)
        met = [evaluation(advisories), found(advisories, path, options.draws, chance)]
        multiply(advisories, Path(name) / "many", options.advisories)
        met += [update(Path(name) / "many", path), look_up(advisories, path, chance)]
    print("all bars are met" if all(met) else "a bar is MISSED")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
