"""`govhooks pre-receive`, `pre-push` and `pre-rebase`: git's own hooks, which see what pre-commit does not pass on.

pre-receive runs in the server's repository, where nobody can skip it. The pushed objects are still in quarantine, and
git lets our git processes see them. pre-push runs on the laptop in addition to pre-commit, which tells its hooks only
about the first ref, and about no deletions. Both judge every ref as `govhooks check` would. pre-rebase gets the
upstream, which pre-commit passes on only for `git rebase UPSTREAM BRANCH`.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial

from govhooks.commands import options
from govhooks.core.errors import CLEAN, CannotJudge, UsageError
from govhooks.git import refs
from govhooks.git.plumbing import git_ok
from govhooks.git.repository import Repository
from govhooks.run.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.core.globs import Globs
    from govhooks.core.update import Update


def main(command: str, argv: Sequence[str]) -> int:
    """Run or install a hook. Exit codes: 0 every ref may change, 1 one may not, 2 bad usage, 3 one cannot be judged."""
    parser = argparse.ArgumentParser(prog=f"govhooks {command}", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--install", action="store_true", help=f"install git's {command} hook in this repository")
    parser.add_argument(
        "words", nargs="*", help=argparse.SUPPRESS
    )  # git's arguments: remote and URL, or upstream and branch
    return options.run(
        parser, _words(command, argv), lambda chosen: _install(command) if chosen.install else _hook(command, chosen)
    )


# How many arguments git passes to each hook.
_SAID = {"pre-push": (2,), "pre-rebase": (1, 2), "pre-receive": ()}


def _words(command: str, argv: Sequence[str]) -> Sequence[str]:
    """The command line with "--" before git's arguments, if the hook does not have it.

    git passes `--root` to pre-rebase as an upstream, and a remote may have the same name as one of our options.
    """
    by_git = len(argv) in _SAID[command] and list(argv) not in (["--install"], ["-h"], ["--help"])
    return ["--", *argv] if by_git and argv[0] != "--" else argv


pre_receive, pre_push, pre_rebase = (partial(main, command) for command in ("pre-receive", "pre-push", "pre-rebase"))


def _install(command: str) -> int:
    from govhooks.commands.install import install

    return install(command)


def _hook(command: str, chosen: argparse.Namespace) -> int:
    if command == "pre-rebase":
        if not chosen.words:
            raise UsageError(
                "git runs this hook and names the upstream branch; install it with: govhooks pre-rebase --install"
            )
        return _judge(Request(stage=command, rebase=(*chosen.words, "")[:2]))
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError(
            f"git runs this hook and tells it what is pushed; install it with: govhooks {command} --install"
        )
    remote = chosen.words[0] if chosen.words else ""
    lines = sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\n")
    codes = [_judge(request) for request in _requests(command, remote, [line for line in lines if line])]
    return max(codes, default=CLEAN)


def _judge(request: Request) -> int:
    from govhooks.run.check import judge_request

    return judge_request(request)


def _requests(command: str, remote: str, lines: Sequence[str]) -> Iterator[Request]:
    """One request for each ref."""
    from govhooks.run import target

    remote = target.remote(remote)
    repository = Repository()
    try:
        said = refs.meant()
        updates = []
        for line in lines:
            words = line.rsplit(" ", 3) if command == "pre-push" else line.split(" ", 2)
            if len(words) != (4 if command == "pre-push" else 3):
                raise CannotJudge(f"git's line {line!r} cannot be read")
            old, new, ref = (*words[3:], *words[1:3]) if command == "pre-push" else words
            if not _is_id(old) or not _is_id(new):
                raise CannotJudge(f"git's line {line!r} cannot be read")
            updates.append(refs.update(ref, old, new, said).but(served=command == "pre-receive"))
        folder = "refs/heads" if command == "pre-receive" else f"refs/remotes/{remote}"
        default = target.default_tip(folder)
        first = ""
        if not default and target.holds_nothing(folder) and not any(update.old for update in updates):
            first = _first(repository, command, updates) or "none"
        protected = target.protected(repository, default)
        for update in updates:
            yield _request(repository, command, update, remote, default, protected, first)
    finally:
        repository.close()


def _first(repository: Repository, command: str, updates: Sequence[Update]) -> str:
    """The commit whose policy judges a first push: HEAD on a laptop, the tip of the future default branch on a server,
    or, if there is none, the commit that is pushed."""
    from govhooks.run import target

    pushed = [update.new for update in updates if update.new and update.ref.startswith(refs.BRANCHES)]
    if command == "pre-receive":
        wanted = {update.ref: update.new for update in updates}
        names = (git_ok("symbolic-ref", "--quiet", "HEAD") or b"", b"refs/heads/main", b"refs/heads/master")
        first = [wanted.get(name.decode("utf-8", "surrogateescape"), "") for name in names]
    else:
        first = [target.tip("HEAD")]
    return target.of_first(repository, [*first, *pushed, target.tip(refs.default_target() or "/")])


def _is_id(word: str) -> bool:
    return len(word) in (40, 64) and not word.strip("0123456789abcdef")


def _request(
    repository: Repository, command: str, update: Update, remote: str, default: str, protected: Globs, first: str
) -> Request:
    """How to judge one ref: a branch from its old tip, or from its merge base with the default branch; anything else (a
    tag, or a ref that the policy allows) by the commits it brings. `first` is the commit whose policy judges a first
    push."""
    from govhooks.run import target

    branch = update.ref.startswith(refs.BRANCHES)
    if not update.new or update.ref.startswith(refs.REPLACED):
        return Request(stage=command, updates=(update,), target=first or default or update.old)
    here = update.old if git_ok("cat-file", "-e", f"{update.old}^{{commit}}") is not None else ""
    old = here if branch and update.kind != "forced" else ""
    start = old or default
    # A protected branch is judged by its own policy, any other by that of the default branch. Otherwise somebody who
    # pushes a loosened policy to their own branch would escape it from the next push on.
    judge = first or target.of_branch(repository, update.short, old if branch else "", default, protected)
    known: tuple[str, ...] = ("--all",) if command == "pre-receive" else (refs.held_by(remote),)
    if branch and start:
        known = (start, *((default,) if default else ()))
    elif here:
        known += (here,)
    return Request(
        stage=command,
        from_ref=start,
        to_ref=update.new,
        branch=update.short if branch else update.ref,
        target=judge or "none",
        hidden=known,
        updates=(update,),
        first=bool(first),
        content=update.ref.startswith(refs.NOTES),  # these commits are made by git, without asking for a message
    )
