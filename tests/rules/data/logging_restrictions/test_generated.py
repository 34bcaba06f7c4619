"""Generated programs: what the rule says of each sink is what happens when the program runs."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import leaking_programs as programs
import pytest
from sweeps import examples

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules.data.logging_restrictions import Policy, check

MATRIX = {"confidential": ("log", "print")}
MANY = 5000


def judged(path: str, text: str) -> set[int]:
    """The lines of the sinks that the rule refuses."""
    changeset = Changeset(
        (Change("A", path, new=text.encode()),),
        supplied={"data-classes": ("public", "confidential"), "data-fields": {"email": "confidential"}},
    )
    return {found.line for found in check(changeset, Policy(matrix=MATRIX))}


def test_python_is_judged_as_it_runs() -> None:
    wrong = []
    leaking = 0
    for seed in range(examples(MANY)):
        text = programs.python(programs.program(seed))
        try:
            happened = programs.run(text)
        except TimeoutError:
            continue
        leaking += bool(happened)
        if happened != judged("app.py", text):
            wrong.append((seed, sorted(happened), sorted(judged("app.py", text)), text))

    assert leaking > 20
    assert not wrong, (
        f"{len(wrong)} programs: seed {wrong[0][0]} leaks on {wrong[0][1]}, judged {wrong[0][2]}\n{wrong[0][3]}"
    )


def test_javascript_is_judged_as_it_runs(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here: what JavaScript does when it runs is not compared")
    texts = [programs.script(programs.program(seed)) for seed in range(examples(MANY))]
    (tmp_path / "all.js").write_text(programs.harness(texts))
    done = subprocess.run([node, "all.js"], cwd=tmp_path, capture_output=True, text=True, check=True)
    happened = json.loads(done.stdout)
    wrong = []
    for seed, (text, lines) in enumerate(zip(texts, happened)):
        if lines is not None and set(lines) != (said := judged("app.js", text)):
            wrong.append((seed, sorted(lines), sorted(said), text))

    assert sum(bool(lines) for lines in happened) > 20
    assert not wrong, (
        f"{len(wrong)} programs: seed {wrong[0][0]} leaks on {wrong[0][1]}, judged {wrong[0][2]}\n{wrong[0][3]}"
    )
