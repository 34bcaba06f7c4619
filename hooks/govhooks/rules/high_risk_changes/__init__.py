"""High-risk changes are flagged, named in the message, and approved or refused where the policy says so."""

from __future__ import annotations

from govhooks.approvals.requirement import Requirement
from govhooks.finding import Finding
from govhooks.globs import Globs, globs
from govhooks.lines import decode, split
from govhooks.rule import Rule
from govhooks.rules.high_risk_changes.areas import AREAS, QUIET

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from govhooks.changeset import Change, Changeset
    from govhooks.literals import Literals
    from govhooks.patterns import Pattern
    from govhooks.policy import Choice, ChoiceList, GlobList, PatternList
    from govhooks.rules.high_risk_changes.areas import Signal

ID = "high-risk-changes"
MODES = ("flag", "approve", "block")
KINDS = ("added", "modified", "deleted", "renamed", "mode", "symlink", "submodule")
ASSURANCES = ("signed", "forge", "trailer")
ROLES = ("author", "committer", "co-author")
# Branches that a high-risk change lands on, and whose history is kept (see the rule no-history-rewrite).
PROTECTED = ("main", "master", "trunk", "develop", "production", "release", "release/**", "releases/**", "hotfix/**")
GOVERNANCE = "governance"
_SHOWN = 3
# Of a longer line, this much around a signal's literal is searched.
_WINDOW = 2_000


class AreaPolicy(Requirement):
    """One area: what the policy adds to the built-in one of that name, or a new one.

    `mode`     flag, approve (needs approvals where it lands), or block; of the area `governance` by itself the
               strictest mode of any other area.
    `paths`    globs; they come after the built-in ones, so `!glob` narrows.
    `added`, `removed`  regular expressions for added and removed lines.
    `match`    "any": a path or a line is enough; "all": the path and each list of expressions that is given.
    `changes`  only changes of these kinds count; none means all.
    `min_files`, `min_lines`  only changes of at least so many files, and added and removed lines, of the area count.
    `branches` where a change lands that counts; none means the rule's `branches`.
    `without`  names of built-in content signals that are not looked for.
    `replace`  true: nothing of the built-in area is kept.
    `approvers`, `count`, `distinct_groups`, `all_of`, `any_of`  who has to approve; what is not given is the rule's.
    `expires_days`  how long an approval counts (0: the rule's). `may_approve` makers of the change who may, too.
    """

    enabled: bool = True
    mode: Choice = ""
    title: str = ""
    paths: GlobList = ()
    added: PatternList = ()
    removed: PatternList = ()
    match: Choice = "any"
    changes: ChoiceList = ()
    min_files: int = 0
    min_lines: int = 0
    branches: GlobList = ()
    without: tuple[str, ...] = ()
    replace: bool = False
    expires_days: int = 0
    may_approve: ChoiceList = ()

    CHOICES = {"mode": MODES, "match": ("any", "all"), "changes": KINDS, "may_approve": ROLES}

    @property
    def selects(self) -> bool:
        """Whether it says which changes are meant."""
        return bool(self.paths or self.added or self.removed or self.changes or self.min_files or self.min_lines)


