"""A real repository, opened as the process in it would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from govhooks.git.repository import Repository

Open = Callable[..., Repository]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the repository at a path as the process in it would."""
    found: list[Repository] = []

    def at(path: Path) -> Repository:
        monkeypatch.chdir(path)
        found.append(Repository())
        return found[-1]

    yield at
    for repository in found:
        repository.close()
