"""`govhooks guard`: a hook that an AI agent calls before it acts, to apply the agent policy at run time.

    agent -> JSON on standard input -> Action (commands, paths that are read, an MCP server) -> judgement -> the agent's answer

The policy is the requirements.toml of HEAD together with the one in the working tree: an agent gains nothing by
loosening the file in its own working tree. Any error blocks: exit code 2, with the reason on standard error. Protocols:
code.claude.com/docs/en/hooks, developers.openai.com/codex/hooks, cursor.com/docs/agent/hooks,
geminicli.com/docs/hooks/reference, docs.github.com/copilot (hooks configuration).
"""

from __future__ import annotations

import contextlib
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from govhooks.knowledge.agents.judgement import Agents, Answer

USAGE = """usage: govhooks guard [--agent claude|codex|cursor|gemini|copilot]     judge the tool call on standard input
       govhooks guard --install AGENT                                 write the hook into the agent's configuration

The policy is requirements.toml of the repository, or .codex/requirements.toml; see docs/agents.md.
"""
AGENTS = ("claude", "codex", "cursor", "gemini", "copilot")
_LARGEST = 16 << 20
# Seconds for one answer, from our first line to our last. Each agent is told to wait 10 seconds (`agents.entries`);
# after that, it runs what nobody has answered.
BUDGET = 2.0
_LATE = f"it took longer than {BUDGET:g} s to judge, so it is refused: split the command"


class CannotGuard(Exception):
    """The input cannot be judged."""


def main(argv: Sequence[str]) -> int:
    """Run `govhooks guard`: 0 with an answer on standard output, 2 to block."""
    words = list(argv)
    if words[:1] in (["-h"], ["--help"]):
        sys.stdout.write(USAGE)
        return 0
    if words[:1] == ["--install"]:
        return _install(words[1:])
    agent = ""
    if words[:1] == ["--agent"] and len(words) == 2 and words[1] in AGENTS:
        agent = words[1]
    elif words:
        sys.stderr.write(USAGE)
        return 2
    from govhooks.commands.budget import LATE, within

    said = within(BUDGET, lambda: _judged(agent))
    if isinstance(said, str):
        said = _blocked(
            agent, _LATE if said == LATE else "cannot judge, so it blocks: the judging process ended without an answer"
        )
    code, out, complaint = said
    if complaint:
        sys.stderr.write(complaint)
    try:
        sys.stdout.write(out)
        sys.stdout.flush()
    except OSError:
        return 2  # an answer that cannot be written counts as no
    return code


