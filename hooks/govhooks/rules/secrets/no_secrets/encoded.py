"""Find secrets that are encoded, in base64, hex, percent and backslash escapes, split strings, the Secrets of Kubernetes.

Nothing here searches the text itself. `formats/forms.py` and `MARKS` are literals for the one pass over it: the base64
and hex forms of the names of secrets and of the formats' own literals, the escapes of ASCII characters, `kind: Secret`.
At a hit, the exact case is compared, the run around it is decoded, and if the result reads as text, it is scanned by
the same engine. Windows have limited size and advance with the text, so that even a line full of triggers takes linear
time.
"""

from __future__ import annotations

from govhooks.core.finding import CONFIDENCES
from govhooks.core.record import Record
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from govhooks.rules.secrets.no_secrets.format import Format
    from govhooks.rules.secrets.no_secrets.match import Match, Text

# How much is decoded around a hit. The next window begins OVERLAP before the end of this one: no token is longer.
BACK, AHEAD, OVERLAP = 1_024, 16_384, 4_096
SHORTEST = 16

_ESCAPES = (
    *(f"\\{letter}{digit}" for letter in ("u00", "x") for digit in "234567"),
    *('= \\"', '=\\"', ': \\"', ':\\"', '= \\\\\\"', '=\\\\\\"', ': \\\\\\"', ':\\\\\\"'),
)
_PERCENT = ("%3d", "%22", "%3a", "%5f", "%70%61%73%73", "%73%65%63", "%74%6f%6b", "%6b%65%79", "%67%68", "%41%4b%49")
# `kind: Secret` as written in YAML and JSON; without a space or quotes it is not a mapping.
_KUBERNETES = (
    *dict.fromkeys(
        f"{mark}kind{mark}:{gap}{quote}secret{quote}"
        for mark in ("", "'", '"')
        for gap in ("", " ", "  ", "   ", "    ")
        for quote in ("", mark or "'", mark or '"')
        if gap or quote
    ),
    *("kind : secret", '"kind" : "secret"', '\\"kind\\":\\"secret\\"', '\\"kind\\": \\"secret\\"'),
)
# Searched in any case, in addition to the fragments of `formats/forms.py`.
MARKS = (*_ESCAPES, *_PERCENT, *_KUBERNETES)
HEX = -1
# First four characters of a fragment -> the fragments, each with its position in a group of four base64 characters, or
# HEX.
_forms: dict[str, list[tuple[str, int]]] = {}


class Hidden(Record):
    """Decoded text: how it was hidden, and where (1-based lines and column of the encoded form).

    `raw`     the encoded form, so that no guess is made about it a second time.
    `key`     the key in a Kubernetes Secret whose value it is.
    `quiet`   True if only formats and keys are searched for.
    `source`  the offset in the encoded text for an offset in `text`, and whether a span contains anything encoded.
    """

    text: str
    how: str
    line: int
    end_line: int
    column: int
    raw: str = ""
    key: str = ""
    quiet: bool = False
    source: Escaped | None = None


def _known_forms() -> dict[str, list[tuple[str, int]]]:
    if not _forms:
        from govhooks.rules.secrets.no_secrets.formats.forms import FORMS

        for form, skip in FORMS:
            _forms.setdefault(form[:4], []).append((form, skip))
    return _forms


def hidden(
    view: Text,
    path: str,
    offsets: list[int],
    taken: dict[int, list[str]],
    scan: Callable[..., Iterator[Match]],
    *,
    guesses: bool,
    depth: int,
) -> Iterator[Match]:
    """What `scan` (of the engine) finds in the texts hidden near the offsets, with the position of their encoded form.

    What is in clear on the same line (`taken`) is not reported again. Values found here are added to it with their
    encoded form, so that nobody makes a guess about that.
    """
    said: dict[tuple[int, str], int] = {}
    for piece in reveal(view, offsets):
        if piece.raw and any(_is_most(value, piece.raw) for value in taken.get(piece.line, ())):
            continue  # a token whose own structure is encoded
        found = list(scan(piece.text, _name(path, piece), guesses=guesses and not piece.quiet, depth=depth + 1))
        if piece.key and guesses and not any(match.confidence != "low" for match in found):
            found = list(_by_key(piece)) or found
            # The decoded text was judged: nothing is to be guessed about the base64 itself.
            for line in range(piece.line, min(piece.end_line, piece.line + 1_000) + 1) if piece.raw else ():
                taken.setdefault(line, []).append(piece.raw)
        for match in found:
            raw, column = piece.raw, piece.column
            if piece.source:
                span = piece.source.touched(match)
                if not span:
                    continue  # it is in clear, and was found there
                raw, column = piece.source.raw[slice(*span)], piece.column + span[0]
            known = taken.setdefault(piece.line, [])
            before = said.get((piece.line, match.value), CONFIDENCES.index("high") if match.value in known else -1)
            if CONFIDENCES.index(match.confidence) <= before:
                continue
            said[piece.line, match.value] = CONFIDENCES.index(match.confidence)
            for line in range(piece.line, min(piece.end_line, piece.line + 1_000) + 1):
                taken.setdefault(line, []).extend(filter(None, (match.value, raw)))
            title = f"{match.title}, {piece.how}"
            yield match.but(title=title, line=piece.line, end_line=piece.end_line, column=column)


