"""`govhooks exceptions`: what it writes excuses the finding that was named, and nothing else."""

from __future__ import annotations

import datetime
import json
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


def test_an_exception_with_the_old_form_of_a_fingerprint_still_excuses(repo) -> None:  # type: ignore[no-untyped-def]
    from govhooks.core.fingerprint import slow

    repo.commit("start", **{"b.py": "x = 1\n"})
    repo.stage("a.py", GUESS)
    (found,) = fingerprints(repo.check().out)
    assert repo.run("exceptions", "add", found, "--reason", "r", "--approver", "Bob", "--owner", "Ann").code == 0
    policy = (repo.path / "governance.toml").read_text()
    repo.git("reset", "--quiet")
    repo.write("governance.toml", policy.replace(found, slow("no-secrets", "a.py", GUESS.split('"')[1])))
    repo.git("add", "governance.toml")
    repo.commit("policy")
    repo.stage("a.py", GUESS)
    excused = repo.check()
    repo.stage("a.py", GUESS.replace('"', '"x', 1))

    assert found not in (repo.path / "governance.toml").read_text()
    assert excused.code == 0
    assert "excused: r" in excused.out
    assert repo.check().code == 1


def test_list_says_when_there_is_none(repo) -> None:  # type: ignore[no-untyped-def]
    done = repo.run("exceptions", "list")

    assert (done.code, done.out) == (0, "governance.toml holds no exceptions\n")


# --- renew and remove


def excused(repo, *more: str) -> str:  # type: ignore[no-untyped-def]
    """A committed exception that is excused for a month; its fingerprint."""
    repo.stage("a.py", GUESS)
    (found,) = fingerprints(repo.check().out)
    assert add(repo, "--expires", later(30), *more).code == 0
    repo.commit("with it", **{"governance.toml": (repo.path / "governance.toml").read_text("utf-8")})
    return found


def later(days: int) -> str:
    return (datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=days)).isoformat()


def renew(repo, entry: str, *more: str, approver: str = "Eve <eve@corp.test>"):  # type: ignore[no-untyped-def]
    return repo.run("exceptions", "renew", entry, "--reason", "the vendor is late", "--approver", approver, *more)


def test_a_renewal_moves_the_end_on_and_is_counted(repo) -> None:  # type: ignore[no-untyped-def]
    found = excused(repo)
    before = (
        (repo.path / "governance.toml").read_text("utf-8").replace("[[exceptions]]", "# ours\n[[exceptions]]  # one")
    )
    repo.commit("comments", **{"governance.toml": before})
    done = renew(repo, found, "--expires", later(60))

    assert done.code == 0
    assert f"is excused until {later(60)} (owner Dev <dev@corp.test>, approver Eve <eve@corp.test>)" in done.out
    (entry,) = entries(repo)
    assert (entry["reason"], str(entry["expires"]), entry["renewed"]) == ("the vendor is late", later(60), 1)
    assert (repo.path / "governance.toml").read_text("utf-8") == before.replace(later(30), later(60)).replace(
        'it is \\"public\\"', "the vendor is late"
    ).replace("Bob <bob@corp.test>", "Eve <eve@corp.test>") + "renewed = 1\n"
    repo.git("add", "governance.toml")
    assert "is renewed" not in repo.check("--rule", "policy-exceptions").out
    repo.commit("renewed")
    again = renew(repo, "1", "--expires", later(90))
    assert "note: it is renewed for more than 1 time(s) (max-renewals)" in again.out
    repo.git("add", "governance.toml")
    flagged = repo.check("--rule", "policy-exceptions")
    assert flagged.code == 0
    assert f"is renewed again from {later(60)} to {later(90)}, for the 2nd time" in flagged.out
    assert "renewed 2 times" in repo.run("exceptions", "list").out


@pytest.mark.parametrize(
    ("entry", "more", "approver", "said"),
    [
        ("#1", ["--expires", "2020-01-01"], "Eve", "--expires must be from"),
        ("#1", ["--expires", "soon"], "Eve", "must be a day"),
        ("#1", ["--expires", "+10"], "Eve", "must be a day"),
        ("#1", ["--expires", "LATER 20"], "Eve", "already: --expires must be a later day"),
        ("#1", [], "dev@corp.test", "is approved by its own owner"),
        ("#1", [], " ", "has no approver"),
        ("#2", [], "Eve", "governance.toml has no exception #2"),
        ("x", [], "Eve", "neither a fingerprint nor a number"),
        ("0" * 32, [], "Eve", "governance.toml has no exception 0000"),
    ],
)
def test_what_would_be_refused_is_not_renewed(entry: str, more: list[str], approver: str, said: str, repo) -> None:  # type: ignore[no-untyped-def]
    excused(repo)
    before = (repo.path / "governance.toml").read_bytes()
    done = renew(repo, entry, *[later(20) if word == "LATER 20" else word for word in more], approver=approver)

    assert (done.code, said in done.err) == (2, True), done
    assert (repo.path / "governance.toml").read_bytes() == before


def test_an_exception_is_removed(repo) -> None:  # type: ignore[no-untyped-def]
    found = excused(repo)
    text = (repo.path / "governance.toml").read_text("utf-8")
    repo.write("governance.toml", f"# the policy\n\n{text}\n[rules.policy-exceptions]\nmax-days = 99 # short\n")
    done = repo.run("exceptions", "remove", found)

    assert done.code == 0
    assert "exception #1 (no-secrets on a.py) is gone" in done.out
    assert (repo.path / "governance.toml").read_text("utf-8") == (
        "# the policy\n\n[rules.policy-exceptions]\nmax-days = 99 # short\n"
    )
    assert repo.run("exceptions", "remove", found).code == 2


