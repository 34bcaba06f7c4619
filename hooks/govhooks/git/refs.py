"""What a push does to the refs of a repository, and where a change lands.

An `Update` (govhooks.core.update) is one line of the input that git gives to the hooks `pre-push` and `pre-receive`.
"""

from __future__ import annotations

import os

from govhooks.core.errors import CannotJudge
from govhooks.core.update import BRANCHES as BRANCHES
from govhooks.core.update import PROTECTED as PROTECTED
from govhooks.core.update import TAGS as TAGS
from govhooks.core.update import Update
from govhooks.git.plumbing import git, git_ok

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from govhooks.git.repository import Repository

NOTES = "refs/notes/"
# Objects that git substitutes for others (git replace): whoever fetches one sees a history other than the one that was
# judged.
REPLACED = "refs/replace/"


def update(ref: str, old: str, new: str, meant: tuple[str, ...] = ()) -> Update:
    """The update of a ref from one object id to another; an id of all zeros means none."""
    made = _update(ref, old, new, meant)
    return made.but(default=ref == BRANCHES + (default_branch() or "/"))


def _update(ref: str, old: str, new: str, meant: tuple[str, ...]) -> Update:
    old, new = ("" if not oid.strip("0") else oid for oid in (old, new))
    named = any(name in (ref, ref.removeprefix(BRANCHES), ref.removeprefix(TAGS)) for name in meant)
    if not old:
        return Update(ref, old, new, "created", meant=named)
    if not new:
        return Update(ref, old, new, "deleted", lost=_count(old), meant=named)
    if ref.startswith(TAGS):
        return Update(ref, old, new, "moved" if old != new else "advanced", meant=named)
    if git_ok("cat-file", "-e", f"{old}^{{commit}}") is None:
        return Update(ref, old, new, "forced", lost=-1, meant=named)  # whoever could fast-forward has the old tip
    if git_ok("merge-base", "--is-ancestor", old, new) is not None:
        return Update(ref, old, new, "advanced", meant=named)
    return Update(ref, old, new, "forced", lost=_count(old, f"^{new}"), meant=named)


def _count(*revs: str) -> int:
    # A tip from CI may be any text: `--output=FILE` would write a file.
    counted = git_ok("rev-list", "--count", "--end-of-options", *revs, "--")
    return int(counted) if counted else -1


def meant(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The refs whose rewrite was confirmed, in git's configuration or by push options."""
    said = (git_ok("config", "--get-all", "govhooks.rewrite") or b"").decode("utf-8", "replace").split("\n")
    told = environ.get("GIT_PUSH_OPTION_COUNT") or "0"
    if not (told.isascii() and told.isdecimal() and len(told) < 6):
        raise CannotJudge("GIT_PUSH_OPTION_COUNT is not a number")
    options = (environ.get(f"GIT_PUSH_OPTION_{n}", "") for n in range(int(told)))
    said += [option.partition("=")[2] for option in options if option.startswith("govhooks.rewrite=")]
    return tuple(name for name in said if name)


def pushed(remote: str, ref: str, old: str, new: str) -> Update | None:
    """The update that a client's pre-push stage reports: pre-commit names the old tip only if it exists in this clone."""
    if not (ref and new):
        return None
    if ref.startswith(TAGS) and old and not _was_tag(remote, old, new):
        old = ""
    tracked = ref.replace(BRANCHES, f"refs/remotes/{remote}/", 1) if ref.startswith(BRANCHES) else ref
    if ref.startswith(BRANCHES):
        here = git_ok("rev-parse", "--verify", "--quiet", tracked)
        if here is not None and (not old or git_ok("merge-base", "--is-ancestor", here.decode("ascii"), old) is None):
            old = here.decode("ascii")
    return update(ref, old, new, meant())


def _was_tag(remote: str, old: str, new: str) -> bool:
    """Whether a client's FROM_REF is what a tag was before; for a new tag it is the parent of the first commit that is
    pushed.

    A tag that moves on from exactly there looks the same. It is not refused here: git itself requires --force, and our
    own hooks, pre-push and pre-receive, are told the old id.
    """
    if git_ok("cat-file", "-t", old) != b"commit":
        return True
    shown = git("rev-list", "--boundary", new, "--not", held_by(remote), "--").decode("ascii").split()
    return f"-{old}" not in shown


def held_by(remote: str) -> str:
    """The `git rev-list` option for all commits of a remote's branches; glob characters in the remote's name are
    escaped."""
    return f"--remotes={''.join(f'{chr(92)}{char}' if char in '*?[]' + chr(92) else char for char in remote)}/*"


def rebased(repository: Repository, upstream: str, branch: str) -> list[Update]:
    """The published commits that a rebase is about to rewrite: one update for each branch that contains some."""
    tip = repository.resolve(branch or "HEAD")
    # `git rebase --root` passes that word to the hook as the upstream: every commit is rewritten.
    without = () if upstream == "--root" else (f"^{repository.resolve(upstream)}",)
    ids = git("rev-list", tip, *without, "--").decode("ascii").split()
    if not ids:
        return []
    said = meant()
    found = []
    listed = git("for-each-ref", "--format=%(refname)", f"--contains={ids[-1]}", "refs/remotes").decode(
        "utf-8", "surrogateescape"
    )
    for name in listed.split("\n"):
        short = name.removeprefix("refs/remotes/").partition("/")[2]
        if short and short != "HEAD":
            published = _count(tip, *without) - _count(tip, *without, f"^{name}")
            ref = BRANCHES + short
            found.append(Update(ref, tip, "", "rebased", lost=published, meant=short in said or ref in said))
    return found


def branch_of(rev: str) -> str:
    """The branch that a revision names (both `origin/main` and `main` are main); "" if it names none."""
    full = git_ok("rev-parse", "--symbolic-full-name", "--verify", "--quiet", "--end-of-options", rev)
    name = (full or b"").decode("utf-8", "surrogateescape")
    if name.startswith("refs/remotes/") and name.endswith("/HEAD"):
        name = (git_ok("symbolic-ref", "--quiet", name) or b"").decode("utf-8", "surrogateescape")
    if name.startswith("refs/remotes/"):
        return name.removeprefix("refs/remotes/").partition("/")[2]
    return name.removeprefix(BRANCHES) if name.startswith(BRANCHES) else ""


def default_branch() -> str:
    """The name of the repository's default branch: the remote's, as CI or the clone knows it, or a server's own; "" if
    unknown."""
    told: str = os.environ.get("CI_DEFAULT_BRANCH", "")
    if told:
        return told
    remote = git_ok("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    if remote:
        return remote.decode("utf-8", "surrogateescape").removeprefix("refs/remotes/origin/")
    if git_ok("rev-parse", "--is-bare-repository") == b"true":
        return (
            (git_ok("symbolic-ref", "--quiet", "HEAD") or b"").decode("utf-8", "surrogateescape").removeprefix(BRANCHES)
        )
    return ""


def default_target() -> str:
    """The ref where a branch will land by default: the remote's default branch, otherwise the local one; "" if there is
    none."""
    told: str = os.environ.get("CI_DEFAULT_BRANCH", "")
    places = [f"refs/remotes/origin/{name}" for name in (told, "HEAD", "main", "master") if name]
    for name in places:
        if git_ok("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") is not None:
            return name
    current = (git_ok("symbolic-ref", "--quiet", "HEAD") or b"").decode("utf-8", "surrogateescape")
    for name in ("refs/heads/main", "refs/heads/master", "refs/heads/trunk"):
        if name != current and git_ok("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") is not None:
            return name
    return ""
