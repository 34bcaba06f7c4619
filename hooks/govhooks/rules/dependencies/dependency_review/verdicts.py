"""What is wrong with the packages of a change: locks and manifests, before and after -> verdicts.

    compare(files)  every difference once, in the order of the files, and what was looked up of it
    judge(found, hits)
      _known      what the advisory database says: malicious, vulnerable, unmaintained; and what it could not say
      _told       what the files alone tell: another hash, deprecated, scripts, source, young, licence, pin
      _new        names that look like much used ones

What manifests tell (new direct dependencies, pins, whether a lock is the one of its manifest) is in `manifests`.

Pure: the database is handed in (`Changeset.supplied`), and the date is the changeset's.
"""

from __future__ import annotations

from functools import cached_property
from shlex import quote

from govhooks.core.record import Record
from govhooks.rules.dependencies.dependency_review.policy import FLAG, NONE, REFUSE, SEVERITIES
from govhooks.rules.dependencies.dependency_review.upgrades import take
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.advisories.database import Hit
    from govhooks.knowledge.dependencies.difference import Step, Ways
    from govhooks.readers.locks.package import Contents, Package
    from govhooks.rules.dependencies.dependency_review.policy import Policy

    Key = tuple[str, str, str]

# Of an advisory's summary and of the way to a package no more is shown.
_LONGEST, _DEEPEST = 100, 6
_DIGEST = "0123456789abcdef"
# A tag of an action that is a version.
_TAG = Expression(r"v?\d+\.\d+\.\d+")


class File(Record):
    """One lock or manifest of the change: what it said before and says now, None where it was or is not there; and whether it
    is test data (see `Policy.test_data`)."""

    change: Change
    path: str
    old: Contents | None
    new: Contents | None
    is_data: bool = False

    @cached_property
    def ways(self) -> Ways | None:
        """How its packages come in: the whole lock is walked, so only when something is said of one, and once."""
        from govhooks.knowledge.dependencies.difference import Ways

        return None if self.new is None else Ways(self.new)


class Verdict(Record):
    """What is wrong with one package: `kind` (see `policy.KINDS`), or what is `decided` whatever the policy says of kinds.

    `package`, `advisories` and `joint` are those of `Finding`.
    """

    kind: str
    line: int
    problem: str
    fix: str
    identity: str
    decided: str = ""
    package: tuple[str, str, str] | None = None
    advisories: tuple[str, ...] = ()
    joint: bool = False


def compare(files: Sequence[File], changeset: Changeset) -> tuple[list[tuple[File, tuple[Step, ...]]], Hits]:
    """(what becomes of the packages of each file, what was looked up of them)."""
    from govhooks.knowledge.dependencies.difference import difference

    found = [(file, difference(file.old, file.new, _compare)) for file in files]
    return found, _look_up(found, changeset)


def judge(
    found: Sequence[tuple[File, Sequence[Step]]], hits: Hits, changeset: Changeset, policy: Policy
) -> Iterator[tuple[File, Verdict]]:
    """What is wrong with what the files add or change, each with the file that says so."""
    yield from _coverage(found, hits, policy)
    for file, several in found:
        for one in several:
            if one.new is not None and file.new is not None:
                about = one.new.ecosystem, one.new.name, one.new.version
                for verdict in (
                    *_known(one, file, hits, policy),
                    *_told(one, file, changeset, policy),
                    *_new(one, file),
                ):
                    # What the database says names the way already.
                    way = "" if verdict.kind in ("vulnerable", "malicious") else way_to(one.new, file)
                    yield file, verdict.but(problem=f"{verdict.problem}{way}", package=about)
        if file.new is not None and file.new.is_lock and not policy.indexes:
            for verdict in _moved(several):
                yield file, verdict
        for verdict in _more_indexes(file, policy):
            yield file, verdict


def _more_indexes(file: File, policy: Policy) -> Iterator[Verdict]:
    """Indexes that a file names beside the others, and did not before: a new file has always named some."""
    if file.new is None or (file.old is None and not policy.indexes):
        return
    before = _extra(file.old) if file.old is not None else ()
    for url in _extra(file.new):
        if url in before or any(_is_at(url, index) for index in (*policy.indexes, *DEFAULT_INDEXES.values())):
            continue
        kind = "index" if policy.indexes else "source"
        problem = f"packages may come from one more index: {short(url)}"
        fix = "who can publish there can put another package in the place of yours: take each package from one index"
        yield Verdict(kind, 0, problem, fix, f"{kind} {url}")


