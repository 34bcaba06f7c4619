"""The rule dependency-review: what of a changed lock or manifest is refused, what is only shown, and what is said of what nobody
could look up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from osv_world import database_of

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.knowledge.advisories import database
from govhooks.rules.dependencies.dependency_review import Policy, check, rule

TODAY = "2026-11-27"
HASH = "0123456789abcdef" * 4


def advisory(id_: str, ecosystem: str, name: str, **more: object) -> dict[str, object]:
    events = more.pop("events", [{"introduced": "0"}, {"fixed": "2.0.0"}])
    kind = "SEMVER" if ecosystem in ("npm", "crates.io", "Go") else "ECOSYSTEM"
    return {
        "id": id_,
        "modified": "2026-11-20T00:00:00Z",
        "affected": [{"package": {"ecosystem": ecosystem, "name": name}, "ranges": [{"type": kind, "events": events}]}],
        **more,
    }


def rated(word: str) -> dict[str, object]:
    return {"database_specific": {"severity": word}}


ADVISORIES = [
    advisory("GHSA-high", "PyPI", "flask", summary="Session cookies leak", **rated("HIGH")),
    advisory("GHSA-low", "PyPI", "click", summary="A small thing", **rated("LOW")),
    advisory("PYSEC-1", "PyPI", "jinja2", summary="Nobody rated this", aliases=["CVE-2026-1"]),
    advisory("GHSA-open", "PyPI", "oauthlib", events=[{"introduced": "0"}], **rated("CRITICAL")),
    advisory("MAL-2026-1", "npm", "left-padder", events=[{"introduced": "0"}]),
    advisory("GHSA-tree", "npm", "minimist", summary="Prototype pollution", **rated("CRITICAL")),
    advisory("GHSA-action", "GitHub Actions", "acme/scan", summary="Prints the token", **rated("HIGH")),
    advisory("GHSA-gone", "PyPI", "werkzeug", withdrawn="2026-01-01T00:00:00Z", **rated("CRITICAL")),
]


@pytest.fixture(scope="module")
def advisories(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of ADVISORIES, made as `govhooks advisories update --from FOLDER` makes it."""
    folder = tmp_path_factory.mktemp("osv")
    for record in ADVISORIES:
        ecosystem = record["affected"][0]["package"]["ecosystem"]  # type: ignore[index]
        (folder / ecosystem).mkdir(exist_ok=True)
        (folder / ecosystem / f"{record['id']}.json").write_text(json.dumps(record))
    return database_of(folder)


def judge(
    files: dict[str, tuple[str, str]], place: str = "", kind: str = "change", today: str = TODAY, **policy: object
) -> list[Finding]:
    """What is said of files, path -> (before, after); "" is a file that is not there."""
    changes = [
        Change(
            "M" if old and new else "A" if new else "D",
            path,
            "" if not old else path,
            new=new.encode(),
            old=[old.encode()] if old else [],
        )
        for path, (old, new) in files.items()
    ]

    def opener(day: str) -> database.Database | None:
        from datetime import date

        return database.open(place, date.fromisoformat(day)) if place else None

    changeset = Changeset(changes, kind=kind, today=today, supplied={"advisories": opener})
    return list(check(changeset, Policy(**{"coverage": "off", **policy})))


def said(findings: list[Finding]) -> list[tuple[str, int, bool]]:
    return [(finding.identity.split()[0], finding.line, finding.blocks) for finding in findings]


def locked(name: str, version: str, **more: object) -> str:
    """A package-lock.json of one transitive package."""
    return json.dumps(
        {
            "name": "shop",
            "lockfileVersion": 3,
            "packages": {
                "": {"name": "shop", "dependencies": {"mkdirp": "^0.5.0"}},
                "node_modules/mkdirp": {"version": "0.5.6", "dependencies": {name: "*"}},
                f"node_modules/{name}": {"version": version, **more},
            },
        },
        indent=2,
    )


