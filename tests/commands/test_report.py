"""`govhooks report` on a repository of two simulated years: one document, several outputs, limits."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import simulated_company
from conftest import ROOT, Repo
from schemas import jsonschema
from simulated_company import DAY, START, Company, day

SCHEMA = json.loads((ROOT / "docs/metrics.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    home = tmp_path_factory.mktemp("reported")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / "bo")], check=True)
    return Repo(Company(home / "shop", home / "bo", simulated_company.facts(5)).path)


def told(repo: Repo, *args: str, code: int = 0) -> dict[str, Any]:
    done = repo.run("report", "--format", "json", *args)
    assert done.code == code, done
    found: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(found, SCHEMA)
    return found


def figures(repository: dict[str, Any], metric: str) -> dict[str, dict[str, Any]]:
    (found,) = (one for one in repository["metrics"] if one["id"] == metric)
    return {one["id"]: one for one in found["figures"]}


def test_the_document(company: Repo) -> None:
    (repository,) = told(company, "--since", day(START))["repositories"]

    assert (repository["name"], repository["commit"]) == ("shop", company.head())
    assert [one["id"] for one in repository["metrics"]] == [
        *(
            "vulnerabilities",
            "secrets",
            "access-reviews",
            "time-to-contain",
            "exceptions",
            "approvals",
            "evidence",
            "agents",
        ),
    ]
    assert figures(repository, "time-to-contain")["incidents"]["value"] == 14
    for metric in repository["metrics"]:
        assert metric["points"][-1]["values"] == {one["id"]: one["value"] for one in metric["figures"]}
        assert 50 < len(metric["points"]) <= 161


def test_several_repositories_and_one_metric(company: Repo, repo: Repo) -> None:
    found = told(company, "--metric", "exceptions", ".", str(repo.path))["repositories"]

    assert [one["name"] for one in found] == ["shop", "repo"]
    assert [one["id"] for one in found[1]["metrics"]] == ["exceptions"]
    assert figures(found[1], "exceptions")["open"]["value"] == 0


def test_compared_with_another_commit(company: Repo) -> None:
    rev = company.git("rev-list", "-1", f"--before={START + 400 * DAY}", "HEAD")
    (repository,) = told(company, "--compare", rev)["repositories"]
    counted = figures(repository, "time-to-contain")["incidents"]

    assert 0 < counted["before"] < counted["value"]
    shown = company.run("report", "--format", "markdown", "--compare", rev).out
    assert f"| incidents on record | 14 | {counted['before']} | {14 - counted['before']} more |" in shown


def test_a_register_of_its_own_and_a_folder_below(repo: Repo) -> None:
    """What the policy names is followed; the report is that of the repository wherever in it it is asked for."""
    policy = '[rules.access-reviews]\nregister = "a b/access.toml"\n'
    system = '[systems.db]\nowner = "ada@corp.test"\nreviewer = "bo@corp.test"\nfiles = ["db/"]\nlast = 2020-01-01\n'
    repo.commit("register", **{"governance.toml": policy, "a b/access.toml": system, "deep/er/x.txt": "x\n"})

    top = told(repo)["repositories"]
    done = repo.run("report", "--format", "json", cwd=repo.path / "deep/er")
    below = json.loads(done.out)["repositories"]

    assert figures(top[0], "access-reviews")["overdue"]["value"] == 1
    assert [one["figures"] for one in below[0]["metrics"]] == [one["figures"] for one in top[0]["metrics"]]
    assert below[0]["name"] == "repo"


def test_limits(company: Repo) -> None:
    assert company.run("report", "--fail-on", "time-to-contain.incidents>13").code == 1
    assert company.run("report", "--fail-on", "time-to-contain.incidents>14").code == 0
    done = company.run("report", "--fail-on", "exceptions>1000", "--fail-on", "access-reviews.completion<0%")
    assert (done.code, done.err) == (0, "")


def test_a_limit_of_what_is_not_known_is_no_pass(repo: Repo) -> None:
    done = repo.run("report", "--fail-on", "access-reviews.completion<80%")

    assert done.code == 3
    assert "repo: access-reviews.completion is not known: no system is in the register" in done.err


def test_a_file_is_replaced_as_a_whole(company: Repo, tmp_path: Path) -> None:
    place = tmp_path / "out" / "govhooks.prom"
    for _ in range(2):
        done = company.run("report", "--format", "openmetrics", "--output", str(place))

        assert (done.code, done.out) == (0, "")
        assert 'govhooks_time_to_contain_incidents{repository="shop"} 14' in place.read_text()
        assert [one.name for one in place.parent.iterdir()] == ["govhooks.prom"]


def test_the_terminal(company: Repo) -> None:
    out = company.run("report").out

    assert "incidents on record" in out
    assert "Time to contain" in out


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("--metric", "speed"), 2, "no metric speed (metrics: "),
        (("--since", "yesterday"), 2, "--since must be a day"),
        (("--since", "2999-01-01"), 2, "still to come"),
        (("--fail-on", "exceptions"), 2, "write METRIC>N"),
        (("--compare", "nowhere"), 3, "nowhere"),
        (("nowhere",), 3, "nowhere"),
    ],
)
def test_what_cannot_be_done(repo: Repo, args: tuple[str, ...], code: int, words: str) -> None:
    done = repo.run("report", *args)

    assert done.code == code
    assert words in done.err


def test_no_history_no_report(tmp_path: Path, repo: Repo) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path / "new")], check=True)
    repo.commit("two")
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{repo.path}", str(tmp_path / "cut")], check=True)

    assert "there is no commit yet" in repo.run("report", str(tmp_path / "new")).err
    assert "shallow clone" in repo.run("report", str(tmp_path / "cut")).err


def test_a_policy_that_cannot_be_read_is_unknown(repo: Repo) -> None:
    repo.commit("bad", **{"governance.toml": "[rules.access-reviews]\nsystem = 1\n"})
    repo.commit("worse", **{"governance.toml": "exceptions = 3\n"})
    (repository,) = told(repo)["repositories"]

    for metric in ("access-reviews", "exceptions"):
        assert all(one["value"] is None and one["unknown"] for one in figures(repository, metric).values())
