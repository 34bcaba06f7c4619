"""Every variable that a tree sets or reads, for `govhooks env`."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.rules.environment.environment_audit.audit import is_ours
from govhooks.rules.environment.environment_audit.facts import gather

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.changeset import Changeset
    from govhooks.rules.environment.environment_audit.policy import Policy


class InUse(Record):
    """The files that set a variable and those that read it, in order."""

    set_in: tuple[str, ...] = ()
    read_in: tuple[str, ...] = ()

    def says(self) -> str:
        """Both, for a person."""
        parts = [
            f"{verb} in {paths[0]}" + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
            for verb, paths in (("set", self.set_in), ("read", self.read_in))
            if paths
        ]
        return ", ".join(parts)


def in_use(changeset: Changeset, policy: Policy) -> tuple[dict[str, InUse], list[tuple[str, str]]]:
    """(name -> where it is in use, (path, why) of files that cannot be read), of whole files."""
    facts = gather(changeset, policy)
    unread = [(file.path, file.error) for file in facts.deployed if file.error]
    unread += [(code.path, code.error) for code in facts.coded if code.error]
    set_in: dict[str, list[str]] = {}
    read_in: dict[str, list[str]] = {}
    for file in facts.deployed:
        for name in dict.fromkeys(one.name for one in file.new):
            set_in.setdefault(name, []).append(file.path)
    for code in facts.coded:
        for name in dict.fromkeys(use.name for use in code.new):
            read_in.setdefault(name, []).append(code.path)
    return {
        name: InUse(tuple(set_in.get(name, ())), tuple(read_in.get(name, ())))
        for name in {**set_in, **read_in}
        if is_ours(name, policy)
    }, unread
