"""Comments by which the authors of a line have told a secret scanner that it holds no secret, in every scanner's own words.

A comment that names other checks excuses nothing here: `# nosec B303` is about a hash, `# noqa: E501` about a long line. It has to stand
outside of the value, so that no secret excuses itself.
"""

from __future__ import annotations

from govhooks.search.expression import Expression

# What a line, or the line above it, must hold to be looked at any closer; in lower case.
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
# On a line above that is nothing but a comment.
_ABOVE = Expression(
    r"(?i)\s*(?:#|//|/\*|<!--|--|;|\*|\{/\*)[^\n]{0,40}?(?:\bsecretlint-disable-next-line\b|\bkics-scan ignore-line\b"
    r"|\b(?:checkov|bridgecrew):skip=CKV_SECRET_\d|\beslint-disable-next-line\b[^\n]{0,80}\bno-secrets/no-secrets\b"
    r"|\bnosem(?:grep)?\b(?:(?!\s{0,4}:)|\s{0,4}:[^\n]{0,200}?(?:secret|password|credential|token|api-?key|hardcoded|detected-)))"
)


def _comments(pragma: str, before: str) -> tuple[tuple[Expression, str], ...]:
    """(how a comment with the pragma begins, what ends it at the end of the line); what YAML has comes first."""
    return (
        (Expression(rf"{before}# *{pragma}"), ""),
        (Expression(rf"{before}(?://|'|--) *{pragma}"), ""),
        (Expression(rf"{before}/\* *{pragma}"), "*/"),
        (Expression(rf"{before}<!--[# \t]*{pragma}"), "-->"),
    )


# detect-secrets' own pragma, as its documentation has it and release 1.5 reads it (a test compares). On the line itself it may stand
# behind code; the comment for the next line is a line of its own. Files named `.yaml` have no comments but those of YAML.
_ALLOWS = _comments(r"pragma: ?(?:allow|white)list[ -]secret", "")
_ALLOWS_NEXT = _comments(r"pragma: ?allowlist[ -]nextline[ -]secret", r"\A[ \t]*")


def excuses(path: str, line: str, above: str, value: str) -> bool:
    """Whether a comment on the line, or on the one above, says that the value on it is no secret."""
    if _is_allowlisted(path, line, above):
        return True
    rest = line.replace(value, " ") if value else line
    return _HERE.search(rest) is not None or _ABOVE.match(above) is not None


def _is_allowlisted(path: str, line: str, above: str) -> bool:
    """Whether detect-secrets' pragma stands on the line, or its nextline form on the line above."""
    if "pragma" not in line and "pragma" not in above:
        return False
    from os.path import splitext

    kinds = 1 if splitext(path)[1] == ".yaml" else len(_ALLOWS)
    return _has(_ALLOWS[:kinds], line) or _has(_ALLOWS_NEXT[:kinds], above)


def _has(comments: tuple[tuple[Expression, str], ...], line: str) -> bool:
    written = line.rstrip(" \t")
    for begins, end in comments:
        # The first one that begins leaves the most room for its end: no other has to be tried.
        found = begins.search(written)
        if found and written.endswith(end) and found.end() <= len(written) - len(end):
            return True
    return False
