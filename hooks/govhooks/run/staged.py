"""Gather what is staged, or the files that were named, without what pre-commit's configuration leaves out."""

from __future__ import annotations

import os

from govhooks.core.change import SYMLINK
from govhooks.core.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from govhooks.core.change import Change
    from govhooks.git.repository import Repository
    from govhooks.run.request import Request


def staged_or_named(repository: Repository, request: Request) -> tuple[list[Change], str, list[str]]:
    """What is staged; or the named files as a whole, if there are others than the staged ones; and notes about that."""
    staged = repository.staged()
    hook = bool(os.environ.get("PRE_COMMIT"))
    if not request.names:
        if hook and not request.message_file and _leaves_out():
            staged, notes = _left_in(repository, staged, ())
            return staged, "change", notes
        return staged, "change", []
    names = _relative(repository, request.names)
    # pre-commit names what is staged (in a conflicted merge: what was in conflict). git sets GIT_INDEX_FILE for the
    # hooks of a commit: without it, a person ran pre-commit, and if every file is named, that means --all-files.
    by_pre_commit = hook and repository.disturbed.issuperset(names)
    if by_pre_commit and ("GIT_INDEX_FILE" in os.environ or not repository.tracked().keys() <= set(names)):
        staged, notes = _left_in(repository, staged, names)
        return staged, "change", notes
    try:
        changes = repository.whole(names)
    except FileNotFoundError as error:
        raise UsageError(str(error)) from None
    left = len(repository.tracked().keys() - set(names)) if hook else 0
    # With few names, somebody chose files (--files) and knows that there are others.
    told = left and left < len(names)
    return changes, "whole", [_left_out(left, "tracked", "`govhooks check --all` judges all")] if told else []


# pre-commit splits names that exceed the limit of a command line (128 KiB): some of the names say nothing about the
# others.
_ONE_COMMAND_LINE = 100_000
_LEAST_COMMAND_LINE = 25_000  # the limit may be 32 KiB on Windows
# Where pre-commit and prek read what to leave out.
_CONFIGURATIONS = (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.toml")


def _left_in(repository: Repository, staged: list[Change], names: Collection[str]) -> tuple[list[Change], list[str]]:
    """(what is staged, without the files that pre-commit's configuration leaves out; a note about how many those are).

    pre-commit never names deletions, links and submodules, and it cannot name a file called -- if a hook has `args`
    without that word. In a merge it names only what was in conflict. A configuration that is itself staged leaves
    nothing out yet: it would choose what is judged of the change that brings it.
    """
    kept = [
        change
        for change in staged
        if not change.has_content or change.mode == SYMLINK or change.path in names or change.path == "--"
    ]
    judged = set(map(id, kept))
    left = [change.path for change in staged if id(change) not in judged]
    if not left or sum(map(len, names)) > _ONE_COMMAND_LINE or repository.merging():
        return staged, []
    proposed = next((change.path for change in staged if change.path in _CONFIGURATIONS), "")
    if proposed:
        return staged, [f"this change alters {proposed}: files it leaves out are judged until it is committed"]
    where = "the push and CI judge all"
    if sum(map(len, names)) + sum(map(len, left)) > _LEAST_COMMAND_LINE:
        where = f"or pre-commit split a long list of names, and another process judges them; {where}"
    return kept, [_left_out(len(left), "staged", where)]


def _left_out(count: int, kind: str, where: str) -> str:
    files = f"{count} {kind} file{'s are' if count > 1 else ' is'}"
    return f"{files} not judged here (`exclude` or `files` in .pre-commit-config.yaml); {where}"


def _leaves_out() -> bool:
    """Whether pre-commit, which named no file, may have been configured to leave files out, rather than to pass no
    names."""
    for name in _CONFIGURATIONS:
        try:
            with open(name, encoding="utf-8", errors="replace") as stream:
                text = stream.read()
        except OSError:
            continue
        import re

        told = re.search(r"(?m)^\s*(?:-\s*)?(?:exclude|files|types|types_or|exclude_types)\s*[:=]", text)
        return told is not None and "pass_filenames" not in text
    return False


def _relative(repository: Repository, names: Iterable[str]) -> list[str]:
    """Names as paths relative to the top of the repository. Raises UsageError for one outside of it."""
    prefix = "" if os.path.exists(".git") else repository.prefix()
    found = []
    for name in names:
        path = os.fsencode(name).decode("utf-8", "surrogateescape")
        if os.path.isabs(name):
            root = repository.root() or ""
            path = os.path.relpath(os.path.realpath(os.path.dirname(path)) + "/" + os.path.basename(path), root)
        else:
            path = prefix + path
        path = os.path.normpath(path).replace(os.sep, "/")
        if path.startswith("../") or path == "..":
            raise UsageError(f"{name} is outside the repository")
        found.append("" if path == "." else path)
    return found
