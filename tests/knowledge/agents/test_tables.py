"""Every row of every table that the evaluator has fires, and does not fire for something near.

The command lines are those of the rows, or are made from them: a row that nothing can reach fails here.
"""

from __future__ import annotations

import ast
import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import each
from sweeps import examples

import govhooks
from govhooks.core.marks import mark
from govhooks.knowledge import agents
from govhooks.knowledge.agents import (
    arguments,
    broad,
    command_judgement,
    deny_patterns,
    destructive,
    judgement,
    prefixes,
    wrappers,
)
from govhooks.knowledge.agents.grants import ALLOW, Grant
from govhooks.knowledge.agents.judgement import Agents, decide
from govhooks.knowledge.agents.prefixes import FORBIDDEN, PrefixRule
from govhooks.knowledge.agents.shell import Command
from govhooks.knowledge.agents.words import Word
from govhooks.knowledge.agents.work import Work

NONE = Agents(root="/repo", home="/home/u")
NO_RM = Agents(rules=(PrefixRule((("rm",),), FORBIDDEN),), root="/repo", home="/home/u")
NO_ENV = Agents(deny_read=("./.env*", "./private/**"), root="/repo", home="/home/u")
GONE = "rm -rf /"


def decision(command: str, agents: Agents = NONE) -> str:
    return decide(command, agents).decision


def why(command: str, agents: Agents = NONE) -> list[str]:
    return [one.why for one in judgement.answers(command, agents) if one.decision]


# What destroys.


@pytest.mark.parametrize("row", destructive.ROWS, ids=lambda row: f"{row.programs.split()[0]} {row.verbs} {row.word}")
def test_each_way_of_destroying(row: destructive.Row) -> None:
    assert row.fires and row.passes
    for command in row.fires:
        found = [one for one in judgement.answers(command, NONE) if one.why == row.why]
        assert found and found[0].decision == row.decision, command
    for command in row.passes:
        assert decision(command) == "", command


def test_each_program_and_verb_of_a_row_is_reached() -> None:
    for row in destructive.ROWS:
        first = row.fires[0].split()
        rest = first[1 + (len(row.phrases[0]) if row.verbs else 0) :]
        for program in row.programs.split():
            for verb in row.phrases:
                command = " ".join((program, *verb, *_quoted(row.fires[0], len(first) - len(rest))))
                assert row.why in why(command), command


def _quoted(command: str, behind: int) -> list[str]:
    return command.split(" ")[behind:]


@pytest.mark.parametrize("name", destructive.REMOVERS)
def test_each_remover_of_a_whole_system(name: str) -> None:
    assert decision(f"{name} -r /") == FORBIDDEN
    assert decision(f"{name} build/x") == ""


@pytest.mark.parametrize("program", destructive.CLOUDS)
def test_each_verb_of_a_cloud(program: str) -> None:
    verbs, passes = destructive.CLOUDS[program]
    for verb in verbs.split():
        assert decision(f"{program} x {verb.replace('*', 'thing')}") == "prompt", verb
    assert decision(passes) == ""


def test_a_verb_of_two_words() -> None:
    assert decision("aws --profile x s3 rm s3://b/k") == "prompt"


@pytest.mark.parametrize("program", sorted(destructive.DELETERS))
def test_each_program_that_deletes(program: str) -> None:
    assert decision(f"{program} x", NO_RM) == "prompt"
    assert decision(f"npx {program} x", NO_RM) == "prompt"
    assert decision(f"echo {program}", NO_RM) == ""


@pytest.mark.parametrize("program", destructive.ALSO_DELETE)
def test_each_program_that_deletes_too(program: str) -> None:
    _, fires, passes = destructive.ALSO_DELETE[program]

    assert decision(fires, NO_RM) == "prompt"
    assert decision(passes, NO_RM) == ""


# What runs what.


