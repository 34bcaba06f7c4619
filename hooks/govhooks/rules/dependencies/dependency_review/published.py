"""What the package index itself says of new and updated packages of PyPI and npm, where the policy allows to ask it.

    look_up(found)        one question for all of them, direct dependencies first -> Published
    judge(found, ...)     quarantined, given up, too young, not in the index; and once a change what could not be looked up
    answer(one, ...)      the Facts of one package, for who prints them package by package

Pure: the way to ask is handed in (`Changeset.supplied["indexes"]`), None where nobody may be asked.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.rules.dependencies.dependency_review.policy import FLAG, OFF, REFUSE
from govhooks.rules.dependencies.dependency_review.verdicts import (
    Verdict,
    ago,
    days_between,
    is_other_version,
    named,
    short,
    way_to,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.dependencies.difference import Step
    from govhooks.knowledge.indexes.answers import Facts
    from govhooks.knowledge.indexes.asking import Wanted
    from govhooks.readers.locks.package import Contents, Package
    from govhooks.rules.dependencies.dependency_review.policy import Policy
    from govhooks.rules.dependencies.dependency_review.verdicts import File

    Found = Sequence[tuple[File, Sequence[Step]]]

# Groups of entries that install nothing.
_NOT_INSTALLED = frozenset(("constraint", "override", "checksum"))
# Of names in one finding no more are shown.
_SHOWN = 3
# So many packages of which an index has none say more about its URL than about them.
_SUSPECT = 3
# Of what is only flagged, these are one finding a file for all packages that the project does not ask for itself, as far as the file
# tells: an ordinary update brings many.
_TOGETHER = {
    "asleep": (
        "abandoned",
        "had no release for {} months",
        "see who asks for them: a package that nobody keeps gets no fixes",
    ),
    "young": ("young", "were uploaded in the last {} days", "take the releases before them, or wait"),
}
_GAPS = {
    "status": (
        "does not tell whether a project is {}",
        {"PyPI": "archived, deprecated or quarantined", "npm": "deprecated"},
    ),
    "times": ("does not tell when releases were uploaded{}", {}),
}


class Published(Record):
    """What was answered. `asked` is whether the policy allowed to ask at all."""

    asked: bool = False
    facts: dict[Wanted, Facts] = {}


def look_up(found: Found, changeset: Changeset, policy: Policy) -> Published:
    """Ask the indexes about each package that is new or has another version."""
    ask = changeset.supplied.get("indexes")
    if ask is None:
        return Published()
    steps = [
        (file.new, one.new)
        for file, several in found
        if _is_meant(file, policy)
        for one in several
        if _concerns(one, file)
    ]
    direct = _asked_for(found)
    ranked = sorted(steps, key=lambda step: not _is_direct(step[1], direct))  # type: ignore[arg-type]
    wanted = [_wanted(package, contents) for contents, package in ranked if package and contents]
    return Published(True, dict(ask(wanted, policy.indexes)) if wanted else {})


def answer(one: Step, file: File, published: Published) -> Facts | None:
    """What the index said of the new side of a step; None where nobody was asked."""
    if not _concerns(one, file) or one.new is None or file.new is None:
        return None
    return published.facts.get(_wanted(one.new, file.new))


def judge(found: Found, published: Published, changeset: Changeset, policy: Policy) -> Iterator[tuple[File, Verdict]]:
    """What is wrong with packages by what their index says, each with the file that names it."""
    told = [
        (file, one, facts)
        for file, several in found
        if _is_meant(file, policy)
        for one in several
        if (facts := answer(one, file, published)) is not None
    ]
    if not told:
        return
    told.sort(key=lambda each: each[0].is_data)
    lacking = _Lacking(told)
    yield from lacking.said(policy)
    said: set[tuple[str, ...]] = set()
    direct = _asked_for(found)
    together: dict[tuple[str, str], list[tuple[File, Package, Verdict]]] = {}
    # Where a manifest and its lock name the same package, the lock says so: it has the version.
    for file, one, facts in sorted(told, key=lambda each: (each[0].is_data, not (each[1].new and each[1].new.version))):
        new = one.new
        verdict = None if facts.why or lacking.doubts(file, facts) else _of_facts(one, facts, changeset, policy)
        if verdict is None or new is None:
            continue
        about = (new.ecosystem, new.name, new.version)
        # A manifest and its lock lie in one folder; another folder's lock may have an exception of its own.
        key = (file.path.rpartition("/")[0], *about[: 3 if verdict.kind == "young" else 2], verdict.kind)
        if key in said:
            continue
        said.add(key)
        verdict = verdict.but(package=about)
        topic = verdict.identity.partition(" ")[0]
        if topic in _TOGETHER and not _is_direct(new, direct) and policy.verdict(verdict.kind) == FLAG:
            together.setdefault((file.path, topic), []).append((file, new, verdict))
        else:
            yield file, verdict.but(problem=f"{verdict.problem}{way_to(new, file)}")
    for (_, topic), several in together.items():
        file, new, verdict = several[0]
        if len(several) == 1:
            yield file, verdict.but(problem=f"{verdict.problem}{way_to(new, file)}")
        else:
            yield file, _of_several(topic, [package for _, package, _ in several], policy)


# --- which packages are asked for


def _is_meant(file: File, policy: Policy) -> bool:
    """Nobody installs test data; whoever refuses what nobody has looked up, wants that looked up, too."""
    return not file.is_data or policy.coverage == REFUSE


def _concerns(one: Step, file: File) -> bool:
    """Whether a package is new or has another version, and comes from an index of PyPI or npm."""
    new = one.new
    if new is None or file.new is None or new.ecosystem not in ("PyPI", "npm"):
        return False
    if new.groups and set(new.groups) <= _NOT_INSTALLED:
        return False
    return (one.old is None or is_other_version(one)) and new.source.partition(":")[0] in ("", "registry")


def _wanted(package: Package, contents: Contents) -> Wanted:
    from govhooks.knowledge.indexes.asking import Wanted

    source = package.source.partition(":")[2]
    if not source and contents.ecosystem == "PyPI":
        source = contents.settings.get("index", "")
    return Wanted(package.ecosystem, package.name, package.version, source)


def _asked_for(found: Found) -> frozenset[tuple[str, str]]:
    """The packages that the manifests of the change ask for."""
    from govhooks.knowledge.dependencies.difference import fold

    return frozenset(
        fold(package)
        for file, _ in found
        if file.new is not None and not file.new.is_lock
        for package in file.new.packages
    )


def _is_direct(package: Package, asked_for: frozenset[tuple[str, str]]) -> bool:
    from govhooks.knowledge.dependencies.difference import fold

    return bool(package.direct) or fold(package) in asked_for


# --- what is wrong with one


def _of_facts(one: Step, facts: Facts, changeset: Changeset, policy: Policy) -> Verdict | None:
    """The worst of what an index says of one package."""
    new = one.new
    assert new is not None
    what, name, where = named(one), f"{new.ecosystem} {new.name}", facts.index
    reason = f": {short(facts.reason)}" if facts.reason else ""
    if facts.status == "quarantined":
        problem = f"{what} is quarantined: {where} has taken it down as suspicious{reason}"
        fix = f"remove {new.name}; where it was installed, treat what it could read as exposed: rotate the credentials"
        return Verdict("quarantined", new.line, problem, fix, f"quarantined {name}", REFUSE, joint=True)
    if facts.gone:
        on = f" on {facts.gone[:10]}" if facts.gone[:1].isdigit() else ""
        problem = f"{what} was unpublished from {where}{on}: whoever takes its name is installed next"
        return Verdict("missing", new.line, problem, f"replace {new.name}", f"missing {name}")
    if not facts.known:
        problem = f"{what} is not in the index {where}: the name is misspelt or made up, or the package was removed"
        fix = "look the package up before you install it: anybody may register the name"
        return Verdict("missing", new.line, problem, fix, f"missing {name}")
    if not facts.present:
        newest = f" (the newest is {short(facts.newest)})" if facts.newest else ""
        problem = f"{what}: {where} has no such version{newest}"
        fix = "take a version that is there; if it was there before, find out why it was removed"
        return Verdict("missing", new.line, problem, fix, f"missing {name} {new.version}")
    given_up = "" if new.deprecated else facts.given_up  # the lock has said so already
    if facts.status in ("archived", "deprecated") and not new.deprecated:
        problem = f"{what} is {facts.status} by its makers ({where}){reason}"
        return Verdict("abandoned", new.line, problem, f"replace {new.name}", f"abandoned {name}")
    if given_up:
        word, _, rest = given_up.partition(": ") if given_up.startswith("yanked") else ("deprecated", "", given_up)
        rest = f": {short(rest)}" if rest and rest != word else ""
        problem = f"{what} is {word} ({where}){rest}"
        fix = f"take another release of {new.name}, or replace it"
        return Verdict("abandoned", new.line, problem, fix, f"abandoned {name}")
    if facts.uploaded and not new.uploaded and new.version:
        days = days_between(facts.uploaded[:10], changeset.today)
        # A time to come is a clock that goes wrong, or an index that lies: it counts as today.
        if days < policy.young_days and policy.young_days:
            problem = f"{what} was uploaded {ago(max(0, days))} (the policy waits {policy.young_days} days)"
            return Verdict("young", new.line, problem, "take the release before it, or wait", f"young {name}")
    # An update of such a package makes nothing worse.
    if one.old is None and not new.deprecated and _is_stale(facts, changeset.today, policy):
        problem = f"{what} is asleep: its last release ({short(facts.newest)}) came on {facts.newest_at[:10]}"
        fix = f"find out whether somebody still keeps {new.name}, or take another package"
        return Verdict("abandoned", new.line, problem, fix, f"asleep {name}")
    return None


def _is_stale(facts: Facts, today: str, policy: Policy) -> bool:
    days = days_between(facts.newest_at[:10], today) if facts.newest_at and policy.stale_months else -1
    return days >= 0 and days * 12 > policy.stale_months * 365


def _of_several(topic: str, packages: Sequence[Package], policy: Policy) -> Verdict:
    """One verdict for packages of a file that nobody has chosen: each alone says little."""
    names = sorted({package.name for package in packages})
    kind, said, fix = _TOGETHER[topic]
    number = policy.stale_months if topic == "asleep" else policy.young_days
    problem = f"{_counted(len(names), 'package')} {said.format(number)}: {_listed(names)}"
    identity = f"{topic} {packages[0].ecosystem} {' '.join(names)}"
    return Verdict(kind, min(package.line for package in packages), problem, fix, identity)


# --- what could not be looked up


class _Lacking:
    """What the indexes did not say, summed up by index: told once a change, at the first file that it is about."""

    def __init__(self, told: Sequence[tuple[File, Step, Facts]]) -> None:
        self._files: dict[str, File] = {}
        self._ecosystems: dict[str, str] = {}
        self._asked: dict[str, dict[str, None]] = {}
        self._failed: dict[str, dict[str, str]] = {}
        self._gaps: dict[tuple[str, str], str] = {}
        missing: dict[str, set[str]] = {}
        for file, one, facts in told:
            package = one.new
            assert package is not None
            where = facts.index
            self._files.setdefault(where, file)
            self._ecosystems.setdefault(where, package.ecosystem)
            self._asked.setdefault(where, {})[package.name] = None
            if facts.why:
                self._failed.setdefault(where, {})[package.name] = facts.why
                continue
            for gap in facts.gaps:
                self._gaps.setdefault((where, gap), facts.api)
            if not facts.known and not facts.gone:
                missing.setdefault(where, set()).add(package.name)
                if file.new is not None and file.new.settings.get("extra-index"):
                    self._failed.setdefault(where, {})[package.name] = (
                        "it is not there, and the file names more indexes"
                    )
        self._suspect = {
            where
            for where, names in missing.items()
            if len(names) >= _SUSPECT and len(names) == len(self._asked[where])
        }

    def doubts(self, file: File, facts: Facts) -> bool:
        """Whether that an index does not have a package says nothing."""
        if facts.known or facts.gone:
            return False
        return facts.index in self._suspect or bool(file.new and file.new.settings.get("extra-index"))

    def said(self, policy: Policy) -> Iterator[tuple[File, Verdict]]:
        if policy.coverage == OFF:
            return
        from govhooks.knowledge.indexes.asking import NOT_CONFIGURED, TOO_MANY

        fixes = {
            NOT_CONFIGURED: "configure the index where pip, uv or npm is configured, or name it in the policy's indexes",
            TOO_MANY: "look the others up yourself, or bring them in several changes",
        }
        for where, failed in self._failed.items():
            count, total = len(failed), len(self._asked[where])
            of = f"{count} of {_counted(total, 'package')}" if count < total else _counted(total, "package")
            reasons = tuple(dict.fromkeys(failed.values()))
            if len(reasons) == 1:
                problem = (
                    f"{of} could not be looked up in the index {short(where)}: {reasons[0]} ({_listed(tuple(failed))})"
                )
            else:
                each = tuple(f"{name} ({why})" for name, why in failed.items())
                problem = f"{of} could not be looked up in the index {short(where)}: {_listed(each)}"
            fix = fixes.get(reasons[0], 'find out why and run it again; network = "never" asks no index')
            yield self._files[where], Verdict("coverage", 0, problem, fix, f"coverage index {where}")
        for where in sorted(self._suspect):
            names = tuple(self._asked[where])
            problem = (
                f"the index {where} has none of {_counted(len(names), 'package')} ({_listed(names)}): is its URL right?"
            )
            fix = "look the packages up; mend the URL of the index where pip or npm is configured"
            yield self._files[where], Verdict("coverage", 0, problem, fix, f"coverage index {where}")
        for (where, gap), api in self._gaps.items():
            if gap == "times" and not (policy.young_days or policy.stale_months):
                continue
            words, more = _GAPS[gap]
            what = words.format(more.get(self._ecosystems[where], ""))
            version = f" (API {api})" if api else ""
            problem = f"the index {where} {what}{version}: nobody has looked"
            yield (
                self._files[where],
                Verdict(
                    "coverage",
                    0,
                    problem,
                    "ask an index that does, or look it up yourself",
                    f"coverage index {where} {gap}",
                ),
            )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(map(short, names[:_SHOWN])) + more
