"""The request: what the command line and pre-commit's environment variables ask for."""

from __future__ import annotations

import os

from govhooks.core.entry import MESSAGE_STAGES, REBASE, STAGES
from govhooks.core.errors import UsageError
from govhooks.core.finding import CONFIDENCES
from govhooks.core.record import Record
from govhooks.git.plumbing import git_ok

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from govhooks.core.update import Update

FORMATS = ("text", "json", "sarif", "github")


class HelpWanted(Exception):
    """The command line asks for the help text."""


class Request(Record):
    """What is asked for, by the command line and pre-commit's environment variables.

    `branch`   where the range lands; "" if it should be derived from the names of the range.
    `updates`  the ref updates of a push; `hidden` what the other side already has (`git rev-list` arguments that
               exclude it); `target` the commit whose policy judges ("none" for none), if one of git's own hooks was
               told.
    `root`     judge the whole history of `to_ref`, from the adoption point on if the policy has one.
    `first`    there is nothing yet that it could land on: no approval is required.
    `content`  nothing lands (a scheduled build, notes): only the content of the commits is judged.
    `rebase`   the upstream and the branch ("" for HEAD) of the rebase that is about to start.
    """

    names: tuple[str, ...] = ()
    stdin: bool = False
    rules: tuple[str, ...] = ()
    everything: bool = False
    history: bool = False
    since: str = ""
    jobs: int = 0
    from_ref: str = ""
    to_ref: str = ""
    message_file: str = ""
    confidence: str = ""
    format: str = "text"
    output: str = ""
    policy: str = ""
    stage: str = ""
    branch: str = ""
    updates: tuple[Update, ...] = ()
    target: str = ""
    hidden: tuple[str, ...] = ()
    root: bool = False
    first: bool = False
    content: bool = False
    rebase: tuple[str, str] = ("", "")


_FLAGS = {"--all": "everything", "--history": "history"}
_VALUES = {
    "--rule": "rules",
    "--since": "since",
    "--jobs": "jobs",
    "--from-ref": "from_ref",
    "--to-ref": "to_ref",
    "--branch": "branch",
    "--message-file": "message_file",
    "--confidence": "confidence",
    "--format": "format",
    "--output": "output",
    "--policy": "policy",
    "--hook-stage": "stage",
}
HELP = """usage: {name} [--rule ID]... [--all | --history | --from-ref A --to-ref B | PATH... | -]
{pad} [--branch NAME] [--since REV] [--jobs N] [--message-file FILE]
{pad} [--confidence high|medium|low] [--format text|json|sarif|github] [--output FILE]
{pad} [--policy FILE] [--hook-stage STAGE] [--]

Judge what is staged, or one of these:
  --all                   every tracked file, as it is
  --history               every commit of every branch, tag and stash, judged by HEAD's policy; after an
                          interruption, run it again and it continues where it stopped
  --from-ref A --to-ref B the commits of A..B and their net change, judged by A's policy
  PATH...                 these files, whole
  -                       text from standard input
  --message-file FILE     the commit message in FILE, with what is staged
Options:
  --rule ID               only this rule (may be repeated)
  --branch NAME           the branch that the range will land on, if A is not its name
  --since REV             with --history: leave out the commits that REV contains
  --jobs N                use up to N processes for large runs (default: one per core)
  --confidence LEVEL      show and refuse findings of this confidence and above
  --format FORMAT         text, json, sarif or github
  --output FILE           write the report to FILE, and the text report to standard output
  --policy FILE           judge by this policy instead of the committed one
  --hook-stage STAGE      pre-commit's stage, if the environment does not say
Exit codes: 0 clean, 1 findings, 2 bad usage, 3 cannot judge, 4 a bug in govhooks.
"""
_HELP = ("-h", "--help")


