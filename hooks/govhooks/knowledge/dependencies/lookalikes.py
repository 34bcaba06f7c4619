"""Which popular package a name can be mistaken for: what typosquatting lives on.

    look_alike("npm", "lodahs")   -> Alike("lodash", "two letters swapped")
    look_alike("npm", "lodash")   -> None: it is popular itself
    look_alike("Hex", "phenix")   -> None: no list of popular names is known (`"Hex" in REGISTRIES` tells)

The popular names are the 10,000 most used of a registry (popular/*.txt, written by tools/derive_popular.py). The first 1,000 are
worth imitating, and count as targets: the more used, the weaker a likeness is enough. Ordinary names lie as
close to each other as typing errors do (`tslint` and `eslint`), so a likeness counts when it is a slip of a hand or an eye:
a letter left out, doubled, swapped with the next, hit on the key beside, of the same look; a separator moved; words
swapped; `js`, `py`, an `s` and the like added; a scope written as a part of the name. A wrong letter does not count where
it makes another word that popular names have: `date-fns` and `data-fns` are two names.
Studies: Taylor et al., "Defending Against Package Typosquatting", NSS 2020; Vu et al., "Typosquatting and Combosquatting Attacks on
the Python Ecosystem", EuroS&PW 2020.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Ecosystems whose popular names are known -> the list.
REGISTRIES = {"npm": "npm", "PyPI": "pypi"}
# How many names of the list are targets, which stand at its head in order; and of those, the ones for which a weak likeness is enough.
TARGETS = 1_000
WEAK_TARGETS = 300
# Shorter names are like too many others.
SHORTEST = 4
# No registry takes longer ones (npm: 214), and to look for slips in one takes quadratic time.
LONGEST = 214

_SEPARATORS = compiled(r"[-_.]+")
_WORD = compiled(r"[a-z]+|\d+")
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
# Signs that are read as others, beside "rn" for "m" and "vv" for "w".
_LOOKS = str.maketrans("01i53q", "ollseg")
_JOINED = str.maketrans("", "", "-_.@/")
# Letters of Cyrillic and Greek that look like Latin ones (https://www.unicode.org/reports/tr39/#Confusable_Detection).
_FOREIGN = str.maketrans("аеорсухікѕјһԁԛԝαογρνιτκυ", "aeopcyxiksjhdqwaoypvitku")
# Affixes that say for what a package is, and that a typosquat adds.
_AFFIXES = {
    "npm": (("", "-js"), ("", "js"), ("", ".js"), ("node-", ""), ("", "-node"), ("js-", "")),
    "PyPI": (("py-", ""), ("python-", ""), ("python3-", ""), ("", "-py"), ("", "-python"), ("py", ""), ("", "py")),
}  # fmt: skip


class Alike(Record):
    """The popular package that a name can be mistaken for, and what the likeness is."""

    name: str
    kind: str


class Names:
    """The popular names of one registry."""

    def __init__(self, ecosystem: str, popular: tuple[str, ...]) -> None:
        """`popular` are names as the registry compares them, the most used first as far as they are targets."""
        self.ecosystem = ecosystem
        self.popular = frozenset(popular)
        self.targets = {name: rank for rank, name in enumerate(popular[:TARGETS]) if len(name) >= SHORTEST}
        # Of all popular names, made when the first likeness asks for them.
        self._words: set[str] = set()
        self._scopes: set[str] = set()
        self._halves: dict[tuple[int, str], list[str]] = {}
        self._looks: dict[str, list[str]] = {}
        self._joined: dict[str, list[str]] = {}
        self._mixed: dict[str, list[str]] = {}

    def _index(self) -> None:
        """Make what likenesses are found in, once a name is not popular itself."""
        for name in self.targets:
            size = len(name)
            for key in _halves(name, size):
                self._halves.setdefault((size, key), []).append(name)
            self._looks.setdefault(_look(name), []).append(name)
            self._joined.setdefault(_join(name), []).append(name)
            if mixed := _mix(name):
                self._mixed.setdefault(mixed, []).append(name)

    def normal(self, name: str) -> str:
        """A name as the registry compares it: PyPI takes case and the kind of separator for nothing (PEP 503)."""
        return _SEPARATORS.sub("-", name).lower() if self.ecosystem == "PyPI" else name

    def like(self, name: str, popular: bool = True) -> Alike | None:
        """The most used name that this one can be mistaken for; None when there is none, or when it is popular itself.

        With `popular=False` that it is popular itself is not looked at.
        """
        name = self.normal(name)
        folded = name.lower()
        if not SHORTEST <= len(name) <= LONGEST or (popular and name in self.popular):
            return None
        if not self._looks:
            self._index()
        found = [
            (self.targets[target], order, target, kind)
            for order, (target, kind) in enumerate(self._candidates(folded))
            if target != name and not self._is_owned(folded, target)
        ]
        if not found:
            return None
        _, _, target, kind = min(found)
        return Alike(target, kind)

    def _is_owned(self, name: str, target: str) -> bool:
        """Whether nobody but who publishes the target can have this name: it has the same scope, or is what it was called before.

        Babel 6 published as `babel-x` what is `@babel/x` since (https://babeljs.io/docs/v7-migration).
        """
        scope, slash, inner = target.partition("/")
        return bool(slash) and (name.startswith(f"{scope}/") or (scope == "@babel" and name == f"babel-{inner}"))

    def _candidates(self, name: str) -> Iterator[tuple[str, str]]:
        for target in self._looks.get(_look(name), ()):
            yield target, "signs that look alike"
        for target in self._joined.get(_join(name), ()):
            yield target, "a scope in the name" if target.startswith("@") else "a separator moved"
        for target in self._mixed.get(_mix(name) or "-", ()):
            yield target, "words swapped"
        for target, kind in self._edited(name):
            if self.targets[target] < _reach(min(name, target, key=len)) and self._is_no_word(name, target):
                yield target, kind
        yield from self._affixed(name)
        yield from self._plural(name)

    def _is_no_word(self, name: str, target: str) -> bool:
        """Whether what differs is no word that popular names have: another word makes another name."""
        if not self._words:
            self._words.update(word for popular in self.popular for word in _WORD.findall(popular))
            self._scopes.update(popular.partition("/")[0] for popular in self.popular if popular.startswith("@"))
        _scope, slash, inner = target.partition("/")
        if slash and name.endswith(f"/{inner}"):
            return name.partition("/")[0] not in self._scopes
        words = set(_WORD.findall(target))
        return any(word not in self._words for word in _WORD.findall(name) if word not in words)

    def _edited(self, name: str) -> Iterator[tuple[str, str]]:
        """(target, kind) of those that one slip of the hand makes this name of."""
        for target in self._near(name, len(name) + 1):
            if any(target[:at] + target[at + 1 :] == name for at in range(len(target))):
                yield target, "a letter left out"
        for target in self._near(name, len(name)):
            differ = [at for at, sign in enumerate(name) if sign != target[at]]
            if len(differ) == 1 and _is_beside(name[differ[0]], target[differ[0]]):
                yield target, "the key beside hit"
        for at, sign in enumerate(name):
            shorter = name[:at] + name[at + 1 :]
            if shorter in self.targets:
                if sign in name[max(at - 1, 0) : at] + name[at + 1 : at + 2]:
                    yield shorter, "a letter doubled"
                elif at and any(_is_beside(sign, other) for other in name[at - 1 : at + 2 : 2]):
                    yield shorter, "a key beside hit too"
            if at + 1 < len(name):
                swapped = name[:at] + name[at + 1] + sign + name[at + 2 :]
                if swapped != name and swapped in self.targets:
                    yield swapped, "two letters swapped"

    def _near(self, name: str, size: int) -> Iterator[str]:
        """Targets of that length of which at least one half is as in this name: the slip, if there is one, is in the other half."""
        return iter(dict.fromkeys(one for key in _halves(name, size) for one in self._halves.get((size, key), ())))

    def _affixed(self, name: str) -> Iterator[tuple[str, str]]:
        for before, after in _AFFIXES[self.ecosystem]:
            if name.startswith(before) and name.endswith(after):
                inner = name[len(before) : len(name) - len(after)]
                if self.targets.get(inner, TARGETS) < _reach(inner, 6):
                    yield inner, f"`{before or after}` added"

    def _plural(self, name: str) -> Iterator[tuple[str, str]]:
        for other in (name[:-1] if name.endswith("s") else f"{name}s",):
            if self.targets.get(other, TARGETS) < _reach(other, 7):
                yield other, "an `s` added" if name.endswith("s") else "an `s` left out"


def _reach(name: str, short: int = 4) -> int:
    """The rank from which on a name is no target: of short names many are alike."""
    return TARGETS if len(name) > short else WEAK_TARGETS


def _halves(name: str, size: int) -> tuple[str, str]:
    """How a name of that length that is like this one may begin, and how it may end."""
    middle = size // 2
    return f"{name[:middle]}*", f"*{name[len(name) - size + middle :]}"


def _look(name: str) -> str:
    """A name as a hasty reader takes it: equal for names that look alike."""
    if not name.isascii():
        name = name.translate(_FOREIGN)
    return name.replace("rn", "m").replace("vv", "w").translate(_LOOKS)


def _join(name: str) -> str:
    return name.translate(_JOINED)


def _mix(name: str) -> str:
    """The words of a name in the order of the alphabet, "" when there is but one."""
    if name.startswith("@") or not ("-" in name or "." in name or "_" in name):
        return ""
    return "-".join(sorted(_SEPARATORS.split(name)))


def _is_beside(sign: str, other: str) -> bool:
    """Whether two keys touch on the keyboard that most programmers have (QWERTY)."""
    for row, keys in enumerate(_ROWS):
        at = keys.find(sign)
        if at < 0:
            continue
        if other in keys[max(at - 1, 0) : at] + keys[at + 1 : at + 2]:
            return True
        if not sign.isdigit():
            above = _ROWS[row - 1] if row > 1 else ""
            below = _ROWS[row + 1] if row + 1 < len(_ROWS) else ""
            return other in above[at : at + 2] or (other in below[max(at - 1, 0) : at + 1])
    return False


_loaded: dict[str, Names] = {}


def load(ecosystem: str) -> Names:
    """The popular names of a registry, read once. Raises KeyError for an ecosystem that is none of REGISTRIES."""
    if ecosystem not in _loaded:
        import os

        path = os.path.join(os.path.dirname(__file__), "popular", f"{REGISTRIES[ecosystem]}.txt")
        with open(path, encoding="utf-8") as stream:
            _loaded[ecosystem] = Names(ecosystem, tuple(stream.read().split()))
    return _loaded[ecosystem]


def look_alike(ecosystem: str, name: str) -> Alike | None:
    """The popular package of an ecosystem that a name can be mistaken for, None when there is none or no list is known."""
    return load(ecosystem).like(name) if ecosystem in REGISTRIES else None
