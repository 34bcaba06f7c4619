"""Whether a lock is the one of its manifest, and whether somebody asks for what is new in it.

    disagreements(found, around)  a manifest asks for what the lock beside it does not have, or was not made for
    unasked(found, around)        packages that came into a lock though neither a manifest nor another package asks for them

Judged are the packages that the change touches, on either side. Where it cannot be told for sure, nothing is said: see
docs/limits.md.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.rules.dependencies.dependency_review.surroundings import LOCKS, MANIFESTS, split
from govhooks.rules.dependencies.dependency_review.verdicts import Verdict, asked_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.knowledge.dependencies.difference import Step
    from govhooks.readers.locks.package import Contents, Package
    from govhooks.rules.dependencies.dependency_review.copies import Copy
    from govhooks.rules.dependencies.dependency_review.surroundings import Surroundings
    from govhooks.rules.dependencies.dependency_review.verdicts import File

    Found = Sequence[tuple[File, Sequence[Step]]]
    Name = tuple[str, str]

# A lock, folded -> what writes it anew.
COMMANDS = {
    "package-lock.json": "npm install",
    "npm-shrinkwrap.json": "npm install",
    "yarn.lock": "yarn install",
    "pnpm-lock.yaml": "pnpm install",
    "bun.lock": "bun install",
    "uv.lock": "uv lock",
    "poetry.lock": "poetry lock",
    "pdm.lock": "pdm lock",
    "pipfile.lock": "pipenv lock",
    "cargo.lock": "cargo update --workspace",
    "composer.lock": "composer update",
    "gemfile.lock": "bundle lock",
    "gems.locked": "bundle lock",
    "pubspec.lock": "dart pub get",
    "go.sum": "go mod tidy",
}
# What a manifest holds versions with, and asks for of nobody; what others have to bring.
_HELD = frozenset(("overrides", "override", "patch"))
_NOT_LOCKED = frozenset(("peer", "catalog", "constraint", "build", *_HELD))
# pip-compile leaves them out unless it is told to.
_UNSAFE = frozenset(("pip", "setuptools", "distribute", "wheel"))
_SHOWN = 3


class Difference(Record):
    """One package about which a manifest and its lock disagree: its name, the line of the manifest (0: it is not there), and how."""

    name: Name
    line: int
    text: str


# --- the lock of a manifest


def disagreements(found: Found, around: Surroundings) -> Iterator[tuple[File, Verdict]]:
    """One verdict a manifest, of all that the change touches and that its lock does not have."""
    touched: dict[str, set[Name]] = {}
    of_path: dict[str, File] = {}
    for file, steps in found:
        if file.new is None or not steps:
            continue
        manifest = file.path if _is_manifest(file.path) else ""
        # Of a lock only what the project asks for itself: for the rest no manifest has to be read.
        names = {_fold(step.package) for step in steps if manifest or step.package.direct is not False}
        if names and not manifest and _is_lock(file.path):
            manifest = around.manifest(file.path)
        if manifest and names:
            touched.setdefault(manifest, set()).update(names)
            if file.path == manifest or manifest not in of_path:
                of_path[manifest] = file
    for manifest, names in touched.items():
        told: list[tuple[str, list[Difference]]] = []
        for lock in around.locks(manifest):
            several = _compare(manifest, lock, names, around)
            if not several:  # of two locks beside each other one may be left from before
                told = []
                break
            told.append((lock, several))
        if told:
            lock, several = told[0]
            yield of_path[manifest], _verdict(manifest, lock, several, of_path[manifest])


def _is_manifest(path: str) -> bool:
    name = split(path)[1].casefold()
    return name in LOCKS or name.endswith(".in")


def _is_lock(path: str) -> bool:
    name = split(path)[1].casefold()
    return name in MANIFESTS or name.endswith(".txt")


def _fold(package: Package) -> Name:
    from govhooks.knowledge.dependencies.difference import fold

    return fold(package)


def _verdict(manifest: str, lock: str, several: Sequence[Difference], file: File) -> Verdict:
    folder, name = split(lock)
    here, asked = split(manifest)
    locked = name if folder == here else lock
    shown = "; ".join(one.text for one in several[:_SHOWN])
    more = f"; and {len(several) - _SHOWN} more" if len(several) > _SHOWN else ""
    problem = f"{asked} and {locked} disagree: {shown}{more}"
    command = COMMANDS.get(name.casefold()) or f"pip-compile {asked} (or uv pip compile)"
    line = next((one.line for one in several if one.line), 0) if file.path == manifest else 0
    identity = f"agreement {name} {'; '.join(sorted(one.text for one in several))}"
    return Verdict("agreement", line, problem, f"run: {command}, and commit {locked}", identity)


def _compare(manifest: str, lock: str, touched: set[Name], around: Surroundings) -> list[Difference]:
    """What a manifest asks for among the touched names, and the lock has not; [] where nobody can tell."""
    asked, locked = around.contents(manifest), around.contents(lock)
    if asked is None or locked is None or asked.unread or locked.unread:
        return []
    name = split(lock)[1].casefold()
    if name == "go.sum":
        return _sums(asked, locked, touched, lock, around)
    if not locked.is_lock or (asked.tool in ("poetry", "pdm") and name != f"{asked.tool}.lock"):
        return []
    if name.endswith(".txt") and locked.tool not in ("pip-compile", "uv"):
        return []
    copy = _copy(manifest, lock, around)
    if copy is None:
        return []
    held = {_fold(one) for one in _held(manifest, lock, around)}
    wanted: dict[Name, list[Package]] = {}
    for one in asked.packages:
        key = _fold(one)
        if key in touched and key not in held and one.name not in copy.overridden:
            wanted.setdefault(key, []).append(one)
    packages: dict[Name, list[Package]] = {}
    for one in locked.packages if wanted else ():
        packages.setdefault(_fold(one), []).append(one)
    differences: dict[Name, Difference] = {}
    if copy.patterns is None:
        for key, several in wanted.items():
            if found := _unmet(several, packages.get(key, []), manifest, lock, copy, around):
                differences[key] = found
    if copy.is_whole:
        for found in _against(copy, wanted, manifest, lock, touched, held, around):
            differences.setdefault(found.name, found)
    return sorted(differences.values(), key=lambda one: (one.line, one.name))


def _copy(manifest: str, lock: str, around: Surroundings) -> Copy | None:
    """What the lock remembers of this manifest; None for one that is no project of the lock's."""
    from govhooks.rules.dependencies.dependency_review import copies

    folder, name = split(lock)
    inner = split(manifest)[0][len(folder) :].rstrip("/")
    data = around.data(lock)
    if data is None or (inner and name == "yarn.lock" and not _is_workspace(inner, folder, around)):
        return None
    crate = ""
    if inner and name == "Cargo.lock":
        crate = _text_at("toml", around.data(manifest), ("package", "name"))
    return copies.of(name.casefold(), data, inner, crate)


