"""Judge what no type can express in a requirements.toml; one function per table.

Each reads `faults.value`, whose tables have the right types.
"""

from __future__ import annotations

import re

from govhooks.knowledge.agents import deny_patterns, matchers
from govhooks.knowledge.agents.codex_keys import PROFILE, PROVIDERS
from govhooks.knowledge.agents.faults import IGNORED, NOTE, OPEN, REFUSED, dotted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.knowledge.agents.faults import Faults, Path

# Programs that run another command: a rule for that command does not see it after one of these.
WRAPPERS = ("sudo", "env", "bash", "sh", "xargs", "find", "nohup", "timeout", "command", "eval")


def _judge_modes(faults: Faults) -> None:
    value = faults.value
    path: Path
    for key in ("allowed_approval_policies", "allowed_approvals_reviewers", "allowed_login_methods"):
        if value.get(key) == []:
            faults.say((key,), REFUSED, f"`{key}` is empty: Codex does not start", "list at least one")
    if value.get("windows", {}).get("allowed_sandbox_implementations") == []:
        path = ("windows", "allowed_sandbox_implementations")
        faults.say(path, REFUSED, f"`{dotted(path)}` is empty: Codex does not start", "list at least one")
    for index, policy in enumerate(value.get("allowed_approval_policies", ())):
        if policy == "on-failure":
            path = ("allowed_approval_policies", index)
            faults.say(path, IGNORED, "`on-failure` is gone: Codex reads it as on-request", "write on-request")
    places: list[tuple[Path, list[str]]] = []
    if "allowed_sandbox_modes" in value:
        places.append((("allowed_sandbox_modes",), value["allowed_sandbox_modes"]))
    for index, entry in enumerate(value.get("remote_sandbox_config", ())):
        places.append((("remote_sandbox_config", index, "allowed_sandbox_modes"), entry["allowed_sandbox_modes"]))
        if not entry["hostname_patterns"]:
            path = ("remote_sandbox_config", index, "hostname_patterns")
            faults.say(
                path, IGNORED, f"`{dotted(path)}` is empty: the entry applies to no host", "name a host, or take it out"
            )
        for number, pattern in enumerate(entry["hostname_patterns"]):
            earlier = value["remote_sandbox_config"][:index]
            if any(_matches_host(old, pattern) for one in earlier for old in one["hostname_patterns"]):
                path = ("remote_sandbox_config", index, "hostname_patterns", number)
                faults.say(
                    path, IGNORED, f"{pattern!r} is never reached: an earlier entry takes its hosts", "put it first"
                )
    for path, modes in places:
        if "read-only" not in modes:
            faults.say(path, REFUSED, f"`{dotted(path)}` lacks read-only: Codex does not start", 'add "read-only"')


def _matches_host(pattern: str, text: str) -> bool:
    expression = "".join({"*": ".*", "?": "."}.get(char) or re.escape(char) for char in pattern)
    return re.fullmatch(expression, text, re.IGNORECASE | re.DOTALL) is not None


_BUILT_IN = (":workspace", ":read-only", ":danger-full-access")


def _judge_profiles(faults: Faults) -> None:
    value = faults.value
    profiles = [name for name in value.get("permissions", {}) if name not in ("filesystem", "network")]
    for name in profiles:
        if name.startswith(":"):
            path = ("permissions", name)
            faults.say(path, REFUSED, f"`{dotted(path)}` uses the prefix of Codex' own profiles", "drop the colon")
    allowed, default = value.get("allowed_permission_profiles"), value.get("default_permissions")
    if default is not None and allowed is None:
        problem = "`default_permissions` is set without `allowed_permission_profiles`: Codex does not start"
        faults.say(("default_permissions",), REFUSED, problem, "add the table of allowed profiles")
    if default is None and profiles:
        problem = "profiles are defined, but none is the default: Codex does not start"
        faults.say(("permissions", profiles[0]), REFUSED, problem, "set `default_permissions`")
    if allowed is None:
        return
    if default is None and not (allowed.get(":workspace") and allowed.get(":read-only")):
        problem = "`default_permissions` is missing: Codex does not start"
        fix = "set it, or allow both :workspace and :read-only"
        faults.say(("allowed_permission_profiles",), REFUSED, problem, fix)
    if default is not None and not allowed.get(default):
        problem = f"`default_permissions` is {default!r}, which is not allowed: Codex does not start"
        faults.say(("default_permissions",), REFUSED, problem, "allow it in `allowed_permission_profiles`")
    for name in allowed:
        if name not in _BUILT_IN and name not in profiles:
            path = ("allowed_permission_profiles", name)
            faults.say(path, REFUSED, f"no profile {name!r} is defined", f"define [permissions.{name}], or take it out")


