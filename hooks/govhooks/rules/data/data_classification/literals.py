"""Personal and payment data written into files: one finding for each kind of number in a file."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.lines import Line, decode
from govhooks.core.places import is_bundled, test_data
from govhooks.knowledge.texts import hides_text
from govhooks.rules.data.data_classification.policy import FLAG, ID, OFF

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.rules.data.data_classification.numbers import Number
    from govhooks.rules.data.data_classification.policy import Policy

# So many digits in a row, spaces, dashes and dots left out, have all numbers but those with letters among them (`Concerns.digits`).
DIGITS = 9
# Files of numbers that tools write: digests, coordinates, versions.
_WRITTEN_BY_TOOLS = (".lock", ".svg", ".map", ".sum", ".geojson", ".lockb", ".ipynb", ".pdf", ".snap", ".po", ".pot")
# So many numbers of a file are told apart.
_MOST = 500
# What a bundler writes has numbers of its own; data in one line is data all the same.
_OF_BUNDLERS = (".js", ".mjs", ".cjs", ".css", ".html", ".ts", ".mts")
_LOCKS = ("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "packages.lock.json")


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge the numbers that a change brings."""
    if policy.literals == OFF:
        return
    is_data = test_data(policy.test_data)
    for change in changeset.changes:
        if not change.has_content or is_data(change.path) or _is_written_by_tools(change.path):
            continue
        if (decode(change.start())[1] if change.large else change.binary) and not hides_text(change):
            continue
        if change.path.lower().endswith(_OF_BUNDLERS) and is_bundled(change.read()):
            continue
        yield from _judge(change, policy)


def _is_written_by_tools(path: str) -> bool:
    low = path.lower()
    return low.endswith(_WRITTEN_BY_TOOLS) or low.rpartition("/")[2] in _LOCKS


def _pieces_of(change: Change) -> Iterator[Line]:
    """The lines to look at: those that the change adds; of a file too large to be held, those that may have a number."""
    if not change.large:
        yield from change.added
        return
    from govhooks.rules.data.data_classification.numbers import may_have_one

    for text, first in change.pieces():
        yield from may_have_one(text, first)


def _judge(change: Change, policy: Policy) -> Iterator[Finding]:
    from govhooks.rules.data.data_classification.numbers import IBAN, numbers

    is_table = change.path.lower().endswith((".csv", ".tsv", ".psv"))
    heading = decode(change.start())[0].partition("\n")[0] if is_table else ""
    found: dict[str, list[Number]] = {}
    old = None
    for number in numbers(_pieces_of(change), heading):
        if old is None:
            old = change.read_old()
        if number.text.encode("utf-8", "surrogateescape") in old:
            continue  # it moved
        found.setdefault(number.kind, []).append(number)
        if len(found[number.kind]) >= _MOST:
            break  # so many say enough
    for kind, several in found.items():
        count = len({number.text for number in several})
        lines = list(dict.fromkeys(number.line for number in several))
        more = f" (lines {', '.join(map(str, lines[:5]))}{', ...' if len(lines) > 5 else ''})" if len(lines) > 1 else ""
        yield Finding(
            rule=ID,
            path=change.path,
            line=lines[0],
            problem=f"{kind} with a valid checksum{more}"
            if count == 1
            else f"{'at least ' if len(several) >= _MOST else ''}{count} numbers with a valid checksum: {kind}{more}",
            fix=f"replace it by {_EXAMPLES.get(kind, 'an invented one that fails the checksum')}; if it is somebody's and was pushed, report it as a "
            "disclosure; let test data be by test-data in governance.toml",
            identity=f"{kind} {' '.join(sorted({number.text for number in several}))}",
            guessable=True,
            # The IBAN of a company stands on its invoices: whose this one is, a person has to say.
            blocks=policy.literals != FLAG and kind != IBAN and any(number.named for number in several),
        )


_EXAMPLES = {
    "payment card number": "a published test number (4242 4242 4242 4242)",
    "IBAN": "a published example (DE89 3704 0044 0532 0130 00)",
}
