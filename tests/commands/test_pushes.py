"""git's own hooks at a real push: pre-receive in a bare repository over file:// and a path, pre-push on the laptop."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from review_world import POLICY, World, copy, make_keys

from govhooks.rules.secrets.no_secrets.examples import make

TOKEN = make("ghp_{alnum:30}{sign:github}", seed=41)


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("server") / "home"
    home.mkdir()
    make_keys(home / "keys")
    world = World(home)
    world.start(POLICY)
    done = world.run("pre-receive", "--install", cwd=world.remote)
    assert done.code == 0, done
    return home


@pytest.fixture
def world(request: pytest.FixtureRequest, started: Path, tmp_path: Path) -> World:
    world = copy(started, tmp_path / "home")
    if getattr(request, "param", "file") == "file":
        world.git("remote", "set-url", "origin", f"file://{world.remote}")
    return world


class Push:
    def __init__(self, code: int, out: str) -> None:
        self.code, self.out = code, out
        assert "Traceback" not in out, out
        assert TOKEN not in out, out

    def __repr__(self) -> str:
        return f"exit {self.code}\n{self.out}"

    @property
    def told(self) -> str:
        """What the server said, without git's prefix."""
        lines = [
            line.removeprefix("remote: ").rstrip() for line in self.out.splitlines() if line.startswith("remote: ")
        ]
        return "\n".join(lines)


def push(world: World, *args: str, options: tuple[str, ...] = ()) -> Push:
    done = subprocess.run(
        ["git", *options, "push", "origin", *args], cwd=world.path, capture_output=True, text=True, check=False
    )
    return Push(done.returncode, done.stdout + done.stderr)


def harden(world: World) -> None:
    world.edit("app/auth/login.py", "return user.check(word)", "return user.check(word) and user.active")


@pytest.mark.parametrize("world", ["file", "path"], indirect=True)
def test_a_change_without_approval_is_refused_in_the_words_of_the_laptop(world: World) -> None:
    harden(world)
    local = world.check("--from-ref", "origin/main", "--to-ref", "HEAD")
    done = push(world, "HEAD:main")

    assert done.code != 0
    assert "needs approval to land on main" in done.told
    assert local.out.splitlines() == done.told.splitlines()
    assert world.git("ls-remote", "origin", "main").split()[0] == world.git("rev-parse", "origin/main")


def test_an_approved_change_lands(world: World) -> None:
    harden(world)
    world.approve("ada")
    done = push(world, "HEAD:main")

    assert done.code == 0, done
    assert "is approved: ada@corp.test" in done.told


def test_a_topic_branch_is_free_and_lands_later(world: World) -> None:
    harden(world)

    assert push(world, "HEAD:topic").code == 0
    refused = push(world, "HEAD:main")  # no object is new to the server now
    assert refused.code != 0
    assert "needs approval" in refused.told
    world.approve("bo")
    assert push(world, "HEAD:main").code == 0


def test_a_secret_is_refused_on_any_branch_and_in_any_commit(world: World) -> None:
    world.change({"deploy.py": f'token = "{TOKEN}"\n'}, areas="")
    world.change({"deploy.py": "token = read()\n"}, areas="")
    done = push(world, "HEAD:refs/heads/new/branch")

    assert done.code != 0
    assert "GitHub: personal" in done.told


@pytest.mark.parametrize("world", ["file", "path"], indirect=True)
def test_several_refs_in_one_push(world: World) -> None:
    world.change({"app/cart.py": "TAX = 7\n"}, areas="")
    good = world.git("rev-parse", "HEAD")
    world.change({"deploy.py": f'token = "{TOKEN}"\n'}, areas="")
    done = push(world, f"{good}:refs/heads/good", "HEAD:refs/heads/bad")

    assert done.code != 0
    assert "GitHub: personal" in done.told
    assert world.git("ls-remote", "origin", "good") == ""
    assert push(world, f"{good}:refs/heads/good").code == 0