def _judge_filesystem(faults: Faults) -> None:
    path: Path
    for key in PROFILE:
        if key in faults.value.get("permissions", {}).get("filesystem", {}):
            path = ("permissions", "filesystem", key)
            problem = "`permissions.filesystem` is reserved for deny_read and cannot be a profile: Codex does not start"
            faults.say(path, REFUSED, problem, "give the profile another name")
    patterns = faults.value.get("permissions", {}).get("filesystem", {}).get("deny_read")
    if patterns is None:
        return
    here: Path = ("permissions", "filesystem", "deny_read")
    if not patterns:
        faults.say(here, IGNORED, f"`{dotted(here)}` is empty: nothing is denied", "list what must not be read")
    seen: set[str] = set()
    for index, pattern in enumerate(patterns):
        path = (*here, index)
        if complaint := deny_patterns.refusal(pattern):
            faults.say(path, REFUSED, f"deny_read {pattern!r}: {complaint}", "write it as one or more plain patterns")
        elif complaint := deny_patterns.useless(pattern):
            faults.say(path, IGNORED, f"deny_read {pattern!r} protects nothing: {complaint}", "write the plain path")
        elif pattern in seen:
            faults.say(path, IGNORED, f"deny_read {pattern!r} is listed twice", "keep one")
        elif deny_patterns.is_relative(pattern) and deny_patterns.deployable(pattern) not in patterns:
            problem = (
                f"deny_read {pattern!r} is read from the folder of requirements.toml: once deployed it denies "
                f"/etc/codex/{deny_patterns.in_repository(pattern)}, and nothing in a repository"
            )
            faults.say(path, NOTE, problem, f'deploy "{deny_patterns.deployable(pattern)}"')
        seen.add(pattern)


def _judge_rules(faults: Faults) -> None:
    rules = faults.value.get("rules", {}).get("prefix_rules")
    if rules is None:
        return
    here: Path = ("rules", "prefix_rules")
    if not rules:
        faults.say(here, REFUSED, "`rules.prefix_rules` is empty: Codex does not start", "add a rule, or drop [rules]")
    earlier: list[dict[str, Any]] = []
    for index, rule in enumerate(rules):
        if _judge_rule(faults, (*here, index), rule):
            for other in earlier:
                if _shadows(other, rule):
                    faults.say(
                        (*here, index),
                        IGNORED,
                        "this rule changes nothing: " + _format_pattern(other) + " decides the same or stricter",
                        "take it out",
                    )
                    break
            earlier.append(rule)
    for index, rule in enumerate(earlier):
        for other in earlier[index + 1 :]:
            if _shadows(other, rule) and not _shadows(rule, other):
                faults.say(
                    (*here, rules.index(rule)),
                    IGNORED,
                    "this rule changes nothing: " + _format_pattern(other) + " decides the same or stricter",
                    "take it out",
                )
                break
    heads = {word for rule in earlier for word in _list_words(rule["pattern"][0])}
    bare = [name for name in WRAPPERS if name not in heads]
    guarded = any(
        "govhooks" in handler.get("command", "")
        for group in faults.value.get("hooks", {}).get("PreToolUse", ())
        for handler in group.get("hooks", ())
    )
    if earlier and bare and not guarded:
        first = earlier[0]["pattern"][0].get("token") or earlier[0]["pattern"][0]["any_of"][0]
        problem = (
            f"Codex does not apply these rules to a command that it does not split: `{bare[0]} {first} x`, "
            f"`{first} x > log`, `({first} x)`, `A=1 {first} x`, `$(...)`"
        )
        fix = "add a prompt rule for " + ", ".join(bare) + ""
        faults.say(here, NOTE, problem, fix)


def _list_words(token: dict[str, Any]) -> list[str]:
    return [token["token"]] if "token" in token else list(token.get("any_of", ()))


def _format_pattern(rule: dict[str, Any]) -> str:
    return "`" + " ".join("|".join(_list_words(token)) for token in rule["pattern"]) + "`"


