"""Print the verdict: as text, JSON, SARIF, or GitHub annotations.

Paths and messages come from the judged repository, which may be hostile. Every output goes through `printable`, so that
none of their terminal escapes, line breaks or workflow commands reach a terminal or a CI log.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from govhooks.core.verdict import Verdict


def write(verdict: Verdict, form: str, output: str, *, asked: bool = False, brief: bool = False) -> None:
    """Print the verdict in a format; with `output`, write it to that file and print the text report.

    With `asked` (a person ran the command), the text also says if all is clean; with `brief` it has at most three
    lines. Raises UsageError if the file cannot be opened, CannotJudge if a report cannot be written completely.
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
    """Write the verdict in a format to a file. Raises UsageError and CannotJudge as `store`."""
    store(lambda: _rendered(verdict, form), output)


def store(render: Callable[[], str], output: str) -> None:
    """Write what `render` returns to a file; it is called when the file is one that can be written.

    Raises UsageError if the file cannot be opened, and for a relative path that leads through a link, because the
    judged repository may contain a link of that name to anywhere. Raises CannotJudge if the report cannot be written
    completely.
    """
    import os

    from govhooks.core.errors import CannotJudge, UsageError
    from govhooks.git import files

    link = files.through_a_link(output)
    if link:
        raise UsageError(f"{output}: {link} is a symbolic link: name its target instead")
    if not os.path.isdir(os.path.dirname(output) or "."):
        raise UsageError(f"{output}: no such folder")
    data = render().encode("utf-8")
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
    """Write to standard output, escaping what its encoding cannot represent. Raises CannotJudge if it cannot be
    written: a report that nobody could read is not a pass."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except OSError as error:
        from govhooks.core.errors import CannotJudge

        raise CannotJudge(f"the report cannot be written: {error.strerror}") from None
