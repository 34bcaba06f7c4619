"""jsonschema, without the grammars that its import makes (two seconds) for a check that few schemas ask for.

The formats `iri` and `iri-reference` are checked by rfc3987_syntax, whose import makes 38 grammars: it waits until a value of
one of them is met.
"""

from __future__ import annotations

import sys
import types
from importlib import import_module


def _wait() -> None:
    name = "rfc3987_syntax"
    waiting = types.ModuleType(name)

    def is_valid_syntax(term: str, value: str) -> bool:
        if sys.modules.get(name) is waiting:
            del sys.modules[name]
        return bool(import_module(name).is_valid_syntax(term, value))

    waiting.is_valid_syntax = is_valid_syntax  # type: ignore[attr-defined]
    sys.modules.setdefault(name, waiting)


_wait()

import jsonschema  # noqa: E402

__all__ = ["jsonschema"]