def _extra(contents: Contents) -> tuple[str, ...]:
    return tuple(contents.settings.get("extra-index", "").split())


def _moved(several: Sequence[Step]) -> Iterator[Verdict]:
    """Packages that come from another index than before: once for all that moved together, as they do to a mirror."""
    moves: dict[tuple[str, str], list[Package]] = {}
    for one in several:
        if one.old is not None and one.new is not None and "source" in one.kinds:
            sources = one.old.source, one.new.source
            if all(source.partition(":")[0] in ("", "registry") for source in sources):
                moves.setdefault(sources, []).append(one.new)
    for (old, new), packages in moves.items():
        first, more = packages[0], len(packages) - 1
        names = f"{first.name} and {more} more come" if more else f"{first.name} comes"
        places = [short(source.partition(":")[2].rstrip("/")) or "the default index" for source in (old, new)]
        problem = f"{names} from another index: {places[0]} -> {places[1]}"
        fix = "find out who runs that index, and name it in `indexes` of the policy if you trust it"
        # Of several, no exception by one's name excuses the others.
        about = None if more else (first.ecosystem, first.name, first.version)
        yield Verdict("source", first.line, problem, fix, f"source {first.ecosystem} {first.name} {new}", "", about)


def _compare(ecosystem: str, a: str, b: str) -> int | None:
    from govhooks.knowledge import versions

    try:
        return versions.compare(ecosystem, a, b)
    except (versions.UnknownEcosystem, versions.BadVersion):
        return None


# --- what the advisory database says


class Hits(Record):
    """What was looked up: `asked` by (ecosystem, name, version), of these `found` and `undecided`; `uncovered` the ecosystems
    that the database does not hold; `age_days` of its data, -1 where nothing had to be looked up; `there` whether there is one."""

    there: bool = True
    age_days: int = -1
    found: dict[Key, tuple[Hit, ...]] = {}
    undecided: dict[Key, tuple[str, ...]] = {}
    uncovered: tuple[str, ...] = ()
    asked: frozenset[Key] = frozenset()


def _look_up(found: Sequence[tuple[File, Sequence[Step]]], changeset: Changeset) -> Hits:
    """Every version that is new, and the one that it replaces, in one question an ecosystem."""
    asked: dict[str, dict[tuple[str, str], None]] = {}
    for _, several in found:
        for package in _wanted(several):
            asked.setdefault(package.ecosystem, {})[package.name, asked_as(package)] = None
    if not asked:
        return Hits()
    keys = frozenset((ecosystem, *package) for ecosystem, wanted in asked.items() for package in wanted)
    opener = changeset.supplied.get("advisories")
    database = opener(changeset.today) if opener else None
    if database is None:
        return Hits(there=False, asked=keys)
    hits: dict[Key, tuple[Hit, ...]] = {}
    undecided: dict[Key, tuple[str, ...]] = {}
    uncovered, age = [], 0
    with database:
        for ecosystem, wanted in asked.items():
            answer = database.look_up(ecosystem, wanted)
            age = max(age, answer.age_days)
            if not answer.covered:
                uncovered.append(ecosystem)
            hits.update({(ecosystem, *package): several for package, several in answer.found.items()})
            undecided.update({(ecosystem, *package): why for package, why in answer.undecided.items()})
    return Hits(True, age, hits, undecided, tuple(uncovered), keys)


def asked_as(package: Package) -> str:
    """The version that is looked up: of an action that of its tag, or of the comment behind its digest, where one is written out.

    A shorter tag ("v4") says nothing: it is another version tomorrow.
    """
    if package.ecosystem != "GitHub Actions":
        return package.version
    words = (*package.comment.split()[:1], package.wanted)
    return next((word for word in words if _TAG.fullmatch(word)), package.version)


def _wanted(several: Sequence[Step]) -> Iterator[Package]:
    """What is looked up: the versions that are new, and those that they replace."""
    for one in several:
        if one.new is not None and is_other_version(one) and one.new.ecosystem not in WITHOUT:
            yield from (package for package in (one.new, one.old) if package is not None and asked_as(package))


