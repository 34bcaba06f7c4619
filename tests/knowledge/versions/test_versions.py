"""Each ordering: the examples of its specification, and that it is an order; then the tools themselves, where they are."""

from __future__ import annotations

import functools
import itertools
import json
import random
import shutil
import subprocess
from pathlib import Path

import node_semver
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from govhooks.knowledge import versions
from govhooks.knowledge.versions import BadVersion, UnknownEcosystem, canonical, compare

# Ecosystem -> chains of versions, each smaller than the next, with where that is said.
CHAINS = {
    # https://packaging.python.org/specifications/version-specifiers/#summary-of-permitted-suffixes-and-relative-ordering
    "PyPI": [
        "1.dev0 1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 1.0b2.post345"
        " 1.0rc1.dev456 1.0rc1 1.0 1.0+abc.5 1.0+abc.7 1.0+5 1.0.post456.dev34 1.0.post456 1.0.15 1.1.dev1 1!0.1",
    ],
    # https://semver.org/spec/v2.0.0.html#spec-item-11
    "npm": [
        "0.0.0-0 0.0.0 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0"
        " 2.0.0 2.1.0 2.1.1 2.10.0 10.0.0",
    ],
    "crates.io": ["0.1.9 0.1.10-alpha 0.1.10 0.2.0"],
    # https://go.dev/ref/mod#pseudo-versions
    "Go": [
        "v0.0.0-20180101000000-abcdefabcdef v0.0.0-20191109021931-daa7c04131f5 v0.0.0 v1.2.3-pre v1.2.3-pre.0.20191109021931-daa7c04131f5"
        " v1.2.3 v1.2.4-0.20191109021931-daa7c04131f5 v1.2.4 v2.0.0+incompatible",
    ],
    "Hex": ["1.0.0-rc.0 1.0.0 1.0.1"],
    "GitHub Actions": ["v3.9.9 v4.0.0 4.1.0"],
    # https://github.com/dart-lang/pub_semver#semantics
    "Pub": ["1.0.0-alpha 1.0.0-alpha+1 1.0.0 1.0.0+1 1.0.0+2 1.0.0+10 1.0.0+foo 1.0.1"],
    # https://docs.ruby-lang.org/en/master/Gem/Version.html
    "RubyGems": ["0.9 1.0.a.2 1.0.a10 1.0.b1 1.0 1.0.2 1.1.a 1.1.rc1 1.1 1.9.3 1.10 2.0.0-rc1 2.0.0"],
    # https://getcomposer.org/doc/articles/versions.md#stability-constraints
    "Packagist": ["1.0.0-dev 1.0.0-alpha1 1.0.0-alpha2 1.0-beta 1.0.0-b2 1.0-RC1 1.0 1.0.0-p1 1.0.0.1 v1.1 10.0 2023.01.05 2023.10.05"],
    # https://maven.apache.org/pom.html#version-order-specification
    "Maven": [
        "1-alpha-1 1-alpha2 1-beta-1 1-milestone-1 1-rc-1 1-SNAPSHOT 1 1-sp 1-sp-2 1-abc 1-1 1.1",
        "1-foo2 1-foo10", "1.foo 1-1 1.1",
        "1.0.0.rc1 1.0.0 1.0.0-1 1.0.1",
    ],
    # https://learn.microsoft.com/nuget/concepts/package-versioning
    "NuGet": ["1.0.0-alpha 1.0.0-Alpha.1 1.0.0-beta.2 1.0.0-BETA.11 1.0.0-zzz 1.0 1.0.0.1 1.0.1 1.1"],
}  # fmt: skip
SAME = {
    "PyPI": ["1.0 1.0.0 v1.0 1", "1.0a1 1.0.ALPHA1 1.0-a.1", "1.0.post1 1.0-1", "1.0+ubuntu.1 1.0+Ubuntu-1"],
    "npm": ["1.2.3 v1.2.3 1.2.3+build"],
    "Go": ["v2.0.0+incompatible 2.0.0"],
    "Pub": ["1.0.0+1 v1.0.0+01"],
    "RubyGems": ["1 1.0 1.0.0", "1.0-a 1.0.pre.a"],
    "Packagist": ["1 1.0 v1.0.0.0 1.0-stable 1.0+abc", "1.0b2 1.0-beta2 1.0.0-beta.2", "1.0pl1 1.0-p1", "1.0-rc 1.0RC"],
    "Maven": ["1 1.0 1.0.0 1-ga 1.0-final 1.0.RELEASE", "1-a1 1-alpha-1 1alpha1", "1-cr2 1-rc2", "1.x 1.X 1-x"],
    "NuGet": ["1 1.0 1.0.0 1.0.0.0 01.0 1.0.0+build", "1.0.0-RC 1.0.0-rc"],
}
BAD = {
    "PyPI": ["", "2013b-final", "dev-r1234", "1.0..1", "latest", "1.0.*", "1" * 300],
    "npm": ["", "1", "1.2", "v4", "1.2.3.4", "01.2.3", "1.2.3-01", "1.2.3-", "latest", "1.2.3 ", "1.2.3\n", "1.2.٣"],
    "GitHub Actions": ["v4", "main", "8e5e7e5ab8b370d6c329ec480221332ada57f0ab"],
    "RubyGems": ["a", "1..2", "1.", "1.2_3", "junk 1"],
    "Packagist": ["dev-main", "2.x-dev", "main", "1.0.0.0.0", "", "1.0 foo"],
    "Maven": ["", " ", "1" * 300, "1.٣"],
    "NuGet": ["", "1.0.0.0.0", "1.0-", "a", "1.0.0-be ta", "99999999999.0"],
}


