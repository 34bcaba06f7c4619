"""Every row of the tables, by its own examples."""

from __future__ import annotations

import pytest
import sweeps
from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.authentication.session_policy import Policy, check
from govhooks.rules.authentication.session_policy.index import may_hold
from govhooks.rules.authentication.session_policy.policy import KINDS, SPANS
from govhooks.rules.authentication.session_policy.settings import HOW, Setting
from govhooks.rules.authentication.session_policy.tables import TABLES

PATHS = {
    "python": "app/settings.py",
    "javascript": "src/app.js",
    "typescript": "src/app.ts",
    "go": "server/main.go",
    "java": "src/main/java/App.java",
    "ruby": "config/app.rb",
    "php": "config/app.php",
    "csharp": "Program.cs",
    "yaml": "config/app.yaml",
    "json": "config/app.json",
    "toml": "config/app.toml",
    "hcl": "infra/main.tf",
    "ini": "php.ini",
    "properties": "src/main/resources/application.properties",
    "env": "production.env",
    "xml": "web.config",
    "dockerfile": "Dockerfile",
}


def every_row() -> list[Setting]:
    found: list[Setting] = []
    for table in TABLES:
        module = __import__(f"govhooks.rules.authentication.session_policy.tables.{table}", fromlist=["ROWS"])
        found += module.ROWS
    return found


ROWS = every_row()
KIND_OF = {row.id: row.kind for row in ROWS}


def path_of(row: Setting) -> str:
    return row.path or PATHS[row.formats.split()[0]]


def judge(path: str, new: str, old: str | None) -> list[Finding]:
    change = Change("W" if old is None else "M", path, new=new.encode(), old=[] if old is None else [old.encode()])
    return list(check(Changeset([change], kind="whole" if old is None else "change"), Policy()))


@each(ROWS, lambda row: row.id)
def test_a_change_to_the_wrong_value_is_found(row: Setting) -> None:
    found = judge(path_of(row), row.wrong, row.right)

    assert any(KIND_OF[one.identity.split()[0]] == row.kind for one in found), found


@each(ROWS, lambda row: row.id)
def test_the_right_value_passes(row: Setting) -> None:
    assert judge(path_of(row), row.right, row.wrong) == []
    assert judge(path_of(row), row.right, None) == []
    assert judge(path_of(row), row.wrong + "\n", row.wrong) == []


def test_the_tables_are_in_order() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row.kind in KINDS, row.id
        assert not isinstance(row.how, str) or row.how in HOW, row.id
        assert set(row.formats.split()) <= set(" ".join(TABLES.values()).split()), row.id
        assert row.kind not in SPANS or not row.default or isinstance(row.default, (int, float, str)), row.id


def test_a_lifetime_is_found_by_any_of_its_names() -> None:
    names = [
        key
        for row in ROWS
        if row.id.startswith("constant-") and row.id.endswith("-seconds")
        for key in row.keys.split()
    ]

    assert len(names) > 500
    for name in names:
        upper = name.upper().replace("__", "_")
        assert judge("app/settings.py", f"{upper} = 86400", f"{upper} = 3600"), upper


def written(key: str, form: str) -> list[str]:
    """A key as files write it: its names, those that stand for any left out."""
    parts = [part for part in key.removesuffix("()").split(".") if part.strip("*()") and part not in OURS]
    names = [part for part in parts if not part.isdigit()]
    spaced = [" ".join(names), ".".join(names), "\n  ".join(names), "-".join(names).upper()]
    return spaced if form in ("yaml", "env", "properties") else spaced[:3]


# Before a name, where a walk over code says what it is.
OURS = ("alias", "class", "function", "option", "word")


@pytest.mark.hypothesis
def test_a_text_with_a_key_may_hold_it() -> None:
    """The quick look before a file's settings are collected lets nothing go. By default every eighth key is tried."""
    tried = [(form, key) for row in ROWS for form in row.formats.split() for key in row.keys.split()]
    for form, key in tried[:: 1 if sweeps.full else 8]:
        for text in written(key, form):
            assert may_hold(form, f"# a\n{text} = 1\n".encode()), (form, text)
            assert may_hold(form, f"{text} = 1\n".encode("utf-16")), (form, text)


@pytest.mark.parametrize(
    "text",
    [
        'config["SESSION_" "TTL_SECONDS"] = 1',
        'config["SESSION_" + "TTL_SECONDS"] = 1',
        "config['SESSION_' . 'TTL_SECONDS'] = 1",
        '"\\u0053ESSION_TTL_SECONDS": 1',
        '"\\x53ESSION_TTL_SECONDS": 1',
        "&#83;ESSION_TTL_SECONDS",
        "SESSION_TTL_\\\nSECONDS=1",
        "session-ttl-seconds: 1",
        "sessionTtlSeconds: 1",
        "TO\u212aEN_TTL_SECONDS = 1",
    ],
)
def test_a_key_in_another_spelling_may_be_held(text: str) -> None:
    assert may_hold("php", text.encode())


def test_an_everyday_text_holds_no_key() -> None:
    assert not may_hold("python", b"def total(items):\n    return sum(item.price for item in items)\n")
    assert not may_hold("json", b'{"name": "session-viewer", "version": "1.0.0", "private": true}')
