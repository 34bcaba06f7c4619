"""What the register of variables has to say of a change: undeclared, unused and incomplete variables."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.policy.load import FILE
from govhooks.rules.environment.environment_audit.audit import is_ours
from govhooks.rules.environment.environment_audit.policy import ID, OFF, REFUSE, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govhooks.core.changeset import Changeset
    from govhooks.rules.environment.environment_audit.facts import Facts
    from govhooks.rules.environment.environment_audit.policy import Policy

# So many files are searched for the last use of a variable.
_MOST = 20_000


def check(facts: Facts, changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """The findings of a project that keeps a register."""
    if not policy.variables:
        return
    declared = {**_proposed(changeset), **policy.variables}
    new: dict[str, tuple[str, int, str]] = {}
    old: set[str] = set()
    for code in facts.coded:
        old.update(one.name for one in code.old)
        for one in code.new:
            new.setdefault(one.name, (code.path, one.line, "read"))
    for file in facts.deployed:
        old.update(one.name for one in file.old)
        for setting in file.new:
            new.setdefault(setting.name, (file.path, int(setting.line), "set"))
    for name, (path, line, how) in new.items():
        if not is_ours(name, policy) or (name in old and changeset.kind != "whole"):
            continue
        if name not in declared:
            if policy.undeclared != OFF:
                yield _undeclared(name, path, line, how, policy)
            continue
        yield from _entry(name, declared[name], path, line, changeset, policy)
    yield from _elsewhere(facts, declared, policy)
    if changeset.kind != "whole" and policy.unused != OFF:
        yield from _unused(old - new.keys(), declared, facts, changeset, policy)


def _undeclared(name: str, path: str, line: int, how: str, policy: Policy) -> Finding:
    return Finding(
        rule=ID,
        path=path,
        line=line,
        problem=f"{name} is {how} here but is not in the register",
        fix=f'declare it in {FILE}: [rules.{ID}.variables.{name}] with owner = "..." and purpose = "..."',
        identity=f"undeclared {name}",
        blocks=policy.undeclared == REFUSE,
    )


def _entry(name: str, entry: Variable, path: str, line: int, changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """What is wrong with the entry of a variable that the change begins to use."""
    if policy.entries == OFF:
        return
    missing = [key for key in ("owner", "purpose") if not getattr(entry, key)]
    problem = ""
    if missing:
        problem = f"the register's entry for {name} has no {' and no '.join(missing)}"
    elif entry.review and entry.review < changeset.today:
        problem = f"the register's entry for {name} was due for review by {entry.review}"
    if problem:
        yield Finding(
            rule=ID,
            path=path,
            line=line,
            problem=problem,
            fix=f"complete [rules.{ID}.variables.{name}] in {FILE}"
            if missing
            else f"review {name}, and set its next review in {FILE}",
            identity=f"entry {name} {'missing' if missing else 'review'}",
            blocks=policy.entries == REFUSE,
        )


def _elsewhere(facts: Facts, declared: Mapping[str, Variable], policy: Policy) -> Iterator[Finding]:
    """A variable that a file sets for an environment which its entry does not name."""
    if policy.parity == OFF:
        return
    for file in facts.deployed:
        old = {one.name for one in file.old}
        for name in dict.fromkeys(one.name for one in file.new):
            entry = declared.get(name)
            if (
                name in old
                or entry is None
                or not entry.environments
                or not file.environment
                or file.environment in entry.environments
            ):
                continue
            yield Finding(
                rule=ID,
                path=file.path,
                line=int(next(one.line for one in file.new if one.name == name)),
                problem=f"{name} is set for {file.environment}; its entry says {', '.join(entry.environments)}",
                fix=f"take it out, or add {file.environment} to its environments in {FILE}",
                identity=f"environment {name} {file.environment}",
                blocks=policy.parity == REFUSE,
            )


def _unused(
    gone: set[str], declared: Mapping[str, Variable], facts: Facts, changeset: Changeset, policy: Policy
) -> Iterator[Finding]:
    """A declared variable whose last use goes with the change."""
    names = sorted(name for name in gone if name in declared)
    if not names:
        return
    left = _left(set(names), changeset)
    for name in names:
        if name not in left:
            yield Finding(
                rule=ID,
                path=_place(name, facts),
                line=0,
                problem=f"{name} is still in the register, but nothing reads or sets it any more",
                fix=f"remove [rules.{ID}.variables.{name}] from {FILE}, and the value from its store",
                identity=f"unused {name}",
                blocks=policy.unused == REFUSE,
            )


def _place(name: str, facts: Facts) -> str:
    """The file of the change that had the variable."""
    for code in facts.coded:
        if any(one.name == name for one in code.old):
            return code.path
    return next(file.path for file in facts.deployed if any(one.name == name for one in file.old))


def _left(names: set[str], changeset: Changeset) -> set[str]:
    """Those of the names that stand in a file of code or deployment after the change; all of them where that cannot be told."""
    from govhooks.core.changeset import paths_of
    from govhooks.knowledge.variables.deployed import surface_of
    from govhooks.knowledge.variables.used import form_of

    paths = paths_of(changeset.after)
    if paths is None:
        return names
    wanted = [path for path in paths if form_of(path) or surface_of(path)]
    if len(wanted) > _MOST:
        return names
    found: set[str] = set()
    for path in wanted:
        data = changeset.after(path) or b""
        found |= {name for name in names - found if name.encode() in data}
        if found == names:
            break
    return found


def _proposed(changeset: Changeset) -> dict[str, Variable]:
    """The entries that the change itself brings; they can do nothing but declare a variable that had none."""
    if not any(change.exists and change.path == FILE for change in changeset.changes):
        return {}
    from govhooks.policy.load import PolicyError, parse

    try:
        table = parse(changeset.after(FILE) or b"", FILE).get("rules", {}).get(ID, {}).get("variables", {})
    except (PolicyError, AttributeError):
        return {}  # the run says what is wrong with it
    found = {}
    for name, entry in table.items() if isinstance(table, dict) else ():
        if isinstance(entry, dict):
            texts = {key: value for key, value in entry.items() if isinstance(value, str)}
            listed = entry.get("environments", ())
            found[name] = Variable(
                owner=texts.get("owner", ""),
                purpose=texts.get("purpose", ""),
                class_=texts.get("class", ""),
                environments=tuple(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else (),
                store=texts.get("store", ""),
                review=texts.get("review", ""),
            )
    return found
