"""Where statements are stored: in the tree, `.governance/approvals/AREA/DIGEST-HASH-WHO.txt`, or in git notes.

Both are read; in the tree, everything that was in any commit of the range: a veto that a later commit removes still
counts. Records are only ever added. The name contains a hash of the content, so that no record replaces another one, in
a merge or by a second statement of the same person. Notes are not protected: whoever may push `refs/notes/govhooks` can
drop what is in it.
"""

from __future__ import annotations

import os

from govhooks.core.errors import CannotJudge
from govhooks.git.plumbing import git, git_ok
from govhooks.knowledge.approvals import statement as form
from govhooks.knowledge.signed_text import Malformed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.git.repository import Repository
    from govhooks.knowledge.approvals.statement import Statement

FOLDER = ".governance/approvals/"
NOTES = "refs/notes/govhooks"


def is_record(path: str, mode: str, data: bytes) -> bool:
    """Whether a file is a statement under the name derived from its content: adding one needs no approval itself."""
    if not path.startswith(FOLDER) or path.count("/") != FOLDER.count("/") + 1 or mode != "100644":
        return False
    try:
        return path == name(form.parse(data))
    except Malformed:
        return False


def holds_statement(path: str, mode: str, data: bytes) -> bool:
    """Whether a file is read as a statement, whatever its name."""
    return path.startswith(FOLDER) and mode == "100644" and form.looks_like_one(data)


def name(statement: Statement) -> str:
    """The path of a statement."""
    from hashlib import sha256

    who = "".join(char if char.isalnum() or char in "@.-_" else "_" for char in statement.by)
    return f"{FOLDER}{statement.area}/{statement.digest[:16]}-{sha256(statement.text).hexdigest()[:12]}-{who}.txt"


def found(repository: Repository, revs: Iterable[str], commits: Iterable[Changeset]) -> Iterator[tuple[str, bytes]]:
    """(where, text) of everything in the folder, in these commits' trees and in all changes of a range, and in notes."""
    for rev in revs:
        yield from in_tree(repository, rev)
    for changeset in commits:
        for change in changeset.changes:
            if change.path.startswith(FOLDER):
                yield change.path, change.read()
            if change.old_path.startswith(FOLDER):
                yield change.old_path, change.read_old()
    yield from noted(repository)


def in_tree(repository: Repository, rev: str) -> Iterator[tuple[str, bytes]]:
    """The files of the folder in a commit's tree."""
    for entry in git("ls-tree", "-r", "-z", "--full-tree", rev, "--", FOLDER).split(b"\0"):
        meta, _, path = entry.partition(b"\t")
        words = meta.split(b" ")
        if path and words[0] == b"100644":
            yield os.fsdecode(path), _blob(repository, words[2].decode("ascii"))


def noted(repository: Repository) -> Iterator[tuple[str, bytes]]:
    """The statements in git notes, whatever commit they are attached to: the digest says what they are about."""
    if git_ok("rev-parse", "--verify", "--quiet", NOTES) is None:
        return
    for entry in git("ls-tree", "-r", "-z", "--full-tree", NOTES).split(b"\0"):
        meta, _, path = entry.partition(b"\t")
        if path:
            for text in form.split(_blob(repository, meta.split(b" ")[2].decode("ascii"))):
                yield NOTES, text


def _blob(repository: Repository, oid: str) -> bytes:
    answer = repository.batch.get(oid)
    if answer is None:
        raise CannotJudge(f"object {oid} is missing or broken: run `git fsck`")
    return answer[2]


def keep(repository: Repository, statement: Statement, where: str, commit: str) -> str:
    """Store a statement in the working tree ("tree", staged) or in notes; returns where it is."""
    if where == "notes":
        git("notes", f"--ref={NOTES}", "append", "--file=-", commit, stdin=statement.text)
        return f"{NOTES} (push it: git push origin {NOTES})"
    root = repository.root()
    if root is None:
        raise CannotJudge("a bare repository has no working tree to write an approval into")
    path = name(statement)
    from govhooks.git import files

    link = files.through_a_link(path, root)
    if link:
        raise CannotJudge(f"{path}: {link} is a symbolic link: what is written there would not be part of the change")
    files.write(os.path.join(root, *path.split("/")), statement.text)
    git("-C", root, "add", "--force", "--", path)
    return path
