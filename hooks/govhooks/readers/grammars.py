"""Load tree-sitter grammars on demand, and parse with a limit.

The packages of grammars import `importlib.resources` for their query files, ten milliseconds of a commit: only the
compiled half is loaded, if it is where it is today. After a syntax error, a parser may try for very long. The work is
limited by counting its progress callbacks, so that a text is judged alike on every machine. A single step may also take
as long as the whole text, which no count notices: that is stopped after a few seconds of CPU time, ten times what the
largest ordinary file takes. In either case the file is reported as unread.
"""

from __future__ import annotations

from time import process_time

from govhooks.readers.document import BadDocument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tree_sitter import Node, Parser

# Source files that people write are far smaller; larger ones are generated.
LARGEST = 1 << 20
_SECONDS = 5

_parsers: dict[tuple[str, str], Parser] = {}


def load(package: str, function: str = "language") -> object:
    """Load a grammar, such as ("tree_sitter_bash", "language"). Raises ImportError if it is not installed."""
    from importlib import import_module
    from importlib.machinery import PathFinder

    found = PathFinder.find_spec(package)
    inner = PathFinder.find_spec(f"{package}._binding", found.submodule_search_locations) if found else None
    loader: Any = inner.loader if inner else None
    if hasattr(loader, "create_module") and hasattr(loader, "exec_module"):
        module = loader.create_module(inner)
        if module is not None:
            loader.exec_module(module)
            return getattr(module, function)()
    return getattr(import_module(package), function)()


def parse(package: str, function: str, data: bytes, name: str) -> Node:
    """The root of a text's syntax tree. Raises BadDocument if it is too large, the grammar is not installed, or parsing
    takes too long."""
    if len(data) > LARGEST:
        raise BadDocument(f"larger than {LARGEST >> 20} MiB: not read")
    key = (package, function)
    if key not in _parsers:
        try:
            import tree_sitter

            _parsers[key] = tree_sitter.Parser(tree_sitter.Language(load(package, function)))
        except ImportError:
            raise BadDocument(f"{name} is not judged here: install govhooks[languages]") from None
        except ValueError as error:  # a grammar for another version of tree-sitter
            raise BadDocument(f"{name} is not judged here: {error}") from None
    # An ordinary text takes one step per forty bytes.
    left = 5000 + len(data) // 10
    cost = 20 + len(data) // 200
    end = process_time() + _SECONDS

    def is_too_much(_: int, has_error: bool) -> bool:
        nonlocal left
        left -= cost if has_error else 1
        # The clock costs more than a step.
        return left < 0 or (left & 63 == 0 and process_time() > end) or (has_error and process_time() > end)

    try:
        root: Node = _parsers[key].parse(lambda at, _: data[at : at + 65536], progress_callback=is_too_much).root_node
    except ValueError:
        _parsers[key].reset()
        raise BadDocument(f"not valid {name}: it takes too much to be parsed") from None
    return root
