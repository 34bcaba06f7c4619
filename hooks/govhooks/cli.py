"""The command line: `govhooks COMMAND`, and the scripts `govhooks-<id>`, which run one rule each.

The manifest's hook `govhooks` calls `govhooks check` with the file names that pre-commit passes; see
`govhooks.run.check`. A script `govhooks-<id>` does the same for a single rule (`hook`).
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# Command -> the function that runs it, called with the arguments after the command. All of them go through `frame.run`.
COMMANDS = {
    "check": "govhooks.run.check:check_all",
    "approve": "govhooks.commands.approve:approve",
    "disapprove": "govhooks.commands.approve:disapprove",
    "review": "govhooks.commands.review:main",
    "ci": "govhooks.commands.ci:main",
    "pre-receive": "govhooks.commands.pushes:pre_receive",
    "pre-push": "govhooks.commands.pushes:pre_push",
    "pre-rebase": "govhooks.commands.pushes:pre_rebase",
    "guard": "govhooks.commands.guard:main",
    "agents": "govhooks.commands.agents:main",
    "baseline": "govhooks.commands.baseline:main",
    "exceptions": "govhooks.commands.exceptions:main",
    "incident": "govhooks.commands.incident:main",
    "advisories": "govhooks.commands.advisories:main",
    "report": "govhooks.commands.report:main",
    "access": "govhooks.commands.access:main",
    "identity": "govhooks.commands.identity:main",
    "data": "govhooks.commands.data:main",
    "env": "govhooks.commands.env:main",
    "dependencies": "govhooks.commands.dependencies:main",
    "authz": "govhooks.commands.authz:main",
    "rules": "govhooks.cli:rules",
    "demo": "govhooks.commands.demo:main",
    "--version": "govhooks.cli:version",
}
# The only exit code that stops an agent. With any other it goes on, even if we could not judge.
FAILURES = {"guard": 2}
HELP = """usage: govhooks COMMAND ...

  check     judge what is staged, the files you name, or a range of commits (govhooks check --help)
  approve   sign that the high-risk areas of a change may land; disapprove: that they must not
  review    show which approvals a high-risk change needs, from whom, and why
  ci        judge the commits of a build, whether or not hooks ran where they were made
  pre-receive, pre-push, pre-rebase   git's own hooks, which see what pre-commit does not pass on (--install)
  guard     judge what an AI agent is about to do, as a hook of that agent (--install AGENT)
  agents    explain what the agent policy decides about a command; show and sync each agent's files
  baseline  record the findings in committed content, so that only new ones are refused (--help)
  exceptions  excuse a finding in governance.toml (add, renew, remove); list every suppression
  incident  record an exposed credential (open), and what is done about it (rotate, contain, close); list the incidents
  advisories  make the database of known vulnerabilities from OSV data (update); say what it holds (show)
  report    show the security metrics, now and over time, from the history (--format, --fail-on, --compare)
  access    record the review of a system's access (review SYSTEM); list what is due (list)
  identity  write the identity providers in use into governance.toml (init)
  data      classify a field in governance.toml (classify FIELD CLASS); write a first register (init)
  env       write a register of the environment variables (init); show where each is set and read (list)
  dependencies  show what a change does to packages, and what was looked up; write an SBOM (--sbom)
  authz     write which guards each route has (lock), and check it; list the routes without one (show)
  rules     list the rules
  demo      show the hooks at work in a throw-away repository
  --version
"""


def main(argv: Sequence[str] | None = None) -> int:
    """The console script `govhooks`. Called without `argv`, it ends the process."""
    from govhooks.run.frame import leave, run

    words = list(sys.argv[1:] if argv is None else argv)
    name = words[0] if words else ""
    if argv is None and name == "check":
        from govhooks.run.check import spare

        spare()
    known = name in COMMANDS and not name.startswith("-")
    code = run(f"govhooks {name}" if known else "govhooks", lambda: _run(words), failure=FAILURES.get(name, 0))
    return code if argv is not None else leave(code)


def hook(argv: Sequence[str] | None = None, program: str = "") -> int:
    """Every console script `govhooks-<id>`; its own name says which rule. Called without `argv`, it ends the process."""
    from govhooks.core.errors import UsageError
    from govhooks.rules import by_id
    from govhooks.run.check import check, spare
    from govhooks.run.frame import leave, run

    if argv is None:
        spare()
    name = program or os.path.basename(sys.argv[0]).casefold().removesuffix(".exe").removesuffix("-script.py")
    words = sys.argv[1:] if argv is None else argv

    def judge() -> int:
        try:
            rule = by_id(name.removeprefix("govhooks-"))
        except KeyError:
            raise UsageError(f"{name}: no such rule; the script's name must be govhooks-ID") from None
        return check((rule,), words, name)

    code = run(name, judge)
    return code if argv is not None else leave(code)


def _run(words: Sequence[str]) -> int:
    from govhooks.core.errors import CLEAN, USAGE, UsageError

    command = words[0] if words else ""
    if command in COMMANDS:
        module, _, function = COMMANDS[command].partition(":")
        code: int = getattr(__import__(module, fromlist=[function]), function)(words[1:])
        return code
    if command in ("-h", "--help", ""):
        (sys.stdout if words else sys.stderr).write(HELP)
        return CLEAN if words else USAGE
    from difflib import get_close_matches

    close = get_close_matches(command, COMMANDS, 1)
    raise UsageError(f"no command {command!r}{f': did you mean {close[0]}?' if close else ''}")


def rules(argv: Sequence[str]) -> int:
    """List the rules."""
    from govhooks.core.errors import CLEAN, UsageError
    from govhooks.rules.index import ENTRIES

    if tuple(argv[:1]) in (("-h",), ("--help",)):
        sys.stdout.write("usage: govhooks rules     list the rules; each has a page in docs/rules\n")
        return CLEAN
    if argv:
        raise UsageError(f"govhooks rules takes no {argv[0]!r}")
    width = max(len(rule.id) for rule in ENTRIES)
    for rule in ENTRIES:
        sys.stdout.write(f"{rule.id:{width}} {rule.description}\n")
    return CLEAN


def version(argv: Sequence[str]) -> int:
    """Print the version."""
    import govhooks

    sys.stdout.write(f"govhooks {govhooks.__version__}\n")
    return 0


if __name__ == "__main__":
    main()