def _is_workspace(inner: str, folder: str, around: Surroundings) -> bool:
    """Whether a folder is one of the workspaces that the package.json above names."""
    from govhooks.core.globs import globs

    root = around.contents(f"{folder}package.json")
    patterns = tuple(root.settings.get("workspaces", "").split()) if root is not None else ()
    return bool(patterns) and globs(tuple(one.removeprefix("./") for one in patterns)).match(f"{inner}/x") is not None


def _text_at(form: str, data: bytes | None, path: tuple[str, ...]) -> str:
    from govhooks.readers import read

    value = read(form, data or b"")[0].at(path)
    return value if isinstance(value, str) else ""


def _held(manifest: str, lock: str, around: Surroundings) -> Iterator[Package]:
    """Packages that somebody puts others in the place of, in the manifest or in that of the lock."""
    for path in {manifest, f"{split(lock)[0]}{split(manifest)[1]}"}:
        contents = around.contents(path)
        for one in contents.packages if contents is not None else ():
            if not _HELD.isdisjoint(one.groups):
                yield one


def _unmet(
    wanted: Sequence[Package], locked: Sequence[Package], manifest: str, lock: str, copy: Copy, around: Surroundings
) -> Difference | None:
    """What is asked for where no locked version is such a one. Asked for several times, one that is met is enough."""
    from govhooks.rules.dependencies.dependency_review.wanted import holds

    judged = [one for one in wanted if _NOT_LOCKED.isdisjoint(one.groups)]
    if not judged or any(one.marker or one.source.startswith(("path:", "git:", "url:", "sdk:")) for one in judged):
        return None
    first = judged[0]
    if not locked:
        if all(_may_be_left_out(one, manifest, lock, copy, around) for one in judged):
            return None
        return Difference(_fold(first), first.line, f"{asked_text(first)} (not locked)")
    if "workspace" in first.groups and not any(one.direct for one in locked):
        return None
    if any(one.source.startswith(("path:", "git:", "url:")) for one in locked):
        return None  # a member of the workspace, or something that is put in its place
    versions = [one.version for one in locked]
    if any(
        holds(one.ecosystem, one.wanted or one.version, version) is not False for one in judged for version in versions
    ):
        return None
    return Difference(_fold(first), first.line, f"{asked_text(first)} (locked: {', '.join(sorted(set(versions)))})")


