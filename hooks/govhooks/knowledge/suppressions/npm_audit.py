"""Exceptions of tools around `npm audit`.

.nsprc              {"GHSA-...": {"active": true, "notes": "why", "expiry": "2027-01-31"}}, {"exceptions": ["url"]}
                    https://github.com/jeemok/better-npm-audit#using-nsprc-file-to-manage-exceptions
audit-ci.jsonc      {"allowlist": ["GHSA-...", "GHSA-...|a>b", "a", {"GHSA-...": {"active", "notes", "expiry"}}]}
                    https://github.com/IBM/audit-ci#allowlisting
audit-resolve.json  {"decisions": {"1234|a>b": {"decision": "ignore", "madeAt": 0, "expiresAt": 0, "reason": "why"}}}
                    https://github.com/naugtur/npm-audit-resolver

Settings of yarn and pnpm are in `settings`.
"""

from __future__ import annotations

from govhooks.knowledge.suppressions.entries import listed, table
from govhooks.knowledge.suppressions.suppression import ANYTHING, EXPIRES, TREE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.knowledge.suppressions.entries import Source
    from govhooks.knowledge.suppressions.suppression import Suppression
    from govhooks.readers.document import Side

_NOTES = '"notes": "..."'


def read(source: Source) -> Iterator[Suppression]:
    """Each exception that is in force. Raises BadDocument."""
    side = source.parsed("json")
    found = table(side.value)
    name = source.path.rpartition("/")[2].casefold()
    if name == "audit-resolve.json":
        yield from _decisions(source, side, found)
    elif "audit-ci" in name:
        yield from _listed(source, side, "allowlist", found.get("allowlist"))
    else:
        yield from _listed(source, side, "exceptions", found.get("exceptions"))
        for key, told in found.items():
            if key != "exceptions":
                yield from _record(source, side.line((key,)), key, told)


def _listed(source: Source, side: Side, key: str, entries: Any) -> Iterator[Suppression]:
    for index, entry in enumerate(listed(entries)):
        line = side.line((key, index))
        if isinstance(entry, dict):
            for name, told in entry.items():
                yield from _record(source, side.line((key, index, name)), name, told)
        else:
            yield _made(source, line, str(entry), {}, "")


def _record(source: Source, line: int, name: str, told: Any) -> Iterator[Suppression]:
    if isinstance(told, str):  # the reason alone
        told = {"notes": told}
    if isinstance(told, dict) and told.get("active") is not False:
        yield _made(source, line, name, told, _NOTES)


def _made(source: Source, line: int, name: str, told: dict[str, Any], field: str) -> Suppression:
    """An advisory, or an advisory for one way to it: "GHSA-...|a>b"."""
    what, _, place = name.partition("|")
    reason, expires = told.get("notes"), told.get("expiry")
    # An entry that is only a name can be written as a table; a comment does as well, where there are comments.
    field = field or ("" if "//" in source.text else _NOTES)
    wide = f"it silences every advisory of {what}" if what.startswith("CWE-") else ""
    return source.made(
        line, (what or ANYTHING,), reason=reason, expires=expires, scope=TREE, text=place, field=field, wide=wide
    )


def _decisions(source: Source, side: Side, found: dict[str, Any]) -> Iterator[Suppression]:
    for name, told in table(found.get("decisions")).items():
        told = table(told)
        if told.get("decision") not in ("ignore", "postpone"):
            continue
        what, _, place = name.partition("|")
        yield source.made(
            side.line(("decisions", name)),
            (what,),
            reason=told.get("reason"),
            expires=told.get("expiresAt"),
            scope=TREE,
            text=place,
            field='"reason": "..."',
            holds=("reason", EXPIRES),
        )
