"""Every variable that a tree sets or reads, for `govhooks env`."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.variables.setting import REFERENCE
from govhooks.rules.environment.environment_audit.audit import is_ours
from govhooks.rules.environment.environment_audit.facts import gather
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.changeset import Changeset
    from govhooks.rules.environment.environment_audit.policy import Policy

# How a value names the store that it is taken from, in the ids of approved-secret-stores.
_STORES = (
    (compiled(r"\$\{\{\s*secrets\."), "github-actions"),
    (compiled(r"^(?:ref\+)?vault:"), "vault"),
    (compiled(r"^op://"), "1password"),
    (compiled(r"^arn:aws[\w-]*:secretsmanager:|^\{\{resolve:secretsmanager:|^ref\+awssecrets:"), "aws-secrets-manager"),
    (compiled(r"^arn:aws[\w-]*:ssm:|^\{\{resolve:ssm|^ref\+awsssm:|^\$\{ssm:"), "aws-ssm"),
    (compiled(r"^sm://|^projects/[^/]+/secrets/|^ref\+gcpsecrets:"), "gcp-secret-manager"),
    (compiled(r"^@Microsoft\.KeyVault|^ref\+azurekeyvault:"), "azure-key-vault"),
    (compiled(r"^ENC\["), "sops"),
)


class InUse(Record):
    """The files that set a variable and those that read it, in order.

    `environments`: those whose files set it, none where it is also set in a file of no environment. `store`: the one that every
    file which refers to a store takes it from.
    """

    set_in: tuple[str, ...] = ()
    read_in: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    store: str = ""

    def says(self) -> str:
        """Both, for a person."""
        parts = [
            f"{verb} in {paths[0]}" + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
            for verb, paths in (("set", self.set_in), ("read", self.read_in))
            if paths
        ]
        return ", ".join(parts)


def _store(value: str) -> str:
    return next((store for form, store in _STORES if form.search(value)), "")


def in_use(changeset: Changeset, policy: Policy) -> tuple[dict[str, InUse], list[tuple[str, str]]]:
    """(name -> where it is in use, (path, why) of files that cannot be read), of whole files."""
    facts = gather(changeset, policy)
    unread = [(file.path, file.error) for file in facts.deployed if file.error]
    unread += [(code.path, code.error) for code in facts.coded if code.error]
    # Keys in order: a file whose working copy differs is there twice.
    set_in: dict[str, dict[str, None]] = {}
    read_in: dict[str, dict[str, None]] = {}
    environments: dict[str, set[str]] = {}
    stores: dict[str, set[str]] = {}
    for file in facts.deployed:
        for name in dict.fromkeys(one.name for one in file.new):
            set_in.setdefault(name, {})[file.path] = None
            if file.surface != "template":
                environments.setdefault(name, set()).add(file.environment)
        for one in file.new:
            if one.kind == REFERENCE and (store := _store(one.value)):
                stores.setdefault(one.name, set()).add(store)
    for code in facts.coded:
        for name in dict.fromkeys(use.name for use in code.new):
            read_in.setdefault(name, {})[code.path] = None
    return {
        name: InUse(
            tuple(set_in.get(name, ())),
            tuple(read_in.get(name, ())),
            tuple(sorted(environments.get(name, ()))) if "" not in environments.get(name, ()) else (),
            next(iter(stores[name])) if len(stores.get(name, ())) == 1 else "",
        )
        for name in {**set_in, **read_in}
        if is_ours(name, policy)
    }, unread
