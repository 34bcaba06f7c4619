"""The report for people: one line per finding, followed by what to do."""

from __future__ import annotations

from govhooks.outputs.escape import printable
from govhooks.policy.load import BASELINE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govhooks.core.finding import Finding
    from govhooks.core.verdict import Verdict

    Group = Callable[[str], str]

# How many flags of one kind, and findings of one risk area, are listed (see `_kind`); the other formats list all.
MOST_FLAGGED = 20
MOST_OF_A_GROUP = 10
# With more blocking findings than this, no fingerprints are printed: a line more for each would only be in the way.
MOST_FINGERPRINTS = 5


def render(verdict: Verdict, asked: bool = False) -> str:
    """The report; "" if there is nothing to say. If a person `asked`, there always is."""
    lines: list[str] = []
    said: set[str] = set()
    groups = _groups(verdict)
    alike: dict[tuple[str, str], int] = {}
    refused = sum(finding.severity == "error" for finding in verdict.findings)
    twins = _twins(verdict.findings)
    for finding in verdict.findings:
        same = twins.get(id(finding), (finding,))
        if not same:
            continue  # said with the first of its line
        if (kind := _kind(finding, groups.get(finding.rule))) is not None:
            alike[kind] = alike.get(kind, 0) + 1
            if alike[kind] > _most(kind[1], groups.get(finding.rule)):
                continue
        told = _finding(finding, same, refused <= MOST_FINGERPRINTS)
        lines += told if finding.severity == "error" or finding.known else [line for line in told if line not in said]
        said.update(line for line in told if line.startswith("  next: "))
    for (rule, name), count in alike.items():
        most = _most(name, groups.get(rule))
        if count > most:
            lines.append(f"and {count - most} more {_plural(name, groups.get(rule))} [{rule}]")
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


def _groups(verdict: Verdict) -> dict[str, Group]:
    """Rule id -> its name for files with the same identity, for the rules that have one (see `Rule.group`)."""
    loaded = (rule.load() for rule in verdict.rules if any(finding.rule == rule.id for finding in verdict.findings))
    return {rule.id: rule.group for rule in loaded if rule.group is not None}


def _kind(finding: Finding, group: Group | None) -> tuple[str, str] | None:
    """What findings have in common that need not all be listed, as (rule, key): flags, baselined findings, and a rule's
    groups. None for a finding that is always listed."""
    if finding.exception is not None:
        return None
    if finding.known:
        return finding.rule, ""
    if group and finding.path and not finding.joint:
        return finding.rule, finding.identity
    if finding.severity == "error":
        return None
    return finding.rule, finding.identity if finding.path else "commit message"


def _most(name: str, group: Group | None) -> int:
    """How many findings of a kind are listed."""
    return MOST_OF_A_GROUP if group and name else MOST_FLAGGED


def _plural(name: str, group: Group | None) -> str:
    """The noun for the findings that are summed up: "files of area payments"."""
    if not name:
        return "baselined findings"
    if name == "commit message":
        return "commit messages"
    return printable(group(name)) if group else f"files flagged for {printable(name)}"


# The report on a passing commit has at most: the flags, the notes, the result.
MOST_LINES = 3


def shortened(verdict: Verdict) -> str:
    """The report on a passing commit: complete if it is short, otherwise summed up in three lines."""
    whole = render(verdict)
    if whole.count("\n") <= MOST_LINES:
        return whole
    flagged: dict[str, list[Finding]] = {}
    groups = _groups(verdict)
    for finding in verdict.findings:
        if not (finding.blocks or finding.known or finding.exception):
            title = finding.identity if finding.rule in groups else finding.rule
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
    """Say that nothing was found, and where: silence is not success."""
    checked = verdict.checked
    if checked["kind"] == "change" and not checked["changes"]:
        return ["govhooks: nothing new is staged: nothing to judge"]
    counted = [(checked["changes"], "file"), (checked["commits"], "commit"), (len(checked["rules"]), "rule")]
    told = [f"{count:,} {what}{'' if count == 1 else 's'}" for count, what in counted if count]
    return [f"govhooks: clean: {', '.join(told)}, policy {printable(str(checked['policy']))}"]


def place(finding: Finding) -> str:
    """The location of a finding: "path:line", "path" or "commit message", and the commit, if there is one."""
    where = printable(finding.path) or "commit message"
    if finding.line:
        where += f":{finding.line}"
    return f"{where} (in {finding.commit[:12]})" if finding.commit else where


def _twins(findings: Sequence[Finding]) -> dict[int, tuple[Finding, ...]]:
    """By `id`, the refused findings of one line that read the same: all of them for the first, () for the others."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        if finding.severity == "error" and finding.line:
            key = (finding.rule, finding.path, finding.line, finding.commit, finding.problem, finding.fix)
            alike.setdefault(key, []).append(finding)
    told: dict[int, tuple[Finding, ...]] = {}
    for first, *others in alike.values():
        if others:
            told[id(first)] = (first, *others)
            told.update(dict.fromkeys(map(id, others), ()))
    return told


def _finding(finding: Finding, same: Sequence[Finding], fingerprint: bool) -> list[str]:
    """The lines of a finding; `same` are those of its line that read the same, with itself."""
    values = f" ({len(same)} values)" if len(same) > 1 else ""
    lines = [f"{place(finding)}: {printable(finding.problem)}{values} [{finding.rule}]"]
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
            lines += [f"  fingerprint: {one.fingerprint}" for one in same]
    elif finding.fix:
        lines.append(f"  next: {printable(finding.fix)}")
    return lines


def _way_out(verdict: Verdict) -> list[str]:
    """One line on what to do if a finding is wrong or has to stay; [] if it can only be fixed."""
    rules = {rule.id: rule for rule in verdict.rules}
    standing = [
        finding
        for finding in verdict.findings
        if finding.severity == "error" and finding.path != BASELINE and finding.rule in rules
        if rules[finding.rule].baseline
    ]
    if standing and verdict.checked["kind"] == "history":
        live = next((finding for finding in standing if rules[finding.rule].load().is_live(finding)), None)
        return (
            [f"exposed? record it, and who rotates it by when: govhooks incident open {live.fingerprint}"]
            if live
            else []
        )
    if not standing or verdict.checked["kind"] not in ("change", "range", "whole"):
        return []
    if verdict.checked["kind"] == "whole" and not any(finding.known for finding in verdict.findings):
        return [
            "committed before govhooks was set up? `govhooks baseline` records it, and only new findings are refused"
        ]
    # A guess may be wrong, a provider's token rarely is: offer an exception for a token only if there is nothing else.
    first = min(standing, key=lambda finding: rules[finding.rule].load().is_live(finding))
    rule = rules[first.rule].load()
    command = f'govhooks exceptions add {first.fingerprint} --reason "WHY" --approver "WHO"'
    if rule.is_live(first):
        return [f"revoked, or public by design? only then: {command}"]
    settings = {rule.ease(finding) if finding.rule == rule.id else "" for finding in standing}
    if len(settings) == 1 and (setting := settings.pop()):
        return [f"made up for tests? {setting} in [rules.{rule.id}] of governance.toml; or: {command}"]
    return [f"wrong, or has to stay? {command}"]


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
