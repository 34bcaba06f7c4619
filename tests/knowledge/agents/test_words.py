"""The words that the shell makes of what is written, with bash as the oracle of every word whose text is known."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.knowledge.agents.judgement import Agents, decide
from govhooks.knowledge.agents.prefixes import FORBIDDEN
from govhooks.knowledge.agents.words import evaluate
from govhooks.knowledge.agents.work import TooMuch

BASH = shutil.which("bash")
VALUES = {"X": "a b", "Y": "rm", "E": ""}
PIECES = (
    *("a", "-r", "/", ".", ",", "=", "~x", "é", "\\a", "\\ ", "\\\\", "\\'", '\\"', "\\$", "\\{", "{a,b}", "{a,{b,c}}"),
    *("{,x}", "{a}", "{}", "''", "'a b'", "'\\'", "'$X'", "'{a,b}'", '""', '"a b"', '"\\$X"', '"\\a"', '"{a,b}"'),
    *("$X", "$Y", "$E", "${X}", "${Y}", '"$X"', '"${E}"', "${Y:-d}", "${E:-d}", "${E-d}", "${N:-d}", "${N-d}", "${Y:+d}", "${E:+d}", "${E+d}", "$'\\x72m'"),
    *("$'\\162'", "$'\\n'", "$'\\''", "$'a'", '$"a"', "$(echo rm)", '"$(echo rm)"', "`echo rm`", "$(printf r)", "$"),
)  # fmt: skip


def split(written: str) -> list[list[str]]:
    """What bash makes of each line of arguments; [] where it does not understand it."""
    assert BASH
    sets = "; ".join(f"{name}='{value}'" for name, value in VALUES.items())
    script = f"set -f; {sets}; f() {{ printf '%s\\0' \"$@\"; }}; f {written} end"
    done = subprocess.run([BASH, "--norc", "-c", script], capture_output=True, check=False, env={"LC_ALL": "C.UTF-8"})
    return [done.stdout.decode().split("\0")[:-2]] if done.returncode == 0 and not done.stderr else []


@pytest.mark.skipif(BASH is None, reason="needs bash")
@settings(max_examples=examples(150), deadline=None)
@example("${X}$")
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join))
def test_words_are_those_of_bash(written: str) -> None:
    try:
        words = list(evaluate(written, VALUES.get))
    except TooMuch:
        return
    if not all(word.known for word in words):
        return
    for expected in split(written):
        assert [word.text for word in words] == expected


@pytest.mark.parametrize(
    "line",
    [
        "SUDO=; $SUDO rm -rf /",
        "SUDO=''; sudo $SUDO rm -rf /",
        "E=; ${E:-rm} -rf /",
        "E=; $E$E rm -rf /",
        "E=; ${E:-${F:-rm}} -rf /",
    ],
)
def test_what_is_empty_hides_no_command(line: str) -> None:
    assert decide(line, Agents()).decision == FORBIDDEN


@pytest.mark.parametrize(
    "line",
    [
        "if x; then T=ls; else T=rm; fi; $T -rf /",
        "if x; then T=rm; else T=ls; fi; ${T} -rf /",
        "x && T=ls; T='rm -rf'; $T /",
        'for T in ls rm; do "$T" -rf /; done',
        "T=$(f); T=rm; $T -rf /",
    ],
)
def test_each_value_of_a_variable_may_be_the_command(line: str) -> None:
    assert decide(line, Agents()).decision == FORBIDDEN