def _judged(agent: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error) for the input on standard input."""
    try:
        code, out = guard(sys.stdin.buffer.read(_LARGEST + 1), agent)
    except BaseException as error:  # noqa: BLE001 - every agent lets a hook that fails pass: only 2 blocks
        return _blocked(agent, f"cannot judge, so it blocks: {type(error).__name__}: {error}")
    return code, out, ""


def _blocked(agent: str, why: str) -> tuple[int, str, str]:
    out = _answer(agent, "", "forbidden", f"govhooks guard: {why}") if agent == "copilot" else ""
    return 2, out, f"govhooks guard: {why}\n"


def guard(data: bytes, agent: str = "") -> tuple[int, str]:
    """(exit code, standard output) for one question. Raises CannotGuard, and lets any other error through."""
    import json

    if len(data) > _LARGEST:
        raise CannotGuard("the input is too large")
    try:
        event = json.loads(data)
    except ValueError as error:
        raise CannotGuard(f"the input is not JSON: {error}") from None
    if not isinstance(event, dict):
        raise CannotGuard("the input is not an object")
    agent = agent or _which(event)
    name = str(event.get("hook_event_name") or "")
    answer = judge(event, agent)
    return 0, _answer(agent, name, answer.decision, _reason(answer))


def _which(event: dict[str, Any]) -> str:
    name = event.get("hook_event_name")
    if "toolName" in event:
        return "copilot"
    if name == "BeforeTool":
        return "gemini"
    if "cursor_version" in event or "conversation_id" in event:
        return "cursor"
    return "codex" if "turn_id" in event else "claude"


def judge(event: dict[str, Any], agent: str = "") -> Answer:
    """The strictest answer about what the agent is about to do."""
    from govhooks.commands import git_folder
    from govhooks.knowledge.agents import tools
    from govhooks.knowledge.agents.judgement import Answer, decide, reads
    from govhooks.knowledge.agents.prefixes import RANK

    folder = event.get("cwd")
    if not isinstance(folder, str) or not os.path.isdir(folder):
        folder = next(iter(event.get("workspace_roots") or ()), None) or os.getcwd()
    tool = str(event.get("tool_name") or event.get("toolName") or "")
    given = event.get("tool_input", event.get("toolArgs"))
    if isinstance(given, str):
        import json

        with contextlib.suppress(ValueError):  # just a string: the command line, or a patch
            given = json.loads(given)
    if given is None:
        given = {key: event[key] for key in (*tools.COMMANDS, *tools.PATHS) if key in event}
    answers = [Answer()]
    roots = _roots(folder, event)
    asked = []
    for ask in tools.asks(agent, tool, given):
        place = os.path.join(folder, os.path.expanduser(ask.folder))
        asked.append((ask, place))
        why = ""
        if ask.kind in (tools.WRITE, tools.CHANGE):
            why = git_folder.refusal(ask.text, place, roots)
        elif ask.kind == tools.SHELL:
            why = git_folder.refusal_of_command(ask.text, place, roots)
            if agent == "codex" and (name := _waits(ask.text)):
                # Codex' write_stdin (0.169.0, run) types into it without calling a hook.
                answers.append(
                    Answer("prompt", f"{name} would run whatever is typed into it later, unchecked", ask.text[:80])
                )
        elif ask.kind == tools.UNREADABLE:
            why = ask.text
        if why:
            answers.append(Answer("forbidden", why, tool))
    for root in roots:
        agents, servers = policy_of(root)
        for ask, place in asked:
            here = os.path.relpath(os.path.realpath(place), root).replace(os.sep, "/")
            here = "" if here == "." else here
            if ask.kind == tools.SHELL:
                answers.append(decide(ask.text, agents, here))
            elif ask.kind in (tools.READ, tools.CHANGE):
                # A link to a denied file counts as that file.
                real = os.path.realpath(os.path.join(place, os.path.expanduser(ask.text)))
                answers += [reads(ask.text, agents, here), reads(real, agents)]
        if servers is not None and (server := _server(tool, event, servers)):
            answers.append(
                Answer("forbidden", f"the MCP server {server} is not on the list of requirements.toml", tool)
            )
    return max(answers, key=lambda answer: RANK[answer.decision])


def _waits(text: str) -> str:
    """The shell or interpreter in a command line that will run whatever is typed into it; "" for none."""
    import re

    from govhooks.knowledge.agents.shell import parse
    from govhooks.knowledge.agents.wrappers import CODE, SHELLS

    names = "|".join(map(re.escape, (*SHELLS, *CODE, "irb")))
    plain = re.sub(r"'[^']*'|\"(?:\\.|[^\"\\])*\"|(?<!\S)#.*", "_", text)
    for command in parse(text).commands:
        name, *rest = command.texts
        name = name.rpartition("/")[2]
        if command.through[-1:] in (("direnv",), ("mise",)):
            continue  # the output of `direnv hook bash` is meant for bash
        if not re.fullmatch(rf"(?:{names})[\d.]*", name) or any(
            not re.fullmatch(r"-[a-bdf-gi-lnoqs-uxyB-EILOSX]*|--(login|posix|no\w+|interactive)", word) for word in rest
        ):
            continue
        if command.through and "<<" in plain:
            continue  # `ssh host 'bash -s' <<EOF`: the here-document of a shell is judged as a script.
        word = re.escape(name)
        if not re.search(rf"\|\s*[^|;&\n]*\b{word}(?![\w-])|\b{word}\b[^;&|\n]*<", plain):
            return name
    return ""


def _roots(folder: str, event: dict[str, Any]) -> list[str]:
    """Every repository whose policy counts: around where the agent is, and around where it was started.

    Otherwise creating a repository inside another one, or `cd /tmp`, would leave the policy behind.
    """
    spaces = event.get("workspace_roots")
    places = [folder, os.getcwd(), os.environ.get("CLAUDE_PROJECT_DIR"), os.environ.get("GEMINI_PROJECT_DIR")]
    places += spaces if isinstance(spaces, list) else []
    found: dict[str, None] = {}
    for place in places:
        if not isinstance(place, str) or not os.path.isdir(place):
            continue
        root = root_of(place)
        found[root] = None
        while os.path.dirname(root) != root:
            root = root_of(os.path.dirname(root))
            if not os.path.exists(os.path.join(root, ".git")):
                break
            found[root] = None
    return list(found)


def _server(tool: str, event: dict[str, Any], allowed: tuple[str, ...]) -> str:
    """The MCP server of a tool, if it is not allowed; "" if it is allowed, or if the tool has none."""
    context = event.get("mcp_context")
    if isinstance(context, dict) and isinstance(context.get("server_name"), str):
        name = context["server_name"]
    elif tool.startswith("mcp__"):
        name = tool[5:].split("__")[0]
    elif tool.startswith("mcp_"):
        rest = tool[4:]
        name = next((one for one in allowed if rest.startswith(one + "_")), rest.split("_")[0])
    else:
        return ""
    return "" if name in allowed else name


def root_of(folder: str) -> str:
    """The nearest parent folder that is a repository; the folder itself if there is none."""
    here = os.path.realpath(folder)
    while not os.path.exists(os.path.join(here, ".git")):
        above = os.path.dirname(here)
        if above == here:
            return os.path.realpath(folder)
        here = above
    return here


def documents_of(root: str) -> list[tuple[str, dict[str, Any]]]:
    """(name, parsed document) of each policy that a repository declares. Raises CannotGuard for one that Codex would
    refuse."""
    from govhooks.knowledge.agents.requirements import REFUSED, read

    found: list[tuple[str, dict[str, Any]]] = []
    for place, data in texts_of(root):
        document, faults = read(data)
        stops = [fault for fault in faults if fault.kind == REFUSED]
        if document is None or stops:
            raise CannotGuard(f"{place}:{stops[0].line}: {stops[0].problem}")
        found.append((place, document.value))
    return found


def policy_of(root: str) -> tuple[Agents, tuple[str, ...] | None]:
    """The policy that a repository declares, and the MCP servers it allows (None if it does not say)."""
    from govhooks.knowledge.agents.judgement import Agents
    from govhooks.knowledge.agents.prefixes import rules

    found = [value for _, value in documents_of(root)]
    tables = [rule for value in found for rule in value.get("rules", {}).get("prefix_rules", ())]
    patterns = [
        one for value in found for one in value.get("permissions", {}).get("filesystem", {}).get("deny_read", ())
    ]
    servers: tuple[str, ...] | None = None
    for value in found:
        if "mcp_servers" in value:
            names = tuple(value["mcp_servers"])
            servers = names if servers is None else tuple(name for name in servers if name in names)
    home = os.path.expanduser("~")
    return Agents(tuple(dict.fromkeys(rules(tables))), tuple(dict.fromkeys(patterns)), root, home), servers


def texts_of(root: str) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each policy: the one of HEAD, and the working file if it differs."""
    from govhooks.knowledge.agents.repository_policy import PLACES

    held = recorded(root, (*PLACES, "governance.toml"))
    places = _places(root, held.pop("governance.toml", None))
    if places != PLACES:
        held = recorded(root, places)
    for place in places:
        path = os.path.join(root, *place.split("/"))
        disk = None
        if os.path.isfile(path):
            with open(path, "rb") as file:
                disk = file.read()
        if place in held:
            yield f"HEAD:{place}", held[place]
        if disk is not None and disk != held.get(place):
            yield place, disk


