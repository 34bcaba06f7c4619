"""The text of a blob, its lines, and which of them are new.

Blobs are read as they are; git renders nothing, so no attribute, textconv or external diff can hide a line.
UTF-16 and UTF-32 are recognised with and without a byte order mark (git calls such a file binary).
"""

from __future__ import annotations

from codecs import getincrementaldecoder

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xef\xbb\xbf", "utf-8"),
)


# Real changes need a handful of levels; lines crafted to have one anchor per level would take quadratic time.
_LEVELS = 32
# How far ahead of a change its end is looked for, and how many equal lines make an end; see `_gaps`.
_NEAR = 64
_RUN = 4
# Blobs are compared in blocks of this many bytes.
_BLOCK = 4096
_PLAIN = bytes(range(32, 127)) + b"\t\n\r"
# The first byte of every byte order mark but one, which begins with a NUL.
_MARKED = (b"\xef", b"\xff", b"\xfe")


class Line(Record):
    """A line of text without its line ending; `number` is 1-based."""

    number: int
    text: str


def decode(blob: bytes) -> tuple[str, bool]:
    """(text, binary): the text of a blob, undecodable bytes as surrogates. `binary` means that it is not text: it has
    NULs and is not UTF-8, or every tenth byte is a NUL (a single stray NUL does not make a script binary)."""
    encoding, skip = sniff(blob)
    text = blob[skip:].decode(encoding, errors(encoding))
    return text, "\0" in text and (encoding == "latin-1" or text.count("\0") * 10 >= len(text))


def lowered(blob: bytes) -> bytes:
    """The text of a blob in lower case, as UTF-8 whatever its encoding: for a quick look for words."""
    if blob[:1] in _MARKED or b"\0" in blob[:64]:
        return decode(blob)[0].lower().encode("utf-8", "surrogateescape")
    return blob.lower()


def sniff(start: bytes) -> tuple[str, int]:
    """(encoding, length of the byte order mark), judged by the first bytes of a blob; latin-1 if it is not text."""
    for bom, encoding in _BOMS if start[:1] in _MARKED or start[:1] == b"\0" else ():
        if start.startswith(bom):
            if encoding != "utf-8" and _is_ascii_behind_a_mark(start[len(bom) : 4096]):
                break
            return encoding, len(bom)
    if b"\0" not in start:
        return "utf-8", 0
    wide = _wide(start[:4096])
    if wide:
        return wide, 0
    try:
        getincrementaldecoder("utf-8")().decode(start[: 1 << 16])
    except UnicodeDecodeError:
        return "latin-1", 0
    return "utf-8", 0


def _is_ascii_behind_a_mark(sample: bytes) -> bool:
    """Whether a byte order mark promises UTF-16 but plain ASCII follows: a shell ignores such a mark and reads on."""
    if len(sample) < 16 or b"\0" in sample:
        return False
    return len(sample.translate(None, _PLAIN)) * 10 <= len(sample)


def errors(encoding: str) -> str:
    """How undecodable bytes of an encoding are preserved."""
    return "surrogateescape" if encoding == "utf-8" else "replace"


def stream(chunks: Iterable[bytes], size: int, overlap: int) -> Iterator[str]:
    """The text of a blob that comes in chunks, in pieces of about `size` characters that end at the end of a line.

    A line longer than `size` is cut; each following piece repeats the last `overlap` characters of the one before.
    """
    decoder = None
    pending = ""
    for chunk in chunks:
        if decoder is None:
            encoding, skip = sniff(chunk)
            decoder = getincrementaldecoder(encoding)(errors(encoding))
            chunk = chunk[skip:]
        pending += decoder.decode(chunk)
        if len(pending) < size:
            continue
        cut = pending.rfind("\n") + 1
        yield pending[: cut or len(pending)]
        pending = pending[cut:] if cut else pending[-overlap:]
    if decoder is not None:
        pending += decoder.decode(b"", True)
    if pending:
        yield pending


