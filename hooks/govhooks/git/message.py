"""Read and write commit messages; git itself parses and writes the trailers."""

from __future__ import annotations

import os

from govhooks.core.errors import CannotJudge
from govhooks.git.plumbing import git, git_ok

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_SCISSORS = " ------------------------ >8 ------------------------"
# Trailer settings of the user would change what counts as a trailer; these are git's defaults.
_PLAIN = ("-c", "trailer.separators=:", "-c", "trailer.where=end", "-c", "trailer.ifmissing=add")


def read(path: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """(message without comments, trailers) of a message file. Raises CannotJudge if it cannot be read."""
    try:
        with open(path, "rb") as stream:
            raw = stream.read()
    except OSError as error:
        raise CannotJudge(f"{path}: {error.strerror}") from None
    kept = _before_scissors(raw)
    text = git("stripspace", "--strip-comments", stdin=kept).decode("utf-8", "replace") if kept else ""
    # Keep a leading blank line: it marks a message that is still to be written (see is_being_prepared).
    if kept[:1] == b"\n":
        text = "\n" + text
    return text, trailers(text)


def _before_scissors(raw: bytes) -> bytes:
    """The message above git's scissors line (`git commit --verbose`), whatever the comment character is."""
    kept: list[bytes] = []
    for line in raw.split(b"\n"):
        if line.rstrip(b"\r").endswith(_SCISSORS.encode()) and len(line) <= len(_SCISSORS) + 5:
            return b"\n".join(kept) + b"\n"
        kept.append(line)
    return raw


def recorded(path: str, text: str) -> str:
    """The message in a file as git will record it; `text` is what `read` returned for it.

    Comments are kept if no editor was opened (`git commit -m`, `-F`; git then sets `GIT_EDITOR=:` for its hooks), and
    if `commit.cleanup` says so. Hooks are not told about `--cleanup` on the command line; the push judges the actual
    result.
    """
    with open(path, "rb") as stream:
        raw = stream.read()
    kept = set(text.split("\n"))
    if all(line.strip() in ("", *kept) or line.rstrip() in kept for line in raw.decode("utf-8", "replace").split("\n")):
        return text.lstrip("\n")
    edited = os.environ.get("GIT_EDITOR") != ":"
    cleanup = git_ok("config", "--get", "commit.cleanup") or b"default"
    if cleanup == b"strip" or (edited and cleanup not in (b"verbatim", b"whitespace", b"scissors")):
        return text.lstrip("\n")
    cut = edited or cleanup == b"scissors"
    return (_before_scissors(raw) if cut else raw).decode("utf-8", "replace")


def trailers(text: str) -> tuple[tuple[str, str], ...]:
    """The trailers of a message as git parses them."""
    if not text.strip():
        return ()
    raw = git(*_PLAIN, "interpret-trailers", "--parse", "--no-divider", stdin=text.encode("utf-8", "surrogateescape"))
    return pairs(raw.decode("utf-8", "replace"))


def named(text: str | None, present: Iterable[tuple[str, str]], key: str) -> list[str]:
    """The values of a trailer, and of lines anywhere in a message that look like one.

    When a forge squashes, it concatenates the messages of all commits, sometimes as a list, and git indents them: the
    trailer block of each ends up in the middle.
    """
    found = [value for name, value in present if name.casefold() == key.casefold()]
    for line in (text or "").splitlines():
        name, colon, value = line.lstrip(" \t*->").partition(":")
        if colon and name.rstrip().casefold() == key.casefold():
            found.append(value.strip())
    return list(dict.fromkeys(found))


def pairs(block: str) -> tuple[tuple[str, str], ...]:
    """(key, value) of the lines of a trailer block that git has parsed and unfolded."""
    parted = (line.partition(":") for line in block.splitlines() if ":" in line)
    return tuple((key.strip(), value.strip()) for key, _, value in parted)


def is_being_prepared(text: str) -> bool:
    """Whether a message has no subject yet, so that an editor will still be opened.

    If git gives no source, pre-commit does not tell prepare-commit-msg from commit-msg. A message that is empty, or
    that has a blank first line and otherwise only trailers (`git commit --signoff`), can only be on its way to the
    editor. Mistaking a finished message for one in preparation adds the trailer; nothing slips through.
    """
    body = text.strip()
    if not body:
        return True
    return text[:1] == "\n" and len(trailers("subject\n\n" + body)) == len(body.splitlines())


def has_trailers(present: Iterable[tuple[str, str]], wanted: Iterable[tuple[str, str]]) -> bool:
    """Whether the message already has everything that `write_trailers` would add."""
    there = {(key.casefold(), part.casefold()) for key, value in present for part in _parts(value)}
    return all((key.casefold(), part.casefold()) in there for key, value in wanted for part in _parts(value))


def write_trailers(path: str, present: Iterable[tuple[str, str]], wanted: Iterable[tuple[str, str]]) -> None:
    """Add the trailers to the message file. A value is a comma-separated list and is merged with the existing one."""
    merged: dict[str, list[str]] = {}
    for key, value in wanted:
        merged.setdefault(key, [])
        merged[key] += [part for part in _parts(value) if part not in merged[key]]
    if not merged:
        return
    for key, value in present:
        for name, parts in merged.items():
            if name.casefold() == key.casefold():
                parts[:] = list(dict.fromkeys([*_parts(value), *parts]))
    arguments = []
    for key, parts in merged.items():
        arguments += ["--trailer", f"{key}: {', '.join(parts)}"]
    git(*_PLAIN, "interpret-trailers", "--in-place", "--no-divider", "--if-exists", "replace", *arguments, "--", path)


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]
