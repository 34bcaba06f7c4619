"""High-risk changes are flagged, named in the message, and refused where the policy says so."""

from __future__ import annotations

from govhooks.finding import Finding
from govhooks.globs import Globs
from govhooks.lines import decode, split
from govhooks.record import Record
from govhooks.rule import Rule
from govhooks.rules.high_risk_changes.areas import AREAS, QUIET

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from govhooks.changeset import Change, Changeset
    from govhooks.literals import Literals
    from govhooks.patterns import Pattern
    from govhooks.policy import Choice, GlobList, PatternList
    from govhooks.rules.high_risk_changes.areas import Signal

ID = "high-risk-changes"
MODES = ("flag", "block")
_SHOWN = 3
# Of a longer line, this much around a signal's literal is searched.
_WINDOW = 2_000


class AreaPolicy(Record):
    """One area: what the policy adds to the built-in one of that name, or a new one.

    `paths`    globs; they come after the built-in ones, so `!glob` narrows.
    `added`, `removed`  regular expressions for added and removed lines.
    `without`  names of built-in content signals that are not looked for.
    `replace`  true: nothing of the built-in area is kept.
    """

    enabled: bool = True
    mode: Choice = "flag"
    title: str = ""
    paths: GlobList = ()
    added: PatternList = ()
    removed: PatternList = ()
    without: tuple[str, ...] = ()
    replace: bool = False

    CHOICES = {"mode": MODES}


class Policy(Record):
    """The areas by name, the trailer that names them in the message, and `quiet` files, in which nothing built-in
    counts (prose, tests, lock files); what the policy itself adds counts everywhere."""

    areas: dict[str, AreaPolicy] = {}
    trailer: str = "High-Risk"
    quiet: GlobList = QUIET

    def verify(self) -> str:
        for name, area in self.areas.items():
            if not name.replace("-", "").isalnum() or name != name.lower():
                return f"areas.{name}: write an area's name in lower case with hyphens, as it stands in the trailer"
            known = {signal.name for built_in in AREAS if built_in.id == name for signal in built_in.signals}
            wrong = [signal for signal in area.without if signal not in known]
            if wrong:
                return f"areas.{name}.without: no built-in signal {wrong[0]!r} (known: {', '.join(sorted(known))})"
        if not self.trailer.replace("-", "").isalnum():
            return "trailer must be a word such as High-Risk"
        return ""


class Area:
    """An area as it applies: built-in data and policy together."""

    def __init__(self, id: str, title: str, paths: Iterable[str], signals: Iterable[Signal], own: AreaPolicy) -> None:
        self.id = id
        self.title = title
        self.blocks = own.mode == "block"
        self.globs = Globs(paths, ignore_case=True)
        self.own_globs = Globs(own.paths, ignore_case=True)
        self.signals = tuple(signals)
        self.added = own.added
        self.removed = own.removed


