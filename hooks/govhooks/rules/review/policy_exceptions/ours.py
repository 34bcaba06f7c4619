"""Our own exceptions: the `[[exceptions]]` of governance.toml."""

from __future__ import annotations

from govhooks.core.entry import BY_PACKAGE
from govhooks.core.finding import Finding
from govhooks.core.packages import ECOSYSTEMS
from govhooks.core.waiver import Waiver
from govhooks.policy.exceptions import days_after
from govhooks.policy.load import FILE
from govhooks.rules.review.policy_exceptions.policy import ID

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.rules.review.policy_exceptions.policy import Policy


def judge(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge every entry when the file changes, and when the whole tree is judged; what was renewed, when it is."""
    touched = any(FILE in (change.path, change.old_path) for change in changeset.changes)
    committed = changeset.after(FILE) if touched or changeset.kind == "whole" else None
    files = {FILE: committed} if committed else {}
    if changeset.policy_file is not None:  # this file judges this repository, staged or not
        path, data = changeset.policy_file
        files[path.removeprefix("./")] = data
    if not files:
        return
    from govhooks.policy.load import waivers
    from govhooks.rules.index import ENTRIES

    horizon = days_after(changeset.today, policy.max_days)
    for path, data in files.items():
        lines = _lines(data)
        entries = waivers(data, path, ENTRIES)
        for waiver in entries:
            for problem, fix in faults(waiver, changeset.today, horizon, policy):
                yield _finding(path, waiver, lines, problem, fix)
        if path == FILE and touched and changeset.kind != "whole":
            yield from _renewed(changeset.before(FILE), entries, lines, policy)


def _renewed(before: bytes | None, entries: tuple[Waiver, ...], lines: list[int], policy: Policy) -> Iterator[Finding]:
    """Entries whose end was moved on more often than the policy lets pass, or without being counted."""
    from govhooks.core.errors import CannotJudge
    from govhooks.policy.load import waivers
    from govhooks.rules.index import ENTRIES

    try:
        older = {one.subject: one for one in waivers(before or b"", FILE, ENTRIES)}
    except CannotJudge:  # what is repaired was no policy: there is nothing to compare with
        return
    for waiver in entries:
        old = older.get(waiver.subject)
        if old is None or not (waiver.is_dated() and old.is_dated() and waiver.expires > old.expires):
            continue
        moved = f"from {old.expires} to {waiver.expires}"
        if waiver.renewed <= old.renewed:
            problem = f"is renewed {moved}, and does not count it"
            fix = f"set renewed = {old.renewed + 1}; govhooks exceptions renew does"
            yield _finding(FILE, waiver, lines, problem, fix).but(blocks=False)
        if max(waiver.renewed, old.renewed + 1) > policy.max_renewals:
            problem = f"is renewed again {moved}, for the {_ordinal(max(waiver.renewed, old.renewed + 1))} time"
            yield _finding(FILE, waiver, lines, problem, "fix what it excuses, or plan when it will be fixed").but(
                blocks=False
            )


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return str(number) + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def faults(waiver: Waiver, today: str, horizon: str, policy: Policy) -> Iterator[tuple[str, str]]:
    """(problem, fix) for everything that is wrong with one entry."""
    missing = waiver.lacks()
    if missing:
        yield f"has no {' and no '.join(missing)}", f"add {' and '.join(missing)}"
    if waiver.rule and waiver.rule not in _rules():
        yield f"names an unknown rule: {waiver.rule}", f"write one of {', '.join(_rules())}"
    if waiver.same_person():
        yield "is approved by its own owner", "have another person approve it"
    if waiver.expires and not waiver.is_dated():
        yield "has an expiry that is not a date", "write expires = YYYY-MM-DD"
    elif waiver.expires and waiver.expires < today:
        yield f"expired on {waiver.expires}", "fix what it excuses, or have it approved again with a new date"
    elif waiver.expires > horizon:
        yield (
            f"runs until {waiver.expires}, more than {policy.max_days} days ahead",
            f"set expires to {horizon} or earlier",
        )
    yield from _subject_faults(waiver)
    if waiver.path and (reason := waiver.bad_path()):
        yield f"has a path that is not a valid glob: {reason}", "write a file's path, or a glob as in .gitignore"
    elif waiver.path and (reason := waiver.too_broad()):
        yield f"is too broad: {reason}", _NARROWER.get(waiver.by, "name the one file, or the folder with a fingerprint")


_NARROWER = {BY_PACKAGE: "name the lock, and the advisory, the package or the fingerprint that the finding shows"}


def _subject_faults(waiver: Waiver) -> Iterator[tuple[str, str]]:
    """(problem, fix) for an advisory or a package that excuses nothing."""
    if waiver.is_misplaced() and waiver.rule in _rules():
        keys = " and ".join(key for key in ("advisory", "package") if getattr(waiver, key))
        yield f"names {keys}, and {waiver.rule} finds none", f"leave {keys} out, or name another rule"
    if reason := waiver.bad_advisory():
        yield (
            f"has a bad advisory: {reason}",
            "write the id that the finding shows: GHSA-..., CVE-..., PYSEC-..., MAL-...",
        )
    if reason := waiver.bad_package():
        fix = f"write ECOSYSTEM/NAME or ECOSYSTEM/NAME@VERSION; ECOSYSTEM is one of {', '.join(ECOSYSTEMS)}"
        yield f"has a bad package: {reason}", fix


def _rules() -> tuple[str, ...]:
    from govhooks.rules.index import ENTRIES

    return tuple(rule.id for rule in ENTRIES)


def _lines(data: bytes) -> list[int]:
    """The line number of each `[[exceptions]]`."""
    text = data.decode("utf-8", "replace")
    return [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if line.replace(" ", "").replace("\t", "").startswith("[[exceptions]]")
    ]


def _finding(path: str, waiver: Waiver, lines: list[int], problem: str, fix: str) -> Finding:
    line = lines[waiver.index - 1] if waiver.index <= len(lines) else 0
    about = f", {waiver.about}" if waiver.about else ""
    what = f"{waiver.rule or 'no rule'} on {waiver.path or 'no path'}{about}"
    return Finding(
        rule=ID,
        path=path,
        line=line,
        problem=f"exception #{waiver.index} ({what}) {problem}",
        fix=fix,
        identity=f"{waiver.rule} {waiver.path} {waiver.fingerprint} {problem}{about}",
    )


def unused(entries: Iterable[Waiver], used: Iterable[int], path: str = FILE) -> Iterator[Finding]:
    """Entries that no longer excuse anything; only a check of every file by every rule can tell."""
    taken = set(used)
    for waiver in entries:
        if waiver.index not in taken:
            yield _finding(path, waiver, [], "is unused: it excuses nothing any more", f"remove it from {path}")
