"""What a comment says of a suppression: why, whose it is, until when.

Most formats have no field for any of it, and people write it in a comment: `# not reachable, SEC-12, until 2027-01-31, @payments`.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.suppressions.suppression import day
from govhooks.search.expression import Expression


class Note(Record):
    """`expires` is YYYY-MM-DD, or what is written where a date should be."""

    reason: str = ""
    owner: str = ""
    expires: str = ""


# `until 2027-01-31`, `expires: 2027-01-31`, `exp:2027-01-31`. A word behind `until` is prose ("until upstream answers"), behind
# `expires:` it is a date that cannot be read.
_EXPIRES = Expression(
    r"(?i)\b(?:until|till|expir(?:es|y|ed|ation)|review by)\s{0,3}(?:date|on|at|by)?\s{0,3}[:=]?\s{0,3}(?P<day>\d{4}[-/]\w[\w/-]{0,20})"
    r"|\b(?:exp|expires|expiry|expired_at|expires[-_ ]at|until)\s{0,3}[:=]\s{0,3}(?P<word>[^\s,;)\]]{1,40})"
)
# `owner: ann@corp.example`, `@payments`, `@corp/payments`.
_OWNER = Expression(
    r"(?i)\bowner\s{0,3}[:=]\s{0,3}(?P<name>[^\s,;)\]]{1,80})|(?:^|(?<=[\s(,;]))(?P<team>@[a-z0-9][\w./-]{0,80})"
)
# A ticket says why, somewhere else.
_TICKET = Expression(r"\b[A-Z][A-Z0-9]{1,9}-\d+\b|(?:^|(?<=[\s(\[,;:]))#\d+\b|\bhttps?://\S+|\bGH-\d+\b")
# What other tools read in the same comment, and editors.
_DIRECTIVES = Expression(
    r"(?i)\b(?:type|pyright|mypy|ty|pyrefly)\s?:\s?ignore(?:\[[^\]\n]{0,80}\])?|\bpylint\s?:\s?(?:disable|enable)(?:-next)?=[\w,\- ]{0,80}"
    r"|\bnoqa\b(?:\s?:\s?[A-Z]+\d+(?:[, ]+[A-Z]+\d+)*)?|\bpragma: no (?:cover|branch)\b|\bfmt: ?(?:on|off|skip)\b|\byapf: ?\w+|\bisort: ?\w+"
    r"|\bruff ?: ?[\w-]+(?:\[[^\]\n]{0,80}\])?|\bnolint(?::[\w,]+)?|@ts-(?:ignore|expect-error|nocheck)|\bprettier-ignore\b|\bshellcheck disable=\S+|^!\S.{0,80}"
    r"|\b[a-z]{1,20}:S\d{2,5}\b|\(S\d{3,5}(?:, ?S\d{3,5})*\)|-\*-.{0,80}-\*-|\bcoding[:=] ?[\w-]+|\bSPDX-\S+ .{0,80}|\bCopyright\b.{0,80}|\bvim?:.{0,80}|^\s?yaml-language-server.{0,120}"
)
_WORD = Expression(r"[^\W\d_]{3,}")
# What stands where a reason should be, and is none.
_NOTHING = frozenset(
    """
    none nonegiven given explanation todo tbd fixme xxx wip reason noreason why ignore ignored ignoring skip skipped suppress suppressed
    disable disabled allow allowed ok okay temp temporary na fix later needed need needs required remove removed file files
    bandit semgrep trivy checkov snyk zizmor gitleaks trufflehog kics hadolint ruff eslint sonar gosec tfsec osv scanner
    """.split()
)
_EDGES = " \t-–—:;,.#/*!()[]{}<>|'\"=\\"


def note(text: str, ids: tuple[str, ...] = ()) -> Note:
    """What a comment says; `ids` are those that it is about, which are no reason by themselves."""
    if not text.strip():
        return Note()
    expires = owner = ""
    if found := _EXPIRES.search(text):
        expires = day(found["day"] or found["word"].rstrip("."))
        text = text[: found.start()] + " " + text[found.end() :]
    if found := _OWNER.search(text):
        owner = (found["name"] or found["team"]).rstrip(".:")
        text = text[: found.start()] + " " + text[found.end() :]
    return Note(reason(text, ids), owner, expires)


def reason(text: str, ids: tuple[str, ...] = ()) -> str:
    """The reason in a text, "" if it says nothing: too short, a placeholder, only the ids themselves."""
    text = _DIRECTIVES.compiled().sub(" ", text)
    plain = text
    for one in ids:
        plain = plain.replace(one, " ")
    told = " ".join(text.split())
    start = told.lstrip(_EDGES)
    told = start.rstrip(_EDGES)
    if told.count("(") > told.count(")") and start[len(told) : len(told) + 1] == ")":
        told += ")"
    if _TICKET.search(plain):
        return told
    words = [found[0].lower() for found in _WORD.finditer(plain)]
    if not words or all(word in _NOTHING for word in words) or sum(map(len, words)) < 4:
        return ""
    return told
