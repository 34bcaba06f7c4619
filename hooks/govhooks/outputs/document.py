"""A report as the text of one JSON document."""

from __future__ import annotations

import json

# With more findings than this a report is for programs only: indented, it takes as long to write as to find them.
_MOST_INDENTED = 200


def dumps(document: object, findings: int) -> str:
    """JSON, ASCII only, ending in a line feed; indented unless there are many findings."""
    indent = 2 if findings <= _MOST_INDENTED else None
    return json.dumps(document, indent=indent, ensure_ascii=True) + "\n"
