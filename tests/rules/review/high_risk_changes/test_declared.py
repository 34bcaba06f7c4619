"""Who has to declare a high-risk change in the message, who cannot, and how an amended commit keeps the declaration."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conftest import Done, Repo

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.git.message import named
from govhooks.knowledge.approvals.forge import is_machine
from govhooks.rules.review.high_risk_changes import Policy, check, trailers

LOGIN = Change("A", "app/auth/login.py", new=b"x = 1\n")
DEV = "Dev <dev@corp.test>"
FORGE = "GitHub <noreply@github.com>"
BOT = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"
ID = "1234567890ab" + "0" * 28
PIN = "a" * 40
REQUIRE = '[rules.high-risk-changes]\nmessage = "require"\n'


def judge(message: str = "", kind: str = "commit", text: str = "work", **more: str) -> list[Finding]:
    stands = more.pop("stands", "here")
    changeset = Changeset(
        [LOGIN], kind=kind, message=text, commit=ID if kind == "commit" else "", stands=stands, **more
    )  # type: ignore[arg-type]
    return list(check(changeset, Policy(message=message)))


@pytest.mark.parametrize(
    ("message", "kind", "more", "blocks"),
    [
        ("local", "message", {}, True),
        ("local", "commit", {"author": DEV, "committer": DEV}, True),
        ("local", "commit", {"stands": "proposed"}, False),
        ("local", "commit", {"stands": "landed"}, False),
        ("local", "commit", {"author": BOT, "committer": FORGE}, False),
        ("local", "commit", {"author": DEV, "committer": FORGE}, False),
        ("require", "message", {}, True),
        ("require", "commit", {"stands": "landed", "committer": FORGE}, True),
        ("report", "message", {}, False),
        ("report", "commit", {}, False),
        ("off", "message", {}, None),
        ("off", "commit", {}, None),
    ],
)
def test_of_whom_it_is_required(message: str, kind: str, more: dict[str, str], blocks: bool | None) -> None:
    assert [finding.blocks for finding in judge(message, kind, **more)] == ([] if blocks is None else [blocks])


def test_off_writes_no_trailer() -> None:
    assert list(trailers(Changeset([LOGIN]), Policy(message="off"))) == []
    assert list(trailers(Changeset([LOGIN]), Policy(message="report"))) == [("High-Risk", "authentication")]
    (finding,) = check(Changeset([LOGIN]), Policy(message="off"))
    assert "trailer" not in finding.fix


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        ("here", "in commit 1234567890ab: git commit --amend --no-edit --trailer"),
        ("proposed", "git rebase --interactive 1234567890ab~1"),
        (
            "landed",
            '--allow-empty -m "Declare the risk of 1234567890ab" --trailer "High-Risk: authentication (1234567890ab)"',
        ),
    ],
)
def test_the_fix_is_one_that_is_allowed_there(stands: str, said: str) -> None:
    (finding,) = judge("require", stands=stands)

    assert said in finding.fix
    assert ("--amend" in finding.fix) == (stands != "landed")


@pytest.mark.parametrize(
    "who",
    [
        FORGE,
        BOT,
        "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>",
        "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>",
        "Renovate Bot <bot@renovateapp.com>",
        "release-bot <ci@corp.test>",
        "x <project_12_bot_1a2b@noreply.gitlab.example>",
        "Gitea <noreply@gitea.corp.test>",
    ],
)
def test_machines(who: str) -> None:
    assert is_machine(who)


@pytest.mark.parametrize(
    "who",
    [DEV, "Ada <12+ada@users.noreply.github.com>", "Abbott <abbott@corp.test>", "Robot Ink <ink@robotink.test>", ""],
)
def test_people(who: str) -> None:
    assert not is_machine(who)


GITHUBS = """\
Let users in (#12)

* Let users in

The reason.

High-Risk: authentication

* Take payments

High-Risk: payments

---------

Co-authored-by: Bo <bo@corp.test>
"""
GITLABS = "Merge branch 'x' into 'main'\n\nLet users in\n\n* Let users in\n* high-risk: authentication, payments\n\nSee merge request a/b!1"
GITS = "Squashed commit of the following:\n\ncommit 1\n\n    third\n\n    High-Risk: authentication\n\n    High-Risk: payments\n"


@pytest.mark.parametrize("text", [GITHUBS, GITLABS, GITS])
def test_a_squash_text_is_read_as_a_whole(text: str) -> None:
    assert judge("require", text=text) == []
    assert judge("require", text=text.replace("authentication", "configuration"))
    assert sorted({part for value in named(text, (), "High-Risk") for part in value.split(", ")}) == [
        "authentication",
        "payments",
    ]


@pytest.mark.parametrize(
    "text", ["see High-Risk: authentication", "High-Risk authentication", "Not-High-Risk: authentication"]
)
def test_what_only_speaks_of_it_declares_nothing(text: str) -> None:
    assert judge(text=text)


# --- CI ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def shop(repo: Repo, tmp_path: Path) -> Repo:
    """A repository with a remote, and an action that is used."""
    repo.git("init", "-q", "--bare", "-b", "main", str(tmp_path / "origin.git"))
    repo.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    repo.commit(
        "Build\n\nHigh-Risk: configuration", **{".github/workflows/ci.yml": f"jobs:\n  a:\n    uses: x/y@{PIN}\n"}
    )
    repo.git("push", "-q", "origin", "main")
    repo.git("fetch", "-q", "origin")
    return repo


def bump(shop: Repo, branch: str = "bump") -> str:
    shop.git("checkout", "-q", "-b", branch)
    shop.stage(".github/workflows/ci.yml", f"jobs:\n  a:\n    uses: x/y@{'b' * 40}\n")
    name, mail = BOT.rstrip(">").split(" <")
    shop.git(
        "-c",
        f"user.name={name}",
        "-c",
        f"user.email={mail}",
        "commit",
        "-q",
        "--no-verify",
        "-m",
        "Bump x/y from 1 to 2",
    )
    return shop.git("rev-parse", "HEAD")


def github(shop: Repo, event: dict[str, object], name: str, sha: str) -> Done:
    place = shop.path.parent / "event.json"
    place.write_text(json.dumps({"repository": {"default_branch": "main"}, **event}))
    env = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": str(place), "GITHUB_EVENT_NAME": name, "GITHUB_SHA": sha}
    return shop.run("ci", "--format", "text", GITHUB_REF="refs/heads/main", **env)


def pull_request(shop: Repo, head: str) -> Done:
    event: dict[str, object] = {"pull_request": {"head": {"sha": head}, "base": {"ref": "main"}}}
    return github(shop, event, "pull_request", head)


def squash(shop: Repo, text: str) -> tuple[str, str]:
    """(the tip before, the tip after) a squash merge by the forge's button."""
    before = shop.git("rev-parse", "origin/main")
    shop.git("checkout", "-q", "-B", "main", "origin/main")
    shop.git("merge", "-q", "--squash", "bump")
    env = {**os.environ, "GIT_COMMITTER_NAME": "GitHub", "GIT_COMMITTER_EMAIL": "noreply@github.com"}
    shop.git("commit", "-q", "--no-verify", "-m", text, env=env)
    shop.git("push", "-q", "--no-verify", "origin", "main")
    return before, shop.git("rev-parse", "HEAD")


def test_a_bump_by_a_bot_is_reported_and_lands(shop: Repo) -> None:
    head = bump(shop)
    done = pull_request(shop, head)

    assert done.code == 0, done
    assert f"commit message (in {head[:12]}): high-risk changes must be declared" in done.out


def test_a_squash_merge_passes_after_it_has_landed(shop: Repo) -> None:
    bump(shop)
    before, after = squash(shop, "Bump x/y (#12)\n\n* Bump x/y from 1 to 2\n\nsigned off by nobody")
    done = github(shop, {"before": before}, "push", after)

    assert done.code == 0, done
    assert "--amend" not in done.out


def test_what_is_required_can_be_declared_after_it_has_landed(shop: Repo) -> None:
    shop.commit("Ask for it\n\nHigh-Risk: governance", **{"governance.toml": REQUIRE})
    shop.git("push", "-q", "--no-verify", "origin", "main")
    head = bump(shop)
    asked = pull_request(shop, head)
    before, after = squash(shop, "Bump x/y (#12)")
    landed = github(shop, {"before": before}, "push", after)

    assert (asked.code, landed.code) == (1, 1)
    assert f"in commit {head[:12]}: git commit --amend" in asked.out
    assert "--amend" not in landed.out
    fix = next(line for line in landed.out.split("\n") if "Declare the risk" in line)
    assert f'--trailer "High-Risk: configuration ({after[:12]})"' in fix
    shop.git(
        "commit",
        "-q",
        "--no-verify",
        "--allow-empty",
        "-m",
        "Declare",
        "--trailer",
        f"High-Risk: configuration ({after[:12]})",
    )
    shop.git("push", "-q", "--no-verify", "origin", "main")
    assert github(shop, {"before": before}, "push", shop.git("rev-parse", "HEAD")).code == 0


def test_a_push_asks_for_ones_own_commits_alone(shop: Repo) -> None:
    bump(shop)
    shop.git("push", "-q", "origin", "bump")
    shop.git("checkout", "-q", "-b", "topic", "main")
    shop.commit("work", **{"app.py": "x = 2\n"})
    shop.git("push", "-q", "origin", "topic")
    tip = shop.git("rev-parse", "HEAD")
    shop.git("merge", "-q", "--no-verify", "--no-edit", "bump")
    push = {
        "PRE_COMMIT": "1",
        "PRE_COMMIT_REMOTE_NAME": "origin",
        "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/topic",
        "PRE_COMMIT_FROM_REF": tip,
    }

    assert shop.check(**push, PRE_COMMIT_TO_REF=shop.git("rev-parse", "HEAD")).code == 0
    shop.commit("own", **{"app/auth/login.py": "x\n"})
    assert shop.check(**push, PRE_COMMIT_TO_REF=shop.git("rev-parse", "HEAD")).code == 1


# --- amended commits -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["no-secrets-in-messages", "no-env-files", "hook-evidence"])
@pytest.mark.parametrize("stands", ["here", "landed"])
def test_no_rule_asks_to_rewrite_what_has_landed(rule: str, stands: str, token: str) -> None:
    from govhooks.rules import load

    (one,) = (one for one in load() if one.id == rule)
    env = Change("A", ".env", new=b"A=1\n")
    changeset = Changeset([env], kind="commit", commit=ID, message=f"work {token}", stands=stands)
    more = {"trailer": "Hooks-Ran"} if rule == "hook-evidence" else {}
    (finding,) = one.check(changeset, one.Policy(**more))

    assert any(word in finding.fix for word in ("--amend", "rebase", "reset")) == (stands == "here")
