"""Examples in README and docs are parsed or executed, and the options they name are those of the code."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from govhooks.policy import load as policy
from govhooks.rules import load
from govhooks.rules.review.high_risk_changes.policy import AreaPolicy
from govhooks.rules.secrets.no_secrets import formats
from govhooks.run.request import _FLAGS, _VALUES, HELP

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", README)


@pytest.mark.parametrize("number", range(len(blocks("toml"))))
def test_every_policy_example_is_a_policy(number: int) -> None:
    example = blocks("toml")[number]

    assert policy.load(example.encode(), "README.md", load()).origin == "README.md"


def test_every_area_option_is_shown() -> None:
    shown = " ".join(blocks("toml"))

    assert [name for name in AreaPolicy.fields if f"{name.replace('_', '-')} = " not in shown] == []


def test_the_configuration_example_lists_hooks_of_the_manifest() -> None:
    (example,) = blocks("yaml")
    config = yaml.safe_load(example)
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    hooks = {hook["id"]: hook for hook in manifest}

    assert {hook["id"] for repo in config["repos"] for hook in repo["hooks"]} <= hooks.keys()
    installed = set(config["default_install_hook_types"])
    assert set(hooks["govhooks"]["stages"]) - {"manual"} == installed


def test_the_revisions_that_are_named_are_there() -> None:
    """No tag is promised that nobody can check out."""
    named = {}
    for page in (ROOT / "README.md", ROOT / "docs/ci/github.yml", ROOT / "docs/ci/gitlab.yml"):
        found = re.findall(r"(?m)(?:^ +rev: |security/govhooks@|GOVHOOKS_COMMIT: )\"?([\w.]+)", page.read_text("utf-8"))
        named[page.name] = set(found)
        assert len(found) == 1, page.name
    if not (ROOT / ".git").exists():
        pytest.skip("LOUD: this is no clone, so the revisions in README are not looked up")
    for rev in set.union(*named.values()):
        done = subprocess.run(["git", "-C", ROOT, "cat-file", "-e", f"{rev}:.pre-commit-hooks.yaml"], check=False)
        assert done.returncode == 0, rev


def commands() -> list[str]:
    """The lines of README's shell examples that call govhooks."""
    lines = [line.split("  #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line.rpartition("| ")[2] for line in lines if re.search(r"(^|\| )govhooks ", line)]


@pytest.mark.parametrize("command", commands())
def test_the_commands_of_readme_work_when_typed(repo, command: str) -> None:  # type: ignore[no-untyped-def]
    """None of them is bad usage or a bug; what a command answers is for its own tests."""
    policy_file = '[rules.high-risk-changes]\ncount = 1\n[rules.high-risk-changes.areas.payments]\nmode = "approve"\n'
    repo.commit(
        "start",
        **{
            "governance.toml": policy_file,
            "requirements.toml": (ROOT / "docs/examples/requirements.toml").read_text("utf-8"),
            ".secrets.baseline": '{"version": "1.5.0", "plugins_used": [], "filters_used": [], "results": {}}\n',
            "proposed.toml": policy_file,
        },
    )
    repo.git("tag", "v1.0")
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("refunds", **{"src/payments/refund.py": "limit = 1\n"})
    done = repo.run(*shlex.split(command)[1:], stdin=b"x = 1\n")

    assert done.code in (0, 1, 3), done.out + done.err
    assert done.code != 3 or ("approve" in command and "key" in done.err), done.err


def test_readme_and_help_name_every_option() -> None:
    for option in (*_FLAGS, *_VALUES):
        assert option in HELP
        assert option in README or option in ("--message-file", "--hook-stage"), option


def test_readme_shows_every_option_of_the_baseline() -> None:
    from govhooks.commands.baseline import HELP as told

    options = set(re.findall(r"--[a-z]+", told))

    assert options == {"--add", "--check", "--from"}
    assert [option for option in options if f"govhooks baseline {option}" not in README] == []


def test_the_refused_commit_reads_as_readme_shows_it(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("shop/deploy.py", f'GITHUB_TOKEN = "{token}"\n')
    done = repo.check()
    shown = next(block for block in blocks("text") if "git commit" in block)
    expected = [line for line in done.out.splitlines() if "fingerprint" not in line and "exceptions add" not in line]

    assert done.code == 1
    assert [line for line in expected if line not in shown.splitlines()] == []


def test_links_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_report_schema_is_a_schema() -> None:
    schema = json.loads((ROOT / "docs/report.schema.json").read_text())

    assert schema["$schema"].startswith("https://json-schema.org/")


def test_architecture_names_every_module() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    package = ROOT / "hooks/govhooks"
    names = [path.name for path in sorted(package.glob("*.py")) if not path.name.startswith("__")]

    assert [name for name in names if name not in text and name != "demo.py"] == []


def test_readme_counts_the_formats() -> None:
    providers = {row.provider for row in formats.load()}

    assert f"{len(formats.load())} token formats of {len(providers)} providers" in README
