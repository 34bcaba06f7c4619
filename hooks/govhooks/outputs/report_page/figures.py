"""The figures of a metric: a card for the first, a table of all of them."""

from __future__ import annotations

from govhooks.outputs.report import words
from govhooks.outputs.report_page.dates import away, day
from govhooks.outputs.report_page.markup import Markup, element, join, plain, quoted, unseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Data = dict[str, Any]

# Rows of a group that are shown.
_MOST = 20


def amount(figure: Data, number: float | int | None) -> str:
    """A number in the figure's unit, in words: "1,204", "80 %", "2 days 3 hours", "unknown"."""
    return words.amount(number, figure["unit"])


def change(figure: Data, points: list[Data], compared: Data | None) -> tuple[str, str]:
    """(how a figure differs from the one it is compared with, or else from the first point that knows it; "better", "worse" or "").

    ("", "") if there is nothing to compare with.
    """
    now = figure["value"]
    if now is None:
        return "", ""
    if "before" in figure:
        rev = plain((compared or {}).get("rev", ""))
        then, since, where = figure["before"], f"than at {rev}", f"at {rev}"
    else:
        earlier = ((one["values"].get(figure["id"]), one["at"]) for one in points[:-1])
        then, at = next((one for one in earlier if one[0] is not None), (None, ""))
        if then is None:
            return "", ""
        since, where = f"since {plain(at[:10])}", f"on {plain(at[:10])}"
    if then is None:
        return f"it was not known {where}", ""
    if now == then:
        return f"the same as {where}", ""
    grown = now > then
    verdict = {"up": ("better", "worse"), "down": ("worse", "better")}.get(figure["worse"], ("", ""))[grown]
    return f"{_by(figure, abs(now - then))} {_more(figure, grown)} {since}", verdict


def _by(figure: Data, number: float) -> str:
    if figure["unit"] != "share":
        return amount(figure, number)
    points = f"{number * 100:.0f}" if number >= 0.01 else f"{number * 100:.1f}"
    return f"{points} percentage point{'' if points == '1' else 's'}"


def _more(figure: Data, grown: bool) -> str:
    return "more" if grown else "fewer" if figure["unit"] == "count" else "less"


def changed(figure: Data, points: list[Data], compared: Data | None) -> Markup:
    """The change as a line, "Worse: 2 more since 2025-04-05"; arrow and colour only repeat what the words say."""
    told, verdict = change(figure, points, compared)
    if not told:
        return Markup("")
    arrow = "▲ " if " more " in told else "▼ " if " fewer " in told or " less " in told else ""
    lead = element("span", arrow, aria_hidden="true") if arrow else Markup("")
    if verdict:
        start = element("span", lead, f"{verdict.capitalize()}: ", class_=verdict)
    else:
        start, told = lead, told[0].upper() + told[1:]
    # The day stays in one piece.
    head, tail = (told[:-16], told[-16:]) if day(told[-10:]) else (told, "")
    return element("span", start, quoted(head), element("span", tail, class_="whole") if tail else "", class_="change")


def short(figure: Data) -> Markup:
    """A figure's value in a cell."""
    if figure["value"] is None:
        return element("span", "unknown", class_="unknown")
    return join(amount(figure, figure["value"]))


def sortable(figure: Data) -> str:
    """A figure's value for the page's script to sort by, "" where there is none."""
    return "" if figure["value"] is None else str(figure["value"])


def card(metric: Data, number: str, document: Data) -> Markup:
    """The metric in short: its first figure, how it has changed, where it comes from. `number` is what its section is called."""
    figure = metric["figures"][0]
    if figure["value"] is None:
        value, about = element("span", "unknown", class_="unknown"), join("why: ", quoted(figure["unknown"]))
    else:
        value, about = Markup(amount(figure, figure["value"])), quoted(figure["title"])
    return element(
        "li",
        element("h3", element("a", quoted(metric["title"]), href=f"#{number}")),
        element("p", value, class_="value"),
        element("p", about, class_="about"),
        element("p", changed(figure, metric["points"], document["compared_with"])),
        element("p", source(figure, document["made"]), class_="source"),
        class_="card",
        data_spark=number,
    )


def source(figure: Data, made: str) -> Markup:
    """Where a figure comes from, and of which day that is."""
    parts: list[Markup] = []
    if figure["source"]:
        parts.append(join("from ", quoted(figure["source"])))
    parts.append(fresh(figure, made))
    return join(parts[0], *(join(", ", part) for part in parts[1:]))


def fresh(figure: Data, made: str) -> Markup:
    """How fresh a figure's source is."""
    if not figure["fresh"]:
        return Markup("as fresh as the commit")
    return join(
        "of ", quoted(figure["fresh"]), f" ({away(figure['fresh'], made)})" if away(figure["fresh"], made) else ""
    )


def table(metric: Data, number: str, document: Data) -> Markup:
    """All figures of a metric, with their trend in words; the page's script draws it beside them."""
    rows = [_row(one, metric["points"], document["compared_with"]) for one in metric["figures"]]
    head = element(
        "tr",
        element("th", "Figure", scope="col"),
        element("th", "Value", scope="col", class_="number"),
        element("th", "Trend", scope="col"),
    )
    return element(
        "table",
        element("caption", unseen("Figures: "), unseen(plain(metric["title"]))),
        element("thead", head),
        element("tbody", rows),
        class_="figures",
        data_sparks=number,
    )


def groups(metric: Data) -> Markup:
    """A table for each thing that the metric is counted by."""
    return join([_group(one) for one in metric["groups"]])


def _group(group: Data) -> Markup:
    head = element(
        "tr",
        element("th", quoted(group["by"].replace("_", " ").capitalize()), scope="col"),
        element("th", "Number", scope="col", class_="number"),
    )
    counts = list(group["counts"].items())
    rows = [
        element(
            "tr",
            element("th", quoted(name), scope="row"),
            element("td", f"{count:,}", class_="number", data_sort=str(count)),
        )
        for name, count in counts[:_MOST]
    ]
    left = f"{len(counts) - _MOST:,} more are in the JSON." if len(counts) > _MOST else ""
    return join(
        element(
            "table",
            element("caption", quoted(group["title"][0].upper() + group["title"][1:])),
            element("thead", head),
            element("tbody", rows),
            class_="group",
        ),
        element("p", left, class_="quiet") if left else "",
    )


def _row(figure: Data, points: list[Data], compared: Data | None) -> Markup:
    if figure["value"] is None:
        value = element("td", short(figure), class_="number")
        below = element("span", quoted(figure["unknown"]), class_="change") if figure["unknown"] else Markup("")
    else:
        value = element("td", short(figure), class_="number")
        below = changed(figure, points, compared)
    return element(
        "tr",
        element("th", quoted(figure["title"]), below, scope="row"),
        value,
        element("td", element("span", trend(figure, points), class_="spoken"), class_="spark"),
    )


def trend(figure: Data, points: list[Data]) -> str:
    """A trend in words: "from 12 to 3, lowest 2, highest 19"."""
    known = [value for one in points if (value := one["values"].get(figure["id"])) is not None]
    if len(known) < 2:
        return "no trend"
    first, last, low, high = (amount(figure, one) for one in (known[0], known[-1], min(known), max(known)))
    gaps = len(points) - len(known)
    return f"from {first} to {last}, lowest {low}, highest {high}" + (
        f", unknown at {gaps} of {len(points)}" if gaps else ""
    )
