"""Regular expressions that a policy brings, searched within a time limit.

Python's `re` has no time limit, so one hostile or careless pattern (`(a+)+$`) could hang every commit. The package
`regex` has one, holds the same syntax, and is imported only when a policy has patterns of its own. The suite's own
tables use `re`: they are tested to be linear.
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge

TYPE_CHECKING = False
if TYPE_CHECKING:
    import regex

# Seconds of searching that one pattern may take in one run. A harmless pattern reads tens of megabytes in that time.
BUDGET = 2.0


class BadPattern(ValueError):
    """A regular expression that cannot be compiled; the text says where and why."""


class Pattern:
    """A policy's regular expression. `search` raises CannotJudge when the pattern takes too long."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._compiled: regex.Pattern[str] | None = None
        self._lines: regex.Pattern[str] | None = None
        self._left = BUDGET

    def search(self, text: str) -> bool:
        if self._compiled is None:
            self._compiled = _compile(self.source)
        return self._start(self._compiled, text, 0) >= 0

    def first_line(self, text: str) -> int:
        """The 0-based number of the first line in which `search` finds it, -1 where there is none: for texts of megabytes."""
        if self._lines is None:
            import regex

            self._lines = regex.compile(self.source, regex.MULTILINE)
        at = 0
        while (start := self._start(self._lines, text, at)) >= 0:
            begin, end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
            end = len(text) if end < 0 else end
            if self.search(text[begin:end]):  # it does not need the next line
                return text.count("\n", 0, begin)
            at = end + 1
            if at > len(text):
                break
        return -1

    def _start(self, compiled: regex.Pattern[str], text: str, at: int) -> int:
        """Where it first matches from `at` on, or -1."""
        import time

        started = time.perf_counter()
        try:
            if self._left <= 0:
                raise TimeoutError
            found = compiled.search(text, at, timeout=self._left)
            return -1 if found is None else found.start()
        except TimeoutError:
            raise CannotJudge(
                f"the policy's pattern {self.source!r} takes more than {BUDGET:.0f} s: write it without nested repeats"
            ) from None
        finally:
            self._left -= time.perf_counter() - started


def _compile(source: str) -> regex.Pattern[str]:
    import regex

    return regex.compile(source)


def validate(source: str) -> None:
    """Raise BadPattern when the expression does not compile, or matches the empty string (it would match all)."""
    import regex

    try:
        compiled = _compile(source)
        if compiled.search("", timeout=1.0) is not None:
            raise BadPattern("it matches the empty string, and so every line")
    except regex.error as error:
        raise BadPattern(str(error)) from None
    except TimeoutError:
        raise BadPattern("it takes more than a second on an empty line") from None
    except (RecursionError, OverflowError, MemoryError) as error:
        raise BadPattern(f"it cannot be compiled ({type(error).__name__})") from None
