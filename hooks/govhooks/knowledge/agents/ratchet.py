"""Compare two requirements.toml: what the newer one loosens, field by field.

A change that is not known to be equally strict or stricter counts as looser, and a person looks at it. Both documents
must be valid.
"""

from __future__ import annotations

import itertools
import re

from govhooks.knowledge.agents import deny_patterns
from govhooks.knowledge.agents.prefixes import RANK, PrefixRule, rules
from govhooks.knowledge.agents.requirements import dotted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Path = tuple[str | int, ...]
    Loosening = tuple[Path, str]

# Lists of what is allowed: one more entry is looser, and so is removing the list.
_ALLOWED = (
    ("allowed_approval_policies",),
    ("allowed_approvals_reviewers",),
    ("allowed_sandbox_modes",),
    ("allowed_web_search_modes",),
    ("allowed_login_methods",),
    ("allowed_chatgpt_workspaces",),
    ("experimental_network", "allowed_domains"),
    ("experimental_network", "allow_unix_sockets"),
    ("windows", "allowed_sandbox_implementations"),
    ("auto_review", "ignore_rules"),
)
# Lists of what is denied or asked about: one entry less is looser.
_DEMANDED = (
    ("experimental_network", "denied_domains"),
    ("experimental_network", "review_domains"),
    ("auto_review", "required_on_models"),
)
# Booleans that are stricter when true; all others named allow..., dangerously... or log_... are stricter when false.
_STRICT_WHEN_TRUE = ("allow_managed_hooks_only", "managed_allowed_domains_only", "restrict_to_allowed_sources")
_LOOSE_WHEN_TRUE = ("allow_", "dangerously_", "log_", "full_", "persistent_")
_JUDGED_APART = ("rules", "mcp_servers", "plugins", "hooks", "remote_sandbox_config")


def loosened(old: dict[str, Any], new: dict[str, Any]) -> list[Loosening]:
    """(where, what) for each thing that `new` allows or may allow, and `old` did not."""
    old, new = ({_name(key): value for key, value in one.items()} for one in (old, new))
    found = list(_lists(old, new))
    found += _denials(old, new)
    found += _rules(old, new)
    found += _servers(old, new)
    found += _hooks(old, new)
    found += _remote(old, new)
    done = (*_ALLOWED, *_DEMANDED, ("permissions", "filesystem", "deny_read"), *((key,) for key in _JUDGED_APART))
    found += _rest((), old, new, done)
    return found


def _name(key: str) -> str:
    return "features" if key == "feature_requirements" else key


def _at(value: Any, path: Path) -> Any:
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _show(value: Any) -> str:
    """A value as shown to people; values that could contain a secret (texts, headers of an exporter) are not shown."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict) and set(value) == {"granular"}:
        return "granular"
    return value if isinstance(value, str) and re.fullmatch(r"[a-z][a-z_-]{0,24}", value) else "another value"


def _lists(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Loosening]:
    for path in _ALLOWED:
        before, after = _at(old, path), _at(new, path)
        if before is None:
            continue
        if after is None:
            yield path, f"`{dotted(path)}` is gone: anything is allowed"
            continue
        for item in after:
            # `disabled` is always allowed, and on-failure is read as on-request.
            same = "on-request" if item == "on-failure" else item
            if item not in before and same not in before and item != "disabled":
                yield path, f"`{dotted(path)}` now allows {_show(item)}"
        if after and before and after[0] != before[0] and after[0] in before and path == _ALLOWED[0]:
            yield path, f"`{dotted(path)}` now falls back to {_show(after[0])}, not {_show(before[0])}"
    for path in _DEMANDED:
        for item in _at(old, path) or ():
            if item not in (_at(new, path) or ()):
                yield path, f"`{dotted(path)}` no longer has {item}"


def _denials(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Loosening]:
    path = ("permissions", "filesystem", "deny_read")
    after = [_plain(pattern) for pattern in _at(new, path) or ()]
    for pattern in _at(old, path) or ():
        plain = _plain(pattern)
        above = plain.removesuffix("/**")
        parents = [above.rsplit("/", count)[0] for count in range(1, above.count("/") + 1)]
        if plain not in after and not any(
            one in after or f"{one}/**" in after for one in (above, *filter(None, parents))
        ):
            yield path, f"`{dotted(path)}` no longer denies {pattern}"


def _plain(pattern: str) -> str:
    return (
        deny_patterns.in_repository(pattern) if deny_patterns.is_relative(pattern) else pattern.rstrip("/") or pattern
    )


def _rules(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Loosening]:
    path = ("rules", "prefix_rules")
    after = rules(_at(new, path) or ())
    for index, rule in enumerate(rules(_at(old, path) or ())):
        for words in itertools.islice(itertools.product(*rule.pattern), 500):
            best = max((RANK[one.decision] for one in after if _stops(one, rule, words)), default=-1)
            if best < RANK[rule.decision]:
                now = next((name for name, rank in RANK.items() if rank == best and name), "not stopped")
                where = (*path, index) if index < len(after) else path
                yield where, f"`{' '.join(words)}` was {rule.decision} and is now {now}"


def _stops(one: PrefixRule, rule: PrefixRule, words: tuple[str, ...]) -> bool:
    """Whether `one` matches everything that `rule` matches with these words."""
    return one.matches(words) and (one.canonical or not rule.canonical)


def _servers(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Loosening]:
    places: list[Path] = [("mcp_servers",)]
    places += [
        ("plugins", name, "mcp_servers") for name in {**(old.get("plugins") or {}), **(new.get("plugins") or {})}
    ]
    if "plugins" in old and "plugins" not in new:
        yield ("plugins",), "`plugins` is gone: the servers of every plugin are allowed"
        places = places[:1]
    for path in places:
        before, after = _at(old, path), _at(new, path)
        if before is None and (path[0] == "mcp_servers" or "plugins" not in old):
            continue
        if after is None:
            if path[0] == "mcp_servers":
                yield path, "`mcp_servers` is gone: every MCP server is allowed"
            continue
        for name, server in after.items():
            if name not in (before or {}):
                yield (*path, name), f"one more MCP server is allowed: {name}"
            elif before[name]["identity"] != server["identity"] and not _narrower(
                before[name]["identity"], server["identity"]
            ):
                yield (*path, name), f"the identity of the MCP server {name} is wider, or a different one"


def _narrower(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether everything that matches `new` clearly matches `old`."""
    before, after = old.get("command"), new.get("command")
    if isinstance(before, str) and isinstance(after, dict):
        return bool(after["executable"] == before)
    if isinstance(before, dict) and isinstance(after, dict):
        same = before["executable"] == after["executable"] and len(before["args"]) == len(after["args"])
        return same and all(map(_within, before["args"], after["args"]))
    if before is None and after is None:
        return _within(
            *(
                {"match": "exact", "value": one["url"]} if isinstance(one["url"], str) else one["url"]
                for one in (old, new)
            )
        )
    return False


