"""`govhooks agents explain 'COMMAND'`: what the agent policy decides of a command line, and why, wrapper by wrapper."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.agents.judgement import Agents

USAGE = """usage: govhooks agents explain 'COMMAND'     what the agent policy decides of a command line, and why

Exit code 0: nothing stops it, 1: it is prompted for or forbidden, 3: the policy cannot be read.
"""


def main(argv: Sequence[str]) -> int:
    """0 nothing stops it, 1 prompt or forbidden, 2 bad usage, 3 the policy cannot be read."""
    if list(argv[:1]) in (["-h"], ["--help"]):
        sys.stdout.write(USAGE)
        return 0
    if len(argv) != 2 or argv[0] != "explain":
        sys.stderr.write(USAGE)
        return 2
    from govhooks.commands.guard import CannotGuard, policy_of, root_of

    root = root_of(os.getcwd())
    try:
        agents, _ = policy_of(root)
    except CannotGuard as error:
        sys.stderr.write(f"govhooks agents: {error}\n")
        return 3
    report, decision = explain(argv[1], agents, folder_of(root))
    sys.stdout.write(report)
    return 1 if decision not in ("", "allow") else 0


def folder_of(root: str) -> str:
    """Where the process stands, from the root of the repository; "" for the root."""
    here = os.path.relpath(os.path.realpath(os.getcwd()), root).replace(os.sep, "/")
    return "" if here == "." else here


def explain(text: str, agents: Agents, folder: str) -> tuple[str, str]:
    """(report, decision): each command that is run, through what, and what is decided of it."""
    from govhooks.agents import judgement
    from govhooks.agents.shell import parse
    from govhooks.outputs import printable

    commands = parse(text).commands
    report = ["it runs:" if commands else "it runs no command"]
    report += ["  " + " > ".join((*command.through, " ".join(command.texts))) for command in commands]
    said = dict.fromkeys(one for one in judgement.answers(text, agents, folder) if one.decision)
    report += [f"{answer.decision}: {answer.command}: {answer.why}" for answer in said]
    decision = judgement.decide(text, agents, folder).decision
    report.append(f"decision: {decision or 'none, the agent decides as it is set'}")
    return "".join(printable(line) + "\n" for line in report), decision
