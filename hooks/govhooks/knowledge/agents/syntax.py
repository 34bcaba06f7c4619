"""Parse a shell script with tree-sitter-bash, with bounded work."""

from __future__ import annotations

from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.work import TooMuch, Work

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tree_sitter import Node

# Inputs for which the parser takes quadratic time: long runs of operators, and many here-documents on one line.
_MOST_MARKS = 1000
_OPERATORS = compiled(r"(?:[();&|<>`{}][ \t]?){1000}")
_MARKS = compiled(r"<<-?[ \t]*\\?['\"]?\w")
_parsers: list[Any] = []


def parse_tree(text: str, data: bytes, work: Work) -> Node:
    """The syntax tree of a script and its bytes. Raises TooMuch: after a syntax error, the parser may try endlessly.

    Without tree-sitter, only plain lines have a tree; any other raises CannotJudge.
    """
    if len(text) > _MOST_MARKS and (_OPERATORS.search(text) or len(_MARKS.findall(text)) > _MOST_MARKS):
        raise TooMuch
    if not _parsers:
        try:
            import tree_sitter

            grammar = _load_grammar()
        except ImportError:
            from govhooks.knowledge.agents import plain

            work.spend(40 + len(data))
            return plain.tree(data)  # type: ignore[return-value]
        _parsers.append(tree_sitter.Parser(tree_sitter.Language(grammar)))

    def goes_on(_: int, has_error: bool) -> bool:
        work.left -= 2000 + len(data) // 2 if has_error else 40
        return work.left < 0

    try:
        root: Node = _parsers[0].parse(lambda at, _: data[at : at + 65536], progress_callback=goes_on).root_node
    except ValueError:
        _parsers[0].reset()
        raise TooMuch from None
    work.spend(0)
    return root


def _load_grammar() -> object:
    """The grammar of bash. The package imports `importlib.resources` for its query files, 11 ms of the guard's 45: load
    only its compiled half, if that is where it is today."""
    from importlib.machinery import PathFinder

    package = PathFinder.find_spec("tree_sitter_bash")
    inner = PathFinder.find_spec("tree_sitter_bash._binding", package.submodule_search_locations) if package else None
    loader: Any = inner.loader if inner else None
    if hasattr(loader, "create_module") and hasattr(loader, "exec_module"):
        module = loader.create_module(inner)
        if module is not None:
            loader.exec_module(module)
            return module.language()
    import tree_sitter_bash

    return tree_sitter_bash.language()
