"""The page in a real browser: axe-core in both themes at phone and desktop width, sorting, filters, drill-down, print, hostile words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser
import pytest
import report_document
import report_sample

from govhooks.outputs import report_page
from govhooks.outputs.escape import visible

from .test_page import HOSTILE, spoiled

pytestmark = pytest.mark.slow
PHONE, DESK = 390, 1280
TITLES = "[...document.querySelectorAll('.metric .items')][0]"


@pytest.fixture(scope="module")
def page() -> Iterator[browser.Browser]:
    with browser.started() as found:
        yield found


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("page"), report_sample.document(compared=True))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that a page can have, and little of each: axe looks at every element."""
    document = report_sample.document(compared=True, weeks=12, items=20)
    fewer(document, 0, 3, 7)
    return written(tmp_path_factory.mktemp("small"), document)


def fewer(document: dict[str, Any], *kept: int) -> None:
    """Leave some metrics of each repository."""
    for repository in document["repositories"]:
        repository["metrics"] = [repository["metrics"][number] for number in kept]


def written(folder: Path, document: dict[str, Any]) -> Path:
    path = folder / "report.html"
    path.write_text(report_page.render(document), encoding="utf-8", newline="")
    return path


def cells(page: browser.Browser, column: int, table: int = 0) -> list[str]:
    """The texts of the cells of a column that can be seen; of a day, the day."""
    return page.run(  # type: ignore[no-any-return]
        f"[...document.querySelectorAll('table.items')[{table}].tBodies[0].rows].filter(row => !row.hidden).map(row => "
        f"(row.cells[{column}].querySelector('time, summary') ?? row.cells[{column}]).textContent.trim())"
    )


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: browser.Browser, small: Path, theme: str, width: int) -> None:
    page.open(small, width=width, theme=theme)
    page.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    paper = page.run("getComputedStyle(document.body).backgroundColor")

    assert page.violations() == []
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.run("document.querySelectorAll('.trend svg[role=img]').length") == 3
    assert paper == {"light": "rgb(247, 247, 245)", "dark": "rgb(19, 22, 25)"}[theme]
    assert page.complaints() == []
    assert page.requested() == [small.as_uri()]


def test_axe_would_find_something(page: browser.Browser, small: Path) -> None:
    page.open(small, width=DESK)
    page.run(
        "document.querySelector('h1').style.color = '#eee'; document.querySelector('select').parentElement.replaceWith(document.querySelector('select'))"
    )
    found = {one.split(":")[0] for one in page.violations()}

    assert {"color-contrast", "select-name"} <= found


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_the_theme_can_be_chosen_and_is_kept(page: browser.Browser, small: Path, system: str, chosen: str) -> None:
    page.open(small, width=DESK, theme=system)
    page.click(f"input[value={chosen}]")

    def paper() -> str:
        return str(page.run("getComputedStyle(document.body).backgroundColor"))

    assert paper() == {"light": "rgb(247, 247, 245)", "dark": "rgb(19, 22, 25)"}[chosen]
    page.open(small, width=DESK, theme=system)
    assert paper() == {"light": "rgb(247, 247, 245)", "dark": "rgb(19, 22, 25)"}[chosen]
    page.click("input[value=system]")
    assert paper() == {"light": "rgb(247, 247, 245)", "dark": "rgb(19, 22, 25)"}[system]


def test_a_table_is_sorted_by_mouse_and_by_keyboard(page: browser.Browser, sample: Path) -> None:
    page.open(sample, width=DESK)
    page.click(".listed .all")
    first = "document.querySelector('table.items th:nth-child(3)')"
    page.click("table.items th:nth-child(3) button")
    since = cells(page, 2)

    assert since == sorted(since) and len(since) == 60
    assert page.run(f"{first}.getAttribute('aria-sort')") == "ascending"
    assert "sorted by Since, ascending" in page.run("document.querySelector('.tools [role=status]').textContent")
    page.run(f"{first}.querySelector('button').focus()")
    page.key("Enter", 13, "\r")
    assert cells(page, 2) == since[::-1]
    assert page.run(f"{first}.getAttribute('aria-sort')") == "descending"
    page.key("Tab", 9)
    page.key(" ", 32, " ")
    until = cells(page, 3)
    known = [one for one in until if one]
    # What is not over yet is last, whichever way round.
    assert known == sorted(known) and until[len(known) :] == [""] * (60 - len(known)) and 0 < len(known) < 60
    page.key(" ", 32, " ")
    assert cells(page, 3) == known[::-1] + [""] * (60 - len(known))
    assert page.run("document.querySelectorAll('table.items th[aria-sort]').length") == 1
    page.click("table.items th:nth-child(8) button")
    assert cells(page, 7) == sorted(cells(page, 7), key=int)


