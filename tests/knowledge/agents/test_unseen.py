"""Command lines by somebody who attacked the evaluator; see unseen/README.md."""

from __future__ import annotations

from pathlib import Path

from knowledge.agents.test_judgement import POLICY

from govhooks.knowledge.agents.judgement import decide

FOLDER = Path(__file__).parent / "unseen"


def lines(name: str) -> list[str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line.replace("␤", "\n").replace("␍", "\r") for line in text.splitlines() if line]


def decided(name: str) -> dict[str, str]:
    return {line: decide(line, POLICY).decision for line in lines(name)}


def test_no_way_around_passes() -> None:
    found = decided("stopped.txt")

    assert len(found) > 1500
    assert [line for line, decision in found.items() if not decision] == []


def test_what_is_known_to_pass_is_still_known() -> None:
    assert [line for line, decision in decided("passes.txt").items() if decision] == []


def test_no_everyday_command_is_stopped() -> None:
    found = decided("everyday.txt")

    assert len(found) > 800
    assert [line for line, decision in found.items() if decision] == []


def test_what_is_asked_is_never_forbidden() -> None:
    assert set(decided("asked.txt").values()) == {"prompt"}
