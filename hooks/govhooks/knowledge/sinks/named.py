"""Which sinks a call is, by its name.

sinks_of(("self", "logger", "info"))  -> the sink "log", all arguments
sinks_of(("requests", "get"))         -> the sink "url", the first argument, and `url` and `params`
sinks_of(("math", "log"))             -> nothing
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.classification.words import split
from govhooks.knowledge.sinks.table import SINKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Sink(Record):
    """The `kinds` of a sink, and the `arguments` that count: keywords, positions ("0"), keys of one ("1.params"); () for all."""

    kinds: tuple[str, ...]
    arguments: tuple[str, ...]


def plain(name: str) -> str:
    """A name without case and `_`: as the tables have it."""
    return name.replace("_", "").lower()


def sinks_of(names: Sequence[str]) -> Sink | None:
    """The sink that a call is: the names along it, as `logger`, `opt`, `info`; None for no sink."""
    if not names:
        return None
    at = tuple(names[-3:])
    if at not in _known:
        if len(_known) > _MOST:
            _known.clear()
        _known[at] = _find(at)
    return _known[at]


def _find(names: tuple[str, ...]) -> Sink | None:
    rows = _methods.get(plain(names[-1]))
    if rows is None:
        return None
    before = names[:-1]
    whole = {plain(one) for one in before} if before else {""}
    words = {word for one in before for word in split(one)}
    if before and before[-1].startswith("?"):
        return None
    return next((sink for exact, said, sink in rows if whole & exact or words & said or (before and "*" in said)), None)


_MOST = 5000
_known: dict[tuple[str, ...], Sink | None] = {}
_methods: dict[str, list[tuple[frozenset[str], frozenset[str], Sink]]] = {}
for _kinds, _receivers, _names, _arguments in SINKS:
    _exact = frozenset(one[1:] for one in _receivers.split() if one.startswith("="))
    _said = frozenset(one for one in _receivers.split() if not one.startswith("="))
    _sink = Sink(tuple(_kinds.split()), tuple(_arguments.split()))
    for _name in _names.split():
        _methods.setdefault(_name, []).append((_exact, _said, _sink))
