"""The file of another environment that answers to a deployment file: the same path with the other environment's word in it."""

from __future__ import annotations

from govhooks.knowledge.variables.environments import DEVELOPMENT, PRODUCTION, STAGING, environment_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.rules.environment.environment_audit.facts import Deployed

# Words of paths for each environment.
_WORDS = {
    PRODUCTION: ("production", "prod", "prd", "live"),
    STAGING: ("staging", "stage", "stg"),
    DEVELOPMENT: ("development", "dev"),
}
# Which environments answer for which: a variable of development alone is everyday, one that production lacks is not.
_ANSWER = {PRODUCTION: (STAGING,), STAGING: (PRODUCTION,), DEVELOPMENT: (PRODUCTION, STAGING)}


def counterparts(file: Deployed, changeset: Changeset) -> Iterator[tuple[str, str, set[str]]]:
    """(environment, path, the names that it sets) of each file that answers to this one and sets any variable."""
    from govhooks.knowledge.variables.deployed import settings

    for environment in _ANSWER.get(file.environment, ()):
        for path in _paths(file.path, file.environment, environment):
            data = changeset.after(path)
            if data is None or environment_of(path) != environment:
                continue
            found = settings(path, data)
            if found.found:
                yield environment, path, {one.name for one in found.found}
                break


def _paths(path: str, here: str, there: str) -> Iterator[str]:
    """The path with a word of one environment replaced by each word of another, the last place first."""
    low = path.lower()
    for word in _WORDS[here]:
        at = low.rfind(word)
        while at >= 0:
            end = at + len(word)
            if not low[at - 1 : at].isalnum() and not low[end : end + 1].isalnum():
                for other in _WORDS[there]:
                    yield path[:at] + (other.title() if path[at].isupper() else other) + path[end:]
            at = low.rfind(word, 0, at)
