"""A variable that a deployment file sets. Its value is kept to be compared, and is never shown."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.readers.document import Path, Side

# What a setting's value is: a literal, a reference to something else, or nothing that stands here.
LITERAL, REFERENCE, UNSET = "literal", "reference", "unset"
# A variable as people name them in deployment files, and whatever can be one.
NAME = compiled(r"[A-Z_][A-Z0-9_]{1,127}")
ANY_NAME = compiled(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_REFERENCE = compiled(
    r"""\$\{|(?<![A-Za-z0-9])\$[A-Za-z_]|\{\{|<%|\$\(|@Microsoft\.KeyVault|^(?:arn|vault|op|sm|ssm|secret|ref\+\w+|doppler|infisical):|^(?:var|local|data|module|each|aws_\w+|google_\w+|azurerm_\w+|random_\w+)\.|^ENC\[|^@[a-z][\w-]*$|^\{\{resolve:"""
)


class Line:
    """The line of a path of keys, and so many below it; looked for when it is needed: few settings have a finding."""

    __slots__ = ("below", "path", "side")

    def __init__(self, side: Side, path: Path, below: int = 0) -> None:
        self.side, self.path, self.below = side, path, below

    def __int__(self) -> int:
        return self.side.line(self.path) + self.below


class Setting(Record):
    """A variable that a file sets: `surface` says what kind of file, `kind` what its value is, `where` the keys above it.

    `int(line)` is its line.
    """

    name: str
    line: int | Line
    value: str = ""
    kind: str = LITERAL
    surface: str = ""
    where: tuple[str, ...] = ()


def kind_of(text: str) -> str:
    """What a value is, judged by its text."""
    if not text:
        return UNSET
    return REFERENCE if _REFERENCE.search(text) else LITERAL
