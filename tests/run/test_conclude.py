"""From what the rules said to a verdict: one finding once, and the least confidence."""

from __future__ import annotations


def test_two_findings_on_two_lines_are_two(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("a.py", f"t = '{token}'\n\nu = '{token}'\n")
    done = repo.check()

    assert done.out.count("[no-secrets]") == 2
    assert "2 to fix" in done.out


def test_confidence_can_be_raised_and_lowered(repo) -> None:  # type: ignore[no-untyped-def]
    value = "".join(["hunter", "Two", "9x", "Q7"])
    repo.stage(".env.example", f"DB_PASSWORD={value}\n")
    rule = ["--rule", "no-env-files"]

    assert repo.check(*rule).code == 1
    high = repo.check(*rule, "--confidence", "high")
    assert (high.code, "1 finding of lower confidence not shown" in high.out) == (0, True)
