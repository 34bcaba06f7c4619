"""Gradle's locks and version catalogs; by hand, after its user guide."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import of, read
from govhooks.readers.locks.package import Package

LOCK = """# This is a Gradle generated file for dependency locking.
# Manual edits can break the build and are not advised.
# This file is expected to be part of source control.
org.springframework:spring-beans:5.0.5.RELEASE=compileClasspath,runtimeClasspath
org.junit:junit:5.9=testCompileClasspath, testRuntimeClasspath
org.junit:junit-api:5.9=testCompileClasspath,testRuntimeClasspath
empty=annotationProcessor
"""


def test_a_lock() -> None:
    contents = read("gradle.lockfile", LOCK.encode())

    assert contents.packages == (
        Package("Maven", "org.springframework:spring-beans", "5.0.5.RELEASE", 4),
        Package("Maven", "org.junit:junit-api", "5.9", 6, groups=("test",)),
    )
    assert contents.unread == ((5, "a line that is no `group:artifact:version=configurations`"),)
    assert {one.groups for one in read("buildscript-gradle.lockfile", LOCK.encode()).packages} == {("buildscript",)}
    assert read("gradle/dependency-locks/a.lockfile", b"a:b:1\n").packages == (Package("Maven", "a:b", "1", 1),)
    assert of("x/gradle/dependency-locks/compileClasspath.lockfile") == of("buildscript-gradle.lockfile") == "gradle"


CATALOG = """[versions]
groovy = "3.0.5"
rich = { strictly = "[3.8, 4.0[", prefer = "3.9" }

[libraries]
short = "a:b:1.0"
ref = { module = "org.codehaus.groovy:groovy", version.ref = "groovy" }
parts = { group = "g", name = "n", version = { require = "2.0" } }
rich = { module = "g:rich", version.ref = "rich" }
none = { module = "g:none" }
lost = { module = "g:lost", version.ref = "nowhere" }
bad = 1
newest = "g:newest:latest.release"

[bundles]
all = ["short", "ref"]

[plugins]
versions = { id = "com.github.ben-manes.versions", version = "0.45.0" }
short = "p.q:1.0"
"""


def test_a_catalog() -> None:
    contents = read("gradle/libs.versions.toml", CATALOG.encode())
    rows = [(one.name, one.version, one.wanted, one.line, one.groups) for one in contents.packages]

    assert rows == [
        ("a:b", "1.0", "1.0", 6, ()),
        ("org.codehaus.groovy:groovy", "3.0.5", "3.0.5", 7, ()),
        ("g:n", "2.0", "2.0", 8, ()),
        ("g:rich", "", "[3.8, 4.0[", 9, ()),
        ("g:none", "", "", 10, ()),
        ("g:lost", "", "", 11, ()),
        ("g:newest", "", "latest.release", 13, ()),
        (
            "com.github.ben-manes.versions:com.github.ben-manes.versions.gradle.plugin",
            "0.45.0",
            "0.45.0",
            19,
            ("plugin",),
        ),
        ("p.q:p.q.gradle.plugin", "1.0", "1.0", 20, ("plugin",)),
    ]
    assert contents.unread == (
        (11, "the version of g:lost is none of [versions]"),
        (12, "libraries.bad names no package"),
    )


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("gradle.lockfile", b""),
        ("gradle.lockfile", b"{}"),
        ("gradle.lockfile", b"\xff"),
        ("libs.versions.toml", b""),
        ("libs.versions.toml", b"a = 1"),
        ("libs.versions.toml", b"["),
    ],
)
def test_none_of_gradles(path: str, data: bytes) -> None:
    with pytest.raises(BadDocument):
        read(path, data)


@settings(derandomize=True, deadline=None)
@given(
    text=st.lists(st.sampled_from(["a:b:1", "=", "x,y", "\n", "#", "empty=", " ", ":"]), max_size=15).map("".join)
    | st.text(max_size=20)
)
def test_whatever_it_is_it_is_read_or_refused(text: str) -> None:
    try:
        contents = read("gradle.lockfile", text.encode())
    except BadDocument:
        return

    assert all(1 <= one.line <= text.count("\n") + 1 and one.version for one in contents.packages)