REQUIREMENTS = "requirements.txt"


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("", "flask==1.0\n", [("vulnerability", 1, True)]),
        ("", "flask==2.0.0\n", []),
        ("flask==1.1\n", "flask==1.2\n", [("vulnerability", 1, False)]),  # no worse than it was
        ("flask==2.0.0\n", "flask==1.2\n", [("vulnerability", 1, True)]),
        ("flask==1.0\n", "flask==1.0\n# a comment\n", []),
        ("flask==1.0\n", "", []),
        ("flask==1.0\n", "flask==2.1\n", []),
        ("", "click==1.0\n", [("vulnerability", 1, False)]),
        ("", "a-kept-one==1\njinja2==1.9\n", [("vulnerability", 2, False)]),
        ("", "oauthlib==3.0\n", [("vulnerability", 1, False)]),  # no version fixes it
        ("", "werkzeug==1.0\n", []),  # the advisory was withdrawn
        ("", "Flask==1.0\n", [("vulnerability", 1, True)]),  # names are compared as PyPI does
    ],
)
def test_known_vulnerabilities(advisories: str, old: str, new: str, meant: list[tuple[str, int, bool]]) -> None:
    assert said(judge({REQUIREMENTS: (old, new)}, advisories, new="off")) == meant


def test_a_vulnerable_version_is_told_with_all_that_helps(advisories: str) -> None:
    (finding,) = judge({"package-lock.json": (locked("minimist", "2.1.0"), locked("minimist", "1.2.0"))}, advisories)

    assert finding.problem == (
        "minimist 2.1.0 -> 1.2.0 (by mkdirp) is vulnerable: GHSA-tree (critical): Prototype pollution"
    )
    assert "npm update minimist" in finding.fix
    assert "2.0.0" in finding.fix
    assert finding.blocks
    assert finding.line == 17


@pytest.mark.parametrize(
    ("severity", "name", "refused"),
    [
        ("none", "flask", False),
        ("critical", "flask", False),
        ("high", "flask", True),
        ("low", "click", True),
        ("medium", "click", False),
    ],
)
def test_the_severity_that_refuses(advisories: str, severity: str, name: str, refused: bool) -> None:
    (finding,) = judge({REQUIREMENTS: ("", f"{name}==1.0\n")}, advisories, severity=severity)

    assert finding.blocks is refused


def test_a_malicious_package_is_refused_whatever_the_policy_says(advisories: str) -> None:
    policy = {name: "off" for name, choices in Policy.CHOICES.items() if "off" in choices}
    found = judge(
        {"package-lock.json": ("", locked("left-padder", "1.0.0"))}, advisories, **{**policy, "severity": "none"}
    )

    assert said(found) == [("malicious", 17, True)]


# --- what the files alone tell


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ({}, {"hasInstallScript": True}, [("scripts", 17, False)]),
        ({"hasInstallScript": True}, {"hasInstallScript": True}, []),
        ({}, {"deprecated": "use another"}, [("abandoned", 17, False)]),
        ({"integrity": "sha512-AAAA"}, {"integrity": "sha512-BBBB"}, [("hashes", 17, True)]),
        ({"integrity": "sha1-AAAA"}, {"integrity": "sha512-BBBB"}, []),  # another algorithm tells nothing
        ({}, {"resolved": "git+ssh://git@github.com/a/b.git#0123"}, [("source", 17, False)]),
        ({}, {"resolved": "https://registry.npmjs.org/some-package/-/some-package-1.0.0.tgz"}, []),
    ],
)
def test_what_a_lock_tells(old: dict[str, object], new: dict[str, object], meant: list[tuple[str, int, bool]]) -> None:
    files = {"package-lock.json": (locked("some-package", "1.0.0", **old), locked("some-package", "1.0.0", **new))}

    assert said(judge(files)) == meant


def uv(version: str, day: str) -> str:
    return (
        'version = 1\n\n[[package]]\nname = "a-kept-one"\n'
        f'version = "{version}"\nsource = {{ registry = "https://pypi.org/simple" }}\n'
        f'sdist = {{ url = "https://x.test/a.tar.gz", hash = "sha256:{HASH}", size = 1, upload-time = "{day}T10:00:00Z" }}\n'
    )


