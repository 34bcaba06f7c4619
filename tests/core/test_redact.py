"""What a message quotes holds no credential, and still says what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.redact import is_random, source, url
from govhooks.rules import by_id

# Made of parts: no secret stands in this tree.
SECRET = "Hunter" + "2Zq" + "9xW"


@pytest.mark.parametrize(
    ("text", "known_only", "expected"),
    [
        ('jwt.decode(t, "hunter", algorithms=["HS256"])', True, 'jwt.decode(t, "...", algorithms=["HS256"])'),
        ("jwt.decode(t, 'x', options={'verify_signature': False})", True, "jwt.decode(t, '...', options={'verify_signature': False})"),
        ('cookie("theme", secure=False)', False, 'cookie("theme", secure=False)'),
        (f'connect("{SECRET}", verify=False)', False, 'connect("...", verify=False)'),
        ('sameSite: "none"', False, 'sameSite: "none"'),
        (f"get('https://u:{SECRET}@h/x')", False, "get('https://h/x')"),
        ('HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]', False, 'HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]'),
        ("maxAge: '30d'", True, "maxAge: '30d'"),
    ],
)  # fmt: skip
def test_source(text: str, known_only: bool, expected: str) -> None:
    assert source(text, known_only) == expected


@given(st.text(st.characters(codec="ascii", exclude_characters="\"\\'`"), min_size=1, max_size=30))
def test_no_unknown_text_is_quoted_of_a_call_that_takes_a_key(word: str) -> None:
    """Unless it is a word of the field: those that are kept have digits first, or are in a short list."""
    shown = source(f'jwt.decode(t, "{word}")', True)

    assert shown == 'jwt.decode(t, "...")' or len(word) < 12 or word[0].isdigit() or word.lower().startswith("verify")


@pytest.mark.parametrize(
    ("text", "random"),
    [
        ("admin", False),
        ("orders:write", False),
        ("canDeleteOrders", False),
        ("a/b.c", False),
        (SECRET, True),
        ("ab12" * 10, True),
    ],
)
def test_what_looks_generated(text: str, random: bool) -> None:
    assert is_random(text) is random


def test_a_url_without_login_and_query() -> None:
    assert url(f"https://u:{SECRET}@h.org:8443/realm?x={SECRET}#y") == "https://h.org:8443/realm"


APP = "const app = express()\napp.delete('/x', {}h)\n"
VERIFY = f'options={{"x": "{SECRET}"}}'
LEAKS = [
    ("identity-providers", "a.yml", "", f"oidc:\n  issuer: http://user:{SECRET}@idp.other.net/realm\n"),
    ("identity-providers", "a.yml", "", f"oidc:\n  redirect_uri: http://u:{SECRET}@a.other.net/cb?token={SECRET}\n"),
    ("session-policy", "a.py", f'import jwt\njwt.decode(t, "{SECRET}", algorithms=["HS256"])\n', f'import jwt\njwt.decode(t, "{SECRET}", options={{"verify_signature": False}})\n'),
    ("session-policy", "a.py", "import jwt\njwt.decode(t, 'letmein', algorithms=['HS256'])\n", "import jwt\njwt.decode(t, 'letmein', options={'verify_signature': False})\n"),
    ("least-privilege", "p.json", '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"sts:ExternalId": "' + SECRET + '"}}}]}', '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'),
    ("guarded-actions", "a.js", APP.format(f"basicAuth({{users: {{admin: '{SECRET}'}}}}), "), APP.format("")),
    ("guarded-actions", "a.js", APP.format("requireToken('letmein'), "), APP.format("")),
    ("guarded-actions", "a.js", APP.format(f"requireUser('{SECRET}'), "), APP.format("")),
    ("guarded-actions", "a.py", f'from flask import Flask\napp = Flask(__name__)\n@app.get("/x")\n@require_token("{SECRET}")\ndef x(): ...\n', 'from flask import Flask\napp = Flask(__name__)\n@app.get("/x")\ndef x(): ...\n'),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "old", "new"), LEAKS, ids=[f"{row[0]}-{i}" for i, row in enumerate(LEAKS)])
def test_no_finding_quotes_a_credential(rule: str, path: str, old: str, new: str) -> None:
    loaded = by_id(rule).load()
    change = Change("M" if old else "A", path, new=new.encode(), old=(old.encode(),) if old else ())
    findings = list(loaded.check(Changeset([change]), loaded.Policy()))

    assert findings
    for one in findings:
        assert SECRET not in one.problem + one.fix
        assert "letmein" not in one.problem + one.fix
