"""How severe an advisory is: "critical", "high", "medium", "low", or "unknown", which is never taken for low.

By its CVSS vectors, which the library `cvss` computes; where it has none, by the word of its database (GHSA's
`database_specific.severity`, `ecosystem_specific.severity`). Of several vectors that of the newest CVSS counts. Ratings:
https://nvd.nist.gov/vuln-metrics/cvss; a score of 0 is "low".
"""

from __future__ import annotations

import functools

from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

# From the least to the most severe: what is not known loses against all that is.
LEVELS = ("unknown", "low", "medium", "high", "critical")
_RANKS = {level: rank for rank, level in enumerate(LEVELS)}
_WORDS = {"low": "low", "moderate": "medium", "medium": "medium", "high": "high", "critical": "critical"}
# OSV's types of scores, the newest last.
_TYPES = ("CVSS_V2", "CVSS_V3", "CVSS_V4")
_LONGEST = 512


class Severity(Record):
    """`level` is one of LEVELS, `score` the base score of a CVSS vector (0.0 to 10.0), None where there is none."""

    level: str = "unknown"
    score: float | None = None


UNKNOWN = Severity()


def worst(severities: Iterable[Severity]) -> Severity:
    """The most severe: of one vulnerability as several databases rate it. Unknown only when all are."""
    return max(severities, key=_weight, default=UNKNOWN)


def _weight(one: Severity) -> tuple[int, float]:
    return _RANKS[one.level], -1.0 if one.score is None else one.score


def of(advisory: dict[str, Any]) -> Severity:
    """Of an advisory as OSV has it. What is no vector and no known word is as if it were not there.

    Raises CannotJudge where there is a vector and `cvss` is not installed.
    """
    affected = [one for one in _list(advisory.get("affected")) if isinstance(one, dict)]
    found = _vectors(advisory.get("severity"))
    if found.level == "unknown":
        found = worst([_vectors(one["severity"]) for one in affected if "severity" in one])
    if found.level != "unknown":
        return found
    word = _word(advisory.get("database_specific"))
    if word.level != "unknown":
        return word
    words = [_word(one[key]) for one in affected for key in ("ecosystem_specific", "database_specific") if key in one]
    return worst(words) if words else UNKNOWN


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _vectors(entries: Any) -> Severity:
    """Of the newest CVSS among OSV's `severity` entries."""
    if not entries:
        return UNKNOWN
    scored = [one for one in _list(entries) if isinstance(one, dict) and one.get("type") in _TYPES]
    for entry in sorted(scored, key=lambda one: _TYPES.index(one["type"]), reverse=True):
        text = entry.get("score")
        if isinstance(text, str) and (found := of_vector(entry["type"], text.strip())).level != "unknown":
            return found
    return UNKNOWN


def _word(specific: Any) -> Severity:
    word = specific.get("severity") if isinstance(specific, dict) else None
    return Severity(_WORDS.get(word.lower(), "unknown")) if isinstance(word, str) else UNKNOWN


@functools.lru_cache(maxsize=1 << 14)
def of_vector(kind: str, text: str) -> Severity:
    """Of a CVSS vector of OSV's type `CVSS_V2`, `CVSS_V3` or `CVSS_V4`; unknown when it is malformed.

    Raises CannotJudge where `cvss` is not installed.
    """
    try:
        import cvss
    except ImportError:
        raise CannotJudge("the severity of advisories cannot be computed: install cvss") from None
    if len(text) > _LONGEST:
        return UNKNOWN
    read = {"CVSS_V2": cvss.CVSS2, "CVSS_V3": cvss.CVSS3, "CVSS_V4": cvss.CVSS4}[kind]
    try:
        score = float(read(text).base_score)
    except (cvss.CVSSError, ArithmeticError, LookupError, ValueError, TypeError):
        return UNKNOWN
    return Severity(rated(score, kind == "CVSS_V2"), score)


def rated(score: float, old: bool = False) -> str:
    """The level of a base score; CVSS 2 (`old`) has no "critical"."""
    if score >= 9.0 and not old:
        return "critical"
    return "high" if score >= 7.0 else "medium" if score >= 4.0 else "low"
