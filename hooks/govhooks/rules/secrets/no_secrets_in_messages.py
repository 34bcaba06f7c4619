"""Secrets stay out of commit messages."""

from __future__ import annotations

from govhooks.core.entry import BY_FILE
from govhooks.core.finding import CONFIDENCES, Finding
from govhooks.core.record import Record
from govhooks.core.rule import Rule
from govhooks.rules.secrets.no_secrets import LEAKED
from govhooks.rules.secrets.no_secrets.engine import PROSE, scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.policy.load import Choice
    from govhooks.rules.secrets.no_secrets.match import Match

ID = "no-secrets-in-messages"
# git appends the signature of a tag to its message: base64 in which a guess would see anything.
_SIGNATURES = ("-----BEGIN PGP SIGNATURE-----", "-----BEGIN SSH SIGNATURE-----", "-----BEGIN SIGNED MESSAGE-----")


class Policy(Record):
    """The lowest confidence that refuses."""

    confidence: Choice = "medium"

    CHOICES = {"confidence": CONFIDENCES}


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge the message of a commit, and the messages of the annotated tags of a range."""
    if changeset.kind == "range":
        for name, text in changeset.tags:
            for match in _in_tag(text):
                yield _finding(f"refs/tags/{name}", match, _retag(name))
        return
    for match in scan(changeset.recorded or "", PROSE):
        yield _finding("", match, _reword(changeset))


def _in_tag(text: str) -> Iterator[Match]:
    """Secrets in a tag's message; in its signature, if it has one, only tokens."""
    start = min((at for at in map(text.find, _SIGNATURES) if at >= 0), default=len(text))
    yield from scan(text[:start], PROSE)
    before = text.count("\n", 0, start)
    for match in scan(text[start:], PROSE, guesses=False):
        yield match.but(line=match.line + before, end_line=match.end_line + before)


def _finding(path: str, match: Match, fix: str) -> Finding:
    return Finding(
        rule=ID,
        path=path,
        line=match.line,
        end_line=match.end_line,
        column=match.column,
        problem=match.title,
        fix=f"{fix}; {LEAKED} {match.fix or 'rotate it'}",
        identity=match.value,
        guessable=match.guess,
        confidence=match.confidence,
        proven=match.proven,
    )


def _reword(changeset: Changeset) -> str:
    if changeset.kind == "commit":
        if changeset.stands == "landed":  # history is kept there: nothing can be rewritten
            return 'it has landed: excuse it in governance.toml, by fingerprint, with path = "commit message"'
        short = changeset.commit[:12]
        return (
            f"reword the message: git commit --amend (an older commit: git rebase -i {short}^, or --root for the first)"
        )
    return 'remove it from the message: git commit --edit --file="$(git rev-parse --git-path COMMIT_EDITMSG)"'


def _retag(name: str) -> str:
    """How to rewrite a tag's message; the tag's name may contain shell characters."""
    from shlex import quote

    return f"rewrite the tag's message: git tag -f -a {quote(name)} {quote(name + '^{}')}"


rule = Rule(ID, Policy, check, kinds=("message", "commit", "range"), tags=True, excused_by=BY_FILE)
