"""Files as data: a blob is read once, by the reader of its format, for all rules that ask.

    for document in changeset.documents("yaml", "json", where=lambda path: path.startswith(".github/")):
        if document.error: ...                                  # could not be read: say so
        for path, old, new, line in document.changes(): ...     # what is new, gone or another value

Nothing is imported but the reader of a format that is asked for. What is in a change is read when the loop comes to it; `where`
leaves files out before they are read. See `govhooks.readers.document` for what a document says. The readers know nothing of
git, rules and policy: `read(format, data)` takes bytes.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govhooks.changeset import Change
    from govhooks.readers.document import Document, Side

# Ends of names (folded) -> format. The longest end that fits counts.
ENDS = {
    ".json": "json",
    ".jsonc": "json",
    ".json5": "json",
    ".tfstate": "json",
    ".webmanifest": "json",
    ".hcl": "hcl",
    ".tf": "hcl",
    ".tfvars": "hcl",
    ".tofu": "hcl",
    ".nomad": "hcl",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "toml",
    ".py": "python",
    ".pyi": "python",
    ".pyw": "python",
}
# Whole names (folded) -> format.
NAMES = {
    "composer.lock": "json",
    "pipfile.lock": "json",
    "flake.lock": "json",
    ".terraform.lock.hcl": "hcl",
    "package.resolved": "json",
    "cargo.lock": "toml",
    "poetry.lock": "toml",
    "uv.lock": "toml",
    "pdm.lock": "toml",
    "pipfile": "toml",
    ".babelrc": "json",
    ".clang-format": "yaml",
    "pubspec.lock": "yaml",
    "podfile.lock": "yaml",
}


def format_of(path: str) -> str:
    """The format of a file by its name, "" when no reader takes it."""
    name = path.rpartition("/")[2].casefold()
    if name in NAMES:
        return NAMES[name]
    at = name.find(".")
    while at >= 0:
        if name[at:] in ENDS:
            return ENDS[name[at:]]
        at = name.find(".", at + 1)
    return ""


def documents(
    changes: Iterable[Change], *formats: str, where: Callable[[str], bool] | None = None
) -> Iterator[Document]:
    """The documents of the changes in these formats, in order; `where` says of a path whether it is wanted.

    A deleted file counts with its old path, a renamed one with either.
    """
    for change in changes:
        if any(
            format_of(path) in formats and (where is None or where(path)) for path in (change.path, change.old_path)
        ):
            from govhooks.readers.sides import documents_of

            yield from documents_of(change, format_of(change.path), format_of(change.old_path))


def read(form: str, data: bytes) -> tuple[Side, ...]:
    """What a text in a format says: one side a document, or one with an `error`."""
    from govhooks.readers.sides import sides

    return sides(form, data)