def areas(policy: Policy) -> list[Area]:
    """The areas that are on, the built-in ones first."""
    found = []
    for built_in in AREAS:
        own = policy.areas.get(built_in.id, AreaPolicy())
        paths = own.paths if own.replace else (*built_in.paths, *own.paths)
        signals = () if own.replace else [signal for signal in built_in.signals if signal.name not in own.without]
        if own.enabled:
            found.append(Area(built_in.id, own.title or built_in.title, paths, signals, own))
    known = {built_in.id for built_in in AREAS}
    for name, own in policy.areas.items():
        if name not in known and own.enabled:
            found.append(Area(name, own.title or name.replace("-", " "), own.paths, (), own))
    return found


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Flag the areas touched; of a message, whether its trailer covers them."""
    if changeset.kind in ("message", "commit"):
        yield from _uncovered(changeset, policy)
        return
    for change, area, reasons in touched(changeset, policy):
        more = len(reasons) - _SHOWN
        shown = "; ".join(reasons[:_SHOWN]) + (f"; {more} more" if more > 0 else "")
        yield Finding(
            rule=ID,
            path=change.path,
            line=0,
            problem=f"high risk: {area.title} ({shown})",
            fix=_next(area, policy),
            identity=area.id,
            blocks=area.blocks,
        )


def _next(area: Area, policy: Policy) -> str:
    if area.blocks:
        return f"the policy refuses changes to {area.id} here: have it reviewed, with an exception in governance.toml"
    return f"have it reviewed by someone who knows {area.title}; the message names it ({policy.trailer}: {area.id})"


def touched(changeset: Changeset, policy: Policy) -> Iterator[tuple[Change, Area, list[str]]]:
    """(change, area, reasons) for every area that a change touches."""
    active = areas(policy)
    quiet = Globs(policy.quiet, ignore_case=True, files_only=True)  # a folder called x.md quiets nothing
    finder = _Finder(active)
    for change in changeset.changes:
        paths = [path for path in dict.fromkeys((change.path, change.old_path)) if path]
        loud = [path for path in paths if quiet.match(path) is None]
        lines = _changed_lines(change, loud)
        signals = finder.find(change, lines) if loud else {}
        for area in active:
            reasons = []
            glob = _first_match(area.globs, loud, change) or _first_match(area.own_globs, paths, change)
            if glob:
                reasons.append(f"path {glob}")
            reasons += signals.get(area.id, [])
            reasons += _own_patterns(lines, area)
            if reasons:
                yield change, area, reasons


def _first_match(globs: Globs, paths: Iterable[str], change: Change) -> str | None:
    """The pattern that matches one of the paths; a submodule or a link stands for the folder it may be."""
    for path in paths:
        glob = globs.match(path)
        if glob is None and {change.mode, change.old_mode} & {"120000", "160000"}:
            glob = globs.match(f"{path}/x")
        if glob is not None:
            return glob
    return None


def _changed_lines(change: Change, loud: list[str]) -> list[tuple[int, str, str]]:
    """(number, "added" or "removed", text) of the lines that count; none of a file over 16 MiB, whose path counts.

    A file that is renamed out of a quiet place was never looked at, one renamed into it will not be again: all its
    lines count as added, or as removed.
    """
    if not change.has_content and change.exists:
        return []
    if change.large or change.binary:
        return []
    if change.status == "R" and len(loud) == 1:
        if loud == [change.path]:
            return [(number, "added", text) for number, text in enumerate(change.lines, 1)]
        old = split(decode(change.read_old())[0])
        return [(number, "removed", text) for number, text in enumerate(old, 1)]
    lines = [(line.number, "added", line.text) for line in change.added]
    return lines + [(line.number, "removed", line.text) for line in change.removed]


class _Finder:
    """Built-in content signals: one pass over the changed lines says which expressions are worth compiling."""

    def __init__(self, active: Iterable[Area]) -> None:
        self._active = tuple(active)
        self._compiled: dict[str, re.Pattern[str]] = {}

    def find(self, change: Change, lines: list[tuple[int, str, str]]) -> dict[str, list[str]]:
        """Area id -> reasons."""
        if not lines:
            return {}
        hits = self._hits("\n".join(text for _, _, text in lines), lines)
        found: dict[str, list[str]] = {}
        for area in self._active if hits else ():
            for signal in area.signals:
                if signal.name not in hits or (signal.files and not change.touches(Globs(signal.files, True))):
                    continue
                first = self._first(signal, lines, hits[signal.name])
                if first:
                    found.setdefault(area.id, []).append(f"{signal.name}, {first}")
        return found

    def _hits(self, text: str, lines: list[tuple[int, str, str]]) -> dict[object, list[tuple[int, int]]]:
        """Signal -> (index of the line, offset in it) of each of its literals, in order."""
        hits: dict[object, list[tuple[int, int]]] = {}
        starts: list[int] = []
        for start, _, names in _signal_literals().hits(text):
            if not starts:
                from bisect import bisect_right
                from itertools import accumulate

                starts = [0, *accumulate(len(line) + 1 for _, _, line in lines)]
            index = bisect_right(starts, start) - 1
            for name in names:
                hits.setdefault(name, []).append((index, start - starts[index]))
        return hits

    def _first(self, signal: Signal, lines: list[tuple[int, str, str]], hits: list[tuple[int, int]]) -> str:
        """Where the signal's expression first matches around one of its literals, or ""."""
        import re

        regex = self._compiled.get(signal.name)
        if regex is None:
            regex = self._compiled[signal.name] = re.compile(signal.pattern)
        reach = (-1, 0)
        for index, offset in sorted(hits):
            if (index, offset) < reach:
                continue
            number, side, text = lines[index]
            window = text if len(text) <= _WINDOW else text[max(0, offset - _WINDOW // 2) : offset + _WINDOW // 2]
            if regex.search(window):
                return f"line {number}" if side == "added" else f"removed line {number}"
            reach = (index, offset + _WINDOW // 4) if len(text) > _WINDOW else (index + 1, 0)
        return ""


_literals: list[Literals] = []


def _signal_literals() -> Literals:
    """The literals of every built-in signal; made once a process."""
    from govhooks.literals import Literals, keys_of

    if not _literals:
        keys = keys_of(
            (literal, signal.name) for area in AREAS for signal in area.signals for literal in signal.literals
        )
        _literals.append(Literals((), tuple(keys), lambda: ({}, keys)))
    return _literals[0]


_patterns: dict[str, Pattern] = {}


def _own_patterns(lines: list[tuple[int, str, str]], area: Area) -> list[str]:
    """Reasons by the policy's own expressions, each searched within its time limit."""
    if not (area.added or area.removed):
        return []
    from govhooks.patterns import Pattern

    reasons = []
    for wanted, sources in (("added", area.added), ("removed", area.removed)):
        for source in sources:
            regex = _patterns.setdefault(source, Pattern(source))
            first = next((number for number, side, text in lines if side == wanted and regex.search(text)), 0)
            if first:
                reasons.append(f"pattern {source}, {'' if wanted == 'added' else 'removed '}line {first}")
    return reasons


def trailers(changeset: Changeset, policy: Policy) -> Iterator[tuple[str, str]]:
    """The trailer that prepare-commit-msg writes."""
    names = _names(changeset, policy)
    if names:
        yield policy.trailer, ", ".join(names)


def _names(changeset: Changeset, policy: Policy) -> list[str]:
    return list(dict.fromkeys(area.id for _, area, _ in touched(changeset, policy)))


def _uncovered(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """The areas that the change touches and its message does not name."""
    names = _names(changeset, policy)
    if not names:
        return
    covered = {
        part.strip().casefold()
        for key, value in changeset.trailers
        if key.casefold() == policy.trailer.casefold()
        for part in value.replace(";", " ").replace(",", " ").split()
    }
    missing = [name for name in names if name.casefold() not in covered]
    if not missing:
        return
    trailer = f'"{policy.trailer}: {", ".join(names)}"'
    if changeset.kind == "commit":
        fix = f"git commit --amend --no-edit --trailer {trailer} (git rebase --interactive for an older commit)"
    else:
        fix = f'git commit --edit --file="$(git rev-parse --git-path COMMIT_EDITMSG)" --trailer {trailer}'
    yield Finding(
        rule=ID,
        path="",
        line=0,
        problem=f"the message does not say that the change is high-risk: {', '.join(missing)}",
        fix=fix,
        identity=f"{changeset.commit} {', '.join(missing)}",
    )


rule = Rule(
    ID,
    Policy,
    check,
    kinds=("change", "range", "commit", "message"),
    trailers=trailers,
    shows=True,
    history=False,
)
