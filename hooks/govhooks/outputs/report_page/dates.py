"""Days as people say them, seen from the day of the report."""

from __future__ import annotations

import datetime
import re

from govhooks.outputs.report_page.markup import Markup, element, quoted

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")
# Days -> days of the unit, its name. Below 60 days people count days, below two years months.
_UNITS = ((700, 365.25, "year"), (60, 30.44, "month"), (0, 1, "day"))


def day(instant: str) -> datetime.date | None:
    """The day of an instant or day (2026-11-28, 2026-11-28T10:00:00Z); None for anything else."""
    if not _INSTANT.fullmatch(instant):
        return None
    try:
        return datetime.date.fromisoformat(instant[:10])
    except ValueError:
        return None


def away(instant: str, made: str) -> str:
    """How far a day is from the report's: "today", "5 days ago", "in 3 months"; "" for no day."""
    then, now = day(instant), day(made)
    if then is None or now is None:
        return ""
    days = (now - then).days
    if abs(days) <= 1:
        return ("tomorrow", "today", "yesterday")[days + 1]
    return f"{span(abs(days))} ago" if days > 0 else f"in {span(-days)}"


def span(days: int) -> str:
    """A number of days in its largest unit: "5 days", "3 months", "2 years"."""
    size, name = next((size, name) for least, size, name in _UNITS if days >= least)
    count = round(days / size)
    return f"{count} {name}{'' if count == 1 else 's'}"


def time(instant: str, made: str, *, whole: bool = False) -> Markup:
    """A day in ISO and how far away it is; `whole` shows the time of day, too."""
    if day(instant) is None:
        return quoted(instant)
    shown = instant.replace("T", " ").removesuffix("Z") + " UTC" if whole and "T" in instant else instant[:10]
    return element(
        "span",
        element("time", shown, datetime=instant),
        " ",
        element("small", away(instant, made)),
        class_="when",
    )
