"""Fields of protobuf messages (https://protobuf.dev/reference/protobuf/proto3-spec/), those of nested ones and of `oneof` too."""

from __future__ import annotations

from govhooks.rules.data.data_classification.blanked import Lines, without_comments
from govhooks.rules.data.data_classification.fields import Field, note_in
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# What opens or closes a block, and a field: [label] type name = number.
_TOKEN = compiled(
    r"(?P<close>\})|\b(?P<kind>message|enum|service|extend|oneof|group)\s+(?P<name>[\w.]+)\s*\{|(?P<open>\{)"
    r"|(?:\b(?:optional|required|repeated)\s+)?(?P<type>map\s*<[^>]*>|\.?[A-Za-z_][\w.]*)\s+(?P<field>[A-Za-z_]\w*)\s*=\s*\d+\s*(?P<rest>[;\[])"
)
# So far the options of a field are looked at.
_LONGEST = 2000


def fields(text: str, path: str) -> Iterator[Field]:
    """The fields of all messages, in textual order."""
    code = without_comments(text, strings=True)
    lines = Lines(code)
    rows = text.split("\n")
    # (kind, name) of the blocks around.
    around: list[tuple[str, str]] = []
    for found in _TOKEN.finditer(code):
        if found["close"]:
            if around:
                around.pop()
        elif found["kind"] or found["open"]:
            around.append((found["kind"] or "", found["name"] or ""))
        elif (
            around
            and around[-1][0] in ("message", "oneof", "group")
            and found["type"] not in ("option", "reserved", "syntax")
        ):
            owner = next((name for kind, name in reversed(around) if kind in ("message", "group")), "")
            line = lines.of(found.start("field"))
            stop = code.find(";", found.end("field"), found.end("field") + _LONGEST)
            end = line + (code.count("\n", found.end("field"), stop) if stop >= 0 else 0)
            yield Field(owner, found["field"], line, end, found["type"], note_in("\n".join(rows[line - 1 : end])))
