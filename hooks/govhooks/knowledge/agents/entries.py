"""What each agent's own files must contain to carry out the policy: deny lists, MCP allow-lists, and the guard's hook.

    Agents (the policy) -> TARGETS -> Want, Want, ...   what must be where in one file
    text of the file, wants -> the text with them added, and what it lacked

An agent understands only part of the policy; the rest is left to the guard. Entries are added to a list and never
removed, except in an MCP allow-list, which must be exactly the policy's: one more entry would allow more.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.knowledge.agents import deny_patterns
from govhooks.knowledge.agents.hooks import guard_command
from govhooks.knowledge.agents.prefixes import FORBIDDEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from govhooks.knowledge.agents.judgement import Agents

    Servers = dict[str, Any] | None

# Where a value must be at its path: as an element of a list, as an element before others, as the value of a key after
# others, or as the whole value.
ITEM, FIRST, LAST, WHOLE = "item", "first", "last", "whole"
# The file in which each agent is told to call the guard, by the agent's name for `govhooks guard`.
_GUARDED = {
    "claude": ".claude/settings.json",
    "codex": ".codex/hooks.json",
    "cursor": ".cursor/hooks.json",
    "gemini": ".gemini/settings.json",
    "copilot": ".github/hooks/govhooks.json",
}
HEADER = "# Written by `govhooks agents sync` from the agent policy; edit that, not this."


class Clash(Exception):
    """A file has something else in place of an entry, or cannot be written without losing something."""


class Want(Record):
    """`value` must be at `path`, in the manner of `how`; in a file of lines, `value` is the line.

    `old` is what our earlier versions wrote in its place; `what` names a value that is too long to show.
    """

    path: tuple[str, ...]
    value: Any
    how: str = ITEM
    old: tuple[Any, ...] = ()
    what: str = ""

    def lacking(self) -> str:
        """The message for a file that does not have it yet."""
        return f"{self._place()} {'is not' if self.how in (LAST, WHOLE) else 'lacks'} {self._shown()}".lstrip()

    def done(self) -> str:
        """The message for a file that it was written into."""
        if self.how in (LAST, WHOLE):
            return f"set {self._place()} to {self._shown()}"
        return f"added {self._shown()}" + (f" to {self._place()}" if self.path else "")

    def _place(self) -> str:
        return " > ".join(self.path)

    def _shown(self) -> str:
        import json

        return self.what or (json.dumps(self.value, ensure_ascii=False) if self.path else str(self.value))


class Target(Record):
    """One file of one agent. `form` is json, jsonc, lines or rules; `wants` returns what the policy requires in it."""

    agent: str
    file: str
    form: str
    wants: Callable[[Agents, Servers], Iterator[Want]]
    source: str


def _words(policy: Agents, decisions: Iterable[str]) -> Iterator[str]:
    """The commands of the prefix rules with these decisions, as words separated by spaces; none that the agent's
    grammar would misread."""
    import itertools

    for rule in policy.rules:
        if rule.decision in decisions:
            for words in itertools.islice(itertools.product(*rule.pattern), 100):
                if not any(re.search(r"[\s()*?\[\]{}\"'\\,:]", word) for word in words):
                    yield " ".join(words)


def _stops(policy: Agents) -> Iterator[str]:
    yield from _words(policy, (FORBIDDEN,))


def _asks(policy: Agents) -> Iterator[str]:
    yield from _words(policy, ("prompt", "prompt-user"))


def _reads(policy: Agents) -> Iterator[str]:
    """The deny_read patterns of the repository, without redundant parts: "./.env*" -> ".env*"."""
    for pattern in policy.deny_read:
        if deny_patterns.is_relative(pattern):
            yield deny_patterns.in_repository(pattern)


def _list(path: tuple[str, ...], template: str, values: Iterable[str]) -> Iterator[Want]:
    return (Want(path, template.format(value)) for value in values)


def _names(path: tuple[str, ...], servers: Servers) -> Iterator[Want]:
    if servers is not None:
        yield Want(path, sorted(servers), WHOLE)


# The seconds that an agent is told to wait for an answer, and the fewest that leave the guard its own budget on a busy
# machine.
_TIMEOUT = 10
_LEAST = 4


def _guard(agent: str) -> Iterator[Want]:
    """The hook through which an agent calls the guard."""
    file = _GUARDED[agent]
    command = guard_command(agent, file)
    # What earlier versions wrote; without the command installed, they only said `sh: govhooks: not found`.
    before = f"govhooks guard --agent {agent} || exit 2"
    what = "the hook that runs govhooks guard"
    if agent in ("claude", "codex"):
        matcher = "*" if agent == "claude" else ".*"
        old = {"matcher": matcher, "hooks": [{"type": "command", "command": before, "timeout": _TIMEOUT}]}
        hook: dict[str, Any] = {"type": "command", "command": command, "timeout": _TIMEOUT}
        if agent == "codex":
            hook["commandWindows"] = guard_command(agent, file, "cmd")
        yield Want(("hooks", "PreToolUse"), {"matcher": matcher, "hooks": [hook]}, ITEM, (old,), what)
    elif agent == "cursor":
        yield Want(("version",), 1, WHOLE)
        entry = {"command": command, "failClosed": True, "timeout": _TIMEOUT}
        for event in ("beforeShellExecution", "beforeReadFile", "beforeMCPExecution"):
            yield Want(("hooks", event), entry, ITEM, ({"command": before, "failClosed": True},), what)
        # Tools that write have no event of their own.
        writers = {**entry, "matcher": "Write|Delete|Edit|StrReplace|MultiEdit|EditNotebook|ApplyPatch"}
        yield Want(("hooks", "preToolUse"), writers, ITEM, (), what)
    elif agent == "gemini":
        named = {"type": "command", "name": "govhooks"}
        new, old = (
            {"matcher": ".*", "hooks": [{**named, "command": text, "timeout": _TIMEOUT * 1000}]}
            for text in (command, before)
        )
        yield Want(("hooks", "BeforeTool"), new, ITEM, (old,), what)
    else:
        shells = guard_command(agent, file, "powershell"), guard_command(agent, file, "old")
        entries: list[dict[str, Any]] = [
            {"type": "command", "bash": text, "powershell": shell, "timeoutSec": _TIMEOUT}
            for text, shell in zip((command, before), shells)
        ]
        yield Want(("version",), 1, WHOLE)
        yield Want(("hooks", "preToolUse"), entries[0], ITEM, (entries[1],), what)


def _claude(policy: Agents, servers: Servers) -> Iterator[Want]:
    yield from _list(("permissions", "deny"), "Read(./{})", _reads(policy))
    yield from _list(("permissions", "deny"), "Bash({}:*)", _stops(policy))
    yield from _list(("permissions", "ask"), "Bash({}:*)", _asks(policy))
    if servers is not None:
        yield Want(("allowedMcpServers",), [_claude_server(name, servers[name]) for name in sorted(servers)], WHOLE)
    yield from _guard("claude")


def _claude_server(name: str, entry: Any) -> dict[str, Any]:
    """An identity in Claude Code's notation: a whole command, a url with stars, otherwise only the name."""
    identity = entry.get("identity", {}) if isinstance(entry, dict) else {}
    command, url = identity.get("command"), identity.get("url")
    if isinstance(command, dict) and all(one["match"] == "exact" for one in command["args"]):
        return {"serverCommand": [command["executable"], *(one["value"] for one in command["args"])]}
    if command is None and isinstance(url, str):
        return {"serverUrl": url}
    if command is None and isinstance(url, dict) and url["match"] != "regex":
        return {"serverUrl": url["value"] + ("*" if url["match"] == "prefix" else "")}
    return {"serverName": name}