@each(sorted(wrappers.DATA))
def test_what_stands_behind_a_program_for_data_is_not_run(name: str) -> None:
    words = (Word(name), Word("x"), Word("rm"), Word("y"))

    assert list(judgement.judge_tails(Command(words), NO_RM, Work())) == []


def test_what_stands_behind_any_other_program_may_run() -> None:
    assert decision("someprogram x rm y", NO_RM) == "prompt"


@pytest.mark.parametrize(
    "path",
    ".git/hooks/pre-commit .husky/pre-push ~/.bashrc ~/.zshrc ~/.kshrc ~/.shrc ~/.zshenv ~/.profile ~/.bash_profile ~/.zprofile "
    "~/.bash_login ~/.zlogin ~/.bash_logout ~/.config/fish/config.fish .envrc /etc/cron.d/x ~/.ssh/rc ~/.ssh/config".split(),
)
def test_each_file_that_runs_later(path: str) -> None:
    assert decision(f"echo x > {path}", NO_RM) == "prompt"
    assert decision("echo x > notes.txt", NO_RM) == ""


# What reads.


def _reading(name: str) -> str:
    first = "x " if name in arguments.PATTERN_FIRST else ""
    return "cat x < {}" if name == "<" else f"{name} {first}{{}} x"


READERS = sorted(command_judgement.SHOWS | command_judgement.SEARCHES | arguments.PATTERN_FIRST | arguments.COPIES)


@pytest.mark.parametrize("name", READERS)
def test_each_program_that_reads(name: str) -> None:
    assert decision(_reading(name).format(".env"), NO_ENV) == FORBIDDEN
    assert decision(_reading(name).format("src/a.txt"), NO_ENV) in ("", "prompt" if name in (".", "source") else "")


@pytest.mark.parametrize("name", sorted(command_judgement.SHOWS))
def test_each_program_that_shows_what_only_the_run_can_tell(name: str) -> None:
    assert "what it reads is only known when it runs" in why(_reading(name).format('"$(f)"'), NO_ENV) or name in ("dd",)


@pytest.mark.parametrize("name", sorted(arguments.COPIES))
def test_the_last_argument_of_a_copy_is_written(name: str) -> None:
    assert decision(f"{name} src/a .env.example", NO_ENV) == ""


@pytest.mark.parametrize("name", sorted(arguments.PATTERN_FIRST))
def test_the_first_argument_of_a_search_is_a_pattern(name: str) -> None:
    command = Command((Word(name), Word(".env"), Word("src/a.txt")))

    assert [word.text for word in arguments.read_words(name, command)] == ["src/a.txt"]


@pytest.mark.parametrize("name", sorted(arguments.NAMES_ONLY))
def test_programs_that_look_at_names_only(name: str) -> None:
    end = {"[": " ]", "[[": " ]]"}.get(name, "")

    assert decision(f"{name} .env{end}", NO_ENV) == ""


@pytest.mark.parametrize("name", sorted(arguments.AT_FILES))
def test_programs_for_which_at_means_a_file(name: str) -> None:
    assert decision(f"{name} x@.env", NO_ENV) == FORBIDDEN
    assert decision("echo x@.env", NO_ENV) == ""


TREES = {"tar": "tar -cf x .", "zip": "zip -r x .", "7z": "7z a x .", "rg": "rg --hidden x .", "ag": "ag --hidden x ."}


@pytest.mark.parametrize("name", sorted(arguments.TREES))
def test_each_program_that_reads_a_whole_folder(name: str) -> None:
    command = TREES.get(name, f"{name} -r x .")

    assert "it reads everything in a folder, including what deny_read names" in why(command, NO_ENV)
    assert decision(command[:-1] + "src", NO_ENV) == ""


# What lists of allowed commands let through.


@each(broad._SAMPLES)
def test_each_dangerous_command_line_is_found_in_a_list(sample: str, what: str) -> None:
    grant = Grant(decision=ALLOW, kind="shell", form="glob", text=sample + " *", raw=sample)

    assert [one for one, _ in broad.too_much([grant], "strictest", NONE)] == [grant]


