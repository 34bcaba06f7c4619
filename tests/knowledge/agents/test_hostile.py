"""Command lines that are made to take time: nested, doubled, repeated, long. Each is refused, and before it takes any.

Nothing here looks at a clock: a line that is not judged in bounded work would keep the tests from ending.
"""

from __future__ import annotations

import pytest
from knowledge.agents.test_everyday import NO_POLICY
from knowledge.agents.test_judgement import POLICY

from govhooks.knowledge.agents import deny_patterns
from govhooks.knowledge.agents.judgement import Agents, decide
from govhooks.knowledge.agents.shell import parse
from govhooks.knowledge.agents.work import TOO_MUCH, TooMuch, Work

RM = "rm -rf /"


def nested(opening: str, closing: str, times: int) -> str:
    return opening * times + RM + closing * times


def doubled(times: int) -> str:
    return "a0=xx; " + "; ".join(f"a{one + 1}=$a{one}$a{one}" for one in range(times)) + f"; echo $a{times}"


# Refused with a policy and without one.
HOSTILE = {
    "substitutions": nested("echo $(", ")", 500),
    "substitutions in quotes": nested('echo "$(', ')"', 500),
    "subshells": nested("( ", " )", 500),
    "subshells that never end": "( " * 5000,
    "brackets that close nothing": ")" * 30_000,
    "groups": nested("{ ", "; }", 500),
    "conditions": nested("if true; then ", "; fi", 500),
    "loops": nested("while x; do ", "; done", 500),
    "functions": nested("f() { ", "; }", 500),
    "cases": nested("case x in x) ", ";; esac", 500),
    "processes": nested("cat <(", ")", 500),
    "defaults": "echo " + "${a:-" * 500 + "x" + "}" * 500,
    "arithmetic": "echo $((" + "(" * 500 + "1" + ")" * 500 + "))",
    "conditions of arithmetic": "echo $((" + "1?" * 500 + "1" + ":1" * 500 + "))",
    "tests": "[[ " + "( " * 500 + "a" + " )" * 500 + " ]]",
    "eval": "eval " * 100 + RM,
    "sudo": "sudo " * 100 + "ls",
    "wrappers": "sudo env nohup timeout 1 nice " * 20 + "ls",
    "xargs": "xargs " * 100 + "ls",
    "docker": "docker exec c " * 100 + "ls",
    "ssh": "ssh h " * 100 + "ls",
    "tmux": "tmux " * 100 + "ls",
    "here-documents in here-documents": "".join(f"bash <<'E{one}'\n" for one in range(50))
    + "ls\n"
    + "".join(f"E{one}\n" for one in reversed(range(50))),
    "here-documents side by side": "cat " + " ".join(f"<<E{one}" for one in range(3000)) + "\n",
    "aliases": "; ".join(f"alias a{one}='a{one + 1}; a{one + 1}'" for one in range(40, -1, -1)) + "; a0",
    "doubled variables": doubled(25),
    "doubled variables in quotes": "a=xx; " + 'a="$a$a"; ' * 30 + 'echo "$a"',
    "pipes": " | ".join(["cat"] * 10_000),
    "commands": "true; " * 10_000,
    "a list": " && ".join(["true"] * 10_000),
    "background": "true & " * 10_000,
    "lines": "echo hi\n" * 10_000,
    "words": "echo " + "a " * 20_000,
    "wildcards": "cat " + "* " * 20_000,
    "redirections": "echo x " + "> a " * 10_000,
    "assignments": "A=1 " * 20_000 + "ls",
    "variables": "echo " + "$a" * 40_000,
    "an array": "a=(" + "x " * 20_000 + ")",
    "replacements": "echo " + "${x//a/b}" * 10_000,
    "nested loops": "for f0 in a b; do "
    + "".join(f"for f{one} in $f{one - 1} $f{one - 1}; do " for one in range(1, 30))
    + "ls"
    + "; done" * 30,
    "a long loop": "for f in " + " ".join(f"f{one}" for one in range(3000)) + "; do echo $f $f $f; done",
    "braces": "echo " + "{a,b}" * 20,
    "nested braces": "echo " + "{a," * 200 + "b" + "}" * 200,
    "wide braces": "echo {" + "a," * 2000 + "b}{" + "a," * 2000 + "b}",
    "ranges": "echo " + "{1..100}" * 5,
    "a long range": "touch {1..10000000}",
    "one word": "echo " + "a" * 700_000,
    "a long document": "cat > x <<'EOF'\n" + "a line\n" * 96_000 + "EOF\n",
    "NUL": "ls\0\nrm -rf x",
    "branches": "if a; then b; " + "elif a; then b; " * 5000 + "fi",
    "patterns": "case x in " + "a) ls;; " * 8000 + "esac",
    "finds": "find . " + "-exec ls {} \\; " * 2000,
    "commands that fill a pipe": "yes | " * 3000 + "sh",
}
# Refused where there is something to be kept from it.
AGAINST_A_POLICY = {
    "cd .": "cd .; " * 25 + "rm -rf build",
    "cd": "".join(f"cd d{one}; " for one in range(40)) + "cat .env",
    "cd or": " || ".join(f"cd d{one}" for one in range(40)) + " || cat .env",
    "a wildcard of many stars": "cat " + "*?" * 500 + "z",
    "a command of many stars": "*?" * 500 + "z x",
    "unknown parts": "cat " + '"$a"*' * 300 + "v",
    "an agent of ssh": "eval $(ssh-agent" + " -a" * 60 + " !) ; rm x",
    "words of a program": "someprogram " + "a " * 3000 + "rm x",
    "quotes of a program": 'someprogram "rm x" ' + '"a b" ' * 3000,
    "quotes in code": "python3 - <<'EOF'\n'" + "\\'" * 30_000 + "\nos.remove(x)\nEOF",
    "blanks in code": "python3 -c '; " + " " * 60_000 + "rm -rf x'",
    "quotes and blanks in code": "python3 -c '" + '" ' * 30_000 + "\nrm x; system()'",
    "calls in code": "perl -e '" + 'system("' * 5000 + "rm x'",
    "commas": "curl -d @.env " + "a," * 30_000,
    "options": "cat .env " + "-" * 30_000 + "command",
}


