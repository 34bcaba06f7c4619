"""The suite agrees with itself: rules, manifest, scripts, tests and README. `--write` regenerates what is generated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tomli

from govhooks.rule import MESSAGE_STAGES, STAGES, Rule
from govhooks.rules import load

ROOT = Path(__file__).resolve().parent.parent
RULES = load()
ALL = "All rules of govhooks in one process."


def manifest(rules: list[Rule]) -> str:
    """`.pre-commit-hooks.yaml`: a hook for all rules, then one a rule."""
    stages = [stage for stage in (*STAGES, *MESSAGE_STAGES) if any(stage in rule.stages for rule in rules)]
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


def with_scripts(pyproject: str, rules: list[Rule]) -> str:
    return re.sub(r"(?ms)^\[project\.scripts\]\n.*?(?=^\[|\Z)", scripts(rules) + "\n", pyproject)


def options(rule: Rule) -> list[str]:
    """The rule's policy options as README writes them."""
    return ["enabled", *(name.replace("_", "-") for name in rule.Policy.fields)]


def sections(readme: str) -> dict[str, str]:
    """README's `### <rule-id>` sections."""
    parts = re.split(r"(?m)^### (.+)\n", readme)
    return {title.strip().strip("`"): body.split("\n## ")[0] for title, body in zip(parts[1::2], parts[2::2])}


def faults(root: Path, rules: list[Rule]) -> list[str]:
    """Everything in which the tree at `root` disagrees with the rules."""
    found = []
    if _text(root / ".pre-commit-hooks.yaml") != manifest(rules):
        found.append(".pre-commit-hooks.yaml is not what the rules say: pytest tests/test_catalogue.py --write")
    pyproject = _text(root / "pyproject.toml")
    if pyproject != with_scripts(pyproject, rules) or "[project.scripts]" not in pyproject:
        found.append(
            "pyproject.toml [project.scripts] is not what the rules say: pytest tests/test_catalogue.py --write"
        )
    documented = sections(_text(root / "README.md"))
    for rule in rules:
        file = rule.id.replace("-", "_")
        if rule.module not in (f"govhooks.rules.{file}",):
            found.append(f"{rule.id} does not live in hooks/govhooks/rules/{file}")
        if not (root / f"tests/rules/test_{file}.py").exists() and not list(
            (root / f"tests/rules/{file}").glob("test_*.py")
        ):
            found.append(f"{rule.id} has no test: tests/rules/test_{file}.py")
        body = documented.pop(rule.id, None)
        if body is None:
            found.append(f"{rule.id} has no section in README.md: ### {rule.id}")
            continue
        if not body.strip().startswith(rule.description):
            found.append(f"README's section {rule.id} does not open with: {rule.description}")
        found += [f"README's section {rule.id} lacks the option {name}" for name in options(rule) if name not in body]
        if not re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.id) or not rule.description.endswith("."):
            found.append(f"{rule.id}: an id is kebab-case, a description is a sentence")
    found += [f"README has a section for no rule: {name}" for name in documented]
    for path in sorted((root / "tests/rules").glob("test_*.py")):
        if path.stem.removeprefix("test_").replace("_", "-") not in {rule.id for rule in rules}:
            found.append(f"{path.name} tests no rule")
    return found


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_suite_agrees_with_itself(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write"):
        (ROOT / ".pre-commit-hooks.yaml").write_text(manifest(RULES), encoding="utf-8")
        pyproject = ROOT / "pyproject.toml"
        pyproject.write_text(with_scripts(_text(pyproject), RULES), encoding="utf-8")

    assert faults(ROOT, RULES) == []


def test_rules_are_named_after_what_should_be() -> None:
    assert [rule.id for rule in RULES] == sorted({rule.id for rule in RULES})
    assert all(rule.Policy() == rule.Policy() for rule in RULES)


def test_scripts_reach_their_rule() -> None:
    table = tomli.loads(_text(ROOT / "pyproject.toml"))["project"]["scripts"]

    assert table.pop("govhooks") == "govhooks.cli:main"
    assert table == {f"govhooks-{rule.id}": f"{rule.module}:rule.main" for rule in RULES}


# Each fault of `faults`, made on a copy of the tree: a check that cannot fail is no check.
BREAKS = {
    ".pre-commit-hooks.yaml is not": (".pre-commit-hooks.yaml", "always_run: true", "always_run: false"),
    "[project.scripts] is not": ("pyproject.toml", "govhooks-no-secrets =", "govhooks-no-secret ="),
    "has no section in README.md: ### no-secrets": ("README.md", "### no-secrets\n", "### no-secret\n"),
    "README has a section for no rule: no-secret": ("README.md", "### no-secrets\n", "### no-secret\n"),
    "does not open with": ("README.md", "Secrets stay out of git.", "Secrets, oh secrets."),
    "lacks the option max-days": ("README.md", "max-days", "max_tage"),
    "no-env-files has no test": ("tests/rules/test_no_env_files.py", None, ""),
    "test_no_such_rule.py tests no rule": ("tests/rules/test_no_such_rule.py", None, "x"),
}


@pytest.mark.parametrize("fault", sorted(BREAKS))
def test_every_check_fails_when_broken(fault: str, tmp_path: Path) -> None:
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md"):
        (tmp_path / name).write_text(_text(ROOT / name), encoding="utf-8")
    for path in sorted((ROOT / "tests/rules").glob("**/test_*.py")):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text("")
    assert faults(tmp_path, RULES) == []

    name, old, new = BREAKS[fault]
    if old is None:
        (tmp_path / name).write_text(new) if new else (tmp_path / name).unlink()
    else:
        broken = _text(tmp_path / name)
        assert old in broken
        (tmp_path / name).write_text(broken.replace(old, new))

    assert any(fault in found for found in faults(tmp_path, RULES)), faults(tmp_path, RULES)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"id": "NoSecrets"}, "kebab-case"),
        ({"id": "no-secrets-at-all"}, "does not live in"),
    ],
)
def test_a_misnamed_rule_is_found(change: dict[str, str], fault: str) -> None:
    rule = next(rule for rule in RULES if rule.id == "no-secrets")
    misnamed = Rule(change["id"], rule.Policy, rule.check)
    readme_free = faults(ROOT, [*RULES, misnamed])

    assert any(fault in found for found in readme_free) or any(change["id"] in found for found in readme_free)