@pytest.mark.parametrize("ecosystem", CHAINS)
def test_the_order_of_the_specification(ecosystem: str) -> None:
    for chain in CHAINS[ecosystem]:
        for (i, a), (j, b) in itertools.product(enumerate(chain.split()), repeat=2):
            assert compare(ecosystem, a, b) == (i > j) - (i < j), (a, b)


@pytest.mark.parametrize("ecosystem", SAME)
def test_spellings_of_one_version(ecosystem: str) -> None:
    for chain in SAME[ecosystem]:
        for a, b in itertools.product(chain.split(), repeat=2):
            assert compare(ecosystem, a, b) == 0, (a, b)
            assert canonical(ecosystem, a) == canonical(ecosystem, b), (a, b)


@pytest.mark.parametrize("ecosystem", BAD)
def test_what_is_no_version_is_never_guessed(ecosystem: str) -> None:
    for text in BAD[ecosystem]:
        with pytest.raises(BadVersion):
            compare(ecosystem, text, text)
        with pytest.raises(BadVersion):
            canonical(ecosystem, text)


def test_an_ecosystem_without_an_order() -> None:
    for name in ("Debian:12", "conda", "", "pypi"):
        with pytest.raises(UnknownEcosystem, match="cannot be compared"):
            compare(name, "1", "2")
    with pytest.raises(UnknownEcosystem):
        versions.contains("Maven", "[1,2)", "1")


def test_a_suffix_of_the_ecosystem_does_not_count() -> None:
    assert compare("Maven:https://maven.google.com", "1", "1.0") == 0


# What versions are made of, valid and not.
_WORDS = st.sampled_from("a b alpha beta rc RC m sp ga final x dev post p pl patch pre SNAPSHOT jre".split())
_NUMBERS = st.sampled_from("0 00 1 2 10 01 20240101".split())
_PARTS = st.lists(st.one_of(_NUMBERS, _NUMBERS, _WORDS, st.sampled_from(list(".-+._!v"))), min_size=1, max_size=9)
_SHAPED = st.builds(
    lambda head, tail: head + tail,
    st.lists(_NUMBERS, min_size=1, max_size=4).map(".".join),
    st.one_of(
        st.just(""),
        st.builds(lambda mark, word, number: mark + word + number, st.sampled_from(["-", ".", ""]), _WORDS, _NUMBERS),
    ),
)
VERSIONS = st.one_of(_SHAPED, _PARTS.map("".join))


@pytest.mark.parametrize("ecosystem", sorted(versions.ORDERINGS))
@given(texts=st.lists(VERSIONS, min_size=3, max_size=3))
@settings(derandomize=True, max_examples=40, deadline=None)
def test_it_is_a_total_order(ecosystem: str, texts: list[str]) -> None:
    try:
        a, b, c = (versions.key(ecosystem, text) for text in texts)
    except BadVersion:
        return

    assert compare(ecosystem, texts[0], texts[0]) == 0
    assert compare(ecosystem, texts[0], texts[1]) == -compare(ecosystem, texts[1], texts[0])
    assert (a < b) + (a == b) + (a > b) == 1
    assert not (a <= b <= c) or a <= c or ecosystem == "Maven"  # Maven's own order is none, for some odd versions
    one, other = canonical(ecosystem, texts[0]), canonical(ecosystem, texts[1])
    assert (one == other) == (compare(ecosystem, texts[0], texts[1]) == 0)
    assert canonical(ecosystem, one) == one or ecosystem == "Maven"


@pytest.mark.parametrize("ecosystem", sorted(versions.ORDERINGS))
@given(text=st.text(max_size=40))
@settings(derandomize=True, max_examples=50, deadline=None)
def test_any_text_is_a_version_or_a_bad_one(ecosystem: str, text: str) -> None:
    told = ""
    try:
        assert compare(ecosystem, text, text) == 0
    except BadVersion as error:
        told = str(error)

    assert len(told) < 150 and told.isascii()


