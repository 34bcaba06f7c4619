"""What is staged or named, and what pre-commit's configuration leaves out."""

from __future__ import annotations

import pytest

PRE_COMMIT = {"PRE_COMMIT": "1"}


def test_names_after_two_dashes_are_names(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.write("--all", f"t = '{token}'\n")
    repo.git("add", "--", "--all")
    repo.commit("odd")

    assert repo.check("--", "--all").code == 1
    assert repo.check("--", "app.py").code == 0


def test_a_named_file_is_judged_whole(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"old.py": f"t = '{token}'\n"})

    assert repo.check().code == 0
    assert repo.check("old.py").code == 1
    assert repo.check("app.py").code == 0
    assert repo.check("app.py", "old.py").code == 1
    assert repo.check("--all").code == 1
    assert repo.check(".").code == 1
    assert repo.check(str(repo.path / "old.py")).code == 1


def test_names_are_relative_to_the_working_directory(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"sub/old.py": f"t = '{token}'\n", "sub/clean.py": "x\n"})
    sub = repo.path / "sub"

    assert repo.run("check", "old.py", cwd=sub).code == 1
    assert repo.run("check", "clean.py", "../app.py", cwd=sub).code == 0
    assert repo.run("check", "../sub/old.py", cwd=sub).code == 1
    assert repo.run("check", "sub/old.py", cwd=sub).code == 2
    assert repo.run("check", "--all", cwd=sub).code == 1
    assert "sub/old.py:1" in repo.run("check", "old.py", cwd=sub).out