def is_other_version(one: Step) -> bool:
    """Whether a version is pinned that was not there before."""
    old, new = one.old, one.new
    if new is None or not asked_as(new):
        return False
    return old is None or (new.version, asked_as(new)) != (old.version, asked_as(old))


def _known(one: Step, file: File, hits: Hits, policy: Policy) -> Iterator[Verdict]:
    """Vulnerable, malicious, unmaintained: by the database."""
    package = one.new
    if package is None or not is_other_version(one):
        return
    key = (package.ecosystem, package.name, asked_as(package))
    before = _ids(hits.found.get((*key[:2], asked_as(one.old)), ())) if one.old else set()
    for hit in hits.found.get(key, ()):
        yield _of_hit(hit, one, file, policy, bool(before & {hit.id, *hit.aliases}))
    if key in hits.undecided:
        problem = f"{named(one)}: an advisory cannot be evaluated: {short('; '.join(hits.undecided[key]))}"
        identity = f"coverage {' '.join(key[:2])}"
        # Whoever excuses something else of the package has not seen what this advisory says.
        yield Verdict("coverage", package.line, problem, "read the advisory", identity, joint=True)


def _ids(hits: Sequence[Hit]) -> set[str]:
    return {name for hit in hits for name in (hit.id, *hit.aliases)}


def _of_hit(hit: Hit, one: Step, file: File, policy: Policy, before: bool) -> Verdict:
    package = one.new
    assert package is not None and file.new is not None
    what = f"{named(one)}{way_to(package, file)}"
    summary = f": {short(hit.summary)}" if hit.summary else ""
    identity, ids = f"{hit.kind} {hit.id} {package.ecosystem} {package.name}", (hit.id, *hit.aliases)
    if hit.kind == "malicious":
        undo = (
            f"go back to {package.name} {one.old.version}"
            if one.old and one.old.version and not before
            else f"remove {package.name}"
        )
        fix = f"{undo}, and treat what it could read as exposed where it was installed: rotate the credentials"
        problem = f"{what} is malicious ({hit.id}{summary})"
        return Verdict("malicious", package.line, problem, fix, identity, REFUSE, None, ids)
    if hit.kind == "unmaintained":
        problem = f"{what} is unmaintained ({hit.id}{summary})"
        return Verdict("abandoned", package.line, problem, f"replace {package.name}", identity, "", None, ids)
    names = ", ".join((hit.id, *hit.aliases[:1]))
    fixed = hit.fixed[0] if hit.fixed else ""
    still = "; the old version has it, too" if before else ""
    problem = f"{what} is vulnerable: {names} ({_rated(hit.severity)}){summary}{still}"
    fix = (
        take(package, fixed, file.new.tool, file.path)
        if fixed
        else f"no version fixes {hit.id} yet: replace {package.name}"
    )
    decided = _refuses(policy, hit.severity) if fixed and not before else FLAG
    return Verdict("vulnerable", package.line, problem, fix, identity, decided, None, ids)


def _rated(severity: str) -> str:
    return severity if severity in SEVERITIES else "severity unknown"


def _refuses(policy: Policy, severity: str) -> str:
    """What a vulnerability of a severity means that a later version fixes."""
    if severity not in SEVERITIES:
        return policy.unknown
    if policy.severity == NONE:
        return FLAG
    return REFUSE if SEVERITIES.index(severity) <= SEVERITIES.index(policy.severity) else FLAG


