"""What manifests tell beside their packages: see `agreement`, `pins` and `register`.

judge(found, around, changeset, policy)   their verdicts, each with its file
placed(verdict, file, around)             a verdict about a locked package, with the place where the manifest asks for it
"""

from __future__ import annotations

from govhooks.rules.dependencies.dependency_review.policy import OFF
from govhooks.rules.dependencies.dependency_review.surroundings import Surroundings, is_vendored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.dependencies.difference import Step
    from govhooks.rules.dependencies.dependency_review.policy import Policy
    from govhooks.rules.dependencies.dependency_review.verdicts import File, Verdict


def surroundings(files: Sequence[File], changeset: Changeset) -> Surroundings:
    """The tree around the files of a change."""
    return Surroundings(changeset.after, {file.path: file.new for file in files})


def judge(
    found: Sequence[tuple[File, Sequence[Step]]], around: Surroundings, changeset: Changeset, policy: Policy
) -> Iterator[tuple[File, Verdict]]:
    """What is new, what is not pinned, and whether the locks are those of the manifests."""
    from govhooks.rules.dependencies.dependency_review import register

    found = [(file, steps) for file, steps in found if not (file.is_data or is_vendored(file.path))]
    yield from register.new(found, around, changeset, policy)
    if policy.unpinned != OFF:
        from govhooks.rules.dependencies.dependency_review.pins import unpinned

        yield from unpinned(found, around, policy)
    if policy.agreement != OFF:
        from govhooks.rules.dependencies.dependency_review.agreement import disagreements, unasked

        yield from disagreements(found, around)
        yield from unasked(found, around)


def placed(verdict: Verdict, file: File, around: Surroundings) -> Verdict:
    """The verdict with where the manifest beside a lock asks for the package."""
    if verdict.package is None or file.new is None or not file.new.is_lock:
        return verdict
    one = around.at_line(file.path, verdict.line)
    place = around.asked_in(one, file.path) if one is not None and one.direct is not False else ""
    return verdict.but(problem=f"{verdict.problem} (asked for in {place})") if place else verdict
