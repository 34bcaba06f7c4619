"""New fields of models that look sensitive, and that are not classified in the same change."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.places import is_bundled, test_data
from govhooks.knowledge.classification.register import name_key, owner_key
from govhooks.rules.data.data_classification.fields import declares, fields_of, stack_of
from govhooks.rules.data.data_classification.policy import FLAG, ID, OFF, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.classification.register import Register
    from govhooks.knowledge.classification.vocabulary import Kind
    from govhooks.rules.data.data_classification.fields import Field, Stack

    Key = tuple[str, str]

# So many fields are named where a file's are summed up.
_SHOWN = 3


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge each field that the change adds to a model: it is in the register, or its own file says its class, or it does not look sensitive."""
    option = policy.unclassified if policy.is_in_use else policy.unregistered
    if option == OFF:
        return
    is_data = test_data(policy.test_data)
    said: set[Key] = set()
    register: Register | None = None
    earlier: set[Key] | None = None
    for change in changeset.changes:
        stack = stack_of(change.path) if change.has_content else None
        if stack is None or is_data(change.path) or not _may_add(change, stack, changeset.kind):
            continue
        if change.large:
            yield _unread(change, "larger than 16 MiB: not read")
            continue
        found = fields_of(stack, change.path, change.read())
        if found.error:
            yield _unread(change, found.error, found.line)
        added = None if changeset.kind == "whole" or change.is_new else set(change.added_indexes)
        looking = [
            (field, kind)
            for field in found.fields_
            if (added is None or not added.isdisjoint(range(field.line - 1, max(field.line, field.end))))
            and (kind := sensitive(field)) is not None
        ]
        if looking and changeset.kind != "whole" and change.status != "A":
            looking = list(_new(change, stack, looking, found.fields_))
        if looking and changeset.kind != "whole":
            if earlier is None:
                earlier = _left(changeset)
            looking = [one for one in looking if key_of(one[0]) not in earlier]
        if not looking:
            continue
        if register is None:
            from govhooks.rules.data.data_classification.register import register_of

            register = register_of(changeset, policy)
        open_ = []
        for field, kind in looking:
            key = key_of(field)
            if key in said or is_classified(field, register):
                continue
            said.add(key)
            open_.append((field, kind))
        yield from _told(change.path, open_, policy, option)


def in_use(changeset: Changeset, policy: Policy) -> tuple[list[tuple[Field, Kind]], list[tuple[str, str]]]:
    """(the sensitive fields of whole files, one of each model and name; (path, why) of files that cannot be read)."""
    is_data = test_data(policy.test_data)
    found: dict[Key, tuple[Field, Kind]] = {}
    unread: list[tuple[str, str]] = []
    for change in changeset.changes:
        stack = stack_of(change.path) if change.has_content else None
        if stack is None or is_data(change.path) or not _may_add(change, stack, "whole"):
            continue
        read = fields_of(stack, change.path, change.read())
        if read.error:
            unread.append((change.path, read.error))
        for field in read.fields_:
            kind = sensitive(field)
            if kind is not None and not is_classified(field, policy.register):
                found.setdefault(key_of(field), (field, kind))
    return list(found.values()), unread


def sensitive(field: Field) -> Kind | None:
    """The kind of data that a field looks as if it held; None for a yes or no, and for the settings of a program."""
    from govhooks.knowledge.classification.vocabulary import kind_of
    from govhooks.knowledge.classification.words import split

    kind = kind_of(field.name, field.owner)
    if kind is None:
        return None
    words = split(field.type.partition("(")[0].partition("=")[0])
    if "bool" in words or "boolean" in words:
        return None
    if kind.name in ("email", "person name", "address") and words and words[-1] in _NUMBERS and not _digits(field.name):
        return None  # how many there are, or which one
    if kind.name in ("password", "credential") and _SETTINGS & set(split(field.owner)):
        return None
    if (
        kind.name != "birth"
        and words
        and words[-1] in ("timestamp", "timestamptz", "datetime", "date")
        and kind.name != "health"
    ):
        return None
    return kind


# Types of numbers: nobody's name.
_NUMBERS = frozenset(
    "int integer bigint smallint serial long short int32 int64 float double decimal numeric biginteger".split()
)


def _digits(name: str) -> bool:
    """Whether a name is of an address's part that is written in digits: a postcode, the number of a house."""
    return name_key(name).endswith(("code", "zip", "postcode", "number", "zipcode"))


# Words of a model's name that make it the settings of a program, which hold no data of people.
_SETTINGS = frozenset("config configuration settings setting options option connection datasource conf".split())


