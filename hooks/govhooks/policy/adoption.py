"""The adoption point: the commit from which on a repository is held to its policy.

    since = "REV"      at the top of governance.toml: the full id of a commit, written by the first `govhooks baseline`

The history of this commit is older than the rules and is not judged commit by commit in pushes, ranges and CI; the net
change of a history that is new to the other side is counted from it. Nothing else is exempt: when a whole tree arrives
(a first push), the tree is judged as it is now, so anything bad that is still in it must be in the baseline.

The adoption point is read only from the policy that judges, and it counts only if it is in the history of that policy's
commit.
"""

from __future__ import annotations

from govhooks.git.plumbing import git_ok
from govhooks.policy import load as policies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.git.repository import Repository


def point(repository: Repository, target: str, file: str = "") -> tuple[str, str]:
    """(the adoption point in the policy of a commit or, with `file`, of a policy file; why it does not count).

    Both are "" if the policy has none or is invalid; the latter is reported when the whole policy is read.
    """
    if not target:
        return "", ""
    try:
        if file:
            with open(file, "rb") as stream:
                data: bytes | None = stream.read()
        else:
            data = repository.tree(target)(policies.FILE)
        since = policies.since(data, policies.FILE) if data else ""
    except (OSError, policies.PolicyError):
        return "", ""
    why = doubt(since, target)
    return ("", why) if why else (since, "")


def doubt(since: str, tip: str) -> str:
    """Why an adoption point does not count for a history; "" if it does or there is none."""
    if not since:
        return ""
    if git_ok("rev-parse", "--verify", "--quiet", f"{since}^{{commit}}") is None:
        return f"the adoption point {since[:12]} (since in {policies.FILE}) is not in this clone: it is ignored"
    if git_ok("merge-base", "--is-ancestor", since, tip) is None:
        return (
            f"the adoption point {since[:12]} (since in {policies.FILE}) is not in the history of {tip[:12]}:"
            " it is ignored"
        )
    return ""


def record(repository: Repository) -> str:
    """Write HEAD as the adoption point into governance.toml, if it has none; returns what was written, "" for nothing.

    Raises CannotJudge if the file is a link, or cannot be read or written.
    """
    import os

    from govhooks.git import files
    from govhooks.policy.editing import set_key

    if not repository.head():
        return ""
    place = os.path.join(repository.root() or ".", policies.FILE)
    data = files.read(place) or b""
    if policies.since(data, policies.FILE):
        return ""
    commit = repository.resolve("HEAD")
    files.write(place, set_key(data, "since", commit))
    return commit