def _coverage(
    found: Sequence[tuple[File, Sequence[Step]]], hits: Hits, policy: Policy
) -> Iterator[tuple[File, Verdict]]:
    """What could not be looked up: said once a change, at the first file that had to be looked up."""
    asked: dict[str, File] = {}
    for file, several in found:
        if policy.says("coverage", file.is_data):
            for package in _wanted(several):
                asked.setdefault(package.ecosystem, file)
    if not asked:
        return
    file = next(iter(asked.values()))
    if not hits.there:
        problem = (
            "no advisory database: nobody has looked whether these packages are known to be vulnerable or malicious"
        )
        yield file, Verdict("coverage", 0, problem, "run: govhooks advisories update", "coverage no database")
    elif hits.age_days > policy.database_days:
        problem = f"the advisory database is {hits.age_days} days old (at most {policy.database_days}): it lacks newer advisories"
        yield file, Verdict("coverage", 0, problem, "run: govhooks advisories update", "coverage old database")
    for ecosystem in filter(asked.__contains__, hits.uncovered):
        problem = f"the advisory database has no advisories of {ecosystem}: these packages were not looked up"
        fix = f"run: govhooks advisories update --ecosystem {quote(ecosystem)}"
        yield asked[ecosystem], Verdict("coverage", 0, problem, fix, f"coverage {ecosystem}")


# Ecosystems of which no advisories are collected under their own names.
WITHOUT = ("Docker", "GitLab", "conda", "pre-commit")

# --- what the files alone tell


def _told(one: Step, file: File, changeset: Changeset, policy: Policy) -> Iterator[Verdict]:
    """Another hash, deprecated, scripts, source, index, age, licence, pin."""
    old, new = one.old, one.new
    assert new is not None and file.new is not None
    what = named(one)
    name = f"{new.ecosystem} {new.name}"
    if old is not None and "hashes" in one.kinds:
        fix = f"find out why before you take it: an index never serves another file as {new.name} {new.version}"
        # A lock may list the artifacts of other platforms than before. One that has as many, and some of them are others, or that
        # shares none, has another content.
        gone, come = set(old.hashes) - set(new.hashes), set(new.hashes) - set(old.hashes)
        # Where it names the files, the step is one only if a file of the same name is another one, or none is the same.
        from govhooks.knowledge.dependencies.difference import names_files

        named_files = names_files(old) and names_files(new)
        softened = policy.hashes == REFUSE and not named_files and len(gone) != len(come) and gone != set(old.hashes)
        decided = FLAG if softened else ""
        # Who has looked at one content has not seen the next one.
        identity = f"hashes {name} {new.version} {' '.join(new.hashes)}"
        problem = f"{what}: another hash for the same version"
        yield Verdict("hashes", new.line, problem, fix, identity, decided, joint=True)
    if new.deprecated and (old is None or "deprecated" in one.kinds):
        problem = f"{what} is given up by its makers: {short(new.deprecated)}"
        fix = f"replace {new.name}, or take a release that is kept"
        yield Verdict("abandoned", new.line, problem, fix, f"abandoned {name}")
    if new.scripts and (old is None or "scripts" in one.kinds):
        before = ", and did not before" if old else ""
        problem = f"{what} runs code when it is installed{before}"
        yield Verdict("scripts", new.line, problem, "read its install scripts before you take it", f"scripts {name}")
    if old is None or "source" in one.kinds:
        yield from _of_source(one, file.new, what, policy)
    if new.uploaded and (old is None or is_other_version(one)):
        days = days_between(new.uploaded[:10], changeset.today)
        if 0 <= days < policy.young_days:
            problem = f"{what} was uploaded {ago(days)} (the policy waits {policy.young_days} days)"
            yield Verdict("young", new.line, problem, "take the release before it, or wait", f"young {name}")
    if new.licence and (not old or old.licence != new.licence) and _is_forbidden(new.licence, policy.licences):
        problem = f"{what} has the licence {short(new.licence)}, which the policy forbids"
        yield Verdict("licence", new.line, problem, f"replace {new.name}", f"licence {name}")
    if _is_unpinned(new) and not (old and _is_unpinned(old)):
        problem, fix = _pin(one, what)
        yield Verdict("unpinned", new.line, problem, fix, f"unpinned {name}")


def _of_source(one: Step, contents: Contents, what: str, policy: Policy) -> Iterator[Verdict]:
    new = one.new
    assert new is not None
    kind, _, place = new.source.partition(":")
    before = f" (was {one.old.source or 'the default index'})" if one.old is not None else ""
    name = f"{new.ecosystem} {new.name}"
    if kind in ("git", "url"):
        problem = f"{what} comes from {'git' if kind == 'git' else 'a URL'} instead of an index: {short(place)}{before}"
        fix = "take a release from the index; if there is none, pin it to a commit or a hash, and say why"
        yield Verdict("source", new.line, problem, fix, f"source {name}")
        return
    if not kind:
        place = contents.settings.get("index") or DEFAULT_INDEXES.get(new.ecosystem, "")
    known = contents.is_lock and kind in ("", "registry") and place
    if policy.indexes and known and not any(_is_at(place, index) for index in policy.indexes):
        problem = f"{what} comes from {short(place)}, an index that the policy does not allow{before}"
        yield Verdict("index", new.line, problem, f"take it from {policy.indexes[0]}", f"index {name}")


