"""Written, owned, dated exceptions: the `[[exceptions]]` of governance.toml.

An exception excuses a finding of one rule on one path (a glob) until a day. It is counted and shown, never silent.
Whether an entry is well made is judged by the rule `policy-exceptions`; an entry that is not well made excuses nothing.
"""

from __future__ import annotations

from govhooks.core.waiver import BY_PATH, Waiver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govhooks.core.finding import Finding


def read(entries: Iterable[Mapping[str, object]], excused_by: Mapping[str, str] = {}) -> tuple[Waiver, ...]:
    """Exceptions from the parsed `[[exceptions]]`; TOML dates become text. `excused_by` says of each rule how an exception may
    excuse its findings (see `Rule.excused_by`)."""
    return tuple(
        Waiver(
            index=index,
            by=excused_by.get(str(entry.get("rule")), BY_PATH),
            **{key: str(value) for key, value in entry.items()},
        )
        for index, entry in enumerate(entries, 1)
    )


def excuse(findings: Iterable[Finding], waivers: Iterable[Waiver], today: str, horizon: str) -> list[Finding]:
    """The findings, those excused by a valid exception carrying it.

    `horizon` is the farthest day an exception may run to: one that runs beyond it excuses nothing.
    """
    good = [waiver for waiver in waivers if waiver.valid(today) and waiver.expires <= horizon]
    if not good:
        return list(findings)
    excused = []
    for finding in findings:
        waiver = next((waiver for waiver in good if waiver.covers(finding)), None)
        excused.append(finding.but(exception=waiver) if waiver else finding)
    return excused


def days_after(day: str, days: int) -> str:
    """The day (YYYY-MM-DD) that comes `days` days after another."""
    import datetime

    try:
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()
    except OverflowError:
        return "9999-12-31"
