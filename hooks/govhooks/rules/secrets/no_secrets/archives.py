"""Find secrets in binary files: members of archives (one level deep), private keys in DER, keystores.

File types are recognised by content, never by name. A member is searched like a file with its name. Unpacking is
limited in number, size and ratio. Whatever could not be looked into (a password, a limit, a broken archive) is a
finding that is shown but does not refuse: many archives are legitimate, but none is called clean unseen.
"""

from __future__ import annotations

from govhooks.core.finding import CONFIDENCES
from govhooks.rules.secrets.no_secrets.der import title as key_title
from govhooks.rules.secrets.no_secrets.engine import scan
from govhooks.rules.secrets.no_secrets.match import Match

TYPE_CHECKING = False
if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

MEMBERS = 1_000
UNPACKED = 64 << 20
# Text compresses ten- or twentyfold; an archive with a higher ratio than this is made to exhaust us.
RATIO, ALWAYS = 200, 8 << 20
# The LZMA decoder allocates as much memory as the archive says.
_LZMA_MEMORY = 128 << 20
_ENTRIES = 50_000
_ZIP, _GZIP, _BZIP2, _XZ = b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0"
_KEY_FIX = "generate a new key pair and remove the old public key wherever it is trusted"
_LOOK = "unpack it and judge its files with `govhooks check FILE`, or keep it out of git"


class Unseen(Exception):
    """Why an archive, or part of it, could not be looked into."""


def in_binary(blob: bytes, path: str, *, guesses: bool) -> Iterator[Match]:
    """Secrets in a file that a text search cannot see: a key, a keystore, files packed in it. Line numbers are 0."""
    title, confidence = key_title(blob)
    if title:
        yield _key(blob, title, confidence)
        return
    try:
        for name, data in members(blob, path):
            yield from _in_member(name, data, guesses)
    except Unseen as reason:
        yield unseen(path, str(reason))


def _in_member(name: str, data: bytes, guesses: bool) -> Iterator[Match]:
    from govhooks.core.lines import decode

    shown = name if name.isprintable() else repr(name)
    title, confidence = key_title(data)
    if title:
        yield _key(data, f"{title} in the archive's {shown}", confidence)
        return
    text, binary = decode(data)
    seen: dict[tuple[str, int], int] = {}
    for match in scan(text, name, guesses=guesses and not binary):
        rank = CONFIDENCES.index(match.confidence)
        if rank > seen.get((match.value, match.line), -1):
            seen[match.value, match.line] = rank
            where = f"{match.title} in the archive's {shown}, line {match.line}"
            yield match.but(title=where, line=0, end_line=0, column=0)


def _key(data: bytes, title: str, confidence: str) -> Match:
    from hashlib import sha256

    return Match(
        id="private-key",
        title=title,
        value=sha256(data).hexdigest(),
        line=0,
        end_line=0,
        column=0,
        confidence=confidence,
        proven=confidence == "high",
        fix=_KEY_FIX,
    )


def unseen(path: str, reason: str) -> Match:
    """The note about an archive that was not looked into, or not completely."""
    return Match(
        id="unseen",
        title=f"could not look into this archive: {reason}",
        value=f"unseen {path}",
        line=0,
        end_line=0,
        column=0,
        confidence="high",
        fix=_LOOK,
        blocks=False,
    )


def members(blob: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each file packed in a blob; nothing if it is not an archive. Raises Unseen at the end, or where
    it has to stop."""
    limit = min(UNPACKED, max(ALWAYS, RATIO * len(blob)))
    if blob.startswith(_ZIP):
        yield from _zip(blob, limit)
        return
    data = blob
    # Compressed, or empty: a text may begin with the same three letters.
    is_bzip2 = blob.startswith(_BZIP2) and blob[4:10] in (b"1AY&SY", b"\x17rE8P\x90")
    if is_bzip2 or blob.startswith((_GZIP, _XZ)):
        data = _inflate(blob, limit)
        if data[257:262] != b"ustar":
            name = path.rpartition("/")[2]
            yield name.removesuffix(".gz").removesuffix(".bz2").removesuffix(".xz"), data[:limit]
    whole = data is blob or len(data) <= limit
    if data[257:262] == b"ustar":
        try:
            yield from _tar(data, limit)
        except Unseen:
            if whole:
                raise
    if not whole:
        raise Unseen(f"it unpacks to more than {limit >> 20} MiB")


def _inflate(blob: bytes, limit: int) -> bytes:
    """The first `limit` + 1 bytes of a compressed file. Raises Unseen if it is broken."""
    import io
    import zlib
    from lzma import LZMADecompressor, LZMAError

    try:
        if blob.startswith(_XZ):
            decoder = LZMADecompressor(memlimit=_LZMA_MEMORY)
            parts, left = [decoder.decompress(blob, limit + 1)], limit + 1
            while parts[-1] and not decoder.eof and (left := left - len(parts[-1])) > 0:
                parts.append(decoder.decompress(b"", left))
            return b"".join(parts)
        if blob.startswith(_BZIP2):
            from bz2 import BZ2File

            with BZ2File(io.BytesIO(blob)) as stream:
                return stream.read(limit + 1)
        from gzip import GzipFile

        with GzipFile(fileobj=io.BytesIO(blob)) as packed:
            return packed.read(limit + 1)
    except (OSError, EOFError, ValueError, zlib.error, LZMAError) as error:
        raise Unseen(f"it cannot be unpacked ({type(error).__name__})") from None


def _tar(data: bytes, limit: int) -> Iterator[tuple[str, bytes]]:
    import io
    import tarfile

    left = limit
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for count, info in enumerate(archive):
                if count >= MEMBERS:
                    raise Unseen(f"it has more than {MEMBERS} members")
                stream = archive.extractfile(info) if info.isreg() else None
                if stream is None:
                    continue
                content = stream.read(left + 1)
                if len(content) > left:
                    raise Unseen(f"it unpacks to more than {limit >> 20} MiB")
                left -= len(content)
                yield info.name, content
    except (tarfile.TarError, OSError, EOFError, ValueError, OverflowError) as error:
        raise Unseen(f"it cannot be unpacked ({type(error).__name__})") from None


def _zip(blob: bytes, limit: int) -> Iterator[tuple[str, bytes]]:
    import io
    import zipfile

    if blob.count(b"PK\1\2") > _ENTRIES:
        raise Unseen(f"it has more than {MEMBERS} members")
    try:
        archive = zipfile.ZipFile(io.BytesIO(blob))
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise Unseen(f"it cannot be unpacked ({type(error).__name__})") from None
    left, encrypted, broken = limit, 0, 0
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        for info in infos[:MEMBERS]:
            if info.flag_bits & 1:
                encrypted += 1
                continue
            content = _zip_member(archive, info, left + 1)
            if content is None:
                broken += 1
                continue
            if len(content) > left:
                raise Unseen(f"it unpacks to more than {limit >> 20} MiB")
            left -= len(content)
            yield info.filename, content
    if encrypted or broken:
        raise Unseen(
            f"{encrypted or broken} of its {len(infos)} members {'need a password' if encrypted else 'are broken'}"
        )
    if len(infos) > MEMBERS:
        raise Unseen(f"it has more than {MEMBERS} members")


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes | None:
    import zipfile
    import zlib
    from lzma import LZMAError

    try:
        with archive.open(info) as stream:
            return stream.read(limit)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, zlib.error, LZMAError):
        return None
