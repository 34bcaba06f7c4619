"""The labelled set: every planted danger is found with its line, nothing else is; and it covers every agent of the table."""

from __future__ import annotations

from pathlib import Path

import pytest
from knowledge.agents.labelled import FOLDER, RULES, found_in, read, repositories

from govhooks.knowledge.agents import contents
from govhooks.knowledge.agents.table import FILES


@pytest.mark.parametrize("path", repositories(), ids=lambda path: path.stem)
def test_a_repository(path: Path) -> None:
    files, wanted = read(path)

    assert found_in(files) == wanted


def test_the_set_is_large_enough() -> None:
    labels = [read(path)[1] for path in repositories()]
    rules = {rule for wanted in labels for _, _, rule in wanted}

    assert len(labels) >= 20
    assert sum(bool(wanted) for wanted in labels) >= 10 <= sum(not wanted for wanted in labels)
    assert rules == {rule.id for rule in RULES} - {"agent-changes", "agent-requirements"}


def test_every_agent_of_the_table_is_in_it() -> None:
    dangerous, benign = set(), set()
    for path in repositories():
        files, wanted = read(path)
        bad = {name for name, _, _ in wanted}
        for name in files:
            (dangerous if name in bad else benign).update(file.agent for file in contents.of(name))

    assert {file.agent for file in FILES} - dangerous == set()
    assert {file.agent for file in FILES} - benign == set()
    assert FOLDER.is_dir()
