"""The house stands as docs/architecture.md draws it: imports go down, never in a circle, and the core knows no rule."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import pytest
from conftest import ROOT

from govhooks.rules.index import ENTRIES

HOOKS = ROOT / "hooks"
# From the bottom up: a module imports from its own layer and from those before it.
LAYERS = (
    "core",
    "git",
    "search",
    "readers",
    "policy",
    "knowledge",
    "outputs",
    "rules",
    "run",
    "metrics",
    "commands",
    "cli",
)
# These know rules by what their entry says, and no rule by its name.
WITHOUT_RULES = ("core", "git", "search", "readers", "policy", "run", "outputs")
IDS = tuple(entry.id for entry in ENTRIES)


def modules(root: Path) -> dict[str, Path]:
    """Dotted name -> file of every module below a folder that holds the package."""
    found = {}
    for path in sorted(root.glob("govhooks/**/*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path
    return found


def imports(name: str, path: Path, known: set[str]) -> set[str]:
    """What a module imports of ours, at its top, inside of functions and for its types alike."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
            found.add(node.module)
    # The package that a module is imported from counts when something of the package itself is meant.
    meant = {one if one in known else one.rpartition(".")[0] for one in found}
    return {one for one in meant & known if one != name and not (one in found and _is_way(one, found, known))}


def _is_way(package: str, found: set[str], known: set[str]) -> bool:
    """Whether a package is named only as the way to its modules."""
    below = {one for one in found if one.rpartition(".")[0] == package}
    return bool(below) and below <= known


@functools.cache
def graph(root: Path) -> dict[str, set[str]]:
    files = modules(root)
    return {name: imports(name, path, set(files)) for name, path in files.items()}


def upward(edges: dict[str, set[str]]) -> list[str]:
    """Imports from a layer that is further up."""
    return sorted(
        f"{name} -> {other}" for name, others in edges.items() for other in others if _layer(other) > _layer(name)
    )


def _layer(name: str) -> int:
    part = name.split(".")[1] if "." in name else ""
    return LAYERS.index(part) if part in LAYERS else -1


def circles(edges: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules of which each imports, by some way, every other (Tarjan)."""
    found: list[list[str]] = []
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in sorted(edges[name]):
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(edges):
        if name not in order:
            visit(name)
    return found


def test_no_import_goes_up_and_none_in_a_circle(capsys: pytest.CaptureFixture[str]) -> None:
    edges = graph(HOOKS)
    up, round_ = upward(edges), circles(edges)
    with capsys.disabled():
        print(f" {len(edges)} modules: {len(up)} upward imports, {len(round_)} circles ", end="")

    assert up == []
    assert round_ == []


def test_every_module_lies_in_a_layer() -> None:
    assert {name for name in graph(HOOKS) if name != "govhooks" and _layer(name) < 0} == set()


@pytest.mark.parametrize("layer", WITHOUT_RULES)
def test_the_core_knows_no_rule(layer: str) -> None:
    """No id of a rule stands in the code, and no rule's module is imported; what a docstring tells a reader is free."""
    for name, path in modules(HOOKS).items():
        if name.split(".")[1:2] != [layer]:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        ]

        assert [(one, text) for text in texts for one in IDS if one in text] == [], name
        named = {one for one in graph(HOOKS)[name] if one.startswith("govhooks.rules.")}
        assert named <= {"govhooks.rules.index"}, name


def test_each_check_fails_when_broken(tmp_path: Path) -> None:
    for name, text in {
        "core/a.py": "from govhooks.git.b import x\n",
        "git/b.py": "def f():\n    from govhooks.git import c\n",
        "git/c.py": "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from govhooks.git.b import f\n",
    }.items():
        place = tmp_path / "govhooks" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    edges = graph(tmp_path)

    assert upward(edges) == ["govhooks.core.a -> govhooks.git.b"]
    assert circles(edges) == [["govhooks.git.b", "govhooks.git.c"]]


# What is tested with something else, and why.
TOGETHER = {
    "govhooks.core.errors": "run/test_frame.py",  # two names and five numbers: what they do is end a command
    "govhooks.run.gathered": "run/test_gather.py",  # a record without a method: `gather` is what fills it
    # Parts of one reader each, or of all of them: tested through what they are for.
    **{f"govhooks.readers.{name}": "readers/test_document.py" for name in ("compare", "sides", "text", "values")},
    **{f"govhooks.readers.locks.{name}": "readers/locks/test_any.py" for name in ("package", "structured")},
    "govhooks.readers.locks.requirement": "readers/locks/test_requirements.py",
    **{f"govhooks.readers.{name}": "readers/test_hcl.py" for name in ("hcl_text", "hcl_values")},
    **{f"govhooks.readers.locks.{name}": "readers/locks/test_npm.py" for name in ("node", "package", "tables")},
    **{
        f"govhooks.readers.{name}": "readers/test_source.py"
        for name in (
            "code",
            "grammars",
            "languages",
            "shell",
            "source_imports",
            "source_kotlin",
            "source_values",
            "source_walk",
        )
    },
}


def test_tests_mirror_the_house() -> None:
    """Each module that others share has a test module of its own, or is named in TOGETHER."""
    lacking = []
    for name, path in modules(HOOKS).items():
        area = name.split(".")[1:2]
        if path.name == "__init__.py" or area not in (["core"], ["git"], ["policy"], ["run"], ["search"], ["readers"]):
            continue
        own = path.relative_to(HOOKS / "govhooks").with_name(f"test_{path.name}").as_posix()
        if not (ROOT / "tests" / TOGETHER.get(name, own)).exists():
            lacking.append(name)

    assert lacking == []
