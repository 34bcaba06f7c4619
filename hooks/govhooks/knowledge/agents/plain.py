"""A syntax tree for simple command lines, for use without tree-sitter.

A line is plain if it has only commands of literal words (bare, or in quotes without expansions) joined by `&&`, `||`,
`;` and `|`. For these the tree equals that of tree-sitter-bash (tested on thousands of lines), as far as `shell` uses
it. For any other line it is unknown what it runs: it cannot be judged, which blocks.
"""

from __future__ import annotations

import re

from govhooks.core.errors import CannotJudge

MISSING = (
    "this shell command cannot be read without tree-sitter, which is not installed: pip install 'govhooks[agents]' "
    "(for pre-commit: additional_dependencies: ['.[agents]'])"
)
# Spaces; an operator; a word. Expansions, redirections, groups, escapes and comments match none of them, and no word
# begins with an equals sign: the grammar takes `==` for an operator.
_TOKEN = re.compile(
    rb"(?P<blank>[ \t]+)|(?P<operator>&&|\|\||;|\|)"
    rb"|(?P<word>(?!=)(?:[\w./:@%+,=^~*-]|'[^'\x00-\x1f\x7f-\xff]*'|\"[^\"\\$`\x00-\x1f\x7f-\xff]*\")+)",
    re.ASCII,
)
# A command's name, without quotes or anything else that the grammar may treat specially.
_NAME = re.compile(rb"[\w./~][\w./~+-]*", re.ASCII)
# Not command names: keywords of the grammar, and commands that it parses in a special way.
_RESERVED = frozenset(
    b"if then elif else fi case esac for select while until do done in function time coproc declare typeset export readonly local "
    b"unset unsetenv".split()
)


class Node:
    """The part of a tree-sitter node that `shell` uses."""

    __slots__ = ("children", "end_byte", "is_named", "start_byte", "type")
    has_error = False

    def __init__(self, type: str, start: int, end: int, children: list[Node], is_named: bool = True) -> None:
        self.type, self.start_byte, self.end_byte, self.children, self.is_named = type, start, end, children, is_named

    @property
    def named_children(self) -> list[Node]:
        return [child for child in self.children if child.is_named]


def tree(data: bytes) -> Node:
    """The syntax tree. Raises CannotJudge if the line is not plain."""
    statements: list[Node] = []
    # The open list and pipeline, the words of the current command, and the operator that waits for a command.
    chain: list[Node] = []
    pipe: list[Node] = []
    words: list[Node] = []

    def end_pipeline() -> None:
        if not words:
            raise CannotJudge(MISSING)
        pipe.append(_command(data, words))
        words.clear()
        whole = pipe[0] if len(pipe) == 1 else _around("pipeline", pipe)
        pipe.clear()
        if chain:  # `a && b || c` is (a && b) || c
            whole = _around("list", [*chain, whole])
            chain.clear()
        chain.append(whole)

    at = 0
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:
            raise CannotJudge(MISSING)
        start, at = at, found.end()
        if found["word"]:
            words.append(Node("word", start, at, []))
        elif found["operator"]:
            mark = Node(found["operator"].decode(), start, at, [], is_named=False)
            if mark.type == "|":
                if not words:
                    raise CannotJudge(MISSING)
                pipe += (_command(data, words), mark)
                words.clear()
                continue
            if mark.type != ";" and len(pipe) > 2:
                raise CannotJudge(MISSING)  # the grammar reads `a | b | c && d` as `a | (b | c && d)`
            end_pipeline()
            if mark.type == ";":
                statements += (chain.pop(), mark)
            else:
                chain.append(mark)
    if words or pipe or chain:
        end_pipeline()
        statements.append(chain.pop())
    return Node("program", 0, len(data), statements)


def _command(data: bytes, words: list[Node]) -> Node:
    name = data[words[0].start_byte : words[0].end_byte]
    if name in _RESERVED or not _NAME.fullmatch(name):
        raise CannotJudge(MISSING)
    words[0].type = "command_name"
    return _around("command", words)


def _around(type: str, children: list[Node]) -> Node:
    return Node(type, children[0].start_byte, children[-1].end_byte, list(children))
