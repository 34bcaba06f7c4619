"""`govhooks dependencies`: what is compared, what is said of each package, and who was asked."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Done, Repo
from osv_world import advisory, archive, database_of
from schemas import jsonschema

from govhooks.commands import dependencies, dependency_report
from govhooks.knowledge.dependencies.difference import KINDS
from govhooks.rules.dependencies.dependency_review.coverage import DATABASE

SCHEMA = json.loads((ROOT / "docs/dependencies.schema.json").read_text(encoding="utf-8"))
DATA = ROOT / "tests/readers/locks/data"
RATED = {"database_specific": {"severity": "CRITICAL"}}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of PyPI and crates.io; flask is fixed in 2.0.0."""
    folder = tmp_path_factory.mktemp("osv")
    events = [("introduced", "0"), ("fixed", "2.0.0")]
    archive(
        folder,
        "PyPI",
        advisory("PYSEC-1", "flask", events=events, aliases=["CVE-2026-1"], **RATED),
    )
    archive(folder, "GitHub Actions", advisory("GHSA-9", "a/b", "GitHub Actions", events=events))
    archive(folder, "crates.io", advisory("RUSTSEC-1", "left", "crates.io", events=events))
    return database_of(folder)


def asked(repo: Repo, *args: str, **env: str) -> dict[str, Any]:
    """What the command says in JSON, held to its schema."""
    done = repo.run("dependencies", "--format", "json", *args, **env)
    assert done.code in (0, 3), done
    assert done.out.isascii()
    told = json.loads(done.out)
    jsonschema.validate(told, SCHEMA, cls=jsonschema.Draft202012Validator)
    return dict(told)


def rows(told: dict[str, Any]) -> list[tuple[object, ...]]:
    return [
        (
            one["name"],
            one["old"] and one["old"]["version"],
            one["new"] and one["new"]["version"],
            one["path"],
            one["line"],
        )
        for one in told["packages"]
    ]


# --- what is compared


def test_nothing_staged_is_said(repo: Repo) -> None:
    repo.commit("lock", **{"requirements.txt": "click==1\n", "notes.txt": "x\n"})
    repo.write("requirements.txt", "click==2\n")
    repo.write("notes.txt", "y\n")
    done = repo.run("dependencies")

    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "nothing is staged, so no package changes (--all shows every package; REV what changed since a revision)\n"
        "  requirements.txt differs on disk: git add it first\n"
    )
    assert asked(repo)["packages"] == []


def test_nothing_about_packages_is_said(repo: Repo) -> None:
    repo.stage("app.py", "x = 2\n")

    assert repo.run("dependencies").out == "from HEAD to the index: no package changes in a lock or manifest\n"
    assert repo.run("dependencies", "--all").out == "all of the index: no package is named in a lock or manifest\n"


def test_before_the_first_commit_all_that_is_staged_is_new(empty_repo: Repo) -> None:
    empty_repo.stage("requirements.txt", "click==1\n")

    assert rows(asked(empty_repo)) == [("click", None, "1", "requirements.txt", 1)]
    assert rows(asked(empty_repo, "--all")) == [("click", None, "1", "requirements.txt", 1)]


