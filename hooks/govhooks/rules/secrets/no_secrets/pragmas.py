"""Comments that tell a secret scanner that a line has no secret, in the notation of every common scanner.

A comment about other checks excuses nothing here: `# nosec B303` is about a hash, `# noqa: E501` about a long line. It
must be outside of the value, so that a secret cannot excuse itself.
"""

from __future__ import annotations

from govhooks.search.expression import Expression

# A line, or the line above it, is examined only if it contains one of these; in lower case.
MARKS = (
    *(
        "pragma",
        "leaks:allow",
        "trufflehog:ignore",
        "ggignore",
        "kingfisher:ignore",
        "hashicorpignore",
        "nosec",
        "noqa",
    ),
    *("nosem", "kics-scan", "checkov:skip", "bridgecrew:skip", "secretlint-disable", "no-secrets/", "hardcoded"),
)
# On the line itself. gitleaks and betterleaks, TruffleHog, GitGuardian's ggshield, Kingfisher, HashiCorp's Vault Radar, secretlint;
# bandit and gosec (B105 to B107, G101 are hard-coded credentials; without an id: all), flake8-bandit and ruff (S105 to S107), semgrep
# (without an id: all), KICS, checkov's checks for secrets, eslint-plugin-no-secrets, CodeQL's query for hard-coded credentials.
_HERE = Expression(
    r"(?i)\b(?:gitleaks|betterleaks):allow\b|\btrufflehog:ignore\b|\bggignore\b(?!-)|\bkingfisher:ignore\b|\bHashiCorpIgnore\b"
    r"|\bsecretlint-disable-line\b"
    r"|(?:#|//|/\*)\s{0,4}#?nosec\b(?:(?!\s{0,4}:?\s{0,4}[A-Z]\d{3}\b|\s{0,4}:?\s{0,4}[a-z]+_[a-z_]+\b)"
    r"|[^\n]{0,80}?(?:\bB10[567]\b|\bG101\b|\bhardcoded_password))"
    r"|#\s{0,4}noqa:[\s,A-Z0-9]{0,80}?\bS10[567]\b"
    r"|\bnosem(?:grep)?\b(?:(?!\s{0,4}:)|\s{0,4}:[^\n]{0,200}?(?:secret|password|credential|token|api-?key|hardcoded|detected-))"
    r"|\bkics-scan ignore-line\b|\b(?:checkov|bridgecrew):skip=CKV_SECRET_\d"
    r"|\beslint-disable-line\b[^\n]{0,80}\bno-secrets/no-secrets\b|\b(?:lgtm|codeql)\s?\[[^\]\n]{0,80}hardcoded-credentials"
)
# On the line above, which must be nothing but a comment.
_ABOVE = Expression(
    r"(?i)\s*(?:#|//|/\*|<!--|--|;|\*|\{/\*)[^\n]{0,40}?(?:\bsecretlint-disable-next-line\b|\bkics-scan ignore-line\b"
    r"|\b(?:checkov|bridgecrew):skip=CKV_SECRET_\d|\beslint-disable-next-line\b[^\n]{0,80}\bno-secrets/no-secrets\b"
    r"|\bnosem(?:grep)?\b(?:(?!\s{0,4}:)|\s{0,4}:[^\n]{0,200}?(?:secret|password|credential|token|api-?key|hardcoded|detected-)))"
)


def _comments(pragma: str, before: str) -> tuple[tuple[Expression, str], ...]:
    """(regular expression for the start of a comment with the pragma, its end at the end of the line); YAML's comes
    first."""
    return (
        (Expression(rf"{before}# *{pragma}"), ""),
        (Expression(rf"{before}(?://|'|--) *{pragma}"), ""),
        (Expression(rf"{before}/\* *{pragma}"), "*/"),
        (Expression(rf"{before}<!--[# \t]*{pragma}"), "-->"),
    )


# detect-secrets' own pragma, as documented and as release 1.5 reads it (a test compares). On the line itself it may
# follow code; the comment for the next line must be on a line of its own. Files named `.yaml` only have YAML comments.
_ALLOWS = _comments(r"pragma: ?(?:allow|white)list[ -]secret", "")
_ALLOWS_NEXT = _comments(r"pragma: ?allowlist[ -]nextline[ -]secret", r"\A[ \t]*")


def excuses(path: str, line: str, above: str, value: str) -> bool:
    """Whether a comment on the line, or on the one above, says that the value is not a secret."""
    if _is_allowlisted(path, line, above):
        return True
    rest = line.replace(value, " ") if value else line
    return _HERE.search(rest) is not None or _ABOVE.match(above) is not None


def _is_allowlisted(path: str, line: str, above: str) -> bool:
    """Whether detect-secrets' pragma is on the line, or its nextline form on the line above."""
    if "pragma" not in line and "pragma" not in above:
        return False
    from os.path import splitext

    kinds = 1 if splitext(path)[1] == ".yaml" else len(_ALLOWS)
    return _has(_ALLOWS[:kinds], line) or _has(_ALLOWS_NEXT[:kinds], above)


def _has(comments: tuple[tuple[Expression, str], ...], line: str) -> bool:
    written = line.rstrip(" \t")
    for begins, end in comments:
        # The earliest one leaves the most room for its end: no other has to be tried.
        found = begins.search(written)
        if found and written.endswith(end) and found.end() <= len(written) - len(end):
            return True
    return False
