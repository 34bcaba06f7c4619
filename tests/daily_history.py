"""A repository whose steps are a day apart, for the metric of open vulnerabilities, and the metric of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from conftest import Repo
from osv_world import advisory, archive, database_of

from govhooks.git.repository import Repository
from govhooks.knowledge.advisories import database
from govhooks.metrics.metric import Metric
from govhooks.metrics.moments import Moment, Past
from govhooks.metrics.timeline import DAY, Line
from govhooks.metrics.vulnerabilities import measure_by

START = 1_760_000_000  # 2025-10-09T08:53:20Z
EVENTS = [("introduced", "0"), ("fixed", "2.0.0")]
CRITICAL: dict[str, Any] = {"database_specific": {"severity": "CRITICAL"}, "published": "2025-01-01T00:00:00Z"}


class History:
    """A repository whose steps are a day apart."""

    def __init__(self, repo: Repo) -> None:
        self.repo = repo
        self.next = START
        repo.git("commit", "-q", "--amend", "--no-edit", "--no-verify", env=self._env())

    def _env(self) -> dict[str, str]:
        self.next += DAY
        when = f"{self.next} +0000"
        return {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}

    def step(self, **files: str | None) -> None:
        """A commit: name -> content, None for a file that goes; "__" stands for "/", "_0" for "."."""
        for name, content in files.items():
            path = name.replace("__", "/").replace("_0", ".").replace("_1", "-")
            if content is None:
                self.repo.git("rm", "-q", path)
            else:
                self.repo.stage(path, content)
        self.repo.git("commit", "-q", "--no-verify", "--allow-empty", "-m", "work", env=self._env())

    def moments(self) -> list[Moment]:
        past = Past(Line(Repository()))
        return [Moment(past, at) for at in range(START + DAY, self.next + 1, DAY)]


def pins(**versions: str) -> str:
    return "".join(f"{name}=={version}\n" for name, version in versions.items())


def measured(history: History, folder: Path, *advisories: dict[str, Any], ecosystem: str = "PyPI") -> Metric:
    if not (folder / "osv").exists():
        archive(folder / "osv", ecosystem, *advisories, advisory("A-0", "unused", ecosystem, events=EVENTS))
    with database.open(database_of(folder / "osv")) as held:
        return measure_by(history.moments(), held)


def series(metric: Metric, figure: str = "open_critical") -> list[float | None]:
    return [point.values[figure] for point in metric.points]
