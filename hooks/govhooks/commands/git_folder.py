"""Keep agents from writing git's own files: everything below `.git`, wherever that is.

A hook, ref, configuration or replacement that is written there by hand bypasses git and all checks.
"""

from __future__ import annotations

import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Characters that macOS drops from a file name; git refuses `.git` spelled with them, too (utf8.c, is_hfs_dotgit).
_UNSEEN = dict.fromkeys((*range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x206A, 0x2070), 0xFEFF))
_EACH = frozenset("tee mv touch truncate".split())
_LAST = frozenset("cp install ln rsync scp".split())
_IN_PLACE = frozenset("sed gsed perl ruby ed ex".split())
# Quoted text, or the target of a redirection; everything else is skipped.
_REDIRECTS = re.compile(
    r"""'[^']*'|"(?:\\.|[^"\\])*"|\\.|(?<![-=<])>{1,2}[|&]?[ \t]*(?P<to>(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s;|&<>()'"\\])+)""",
    re.DOTALL,
)


def refusal(path: str, folder: str, roots: Sequence[str]) -> str:
    """Why a file must not be written; "" if it may. `roots` are the repositories around the agent."""
    place = os.path.join(folder, os.path.expanduser(path))
    for one in dict.fromkeys((os.path.normpath(place), os.path.realpath(place))):
        if _is_gits(one, roots):
            return f"{path} is git's own: change it with git, or ask a person to"
    return ""


def refusal_of_command(text: str, folder: str, roots: Sequence[str]) -> str:
    """The same for a command line: the files it redirects, copies or tees to, as far as they are written out."""
    if not re.search(r"\.git(?![a-z])|git~1", f"{folder} {text}", re.IGNORECASE):
        return ""
    from govhooks.knowledge.agents.shell import parse

    folders = [folder]
    found = list(_redirected(text))
    for command in parse(text).commands:
        words = command.texts
        name = words[0].rpartition("/")[2]
        if name in ("cd", "pushd") and len(words) > 1:
            folders.append(os.path.join(folder, os.path.expanduser(words[-1])))
        found += _targets(name, words[1:])
    for place in folders:
        for path in found:
            if why := refusal(path, place, roots):
                return why
    return ""


def _redirected(text: str) -> Iterator[str]:
    for found in _REDIRECTS.finditer(_without_documents(text)):
        if found["to"]:
            yield re.sub(r"['\"\\]", "", found["to"])


def _without_documents(text: str) -> str:
    """The command line without here-documents that no shell reads: text in them redirects nothing."""
    lines = text.split("\n")
    ends = {line.strip(): number for number, line in enumerate(lines)}
    out: list[str] = []
    mark = ""
    for number, line in enumerate(lines):
        if mark:
            mark = "" if line.strip() == mark else mark
            continue
        out.append(line)
        found = re.search(r"<<-?\s*(['\"]?)(\w+)\1", line)
        if found and ends.get(found[2], -1) > number and not re.search(r"\b(ba|z|da|k)?sh\b", line):
            mark = found[2]
    return "\n".join(out)


def _targets(name: str, rest: Sequence[str]) -> list[str]:
    """The files that a command writes."""
    plain = [word for word in rest if not word.startswith("-")]
    if name in _EACH:
        return plain
    if name in _LAST:
        named = [word.partition("=")[2] for word in rest if word.startswith("--target-directory=")]
        named += [after for word, after in zip(rest, (*rest[1:], "")) if word in ("-t", "--target-directory")]
        return named or plain[-1:]
    if name in _IN_PLACE and (name in ("ed", "ex") or any(re.match(r"-[A-Za-z]*i|--in-place", word) for word in rest)):
        return plain
    if name == "dd":
        return [word[3:] for word in rest if word.startswith("of=")]
    return []


def _is_gits(place: str, roots: Sequence[str]) -> bool:
    """Whether a path without `..` is a git folder, or inside a git folder of one of `roots`."""
    around = max((root for root in roots if _below(place, root)), key=len, default="")
    # A working tree may itself be below a `.git`: only the part below its root counts.
    parts = re.split(r"[/\\]", place[len(around) :])
    if any(_is_dot_git(part) for part in parts):
        return True
    return any(_below(place, folder) and not (around and _below(around, folder)) for folder in _git_folders(roots))


def _is_dot_git(part: str) -> bool:
    """Whether a name is `.git`, in any spelling that some file system treats as the same."""
    name = part.translate(_UNSEEN).casefold().partition(":")[0].rstrip(". ")
    return name in (".git", "git~1")


def _below(place: str, folder: str) -> bool:
    return place == folder or place.startswith(folder.rstrip(os.sep) + os.sep)


def _git_folders(roots: Iterable[str]) -> Iterator[str]:
    """The folders where the repositories keep git's files. A worktree or submodule has only a file that points there."""
    for root in roots:
        here = os.path.join(root, ".git")
        if os.path.isfile(here):
            here = os.path.join(root, _line(here).removeprefix("gitdir:").strip())
        if not os.path.isdir(here):
            continue
        yield os.path.realpath(here)
        if common := _line(os.path.join(here, "commondir")):
            yield os.path.realpath(os.path.join(here, common))


def _line(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.readline(1 << 16)).strip()
    except OSError:
        return ""
