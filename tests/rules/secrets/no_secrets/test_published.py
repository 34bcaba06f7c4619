"""Keys that open nothing: published ones in every format, and those of certificates for localhost, as openssl makes them."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from sweeps import processor_seconds

from govhooks.rules.secrets.no_secrets.engine import literals, scan
from govhooks.rules.secrets.no_secrets.match import Match
from govhooks.rules.secrets.no_secrets.published import KNOWN, beside

BEGIN, END = "-----BEGIN ", " KEY-----"
# RFC 8032 7.1, test 1, and RFC 9500 2.1, testRSA1024: in parts, as no scanner reads them.
SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc4" + "4449c5697b326919703bac031cae7f60")
MODULUS = bytes.fromhex(
    "b0d18352a88f53d5516f46c20e7a367d" + "7de88acf54a019f6def57ab9b44ceddb" + "2242b1bca0fb1b5cb82b3036176a6390"
    "3564dec6eb41db2f8fc787f4e52e1149" + "e33347572973f660c3c77ca9e0821c2b" + "695be7ae9d7d30f4079110f48aae6f8b"
    "702d474b2900817f2866249bec12a2b1" + "9b8278416808f81ae1fcf9b7778a623f"
)  # fmt: skip


def der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body)
    length = (
        bytes([size]) if size < 128 else bytes([0x81, size]) if size < 256 else bytes([0x82]) + size.to_bytes(2, "big")
    )
    return bytes([tag]) + length + body


def number(value: bytes) -> bytes:
    return der(2, b"\0" + value if value[0] > 127 else value)


def pkcs1(modulus: bytes) -> bytes:
    rest = [bytes(range(7, 7 + size)) for size in (128, 64, 64, 64, 64, 64)]
    return der(0x30, number(b"\0"), number(modulus), number(b"\1\0\1"), *map(number, rest))


def pkcs8(seed: bytes) -> bytes:
    return der(0x30, number(b"\0"), der(0x30, der(6, b"\x2b\x65\x70")), der(4, der(4, seed)))


def pem(kind: str, data: bytes) -> str:
    text = base64.encodebytes(data).decode()
    return f"{BEGIN}{kind}PRIVATE{END}\n{text}-----END {kind}PRIVATE KEY-----\n"


def url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def web_key(**members: object) -> str:
    return json.dumps({name: url(value) if isinstance(value, bytes) else value for name, value in members.items()})


def one(text: str, path: str = "k.pem") -> Match:
    (match,) = [match for match in scan(text, path) if match.id == "private-key"]
    return match


PUBLISHED = {
    "PKCS#1": (pem("RSA ", pkcs1(MODULUS)), "RFC 9500"),
    "PKCS#8": (pem("", pkcs8(SEED)), "RFC 8032"),
    "on one line": (pem("", pkcs8(SEED)).replace("\n", "\\n"), "RFC 8032"),
    "without a header": (f'key = "{base64.b64encode(pkcs1(MODULUS)).decode()}"\n', "RFC 9500"),
    "JWK, OKP": (web_key(kty="OKP", crv="Ed25519", d=SEED), "RFC 8032"),
    "JWK, RSA": (web_key(kty="RSA", n=MODULUS, e="AQAB", d=bytes(range(100, 228))), "RFC 9500"),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_key_is_told_apart_in_every_format(name: str) -> None:
    text, source = PUBLISHED[name]
    match = one(text)

    assert (match.confidence, match.proven) == ("low", False)
    assert f"published by {source}" in match.title


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_key_that_differs_in_one_bit_is_a_live_one(name: str) -> None:
    modulus, seed = bytes([*MODULUS[:-1], MODULUS[-1] ^ 2]), bytes([*SEED[:-1], SEED[-1] ^ 1])
    text = PUBLISHED[name][0]
    for old, new in ((pkcs1(MODULUS), pkcs1(modulus)), (pkcs8(SEED), pkcs8(seed))):
        for write in (
            base64.encodebytes,
            base64.b64encode,
            lambda data: base64.encodebytes(data).replace(b"\n", b"\\n"),
        ):
            text = text.replace(write(old).decode(), write(new).decode())
    text = text.replace(url(MODULUS), url(modulus)).replace(url(SEED), url(seed))

    assert text != PUBLISHED[name][0]
    assert (one(text).confidence, "published" in one(text).title) == ("high", False)


def test_what_is_known_are_digests() -> None:
    assert all(len(digest) == 64 and set(digest) <= set("0123456789abcdef") for digest in KNOWN)


# --- certificates


def made(folder: Path, subject: str, names: str = "", kind: str = "rsa:2048", *more: str) -> tuple[str, str]:
    """(key, certificate) that openssl makes."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not on this machine")
    keys = ["-newkey", kind] if kind != "ec" else ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    extra = ["-addext", f"subjectAltName={names}"] if names else []
    argv = [
        "openssl",
        "req",
        "-x509",
        *keys,
        "-nodes",
        "-keyout",
        "k",
        "-out",
        "c",
        "-days",
        "30",
        "-subj",
        subject,
        *extra,
        *more,
    ]
    subprocess.run(argv, cwd=folder, check=True, capture_output=True)
    return (folder / "k").read_text(), (folder / "c").read_text()


