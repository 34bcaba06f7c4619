"""What was there before the rules came: `.govhooks.baseline`, as `govhooks baseline` writes it.

    <fingerprint> <rule> <path>      one known finding a line, sorted; lines that begin with # say nothing

Recorded are findings of the rules that judge content as it stands (`Rule.baseline`): secrets, environment files, agents'
files. Never those about how a change is made: exceptions, approvals, messages, history.

A finding is known by its rule, its path and the fingerprint of its value (`govhooks.core.finding.fingerprint`, the one every
report shows: PBKDF2 for what a person may have chosen, salted with rule and path). So a moved line stays known, a changed
value is new, and the file gives no quick test of a guess. No line number, date or count is in it, and the fingerprint
comes first: what two branches add lands far apart, and merges. Order and repetition mean nothing, so `merge=union` is safe.

Like the policy, the baseline of the commit that a change lands on judges it (see `govhooks.run.conclude`).
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.core.finding import Finding, fingerprints
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
    """The entries of a baseline, each with its line; `rules` are all there are. Raises CannotJudge that names the line."""
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
    """The file: the same bytes for the same entries."""
    lines = sorted(f"{digest} {rule} {_quoted(path)}\n" for digest, rule, path in set(keys))
    return (HEADER + "".join(lines)).encode("utf-8")


def _quoted(path: str) -> str:
    """A path on one line: what does not print, undecodable bytes and a space at the end as \\xNN, byte by byte."""
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
    """The path that `_quoted` wrote. Raises ValueError for an escape that it does not write."""
    first, *rest = text.replace("\\\\", "\\x5c").split("\\")
    raw = first.encode("utf-8", "surrogateescape")
    for part in rest:
        if part[:1] != "x" or len(part) < 3:
            raise ValueError(text)
        raw += bytes.fromhex(part[1:3]) + part[3:].encode("utf-8", "surrogateescape")
    return raw.decode("utf-8", "surrogateescape")


def keys(findings: Sequence[Finding]) -> list[Key]:
    """The key of each finding."""
    made = fingerprints(findings)
    return [(value, finding.rule, finding.path) for value, finding in zip(made, findings)]


def mark(findings: Sequence[Finding], entries: Mapping[Key, int]) -> tuple[list[Finding], set[Key]]:
    """(the findings, those in the baseline known and no longer blocking; the entries that one of them needs)."""
    places = {key[1:] for key in entries}
    possible = [finding for finding in findings if (finding.rule, finding.path) in places]
    by_id = {id(finding): key for finding, key in zip(possible, keys(possible)) if key in entries}
    marked = [
        finding.but(known=True, blocks=False) if id(finding) in by_id and finding.exception is None else finding
        for finding in findings
    ]
    return marked, set(by_id.values())


def stale(entries: Mapping[Key, int], needed: Collection[Key]) -> Iterator[Finding]:
    """Entries that match nothing any more: were they kept, the same finding could come back unseen."""
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
