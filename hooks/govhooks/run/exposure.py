"""Where in a history a credential came in, and who could read it since when.

GitPython reads the history: every blob that any ref reaches, each once, and the messages of commits and tags. What was read
and does not hold the value is noted in the git directory, by its object id, so that an interrupted search goes on where it
stopped. The value itself is on no command line and in no file.
"""

from __future__ import annotations

import os

from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record
from govhooks.git.plumbing import environment
from govhooks.knowledge.signed_text import instant
from govhooks.run.history import State
from govhooks.run.progress import Bar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    import git as gitpython

# Object ids noted at once.
STEP = 500
PIECE = 1 << 20
REMOTES = "refs/remotes/"


class Exposure(Record):
    """The first commit that has a value: `at` when it was made, `author` by whom; `published` when a push of this clone
    brought it to a remote, "" if that is not known; `remotes` (name, URL without user and password) of those that have it."""

    commit: str
    at: str
    author: str
    published: str = ""
    remotes: tuple[tuple[str, str], ...] = ()


def find(secret: str, key: str) -> Exposure | None:
    """The first commit of any ref that has a value, in a file or its message; None if there is none.

    `key` is the finding's fingerprint, under which an interrupted search is noted. Raises CannotJudge, also when interrupted.
    """
    try:
        import git as gitpython
    except ImportError:
        raise CannotJudge("GitPython is needed to read the history: pip install gitpython") from None
    try:
        repository = gitpython.Repo(search_parent_directories=True)
        repository.git.update_environment(**environment())
        with repository:
            return _find(repository, secret.encode("utf-8", "surrogateescape"), key)
    except (gitpython.GitError, gitpython.InvalidGitRepositoryError, ValueError, OSError) as error:
        raise CannotJudge(f"the history cannot be read: {' '.join(str(error).split())[:200]}") from None


def _find(repository: gitpython.Repo, secret: bytes, key: str) -> Exposure | None:
    if os.path.exists(os.path.join(repository.common_dir, "shallow")):
        raise CannotJudge("this is a shallow clone: fetch its history (git fetch --unshallow), and search again")
    if not repository.git.rev_list("--all", "--max-count=1"):
        return None
    candidates = _with_message(repository, secret)
    for blob in _holding(repository, secret, key):
        options = ("--all", "-m", "--format=%H", "--no-show-signature", f"--find-object={blob}")
        candidates.update(repository.git(c=["log.showRoot=true", "log.diffMerges=separate"]).log(*options).split())
    if not candidates:
        return None
    order = repository.git.rev_list("--all", "--topo-order", "--reverse").split()
    return _exposure(repository, next(commit for commit in order if commit in candidates))


def _with_message(repository: gitpython.Repo, secret: bytes) -> set[str]:
    """The commits whose message has a value, and those of tags whose message has it."""
    text = secret.decode("utf-8", "surrogateescape")
    found = {commit.hexsha for commit in repository.iter_commits("--all") if text in str(commit.message)}
    for tag in repository.tags:
        if tag.tag is not None and text in str(tag.tag.message):
            found.add(tag.commit.hexsha)
    return found


def _holding(repository: gitpython.Repo, secret: bytes, key: str) -> list[str]:
    """The ids of the blobs that have a value."""
    listed = repository.git.rev_list("--all", "--objects", "--no-object-names", "--filter=object:type=blob")
    blobs = [line for line in listed.split("\n") if line and not line.startswith("~")]
    state = State(f"exposure-{key}", "exposure")
    notes: list[str] = []
    clean = state.load(notes)
    left = [blob for blob in blobs if blob not in clean]
    found: list[str] = []
    try:
        with Bar("files of the history searched", len(blobs)) as bar:
            bar.step(len(blobs) - len(left))
            for start in range(0, len(left), STEP):
                part = left[start : start + STEP]
                hits = [blob for blob in part if _has(repository, blob, secret)]
                found += hits
                state.add(iter(set(part) - set(hits)))
                bar.step(len(part), len(hits))
    except BaseException as error:
        state.save()
        if not isinstance(error, KeyboardInterrupt):
            raise
        raise CannotJudge("interrupted: run the same command again to continue") from None
    state.remove()
    return found


def _has(repository: gitpython.Repo, blob: str, secret: bytes) -> bool:
    """Whether a blob has a value, read in pieces that overlap; one in UTF-16 counts, too."""
    stream = repository.odb.stream(bytes.fromhex(blob))
    wide = secret.decode("utf-8", "surrogateescape").encode("utf-16-le", "surrogatepass")
    tail = b""
    hit = False
    while piece := stream.read(PIECE):  # to the end, or the next object cannot be read
        text = tail + piece
        hit = hit or secret in text or wide in text
        tail = text[-len(wide) :]
    return hit


def _exposure(repository: gitpython.Repo, commit: str) -> Exposure:
    made = repository.commit(commit)
    listed = repository.git.for_each_ref(REMOTES, contains=commit, format="%(refname)").split("\n")
    refs = [ref for ref in listed if ref and not ref.endswith("/HEAD")]
    known = {remote.name: remote for remote in repository.remotes}
    holds = [name for name in known if any(ref.startswith(f"{REMOTES}{name}/") for ref in refs)]
    pushed = sorted(moment for ref in refs for moment in _pushed(repository, ref, commit))
    return Exposure(
        commit,
        instant(made.committed_date),
        f"{made.author.name} <{made.author.email}>",
        instant(max(pushed[0], made.committed_date)) if pushed else "",
        tuple((name, _plain(next(iter(known[name].urls), ""))) for name in holds),
    )


def _pushed(repository: gitpython.Repo, ref: str, commit: str) -> Iterator[int]:
    """When a push from this clone first brought a commit to a branch of a remote, as its reflog tells (seconds)."""
    import git as gitpython

    path = os.path.join(repository.common_dir, "logs", *ref.split("/"))  # a linked working tree shares them
    if not os.path.exists(path):
        return
    for entry in gitpython.RefLog.iter_entries(path):
        if "push" not in (entry.message or ""):
            continue
        try:
            repository.git.merge_base("--is-ancestor", commit, entry.newhexsha)
        except gitpython.GitCommandError:  # not yet, or what was pushed then is gone from this clone
            continue
        yield entry.time[0]
        return


def _plain(url: str) -> str:
    """A remote's URL without what it says of a user; of a program that git calls only that it is one."""
    helper, mark, _ = url.partition("::")
    if mark:
        return f"{helper}::..."
    scheme, mark, rest = url.partition("://")
    if not mark:
        return url
    place, slash, path = rest.partition("?")[0].partition("#")[0].partition("/")
    return f"{scheme}://{place.rpartition('@')[2]}{slash}{path}"
