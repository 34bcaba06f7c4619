"""A figure as people say it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DAY, _HOUR, _MINUTE = 86400, 3600, 60


def value(figure: dict[str, Any], key: str = "value") -> str:
    """A figure's value with its unit: "3", "80 %", "2.5 days", "3 days 4 hours"; "unknown" where there is none."""
    return amount(figure.get(key), figure["unit"])


def amount(number: float | int | None, unit: str) -> str:
    """A number in a unit."""
    if number is None:
        return "unknown"
    if unit == "share":
        return f"{number * 100:.0f} %"
    if unit == "days":
        return f"{number:.1f}".removesuffix(".0") + (" day" if number == 1 else " days")
    if unit == "seconds":
        return span(number)
    return f"{number:.1f}".removesuffix(".0") if isinstance(number, float) else f"{number:,}"


def span(seconds: float) -> str:
    """A span of time in its two largest units: "3 days 4 hours", "25 minutes"."""
    left = int(max(seconds, 0))
    parts = []
    for size, name in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " ".join(parts[:2]) or "less than a minute"


def change(figure: dict[str, Any]) -> str:
    """How a figure differs from the one before: "2 more (worse)"; "" if it is not compared or not known."""
    now, before = figure["value"], figure.get("before")
    if "before" not in figure or now is None or before is None:
        return ""
    if now == before:
        return "unchanged"
    verdict = {"up": ("better", "worse"), "down": ("worse", "better")}.get(figure["worse"])
    by = amount(abs(now - before), figure["unit"])
    return f"{by} {'more' if now > before else 'less'}" + (f" ({verdict[now > before]})" if verdict else "")
