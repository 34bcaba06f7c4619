"""Write the popular names that look-alikes are judged by, from lists of the most used packages.

    python tools/derive_popular.py LISTS      LISTS is a folder with npm.txt and pypi.txt: names, one a line, the most used first

Writes the first 10,000 of each to hooks/govhooks/knowledge/dependencies/popular/, one a line: 1,000 in their order, the others by
the alphabet. Names by downloads are facts, no work of anybody.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

SHIPPED = 10_000
RANKED = 1_000
TARGET = Path(__file__).parent.parent / "hooks" / "govhooks" / "knowledge" / "dependencies" / "popular"


def derive(source: Path, target: Path = TARGET) -> None:
    """Write a list of names for each list of the source."""
    target.mkdir(exist_ok=True)
    for registry in ("npm", "pypi"):
        listed = (source / f"{registry}.txt").read_text(encoding="utf-8").split()
        if registry == "pypi":
            listed = [re.sub(r"[-_.]+", "-", name).lower() for name in listed]  # as PEP 503 compares them
        names = list(dict.fromkeys(listed))[:SHIPPED]
        text = "".join(f"{row}\n" for row in [*names[:RANKED], *sorted(names[RANKED:])])
        (target / f"{registry}.txt").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    derive(Path(sys.argv[1]))
