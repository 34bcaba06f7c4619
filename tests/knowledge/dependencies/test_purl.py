"""Package URLs, against the examples of the specification and against packageurl-python."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packageurl import PackageURL
from sweeps import examples

from govhooks.knowledge.dependencies import purl

# The examples of https://github.com/package-url/purl-spec/tree/main/types that a lock can have, and what the types' notes say.
CASES = [
    ("PyPI", "Django_Allauth", "12.23", "pkg:pypi/django-allauth@12.23"),
    ("PyPI", "zope.interface", "7.1", "pkg:pypi/zope.interface@7.1"),
    ("PyPI", "torch", "2.0.1+cu118", "pkg:pypi/torch@2.0.1%2Bcu118"),
    ("npm", "@angular/animation", "12.3.1", "pkg:npm/%40angular/animation@12.3.1"),
    ("npm", "foobar", "12.3.1", "pkg:npm/foobar@12.3.1"),
    ("npm", "JSONStream", "1.3.5", "pkg:npm/JSONStream@1.3.5"),
    ("crates.io", "clap", "2.33.0", "pkg:cargo/clap@2.33.0"),
    ("Go", "github.com/gorilla/context", "v1.1.2", "pkg:golang/github.com/gorilla/context@v1.1.2"),
    ("Go", "github.com/BurntSushi/toml", "", "pkg:golang/github.com/BurntSushi/toml"),
    ("RubyGems", "ruby-advisory-db-check", "0.12.4", "pkg:gem/ruby-advisory-db-check@0.12.4"),
    ("Packagist", "Laravel/Laravel", "5.5.0", "pkg:composer/laravel/laravel@5.5.0"),
    ("Packagist", "ext-json", "", ""),
    ("Maven", "org.apache.xmlgraphics:batik-anim", "1.9.1", "pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1"),
    ("Maven", "HTTPClient:HTTPClient", "0.3-3", "pkg:maven/HTTPClient/HTTPClient@0.3-3"),
    ("Maven", "mygroup:myartifact", "1.0.0 Final", "pkg:maven/mygroup/myartifact@1.0.0%20Final"),
    ("Maven", "batik-anim", "1.9.1", ""),
    ("NuGet", "EnterpriseLibrary.Common", "6.0.1304", "pkg:nuget/EnterpriseLibrary.Common@6.0.1304"),
    ("Pub", "Some-Thing", "1.2.0", "pkg:pub/some_thing@1.2.0"),
    ("Hex", "Phoenix_html", "2.13.3", "pkg:hex/phoenix_html@2.13.3"),
    ("GitHub Actions", "Package-URL/purl-spec", "244fd47e07d1004", "pkg:github/package-url/purl-spec@244fd47e07d1004"),
    ("GitHub Actions", "github/codeql-action/init", "v3", "pkg:github/github/codeql-action@v3#init"),
    ("GitHub Actions", "checkout", "v4", ""),
    ("Docker", "cassandra", "", "pkg:docker/cassandra"),
    ("Docker", "smartentry/debian", "dc437cc87d10", "pkg:docker/smartentry/debian@dc437cc87d10"),
    (
        "Docker",
        "gcr.io/customer/dockerimage",
        "sha256:244fd47e07d1004f0aed9c",
        "pkg:docker/customer/dockerimage@sha256:244fd47e07d1004f0aed9c?repository_url=gcr.io",
    ),
    ("Docker", "localhost:5000/a/b/c", "", "pkg:docker/a/b/c?repository_url=localhost:5000"),
    ("Docker", "docker.io/library/python", "", "pkg:docker/library/python"),
    ("conda", "absl-py", "0.4.1", "pkg:conda/absl-py@0.4.1"),
    ("pre-commit", "https://github.com/PSF/black.git", "244fd47e07d1004", "pkg:github/psf/black@244fd47e07d1004"),
    ("pre-commit", "git@bitbucket.org:a/b", "", "pkg:bitbucket/a/b"),
    ("pre-commit", "https://git.corp.test/a/b", "1", ""),
    ("GitLab", "group/project", "1", ""),
    ("npm", "", "1", ""),
]


@pytest.mark.parametrize(("ecosystem", "name", "version", "meant"), CASES)
def test_the_examples(ecosystem: str, name: str, version: str, meant: str) -> None:
    made = purl.of(ecosystem, name, version)

    assert made == meant
    if (
        meant and "JSONStream" not in meant
    ):  # packageurl-python has npm's names in lower case, the specification no more
        assert PackageURL.from_string(meant).to_string() == made


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ("", "pkg:npm/left@1"),
        ("registry:https://registry.npmjs.org", "pkg:npm/left@1"),
        (
            "registry:https://registry.npmjs.org.evil.test/",
            "pkg:npm/left@1?repository_url=https:%2F%2Fregistry.npmjs.org.evil.test%2F",
        ),
        ("git:https://git.test/left@abc", "pkg:npm/left@1?vcs_url=git%2Bhttps:%2F%2Fgit.test%2Fleft%40abc"),
        ("url:https://x.test/left.tgz?key=1", "pkg:npm/left@1?download_url=https:%2F%2Fx.test%2Fleft.tgz"),
        ("path:./left", ""),
    ],
)
def test_what_is_not_from_the_registry_says_so(source: str, meant: str) -> None:
    assert purl.of("npm", "left", "1", source) == meant
    if "?" in meant:  # packageurl-python writes a "/" in a qualifier as it is, the specification does not
        (value,) = PackageURL.from_string(meant).qualifiers.values()
        assert value == source.partition(":")[2].partition("?key")[0] or value == f"git+{source[4:]}"


def split(ecosystem: str, name: str) -> tuple[str | None, str]:
    """(namespace, name) as a caller of packageurl-python has to give them."""
    if ecosystem == "Maven":
        group, _, artifact = name.partition(":")
        return group, artifact
    if ecosystem in ("npm", "Go", "Packagist"):
        namespace, _, last = name.rpartition("/")
        return namespace or None, last
    return None, name


WORD = st.text(st.sampled_from("abzABZ019.-_~+%#?&=!()[]$'*,;^|<>{}\\éßΩ漢🙂"), min_size=1, max_size=12)
NAMES = {
    "PyPI": ("pypi", WORD),
    "npm": (
        "npm",
        st.one_of(WORD.map(str.lower), st.tuples(WORD, WORD.map(str.lower)).map(lambda p: f"@{p[0]}/{p[1]}")),
    ),
    "crates.io": ("cargo", WORD),
    "Go": ("golang", st.lists(WORD, min_size=1, max_size=4).map("/".join)),
    "RubyGems": ("gem", WORD),
    "Packagist": ("composer", st.tuples(WORD, WORD).map("/".join)),
    "Maven": ("maven", st.tuples(WORD, WORD).map(":".join)),
    "NuGet": ("nuget", WORD),
    "Hex": ("hex", WORD),
    "conda": ("conda", WORD),
}


@settings(derandomize=True, max_examples=examples(400), deadline=None)
@given(st.sampled_from(sorted(NAMES)), st.data())
def test_as_packageurl_python_writes_them(ecosystem: str, data: st.DataObject) -> None:
    kind, names = NAMES[ecosystem]
    name, version = data.draw(names), data.draw(st.one_of(st.just(""), WORD, st.just("1:2+b~3")))
    namespace, last = split(ecosystem, name)
    if not name.isascii():  # the library lowers it after it is encoded, which leaves other alphabets as they are
        name = name.lower()
        namespace, last = split(ecosystem, name)
    if kind == "npm":
        last = last.lower()
    theirs = PackageURL(kind, namespace, last, version or None).to_string()

    # For the same reason it writes the digits of an encoded byte in lower case for some types.
    assert purl.of(ecosystem, name, version) == re.sub("%[0-9a-f]{2}", lambda found: found[0].upper(), theirs)


def test_bytes_that_are_no_text_are_encoded() -> None:
    assert purl.of("npm", "a\udcff\x1b[31m", "\n") == "pkg:npm/a%FF%1B%5B31m@%0A"
