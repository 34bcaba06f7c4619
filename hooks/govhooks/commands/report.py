"""`govhooks report`: the security metrics of one or several repositories, computed from their history, offline.

govhooks report                                    on the terminal
govhooks report --format markdown --output report.md
govhooks report --format html --output report.html
govhooks report --format openmetrics --output /var/lib/node_exporter/govhooks.prom
govhooks report --fail-on 'exceptions.expired>0'   exit 1, for CI
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time

from govhooks.commands import options
from govhooks.core.errors import CLEAN, FINDINGS, CannotJudge, UsageError
from govhooks.core.waiver import is_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

FORMATS = ("terminal", "markdown", "json", "openmetrics", "sarif", "html")
# How far back trends go, if nobody says.
_TWO_YEARS = 730 * 86400


def main(argv: Sequence[str]) -> int:
    """Run `govhooks report`. Exit codes: 0 done, 1 a limit is broken (--fail-on), 2 bad usage, 3 cannot judge, also a limit
    whose figure is not known."""
    parser = argparse.ArgumentParser(
        prog="govhooks report", description="Show the security metrics of repositories, computed from their history."
    )
    parser.add_argument("repositories", nargs="*", metavar="REPO", help="folders of repositories; default: this one")
    parser.add_argument("--since", default="", metavar="DAY", help="trends from this day on; default: two years")
    parser.add_argument(
        "--compare", default="", metavar="REV", help="show the figures of this commit beside those of now"
    )
    parser.add_argument("--metric", action="append", default=[], metavar="ID", help="only this metric; may be repeated")
    parser.add_argument("--format", choices=FORMATS, default="terminal")
    parser.add_argument("--output", default="", metavar="FILE", help="write there, and replace the file as a whole")
    parser.add_argument("--fail-on", action="append", default=[], metavar="LIMIT", help="exit 1 where METRIC[.FIGURE]>N holds, such as exceptions.expired>0; may be repeated")  # fmt: skip
    return options.run(parser, argv, _run)


def _run(chosen: argparse.Namespace) -> int:
    from govhooks.metrics import limits, report

    told = [limits.parse(text) for text in chosen.fail_on]
    unknown = [name for name in chosen.metric if name not in report.METRICS]
    if unknown:
        raise UsageError(f"no metric {unknown[0]} (metrics: {', '.join(report.METRICS)})")
    now = int(time.time())
    if len(chosen.repositories) > 1 and os.environ.get("GIT_DIR"):
        raise UsageError("GIT_DIR is set, and names one repository: unset it to report on several")
    document = report.document(
        chosen.repositories or ["."], _seconds(chosen.since, now), now, chosen.compare, chosen.metric
    )
    over, missing = limits.broken(document, told)
    _write(document, chosen)
    for line in (*over, *missing):
        sys.stderr.write(f"govhooks: {line}\n")
    if over:
        return FINDINGS
    if missing:
        raise CannotJudge("a figure that --fail-on asks for is not known")
    return CLEAN


def _seconds(day: str, now: int) -> int:
    """The first second of a day; two years back for none. Raises UsageError."""
    import calendar

    if not day:
        return now - _TWO_YEARS
    if not is_day(day):
        raise UsageError(f"--since must be a day, YYYY-MM-DD, not {day}")
    found = calendar.timegm(time.strptime(day, "%Y-%m-%d"))
    if found >= now:
        raise UsageError(f"--since {day} is still to come")
    return max(found, 0)


def _write(document: dict[str, Any], chosen: argparse.Namespace) -> None:
    if chosen.format == "terminal" and not chosen.output:
        from govhooks.outputs.report import terminal

        if terminal.write(document, sys.stdout):
            return
        sys.stderr.write("govhooks: pip install 'govhooks[report]' draws this; here is the Markdown\n")
    text = _rendered(document, chosen.format)
    if not chosen.output:
        sys.stdout.write(text)
        return
    from govhooks.git import files

    files.write(chosen.output, text.encode("utf-8"))


def _rendered(document: dict[str, Any], form: str) -> str:
    if form == "json":
        return json.dumps(document, indent=2, ensure_ascii=True) + "\n"
    if form == "openmetrics":
        from govhooks.outputs.report import metrics

        return metrics.render(document)
    if form == "sarif":
        from govhooks.outputs.report import sarif

        return sarif.render(document)
    if form == "html":
        from govhooks.outputs import report_page

        return report_page.render(document)
    from govhooks.outputs.report import markdown

    return markdown.render(document)