# PEP 440: specifiers

SPECIFIERS = {
    # https://packaging.python.org/specifications/version-specifiers/#version-specifiers
    "~=2.2": ("2.2 2.3 2.9.1 2.3rc1", "2.1 3.0 1!2.3"),
    "~=1.4.5, !=1.4.7": ("1.4.5 1.4.6 1.4.8", "1.4.4 1.4.7 1.5"),
    "==1.1": ("1.1 1.1.0 1.1+local", "1.1.post1 1.1a1 1.1.1"),
    "==1.1.*": ("1.1 1.1.5 1.1.post1 1.1a1", "1.2 1.0"),
    ">1.7": ("1.7.1 1.8", "1.7 1.7.0.post1 1.6"),
    ">=1,<2": ("1 1.9.9 1.5b1", "2 2.0a1 0.9"),
    "===1.0": ("1.0", "1.1"),
    "": ("0 1!5 1.0a1",),
}


@pytest.mark.parametrize("wanted", SPECIFIERS)
def test_specifiers_of_python(wanted: str) -> None:
    inside, outside = (*SPECIFIERS[wanted], "")[:2]

    assert [one for one in inside.split() if not versions.contains("PyPI", wanted, one)] == []
    assert [one for one in outside.split() if versions.contains("PyPI", wanted, one)] == []


@pytest.mark.parametrize("wanted", ["2.*", ">=", "latest", "^1.2", ">=1;<2", "=1.0", ">=1" * 2000])
def test_no_specifier(wanted: str) -> None:
    with pytest.raises(versions.BadRange, match="is no PEP 440 specifier"):
        versions.contains("PyPI", wanted, "1.0")


# The tools themselves


def drawn(chance: random.Random, ecosystem: str) -> str:
    """A version, most of them valid, many of them close to each other."""
    number = lambda: str(chance.choice([0, 0, 1, 1, 2, 10]))  # noqa: E731
    if ecosystem == "npm":
        pre = ".".join(
            chance.choice(["alpha", "beta", "0", "1", "10", "a-b", "x", "01"]) for _ in range(chance.choice([1, 1, 2]))
        )
        text = ".".join([number(), number(), number()]) + (f"-{pre}" if chance.random() < 0.5 else "")
        return chance.choice(["", "", "", "v"]) + text + chance.choice(["", "", "", "+b.1"])
    words = {
        "RubyGems": "a b alpha beta rc pre A RC rc1 b2c z",
        "Packagist": "alpha beta RC rc a b p pl patch stable dev",
        "Maven": "alpha beta a b m milestone rc cr snapshot SNAPSHOT final ga release sp x jre Final foo",
    }[ecosystem].split()
    text = number()
    for _ in range(chance.choice([0, 1, 1, 2, 2, 3])):
        mark = chance.choice([".", ".", ".", "-", "" if ecosystem != "RubyGems" else "."])
        text += mark + (
            chance.choice(words) if chance.random() < 0.3 else str(chance.choice([0, 0, 1, 2, 10, 20240101]))
        )
    return text


def check(ecosystem: str, pairs: list[tuple[str, str]], answers: list[object], least: int = 5000) -> None:
    """What a tool says of pairs (-1, 0, 1, None for no version) against what we say."""
    wrong = []
    for (a, b), wanted in zip(pairs, answers):
        try:
            got: object = compare(ecosystem, a, b)
            alike = canonical(ecosystem, a) == canonical(ecosystem, b)
        except BadVersion:
            got, alike = None, False
        if got != wanted or alike != (wanted == 0):
            wrong.append((a, b, wanted, got))

    assert wrong == []
    assert sum(answer is not None for answer in answers) >= least


def several(ecosystem: str, count: int = 12_000) -> list[tuple[str, str]]:
    chance = random.Random(20261127)
    return [(drawn(chance, ecosystem), drawn(chance, ecosystem)) for _ in range(count)]


@pytest.mark.slow
def test_the_order_of_npm() -> None:
    pairs = several("npm")
    check("npm", pairs, node_semver.ask("order", pairs))


def tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"LOUD: {name} is absent, its versions are compared with examples alone")
    return found


@pytest.mark.slow
def test_the_order_of_rubygems() -> None:
    pairs = several("RubyGems")
    program = "puts JSON.parse(STDIN.read).map{|p| p.all?{|v| Gem::Version.correct?(v)} ? Gem::Version.new(p[0])<=>Gem::Version.new(p[1]) : nil}.to_json"
    check("RubyGems", pairs, answers([tool("ruby"), "-rjson", "-e", program], pairs))


