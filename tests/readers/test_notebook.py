"""Notebooks: each line of a cell knows where it stands in the file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.readers import read
from govhooks.readers.notebook import cells, python


def notebook(*sources: Any, kind: str = "code") -> bytes:
    made = [{"cell_type": kind, "metadata": {}, "outputs": [], "source": source} for source in sources]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()


SOURCES = st.lists(st.text("ab=\n\"'é", max_size=12), max_size=4)


@given(sources=SOURCES, split=st.booleans())
def test_sources_and_lines(sources: list[str], split: bool) -> None:
    data = notebook(*([text.splitlines(keepends=True) if split else text for text in sources]))
    (side,) = read("notebook", data)
    found = list(cells(side))
    lines = data.decode().split("\n")

    assert [cell.source for cell in found] == sources
    for cell in found:
        for number, line in enumerate(cell.lines):
            assert json.dumps(cell.source.split("\n")[number])[1:-1] in lines[line - 1]


def test_calls_have_the_lines_of_the_file() -> None:
    first = ["%pip install x\n", "!ls\n", "y = !ls\n", "import os\n", "def f():\n", "  %time\n", "  os.system('x')"]
    data = notebook(first, "a(1)\nb(\n2)")
    (side,) = read("notebook", data)
    code, errors = python(side)
    lines = data.decode().split("\n")

    assert errors == ()
    assert [call.name for call in code.calls] == ["os.system", "a", "b"]
    assert "os.system" in lines[code.calls[0].line - 1]
    assert ["a(1)" in lines[call.line - 1] for call in code.calls[1:]] == [True, True]
    assert [(one.name, "def f" in lines[one.line - 1]) for one in code.definitions] == [("f", True)]
    assert [one.module for one in code.imports] == ["os"]


def test_a_cell_that_is_no_python_is_said() -> None:
    data = notebook(["x = 1\n", "if x\n"], ["f(1)"], ["%%bash\n", "make x"])
    (side,) = read("notebook", data)
    code, ((line, error),) = python(side)

    assert [call.name for call in code.calls] == ["f"]
    assert "if x" in data.decode().split("\n")[line - 1]
    assert error.startswith("not valid Python: ")


def test_text_is_no_code() -> None:
    (side,) = read("notebook", notebook("f(1)", kind="markdown"))

    assert python(side)[0].calls == ()
    assert [cell.kind for cell in cells(side)] == ["markdown"]


def test_the_older_format() -> None:
    (side,) = read("notebook", b'{"worksheets": [{"cells": [{"cell_type": "code", "input": ["f(\\n", "1)"]}]}]}')

    assert [(call.name, call.arguments) for call in python(side)[0].calls] == [("f", (1,))]


BROKEN = (
    (b"{", "not valid JSON: "),
    (b"[]", "not a notebook: it has no cells"),
    (b'{"cells": {}}', "not a notebook: it has no cells"),
    (b'{"a": 1}', "not a notebook: it has no cells"),
)
ODD = (
    b'{"cells": [1, null, {"source": 3}, {"cell_type": "code"}, {"cell_type": "code", "source": [1, "f()"]}]}',
    b'{"worksheets": [1, {"cells": 2}]}',
    b'{"cells": [{"cell_type": "code", "source": "\\ud800"}]}',
)


@pytest.mark.parametrize(("data", "error"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_notebook_is_said(data: bytes, error: str) -> None:
    (side,) = read("notebook", data)

    assert side.error.startswith(error)


@pytest.mark.parametrize("data", ODD, ids=range(len(ODD)))
def test_odd_cells_end_nothing(data: bytes) -> None:
    (side,) = read("notebook", data)

    assert isinstance(list(cells(side)), list) and python(side)
