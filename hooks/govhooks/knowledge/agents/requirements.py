"""requirements.toml -> faults: what Codex refuses, what it reads over in silence, what is open, what is walked around.

Codex stops at the first error and says nothing of keys it does not know; here all of them are told, with their lines.
Types come from `codex_keys.KEYS`; what no type can say is judged by the functions below, one a table. Measured against
Codex 0.169.0 (`tests/knowledge/agents/test_codex.py`).
"""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.knowledge.agents import denied, matchers
from govhooks.knowledge.agents.codex_keys import ALIASES, KEYS, PROFILE, PROVIDERS, STRICT
from govhooks.knowledge.agents.documents import BadDocument, Document, toml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Path = tuple[str | int, ...]

# What a Fault says, by how much it weighs: all but a note refuse the change.
REFUSED, IGNORED, OPEN, SHORT, NOTE = "refused", "ignored", "open", "short", "note"
# What runs another command: a rule for that command does not see it behind one of these.
WRAPPERS = ("sudo", "env", "bash", "sh", "xargs", "find", "nohup", "timeout", "command", "eval")


class Fault(Record):
    """One thing that is wrong in a requirements.toml.

    `path`     the key, as keys and indexes; `line` where it stands.
    `kind`     REFUSED: Codex does not start. IGNORED: it has no effect. OPEN: it allows more than it reads as. SHORT: it
               falls short of the baseline. NOTE: something to know.
    """

    path: Path
    line: int
    kind: str
    problem: str
    fix: str

    @property
    def field(self) -> str:
        """The dotted name of the key: "rules.prefix_rules[0].decision"."""
        return dotted(self.path)


def dotted(path: Path) -> str:
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else '"' + part.replace('"', '\\"') + '"'
            text += ("." if text else "") + name
    return text


def read(data: bytes) -> tuple[Document | None, list[Fault]]:
    """The document, None when it cannot be read, and what is wrong with it."""
    try:
        document = toml(data)
    except BadDocument as error:
        return None, [Fault((), error.line, REFUSED, str(error), "fix the syntax: Codex does not start with it")]
    judge = _Judge(document)
    judge.run()
    return document, sorted(judge.faults, key=lambda fault: fault.line)


def looks_like_one(document: Document) -> bool:
    """Whether a file of the name is for Codex: one key is known, or nearly."""
    from difflib import get_close_matches

    names = [*KEYS, *ALIASES]
    return any(get_close_matches(key, names, 1, 0.75) for key in document.value) or not document.value


