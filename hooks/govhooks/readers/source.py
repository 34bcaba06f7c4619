"""Parse source code with its tree-sitter grammar into calls, definitions and imports; see `govhooks.readers.code`.

The grammars come with the extra `languages`; without it, a file gets an error that says so. tree-sitter continues after code
that it does not understand: those lines are in `Code.partial`, and a rule reports that it does not judge them. Names
are as in Python: `.` between the parts whatever the language writes (`->`, `::`, `?.`), the names along a chain of
calls, `this` and `self` kept.
"""

from __future__ import annotations

from govhooks.readers.code import Later
from govhooks.readers.document import Side
from govhooks.readers.grammars import parse
from govhooks.readers.languages import LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.readers.source_walk import Walk


def read(form: str, data: bytes) -> Side:
    """Parse a file in one of LANGUAGES. Raises BadDocument."""
    language = LANGUAGES[form]
    root = parse(language.package, language.function, data, language.name)
    walk: Walk
    if form == "kotlin":
        from govhooks.readers.source_kotlin import KotlinWalk

        walk = KotlinWalk(form, root, data)
    else:
        from govhooks.readers import source_walk

        walk = source_walk.Walk(form, root, data)
    return Side(walk.code() if root.has_error else Later(form, root, walk.code), {})
