"""Every row of the table by its own example, people who are none, and renames."""

from __future__ import annotations

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.knowledge.agents.authors import LINE, SIGNS, TRAILER, WHO, Sign, is_agent, made, made_by


def commit(
    author: str = "Ada <ada@corp.test>",
    trailers: tuple[tuple[str, str], ...] = (),
    message: str = "work",
    **more: object,
) -> Changeset:
    return Changeset(kind="commit", author=author, committer=author, trailers=trailers, message=message, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"{sign.agent}-{sign.kind}")
def test_each_row_knows_its_example(sign: Sign) -> None:
    if sign.kind == WHO:
        assert made_by(commit(sign.example)) == sign.agent
        assert made_by(commit(trailers=(("Co-authored-by", sign.example),))) == sign.agent
        assert is_agent(sign.example)
    elif sign.kind == TRAILER:
        key, _, value = sign.example.partition(": ")
        assert made_by(commit(trailers=((key, value),))) == sign.agent
    else:
        assert sign.kind == LINE
        assert made_by(commit(message=f"work\n\n{sign.example}\n")) == sign.agent
        assert made_by(commit(message=f"work {sign.example.casefold()}")) == sign.agent


@pytest.mark.parametrize(
    "people",
    [
        commit(),
        commit("Claude Monet <claude@corp.test>"),
        commit("dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"),
        commit(trailers=(("Co-authored-by", "Bo <bo@corp.test>"), ("Reviewed-by", "Claude <noreply@anthropic.com>"))),
        commit(trailers=(("Assisted-by", "Bo <bo@corp.test>"),)),
        commit(message="Let Claude Code read the policy"),
        commit(message="Devin's fix\n\nCursor moves right"),
    ],
)
def test_people_are_not_agents(people: Changeset) -> None:
    assert made_by(people) == ""


def test_further_agents_of_the_policy() -> None:
    assert made_by(commit("Builder <build-agent@corp.test>"), ("Build-Agent@corp.test",)) == "build-agent@corp.test"
    assert is_agent("build-agent@corp.test", ("build-agent@corp.test",))


@pytest.mark.parametrize(
    ("name", "agent"),
    [("@copilot", True), ("@ada", False), ("@corp/security", False), ("ada@corp.test", False), ("noreply@anthropic.com", True), ("@renovate[bot]", True)],
)  # fmt: skip
def test_owners(name: str, agent: bool) -> None:
    assert is_agent(name) is agent


def test_a_renamed_file_stays_the_agents() -> None:
    agents = commit("Claude <noreply@anthropic.com>", changes=[Change("A", "a.py", new=b"x")], commit="c1")
    person = commit(changes=[Change("R", "b.py", "a.py", new=b"x", old=[b"x"])], commit="c2")
    other = commit(changes=[Change("A", "c.py", new=b"x")], commit="c3")
    found = made(Changeset(kind="range", commits=[agents, person, other]))

    assert {path: [one.commit for one in commits] for path, commits in found.items()} == {
        "a.py": ["c1"],
        "b.py": ["c1"],
    }
