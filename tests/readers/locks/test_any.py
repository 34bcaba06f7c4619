"""All readers of locks and manifests: which file is whose, and that nothing in one is lost or breaks them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import FILES, of, read
from govhooks.readers.locks.structured import address, column, git, listed, table, text, texts, whole

# Path -> the module that reads it, "" for none.
PATHS = {
    ".github/workflows/ci.yml": "actions",
    "sub/.github/workflows/ci.yaml": "actions",
    "x/workflows/ci.yml": "",
    "action.yml": "actions",
    "sub/action.yaml": "actions",
    "Cargo.toml": "cargo",
    "crates/a/Cargo.lock": "cargo",
    "environment.yml": "conda",
    "environment-dev.yaml": "conda",
    "environments.yml": "",
    ".gitlab-ci.yml": "gitlab",
    "ci/build.gitlab-ci.yml": "gitlab",
    "go.mod": "go",
    "a/go.sum": "go",
    "Dockerfile": "images",
    "docker/Dockerfile.dev": "images",
    "web.Dockerfile": "images",
    "Containerfile": "images",
    "compose.yaml": "images",
    "compose.override.yml": "images",
    "docker-compose.dev.yml": "images",
    "pdm.lock": "pdm",
    "pdm.dev.lock": "pdm",
    "Pipfile": "pipenv",
    "Pipfile.lock": "pipenv",
    "a/poetry.lock": "poetry",
    ".pre-commit-config.yaml": "precommit",
    "pylock.toml": "pylock",
    "pylock.dev.toml": "pylock",
    "a/pyproject.toml": "pyproject",
    "requirements.txt": "requirements",
    "requirements-dev.txt": "requirements",
    "dev-requirements.in": "requirements",
    "requirements/base.txt": "requirements",
    "constraints.txt": "requirements",
    "dev-constraints.txt": "requirements",
    "notes.txt": "",
    "setup.cfg": "setup_cfg",
    "uv.lock": "uv",
    "tools/job.py.lock": "uv",
}
# Of each module a file's name for each of its formats.
NAMES = (
    "action.yml",
    "Cargo.toml",
    "Cargo.lock",
    "environment.yml",
    ".gitlab-ci.yml",
    "go.mod",
    "go.sum",
    "Dockerfile",
    "compose.yml",
    "pdm.lock",
    "Pipfile",
    "Pipfile.lock",
    "poetry.lock",
    ".pre-commit-config.yaml",
    "pylock.toml",
    "pyproject.toml",
    "requirements.txt",
    "setup.cfg",
    "uv.lock",
)
_DATA = ROOT / "tests" / "readers" / "locks" / "data"
CASES = sorted(path.parent for path in _DATA.glob("*/*/account.json"))


def test_which_file_is_whose() -> None:
    assert {path: of(path) for path in PATHS} == PATHS
    assert {of(name) for name in NAMES} <= set(FILES)


def test_a_path_of_no_reader() -> None:
    with pytest.raises(ValueError, match="no lock"):
        read("notes.txt", b"")


def check(name: str, data: bytes) -> None:
    """A text is refused, or every entry of it has a name, a line within the text, and texts where texts belong."""
    try:
        contents = read(name, data)
    except BadDocument:
        return
    lines = [one.line for one in contents.packages] + [line for line, _ in contents.unread]

    assert all(0 < line <= data.count(b"\n") + 1 for line in lines), name
    assert all(one.name for one in contents.packages), name
    assert all(
        isinstance(getattr(one, field), str)
        for one in contents.packages
        for field in ("name", "version", "wanted", "source", "marker", "comment")
    ), name


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=40) | st.text("[]{}\n =:-\"'a1#$.,<>/@", max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in NAMES:
        check(name, data)


# Values of wrong kinds where a table, a list or a text belongs.
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "a", "a==1", "a@1", "./a", "1.0"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                "name version source dependencies repos repo rev hooks id additional_dependencies jobs steps uses image "
                "services default develop _meta sources url hashes pip runs container include project ref build".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(["repos", "jobs", "runs", "services", "dependencies", "_meta", "a"]), _VALUES))
def test_values_of_any_kind(value: dict[str, object]) -> None:
    """JSON is YAML too."""
    data = json.dumps(value, indent=1).encode()
    for name in NAMES:
        if name.endswith((".yml", ".yaml")) or name == "Pipfile.lock":
            check(name, data)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items() if one is not None) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value if one is not None) + "]"
    return json.dumps(value)


_KEYS = (
    "project build-system dependency-groups tool dependencies dev-dependencies workspace patch target package packages "
    "metadata version lock-version source manifest default dev-packages"
).split()
_INNER = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "a", "a==1", "./a", "1.0", "git+https://h/a"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                "name version source dependencies optional-dependencies poetry uv pdm hatch requires group groups files "
                "hashes git url path registry extras dev sources index envs workspace features members options root".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(_KEYS), _INNER))
def test_tables_of_any_kind(value: dict[str, object]) -> None:
    data = "".join(f"{key} = {_toml(one)}\n" for key, one in value.items()).encode()
    for name in NAMES:
        if name.endswith((".toml", ".lock", "Pipfile")):
            check(name, data)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_locks_of_the_tools_say_what_the_tools_list(case: Path) -> None:
    account = json.loads((case / "account.json").read_text("utf-8"))
    for side in ("before", "after"):
        for path in sorted((case / side).iterdir()):
            contents = read(path.name, path.read_bytes())
            rows = path.read_text("utf-8").split("\n")

            assert contents.unread == (), path
            assert contents.packages, path
            # A block begins with its header, and the name stands below it.
            assert all(one.name in "\n".join(rows[one.line - 1 : one.line + 1]) for one in contents.packages), path
            if contents.is_lock or path.name == ".pre-commit-config.yaml":
                listed_ = {f"{_folded(contents.ecosystem, one.name)} {_version(one)}" for one in contents.packages}
                # Old versions of PDM list what this machine would install: all but a package that is for Windows.
                here_only = {"colorama 0.4.6"} if case.parent.name == "pdm" and case.name != "2.29" else set()
                assert listed_ - here_only == set(account[side]), path


def _folded(ecosystem: str, name: str) -> str:
    from govhooks.knowledge.dependencies.difference import fold_name

    return fold_name(ecosystem, name)


def _version(package: object) -> str:
    comment = str(getattr(package, "comment", ""))
    if comment.startswith("frozen: "):
        return comment.removeprefix("frozen: ")
    return str(getattr(package, "version", "") or getattr(package, "wanted", ""))


ADDRESSES = {
    "https://host/x": "https://host/x",
    "https://user:word@host/x": "https://host/x",
    "https://token@host/x@v1": "https://host/x@v1",
    "ssh://git@host/x": "ssh://git@host/x",
    "git@host:x": "git@host:x",
    " https://${USER}:${TOKEN}@host/x ": "https://host/x",
}


def test_an_address_names_nobody() -> None:
    assert {url: address(url) for url in ADDRESSES} == ADDRESSES
    assert git("git+https://a:b@host/x", "abc") == "git:https://host/x@abc"


def test_values_are_taken_as_what_they_have_to_be() -> None:
    assert (text(3), text("a")) == ("", "a")
    assert (table([]), table({"a": 1})) == ({}, {"a": 1})
    assert (listed({}), listed([1])) == ([], [1])
    assert (texts("a"), texts(["a", 3]), texts(None)) == (("a",), ("a",), ())
    assert column([{"a": "x"}, {"a": 3}, {"b": "y"}, 4, {"a": ""}, {"a": "z"}], "a") == ["x", "z"]
    assert column({"a": "x"}, "a") == []
    assert whole("toml", b"").value == {}
    with pytest.raises(BadDocument):
        whole("json", b"[]")
