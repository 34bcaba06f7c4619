"""Whether a text may name sensitive data: a quick look before anything is parsed."""

from __future__ import annotations

from govhooks.search.compiled import compiled

_WORD = compiled(r"[A-Za-z][A-Za-z0-9_-]{1,60}")
# A longer text is not looked through name by name: that would cost more than reading it.
_LONGEST = 1 << 20


def may_be_sensitive(added: str, text: str) -> bool:
    """Whether some name in the added text is one of the vocabulary: of whatever model, or of a person, if the whole text speaks of one.

    May say yes of too much, never of too little.
    """
    from govhooks.knowledge.classification.vocabulary import PEOPLE, kind_of
    from govhooks.knowledge.classification.words import singular, split

    if len(added) > _LONGEST:
        return True
    names = set(_WORD.findall(added))
    if any(kind_of(name) is not None for name in names):
        return True
    if not any(kind_of(name, "user") is not None for name in names):
        return False
    return any(
        not PEOPLE.isdisjoint(map(singular, split(name)))
        for name in set(_WORD.findall(text) if len(text) <= _LONGEST else ("user",))
    )
