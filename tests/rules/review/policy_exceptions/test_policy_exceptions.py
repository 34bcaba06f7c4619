"""The rule policy-exceptions: what is wrong with an entry is named, where it stands."""

from __future__ import annotations

import datetime

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.errors import CannotJudge
from govhooks.core.finding import Finding
from govhooks.core.waiver import Waiver
from govhooks.rules.review.policy_exceptions import Policy, rule, unused

TODAY = "2026-03-01"
GOOD = {
    "rule": "no-env-files",
    "path": "/deploy/.env",
    "reason": "holds the port only",
    "owner": "ann@corp.test",
    "approver": "bob@corp.test",
    "expires": "2026-06-01",
}


def entry(**changed: str) -> str:
    return "[[exceptions]]\n" + "".join(f"{k} = '{v}'\n" for k, v in {**GOOD, **changed}.items() if v)


def judge(text: str, policy: Policy | None = None, kind: str = "change") -> list[Finding]:
    change = Change("A", "governance.toml", new=text.encode())
    return list(rule.check(Changeset([change], today=TODAY, kind=kind), policy or Policy()))


BLOCKS = [
    ({"rule": ""}, "has no rule"),
    ({"path": ""}, "has no path"),
    ({"reason": ""}, "has no reason"),
    ({"reason": "   "}, "has no reason"),
    ({"owner": ""}, "has no owner"),
    ({"approver": ""}, "has no approver"),
    ({"expires": ""}, "has no expires"),
    ({"owner": "", "approver": ""}, "has no owner and no approver"),
    ({"rule": "no-env-file"}, "names an unknown rule: no-env-file"),
    ({"approver": "ann@corp.test"}, "is approved by its own owner"),
    ({"approver": "Ann S. <ANN@corp.test>"}, "is approved by its own owner"),
    ({"owner": "@ann", "approver": " Ann"}, "is approved by its own owner"),
    ({"expires": "2026-02-28"}, "expired on 2026-02-28"),
    ({"expires": "2026-08-29"}, "runs until 2026-08-29, more than 180 days ahead"),
    ({"expires": "9999-12-31"}, "runs until 9999-12-31, more than 180 days ahead"),
    ({"expires": "soon"}, "has an expiry that is not a date"),
    ({"expires": "2026-02-30"}, "has an expiry that is not a date"),
    ({"path": "*"}, "is too broad: * matches files everywhere"),
    ({"path": "**"}, "is too broad"),
    ({"path": "/**"}, "is too broad"),
    ({"path": "**/*"}, "is too broad"),
    ({"path": "*.*"}, "is too broad"),
    ({"path": "*.env"}, "is too broad"),
    ({"path": "**/*.py"}, "is too broad"),
    ({"path": "?*"}, "is too broad"),
    ({"path": "[a-z]*"}, "is too broad"),
    ({"path": "[!x]*"}, "is too broad"),
    ({"path": "[[:print:]]*"}, "is too broad"),
    ({"path": "!nothing"}, "is too broad: a negated path would excuse everything else"),
    ({"path": "/tests/*.py", "rule": "no-secrets"}, "is too broad: an exception for a secret needs one file"),
    ({"path": "/tests/", "rule": "no-secrets"}, "is too broad"),
    ({"rule": "dependency-review", "path": "uv.lock"}, "is too broad: an exception from this rule needs an advisory"),
    (
        {"rule": "dependency-review", "path": "**", "advisory": "CVE-2026-1"},
        "is too broad: ** matches files everywhere",
    ),
    (
        {"rule": "dependency-review", "path": "uv.lock", "advisory": "a bug"},
        "(dependency-review on uv.lock, a bug) has a bad advisory: a bug is no id of an advisory",
    ),
    (
        {"rule": "dependency-review", "path": "uv.lock", "package": "jinja2"},
        "(dependency-review on uv.lock, jinja2) has a bad package: jinja2 is not ECOSYSTEM/NAME",
    ),
    (
        {"rule": "dependency-review", "path": "uv.lock", "package": "Pypy/jinja2"},
        "has a bad package: Pypy is no ecosystem that is known",
    ),
    ({"advisory": "CVE-2026-1"}, "names advisory, and no-env-files finds none"),
    ({"advisory": "CVE-2026-1", "package": "npm/a"}, "names advisory and package, and no-env-files finds none"),
    ({"path": "[a"}, ""),
    ({"path": "[z-a]"}, ""),
    ({"path": "/"}, ""),
]


