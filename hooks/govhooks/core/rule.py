"""The one place where argv, git, policy, exceptions and exit codes meet.

A rule is a `Rule`: an id, its Policy record, and a pure function from a Changeset and a Policy to findings. `run` reads
the request, opens the repository, builds the changesets the request means, asks every rule, and prints the verdict:

    argv, PRE_COMMIT_* -> Request -> Repository -> Changesets -> check(...) -> exceptions -> outputs -> exit code

Exit codes are those of `govhooks.run.frame`, through which every command goes.
"""

from __future__ import annotations

import os
import sys
import time

from govhooks.core.changeset import Changeset, Repository
from govhooks.core.finding import CONFIDENCES, Finding
from govhooks.core.record import Record
from govhooks.git.plumbing import CannotJudge, git_ok
from govhooks.run.frame import CANNOT_JUDGE as CANNOT_JUDGE
from govhooks.run.frame import CLEAN as CLEAN
from govhooks.run.frame import FINDINGS as FINDINGS
from govhooks.run.frame import USAGE as USAGE
from govhooks.run.frame import UsageError as UsageError
from govhooks.run.frame import complain, leave, run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from govhooks.git.refs import Update
    from govhooks.policy.load import Policies

STAGES = ("pre-commit", "pre-merge-commit", "pre-push", "manual")
REBASE = "pre-rebase"
MESSAGE_STAGES = ("prepare-commit-msg", "commit-msg")
FORMATS = ("text", "json", "sarif", "github")


class HelpWanted(Exception):
    """The command line asks how it is written."""


class Rule:
    """One governance rule.

    `id`        kebab-case, states the rule as it should be.
    `Policy`    a Record: the rule's table in governance.toml, with safe defaults.
    `check`     pure: (changeset, policy) -> findings.
    `kinds`     the kinds of changeset it judges (see `Changeset.kind`): "change" what is staged, "range" the net
                change of a range, "commit" each commit of a range, "message" a commit message being written,
                "whole" files as they are, "push" what becomes of the refs of a push or a rebase.
    `trailers`  pure: (changeset, policy) -> trailers that prepare-commit-msg writes.
    `shows`     True when a passing run still has something to show (pre-commit's `verbose`).
    `tags`      True when it judges the annotated tags of a range (`Changeset.tags`).
    `commits`   True when it judges a range by its commits (`Changeset.commits`); so does whoever judges each "commit".
    `per_change`  True when it judges every change by itself, so that the changes may be shared over processes.
    `prepare`   what takes long to make and every process needs: called once before much work is shared.
    `baseline`  True when it judges content as it stands, so that what was there before may be recorded (`govhooks.policy.baseline`).
                The identity of its findings then holds the content they are about: what changes is new again.
    `history`   False when what it asks of a commit cannot be asked of commits that are long made.
    `landing`   True when it asks something of who lands a change (a trailer, an approval, a test): nothing of that can be
                asked where nothing lands.
    """

    def __init__(
        self,
        id: str,
        policy: type[Record],
        check: Callable[[Changeset, Any], Iterable[Finding]],
        *,
        kinds: tuple[str, ...] = ("change", "commit", "whole"),
        trailers: Callable[[Changeset, Any], Iterable[tuple[str, str]]] | None = None,
        shows: bool = False,
        tags: bool = False,
        commits: bool = False,
        per_change: bool = False,
        prepare: Callable[[], None] = lambda: None,
        history: bool = True,
        landing: bool = False,
        baseline: bool = False,
    ) -> None:
        self.id = id
        self.Policy = policy
        self.check = check
        self.kinds = kinds
        self.trailers = trailers
        self.shows = shows
        self.tags = tags
        self.commits = commits or "commit" in kinds
        self.per_change = per_change
        self.prepare = prepare
        self.history = history and "commit" in kinds
        self.landing = landing
        self.baseline = baseline

    @property
    def module(self) -> str:
        return self.check.__module__

    @property
    def description(self) -> str:
        """The first line of the rule's docstring: its description everywhere."""
        return (sys.modules[self.module].__doc__ or self.id).strip().splitlines()[0]

    @property
    def stages(self) -> tuple[str, ...]:
        """The git hooks it runs in."""
        extra: tuple[str, ...] = ("prepare-commit-msg",) if self.trailers else ()
        files = "change" in self.kinds or "whole" in self.kinds
        extra += ("commit-msg",) if "message" in self.kinds else ()
        return (STAGES if files else STAGES[2:]) + extra + ((REBASE,) if "push" in self.kinds else ())

    def main(self, argv: Sequence[str] | None = None) -> int:
        """The console script `govhooks-<id>`; called without `argv` it ends the process."""
        if argv is None:
            spare()
        words = sys.argv[1:] if argv is None else argv
        name = f"govhooks-{self.id}"
        code = run(name, lambda: check((self,), words, name))
        return code if argv is not None else leave(code)


