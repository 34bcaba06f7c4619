"""The result of a run, as the outputs print it."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.core.entry import Entry
    from govhooks.core.finding import Finding


class Verdict(Record):
    """The findings, what was checked, and any notes for the user.

    `checked` describes what was checked: {"kind", "changes", "commits", "rules", "policy"}; `rules` are those that were
    run.
    """

    findings: tuple[Finding, ...]
    checked: dict[str, Any]
    notes: tuple[str, ...] = ()
    rules: tuple[Entry, ...] = ()

    @property
    def refused(self) -> bool:
        return any(finding.blocks and finding.exception is None for finding in self.findings)
