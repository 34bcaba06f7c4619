"""The report of the metrics as one HTML page that a manager opens: no network, no other file.

Everything is in the HTML and reads without a script; the script draws the trends, sorts and filters. A repository's words go in
as text only (`markup`), and a policy in the page's head lets nothing run but the two scripts of this package, by their hashes.

markup    elements; what is no markup is escaped
figures   a card and a table of figures; trends the values over time; items what is counted
links     to a forge that is known; dates as people say them
page.css, page.js, vendor/   what stands in the page as it is; tools/fetch_d3.py fetched the latter
"""

from __future__ import annotations

import base64
import hashlib
import os

from govhooks.outputs.report_page import figures, items, trends
from govhooks.outputs.report_page.dates import away
from govhooks.outputs.report_page.links import Forge, commit_link, forge
from govhooks.outputs.report_page.markup import Markup, element, join, plain, quoted, unseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Data = dict[str, Any]

# Bytes of a page, about; the items get what all else leaves of them, and at least a sixth. From some 40 repositories with eight
# metrics each on their figures alone take more.
_MOST = 2_750_000


def render(document: Data) -> str:
    """The page of a report ("govhooks report 1"), as text to be written in UTF-8."""
    style, script = _own("page.css"), _own("page.js")
    library = f"/*\n{_own('vendor/LICENSE.d3')}*/\n{_own('vendor/d3.min.js')}"
    forges = [forge(one["url"]) for one in document["repositories"]]
    step = trends.every(document)
    data = trends.data(document, step, forges)
    room = _MOST - sum(map(len, (style, script, library, data)))
    policy = (
        f"default-src 'none'; script-src {_hash(library)} {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    names = [plain(one["name"]) for one in document["repositories"]]
    title = "Security metrics" + (f" of {names[0]}" if len(names) == 1 else "")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{title}, {plain(document['made'][:10])}"),
        element("style", Markup(style)),
    )
    body = element(
        "body",
        element("a", "Skip to the figures", href="#figures", class_="skip"),
        _header(document),
        element("main", _main(document, step, forges, room), id="figures", tabindex="-1"),
        _footer(document),
        element("script", data, type="application/json", id="trends"),
        element("script", Markup(library)),
        element("script", Markup(script)),
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def _own(name: str) -> str:
    """The text of a file of this package, that stands in an element of its own."""
    with open(os.path.join(os.path.dirname(__file__), *name.split("/")), encoding="utf-8", newline="") as file:
        return file.read().replace("\r\n", "\n")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _header(document: Data) -> Markup:
    compared = document["compared_with"]
    since = plain(document["since"][:10])
    told = f"As of {plain(document['until'][:10])}. Trends since {since} ({away(document['since'], document['made'])})."
    return element(
        "header",
        element(
            "div",
            element("h1", "Security metrics"),
            element("p", told, join(" Changes are against ", quoted(compared["rev"]), ".") if compared else ""),
        ),
    )


def _main(document: Data, step: int, forges: list[Forge], room: int) -> Markup:
    """What is on the page. `room` is what it may take, in bytes; each list of items gets an equal share of what is left over."""
    repositories = document["repositories"]
    places = [
        (f"r{number}-m{which}", metric, repository, place)
        for number, (repository, place) in enumerate(zip(repositories, forges), 1)
        for which, metric in enumerate(repository["metrics"], 1)
    ]
    heads = {name: _metric(metric, name, document, step, place) for name, metric, _, place in places}
    above = [
        _repository(one, number, document, place) for number, (one, place) in enumerate(zip(repositories, forges), 1)
    ]
    overview = _overview(document) if len(repositories) > 1 else Markup("")
    sources = _sources(document)
    room = max(_MOST // 6, room - sum(len(one.encode()) for one in (*heads.values(), *above, overview, sources)))
    sections: dict[int, list[Markup]] = {}
    for left, (name, metric, repository, place) in zip(range(len(places), 0, -1), places):
        listed = items.table(metric, repository, document["made"], place, room // left)
        room -= len(listed.encode())
        whole = element(
            "section",
            heads[name],
            element("div", listed, class_="listed"),
            aria_labelledby=f"{name[: name.index('-')]} {name}",
            class_="metric",
        )
        sections.setdefault(id(repository), []).append(whole)
    parts = [
        element("section", top, sections.get(id(one), []), aria_labelledby=f"r{number}", class_="repository")
        for number, (one, top) in enumerate(zip(repositories, above), 1)
    ]
    return join(overview, parts, sources)


def _overview(document: Data) -> Markup:
    """A row a repository: the first figure of each metric that any of them has."""
    titles: dict[str, str] = {}
    for repository in document["repositories"]:
        for metric in repository["metrics"]:
            titles.setdefault(metric["id"], metric["title"])
    rows = []
    for number, repository in enumerate(document["repositories"], 1):
        found = {metric["id"]: metric["figures"][0] for metric in repository["metrics"]}
        cells = [
            element("td", figures.short(found[name]), class_="number", data_sort=figures.sortable(found[name]))
            if name in found
            else element("td", "not measured", class_="number", data_sort="")
            for name in titles
        ]
        link = element("a", quoted(repository["name"]), href=f"#r{number}")
        rows.append(element("tr", element("th", link, scope="row"), cells))
    head = [element("th", "Repository", scope="col", class_="what")]
    head += [element("th", quoted(title), scope="col", class_="number") for title in titles.values()]
    return element(
        "section",
        element("h2", f"{len(rows)} repositories", id="all"),
        element(
            "div",
            element(
                "table",
                element("caption", unseen("The first figure of each metric")),
                element("thead", element("tr", head)),
                element("tbody", rows),
                class_="overview",
            ),
            class_="wide",
            role="group",
            aria_label="All repositories",
            tabindex="0",
        ),
        aria_labelledby="all",
    )


def _repository(repository: Data, number: int, document: Data, place: Forge) -> Markup:
    """What stands above a repository's metrics: its name, its commit, a card a metric."""
    branch = repository["branch"]
    cards = [
        figures.card(metric, f"r{number}-m{which}", document) for which, metric in enumerate(repository["metrics"], 1)
    ]
    return join(
        element("h2", quoted(repository["name"]), id=f"r{number}"),
        element(
            "p",
            "Commit ",
            commit_link(place, repository["commit"]),
            join(" of branch ", quoted(branch)) if branch else "",
            class_="quiet",
        ),
        _notes(repository["notes"]),
        element("ul", cards, class_="cards") if cards else "",
    )


def _metric(metric: Data, name: str, document: Data, step: int, place: Forge) -> Markup:
    """A metric's section but for its items."""
    return join(
        element("h3", quoted(metric["title"]), id=name, tabindex="-1"),
        _notes(metric["notes"]),
        element(
            "div",
            figures.table(metric, name, document),
            element("div", class_="trend", data_trend=name),
            class_="pair",
        ),
        element("div", figures.groups(metric), class_="groups") if metric["groups"] else "",
        trends.table(metric, step, place),
    )


def _notes(notes: list[str]) -> Markup:
    if not notes:
        return Markup("")
    return element("ul", [element("li", element("strong", "Note: "), quoted(one)) for one in notes], class_="notes")


def _sources(document: Data) -> Markup:
    """Where every figure comes from, and how fresh that is."""
    several = len(document["repositories"]) > 1
    rows = [
        element(
            "tr",
            element("td", quoted(repository["name"])) if several else "",
            element("td", quoted(metric["title"])),
            element("td", quoted(figure["title"])),
            element("td", quoted(figure["source"]) if figure["source"] else "the repository and its history"),
            element("td", figures.fresh(figure, document["made"])),
        )
        for repository in document["repositories"]
        for metric in repository["metrics"]
        for figure in metric["figures"]
    ]
    head = [element("th", one, scope="col") for one in ("Metric", "Figure", "Source", "Freshness")]
    if several:
        head.insert(0, element("th", "Repository", scope="col"))
    table = element("table", element("thead", element("tr", head)), element("tbody", rows), class_="sources")
    return element(
        "section",
        element("h2", "Where the figures come from", id="sources"),
        element(
            "p",
            "Every figure is computed offline from the repository and its history, at the commit named above; a trend is the same "
            "computation as of the commit that was the tip at each point in time. What could not be looked at is unknown and says "
            "why: it is never counted as 0. Changes are called better or worse where more, or less, of a figure is worse.",
        ),
        element("details", element("summary", f"Source and freshness of {len(rows)} figures"), element("div", table, class_="wide", role="group", aria_label="Sources", tabindex="0")),
        aria_labelledby="sources",
    )  # fmt: skip


def _footer(document: Data) -> Markup:
    return element(
        "footer",
        element(
            "p",
            f"Made on {plain(document['made'].replace('T', ' ').removesuffix('Z'))} UTC by govhooks {plain(document['govhooks'])}, "
            "without a network. This page asks for nothing over one either. Trends are drawn by D3 (ISC licence, Mike Bostock).",
        ),
    )
