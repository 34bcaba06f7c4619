"""The agent policy takes effect as written, and cannot be loosened unnoticed."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.agents.documents import Document
    from govhooks.policy.load import ChoiceList, GlobList

ID = "agent-requirements"
_NAME = "requirements.toml"
_SYMLINK = "120000"


class Policy(Record):
    """Where the agent policy is (Codex' requirements.toml), and what it must contain at least.

    `approval_policies`, `sandbox_modes`, `web_search_modes` are the most that the file may allow; `required` are keys
    that it must have, such as "rules.prefix_rules"; `deny_read` are paths of the repository that it must deny, and
    `commands` are command lines that a prefix rule must prompt for or forbid.
    """

    files: GlobList = (_NAME,)
    approval_policies: ChoiceList = ("untrusted", "on-request", "granular")
    sandbox_modes: ChoiceList = ("read-only", "workspace-write", "external-sandbox")
    web_search_modes: ChoiceList = ("disabled", "cached", "indexed")
    required: tuple[str, ...] = ()
    deny_read: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()

    CHOICES = {
        "approval_policies": ("untrusted", "on-request", "granular", "never"),
        "sandbox_modes": ("read-only", "workspace-write", "external-sandbox", "danger-full-access"),
        "web_search_modes": ("disabled", "cached", "indexed", "live"),
    }


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge each agent policy that changes, and report what a change loosens."""
    if policy.files == (_NAME,):
        # A typical commit has no such file: no glob is compiled for it.
        changes = [one for one in changeset.changes if _is_named(one.path) or _is_named(one.old_path)]
    else:
        from govhooks.core.globs import globs

        where = globs(policy.files)
        changes = [one for one in changeset.changes if one.touches(where)]
    for change in changes:
        yield from _judge(change, policy)


def _is_named(path: str) -> bool:
    return path.endswith(_NAME) and path[: -len(_NAME)][-1:] in ("", "/")


def _judge(change: Change, policy: Policy) -> Iterator[Finding]:
    from govhooks.knowledge.agents import requirements

    named = policy.files != (_NAME,)
    before, faults_before = requirements.read(change.read_old()) if change.old_path else (None, [])
    if before is not None and not named and not requirements.looks_like_one(before):
        before = None
    if not change.exists or (not named and not _is_named(change.path)):
        if before is not None and before.value:
            yield _finding(
                change.old_path,
                0,
                "the agent policy is removed",
                "keep it, or have its removal reviewed",
                "gone",
                blocks=False,
            )
        return
    if change.mode == _SYMLINK or not change.has_content or change.large:
        problem = "the agent policy cannot be judged: it is a link, a submodule, or too large"
        yield _finding(change.path, 0, problem, "commit the file itself", f"no file {change.digest()}")
        return
    document, faults = requirements.read(change.read())
    if document is not None and before is None and not named and not requirements.looks_like_one(document):
        return
    for fault in faults:
        blocks = fault.kind != requirements.NOTE
        value = document.at(fault.path) if document is not None else change.digest()

        identity = f"{fault.kind} {fault.field} {fault.problem} {value!r}"
        yield _finding(change.path, fault.line, fault.problem, fault.fix, identity, blocks)
    if document is None or any(fault.kind == requirements.REFUSED for fault in faults):
        return
    yield from _short(change.path, document, policy)
    if before is not None and not any(fault.kind == requirements.REFUSED for fault in faults_before):
        from govhooks.knowledge.agents.ratchet import loosened

        for path, what in loosened(before.value, document.value):
            fix = "loosening the agent policy is a high-risk change: have it reviewed"
            yield _finding(
                change.path,
                document.line(path),
                f"loosens the agent policy: {what}",
                fix,
                what,
                blocks=False,
            )


_LIMITS = (
    ("allowed_approval_policies", "approval_policies"),
    ("allowed_sandbox_modes", "sandbox_modes"),
    ("allowed_web_search_modes", "web_search_modes"),
)


def _short(path: str, document: Document, policy: Policy) -> Iterator[Finding]:
    """Where the file falls short of the baseline in governance.toml."""
    value = document.value
    for key, limit in _LIMITS:
        most = getattr(policy, limit)
        for index, item in enumerate(value.get(key, ())):
            word = "granular" if isinstance(item, dict) else "on-request" if item == "on-failure" else item
            if word not in most and word != "disabled":
                problem = f"`{key}` allows {word}, more than governance.toml does"
                fix = f"take it out, or widen `{limit.replace('_', '-')}` in [rules.{ID}]"
                yield _finding(path, document.line((key, index)), problem, fix, f"{key} {word}")
    for index, entry in enumerate(value.get("remote_sandbox_config", ())):
        for word in entry["allowed_sandbox_modes"]:
            if word not in policy.sandbox_modes:
                line = document.line(("remote_sandbox_config", index, "allowed_sandbox_modes"))
                problem = f"`remote_sandbox_config` allows {word}, more than governance.toml does"
                yield _finding(path, line, problem, "take it out", f"remote_sandbox_config {word}")
    for name in policy.required:
        here: object = value
        for part in name.split("."):
            here = here.get(part) if isinstance(here, dict) else None
        if here is None:
            problem = f"`{name}` is missing: without it Codex restricts nothing there"
            yield _finding(path, 1, problem, f"add it; governance.toml requires it in [rules.{ID}]", f"required {name}")
    from govhooks.knowledge.agents import deny_patterns, prefixes

    patterns = value.get("permissions", {}).get("filesystem", {}).get("deny_read", [])
    for name in policy.deny_read:
        if not deny_patterns.covers(tuple(patterns), name):
            line = document.line(("permissions", "filesystem", "deny_read"))
            problem = f"`deny_read` does not deny {name}"
            yield _finding(path, line, problem, f'add "./{name}"; governance.toml requires it', f"deny_read {name}")
    rules = prefixes.rules(value.get("rules", {}).get("prefix_rules", ()))
    for command in policy.commands:
        if prefixes.decide(rules, command.split()) is None:
            line = document.line(("rules", "prefix_rules"))
            problem = f"no prefix rule stops `{command}`"
            yield _finding(
                path, line, problem, "add a prompt or forbidden rule; governance.toml requires it", f"command {command}"
            )


def _finding(path: str, line: int, problem: str, fix: str, identity: str, blocks: bool = True) -> Finding:
    return Finding(rule=ID, path=path, line=line, problem=problem, fix=fix, identity=identity, blocks=blocks)


rule = Rule(
    ID,
    Policy,
    check,
    concerns=Concerns(paths=(_NAME,), globs=("files",)),
    kinds=("change", "range", "whole"),
    shows=True,
    per_change=True,
    baseline=True,
    supplies={"agent-policies": "files"},
)