@pytest.fixture
def branched(repo: Repo) -> Repo:
    """main went on after topic left it; on topic something is committed, staged, and changed on disk."""
    repo.commit("lock", **{"requirements.txt": "a==1\nb==1\nc==1\nd==1\n"})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("a", **{"requirements.txt": "a==2\nb==1\nc==1\nd==1\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("d", **{"requirements.txt": "a==1\nb==1\nc==1\nd==2\n"})
    repo.git("checkout", "-q", "topic")
    repo.stage("requirements.txt", "a==2\nb==2\nc==1\nd==1\n")
    repo.write("requirements.txt", "a==2\nb==2\nc==2\nd==1\n")
    return repo


@pytest.mark.parametrize(
    ("args", "compared", "changed"),
    [
        ((), ["HEAD", "index"], ["b 1 2"]),
        (("main",), ["main", "index"], ["a 1 2", "b 1 2"]),
        (("HEAD",), ["HEAD", "index"], ["b 1 2"]),
        (("HEAD~1",), ["HEAD~1", "index"], ["a 1 2", "b 1 2"]),
        (("main..topic",), ["main", "topic"], ["a 1 2"]),
        (("main..",), ["main", "HEAD"], ["a 1 2"]),
        (("topic..main",), ["topic", "main"], ["d 1 2"]),
        (("..main",), ["HEAD", "main"], ["d 1 2"]),
        (("topic..topic",), ["topic", "topic"], []),
        (("--all",), [None, "index"], ["a None 2", "b None 2", "c None 1", "d None 1"]),
        (("--all", "main"), [None, "main"], ["a None 1", "b None 1", "c None 1", "d None 2"]),
    ],
)
def test_what_is_compared(branched: Repo, args: tuple[str, ...], compared: list[str], changed: list[str]) -> None:
    told = asked(branched, *args)

    assert list(told["compared"].values()) == compared
    assert [f"{name} {old} {new}" for name, old, new, _, _ in rows(told)] == changed


def test_a_folder_below_asks_about_the_whole_repository(branched: Repo) -> None:
    below = branched.path / "below"
    below.mkdir()

    assert branched.run("dependencies", cwd=below).out == branched.run("dependencies").out


@pytest.mark.parametrize(
    ("args", "code", "why"),
    [
        (("nowhere",), 3, "names no commit"),
        (("main...topic",), 2, "write A..B"),
        (("main..topic", "--all"), 2, "name one revision"),
        (("main..topic", "--sbom", "-"), 2, "name one revision"),
        (("--name", "x"), 2, "--name is for --sbom"),
        (("--format", "xml"), 2, "invalid choice"),
        (("--", "--output=x"), 3, "names no commit"),
    ],
)
def test_what_cannot_be_compared(branched: Repo, args: tuple[str, ...], code: int, why: str) -> None:
    done = branched.run("dependencies", *args)

    assert done.code == code
    assert why in done.err
    assert done.out == ""


def test_a_bare_repository_has_revisions_only(branched: Repo, tmp_path: Path) -> None:
    place = tmp_path / "bare.git"
    branched.git("clone", "-q", "--bare", ".", str(place))

    assert "1 change in 1 file" in branched.run("dependencies", "main..topic", cwd=place).out
    assert branched.run("dependencies", "--all", "main", cwd=place).code == 0
    for args in ((), ("main",), ("--all",), ("--sbom", "-")):
        assert branched.run("dependencies", *args, cwd=place).code == 3


# --- what is said of a package


def test_text_says_what_the_hook_says_and_who_was_asked(repo: Repo, database: str) -> None:
    policy = '[rules.dependency-review]\nunpinned = "off"\n'
    repo.commit("lock", **{"requirements.txt": "flask==2.5\nclick==8.0\ngone==1\nkept==1\n", "governance.toml": policy})
    repo.stage("requirements.txt", "click==8.1\nflask==1.2\nkept==1\nranged>=2\n")
    done = repo.run("dependencies", GOVHOOKS_ADVISORIES=database)
    hook = repo.check(GOVHOOKS_ADVISORIES=database)
    (fingerprint,) = re.findall("fingerprint: (.*)", done.out)

    assert (done.code, done.err) == (0, "")
    assert re.sub(r"\d+ days? old", "N days old", done.out) == (
        "from HEAD to the index: 4 changes in 1 file\n"
        "\n"
        "requirements.txt:2: flask 2.5 -> 1.2 (downgraded) (PyPI, direct)\n"
        "  refused: flask 2.5 -> 1.2 is vulnerable: PYSEC-1, CVE-2026-1 (critical): PYSEC-1 of flask\n"
        "    fix: set flask to 2.0.0 or later in requirements.txt\n"
        f"    fingerprint: {fingerprint}\n"
        "  looked up in OSV database, N days old\n"
        "\n"
        "requirements.txt:4: ranged >=2 (new) (PyPI, direct)\n"
        "  flagged: ranged >=2 is a new dependency\n"
        "    next: say in the message what it is for\n"
        "  not looked up in OSV database: version is not pinned\n"
        "\n"
        "package  version      where               comes in  looked up\n"
        "click    8.0 -> 8.1   requirements.txt:1  direct    OSV database, N days old\n"
        "gone     1 (removed)  requirements.txt\n"
        "\n"
        "govhooks: 4 changes: 1 refused, 1 flagged, 2 without finding (policy: HEAD:governance.toml)\n"
    )
    assert fingerprint in hook.out
    assert "flask 2.5 -> 1.2 is vulnerable: PYSEC-1, CVE-2026-1 (critical): PYSEC-1 of flask" in hook.out


def test_json_says_all_of_it(repo: Repo, database: str) -> None:
    repo.stage("requirements.txt", "flask==1.2\n")
    told = asked(repo, GOVHOOKS_ADVISORIES=database)
    (package,) = told["packages"]
    (finding,) = package.pop("findings")
    (source,) = package.pop("looked_up")

    assert package == {
        "ecosystem": "PyPI",
        "name": "flask",
        "purl": "pkg:pypi/flask@1.2",
        "old": None,
        "new": {"version": "1.2", "wanted": "==1.2"},
        "changed": ["added"],
        "path": "requirements.txt",
        "line": 1,
        "direct": package["direct"],
        "way": [],
        "groups": [],
        "test_data": False,
        "state": "refused",
    }
    assert finding["advisories"] == ["PYSEC-1", "CVE-2026-1"]
    assert (finding["state"], finding["fix"]) == ("refused", "set flask to 2.0.0 or later in requirements.txt")
    assert (source["source"], source["answered"], source["why"]) == (DATABASE, True, "")
    assert source["age_days"] >= 0
    assert (told["findings"], told["unread"], told["policy"]) == ([], [], "built-in defaults")


def test_each_way_in_and_each_weight(repo: Repo, database: str) -> None:
    """A real lock of uv: the way is told, what is refused comes before what is flagged, and that before the rest."""
    case = DATA / "uv/0.4"
    repo.commit("before", **{"uv.lock": (case / "before/uv.lock").read_text()})
    repo.stage("uv.lock", (case / "after/uv.lock").read_text())
    repo.stage("requirements.txt", "flask==1.2\n")
    repo.stage(".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n")
    told = asked(repo, GOVHOOKS_ADVISORIES=database)
    ways = {one["name"]: (one["direct"], one["way"]) for one in told["packages"]}
    states = [one["state"] for one in told["packages"]]

    assert ways["mdurl"] == (False, ["rich", "markdown-it-py"])
    assert ways["httpx"] == (True, [])
    assert states[:2] == ["refused", "flagged"]
    assert set(states[2:]) == {"nothing found"}
    assert "mdurl" in (text := repo.run("dependencies").out) and "by rich > markdown-it-py" in text


PINNED = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("path", "content", "why"),
    [
        ("requirements.txt", "click==8\n", ""),
        ("requirements.txt", "click>=8\n", "version is not pinned"),
        ("package-lock.json", '{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"}}}', "no advisories of npm in it"),
        (".github/workflows/a.yml", f"jobs:\n  a:\n    steps:\n      - uses: actions/checkout@{PINNED[:40]} # v4.1.1\n", ""),
        ("Dockerfile", f"FROM python@sha256:{PINNED}\n", "nobody collects advisories of Docker"),
    ],
)  # fmt: skip
def test_who_was_asked(repo: Repo, database: str, path: str, content: str, why: str) -> None:
    repo.stage(path, content)
    (package,) = asked(repo, GOVHOOKS_ADVISORIES=database)["packages"]
    (source,) = package["looked_up"]

    assert (source["why"], source["answered"]) == (why, not why)


def test_an_advisory_that_cannot_be_evaluated_is_no_answer(repo: Repo, tmp_path: Path) -> None:
    folder = tmp_path / "osv"
    events = [("introduced", "0"), ("fixed", "2.0.0")]
    archive(folder, "npm", advisory("GHSA-1", "left", "npm", events=events))
    place = database_of(folder)
    repo.stage("package-lock.json", '{"lockfileVersion": 3, "packages": {"node_modules/left": {"version": "one"}}}')
    (package,) = asked(repo, GOVHOOKS_ADVISORIES=place)["packages"]

    assert package["looked_up"][0]["why"] == "an advisory cannot be evaluated"
    assert package["state"] == "flagged"


def test_without_a_database_no_package_was_looked_up(repo: Repo) -> None:
    repo.commit("lock", **{"a/requirements.txt": "x==1\n"})
    repo.stage("requirements.txt", "click==8\nflask==1.2\n")
    told = asked(repo)

    assert {one["looked_up"][0]["why"] for one in told["packages"]} == {"no database"}
    assert not any(one["looked_up"][0]["answered"] for one in told["packages"])
    assert [one["problem"][:20] for one in told["findings"]] == ["no advisory database"]


def test_what_only_changed_its_hash_was_not_looked_up_again(repo: Repo, database: str) -> None:
    lock = "click==8 --hash=sha256:{}\n"
    repo.commit("lock", **{"requirements.txt": lock.format("a" * 64)})
    repo.stage("requirements.txt", lock.format("b" * 64))
    (package,) = asked(repo, GOVHOOKS_ADVISORIES=database)["packages"]

    assert (package["changed"], package["state"]) == (["hashes"], "refused")
    assert package["looked_up"][0]["why"] == "same version as before"


def test_go_sum_is_silent_beside_go_mod(repo: Repo) -> None:
    for side in ("before", "after"):
        for name in ("go.mod", "go.sum"):
            repo.stage(name, (DATA / f"go/upgrade/{side}/{name}").read_bytes())
        if side == "before":
            repo.git("commit", "-q", "--no-verify", "-m", side)

    assert {path for _, _, _, path, _ in rows(asked(repo, "--all"))} == {"go.mod"}


def test_of_test_data_nothing_is_claimed(repo: Repo, database: str) -> None:
    """A lock in it may be broken, or vulnerable on purpose: the rule is silent, and so this does not say "clean"."""
    repo.stage("tests/data/requirements.txt", "flask==1.2\n")
    repo.stage("tests/data/uv.lock", "[[package]\n")
    told = asked(repo, GOVHOOKS_ADVISORIES=database)
    done = repo.run("dependencies", GOVHOOKS_ADVISORIES=database)
    sbom = repo.run("dependencies", "--sbom", "-")

    assert [(one["state"], one["test_data"]) for one in told["packages"]] == [("nothing found", True)]
    assert (done.code, told["unread"]) == (0, [])
    assert "test data: judged for malice alone" in done.out
    assert (sbom.code, json.loads(sbom.out)["metadata"]["properties"][0]["name"]) == (0, "govhooks:left-out")
    assert sbom.err == "govhooks: 2 locks and manifests in folders of test data are not in the SBOM\n"


# --- the policy


def test_exceptions_count(repo: Repo, database: str) -> None:
    repo.stage("requirements.txt", "flask==1.2\n")
    (finding,) = asked(repo, GOVHOOKS_ADVISORIES=database)["packages"][0]["findings"]
    repo.git("reset", "-q")
    text = (
        f'[[exceptions]]\nrule = "dependency-review"\npath = "requirements.txt"\nfingerprint = "{finding["fingerprint"]}"\n'
        'reason = "only in tests"\nowner = "ann"\napprover = "bob"\nexpires = {}\n'
    )
    import datetime

    day = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=30)
    repo.commit("policy", **{"governance.toml": text.format(day.isoformat())})
    repo.stage("requirements.txt", "flask==1.2\n")
    out = repo.run("dependencies", GOVHOOKS_ADVISORIES=database).out

    assert asked(repo, GOVHOOKS_ADVISORIES=database)["packages"][0]["state"] == "excused"
    assert (
        f"  excused: flask 1.2 is vulnerable: PYSEC-1, CVE-2026-1 (critical): PYSEC-1 of flask\n    only in tests (owner ann, until {day})\n"
        in out
    )
    assert "1 excused" in out


