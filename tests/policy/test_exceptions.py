"""Exceptions: who may write one, what it covers, and for how long."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.core.finding import Finding
from govhooks.core.waiver import REQUIRED, Waiver, is_day
from govhooks.policy.exceptions import covers, days_after, excuse, read

TODAY, HORIZON = "2026-03-01", "2026-08-28"
GOOD = Waiver(
    index=1,
    rule="no-secrets",
    path="tests/keys.py",
    reason="a revoked key",
    owner="Ann <ann@corp.test>",
    approver="Bob <bob@corp.test>",
    expires="2026-04-01",
    by="file",
)


def finding(path: str = "tests/keys.py", rule: str = "no-secrets", identity: str = "v") -> Finding:
    return Finding(rule=rule, path=path, line=3, problem="p", fix="f", identity=identity)


def test_a_good_exception_excuses() -> None:
    (found,) = excuse([finding()], [GOOD], TODAY, HORIZON)

    assert found.exception == GOOD
    assert found.severity == "warning"
    assert found == finding().but(exception=GOOD)


@pytest.mark.parametrize("key", REQUIRED)
@pytest.mark.parametrize("value", ["", "  ", "\t\n"])
def test_what_lacks_a_field_excuses_nothing(key: str, value: str) -> None:
    waiver = GOOD.but(**{key: value})

    assert waiver.lacks() == (key,)
    assert not waiver.valid(TODAY)
    assert excuse([finding()], [waiver], TODAY, HORIZON) == [finding()]


@pytest.mark.parametrize(
    ("expires", "excused"),
    [
        ("2026-03-01", True),
        ("2026-02-28", False),
        ("2026-08-28", True),
        ("2026-08-29", False),
        ("9999-12-31", False),
        ("2026-02-30", False),
        ("2026-3-1", False),
        ("20260401", False),
        ("2026-04-01 ", False),
        ("2026-04-01T00:00:00", False),
        ("01.04.2026", False),
        ("never", False),
        ("２０２６-04-01", False),
        ("2026-W14-3", False),
    ],
)
def test_it_holds_from_today_to_the_horizon(expires: str, excused: bool) -> None:
    (found,) = excuse([finding()], [GOOD.but(expires=expires)], TODAY, HORIZON)

    assert (found.exception is not None) is excused


@pytest.mark.parametrize(
    ("waiver", "of", "covered"),
    [
        ({}, finding(), True),
        ({}, finding(rule="no-env-files"), False),
        ({}, finding(path="tests/other.py"), False),
        ({"path": "tests/"}, finding(), False),  # a secret is not excused by its folder
        ({"path": "tests"}, finding(), False),
        ({"path": "tests/", "fingerprint": finding().fingerprint}, finding(), True),
        ({"path": "tests/", "rule": "no-env-files", "by": "path"}, finding(rule="no-env-files"), True),
        ({"path": "tests/*.py"}, finding(), True),
        ({"path": "/keys.py"}, finding(), False),
        ({"path": "keys.py"}, finding(), True),
        ({"path": "TESTS/keys.py"}, finding(), False),
        ({"path": "!other.py"}, finding(), False),
        ({"path": "!tests/keys.py"}, finding(), False),
        ({"path": "["}, finding(), False),
        ({"path": "[z-a]*"}, finding(), False),
        ({"path": "tests/keys.p[z-a]"}, finding(), False),
        ({"path": "\\"}, finding(), False),
        ({"fingerprint": finding().fingerprint}, finding(), True),
        ({"fingerprint": finding().fingerprint}, finding(identity="another"), False),
        ({"fingerprint": finding().fingerprint.upper()}, finding(), False),
        ({"path": "*"}, finding(path=""), False),
    ],
)
def test_it_covers_what_it_names(waiver: dict[str, str], of: Finding, covered: bool) -> None:
    assert covers(GOOD.but(**waiver), of) is covered


def of_package(
    *advisories: str, package: tuple[str, str, str] | None = ("PyPI", "jinja2", "2.11.2"), joint: bool = False
) -> Finding:
    found = finding("shop/uv.lock", "dependency-review", "vulnerability GHSA-g3rq PyPI jinja2")
    return found.but(package=package, advisories=advisories, joint=joint)


NAMED = ("GHSA-g3rq-g295-4j3m", "CVE-2020-28493", "PYSEC-2021-66")
MALICIOUS = ("GHSA-aaaa-bbbb-cccc", "MAL-2026-1")
NUMBER = of_package().fingerprint


@pytest.mark.parametrize(
    ("waiver", "of", "covered"),
    [
        ({"advisory": NAMED[0]}, of_package(*NAMED), True),
        ({"advisory": NAMED[1].lower()}, of_package(*NAMED), True),  # any alias, in any case
        ({"advisory": NAMED[2], "package": "pypi/Jinja2"}, of_package(*NAMED), True),
        ({"advisory": "CVE-2020-1"}, of_package(*NAMED), False),
        ({"advisory": NAMED[0]}, of_package(), False),
        ({"advisory": NAMED[0], "package": "PyPI/flask"}, of_package(*NAMED), False),
        ({"advisory": NAMED[0], "package": "npm/jinja2"}, of_package(*NAMED), False),
        ({"advisory": NAMED[0], "package": "PyPI/jinja2@2.11.2"}, of_package(*NAMED), True),
        ({"advisory": NAMED[0], "package": "PyPI/jinja2@2.11.3"}, of_package(*NAMED), False),
        ({"advisory": NAMED[0], "package": "jinja2"}, of_package(*NAMED), False),
        ({"advisory": NAMED[0], "path": "**/uv.lock"}, of_package(*NAMED), True),
        ({"advisory": NAMED[0], "path": "/uv.lock"}, of_package(*NAMED), False),
        ({"advisory": NAMED[0], "rule": "no-secrets"}, of_package(*NAMED), False),
        # What an advisory tells is not excused by the package alone, nor another content, nor what is about no package.
        ({"package": "PyPI/jinja2"}, of_package(*NAMED), False),
        ({"package": "PyPI/jinja2"}, of_package(*MALICIOUS), False),
        ({"package": "PyPI/jinja2"}, of_package(joint=True), False),
        ({"package": "PyPI/jinja2"}, of_package(package=None), False),
        ({"package": "PyPI/jinja2"}, of_package(), True),
        ({"package": "PyPI/jinja2@2.11.2"}, of_package(), True),
        ({"package": "PyPI/jinja2@2.11"}, of_package(), False),
        # Malice has to be named as such.
        ({"advisory": MALICIOUS[0]}, of_package(*MALICIOUS), False),
        ({"advisory": MALICIOUS[1]}, of_package(*MALICIOUS), True),
        ({"fingerprint": NUMBER}, of_package(*MALICIOUS), True),
        # All that is given has to fit.
        ({"fingerprint": NUMBER, "package": "PyPI/jinja2"}, of_package(*NAMED), True),
        ({"fingerprint": NUMBER, "package": "PyPI/flask"}, of_package(*NAMED), False),
        ({"fingerprint": NUMBER, "advisory": "CVE-2020-1"}, of_package(*NAMED), False),
        ({"fingerprint": "0" * 32, "advisory": NAMED[0]}, of_package(*NAMED), False),
        ({"fingerprint": NUMBER}, of_package(joint=True), True),
    ],
)
def test_it_covers_the_advisory_and_the_package_that_it_names(
    waiver: dict[str, str], of: Finding, covered: bool
) -> None:
    assert (
        covers(GOOD.but(**{"rule": "dependency-review", "path": "uv.lock", "by": "package", **waiver}), of) is covered
    )


def test_the_first_good_one_excuses() -> None:
    expired, other = GOOD.but(expires="2026-01-01"), GOOD.but(index=2)
    (found,) = excuse([finding()], [expired, other], TODAY, HORIZON)

    assert found.exception == other
    assert excuse([finding()], [], TODAY, HORIZON) == [finding()]


def test_entries_are_read_as_written() -> None:
    entries = read([{"rule": "r", "expires": datetime.date(2026, 4, 1)}, {"expires": datetime.time(1, 2)}])

    assert entries == (Waiver(index=1, rule="r", expires="2026-04-01"), Waiver(index=2, expires="01:02:00"))
    assert read([]) == ()


@settings(derandomize=True, max_examples=examples(200), deadline=None)
@given(st.dates(), st.integers(0, 10**6))
def test_days_are_counted_as_the_calendar_does(day: datetime.date, days: int) -> None:
    try:
        expected = (day + datetime.timedelta(days)).isoformat()
    except OverflowError:
        expected = "9999-12-31"

    assert days_after(day.isoformat(), days) == expected
    assert is_day(day.isoformat())


@pytest.mark.parametrize("days", [10**9, 10**12, 10**30, 10**4000])
def test_a_horizon_beyond_the_calendar_is_its_end(days: int) -> None:
    assert days_after(TODAY, days) == "9999-12-31"


# --- in a repository


def exception(**changed: str) -> str:
    soon = (datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=30)).isoformat()
    fields = {
        "rule": "no-env-files",
        "path": "/deploy/.env",
        "reason": "holds no secret, only the port",
        "owner": "ann@corp.test",
        "approver": "bob@corp.test",
        "expires": soon,
        **changed,
    }
    return "[[exceptions]]\n" + "".join(f'{key} = "{value}"\n' for key, value in fields.items() if value)


def test_an_excused_finding_is_shown_and_counted_and_passes(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("policy", **{"governance.toml": exception()})
    repo.stage("deploy/.env", "PORT=1\n")
    done = repo.check()

    assert done.code == 0
    assert (
        "deploy/.env: environment file [no-env-files]\n  excused: holds no secret, only the port (owner ann@corp.test, until"
        in done.out
    )
    assert "govhooks: passed: " in done.out
    assert "1 excused" in done.out

    repo.stage("other/.env", "PORT=1\n")
    done = repo.check()
    assert done.code == 1
    assert "1 to fix" in done.out
    assert "1 excused" in done.out


def test_an_exception_does_not_excuse_the_commit_that_brings_it(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("governance.toml", exception())
    repo.stage("deploy/.env", "PORT=1\n")

    assert repo.check().code == 1
    assert repo.check("--rule", "no-env-files").code == 1


def test_nor_the_range_that_brings_it(repo) -> None:  # type: ignore[no-untyped-def]
    start = repo.git("rev-parse", "HEAD")
    repo.commit("exception", **{"governance.toml": exception()})
    repo.commit("env", **{"deploy/.env": "PORT=1\n"})

    rule = ("--rule", "no-env-files")
    assert repo.check(*rule, "--from-ref", start, "--to-ref", "HEAD").code == 1
    assert repo.check(*rule, "--from-ref", "HEAD~1", "--to-ref", "HEAD").code == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"expires": "2020-01-01"},
        {"expires": "9998-01-01"},
        {"approver": "ANN@corp.test"},
        {"owner": ""},
        {"approver": ""},
        {"reason": ""},
        {"rule": "no-secrets"},
        {"path": "/deploy/.envrc"},
        {"fingerprint": "0" * 32},
        {"path": "[z-a]"},
    ],
)
def test_one_that_is_not_well_made_excuses_nothing(changed: dict[str, str], repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("policy", **{"governance.toml": exception(**changed)})
    repo.stage("deploy/.env", "PORT=1\n")
    done = repo.check()

    assert done.code == 1
    assert "excused" not in done.out


def test_the_horizon_is_policy(repo) -> None:  # type: ignore[no-untyped-def]
    far = (datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=300)).isoformat()
    repo.commit("policy", **{"governance.toml": exception(expires=far)})
    repo.stage("deploy/.env", "PORT=1\n")
    assert repo.check().code == 1

    repo.commit("longer", **{"governance.toml": exception(expires=far) + "[rules.policy-exceptions]\nmax-days = 365\n"})
    repo.stage("deploy/.env", "PORT=2\n")
    assert repo.check().code == 0


def test_all_names_what_is_unused(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("policy", **{"governance.toml": exception() + exception(path="/gone/.env"), "deploy/.env": "PORT=1\n"})
    done = repo.check("--all")

    assert done.code == 1
    assert "exception #2 (no-env-files on /gone/.env) is unused" in done.out
    assert "exception #1" not in done.out
    assert "is unused" not in repo.check("--all", "--rule", "no-env-files").out
    assert repo.check("deploy/.env").code == 0
    assert "is unused" not in repo.check().out


def test_an_exception_of_high_risk_is_not_unused_because_of_all(repo) -> None:  # type: ignore[no-untyped-def]
    """--all does not judge changes: what excuses a change cannot be told unused by it."""
    repo.commit("policy", **{"governance.toml": exception(rule="high-risk-changes", path="/.github/workflows/ci.yml")})

    assert "is unused" not in repo.check("--all").out


def test_an_exception_holds_for_message_and_rename_too(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("policy", **{"governance.toml": exception(), "port.txt": "PORT=1\n" * 9})
    (repo.path / "deploy").mkdir()
    repo.git("mv", "port.txt", "deploy/.env")
    done = repo.check("--rule", "no-env-files")

    assert done.code == 0
    assert "renamed from port.txt" in done.out


def test_an_exception_is_used_whatever_confidence_is_asked_for(repo) -> None:  # type: ignore[no-untyped-def]
    day = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=30)
    entry = f'[[exceptions]]\nrule = "no-secrets"\npath = "a.py"\nreason = "r"\nowner = "ann"\napprover = "bob"\nexpires = {day}\n'
    value = "k7Gv2pQ" + "x9wTbc1"
    repo.commit("old", **{"a.py": f'assert password == "{value}"\n', "governance.toml": entry})

    assert "excused" in repo.check("--all", "--confidence", "low").out
    for level in ("low", "medium", "high"):
        assert repo.check("--all", "--confidence", level).code == 0