@pytest.mark.parametrize(("changed", "problem"), BLOCKS)
def test_what_is_wrong_is_named(changed: dict[str, str], problem: str) -> None:
    found = judge("# policy\n\n" + entry() + "\n" + entry(**changed))

    assert len(found) == 1, found
    assert found[0].problem.startswith("exception #2 (")
    assert problem in found[0].problem
    assert (found[0].path, found[0].line) == ("governance.toml", 11)
    assert found[0].fix
    assert found[0].blocks


ALLOWS = [
    {},
    {"expires": TODAY},
    {"expires": "2026-08-28"},
    {"path": "/deploy/*.env"},
    {"path": "deploy/**"},
    {"path": "tests/keys.py", "rule": "no-secrets"},
    {"path": "/tests/*.py", "rule": "no-secrets", "fingerprint": "0" * 32},
    {"path": "/tests/", "rule": "no-secrets", "fingerprint": "0" * 32},
    {"rule": "high-risk-changes", "path": ".github/workflows/*.yml"},
    {"rule": "dependency-review", "path": "**/package-lock.json", "advisory": "GHSA-g3rq-g295-4j3m"},
    {"rule": "dependency-review", "path": "uv.lock", "package": "PyPI/jinja2@3.1.2"},
    {"rule": "dependency-review", "path": "uv.lock", "advisory": "MAL-2026-1", "package": "npm/@scope/name"},
    {"rule": "dependency-review", "path": "uv.lock", "fingerprint": "0" * 32},
]


@pytest.mark.parametrize("changed", ALLOWS)
def test_a_good_entry_passes(changed: dict[str, str]) -> None:
    assert judge(entry(**changed)) == []


def test_a_date_may_be_a_date() -> None:
    assert judge(entry().replace("'2026-06-01'", "2026-06-01")) == []
    assert len(judge(entry().replace("'2026-06-01'", "2026-01-01"))) == 1
    assert len(judge(entry().replace("'2026-06-01'", "2026-06-01T00:00:00Z"))) == 1


def test_every_fault_of_every_entry_is_named() -> None:
    found = judge(entry(path="*", expires="2020-01-01") + entry(owner="bob@corp.test", reason=""))

    assert [finding.problem.split(") ")[1] for finding in found] == [
        "expired on 2020-01-01",
        "is too broad: * matches files everywhere",
        "has no reason",
        "is approved by its own owner",
    ]
    assert len({finding.fingerprint for finding in found}) == 4


def test_the_farthest_day_is_policy() -> None:
    far = entry(expires="2027-02-01")

    assert len(judge(far)) == 1
    assert judge(far, Policy(max_days=365)) == []
    assert len(judge(entry(), Policy(max_days=0))) == 1
    assert judge(entry(expires=TODAY), Policy(max_days=0)) == []


@pytest.mark.parametrize(
    "text",
    [
        entry(path="*").replace("[[exceptions]]", "[[ exceptions ]]"),
        entry(path="*").replace("[[exceptions]]", '[["exceptions"]]'),
        entry(path="*").replace("[[exceptions]]", '[["exce\\u0070tions"]]'),
        "exceptions = [{" + entry(path="*").replace("[[exceptions]]\n", "").strip().replace("\n", ", ") + "}]\n",
        '"\\u0065xceptions" = [{rule = "no-env-files", path = "*"}]\n',
        "\ufeff" + entry(path="*"),
        entry(path="*").replace("\n", "\r\n"),
    ],
)
def test_no_spelling_hides_an_entry(text: str) -> None:
    assert judge(text) != []


def test_it_is_judged_when_the_file_changes_and_when_all_is_judged() -> None:
    bad = entry(path="*").encode()
    other = Change("M", "app.py", new=b"x", old=[b"y"])
    moved = Change("R", "governance.toml", "old.toml", new=bad, old=[bad])
    away = Change("R", "old.toml", "governance.toml", new=bad, old=[bad])
    gone = Change("D", "governance.toml", old=[bad])

    def count(changes: list[Change], kind: str) -> int:
        before = {"governance.toml": bad}.get
        return len(list(rule.check(Changeset(changes, kind=kind, today=TODAY, before=before), Policy())))

    assert count([other], "change") == 0
    assert count([other], "whole") == 1
    assert count([moved], "change") == 1
    assert count([away], "change") == count([gone], "change") == 0
    assert "commit" not in rule.kinds
    assert "range" in rule.kinds


def test_a_file_that_is_no_policy_cannot_be_judged() -> None:
    with pytest.raises(CannotJudge):
        judge("[[exceptions")
    with pytest.raises(CannotJudge):
        judge("exceptions = 1\n")


