"""A use of an environment variable in code. Nothing here prints a value: a default may be a secret."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Default(Record):
    """What the code takes where the variable is not set.

    `kind` is "none" (nothing: the program fails, or goes on without), "literal" or "computed". `literal` is there to be compared
    with that of another version of the file, and is not shown.
    """

    kind: str
    literal: str = ""

    def __repr__(self) -> str:
        return f"Default({self.kind!r})"


NONE = Default("none")
COMPUTED = Default("computed")


def literal(value: Any) -> Default:
    """The default of a literal value; Python's None and JavaScript's null are none."""
    return NONE if value is None else Default("literal", repr(value))


class Use(Record):
    """A variable that is read: its name, the line, and its default."""

    name: str
    line: int
    default: Default = NONE


def is_name(text: str) -> bool:
    """Whether a text can be the name of a variable."""
    return bool(text) and len(text) <= 128 and text.isascii() and text.isidentifier()


def is_plain(text: str) -> bool:
    """Whether a text is a name as variables have them by convention: upper case, not a single letter, no mere prefix."""
    return (
        len(text) > 1
        and is_name(text)
        and text[-1] != "_"
        and text.upper() == text
        and any(char.isalpha() for char in text)
    )
