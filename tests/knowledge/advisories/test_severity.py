"""How severe: the published scores of vectors of each CVSS, words where there is none, and never low for what is unknown."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osv_world import advisory
from sweeps import examples

from govhooks.core.errors import CannotJudge
from govhooks.knowledge.advisories import severity
from govhooks.knowledge.advisories.severity import UNKNOWN, Severity

# (OSV's type, vector, level, score): the examples of FIRST's documents and of NVD.
VECTORS = [
    ("CVSS_V2", "AV:N/AC:L/Au:N/C:C/I:C/A:C", "high", 10.0),  # CVE-2003-0818, https://www.first.org/cvss/v2/guide
    ("CVSS_V2", "AV:N/AC:L/Au:N/C:N/I:N/A:C", "high", 7.8),  # CVE-2002-0392
    ("CVSS_V2", "AV:L/AC:H/Au:N/C:C/I:C/A:C", "medium", 6.2),  # CVE-2003-0062
    ("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "critical", 9.8),  # CVE-2021-3129
    ("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "critical", 10.0),  # CVE-2021-44228
    ("CVSS_V3", "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:N/A:N", "medium", 6.8),  # CVE-2020-28498
    ("CVSS_V3", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "high", 7.5),  # CVE-2014-0160
    ("CVSS_V3", "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", "low", 1.6),
    ("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "low", 0.0),
    ("CVSS_V4", "CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "high", 7.3),  # first.org/cvss/v4.0/examples
    ("CVSS_V4", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", "critical", 10.0),
    ("CVSS_V4", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", "low", 0.0),
]  # fmt: skip
V3, V4 = VECTORS[3][1], VECTORS[9][1]


@pytest.mark.parametrize(("kind", "text", "level", "score"), VECTORS)
def test_vectors(kind: str, text: str, level: str, score: float) -> None:
    assert severity.of_vector(kind, text) == Severity(level, score)


@pytest.mark.parametrize(
    "text", ["", "9.8", "CVSS:3.1", "CVSS:3.1/AV:N", "CVSS:3.1/AV:Q/AC:L", V4, "x" * 9999, V3 + "/AV:N", V3 + "/"]
)
def test_no_vector_is_unknown(text: str) -> None:
    assert severity.of_vector("CVSS_V3", text) == UNKNOWN


@given(
    text=st.text(alphabet="CVSS:340./AVNLPHUIRSTM ", max_size=60),
    kind=st.sampled_from(["CVSS_V2", "CVSS_V3", "CVSS_V4"]),
)
@settings(derandomize=True, max_examples=examples(200), deadline=None)
def test_any_text_is_a_vector_or_unknown(text: str, kind: str) -> None:
    assert severity.of_vector(kind, text).level in severity.LEVELS


def vector(kind: str, text: Any) -> dict[str, Any]:
    return {"type": kind, "score": text}


# What an advisory says -> its severity
ADVISORIES: list[tuple[dict[str, Any], Severity]] = [
    ({}, UNKNOWN),
    ({"severity": [vector("CVSS_V3", V3)]}, Severity("critical", 9.8)),
    ({"severity": [vector("CVSS_V3", V3), vector("CVSS_V4", V4)]}, Severity("high", 7.3)),  # the newer one counts
    ({"severity": [vector("CVSS_V4", "broken"), vector("CVSS_V3", V3)]}, Severity("critical", 9.8)),
    ({"severity": [vector("CVSS_V3", "broken")], "database_specific": {"severity": "MODERATE"}}, Severity("medium")),
    ({"severity": [vector("CVSS_V3", V3)], "database_specific": {"severity": "LOW"}}, Severity("critical", 9.8)),
    ({"severity": [vector("Ubuntu", "low")]}, UNKNOWN),
    ({"severity": [vector("CVSS_V3", 9.8), None, "x"]}, UNKNOWN),
    ({"severity": "high"}, UNKNOWN),
    ({"database_specific": {"severity": "CRITICAL"}}, Severity("critical")),
    ({"database_specific": {"severity": "UNKNOWN"}}, UNKNOWN),
    ({"database_specific": {"severity": 3}}, UNKNOWN),
    ({"database_specific": []}, UNKNOWN),
    ({"entry": {"severity": [vector("CVSS_V3", V3)]}}, Severity("critical", 9.8)),
    ({"entry": {"ecosystem_specific": {"severity": "HIGH"}}}, Severity("high")),
]


@pytest.mark.parametrize(("says", "wanted"), ADVISORIES)
def test_advisories(says: dict[str, Any], wanted: Severity) -> None:
    assert severity.of(advisory("X-1", **says)) == wanted


def test_the_worst_of_several() -> None:
    low, high = Severity("low", 2.0), Severity("high", 7.1)

    assert severity.worst([UNKNOWN, low]) == low
    assert severity.worst([high, low, Severity("high")]) == high
    assert severity.worst([UNKNOWN, UNKNOWN]) == UNKNOWN
    assert severity.worst([]) == UNKNOWN


def test_without_the_library_nothing_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cvss", None)
    severity.of_vector.cache_clear()

    assert severity.of(advisory("X-1")) == UNKNOWN
    with pytest.raises(CannotJudge, match="install cvss"):
        severity.of(advisory("X-1", severity=[vector("CVSS_V3", V3)]))