def test_a_rule_that_is_off_finds_nothing_and_says_so(repo: Repo, database: str) -> None:
    repo.commit("policy", **{"governance.toml": "[rules.dependency-review]\nenabled = false\n"})
    repo.stage("requirements.txt", "flask==1.2\n")
    told = asked(repo, GOVHOOKS_ADVISORIES=database)

    assert [one["state"] for one in told["packages"]] == ["nothing found"]
    assert told["notes"] == ["dependency-review is disabled by HEAD:governance.toml"]


def test_the_policy_of_where_it_lands_judges(repo: Repo, database: str) -> None:
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("loosen", **{"governance.toml": '[rules.dependency-review]\nseverity = "none"\n'})
    repo.commit("lock", **{"requirements.txt": "flask==1.2\n"})
    loose = asked(repo, "HEAD~1", GOVHOOKS_ADVISORIES=database)
    strict = asked(repo, "main", GOVHOOKS_ADVISORIES=database)

    assert [one["state"] for one in loose["packages"]] == ["flagged"]
    assert [one["state"] for one in strict["packages"]] == ["refused"]
    assert strict["policy"] == "built-in defaults"


@pytest.mark.parametrize("args", [(), ("HEAD",), ("HEAD..HEAD",), ("--all",), ("--all", "HEAD")])
def test_a_policy_that_cannot_be_understood_judges_nothing(repo: Repo, args: tuple[str, ...]) -> None:
    repo.commit("policy", **{"governance.toml": "[rules.dependency-review]\nno-such-key = 1\n"})
    repo.stage("requirements.txt", "flask==1.2\n")
    done = repo.run("dependencies", *args)

    assert (done.code, done.out) == (3, "")
    assert "no-such-key" in done.err


