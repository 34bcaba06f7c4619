"""deny_read: which patterns Codex accepts, what they cover once deployed, and what they mean for a repository.

Codex (0.169.0, measured) resolves a relative pattern against the folder of requirements.toml, which is /etc/codex: in a
repository it protects nothing. govhooks resolves the same pattern against the root of the repository.
"""

from __future__ import annotations

import functools
import re

from govhooks.knowledge.agents.lazily import compiled

_LONGEST_WILD = 1000
_TOKENS = compiled(r"\*\*/|\*\*|\[\[:\w+:\]\]|\[[!^]?\]?[^\]]*\]|.", re.DOTALL)
_META = compiled(r"[*?\[]")


def refusal(pattern: str) -> str:
    """Why Codex refuses to start with this pattern; "" if it does not."""
    meta = _META.search(pattern)
    literal = pattern[: meta.start()] if meta else pattern
    if re.match(r"[A-Za-z]:[\\/]", pattern):
        return "a Windows path in a policy that Codex reads on POSIX"
    if "{" in literal or "}" in literal:
        return "braces work only after a wildcard"
    for found in re.finditer(r"\[[!^]?(\]?[^\]]*)\]", pattern):
        for low, high in re.findall(r"(.)-(.)", found[1]):
            if low > high:
                return f"invalid range: {low!r} > {high!r}"
    rest = re.sub(r"\[[^\]]*\]", "", pattern)
    if rest.count("{") > rest.count("}"):
        return "unclosed {"
    if rest.count("}") > rest.count("{"):
        return "} without {"
    return ""


def useless(pattern: str) -> str:
    """Why a pattern that Codex accepts protects nothing, or makes every command fail; "" if it works."""
    if not pattern.strip():
        return "an empty pattern"
    if pattern in ("/", "/**", "/*", "/**/*"):
        return "it reaches the whole file system: Codex cannot run a command under it"
    if pattern.startswith("!"):
        return "Codex has no negation: it looks for a file whose name starts with !"
    if "$" in pattern or "%" in pattern:
        return "Codex expands no variables, only ~"
    if re.match(r"~[^/]", pattern):
        return "Codex expands ~ and ~/, not ~user"
    if "\\" in pattern:
        return "a backslash escapes nothing: no path has it"
    opening = pattern.rfind("[")
    if opening >= 0 and "]" not in pattern[opening:]:
        return "[ is never closed: it matches nothing"
    if pattern.startswith("/**/"):
        return "Codex cannot expand a wildcard at the root: name a first folder, such as /home/**"
    return ""


def is_relative(pattern: str) -> bool:
    return not pattern.startswith(("/", "~")) and not re.match(r"[A-Za-z]:", pattern)


def deployable(pattern: str) -> str:
    """The pattern that protects the repositories of a machine's users as intended: "./.env*" -> "/home/**/.env*"."""
    return "/home/**/" + in_repository(pattern).removeprefix("**/")


def in_repository(pattern: str) -> str:
    """A relative pattern without redundant parts: "././a//b" -> "a/b"."""
    return "/".join(part for part in pattern.split("/") if part not in ("", "."))


def covers(patterns: tuple[str, ...], path: str) -> bool:
    """Whether a repository-relative path is denied: by a pattern for it, or for a folder above it."""
    return any(expression(pattern).fullmatch(path) for pattern in patterns if is_relative(pattern))


def reaches(wild: str, name: str) -> bool:
    """Whether a shell's wildcards (* ? [..] **) can expand to a name; takes at most (pattern) x (name) steps.

    A regular expression with many stars could take exponentially many.
    """
    tokens = [found[0] for found in _TOKENS.finditer(in_repository(wild)[:_LONGEST_WILD])]
    states = {0}
    for char in (*name, ""):
        todo = list(states)
        while todo:  # a star may stand for nothing
            at = todo.pop()
            if at < len(tokens) and tokens[at] in ("*", "**", "**/") and at + 1 not in states:
                states.add(at + 1)
                todo.append(at + 1)
        if not char:
            break
        states = {follows for at in states if at < len(tokens) for follows in _step(tokens[at], char, at)}
    return len(tokens) in states or len(wild) > _LONGEST_WILD


def _step(token: str, char: str, at: int) -> tuple[int, ...]:
    if token == "*":
        return (at,) if char != "/" else ()
    if token in ("**", "**/"):
        return (at, at + 1) if char == "/" and token == "**/" else (at,)
    if token == "?":
        return (at + 1,) if char != "/" else ()
    if len(token) > 1:
        return (
            (at + 1,) if char != "/" and re.fullmatch("[^/]" if "[[:" in token else _class(token[1:-1]), char) else ()
        )
    return (at + 1,) if token == char else ()


@functools.lru_cache(maxsize=1024)
def expression(pattern: str, below: str = "(?:/.*)?") -> re.Pattern[str]:
    """A regular expression with the semantics of globset (https://docs.rs/globset): * and ? stop at a slash, ** does
    not, and a name matches everything below it, too."""
    pattern = in_repository(pattern)
    out, at = [], 0
    while at < len(pattern):
        if pattern.startswith("**/", at) and (at == 0 or pattern[at - 1] == "/"):
            out.append("(?:[^/]+/)*")
            at += 3
            continue
        if pattern.startswith("**", at):
            out.append(".*")
            at += 2
            continue
        char = pattern[at]
        end = pattern.find("]", at + 2) if char == "[" else -1
        if end > 0 and pattern.startswith("[[:", at) and pattern.startswith(":]]", end - 1):
            out.append("[^/]")  # a POSIX class: any character, to be safe
            at = end + 2
            continue
        if end > 0:
            out.append(_class(pattern[at + 1 : end]))
            at = end
        elif char == "{" and "}" in pattern[at:]:
            end = pattern.index("}", at)
            out.append("(?:" + "|".join(re.escape(word) for word in pattern[at + 1 : end].split(",")) + ")")
            at = end
        else:
            out.append({"*": "[^/]*", "?": "[^/]"}.get(char) or re.escape(char))
        at += 1
    return re.compile("".join(out) + below, re.DOTALL)


def _class(body: str) -> str:
    """A character class; an invalid one matches any character, because some implementation may accept it."""
    start = "[^" if body[:1] in "!^" else "["
    text = start + re.sub(r"([\\\[\]&|~^]|(?<=-)-)", r"\\\1", body[1:] if start == "[^" else body) + "]"
    try:
        re.compile(text)
    except re.error:
        return "[^/]"
    return text
