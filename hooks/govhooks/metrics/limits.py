"""Limits that a report is held to, such as `secrets.open>0`: what a CI job fails on."""

from __future__ import annotations

import re

from govhooks.core.errors import UsageError
from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LIMIT = re.compile(r"([a-z][a-z-]*)(?:\.([a-z][a-z_]*))?\s*(>=|<=|==|>|<)\s*(\d+(?:\.\d+)?)\s*([smhdw%]?)")
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_DAYS = {"s": 1 / 86400, "m": 1 / 1440, "h": 1 / 24, "d": 1.0, "w": 7.0}


class Limit(Record):
    """`text` as it was given; the report fails where the figure of the metric compares so with `number`.

    `figure` is "" for the metric's first one; `unit` one of s, m, h, d, w (a span), % or "".
    """

    text: str
    metric: str
    figure: str
    sign: str
    number: float
    unit: str = ""


def parse(text: str) -> Limit:
    """A limit: METRIC[.FIGURE], one of > >= < <= ==, a number, and perhaps a unit. Raises UsageError."""
    found = _LIMIT.fullmatch(text.strip())
    if found is None:
        raise UsageError(
            f"--fail-on {text}: write METRIC>N, such as secrets>0, time-to-contain.worst_from_detection>7d"
        )
    metric, figure, sign, number, unit = found.groups()
    return Limit(text.strip(), metric, figure or "", sign, float(number), unit)


def broken(document: dict[str, Any], limits: list[Limit]) -> tuple[list[str], list[str]]:
    """(a line for each limit that a repository breaks, a line for each figure that is not known).

    Raises UsageError for a metric or figure that the report does not have.
    """
    over, unknown = [], []
    for repository in document["repositories"]:
        for limit in limits:
            figure = _figure(repository, limit)
            name = f"{repository['name']}: {limit.metric}.{figure['id']}"
            if figure["value"] is None:
                unknown.append(f"{name} is not known: {figure['unknown']}")
            elif _compares(figure["value"], limit.sign, _number(limit, figure["unit"])):
                over.append(f"{name} is {_said(figure)}: {limit.text}")
    return over, unknown


def _said(figure: dict[str, Any]) -> str:
    """A figure's value as a person reads it, and can compare it with a limit."""
    value, unit = figure["value"], figure["unit"]
    if unit == "share":
        return f"{value * 100:.1f}%"
    return f"{value / 86400:.1f}d" if unit == "seconds" else f"{value:.1f}d" if unit == "days" else f"{value:g}"


def _figure(repository: dict[str, Any], limit: Limit) -> dict[str, Any]:
    metrics = {one["id"]: one for one in repository["metrics"]}
    if limit.metric not in metrics:
        raise UsageError(f"--fail-on {limit.text}: no metric {limit.metric} (metrics: {', '.join(metrics)})")
    figures: dict[str, dict[str, Any]] = {one["id"]: one for one in metrics[limit.metric]["figures"]}
    name = limit.figure or next(iter(figures))
    if name not in figures:
        raise UsageError(f"--fail-on {limit.text}: no figure {name} in {limit.metric} (figures: {', '.join(figures)})")
    return figures[name]


def _number(limit: Limit, unit: str) -> float:
    """The number of a limit in the unit of its figure. Raises UsageError if they do not go together."""
    if not limit.unit:
        if unit == "share" and limit.number > 1:
            raise UsageError(
                f"--fail-on {limit.text}: the figure is a share: write {limit.number:g}%, or a number up to 1"
            )
        return limit.number
    if limit.unit == "%" and unit == "share":
        return limit.number / 100
    scale: dict[str, float] = {"seconds": _SECONDS, "days": _DAYS}.get(unit, {})
    if limit.unit not in scale:
        raise UsageError(f"--fail-on {limit.text}: the figure is a {unit}, which {limit.unit!r} does not fit")
    return limit.number * scale[limit.unit]


def _compares(value: float, sign: str, number: float) -> bool:
    return {
        ">": value > number,
        ">=": value >= number,
        "<": value < number,
        "<=": value <= number,
        "==": value == number,
    }[sign]
