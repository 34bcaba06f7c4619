"""Search a text for secrets: one multi-pattern pass decides what is examined more closely.

text -> Literals.hits -> provider formats (formats/, checks.py)
                      -> private keys     (keys.py)
                      -> encoded text     (encoded.py), which is scanned again
                      -> names that suggest a secret, URLs, calls, commands (words.py, candidates.py); values on another
                         line, behind another field or before the name (apart.py)
every candidate -> dismissals.py: dropped for a named reason
                -> traits.py, score.py: how much it looks like a credential is its confidence
                -> sureness.py: what a name (named.py) and a value (generated.py) settle by themselves, whatever its characters
                -> everyday.py: ordinary content of such a file
"""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.files import ALONE, in_manual
from govhooks.rules.secrets.no_secrets.formats import SPLIT, TOKEN, may_stand, row
from govhooks.rules.secrets.no_secrets.formats.triggers import ANY_CASE, ANY_CASE_BEGINS, EXACT, EXACT_BEGINS, FOLLOWED
from govhooks.rules.secrets.no_secrets.match import LONGEST, Match, Text
from govhooks.search.literals import Literals, groups_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from typing import Any

    from govhooks.rules.secrets.no_secrets.format import Format

# A token is searched this far around its literal: even on a line of 50 MB, no more than this is read per hit.
BEFORE, AFTER = 256, 4096
# The file name that stands for a text without a file: a message, a log or a paste. Assignments in it have no quotes
# (`DB_PASSWORD=...`), as in such a file.
PROSE = "message.properties"
_KEY, _HIDDEN = "key", "hidden"
# The kinds of hits for guesses (`words.GUESSES`), as `guesses.py` names them.
_GUESSES = ("name", "call", "command", "connection", "nkey", "wallet", "scheme", "url", "token")
_KINDS = (_KEY, _HIDDEN, *_GUESSES)
# A format's literal shorter than this occurs in many words: its line must also contain characters that could be a
# token.
_WEAK = 5
# One check of a hit (`may_stand`) per this many characters of text; beyond that, every hit loads its row.
_GLANCE = 16
# In a text of so many characters, runs of equal lines are read once.
LARGE = 1 << 20
# How many nested encodings are decoded: base64 of base64, JSON in JSON.
DEPTH = 2


# A token begins where there is no letter or digit before it, or right after an escape that ends in one: \\n, %3D,
# \\x3d, \\u003d, the end of a terminal's colour code.
_BORDER = (
    r"(?:(?<![0-9A-Za-z])|(?<=\\[abefnrtv0])|(?<=%[0-9A-Fa-f]{2})|(?<==3D)|(?<=\\x[0-9A-Fa-f]{2})|(?<=\\u[0-9A-Fa-f]{4})"
    r"|(?<=\x1b\[m)|(?<=\x1b\[[0-9]m)|(?<=\x1b\[[0-9]{2}m)|(?<=\[[0-9];[0-9]{2}m))"
)
_literals: Literals | None = None
_compiled: dict[str, re.Pattern[str]] = {}
_names: dict[str, re.Pattern[str]] = {}


def literals() -> Literals:
    """Everything that the pass searches for: formats, keys, encoded text, and places for guesses; created once per
    process."""
    global _literals
    if _literals is None:
        _literals = Literals(
            groups_of(EXACT, EXACT_BEGINS),
            groups_of(ANY_CASE, ANY_CASE_BEGINS),
            _wanted,
            _quick,
            FOLLOWED,
            TOKEN,
            (may_hide, _hidden_words),
        )
    return _literals


def _quick() -> dict[str, tuple[object, ...]]:
    """The words for guesses. None of them is also a trigger (tested), so that a name in a commit does not load the table."""
    from govhooks.rules.secrets.no_secrets.words import GUESSES

    return {word: (kind,) for kind, words in GUESSES for word in words}


def _hidden_words() -> dict[int, str]:
    from govhooks.rules.secrets.no_secrets.formats.hidden import HIDDEN, HIDDEN_BEGINS

    return groups_of(HIDDEN, HIDDEN_BEGINS)


