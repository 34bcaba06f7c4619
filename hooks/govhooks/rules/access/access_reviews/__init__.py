"""Access to each system is reviewed on time, by somebody else than its owner."""

# register   which systems there are, and what a change of the register loosens
# standing   when a system was last reviewed, and when its review is due
# owners     CODEOWNERS: lines that do nothing, owners who are gone

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.globs import Globs
from govhooks.core.rule import Concerns, Rule
from govhooks.policy.load import FILE
from govhooks.rules.access.access_reviews.policy import FLAG, ID, OFF, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset

# Where GitHub and GitLab look for owners of code.
CODEOWNERS = ("/.github/CODEOWNERS", "/CODEOWNERS", "/docs/CODEOWNERS", "/.gitlab/CODEOWNERS")


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge changes to the files that grant access to a system, changes of the register, and CODEOWNERS."""
    paths = [path for change in changeset.changes for path in dict.fromkeys((change.path, change.old_path)) if path]
    said: set[str] = set()
    if policy.systems or policy.register:
        for name, finding in _systems(changeset, policy, paths):
            said.add(name)
            yield finding
    if policy.loosened != OFF and changeset.kind != "whole" and {FILE, policy.register} & set(paths):
        from govhooks.rules.access.access_reviews import register

        yield from register.loosened(changeset, policy, said)
    if any(path.rpartition("/")[2] == "CODEOWNERS" for path in paths):
        from govhooks.rules.access.access_reviews import owners

        yield from owners.check(changeset, policy)


def _systems(changeset: Changeset, policy: Policy, paths: list[str]) -> Iterator[tuple[str, Finding]]:
    """(name, finding) of each system with changed access files whose review is not in order."""
    from govhooks.rules.access.access_reviews import register, standing

    proposed: dict[str, str] | None = None
    for name, system in register.systems(changeset, policy).items():
        globs = Globs(system.files)
        touched = next((path for path in paths if globs.match(path) is not None), "")
        if not touched:
            continue
        if proposed is None:
            proposed = register.recorded(changeset, policy, paths)
        state = standing.of(name, system, changeset, policy, proposed.get(name, ""))
        option = {"overdue": policy.overdue, "missing": policy.missing, "soon": policy.soon}.get(state.kind, OFF)
        if option == OFF:
            continue
        problem, fix = standing.told(name, system, state)
        identity = f"{name} {state.kind} {state.due}"
        yield name, Finding(ID, touched, 0, problem, fix, identity, blocks=option != FLAG)


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(paths=(*CODEOWNERS, f"/{FILE}")),
        Concerns(globs=("systems.*.files", "register"), opens=("register",)),
    ),
    kinds=("change", "range", "whole"),
)
