"""What commits say of themselves: evidence, agents and approvals, computed from the facts of a generated year."""

from __future__ import annotations

import random
import statistics
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from simulated_company import DAY, SIGNATURE, START, day, instant

from govhooks.git.repository import Repository
from govhooks.knowledge.approvals import statement as form
from govhooks.knowledge.approvals import store
from govhooks.metrics import approvals, evidence
from govhooks.metrics.metric import Metric
from govhooks.metrics.moments import Moment, Past
from govhooks.metrics.timeline import Line

DAYS = 400
POLICY = """\
[rules.hook-evidence]
trailer = "Hooks-Ran"

[rules.high-risk-changes.areas.payments]
mode = "approve"
"""


class Made(NamedTuple):
    """A commit: when it was made and landed, on the line or with a merge, and what its message says."""

    made: int
    landed: int
    ran: bool
    risks: tuple[str, ...]
    agent: bool
    merged: bool


class Said(NamedTuple):
    """A record: when it landed, when it was signed, and its state; `waited` from the first commit of its step."""

    landed: int
    state: str
    waited: int


class World(NamedTuple):
    path: Path
    made: list[Made]
    said: list[Said]


def message(one: Made) -> str:
    lines = [f"High-Risk: {', '.join(one.risks)}"] if one.risks else []
    lines += ["Hooks-Ran: govhooks"] if one.ran else []
    lines += ["Co-Authored-By: Claude <noreply@anthropic.com>"] if one.agent else []
    return "work\n\n" + "\n".join(lines) + "\n"


def record(state: str, signed: int, number: int) -> tuple[str, bytes]:
    text = form.payload(
        state, "payments", f"{number:064x}", "main", "bo@corp.test", instant(signed), day(signed + DAY), "w"
    )
    statement = form.parse(text + SIGNATURE)
    return store.name(statement), statement.text


@pytest.fixture(scope="module", params=[1, 2])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A line of commits and merges of one to three commits; some merges bring a record of an approval."""
    dice = random.Random(request.param)
    path = tmp_path_factory.mktemp("commits") / "repo"
    subprocess.run(["git", "init", "-q", "-b", "main", str(path)], check=True)
    made, said = [Made(START, START, False, (), False, False)], []
    stream = _commit(1, "main", made[0], "", {"governance.toml": POLICY.encode()})
    mark, tip, at, number = 1, 1, START, 0
    while at < START + DAYS * DAY:
        at += dice.randint(3600, 4 * DAY)
        merged = dice.random() < 0.5
        part = []
        for _ in range(dice.randint(1, 3) if merged else 1):
            risks = dice.choice(((), (), ("payments",), ("secrets", "payments"), ("configuration",)))
            when = at - dice.randint(60, 3 * DAY) if merged else at
            part.append(Made(when, at, dice.random() < 0.8, risks, dice.random() < 0.4, merged))
        files = {}
        if dice.random() < 0.5:
            number += 1
            signed = at - dice.randint(0, 30)
            state = dice.choice(("approved", "approved", "overridden", "disapproved"))
            name, text = record(state, signed, number)
            files[name] = text
            waited = signed - min(min(one.made for one in part), at)
            said.append(Said(at, state, waited))
        above = tip
        for one in part:
            mark += 1
            stream += _commit(mark, "topic" if merged else "main", one, f"from :{above}", files)
            above = mark
        if merged:
            mark += 1
            stream += _commit(
                mark, "main", Made(at, at, False, (), False, False), f"from :{tip}\nmerge :{above}", files, merge=True
            )
        tip = mark
        made += part
    subprocess.run(["git", "fast-import", "--quiet"], cwd=path, input=bytes(stream), check=True)
    return World(path, made, said)


def _commit(mark: int, branch: str, one: Made, parents: str, files: dict[str, bytes], merge: bool = False) -> bytearray:
    text = "merge\n" if merge else message(one)
    out = bytearray(f"commit refs/heads/{branch}\nmark :{mark}\n".encode())
    out += f"author Dev <d@corp.test> {one.made} +0000\ncommitter Dev <d@corp.test> {one.landed} +0000\n".encode()
    out += f"data {len(text)}\n{text}{parents}\n".encode()
    for name, content in {f"f/{mark}.txt": b"x\n", **files}.items():
        out += f"M 100644 inline {name}\ndata {len(content)}\n".encode() + content + b"\n"
    return out + b"\n"


@pytest.fixture
def moments(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Moment]:
    monkeypatch.chdir(world.path)
    past = Past(Line(Repository()))
    return [Moment(past, START + 500 + number * DAYS * DAY // 19) for number in range(20)]


def inside(landed: int, now: int) -> bool:
    return now - 90 * DAY < landed <= now


def agree(metric: Metric, wanted: list[dict[str, float | int | None]]) -> None:
    for point, values in zip(metric.points, wanted, strict=True):
        assert point.values == pytest.approx(values), point.at


def test_evidence(world: World, moments: list[Moment]) -> None:
    wanted: list[dict[str, float | int | None]] = []
    for moment in moments:
        landed = [one for one in world.made if inside(one.landed, moment.seconds)]
        bad = sum(not one.ran for one in landed)
        wanted.append({"without": bad, "share": bad / len(landed) if landed else None, "commits": len(landed)})

    agree(evidence.evidence(moments), wanted)


def test_agents(world: World, moments: list[Moment]) -> None:
    wanted: list[dict[str, float | int | None]] = []
    for moment in moments:
        risky = [one for one in world.made if one.risks and inside(one.landed, moment.seconds)]
        by = sum(one.agent for one in risky)
        wanted.append({"share": by / len(risky) if risky else None, "high_risk": len(risky), "by_agents": by})

    metric = evidence.agents(moments)
    agree(metric, wanted)
    assert {item.who for item in metric.items} <= {"", "Claude Code"}
    assert any(values["by_agents"] for values in wanted)


def test_approvals(world: World, moments: list[Moment]) -> None:
    wanted: list[dict[str, float | int | None]] = []
    for moment in moments:
        asked = {one.landed for one in world.made if "payments" in one.risks and inside(one.landed, moment.seconds)}
        said = [one for one in world.said if inside(one.landed, moment.seconds)]
        waits = [one.waited for one in said if one.state == "approved" and one.waited >= 0]
        states = [one.state for one in said]
        wanted.append(
            {
                "asked": len(asked),
                "given": states.count("approved"),
                "overridden": states.count("overridden"),
                "vetoed": states.count("disapproved"),
                "median_wait": statistics.median(waits) if waits else None,
            }
        )

    metric = approvals.measure(moments)
    agree(metric, wanted)
    assert len(metric.items) == sum(int(metric.value(name) or 0) for name in ("given", "overridden", "vetoed"))
