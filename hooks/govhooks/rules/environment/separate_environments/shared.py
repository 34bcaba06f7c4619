"""The same secret in the files of two environments."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.knowledge.variables.environments import PRODUCTION
from govhooks.rules.environment.separate_environments.concern import is_pipeline
from govhooks.rules.environment.separate_environments.held import Beside, secrets_of
from govhooks.rules.environment.separate_environments.judgement import LOWER
from govhooks.rules.environment.separate_environments.policy import ID, REFUSE
from govhooks.rules.environment.separate_environments.reading import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.rules.environment.separate_environments.held import Held
    from govhooks.rules.environment.separate_environments.policy import Policy
    from govhooks.rules.environment.separate_environments.reading import File


def shared(files: list[File], changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """The secrets that a change brings into one environment, and that another has."""
    beside = Beside(changeset, policy, is_pipeline)
    said: set[tuple[frozenset[str], bytes]] = set()
    for file in files:
        held = [(secret, environment) for one, environment, _ in file.new for secret in secrets_of(one)]
        if not held:
            continue
        old = {(secret.digest, environment) for one, environment, _ in file.old for secret in secrets_of(one)}
        fresh = [(secret, environment) for secret, environment in held if (secret.digest, environment) not in old]
        for secret, environment in fresh:
            others = [
                (file.path, one, theirs)
                for one, theirs in held
                if policy.kind_of(theirs) != policy.kind_of(environment)
            ]
            for path, other, theirs in (*others, *beside.secrets(file.path, environment)):
                if other.digest != secret.digest:
                    continue
                both = frozenset((file.path, path, environment, theirs))
                kinds = {policy.kind_of(environment), policy.kind_of(theirs)}
                if (both, secret.digest) in said or (PRODUCTION not in kinds and not secret.is_made):
                    continue
                said.add((both, secret.digest))
                yield _same(file.path, secret, environment, path, other, theirs, kinds, policy)


def _same(
    path: str, here: Held, environment: str, there: str, other: Held, theirs: str, kinds: set[str], policy: Policy
) -> Finding:
    name, named = shown(here.setting.name), shown(other.setting.name)
    if there != path:
        problem = f"{name} ({environment}) has the same {here.what} as {named} in {there} ({theirs})"
    elif name != named:
        problem = f"{name} ({environment}) has the same {here.what} as {named} ({theirs})"
    else:
        problem = f"{name} has the same {here.what} in {environment} and {theirs}"
    lower = theirs if policy.kind_of(environment) == PRODUCTION else environment
    is_sure = here.is_sure and PRODUCTION in kinds and not kinds.isdisjoint(LOWER)
    return Finding(
        rule=ID,
        path=path,
        line=int(here.setting.line),
        problem=problem,
        fix=f"give each environment a secret of its own: make a new {name} for {lower}",
        identity=f"shared {'.'.join(here.setting.keys)} {there} {'.'.join(other.setting.keys)}",
        blocks=policy.shared_values == REFUSE and is_sure,
        joint=True,
    )