class Request(Record):
    """What is asked for, from the command line and pre-commit's environment.

    `branch`   where the range lands, "" when that is to be told from the names of the range.
    `updates`  what a push makes of refs, `hidden` what the other side knows already (`git rev-list` arguments that
               leave it out), `target` the commit whose policy judges ("none" for none), where a hook of git's own was told.
    `root`     the whole history of `to_ref` is judged, from the adoption point on where the policy has one.
    `first`    there is nothing yet that it could land on: no approval is asked for.
    `content`  nothing lands (a schedule, notes): only what the commits hold is judged.
    `rebase`   onto which upstream which branch ("" for HEAD) is about to be rebased.
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


class Verdict(Record):
    """The outcome of a run, as the outputs print it.

    `checked` says what was looked at: {"kind", "changes", "commits", "rules", "policy"}.
    """

    findings: tuple[Finding, ...]
    checked: dict[str, Any]
    notes: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def refused(self) -> bool:
        return any(finding.blocks and finding.exception is None for finding in self.findings)


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
    """The request of a command line. Raises UsageError, HelpWanted. (argparse costs 7 ms; every commit would pay.)

    Behind "--" everything is a name. Where there is none, a word that is an option and a file, too, is refused:
    whoever passes names of files would have a file of the repository choose what is judged.
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
            found["stdin"] = True  # pre-commit passes names only, and a file may be called that
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
            names.append(word)  # a file with a leading dash that is no option
        else:
            raise UsageError(f"unknown option {word}{_did_you_mean(word)}")
    found["jobs"] = _number(found, "--jobs")
    _choice(found, "--format", FORMATS)
    _choice(found, "--confidence", CONFIDENCES)
    _choice(found, "--hook-stage", (*STAGES, *MESSAGE_STAGES, REBASE))
    request = Request(names=tuple(names), **found)
    if bool(request.from_ref) != bool(request.to_ref):
        raise UsageError("--from-ref and --to-ref need each other")
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
        raise UsageError("--message-file needs what is staged: not --all, --history, --from-ref/--to-ref or file names")
    return _from_environment(request, environ) if environ.get("PRE_COMMIT") else request


def _from_environment(request: Request, environ: dict[str, str] | os._Environ[str]) -> Request:
    """What pre-commit says of the stage: a range, a push of a whole history, or a message file."""
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
    """Whether a name is git's message file: it lies in the git directory itself, where no tracked file can."""
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


def check(rules: Sequence[Rule] | None, argv: Sequence[str], program: str = "govhooks check") -> int:
    """Run a command line for some rules (None: all of them) and return its exit code; raises as `govhooks.run.frame` knows."""
    try:
        request = parse(argv, os.environ)
    except HelpWanted:
        sys.stdout.write(HELP.format(name=program, pad=" " * (len(program) + 6)))
        return CLEAN
    return _judge(rules, request)


def check_all(argv: Sequence[str]) -> int:
    """`govhooks check`: by all rules."""
    return check(None, argv)


def judge_request(request: Request) -> int:
    """Judge by all rules what a command has made out, report it, and return the exit code."""
    return _judge(None, request)


def spare() -> None:
    """Let the collector of cycles wait: a short process has none to speak of, and looking for them takes 1 ms of its 20."""
    import gc

    gc.set_threshold(100_000, 20, 20)


def _judge(rules: Sequence[Rule] | None, request: Request) -> int:
    repository = Repository()
    try:
        staged = not (request.everything or request.history or request.to_ref or request.stdin)
        if staged:
            repository.start_diff()
        if rules is None:
            from govhooks.rules import load

            rules = load()
        rules = _selected(rules, request)
        verdict = _verdict(repository, rules, request)
        return CLEAN if verdict is None else _report(verdict, request)
    finally:
        repository.close()


def _selected(rules: Sequence[Rule], request: Request) -> Sequence[Rule]:
    if not request.rules:
        return rules
    known = {rule.id: rule for rule in rules}
    for name in request.rules:
        if name not in known:
            from difflib import get_close_matches

            close = get_close_matches(name, known, 1, 0.4)
            hint = f": did you mean {close[0]}?" if close else f" (rules: {', '.join(known)})"
            raise UsageError(f"no rule {name}{hint}")
    return tuple(known[name] for name in dict.fromkeys(request.rules))


def _verdict(repository: Repository, rules: Sequence[Rule], request: Request) -> Verdict | None:
    from govhooks.run import verdict

    return verdict.reach(repository, rules, request)


def _report(verdict: Verdict, request: Request) -> int:
    code = FINDINGS if verdict.refused else CLEAN
    by_hook = bool(os.environ.get("PRE_COMMIT"))
    # A person who asks waits for an answer; a hook (git names it an index) that finds nothing has none to give.
    asked = not (by_hook or request.stage or "GIT_INDEX_FILE" in os.environ)
    kind = verdict.checked["kind"]
    answer = asked and (kind in ("whole", "range", "history") or (kind == "change" and not verdict.checked["changes"]))
    quiet = not (verdict.findings or verdict.notes or request.output or request.stdin or answer)
    if quiet and request.format == "text":
        return code  # the clean commit: nothing to say, nothing to import
    from govhooks.outputs import write

    if request.stage == "pre-push" and request.format == "text" and not request.output:
        from govhooks.run import told

        if told.is_first():
            told.leave(verdict)
        elif by_hook and told.take(verdict):
            if code != CLEAN:
                from govhooks.outputs import put

                put("govhooks: refused: as said above\n")
            return code
    brief = by_hook and code == CLEAN and kind in ("change", "message")
    try:
        write(verdict, request.format, request.output, asked=asked, brief=brief)
    except CannotJudge as error:
        if code == CLEAN:
            raise
        complain(str(error))  # it is refused all the same
    return code


def today() -> str:
    """The date, YYYY-MM-DD, UTC: the same on the laptop and in CI."""
    return time.strftime("%Y-%m-%d", time.gmtime())


def judge(rule: Rule, changeset: Changeset, policies: Policies) -> Iterator[Finding]:
    """What one rule says of one changeset, if it judges that kind."""
    if changeset.only and rule.id not in changeset.only:
        return
    if changeset.kind in rule.kinds and rule.id not in policies.off:
        yield from rule.check(changeset, policies.rules[rule.id])