def test_unused_entries_are_named() -> None:
    from govhooks.policy.load import waivers
    from govhooks.rules.index import ENTRIES

    entries = waivers((entry() + entry(path="/b/.env")).encode(), "x", ENTRIES)

    assert [finding.problem for finding in unused(entries, [1])] == [
        "exception #2 (no-env-files on /b/.env) is unused: it excuses nothing any more"
    ]
    assert list(unused(entries, [1, 2])) == []


def test_entries_for_two_advisories_of_one_lock_are_two() -> None:
    one = {"rule": "dependency-review", "path": "uv.lock", "approver": "ann@corp.test"}
    found = judge(entry(**one, advisory="CVE-2026-1") + entry(**one, advisory="CVE-2026-2"))

    assert [finding.problem[:58] for finding in found] == [
        "exception #1 (dependency-review on uv.lock, CVE-2026-1) is",
        "exception #2 (dependency-review on uv.lock, CVE-2026-2) is",
    ]
    assert len({finding.fingerprint for finding in found}) == 2


# --- in a repository


def soon() -> str:
    return (datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=30)).isoformat()


def test_the_exact_words(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("governance.toml", "# ours\n" + entry(approver="ANN@corp.test", expires="2020-01-01"))
    done = repo.check("--rule", "policy-exceptions")
    lines = [line for line in done.out.splitlines() if "fingerprint:" not in line]

    assert done.code == 1
    assert lines == [
        "governance.toml:2: exception #1 (no-env-files on /deploy/.env) is approved by its own owner [policy-exceptions]",
        "  fix: have another person approve it",
        "governance.toml:2: exception #1 (no-env-files on /deploy/.env) expired on 2020-01-01 [policy-exceptions]",
        "  fix: fix what it excuses, or have it approved again with a new date",
        "note: this change alters governance.toml: it is judged by built-in defaults, not by itself",
        "govhooks: refused: 2 to fix (policy: built-in defaults)",
    ]


@pytest.mark.parametrize("path", ["*", "**", "*.env", "!x"])
def test_an_over_broad_one_at_head_excuses_nothing(path: str, repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("sneaked in", **{"governance.toml": entry(path=path, expires=soon())})
    repo.stage(".env", "A=1\n")
    done = repo.check("--rule", "no-env-files")

    assert done.code == 1
    assert "excused" not in done.out


def test_an_exception_cannot_excuse_itself(repo) -> None:  # type: ignore[no-untyped-def]
    """An entry for policy-exceptions on governance.toml would excuse every bad entry."""
    own = entry(rule="policy-exceptions", path="/governance.toml", expires=soon())
    repo.commit("policy", **{"governance.toml": own})
    repo.stage("governance.toml", own + entry(approver="ann@corp.test", expires=soon()))
    done = repo.check("--rule", "policy-exceptions")

    assert done.code == 1
    assert "excused" not in done.out


@pytest.mark.parametrize(
    "path", ["*", "**", "**/*", "[!x]*", "*e*", "????", ".e*", "*[a-z]*", "**/[a-z]*/**", "*.py", "[a-z]*.toml", "!x"]
)
def test_a_path_that_covers_everything_is_too_broad(path: str) -> None:
    assert Waiver(index=1, rule="no-env-files", path=path).too_broad(), path


@pytest.mark.parametrize("path", ["deploy/*.env", "src/", "app.py", "tests/**", "config.*", "/deploy/.env"])
def test_a_path_that_names_something_is_not(path: str) -> None:
    assert not Waiver(index=1, rule="no-env-files", path=path).too_broad(), path


def test_the_exceptions_of_a_policy_that_is_named_are_judged_staged_or_not(repo) -> None:  # type: ignore[no-untyped-def]
    bad = '[[exceptions]]\nrule = "no-secrets"\npath = "a.py"\nreason = "r"\nowner = "ann"\napprover = "ann"\nexpires = 2030-01-01\n'
    repo.write("proposed.toml", bad)
    for words in (("--all",), ("app.py",), ()):
        done = repo.check(*words, "--policy", "proposed.toml")
        assert done.code == 1
        assert "proposed.toml:1: exception #1 (no-secrets on a.py) is approved by its own owner" in done.out
    repo.stage("governance.toml", bad)
    told = repo.check("--all", "--policy", "./governance.toml").out
    assert told.count("approved by its own owner") == 1
    assert "proposed.toml" not in told
