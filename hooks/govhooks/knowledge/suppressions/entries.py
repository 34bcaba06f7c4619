"""What every format of entries needs: a parsed file with its comments, and how an entry of it becomes a Suppression."""

from __future__ import annotations

from govhooks.core.lines import decode
from govhooks.knowledge.suppressions.comments import Beside
from govhooks.knowledge.suppressions.notes import note
from govhooks.knowledge.suppressions.notes import reason as told
from govhooks.knowledge.suppressions.suppression import HOLDS, TREE, Suppression, day
from govhooks.readers.document import BadDocument, Side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Source:
    """A file of a tool: its text and, once asked for, its comments and its documents."""

    def __init__(self, tool: str, path: str, data: bytes) -> None:
        self.tool, self.path, self.data = tool, path, data
        self.text = decode(data)[0].replace("\r\n", "\n")
        self._beside: Beside | None = None

    @property
    def beside(self) -> Beside:
        if self._beside is None:
            kind = (
                "slashes"
                if self.text.lstrip()[:1] in ("{", "/")
                else "ini"
                if self.path.endswith(".bandit")
                else "hash"
            )
            self._beside = Beside(self.path, self.text, kind)
        return self._beside

    def parsed(self, form: str) -> Side:
        """The file as a document of a format, the first of several. Raises BadDocument."""
        from govhooks.readers import read

        if not self.text.strip():
            return Side({}, {})
        side = read(form, self.data)[0]
        if side.error:
            raise BadDocument(side.error, side.error_line)
        return side

    def made(
        self,
        line: int,
        what: tuple[str, ...],
        *,
        reason: object = "",
        expires: object = "",
        owner: object = "",
        scope: str = TREE,
        text: str = "",
        field: str = "",
        near: str | None = None,
        head: int = 0,
        holds: tuple[str, ...] = HOLDS,
        wide: str = "",
    ) -> Suppression:
        """The suppression of an entry. A comment gives the reason, the owner and the last day where no field of the format does.
        `near` is the comment beside it, by default the one behind its line and right above it, or above the line `head`."""
        beside = (
            " ".join((*(self.beside.above(head) if head != line else ()), self.beside.of(line)))
            if near is None
            else near
        )
        written = str(reason or "")
        said, own = note(beside, what), note(written, what)
        return Suppression(
            tool=self.tool,
            path=self.path,
            line=line,
            what=what,
            reason=told(written, what) or said.reason,
            owner=str(owner or "") or own.owner or said.owner,
            expires=day(expires) or own.expires or said.expires,
            scope=scope,
            holds=holds,
            text=text,
            field=field,
            wide=wide,
        )


def listed(value: Any) -> list[Any]:
    """The elements of a list, of a text with commas, or nothing."""
    if isinstance(value, str):
        return [one.strip() for one in value.replace("\n", ",").split(",") if one.strip()]
    return value if isinstance(value, list) else []


def table(value: Any) -> dict[str, Any]:
    """A table as it is, {} for anything else."""
    return value if isinstance(value, dict) else {}


def tables(value: Any) -> list[dict[str, Any]]:
    """The tables of a list; an element that is none is an empty one, so that indexes stay."""
    return [table(one) for one in value] if isinstance(value, list) else []
