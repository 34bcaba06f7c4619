"""The register that judges a change: the committed one, and the entries that the change itself brings.

An entry in the change can do nothing but name the class of a field that had none: classes, verdicts and paths are the committed ones.
"""

from __future__ import annotations

from govhooks.policy.load import FILE
from govhooks.rules.data.data_classification.policy import ID

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.classification.register import Register
    from govhooks.rules.data.data_classification.policy import Policy


def register_of(changeset: Changeset, policy: Policy) -> Register:
    """The register with what the change adds to it."""
    from govhooks.knowledge.classification.register import Register

    classes, fields, types = proposed(changeset)
    known = {*policy.classes, *classes}
    return Register(
        policy.classes
        if set(policy.classes) >= known
        else (*policy.classes, *(one for one in classes if one not in policy.classes)),
        {**{name: of for name, of in fields.items() if of in known}, **policy.fields_},
        policy.paths,
        {**{name: of for name, of in types.items() if of in known}, **policy.types},
    )


def proposed(changeset: Changeset) -> tuple[tuple[str, ...], dict[str, str], dict[str, str]]:
    """(classes, fields, types) of the governance.toml that the change brings; nothing where it brings none, or a broken one."""
    if not any(change.exists and change.path == FILE for change in changeset.changes):
        return (), {}, {}
    from govhooks.policy.load import PolicyError, parse

    try:
        table = parse(changeset.after(FILE) or b"", FILE).get("rules", {}).get(ID, {})
    except (PolicyError, AttributeError):
        return (), {}, {}  # the run says what is wrong with it
    if not isinstance(table, dict):
        return (), {}, {}
    classes = table.get("classes", ())
    return (
        tuple(one for one in classes if isinstance(one, str)) if isinstance(classes, list) else (),
        _strings(table.get("fields")),
        _strings(table.get("types")),
    )


def _strings(table: object) -> dict[str, str]:
    if not isinstance(table, dict):
        return {}
    return {str(name): of for name, of in table.items() if isinstance(of, str)}
