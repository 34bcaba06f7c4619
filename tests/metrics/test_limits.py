"""Limits of --fail-on."""

from __future__ import annotations

import pytest
from report_document import document

from govhooks.core.errors import UsageError
from govhooks.metrics.limits import broken, parse


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("exceptions>2", True),
        ("exceptions>3", False),
        ("exceptions.open>=3", True),
        ("exceptions.open<4", True),
        ("exceptions.open==3", True),
        ("exceptions.open <= 2", False),
        ("exceptions.completion<80%", True),
        ("exceptions.completion<75%", False),
        ("exceptions.median_age_days>23h", True),
        ("exceptions.median_age_days>1d", False),
        ("exceptions.worst_from_exposure>1d", True),
        ("exceptions.worst_from_exposure>1w", False),
        ("exceptions.worst_from_exposure>93784", False),
    ],
)
def test_a_limit_holds_or_is_broken(text: str, over: bool) -> None:
    found, unknown = broken(document(), [parse(text)])

    assert bool(found) is over
    assert unknown == []
    assert all(line.endswith(f": {text}") for line in found)


def test_a_figure_that_is_not_known_is_said() -> None:
    found, unknown = broken(document(), [parse("exceptions.missing>0")])

    assert found == []
    assert unknown[0] == "team-a: exceptions.missing is not known: nobody looked: team-a"


@pytest.mark.parametrize("text", ["", "exceptions", "exceptions>", ">1", "exceptions>x", "exceptions>1y", "a.b.c>1"])
def test_what_is_no_limit(text: str) -> None:
    with pytest.raises(UsageError, match="write METRIC>N"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("secrets>1", "no metric secrets"),
        ("exceptions.close>1", "no figure close in exceptions"),
        ("exceptions.open>1d", "does not fit"),
        ("exceptions.completion>1d", "does not fit"),
        ("exceptions.median_age_days>5%", "does not fit"),
    ],
)
def test_a_limit_of_what_is_not_there(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        broken(document(), [parse(text)])
