"""The rule over changesets made by hand and over a real repository; every format through the whole engine."""

from __future__ import annotations

import base64
import hashlib
import json
import random
from collections.abc import Sequence

import pytest
from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.secrets.no_secrets import ID, Policy, check
from govhooks.rules.secrets.no_secrets.engine import scan
from govhooks.rules.secrets.no_secrets.examples import make
from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats import load

GITHUB = "ghp_{alnum:30}{sign:github}"


def found(new: str | bytes, path: str = "app.py", old: str | bytes | None = None, **policy: object) -> list[Finding]:
    data = new if isinstance(new, bytes) else new.encode()
    before = [old if isinstance(old, bytes) else old.encode()] if old is not None else []
    change = Change("A" if old is None else "M", path, new=data, old=before)
    return list(check(Changeset([change]), Policy(**policy)))


def lines(findings: Sequence[Finding]) -> list[int]:
    return sorted(finding.line for finding in findings)


@each(load(), lambda row: row.id)
def test_every_format_is_found_through_the_engine(row: Format) -> None:
    for number, recipe in enumerate(row.positive):
        token = make(recipe, seed=number)
        text = f"# first line\nvalue = {token}\n"
        ids = {match.id for match in scan(text, "settings.txt")}

        assert row.id in ids, recipe


@each(load(), lambda row: row.id)
def test_no_near_miss_of_a_format_is_found(row: Format) -> None:
    for number, recipe in enumerate(row.negative):
        text = f"value {make(recipe, seed=number)} end\n"

        assert row.id not in {match.id for match in scan(text, "settings.txt")}, recipe


def pem(kind: str = "RSA PRIVATE KEY", size: int = 600, seed: int = 1) -> list[str]:
    """A private key block of random bytes behind a DER header: no key that was ever used."""
    body = base64.b64encode(b"\x30\x82\x02\x5d" + random.Random(seed).randbytes(size)).decode()
    rows = [body[i : i + 64] for i in range(0, len(body), 64)]
    return ["-----" + f"BEGIN {kind}-----", *rows, "-----" + f"END {kind}-----"]


JWT = ".".join(
    [
        base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("="),
        base64.urlsafe_b64encode(b'{"sub":"1234567890","name":"Jo"}').decode().rstrip("="),
        base64.urlsafe_b64encode(hashlib.sha256(b"x").digest()).decode().rstrip("="),
    ]
)
PASSWORD = "k7#" + "Gv2pQ" + "x9w"
# One that people choose: less sure.
CHOSEN = "hunter" + "2"
MADE = make("{alnum:40}", seed=5)

