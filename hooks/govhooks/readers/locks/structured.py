"""A lock or manifest as plain data: its one document, and values of which nothing is promised, taken as what they have to be.

whole("toml", data)     the document as a Side; raises BadDocument where it is none, or no table
text(value), table(value), listed(value), texts(value)   the value where it is of this kind, an empty one otherwise
address(url), git(url, revision)   what `Package.source` holds of an URL: never the name and password within
"""

from __future__ import annotations

from govhooks.readers.document import BadDocument
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Side

# `https://user:word@host`, and the token of `https://token@host`; `ssh://git@host` names no secret.
_USER = compiled(r"(?<=//)(?!git@)[^/@\s]*@")


def whole(form: str, data: bytes) -> Side:
    """The first document of a text, which is a table; that of a blank text is an empty one. Raises BadDocument."""
    from govhooks.readers import read
    from govhooks.readers.document import Side

    side = read(form, data)[0]
    if side.error:
        raise BadDocument(side.error, side.error_line)
    if side.value is None:
        return Side({}, {})
    if not isinstance(side.value, dict):
        raise BadDocument("not a table of keys", 1)
    return side


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a list; one text is a list of itself."""
    return (value,) if isinstance(value, str) else tuple(one for one in listed(value) if isinstance(one, str))


def column(value: Any, key: str) -> list[str]:
    """The texts under a key of the tables of a list, in order; what has none is left out."""
    return [
        found for one in listed(value) if isinstance(one, dict) and isinstance(found := one.get(key), str) and found
    ]


def address(url: str) -> str:
    """An URL without the user and the password that stand in it."""
    return _USER.sub("", url.strip())


def git(url: str, revision: str = "") -> str:
    """The source of a package that is taken from git."""
    return f"git:{address(url.removeprefix('git+'))}" + (f"@{revision}" if revision else "")
