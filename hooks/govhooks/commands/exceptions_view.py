"""`govhooks exceptions list`: every suppression of the tree in one view.

Our exceptions, what baselines record, and what other tools are told not to report. What is expired, says no reason, silences too
much or excuses nothing is marked.
"""

from __future__ import annotations

import datetime
import json
import os
import sys

from govhooks.commands.options import say
from govhooks.core.change import SYMLINK
from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record
from govhooks.git import files
from govhooks.git.plumbing import git_ok
from govhooks.git.repository import Repository
from govhooks.knowledge import suppressions
from govhooks.knowledge.suppressions.suppression import Suppression
from govhooks.knowledge.suppressions.unused import unused
from govhooks.policy import load as policies
from govhooks.policy.load import BASELINE, FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from govhooks.core.change import Change
    from govhooks.core.waiver import Waiver

# More rows of a tool are summed up, unless all are asked for.
_MOST = 20


class View(Record):
    """What a tree suppresses.

    `ours`       our exceptions, each with the number of findings that it excuses.
    `baselines`  path -> (rule or kind of secret, path) of what each baseline records.
    `others`     what other tools are told.
    `unread`     path -> why it cannot be read.
    `idle`       the places in `others` of those that surely silence nothing -> why.
    `days`       (path, line) -> for how many days it is there; empty unless it was asked for.
    """

    ours: tuple[tuple[Waiver, int], ...]
    baselines: Mapping[str, tuple[tuple[str, str], ...]]
    others: tuple[Suppression, ...]
    unread: Mapping[str, str]
    idle: Mapping[int, str]
    days: Mapping[tuple[str, int], int]
    today: str

    def marks(self, index: int) -> list[str]:
        """What is to say of a suppression of another tool: "expired", "no reason", "too broad", "unused"."""
        one = self.others[index]
        found = ["expired"] if one.is_expired(self.today) else []
        found += ["no reason"] if one.lacks(("reason",)) else []
        found += ["too broad"] if one.broad() else []
        return found + (["unused"] if index in self.idle else [])


def view(root: str, used: Mapping[Waiver, int], today: str, aged: bool = False) -> View:
    """Everything that is suppressed in the tracked files, as they are in the working tree. Raises CannotJudge."""
    from govhooks.rules.index import ENTRIES

    waivers = policies.waivers(files.read(os.path.join(root, FILE)) or b"", FILE, ENTRIES)
    others: list[Suppression] = []
    baselines: dict[str, tuple[tuple[str, str], ...]] = {}
    unread: dict[str, str] = {}
    names = set()
    repository = Repository()
    try:
        # Of a file that differs from the index, the working copy comes last.
        for change in {change.path: change for change in repository.whole(None)}.values():
            if not change.has_content or change.mode == SYMLINK:
                continue
            name = change.path.rpartition("/")[2]
            names.add(name)
            if name in _BASELINES:
                try:
                    baselines[change.path] = _BASELINES[name](change)
                except CannotJudge as error:
                    unread[change.path] = str(error)
            elif suppressions.is_ours(change.path) and suppressions.may_hold(change.path) and not change.large:
                reading = suppressions.read(change.path, change.read())
                others += reading.suppressions
                if reading.error:
                    unread[change.path] = reading.error
    finally:
        repository.close()
    ours = tuple((waiver, used.get(waiver.but(index=0), 0)) for waiver in waivers)
    places = {id(one): index for index, one in enumerate(others)}
    idle = {places[id(one)]: why for one, why in unused(others, names)}
    days = _days(root, others, today) if aged else {}
    return View(ours, baselines, tuple(others), unread, idle, days, today)


def _days(root: str, others: list[Suppression], today: str) -> dict[tuple[str, int], int]:
    """(path, line) -> since how many days it is there, by `git blame`: one process a file. What is not committed is not in it."""
    now = datetime.date.fromisoformat(today)
    found = {}
    for path in dict.fromkeys(one.path for one in others):
        lines = sorted({one.line for one in others if one.path == path})
        told = git_ok("-C", root, "blame", "--line-porcelain", *(f"-L{line},{line}" for line in lines), "--", path)
        line = 0
        for text in (told or b"").split(b"\n"):
            words = text.split(b" ")
            if len(words) in (3, 4) and len(words[0]) in (40, 64) and words[2].isdigit():
                line = 0 if not words[0].strip(b"0") else int(words[2])
            elif line and words[0] == b"committer-time":
                made = datetime.datetime.fromtimestamp(int(words[1]), datetime.timezone.utc).date()
                found[path, line] = max((now - made).days, 0)
    return found


def _our_baseline(change: Change) -> tuple[tuple[str, str], ...]:
    from govhooks.policy.baseline import parse
    from govhooks.rules.index import ENTRIES

    return tuple(sorted((rule, path) for _, rule, path in parse(change.read(), change.path, ENTRIES)))


