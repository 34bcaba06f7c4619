"""Why a candidate is no secret: each reason by an example, and by one that it does not reach."""

from __future__ import annotations

import ast
import base64
from pathlib import Path

import pytest

from govhooks.rules.secrets.no_secrets import dismissals
from govhooks.rules.secrets.no_secrets.candidates import AFTER, BEFORE
from govhooks.rules.secrets.no_secrets.dismissals import dismissal
from govhooks.rules.secrets.no_secrets.engine import _sorted_hits
from govhooks.rules.secrets.no_secrets.files import skips_file
from govhooks.rules.secrets.no_secrets.guesses import every
from govhooks.rules.secrets.no_secrets.match import Text

VALUE = "kT9" + "mQ2v" + "xLp4"
PAIR = base64.b64encode(f"app:{VALUE}".encode()).decode()
FOREIGN = base64.b64encode("app:Gr\u00f6\u00dfe-und-Wert".encode()).decode()
ESCAPES = "\\x02" * 2
SEALED = "AgB" + "x9Zk" * 180
# reason: (line, file) that it dismisses, (line, file) close to it that it does not.
EXAMPLES = {
    "salt": (
        ("argon2id('password', 'salt" + "1234', { t: 1 });", "a.js"),
        ("scrypt.encrypt(secret, 'salt" + "1234', { t: 1 });", "a.js"),
    ),
    "pem-mark": (("key = '-----BEGIN'", "a.py"), (f"key = '-{VALUE}'", "a.py")),
    "other-key": (('ForeignKey("user.id")', "a.py"), (f'Key("{VALUE}")', "a.py")),
    "sample-account": (("mysql://scott:tiger@db/app", "a.ini"), (f"mysql://scott:{VALUE}@db/app", "a.ini")),
    "not-basic": (("Authorization: Basic abcdefgh", "a.txt"), (f"Authorization: Basic {PAIR}", "a.txt")),
    "not-ascii": (
        (f"Authorization: Basic {FOREIGN}", "a.txt"),
        (f"Authorization: Basic {PAIR}", "a.txt"),
    ),
    "unquoted": (("put('password', value)", "a.py"), (f"put('password', '{VALUE}')", "a.py")),
    "code": (("password = settings.SECRET", "a.py"), (f"password = {VALUE}", "a.ini")),
    "prose": (("the password should change", "a.txt"), (f"the password {VALUE}", "a.txt")),
    "variable": (("password = new_password", "a.py"), ("password = 'new_passwort'", "a.py")),
    "constant": (("password: true", "a.yml"), ("password: truer", "a.yml")),
    "scheme": ((f"auth = 'Bearer {VALUE}'", "a.py"), (f"auth = '{VALUE}'", "a.py")),
    "translation": (
        ('msgstr "password" = "Passwort eingeben"', "a.po"),
        ('x "password" = "Passwort eingeben"', "a.py"),
    ),
    "wrong-on-purpose": ((f"wrong_password = '{VALUE}'", "a.py"), (f"badge_password = '{VALUE}'", "a.py")),
    "argument": (("token = request.get('auth_token_x')", "a.py"), (f"token = decrypt('{VALUE}')", "a.py")),
    "public-key": ((f"public_key = '{VALUE}'", "a.py"), (f"private_key = '{VALUE}'", "a.py")),
    "password-hash": (
        ("password = '$2b$12$" + "abcdefghijklmnopqrstuv'", "a.py"),
        (f"password = '$2{VALUE}'", "a.py"),
    ),
    "url": (("token_url = 'https://login.corp.test/token'", "a.py"), (f"token = 'x//{VALUE}'", "a.py")),
    "bytes": ((f"password = '{ESCAPES}'", "a.py"), (f"password = '{ESCAPES}{VALUE}'", "a.py")),
    "integrity-hash": ((f"key: 'sha512-{VALUE}'", "a.js"), (f"key: 'sha5-{VALUE}'", "a.js")),
    "digest": (("hashed_password = '" + "5e88" * 16 + "'", "a.py"), ("hashing_key = '" + "5e88" * 16 + "'", "a.py")),
    "ciphers": (("'ECDHE-RSA-AES128-GCM-SHA256:!PSK:HIGH:!MD5'", "a.py"), (f"psk = 'HIGH:{VALUE}'", "a.py")),
    "port": (("get:http://localhost:9999/p/200:ir,@1", "a.txt"), (f"http://app:9{VALUE}@db", "a.txt")),
    "regex": (("secret_re = '[0-9a-f]{32}'", "a.py"), (f"secret_re = '[{VALUE}'", "a.py")),
    "algorithm": (("password_hash = 'pbkdf2'", "a.py"), ("password_hash = 'pbkdf2x'", "a.py")),
    "address": (("tokenVault: '0x" + "5e88" * 10 + "'", "a.yml"), ("tokenVault: '0x" + "5e88" * 16 + "'", "a.yml")),
    "file-name": ((f"secret.ps1 {VALUE}", "a.txt"), (f"secret.psx {VALUE}", "a.txt")),
    "fill-in": (("password: '###PWD###'", "a.yml"), (f"password: '#{VALUE}#'", "a.yml")),
    "path": (("signing_keys: '/2010-04-01/Accounts/Keys.json'", "a.yml"), (f"signing_keys: '/{VALUE}'", "a.yml")),
    "dotted-name": (('request_key = "werkzeug.request"', "a.py"), ('request_key = "werkzeug.r3quest"', "a.py")),
    "picture": (
        (f"![x](https://img.corp.test/a/b.jpg?w=80&key={VALUE})", "a.md"),
        (f"![x](https://img.corp.test/a/b.zip?w=80&key={VALUE})", "a.md"),
    ),
    "alphabet": (
        ("key = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "234567'", "a.lua"),
        (f"key = 'ABCDEFGHIJKLMNOP{VALUE}'", "a.lua"),
    ),
    "checks": (("password = 'required|confirmed|min:12'", "a.php"), (f"password = 'required|{VALUE}Min'", "a.php")),
    "list": (("'123456', 'password', 'qwerty', 'x'", "a.js"), ("f('123456', 'password', 'qwerty', 'x'", "a.js")),
    "sealed-secret": ((f"password: {SEALED}", "a.yml"), (f"password: x{SEALED}", "a.yml")),
}


def reasons(line: str, path: str) -> list[str]:
    found = []
    ending = path.rpartition(".")[2]
    for candidate in every(Text(line), _sorted_hits(line)[1]):
        before, after = line[: candidate.start][-BEFORE:], line[candidate.end :][:AFTER]
        found.append(dismissal(candidate, before, after[len(candidate.quote) :], ending))
    return found


@pytest.mark.parametrize("reason", EXAMPLES)
def test_a_reason_dismisses_what_it_says_and_no_more(reason: str) -> None:
    dismissed, kept = EXAMPLES[reason]

    assert reason in reasons(*dismissed)
    assert reasons(*kept) != []
    assert reason not in reasons(*kept)


def test_every_reason_has_an_example() -> None:
    tree = ast.parse(Path(dismissals.__file__).read_text(encoding="utf-8"))
    given = {
        node.value
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and function.name in ("dismissal", "_after_scheme")
        for outer in ast.walk(function)
        if isinstance(outer, ast.Return) and outer.value is not None
        for node in ast.walk(outer.value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.replace("-", "").isalpha()
    }

    assert given <= EXAMPLES.keys()
    assert len(given) >= 18


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("${DB_PASSWORD}", "stand-in-template"),
        ("xxxxxxxxxxxx", "stand-in-marker"),
        ("abababababab", "stand-in-repeat"),
        (VALUE, ""),
    ],
)
def test_stand_ins_are_dismissed_by_the_shared_list(value: str, reason: str) -> None:
    assert reasons(f"password = '{value}'", "a.py") == [reason]


