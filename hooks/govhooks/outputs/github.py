"""The text report with GitHub workflow commands, which become annotations on a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from govhooks.outputs.escape import printable
from govhooks.outputs.text import render as render_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.finding import Finding
    from govhooks.core.verdict import Verdict


def render(verdict: Verdict) -> str:
    """The text report, followed by one annotation per finding."""
    return render_text(verdict) + "".join(f"{_command(finding)}\n" for finding in verdict.findings)


def _command(finding: Finding) -> str:
    kind = "error" if finding.severity == "error" else "notice" if finding.exception or finding.known else "warning"
    properties = [f"title={_property(finding.rule)}"]
    if finding.path:
        properties.insert(0, f"file={_property(printable(finding.path))}")
        if finding.line:
            properties.insert(1, f"line={finding.line}")
    text = printable(finding.problem) + (f" - fix: {printable(finding.fix)}" if finding.fix else "")
    return f"::{kind} {','.join(properties)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
