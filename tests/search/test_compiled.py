"""Expressions kept from one process to the next: the same patterns as `re` makes, and nothing believed that is damaged."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

import govhooks
from govhooks.rules.review.high_risk_changes.areas import AREAS
from govhooks.rules.secrets.no_secrets import candidates, dismissals, engine, guesses
from govhooks.rules.secrets.no_secrets.formats import load
from govhooks.search import compiled
from govhooks.search.expression import Expression

SOURCES = sorted(
    {signal.pattern for area in AREAS for signal in area.signals}
    | {engine.pattern(row).pattern for row in load()}
    | {
        value.source
        for module in (candidates, dismissals, guesses)
        for value in vars(module).values()
        if isinstance(value, Expression)
    }
    | {r"(?i)(?P<name>a+)|(?P<other>b)(c)?\1", r"[^\W\d_]{2,}(?=\s)", "x"}
)
# Compiles one expression, says what it matches and whether `re` had to be imported, and ends as a command does.
PROGRAM = """\
import sys
from govhooks.search.compiled import compiled
from govhooks.run.frame import leave
found = compiled(sys.argv[1]).search(sys.argv[2])
print(found.span() if found else None, found.groupdict() if found else {}, "re" in sys.modules)
leave(0)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this process keeps them, for one test."""
    place = tmp_path / "kept" / "compiled.expressions"
    monkeypatch.setattr(compiled, "_place", lambda: str(place))
    monkeypatch.setattr(compiled, "_table", None)
    monkeypatch.setattr(compiled, "_new", {})
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return place


def forget() -> None:
    """As another process would begin."""
    compiled._table = None


def test_what_is_kept_is_what_re_makes(place: Path) -> None:
    for source in SOURCES:
        compiled.compiled(source)
    compiled.keep()
    forget()
    again = [compiled.compiled(source) for source in SOURCES]

    assert len(SOURCES) > 400
    assert compiled._new == {}, "nothing had to be compiled"
    for source, pattern in zip(SOURCES, again):
        meant = re.compile(source)

        assert pattern == meant
        assert (pattern.flags, pattern.groups, pattern.groupindex) == (meant.flags, meant.groups, meant.groupindex)


def test_what_is_new_is_added(place: Path) -> None:
    for source in ("a+", "b+"):
        forget()
        compiled.compiled(source)
        compiled.keep()
    forget()

    assert [compiled.compiled(source).pattern for source in ("a+", "b+")] == ["a+", "b+"]
    assert compiled._new == {}


@pytest.mark.parametrize("damage", ["cut", "garbage", "empty", "other interpreter", "not a table", "folder"])
def test_what_is_damaged_is_compiled_again(place: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled.compiled("a+(b)")
    compiled.keep()
    forget()
    held = place.read_bytes()
    if damage == "other interpreter":
        monkeypatch.setattr(sys, "version", sys.version + " of another build")
    elif damage == "folder":
        place.unlink()
        place.mkdir()
    else:
        from marshal import dumps

        table = dumps((compiled._stamp(), ["a+(b)"]))
        place.write_bytes({"cut": held[: len(held) // 2], "garbage": b"\xff" * 99, "empty": b""}.get(damage, table))

    assert compiled.compiled("a+(b)") == re.compile("a+(b)")
    assert "a+(b)" in compiled._new
    compiled.keep()  # raises nothing


@pytest.mark.parametrize(
    "numbers", [(), (1, 2), (0, [99, 98, 97], 0, {}, ()), (0, [], 0, {}, ()), ("x", [1], 0, {}, ())]
)
def test_numbers_that_make_no_sense_are_compiled_again(place: Path, numbers: tuple[object, ...]) -> None:
    from marshal import dumps

    place.parent.mkdir()
    place.write_bytes(dumps((compiled._stamp(), {"a+(b)": dumps(numbers)})))

    assert compiled.compiled("a+(b)") == re.compile("a+(b)")


def test_nothing_is_written_where_python_writes_no_bytecode(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compiled.compiled("a+")
    compiled.keep()

    assert not place.exists()


def test_a_bad_expression_is_refused_as_re_refuses_it(place: Path) -> None:
    with pytest.raises(re.error):
        compiled.compiled("(")


def run(top: Path, *words: str) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [sys.executable, "-S", "-c", PROGRAM, *words]
    done = subprocess.run(command, env={**env, "PYTHONPATH": str(top)}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_second_process_needs_no_re(tmp_path: Path) -> None:
    """A copy of the package, as it is installed: its own `__pycache__` is where they lie."""
    top = tmp_path / "site"
    shutil.copytree(Path(govhooks.__file__).parent, top / "govhooks", ignore=shutil.ignore_patterns("__pycache__"))
    words = r"(?i)pass(?P<end>word|wd)", "my PASSWORD"

    assert run(top, *words) == "(3, 11) {'end': 'WORD'} True"
    assert run(top, *words) == "(3, 11) {'end': 'WORD'} False"
    kept = list((top / "govhooks" / "search" / "__pycache__").glob("*.expressions"))
    assert [path.name.split(".")[1] for path in kept] == [sys.implementation.cache_tag]


def test_only_our_own_expressions_are_kept() -> None:
    """A policy's are compiled by `policy/patterns.py`, which knows nothing of this module; `policy/load.py` imports the parser with it."""
    users = [
        path.relative_to(ROOT / "hooks" / "govhooks").parts[0]
        for path in (ROOT / "hooks" / "govhooks").rglob("*.py")
        if re.search("search.compiled import (?!importing$)", path.read_text(encoding="utf-8"), re.M)
    ]

    assert set(users) <= {"search", "readers", "rules", "knowledge", "run"}


IMPORTED = """\
import re, sys
from govhooks.search.compiled import importing
from govhooks.run.frame import leave
plain = re.compile
package = importing("kept_package")
print(package.WORD.fullmatch("Ab").span(), package.LINES.findall("a\\nb"), package.BYTES.pattern, package.FLAGS == package.WORD.flags)
assert re.compile is plain and importing("kept_package") is package
leave(0)
"""


def test_what_a_package_compiles_is_kept(tmp_path: Path) -> None:
    package = tmp_path / "kept_package.py"
    package.write_text(
        "import re\n"
        'WORD = re.compile("a  b # word", re.X | re.I)\n'
        "FLAGS = int(re.X | re.I | re.U)\n"
        'LINES = re.compile("^.$", re.M)\n'
        'BYTES = re.compile(b"x")\n'
    )
    shutil.copytree(
        Path(govhooks.__file__).parent, tmp_path / "own" / "govhooks", ignore=shutil.ignore_patterns("__pycache__")
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", IMPORTED],
            env={
                **os.environ,
                "PYTHONPATH": f"{tmp_path / 'own'}{os.pathsep}{tmp_path}",
                "PYTHONDONTWRITEBYTECODE": "",
            },
            capture_output=True,
            text=True,
            check=False,
        )

        assert (done.returncode, done.stdout) == (0, "(0, 2) ['a', 'b'] b'x' True\n"), done.stderr
    (kept,) = (tmp_path / "own").rglob("*.expressions")
    assert b"a  b # word" in kept.read_bytes()


def test_a_package_that_cannot_be_imported_raises() -> None:
    plain = re.compile
    with pytest.raises(ModuleNotFoundError):
        compiled.importing("no_such_package_of_ours")

    assert re.compile is plain
