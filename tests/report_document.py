"""A report with everything in it, as outputs get it: hostile texts, unknown figures, a comparison, several repositories."""

from __future__ import annotations

from typing import Any

from govhooks.metrics.metric import Figure, Item, Metric, Point, as_json

HOSTILE = "</script><img src=x onerror=alert(1)> | *b* [x](https://e.test) \u202etxt\u2069 \x1b[31m `c` ## ::error"


def document(text: str = "team-a") -> dict[str, Any]:
    """Two repositories; `text` stands wherever a repository's own words do."""
    figures = (
        Figure("open", "exceptions in force", 3, source="governance.toml"),
        Figure("completion", "share done", 0.75, "share", worse="down"),
        Figure("median_age_days", "median age", 1.0, "days", fresh="2026-11-20"),
        Figure("worst_from_exposure", "longest", 93_784, "seconds", worse=""),
        Figure("missing", "not known", None, unknown=f"nobody looked: {text}"),
    )
    items = (
        Item("open", f"open one {text}", "a dir/b.py", 7, "c" * 40, "2026-01-02T03:04:05Z", "", text, {"days": 3, "note": text}),
        Item("expired", "an old one", "governance.toml", 0, "", "2025-01-02T03:04:05Z", "2026-01-02T23:59:59Z", "bo"),
        Item("contained", "done", until="2026-01-02T23:59:59Z", detail={"note": None}),
    )  # fmt: skip
    points = (
        Point("2026-11-23T00:00:00Z", "d" * 40, {"open": 2, "completion": None, "missing": None}),
        Point("2026-11-28T10:00:00Z", "e" * 40, {"open": 3, "completion": 0.75, "missing": None}),
    )
    metric = as_json(Metric("exceptions", f"Policy exceptions {text}", figures, items, points, (f"note {text}",)))
    metric["figures"][0]["before"] = 1
    metric["figures"][1]["before"] = 0.5
    plain = as_json(Metric("time-to-contain", "Time to contain", (Figure("open", "open", 0),)))
    return {
        "format": "govhooks report 1",
        "made": "2026-11-28T10:00:00Z",
        "govhooks": "1.0",
        "since": "2024-11-28T10:00:00Z",
        "until": "2026-11-28T10:00:00Z",
        "compared_with": {"rev": "v1"},
        "repositories": [
            {
                "name": text,
                "commit": "e" * 40,
                "branch": text,
                "url": "https://e.test/a/b",
                "notes": [],
                "metrics": [metric],
            },
            {"name": "other", "commit": "f" * 40, "branch": "", "url": "", "notes": [], "metrics": [metric, plain]},
        ],
    }