@pytest.mark.parametrize(
    ("path", "reason"),
    [("web/package-lock.json", "lock-file"), ("a/logo.png", "no-text"), ("package-lock.json.py", ""), ("app.env", "")],
)
def test_no_guesses_are_made_in_lists_of_digests_and_in_no_text(path: str, reason: str) -> None:
    assert skips_file(path) == reason


@pytest.mark.parametrize(
    "call",
    [
        "argon2.verify(user.password, {})",
        "argon2_check($user->password, {})",
        "bcrypt.compare(req.body.password, {})",
        "bcrypt_check(user_password, {})",
        "scrypt_login(user, password, {})",
        "bcrypt.verify(password, {})",
        "scrypt.encrypt(secret, {})",
        "login(argon2, password, {})",
    ],
)
def test_what_compares_a_password_gets_it_not_its_salt(call: str) -> None:
    assert "salt" not in reasons(call.format(f'"{VALUE}"'), "a.js")


@pytest.mark.parametrize(
    "call",
    [
        "argon2idAsync('password', {}, options)",
        "crypto.scryptSync(password, {}, 32)",
        "pbkdf2(password, {}, 1000)",
        "x = hashlib.pbkdf2_hmac('sha256', password, {}, 1000)",
        "hash_pbkdf2('sha256', $password, {}, 1000)",
        "bcrypt.hashpw(password, {})",
    ],
)
def test_what_derives_a_key_gets_its_salt(call: str) -> None:
    assert reasons(call.format(f'"{VALUE}"'), "a.js") == ["salt"]
