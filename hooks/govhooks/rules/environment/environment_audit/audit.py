"""What a change does to the variables of deployment files, with or without a register. Names only: no value is ever shown."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.knowledge.variables.deployed import LITERAL
from govhooks.knowledge.variables.environments import (
    DEVELOPMENT,
    LOCAL,
    PRODUCTION,
    TABLES_OF_PARTS,
    TEST,
    part_of,
)
from govhooks.knowledge.variables.used import form_of
from govhooks.rules.environment.environment_audit.policy import ID, OFF, REFUSE
from govhooks.rules.environment.environment_audit.switches import off
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.variables.deployed import Setting
    from govhooks.knowledge.variables.use import Use
    from govhooks.rules.environment.environment_audit.facts import Coded, Deployed, Facts
    from govhooks.rules.environment.environment_audit.policy import Policy

# Names whose value changes with each release: which version, image or commit it is.
_RELEASE = compiled(
    r"(?:.*_)?(?:VERSION|TAG|IMAGE|SHA|SHA256|COMMIT|REVISION|REV|RELEASE|BUILD|DIGEST|CHECKSUM|DATE)(?:_(?:TAG|SHA|ID|NUMBER))?"
)
# What fails where the variable is not set: a key that is not there, a field without a default.
_REQUIRED = compiled(
    r"environ\[|ENV\.fetch\(|\bconfig\(|\benv\(|env\.\w+\(|env!\(|getOrThrow|mustGet|[Rr]equired?\w*\(|^\s*\w+\s*:\s*[\w\[\].]+\s*$|:\?|std::env::var\([^)]*\)\s*(?:\?|\.(?:unwrap|expect))|!\s*[;,)]"
)
# So many names are listed.
_SHOWN = 8


def check(facts: Facts, changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """The findings about each deployment file, and about defaults in code."""
    before = {one.name for file in facts.deployed for one in file.old}
    after = {one.name for file in facts.deployed for one in file.new}
    for file in facts.deployed:
        if file.error and not file.new:
            yield _unread(file.path, file.error, file.error_line)
            continue
        if is_kept_local(file):
            continue
        yield from _switched(file, policy)
        if file.surface != "template" and changeset.kind != "whole" and not file.mended:
            yield from _changed(file, before, after, changeset, policy)
        if file.surface != "env file":  # no-env-files and no-secrets judge the values of these
            yield from _literals(file, policy)
    for code in facts.coded:
        if code.error and not code.new and (policy.variables or facts.deployed):
            yield _unread(code.path, code.error, code.error_line)
        yield from _defaults(code, policy)
        if changeset.kind != "whole" and (policy.variables or facts.deployed or form_of(code.path) == "spring"):
            yield from _other_defaults(code, policy)
    if changeset.kind != "whole" and any(
        file.surface != "template" and not is_kept_local(file) for file in facts.deployed
    ):
        yield from _reads(facts, after, changeset, policy)


def is_kept_local(file: Deployed) -> bool:
    """Whether a file deploys nothing: an environment file of nobody's environment, or of the machine of whoever has it."""
    return file.surface == "env file" and file.environment in ("", LOCAL, DEVELOPMENT, TEST)


def _unread(path: str, error: str, line: int) -> Finding:
    return Finding(
        rule=ID,
        path=path,
        line=line,
        problem=f"the variables of this file are not audited: {error}",
        fix="mend the file, or list it in test-data",
        identity="unread",
        blocks=False,
    )


def is_ours(name: str, policy: Policy) -> bool:
    """Whether a variable is the project's own: no platform sets it."""
    from govhooks.knowledge.variables.platform import owner_of

    if owner_of(name):
        return False
    return not any(name == one or (one.endswith("*") and name.startswith(one[:-1])) for one in policy.platform)


def _by_name(settings: Iterable[Setting]) -> dict[str, list[Setting]]:
    found: dict[str, list[Setting]] = {}
    for one in settings:
        found.setdefault(one.name, []).append(one)
    return found


