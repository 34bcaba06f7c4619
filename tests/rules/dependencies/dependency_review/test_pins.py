"""Requirements that nothing pins."""

from __future__ import annotations

import json

import pytest
from changed_trees import judge, kinds

SHA = "0123456789abcdef" * 4
HASHED = f"flask==2.3.0 \\\n    --hash=sha256:{SHA}\n"
GIT = "git+https://git.example.com/o/ours"


def package(**sections: object) -> str:
    return json.dumps({"name": "shop", **sections}, indent=2)


# What is done -> the files before, the edits, the line and what is told.
UNPINNED = {
    "a range among pins": (
        {"requirements.txt": "flask==2.0\nclick==8.1.7\n"},
        {"requirements.txt": "flask==2.0\nrequests>=2\nclick==8.1.7\n"},
        2,
        "requests >=2: nothing pins what is installed",
    ),
    "a bare name among pins": (
        {"requirements.txt": "flask==2.0\n"},
        {"requirements.txt": "flask==2.0\nrequests\n"},
        2,
        "requests: nothing pins what is installed",
    ),
    "a pin is loosened": (
        {"requirements.txt": "flask==2.0\nclick==8.1.7\n"},
        {"requirements.txt": "flask>=2.0\nclick==8.1.7\n"},
        1,
        "flask >=2.0",
    ),
    "a wildcard is no pin": (
        {"requirements.txt": "flask==2.0\nclick==8.1.7\n"},
        {"requirements.txt": "flask==2.*\nclick==8.1.7\n"},
        1,
        "flask ==2.*",
    ),
    "many are one finding": (
        {"requirements.txt": "flask==2.0\n"},
        {"requirements.txt": "flask==2.0\nkept-a\nkept-b\nkept-c\nkept-d\nkept-e\n"},
        2,
        "kept-a, kept-b, kept-c and 2 more: nothing pins what is installed",
    ),
    "a new file that mostly pins": (
        {},
        {"requirements.txt": "flask==2.0\nclick==8.1.7\nrequests\n"},
        3,
        "requests",
    ),
    "a line without a hash": (
        {"requirements.txt": HASHED},
        {"requirements.txt": HASHED + "click==8.1.7\n"},
        3,
        "click: no --hash, and other lines have one: pip refuses the whole file",
    ),
    "a URL without a hash": (
        {"requirements.txt": HASHED},
        {"requirements.txt": HASHED + "ours @ https://files.example.com/ours-1.0-py3-none-any.whl\n"},
        3,
        "ours: no --hash",
    ),
    "a star in package.json": (
        {"package.json": package(dependencies={"kept": "^1"})},
        {"package.json": package(dependencies={"kept": "^1", "other": "*"})},
        5,
        "other *",
    ),
    "latest in package.json": (
        {"package.json": package(devDependencies={"kept": "^1"})},
        {"package.json": package(devDependencies={"kept": "latest"})},
        4,
        "kept latest",
    ),
    "an empty range in package.json": (
        {"package.json": package(dependencies={"kept": "^1"})},
        {"package.json": package(dependencies={"kept": ""})},
        4,
        "kept",
    ),
    "a star in composer.json": (
        {"composer.json": '{"require": {"acme/a": "^1"}}'},
        {"composer.json": '{"require": {"acme/a": "*"}}'},
        1,
        "acme/a *",
    ),
    "a star in Cargo.toml": (
        {"Cargo.toml": '[dependencies]\nserde = "1"\n'},
        {"Cargo.toml": '[dependencies]\nserde = "*"\n'},
        2,
        "serde *",
    ),
    "git at a commit becomes a branch": (
        {"requirements.txt": f"ours @ {GIT}@{SHA[:40]}\n"},
        {"requirements.txt": f"ours @ {GIT}@main\n"},
        1,
        "ours (https://git.example.com/o/ours@main)",
    ),
    "git at a tag loses it": (
        {"pyproject.toml": f'[project]\nname = "shop"\nversion = "1"\ndependencies = ["ours @ {GIT}@v1"]\n'},
        {"pyproject.toml": f'[project]\nname = "shop"\nversion = "1"\ndependencies = ["ours @ {GIT}"]\n'},
        4,
        "ours (https://git.example.com/o/ours)",
    ),
}


@pytest.mark.parametrize(("before", "edits", "line", "told"), UNPINNED.values(), ids=UNPINNED)
def test_what_nothing_pins(before: dict[str, str], edits: dict[str, str | None], line: int, told: str) -> None:
    found = judge(before, edits, new="off", sources="off")

    assert kinds(found) == ["unpinned"]
    assert (found[0].line, found[0].blocks) == (line, False)
    assert told in found[0].problem
    assert judge(before, edits, new="off", sources="off", unpinned="off") == []
    assert [one.blocks for one in judge(before, edits, new="off", sources="off", unpinned="refuse")] == [True]


@pytest.mark.parametrize(
    ("revision", "unpinned"),
    [("", True), ("@main", True), ("@refs/heads/x", True), ("@HEAD", True), ("@v1.2", False), (f"@{SHA[:40]}", False)],
)
@pytest.mark.parametrize(
    "url", [GIT, "git+ssh://git@git.example.com/o/ours.git", "git+https://bot@git.example.com/o/ours"]
)
def test_branches_of_git(url: str, revision: str, unpinned: bool) -> None:
    edits = {"requirements.txt": f"ours @ {url}{revision}\n"}

    assert kinds(judge({}, edits, sources="off")) == (["unpinned"] if unpinned else [])
    # That it comes from git at all is said by `sources`: once is enough, unless the policy refuses the one and not the other.
    assert kinds(judge({}, edits)) == ["source"]
    assert kinds(judge({}, edits, unpinned="refuse")) == (["source", "unpinned"] if unpinned else ["source"])


@pytest.mark.parametrize(
    ("lock", "text"),
    [
        ("package-lock.json", '{"lockfileVersion": 3, "packages": {"": {"name": "shop"}}}'),
        ("yarn.lock", "# yarn lockfile v1\n"),
        ("../yarn.lock", "# yarn lockfile v1\n"),
    ],
)
def test_a_lock_pins(lock: str, text: str) -> None:
    path = f"web/{lock}".replace("web/../", "")
    before = {"web/package.json": package(dependencies={}), path: text}
    edits = {"web/package.json": package(dependencies={"kept": "*"})}

    assert "unpinned" not in kinds(judge(before, edits, agreement="off"))
    assert "unpinned" in kinds(judge({**before, path: ""}, edits, agreement="off"))


def test_the_fix_says_what_to_write() -> None:
    before, edits, _, _ = UNPINNED["a range among pins"]
    (finding,) = judge(before, edits, new="off")

    assert finding.fix == "write requests==VERSION, as the other lines have it"
    assert finding.package == ("PyPI", "requests", "")