def test_a_policy_in_the_tree_is_no_change(repo: Repo) -> None:
    repo.commit(
        "policy", **{"governance.toml": '[rules.dependency-review]\nnew = "off"\n', "requirements.txt": "a==1\n"}
    )

    assert asked(repo, "--all")["notes"] == asked(repo, "--all", "HEAD")["notes"] == []
    assert asked(repo, "--all")["policy"] == "HEAD:governance.toml"


# --- what cannot be read


@pytest.mark.parametrize("coverage", ["flag", "off"])
def test_a_lock_that_cannot_be_read_is_said_and_ends_with_3(repo: Repo, coverage: str) -> None:
    repo.commit("policy", **{"governance.toml": f'[rules.dependency-review]\ncoverage = "{coverage}"\n'})
    repo.stage("uv.lock", "[[package]\n")
    repo.stage("requirements.txt", "click==8\n")
    done = repo.run("dependencies")
    told = asked(repo)

    assert done.code == 3
    assert done.out.startswith("from HEAD to the index: 1 change in 1 file, 1 file cannot be read\n")
    assert "uv.lock:1: cannot be read: its packages cannot be read, so none was judged: " in done.out
    assert "click" in done.out
    assert [one["path"] for one in told["unread"]] == ["uv.lock"]
    assert repo.run("dependencies", "--sbom", "-").code == 3


