"""Judge one command: its words, what it destroys, and the files it reads."""

from __future__ import annotations

from govhooks.knowledge.agents import deny_patterns, destructive, prefixes
from govhooks.knowledge.agents.arguments import COPIES, NAMES_ONLY, has_target, loads_env, read_words, reads_whole_tree
from govhooks.knowledge.agents.decisions import Answer
from govhooks.knowledge.agents.folders import ANYWHERE
from govhooks.knowledge.agents.paths import find_denied, find_reachable
from govhooks.knowledge.agents.prefixes import FORBIDDEN, PROMPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.agents.decisions import Agents
    from govhooks.knowledge.agents.folders import Folders
    from govhooks.knowledge.agents.shell import Command
    from govhooks.knowledge.agents.work import Work

# Commands that show or copy what they read: if an argument is known only at run time, ask.
SHOWS = frozenset(
    "< cat head tail less more nl tac rev od xxd hexdump strings base64 cp mv dd source . bat batcat pr fold paste view".split()
)
SEARCHES = frozenset("grep rg sort uniq cut awk sed jq openssl".split())


def judge_command(command: Command, agents: Agents, where: Folders, work: Work) -> Iterator[Answer]:
    words = command.texts
    work.spend(40 + 2 * len(words) + len(agents.rules) // 2)
    shown = " ".join(words)[:200]
    if (rule := prefixes.decide(agents.rules, words)) is not None:
        yield Answer(rule.decision, rule.justification or "a rule of the agent policy matches", shown)
    if command.words[0].glob or any(char in words[0] for char in "?*["):
        yield from _judge_wildcard(command, agents)
    # On macOS and Windows, the same name in another case runs, too.
    folded = (words[0].casefold().removesuffix(".exe"), *words[1:])
    if folded != words and (rule := prefixes.decide(agents.rules, folded)) is not None:
        yield Answer(rule.decision, rule.justification or "a rule of the agent policy matches", shown)
    if found := destructive.judge(words):
        yield Answer(found[0], found[1], shown)
    name = words[0].rsplit("/", 1)[-1]
    if (why := destructive.deletes(words)) and prefixes.decide(agents.rules, ("rm", "-rf", "x")) is not None:
        yield Answer(PROMPT, f"{why}: the agent policy stops rm", shown)
    if name in ("cp", "ln", "install", "hash", "mv", "cat"):
        for text in words[1:]:
            if "/" in text and prefixes.decide(agents.rules, (text.rsplit("/", 1)[-1], "x")) is not None:
                yield Answer(PROMPT, f"it gives {text} another name", shown)
    if name in ("cd", "pushd", "popd"):
        where.move(command)
    if (
        agents.deny_read
        and ANYWHERE in where.at(command)
        and name in SHOWS | SEARCHES
        and len(words) > 1
        and not words[-1].startswith("/")
    ):
        yield Answer(PROMPT, "it reads a folder that is only known when it runs", shown)
    for index, option in enumerate(words[:-1] if agents.deny_read else ()):
        if option in ("-C", "--chdir", "--directory"):
            where.also(command, words[index + 1])
    folders = where.at(command)
    looked: set[tuple[str, bool, bool]] = set()
    for word in read_words(name, command) if agents.deny_read else ():
        key = word.text, word.known, word.glob
        if key in looked:
            work.spend(6)
            continue
        looked.add(key)
        if pattern := find_denied(word, agents, folders, work):
            yield Answer(FORBIDDEN, f"deny_read {pattern} covers {word.text}", shown)
    if agents.deny_read and loads_env(" ".join(words)) and deny_patterns.covers(agents.deny_read, ".env"):
        yield Answer(PROMPT, "it reads .env by itself", shown)
    if agents.deny_read and name not in NAMES_ONLY:
        for word in command.words[1:]:
            if word.shape and not word.shape.startswith("-") and (pattern := find_reachable(word.shape, agents)):
                yield Answer(PROMPT, f"it may reach a file under deny_read {pattern}", shown)
    if agents.deny_read and name in SHOWS:
        shows = command.words[1:]
        if name in COPIES and not has_target(words) and len(shows) > 1:
            shows = shows[:-1]
        if any(not word.known and (not word.text or word.shape.endswith("/*")) for word in shows):
            yield Answer(PROMPT, "what it reads is only known when it runs", shown)
        elif command.through[-1:] in (("xargs",), ("parallel",)):
            yield Answer(PROMPT, "what it reads comes through a pipe", shown)
    if agents.deny_read and reads_whole_tree(name, words, folders, agents.deny_read):
        yield Answer(PROMPT, "it reads everything in a folder, including what deny_read names", shown)


def _judge_wildcard(command: Command, agents: Agents) -> Iterator[Answer]:
    """A wildcard in a command's name: apply any rule that it may match."""
    wild = command.words[0].text.rsplit("/", 1)[-1]
    for rule in agents.rules:
        for name in rule.pattern[0]:
            if deny_patterns.reaches(wild, name) and prefixes.decide((rule,), (name, *command.texts[1:])):
                yield Answer(
                    rule.decision, rule.justification or "a rule of the agent policy may match", " ".join(command.texts)
                )
    yield Answer(PROMPT, "the name of the command is a wildcard", " ".join(command.texts))
