"""`govhooks dependencies --sbom`: the packages of all locks of a tree, as CycloneDX.

The same tree gives the same bytes: the moment is that of SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch/),
otherwise that of the commit.
"""

from __future__ import annotations

import os

from govhooks.commands.options import say
from govhooks.core.change import SYMLINK
from govhooks.core.errors import CLEAN, CannotJudge, UsageError
from govhooks.git.plumbing import answer, git, git_ok
from govhooks.git.repository import to_path
from govhooks.outputs import cyclonedx, put, store
from govhooks.readers.locks import of
from govhooks.run.frame import complain
from govhooks.run.gather import require_work_tree
from govhooks.run.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.git.repository import Repository
    from govhooks.knowledge.dependencies.bill import Bill

# Entries that could not be read are told, and all of them are in the SBOM itself.
_MOST = 5


def write(repository: Repository, rev: str, output: str, name: str) -> int:
    """Write the SBOM of the tree at `rev`, "" for the index; "-" is standard output. Raises UsageError, CannotJudge: also when one of
    the files cannot be read, because an SBOM without its packages would look complete."""
    if not rev:
        require_work_tree(Request())
    commit = repository.resolve(rev) if rev else ""
    found = _bill(repository, commit)
    subject = cyclonedx.Subject(name or _name(repository), commit, _moment(repository, commit))
    if output == "-":
        put(cyclonedx.render(found, subject))
    else:
        store(lambda: cyclonedx.render(found, subject), output)
        files = {path for one in found.components for path in (*one.locks, *one.manifests)}
        say(f"{output}: {len(found.components):,} components of {len(files):,} locks and manifests")
    for path, line, why in found.unread[:_MOST]:
        complain(f"{path}:{line}: not in the SBOM: {why}")
    if len(found.unread) > _MOST:
        complain(
            f"{len(found.unread) - _MOST} more entries are not in the SBOM: its metadata names all (govhooks:unread)"
        )
    return CLEAN


def _bill(repository: Repository, commit: str) -> Bill:
    from govhooks.knowledge.dependencies.bill import bill
    from govhooks.rules.dependencies.dependency_review import contents_of

    nothing = repository.empty_tree()
    changes = repository.between(nothing, commit) if commit else repository.indexed_since(nothing)
    files = []
    for change in changes:
        if not of(change.path) or not change.has_content or change.mode == SYMLINK:
            continue
        if change.large:
            raise CannotJudge(f"{change.path} is too large to be read: no SBOM is written")
        contents, error = contents_of(change.path, change.read())
        if error is not None:
            raise CannotJudge(f"{change.path}:{error.line}: {error.problem}: no SBOM is written")
        if contents is not None:
            files.append((change.path, contents))
    return bill(files)


def _name(repository: Repository) -> str:
    """The name of the repository at `origin`, otherwise of its folder."""
    url = to_path(answer(git_ok("config", "--get", "remote.origin.url") or b""))
    last = url.rstrip("/").replace("\\", "/").replace(":", "/").rpartition("/")[2].removesuffix(".git")
    return last or os.path.basename(repository.root() or os.getcwd()) or "project"


def _moment(repository: Repository, commit: str) -> int:
    """Seconds since 1970."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told:
        if not (told.isascii() and told.isdecimal() and int(told) < 1 << 37):
            raise UsageError(f"SOURCE_DATE_EPOCH is no number of seconds: {told}")
        return int(told)
    if not commit and not repository.head():
        return 0
    return int(git("log", "-1", "--no-show-signature", "--format=%ct", commit or "HEAD", "--"))