def _is_most(value: str, raw: str) -> bool:
    """Whether an encoded run consists mainly of a token that was found in clear."""
    return raw in value or (len(value) * 2 > len(raw) and value in raw)


def _name(path: str, piece: Hidden) -> str:
    """A file name that tells the guesses what kind of text it is; the file's own if no guesses are made in it."""
    from govhooks.rules.secrets.no_secrets.files import skips_file

    if piece.source or skips_file(path):
        return path
    start = piece.text.lstrip()[:1]
    return f"{path}.json" if start in ("{", "[") else f"{path}.ini"


def reveal(view: Text, offsets: list[int]) -> Iterator[Hidden]:
    """The texts hidden near the offsets of `forms` and `MARKS`."""
    text = view.text
    reach = {"base64": -1, "hex": -1, "escape": -1, "percent": -1}
    known = _known_forms()
    manifests = _Manifests(view)
    for offset in sorted(set(offsets)):
        char = text[offset]
        if char == "%":
            if offset >= reach["percent"]:
                yield from _percent(view, offset, reach)
        elif text.startswith(("kind", '"kind', "'kind"), offset):
            yield from manifests.secret(offset)
        elif char in "\\=:":
            if offset >= reach["escape"]:
                yield from _escaped(view, offset, reach)
        else:
            for form, skip in known.get(text[offset : offset + 4], ()):
                if text.startswith(form, offset):
                    if skip == HEX:
                        if offset >= reach["hex"]:
                            yield from _hex(view, offset, reach)
                    elif offset >= reach["base64"]:
                        yield from _base64(view, offset, skip, reach)


# Base64 and hex

_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_HEX_DIGITS = "0123456789abcdefABCDEF"
_URL_SAFE = str.maketrans("-_", "+/")
# The next line of wrapped base64: after a line ending or "\\n" and the marks of string literals, comments and
# quotations.
_MORE = Expression(
    r"""(?:(?:\\r)?\\n[ \t"'+,.\\]{0,16}(?:\r?\n[ \t"'#*>|]{0,80})?|[ \t"'+,.\\]{0,16}\r?\n[ \t"'#*>|]{0,80})"""
    r"""([A-Za-z0-9+/_-]{1,1000})(?=={0,2}[ \t"'+,;)\]}]{0,8}(?:[\\<\r\n]|$))"""
)
_WRAPPED = 40
# A word below one line of base64 belongs to it only if that line is as long as tools make them.
_WIDTHS = (60, 64, 70, 72, 76, 80)
_PRINTABLE = bytes(byte if byte in (9, 10, 13) or 32 <= byte < 127 else 0 for byte in range(256))
_PRINTABLE_UTF8 = bytes(byte if byte in (9, 10, 13) or (byte >= 32 and byte != 127) else 0 for byte in range(256))
_STRETCH = 12


def _base64(view: Text, offset: int, skip: int, reach: dict[str, int]) -> Iterator[Hidden]:
    text = view.text
    start, end = _run(text, offset, _BASE64)
    if start and text[start - 1] == "\\" and text[start] in "nrt":
        start += 1  # the n of an escaped line ending
    start += (offset - skip - start) % 4
    if start > offset - skip:
        return
    end, encoded = _wrapped(text, start, end)
    reach["base64"] = end if end < start + AHEAD else max(offset + 1, end - OVERLAP)
    if len(encoded) < SHORTEST:
        return
    yield from _decoded(view, unbase64(encoded), start, end, "base64-encoded", _is_jwt(text, start, end))


