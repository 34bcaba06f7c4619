"""Explain, by name, why this rule does not report a value that another detector reports.

The reasons are facts that can be checked: a file without guesses, a dismissal of the candidate, a candidate with too
low a score, a token that is not made as its provider makes them. Without a reason the answer is "". "We did not look"
is never a reason: for a value assigned to a name that suggests a secret, a reason is given only if it was among the
candidates. No commit uses this module; the differential test does, and anyone who wants a verdict explained.
"""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.candidates import AFTER, BEFORE
from govhooks.rules.secrets.no_secrets.checks import CHECKS
from govhooks.rules.secrets.no_secrets.dismissals import dismissal
from govhooks.rules.secrets.no_secrets.engine import literals, pattern
from govhooks.rules.secrets.no_secrets.files import CODE, skips_file
from govhooks.rules.secrets.no_secrets.formats import load
from govhooks.rules.secrets.no_secrets.guesses import every
from govhooks.rules.secrets.no_secrets.match import Text
from govhooks.rules.secrets.no_secrets.score import confidence, score
from govhooks.rules.secrets.no_secrets.words import GUESSES, NAMES
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.rules.secrets.no_secrets.candidates import Candidate

# Kinds that no provider's mark proves, in detect-secrets' terms.
_GUESSED = frozenset({"Secret Keyword", "Basic Auth Credentials", "JSON Web Token"})
_RANDOM = frozenset({"Base64 High Entropy String", "Hex High Entropy String"})
# Kinds for assignments to a name that contains the provider's, where nothing marks the value as the provider's.
_NAMED = frozenset({"Cloudant Credentials", "SoftLayer Credentials", "IBM COS HMAC Credentials", "IBM Cloud IAM Key"})
# Only these may be dismissed as unlikely.
_WEIGHED = _GUESSED | _RANDOM | _NAMED
# kind -> (reason, pattern of the provider's tokens): a value that does not match has the reason. The sources are those
# of the formats' rows.
_MADE = {
    "AWS Access Key": ("no-base32", r"[A-Z0-9]{4}[A-Z2-7]{16}|.{40}"),
    "Azure Storage Account access key": ("no-base64", r"(?:AccountKey=)?[0-9A-Za-z+/]{86}=="),
    "Mailchimp Access Key": ("no-hex", r"[0-9a-f]{32}-us[1-9]\d?"),
    "NPM tokens": ("no-npm-token", r"npm_[0-9A-Za-z]{36}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"),
    "OpenAI Token": (
        "length",
        r"sk-(?:\w{1,40}-)?(?:[0-9A-Za-z]{20}|[\w-]{58}|[\w-]{74})T3BlbkFJ(?:[0-9A-Za-z]{20}|[\w-]{58}|[\w-]{74})",
    ),
    "PyPI Token": ("length", r"pypi-\S{86,}"),
    "Slack Token": (
        "no-slack-id",
        r"xox.-(?:\d{1,3}-)?\d{8,14}-[0-9A-Za-z-]{10,}|https://hooks.*/T\w{8,}/B\w{8,}/\w{20,}",
    ),
    "Square OAuth Secret": ("no-base64", r"sq0csp-[\w-]+"),
    "Telegram Bot Token": ("no-telegram-version", r"\d{8,10}:AA.{33}"),
    "Twilio API Key": ("no-hex", r"[AS][CK][0-9a-f]{32}"),
    "Artifactory Credentials": ("length", r"[\W]?(?:AKCp[0-9A-Za-z]{68,70}|AP[0-9A-F]\w{8,})\W?"),
}
_VARIABLE = Expression(r"[A-Za-z_$.]+\Z")
_BASE62 = Expression(r"gh[oprsu]_[0-9A-Za-z]{36}(?![0-9A-Za-z_])")
# A provider's token that counts only on a line that names the provider.
_WANTS = {"Twilio API Key": ("twilio",), "Artifactory Credentials": ("artifactory", "jfrog")}
# Between a name and its value in an assignment of any language: operators, quotes, brackets, the rest of the name, a
# type.
_ASSIGNS = Expression(r"[\w$.\[\]'\"` \t-]{0,40}(?:[:=]{1,3}>?|[(,]|[ \t])[ \t(\[]{0,40}[\"'`]?\Z")


def why_not(kind: str, value: str, line: str, path: str) -> str:
    """The name of the reason against a value on a line, "" if there is none; `kind` is detect-secrets' name for it."""
    reason = skips_file(path) or _of_kind(kind, value, line) or _of_structure(line)
    if reason:
        return reason
    asked = [candidate for candidate in _candidates(line) if candidate.value in value or value in candidate.value]
    reasons = [_of_candidate(candidate, line, path) for candidate in asked]
    if asked:
        if kind not in _WEIGHED and all(_contains_string(candidate.value, value) for candidate in asked):
            return "part-of-a-value"
        if "" in reasons or ("unlikely" in reasons and kind not in _WEIGHED):
            return ""
        return reasons[0]
    if kind == "Secret Keyword":
        return _of_keyword(value, line)
    if kind == "Basic Auth Credentials":
        return _of_url(value, line)
    if kind in _RANDOM | _NAMED or kind == "AWS Access Key":
        return _of_name(value, line)
    return ""