# --- the view


def test_every_suppression_is_in_one_view(repo) -> None:  # type: ignore[no-untyped-def]
    found = excused(repo)
    baseline = {"results": {"old.py": [{"type": "Secret Keyword", "hashed_secret": "a" * 40}]}}
    repo.commit(
        "more",
        **{
            ".secrets.baseline": json.dumps(baseline),
            ".trivyignore": "CVE-2024-1 exp:2020-01-01\n\n# not reachable\nCVE-2024-2\n",
            "svc/.snyk": "ignore: [\n",
            "b.py": "f()  # nosec\ng()  # nosec B307 - ours, @ops, until 2099-01-01\n",
            "README.md": "Write `# nosec`.\n",
        },
    )
    done = repo.run("exceptions", "list")

    assert done.code == 0
    assert done.out.splitlines() == [
        f'#1 no-secrets on a.py ({found}): it is "public"',
        f"  owner Dev <dev@corp.test>, approver Bob <bob@corp.test>, until {later(30)}; excuses 1 finding",
        ".secrets.baseline: 1 recorded finding",
        "trivy, in its files: 2 suppressions, 1 expired, 1 no reason",
        "  .trivyignore:1: CVE-2024-1: until 2020-01-01 [expired, no reason]",
        "  .trivyignore:4: CVE-2024-2: not reachable",
        "bandit, in comments: 2 suppressions, 1 no reason, 1 too broad",
        "  b.py:1: everything on this line [no reason, too broad]",
        "  b.py:2: B307: ours; owner @ops; until 2099-01-01",
        "svc/.snyk: cannot be read: not valid YAML: expected the node content, but found '<stream end>'",
    ]
    assert "  old.py: Secret Keyword\n" in repo.run("exceptions", "list", "--all").out


def test_the_view_as_json(repo) -> None:  # type: ignore[no-untyped-def]
    found = excused(repo)
    repo.commit("more", **{"b.py": "f()  # nosec B307\n", ".govhooks.baseline": "# none\n"})
    shown = json.loads(repo.run("exceptions", "list", "--format", "json").out)
    (ours,) = shown["exceptions"]
    (other,) = shown["suppressions"]

    assert (ours["fingerprint"], ours["excuses"], ours["valid"], ours["renewed"]) == (found, 1, True, 0)
    assert {name: other[name] for name in ("tool", "path", "line", "what", "scope", "marks", "inline")} == {
        "tool": "bandit",
        "path": "b.py",
        "line": 1,
        "what": ["B307"],
        "scope": "line",
        "marks": ["no reason"],
        "inline": True,
    }
    assert shown["baselines"] == [{"path": ".govhooks.baseline", "entries": []}]
    assert shown["unread"] == []


def test_a_baseline_that_cannot_be_read_is_said(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("more", **{".secrets.baseline": "{}"})

    assert ".secrets.baseline: cannot be read: not a detect-secrets baseline\n" in repo.run("exceptions", "list").out


def test_many_suppressions_are_summed_up(repo) -> None:  # type: ignore[no-untyped-def]
    names = [f"f()  # nosec B{number}\n" for number in range(300, 325)]
    repo.commit("more", **{"b.py": "".join(names), "c.py": names[0] * 5 + "f()  # noqa: E501\n"})
    told = repo.run("exceptions", "list").out

    assert "bandit, in comments: 30 suppressions, 30 no reason\n" in told
    assert "  and 6 more (see them with --all)\n" in told
    repo.stage("b.py", "")
    repo.write("c.py", names[0] * 5)  # differs from what is committed: counts once
    assert "  c.py:1: B300 (and 4 more in this file) [no reason]\n" in repo.run("exceptions", "list").out
    assert repo.run("exceptions", "list", "--all").out.count("B300") == 5


def test_what_is_unused_and_how_old_it_is(repo) -> None:  # type: ignore[no-untyped-def]
    rules = "rules:\n  artipacked:\n    ignore:\n      - ci.yml # ours\n      - gone.yml:3 # ours\n"
    repo.commit("more", **{".github/workflows/ci.yml": "on: push\n", ".github/zizmor.yml": rules})
    repo.stage(".trivyignore", "# not ours\nCVE-1\nCVE-1\n")
    told = repo.run("exceptions", "list", "--age").out

    assert told.splitlines()[1:] == [
        "trivy, in its files: 2 suppressions, 1 unused",
        "  .trivyignore:3: CVE-1: not ours [unused]",
        "  .trivyignore:2: CVE-1: not ours",
        "zizmor, in its files: 2 suppressions, 1 unused",
        "  .github/zizmor.yml:5: artipacked: ours; 0 days old [unused]",
        "  .github/zizmor.yml:4: artipacked: ours; 0 days old",
    ]
    shown = json.loads(repo.run("exceptions", "list", "--format", "json").out)["suppressions"]
    assert [one["unused"] for one in shown if one["unused"]] == ["there is no gone.yml", "line 2 says the same"]
    assert "is unused: there is no gone.yml" in repo.check("--all", "--rule", "policy-exceptions").out