@pytest.mark.parametrize(
    ("day", "young"),
    [("2026-11-27", True), ("2026-11-21", True), ("2026-11-20", False), ("2026-11-28", False), ("2020-01-01", False)],
)
def test_a_young_release_is_flagged(day: str, young: bool) -> None:
    found = judge({"uv.lock": (uv("1.0", "2019-01-01"), uv("1.1", day))})

    assert said(found) == ([("young", 3, False)] if young else [])


@pytest.mark.parametrize(
    ("indexes", "refused"),
    [((), False), (("https://pypi.org/simple",), False), (("https://pypi.org",), False), (("https://pypi.example.com",), True),
     (("https://pypi.org/sim",), False)],
)  # fmt: skip
def test_only_the_indexes_of_the_policy(indexes: tuple[str, ...], refused: bool) -> None:
    found = judge({"uv.lock": ("", uv("1.0", "2019-01-01"))}, indexes=indexes)
    wanted = refused or indexes == ("https://pypi.org/sim",)

    assert said(found) == ([("index", 3, True)] if wanted else [])


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False),
        ("AGPL-3.0-only", True),
        ("MIT OR AGPL-3.0-only", False),
        ("MIT AND AGPL-3.0-only", True),
        ("(AGPL-3.0-only)", True),
    ],
)
def test_a_licence_that_the_policy_forbids(licence: str, refused: bool) -> None:
    files = {"package-lock.json": ("", locked("some-package", "1.0.0", license=licence))}

    assert said(judge(files, licences=("AGPL-3.0-only",))) == ([("licence", 17, True)] if refused else [])


def workflow(uses: str) -> str:
    return f"on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: {uses}\n"


@pytest.mark.parametrize(
    ("path", "text", "meant"),
    [
        (".github/workflows/ci.yml", workflow("actions/checkout@v4"), [("unpinned", 6, False)]),
        (".github/workflows/ci.yml", workflow(f"actions/checkout@{HASH[:40]} # v4.1.1"), []),
        (".github/workflows/ci.yml", workflow("./.github/actions/build"), []),
        ("Dockerfile", "FROM python:3.12\n", [("unpinned", 1, False)]),
        ("Dockerfile", f"FROM python:3.12@sha256:{HASH}\n", []),
        ("Dockerfile", f"FROM python@sha256:{HASH} AS build\nFROM build\n", []),
        ("Dockerfile", "FROM scratch\n", []),
    ],
)
def test_actions_and_images_are_pinned(path: str, text: str, meant: list[tuple[str, int, bool]]) -> None:
    assert said(judge({path: ("", text)})) == meant


@pytest.mark.parametrize(
    ("uses", "told"),
    [
        ("acme/scan@v1.9.0", True),
        ("acme/scan/init@v1.9.0", True),  # an action in a folder of the repository
        ("Acme/Scan/deep/er@1.9.0", True),
        (f"acme/scan/init@{HASH[:40]} # v1.9.0", True),
        (f"acme/scan@{HASH[:40]} # v2.0.0", False),
        ("acme/scan@v2.0.0", False),
        ("acme/scan@v1", False),  # which release that is, nobody can tell
        ("acme/other@v1.9.0", False),
    ],
)
def test_actions_are_looked_up_by_their_repository(advisories: str, uses: str, told: bool) -> None:
    found = judge({".github/workflows/ci.yml": ("", workflow(uses))}, advisories, unpinned="off")

    assert said(found) == ([("vulnerability", 6, True)] if told else [])


def test_what_a_digest_without_a_tag_is_cannot_be_told(advisories: str) -> None:
    files = {".github/workflows/ci.yml": ("", workflow(f"acme/scan/init@{HASH[:40]}"))}

    assert said(judge(files, advisories, coverage="flag")) == [("coverage", 6, False)]


