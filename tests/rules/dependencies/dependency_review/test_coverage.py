"""What each source says of a package: an answer is claimed only where one was given."""

from __future__ import annotations

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.knowledge.dependencies.difference import Step
from govhooks.knowledge.indexes.answers import Facts
from govhooks.readers.locks.package import Contents, Package
from govhooks.rules.dependencies.dependency_review import Policy, Review
from govhooks.rules.dependencies.dependency_review.coverage import DATABASE, Looked, statements
from govhooks.rules.dependencies.dependency_review.published import Published, look_up
from govhooks.rules.dependencies.dependency_review.verdicts import File, Hits

FLASK = Package("PyPI", "flask", "1.0")
FILE = File(Change("A", "uv.lock"), "uv.lock", None, Contents("uv", "PyPI", True, (FLASK,)))
NEW = Step(None, FLASK, ("added",))
ASKED = frozenset({("PyPI", "flask", "1.0")})
KNOWN = Hits(True, 3, asked=ASKED)


@pytest.mark.parametrize(
    ("step", "hits", "said"),
    [
        (NEW, KNOWN, Looked(DATABASE, True, 3)),
        (NEW, Hits(True, 0, asked=ASKED), Looked(DATABASE, True, 0)),
        (NEW, Hits(False, asked=ASKED), Looked(DATABASE, False, -1, "no database")),
        (NEW, KNOWN.but(uncovered=("PyPI",)), Looked(DATABASE, False, 3, "no advisories of PyPI in it")),
        (
            NEW,
            KNOWN.but(undecided={("PyPI", "flask", "1.0"): ("why",)}),
            Looked(DATABASE, False, 3, "an advisory cannot be evaluated"),
        ),
        # Nothing was asked: whatever the reason, it is no answer.
        (NEW, Hits(), Looked(DATABASE, False, -1, "nobody collects advisories of PyPI")),
        (NEW, None, Looked(DATABASE, False, -1, "nobody collects advisories of PyPI")),
        (
            Step(None, FLASK.but(version="", wanted=">1"), ("added",)),
            KNOWN,
            Looked(DATABASE, False, -1, "version is not pinned"),
        ),
        (Step(FLASK, FLASK, ("hashes",)), KNOWN, Looked(DATABASE, False, -1, "same version as before")),
        (Step(FLASK.but(version="0.9"), FLASK, ("updated",)), KNOWN, Looked(DATABASE, True, 3)),
    ],
)
def test_what_is_said(step: Step, hits: Hits | None, said: Looked) -> None:
    assert statements(step, FILE, Review(hits=hits)) == (said,)


def test_of_what_is_gone_nothing_is_said() -> None:
    assert statements(Step(FLASK, None, ("removed",)), FILE, Review(hits=KNOWN)) == ()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (None, ()),
        (Facts(known=True, index="pypi.org"), (Looked("index pypi.org", True, 0),)),
        (Facts(index="pypi.org"), (Looked("index pypi.org", True, 0),)),  # that it is not there is an answer
        (Facts(why="HTTP 500", index="pypi.org"), (Looked("index pypi.org", False, -1, "HTTP 500"),)),
        (
            Facts(known=True, gaps=("status", "times"), index="pypi.org"),
            (Looked("index pypi.org", False, 0, "it does not tell a status or upload times"),),
        ),
    ],
)
def test_what_the_index_said(facts: Facts | None, said: tuple[Looked, ...]) -> None:
    published = look_up(
        [(FILE, [NEW])], Changeset(supplied={"indexes": lambda wanted, _: dict.fromkeys(wanted, facts)}), Policy()
    )
    if facts is None:
        published = Published(True)

    assert statements(NEW, FILE, Review(hits=KNOWN, published=published)) == (Looked(DATABASE, True, 3), *said)
