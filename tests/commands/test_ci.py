"""`govhooks ci`: what each CI system's variables mean, on real repositories."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import Done
from review_world import World, copy, make_keys

from govhooks.commands.ci import Build, found
from govhooks.rules.secrets.no_secrets.examples import make

TOKEN = make("ghp_{alnum:30}{sign:github}", seed=43)
CI = ("GITHUB_", "GITLAB_", "CI", "TF_BUILD", "SYSTEM_", "BUILD_", "JENKINS_", "CHANGE_", "BRANCH_NAME", "GIT_")


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("ci") / "home"
    home.mkdir()
    make_keys(home / "keys")
    World(home).start()
    return home


@pytest.fixture
def world(started: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    for name in list(os.environ):
        if name.startswith(CI) and name not in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"):
            monkeypatch.delenv(name)
    return copy(started, tmp_path / "home")


def harden(world: World) -> str:
    return world.edit("app/auth/login.py", "return user.check(word)", "return user.check(word) and user.active")


def event(world: World, **content: object) -> str:
    place = world.home / "event.json"
    place.write_text(json.dumps(content))
    return str(place)


def systems(world: World) -> dict[str, dict[str, str]]:
    """The variables of each system for a pull request of HEAD to main."""
    head = world.git("rev-parse", "HEAD")
    pull = {"head": {"sha": head}, "base": {"ref": "main", "sha": world.git("rev-parse", "origin/main")}}
    return {
        "GitHub Actions": {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_EVENT_PATH": event(world, pull_request=pull),
            "GITHUB_SHA": "1" * 40,
            "GITHUB_REF": "refs/pull/1/merge",
        },
        "GitLab CI": {
            "GITLAB_CI": "true",
            "CI_COMMIT_SHA": head,
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_COMMIT_BEFORE_SHA": "0" * 40,
        },
        "Azure Pipelines": {
            "TF_BUILD": "True",
            "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
            "SYSTEM_PULLREQUEST_SOURCECOMMITID": head,
            "BUILD_SOURCEVERSION": "1" * 40,
        },
        "Jenkins": {"JENKINS_URL": "https://ci.corp.test", "CHANGE_TARGET": "main", "GIT_COMMIT": head},
        "plain git": {},
    }


def ci(world: World, *args: str, **env: str) -> Done:
    done = world.run("ci", *args, **env)
    assert TOKEN not in done.out + done.err
    return done


@pytest.mark.parametrize("system", ["GitHub Actions", "GitLab CI", "Azure Pipelines", "Jenkins", "plain git"])
def test_a_pull_request(system: str, world: World) -> None:
    harden(world)
    refused = ci(world, **systems(world)[system])
    world.approve("ada")
    approved = ci(world, **systems(world)[system])

    assert refused.code == 1, refused
    assert refused.out.startswith(f"govhooks ci: {system}, ")
    assert "on main\n" in refused.out
    assert "needs approval to land on main" in refused.out
    assert approved.code == 0, approved
    assert "2 commits judged" in approved.out


@pytest.mark.parametrize("system", ["GitHub Actions", "GitLab CI", "Azure Pipelines", "Jenkins", "plain git"])
def test_every_commit_is_judged(system: str, world: World) -> None:
    world.change({"deploy.py": f'token = "{TOKEN}"\n'}, areas="")
    world.change({"deploy.py": "token = read()\n"}, areas="")
    done = ci(world, **systems(world)[system])

    assert done.code == 1, done
    assert "GitHub: personal" in done.out


def test_github_gets_annotations_and_sarif(world: World) -> None:
    harden(world)
    done = ci(world, "--sarif", "out.sarif", **systems(world)["GitHub Actions"])
    log = json.loads((world.path / "out.sarif").read_text())

    assert "::error file=app/auth/login.py" in done.out
    assert {result["ruleId"] for result in log["runs"][0]["results"]} == {"high-risk-changes"}


def push(world: World, system: str, before: str, branch: str = "main") -> dict[str, str]:
    head = world.git("rev-parse", "HEAD")
    return {
        "github": {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": "push",
            "GITHUB_REF": f"refs/heads/{branch}",
            "GITHUB_SHA": head,
            "GITHUB_EVENT_PATH": event(world, before=before),
        },
        "gitlab": {
            "GITLAB_CI": "true",
            "CI_COMMIT_SHA": head,
            "CI_COMMIT_BRANCH": branch,
            "CI_COMMIT_BEFORE_SHA": before,
        },
        "jenkins": {
            "JENKINS_URL": "https://ci.corp.test",
            "GIT_COMMIT": head,
            "BRANCH_NAME": branch,
            "GIT_PREVIOUS_SUCCESSFUL_COMMIT": before,
        },
    }[system]


@pytest.mark.parametrize("system", ["github", "gitlab", "jenkins"])
def test_a_push_to_main_is_judged_from_its_old_tip(system: str, world: World) -> None:
    before = world.git("rev-parse", "origin/main")
    harden(world)
    world.git("push", "-q", "origin", "HEAD:main")
    refused = ci(world, **push(world, system, before))
    world.approve("ada", "--range", f"{before}..HEAD", "--branch", "main")
    world.git("push", "-q", "origin", "HEAD:main")

    assert "needs approval to land on main" in refused.out, refused
    assert ci(world, **push(world, system, before)).code == 0


@pytest.mark.parametrize("system", ["github", "gitlab"])
def test_a_forced_push_is_told(system: str, world: World) -> None:
    before = world.git("rev-parse", "origin/main")
    world.git("checkout", "-q", "--orphan", "anew")
    world.record("anew", areas="authentication, payments, governance")
    world.git("push", "-q", "--force", "origin", "HEAD:main")
    done = ci(world, **push(world, system, before))

    assert done.code == 1, done
    assert "the protected branch main would be overwritten" in done.out


def test_githubs_default_branch_is_kept_whatever_its_name(world: World) -> None:
    world.git("push", "-q", "origin", "origin/main:refs/heads/stable")
    world.git("remote", "set-head", "origin", "--delete")
    harden(world)
    pull = {"head": {"sha": world.git("rev-parse", "HEAD")}, "base": {"ref": "stable"}}
    variables = systems(world)["GitHub Actions"]
    place = event(world, pull_request=pull, repository={"default_branch": "stable"})

    assert "needs approval to land on stable" in ci(world, **{**variables, "GITHUB_EVENT_PATH": place}).out
    assert ci(world, **{**variables, "GITHUB_EVENT_PATH": event(world, pull_request=pull)}).code == 0


def test_a_new_branch_is_judged_from_where_it_leaves_main(world: World) -> None:
    harden(world)
    done = ci(world, **push(world, "github", "0" * 40, "topic"))

    assert done.code == 0, done
    assert "1 commit judged" in done.out


def test_the_default_branch_without_a_word_of_what_is_new(world: World) -> None:
    harden(world)
    world.git("push", "-q", "origin", "HEAD:main")
    world.git("checkout", "-q", "-B", "main", "origin/main")

    assert "needs approval to land on main" in ci(world).out


def test_a_repository_of_one_commit_is_judged_whole(empty_repo: World) -> None:
    empty_repo.commit("start", **{"deploy.py": f'token = "{TOKEN}"\n'})
    done = ci(empty_repo)

    assert done.code == 1, done
    assert "1 commit judged" in done.out


def test_what_cannot_be_compared_is_not_clean(world: World, tmp_path: Path) -> None:
    harden(world)
    variables = systems(world)["GitLab CI"]
    world.git("push", "-q", "origin", "HEAD:topic")
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", "--branch=topic", f"file://{world.remote}", str(tmp_path / "shallow")],
        check=True,
    )
    shallow = world.run("ci", cwd=tmp_path / "shallow", **variables)
    gone = ci(world, **{**variables, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "nowhere"})
    broken = ci(world, **{**systems(world)["GitHub Actions"], "GITHUB_EVENT_PATH": str(tmp_path / "none.json")})

    assert (shallow.code, "fetch the whole history" in shallow.err) == (3, True)
    assert (gone.code, "the target branch nowhere is not here" in gone.err) == (3, True)
    assert (broken.code, "cannot be read" in broken.err) == (3, True)


def test_commits_without_evidence_are_reported(world: World) -> None:
    world.land("policy", **{"governance.toml": '[rules.hook-evidence]\ntrailer = "Hooks-Ran"\n'})
    world.change({"app/cart.py": "TAX = 7\n"}, areas="")
    world.git("fetch", "-q")
    done = ci(world)

    assert done.code == 0
    assert "no evidence that the hooks ran on this commit" in done.out


def test_nothing_said_is_plain_git() -> None:
    assert found({}) == Build("plain git", "HEAD")
