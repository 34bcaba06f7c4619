"""The report a person reads: a line a finding, then what to do."""

from __future__ import annotations

from govhooks.outputs import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.finding import Finding
    from govhooks.core.rule import Verdict


# Flags of one kind that are listed, and findings of one area of risk (see `_kind`); the other formats list all.
MOST_FLAGGED = 20
MOST_OF_AN_AREA = 10
_RISK = "high-risk-changes"
# With more findings that refuse, no fingerprint is printed: one takes 20 ms on purpose (`govhooks.core.finding`).
MOST_FINGERPRINTS = 5
_BASELINE = ".govhooks.baseline"
_SECRETS = "no-secrets"


def render(verdict: Verdict, asked: bool = False) -> str:
    """The report; "" when there is nothing to say, but to a person who `asked`."""
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
        lines.append("note: a long report leaves out fingerprints: --format json shows them")
    for note in verdict.notes:
        lines.append(f"note: {printable(note)}")
    if verdict.findings:
        lines.append(_summary(verdict))
        lines += _way_out(verdict)
    elif verdict.checked["kind"] == "text" and verdict.checked["changes"] and verdict.checked["rules"]:
        lines.append(
            f"govhooks: clean: no secret found in the text (policy: {printable(str(verdict.checked['policy']))})"
        )
    elif asked and verdict.checked["kind"] != "text":
        lines += _clean(verdict)
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
        return "baselined findings"
    if name == "commit message":
        return "commit messages"
    if rule == _RISK:
        return "files of no area" if name == "cover" else f"files of area {printable(name)}"
    return f"files flagged for {printable(name)}"


# Lines of a commit that passes: what is flagged, what is noted, the outcome.
MOST_LINES = 3


def shortened(verdict: Verdict) -> str:
    """The report on a commit that passes: whole where it is short, else summed up in three lines."""
    whole = render(verdict)
    if whole.count("\n") <= MOST_LINES:
        return whole
    flagged: dict[str, list[Finding]] = {}
    for finding in verdict.findings:
        if not (finding.blocks or finding.known or finding.exception):
            title = finding.identity if finding.rule == _RISK else finding.rule
            flagged.setdefault(title, []).append(finding)
    lines = []
    if flagged:
        told = (f"{printable(title)} ({_where(findings)})" for title, findings in flagged.items())
        lines.append(f"flagged: {', '.join(told)}")
    if verdict.notes:
        first = printable(verdict.notes[0])
        more = len(verdict.notes) - 1
        lines.append(f"note: {first}" + (f"; {more} more note{'s' if more > 1 else ''}" if more else ""))
    if verdict.findings:
        lines.append(_summary(verdict))
    return "".join(f"{line}\n" for line in lines)


def _where(findings: list[Finding]) -> str:
    return place(findings[0]) if len(findings) == 1 else f"{len({finding.path for finding in findings})} files"


def _clean(verdict: Verdict) -> list[str]:
    """That nothing was found, and where: silence is not success."""
    checked = verdict.checked
    if checked["kind"] == "change" and not checked["changes"]:
        return ["govhooks: nothing new is staged: nothing to judge"]
    counted = [(checked["changes"], "file"), (checked["commits"], "commit"), (len(checked["rules"]), "rule")]
    told = [f"{count:,} {what}{'' if count == 1 else 's'}" for count, what in counted if count]
    return [f"govhooks: clean: {', '.join(told)}, policy {printable(str(checked['policy']))}"]


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


def _way_out(verdict: Verdict) -> list[str]:
    """One line on what to do when a refusal is wrong, or what it refuses has to stay; [] where only a fix will do."""
    rules = {rule.id: rule for rule in verdict.rules}
    standing = [
        finding
        for finding in verdict.findings
        if finding.severity == "error" and finding.path != _BASELINE and finding.rule in rules
        if rules[finding.rule].baseline
    ]
    if not standing or verdict.checked["kind"] not in ("change", "range", "whole"):
        return []
    if verdict.checked["kind"] == "whole" and not any(finding.known for finding in verdict.findings):
        return [
            "committed before govhooks was set up? `govhooks baseline` records it, and only new findings are refused"
        ]
    # A guess may be wrong, a provider's token is one: it is the last for which an exception is offered.
    first = min(standing, key=_is_live)
    command = f'govhooks exceptions add {first.fingerprint} --reason "WHY" --approver "WHO"'
    if _is_live(first):
        return [f"revoked, or public by design? only then: {command}"]
    if first.rule == _SECRETS and all(_guessed_in_tests(finding) for finding in standing):
        return [
            f'made up for tests? confidence-in-tests = "high" in [rules.{_SECRETS}] of governance.toml; or: {command}'
        ]
    return [f"wrong, or has to stay? {command}"]


def _is_live(finding: Finding) -> bool:
    return finding.rule == _SECRETS and not finding.guessable


def _guessed_in_tests(finding: Finding) -> bool:
    """Whether a higher confidence for tests would let a finding pass."""
    if finding.rule != _SECRETS or not finding.guessable or finding.confidence == "high":
        return False
    from govhooks.core.globs import globs
    from govhooks.rules.secrets.no_secrets import Policy

    return globs(Policy().tests, ignore_case=True).match(finding.path) is not None


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
