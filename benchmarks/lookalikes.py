"""Look-alikes of popular names: which are found, and which ordinary names are taken for one.

    PYTHONPATH=hooks python benchmarks/lookalikes.py LISTS [--half tune|report] [--show]

LISTS is a folder with npm.txt and pypi.txt: names of packages, one a line, the most used first, 15,000 each. The package ships
the first 10,000 of each (tools/derive_popular.py); the rest it has never seen. All names are split into two halves by
a hash: rules are tuned on one, and the figures reported are those of the other.

    listed        every name of the lists: at most 1 in 1,000 may be flagged; which they are is printed
    beyond        2,000 names drawn from those that are not shipped: at most 1 % may be flagged
    typosquats    300 made from the names that count as targets, in equal parts of each kind below: at least 95 % must be found

The kinds are those of the studies of typosquatting in registries (Taylor et al., "Defending Against Package Typosquatting",
NSS 2020: repeated, omitted and swapped characters, swapped words, common typos, delimiters; Vu et al., "Typosquatting and
Combosquatting Attacks on the Python Ecosystem", 2020: affixes, plurals, homoglyphs; Neupane et al., "Beyond Typosquatting",
USENIX Security 2023: scopes). Exits 1 on a miss.

And for reading only, `strict`: every name that is shipped judged as if it were unknown.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from govhooks.knowledge.dependencies.lookalikes import Names, load

REGISTRIES = {"npm": "npm", "pypi": "PyPI"}
NEIGHBOURS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl", "p": "ol",
    "a": "qsz", "s": "awdx", "d": "sefc", "f": "drgv", "g": "fthb", "h": "gyjn", "j": "hukm", "k": "jil", "l": "kop",
    "z": "asx", "x": "zsdc", "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
    "1": "2", "2": "13", "3": "24", "4": "35", "5": "46", "6": "57", "7": "68", "8": "79", "9": "80", "0": "9",
}  # fmt: skip
LOOK_ALIKES = (
    ("o", "0"),
    ("l", "1"),
    ("i", "1"),
    ("i", "l"),
    ("l", "i"),
    ("m", "rn"),
    ("w", "vv"),
    ("0", "o"),
    ("1", "l"),
    ("s", "5"),
    ("e", "3"),
    ("g", "q"),
)


def repeated(name: str, chance: random.Random) -> str:
    at = chance.choice([at for at, sign in enumerate(name) if sign.isalnum()])
    return name[:at] + name[at] + name[at:]


def omitted(name: str, chance: random.Random) -> str:
    at = chance.choice([at for at, sign in enumerate(name) if sign.isalnum()])
    return name[:at] + name[at + 1 :]


def swapped(name: str, chance: random.Random) -> str:
    places = [at for at in range(len(name) - 1) if name[at] != name[at + 1] and name[at : at + 2].isalnum()]
    if not places:
        return ""
    at = chance.choice(places)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def swapped_words(name: str, chance: random.Random) -> str:
    for sign in "-_.":
        words = name.split(sign)
        if len(words) > 1 and "@" not in name:
            mixed = words[:]
            chance.shuffle(mixed)
            return sign.join(mixed if mixed != words else words[::-1])
    return ""


def neighbouring(name: str, chance: random.Random) -> str:
    at = chance.choice([at for at, sign in enumerate(name) if sign in NEIGHBOURS])
    return name[:at] + chance.choice(NEIGHBOURS[name[at]]) + name[at + 1 :]


def pressed_too(name: str, chance: random.Random) -> str:
    """A neighbouring key pressed along with the right one."""
    at = chance.choice([at for at, sign in enumerate(name) if sign in NEIGHBOURS])
    return name[: at + 1] + chance.choice(NEIGHBOURS[name[at]]) + name[at + 1 :]


def looking_alike(name: str, chance: random.Random) -> str:
    pairs = [(one, other) for one, other in LOOK_ALIKES if one in name.rpartition("/")[2]]
    if not pairs:
        return ""
    one, other = chance.choice(pairs)
    head, slash, tail = name.rpartition("/")
    places = [at for at in range(len(tail)) if tail.startswith(one, at)]
    at = chance.choice(places)
    return head + slash + tail[:at] + other + tail[at + len(one) :]


def delimited(name: str, chance: random.Random) -> str:
    """A delimiter left out, or another one where the registry tells them apart."""
    places = [at for at, sign in enumerate(name) if sign in "-_."]
    if not places:
        return ""
    at = chance.choice(places)
    return name[:at] + chance.choice(["", *{"-", "_", "."} - {name[at]}]) + name[at + 1 :]


def affixed(name: str, chance: random.Random) -> str:
    return chance.choice(["{}-js", "{}js", "node-{}", "{}-node", "js-{}"]).format(name) if "@" not in name else ""


def affixed_python(name: str, chance: random.Random) -> str:
    return chance.choice(["py-{}", "python-{}", "{}-py", "{}-python", "py{}", "python3-{}"]).format(name)


def plural(name: str, chance: random.Random) -> str:
    return name[:-1] if name.endswith("s") else f"{name}s"


def unscoped(name: str, chance: random.Random) -> str:
    if not name.startswith("@"):
        return ""
    scope, _, inner = name[1:].partition("/")
    return chance.choice([f"{scope}-{inner}", f"{scope}{inner}", f"{scope}_{inner}", f"{scope}.{inner}"])


Kind = Callable[[str, random.Random], str]
COMMON: tuple[Kind, ...] = (
    repeated,
    omitted,
    swapped,
    swapped_words,
    neighbouring,
    pressed_too,
    looking_alike,
    delimited,
    plural,
)
KINDS: dict[str, tuple[Kind, ...]] = {"npm": (*COMMON, affixed, unscoped), "pypi": (*COMMON, affixed_python)}


def half_of(name: str) -> str:
    return "report" if hashlib.sha256(name.encode()).digest()[0] % 2 else "tune"


def typosquats(registry: str, names: Names, listed: set[str], half: str, count: int) -> list[tuple[str, str, str]]:
    """(typosquat, target, kind) of names that are none of the lists, as many of each kind as of any other."""
    chance = random.Random(f"{registry} {half}")
    targets = [name for name in names.targets if half_of(name) == half]
    made: dict[str, tuple[str, str, str]] = {}
    scopes = {name.partition("/")[0] for name in names.popular if name.startswith("@")}
    kinds = KINDS[registry]
    while len(made) < count:
        kind = kinds[len(made) % len(kinds)]
        target = chance.choice(targets)
        squat = kind(target, chance)
        if (
            len(squat) < 4
            or squat in made
            or names.normal(squat) in listed
            or (not squat[0].isalnum() and squat[0] != "@")
        ):
            continue
        if squat.partition("/")[0] in scopes:
            continue  # nobody else can publish there
        made[squat] = squat, target, kind.__name__
    return list(made.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("lists", type=Path)
    parser.add_argument("--half", choices=["tune", "report"], default="report")
    parser.add_argument("--show", action="store_true", help="every miss too")
    options = parser.parse_args()
    judged = flagged = drawn = wrong = made = found = strict = strictly = 0
    kinds: Counter[str] = Counter()
    for registry, ecosystem in REGISTRIES.items():
        names = load(ecosystem)
        listed = [names.normal(name) for name in (options.lists / f"{registry}.txt").read_text("utf-8").split()]
        mine = [name for name in listed if half_of(name) == options.half]
        judged += len(mine)
        for name in mine:
            if like := names.like(name):
                flagged += 1
                print(f"listed {registry} {name}: like {like.name} ({like.kind})")
        tail = [name for name in mine if name not in names.popular]
        sample = random.Random(registry).sample(tail, 1_000)
        drawn += len(sample)
        wrong += sum(names.like(name) is not None for name in sample)
        for squat, target, kind in typosquats(registry, names, set(listed), options.half, 150):
            made += 1
            like = names.like(squat)
            if like is not None:
                found += 1
            else:
                kinds[kind] += 1
                if options.show:
                    print(f"missed {registry} {squat}: {target} ({kind})")
        for name in mine:
            if name in names.popular:
                strict += 1
                strictly += names.like(name, popular=False) is not None
    bars = (
        ("listed", flagged, judged, flagged * 1_000 <= judged),
        ("beyond", wrong, drawn, wrong * 100 <= drawn),
        ("typosquats", found, made, found * 100 >= made * 95),
    )
    for what, count, of, is_met in bars:
        print(f"{what:11} {count:5} of {of:6} = {100 * count / of:.2f} %  {'ok' if is_met else 'MISSED'}")
    print(f"strict      {strictly:5} of {strict:6} = {100 * strictly / strict:.2f} %  (no bar)")
    if kinds:
        print("not found: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    return 0 if all(is_met for *_, is_met in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