def key_of(field: Field) -> Key:
    """The same for a model's field and for its column in a migration."""
    return owner_key(field.owner), name_key(field.name)


def is_classified(field: Field, register: Register) -> bool:
    """Whether the register has the field, its type or its table's column, or its own file says its class."""
    return bool(
        register.class_of(field.name, field.owner)
        or (field.also and register.class_of(field.name, field.also))
        or (field.type and register.class_of_type(field.type))
        or (
            field.note and (field.note.lower() in ("pii", "phi", "sensitive") or register.rank(field.note.lower()) >= 0)
        )
    )


def _may_add(change: Change, stack: Stack, kind: str) -> bool:
    """Whether the change can add a sensitive field: an added line has such a name, in a file that declares a model."""
    if change.large:
        return True
    data = change.read()
    if not declares(stack, data) or (stack.module == "script_models" and is_bundled(data)):
        return False
    from govhooks.rules.data.data_classification.names import may_be_sensitive

    if kind == "whole" or change.is_new:
        return may_be_sensitive(change.text, change.text)
    return may_be_sensitive("\n".join(line.text for line in change.added), change.text)


def _new(
    change: Change, stack: Stack, looking: list[tuple[Field, Kind]], now: tuple[Field, ...]
) -> Iterator[tuple[Field, Kind]]:
    """The fields that the file did not have before: neither there, nor in a model of it that got another name."""
    kept = {key_of(field) for field in now}
    path = change.old_path or change.path
    was = stack_of(path) or stack
    before = {
        key_of(field) for source in change.sources[1:] for field in fields_of(was, path, source.read() or b"").fields_
    }
    gone = [name for _, name in before - kept]
    for field, kind in looking:
        if key_of(field) in before:
            continue
        if name_key(field.name) in gone:
            gone.remove(name_key(field.name))
            continue
        yield field, kind


def _left(changeset: Changeset) -> set[Key]:
    """The sensitive fields that the change takes out of files: in another one they only moved."""
    left: set[Key] = set()
    for change in changeset.changes:
        old_path = change.old_path or change.path
        stack = stack_of(old_path)
        if stack is None or change.status == "A":
            continue
        data = change.read_old()
        if not data or not declares(stack, data):
            continue
        if change.status in "MT" and not change.removed_indexes:
            continue
        kept: set[Key] = set()
        if change.exists and (now := stack_of(change.path)) is not None:
            kept = {key_of(field) for field in fields_of(now, change.path, change.read()).fields_}
        for field in fields_of(stack, old_path, data).fields_:
            if key_of(field) not in kept and sensitive(field) is not None:
                left.add(key_of(field))
    return left


def _told(path: str, open_: list[tuple[Field, Kind]], policy: Policy, option: str) -> Iterator[Finding]:
    blocks = option != FLAG
    if policy.is_in_use:
        for field, kind in open_:
            name = full_name(field)
            problem = f"{name} looks like {_a(kind.label)} and is not in the register"
            fix = f"classify it in this commit: `govhooks data classify {name} {suggested(kind, policy)}`"
            yield Finding(ID, path, field.line, problem, fix, f"unclassified {name}", blocks=blocks)
    elif open_:
        told = [f"{full_name(field)} ({kind.label})" for field, kind in open_[:_SHOWN]]
        more = f" and {len(open_) - _SHOWN} more" if len(open_) > _SHOWN else ""
        problem = f"no class is registered for {', '.join(told)}{more}"
        fix = "classify them in this commit: `govhooks data init` writes a register, `govhooks data classify FIELD CLASS` an entry"
        identity = "unregistered " + " ".join(sorted(full_name(field) for field, _ in open_))
        yield Finding(ID, path, open_[0][0].line, problem, fix, identity, blocks=blocks)


def full_name(field: Field) -> str:
    """Model.name, as the register has it."""
    owner = field.owner.rpartition(".")[2]
    return f"{owner}.{field.name}" if owner else field.name


def suggested(kind: Kind, policy: Policy) -> str:
    """The class of the policy that fits a kind: the one of that name, or the highest, or the one below it."""
    if kind.level in policy.classes:
        return kind.level
    return policy.classes[-2] if kind.level == "confidential" and len(policy.classes) > 2 else policy.classes[-1]


def _a(label: str) -> str:
    return label if label.endswith(("data", "wealth")) else f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def _unread(change: Change, why: str, line: int = 0) -> Finding:
    fix = "classify its sensitive fields by hand, or mend what keeps it from being read"
    problem = f"the fields of its models are not judged: {why}"
    return Finding(ID, change.path, line, problem, fix, f"unread {change.path}", blocks=False)
