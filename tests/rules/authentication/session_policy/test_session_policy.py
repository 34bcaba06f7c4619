"""The rule session-policy: what a change makes looser, and what it leaves alone."""

from __future__ import annotations

import pytest
from conftest import Repo

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.authentication.session_policy import Policy, check


def judge(*changes: Change, kind: str = "change", **policy: object) -> list[Finding]:
    return list(check(Changeset(changes, kind=kind), Policy(**policy)))  # type: ignore[arg-type]


def modified(path: str, old: str, new: str) -> Change:
    return Change("M", path, new=new.encode(), old=[old.encode()])


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        ("a/settings.py", "SESSION_COOKIE_AGE = 3600", "SESSION_COOKIE_AGE = 3600 * 24", "goes from 1h to 1d"),
        ("a/settings.py", "SESSION_COOKIE_AGE = 3600\n", "X = 1\n", "goes from 1h to 14d"),
        ("a.js", 'jwt.sign(a, k, {expiresIn: "1h"})', 'jwt.sign(a, k, {expiresIn: "7d"})', "goes from 1h to 7d"),
        ("a.js", 'jwt.sign(a, k, {expiresIn: "1h"})', "jwt.sign(a, k, {})", "goes from 1h to no end"),
        (
            "application.properties",
            "server.servlet.session.timeout=30m",
            "server.servlet.session.timeout=PT8H",
            "goes from 30m to 8h",
        ),
    ],
)
def test_a_lengthened_lifetime_is_flagged_with_both_values(path: str, old: str, new: str, words: str) -> None:
    (found,) = judge(modified(path, old, new))

    assert words in found.problem
    assert not found.blocks


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("a/settings.py", "SESSION_COOKIE_AGE = 86400", "SESSION_COOKIE_AGE = 60 * 60 * 24"),
        ("a/settings.py", "SESSION_COOKIE_AGE = 86400", "SESSION_COOKIE_AGE = timedelta(days=1).total_seconds()"),
        ("a/settings.py", "SESSION_COOKIE_SECURE = False", "\n\nSESSION_COOKIE_SECURE   =   False  # as before"),
        ("a/settings.py", "SESSION_COOKIE_SECURE = True", "SESSION_COOKIE_SECURE = not DEBUG"),
        (
            "a/settings.py",
            "SESSION_COOKIE_SECURE = True",
            "SESSION_COOKIE_SECURE = True\nif DEBUG:\n    SESSION_COOKIE_SECURE = False",
        ),
        ("a.js", "const a = 1", 'res.cookie("theme", t, {httpOnly: false, maxAge: 31536000000})'),
        ("a.js", "const a = 1", 'res.cookie("XSRF-TOKEN", t, {httpOnly: false, secure: true})'),
        ("a.js", "const a = 1", "// jwt.verify(token, key, {algorithms: ['none']})"),
        ("a.js", "const a = 1", "const help = 'set rejectUnauthorized: false'"),
        (
            "a.js",
            "const a = 1",
            "if (process.env.NODE_ENV !== 'production') { agent = new https.Agent({rejectUnauthorized: false}) }",
        ),
        ("a.js", 'jwt.sign(a, k, {expiresIn: "24h"})', 'jwt.sign(a, k, {expiresIn: "1d"})'),
        ("a.py", "x = 1", "digest = hashlib.md5(body).hexdigest()"),
        ("a.py", "x = 1", "header = jwt.get_unverified_header(token)"),
        ("tests/test_a.py", "x = 1", "requests.get(url, verify=False)"),
        ("config/environments/development.rb", "config.force_ssl = true", "config.force_ssl = false"),
        ("a.go", "package a\nvar t = &tls.Config{}", "package a\nvar t = &tls.Config{MinVersion: tls.VersionTLS13}"),
    ],
)
def test_what_is_no_looser_passes(path: str, old: str, new: str) -> None:
    assert judge(modified(path, old, new)) == []


def test_a_setting_that_moved_to_another_file_passes() -> None:
    settings = "SESSION_COOKIE_SECURE = False\nSESSION_COOKIE_AGE = 86400\n"

    assert (
        judge(
            modified("app/settings.py", settings + "X = 1\n", "X = 1\n"),
            Change("A", "app/base.py", new=settings.encode()),
        )
        == []
    )


def test_a_guard_that_moved_passes_and_one_that_is_gone_does_not() -> None:
    guarded = 'const csurf = require("csurf")\napp.use(csurf())\napp.listen(1)\n'
    bare = 'const csurf = require("csurf")\napp.listen(1)\n'
    other = Change("A", "b.js", new=b'const csurf = require("csurf")\nexport const guard = csurf()\n')

    assert judge(modified("a.js", guarded, bare), other) == []
    (found,) = judge(modified("a.js", guarded, bare))
    assert (found.blocks, "was taken out" in found.problem) == (True, True)


def test_a_budget_refuses_what_is_beyond_it_whatever_the_unit() -> None:
    change = Change("A", "a/settings.py", new=b'SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(hours=2)}\n')

    assert judge(change) == []
    assert judge(change, token="2h") == []
    (found,) = judge(change, token="90m")
    assert found.problem.startswith("token lifetime of 2h is beyond the budget of 1h 30m")
    assert found.fix == "set it to 1h 30m or less"
    assert found.blocks


