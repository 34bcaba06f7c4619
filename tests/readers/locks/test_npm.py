"""package.json, package-lock.json and npm-shrinkwrap.json, and what the tools of Node.js share."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read
from govhooks.readers.locks.node import ask, from_url, git_source, split_name, version_of_url
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.tables import key_lines

NPM = "https://registry.npmjs.org"


def manifest(**value: Any) -> Contents:
    return read("package.json", json.dumps(value, indent=2).encode())


def lock(packages: Any, version: Any = 3, **rest: Any) -> Contents:
    return read(
        "package-lock.json", json.dumps({"lockfileVersion": version, "packages": packages, **rest}, indent=2).encode()
    )


@pytest.mark.parametrize(
    ("spec", "name", "wanted", "source"),
    [
        ("^1.2.0", "x", "^1.2.0", ""),
        ("", "x", "", ""),
        (">=1 <2 || 3.x", "x", ">=1 <2 || 3.x", ""),
        ("latest", "x", "latest", ""),
        ("npm:debug@2.6.9", "debug", "2.6.9", ""),
        ("npm:@a/b@^1", "@a/b", "^1", ""),
        ("npm:@a/b", "@a/b", "", ""),
        ("npm:^1.0", "x", "^1.0", ""),
        ("npm:*", "x", "*", ""),
        ("catalog:", "x", "catalog:", ""),
        ("u/repo", "x", "u/repo", "git:https://github.com/u/repo"),
        ("u/repo#v1", "x", "u/repo#v1", "git:https://github.com/u/repo@v1"),
        ("github:u/repo#v1", "x", "github:u/repo#v1", "git:https://github.com/u/repo@v1"),
        ("gitlab:u/r", "x", "gitlab:u/r", "git:https://gitlab.com/u/r"),
        ("git+ssh://git@h.example/r.git#abc", "x", "git+ssh://git@h.example/r.git#abc", "git:ssh://git@h.example/r.git@abc"),
        ("git@github.com:u/r.git", "x", "git@github.com:u/r.git", "git:git@github.com:u/r.git"),
        ("https://github.com/u/r.git#semver:^1", "x", "https://github.com/u/r.git#semver:^1", "git:https://github.com/u/r.git@semver:^1"),
        ("https://github.com/u/r", "x", "https://github.com/u/r", "git:https://github.com/u/r"),
        ("https://h.example/x.tgz", "x", "https://h.example/x.tgz", "url:https://h.example/x.tgz"),
        (f"{NPM}/x/-/x-1.0.0.tgz", "x", f"{NPM}/x/-/x-1.0.0.tgz", ""),
        (f"{NPM}/y/-/y-1.0.0.tgz", "x", f"{NPM}/y/-/y-1.0.0.tgz", f"url:{NPM}/y/-/y-1.0.0.tgz"),
        ("file:../x", "x", "file:../x", "path:../x"),
        ("../x", "x", "../x", "path:../x"),
        ("link:./x", "x", "link:./x", "path:./x"),
        ("portal:./x", "x", "portal:./x", "path:./x"),
        ("workspace:^", "x", "workspace:^", "path:workspace:^"),
        ("patch:x@npm%3A1.0.0#./a.patch", "x", "1.0.0", "path:./a.patch"),
        ("patch:x@npm%3A^4#optional!builtin<compat/x>", "x", "^4", ""),
        ("jsr:@a/b@^1", "@jsr/a__b", "^1", "registry:https://npm.jsr.io/"),
    ],
)  # fmt: skip
def test_what_a_manifest_asks_for(spec: str, name: str, wanted: str, source: str) -> None:
    (package,) = manifest(dependencies={"x": spec}).packages

    assert package == Package("npm", name, line=3, wanted=wanted, direct=True, source=source)


def test_the_sections_of_a_manifest() -> None:
    contents = manifest(
        dependencies={"a": "1"},
        devDependencies={"b": "2"},
        optionalDependencies={"c": "3"},
        peerDependencies={"d": "4", "e": "5"},
        peerDependenciesMeta={"e": {"optional": True}},
        workspaces=["packages/*"],
        packageManager="pnpm@9.1.0",
    )

    assert [(one.name, one.groups, one.line) for one in contents.packages] == [
        ("a", (), 3),
        ("b", ("dev",), 6),
        ("c", ("optional",), 9),
        ("d", ("peer",), 12),
        ("e", ("peer", "optional"), 13),
    ]
    assert contents.settings == {"package-manager": "pnpm@9.1.0", "workspaces": "packages/*"}
    assert not contents.is_lock


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"overrides": {"a": "1"}}, [("a", "1")]),
        ({"overrides": {"a@^1": {".": "2", "@s/b": "3"}}}, [("a", "2"), ("@s/b", "3")]),
        ({"overrides": {"a": "$a", "b": "npm:c@1"}}, [("c", "1")]),
        ({"resolutions": {"a/**/b": "1", "**/@s/c": "2", "d@npm:^1": "3"}}, [("b", "1"), ("@s/c", "2"), ("d", "3")]),
        ({"pnpm": {"overrides": {"a@1>b@2": "3", "c": "-"}}}, [("b", "3")]),
    ],
)
def test_what_is_put_in_the_place_of_others(value: dict[str, Any], found: list[tuple[str, str]]) -> None:
    packages = manifest(**value).packages

    assert [(one.name, one.wanted) for one in packages] == found
    assert all(one.groups == ("overrides",) and one.direct is False for one in packages)


def test_what_cannot_be_read_is_said() -> None:
    contents = manifest(dependencies={"a": 1, "b": "2"}, devDependencies=["c"], overrides={"d": 1})

    assert [one.name for one in contents.packages] == ["b"]
    assert contents.unread == (
        (3, "what is asked for of a is no text"),
        (6, "`devDependencies` is no table"),
        (10, "what is put in the place of d is no text"),
    )
    assert lock({"": {}, "node_modules/a": 1, "node_modules/b": {}}).unread == (
        (5, "the entry of node_modules/a is no table"),
        (6, "b has no version"),
    )
    assert lock({}, 4).unread == ((2, "lockfileVersion 4: known are 1 to 3"),)


def test_an_entry_of_a_lock() -> None:
    contents = lock(
        {
            "": {"dependencies": {"a": "^1"}, "workspaces": ["w"]},
            "node_modules/a": {
                "version": "1.0.0",
                "resolved": f"{NPM}/a/-/a-1.0.0.tgz",
                "integrity": "sha512-y sha1-x",
                "deprecated": "use b",
                "hasInstallScript": True,
                "license": "MIT",
                "dependencies": {"b": "npm:c@1"},
                "peerDependencies": {"d": "1", "e": "1"},
                "peerDependenciesMeta": {"e": {"optional": True}},
            },
            "node_modules/a/node_modules/b": {"name": "c", "version": "1.0.0", "inBundle": True, "devOptional": True},
            "node_modules/w": {"resolved": "w", "link": True},
            "node_modules/x": {"version": "1.0.0", "resolved": "https://npm.corp.example/x/-/x-1.0.0.tgz", "dev": True},
            "node_modules/y": {"version": "1.0.0", "resolved": f"{NPM}/evil/-/evil-1.0.0.tgz"},
            "w": {"name": "@s/w", "version": "0.1.0", "dependencies": {"x": "1"}},
        }
    )

    assert contents.unread == ()
    assert contents.packages == (
        Package(
            "npm", "a", "1.0.0", 12, direct=True, hashes=("sha1-x", "sha512-y"), requires=("c", "d"), deprecated="use b", scripts=True, licence="MIT"
        ),
        Package("npm", "c", "1.0.0", 32, direct=False, groups=("dev", "optional", "bundled")),
        Package("npm", "@s/w", "0.1.0", 38, direct=False, source="path:w", requires=("x",)),
        Package("npm", "x", "1.0.0", 42, direct=True, groups=("dev",), source="registry:https://npm.corp.example/"),
        Package("npm", "y", "1.0.0", 47, direct=False, source=f"url:{NPM}/evil/-/evil-1.0.0.tgz"),
    )  # fmt: skip


def test_a_workspaces_own_folder_counts_before_the_roots() -> None:
    packages = {
        "": {"workspaces": ["w"]},
        "node_modules/a": {"version": "1.0.0"},
        "node_modules/w": {"resolved": "w", "link": True},
        "w": {"version": "1.0.0", "dependencies": {"a": "2"}},
        "w/node_modules/a": {"version": "2.0.0"},
    }

    assert [one.version for one in lock(packages).packages if one.direct] == ["2.0.0"]


def test_a_tree_of_version_1() -> None:
    value = {
        "lockfileVersion": 1,
        "requires": True,
        "dependencies": {
            "a": {
                "version": "1.0.0",
                "requires": {"b": "^2"},
                "dependencies": {"b": {"version": "2.0.0", "dev": True}},
            },
            "c": {"version": "npm:@s/d@3.0.0"},
            "e": {"version": "file:../e"},
            "f": {"version": "git+https://h.example/f.git#abc"},
            "g": {"version": f"{NPM}/g/-/g-4.0.0.tgz"},
            "h": {"version": "https://h.example/h.tgz"},
        },
    }
    packages = read("npm-shrinkwrap.json", json.dumps(value, indent=1).encode()).packages

    assert [(one.name, one.version, one.source, one.line) for one in packages] == [
        ("a", "1.0.0", "", 5),
        ("b", "2.0.0", "", 11),
        ("@s/d", "3.0.0", "", 17),
        ("e", "", "path:../e", 20),
        ("f", "", "git:https://h.example/f.git@abc", 23),
        ("g", "4.0.0", "", 26),
        ("h", "", "url:https://h.example/h.tgz", 29),
    ]
    assert packages[0].requires == ("b",) and packages[1].groups == ("dev",)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"{", b'{"lockfileVersion": "x"}', b'{"packages": 1, "lockfileVersion": 3}', b"\xff"]
)
def test_no_lock(data: bytes) -> None:
    with pytest.raises(BadDocument):
        read("package-lock.json", data)


@pytest.mark.parametrize("data", [b"", b"[]", b"1", b"{", b"\xff"])
def test_no_manifest(data: bytes) -> None:
    with pytest.raises(BadDocument):
        read("package.json", data)


@pytest.mark.parametrize(
    ("url", "source"),
    [
        (f"{NPM}/@s/n/-/n-1.0.0.tgz", ""),
        (f"{NPM}/@s%2fn/-/n-1.0.0.tgz#abc", ""),
        ("https://registry.yarnpkg.com/@s/n/-/n-1.0.0.tgz", ""),
        ("http://registry.npmjs.org/@s/n/-/n-1.0.0.tgz", "registry:http://registry.npmjs.org/"),
        ("https://h.example/api/npm/npm/@s/n/-/@s/n-1.0.0.tgz", "registry:https://h.example/api/npm/npm/"),
        ("https://npm.pkg.github.com/download/@s/n/1.0.0/abc", "registry:https://npm.pkg.github.com/"),
        (f"{NPM}/x@s/n/-/n-1.0.0.tgz", f"url:{NPM}/x@s/n/-/n-1.0.0.tgz"),
        (f"{NPM}/n/-/n-1.0.0.tgz", f"url:{NPM}/n/-/n-1.0.0.tgz"),
        ("https://codeload.github.com/u/r/tar.gz/abc", "git:https://github.com/u/r@abc"),
    ],
)
def test_where_a_tarball_comes_from(url: str, source: str) -> None:
    assert from_url("@s/n", url) == source


def test_small_things() -> None:
    assert split_name("@s/n@1") == ("@s/n", "1") and split_name("n") == ("n", "") and split_name("") == ("", "")
    assert git_source("https://h.example/r#commit=abc&workspace=x") == "git:https://h.example/r@abc"
    assert version_of_url("@s/n", f"{NPM}/@s/n/-/n-1.0.0-rc.1.tgz?x") == "1.0.0-rc.1"
    assert version_of_url("n", f"{NPM}/n/-/m-1.0.0.tgz") == ""


@settings(derandomize=True, deadline=None)
@given(name=st.text(max_size=5), spec=st.text(alphabet="npm:@/#.git+^1a &=%", max_size=20) | st.text(max_size=10))
def test_whatever_is_asked_for(name: str, spec: str) -> None:
    wanted = ask(name, spec)

    assert wanted.source.startswith(("git:", "url:", "path:", "registry:")) or not wanted.source


KEYS = st.text(alphabet='ab"\\/ \n{}:é\u2028', max_size=4)


@settings(derandomize=True, deadline=None)
@given(
    keys=st.dictionaries(KEYS, st.dictionaries(KEYS, KEYS, max_size=2), max_size=4),
    indent=st.sampled_from([1, 2, "\t", None]),
)
def test_the_lines_of_keys_are_those_of_the_tokens(keys: dict[str, Any], indent: int | str | None) -> None:
    from govhooks.readers import read as read_side

    data = json.dumps({"a": {"packages": {"x": 1}}, "packages": keys, "z": {"b": 1}}, indent=indent).encode()
    lines = key_lines(data, "packages", keys)

    assert lines or not keys or indent is None or any('"' in key for key in keys)
    (side,) = read_side("json", data)
    assert all(side.line(("packages", key)) == line for key, line in lines.items())


def test_what_the_other_side_says_alike_is_said_again_where_it_stands_now() -> None:
    entry = '"version": "1.0.0", "hasInstallScript": {}'
    row = '\n    "node_modules/{}": {{{}}}'
    before, after, odd = (
        '{\n  "lockfileVersion": 3,\n  "packages": {' + ",".join(rows) + "\n  }\n}\n"
        for rows in (
            [row.format("a", entry.format("1"))],
            [row.format("0", entry.format("true")), row.format("a", entry.format("1"))],
            [row.format("a", entry.format("true"))],
        )
    )
    first, second, third = (read("package-lock.json", text.encode()).packages for text in (before, after, odd))

    assert [(one.name, one.line, one.scripts) for one in first] == [("a", 4, False)]
    assert [(one.name, one.line, one.scripts) for one in second] == [("0", 4, True), ("a", 5, False)]
    # `true` and `1` are equal to Python, and not to npm.
    assert [(one.name, one.line, one.scripts) for one in third] == [("a", 4, True)]
