"""What the package index says: what is refused and flagged of it, and that what nobody could look up is said, once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from conftest import Done, Repo
from index_world import JSON, SIMPLE, Server, packument, send, serving, simple

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.knowledge.indexes.answers import Facts
from govhooks.knowledge.indexes.asking import Wanted
from govhooks.rules.dependencies.dependency_review import Policy, check

TODAY = "2026-11-27"
FINE = Facts(
    known=True,
    present=True,
    status="active",
    uploaded="2026-01-01T10:00:00",
    newest="9.0",
    newest_at="2026-06-01T10:00:00",
    index="pypi.test",
    at="2026-11-27T10:00:00Z",
)
GONE = Facts(index="pypi.test")
QUIET = {"new": "off", "lookalikes": "off"}


def judge(
    files: Mapping[str, tuple[str, str]], facts: Mapping[str, Facts] | Facts = FINE, **policy: object
) -> tuple[list[Finding], list[Wanted]]:
    """What is said of files, path -> (before, after), when the index says `facts` by name; and what was asked for."""
    changes = [
        Change("M" if old else "A", path, path if old else "", new=new.encode(), old=[old.encode()] if old else [])
        for path, (old, new) in files.items()
    ]
    asked: list[Wanted] = []

    def ask(wanted: Iterable[Wanted], indexes: Sequence[str] = ()) -> Mapping[Wanted, Facts]:
        asked.extend(wanted)
        return {one: facts if isinstance(facts, Facts) else facts.get(one.name, FINE) for one in asked}

    changeset = Changeset(changes, kind="range", today=TODAY, supplied={"indexes": ask})
    found = [one for one in check(changeset, Policy(**{**QUIET, **policy})) if one.identity != "coverage no database"]  # type: ignore[arg-type]
    return found, asked


def said(findings: Iterable[Finding]) -> list[tuple[str, int, bool]]:
    return [(finding.identity.split()[0], finding.line, finding.blocks) for finding in findings]


REQUIREMENTS = "requirements.txt"
ONE = {REQUIREMENTS: ("", "some-name==1.0\n")}
UPDATED = {REQUIREMENTS: ("some-name==0.9\n", "some-name==1.0\n")}


@pytest.mark.parametrize("files", [ONE, UPDATED])
@pytest.mark.parametrize(
    ("changed", "meant"),
    [
        ({}, []),
        ({"status": "quarantined", "present": False, "uploaded": ""}, [("quarantined", 1, True)]),
        ({"status": "archived"}, [("abandoned", 1, False)]),
        ({"status": "deprecated", "given_up": "yanked"}, [("abandoned", 1, False)]),
        ({"given_up": "yanked: broken"}, [("abandoned", 1, False)]),
        ({"given_up": "use another"}, [("abandoned", 1, False)]),
        ({"uploaded": "2026-11-25T10:00:00"}, [("young", 1, False)]),
        ({"uploaded": "2027-01-01T10:00:00"}, [("young", 1, False)]),  # a time to come is no age
        ({"uploaded": "2026-11-20T10:00:00"}, []),
        ({"uploaded": ""}, []),
        ({"present": False}, [("missing", 1, False)]),
        ({"known": False, "present": False}, [("missing", 1, False)]),
        ({"known": False, "present": False, "gone": "2026-02-02T10:00:00"}, [("missing", 1, False)]),
        ({"why": "HTTP 500", "status": "quarantined"}, [("coverage", 0, False)]),
        ({"gaps": ("status",), "status": "unknown"}, [("coverage", 0, False)]),
        ({"gaps": ("status", "times"), "uploaded": ""}, [("coverage", 0, False), ("coverage", 0, False)]),
    ],
)
def test_verdicts(
    files: Mapping[str, tuple[str, str]], changed: dict[str, object], meant: list[tuple[str, int, bool]]
) -> None:
    found, _ = judge(files, FINE.but(**changed))

    assert said(found) == meant
    assert all(one.package == ("PyPI", "some-name", "1.0") for one in found if one.line)


@pytest.mark.parametrize(
    ("newest_at", "months", "meant"),
    [
        ("2023-12-01T10:00:00", 36, []),
        ("2023-11-01T10:00:00", 36, ["asleep"]),
        ("2023-11-01T10:00:00", 0, []),
        ("2026-06-01T10:00:00", 5, ["asleep"]),
        ("", 36, []),
        ("2030-01-01T10:00:00", 36, []),
    ],
)
def test_a_new_package_that_is_asleep(newest_at: str, months: int, meant: list[str]) -> None:
    found, _ = judge(ONE, FINE.but(newest_at=newest_at), stale_months=months)
    assert [kind for kind, _, _ in said(found)] == meant

    updated, _ = judge(UPDATED, FINE.but(newest_at=newest_at), stale_months=months)
    assert said(updated) == []  # it is no worse than before


@pytest.mark.parametrize("option", ["abandoned", "young", "missing", "coverage"])
def test_each_kind_is_the_policys(option: str) -> None:
    facts = {
        "abandoned": FINE.but(status="archived"),
        "young": FINE.but(uploaded="2026-11-26T10:00:00"),
        "missing": GONE,
        "coverage": FINE.but(why="HTTP 500"),
    }[option]

    assert [one.blocks for one in judge(ONE, facts, **{option: "refuse"})[0]] == [True]
    assert judge(ONE, facts, **{option: "off"})[0] == []


def test_quarantined_is_refused_whatever_the_policy_says() -> None:
    policy = {name: "off" for name, choices in Policy.CHOICES.items() if "off" in choices}

    assert said(judge(ONE, FINE.but(status="quarantined"), **policy)[0]) == [("quarantined", 1, True)]


def lock(*packages: dict[str, object]) -> str:
    return json.dumps(
        {
            "name": "shop",
            "lockfileVersion": 3,
            "packages": {
                "": {"name": "shop", "dependencies": {"top": "^1"}},
                **{f"node_modules/{one['name']}": {"version": "1.0.0", **one} for one in packages},
            },
        },
        indent=1,
    )


def npm(*names: str) -> str:
    return lock(*({"name": name, "dependencies": {}} for name in names))


def test_what_the_lock_has_said_is_not_said_again() -> None:
    files = {"package-lock.json": ("", lock({"name": "top", "deprecated": "use b"}))}
    found, _ = judge(files, FINE.but(given_up="use b", index="npm.test"))

    assert [one.problem for one in found] == ["top 1.0.0 is given up by its makers: use b"]


def test_the_age_in_a_lock_counts_before_the_indexs() -> None:
    text = (
        'version = 1\n\n[[package]]\nname = "some-name"\nversion = "1.0"\nsource = { registry = "https://pypi.org/simple" }\n'
        'sdist = { url = "https://x.test/a.tar.gz", hash = "sha256:00", size = 1, upload-time = "2026-01-01T10:00:00Z" }\n'
    )

    assert judge({"uv.lock": ("", text)}, FINE.but(uploaded="2026-11-26T10:00:00"))[0] == []


def test_transitive_packages_that_are_asleep_are_one_finding_a_file() -> None:
    files = {"package-lock.json": ("", npm("top", "c", "b", "a", "d"))}
    found, _ = judge(files, FINE.but(newest_at="2016-01-01T10:00:00", newest="1.0.0", index="npm.test"))

    assert [one.problem for one in found] == [
        "top 1.0.0 is asleep: its last release (1.0.0) came on 2016-01-01",
        "4 packages had no release for 36 months: a, b, c and 1 more",
    ]
    assert [one.blocks for one in found] == [False, False]
    refused, _ = judge(files, FINE.but(newest_at="2016-01-01T10:00:00", index="npm.test"), abandoned="refuse")
    assert [one.blocks for one in refused] == [True] * 5  # each may need an exception of its own


def test_transitive_packages_that_are_young_are_one_finding_a_file() -> None:
    old = lock(*({"name": name, "version": "0.9.0"} for name in ("top", "c", "b", "a", "d")))
    files = {"package-lock.json": (old, npm("top", "c", "b", "a", "d"))}
    found, _ = judge(files, FINE.but(uploaded="2026-11-26T10:00:00", index="npm.test"))

    assert [one.problem for one in found] == [
        "top 0.9.0 -> 1.0.0 was uploaded yesterday (the policy waits 7 days)",
        "4 packages were uploaded in the last 7 days: a, b, c and 1 more",
    ]


def test_a_manifest_and_its_lock_say_it_once() -> None:
    files = {
        "package.json": ("", '{"dependencies": {"top": "^1"}}'),
        "package-lock.json": ("", npm("top")),
    }
    found, asked = judge(files, FINE.but(status="quarantined", index="npm.test"))

    assert [(one.path, one.package) for one in found] == [("package-lock.json", ("npm", "top", "1.0.0"))]
    assert {one.version for one in asked} == {"", "1.0.0"}


def test_each_folder_is_told_by_itself() -> None:
    """An exception in one of them says nothing about the other."""
    found, _ = judge({f"{name}/{REQUIREMENTS}": ("", "a==1\n") for name in ("x", "y")}, FINE.but(status="quarantined"))

    assert [one.path for one in found] == ["x/requirements.txt", "y/requirements.txt"]
    assert all(one.joint for one in found)  # no exception of the package alone excuses it


# --- whom is asked


@pytest.mark.parametrize(
    ("path", "old", "new", "meant"),
    [
        (REQUIREMENTS, "", "a==1\nb>=2\n", [("a", "1", ""), ("b", "", "")]),
        (REQUIREMENTS, "a==1\nb>=2\n", "a==1\nb>=3\n", []),
        (REQUIREMENTS, "a==1\n", "", []),
        (REQUIREMENTS, "", "a @ git+https://git.test/a@0123\nb @ https://x.test/b.whl\n", []),
        (REQUIREMENTS, "", "--index-url https://own.test/simple\na==1\n", [("a", "1", "https://own.test/simple")]),
        ("constraints.txt", "", "a==1\n", []),
        ("package-lock.json", "", npm("b", "top"), [("top", "1.0.0", ""), ("b", "1.0.0", "")]),  # direct ones first
        ("package-lock.json", npm("top"), npm("top"), []),
        ("Cargo.lock", "", 'version = 3\n[[package]]\nname = "a"\nversion = "1.0.0"\n', []),
        ("Dockerfile", "", "FROM python:3.12\n", []),
    ],
)
def test_who_is_asked_for(path: str, old: str, new: str, meant: list[tuple[str, str, str]]) -> None:
    _, asked = judge({path: (old, new)})

    assert [(one.name, one.version, one.source) for one in asked] == meant


def test_nobody_is_asked_where_the_network_is_not_allowed() -> None:
    changeset = Changeset([Change("A", REQUIREMENTS, new=b"a==1\n")], today=TODAY, supplied={"indexes": None})

    assert [one.identity for one in check(changeset, Policy(**QUIET))] == ["coverage no database"]  # type: ignore[arg-type]


def test_test_data_is_not_asked_for_unless_all_has_to_be_looked_up() -> None:
    files = {"tests/fixtures/requirements.txt": ("", "a==1\nb==1\n"), REQUIREMENTS: ("", "b==1\n")}
    bad = FINE.but(status="quarantined")
    found, asked = judge(files, bad)
    assert ([(one.path, one.line) for one in found], [one.name for one in asked]) == ([(REQUIREMENTS, 1)], ["b"])

    found, asked = judge(files, bad, coverage="refuse")
    assert sorted((one.path, one.line) for one in found) == [
        (REQUIREMENTS, 1),
        *(("tests/fixtures/requirements.txt", line) for line in (1, 2)),
    ]
    assert sorted({one.name for one in asked}) == ["a", "b"]


# --- what could not be looked up, once


def many(count: int) -> dict[str, tuple[str, str]]:
    return {REQUIREMENTS: ("", "".join(f"p{n:03}==1.0\n" for n in range(count)))}


def test_no_network_is_said_once() -> None:
    found, _ = judge(many(200), FINE.but(why="its name cannot be resolved"))

    assert [one.problem for one in found] == [
        "200 packages could not be looked up in the index pypi.test: its name cannot be resolved (p000, p001, p002 and 197 more)"
    ]


def test_some_that_could_not_be_looked_up_are_named() -> None:
    found, _ = judge(many(20), {"p003": FINE.but(why="HTTP 500"), "p005": FINE.but(why="HTTP 502")})

    assert [one.problem for one in found] == [
        "2 of 20 packages could not be looked up in the index pypi.test: p003 (HTTP 500), p005 (HTTP 502)"
    ]


def test_a_gap_is_said_once_for_each_index() -> None:
    found, _ = judge(many(20), FINE.but(status="unknown", gaps=("status",), api="1.1"))

    assert [one.problem for one in found] == [
        "the index pypi.test does not tell whether a project is archived, deprecated or quarantined (API 1.1): nobody has looked"
    ]


def test_an_index_that_has_nothing_is_doubted_and_not_each_package() -> None:
    found, _ = judge(many(20), GONE)
    assert [one.problem for one in found] == [
        "the index pypi.test has none of 20 packages (p000, p001, p002 and 17 more): is its URL right?"
    ]

    found, _ = judge(many(20), {f"p{n:03}": GONE for n in range(19)})
    assert len(found) == 19
    assert {one.identity.split()[0] for one in found} == {"missing"}


def test_a_file_that_names_more_indexes_may_mean_them() -> None:
    files = {REQUIREMENTS: ("", "--extra-index-url https://own.test/simple\na==1\n")}

    assert said(judge(files, GONE)[0]) == [("coverage", 0, False)]


# --- the whole way


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def ci(repo: Repo, server: Server, tmp_path: Path, *args: str, **env: str) -> Done:
    """`govhooks ci` since the first commit, with this index alone."""
    first = repo.git("rev-list", "--max-parents=0", "HEAD")
    given = {
        "GOVHOOKS_OFFLINE": "",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": f"{server.url}/simple",
        "npm_config_registry": f"{server.url}/npm",
        "HOME": str(tmp_path / "home"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PREFIX": str(tmp_path / "prefix"),
    }
    return repo.run("ci", "--base", first, *args, **{**given, **env})


def test_a_quarantined_package_is_refused_in_ci(repo: Repo, server: Server, tmp_path: Path) -> None:
    server.pages = {
        "/simple/good-name/": simple("good-name", "1.0"),
        "/simple/bad-name/": simple(
            "bad-name", files=[], **{"project-status": {"status": "quarantined", "reason": "malware"}}
        ),
    }
    repo.commit("packages", **{REQUIREMENTS: "good-name==1.0\nbad-name==2.0\n"})
    done = ci(repo, server, tmp_path)

    assert done.code == 1
    assert (
        f"{REQUIREMENTS}:2: bad-name 2.0 is quarantined: 127.0.0.1:{server.server_port} has taken it down as suspicious: malware"
        in done.out
    )
    assert "good-name" not in done.out.replace("good-name is a new dependency", "")
    assert sorted(server.paths()) == ["/simple/bad-name/", "/simple/good-name/"]
    assert ci(repo, server, tmp_path).code == 1
    assert len(server.asked) == 2  # the answers are kept


@pytest.mark.parametrize(
    ("network", "command", "asked"),
    [("ci", "ci", True), ("ci", "check", False), ("always", "check", True), ("never", "ci", False)],
)
def test_when_the_network_is_used(
    repo: Repo, server: Server, tmp_path: Path, network: str, command: str, asked: bool
) -> None:
    repo.commit("policy", **{"governance.toml": f'[rules.dependency-review]\nnetwork = "{network}"\n'})
    repo.stage(REQUIREMENTS, "some-name==1.0\n")
    env = {
        "GOVHOOKS_OFFLINE": "",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": server.url,
        "XDG_CACHE_HOME": str(tmp_path),
    }
    if command == "check":
        done = repo.check(**env)
    else:
        base = repo.git("rev-parse", "HEAD")
        repo.commit("packages")
        done = repo.run("ci", "--base", base, **env)

    assert server.paths() == (["/some-name/"] if asked else [])
    assert ("is not in the index" in done.out) is asked
    assert done.code == 0


def test_govhooks_dependencies_tells_who_answered(repo: Repo, server: Server, tmp_path: Path) -> None:
    server.pages = {"/good/": simple("good", "1.0"), "/poor/": simple("poor", "1.0", api="1.1")}
    repo.commit("policy", **{"governance.toml": '[rules.dependency-review]\nnetwork = "always"\nnew = "off"\n'})
    repo.stage(REQUIREMENTS, "good==1.0\npoor==1.0\nnone==1.0\n")
    env = {
        "GOVHOOKS_OFFLINE": "",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": server.url,
        "XDG_CACHE_HOME": str(tmp_path),
    }
    done = repo.run("dependencies", "--format", "json", **env)
    told = {row["name"]: row["looked_up"][-1] for row in json.loads(done.out)["packages"]}
    where = f"index 127.0.0.1:{server.server_port}"

    assert {one["source"] for one in told.values()} == {where}
    assert {name: one["answered"] for name, one in told.items()} == {"good": True, "poor": False, "none": True}
    assert told["poor"]["why"] == "it does not tell a status"


def test_without_a_network_ci_says_so_once_and_ends(repo: Repo, tmp_path: Path) -> None:
    with serving() as server:
        pass  # nobody listens there any more
    repo.commit("packages", **{REQUIREMENTS: "".join(f"p{n}==1.0\n" for n in range(100))})
    done = ci(repo, server, tmp_path)

    assert done.out.count("could not be looked up") == 1
    assert "connection refused" in done.out
    assert ci(repo, server, tmp_path, GOVHOOKS_OFFLINE="1").out.count("GOVHOOKS_OFFLINE is set") == 1


def test_settings_of_the_repository_send_nothing_anywhere(repo: Repo, server: Server, tmp_path: Path) -> None:
    with serving() as evil:
        repo.commit(
            "packages",
            **{
                ".npmrc": f"registry={evil.url}\n//127.0.0.1:{evil.server_port}/:_authToken=${{NPM_TOKEN}}\n",
                "pip.conf": f"[global]\nindex-url = {evil.url}\n",
                REQUIREMENTS: f"--index-url {evil.url}/simple\nsome-name==1.0\n",
                "package.json": '{"dependencies": {"some-name": "^1"}}',
            },
        )
        done = ci(repo, server, tmp_path, NPM_TOKEN="T")

        assert evil.asked == []
        assert server.paths() == ["/npm/some-name"]
        assert "it is not configured here" in done.out


WORST = "\x1b[31mred\x07 ::error::x\n::warning::y ##[z] \u202e\ud800</script> %0A" + "x" * 500


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_nothing_that_an_index_says_is_more_than_text(repo: Repo, server: Server, tmp_path: Path, form: str) -> None:
    server.pages = {
        "/simple/a/": simple("a", "1.0", **{"project-status": {"status": "quarantined", "reason": WORST}}),
        "/simple/b/": simple("b", "1.0", file={"yanked": WORST}),
        "/simple/c/": simple("c", "9.0", WORST),
        "/npm/d": packument("d", "1.0.0", manifest={"deprecated": WORST}),
        "/npm/e": packument("e", WORST, **{"dist-tags": {"latest": WORST}}),
    }
    packages = {"a==1.0", "b==1.0", "c==1.0"}
    repo.commit(
        "packages",
        **{
            REQUIREMENTS: "\n".join(sorted(packages)),
            "package-lock.json": npm("d", "e", "\x1b[32mf", "../g", "h\n::error::i"),
        },
    )
    done = ci(repo, server, tmp_path, "--format", form)

    assert done.code == 1
    assert "red" in done.out
    for bad in ("\x1b", "\x07", "\u202e", "##["):
        assert bad not in done.out + done.err
    own = ("::error ", "::warning ", "::notice ") if form == "github" else ()
    for line in done.out.splitlines():
        assert not line.lstrip().startswith("::") or line.startswith(own), line
    if form in ("json", "sarif"):
        json.loads(done.out[done.out.index("{") :].rpartition("}")[0] + "}")
    assert not any("g" in path.rpartition("/")[2] for path in server.paths())


@pytest.mark.parametrize("status", [200, 500])
def test_a_bad_answer_is_said_in_every_form(repo: Repo, server: Server, tmp_path: Path, status: int) -> None:
    def page(handler: object) -> None:
        send(handler, status, {"Content-Type": SIMPLE if status == 200 else JSON}, b'{"truncated')  # type: ignore[arg-type]

    server.pages = {"/simple/some-name/": page}
    repo.commit("packages", **{REQUIREMENTS: "some-name==1.0\n"})
    for form in ("text", "json", "sarif", "github"):
        assert "could not be looked up in the index" in ci(repo, server, tmp_path, "--format", form).out
