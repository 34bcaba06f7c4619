"""Which source was asked about a package, and what it could say: the statement of `govhooks dependencies`, package by package.

    statements(step, file, review)  one `Looked` a source; a further source adds its own here

What the hook says of a whole change (`verdicts._coverage`) is about the same.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.rules.dependencies.dependency_review.verdicts import asked_as

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.dependencies.difference import Step
    from govhooks.rules.dependencies.dependency_review import Review
    from govhooks.rules.dependencies.dependency_review.verdicts import File, Hits

DATABASE = "OSV database"


class Looked(Record):
    """What one source says of one package.

    `source`    its name: "OSV database", "index pypi.org".
    `answered`  whether it could say whether anything is known of this version.
    `age_days`  of what it knows, -1 where that is not known.
    `why`       why it did not answer, "" where it did.
    """

    source: str
    answered: bool
    age_days: int = -1
    why: str = ""


def statements(step: Step, file: File, review: Review) -> tuple[Looked, ...]:
    """What each source said of the new version in a file of a review; () for a package that is gone."""
    if step.new is None:
        return ()
    return (*_of_database(step, review.hits), *_of_index(step, file, review))


def _of_index(step: Step, file: File, review: Review) -> Iterator[Looked]:
    if review.published is None:
        return
    from govhooks.rules.dependencies.dependency_review.published import answer

    facts = answer(step, file, review.published)
    if facts is None:
        return
    source = f"index {facts.index}".rstrip()
    if facts.why:
        yield Looked(source, False, why=facts.why)
    elif facts.gaps:
        yield Looked(source, False, 0, f"it does not tell {' or '.join(_GAPS[gap] for gap in facts.gaps)}")
    else:
        yield Looked(source, True, 0)  # an answer is kept for an hour


_GAPS = {"status": "a status", "times": "upload times"}


def _of_database(step: Step, hits: Hits | None) -> Iterator[Looked]:
    package = step.new
    assert package is not None
    asked = asked_as(package)
    key = (package.ecosystem, package.name, asked)
    if not asked:
        yield Looked(DATABASE, False, why="version is not pinned")
    elif step.old is not None and (step.old.version, asked_as(step.old)) == (package.version, asked):
        yield Looked(DATABASE, False, why="same version as before")
    elif hits is None or key not in hits.asked:
        yield Looked(DATABASE, False, why=f"nobody collects advisories of {package.ecosystem}")
    elif not hits.there:
        yield Looked(DATABASE, False, why="no database")
    elif package.ecosystem in hits.uncovered:
        yield Looked(DATABASE, False, hits.age_days, f"no advisories of {package.ecosystem} in it")
    elif key in hits.undecided:
        yield Looked(DATABASE, False, hits.age_days, "an advisory cannot be evaluated")
    else:
        yield Looked(DATABASE, True, hits.age_days)
