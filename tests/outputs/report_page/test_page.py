"""The page as HTML, read by a parser that is not ours: it holds what the report does, and nothing of a repository is more than text."""

from __future__ import annotations

import base64
import copy
import hashlib
import itertools
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
import report_document
import report_sample
import sweeps
from hypothesis import given, settings
from hypothesis import strategies as st

import fetch_d3
from govhooks.outputs import report_page
from govhooks.outputs.escape import visible

HOSTILE = (
    report_document.HOSTILE,
    "</script><script>window.pwned = 1</script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style><!-- <![CDATA[",
    "\u202egnp.exe\u2066\u200f\x00\ud800\udc80",
    "javascript:alert(1)",
    "&lt;b&gt;&#60;img src=x&#62;",
    "[x](javascript:alert(1))",
)
# Fields that hold a repository's own words.
WORDS = ("name", "branch", "url", "title", "unknown", "source", "fresh", "kind", "path", "who", "since", "until")


class Page(HTMLParser):
    """What a parser makes of a page: its elements with their attributes, its texts, its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.texts: list[str] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []
        self.strange: list[str] = []
        self._inside: list[str] = []
        self.feed(text)
        self.close()
        assert self._inside == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))
        if tag in ("script", "style"):
            self.raw.append((tag, dict(attrs), ""))
        if tag not in ("meta", "wbr"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] in ("script", "style"):
            tag, attributes, text = self.raw[-1]
            self.raw[-1] = (tag, attributes, text + data)
        else:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.strange.append(data)

    def handle_pi(self, data: str) -> None:
        self.strange.append(data)

    unknown_decl = handle_pi

    @property
    def vocabulary(self) -> set[tuple[str, str, str | None]]:
        """Each (element, attribute, value) that there is, and each element."""
        found: set[tuple[str, str, str | None]] = {(tag, "", None) for tag, _ in self.elements}
        return found | {(tag, name, value) for tag, attributes in self.elements for name, value in attributes}

    @property
    def data(self) -> Any:
        return next(json.loads(text) for _, attributes, text in self.raw if attributes.get("type"))


def spoiled(document: dict[str, Any], text: str) -> dict[str, Any]:
    """A report with `text` wherever a repository's own words stand."""

    def spoil(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            if key == "detail":
                return {text: text, f"{text}2": text, "n": 3, "none": None, f"seconds {text}": 90_000}
            if key == "counts":
                return {text: 7, f"{text}2": 3}
            return {name: spoil(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [spoil(one, key) for one in value]
        return text if key in (*WORDS, "notes") and isinstance(value, str) else value

    changed: dict[str, Any] = spoil(copy.deepcopy(document))
    changed["compared_with"] = {"rev": text}
    return changed


SMALL = report_document.document()
# What an element, an attribute and its value are of when no text says anything: whatever else is found came from the text.
NEUTRAL = {
    one for text in ("", "x", "a long text of no meaning", "a/b") for one in Page(report_page.render(spoiled(SMALL, text))).vocabulary
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_known_to_be_dangerous_is_text(text: str) -> None:
    is_text(text)


@given(st.text(alphabet=st.characters(), max_size=60) | st.text(alphabet="<>&\"'/=!-[] \u202escriptdon", max_size=40))
@settings(max_examples=sweeps.examples(300), deadline=None)
def test_whatever_a_repository_says_is_text(text: str) -> None:
    is_text(text)


def is_text(text: str) -> None:
    html = report_page.render(spoiled(SMALL, text))
    page = Page(html)
    days = {text} if re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?", text) else set()

    assert {one for one in page.vocabulary - NEUTRAL if one[2] not in days} == set()
    assert page.strange == []
    assert len(page.raw) == 4
    assert visible(text) in "".join(page.texts)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff\x00\x1b]", html)
    html.encode("utf-8")


def test_only_our_scripts_may_run_and_nothing_is_asked_of_a_network() -> None:
    page = Page(report_page.render(report_sample.document()))
    (policy,) = [dict(one)["content"] for tag, one in page.elements if dict(one).get("http-equiv")]
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for _, attributes, text in page.raw
        if not attributes.get("type")
    }

    assert policy
    assert policy.startswith("default-src 'none'; ")
    assert set(re.findall(r"'sha256-[^']*'", policy)) == hashes
    assert not re.search(r"unsafe|https?:|\*", policy)
    assert [
        name for _, one in page.elements for name, _ in one if name.startswith("on") or name in ("style", "src")
    ] == []
    assert {tag for tag, _ in page.elements} & {"link", "img", "iframe", "base", "form", "object", "embed"} == set()


def test_the_licence_of_what_others_wrote_comes_along() -> None:
    text = report_page.render(SMALL)
    licence = (fetch_d3.PLACE / "LICENSE.d3").read_text("utf-8")

    assert licence in text
    for own, digest in fetch_d3.FILES.values():
        assert hashlib.sha256((fetch_d3.PLACE / own).read_bytes()).hexdigest() == digest
    assert f"| {fetch_d3.VERSION} |" in (fetch_d3.PLACE / "README.md").read_text("utf-8")
    assert f"d3js.org v{fetch_d3.VERSION} " in (fetch_d3.PLACE / "d3.min.js").read_text("utf-8")[:80]


def test_it_reads_without_a_script() -> None:
    document = report_sample.document(compared=True)
    text = "".join(Page(report_page.render(document)).texts)

    for metric in document["repositories"][0]["metrics"]:
        assert metric["title"] in text
        for figure in metric["figures"]:
            assert figure["title"] in text
        for note in metric["notes"]:
            assert note in text
        for item in metric["items"]:
            assert {item["title"], item["who"], item["commit"], f"{item['path']}"} <= set_of(item, text)
    assert "v2026.08" in text
    assert "no commit says who made it" in text


def set_of(item: dict[str, Any], text: str) -> set[str]:
    return {item[name] for name in ("title", "who", "commit", "path") if item[name] in text}


def test_what_is_not_known_is_never_nought() -> None:
    page = Page(report_page.render(SMALL))
    text = "".join(page.texts)
    data = page.data["r1-m1"]

    assert "unknownwhy: " not in text  # the first figure is known
    assert data["values"][1] == [None, 0.75]
    assert data["values"][4] == [None, None]
    assert "not knownnobody looked: team-aunknown" in text
    assert "no trend" in text


def test_the_data_of_a_trend_is_that_of_the_report() -> None:
    document = report_sample.document(weeks=30, items=3)
    data = Page(report_page.render(document)).data

    for number, metric in enumerate(document["repositories"][0]["metrics"], 1):
        drawn = data[f"r1-m{number}"]

        assert drawn["at"] == [point["at"] for point in metric["points"]]
        assert drawn["commits"] == [point["commit"] for point in metric["points"]]
        assert drawn["commit"] == "https://github.com/example/shop/commit/"
        for figure, values in zip(metric["figures"], drawn["values"]):
            assert values == [point["values"][figure["id"]] for point in metric["points"]]


def test_headings_and_landmarks_are_in_order() -> None:
    page = Page(report_page.render(report_sample.document(repositories=("shop", "till"))))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    ids = [dict(one)["id"] for _, one in page.elements if dict(one).get("id")]
    links = {value for tag, one in page.elements for name, value in one if tag == "a" and name == "href"}

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert len(ids) == len(set(ids))
    assert {link for link in links if link and link.startswith("#")} <= {f"#{one}" for one in ids}
    assert {"header", "main", "footer"} <= {tag for tag, _ in page.elements}


@pytest.mark.parametrize(
    ("repositories", "weeks", "items"),
    [
        (1, 104, 60),
        *(pytest.param(*sizes, marks=pytest.mark.slow) for sizes in ((1, 159, 20_000), (25, 159, 400), (40, 159, 60))),
    ],
)
def test_a_page_stays_below_three_megabytes(repositories: int, weeks: int, items: int) -> None:
    names = tuple(f"repository-{number}" for number in range(repositories))
    document = report_sample.document(weeks=weeks, items=items, repositories=names)
    text = report_page.render(document)
    size = len(text.encode("utf-8"))

    assert size < 3_000_000, size
    total = sum(len(metric["items"]) for one in document["repositories"] for metric in one["metrics"])
    shown = len(re.findall("<summary><bdi>", text))
    left = sum(int(found.replace(",", "")) for found in re.findall(r"([0-9,]+) more are in the JSON", text))
    assert shown + left == total
    # The last point is always there.
    assert all(drawn["at"][-1] == document["until"] for drawn in Page(text).data.values())