def _wrapped(text: str, start: int, end: int) -> tuple[int, str]:
    """(end, base64) of a run including its continuation lines."""
    parts = [text[start:end]]
    limit = start + AHEAD
    while len(parts[-1]) >= _WRAPPED and end < limit:
        more = _MORE.compiled().match(text, end)
        if not more or (len(more[1]) < SHORTEST and len(parts[-1]) not in _WIDTHS and len(parts) == 1):
            break
        parts.append(more[1])
        end = more.end()
    return end, "".join(parts).translate(_URL_SAFE)


def run_of_base64(text: str, offset: int) -> tuple[int, int, str]:
    """(start, end, base64) of the run around an offset, over the lines that it is wrapped into."""
    start, end = _run(text, offset, _BASE64)
    if start and text[start - 1] == "\\" and text[start] in "nrt":
        start += 1
    end, encoded = _wrapped(text, start, end)
    return start, end, encoded


def unbase64(encoded: str) -> bytes:
    """The bytes of base64 with or without padding; there may be one character too many at the end."""
    import binascii

    encoded = encoded.rstrip("=")
    if len(encoded) % 4 == 1:
        encoded = encoded[:-1]
    return binascii.a2b_base64(encoded + "=" * (-len(encoded) % 4))


def _is_jwt(text: str, start: int, end: int) -> bool:
    """Whether a run is part of a JSON Web Token, whose claims mention tokens but contain none."""
    return text[start - 1 : start] == "." or (text[end : end + 1] == "." and text.startswith("eyJ", start))


def _hex(view: Text, offset: int, reach: dict[str, int]) -> Iterator[Hidden]:
    text = view.text
    start, end = _run(text, offset, _HEX_DIGITS)
    reach["hex"] = end if end < offset + AHEAD else end - OVERLAP
    start += (offset - start) % 2
    if end - start < SHORTEST * 2:
        return
    data = bytes.fromhex(text[start : end - (end - start) % 2])
    yield from _decoded(view, data, start, end, "hex-encoded")


def _run(text: str, offset: int, alphabet: str) -> tuple[int, int]:
    """Start and end of the run of an alphabet's characters around an offset, within the window."""
    before, after = text[max(0, offset - BACK) : offset], text[offset : offset + AHEAD]
    return offset - len(before) + len(before.rstrip(alphabet)), offset + len(after) - len(after.lstrip(alphabet))


def _decoded(view: Text, data: bytes, start: int, end: int, how: str, quiet: bool = False) -> Iterator[Hidden]:
    revealed = readable(data)
    if revealed:
        line, column = view.place(start)
        last = view.place(end - 1)[0]
        yield Hidden(revealed, how, line, last, column, raw=view.text[start:end], quiet=quiet)


def readable(data: bytes) -> str:
    """The readable text in decoded bytes: all of it, or each run of a dozen printable characters, one per line."""
    if data.count(0) * 5 > len(data) * 2:
        data = data.decode("utf-16-le", "replace").encode("utf-8", "replace")
    try:
        data.decode("utf-8")
        masked = data.translate(_PRINTABLE_UTF8)
    except UnicodeDecodeError:
        masked = data.translate(_PRINTABLE)
    if b"\0" not in masked:
        return masked.decode("utf-8") if len(masked) >= _STRETCH else ""
    stretches = (stretch for stretch in masked.split(b"\0") if len(stretch) >= _STRETCH)
    return b"\n".join(stretches).decode("utf-8", "replace")


# Escapes

_ESCAPE = Expression(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,4})\}|(.))")
_PERCENT_ESCAPE = Expression(r"(?:%[0-9A-Fa-f]{2})+")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " ", "v": " ", "0": " "}
_SECRET_WORD = Expression(r"(?i)pass|pwd|secret|token|key|cred|auth|private|salt|sign|encrypt|kind")
# A name up to this far before a value makes it a secret.
_CONTEXT = 48


