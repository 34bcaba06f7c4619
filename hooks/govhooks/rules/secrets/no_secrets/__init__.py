"""Secrets stay out of git."""

from __future__ import annotations

from govhooks.core.entry import BY_FILE
from govhooks.core.finding import CONFIDENCES, HIDDEN, Finding
from govhooks.core.record import Record
from govhooks.core.rule import Rule
from govhooks.policy.load import BASELINE
from govhooks.rules.secrets.no_secrets.engine import PROSE, literals, scan
from govhooks.rules.secrets.no_secrets.excerpt import worth_reading
from govhooks.rules.secrets.no_secrets.files import TESTS, in_tests
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.policy.load import Choice, GlobList
    from govhooks.rules.secrets.no_secrets.match import Match

ID = "no-secrets"
MANAGER = "remove it and read it from an environment variable or your secret manager"
LEAKED = "if it was ever pushed, treat it as leaked:"
# Its fingerprints are digests like any other; a secret in its text is still a secret.
POLICY = "governance.toml"


class Policy(Record):
    """The lowest confidence that refuses, in test folders and elsewhere, and where guesses are not made (proven tokens
    are found everywhere)."""

    confidence: Choice = "medium"
    confidence_in_tests: Choice = "same"
    tests: GlobList = TESTS
    no_guesses: GlobList = ()
    baseline: str = ".secrets.baseline"

    CHOICES = {"confidence": CONFIDENCES, "confidence_in_tests": ("same", *CONFIDENCES)}

    def least(self, path: str) -> str:
        """The lowest confidence that refuses in a file."""
        if self.confidence_in_tests == "same":
            return self.confidence
        from govhooks.core.globs import globs

        return self.confidence_in_tests if globs(self.tests, ignore_case=True).match(path) else self.confidence


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    quiet = None
    known: frozenset[tuple[str, str]] | None = None
    yield from _in_names(changeset)
    for change in changeset.changes:
        if not change.has_content:
            continue
        for match in _matches(change, policy, PROSE if changeset.kind == "text" else change.path):
            if match.guess:
                if quiet is None:
                    from govhooks.core.globs import globs

                    quiet = globs(policy.no_guesses)
                if change.is_now(quiet):
                    continue
            if change.path in (POLICY, policy.baseline, BASELINE) and _is_digest(change, match):
                continue
            if match.id == "private-key" and match.confidence != "low":
                match = _told_apart(match, change, changeset)
            if match.guess or (match.confidence != "high" and not match.proven):
                if known is None:
                    known = _baseline(changeset, policy)
                if known and _is_known(change.path, match.value, known):
                    continue
                if _has_pragma(change, match):
                    continue
            yield _finding(change, match)


def _told_apart(match: Match, change: Change, changeset: Changeset) -> Match:
    """A key's match as `published.tell_apart` has it, with the certificates in files beside it."""
    from govhooks.rules.secrets.no_secrets.published import beside, certificates, tell_apart

    found = (changeset.after(path) for path in beside(change.path))
    return tell_apart(match, (one for blob in found if blob for one in certificates(blob.decode("utf-8", "replace"))))


def _in_names(changeset: Changeset) -> Iterator[Finding]:
    """Tokens in the names of new or renamed files: all names in one pass, one per line."""
    paths = [change.path for change in changeset.changes if change.exists and change.status not in "MT"]
    if not paths:
        return
    for match in scan("\n".join(path.replace("\n", " ") for path in paths), "", guesses=False):
        if match.confidence != "high":
            continue
        yield Finding(
            rule=ID,
            path=paths[match.line - 1].replace(match.value, HIDDEN),
            line=0,
            problem=f"{match.title}, in the file's name",
            fix=f"rename the file (git mv); {LEAKED} {match.fix}",
            identity=match.value,
            proven=match.proven,
        )


