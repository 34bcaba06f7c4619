"""Routes and other protected actions keep their permission checks."""

from __future__ import annotations

from govhooks.core.change import Change
from govhooks.core.rule import Concerns, Rule
from govhooks.rules.authorization.guarded_actions.languages import (
    CSHARP,
    GO,
    JAVA,
    LANGUAGES,
    PHP,
    PYTHON,
    RUBY,
    SCRIPT,
    SECURITY,
    SYMFONY,
)
from govhooks.rules.authorization.guarded_actions.policy import ID, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.core.finding import Finding


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Say which actions lose a guard, become public, or are new without one."""
    from govhooks.rules.authorization.guarded_actions.review import judge

    found = list(judge(changeset, policy))
    for parent in _other_parents(changeset):
        # A merge is to blame for what neither side had.
        known = {(one.path, one.identity) for one in judge(parent, policy)} if found else set()
        found = [one for one in found if (one.path, one.identity) in known]
    yield from found


def _other_parents(changeset: Changeset) -> Iterator[Changeset]:
    """The changes of a merge against its other parents."""
    most = max((len(change.sources) for change in changeset.changes), default=0)
    for index in range(2, most):
        changes = [
            Change(
                one.status,
                one.path,
                one.old_path,
                one.sources[0],
                one.sources[index : index + 1],
                one.mode,
                one.old_mode,
            )
            if len(one.sources) > index
            else one
            for one in changeset.changes
        ]
        yield changeset.but(changes=tuple(changes))


# A file with routes or guards holds one of its language's words; the names of the policy may be any.
_FILES = (
    (("*.py",), PYTHON),
    (("*.js", "*.jsx", "*.mjs", "*.cjs", "*.ts", "*.mts", "*.cts", "*.tsx"), SCRIPT),
    (("*.go",), GO),
    (("*.java", "*.kt"), JAVA),
    (("*.cs",), CSHARP),
    (("*.rb",), RUBY),
    (("*.php",), PHP),
    (SECURITY, LANGUAGES[SYMFONY]),
)
rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        *(Concerns(paths=paths, words=language.words, whole=True) for paths, language in _FILES),
        Concerns(paths=(*SCRIPT.paths, *RUBY.paths)),
        # No plain text has this word: what is no plain text, or anything once an option is set.
        Concerns(words=("\0\0\0",), opens=("guards", "actions")),
        Concerns(paths=(".governance/authz.lock",)),
    ),
    kinds=("change", "range", "whole"),
    baseline=True,
)
