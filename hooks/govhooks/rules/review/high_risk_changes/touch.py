"""Which areas a change touches, and through which path or line: built-in data and policy combined."""

from __future__ import annotations

from govhooks.core.globs import Globs, globs
from govhooks.core.lines import decode, split
from govhooks.rules.review.high_risk_changes.areas import AREAS
from govhooks.rules.review.high_risk_changes.policy import GOVERNANCE, ID, MODES, AreaPolicy
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Container, Iterable, Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.policy.patterns import Pattern
    from govhooks.rules.review.high_risk_changes.areas import Signal
    from govhooks.rules.review.high_risk_changes.policy import Policy
    from govhooks.search.literals import Literals

# The reason for a file that should be text but cannot be read as text: anything may be in it.
UNREADABLE = "cannot be read as text"
# The first byte of a byte order mark of UTF-16 or UTF-32.
_MARKED = (b"\xff", b"\xfe", b"\0")
# In a longer line, only this much around a signal's literal is searched.
_WINDOW = 2_000


class Area:
    """An area in force: built-in data and policy combined."""

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
        self._paths = tuple(paths)
        self._loud = loud
        self.signals = tuple(signals)
        self.every_path = own.selects and not (paths or own.added or own.removed or self.signals)
        self.added = own.added
        self.removed = own.removed

    @property
    def globs(self) -> Globs:
        """The globs that count outside of quiet files."""
        return globs(self._paths, ignore_case=True)

    @property
    def own_globs(self) -> Globs:
        """The globs that count everywhere."""
        return globs(self._paths if self._loud else self.own.paths, ignore_case=True)

    def admits(self, change: Change) -> bool:
        """Whether the area counts changes of this kind."""
        return not self.own.changes or any(kind in self.own.changes for kind in kinds(change))


def areas(policy: Policy) -> list[Area]:
    """The areas that are on, built-in ones first."""
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
    """The kinds of a change."""
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
    quiet = globs(policy.quiet, ignore_case=True, files_only=True)  # a folder called x.md does not make its files quiet
    finder = _Finder(active)
    agents = _of_agents(changeset) if any(area.own.by for area in active) else ()
    found: list[tuple[Change, Area, list[str]]] = []
    few = len(changeset.changes) <= _FEW
    keys = {place for place in (policy.signers, policy.revoked, policy.gpg_keys) if place}
    for change in changeset.changes:
        paths = [path for path in dict.fromkeys((change.path, change.old_path)) if path]
        near = not few or not keys.isdisjoint(paths) or _is_near(change, paths)
        loud = [path for path in paths if quiet.match(path) is None]
        look = _look(change, loud, finder, active)
        for area in active:
            if not area.admits(change) or (area.own.by and not any(path in agents for path in paths)):
                continue
            reasons = _reasons(area, change, paths, loud, look, near)
            if area.id == GOVERNANCE and (lost := lost_record(change)):
                reasons = [lost, *reasons]
            if reasons == [f"path {_ATTRIBUTES}"] and not _is_own_path(area, change) and _is_about_ours(change):
                continue
            if reasons and not is_record(change):
                found.append((change, area, reasons))
    return _large_enough(found, active)


def _of_agents(changeset: Changeset) -> Container[str]:
    """The paths that agents' commits touch; known only for a range, which has its commits."""
    from govhooks.knowledge.agents.authors import made

    return made(changeset)


def _reasons(
    area: Area,
    change: Change,
    paths: list[str],
    loud: list[str],
    look: _Look,
    near: bool,
) -> list[str]:
    """Why a change touches an area; [] if it does not. Without `near`, no built-in glob matches its paths."""
    own = area.own
    glob = None
    if own.paths or near:
        glob = _first_match(area.globs, loud, change) or _first_match(area.own_globs, paths, change)
    found = [f"path {glob}"] if glob else []
    patterns = [
        look.own(side, sources) or ([UNREADABLE] if look.unreadable else [])
        for side, sources in (("added", own.added), ("removed", own.removed))
        if sources
    ]
    signals = look.signals.get(area.id, [])
    if look.unreadable and loud and any(_is_looked_for(signal, change) for signal in area.signals):
        signals = [UNREADABLE, *signals]
    if own.match == "all":
        wanted = [found] * bool(own.paths) + patterns
        return [reason for part in wanted for reason in part] if wanted and all(wanted) else []
    found += signals + [reason for part in patterns for reason in part if reason not in signals]
    if not found and area.every_path:
        found = [f"{kind}" for kind in kinds(change) if kind in own.changes]
        found = found or ["a commit of an agent" if own.by else "every file"]
    return found


