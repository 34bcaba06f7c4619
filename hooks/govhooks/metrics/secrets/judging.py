"""Judge versions of files by `no-secrets` as a check of the whole tree does, each once, and most of them by what changed alone.

A version holds what the one before held if nothing around the change looks like a secret, excused or not, on either side: what comes or
goes does so with a change near it (`AROUND`; what reads further is in `excerpt.FAR`, and such a file is read whole). All others are judged whole.
"""

from __future__ import annotations

from govhooks.core.change import GITLINK, LARGE, Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import CONFIDENCES
from govhooks.core.lines import trim
from govhooks.git.plumbing import Batch
from govhooks.git.source import Source
from govhooks.policy.load import BASELINE
from govhooks.rules.secrets.no_secrets import Policy, check, excerpt, is_packed, rule, sureness
from govhooks.rules.secrets.no_secrets.engine import scan
from govhooks.run import workers
from govhooks.run.progress import Bar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    # (value, guessable, confidence, proven, problem, line); never shown, never kept.
    Row = tuple[str, bool, str, bool, str, int]
    # Path and object id -> what would be refused in that version, if no detect-secrets baseline excused it.
    Rows = dict[tuple[str, str], list[Row]]

# Versions per task.
TASK = 128
# Lines before and after a change that are judged with it: a match needs `excerpt.AROUND` lines around it, on both sides of an edge.
AROUND = 2 * excerpt.AROUND
# A line of this length without a space may be part of a longer run of encoded text, which is read to its end.
_RUN = 40


def judge(batch: Batch, chains: Mapping[str, Sequence[str]], policy: Any, jobs: int = 0) -> Rows:
    """What is found in the versions (object ids) of each path; versions without a finding are left out.

    Raises CannotJudge for an object that is missing.
    """
    tasks: list[list[tuple[str, list[str]]]] = []
    room = 0
    for path, oids in sorted(chains.items()):
        once = list(dict.fromkeys(oids))
        for start in range(0, len(once), TASK):
            piece = once[start : start + TASK]
            if room < len(piece):
                tasks.append([])
                room = TASK
            tasks[-1].append((path, piece))
            room -= len(piece)
    if len(tasks) > 1:
        rule.prepare()
    sureness.expect_repeats()

    def work(number: int) -> list[tuple[str, str, list[Row]]]:
        return [found for path, oids in tasks[number] for found in _of_path(batch, path, oids, policy)]

    rows: Rows = {}
    with Bar("versions of files judged", sum(len(oids) for task in tasks for _, oids in task)) as bar:
        for number, told in workers.run(work, len(tasks), jobs):
            rows.update({(path, oid): found for path, oid, found in told})
            bar.step(sum(len(oids) for _, oids in tasks[number]), len(told))
    return rows


def in_name(paths: Sequence[str]) -> dict[str, list[tuple[str, str, str, bool]]]:
    """Path -> (value, path without it, problem, proven) of each token in the path itself; paths without one are left out."""
    if not any(True for _ in _names(paths)):
        return {}
    found = {path: [(one.identity, one.path, one.problem, one.proven) for one in _names([path])] for path in paths}
    return {path: told for path, told in found.items() if told}


def _names(paths: Sequence[str]) -> Iterator[Any]:
    changes = tuple(Change("W", path, mode=GITLINK) for path in paths)  # a submodule has a name, and no content
    return check(Changeset(changes, kind="whole", after=lambda path: None), Policy())


def _of_path(batch: Batch, path: str, oids: Sequence[str], policy: Any) -> Iterator[tuple[str, str, list[Row]]]:
    may_guess = path not in (policy.baseline, BASELINE)
    before: bytes | None = None  # the version before, if it is plain text
    looks = False  # whether the version before may hold something that looks like a secret
    found: list[Row] = []
    for oid, data in zip(oids, batch.each(oids, LARGE)):
        if data is None:  # a large one is read in pieces, while `batch` is in the middle of its answers
            own = Batch()
            found = _whole(Change("W", path, new=Source(oid=oid, batch=own), oid=oid), policy)
            own.close()
            before = None
        elif not is_plain(data):
            found, before = _whole(Change("W", path, new=data, oid=oid), policy), None
        else:
            carried = None if before is None else _carried(before, data, found, path, may_guess, looks)
            if carried is not None:
                found = carried
            else:
                change = Change("W", path, new=data, oid=oid)
                looks = next(scan(change.text, path, guesses=may_guess), None) is not None
                found = _whole(change, policy) if looks else []
            before = data
        if found:
            yield path, oid, found


def _whole(change: Change, policy: Any) -> list[Row]:
    """What a check of the whole tree would refuse in a file, by line."""
    least = CONFIDENCES.index(policy.least(change.path))
    names = {(one.identity, one.problem) for one in _names([change.path])}
    found = [
        (one.identity, one.guessable, one.confidence, one.proven, one.problem, one.line)
        for one in check(Changeset((change,), kind="whole", after=lambda path: None), policy)
        if one.blocks and CONFIDENCES.index(one.confidence) >= least and (one.identity, one.problem) not in names
    ]
    return sorted(found, key=lambda row: (row[5], row[4], row[0]))  # a finding keeps its place when lines above it move


def is_plain(data: bytes) -> bool:
    """Whether the rule searches a file as text alone, line by line as bytes (see `lines.trim`)."""
    return (
        b"\0" not in data and b"\r" not in data and data[:1] not in (b"\xef", b"\xff", b"\xfe") and not is_packed(data)
    )


def _carried(old: bytes, new: bytes, found: list[Row], path: str, may_guess: bool, looks: bool) -> list[Row] | None:
    """What a version holds, given what the one before holds: the same, if around the change nothing looks like a secret on either
    side. None if only the whole file can tell. `looks` is False if nothing in the version before looks like a secret."""
    if len(new) < excerpt.SMALL or excerpt.reads_far(path, new) or excerpt.reads_far(path, old):
        return None
    ends = trim(old, new)
    if ends is None:
        return None
    head, tail = ends
    start, end = _widened(new, head, len(new) - tail)
    if (end - start) * 4 > len(new) * 3:
        return None  # to look at all of it once is cheaper
    stretches = [new[start:end]]
    if looks:
        first, last = _widened(old, head, len(old) - tail)
        stretches.append(old[first:last])
    for stretch in stretches:
        text = stretch.decode("utf-8", "surrogateescape")
        if next(scan(text, path, guesses=may_guess), None) is not None:
            return None
    same, moved = old.count(b"\n", 0, head), new.count(b"\n") - old.count(b"\n")
    return [row if row[5] <= same else (*row[:5], row[5] + moved) for row in found]


def _widened(new: bytes, start: int, end: int) -> tuple[int, int]:
    """A stretch of whole lines with `AROUND` lines before and after it, and no run of encoded text cut."""
    count = 0
    while start > 0:
        first = new.rfind(b"\n", 0, start - 1) + 1
        if count >= AROUND and not _is_run(new[first : start - 1]):
            break
        start, count = first, count + 1
    count = 0
    while end < len(new):
        line_end = new.find(b"\n", end)
        last = len(new) if line_end < 0 else line_end + 1
        if count >= AROUND and not _is_run(new[end:last].rstrip(b"\n")):
            break
        end, count = last, count + 1
    return start, end


def _is_run(line: bytes) -> bool:
    return len(line) >= _RUN and b" " not in line.strip()