def _cursor(policy: Agents, servers: Servers) -> Iterator[Want]:
    yield from _list(("permissions", "deny"), "Read({})", _reads(policy))
    # Cursor's Shell(x) means the program x with any arguments.
    yield from _list(("permissions", "deny"), "Shell({})", (one for one in _stops(policy) if " " not in one))


def _gemini(policy: Agents, servers: Servers) -> Iterator[Want]:
    yield from _list(("tools", "exclude"), "run_shell_command({})", _stops(policy))
    yield from _names(("mcp", "allowed"), servers)
    yield from _guard("gemini")


def _qwen(policy: Agents, servers: Servers) -> Iterator[Want]:
    yield from _list(("permissions", "deny"), "Read({})", _reads(policy))
    yield from _list(("permissions", "deny"), "Bash({} *)", _stops(policy))
    yield from _list(("permissions", "ask"), "Bash({} *)", _asks(policy))
    yield from _names(("mcp", "allowed"), servers)


def _opencode(policy: Agents, servers: Servers) -> Iterator[Want]:
    for words in _asks(policy):
        yield Want(("permission", "bash", f"{words} *"), "ask", LAST)
    for words in _stops(policy):
        yield Want(("permission", "bash", words), "deny", LAST)
        yield Want(("permission", "bash", f"{words} *"), "deny", LAST)
    for pattern in _reads(policy):
        yield Want(("permission", "read", pattern), "deny", LAST)


