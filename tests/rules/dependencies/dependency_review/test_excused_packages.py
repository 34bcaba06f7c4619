"""Exceptions from dependency-review by advisory and package: what the rule finds, excused and not, in real repositories."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
import tomli
from conftest import Done, Repo
from osv_world import advisory, archive, database_of

DAY = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=30)
OPEN, FIXED = [("introduced", "0")], [("introduced", "0"), ("fixed", "2.0.0")]
CRITICAL: dict[str, Any] = {"database_specific": {"severity": "CRITICAL"}}
LOCK = "shop/package-lock.json"


@pytest.fixture(scope="module")
def advisories(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("osv")
    archive(
        folder,
        "npm",
        advisory("GHSA-tree", "minimist", "npm", events=FIXED, aliases=["CVE-2026-1"], **CRITICAL),
        advisory("GHSA-next", "minimist", "npm", events=[("introduced", "1.5.0"), ("fixed", "2.0.0")], **CRITICAL),
        advisory("GHSA-evil", "left-padder", "npm", events=OPEN, aliases=["MAL-2026-1"]),
        advisory("MAL-2026-1", "left-padder", "npm", events=OPEN),
        advisory("GHSA-told", "right-padder", "npm", events=OPEN, aliases=["MAL-2026-2"]),
        advisory("GHSA-what", "odd-package", "npm", type="ECOSYSTEM", events=[("introduced", "0"), ("fixed", "soon")]),
    )
    return database_of(folder)


def lock(name: str, version: str, **more: object) -> str:
    packages = {
        "": {"name": "shop", "dependencies": {"mkdirp": "^0.5.0"}},
        "node_modules/mkdirp": {"version": "0.5.6", "dependencies": {name: "*"}},
        f"node_modules/{name}": {"version": version, **more},
    }
    return json.dumps({"name": "shop", "lockfileVersion": 3, "packages": packages}, indent=2)


def exception(**changed: str) -> str:
    fields = {"rule": "dependency-review", "path": LOCK, "reason": "not reached", "owner": "ann", "approver": "bob"}
    return (
        "[[exceptions]]\n" + "".join(f'{k} = "{v}"\n' for k, v in {**fields, **changed}.items()) + f"expires = {DAY}\n"
    )


def check(repo: Repo, database: str, *words: str) -> Done:
    return repo.check("--rule", "dependency-review", *words, GOVHOOKS_ADVISORIES=database)


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"advisory": "GHSA-tree"}, 0),
        ({"advisory": "cve-2026-1", "package": "npm/minimist"}, 0),
        ({"advisory": "CVE-2026-1", "package": "npm/minimist@1.2.0"}, 0),
        ({"advisory": "CVE-2026-1", "path": "**/package-lock.json"}, 0),
        ({"advisory": "CVE-2026-1", "package": "npm/minimist@1.2.1"}, 1),
        ({"advisory": "CVE-2026-1", "package": "npm/mkdirp"}, 1),
        ({"advisory": "GHSA-next"}, 1),
        ({"package": "npm/minimist"}, 1),
        ({"advisory": "CVE-2026-1", "path": "other/package-lock.json"}, 1),
    ],
)
def test_an_advisory_is_excused(about: dict[str, str], code: int, repo: Repo, advisories: str) -> None:
    repo.commit("policy", **{"governance.toml": exception(**about)})
    repo.stage(LOCK, lock("minimist", "1.2.0"))
    done = check(repo, advisories)

    assert done.code == code
    assert ("excused: not reached" in done.out) is (code == 0)


def test_the_next_advisory_of_the_package_is_refused(repo: Repo, advisories: str) -> None:
    about = {"advisory": "CVE-2026-1", "package": "npm/minimist"}
    repo.commit("policy", **{"governance.toml": exception(**about)})
    repo.stage(LOCK, lock("minimist", "1.6.0"))
    done = check(repo, advisories)

    assert done.code == 1
    assert "1 to fix, 1 excused" in done.out
    assert "is vulnerable: GHSA-next" in done.out


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"package": "npm/left-padder"}, 1),
        ({"advisory": "GHSA-evil", "package": "npm/left-padder"}, 1),
        ({"advisory": "MAL-2026-1", "package": "npm/left-padder"}, 0),
    ],
)
def test_malice_is_excused_by_its_name_alone(about: dict[str, str], code: int, repo: Repo, advisories: str) -> None:
    repo.commit("policy", **{"governance.toml": exception(**about)})
    repo.stage(LOCK, lock("left-padder", "1.0.0"))

    assert check(repo, advisories).code == code


SETTINGS = '[rules.dependency-review]\nscripts = "refuse"\nhashes = "refuse"\n\n'


def test_a_package_is_excused_for_what_its_lock_tells_but_for_no_other_content(repo: Repo, advisories: str) -> None:
    repo.commit("policy", **{"governance.toml": SETTINGS + exception(package="npm/some-package")})
    repo.stage(LOCK, lock("some-package", "1.0.0", hasInstallScript=True, integrity="sha512-AAAA"))
    assert check(repo, advisories).code == 0
    repo.commit("it")
    repo.stage(LOCK, lock("some-package", "1.0.0", hasInstallScript=True, integrity="sha512-BBBB"))
    done = check(repo, advisories)

    assert done.code == 1
    assert "another hash for the same version" in done.out


def test_what_cannot_be_evaluated_is_not_excused_by_the_package(repo: Repo, advisories: str) -> None:
    settings = '[rules.dependency-review]\ncoverage = "refuse"\n\n'
    repo.commit("policy", **{"governance.toml": settings + exception(package="npm/odd-package")})
    repo.stage(LOCK, lock("odd-package", "1.0.0"))
    done = check(repo, advisories)

    assert done.code == 1
    assert "odd-package 1.0.0: an advisory cannot be evaluated: GHSA-what" in done.out


def test_who_has_excused_one_content_has_not_excused_the_next(repo: Repo, advisories: str) -> None:
    def staged(digest: str) -> str:
        repo.stage(LOCK, lock("some-package", "1.0.0", integrity=f"sha512-{digest}"))
        (finding,) = json.loads(check(repo, advisories, "--format", "json").out)["findings"]
        return str(finding["fingerprint"])

    repo.commit("policy", **{"governance.toml": SETTINGS, LOCK: lock("some-package", "1.0.0", integrity="sha512-AAAA")})
    first, second = staged("BBBB"), staged("CCCC")

    assert first != second
    assert staged("BBBB") == first


def test_one_that_excuses_nothing_any_more_is_named(repo: Repo, advisories: str) -> None:
    gone = exception(advisory="GHSA-gone", package="npm/minimist")
    repo.commit("it", **{"governance.toml": exception(advisory="GHSA-tree") + gone, LOCK: lock("minimist", "1.2.0")})
    done = repo.check("--all", GOVHOOKS_ADVISORIES=advisories)

    assert done.code == 1
    assert "exception #2 (dependency-review on shop/package-lock.json, GHSA-gone, npm/minimist) is unused" in done.out
    assert "exception #1" not in done.out


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"advisory": "GHSA-gone"}, False),
        ({"advisory": "GHSA-gone", "package": "npm/minimist"}, False),
        ({"fingerprint": "0" * 32}, False),
        ({"package": "npm/minimist"}, True),  # what the lock tells is seen without a database
    ],
)
def test_without_a_database_nobody_can_tell_that_it_excuses_nothing(
    about: dict[str, str], told: bool, repo: Repo, advisories: str
) -> None:
    repo.commit("it", **{"governance.toml": exception(**about), LOCK: lock("minimist", "2.1.0")})
    without = repo.check("--all", GOVHOOKS_ADVISORIES=str(repo.path / "none.db"))
    note = (
        "note: cannot tell whether 1 exception of governance.toml is still needed: the advisory database is not there"
    )

    assert without.code == int(told)
    assert ("is unused" in without.out, note in without.out) == (told, not told)
    assert "is unused" in repo.check("--all", GOVHOOKS_ADVISORIES=advisories).out


def test_nor_with_one_that_lacks_its_ecosystem(repo: Repo, advisories: str) -> None:
    repo.commit("it", **{"governance.toml": exception(advisory="PYSEC-2026-1", package="PyPI/jinja2")})
    done = repo.check("--all", GOVHOOKS_ADVISORIES=advisories)

    assert done.code == 0
    assert "cannot tell whether 1 exception of governance.toml is still needed" in done.out


def test_a_baseline_is_not_stale_where_nobody_could_look(repo: Repo, advisories: str) -> None:
    repo.commit("old", **{LOCK: lock("minimist", "1.2.0")})
    assert repo.run("baseline", GOVHOOKS_ADVISORIES=advisories).code == 0
    repo.git("add", ".govhooks.baseline")
    repo.commit("baseline")
    assert repo.check("--all", GOVHOOKS_ADVISORIES=advisories).code == 0
    without = repo.check("--all", GOVHOOKS_ADVISORIES=str(repo.path / "none.db"))
    assert without.code == 0
    assert "cannot tell whether 1 baselined finding of .govhooks.baseline is still needed" in without.out

    repo.commit("mended", **{LOCK: lock("minimist", "2.1.0")})
    assert "stale entry" in repo.check("--all", GOVHOOKS_ADVISORIES=advisories).out


# --- the commands


def fingerprint(repo: Repo, database: str) -> str:
    (finding,) = json.loads(check(repo, database, "--format", "json").out)["findings"]
    return str(finding["fingerprint"])


def add(repo: Repo, database: str, *words: str) -> Done:
    found = fingerprint(repo, database)
    more = ("--reason", "not reached", "--approver", "bob@corp.test")
    return repo.run("exceptions", "add", found, *more, *words, GOVHOOKS_ADVISORIES=database)


@pytest.mark.parametrize(
    ("name", "version", "flag", "entry"),
    [
        ("minimist", "1.2.0", "--advisory", {"advisory": "GHSA-tree", "package": "npm/minimist"}),
        ("left-padder", "1.0.0", "--advisory", {"advisory": "MAL-2026-1", "package": "npm/left-padder"}),
        ("right-padder", "1.0.0", "--advisory", {"advisory": "MAL-2026-2", "package": "npm/right-padder"}),
        ("some-package", "1.0.0", "--package", {"package": "npm/some-package"}),
    ],
)
def test_the_command_writes_what_excuses_it(
    name: str, version: str, flag: str, entry: dict[str, str], repo: Repo, advisories: str
) -> None:
    repo.commit("policy", **{"governance.toml": SETTINGS})
    repo.stage(LOCK, lock(name, version, **({"hasInstallScript": True} if flag == "--package" else {})))
    assert check(repo, advisories).code == 1
    done = add(repo, advisories, flag)
    assert done.code == 0, done.err
    assert f"dependency-review on {LOCK} ({', '.join(entry.values())}) is excused until" in done.out
    (written,) = tomli.loads((repo.path / "governance.toml").read_text("utf-8"))["exceptions"]
    assert {key: value for key, value in written.items() if key in ("fingerprint", "advisory", "package")} == entry
    assert written["path"] == LOCK

    repo.git("add", "governance.toml")
    repo.git("commit", "--quiet", "--message", "Excuse it", "governance.toml")
    assert check(repo, advisories).code == 0
    repo.commit("with it")
    assert repo.check("--all", GOVHOOKS_ADVISORIES=advisories).code == 0
    listed = repo.run("exceptions", "list", GOVHOOKS_ADVISORIES=advisories).out
    assert f"#1 dependency-review on {LOCK} ({', '.join(entry.values())}): not reached" in listed
    assert "excuses 1 finding\n" in listed


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("minimist", ["--package"], "GHSA-tree is excused by its id: give --advisory, not --package"),
        ("minimist", ["--path"], "an exception from this rule needs an advisory, a package or a fingerprint"),
        ("minimist", ["--path", "--advisory"], "not allowed with"),
        ("some-package", ["--advisory"], "this finding tells of no advisory: leave --advisory out"),
    ],
)
def test_what_would_excuse_nothing_is_not_written(
    name: str, words: list[str], said: str, repo: Repo, advisories: str
) -> None:
    repo.stage(LOCK, lock(name, "1.2.0", **({} if name == "minimist" else {"hasInstallScript": True})))
    done = add(repo, advisories, *words)

    assert (done.code, said in done.err) == (2, True), done.err
    assert not (repo.path / "governance.toml").exists()


def test_another_content_and_another_rule_are_not_excused_by_a_package(repo: Repo, advisories: str) -> None:
    repo.commit("it", **{LOCK: lock("some-package", "1.0.0", integrity="sha512-AAAA")})
    repo.stage(LOCK, lock("some-package", "1.0.0", integrity="sha512-BBBB"))
    assert "leave --package out" in add(repo, advisories, "--package").err
    repo.git("reset", "--quiet", "--hard")
    repo.stage("deploy.env", "THEME=dark\n")
    (found,) = json.loads(repo.check("--rule", "no-env-files", "--format", "json").out)["findings"]
    words = ("exceptions", "add", found["fingerprint"], "--reason", "r", "--approver", "bob@corp.test")

    assert "this finding is about no package: leave --package out" in repo.run(*words, "--package").err
    assert "this finding tells of no advisory: leave --advisory out" in repo.run(*words, "--advisory").err
    assert not (Path(repo.path) / "governance.toml").exists()
