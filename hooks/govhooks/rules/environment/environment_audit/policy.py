"""The rule's table in governance.toml: the register of environment variables, and what refuses a change."""

from __future__ import annotations

from govhooks.core.places import UNSHIPPED
from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy.load import Choice, Day, GlobList

ID = "environment-audit"
REFUSE, FLAG, OFF = VERDICTS = ("refuse", "flag", "off")
TEST_DATA = (*UNSHIPPED, "samples/", "docs/", "doc/")


class Variable(Record):
    """A variable of the register.

    `owner`        who answers for it.
    `purpose`      what it is for.
    `class_`       how sensitive its value is; "secret" for one that may stand in no file.
    `environments` the environments that set it; none named: all.
    `store`        where its value is kept.
    `review`       the day by which somebody looks at it again.
    """

    owner: str = ""
    purpose: str = ""
    class_: str = ""
    environments: tuple[str, ...] = ()
    store: str = ""
    review: Day = ""


class Policy(Record):
    """What refuses a change ("refuse"), what is only shown ("flag"), and what is not looked at ("off").

    `variables`  the register: a table for each variable, `[rules.environment-audit.variables.NAME]`.
    `undeclared` a variable that the change begins to read or to set, and that the register does not have.
    `changes`    what appears, goes or gets another value in deployment files.
    `parity`     a variable that one environment's file sets and its counterpart of another environment does not.
    `literals`   a secret that a deployment file gives as a literal.
    `switches`   a protection that the change switches off: refused in files of production, shown elsewhere.
    `unused`     a variable of the register that nothing reads any more.
    `entries`    an entry of the register without owner or purpose, or past its review, when its variable is touched.
    `platform`   further names, or beginnings of names with `*`, that a platform sets.
    `test_data`  files in which nothing counts: tests, fixtures, examples.
    """

    variables: dict[str, Variable] = {}
    undeclared: Choice = REFUSE
    changes: Choice = FLAG
    parity: Choice = FLAG
    literals: Choice = FLAG
    switches: Choice = REFUSE
    unused: Choice = FLAG
    entries: Choice = FLAG
    platform: tuple[str, ...] = ("PORT",)
    test_data: GlobList = TEST_DATA

    CHOICES = dict.fromkeys(("undeclared", "changes", "parity", "literals", "switches", "unused", "entries"), VERDICTS)
