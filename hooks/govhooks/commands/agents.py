"""`govhooks agents`: explain the agent policy, compare it with each agent's committed files, and write it into them.

    explain 'COMMAND'   what the policy decides about a command line, and why, wrapper by wrapper
    show                a table by agent and layer: what is declared, what is in force, what falls short
    sync [AGENT...]     write the deny lists, MCP allow-lists and hooks that each agent understands; --check for CI

`show` and `sync` read the working tree. The policy is that of HEAD and of the working tree together, as for the guard.
"""

from __future__ import annotations

import contextlib
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from govhooks.knowledge.agents.judgement import Agents

USAGE = """usage: govhooks agents explain 'COMMAND'     what the agent policy decides about a command line, and why
       govhooks agents show                  each agent: what is declared, what is in force, what falls short
       govhooks agents sync [--check] [AGENT...]
                                             write what each agent understands of the policy into its files; without names,
                                             for the agents with files here; --check writes nothing and tells what is missing (for CI)

Exit codes: explain 0 nothing stops it, 1 it needs approval or is forbidden; show 0; sync 0 all is there (or was written),
1 with --check something is missing; 2 bad usage; 3 the policy or a file cannot be read.
"""


def main(argv: Sequence[str]) -> int:
    """Run `govhooks agents`. The exit codes are listed in USAGE."""
    words = list(argv)
    if words in (["-h"], ["--help"]):
        sys.stdout.write(USAGE)
        return 0
    from govhooks.commands.guard import CannotGuard
    from govhooks.core.errors import CannotJudge

    try:
        if words[:1] == ["explain"] and len(words) == 2:
            return _explain(words[1])
        if words == ["show"]:
            return _show()
        if words[:1] == ["sync"] and all(not word.startswith("-") or word == "--check" for word in words[1:]):
            return _sync([word for word in words[1:] if word != "--check"], "--check" in words)
    except (CannotGuard, CannotJudge) as error:
        sys.stderr.write(f"govhooks agents: {error}\n")
        return 3
    sys.stderr.write(USAGE)
    return 2


def _say(line: str) -> None:
    from govhooks.commands.options import say

    say(line)


# explain


def _explain(text: str) -> int:
    from govhooks.commands.guard import policy_of, root_of

    root = root_of(os.getcwd())
    report, decision = explain(text, policy_of(root)[0], folder_of(root))
    sys.stdout.write(report)
    return 1 if decision not in ("", "allow") else 0


def folder_of(root: str) -> str:
    """The current directory, relative to the root of the repository; "" for the root."""
    here = os.path.relpath(os.path.realpath(os.getcwd()), root).replace(os.sep, "/")
    return "" if here == "." else here


def explain(text: str, agents: Agents, folder: str) -> tuple[str, str]:
    """(report, decision): each command that is run, the wrappers around it, and what is decided about it."""
    from govhooks.knowledge.agents import judgement
    from govhooks.knowledge.agents.shell import parse
    from govhooks.outputs.escape import printable

    commands = parse(text).commands
    report = ["it runs:" if commands else "it runs no command"]
    report += ["  " + " > ".join((*command.through, " ".join(command.texts))) for command in commands]
    said = dict.fromkeys(one for one in judgement.answers(text, agents, folder) if one.decision)
    report += [f"{answer.decision}: {answer.command}: {answer.why}" for answer in said]
    decision = judgement.decide(text, agents, folder).decision
    report.append(f"decision: {decision or 'none: the agent decides by its own settings'}")
    return "".join(printable(line) + "\n" for line in report), decision


# show


def _show() -> int:
    from govhooks.commands.guard import documents_of, recorded, root_of, texts_of
    from govhooks.commands.overview import overview
    from govhooks.policy import load as policy
    from govhooks.rules.index import ENTRIES

    root = root_of(os.getcwd())
    governance = recorded(root, (policy.FILE,)).get(policy.FILE)
    policies = policy.load(governance, f"HEAD:{policy.FILE}", ENTRIES) if governance is not None else None
    names = [name for name, _ in documents_of(root)]
    files = _files(root)
    rows = overview(texts_of(root), files, _lacking(root, files) if names else (), policies)
    _say(f"agent policy: {', '.join(names) or 'none: there is no requirements.toml'}")
    if not rows:
        _say("this repository has no agent files")
        return 0
    _say("")
    _table(("agent", "layer", "declared", "in force", "falls short"), rows)
    return 0


