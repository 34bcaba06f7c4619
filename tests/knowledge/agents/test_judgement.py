"""The evaluator: no way around a rule passes, and what developers type every day is not refused."""

from __future__ import annotations

from knowledge.agents.command_lines import EVERYDAY, evasions, lines
from rows import each

from govhooks.knowledge.agents.judgement import Agents, decide
from govhooks.knowledge.agents.prefixes import FORBIDDEN, PrefixRule

POLICY = Agents(
    rules=(PrefixRule((("rm",),), FORBIDDEN, "Use an explicit cleanup script instead."),),
    deny_read=("./.env*", "./private/**"),
    root="/repo",
    home="/home/u",
)


def test_there_are_enough() -> None:
    assert len(evasions()) >= 200
    assert len(set(lines(EVERYDAY))) >= 200


@each(evasions())
def test_no_evasion_passes(command: str) -> None:
    assert decide(command, POLICY).decision != ""


@each(lines(EVERYDAY))
def test_no_everyday_command_is_refused(command: str) -> None:
    answer = decide(command, POLICY)

    assert answer.decision == "", answer
