"""Which areas a change touches, and by which path or line: built-in data and policy together."""

from __future__ import annotations

from govhooks.globs import Globs, globs
from govhooks.lines import decode, split
from govhooks.rules.high_risk_changes.areas import AREAS
from govhooks.rules.high_risk_changes.policy import GOVERNANCE, MODES, AreaPolicy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Container, Iterable, Iterator

    from govhooks.changeset import Change, Changeset
    from govhooks.literals import Literals
    from govhooks.patterns import Pattern
    from govhooks.rules.high_risk_changes.areas import Signal
    from govhooks.rules.high_risk_changes.policy import Policy

# Of a longer line, this much around a signal's literal is searched.
_WINDOW = 2_000


class Area:
    """An area as it applies: built-in data and policy together."""

    def __init__(
        self,
        id: str,
        title: str,
        paths: Iterable[str],
        signals: Iterable[Signal],
        own: AreaPolicy,
        mode: str,
        loud: bool,
    ) -> None:
        self.id = id
        self.title = title
        self.mode = mode
        self.blocks = mode == "block"
        self.own = own
        self.globs = globs(tuple(paths), ignore_case=True)
        self.own_globs = globs(tuple(paths if loud else own.paths), ignore_case=True)
        self.signals = tuple(signals)
        self.every_path = own.selects and not (paths or own.added or own.removed or self.signals)
        self.added = own.added
        self.removed = own.removed

    def admits(self, change: Change) -> bool:
        """Whether a change is of a kind that counts."""
        return not self.own.changes or any(kind in self.own.changes for kind in kinds(change))


def areas(policy: Policy) -> list[Area]:
    """The areas that are on, the built-in ones first."""
    found = []
    strictest = max((area.mode or MODES[0] for area in policy.areas.values()), key=MODES.index, default=MODES[0])
    for built_in in AREAS:
        own = policy.areas.get(built_in.id, AreaPolicy())
        paths = own.paths if own.replace else (*built_in.paths, *own.paths)
        signals = () if own.replace else [signal for signal in built_in.signals if signal.name not in own.without]
        if built_in.id == GOVERNANCE:
            paths = (*paths, *(f"/{place}" for place in (policy.signers, policy.revoked, policy.gpg_keys) if place))
        mode = own.mode or (strictest if built_in.id == GOVERNANCE else MODES[0])
        if own.enabled:
            title = own.title or built_in.title
            found.append(Area(built_in.id, title, paths, signals, own, mode, built_in.loud))
    known = {built_in.id for built_in in AREAS}
    for name, own in policy.areas.items():
        if name not in known and own.enabled:
            title = own.title or name.replace("-", " ")
            found.append(Area(name, title, own.paths, (), own, own.mode or MODES[0], False))
    return found


def kinds(change: Change) -> Iterator[str]:
    """What kinds of change a change is."""
    yield {"A": "added", "W": "added", "D": "deleted", "R": "renamed"}.get(change.status, "modified")
    modes = (change.old_mode, change.mode)
    if "000000" not in modes and modes[0] != modes[1]:
        yield "mode"
    if "120000" in modes:
        yield "symlink"
    if "160000" in modes:
        yield "submodule"


def touched(changeset: Changeset, policy: Policy) -> Iterator[tuple[Change, Area, list[str]]]:
    """(change, area, reasons) for every area that a change touches."""
    active = areas(policy)
    quiet = globs(policy.quiet, ignore_case=True, files_only=True)  # a folder called x.md quiets nothing
    finder = _Finder(active)
    agents = _of_agents(changeset) if any(area.own.by for area in active) else ()
    found: list[tuple[Change, Area, list[str]]] = []
    for change in changeset.changes:
        paths = [path for path in dict.fromkeys((change.path, change.old_path)) if path]
        loud = [path for path in paths if quiet.match(path) is None]
        lines = _changed_lines(change, loud)
        signals = finder.find(change, lines) if loud and not _is_ours(change) else {}
        for area in active:
            if not area.admits(change) or (area.own.by and not any(path in agents for path in paths)):
                continue
            reasons = _reasons(area, change, paths, loud, lines, signals.get(area.id, []))
            if reasons and not is_record(change):
                found.append((change, area, reasons))
    return _large_enough(found, active)


