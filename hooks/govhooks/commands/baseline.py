"""`govhooks baseline`: record existing findings, so that only new ones are refused."""

from __future__ import annotations

import os
import sys

from govhooks.core.errors import CannotJudge, UsageError
from govhooks.core.finding import HIDDEN, Finding
from govhooks.git import files
from govhooks.git.plumbing import git
from govhooks.git.repository import Repository, to_path
from govhooks.policy.baseline import FILE, keys, match, parse, render
from govhooks.rules.index import ENTRIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.policy.baseline import Key

HELP = """usage: govhooks baseline [--check | --add] [--from FILE]

Record in .govhooks.baseline the findings in content that is already committed: only new ones are refused then.
The first run records all of them. A later run drops stale entries, and lists new findings without recording them.
  --add         record new findings, too
  --check       write nothing; list new findings and stale entries
  --from FILE   record the secrets that a detect-secrets baseline (.secrets.baseline) lists, if they are still there
Exit codes: 0 no new findings, 1 new findings (or, with --check, stale entries), 2 bad usage, 3 cannot judge.
"""
# A moved file is searched for among at most this many pairs of old path and new finding: each pair costs 25 ms.
_MOVES = 400


def main(argv: Sequence[str]) -> int:
    """Run `govhooks baseline`. Raises what `govhooks.run.frame` handles."""
    add, only_check, source, help_ = _options(argv)
    if help_:
        sys.stdout.write(HELP)
        return 0
    return _baseline(add, only_check, source)


def _options(argv: Sequence[str]) -> tuple[bool, bool, str, bool]:
    """(--add, --check, the FILE of --from, --help). Raises UsageError."""
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
        raise UsageError("--check writes nothing: leave out --add and --from")
    return add, only_check, source, False


def _baseline(add: bool, only_check: bool, source: str) -> int:
    repository = Repository()
    try:
        return _Update(repository, source).run(add, only_check)
    finally:
        repository.close()


class _Update:
    """Compares what is found now with what the baseline records."""

    def __init__(self, repository: Repository, source: str) -> None:
        from govhooks.run.survey import survey

        self.repository, self.source = repository, source
        self.survey = survey(repository, foreign_baseline=not source)
        self.found, self.refused = self.survey.found, self.survey.refused
        self.place = os.path.join(repository.root() or ".", FILE)
        self.data, self.entries = self._read()

    def _read(self) -> tuple[bytes, dict[Key, int] | None]:
        """(the file, its entries); the entries are None if there never was a baseline.

        If it was deleted, the committed one still counts: starting over would record findings that came later.
        """
        if os.path.islink(self.place):
            raise CannotJudge(f"{FILE} is a symbolic link: replace it with the file itself")
        try:
            with open(self.place, "rb") as stream:
                data = stream.read()
        except FileNotFoundError:
            committed = self.repository.tree("HEAD")(FILE) if self.repository.head() else None
            return b"", None if committed is None else parse(committed, f"HEAD:{FILE}", ENTRIES)
        except OSError as error:
            raise CannotJudge(f"{FILE}: {error.strerror}") from None
        return data, parse(data, FILE, ENTRIES)

    def run(self, add: bool, only_check: bool) -> int:
        entries = self.entries or {}
        recorded = match(self.found, entries)
        needed = set(recorded.values())
        known = match(self.refused, entries)
        new = [finding for finding in self.refused if id(finding) not in known]
        # A rule that is switched off finds nothing, but its entries are not stale.
        asked = {rule.id for rule in self.survey.rules}
        kept = {key for key in entries if key in needed or key[1] not in asked}
        # Entries of the old form of fingerprints.
        renamed = {
            key: made for f, made in zip(self.found, keys(self.found)) if (key := recorded.get(id(f), made)) != made
        }
        moved = self._moved([key for key in entries if key not in kept], new)
        converted, unmatched = self._converted()
        wanted = [*converted, *(new if add or (self.entries is None and not self.source) else [])]
        committed = self._committed(wanted) if not only_check else []
        added = set(keys(committed)) - kept
        result = {renamed.get(key, key) for key in kept} | set(moved.values()) | added
        left = [finding for finding, key in zip(new, keys(new)) if key not in result]
        gone = [] if only_check else [key for key in entries if key not in kept and key not in moved]
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
        """The adoption point that the first baseline writes into the policy; "" if there is one already, or for a later
        baseline."""
        from govhooks.policy import adoption

        return adoption.record(self.repository) if self.entries is None else ""

    def _moved(self, unmatched: Sequence[Key], new: Sequence[Finding]) -> dict[Key, Key]:
        """Old entry -> new one, for files that are gone and whose finding now appears in another file."""
        tracked = self.repository.tracked() if unmatched and new else {}
        gone = [key for key in unmatched if key[2] not in tracked]
        moved: dict[Key, Key] = {}
        if len(gone) * len(new) > _MOVES:
            return moved
        for finding in new:
            for old in gone:
                if old[1] == finding.rule and finding.but(path=old[2]).has(old[0]):
                    moved[old] = (finding.fingerprint, finding.rule, finding.path)
        return moved

    def _converted(self) -> tuple[list[Finding], list[str]]:
        """(entries of the detect-secrets baseline that are found now, entries that are not)."""
        if not self.source:
            return [], []
        from govhooks.rules.secrets.no_secrets import ID, digest, read_baseline

        try:
            with open(self.source, "rb") as stream:
                known = read_baseline(stream.read(), self.source)
        except OSError as error:
            raise UsageError(f"{self.source}: {error.strerror}") from None
        secrets = [(finding, (finding.path, digest(finding.identity))) for finding in self.found if finding.rule == ID]
        matched = {key for _, key in secrets}
        return (
            [finding for finding, key in secrets if key in known],
            sorted(path for path, hashed in known if (path, hashed) not in matched),
        )

    def _committed(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings that HEAD contains. What is only staged or on disk is new: it is to be removed, not recorded."""
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
            and not (HIDDEN in finding.path and differs)  # cannot tell which file it came from
        ]

    def _write(self, data: bytes) -> None:
        """Write everything or nothing, and nothing if only line endings (converted by git) or an older header differ."""
        if self.entries is not None and self.data and _entries_of(self.data) == _entries_of(data):
            return
        files.write(self.place, data)

    def _tell(
        self, left: list[Finding], gone: list[Key], unmatched: list[str], only_check: bool, added: int, count: int
    ) -> None:
        from govhooks.outputs import put
        from govhooks.outputs.escape import printable
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


def _value(finding: Finding) -> tuple[object, ...]:
    """The value that the key is made of."""
    return finding.rule, finding.path, finding.identity, finding.guessable


def _entries_of(data: bytes) -> list[bytes]:
    return [line for line in data.replace(b"\r\n", b"\n").split(b"\n") if not line.startswith(b"#")]
