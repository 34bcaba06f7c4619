"""`govhooks approve` and `disapprove`: what they write, and when they write nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from review_world import POLICY, World, copy, mail

from govhooks.knowledge.approvals.statement import parse


def records(world: World) -> list[Path]:
    return sorted((world.path / ".governance/approvals").glob("*/*"))


def test_a_record_for_each_area_staged(changed: World) -> None:
    done = changed.say("ada")
    made = [parse(path.read_bytes()) for path in records(changed)]

    assert done.code == 0, done
    assert [(one.area, one.state, one.by, one.branch) for one in made] == [
        ("authentication", "approved", "ada@corp.test", "main"),
        ("payments", "approved", "ada@corp.test", "main"),
    ]
    assert changed.git("diff", "--cached", "--name-only").split("\n") == [
        str(path.relative_to(changed.path)) for path in records(changed)
    ]
    assert done.out.splitlines()[-1] == "commit it and push it with the change"


def test_expires_and_reason(changed: World) -> None:
    done = changed.say("ada", "payments", "--expires", "10", "--reason=limit is per day, see FIN-12 – ok")
    (one,) = [parse(path.read_bytes()) for path in records(changed)]

    assert done.code == 0, done
    assert one.reason == "limit is per day, see FIN-12 – ok"
    assert one.issued[:10] < one.expires


@pytest.mark.parametrize(
    ("who", "args", "code", "words"),
    [
        ("dev", ("authentication",), 1, "dev@corp.test is an author of the change"),
        ("cy", ("authentication",), 1, "cy@corp.test is not an approver of authentication"),
        ("eve", ("payments", "--override"), 1, "eve@corp.test may not override"),
        ("ada", ("nothing",), 2, "no area nothing (areas: authentication"),
        ("ada", ("vendored",), 2, "this change needs no approval for vendored"),
        ("ada", ("--range", "nowhere..HEAD"), 3, "nowhere names no commit here"),
        ("ada", ("--expires", "-1"), 2, "--expires is a number of days"),
        ("ada", ("--reason=two\nlines",), 2, "--reason must be one line"),
        (
            "ada",
            ("--range", "origin/main~0..HEAD"),
            2,
            "is not a branch: name the one it lands on, for example --branch",
        ),
    ],
)
def test_nothing_is_written_that_would_not_count(
    who: str, args: tuple[str, ...], code: int, words: str, changed: World
) -> None:
    done = changed.say(who, *args)

    assert done.code == code, done
    assert words in done.out + done.err
    assert records(changed) == []
    assert changed.git("status", "--porcelain") == ""


def test_somebody_elses_key(changed: World) -> None:
    done = changed.say("bo", by=mail("ada"))

    assert done.code == 1
    assert "belongs to bo@corp.test, not to ada@corp.test" in done.out
    assert "not written: your key SHA256:" in done.out


def test_a_key_that_nobody_knows(changed: World) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(changed.key("new"))], check=True)
    done = changed.say("new")

    assert done.code == 1
    assert "your key is not in .governance/allowed_signers: ask for it to be added (SHA256:" in done.out


def test_no_key(changed: World, tmp_path: Path) -> None:
    done = changed.run("approve", "--reason", "x", "--by", mail("ada"), HOME=str(tmp_path))

    assert done.code == 3
    assert "no key to sign with: give --key FILE, or set git's user.signingkey" in done.err


def test_the_key_that_git_signs_with(changed: World) -> None:
    changed.git("config", "gpg.format", "ssh")
    changed.git("config", "user.signingkey", str(changed.key("ada")))
    changed.git("config", "user.email", mail("ada"))

    assert changed.run("approve", "--reason", "x").code == 0
    assert len(records(changed)) == 2


def test_gpg_where_git_is_configured_so(company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("gpg") is None:
        pytest.skip("gpg is not on this machine: approvals signed with OpenPGP are not tested")
    home = tmp_path / "g"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    gpg = ["gpg", "--batch", "--pinentry-mode", "loopback", "--passphrase", ""]
    subprocess.run([*gpg, "--quick-gen-key", "Ada <ada@corp.test>", "ed25519", "sign"], check=True, capture_output=True)
    world = copy(company, tmp_path / "home")
    keys = subprocess.run([*gpg, "--armor", "--export"], capture_output=True, check=True, text=True).stdout
    world.land(**{".governance/gpg_keys.asc": keys})
    world.change({"app/auth/x.py": "x = 1\n"})
    world.git("config", "user.signingkey", mail("ada"))
    try:
        done = world.run("approve", "--reason", "x", "--by", mail("ada"))
        world.git("commit", "-q", "--no-verify", "-m", "Say so")

        assert done.code == 0, done
        assert b"BEGIN PGP SIGNATURE" in records(world)[0].read_bytes()
        assert world.judge().code == 0
    finally:
        subprocess.run(["gpgconf", "--kill", "all"], check=False, capture_output=True)


def test_an_approver_by_key(company: Path, tmp_path: Path) -> None:
    world = copy(company, tmp_path / "home")
    listed = subprocess.run(
        ["ssh-keygen", "-l", "-f", str(world.key("eve"))], capture_output=True, check=True, text=True
    )
    world.land(**{"governance.toml": POLICY.replace('["@security"]', f'["{listed.stdout.split()[1]}"]', 1)})
    world.change({"app/auth/x.py": "x = 1\n"})
    world.git("rebase", "-q", "origin/main")

    assert "ada@corp.test is not an approver" in world.say("ada").out
    world.approve("eve")
    assert world.judge().code == 0


def test_in_a_subfolder(changed: World) -> None:
    done = changed.run(
        "approve", "--reason", "x", "--key", str(changed.key("ada")), "--by", mail("ada"), cwd=changed.path / "app"
    )

    assert done.code == 0, done
    assert len(records(changed)) == 2


def test_disapprove_says_how_to_make_sure(changed: World) -> None:
    done = changed.say("bo", "authentication", verb="disapprove")

    assert done.code == 0
    assert "rewriting this branch can drop it: to be sure, push it to main, too" in done.out
    assert os.path.exists(records(changed)[0])


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_nothing_is_written_through_a_link_of_the_change(changed: World, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (changed.path / ".governance/approvals").symlink_to(outside)
    done = changed.say("ada")

    assert done.code == 3, done
    assert ".governance/approvals is a symbolic link" in done.err
    assert list(outside.iterdir()) == []
