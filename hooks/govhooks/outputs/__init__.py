"""The verdict in print: text, json, sarif, github.

Paths and messages come from the judged repository, which may be hostile: every output goes through `printable`, so
that no terminal escape, line break or workflow command of theirs reaches a terminal or a CI log.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.verdict import Verdict


def printable(text: str) -> str:
    """A text on one line that a terminal and a CI log show as it is.

    What Python does not call printable (control, bidirectional, invisible, unassigned characters) becomes an escape,
    an undecodable byte `\\xNN`; "##" is broken, and a
    leading "::" too, as CI services read commands from them.
    """
    if text.isascii() and text.isprintable():
        shown = text
    else:
        shown = "".join(map(_shown, text))
    if "##" in shown:
        shown = shown.replace("##", "#\\x23")
    return "\\x3a" + shown[1:] if shown.lstrip().startswith("::") else shown


def _shown(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if char == "\n":
        return "\\n"
    if char == "\t":
        return "\\t"
    if char.isprintable():
        return char
    return f"\\x{code:02x}" if code < 0xA0 else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def write(verdict: Verdict, form: str, output: str, *, asked: bool = False, brief: bool = False) -> None:
    """Print the verdict in a format; with `output`, write it to that file and print the text. `asked` by a person the
    text says when all is clean; a `brief` one has no more than three lines.

    Raises UsageError when the file cannot be opened, CannotJudge when a report cannot be written whole.
    """
    if output:
        save(verdict, form, output)
        form = "text"
    if form != "text":
        put(_rendered(verdict, form))
        return
    from govhooks.outputs import text

    put(text.shortened(verdict) if brief else text.render(verdict, asked))


def _rendered(verdict: Verdict, form: str) -> str:
    module = __import__(f"govhooks.outputs.{form}", fromlist=["render"])
    rendered: str = module.render(verdict)
    return rendered


def save(verdict: Verdict, form: str, output: str) -> None:
    """Write the verdict in a format to a file. Raises UsageError when it cannot be opened, and for a relative path that
    leads through a link: what is judged may hold one of that name, to anywhere. Raises CannotJudge when what was begun
    cannot be written whole."""
    import os

    from govhooks.core.errors import CannotJudge, UsageError
    from govhooks.git import files

    link = files.through_a_link(output)
    if link:
        raise UsageError(f"{output}: {link} is a symbolic link: name its target instead")
    if not os.path.isdir(os.path.dirname(output) or "."):
        raise UsageError(f"{output}: no such folder")
    data = _rendered(verdict, form).encode("utf-8")
    if not os.path.islink(output) and (not os.path.exists(output) or os.path.isfile(output)):
        files.write(output, data)
        return
    try:
        stream = open(output, "wb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise UsageError(f"{output}: {error.strerror}") from None
    try:
        with stream:  # /dev/stdout, a pipe
            stream.write(data)
    except OSError as error:
        raise CannotJudge(f"the report {output} cannot be written: {error.strerror}") from None


def put(text: str) -> None:
    """Write to standard output whatever its encoding can carry, the rest escaped. Raises CannotJudge when it cannot
    be written: a report nobody could read is no pass."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except OSError as error:
        from govhooks.core.errors import CannotJudge

        raise CannotJudge(f"the report cannot be written: {error.strerror}") from None
