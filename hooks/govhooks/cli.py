"""`govhooks check|baseline|demo|rules`: all rules in one process.

The hook `govhooks` of the manifest calls `govhooks check`, with pre-commit's names; see `govhooks.rule`.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = "check approve disapprove review ci pre-receive pre-push pre-rebase guard agents baseline exceptions rules demo".split()
USAGE = """usage: govhooks COMMAND ...

  check     judge what is staged, named, or in a range (govhooks check --help)
  approve   sign that the high-risk areas of a change may land; disapprove: that they must not
  review    what a high-risk change asks of whom, and why
  ci        judge a build again, whatever the hooks on the laptop did
  pre-receive, pre-push, pre-rebase   hooks of git's own, told of all that pre-commit is not (--install)
  guard     judge what an AI agent is about to do, as a hook of the agent (--install AGENT)
  agents    explain a command line by the agent policy; show and sync what agents' files make of it
  baseline  record the secrets that are already there (govhooks baseline --help)
  exceptions  excuse a finding in governance.toml (add FINGERPRINT); list the exceptions
  rules     list the rules
  demo      show the hooks at work in a throw-away repository
  --version
"""


def main(argv: Sequence[str] | None = None) -> int:
    """The console script `govhooks`; called without `argv`, `check` ends the process."""
    words = list(sys.argv[1:] if argv is None else argv)
    command = words[0] if words else "--help"
    if command == "check":
        from govhooks.rule import leave, spare
        from govhooks.rule import main as run

        if argv is None:
            spare()
        code = run(None, words[1:])
        return code if argv is not None else leave(code)
    if command == "rules":
        from govhooks.rules import load

        for rule in load():
            sys.stdout.write(f"{rule.id:20} {rule.description}\n")
        return 0
    if command == "baseline":
        from govhooks.baseline import main as baseline

        return baseline(words[1:])
    if command == "exceptions":
        from govhooks.commands.exceptions import main as exceptions

        return exceptions(words[1:])
    if command in ("approve", "disapprove"):
        from govhooks.commands.approve import main as approve

        return approve(command, words[1:])
    if command == "review":
        from govhooks.commands.review import main as review

        return review(words[1:])
    if command == "ci":
        from govhooks.commands.ci import main as ci

        return ci(words[1:])
    if command in ("pre-receive", "pre-push", "pre-rebase"):
        from govhooks.commands.pushes import main as pushes

        return pushes(command, words[1:])
    if command == "guard":
        from govhooks.commands.guard import main as guard

        return guard(words[1:])
    if command == "agents":
        from govhooks.commands.agents import main as agents

        return agents(words[1:])
    if command == "demo":
        from govhooks.demo import main as demo

        return demo(words[1:])
    if command == "--version":
        import govhooks

        sys.stdout.write(f"govhooks {govhooks.__version__}\n")
        return 0
    if command in ("-h", "--help"):
        (sys.stdout if words else sys.stderr).write(USAGE)
        return 0 if words else 2
    from difflib import get_close_matches

    close = get_close_matches(command, _COMMANDS, 1)
    hint = f": did you mean {close[0]}?" if close else ""
    sys.stderr.write(f"govhooks: no command {command!r}{hint} (see govhooks --help)\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