def _vscode(policy: Agents, servers: Servers) -> Iterator[Want]:
    for words in (*_stops(policy), *_asks(policy)):
        yield Want(("chat.tools.terminal.autoApprove", words), False, LAST)


def _amp(policy: Agents, servers: Servers) -> Iterator[Want]:
    for decision, found in (("ask", _asks(policy)), ("reject", _stops(policy))):
        for words in found:
            yield Want(
                ("amp.permissions",),
                {"tool": "Bash", "matches": {"cmd": [words, f"{words} *"]}, "action": decision},
                FIRST,
            )


def _augment(policy: Agents, servers: Servers) -> Iterator[Want]:
    for decision, found in (("ask-user", _asks(policy)), ("deny", _stops(policy))):
        for words in found:
            regex = "^" + re.escape(words).replace(r"\ ", r"\s+") + r"(\s|$)"
            yield Want(
                ("toolPermissions",),
                {"toolName": "launch-process", "shellInputRegex": regex, "permission": {"type": decision}},
                FIRST,
            )


def _devin(policy: Agents, servers: Servers) -> Iterator[Want]:
    yield from _list(("permissions", "deny"), "Read({})", _reads(policy))
    yield from _list(("permissions", "deny"), "Exec({})", _stops(policy))
    yield from _list(("permissions", "ask"), "Exec({})", _asks(policy))


def _factory(policy: Agents, servers: Servers) -> Iterator[Want]:
    # Factory asks before a command on its Denylist, and never runs one on its Blocklist.
    yield from _list(("commandBlocklist",), "{}", _stops(policy))
    yield from _list(("commandDenylist",), "{}", _asks(policy))


def _rules(policy: Agents, servers: Servers) -> Iterator[Want]:
    """Codex' own rules (Starlark): for machines without a managed requirements.toml."""
    import json

    for rule in policy.rules:
        if rule.decision != "allow":
            pattern = [place[0] if len(place) == 1 else list(place) for place in rule.pattern]
            decision = "forbidden" if rule.decision == FORBIDDEN else "prompt"
            why = f", justification = {json.dumps(rule.justification)}" if rule.justification else ""
            yield Want((), f"prefix_rule(pattern = {json.dumps(pattern)}, decision = {json.dumps(decision)}{why})")


_OUR_RULE = re.compile(
    rb'prefix_rule\(pattern = \[.*\], decision = "(forbidden|prompt)"(, justification = "(\\.|[^"\\])*")?\)'
)


def _ignores(policy: Agents, servers: Servers) -> Iterator[Want]:
    return (
        Want((), f"/{pattern}" if "/" in pattern.rstrip("/") else pattern)
        for pattern in _reads(policy)
        if not re.match(r"[#!]|.*\s", pattern)
    )


TARGETS: tuple[Target, ...] = (
    Target("Claude Code", ".claude/settings.json", "json", _claude, "code.claude.com/docs/en/settings, 2026-11"),
    Target("Codex", ".codex/rules/govhooks.rules", "rules", _rules, "codex 0.169.0, run, 2026-11"),
    Target("Codex", ".codex/hooks.json", "json", lambda policy, servers: _guard("codex"), "codex 0.169.0, run, 2026-11"),
    Target("Cursor", ".cursor/cli.json", "json", _cursor, "cursor.com/docs/cli/reference/permissions, 2026-11"),
    Target("Cursor", ".cursor/hooks.json", "json", lambda policy, servers: _guard("cursor"), "cursor.com/docs/hooks, 2026-11"),
    Target("Copilot", ".github/hooks/govhooks.json", "json", lambda policy, servers: _guard("copilot"), "docs.github.com/copilot, 2026-11"),
    Target("VS Code", ".vscode/settings.json", "jsonc", _vscode, "code.visualstudio.com/docs, 2026-11"),
    Target("Gemini CLI", ".gemini/settings.json", "jsonc", _gemini, "google-gemini/gemini-cli, 2026-11"),
    Target("Qwen Code", ".qwen/settings.json", "jsonc", _qwen, "qwenlm.github.io/qwen-code-docs, 2026-11"),
    Target("opencode", "opencode.json", "jsonc", _opencode, "opencode.ai/docs/permissions, 2026-11"),
    Target("Amp", ".amp/settings.json", "jsonc", _amp, "ampcode.com/manual, 2026-11"),
    Target("Augment", ".augment/settings.json", "jsonc", _augment, "docs.augmentcode.com, 2026-11"),
    Target("Devin", ".devin/config.json", "jsonc", _devin, "docs.devin.ai, 2026-11"),
    Target("Factory", ".factory/settings.json", "jsonc", _factory, "docs.factory.ai, 2026-11"),
    *(
        Target(agent, file, "lines", _ignores, "the row of this file in table.py")
        for agent, file in (
            ("Cursor", ".cursorignore"), ("Gemini CLI", ".geminiignore"), ("Qwen Code", ".qwenignore"), ("Kiro", ".kiroignore"),
            ("Roo Code", ".rooignore"), ("Cline", ".clineignore"), ("Augment", ".augmentignore"), ("Devin", ".devinignore"),
            ("Junie", ".aiignore"), ("Continue", ".continueignore"),
        )
    ),
)  # fmt: skip