def test_a_table_is_filtered(page: browser.Browser, sample: Path) -> None:
    items = report_sample.document()["repositories"][0]["metrics"][0]["items"]
    page.open(sample, width=DESK)
    few = cells(page, 1)
    page.run(
        "(s => { s.value = [...s.options].find(o => o.text.startsWith('overdue')).value; s.dispatchEvent(new Event('change')) })(document.querySelector('.tools select'))"
    )
    page.run("document.querySelector('.listed .all').hidden || document.querySelector('.listed .all').click()")
    overdue = sum(item["kind"] == "overdue" for item in items)

    assert len(few) == 12
    assert cells(page, 1) == ["overdue"] * overdue
    page.run("document.querySelector('.tools input').focus()")
    page.call("Input.insertText", text="PROTOBUF")
    both = sum(item["kind"] == "overdue" and "protobuf" in item["title"] for item in items)
    assert len(cells(page, 0)) == both > 0
    assert page.run("document.querySelector('.tools [role=status]').textContent") == f"{both} of 60 shown"


def test_an_item_leads_to_its_commit_and_file(page: browser.Browser, small: Path) -> None:
    item = report_sample.document(weeks=12, items=20)["repositories"][0]["metrics"][0]["items"][0]
    page.open(small, width=PHONE)
    assert page.run("document.querySelector('table.items dl').checkVisibility()") is False
    page.click("table.items summary")
    links = page.run(
        "[...document.querySelectorAll('table.items details')][0].open && [...document.querySelectorAll('table.items dl')[0].querySelectorAll('a')].map(a => a.href)"
    )

    assert page.run("document.querySelector('table.items dl').checkVisibility()") is True
    assert f"https://github.com/example/shop/commit/{item['commit']}" in links
    assert any(
        re.fullmatch(
            rf"https://github\.com/example/shop/blob/[0-9a-f]{{40}}/{re.escape(item['path'])}#L{item['line']}", one
        )
        for one in links
    )
    page.run("document.querySelector('table.items summary').focus()")
    page.key("Enter", 13, "\r")
    assert page.run("document.querySelector('table.items dl').checkVisibility()") is False


def test_a_trend_tells_each_point_as_the_table_does(page: browser.Browser, sample: Path) -> None:
    page.open(sample, width=DESK)
    told = page.run("""[...document.querySelectorAll('.metric')].map(metric => {
        const slider = metric.querySelector('input[type=range]'), choice = metric.querySelector('.trend select'), told = {};
        for (const option of choice.options) {
            choice.value = option.value;
            choice.dispatchEvent(new Event('change'));
            for (let at = 0; at <= slider.max; at++) {
                slider.value = at;
                slider.dispatchEvent(new Event('input'));
                const [day, ...value] = slider.getAttribute('aria-valuetext').split(': ');
                (told[day] ??= {})[option.text] = value.join(': ');
            }
        }
        const heads = [...metric.querySelectorAll('.points thead th')].slice(1, -1).map(one => one.textContent), table = {};
        for (const row of metric.querySelectorAll('.points tbody tr')) {
            table[row.cells[0].textContent] = Object.fromEntries(heads.map((head, number) => [head, row.cells[number + 1].textContent]));
        }
        return [told, table];
    })""")

    assert len(told) == 8
    for drawn, table in told:
        assert len(drawn) == 105
        assert drawn == table


def test_the_slider_is_moved_by_keys_and_the_pointer(page: browser.Browser, small: Path) -> None:
    page.open(small, width=DESK)
    read = "document.querySelector('.trend .read p').textContent"
    last = page.run(read)
    page.run("document.querySelector('.trend input').focus()")
    page.key("ArrowLeft", 37)
    week = page.run(read)

    assert last.startswith("2026-11-28: ") and week.startswith("2026-11-21: ")
    box = page.run(
        "(b => [b.x + b.width * 0.1, b.y + b.height / 2])(document.querySelector('.trend svg').getBoundingClientRect())"
    )
    page.run("document.querySelector('.trend svg').scrollIntoView({block: 'center', behavior: 'instant'})")
    box = page.run(
        "(b => [b.x + b.width * 0.1, b.y + b.height / 2])(document.querySelector('.trend svg').getBoundingClientRect())"
    )
    page.call("Input.dispatchMouseEvent", type="mouseMoved", x=box[0], y=box[1])
    assert page.run(read).startswith("2026-09")
    assert "unknown" in page.run(read)


