"""The token formats of the providers: one module per initial letter, one block per row, sorted by provider.

The fields of a row are those of `Format`. Patterns are linear: every repetition has an upper bound. If a token has no
mark of its own, the provider's name must precede it on the line (`shared.after`), and the confidence is lower.

A clean commit loads no row: `triggers.py`, generated from the rows (`tools/derive_formats.py`), says which text needs
which row.
"""

from __future__ import annotations

from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.secrets.no_secrets.format import Format

    # (module, index of the row, how the literal is written, characters): see `may_stand`.
    Reference = tuple[str, int, tuple[str, ...], int]

MODULES = ("numbers", *"abcdefghijklmnopqrstuvwxyz")

# The characters of a token that begins with its literal.
TOKEN = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/_-.=~%:")
_BREAK = Expression(r"[^0-9A-Za-z+/_.=~%:-]")
# How far after the start of a provider's name its token ends at most, not counting the token itself (tested).
REACH = 160
# Split tokens are searched for by literals of at least this length: shorter ones are too common.
SPLIT = 4
_BREAKS = str.maketrans(dict.fromkeys("\"'=:,;()[]{}<>`", " "))


def row(place: tuple[str, int]) -> Format:
    """The row at (module, index), as given by a trigger; its module is imported on first use."""
    from importlib import import_module

    found: Format = import_module(f"{__name__}.{place[0]}").FORMATS[place[1]]
    return found


def may_stand(text: str, start: int, reference: Reference) -> bool:
    """Whether a token of this row could be at its literal, judged quickly and without loading a row.

    Literals occur in many words. If every token begins with its literal, the reference holds how that is written and
    the minimum number of characters of `TOKEN` after it. If the literal is a name before the token, the reference holds
    no writing and the minimum length of a piece of text, within reach of the name, that is not a word. Otherwise it
    holds 0.
    """
    _, _, written, size = reference
    if not size:
        return True
    if written:  # this is already known: `Literals` compared it
        before = text[start - 6 : start] if start >= 6 else ""
        if before[-1:] != "_" and before.isidentifier() and before.isascii():
            return False  # inside a word, and not after an escape (`engine.pattern`)
        end = start + len(written[0]) + size
        if end <= len(text) and TOKEN.issuperset(text[start:end]):
            return True
        return len(written[0]) >= SPLIT and _is_cut(text, start, end)
    for word in text[start : start + REACH + size].partition("\n")[0].translate(_BREAKS).split():
        if len(word) >= size and (word[1:] != word[1:].lower() or any(map(str.isdigit, word))):
            return True
    return False


def _is_cut(text: str, start: int, end: int) -> bool:
    """Whether the text that begins here continues in another piece of a string, or on the next line
    (`encoded.in_pieces`)."""
    found = _BREAK.compiled().search(text, start, end)
    stop = found.group() if found else ""
    if found is None or stop not in "\"'`\\\r\n":
        return False
    at = found.start() - start
    if stop in "\r\n":
        return text[start + at - 1] == "="
    if stop == "\\":
        return text[start + at + 1 : start + at + 2] in ("\r", "\n")
    if text.startswith(stop, start + at + 1):
        return False  # the end of a triple-quoted string
    rest = text[start + at + 1 : start + at + 80].lstrip(" \t\r\n+.&|<\\_")
    return rest[:1] in _QUOTES or rest[1:2] in _QUOTES


_QUOTES = ("'", '"', "`")


def load() -> tuple[Format, ...]:
    """All rows, sorted by provider: for the tests, the docs and anyone who asks about a single value."""
    from importlib import import_module

    return tuple(found for name in MODULES for found in import_module(f"{__name__}.{name}").FORMATS)


__all__ = ["MODULES", "REACH", "SPLIT", "TOKEN", "load", "may_stand", "row"]
