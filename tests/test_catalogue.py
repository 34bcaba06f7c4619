"""The suite agrees with itself: rules, manifest, scripts, tests and README. `--write` regenerates what is generated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tomli

import derive_formats
from govhooks.agents.entries import GUARDS, TARGETS
from govhooks.agents.table import FILES
from govhooks.rule import MESSAGE_STAGES, REBASE, STAGES, Rule
from govhooks.rules import load

ROOT = Path(__file__).resolve().parent.parent
RULES = load()
FORMATS = "hooks/govhooks/rules/no_secrets/formats"
DERIVED = {
    "triggers": derive_formats.triggers,
    "references": derive_formats.references,
    "forms": derive_formats.forms,
}
AGENTS = "docs/agents.md"
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
    lines += [f'govhooks-{rule.id} = "{rule.module}:rule.main"' for rule in rules]
    return "\n".join(lines) + "\n"


def agents_page() -> str:
    """docs/agents.md: the agents whose committed files are judged, by the tables."""
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
        "# The agents whose committed files are judged",
        "",
        "Generated from `hooks/govhooks/agents/table.py` and `entries.py`: pytest tests/test_catalogue.py --write. A name counts in",
        "any folder. Instruction files (`AGENTS.md` and its like) are judged by `agent-instructions` for every agent.",
        "",
        "| agent | files | rules | `agents sync` | `guard` | read from |",
        "|---|---|---|---|---|---|",
    ]
    for agent, row in sorted(rows.items(), key=lambda item: item[0].casefold()):
        cells = [", ".join(dict.fromkeys(row[key])) for key in row]
        yes = ["yes" if agent in known else "" for known in (synced, guarded)]
        lines.append("| " + " | ".join([agent, cells[0], cells[1], *yes, cells[2]]) + " |")
    return "\n".join(lines) + "\n"


def with_scripts(pyproject: str, rules: list[Rule]) -> str:
    return re.sub(r"(?ms)^\[project\.scripts\]\n.*?(?=^\[|\Z)", scripts(rules) + "\n", pyproject)


def options(rule: Rule) -> list[str]:
    """The rule's policy options as README writes them."""
    return ["enabled", *(name.replace("_", "-") for name in rule.Policy.fields)]


def sections(readme: str) -> dict[str, str]:
    """README's `### <rule-id>` sections."""
    parts = re.split(r"(?m)^### (.+)\n", readme)
    return {title.strip().strip("`"): body.split("\n## ")[0] for title, body in zip(parts[1::2], parts[2::2])}


def faults(root: Path, rules: list[Rule]) -> list[tuple[str, str]]:
    """(check, what is wrong) of everything in which the tree at `root` disagrees with the rules."""
    found = []
    if _text(root / ".pre-commit-hooks.yaml") != manifest(rules):
        found.append(("manifest", ".pre-commit-hooks.yaml is old: pytest tests/test_catalogue.py --write"))
    pyproject = _text(root / "pyproject.toml")
    if pyproject != with_scripts(pyproject, rules) or "[project.scripts]" not in pyproject:
        found.append(("scripts", "[project.scripts] is old: pytest tests/test_catalogue.py --write"))
    for name, text in DERIVED.items():
        if _text(root / f"{FORMATS}/{name}.py") != text():
            found.append((name, f"{FORMATS}/{name}.py is old: pytest tests/test_catalogue.py --write"))
    if _text(root / AGENTS) != agents_page():
        found.append(("agents", f"{AGENTS} is old: pytest tests/test_catalogue.py --write"))
    documented = sections(_text(root / "README.md"))
    for rule in rules:
        found += _rule_faults(root, rule, documented.pop(rule.id, None))
    found += [("section of no rule", name) for name in documented]
    known = {rule.id.replace("-", "_") for rule in rules}
    for path in sorted((root / "tests/rules").iterdir()):
        if path.stem.removeprefix("test_") not in known and path.name != "__pycache__":
            found.append(("test of no rule", path.name))
    return found


