"""Secrets that are encoded, escaped or in pieces: found at their line, and what only looks encoded left alone."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import textwrap

import pytest
from sweeps import processor_seconds

from derive_formats import encoded_forms
from govhooks.rules.secrets.no_secrets.encoded import MARKS
from govhooks.rules.secrets.no_secrets.engine import literals, scan
from govhooks.rules.secrets.no_secrets.examples import make
from govhooks.rules.secrets.no_secrets.formats import load
from govhooks.rules.secrets.no_secrets.match import Match

TOKEN = make("ghp_{alnum:30}{sign:github}")
PASSWORD = "k7#" + "Gv2pQ" + "x9w"
# What stands where a password will.
STOCK = "changeme"


def found(text: str, path: str = "app.py") -> list[Match]:
    return [match for match in scan(text, path) if match.confidence != "low"]


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def escaped(text: str, form: str) -> str:
    return "".join(form.format(ord(char)) for char in text)


def wrapped(text: str, width: int = 64) -> list[str]:
    return textwrap.wrap(b64(text), width)


ASSIGNED = f'password = "{PASSWORD}"'
FILLED = "nothing to be seen in this text. " * 4 + TOKEN + " and on"
# Name -> (text, first and last line of the finding, what its title says).
BLOCKS = {
    **{f"base64 after {n} bytes": (f'v = "{b64("x" * n + " " + TOKEN)}"', 2, 2, "base64") for n in range(4)},
    "base64 without padding": (f'v = "{b64(f" {TOKEN}").rstrip("=")}"', 2, 2, "base64"),
    "url-safe base64": ("v = " + base64.urlsafe_b64encode(f"~~~???{TOKEN}".encode()).decode(), 2, 2, "base64"),
    "base64 of key=value": (f'v = "{b64(f"USER=joe{chr(10)}PASSWORD={PASSWORD}{chr(10)}")}"', 2, 2, "base64"),
    "base64 of JSON": (f'v = "{b64(json.dumps({"user": "joe", "password": PASSWORD}))}"', 2, 2, "base64"),
    "base64 of base64": (f'v = "{b64(b64(ASSIGNED + " # and on"))}"', 2, 2, "base64-encoded, base64-encoded"),
    "base64 of UTF-16": ("pwsh -enc " + base64.b64encode(ASSIGNED.encode("utf-16-le")).decode(), 2, 2, "base64"),
    "base64 over lines": ("\n".join(wrapped(FILLED)), 4, 5, "base64"),
    "base64 in a YAML block": ("k: |\n" + "\n".join("    " + row for row in wrapped(FILLED)), 5, 6, "base64"),
    "base64 in string pieces": ("\n".join(f'    "{row}" +' for row in wrapped(FILLED)), 4, 5, "base64"),
    "base64 with escaped line ends": ('k = "' + "\\n".join(wrapped(FILLED)) + '"', 2, 2, "base64"),
    "hex": (f'v = "{TOKEN.encode().hex()}"', 2, 2, "hex"),
    "upper-case hex": (f"v = 0x{TOKEN.encode().hex().upper()}", 2, 2, "hex"),
    "hex of an assignment": (f'v = "{ASSIGNED.encode().hex()}"', 2, 2, "hex"),
    "percent": (f"GET /?d=%7B%22password%22%3A%22{PASSWORD.replace('#', '%23')}%22%7D", 2, 2, "percent"),
    "percent throughout": ("x = '" + escaped(ASSIGNED, "%{:02X}") + "'", 2, 2, "percent"),
    "one \\u": (f'v = "{TOKEN.replace("_", chr(92) + "u005f")}"', 2, 2, "escapes"),
    "\\u throughout": (f'v = "{escaped(TOKEN, chr(92) + "u{:04x}")}"', 2, 2, "escapes"),
    "\\x throughout": (f'v = "{escaped(TOKEN, chr(92) + "x{:02x}")}"', 2, 2, "escapes"),
    "JSON in JSON": (json.dumps({"a": json.dumps({"password": PASSWORD})}), 2, 2, "escaped string"),
    "JSON in JSON in JSON": (json.dumps(json.dumps(json.dumps({"password": PASSWORD}))), 2, 2, "escaped string"),
    "notebook source": (f"   {json.dumps(f'db_password = {chr(34)}{PASSWORD}{chr(34)}{chr(10)}')},", 2, 2, "escaped"),
    "pieces on a line": (f'v = "{TOKEN[:9]}" + "{TOKEN[9:]}"', 2, 2, "in pieces"),
    "pieces over lines": (f'v = ("{TOKEN[:4]}"\n  "{TOKEN[4:20]}"\n  "{TOKEN[20:]}")', 2, 4, "in pieces"),
    "pieces in JavaScript": (f"v = '{TOKEN[:9]}' +\n  '{TOKEN[9:]}';", 2, 3, "in pieces"),
    "pieces in PHP": (f"$v = '{TOKEN[:9]}' . '{TOKEN[9:]}';", 2, 2, "in pieces"),
    "pieces in Visual Basic": (f'v = "{TOKEN[:9]}" & _\n  "{TOKEN[9:]}"', 2, 3, "in pieces"),
    "a shell line that goes on": (f"export V={TOKEN[:9]}\\\n{TOKEN[9:]}", 2, 3, "in pieces"),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_at_its_line(name: str) -> None:
    text, first, last, title = BLOCKS[name]
    matches = found(f"# first\n{text}\n# the last\n")

    assert [(match.line, match.end_line) for match in matches] == [(first, last)], matches
    assert title in matches[0].title


def manifest(**data: str) -> str:
    rows = "".join(f"  {key.replace('__', '.')}: {value}\n" for key, value in data.items())
    return f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  labels:\n    a: b\ndata:\n{rows}type: Opaque\n"


KUBERNETES = {
    "yaml": (manifest(username=b64("joe"), password=b64(PASSWORD)), [9]),
    "quoted": (manifest(password=f'"{b64(PASSWORD)}"'), [8]),
    "several": ("a: b\n---\n" + manifest(token=b64(PASSWORD)) + "---\nkind: ConfigMap\ndata:\n  a: b\n", [10]),
    "list": (
        f"kind: List\nitems:\n- data:\n    password: {b64(PASSWORD)}\n  kind: Secret\n- kind: ConfigMap\n  data:\n    a: b\n",
        [4],
    ),
    "json": (json.dumps({"kind": "Secret", "data": {"a": b64("b"), "password": b64(PASSWORD)}}, indent=1), [5]),
    "json, data first": (json.dumps({"data": {"password": b64(PASSWORD)}, "kind": "Secret"}), [1]),
    "file with a token": (manifest(config__yaml="|\n    " + b64(f"a: b\nt: {TOKEN}\n")), [9]),
    "docker": (manifest(config=b64(json.dumps({"auths": {"r.test": {"password": PASSWORD}}}))), [8]),
}


@pytest.mark.parametrize("name", KUBERNETES)
def test_a_kubernetes_secret_is_read_value_by_value(name: str) -> None:
    text, lines = KUBERNETES[name]
    matches = found(text, "secret.yaml")

    assert [match.line for match in matches] == lines, matches
    assert "Kubernetes Secret" in matches[0].title


def random_base64(count: int, seed: int = 3) -> str:
    return base64.b64encode(random.Random(seed).randbytes(count)).decode()


def sealed() -> str:
    """As kubeseal writes it: the length of the RSA ciphertext in two bytes, that, and the value's."""
    return base64.b64encode(b"\2\0" + random.Random(3).randbytes(540)).decode()


