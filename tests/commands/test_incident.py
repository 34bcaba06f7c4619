"""`govhooks incident`: a drill from exposure to close with a real remote and its pre-receive hook, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest
from review_world import World, copy, mail, make_keys

from govhooks.knowledge.incidents import event as form
from govhooks.knowledge.signed_text import instant, seconds
from govhooks.rules.secrets.no_secrets.examples import make

TOKEN = make("ghp_{alnum:30}{sign:github}", seed=71)
OTHER = make("ghp_{alnum:30}{sign:github}", seed=72)
DAY = 86400


@pytest.fixture
def world(company: Path, tmp_path: Path) -> World:
    """A developer committed a token four days ago, pushed it a day later, and deleted it after another day."""
    made = copy(company, tmp_path / "home")
    dated(made, 4, "sync", {"app/sync.py": f'token = "{TOKEN}"\n'})
    made.git("push", "-q", "--no-verify", "origin", "HEAD:main", env=at(3))
    dated(made, 2, "without the token", {"app/sync.py": "token = read()\n"})
    made.git("push", "-q", "--no-verify", "origin", "HEAD:main", env=at(2))
    return made


def ago(days: float) -> str:
    return instant(time.time() - days * DAY)


def at(days: float) -> dict[str, str]:
    """The environment of a git that thinks it is some days earlier."""
    return {**os.environ, "GIT_COMMITTER_DATE": ago(days), "GIT_AUTHOR_DATE": ago(days)}


def dated(world: World, days: float, message: str, files: dict[str, str]) -> None:
    for name, content in files.items():
        world.stage(name, content)
    who = ("-c", "user.name=Eve", "-c", "user.email=eve@corp.test")
    world.git(*who, "commit", "-q", "--no-verify", "-m", message, env=at(days))


def incident(world: World, who: str, *args: str, code: int = 0) -> str:
    done = world.run("incident", *args, "--key", str(world.key(who)), "--by", mail(who))
    assert TOKEN not in done.out + done.err
    assert done.code == code, done
    return done.out + done.err


def records(world: World) -> list[form.Event]:
    return [form.parse(place.read_bytes()) for place in sorted((world.path / form.FOLDER).rglob("*.txt"))]


def landed(world: World) -> None:
    world.commit("incident")
    world.git("push", "-q", "--no-verify", "origin", "HEAD:main")


def pushed(world: World, *args: str) -> tuple[int, str]:
    done = subprocess.run(["git", "push", *args], cwd=world.path, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_drill(world: World) -> None:
    first = world.git("rev-parse", "HEAD~1")
    opened = incident(world, "ada", "open", "--at", ago(2.5), "--reason", "a scan of the history")

    (event,) = records(world)
    assert (event.introduced, event.path, event.owner) == (first, "app/sync.py", "Eve <eve@corp.test>")
    assert event.exposed_to == f"whoever can read origin ({world.remote})"
    assert seconds(event.exposed) == pytest.approx(time.time() - 3 * DAY, abs=600)
    assert TOKEN not in event.text.decode()
    assert "github.com/settings" in event.revoke
    assert "deleting it from the repository does not contain it" in opened
    landed(world)

    done = world.run("pre-receive", "--install", cwd=world.remote)
    assert done.code == 0, done
    world.stage("app/cart.py", "TAX = 8\n")
    world.commit("a change like any other")
    code, told = pushed(world, "origin", "HEAD:main")
    assert code == 1
    assert f"incident {event.incident} is open and overdue since {event.deadline}" in told
    assert "ask Eve <eve@corp.test> to revoke it" in told
    assert TOKEN not in told
    code, told = pushed(world, "origin", "HEAD:topic")
    assert code == 0, told

    refused = incident(world, "ada", "contain", event.incident, "--reason", "it is deleted", code=1)
    assert "it is open, and must be rotated first" in refused
    done = world.run("incident", "list")
    assert (done.code, done.out.split()[0]) == (1, "overdue")
    rotated = incident(world, "eve", "rotate", event.incident, "--reason", "revoked on the page", "--at", ago(0.5))
    assert "to check what the old one was used for" in rotated
    incident(world, "bo", "contain", event.incident, "--reason", "the audit log shows no use", "--at", ago(0.25))
    world.commit("contained")
    code, told = pushed(world, "origin", "HEAD:main")
    assert code == 0, told
    incident(world, "ada", "close", event.incident, "--reason", "nothing left")
    world.commit("closed")

    shown = json.loads(world.run("incident", "show", event.incident, "--format", "json").out)
    (exposure,) = shown["exposures"]
    times = {one.event: one.at for one in records(world)}
    assert shown["state"] == "closed"
    assert exposure["contained"] == times["contained"]
    assert exposure["seconds_from_exposure"] == seconds(times["contained"]) - seconds(event.exposed)
    assert exposure["seconds_from_detection"] == seconds(times["contained"]) - seconds(times["opened"])
    assert world.run("incident", "list").code == 0
    assert world.run("check", "--all", "--rule", "exposed-credentials").code == 0
    told = world.run("report", "--metric", "time-to-contain", "--format", "json").out
    figures = {one["id"]: one["value"] for one in json.loads(told)["repositories"][0]["metrics"][0]["figures"]}
    assert figures["median_from_exposure"] == exposure["seconds_from_exposure"] == figures["worst_from_exposure"]
    assert figures["median_from_detection"] == exposure["seconds_from_detection"]
    assert (figures["open"], figures["incidents"]) == (0, 1)


def test_a_token_that_comes_back_opens_it_again(world: World) -> None:
    incident(world, "ada", "open", "--at", ago(2.5))
    (event,) = records(world)
    incident(world, "eve", "rotate", event.incident, "--reason", "revoked")
    landed(world)
    world.commit("back", **{"app/other.py": f'key = "{TOKEN}"\n'})
    range_ = ("--from-ref", "origin/main", "--to-ref", "HEAD")

    done = world.check(*range_, "--rule", "exposed-credentials")
    found = world.check(*range_, "--rule", "no-secrets", "--format", "json")
    again = incident(world, "ada", "open", json.loads(found.out)["findings"][0]["fingerprint"])

    assert done.code == 1
    assert f"the credential of incident {event.incident} is back, after it was rotated" in done.out
    assert TOKEN not in done.out
    assert "reopened" in again
    shown = json.loads(world.run("incident", "show", event.incident, "--format", "json").out)
    assert (shown["state"], len(shown["exposures"])) == ("open", 2)


def test_another_token_is_another_incident(world: World) -> None:
    incident(world, "ada", "open")
    dated(world, 1, "another", {"app/mail.py": f'token = "{OTHER}"\n'})
    incident(world, "ada", "open")

    assert len({one.incident for one in records(world)}) == 2
    assert "finds nothing in the history that has no incident" in incident(world, "ada", "open")


def test_two_that_have_none_are_listed(world: World) -> None:
    dated(world, 1, "another", {"app/mail.py": f'token = "{OTHER}"\n'})

    told = incident(world, "ada", "open", code=2)

    assert "name one: govhooks incident open FINGERPRINT" in told
    assert told.count("GitHub") == 2


def test_what_was_told_elsewhere(world: World) -> None:
    incident(
        world,
        "ada",
        "open",
        "--what",
        "the database password",
        "--exposed-at",
        ago(1),
        "--exposed-to",
        "the support channel",
    )
    (event,) = records(world)

    assert (event.what, event.exposed_to, event.owner) == ("the database password", "the support channel", mail("ada"))
    assert (event.rule, event.introduced, event.mark) == ("", "", "")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("open", "f" * 32), "has the fingerprint"),
        (("open", "xyz"), "is not a fingerprint"),
        (("open", "--what", "a password"), "say since when others could read it"),
        (("open", "--what", "a password", "--exposed-at", "yesterday"), "must be a time in UTC"),
        (("open", "--at", "2999-01-01T00:00:00Z"), "is in the future"),
        (("open", "--deadline", "soon"), "must be a day"),
        (("open", "--at", "2020-01-01T00:00:00Z"), "before others could read it"),
        (("rotate", "2026-01-01-abc", "--reason", "x"), "no incident 2026-01-01-abc (incidents: none)"),
    ],
)
def test_what_is_bad_usage(world: World, args: tuple[str, ...], words: str) -> None:
    assert words in incident(world, "ada", *args, code=2)
    assert not records(world)


def test_only_a_signer_of_the_project_relaxes(world: World, tmp_path: Path) -> None:
    incident(world, "ada", "open")
    (event,) = records(world)
    make_keys(tmp_path / "strange")
    done = world.run(
        "incident",
        "rotate",
        event.incident,
        "--reason",
        "x",
        "--key",
        str(tmp_path / "strange/eve"),
        "--by",
        mail("eve"),
    )

    assert done.code == 1
    assert "your key is not in .governance/allowed_signers" in done.out
    assert len(records(world)) == 1
    strange = ("--key", str(tmp_path / "strange/eve"), "--by", mail("eve"))
    done = world.run(
        "incident", "open", "--what", "a key", "--exposed-at", ago(1), "--deadline", "2999-01-01", *strange
    )

    assert done.code == 1
    assert "a later deadline needs a signature that counts" in done.out
    assert len(records(world)) == 1


def test_an_uncommitted_secret_is_not_exposed(world: World) -> None:
    world.stage("app/new.py", f'token = "{OTHER}"\n')
    found = json.loads(world.check("--rule", "no-secrets", "--format", "json").out)["findings"]

    told = incident(world, "ada", "open", found[0]["fingerprint"], code=2)

    assert "it is in no commit: take it out" in told
