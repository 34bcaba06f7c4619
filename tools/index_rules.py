"""Write `govhooks/rules/index.py` from the rules: what a run knows about each rule before it loads one.

python tools/index_rules.py [FOLDER]     FOLDER holds the package govhooks to index (default: hooks/ of this checkout)
"""

from __future__ import annotations

import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from govhooks.core.rule import Rule

HEAD = '''"""What is known about every rule without loading it. Generated from the rules: pytest tests/test_catalogue.py --write"""

from __future__ import annotations

from govhooks.core.entry import Entry

# fmt: off
ENTRIES = (
'''


def render(rules: Iterable[Rule]) -> str:
    """The text of the index."""
    rules = list(rules)
    return HEAD + "".join(_entry(rule) for rule in rules) + ")\n" + _words(rules)


def _entry(rule: Rule) -> str:
    from govhooks.core.entry import Entry

    entry = rule.entry
    lines = []
    given = Entry("", "", "", (), (), ())
    for name in Entry.__slots__:
        value = getattr(entry, name)
        if name == "concerns":
            lines.append(
                "        concerns=(\n" + "".join(f"            {_literal(one)},\n" for one in value) + "        ),\n"
            )
        elif value != getattr(given, name):
            lines.append(f"        {name}={_literal(value)},\n")
    return "    Entry(\n" + "".join(lines) + "    ),\n"


def _words(rules: Iterable[Rule]) -> str:
    """The words that rules search for in changed lines of any file, as `literals.groups_of` reads them."""
    from govhooks.search.literals import BEGIN

    found: dict[str, set[str]] = {}
    for rule in rules:
        for marks, words, whole, *_ in rule.concerns:
            for word in words.split("\n") if words and not marks and not whole else ():
                if len(word) < BEGIN or not word.isascii():
                    raise ValueError(f"{rule.id}: the word {word!r} is not {BEGIN} characters of ASCII, or more")
                found.setdefault(word[:BEGIN], set()).add(word)
    groups = ["\n".join(sorted(found[begin])) for begin in sorted(found)]
    groups[:-1] = [f"{group}\n\n" for group in groups[:-1]]
    begins = "".join(sorted(found))
    rows = [begins[at : at + 99] for at in range(0, len(begins), 99)]
    return (
        "# The words that are searched for in the changed lines of any file: see `literals.groups_of`.\n"
        f"WORDS = (\n{_rows(groups)})\nWORDS_BEGINS = (\n{_rows(rows)})\n"
    )


def _rows(texts: Iterable[str]) -> str:
    return "".join(f"    {_literal(text)}\n" for text in texts)


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
    """Write the index of the package in a folder, and say where it is."""
    folder = Path(argv[0]) if argv else Path(__file__).resolve().parents[1] / "hooks"
    sys.path.insert(0, str(folder))
    from govhooks.rules import load

    place = folder / "govhooks/rules/index.py"
    place.write_text(render(load()), encoding="utf-8", newline="\n")
    print(place)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
