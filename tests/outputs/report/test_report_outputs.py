"""The outputs of a report: valid by the formats' own readers, and nothing of a repository is taken for more than text."""

from __future__ import annotations

import io
import json
import math
import re
import sys

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from report_document import HOSTILE, document
from schemas import jsonschema

from govhooks.outputs.report import markdown, metrics, sarif, terminal, words

SCHEMA = json.loads((ROOT / "docs/metrics.schema.json").read_text("utf-8"))
SARIF = json.loads((ROOT / "tests/data/sarif-2.1.0.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", ["team-a", HOSTILE])
def test_the_document_is_as_its_schema_says(text: str) -> None:
    jsonschema.validate(document(text), SCHEMA)


@pytest.mark.parametrize("text", ["team-a", HOSTILE, 'a"b\\c\nd'])
def test_openmetrics_is_read_by_its_parser(text: str) -> None:
    families = list(text_string_to_metric_families(metrics.render(document(text))))
    samples = {
        (one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples
    }
    mine = (("repository", text),)

    assert samples["govhooks_exceptions_open", mine] == 3
    assert samples["govhooks_exceptions_completion_ratio", mine] == 0.75
    assert samples["govhooks_exceptions_median_age_seconds", mine] == 86400
    assert samples["govhooks_exceptions_worst_from_exposure_seconds", mine] == 93_784
    assert ("govhooks_exceptions_missing", mine) not in samples
    labels = (("figure", "missing"), ("metric", "exceptions"), ("repository", text))
    assert samples["govhooks_figure_unknown", labels] == 1
    assert not any(math.isnan(value) for value in samples.values())
    assert not any(sample.timestamp for family in families for sample in family.samples)


@pytest.mark.parametrize("text", ["team-a", HOSTILE])
def test_sarif_is_valid_and_has_what_is_open(text: str) -> None:
    log = json.loads(sarif.render(document(text)))
    jsonschema.validate(log, SARIF)

    first, second = (run["results"] for run in log["runs"])
    assert [result["level"] for result in first] == ["warning", "error"]
    assert first[0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20dir/b.py"},
        "region": {"startLine": 7},
    }
    assert len(second) == 2
    assert "\x1b" not in json.dumps(log)


def test_markdown_says_the_figures() -> None:
    text = markdown.render(document())

    assert "| exceptions in force | 3 | 1 | 2 more (worse) | governance.toml |" in text
    assert "| share done | 75 % | 50 % | 25 % more (better) |  |" in text
    assert "| median age | 1 day | unknown |  |  of 2026-11-20 |" in text
    assert "| longest | 1 day 2 hours | unknown |  |  |" in text
    assert "unknown: nobody looked: team-a" in text


@given(st.text(max_size=40))
def test_nothing_in_a_cell_is_markup(text: str) -> None:
    """What CommonMark calls a character that may be markup has a backslash before it, or is a reference."""
    shown = markdown.cell(text)

    assert "\n" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|#~]", shown)
    assert "://" not in shown


def test_a_terminal_gets_no_control_characters() -> None:
    stream = io.StringIO()

    assert terminal.write(document(HOSTILE), stream)
    shown = stream.getvalue()
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "2 more (worse)" in shown
    assert "nobody looked" in shown


def test_a_sparkline_goes_from_nothing_to_the_top() -> None:
    assert terminal.sparkline([0, 1, 2, None, 4]) == "\u2581\u2583\u2585?\u2588"
    assert terminal.sparkline([0, 4], plain=True) == ".@"
    assert terminal.sparkline([]) == ""
    assert terminal.sparkline([0, 0]) == "\u2581\u2581"


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [
        (None, "count", "unknown"),
        (1234, "count", "1,234"),
        (2.5, "count", "2.5"),
        (0.333, "share", "33 %"),
        (1, "days", "1 day"),
        (12.25, "days", "12.2 days"),
        (0, "seconds", "less than a minute"),
        (3600, "seconds", "1 hour"),
        (90061, "seconds", "1 day 1 hour"),
    ],
)
def test_amounts(number: float | None, unit: str, shown: str) -> None:
    assert words.amount(number, unit) == shown


def test_a_figure_that_is_worse_when_it_falls() -> None:
    figure = {"value": 1, "before": 2, "unit": "count", "worse": "down"}

    assert words.change(figure) == "1 less (worse)"
    assert words.change({**figure, "value": 2}) == "unchanged"
    assert words.change({**figure, "worse": ""}) == "1 less"
    assert words.change({**figure, "value": None}) == ""


def test_without_rich_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    for name in [one for one in sys.modules if one.partition(".")[0] == "rich"] + ["rich"]:
        monkeypatch.setitem(sys.modules, name, None)

    assert not terminal.write(document(), stream)
    assert stream.getvalue() == ""
