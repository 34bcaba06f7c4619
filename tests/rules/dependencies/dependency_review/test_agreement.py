"""Locks that are not those of their manifests, and packages in a lock that nobody asks for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from changed_trees import changes, judge, kinds
from rows import each

from govhooks.core.changeset import Changeset
from govhooks.knowledge.dependencies.difference import difference
from govhooks.readers.locks import of, read
from govhooks.readers.locks.package import Package
from govhooks.rules.dependencies.dependency_review import Policy, check
from govhooks.rules.dependencies.dependency_review.agreement import COMMANDS, unasked
from govhooks.rules.dependencies.dependency_review.surroundings import LOCKS, MANIFESTS, Surroundings
from govhooks.rules.dependencies.dependency_review.verdicts import File

DATA = Path(__file__).parents[3] / "readers" / "locks" / "data"
CASES = sorted(path.parent for path in DATA.glob("*/*/before"))
HASH = "sha512-" + "A" * 86 + "=="


def package_json(more: str = "", **asked: str) -> str:
    return json.dumps({"name": "shop", "dependencies": asked, **(json.loads(more) if more else {})}, indent=2) + "\n"


def npm_lock(copy: dict[str, str], more: dict[str, object] | None = None, **locked: str) -> str:
    places: dict[str, object] = {"": {"name": "shop", "dependencies": copy}, **(more or {})}
    places.update({f"node_modules/{name}": {"version": version, "integrity": HASH} for name, version in locked.items()})
    return json.dumps({"name": "shop", "lockfileVersion": 3, "packages": places}, indent=2) + "\n"


def pyproject(*asked: str, more: str = "") -> str:
    return f'[project]\nname = "shop"\nversion = "1"\ndependencies = {json.dumps(asked)}\n{more}'


def uv_lock(copy: dict[str, str], **locked: str) -> str:
    asked = "".join(f'    {{ name = "{name}", specifier = "{wanted}" }},\n' for name, wanted in copy.items())
    names = "".join(f'    {{ name = "{name}" }},\n' for name in copy)
    packages = "".join(
        f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {{ registry = "https://pypi.org/simple" }}\n\n'
        for name, version in locked.items()
    )
    return (
        'version = 1\nrequires-python = ">=3.10"\n\n'
        f'[[package]]\nname = "shop"\nversion = "1"\nsource = {{ virtual = "." }}\ndependencies = [\n{names}]\n\n'
        f"[package.metadata]\nrequires-dist = [\n{asked}]\n\n{packages}"
    )


def poetry(*rows: str) -> str:
    return '[tool.poetry]\nname = "shop"\n\n[tool.poetry.dependencies]\npython = "^3.10"\n' + "\n".join(rows) + "\n"


def poetry_lock(**locked: str) -> str:
    packages = "".join(
        f'[[package]]\nname = "{name}"\nversion = "{version}"\ndescription = ""\noptional = false\npython-versions = ">=3.8"\n'
        f'groups = ["main"]\nfiles = []\n\n'
        for name, version in locked.items()
    )
    return f'{packages}[metadata]\nlock-version = "2.1"\npython-versions = "^3.10"\ncontent-hash = "0"\n'


def cargo(*rows: str) -> str:
    return '[package]\nname = "shop"\nversion = "0.1.0"\n\n[dependencies]\n' + "\n".join(rows) + "\n"


def cargo_lock(*asked: str, **locked: str) -> str:
    names = "".join(f' "{name}",\n' for name in asked)
    packages = "".join(
        f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n\n'
        for name, version in locked.items()
    )
    return f'version = 4\n\n[[package]]\nname = "shop"\nversion = "0.1.0"\ndependencies = [\n{names}]\n\n{packages}'


def yarn_lock(**entries: str) -> str:
    """`lodash="^4.17.20=4.17.21"`."""
    rows = []
    for name, entry in entries.items():
        wanted, _, version = entry.rpartition("=")
        rows.append(f'"{name}@{wanted}":\n  version "{version}"\n  integrity {HASH}\n')
    return "# yarn lockfile v1\n\n\n" + "\n".join(rows)


def pnpm_lock(copy: dict[str, str], folder: str = ".", **locked: str) -> str:
    asked = "".join(
        f"      {name}:\n        specifier: {wanted}\n        version: {locked.get(name, '0.0.0')}\n"
        for name, wanted in copy.items()
    )
    packages = "".join(
        f"  {name}@{version}:\n    resolution: {{integrity: {HASH}}}\n\n" for name, version in locked.items()
    )
    return (
        f"lockfileVersion: '9.0'\n\nimporters:\n\n  {folder}:\n    dependencies:\n{asked}\npackages:\n\n{packages}snapshots:\n\n"
        + "".join(f"  {name}@{version}: {{}}\n\n" for name, version in locked.items())
    )


def composer_lock(**locked: str) -> str:
    entries = [{"name": name.replace("__", "/"), "version": version} for name, version in locked.items()]
    return json.dumps({"content-hash": "0", "packages": entries, "packages-dev": []}, indent=4)


def gems_lock(*asked: str, **locked: str) -> str:
    specs = "".join(f"    {name} ({version})\n" for name, version in locked.items())
    return f"GEM\n  remote: https://rubygems.org/\n  specs:\n{specs}\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n" + "".join(
        f"  {name}\n" for name in asked
    )


def pipfile_lock(**locked: str) -> str:
    default = {name: {"version": f"=={version}", "hashes": []} for name, version in locked.items()}
    return json.dumps({"_meta": {"hash": {"sha256": "0"}, "sources": []}, "default": default, "develop": {}}, indent=4)


def pub_lock(**locked: str) -> str:
    rows = "".join(
        f'  {name}:\n    dependency: "direct main"\n    description:\n      name: {name}\n      url: "https://pub.dev"\n'
        f'    source: hosted\n    version: "{version}"\n'
        for name, version in locked.items()
    )
    return f"packages:\n{rows}"


# Name of a case -> the files before, the edits, what is told (None: nothing).
DISAGREE = {
    "npm, an older version is locked": (
        {"package.json": package_json(lodash="^4.17.15"), "package-lock.json": npm_lock({"lodash": "^4.17.15"}, lodash="4.17.15")},
        {"package.json": package_json(lodash="^4.17.21")},
        "package.json and package-lock.json disagree: lodash ^4.17.21 (locked: 4.17.15)",
    ),
    "npm, the lock was made for another range": (
        {"package.json": package_json(lodash="^4.17.15"), "package-lock.json": npm_lock({"lodash": "^4.17.15"}, lodash="4.17.21")},
        {"package.json": package_json(lodash="^4.17.20")},
        "lodash ^4.17.20 (locked for ^4.17.15)",
    ),
    "npm, a new one is not locked": (
        {"package.json": package_json(lodash="^4"), "package-lock.json": npm_lock({"lodash": "^4"}, lodash="4.17.21")},
        {"package.json": package_json(lodash="^4", chalk="^5")},
        "chalk ^5 (not locked)",
    ),
    "npm, one that is gone is still locked": (
        {"package.json": package_json(lodash="^4", chalk="^5"), "package-lock.json": npm_lock({"lodash": "^4", "chalk": "^5"}, lodash="4.17.21", chalk="5.3.0")},
        {"package.json": package_json(lodash="^4")},
        "chalk (locked, and no longer asked for)",
    ),
    "npm, the lock is edited by hand": (
        {"package.json": package_json(lodash="^4.17.21"), "package-lock.json": npm_lock({"lodash": "^4.17.21"}, lodash="4.17.21")},
        {"package-lock.json": npm_lock({"lodash": "^4.17.21"}, lodash="4.17.15")},
        "lodash ^4.17.21 (locked: 4.17.15)",
    ),
    "npm, a workspace": (
        {
            "package.json": package_json('{"workspaces": ["packages/*"]}'),
            "packages/a/package.json": package_json(lodash="^4.17.15"),
            "package-lock.json": npm_lock({}, {"packages/a": {"name": "a", "dependencies": {"lodash": "^4.17.15"}}}, lodash="4.17.15"),
        },
        {"packages/a/package.json": package_json(lodash="^4.17.21")},
        "package.json and package-lock.json disagree: lodash ^4.17.21 (locked: 4.17.15)",
    ),
    "yarn": (
        {"package.json": package_json(lodash="^4.17.20"), "yarn.lock": yarn_lock(lodash="^4.17.20=4.17.21")},
        {"package.json": package_json(lodash="^4.17.21")},
        "lodash ^4.17.21 (not locked)",
    ),
    "pnpm, its copy": (
        {"package.json": package_json(lodash="^4.17.15"), "pnpm-lock.yaml": pnpm_lock({"lodash": "^4.17.15"}, lodash="4.17.21")},
        {"package.json": package_json(lodash="^4.17.20")},
        "lodash ^4.17.20 (locked for ^4.17.15)",
    ),
    "pnpm, a workspace": (
        {"packages/a/package.json": package_json(lodash="^4.17.15"), "pnpm-lock.yaml": pnpm_lock({"lodash": "^4.17.15"}, "packages/a", lodash="4.17.21")},
        {"packages/a/package.json": package_json(lodash="^5")},
        "lodash ^5 (locked: 4.17.21)",
    ),
    "uv, an older version is locked": (
        {"pyproject.toml": pyproject("flask>=2"), "uv.lock": uv_lock({"flask": ">=2"}, flask="2.3.0")},
        {"pyproject.toml": pyproject("flask>=3")},
        "pyproject.toml and uv.lock disagree: flask >=3 (locked: 2.3.0)",
    ),
    "uv, its copy": (
        {"pyproject.toml": pyproject("flask>=2"), "uv.lock": uv_lock({"flask": ">=2"}, flask="2.3.0")},
        {"pyproject.toml": pyproject("flask>=2.1")},
        "flask >=2.1 (locked for >=2)",
    ),
    "uv, a new one": (
        {"pyproject.toml": pyproject("flask>=2"), "uv.lock": uv_lock({"flask": ">=2"}, flask="2.3.0")},
        {"pyproject.toml": pyproject("flask>=2", "httpx")},
        "httpx (not locked)",
    ),
    "poetry, a caret": (
        {"pyproject.toml": poetry('flask = "^2.0"'), "poetry.lock": poetry_lock(flask="2.3.0")},
        {"pyproject.toml": poetry('flask = "^3.0"')},
        "pyproject.toml and poetry.lock disagree: flask ^3.0 (locked: 2.3.0)",
    ),
    "poetry, a new one": (
        {"pyproject.toml": poetry('flask = "^2.0"'), "poetry.lock": poetry_lock(flask="2.3.0")},
        {"pyproject.toml": poetry('flask = "^2.0"', 'httpx = "*"')},
        "httpx * (not locked)",
    ),
    "pipenv": (
        {"Pipfile": '[packages]\nflask = "*"\n', "Pipfile.lock": pipfile_lock(flask="2.3.0")},
        {"Pipfile": '[packages]\nflask = "==3.0.0"\n'},
        "Pipfile and Pipfile.lock disagree: flask ==3.0.0 (locked: 2.3.0)",
    ),
    "pip-compile": (
        {"requirements.in": "flask\n", "requirements.txt": "# autogenerated by pip-compile\nflask==2.3.0\n    # via -r requirements.in\n"},
        {"requirements.in": "flask>=3\n"},
        "requirements.in and requirements.txt disagree: flask >=3 (locked: 2.3.0)",
    ),
    "cargo": (
        {"Cargo.toml": cargo('serde = "1.0.100"'), "Cargo.lock": cargo_lock("serde", serde="1.0.150")},
        {"Cargo.toml": cargo('serde = "1.0.200"')},
        "Cargo.toml and Cargo.lock disagree: serde 1.0.200 (locked: 1.0.150)",
    ),
    "cargo, a new one": (
        {"Cargo.toml": cargo('serde = "1"'), "Cargo.lock": cargo_lock("serde", serde="1.0.150")},
        {"Cargo.toml": cargo('serde = "1"', 'rand = { version = "0.8", features = ["std"] }')},
        "rand 0.8 (not locked)",
    ),
    "composer": (
        {"composer.json": '{"require": {"acme/a": "^1.0"}}', "composer.lock": composer_lock(acme__a="1.4.0")},
        {"composer.json": '{"require": {"acme/a": "^2.0"}}'},
        "composer.json and composer.lock disagree: acme/a ^2.0 (locked: 1.4.0)",
    ),
    "bundler": (
        {"Gemfile": 'gem "rails", "~> 7.0"\n', "Gemfile.lock": gems_lock("rails", rails="7.0.8")},
        {"Gemfile": 'gem "rails", "~> 7.1.0"\n'},
        "Gemfile and Gemfile.lock disagree: rails ~> 7.1.0 (locked: 7.0.8)",
    ),
    "pub": (
        {"pubspec.yaml": "name: shop\ndependencies:\n  http: ^1.0.0\n", "pubspec.lock": pub_lock(http="1.2.0")},
        {"pubspec.yaml": "name: shop\ndependencies:\n  http: ^2.0.0\n"},
        "pubspec.yaml and pubspec.lock disagree: http ^2.0.0 (locked: 1.2.0)",
    ),
    "go": (
        {"go.mod": "module shop\n\ngo 1.22\n\nrequire golang.org/x/text v0.3.0\n", "go.sum": "golang.org/x/text v0.3.0 h1:AAAA=\n"},
        {"go.mod": "module shop\n\ngo 1.22\n\nrequire golang.org/x/text v0.4.0\n"},
        "go.mod and go.sum disagree: golang.org/x/text v0.4.0 (no hash)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "edits", "told"), DISAGREE.values(), ids=DISAGREE)
def test_a_lock_that_is_not_that_of_its_manifest(
    before: dict[str, str], edits: dict[str, str | None], told: str
) -> None:
    found = judge(before, edits, new="off", hashes="off")

    assert kinds(found) == ["agreement"]
    assert told in found[0].problem
    assert not found[0].blocks
    assert found[0].path == next(iter(edits))
    assert found[0].fix.startswith("run: ")
    assert found[0].fix.endswith(tuple(f"commit {name.rpartition('/')[2]}" for name in {**before, **edits}))


def test_the_line_is_that_of_the_manifest() -> None:
    before, edits, _ = DISAGREE["npm, a new one is not locked"]
    (finding,) = judge(before, edits, new="off")

    assert edits["package.json"].split("\n")[finding.line - 1].strip().startswith('"chalk"')  # type: ignore[union-attr]


def test_many_are_told_at_once() -> None:
    names = [f"kept-{letter}" for letter in "abcdefgh"]
    before = {
        "package.json": package_json(**dict.fromkeys(names, "^1")),
        "package-lock.json": npm_lock(dict.fromkeys(names, "^1"), **dict.fromkeys(names, "1.0.0")),
    }
    (finding,) = judge(before, {"package.json": package_json(**dict.fromkeys(names, "^2"))})

    assert finding.problem.endswith("kept-c ^2 (locked: 1.0.0); and 5 more")


def test_of_two_locks_one_may_be_left_from_before() -> None:
    before, edits, _ = DISAGREE["yarn"]
    locks = {"package-lock.json": npm_lock({"lodash": "^4.17.21"}, lodash="4.17.21")}

    assert kinds(judge({**before, **locks}, edits)) == []


def test_the_policy_can_refuse_or_switch_it_off() -> None:
    before, edits, _ = DISAGREE["npm, an older version is locked"]

    assert [one.blocks for one in judge(before, edits, agreement="refuse")] == [True]
    assert judge(before, edits, agreement="off") == []


def test_a_whole_tree_is_judged_too() -> None:
    before, edits, told = DISAGREE["npm, an older version is locked"]
    found = judge({**before, **edits}, {}, kind="whole")  # type: ignore[dict-item]

    assert [one.problem for one in found] == [told]


def test_every_lock_has_its_command_and_manifest() -> None:
    names = {name.casefold() for several in LOCKS.values() for name in several}

    assert names == set(COMMANDS) == set(MANIFESTS)


# --- the locks of the real tools


def tree(case: Path, side: str) -> dict[str, bytes]:
    folder = case / side
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@each([(case, way) for case in CASES for way in ("upgrade", "downgrade", "first", "whole")])
def test_what_the_tools_write_agrees(case: Path, way: str) -> None:
    before, after = tree(case, "before"), tree(case, "after")
    if way == "downgrade":
        before, after = after, before
    elif way != "upgrade":
        before = {}
    kind = "whole" if way == "whole" else "change"
    changeset = Changeset(changes(before, after, way == "whole"), kind=kind, before=before.get, after=after.get)
    found = check(changeset, Policy(coverage="off"))

    assert [one.problem for one in found if one.identity.startswith(("agreement", "unasked", "unpinned"))] == []


JAVASCRIPT = sorted({path.parents[1] for name in LOCKS["package.json"] for path in DATA.glob(f"*/*/before/{name}")})
# A sibling in the workspace; a name that an alias asks for as well, of a lock without a copy of the manifest.
UNTOLD = (("workspaces-1", "b"), ("app-v1", "debug"))


@pytest.mark.parametrize("case", JAVASCRIPT, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_another_range_is_found_in_every_real_lock(case: Path) -> None:
    """Each range of each package.json, made one that no version meets."""
    before = tree(case, "after")
    tried = 0
    for path in [path for path in before if path.endswith("package.json")]:
        value = json.loads(before[path])
        for section in ("dependencies", "devDependencies"):
            for name, spec in value.get(section, {}).items():
                if ":" in spec or "/" in spec or (case.name, name) in UNTOLD:
                    continue
                value[section][name] = "^99.0.0"
                after = {**before, path: json.dumps(value, indent=2).encode()}
                value[section][name] = spec
                changeset = Changeset(changes(before, after), before=before.get, after=after.get)
                found = check(changeset, Policy(coverage="off", new="off"))
                tried += 1

                assert [one.path for one in found if one.identity.startswith("agreement")] == [path], name
    assert tried or case.name == "platform-v3"


# --- what nobody asks for


def real_locks() -> list[tuple[Path, str]]:
    found = []
    for folder in (side for case in CASES for side in (case / "before", case / "after")):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and of(name) and read(name, path.read_bytes()).is_lock:
                found.append((folder, name))
    return found


# These say neither what is direct nor what brings what in, or not where one package is alone.
WITHOUT_GRAPH = ("go", "mix", "pip", "pipenv", "platform-v3", "pylock", "workspaces-1")


def test_in_real_locks_somebody_asks_for_everything() -> None:
    locks = real_locks()
    for folder, name in locks:
        files = tree(folder.parent, folder.name)
        contents = read(name, files[name])
        (change,) = changes({name: b"{}"}, {name: files[name]})

        def said(old: object, new: object) -> list[str]:
            steps = difference(old, new, lambda *_: 0)  # type: ignore[arg-type]
            file = File(change, name, old, new)  # noqa: B023
            return [verdict.problem for _, verdict in unasked([(file, steps)], Surroundings(files.get, {}))]  # noqa: B023

        assert said(contents.but(packages=()), contents) == []

        says = any(one.direct is not None for one in contents.packages)
        planted = Package(contents.ecosystem, "planted-one", "1.0.0", 1, direct=False if says else None)
        more = contents.but(packages=(*contents.packages, planted))
        found = said(contents, more)

        assert bool(found) is not any(part in WITHOUT_GRAPH for part in folder.parts[-3:]), (folder, name)
    assert len(locks) >= 120


def test_two_that_ask_for_each_other_are_asked_for_by_nobody() -> None:
    names = {
        "node_modules/planted-a": {"version": "1.0.0", "dependencies": {"planted-b": "*"}},
        "node_modules/planted-b": {"version": "1.0.0", "dependencies": {"planted-a": "*"}},
        "node_modules/lodash": {"version": "4.17.21", "dependencies": {"kept-one": "*"}},
        "node_modules/kept-one": {"version": "1.0.0"},
    }
    before = {
        "package.json": package_json(lodash="^4"),
        "package-lock.json": npm_lock({"lodash": "^4"}, lodash="4.17.21"),
    }
    found = judge(before, {"package-lock.json": npm_lock({"lodash": "^4"}, names)})  # type: ignore[arg-type]

    assert kinds(found) == ["unasked"]
    assert found[0].problem.startswith("planted-a 1.0.0, planted-b 1.0.0: new in the lock")
    assert not found[0].blocks
