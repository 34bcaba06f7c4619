"""Examples in the pages are parsed or executed, and the options they name are those of the code."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pages
import pytest
import tomli
import yaml

import govhooks
from govhooks.policy import load as policy
from govhooks.rules import load
from govhooks.rules.secrets.no_secrets import formats
from govhooks.run.request import _FLAGS, _VALUES, HELP

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
# A page of ours says so at its top: the other TOML in pages is a governance.toml.
AGENT_POLICY = "# requirements.toml"
# A page that opens with another word for a thing than the code, or with a riddle, is written anew.
NEVER = ("TODO", "FIXME", "own up to", "at every meeting", "has the rooms")
LONGEST_README = 150


def labelled(language: str) -> list[object]:
    """The blocks of a language over all pages, as parameters."""
    told = pages.everywhere(language)
    return [pytest.param(page, block, id=f"{page} #{number}") for number, (page, block) in enumerate(told)]


@pytest.mark.parametrize(("page", "example"), labelled("toml"))
def test_every_policy_example_is_a_policy(page: str, example: str) -> None:
    if example.startswith(AGENT_POLICY):
        from govhooks.knowledge.agents import requirements

        _, faults = requirements.read(example.encode())
        assert [fault.problem for fault in faults if fault.kind == requirements.REFUSED] == []
        return

    assert policy.load(example.encode(), page, load()).origin == page


def test_defaults_that_are_shown_are_the_defaults() -> None:
    for rule in load():
        page = f"{pages.RULES}/{rule.id}.md"
        for example in re.findall(r"(?ms)^The long defaults:\n\n```toml\n(.*?)^```$", (ROOT / page).read_text("utf-8")):
            assert policy.load(example.encode(), page, load()).rules[rule.id] == rule.Policy()


@pytest.mark.parametrize("example", pages.examples(), ids=str)
@pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX shell")
def test_the_examples_come_out_as_shown(example: pages.Example, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    place = tmp_path / "repo"
    place.mkdir()
    real = pages.play(example, place)
    if not example.is_like(real) and request.config.getoption("--write"):
        pages.rewrite(example, real)
        return

    assert example.is_like(real) or real == example.text, (
        "pytest tests/test_docs.py --write puts what comes out into the page"
    )


def test_every_rule_shows_a_finding() -> None:
    shown = {example.page for example in pages.examples() if re.search(r"(?m)^  (fix|next): ", example.text)}

    assert [rule.id for rule in load() if f"{pages.RULES}/{rule.id}.md" not in shown] == []


def test_every_rule_says_what_it_refuses_flags_and_lets_pass() -> None:
    wanted = {"What is refused", "What is flagged", "What passes", "The finding", "Options"}
    for rule in load():
        page = (ROOT / f"{pages.RULES}/{rule.id}.md").read_text(encoding="utf-8")

        assert wanted - set(re.findall(r"(?m)^## (.+)$", page)) == set(), rule.id


def test_readme_is_short_and_names_every_hook() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())

    assert README.count("\n") <= LONGEST_README
    assert [hook["id"] for hook in hooks if hook["id"] not in README] == []


def test_the_words_of_the_pages() -> None:
    found = [(pages.named(path), word) for path in pages.pages() for word in NEVER if word in path.read_text("utf-8")]

    assert found == []


@pytest.mark.parametrize(("page", "example"), labelled("python"))
def test_python_in_pages_is_python(page: str, example: str) -> None:
    ast.parse(example, page)


def test_the_configuration_example_lists_hooks_of_the_manifest() -> None:
    (example,) = pages.blocks("yaml", ROOT / "README.md")
    config = yaml.safe_load(example)
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    hooks = {hook["id"]: hook for hook in manifest}

    assert {hook["id"] for repo in config["repos"] for hook in repo["hooks"]} <= hooks.keys()
    installed = set(config["default_install_hook_types"])
    assert set(hooks["govhooks"]["stages"]) - {"manual"} == installed


@pytest.mark.parametrize(("page", "example"), labelled("yaml"))
def test_hooks_that_pages_name_are_in_the_manifest(page: str, example: str) -> None:
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}

    assert {hook["id"] for repo in yaml.safe_load(example)["repos"] for hook in repo["hooks"]} <= hooks


def test_the_revisions_that_are_named_are_there() -> None:
    """No tag is promised that nobody can check out."""
    named = {}
    places = ("README.md", "docs/install.md", *sorted(f"docs/ci/{path.name}" for path in ROOT.glob("docs/ci/*.yml")))
    for page in (ROOT / place for place in places):
        found = re.findall(r"(?m)(?:^ +rev: |security/govhooks@|GOVHOOKS_COMMIT: )\"?([\w.]+)", page.read_text("utf-8"))
        named[page.name] = set(found)
        assert len(found) == 1, page.name
    if not (ROOT / ".git").exists():
        pytest.skip("LOUD: this is no clone, so the revisions in README are not looked up")
    for rev in set.union(*named.values()):
        done = subprocess.run(["git", "-C", ROOT, "cat-file", "-e", f"{rev}:.pre-commit-hooks.yaml"], check=False)
        assert done.returncode == 0, rev


def test_one_place_is_named() -> None:
    """Wherever govhooks is fetched from in an example, it is the project's own address."""
    urls = tomli.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]
    named = set()
    for path in (*pages.pages(), *ROOT.glob("docs/ci/*.yml")):
        named |= set(re.findall(r"(?:repo|GOVHOOKS_SOURCE): (https://\S+)", path.read_text("utf-8")))

    assert named == {urls["Repository"]}
    assert all(url.startswith(urls["Repository"]) for url in urls.values())


