"""The report a person reads: a line a finding, then what to do."""

from __future__ import annotations

from govhooks.outputs import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.finding import Finding
    from govhooks.rule import Verdict


# Flags of one kind that are listed; the other formats list all.
MOST_FLAGGED = 20
# With more findings that refuse, no fingerprint is printed: one takes 20 ms on purpose (`govhooks.finding`).
MOST_FINGERPRINTS = 5


def render(verdict: Verdict) -> str:
    """The report; "" when there is nothing to say."""
    lines: list[str] = []
    said: set[str] = set()
    flagged: dict[tuple[str, str], int] = {}
    refused = sum(finding.severity == "error" for finding in verdict.findings)
    for finding in verdict.findings:
        if finding.severity != "error" and finding.exception is None:
            kind = (finding.rule, "" if finding.known else finding.identity)
            flagged[kind] = flagged.get(kind, 0) + 1
            if flagged[kind] > MOST_FLAGGED:
                continue
        told = _finding(finding, refused <= MOST_FINGERPRINTS)
        lines += told if finding.severity == "error" or finding.known else [line for line in told if line not in said]
        said.update(line for line in told if line.startswith("  next: "))
    for (rule, identity), count in flagged.items():
        if count > MOST_FLAGGED:
            more = f"files flagged for {printable(identity)}" if identity else "findings known to the baseline"
            lines.append(f"note: {count - MOST_FLAGGED} more {more} [{rule}]")
    if refused > MOST_FINGERPRINTS:
        lines.append("note: the fingerprints of so many findings: --format json")
    for note in verdict.notes:
        lines.append(f"note: {printable(note)}")
    if verdict.findings:
        lines.append(_summary(verdict))
    elif (
        verdict.checked["kind"] == "text" and verdict.checked["changes"] and verdict.checked["rules"]
    ):  # a person asked, and waits for an answer
        lines.append(
            f"govhooks: clean: no secret found in the text (policy: {printable(str(verdict.checked['policy']))})"
        )
    return "".join(f"{line}\n" for line in lines)


def place(finding: Finding) -> str:
    """Where: "path:line", "path", "commit message", with the commit it is in."""
    where = printable(finding.path) or "commit message"
    if finding.line:
        where += f":{finding.line}"
    return f"{where} (in {finding.commit[:12]})" if finding.commit else where


def _finding(finding: Finding, fingerprint: bool) -> list[str]:
    lines = [f"{place(finding)}: {printable(finding.problem)} [{finding.rule}]"]
    if finding.exception is not None:
        waiver = finding.exception
        lines.append(
            f"  excused: {printable(waiver.reason)} (owner {printable(waiver.owner)}, until {printable(waiver.expires)})"
        )
    elif finding.known:
        lines.append("  known: recorded in .govhooks.baseline")
    elif finding.blocks:
        lines.append(f"  fix: {printable(finding.fix)}")
        if fingerprint:
            lines.append(f"  fingerprint: {finding.fingerprint}")
    elif finding.fix:
        lines.append(f"  next: {printable(finding.fix)}")
    return lines


def _summary(verdict: Verdict) -> str:
    refused = sum(finding.blocks and finding.exception is None for finding in verdict.findings)
    excused = sum(finding.exception is not None for finding in verdict.findings)
    known = sum(finding.known for finding in verdict.findings)
    flagged = len(verdict.findings) - refused - excused - known
    counts = [f"{refused} to fix"] if refused else []
    counts += [f"{flagged} flagged"] if flagged else []
    counts += [f"{excused} excused"] if excused else []
    counts += [f"{known} known"] if known else []
    verb = "refused" if refused else "passed"
    return f"govhooks: {verb}: {', '.join(counts)} (policy: {printable(str(verdict.checked['policy']))})"
