"""action.yml and the files of docs/ci, run as they stand in a checkout that would rather run something of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import tomli
import yaml
from conftest import ROOT, Repo
from osv_world import advisory, archive

# What both install beside govhooks itself.
EXTRAS = ("agents", "fast")
SPRUNG = 'import os\nopen(os.environ["SPRUNG"], "a").write(__file__ + "\\n")\n'
# What Python, pip and git could take from the current folder.
HOSTILE = (
    *(
        "venv.py",
        "pip.py",
        "ensurepip.py",
        "sitecustomize.py",
        "usercustomize.py",
        "tomli.py",
        "regex.py",
        "argparse.py",
    ),
    *(
        "venv/__init__.py",
        "pip/__init__.py",
        "pip/__main__.py",
        "govhooks/__init__.py",
        "govhooks/cli.py",
        "hatchling/build.py",
    ),
)


def commands() -> dict[str, str]:
    """The shell script of each file."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    job = yaml.safe_load((ROOT / "docs/ci/gitlab.yml").read_text())["govhooks"]
    lines = [line for line in (*job["before_script"], *job["script"]) if not line.startswith("apt-get")]
    return {"action.yml": "\n".join(step["run"] for step in action), "gitlab.yml": "\n".join(lines)}


def constraints() -> dict[str, str]:
    text = (ROOT / "docs/ci/constraints.txt").read_text()
    return dict(re.findall(r"(?m)^([a-z-]+)==([^\s;]+)", text))


@pytest.mark.parametrize("name", ["action.yml", "gitlab.yml"])
def test_no_python_looks_into_the_checkout(name: str) -> None:
    script = commands()[name].replace("\\\n", " ")
    pythons = [line for line in script.split("\n") if re.search(r'python3?"? -', line)]

    assert len(pythons) >= 3
    assert [line for line in pythons if not re.search(r'python3?"? -I -m (venv|pip|govhooks\.cli) ', line)] == []
    assert not re.search(r"(?m)^\s*(\S*/)?pip3? ", script)
    # Everything is made in another folder; only the last word is said in the checkout.
    assert (
        script.index("cd ")
        < script.index("-m venv")
        < script.index("-m pip")
        < script.rindex("cd ")
        < script.index("govhooks.cli")
    )


def test_each_dependency_has_its_version() -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *(line for name in EXTRAS for line in project["optional-dependencies"][name])]
    wanted = {re.split("[>=]", line)[0] for line in lines}

    assert len(wanted) >= 8
    assert [name for name in (*wanted, "hatchling") if name not in constraints()] == []
    for place in ("action.yml", "docs/ci/gitlab.yml"):
        assert f"[{','.join(EXTRAS)}]" in (ROOT / place).read_text()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="a runner with bash")
@pytest.mark.parametrize("name", ["action.yml", "gitlab.yml"])
def test_in_a_hostile_checkout(name: str, repo: Repo, tmp_path: Path, token: str) -> None:
    sprung, source, outside = tmp_path / "sprung", tmp_path / "source", tmp_path / "outside"
    outside.write_text("mine")
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".venv", ".git", ".*_cache"))
    govhooks = Repo(source)
    govhooks.git("init", "-q")
    govhooks.git("add", ".")
    govhooks.git("commit", "-q", "-m", "govhooks")
    origin = tmp_path / "origin.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(repo.path), str(origin)], check=True)
    repo.git("remote", "add", "origin", str(origin))
    repo.git("fetch", "-q")
    for path in HOSTILE:
        repo.stage(path, SPRUNG)
    repo.stage("pip.conf", "[global]\nindex-url = https://example.invalid/simple\n")
    repo.stage("pyproject.toml", '[build-system]\nrequires = []\nbuild-backend = "pip"\nbackend-path = ["."]\n')
    repo.stage("deploy.py", f'token = "{token}"\n')
    (repo.path / "govhooks.sarif").symlink_to(outside)
    repo.git("add", ".")
    repo.git("commit", "-q", "-m", "take over\n\nHigh-Risk: governance")
    head, temporary = repo.git("rev-parse", "HEAD"), tmp_path / "temporary"
    temporary.mkdir()
    env = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("CI", "GITHUB_", "GITLAB_"))},
        "SPRUNG": str(sprung),
        "PYTHONPATH": str(repo.path),
        "SOURCE": str(source),
        "PLACE": str(temporary),
        "SARIF": "",
        "GITLAB_CI": "true",
        "CI_PROJECT_DIR": str(repo.path),
        "CI_DEFAULT_BRANCH": "main",
        "CI_COMMIT_SHA": head,
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "GOVHOOKS_PLACE": str(temporary / "opt"),
        "GOVHOOKS_SOURCE": str(source),
        "GOVHOOKS_COMMIT": govhooks.git("rev-parse", "HEAD"),
    }
    script = commands()[name]
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=repo.path, env=env, capture_output=True, text=True, check=False)
    told = done.stdout + done.stderr

    assert not sprung.exists(), sprung.read_text()
    assert "GitHub: personal" in told, told
    assert done.returncode == (1 if name == "action.yml" else 2), told  # the report would go through a link
    assert outside.read_text() == "mine"


def weekly(name: str) -> str:
    """The shell script of a file that makes the report; what needs a network beside pip's is left to the test."""
    data = yaml.safe_load((ROOT / "docs/ci" / name).read_text())
    if name.startswith("gitlab"):
        job = data["govhooks-report"]
        return "\n".join(line for line in (*job["before_script"], *job["script"]) if not line.startswith("apt-get"))
    return "\n".join(step["run"] for step in data["jobs"]["report"]["steps"] if "run" in step)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="a runner with bash")
@pytest.mark.parametrize("name", ["github-report.yml", "gitlab-report.yml"])
def test_the_weekly_report(name: str, repo: Repo, tmp_path: Path) -> None:
    source, temporary = tmp_path / "source", tmp_path / "temporary"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".venv", ".git", ".*_cache"))
    govhooks = Repo(source)
    govhooks.git("init", "-q")
    govhooks.git("add", ".")
    govhooks.git("commit", "-q", "-m", "govhooks")
    temporary.mkdir()
    archive(tmp_path / "osv", "PyPI", advisory("A-1", "left"))
    script = weekly(name).replace("advisories update", f"advisories update --from {tmp_path / 'osv'}")
    env = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("CI", "GITHUB_", "GITLAB_"))},
        "GOVHOOKS_ADVISORIES": str(tmp_path / "advisories.db"),
        "GOVHOOKS_SOURCE": str(source),
        "GOVHOOKS_COMMIT": govhooks.git("rev-parse", "HEAD"),
        "GOVHOOKS_PLACE": str(temporary / "opt"),
        "RUNNER_TEMP": str(temporary),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_ENV": str(tmp_path / "env"),
        "CI_PROJECT_DIR": str(repo.path),
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=repo.path, env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    place = repo.path
    if name.startswith("github"):
        place = Path((tmp_path / "env").read_text().strip().partition("=")[2])
        assert "# Security metrics" in (tmp_path / "summary").read_text()
    told = json.loads((place / "report.json").read_text())
    assert len(told["repositories"][0]["metrics"]) == 8
    assert "<!doctype html>" in (place / "report.html").read_text("utf-8")
