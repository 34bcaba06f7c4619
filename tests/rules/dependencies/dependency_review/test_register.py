"""New direct dependencies, and the register that says what they are for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from changed_trees import TODAY, judge, kinds
from conftest import Repo
from review_world import World, make_keys

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules.dependencies.dependency_review import Policy, check

FILE = "dependencies.toml"
HASH = "sha512-" + "A" * 86 + "=="


def package(**asked: str) -> str:
    return json.dumps({"name": "shop", "dependencies": asked}, indent=2) + "\n"


def entries(*names: str, ecosystem: str = "npm", more: str = "") -> str:
    return "".join(
        f'[[dependencies]]\necosystem = "{ecosystem}"\nname = "{name}"\npurpose = "needed"\n{more}\n' for name in names
    )


BEFORE = {"package.json": package(lodash="^4")}
AFTER: dict[str, str | None] = {"package.json": package(lodash="^4", chalk="^5", debug="^4")}


# --- without a register


def test_several_are_one_finding() -> None:
    (finding,) = judge(BEFORE, AFTER)

    assert finding.problem == "2 new dependencies: chalk ^5, debug ^4"
    assert finding.fix == "say in the message what they are for"
    assert (finding.line, finding.blocks, finding.package) == (5, False, None)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Colour the report\n\nchalk and debug are for the terminal.", None),
        ("Colour the report with Chalk", "debug ^4 is a new dependency"),
        ("Add chalk-template, debugging", "2 new dependencies: chalk ^5, debug ^4"),
        ("", "2 new dependencies: chalk ^5, debug ^4"),
    ],
)
def test_what_the_message_names_is_said(message: str, told: str | None) -> None:
    found = judge(BEFORE, AFTER, message=message)

    assert [one.problem for one in found] == ([told] if told else [])


def test_the_messages_of_a_range_count() -> None:
    changes = [
        Change("M", "package.json", new=str(AFTER["package.json"]).encode(), old=[BEFORE["package.json"].encode()])
    ]
    commits = tuple(
        Changeset(kind="commit", message=message) for message in ("Add chalk for colours", "debug: for traces")
    )
    changeset = Changeset(changes, kind="range", today=TODAY, commits=commits)

    assert list(check(changeset, Policy(coverage="off"))) == []


# What is done -> the files before, the edits, the names that are new.
NEW = {
    "pinned by hand": ({"requirements.txt": "flask==2.0\n"}, {"requirements.txt": "flask==2.0\nclick==8.1.7\n"}, ["click"]),
    "in go.mod": (
        {"go.mod": "module shop\n\ngo 1.22\n"},
        {"go.mod": "module shop\n\ngo 1.22\n\nrequire (\n\tgolang.org/x/text v0.4.0\n\tgolang.org/x/sync v0.4.0 // indirect\n)\n"},
        ["golang.org/x/text"],
    ),
    "by pip-compile: its input tells": (
        {"requirements.in": "flask\n", "requirements.txt": "flask==2.0\n"},
        {"requirements.in": "flask\nclick\n", "requirements.txt": "click==8.1.7\nflask==2.0\n"},
        ["click"],
    ),
    "exported from uv": ({"requirements.txt": "flask==2.0\n", "uv.lock": "version = 1\n"}, {"requirements.txt": "flask==2.0\nclick==8.1.7\n"}, []),
    "a first manifest": ({}, {"package.json": package(chalk="^5")}, []),
    "moved to another manifest": (
        {"package.json": package(chalk="^5"), "web/package.json": package()},
        {"package.json": package(), "web/package.json": package(chalk="^5")},
        [],
    ),
    "moved to another group": (
        {"package.json": package(chalk="^5")},
        {"package.json": json.dumps({"dependencies": {}, "devDependencies": {"chalk": "^5"}})},
        [],
    ),
    "in the project itself": ({"package.json": package()}, {"package.json": package(ours="file:../ours")}, []),
    "a constraint": ({"constraints.txt": "flask<3\n"}, {"constraints.txt": "flask<3\nclick<9\n"}, []),
    "an override": ({"package.json": package()}, {"package.json": json.dumps({"overrides": {"chalk": "5.0.0"}})}, []),
    "another range": ({"package.json": package(chalk="^4")}, {"package.json": package(chalk="^5")}, []),
}  # fmt: skip


@pytest.mark.parametrize(("before", "edits", "names"), NEW.values(), ids=NEW)
def test_what_is_new(before: dict[str, str], edits: dict[str, str | None], names: list[str]) -> None:
    found = judge(before, edits, unpinned="off", agreement="off")

    assert [one.package[1] for one in found if one.package] == names
    assert kinds(found) == ["new"] * len(names)
    assert judge(before, edits, unpinned="off", agreement="off", new="off") == []


# --- with one


def test_an_entry_is_enough() -> None:
    edits = {**AFTER, FILE: entries("chalk", "debug")}

    assert judge({**BEFORE, FILE: entries("lodash")}, edits, purposes=FILE, new="refuse") == []
    assert judge({**BEFORE, FILE: entries("lodash", "chalk", "debug")}, AFTER, purposes=FILE, new="refuse") == []


def test_what_has_none_is_refused_one_by_one() -> None:
    found = judge(
        {**BEFORE, FILE: entries("debug")}, AFTER, purposes=FILE, new="refuse", message="chalk is for colours"
    )

    assert [(one.path, one.line, one.blocks) for one in found] == [("package.json", 5, True)]
    assert found[0].problem == f"chalk ^5 is a new dependency, and {FILE} does not say what it is for"
    assert found[0].fix == f'add to {FILE}: [[dependencies]] with ecosystem = "npm", name = "chalk" and purpose = "..."'
    assert found[0].package == ("npm", "chalk", "")
    assert len(judge(BEFORE, AFTER, purposes=FILE, new="refuse")) == 2, "no register yet"


def test_flagged_they_are_one_finding() -> None:
    (finding,) = judge(BEFORE, AFTER, purposes=FILE)

    assert finding.problem == f"2 new dependencies: chalk ^5, debug ^4: {FILE} does not say what they are for"
    assert not finding.blocks
    assert judge(BEFORE, AFTER, purposes=FILE, new="off") == []


def test_a_first_manifest_needs_entries_too() -> None:
    assert kinds(judge({}, {"package.json": package(chalk="^5")}, purposes=FILE, new="refuse")) == ["new"]


@pytest.mark.parametrize("kind", ["change", "range", "whole"])
@pytest.mark.parametrize("new", ["flag", "refuse"])
def test_a_broken_register_blocks(kind: str, new: str) -> None:
    found = judge(BEFORE, {**AFTER, FILE: entries("chalk") + "[x]\n"}, kind=kind, purposes=FILE, new=new)

    assert [(one.path, one.line, one.blocks) for one in found] == [(FILE, 6, True)]
    assert found[0].problem.startswith("not a register of dependencies: unknown key 'x'")


def test_one_that_is_broken_already_blocks_the_next_dependency() -> None:
    before = {**BEFORE, FILE: "[[dependencies]]\n"}

    assert [(one.path, one.blocks) for one in judge(before, AFTER, purposes=FILE)] == [(FILE, True)]
    assert judge(before, {"package.json": package(lodash="^5")}, purposes=FILE) == []


def test_a_register_that_is_deleted_blocks() -> None:
    found = judge({**BEFORE, FILE: entries("lodash")}, {FILE: None}, purposes=FILE)

    assert [(one.path, one.blocks) for one in found] == [(FILE, True)]
    assert "it is gone" in found[0].problem


def test_an_entry_that_nobody_needs_is_shown_of_the_whole_tree() -> None:
    files = {**BEFORE, FILE: entries("lodash", "chalk")}
    (finding,) = judge({}, dict(files), kind="whole", purposes=FILE, new="refuse")

    assert (finding.path, finding.line, finding.blocks) == (FILE, 6, False)
    assert finding.problem == "chalk (npm) has an entry, and no manifest asks for it"
    assert judge({}, {**files}, purposes=FILE, new="refuse") == [], "a change says nothing of the rest"


def lock(resolved: str) -> str:
    about = {"version": "5.3.0", "resolved": resolved, "integrity": HASH}
    return json.dumps(
        {"lockfileVersion": 3, "packages": {"": {"dependencies": {"chalk": "^5"}}, "node_modules/chalk": about}},
        indent=2,
    )


OURS = 'source = "https://npm.example.com"\n'
PUBLIC_URL, OUR_URL = (
    "https://registry.npmjs.org/chalk/-/chalk-5.3.0.tgz",
    "https://npm.example.com/chalk/-/chalk-5.3.0.tgz",
)


@pytest.mark.parametrize(("url", "told"), [(OUR_URL, ""), (PUBLIC_URL, "https://registry.npmjs.org")])
def test_an_entry_with_a_source_counts_for_that_source_alone(url: str, told: str) -> None:
    before = {"package.json": package(), FILE: entries("chalk", more=OURS)}
    edits: dict[str, str | None] = {"package.json": package(chalk="^5"), "package-lock.json": lock(url)}
    found = judge(before, edits, purposes=FILE, new="refuse")

    assert [(one.path, one.blocks) for one in found] == ([("package.json", True)] if told else [])
    assert (
        not told or found[0].problem == f"chalk comes from {told}, and {FILE} has it from https://npm.example.com alone"
    )


def test_a_lock_that_takes_it_from_elsewhere_is_refused() -> None:
    before = {
        "package.json": package(chalk="^5"),
        "package-lock.json": lock(OUR_URL),
        FILE: entries("chalk", more=OURS),
    }
    edits: dict[str, str | None] = {"package-lock.json": lock(PUBLIC_URL)}

    assert [(one.path, one.blocks) for one in judge(before, edits, purposes=FILE, new="refuse", sources="off")] == [
        ("package-lock.json", True)
    ]
    assert judge({**before, FILE: entries("chalk")}, edits, purposes=FILE, new="refuse", sources="off") == []


@pytest.mark.parametrize("path", ["/etc/x.toml", "../x.toml", "a//b.toml", "x/", "*.toml", "./x.toml"])
def test_the_register_is_a_file_of_the_repository(path: str) -> None:
    assert "path of a file" in Policy(purposes=path).verify()
    assert Policy(purposes=FILE).verify() == ""


# --- real commits


POLICY = f"""\
[rules.dependency-review]
coverage = "off"
new = "refuse"
purposes = "{FILE}"

