"""Compare the environment variables that we find in eight well-known applications with those that they document and read.

python benchmarks/variables.py CACHE [--application NAME]... [--show]

CACHE is a folder for the source distributions of PyPI and the tarballs of npm. What is true of an application is in
benchmarks/variables/<name>.txt: its package and version, where its documentation lists its variables, and the names,

    + NAME   documented, and read by the sources of this version
      NAME   read by them without being documented: seen by a search apart from our reading, or looked at by hand

Recall is the share of the documented names that we find, precision the share of the names that we find that are listed. Tests,
documentation, examples and bundled code are left out. Exits 1 if one of the two is below 0.95 for an application.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import tarfile
import urllib.request
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urljoin

from govhooks.core.places import is_bundled
from govhooks.knowledge.variables.used import form_of, read

LISTS = Path(__file__).with_name("variables")
BAR = 0.95
LARGEST = 1 << 20
LEFT_OUT = re.compile(
    r"(^|/)(tests?|testing|__tests__|node_modules|docs?|examples?|e2e|static|frontend|vendor|migrations|gulp|swagger)/"
    r"|\.min\.js$|\.d\.ts$|\.map$|(^|/)(test_[^/]*|conftest)\.py$|\.(test|spec)\.[jt]sx?$"
)


class Truth(NamedTuple):
    """What a list says: the registry, package and version, and the names."""

    registry: str
    package: str
    version: str
    documented: frozenset[str]
    read: frozenset[str]


def truth(path: Path) -> Truth:
    lines = path.read_text("utf-8").splitlines()
    registry, package, version = lines[0].removeprefix("#").split()
    names = [line for line in lines if line.strip() and not line.startswith("#")]
    documented = frozenset(line[2:].strip() for line in names if line.startswith("+"))
    return Truth(registry, package, version, documented, documented | {line.lstrip("+ ").strip() for line in names})


def url_of(one: Truth) -> str:
    """Where the sources are published."""
    if one.registry == "npm":
        index = f"https://registry.npmjs.org/{quote(one.package, safe='@')}"
        with urllib.request.urlopen(index, timeout=60) as answer:
            return str(json.load(answer)["versions"][one.version]["dist"]["tarball"])
    index = f"https://pypi.org/pypi/{one.package}/json"
    with urllib.request.urlopen(index, timeout=60) as answer:
        files = json.load(answer)["releases"][one.version]
    return str(urljoin(index, next(file["url"] for file in files if file["packagetype"] == "sdist")))


def sources(one: Truth, cache: Path) -> dict[str, bytes]:
    """Path -> bytes of the files of an application, which is downloaded once."""
    place = cache / f"{one.package.replace('/', '+')}-{one.version}.tar.gz"
    if not place.exists():
        with urllib.request.urlopen(url_of(one), timeout=600) as answer:
            place.write_bytes(answer.read())
    found = {}
    with tarfile.open(fileobj=io.BytesIO(place.read_bytes())) as archive:
        for member in archive:
            path = member.name.partition("/")[2]
            if member.isfile() and member.size < LARGEST and form_of(path) and not LEFT_OUT.search(path):
                stream = archive.extractfile(member)
                found[path] = stream.read() if stream else b""
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("cache", type=Path)
    parser.add_argument("--application", action="append", choices=sorted(path.stem for path in LISTS.glob("*.txt")))
    parser.add_argument("--show", action="store_true", help="name what is missed and what is wrong")
    chosen = parser.parse_args()
    chosen.cache.mkdir(parents=True, exist_ok=True)
    missed = False
    print(f"{'application':24} {'version':10} files  found  documented  recall  precision")
    for path in sorted(LISTS.glob("*.txt")):
        if chosen.application and path.stem not in chosen.application:
            continue
        one = truth(path)
        files = {name: data for name, data in sources(one, chosen.cache).items() if not is_bundled(data)}
        results = {name: read(name, data) for name, data in files.items()}
        unread = [f"{name}: {result.error}" for name, result in results.items() if result.error]
        found = {use.name for result in results.values() for use in result.uses}
        recall = len(found & one.documented) / len(one.documented)
        precision = len(found & one.read) / len(found) if found else 0.0
        bad = recall < BAR or precision < BAR or unread != []
        missed = missed or bad
        print(
            f"{path.stem:24} {one.version:10} {len(files):5}  {len(found):5}  {len(one.documented):10}  {recall:6.3f}  {precision:9.3f}"
            f"{'  MISSED' if bad else ''}"
        )
        for text in unread:
            print("  unread:", text)
        if chosen.show:
            print("  missed:", *sorted(one.documented - found))
            print("  wrong:", *sorted(found - one.read))
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
