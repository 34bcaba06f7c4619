"""Report: print the verdict, if there is something to say, and return the exit code."""

from __future__ import annotations

import os

from govhooks.core.errors import CLEAN, FINDINGS, CannotJudge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.verdict import Verdict
    from govhooks.run.request import Request


def report(verdict: Verdict, request: Request) -> int:
    """Print, save or omit the report. Raises UsageError, CannotJudge if it cannot be written."""
    code = FINDINGS if verdict.refused else CLEAN
    by_hook = bool(os.environ.get("PRE_COMMIT"))
    # A person who runs the command expects an answer; a hook (git sets GIT_INDEX_FILE) that finds nothing stays silent.
    asked = not (by_hook or request.stage or "GIT_INDEX_FILE" in os.environ)
    kind = verdict.checked["kind"]
    answer = asked and (kind in ("whole", "range", "history") or (kind == "change" and not verdict.checked["changes"]))
    quiet = not (verdict.findings or verdict.notes or request.output or request.stdin or answer)
    if quiet and request.format == "text":
        return code  # a clean commit: nothing to say, nothing to import
    from govhooks.outputs import write

    if request.stage == "pre-push" and request.format == "text" and not request.output:
        from govhooks.run import repeats

        if repeats.is_first():
            repeats.leave(verdict)
        elif by_hook and repeats.take(verdict):
            if code != CLEAN:
                from govhooks.outputs import put

                put("govhooks: refused: see above\n")
            return code
    brief = by_hook and code == CLEAN and kind in ("change", "message")
    try:
        write(verdict, request.format, request.output, asked=asked, brief=brief)
    except CannotJudge as error:
        if code == CLEAN:
            raise
        from govhooks.run.frame import complain

        complain(str(error))  # it is refused all the same
    return code
