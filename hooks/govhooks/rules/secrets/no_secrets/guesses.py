"""Guess at secrets without a provider's mark: candidates -> dismissals -> score, and a confidence for the rest.

`no_secrets/__init__.py` compares them with pragmas (`pragmas.py`) and with a detect-secrets baseline.
"""

from __future__ import annotations

from itertools import chain

from govhooks.rules.secrets.no_secrets import candidates
from govhooks.rules.secrets.no_secrets.candidates import AFTER, BEFORE
from govhooks.rules.secrets.no_secrets.files import ALONE, skips_file
from govhooks.rules.secrets.no_secrets.generated import shape
from govhooks.rules.secrets.no_secrets.match import Match, Text
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govhooks.rules.secrets.no_secrets.candidates import Candidate

    Hits = dict[str, list[tuple[int, int]]]

# How far from a key the other settings of DocSearch are.
_CLOSE = 400
# A text with more names than this repeats its lines, too.
_MANY = 2_000


def guess(view: Text, path: str, hits: Hits, taken: dict[int, list[str]], covered: set[int]) -> Iterator[Match]:
    """Guesses at the hits of the pass.

    `taken` are the tokens already found on a line, `covered` are lines inside a key: one secret is reported once.
    """
    if skips_file(path):
        return
    best: dict[tuple[int, str], Match] = {}
    found = _all_with_context(view, path, hits)
    first = next(found, None)
    if first is None:
        return
    from govhooks.rules.secrets.no_secrets.sureness import RANKS, expect_repeats, sureness, title

    if len(hits["name"]) > _MANY:
        expect_repeats()
    for candidate, before, after, ending in chain((first,), found):
        sure = sureness(candidate, before, after, path, ending)
        if not sure or _is_sealed(view.text, candidate):
            continue
        if _only_searches(view.text, candidate):
            sure = "low"
        line, column = view.place(candidate.start)
        if line in covered or _is_taken(candidate.value, taken.get(line, ())):
            continue
        known = best.get((line, candidate.value))
        if known is None or RANKS[sure] > RANKS[known.confidence]:
            best[line, candidate.value] = Match(
                id=candidate.kind,
                title=title(candidate, before),
                value=candidate.value,
                line=line,
                end_line=line,
                column=column,
                confidence=sure,
                guess=True,
            )
    yield from _apart(best.values())


def _only_searches(text: str, candidate: Candidate) -> bool:
    """Whether a key is most likely DocSearch's, which stands in every page of a documentation (docsearch.algolia.com/docs/docsearch-v3):
    { appId: "...", apiKey: "...", indexName: "..." }."""
    if candidate.name.lower().replace("_", "") != "apikey" or shape(candidate.value) != "hex":
        return False
    near = text[max(0, candidate.start - _CLOSE) : candidate.end + _CLOSE].lower()
    return "indexname" in near.replace("_", "") and (
        "algolia" in near or "docsearch" in near or "appid" in near.replace("_", "")
    )


def _is_sealed(text: str, candidate: Candidate) -> bool:
    """Whether a value is in the `encryptedData` of a SealedSecret: ciphertext begins with the length of its key, AgA to AgD or AQA to AQD."""
    if candidate.value[:2] not in ("Ag", "AQ") or len(candidate.value) < 40:
        return False
    return "SealedSecret" in text and "encryptedData:" in text[max(0, candidate.start - 20_000) : candidate.start]


def _apart(matches: Iterable[Match]) -> Iterator[Match]:
    """Of overlapping values (`token = "password:x"` contains two) the more certain one, otherwise the longer one: one
    secret is reported once."""
    from govhooks.rules.secrets.no_secrets.sureness import RANKS

    kept: Match | None = None
    for match in sorted(matches, key=lambda match: (match.line, match.column, -len(match.value))):
        if kept and kept.line == match.line and match.column < kept.column + len(kept.value):
            if RANKS[match.confidence] > RANKS[kept.confidence]:
                kept = match
            continue
        if kept:
            yield kept
        kept = match
    if kept:
        yield kept


def every(view: Text, hits: Hits, quick: bool = False, ending: str = "") -> Iterator[Candidate]:
    """All candidates at the hits; see `candidates.assigned` for `quick` and `ending`."""
    text, limit = view.text, len(view.text)
    if hits["name"]:
        yield from candidates.assigned(text, sorted(hits["name"]), limit, quick, ending)
    for kind, read in _READERS:
        if hits[kind]:
            yield from read(text, hits[kind], limit)


# The other kinds of hits; each compiles its own expression.
_READERS = (
    ("call", candidates.in_calls),
    ("command", candidates.in_commands),
    ("connection", candidates.in_connections),
    ("nkey", candidates.seeds),
    ("wallet", candidates.in_wallets),
    ("url", candidates.in_urls),
    ("scheme", candidates.after_schemes),
    ("token", candidates.tokens),
)


def worth_weighing(view: Text, path: str, hits: Hits) -> Iterator[tuple[Candidate, str, str]]:
    """The candidates without a dismissal, each with the text before and after it on its line."""
    from govhooks.rules.secrets.no_secrets.dismissals import dismissal

    for candidate, before, after, ending in _all_with_context(view, path, hits):
        if not dismissal(candidate, before, after[len(candidate.quote) :], ending):
            yield candidate, before, after


def _all_with_context(view: Text, path: str, hits: Hits) -> Iterator[tuple[Candidate, str, str, str]]:
    """Every candidate, the text before and after it on its line, and the ending of a file that would hold such a line: "" for a
    configuration inside a program's string of several lines."""
    text, ending = view.text, _ending(path)
    found = every(view, hits, True, ending)
    judged, inside = -1, False
    if path.endswith(ALONE):
        from govhooks.rules.secrets.no_secrets.alone import alone

        found = chain(found, alone(text, path))
    for candidate in found:
        start, end = view.bounds(candidate.start)
        before = text[max(start, candidate.start - BEFORE) : candidate.start]
        after = text[candidate.end : min(end, candidate.end + AFTER)] if candidate.end < end else ""
        loose = ending in _RAW and not candidate.quote and candidate.form in (":", "=")
        if loose and judged != start:  # once for each line: those above may be long
            judged, inside = start, _in_raw_string(text, start)
        yield candidate, before, after, "" if loose and inside else ending


# Languages with strings of several lines between backticks; how many lines above are looked at (fewer than `excerpt.AROUND`), and what
# such a string begins after.
_RAW = frozenset(("go", "js", "ts", "jsx", "tsx", "mjs", "cjs"))
_LINES_ABOVE = 10
_OPENS = Expression(r"(?:^|[=(,:+>{\[\s])`[^`]*\Z")


def _in_raw_string(text: str, start: int) -> bool:
    """Whether a line is inside of a string that begins on one of the lines above it."""
    at = start
    for _ in range(_LINES_ABOVE):
        above = text.rfind("\n", 0, max(0, at - 1)) + 1
        line = text[above : max(0, at - 1)]
        if "`" in line:
            return line.count("`") % 2 == 1 and _OPENS.search(line) is not None
        if not above:
            return False
        at = above
    return False


def _ending(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def _is_taken(value: str, tokens: Sequence[str]) -> bool:
    """Whether a value is, contains or is part of a token that was found on its line."""
    return any(token in value or value in token for token in tokens)