def _rule_faults(root: Path, rule: Rule, section: str | None) -> list[tuple[str, str]]:
    file = rule.id.replace("-", "_")
    found = []
    if not re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.id):
        found.append(("id", f"{rule.id} is not kebab-case"))
    if not re.fullmatch(r"[A-Z].+[a-z]\.", rule.description):
        found.append(("description", f"the docstring of {rule.id} does not begin with a sentence"))
    if rule.module != f"govhooks.rules.{file}":
        found.append(("home", f"{rule.id} does not live in hooks/govhooks/rules/{file}"))
    if (
        not (root / f"tests/rules/test_{file}.py").exists()
        and not (root / f"tests/rules/{file}/test_{file}.py").exists()
    ):
        found.append(("test", f"{rule.id} has no tests/rules/test_{file}.py"))
    if section is None:
        return [*found, ("section", f"README.md has no ### {rule.id}")]
    if not section.strip().startswith(rule.description):
        found.append(("opening", f"README's section {rule.id} does not open with: {rule.description}"))
    found += [("option", f"README's {rule.id} lacks {name}") for name in options(rule) if name not in section]
    return found


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_suite_agrees_with_itself(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write"):
        (ROOT / ".pre-commit-hooks.yaml").write_text(manifest(RULES), encoding="utf-8")
        pyproject = ROOT / "pyproject.toml"
        pyproject.write_text(with_scripts(_text(pyproject), RULES), encoding="utf-8")
        (ROOT / AGENTS).write_text(agents_page(), encoding="utf-8")
        for name, text in DERIVED.items():
            (ROOT / f"{FORMATS}/{name}.py").write_text(text(), encoding="utf-8")

    assert faults(ROOT, RULES) == []


def test_rules_are_named_after_what_should_be() -> None:
    assert [rule.id for rule in RULES] == sorted({rule.id for rule in RULES})
    assert all(rule.Policy() == rule.Policy() for rule in RULES)


def test_scripts_reach_their_rule() -> None:
    table = tomli.loads(_text(ROOT / "pyproject.toml"))["project"]["scripts"]

    assert table.pop("govhooks") == "govhooks.cli:main"
    assert table == {f"govhooks-{rule.id}": f"{rule.module}:rule.main" for rule in RULES}


# Each check of `faults`, broken on a copy of the tree: a check that cannot fail is no check.
# (file, text to replace (None: the whole file), replacement ("" removes the file when the text is None))
BREAKS = {
    "manifest": (".pre-commit-hooks.yaml", "always_run: true", "always_run: false"),
    "scripts": ("pyproject.toml", "govhooks-no-secrets =", "govhooks-no-secret ="),
    "triggers": (f"{FORMATS}/triggers.py", "AKIA", "AKIB"),
    "references": (f"{FORMATS}/references.py", "akia", "akib"),
    "forms": (f"{FORMATS}/forms.py", "cGFzc3dv", "cGFzc3dw"),
    "agents": (AGENTS, "| Codex |", "| Kodex |"),
    "section": ("README.md", "### no-secrets\n", "## no-secrets\n"),
    "section of no rule": ("README.md", "### no-secrets\n", "### no-secrets\n\n### no-such-rule\n"),
    "opening": ("README.md", "Secrets stay out of git.", "Secrets, oh secrets."),
    "option": ("README.md", "max-days", "max_tage"),
    "test": ("tests/rules/test_no_env_files.py", None, ""),
    "test of no rule": ("tests/rules/test_no_such_rule.py", None, "x"),
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
    (tmp_path / FORMATS).mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    for name in (
        ".pre-commit-hooks.yaml",
        "pyproject.toml",
        "README.md",
        AGENTS,
        *(f"{FORMATS}/{name}.py" for name in DERIVED),
    ):
        (tmp_path / name).write_text(_text(ROOT / name), encoding="utf-8")
    for path in sorted((ROOT / "tests/rules").glob("**/test_*.py")):
        place = tmp_path / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("")
    assert faults(tmp_path, RULES) == []
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
    assert check in {found for found, _ in _rule_faults(ROOT, WRONG_RULES[check], None)}


def test_no_check_of_the_catalogue_is_left_unbroken(capsys: pytest.CaptureFixture[str]) -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    checks = set(re.findall(r'\("([a-z ]+)", f?"', source)) | set(re.findall(r'\[\("([a-z ]+)", ', source))
    checks |= set(re.findall(r'append\(\("([a-z ]+)", ', source)) | DERIVED.keys()
    broken = BREAKS.keys() | WRONG_RULES.keys()
    with capsys.disabled():
        print(f" catalogue: {len(broken & checks)} of {len(checks)} checks broken, each is noticed ", end="")

    assert checks == broken
