"""The report as Markdown: a table of figures and one of items a metric."""

from __future__ import annotations

from govhooks.outputs.escape import printable
from govhooks.outputs.report import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

# Items that a table has at most; the others are counted.
MOST = 50


def render(document: dict[str, Any]) -> str:
    """The whole report."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: dict[str, Any]) -> Iterator[str]:
    yield "# Security metrics"
    yield ""
    yield f"Made on {document['made']} by govhooks {document['govhooks']}; trends since {document['since'][:10]}."
    for repository in document["repositories"]:
        yield ""
        yield f"## {cell(repository['name'])}"
        yield ""
        yield f"Commit {repository['commit'][:12]}{f' of {cell(branch)}' if (branch := repository['branch']) else ''}."
        for metric in repository["metrics"]:
            yield ""
            yield f"### {cell(metric['title'])}"
            yield ""
            yield from _figures(metric["figures"])
            for group in metric["groups"]:
                yield from _group(group)
            for note in metric["notes"]:
                yield ""
                yield f"Note: {cell(note)}"
            yield from _items(metric["items"])


def _figures(figures: list[dict[str, Any]]) -> Iterator[str]:
    compared = any("before" in figure for figure in figures)
    yield from _row("figure", "value", *(("before", "change") if compared else ()), "from")
    yield from _row("---", "---:", *(("---:", "---") if compared else ()), "---", escape=False)
    for figure in figures:
        shown = words.value(figure)
        more = (words.value(figure, "before"), words.change(figure)) if compared else ()
        source = figure["source"] + (f" of {figure['fresh']}" if figure["fresh"] else "")
        why = f"unknown: {figure['unknown']}" if figure["value"] is None else shown
        yield from _row(figure["title"], why, *more, source)


def _group(group: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield from _row(group["title"], "")
    yield from _row("---", "---:", escape=False)
    for name, count in list(group["counts"].items())[:MOST]:
        yield from _row(name, f"{count:,}")


def _items(items: list[dict[str, Any]]) -> Iterator[str]:
    if not items:
        return
    columns = list(dict.fromkeys(name for item in items for name in item["detail"]))
    yield ""
    yield from _row("state", "what", "where", "since", "until", "who", *columns)
    yield from _row(*["---"] * (6 + len(columns)), escape=False)
    for item in items[:MOST]:
        place = item["path"] + (f":{item['line']}" if item["line"] else "")
        place += f" ({item['commit'][:12]})" if item["commit"] else ""
        detail = ["" if (value := item["detail"].get(name)) is None else str(value) for name in columns]
        yield from _row(
            item["kind"], item["title"], place, item["since"][:10], item["until"][:10], item["who"], *detail
        )
    if len(items) > MOST:
        yield ""
        yield f"{len(items) - MOST} more."


def _row(*cells: str, escape: bool = True) -> Sequence[str]:
    return (f"| {' | '.join(map(cell, cells) if escape else cells)} |",)


_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#~$"})


def cell(text: str) -> str:
    """A text in which nothing is Markdown or HTML."""
    return (
        printable(text)
        .translate(_SPECIAL)
        .replace("&", "&amp;")
        .replace("://", ":&#47;&#47;")
        .replace("www.", "www&#46;")
    )
