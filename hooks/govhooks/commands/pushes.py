"""`govhooks pre-receive`, `pre-push` and `pre-rebase`: git's own hooks, which are told all that pre-commit is not.

pre-receive runs in the server's repository, where nobody can skip it: the objects are still in quarantine, and git lets
our git processes see them there. pre-push runs on the laptop beside pre-commit, which tells its hooks of the first ref
alone and of no deletion. Both judge every ref, and say what `govhooks check` would say of it. pre-rebase is told the
upstream, which pre-commit passes on only for `git rebase UPSTREAM BRANCH`.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial

from govhooks import refs
from govhooks.changeset import Repository
from govhooks.commands import options
from govhooks.commands.landing import policy_of
from govhooks.globs import Globs
from govhooks.plumbing import CannotJudge, git_ok
from govhooks.rule import CLEAN, Request, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.refs import Update


def main(command: str, argv: Sequence[str]) -> int:
    """Run a hook, or install it: 0 every ref may change, 1 one may not, 2 bad usage, 3 one cannot be judged."""
    parser = argparse.ArgumentParser(prog=f"govhooks {command}", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--install", action="store_true", help=f"write the hook {command} into this repository")
    parser.add_argument(
        "words", nargs="*", help=argparse.SUPPRESS
    )  # what git says: remote and URL, upstream and branch
    return options.run(
        parser, _words(command, argv), lambda chosen: _install(command) if chosen.install else _hook(command, chosen)
    )


# How many words git gives each hook.
_SAID = {"pre-push": (2,), "pre-rebase": (1, 2), "pre-receive": ()}


def _words(command: str, argv: Sequence[str]) -> Sequence[str]:
    """The command line with "--" in front of what git says, where the hook does not put it there.

    git gives pre-rebase `--root` for an upstream, and a remote may be called like an option of ours.
    """
    by_git = len(argv) in _SAID[command] and list(argv) not in (["--install"], ["-h"], ["--help"])
    return ["--", *argv] if by_git and argv[0] != "--" else argv


pre_receive, pre_push, pre_rebase = (partial(main, command) for command in ("pre-receive", "pre-push", "pre-rebase"))


def _install(command: str) -> int:
    from govhooks.commands.installed import install

    return install(command)


def _hook(command: str, chosen: argparse.Namespace) -> int:
    if command == "pre-rebase":
        if not chosen.words:
            raise UsageError("git calls this hook and says onto what; install it with: govhooks pre-rebase --install")
        return _judge(Request(stage=command, rebase=(*chosen.words, "")[:2]))
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError(
            f"git calls this hook and tells it what is pushed; install it with: govhooks {command} --install"
        )
    remote = chosen.words[0] if chosen.words else ""
    lines = sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\n")
    codes = [_judge(request) for request in _requests(command, remote, [line for line in lines if line])]
    return max(codes, default=CLEAN)


def _judge(request: Request) -> int:
    from govhooks.rule import judge_request

    return judge_request(request)


def _requests(command: str, remote: str, lines: Sequence[str]) -> Iterator[Request]:
    """What is to be judged of each ref."""
    repository = Repository()
    try:
        said = refs.meant()
        default = _default("refs/heads" if command == "pre-receive" else f"refs/remotes/{remote}")
        protected = Globs(_protected(repository, default))
        for line in lines:
            words = line.rsplit(" ", 3) if command == "pre-push" else line.split(" ", 2)
            if len(words) != (4 if command == "pre-push" else 3):
                raise CannotJudge(f"git's line {line!r} cannot be read")
            old, new, ref = (*words[3:], *words[1:3]) if command == "pre-push" else words
            if not _is_id(old) or not _is_id(new):
                raise CannotJudge(f"git's line {line!r} cannot be read")
            yield _request(command, refs.update(ref, old, new, said), remote, default, protected)
    finally:
        repository.close()


def _is_id(word: str) -> bool:
    return len(word) in (40, 64) and not word.strip("0123456789abcdef")


def _request(command: str, update: Update, remote: str, default: str, protected: Globs) -> Request:
    """A branch is judged from its old tip, or from where it leaves the default branch; a tag by what comes with it."""
    branch = update.ref.startswith(refs.BRANCHES)
    if not update.new or not (branch or update.ref.startswith(refs.TAGS)):
        return Request(stage=command, updates=(update,), target=default or update.old)
    old = (
        update.old
        if branch and update.kind != "forced" and git_ok("cat-file", "-e", update.old or "-") is not None
        else ""
    )
    start = old or default
    # The policy of a branch that is kept is its own; of any other that of the default branch, or whoever pushes a
    # loosened one to a branch of his own is free of it from the next push on.
    own = branch and protected.match(update.short) is not None and old
    known = ("--all",) if command == "pre-receive" else (refs.held_by(remote),)
    return Request(
        stage=command,
        from_ref=start,
        to_ref=update.new,
        branch=update.short if branch else update.ref,
        target=(old if own else default or old) or "none",
        hidden=() if branch and start else known,
        updates=(update,),
    )


def _default(folder: str) -> str:
    """The tip of the default branch on the other side, as far as it is known here; "" when it is not."""
    head = "HEAD" if folder == "refs/heads" else f"{folder}/HEAD"
    return next(
        (tip for name in (head, *(f"{folder}/{n}" for n in ("main", "master", "trunk"))) if (tip := _tip(name))), ""
    )


def _tip(rev: str) -> str:
    found = git_ok("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
    return found.decode("ascii") if found else ""


def _protected(repository: Repository, default: str) -> tuple[str, ...]:
    from govhooks.policy import PolicyError

    if not default:
        return refs.PROTECTED
    try:
        policy = policy_of(repository, default).rules["no-history-rewrite"]
    except PolicyError:
        return refs.PROTECTED
    return tuple(policy.branches)  # type: ignore[attr-defined]
