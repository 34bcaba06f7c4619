"""Replay the releases of open-source applications as changes, and judge what rules say of them: ten for those about access and logins,
ten others for those about data and environments.

python benchmarks/replay.py CACHE [--rule ID]... [--application NAME]... [--show FILE] [--write]

CACHE is a folder for the source distributions (about 1.5 GB, from PyPI); replay_releases.tsv says which. `--show` writes the code
around every finding that nobody has judged yet, as it was and as it is. `--write` adds these findings to replay.tsv, drops those that are
no longer made, and leaves the verdict to you: "right" if what the finding says is true of the change and a reviewer would want to hear
it, "wrong" otherwise (also where it is true but nobody's risk), and why.

A change is what lies between two releases that follow one another. That is hundreds of commits at once, so "a finding in at most one of
twenty changes" is measured twice: over the pairs of releases, and over the files that differ. No rule about guards can keep the
first: an application of this size gets new actions with every release. The bar is therefore held over the files that differ, and the
share of the pairs is shown beside it.

Bars, for each rule: at most 10 % of the findings are wrong; none is left that nobody has judged; at most one finding for twenty
files that differ. Exits 1 when one is missed.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import csv
import difflib
import hashlib
import json
import sys
import tarfile
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules import by_id

# Rules, and the ten applications that they are measured on.
GROUPS = (
    (
        ("least-privilege", "access-reviews", "identity-providers", "session-policy", "guarded-actions"),
        (
            *("weblate", "pretix", "jupyterhub", "octoprint", "mlflow"),
            *("apache-superset", "matrix-synapse", "wagtail", "buildbot", "open-webui"),
        ),
    ),
    (
        (
            *("data-classification", "logging-restrictions", "environment-audit"),
            *("approved-secret-stores", "separate-environments"),
        ),
        (
            *("ckan", "prefect", "litellm", "mayan-edms", "modoboa"),
            *("lnbits", "lemur", "fittrackee", "apache-airflow-core", "bookwyrm"),
        ),
    ),
)
RULES = tuple(rule for rules, _ in GROUPS for rule in rules)
APPLICATIONS = tuple(name for _, names in GROUPS for name in names)
TABLE = Path(__file__).with_name("replay.tsv")
PINNED = Path(__file__).with_name("replay_releases.tsv")
HEAD = ("verdict", "rule", "application", "from", "to", "level", "path", "problem", "why")
VERDICTS = ("right", "wrong")
MOST_WRONG, MOST_OFTEN = 0.10, 0.05
LARGEST = 2 << 20
AROUND = 14
LONGEST = 300


class Row(NamedTuple):
    """What identifies a finding in the table; `path` and `problem` are the finding's own."""

    rule: str
    application: str
    old: str
    new: str
    level: str
    path: str
    problem: str


class Replayed(NamedTuple):
    """What the rules say of one application: rows with the code around them, and seconds a (rule, release)."""

    pairs: int
    files: int
    rows: list[tuple[Row, str]]
    seconds: dict[tuple[str, str], float]


def releases(name: str) -> list[tuple[str, str, str]]:
    """(version, file name, SHA-256) of the releases, in the order of versions."""
    with PINNED.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    return [(row["version"], row["file"], row["sha256"]) for row in rows if row["application"] == name]


def files_of(name: str, file: str, digest: str, cache: Path) -> dict[str, bytes]:
    """Path without the first folder -> bytes of the files of a source distribution, which is downloaded once."""
    place = cache / file
    if not place.exists():
        index = f"https://pypi.org/pypi/{name}/json"
        with urllib.request.urlopen(index, timeout=60) as answer:
            published = json.load(answer)["releases"]
        urls = [urljoin(index, one["url"]) for files in published.values() for one in files if one["filename"] == file]
        with urllib.request.urlopen(urls[0], timeout=300) as answer:
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

    return Changeset(tuple(changes), kind="range", today="2026-11-01", before=Tree(old), after=Tree(new))


def around(old: bytes, new: bytes, line: int) -> str:
    """What a person needs to judge a finding: the code at its line, and how the file changed near it.

    For a finding about the whole file, or a file that is gone, how it changed from its beginning.
    """
    was, now = (side.decode("utf-8", "replace").splitlines() for side in (old, new))
    first, last = (max(line - 1 - AROUND, 0), line + AROUND) if line else (0, 60)
    shown = [f"  {number:5} {text[:240]}" for number, text in enumerate(now[first:last], first + 1)] if line else []
    for group in difflib.SequenceMatcher(None, was, now, autojunk=len(now) > 4000).get_grouped_opcodes(4):
        if line and not (group[0][3] - AROUND <= line <= group[-1][4] + AROUND):
            continue
        shown.append(f"  @@ {group[0][1] + 1} -> {group[0][3] + 1}")
        for tag, start, end, begin, finish in group:
            shown += [f"  -{text[:240]}" for text in was[start:end] if tag != "equal"]
            shown += [f"  {' ' if tag == 'equal' else '+'}{text[:240]}" for text in now[begin:finish]]
        if len(shown) > 160:
            break
    return "\n".join(shown[:160])