def test_a_finding_in_a_lock_says_where_the_manifest_asks_for_it(advisories: str) -> None:
    def files(version: str) -> dict[str, tuple[str, str]]:
        manifest = json.dumps({"dependencies": {"minimist": "*", "mkdirp": "^0.5.0"}}, indent=2)
        lock = {"": {"dependencies": {"minimist": "*"}}, "node_modules/minimist": {"version": version}}
        return {
            "web/package.json": ("{}", manifest),
            "web/package-lock.json": ("", json.dumps({"lockfileVersion": 3, "packages": lock}, indent=2)),
        }

    (finding,) = judge(files("1.2.0"), advisories, new="off", agreement="off")

    assert finding.path == "web/package-lock.json"
    assert finding.problem.endswith("Prototype pollution (asked for in package.json:3)")


def test_a_pin_that_was_not_there_before_is_no_finding() -> None:
    files = {".github/workflows/ci.yml": (workflow("actions/checkout@v3"), workflow("actions/checkout@v4"))}

    assert said(judge(files)) == []


# --- what is new


@pytest.mark.parametrize(("name", "refused"), [("reqeusts", True), ("requests", False), ("a-name-of-our-own", False)])
def test_a_name_that_looks_like_a_much_used_one(name: str, refused: bool) -> None:
    found = judge({REQUIREMENTS: ("", f"{name}==1.0\n")})

    assert said(found) == ([("look-alike", 1, True)] if refused else [])
    assert not found or "requests" in found[0].problem


def test_a_new_direct_dependency_is_flagged() -> None:
    project = '[project]\nname = "shop"\nversion = "1"\ndependencies = [\n  "a-kept-one>=1",\n{more}]\n'
    files = {"pyproject.toml": (project.format(more=""), project.format(more='  "another-kept-one>=2",\n'))}

    assert said(judge(files)) == [("new", 6, False)]
    assert said(judge(files, new="off")) == []
    assert said(judge({"pyproject.toml": ("", files["pyproject.toml"][1])})) == [], "a project's first manifest"


# --- what nobody could look up


@pytest.mark.parametrize(("verdict", "blocks"), [("flag", [False]), ("refuse", [True]), ("off", [])])
def test_without_a_database_it_is_said(verdict: str, blocks: list[bool]) -> None:
    found = judge({REQUIREMENTS: ("", "flask==1.0\n")}, coverage=verdict)

    assert [finding.blocks for finding in found] == blocks
    assert all("no advisory database" in finding.problem for finding in found)
    assert all("govhooks advisories update" in finding.fix for finding in found)


def test_an_old_database_is_said(advisories: str) -> None:
    young = judge({REQUIREMENTS: ("", "a-kept-one==1.0\n")}, advisories, coverage="flag")
    old = judge({REQUIREMENTS: ("", "a-kept-one==1.0\n")}, advisories, coverage="flag", today="2027-03-01")

    assert said(young) == []
    assert said(old) == [("coverage", 0, False)]
    assert "days old" in old[0].problem


def test_an_ecosystem_that_the_database_lacks_is_said(advisories: str) -> None:
    lock = '[[package]]\nname = "serde"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n'
    found = judge({"Cargo.lock": ("", "version = 3\n\n" + lock)}, advisories, coverage="flag")

    assert said(found) == [("coverage", 0, False)]
    assert "crates.io" in found[0].problem


@pytest.mark.parametrize(
    ("path", "text"),
    [("package-lock.json", "{"), ("uv.lock", "version = "), ("package-lock.json", "[]"), ("uv.lock", "<<<<<<< HEAD\n")],
)
def test_a_file_that_cannot_be_read_is_said(path: str, text: str) -> None:
    found = judge({path: ("", text)}, coverage="flag")

    assert said(found) == [("unread", found[0].line, False)]
    assert "none was judged" in found[0].problem
    assert said(judge({path: ("", text)}, coverage="refuse"))[0][2] is True


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("docs/user-requirements.txt", "The system shall be fast.\nIt shall be easy.\n", False),
        ("requirements.txt", "The system shall be fast.\nIt shall be easy.\n", True),
        ("spec/environment.yml", "stage: production\n", False),
        ("config/action.yml", "name: shout\n", False),
        ("src/dockerfile.py", '"""Parse a Dockerfile."""\n', False),
        ("Dockerfile.dev", '"""Parse a Dockerfile."""\n', True),
    ],
)
def test_a_file_that_only_has_such_a_name_is_left_alone(path: str, text: str, told: bool) -> None:
    assert bool(judge({path: ("", text)}, coverage="flag")) is told


