"""A world to approve and review in (see `review_world`), with a policy and a change that it concerns."""

from __future__ import annotations

from pathlib import Path

import pytest
from review_world import World, copy, make_keys


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("company") / "home"
    home.mkdir()
    make_keys(home / "keys")
    World(home).start()
    return home


@pytest.fixture
def changed(company: Path, tmp_path: Path) -> World:
    """A topic branch that changes a login and a refund."""
    world = copy(company, tmp_path / "home")
    world.change({"app/auth/x.py": "x = 1\n", "app/billing/refund.py": "LIMIT = 200\n", "app/cart.py": "TAX = 7\n"})
    return world
