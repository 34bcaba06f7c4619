"""CODEOWNERS: lines that match nothing, lines that later ones make void, owners who are gone, people instead of teams.

What is judged is what the change adds: a new line, a new owner, a line that another one now makes void. GitHub's rules:
https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

from __future__ import annotations

import datetime

from govhooks.core.changeset import paths_of
from govhooks.core.errors import CannotJudge
from govhooks.core.finding import Finding
from govhooks.knowledge.approvals.codeowners import Codeowners, Line
from govhooks.rules.access.access_reviews.policy import FLAG, ID, OFF, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset

_DAYS_A_MONTH = 30.44


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge each CODEOWNERS file of the change that exists after it."""
    for change in changeset.changes:
        if change.exists and change.path.rpartition("/")[2] == "CODEOWNERS":
            yield from _file(change, changeset, policy)


def _file(change: Change, changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    try:
        new = Codeowners(change.read(), change.path).lines
    except CannotJudge as error:
        if policy.codeowners != OFF:
            fix = "mend that line, or have the file reviewed by hand"
            yield _finding(change, 0, f"CODEOWNERS is not judged: {error}", fix, policy.codeowners)
        return
    try:
        old = () if changeset.kind == "whole" else Codeowners(change.read_old() or b"", change.path).lines
    except CannotJudge:
        old = ()
    if policy.codeowners != OFF:
        yield from _lines(change, new, old, changeset, policy)
        yield from _inactive(change, new, old, changeset, policy)
    if policy.teams != OFF:
        known = {owner for line in old for owner in line.owners}
        for line in new:
            for owner in line.owners:
                if owner not in known and not _is_team(owner):
                    known.add(owner)
                    problem = f"{line.glob} is owned by a person, {owner}: the policy wants teams"
                    yield _finding(change, line.number, problem, "name a team (@org/team)", policy.teams)


def _is_team(owner: str) -> bool:
    return owner.startswith("@") and "/" in owner


def _lines(
    change: Change, new: tuple[Line, ...], old: tuple[Line, ...], changeset: Changeset, policy: Policy
) -> Iterator[Finding]:
    """New lines that match no file, and lines that are void because later ones match all that they match."""
    paths = paths_of(changeset.after)
    if paths is None:
        return
    before = {line.glob for line in old}
    void_before = {line.glob for line, by in _void(old, paths) if by is not None}
    for line, by in _void(new, paths):
        if by is None and line.glob not in before:
            problem = f"{line.glob} matches no file: nobody owns what it was meant for"
            yield _finding(change, line.number, problem, "correct the pattern, or remove the line", policy.codeowners)
        elif by is not None and line.glob not in void_before:
            problem = f"{line.glob} has no effect: line {by.number} ({by.glob}) and later ones match all of its files"
            yield _finding(change, line.number, problem, "put the more special line last", policy.codeowners)


def _void(lines: tuple[Line, ...], paths: list[str]) -> Iterator[tuple[Line, Line | None]]:
    """The lines that decide of no path: with the last line that takes a path of theirs, None if they match none."""
    deciding: set[int] = set()
    taken: dict[int, Line] = {}
    for path in paths:
        matching = [line for line in lines if line.globs.match(path) is not None]
        if matching:
            deciding.add(matching[-1].number)
            for line in matching[:-1]:
                taken[line.number] = matching[-1]
    for line in lines:
        if line.number not in deciding:
            yield line, taken.get(line.number)


def _inactive(
    change: Change, new: tuple[Line, ...], old: tuple[Line, ...], changeset: Changeset, policy: Policy
) -> Iterator[Finding]:
    """Owners who did nothing for so many months, of those to whom the change gives something."""
    activity = changeset.supplied.get("activity")
    if not policy.inactive_months or activity is None:
        return
    known = {(line.glob, owner) for line in old for owner in line.owners}
    wanted = {
        owner: line
        for line in reversed(new)
        for owner in line.owners
        if (line.glob, owner) not in known and not _is_team(owner)
    }
    if not wanted:
        return
    days = datetime.timedelta(days=round(policy.inactive_months * _DAYS_A_MONTH))
    since = (datetime.date.fromisoformat(changeset.today) - days).isoformat()
    seen = activity(since)
    if seen is None:
        return
    active, aliases = _names(seen), _aliases(changeset)
    for owner, line in wanted.items():
        names = aliases.get(_plain(owner), {_plain(owner)})
        if names & active or not any("@" in name for name in names):  # a forge user whose address nobody told
            continue
        problem = f"{line.glob} is owned by {owner}, who has no commit or review since {since}"
        yield _finding(change, line.number, problem, "name somebody who works on it", policy.codeowners)


def _plain(owner: str) -> str:
    """An owner as a name of `people`: an address, or "github:ada"."""
    return f"github:{owner[1:]}".casefold() if owner.startswith("@") else owner.casefold()


def _names(seen: dict[str, str]) -> set[str]:
    """The addresses of those who were active, and the forge users whom GitHub's own addresses name."""
    names = set()
    for who in seen:
        mail = who[who.rfind("<") + 1 :].rstrip(">").strip().casefold()
        names.add(mail)
        local, _, domain = mail.partition("@")
        if domain == "users.noreply.github.com":
            names.add(f"github:{local.rpartition('+')[2]}")
    return names


def _aliases(changeset: Changeset) -> dict[str, set[str]]:
    """Each name of the policy's `people` -> all names of the same person."""
    found: dict[str, set[str]] = {}
    for name, others in (changeset.supplied.get("people") or {}).items():
        same = {name.casefold(), *(other.casefold() for other in others)}
        for one in same:
            found.setdefault(one, set()).update(same)
    return found


def _finding(change: Change, line: int, problem: str, fix: str, option: str) -> Finding:
    return Finding(
        rule=ID, path=change.path, line=line, problem=problem, fix=fix, identity=problem, blocks=option != FLAG
    )
