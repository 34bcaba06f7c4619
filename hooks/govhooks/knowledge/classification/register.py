"""The register of a policy: its classes, and which field is of which class.

register = Register(classes=("public", "confidential"), fields={"email": "confidential"})
register.class_of("emailAddress", "User")   -> ""
register.class_of("email", "User")          -> "confidential"
"""

from __future__ import annotations

from govhooks.knowledge.classification.words import singular, split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What the name of a model has behind the thing that it is about: `TenantEntity` is `tenants`.
_BEHIND = ("model", "entity", "record", "schema", "table", "document", "dto", "row")


class Register:
    """Which field is of which class. Spelling does not matter: `full_name`, `fullName` and `full-name` are one name.

    `classes`  the project's classes, least first.
    `fields`   a name, or Model.name or table.column -> its class.
    `paths`    a glob -> the class of the files that it matches.
    `types`    the name of a type -> the class of every field of it.
    """

    def __init__(
        self,
        classes: Sequence[str] = (),
        fields: Mapping[str, str] | None = None,
        paths: Mapping[str, str] | None = None,
        types: Mapping[str, str] | None = None,
    ) -> None:
        self.classes = tuple(classes)
        self.fields = dict(fields or {})
        self.paths = dict(paths or {})
        self.types = dict(types or {})
        self._ranks = {name: at for at, name in enumerate(self.classes)}
        self._named: dict[tuple[str, str], str] = {}
        for field, of in self.fields.items():
            owner, _, name = field.rpartition(".")
            self._named.setdefault((owner_key(owner), name_key(name)), of)

    def __bool__(self) -> bool:
        """Whether anything is registered."""
        return bool(self.fields or self.paths or self.types)

    def class_of(self, name: str, owner: str = "") -> str:
        """The class of a field of a model or table, "" if it is not registered; Model.name goes before the name alone."""
        key = name_key(name)
        if owner:
            found = self._named.get((owner_key(owner), key))
            if found is not None:
                return found
        return self._named.get(("", key), "")

    def class_of_type(self, name: str) -> str:
        """The class of every field of a type, "" if the type is not registered."""
        return self.types.get(name, "") or self.types.get(name.rpartition(".")[2], "")

    def rank(self, of: str) -> int:
        """How sensitive a class is: 0 for the least, -1 for one that the register does not know."""
        return self._ranks.get(of, -1)


def name_key(name: str) -> str:
    """The same for each spelling of a field's name."""
    return "_".join(split(name))


def owner_key(owner: str) -> str:
    """The same for a model and its table: `TenantAccount`, `tenant_accounts`, `public.tenant_accounts`, `TenantAccountEntity`."""
    words = list(split(owner.rpartition(".")[2]))
    if len(words) > 1 and words[-1] in _BEHIND:
        words.pop()
    if words:
        words[-1] = singular(words[-1])
    return "_".join(words)
