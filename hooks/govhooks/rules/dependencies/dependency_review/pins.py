"""Requirements that nothing pins, where something did before or should.

    unpinned(found, around, policy)   one verdict a file

Without a lock beside a manifest (or above it) these are flagged, of what the change adds or loosens:

    requirements.txt   a line without a version where all others have one; without a hash where others have one: pip refuses that
    package.json, composer.json, Cargo.toml   a range that any version meets ("*", "latest")
    any manifest       git without a revision or at a branch

Ranges are what manifests are for: of those nothing is said.
"""

from __future__ import annotations

from govhooks.rules.dependencies.dependency_review.policy import OFF, REFUSE
from govhooks.rules.dependencies.dependency_review.surroundings import LOCKS, PYTHON, split
from govhooks.rules.dependencies.dependency_review.verdicts import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.knowledge.dependencies.difference import Step
    from govhooks.readers.locks.package import Contents, Package
    from govhooks.rules.dependencies.dependency_review.policy import Policy
    from govhooks.rules.dependencies.dependency_review.surroundings import Surroundings
    from govhooks.rules.dependencies.dependency_review.verdicts import File

# Ranges that let in every version.
_ANY = ("", "*", "x", "X", "latest", "next", ">=0", ">=0.0.0", ">= 0", "> 0", ">0", "*.*", "*.*.*", "x.x.x")
# Manifests in which such a range is no everyday habit.
_RANGED = ("package.json", "composer.json", "cargo.toml")
# Revisions that are branches, as far as a name tells.
BRANCHES = frozenset(
    ("main", "master", "develop", "dev", "development", "trunk", "head", "next", "latest", "nightly", "stable")
)
_NOT_ASKED = frozenset(("peer", "catalog", "constraint", "override", "overrides", "patch", "checksum"))
_SHOWN = 3


def unpinned(
    found: Sequence[tuple[File, Sequence[Step]]], around: Surroundings, policy: Policy
) -> Iterator[tuple[File, Verdict]]:
    """What the change leaves to chance, one verdict a file."""
    for file, steps in found:
        contents = file.new
        if contents is None or contents.ecosystem in ("GitHub Actions", "Docker", "pre-commit", "GitLab", "conda"):
            continue
        name = split(file.path)[1].casefold()
        if name.endswith(".txt"):
            if said := _without_hash(steps, contents):
                yield file, said
                continue
            loose = _unlike_others(steps, contents, file.old)
        elif name in _RANGED:
            loose = [
                step.new for step in steps if step.new and _is_any(step.new) and not (step.old and _is_any(step.old))
            ]
        else:
            loose = []
        if not contents.is_lock or name.endswith(".txt"):
            loose += [step.new for step in steps if step.new and _moves(step, policy)]
        if loose and not _is_locked(file.path, contents, around):
            yield file, _verdict(loose, name)


def _verdict(loose: Sequence[Package], name: str) -> Verdict:
    several = list({one.name: one for one in loose}.values())
    shown = ", ".join(map(_asked, several[:_SHOWN])) + (
        f" and {len(several) - _SHOWN} more" if len(several) > _SHOWN else ""
    )
    problem = f"{shown}: nothing pins what is installed"
    git = [one for one in several if one.source.startswith("git:")]
    if git:
        fix = "name a commit or a tag"
    elif name.endswith(".txt"):
        fix = f"write {several[0].name}==VERSION, as the other lines have it"
    else:
        fix = "write a range (^1.2), and commit the lock of the tool"
    about = several[0].ecosystem, several[0].name, several[0].version
    identity = f"unpinned {' '.join(sorted(f'{one.ecosystem} {one.name}' for one in several))}"
    return Verdict("unpinned", several[0].line, problem, fix, identity, package=about if len(several) == 1 else None)


def _asked(package: Package) -> str:
    kind, _, place = package.source.partition(":")
    if kind == "git":
        return f"{package.name} ({place})"
    return f"{package.name} {package.wanted}".strip()


def _is_registered(package: Package) -> bool:
    """Whether it comes from an index."""
    return package.source.partition(":")[0] in ("", "registry")


# --- requirements.txt


def _without_hash(steps: Sequence[Step], contents: Contents) -> Verdict | None:
    """Hash mode: as soon as one line has a hash, pip wants one of every line."""
    asked = [one for one in contents.packages if "constraint" not in one.groups]
    hashed = [one for one in asked if one.hashes]
    touched = {step.new.line for step in steps if step.new is not None}
    bare = [
        one
        for one in asked
        if one.line in touched and not one.hashes and (_is_registered(one) or one.source.startswith("url:"))
    ]
    if not hashed or not bare:
        return None
    shown = ", ".join(one.name for one in bare[:_SHOWN]) + (f" and {len(bare) - _SHOWN} more" if bare[_SHOWN:] else "")
    problem = f"{shown}: no --hash, and other lines have one: pip refuses the whole file"
    about = bare[0].ecosystem, bare[0].name, bare[0].version
    return Verdict(
        "unpinned",
        bare[0].line,
        problem,
        "write the file anew with the tool that made it (pip-compile --generate-hashes)",
        f"unpinned hash {' '.join(sorted(one.name for one in bare))}",
        package=about if len(bare) == 1 else None,
    )


def _unlike_others(steps: Sequence[Step], contents: Contents, old: Contents | None) -> list[Package]:
    """Lines without a version that are new or had one, where everything else has one: a file that never pinned is left alone."""
    asked = [one for one in contents.packages if "constraint" not in one.groups and _is_registered(one)]
    if len(asked) != len([one for one in contents.packages if _is_registered(one)]):
        return []
    loose = [
        step.new
        for step in steps
        if step.new is not None
        and _is_registered(step.new)
        and not step.new.version
        and not (step.old is not None and _is_registered(step.old) and not step.old.version)
    ]
    lines = {one.line for one in loose}
    others = [one for one in asked if one.line not in lines]
    if not others or not all(one.version for one in others):
        return []
    # A file that is new has no habit yet, but for what most of its lines do.
    return loose if old is not None or len(others) > len(loose) else []


# --- any manifest


def _is_any(package: Package) -> bool:
    return _is_registered(package) and package.wanted.strip() in _ANY and _NOT_ASKED.isdisjoint(package.groups)


def _moves(step: Step, policy: Policy) -> bool:
    """Whether it comes from git, from wherever a branch is by then, and did not before.

    That it comes from git is a finding of `sources` already: the same is not said twice.
    """
    new = step.new
    if new is None or not _is_branch(new.source) or not _NOT_ASKED.isdisjoint(new.groups):
        return False
    if step.old is not None and _is_branch(step.old.source):
        return False
    told = (step.old is None or "source" in step.kinds) and policy.sources != OFF
    return not told or (policy.unpinned == REFUSE and policy.sources != REFUSE)


def _is_branch(source: str) -> bool:
    kind, _, place = source.partition(":")
    if kind != "git":
        return False
    rest = place.partition("://")[2] or place
    revision = rest.partition("/")[2].rpartition("@")[2] if "@" in rest.partition("/")[2] else ""
    return not revision or revision.casefold().removeprefix("refs/heads/") in BRANCHES or "refs/heads/" in revision


def _is_locked(path: str, contents: Contents, around: Surroundings) -> bool:
    """Whether a lock, beside the file or above it, or a constraints file pins what it asks for."""
    folder, name = split(path)
    if any(one.startswith("-c") for one in contents.includes):
        return True
    names = PYTHON if contents.ecosystem == "PyPI" else LOCKS.get(name.casefold(), ())
    return bool(around.nearest(folder, names))
