"""The report on a terminal, drawn by rich: a line of figures a metric, a sparkline of its trend, and what is open."""

from __future__ import annotations

import io

from govhooks.outputs.escape import printable
from govhooks.outputs.report import words
from govhooks.outputs.report.sarif import OPEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

    from rich.console import Console

# Items of a metric that are listed.
MOST = 10
_BARS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"
_PLAIN = " .:-=+*#@"
# Points of a sparkline.
_WIDTH = 40
# The width of a page that goes into a file or a log.
_COLUMNS = 120


def write(document: dict[str, Any], stream: TextIO) -> bool:
    """Print the report; False, and nothing printed, where rich is not installed."""
    try:
        from rich.console import Console
    except ImportError:
        return False
    # Drawn first, written by us: rich ends the process in silence when a reader is gone.
    drawn = io.StringIO()
    live = stream.isatty()
    width = None if live else _COLUMNS
    console = Console(file=drawn, highlight=False, emoji=False, force_terminal=live, width=width, legacy_windows=False)
    draws = (getattr(stream, "encoding", None) or "utf-8").lower().startswith("utf")
    for repository in document["repositories"]:
        where = f"{repository['commit'][:12]} {printable(repository['branch'])}".strip()
        console.print(
            f"\n[bold]{_text(repository['name'])}[/bold] {_text(where)}, trends since {document['since'][:10]}"
        )
        for metric in repository["metrics"]:
            _metric(metric, console, draws)
    stream.write(drawn.getvalue())
    return True


def _metric(metric: dict[str, Any], console: Console, draws: bool) -> None:
    from rich.table import Table

    console.print(f"\n[bold]{_text(metric['title'])}[/bold]")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2))
    for column in ("figure", "value", "change", "trend"):
        table.add_column(column, justify="right" if column == "value" else "left", overflow="fold")
    for figure in metric["figures"]:
        if figure["value"] is None:
            table.add_row(_text(figure["title"]), "unknown", _text(figure["unknown"]), "")
            continue
        shown = [point["values"].get(figure["id"]) for point in metric["points"]][-_WIDTH:]
        table.add_row(
            _text(figure["title"]),
            words.value(figure),
            words.change(figure),
            sparkline(shown, plain=not draws),
        )
    console.print(table)
    for group in metric["groups"]:
        counts = [f"{_text(name)} {count:,}" for name, count in group["counts"].items()]
        more = [f"{len(counts) - MOST} more"] if len(counts) > MOST else []
        console.print(f"{_text(group['title'])}: {', '.join([*counts[:MOST], *more])}")
    for note in metric["notes"]:
        console.print(f"note: {_text(note)}")
    left = [item for item in metric["items"] if item["kind"] in OPEN]
    for item in left[:MOST]:
        place = item["path"] + (f":{item['line']}" if item["line"] else "")
        about = [part for part in (place, f"since {item['since'][:10]}" if item["since"] else "", item["who"]) if part]
        told = f" ({_text(', '.join(about))})" if about else ""
        console.print(f"  {item['kind']}: {_text(item['title'])}{told}")
    if len(left) > MOST:
        console.print(f"  {len(left) - MOST} more")


def sparkline(values: list[float | int | None], *, plain: bool = False) -> str:
    """A trend as one line of bars from 0 to the largest value; "?" for a value that is not known."""
    bars = _PLAIN if plain else _BARS
    top = max((value for value in values if value is not None), default=0)
    drawn = []
    for value in values:
        if value is None:
            drawn.append("?")
        else:
            drawn.append(bars[1 + round(value / top * (len(bars) - 2))] if top and value else bars[1])
    return "".join(drawn)


def _text(text: str) -> str:
    from rich.markup import escape

    return escape(printable(text))
