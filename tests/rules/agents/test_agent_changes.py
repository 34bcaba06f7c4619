"""What ranges with commits of agents have to come with."""

from __future__ import annotations

import pytest
from conftest import Repo

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.agents.agent_changes import Policy, check

CLAUDE = (("Co-authored-by", "Claude <noreply@anthropic.com>"),)
TESTED = ("Tested-by", "Ada <ada@corp.test>")


def change(path: str, text: str = "x = 1\n", status: str = "A", old_path: str = "") -> Change:
    old = [b"y = 1\n"] if status != "A" else []
    return Change(status, path, old_path, new=text.encode(), old=old)


def judged(
    *agents: Change,
    people: tuple[Change, ...] = (),
    trailers: tuple[tuple[str, str], ...] = CLAUDE,
    owners: str | None = None,
    **policy: object,
) -> list[Finding]:
    """What is said of a range in which an agent makes some changes, and people others."""
    commits = [
        Changeset(agents, kind="commit", author="Ada <ada@corp.test>", trailers=trailers, commit="a" * 40),
        Changeset(people, kind="commit", author="Bo <bo@corp.test>", commit="b" * 40),
    ]

    def before(path: str) -> bytes | None:
        return owners.encode() if owners is not None and path == "CODEOWNERS" else None

    whole = Changeset([*agents, *people], kind="range", commits=commits, before=before)
    return list(check(whole, Policy(**policy)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("agents", "people"),
    [
        ([change("src/a.py")], []),
        ([change("src/a.py", status="M"), change("README.md")], []),
        ([change("src/a.py")], [change("src/b.py")]),
        ([change("src/a.py")], [change("tests/test_a.py", status="D")]),
        ([change("cmd/main.go")], []),
        ([change("web/app.tsx")], [change("web/app.css")]),
    ],
)
def test_code_without_a_test(agents: list[Change], people: list[Change]) -> None:
    (found,) = judged(*agents, people=tuple(people))

    assert found.path == agents[0].path
    assert found.problem == f"Claude Code (aaaaaaaaaa) changes code but no test: {agents[0].path}"
    assert not found.blocks
    assert [one.blocks for one in judged(*agents, people=tuple(people), tests="refuse")] == [True]
    assert judged(*agents, people=tuple(people), tests="off") == []


@pytest.mark.parametrize(
    ("agents", "people"),
    [
        ([change("src/a.py"), change("tests/test_a.py")], []),
        ([change("src/a.py")], [change("tests/test_a.py", status="M")]),
        ([change("web/app.tsx"), change("web/app.test.tsx")], []),
        ([change("docs/guide.md"), change("styles/a.css")], []),
        ([change("src/a.py", "", status="D")], []),
        ([change("tests/test_a.py", status="M")], []),
        ([], [change("src/a.py")]),
        ([change("setup.py"), change("vendor/x.py"), change("eslint.config.js")], []),
        ([change("src/b.py", "y = 1\n", status="R", old_path="src/a.py")], []),
    ],
)
def test_what_needs_no_test_or_has_one(agents: list[Change], people: list[Change]) -> None:
    assert judged(*agents, people=tuple(people)) == []


def test_a_person_may_say_that_the_tests_were_run() -> None:
    assert judged(change("src/a.py"), trailers=(*CLAUDE, TESTED)) == []
    assert len(judged(change("src/a.py"), trailers=(*CLAUDE, TESTED), tested="")) == 1
    assert len(judged(change("src/a.py"), trailers=(*CLAUDE, ("Tested-by", "Claude <noreply@anthropic.com>")))) == 1
    assert len(judged(change("src/a.py"), trailers=(*CLAUDE, ("Tested-by", "pytest")))) == 1


def test_no_test_is_taken_away() -> None:
    (gone,) = judged(change("tests/test_a.py", status="D"))
    (renamed,) = judged(change("old/a.txt", status="R", old_path="tests/test_a.py"))

    assert gone.problem == renamed.problem == "Claude Code (aaaaaaaaaa) removes a test"
    assert judged(change("tests/test_b.py", status="R", old_path="tests/test_a.py")) == []
    assert judged(people=(change("tests/test_a.py", status="D"),)) == []


@pytest.mark.parametrize(
    "path",
    [".github/workflows/ci.yml", "governance.toml", "CODEOWNERS", ".github/CODEOWNERS", "Jenkinsfile", ".gitlab-ci.yml", ".pre-commit-config.yaml"],
)  # fmt: skip
def test_gates_are_left_alone(path: str) -> None:
    (found,) = judged(change(path, status="M"), gates="refuse")

    assert found.problem == "Claude Code (aaaaaaaaaa) changes a deployment gate"
    assert found.blocks
    assert judged(people=(change(path, status="M"),), gates="refuse") == []
    assert judged(change(path, status="M"), gates="off") == []
    assert len(judged(change(path, status="D"))) == 1


@pytest.mark.parametrize(
    ("owners", "why"),
    [
        (None, "there is no CODEOWNERS"),
        ("docs/ @ada\n", "nobody owns it"),
        ("* @copilot\n", "agents own it"),
        ("* @renovate[bot] noreply@anthropic.com\n", "agents own it"),
    ],
)
def test_a_file_needs_an_owner(owners: str | None, why: str) -> None:
    (found,) = judged(change("notes.txt"), owners=owners, owner="refuse")

    assert found.problem == f"Claude Code (aaaaaaaaaa) changes a file without an owner: {why}"


def test_people_and_teams_are_owners() -> None:
    assert judged(change("notes.txt"), owners="* @ada\n", owner="refuse") == []
    assert judged(change("notes.txt"), owners="* @copilot ada@corp.test\n", owner="refuse") == []
    assert judged(change("notes.txt"), owners="* @corp/docs\n", owner="refuse") == []
    (found,) = judged(change("notes.txt"), owners="* @corp/docs\n", owner="refuse", teams=False)
    assert found.problem.endswith("only a team owns it")


def test_further_agents_by_policy() -> None:
    people = (change("src/a.py"),)

    assert judged(people=people) == []
    assert len(judged(people=people, agents=("bo@corp.test",))) == 1


def test_a_range_in_a_repository(repo: Repo) -> None:
    start = repo.git("rev-parse", "HEAD")
    policy = '[rules.agent-changes]\ntests = "refuse"\ngates = "refuse"\nowner = "refuse"\n'
    repo.commit("policy", **{"governance.toml": policy, "CODEOWNERS": "* dev@corp.test\n"})
    base = repo.git("rev-parse", "HEAD")
    repo.commit("work\n\nCo-Authored-By: Claude <noreply@anthropic.com>", **{"app.py": "x = 2\n", ".ci/run": "true\n"})
    head = repo.git("rev-parse", "HEAD")[:10]
    done = repo.check("--rule", "agent-changes", "--from-ref", base, "--to-ref", "HEAD")

    assert done.code == 1
    lines = done.out.splitlines()
    assert f".ci/run: Claude Code ({head}) changes a deployment gate [agent-changes]" in lines
    assert f"app.py: Claude Code ({head}) changes code but no test: app.py [agent-changes]" in lines
    repo.commit("test", **{"tests/test_app.py": "assert True\n"})
    done = repo.check("--rule", "agent-changes", "--from-ref", base, "--to-ref", "HEAD")
    assert "no test" not in done.out
    # Before there is a policy the findings are shown, and refuse nothing.
    done = repo.check("--rule", "agent-changes", "--from-ref", start, "--to-ref", "HEAD")
    assert (done.code, "changes a deployment gate" in done.out) == (0, True)
