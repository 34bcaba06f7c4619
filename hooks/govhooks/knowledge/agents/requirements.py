"""Find the faults of a requirements.toml: what Codex refuses or silently ignores, what is open or can be bypassed.

Codex stops at the first error and says nothing about unknown keys; here all of them are reported, with their lines.
Types come from `codex_keys.KEYS` (`requirement_types`); what no type can express is judged by the functions of
`requirement_tables`, one per table. Measured against Codex 0.169.0 (`tests/knowledge/agents/test_codex.py`).
"""

from __future__ import annotations

from govhooks.knowledge.agents.codex_keys import ALIASES, KEYS
from govhooks.knowledge.agents.documents import BadDocument, Document, toml
from govhooks.knowledge.agents.faults import IGNORED as IGNORED
from govhooks.knowledge.agents.faults import NOTE as NOTE
from govhooks.knowledge.agents.faults import OPEN as OPEN
from govhooks.knowledge.agents.faults import REFUSED as REFUSED
from govhooks.knowledge.agents.faults import SHORT as SHORT
from govhooks.knowledge.agents.faults import Fault as Fault
from govhooks.knowledge.agents.faults import Faults
from govhooks.knowledge.agents.faults import dotted as dotted
from govhooks.knowledge.agents.requirement_tables import JUDGES
from govhooks.knowledge.agents.requirement_types import check_types


def read(data: bytes) -> tuple[Document | None, list[Fault]]:
    """(the document, or None if it cannot be read; its faults)."""
    try:
        document = toml(data)
    except BadDocument as error:
        return None, [Fault((), error.line, REFUSED, str(error), "fix the syntax: Codex does not start with it")]
    faults = Faults(document)
    check_types(faults)
    for judge in JUDGES:
        judge(faults)
    return document, sorted(faults.found, key=lambda fault: fault.line)


def looks_like_one(document: Document) -> bool:
    """Whether a file with this name is meant for Codex: at least one key is known, or nearly."""
    from difflib import get_close_matches

    names = [*KEYS, *ALIASES]
    return any(get_close_matches(key, names, 1, 0.75) for key in document.value) or not document.value