class _Judge:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.value = document.value
        self.faults: list[Fault] = []

    def say(self, path: Path, kind: str, problem: str, fix: str) -> None:
        self.faults.append(Fault(path, self.document.line(path), kind, problem, fix))

    def run(self) -> None:
        for key, value in self.value.items():
            if key in ALIASES and ALIASES[key] in self.value:
                self.say((key,), REFUSED, f"`{key}` and `{ALIASES[key]}` are the same key, given twice", "keep one")
            kind = KEYS.get(ALIASES.get(key, key))
            if kind is None:
                self._unknown((key,), KEYS, ())
            else:
                self._typed((key,), value, kind, (key,))
        if any(fault.kind == REFUSED for fault in self.faults):
            # What follows reads values of the right types only.
            self.value = _sound(
                self.value, {fault.path[0] for fault in self.faults if fault.kind == REFUSED and fault.path}
            )
        for judge in (_modes, _profiles, _filesystem, _rules, _servers, _hooks, _network, _others):
            judge(self)

    # Types

    def _typed(self, path: Path, value: Any, kind: Any, shape: Path) -> None:
        if kind == "any":
            return
        if isinstance(kind, list):
            if not isinstance(value, list):
                self._wrong(path, value, "a list")
                return
            for index, item in enumerate(value):
                self._typed((*path, index), item, kind[0], shape)
        elif isinstance(kind, dict):
            self._table(path, value, kind, shape)
        elif isinstance(kind, tuple):
            if not isinstance(value, str) or value not in kind:
                self._choice(path, value, kind)
        elif kind == "@approval":
            self._approval(path, value)
        elif kind == "@identity":
            if complaint := matchers.shape(value):
                self.say(
                    path,
                    REFUSED,
                    f"`{dotted(path)}` is not a valid identity: {complaint}",
                    'such as { command = "/opt/x" } or { url = "https://x.example/mcp" }',
                )
        elif kind == "@exporter":
            self._exporter(path, value)
        elif not _is(value, kind):
            self._wrong(path, value, _WANTED[kind])
        elif kind == "absolute" and not value.startswith("/"):
            self.say(path, REFUSED, f"`{dotted(path)}` is not an absolute path", "start it with /")

    def _table(self, path: Path, value: Any, kind: dict[str, Any], shape: Path) -> None:
        if not isinstance(value, dict):
            self._wrong(path, value, "a table")
            return
        named = {key.removesuffix("!"): inner for key, inner in kind.items() if key != "*"}
        for key, item in value.items():
            if key in named:
                self._typed((*path, key), item, named[key], (*shape, key))
            elif "*" in kind:
                self._typed((*path, key), item, kind["*"], (*shape, "*"))
            else:
                self._unknown((*path, key), named, shape)
        for key in kind:
            if key.endswith("!") and key[:-1] not in value:
                name = key[:-1]
                # Codex does not ask an empty list of handlers, or a marketplace's source, to be there.
                needed = (
                    (*shape, name) not in (("marketplaces", "allowed_sources", "*", "source"),)
                    and not (shape[0] == "hooks" and name == "hooks")
                    and name != "max_bytes"
                )
                what = REFUSED if needed else IGNORED
                self.say((*path,), what, f"`{dotted((*path, name))}` is missing", f"add `{name}`")

    def _unknown(self, path: Path, known: Iterable[str], shape: Path) -> None:
        from difflib import get_close_matches

        name = str(path[-1])
        close = get_close_matches(name, list(known), 1, 0.6)
        elsewhere = _home(name)
        if shape in STRICT:
            problem = f"`{dotted(path)}` is not a key that Codex knows: Codex does not start"
        else:
            problem = f"`{dotted(path)}` is not a key that Codex knows: it is ignored, and nothing is enforced"
        if close:
            fix = f"write `{close[0]}`"
        elif elsewhere:
            fix = f"move it to `{elsewhere}`"
        else:
            fix = "take it out (known here: " + ", ".join(sorted(known)[:12]) + ")"
        self.say(path, REFUSED if shape in STRICT else IGNORED, problem, fix)

    def _wrong(self, path: Path, value: Any, wanted: str) -> None:
        self.say(path, REFUSED, f"`{dotted(path)}` is {_a(value)}, not {wanted}", f"make it {wanted}")

    def _choice(self, path: Path, value: Any, choices: Iterable[str]) -> None:
        choices = tuple(choices)
        said = repr(value) if isinstance(value, str) else _a(value)
        self.say(
            path, REFUSED, f"`{dotted(path)}` is {said}, which Codex does not know", "one of " + ", ".join(choices)
        )

    def _approval(self, path: Path, value: Any) -> None:
        from govhooks.knowledge.agents.codex_keys import APPROVALS

        if isinstance(value, str) and value in APPROVALS:
            return
        flags = value.get("granular") if isinstance(value, dict) and set(value) == {"granular"} else None
        if not isinstance(flags, dict):
            self._choice(path, value, (*APPROVALS, "{ granular = { ... } }"))
            return
        needed = ("sandbox_approval", "rules", "mcp_elicitations")
        known = (*needed, "skill_approval", "request_permissions")
        self._table(
            (*path, "granular"), flags, {name + "!" * (name in needed): "bool" for name in known}, ("granular",)
        )

    def _exporter(self, path: Path, value: Any) -> None:
        if isinstance(value, str):
            if value not in ("none", "statsig"):
                self._choice(path, value, ("none", "statsig", "{ otlp-http = { ... } }", "{ otlp-grpc = { ... } }"))
            return
        name = next(iter(value)) if isinstance(value, dict) and len(value) == 1 else ""
        if name not in ("otlp-http", "otlp-grpc"):
            self._choice(path, value, ("none", "statsig", "{ otlp-http = { ... } }", "{ otlp-grpc = { ... } }"))
            return
        tls = {"ca-certificate": "str", "client-certificate": "str", "client-private-key": "str"}
        kind: dict[str, Any] = {"endpoint!": "str", "headers": {"*": "str"}, "tls": tls}
        if name == "otlp-http":
            kind["protocol!"] = ("binary", "json")
        self._table((*path, name), value[name], kind, ("otel", "exporter"))


_WANTED = {
    "str": "a string",
    "bool": "true or false",
    "int": "a whole number from 0",
    "port": "a port from 0 to 65535",
    "path": "a path",
    "absolute": "an absolute path",
}