# The same files as separate targets, with only the guard's hook in them.
GUARDS: dict[str, Target] = {
    name: target.but(wants=lambda policy, servers, name=name: _guard(name))
    for name, file in _GUARDED.items()
    for target in TARGETS
    if target.file == file
}


def layer_of(target: Target, want: Want) -> str:
    """What an entry is about: "files", "commands", "MCP servers" or "hooks"."""
    if want.path[:1] in (("hooks",), ("version",)):
        return "hooks"
    if want.path[:1] in (("allowedMcpServers",), ("mcp",)):
        return "MCP servers"
    reads = target.form == "lines" or "read" in want.path or str(want.value).startswith("Read(")
    return "files" if reads else "commands"


def synced(target: Target, data: bytes | None, wants: Iterable[Want]) -> tuple[bytes, list[Want]]:
    """(the file with the wanted entries, what it lacked). Raises Clash; BadDocument for a file that the agent could not
    read either."""
    wants = list(wants)
    if target.form == "lines":
        return _lines(data, wants)
    if target.form == "rules":
        text = "".join(f"{line}\n" for line in (HEADER, *(want.value for want in wants))).encode()
        held = (data or b"").splitlines()
        others = [line for line in held if line.strip() and line != HEADER.encode() and not _OUR_RULE.fullmatch(line)]
        if others:
            raise Clash(
                f"it contains lines that govhooks did not write: {others[0].decode('utf-8', 'replace')[:60]!r}; move them to another file"
            )
        return (text if wants else data or b""), [want for want in wants if want.value.encode() not in held]
    from govhooks.knowledge.agents import documents

    value: Any = documents.json(data, comments=target.form == "jsonc").value if data and data.strip() else {}
    lacking = [want for want in wants if not _holds(value, want)]
    if not lacking:
        return data or b"", []
    for want in lacking:
        value = _with(value, want.path, want)
    return _dumped(data, value), lacking


def _lines(data: bytes | None, wants: list[Want]) -> tuple[bytes, list[Want]]:
    from govhooks.knowledge.agents.access import reaches, samples

    text = (data or b"").decode("utf-8", "surrogateescape")
    lines = text.splitlines()
    lacking = []
    for want in wants:
        for sample in samples(want.value):
            last = [line for line in lines if reaches(line.strip().removeprefix("!"), sample)]
            if not last or last[-1].strip().startswith("!"):
                lacking.append(want)
                break
    if not lacking:
        return data or b"", []
    end = "\r\n" if "\r\n" in text else "\n"
    lead = text + (end if text and not text.endswith("\n") else "")
    return (lead + "".join(f"{want.value}{end}" for want in lacking)).encode("utf-8", "surrogateescape"), lacking


def _holds(value: Any, want: Want) -> bool:
    """Whether a document has a wanted entry; a guard that is called in another way counts, too."""
    for part in want.path[:-1]:
        value = value.get(part) if isinstance(value, dict) else None
    held = value.get(want.path[-1]) if isinstance(value, dict) else None
    if want.how == WHOLE:
        return bool(held == want.value)
    if want.how == LAST:
        return bool(held == want.value and type(held) is type(want.value) and _is_last(value, want))
    if not isinstance(held, list):
        return False
    if want.how == FIRST:
        ours = [index for index, one in enumerate(held) if one == want.value]
        return bool(ours) and not any(_allows(one) for one in held[: ours[0]])
    if any(one in want.old for one in held):
        return False
    return want.value in held or (isinstance(want.value, dict) and any(_is_guard(one, want.value) for one in held))


