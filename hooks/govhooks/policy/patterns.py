"""Regular expressions from a policy, searched with a time limit.

Python's `re` has no time limit, so one hostile or careless pattern (`(a+)+$`) could hang every commit. The package
`regex` has one, with the same syntax. It is imported only if a text contains what a pattern needs (see
`govhooks.policy.pattern_literals`). The suite's own tables use `re`: tests prove that they are linear.
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge

TYPE_CHECKING = False
if TYPE_CHECKING:
    import regex

    from govhooks.policy.pattern_literals import Needed

# Seconds that one pattern may search in one run. A harmless pattern reads tens of megabytes in that time.
BUDGET = 2.0


class BadPattern(ValueError):
    """An invalid regular expression; the text says where and why."""


class Pattern:
    """A regular expression of a policy. `search` raises CannotJudge if it takes too long."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._compiled: regex.Pattern[str] | None = None
        self._lines: regex.Pattern[str] | None = None
        self._left = BUDGET
        self._needed: Needed | None = None
        self._read = False

    def _may_match(self, text: str) -> bool:
        """Whether the regex engine has to be used."""
        if not self._read:
            from govhooks.policy.pattern_literals import needed

            self._read, self._needed = True, needed(self.source)
        return self._needed is None or self._needed.may_be_in(text)

    def search(self, text: str) -> bool:
        if not self._may_match(text):
            return False
        if self._compiled is None:
            self._compiled = _compile(self.source)
        return self._start(self._compiled, text, 0) >= 0

    def first_line(self, text: str) -> int:
        """The 0-based number of the first line in which `search` finds the pattern, -1 if there is none: for texts of
        megabytes."""
        if not self._may_match(text):
            return -1
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
        """The first match position from `at` on, or -1."""
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
    """Raise BadPattern if the expression does not compile, or if it matches the empty string (it would match every
    line)."""
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
