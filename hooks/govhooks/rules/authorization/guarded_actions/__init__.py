"""Routes and other protected actions keep their permission checks."""

from __future__ import annotations

from govhooks.core.rule import Concerns, Rule
from govhooks.rules.authorization.guarded_actions.policy import ID, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.core.finding import Finding


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Say which actions lose a guard, become public, or are new without one."""
    from govhooks.rules.authorization.guarded_actions.review import judge

    yield from judge(changeset, policy)


# A file with routes or guards holds one of these; the names of the policy may be any.
_PYTHON = (
    *("aiohttp", "apirouter", "auth", "blueprint", "celery", "django", "fastapi", "flask", "litestar", "permission"),
    *("quart", "rest_framework", "route", "sanic", "starlette", "urlpatterns", "_required", "middleware"),
)
rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(paths=("*.py",), words=_PYTHON, whole=True, opens=("guards", "actions")),
        Concerns(paths=(".governance/authz.lock",)),
    ),
    kinds=("change", "range", "whole"),
    baseline=True,
)
