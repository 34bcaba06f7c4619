"""Derive from the tables of `session-policy` what a text must have for one of their keys: `tables/ends.py`.

pytest tests/test_catalogue.py --write
"""

from __future__ import annotations

import re

# What the walks over code put before a name, and no text has to have.
OURS = frozenset(("alias", "class", "function", "option", "word"))
HEAD = '''"""The words of every key, by its last one. Generated from the other tables: pytest tests/test_catalogue.py --write

Formats -> last word -> what else a text must have for one of the keys that end with it, each a list of words with spaces between; () if
nothing else. Words are as `facts.names` writes them. The keys of CONSTANTS are not here: `CONSTANT` matches them.
"""

from __future__ import annotations

# fmt: off
CONSTANT = {constant!r}
ENDS: dict[str, dict[bytes, tuple[bytes, ...]]] = {{
'''


def ends() -> str:
    """The text of the module."""
    from govhooks.rules.authentication.session_policy.tables import CONSTANTS, TABLES, rows_of

    found: dict[str, dict[str, set[frozenset[str]]]] = {}
    for row in (row for table in TABLES if table != CONSTANTS for row in rows_of(table)):
        forms = " ".join(form for form in row.formats.split() if any(form in TABLES[table].split() for table in TABLES))
        into = found.setdefault(forms, {})
        for key in row.keys.split():
            for *others, last in _of_key(key, row.id):
                into.setdefault(last, set()).add(frozenset(others))
    lines = []
    for forms, by_last in sorted(found.items()):
        lines.append(f"    {forms!r}: {{\n")
        for last, others in sorted(by_last.items()):
            least = [] if frozenset() in others else [one for one in others if not any(two < one for two in others)]
            held = tuple(sorted(" ".join(sorted(one)) for one in least))
            mark = "  # pragma: allowlist secret" if "password" in last else ""
            lines.append(f"        {last.encode()!r}: {tuple(one.encode() for one in held)!r},{mark}\n")
        lines.append("    },\n")
    keys = [key.lower().replace("_", "") for row in rows_of(CONSTANTS) for key in row.keys.split()]
    return HEAD.format(constant=_constant(keys)) + "".join(lines) + "}\n"


def _of_key(key: str, id: str) -> list[list[str]]:
    """The words of a key in order; and, if it may be a variable of the environment, all of them as one."""
    from govhooks.rules.authentication.session_policy.facts import names

    parts = [name for part in key.removesuffix("()").split(".") for name in names(part)]
    words = [word for part in parts if part not in OURS and not part.isdigit() for word in re.findall(r"[^\W_]+", part)]
    if not words or not all(word.isascii() for word in words):
        raise ValueError(f"{id}: {key} has no word to look for")
    return [words] if "*" in key or "()" in key else [words, ["".join(words)]]


def _constant(keys: list[str]) -> str:
    """An expression that matches all of these: names such as SESSION_TTL_SECONDS by their three parts, the others as they are."""
    from govhooks.rules.authentication.session_policy.tables.constants import HOW_LONG, UNITS, WHAT

    groups = [
        "|".join(sorted({name.replace("_", "") for name in group}))
        for group in (sum(WHAT.values(), ()), HOW_LONG, sum(UNITS.values(), ()))
    ]
    lifetime = rf"(?:{groups[0]})(?:{groups[1]})?(?:{groups[2]})"
    return "|".join((lifetime, *sorted({key for key in keys if not re.fullmatch(lifetime, key)})))
