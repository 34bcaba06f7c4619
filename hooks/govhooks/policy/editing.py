"""Edit governance.toml in place: comments, order and layout of the existing text are kept.

It is used by commands that write the policy (`exceptions add`, `baseline`), never during a commit. tomlkit does the
editing. The result is parsed again by tomli, the parser that judges use, before it is returned.
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tomlkit import TOMLDocument

    Value = str | int | bool | date | list[str]


def set_key(data: bytes, key: str, value: Value, table: str = "") -> bytes:
    """The file with `key` set, at its top or in a table such as "rules.no-secrets". Raises CannotJudge."""
    import tomlkit

    document = _parse(data)
    place = document
    for name in table.split(".") if table else ():
        if name not in place:
            place.add(name, tomlkit.table(is_super_table=name != table.rsplit(".", 1)[-1]))
        place = place[name]
    if not table and key not in document and len(document):
        return _checked(_render_first(key, value) + _text(document), data)
    place[key] = value
    return _checked(_text(document), data)


def add_entry(data: bytes, name: str, entry: Mapping[str, Value]) -> bytes:
    """The file with one more `[[name]]` table after the last one. Raises CannotJudge."""
    import tomlkit

    document = _parse(data)
    table = tomlkit.table()
    for key, value in entry.items():
        table.add(key, value)
    held = document.get(name)
    if held is None:
        text = _text(document)
        array = tomlkit.aot()
        array.append(table)
        fresh = tomlkit.document()
        fresh.add(name, array)
        return _checked(text + ("\n" if text.strip() else "") + tomlkit.dumps(fresh).lstrip("\n"), data)
    if not isinstance(held, tomlkit.items.AoT):
        raise CannotJudge(f"{name} must be written as [[{name}]] tables")
    held.append(table)
    return _checked(_text(document), data)


def _parse(data: bytes) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CannotJudge(f"governance.toml: not UTF-8 text at byte {error.start}") from None
    except (TOMLKitError, ValueError, RecursionError) as error:
        raise CannotJudge(f"governance.toml: not valid TOML: {error}") from None


def _text(document: TOMLDocument) -> str:
    import tomlkit

    text = tomlkit.dumps(document)
    return text if text.endswith("\n") or not text else text + "\n"


def _render_first(key: str, value: Value) -> str:
    """Format a key for the top of a file: after a table, it would belong to that table."""
    import tomlkit

    fresh = tomlkit.document()
    fresh.add(key, tomlkit.item(value))
    return tomlkit.dumps(fresh) + "\n"


def _checked(text: str, data: bytes) -> bytes:
    """The bytes to write, with the line endings and byte order mark of the original. Raises CannotJudge."""
    import tomli

    try:
        tomli.loads(text.replace("\r\n", "\n"))
    except tomli.TOMLDecodeError as error:
        raise CannotJudge(f"governance.toml could not be changed in place ({error}): edit it by hand") from None
    if b"\r\n" in data:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b"") + text.encode("utf-8")
