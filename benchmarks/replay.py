"""Replay the releases of ten open-source applications as changes, and list what the rules about access and logins say of them.

python benchmarks/replay.py CACHE [--rule ID]... [--write]     CACHE is a folder for the source distributions (about 600 MB, from PyPI)

A change is what lies between two releases that follow one another. Everything that a rule says of it is listed in replay.tsv beside this
script, where a person has written whether it is right; what is not listed there is printed as new. Bars: of the findings that a person
has looked at, at most 10 % are wrong; none is left that nobody has looked at; each rule says something of at most one change in twenty. Exit 1
when a bar is missed.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import sys
import tarfile
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules import by_id

RULES = ("least-privilege", "access-reviews", "identity-providers", "session-policy", "guarded-actions")
APPLICATIONS = (
    *("weblate", "pretix", "jupyterhub", "octoprint", "mlflow"),
    *("apache-superset", "matrix-synapse", "wagtail", "buildbot", "open-webui"),
)
RELEASES = 9
TABLE = Path(__file__).with_name("replay.tsv")
MOST_WRONG, MOST_OFTEN = 0.10, 0.05
LARGEST = 2 << 20


def releases(name: str, cache: Path) -> list[tuple[str, str, str]]:
    """(version, URL, SHA-256) of the last releases before the day in the table, in the order of versions; kept in the cache."""
    kept = cache / f"{name}.json"
    if not kept.exists():
        index = f"https://pypi.org/pypi/{name}/json"
        with urllib.request.urlopen(index, timeout=60) as answer:
            found = json.load(answer)["releases"]
        rows = [
            (file["upload_time"], version, urljoin(index, file["url"]), file["digests"]["sha256"])
            for version, files in found.items()
            if version.replace(".", "").isdigit()
            for file in files
            if file["packagetype"] == "sdist" and file["upload_time"] < "2026-11-01" and file["url"].endswith(".tar.gz")
        ]
        rows.sort(key=lambda row: tuple(map(int, row[1].split("."))))
        kept.write_text(json.dumps([row[1:] for row in rows[-RELEASES:]]))
    return [tuple(row) for row in json.loads(kept.read_text())]  # type: ignore[misc]


def files_of(url: str, digest: str, cache: Path) -> dict[str, bytes]:
    """Path without the first folder -> bytes of the files of a source distribution."""
    place = cache / url.rpartition("/")[2]
    if not place.exists():
        with urllib.request.urlopen(url, timeout=300) as answer:
            place.write_bytes(answer.read())
    data = place.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        sys.exit(f"{place}: not what PyPI published: delete it")
    found = {}
    with tarfile.open(place) as archive:
        for member in archive:
            if member.isfile() and member.size < LARGEST:
                stream = archive.extractfile(member)
                found[member.name.partition("/")[2]] = stream.read() if stream else b""
    return found


def changeset(old: dict[str, bytes], new: dict[str, bytes]) -> Changeset:
    changes = []
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) == new.get(path):
            continue
        status = "A" if path not in old else "D" if path not in new else "M"
        changes.append(Change(status, path, new=new.get(path, b""), old=(old[path],) if path in old else ()))

    class Tree(dict[str, bytes]):
        __call__ = dict.get

        def paths(self) -> list[str]:
            return sorted(self)

    return Changeset(changes, kind="range", today="2026-11-01", before=Tree(old), after=Tree(new))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("cache", type=Path)
    parser.add_argument("--rule", action="append", default=[])
    parser.add_argument("--write", action="store_true", help="add what is new to the table, to be looked at")
    chosen = parser.parse_args()
    chosen.cache.mkdir(parents=True, exist_ok=True)
    rules = []
    for id in chosen.rule or RULES:
        try:
            rules.append(by_id(id))
        except KeyError:
            print(f"{id}: no such rule yet")
    table = {}
    if TABLE.exists():
        for line in TABLE.read_text("utf-8").splitlines()[1:]:
            verdict, *key = line.split("\t")
            table[tuple(key[:5])] = verdict
    changes = 0
    said: collections.Counter[str] = collections.Counter()
    verdicts: collections.Counter[tuple[str, str]] = collections.Counter()
    new_rows = []
    for name in APPLICATIONS:
        rows = releases(name, chosen.cache)
        before: dict[str, bytes] = {}
        for number, (version, url, digest) in enumerate(rows):
            after = files_of(url, digest, chosen.cache)
            if number:
                changes += 1
                made = changeset(before, after)
                for rule in rules:
                    found = list(rule.load().check(made, rule.load().Policy()))
                    said[rule.id] += bool(found)
                    for one in found:
                        level = "error" if one.blocks else "warning"
                        key = (rule.id, f"{name} {version}", level, one.path, one.problem.replace("\t", " ")[:200])
                        verdict = table.get(key, "")
                        verdicts[rule.id, verdict] += 1
                        if key not in table:
                            new_rows.append(key)
                            print("new:", *key, f"line {one.line}", sep="  ")
            before = after
    missed = False
    for rule in rules:
        right, wrong = verdicts[rule.id, "right"], verdicts[rule.id, "wrong"]
        unseen = sum(
            count for (id, verdict), count in verdicts.items() if id == rule.id and verdict not in ("right", "wrong")
        )
        share = wrong / (right + wrong) if right + wrong else 0.0
        bad = unseen > 0 or share > MOST_WRONG or said[rule.id] > MOST_OFTEN * changes
        missed = missed or bad
        print(
            f"{'MISSED' if bad else 'met':6} {rule.id}: {right} right, {wrong} wrong ({share:.0%}, at most {MOST_WRONG:.0%}), "
            f"{unseen} not looked at; says something of {said[rule.id]} of {changes} changes (at most {MOST_OFTEN:.0%})"
        )
    if chosen.write and new_rows:
        head = "verdict\trule\trelease\tlevel\tpath\tproblem"
        old = TABLE.read_text("utf-8") if TABLE.exists() else head + "\n"
        TABLE.write_text(old + "".join("\t".join(("?", *row)) + "\n" for row in new_rows), "utf-8")
    return missed


if __name__ == "__main__":
    sys.exit(main())
