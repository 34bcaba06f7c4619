"""Frozen records, without the import cost of `dataclasses`.

`import dataclasses` costs 14 ms on a bare interpreter (it pulls in `inspect`), `typing` another 8 ms: more than the
whole check of a clean commit. A `Record` provides the part that govhooks needs: fields from the annotations, defaults,
keyword or positional construction, equality, immutability. To a type checker it *is* a frozen dataclass (PEP 681).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from typing_extensions import Self, dataclass_transform
else:

    def dataclass_transform(**_: object):
        return lambda cls: cls


@dataclass_transform(frozen_default=True)
class Record:
    """Base of every frozen data class: subclass it and annotate the fields.

    Raises TypeError for a missing, unknown or repeated field, AttributeError on assignment.
    """

    if TYPE_CHECKING:
        fields: ClassVar[tuple[str, ...]]
        _known: ClassVar[frozenset[str]]
        defaults: ClassVar[dict[str, Any]]
    else:
        fields = ()
        _known = frozenset()
        defaults = {}

    def __init_subclass__(cls) -> None:
        own = tuple(name for name in cls.__dict__.get("__annotations__", None) or _annotations(cls))
        cls.fields = cls.fields + tuple(name for name in own if name not in cls.fields)
        cls._known = frozenset(cls.fields)
        cls.defaults = {**cls.defaults, **{name: cls.__dict__[name] for name in own if name in cls.__dict__}}

    if not TYPE_CHECKING:

        def __init__(self, *args: object, **named: object) -> None:
            values = self.__dict__
            fields = self.fields
            given = len(args)
            if given == len(fields) and not named:
                values.update(zip(fields, args))
                return
            if given > len(fields):
                raise TypeError(f"{type(self).__name__} takes {len(fields)} values, not {given}")
            if named and (not self._known.issuperset(named) or not named.keys().isdisjoint(fields[:given])):
                wrong = next(name for name in named if name not in fields[given:])
                raise TypeError(f"{type(self).__name__} has no field {wrong!r}, or it is given twice")
            values.update(self.defaults)
            values.update(zip(fields, args))
            values.update(named)
            if len(values) < len(fields):
                missing = ", ".join(name for name in fields if name not in values)
                raise TypeError(f"{type(self).__name__} lacks {missing}")

        def __setattr__(self, name: str, value: object) -> None:
            raise AttributeError(f"{type(self).__name__} is frozen")

        def __delattr__(self, name: str) -> None:
            raise AttributeError(f"{type(self).__name__} is frozen")

    def but(self, **changed: object) -> Self:
        """A copy with some fields changed."""
        own = type(self)
        if own.__init__ is not Record.__init__ or not changed.keys() <= set(self.fields):
            return own(**{**{name: getattr(self, name) for name in self.fields}, **changed})
        copy = own.__new__(own)
        copy.__dict__.update(self.__dict__)
        copy.__dict__.update(changed)
        return copy

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.fields)

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self.fields)))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.fields)})"


def _annotations(cls: type) -> tuple[str, ...]:
    """The field names on Python 3.14, where a class's annotations are computed on demand."""
    return tuple(getattr(cls, "__annotations__", ()))
