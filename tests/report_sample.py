"""A realistic report: two years of weekly points of eight metrics, with dozens of items; the same for the same seed."""

from __future__ import annotations

import datetime
import random
from typing import Any

from govhooks.metrics.metric import Figure, Item, Metric, Point, as_json, grouped

MADE = datetime.datetime(2026, 11, 28, 10, 0, 0)
PEOPLE = ("Amara Okafor", "Bo Lindqvist", "Chen Wei", "Dilnoza Karimova", "platform-team", "נועה לוי")
FOLDERS = (
    "services/payments/src",
    "services/checkout",
    "infrastructure/terraform/production",
    "web/app",
    ".github/workflows",
)
FILES = ("settings.py", "main.tf", "package-lock.json", "client.ts", "deploy.yml", "poetry.lock", "values.yaml")

# Metric -> its title, its figures with the value that a walk starts at, the kinds and titles of its items.
METRICS: dict[str, tuple[str, tuple[tuple[Figure, float], ...], tuple[str, ...], tuple[str, ...]]] = {
    "vulnerabilities": (
        "Open critical vulnerabilities",
        (
            (Figure("open_critical", "open critical vulnerabilities", fresh="2026-11-20"), 19),
            (Figure("with_fix", "of these, with a fix available", fresh="2026-11-20"), 12),
            (Figure("oldest_days", "age of the oldest", unit="days"), 160),
            (Figure("overdue", "older than the policy allows"), 6),
        ),
        ("open", "overdue", "fixed"),
        ("GHSA-8r3f-844c-mc37 in protobuf 3.20.1", "CVE-2025-41242 in spring-beans 6.1.4", "GHSA-9wv6-86v2-598j in path-to-regexp 0.1.7"),
    ),
    "secrets": (
        "Secret findings",
        (
            (Figure("open", "secrets in the tree now"), 7),
            (Figure("new", "new in 7 days"), 1),
            (Figure("median_days", "median days until gone", unit="days"), 12.5),
        ),
        ("open", "gone"),
        ("a GitHub token", "a password in a connection string", "an AWS access key"),
    ),
    "access-reviews": (
        "Access reviews",
        (
            (Figure("completion", "share of systems reviewed on time", unit="share", worse="down"), 0.55),
            (Figure("overdue", "systems whose review is overdue"), 5),
            (Figure("missing", "systems that were never reviewed"), 2),
            (Figure("systems", "systems in the register", worse=""), 14),
        ),
        ("on time", "overdue", "missing", "soon"),
        ("payments database", "AWS production account", "GitHub organisation", "customer support console"),
    ),
    "time-to-contain": (
        "Time to contain",
        (
            (Figure("median_from_exposure", "median from exposure to containment", unit="seconds"), 400_000),
            (Figure("worst_from_exposure", "longest from exposure to containment", unit="seconds"), 2_400_000),
            (Figure("median_from_detection", "median from detection to containment", unit="seconds"), 30_000),
            (Figure("open", "incidents that are not contained"), 1),
        ),
        ("open", "rotated", "contained"),
        ("2026-014: token of the deploy bot", "2026-009: key of the staging bucket", "2025-031: SMTP password"),
    ),
    "exceptions": (
        "Policy exceptions",
        (
            (Figure("open", "exceptions in force"), 23),
            (Figure("expiring", "in force, and over within 30 days", worse=""), 4),
            (Figure("expired", "expired, and still in the file"), 2),
            (Figure("median_age_days", "median age of those in force", unit="days"), 90),
            (Figure("renewals", "renewals of those in force"), 9),
        ),
        ("open", "expiring", "expired"),
        ("no-env-files for tests/fixtures/**", "least-privilege for the data lake role", "dependency-review: left-pad"),
    ),
    "approvals": (
        "Approvals of risky changes",
        ((Figure("asked", "changes that needed approval, landed in 90 days", worse=""), 31), (Figure("overridden", "overrides, landed in 90 days"), 3)),
        ("approved", "overridden"),
        ("Rotate the signing key", "Open port 8443 to the load balancer"),
    ),
    "evidence": (
        "Evidence of hooks",
        ((Figure("without", "commits without evidence, landed in 90 days"), 40), (Figure("share", "share of commits without evidence", unit="share"), 0.2)),
        ("open",),
        ("a commit without evidence",),
    ),
    "agents": (
        "Changes by AI agents",
        ((Figure("share", "share of high-risk commits that agents made, in 90 days", unit="share", worse=""), 0.1), (Figure("high_risk", "high-risk commits that landed in 90 days", worse=""), 44)),
        (),
        (),
    ),
}  # fmt: skip


