"""Two trees of files, and what a rule about dependencies says of the way from one to the other."""

from __future__ import annotations

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.dependencies.dependency_review import Policy, check

# Path -> text.
Tree = dict[str, str]
TODAY = "2026-11-27"


def changes(before: dict[str, bytes], after: dict[str, bytes], whole: bool = False) -> list[Change]:
    """The changes of paths that differ; of a whole tree all that is there."""
    found = []
    for path in sorted({*before, *after}):
        old, new = before.get(path), after.get(path)
        if whole and new is not None:
            found.append(Change("W", path, new=new))
        elif not whole and old != new:
            status = "M" if old is not None and new is not None else "A" if old is None else "D"
            found.append(
                Change(status, path, path if old is not None else "", new=new or b"", old=[] if old is None else [old])
            )
    return found


def judge(
    before: Tree, edits: dict[str, str | None], kind: str = "change", message: str = "", **policy: object
) -> list[Finding]:
    """What is said of the edits (None deletes a file) of a tree."""
    old = {path: text.encode() for path, text in before.items()}
    new = {path: text.encode() for path, text in {**before, **edits}.items() if text is not None}
    changeset = Changeset(
        changes(old, new, kind == "whole"),
        kind=kind,
        today=TODAY,
        message=message or None,
        before=old.get,
        after=new.get,
    )
    return list(check(changeset, Policy(**{"coverage": "off", "young": "off", **policy})))  # type: ignore[arg-type]


def kinds(findings: list[Finding]) -> list[str]:
    """The kind of each finding."""
    return [finding.identity.partition(" ")[0] for finding in findings]
