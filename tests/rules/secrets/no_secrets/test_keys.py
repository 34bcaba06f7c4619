"""Private keys made by openssl, ssh-keygen and gpg, in every dress; public ones are left alone."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from govhooks.rules.secrets.no_secrets.engine import scan
from govhooks.rules.secrets.no_secrets.match import Match

OPENSSL = {
    "PKCS#1": "openssl genrsa -traditional -out k 2048",
    "PKCS#8": "openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out k",
    "PKCS#8, encrypted": "openssl genpkey -algorithm ed25519 -aes256 -pass pass:abcdef -out k",
    "SEC 1": "openssl ecparam -name prime256v1 -genkey -noout -out k",
    "SEC 1, P-384": "openssl ecparam -name secp384r1 -genkey -noout -out k",
    "SEC 1, P-521": "openssl ecparam -name secp521r1 -genkey -noout -out k",
    "Ed25519": "openssl genpkey -algorithm ed25519 -out k",
    "X25519": "openssl genpkey -algorithm x25519 -out k",
    "PKCS#8 of a curve": "openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out k",
}
SSH = {
    "OpenSSH": ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "k"],
    "OpenSSH, encrypted": ["ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "abcdef", "-f", "k"],
}
COMMANDS = {**{name: command.split() for name, command in OPENSSL.items()}, **SSH}


def run(*argv: str, cwd: Path, **env: str) -> bytes:
    if shutil.which(argv[0]) is None:
        pytest.skip(f"{argv[0]} is not on this machine")
    return subprocess.run(argv, cwd=cwd, check=True, capture_output=True, env={**os.environ, **env}).stdout


def made(name: str, cwd: Path) -> str:
    run(*COMMANDS[name], cwd=cwd)
    return (cwd / "k").read_text()


def keys(text: str, path: str = "app.py") -> list[Match]:
    return [match for match in scan(text, path) if match.confidence != "low"]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_key_is_found_in_every_dress(name: str, tmp_path: Path) -> None:
    pem = made(name, tmp_path)
    rows = pem.strip().split("\n")
    bare = "".join(rows[1:-1])
    dresses = {
        "block": (f"first\n{pem}", 2, len(rows) + 1),
        "indented": ("k: |\n" + "".join(f"    {row}\n" for row in rows), 2, len(rows) + 1),
        "one line": ('\nk = "' + pem.replace("\n", "\\n") + '"\n', 2, 2),
        "pieces": ("k =\n" + "".join(f'  "{row}\\n" +\n' for row in rows), 2, len(rows) + 1),
        "base64": (f'\nk = "{base64.b64encode(pem.encode()).decode()}"\n', 2, 2),
        "no header": (f'\nk = "{bare}"\n', 2, 2),
        "no header, wrapped": ("k: |\n" + "".join(f"  {row}\n" for row in rows[1:-1]), 2, len(rows) - 1),
    }
    for dress, (text, first, last) in dresses.items():
        matches = keys(text)

        assert [(match.id, match.line) for match in matches] == [("private-key", first)], dress
        assert matches[0].end_line in (last, last - 1), dress
        assert ("encrypted" in matches[0].title) == ("encrypted" in name), (dress, matches[0].title)
        assert matches[0].proven, dress


def test_an_old_encrypted_key_says_so(tmp_path: Path) -> None:
    made("PKCS#1", tmp_path)
    pem = run(*"openssl rsa -in k -traditional -aes128 -passout pass:abcdef".split(), cwd=tmp_path).decode()

    assert [match.title for match in keys(pem)] == ["private key (rsa private key), encrypted"]


@pytest.mark.parametrize("password", ["", "abcdefg"])
def test_a_pgp_key_says_whether_it_is_encrypted(password: str, tmp_path: Path) -> None:
    home = tmp_path / "g"
    home.mkdir(mode=0o700)
    # Without it the agent spends seconds on finding out how often this machine hashes a passphrase in a tenth of one.
    (home / "gpg-agent.conf").write_text("s2k-count 65536\n")
    gpg = ["gpg", "--batch", "--homedir", str(home), "--pinentry-mode", "loopback", "--passphrase", password]
    run(*gpg, *"--quick-gen-key a@x.test rsa2048 sign never".split(), cwd=tmp_path)
    block = run(*gpg, "--armor", "--export-secret-keys", cwd=tmp_path).decode()
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "gpg-agent"], check=False)

    expected = "private key (pgp private key block)" + (", encrypted" if password else "")
    assert [match.title for match in keys(block)] == [expected]


def rows(count: int) -> str:
    data = base64.b64encode(os.urandom(48 * count)).decode()
    return "\n".join(data[at : at + 64] for at in range(0, len(data), 64))


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("encryption", ["none", "aes256-cbc"])
def test_putty_keys(version: int, encryption: str) -> None:
    head = f"PuTTY-User-Key-File-{version}: ssh-ed25519\nEncryption: {encryption}\nComment: c\n"
    body = f"Public-Lines: 2\n{rows(2)}\nPrivate-" + f"Lines: 3\n{rows(3)}\nPrivate-MAC: 00\n"
    matches = keys("first\n" + head + body)

    assert [(match.line, "encrypted" in match.title) for match in matches] == [(2, encryption != "none")]


def test_an_ssh2_key() -> None:
    mark = "SSH2 ENCRYPTED " + "PRIVATE KEY"
    matches = keys(f'---- BEGIN {mark} ----\nComment: "x"\n{rows(6)}\n---- END {mark} ----\n')

    assert [match.title for match in matches] == ["private key (ssh2 encrypted private key), encrypted"]


def number(count: int) -> str:
    return base64.urlsafe_b64encode(os.urandom(count)).decode().rstrip("=")


JWKS: list[tuple[dict[str, str], bool]] = [
    ({"kty": "EC", "crv": "P-256", "x": number(32), "y": number(32), "d": number(32)}, True),
    ({"d": number(256), "n": number(256), "e": "AQAB", "kty": "RSA"}, True),
    ({"kty": "OKP", "crv": "Ed25519", "d": number(32), "x": number(32)}, True),
    ({"kty": "oct", "alg": "HS256", "k": number(32)}, True),
    ({"kty": "EC", "crv": "P-256", "x": number(32), "y": number(32)}, False),
    ({"kty": "RSA", "n": number(256), "e": "AQAB"}, False),
]


@pytest.mark.parametrize(("key", "private"), JWKS)
def test_json_web_keys(key: dict[str, str], private: bool) -> None:
    for text in (json.dumps(key), json.dumps({"keys": [key]}, indent=1), json.dumps({"jwk": json.dumps(key)})):
        found = [match for match in keys(text, "a.json") if match.id == "private-key"]

        assert bool(found) == private
        assert all("JSON Web Key" in match.title for match in found)


def test_what_is_public_is_left_alone(tmp_path: Path) -> None:
    made("PKCS#8", tmp_path)
    certificate = run(*"openssl req -x509 -key k -subj /CN=a".split(), cwd=tmp_path).decode()
    public = run(*"openssl pkey -in k -pubout".split(), cwd=tmp_path).decode()
    ssh = "ssh-rsa AAAA" + rows(6).replace("\n", "") + " joe@host\n"
    for text in (certificate, public, ssh):
        bare = "".join(row for row in text.split("\n") if "-----" not in row)

        assert keys(text) == []
        assert [match for match in keys(f'x = "{bare}"\n') if match.id == "private-key"] == []


def test_a_program_that_mentions_a_header_holds_no_key() -> None:
    """What follows the header there is words of base64's letters, none as long as a line of a key."""
    words = "FileNotFoundError displayPublicKeyData changePassPhraseNow printFingerprint "
    text = 'assert data.startswith(b"-----BEGIN OPENSSH ' + 'PRIVATE KEY-----\\n")\n' + words * 4

    assert [match for match in scan(text, "test.py") if match.id == "private-key"] == []
