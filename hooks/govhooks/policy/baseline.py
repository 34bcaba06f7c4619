"""The baseline of known findings: `.govhooks.baseline`, as `govhooks baseline` writes it.

    <fingerprint> <rule> <path>      one known finding per line, sorted; lines that begin with # are comments

It records findings of the rules that judge content as it is (`Rule.baseline`): secrets, environment files, agents'
files. It never records findings about how a change is made: exceptions, approvals, messages, history.

A finding is identified by its rule, its path and the fingerprint of its value (`govhooks.core.finding.fingerprint`, as
shown in every report). So a moved line stays known, a changed value is new, and the file is no test of guesses. It has no line numbers, dates or
counts, and the fingerprint comes first, so what two branches add ends up far apart and merges. Order and duplicates do
not matter, so `merge=union` is safe.

As with the policy, a change is judged by the baseline of the commit it lands on (see `govhooks.run.conclude`).
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.core.finding import Finding
from govhooks.core.fingerprint import is_slow, slow
from govhooks.core.waiver import is_fingerprint
from govhooks.policy.load import BASELINE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from govhooks.core.entry import Entry

    # (fingerprint, rule, path)
    Key = tuple[str, str, str]

FILE = BASELINE
HEADER = (
    "# govhooks baseline 1: known findings, each still to be fixed, secrets rotated (written by: govhooks baseline)\n"
)


def parse(data: bytes, origin: str, rules: Iterable[Entry]) -> dict[Key, int]:
    """The entries of a baseline, each with its line number; `rules` are the ids of all rules. Raises CannotJudge naming
    the line."""
    entries: dict[Key, int] = {}
    recorded = [rule.id for rule in rules if rule.baseline]
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        line = raw.decode("utf-8", "surrogateescape").removesuffix("\r")
        if not line or line.startswith("#"):
            continue
        words = line.split(" ", 2)
        if len(words) != 3 or not is_fingerprint(words[0]) or not words[2]:
            raise CannotJudge(f"{origin}:{number}: not a baseline entry (<fingerprint> <rule> <path>)")
        if words[1] not in recorded:
            raise CannotJudge(
                f"{origin}:{number}: findings of {words[1]} cannot be baselined, only those of {', '.join(recorded)}"
            )
        try:
            key = (words[0], words[1], _unquoted(words[2]))
        except ValueError:
            raise CannotJudge(
                f"{origin}:{number}: a backslash in a path must be written \\\\ (a byte: \\xNN)"
            ) from None
        entries.setdefault(key, number)
    return entries


def render(keys: Iterable[Key]) -> bytes:
    """The file for these entries: equal entries give identical bytes."""
    lines = sorted(f"{digest} {rule} {_quoted(path)}\n" for digest, rule, path in set(keys))
    return (HEADER + "".join(lines)).encode("utf-8")


def _quoted(path: str) -> str:
    """A path on one line: unprintable characters, undecodable bytes and a final space become \\xNN, byte by byte."""
    last = len(path) - 1
    return "".join(
        "\\\\"
        if char == "\\"
        else char
        if char.isprintable() and not (char == " " and at == last)
        else "".join(f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogateescape"))
        for at, char in enumerate(path)
    )


def _unquoted(text: str) -> str:
    """The path that `_quoted` wrote. Raises ValueError for an escape that `_quoted` does not write."""
    first, *rest = text.replace("\\\\", "\\x5c").split("\\")
    raw = first.encode("utf-8", "surrogateescape")
    for part in rest:
        if part[:1] != "x" or len(part) < 3:
            raise ValueError(text)
        raw += bytes.fromhex(part[1:3]) + part[3:].encode("utf-8", "surrogateescape")
    return raw.decode("utf-8", "surrogateescape")


def keys(findings: Sequence[Finding]) -> list[Key]:
    """The key of each finding."""
    return [(finding.fingerprint, finding.rule, finding.path) for finding in findings]


def match(findings: Sequence[Finding], entries: Mapping[Key, int]) -> dict[int, Key]:
    """By `id` of a finding, the entry that records it; no item for one that none does."""
    by_id = {id(finding): key for finding, key in zip(findings, keys(findings)) if key in entries}
    needed = set(by_id.values())
    # Entries of the old form are slow to compare: only where something is left to find.
    old: dict[tuple[str, str], set[str]] = {}
    for key in entries:
        if key not in needed and is_slow(key[0]):
            old.setdefault(key[1:], set()).add(key[0])
    for finding in findings if old else ():
        sought = old.get((finding.rule, finding.path))
        if sought and finding.guessable and id(finding) not in by_id:
            made = slow(finding.rule, finding.path, finding.identity)
            if made in sought:
                by_id[id(finding)] = (made, finding.rule, finding.path)
    return by_id


def mark(findings: Sequence[Finding], entries: Mapping[Key, int]) -> tuple[list[Finding], set[Key]]:
    """(the findings, those in the baseline marked as known and no longer blocking; the entries that at least one
    needs)."""
    recorded = match(findings, entries)
    marked = [
        finding.but(known=True, blocks=False) if id(finding) in recorded and finding.exception is None else finding
        for finding in findings
    ]
    return marked, set(recorded.values())


def stale(entries: Mapping[Key, int], needed: Collection[Key]) -> Iterator[Finding]:
    """Entries that no longer match anything: if they were kept, the same finding could come back unnoticed."""
    for key, line in entries.items():
        if key not in needed:
            yield Finding(
                rule=key[1],
                path=FILE,
                line=line,
                problem=f"stale entry: this finding is gone from {key[2]}",
                fix="update the baseline: govhooks baseline",
                identity=f"stale {key[0]}",
            )
