"""Read files as data: each blob is parsed once, by the reader of its format, for all rules that ask.

    for document in documents(changeset.changes, "yaml", "json", where=lambda path: path.startswith(".github/")):
        if document.error: ...                  # it could not be read: report it
        for change in document.changes(): ...   # what is new, gone or changed: path, old, new, line

    for document in documents(changeset.changes, "python", "java"):
        for call in document.new.value.calls: ...   # `document.touches(call.line, call.end)`: is it part of the change?

Only the readers of the requested formats are imported. A changed file is read when the loop comes to it; `where`
excludes files before they are read. See `govhooks.readers.document` for the result. The readers know nothing about git,
rules or policy:
`read(format, data)` takes bytes.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govhooks.core.change import Change
    from govhooks.readers.document import Document, Side

# Format -> its file name endings (case-folded); the longest matching ending wins. One that begins with "/" is a
# complete name.
FORMATS = {
    "csharp": ".cs",
    "dockerfile": "/dockerfile .dockerfile /containerfile .containerfile",
    "env": ".env .envrc .flaskenv",
    "go": ".go",
    "hcl": ".hcl .tf .tfvars .tofu .nomad",
    "ini": ".ini .cfg .npmrc .pypirc .editorconfig /pip.conf .coveragerc .pylintrc",
    "java": ".java",
    "javascript": ".js .jsx .mjs .cjs",
    "json": ".json .jsonc .json5 .tfstate .webmanifest .har .babelrc /composer.lock /pipfile.lock /flake.lock "
    "/package.resolved /bun.lock /deno.lock",
    "kotlin": ".kt",
    "notebook": ".ipynb",
    "php": ".php .phtml",
    "properties": ".properties",
    "python": ".py .pyi .pyw /sconstruct",
    "ruby": ".rb .rake .gemspec .ru /rakefile /gemfile",
    "shell": ".sh .bash .zsh .ksh .bats .bashrc .bash_profile .profile",
    "toml": ".toml /cargo.lock /poetry.lock /uv.lock /pdm.lock /pipfile",
    "tsx": ".tsx",
    "typescript": ".ts .mts .cts",
    "xml": ".xml .csproj .vbproj .fsproj .props .targets .nuspec .plist .xsd .svg .resx .wsdl .pom /web.config "
    "/app.config /nuget.config /packages.config",
    "yaml": ".yaml .yml /pubspec.lock /podfile.lock .clang-format",
}
# Beginnings of names: the ending says what the file is for (`Dockerfile.dev`, `.env.example`).
STARTS = {"dockerfile.": "dockerfile", "containerfile.": "dockerfile", ".env.": "env"}

_CODE = ("python", "go", "javascript", "typescript", "ruby", "php", "java", "kotlin", "csharp")
_ends: dict[str, str] = {}


def format_of(path: str) -> str:
    """The format of a file, judged by its name; "" if no reader takes it."""
    if not _ends:
        _ends.update((end, form) for form, ends in FORMATS.items() for end in ends.split())
    name = path.rpartition("/")[2].casefold()
    if found := _ends.get("/" + name):
        return found
    for start, form in STARTS.items():
        if name.startswith(start):
            # `Dockerfile.go` builds a program in Go, `dockerfile.go` is one.
            code = _ends.get(name[name.rfind(".") :], "") if path.endswith(name) else ""
            return code if code in _CODE else form
    at = name.find(".")
    while at >= 0:
        if found := _ends.get(name[at:]):
            return found
        at = name.find(".", at + 1)
    return ""


def documents(
    changes: Iterable[Change], *formats: str, where: Callable[[str], bool] | None = None
) -> Iterator[Document]:
    """The documents of the changes in these formats, in order; `where` decides by path whether a file is wanted.

    For a deleted file its old path counts, for a renamed one either path.
    """
    for change in changes:
        if any(
            format_of(path) in formats and (where is None or where(path)) for path in (change.path, change.old_path)
        ):
            from govhooks.readers.sides import documents_of

            yield from documents_of(change, format_of(change.path), format_of(change.old_path))


def read(form: str, data: bytes) -> tuple[Side, ...]:
    """Parse a text in a format: one side per document, or a single side with an `error`."""
    from govhooks.readers.sides import sides

    return sides(form, data)
