"""Archives, keystores and keys in binary files, by their bytes; bombs and broken ones are bounded and shown."""

from __future__ import annotations

import bz2
import functools
import gzip
import io
import lzma
import shutil
import subprocess
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.secrets.no_secrets import Policy, check
from govhooks.rules.secrets.no_secrets.der import title
from govhooks.rules.secrets.no_secrets.examples import make

TOKEN = make("ghp_{alnum:30}{sign:github}")
TEXT = f'first\nt = "{TOKEN}"\n'.encode() + b"nothing here\n" * 500
MEMBERS = {"clean.txt": b"hello\n", "conf/app.py": TEXT}


def found(new: bytes, path: str = "blob", old: bytes | None = None) -> list[Finding]:
    before = [old] if old is not None else []
    return list(check(Changeset([Change("A" if old is None else "M", path, new=new, old=before)]), Policy()))


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    blob = io.BytesIO()
    with zipfile.ZipFile(blob, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return blob.getvalue()


def tarred(members: dict[str, bytes], mode: str) -> bytes:
    blob = io.BytesIO()
    with tarfile.open(fileobj=blob, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return blob.getvalue()


PACKED = {
    "zip": zipped(MEMBERS),
    "zip with LZMA": zipped(MEMBERS, zipfile.ZIP_LZMA),
    "tar.gz": tarred(MEMBERS, "w:gz"),
    "tar.bz2": tarred(MEMBERS, "w:bz2"),
    "tar.xz": tarred(MEMBERS, "w:xz"),
}


@pytest.mark.parametrize("kind", PACKED)
def test_a_member_is_searched_and_named(kind: str) -> None:
    (finding,) = found(PACKED[kind])

    assert finding.line == 0
    assert "in the archive's conf/app.py, line 2" in finding.problem
    assert finding.proven
    assert TOKEN not in f"{finding.problem}{finding.fix}"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_file_is_searched(pack: Callable[[bytes], bytes]) -> None:
    (finding,) = found(pack(TEXT), "dump.sql.gz")

    assert "line 2" in finding.problem


def test_an_uncompressed_archive_is_found_once() -> None:
    for blob in (tarred(MEMBERS, "w"), zipped(MEMBERS, zipfile.ZIP_STORED)):
        assert len(found(blob)) == 1


def test_only_what_is_new_in_an_archive_counts() -> None:
    assert found(zipped({**MEMBERS, "more": b"x"}), old=zipped(MEMBERS)) == []
    assert len(found(zipped(MEMBERS), old=zipped({"clean.txt": b"hello\n"}))) == 1


@pytest.mark.parametrize(
    "blob",
    [
        zipped({"a": b"hello\n"}),
        gzip.compress(b"hello\n", mtime=0),
        b"BZhello, a text\n",
        b"0\n\x02\x01 a text\n",
        b"PK\n",
    ],
)
def test_a_clean_file_is_clean(blob: bytes) -> None:
    assert found(blob) == []


def encrypted(blob: bytes) -> bytes:
    """A zip whose entries say that they need a password."""
    data = bytearray(blob)
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 1)
    return bytes(data)


# Made when a test asks for them: the bombs take a while.
UNSEEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "password": (lambda: encrypted(zipped(MEMBERS)), "need a password"),
    "broken zip": (lambda: zipped(MEMBERS)[:150], "cannot be unpacked"),
    "broken gzip": (lambda: gzip.compress(TEXT)[:60], "cannot be unpacked"),
    "broken xz": (lambda: lzma.compress(TEXT)[:40] + b"\0" * 99, "cannot be unpacked"),
    "many members": (lambda: zipped({f"f{n}": b"a" for n in range(1_100)}), "more than 1000 members"),
    "bomb": (lambda: zipped({"a": bytes(80 << 20)}), "unpacks to more than"),
    "gzip bomb": (lambda: gzip.compress(bytes(80 << 20), 1), "unpacks to more than"),
    "tar bomb": (lambda: gzip.compress(tarred({"a": bytes(80 << 20)}, "w"), 1), "unpacks to more than"),
}


@functools.cache
def unseen(name: str) -> bytes:
    return UNSEEN[name][0]()


@pytest.mark.parametrize("name", UNSEEN)
def test_what_could_not_be_looked_into_is_shown(name: str) -> None:
    reason = UNSEEN[name][1]
    findings = found(unseen(name), "a.zip")
    notes = [finding for finding in findings if not finding.blocks]

    assert [finding.blocks for finding in findings if finding.line == 0] == [False]
    assert reason in notes[0].problem
    assert "govhooks check" in notes[0].fix


def test_a_large_archive_is_not_clean_unseen(tmp_path: Path) -> None:
    from govhooks.git.source import Source

    file = tmp_path / "a.zip"
    file.write_bytes(zipped({"a": bytes(17 << 20)}, zipfile.ZIP_STORED))
    change = Change("W", "a.zip", new=Source(disk=str(file)))

    assert [finding.blocks for finding in check(Changeset([change]), Policy())] == [False]


def test_a_bomb_takes_bounded_memory() -> None:
    blob = unseen("bomb")
    tracemalloc.start()
    try:
        found(blob)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 200 << 20


def run(*argv: str, cwd: Path) -> None:
    if shutil.which(argv[0]) is None:
        pytest.skip(f"{argv[0]} is not on this machine")
    subprocess.run(argv, cwd=cwd, check=True, capture_output=True)


@pytest.mark.parametrize("store", ["jks", pytest.param("jceks", marks=pytest.mark.slow), "pkcs12"])
def test_a_keystore_is_told_from_a_truststore(store: str, tmp_path: Path) -> None:
    # Java starts faster with its quick compiler and its simple collector.
    common = ["-storetype", store, "-storepass", "changeit", "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"]
    run(*"keytool -genkeypair -alias k -keyalg EC -dname CN=a -keystore k".split(), *common, cwd=tmp_path)
    run(*"keytool -exportcert -alias k -keystore k -file c".split(), *common, cwd=tmp_path)
    run(*"keytool -importcert -noprompt -alias c -file c -keystore t".split(), *common, cwd=tmp_path)
    key, trust = (tmp_path / "k").read_bytes(), (tmp_path / "t").read_bytes()

    assert [finding.blocks for finding in found(key)] == [True]
    assert "keystore with a private key" in found(key)[0].problem
    # keytool encrypts the certificates of a PKCS#12 truststore: what it holds cannot be told.
    assert [finding.confidence for finding in found(trust)] == (["low"] if store == "pkcs12" else [])
    assert "in the archive's k" in found(zipped({"k": key}))[0].problem


def field(data: bytes, size: int = 4) -> bytes:
    return len(data).to_bytes(size, "big") + data


@pytest.mark.parametrize(("tag", "expected"), [(1, ""), (2, "keystore"), (4, "keystore")])
def test_bouncy_castle_keystores(tag: int, expected: str) -> None:
    entry = bytes((tag,)) + field(b"alias", 2) + bytes(8) + bytes(4)
    body = field(b"X.509", 2) + field(b"\x30\x03\2\1\1") if tag == 1 else field(bytes(40))
    store = (2).to_bytes(4, "big") + field(bytes(20)) + (1024).to_bytes(4, "big") + entry + body + b"\0"

    assert title(store)[0].startswith(expected) and bool(title(store)[0]) == bool(expected)


@pytest.mark.parametrize("data", [b"", b"\x30", b"\x30\x82", b"\x30\x80\2\1\0", b"\x30\xff" * 9, b"\xfe\xed\xfe\xed\0"])
def test_cut_bytes_are_no_key(data: bytes) -> None:
    assert title(data) == ("", "")
