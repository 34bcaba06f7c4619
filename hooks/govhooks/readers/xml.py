"""Parse XML into tables, with the line of each element and attribute.

    <a x="1"><b>t</b><b/></a>  ->  {"a": {"@x": "1", "b": ["t", ""]}}

An element without attributes and children is its text, stripped. Any other has attributes as "@name", its children by
name, each name a list, and its text as "#text". Names keep their prefix. expat parses; entities that a document
declares itself are refused, not expanded, and nothing external is ever fetched.
"""

from __future__ import annotations

from govhooks.readers.document import DEEPEST, MOST_VALUES, BadDocument, Side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Path


def read(data: bytes) -> Side:
    """A document. Raises BadDocument."""
    from xml.parsers import expat

    walk = _Walk(data)
    parser = walk.parser
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        problem = expat.ErrorString(error.code)
        raise BadDocument(f"not valid XML: {problem}", walk.line()) from None
    except (ValueError, LookupError) as error:  # an encoding that Python does not have
        raise BadDocument(f"not valid XML: {error}", 1) from None
    return Side(walk.root, walk.lines)


class _Walk:
    def __init__(self, data: bytes) -> None:
        from xml.parsers import expat

        self._data = data
        self._odd = b"\r" in data.replace(b"\r\n", b"")
        self._counted = 0, 1  # number of bytes, and the line they end in
        self.root: dict[str, Any] = {}
        self.lines: dict[Path, int] = {}
        self._around: list[tuple[dict[str, Any], Path, list[str]]] = [(self.root, (), [])]
        self._left = MOST_VALUES
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = None

    def line(self) -> int:
        """The current line, as git counts: expat treats a single carriage return as a line ending, too."""
        if self._odd:
            at = max(self._counted[0], self.parser.CurrentByteIndex)
            self._counted = at, self._counted[1] + self._data.count(b"\n", self._counted[0], at)
            return self._counted[1]
        return int(self.parser.CurrentLineNumber)

    def _start(self, name: str, attributes: list[str]) -> None:
        table, path, _ = self._around[-1]
        self._left -= 1 + len(attributes) // 2
        if len(self._around) > DEEPEST or self._left < 0:
            raise BadDocument("not valid XML: nested too deeply, or too large", self.line())
        line = self.line()
        if len(self._around) == 1:
            here: Path = (name,)
            table[name] = None
        else:
            children = table.setdefault(name, [])
            self.lines.setdefault((*path, name), line)
            here = (*path, name, len(children))
            children.append(None)
        self.lines[here] = line
        own = {f"@{attributes[at]}": attributes[at + 1] for at in range(0, len(attributes), 2)}
        self.lines.update({(*here, key): line for key in own})
        self._around.append((own, here, []))

    def _end(self, name: str) -> None:
        own, here, texts = self._around.pop()
        table = self._around[-1][0]
        text = "".join(texts).strip()
        if own and text:
            own["#text"] = text
        value = own or text
        if len(here) == 1:
            table[name] = value
        else:
            table[name][-1] = value

    def _text(self, text: str) -> None:
        self._around[-1][2].append(text)

    def _entity(self, name: str, *_: object) -> None:
        raise BadDocument(f"not read: it declares an entity of its own (`{name}`), which is not expanded", self.line())
