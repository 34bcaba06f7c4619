"""The values of a metric over time: as a table, and as data for the page's script, which draws them."""

from __future__ import annotations

import json

from govhooks.outputs.report_page.figures import amount
from govhooks.outputs.report_page.links import Forge, commit_link
from govhooks.outputs.report_page.markup import Markup, element, plain, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Data = dict[str, Any]

# Bytes that the trends of all metrics may take, about; where they would take more, every second, third ... point is left out.
_MOST = 900_000
# What a point takes (its day and commit, in the table and in the data), and each of its values.
_POINT, _VALUE = 320, 45
# Where a table has more rows than this, the first of each month and the last are printed.
_PRINTED = 40


def every(document: Data) -> int:
    """Which points the page shows: each one (1), every second (2), ..., and always the last."""
    size = sum(
        len(metric["points"]) * (_POINT + _VALUE * len(metric["figures"]))
        for repository in document["repositories"]
        for metric in repository["metrics"]
    )
    return -(-size // _MOST) or 1


def shown(metric: Data, step: int) -> list[Data]:
    """The points of a metric that the page shows, oldest first."""
    points: list[Data] = metric["points"]
    return points[(len(points) - 1) % step :: step]


def table(metric: Data, step: int, forge: Forge) -> Markup:
    """What the lines show, newest first; nothing for a metric without points."""
    if not metric["points"]:
        return Markup("")
    points = shown(metric, step)
    head = [element("th", "Day", scope="col")]
    head += [element("th", quoted(figure["title"]), scope="col", class_="number") for figure in metric["figures"]]
    head.append(element("th", "Commit", scope="col"))
    rows = [
        element(
            "tr",
            element("th", plain(point["at"][:10]), scope="row"),
            [_cell(figure, point) for figure in metric["figures"]],
            element("td", commit_link(forge, point["commit"]) if point["commit"] else ""),
            class_="between" if len(points) > _PRINTED and within else None,
        )
        for point, within in reversed(list(zip(points, _within_a_month(points))))
    ]
    left = len(metric["points"]) - len(points)
    told = f"The trends as a table: {len(points)} point{'' if len(points) == 1 else 's'} in time"
    told += f" ({left} between them are left out)" if left else ""
    paper = (
        element("span", ", of which one a month is printed", class_="on-paper")
        if len(points) > _PRINTED
        else Markup("")
    )
    return element(
        "details",
        element("summary", told, paper),
        element(
            "div",
            element("table", element("thead", element("tr", head)), element("tbody", rows), class_="points"),
            class_="wide",
            role="group",
            aria_label="Values over time",
            tabindex="0",
        ),
        class_="over-time",
    )


def _within_a_month(points: list[Data]) -> list[bool]:
    """Whether a point is neither the first of its month nor the last of all."""
    months = [point["at"][:7] for point in points]
    return [0 < place < len(months) - 1 and months[place - 1] == month for place, month in enumerate(months)]


def _cell(figure: Data, point: Data) -> Markup:
    value = point["values"].get(figure["id"])
    if value is None:
        return element("td", element("span", "unknown", class_="unknown"), class_="number")
    return element("td", amount(figure, value), class_="number")


def data(document: Data, step: int, forges: list[Forge]) -> Markup:
    """The trends of all metrics as JSON that cannot end its script element: section -> what it draws.

    {"r1-m1": {"figures": [{"title", "unit", "before"}], "at": [instant], "commits": [id], "values": [[of each figure]]}}
    """
    told = {}
    for place, repository in enumerate(document["repositories"], 1):
        for number, metric in enumerate(repository["metrics"], 1):
            told[f"r{place}-m{number}"] = _lines(metric, step, document["compared_with"]) | {
                "commit": forges[place - 1].commit("0" * 40).removesuffix("0" * 40)
            }
    text = json.dumps(told, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _lines(metric: Data, step: int, compared: Data | None) -> Data:
    points = shown(metric, step)
    return {
        "figures": [
            {
                "title": plain(figure["title"]),
                "unit": figure["unit"],
                "before": figure.get("before"),
                "rev": plain((compared or {}).get("rev", "")),
            }
            for figure in metric["figures"]
        ],
        "at": [plain(point["at"]) for point in points],
        "commits": [plain(point["commit"]) for point in points],
        "values": [[point["values"].get(figure["id"]) for point in points] for figure in metric["figures"]],
    }
