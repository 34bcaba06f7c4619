"""Files that may not enter git: of a class that stays out, exports and dumps of data, tables with personal columns.

    by its path       the policy's `paths` name its class; a folder called private or confidential, for files of data
    by its name       a database dump, an export of customers
    by its content    a table (`tables.py`) whose columns the register or the vocabulary know as personal, with values in them

A file that was there before is judged by what comes to it: a column that it did not have.
"""

from __future__ import annotations

import re

from govhooks.core.finding import Finding
from govhooks.core.places import test_data
from govhooks.rules.data.data_classification.endings import CLOSED, DATABASES, DUMPS, ENDINGS, TABLES
from govhooks.rules.data.data_classification.policy import FLAG, ID, OFF
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.classification.register import Register
    from govhooks.rules.data.data_classification.policy import Policy
    from govhooks.rules.data.data_classification.tables import Table

# Tables whose beginning can be read by itself.
_BY_LINES = (".csv", ".tsv", ".psv", ".ndjson", ".jsonl", ".sql")
# These are mostly something else: a setting, a schema, a scripted table.
_EVERYDAY = (".json", ".sql", ".pdf", ".gz", ".zip", ".tar", ".tgz", ".db", ".bak", ".dump")
# Folders of what nobody else may see, as owners of repositories call them.
_PRIVATE = compiled(
    r"(?i)(?:^|/)(?:private|confidential|restricted|classified|pii|phi|customer[-_ ]?data|personal[-_ ]?data|regulated)/"
)
_DUMPED = compiled(r"(?i)\.(?:sql\.(?:gz|bz2|xz|zst|zip|7z|lz4)|pgdump|bacpac)$")
# The first line that mysqldump, mariadb-dump, pg_dump, phpMyAdmin and sqlite3 write.
_DUMPED_BY = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:/\*[^\n]*\*/\s*)?--\s*(?:--\s*)?(?:MySQL dump|MariaDB dump|PostgreSQL database dump|phpMyAdmin SQL Dump|Host:)|^PRAGMA foreign_keys=OFF;"
)
_EDGE = r"(?:^|[-_. /])", r"(?:$|[-_. /\d])"
_DUMP_NAME = compiled(
    rf"(?i){_EDGE[0]}(?:(?:db|database|pg|mysql|postgres|prod|production|mongo)?[-_]?(?:dump|backup)s?|bak){_EDGE[1]}"
)
_EXPORT_NAME = compiled(
    rf"(?i){_EDGE[0]}(?:exports?|extracts?|dumps?|backups?|snapshots?|takeout|full[-_]?list){_EDGE[1]}"
)
_PEOPLE_NAME = compiled(
    rf"(?i){_EDGE[0]}(?:customers?|clients?|users?|members?|patients?|employees?|staff|payroll|salar(?:y|ies)|subscribers?|contacts?"
    rf"|guests?|donors?|students?|tenants?|applicants?|candidates?|leads?|invoices?|kyc|crm|mailing[-_]?list){_EDGE[1]}"
)
_REGULATED = compiled(
    rf"(?i){_EDGE[0]}(?:gdpr|dsar|ccpa|hipaa|phi|pii|subject[-_]access[-_]request|data[-_]subject[-_]request){_EDGE[1]}"
)
# Values that are nobody's: the domains that RFC 2606 keeps for examples, numbers kept for fiction, names that examples have.
_NOBODY = compiled(
    r"(?i)@(?:[\w-]+\.)*(?:example\.\w+|example|test|invalid|localhost|local|acme\.\w+|foo\.\w+|bar\.\w+|domain\.\w+|test\.com|email\.com)$"
    r"|^(?:(?:john|jane|max|erika|foo|test|example|sample|first|last|your|full|some)[\s_.]*)?"
    r"(?:doe|roe|smith|mustermann|foo|bar|user|example|test|name|sample|lastname|firstname|john|jane)\d*$"
    r"|^(?:n/?a|none|null|nan|true|false|x{3,}|\*+|-+|\.+|<.*>|\{.*\}|\[.*\]|\$.*|0+|1|string|text|todo|tbd|redacted)$"
    r"|555[ -]?01\d\d$"
)
_EMAIL = compiled(r"^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}$")
# From so many records on, a JSON file of people is more than an example.
_MANY = 10


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """A finding for each file that may not be in git."""
    from govhooks.core.globs import globs

    if policy.files == OFF:
        return
    is_data = test_data(policy.test_data)
    register = policy.register
    kept = [(globs((glob,)), of) for glob, of in policy.paths.items()]
    for change in changeset.changes:
        if not change.has_content:
            continue
        of = next((of for matching, of in kept if change.is_now(matching)), "")
        if of:
            moved = change.status in "MT" or (
                change.old_path and any(m.match(change.old_path) for m, c in kept if c == of)
            )
            if of in policy.stays_out and not moved:
                yield _finding(
                    change, policy, f"this file is {of} (paths), and {of} files stay out of git", f"class {of}", True
                )
            continue
        if is_data(change.path) or not change.path.lower().endswith(ENDINGS):
            continue
        if change.old_path and change.status == "R" and not is_data(change.old_path) and _is_same(change):
            continue  # it only moved
        if said := _judge(change, register):
            problem, identity, sure = said
            yield _finding(change, policy, problem, identity, sure)


