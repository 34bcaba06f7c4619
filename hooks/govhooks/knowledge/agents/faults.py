"""The type of a fault in a requirements.toml, and how it is worded."""

from __future__ import annotations

import re

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.knowledge.agents.documents import Document

    Path = tuple[str | int, ...]

# The kinds of faults by severity: all but a note refuse the change.
REFUSED, IGNORED, OPEN, SHORT, NOTE = "refused", "ignored", "open", "short", "note"


class Fault(Record):
    """One fault in a requirements.toml.

    `path`     the key, as keys and indexes; `line` its line.
    `kind`     REFUSED: Codex does not start. IGNORED: it has no effect. OPEN: it allows more than it seems to. SHORT:
               it falls short of the baseline. NOTE: something to know.
    """

    path: Path
    line: int
    kind: str
    problem: str
    fix: str

    @property
    def field(self) -> str:
        """The dotted name of the key: "rules.prefix_rules[0].decision"."""
        return dotted(self.path)


def dotted(path: Path) -> str:
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else '"' + part.replace('"', '\\"') + '"'
            text += ("." if text else "") + name
    return text


class Faults:
    """Collects the faults of a document. `value` is what is still to be judged: the tables with the right types."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.value = document.value
        self.found: list[Fault] = []

    def say(self, path: Path, kind: str, problem: str, fix: str) -> None:
        self.found.append(Fault(path, self.document.line(path), kind, problem, fix))

    def refused(self) -> list[Fault]:
        return [fault for fault in self.found if fault.kind == REFUSED]
