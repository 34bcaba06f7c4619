"""The report as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), for code scanning."""

from __future__ import annotations

import govhooks
from govhooks.outputs.document import dumps
from govhooks.outputs.escape import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.finding import Finding
    from govhooks.core.verdict import Verdict

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(verdict: Verdict) -> str:
    """One SARIF log with one run."""
    described = {rule.id: rule.description for rule in verdict.rules}
    ids = sorted({*described, *(finding.rule for finding in verdict.findings)})
    rules = [{"id": id, "shortDescription": {"text": described.get(id, id)}} for id in ids]
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "govhooks",
                        "semanticVersion": govhooks.__version__,
                        "rules": rules,
                    }
                },
                "results": [_result(finding, ids.index(finding.rule)) for finding in verdict.findings],
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [
                            {"message": {"text": printable(note)}, "level": "note"} for note in verdict.notes
                        ],
                    }
                ],
            }
        ],
    }
    return dumps(log, len(verdict.findings))


def _result(finding: Finding, index: int) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": f"{printable(finding.problem)}. Fix: {printable(finding.fix)}"},
        "partialFingerprints": {"govhooks/v2": finding.fingerprint},
        "properties": {
            "confidence": finding.confidence,
            **({"commit": finding.commit} if finding.commit else {}),
            **(_package(finding) if finding.package is not None else {}),
        },
    }
    if finding.path:
        place: dict[str, object] = {"artifactLocation": {"uri": uri(finding.path)}}
        if finding.line:
            region = {"startLine": finding.line, "endLine": finding.end_line or finding.line}
            if finding.column:
                region["startColumn"] = finding.column
            place["region"] = region
        result["locations"] = [{"physicalLocation": place}]
    if finding.known:
        told = "recorded in .govhooks.baseline"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": told}]
    if finding.exception is not None:
        waiver = finding.exception
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": printable(f"{waiver.reason} (owner {waiver.owner}, until {waiver.expires})"),
            }
        ]
    return result


def _package(finding: Finding) -> dict[str, object]:
    """The package URL of the package that a finding is about, and the ids of the advisory."""
    from govhooks.knowledge.dependencies import purl

    url = purl.of(*finding.package) if finding.package else ""
    ids = [printable(name) for name in finding.advisories]
    return {**({"purl": url} if url else {}), **({"advisories": ids} if ids else {})}


def uri(path: str) -> str:
    """A path as a relative URI reference; bytes that are not UTF-8 are percent-encoded as they are."""
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(path.encode("utf-8", "surrogateescape"), safe="/")
