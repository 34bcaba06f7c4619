"""Grants in scripts of SQL: of PostgreSQL, MySQL, Oracle, SQL Server and Snowflake."""

from __future__ import annotations

import re

from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENTS = compiled(r"(?s)--[^\n]*|/\*.*?\*/|(?m:^[ \t]*# [^\n]*)|('(?:[^']|'')*')")
# Statements whose literals are data, and what runs a literal or keeps it to be run.
_DATA = compiled(r"(?i)\b(?:INSERT\s+INTO|UPDATE|COMMENT\s+ON|RAISE|RAISERROR|PRINT)\b")
_RUN = compiled(r"(?i)\b(?:EXEC|EXECUTE|PREPARE|CALL|PERFORM)\b|:=|@\w+\s*=|\\gexec")
_GRANTING = compiled(r"(?i)\bGRANT\b|\b(?:CREATE|ALTER)\s|rolemember")
_END = compiled(r"(?im);|^\s*GO\s*$")
_GRANT = compiled(r"(?i)\bGRANT\s+([^;]{1,400}?)\s+TO\s+([^;]{1,300})")
_ON = compiled(r"(?i)\s+ON\s+")
_SUPER = compiled(
    r"(?i)\b(?:CREATE|ALTER)\s+(?:ROLE|USER)\s+([^\s;]+)[^;]{0,300}?\b(?<!NO)(SUPERUSER|CREATEROLE|BYPASSRLS|REPLICATION)\b",
)
_MEMBER = compiled(
    r"(?i)\bALTER\s+(?:SERVER\s+)?ROLE\s+\[?(sysadmin|securityadmin|db_owner|db_securityadmin)\]?\s+ADD\s+MEMBER\s+([^\s;]+)"
    r"|\bsp_add(?:srv)?rolemember\s+(?:N?'|\")?(sysadmin|securityadmin|db_owner|[^\s,;]+?)'?,\s*(?:@\w+\s*=\s*)?([^\s;]+)",
)
# Roles that are the database's administrators.
_ADMIN_ROLES = (
    *(
        "dba",
        "sysdba",
        "sysadmin",
        "db_owner",
        "rds_superuser",
        "cloudsqlsuperuser",
        "azure_pg_admin",
        "accountadmin",
        "securityadmin",
    ),
    *(
        "pg_read_all_data",
        "pg_write_all_data",
        "orgadmin",
        "useradmin",
        "pg_execute_server_program",
        "pg_write_server_files",
        "pg_read_server_files",
        "root",
        "postgres",
        "alltoall",
    ),
)
_HARMLESS = ("usage", "connect", "temporary", "temp", "select")


