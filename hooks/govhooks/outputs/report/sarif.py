"""What a report says is open, as SARIF 2.1.0 for code scanning."""

from __future__ import annotations

import json

import govhooks
from govhooks.outputs.escape import printable
from govhooks.outputs.sarif import SCHEMA, uri

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Kinds of items that somebody has to do something about.
OPEN = {
    "open": "warning",
    "overdue": "error",
    "missing": "error",
    "expired": "error",
    "invalid": "error",
    "expiring": "note",
    "soon": "note",
    "rotated": "warning",
}


def render(document: dict[str, Any]) -> str:
    """One log with a run for each repository."""
    return (
        json.dumps(
            {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(one) for one in document["repositories"]]},
            indent=2,
            ensure_ascii=True,
        )
        + "\n"
    )


def _run(repository: dict[str, Any]) -> dict[str, Any]:
    metrics = repository["metrics"]
    return {
        "tool": {
            "driver": {
                "name": "govhooks report",
                "semanticVersion": govhooks.__version__,
                "rules": [
                    {"id": f"metric/{one['id']}", "shortDescription": {"text": printable(one["title"])}}
                    for one in metrics
                ],
            }
        },
        "versionControlProvenance": [
            {"repositoryUri": repository["url"], "revisionId": repository["commit"], "branch": repository["branch"]}
        ]
        if repository["url"]
        else [],
        "results": [
            _result(metric["id"], index, item)
            for index, metric in enumerate(metrics)
            for item in metric["items"]
            if item["kind"] in OPEN
        ],
        "columnKind": "unicodeCodePoints",
    }


def _result(metric: str, index: int, item: dict[str, Any]) -> dict[str, Any]:
    from hashlib import sha256

    asked = f"; ask {printable(item['who'])}" if item["who"] else ""
    result: dict[str, Any] = {
        "ruleId": f"metric/{metric}",
        "ruleIndex": index,
        "level": OPEN[item["kind"]],
        "message": {"text": f"{item['kind']}: {printable(item['title'])}{asked}"},
        "partialFingerprints": {
            "govhooks-report/v1": sha256(
                "\0".join((metric, item["title"], item["path"], item["commit"], item["since"])).encode(
                    "utf-8", "replace"
                )
            ).hexdigest()[:32]
        },
        "properties": {"since": item["since"], **({"commit": item["commit"]} if item["commit"] else {})},
    }
    if item["path"]:
        place: dict[str, Any] = {"artifactLocation": {"uri": uri(item["path"])}}
        if item["line"]:
            place["region"] = {"startLine": item["line"]}
        result["locations"] = [{"physicalLocation": place}]
    return result