def test_an_entry_that_is_no_package_is_said() -> None:
    found = judge({REQUIREMENTS: ("", "flask==2.0\n??? what\n")}, coverage="flag")

    assert ("unread", 2, False) in said(found)


def test_a_name_cannot_write_on_the_terminal(repo, advisories: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("package-lock.json", locked("x\x1b[2Jevil", "1.0.0", deprecated="\x1b]0;title\x07::error::x"))
    done = repo.check(GOVHOOKS_ADVISORIES=advisories)

    assert "\x1b" not in done.out
    assert "\x07" not in done.out
    assert "dependency-review" in done.out


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("requirements.txt", "flask==2.0\n??? https://{}@pypi.example.com/x\n"),
        ("requirements.txt", "x @ git+https://bot:{}@git.example.com/x.git@main\n"),
        ("requirements.txt", "x @ https://files.example.com/x.whl?token={}\n"),
        ("package.json", '{{"dependencies": {{"x": "git+https://{}@git.example.com/x.git"}}}}'),
    ],
)
def test_no_credential_of_a_url_is_shown(path: str, text: str) -> None:
    value = "tok" + "en" * 9
    found = judge({path: ("", text.format(value))}, coverage="flag")

    assert found
    assert not [one for one in found if value in one.problem + one.fix + one.identity]


# --- a real commit


