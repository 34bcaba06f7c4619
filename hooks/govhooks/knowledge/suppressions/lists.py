"""Files that are plain lists: one entry a line, `#` begins a comment, which is about all entries below it up to an empty line.

.trivyignore      CVE-2024-1 exp:2027-01-31   https://trivy.dev/docs/latest/configuration/filtering#trivyignore
.gitleaksignore   COMMIT:FILE:RULE:LINE       https://github.com/gitleaks/gitleaks#gitleaksignore
.semgrepignore    globs as in .gitignore      https://semgrep.dev/docs/ignoring-files-folders-code
exclude files of trufflehog: regular expressions for paths, in a file of any name
                                              https://github.com/trufflesecurity/trufflehog#5-scan-a-github-repo
.iyarc            advisories, also several with commas, for improved-yarn-audit   https://github.com/djfdyuruiry/improved-yarn-audit
"""

from __future__ import annotations

from govhooks.knowledge.suppressions.left_out import is_unshipped, is_usual, left_out
from govhooks.knowledge.suppressions.suppression import ANYTHING, EVERYWHERE, HOLDS, TREE
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.suppressions.entries import Source
    from govhooks.knowledge.suppressions.suppression import Suppression

_EXPIRES = Expression(r"\s+exp:(?P<day>\S*)")


def read(source: Source) -> Iterator[Suppression]:
    """Each entry of the list."""
    globs = source.tool in ("semgrep", "trufflehog")
    for number, line in enumerate(source.text.split("\n"), 1):
        entry = line.partition(" #")[0].strip() if not globs else line.strip()
        if not entry or entry.startswith(("#", "!", ":include")):
            continue
        near = source.beside.of_entry(number)
        expires = ""
        if found := _EXPIRES.search(entry):
            expires, entry = found["day"] or "exp:", entry[: found.start()]
        words = entry.split()
        what = (entry,) if globs or source.tool == "gitleaks" else tuple(words[:1])
        if source.tool == "npm-audit":
            what = tuple(entry.replace(",", " ").split())
        if globs and entry in EVERYWHERE:
            what = (ANYTHING,)
        if globs and is_usual(entry):
            continue
        wide = left_out(entry) if globs else ""
        holds = () if globs and is_unshipped(entry) else HOLDS
        yield source.made(number, what, expires=expires, scope=TREE, near=near, wide=wide, holds=holds)