def _is(value: Any, kind: str) -> bool:
    if kind == "bool":
        return isinstance(value, bool)
    if kind in ("int", "port"):
        return (
            isinstance(value, int) and not isinstance(value, bool) and 0 <= value < (2**16 if kind == "port" else 2**63)
        )
    return isinstance(value, str)


def _a(value: Any) -> str:
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list", dict: "a table"}
    return kinds.get(type(value), "a date or time")


def _sound(value: dict[str, Any], broken: set[str | int]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key not in broken}


def _home(name: str, kind: Any = KEYS, path: str = "") -> str:
    """Where a key that stands in the wrong table belongs; "" when nowhere, or in a table with names of one's own."""
    if isinstance(kind, list):
        return _home(name, kind[0], path)
    if not isinstance(kind, dict):
        return ""
    for key, inner in kind.items():
        key = key.removesuffix("!")
        here = f"{path}.{key}" if path else key
        if key == name:
            return here
        if found := _home(name, inner, here):
            return found
    return ""


# What no type can say, one function a table. Each reads `judge.value`, whose tables are of the right types.


def _modes(judge: _Judge) -> None:
    value = judge.value
    path: Path
    for key in ("allowed_approval_policies", "allowed_approvals_reviewers", "allowed_login_methods"):
        if value.get(key) == []:
            judge.say((key,), REFUSED, f"`{key}` is empty: Codex does not start", "list at least one")
    if value.get("windows", {}).get("allowed_sandbox_implementations") == []:
        path = ("windows", "allowed_sandbox_implementations")
        judge.say(path, REFUSED, f"`{dotted(path)}` is empty: Codex does not start", "list at least one")
    for index, policy in enumerate(value.get("allowed_approval_policies", ())):
        if policy == "on-failure":
            path = ("allowed_approval_policies", index)
            judge.say(path, IGNORED, "`on-failure` is gone: Codex reads it as on-request", "write on-request")
    places: list[tuple[Path, list[str]]] = []
    if "allowed_sandbox_modes" in value:
        places.append((("allowed_sandbox_modes",), value["allowed_sandbox_modes"]))
    for index, entry in enumerate(value.get("remote_sandbox_config", ())):
        places.append((("remote_sandbox_config", index, "allowed_sandbox_modes"), entry["allowed_sandbox_modes"]))
        if not entry["hostname_patterns"]:
            path = ("remote_sandbox_config", index, "hostname_patterns")
            judge.say(
                path, IGNORED, f"`{dotted(path)}` is empty: the entry applies to no host", "name a host, or take it out"
            )
        for number, pattern in enumerate(entry["hostname_patterns"]):
            earlier = value["remote_sandbox_config"][:index]
            if any(_wild(old, pattern) for one in earlier for old in one["hostname_patterns"]):
                path = ("remote_sandbox_config", index, "hostname_patterns", number)
                judge.say(
                    path, IGNORED, f"{pattern!r} is never reached: an earlier entry takes its hosts", "put it first"
                )
    for path, modes in places:
        if "read-only" not in modes:
            judge.say(path, REFUSED, f"`{dotted(path)}` lacks read-only: Codex does not start", 'add "read-only"')


def _wild(pattern: str, text: str) -> bool:
    expression = "".join({"*": ".*", "?": "."}.get(char) or re.escape(char) for char in pattern)
    return re.fullmatch(expression, text, re.IGNORECASE | re.DOTALL) is not None


_BUILT_IN = (":workspace", ":read-only", ":danger-full-access")


def _profiles(judge: _Judge) -> None:
    value = judge.value
    profiles = [name for name in value.get("permissions", {}) if name not in ("filesystem", "network")]
    for name in profiles:
        if name.startswith(":"):
            path = ("permissions", name)
            judge.say(path, REFUSED, f"`{dotted(path)}` uses the prefix of Codex' own profiles", "drop the colon")
    allowed, default = value.get("allowed_permission_profiles"), value.get("default_permissions")
    if default is not None and allowed is None:
        problem = "`default_permissions` is set without `allowed_permission_profiles`: Codex does not start"
        judge.say(("default_permissions",), REFUSED, problem, "add the table of allowed profiles")
    if default is None and profiles:
        problem = "profiles are defined, but none is the default: Codex does not start"
        judge.say(("permissions", profiles[0]), REFUSED, problem, "set `default_permissions`")
    if allowed is None:
        return
    if default is None and not (allowed.get(":workspace") and allowed.get(":read-only")):
        problem = "`default_permissions` is missing: Codex does not start"
        fix = "set it, or allow both :workspace and :read-only"
        judge.say(("allowed_permission_profiles",), REFUSED, problem, fix)
    if default is not None and not allowed.get(default):
        problem = f"`default_permissions` is {default!r}, which is not allowed: Codex does not start"
        judge.say(("default_permissions",), REFUSED, problem, "allow it in `allowed_permission_profiles`")
    for name in allowed:
        if name not in _BUILT_IN and name not in profiles:
            path = ("allowed_permission_profiles", name)
            judge.say(path, REFUSED, f"no profile {name!r} is defined", f"define [permissions.{name}], or take it out")


