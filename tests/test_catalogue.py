"""The suite agrees with itself: rules, manifest, scripts, tests and pages. `--write` regenerates what is generated."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pages
import pytest
import tomli

import derive_formats
import derive_settings
import index_rules
from govhooks.core.entry import MESSAGE_STAGES, REBASE, STAGES
from govhooks.core.rule import Rule
from govhooks.knowledge.agents.entries import GUARDS, TARGETS
from govhooks.knowledge.agents.table import FILES
from govhooks.rules import load

ROOT = Path(__file__).resolve().parent.parent
RULES = load()
FORMATS = "hooks/govhooks/rules/secrets/no_secrets/formats"
# Made once: each of the breaks below compares them anew.
ENDS = "hooks/govhooks/rules/authentication/session_policy/tables/ends.py"
# Module -> what makes its text.
DERIVED = {
    **{
        f"{FORMATS}/{name}.py": functools.cache(getattr(derive_formats, name))
        for name in ("triggers", "hidden", "references", "forms")
    },
    ENDS: functools.cache(derive_settings.ends),
}
AGENTS = "docs/agents.md"
AGENTS_FROM = f"<!-- from the tables of agents; {pages.WRITER} -->"
INDEX = "hooks/govhooks/rules/index.py"
AREAS = sorted({rule.module.split(".")[2] for rule in RULES})
ALL = "All rules of govhooks in one process."


def manifest(rules: list[Rule]) -> str:
    """`.pre-commit-hooks.yaml`: a hook for all rules, then one a rule."""
    stages = [stage for stage in (*STAGES, *MESSAGE_STAGES, REBASE) if any(stage in rule.stages for rule in rules)]
    entries = [_hook("govhooks", ALL, "govhooks check", stages, any(rule.shows for rule in rules))]
    entries += [_hook(r.id, r.description, f"govhooks-{r.id}", list(r.stages), r.shows) for r in rules]
    return "# Generated from hooks/govhooks/rules: pytest tests/test_catalogue.py --write\n" + "".join(entries)


def _hook(id: str, description: str, entry: str, stages: list[str], shows: bool) -> str:
    lines = [
        f"- id: {id}",
        f"  name: {id}",
        f'  description: "{description}"',
        f"  entry: {entry}",
        "  language: python",
        # Names after "--" are names, whatever they look like; deletions and renames reach a hook that always runs.
        '  args: ["--"]',
        "  always_run: true",
        "  pass_filenames: true",
        "  require_serial: true",
        "  types: []",
        f"  stages: [{', '.join(stages)}]",
        *(["  verbose: true"] if shows else []),
        '  minimum_pre_commit_version: "3.2.0"',
    ]
    return "\n".join(lines) + "\n"


def scripts(rules: list[Rule]) -> str:
    """The `[project.scripts]` table."""
    lines = ["[project.scripts]", 'govhooks = "govhooks.cli:main"']
    lines += [f'govhooks-{rule.id} = "govhooks.cli:hook"' for rule in rules]
    return "\n".join(lines) + "\n"


def agents_table() -> str:
    """The block of docs/agents.md that lists the agents whose committed files are judged, by the tables."""
    rows: dict[str, dict[str, list[str]]] = {}
    for file in FILES:
        asked = {
            "agent-permissions": file.switches or file.dead,
            "agent-commands": file.grants,
            "agent-file-access": file.grants or file.folders or file.ignores,
            "mcp-servers": file.servers,
            "agent-hooks": file.runs,
        }
        row = rows.setdefault(file.agent, {"files": [], "rules": [], "sources": []})
        row["files"] += [f"`{name}`" for name in file.names]
        row["rules"] += [rule for rule, does in asked.items() if does]
        row["sources"].append(file.source)
    synced = {target.agent for target in TARGETS}
    guarded = {target.agent for target in GUARDS.values()}
    lines = [
        AGENTS_FROM,
        "| agent | files | rules | `agents sync` | `guard` | read from |",
        "|---|---|---|---|---|---|",
    ]
    for agent, row in sorted(rows.items(), key=lambda item: item[0].casefold()):
        cells = [", ".join(dict.fromkeys(row[key])) for key in row]
        yes = ["yes" if agent in known else "" for known in (synced, guarded)]
        lines.append("| " + " | ".join([agent, cells[0], cells[1], *yes, cells[2]]) + " |")
    return "\n".join([*lines, pages.END])


def with_agents(page: str) -> str:
    found = re.search(re.escape(AGENTS_FROM) + r".*?" + re.escape(pages.END), page, re.DOTALL)
    return page.replace(found[0], agents_table()) if found else f"{page}{agents_table()}\n"


def with_scripts(pyproject: str, rules: list[Rule]) -> str:
    return re.sub(r"(?ms)^\[project\.scripts\]\n.*?(?=^\[|\Z)", scripts(rules) + "\n", pyproject)


def faults(root: Path, rules: list[Rule]) -> list[tuple[str, str]]:
    """(check, what is wrong) of everything in which the tree at `root` disagrees with the rules."""
    found = []
    if _text(root / ".pre-commit-hooks.yaml") != manifest(rules):
        found.append(("manifest", ".pre-commit-hooks.yaml is old: pytest tests/test_catalogue.py --write"))
    pyproject = _text(root / "pyproject.toml")
    if pyproject != with_scripts(pyproject, rules) or "[project.scripts]" not in pyproject:
        found.append(("scripts", "[project.scripts] is old: pytest tests/test_catalogue.py --write"))
    if _text(root / INDEX) != index_rules.render(rules):
        found.append(("index", f"{INDEX} is old: pytest tests/test_catalogue.py --write"))
    for name, text in DERIVED.items():
        if _text(root / name) != text():
            found.append((Path(name).stem, f"{name} is old: pytest tests/test_catalogue.py --write"))
    if _text(root / AGENTS) != with_agents(_text(root / AGENTS)):
        found.append(("agents", f"{AGENTS} is old: pytest tests/test_catalogue.py --write"))
    readme = _text(root / "README.md")
    if readme != pages.with_rules(readme, rules) or pages.RULES_FROM not in readme:
        found.append(("readme", "the table of rules in README.md is old: pytest tests/test_catalogue.py --write"))
    for rule in rules:
        found += _rule_faults(root, rule)
    ids = {rule.id for rule in rules}
    for path in sorted((root / pages.RULES).iterdir()):
        if path.stem not in ids:
            found.append(("page of no rule", f"{pages.RULES}/{path.name}: there is no rule {path.stem}"))
    known = {rule.id.replace("-", "_") for rule in rules}
    for path in sorted((root / "tests/rules").glob("*/*")):
        if path.stem.removeprefix("test_") not in known and path.name != "__pycache__":
            found.append(("test of no rule", f"{path.relative_to(root).as_posix()}: there is no rule of that name"))
    return found


def _rule_faults(root: Path, rule: Rule) -> list[tuple[str, str]]:
    file = rule.id.replace("-", "_")
    found = []
    if not re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.id):
        found.append(("id", f"{rule.id}: write the id in lower case with hyphens, two words or more"))
    if not re.fullmatch(r"[A-Z].+[a-z]\.", rule.description):
        found.append(("description", f"{rule.id}: begin the docstring of its module with a sentence on one line"))
    area = pages.area(rule)
    if rule.module != f"govhooks.rules.{area}.{file}":
        found.append(("home", f"{rule.id}: its check must be in hooks/govhooks/rules/{area}/{file}"))
    tests = root / f"tests/rules/{area}"
    if not (tests / f"test_{file}.py").exists() and not (tests / f"{file}/test_{file}.py").exists():
        found.append(("test", f"write tests/rules/{area}/test_{file}.py, the test of {rule.id}"))
    name = f"{pages.RULES}/{rule.id}.md"
    page = _text(root / name)
    if not page:
        return [*found, ("page", f"write {name}, the page of {rule.id}")]
    if not page.startswith(f"# {rule.id}\n\n{rule.description}\n"):
        found.append(("opening", f"{name}: begin with `# {rule.id}`, an empty line and `{rule.description}`"))
    if page != pages.with_options(page, rule):
        found.append(("options", f"the options in {name} are old: pytest tests/test_catalogue.py --write"))
    for option in pages.without_meaning(page):
        found.append(("meaning", f"{name}: say what `{option}` means, in the last column of its row"))
    return found


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_suite_agrees_with_itself(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write"):
        (ROOT / ".pre-commit-hooks.yaml").write_text(manifest(RULES), encoding="utf-8")
        pyproject = ROOT / "pyproject.toml"
        pyproject.write_text(with_scripts(_text(pyproject), RULES), encoding="utf-8")
        readme = ROOT / "README.md"
        readme.write_text(pages.with_rules(_text(readme), RULES), encoding="utf-8")
        (ROOT / AGENTS).write_text(with_agents(_text(ROOT / AGENTS)), encoding="utf-8")
        for rule in RULES:
            page = ROOT / f"{pages.RULES}/{rule.id}.md"
            if page.exists():
                page.write_text(pages.with_options(_text(page), rule), encoding="utf-8")
        (ROOT / INDEX).write_text(index_rules.render(RULES), encoding="utf-8")
        for name, text in DERIVED.items():
            (ROOT / name).write_text(text(), encoding="utf-8")

    if found := faults(ROOT, RULES):
        pytest.fail("\n".join(text for _, text in found), pytrace=False)


def test_rules_are_named_after_what_should_be() -> None:
    assert [rule.id for rule in RULES] == sorted({rule.id for rule in RULES})
    assert all(rule.Policy() == rule.Policy() for rule in RULES)


def test_scripts_reach_their_rule() -> None:
    table = tomli.loads(_text(ROOT / "pyproject.toml"))["project"]["scripts"]

    assert table.pop("govhooks") == "govhooks.cli:main"
    assert table == {f"govhooks-{rule.id}": "govhooks.cli:hook" for rule in RULES}


# Each check of `faults`, broken on a copy of the tree: a check that cannot fail is no check.
# (file, text to replace (None: the whole file), replacement ("" removes the file when the text is None))
BREAKS = {
    "manifest": (".pre-commit-hooks.yaml", "always_run: true", "always_run: false"),
    "scripts": ("pyproject.toml", "govhooks-no-secrets =", "govhooks-no-secret ="),
    "triggers": (f"{FORMATS}/triggers.py", "AKIA", "AKIB"),
    "hidden": (f"{FORMATS}/hidden.py", "cGFzc3dv", "cGFzc3dw"),
    "references": (f"{FORMATS}/references.py", "akia", "akib"),
    "forms": (f"{FORMATS}/forms.py", "cGFzc3dv", "cGFzc3dw"),
    "ends": (ENDS, "b'debug': ", "b'bug': "),
    "index": (INDEX, 'id="no-secrets"', 'id="no-secret"'),
    "agents": (AGENTS, "| Codex |", "| Kodex |"),
    "readme": ("README.md", "docs/rules/no-secrets.md", "docs/rules/no_secrets.md"),
    "page": ("docs/rules/no-secrets.md", None, ""),
    "page of no rule": ("docs/rules/no-such-rule.md", None, "# no-such-rule\n"),
    "opening": ("docs/rules/no-secrets.md", "Secrets stay out of git.", "Secrets, oh secrets."),
    "options": ("docs/rules/policy-exceptions.md", "| `180` |", "| `90` |"),
    "meaning": ("docs/rules/policy-exceptions.md", "how many days ahead an exception may end", ""),
    "test": ("tests/rules/secrets/test_no_env_files.py", None, ""),
    "test of no rule": ("tests/rules/secrets/test_no_such_rule.py", None, "x"),
}


class _Misnamed(Rule):
    description = "no sentence"


def check_nothing(changeset: object, policy: object) -> list[object]:
    return []


_NO_SECRETS = next(rule for rule in RULES if rule.id == "no-secrets")
# The same for what a rule says of itself: a rule that is wrong in one way.
WRONG_RULES = {
    "id": Rule("NoSecrets", _NO_SECRETS.Policy, _NO_SECRETS.check),
    "home": Rule("no-secrets", _NO_SECRETS.Policy, check_nothing),  # type: ignore[arg-type]
    "description": _Misnamed("no-secrets", _NO_SECRETS.Policy, _NO_SECRETS.check),
}


def copy(tmp_path: Path) -> Path:
    for name in DERIVED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / pages.RULES).mkdir(parents=True)
    for name in (
        ".pre-commit-hooks.yaml",
        "pyproject.toml",
        "README.md",
        AGENTS,
        INDEX,
        *(f"{pages.RULES}/{rule.id}.md" for rule in RULES),
        *DERIVED,
    ):
        (tmp_path / name).write_text(_text(ROOT / name), encoding="utf-8")
    for path in sorted((ROOT / "tests/rules").glob("**/test_*.py")):
        place = tmp_path / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("")
    if faults(tmp_path, RULES):
        pytest.skip("test_suite_agrees_with_itself says what is wrong")
    return tmp_path


@pytest.mark.parametrize("check", sorted(BREAKS))
def test_every_check_fails_when_broken(check: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    name, old, new = BREAKS[check]
    place = root / name
    if old is None:
        place.write_text(new) if new else place.unlink()
    else:
        assert old in _text(place)
        place.write_text(_text(place).replace(old, new), encoding="utf-8")

    assert check in {found for found, _ in faults(root, RULES)}


@pytest.mark.parametrize("check", sorted(WRONG_RULES))
def test_a_wrong_rule_is_found(check: str) -> None:
    assert check in {found for found, _ in _rule_faults(ROOT, WRONG_RULES[check])}


def test_no_check_of_the_catalogue_is_left_unbroken(capsys: pytest.CaptureFixture[str]) -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    checks = set(re.findall(r'\("([a-z ]+)", f?"', source)) | set(re.findall(r'\[\("([a-z ]+)", ', source))
    checks |= set(re.findall(r'append\(\("([a-z ]+)", ', source)) | {Path(name).stem for name in DERIVED}
    broken = BREAKS.keys() | WRONG_RULES.keys()
    with capsys.disabled():
        print(f" catalogue: {len(broken & checks)} of {len(checks)} checks broken, each is noticed ", end="")

    assert checks == broken