def _shadows(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether `one` matches everything that `other` matches, with a decision at least as strict."""
    rank = {"prompt": 1, "prompt-user": 2, "forbidden": 3}
    if rank[one["decision"]] < rank[other["decision"]] or len(one["pattern"]) > len(other["pattern"]):
        return False
    if other.get("canonical_matching") and not one.get("canonical_matching"):
        return False
    fold = str.lower if one.get("canonical_matching") else str
    return all(
        {fold(word) for word in _list_words(second)} <= {fold(word) for word in _list_words(first)}
        for first, second in zip(one["pattern"], other["pattern"])
    )


def _judge_rule(faults: Faults, path: Path, rule: dict[str, Any]) -> bool:
    """Whether the rule is valid; reports what is wrong."""
    before = len(faults.refused())
    if "justification" in rule and not rule["justification"].strip():
        faults.say(
            (*path, "justification"), REFUSED, "the justification is empty", "say what to do instead, or drop it"
        )
    if not rule["pattern"]:
        faults.say((*path, "pattern"), REFUSED, "the pattern is empty", "name the command")
    for index, token in enumerate(rule["pattern"]):
        place = (*path, "pattern", index)
        if ("token" in token) == ("any_of" in token):
            faults.say(
                place, REFUSED, "an element of a pattern needs exactly one of `token` and `any_of`", "set one of them"
            )
        elif token.get("any_of") == []:
            faults.say(place, REFUSED, "`any_of` is empty", "write at least one word")
        elif not all(word.strip() for word in _list_words(token)):
            faults.say(place, REFUSED, "a word is empty", "write at least one word")
        else:
            for word in _list_words(token):
                if re.search(r"\s", word):
                    problem = f"{word!r} never matches: a token is one argument, not a command line"
                    faults.say(place, IGNORED, problem, "split it: one element for each word")
                elif re.search(r"[*?]", word):
                    faults.say(
                        place,
                        IGNORED,
                        f"{word!r} is matched literally: tokens have no wildcards",
                        "write the words out",
                    )
                elif re.search(r"[|&;<>$`]", word):
                    faults.say(place, IGNORED, f"{word!r} is shell syntax, not an argument", "name the command")
                elif index == 0 and "/" in word:
                    problem = f"{word!r} matches only that spelling: plain `{word.rsplit('/', 1)[-1]}` still runs"
                    faults.say(place, OPEN, problem, f"write `{word.rsplit('/', 1)[-1]}`: it matches every path to it")
    if "decision" not in rule:
        faults.say(path, REFUSED, "the rule has no decision", "prompt or forbidden")
    elif rule["decision"] == "allow":
        faults.say(
            (*path, "decision"), REFUSED, "a requirement cannot allow: Codex does not start", "prompt or forbidden"
        )
    elif rule["decision"] == "forbidden" and "justification" not in rule:
        faults.say(
            path,
            NOTE,
            f"{_format_pattern(rule)} is forbidden without a reason",
            "add a justification: the agent is shown it",
        )
    return len(faults.refused()) == before


def _judge_servers(faults: Faults) -> None:
    tables: list[tuple[Path, dict[str, Any]]] = [(("mcp_servers",), faults.value.get("mcp_servers", {}))]
    for name, plugin in faults.value.get("plugins", {}).items():
        tables.append((("plugins", name, "mcp_servers"), plugin.get("mcp_servers", {})))
    for here, servers in tables:
        for name, server in servers.items():
            identity, path = server["identity"], (*here, name, "identity")
            bad = False
            for place, expression in matchers.expressions(identity):
                if complaint := matchers.bad_regex(expression, unicode_classes=False):
                    bad = True
                    faults.say((*path, *place), REFUSED, f"the regex for {name!r}: {complaint}", "fix it")
            if not bad and (found := matchers.openness(identity))[0]:
                faults.say(path, OPEN, f"{name!r} is allowed to be {found[0]}", found[1])
            if {"command", "url"} <= set(identity):
                faults.say((*path, "url"), IGNORED, f"the url of {name!r} is ignored next to a command", "keep one")
            for key in identity:
                if key not in ("command", "url"):
                    place = (*path, key)
                    faults.say(place, IGNORED, f"`{dotted(place)}` is not a key that Codex knows", "take it out")


def _judge_hooks(faults: Faults) -> None:
    from govhooks.knowledge.agents.codex_keys import EVENTS

    hooks = faults.value.get("hooks", {})
    for event in EVENTS:
        for index, group in enumerate(hooks.get(event, ())):
            path: Path = ("hooks", event, index)
            if complaint := matchers.bad_regex(group.get("matcher", "")):
                problem = f"the matcher of this hook is invalid, and Codex drops the hook: {complaint}"
                faults.say((*path, "matcher"), IGNORED, problem, "fix the matcher")
            if group.get("hooks") == []:
                faults.say(path, IGNORED, "the hook has no handlers", "add one, or take it out")
            for number, handler in enumerate(group.get("hooks", ())):
                _judge_handler(faults, (*path, "hooks", number), handler)
    folder = hooks.get("managed_dir", "")
    if folder and not folder.startswith(("/", "~")) and not re.match(r"[A-Za-z]:[\\/]", folder):
        faults.say(("hooks", "managed_dir"), OPEN, "`hooks.managed_dir` is relative", "make it an absolute path")


def _judge_handler(faults: Faults, path: Path, handler: dict[str, Any]) -> None:
    needed = {"command": ("command",), "mcp_tool": ("server", "tool")}.get(handler["type"], ())
    for name in needed:
        if name not in handler:
            faults.say(path, REFUSED, f"`{dotted((*path, name))}` is missing", f"add `{name}`")
    if handler["type"] in ("prompt", "agent"):
        faults.say(path, IGNORED, f"Codex reads a hook of type {handler['type']} and skips it", "use a command")
    if handler["type"] == "command" and handler.get("command") == "":
        faults.say((*path, "command"), IGNORED, "the command is empty", "name it")
    if {"commandWindows", "command_windows"} <= set(handler):
        faults.say(path, REFUSED, "`commandWindows` and `command_windows` are the same key, given twice", "keep one")
    if not isinstance(handler.get("input", {}), dict):
        faults.say((*path, "input"), REFUSED, f"`{dotted((*path, 'input'))}` is not a table", "make it a table")


def _judge_network(faults: Faults) -> None:
    path: Path
    network = faults.value.get("experimental_network", {})
    for new, old in (("domains", ("allowed_domains", "denied_domains")), ("unix_sockets", ("allow_unix_sockets",))):
        both = [name for name in old if name in network]
        if new in network and both:
            path = ("experimental_network", new)
            faults.say(
                path, REFUSED, f"`{new}` and the older `{both[0]}` cannot be combined", f"move everything into `{new}`"
            )
    places: list[tuple[Path, str]] = [(("domains", name), name) for name in network.get("domains", {})]
    for key in ("allowed_domains", "denied_domains"):
        places += [((key, index), name) for index, name in enumerate(network.get(key, ()))]
    for path, name in places:
        if name.strip() == "*":
            faults.say(("experimental_network", *path), REFUSED, "no domain may be `*`", "list hosts, or *.example.com")
    for key in ("dangerously_allow_non_loopback_proxy", "dangerously_allow_all_unix_sockets"):
        if network.get(key):
            path = ("experimental_network", key)
            faults.say(path, OPEN, f"`{dotted(path)}` lifts a restriction of the sandbox", "take it out")


def _judge_others(faults: Faults) -> None:
    path: Path
    value = faults.value
    provider = value.get("model_provider")
    if provider is not None and provider not in (*PROVIDERS, *value.get("model_providers", {})):
        problem = f"no model provider {provider!r} is defined: Codex does not start"
        faults.say(("model_provider",), REFUSED, problem, f"define [model_providers.{provider}]")
    for index, slug in enumerate(value.get("auto_review", {}).get("required_on_models", ())):
        if not slug or slug != slug.strip() or "/" in slug:
            path = ("auto_review", "required_on_models", index)
            faults.say(
                path, REFUSED, f"{slug!r} is not a valid model name", "write it without spaces around it, and without /"
            )
    for key in ("guardian_policy_config", "guardian_extra_policy"):
        if key in value and not value[key].strip():
            faults.say((key,), IGNORED, f"`{key}` is blank", "fill it in, or take it out")
    for key in ("mcp_servers", "marketplaces"):
        if (
            key == "marketplaces"
            and value.get(key, {}).get("allowed_sources")
            and not value[key].get("restrict_to_allowed_sources")
        ):
            problem = "the allowed sources restrict nothing"
            faults.say((key, "allowed_sources"), IGNORED, problem, "set `restrict_to_allowed_sources = true`")


JUDGES = (
    _judge_modes,
    _judge_profiles,
    _judge_filesystem,
    _judge_rules,
    _judge_servers,
    _judge_hooks,
    _judge_network,
    _judge_others,
)
