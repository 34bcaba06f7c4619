"""A finding of a rule: where, what is wrong, what to do next. It never contains a secret, not even masked."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from govhooks.core.waiver import Waiver

CONFIDENCES = ("low", "medium", "high")
# Replaces a secret in a finding's path, if the path itself contains one.
HIDDEN = "<secret>"
# PBKDF2 rounds for a value that a person may have chosen: about 25 ms a finding, and as much for each guess.
_ROUNDS = 100_000


class Finding(Record):
    """One finding of one rule.

    `path`        repository-relative, "/"-separated, undecodable bytes as surrogates; "" for the commit message,
                  "refs/tags/NAME" for that of a tag.
    `line`        1-based, 0 when the finding is about the path itself; `end_line` and `column` likewise.
    `problem`     what is wrong: lower case, imperative or plain statement, no secret.
    `fix`         what to do next.
    `identity`    what identifies this finding over time: the value or name that was found, without its line number. It
                  is never shown, only the fingerprint derived from it.
    `guessable`   True if `identity` contains something that could be guessed (a password): the fingerprint is then
                  deliberately slow to compute.
    `blocks`      False if it is shown but does not refuse the change (a flagged area).
    `proven`      True if the value's own structure or checksum proves what it is: no pragma or detect-secrets baseline
                  excuses it.
    `joint`       True if it is about more than its path or package says: only an exception with its fingerprint excuses it.
    `known`       True if the baseline records it: it is shown, but does not refuse the change.
    `commit`      the commit that holds it, in a range or history; "" otherwise.
    `package`     (ecosystem, name, version) of the package that it is about, as its lock writes them; None for no package.
    `advisories`  the ids of the advisory that it tells of, and its aliases; () for no advisory.
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
    package: tuple[str, str, str] | None = None
    advisories: tuple[str, ...] = ()

    @property
    def severity(self) -> str:
        """`error` if it refuses the change, `warning` if it is only shown."""
        return "error" if self.blocks and self.exception is None else "warning"

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits that stay the same when the line moves, and that are too slow to compute for quick
        guessing."""
        return fingerprint(self.rule, self.path, self.identity, self.guessable)


def surest(findings: Iterable[Finding], same: Callable[[Finding], object]) -> list[Finding]:
    """One finding for each value of `same`, in order of first appearance: the one most likely to refuse.

    Otherwise a later filter by confidence could lose the certain one among several.
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


# Up to this many guessable findings, starting threads does not pay.
_FEW = 4
_known: dict[tuple[str, str, str, bool], str] = {}


def fingerprint(rule: str, path: str, identity: str, guessable: bool) -> str:
    """PBKDF2-HMAC-SHA256 of `identity`, salted with rule and path; a single round if nothing can be guessed."""
    key = (rule, path, identity, guessable)
    if key not in _known:
        from hashlib import pbkdf2_hmac

        salt = f"govhooks 1\0{rule}\0{path}".encode("utf-8", "surrogateescape")
        value = identity.encode("utf-8", "surrogateescape")
        _known[key] = pbkdf2_hmac("sha256", value, salt, _ROUNDS if guessable else 1, 16).hex()
    return _known[key]


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """The fingerprint of each finding; slow ones are computed on all cores (hashlib releases the interpreter lock)."""
    slow = [finding for finding in findings if finding.guessable]
    if len(slow) > _FEW:
        import os
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda finding: finding.fingerprint, slow))
    return [finding.fingerprint for finding in findings]