def _places(root: str, governance: bytes | None) -> tuple[str, ...]:
    """The paths of the policy, as governance.toml of HEAD says."""
    from govhooks.knowledge.agents.repository_policy import PLACES, places

    if governance is None:
        return PLACES
    import tomli

    try:
        tables = tomli.loads(governance.decode("utf-8-sig")).get("rules", {})
    except ValueError as error:
        raise CannotGuard(f"HEAD:governance.toml: {error}") from None
    table = tables.get("agent-requirements") if isinstance(tables, dict) else None
    files = table.get("files", []) if isinstance(table, dict) else []
    if not isinstance(files, list) or not all(isinstance(one, str) for one in files):
        raise CannotGuard("HEAD:governance.toml: [rules.agent-requirements] files must be a list of strings")
    return places(tuple(files), lambda: _listed(root))


def _listed(root: str) -> list[str]:
    from govhooks.git.plumbing import git_in

    return [
        os.fsdecode(path) for path in git_in(root, "ls-tree", "-r", "-z", "--name-only", "HEAD").split(b"\0") if path
    ]


def recorded(root: str, places: Sequence[str]) -> dict[str, bytes]:
    """The content of some paths in HEAD; nothing before the first commit or outside of a repository."""
    from govhooks.git.plumbing import git_in

    if not os.path.exists(os.path.join(root, ".git")):
        return {}
    out = git_in(root, "cat-file", "--batch", stdin=os.fsencode("".join(f"HEAD:{place}\n" for place in places)))
    found = {}
    at = 0
    for place in places:
        end = out.index(b"\n", at)
        line = out[at:end]
        at = end + 1
        words = [] if line.endswith(b" missing") else line.split()
        if len(words) == 3 and words[1] == b"blob":
            found[place] = out[at : at + int(words[2])]
        if len(words) == 3:
            at += int(words[2]) + 1
    return found