@pytest.mark.slow
def test_the_order_of_composer() -> None:
    library = Path("/usr/share/php/Composer/Semver/autoload.php")
    if not library.exists():
        pytest.skip("LOUD: composer's library is absent, its versions are compared with examples alone")
    program = f"""
        require "{library}"; $parser = new Composer\\Semver\\VersionParser; $told = [];
        foreach (json_decode(file_get_contents("php://stdin")) as $pair) {{
            try {{
                [$a, $b] = array_map(fn($v) => $parser->normalize($v), $pair);
                $told[] = preg_match("/dev-|9999999/", "$a $b") ? null : version_compare($a, $b);
            }} catch (UnexpectedValueException $e) {{ $told[] = null; }}
        }}
        echo json_encode($told);
    """
    pairs = several("Packagist")
    check("Packagist", pairs, answers([tool("php"), "-r", program], pairs), least=2000)


def answers(command: list[str], pairs: list[tuple[str, str]]) -> list[object]:
    done = subprocess.run(command, input=json.dumps(pairs), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    told: list[object] = json.loads(done.stdout)
    return told


@functools.cache
def maven() -> str:
    """The class path of Maven's own ComparableVersion, of the 3.9 series."""
    homes = [
        Path.home() / ".m2/repository/org/apache/maven/maven-artifact",
        Path("/usr/share/maven/lib"),
        Path("/opt/maven/lib"),
    ]
    found = [path for home in homes for path in sorted(home.rglob("maven-artifact-3.9*.jar"))]
    if not found or not shutil.which("java"):
        pytest.skip("LOUD: Maven 3.9 is absent, its versions are compared with examples alone")
    return ":".join([str(found[-1]), *map(str, Path("/usr/share/java").glob("commons-lang3.jar"))])


@pytest.mark.slow
def test_the_order_of_maven() -> None:
    chance = random.Random(20261127)
    texts = [drawn(chance, "Maven") for _ in range(8000)]
    told: list[object] = []
    for start in range(0, len(texts), 4000):
        some = texts[start : start + 4001]
        command = ["java", "-cp", maven(), "org.apache.maven.artifact.versioning.ComparableVersion", *some]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        lines = [
            line[3 + len(a) + 1 :]
            for a, line in zip(some, (x for x in done.stdout.splitlines() if x.startswith("   ")))
        ]
        told += [{"<": -1, "=": 0, ">": 1}[line[0]] for line in lines]
    check("Maven", list(itertools.pairwise(texts)), told)


@pytest.mark.slow
def test_the_order_of_python() -> None:
    """`packaging` orders them; what is ours is that texts get there as they are, and canonical spellings."""
    chance = random.Random(20261127)
    made = []
    for _ in range(12_000):
        text = ".".join(str(chance.choice([0, 0, 1, 1, 2, 10])) for _ in range(chance.choice([1, 2, 2, 3, 4])))
        text += chance.choice(["", "", "", "a1", "b2", "rc1", ".alpha.1", "-c1"]) + chance.choice(
            ["", "", "", ".post1", "-1"]
        )
        made.append(text + chance.choice(["", "", "", ".dev3"]) + chance.choice(["", "", "", "", "+cu118"]))
    pairs = list(itertools.pairwise(made))
    check("PyPI", pairs, [(Version(a) > Version(b)) - (Version(a) < Version(b)) for a, b in pairs])


@pytest.mark.slow
def test_the_specifiers_of_python() -> None:
    """The same of `packaging`: nothing is lost on the way, and what it refuses is a BadRange."""
    chance = random.Random(20261127)

    def version() -> str:
        text = ".".join(str(chance.choice([0, 1, 1, 2, 10])) for _ in range(chance.choice([1, 2, 3])))
        return text + chance.choice(["", "", "", "a1", "rc2", ".post1", ".dev3", "+cu118"])

    def specifier() -> str:
        operator = chance.choice(["==", "!=", ">=", "<=", ">", "<", "~=", "===", "=", "^"])
        return operator + chance.choice(["", " "]) + version() + chance.choice(["", "", "", ".*"])

    counts = {True: 0, False: 0, None: 0}
    for _ in range(12_000):
        text, wanted = version(), chance.choice([",", ", "]).join(specifier() for _ in range(chance.choice([1, 1, 2])))
        try:
            answer: bool | None = SpecifierSet(wanted).contains(text, prereleases=True)
        except InvalidSpecifier:
            answer = None
        try:
            got: bool | None = versions.contains("PyPI", wanted, text)
        except versions.BadRange:
            got = None
        counts[answer] += 1

        assert got == answer, (text, wanted)
    assert min(counts.values()) > 1500
