"""What is wrong in a requirements.toml: a fault, and how it is told."""

from __future__ import annotations

import re

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.knowledge.agents.documents import Document

    Path = tuple[str | int, ...]

# What a Fault says, by how much it weighs: all but a note refuse the change.
REFUSED, IGNORED, OPEN, SHORT, NOTE = "refused", "ignored", "open", "short", "note"


class Fault(Record):
    """One thing that is wrong in a requirements.toml.

    `path`     the key, as keys and indexes; `line` where it stands.
    `kind`     REFUSED: Codex does not start. IGNORED: it has no effect. OPEN: it allows more than it reads as. SHORT: it
               falls short of the baseline. NOTE: something to know.
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
    """The faults of a document, as they are found. `value` is what is judged: the tables that are of the right types."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.value = document.value
        self.found: list[Fault] = []

    def say(self, path: Path, kind: str, problem: str, fix: str) -> None:
        self.found.append(Fault(path, self.document.line(path), kind, problem, fix))

    def refused(self) -> list[Fault]:
        return [fault for fault in self.found if fault.kind == REFUSED]
