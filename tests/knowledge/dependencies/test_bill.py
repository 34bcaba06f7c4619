"""What a tree depends on, of all its locks and manifests."""

from __future__ import annotations

import random

from govhooks.knowledge.dependencies.bill import Bill, bill
from govhooks.readers.locks.package import Contents, Package


def lock(*packages: Package, tool: str = "uv", **more: object) -> Contents:
    return Contents(tool, packages[0].ecosystem if packages else "PyPI", True, packages, **more)  # type: ignore[arg-type]


def manifest(*packages: Package) -> Contents:
    return Contents("pip", packages[0].ecosystem, False, packages)


def names(made: Bill) -> list[str]:
    return [one.reference.removeprefix("pkg:") for one in made.components]


FLASK = Package("PyPI", "flask", "3.0", 1, direct=True, requires=("Werkzeug",), hashes=("sha256:b",), groups=("web",))
WERKZEUG = Package("PyPI", "werkzeug", "3.1", 2, direct=False, hashes=("sha256:a",))


def test_a_lock_is_taken_whole_with_who_brings_what() -> None:
    made = bill([("a/uv.lock", lock(FLASK, WERKZEUG))])
    flask, werkzeug = made.components

    assert names(made) == ["pypi/flask@3.0", "pypi/werkzeug@3.1"]
    assert (flask.brings, werkzeug.brings) == (("pkg:pypi/werkzeug@3.1",), ())
    assert (flask.locks, flask.manifests, flask.groups) == (("a/uv.lock",), (), ("web",))
    assert made.direct == ("pkg:pypi/flask@3.0",)


def test_of_a_manifest_counts_what_no_lock_there_names() -> None:
    asked = [Package("PyPI", name, "", 1, ">=1", True) for name in ("Flask", "click")]
    files = [("a/uv.lock", lock(FLASK)), ("a/b/pyproject.toml", manifest(*asked)), ("c/setup.cfg", manifest(*asked))]
    made = bill(files)
    click, flask_of_c, _ = made.components

    assert names(made) == ["pypi/click", "pypi/flask", "pypi/flask@3.0"]
    assert (click.manifests, click.wanted, click.version) == (("a/b/pyproject.toml", "c/setup.cfg"), (">=1",), "")
    assert flask_of_c.manifests == ("c/setup.cfg",)


def test_a_manifest_says_what_is_direct_where_its_lock_does_not() -> None:
    locked = lock(Package("npm", "a", "1", requires=("b",)), Package("npm", "b", "2"))
    asked = manifest(Package("npm", "a", "", wanted="^1"), Package("npm", "b", "", wanted="^2"))

    assert bill([("package-lock.json", locked)]).direct == ("pkg:npm/a@1",)
    assert bill([("package-lock.json", locked), ("package.json", asked)]).direct == ("pkg:npm/a@1", "pkg:npm/b@2")


def test_what_installs_nothing_is_left_out() -> None:
    groups = ("constraint", "override", "checksum")
    packages = [Package("PyPI", f"p-{group}", "1", 1, groups=(group,)) for group in groups]

    assert bill([("constraints.txt", manifest(*packages))]).components == ()


def test_one_package_of_two_locks_is_one_component() -> None:
    other = WERKZEUG.but(hashes=("sha256:c",), licence="BSD-3-Clause", groups=("dev",))
    (made,) = bill([("b/uv.lock", lock(other)), ("a/uv.lock", lock(WERKZEUG))]).components

    assert made.locks == ("a/uv.lock", "b/uv.lock")
    assert (made.hashes, made.licence, made.groups) == (("sha256:a", "sha256:c"), "BSD-3-Clause", ("dev",))


def test_what_is_of_another_source_is_another_component() -> None:
    fork = WERKZEUG.but(source="git:https://git.test/w@abc")
    local = WERKZEUG.but(source="path:./w")
    made = bill([("a/uv.lock", lock(WERKZEUG)), ("b/uv.lock", lock(fork)), ("c/uv.lock", lock(local))])

    assert names(made) == [
        "PyPI/werkzeug@3.1 from path:./w",
        "pypi/werkzeug@3.1",
        "pypi/werkzeug@3.1?vcs_url=git%2Bhttps:%2F%2Fgit.test%2Fw%40abc",
    ]


def test_of_several_versions_all_are_brought_in() -> None:
    several = [Package("npm", "a", "1", 1, requires=("b", "gone")), *(Package("npm", "b", v, 2) for v in "12")]
    made = bill([("package-lock.json", lock(*several))])

    assert made.components[0].brings == ("pkg:npm/b@1", "pkg:npm/b@2")
    assert made.direct == ("pkg:npm/a@1",)


def test_packages_that_bring_each_other_are_all_direct_where_nobody_knows() -> None:
    made = bill(
        [("package-lock.json", lock(Package("npm", "a", requires=("b",)), Package("npm", "b", requires=("a",))))]
    )

    assert made.direct == ("pkg:npm/a", "pkg:npm/b")


def test_images_and_actions_have_their_tag() -> None:
    files = [
        ("Dockerfile", manifest(Package("Docker", "python", "", 1, "3.12"))),
        (".github/workflows/ci.yml", manifest(Package("GitHub Actions", "actions/checkout", "", 1, "v4"))),
    ]

    assert names(bill(files)) == ["docker/python@3.12", "github/actions/checkout@v4"]


def test_the_order_of_files_and_packages_does_not_matter() -> None:
    files = [
        (f"{folder}/uv.lock", lock(FLASK, WERKZEUG.but(hashes=(f"sha256:{folder}",)), unread=((3, folder),)))
        for folder in "abcd"
    ]
    first = bill(files)
    for seed in range(5):
        shuffled = [(path, one.but(packages=tuple(reversed(one.packages)))) for path, one in files]
        random.Random(seed).shuffle(shuffled)

        assert bill(shuffled) == first
    assert first.unread == tuple((f"{folder}/uv.lock", 3, folder) for folder in "abcd")
