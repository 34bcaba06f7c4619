"""What becomes of packages: the tools' own account is the oracle, and what must hold of any two files."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import InvalidVersion, Version
from sweeps import examples

from govhooks.knowledge.dependencies.difference import KINDS, Step, Ways, difference, fold_name, shortest_path
from govhooks.readers.locks import read
from govhooks.readers.locks.package import Contents, Package

DATA = ROOT / "tests" / "readers" / "locks" / "data"
CASES = sorted(path.parent for path in DATA.glob("*/*/account.json"))
MIRRORED = {"added": "removed", "removed": "added", "updated": "downgraded", "downgraded": "updated"}


def compare(ecosystem: str, one: str, other: str) -> int | None:
    """PEP 440 for all of them: the versions here are plain. Raises ValueError, but None where neither is one."""
    try:
        a = Version(one)
    except InvalidVersion:
        return None
    b = Version(other)
    return (a > b) - (a < b)


def lock(*packages: Package, ecosystem: str = "PyPI") -> Contents:
    return Contents("test", ecosystem, True, packages)


def package(name: str, version: str = "", line: int = 1, **more: Any) -> Package:
    return Package("PyPI", name, version, line, **more)


def told(*steps: Step) -> list[tuple[str, str, str, str]]:
    """(name, version before, after, kinds) of each step."""
    return [
        (
            step.package.name,
            step.old.version or step.old.wanted if step.old else "",
            step.new.version or step.new.wanted if step.new else "",
            " ".join(step.kinds),
        )
        for step in steps
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_the_tools_say_the_same(case: Path) -> None:
    account = json.loads((case / "account.json").read_text("utf-8"))
    before, after = set(account["before"]), set(account["after"])
    looked = 0
    for path in sorted((case / "after").iterdir()):
        new = read(path.name, path.read_bytes())
        if not new.is_lock and path.name != ".pre-commit-config.yaml":
            continue
        old = read(path.name, (case / "before" / path.name).read_bytes())
        looked += 1
        steps = difference(old, new, compare)
        gone = {f"{_name(step.old)} {_version(step.old)}" for step in steps if step.old and _moved(step)}
        come = {f"{_name(step.new)} {_version(step.new)}" for step in steps if step.new and _moved(step)}
        pairs = {(_name(step.new), _version(step.old), _version(step.new)) for step in steps if step.old and step.new}

        assert gone == before - after
        assert come == after - before
        assert {tuple(one.split()) for one in account.get("updated", ())} <= pairs
        # Nothing but the version changes when a tool does its work.
        assert {kind for step in steps for kind in step.kinds} <= {
            *("added", "removed", "updated", "downgraded", "changed", "wanted", "direct", "hashes-added")
        }

    assert looked == 1


def _moved(step: Step) -> bool:
    """Whether there is another version; a tag that is frozen to its commit is the same one."""
    return _version(step.old) != _version(step.new)


def _name(one: Package | None) -> str:
    return fold_name(one.ecosystem, one.name) if one else ""


def _version(one: Package | None) -> str:
    if one is None:
        return ""
    return one.comment.removeprefix("frozen: ") if one.comment.startswith("frozen: ") else one.version or one.wanted


def test_at_least_sixteen_pairs_of_locks() -> None:
    assert len(CASES) >= 16


def files(name: str, **named: str) -> Package:
    """A package whose lock names its files."""
    return package(name, "1", hashes=tuple(sorted(named.values())), files=tuple(sorted(named.items())))


# Before, after, and what is told of them.
TABLE: dict[str, tuple[tuple[Package, ...], tuple[Package, ...], list[tuple[str, str, str, str]]]] = {
    "added": ((), (package("a", "1"),), [("a", "", "1", "added")]),
    "removed": ((package("a", "1"),), (), [("a", "1", "", "removed")]),
    "updated": ((package("a", "1.9"),), (package("a", "1.10"),), [("a", "1.9", "1.10", "updated")]),
    "downgraded": ((package("a", "2"),), (package("a", "1"),), [("a", "2", "1", "downgraded")]),
    "one that has none": ((package("a", "1"),), (package("a", "x"),), [("a", "1", "x", "changed")]),
    "no order": ((package("a", "x"),), (package("a", "y"),), [("a", "x", "y", "changed")]),
    "the same in other words": ((package("a", "1.0"),), (package("a", "1"),), []),
    "the same name in other letters": ((package("A_b", "1"),), (package("a-B", "1"),), []),
    "another line": ((package("a", "1", 1),), (package("a", "1", 9),), []),
    "a range": ((package("a", wanted=">1"),), (package("a", wanted=">2"),), [("a", ">1", ">2", "wanted")]),
    "a pin less": (
        (package("a", "1", wanted="==1"),),
        (package("a", wanted=">=1"),),
        [("a", "1", ">=1", "wanted")],
    ),
    "source": (
        (package("a", "1"),),
        (package("a", "1", source="git:https://host/a@b"),),
        [("a", "1", "1", "source")],
    ),
    "source and version": (
        (package("a", "1", source="registry:https://x"),),
        (package("a", "2"),),
        [("a", "1", "2", "updated source")],
    ),
    "another revision of the same place": (
        (package("a", source="git:ssh://git@host/a@b"),),
        (package("a", source="git:ssh://git@host/a@feature/c"),),
        [("a", "", "", "revision")],
    ),
    "another revision, and its version": (
        (package("a", "1", source="git:https://host/a@b"),),
        (package("a", "2", source="git:https://host/a@c"),),
        [("a", "1", "2", "updated")],
    ),
    "another place of git": (
        (package("a", "1", source="git:ssh://git@host/a@b"),),
        (package("a", "2", source="git:ssh://git@other/a@b"),),
        [("a", "1", "2", "updated source")],
    ),
    "another place of git, as scp writes it": (
        (package("a", "1", source="git:git@host:a@b"),),
        (package("a", "1", source="git:git@host:c@b"),),
        [("a", "1", "1", "source")],
    ),
    "the file of a newer version": (
        (package("a", "1", source="url:https://host/a-1.tgz"),),
        (package("a", "2", source="url:https://host/a-2.tgz"),),
        [("a", "1", "2", "updated")],
    ),
    "another file for the same version": (
        (package("a", "1", source="url:https://host/a-1.tgz"),),
        (package("a", "1", source="url:https://host/b-1.tgz"),),
        [("a", "1", "1", "source")],
    ),
    "the file of another host": (
        (package("a", "1", source="url:https://host/a-1.tgz"),),
        (package("a", "2", source="url:https://other/a-2.tgz"),),
        [("a", "1", "2", "updated source")],
    ),
    "hashes": (
        (package("a", "1", hashes=("sha256:aa", "sha256:bb")),),
        (package("a", "1", hashes=("sha256:aa", "sha256:cc")),),
        [("a", "1", "1", "hashes")],
    ),
    "the same file, another hash": (
        (files("a", x="sha256:aa", y="sha256:bb"),),
        (files("a", x="sha256:aa", y="sha256:cc"),),
        [("a", "1", "1", "hashes")],
    ),
    "the same file, another hash, and others come and go": (
        (files("a", x="sha256:aa", y="sha256:bb", z="sha256:dd"),),
        (files("a", x="sha256:aa", y="sha256:cc", w="sha256:ee"),),
        [("a", "1", "1", "hashes")],
    ),
    "made for another platform": (
        (files("a", sdist="sha256:aa", linux="sha256:bb"),),
        (files("a", sdist="sha256:aa", macos="sha256:cc"),),
        [("a", "1", "1", "hashes-added")],
    ),
    "no file is the same": (
        (files("a", x="sha256:aa"),),
        (files("a", y="sha256:bb"),),
        [("a", "1", "1", "hashes")],
    ),
    "an algorithm more for the same file": (
        (files("a", x="sha256:aa"),),
        (package("a", "1", hashes=("sha256:aa", "sha512:bb"), files=(("x", "sha256:aa"), ("x", "sha512:bb"))),),
        [],
    ),
    "another algorithm for all files": ((files("a", x="md5:aa"),), (files("a", x="sha256:bb"),), []),
    "another algorithm, which others have, for one file": (
        (files("a", x="sha256:aa", y="sha256:bb", z="sha512:cc"),),
        (files("a", x="sha256:aa", y="sha512:dd", z="sha512:cc"),),
        [("a", "1", "1", "hashes")],
    ),
    "an algorithm more, which others have, for one file": (
        (files("a", x="sha256:aa", z="sha512:cc"),),
        (
            package(
                "a",
                "1",
                hashes=("sha256:aa", "sha512:cc", "sha512:dd"),
                files=(("x", "sha256:aa"), ("x", "sha512:dd"), ("z", "sha512:cc")),
            ),
        ),
        [("a", "1", "1", "hashes-added")],
    ),
    "a hash without a file": (
        (package("a", "1", hashes=("sha256:aa", "sha256:bb"), files=(("x", "sha256:aa"),)),),
        (package("a", "1", hashes=("sha256:aa", "sha256:cc"), files=(("x", "sha256:aa"),)),),
        [("a", "1", "1", "hashes")],
    ),
    "one artifact more": (
        (package("a", "1", hashes=("sha256:aa",)),),
        (package("a", "1", hashes=("sha256:aa", "sha256:cc")),),
        [("a", "1", "1", "hashes-added")],
    ),
    "one artifact less": (
        (package("a", "1", hashes=("sha256:aa", "sha256:bb")),),
        (package("a", "1", hashes=("sha256:aa",)),),
        [],
    ),
    "hashes of another algorithm": (
        (package("a", "1", hashes=("sha1:aa",)),),
        (package("a", "1", hashes=("sha512:aa",)),),
        [],
    ),
    "hashes as npm writes them": (
        (package("a", "1", hashes=("sha512-aa==",)),),
        (package("a", "1", hashes=("sha512-bb==",)),),
        [("a", "1", "1", "hashes")],
    ),
    "no hashes any more": (
        (package("a", "1", hashes=("sha1:aa",)),),
        (package("a", "1"),),
        [("a", "1", "1", "hashes-removed")],
    ),
    "nor with another version": (
        (package("a", "1", hashes=("sha1:aa",)),),
        (package("a", "2"),),
        [("a", "1", "2", "updated hashes-removed")],
    ),
    "hashes for the first time": ((package("a", "1"),), (package("a", "1", hashes=("sha1:aa",)),), []),
    "other hashes of another version": (
        (package("a", "1", hashes=("sha1:aa",)),),
        (package("a", "2", hashes=("sha1:bb",)),),
        [("a", "1", "2", "updated")],
    ),
    "scripts": (
        (package("a", "1"),),
        (package("a", "2", scripts=True, deprecated="use b"),),
        [("a", "1", "2", "updated scripts deprecated")],
    ),
    "direct": ((package("a", "1", direct=False),), (package("a", "1", direct=True),), [("a", "1", "1", "direct")]),
    "two versions, one of them newer": (
        (package("a", "1.0"), package("a", "2.0")),
        (package("a", "2.0"), package("a", "1.1")),
        [("a", "1.0", "1.1", "updated")],
    ),
    "two versions, both newer": (
        (package("a", "1.0"), package("a", "2.0")),
        (package("a", "2.5"), package("a", "1.1")),
        [("a", "2.0", "2.5", "updated"), ("a", "1.0", "1.1", "updated")],
    ),
    "two lines of releases below 1": (
        (package("a", "0.3.0"), package("a", "0.4.0")),
        (package("a", "0.3.1"), package("a", "0.5.0")),
        [("a", "0.3.0", "0.3.1", "updated"), ("a", "0.4.0", "0.5.0", "updated")],
    ),
    "one version more": (
        (package("a", "1.0"),),
        (package("a", "1.0"), package("a", "2.0")),
        [("a", "", "2.0", "added")],
    ),
    "two become one": (
        (package("a", "1.0"), package("a", "2.0")),
        (package("a", "3.0"),),
        [("a", "2.0", "3.0", "updated"), ("a", "1.0", "", "removed")],
    ),
    "the same once more": (
        (package("a", wanted="v4", line=1),),
        (package("a", wanted="v4", line=1), package("a", wanted="v4", line=5)),
        [],
    ),
    "and in another group": (
        (package("a", wanted=">1", groups=("dev",)),),
        (package("a", wanted=">1", groups=("dev",)), package("a", wanted=">1")),
        [("a", "", ">1", "added")],
    ),
    "groups keep together": (
        (package("a", wanted=">1"), package("a", wanted=">1", groups=("dev",))),
        (package("a", wanted=">1"), package("a", wanted=">2", groups=("dev",))),
        [("a", ">1", ">2", "wanted")],
    ),
    "by name": (
        (package("b", "1"), package("c", "1")),
        (package("c", "2"), package("a", "1")),
        [("a", "", "1", "added"), ("b", "1", "", "removed"), ("c", "1", "2", "updated")],
    ),
}


@pytest.mark.parametrize("case", TABLE)
def test_a_row(case: str) -> None:
    before, after, expected = TABLE[case]

    assert told(*difference(lock(*before), lock(*after), compare)) == expected


def test_a_file_that_comes_or_goes() -> None:
    found = lock(package("a", "1"))

    assert told(*difference(None, found, compare)) == [("a", "", "1", "added")]
    assert told(*difference(found, None, compare)) == [("a", "1", "", "removed")]
    assert difference(None, None, compare) == ()


_PACKAGES = st.builds(
    package,
    st.sampled_from(["a", "A", "b", "c-d", "C_D"]),
    st.sampled_from(["", "1.0", "1", "1.1", "2.0", "0.3.1", "0.4", "x"]),
    st.integers(1, 9),
    wanted=st.sampled_from(["", ">1", "v4"]),
    direct=st.sampled_from([None, True, False]),
    groups=st.sampled_from([(), ("dev",)]),
    source=st.sampled_from(["", "registry:https://x", "git:https://x/a@b", "git:https://x/a@c", "url:https://x/a"]),
    hashes=st.sampled_from([(), ("sha256:aa",), ("sha256:aa", "sha256:bb"), ("sha1:cc",)]),
    requires=st.lists(st.sampled_from("abcd"), max_size=2).map(tuple),
    scripts=st.booleans(),
    deprecated=st.sampled_from(["", "old"]),
    marker=st.sampled_from(["", "os_name == 'nt'"]),
)
_FILES = st.lists(_PACKAGES, max_size=6).map(lambda found: lock(*found))


@settings(deadline=None)
@given(_FILES)
def test_nothing_differs_from_itself(found: Contents) -> None:
    assert difference(found, found, compare) == ()


@settings(deadline=None)
@given(_FILES, _FILES, st.randoms(use_true_random=False))
def test_order_does_not_matter(old: Contents, new: Contents, shuffle: random.Random) -> None:
    def mixed(contents: Contents) -> Contents:
        packages = list(contents.packages)
        shuffle.shuffle(packages)
        return contents.but(packages=tuple(packages))

    def plain(steps: tuple[Step, ...]) -> list[object]:
        sides = [
            (
                step.kinds,
                step.old and step.old.but(line=0, name=_name(step.old)),
                step.new and step.new.but(line=0, name=_name(step.new)),
            )
            for step in steps
        ]
        return sorted(sides, key=repr)

    assert plain(difference(mixed(old), mixed(new), compare)) == plain(difference(old, new, compare))


@settings(deadline=None)
@given(_FILES, _FILES)
def test_there_and_back_are_mirror_images(old: Contents, new: Contents) -> None:
    def versions(steps: tuple[Step, ...], back: bool) -> list[tuple[str, str, str, str]]:
        found = []
        for step in steps:
            one, other = (step.new, step.old) if back else (step.old, step.new)
            for kind in step.kinds:
                if kind in MIRRORED or kind in ("changed", "wanted", "revision", "source", "hashes"):
                    found.append(
                        (
                            MIRRORED.get(kind, kind) if back else kind,
                            _name(step.package),
                            f"{one.version} {one.wanted}" if one else "-",
                            f"{other.version} {other.wanted}" if other else "-",
                        )
                    )
        return sorted(found)

    there, back = difference(old, new, compare), difference(new, old, compare)

    assert versions(there, False) == versions(back, True)
    assert all(step.kinds and set(step.kinds) <= set(KINDS) for step in there)
    assert all(step.kinds == tuple(kind for kind in KINDS if kind in step.kinds) for step in there)


@settings(deadline=None)
@given(_FILES, _FILES)
def test_each_side_is_named_at_most_once(old: Contents, new: Contents) -> None:
    steps = difference(old, new, compare)
    news = [id(step.new) for step in steps if step.new]

    assert len(news) == len(set(news))
    assert all(any(step.new is one for one in new.packages) for step in steps if step.new)


def test_many_entries_of_one_name_take_no_time() -> None:
    """Each of ten thousand steps of a workflow uses one action."""
    old = lock(*(package("a", wanted=f"v{index}", line=index) for index in range(10_000)))
    new = lock(*(package("a", wanted=f"w{index}", line=index) for index in range(10_000)))

    assert len(difference(old, new, compare)) == 10_000


GRAPH = (
    package("flask", "3", direct=True, requires=("Werkzeug", "jinja2")),
    package("werkzeug", "3", direct=False, requires=("MarkupSafe",)),
    package("jinja2", "3", direct=True, requires=("markupsafe", "missing")),
    package("markupsafe", "3", direct=False, requires=("markupsafe", "flask")),
    package("orphan", "1", direct=False),
)
PATHS = {
    "flask": ("flask",),
    "jinja2": ("jinja2",),
    "Werkzeug": ("flask", "werkzeug"),
    "markupsafe": ("jinja2", "markupsafe"),
    "orphan": ("orphan",),
    "missing": (),
    "nothing": (),
}


@pytest.mark.parametrize("name", PATHS)
def test_the_shortest_path(name: str) -> None:
    assert shortest_path(lock(*GRAPH), name) == PATHS[name]
    assert shortest_path(lock(*GRAPH[::-1]), name) == PATHS[name]


def test_without_a_word_on_what_is_direct() -> None:
    found = lock(package("a", requires=("b",)), package("b", requires=("c",)), package("c", requires=("b",)))

    assert shortest_path(found, "c") == ("a", "b", "c")


def test_paths_in_real_locks() -> None:
    found = read("uv.lock", (DATA / "uv" / "upgrade" / "after" / "uv.lock").read_bytes())

    assert shortest_path(found, "mdurl") == ("rich", "markdown-it-py", "mdurl")
    assert shortest_path(found, "pluggy") == ("pytest", "pluggy")


@settings(deadline=None)
@given(_FILES)
def test_each_step_of_a_path_is_there(found: Contents) -> None:
    requires: dict[str, set[str]] = {}
    for one in found.packages:
        requires.setdefault(_name(one), set()).update(fold_name("PyPI", other) for other in one.requires)
    for one in found.packages:
        path = [fold_name("PyPI", other) for other in shortest_path(found, one.name)]

        assert path[-1] == _name(one)
        assert all(after in requires[before] for before, after in itertools.pairwise(path))


def searched(contents: Contents, name: str) -> tuple[str, ...]:
    """The way to one package, found by a search of its own that ends there: of the shortest ones, that of the first names."""
    requires: dict[str, set[str]] = {}
    written: dict[str, str] = {}
    for one in contents.packages:
        written.setdefault(_name(one), one.name)
        requires.setdefault(_name(one), set()).update(fold_name(one.ecosystem, other) for other in one.requires)
    goal = fold_name(contents.ecosystem, name)
    if goal not in written:
        return ()
    roots = {_name(one) for one in contents.packages if one.direct}
    brought = {other for key, others in requires.items() for other in others if other != key}
    ways = [(key,) for key in sorted(roots or set(requires) - brought)]
    seen = {key for (key,) in ways}
    while ways:
        for way in ways:
            if way[-1] == goal:
                return tuple(written[key] for key in way)
        following = []
        for way in sorted(ways, key=lambda way: way[-1]):
            for other in sorted((requires[way[-1]] & set(written)) - seen):
                seen.add(other)
                following.append((*way, other))
        ways = following
    return (written[goal],)


def test_of_two_ways_of_one_length_the_first_name_decides() -> None:
    found = lock(
        package("a", direct=True, requires=("z",)),
        package("b", direct=True, requires=("c",)),
        package("z", direct=False, requires=("goal",)),
        package("c", direct=False, requires=("goal",)),
        package("goal", direct=False),
    )

    assert Ways(found)("goal") == searched(found, "goal") == ("b", "c", "goal")


_NAMES = [f"p{number}" for number in range(12)]
_GRAPHS = st.lists(
    st.builds(
        package,
        st.sampled_from([*_NAMES, "P_1", "p-1"]),
        direct=st.sampled_from([None, False, False, True]),
        requires=st.lists(st.sampled_from([*_NAMES, "P.1", "missing"]), max_size=3).map(tuple),
    ),
    max_size=12,
).map(lambda found: lock(*found))


@settings(deadline=None, max_examples=examples(300))
@given(_GRAPHS)
def test_one_walk_finds_the_way_that_a_search_for_each_finds(found: Contents) -> None:
    ways = Ways(found)

    for name in [*_NAMES, "P_1", "absent"]:
        assert ways(name) == shortest_path(found, name) == searched(found, name)