[rules.high-risk-changes]
approvers = ["@security"]

[rules.high-risk-changes.groups]
security = ["ada@corp.test", "bo@corp.test"]

[rules.high-risk-changes.areas.new-dependencies]
title = "a new direct dependency"
mode = "approve"
paths = ["{FILE}"]
"""


def test_a_commit_without_a_purpose_is_refused(repo: Repo) -> None:
    repo.stage("governance.toml", POLICY.partition("[rules.high")[0])
    repo.stage("package.json", package())
    repo.git("commit", "--quiet", "--no-verify", "--message", "start")
    repo.stage("package.json", package(chalk="^5"))
    refused = repo.check("--rule", "dependency-review")
    repo.stage(FILE, entries("chalk"))
    passed = repo.check("--rule", "dependency-review")
    repo.stage(FILE, entries("chalk") + "x = 1\n")
    broken = repo.check("--rule", "dependency-review")

    assert refused.code == 1
    assert f"package.json:4: chalk ^5 is a new dependency, and {FILE} does not say what it is for" in refused.out
    assert passed.code == 0
    assert broken.code == 1
    assert f"{FILE}:6: not a register of dependencies: unknown key 'x'" in broken.out


def test_a_broken_register_alone_is_judged(repo: Repo) -> None:
    repo.stage("governance.toml", POLICY.partition("[rules.high")[0])
    repo.stage(FILE, entries("chalk"))
    repo.git("commit", "--quiet", "--no-verify", "--message", "start")
    repo.stage(FILE, "x = 1\n")

    assert repo.check("--rule", "dependency-review").code == 1


def test_the_policy_can_ask_for_an_approval_of_each_new_dependency(tmp_path: Path) -> None:
    """The recipe of docs/rules/dependency-review.md: no dependency without an entry, no entry without an approval."""
    make_keys(tmp_path / "keys")
    world = World(tmp_path)
    world.start(POLICY, **{"package.json": package(), FILE: entries("lodash")})
    rules = ("--rule", "dependency-review", "--rule", "high-risk-changes")
    land = (*rules, "--from-ref", "origin/main", "--to-ref", "HEAD")

    world.change({"package.json": package(chalk="^5")}, areas="")
    unregistered = world.check(*land)
    world.change({FILE: entries("lodash", "chalk")}, areas="new-dependencies")
    unapproved = world.check(*land)
    world.approve("ada", "new-dependencies")
    approved = world.check(*land)

    assert unregistered.code == 1
    assert "does not say what it is for" in unregistered.out
    assert unapproved.code == 1
    assert "does not say what it is for" not in unapproved.out
    assert "new-dependencies (1 file, digest" in unapproved.out
    assert "needs approval to land on main: 1 of @security" in unapproved.out
    assert approved.code == 0
    assert "is approved: ada@corp.test" in approved.out
