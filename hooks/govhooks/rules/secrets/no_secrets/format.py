"""The record that describes one provider's token: a row of the tables in `formats/`."""

from __future__ import annotations

from govhooks.core.record import Record


class Format(Record):
    """One token format.

    `literals`  lower-case strings; a text that contains none of them (compared in lower case) cannot contain the token.
    `pattern`   a regular expression, case-sensitive, linear in the length of the line; the group named `secret`, or
                the whole match, is the token. The engine adds `(?<![0-9A-Za-z])` before and `(?![0-9A-Za-z])` after.
    `check`     the name of a function of `checks.py` that says whether the token's own structure or checksum holds; a
                token that fails it is not a finding; one that passes it is proven, and no pragma excuses it.
    `positive`  recipes for examples that must be found, `negative` for near misses that must not (see `examples.py`):
                never a token in clear.
    `source`    where the format is described.
    `revoke`    the provider's page or command that revokes or rotates the token.
    """

    id: str
    provider: str
    description: str
    literals: tuple[str, ...]
    pattern: str
    source: str
    revoke: str
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    check: str = ""
    confidence: str = "high"
