"""Judge a command line by the policy: the strictest answer for any command it runs and any file it reads.

shell.parse -> each command, in its folders       command_judgement
                   the words as Codex sees them    prefixes.decide
                   destructive commands            destructive.judge: even without a policy
                   files that it reads             arguments, paths.find_denied
               code (python -c, awk, a heredoc)    code_judgement: the same words and paths, searched as text
               doubts                              prompt
"""

from __future__ import annotations

import re

from govhooks.knowledge.agents import prefixes
from govhooks.knowledge.agents.command_judgement import judge_command
from govhooks.knowledge.agents.decisions import Agents as Agents
from govhooks.knowledge.agents.decisions import Answer as Answer
from govhooks.knowledge.agents.decisions import is_policy
from govhooks.knowledge.agents.folders import Folders
from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.paths import find_denied
from govhooks.knowledge.agents.prefixes import FORBIDDEN, PROMPT, RANK
from govhooks.knowledge.agents.shell import Command, Script, parse, parse_within
from govhooks.knowledge.agents.words import Word
from govhooks.knowledge.agents.work import LONGEST, REFUSED, TOO_MUCH, TooMuch, Work
from govhooks.knowledge.agents.wrappers import DATA, SHELLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Options with which data-processing programs run something after all.
_NAMED_COMMAND = compiled(r"(ProxyCommand|LocalCommand|(?<![\w-])--[\w-]{0,60}command|--prog|--filter)[= ]|\s-TT\s")


def decide(text: str, agents: Agents, folder: str = "") -> Answer:
    """Judge a command line that runs in `folder` (relative to the root of the repository)."""
    return max(answers(text, agents, folder), key=lambda answer: RANK[answer.decision], default=Answer())


def reads(path: str, agents: Agents, folder: str = "") -> Answer:
    """Judge reading a file."""
    pattern = find_denied(Word(path), agents, [folder], Work())
    return Answer(FORBIDDEN, f"deny_read {pattern} covers it", path) if pattern else Answer()


def answers(text: str, agents: Agents, folder: str = "") -> Iterator[Answer]:
    """Each decision about a command line, in the order of its commands."""
    work = Work()
    script = parse(text, work)
    shown = text[:LONGEST].strip()[:80]
    if TOO_MUCH in script.doubts:
        yield Answer(PROMPT, TOO_MUCH, shown)
        return
    try:
        yield from _judge_script(script, agents, folder, work, shown)
    except TooMuch:
        yield Answer(PROMPT, TOO_MUCH, shown)


def _judge_script(script: Script, agents: Agents, folder: str, work: Work, shown: str) -> Iterator[Answer]:
    where = Folders(folder, script.scopes, agents)
    decided = False
    for command in script.commands:
        for answer in judge_command(command, agents, where, work):
            decided = decided or bool(answer.decision)
            yield answer
    folders = where.every()
    if script.code:
        from govhooks.knowledge.agents.code_judgement import judge_code
    for code in script.code:
        for answer in judge_code(code, agents, folders, work):
            decided = decided or bool(answer.decision)
            yield answer
    for doubt in script.doubts:
        # Without a policy, nothing is denied to the agent: something unknown is no reason to stop, but something that
        # cannot be judged is.
        if is_policy(agents) or doubt in REFUSED:
            yield Answer(PROMPT, doubt, shown)
    if not decided and agents.rules:
        for command in script.commands:
            yield from judge_tails(command, agents, work)


def judge_tails(command: Command, agents: Agents, work: Work) -> Iterator[Answer]:
    """A program unknown to us may run its arguments: judge each tail of its words, and each argument with a space in
    it."""
    words = command.texts
    name = words[0].rsplit("/", 1)[-1]
    if name in SHELLS or (name in DATA and not _NAMED_COMMAND.search(" ".join(words))):
        return
    shown = " ".join(words)[:200]
    longest = max(len(rule.pattern) for rule in agents.rules)
    for index in range(1, len(words)):
        work.spend(4 + len(agents.rules))
        if (rule := prefixes.decide(agents.rules, words[index : index + longest])) is not None:
            yield Answer(PROMPT, rule.justification or "a rule of the agent policy matches what follows it", shown)
        text = re.sub(r"^(-{0,2}[\w-]+=|[A-Z]+:)", "", words[index])
        if re.search(r"\s", text.strip()) and len(text) < 4000:
            for inner in parse_within(re.sub(r"^[.!\\:]+\s*", "", text), work).commands:
                for tail in range(min(3, len(inner.texts))):
                    if (rule := prefixes.decide(agents.rules, inner.texts[tail:])) is not None:
                        yield Answer(
                            PROMPT, rule.justification or "a rule of the agent policy matches what is in it", shown
                        )
