"""Direct dependencies that are new, and what they are for.

    new(found, around, changeset, policy)   what a manifest asks for and did not before

With a register of purposes (the option `purposes`) each of them needs an entry; without one it is enough that the message names it.
"""

from __future__ import annotations

from govhooks.core.change import Change
from govhooks.rules.dependencies.dependency_review.policy import FLAG, OFF, REFUSE
from govhooks.rules.dependencies.dependency_review.surroundings import PYTHON, Surroundings, split
from govhooks.rules.dependencies.dependency_review.verdicts import DEFAULT_INDEXES, WITHOUT, File, Verdict, asked_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.dependencies.difference import Step
    from govhooks.readers.locks.package import Contents, Package
    from govhooks.rules.dependencies.dependency_review.policy import Policy
    from govhooks.rules.dependencies.dependency_review.purposes import Register

    Found = Sequence[tuple[File, Sequence[Step]]]

# What of a manifest asks for nothing by itself.
_NOT_ASKED = frozenset(("catalog", "constraint", "override", "overrides", "patch", "checksum"))
_SHOWN = 5


def new(found: Found, around: Surroundings, changeset: Changeset, policy: Policy) -> Iterator[tuple[File, Verdict]]:
    """New direct dependencies, one verdict a manifest, or one a package where the policy refuses them."""
    if policy.new == OFF:
        return
    known, earlier = (
        _known(found),
        Surroundings(changeset.before, {file.path: file.old for file, _ in found if file.old}),
    )
    # Which other workflows use an action, nobody can tell: only a register asks for a purpose of each.
    without = WITHOUT if policy.purposes else (*WITHOUT, "GitHub Actions")
    fresh = [
        (file, [one for one in _fresh(file, steps, known, around) if _is_new(one, file, earlier, without)])
        for file, steps in (found if changeset.kind != "whole" else ())
    ]
    if policy.purposes:
        yield from _registered(found, fresh, around, changeset, policy)
        return
    said = _said(changeset)
    for file, packages in fresh:
        # Of a manifest that is new as a whole nobody has to be told what is new in it.
        unsaid = [one for one in packages if file.old is not None and not _is_named(one.name, said)]
        if unsaid:
            yield file, _verdict(unsaid)


def _known(found: Found) -> set[tuple[str, str]]:
    """What some manifest of the change asked for before: a dependency that is moved is not new."""
    from govhooks.knowledge.dependencies.difference import fold

    return {
        fold(one)
        for file, _ in found
        if file.old is not None and (not file.old.is_lock or _is_go(file.path) or file.path.endswith(".txt"))
        for one in file.old.packages
        if one.direct is not False
    }


def _is_go(path: str) -> bool:
    return split(path)[1] == "go.mod"


def _fresh(file: File, steps: Sequence[Step], known: set[tuple[str, str]], around: Surroundings) -> list[Package]:
    from govhooks.knowledge.dependencies.difference import fold

    contents = file.new
    if contents is None or contents.ecosystem in WITHOUT or not _asks(file, contents, around):
        return []
    several = {
        fold(step.new): step.new
        for step in reversed(steps)
        if step.new is not None
        and step.old is None
        and step.new.direct is not False
        and step.new.wanted != "workspace"  # Cargo's: what stands in the manifest of the workspace
        and _NOT_ASKED.isdisjoint(step.new.groups)
        and not step.new.source.startswith(("path:", "sdk:"))
    }
    return sorted((one for key, one in several.items() if key not in known), key=lambda one: one.line)


def _is_new(package: Package, file: File, earlier: Surroundings, without: tuple[str, ...]) -> bool:
    """Whether the project did not ask for a package before, in any member of its workspace."""
    return package.ecosystem not in without and not earlier.asks_already(package, file.path)


def _asks(file: File, contents: Contents, around: Surroundings) -> bool:
    """Whether a file asks for packages. A requirements.txt that is pinned by hand does, one that a tool wrote does not."""
    if not contents.is_lock or _is_go(file.path):
        return True
    folder, name = split(file.path)
    if not name.endswith(".txt") or contents.tool != "pip":
        return False
    return around.data(f"{folder}{name[:-4]}.in") is None and not around.nearest(folder, PYTHON)


def _said(changeset: Changeset) -> str:
    """All that the messages of the change say."""
    messages = [changeset.message, *(commit.message for commit in changeset.commits)]
    return "\n".join(filter(None, messages)).casefold()


def _is_named(name: str, text: str) -> bool:
    """Whether a text names a package: in full, or by the last part of `github.com/a/b/v2`, `group:artifact`."""
    import re

    if not text:
        return False
    parts = [part for part in re.split("[/:]", name) if not re.fullmatch(r"v\d+", part)]
    words = {name, parts[-1]} if parts and not name.startswith("@") else {name}
    return any(re.search(rf"(?<![\w-]){re.escape(word.casefold())}(?![\w-])", text) for word in words)


def _verdict(packages: Sequence[Package]) -> Verdict:
    first = packages[0]
    if len(packages) == 1:
        about = first.ecosystem, first.name, first.version
        problem = f"{asked_text(first)} is a new dependency"
        fix = "say in the message what it is for"
        return Verdict("new", first.line, problem, fix, f"new {first.ecosystem} {first.name}", package=about)
    shown = ", ".join(map(asked_text, packages[:_SHOWN]))
    more = f" and {len(packages) - _SHOWN} more" if len(packages) > _SHOWN else ""
    identity = f"new {' '.join(sorted(f'{one.ecosystem} {one.name}' for one in packages))}"
    problem = f"{len(packages)} new dependencies: {shown}{more}"
    return Verdict("new", first.line, problem, "say in the message what they are for", identity)