def parse(argv: Sequence[str], environ: dict[str, str] | os._Environ[str]) -> Request:
    """The request of a command line. Raises UsageError, HelpWanted. (argparse takes 7 ms, on every commit.)

    Everything after "--" is a file name. Without "--", a word that is both an option and a file is refused: otherwise a
    file in the repository could choose what is judged when somebody passes file names.
    """
    told_apart = "--" in argv and not os.path.lexists("--")
    found: dict[str, Any] = {}
    names: list[str] = []
    rest = iter(argv)
    for word in rest:
        if word == "--":
            names.extend(rest)
            break
        option, equals, value = word.partition("=")
        is_option = word in _FLAGS or word in _HELP or option in _VALUES
        if is_option and not told_apart and os.path.lexists(word):
            raise UsageError(f"{word} is an option, and a file here has the same name: put -- before file names")
        if word == "-" and not environ.get("PRE_COMMIT"):
            found["stdin"] = True  # pre-commit passes only names, and a file may have that name
        elif word == "-" or not word.startswith("-"):
            names.append(word)
        elif word in _HELP:
            raise HelpWanted
        elif word in _FLAGS:
            found[_FLAGS[word]] = True
        elif option in _VALUES:
            if not equals:
                value = next(rest, "")
            if not value:
                raise UsageError(f"{option} needs a value")
            key = _VALUES[option]
            found[key] = (*found.get(key, ()), value) if key == "rules" else value
        elif os.path.lexists(word):
            names.append(word)  # a file with a leading dash that is not an option
        else:
            raise UsageError(f"unknown option {word}{_did_you_mean(word)}")
    found["jobs"] = _number(found, "--jobs")
    _choice(found, "--format", FORMATS)
    _choice(found, "--confidence", CONFIDENCES)
    _choice(found, "--hook-stage", (*STAGES, *MESSAGE_STAGES, REBASE))
    request = Request(names=tuple(names), **found)
    if bool(request.from_ref) != bool(request.to_ref):
        raise UsageError("give --from-ref and --to-ref together")
    if request.since and not request.history:
        raise UsageError("--since needs --history")
    ways = [
        request.everything,
        request.history,
        bool(request.from_ref),
        bool(names) and not request.stage,
        request.stdin,
    ]
    if sum(ways) > 1:
        raise UsageError("give only one of --all, --history, --from-ref/--to-ref, file names and -")
    if request.message_file and (names or any(ways)):
        raise UsageError(
            "--message-file judges what is staged: leave out --all, --history, --from-ref/--to-ref and file names"
        )
    return _from_environment(request, environ) if environ.get("PRE_COMMIT") else request


def _from_environment(request: Request, environ: dict[str, str] | os._Environ[str]) -> Request:
    """What pre-commit's variables say about the stage: a range, a push of a whole history, or a message file."""
    if request.everything or request.history or request.from_ref:
        return request
    if environ.get("PRE_COMMIT_PRE_REBASE_UPSTREAM"):
        rebase = (environ["PRE_COMMIT_PRE_REBASE_UPSTREAM"], environ.get("PRE_COMMIT_PRE_REBASE_BRANCH", ""))
        return request.but(stage=REBASE, rebase=rebase, names=())
    if environ.get("PRE_COMMIT_FROM_REF") and environ.get("PRE_COMMIT_TO_REF"):
        return request.but(
            from_ref=environ["PRE_COMMIT_FROM_REF"],
            to_ref=environ["PRE_COMMIT_TO_REF"],
            names=(),
            stage=request.stage or ("pre-push" if environ.get("PRE_COMMIT_REMOTE_NAME") else ""),
        )
    if environ.get("PRE_COMMIT_REMOTE_NAME") and not request.stage:
        return request.but(to_ref=environ.get("PRE_COMMIT_LOCAL_BRANCH") or "HEAD", names=(), stage="pre-push")
    if len(request.names) == 1 and not request.message_file and _is_message(request.names[0]):
        source = environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE")
        stage = request.stage or ("prepare-commit-msg" if source else "message")
        return request.but(message_file=request.names[0], names=(), stage=stage)
    return request


def _is_message(name: str) -> bool:
    """Whether a name is git's message file: it is directly in the git directory, where no tracked file can be."""
    if not name.endswith(("_EDITMSG", "MERGE_MSG", "SQUASH_MSG")):
        return False
    folder = git_ok("rev-parse", "--absolute-git-dir")
    return folder is not None and os.path.realpath(os.path.dirname(name) or ".") == os.path.realpath(
        os.fsdecode(folder)
    )


def _number(found: dict[str, Any], option: str) -> int:
    value = found.get(_VALUES[option], "0")
    if _VALUES[option] in found and (not value.isdecimal() or not 0 < int(value) <= 256):
        raise UsageError(f"{option} must be a number from 1 to 256, not {value}")
    return int(value)


def _choice(found: dict[str, Any], option: str, choices: tuple[str, ...]) -> None:
    value = found.get(_VALUES[option], choices[0])
    if value not in choices:
        raise UsageError(f"{option} must be one of {', '.join(choices)}, not {value}")


def _did_you_mean(word: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, [*_FLAGS, *_VALUES], 1)
    return f": did you mean {close[0]}?" if close else ""
