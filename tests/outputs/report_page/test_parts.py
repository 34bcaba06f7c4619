"""The parts of the page: links to forges, days in words, changes of figures."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import report_sample
from hypothesis import given
from hypothesis import strategies as st

from govhooks.metrics.metric import Figure, Point, as_json
from govhooks.metrics.metric import Metric as Measured
from govhooks.outputs.report_page import dates, figures, items, links, markup, trends

COMMIT = "a1" * 20


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://github.com/example/shop", f"https://github.com/example/shop/commit/{COMMIT}"),
        ("https://github.com/example/shop/", f"https://github.com/example/shop/commit/{COMMIT}"),
        ("https://github.corp.test:8443/a/b", f"https://github.corp.test:8443/a/b/commit/{COMMIT}"),
        ("https://gitlab.com/group/sub/shop", f"https://gitlab.com/group/sub/shop/-/commit/{COMMIT}"),
        ("https://gitlab.corp.test/a/b", f"https://gitlab.corp.test/a/b/-/commit/{COMMIT}"),
        ("http://github.com/example/shop", ""),
        ("javascript://github.com/example/shop", ""),
        ("https://github.com.evil.test/example/shop", ""),
        ("https://evil.test/github.com/shop", ""),
        ("https://github/example/shop", ""),
        ("https://user@github.com/example/shop", ""),
        ("https://github.com/example/../shop", ""),
        ("https://github.com/example/shop?x=1", ""),
        ("https://github.com/example/shop#x", ""),
        ("https://github.com/example/shop\n", ""),
        ("https://github.com/example", ""),
        ("https://git.example.com/a/b", ""),
        ("", ""),
    ],
)
def test_a_commit_is_linked_where_the_forge_is_known(url: str, page: str) -> None:
    assert links.forge(url).commit(COMMIT) == page


def test_nothing_but_a_whole_commit_is_linked() -> None:
    place = links.forge("https://github.com/example/shop")

    assert place.commit("a" * 64)
    assert [place.commit(one) for one in ("", "a" * 39, "A" * 40, "a" * 40 + "\n", "../" * 14)] == [""] * 5
    assert [place.file(COMMIT, path) for path in ("", "../../x", "a//b", "/etc/x", "a/./b")] == [""] * 5


@given(st.text(st.characters(exclude_characters="/\x00", exclude_categories=("Cs",)), min_size=1), st.integers(1, 9999))
def test_a_file_s_link_leads_to_that_file(name: str, line: int) -> None:
    for url in ("https://github.com/example/shop", "https://gitlab.com/example/shop"):
        place = links.forge(url)
        address = urlsplit(place.file(COMMIT, f"a dir/{name}", line))
        if name in (".", ".."):
            continue

        assert (address.scheme, address.netloc, address.query) == ("https", url.split("/")[2], "")
        assert unquote(address.path) == f"{urlsplit(url).path}{place.dash}/blob/{COMMIT}/a dir/{name}"
        assert address.fragment == f"L{line}"


def test_a_path_that_is_no_utf8_is_linked_by_its_bytes() -> None:
    assert (
        links.forge("https://github.com/a/b")
        .file(COMMIT, b"\xff.py".decode("utf-8", "surrogateescape"))
        .endswith("/%FF.py")
    )


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-11-28", "today"),
        ("2026-11-27T23:00:00Z", "yesterday"),
        ("2026-11-29", "tomorrow"),
        ("2026-11-20", "8 days ago"),
        ("2026-12-05", "in 7 days"),
        ("2026-08-28", "3 months ago"),
        ("2024-11-28", "2 years ago"),
        ("2024-11-30", "2 years ago"),
        ("2025-11-28", "12 months ago"),
        ("2026-02-30", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_a_day_in_words(day: str, told: str) -> None:
    assert dates.away(day, "2026-11-28T10:00:00Z") == told


def figure(value: Any, unit: str = "count", worse: str = "up", **more: Any) -> dict[str, Any]:
    plain = as_json(
        Measured("m", "M", (Figure("f", "f", value, unit, worse, "nobody looked" if value is None else ""),))
    )
    return {**plain["figures"][0], **more}


def points(*values: Any) -> list[dict[str, Any]]:
    return [
        {"at": f"2026-01-{day:02}T00:00:00Z", "commit": "", "values": {"f": one}} for day, one in enumerate(values, 1)
    ]


@pytest.mark.parametrize(
    ("now", "earlier", "told"),
    [
        (figure(5), points(3, 4, 5), ("2 more since 2026-01-01", "worse")),
        (figure(3), points(None, 4, 3), ("1 fewer since 2026-01-02", "better")),
        (figure(3), points(3, 9, 3), ("the same as on 2026-01-01", "")),
        (figure(3), points(None, None, 3), ("", "")),
        (figure(3), [], ("", "")),
        (figure(None), points(3, None), ("", "")),
        (figure(0), points(3, 0), ("3 fewer since 2026-01-01", "better")),
        (figure(5, worse=""), points(3, 5), ("2 more since 2026-01-01", "")),
        (figure(0.8, "share", "down"), points(0.5, 0.8), ("30 percentage points more since 2026-01-01", "better")),
        (figure(0.505, "share", "down"), points(0.51, 0.505), ("0.5 percentage points less since 2026-01-01", "worse")),
        (figure(0.51, "share"), points(0.5, 0.51), ("1 percentage point more since 2026-01-01", "worse")),
        (figure(2.5, "days"), points(3.5, 2.5), ("1 day less since 2026-01-01", "better")),
        (figure(90_000, "seconds"), points(0, 9), ("1 day 1 hour more since 2026-01-01", "worse")),
        (figure(5, before=7), points(3, 5), ("2 fewer than at v1", "better")),
        (figure(5, before=5), points(3, 5), ("the same as at v1", "")),
        (figure(5, before=None), points(3, 5), ("it was not known at v1", "")),
    ],
)
def test_a_change_is_said_in_words(now: dict[str, Any], earlier: list[dict[str, Any]], told: tuple[str, str]) -> None:
    assert figures.change(now, earlier, {"rev": "v1"}) == told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((3, 9, 2, 5), "from 3 to 5, lowest 2, highest 9"),
        ((3, None, 5), "from 3 to 5, lowest 3, highest 5, unknown at 1 of 3"),
        ((None, 3), "no trend"),
        ((), "no trend"),
    ],
)
def test_a_trend_in_words(values: tuple[Any, ...], told: str) -> None:
    assert figures.trend(figure(5), points(*values)) == told


def test_points_are_left_out_evenly_and_never_the_last() -> None:
    held = points(*range(20))
    metric = {"points": held}

    assert trends.shown(metric, 1) == held
    assert [one["values"]["f"] for one in trends.shown(metric, 6)] == [1, 7, 13, 19]
    assert trends.every(report_sample.document()) == 1


def test_a_thinned_table_says_so_and_what_is_printed_of_it() -> None:
    place = links.forge("")
    metric = as_json(
        Measured("m", "M", (Figure("f", "f", 1),), (), tuple(Point(f"2026-{1 + n // 10:02}-{1 + n % 10:02}T00:00:00Z", "", {"f": n}) for n in range(100)))
    )  # fmt: skip
    whole, thin = trends.table(metric, 1, place), trends.table(metric, 3, place)

    assert "100 points in time<" in whole
    assert "34 points in time (66 between them are left out)" in thin
    # Ten months with ten points each: the first of each is printed, and the last of all.
    assert whole.count('class="between"') == 100 - 10 - 1
    assert 'class="between"' not in thin
    assert trends.table({"points": []}, 1, place) == ""


def test_items_that_have_no_room_are_counted() -> None:
    repository = report_sample.document()["repositories"][0]
    metric = repository["metrics"][0]
    told = items.table(metric, repository, report_sample.document()["made"], links.forge(""), 5_000)

    rows = told.count("<details>")
    assert 1 <= rows < 60
    assert f"{60 - rows} more are in the JSON" in told


def test_a_file_that_is_gone_is_linked_where_it_was() -> None:
    repository = {"commit": "b" * 40}
    place = links.forge("https://github.com/a/b")
    item = {
        "kind": "open",
        "title": "t",
        "path": "x.py",
        "line": 3,
        "commit": COMMIT,
        "since": "",
        "until": "",
        "who": "",
        "detail": {},
    }
    told = items.table({"title": "M", "items": [item]}, repository, "2026-11-28T10:00:00Z", place, 9_999)
    over = items.table(
        {"title": "M", "items": [{**item, "until": "2026-11-01"}]}, repository, "2026-11-28T10:00:00Z", place, 9_999
    )

    assert f"/blob/{'b' * 40}/x.py#L3" in told
    assert f"/blob/{COMMIT}/x.py#L3" in over


def test_details_are_said_as_people_say_them() -> None:
    item = {
        "kind": "open",
        "title": "t",
        "path": "",
        "line": 0,
        "commit": "",
        "since": "",
        "until": "",
        "who": "",
        "detail": {"seconds from exposure": 93_784, "due": "2026-11-20T00:00:00Z", "age in days": 1200, "note": None},
    }
    told = items.table({"title": "M", "items": [item]}, {"commit": ""}, "2026-11-28T10:00:00Z", links.forge(""), 9_999)

    assert "<dt><bdi>from exposure</bdi></dt><dd>1 day 2 hours</dd>" in told
    assert "2026-11-20 00:00:00 UTC</time> <small>8 days ago</small>" in told
    assert "<bdi>1,200</bdi>" in told
    assert '<dd><span class="unknown">none</span></dd>' in told


def test_a_text_is_cut_at_its_limit() -> None:
    assert markup.plain("x" * markup.LONGEST) == "x" * markup.LONGEST
    assert markup.plain("x" * 9_999) == "x" * markup.LONGEST + "…"
    assert markup.quoted("<b>\u202e&") == "<bdi>&lt;b&gt;\\u202e&amp;</bdi>"
