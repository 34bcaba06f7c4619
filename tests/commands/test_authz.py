"""`govhooks authz`, and commits in a repository that has an authorization lock."""

from __future__ import annotations

from conftest import Repo

APP = """from flask import Flask
from flask_login import login_required
app = Flask(__name__)
@app.get("/orders")
@login_required
def listing(): ...
@app.post("/orders")
@login_required
def create(): ...
@app.get("/healthz")
def health(): ...
"""
LOCK = """# Who may call what: each action, where it is, what guards it. Written by: govhooks authz lock
GET /healthz | shop/app.py::health | open
GET /orders | shop/app.py::listing | login_required
POST /orders | shop/app.py::create | login_required
"""


def locked(repo: Repo) -> Repo:
    repo.write("shop/app.py", APP)
    done = repo.run("authz", "lock")
    assert (done.code, done.out) == (0, ".governance/authz.lock: 3 actions, 1 without a guard\n")
    repo.git("add", "-A")
    repo.commit("lock")
    return repo


def test_the_lock_has_every_action(repo: Repo) -> None:
    locked(repo)

    assert (repo.path / ".governance/authz.lock").read_text() == LOCK
    assert repo.run("authz", "lock", "--check").code == 0
    assert repo.run("authz", "show").out.splitlines() == [
        "GET /healthz | shop/app.py::health | open",
        "3 actions, 1 without a guard",
    ]
    assert len(repo.run("authz", "show", "--all").out.splitlines()) == 4


def test_the_check_says_what_differs(repo: Repo) -> None:
    locked(repo)
    repo.write("shop/app.py", APP.replace('"/healthz"', '"/livez"'))
    done = repo.run("authz", "lock", "--check")

    assert done.code == 1
    assert done.out.splitlines() == [
        "- GET /healthz | shop/app.py::health | open",
        "+ GET /livez | shop/app.py::health | open",
        ".governance/authz.lock is out of date: write it with govhooks authz lock",
    ]


def test_without_actions_there_is_nothing_to_lock(repo: Repo) -> None:
    assert repo.run("authz", "lock", "--check").code == 0
    assert repo.run("authz").code == 2


def test_a_file_that_cannot_be_read_is_said(repo: Repo) -> None:
    repo.stage("shop/bad.py", "import flask\ndef (:\n")
    done = repo.run("authz", "lock")

    assert "shop/bad.py:2: its actions are not in the lock: not valid Python" in done.out


def test_a_commit_that_leaves_the_lock_behind_is_flagged(repo: Repo) -> None:
    locked(repo)
    repo.stage("shop/app.py", APP + '@app.delete("/orders")\n@login_required\ndef remove(): ...\n')
    done = repo.check("--rule", "guarded-actions")

    assert done.code == 0
    assert ".governance/authz.lock: the authorization lock is out of date: remove [guarded-actions]" in done.out


def test_a_commit_that_keeps_it_is_silent(repo: Repo) -> None:
    locked(repo)
    repo.stage("shop/app.py", APP + '@app.delete("/orders")\n@login_required\ndef remove(): ...\n')
    repo.run("authz", "lock")
    repo.git("add", "-A")
    done = repo.check("--rule", "guarded-actions")

    assert (done.code, "flagged" in done.out) == (0, False)


def test_removing_a_guard_is_said_once_with_or_without_the_lock(repo: Repo) -> None:
    locked(repo)
    repo.stage("shop/app.py", APP.replace("@login_required\ndef create", "def create"))
    assert repo.check("--rule", "guarded-actions").code == 1
    repo.run("authz", "lock")
    repo.git("add", "-A")
    done = repo.check("--rule", "guarded-actions")

    assert done.code == 1
    assert done.out.count("login_required is removed") == 1
    assert "out of date" not in done.out


def test_a_lock_that_is_loosened_alone_is_refused(repo: Repo) -> None:
    locked(repo)
    repo.stage(".governance/authz.lock", LOCK.replace("create | login_required", "create | open"))
    done = repo.check("--rule", "guarded-actions")

    assert done.code == 1
    assert done.out.startswith(
        ".governance/authz.lock:4: by the authorization lock, the guard login_required is removed: POST /orders loses it"
    )


def test_a_lock_that_is_removed_or_broken_is_flagged(repo: Repo) -> None:
    locked(repo)
    repo.stage(".governance/authz.lock", LOCK + "<<<<<<< HEAD\n")
    assert "a line that is no entry" in repo.check("--rule", "guarded-actions").out
    repo.git("rm", "-f", "-q", ".governance/authz.lock")
    done = repo.check("--rule", "guarded-actions")

    assert "the authorization lock is removed" in done.out


def test_branches_that_add_actions_merge(repo: Repo) -> None:
    """Lines are independent of each other: `merge=union` keeps both, and no order is asked for."""
    repo.write(".gitattributes", ".governance/authz.lock merge=union\n")
    locked(repo)
    for branch, route in (("one", "a"), ("two", "z")):
        repo.git("checkout", "-q", "-b", branch, "main")
        repo.stage(f"shop/{route}.py", APP.replace("/orders", f"/{route}"))
        repo.run("authz", "lock")
        repo.git("add", "-A")
        repo.commit(branch)
    repo.git("merge", "-q", "--no-edit", "one")

    assert repo.run("authz", "lock", "--check").code == 0
