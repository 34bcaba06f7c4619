"""requirements.toml, judged by us and by the real Codex: where it refuses we refuse, and name the same field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import codex
import pytest
from conftest import ROOT, Repo
from knowledge.agents.requirements_files import GOOD, REFUSED, SILENT
from rows import each

from govhooks.knowledge.agents.codex_keys import KEYS
from govhooks.knowledge.agents.requirements import IGNORED, NOTE, OPEN, Fault, read
from govhooks.knowledge.agents.requirements import REFUSED as STOPS

_FIELD = re.compile(
    r"^in `(.+)`$|field `([^`]+)` cannot|invalid value for `([^`]+)`|MCP server `([^`]+)`", re.MULTILINE
)


def faults(toml: str) -> list[Fault]:
    return read(toml.encode())[1]


def names_the_same(answer: str, ours: list[Fault]) -> bool:
    """Whether one of our faults is at the field that Codex names; where it names none, any will do."""
    if (place := re.search(r"parse error at line (\d+)", answer)) and ours[0].path == ():
        return abs(ours[0].line - int(place[1])) <= 1
    fields = [next(filter(None, groups)) for groups in _FIELD.findall(answer)]
    if found := re.search(r"prefix_rule at index (\d+)", answer):
        fields = [f"rules.prefix_rules[{found[1]}]"]
    else:
        ours = [fault.but(path=tuple(part for part in fault.path if not isinstance(part, int))) for fault in ours]
    if not fields:
        return True
    theirs = fields[-1].split("/")[-1]
    stops = [_plain(fault.field) for fault in ours if fault.kind == STOPS]
    return any(field.startswith(_plain(theirs)) or f".{theirs}." in f".{field}." for field in stops)


def _plain(field: str) -> str:
    """Codex names neither indexes, but those of rules, nor the word granular."""
    return re.sub(r"(?<!prefix_rules)\[\d+\]|\.granular\b", "", field)


def test_there_are_enough() -> None:
    texts = {*GOOD, *REFUSED, *(text for text, _ in SILENT), *(text for text, _ in wrong_types())}

    assert len(texts) >= 150


@pytest.mark.parametrize("toml", GOOD)
def test_a_good_file_has_no_fault(toml: str) -> None:
    assert [fault for fault in faults(toml) if fault.kind != NOTE] == []


@each(REFUSED)
def test_what_codex_refuses_is_refused(toml: str) -> None:
    assert any(fault.kind == STOPS for fault in faults(toml))


@pytest.mark.parametrize(("toml", "field"), SILENT)
def test_what_codex_accepts_in_silence_is_told(toml: str, field: str) -> None:
    found = {fault.field: fault.kind for fault in faults(toml)}

    assert found.get(field) in (IGNORED, OPEN, NOTE), found


def wrong_types(kind: Any = KEYS, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(a requirements.toml with one value of a wrong type, its field), for each key that has a type."""
    if isinstance(kind, list):
        yield _with(path, "3"), ".".join(path)
        if kind[0] != "any":
            yield _with(path, "[1979-05-27]" if kind[0] != "str" else "[3]"), ".".join(path)
    elif isinstance(kind, dict):
        if path:
            yield _with(path, "3"), ".".join(path)
        for key, inner in kind.items():
            if key != "*" or len(kind) == 1:
                yield from wrong_types(inner, (*path, "x" if key == "*" else key.removesuffix("!")))
    elif kind != "any":
        yield _with(path, '"qq"' if kind in ("bool", "int", "port") else "[3]"), ".".join(path)


def _with(path: tuple[str, ...], value: str) -> str:
    *tables, key = path
    header = f"[{'.'.join(tables)}]\n" if tables else ""
    return f"{header}{key} = {value}\n"


@pytest.mark.slow
def test_codex_says_the_same() -> None:
    files = [*GOOD, *REFUSED, *(text for text, _ in SILENT)]
    files += [text for text, field in wrong_types() if "config_server" not in field]
    files = list(dict.fromkeys(files))
    codex.refusal("")
    with ThreadPoolExecutor(4) as pool:
        answers = dict(zip(files, pool.map(codex.refusal, files)))
    wrong = []
    for toml, answer in answers.items():
        ours = faults(toml)
        if bool(answer) != any(fault.kind == STOPS for fault in ours) or (answer and not names_the_same(answer, ours)):
            wrong.append((toml, answer, [(fault.kind, fault.field) for fault in ours]))
    print(f"codex: {len(files)} files, {sum(map(bool, answers.values()))} refused by both")

    assert wrong == []
    assert len(files) >= 150


def test_the_example_is_taken_by_codex_and_by_us(repo: Repo) -> None:
    text = (ROOT / "docs/examples/requirements.toml").read_text()
    repo.stage("requirements.toml", text)

    assert codex.refusal(text) == ""
    assert faults(text) == []
    done = repo.check("--rule", "agent-requirements", "--rule", "agent-commands", "--rule", "mcp-servers")
    assert (done.code, done.out) == (0, ""), done