def _reason(answer: Answer) -> str:
    return f"{answer.why} (govhooks: {answer.command})" if answer.command else answer.why


def _answer(agent: str, event: str, decision: str, reason: str) -> str:
    """The answer in the agent's own format. `prompt` becomes a refusal for an agent that has no way to ask."""
    import json

    if not decision or decision == "allow":
        # A plain yes would skip the agent's own question; saying nothing leaves the decision to the agent.
        return json.dumps({"permission": "allow"}) if agent == "cursor" else ""
    verdict = "deny" if decision == "forbidden" or agent in ("codex", "gemini") else "ask"
    if decision != "forbidden" and verdict == "deny":
        reason += "; a person has to run it"
    if agent == "cursor":
        if event in ("beforeReadFile", "preToolUse"):
            verdict = "deny"  # events at which Cursor does not ask the user
        return json.dumps({"permission": verdict, "user_message": reason, "agent_message": reason})
    if agent == "gemini":
        return json.dumps({"decision": "deny", "reason": reason})
    if agent == "copilot":
        return json.dumps({"permissionDecision": verdict, "permissionDecisionReason": reason})
    said = {"hookEventName": "PreToolUse", "permissionDecision": verdict, "permissionDecisionReason": reason}
    return json.dumps({"hookSpecificOutput": said})


# Installation


def _install(words: list[str]) -> int:
    from govhooks.core.errors import CannotJudge
    from govhooks.git import files
    from govhooks.knowledge.agents.documents import BadDocument
    from govhooks.knowledge.agents.entries import GUARDS, Clash, synced
    from govhooks.knowledge.agents.judgement import Agents

    if len(words) != 1:
        sys.stderr.write(USAGE)
        return 2
    if words[0] not in AGENTS:
        import difflib

        close = difflib.get_close_matches(words[0].casefold(), AGENTS, 1)
        hint = f": did you mean {close[0]}?" if close else ""
        sys.stderr.write(f"govhooks guard: no agent {words[0]!r}{hint} (known: {', '.join(AGENTS)})\n")
        return 2
    target = GUARDS[words[0]]
    path = os.path.join(root_of(os.getcwd()), *target.file.split("/"))
    try:
        held = read_file(path)
        text, lacking = synced(target, held, target.wants(Agents(), None))
        if lacking:
            files.write(path, text)
    except (BadDocument, Clash, CannotJudge, OSError) as error:
        sys.stderr.write(f"govhooks guard: {target.file} cannot be written and is left unchanged: {error}\n")
        return 3
    if lacking:
        sys.stdout.write(f"wrote {target.file}: {words[0]} asks govhooks before it acts; commit it\n")
    else:
        sys.stdout.write(f"{target.file} already has the entry\n")
    return 0


def read_file(path: str) -> bytes | None:
    """The content of an agent's file, None if there is none. Raises Clash for a link, which may lead out of the
    repository."""
    from govhooks.knowledge.agents.entries import Clash

    top = root_of(os.path.dirname(path)) if os.path.isdir(os.path.dirname(path)) else ""
    above = os.path.dirname(path)
    while above and above != top and os.path.dirname(above) != above:
        if os.path.islink(above):
            raise Clash("a folder above it is a link")
        above = os.path.dirname(above)
        if os.path.exists(os.path.join(above, ".git")):
            break
    if os.path.islink(path):
        raise Clash("it is a link")
    if not os.path.exists(path):
        return None
    with open(path, "rb") as source:
        return source.read()
