"""pyproject.toml, of every tool that manages one."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

TEXT = b"""[build-system]
requires = ["hatchling>=1.27"]

[project]
name = "shop"
dependencies = [
  "httpx[http2]>=0.23 ; python_version > '3.9'",
  "idna==3.4",
]
[project.optional-dependencies]
web = ["flask"]

[dependency-groups]
dev = ["pytest>8", {include-group = "Lint"}]
lint = ["ruff"]
all = [{include-group = "dev"}]
lost = [{include-group = "nowhere"}, 3]
"""


def entries(text: bytes | str, path: str = "pyproject.toml") -> list[tuple[str, str, tuple[str, ...], int]]:
    """(name, wanted, groups, line) of each package."""
    contents = read(path, text.encode() if isinstance(text, str) else text)
    return [(one.name, one.wanted, one.groups, one.line) for one in contents.packages]


def test_the_standard_tables() -> None:
    contents = read("pyproject.toml", TEXT)

    assert entries(TEXT) == [
        ("hatchling", ">=1.27", ("build",), 2),
        ("httpx", ">=0.23", (), 7),
        ("idna", "==3.4", (), 8),
        ("flask", "", ("web",), 11),
        ("pytest", ">8", ("dev", "all"), 14),
        ("ruff", "", ("lint", "all", "dev"), 15),
    ]
    assert [(one.extras, one.marker, one.version) for one in contents.packages[1:3]] == [
        (("http2",), "python_version > '3.9'", ""),
        ((), "", "3.4"),
    ]
    assert all(one.direct for one in contents.packages)
    assert contents.unread == (
        (17, "a requirement that is no text"),
        (17, "it includes a group that is not there"),
    )


def test_poetry() -> None:
    text = """[tool.poetry.dependencies]
python = "^3.11"
httpx = "^0.23"
idna = "3.4"
rich = {version = "*", extras = ["b", "a"], optional = true, markers = "os_name == 'nt'"}
ours = {version = ">=1", source = "internal"}
lib = {git = "https://user:word@host/lib.git", branch = "main"}
wheel = {url = "https://host/w-1.whl"}
local = {path = "../local", develop = true}
odd = 3
many = [
  {version = "1.*", python = "<3.12"},
  {version = "2.*", python = ">=3.12"},
]
[tool.poetry.dev-dependencies]
pytest = "==8.0"
[tool.poetry.group.docs.dependencies]
sphinx = ">7"
[[tool.poetry.source]]
name = "internal"
url = "https://user:word@host/simple"
"""
    contents = read("pyproject.toml", text.encode())
    sources = {one.name: one.source for one in contents.packages if one.source}
    versions = {one.name: one.version for one in contents.packages if one.version}
    rich = next(one for one in contents.packages if one.name == "rich")

    assert contents.tool == "poetry"
    assert entries(text) == [
        ("httpx", "^0.23", (), 3),
        ("idna", "3.4", (), 4),
        ("rich", "*", ("optional",), 5),
        ("ours", ">=1", (), 6),
        ("lib", "", (), 7),
        ("wheel", "", (), 8),
        ("local", "", (), 9),
        ("many", "1.*", (), 12),
        ("many", "2.*", (), 13),
        ("pytest", "==8.0", ("dev",), 16),
        ("sphinx", ">7", ("docs",), 18),
    ]
    assert sources == {
        "ours": "registry:https://host/simple",
        "lib": "git:https://host/lib.git@main",
        "wheel": "url:https://host/w-1.whl",
        "local": "path:../local",
    }
    assert versions == {"idna": "3.4", "pytest": "8.0"}
    assert (rich.extras, rich.marker) == (("a", "b"), "os_name == 'nt'")
    assert contents.unread == ((10, "`odd` is neither a version nor a table"),)
    assert contents.settings == {"python": "^3.11", "extra-index": "https://host/simple"}


def test_poetry_2_says_only_where_a_standard_one_comes_from() -> None:
    text = """[project]