def _wide(sample: bytes) -> str:
    """Which UTF-16 or UTF-32 encoding a sample without a byte order mark has, or ""."""
    count = len(sample)
    if count < 4:
        return ""
    for encoding, width, kept in (("utf-32-le", 4, 0), ("utf-32-be", 4, 3), ("utf-16-le", 2, 0), ("utf-16-be", 2, 1)):
        lanes = [sample[lane::width] for lane in range(width)]
        nul = [lane.count(0) / max(1, len(lane)) for lane in lanes]
        empty = [share for lane, share in enumerate(nul) if lane != kept]
        if nul[kept] < 0.1 and min(empty) > 0.7:
            return encoding
    for encoding, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        if _reads_as(sample[: count - count % width], encoding):
            return encoding
    return ""


def _reads_as(sample: bytes, encoding: str) -> bool:
    """Whether bytes decode to plausible text: mostly letters of alphabetic scripts, with spaces or line endings between
    words, and no control characters."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return False
        text = sample[: error.start].decode(encoding)
    spaces = text.count(" ") + text.count("\n")
    letters = sum(char < "\u0600" for char in text)
    return (
        spaces * 25 >= len(text) > 0
        and letters * 2 >= len(text)
        and all(char.isprintable() or char in "\t\r\n\f\ufeff" for char in text)
    )


def split(text: str) -> list[str]:
    """Lines without their endings. As in git, only a line feed ends a line; a carriage return before it is dropped."""
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if "\r" in text:
        lines = [line[:-1] if line.endswith("\r") else line for line in lines]
    return lines


def changed(old: Sequence[str | bytes], new: Sequence[str | bytes]) -> tuple[list[int], list[int]]:
    """(removed, added): 0-based indexes of the lines of `old` and `new` that the change touches.

    The lines that remain on both sides are identical and in the same order: nothing new is ever taken for old. First
    the common head and tail are dropped; then lines that occur once on both sides become anchors (patience diff),
    recursively between them. Takes O(n log n); a part without an anchor, or nested too deeply, counts as changed as a
    whole.
    """
    removed: list[int] = []
    added: list[int] = []
    stack = _gaps(old, new)
    while stack:
        a, b, c, d, level = stack.pop()
        while a < b and c < d and old[a] == new[c]:
            a += 1
            c += 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b -= 1
            d -= 1
        if a == b or c == d:
            removed.extend(range(a, b))
            added.extend(range(c, d))
            continue
        anchors = _anchors(old, new, a, b, c, d) if level < _LEVELS else []
        if not anchors:
            removed.extend(range(a, b))
            added.extend(range(c, d))
            continue
        for i, j in anchors:
            if a < i or c < j:
                stack.append((a, i, c, j, level + 1))
            a, c = i + 1, j + 1
        stack.append((a, b, c, d, level + 1))
    removed.sort()
    added.sort()
    return removed, added


def compare(old: bytes, new: bytes) -> tuple[list[int], list[int]]:
    """`changed` for the lines of two blobs; they are decoded only where their bytes cannot tell (see `trim`)."""
    parts = _parts(old, new)
    if parts is None:
        return changed(split(decode(old)[0]), split(decode(new)[0]))
    removed: list[int] = []
    added: list[int] = []
    at = [0, 0, 0, 0]  # bytes and lines of the old side, then of the new one
    for a, b, c, d in parts:
        at = [a, at[1] + old.count(b"\n", at[0], a), c, at[3] + new.count(b"\n", at[2], c)]
        gone, come = changed(_byte_lines(old[a:b]), _byte_lines(new[c:d]))
        removed.extend(index + at[1] for index in gone)
        added.extend(index + at[3] for index in come)
    return removed, added


def _parts(old: bytes, new: bytes) -> list[tuple[int, int, int, int]] | None:
    """`_gaps` in bytes, from blob to blob: (start and end in `old`, start and end in `new`) of whole lines.

    None for blobs whose lines cannot be compared as bytes (see `trim`).
    """
    ends = trim(old, new)
    if ends is None:
        return None
    a = c = ends[0]
    b, d = len(old) - ends[1], len(new) - ends[1]
    whole = [(a, b, c, d)]
    if old[-1:] != new[-1:] and b"\n" in (old[-1:], new[-1:]):
        return whole  # the last line may be the same without the line feed: `_gaps` sees that
    parts = []
    while (before := _ahead(old, a, b)) and (now := _ahead(new, c, d)):
        end = _resumed(before, now)
        if end is None:
            return whole
        parts.append((a, a + _size(before[: end[0]]), c, c + _size(now[: end[1]])))
        a, c = parts[-1][1], parts[-1][3]
        same = _same(old, new, a, c, min(b - a, d - c))
        same = old.rfind(b"\n", a, a + same) + 1 - a
        a, c = a + same, c + same
    return [*parts, (a, b, c, d)]


def _ahead(blob: bytes, start: int, end: int) -> list[bytes]:
    """The next `_NEAR` lines if there are more; else nothing."""
    room = _BLOCK
    while True:
        lines = blob[start : min(start + room, end)].split(b"\n", _NEAR)
        if len(lines) > _NEAR and (lines[_NEAR] or start + _size(lines[:_NEAR]) < end):
            return lines[:_NEAR]
        if start + room >= end:
            return []
        room *= 4


def trim(old: bytes, new: bytes) -> tuple[int, int] | None:
    """(head, tail): how many bytes of whole lines two blobs share at the beginning and at the end.

    None for blobs whose lines cannot be compared as bytes: with carriage returns, NULs or a byte order mark.
    """
    if old[:1] in _MARKED or new[:1] in _MARKED or any(char in blob for char in (b"\r", b"\0") for blob in (old, new)):
        return None
    most = min(len(old), len(new))
    low = _same(old, new, 0, 0, most)
    head = old.rfind(b"\n", 0, low) + 1
    if head == low == most == max(len(old), len(new)):
        return head, 0
    return head, _tail(old, new, most - head)


def _same(old: bytes, new: bytes, a: int, c: int, most: int) -> int:
    """How many of the `most` bytes from `a` and `c` on are the same before the first that is not."""
    found, step = 0, _BLOCK
    while found < most:
        size = min(step, most - found)
        if old[a + found : a + found + size] == new[c + found : c + found + size]:
            found += size
        else:
            most, step = found + size - 1, max(1, size // 2)
    return found


def _tail(old: bytes, new: bytes, most: int) -> int:
    a, b = len(old), len(new)
    tail = 0
    while tail < most and old[max(0, a - tail - _BLOCK) : a - tail] == new[max(0, b - tail - _BLOCK) : b - tail]:
        tail += _BLOCK
    low, high = min(tail, most), min(tail + _BLOCK, most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if old[a - middle : a - low] == new[b - middle : b - low] else (low, middle - 1)
    line = old.find(b"\n", a - low)
    return a - line - 1 if line >= 0 else 0


def excerpts(old: bytes, new: bytes, around: int) -> list[str] | None:
    """The parts of `new` that contain every line it adds to `old`, each with `around` lines of context.

    None if the bytes alone cannot tell (see `trim`).
    """
    parts = _parts(old, new)
    if parts is None:
        return None
    runs: list[tuple[int, int]] = []
    for a, b, c, d in parts:
        if d - c > _BLOCK:
            lines = _byte_lines(new[c:d])
            runs.extend(_runs(lines, changed(_byte_lines(old[a:b]), lines)[1], c))
        elif c < d:
            runs.append((c, d))
    joined = runs[:1]
    for start, end in runs[1:]:
        if new.count(b"\n", joined[-1][1], start) <= 2 * around:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [_with_context(new, start, end, around) for start, end in joined]


def _byte_lines(blob: bytes) -> list[bytes]:
    """Split as `split` does, otherwise the two would disagree about which lines are added."""
    lines = blob.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _runs(lines: list[bytes], added: list[int], offset: int) -> Iterator[tuple[int, int]]:
    """(start, end) in bytes of the runs of added lines; the first line stands at `offset`."""
    at = i = 0
    while i < len(added):
        j = i
        while j + 1 < len(added) and added[j + 1] == added[j] + 1:
            j += 1
        offset += _size(lines[at : added[i]])
        length = _size(lines[added[i] : added[j] + 1])
        yield offset, offset + length
        offset += length
        at, i = added[j] + 1, j + 1


def _size(lines: list[bytes]) -> int:
    return sum(map(len, lines)) + len(lines)


def _with_context(new: bytes, start: int, end: int, around: int) -> str:
    for _ in range(around):
        if start <= 0:
            break
        start = new.rfind(b"\n", 0, start - 1) + 1
    for _ in range(around):
        following = new.find(b"\n", end)
        if following < 0:
            end = len(new)
            break
        end = following + 1
    return new[start:end].decode("utf-8", "surrogateescape")


def _gaps(old: Sequence[str | bytes], new: Sequence[str | bytes]) -> list[tuple[int, int, int, int, int]]:
    """What lies between the runs that two sides share, where those are small parts; else all that is not their common
    head and tail.

    Most changes are a few small hunks of a long file, and its equal runs compare far quicker as slices than line by
    line. `_parts` does the same with bytes.
    """
    a = c = _equal(old, new, 0, 0, min(len(old), len(new)))
    b, d = len(old), len(new)
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b -= 1
        d -= 1
    whole = [(a, b, c, d, 0)]
    gaps = []
    while b - a > _NEAR and d - c > _NEAR:
        end = _resumed(old[a : a + _NEAR], new[c : c + _NEAR])
        if end is None:
            return whole
        i, j = a + end[0], c + end[1]
        gaps.append((a, i, c, j, 0))
        run = _equal(old, new, i, j, min(b - i, d - j))
        a, c = i + run, j + run
    return [*gaps, (a, b, c, d, 0)]


def _resumed(before: Sequence[str | bytes], now: Sequence[str | bytes]) -> tuple[int, int] | None:
    """Where two sides agree again: the first anchor that begins `_RUN` equal lines."""
    for near in (_NEAR // 4, _NEAR):  # most hunks are short
        for i, j in _anchors(before, now, 0, near, 0, near):
            if before[i : i + _RUN] == now[j : j + _RUN] and max(i, j) + _RUN <= near:
                return i, j
    return None


def _equal(old: Sequence[str | bytes], new: Sequence[str | bytes], a: int, c: int, most: int) -> int:
    """How many of the `most` lines from `a` and `c` on are the same before the first that is not."""
    found, step = 0, 8
    while found < most:
        size = min(step, most - found)
        if old[a + found : a + found + size] == new[c + found : c + found + size]:
            found, step = found + size, step * 2
        else:
            most, step = found + size - 1, max(1, size // 2)
    return found


def _anchors(
    old: Sequence[str | bytes], new: Sequence[str | bytes], a: int, b: int, c: int, d: int
) -> list[tuple[int, int]]:
    """Pairs of equal lines, each unique in its part, in increasing order on both sides."""
    # Where each text stands last, and first: the same place if it stands there once. (`dict` and `zip` take no steps.)
    before, now = old[a:b], new[c:d]
    last, first = dict(zip(before, range(a, b))), dict(zip(before[::-1], range(b - 1, a - 1, -1)))
    new_last, new_first = dict(zip(now, range(c, d))), dict(zip(now[::-1], range(d - 1, c - 1, -1)))
    pairs = [
        (i, j)
        for text, j in new_last.items()
        if (i := last.get(text, -1)) >= 0 and first[text] == i and new_first[text] == j
    ]
    if not pairs:
        return []
    pairs.sort()
    seconds = [j for _, j in pairs]
    return pairs if seconds == sorted(seconds) else _increasing(pairs)  # nothing moved, in most cases


def _increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose second members increase (patience sorting)."""
    from bisect import bisect_left

    tops: list[int] = []
    piles: list[int] = []
    back = [-1] * len(pairs)
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        back[index] = piles[pile - 1] if pile else -1
        if pile == len(tops):
            tops.append(j)
            piles.append(index)
        else:
            tops[pile] = j
            piles[pile] = index
    chain = []
    index = piles[-1]
    while index >= 0:
        chain.append(pairs[index])
        index = back[index]
    return chain[::-1]
