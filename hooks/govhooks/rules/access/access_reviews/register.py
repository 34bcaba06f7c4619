"""The register of systems: in governance.toml, and in a file that it names."""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.core.finding import Finding
from govhooks.policy.load import FILE, PolicyError
from govhooks.rules.access.access_reviews.policy import FLAG, ID, Policy, System, days, is_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from govhooks.core.changeset import Changeset


def systems(changeset: Changeset, policy: Policy) -> dict[str, System]:
    """Every system, by name. A file that the policy names is read where the change lands, or from the change that brings it.

    Raises PolicyError for an entry that is not valid, CannotJudge if the file does not exist.
    """
    if not policy.register:
        return policy.systems
    data = None if changeset.kind == "whole" else changeset.before(policy.register)
    data = changeset.after(policy.register) if data is None else data
    if data is None:
        raise CannotJudge(f"{policy.register}: the register of systems that {FILE} names does not exist")
    return {**policy.systems, **read(data, policy.register)}


def read(data: bytes, origin: str) -> dict[str, System]:
    """The `[systems.NAME]` tables of a register. Raises PolicyError."""
    from govhooks.policy.load import convert, parse

    document = parse(data, origin)
    tables = document.get("systems", {})
    extra = sorted(document.keys() - {"systems"})
    if extra or not isinstance(tables, dict):
        raise PolicyError(
            f"{origin}: {extra[0] if extra else 'systems'}: write one table [systems.NAME] for each system"
        )
    found = {}
    for name, table in tables.items():
        if not is_name(name) or not isinstance(table, dict):
            raise PolicyError(f"{origin}: systems.{name}: write a table with a name in lower case, digits and hyphens")
        made = convert(System, table, origin, f"systems.{name}")
        assert isinstance(made, System)
        found[name] = made
    return found


def recorded(changeset: Changeset, policy: Policy, paths: list[str]) -> dict[str, str]:
    """System -> the day of its last review, as a register that the change alters has it."""
    if changeset.kind == "whole" or not {FILE, policy.register} & set(paths):
        return {}
    return {name: system.last for name, (system, _) in _proposed(changeset, policy).items() if system.last}


def loosened(changeset: Changeset, policy: Policy, said: Collection[str] = ()) -> Iterator[Finding]:
    """What a change of the register makes less strict: a system or a file removed, a longer cadence, a review that is still to come.

    Of the systems in `said` a finding says already why their reviews do not count.
    """
    after = _proposed(changeset, policy)
    before = systems(changeset, policy)
    for name, (system, path) in after.items():
        if (
            name not in said
            and system.last > changeset.today
            and (name not in before or before[name].last != system.last)
        ):
            problem = f"the last review of {name} is said to be on {system.last}, which is still to come"
            fix = "write the day of a review that has been done: `govhooks access review` signs it"
            yield Finding(
                rule=ID, path=path, line=0, problem=problem, fix=fix, identity=problem, blocks=policy.loosened != FLAG
            )
    for name, old in before.items():
        new, path = after.get(name, (None, FILE))
        faults = []
        if new is None:
            if old.files and not _still_there(changeset, old):
                continue
            faults.append((f"access to {name} is no longer reviewed", "keep its entry while its access files exist"))
        else:
            if days(new.every) > days(old.every):
                faults.append(
                    (
                        f"access to {name} is reviewed less often: every {new.every} (was {old.every})",
                        f'keep every = "{old.every}", or say in the commit message why less is enough',
                    )
                )
            gone = [glob for glob in old.files if glob not in new.files]
            if gone and not _covered(changeset, gone, new):
                faults.append(
                    (f"{', '.join(gone)} no longer counts as access to {name}", "keep it while the files exist")
                )
        for problem, fix in faults:
            yield Finding(
                rule=ID, path=path, line=0, problem=problem, fix=fix, identity=problem, blocks=policy.loosened != FLAG
            )


def _proposed(changeset: Changeset, policy: Policy) -> dict[str, tuple[System, str]]:
    """System -> (its entry after the change, the file that holds it)."""
    from govhooks.policy.load import load
    from govhooks.rules.index import ENTRIES

    data = changeset.after(FILE)
    proposed = load(data, FILE, ENTRIES).rules[ID] if data is not None else Policy()
    assert isinstance(proposed, Policy)
    found = {name: (system, FILE) for name, system in proposed.systems.items()}
    if proposed.register and (listed := changeset.after(proposed.register)) is not None:
        found |= {name: (system, proposed.register) for name, system in read(listed, proposed.register).items()}
    return found


def _still_there(changeset: Changeset, system: System) -> bool:
    """Whether files of a system exist after the change, as far as the tree can be listed."""
    from govhooks.core.changeset import paths_of
    from govhooks.core.globs import Globs

    paths = paths_of(changeset.after)
    globs = Globs(system.files)
    return paths is None or any(globs.match(path) is not None for path in paths)


def _covered(changeset: Changeset, gone: list[str], new: System) -> bool:
    """Whether every file that the removed globs match is matched by those that are left."""
    from govhooks.core.changeset import paths_of
    from govhooks.core.globs import Globs

    paths = paths_of(changeset.after)
    if paths is None:
        return False
    old, left = Globs(gone), Globs(new.files)
    return all(left.match(path) is not None for path in paths if old.match(path) is not None)