@pytest.mark.slow
def test_a_lock_that_is_too_large_to_be_read_is_no_empty_one(repo: Repo) -> None:
    repo.stage("requirements.txt", b"click==8\n" + b"# filler\n" * (2 << 20))
    done = repo.run("dependencies")

    assert done.code == 3
    assert "requirements.txt: cannot be read: it is larger than 16 MiB" in done.out
    assert "larger than 16 MiB" in repo.check().out
    assert "too large" in repo.run("dependencies", "--sbom", "-").err


def test_an_entry_that_cannot_be_read_is_said(repo: Repo) -> None:
    repo.stage("requirements.txt", "click==8\n== 9 ==\n")
    done = repo.run("dependencies")

    assert done.code == 0
    assert "requirements.txt:2: flagged: not judged: " in done.out


# --- what a hostile repository writes


def test_nothing_of_a_name_reaches_the_terminal(repo: Repo) -> None:
    evil = "a\x1b]0;owned\x07\x1b[31m\r::error::x\u202e"
    path = "ev\x1b[31mil\n/package-lock.json"
    lock = {
        "lockfileVersion": 3,
        "packages": {
            "": {"dependencies": {evil: "*"}},
            f"node_modules/{evil}": {"version": evil, "dependencies": {"left-pad": "*"}, "license": evil},
            "node_modules/left-pad": {"version": "1.3.0", "deprecated": evil},
        },
    }
    repo.stage(path, json.dumps(lock))
    text = repo.run("dependencies").out
    told = asked(repo)
    sbom = repo.run("dependencies", "--sbom", "-").out

    assert "left-pad" in text
    for out in (text, sbom, json.dumps(told)):
        assert all(char == "\n" or char.isprintable() for char in out)
    assert not re.search(r"(?m)^::", text)
    assert told["packages"]


