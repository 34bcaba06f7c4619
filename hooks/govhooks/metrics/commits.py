"""Every commit of a line, merged ones too: who made it, when, what its trailers say, and with which step it landed."""

from __future__ import annotations

from govhooks.core.changeset import Changeset
from govhooks.core.record import Record
from govhooks.git.message import named, pairs
from govhooks.git.plumbing import git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.metrics.kept import Kept
    from govhooks.metrics.timeline import Line


class Commit(Record):
    """A commit: `made` and `landed` in seconds (its author's date, the time of the step that brought it to the line).

    `evidence` is whether it has the trailer of hook-evidence, `risks` the areas that its message declares, `agent` the agent
    that made it ("" for a person), `merge` whether it has several parents.
    """

    commit: str
    step: int
    made: int
    landed: int
    risks: tuple[str, ...]
    evidence: bool
    agent: str
    merge: bool


def commits(line: Line, risk: str, evidence: str, kept: Kept | None = None) -> list[Commit]:
    """The commits that a line reaches, by the step that brought them; `risk` and `evidence` are names of trailers, "" for none.

    Of what is kept of an earlier report only the commits since then are read.
    """
    known = (kept.get("commits", f"{risk}\0{evidence}") if kept else None) or {"tip": "", "rows": []}
    after = line.number(known["tip"])
    found = [_restored(row, line) for row in known["rows"]] if after >= 0 else []
    if after < len(line.commits) - 1:
        found += _read(line, risk, evidence, after)
        if kept:
            rows = [_row(one) for one in found]
            kept.put("commits", f"{risk}\0{evidence}", {"tip": line.commits[-1], "rows": rows})
    return found


def _row(one: Commit) -> list[Any]:
    return [one.commit, one.step, one.made, list(one.risks), one.evidence, one.agent, one.merge]


def _restored(row: list[Any], line: Line) -> Commit:
    commit, step, made, risks, evidence, agent, merge = row
    return Commit(commit, step, made, line.times[step], tuple(risks), evidence, agent, merge)


def _read(line: Line, risk: str, evidence: str, after: int) -> list[Commit]:
    """The commits that came with the steps after one."""
    from govhooks.knowledge.agents.authors import made_by

    form = "%H%x00%P%x00%at%x00%an <%ae>%x00%cn <%ce>%x00%B%x00%(trailers:only=yes,unfold=yes)%x00"
    plain = (
        "--no-show-signature",
        "--encoding=UTF-8",
        "--no-color",
        "--no-notes",
        "--no-mailmap",
        "--date-order",
        "--reverse",
    )
    revs = (line.commits[-1], *((f"^{line.commits[after]}",) if after >= 0 else ()))
    raw = git("log", *plain, f"--format={form}", *revs, "--").decode("utf-8", "replace")
    fields = raw.split("\0")
    parents: dict[str, list[str]] = {}
    told: dict[str, tuple[int, str, str, str, str]] = {}
    for i in range(0, len(fields) - 7, 7):
        commit, above, made, author, committer, message, trailers = fields[i : i + 7]
        commit = commit.strip()
        parents[commit] = above.split()
        told[commit] = int(made or 0), author, committer, message, trailers
    found = []
    for commit, step in _steps(line, parents, after).items():
        made_at, author, committer, message, block = told[commit]
        given = pairs(block)
        says = Changeset(
            kind="commit", commit=commit, author=author, committer=committer, message=message, trailers=given
        )
        areas = [part.strip() for value in named(message, given, risk) for part in value.split(",")] if risk else []
        found.append(
            Commit(
                commit,
                step,
                made_at,
                line.times[step],
                tuple(filter(None, areas)),
                bool(evidence and named(message, given, evidence)),
                made_by(says),
                len(parents[commit]) > 1,
            )
        )
    return found


def _steps(line: Line, parents: dict[str, list[str]], after: int) -> dict[str, int]:
    """Commit -> the first step of the line that reaches it, of those in `parents`."""
    found: dict[str, int] = {}
    for step, tip in enumerate(line.commits[after + 1 :], after + 1):
        left = [tip]
        while left:
            commit = left.pop()
            if commit not in found and commit in parents:
                found[commit] = step
                left += parents[commit]
    return found
