"""Commits carry evidence that the hooks ran."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.policy.load import Choice

ID = "hook-evidence"


class Policy(Record):
    """The trailer that a judged commit carries ("" for none: then the rule does nothing), and whether a commit in a
    range without it is reported or refused.

    With --no-verify, git skips pre-commit and commit-msg, but not prepare-commit-msg. That hook writes the trailer if
    all rules that the committed policy enables have judged the same content in the pre-commit stage, by that policy,
    and found it clean. An amended commit keeps the trailer it has, and gets no new one: only what is staged was judged.
    A trailer is just text: it shows who forgot the hooks, but proves nothing against somebody who forges it.
    """

    trailer: str = ""
    mode: Choice = "report"

    CHOICES = {"mode": ("report", "refuse")}

    def verify(self) -> str:
        if self.trailer and not self.trailer.replace("-", "").isalnum():
            return "trailer must be a word such as Hooks-Ran"
        return ""


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Report a commit without the trailer; a merge needs none of its own."""
    if not policy.trailer or len(changeset.parents) > 1:
        return
    from govhooks.git.message import named

    if named(changeset.message, changeset.trailers, policy.trailer):
        return
    again = ", and make the commit again: git reset --soft HEAD~1, git commit"
    yield Finding(
        rule=ID,
        path="",
        line=0,
        problem="no evidence that the hooks ran on this commit",
        fix=f"install them: pre-commit install{'' if changeset.stands == 'landed' else again}",
        identity=changeset.commit,
        blocks=policy.mode == "refuse",
    )


def trailers(changeset: Changeset, policy: Policy) -> Iterator[tuple[str, str]]:
    """The trailer of a commit whose content the pre-commit stage has judged."""
    if policy.trailer and changeset.evidence:
        yield policy.trailer, "govhooks"


rule = Rule(
    ID,
    Policy,
    check,
    concerns=Concerns(opens=("trailer",)),
    kinds=("commit",),
    trailers=trailers,
    history=False,
    landing=True,
    supplies={"evidence-trailer": "trailer"},
)