LOCAL = [
    ("/CN=localhost", ""),
    ("/O=Acme/CN=localhost", "DNS:localhost,IP:127.0.0.1,IP:::1"),
    ("/CN=Test server", "DNS:*.example.com,DNS:web.test"),
    ("/CN=app.localhost", ""),
    ("/CN=a.example", "DNS:a.example,IP:2001:db8::1,IP:192.0.2.7"),
]
LIVE = [
    ("/CN=www.corp.com", ""),
    ("/CN=localhost", "DNS:localhost,DNS:www.corp.com"),
    ("/CN=localhost", "DNS:localhost,IP:10.1.2.3"),
    ("/CN=notlocalhost", ""),
    ("/CN=vpn.corp.local", ""),
    ("/CN=www.corp.com", "DNS:localhost"),
    ("/CN=example.com.corp.io", ""),
    ("/O=Acme", ""),
]


@pytest.mark.parametrize("kind", ["rsa:2048", "ec"])
@pytest.mark.parametrize(("subject", "names"), LOCAL)
def test_the_key_of_a_certificate_for_localhost_is_told_apart(
    subject: str, names: str, kind: str, tmp_path: Path
) -> None:
    key, certificate = made(tmp_path, subject, names, kind)
    for text in (key + certificate, certificate + key):
        match = one(text)
        assert match.confidence == "low", match.title
        assert "of a certificate for " in match.title


@pytest.mark.parametrize("kind", ["rsa:2048", "ec"])
@pytest.mark.parametrize(("subject", "names"), LIVE)
def test_the_key_of_any_other_certificate_is_a_live_one(subject: str, names: str, kind: str, tmp_path: Path) -> None:
    key, certificate = made(tmp_path, subject, names, kind)

    assert one(key + certificate).confidence == "high"


def test_a_certificate_of_another_key_says_nothing(tmp_path: Path) -> None:
    _, certificate = made(tmp_path, "/CN=localhost")
    key, _ = made(tmp_path, "/CN=localhost")

    assert one(key + certificate).confidence == "high"


def test_one_of_two_certificates_for_a_host_is_enough(tmp_path: Path) -> None:
    key, local = made(tmp_path, "/CN=localhost")
    argv = ["openssl", "req", "-x509", "-key", "k", "-out", "c", "-days", "30", "-subj", "/CN=www.corp.com"]
    subprocess.run(argv, cwd=tmp_path, check=True, capture_output=True)
    live = (tmp_path / "c").read_text()

    assert one(key + local).confidence == "low"
    assert {one(key + local + live).confidence, one(key + live + local).confidence} == {"high"}


@pytest.mark.parametrize("kind", ["rsa:2048", "ec"])
def test_no_cut_or_broken_certificate_breaks_the_search(kind: str, tmp_path: Path) -> None:
    key, certificate = made(tmp_path, "/CN=localhost", "DNS:localhost", kind)
    data = base64.b64decode("".join(certificate.split("\n")[1:-2]))
    head, foot = certificate.split("\n")[0], certificate.split("\n")[-2]
    for size in range(100, len(data), 7):
        text = f"{key}{head}\n{base64.encodebytes(data[:size]).decode()}{foot}\n"
        assert one(text).confidence in ("high", "low")
    assert one(certificate[: len(certificate) // 2] + "\n" + key).confidence == "high"


def test_a_key_in_a_thousand_wrappers_is_read() -> None:
    data = pkcs8(SEED)
    for _ in range(900):
        data = der(0x30, number(b"\0"), der(0x30, der(6, b"\x2b\x65\x70")), der(4, data))

    assert one(pem("", data)).confidence == "high"


def test_many_keys_take_as_long_as_each_by_itself() -> None:
    def seconds(count: int) -> float:
        text = "".join(
            pem("RSA ", pkcs1(bytes([200, *range(at % 7, 120 + at % 7), at % 251, at // 251]))) for at in range(count)
        )
        text += "-----BEGIN CERTIFICATE-----\n" * count
        found = [match for match in scan(text, "a.txt", guesses=False) if match.id == "private-key"]
        assert len(found) > count // 2
        return processor_seconds(lambda: list(scan(text, "a.txt", guesses=False)))

    literals().expect_much()  # otherwise whichever call comes first prepares the search
    small, large = seconds(100), seconds(800)
    assert large < max(24 * small, 1), (small, large)


@pytest.mark.parametrize(
    ("key", "certificate"),
    [
        ("tests/certs/server.key", "tests/certs/server.crt"),
        ("key.pem", "cert.pem"),
        ("certs/localhost-key.pem", "certs/localhost.pem"),
        ("certs/localhost-key.pem", "certs/localhost-cert.pem"),
        ("tls/server_key.pem", "tls/server_cert.pem"),
        ("ssl/private.key", "ssl/private.crt"),
        ("privkey.pem", "cert.pem"),
    ],
)
def test_the_certificate_may_be_beside_the_key(key: str, certificate: str) -> None:
    assert certificate in beside(key)
    assert key not in beside(key)


def test_a_commit_of_a_key_for_localhost_passes_and_one_for_a_host_is_refused(repo, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for number_, (subject, code) in enumerate((("/CN=localhost", 0), ("/CN=www.corp.com", 1))):
        key, certificate = made(tmp_path, subject)
        repo.stage(f"certs{number_}/server.key", key)
        repo.stage(f"certs{number_}/server.crt", certificate)
        done = repo.check()
        assert done.code == code, done
        if not code:
            repo.git("commit", "-qm", "local")
            told = repo.check("--all", "--confidence", "low")
            assert "of a certificate for localhost" in told.out
            assert "a key pair of your own" in told.out