def _wanted() -> tuple[dict[str, tuple[object, ...]], dict[str, tuple[object, ...]]]:
    """(case-sensitive literals, literals in any case) -> who wants to know: a reference to a row, or a kind."""
    from govhooks.rules.secrets.no_secrets.encoded import MARKS
    from govhooks.rules.secrets.no_secrets.formats.forms import FORMS
    from govhooks.rules.secrets.no_secrets.formats.references import TRIGGERS
    from govhooks.rules.secrets.no_secrets.words import GUESSES, KEYS
    from govhooks.search.literals import keys_of

    exact: list[tuple[str, object]] = [(spelled, key) for _, key in TRIGGERS for spelled in key[2]]
    exact += [(form, _HIDDEN) for form in dict.fromkeys(form for form, _ in FORMS)]
    folded: list[tuple[str, object]] = [(word, key) for word, key in TRIGGERS if not key[2]]
    for kind, words in ((_KEY, KEYS), (_HIDDEN, MARKS), *GUESSES):
        folded += [(word, kind) for word in words]
    return keys_of(exact), keys_of(folded)


def pattern(row: Format) -> re.Pattern[str]:
    """A format's pattern with its borders, compiled on first use.

    For a token that counts only after a name, the token is searched for, wherever one may begin; `_is_named` then looks
    for the name. (Searching for the name would search the same places over and over on a long line that repeats it.) If
    a token's first character is fixed, that is tested first, which is cheaper than the border.
    """
    found = _compiled.get(row.id)
    if found is None:
        from govhooks.rules.secrets.no_secrets.formats.shared import parts
        from govhooks.search.compiled import compiled

        name, token = parts(row.pattern)
        if name:
            _names[row.id] = compiled(name)
            found = compiled(f"(?<![0-9A-Za-z])(?={token}(?![0-9A-Za-z]))")
        else:
            first = compiled(r"[0-9A-Za-z](?![?{])(?=[^|]*$)").match(row.pattern)
            ask = f"(?={first[0]})" if first else ""
            found = compiled(f"{ask}{_BORDER}(?:{row.pattern})(?![0-9A-Za-z])")
        _compiled[row.id] = found
    return found


def _is_named(row: Format, text: str, start: int, at: int) -> bool:
    """Whether the row's name ends at most `GAP` characters before a token, in the window that begins at `start`."""
    from govhooks.rules.secrets.no_secrets.formats.shared import GAP, LONGEST_NAME

    found = _names[row.id]
    return any(name.end() >= at - GAP for name in found.finditer(text, max(start, at - GAP - LONGEST_NAME), at))


def scan(text: str, path: str, *, guesses: bool = True, depth: int = 0) -> Iterator[Match]:
    """Every secret in a text, in no particular order, each once per line.

    `path` tells the guesses what kind of file it is; without `guesses`, only provider formats and keys are searched
    for. `depth` counts the encodings that the text was hidden in.
    """
    if len(text) >= LARGE:
        from govhooks.rules.secrets.no_secrets import runs

        short = runs.Shortened(text)
        if len(short.text) < len(text):
            yield from short.matches(scan(short.text, path, guesses=guesses, depth=depth))
            return
    view = Text(text)
    by_format, hits = _sorted_hits(text)
    taken: dict[int, list[str]] = {}
    covered: set[int] = set()
    for place, unsorted in by_format.items():
        found, offsets = row(place), sorted(unsorted)
        # Where only the provider's name before it tells what a token is, it may be an example.
        told = found.confidence == "medium" and in_manual(path)
        for match in _tokens(view, found, offsets, taken):
            yield match.but(confidence="low") if told and not match.proven else match
        if min(map(len, found.literals)) >= SPLIT:
            from govhooks.rules.secrets.no_secrets import encoded

            yield from encoded.in_pieces(view, found, offsets, taken, _tokens)
    if hits[_KEY]:
        from govhooks.rules.secrets.no_secrets.keys import private_keys

        for match in private_keys(view, sorted(start for start, _ in hits[_KEY])):
            covered.update(range(match.line, match.end_line + 1))
            yield match
    if hits[_HIDDEN] and depth < DEPTH:
        from govhooks.rules.secrets.no_secrets import encoded

        offsets = [start for start, _ in hits[_HIDDEN]]
        yield from encoded.hidden(view, path, offsets, taken, scan, guesses=guesses, depth=depth)
    if guesses and (any(hits[kind] for kind in _GUESSES) or path.endswith(ALONE)):
        from govhooks.rules.secrets.no_secrets.guesses import guess

        yield from guess(view, path, hits, taken, covered)