class Escaped:
    """A piece of text with its escapes decoded, and the origin of each offset."""

    def __init__(self, raw: str, escape: re.Pattern[str], undo: Callable[[re.Match[str]], str]) -> None:
        self.raw = raw
        self.spans: list[tuple[int, int, int]] = []  # start and end in the text, what to add for the raw offset
        parts: list[str] = []
        end = length = 0
        for found in escape.finditer(raw):
            char = undo(found)
            parts += (raw[end : found.start()], char)
            length += found.start() - end
            self.spans.append((length, length + len(char), found.end() - length - len(char)))
            length += len(char)
            end = found.end()
        self.text = "".join((*parts, raw[end:]))

    def touched(self, match: Match) -> tuple[int, int] | None:
        """The position of a match's value in the raw text, None if no escape is in it or close before it."""
        from bisect import bisect_left

        at = 0
        for _ in range(match.line - 1):
            at = self.text.find("\n", at) + 1
        start = at + match.column - 1
        # It is measured only up to its first line ending: a key's value is not the text as it stands.
        end = start + len(match.value)
        first = bisect_left(self.spans, (start - _CONTEXT, 0, 0))
        if first >= len(self.spans) or self.spans[first][0] > end:
            return None
        return self._raw(start), self._raw(end)

    def _raw(self, offset: int) -> int:
        from bisect import bisect_right

        index = bisect_right(self.spans, (offset, 0, 0)) - 1
        return offset + (self.spans[index][2] if index >= 0 else 0)


def _escaped(view: Text, offset: int, reach: dict[str, int]) -> Iterator[Hidden]:
    """A line with its backslash escapes decoded: \\x, \\u, and the quotes and line endings of a string in a string."""
    text = view.text
    line_start, line_end = view.bounds(offset)
    if text[offset] in "=:" and not _SECRET_WORD.search(text[max(line_start, offset - _CONTEXT) : offset]):
        return
    start, end = max(line_start, offset - BACK), min(line_end, offset + AHEAD)
    reach["escape"] = end if end == line_end else end - OVERLAP
    undone = Escaped(text[start:end], _ESCAPE.compiled(), _unescape)
    line, column = view.place(start)
    how = "in an escaped string" if text[offset] in "=:" else "written with escapes"
    yield Hidden(undone.text, how, line, line, column, source=undone)


