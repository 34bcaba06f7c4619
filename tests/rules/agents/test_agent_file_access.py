"""What may be read and written, refusals that do nothing, and lists that fall short of the declared deny_read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.knowledge.agents import deny_patterns
from govhooks.knowledge.agents.access import reaches, samples
from govhooks.rules.agents.agent_file_access import Policy, check

DENY_READ = '[permissions.filesystem]\ndeny_read = ["./.env*", "./private/**"]\n'


def judged(
    value: Any, path: str = ".claude/settings.json", requirements: str = "", allowed: tuple[str, ...] = ()
) -> list[Finding]:
    text = value if isinstance(value, str) else json.dumps(value, indent=1)

    def after(name: str) -> bytes | None:
        return requirements.encode() if requirements and name == "requirements.toml" else None

    return list(check(Changeset([Change("A", path, new=text.encode())], after=after), Policy(allowed=allowed)))


def lists(**permissions: list[str]) -> dict[str, Any]:
    return {"permissions": permissions}


@pytest.mark.parametrize(
    "entry",
    [
        "Read(./src/**)",
        "Read(docs/**)",
        "Edit(src/**)",
        "Write",
        "Edit",
        "Edit(./tests/**)",
        "Read(~/.config/tool/x.toml)",
        "Grep",
        "Glob",
        "LS",
    ],
)
def test_what_stays_inside_passes(entry: str) -> None:
    assert judged(lists(allow=[entry])) == []


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("Read(~/**)", "reaches outside the repository"),
        ("Read(//**)", "reaches outside the repository"),
        ("Edit(~/**)", "reaches outside the repository"),
        ("Read(//etc/**)", "reaches outside the repository"),
        ("Read(../**)", "reaches outside the repository"),
        ("Read(~/.ssh/**)", "gives it keys"),
        ("Read(~/.aws/credentials)", "gives it keys"),
        ("Edit(.claude/**)", "lets it change its own rules"),
        ("Write(.git/hooks/**)", "lets it change its own rules"),
        ("Edit(governance.toml)", "lets it change its own rules"),
        ("Read", "gives it every file, .env too"),
        ("Read(**)", "gives it every file, .env too"),
        ("Read(./**)", "gives it every file, .env too"),
    ],
)
def test_what_reaches_further_does_not(entry: str, problem: str) -> None:
    (found,) = judged(lists(allow=["Edit(src/**)", entry]))

    assert (found.line, problem in found.problem) == (5, True)
    assert judged(lists(allow=[entry]), allowed=(entry,)) == []


def test_everything_but_env_is_fine() -> None:
    assert judged(lists(allow=["Read(**)"], deny=["Read(./.env*)"])) == []
    assert judged(lists(allow=["Read(**)"], deny=["Read(**/.env)"])) == []
    assert len(judged(lists(allow=["Read(**)"], deny=["Read(./.envrc)"]))) == 1


@pytest.mark.parametrize(
    ("entry", "instead"),
    [("Write(./.env)", "Edit(./.env)"), ("NotebookEdit(x)", "Edit(x)"), ("Glob(./.env*)", "Read(./.env*)")],
)
def test_a_refusal_that_does_nothing(entry: str, instead: str) -> None:
    (found,) = judged(lists(deny=["Read(./.env*)", entry]))

    assert found.line == 5
    assert found.fix.startswith(f"write {instead}")
    assert judged(lists(deny=["Write", "Edit(.env)", "Bash(rm:*)"])) == []


@pytest.mark.parametrize(
    ("entry", "meant"),
    [("Bsh(rm:*)", "Bash"), ("bash(rm:*)", "Bash"), ("Reed(./.env)", "Read"), ("WebFech", "WebFetch")],
)
def test_a_refusal_of_a_tool_that_is_none(entry: str, meant: str) -> None:
    (found,) = judged(lists(deny=["Bash(dd:*)", entry]))

    assert (found.line, found.fix) == (5, f"write {meant}")
    assert judged(lists(deny=["mcp__x__y", "Task", "SomethingElse(x)", "WebSearch"])) == []


def test_a_list_that_is_none() -> None:
    (found,) = judged({"permissions": {"deny": "Read(./.env)"}})

    assert (found.line, "silently ignored" in found.problem) == (3, True)


@pytest.mark.parametrize("folder", ["/", "~", "~/", "../..", "~/.ssh", "/home/me", "C:\\"])
def test_folders_beside(folder: str) -> None:
    (found,) = judged(lists(additionalDirectories=["../docs", folder]))

    assert found.line == 5


@pytest.mark.parametrize(
    ("path", "good", "bad"),
    [
        (
            ".claude/settings.json",
            lists(deny=["Read(./.env*)", "Read(./private/**)"]),
            lists(deny=["Read(./.env)", "Read(./private/**)"]),
        ),
        (
            ".claude/settings.json",
            lists(deny=["Read(.env*)", "Read(private/)"]),
            lists(deny=["Read(.env*)", "Read(private/*.pem)"]),
        ),
        (
            ".cursor/cli.json",
            lists(deny=["Read(.env*)", "Read(private/**)"]),
            lists(deny=["Read(.env*)", "Write(private/**)"]),
        ),
        (".devin/config.json", lists(deny=["Read(.env*)", "Read(private/**)"]), lists(deny=["Read(private/**)"])),
        (".cursorignore", ".env*\nprivate/\n", ".env*\n"),
        (".geminiignore", "# ours\n.env*\n/private/\n", ".env*\nprivate/\n!.env.local\n"),
        (".aiignore", "/.env*\nprivate/**\n", "/.env\nprivate/**\n"),
    ],
)
def test_the_declared_deny_read_is_in_every_list(path: str, good: Any, bad: Any) -> None:
    assert judged(good, path, DENY_READ) == []
    (found,) = judged(bad, path, DENY_READ)
    assert "govhooks agents sync" in found.fix
    assert judged(bad, path) == []


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ({"permission": {"external_directory": "allow"}}, 1),
        ({"permission": {"external_directory": {"~/**": "allow"}}}, 1),
        ({"permission": {"external_directory": "ask"}}, 0),
        ({"permission": {"read": {"*": "allow", "*.env": "deny", "*.env.*": "deny"}}}, 0),
        ({"permission": {"read": "allow"}}, 1),
    ],
)
def test_opencode(value: Any, count: int) -> None:
    assert len(judged(value, "opencode.json")) == count


@pytest.mark.parametrize(
    "pattern", ["./.env*", "./private/**", "**/*.pem", "secrets/", "a/[0-9].txt", "x/**/y", "./data/?.csv"]
)
def test_samples_are_what_the_pattern_means(pattern: str) -> None:
    found = samples(pattern)

    assert found
    assert all(deny_patterns.expression(pattern).fullmatch(one) for one in found)


@pytest.mark.parametrize(
    ("pattern", "path", "said"),
    [
        (".env", "a/b/.env", True),
        ("./.env", "a/.env", False),
        ("/private/", "private/a/b", True),
        ("private/", "a/private/b", True),
        ("~/.env", ".env", False),
        ("*.pem", "a/k.pem", True),
        ("a/*.pem", "a/b/k.pem", False),
    ],
)
def test_a_pattern_is_read_as_git_reads_one(pattern: str, path: str, said: bool) -> None:
    assert reaches(pattern, path) is said
