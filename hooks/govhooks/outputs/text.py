"""The report a person reads: a line a finding, then what to do."""

from __future__ import annotations

from govhooks.outputs import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.finding import Finding
    from govhooks.rule import Verdict


# Flags of one kind that are listed, and findings of one area of risk (see `_kind`); the other formats list all.
MOST_FLAGGED = 20
MOST_OF_AN_AREA = 10
_RISK = "high-risk-changes"
# With more findings that refuse, no fingerprint is printed: one takes 20 ms on purpose (`govhooks.finding`).
MOST_FINGERPRINTS = 5


def render(verdict: Verdict) -> str:
    """The report; "" when there is nothing to say."""
    lines: list[str] = []
    said: set[str] = set()
    alike: dict[tuple[str, str], int] = {}
    refused = sum(finding.severity == "error" for finding in verdict.findings)
    for finding in verdict.findings:
        if (kind := _kind(finding)) is not None:
            alike[kind] = alike.get(kind, 0) + 1
            if alike[kind] > _most(*kind):
                continue
        told = _finding(finding, refused <= MOST_FINGERPRINTS)
        lines += told if finding.severity == "error" or finding.known else [line for line in told if line not in said]
        said.update(line for line in told if line.startswith("  next: "))
    for (rule, name), count in alike.items():
        if count > _most(rule, name):
            lines.append(f"and {count - _most(rule, name)} more {_plural(rule, name)} [{rule}]")
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


def _kind(finding: Finding) -> tuple[str, str] | None:
    """(rule, what they have in common) of findings of which a few say it all: flags, what the baseline knows, and all of one
    area of risk. None for one that is always listed."""
    if finding.exception is not None:
        return None
    if finding.known:
        return finding.rule, ""
    if finding.rule == _RISK and finding.path and not finding.joint:
        return finding.rule, finding.identity
    if finding.severity == "error":
        return None
    return finding.rule, finding.identity if finding.path else "commit message"


def _most(rule: str, name: str) -> int:
    """How many of a kind are listed."""
    return MOST_OF_AN_AREA if rule == _RISK and name else MOST_FLAGGED


def _plural(rule: str, name: str) -> str:
    """What is summed up: "files of area payments"."""
    if not name:
        return "findings known to the baseline"
    if name == "commit message":
        return "commit messages"
    if rule == _RISK:
        return "files of no area" if name == "cover" else f"files of area {printable(name)}"
    return f"files flagged for {printable(name)}"


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