def _unescape(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    if digits:
        char = chr(int(digits, 16))
        return char if char.isprintable() or char in "\t\n" else " "
    return _SIMPLE.get(found[4], found[4])


def _percent(view: Text, offset: int, reach: dict[str, int]) -> Iterator[Hidden]:
    """A word with its percent escapes decoded."""
    text = view.text
    line_start, line_end = view.bounds(offset)
    before = text[max(line_start, offset - BACK) : offset]
    after = text[offset : min(line_end, offset + AHEAD)]
    start = offset - len(before) + max(before.rfind(char) for char in " \t\"'<>`") + 1
    stops = [stop for stop in map(after.find, " \t\"'<>`") if stop >= 0]
    end = offset + min(stops, default=len(after))
    reach["percent"] = end if end < offset + AHEAD else end - OVERLAP
    undone = Escaped(text[start:end], _PERCENT_ESCAPE.compiled(), _unpercent)
    line, column = view.place(start)
    yield Hidden(undone.text, "percent-encoded", line, line, column, source=undone)


def _unpercent(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace").replace("\n", " ")


# Kubernetes (https://kubernetes.io/docs/concepts/configuration/secret/)

_SECRET_KIND = Expression(r"""["']?kind["']?[ \t]*:[ \t]*["']?Secret["']?[ \t]*(?:[,}\r\n#]|$)""")
_ENTRY = Expression(
    r"""(?m)(?:^|[{,])[ \t]*["']?([\w.-]{1,253})["']?[ \t]*:[ \t]*(?:[|>][+-]?[ \t]*\r?\n[ \t]*)?["']?"""
    r"""([A-Za-z0-9+/]{4,}={0,2}(?:\r?\n[ \t]+[A-Za-z0-9+/]+={0,2}(?=[ \t]*\r?$))*)["']?[ \t]*(?=[,}\r\n#]|$)"""
)
# stringData: a value as it is, on the key's line.
_PLAIN = Expression(
    r"""(?m)(?:^|[{,])[ \t]*["']?([\w.-]{1,253})["']?[ \t]*:[ \t]*(["']?)([^\s"'|>{}\[\]&*!#][^\n"'{}]{3,400}?)\2[ \t]*(?=[,}\r\n#]|$)"""
)
_JSON_DATA = Expression(r"""(?<![\w.-])["']?(data|stringData)["']?[ \t\r\n]*:[ \t\r\n]*\{([^{}]*)\}""")
# A larger manifest is read in part.
_MANIFEST = 64 << 10
_NO_SECRET_KEY = Expression(
    r"(?i)user|name|host|port|url|uri|email|(?:ca|tls|cert|server|client)?\.?(?:crt|cert|pem|pub)$|public|region|bucket"
    r"|endpoint|database|^db$|domain|issuer|client_?id|version|type|\.(?:ya?ml|json|conf|cfg|ini|toml|xml|properties|sh)$"
)


class _Manifests:
    """The Kubernetes Secrets of a text. A budget of characters limits repeated reading."""

    def __init__(self, view: Text) -> None:
        self.view = view
        self.budget = 16 * len(view.text) + (1 << 20)
        self.done: dict[int, int] = {}  # column of `kind` -> where the last mapping containing one ended

    def secret(self, offset: int) -> Iterator[Hidden]:
        """The values under `data` of the Secret with its `kind` at an offset."""
        view, text = self.view, self.view.text
        if self.budget <= 0 or not _SECRET_KIND.compiled().match(text, offset):
            return
        blocks = list(self._yaml(offset)) if text[offset] != '"' else list(self._json(offset))
        if not blocks:  # YAML with quoted keys, or JSON's braces in YAML
            blocks = list(self._json(offset)) if text[offset] != '"' else list(self._yaml(offset))
        for start, end, plain in blocks:
            if plain:
                for found in _PLAIN.compiled().finditer(text, start, end):
                    line, column = view.place(found.start(3))
                    value = found[3].strip()
                    yield Hidden(value, "in a Kubernetes Secret", line, line, column, key=found[1])
                continue
            for found in _ENTRY.compiled().finditer(text, start, end):
                encoded = "".join(found[2].split())
                if len(encoded) % 4:
                    continue
                value = readable_value(unbase64(encoded))
                if not value.strip("\r\n"):
                    continue
                line, column = view.place(found.start(2))
                last = view.place(found.end(2))[0]
                how = "base64-encoded in a Kubernetes Secret"
                yield Hidden(value, how, line, last, column, raw=found[2], key=found[1])

    def _json(self, offset: int) -> Iterator[tuple[int, int, bool]]:
        """The `data` or `stringData` object next to a `kind`: after it, up to the next one, otherwise before it."""
        text = self.view.text
        following = text.find('"kind"', offset + 6, offset + _MANIFEST)
        limit = following if following >= 0 else min(len(text), offset + _MANIFEST)
        found = _JSON_DATA.compiled().search(text, offset, limit)
        self.budget -= (found.end() if found else limit) - offset
        if not found:
            previous = max(text.rfind('"kind"', 0, offset), offset - _MANIFEST, 0)
            found = _JSON_DATA.compiled().search(text, previous, offset)
            self.budget -= offset - previous
        if found:
            yield found.start(2) - 1, found.end(2), found[1] != "data"

    def _yaml(self, offset: int) -> Iterator[tuple[int, int, bool]]:
        """The blocks under `data:` and `stringData:`, which is in the same column as `kind:`, in the same mapping."""
        text = self.view.text
        column = offset - self.view.bounds(offset)[0]
        if offset < self.done.get(column, -1):
            return
        start = at = _mapping_start(text, offset, column)
        begin, plain = -1, False
        while at < min(len(text), offset + _MANIFEST):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            line = text[at:end].rstrip()
            content = line.lstrip(" ")
            if at > offset and content[:1] not in ("", "#") and (len(line) - len(content) < column or content == "---"):
                break
            if content[:1] not in ("", "#") and not line[:column].strip(" -") and line[column : column + 1].strip():
                if begin >= 0:
                    yield begin, at, plain
                key, colon, _ = line[column:].partition(":")
                plain = key.strip("\"'") == "stringData"
                begin = at + column + len(key) + 1 if colon and key.strip("\"'") in ("data", "stringData") else -1
            at = end + 1
        self.budget -= at - start
        self.done[column] = at
        if begin >= 0:
            yield begin, min(at, len(text)), plain


def readable_value(data: bytes) -> str:
    """A value that is text, even if short; otherwise the readable text in it."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return readable(data)


def _mapping_start(text: str, offset: int, column: int) -> int:
    """The start of the mapping that has a key in this column at this offset: the line above with less indentation."""
    at = text.rfind("\n", 0, offset) + 1
    while at > max(0, offset - _MANIFEST):
        start = text.rfind("\n", 0, at - 1) + 1
        line = text[start : at - 1].rstrip()
        indent = len(line) - len(line.lstrip(" "))
        if line.startswith("---") or (line and indent < column and not line.lstrip().startswith("#")):
            return start if line[:column].strip(" -") == "" and line[:column].strip() else at
        at = start
    return at


def _by_key(piece: Hidden) -> Iterator[Match]:
    """The value of a Secret, which is a credential because of where it is; its key decides the confidence."""
    from govhooks.rules.secrets.no_secrets.generated import shape
    from govhooks.rules.secrets.no_secrets.match import Match
    from govhooks.search.placeholder import stand_in

    value = piece.text.strip()
    if "\n" in value or len(value) < 4 or stand_in(value) or (value.isdigit() and len(value) < 6):
        return
    if _SECRET_WORD.search(piece.key) or (shape(value) and not _NO_SECRET_KEY.search(piece.key)):
        confidence = "medium"
    elif _NO_SECRET_KEY.search(piece.key):
        return
    else:
        confidence = "low"
    yield Match(
        id="keyword",
        title=f"possible secret in `{piece.key}`" if len(piece.key) <= 48 else "possible secret",
        value=value,
        line=1,
        end_line=1,
        column=1,
        confidence=confidence,
        guess=True,
    )


# Pieces

_QUOTES = "\"'`"
# Between two pieces of one string: an operator or nothing between two quotes, or a line ending with a backslash or a
# quoted-printable "=" before it.
_JOINT = Expression(
    r"""(?:["'`][ \t]*(?:[+.&\\]|<<|\.\.|\|\||-join)?[ \t]*(?:[\\_]?\r?\n[ \t]*){0,2}(?:[+.&]|\.\.|\|\|)?[ \t]*[fFrRbBuU]?["'`]|[\\=]\r?\n[ \t]*)"""
)
_PIECES = 24


def in_pieces(
    view: Text, row: Format, offsets: list[int], taken: dict[int, list[str]], find: Callable[..., Iterator[Match]]
) -> Iterator[Match]:
    """Tokens of a format that are split into string literals which the program joins.

    `find` searches for tokens of a format in a text (the engine's own function).
    """
    from govhooks.rules.secrets.no_secrets.match import LONGEST, Text

    text = view.text
    reach = -1
    for offset in offsets:
        if offset < reach:
            continue
        stop = _next_stop(text, offset, offset + LONGEST)
        joint = _joint(text, offset, stop)
        if joint is None:
            reach = stop if stop >= 0 else offset + LONGEST // 2  # there is none for text that begins before it either
            continue
        start = max(view.bounds(offset)[0], offset - 128)
        parts, end = [text[start : joint.start()]], joint.end()
        for _ in range(_PIECES):
            following = _joint(text, end, _next_stop(text, end, end + LONGEST))
            stop = following.start() if following else end + LONGEST
            parts.append(text[end:stop])
            if following is None:
                break
            end = following.end()
        reach = end
        joined = "".join(parts)
        cut = joint.start() - start
        for match in find(Text(joined), row, [offset - start], {}):
            at = joined.find(match.value)
            if not at <= cut - 1 < at + len(match.value) - 1:
                continue
            line, column = view.place(start + at)
            last = view.place(min(end, len(text)))[0]
            for number in range(line, last + 1):
                taken.setdefault(number, []).append(match.value)
            yield match.but(title=f"{match.title}, in pieces", line=line, end_line=last, column=column)


def _next_stop(text: str, start: int, limit: int) -> int:
    """Where the string literal or line around an offset ends; -1 if not before the limit."""
    window = text[start:limit]
    stops = [stop for stop in map(window.find, (*_QUOTES, "\n")) if stop >= 0]
    return start + min(stops) if stops else -1


def _joint(text: str, start: int, at: int) -> re.Match[str] | None:
    """The joint at such an end."""
    if at < 0:
        return None
    if text[at] == "\n":
        at -= 2 if text[at - 1 : at] == "\r" else 1
    return _JOINT.compiled().match(text, at) if at > start else None


__all__ = [
    "MARKS",
    "hidden",
    "in_pieces",
    "readable",
    "reveal",
    "run_of_base64",
    "unbase64",
]