def test_main_is_neither_forced_nor_deleted(world: World) -> None:
    subprocess.run(["git", "config", "receive.denyDeletes", "false"], cwd=world.remote, check=True)
    subprocess.run(["git", "config", "receive.denyDeleteCurrent", "ignore"], cwd=world.remote, check=True)
    world.git("checkout", "-q", "--orphan", "anew")
    world.record("anew", areas="")
    forced = push(world, "--force", "HEAD:main")
    deleted = push(world, ":main")

    assert forced.code != 0
    assert "the protected branch main would be overwritten" in forced.told
    assert deleted.code != 0
    assert "the protected branch main would be deleted" in deleted.told


def test_a_branch_of_ones_own_is_forced_and_deleted(world: World) -> None:
    world.change({"app/cart.py": "TAX = 7\n"}, areas="")
    assert push(world, "HEAD:topic").code == 0
    world.git("reset", "-q", "--hard", "origin/main")
    world.change({"app/cart.py": "TAX = 8\n"}, areas="")

    assert push(world, "--force", "HEAD:topic").code == 0
    assert push(world, ":topic").code == 0


def test_tags_come_and_stay(world: World) -> None:
    world.git("tag", "-a", "-m", "first", "v1", "origin/main")
    assert push(world, "v1").code == 0
    world.git("tag", "-f", "-a", "-m", "again", "v1", "origin/main")
    moved = push(world, "--force", "v1")
    gone = push(world, ":v1")
    world.git("tag", "-a", "-m", f"the token is {TOKEN}", "v2", "origin/main")
    told = push(world, "v2")

    assert "the protected tag v1 would be moved" in moved.told
    assert "the protected tag v1 would be deleted" in gone.told
    assert told.code != 0
    assert "refs/tags/v2" in told.told


def test_who_loosens_the_policy_of_his_own_branch_gains_nothing(world: World) -> None:
    world.change({"governance.toml": "[rules.no-secrets]\nenabled = false\n"}, areas="governance")
    assert push(world, "HEAD:topic").code == 0
    world.change({"deploy.py": f'token = "{TOKEN}"\n'}, areas="")

    assert "GitHub: personal" in push(world, "HEAD:topic").told


def settle(world: World, more: str) -> None:
    """The policy of main, with more in it; the hook is not asked."""
    hook = world.remote / "hooks/pre-receive"
    hook.rename(hook.with_name("aside"))
    world.land("settle", **{"governance.toml": f"{POLICY}\n{more}"})
    hook.with_name("aside").rename(hook)
    world.git("fetch", "-q")
    world.git("rebase", "-q", "origin/main")


# (the ref, what the policy allows beside branches and tags, words of the refusal; "" when it passes)
REFS = [
    ("refs/replace/{head}", "", "everyone who fetches it would see other objects than those that were judged"),
    ("refs/replace/{head}", '"**"', "everyone who fetches it would see other objects than those that were judged"),
    ("refs/notes/commits", "", 'allow it: refs = ["refs/notes/commits"] in [rules.no-history-rewrite]'),
    ("refs/notes/commits", '"refs/notes/*"', ""),
    ("refs/meta/config", "", "neither a branch nor a tag, and the policy does not allow it"),
    ("refs/for/main", "", "neither a branch nor a tag"),
    ("refs/for/main", '"refs/for/**"', ""),
    ("refs/remotes/origin/main", "", "neither a branch nor a tag"),
    ("refs/stash", "", "neither a branch nor a tag"),
    ("refs/notes/govhooks", "", ""),
]


@pytest.mark.parametrize(("ref", "allowed", "words"), REFS)
def test_a_ref_that_is_no_branch_and_no_tag(ref: str, allowed: str, words: str, world: World) -> None:
    if allowed:
        settle(world, f"[rules.no-history-rewrite]\nrefs = [{allowed}]\n")
    world.change({"app/cart.py": "TAX = 7\n"}, areas="")
    name = ref.format(head=world.git("rev-parse", "origin/main"))
    done = push(world, f"HEAD:{name}")

    assert (done.code != 0) is bool(words), done
    assert words in done.told
    assert bool(world.git("ls-remote", "origin", name)) is not bool(words)


