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


def set_sorted(data: bytes, key: str, value: str, table: str) -> bytes:
    """As `set_key` for a string; where the table's keys stand sorted, one a line, a new one goes among them: two branches that each
    add one seldom conflict then."""
    import tomli

    text = set_key(data, key, value, table)
    lines = text.decode("utf-8").splitlines(keepends=True)
    heads = [index for index, line in enumerate(lines) if line.strip() == f"[{table}]"]
    if len(heads) != 1:
        return text
    first = heads[0] + 1
    last = next((index for index in range(first, len(lines)) if lines[index].startswith("[")), len(lines))
    keys = [(index, name) for index in range(first, last) if (name := _key_of(lines[index]))]
    mine = [index for index, name in keys if name == key]
    others = [name for _, name in keys if name != key]
    if len(mine) != 1 or mine[0] != keys[-1][0] or others != sorted(others):
        return text
    behind = next((index for index, name in keys if name > key), -1)
    if behind >= 0:
        lines.insert(behind, lines.pop(mine[0]))
    moved = "".join(lines).encode("utf-8")
    plain = [tomli.loads(one.decode("utf-8-sig").replace("\r\n", "\n")) for one in (text, moved)]
    return moved if plain[0] == plain[1] else text


def _key_of(line: str) -> str:
    """The key that a line such as `"a.b" = "x"` sets, "" for any other line."""
    key, equals, _ = line.partition("=")
    key = key.strip()
    if not equals or key.startswith("#"):
        return ""
    return key[1:-1] if key[:1] == key[-1:] == '"' else key


def add_entry(data: bytes, name: str, entry: Mapping[str, Value]) -> bytes:
    """The file with one more `[[name]]` table after the last one. Raises CannotJudge."""
    import tomlkit

    if data and not data.endswith(b"\n"):  # what follows would stand on the last line
        data += b"\r\n" if b"\r\n" in data else b"\n"
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


def update_entry(data: bytes, name: str, index: int, values: Mapping[str, Value]) -> bytes:
    """The file with these keys of the `[[name]]` table at an index (from 0) set, and nothing else changed: not a comment, not a line end.
    Raises CannotJudge."""
    import tomlkit

    lines, first, last = _block(data, name, index)
    end = "\r\n" if lines[first].endswith("\r\n") else "\n"
    document = tomlkit.parse("".join(lines[first:last]).replace("\r\n", "\n"))
    entry = document[name][0]
    for key, value in values.items():
        entry[key] = value
    text = tomlkit.dumps(document).rstrip("\n")
    finish = end if lines[last - 1].endswith("\n") else ""
    made = "".join(lines[:first]) + text.replace("\n", end) + finish + "".join(lines[last:])
    return _same_but(made, data, name, index, values)


def remove_entry(data: bytes, name: str, index: int) -> bytes:
    """The file without the `[[name]]` table at an index (from 0), the comment right above it and the empty lines behind it. A comment
    that begins the file is about the file, and stays. Raises CannotJudge."""
    lines, first, last = _block(data, name, index)
    above = _above(lines, first)
    first = above if above else first
    while last < len(lines) and not lines[last].strip():
        last += 1
    if last == len(lines):
        while first and not lines[first - 1].strip():
            first -= 1
    return _same_but("".join(lines[:first] + lines[last:]), data, name, index, None)


def _block(data: bytes, name: str, index: int) -> tuple[list[str], int, int]:
    """(lines with their ends, first line of a `[[name]]` table, the line behind its last key). Raises CannotJudge."""
    from govhooks.readers.toml import read

    _parse(data)
    lines = _split(data.decode("utf-8-sig"))
    side = read(data)
    head = side.lines.get((name, index), 0)
    if not head or not lines[head - 1].lstrip().startswith("[["):
        raise CannotJudge(f"{name} must be written as [[{name}]] tables")
    behind = [line for path, line in side.lines.items() if line > head and path[:2] != (name, index)]
    last = min(behind, default=len(lines) + 1) - 1
    while last > head and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    return lines, head - 1, last


def _split(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends one."""
    *whole, rest = text.split("\n")
    return [line + "\n" for line in whole] + ([rest] if rest else [])


def _same_but(text: str, data: bytes, name: str, index: int, values: Mapping[str, Value] | None) -> bytes:
    """The bytes of a text that means what the file meant but for one entry: changed, or gone. Raises CannotJudge."""
    import tomli

    wanted = tomli.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    if values is None:
        del wanted[name][index]
        if not wanted[name]:
            del wanted[name]
    else:
        wanted[name][index].update(values)
    try:
        same = tomli.loads(text.replace("\r\n", "\n")) == wanted
    except tomli.TOMLDecodeError:
        same = False
    if not same:
        raise CannotJudge(f"governance.toml could not be changed in place: edit [[{name}]] #{index + 1} by hand")
    return (b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b"") + text.encode("utf-8")


def add_tables(data: bytes, parent: str, tables: Mapping[str, Mapping[str, Value]]) -> bytes:
    """The file with a table `[parent.NAME]` more for each of `tables`, sorted among those that are there. Raises CannotJudge.

    The text is cut at its headers and parsed twice, however many tables there are.
    """
    import tomli
    import tomlkit

    before = _text(_parse(data)).replace("\r\n", "\n")
    lines = before.splitlines(keepends=True)
    heads: list[tuple[str, int]] = []
    end = len(lines)
    for index, line in enumerate(lines):
        text = line.partition("#")[0].strip()
        if text.startswith(f"[{parent}.") and text.endswith("]"):
            heads.append((text[len(parent) + 2 : -1].strip("\"'"), index))
            end = len(lines)
        elif heads and end == len(lines) and text.startswith("["):
            end = _above(lines, index)
    places: dict[int, list[str]] = {}
    for name in sorted(tables):
        behind = next((index for other, index in heads if other > name), -1)
        fresh = tomlkit.document()
        fresh.add(name, tomlkit.item(dict(tables[name])))
        body = tomlkit.dumps(fresh).partition("]\n")[2]
        key = tomlkit.key(name).as_string()
        places.setdefault(_above(lines, behind) if behind >= 0 else end, []).append(f"[{parent}.{key}]\n{body}")
    parts: list[str] = []
    for index in range(len(lines) + 1):
        if blocks := places.get(index):
            if parts and parts[-1].strip():
                parts.append("\n")
            parts.append("\n".join(blocks))
            if index < len(lines):
                parts.append("\n")
        parts += lines[index : index + 1]
    after = _checked("".join(parts), data)
    wanted = tomli.loads(before)
    place = wanted
    for name in parent.split("."):
        place = place.setdefault(name, {})
    place.update({name: dict(table) for name, table in tables.items()})
    if tomli.loads(after.decode("utf-8-sig").replace("\r\n", "\n")) != wanted:
        raise CannotJudge(f"governance.toml could not be changed in place: add [{parent}] tables by hand")
    return after


def _above(lines: list[str], index: int) -> int:
    """Where the comments begin that stand directly above a line."""
    while index and lines[index - 1].startswith("#"):
        index -= 1
    return index


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
