"""What the package imports is what it declares, and without what is optional it finds the same, or says that it cannot judge."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli
from conftest import ROOT, Repo

from govhooks.rules.secrets.no_secrets.examples import make
from govhooks.rules.secrets.no_secrets.formats import load

HOOKS = ROOT / "hooks"
PROJECT = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# The names of imports that differ from those of their distributions.
DISTRIBUTIONS = {
    "ahocorasick": "pyahocorasick",
    "cyclonedx": "cyclonedx-python-lib",
    "git": "gitpython",
    "packageurl": "packageurl-python",
    "stdnum": "python-stdnum",
    "yaml": "pyyaml",
}
# Ourselves, and what only type checkers read.
OWN = ("govhooks", "typing_extensions")
# Functions that import what their first argument names.
LOADERS = ("import_module", "__import__", "find_spec", "importing")


@cache
def imports(path: Path) -> frozenset[str]:
    """The top-level packages that a module imports anywhere, those named in a call of the import machinery too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in LOADERS:
            found.update(str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant))
    return frozenset(name.partition(".")[0] for name in found)


@cache
def foreign() -> dict[str, set[str]]:
    """Package of somebody else -> the modules under hooks/ that import it."""
    found: dict[str, set[str]] = {}
    for path in sorted(HOOKS.rglob("*.py")):
        for name in imports(path):
            if name not in sys.stdlib_module_names and name not in OWN:
                found.setdefault(name, set()).add(path.relative_to(HOOKS).as_posix())
    return found


def declared(*extras: str, required: bool = True) -> set[str]:
    """The distributions that an installation with these extras has."""
    lines = [line for extra in extras for line in PROJECT["optional-dependencies"][extra]]
    lines += PROJECT["dependencies"] if required else []
    return {re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in lines}


def test_no_hook_imports_detect_secrets() -> None:
    """It is the compatibility that is declared, and what tests compare with: nothing that a hook needs."""
    assert foreign().keys() & {"detect_secrets"} == set()
    assert "detect-secrets" not in declared()
    assert declared("detect-secrets", required=False) == {"detect-secrets"}
    assert re.search(r"govhooks\[.*detect-secrets.*\]", PROJECT["optional-dependencies"]["test"][0])


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    used = {DISTRIBUTIONS.get(name, name).replace("_", "-") for name in foreign()}

    assert used == declared("agents", "fast", "report", "sbom")


def test_nothing_under_hooks_imports_a_tool() -> None:
    """tools/ is not in the wheel."""
    tools = {path.stem for path in (ROOT / "tools").glob("*.py")}

    assert len(tools) >= 2
    assert tools & {name for path in HOOKS.rglob("*.py") for name in imports(path)} == set()


# Which search each of these leaves: Hyperscan, the automaton, Python alone.
BLOCKED: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "hyperscan": ("hyperscan",),
    "hyperscan and pyahocorasick": ("hyperscan", "ahocorasick"),
    "all that is optional": (
        *(
            "hyperscan",
            "ahocorasick",
            "tree_sitter",
            "tree_sitter_bash",
            "detect_secrets",
            "cyclonedx",
            "packageurl",
            "rich",
        ),
    ),
}
# `govhooks ARGS`; what it searched with goes to standard error.
RUN = """
import sys
from govhooks import cli
code = cli.main(sys.argv[1:])
from govhooks.rules.secrets.no_secrets.engine import literals
sought = literals()
print("hyperscan" if sought._scan else "ahocorasick" if sought._automaton is not None else "", file=sys.stderr)
sys.exit(code)
"""


def govhooks(place: Path, blocked: tuple[str, ...], *args: str) -> subprocess.CompletedProcess[str]:
    """govhooks in a Python that lacks some packages."""
    program = f"import sys; sys.modules.update(dict.fromkeys({blocked!r}))\n{RUN}"
    environ = {**os.environ, "PYTHONPATH": str(HOOKS)}
    return subprocess.run(
        [sys.executable, "-c", program, *args], cwd=place, env=environ, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def corpus() -> str:
    """A token of each format that is known, credentials that are guessed, and more text than a small search reads."""
    lines = [f'x = "{make(example)}"' for row in load() for example in row.positive[:1]]
    lines += [f'password = "k7#Gv{number}pQ' + f'x9w{number}"' for number in range(40)]
    lines += [f"{line}  # pragma: allowlist " + "secret" for line in lines[-40::4]]
    filler = [f"value_{number} = compute(value_{number - 1}, tokenize, secretary)" for number in range(9_000)]
    step = len(filler) // len(lines)
    return (
        "\n".join(line for at, made in enumerate(lines) for line in (*filler[at * step : (at + 1) * step], made)) + "\n"
    )


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What was found with nothing blocked."""
    return {}


@pytest.mark.slow
@pytest.mark.parametrize("name", BLOCKED)
def test_the_same_is_found_without(name: str, repo: Repo, corpus: str, found: dict[str, Any]) -> None:
    repo.commit("corpus", **{"src/corpus.py": corpus, "src/few.py": corpus[-3000:], ".env": "A=1\n"})
    done = govhooks(repo.path, BLOCKED[name], "check", "--all", "--jobs", "1", "--format", "json")
    report = json.loads(done.stdout)["findings"]
    found.setdefault("findings", report)
    searched = done.stderr.split("\n")[-2] if done.stderr else ""

    assert done.returncode == 1, done.stderr
    assert searched not in BLOCKED[name]
    assert searched or {"hyperscan", "ahocorasick"} <= set(BLOCKED[name])
    assert len(report) > 300
    assert report == found["findings"]