def _of_agents(changeset: Changeset) -> Container[str]:
    """The paths that commits of agents touch; known only of a range, whose commits are there."""
    from govhooks.agents.authors import made

    return made(changeset)


def _reasons(
    area: Area,
    change: Change,
    paths: list[str],
    loud: list[str],
    lines: list[tuple[int, str, str]],
    signals: list[str],
) -> list[str]:
    """Why a change touches an area; [] when it does not."""
    own = area.own
    glob = _first_match(area.globs, loud, change) or _first_match(area.own_globs, paths, change)
    found = [f"path {glob}"] if glob else []
    patterns = [
        _own_pattern(lines, side, sources)
        for side, sources in (("added", own.added), ("removed", own.removed))
        if sources
    ]
    if own.match == "all":
        wanted = [found] * bool(own.paths) + patterns
        return [reason for part in wanted for reason in part] if wanted and all(wanted) else []
    found += signals + [reason for part in patterns for reason in part]
    if not found and area.every_path:
        found = [f"{kind}" for kind in kinds(change) if kind in own.changes]
        found = found or ["a commit of an agent" if own.by else "every file"]
    return found


def _large_enough(
    found: list[tuple[Change, Area, list[str]]], active: Iterable[Area]
) -> Iterator[tuple[Change, Area, list[str]]]:
    """What is left when small changes of areas that mean large ones are taken away."""
    small = set()
    for area in active:
        if area.own.min_files or area.own.min_lines:
            own = [change for change, of, _ in found if of is area]
            size = (
                sum(len(list(change.added)) + len(list(change.removed)) for change in own) if area.own.min_lines else 0
            )
            if len(own) < area.own.min_files or size < area.own.min_lines:
                small.add(area)
    return (item for item in found if item[1] not in small)


# Our own files: their words are reasons, paths and digests, not code. By their paths they are `governance`.
_OURS = ("governance.toml", ".govhooks.baseline", ".secrets.baseline")
_REGISTERS = (".toml", ".txt", ".json", ".yaml", ".yml", ".asc", "/allowed_signers", "/revoked_keys")


def _is_ours(change: Change) -> bool:
    return all(
        path in _OURS or (path.startswith(".governance/") and path.endswith(_REGISTERS))
        for path in (change.path, change.old_path or change.path)
    )


def is_record(change: Change) -> bool:
    """Whether a change is the coming or going of an approval's record, which needs none itself."""
    if not change.path.startswith(".governance/approvals/"):
        return False
    from govhooks.approvals.store import is_record

    if change.status == "D":
        return is_record(change.path, change.old_mode, change.read_old())
    return is_record(change.path, change.mode, change.read()) and change.status in "AM"


def _first_match(globs: Globs, paths: Iterable[str], change: Change) -> str | None:
    """The pattern that matches one of the paths; a submodule or a link stands for the folder it may be.

    A name that some file system takes for another one (look-alike forms, invisible characters) counts as that, too.
    """
    for path in (form for name in paths for form in ((name,) if name.isascii() else (name, _folded(name)))):
        glob = globs.match(path)
        if glob is None and {change.mode, change.old_mode} & {"120000", "160000"}:
            glob = globs.match(f"{path}/x")
        if glob is not None:
            return glob
    return None


def _folded(path: str) -> str:
    from unicodedata import category, normalize

    return "".join(char for char in normalize("NFKC", path) if category(char) != "Cf")


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


def _own_pattern(lines: list[tuple[int, str, str]], wanted: str, sources: Iterable[str]) -> list[str]:
    """Reasons by the policy's own expressions, each searched within its time limit."""
    from govhooks.patterns import Pattern

    reasons = []
    for source in sources:
        regex = _patterns.setdefault(source, Pattern(source))
        first = next((number for number, side, text in lines if side == wanted and regex.search(text)), 0)
        if first:
            reasons.append(f"pattern {source}, {'' if wanted == 'added' else 'removed '}line {first}")
    return reasons
