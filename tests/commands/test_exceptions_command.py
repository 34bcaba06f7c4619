"""`govhooks exceptions`: what it writes excuses the finding that was named, and nothing else."""

from __future__ import annotations

import datetime
import re

import pytest
import tomli

GUESS = 'db_password = "' + "k7Gv2pQ" + "x9wTbc1" + '"\n'
OTHER = 'db_password = "' + "Zr4mLq8" + "sNv2Kd9" + '"\n'


def fingerprints(out: str) -> list[str]:
    return re.findall(r"fingerprint: ([0-9a-f]{32})", out)


def add(repo, *more: str, approver: str = "Bob <bob@corp.test>"):  # type: ignore[no-untyped-def]
    (found,) = fingerprints(repo.check().out)
    return repo.run("exceptions", "add", found, "--reason", 'it is "public"', "--approver", approver, *more)


def entries(repo) -> list[dict[str, object]]:  # type: ignore[no-untyped-def]
    found: list[dict[str, object]] = tomli.loads((repo.path / "governance.toml").read_text("utf-8"))["exceptions"]
    return found


def test_the_way_from_a_refusal_to_the_commit(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("a.py", GUESS)
    refused = repo.check()
    (found,) = fingerprints(refused.out)
    last = refused.out.splitlines()[-1]
    assert last == f'wrong, or has to stay? govhooks exceptions add {found} --reason "WHY" --approver "WHO"'

    done = add(repo)
    (entry,) = entries(repo)
    day = datetime.datetime.now(datetime.timezone.utc).date()
    assert done.code == 0
    assert abs((entry.pop("expires") - day).days - 90) <= 1  # type: ignore[operator]
    assert entry == {
        "rule": "no-secrets",
        "path": "a.py",
        "fingerprint": found,
        "reason": 'it is "public"',
        "owner": "Dev <dev@corp.test>",
        "approver": "Bob <bob@corp.test>",
    }
    assert "next: commit governance.toml first, by itself (git add governance.toml, then git commit" in done.out
    # As it says: the policy alone, with the change still staged, and then the change.
    assert repo.check().code == 1
    repo.git("add", "governance.toml")
    repo.git("commit", "--quiet", "--message", "Excuse it", "governance.toml")
    assert repo.git("diff", "--cached", "--name-only") == "a.py"
    assert repo.check().code == 0
    repo.commit("with it")
    assert repo.check("--all").code == 0
    repo.stage("a.py", GUESS + OTHER)
    assert repo.check().code == 1
    assert "excuses 1 finding\n" in repo.run("exceptions", "list").out


def test_comments_and_entries_that_are_there_stay(repo) -> None:  # type: ignore[no-untyped-def]
    text = "# ours\n[rules.policy-exceptions]\nmax-days = 30  # short\n"
    repo.commit("policy", **{"governance.toml": text})
    repo.stage("a.py", GUESS)

    assert add(repo).code == 0
    assert (repo.path / "governance.toml").read_text("utf-8").startswith(text)
    day = datetime.datetime.now(datetime.timezone.utc).date()
    assert abs((entries(repo)[0]["expires"] - day).days - 30) <= 1  # type: ignore[operator]
    assert add(repo, "--expires", str(day + datetime.timedelta(days=33))).code == 2


@pytest.mark.parametrize(("name", "path"), [("a.py", "/a.py"), ("!a b.py", "/\\!a b.py"), ("sub/a.py", "sub/a.py")])
def test_a_whole_file_is_named_as_a_glob_for_it_alone(name: str, path: str, repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage(name, GUESS)
    assert add(repo, "--path").code == 0
    assert "fingerprint" not in entries(repo)[0]
    assert entries(repo)[0]["path"] == path
    repo.git("add", "governance.toml")
    repo.git("commit", "--quiet", "--message", "Excuse it", "governance.toml")
    repo.stage(name, GUESS + OTHER)
    assert repo.check().code == 0
    repo.stage(f"deep/{name}", GUESS)
    assert repo.check().code == 1


@pytest.mark.parametrize("name", ["[a]*.py", "a?b\\\\c.py", "#a .py", "ünïcode 'q' \"d\".py", "a.py "])
def test_any_name_is_excused_by_its_fingerprint(name: str, repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage(name, GUESS)
    assert add(repo).code == 0
    repo.git("add", "governance.toml")
    repo.git("commit", "--quiet", "--message", "Excuse it", "governance.toml")

    assert repo.check().code == 0


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--owner", "bob@corp.test"], 2, "must not be the owner"),
        (["--expires", "soon"], 2, "must be a day"),
        (["--expires", "2020-01-01"], 2, "--expires must be from"),
        (["--from-ref", "HEAD"], 2, "give --from-ref and --to-ref together"),
        (["--what"], 2, ""),
    ],
)
def test_what_would_excuse_nothing_is_not_written(more: list[str], code: int, said: str, repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("a.py", GUESS)
    done = add(repo, *more)

    assert (done.code, said in done.err) == (code, True)
    assert not (repo.path / "governance.toml").exists()


def test_an_unknown_fingerprint_is_said(repo) -> None:  # type: ignore[no-untyped-def]
    for word, said in (("x", "is not a fingerprint"), ("0" * 32, "no finding in what is staged")):
        done = repo.run("exceptions", "add", word, "--reason", "r", "--approver", "b")
        assert (done.code, said in done.err) == (2, True)


def test_a_broken_policy_is_not_written_to(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("a.py", GUESS)
    (found,) = fingerprints(repo.check().out)
    repo.write("governance.toml", "rules = [")

    assert repo.run("exceptions", "add", found, "--reason", "r", "--approver", "b").code == 3
    assert (repo.path / "governance.toml").read_text() == "rules = ["


def test_a_committed_finding_and_one_of_a_range_are_found(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"a.py": GUESS})
    (found,) = fingerprints(repo.check("--all").out)
    repo.commit("out", **{"a.py": "x = 1\n"})
    words = ("exceptions", "add", found, "--reason", "r", "--approver", "Bob")
    assert repo.run(*words).code == 2

    assert repo.run(*words, "--from-ref", "HEAD^^", "--to-ref", "HEAD").code == 0
    assert "excuses 0 findings" in repo.run("exceptions", "list").out


def test_list_says_when_there_is_none(repo) -> None:  # type: ignore[no-untyped-def]
    done = repo.run("exceptions", "list")

    assert (done.code, done.out) == (0, "governance.toml holds no exceptions\n")
