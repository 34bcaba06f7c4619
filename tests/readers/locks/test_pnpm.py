"""pnpm-lock.yaml, lockfileVersion 5 to 9."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read
from govhooks.readers.locks.package import Package

V5 = """lockfileVersion: 5.4

specifiers:
  '@s/a': ^1.0.0
  old: npm:b@^2

dependencies:
  '@s/a': 1.2.0_react@17.0.2
  old: /b/2.0.0

packages:

  /@s/a/1.2.0_react@17.0.2:
    resolution: {integrity: sha512-x}
    deprecated: use b
    requiresBuild: true
    dependencies:
      alias: /b/2.0.0
      c: 1.0.0
    dev: false

  /b/2.0.0:
    resolution: {integrity: sha512-y, tarball: https://npm.corp.example/b/-/b-2.0.0.tgz}
    dev: false

  /c/1.0.0:
    resolution: {integrity: sha512-z}
    dev: true
    optional: true

  file:../d:
    resolution: {directory: ../d, type: directory}
    name: d
    version: 1.0.0

  github.com/u/e/abc:
    resolution: {tarball: https://codeload.github.com/u/e/tar.gz/abc}
    name: e
    version: 0.1.0

  registry.corp.example/f/1.0.0:
    resolution: {integrity: sha512-q}
"""
V6 = """lockfileVersion: '6.0'

dependencies:
  '@s/a':
    specifier: ^1.0.0
    version: 1.2.0(react@17.0.2)
  old:
    specifier: npm:b@^2
    version: /b@2.0.0

packages:

  /@s/a@1.2.0(react@17.0.2):
    resolution: {integrity: sha512-x}
    deprecated: >-
      use
      b
    requiresBuild: true
    dependencies:
      alias: /b@2.0.0
      c: 1.0.0
    dev: false

  /b@2.0.0:
    resolution: {integrity: sha512-y, tarball: https://npm.corp.example/b/-/b-2.0.0.tgz}
    dev: false

  /c@1.0.0:
    resolution: {integrity: sha512-z}
    dev: true
    optional: true

  file:../d:
    resolution: {directory: ../d, type: directory}
    name: d
    version: 1.0.0

  github.com/u/e/abc:
    resolution: {tarball: https://codeload.github.com/u/e/tar.gz/abc}
    name: e
    version: 0.1.0

  registry.corp.example/f@1.0.0:
    resolution: {integrity: sha512-q}

time:
  /c@1.0.0: '2024-01-02T03:04:05.000Z'
"""
V9 = """lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      '@s/a':
        specifier: ^1.0.0
        version: 1.2.0(react@17.0.2)
      d:
        specifier: file:../d
        version: file:../d
      old:
        specifier: npm:b@^2
        version: b@2.0.0

packages:

  '@s/a@1.2.0':
    resolution: {integrity: sha512-x}
    deprecated: use b

  b@2.0.0:
    resolution: {integrity: sha512-y, tarball: https://npm.corp.example/b/-/b-2.0.0.tgz}

  c@1.0.0:
    resolution: {integrity: sha512-z}

  d@file:../d:
    resolution: {directory: ../d, type: directory}
    version: 1.0.0

  e@https://codeload.github.com/u/e/tar.gz/abc:
    resolution: {tarball: https://codeload.github.com/u/e/tar.gz/abc}
    version: 0.1.0

snapshots:

  '@s/a@1.2.0(react@17.0.2)':
    dependencies:
      alias: b@2.0.0
      c: 1.0.0

  b@2.0.0: {}

  c@1.0.0:
    optional: true

  d@file:../d: {}

  e@https://codeload.github.com/u/e/tar.gz/abc: {}
"""
E = Package("npm", "e", "0.1.0", direct=False, source="git:https://github.com/u/e@abc")


@pytest.mark.parametrize(
    ("text", "lines", "scripts", "dev", "uploaded"),
    [
        (V5, (13, 22, 26, 31, 36, 41), True, ("dev", "optional"), ""),
        (V6, (13, 24, 28, 33, 38, 43), True, ("dev", "optional"), "2024-01-02T03:04:05.000Z"),
        (V9, (19, 23, 26, 29, 33), False, ("optional",), ""),
    ],
)
def test_each_version(text: str, lines: tuple[int, ...], scripts: bool, dev: tuple[str, ...], uploaded: str) -> None:
    contents = read("pnpm-lock.yaml", text.encode())
    expected = [
        Package(
            "npm",
            "@s/a",
            "1.2.0",
            direct=True,
            hashes=("sha512-x",),
            requires=("b", "c"),
            deprecated="use b",
            scripts=scripts,
        ),
        Package("npm", "b", "2.0.0", direct=True, source="registry:https://npm.corp.example/", hashes=("sha512-y",)),
        Package("npm", "c", "1.0.0", direct=False, groups=dev, hashes=("sha512-z",), uploaded=uploaded),
        Package("npm", "d", "1.0.0", direct=text is V9, source="path:../d"),
        E,
        Package(
            "npm", "f", "1.0.0", direct=False, source="registry:https://registry.corp.example/", hashes=("sha512-q",)
        ),
    ]

    assert contents.unread == ()
    assert [one.line for one in contents.packages] == list(lines)
    assert [one.but(line=0) for one in contents.packages] == expected[: len(lines)]
    # Once more by way of a YAML parser, which does not take scalars for text.
    assert read("pnpm-lock.yaml", yaml.safe_dump(yaml.safe_load(text), sort_keys=False).encode()).packages
    assert [one.but(line=0) for one in read("pnpm-lock.yaml", f"---\n{text}".encode()).packages] == expected[
        : len(lines)
    ]


def test_what_cannot_be_read_is_said() -> None:
    text = "lockfileVersion: '9.0'\npackages:\n  a@1.0.0: x\n  https://h.example/b.tgz: {}\n  c: {}\nsnapshots:\n  d@1: y\n"

    assert read("pnpm-lock.yaml", text.encode()).unread == (
        (7, "the snapshot d@1 is no table"),
        (3, "the entry of a@1.0.0 is no table"),
        (4, "a package whose key says no name: https://h.example/b.tgz"),
        (5, "c has no version"),
    )
    assert read("pnpm-lock.yaml", b"lockfileVersion: '10.0'\n").unread == (
        (1, "lockfileVersion 10.0: known are 5, 6 and 9"),
    )


@pytest.mark.parametrize(
    "data", [b"", b"a: b\n", b"- a\n", b"lockfileVersion: '9.0'\n x", b"lockfileVersion: 9\n---\n[]\n", b"\xff"]
)
def test_no_lock(data: bytes) -> None:
    with pytest.raises(BadDocument):
        read("pnpm-lock.yaml", data)


KEYS = st.text(alphabet="/@_().:ab1-", max_size=12) | st.sampled_from(
    ["file:x", "git+ssh://git@h/r#1", "@s/n@1.0.0(a@1)(b@2)", "/n/1_a@1+b@2"]
)
VALUES = st.recursive(
    KEYS | st.none() | st.booleans() | st.integers(),
    lambda inner: st.dictionaries(
        st.sampled_from(["resolution", "dependencies", "name", "version", "tarball", "integrity", "type", "optional"])
        | KEYS,
        inner,
        max_size=3,
    ),
)


@settings(derandomize=True, deadline=None, max_examples=examples(200))
@given(
    version=st.sampled_from([5.1, 5.4, "6.0", "9.0", 9]),
    packages=st.dictionaries(KEYS, VALUES, max_size=4),
    importers=VALUES,
    snapshots=VALUES,
    data=st.data(),
)
def test_whatever_stands_in_it(
    version: object, packages: object, importers: object, snapshots: object, data: st.DataObject
) -> None:
    value = {
        "lockfileVersion": version,
        "packages": packages,
        "importers": {".": importers},
        "snapshots": snapshots,
        "dependencies": importers,
    }
    text = yaml.safe_dump(value)
    contents = read("pnpm-lock.yaml", text.encode())

    assert len(contents.packages) + len(contents.unread) >= len(packages)  # type: ignore[arg-type]
    assert all(1 <= one.line <= text.count("\n") + 1 and one.name for one in contents.packages)
