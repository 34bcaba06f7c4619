"""`govhooks review`: what a person is shown, to the letter."""

from __future__ import annotations

import re

import pytest
from review_world import POLICY, World

SHOWN = """\
BASE..HEAD, 3 files, to land on main (policy: BASE:governance.toml)
authentication (authentication or session logic): open
  needs     1 of @security
  digest    DIGEST
  file      app/auth/x.py: path auth/
  author    dev <dev@corp.test>
  committer dev <dev@corp.test>
  may still ada@corp.test, bo@corp.test
payments (payment, billing or customer data): open
  needs     1 of @payments
  digest    DIGEST
  file      app/billing/refund.py: path billing/
  author    dev <dev@corp.test>
  committer dev <dev@corp.test>
  may still ada@corp.test, cy@corp.test, dana@corp.test
"""


def plain(out: str, world: World) -> str:
    """The output with what differs from run to run by name."""
    out = re.sub(r"\b[0-9a-f]{64}\b", "DIGEST", out)
    for rev, name in (("origin/main", "BASE"), ("HEAD", "HEAD")):
        out = out.replace(world.git("rev-parse", rev)[:12], name)
    return re.sub(r"\d{4}-\d\d-\d\d", "DAY", out)


def test_what_is_asked_of_whom(changed: World) -> None:
    done = changed.run("review")

    assert done.code == 1
    assert plain(done.out, changed) == SHOWN


def test_who_has_said_what(changed: World) -> None:
    changed.approve("ada", "authentication")
    changed.forge("cy", "payments", digest="0" * 64)
    changed.record("records", areas="")
    out = plain(changed.run("review").out, changed)

    assert "authentication (authentication or session logic): approved\n" in out
    assert "  approved  ada@corp.test (signed, until DAY): looked at it\n" in out
    assert "payments (payment, billing or customer data): open\n" in out
    assert "cy@corp.test.txt: it is for a different state of the change (000000000000, not " in out


def test_a_line_says_where_it_is(changed: World) -> None:
    changed.change({"app/models.py": "import os\n\nhashed = bcrypt.hashpw(word, bcrypt.gensalt())\n"})

    assert "  file      app/models.py: password hashing, line 3\n" in changed.run("review").out


def test_done_is_exit_code_0(changed: World) -> None:
    changed.approve("ada")

    assert changed.run("review").code == 0


def test_explain(changed: World) -> None:
    done = changed.run("review", "--explain", "app/billing/refund.py")
    other = changed.run("review", "--explain", "vendor/jwt/x.go")
    none = changed.run("review", "--explain", "app/cart.py")

    assert done.out.splitlines()[1:] == ["  payments (approve, needs 1 of @payments): path billing/"]
    assert "not changed here; by its name" in other.out
    assert "  vendored (approve, needs 1 of @security): path vendor/\n" in other.out
    assert none.out.splitlines()[1:] == ["  no area"]


def test_simulate(changed: World) -> None:
    changed.write(
        "proposed.toml",
        POLICY.replace('[rules.high-risk-changes.areas.vendored]\nmode = "approve"\npaths = ["vendor/"]', "")
        + '\n[rules.high-risk-changes.areas.carts]\nmode = "approve"\npaths = ["app/cart.py"]\n',
    )
    done = changed.run("review", "--simulate", "proposed.toml", "--commits", "1")

    assert done.code == 0, done
    assert done.out.splitlines()[1:] == [
        "  now   authentication (approve: 1 of @security); payments (approve: 1 of @payments)",
        "  then  authentication (approve: 1 of @security); carts (approve: 1 of @security); "
        "payments (approve: 1 of @payments)",
        "1 of 1 commits would be judged differently by proposed.toml",
    ]


def test_simulate_a_policy_that_is_none(changed: World) -> None:
    changed.write("proposed.toml", "[rules.no-such]\n")
    broken = changed.run("review", "--simulate", "proposed.toml")
    missing = changed.run("review", "--simulate", "nowhere.toml")

    assert (broken.code, "unknown table 'no-such'" in broken.err) == (3, True)
    assert (missing.code, "nowhere.toml: No such file" in missing.err) == (2, True)


def test_a_file_in_the_folder_that_is_no_statement(changed: World) -> None:
    changed.change({".governance/approvals/payments/x.txt": "hello\n"}, areas="governance")

    assert ".governance/approvals/payments/x.txt: not a valid statement: it is not signed" in changed.run("review").out


@pytest.mark.parametrize("command", [("review",), ("approve", "--reason", "read it")])
def test_without_a_branch_to_land_on_it_asks(empty_repo: World, command: tuple[str, ...]) -> None:
    """What it says can be typed as it stands."""
    empty_repo.commit("start", **{"a.py": "x\n"})
    empty_repo.commit("login", **{"auth/login.py": "y\n"})
    alone = empty_repo.run(*command)
    empty_repo.git("branch", "topic")
    beside = empty_repo.run(*command)
    empty_repo.git("checkout", "-q", "--detach")
    empty_repo.git("branch", "-q", "-D", "main")
    detached = empty_repo.run(*command)
    commit = empty_repo.run(*command, "--range", "HEAD~1..HEAD")

    assert (alone.code, beside.code, detached.code, commit.code) == (2, 2, 2, 2)
    assert "main is the only branch here" in alone.err
    assert "--range HEAD~1..HEAD --branch main" in alone.err
    assert "which branch will main land on? for example --range topic..HEAD" in beside.err
    assert "for example --range topic..HEAD" in detached.err
    assert "HEAD~1 is not a branch: name the one it lands on, for example --branch main" in commit.err
    assert empty_repo.run("review", "--range", "HEAD~1..HEAD", "--branch", "main").code == 0
