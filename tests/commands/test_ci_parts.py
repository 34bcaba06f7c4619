"""What `govhooks ci` judges where a CI system tells little: a table of systems and situations, on real repositories.

In every row a secret was pushed and taken out again two commits later: to judge the last commit alone lets it through.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Repo

from govhooks import cli
from govhooks.commands import ci
from govhooks.rules.secrets.no_secrets.examples import make

TOKEN = make("ghp_{alnum:30}{sign:github}", seed=51)
ZEROS = "0" * 40
CI = (
    "GITHUB_",
    "GITLAB_",
    "CI",
    "TF_BUILD",
    "SYSTEM_",
    "BUILD_",
    "JENKINS_",
    "CHANGE_",
    "BRANCH_NAME",
    "TAG_NAME",
    "GIT_",
)
SYSTEMS = ("github", "gitlab", "azure", "jenkins", "plain")


class Checkout(Repo):
    """A runner's checkout: `start` and `before` are commits of main from before the push that brought the secret."""

    start = before = ""

    def leak(self, name: str = "deploy") -> str:
        """Three commits: a secret comes, goes, and something harmless follows."""
        self.commit("deploy", **{f"{name}.py": f'token = "{TOKEN}"\n'})
        self.commit("read it", **{f"{name}.py": "token = read()\n"})
        return self.commit("cart", **{"cart.py": "TAX = 7\n"})


@pytest.fixture(scope="session")
def _pushed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """origin.git and a clone of it, with `main` and `topic`, each with a leak of its own."""
    home = tmp_path_factory.mktemp("parts")
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(home / "origin.git")], check=True)
    subprocess.run(
        ["git", "clone", "-q", str(home / "origin.git"), str(home / "clone")], check=True, capture_output=True
    )
    repo = Checkout(home / "clone")
    repo.git("config", "user.name", "Dev")
    repo.git("config", "user.email", "dev@corp.test")
    repo.commit("start", **{"app.py": "x = 1\n"})
    repo.commit("more", **{"app.py": "x = 2\n"})
    repo.git("branch", "before")
    repo.leak()
    repo.git("checkout", "-q", "-b", "topic", "before")
    repo.leak("work")
    repo.git("push", "-q", "origin", "main", "topic")
    repo.git("remote", "set-head", "origin", "main")
    return home


@pytest.fixture
def checkout(_pushed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Checkout]:
    for name in list(os.environ):
        if name.startswith(CI) and name not in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"):
            monkeypatch.delenv(name)
    shutil.copytree(_pushed, tmp_path / "home", symlinks=True)
    repo = Checkout(tmp_path / "home/clone")
    repo.git("remote", "set-url", "origin", str(tmp_path / "home/origin.git"))
    repo.before = repo.git("rev-parse", "before")
    repo.git("checkout", "-q", "--detach", "origin/main")
    repo.git("branch", "-q", "-D", "main", "topic", "before")
    monkeypatch.chdir(repo.path)
    yield repo
    os.environ.pop("CI_DEFAULT_BRANCH", None)  # which GitHub's event sets