class Policy(Requirement):
    """The areas by name, the trailer that names them in the message, and `quiet` files, in which nothing built-in
    counts (prose, tests, lock files); what the policy itself adds counts everywhere.

    Of areas that need approval: who approves by default, where a change lands (`branches`), who may override, who the
    `people` and `groups` are, which `assurance` counts, where statements are stored and which keys are known.
    """

    areas: dict[str, AreaPolicy] = {}
    trailer: str = "High-Risk"
    quiet: GlobList = QUIET
    cover: Choice = "areas"
    branches: GlobList = PROTECTED
    expires_days: int = 90
    may_approve: ChoiceList = ()
    overriders: tuple[str, ...] = ()
    people: dict[str, tuple[str, ...]] = {}
    groups: dict[str, tuple[str, ...]] = {}
    assurance: ChoiceList = ("signed", "forge")
    store: Choice = "tree"
    signers: str = ".governance/allowed_signers"
    revoked: str = ".governance/revoked_keys"
    gpg_keys: str = ".governance/gpg_keys.asc"

    CHOICES = {
        "cover": ("areas", "every-file"),
        "may_approve": ROLES,
        "assurance": ASSURANCES,
        "store": ("tree", "notes"),
    }

    def verify(self) -> str:
        for name, area in self.areas.items():
            if not name.replace("-", "").isalnum() or name != name.lower():
                return f"areas.{name}: write an area's name in lower case with hyphens, as it stands in the trailer"
            built_in = next((built_in for built_in in AREAS if built_in.id == name), None)
            known = {signal.name for signal in built_in.signals} if built_in else set()
            wrong = [signal for signal in area.without if signal not in known]
            if wrong:
                return f"areas.{name}.without: no built-in signal {wrong[0]!r} (known: {', '.join(sorted(known))})"
            if built_in is None and not area.selects:
                return f"areas.{name} selects nothing: give it paths, added, removed, changes, min-files or min-lines"
            if name == GOVERNANCE and (not area.enabled or area.replace or any(g.startswith("!") for g in area.paths)):
                return "areas.governance can be added to, not switched off or narrowed: it guards the policy itself"
        if not self.trailer.replace("-", "").isalnum():
            return "trailer must be a word such as High-Risk"
        named = [name for area in (self, *self.areas.values()) for name in area.names()] + list(self.overriders)
        named += [name for members in self.groups.values() for name in members]
        for name in named:
            if name.startswith("@") and name[1:] not in self.groups:
                return f"{name} is no group: write it under [rules.high-risk-changes.groups]"
            if not (
                name == "CODEOWNERS" or name.startswith(("@", "SHA256:")) or "@" in name or ":" in name or _is_key(name)
            ):
                return f"approver {name!r} is no address, key, forge user (github:ada), @group or CODEOWNERS"
        return super().verify()


def _is_key(name: str) -> bool:
    """Whether it is the fingerprint of an OpenPGP key."""
    return len(name) >= 40 and not name.strip("0123456789abcdefABCDEF")


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


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Flag the areas touched, and of a range that lands, whether they are approved; of a message, whether its trailer
    covers them."""
    if changeset.kind in ("message", "commit"):
        yield from _uncovered(changeset, policy)
        return
    found = list(touched(changeset, policy))
    if any(area.mode == "approve" for _, area, _ in found) and changeset.review is not None:
        from govhooks.rules.high_risk_changes.approval import verdicts

        yield from verdicts(changeset, policy, found)
    if policy.cover == "every-file":
        yield from _uncovered_files(changeset, found)
    for change, area, reasons in found:
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


def _uncovered_files(changeset: Changeset, found: Iterable[tuple[Change, Area, list[str]]]) -> Iterator[Finding]:
    """The policy wants every file to belong to an area."""
    covered = {id(change) for change, _, _ in found}
    for change in changeset.changes:
        if id(change) not in covered and not _is_record(change):
            yield Finding(
                rule=ID,
                path=change.path,
                line=0,
                problem="no area covers this file, and the policy wants every file covered",
                fix="add its path to an area in governance.toml, in a change of its own",
                identity="cover",
            )


def _next(area: Area, policy: Policy) -> str:
    if area.mode == "approve":
        return (
            "it needs approval before it lands: `govhooks review` says whose; "
            f"the message names it ({policy.trailer}: {area.id})"
        )
    if area.blocks:
        return f"the policy refuses changes to {area.id} here: have it reviewed, with an exception in governance.toml"
    return f"have it reviewed by someone who knows {area.title}; the message names it ({policy.trailer}: {area.id})"


def touched(changeset: Changeset, policy: Policy) -> Iterator[tuple[Change, Area, list[str]]]:
    """(change, area, reasons) for every area that a change touches."""
    active = areas(policy)
    quiet = globs(policy.quiet, ignore_case=True, files_only=True)  # a folder called x.md quiets nothing
    finder = _Finder(active)
    found: list[tuple[Change, Area, list[str]]] = []
    for change in changeset.changes:
        paths = [path for path in dict.fromkeys((change.path, change.old_path)) if path]
        loud = [path for path in paths if quiet.match(path) is None]
        lines = _changed_lines(change, loud)
        signals = finder.find(change, lines) if loud else {}
        for area in active:
            reasons = (
                _reasons(area, change, paths, loud, lines, signals.get(area.id, [])) if area.admits(change) else []
            )
            if reasons and not _is_record(change):
                found.append((change, area, reasons))
    return _large_enough(found, active)


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
        found = [f"{kind}" for kind in kinds(change) if kind in own.changes] or ["every file"]
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


def _is_record(change: Change) -> bool:
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
