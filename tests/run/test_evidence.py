"""What the pre-commit stage leaves for prepare-commit-msg: of this content, by all rules, once."""

from __future__ import annotations

import pytest
from conftest import Repo

from govhooks.rules import load

TOML = '[rules.hook-evidence]\ntrailer = "Hooks-Ran"\n'


PARTLY = {
    "one rule": [["--rule", "no-secrets"]],
    "all rules but one": [[word for rule in load() if rule.id != "no-secrets" for word in ("--rule", rule.id)]],
    "another policy": [["--policy", "lax.toml"]],
    "another confidence": [["--confidence", "high"]],
    "the same confidence, said": [["--confidence", "low"]],
    "all files": [["--all"]],
    "named files": [["app.py", "governance.toml"]],
    "nothing": [],
    "refused after all": [[], ["--rule", "no-env-files"]],
}

WHOLLY = {
    "all rules": [[]],
    "all rules by name": [[word for rule in load() for word in ("--rule", rule.id)]],
    "one by one": [["--rule", rule.id] for rule in load()],
    "again": [[], [], ["--rule", "no-secrets"]],
}


def message_of(repo: Repo, **env: str) -> str:
    """The message that prepare-commit-msg leaves."""
    place = repo.path / ".git/COMMIT_EDITMSG"
    place.write_text("work\n")
    told = {"PRE_COMMIT": "1", "PRE_COMMIT_COMMIT_MSG_SOURCE": "message"}
    assert repo.check("--", ".git/COMMIT_EDITMSG", **{**told, **env}).code == 0
    return place.read_text()


def judged(repo: Repo) -> None:
    assert repo.check("--", PRE_COMMIT="1").code == 0


@pytest.fixture
def asked(repo: Repo) -> Repo:
    """A repository that asks for evidence, with something staged."""
    repo.commit("policy", **{"governance.toml": TOML})
    repo.write("lax.toml", TOML + "[rules.no-secrets]\nenabled = false\n")
    repo.stage("app.py", "x = 2\n")
    return repo


@pytest.mark.parametrize("runs", PARTLY)
def test_what_was_judged_in_part_is_no_evidence(runs: str, asked: Repo) -> None:
    for number, argv in enumerate(PARTLY[runs]):
        if runs == "refused after all" and number == 1:
            asked.stage(".env", "A=1\n")
            assert asked.check("--hook-stage", "pre-commit", *argv).code == 1
            asked.git("rm", "-q", "--cached", ".env")
        else:
            asked.check(*argv)

    assert message_of(asked) == "work\n"


@pytest.mark.parametrize("runs", WHOLLY)
def test_what_all_rules_judged_is_evidence_once(runs: str, asked: Repo) -> None:
    for argv in WHOLLY[runs]:
        assert asked.check(*argv).code == 0

    assert message_of(asked) == "work\n\nHooks-Ran: govhooks\n"
    assert message_of(asked) == "work\n"  # used up


def test_what_pre_commit_leaves_out_is_judged_where_evidence_is_asked_for(asked: Repo, token: str) -> None:
    config = "exclude: ^vendor/\nrepos: []\n"
    asked.commit("config", **{".pre-commit-config.yaml": config})
    asked.stage("vendor/x.py", "x = 1\n")
    asked.stage("b.py", "x = 1\n")
    env = {"PRE_COMMIT": "1", "GIT_INDEX_FILE": ".git/index"}

    assert asked.check("--", "b.py", **env).code == 0
    assert "Hooks-Ran: govhooks" in message_of(asked)
    asked.stage("vendor/x.py", f"t = '{token}'\n")
    refused = asked.check("--", "b.py", **env)
    assert (refused.code, "vendor/x.py:1" in refused.out) == (1, True)
    assert "Hooks-Ran" not in message_of(asked)


def test_a_rule_that_the_policy_switches_off_is_not_missed(repo: Repo) -> None:
    repo.commit("policy", **{"governance.toml": TOML + "[rules.no-secrets]\nenabled = false\n"})
    repo.stage("app.py", "x = 2\n")
    for rule in load():
        if rule.id != "no-secrets":
            assert repo.check("--rule", rule.id).code == 0

    assert "Hooks-Ran" in message_of(repo)


def test_evidence_is_of_this_content_on_this_commit_in_this_worktree(asked: Repo) -> None:
    judged(asked)
    asked.git("branch", "side")
    asked.git("worktree", "add", "-q", str(asked.path.parent / "linked"), "side")
    linked = Repo(asked.path.parent / "linked")
    linked.stage("app.py", "x = 2\n")
    place = linked.git("rev-parse", "--absolute-git-dir")
    message = asked.path.parent / "linked-message"
    message.write_text("work\n")
    assert linked.check("--message-file", str(message), "--hook-stage", "prepare-commit-msg").code == 0
    assert message.read_text() == "work\n", place

    asked.git("commit", "-q", "--no-verify", "-m", "elsewhere")  # the same content, on another HEAD
    asked.git("commit", "-q", "--no-verify", "--allow-empty", "-m", "on top")
    asked.stage("app.py", "x = 1\n")
    judged(asked)
    asked.stage("more.py", "y = 1\n")  # a formatter, another hook, another terminal
    assert message_of(asked) == "work\n"
    asked.git("rm", "-q", "--cached", "more.py")
    asked.git("reset", "-q", "--soft", "HEAD~1")
    assert message_of(asked) == "work\n"


def test_a_single_hook_does_not_use_it_up(asked: Repo) -> None:
    judged(asked)
    message = asked.path / ".git/COMMIT_EDITMSG"
    message.write_text("work\n")
    done = asked.check(
        "--rule",
        "high-risk-changes",
        "--",
        ".git/COMMIT_EDITMSG",
        PRE_COMMIT="1",
        PRE_COMMIT_COMMIT_MSG_SOURCE="message",
    )

    assert done.code == 0 and message.read_text() == "work\n"
    assert "Hooks-Ran" in message_of(asked)


def test_what_is_amended_was_not_judged(asked: Repo) -> None:
    """A commit made past the hooks is not judged by amending it: only what is staged is."""
    asked.git("commit", "-q", "--no-verify", "-m", "past the hooks")
    judged(asked)

    assert message_of(asked, PRE_COMMIT_COMMIT_MSG_SOURCE="commit", PRE_COMMIT_COMMIT_OBJECT_NAME="HEAD") == "work\n"


def test_only_the_staged_part_of_a_file_is_judged(asked: Repo, token: str) -> None:
    asked.write("app.py", f"x = 2\nt = '{token}'\n")
    judged(asked)

    assert "Hooks-Ran" in message_of(asked)
    judged(asked)
    asked.git("add", "app.py")
    assert message_of(asked) == "work\n"


def test_a_file_of_nonsense_is_no_evidence(asked: Repo) -> None:
    judged(asked)
    place = asked.path / ".git/govhooks/judged"
    good = place.read_text()
    for text in ("", "x", good.split("\n")[0], "\n".join(["0" * 64, *good.split("\n")[1:]]), "\xff"):
        place.write_text(text, encoding="latin-1")
        assert message_of(asked) == "work\n", text
