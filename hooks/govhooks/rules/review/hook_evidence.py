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
    """The trailer that a judged commit carries ("" for none: the rule then does nothing), and whether a commit of a
    range without it is reported or refused.

    git skips pre-commit and commit-msg with --no-verify, but not prepare-commit-msg: that one writes the trailer when
    all rules that the committed policy enables have judged the same content in the pre-commit stage, by that policy, and
    found it clean. What is amended keeps the trailer it has, and gets none: only what is staged was judged. A trailer is
    text: it shows who forgot, and proves nothing against who lies.
    """

    trailer: str = ""
    mode: Choice = "report"

    CHOICES = {"mode": ("report", "refuse")}

    def verify(self) -> str:
        if self.trailer and not self.trailer.replace("-", "").isalnum():
            return "trailer must be a word such as Hooks-Ran"
        return ""


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Report a commit without the trailer; a merge is what its parents are."""
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
