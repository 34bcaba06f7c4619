"""Write the popular names that look-alikes are judged by, from lists of the most used packages.

    python tools/derive_popular.py LISTS      LISTS is a folder with npm.txt and pypi.txt: names, one a line, the most used first

Writes the first 5,000 of each to hooks/govhooks/knowledge/dependencies/popular/. Names by downloads are facts, no work of anybody.
"""

from __future__ import annotations

import sys
from pathlib import Path

SHIPPED = 5_000
TARGET = Path(__file__).parent.parent / "hooks" / "govhooks" / "knowledge" / "dependencies" / "popular"


def derive(source: Path, target: Path = TARGET) -> None:
    """Write a list of names for each list of the source."""
    target.mkdir(exist_ok=True)
    for registry in ("npm", "pypi"):
        names = dict.fromkeys((source / f"{registry}.txt").read_text(encoding="utf-8").split())
        text = "".join(f"{name}\n" for name in list(names)[:SHIPPED])
        (target / f"{registry}.txt").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    derive(Path(sys.argv[1]))