def _filesystem(judge: _Judge) -> None:
    path: Path
    for key in PROFILE:
        if key in judge.value.get("permissions", {}).get("filesystem", {}):
            path = ("permissions", "filesystem", key)
            problem = "`permissions.filesystem` is reserved for deny_read and cannot be a profile: Codex does not start"
            judge.say(path, REFUSED, problem, "give the profile another name")
    patterns = judge.value.get("permissions", {}).get("filesystem", {}).get("deny_read")
    if patterns is None:
        return
    here: Path = ("permissions", "filesystem", "deny_read")
    if not patterns:
        judge.say(here, IGNORED, f"`{dotted(here)}` is empty: nothing is denied", "list what must not be read")
    seen: set[str] = set()
    for index, pattern in enumerate(patterns):
        path = (*here, index)
        if complaint := denied.refusal(pattern):
            judge.say(path, REFUSED, f"deny_read {pattern!r}: {complaint}", "write it as one or more plain patterns")
        elif complaint := denied.useless(pattern):
            judge.say(path, IGNORED, f"deny_read {pattern!r} protects nothing: {complaint}", "write the plain path")
        elif pattern in seen:
            judge.say(path, IGNORED, f"deny_read {pattern!r} is listed twice", "keep one")
        elif denied.is_relative(pattern) and denied.deployable(pattern) not in patterns:
            problem = (
                f"deny_read {pattern!r} is read from the folder of requirements.toml: once deployed it denies "
                f"/etc/codex/{denied.in_repository(pattern)}, and nothing in a repository"
            )
            judge.say(path, NOTE, problem, f'deploy "{denied.deployable(pattern)}"')
        seen.add(pattern)


def _rules(judge: _Judge) -> None:
    rules = judge.value.get("rules", {}).get("prefix_rules")
    if rules is None:
        return
    here: Path = ("rules", "prefix_rules")
    if not rules:
        judge.say(here, REFUSED, "`rules.prefix_rules` is empty: Codex does not start", "add a rule, or drop [rules]")
    earlier: list[dict[str, Any]] = []
    for index, rule in enumerate(rules):
        if _rule(judge, (*here, index), rule):
            for other in earlier:
                if _shadows(other, rule):
                    judge.say(
                        (*here, index),
                        IGNORED,
                        "this rule changes nothing: " + _name(other) + " decides the same or stricter",
                        "take it out",
                    )
                    break
            earlier.append(rule)
    for index, rule in enumerate(earlier):
        for other in earlier[index + 1 :]:
            if _shadows(other, rule) and not _shadows(rule, other):
                judge.say(
                    (*here, rules.index(rule)),
                    IGNORED,
                    "this rule changes nothing: " + _name(other) + " decides the same or stricter",
                    "take it out",
                )
                break
    heads = {word for rule in earlier for word in _words(rule["pattern"][0])}
    bare = [name for name in WRAPPERS if name not in heads]
    guarded = any(
        "govhooks" in handler.get("command", "")
        for group in judge.value.get("hooks", {}).get("PreToolUse", ())
        for handler in group.get("hooks", ())
    )
    if earlier and bare and not guarded:
        first = earlier[0]["pattern"][0].get("token") or earlier[0]["pattern"][0]["any_of"][0]
        problem = (
            f"Codex does not apply these rules to a command that it does not split: `{bare[0]} {first} x`, "
            f"`{first} x > log`, `({first} x)`, `A=1 {first} x`, `$(...)`"
        )
        fix = "add a prompt rule for " + ", ".join(bare) + ""
        judge.say(here, NOTE, problem, fix)


def _words(token: dict[str, Any]) -> list[str]:
    return [token["token"]] if "token" in token else list(token.get("any_of", ()))