dependencies = ["Ours>=1"]
[tool.poetry.dependencies]
ours = {source = "internal"}
"""
    (found,) = read("pyproject.toml", text.encode()).packages

    assert (found.name, found.wanted, found.source) == ("Ours", ">=1", "registry:internal")


def test_uv() -> None:
    text = """[project]
dependencies = ["ours", "lib", "member", "wheel", "local", "Two"]
[tool.uv]
dev-dependencies = ["pytest"]
constraint-dependencies = ["idna<4"]
override-dependencies = ["h11==0.14"]
exclude-newer = "7 days"
index-url = "https://user:word@host/simple"
[[tool.uv.index]]
name = "internal"
url = "https://in/simple"
[tool.uv.sources]
ours = {index = "internal"}
lib = {git = "https://host/lib.git", tag = "v1"}
member = {workspace = true}
wheel = {url = "https://host/w-1.whl"}
local = {path = "../local"}
two = [{git = "https://host/two", rev = "abc", marker = "os_name == 'nt'"}, {index = "internal"}]
"""
    contents = read("pyproject.toml", text.encode())

    assert contents.tool == "uv"
    assert contents.settings == {
        "index": "https://host/simple",
        "extra-index": "https://in/simple",
        "cooldown": "7 days",
    }
    assert {one.name: one.source for one in contents.packages if one.source} == {
        "ours": "registry:https://in/simple",
        "lib": "git:https://host/lib.git@v1",
        "member": "path:.",
        "wheel": "url:https://host/w-1.whl",
        "local": "path:../local",
        "Two": "git:https://host/two@abc registry:https://in/simple",
    }
    assert [(one.name, one.groups, one.direct) for one in contents.packages[6:]] == [
        ("pytest", ("dev",), True),
        ("idna", ("constraint",), False),
        ("h11", ("override",), False),
    ]


def test_pdm_hatch_flit_and_setuptools() -> None:
    pdm = """[tool.pdm.dev-dependencies]
test = ["pytest>8", "-e file:///${PROJECT_ROOT}/sub#egg=sub"]
[tool.pdm.resolution.overrides]
idna = "3.4"
[[tool.pdm.source]]
name = "pypi"
url = "https://host/simple"
"""
    hatch = """[tool.hatch.envs.lint]
dependencies = ["ruff", "lib @ {root:uri}/lib"]
[tool.hatch.build.hooks.x]
dependencies = ["cython"]
"""
    other = """[tool.flit.metadata]
requires = ["a"]
[tool.setuptools.dynamic]
dependencies = {file = ["requirements.txt"]}
optional-dependencies.web = {file = "web.txt"}
"""

    assert entries(pdm) == [
        ("pytest", ">8", ("test",), 2),
        ("sub", "", ("test",), 2),
        ("idna", "==3.4", ("override",), 4),
    ]
    assert read("pyproject.toml", pdm.encode()).settings == {"index": "https://host/simple"}
    assert entries(hatch) == [("ruff", "", ("lint",), 2), ("lib", "", ("lint",), 2), ("cython", "", ("build",), 4)]
    assert entries(other) == [("a", "", (), 2)]
    assert read("pyproject.toml", other.encode()).includes == ("-r requirements.txt", "-r web.txt")


def test_what_is_of_another_kind_is_said() -> None:
    text = b"""project = {dependencies = "a"}
dependency-groups = ["x"]
[tool.poetry]
dependencies = ["a"]
[tool.uv]
dev-dependencies = ["a", "b ="]
"""
    contents = read("pyproject.toml", text)

    assert [line for line, _ in contents.unread] == [1, 2, 4, 6]
    assert [one.name for one in contents.packages] == ["a"]


def test_a_file_for_other_tools_asks_for_nothing() -> None:
    contents = read("sub/pyproject.toml", b"[tool.ruff]\nline-length = 100\n")

    assert (contents.packages, contents.unread) == ((), ())
    assert read("pyproject.toml", b"").packages == ()


def test_what_is_no_toml() -> None:
    with pytest.raises(BadDocument) as found:
        read("pyproject.toml", b"[project]\ndependencies = [\n")

    assert found.value.line == 3
