"""Which commit's policy judges a push: the one it lands on, never the one it brings.

a protected branch that exists       its own tip
any other branch, a tag, a new one   the default branch of the other side: nobody escapes the policy by loosening it on
                                     their own branch, or by branching off an old commit
an empty repository                  the policy that comes with the push: there is no other
"""

from __future__ import annotations

from govhooks.core.globs import Globs
from govhooks.git import refs
from govhooks.git.plumbing import git_ok
from govhooks.policy.load import FILE, PolicyError
from govhooks.run.policy import policy_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from govhooks.git.repository import Repository


def default_tip(folder: str) -> str:
    """The tip of the default branch on the other side, as far as it is known here; "" if it is not.

    `folder` is where its branches are: "refs/heads" of a server, "refs/remotes/NAME" of a remote. If nothing names the
    default branch (a server whose HEAD was never set), a branch where changes usually land is used: otherwise each
    personal branch would be judged by its own policy.
    """
    head = "HEAD" if folder == "refs/heads" else f"{folder}/HEAD"
    names = (head, *(f"{folder}/{name}" for name in refs.PROTECTED if "*" not in name))
    return next((found for name in names if (found := tip(name))), "")


def remote(name: str) -> str:
    """The name of the remote that a push goes to. git gives the URL if that was typed; branches are tracked by remote
    name."""
    if git_ok("config", "--get-all", f"remote.{name}.url"):
        return name
    listed = (git_ok("config", "-z", "--get-regexp", r"^remote\..*\.(push)?url$") or b"").split(b"\0")
    for entry in listed:
        key, _, url = entry.decode("utf-8", "surrogateescape").partition("\n")
        if url == name:
            return key.removeprefix("remote.").rpartition(".")[0]
    return name


def tip(rev: str) -> str:
    """The commit that a revision names, "" for none."""
    found = git_ok("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
    return found.decode("ascii") if found else ""


def holds_nothing(folder: str) -> bool:
    """Whether there is no ref below a folder of refs: a remote that nothing was ever pushed to or fetched from."""
    return not git_ok("for-each-ref", "--count=1", "--format=%(refname)", folder)


def protected(repository: Repository, default: str) -> Globs:
    """The branches whose history is kept, according to the policy of the default branch."""
    if not default:
        return Globs(refs.PROTECTED)
    try:
        return Globs(policy_of(repository, default).supplied("kept-branches"))
    except PolicyError:
        return Globs(refs.PROTECTED)


def of_branch(repository: Repository, short: str, own: str, default: str, kept: Globs) -> str:
    """The commit whose policy judges a push to a branch, "" for none; `own` is the branch's tip on the other side."""
    if own and kept.match(short) is not None and (not default or has_policy(repository, own)):
        return own
    return default or own


def of_first(repository: Repository, candidates: Iterable[str]) -> str:
    """The commit whose policy judges the first push to an empty repository: the first one that has a policy, "" for
    none."""
    return next((commit for commit in candidates if commit and has_policy(repository, commit)), "")


def has_policy(repository: Repository, commit: str) -> bool:
    return repository.tree(commit)(FILE) is not None
