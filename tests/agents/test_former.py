"""A message that is worded anew keeps its fingerprint: exceptions and baselines that name it stay valid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import govhooks
from govhooks.agents.former import FORMER, identity

SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for path in Path(govhooks.__file__).parent.rglob("*.py")
    if path.name != "former.py" and "formats" not in path.parts
)


@pytest.mark.parametrize(
    ("rule", "now", "then"),
    [
        ("agent-commands", "`rm -rf /`: rm on /: a whole system or home folder", "`rm -rf /`: rm of /: a whole system or home"),
        ("agent-commands", "`rm -r ..`: rm -r on ..: it may delete far more than meant", "`rm -r ..`: rm -r of .., which reaches far"),
        ("agent-commands", "`rm -r /x`: rm -r on /x, outside the repository", "`rm -r /x`: rm -r of /x, outside of the repository"),
        ("agent-commands", "`git push --force`, which destroys what cannot be restored", "`git push --force`, which destroys what cannot be had back"),
        ("agent-file-access", "Claude Code: Reed(./x) protects nothing", "Claude Code: Reed(./x) keeps it from nothing"),
        ("agent-instructions", "tells agents to bypass a check: x", "tells agents to get around a check: x"),
        ("agent-permissions", "is started with --yolo: no approvals and no sandbox", "is started with --yolo: no question and no sandbox"),
        ("agent-requirements", "'/bin/rm' matches only that spelling: plain `rm` still runs", "'/bin/rm' matches that spelling only: `rm` runs"),
        ("agent-requirements", "`mcp_servers.x.identity` is not a valid identity: it must be a table", "`mcp_servers.x.identity` is no identity: an identity is a table"),
        ("mcp-servers", "is not approved in requirements.toml", "is not among the approved ones in requirements.toml"),
        ("mcp-servers", "is trusted: its tools run without asking", "is trusted: its tools run without asking"),
    ],
)  # fmt: skip
def test_the_words_that_a_fingerprint_is_made_of(rule: str, now: str, then: str) -> None:
    assert identity(rule, now) == then


@pytest.mark.parametrize("now", [now for rows in FORMER.values() for now, _ in rows])
def test_every_row_is_of_words_that_are_said(now: str) -> None:
    """The longest plain stretch of each row is found in the sources: a row for words that nobody says any more is dead."""
    stretches = re.split(r"(?<!\\)\(.*?(?<!\\)\)|: it (?:must|needs)\b", now)
    plain = re.sub(r"\\(.)", r"\1", max(stretches, key=len))

    assert plain.strip() in re.sub(r"\{[^{}]*\}", "", SOURCES)
