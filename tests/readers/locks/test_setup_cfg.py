"""setup.cfg of setuptools."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

TEXT = b"""[metadata]
name = shop
[options]
packages = find:
install-requires =
    # the client
    httpx>=0.23 ; python_version > "3.9"

    idna==3.4  # pinned
    not a requirement
setup_requires = wheel; cython>=3
[options.extras_require]
web = flask
      jinja2
docs = file: docs.txt, more.txt
"""


def test_all_sections() -> None:
    contents = read("setup.cfg", TEXT)

    assert [(one.name, one.wanted, one.groups, one.line) for one in contents.packages] == [
        ("httpx", ">=0.23", (), 7),
        ("idna", "==3.4", (), 9),
        ("wheel", "", ("build",), 11),
        ("cython", ">=3", ("build",), 11),
        ("flask", "", ("web",), 13),
        ("jinja2", "", ("web",), 14),
    ]
    assert contents.packages[0].marker == 'python_version > "3.9"'
    assert [line for line, _ in contents.unread] == [10]
    assert contents.includes == ("-r docs.txt", "-r more.txt")


def test_settings_of_other_tools_ask_for_nothing() -> None:
    assert read("setup.cfg", b"[flake8]\nmax-line-length = 100\n").packages == ()


def test_what_is_no_ini() -> None:
    with pytest.raises(BadDocument):
        read("setup.cfg", b"[options]\n= 3\n")