@pytest.mark.parametrize("ref", ["refs/notes/govhooks", "refs/for/main"])
def test_a_ref_that_is_allowed_is_judged(ref: str, world: World) -> None:
    settle(world, '[rules.no-history-rewrite]\nrefs = ["refs/for/**", "refs/notes/govhooks"]\n')
    if ref.startswith("refs/notes/"):
        world.git("notes", "--ref=govhooks", "add", "-m", f"token = {TOKEN}", "HEAD")
        done = push(world, ref)
    else:
        world.change({"deploy.py": f'token = "{TOKEN}"\n'}, areas="")
        world.change({"deploy.py": "token = read()\n"}, areas="")
        done = push(world, f"HEAD:{ref}")

    assert done.code != 0
    assert "GitHub: personal" in done.told


def test_approvals_in_notes_are_added_and_never_lost(world: World) -> None:
    world.git("notes", "--ref=govhooks", "add", "-m", "one", "HEAD")
    first = push(world, "refs/notes/govhooks")
    world.git("notes", "--ref=govhooks", "add", "-m", "two", "HEAD~0^{tree}")
    more = push(world, "refs/notes/govhooks")
    world.git("update-ref", "-d", "refs/notes/govhooks")
    world.git("notes", "--ref=govhooks", "add", "-m", "anew", "HEAD")
    forced = push(world, "--force", "refs/notes/govhooks")
    deleted = push(world, ":refs/notes/govhooks")

    assert (first.code, more.code) == (0, 0), (first, more)
    assert "approvals and vetoes in it would be lost" in forced.told
    assert "approvals and vetoes in it would be lost" in deleted.told


def test_a_replacement_that_is_there_may_be_deleted(world: World) -> None:
    head = world.git("rev-parse", "origin/main")
    other = world.change({"app/cart.py": "TAX = 7\n"}, areas="")
    assert push(world, "HEAD:topic").code == 0
    subprocess.run(["git", "update-ref", f"refs/replace/{head}", other], cwd=world.remote, check=True)

    assert push(world, f":refs/replace/{head}").code == 0


def test_a_repository_that_is_empty(started: Path, tmp_path: Path) -> None:
    world = copy(started, tmp_path / "home")
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    assert world.run("pre-receive", "--install", cwd=bare).code == 0
    world.git("remote", "set-url", "origin", str(bare))

    assert push(world, "origin/main:refs/heads/main").code == 0
    world.change({"deploy.py": f'token = "{TOKEN}"\n'}, areas="")
    assert "GitHub: personal" in push(world, "HEAD:refs/heads/other").told


def test_a_server_whose_head_names_no_branch(world: World) -> None:
    subprocess.run(["git", "symbolic-ref", "HEAD", "refs/heads/nowhere"], cwd=world.remote, check=True)
    harden(world)

    assert push(world, "HEAD:topic").code == 0
    assert "needs approval to land on release/1" in push(world, "HEAD:release/1").told


def test_where_nothing_names_a_default_branch_one_on_which_changes_land_judges(world: World) -> None:
    subprocess.run(["git", "branch", "-m", "main", "develop"], cwd=world.remote, check=True)
    subprocess.run(["git", "symbolic-ref", "HEAD", "refs/heads/nowhere"], cwd=world.remote, check=True)
    world.change({"governance.toml": "[rules.no-secrets]\nenabled = false\n"}, areas="governance")
    assert push(world, "HEAD:topic").code == 0
    world.change({"deploy.py": f'token = "{TOKEN}"\n'}, areas="")

    assert "GitHub: personal" in push(world, "HEAD:topic").told


def test_a_policy_nobody_understands_blocks(world: World) -> None:
    world.change({"governance.toml": "[rules.no-such-rule]\n"}, areas="governance")
    done = push(world, "HEAD:topic")

    assert done.code != 0
    assert "cannot judge: governance.toml:1 (in this change): [rules] unknown table 'no-such-rule'" in done.out


# --- pre-push on the laptop ----------------------------------------------------------------------------------------


@pytest.fixture
def laptop(started: Path, tmp_path: Path) -> World:
    """A clone with our pre-push, and a remote without any hook."""
    world = copy(started, tmp_path / "home")
    (world.remote / "hooks/pre-receive").unlink()
    subprocess.run(["git", "config", "receive.denyDeleteCurrent", "ignore"], cwd=world.remote, check=True)
    assert world.run("pre-push", "--install").code == 0
    return world