def _changed(
    file: Deployed, before: set[str], after: set[str], changeset: Changeset, policy: Policy
) -> Iterator[Finding]:
    """One finding for what appears, goes or gets another value in a file."""
    if policy.changes == OFF:
        return
    old, new = _by_name(file.old), _by_name(file.new)
    added = [name for name in new if name not in old and name not in before and is_ours(name, policy)]
    removed = [name for name in old if name not in new and name not in after and is_ours(name, policy)]
    parts = [(name, part) for name, part in _parted(file.old) - _parted(file.new) if name in new and name in old]
    left = sorted({part for _, part in parts} & {part for _, part in _parted(file.new)})
    gone = [f"{name} from {part}" for name, part in sorted(parts) if part in left and is_ours(name, policy)]
    changed = [
        name
        for name in new
        if name in old
        and is_ours(name, policy)
        and not _RELEASE.fullmatch(name)
        and _values(old[name]) != _values(new[name])
        and len(new[name]) == len(old[name])
    ]
    said = [
        f"{verb} {_listed(names)}"
        for verb, names in (("adds", added), ("removes", removed), ("removes", gone), ("changes the value of", changed))
        if names
    ]
    if said:
        first = new[(added or changed)[0]][0].line if added or changed else 0
        yield Finding(
            rule=ID,
            path=file.path,
            line=int(first),
            problem=f"this {file.surface} {', '.join(said)}",
            fix="check that each environment has what it needs" + _declare(added, policy),
            identity=" ".join(("changes", *sorted(added), "-", *sorted(removed), *gone, "~", *sorted(changed))),
            blocks=policy.changes == REFUSE,
        )
    yield from _parity(file, added, changeset, policy)


def _parted(settings: Iterable[Setting]) -> set[tuple[str, str]]:
    """(name, environment) of what stands in a part of a file that is for one environment: `[context.production.environment]`."""
    found = set()
    for one in settings:
        for above, key in zip(("", *one.where), one.where):
            if part := part_of(key, above.lower() in TABLES_OF_PARTS):
                found.add((one.name, part))
                break
    return found


def _declare(added: list[str], policy: Policy) -> str:
    if not added or policy.variables:
        return ""
    return "; a register of them (govhooks env init) says who answers for each"


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"


def _values(settings: list[Setting]) -> list[tuple[str, str]]:
    return sorted((one.kind, one.value) for one in settings)


def _literals(file: Deployed, policy: Policy) -> Iterator[Finding]:
    """A secret that the file gives as a literal, and did not give before."""
    if policy.literals == OFF or file.environment in (LOCAL, DEVELOPMENT, TEST) or file.surface == "template":
        return
    from govhooks.knowledge.variables.secret import is_placeholder, is_secret_name

    known = {(one.name, one.value) for one in file.old}
    said: set[str] = set()
    for one in file.new:
        declared = policy.variables.get(one.name)
        secret = declared is not None and declared.class_ == "secret"
        if one.kind != LITERAL or one.name in said or (one.name, one.value) in known:
            continue
        if not secret and (not is_secret_name(one.name) or is_placeholder(one.value) or _is_service(one)):
            continue
        said.add(one.name)
        store = declared.store if declared is not None and declared.store else ""
        yield Finding(
            rule=ID,
            path=file.path,
            line=int(one.line),
            problem=f"{one.name} is {'declared as secret' if secret else 'named like a secret'}, and this {file.surface} gives its value as a literal",
            fix=f"take its value from {store or 'a secret store'}, and rotate it if it was ever pushed",
            identity=f"literal {one.name}",
            blocks=secret or policy.literals == REFUSE,
        )


def _is_service(setting: Setting) -> bool:
    """Whether a variable belongs to a container that a CI job starts for its tests."""
    return "services" in setting.where and setting.surface == "workflow"


def _switched(file: Deployed, policy: Policy) -> Iterator[Finding]:
    """A protection that the file switches off, and did not before."""
    if policy.switches == OFF or file.environment in (LOCAL, DEVELOPMENT, TEST) or file.surface == "template":
        return
    old = _by_name(file.old)
    said: set[str] = set()
    for one in file.new:
        if one.kind != LITERAL or one.name in said:
            continue
        what = off(one.name, one.value)
        if not what or (file.surface == "workflow" and "debug" in what):
            continue
        was = old.get(one.name, [])
        if any(off(each.name, each.value) for each in was if each.kind == LITERAL):
            continue
        said.add(one.name)
        yield _switch(
            file.path,
            int(one.line),
            one.name,
            what,
            file.environment,
            file.environment == PRODUCTION and policy.switches == REFUSE,
        )


def _switch(path: str, line: int, name: str, what: str, environment: str, blocks: bool) -> Finding:
    return Finding(
        rule=ID,
        path=path,
        line=line,
        problem=f"{name} {what}" + (f" in {environment}" if environment else ""),
        fix=f"switch it back, or set {name} in the file of the one environment that needs it",
        identity=f"switch {name}",
        blocks=blocks,
    )


