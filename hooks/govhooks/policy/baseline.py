"""What was there before the rules came: `.govhooks.baseline`, and the command that writes it.

    <fingerprint> <rule> <path>      one known finding a line, sorted; lines that begin with # say nothing

Recorded are findings of the rules that judge content as it stands (`Rule.baseline`): secrets, environment files, agents'
files. Never those about how a change is made: exceptions, approvals, messages, history.

A finding is known by its rule, its path and the fingerprint of its value (`govhooks.core.finding.fingerprint`, the one every
report shows: PBKDF2 for what a person may have chosen, salted with rule and path). So a moved line stays known, a changed
value is new, and the file gives no quick test of a guess. No line number, date or count is in it, and the fingerprint
comes first: what two branches add lands far apart, and merges. Order and repetition mean nothing, so `merge=union` is safe.

Like the policy, the baseline of the commit that a change lands on judges it (see `govhooks.run.verdict`).
"""

from __future__ import annotations

import os
import sys

from govhooks.core.finding import HIDDEN, Finding, fingerprint, fingerprints
from govhooks.git.plumbing import CannotJudge, git
from govhooks.policy.exceptions import is_fingerprint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from govhooks.core.changeset import Repository

    # (fingerprint, rule, path)
    Key = tuple[str, str, str]

FILE = ".govhooks.baseline"
HEADER = (
    "# govhooks baseline 1: known findings, each still to be fixed, secrets rotated (written by: govhooks baseline)\n"
)
# A file that has moved is looked for under at most this many pairs of old path and new finding: each costs 25 ms.
_MOVES = 400
HELP = """usage: govhooks baseline [--check | --add] [--from FILE]

Record in .govhooks.baseline the findings in content that is already committed: only new ones are refused then.
The first run records all of them. A later run drops stale entries, and lists new findings without recording them.
  --add         record new findings, too
  --check       write nothing; list new findings and stale entries
  --from FILE   record the secrets that a detect-secrets baseline (.secrets.baseline) lists, if they are still there
Exit codes: 0 no new findings, 1 new findings (or, with --check, stale entries), 2 bad usage, 3 cannot judge.
"""


def parse(data: bytes, origin: str) -> dict[Key, int]:
    """The entries of a baseline, each with its line. Raises CannotJudge that names the line."""
    from govhooks.rules import load

    entries: dict[Key, int] = {}
    recorded = [rule.id for rule in load() if rule.baseline]
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


def _entries_of(data: bytes) -> list[bytes]:
    return [line for line in data.replace(b"\r\n", b"\n").split(b"\n") if not line.startswith(b"#")]


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


def _value(finding: Finding) -> tuple[object, ...]:
    """What its key is made of."""
    return finding.rule, finding.path, finding.identity, finding.guessable


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


# --- the command


def main(argv: Sequence[str]) -> int:
    """`govhooks baseline`; raises as `govhooks.run.frame` knows."""
    add, only_check, source, help_ = _options(argv)
    if help_:
        sys.stdout.write(HELP)
        return 0
    return _baseline(add, only_check, source)


def _options(argv: Sequence[str]) -> tuple[bool, bool, str, bool]:
    """(--add, --check, the FILE of --from, --help). Raises UsageError."""
    from govhooks.core.rule import UsageError

    add = only_check = False
    source = ""
    words = iter(argv)
    for word in words:
        option, equals, value = word.partition("=")
        if word == "--add":
            add = True
        elif word == "--check":
            only_check = True
        elif word in ("-h", "--help"):
            return False, False, "", True
        elif option == "--from":
            source = value if equals else next(words, "")
            if not source:
                raise UsageError("--from needs a file")
        else:
            raise UsageError(f"unknown option {word}: one of --add, --check, --from FILE")
    if only_check and (add or source):
        raise UsageError("--check writes nothing: not with --add or --from")
    return add, only_check, source, False


def _baseline(add: bool, only_check: bool, source: str) -> int:
    from govhooks.core.changeset import Repository

    repository = Repository()
    try:
        return _Update(repository, source).run(add, only_check)
    finally:
        repository.close()