def _may_be_left_out(package: Package, manifest: str, lock: str, copy: Copy, around: Surroundings) -> bool:
    """Whether a lock of the manifest need not name a package."""
    name = split(lock)[1].casefold()
    data = around.data(lock) or b""
    if "workspace" in package.groups or "optional" in package.groups:
        return True
    if package.wanted == "workspace":  # Cargo: it may be one of the workspace's own crates
        return True
    if name == "uv.lock" and copy.asks is not None and _fold(package)[1] in copy.asks:
        return True  # uv knows that it is asked for, and leaves it out: no environment needs it
    if name in ("composer.lock", "gemfile.lock", "gems.locked"):
        # Another package may stand for it (`replace`), or no platform of the lock needs it.
        return package.name.encode("utf-8", "replace") in data
    if package.ecosystem == "PyPI":
        asked = around.data(manifest) or b""
        partly = name == "pdm.lock" or b"tool.hatch.envs" in asked
        own = package.extras and package.name == _text_at("toml", asked, ("project", "name"))
        return bool(own) or (partly and bool(package.groups)) or (name.endswith(".txt") and package.name in _UNSAFE)
    return False


def _against(
    copy: Copy,
    wanted: dict[Name, list[Package]],
    manifest: str,
    lock: str,
    touched: set[Name],
    held: set[Name],
    around: Surroundings,
) -> Iterator[Difference]:
    """What the lock was made for, where that is not what the manifest asks for."""
    if split(lock)[1].casefold() == "uv.lock":
        yield from _against_requirements(copy, wanted)
        return
    if copy.asks is None and copy.patterns is None:
        return
    from govhooks.readers.locks.node import ask
    from govhooks.readers.locks.tables import table
    from govhooks.rules.dependencies.dependency_review.copies import sections

    asks = sections(table("json", around.data(manifest) or b"{}", "package.json").value)
    before = copy.asks if copy.asks is not None else {}
    for key in dict.fromkeys((*asks, *before)):
        now, then = next(iter(asks.get(key, ())), ""), next(iter(before.get(key, ())), "")
        name = ("npm", ask(key, now or then).name)
        if name not in touched or name in held or key in copy.overridden or {name[1]} & copy.overridden:
            continue
        line = next((one.line for one in wanted.get(name, ()) if _NOT_LOCKED.isdisjoint(one.groups)), 0)
        if copy.patterns is not None:
            if now and not _is_known(key, now, copy.patterns, around.contents(f"{split(lock)[0]}package.json")):
                yield Difference(name, line, f"{key} {now} (not locked)")
        elif now != then and not {":", "/"} & {*now, *then}:
            how = f"(locked for {then})" if then else "(not locked)"
            yield Difference(name, line, f"{key} {now} {how}" if now else f"{key} (locked, and no longer asked for)")


def _is_known(key: str, spec: str, patterns: frozenset[str], root: Contents | None) -> bool:
    """Whether a yarn.lock has an entry for a range, or need have none: a sibling in the workspace, a place instead of a range."""
    if f"{key}@{spec}" in patterns or f"{key}@npm:{spec}" in patterns:
        return True
    if ":" in spec or "/" in spec or ", " in spec:
        return True
    siblings = root is not None and "workspaces" in root.settings
    return siblings and not any(one.startswith(f"{key}@") and "@workspace:" not in one for one in patterns)