def _is_same(change: Change) -> bool:
    """Whether a renamed file is still looked at in the same way: by the ending of its name."""
    return change.path.rpartition(".")[2].lower() == change.old_path.rpartition(".")[2].lower() and (
        change.read() == change.read_old()
    )


def _finding(change: Change, policy: Policy, problem: str, identity: str, sure: bool) -> Finding:
    return Finding(
        rule=ID,
        path=change.path,
        line=0,
        problem=problem,
        fix="take it out (git rm --cached), add it to .gitignore and keep it in a store with access control; if everybody may see it, "
        "classify it in governance.toml under [rules.data-classification.paths]",
        identity=identity,
        blocks=sure and policy.files != FLAG,
    )


def _judge(change: Change, register: Register) -> tuple[str, str, bool] | None:
    """(problem, identity, whether it is sure) of a file that no path of the policy classifies; None if nothing is wrong with it."""
    path = change.path
    low = path.lower()
    name = low.rpartition("/")[2]
    is_new = change.status not in "MT"
    everyday = low.endswith(_EVERYDAY)
    # Of a table that is too large to be held, the beginning says what its columns are.
    data = change.start() if change.large else change.read()
    if is_new and (_DUMPED.search(low) or data[:5] == b"PGDMP" or (low.endswith(".rdb") and data[:5] == b"REDIS")):
        return "database dump: it holds the data of all tables", "dump", True
    tables, unread = _tables(low, data)
    if change.large and not low.endswith(_BY_LINES):
        unread = "larger than 16 MiB" if low.endswith((*TABLES, *DATABASES)) else ""
    before, _ = _tables(change.old_path.lower(), change.read_old()) if not is_new else ([], "")
    personal = {
        found: label for found, label in _personal(tables, register).items() if found not in _personal(before, register)
    }
    if personal and not (low.endswith(".json") and is_new and _few(tables) and not _told(path)):
        labels = tuple(dict.fromkeys(label for label, _ in personal.values()))
        sure = len(labels) > 1 or any(restricted for _, restricted in personal.values())
        what = "dump" if low.endswith(".sql") else "database" if low.endswith(DATABASES) else "table"
        shown = ", ".join(sorted(name for _, name in personal)[:6])
        return (
            f"{what} with personal columns: {shown}",
            f"columns {' '.join(sorted(name for _, name in personal))}",
            sure,
        )
    if not is_new:
        return None
    if low.endswith(DUMPS) and (not everyday or _DUMP_NAME.search(name) or _PEOPLE_NAME.search(name)):
        return "database dump: it holds the data of all tables", "dump", True
    if low.endswith(".sql"):
        if tables and _DUMPED_BY.search(data[:400]):
            return "database dump with rows", "dump", True
        if tables and _DUMP_NAME.search(name):
            return "database dump with rows", "dump", True
        return None
    if _PRIVATE.search(path) and not low.endswith((".json", ".sql", ".db")):
        return "file of data in a private folder", "private", True
    if _REGULATED.search(name) and _EXPORT_NAME.search(low):
        return "export of regulated data", "export", True
    if _EXPORT_NAME.search(low) and _PEOPLE_NAME.search(name) and not low.endswith(".json"):
        return (
            "export of data about people, by its name",
            "export",
            not everyday or low.endswith((".zip", ".gz", ".tar", ".tgz")),
        )
    if unread:
        return f"cannot look into this table: {unread}", "unread", False
    if low.endswith(CLOSED):
        return "cannot look into a table of this format: save it as CSV to have its columns judged", "unread", False
    return None


def _told(path: str) -> bool:
    return bool(_EXPORT_NAME.search(path) or _PRIVATE.search(path))


def _few(tables: list[Table]) -> bool:
    return max((table.rows for table in tables), default=0) < _MANY


def _tables(low: str, data: bytes) -> tuple[list[Table], str]:
    """(the tables of a file, why it cannot be read or "")."""
    from govhooks.rules.data.data_classification.tables import Unreadable, read

    try:
        return read(low, data), ""
    except Unreadable as error:
        return [], str(error)


def _personal(tables: list[Table], register: Register) -> dict[tuple[str, str], tuple[str, bool]]:
    """(table, column) -> (what it is, whether that is restricted) of the personal columns with values that are somebody's."""
    from govhooks.knowledge.classification.vocabulary import kind_of

    found: dict[tuple[str, str], tuple[str, bool]] = {}
    for table in tables:
        if not table.rows or _is_nobodys(table):
            continue
        for at, column in enumerate(table.columns):
            values = [value for value in table.values[at] if value] if table.values else []
            if table.values and not any(not _NOBODY.search(value) for value in values):
                continue
            of = register.class_of(column, table.name)
            kind = kind_of(column, table.name)
            if of:
                if register.rank(of) >= (len(register.classes) + 1) // 2:
                    found[table.name, column] = (column, register.rank(of) == len(register.classes) - 1)
            elif kind is not None:
                found[table.name, column] = (kind.label, kind.level == "restricted")
            elif len(values) >= 3 and all(map(_EMAIL.match, values)):
                found[table.name, column] = ("email address", False)
    return found


def _is_nobodys(table: Table) -> bool:
    """Whether the people of a table are invented: each of its e-mail addresses is an example's."""
    emails = [value for column in table.values for value in column if _EMAIL.match(value)]
    return bool(emails) and all(map(_NOBODY.search, emails))
