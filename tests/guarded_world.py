"""A change between two trees, judged by the rule guarded-actions."""

from __future__ import annotations

from typing import Any

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.authorization import guarded_actions


class Tree:
    """The files of a tree, as git lists and reads them."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files

    def paths(self) -> list[str]:
        return sorted(self.files)

    def __call__(self, path: str) -> bytes | None:
        return self.files[path].encode() if path in self.files else None


def judge(old: dict[str, str], new: dict[str, str], **policy: Any) -> list[Finding]:
    """The findings of the change between two trees."""
    changes = []
    for path in sorted({*old, *new}):
        before, after = old.get(path), new.get(path)
        if before is None:
            changes.append(Change("A", path, new=after.encode()))  # type: ignore[union-attr]
        elif after is None:
            changes.append(Change("D", path, old=[before.encode()]))
        elif before != after:
            changes.append(Change("M", path, new=after.encode(), old=[before.encode()]))
    changeset = Changeset(changes, before=Tree(old), after=Tree(new), today="2026-11-27")
    return list(guarded_actions.check(changeset, guarded_actions.Policy(**policy)))


def change(old: dict[str, str], edits: list[tuple[str, str, str]]) -> tuple[dict[str, str], dict[str, str]]:
    """(an application, the application after some edits). An edit is (end of a path, text there, what it becomes), or (path of a new
    file, "", its text)."""
    new = dict(old)
    for end, text, instead in edits:
        if not text:
            new[end] = instead
            continue
        (path,) = [one for one in old if one.endswith(end)]
        assert text in new[path], (path, text)
        new[path] = new[path].replace(text, instead)
    return old, new


def kinds(findings: list[Finding]) -> list[str]:
    return sorted(_kind(one) for one in findings)


def _kind(finding: Finding) -> str:
    problem = finding.problem
    for text, kind in (
        ("removed", "removed"),
        ("refuses nobody", "removed"),
        ("for less", "weaker"),
        ("now public", "open"),
        ("new action", "unguarded"),
        ("not judged", "unread"),
        ("lock", "lock"),
    ):
        if text in problem:
            return kind
    raise AssertionError(problem)