def _lacking(root: str, files: list[tuple[str, bytes]]) -> list[tuple[str, str]]:
    """(agent, layer) of each entry that sync would write. A file that sync cannot write lacks nothing here."""
    from govhooks.commands.guard import policy_of, read_file
    from govhooks.knowledge.agents import entries
    from govhooks.knowledge.agents.contents import of
    from govhooks.knowledge.agents.documents import BadDocument

    policy, _ = policy_of(root)
    servers = _servers(root)
    there = {file.agent for path, _ in files for file in of(path)}
    found = []
    for target in entries.TARGETS:
        if target.agent in there:
            with contextlib.suppress(entries.Clash, BadDocument, OSError):
                held = read_file(os.path.join(root, *target.file.split("/")))
                lacks = entries.synced(target, held, target.wants(policy, servers))[1]
                found += [(target.agent, entries.layer_of(target, want)) for want in lacks]
    return found


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A table with columns of at most 44 characters; longer cells continue on the next line."""
    import textwrap

    cells = [head, *rows]
    widths = [min(44, max(len(row[column]) for row in cells)) for column in range(len(head))]
    for row in cells:
        parts = [textwrap.wrap(cell, widths[column], break_on_hyphens=False) or [""] for column, cell in enumerate(row)]
        for line in range(max(map(len, parts))):
            text = "  ".join(
                (part[line] if line < len(part) else "").ljust(width) for part, width in zip(parts, widths)
            )
            _say(text.rstrip())


def _files(root: str) -> list[tuple[str, bytes]]:
    """(path, bytes) of the agents' files in the working tree, tracked or untracked but not ignored."""
    from govhooks.git.plumbing import git_in
    from govhooks.knowledge.agents import may_be_configuration
    from govhooks.knowledge.agents.contents import of

    listed = git_in(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    found = []
    for raw in sorted(set(listed.split(b"\0")) - {b""}):
        path = raw.decode("utf-8", "surrogateescape")
        place = os.path.join(root, os.fsdecode(raw))
        if may_be_configuration(path) and of(path) and os.path.isfile(place) and not os.path.islink(place):
            with open(place, "rb") as source:
                found.append((path, source.read()))
    return found


# sync


def _sync(names: list[str], check: bool) -> int:
    from govhooks.commands.guard import documents_of, policy_of, read_file, root_of
    from govhooks.core.errors import CannotJudge
    from govhooks.git import files
    from govhooks.knowledge.agents import entries
    from govhooks.knowledge.agents.contents import of
    from govhooks.knowledge.agents.documents import BadDocument

    root = root_of(os.getcwd())
    known = {_plain(target.agent): target.agent for target in entries.TARGETS}
    unknown = [name for name in names if _plain(name) not in known]
    if unknown:
        import difflib

        close = difflib.get_close_matches(_plain(unknown[0]), known, 1)
        hint = f": did you mean {known[close[0]]}?" if close else ""
        sys.stderr.write(
            f"govhooks agents: no agent {unknown[0]}{hint} (known: {', '.join(dict.fromkeys(known.values()))})\n"
        )
        return 2
    if not documents_of(root):
        sys.stderr.write(
            "govhooks agents: there is no agent policy to write from: no requirements.toml and no .codex/requirements.toml; "
            "start from docs/examples/requirements.toml of govhooks\n"
        )
        return 3
    policy, _ = policy_of(root)
    wanted = {known[_plain(name)] for name in names} or {file.agent for path, _ in _files(root) for file in of(path)}
    targets = [target for target in entries.TARGETS if target.agent in wanted]
    servers = _servers(root)
    if not targets:
        _say("this repository has no agent files: name the agents to write files for")
        return 0
    missing = troubles = 0
    for target in targets:
        place = os.path.join(root, *target.file.split("/"))
        try:
            held = read_file(place)
            text, lacking = entries.synced(target, held, target.wants(policy, servers))
            if text != (held or b"") and not check:
                files.write(place, text)
        except (entries.Clash, BadDocument, CannotJudge, OSError) as error:
            troubles += 1
            sys.stderr.write(f"govhooks agents: {target.file}: {error}; the file is left unchanged\n")
            continue
        if text == (held or b""):
            continue
        missing += 1
        for want in lacking:
            _say(f"{target.file}: {want.lacking() if check else want.done()}")
        if not lacking:
            _say(f"{target.file}: {'has entries' if check else 'removed entries'} that are no longer in the policy")
    if not missing and not troubles:
        _say("every agent's files match the policy")
    return 3 if troubles else int(bool(missing and check))


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _servers(root: str) -> dict[str, Any] | None:
    """`[mcp_servers]` of the policy. With several policy files, only what all of them approve."""
    from govhooks.commands.guard import documents_of

    found: dict[str, Any] | None = None
    for _, value in documents_of(root):
        if "mcp_servers" in value:
            table = value["mcp_servers"]
            found = table if found is None else {name: table[name] for name in found if table.get(name) == found[name]}
    return found