def _is_last(table: dict[str, Any], want: Want) -> bool:
    """Whether no later key that could match the same command says otherwise (in opencode, the last match wins)."""
    keys = list(table)
    after = keys[keys.index(want.path[-1]) + 1 :]
    head = want.path[-1].split(" ")[0]
    return not any(
        table[key] not in (want.value, "deny", False) and (key.startswith(head) or "*" in key[:1]) for key in after
    )


def _allows(entry: Any) -> bool:
    said = entry.get("action", entry.get("permission")) if isinstance(entry, dict) else None
    return (said.get("type") if isinstance(said, dict) else said) == "allow"


def _is_guard(entry: Any, wanted: dict[str, Any]) -> bool:
    """Whether an entry calls the guard for every tool, for the same agent, and waits for its answer."""
    from govhooks.knowledge.agents.hooks import is_guard

    if isinstance(entry, dict) and entry.get("matcher") not in (None, "", "*", ".*", wanted.get("matcher")):
        return False
    found = re.search(r"--agent (\w+)", str(wanted))
    agent = re.compile(re.escape(found[0]) + r"\b" if found else "")
    commands = [entry] + (
        entry.get("hooks", []) if isinstance(entry, dict) and isinstance(entry.get("hooks"), list) else []
    )
    return any(
        isinstance(word, str) and is_guard(word) and (agent.search(word) is not None or "--agent" not in word)
        for one in commands
        if isinstance(one, dict) and _is_waited_for(one, milliseconds="--agent gemini" in str(wanted))
        for word in (one.get("command"), one.get("bash"))
    )


def _is_waited_for(hook: dict[str, Any], milliseconds: bool) -> bool:
    """Whether an agent waits until the guard has answered: a guard that runs in parallel, or is cut short, stops
    nothing."""
    seconds = hook.get("timeout", hook.get("timeoutSec", _TIMEOUT * (1000 if milliseconds else 1)))
    if hook.get("async") or not isinstance(seconds, (int, float)):
        return False
    return seconds / (1000 if milliseconds else 1) >= _LEAST


def _with(value: Any, path: tuple[str, ...], want: Want) -> Any:
    if not isinstance(value, dict):
        if want.how == LAST and isinstance(value, str) and len(path) == 1:
            value = {"*": value}  # opencode's short form of the same
        else:
            raise Clash(f"{' > '.join(want.path[: len(want.path) - len(path)])} is not a table")
    table = dict(value)
    key, rest = path[0], path[1:]
    if rest:
        table[key] = _with(table.get(key, {}), rest, want)
    elif want.how == WHOLE:
        table[key] = want.value
    elif want.how == LAST:
        table.pop(key, None)
        table[key] = want.value
    else:
        held = table.get(key, [])
        if not isinstance(held, list):
            raise Clash(f"{' > '.join(want.path)} is not a list")
        place = next((index for index, one in enumerate(held) if one in want.old), len(held))
        others = [one for one in held[:place] if one != want.value]
        after = [one for one in held[place:] if one != want.value and one not in want.old]
        table[key] = [want.value, *others, *after] if want.how == FIRST else [*others, want.value, *after]
    return table


def _dumped(data: bytes | None, value: Any) -> bytes:
    """JSON in the layout of the original file. Raises Clash if comments would be lost."""
    import json

    text = (data or b"").decode("utf-8").removeprefix("\ufeff")
    if text.strip():
        try:
            json.loads(text, object_pairs_hook=_no_twins)
        except ValueError:
            raise Clash("it has comments, which would be lost") from None
    found = re.search(r"\n([ \t]+)\S", text)
    indent: Any = found[1] if found else 2
    end = "\r\n" if "\r\n" in text else "\n"
    try:
        done = (json.dumps(value, indent=indent, ensure_ascii=False) + "\n").replace("\n", end).encode("utf-8")
    except UnicodeEncodeError:
        raise Clash("it contains half a character (an unpaired surrogate)") from None
    return b"\xef\xbb\xbf" + done if (data or b"").startswith(b"\xef\xbb\xbf") else done


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise Clash("it has a key twice, and one of the two would be lost")
    return dict(pairs)