def _against_requirements(copy: Copy, wanted: dict[Name, list[Package]]) -> Iterator[Difference]:
    """uv's copy of the requirements: compared as specifiers, whatever their order."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    from govhooks.knowledge.dependencies.difference import fold_name

    if copy.asks is None:
        return
    before = {fold_name("PyPI", name): specifiers for name, specifiers in copy.asks.items()}
    for key, several in wanted.items():
        judged = [one for one in several if _NOT_LOCKED.isdisjoint(one.groups)]
        then = before.get(key[1])
        if not judged or not then or any(one.source for one in judged):
            continue
        try:
            now = {str(SpecifierSet(one.wanted)): one for one in judged}
            known = {str(SpecifierSet(one)) for one in then}
        except InvalidSpecifier:
            continue
        for one in [one for text, one in now.items() if text not in known][:1]:
            yield Difference(
                key, one.line, f"{asked_text(one)} (locked for {', '.join(sorted(known)) or 'any version'})"
            )


def _sums(asked: Contents, locked: Contents, touched: set[Name], lock: str, around: Surroundings) -> list[Difference]:
    """Modules of a go.mod that go.sum has no hash of: `go build` refuses them. A workspace has a go.work.sum besides."""
    known = {(one.name, one.version) for one in locked.packages}
    if around.nearest(split(lock)[0], ("go.work.sum", "go.work")):
        return []
    return [
        Difference(_fold(one), one.line, f"{one.name} {one.version} (no hash)")
        for one in asked.packages
        if _fold(one) in touched and one.version and not one.source and (one.name, one.version) not in known
    ]


# --- what nobody asks for


def unasked(found: Found, around: Surroundings) -> Iterator[tuple[File, Verdict]]:
    """One verdict a lock, of what is new in it and asked for neither by the project nor by any package."""
    for file, steps in found:
        if file.old is None or file.new is None or not file.new.is_lock or file.new.unread:
            continue
        added = {_fold(step.new): step.new for step in steps if step.old is None and step.new is not None}
        added = {key: one for key, one in added.items() if not one.direct and not one.source.startswith("path:")}
        if not added or not any(one.requires for one in file.new.packages):
            continue
        several = _without_asker(added, file, file.new, around)
        if several:
            names = [f"{one.name} {one.version}".strip() for one in several]
            shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
            problem = f"{shown}: new in the lock, and neither a manifest nor another package asks for it"
            command = COMMANDS.get(split(file.path)[1].casefold(), "the lock's tool")
            fix = f"run: {command}; if it is gone then, find out who put it there"
            about = several[0].ecosystem, several[0].name, several[0].version
            verdict = Verdict("agreement", several[0].line, problem, fix, f"unasked {' '.join(sorted(names))}")
            yield file, verdict.but(package=about if len(several) == 1 else None)


def _without_asker(added: dict[Name, Package], file: File, contents: Contents, around: Surroundings) -> list[Package]:
    from govhooks.knowledge.dependencies.difference import fold_name

    says = any(one.direct is not None for one in contents.packages)
    if not says and not _names_of_manifest(added, file, around):
        return []
    brings: dict[Name, set[Name]] = {key: set() for key in added}
    reached: set[Name] = set()
    for one in contents.packages:
        own = _fold(one)
        for name in one.requires:
            key = (one.ecosystem, fold_name(one.ecosystem, name))
            if key in added and key != own:
                if own in added:
                    brings[own].add(key)
                else:
                    reached.add(key)
    todo = list(reached)
    while todo:
        new = brings[todo.pop()] - reached
        reached |= new
        todo += new
    return [one for key, one in added.items() if key not in reached]


def _names_of_manifest(added: dict[Name, Package], file: File, around: Surroundings) -> bool:
    """Take out what the manifest beside the lock asks for; False where the lock's manifests are not all known."""
    manifest = around.manifest(file.path)
    contents = around.contents(manifest) if manifest else None
    if contents is None or contents.unread or contents.includes or "workspaces" in contents.settings:
        return False
    for one in contents.packages:
        added.pop(_fold(one), None)
    return True