def replay(name: str, ids: tuple[str, ...], cache: Path) -> Replayed:
    """Judge every release of an application against the one before."""
    pairs = files = 0
    rows: list[tuple[Row, str]] = []
    seconds: dict[tuple[str, str], float] = {}
    before: dict[str, bytes] = {}
    last = ""
    for version, file, digest in releases(name):
        after = files_of(name, file, digest, cache)
        if last:
            made = changeset(before, after)
            pairs, files = pairs + 1, files + len(made.changes)
            for id in ids:
                started = time.process_time()
                rule = by_id(id).load()
                for one in rule.check(made, rule.Policy()):
                    problem = " ".join(one.problem.split())[:LONGEST]
                    row = Row(id, name, last, version, "error" if one.blocks else "warning", one.path, problem)
                    code = around(before.get(one.path, b""), after.get(one.path, b""), one.line)
                    rows.append((row, f"line {one.line}; fix: {one.fix}\n{code}"))
                seconds[id, version] = time.process_time() - started
        before, last = after, version
    return Replayed(pairs, files, rows, seconds)


def judged() -> dict[Row, tuple[str, str]]:
    """Row of the table -> verdict and why."""
    if not TABLE.exists():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as stream:
        lines = csv.reader(
            (line for line in stream if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        next(lines)
        return {Row(*line[1:8]): (line[0], line[8]) for line in lines}


def write(table: dict[Row, tuple[str, str]]) -> None:
    lines = ["\t".join(HEAD)]
    lines += ["\t".join((verdict, *row, why)) for row, (verdict, why) in sorted(table.items())]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("cache", type=Path)
    parser.add_argument("--rule", action="append", choices=RULES)
    parser.add_argument("--application", action="append", choices=APPLICATIONS)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--show", type=Path, help="a file for the code around what nobody has judged")
    parser.add_argument("--write", action="store_true", help="bring the table up to date; verdicts are left to you")
    chosen = parser.parse_args()
    chosen.cache.mkdir(parents=True, exist_ok=True)
    ids = tuple(chosen.rule or RULES)
    asked = {
        name: kept for rules, names in GROUPS for name in names if (kept := tuple(id for id in ids if id in rules))
    }
    names = tuple(name for name in chosen.application or asked if name in asked)
    table, told, missed = judged(), {}, False
    unjudged: list[Row] = []
    if chosen.show:
        chosen.show.write_text("")
    with concurrent.futures.ProcessPoolExecutor(chosen.processes) as pool:
        waiting = {pool.submit(replay, name, asked[name], chosen.cache): name for name in names}
        for future in concurrent.futures.as_completed(waiting):
            told[waiting[future]] = future.result()
            for row, code in future.result().rows:
                if table.get(row, ("", ""))[0] in VERDICTS:
                    continue
                unjudged.append(row)
                print("not judged:", *row, sep="  ", flush=True)
                if chosen.show:
                    with chosen.show.open("a", encoding="utf-8", errors="replace") as stream:
                        stream.write("  ".join(row) + "\n" + code + "\n\n")
    found = [row for one in told.values() for row in one.rows]
    for row in table.keys() - {row for row, _ in found}:
        if row.application in names and row.rule in asked[row.application]:
            print("no longer found:", table[row][0], *row, sep="  ")
            if chosen.write:
                del table[row]
    if chosen.write:
        write({**dict.fromkeys(unjudged, ("?", "")), **table})
    for id in ids:
        measured = [one for name, one in told.items() if id in asked[name]]
        if not measured:
            continue
        pairs, files = sum(one.pairs for one in measured), sum(one.files for one in measured)
        verdicts = collections.Counter(table.get(row, ("", ""))[0] for row, _ in found if row.rule == id)
        right, wrong = verdicts["right"], verdicts["wrong"]
        count = sum(verdicts.values())
        share = wrong / (right + wrong) if right + wrong else 0.0
        speaks = len({(row.application, row.new) for row, _ in found if row.rule == id})
        places = len({(row.application, row.new, row.path) for row, _ in found if row.rule == id})
        bad = count > right + wrong or share > MOST_WRONG or count > MOST_OFTEN * files
        missed = missed or bad
        slowest = max(
            (spent, name, key[1]) for name, one in told.items() for key, spent in one.seconds.items() if key[0] == id
        )
        print(
            f"{'MISSED' if bad else 'met':6} {id}: {right} right, {wrong} wrong ({share:.0%}, at most {MOST_WRONG:.0%}), "
            f"{count - right - wrong} not judged; {count} findings in {places} of {files} files that differ ({count / files:.2%}, at most "
            f"{MOST_OFTEN:.0%}), in {speaks} of {pairs} releases; "
            f"{sum(spent for one in told.values() for key, spent in one.seconds.items() if key[0] == id):.0f} s of processor time, "
            f"most {slowest[0]:.0f} s: {slowest[1]} {slowest[2]}"
        )
    return missed


if __name__ == "__main__":
    sys.exit(main())
