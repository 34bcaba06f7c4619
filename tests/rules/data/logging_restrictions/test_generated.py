"""Generated programs: what the rule says of each sink is what happens when the program runs."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import leaking_programs as programs
import pytest
from sweeps import examples

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules.data.logging_restrictions import check, near
from govhooks.rules.data.logging_restrictions.policy import Policy

MATRIX: dict[str, tuple[str, ...]] = {"confidential": ("log", "print")}
MANY = 3000
# Ways that take more turns than all those that are tried one by one.
WALKS = 30_000


def judged(path: str, text: str) -> set[int]:
    """The lines of the sinks that the rule refuses."""
    changeset = Changeset(
        (Change("A", path, new=text.encode()),),
        supplied={"data-classes": ("public", "confidential"), "data-fields": {"email": "confidential"}},
    )
    return {found.line for found in check(changeset, Policy(matrix=MATRIX))}


@pytest.mark.hypothesis
def test_python_is_judged_as_it_runs() -> None:
    wrong = []
    leaking = 0
    for seed in range(examples(MANY, 60)):
        text = programs.python(programs.program(seed))
        try:
            happened = programs.run(text)
        except TimeoutError:
            continue
        leaking += bool(happened)
        said = judged("app.py", text)
        if happened != said and programs.run(text, WALKS) != said:
            wrong.append((seed, sorted(happened), sorted(said), text))

    assert leaking > 10
    assert not wrong, (
        f"{len(wrong)} programs: seed {wrong[0][0]} leaks on {wrong[0][1]}, judged {wrong[0][2]}\n{wrong[0][3]}"
    )


@pytest.mark.hypothesis
def test_javascript_is_judged_as_it_runs(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here: what JavaScript does when it runs is not compared")

    def run(texts: list[str], walks: int = 0) -> list[list[int] | None]:
        (tmp_path / "all.js").write_text(programs.harness(texts, walks))
        done = subprocess.run([node, "all.js"], cwd=tmp_path, capture_output=True, text=True, check=True)
        ways: list[list[int] | None] = json.loads(done.stdout)
        return ways

    texts = [programs.script(programs.program(seed)) for seed in range(examples(MANY, 60))]
    happened = run(texts)
    said = [judged("app.js", text) for text in texts]
    wrong = [at for at, lines in enumerate(happened) if lines is not None and set(lines) != said[at]]
    again = run([texts[at] for at in wrong], WALKS) if wrong else []
    wrong = [at for at, lines in zip(wrong, again) if set(lines or ()) != said[at]]

    assert sum(bool(lines) for lines in happened) > 10
    assert not wrong, (
        f"{len(wrong)} programs: seed {wrong[0]} leaks on {happened[wrong[0]]}, judged {said[wrong[0]]}\n{texts[wrong[0]]}"
    )


def edited(seed: int, language: int) -> tuple[str, str]:
    """A text of several functions, and the same with an edit: a line more or less, or one in another place."""
    dice = random.Random(seed)
    write = (programs.python, programs.script)[language]
    parts = [write(programs.program(seed * 10 + one)) for one in range(dice.randint(2, 4))]
    between = (
        ["\n", "x = email\n", "import os\n", "from a import b as print\n", "email = 1\n", "T = {\n    'a': x,\n}\n"],
        ["\n", "const x = email;\n", "let y = 1;\n", "import {\n  a,\n} from 'b';\n", "let email = 1;\n"],
    )[language]
    lines = [line for part in parts for line in (dice.choice(between) + part.rstrip("\n") + "\n").splitlines(True)]
    new = list(lines)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(new))
        what = dice.choice(("drop", "double", "swap", "from"))
        if what == "drop":
            del new[at]
        elif what == "double":
            new.insert(at, new[at])
        elif what == "swap":
            new[at - 1], new[at] = new[at], new[at - 1]
        else:
            new[at] = dice.choice(lines)
    return "".join(lines), "".join(new)


@pytest.mark.hypothesis
@pytest.mark.parametrize(("language", "path"), [(0, "app.py"), (1, "src/app.js"), (1, "src/app.ts")])
def test_what_a_change_does_not_touch_need_not_be_followed(
    language: int, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same findings as when every function is followed."""
    plain, differ = near.touched, 0

    def said(old: str, new: str) -> list[tuple[int, str]]:
        made = Changeset(
            (Change("M", path, new=new.encode(), old=(old.encode(),)),),
            supplied={"data-classes": ("public", "confidential"), "data-fields": {"email": "confidential"}},
        )
        return [(one.line, one.problem) for one in check(made, Policy(matrix=MATRIX))]

    for seed in range(examples(500, 30)):
        old, new = edited(seed, language)
        monkeypatch.setattr(near, "touched", plain)
        found = said(old, new)
        monkeypatch.setattr(near, "touched", lambda change: None)
        wanted = said(old, new)
        differ += bool(wanted)

        assert found == wanted, f"seed {seed}\n{old}\n---\n{new}"
    assert differ > 1