# All of them with a policy, which weighs more of a command; without one every third, and the others in the slow tests.
WAYS = [
    *(pytest.param(name, POLICY, id=f"{name}, policy") for name in HOSTILE),
    *(
        pytest.param(name, NO_POLICY, id=f"{name}, no policy", marks=[pytest.mark.slow] if number % 3 else [])
        for number, name in enumerate(HOSTILE)
    ),
]


@pytest.mark.parametrize(("name", "agents"), WAYS)
def test_what_is_too_much_is_refused(name: str, agents: Agents) -> None:
    assert decide(HOSTILE[name], agents).decision != ""


@pytest.mark.parametrize("name", AGAINST_A_POLICY)
def test_no_way_around_is_hidden_by_length(name: str) -> None:
    assert decide(AGAINST_A_POLICY[name], POLICY).decision != ""


def test_the_message_says_what_to_do() -> None:
    answer = decide(HOSTILE["pipes"], NO_POLICY)

    assert answer.why == TOO_MUCH
    assert answer.decision == "prompt"
    assert "split it" in answer.why


def test_what_is_found_before_it_is_too_much_counts() -> None:
    assert decide("rm -rf /; cat " + "* " * 3000, NO_POLICY).decision == "forbidden"


def test_work_that_is_spent_stays_spent() -> None:
    work = Work(10)
    with pytest.raises(TooMuch):
        work.spend(11)
    with pytest.raises(TooMuch):
        work.spend(0)

    assert TOO_MUCH in parse("ls", work).doubts


@pytest.mark.parametrize("size", [100, 1000])
@pytest.mark.parametrize(
    "line", ["true; ", "echo a | ", "cat src/a.py; ", "(cd packages/a && npm test); ", "x=$(date); ", "echo $x "]
)
def test_work_grows_with_the_length(line: str, size: int) -> None:
    def spent(times: int) -> int:
        work = Work(10**9)
        parse(line * times + "ls", work)
        return 10**9 - work.left

    assert spent(size // 5) < 4 * spent(size // 10)


@pytest.mark.parametrize(
    ("wild", "name", "reached"),
    [
        ("*", ".env", True),
        ("a*c", "abc", True),
        ("a*c", "a/c", False),
        ("a/**/c", "a/b/b/c", True),
        ("**/c", "a/c", True),
        ("[ab]?", "ax", True),
        ("[!ab]?", "ax", False),
        ("[[:alpha:]]nv", "env", True),
        ("*?*?*?*?*?*?*?*?*?*?*?*?z", "private/key.pem", False),
        ("x" * 2000, "y", True),
    ],
)
def test_a_wildcard_is_followed_step_by_step(wild: str, name: str, reached: bool) -> None:
    assert deny_patterns.reaches(wild, name) is reached
