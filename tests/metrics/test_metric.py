"""A metric is plain data."""

from __future__ import annotations

import json

import pytest

from govhooks.metrics.metric import Figure, Item, Metric, Point, as_json

METRIC = Metric(
    "exceptions",
    "Policy exceptions",
    (Figure("open", "open exceptions", 3), Figure("age", "median age", None, "days", unknown="there are none")),
    (Item("open", "no-secrets on a.py", "a.py", 2, detail={"owner": "ada"}),),
    (Point("2026-11-28T10:00:00Z", "a" * 40, {"open": 3, "age": None}),),
)


def test_it_survives_json() -> None:
    again = json.loads(json.dumps(as_json(METRIC)))

    assert again == as_json(METRIC)
    assert again["figures"][1]["value"] is None
    assert again["items"][0]["detail"] == {"owner": "ada"}


def test_a_figure_by_its_id() -> None:
    assert METRIC.value("open") == 3
    assert METRIC.value("age") is None
    with pytest.raises(KeyError):
        METRIC.value("other")