def test_pre_push_sees_every_ref_and_deletions(laptop: World) -> None:
    world = laptop
    world.change({"app/cart.py": "TAX = 7\n"}, areas="")
    good = world.git("rev-parse", "HEAD")
    world.change({"deploy.py": f'token = "{TOKEN}"\n'}, areas="")
    both = push(world, f"{good}:refs/heads/good", "HEAD:refs/heads/bad")
    gone = push(world, ":main")

    assert both.code != 0
    assert "GitHub: personal" in both.out
    assert gone.code != 0
    assert "the protected branch main would be deleted" in gone.out
    assert push(world, f"{good}:refs/heads/good").code == 0


def test_pre_push_judges_what_goes_to_another_ref(laptop: World) -> None:
    world = laptop
    world.change({"app/cart.py": "TAX = 7\n"}, areas="")
    clean = push(world, "HEAD:refs/for/main")  # a server of another kind may take it: that is the server's business
    replaced = push(world, f"HEAD:refs/replace/{world.git('rev-parse', 'origin/main')}")
    world.change({"deploy.py": f'token = "{TOKEN}"\n'}, areas="")
    leaked = push(world, "HEAD:refs/for/main")

    assert clean.code == 0, clean
    assert "other objects than those that were judged" in replaced.out
    assert "GitHub: personal" in leaked.out


def test_pre_push_of_an_unapproved_change(laptop: World) -> None:
    harden(laptop)

    assert "needs approval to land on main" in push(laptop, "HEAD:main").out
    assert push(laptop, "HEAD:topic").code == 0
    laptop.approve("ada")
    assert push(laptop, "HEAD:main").code == 0


def test_asked_for_a_rewrite_passes(laptop: World) -> None:
    world = laptop
    world.land("loosen", **{"governance.toml": POLICY + '\n[rules.no-history-rewrite]\nmode = "ask"\n'})
    world.git("fetch", "-q")
    world.git("reset", "-q", "--hard", "origin/main~1")

    assert "git -c govhooks.rewrite=main" in push(world, "--force", "HEAD:main").out
    assert push(world, "--force", "HEAD:main", options=("-c", "govhooks.rewrite=main")).code == 0


def test_pre_rebase(laptop: World) -> None:
    world = laptop
    assert world.run("pre-rebase", "--install").code == 0
    start = world.git("rev-parse", "origin/main")
    world.land(**{"app/cart.py": "TAX = 7\n"})
    world.change({"app/shop.py": "x = 1\n"}, areas="")
    world.git("rebase", "-q", "origin/main")  # what is not pushed
    world.git("push", "-q", "origin", "HEAD:refs/heads/topic")
    world.git("fetch", "-q")
    world.git("rebase", "-q", "--force-rebase", "origin/main")  # what is pushed to a branch of one's own
    world.git("checkout", "-q", "-B", "main", "origin/main")
    done = subprocess.run(
        ["git", "rebase", "--force-rebase", start], cwd=world.path, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert "main has 1 of the commits that this rebase would rewrite" in done.stdout + done.stderr


def test_somebody_elses_hook_is_left_alone(started: Path, tmp_path: Path) -> None:
    world = copy(started, tmp_path / "home")
    hook = world.path / ".git/hooks/pre-push"
    hook.write_text("#!/bin/sh\necho mine\n")
    done = world.run("pre-push", "--install")

    assert done.code == 3
    assert "is not from govhooks" in done.err
    assert hook.read_text() == "#!/bin/sh\necho mine\n"


def test_beside_pre_commit_it_is_the_legacy_hook(started: Path, tmp_path: Path) -> None:
    world = copy(started, tmp_path / "home")
    hook = world.path / ".git/hooks/pre-push"
    hook.write_text("#!/bin/sh\n# File generated by pre-commit: https://pre-commit.com\n")

    assert world.run("pre-push", "--install").code == 0
    assert "pre-push --install" in (world.path / ".git/hooks/pre-push.legacy").read_text()


def test_called_by_hand_it_says_what_it_is(repo: World) -> None:
    done = repo.run("pre-receive", stdin=b"no such line\n")

    assert done.code == 3
    assert "cannot be read" in done.err
