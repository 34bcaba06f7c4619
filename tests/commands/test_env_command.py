"""`govhooks env`: the register is written into governance.toml from what is there, and what stood there stays."""

from __future__ import annotations

import pytest
from conftest import Repo

POLICY = """# ours
[rules.environment-audit.variables.LOG_LEVEL]
owner = "web"
purpose = "how much is logged"   # and where

# the rest
[rules.no-secrets]
confidence = "low"
"""
SET = "services:\n  web:\n    environment:\n      LOG_LEVEL: info\n      CACHE_URL: redis://{}\n      PORT: 80\n"
CODE = "import os\nos.environ['DB_PASSWORD']\nos.getenv('LOG_LEVEL')\nos.environ['HOME']\n"


@pytest.fixture
def app(repo: Repo) -> Repo:
    repo.commit(
        "app",
        **{
            "governance.toml": POLICY,
            "app.py": CODE,
            "tests/test_app.py": "import os\nos.environ['ONLY_IN_TESTS']\n",
            "deploy/prod/compose.yml": SET.format("prod"),
            "deploy/staging/compose.yml": SET.format("staging"),
            ".github/workflows/deploy.yml": "on: push\nenv:\n  DB_PASSWORD: ${{ secrets.DB_PASSWORD }}\n",
        },
    )
    return repo


def test_init_writes_what_is_there(app: Repo) -> None:
    said = [
        "CACHE_URL: set in deploy/prod/compose.yml and 1 more",
        "DB_PASSWORD: set in .github/workflows/deploy.yml, read in app.py",
    ]

    done = app.run("env", "init", "--dry-run")
    assert (done.code, done.out.splitlines()) == (0, said)
    assert (app.path / "governance.toml").read_text() == POLICY

    done = app.run("env", "init")
    assert (done.code, done.out.splitlines()[:-1]) == (0, said)
    assert (app.path / "governance.toml").read_text() == POLICY.replace(
        "[rules.environment-audit.variables.LOG_LEVEL]",
        "[rules.environment-audit.variables.CACHE_URL]\n"
        'owner = ""\npurpose = ""\nenvironments = ["production", "staging"]\n\n'
        "[rules.environment-audit.variables.DB_PASSWORD]\n"
        'owner = ""\npurpose = ""\nclass = "secret"\nstore = "github-actions"\n\n'
        "[rules.environment-audit.variables.LOG_LEVEL]",
    ).replace("# ours\n[", "[", 1).replace(
        "[rules.environment-audit.variables.LOG", "# ours\n[rules.environment-audit.variables.LOG"
    )

    assert app.run("env", "init").out == "every variable is in the register\n"
    app.git("add", ".")
    assert app.check("--rule", "environment-audit").code == 0


def test_list_shows_where_each_is_set_and_read(app: Repo) -> None:
    (app.path / "app.py").write_text(CODE + "os.getenv('NEW_ONE')\n")

    assert app.run("env", "list").out.splitlines() == [
        "CACHE_URL    set in deploy/prod/compose.yml and 1 more  not declared",
        "DB_PASSWORD  set in .github/workflows/deploy.yml, read in app.py  not declared",
        "LOG_LEVEL    set in deploy/prod/compose.yml and 1 more, read in app.py  declared, owner web",
        "NEW_ONE      read in app.py  not declared",
    ]


def test_a_file_that_cannot_be_read_is_named(app: Repo) -> None:
    app.stage("docker-compose.yml", "environment: [\n")

    assert "docker-compose.yml: not looked at: " in app.run("env", "list").out


def test_no_value_is_shown_or_written(app: Repo) -> None:
    shown = app.run("env", "list").out + app.run("env", "init").out + (app.path / "governance.toml").read_text()

    assert "redis" not in shown


def test_an_empty_repository_has_none(repo: Repo) -> None:
    assert repo.run("env", "list").out == "no environment variable is set or read\n"
    assert repo.run("env", "init").code == 0
    assert not (repo.path / "governance.toml").exists()