def _defaults(code: Coded, policy: Policy) -> Iterator[Finding]:
    """A default in code that switches a protection off, and did not before."""
    if policy.switches == OFF:
        return
    from govhooks.knowledge.variables.environments import environment_of

    environment = environment_of(code.path)
    if environment in (LOCAL, DEVELOPMENT, TEST):
        return
    old = {one.name: one for one in code.old}
    for one in code.new:
        if one.default.kind != "literal" or one.name not in old:
            continue
        what = off(one.name, _plain(one.default.literal))
        was = old[one.name].default
        if what and was.kind == "literal" and not off(one.name, _plain(was.literal)):
            yield _switch(code.path, one.line, one.name, f"{what} by default", environment, False)


def _other_defaults(code: Coded, policy: Policy) -> Iterator[Finding]:
    """One finding for the variables whose default a file of code changes."""
    if policy.changes == OFF:
        return
    old = {one.name: one for one in code.old}
    changed: dict[str, int] = {}
    for one in code.new:
        was = old.get(one.name)
        if was is not None and {was.default.kind, one.default.kind} <= {"literal", "none"} and _same(was) != _same(one):
            changed.setdefault(one.name, one.line)
    changed = {
        name: line
        for name, line in changed.items()
        if is_ours(name, policy) and not _RELEASE.fullmatch(name) and not _still(name, code)
    }
    if changed:
        names = list(changed)
        yield Finding(
            rule=ID,
            path=code.path,
            line=changed[names[0]],
            problem=f"the default of {_listed(names)} changes",
            fix="check the environments that do not set it",
            identity=f"defaults {' '.join(sorted(names))}",
            blocks=policy.changes == REFUSE,
        )


def _still(name: str, code: Coded) -> bool:
    """Whether a variable with several defaults in a file has the same ones as before."""
    return {_same(one) for one in code.old if one.name == name} == {_same(one) for one in code.new if one.name == name}


def _same(use: Use) -> tuple[str, str]:
    """The default of a use, the same for 50 and "50": a variable is a text, whatever reads it makes of it."""
    return use.default.kind, _plain(use.default.literal).lower()


def _plain(literal: str) -> str:
    """The value in a literal as code writes it."""
    return literal.strip().strip("\"'")


def _reads(facts: Facts, after: set[str], changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Variables that code begins to read, without a default, in a change of the deployment that does not set them."""
    if policy.changes == OFF or policy.variables:
        return
    known = {one.name for code in facts.coded for one in code.old} | after
    # A default may stand elsewhere: in the scheme of django-environ, in another file.
    known |= {one.name for code in facts.coded for one in code.new if one.default.kind != "none"}
    for code in facts.coded:
        wanted = [one for one in code.new if one.name not in known and is_ours(one.name, policy)]
        lines = (changeset.after(code.path) or b"").decode("utf-8", "replace").split("\n") if wanted else []
        for one in wanted:
            if one.name in known or not _REQUIRED.search(lines[one.line - 1] if one.line <= len(lines) else ""):
                continue
            known.add(one.name)
            yield Finding(
                rule=ID,
                path=code.path,
                line=one.line,
                problem=f"{one.name} is read without a default, and no deployment file of this change sets it",
                fix=f"set {one.name} in each environment before this is deployed, or give it a default",
                identity=f"read {one.name}",
                blocks=policy.changes == REFUSE,
            )


def _parity(file: Deployed, added: list[str], changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """What the file has now and its counterpart of another environment does not."""
    old = {one.name for one in file.old}
    names = [name for name in dict.fromkeys(one.name for one in file.new) if name not in old and is_ours(name, policy)]
    if policy.parity == OFF or not names or not file.environment:
        return
    from govhooks.rules.environment.environment_audit.counterparts import counterparts

    for environment, path, has in counterparts(file, changeset):
        missing = []
        for name in names:
            declared = policy.variables.get(name)
            if name in has or (
                declared is not None and declared.environments and environment not in declared.environments
            ):
                continue
            missing.append(name)
        if missing:
            yield Finding(
                rule=ID,
                path=file.path,
                line=int(next(one.line for one in file.new if one.name == missing[0])),
                problem=f"{_listed(missing)}: set in {file.environment}, missing in {environment} ({path})",
                fix=f"set it in {path}, too, or say in the register which environments have it",
                identity=f"parity {environment} {' '.join(sorted(missing))}",
                blocks=policy.parity == REFUSE,
            )