def _matches(change: Change, policy: Policy, path: str) -> Iterator[Match]:
    """What is found in the lines that the change adds, judged with the lines around them, for a file with this path."""
    # A baseline contains digests of secrets, which only look like secrets.
    guesses = change.path not in (policy.baseline, BASELINE)
    if not worth_reading(change, guesses):
        return
    if guesses and change.binary:
        from govhooks.knowledge.texts import hides_text

        guesses = hides_text(change)  # a single NUL makes a script binary for git, and it still runs
    if change.large:
        for text, first in change.pieces():
            if first == 1 and text.startswith(_LARGE_PACKED):
                from govhooks.rules.secrets.no_secrets.archives import unseen

                yield unseen(change.path, "it is larger than 16 MiB")
            for match in scan(text, path, guesses=guesses):
                yield match.but(line=match.line + first - 1, end_line=match.end_line + first - 1)
        return
    added = None if change.is_new else set(change.added_indexes)
    if not change.text or added == set():
        return
    seen: dict[str, int] = {}
    for match in scan(change.text, path, guesses=guesses):
        _note(match, seen)
        if added is None or any(number - 1 in added for number in range(match.line, match.end_line + 1)):
            yield match
    if change.wide or change.binary:
        for match in _in_bytes(change):
            if _is_surer(match, seen):
                _note(match, seen)
                yield match
    if is_packed(change.read()):
        guesses = change.path != policy.baseline
        yield from (match for match in _packed(change, guesses) if _is_surer(match, seen))


def _is_surer(match: Match, seen: dict[str, int]) -> bool:
    """Whether a value is new, or was seen with less confidence: the more certain match may be the one that refuses."""
    return CONFIDENCES.index(match.confidence) > seen.get(match.value, -1)


def _note(match: Match, seen: dict[str, int]) -> None:
    if _is_surer(match, seen):
        seen[match.value] = CONFIDENCES.index(match.confidence)


