"""The settings, a table a language or family of formats; `rows` loads the table of a format."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.rules.authentication.session_policy.settings import Setting

# Table -> the formats that it has rows for. `names` are settings that are the same in code and in the environment.
TABLES = {
    "python": "python env yaml json toml dockerfile ini properties hcl",
    "script": "javascript typescript tsx env yaml json toml dockerfile",
    "go": "go",
    "java": "java",
    "ruby": "ruby",
    "php": "php env yaml dockerfile",
    "csharp": "csharp json",
    "constants": "python javascript typescript tsx go java ruby php csharp yaml json toml hcl ini properties env xml dockerfile",
    "configuration": "yaml json toml hcl ini properties env xml dockerfile",
    "providers": "json yaml hcl",
}


# The table that is the same for all its formats; `rows` leaves it out.
CONSTANTS = "constants"


def rows(form: str) -> Iterator[Setting]:
    """The rows for a format, without those of CONSTANTS."""
    for table, formats in TABLES.items():
        if table != CONSTANTS and form in formats.split():
            yield from (row for row in rows_of(table) if form in row.formats.split())


def rows_of(table: str) -> tuple[Setting, ...]:
    """The rows of a table, which is loaded."""
    module = __import__(f"govhooks.rules.authentication.session_policy.tables.{table}", fromlist=["ROWS"])
    found: tuple[Setting, ...] = module.ROWS
    return found