def test_a_product_s_own_unit_counts_against_the_budget() -> None:
    """Auth0 counts sessions in hours; a row for any `session_lifetime` would take 168 for seconds."""
    old = 'resource "auth0_tenant" "t" {\n  session_lifetime = 10\n}\n'
    (found,) = judge(modified("a0.tf", old, old.replace("10", "168")), session="12h")

    assert found.problem.startswith("session lifetime of 7d is beyond the budget of 12h")


@pytest.mark.parametrize(
    ("path", "line", "row"),
    [
        (".env", "JWT_EXPIRES_IN_MINUTES=1000", "constant-token-minutes"),
        ("a.yaml", "session_idle_timeout_minutes: 1000", "constant-idle-minutes"),
        ("a.tf", "session_timeout_minutes = 100000", "constant-session-minutes"),
    ],
)
def test_the_row_that_names_a_finding_is_that_of_the_first_table(path: str, line: str, row: str) -> None:
    """It is part of the finding's fingerprint: what was excused stays so."""
    (found,) = judge(modified(path, line.replace("1000", "15").replace("00", ""), line))

    assert row in str(found.identity)


def test_what_is_shortened_and_still_beyond_its_budget_is_flagged() -> None:
    shorter = modified("a/settings.py", "SESSION_COOKIE_AGE = 86400 * 30", "SESSION_COOKIE_AGE = 86400 * 20")

    assert [one.blocks for one in judge(shorter, session="12h")] == [False]


def test_a_whole_file_is_judged_as_it_stands() -> None:
    change = Change("W", "a/settings.py", new=b"SESSION_COOKIE_AGE = 86400 * 30\nSESSION_COOKIE_SECURE = False\n")

    assert [one.line for one in judge(change, kind="whole")] == [2]
    assert [one.line for one in judge(change, kind="whole", session="12h")] == [1, 2]


def test_an_option_decides_what_refuses() -> None:
    change = Change("A", "a.py", new=b"import requests\nrequests.get(url, verify=False)\n")

    assert [one.blocks for one in judge(change)] == [True]
    assert [one.blocks for one in judge(change, tls="flag")] == [False]
    assert judge(change, tls="off") == []


def test_the_identity_stays_when_the_line_moves() -> None:
    (one,) = judge(Change("A", "a/settings.py", new=b"SESSION_COOKIE_SECURE = False\n"))
    (other,) = judge(Change("A", "a/settings.py", new=b"\n# a\nSESSION_COOKIE_SECURE = False\n"))

    assert (one.identity, one.fingerprint) == (other.identity, other.fingerprint)
    assert one.line != other.line


@pytest.mark.parametrize(
    ("path", "text"),
    [("a.py", "SESSION_COOKIE_SECURE = = False"), ("a.kt", "cookie.secure = false"), ("a.yaml", "session: [cookie")],
)
def test_what_cannot_be_read_is_said(path: str, text: str) -> None:
    (found,) = judge(Change("A", path, new=text.encode()))

    assert "not judged" in found.problem
    assert not found.blocks
    assert [one.blocks for one in judge(Change("A", path, new=text.encode()), coverage="refuse")] == [True]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "secure = " + "(" * 90 + "1" + ")" * 90 + "\nif " + "not " * 600 + "debug:\n    secure = False\n"),
        ("a.py", "session" + ".a" * 3000 + " = 1\n"),
        ("a.py", "SESSION_COOKIE_AGE = " + "-" * 3000 + "1\n"),
        ("a.js", "session" + ".a" * 3000 + ".secure = 1\n"),
        ("a.js", "const token = " + "(" * 3000 + "1" + ")" * 3000 + "\n"),
        ("a.json", '{"session": ' + "[" * 150 + "]" * 150 + "}"),
    ],
)
def test_deep_nesting_is_no_error(path: str, text: str) -> None:
    assert all("not judged" in one.problem for one in judge(Change("A", path, new=text.encode())))


def test_a_budget_has_to_be_a_duration() -> None:
    assert "duration" in Policy(session="soon").verify()
    assert Policy(session="12h", idle="30m", token="PT1H", refresh="90d").verify() == ""


def test_in_a_repository(repo: Repo) -> None:
    repo.commit("settings", **{"shop/settings.py": "SESSION_COOKIE_SECURE = True\nSESSION_COOKIE_AGE = 3600\n"})
    repo.stage("shop/settings.py", "SESSION_COOKIE_SECURE = False\nSESSION_COOKIE_AGE = 3600\n")
    done = repo.check("--rule", "session-policy")

    assert done.code == 1
    assert done.out.splitlines()[:2] == [
        "shop/settings.py:1: cookie is sent over plain HTTP, too: SESSION_COOKIE_SECURE = False (was SESSION_COOKIE_SECURE = True) [session-policy]",
        "  fix: set Secure to true",
    ]


def test_in_a_commit(repo: Repo) -> None:
    repo.run("install")
    repo.stage("api/client.go", "package api\n\nvar config = &tls.Config{InsecureSkipVerify: true}\n")
    done = repo.check()

    assert done.code == 1
    assert "api/client.go:3: TLS certificates are not verified: InsecureSkipVerify: true" in done.out
