"""Secrets that stand alone in a file, without a name: the file's own name says what they are (`files.ALONE`)."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.candidates import Candidate
from govhooks.rules.secrets.no_secrets.generated import is_key
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# How a name ends -> the lines of such a file: libpq's (postgresql.org/docs/current/libpq-pgpass.html), Postfix's
# (postfix.org/SASL_README.html), Exim's (exim.org, "Using client authentication").
_LOGINS = {
    "pgpass": Expression(
        r"(?m)^[^\s:#]{1,80}:(?:\d{1,5}|\*):[^:\s]{1,60}:[^:\s]{1,60}:(?P<value>[^\s:]{4,100})[ \t]*\r?$"
    ),
    "sasl_passwd": Expression(
        r"(?m)^\[?[\w.-]{1,80}\]?(?::\w{1,12})?[ \t]{1,40}[\w.@+-]{1,80}:(?P<value>[^\s:]{4,100})[ \t]*\r?$"
    ),
    # pgbouncer.org/config.html, "Authentication file format"
    "userlist.txt": Expression(
        r"""(?m)^"[^"\n]{1,60}"[ \t]{1,20}"(?P<value>(?!md5[0-9a-f]{32}"|SCRAM-SHA)[^"\n]{4,100})"[ \t]*\r?$"""
    ),
    "passwd.client": Expression(r"(?m)^[\w.*-]{1,80}:[\w.@+-]{1,80}:(?P<value>[^\s:]{4,100})[ \t]*\r?$"),
}
_LOGINS["pgpass.conf"] = _LOGINS["pgpass"]
_COMMENT = Expression(r"\s*(?:#[^\n]*)?\s*\Z")
_TOKEN = Expression(r"\s*(?P<value>[A-Za-z0-9+/=_.~-]{16,4096})\s*\Z")
_PASSWORD = Expression(r"\s*(?P<value>[^\s<>{}()\[\]$]{6,100})\s*\Z")
# A file with more lines is no key.
_MOST = 40


def alone(text: str, path: str) -> Iterator[Candidate]:
    """The password of each line of a file of logins; or the only value of a file, a generated one or a password (`vault_pass`)."""
    name = path.rpartition("/")[2]
    for ending, expression in _LOGINS.items():
        if name.endswith(ending):
            for found in expression.compiled().finditer(text):
                yield Candidate("keyword", ":", "password", found["value"], *found.span("value"))
            return
    if text.count("\n") > _MOST or "pub" in name.lower():
        return
    lines = [line for line in text.splitlines(keepends=True) if not _COMMENT.match(line)]
    password = "pass" in name.lower()
    one = (_PASSWORD if password else _TOKEN).match(lines[0]) if lines else None
    if one is None or not all(map(_TOKEN.match, lines[1:])) or (password and len(lines) > 1):
        return
    if password or is_key(one["value"]):
        start = text.index(lines[0]) + one.start("value")
        yield Candidate("keyword", "file", name, one["value"], start, start + len(one["value"]))


__all__ = ["alone"]
