"""References to secret stores that a change brings, and that the policy does not approve."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.places import is_bundled
from govhooks.rules.secrets.approved_secret_stores.policy import ID, OFF, REFUSE
from govhooks.rules.secrets.approved_secret_stores.stores import NAMES, PLACED, STORES, WORDS
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.rules.secrets.approved_secret_stores.policy import Policy

# Texts for people mention stores, and refer to none.
_PROSE = (
    ".md",
    ".mdx",
    ".rst",
    ".adoc",
    ".html",
    ".svg",
    ".lock",
    ".sum",
    "-lock.json",
    "-lock.yaml",
    ".map",
    ".csv",
)
_TEXTS = compiled(r"(?i)(?:^|/)(?!requirements|constraints)[^/]*\.txt$")
_LONGEST = 4000
_patterns: list[tuple[str, re.Pattern[str]]] = []
_placed: list[tuple[str, re.Pattern[str], str, re.Pattern[str]]] = []


def check(changes: Sequence[Change], changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """A finding for each store that a file begins to refer to."""
    if not policy.approved or policy.unapproved == OFF:
        return
    for change in changes:
        if (
            not change.has_content
            or change.path.lower().endswith(_PROSE)
            or _TEXTS.search(change.path)
            or change.path == "governance.toml"
            or is_bundled(change.read())
        ):
            continue
        patterns = _patterns_of(change)
        if not patterns:
            continue
        found: dict[str, int] = {}
        for line in change.added:
            for store in _named(line.text, patterns):
                found.setdefault(store, line.number)
        found = {store: number for store, number in found.items() if store not in policy.approved}
        if not found:
            continue
        before: set[str] = set()
        if changeset.kind != "whole":
            for text in change.read_old().decode("utf-8", "replace").split("\n"):
                before |= _named(text, patterns)
        for store, number in found.items():
            if store not in before:
                yield Finding(
                    rule=ID,
                    path=change.path,
                    line=number,
                    problem=f"refers to {NAMES[store]}, which is not an approved secret store",
                    fix=f"keep it in one of {', '.join(policy.approved)}; or have {store} approved: [rules.{ID}] approved",
                    identity=f"store {store}",
                    blocks=policy.unapproved == REFUSE,
                )


def _patterns_of(change: Change) -> list[tuple[str, re.Pattern[str]]]:
    """The expressions of references that count in a file, and that its changed lines may meet."""
    if not _patterns:
        _patterns.extend((store.id, compiled(f"(?m){store.marks}")) for store in STORES)
        _placed.extend((one.store, compiled(one.paths), one.within, compiled(f"(?m){one.marks}")) for one in PLACED)
    text = "\n".join(line.text for line in change.added if len(line.text) <= _LONGEST)
    lower = text.lower()
    found = [
        (store, marks)
        for store, marks in _patterns
        if any(word in lower for word in WORDS[store]) and marks.search(text)
    ]
    for store, paths, within, marks in _placed:
        if paths.search(change.path) and within.encode() in change.read() and marks.search(text):
            found.append((store, marks))
    return found


def _named(text: str, patterns: list[tuple[str, re.Pattern[str]]]) -> set[str]:
    """The stores that a line refers to."""
    if not text.strip() or len(text) > _LONGEST or text.lstrip().startswith(("#", "//", "*", "--", ";")):
        return set()
    return {store for store, pattern in patterns if pattern.search(text)}