# --- the terminal


@pytest.mark.parametrize("width", [60, 90, 200])
def test_no_cell_is_cut_that_identifies(width: int, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(DATA / "uv/0.4/after/uv.lock", repo.path)
    repo.git("add", "uv.lock")
    monkeypatch.chdir(repo.path)
    repository = dependencies.Repository()
    report = dependencies.make_report(*dependencies._gather(repository, "", False))
    repository.close()
    wide = list(dependency_report._lines(report, 0))
    cut = list(dependency_report._lines(report, width))
    table = [line for line in cut if "uv.lock:" in line and "flagged" not in line]

    assert len(cut) == len(wide)
    least = max(len(line.split("uv.lock:")[0]) for line in table) + 11 + 2 * (dependency_report._NARROWEST + 2)
    assert max(map(len, table)) <= max(width, least)
    assert [re.match(r"\S+ +\S+ .*?uv.lock:\d+", line)[0] for line in cut if " uv.lock:" in line] == [  # type: ignore[index]
        re.match(r"\S+ +\S+ .*?uv.lock:\d+", line)[0]
        for line in wide
        if " uv.lock:" in line  # type: ignore[index]
    ]
    assert width < 200 or cut == wide


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_a_terminal_is_asked_for_its_width(repo: Repo) -> None:
    import fcntl
    import pty
    import struct
    import termios

    shutil.copy(DATA / "uv/0.4/after/uv.lock", repo.path)
    repo.git("add", "uv.lock")
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 60, 0, 0))
    environ = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    command = [sys.executable, "-m", "govhooks.cli", "dependencies"]
    done = subprocess.run(
        command, cwd=repo.path, stdout=slave, stderr=subprocess.PIPE, env=environ | {"PYTHONPATH": str(ROOT / "hooks")}
    )
    os.close(slave)
    out = os.read(master, 1 << 16).decode()
    os.close(master)

    assert done.returncode == 0, done.stderr
    assert any(line.endswith("...") for line in out.splitlines())


# --- what agrees with what


def test_the_schema_names_every_kind_of_change() -> None:
    assert SCHEMA["$defs"]["package"]["properties"]["changed"]["items"]["enum"] == list(KINDS)
    assert SCHEMA["$defs"]["package"]["properties"]["state"]["enum"] == [*dependency_report.STATES, "nothing found"]


def test_the_page_shows_every_option() -> None:
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    help_ = subprocess.run(
        [sys.executable, "-m", "govhooks.cli", "dependencies", "--help"], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
    ).stdout  # fmt: skip

    assert [option for option in set(re.findall(r"--[a-z]+", help_)) - {"--help"} if f"`{option}" not in page] == []


@pytest.mark.slow
def test_a_large_lock_is_one_walk(repo: Repo) -> None:
    """3,000 packages in a chain: the way to each is found without walking the lock for each of them."""
    packages: dict[str, Any] = {"": {"dependencies": {"p0": "*"}}}
    for number in range(3000):
        packages[f"node_modules/p{number}"] = {"version": f"1.0.{number}", "dependencies": {f"p{number + 1}": "*"}}
    repo.stage("package-lock.json", json.dumps({"lockfileVersion": 3, "packages": packages}))
    done: Done = repo.run("dependencies")

    assert done.code == 0
    assert done.out.count("package-lock.json:") == 3001
