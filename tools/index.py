"""Write `govhooks/rules/index.py` from the rules: what a run knows of each before it loads one.

python tools/index.py [FOLDER]     FOLDER holds the package govhooks to index (default: hooks/ of this checkout)
"""

from __future__ import annotations

import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from govhooks.core.record import Record
    from govhooks.core.rule import Rule

HEAD = '''"""What is known of every rule without loading one. Generated from the rules: pytest tests/test_catalogue.py --write"""

from __future__ import annotations

from govhooks.core.rule import Entry, Met

# fmt: off
ENTRIES = (
'''


def render(rules: Iterable[Rule]) -> str:
    """The text of the index."""
    return HEAD + "".join(_entry(rule) for rule in rules) + ")\n"


def _entry(rule: Rule) -> str:
    entry = rule.entry
    lines = []
    for name in entry.fields:
        value = getattr(entry, name)
        if name in entry.defaults and value == entry.defaults[name]:
            continue
        if name == "concerns":
            lines.append(
                "        concerns=(\n" + "".join(f"            {_record(one)},\n" for one in value) + "        ),\n"
            )
        else:
            lines.append(f"        {name}={_literal(value)},\n")
    return "    Entry(\n" + "".join(lines) + "    ),\n"


def _record(record: Record) -> str:
    given = ((name, getattr(record, name)) for name in record.fields)
    told = ", ".join(f"{name}={_literal(value)}" for name, value in given if value != record.defaults[name])
    return f"{type(record).__name__}({told})"


def _literal(value: object) -> str:
    """A literal as ruff writes it: double quotes."""
    if isinstance(value, tuple):
        inner = ", ".join(map(_literal, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, str):
        shown = repr(value)
        plain = "'" + value + "'" == shown and '"' not in value
        return f'"{value}"' if plain else shown
    return repr(value)


def main(argv: list[str]) -> int:
    """Index the package in a folder, and say where the index is."""
    folder = Path(argv[0]) if argv else Path(__file__).resolve().parents[1] / "hooks"
    sys.path.insert(0, str(folder))
    from govhooks.rules import load

    place = folder / "govhooks/rules/index.py"
    place.write_text(render(load()), encoding="utf-8", newline="\n")
    print(place)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
