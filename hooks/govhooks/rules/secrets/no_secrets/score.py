"""Score how much a candidate looks like a credential: a linear model over its traits.

`weights.bin` holds one signed byte for each of `SIZE` places; a trait's place is its CRC32 modulo `SIZE`, so the file
reveals nothing about the texts it was learned from. The sum over a candidate's distinct places, divided by `SCALE`, is
the log-odds that it is a credential. `tools/train.py` learns the weights, `benchmarks/creddata.py` measures them on
repositories that were not used for learning.
"""

from __future__ import annotations

import os
from zlib import crc32

from govhooks.core.remembered import Remembered
from govhooks.rules.secrets.no_secrets.traits import traits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.secrets.no_secrets.candidates import Candidate

SIZE = 1 << 16
SCALE = 32.0
# The minimum score for each confidence, highest first. Cross-validated by repository, guesses from `low` up are right
# four times in five, from `medium` up nine times in ten.
LEAST = (("high", 4.2), ("medium", 1.1), ("low", -0.1))
_weights: list[int] = []


def score(candidate: Candidate, before: str, after: str, path: str) -> float:
    """The log-odds that a candidate is a credential, as far as its traits tell."""
    weights = _weights or load()
    return sum(map(weights.__getitem__, places(candidate, before, after, path))) / SCALE


def places(candidate: Candidate, before: str, after: str, path: str) -> set[int]:
    """The positions of the weights for a candidate's traits."""
    found = traits(candidate, before, after, path)
    return set(map(_places.__getitem__, found))


def _place(trait: str) -> int:
    return crc32(trait.encode("utf-8", "surrogatepass")) % SIZE


# Most traits come again and again.
_places = Remembered(_place, 100_000)


def confidence(score: float) -> str:
    """The confidence of a score: "high", "medium", "low", or "" if it is too low to report."""
    for name, least in LEAST:
        if score >= least:
            return name
    return ""


def load(path: str = "") -> list[int]:
    """The weights, read once; those of another file replace them."""
    from array import array

    with open(path or os.path.join(os.path.dirname(__file__), "weights.bin"), "rb") as stream:
        found = array("b", stream.read())
    if len(found) != SIZE:
        raise ValueError(f"weights of {len(found)} places, not {SIZE}: run tools/train.py")
    _weights[:] = found
    return _weights
