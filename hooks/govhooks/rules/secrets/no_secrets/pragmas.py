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
    from detect_secrets.filters.allowlist import is_line_allowlisted
    from detect_secrets.util.code_snippet import CodeSnippet

    return bool(is_line_allowlisted(path, line, CodeSnippet([above, line], 0, 1)))