class _Update:
    """What is found now, against what the baseline says."""

    def __init__(self, repository: Repository, source: str) -> None:
        from govhooks.run.verdict import survey

        self.repository, self.source = repository, source
        self.survey = survey(repository, foreign_baseline=not source)
        self.found, self.refused = self.survey.found, self.survey.refused
        self.place = os.path.join(repository.root() or ".", FILE)
        self.data, self.entries = self._read()

    def _read(self) -> tuple[bytes, dict[Key, int] | None]:
        """(the file, its entries), None when there never was one. One that was deleted is still the one committed:
        to begin anew would record what came since."""
        if os.path.islink(self.place):
            raise CannotJudge(f"{FILE} is a symbolic link: replace it with the file itself")
        try:
            with open(self.place, "rb") as stream:
                data = stream.read()
        except FileNotFoundError:
            committed = self.repository.tree("HEAD")(FILE) if self.repository.head() else None
            return b"", None if committed is None else parse(committed, f"HEAD:{FILE}")
        except OSError as error:
            raise CannotJudge(f"{FILE}: {error.strerror}") from None
        return data, parse(data, FILE)

    def run(self, add: bool, only_check: bool) -> int:
        entries = self.entries or {}
        _, needed = mark(self.found, entries)
        new = [f for f, key in zip(self.refused, keys(self.refused)) if key not in entries]
        # Of a rule that is switched off nothing is found: its entries are not stale.
        asked = {rule.id for rule in self.survey.rules}
        kept = {key for key in entries if key in needed or key[1] not in asked}
        moved = self._moved([key for key in entries if key not in kept], new)
        converted, unmatched = self._converted()
        wanted = [*converted, *(new if add or (self.entries is None and not self.source) else [])]
        committed = self._committed(wanted) if not only_check else []
        added = set(keys(committed)) - kept
        result = kept | set(moved.values()) | added
        left = [finding for finding, key in zip(new, keys(new)) if key not in result]
        gone = [] if only_check else [key for key in entries if key not in result and key not in moved]
        if only_check:
            gone = [key for key in entries if key not in kept and key not in moved]
        else:
            since = self._adopt()
            self._write(render(result))
        self._tell(left, gone, unmatched, only_check, len(added), len(result))
        if not only_check and since:
            from govhooks.outputs import put

            put(
                f'govhooks: governance.toml: since = "{since}"; what was committed up to here is not judged again'
                " when it is pushed: commit both files\n"
            )
        return 1 if left or (only_check and (gone or moved)) else 0

    def _adopt(self) -> str:
        """The adoption point that the first baseline writes into the policy, "" when there is one, or for a later one."""
        from govhooks.policy import adoption

        return adoption.record(self.repository) if self.entries is None else ""

    def _moved(self, unmatched: Sequence[Key], new: Sequence[Finding]) -> dict[Key, Key]:
        """Old entry -> new one, where the file is gone and the same finding stands in another."""
        tracked = self.repository.tracked() if unmatched and new else {}
        gone = [key for key in unmatched if key[2] not in tracked]
        moved: dict[Key, Key] = {}
        if len(gone) * len(new) > _MOVES:
            return moved
        for finding in new:
            for old in gone:
                if (
                    old[1] == finding.rule
                    and fingerprint(old[1], old[2], finding.identity, finding.guessable) == old[0]
                ):
                    moved[old] = (finding.fingerprint, finding.rule, finding.path)
        return moved

    def _converted(self) -> tuple[list[Finding], list[str]]:
        """(what the baseline of detect-secrets knows and is found now, what of it is not found)."""
        if not self.source:
            return [], []
        from govhooks.rules.secrets.no_secrets import ID, digest, read_baseline

        try:
            with open(self.source, "rb") as stream:
                known = read_baseline(stream.read(), self.source)
        except OSError as error:
            from govhooks.core.rule import UsageError

            raise UsageError(f"{self.source}: {error.strerror}") from None
        secrets = [(finding, (finding.path, digest(finding.identity))) for finding in self.found if finding.rule == ID]
        matched = {key for _, key in secrets}
        return (
            [finding for finding, key in secrets if key in known],
            sorted(path for path, hashed in known if (path, hashed) not in matched),
        )

    def _committed(self, findings: Sequence[Finding]) -> list[Finding]:
        """Those that HEAD holds: what is only staged or on disk was not there before, and is taken out, not recorded."""
        from govhooks.core.changeset import to_path

        if not findings or not self.repository.head():
            return []
        raw = git("-C", self.repository.root() or ".", "diff-index", "--name-only", "--no-renames", "-z", "HEAD", "--")
        differs = {to_path(name) for name in raw.split(b"\0") if name}
        unsure = {finding.path for finding in findings} & differs
        there = {_value(finding) for finding in self.survey.committed(unsure)} if unsure else set()
        return [
            finding
            for finding in findings
            if (finding.path not in unsure or _value(finding) in there)
            and not (HIDDEN in finding.path and differs)  # whose name it is cannot be told
        ]

    def _write(self, data: bytes) -> None:
        """All or nothing, and not at all when nothing changes (nor for line ends that git has converted, or for the
        words of an older header)."""
        if self.entries is not None and self.data and _entries_of(self.data) == _entries_of(data):
            return
        from govhooks.git import files

        files.write(self.place, data)

    def _tell(
        self, left: list[Finding], gone: list[Key], unmatched: list[str], only_check: bool, added: int, count: int
    ) -> None:
        from govhooks.outputs import printable, put
        from govhooks.outputs.text import place

        lines = [f"new: {place(finding)}: {printable(finding.problem)} [{finding.rule}]" for finding in left]
        lines += [f"{'stale' if only_check else 'dropped'}: {printable(path)} [{rule}]" for _, rule, path in gone]
        lines += [f"not converted, govhooks finds no such secret: {printable(path)}" for path in unmatched]
        if left:
            lines.append("new findings are not recorded: fix them, or record what is committed and has to stay (--add)")
        told = [f"{count} known"] + ([f"{added} of them added"] if added else [])
        told += [f"{len(gone)} {'stale' if only_check else 'dropped'}"] if gone else []
        told += [f"{len(left)} new"] if left else []
        put("".join(f"{line}\n" for line in [*lines, f"govhooks: {FILE}: {', '.join(told)}"]))
