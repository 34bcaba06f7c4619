"""Parse HCL (Terraform, OpenTofu, Packer, Nomad) into blocks and arguments, with the line of each.

This is a parser of our own for the native syntax (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md),
because no grammar for Python has wheels for all platforms. The result has the shape of Terraform's JSON syntax, so
`.tf` and `.tf.json` look alike: a block is under its type and labels, always in a list; strings keep their `${...}`; an
expression is a string "${...}". One exception helps rules: a call alone (`jsonencode({...})`) is `Tagged` with the
function's name and the list of its arguments. The text of a heredoc begins on the line after its marker.

It accepts what Terraform accepts, and a little more; as in Terraform, an argument given twice is an error.
"""

from __future__ import annotations

from govhooks.readers.document import BadDocument, Side
from govhooks.readers.hcl_text import NAME, SPACE
from govhooks.readers.hcl_values import DEEPEST, Values
from govhooks.readers.text import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Path


def read(data: bytes) -> Side:
    """Parse a document. Raises BadDocument."""
    parser = _Blocks(decode(data))
    try:
        value = parser.body((), 0, "")
    except RecursionError:
        raise BadDocument("not valid HCL: nested too deeply") from None
    return Side(value, dict(parser.places))


class _Blocks(Values):
    def body(self, here: Path, deep: int, end: str) -> dict[str, Any]:
        """Arguments and blocks up to `end`."""
        found: dict[str, Any] = {}
        given: set[str] = set()
        while self.skip() != end:
            start = self.at
            name = NAME.match(self.text, start)
            if name is None:
                raise self.bad("expected an argument or a block" if self.at < len(self.text) else f"expected {end}")
            self.at = name.end()
            if self.skip(SPACE) == "=":
                self.at += 1
                if name[0] in found:
                    raise self.bad(f"`{name[0]}` is given twice", start)
                path = (*here, name[0])
                self.mark(path, start)
                given.add(name[0])
                self.skip(SPACE)
                found[name[0]] = self.expression(path, deep, "\n")
            else:
                self.block(found, given, name[0], here, start, deep)
            if self.skip(SPACE) not in ("\n", "", end):
                raise self.bad("expected the end of the line")
        self.at += len(end)
        return found

    def block(self, body: dict[str, Any], given: set[str], name: str, here: Path, start: int, deep: int) -> None:
        names = [name]
        while (char := self.skip(SPACE)) != "{":
            label = NAME.match(self.text, self.at)
            if char == '"':
                names.append(self.template())
            elif label is not None:
                names.append(label[0])
                self.at = label.end()
            else:
                raise self.bad("expected `=` of an argument, or `{` of a block")
            if len(names) > DEEPEST:
                raise self.bad("nested too deeply")
        self.at += 1
        if name in given:
            raise self.bad(f"`{name}` is an argument and a block", start)
        around, place = body, here
        for part in names[:-1]:
            place = (*place, part)
            if part not in around:
                self.mark(place, start)
            around = around.setdefault(part, {})
            if not isinstance(around, dict):
                raise self.bad(f"`{name}` has labels here and none elsewhere", start)
        place = (*place, names[-1])
        if names[-1] not in around:
            self.mark(place, start)
        blocks = around.setdefault(names[-1], [])
        if not isinstance(blocks, list):
            raise self.bad(f"`{name}` has labels elsewhere and none here", start)
        place = (*place, len(blocks))
        self.mark(place, start)
        blocks.append(None)
        blocks[-1] = self.body(place, self.deeper(deep), "}")