def says(
    repo: Checkout,
    system: str,
    *,
    branch: str = "main",
    tag: str = "",
    old: str = "",
    idle: bool = False,
    pull: str = "",
) -> dict[str, str]:
    """The variables of a build of HEAD. `old` is told by those systems that tell it."""
    head = repo.git("rev-parse", "HEAD")
    ref = f"refs/tags/{tag}" if tag else f"refs/heads/{branch}"
    if system == "github":
        place = repo.path.parent / "event.json"
        event: dict[str, object] = {"repository": {"default_branch": "main"}, "before": old or ZEROS}
        if pull:
            event["pull_request"] = {"head": {"sha": head}, "base": {"ref": pull}}
        if idle:
            del event["before"]
        place.write_text(json.dumps(event))
        name = "pull_request" if pull else "schedule" if idle else "push"
        return {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_REF": ref, "GITHUB_SHA": head,
                "GITHUB_EVENT_PATH": str(place)}  # fmt: skip
    if system == "gitlab":
        where = (
            {"CI_COMMIT_TAG": tag}
            if tag
            else {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": pull}
            if pull
            else {"CI_COMMIT_BRANCH": branch}
        )
        source = "merge_request_event" if pull else "schedule" if idle else "push"
        return {"GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_SHA": head, "CI_PIPELINE_SOURCE": source,
                "CI_COMMIT_BEFORE_SHA": old or ZEROS, **where}  # fmt: skip
    if system == "azure":
        more = (
            {"SYSTEM_PULLREQUEST_TARGETBRANCH": f"refs/heads/{pull}", "SYSTEM_PULLREQUEST_SOURCECOMMITID": head}
            if pull
            else {}
        )
        reason = "PullRequest" if pull else "Schedule" if idle else "IndividualCI"
        return {
            "TF_BUILD": "True",
            "BUILD_SOURCEBRANCH": ref,
            "BUILD_SOURCEVERSION": head,
            "BUILD_REASON": reason,
            **more,
        }
    if system == "jenkins":
        good = {"GIT_PREVIOUS_SUCCESSFUL_COMMIT": old} if old else {}
        kind = {"CHANGE_TARGET": pull} if pull else {"TAG_NAME": tag} if tag else {}
        return {"JENKINS_URL": "https://ci.corp.test", "GIT_COMMIT": head, "BRANCH_NAME": tag or branch, **good, **kind}
    return {}


def behind(repo: Checkout) -> None:
    """Main has moved on since the build was started."""
    repo.git("checkout", "-q", "--detach", "origin/main~1")


def unnamed(repo: Checkout) -> None:
    """Nobody says which branch is the default one."""
    repo.git("remote", "set-head", "origin", "--delete")
    repo.git("update-ref", "-d", "refs/remotes/origin/main")


def topic(repo: Checkout) -> None:
    repo.git("checkout", "-q", "--detach", "origin/topic")


def tagged(repo: Checkout) -> None:
    repo.git("tag", "v1")


def tagged_topic(repo: Checkout) -> None:
    topic(repo)
    repo.git("tag", "v1")


def adopted(repo: Checkout) -> None:
    """Main has an adoption point from before the leak."""
    repo.git("checkout", "-q", "-B", "main", "origin/main")
    repo.commit("adopt\n\nHigh-Risk: governance", **{"governance.toml": f'since = "{repo.before}"\n'})
    repo.git("push", "-q", "origin", "main")


# (situation, what makes it, what the variables say, systems, words of what was judged)
EVERYTHING, MAIN = (
    "judged everything since the first commit (there is no adoption point)",
    "judged all commits that are not in main",
)
SITUATIONS = [
    ("main is pushed, and it is not known what is new", None, {}, SYSTEMS, EVERYTHING),
    ("the same, since the adoption", adopted, {}, SYSTEMS, "judged everything since the adoption point "),
    ("a schedule, or a build by hand", None, {"idle": True}, SYSTEMS, EVERYTHING),
    ("main has moved on meanwhile", behind, {}, SYSTEMS, EVERYTHING),
    ("main was forced, and its old tip is gone", None, {"old": "1" * 40}, ("github", "gitlab", "jenkins"), EVERYTHING),
    ("no default branch is known", unnamed, {"branch": "stable"}, SYSTEMS, ""),
    ("a new branch", topic, {"branch": "topic"}, SYSTEMS, MAIN),
    ("a forced branch", topic, {"branch": "topic", "old": "1" * 40}, SYSTEMS, MAIN),
    ("a branch by a schedule", topic, {"branch": "topic", "idle": True}, SYSTEMS, MAIN),
    ("a tag of main", tagged, {"tag": "v1"}, SYSTEMS, EVERYTHING),
    ("a tag of something else", tagged_topic, {"tag": "v1"}, SYSTEMS, MAIN),
    ("a pull request", topic, {"pull": "main"}, SYSTEMS, MAIN),
]


@pytest.mark.parametrize(
    ("system", "makes", "variables", "words"),
    [
        pytest.param(system, makes, variables, words, id=f"{system}: {situation}")
        for situation, makes, variables, systems, words in SITUATIONS
        for system in systems
    ],
)
def test_a_secret_below_the_last_commit_is_found(
    system: str, makes: object, variables: dict[str, object], words: str, checkout: Checkout,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    if callable(makes):
        makes(checkout)
    for name, value in says(checkout, system, **variables).items():  # type: ignore[arg-type]
        monkeypatch.setenv(name, value)
    code = ci.main(["--format", "text"])
    out = capsys.readouterr().out

    assert code == 1, out
    assert "GitHub: personal" in out
    assert words in out
    assert TOKEN not in out


@pytest.mark.parametrize("system", ["github", "gitlab", "jenkins"])
def test_what_was_there_before_a_push_is_not_judged_again(
    system: str, checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = checkout.git("rev-parse", "HEAD")
    checkout.git("checkout", "-q", "-B", "main")
    checkout.commit("more", **{"cart.py": "TAX = 8\n"})
    for name, value in says(checkout, system, old=before).items():
        monkeypatch.setenv(name, value)

    assert ci.main([]) == 0
    assert f"judged all commits that are new on main since {before[:12]}" in capsys.readouterr().out


@pytest.mark.parametrize("system", ["github", "gitlab", "jenkins"])
def test_a_branch_whose_policy_was_loosened_is_judged_by_that_of_the_default_branch(
    system: str, checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.git("checkout", "-q", "-B", "own")
    lax = {"governance.toml": "[rules.no-secrets]\nenabled = false\n"}
    before = checkout.commit("loosen\n\nHigh-Risk: governance", **lax)
    checkout.commit("deploy", **{"deploy.py": f'token = "{TOKEN}"\n'})
    for name, value in says(checkout, system, branch="own", old=before).items():
        monkeypatch.setenv(name, value)
    code = ci.main(["--format", "text"])
    out = capsys.readouterr().out

    assert (code, "GitHub: personal" in out) == (1, True), out
    assert "1 commit judged" in out
    # A release keeps the policy it was made with.
    for name, value in says(checkout, system, branch="release/1", old=before).items():
        monkeypatch.setenv(name, value)
    assert ci.main([]) == 0


def test_the_adoption_point_bounds_what_is_judged_without_a_word(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.git("checkout", "-q", "-B", "main", "origin/main")
    since = checkout.git("rev-parse", "HEAD")
    checkout.commit("adopt\n\nHigh-Risk: governance", **{"governance.toml": f'since = "{since}"\n'})
    checkout.commit("work", **{"cart.py": "TAX = 9\n"})
    checkout.git("push", "-q", "origin", "main")
    for name, value in says(checkout, "azure").items():
        monkeypatch.setenv(name, value)
    clean = ci.main([])
    told = capsys.readouterr().out
    checkout.leak()
    checkout.git("push", "-q", "origin", "main")
    monkeypatch.setenv("BUILD_SOURCEVERSION", checkout.git("rev-parse", "HEAD"))
    leaked = ci.main([])

    assert (clean, "2 commits judged" in told) == (0, True), told
    assert leaked == 1
    assert "name the last good one (--base REV)" in capsys.readouterr().out


def test_a_schedule_asks_no_trailer_of_what_landed_long_ago(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.git("checkout", "-q", "-B", "main", checkout.before)
    asks = '[rules.high-risk-changes]\nmessage = "require"\n'
    checkout.commit("policy\n\nHigh-Risk: governance", **{"governance.toml": asks})
    checkout.commit("login", **{"app/auth/login.py": "def login(user, password):\n    return user.check(password)\n"})
    checkout.git("push", "-q", "--force", "origin", "main")
    codes = []
    for idle in (False, True):
        for name, value in says(checkout, "azure", idle=idle).items():
            monkeypatch.setenv(name, value)
        codes.append(ci.main([]))

    assert codes == [1, 0], capsys.readouterr().out


def test_a_commit_that_is_not_here_is_not_clean(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in says(checkout, "azure").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BUILD_SOURCEVERSION", "1" * 40)

    assert cli.main(["ci"]) == 3
    assert "is not here: check out the commit that is built" in capsys.readouterr().err


def test_a_merge_queue_is_judged_against_its_base(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    topic(checkout)
    head = checkout.git("rev-parse", "HEAD")
    place = checkout.path.parent / "event.json"
    place.write_text(json.dumps({"merge_group": {"head_sha": head, "base_ref": "refs/heads/main"}}))
    variables = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "merge_group",
        "GITHUB_REF": f"refs/heads/gh-readonly-queue/main/pr-1-{head}",
        "GITHUB_SHA": head,
        "GITHUB_EVENT_PATH": str(place),
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    code = ci.main(["--format", "text"])
    out = capsys.readouterr().out

    assert code == 1, out
    assert "judged all commits that are not in main" in out
    assert "work.py:1" in out