BLOCKS = {
    "token": make(GITHUB),
    "token in a comment": f"# use {make(GITHUB)} for now",
    "token in a URL": f"git clone https://{make(GITHUB)}@github.com/corp/app",
    "password in Python": f'db_password = "{PASSWORD}"',
    "password in single quotes": f"PASSWORD = '{PASSWORD}'",
    "secret in JSON": f'"clientSecret": "{MADE}",',
    "API key in JavaScript": f'const apiKey = "{MADE}";',
    "URL with a password": f"url = postgres://app:{PASSWORD.replace('#', '_')}@db.corp.test/shop",
    "JSON Web Token": f"token = {JWT}",
    "key block": "\n".join(pem()),
    "key block of PKCS#8": "\n".join(pem("PRIVATE KEY")),
    "encrypted key block": "\n".join(pem("ENCRYPTED PRIVATE KEY")),
    "key on one line": 'KEY = "' + "\\n".join(pem()) + '"',
    "key in YAML": "tls:\n  key: |\n" + "\n".join(f"    {line}" for line in pem("EC PRIVATE KEY")),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks(name: str) -> None:
    assert found(f"x = 1\n{BLOCKS[name]}\n"), name


ALLOWS = {
    "nothing": "",
    "ordinary code": "def login(user):\n    return user.password_hash",
    "from the environment": 'password = os.environ["DB_PASSWORD"]',
    "from a call": "secret = get_secret('db/password')",
    "placeholder": 'password = "changeme"',
    "template": 'password: "${DB_PASSWORD}"',
    "jinja": "api_key: {{ vault.api_key }}",
    "type": "password: string;",
    "prose": 'label = "Please enter your password here"',
    "example key": 'aws_key = "AKIA' + "IOSFODNN7" + 'EXAMPLE"',
    "wrong checksum": make("ghp_{alnum:30}{badsign:github}"),
    "wrong checksum in quotes": f'token = "{make("ghp_{alnum:30}{badsign:github}")}"',
    "key header in code": 'if line.startswith("-----BEGIN RSA ' + 'PRIVATE KEY-----"):',
    "integrity": f'"integrity": "sha512-{base64.b64encode(hashlib.sha512(b"x").digest()).decode()}"',
    "commit": f'rev = "{hashlib.sha1(b"x").hexdigest()}"',
    "uuid": 'id = "3f2b8c1e-9d4a-4e7b-8a1c-5d6e7f809a1b"',
    "URL without a password": "url = https://user@host.test/path",
    "public address": "server = 8.8.8.8",
}


@pytest.mark.parametrize("name", ALLOWS)
def test_allows(name: str) -> None:
    blocking = [finding for finding in found(f"x = 1\n{ALLOWS[name]}\n") if finding.confidence != "low"]

    assert blocking == [], name


def test_only_added_lines_count() -> None:
    old = f'a = 1\npassword = "{PASSWORD}"\nb = 2\n'

    assert found("c = 0\n" + old + "d = 3\n", old=old) == []
    assert lines(found(old.replace("b = 2", f'token = "{make(GITHUB)}"'), old=old)) == [3]


def test_a_line_added_to_a_key_block_is_judged_with_the_lines_around_it() -> None:
    block = pem()
    new = "\n".join(["first", *block, "last"])
    old = "\n".join(["first", block[0], *block[5:], "last"])

    assert lines(found(new, old=old)) == [2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_no_encoding_hides_a_token(encoding: str) -> None:
    text = f"# übergröße\nfirst\ntoken = {make(GITHUB)}\n" * 3

    assert lines(found(text.encode(encoding))) == [3, 6, 9]


def test_binary_files_are_searched_for_tokens() -> None:
    assert found(b"\0\1\2SQLite\0" + make(GITHUB).encode() + b"\0\0")[0].confidence == "high"


def test_a_pragma_excuses_a_guess_but_no_proven_token() -> None:
    pragma = "  # pragma: allowlist " + "secret"

    assert found(f'password = "{PASSWORD}"{pragma}\n') == []
    assert found("# pragma: allowlist nextline " + f'secret\npassword = "{PASSWORD}"\n') == []
    assert lines(found(f'x = "{make(GITHUB)}"{pragma}\n')) == [1]
    # Nor one whose format alone says whose it is.
    assert lines(found(f'x = "{make("sk_live_{alnum:24}")}"{pragma}\n')) == [1]


def baseline(path: str, value: str) -> bytes:
    digest = hashlib.sha1(value.encode()).hexdigest()
    return json.dumps({"results": {path: [{"type": "Secret Keyword", "hashed_secret": digest}]}}).encode()


def test_a_baseline_excuses_a_known_guess_but_no_proven_token() -> None:
    text = f'password = "{PASSWORD}"\nx = "{make(GITHUB)}"\n'
    change = Change("A", "app.py", new=text.encode())
    for value, expected in ((PASSWORD, [2]), ("another", [1, 2]), (make(GITHUB), [1, 2])):
        known = Change("A", ".secrets.baseline", new=baseline("app.py", value))

        assert lines(list(check(Changeset([change, known]), Policy()))) == expected


def test_a_broken_baseline_is_not_taken_for_an_empty_one() -> None:
    from govhooks.core.errors import CannotJudge

    broken = Change("A", ".secrets.baseline", new=b"{")
    changes = [Change("A", "a.py", new=f'password = "{PASSWORD}"\n'.encode()), broken]
    with pytest.raises(CannotJudge, match=r"\.secrets\.baseline"):
        list(check(Changeset(changes), Policy()))


def test_no_guesses_where_the_policy_wants_none() -> None:
    text = f'password = "{PASSWORD}"\nx = "{make(GITHUB)}"\n'

    assert lines(found(text, path="tests/fixtures/a.py", no_guesses=("tests/fixtures/",))) == [2]


def test_lock_files_are_searched_for_tokens_only() -> None:
    text = f'hash = "{MADE}"\ntoken = "{make(GITHUB)}"\n'

    assert lines(found(text, path="poetry.lock")) == [2]


def test_a_finding_never_holds_the_secret() -> None:
    for finding in found(f'password = "{PASSWORD}"\nx = "{make(GITHUB)}"\n'):
        shown = f"{finding.problem} {finding.fix} {finding.fingerprint}"

        assert PASSWORD not in shown
        assert make(GITHUB) not in shown


def test_a_very_long_line_is_searched_in_windows() -> None:
    filler = "password=x;" * 3000
    text = f"{filler} {make(GITHUB)} {filler}\n"

    assert any(finding.proven for finding in found(text))


def test_a_real_commit_is_refused_with_this_text(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("deploy.py", f'import os\n\nTOKEN = "{token}"\n')
    done = repo.check("--rule", "no-secrets")
    fingerprint = done.out.split("fingerprint: ")[1].split("\n")[0]

    assert done.code == 1
    assert done.out == (
        "deploy.py:3: GitHub: personal, OAuth, user-to-server, installation or refresh token [no-secrets]\n"
        "  fix: remove it and read it from an environment variable or your secret manager; if it was ever pushed, treat it "
        "as leaked: revoke it (https://github.com/settings/tokens, or curl -X POST "
        "https://api.github.com/credentials/revoke)\n"
        f"  fingerprint: {fingerprint}\n"
        "govhooks: refused: 1 to fix (policy: built-in defaults)\n"
        f"revoked, or public by design? only then: govhooks exceptions add {fingerprint}"
        ' --reason "WHY" --approver "WHO"\n'
    )


@pytest.mark.parametrize(
    "before", ["log\\n", "x\\t", "%3D", "\\u003d", "\\x3d", "\x1b[0m", "\x1b[31m", "Bearer%20", '{\\"t\\":\\"']
)
@pytest.mark.parametrize("recipe", [GITHUB, "sk_live_{alnum:24}", "xoxb-{digits:12}-{digits:12}-{alnum:24}"])
def test_an_escape_before_a_token_does_not_hide_it(before: str, recipe: str) -> None:
    assert found(f'line = "{before}{make(recipe)} and on"\n')


def test_a_stray_nul_does_not_hide_a_guess() -> None:
    assert found(f'// \0\nconst a = 1;\nconst password = "{PASSWORD}";\n' * 3, path="a.js")


def test_a_wrong_byte_order_mark_does_not_hide_a_token() -> None:
    assert found(b"\xff\xfe\necho hello world\nexport T=" + make(GITHUB).encode() + b"\n", path="a.sh")
    assert found(("\u4e2d\u6587" * 200 + make(GITHUB)).encode("utf-16-le"))


def test_a_baseline_is_searched_for_tokens() -> None:
    text = json.dumps({"results": {}, "note": make(GITHUB)})

    assert found(text, path=".secrets.baseline")
    assert found(text, path="a/.secrets.baseline")
    assert found(text, path="notes.secrets.baseline")


def test_nothing_excuses_a_private_key() -> None:
    header, *rest = pem()
    pragma = "  # pragma: allowlist " + "secret"
    decoy = [header, header.replace("BEGIN", "END")]

    assert found("\n".join([header + pragma, *rest]))
    assert found("\n".join([*decoy, header, *rest]))
    assert found("\n".join([*decoy, "", header, *rest, "", header]))


def test_a_long_token_is_not_lost_between_windows() -> None:
    row = next(row for row in load() if row.id.startswith("onepassword-service"))
    token = make(row.positive[0])
    for gap in range(1600, 2300, 50):
        ids = [match.value for match in scan(f"{row.literals[0]} {'x ' * gap}{token} end\n", "a.min.js")]

        assert ids == [token], gap


@each(load(), lambda row: row.id)
def test_every_format_is_found_on_a_long_line(row: Format) -> None:
    token = make(row.positive[0])
    filler = "function a(){return b.c(d)};" * 300

    assert row.id in {match.id for match in scan(f"{filler} value = {token} ;{filler}\n", "a.min.js")}


def test_a_guess_far_down_a_long_line_is_found() -> None:
    for count in (9, 150, 900, 3000):
        line = "function a(){return b.c(d)};" * count + f'var password="{PASSWORD}";\n'

        assert [match.column for match in scan(line, "a.js") if match.guess], count


def test_a_token_does_not_hide_what_else_is_on_its_line() -> None:
    line = f'{{"a": "{make(GITHUB)}", "password": "{PASSWORD}"}}\n'

    assert {finding.guessable for finding in found(line, path="a.json")} == {True, False}


# Chosen and made passwords of shapes that code, paths and references have too.
SHAPES = [
    "UzNjcjN0UGFzc3c" + "wcmQhMQ==",
    "Sommer" + "(2024)!",
    "admin:S3cr3t" + "P4ss9",
    "datacenter-" + "9f8a7s",
    "secret:" + "Xk29fjQz",
    "a||b&&" + "c4D9",
]


@pytest.mark.parametrize("value", SHAPES)
def test_a_password_that_looks_like_something_else_is_found(value: str) -> None:
    (finding,) = found(f'password = "{value}"\n')

    assert finding.confidence in ("medium", "high")
    assert finding.guessable


ABOUT = [
    'SECRET_KEY_INSECURE_PREFIX = "django-insecure-"',
    'API_KEY_HEADER = "X-API-Key"',
    'const passwordHeader = "X-Password-1"',
    'openai.api_key = "sk-..."',
    'AWS_SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfi' + 'CYEXAMPLEKEY"',
    "hook = https://hooks.slack.com/services/T00000000/B00000000/" + "X" * 24,
    'stripe.api_key = "sk_test_' + '4eC39HqLyjWDarjtT1zdp7dc"',
    "DATABASE_URL=postgresql://johndoe:" + "randompassword@localhost:5432/mydb",
    'password = "password123"',
    'SECRET_KEY = "test-secret-key-1234567890"',
    'short_options = "46abceflmnpqrstuvwzBCDMNRW"',
    '<input data-testid="password-field-1">',
]


@pytest.mark.parametrize("line", ABOUT)
def test_what_only_speaks_of_a_secret_does_not_refuse(line: str) -> None:
    assert [finding for finding in found(line + "\n") if finding.confidence != "low"] == []


# --- names of files


@pytest.mark.parametrize("status", ["A", "R", "W"])
def test_a_token_in_a_name_is_found_and_not_shown(status: str) -> None:
    token = make(GITHUB)
    change = Change(status, f"backup/{token}.txt", "old.txt" if status == "R" else "", new=b"x\n", old=[b"x\n"])
    (finding,) = check(Changeset([Change("A", "a\nb.py"), change]), Policy())

    assert (finding.path, finding.line, finding.proven) == ("backup/<secret>.txt", 0, True)
    assert token not in f"{finding.problem} {finding.fix}"


def test_names_that_were_there_or_that_go_are_not_judged() -> None:
    path = f"backup/{make(GITHUB)}.txt"
    changes = [Change("M", path, new=b"y\n", old=[b"x\n"]), Change("D", path, old=[b"x\n"])]

    assert list(check(Changeset(changes), Policy())) == []
    assert found("x\n", path=f"heroku/{make('{uuid}')}/password.txt") == []


def test_no_rule_shows_a_secret_in_a_name(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage(f"auth/{token}/.env", f"TOKEN={token}\n")
    repo.stage("notes", "n\n" * 9)
    repo.git("add", "notes")
    repo.commit("notes")
    repo.git("mv", "notes", f"{token}.env")
    repo.stage(f"{token}.py", f"t = '{token}'\n")
    done = repo.check()

    assert done.code == 1
    assert "<secret>.py: GitHub: " in done.out
    assert "<secret>.py:1: GitHub: " in done.out
    assert "<secret>.env: environment file" in done.out
    assert token not in done.out


# --- a text before it is pasted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "latin-1"])
def test_a_text_is_judged_before_it_is_pasted(encoding: str, tmp_path, empty_repo) -> None:  # type: ignore[no-untyped-def]
    """Outside of any repository; an assignment needs no quotes there."""
    text = f"Größe: 5\nit fails with\nDB_PASSWORD={CHOSEN}\n".encode(encoding)
    done = empty_repo.run("check", "-", stdin=text, cwd=tmp_path)
    high = empty_repo.run("check", "-", "--confidence", "high", stdin=text, cwd=tmp_path)

    assert (done.code, done.out.startswith("<stdin>:3: ")) == (1, True)
    assert CHOSEN not in done.out
    assert (high.code, "1 finding of lower confidence not shown" in high.out) == (0, True)


def test_a_clean_text_is_told_so(tmp_path, empty_repo) -> None:  # type: ignore[no-untyped-def]
    clean = "govhooks: clean: no secret found in the text (policy: built-in defaults)\n"
    binary = bytes(range(256)) * 64

    for text in (b"all is well\n", binary):
        done = empty_repo.run("check", "-", stdin=text, cwd=tmp_path)
        assert (done.code, done.out, done.err) == (0, clean, "")
    nothing = empty_repo.run("check", "-", stdin=b"", cwd=tmp_path)
    assert (nothing.code, nothing.out) == (0, "note: nothing to judge: standard input is empty\n")
    found = empty_repo.run("check", "-", stdin=binary + make(GITHUB).encode() + binary, cwd=tmp_path)
    assert found.code == 1


def test_a_text_is_not_called_clean_when_the_rule_is_off(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("policy", **{"governance.toml": "[rules.no-secrets]\nenabled = false\n"})
    done = repo.run("check", "-", stdin=b"x\n")

    assert "clean" not in done.out
    assert "no-secrets is disabled" in done.out


@pytest.mark.parametrize(
    ("level", "path", "code"),
    [
        ("same", "tests/test_login.py", 1),
        ("high", "tests/test_login.py", 0),
        ("high", "src/Tests/login.py", 0),
        ("high", "src/login.py", 1),
        ("low", "src/login.py", 1),
    ],
)
def test_folders_of_tests_can_have_a_level_of_their_own(repo, level, path, code) -> None:  # type: ignore[no-untyped-def]
    repo.commit("policy", **{"governance.toml": f'[rules.no-secrets]\nconfidence-in-tests = "{level}"\n'})
    repo.stage(path, "signing_key = " + repr("74bf20c1a9d3" + "5e68f0b2d7c4a1938e") + "\n")  # medium

    assert repo.check().code == code


# --- one sign of padding, and who is named


@pytest.mark.parametrize(
    "form", ["{n}: {v}\nuser: x", "  {n}: {v}\r\n  user: x", "- {n}: {v}\n- x", "{n}: {v}\n\n", "{{{n}: {v}}}\nx: 1"]
)
@pytest.mark.parametrize("size", [11, 17, 23, 32])
def test_a_bare_value_that_ends_in_one_sign_of_padding_is_found(form: str, size: int) -> None:
    value = base64.b64encode(random.Random(size).randbytes(size)).decode()
    assert value.endswith("=")
    assert not value.endswith("==")

    assert [match.line for match in scan(form.format(n="db_password", v=value), "a.yaml") if match.value == value] == [
        1
    ]


@pytest.mark.parametrize(
    "line",
    [
        "password: str = '{}'",
        "password : String='{}'",
        "const password: string = '{}';",
        "var password string = '{}'",
        "password: str =\n    '{}'",
    ],
)
def test_a_typed_declaration_is_still_read(line: str) -> None:
    assert [match.value for match in scan(line.format(PASSWORD), "a.ts")] == [PASSWORD]


@pytest.mark.parametrize(
    "form", ['<string name="db_password">{}</string>', '<property name="hibernate.password">{}</property>']
)
def test_a_value_in_an_element_that_an_attribute_names_is_found(form: str) -> None:
    assert lines(found(form.format(MADE), path="a.xml")) == [1]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f'db_password = "{PASSWORD}"', "possible hard-coded secret in `db_password`"),
        (f'config.dbPassword = "{PASSWORD}"', "possible hard-coded secret in `config.dbPassword`"),
        (f'spring.datasource.password="{PASSWORD}"', "possible hard-coded secret in `spring.datasource.password`"),
        (f'setPassword("{PASSWORD}")', "possible hard-coded secret in `setPassword`"),
        (f'x = {MADE}_password = "{PASSWORD}"', "possible hard-coded secret"),
        (f'password_20240917 = "{PASSWORD}"', "possible hard-coded secret"),
        (f"postgres://app:{PASSWORD.replace('#', '_')}@db.corp.test/shop", "password of `app` in a URL"),
        (f"x = {JWT}", "JSON Web Token"),
        (f'server.login("me", "{PASSWORD}")', "possible hard-coded password passed to `.login`"),
    ],
)
def test_a_finding_names_the_variable_and_never_a_secret(text: str, problem: str) -> None:
    (finding,) = found(text + "\n")

    assert finding.problem == problem
    assert finding.fix.endswith("if it was ever pushed, treat it as leaked: rotate it")
    assert MADE not in finding.problem


def test_the_words_of_a_finding_are_no_part_of_its_fingerprint() -> None:
    (finding,) = found(f'password = "{PASSWORD}"\n')

    assert finding.fingerprint == Finding(ID, "app.py", 9, "other words", "", PASSWORD, guessable=True).fingerprint
    # As baselines and exceptions had it until the form changed.
    old = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), b"govhooks 1\0no-secrets\0app.py", 100_000, 16).hex()
    assert finding.has(old)
