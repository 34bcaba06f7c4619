"""What a rule says: where, what is wrong, what to do next. Never a secret, not even masked."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from govhooks.core.waiver import Waiver

CONFIDENCES = ("low", "medium", "high")
# What stands in a finding's path for a secret that was found in the path.
HIDDEN = "<secret>"
# PBKDF2 rounds for a value that a person may have chosen: about 25 ms a finding, and a guess costs as much.
_ROUNDS = 100_000


class Finding(Record):
    """One finding of one rule.

    `path`        repository-relative, "/"-separated, undecodable bytes as surrogates; "" for the commit message,
                  "refs/tags/NAME" for that of a tag.
    `line`        1-based, 0 when the finding is about the path itself; `end_line` and `column` likewise.
    `problem`     what is wrong: lower case, imperative or plain statement, no secret.
    `fix`         what to do next.
    `identity`    what makes this finding the same one tomorrow: the value or the name that was found, without its
                  line number. It is never shown; only the fingerprint derived from it is.
    `guessable`   True when `identity` holds something that could be guessed (a password): the fingerprint is then
                  slow to compute on purpose.
    `blocks`      False for what is shown but does not refuse (a flagged area).
    `proven`      the value's own structure or checksum proves what it is: no pragma or baseline excuses it.
    `joint`       True when it is about more than its path: of exceptions only one with its fingerprint excuses it.
    `known`       True when the baseline records it: it is shown, and refuses nothing.
    `commit`      the commit that holds it, in a range or history; "" otherwise.
    """

    rule: str
    path: str
    line: int
    problem: str
    fix: str
    identity: str
    end_line: int = 0
    column: int = 0
    confidence: str = "high"
    blocks: bool = True
    guessable: bool = False
    proven: bool = False
    commit: str = ""
    exception: Waiver | None = None
    known: bool = False
    joint: bool = False

    @property
    def severity(self) -> str:
        """`error` when it refuses the change, `warning` when it is only shown."""
        return "error" if self.blocks and self.exception is None else "warning"

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits that stay the same when lines above move, and give no quick test of a guess."""
        return fingerprint(self.rule, self.path, self.identity, self.guessable)


def surest(findings: Iterable[Finding], same: Callable[[Finding], object]) -> list[Finding]:
    """One finding for each value of `same`, in the order of the first: the one that refuses soonest.

    What is filtered by confidence later must not have lost the sure one of several before.
    """
    kept: dict[object, Finding] = {}
    for finding in findings:
        key = same(finding)
        other = kept.get(key)
        if other is None or _weight(finding) > _weight(other):
            kept[key] = finding
    return list(kept.values())


def _weight(finding: Finding) -> tuple[bool, int, bool]:
    return finding.blocks, CONFIDENCES.index(finding.confidence), finding.proven


# Guesses up to which threads are not worth their import.
_FEW = 4
_known: dict[tuple[str, str, str, bool], str] = {}


def fingerprint(rule: str, path: str, identity: str, guessable: bool) -> str:
    """PBKDF2-HMAC-SHA256 of `identity`, salted with rule and path; one round where nothing can be guessed."""
    key = (rule, path, identity, guessable)
    if key not in _known:
        from hashlib import pbkdf2_hmac

        salt = f"govhooks 1\0{rule}\0{path}".encode("utf-8", "surrogateescape")
        value = identity.encode("utf-8", "surrogateescape")
        _known[key] = pbkdf2_hmac("sha256", value, salt, _ROUNDS if guessable else 1, 16).hex()
    return _known[key]


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """The fingerprint of each finding, the slow ones computed on all cores: hashlib lets go of the interpreter."""
    slow = [finding for finding in findings if finding.guessable]
    if len(slow) > _FEW:
        import os
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda finding: finding.fingerprint, slow))
    return [finding.fingerprint for finding in findings]
