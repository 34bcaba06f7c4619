"""Every row of the unwrapping table finds what its examples run, and nothing where nothing runs."""

from __future__ import annotations

import pytest

from govhooks.knowledge.agents import unwrap, wrappers
from govhooks.knowledge.agents.rows import Row
from govhooks.knowledge.agents.shell import parse
from govhooks.knowledge.agents.unwrap import find_rows

ROWS = pytest.mark.parametrize(
    "row", tuple(unwrap.load_rows()), ids=lambda row: f"{row.unwrap.__name__} {row.programs.split()[0]}"
)


def runs(line: str, what: str) -> bool:
    """Whether something is a command of a line, code in it, or a doubt about it."""
    script = parse(line)
    return what in (*script.code, *script.doubts) or tuple(what.split()) in [one.texts for one in script.commands]


@ROWS
def test_each_row_finds_what_runs(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    assert row.fires and row.passes
    for program in row.programs.split():
        for line, what in row.fires.items():
            command = line.replace("@", program)
            assert runs(command, what), command
            with monkeypatch.context() as patch:
                patch.setattr(unwrap, "find_rows", lambda name: tuple(one for one in find_rows(name) if one != row))
                assert not runs(command, what), f"{command}: found without the row"


@ROWS
def test_each_row_finds_nothing_where_nothing_runs(row: Row) -> None:
    for program in row.programs.split():
        for line in row.passes:
            script = parse(line.replace("@", program))
            found = [one.texts for one in script.commands if any(name != "command" for name in one.through)]
            assert (found, script.code, script.doubts) == ([], (), ()), line.replace("@", program)


def test_each_program_finds_its_own_rows() -> None:
    """The names that load a module are those of its rows."""
    rows = tuple(unwrap.load_rows())

    assert {name for row in rows for name in row.programs.split()} == wrappers.PROGRAMS
    for name in wrappers.PROGRAMS:
        found = [(row.unwrap, row.fires) for row in rows if name in row.programs.split()]
        assert [(row.unwrap, row.fires) for row in find_rows(name)] == found


def test_a_version_is_no_other_program() -> None:
    assert find_rows("python3.12") == find_rows("python") != ()
    assert [row.versions for row in find_rows("bun1.2")] == [True]
    assert find_rows("sudo1") == ()


@pytest.mark.parametrize("name", wrappers.WRAPPERS)
def test_each_option_of_a_wrapper_takes_its_value(name: str) -> None:
    program, rest = wrappers.WRAPPERS[name].runs.split(" ", 1)
    for option in wrappers.WRAPPERS[name].values.split():
        assert runs(f"{program} {option} 1 {rest}", "rm x"), option


@pytest.mark.parametrize("name", wrappers.CODE)
def test_each_option_of_an_interpreter(name: str) -> None:
    for option in wrappers.CODE[name].split():
        assert "some code" in parse(f"{name} {option} 'some code'").code, option


@pytest.mark.parametrize("name", wrappers.RUNNERS)
def test_each_verb_of_a_runner(name: str) -> None:
    for verb in wrappers.RUNNERS[name].split():
        assert runs(f"{name} {verb} rm x", "rm x"), verb