def _their_baseline(change: Change) -> tuple[tuple[str, str], ...]:
    """https://github.com/Yelp/detect-secrets: {"results": {path: [{"type": ..., "hashed_secret": ...}]}}"""
    try:
        results = json.loads(change.read() or b"{}")["results"]
        return tuple(sorted((str(entry["type"]), str(path)) for path, found in results.items() for entry in found))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise CannotJudge("not a detect-secrets baseline") from None


_BASELINES = {BASELINE: _our_baseline, ".secrets.baseline": _their_baseline}


def state(waiver: Waiver, count: int, today: str) -> str:
    """What one of our exceptions does."""
    if not waiver.valid(today):
        return "excuses nothing: " + ("expired" if waiver.is_dated() and waiver.expires < today else "not valid")
    return f"excuses {count} finding{'' if count == 1 else 's'}"


def write_text(found: View, everything: bool) -> None:
    """The view as text, by kind."""
    if not found.ours:
        say(f"{FILE} holds no exceptions")
    for waiver, count in found.ours:
        named = ", ".join(filter(None, (waiver.fingerprint, waiver.about)))
        only = f" ({named})" if named else ""
        renewed = f"; renewed {waiver.renewed} time{'' if waiver.renewed == 1 else 's'}" if waiver.renewed else ""
        say(f"#{waiver.index} {waiver.rule} on {waiver.path}{only}: {waiver.reason}")
        say(
            f"  owner {waiver.owner}, approver {waiver.approver}, until {waiver.expires};"
            f" {state(waiver, count, found.today)}{renewed}"
        )
    for path, entries in found.baselines.items():
        say(f"{path}: {len(entries)} recorded finding{'' if len(entries) == 1 else 's'}")
        for kind, place in entries if everything else ():
            say(f"  {place}: {kind}")
    for inline in (False, True):
        chosen = [index for index, one in enumerate(found.others) if one.inline == inline]
        for tool in sorted({found.others[index].tool for index in chosen}):
            where = "in comments" if inline else "in its files"
            of_tool = [index for index in chosen if found.others[index].tool == tool]
            _write_tool(f"{tool}, {where}", found, of_tool, everything)
    for path, why in found.unread.items():
        say(f"{path}: cannot be read: {why}")


def _write_tool(title: str, found: View, indexes: list[int], everything: bool) -> None:
    told = [mark for index in indexes for mark in found.marks(index)]
    counts = "".join(f", {told.count(mark)} {mark}" for mark in dict.fromkeys(told))
    say(f"{title}: {len(indexes)} suppression{'' if len(indexes) == 1 else 's'}{counts}")
    rows: dict[tuple[str, str, str, str], list[int]] = {}
    for index in sorted(indexes, key=lambda index: not found.marks(index)):
        one = found.others[index]
        days = found.days.get((one.path, one.line), -1)
        said = [one.reason, f"owner {one.owner}" if one.owner else "", f"until {one.expires}" if one.expires else ""]
        said.append(f"{days} day{'' if days == 1 else 's'} old" if days >= 0 else "")
        row = (one.path, one.subject, "; ".join(filter(None, said)), ", ".join(found.marks(index)))
        rows.setdefault(row, []).append(one.line)
    for (path, subject, more, marked), lines in list(rows.items())[: None if everything else _MOST]:
        again = f" (and {len(lines) - 1} more in this file)" if len(lines) > 1 and not everything else ""
        for line in lines if everything else lines[:1]:
            say(f"  {path}:{line}: {subject}{': ' if more else ''}{more}{again}{f' [{marked}]' if marked else ''}")
    if len(rows) > _MOST and not everything:
        say(f"  and {len(rows) - _MOST} more (see them with --all)")


def write_json(found: View) -> None:
    """The view as one JSON document."""
    shown = {
        "exceptions": [_ours(waiver, count, found.today) for waiver, count in found.ours],
        "baselines": [
            {"path": path, "entries": [{"kind": kind, "path": place} for kind, place in entries]}
            for path, entries in found.baselines.items()
        ],
        "suppressions": [_other(found, index) for index in range(len(found.others))],
        "unread": [{"path": path, "error": why} for path, why in found.unread.items()],
    }
    sys.stdout.write(json.dumps(shown, indent=2) + "\n")


def _ours(waiver: Waiver, count: int, today: str) -> dict[str, object]:
    names = (
        "index",
        "rule",
        "path",
        "fingerprint",
        "advisory",
        "package",
        "reason",
        "owner",
        "approver",
        "expires",
        "renewed",
    )
    valid = waiver.valid(today)
    return {**{name: getattr(waiver, name) for name in names}, "valid": valid, "excuses": count if valid else 0}


def _other(found: View, index: int) -> dict[str, object]:
    one = found.others[index]
    names = ("tool", "path", "line", "what", "scope", "reason", "owner", "expires", "holds", "inline")
    told: dict[str, object] = {name: getattr(one, name) for name in names}
    told |= {"broad": one.broad(), "unused": found.idle.get(index, ""), "marks": found.marks(index)}
    days = found.days.get((one.path, one.line))
    return told if days is None else {**told, "days": days}