def document(*, weeks: int = 104, items: int = 60, repositories: tuple[str, ...] = ("shop",), compared: bool = False, seed: int = 1) -> dict[str, Any]:  # fmt: skip
    """A report with `weeks` + 1 points and `items` of the first metrics; later ones have fewer."""
    chance = random.Random(seed)
    return {
        "format": "govhooks report 1",
        "made": _instant(MADE),
        "govhooks": "1.2.3",
        "since": _instant(MADE - datetime.timedelta(weeks=weeks)),
        "until": _instant(MADE),
        "compared_with": {"rev": "v2026.08"} if compared else None,
        "repositories": [_repository(name, chance, weeks, items, compared) for name in repositories],
    }


def _repository(name: str, chance: random.Random, weeks: int, items: int, compared: bool) -> dict[str, Any]:
    times = [MADE - datetime.timedelta(weeks=week) for week in range(weeks, -1, -1)]
    commits = [f"{chance.getrandbits(160):040x}" for _ in times]
    metrics = []
    for number, ident in enumerate(METRICS):
        metric = as_json(_metric(ident, chance, times, commits, max(3, items - 8 * number)))
        for figure in metric["figures"] if compared else ():
            values = [point["values"][figure["id"]] for point in metric["points"]]
            figure["before"] = values[-14] if len(values) > 14 else None
        metrics.append(metric)
    notes = ["The advisory database is 8 days old: what was published since is not counted."]
    return {"name": name, "commit": commits[-1], "branch": "main", "url": "https://github.com/example/shop", "notes": notes, "metrics": metrics}  # fmt: skip


def _metric(
    ident: str, chance: random.Random, times: list[datetime.datetime], commits: list[str], items: int
) -> Metric:
    title, figures, kinds, titles = METRICS[ident]
    lines = {figure.id: _walk(chance, figure, start, len(times)) for figure, start in figures}
    # An advisory database that did not reach back that far: the first values of one metric are not known, nor some later.
    if ident == "vulnerabilities":
        for line in lines.values():
            gone = min(18, len(line) // 3)
            line[:gone] = [None] * gone
    if ident == "secrets" and len(times) > 70:
        for line in lines.values():
            line[60:66] = [None] * 6
    if ident == "agents":
        lines["share"][-1] = None
    now = tuple(
        Figure(one.id, one.title, lines[one.id][-1], one.unit, one.worse, "" if lines[one.id][-1] is not None else "no commit says who made it", f"the files of {commits[-1][:12]}", one.fresh)
        for one, _ in figures
    )  # fmt: skip
    points = tuple(
        Point(_instant(at), commit, {name: line[place] for name, line in lines.items()})
        for place, (at, commit) in enumerate(zip(times, commits))
    )
    listed = tuple(_item(chance, kinds, titles, commits) for _ in range(items)) if kinds else ()
    notes = (
        ("One lock could not be read: web/app/yarn.lock (line 14 is no entry).",) if ident == "vulnerabilities" else ()
    )
    groups = (
        grouped("kind", "findings in the tree, by kind", (one.title for one in listed)) if ident == "secrets" else ()
    )
    return Metric(ident, title, now, listed, points, notes, groups)


def _walk(chance: random.Random, figure: Figure, start: float, count: int) -> list[float | int | None]:
    values: list[float | int | None] = []
    value = start
    for place in range(count):
        drift = start * (-0.55 if figure.worse == "up" else 0.6 if figure.worse == "down" else 0.1) / count
        value = max(0.0, value + drift + chance.gauss(0, start * 0.035))
        if figure.unit == "share":
            value = min(value, 1.0)
        values.append(round(value) if figure.unit in ("count", "seconds") else round(value, 3))
        if figure.worse == "up" and place == count // 2:
            value += start * 0.5
    return values


def _item(chance: random.Random, kinds: tuple[str, ...], titles: tuple[str, ...], commits: list[str]) -> Item:
    kind = chance.choice(kinds)
    since = MADE - datetime.timedelta(minutes=chance.randrange(1, 700 * 1440))
    over = kind in ("gone", "fixed", "contained", "approved")
    until = since + (MADE - since) * chance.random() if over else None
    return Item(
        kind,
        chance.choice(titles),
        f"{chance.choice(FOLDERS)}/{chance.choice(FILES)}",
        chance.randrange(0, 400),
        chance.choice(commits),
        _instant(since),
        _instant(until) if until else "",
        chance.choice(PEOPLE),
        {
            "severity": chance.choice(("critical", "high")),
            "age in days": (MADE - since).days,
            "approver": chance.choice(PEOPLE),
            "rotated": _instant(until) if until else None,
            "seconds from exposure": int(((until or MADE) - since).total_seconds()),
        },
    )


def _instant(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