def test_decisions_have_an_order() -> None:
    assert {"", prefixes.ALLOW, prefixes.PROMPT, prefixes.PROMPT_USER, FORBIDDEN} == set(prefixes.RANK)
    assert deny_patterns.covers(NO_ENV.deny_read, ".env")


# What a type makes always false.


def _compared(tree: ast.Module) -> list[tuple[int, str]]:
    """(line, name) where a parameter that is only known as some Sequence, or a part of it, is held against a list or tuple."""
    found = []
    for function in ast.walk(tree):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        given = [*function.args.args, *function.args.kwonlyargs]
        vague = {one.arg for one in given if _is_open(one.annotation)}
        if not vague:
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                names: list[ast.expr] = list(node.targets)
                values: list[ast.expr] = [node.value]
                if isinstance(names[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
                    names, values = names[0].elts, node.value.elts
                for target, value in zip(names, values):
                    if isinstance(target, ast.Name) and _base(value) in vague:
                        vague.add(target.id)
        for node in ast.walk(function):
            if not isinstance(node, ast.Compare) or _base(node.left) not in vague:
                continue
            other = node.comparators[0]
            inner = (
                other.elts
                if isinstance(node.ops[0], (ast.In, ast.NotIn)) and isinstance(other, (ast.Tuple, ast.List))
                else [other]
            )
            if any(isinstance(one, (ast.List, ast.Tuple)) for one in inner):
                found.append((node.lineno, ast.unparse(node)))
    return found


def _is_open(annotation: ast.expr | None) -> bool:
    """Whether it says some Sequence, or that or nothing."""
    while isinstance(annotation, ast.BinOp):
        annotation = annotation.left
    return isinstance(annotation, ast.Subscript) and _base(annotation.value) in ("Sequence", "Collection", "Iterable")


def _base(node: ast.expr) -> str:
    """The name of which an expression is a slice: a slice has the type of the whole."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return _base(node.value)
    return node.id if isinstance(node, ast.Name) else ""


def test_what_is_of_an_open_type_is_seen() -> None:
    for written in ("Sequence[str]", "Iterable[str] | None"):
        tree = ast.parse(f"def f(words: {written}) -> bool:\n    rest = words[1:]\n    return rest == ['a']\n")

        assert _compared(tree) == [(3, "rest == ['a']")]
    assert _compared(ast.parse("def f(words: tuple[str, ...]) -> bool:\n    return words == ['a']\n")) == []


def test_nothing_of_an_open_type_is_held_against_a_list() -> None:
    """mypy takes a Sequence for what may be a list; where a tuple comes, the comparison is never true, and nobody is told."""
    package = pathlib.Path(govhooks.__file__).parent
    found = {
        f"{path.relative_to(package)}:{line}: {text}"
        for path in package.rglob("*.py")
        for line, text in _compared(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert found == set()


PARTS = st.sampled_from(
    [*agents._DOTTED, *agents._NAMES, *agents._SCRIPTS, *(f"x{end}" for end in (*agents._ENDS, *agents._SCRIPT_ENDS))]
    + [
        *(f"x{end}" for end in agents._NAME_ENDS),
        "a.md",
        "b.toml",
        "src",
        ".github",
        "hooks",
        "skills",
        "x.husky",
        "dockerfile.dev",
    ]
    + [part for folder in agents._FOLDERS for part in folder.strip("/").split("/")]
)


@settings(max_examples=examples(500), deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=4).map("/".join))
def test_the_quick_looks_are_those_of_the_concerns(path: str) -> None:
    """A file that a quick look takes has a mark of the globs that say what concerns its rules."""
    for look, globs in (
        (agents.may_be_configuration, agents.CONFIGURATIONS),
        (agents.are_instructions, agents.INSTRUCTIONS),
        (agents.may_launch, agents.SCRIPTS),
    ):
        if look(path):
            assert any(mark(glob) in f"/{path}/".lower() for glob in globs), (look.__name__, path)