ALLOWS = {
    "image": f'src="data:image/png;base64,{random_base64(60_000)}"',
    "font": "\n".join(textwrap.wrap(random_base64(60_000, 5), 76)),
    "source map": json.dumps({"version": 3, "mappings": "AAAA,SAASA;" * 500, "names": ["password", "token"]}),
    "base64 of prose": f'text = "{b64("how to choose a password and why a token is no secret " * 5)}"',
    "base64 of code": f'code = "{b64("def login(password): return check(password, token=get_token())" * 3)}"',
    "base64 of a placeholder": f'v = "{b64("password=<your-password>")}"',
    "integrity": f'"integrity": "sha512-{base64.b64encode(hashlib.sha512(b"x").digest()).decode()}"',
    "sealed secret": "kind: SealedSecret\nspec:\n  encryptedData:\n    password: " + sealed(),
    "secret store": f"kind: SecretStore\ndata:\n  a: {b64('provider')}\n",
    "placeholder in a Secret": manifest(password=b64(STOCK), user=b64("joe"), ca__crt=b64("not a key at all")),
    "template in a Secret": manifest(password="{{ .Values.password | b64enc }}"),
    "URL with escapes": "https://x.test/?redirect=https%3A%2F%2Fy.test%2F%3Fa%3Db&response_type%3Dtoken",
    "SVG": 'url("data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E%3Cpath d=%22M0 0%22/%3E")',
    "binary table": 'x = "' + escaped("password table of nothing", "\\x{:02x}") + '"',
    "escaped HTML": 'x = "<input type=\\"password\\" name=\\"password\\" class=\\"form-key\\">"',
    "list of prefixes": '("glpat-", "gldt-", "glft-",\n "glsoat-", "glrt-", "glcbt-", "glptt-", "glimt-")',
    "half a token": f'v = "{TOKEN[:9]}" + "{TOKEN[9:30]}"',
}