# The first bytes of archives, keystores and DER files (`archives` has further tests).
_PACKED = (
    *(b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0", b"\x30\x81", b"\x30\x82", b"\x30\x83"),
    *(b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce", b"\0\0\0\1\0\0\0\x14", b"\0\0\0\2\0\0\0\x14"),
)
# The same as text, for files that are not UTF-8, or only at the beginning.
_LARGE_PACKED = ("PK\x03\x04", "\x1f\x8b\x08", "\x1f\udc8b\x08", "BZh", "\xfd7zXZ", "\udcfd7zXZ")


def is_packed(blob: bytes) -> bool:
    """Whether a file may be an archive, a keystore or a DER key, judged by its first bytes."""
    return (
        blob.startswith(_PACKED)
        or blob[257:262] == b"ustar"
        or (blob[:1] == b"\x30" and blob[2:4] in (b"\2\1", b"\x30\x50"))
    )


def _packed(change: Change, guesses: bool) -> Iterator[Match]:
    """What a binary file contains now and did not contain before."""
    from govhooks.rules.secrets.no_secrets.archives import in_binary

    found = list(in_binary(change.read(), change.path, guesses=guesses))
    if found and not change.is_new:
        before: dict[str, int] = {}
        for match in in_binary(change.read_old(), change.old_path, guesses=guesses):
            _note(match, before)
        found = [match for match in found if not match.blocks or _is_surer(match, before)]
    yield from found


def _in_bytes(change: Change) -> Iterator[Match]:
    """Tokens and keys in a file that reads as UTF-16 or as binary. It may be ASCII after two misleading bytes, or
    contain 16 or more ASCII characters in a row, each followed by a NUL."""
    blob = change.read()
    yield from scan(blob.replace(b"\0", b"").decode("latin-1"), change.path, guesses=False)
    if bytes(16) not in blob[::2] and bytes(16) not in blob[1::2]:
        return
    import re

    # Low byte first, then high byte first.
    for expression in (rb"(?:[\t -~]\0){16,}", rb"(?:\0[\t -~]){16,}"):
        for run in re.finditer(expression, blob):
            line = blob.count(b"\n", 0, run.start()) + 1
            for match in scan(run.group().replace(b"\0", b"").decode("ascii"), change.path, guesses=False):
                yield match.but(line=line, end_line=line)


def _finding(change: Change, match: Match) -> Finding:
    return Finding(
        rule=ID,
        path=change.path,
        line=match.line,
        end_line=match.end_line,
        column=match.column,
        problem=match.title,
        fix=match.fix if match.harmless or not match.blocks else f"{MANAGER}; {LEAKED} {match.fix or 'rotate it'}",
        identity=match.value,
        guessable=match.guess,
        confidence=match.confidence,
        proven=match.proven,
        blocks=match.blocks,
    )


def _baseline(changeset: Changeset, policy: Policy) -> frozenset[tuple[str, str]]:
    """(path, SHA-1 of the value) in a detect-secrets baseline, as it will be after the change."""
    data = changeset.after(policy.baseline) if policy.baseline else None
    if not data:
        return frozenset()
    return read_baseline(data, policy.baseline)


def read_baseline(data: bytes, origin: str) -> frozenset[tuple[str, str]]:
    """(path, SHA-1 of the value) of every entry. Raises CannotJudge if it is not a detect-secrets baseline."""
    import json

    try:
        results = json.loads(data)["results"]
        return frozenset(
            (path.replace("\\", "/").removeprefix("./"), entry["hashed_secret"])
            for path, entries in results.items()
            for entry in entries
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        from govhooks.core.errors import CannotJudge

        raise CannotJudge(f"{origin} is not a detect-secrets baseline: create it again, or remove it") from None


def _is_known(path: str, value: str, known: frozenset[tuple[str, str]]) -> bool:
    return (path, digest(value)) in known


def digest(value: str) -> str:
    """The digest of a value, as in a detect-secrets baseline."""
    from hashlib import sha1

    return sha1(value.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()


# What precedes a digest in governance.toml and in a detect-secrets baseline; in ours, it begins the line.
_DIGEST = Expression(r""".*(?:\bfingerprint["']?\s*=|"hashed_secret"\s*:)\s*["']$""")


def _is_digest(change: Change, match: Match) -> bool:
    """Whether something that looks like a key is a fingerprint or digest, in a file that contains them."""
    if match.line < 1 or match.column < 1 or match.value.strip("0123456789abcdef") or len(match.value) not in (32, 40):
        return False
    before = change.lines[match.line - 1][: match.column - 1] if match.line <= len(change.lines) else " "
    return before == "" if change.path == BASELINE else _DIGEST.match(before) is not None


def _has_pragma(change: Change, match: Match) -> bool:
    """Whether a comment on the line, or on the line above, tells a secret scanner that the line has no secret."""
    if change.large or match.line < 1:
        return False
    lines = change.lines
    index = match.line - 1
    if index >= len(lines):
        return False
    from govhooks.rules.secrets.no_secrets.pragmas import MARKS, excuses

    here, above = lines[index], lines[index - 1] if index else ""
    both = f"{above}\n{here}".lower()
    return any(mark in both for mark in MARKS) and excuses(change.path, here, above, match.value)


def _ease(finding: Finding) -> str:
    """The setting for a higher confidence in tests, if that would let a guess in a test file pass."""
    if not finding.guessable or finding.confidence == "high":
        return ""
    return 'confidence-in-tests = "high"' if in_tests(finding.path) else ""


def _prepare() -> None:
    """For much to read: what all processes share is made before there are several."""
    from govhooks.rules.secrets.no_secrets import guesses, sureness  # noqa: F401 - loaded here, no worker loads guesses again

    literals().expect_much()
    sureness.expect_repeats()


rule = Rule(
    ID,
    Policy,
    check,
    kinds=("change", "commit", "whole", "text"),
    per_change=True,
    prepare=_prepare,
    baseline=True,
    excused_by=BY_FILE,
    supplies={"foreign-baseline": "baseline"},
    is_live=lambda finding: not finding.guessable,
    ease=_ease,
)
