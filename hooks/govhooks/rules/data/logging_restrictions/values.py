"""What is known of a value while a function is followed: which classified values it holds, and in which of its fields."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# What a label is of: a field of the register, one of the vocabulary, a whole object, and an object that surely holds credentials.
REGISTERED, VOCABULARY, WHOLE, EXPOSED = "registered", "vocabulary", "whole", "exposed"


class Label(Record):
    """A classified value: what it is `of` (see above), its class or kind, and its name as the program has it."""

    of: str
    kind: str
    name: str
    level: str = ""


NONE: frozenset[Label] = frozenset()


class Value:
    """`labels` of the value itself; `fields` of a table or object, None where it is none; `known` if nothing else can be in it.

    `name` is the last name that it was read from.
    """

    __slots__ = ("fields", "known", "labels")

    def __init__(
        self, labels: frozenset[Label] = NONE, known: bool = False, fields: Mapping[str, Value] | None = None
    ) -> None:
        self.labels = labels
        self.known = known
        self.fields = fields

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Value)
            and self.labels == other.labels
            and self.known == other.known
            and self.fields == other.fields
        )

    __hash__ = None  # type: ignore[assignment]

    def all(self, deep: int = 6) -> frozenset[Label]:
        """The labels of the value and of everything in it."""
        if not self.fields or not deep:
            return self.labels
        return self.labels.union(*(one.all(deep - 1) for one in self.fields.values()))

    @property
    def is_clean(self) -> bool:
        """Whether it is known that nothing classified is in it."""
        return self.known and not self.labels and (not self.fields or all(one.is_clean for one in self.fields.values()))

    def put(self, key: str | None, value: Value) -> Value:
        """The table with another value at a key, or at one that is not known."""
        if key is None:
            known = self.known and value.is_clean
            return Value(self.labels | value.all(), known, self.fields or {})
        return Value(self.labels, self.known, {**(self.fields or {}), key: value})

    def without(self, key: str) -> Value:
        if not self.fields or key not in self.fields:
            return self
        return Value(self.labels, self.known, {name: one for name, one in self.fields.items() if name != key})


CLEAN = Value(NONE, True)
UNKNOWN = Value()


def join(one: Value, other: Value, deep: int = 6) -> Value:
    """What is known where a value is one or the other."""
    if one is other or one == other:
        return one
    labels = one.labels | other.labels
    if not deep:
        return Value(one.all() | other.all(), one.known and other.known)
    if one.fields is None and other.fields is None:
        return Value(labels, one.known and other.known)
    fields = dict(one.fields or {})
    for name, value in (other.fields or {}).items():
        fields[name] = join(fields[name], value, deep - 1) if name in fields else value
    return Value(labels, one.known and other.known, fields)