def _within(old: dict[str, Any], new: dict[str, Any]) -> bool:
    if old == new:
        return True
    return bool(
        old["match"] == "prefix" and new["match"] in ("exact", "prefix") and new["value"].startswith(old["value"])
    )


def _hooks(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Loosening]:
    for event, groups in (old.get("hooks") or {}).items():
        after = (new.get("hooks") or {}).get(event)
        if isinstance(groups, str):
            if after != groups:
                yield ("hooks", event), f"`hooks.{event}` was {groups} and is now {after or 'gone'}"
            continue
        for group in groups:
            if group not in (after or ()):
                what = ", ".join(
                    str(handler.get("command") or handler["type"]).split(" ")[0] for handler in group.get("hooks", ())
                )
                yield ("hooks", event), f"a managed hook of {event} is gone or changed: {what}"


def _remote(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Loosening]:
    before, after = old.get("remote_sandbox_config") or [], new.get("remote_sandbox_config") or []
    known = {
        pattern: entry["allowed_sandbox_modes"] for entry in reversed(before) for pattern in entry["hostname_patterns"]
    }
    general = old.get("allowed_sandbox_modes")
    for index, entry in enumerate(after):
        path: Path = ("remote_sandbox_config", index, "allowed_sandbox_modes")
        for pattern in entry["hostname_patterns"]:
            had = known.get(pattern, general)
            for mode in entry["allowed_sandbox_modes"]:
                if had is not None and mode not in had:
                    yield path, f"hosts {pattern} may now use {mode}"
    hosts = {pattern for entry in after for pattern in entry["hostname_patterns"]}
    for pattern, modes in known.items():
        if pattern not in hosts and any(mode not in modes for mode in new.get("allowed_sandbox_modes") or ("any",)):
            yield ("remote_sandbox_config",), f"hosts {pattern} lose their own sandbox modes"


def _rest(path: Path, old: dict[str, Any], new: dict[str, Any], done: tuple[Path, ...]) -> Iterator[Loosening]:
    for key, before in old.items():
        here = (*path, key)
        if here in done:
            continue
        after = new.get(key)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _rest(here, before, after, done)
        elif after is None:
            judged = isinstance(before, dict) and any(here == one[: len(here)] for one in done)
            if not judged and not (_loose(key) and before is True) and before not in ("allow", {}):
                yield here, f"`{dotted(here)}` is gone: it was {_show(before)}"
        elif before != after:
            if (
                isinstance(before, bool)
                and isinstance(after, bool)
                and after != _loose(key)
                and (_loose(key) or key in _STRICT_WHEN_TRUE)
            ):
                continue
            if (before, after) == ("allow", "deny"):
                continue
            yield here, f"`{dotted(here)}` was {_show(before)} and is now {_show(after)}"
    for key, after in new.items():
        here = (*path, key)
        if key not in old and here not in done and ((after is True and _loose(key)) or (after == "allow" and path)):
            yield here, f"`{dotted(here)}` is now {_show(after)}"


def _loose(key: str) -> bool:
    return key.startswith(_LOOSE_WHEN_TRUE) and key not in _STRICT_WHEN_TRUE
