"""MCP identities in requirements.toml: which command or url a server must have, and how much that leaves open.

Forms, from Codex 0.169.0: a command (exact), a url (exact), `{executable, args}` with one matcher per argument, or a
url matcher. A matcher is `{match = "exact"|"prefix", value}` or `{match = "regex", expression}`; a regex must match the
whole value.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Programs that run their arguments: unless these are pinned, too, anything can run.
RUNNERS = (
    "npx bunx pnpx pnpm npm yarn bun node deno tsx ts-node uvx uv pipx pip python python3 ruby perl php java dotnet go cargo "
    "docker podman nerdctl bash sh zsh dash fish cmd cmd.exe powershell pwsh env sudo ssh make"
).split()


def shape(identity: Any) -> str:
    """What is wrong with the form of an identity; "" if Codex can read it."""
    if not isinstance(identity, dict):
        return "it must be a table"
    if not {"command", "url"} & set(identity):
        return "it needs a command or a url"
    command, url = identity.get("command"), identity.get("url")
    # Codex uses the first form that fits: next to a command that it can read, a url is ignored.
    if "command" in identity:
        if isinstance(command, str):
            return ""
        if not isinstance(command, dict) or set(command) != {"executable", "args"}:
            return "a command must be a string, or a table with `executable` and `args`"
        if not isinstance(command["executable"], str) or not isinstance(command["args"], list):
            return "`executable` must be a string and `args` a list of matchers"
        for index, matcher in enumerate(command["args"]):
            if complaint := _matcher(matcher):
                return f"args[{index}]: {complaint}"
        return ""
    return "" if isinstance(url, str) else _matcher(url)


def _matcher(matcher: Any) -> str:
    if not isinstance(matcher, dict):
        return 'a matcher must be a table such as { match = "exact", value = "x" }'
    wanted = {"exact": "value", "prefix": "value", "regex": "expression"}.get(str(matcher.get("match")))
    if wanted is None:
        return "`match` must be exact, prefix or regex"
    if set(matcher) != {"match", wanted} or not isinstance(matcher.get(wanted), str):
        return f"a matcher of {matcher['match']} takes a string `{wanted}` and nothing else"
    return ""


def expressions(identity: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    """(path, expression) for each regex, in a valid identity, that Codex uses."""
    command = identity.get("command")
    found: list[tuple[tuple[str | int, ...], str]] = []
    if isinstance(command, dict):
        for index, matcher in enumerate(command["args"]):
            if matcher["match"] == "regex":
                found.append((("command", "args", index, "expression"), matcher["expression"]))
    elif command is None and isinstance(identity["url"], dict) and identity["url"]["match"] == "regex":
        found.append((("url", "expression"), identity["url"]["expression"]))
    return found


def bad_regex(expression: str, unicode_classes: bool = True) -> str:
    """Why Rust's regex crate rejects an expression, as far as can be told here; "" if it does not.

    Look-around, back-references, atomic groups and possessive quantifiers do not exist there
    (https://docs.rs/regex/latest/regex/#syntax), and Unicode classes are missing in regex-lite.
    """
    plain = re.sub(r"\\\\", "", expression)
    if re.search(r"\(\?<?[=!]", plain):
        return "look-around is not supported"
    if re.search(r"\\[1-9]|\(\?P=", plain):
        return "backreferences are not supported"
    if re.search(r"\(\?>|[*+?}]\+", re.sub(r"\\.|\[[^\]]*\]", "x", plain)):
        return "atomic groups and possessive quantifiers are not supported"
    if re.search(r"\\[pP]", plain) and not unicode_classes:
        return "Unicode character classes are not supported"
    translated = re.sub(r"\\[pP](\{[^}]*\}|\w)", r"\\w", expression).replace(r"\z", r"\Z").replace("(?<", "(?P<")
    try:
        re.compile(translated)
    except re.error as error:
        return f"invalid regex: {error}"
    return ""


def allows(identity: dict[str, Any], server: dict[str, Any]) -> bool:
    """Whether an identity allows a server (command and args, or url): the same comparison as in Codex.

    `args` are compared only if the identity has matchers for them: position by position, and all must match.
    """
    command = identity.get("command")
    if isinstance(command, str):
        return bool(server.get("command") == command)
    if isinstance(command, dict):
        given = server.get("args") or []
        if server.get("command") != command["executable"] or not isinstance(given, list):
            return False
        return len(given) == len(command["args"]) and all(map(_fits, command["args"], given))
    url = identity.get("url")
    if isinstance(url, str):
        return bool(server.get("url") == url)
    return isinstance(server.get("url"), str) and _fits(url, server["url"])


def _fits(matcher: Any, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    if matcher["match"] == "exact":
        return bool(value == matcher["value"])
    if matcher["match"] == "prefix":
        return value.startswith(matcher["value"])
    return re.fullmatch(matcher["expression"].replace(r"\z", r"\Z").replace("(?<", "(?P<"), value) is not None


def openness(identity: dict[str, Any]) -> tuple[str, str]:
    """(what a valid identity leaves open, how to close it); ("", "") if it allows exactly one thing."""
    command: Any = identity.get("command")
    url: Any = identity.get("url")
    if isinstance(command, str):
        name = re.split(r"[\\/]", command)[-1].casefold()
        if name.removesuffix(".exe") in RUNNERS or re.fullmatch(r"python3?\.\d+", name):
            return (
                f"`{name}` with any arguments: it runs whatever package, image or script they name",
                f'pin them: identity = {{ command = {{ executable = "{command}", args = '
                '[{ match = "exact", value = "..." }] } }',
            )
        return "", ""
    if isinstance(command, dict):
        for index, matcher in enumerate(command["args"]):
            if _open(matcher):
                return f"any value as argument {index}", "name the values it may have, with a version"
        return "", ""
    if isinstance(url, str):
        if url.casefold().startswith("http://") and not _LOCAL.match(url):
            return "plain http: anyone on the network path can read it and answer for the server", "use https"
        return "", ""
    if _open(url):
        return "any url", "name the host"
    value = url.get("value") or url.get("expression", "")
    if url["match"] == "prefix" and not re.match(r"https?://[^/?#]+/", value):
        return (
            "every host that begins like this, even followed by .evil.example",
            "end the host with a slash",
        )
    if url["match"] == "prefix" and value.casefold().startswith("http://") and not _LOCAL.match(value):
        return "plain http: anyone on the network path can read it and answer for the server", "use https"
    host = re.match(r"https\??:(?:\\?/){2}(.*?)(?:\\?/|$)", value)
    if url["match"] == "regex" and (host is None or re.search(r"(?<!\\)\.[*+]|(?<!\\)\.(?!\*|\+)", host[1])):
        return (
            "more hosts than it seems: a dot matches any character, .* any text",
            r"escape the dots of the host, with \.",
        )
    return "", ""


_LOCAL = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$)", re.IGNORECASE)


def _open(matcher: Any) -> bool:
    if matcher["match"] == "prefix":
        return not matcher["value"]
    return matcher["match"] == "regex" and bool(
        re.fullmatch(r"\^?\(?(\.[*+]|\[\\s\\S\][*+]|\\S[+*])\)?\$?", matcher["expression"])
    )