@pytest.mark.parametrize("name", ALLOWS)
def test_allows(name: str) -> None:
    assert found(f"# first\n{ALLOWS[name]}\n# the last\n") == []


def test_what_stands_in_clear_is_said_once() -> None:
    matches = found(f'v = "{TOKEN} \\u0041 and {b64("password")}"\n')

    assert [match.title.rpartition(", ")[2] for match in matches] == ["installation or refresh token"]


def test_every_trigger_is_no_word_and_stands_once() -> None:
    pairs = encoded_forms(load())

    assert all(word == word.lower() and len(word) >= 3 for word in MARKS)
    assert all(len(form) >= 4 for form, _ in pairs)
    assert len(MARKS) == len(set(MARKS))
    assert len(pairs) == len(set(pairs))


def test_tokens_of_the_formats_are_found_in_base64() -> None:
    """Those whose literal has four characters of its own, whatever stands before it."""
    missed = []
    for row in load():
        if min(map(len, row.literals)) < 5 or all(word.isalpha() for word in row.literals):
            continue
        token = make(row.positive[0])
        for before in range(3):
            if row.id not in {match.id for match in scan(f'v = "{b64("~" * before + " " + token)}"\n', "a.txt")}:
                missed.append((row.id, before))

    assert len({name for name, _ in missed}) <= 3, missed


UNITS = [
    b64("password=") * 2,
    "cGFzc3dvcmQ",
    "70617373776f7264",
    "%3d%22",
    "\\u0041",
    "\\x41",
    'password = \\"',
    "kind: Secret\n",
    "kind: Secret\ndata:\n  a: YWFhYWFh\n",
    '"kind":"Secret","data":{"a":"YWFhYWFh"},',
    '"ghp_" + ',
    "glpat-\\\n",
    "IBAAKC",
    "MHcCAQEEI\n",
    '{"kty":"RSA",',
]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(("size", "enough"), [(100_000, 0.2), pytest.param(600_000, 0.5, marks=pytest.mark.slow)])
def test_hostile_text_takes_linear_time(unit: str, size: int, enough: float) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        return processor_seconds(lambda: list(scan(text, "a.bin", guesses=False)))

    literals().expect_much()  # otherwise whichever call comes first prepares the search
    small, large = seconds(size // 4), seconds(size)

    assert large < max(12 * small, enough), (small, large)


# --- kind: Secret, however it is spelled. The key says nothing, so only the kind can make its value a secret.

PLAIN = "kind: Secret|kind: 'Secret'|kind: \"Secret\"|kind:   Secret  |kind:    'Secret' # x|'kind': 'Secret'|\"kind\": \"Secret\"|'kind': Secret"
FLOW = [
    '{{"kind": "Secret", "data": {{"password": "{0}"}}}}',
    '{{"data": {{"password": "{0}"}}, "kind":"Secret"}}',
    "{{'kind': 'Secret', 'data': {{'password': '{0}'}}}}",
    "{{kind: Secret, data: {{password: {0}}}}}",
    '{{"kind" : "Secret", "data" : {{"password" : "{0}"}}}}',
]


@pytest.mark.parametrize("kind", PLAIN.split("|"))
@pytest.mark.parametrize("data", ["data:", '"data":', "'data':"])
def test_a_secret_is_one_however_its_kind_is_spelled(kind: str, data: str) -> None:
    value = "Kirsch" + "baum7"
    encoded = base64.b64encode(value.encode()).decode()
    text = f"apiVersion: v1\n{kind}\nmetadata:\n  name: x\n{data}\n  password: {encoded}\n"

    assert [match.value for match in scan(text, "a.yaml")] == [value]
    assert "Kubernetes" in next(scan(text, "a.yaml")).title


@pytest.mark.parametrize("form", FLOW)
def test_a_secret_in_braces_is_one(form: str) -> None:
    value = "Kirsch" + "baum7"
    text = form.format(base64.b64encode(value.encode()).decode())

    assert [match.value for match in scan(text, "a.yaml")] == [value]


@pytest.mark.parametrize("kind", ["kind: SecretStore", "kind: 'ConfigMap'", "kinds: 'Secret'", "kind:Secret"])
def test_another_kind_is_none(kind: str) -> None:
    encoded = base64.b64encode(("Kirsch" + "baum7").encode()).decode()

    assert not any("Kubernetes" in match.title for match in scan(f"{kind}\ndata:\n  password: {encoded}\n", "a.yaml"))
