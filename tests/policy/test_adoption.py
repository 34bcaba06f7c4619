"""The adoption point, on real pushes: what was there before the rules may go anywhere, what comes after is judged.

The repository has a secret that was taken out long ago, one that is in the tree still, and a committed .env; a branch
leaves it before the rules come. Through pre-commit and prek: tests/test_clients.py.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Repo

from govhooks.rules.secrets.no_secrets.examples import make

GONE = make("ghp_{alnum:30}{sign:github}", seed=61)
STILL = make("ghp_{alnum:30}{sign:github}", seed=62)
NEW = make("ghp_{alnum:30}{sign:github}", seed=63)

# What `govhooks baseline` writes, and wrote at a commit: every test but two begins with the same.
ADDED = ("governance.toml", ".govhooks.baseline")
WRITTEN: dict[str, dict[str, bytes]] = {}


class Push:
    def __init__(self, code: int, out: str) -> None:
        self.code, self.out = code, out
        assert "Traceback" not in out, out
        assert not any(token in out for token in (GONE, STILL, NEW)), out

    def __repr__(self) -> str:
        return f"exit {self.code}\n{self.out}"


class Old(Repo):
    """A repository from before the rules; `side` judges its pushes: "pre-push" here, or "pre-receive" over there."""

    side = ""

    def remote(self, name: str) -> None:
        place = self.path.parent / f"{name}.git"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(place)], check=True)
        self.git("remote", "add", name, str(place))
        done = self.run(self.side, "--install", cwd=place if self.side == "pre-receive" else self.path)
        assert done.code == 0, done

    def push(self, *args: str) -> Push:
        done = subprocess.run(["git", "push", *args], cwd=self.path, capture_output=True, text=True, check=False)
        return Push(done.returncode, done.stdout + done.stderr)

    def adopt(self) -> str:
        """As README says: `govhooks baseline`, and both files committed. The adoption point."""
        since = self.git("rev-parse", "HEAD")
        if since not in WRITTEN:
            assert self.run("baseline").code == 0
            WRITTEN[since] = {name: (self.path / name).read_bytes() for name in ADDED}
        for name, content in WRITTEN[since].items():
            self.write(name, content)
        self.git("add", *ADDED)
        self.git("commit", "-q", "--no-verify", "-m", "Adopt govhooks\n\nHigh-Risk: governance")
        return since


@pytest.fixture(scope="session")
def _before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("old") / "repo"
    path.mkdir()
    repo = Old(path)
    repo.git("init", "-q", "-b", "main")
    repo.git("config", "user.name", "Dev")
    repo.git("config", "user.email", "dev@corp.test")
    repo.commit("start", **{"deploy.py": f'token = "{GONE}"\n', ".env": "DATABASE_URL=postgres://shop@db/shop\n"})
    repo.commit("read it", **{"deploy.py": "token = read()\n"})
    repo.commit("ci", **{"ci.py": f'token = "{STILL}"\n', "app/auth/login.py": "def login(user): ...\n"})
    repo.git("checkout", "-q", "-b", "feature", "HEAD~1")
    repo.commit("feature", **{"feature.py": "x = 1\n"})
    repo.git("checkout", "-q", "main")
    return path


@pytest.fixture(params=["pre-push", "pre-receive"])
def old(request: pytest.FixtureRequest, _before: Path, tmp_path: Path) -> Old:
    shutil.copytree(_before, tmp_path / "repo", symlinks=True)
    repo = Old(tmp_path / "repo")
    repo.side = request.param
    return repo


def test_the_first_push_to_an_empty_remote(old: Old) -> None:
    since = old.adopt()
    old.remote("origin")
    old.commit("work", **{"cart.py": "TAX = 7\n"})
    first = old.push("origin", "main")
    old.commit("leak", **{"leak.py": f'token = "{NEW}"\n'})
    leak = old.push("origin", "main")

    assert f'since = "{since}"\n' in (old.path / "governance.toml").read_text()
    assert first.code == 0, first
    assert leak.code != 0
    assert "leak.py:1" in leak.out


def test_a_new_secret_in_the_first_push(old: Old) -> None:
    old.adopt()
    old.remote("origin")
    old.commit("leak", **{"leak.py": f'token = "{NEW}"\n'})
    old.commit("read it", **{"leak.py": "token = read()\n"})
    done = old.push("origin", "main")

    assert done.code != 0
    assert "leak.py:1 (in " in done.out
    assert "deploy.py" not in done.out


def test_without_an_adoption_point_the_first_push_is_judged_whole(old: Old) -> None:
    old.remote("origin")
    done = old.push("origin", "main")

    assert done.code != 0
    assert "deploy.py:1 (in " in done.out
    assert 'governance.toml has no adoption point (since = "ID OF A COMMIT"' in done.out


def test_an_adoption_point_does_not_excuse_what_is_still_there(old: Old) -> None:
    since = old.git("rev-parse", "HEAD")
    old.commit("adopt\n\nHigh-Risk: governance", **{"governance.toml": f'since = "{since}"\n'})
    old.remote("origin")
    done = old.push("origin", "main")

    assert done.code != 0
    assert "ci.py:1" in done.out
    assert "deploy.py" not in done.out


def test_branches_from_before_the_adoption(old: Old) -> None:
    old.adopt()
    old.remote("origin")
    assert old.push("origin", "main").code == 0
    old.git("checkout", "-q", "feature")
    old.commit("more", **{"feature.py": "x = 2\n"})
    first = old.push("origin", "feature")
    old.commit("even more", **{"feature.py": "x = 3\n"})
    second = old.push("origin", "feature")
    old.commit("leak", **{"feature.py": f'token = "{NEW}"\n'})
    leak = old.push("origin", "feature")

    assert (first.code, second.code) == (0, 0), (first, second)
    assert leak.code != 0
    assert "feature.py:1" in leak.out


def test_all_branches_at_once_to_an_empty_remote(old: Old) -> None:
    old.adopt()
    old.remote("origin")
    done = old.push("origin", "--all")

    assert done.code == 0, done


def test_a_branch_from_before_the_adoption_goes_first(old: Old) -> None:
    old.adopt()
    old.git("checkout", "-q", "feature")
    old.remote("origin")
    done = old.push("origin", "feature", "main")

    assert done.code == 0, done


def test_a_push_by_url_is_no_first_push(old: Old) -> None:
    """What the remote has and whose policy judges is known by its name."""
    old.adopt()
    old.remote("origin")
    assert old.push("origin", "main").code == 0
    old.git("checkout", "-q", "-b", "topic")
    old.commit("loosen\n\nHigh-Risk: governance", **{"governance.toml": "[rules.no-secrets]\nenabled = false\n"})
    old.commit("leak", **{"leak.py": f'token = "{NEW}"\n'})
    done = old.push(old.git("remote", "get-url", "origin"), "topic")

    assert done.code != 0
    assert "leak.py:1" in done.out


def test_a_push_cannot_move_the_adoption_point_for_itself(old: Old) -> None:
    old.adopt()
    old.remote("origin")
    assert old.push("origin", "main").code == 0
    old.commit("leak", **{"leak.py": f'token = "{NEW}"\n'})
    old.commit("read it", **{"leak.py": "token = read()\n"})
    text = f'since = "{old.git("rev-parse", "HEAD")}"\n'
    old.commit("move it\n\nHigh-Risk: governance", **{"governance.toml": text})
    done = old.push("origin", "main")
    unnamed = old.check("--from-ref", "HEAD~1", "--to-ref", "HEAD")

    assert done.code != 0
    assert "leak.py:1" in done.out
    assert "high risk: the policy" in unnamed.out


def test_one_that_is_not_in_the_history_excuses_nothing(old: Old) -> None:
    other = old.git("commit-tree", "-m", "elsewhere", "HEAD^{tree}")
    for since, words in ((other, "is not in the history of "), ("1" * 40, "is not in this clone")):
        old.stage("governance.toml", f'since = "{since}"\n')
        staged = old.check()
        old.git("commit", "-q", "--no-verify", "-m", "adopt\n\nHigh-Risk: governance")
        old.git("remote", "remove", "origin", check=False)
        shutil.rmtree(old.path.parent / "origin.git", ignore_errors=True)
        old.remote("origin")
        done = old.push("origin", "main")

        assert words in staged.out, staged
        assert done.code != 0
        assert "it is ignored" in done.out  # the server has no object of another history
        assert "deploy.py:1 (in " in done.out


def test_the_first_baseline_sets_it_and_no_later_one(old: Old) -> None:
    old.stage("governance.toml", "# ours\n[rules.no-secrets]\nno-guesses = []  # none\n")
    old.git("commit", "-q", "--no-verify", "-m", "policy")
    since = old.adopt()
    text = (old.path / "governance.toml").read_text()
    old.commit("work", **{"cart.py": "TAX = 7\n"})
    again = old.run("baseline", "--add")

    assert text.startswith(f'since = "{since}"\n')
    assert text.endswith("# ours\n[rules.no-secrets]\nno-guesses = []  # none\n")
    assert again.code == 0
    assert (old.path / "governance.toml").read_text() == text