def _sorted_hits(text: str) -> tuple[dict[tuple[str, int], list[int]], dict[str, list[tuple[int, int]]]]:
    """The sorted hits of the pass: offsets for each format that may be there, (start, end) for each other kind."""
    by_format: dict[tuple[str, int], list[int]] = {}
    hits: dict[str, list[tuple[int, int]]] = {kind: [] for kind in _KINDS}
    glances = 1_000 + len(text) // _GLANCE
    for start, end, sought in literals().hits(text):
        key: Any
        for key in sought:
            if key.__class__ is str:
                hits[key].append((start, end))
            elif key[:2] in by_format:
                by_format[key[:2]].append(start)
            elif glances <= 0 or may_stand(text, start, key):
                by_format[key[:2]] = [start]
            else:
                glances -= 1
    if not text.isascii():
        from govhooks.rules.secrets.no_secrets.words import WIDE

        for word in WIDE:
            at = text.find(word)
            while at >= 0:
                hits["name"].append((at, at + len(word)))
                at = text.find(word, at + 1)
    return by_format, hits


_RUNS = str.maketrans(
    {
        **dict.fromkeys(map(chr, range(128)), " "),
        **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "a"),
        **dict.fromkeys("+/-_", "-"),
        **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "A"),
    }
)


def may_hide(text: str) -> bool:
    """Whether a text contains 16 or more characters in a row of base64 or hex: nothing shorter is decoded (`encoded.SHORTEST`).

    A row of small letters and signs, such as a name with underscores, does not count: the base64 of letters and digits never has
    signs, and that of other ASCII has neither a capital nor a digit in one of millions.
    """
    return any(len(run) >= 16 and ("A" in run or "-" not in run) for run in text.translate(_RUNS).split())


_BREAKS = str.maketrans(dict.fromkeys("\"'=:,;()[]{}<>`", " "))


def _has_mixed_run(line: str) -> bool:
    """Whether a line contains 16 or more characters in a row that are not a plain word: with a digit, or capitals
    inside."""
    for word in line.translate(_BREAKS).split():
        if len(word) >= 16 and (word[1:] != word[1:].lower() or any(char.isdigit() for char in word)):
            return True
    return False


def _tokens(view: Text, row: Format, offsets: list[int], taken: dict[int, list[str]]) -> Iterator[Match]:
    """The tokens of one format around its literals.

    `taken` collects, per line, the values about which no more guesses are made: those found, those whose checksum shows
    that they are not tokens, and those from a manual.
    """
    regex: re.Pattern[str] | None = None
    weak = min(map(len, row.literals)) < _WEAK
    seen: set[tuple[int, str]] = set()
    behind = 0
    for start, end, line_end in _windows(view, offsets):
        if weak and not _has_mixed_run(view.text[start:end]):
            continue
        if regex is None:
            regex = pattern(row)
        for found in regex.finditer(view.text, start, end):
            group = "secret" if "secret" in regex.groupindex else 0
            value, span = found.group(group), found.span(group)
            if not value or (max(found.end(), span[1]) == end != line_end):
                continue
            if row.id in _names:
                if span[0] < behind or not _is_named(row, view.text, start, span[0]):
                    continue
                behind = span[1]
            line, column = view.place(span[0])
            if (line, value) in seen:
                continue
            seen.add((line, value))
            holds, proven = True, False
            if row.check:
                from govhooks.rules.secrets.no_secrets.checks import CHECKS, PROOFS

                holds, proven = CHECKS[row.check](value), row.check in PROOFS
            if holds or proven:
                taken.setdefault(line, []).append(value)
            if not holds or (not proven and _is_documentation(value)):
                continue
            yield Match(
                id=row.id,
                title=f"{row.provider}: {row.description}",
                value=value,
                line=line,
                end_line=line,
                column=column,
                confidence=row.confidence,
                proven=proven,
                fix=f"revoke it ({row.revoke})",
            )


def _windows(view: Text, offsets: list[int]) -> Iterator[tuple[int, int, int]]:
    """(start, end, end of the line) of the parts to read around a row's literals: no character twice."""
    start = end = line_end = reach = -1
    for offset in offsets:
        # A token that begins here ends in the open window; one that begins further on extends it.
        if offset < reach:
            continue
        line_start, this_end = view.bounds(offset)
        first, last = max(line_start, offset - BEFORE), min(this_end, offset + AFTER)
        reach = this_end if last == this_end else offset + AFTER - LONGEST
        if end >= first and this_end == line_end:
            end = last
            continue
        if end >= 0:
            yield start, end, line_end
        start, end, line_end = first, last, this_end
    if end >= 0:
        yield start, end, line_end


def _is_documentation(value: str) -> bool:
    """Whether a token is from a manual: it contains EXAMPLE, repeats one character, or is known to be public."""
    if "EXAMPLE" in value.upper() or any(char * 8 in value for char in set(value)):
        return True
    from govhooks.rules.secrets.no_secrets.everyday import is_documented

    return is_documented(value)