def test_the_changelog_has_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"(?m)^## (.+)$", text)

    assert headings[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(govhooks.__version__)} \(\d{{4}}-\d\d-\d\d\)", headings[1])
    assert set(re.findall(r"(?m)^### (.+)$", text)) <= {"Features", "Fixes", "Migrating"}


def commands() -> list[str]:
    """The lines of shell examples that call govhooks, over all pages."""
    lines = [line.split("  #")[0].strip() for _, block in pages.everywhere("sh") for line in block.splitlines()]
    called = [line.rpartition("| ")[2] for line in lines if re.search(r"(^|\| )govhooks ", line)]
    return list(dict.fromkeys(called))


@pytest.mark.parametrize("command", commands())
def test_the_commands_of_pages_work_when_typed(repo, command: str) -> None:  # type: ignore[no-untyped-def]
    """None of them is bad usage or a bug; what a command answers is for its own tests."""
    policy_file = '[rules.high-risk-changes]\ncount = 1\n[rules.high-risk-changes.areas.payments]\nmode = "approve"\n'
    policy_file += (
        '[rules.access-reviews.systems.production-database]\nowner = "a@x"\nreviewer = "b@x"\nfiles = ["db/"]\n'
    )
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
    repo.git("tag", "v1.1")
    repo.stage("deploy/defaults.env", "THEME=dark\n")
    cwd = repo.path
    if " pre-receive" in command:
        cwd = repo.path.parent / "server.git"
        repo.git("clone", "--quiet", "--bare", ".", str(cwd))
    # Nothing is fetched, and there is no database: both are said.
    env = {"https_proxy": "http://127.0.0.1:9"} if " advisories " in command else {}
    done = repo.run(*shlex.split(command)[1:], stdin=b"x = 1\n", cwd=cwd, **env)

    assert done.code in (0, 1, 3), done.out + done.err
    assert (
        done.code != 3
        or env
        or (any(word in command for word in ("approve", "access review", "incident open")) and "key" in done.err)
    ), done.err


def test_the_page_and_help_name_every_option() -> None:
    page = (ROOT / "docs/check.md").read_text(encoding="utf-8")
    for option in (*_FLAGS, *_VALUES):
        assert option in HELP
        assert option in page, option


def test_the_help_names_every_command() -> None:
    from govhooks.cli import COMMANDS
    from govhooks.cli import HELP as told

    named = set(re.findall(r"^  ((?:-{0,2}[a-z-]+(?:, )?)+)", told, re.M))

    assert {*(word for line in named for word in line.split(", ")), "disapprove"} == set(COMMANDS)