# --- the register


def _registered(
    found: Found,
    fresh: Sequence[tuple[File, Sequence[Package]]],
    around: Surroundings,
    changeset: Changeset,
    policy: Policy,
) -> Iterator[tuple[File, Verdict]]:
    """What has no entry in the register, and what is wrong with the register itself."""
    from govhooks.rules.dependencies.dependency_review.purposes import BadRegister, Register, read

    path = policy.purposes
    moved = [] if changeset.kind == "whole" else _moved(found)
    touched = any(path in (change.path, change.old_path) for change in changeset.changes)
    if not (touched or moved or changeset.kind == "whole" or any(packages for _, packages in fresh)):
        return
    here = next((one for one in changeset.changes if one.path == path), Change("W", path))
    file = File(here, path, None, None)
    data = changeset.after(path)
    if data is None and touched:
        problem = "the policy names this file as the register of dependencies, and it is gone"
        yield (
            file,
            Verdict(
                "register",
                0,
                problem,
                "restore it, or take `purposes` out of the policy first",
                "register gone",
                REFUSE,
                joint=True,
            ),
        )
        return
    try:
        register = read(data or b"") if data is not None else Register()
    except BadRegister as error:
        problem = f"not a register of dependencies: {error}"
        fix = "mend it: no new dependency is judged before"
        yield file, Verdict("register", error.line, problem, fix, f"register {error}", REFUSE, joint=True)
        return
    for one, packages in fresh:
        yield from _lacking(one, packages, register, around, policy)
    for one, package in moved:
        entries = register.of(package.ecosystem, package.name)
        if entries and not any(entry.counts_for(_places(package, one, around)) for entry in entries):
            yield one, _other_source(one, package, entries[0].source, around, path)
    if changeset.kind == "whole" and touched:
        yield from _unneeded(found, file, register)


def _moved(found: Found) -> list[tuple[File, Package]]:
    """Direct dependencies that come from somewhere else than before, in manifests and locks."""
    return [
        (file, step.new)
        for file, steps in found
        for step in steps
        if step.new is not None and step.old is not None and "source" in step.kinds and step.new.direct is not False
    ]


def _lacking(
    file: File, packages: Sequence[Package], register: Register, around: Surroundings, policy: Policy
) -> Iterator[tuple[File, Verdict]]:
    lacking = []
    for package in packages:
        entries = register.of(package.ecosystem, package.name)
        if not entries:
            lacking.append(package)
        elif not any(entry.counts_for(_places(package, file, around)) for entry in entries):
            yield file, _other_source(file, package, entries[0].source, around, policy.purposes)
    path = policy.purposes
    if len(lacking) > 1 and policy.new == FLAG:
        verdict = _verdict(lacking)
        yield (
            file,
            verdict.but(
                problem=f"{verdict.problem}: {path} does not say what they are for",
                fix=f"add an entry for each to {path}: [[dependencies]] with ecosystem, name and purpose",
            ),
        )
        return
    for package in lacking:
        yield (
            file,
            _verdict([package]).but(
                problem=f"{asked_text(package)} is a new dependency, and {path} does not say what it is for",
                fix=f'add to {path}: [[dependencies]] with ecosystem = "{package.ecosystem}", name = "{package.name}"'
                ' and purpose = "..."',
            ),
        )


def _other_source(file: File, package: Package, source: str, around: Surroundings, path: str) -> Verdict:
    places = " and ".join(_places(package, file, around))
    problem = f"{package.name} comes from {places}, and {path} has it from {source} alone"
    fix = f"take it from there, or have an entry with this source reviewed in {path}"
    identity = f"new {package.ecosystem} {package.name} {places}"
    about = package.ecosystem, package.name, package.version
    return Verdict("new", package.line, problem, fix, identity, package=about, joint=True)


def _places(package: Package, file: File, around: Surroundings) -> tuple[str, ...]:
    """The URLs that a package comes from: as its own file says, else as the lock does, else the default index."""
    from govhooks.knowledge.dependencies.difference import fold

    told = [package]
    if not package.source:
        for lock in around.locks(file.path):
            contents = around.contents(lock)
            told += [one for one in contents.packages if fold(one) == fold(package)] if contents is not None else []
    sources = {source for one in told for source in one.source.split()}
    default = file.new.settings.get("index", "") if file.new is not None else ""
    if not sources:
        return (default or DEFAULT_INDEXES.get(package.ecosystem, ""),)
    return tuple(sorted(map(_place, sources)))


def _place(source: str) -> str:
    """The URL of a source, without a revision."""
    kind, colon, place = source.partition(":")
    if kind not in ("registry", "git", "url"):
        return place if colon and kind == "path" else source  # a second URL of a registry's
    if kind != "git":
        return place
    head, slash, last = place.rpartition("/")
    return f"{head}{slash}{last.partition('@')[0]}" if "@" in last else place


def _unneeded(found: Found, file: File, register: Register) -> Iterator[tuple[File, Verdict]]:
    """Entries of packages that nobody asks for."""
    from govhooks.knowledge.dependencies.difference import fold

    asked = {fold(one) for other, _ in found if other.new for one in other.new.packages if one.direct is not False}
    for entry in register.entries:
        if entry.key not in asked:
            problem = f"{entry.name} ({entry.ecosystem}) has an entry, and no manifest asks for it"
            yield file, Verdict("new", entry.line, problem, "take the entry out", f"unneeded {entry.key}", FLAG)
