"""The rule policy-exceptions: an exception of ours that is renewed again is named."""

from __future__ import annotations

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules.review.policy_exceptions import Policy, rule

TODAY = "2026-03-01"
ENTRY = (
    "[[exceptions]]\nrule = 'no-env-files'\npath = '/deploy/.env'\nreason = 'a port'\nowner = 'ann@x.test'\n"
    "approver = 'bob@x.test'\nexpires = {}\n"
)


def entry(expires: str, renewed: int = 0) -> str:
    return ENTRY.format(expires) + (f"renewed = {renewed}\n" if renewed else "")


def judge(old: str, new: str, policy: Policy | None = None, kind: str = "change") -> list[tuple[str, bool]]:
    change = Change("M", "governance.toml", new=new.encode(), old=[old.encode()])
    changeset = Changeset([change], today=TODAY, kind=kind, before={"governance.toml": old.encode()}.get)
    return [(one.problem.partition(") ")[2], one.blocks) for one in rule.check(changeset, policy or Policy())]


def test_the_first_renewal_passes_and_the_next_is_named() -> None:
    assert judge(entry("2026-02-01"), entry("2026-05-01", 1)) == []
    assert judge(entry("2026-02-01", 1), entry("2026-05-01", 2)) == [
        ("is renewed again from 2026-02-01 to 2026-05-01, for the 2nd time", False)
    ]
    assert judge(entry("2026-02-01", 10), entry("2026-05-01", 11))[0][0].endswith("for the 11th time")
    assert judge(entry("2026-02-01", 1), entry("2026-05-01", 2), Policy(max_renewals=2)) == []
    assert len(judge(entry("2026-02-01"), entry("2026-05-01", 1), Policy(max_renewals=0))) == 1


def test_a_renewal_that_is_not_counted_is_named() -> None:
    assert judge(entry("2026-02-01"), entry("2026-05-01")) == [
        ("is renewed from 2026-02-01 to 2026-05-01, and does not count it", False)
    ]
    assert [problem for problem, _ in judge(entry("2026-02-01", 1), entry("2026-05-01"))] == [
        "is renewed from 2026-02-01 to 2026-05-01, and does not count it",
        "is renewed again from 2026-02-01 to 2026-05-01, for the 2nd time",
    ]


def test_what_is_no_renewal_passes() -> None:
    good = entry("2026-05-01", 5)

    assert judge(good, good + "\n# more\n") == []
    assert judge(good, entry("2026-04-01", 5)) == []
    assert judge("", good) == []
    assert judge("exceptions = 1\n", good) == []
    assert judge(entry("2026-02-01"), good.replace("/deploy/", "/other/")) == []
    assert judge(entry("2026-02-01", 1), entry("2026-05-01", 2), kind="whole") == []


def test_the_count_is_a_number(repo) -> None:  # type: ignore[no-untyped-def]
    for value in ("'1'", "-1", "true", "1.5", "99999999999999999999"):
        repo.stage("governance.toml", f"[[exceptions]]\nrule = 'x'\nrenewed = {value}\n")
        done = repo.check()

        assert done.code == 3
        assert "renewed must be a whole number from 0 to 10000" in done.err + done.out


def test_a_renewed_exception_excuses_from_the_kept_policy_as_well(repo) -> None:  # type: ignore[no-untyped-def]
    """The next commit reads what was kept of the policy."""
    repo.commit(
        "policy", **{"governance.toml": entry("2099-01-01", 3) + "[rules.policy-exceptions]\nmax-days = 99999\n"}
    )
    for _ in range(2):
        repo.stage("deploy/.env", "PORT=1\n")
        done = repo.check("--rule", "no-env-files")

        assert (done.code, "1 excused" in done.out) == (0, True), done.out
