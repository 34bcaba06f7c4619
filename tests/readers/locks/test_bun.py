"""bun.lock."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read
from govhooks.readers.locks.package import Package

TEXT = """{
  "lockfileVersion": 1,
  "workspaces": {
    "": {
      "name": "root",
      "dependencies": { "@s/a": "^1", "old": "npm:b@2", },
      "devDependencies": { "d": "https://h.example/d.tgz" },
    },
    "packages/w": { "name": "w", "dependencies": { "c": "1" } },
  },
  "packages": {
    // a remark
    "@s/a": ["@s/a@1.2.0", "", { "dependencies": { "old": "npm:b@2" }, "peerDependencies": { "p": "1", "q": "1" }, "optionalPeers": ["q"] }, "sha512-x"],

    "c": ["c@1.0.0", "https://npm.corp.example/", {}, "sha512-y"],

    "d": ["d@https://h.example/d.tgz", {}],

    "e": ["e@github:u/r#abc", {}, "u-r-abc"],

    "f": ["f@file:../f", {}],

    "old": ["b@2.0.0", "", {}, "sha512-z"],

    "w": ["w@workspace:packages/w"],

    "w/c": ["c@1.1.0", "https://registry.npmjs.org/evil/-/evil-1.1.0.tgz", {}, "sha512-q"],

    "root": ["root@root:", {}],
  },
}
"""


def test_each_kind_of_entry() -> None:
    contents = read("bun.lock", TEXT.encode())

    assert (contents.tool, contents.is_lock, contents.unread) == ("bun", True, ())
    assert contents.packages == (
        Package("npm", "@s/a", "1.2.0", 13, direct=True, hashes=("sha512-x",), requires=("b", "p")),
        Package(
            "npm", "c", "1.0.0", 15, direct=False, source="registry:https://npm.corp.example/", hashes=("sha512-y",)
        ),
        Package("npm", "d", "", 17, direct=True, groups=("dev",), source="url:https://h.example/d.tgz"),
        Package("npm", "e", "", 19, direct=False, source="git:https://github.com/u/r@abc"),
        Package("npm", "f", "", 21, direct=False, source="path:../f"),
        Package("npm", "b", "2.0.0", 23, direct=True, hashes=("sha512-z",)),
        Package("npm", "w", "", 25, direct=False, source="path:workspace:packages/w"),
        Package(
            "npm",
            "c",
            "1.1.0",
            27,
            direct=True,
            source="url:https://registry.npmjs.org/evil/-/evil-1.1.0.tgz",
            hashes=("sha512-q",),
        ),
    )


def test_what_cannot_be_read_is_said() -> None:
    text = '{\n"lockfileVersion": 9, "workspaces": {}, "packages": {\n"a": 1,\n"b": [],\n"c": ["c"]\n}}'

    assert read("bun.lock", text.encode()).unread == (
        (2, "lockfileVersion 9: known are 0 to 2"),
        (3, "the entry of a is no list that begins with a package"),
        (4, "the entry of b is no list that begins with a package"),
        (5, "the entry of c says no version"),
    )


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"lockfileVersion": 1}', "{"])
def test_no_lock(text: str) -> None:
    with pytest.raises(BadDocument):
        read("bun.lock", text.encode())


def test_the_binary_form_is_refused() -> None:
    with pytest.raises(BadDocument, match="is binary"):
        read("a/bun.lockb", b"#!/usr/bin/env bun\nbun-lockfile-format-v0\n\x00")
