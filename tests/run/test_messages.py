"""A commit message through git: prepare-commit-msg writes the trailers, commit-msg judges them."""

from __future__ import annotations

from govhooks.git import message


def test_prepare_and_commit_msg_in_a_row(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage(".github/workflows/ci.yml", "on: push\n")
    place = repo.write(".git/COMMIT_EDITMSG", "\n# Please enter the commit message\n")
    words = ("--", ".git/COMMIT_EDITMSG")
    prepared = repo.check(*words, PRE_COMMIT="1")
    text = place.read_text()
    (trailer,) = message.trailers("subject\n" + text.split("#")[0])

    assert prepared.code == 0
    assert trailer[0] == "High-Risk"

    place.write_text("subject\n" + text)
    assert repo.check(*words, PRE_COMMIT="1").code == 0
    place.write_text("subject\n")
    done = repo.check(*words, PRE_COMMIT="1")
    assert done.code == 1
    assert "commit message: high-risk changes must be declared in the commit message" in done.out
    assert place.read_text() == "subject\n"


def test_the_message_is_prepared_when_git_names_its_source(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage(".github/workflows/ci.yml", "on: push\n")
    place = repo.write(".git/COMMIT_EDITMSG", "subject\n")
    done = repo.check("--", ".git/COMMIT_EDITMSG", PRE_COMMIT="1", PRE_COMMIT_COMMIT_MSG_SOURCE="message")

    assert done.code == 0
    assert "High-Risk: " in place.read_text()
