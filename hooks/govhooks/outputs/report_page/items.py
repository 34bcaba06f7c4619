"""The items behind a metric: a table, and below each title all that is known of it, down to commit and file."""

from __future__ import annotations

from govhooks.outputs.report import words
from govhooks.outputs.report.sarif import OPEN
from govhooks.outputs.report_page.dates import time
from govhooks.outputs.report_page.links import Forge, commit_link, file_link
from govhooks.outputs.report_page.markup import Markup, element, join, plain, quoted, unseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Data = dict[str, Any]

# Letters of a detail that fit into a column.
_SHORT = 14
# What a state's mark looks like; its word always stands beside it.
_MARK = {"error": "bad", "warning": "open", "note": "soon"}


def table(metric: Data, repository: Data, made: str, forge: Forge, room: int) -> Markup:
    """The items of a metric as far as `room` (bytes) reaches, and how many are left out; nothing if there are none."""
    items = metric["items"]
    if not items:
        return element("p", "There are no items to list.", class_="quiet")
    columns = [name for name in ("since", "until", "who", "where") if any(_has(item, name) for item in items)]
    more = _extras(items)
    rows: list[Markup] = []
    used = 0
    for item in items:
        row = _row(item, columns, more, repository, made, forge)
        used += len(row.encode())
        if used > room and rows:
            break
        rows.append(row)
    head = [_head("What", "what"), _head("State", "state")]
    head += [_head(name.capitalize(), name) for name in columns]
    head += [_head(plain(name.replace("_", " ")).capitalize(), "extra") for name in more]
    left = len(items) - len(rows)
    return join(
        element(
            "table",
            element("caption", unseen("Items: "), unseen(plain(metric["title"]))),
            element("thead", element("tr", head)),
            element("tbody", rows),
            class_="items",
        ),
        element("p", f"{left:,} more are in the JSON: govhooks report --format json.", class_="quiet") if left else "",
    )


def _head(title: str, name: str) -> Markup:
    return element("th", title, scope="col", class_=name)


def _extras(items: list[Data]) -> list[str]:
    """Up to two details that most items have, and that are short: they get a column."""
    found = []
    for name in dict.fromkeys(name for item in items for name in item["detail"]):
        values = [value for item in items if (value := item["detail"].get(name)) not in (None, "")]
        if len(values) * 2 >= len(items) and all(len(str(value)) <= _SHORT for value in values):
            found.append(name)
    return found[:2]


def _has(item: Data, name: str) -> bool:
    return bool(item["path"] or item["commit"]) if name == "where" else bool(item[name])


def _row(item: Data, columns: list[str], more: list[str], repository: Data, made: str, forge: Forge) -> Markup:
    fields = [join(element("dt", name), element("dd", value)) for name, value in _fields(item, repository, made, forge)]
    return element(
        "tr",
        element(
            "td",
            element("details", element("summary", quoted(item["title"])), element("dl", fields)),
            class_="what",
        ),
        element("td", _state(item["kind"]), class_="state"),
        [element("td", _cell(item, name, repository, made, forge), class_=name) for name in columns],
        [_extra(item["detail"].get(name)) for name in more],
    )


def _cell(item: Data, name: str, repository: Data, made: str, forge: Forge) -> str:
    if name == "where":
        return _place(item, repository, forge)
    value: str = item[name]
    return quoted(value) if name == "who" else time(value, made) if value else ""


def _extra(value: str | int | float | None) -> Markup:
    if isinstance(value, (int, float)):
        return element("td", quoted(str(value)), class_="extra", data_sort=str(value))
    return element("td", quoted(value) if value else "", class_="extra")


def _state(kind: str) -> Markup:
    return element("span", quoted(kind), class_=f"mark {_MARK.get(OPEN.get(kind, ''), 'other')}")


def _place(item: Data, repository: Data, forge: Forge) -> Markup:
    if item["path"]:
        return file_link(forge, _has_file(item, repository), item["path"], item["line"])
    return commit_link(forge, item["commit"]) if item["commit"] else Markup("")


def _has_file(item: Data, repository: Data) -> str:
    """A commit that has the item's file: that of the report while it lasts, then the one that brought it."""
    return str(item["commit"] if item["until"] else repository["commit"])


def _fields(item: Data, repository: Data, made: str, forge: Forge) -> Iterator[tuple[str | Markup, str | Markup]]:
    if item["path"]:
        yield "file", file_link(forge, _has_file(item, repository), item["path"], item["line"])
    if item["commit"]:
        yield "commit", commit_link(forge, item["commit"], 64)
    if item["since"]:
        yield "since", time(item["since"], made, whole=True)
    if item["until"]:
        yield "until", time(item["until"], made, whole=True)
    if item["who"]:
        yield "who", quoted(item["who"])
    for name, value in item["detail"].items():
        yield _detail(name.replace("_", " "), value, made)


def _detail(name: str, value: str | int | float | None, made: str) -> tuple[Markup, Markup]:
    """A detail's name and value; a number of seconds and an instant are said as people say them."""
    if value is None or value == "":
        return quoted(name), element("span", "none", class_="unknown")
    if isinstance(value, str):
        return quoted(name), time(value, made, whole=True)
    if name.startswith("seconds "):
        return quoted(name.removeprefix("seconds ")), Markup(words.span(value))
    return quoted(name), quoted(f"{value:,}")
