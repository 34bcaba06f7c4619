"""`zizmor.yml`: findings that are ignored, by rule and place, and rules that are switched off. A comment gives the reason.

    rules:
      template-injection:
        ignore: [ci.yml, release.yml:12, "release.yml:12:3"]
      artipacked:
        disable: true

https://docs.zizmor.sh/configuration/
"""

from __future__ import annotations

from govhooks.knowledge.suppressions.entries import listed, table
from govhooks.knowledge.suppressions.suppression import FILE, LINE, TREE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.suppressions.entries import Source
    from govhooks.knowledge.suppressions.suppression import Suppression


def read(source: Source) -> Iterator[Suppression]:
    """Each place of each rule, and each rule that is off. Raises BadDocument."""
    side = source.parsed("yaml")
    for name, told in table(table(side.value).get("rules")).items():
        at = ("rules", name)
        over = " ".join(source.beside.above(side.line(at)))
        if table(told).get("disable") is True:
            line = side.line((*at, "disable"))
            near = source.beside.of(line) or over
            yield source.made(line, (str(name),), scope=TREE, text="disable", near=near)
        for index, place in enumerate(listed(table(told).get("ignore"))):
            line = side.line((*at, "ignore", index))
            near = source.beside.of(line) or " ".join(source.beside.above(side.line((*at, "ignore")))) or over
            yield source.made(line, (str(name),), scope=LINE if ":" in str(place) else FILE, text=str(place), near=near)
