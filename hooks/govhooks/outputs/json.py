"""The report for programs; its JSON Schema is docs/report.schema.json."""

from __future__ import annotations

from govhooks.outputs.document import dumps
from govhooks.outputs.escape import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.finding import Finding
    from govhooks.core.verdict import Verdict
    from govhooks.core.waiver import Waiver


def render(verdict: Verdict) -> str:
    """One JSON object, ASCII only, ending in a line feed."""
    report = {
        "version": 1,
        "findings": [_finding(finding) for finding in verdict.findings],
        "checked": {**verdict.checked, "policy": printable(str(verdict.checked["policy"]))},
        "notes": [printable(note) for note in verdict.notes],
    }
    return dumps(report, len(verdict.findings))


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "path": printable(finding.path),
        "line": finding.line,
        "end_line": finding.end_line or finding.line,
        "column": finding.column,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "problem": printable(finding.problem),
        "fix": printable(finding.fix),
        "fingerprint": finding.fingerprint,
        "commit": finding.commit or None,
        "known": finding.known,
        "exception": None if finding.exception is None else _waiver(finding.exception),
        **_package(finding),
    }


def _package(finding: Finding) -> dict[str, object]:
    """The package that a finding is about, {} for a finding about none."""
    if finding.package is None:
        return {}
    from govhooks.knowledge.dependencies import purl

    url = purl.of(*finding.package)
    return {
        "package": {key: printable(text) for key, text in zip(("ecosystem", "name", "version"), finding.package)},
        **({"purl": url} if url else {}),
        "advisories": [printable(name) for name in finding.advisories],
    }


def _waiver(waiver: Waiver) -> dict[str, object]:
    return {name: printable(getattr(waiver, name)) for name in ("path", "reason", "owner", "approver", "expires")}
