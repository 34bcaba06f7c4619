"""How `govhooks dependencies` shows its report: as text, and as JSON (docs/dependencies.schema.json).

Names and versions come from the judged repository: all of them go through `printable`.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.outputs import put
from govhooks.outputs.escape import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.core.finding import Finding
    from govhooks.core.verdict import Verdict
    from govhooks.knowledge.dependencies.difference import Step
    from govhooks.readers.locks.package import Package
    from govhooks.rules.dependencies.dependency_review.coverage import Looked

# Kinds of change that old and new version tell by themselves.
_PLAIN = ("added", "removed", "updated", "changed", "wanted")
# The names of a way that are shown at most, and the least width of a column that is cut.
_DEEPEST, _NARROWEST = 4, 12


INDEX = "index"


class Row(Record):
    """One package of one file: what becomes of it, the names that bring it in (() for a direct one, or where nobody knows), what was
    found, what was looked up, and whether the file is test data, of which only malice is judged."""

    path: str
    step: Step
    way: tuple[str, ...]
    findings: tuple[Finding, ...]
    looked: tuple[Looked, ...]
    is_data: bool

    @property
    def state(self) -> str:
        """The weightiest of what was found: "refused", "flagged", "excused", "known"; "" for nothing."""
        states = {state_of(finding) for finding in self.findings}
        return next((state for state in STATES if state in states), "")


# From the weightiest.
STATES = ("refused", "flagged", "excused", "known")


def state_of(finding: Finding) -> str:
    if finding.exception is not None:
        return "excused"
    return "known" if finding.known else "refused" if finding.blocks else "flagged"


class Report(Record):
    """What is shown: `compared` is (from, to), names a person can give to git, or "index"; from is "" for a whole tree.

    `rows` are sorted by weight, `findings` are those about no package that changes, `unread` is (path, line, why) of whole files.
    """

    compared: tuple[str, str]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    unread: tuple[tuple[str, int, str], ...]
    verdict: Verdict


def write_text(report: Report) -> None:
    """For a person. On a terminal no line of the table is wider than it, as long as names, versions and places fit."""
    put("".join(f"{line}\n" for line in _lines(report, _width())))


def _lines(report: Report, width: int) -> Iterator[str]:
    yield printable(_heading(report))
    for path, line, why in report.unread:
        yield f"{_place(path, line)}: cannot be read: {printable(why)}"
    for finding in report.findings:
        if finding.path not in {path for path, _, _ in report.unread}:
            yield from _finding(finding, f"{_place(finding.path, finding.line)}: ")
    for note in report.verdict.notes:
        yield f"note: {printable(note)}"
    for row in report.rows:
        if row.state:
            yield ""
            yield from _found(row, whole=not report.compared[0])
    rest = [row for row in report.rows if not row.state]
    if rest:
        yield ""
        yield from _table(rest, width, whole=not report.compared[0])
    if report.rows:
        yield ""
        yield _summary(report)


def _heading(report: Report) -> str:
    start, end = report.compared
    tree = "the index" if end == INDEX else end
    what = f"from {start} to {tree}" if start else f"all of {tree}"
    told = [f"{_counted(report)} in {_count(len({row.path for row in report.rows}), 'file')}"] if report.rows else []
    told += [f"{_count(len(report.unread), 'file')} cannot be read"] if report.unread else []
    nothing = f"no package {'changes' if start else 'is named'} in a lock or manifest"
    return f"{what}: {', '.join(told) or nothing}"


def _counted(report: Report) -> str:
    """A package that two files name counts twice, as it is shown."""
    return _count(len(report.rows), "change" if report.compared[0] else "package")


def _summary(report: Report) -> str:
    counts = {state: sum(row.state == state for row in report.rows) for state in STATES}
    counts["without finding"] = sum(not row.state for row in report.rows)
    told = ", ".join(f"{count:,} {state}" for state, count in counts.items() if count)
    return f"govhooks: {_counted(report)}: {told} (policy: {printable(str(report.verdict.checked['policy']))})"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _found(row: Row, whole: bool) -> Iterator[str]:
    """A package of which something is found."""
    about = ", ".join(filter(None, (_ecosystem(row), _comes_in(row, _DEEPEST * 2))))
    version = _version(row, whole)
    yield f"{_where(row)}: {' '.join(filter(None, (printable(row.step.package.name), version)))} ({about})"
    for finding in row.findings:
        yield from _finding(finding, "  ")
    for one in row.looked:
        yield f"  {_looked(one)}"


def _finding(finding: Finding, lead: str) -> Iterator[str]:
    state = state_of(finding)
    yield f"{lead}{state}: {printable(finding.problem)}"
    if finding.exception is not None:
        waiver = finding.exception
        yield f"    {printable(waiver.reason)} (owner {printable(waiver.owner)}, until {printable(waiver.expires)})"
    elif state in ("refused", "flagged") and finding.fix:
        yield f"    {'fix' if state == 'refused' else 'next'}: {printable(finding.fix)}"
        if state == "refused":
            yield f"    fingerprint: {finding.fingerprint}"


def _looked(one: Looked) -> str:
    if not one.answered:
        return f"not looked up in {one.source}: {printable(one.why)}"
    return f"looked up in {one.source}{_age(one)}"


def _age(one: Looked) -> str:
    return f", {_count(one.age_days, 'day')} old" if one.age_days >= 0 else ""


def _table(rows: Sequence[Row], width: int, whole: bool) -> Iterator[str]:
    """Rows without a finding. Columns: package, version, place, the way in, what was looked up; the last two are cut to fit."""
    cells = [("package", "version", "where", "comes in", "looked up")]
    cells += [
        (
            printable(row.step.package.name),
            _version(row, whole),
            _where(row),
            _comes_in(row, _DEEPEST),
            _short(row),
        )
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells)]
    if width and (left := width - sum(widths[:3]) - 8) < widths[3] + widths[4]:
        widths[4] = max(min(widths[4], left - widths[3]), min(widths[4], left // 2), _NARROWEST)
        widths[3] = max(min(widths[3], left - widths[4]), _NARROWEST)
    for line in cells:
        yield "  ".join(_cut(text, size).ljust(size) for text, size in zip(line, widths)).rstrip()


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else f"{text[: size - 3]}..."


def _short(row: Row) -> str:
    """What a column has room for."""
    if row.is_data:
        return "test data: judged for malice alone"
    told = [f"{one.source}{_age(one)}" if one.answered else f"no: {printable(one.why)}" for one in row.looked]
    return "; ".join(told)


def _version(row: Row, whole: bool) -> str:
    """ "1.0 -> 1.1", "1.0 (new)", and what else changes."""
    old, new = row.step.old, row.step.new
    kinds = ", ".join(kind for kind in row.step.kinds if kind not in _PLAIN)
    if new is None:
        text, kinds = _pinned(old), "removed"
    elif old is None:
        text, kinds = _pinned(new), "" if whole else "new"
    else:
        before, after = _pinned(old), _pinned(new)
        text = after if before == after else f"{before or 'any'} -> {after or 'any'}"
    return " ".join(filter(None, (printable(text), f"({kinds})" if kinds else "")))


def _pinned(package: Package | None) -> str:
    """The version, or what a manifest asks for. Of a digest, what a person calls it and as much as identifies it."""
    if package is None:
        return ""
    version = package.version
    digest = version.rpartition(":")[2]
    if len(digest) >= 40 and not set(digest) - set("0123456789abcdef"):
        called = package.wanted if package.wanted != version else package.comment
        version = " ".join(filter(None, (called, digest[:12])))
    return version or package.wanted


def _ecosystem(row: Row) -> str:
    return printable(row.step.package.ecosystem)


def _comes_in(row: Row, most: int) -> str:
    if row.step.new is None:
        return ""
    if row.step.new.direct:
        return "direct"
    if row.way:
        shown = row.way if len(row.way) <= most else (*row.way[: most - 1], "...", row.way[-1])
        return f"by {' > '.join(map(printable, shown))}"
    return "transitive" if row.step.new.direct is False else ""


def _where(row: Row) -> str:
    return _place(row.path, row.step.new.line if row.step.new is not None else 0)


def _place(path: str, line: int) -> str:
    return f"{printable(path)}:{line}" if line else printable(path)


def _width() -> int:
    """The columns of the terminal, 0 where standard output is none: then nothing is cut."""
    import shutil
    import sys

    return shutil.get_terminal_size((0, 0)).columns if sys.stdout.isatty() else 0


def write_json(report: Report) -> None:
    """One JSON object, ASCII only; docs/dependencies.schema.json."""
    import json

    start, end = report.compared
    told = {
        "version": 1,
        "compared": {"from": printable(start) or None, "to": printable(end)},
        "policy": printable(str(report.verdict.checked["policy"])),
        "packages": [_package(row) for row in report.rows],
        "findings": [_plain(finding) for finding in report.findings],
        "unread": [{"path": printable(path), "line": line, "why": printable(why)} for path, line, why in report.unread],
        "notes": [printable(note) for note in report.verdict.notes],
    }
    put(json.dumps(told, indent=2, ensure_ascii=True) + "\n")


def _package(row: Row) -> dict[str, object]:
    from govhooks.knowledge.dependencies import purl

    step = row.step
    package, new = step.package, step.new
    url = purl.of(package.ecosystem, package.name, package.version)
    return {
        "ecosystem": printable(package.ecosystem),
        "name": printable(package.name),
        **({"purl": url} if url else {}),
        "old": _side(step.old),
        "new": _side(new),
        "changed": list(step.kinds),
        "path": printable(row.path),
        "line": new.line if new is not None else 0,
        "direct": new.direct if new is not None else None,
        "way": [printable(name) for name in row.way],
        "groups": [printable(name) for name in package.groups],
        "test_data": row.is_data,
        "state": row.state or "nothing found",
        "findings": [_plain(finding) for finding in row.findings],
        "looked_up": [
            {
                "source": one.source,
                "answered": one.answered,
                "age_days": one.age_days if one.age_days >= 0 else None,
                "why": printable(one.why),
            }
            for one in row.looked
        ],
    }


def _side(package: Package | None) -> dict[str, str] | None:
    if package is None:
        return None
    return {"version": printable(package.version), "wanted": printable(package.wanted)}


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "state": state_of(finding),
        "path": printable(finding.path),
        "line": finding.line,
        "problem": printable(finding.problem),
        "fix": printable(finding.fix),
        "fingerprint": finding.fingerprint,
        "advisories": [printable(name) for name in finding.advisories],
    }