def dangers(text: str) -> Iterator[Danger]:
    """What a script of SQL grants."""
    text = _without_data(text)
    for found in _GRANT.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        rights, *on = _ON.split(found[1], maxsplit=1)
        rights = " ".join(rights.split()).lower()
        where = " ".join(on[0].split()) if on else ""
        to = " ".join(
            re.split(r"\bIDENTIFIED\b|\bWITH\b|\bGRANTED\s+BY\b", found[2], flags=re.IGNORECASE)[0].split()
        ).strip("\"'`; )")
        passes = re.search(r"\bWITH\s+(?:GRANT|ADMIN)\s+OPTION\b", found[2], re.IGNORECASE) is not None
        public = to.lower() in ("public", "[public]", "role public") or to.lower().startswith("public,")
        key = f"sql {rights} on {where.lower()} to {to.lower()}"
        every = re.match(r"all\b", rights) is not None
        fix = "grant the rights that are needed, such as SELECT, INSERT, on the tables that are needed"
        holder = f"grant to {to}"
        if public and (every or not set(re.split(r"\s*,\s*", rights)) <= set(_HARMLESS) or not where):
            kind = "database public" if every or not where else "database"
            yield Danger(
                kind,
                holder,
                key,
                f"lets everybody in the database do {rights} on {where or 'it'}",
                "grant it to a role",
                line=line,
            )
        elif public and "select" in rights:
            yield Danger(
                "database", holder, key, f"lets everybody in the database read {where}", "grant it to a role", line=line
            )
        elif every and re.search(r"\*\.\*", where):
            yield Danger("database", holder, key, f"may do everything in every database ({where})", fix, line=line)
        elif every and where:
            yield Danger("database", holder, key, f"may do everything with {where}", fix, line=line)
        elif every:
            yield Danger("database", holder, key, "has all privileges", fix, line=line)
        elif not where and any(
            re.split(r"\s*,\s*", rights)[at].removeprefix("role ").strip("'\"`") in _ADMIN_ROLES
            for at in range(len(re.split(r"\s*,\s*", rights)))
        ):
            yield Danger("database", holder, key, f"becomes an administrator ({rights})", fix, line=line)
        elif re.search(
            r"\b(?:super|file|process|grant option|create user|control server|alter any|imp_full_database|any table)\b",
            rights,
        ) or (rights == "control" and where):
            yield Danger("database", holder, key, f"may administer the database ({rights})", fix, line=line)
        yield from _writes(rights, where, to, line)
        if passes and not every:
            yield Danger(
                "database",
                holder,
                f"{key} passes",
                f"may pass on {rights} on {where or 'it'}",
                "leave out WITH GRANT OPTION",
                line=line,
            )
    for found in _ROWS.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        what = f"shows every row to everybody who may read it ({' '.join(found[2].split()).lower()})"
        key = f"sql rows {found[2].split()[0].lower()}"
        yield Danger("database", f"table {found[1]}", key, what, "keep row level security", line=line)
    for found in _EVERY_ROW.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        what = "is a policy that lets every row through (USING (true))"
        yield Danger("database", f"policy {found[1]}", "sql every row", what, "name the rows that are meant", line=line)
    for found in _SUPER.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        who, right = found[1].strip("\"'`"), found[2].upper()
        yield Danger(
            "database", f"role {who}", f"sql {right}", f"is made {right}", "grant the rights that are needed", line=line
        )
    for found in _MEMBER.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        role, who = (found[1] or found[3]), (found[2] or found[4])
        if role.strip("'\"N").lower() in _ADMIN_ROLES:
            yield Danger(
                "database",
                f"role {who}",
                f"sql member {role.lower()}",
                f"becomes a member of {role}",
                "grant the rights that are needed",
                line=line,
            )


_ROWS = compiled(
    r"(?i)\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?([^\s;]+)\s+((?:DISABLE|NO\s+FORCE)\s+ROW\s+LEVEL\s+SECURITY)",
)
_EVERY_ROW = compiled(
    r"(?i)\b(?:CREATE|ALTER)\s+POLICY\s+([^\s;]+)(?:(?!\bFOR\s+SELECT\b|\bRESTRICTIVE\b)[^;]){0,300}?\bUSING\s*\(\s*true\s*\)",
)
_CHANGING = ("insert", "update", "delete", "truncate", "trigger", "create", "alter", "drop", "execute")


def _writes(rights: str, where: str, to: str, line: int) -> Iterator[Danger]:
    """That somebody may change what was only read before, or come from any host, in the same file."""
    holder = f"grant on {where} to {to}".lower()
    changing = [one for one in re.split(r"\s*,\s*", rights) if one.split(" ")[0].split("(")[0] in _CHANGING]
    yield Danger("", holder)
    if changing:
        what = f"may {', '.join(changing)} now"
        yield Danger("database", holder, "sql changes", what, "grant SELECT alone", line=line, relative=True)
    user, at, host = to.partition("@")
    if at:
        who = f"user {user}"
        if host.strip("'\"`") == "%":
            what = "may come from any host now"
            yield Danger(
                "database", who, "sql any host", what, "name the host or the network", line=line, relative=True
            )
        else:
            yield Danger("", who)


def _without_data(text: str) -> str:
    """A script without its comments and the literals that are only stored or shown, each line where it was.

    Other literals stay, for some are run (`EXECUTE 'GRANT ...'`), and names are literals, too (`TO 'app'@'%'`). With
    backslashes before quotes, where a literal ends depends on the database: then all of them stay.
    """
    if "\\'" in text or not any(_GRANTING.search(found[1]) for found in _COMMENTS.finditer(text) if found[1]):
        return _COMMENTS.sub(lambda found: found[1] or re.sub(r"[^\n]", " ", found[0]), text)
    parts: list[str] = []
    stored = run = False
    at = 0
    for found in _COMMENTS.finditer(text):
        between = text[at : found.start()]
        at = found.end()
        *ended, begun = _END.split(between)
        stored = _DATA.search(begun) is not None or (stored and not ended)
        run = _RUN.search(begun) is not None or (run and not ended)
        is_literal = found[1] is not None
        parts += [between, found[0] if is_literal and (run or not stored) else re.sub(r"[^\n]", " ", found[0])]
    return "".join((*parts, text[at:]))
