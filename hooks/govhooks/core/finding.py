"""A finding of a rule: where, what is wrong, what to do next. It never contains a secret, not even masked."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from govhooks.core.waiver import Waiver

CONFIDENCES = ("low", "medium", "high")
# Replaces a secret in a finding's path, if the path itself contains one.
HIDDEN = "<secret>"


class Finding(Record):
    """One finding of one rule.

    `path`        repository-relative, "/"-separated, undecodable bytes as surrogates; "" for the commit message,
                  "refs/tags/NAME" for that of a tag.
    `line`        1-based, 0 when the finding is about the path itself; `end_line` and `column` likewise.
    `problem`     what is wrong: lower case, imperative or plain statement, no secret.
    `fix`         what to do next.
    `identity`    what identifies this finding over time: the value or name that was found, without its line number. It
                  is never shown, only the fingerprint derived from it.
    `guessable`   True if `identity` contains something that could be guessed (a password): little of it goes into the
                  fingerprint then.
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
        """32 hexadecimal digits that stay the same when the line moves (see `govhooks.core.fingerprint`)."""
        from govhooks.core.fingerprint import fingerprint

        return fingerprint(self.rule, self.path, self.identity, self.guessable)

    def has(self, mark: str) -> bool:
        """Whether a fingerprint, of today's form or of an old one, is that of this finding."""
        if mark == self.fingerprint:
            return True
        from govhooks.core.fingerprint import is_slow, slow

        return self.guessable and bool(mark) and is_slow(mark) and mark == slow(self.rule, self.path, self.identity)


def surest(findings: Iterable[Finding], same: Callable[[Finding], object]) -> list[Finding]:
    """One finding for each value of `same`, in order of first appearance: the one most likely to refuse.

    Otherwise a later filter by confidence could lose the certain one among several. Among commits, it stands where
    the first one does: in the commit that introduced the value.
    """
    kept: dict[object, Finding] = {}
    for finding in findings:
        key = same(finding)
        other = kept.get(key)
        if other is None:
            kept[key] = finding
        elif _weight(finding) > _weight(other):
            moved = other.commit and other.blocks == finding.blocks
            kept[key] = finding.but(**{name: getattr(other, name) for name in _PLACE}) if moved else finding
    return list(kept.values())


_PLACE = ("commit", "line", "end_line", "column")


def _weight(finding: Finding) -> tuple[bool, int, bool]:
    return finding.blocks, CONFIDENCES.index(finding.confidence), finding.proven
