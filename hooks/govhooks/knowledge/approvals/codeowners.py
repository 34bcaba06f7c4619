"""A CODEOWNERS file as a source of approvers.

GitHub's form
(https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners):
a glob and its owners on a line, the last line that matches a path counts, and a line without owners removes ownership.
What GitHub silently ignores is an error here: a `!` or `[`, an owner that is neither an address nor a group of the
policy. GitLab's section headings (`[Name][2] @owners`) are not supported: such a file is an error.
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.core.globs import BadGlob, Globs, validate
from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# The places where GitHub looks, in its order.
PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")


class Line(Record):
    """A line: its number, the glob as written, what it matches, and the owners."""

    number: int
    glob: str
    globs: Globs
    owners: tuple[str, ...]


class Codeowners:
    """Who owns which path: `lines` in the order of the file. Raises CannotJudge for an invalid line."""

    def __init__(self, data: bytes, origin: str = "CODEOWNERS") -> None:
        lines: list[Line] = []
        for number, raw in enumerate(data.decode("utf-8", "surrogateescape").split("\n"), 1):
            words = _words(raw)
            if not words:
                continue
            glob, owners = words[0], tuple(words[1:])
            if glob.startswith(("!", "[", "^")):
                raise CannotJudge(f"{origin}:{number}: {glob} is not a CODEOWNERS pattern")
            try:
                validate(glob)
            except BadGlob as error:
                raise CannotJudge(f"{origin}:{number}: bad pattern {glob}: {error}") from None
            wrong = [owner for owner in owners if "@" not in owner]
            if wrong:
                raise CannotJudge(
                    f"{origin}:{number}: {wrong[0]} is not an owner: write an address, @user or @org/team"
                )
            # `docs/*` means the files directly in docs here, not those in its folders.
            lines.append(Line(number, glob, Globs([glob], files_only=glob.endswith("/*")), owners))
        self.lines = tuple(lines)

    def owners(self, path: str) -> tuple[str, ...]:
        """The owners of a path as written, () if it has none."""
        for line in reversed(self.lines):
            if line.globs.match(path) is not None:
                return line.owners
        return ()


def _words(line: str) -> list[str]:
    """The words of a line; a backslash escapes a space, a word that begins with "#" ends the line."""
    words = []
    for word in line.replace("\\ ", "\0").split():
        if word.startswith("#"):
            break
        words.append(word.replace("\0", "\\ "))
    return words


def read(tree: Callable[[str], bytes | None]) -> Codeowners | None:
    """The CODEOWNERS of a tree, None if it has none."""
    for place in PLACES:
        data = tree(place)
        if data is not None:
            return Codeowners(data, place)
    return None
