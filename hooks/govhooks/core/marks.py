"""What a glob requires of every path it matches: looked for before the glob is parsed, and before `govhooks.core.globs` is loaded."""

from __future__ import annotations


def class_end(word: str, start: int) -> int:
    """Index of the "]" that closes the class opened at `start`, or -1."""
    i = start + 1
    if i < len(word) and word[i] in "!^":
        i += 1
    if i < len(word) and word[i] == "]":
        i += 1
    while i < len(word):
        if word[i] == "\\":
            i += 2
            continue
        if word.startswith("[:", i) and (close := word.find(":]", i + 2)) > 0:
            i = close + 2
            continue
        if word[i] == "]":
            return i
        i += 1
    return -1


def fixed_parts(pattern: str) -> list[str]:
    """The literal parts that occur in every path the pattern matches, in order; none contains a "/"."""
    runs = [""]
    i = 0
    while i < len(pattern):
        char = pattern[i]
        if char == "\\" and i + 1 < len(pattern):
            i += 1
            runs[-1] += pattern[i]
        elif char in "*?[/":
            runs.append("")
            if char == "[":
                end = class_end(pattern, i)
                i = end if end > 0 else i
        else:
            runs[-1] += char
        i += 1
    return runs


def mark(pattern: str) -> str:
    """A lower-case text that occurs in "/" + path + "/" for every path the pattern matches (case-insensitively): its
    longest part without a wildcard, with the slashes that must surround it."""
    best = "/"
    for component in pattern.removeprefix("!").replace("\\/", "/").split("/"):
        if component.strip("*"):
            runs = fixed_parts(component)
            runs[0] = "/" + runs[0]
            runs[-1] += "/"
            best = max(best, *runs, key=len)
    return best.lower()
