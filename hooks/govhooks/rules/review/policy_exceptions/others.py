"""The suppressions of other tools that a change brings: their ignore files, and comments in code."""

from __future__ import annotations

from govhooks.core.change import SYMLINK
from govhooks.core.finding import Finding
from govhooks.core.rule import Concerns
from govhooks.rules.review.policy_exceptions.policy import ID, OFF, REFUSE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.suppressions.suppression import Reading, Suppression
    from govhooks.rules.review.policy_exceptions.policy import Policy

    Key = tuple[str, tuple[str, ...], str, str]

# So many lines are named in one finding.
_MOST_LINES = 5


def concerns() -> tuple[Concerns, ...]:
    """The names of all ignore files, and the words of all markers."""
    from govhooks.knowledge.suppressions.formats import FORMATS
    from govhooks.knowledge.suppressions.markers import WORDS

    plain = tuple(dict.fromkeys(name for one in FORMATS if not one.words for name in one.names))
    worded = tuple(Concerns(paths=one.names, words=one.words, whole=True) for one in FORMATS if one.words)
    return Concerns(paths=plain), *worded, Concerns(words=WORDS)


def judge(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Flag what is new and says too little, silences too much or has expired; in a whole tree, what has expired or is
    unused."""
    if policy.others_mode == OFF and all(mode == OFF for mode in policy.tools.values()):
        return
    from govhooks.knowledge import suppressions

    whole = changeset.kind == "whole"
    brought: list[tuple[Change, tuple[Suppression, ...], list[Suppression], set[int]]] = []
    moved: dict[Key, int] = {}
    states: set[object] = set()
    given: set[object] = set()
    for change in changeset.changes:
        if change.mode == SYMLINK or not suppressions.is_ours(change.path):
            continue
        readable = change.has_content and not change.large and suppressions.may_hold(change.path)
        now = suppressions.read(change.path, change.read()) if readable else suppressions.Reading()
        before = [] if whole else list(_before(change))
        if now.error and not any(one.error for one in before):
            yield from _unread(change.path, now, policy)
        found = now.suppressions
        states |= {one.state for reading in before for one in reading.suppressions}
        given |= {one.key for reading in before for one in reading.suppressions if not one.lacks(policy.others)}
        added = set(change.added_indexes) if found and not whole else set()
        known = _counted(before)
        fresh = [] if whole else [one for one in _without(found, known, added) if not _narrows(one, known)]
        for key, count in known.items():
            moved[key] = moved.get(key, 0) + count
        brought.append((change, found, fresh, added))
    idle = _idle(changeset, [one for _, found, *_ in brought for one in found]) if whole else {}
    for _, found, fresh, added in brought:
        new = {id(one) for one in _without(fresh, moved, added)}
        told: dict[tuple[str, bool, tuple[tuple[str, str], ...]], list[Suppression]] = {}
        for one in found:
            # A comment is judged where its line is part of the change: what became a comment around it was there before.
            lost = id(one) not in new and one.key in given and one.state not in states
            if policy.mode(one.tool) == OFF or (one.inline and not whole and one.line - 1 not in added and not lost):
                continue
            is_new = id(one) in new
            faults = _faults(one, is_new, lost, whole or is_new or one.state not in states, changeset.today, policy)
            if id(one) in idle:
                faults += ((f"is unused: {idle[id(one)]}", "remove it"),)
            if faults:
                told.setdefault((one.tool, is_new, faults), []).append(one)
        for (_, is_new, same), alike in told.items():
            yield _finding(alike, is_new, same, policy)


def _idle(changeset: Changeset, found: list[Suppression]) -> dict[int, str]:
    """The id of each suppression that surely silences nothing -> why."""
    from govhooks.core.changeset import paths_of
    from govhooks.knowledge.suppressions.unused import unused

    paths = paths_of(changeset.after)
    names = None if paths is None else {path.rpartition("/")[2] for path in paths}
    return {id(one): why for one, why in unused(found, names)}


def _faults(
    one: Suppression, new: bool, lost: bool, touched: bool, today: str, policy: Policy
) -> tuple[tuple[str, str], ...]:
    """(problem, fix) for everything that is wrong with a suppression; a problem begins with a verb that `_PLURALS` has."""
    found = []
    if (new or lost) and (lacking := one.lacks(policy.others)):
        names = (" and a " if lost else " and no ").join(_NAMES[name] for name in lacking)
        found.append((f"{'no longer gives a' if lost else 'gives no'} {names}", _how(one, lacking)))
    if new and (reason := one.broad()):
        found.append((f"is too broad: {reason}", "silence only what was looked at: name the ids, or the file"))
    if touched and one.is_expired(today):
        from govhooks.core.waiver import is_day

        if is_day(one.expires):
            found.append((f"expired on {one.expires}", "remove it, or look at it again and set a later day"))
        else:
            found.append(("has an end that is no date", "write the last day as YYYY-MM-DD"))
    return tuple(found)


_PLURALS = {"gives": "give", "is": "are", "has": "have"}
_NAMES = {"reason": "reason", "owner": "owner", "expires": "last day"}
_SAID = {"reason": "why", "owner": "owner: WHO", "expires": "until YYYY-MM-DD"}


def _how(one: Suppression, lacking: tuple[str, ...]) -> str:
    """How to give what is lacking, in this format."""
    said = " and ".join(_SAID[name] for name in lacking)
    if one.field:
        return f"say {said}: {one.field}"
    if one.inline:
        return f"say {said} in this comment, or in one right above"
    return f"add a comment behind it or right above that says {said}"


def _finding(alike: list[Suppression], new: bool, faults: tuple[tuple[str, str], ...], policy: Policy) -> Finding:
    """One finding for all suppressions of a tool in a file of which the same is to say."""
    first = alike[0]
    subjects = list(dict.fromkeys(one.subject for one in alike))
    shown = ", ".join(subjects[:3]) + (f" and {len(subjects) - 3} more" if len(subjects) > 3 else "")
    lines = list(dict.fromkeys(str(one.line) for one in alike))
    count = f"{len(alike)} " if len(alike) > 1 else ""
    kind = f"{count}{'new ' if new else ''}{first.tool} suppression{'s' if count else ''}"
    verbs = [problem for problem, _ in faults]
    if count:
        verbs = [" ".join((_PLURALS.get(verb, verb), rest)) for verb, _, rest in (one.partition(" ") for one in verbs)]
    problem = f"{kind} of {shown} {', and '.join(verbs)}"
    if len(lines) > 1:
        more = ", ..." if len(lines) > _MOST_LINES else ""
        problem += f" (lines {', '.join(lines[:_MOST_LINES])}{more})"
    return Finding(
        rule=ID,
        path=first.path,
        line=first.line,
        problem=problem,
        fix="; ".join(fix for _, fix in faults),
        identity=f"{first.tool} {sorted(subjects)} {len(alike)} {[problem for problem, _ in faults]}",
        blocks=policy.mode(first.tool) == REFUSE,
    )


def _unread(path: str, reading: Reading, policy: Policy) -> Iterator[Finding]:
    from govhooks.knowledge.suppressions.formats import format_of

    form = format_of(path)
    if form is None or policy.mode(form.tool) == OFF:
        return
    yield Finding(
        rule=ID,
        path=path,
        line=reading.line,
        problem=f"the suppressions of {form.tool} cannot be read: {reading.error}",
        fix=f"mend the file, or take it out: {form.tool} may read it otherwise",
        identity=f"unread {form.tool} {reading.error}",
        blocks=policy.mode(form.tool) == REFUSE,
    )


def _before(change: Change) -> Iterator[Reading]:
    """What the old sides suppress."""
    from govhooks.knowledge import suppressions

    for source in change.sources[1:]:
        yield suppressions.read(change.old_path or change.path, source.read() or b"")


def _counted(readings: list[Reading]) -> dict[Key, int]:
    """How often each suppression is in the old sides; with two parents, how often in the one that has more."""
    counts: dict[Key, int] = {}
    for reading in readings:
        here: dict[Key, int] = {}
        for one in reading.suppressions:
            here[one.key] = here.get(one.key, 0) + 1
        counts.update({key: max(count, counts.get(key, 0)) for key, count in here.items()})
    return counts


def _without(found: Iterable[Suppression], known: dict[Key, int], added: set[int]) -> list[Suppression]:
    """Those that are not among the known ones; each known one counts once, and is used up. What stands on a line that the change did not
    add is known first."""
    left = []
    for one in sorted(found, key=lambda one: one.line - 1 in added):
        if known.get(one.key, 0) > 0:
            known[one.key] -= 1
        else:
            left.append(one)
    return left


def _narrows(one: Suppression, known: dict[Key, int]) -> bool:
    """Whether a suppression takes the place of a known one that silenced more, which is used up: fewer ids, or a smaller place."""
    from govhooks.knowledge.suppressions.suppression import ANYTHING, SCOPES

    for key, count in known.items():
        if count <= 0 or key == one.key or key[0] != one.tool:
            continue
        was, at = SCOPES.index(key[2]), SCOPES.index(one.scope)
        fewer = one.what != (ANYTHING,) and (key[1] == (ANYTHING,) or set(one.what) < set(key[1]))
        if (fewer and at <= was) or (one.what == key[1] and at < was):
            known[key] -= 1
            return True
    return False
