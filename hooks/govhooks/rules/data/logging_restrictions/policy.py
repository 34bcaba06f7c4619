"""The rule's table in governance.toml: which sinks are forbidden to values of a class."""

from __future__ import annotations

from govhooks.core.places import UNSHIPPED
from govhooks.core.record import Record
from govhooks.knowledge.sinks.table import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy.load import Choice, GlobList

ID = "logging-restrictions"
REFUSE, FLAG, OFF = VERDICTS = ("refuse", "flag", "off")
TEST_DATA = (*UNSHIPPED, "docs/", "*.stories.*", "build/", "e2e/", "cypress/", "benchmarks/")


class Policy(Record):
    """Which sinks are forbidden to which class; and what refuses a change ("refuse"), is only shown ("flag"), or not looked at ("off").

    `matrix`       class -> sinks that its values must not reach; the classes are those of data-classification.
    `forbidden`    a value of a class that reaches a sink forbidden to it.
    `unregistered` a value that is surely secret by its name (a password, a card number), and that no register has.
    `objects`      a whole object (a request, its headers, the environment); "refuse" refuses only those that surely hold credentials.
    `processors`   third parties that may be given data: approved ones.
    `new_processors` a third party that the change begins to give data to, and that is not approved.
    `test_data`    files in which nothing counts: tests, fixtures, examples.
    """

    matrix: dict[str, tuple[str, ...]] = {}
    forbidden: Choice = REFUSE
    unregistered: Choice = REFUSE
    objects: Choice = REFUSE
    processors: tuple[str, ...] = ()
    new_processors: Choice = FLAG
    test_data: GlobList = TEST_DATA

    CHOICES = dict.fromkeys(("forbidden", "unregistered", "objects", "new_processors"), VERDICTS)

    def verify(self) -> str:
        for of, sinks in self.matrix.items():
            for sink in sinks:
                if sink not in KINDS:
                    return f"matrix: {of} names the sink {sink!r}, which is none of {', '.join(KINDS)}"
        return ""