def test_a_commit_that_brings_a_vulnerable_version_is_refused(repo, advisories: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage(REQUIREMENTS, "flask==2.3.0\n")
    repo.git("commit", "--quiet", "--message", "start")
    repo.stage(REQUIREMENTS, "flask==1.0\n")
    done = repo.check(GOVHOOKS_ADVISORIES=advisories)

    assert done.code == 1
    assert "requirements.txt:1: flask 2.3.0 -> 1.0 is vulnerable: GHSA-high (high): Session cookies leak" in done.out
    assert "fix: set flask to 2.0.0 or later in requirements.txt" in done.out


def test_a_damaged_database_blocks(repo, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    place = tmp_path / "advisories.db"
    place.write_bytes(b"no database at all" * 99)
    repo.stage(REQUIREMENTS, "flask==1.0\n")
    done = repo.check(GOVHOOKS_ADVISORIES=str(place))

    assert done.code == 3
    assert str(place) in done.err


def test_whole_files_are_judged_with_all(repo, advisories: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage(REQUIREMENTS, "flask==1.0\n")
    repo.git("commit", "--quiet", "--message", "start")

    assert repo.check(GOVHOOKS_ADVISORIES=advisories).code == 0
    assert "flask 1.0 is vulnerable" in repo.check("--all", GOVHOOKS_ADVISORIES=advisories).out


def test_every_kind_of_verdict_has_an_option() -> None:
    from govhooks.rules.dependencies.dependency_review.policy import KINDS

    assert {Policy().verdict(kind) for kind in KINDS} <= {"refuse", "flag", "off"}
    assert set(KINDS.values()) <= set(Policy.defaults)
    assert rule.id == "dependency-review"


def test_the_statement_of_an_action_is_about_its_tag(advisories: str) -> None:
    from datetime import date

    from govhooks.rules.dependencies.dependency_review import review
    from govhooks.rules.dependencies.dependency_review.coverage import statements

    def looked(uses: str) -> str:
        change = Change("A", ".github/workflows/ci.yml", new=workflow(uses).encode())
        opener = {"advisories": lambda day: database.open(advisories, date.fromisoformat(day))}
        found = review(Changeset([change], today=TODAY, supplied=opener), Policy())
        ((file, (step,)),) = found.found
        (said,) = statements(step, file, found)
        return "answered" if said.answered else said.why

    assert looked(f"acme/scan/init@{HASH[:40]} # v2.0.0") == "answered"
    assert looked("acme/scan@v2.0.0") == "answered"
    assert looked("acme/scan@v2") == "version is not pinned"
    assert looked(f"acme/scan@{HASH[:40]}") == "an advisory cannot be evaluated"


WHEELS = ["a" * 64, "b" * 64, "c" * 64]


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        (WHEELS, [*WHEELS[:2], "d" * 64], True),  # one artifact was replaced
        (WHEELS, ["d" * 64, "e" * 64], True),  # nothing is as it was
        (WHEELS, [WHEELS[0], "d" * 64], False),  # artifacts of other platforms
    ],
)
def test_a_replaced_artifact_among_others_is_refused(old: list[str], new: list[str], refused: bool) -> None:
    def lock(hashes: list[str]) -> str:
        return f"rich==14.1.0 {' '.join(f'--hash=sha256:{value}' for value in hashes)}\n"

    (finding,) = judge({REQUIREMENTS: (lock(old), lock(new))})

    assert (finding.problem, finding.blocks) == ("rich 14.1.0: another hash for the same version", refused)


@pytest.mark.parametrize(
    ("path", "head", "row", "foot"),
    [
        ("pylock.toml", 'lock-version = "1.0"\n[[packages]]\n', '{{ name = "{}", hashes = {{ sha256 = "{}" }} }}', ""),
        ("uv.lock", "version = 1\n[[package]]\n", '{{ url = "https://h/{}", hash = "sha256:{}" }}', ""),
        ("poetry.lock", "[[package]]\n", '{{ file = "{}", hash = "sha256:{}" }}', '[metadata]\nlock-version = "2.1"\n'),
        ("pdm.lock", '[metadata]\nlock_version = "4.5"\n[[package]]\n', '{{ file = "{}", hash = "sha256:{}" }}', ""),
    ],
)
def test_files_of_one_name_are_compared(path: str, head: str, row: str, foot: str) -> None:
    """Another hash of the same file is refused; a file gone and another one come is not."""
    key = "files" if "file =" in row else "wheels"

    def lock(*files: tuple[str, str]) -> str:
        rows = "".join(f"    {row.format(name, digest * 64)},\n" for name, digest in files)
        return f'{head}name = "rich"\nversion = "14.1.0"\n{key} = [\n{rows}]\n{foot}'

    before = lock(("any.whl", "a"), ("linux.whl", "b"))
    (replaced,) = judge({path: (before, lock(("any.whl", "a"), ("linux.whl", "c")))})
    others = judge({path: (before, lock(("any.whl", "a"), ("macos.whl", "c")))})

    assert (replaced.problem, replaced.blocks) == ("rich 14.1.0: another hash for the same version", True)
    assert [one.problem for one in others if one.blocks] == []
    assert "another hash" not in str(others)


def test_packages_that_come_from_another_index_are_said_once() -> None:
    def lock(host: str, count: int) -> str:
        names = [f"acme-{number}" for number in range(count)]
        packages = {
            f"node_modules/{name}": {"version": "1.0.0", "resolved": f"https://{host}/{name}/-/{name}-1.0.0.tgz"}
            for name in names
        }
        root = {"name": "shop", "dependencies": dict.fromkeys(names, "^1.0.0")}
        return json.dumps({"lockfileVersion": 3, "packages": {"": root, **packages}}, indent=1)

    def problems(count: int, **policy: object) -> list[str]:
        files = {"package-lock.json": (lock("registry.npmjs.org", count), lock("npm.example.net", count))}
        return [finding.problem for finding in judge(files, **policy)]  # type: ignore[arg-type]

    moved = "from another index: the default index -> https://npm.example.net"
    assert problems(1) == [f"acme-0 comes {moved}"]
    assert problems(9) == [f"acme-0 and 8 more come {moved}"]
    assert problems(9, sources="off") == []
    files = {"package-lock.json": (lock("registry.npmjs.org", 9), lock("npm.example.net", 9))}
    assert [finding.package for finding in judge(files)] == [None]  # an exception for one of them excuses no other
    assert len(problems(2, indexes=("https://registry.npmjs.org",))) == 2
    assert problems(2, indexes=("https://npm.example.net",)) == []


@pytest.mark.parametrize(
    ("old", "url", "policy", "meant"),
    [
        ("flask==2.0.0\n", "https://wheels.example.net/simple", {}, [("source", 0, False)]),
        ("flask==2.0.0\n", "https://pypi.org/simple", {}, []),
        ("flask==2.0.0\n", "https://wheels.example.net/simple", {"sources": "off"}, []),
        ("", "https://wheels.example.net/simple", {}, []),  # a new file: so this project does it
        ("", "https://wheels.example.net/simple", {"indexes": ("https://pypi.org/simple",)}, [("index", 0, True)]),
        ("", "https://wheels.example.net/simple", {"indexes": ("https://pypi.org", "https://wheels.example.net")}, []),
    ],
)
def test_one_more_index(old: str, url: str, policy: dict[str, object], meant: list[tuple[str, int, bool]]) -> None:
    new = f"--extra-index-url {url}\nflask==2.0.0\n"

    assert said(judge({REQUIREMENTS: (old, new)}, **policy)) == meant  # type: ignore[arg-type]
    assert said(judge({REQUIREMENTS: (new, f"{new}# kept\n")}, **policy)) == []  # type: ignore[arg-type]


def test_what_to_do_about_a_malicious_release_and_how_it_came_in(advisories: str) -> None:
    def lock(version: str) -> str:
        return f"""# yarn lockfile v1


left-padder@^1.0.0:
  version "{version}"
  resolved "https://registry.yarnpkg.com/left-padder/-/left-padder-{version}.tgz#{HASH[:40]}"

pad-all@^2.0.0:
  version "2.0.0"
  resolved "https://registry.yarnpkg.com/pad-all/-/pad-all-2.0.0.tgz#{HASH[:40]}"
  dependencies:
    left-padder "^1.0.0"
"""

    (first,) = judge({"yarn.lock": ("", lock("1.0.0"))}, advisories)
    assert first.problem == "left-padder 1.0.0 (by pad-all) is malicious (MAL-2026-1)"
    assert first.fix.startswith("remove left-padder, and treat")


@pytest.mark.parametrize(
    ("first", "undo"), [("1.0.0", "go back to left-padder 1.0.0"), ("1.1.0", "remove left-padder")]
)
def test_a_release_that_was_good_is_taken_again(tmp_path: Path, first: str, undo: str) -> None:
    (tmp_path / "npm").mkdir()
    events = [{"introduced": "1.1.0"}]
    (tmp_path / "npm/MAL-1.json").write_text(json.dumps(advisory("MAL-1", "npm", "left-padder", events=events)))
    place = database_of(tmp_path)

    (finding,) = judge({"package-lock.json": (locked("left-padder", first), locked("left-padder", "1.2.0"))}, place)

    assert finding.fix.startswith(f"{undo}, and treat")
    assert finding.blocks


@pytest.mark.parametrize(
    ("path", "target", "meant"),
    [
        ("web/package-lock.json", "../package-lock.json", []),
        ("requirements.txt", "requirements/prod.txt", []),
        ("requirements.txt", "deps", ["it is a link to deps, whose packages are not judged"]),
        (
            "requirements.txt",
            "/etc/requirements.txt",
            ["it is a link to /etc/requirements.txt, whose packages are not judged"],
        ),
        ("requirements.txt", "../other/uv.lock", ["it is a link to ../other/uv.lock, whose packages are not judged"]),
        ("notes", "requirements.txt", []),
    ],
)
def test_a_link_in_the_place_of_a_lock(path: str, target: str, meant: list[str]) -> None:
    link = Change("A", path, new=target.encode(), mode="120000")
    changeset = Changeset([link], today=TODAY, supplied={"advisories": lambda day: None})

    assert [finding.problem for finding in check(changeset, Policy())] == meant


def test_what_was_a_link_is_all_new(advisories: str) -> None:
    change = Change("T", REQUIREMENTS, REQUIREMENTS, new=b"flask==1.0\n", old=[b"flask==1.0"], old_mode="120000")

    def opener(day: str) -> database.Database:
        from datetime import date

        return database.open(advisories, date.fromisoformat(day))

    (finding,) = check(Changeset([change], today=TODAY, supplied={"advisories": opener}), Policy())
    assert finding.advisories == ("GHSA-high",)
    assert finding.blocks
