"""The rule's table in governance.toml: which secret stores are approved, and what refuses a change."""

from __future__ import annotations

from govhooks.core.places import UNSHIPPED
from govhooks.core.record import Record
from govhooks.rules.secrets.approved_secret_stores.stores import ALSO, STORES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy.load import Choice, GlobList

ID = "approved-secret-stores"
REFUSE, FLAG, OFF = VERDICTS = ("refuse", "flag", "off")
TEST_DATA = (*UNSHIPPED, "samples/", "docs/", "doc/")


class Policy(Record):
    """Where secrets may be kept; and what refuses a change ("refuse"), what is only shown ("flag"), and what is not looked at ("off").

    `approved`   the stores that may be used, by their ids; none named: any store may.
    `unapproved` a reference to another store.
    `literals`   a secret that a deployment, infrastructure or CI file holds itself. What may be a weak default is only shown.
    `echoed`     a secret that a CI job writes to its log or into an artifact.
    `test_data`  files in which nothing counts: tests, fixtures, examples.
    """

    approved: tuple[str, ...] = ()
    unapproved: Choice = REFUSE
    literals: Choice = REFUSE
    echoed: Choice = REFUSE
    test_data: GlobList = TEST_DATA

    CHOICES = dict.fromkeys(("unapproved", "literals", "echoed"), VERDICTS)

    def verify(self) -> str:
        known = {*(store.id for store in STORES), *ALSO}
        for one in self.approved:
            if one not in known:
                from difflib import get_close_matches

                near = get_close_matches(one, known, 1)
                return f"approved: {one!r} is no store that is known" + (f"; did you mean {near[0]!r}?" if near else "")
        return ""
