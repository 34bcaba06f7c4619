"""Whatever stands in a structured lock or manifest: packages with lines that are there, or BadDocument, never another error."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

# Path -> the words that its format knows, to be put together at random.
WORDS = {
    "package.json": "dependencies devDependencies peerDependencies peerDependenciesMeta optional overrides resolutions pnpm catalog catalogs workspaces packages packageManager . a @s/b a>b@1 npm:c@1 $a ^1 file:x u/r",
    "package-lock.json": "lockfileVersion packages dependencies requires node_modules/a node_modules/@s/b a/node_modules/c version resolved link integrity deprecated license type name peerDependenciesMeta 1.0.0 3 npm:x@1 git+https://h/r#1 https://h/a/-/a-1.tgz",
    "bun.lock": "lockfileVersion workspaces packages name dependencies peerDependencies optionalPeers a a@1 a@root: @s/b@u/r @ sha512-x",
    "pnpm-lock.yaml": "lockfileVersion importers . packages snapshots dependencies specifier version resolution integrity tarball type directory git commit repo name time /a/1.0.0 /a@1.0.0 a@1 a@file:x 5.4 6.0 9.0 https://h/a.tgz optional deprecated",
    "yarn.lock": "__metadata a@npm:1 b@workspace:. c@patch:c@npm%3A1#x resolution version dependencies checksum a@npm:1.0.0 c@ @",
    "composer.json": "require require-dev repositories type composer url minimum-stability a/b php ^1",
    "composer.lock": "packages packages-dev name version source dist url reference shasum type path time license abandoned require notification-url a/b 1.0 https://[x",
    "packages.lock.json": "version dependencies net8.0 A type Direct Project resolved requested contentHash 1",
    "pubspec.yaml": "dependencies dev_dependencies dependency_overrides a git url ref path hosted name version sdk ^1.0",
    "pubspec.lock": "packages a dependency description source version hosted git path url sha256 resolved-ref name 1.0.0",
    "libs.versions.toml": "versions libraries plugins bundles a b module group name version ref id strictly require g:n g:n:1 1.0",
    "pom.xml": "project dependencies dependency groupId artifactId version scope optional properties parent build plugins plugin profiles profile id dependencyManagement ${a} a ${version} 1.0 [1,2) system systemPath",
    "a.csproj": "Project ItemGroup PropertyGroup PackageReference Include Update Version Condition Choose When Target PackageVersion $(A) A 1.0 [1.0]",
    "packages.config": "packages package id version targetFramework developmentDependency true",
}  # fmt: skip


def values(path: str) -> st.SearchStrategy[Any]:
    words = st.sampled_from(WORDS[path].split(" "))
    leaf = words | st.none() | st.booleans() | st.integers(-2, 10) | st.just("") | st.just(1.5)
    return st.recursive(
        leaf, lambda inner: st.dictionaries(words, inner, max_size=4) | st.lists(inner, max_size=3), max_leaves=12
    )


def written(path: str, value: Any) -> str:
    if path.endswith((".yaml", "yarn.lock", "pubspec.lock")):
        return str(yaml.safe_dump(value))
    if path.endswith(".toml"):
        return "".join(
            f"[{json.dumps(key)}]\n" + "".join(f"{json.dumps(name)} = {_toml(inner)}\n" for name, inner in part.items())
            for key, part in value.items()
            if isinstance(part, dict)
        )
    if path.endswith((".xml", ".csproj", ".config")):
        return "".join(_xml(key, inner) for key, inner in list(value.items())[:1])
    return json.dumps(value, indent=2)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps("" if value is None else value)


def _xml(name: str, value: Any) -> str:
    if not name.isalpha():
        return ""
    if isinstance(value, dict):
        attributes = "".join(
            f" {key}={quoteattr(str(inner))}"
            for key, inner in value.items()
            if key.isalpha() and not isinstance(inner, (dict, list))
        )
        return f"<{name}{attributes}>\n" + "".join(_xml(key, inner) for key, inner in value.items()) + f"</{name}>"
    if isinstance(value, list):
        return "".join(_xml(name, inner) for inner in value)
    return f"<{name}>{escape(str(value))}</{name}>"


def look(path: str, data: st.DataObject) -> None:
    first = WORDS[path].split(" ")[0]
    inner = values(path)
    value = data.draw(
        st.dictionaries(st.sampled_from(WORDS[path].split(" ")), inner, max_size=5)
        | st.builds(
            lambda one, rest: {**rest, first: one},
            inner,
            st.dictionaries(st.sampled_from(WORDS[path].split(" ")[:5]), inner, max_size=4),
        )
    )
    text = written(path, value)
    try:
        contents = read(path, text.encode())
    except BadDocument as error:
        where = error.line
    else:
        where = 1
        last = text.count("\n") + 1
        assert all(1 <= one.line <= last and one.name for one in contents.packages)
        assert all(1 <= line <= last and why for line, why in contents.unread)
        for one in contents.packages:
            assert all(
                isinstance(part, str)
                for part in (
                    one.version,
                    one.wanted,
                    one.source,
                    one.deprecated,
                    one.licence,
                    one.uploaded,
                    one.marker,
                    *one.hashes,
                    *one.requires,
                    *one.groups,
                )
            )
    assert 0 <= where <= text.count("\n") + 1


@pytest.mark.parametrize("path", WORDS)
@settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), max_examples=10)
@given(data=st.data())
def test_packages_or_a_reason(path: str, data: st.DataObject) -> None:
    look(path, data)


@pytest.mark.slow
@pytest.mark.parametrize("path", WORDS)
@settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
@given(data=st.data())
def test_packages_or_a_reason_at_length(path: str, data: st.DataObject) -> None:
    look(path, data)