# With more changes than this, some path is near anyway, and the globs are parsed once.
_FEW = 64


def _is_near(change: Change, paths: Iterable[str]) -> bool:
    """Whether a built-in glob may match a path: for most commits, none of the six hundred need be parsed."""
    if {change.mode, change.old_mode} & {"120000", "160000"}:
        return True  # it stands for a folder
    from govhooks.rules import by_id

    marks = by_id(ID).concerns[0][0].split("\n")
    return any(not path.isascii() or any(mark in f"/{path}/".lower() for mark in marks) for path in paths)


def _large_enough(
    found: list[tuple[Change, Area, list[str]]], active: Iterable[Area]
) -> Iterator[tuple[Change, Area, list[str]]]:
    """The touched areas, without small changes to areas that count only large ones."""
    small = set()
    for area in active:
        if area.own.min_files or area.own.min_lines:
            own = [change for change, of, _ in found if of is area]
            size = sum(map(_size, own)) if area.own.min_lines else 0
            if len(own) < area.own.min_files or size < area.own.min_lines:
                small.add(area)
    return (item for item in found if item[1] not in small)


_RECORDS = ".governance/approvals/"
_GOVERNANCE = ".governance/"


def _size(change: Change) -> float:
    """How many lines a change adds and removes; for a file too large to compare, more than any policy requires."""
    if change.large or change.old_large:
        return float("inf")
    return len(list(change.added)) + len(list(change.removed))


# Our own files: they contain reasons, paths and digests, not code. Their paths put them in `governance`.
_OURS = ("governance.toml", ".govhooks.baseline", ".secrets.baseline")
_REGISTERS = (".toml", ".txt", ".json", ".yaml", ".yml", ".asc", "/allowed_signers", "/revoked_keys")


def _is_ours(change: Change) -> bool:
    return all(
        path in _OURS or (path.startswith(".governance/") and path.endswith(_REGISTERS))
        for path in (change.path, change.old_path or change.path)
    )


# Attributes that only affect how our baseline is merged and shown: then two branches that add to it seldom conflict.
_ATTRIBUTES = ".gitattributes"
_OF_OURS = Expression(
    r"\s*(?:#.*|/?\.(?:govhooks|secrets)\.baseline(?:[ \t]+(?:merge=union|text|text=auto|eol=lf|linguist-generated(?:=true)?))+\s*)?\Z"
)


def _is_own_path(area: Area, change: Change) -> bool:
    return globs(tuple(area.own.paths), ignore_case=True).match(change.path) is not None


def _is_about_ours(change: Change) -> bool:
    """Whether a change of .gitattributes is only about our baseline, with attributes that hide nothing of it."""
    if change.mode not in ("100644", "000000") or change.old_mode not in ("100644", "000000") or change.status == "R":
        return False
    if change.large or change.old_large or change.binary or not (change.exists and change.has_content):
        return False
    lines = [line.text for side in (change.added, change.removed) for line in side]
    return bool(lines) and all(map(_OF_OURS.match, lines))


def is_record(change: Change) -> bool:
    """Whether a change adds the record of an approval, or of what happened to an incident: neither needs approval itself."""
    if change.status != "A" or not change.path.startswith(_GOVERNANCE):
        return False
    from govhooks.knowledge.incidents import event
    from govhooks.knowledge.signed_text import Malformed

    if change.mode == "100644" and event.is_record(change.path):
        try:
            event.read(change.path, change.read())
        except Malformed:
            return False
        return True
    from govhooks.knowledge.approvals.store import is_record

    return is_record(change.path, change.mode, change.read())


