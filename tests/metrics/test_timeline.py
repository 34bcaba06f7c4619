"""The first-parent line, held to git itself."""

from __future__ import annotations

import os
import random

import pytest
from conftest import Repo

from govhooks.git.repository import Repository
from govhooks.metrics.timeline import DAY, WEEK, Line, version_at, versions

START = 1_700_000_000


@pytest.fixture
def history(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Commits, merges and clocks that go wrong."""
    monkeypatch.chdir(repo.path)
    dice = random.Random(3)
    for number in range(30):
        when = START + number * 200_000 + dice.choice((0, 0, -700_000))
        env = {**os.environ, "GIT_COMMITTER_DATE": f"{when} +0200", "GIT_AUTHOR_DATE": f"{when} +0200"}
        if number % 7 == 3:
            repo.git("checkout", "-q", "-b", f"topic{number}")
            repo.write(f"t/{number} a.txt", f"{number}\n")
            repo.git("add", ".")
            repo.git("commit", "-q", "--no-verify", "-m", "topic", env=env)
            repo.git("checkout", "-q", "main")
            repo.git("merge", "-q", "--no-ff", "--no-verify", "-m", "merge", f"topic{number}", env=env)
            continue
        name = dice.choice(("a.txt", "b/c.txt", "d\u00e9.txt"))
        if dice.random() < 0.2 and (repo.path / name).exists():
            (repo.path / name).unlink()
        else:
            repo.write(name, f"{number}\n")
        repo.git("add", "-A", ".")
        repo.git("commit", "-q", "--no-verify", "--allow-empty", "-m", f"work {number}", env=env)
    return repo


def line() -> Line:
    return Line(Repository())


def test_time_does_not_go_back(history: Repo) -> None:
    found = line()

    assert found.commits == history.git("rev-list", "--first-parent", "--reverse", "HEAD").split()
    assert found.times == sorted(found.times)
    real = [int(history.git("log", "-1", "--format=%ct", commit)) for commit in found.commits]
    assert found.times == [max(real[: number + 1]) for number in range(len(real))]


def test_the_tip_at_a_time_is_the_last_step_before_it(history: Repo) -> None:
    found = line()
    for moment in range(found.times[0] - 5, found.times[-1] + 500_000, 90_001):
        known = [step for step, time in enumerate(found.times) if time <= moment]

        assert found.at(moment) == (known[-1] if known else -1)


def test_every_tree_follows_from_the_touches(history: Repo) -> None:
    found = line()
    paths = versions(found)
    for step, commit in enumerate(found.commits):
        listed = history.git("-c", "core.quotePath=off", "ls-tree", "-r", commit).split("\n")
        real = {row.split("\t")[1]: row.split()[2] for row in listed}

        assert {path: blob for path, known in paths.items() if (blob := version_at(known, step))} == real


def test_some_paths_alone(history: Repo) -> None:
    found = line()

    assert versions(found, "b/") == {path: known for path, known in versions(found).items() if path.startswith("b/")}


def test_paths_are_literal(history: Repo) -> None:
    history.commit("stars", **{"a*.txt": "a star\n"})
    found = line()

    assert set(versions(found, "a*.txt")) == {"a*.txt"}
    assert versions(found, ":(top,literal)a.txt", "*.txt") == {}


def test_a_user_who_follows_renames(history: Repo) -> None:
    before = versions(line(), "a.txt")
    history.git("config", "log.follow", "true")
    history.git("config", "diff.relative", "true")

    assert versions(line(), "a.txt") == before


def test_touches_after_a_step_and_of_some_paths(history: Repo) -> None:
    found = line()
    every = list(found.touches())
    for after in range(-1, len(found.commits)):
        assert list(found.touches(after=after)) == [one for one in every if one.step > after]

    some = found.touches(wanted=lambda path: path.endswith(b"c.txt"))
    assert list(some) == [one for one in every if one.path.endswith("c.txt")]


@pytest.mark.parametrize("most", [1, 3, 160])
def test_points_are_mondays_and_the_end(history: Repo, most: int) -> None:
    found = line()
    end = found.times[-1] + 30 * WEEK
    points = found.points(0, end, most)

    assert points[-1] == end
    assert points == sorted(set(points))
    assert all((point // 86400) % 7 == 4 and point % 86400 == 0 for point in points[:-1])
    assert 0 < len(points) <= most + 1
    assert points[-2] > end - WEEK - 1
    assert points[0] >= found.times[0]


def test_points_of_a_young_repository_are_days(history: Repo) -> None:
    found = line()
    end = found.times[-1] + 3 * DAY + 5
    points = found.points(found.times[-1], end)

    assert points[-1] == end
    assert [point % DAY for point in points[:-1]] == [0, 0, 0]
    assert len(found.points(0, found.times[0] - 1)) == 1
