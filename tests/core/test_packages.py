"""Packages by name: which names are one, and what an exception may write."""

from __future__ import annotations

import ast

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.utils import canonicalize_name

from govhooks.core.packages import ECOSYSTEMS, fold_name, is_named, parse


@settings(derandomize=True, deadline=None)
@given(st.text("abZ09-_.", max_size=12))
def test_names_of_pypi_are_folded_as_packaging_does(name: str) -> None:
    assert fold_name("PyPI", name) == canonicalize_name(name)


READ = [
    ("PyPI/jinja2", ("PyPI", "jinja2", "")),
    ("PyPI/Jinja2@3.1.2", ("PyPI", "Jinja2", "3.1.2")),
    ("pypi/jinja2", ("PyPI", "jinja2", "")),
    ("npm/@babel/core", ("npm", "@babel/core", "")),
    ("npm/@babel/core@7.0.0", ("npm", "@babel/core", "7.0.0")),
    ("Go/github.com/gin-gonic/gin@v1.9.0", ("Go", "github.com/gin-gonic/gin", "v1.9.0")),
    ("Maven/org.apache.logging.log4j:log4j-core@2.14.1", ("Maven", "org.apache.logging.log4j:log4j-core", "2.14.1")),
    ("GitHub Actions/actions/checkout@v4", ("GitHub Actions", "actions/checkout", "v4")),
    ("Docker/registry.test:5000/team/python", ("Docker", "registry.test:5000/team/python", "")),
    ("pre-commit/https://github.com/psf/black@24.1", ("pre-commit", "https://github.com/psf/black", "24.1")),
    ("pre-commit/git@github.com:psf/black", ("pre-commit", "git@github.com:psf/black", "")),
]


@pytest.mark.parametrize(("text", "meant"), READ)
def test_a_package_in_one_word(text: str, meant: tuple[str, str, str]) -> None:
    assert parse(text) == meant
    assert is_named(text, (*meant[:2], meant[2] or "1.0"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not ECOSYSTEM/NAME"),
        ("jinja2", "jinja2 is not ECOSYSTEM/NAME"),
        ("PyPI", "is not ECOSYSTEM/NAME"),
        ("PyPI/", "is not ECOSYSTEM/NAME"),
        ("PyPI/ jinja2", "is not ECOSYSTEM/NAME"),
        ("PyPI/jinja2@", "is not ECOSYSTEM/NAME"),
        ("PyPI/jinja2@ 1", "is not ECOSYSTEM/NAME"),
        ("PyPI/*", "is not ECOSYSTEM/NAME"),
        ("PyPi2/jinja2", "PyPi2 is no ecosystem that is known"),
        ("*/jinja2", "* is no ecosystem that is known"),
        ("pkg:pypi/jinja2@2.11.2", "pkg:pypi is no ecosystem that is known"),
    ],
)
def test_what_is_no_package(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=r"ECOSYSTEM/NAME|no ecosystem") as error:
        parse(text)

    assert why in str(error.value)
    assert not is_named(text, ("PyPI", "jinja2", "1"))


@pytest.mark.parametrize(
    ("text", "package", "same"),
    [
        ("PyPI/Flask_Login", ("PyPI", "flask.login", "1"), True),
        ("PyPI/flask", ("PyPI", "flask-login", "1"), False),
        ("PyPI/flask", ("npm", "flask", "1"), False),
        ("npm/Flask", ("npm", "flask", "1"), False),
        ("Packagist/Acme/Log", ("Packagist", "acme/log", "1"), True),
        ("PyPI/flask@1", ("PyPI", "flask", "1"), True),
        ("PyPI/flask@1", ("PyPI", "flask", "1.0"), False),
        ("PyPI/flask@1", ("PyPI", "flask", ""), False),
        ("PyPI/flask", ("PyPI", "flask", ""), True),
    ],
)
def test_which_package_is_named(text: str, package: tuple[str, str, str], same: bool) -> None:
    assert is_named(text, package) is same


def test_every_ecosystem_that_a_reader_knows_is_one() -> None:
    from govhooks.knowledge.versions import ORDERINGS
    from govhooks.rules.dependencies.dependency_review.verdicts import WITHOUT

    found = set()
    for path in (ROOT / "hooks" / "govhooks" / "readers" / "locks").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                # Package(ecosystem, ...), Contents(tool, ecosystem, ...)
                argument = node.args[{"Package": 0, "Contents": 1}.get(node.func.id, 99) :][:1]
                found |= {one.value for one in argument if isinstance(one, ast.Constant)}

    assert {"PyPI", "npm", "Docker", "conda", "GitLab"} <= found
    assert found | set(ORDERINGS) | set(WITHOUT) <= set(ECOSYSTEMS)
