"""Whether a word of a command is a path under deny_read: as it is, with wildcards, or with unknown parts."""

from __future__ import annotations

import posixpath
import re

from govhooks.knowledge.agents import deny_patterns
from govhooks.knowledge.agents.folders import ANYWHERE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from govhooks.knowledge.agents.decisions import Agents
    from govhooks.knowledge.agents.words import Word
    from govhooks.knowledge.agents.work import Work


def find_denied(word: Word, agents: Agents, folders: Iterable[str], work: Work) -> str:
    """The deny_read pattern that covers a word as a path; "" if none does."""
    text = word.text
    work.spend(3)
    if not text or text.startswith("-") or len(text) > 4096:
        return ""
    if re.match(r"~[\w+-]+/", text):  # ~+ and ~1 are folders where the shell has been
        text = text.partition("/")[2]
    if agents.home and (text == "~" or text.startswith("~/")):
        text = agents.home + text[1:]
    for folder in dict.fromkeys(folders):
        if folder is ANYWHERE:
            continue
        path = _make_relative(text, folder, agents.root)
        # Before an unknown part, any folder is possible.
        tails = (
            [path, path.rsplit("/", 1)[-1]]
            if "/../" in text and text[0] in "~/"
            else [path]
            if word.known
            else [path, path.lstrip("/"), path.rsplit("/", 1)[-1]]
        )
        for tail in dict.fromkeys(tails):
            work.spend(8 + len(tail) // 8 + len(agents.deny_read) * (80 if word.glob else 3))
            for pattern in agents.deny_read:
                if _fits(pattern, tail, word.glob, agents.root):
                    return pattern
    return ""


def _fits(pattern: str, path: str, glob: bool, root: str = "") -> bool:
    if path == deny_patterns.in_repository(pattern).removesuffix("/**"):
        return True
    for one in (pattern, pattern.casefold()):
        for other in (path, path.casefold()):
            if deny_patterns.expression(one).fullmatch(other):
                return True
    if not glob:
        return False
    # Can a wildcard in the argument expand to a name that the pattern covers?
    samples = _make_samples(pattern)
    if path.startswith("/") and root:
        samples = [f"{root.strip('/')}/{sample}" for sample in samples]
    return any(deny_patterns.reaches(path, sample) and _matches_dots(path.lstrip("/"), sample) for sample in samples)


def find_reachable(shape: str, agents: Agents) -> str:
    """The pattern that a word with unknown parts may match; "" if nothing known points there."""
    plain = shape.replace("*", "").strip("./\"'")
    hint = plain if plain else "." if re.search(r"(^|/)\.\*", shape) else ""
    if len(shape) > 1000:
        return agents.deny_read[0]  # longer than anybody writes
    if not hint:
        return ""
    parts = re.sub(r"^(\./)+", "", shape.removeprefix("/")).split("*")
    for pattern in agents.deny_read:
        for sample in _make_samples(pattern):
            if _has_pieces(parts, sample) or _has_pieces(parts, "./" + sample):
                return pattern
    return ""


def _has_pieces(parts: list[str], text: str) -> bool:
    """Whether a text contains these pieces in order, the first at its beginning and the last at its end."""
    if len(parts) == 1:
        return text == parts[0]
    if not text.startswith(parts[0]):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return len(text) - at >= len(parts[-1]) and text.endswith(parts[-1])


def _matches_dots(path: str, sample: str) -> bool:
    """A shell's wildcard does not match a dot at the beginning of a name."""
    parts = zip(path.split("/"), sample.split("/"))
    return not any(name.startswith(".") and part[:1] in "*?[" and part != "**" for part, name in parts)


def _make_samples(pattern: str) -> list[str]:
    plain = deny_patterns.in_repository(pattern) if deny_patterns.is_relative(pattern) else pattern
    found = []
    for filler in ("", ".local", "x", "key.pem"):
        if not filler and plain.endswith(("/*", "/**")):
            continue
        text = plain.replace("**/", f"{filler}/" if filler and filler[0] != "." else "")
        found.append(
            re.sub(r"\*+|\?|\[[^\]]*\]", filler, text).replace("//", "/").strip("/") if plain[:1] != "/" else text
        )
    return found


def _make_relative(text: str, folder: str, root: str) -> str:
    """A path relative to the root of the repository; one outside of it stays absolute."""
    text = text.replace("\\", "/")
    if not text.startswith("/"):
        text = posixpath.join(folder, text)
    text = posixpath.normpath(text)
    # /proc/self/cwd, /proc/1/root and the like lead back into any folder.
    text = re.sub(r"^/proc/[^/]+/root/", "/", text)
    text = re.sub(r"^/proc/[^/]+/cwd/", "", text)
    text = "/" + text.lstrip("/") if text.startswith("//") else text
    if root and (text == root or text.startswith(root.rstrip("/") + "/")):
        text = text[len(root.rstrip("/")) + 1 :] or "."
    if root:
        parts = root.strip("/").split("/")
        while text.startswith("../") and parts and text.split("/")[1:2] == [parts[-1]]:
            text = "/".join(text.split("/")[2:])
    return text