def test_all_of_it_is_printed_and_no_control(page: browser.Browser, small: Path, tmp_path: Path) -> None:
    page.open(small, width=DESK, theme="dark")
    page.run(
        "addEventListener('beforeprint', () => setTimeout(() => {}, 0)); window.seen = []; addEventListener('beforeprint', () => seen.push(document.querySelectorAll('details:not([open])').length))"
    )
    printed = page.pdf()

    assert page.run("seen") == [0]
    assert page.run("document.querySelectorAll('details[open]').length") == 0
    page.call("Emulation.setEmulatedMedia", media="print")
    assert page.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert (
        page.run(
            "[...document.querySelectorAll('select, input, button.all, fieldset, .skip')].filter(one => one.checkVisibility()).length"
        )
        == 0
    )
    assert page.run("[...document.querySelectorAll('table.items tbody tr')].every(one => one.checkVisibility())")
    path = tmp_path / "report.pdf"
    path.write_bytes(printed)
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode(
            "utf-8"
        )
        for item in report_sample.document(weeks=12, items=20)["repositories"][0]["metrics"][0]["items"]:
            assert item["commit"] in text
        assert "Show all" not in text and "Find" not in text


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_without_a_script_it_reads(page: browser.Browser, small: Path, width: int) -> None:
    page.open(small, width=width, script=False)
    tree = page.call("DOM.getFlattenedDocument", depth=-1)["nodes"]
    assert not any(node["nodeName"] in ("svg", "SELECT", "BUTTON", "INPUT") for node in tree)
    text = " ".join(node["nodeValue"] for node in tree if node["nodeName"] == "#text")
    page.call("Emulation.setScriptExecutionDisabled", value=False)

    for metric in report_sample.document(weeks=12, items=20)["repositories"][0]["metrics"][::7]:
        assert metric["title"] in text
    assert ", highest " in text


def test_the_words_of_a_repository_stay_words(page: browser.Browser, tmp_path: Path) -> None:
    shape = """[...document.querySelectorAll(':not(wbr)')].map(one => one.localName + ' ' + [...one.attributes].filter(a => !['aria-label', 'd', 'x', 'x2', 'transform', 'aria-valuetext'].includes(a.name)).map(a => a.name + '=' + (one.closest('svg') ? '' : a.value)).join(' '))"""
    usual: set[str] = set()
    for text in ("a text of no meaning", "short"):  # what is short gets a column of its own
        page.open(written(tmp_path, spoiled(report_document.document(), text)), width=DESK)
        usual |= set(page.run(f"[...new Set({shape})]"))
    for text in HOSTILE:
        page.open(written(tmp_path, spoiled(report_document.document(), text)), width=DESK)
        found = page.run(f"[...new Set({shape})]")

        # The policy's own hashes are the same, too: no script came from a text.
        assert set(found) - usual == set(), text
        assert page.run("typeof window.pwned") == "undefined"
        assert visible(text) in page.run("document.querySelector('h2').textContent + document.body.textContent")
        assert page.complaints() == [], text
        assert page.requested() == [(tmp_path / "report.html").as_uri()]
        assert not any(event.get("method") == "Page.javascriptDialogOpening" for event in page.events)


def test_the_policy_stops_what_would_get_in(page: browser.Browser, small: Path) -> None:
    page.open(small, width=DESK)
    stopped = page.run("""new Promise(done => {
        const told = [];
        document.addEventListener('securitypolicyviolation', event => told.push(event.effectiveDirective));
        const script = document.createElement('script');
        try { script.text = 'window.pwned = 1' } catch { told.push('text') }
        try { document.body.innerHTML += '<b>x</b>' } catch { told.push('innerHTML') }
        const image = new Image();
        image.src = 'https://e.test/x.png';
        document.body.append(script, image);
        fetch('https://e.test/').catch(() => {});
        setTimeout(() => done(told), 300);
    })""")

    assert {"text", "innerHTML", "img-src", "connect-src"} <= set(stopped)
    assert page.run("typeof window.pwned") == "undefined"
    assert all(one.startswith("file:") for one in page.requested()) or not any(
        "responseReceived" in json.dumps(one) and "e.test" in json.dumps(one) for one in page.events
    )


def test_several_repositories_are_compared(page: browser.Browser, tmp_path: Path) -> None:
    document = report_sample.document(weeks=10, items=3, repositories=("till", "shop", "api"))
    fewer(document, 0, 2)
    page.open(written(tmp_path, document), width=PHONE)
    page.click(".overview th:nth-child(2) button")
    names = "[...document.querySelectorAll('.overview tbody th')].map(one => one.textContent)"
    values = {one["name"]: one["metrics"][0]["figures"][0]["value"] for one in document["repositories"]}

    assert page.run(names) == sorted(values, key=lambda name: values[name])
    assert page.violations() == []
    assert page.run("document.documentElement.scrollWidth") <= PHONE