def lost_record(change: Change) -> str:
    """How a change removes the record of an approval or veto, "" if it does not: records are only ever added."""
    if not change.old_path.startswith(_RECORDS):
        return ""
    from govhooks.knowledge.approvals.store import holds_statement

    if not holds_statement(change.old_path, change.old_mode, change.read_old()):
        return ""
    if not change.exists:
        return "the record of an approval or veto is deleted"
    return f"the record of an approval or veto is {'renamed' if change.status == 'R' else 'changed'}"


def _first_match(globs: Globs, paths: Iterable[str], change: Change) -> str | None:
    """The pattern that matches one of the paths; a submodule or link is treated as the folder it may be.

    A name that some file system treats as equal to another one (look-alike forms, invisible characters) counts as that,
    too.
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


class _Look:
    """What the content of a change contains: the built-in `signals` by area, matches of the policy's `own` expressions,
    and whether it is `unreadable`: meant to be text, but not readable as text."""

    def __init__(
        self,
        signals: dict[str, list[str]],
        own: Callable[[str, Iterable[str]], list[str]],
        unreadable: bool = False,
    ) -> None:
        self.signals = signals
        self.own = own
        self.unreadable = unreadable


def _look(change: Change, loud: list[str], finder: _Finder, active: Iterable[Area]) -> _Look:
    if change.large or change.old_large:
        return _look_at_pieces(change, loud, finder, active)
    lines = _changed_lines(change, loud)
    signals = finder.find(change, lines) if loud and not _is_ours(change) else {}
    return _Look(signals, lambda side, sources: _own_pattern(lines, side, sources), _is_unreadable(change))


def _is_unreadable(change: Change) -> bool:
    """Whether the new side should be text but cannot be read as text; other sides are not considered."""
    if not change.has_content or not (change.large or change.binary):
        return False
    from govhooks.knowledge.texts import is_unreadable_text

    return is_unreadable_text(change)


def _look_at_pieces(change: Change, loud: list[str], finder: _Finder, active: Iterable[Area]) -> _Look:
    """Judge a change whose side is too large for memory as a whole: every new line counts as added, every old one as
    removed."""
    unreadable = _is_unreadable(change)
    moved = loud if change.status == "R" and len(loud) == 1 else [change.path, change.old_path]
    signals: dict[str, list[str]] = {}
    own: dict[tuple[str, str], int] = {}
    wanted = {
        (side, source)
        for area in active
        for side, sources in (("added", area.own.added), ("removed", area.own.removed))
        for source in sources
    }
    for side, pieces, path in (
        ("added", change.pieces() if change.has_content else (), change.path),
        ("removed", change.old_pieces(), change.old_path),
    ):
        if path not in moved:
            continue
        for text, first in pieces:
            if first == 1 and _is_data(text):
                break  # an ordinary binary file, or one that counts as touched in any case
            if loud and next(iter(_signal_literals().hits(text)), None) is not None:
                lines = [(number, side, line) for number, line in enumerate(split(text.replace("\0", "")), first)]
                for name, reasons in finder.find(change, lines).items():
                    there = signals.setdefault(name, [])
                    known = {reason.rpartition(", ")[0] for reason in there}
                    there += [reason for reason in reasons if reason.rpartition(", ")[0] not in known]
            for key in wanted - own.keys():
                if key[0] == side and (line := _pattern(key[1]).first_line(text)) >= 0:
                    own[key] = first + line
    return _Look(
        signals,
        lambda side, sources: [_said(source, side, own[side, source]) for source in sources if (side, source) in own],
        unreadable,
    )


def _is_data(text: str) -> bool:
    """Whether the first piece of a large file looks like an ordinary binary file."""
    from govhooks.knowledge.texts import is_nearly_text

    return not is_nearly_text(text[: 1 << 18].encode("utf-8", "surrogateescape"))


def _changed_lines(change: Change, loud: list[str]) -> list[tuple[int, str, str]]:
    """(number, "added" or "removed", text) of the lines that count; none for an ordinary binary file, whose path
    counts.

    A file that is renamed out of a quiet place was never checked before, and one renamed into it will not be checked
    again: all its lines count as added or removed. Files that are binary only because of a few bytes are searched all
    the same.
    """
    if not change.has_content and change.exists:
        return []
    text, binary = (change.text, change.binary) if change.exists else decode(change.read_old())
    if binary:
        from govhooks.knowledge.texts import hides_text, is_named_text, is_nearly_text

        meant = hides_text(change) if change.exists else is_named_text(change.path) or is_nearly_text(change.read_old())
        if not meant:
            return []
    if change.status == "R" and len(loud) == 1:
        if loud == [change.path]:
            lines = [(number, "added", line) for number, line in enumerate(change.lines, 1)]
        else:
            old = split(decode(change.read_old())[0])
            lines = [(number, "removed", line) for number, line in enumerate(old, 1)]
    else:
        lines = [(line.number, "added", line.text) for line in change.added]
        lines += [(line.number, "removed", line.text) for line in change.removed]
    if "\0" in text:  # compilers and shells ignore it and read on
        lines = [(number, side, line.replace("\0", "")) for number, side, line in lines]
    if change.exists and change.read()[:1] in _MARKED and change.wide:
        # Whether the program that runs it reads UTF-16 is unknown, so the raw bytes are searched, too.
        lines += [(number, "added", line) for number, line in enumerate(split(change.read().decode("latin-1")), 1)]
    return lines


class _Finder:
    """Built-in content signals: one pass over the changed lines decides which expressions are worth compiling."""

    def __init__(self, active: Iterable[Area]) -> None:
        self._active = tuple(active)
        self._compiled: dict[str, re.Pattern[str]] = {}

    def find(self, change: Change, lines: list[tuple[int, str, str]]) -> dict[str, list[str]]:
        """Area id -> reasons."""
        if not lines:
            return {}
        hits = _hits("\n".join(text for _, _, text in lines))
        found: dict[str, list[str]] = {}
        for area in self._active if hits else ():
            for signal in area.signals:
                if signal.name not in hits or not _is_looked_for(signal, change):
                    continue
                first = self._first(signal, lines, hits[signal.name])
                if first:
                    found.setdefault(area.id, []).append(f"{signal.name}, {first}")
        return found

    def _first(self, signal: Signal, lines: list[tuple[int, str, str]], hits: list[tuple[int, int]]) -> str:
        """Where the signal's expression first matches around one of its literals, or ""."""
        from govhooks.search.compiled import compiled

        regex = self._compiled.get(signal.name)
        if regex is None:
            regex = self._compiled[signal.name] = compiled(signal.pattern)
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


