"""Which policy judges: the one that a change lands on, and never the one in the change."""

from __future__ import annotations

import pytest


def test_a_policy_that_is_a_link_is_named(repo) -> None:  # type: ignore[no-untyped-def]
    (repo.path / "governance.toml").symlink_to("elsewhere.toml")
    repo.git("add", "governance.toml")
    repo.commit("link")
    repo.stage("a.py", "x = 1\n")
    done = repo.check()

    assert done.code == 3
    assert "governance.toml is a symbolic link in HEAD" in done.err


OFF = "[rules.no-env-files]\nenabled = false\n"

RULE = ("--rule", "no-env-files")


def test_no_change_loosens_the_policy_that_judges_it(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("governance.toml", OFF)
    repo.stage(".env", "A=1\n")
    done = repo.check()

    assert done.code == 1
    assert "[no-env-files]" in done.out
    assert "note: this change alters governance.toml: it is judged by built-in defaults, not by itself" in done.out

    repo.git("rm", "--cached", "--quiet", ".env")
    repo.git("commit", "--quiet", "-m", "policy")
    repo.git("add", "--force", ".env")
    done = repo.check()
    assert done.code == 0
    assert "note: no-env-files is disabled by HEAD:governance.toml" in done.out


def test_a_change_cannot_delete_or_rename_the_policy_away(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("policy", **{"governance.toml": "[rules.no-env-files]\npatterns = ['*.secret']\n"})
    for move in (["rm", "--quiet", "--cached", "governance.toml"], ["mv", "governance.toml", "other.toml"]):
        repo.git(*move)
        repo.stage("x.secret", "A=1\n")
        done = repo.check(*RULE)

        assert done.code == 1
        assert "x.secret" in done.out
        assert "this change alters governance.toml: it is judged by HEAD:governance.toml" in done.out
        repo.git("reset", "--quiet", "--hard")


def test_the_working_file_is_no_policy(repo) -> None:  # type: ignore[no-untyped-def]
    repo.write("governance.toml", OFF)
    repo.stage(".env", "A=1\n")

    assert repo.check(*RULE).code == 1
    assert repo.check("--all", *RULE).code == 1


def test_the_policy_before_the_first_commit_is_the_default(empty_repo) -> None:  # type: ignore[no-untyped-def]
    empty_repo.stage("governance.toml", OFF)
    empty_repo.stage(".env", "A=1\n")

    assert empty_repo.check(*RULE).code == 1


def test_a_range_is_judged_by_its_target(repo) -> None:  # type: ignore[no-untyped-def]
    start = repo.git("rev-parse", "HEAD")
    repo.commit("off", **{"governance.toml": OFF})
    end = repo.commit("env", **{".env": "A=1\n"})
    done = repo.check(*RULE, "--from-ref", start, "--to-ref", end)

    assert done.code == 1
    assert "it is judged by built-in defaults" in done.out


def test_branching_off_an_old_commit_gains_nothing(repo) -> None:  # type: ignore[no-untyped-def]
    """The policy is that of the tip of the target, not that of the merge base."""
    repo.commit("loose", **{"governance.toml": OFF})
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.commit("env", **{".env": "A=1\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("strict", **{"governance.toml": ""})

    assert repo.check(*RULE, "--from-ref", "main", "--to-ref", "topic").code == 1
    assert repo.check(*RULE, "--from-ref", "main~1", "--to-ref", "topic").code == 0


def test_a_broken_policy_blocks(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("broken", **{"governance.toml": "[rules.no-such-rule]\n"})
    repo.stage("app.py", "x = 2\n")
    for words in ([], RULE, ["--all"], ["app.py"], ["--from-ref", "HEAD", "--to-ref", "HEAD"], ["-"]):
        done = repo.check(*words)

        assert done.code == 3, words
        assert "governance.toml:1: [rules] unknown table 'no-such-rule'" in done.err
        assert done.out == ""


def test_a_change_repairs_a_broken_policy(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("broken", **{"governance.toml": "[rules.no-env-files]\npaterns = []\n"})
    repo.stage("governance.toml", OFF)
    done = repo.check()

    assert done.code == 0, done
    assert "the committed policy cannot be understood" in done.out
    assert "did you mean 'patterns'?" in done.out
    assert "this change repairs it" in done.out

    repo.stage(".env", "A=1\n")
    assert repo.check().code == 1


@pytest.mark.parametrize("move", [["rm", "--quiet"], ["rm", "--quiet", "--cached"]])
def test_taking_a_broken_policy_away_is_no_repair(move: list[str], repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("broken", **{"governance.toml": "x"})
    repo.git(*move, "governance.toml")

    assert repo.check().code == 3


@pytest.mark.parametrize(
    "text", ["[rules", "[rules.no-secret]\n", "[rules.no-env-files]\npatterns = ['[']\n", "\0", "x = 1\n"]
)
def test_a_change_that_breaks_the_policy_is_refused(text: str, repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("governance.toml", text)
    for words in ([], RULE, ["--rule", "no-secrets"]):
        done = repo.check(*words)

        assert done.code == 3
        assert "governance.toml" in done.err and " (in this change): " in done.err


def test_a_staged_broken_policy_does_not_hide_behind_all(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("governance.toml", "[rules")

    assert repo.check("--all").code == 3


def test_a_range_that_breaks_the_policy_is_refused(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("broken", **{"governance.toml": "[rules"})

    assert repo.check("--from-ref", "HEAD~1", "--to-ref", "HEAD").code == 3


def test_a_policy_of_the_command_line_is_noted(repo) -> None:  # type: ignore[no-untyped-def]
    repo.write("trial.toml", OFF)
    repo.stage(".env", "A=1\n")
    done = repo.check("--policy", "trial.toml")

    assert done.code == 0
    assert "note: judged by trial.toml, not by the committed policy" in done.out
    assert "note: no-env-files is disabled by trial.toml" in done.out

    repo.write("trial.toml", "[rules")
    assert repo.check("--policy", "trial.toml").code == 3


def test_a_table_is_for_its_rule_only(repo) -> None:  # type: ignore[no-untyped-def]
    """One rule's hook checks the whole file: a slip in another rule's table does not wait for its hook."""
    repo.commit("slip", **{"governance.toml": "[rules.no-secrets]\nconfidense = 'high'\n"})
    repo.stage("app.py", "x = 2\n")

    assert repo.check("--rule", "no-env-files").code == 3


def test_a_policy_that_is_not_committed_is_noted(repo) -> None:  # type: ignore[no-untyped-def]
    repo.write("governance.toml", "[rules.no-env-files]\nenabled = false\n")
    repo.stage(".env", "A=1\n")
    done = repo.check()

    assert done.code == 1
    assert "governance.toml on disk differs from the committed one" in done.out
    repo.git("rm", "--quiet", "--cached", ".env")
    repo.commit("policy\n\nHigh-Risk: configuration", **{"governance.toml": "[rules.no-env-files]\nenabled = false\n"})

    assert "on disk differs" not in repo.check().out