def test_the_page_shows_every_option_of_the_baseline() -> None:
    from govhooks.commands.baseline import HELP as told

    page = (ROOT / "docs/adopt.md").read_text(encoding="utf-8")
    options = set(re.findall(r"--[a-z]+", told))

    assert options == {"--add", "--check", "--from"}
    assert [option for option in options if f"govhooks baseline {option}" not in page] == []


def anchors(path: Path) -> set[str]:
    """What a link can name in a page: its headings, as forges write them."""
    text = re.sub(r"(?ms)^```.*?^```$", "", pages.read(path))
    return {
        re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in re.findall(r"(?m)^#+ (.+)$", text)
    }


def test_links_lead_somewhere() -> None:
    for page in pages.pages():
        text = re.sub(r"(?ms)^```.*?^```$", "", pages.read(page))
        for target, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", text):
            place = (page.parent / target).resolve() if target else page

            assert place.exists(), f"{page.name}: {target}"
            assert not anchor or anchor in anchors(place), f"{page.name}: {target}#{anchor}"


def test_every_page_is_linked_from_another() -> None:
    named = {
        (page.parent / target).resolve()
        for page in pages.pages()
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    }

    assert [path.name for path in pages.pages() if path not in named and path.name != "README.md"] == []


def test_the_report_schema_is_a_schema() -> None:
    schema = json.loads((ROOT / "docs/report.schema.json").read_text())

    assert schema["$schema"].startswith("https://json-schema.org/")


def test_architecture_names_every_module() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    package = ROOT / "hooks/govhooks"
    names = [path.name for path in sorted(package.glob("*.py")) if not path.name.startswith("__")]

    assert [name for name in names if name not in text and name != "demo.py"] == []


def test_the_page_counts_the_formats() -> None:
    page = (ROOT / f"{pages.RULES}/no-secrets.md").read_text(encoding="utf-8")
    providers = {row.provider for row in formats.load()}

    assert f"{len(formats.load())} token formats of {len(providers)} providers" in page


@pytest.mark.slow
def test_the_rule_of_contributing_is_one(tmp_path: Path) -> None:
    """Its three files and the command that follows them, in a copy of the tree: what is missing is asked for, and with it
    the rule works."""
    for name in ("hooks", "tests", "tools", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for path in (*ROOT.glob("*.md"), ROOT / "pyproject.toml", ROOT / ".pre-commit-hooks.yaml"):
        shutil.copy(path, tmp_path)
    files = pages.files(ROOT / "CONTRIBUTING.md")
    code, test, page = files
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    def run(*words: str, code: int = 0) -> str:
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout
        return done.stdout

    (tmp_path / test).unlink()
    (tmp_path / page).write_text(files[page].partition("<!-- options")[0], encoding="utf-8")
    said = run("tests/test_catalogue.py", "--write", "-k", "agrees", code=1)
    (shown,) = pages.blocks("text", ROOT / "CONTRIBUTING.md")
    written = (tmp_path / page).read_text(encoding="utf-8")
    (tmp_path / page).write_text(written.replace(pages.PLACEHOLDER, "which files are memory dumps"), encoding="utf-8")
    (tmp_path / test).write_text(files[test], encoding="utf-8")
    run("tests/test_catalogue.py", "--write", "-k", "agrees")
    run(test, "tests/test_catalogue.py", "tests/test_docs.py", "-k", "memory or agrees")

    # One plain line for each thing that is missing, and no source of a test.
    asked = said.partition("test_suite_agrees_with_itself ___")[2].splitlines()[1:3]
    assert asked == [f"write {test}, the test of no-memory-dumps", shown.strip()]

    assert (code.rpartition("/")[2], page) == ("no_memory_dumps.py", "docs/rules/no-memory-dumps.md")
    assert [name for name, text in files.items() if (tmp_path / name).read_text(encoding="utf-8") != text] == []
    assert "| [no-memory-dumps](docs/rules/no-memory-dumps.md) |" in (tmp_path / "README.md").read_text("utf-8")
