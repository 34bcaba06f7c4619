"""`.trivyignore.yaml`: lists of entries by what they are about.

    vulnerabilities:
      - id: CVE-2024-1
        paths: [...], purls: [...]
        statement: why
        expired_at: 2027-01-31

https://trivy.dev/docs/latest/configuration/filtering#trivyignoreyaml
"""

from __future__ import annotations

from govhooks.knowledge.suppressions.entries import listed, table, tables
from govhooks.knowledge.suppressions.suppression import ANYTHING, FILE, TREE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.suppressions.entries import Source
    from govhooks.knowledge.suppressions.suppression import Suppression

_SECTIONS = ("vulnerabilities", "misconfigurations", "secrets", "licenses")


def read(source: Source) -> Iterator[Suppression]:
    """Each entry; one without an id silences nothing, and is left out. Raises BadDocument."""
    side = source.parsed("yaml")
    for section in _SECTIONS:
        for index, entry in enumerate(tables(table(side.value).get(section))):
            name = str(entry.get("id") or "")
            if not name:
                continue
            limits = [str(one) for key in ("paths", "purls") for one in listed(entry.get(key))]
            yield source.made(
                side.line((section, index, "id")),
                (ANYTHING,) if name == ANYTHING else (name,),
                reason=entry.get("statement"),
                expires=entry.get("expired_at"),
                head=side.line((section, index)),
                scope=FILE if limits else TREE,
                text=" ".join([section, *limits]),
                field="statement: ...",
            )