def _hits(text: str) -> dict[object, list[tuple[int, int]]]:
    """Signal -> (index of the line, offset in it) of each of its literals, in order."""
    hits: dict[object, list[tuple[int, int]]] = {}
    index = at = 0
    for start, _, names in sorted(_signal_literals().hits(text), key=lambda hit: hit[0]):
        index += text.count("\n", at, start)
        at = start
        for name in names:
            hits.setdefault(name, []).append((index, start - text.rfind("\n", 0, start) - 1))
    return hits


def _is_looked_for(signal: Signal, change: Change) -> bool:
    return not signal.files or change.touches(Globs(signal.files, True)) is not None


_literals: list[Literals] = []


def _signal_literals() -> Literals:
    """The literals of every built-in signal; made once a process."""
    from govhooks.search.literals import Literals, grouped, keys_of

    if not _literals:
        keys = keys_of(
            (literal, signal.name) for area in AREAS for signal in area.signals for literal in signal.literals
        )
        _literals.append(Literals({}, grouped(keys), lambda: ({}, keys)))
    return _literals[0]


_patterns: dict[str, Pattern] = {}


def _own_pattern(lines: list[tuple[int, str, str]], wanted: str, sources: Iterable[str]) -> list[str]:
    """Reasons from the policy's own expressions, each searched with its time limit."""
    reasons = []
    for source in sources:
        regex = _pattern(source)
        first = next((number for number, side, text in lines if side == wanted and regex.search(text)), 0)
        if first:
            reasons.append(_said(source, wanted, first))
    return reasons


def _pattern(source: str) -> Pattern:
    from govhooks.policy.patterns import Pattern

    return _patterns.setdefault(source, Pattern(source))


def _said(source: str, side: str, number: int) -> str:
    return f"pattern {source}, {'' if side == 'added' else 'removed '}line {number}"