def test_the_names_of_pre_commit_are_what_is_staged(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    """`pre-commit` passes what is staged; `--all-files` passes more, and is then judged whole, never vacuously."""
    repo.commit("old", **{"old.py": f"t = '{token}'\n"})
    repo.stage("old.py", f"t = '{token}'\nx = 1\n")

    assert repo.check("--", "old.py", **PRE_COMMIT).code == 0
    assert repo.check("--", "old.py", "app.py", **PRE_COMMIT).code == 1
    repo.commit("rest")
    assert repo.check("--", "old.py", "app.py", **PRE_COMMIT).code == 1
    assert repo.check("--", "app.py", **PRE_COMMIT).code == 0
    assert repo.check("--", **PRE_COMMIT).code == 0


def test_a_deletion_and_a_rename_reach_the_hook_without_names(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("t", **{"notes.txt": "A=1\n" * 9})
    repo.git("mv", "notes.txt", ".env")
    done = repo.check("--", ".env", **PRE_COMMIT)

    assert done.code == 1
    assert "renamed from notes.txt" in done.out


def test_all_files_in_a_merge_are_judged(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"old.py": f"t = '{token}'\n"})
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("side", **{"side.txt": "s\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", **{"main.txt": "m\n"})
    repo.git("merge", "--quiet", "--no-commit", "side")
    names = repo.git("ls-files").splitlines()

    assert repo.check("--", "side.txt", **PRE_COMMIT).code == 0
    assert repo.check("--", *names, **PRE_COMMIT).code == 1


@pytest.mark.parametrize("name", ["-", "x.git/COMMIT_EDITMSG", "repo.git/MERGE_MSG", "a/-", "COMMIT_EDITMSG"])
def test_no_name_of_a_file_is_taken_for_something_else(repo, token: str, name: str) -> None:  # type: ignore[no-untyped-def]
    repo.write(name, f"t = {token}\n")
    repo.git("add", "--", f"./{name}")

    assert repo.check("--", name, PRE_COMMIT="1").code == 1
    assert repo.check(PRE_COMMIT="1").code == 1


def test_all_files_are_judged_whole_though_all_are_staged(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"app.py": f"t = '{token}'\n"})
    repo.stage("app.py", f"t = '{token}'\nx = 1\n")

    assert repo.check("--", "app.py", PRE_COMMIT="1").code == 1
    assert repo.check("--", "app.py", PRE_COMMIT="1", GIT_INDEX_FILE=".git/index").code == 0


CONFIG = "repos:\n  - repo: local\n    hooks:\n      - id: govhooks\n        exclude: ^vendor/\n"


def test_what_pre_commit_leaves_out_is_counted_and_not_judged_at_the_commit(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("config", **{".pre-commit-config.yaml": CONFIG})
    repo.stage("vendor/x.py", f"t = '{token}'\n")
    repo.stage("ours.py", "x = 1\n")
    note = (
        "1 staged file is not judged here (`exclude` or `files` in .pre-commit-config.yaml); the push and CI judge all"
    )

    mixed = repo.check("--", "ours.py", **PRE_COMMIT)
    assert (mixed.code, mixed.out) == (0, f"note: {note}\n")
    assert repo.check("--", "ours.py", "vendor/x.py", **PRE_COMMIT).code == 1
    assert repo.check().code == 1
    repo.stage("ours.py", f"t = '{token}'\n")
    assert repo.check("--", "ours.py", **PRE_COMMIT).code == 1
    repo.git("rm", "--quiet", "--cached", "ours.py")
    alone = repo.check("--", **PRE_COMMIT)
    assert (alone.code, note in alone.out) == (0, True)
    # Where nothing is left out, no name means that none is ever passed: all is judged.
    repo.write(".pre-commit-config.yaml", CONFIG.replace("exclude: ^vendor/", "pass_filenames: false"))
    assert repo.check("--", **PRE_COMMIT).code == 1
    repo.write(".pre-commit-config.yaml", CONFIG + "        pass_filenames: false\n")
    assert repo.check("--", **PRE_COMMIT).code == 1
    repo.write(".pre-commit-config.yaml", "repos: []\n")
    assert repo.check("--", **PRE_COMMIT).code == 1


def test_what_a_configuration_leaves_out_is_judged_in_the_change_that_brings_it(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage(".pre-commit-config.yaml", "exclude: .*\n" + CONFIG)
    repo.stage("a.py", f"t = '{token}'\n")
    for names in ([], [".pre-commit-config.yaml"]):
        done = repo.check("--", *names, **PRE_COMMIT)
        assert (done.code, "a.py:1: " in done.out) == (1, True)
        assert "high risk: the policy, its approvers or the hooks themselves" in done.out
        assert "files it leaves out are judged until it is committed" in done.out


def test_a_file_that_is_called_like_the_end_of_options_is_judged(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("--", f"t = '{token}'\n")
    repo.stage("b.py", "x = 1\n")

    assert repo.check("--", "--", "b.py", **PRE_COMMIT).code == 1
    # `args` without the word: the file is taken for it, so that no name of it is left.
    assert repo.check("--confidence", "high", "--", "b.py", **PRE_COMMIT).code == 1


def test_names_that_another_command_was_given_are_not_said_to_be_left_out(repo) -> None:  # type: ignore[no-untyped-def]
    names = [f"{number:03}{'y' * 200}.py" for number in range(130)]
    for name in names:
        repo.write(name, "x = 1\n")
    repo.git("add", ".")

    assert (
        "or pre-commit split a long list of names, and another process judges them"
        in repo.check("--", *names[:65], **PRE_COMMIT).out
    )


def test_what_it_leaves_out_of_all_files_is_counted_too(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("vendored", **{"vendor/x.py": f"t = '{token}'\n", "b.py": "x = 1\n"})
    done = repo.check("--", "app.py", "b.py", **PRE_COMMIT)

    assert (done.code, done.out.startswith("note: 1 tracked file is not judged here (")) == (0, True)
    assert repo.check("--", "app.py", **PRE_COMMIT).out == ""  # --files: somebody chose


def test_deletions_and_links_are_judged_though_pre_commit_names_none(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{".pre-commit-config.yaml": CONFIG, "auth/login.py": "x = 1\n"})
    repo.git("rm", "--quiet", "auth/login.py")
    (repo.path / ".env").symlink_to("app.py")
    repo.git("add", "--force", ".env")
    done = repo.check("--", **PRE_COMMIT)

    assert (done.code, "auth/login.py" in done.out, "not judged here" in done.out) == (1, True, False)
    assert "symbolic link" in done.out