# Where the tools of an ecosystem go when a file names no index.
DEFAULT_INDEXES = {
    "PyPI": "https://pypi.org/simple",
    "npm": "https://registry.npmjs.org",
    "crates.io": "https://github.com/rust-lang/crates.io-index",
    "RubyGems": "https://rubygems.org",
    "Packagist": "https://repo.packagist.org",
}


def _is_at(place: str, index: str) -> bool:
    """Whether a URL is an index's, or lies below it."""
    place, index = place.rstrip("/"), index.rstrip("/")
    return place == index or place.startswith(index + "/")


def _is_forbidden(licence: str, forbidden: tuple[str, ...]) -> bool:
    """Whether an SPDX expression leaves no choice but a forbidden one."""
    ways = [way.strip(" ()") for way in licence.replace(" or ", " OR ").split(" OR ")]
    return bool(forbidden) and all(
        any(part.strip(" ()") in forbidden for part in way.replace(" and ", " AND ").split(" AND ")) for way in ways
    )


def _is_unpinned(package: Package) -> bool:
    """Whether an action or image may be another one tomorrow."""
    if package.ecosystem == "GitHub Actions":
        return not (
            len(package.version) in (40, 64) and set(package.version) <= set(_DIGEST)
        ) and not package.source.startswith("path:")
    return package.ecosystem == "Docker" and not package.hashes


def _pin(one: Step, what: str) -> tuple[str, str]:
    new = one.new
    assert new is not None
    if new.ecosystem == "Docker":
        return (
            f"{what} is an image without a digest: a tag can be moved",
            f"write {new.name}:{new.version or 'TAG'}@sha256:DIGEST",
        )
    tag = new.version or new.wanted
    return f"{what} is an action at a tag or branch, which can be moved", f"write {new.name}@COMMIT  # {tag}"


# --- what is new


def _new(one: Step, file: File) -> Iterator[Verdict]:
    """A name that is nearly that of a much used package."""
    new = one.new
    assert new is not None and file.new is not None
    if one.old is not None:
        return
    name = f"{new.ecosystem} {new.name}"
    from govhooks.knowledge.dependencies.lookalikes import look_alike

    other = look_alike(new.ecosystem, new.name)
    if other is not None:
        problem = f"{new.name} looks like {other.name} ({other.kind}), which many more use"
        fix = f"if you mean {other.name}, write that; a transitive one: find out who asks for {new.name}"
        yield Verdict("look-alike", new.line, problem, fix, f"look-alike {name}")


# --- words


def named(one: Step) -> str:
    """A package with its version, and the one before."""
    new = one.new
    assert new is not None
    version = new.version or new.wanted
    if one.old is None:
        return f"{new.name} {version}".strip()
    before = one.old.version or one.old.wanted
    return f"{new.name} {before} -> {version}" if before != version else f"{new.name} {version}".strip()


def way_to(package: Package, file: File) -> str:
    """The shortest way by which a transitive package comes in: " (by flask > werkzeug)"."""
    if package.direct or file.ways is None:
        return ""
    way = file.ways(package.name)[:-1]
    if not way:
        return ""
    shown = way if len(way) <= _DEEPEST else (*way[: _DEEPEST - 1], "...", way[-1])
    return f" (by {' > '.join(shown)})"


def asked_text(package: Package) -> str:
    """A package with what is asked for of it: "flask >=2"."""
    return f"{package.name} {package.wanted or package.version}".strip()


def short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."


def ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def days_between(day: str, today: str) -> int:
    """How many days lie between two dates; -1 where one of them is none."""
    from datetime import date

    try:
        return (date.fromisoformat(today) - date.fromisoformat(day)).days
    except ValueError:
        return -1
