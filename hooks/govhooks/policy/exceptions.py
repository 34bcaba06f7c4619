"""The `[[exceptions]]` of governance.toml: written, with an owner and an end date.

An exception excuses findings of one rule on one path (a glob) until a date. It is counted and shown, never silent. The
rule `policy-exceptions` judges whether an entry is valid; an invalid entry excuses nothing.
"""

from __future__ import annotations

from govhooks.core.entry import BY_FILE, BY_PATH
from govhooks.core.waiver import MESSAGE, RENEWED, Waiver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govhooks.core.finding import Finding


def read(entries: Iterable[Mapping[str, object]], excused_by: Mapping[str, str] = {}) -> tuple[Waiver, ...]:
    """Exceptions from the parsed `[[exceptions]]`; TOML dates become strings. `excused_by` says for each rule how an
    exception may excuse its findings (see `Rule.excused_by`)."""
    return tuple(
        Waiver(
            index=index,
            by=excused_by.get(str(entry.get("rule")), BY_PATH),
            renewed=int(str(entry.get(RENEWED, 0))),
            **{key: str(value) for key, value in entry.items() if key != RENEWED},
        )
        for index, entry in enumerate(entries, 1)
    )


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether an exception covers this finding, ignoring its date."""
    if waiver.rule != finding.rule:
        return False
    if finding.joint and not waiver.fingerprint:
        return False
    if waiver.about and not _is_about(waiver, finding):
        return False
    if not finding.path:  # In a message, only a secret that was found in it can be excused.
        return waiver.path == MESSAGE and waiver.by == BY_FILE and finding.has(waiver.fingerprint)
    # Without a fingerprint, a secret is excused by naming its file; a folder of that name excuses nothing.
    files_only = waiver.by == BY_FILE and not waiver.fingerprint
    if files_only and waiver.path.endswith("/"):
        return False
    from govhooks.core.globs import BadGlob, Globs  # not at the top: a clean commit only reads the exceptions

    try:
        if Globs([waiver.path], files_only=files_only).match(finding.path) is None:
            return False
    except BadGlob:
        return False
    return not waiver.fingerprint or finding.has(waiver.fingerprint)


# A package with such an advisory was made to do harm.
_MALICIOUS = "mal-"


def _is_about(waiver: Waiver, finding: Finding) -> bool:
    """Whether a finding is about the package and the advisory that an exception names.

    What an advisory tells is never excused by the package alone: the next one would be excused unseen. Any alias of an
    advisory names it; of one that tells of malice, only the id that says so.
    """
    if finding.package is None:
        return False
    if waiver.package:
        from govhooks.core.packages import is_named

        if not is_named(waiver.package, finding.package):
            return False
    ids = {one.lower() for one in finding.advisories}
    if not waiver.advisory:
        return not ids or bool(waiver.fingerprint)
    return waiver.advisory.lower() in ({one for one in ids if one.startswith(_MALICIOUS)} or ids)


def excuse(findings: Iterable[Finding], waivers: Iterable[Waiver], today: str, horizon: str) -> list[Finding]:
    """The findings, with the exception attached to those that a valid exception covers.

    `horizon` is the last day an exception may run to: one that runs longer excuses nothing.
    """
    good = [waiver for waiver in waivers if waiver.valid(today) and waiver.expires <= horizon]
    if not good:
        return list(findings)
    excused = []
    for finding in findings:
        waiver = next((waiver for waiver in good if covers(waiver, finding)), None)
        excused.append(finding.but(exception=waiver) if waiver else finding)
    return excused


def days_after(day: str, days: int) -> str:
    """The date (YYYY-MM-DD) `days` days after another."""
    import datetime

    try:
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()
    except OverflowError:
        return "9999-12-31"
