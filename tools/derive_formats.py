"""Derive `triggers.py`, `hidden.py`, `references.py` and `forms.py` of the formats from the rows; `pytest tests/test_catalogue.py
--write` writes them.

The patterns are parsed with the standard library's own parser of regular expressions, so what is derived from a pattern
("every token begins with AKIA and has 20 characters") is proven, not a second description maintained by hand.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from govhooks.rules.secrets.no_secrets import encoded
from govhooks.rules.secrets.no_secrets.formats import MODULES, SPLIT, TOKEN, load
from govhooks.rules.secrets.no_secrets.words import GUESSES, KEYS
from govhooks.search.literals import BEGIN, grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.rules.secrets.no_secrets.format import Format
    from govhooks.rules.secrets.no_secrets.formats import Reference

# The parser is `re._parser` since Python 3.11.
_parser: Any = import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
_IGNORECASE = 2
# Literals longer than this are rare enough to be believed.
_LONGEST = 8
# Beginnings of a pattern that are told apart; one with more begins with nothing in particular.
_MANY = 2_000
# A piece of text behind a provider's name that is shorter than this could be a word.
_PIECE = 16
_WORD = TOKEN - set(":=")

# What encoded text is looked for by, beside the formats' own literals: the beginning of the names of secrets as they
# are written, and what private keys and URLs with a password begin with.
_NAMES = (
    *("password", "Password", "PASSWORD", "passwd", "PASSWD", "passphrase", "secret", "Secret", "SECRET"),
    *("token", "Token", "TOKEN", "api_key", "API_KEY", "apikey", "apiKey", "ApiKey", "APIKEY", "api-key"),
    *("access_key", "accessKey", "ACCESS_KEY", "AccessKey", "access-key", "private_key", "privateKey", "PRIVATE_KEY"),
    *("AccountKey", "credential", "Credential", "CREDENTIAL", "db_pass", "DB_PASS", "auth_key", "AUTH_KEY"),
    *("-----BEGIN", "PuTTY-User", "postgres", "mysql:/", "mongodb", "redis:/", "amqp:/", '"auths"'),
)
# The same for what is encoded twice, and for UTF-16, which PowerShell's -EncodedCommand wants.
_TWICE = ("-----BEGIN", "password", "PASSWORD", "secret", "token")
_WIDE = ("passw", "Passw", "PASSW", "secre", "Secre", "SECRE", "token", "Token", "apike", "ApiKe")
# In base64 an image's bytes spell 4 given characters once in 16 million; less would not be worth a look.
_FRAGMENT = (4, 8)


def pairs() -> list[tuple[str, Reference]]:
    """(literal, reference) of every row."""
    return sorted(
        (literal, reference)
        for name in MODULES
        for index, row in enumerate(import_module(f"govhooks.rules.secrets.no_secrets.formats.{name}").FORMATS)
        for literal, reference in _references(row, name, index)
    )


def triggers() -> str:
    """The text of `triggers.py`."""
    return (
        '"""The literals that a text is searched for. Generated from the rows: pytest tests/test_catalogue.py --write"""\n\n'
        "from __future__ import annotations\n\n"
        "# One long string each, as a tuple of three thousand takes ten times as long to import: see `literals.groups_of`.\n"
        "# fmt: off\n"
        f"{_joined('EXACT', _spelled())}"
        "# With the words of `words.py`.\n"
        f"{_joined('ANY_CASE', _folded())}"
        "# How many characters of a token follow at least: see `formats.may_stand`. Short literals stand in many words.\n"
        f"FOLLOWED = {{\n{_followed()}}}\n"
    )


def hidden() -> str:
    """The text of `hidden.py`."""
    words = {form for form, _ in encoded_forms(load())} - _spelled()
    return (
        '"""The literals of what is encoded. Generated from the rows: pytest tests/test_catalogue.py --write"""\n\n'
        "from __future__ import annotations\n\n"
        "# As in `triggers.py`; looked for only in a text that may hold such a thing: see `engine.may_hide`.\n"
        "# fmt: off\n"
        f"{_joined('HIDDEN', words)}"
    )


def _spelled() -> set[str]:
    return {spelled for _, reference in pairs() for spelled in reference[2]}


def _folded() -> set[str]:
    found = {literal for literal, reference in pairs() if not reference[2]} | set(encoded.MARKS)
    return found | set(KEYS) | {word for _, words in GUESSES for word in words}


def _followed() -> str:
    """The lines of a dictionary: a literal that no piece of a token may end with -> how many characters follow it."""
    least: dict[str, int] = {}
    for _, (_, _, written, size) in pairs():
        least.update((form, min(size, least.get(form, size))) for form in written if len(form) < SPLIT)
    return "".join(f"    {_quoted(form)}: {size},\n" for form, size in sorted(least.items()) if size > 0)


def _joined(name: str, words: set[str]) -> str:
    """The assignments of what `groups_of` reads: a line of the text is a group."""
    groups = sorted((group[:BEGIN].lower(), group) for group in grouped(sorted(words)).values())
    lines = [f"{group}\n\n" for _, group in groups]
    lines[-1] = lines[-1].removesuffix("\n\n")
    rows = [""]
    for begin, _ in groups:
        # What ends in `pw:` would look like a name, with the rest of its line as the value.
        if len(rows[-1]) > 96 or rows[-1].endswith((":", "=", '"', "'")):
            rows.append("")
        rows[-1] += begin
    return "".join(
        f"{called} = (\n" + "".join(f"    {_quoted(line)}\n" for line in held) + ")\n"
        for called, held in ((name, lines), (f"{name}_BEGINS", rows))
    )


def references() -> str:
    """The text of `references.py`."""
    lines = [f"    {_quoted(pair)},\n" for pair in pairs()]
    return (
        '"""Which literal leads to which row. Generated from the rows: pytest tests/test_catalogue.py --write"""\n\n'
        "from __future__ import annotations\n\n"
        "# (literal, (module, index of the row, how the literal is written, characters)): see `formats.may_stand`.\n"
        "# fmt: off\n"
        f"TRIGGERS = (\n{''.join(lines)})\n"
    )


def forms() -> str:
    """The text of `forms.py`."""
    lines = [f"    {_quoted(pair)},\n" for pair in encoded_forms(load())]
    return (
        '"""How encoded secrets begin. Generated from the rows: pytest tests/test_catalogue.py --write"""\n\n'
        "from __future__ import annotations\n\n"
        "# (fragment, its position in a group of four base64 characters; -1 for hex): see `encoded.py`.\n"
        "# fmt: off\n"
        f"FORMS = (\n{''.join(lines)})\n"
    )


def encoded_forms(formats: Iterable[Format]) -> tuple[tuple[str, int], ...]:
    """(fragment, where in a group of four base64 has it, or -1 for hex) of all that is looked for."""
    found: dict[tuple[str, int], None] = {}
    written = dict.fromkeys(_NAMES)
    written.update(dict.fromkeys(form for row in formats for form in _as_written(row)))
    for word in written:
        found.update(((fragment, skip), None) for skip, fragment in _base64_forms(word.encode()))
        digits = word.encode().hex()[:16]
        found.update({(digits, encoded.HEX): None, (digits.upper(), encoded.HEX): None})
    for word in _TWICE:
        for _, inner in _base64_forms(word.encode()):
            found.update(((fragment, skip), None) for skip, fragment in _base64_forms(inner.encode()))
    for word in _WIDE:
        found.update(((fragment, skip), None) for skip, fragment in _base64_forms(word.encode("utf-16-le")))
    return tuple(sorted(found))


def _as_written(row: Format) -> Iterator[str]:
    """The literals of a format in their usual case, as its pattern or else its examples spell them; no plain word like
    "heroku"."""
    spelled = "\0".join((row.pattern.replace("\\", ""), *row.positive))
    lowered = spelled.lower()
    for literal in row.literals:
        at = lowered.find(literal)
        written = spelled[at : at + len(literal)] if at >= 0 else literal
        if len(written) >= 4 and not (written.isalpha() and written.islower()) and written.isascii():
            yield written


def _base64_forms(word: bytes) -> Iterator[tuple[int, str]]:
    """(place in a group of four, characters) that base64 has for a word, whatever stands before and after it."""
    import binascii

    shortest, longest = _FRAGMENT
    for before, skip in ((0, 0), (1, 2), (2, 3)):
        encoded = binascii.b2a_base64(bytes(before) + word, newline=False).decode()
        fragment = encoded[skip : (before + len(word)) * 8 // 6][:longest]
        if len(fragment) >= shortest:
            yield skip, fragment
            if "+" in fragment or "/" in fragment:
                yield skip, fragment.replace("+", "-").replace("/", "_")


def _references(row: Format, module: str, index: int) -> list[tuple[str, Reference]]:
    tree = _parser.parse(row.pattern)
    short = [literal for literal in row.literals if len(literal) <= _LONGEST]
    size = max(map(len, short), default=0)
    begins = _beginnings(tree, size) if short else None
    if begins is not None and _is_plain(tree) and all(_known(begin.lower(), row.literals) for begin in begins):
        least = tree.getwidth()[0]
        written = {
            literal: tuple(sorted({b[: len(literal)] for b in begins if b.lower().startswith(literal)}))
            for literal in short
        }
        return [
            (lit, (module, index, written.get(lit, ()), least - len(lit) if lit in short else 0))
            for lit in row.literals
        ]
    size = min(_PIECE, _piece(tree))
    return [(literal, (module, index, (), size)) for literal in row.literals]


def _known(begin: str, literals: tuple[str, ...]) -> bool:
    return any(begin.startswith(literal) or literal.startswith(begin) for literal in literals)


def _piece(tree: Any) -> int:
    """How many characters the group `secret` at the end of a pattern begins with that neither break a word nor end it."""
    if not len(tree):
        return 0
    name, value = tree[-1]
    if str(name) != "SUBPATTERN" or value[0] is None:
        return 0
    inner, size = value[3], 0
    for place in range(len(inner)):
        item = inner[place : place + 1]
        if not _is_plain(item, _WORD):
            break
        size += item.getwidth()[0]
    return size


def _beginnings(tree: Any, size: int) -> set[str] | None:
    """All beginnings of `size` characters (of fewer, where less matches) of what matches; None when they are many."""
    found = {""}
    for name, value in tree:
        if all(len(begin) >= size for begin in found):
            break
        steps = _step(str(name), value, size - min(map(len, found)))
        if steps is None:
            return None
        found = {(begin + step)[:size] if len(begin) < size else begin for begin in found for step in steps}
        if len(found) > _MANY:
            return None
    return found


def _step(name: str, value: Any, size: int) -> set[str] | None:
    if name == "LITERAL":
        return {chr(value)}
    if name == "IN":
        return _members(value)
    if name in ("ASSERT", "ASSERT_NOT", "AT"):
        return {""}
    if name == "BRANCH":
        return _union(_beginnings(branch, size) for branch in value[1])
    if name == "SUBPATTERN":
        return None if value[1] & _IGNORECASE else _beginnings(value[3], size)
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inner = value
        return _union(_beginnings(list(inner) * times, size) for times in range(least, min(most, least + size) + 1))
    return None


def _union(parts: Any) -> set[str] | None:
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return found


def _members(value: Any) -> set[str] | None:
    found: set[str] = set()
    for name, member in value:
        if str(name) == "LITERAL":
            found.add(chr(member))
        elif str(name) == "RANGE":
            found |= {chr(code) for code in range(member[0], member[1] + 1)}
        else:
            return None
    return found


def _is_plain(tree: Any, allowed: frozenset[str] = TOKEN) -> bool:
    """Whether everything that matches is made of the characters allowed."""
    for name, value in tree:
        kind = str(name)
        if kind in ("ASSERT", "ASSERT_NOT", "AT"):
            continue
        if kind == "BRANCH":
            plain = all(_is_plain(branch, allowed) for branch in value[1])
        elif kind == "SUBPATTERN":
            plain = not value[1] and _is_plain(value[3], allowed)
        elif kind in ("MAX_REPEAT", "MIN_REPEAT"):
            plain = _is_plain(value[2], allowed)
        else:
            chars = _step(kind, value, 1)
            plain = chars is not None and chars <= allowed
        if not plain:
            return False
    return True


def _quoted(value: object) -> str:
    """`repr` in the quotes that the formatter wants."""
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_quoted, value)) + ("," if len(value) == 1 else "") + ")"
    if not isinstance(value, str):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
    if '"' in value and "'" not in value:
        return f"'{escaped}'"
    return '"' + escaped.replace('"', '\\"') + '"'


__all__ = ["encoded_forms", "forms", "hidden", "references", "triggers"]