def _name(rule: dict[str, Any]) -> str:
    return "`" + " ".join("|".join(_words(token)) for token in rule["pattern"]) + "`"


def _shadows(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether all that `other` matches is matched by `one`, with a decision as strict."""
    rank = {"prompt": 1, "prompt-user": 2, "forbidden": 3}
    if rank[one["decision"]] < rank[other["decision"]] or len(one["pattern"]) > len(other["pattern"]):
        return False
    if other.get("canonical_matching") and not one.get("canonical_matching"):
        return False
    fold = str.lower if one.get("canonical_matching") else str
    return all(
        {fold(word) for word in _words(second)} <= {fold(word) for word in _words(first)}
        for first, second in zip(one["pattern"], other["pattern"])
    )


def _rule(judge: _Judge, path: Path, rule: dict[str, Any]) -> bool:
    """Whether the rule is sound; what is not is said."""
    before = len([fault for fault in judge.faults if fault.kind == REFUSED])
    if "justification" in rule and not rule["justification"].strip():
        judge.say((*path, "justification"), REFUSED, "the justification is empty", "say what to do instead, or drop it")
    if not rule["pattern"]:
        judge.say((*path, "pattern"), REFUSED, "the pattern is empty", "name the command")
    for index, token in enumerate(rule["pattern"]):
        place = (*path, "pattern", index)
        if ("token" in token) == ("any_of" in token):
            judge.say(
                place, REFUSED, "an element of a pattern needs exactly one of `token` and `any_of`", "set one of them"
            )
        elif token.get("any_of") == []:
            judge.say(place, REFUSED, "`any_of` is empty", "write at least one word")
        elif not all(word.strip() for word in _words(token)):
            judge.say(place, REFUSED, "a word is empty", "write at least one word")
        else:
            for word in _words(token):
                if re.search(r"\s", word):
                    problem = f"{word!r} never matches: a token is one argument, not a command line"
                    judge.say(place, IGNORED, problem, "split it: one element for each word")
                elif re.search(r"[*?]", word):
                    judge.say(
                        place,
                        IGNORED,
                        f"{word!r} is matched literally: tokens have no wildcards",
                        "write the words out",
                    )
                elif re.search(r"[|&;<>$`]", word):
                    judge.say(place, IGNORED, f"{word!r} is shell syntax, not an argument", "name the command")
                elif index == 0 and "/" in word:
                    problem = f"{word!r} matches only that spelling: plain `{word.rsplit('/', 1)[-1]}` still runs"
                    judge.say(place, OPEN, problem, f"write `{word.rsplit('/', 1)[-1]}`: it matches every path to it")
    if "decision" not in rule:
        judge.say(path, REFUSED, "the rule has no decision", "prompt or forbidden")
    elif rule["decision"] == "allow":
        judge.say(
            (*path, "decision"), REFUSED, "a requirement cannot allow: Codex does not start", "prompt or forbidden"
        )
    elif rule["decision"] == "forbidden" and "justification" not in rule:
        judge.say(
            path, NOTE, f"{_name(rule)} is forbidden without a reason", "add a justification: the agent is shown it"
        )
    return len([fault for fault in judge.faults if fault.kind == REFUSED]) == before


def _servers(judge: _Judge) -> None:
    tables: list[tuple[Path, dict[str, Any]]] = [(("mcp_servers",), judge.value.get("mcp_servers", {}))]
    for name, plugin in judge.value.get("plugins", {}).items():
        tables.append((("plugins", name, "mcp_servers"), plugin.get("mcp_servers", {})))
    for here, servers in tables:
        for name, server in servers.items():
            identity, path = server["identity"], (*here, name, "identity")
            bad = False
            for place, expression in matchers.expressions(identity):
                if complaint := matchers.bad_regex(expression, unicode_classes=False):
                    bad = True
                    judge.say((*path, *place), REFUSED, f"the regex for {name!r}: {complaint}", "fix it")
            if not bad and (found := matchers.openness(identity))[0]:
                judge.say(path, OPEN, f"{name!r} is allowed to be {found[0]}", found[1])
            if {"command", "url"} <= set(identity):
                judge.say((*path, "url"), IGNORED, f"the url of {name!r} is ignored next to a command", "keep one")
            for key in identity:
                if key not in ("command", "url"):
                    place = (*path, key)
                    judge.say(place, IGNORED, f"`{dotted(place)}` is not a key that Codex knows", "take it out")


def _hooks(judge: _Judge) -> None:
    from govhooks.knowledge.agents.codex_keys import EVENTS

    hooks = judge.value.get("hooks", {})
    for event in EVENTS:
        for index, group in enumerate(hooks.get(event, ())):
            path: Path = ("hooks", event, index)
            if complaint := matchers.bad_regex(group.get("matcher", "")):
                problem = f"the matcher of this hook is invalid, and Codex drops the hook: {complaint}"
                judge.say((*path, "matcher"), IGNORED, problem, "fix the matcher")
            if group.get("hooks") == []:
                judge.say(path, IGNORED, "the hook has no handlers", "add one, or take it out")
            for number, handler in enumerate(group.get("hooks", ())):
                _handler(judge, (*path, "hooks", number), handler)
    folder = hooks.get("managed_dir", "")
    if folder and not folder.startswith(("/", "~")) and not re.match(r"[A-Za-z]:[\\/]", folder):
        judge.say(("hooks", "managed_dir"), OPEN, "`hooks.managed_dir` is relative", "make it an absolute path")


def _handler(judge: _Judge, path: Path, handler: dict[str, Any]) -> None:
    needed = {"command": ("command",), "mcp_tool": ("server", "tool")}.get(handler["type"], ())
    for name in needed:
        if name not in handler:
            judge.say(path, REFUSED, f"`{dotted((*path, name))}` is missing", f"add `{name}`")
    if handler["type"] in ("prompt", "agent"):
        judge.say(path, IGNORED, f"Codex reads a hook of type {handler['type']} and skips it", "use a command")
    if handler["type"] == "command" and handler.get("command") == "":
        judge.say((*path, "command"), IGNORED, "the command is empty", "name it")
    if {"commandWindows", "command_windows"} <= set(handler):
        judge.say(path, REFUSED, "`commandWindows` and `command_windows` are the same key, given twice", "keep one")
    if not isinstance(handler.get("input", {}), dict):
        judge.say((*path, "input"), REFUSED, f"`{dotted((*path, 'input'))}` is not a table", "make it a table")


def _network(judge: _Judge) -> None:
    path: Path
    network = judge.value.get("experimental_network", {})
    for new, old in (("domains", ("allowed_domains", "denied_domains")), ("unix_sockets", ("allow_unix_sockets",))):
        both = [name for name in old if name in network]
        if new in network and both:
            path = ("experimental_network", new)
            judge.say(
                path, REFUSED, f"`{new}` and the older `{both[0]}` cannot be combined", f"move everything into `{new}`"
            )
    places: list[tuple[Path, str]] = [(("domains", name), name) for name in network.get("domains", {})]
    for key in ("allowed_domains", "denied_domains"):
        places += [((key, index), name) for index, name in enumerate(network.get(key, ()))]
    for path, name in places:
        if name.strip() == "*":
            judge.say(("experimental_network", *path), REFUSED, "no domain may be `*`", "list hosts, or *.example.com")
    for key in ("dangerously_allow_non_loopback_proxy", "dangerously_allow_all_unix_sockets"):
        if network.get(key):
            path = ("experimental_network", key)
            judge.say(path, OPEN, f"`{dotted(path)}` lifts a restriction of the sandbox", "take it out")


def _others(judge: _Judge) -> None:
    path: Path
    value = judge.value
    provider = value.get("model_provider")
    if provider is not None and provider not in (*PROVIDERS, *value.get("model_providers", {})):
        problem = f"no model provider {provider!r} is defined: Codex does not start"
        judge.say(("model_provider",), REFUSED, problem, f"define [model_providers.{provider}]")
    for index, slug in enumerate(value.get("auto_review", {}).get("required_on_models", ())):
        if not slug or slug != slug.strip() or "/" in slug:
            path = ("auto_review", "required_on_models", index)
            judge.say(
                path, REFUSED, f"{slug!r} is not a valid model name", "write it without spaces around it, and without /"
            )
    for key in ("guardian_policy_config", "guardian_extra_policy"):
        if key in value and not value[key].strip():
            judge.say((key,), IGNORED, f"`{key}` is blank", "fill it in, or take it out")
    for key in ("mcp_servers", "marketplaces"):
        if (
            key == "marketplaces"
            and value.get(key, {}).get("allowed_sources")
            and not value[key].get("restrict_to_allowed_sources")
        ):
            problem = "the allowed sources restrict nothing"
            judge.say((key, "allowed_sources"), IGNORED, problem, "set `restrict_to_allowed_sources = true`")