def _of_kind(kind: str, value: str, line: str) -> str:
    """Reasons from the kind alone, or from how its tokens are made."""
    if kind == "Public IP (ipv4)":
        return "public-ip"
    if kind == "Private Key":
        return "key-without-body"
    if kind == "JSON Web Token":
        return "" if len(value.partition(".")[2].partition(".")[2]) >= 16 else "unsigned-jwt"
    if kind == "Twilio API Key" and value.startswith("AC"):
        return "account-identifier"
    if kind == "Discord Bot Token" and not CHECKS["discord"](value):
        return "no-snowflake"
    if kind == "GitHub Token" and not _BASE62.search(line):
        return "no-base62"
    if kind in _MADE:
        from re import fullmatch

        reason, made = _MADE[kind]
        if not fullmatch(made, value):
            return reason
    lowered = line.lower()
    if kind in _WANTS and not any(name in lowered for name in _WANTS[kind]):
        return "unnamed"
    at = line.find(value)
    if kind not in _GUESSED | _RANDOM and at >= 0:
        before, after = line[:at][-1:], line[at + len(value) :][:1]
        if (before.isalnum() and value[0].isalnum()) or (after.isalnum() and value[-1].isalnum()):
            return "embedded"
    return ""


def _of_structure(line: str) -> str:
    """The reason "checksum" or "structure", for a token on the line whose own structure shows that it is invalid."""
    from govhooks.rules.secrets.no_secrets.checks import PROOFS

    lowered = line.lower()
    for row in load():
        if row.check and any(literal in lowered for literal in row.literals):
            for found in pattern(row).finditer(line):
                if not CHECKS[row.check](found["secret"] if "secret" in found.re.groupindex else found.group()):
                    return "checksum" if row.check in PROOFS else "structure"
    return ""


def _candidates(line: str) -> Iterator[Candidate]:
    hits: dict[str, list[tuple[int, int]]] = {kind: [] for kind, _ in GUESSES}
    for start, end, sought in literals().hits(line):
        for key in sought:
            if isinstance(key, str) and key in hits:
                hits[key].append((start, end))
    return every(Text(line), hits)


def _contains_string(candidate: str, value: str) -> bool:
    return any(f"{quote}{value}" in candidate for quote in "\"'`")


def _of_candidate(candidate: Candidate, line: str, path: str) -> str:
    ending = path.rpartition("/")[2].rpartition(".")[2].lower()
    before, after = line[: candidate.start][-BEFORE:], line[candidate.end :][:AFTER]
    reason = dismissal(candidate, before, after[len(candidate.quote) :], ending)
    if (
        ending in CODE
        and not candidate.quote
        and candidate.form == "="
        and not reason
        and _VARIABLE.match(candidate.value)
    ):
        reason = "variable"  # `candidates.assigned` skips it
    return reason or ("" if confidence(score(candidate, before, after, path)) else "unlikely")


def _of_keyword(value: str, line: str) -> str:
    """For a value that is not a candidate: what a reader would not call a value."""
    text = value.strip().rstrip(",;").strip("\"'`")
    if len(text) < 4:
        return "too-short"
    at = line.find(text)
    # Without quotes, a value ends where a word does.
    if at > 0 and line[at - 1] not in "\"'`" and len(text.split()[0].rstrip(")]};,")) < 4:
        return "too-short"
    return ""


def _of_url(value: str, line: str) -> str:
    """RFC 3986: a host follows, and characters not allowed in it are percent-encoded."""
    at = line.find(f":{value}@")
    if at >= 0 and not (
        line[at + len(value) + 2 :][:1].isalnum() or line[at + len(value) + 2 :][:1] in ("[", "$", "{")
    ):
        return "no-host"
    user = line[line.rfind("://", 0, at) + 3 : at]
    return "no-url" if set("\"<>\\^`{|}[]' @#/") & set(user + value) else ""


def _of_name(value: str, line: str) -> str:
    """For a random string that is not a candidate: what comes before it, and how."""
    at = line.find(value)
    before = line[:at] if at >= 0 else line
    lowered = before.lower()
    ends = [lowered.rfind(name) + len(name) for name in NAMES if name in lowered]
    if not ends:
        return "unnamed"
    gap = before[max(ends) :]
    return "" if _ASSIGNS.match(gap) else "no-assignment"


__all__ = ["why_not"]
