"""Grants in SQL, sudoers, shell scripts and Dockerfiles."""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.rules.access.least_privilege import aws, azure, google, pods
from govhooks.rules.access.least_privilege.danger import Danger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.code import Code
    from govhooks.readers.values import Path

_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/|(?m:^[ \t]*# [^\n]*)|('(?:[^']|'')*')", re.DOTALL)
# Statements whose literals are data, and what runs a literal or keeps it to be run.
_DATA = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|COMMENT\s+ON|RAISE|RAISERROR|PRINT)\b", re.IGNORECASE)
_RUN = re.compile(r"\b(?:EXEC|EXECUTE|PREPARE|CALL|PERFORM)\b|:=|@\w+\s*=|\\gexec", re.IGNORECASE)
_GRANTING = re.compile(r"\bGRANT\b|\b(?:CREATE|ALTER)\s|rolemember", re.IGNORECASE)
_END = re.compile(r";|^\s*GO\s*$", re.IGNORECASE | re.MULTILINE)
_GRANT = re.compile(r"\bGRANT\s+([^;]{1,400}?)\s+TO\s+([^;]{1,300})", re.IGNORECASE)
_ON = re.compile(r"\s+ON\s+", re.IGNORECASE)
_SUPER = re.compile(
    r"\b(?:CREATE|ALTER)\s+(?:ROLE|USER)\s+([^\s;]+)[^;]{0,300}?\b(?<!NO)(SUPERUSER|CREATEROLE|BYPASSRLS|REPLICATION)\b",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"\bALTER\s+(?:SERVER\s+)?ROLE\s+\[?(sysadmin|securityadmin|db_owner|db_securityadmin)\]?\s+ADD\s+MEMBER\s+([^\s;]+)"
    r"|\bsp_add(?:srv)?rolemember\s+(?:N?'|\")?(sysadmin|securityadmin|db_owner|[^\s,;]+?)'?,\s*(?:@\w+\s*=\s*)?([^\s;]+)",
    re.IGNORECASE,
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


def sql_dangers(text: str) -> Iterator[Danger]:
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


_ROWS = re.compile(
    r"\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?([^\s;]+)\s+((?:DISABLE|NO\s+FORCE)\s+ROW\s+LEVEL\s+SECURITY)",
    re.IGNORECASE,
)
_EVERY_ROW = re.compile(
    r"\b(?:CREATE|ALTER)\s+POLICY\s+([^\s;]+)(?:(?!\bFOR\s+SELECT\b|\bRESTRICTIVE\b)[^;]){0,300}?\bUSING\s*\(\s*true\s*\)",
    re.IGNORECASE,
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


NO_PASSWORD = re.compile(r"NOPASSWD\s*:\s*(?:(?:SETENV|NOEXEC)\s*:\s*)*(ALL)\b(?!\w)")
# Who and on which hosts; in a list of hosts, the comma comes before the blank.
_SPECIFIED = re.compile(r"^\s*(.*[^\s,])\s+([^\s,]+(?:\s*,\s*[^\s,]+)*)\s*$")
_ALIAS = re.compile(r"^\s*(Cmnd|Cmd|Runas)_Alias\s+(.*)$")
# One command with what comes before it: as whom, and the tags.
_COMMAND = re.compile(r"^\s*(?:\(([^)]*)\)\s*)?((?:[A-Z_]+\s*:\s*)*)(.*?)\s*$", re.DOTALL)
_COMMENT = re.compile(r"#(?!-?\d)")
_USUAL = ("root", "%wheel", "%sudo", "%admin")
_ROOT = ("root", "#0", "ALL")
# What a file in a folder called `sudoers` may end with; others there are scripts and tasks about it.
_ENDINGS = ("", "conf", "j2", "in", "tmpl", "erb", "epp", "sudoers")


def is_sudoers(path: str) -> bool:
    """Whether a file is one that sudo reads, wherever it is kept until it is installed."""
    *folders, name = path.lower().split("/")
    if "sudoers.d" in folders or name.partition(".")[0] == "sudoers" or name.endswith(".sudoers"):
        return True
    ending = name.rpartition(".")[2] if "." in name else ""
    return ending in _ENDINGS and ("sudoers" in folders[-1:] or re.match(r"sudoers[-_]", name) is not None)


def sudoers_dangers(text: str) -> Iterator[Danger]:
    """Who may run what as root (https://www.sudo.ws/docs/man/sudoers.man/)."""
    lines = list(_logical_lines(text))
    aliases = _aliases([line for _, line in lines])
    for number, line in lines:
        if re.match(r"\s*Defaults\b", line):
            for danger in _defaults(line):
                yield danger.moved((), number)
            continue
        left, _, right = line.partition("=")
        found = _SPECIFIED.match(left)
        who = found[1] if found else line.split()[0] if line.split() else ""
        commands = list(_commands(right, aliases)) if found and not _ALIAS.match(line) else []
        every = list(_every_command(commands))
        for runas, asks, but in every:
            if asks and who in _USUAL:
                continue
            yield sudo(who, number, runas=runas, asks=asks, but=but)
        if not every and NO_PASSWORD.search(line):
            yield sudo(who, number)
        if not every:
            for one in commands:
                for danger in _of_command(who, one):
                    yield danger.moved((), number)


_DEFAULTS = (
    (
        re.compile(r"!authenticate\b"),
        "sudo",
        "sudo !authenticate",
        "let everybody use sudo without a password (!authenticate)",
    ),
    (
        re.compile(r"!env_reset\b"),
        "escalation",
        "sudo !env_reset",
        "keep the caller's environment, by which programs load code (!env_reset)",
    ),
    (
        re.compile(
            r"env_keep\s*\+?=[^#]*\b(?:LD_PRELOAD|LD_LIBRARY_PATH|PYTHONPATH|PERL5LIB|RUBYLIB|NODE_OPTIONS|BASH_ENV)\b"
        ),
        "escalation",
        "sudo env_keep",
        "keep a variable by which programs load code (env_keep)",
    ),
    (re.compile(r"(?<!!)\bsetenv\b"), "escalation", "sudo setenv", "let callers set any variable (setenv)"),
    (
        re.compile(r"timestamp_timeout\s*=\s*-"),
        "escalation",
        "sudo timestamp",
        "ask for a password once and never again (timestamp_timeout)",
    ),
    (
        re.compile(r"secure_path\s*=\s*\"?(?:[^\"#]*:)?(?:\.|/tmp|/var/tmp|/home/[^:]*)(?=[:\"\s]|$)"),
        "escalation",
        "sudo secure_path",
        "look for commands where others may write (secure_path)",
    ),
)


def _defaults(line: str) -> Iterator[Danger]:
    who = (re.match(r"\s*(Defaults\S*)", line) or re.match("", line) or [""])[0].strip()
    for pattern, kind, key, what in _DEFAULTS:
        if found := pattern.search(line):
            yield Danger(kind, who or "Defaults", key, what, f"leave out {found[0].split('=')[0].strip()}")


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """(number of its first line, text) of each line without its comment; one that ends with a backslash goes on in the next."""
    begun, parts = 0, []
    for number, line in enumerate(text.split("\n"), 1):
        line = _COMMENT.split(line.rstrip("\r"), maxsplit=1)[0]
        begun = begun or number
        parts.append(line.removesuffix("\\"))
        if not line.endswith("\\"):
            yield begun, " ".join(parts)
            begun, parts = 0, []
    if parts:
        yield begun, " ".join(parts)


def _aliases(lines: list[str]) -> dict[str, list[str]]:
    """The members of each alias for commands and for users to run them as."""
    found: dict[str, list[str]] = {}
    for line in lines:
        for one in re.split(r"\s:\s", match[2]) if (match := _ALIAS.match(line)) else ():
            name, _, members = one.partition("=")
            found[name.strip()] = [member.strip() for member in members.split(",")]
    return found


def _members(names: list[str], aliases: dict[str, list[str]]) -> list[str]:
    """Names with those that aliases stand for instead of the aliases; one that names itself ends."""
    found: list[str] = []
    todo, seen = list(names), set()
    while todo:
        name = todo.pop(0)
        if name in aliases and name not in seen:
            seen.add(name)
            todo = [*aliases[name], *todo]
        elif name:
            found.append(name)
    return found


class Allowed(Record):
    """One command of a list: as whom ("root" where root is among them), whether a password is asked for, and its tags."""

    runas: str
    asks: bool
    tags: tuple[str, ...]
    command: str


def _commands(text: str, aliases: dict[str, list[str]]) -> Iterator[Allowed]:
    """Every command of a list; user and tags hold for the commands after them, too."""
    runas, asks = "root", True
    tags: tuple[str, ...] = ()
    for part in re.split(r",(?![^(]*\))", text):
        found = _COMMAND.match(part)
        if found is None:
            continue
        if found[1] is not None:
            users = found[1].partition(":")[0]
            names = _members([one.strip() for one in users.split(",")], aliases)
            runas = "root" if not names or set(names) & set(_ROOT) else ", ".join(names)
        for tag in re.findall(r"[A-Z_]+", found[2]):
            asks = {"PASSWD": True, "NOPASSWD": False}.get(tag, asks)
            tags = (*tags, tag) if tag != "EXEC" else tuple(one for one in tags if one != "NOEXEC")
        for command in _members([found[3]], aliases):
            yield Allowed(runas, asks, tags, command)


def _every_command(commands: list[Allowed]) -> Iterator[tuple[str, bool, str]]:
    """(as whom, whether a password is asked for, what is taken out) of each way in which a list has ALL."""
    every: dict[tuple[str, bool], None] = {}
    less = [one.command for one in commands if one.command.startswith("!")]
    for one in commands:
        if one.command == "ALL":
            every[one.runas, one.asks] = None
    for who, password in every:
        yield who, password, ", ".join(less[:2])


# Programs from which one starts a shell or writes any file (what https://gtfobins.github.io lists under "sudo").
# Whatever they are called with:
_INTERACTIVE = (
    *(
        "vi",
        "vim",
        "vim.basic",
        "vim.tiny",
        "nvim",
        "view",
        "nano",
        "rnano",
        "pico",
        "emacs",
        "ed",
        "ex",
        "joe",
        "mcedit",
    ),
    *(
        "less",
        "more",
        "man",
        "visudo",
        "gdb",
        "strace",
        "nsenter",
        "chroot",
        "screen",
        "tmux",
        "ftp",
        "sftp",
        "sqlite3",
        "psql",
        "mysql",
    ),
)
# With arguments that the caller chooses:
_ANY_ARGUMENT = (
    *(
        "sh",
        "bash",
        "dash",
        "zsh",
        "ksh",
        "fish",
        "su",
        "env",
        "sudo",
        "xargs",
        "find",
        "awk",
        "gawk",
        "mawk",
        "perl",
        "ruby",
        "lua",
        "php",
    ),
    *(
        "node",
        "docker",
        "podman",
        "kubectl",
        "tar",
        "zip",
        "rsync",
        "cp",
        "mv",
        "tee",
        "dd",
        "ln",
        "install",
        "sed",
        "chmod",
        "chown",
        "cat",
    ),
    *(
        "curl",
        "wget",
        "scp",
        "ssh",
        "git",
        "make",
        "apt",
        "apt-get",
        "dpkg",
        "rpm",
        "yum",
        "dnf",
        "pip",
        "pip3",
        "npm",
        "snap",
        "gem",
        "mount",
    ),
    *(
        "systemctl",
        "service",
        "journalctl",
        "crontab",
        "at",
        "passwd",
        "usermod",
        "useradd",
        "tcpdump",
        "nmap",
        "openssl",
        "ip",
        "busybox",
    ),
)
# With a wildcard, which matches blanks and `..`, too: any file.
_OF_FILES = (
    "cp",
    "mv",
    "tee",
    "dd",
    "ln",
    "install",
    "sed",
    "chmod",
    "chown",
    "cat",
    "tail",
    "head",
    "rm",
    "tar",
    "rsync",
)
_VERSIONED = re.compile(r"(?:python|perl|ruby|php|node)[\d.]*")


def _of_command(who: str, one: Allowed) -> Iterator[Danger]:
    """One command that leads to a shell, or that is less limited than it was."""
    if one.command.startswith("!") or not one.command:
        return
    program, _, arguments = one.command.partition(" ")
    name = program.rstrip("/").rpartition("/")[2]
    arguments = arguments.strip()
    is_any = not arguments or any(word == "*" for word in arguments.split())
    holder = f"sudo for {who}"
    fix = "name the program with its arguments, such as /usr/bin/systemctl restart app; for files, use sudoedit"
    key = f"sudo shell {program}"
    if one.runas == "root":
        if program.endswith("/") or re.search(r"[*?\[]", program):
            what = f"may run every program that {program} matches, as root"
            yield Danger("escalation", holder, key, what, fix)
        elif name in _INTERACTIVE and "NOEXEC" not in one.tags:
            what = f"may start a shell as root from {name} ({one.command})"
            yield Danger("escalation", holder, key, what, fix)
        elif (name in _ANY_ARGUMENT or _VERSIONED.fullmatch(name)) and is_any and arguments != '""':
            what = f"may use {name} as root with any argument ({one.command})"
            yield Danger("escalation", holder, key, what, fix)
        elif name in _OF_FILES and "*" in arguments:
            what = f"may use {name} as root on any file: a wildcard matches blanks and .., too ({one.command})"
            yield Danger("escalation", holder, key, what, fix)
        elif program == "sudoedit" and re.search(r"\*", arguments):
            what = f"may edit every file that {arguments} matches, as root"
            yield Danger("escalation", holder, key, what, "name the file")
        if who == "ALL" and not one.asks:
            what = f"lets everybody run {one.command} as root without a password"
            yield Danger(
                "escalation", "sudo for ALL", f"sudo everybody {one.command}", what, "name the users or a group"
            )
    # What the same command asked for before.
    same = f"sudo for {who}: {one.command}"
    yield Danger("", same)
    if not one.asks:
        what = "asks for no password now (NOPASSWD)"
        yield Danger("escalation", same, "sudo no password", what, "keep PASSWD", relative=True)
    if one.runas == "root":
        yield Danger(
            "escalation", same, "sudo as root", "runs as root now", "keep the user that it ran as", relative=True
        )
    program_of = f"sudo for {who}: {program}"
    yield Danger("", program_of)
    if is_any and arguments != '""' and name not in (*_INTERACTIVE, *_ANY_ARGUMENT):
        what = "may be called with any argument now"
        fix = "keep the arguments"
        yield Danger("escalation", program_of, "sudo any argument", what, fix, covers=("sudo wildcard",), relative=True)
    elif "*" in arguments and name not in _OF_FILES:
        what = "may be called with more than before: a wildcard matches blanks, too"
        yield Danger("escalation", program_of, "sudo wildcard", what, "name the arguments", relative=True)


def sudo(who: str, line: int, place: Path = (), runas: str = "root", asks: bool = False, but: str = "") -> Danger:
    """Any command as a user; `but` what is taken out of it, which anybody gets around by a copy of it or a shell."""
    tag = "" if asks else "NOPASSWD: "
    what = f"may run any command as {runas}{'' if asks else ' without a password'}"
    what += f" ({tag}ALL, {but}: commands taken out of ALL do not limit it)" if but else f" ({tag}ALL)" if tag else ""
    return Danger(
        "sudo" if not asks and runas == "root" else "escalation",
        f"sudo for {who}" if who else "sudo",
        f"sudo {'' if asks else 'NOPASSWD '}ALL{'' if runas == 'root' else f' as {runas}'}",
        what,
        f"name the commands that are needed, such as {tag}/usr/bin/systemctl restart app",
        place=place,
        line=line,
        covers=(("sudo ",) if runas == "root" else (f"sudo ALL as {runas}",)) if not asks else (),
    )


def script_dangers(code: Code) -> Iterator[Danger]:
    """What a shell script makes world-writable, and what it lets run as root or as part of the host."""
    for call in code.calls:
        words = [one if isinstance(one, str) else str(getattr(one, "text", one)) for one in call.arguments]
        yield from _command(call.name, words, call.line)


def _command(name: str, words: list[str], line: int) -> Iterator[Danger]:
    name = name.rpartition("/")[2]
    if name in _RUNNERS:
        rest = [one for one in words if not one.startswith("-")]
        if rest:
            yield from _command(rest[0], words[words.index(rest[0]) + 1 :], line)
        return
    text = " ".join(words)
    if name == "chmod":
        yield from _modes(words, line)
    elif name in ("find", "xargs", "parallel") and "chmod" in words:
        yield from _modes(
            [*(one for one in words[words.index("chmod") + 1 :] if one not in (";", "\\;", "+")), "found"], line
        )
    elif name in ("install", "mkdir", "mkfifo"):
        yield from _made(name, words, line)
    elif name == "umask":
        yield Danger("", "umask")
        mask = next((one for one in words if not one.startswith("-")), "")
        if _is_open_mask(mask):
            what = f"lets everybody write the files that it makes (umask {mask})"
            yield Danger("modes", "umask", "mode", what, "use umask 027, or 022", line=line)
    elif name == "setfacl" and re.search(r"(?:^|[\s,])(?:d:|default:)?o(?:ther)?:[^:\s,]*:?[r-]?w", text):
        what = f"lets everybody write {words[-1]} (setfacl)"
        yield Danger("modes", f"setfacl {words[-1]}", "mode", what, "give a group the right", line=line)
    elif name in ("usermod", "adduser", "useradd", "gpasswd", "addgroup") and (
        found := _POWERFUL_GROUP.search(f" {text} ")
    ):
        what = f"adds somebody to the group {found[1]}, whose members can be root"
        yield Danger(
            "escalation", name, f"group {found[1]}", what, "name the commands that are needed in sudoers", line=line
        )
    elif name == "setcap" and (found := _POWERFUL.search(text)):
        what = f"gives {words[-1]} the capability {found[0]}"
        fix = "give it the one capability that is needed, such as cap_net_bind_service"
        yield Danger("host", f"setcap {words[-1]}", f"capability {found[0]}", what, fix, line=line)
    elif name in ("echo", "printf", "tee", "sed") and NO_PASSWORD.search(text):
        yield sudo(text.strip("\"'").split()[0].strip("\"'") if name != "sed" else "", line)
    elif name in ("docker", "podman", "nerdctl") and words[:1] in (["run"], ["create"], ["exec"]):
        yield from _container(f"{name} {words[0]}", words, line)
    elif name in ("gcloud", "gsutil") and ("allUsers" in text or "allAuthenticatedUsers" in text):
        yield Danger(
            "public",
            name,
            f"gcp {'allUsers' if 'allUsers' in text else 'allAuthenticatedUsers'}",
            "gives rights to everybody",
            "name the members",
            line=line,
        )
    elif name == "kubectl" and "clusterrolebinding" in words and "--clusterrole=cluster-admin" in words:
        yield Danger(
            "admin",
            "kubectl",
            f"bind {text}",
            "binds cluster-admin",
            "bind a role of the verbs that are needed",
            line=line,
        )
    elif name == "gcloud" and (found := re.search(r"--role[= ](roles/[\w.]+)", text)):
        who = re.search(r"--member[= ](\S+)", text)
        condition = re.search(r"--condition[= ](?!None\b)(\S+)", text)
        above = words[:1] in (["projects"], ["organizations"]) or "folders" in words[:2]
        for danger in google.grant(found[1], [who[1]] if who else [], name, (), above, condition and condition[1]):
            if not danger.relative:
                yield danger.moved((), line)
    elif name == "az" and words[:3] == ["role", "assignment", "create"]:
        role, scope = (re.search(rf"--{key}[= ](.+?)(?: --|$)", text) for key in ("role", "scope"))
        if role is not None:
            for danger in azure.assignment(role[1], scope[1] if scope else "", "az", ()):
                if not danger.relative:
                    yield danger.moved((), line)
    elif name == "aws" and "iam" in words[:3]:
        yield from _of_aws(words, line)


def _of_aws(words: list[str], line: int) -> Iterator[Danger]:
    text = " ".join(words)
    if "attach" in text and re.search(r"policy/(AdministratorAccess|IAMFullAccess|PowerUserAccess)", text):
        fix = "attach a policy of the actions it needs"
        yield Danger("admin", "aws", f"attach {text}", "attaches a policy of everything", fix, line=line)
    for word in words:
        if word.lstrip().startswith("{") and '"Effect"' in word:
            for danger in aws.dangers(
                word, f"aws {next((one for one in words if '-policy' in one or 'role' in one), 'iam')}"
            ):
                yield danger.moved((), line)


def _container(holder: str, words: list[str], line: int) -> Iterator[Danger]:
    """What a container may do to its host, by the options of `docker run`."""
    given: list[tuple[str, str]] = []
    for at, word in enumerate(words[1:], 1):
        key, equals, value = word.partition("=")
        if key.startswith("-"):
            given.append((key, value if equals else words[at + 1] if at + 1 < len(words) else ""))
    for key, value in given:
        if key == "--privileged" and value != "false":
            fix = "leave out --privileged, and add the one capability that is needed with --cap-add"
            what = "starts a privileged container"
            yield Danger("privileged", holder, "privileged", what, fix, line=line, covers=("capability ",))
        elif key in ("--network", "--net", "--pid", "--ipc", "--userns", "--uts") and value == "host":
            shown = key.replace("--net", "--network") if key == "--net" else key
            what = f"shares what is the host's ({shown}=host)"
            yield Danger("host", holder, f"{shown} host", what, f"leave out {key}", line=line)
        elif key in ("-v", "--volume", "--mount"):
            source = re.search(r"(?:^|,)(?:source|src)=([^,]+)", value)
            path = source[1] if source else value.partition(":")[0]
            if path == "/" or path.endswith(pods.SOCKETS):
                shown = (
                    "the whole disk of the host" if path == "/" else f"{path}: it can start any container on the host"
                )
                yield Danger("host", holder, f"mount {path}", f"mounts {shown}", "mount the one folder", line=line)
        elif key == "--cap-add":
            for danger in pods.added_capabilities(value.split(","), holder, ()):
                yield danger.moved((), line)
        elif key == "--security-opt" and value.replace("=", ":") in (
            "seccomp:unconfined",
            "apparmor:unconfined",
            "label:disable",
        ):
            yield Danger("host", holder, f"option {value}", f"switches off {value}", "leave it out", line=line)


def _modes(words: list[str], line: int) -> Iterator[Danger]:
    given = [one for one in words if not re.fullmatch(r"-[A-Za-z]*[RvcfhHLP]+|--[\w-]+(?:=.*)?", one)]
    if len(given) < 2:
        return
    mode, files = given[0].strip("\"'"), given[1:]
    for name in files:
        yield from _mode(mode, name, "chmod", line)


def _made(command: str, words: list[str], line: int) -> Iterator[Danger]:
    """What `install` and `mkdir` make, by the mode that is given with `-m` (also `-Dm0777`, `--mode=0777`)."""
    mode = ""
    rest: list[str] = []
    todo = list(words)
    while todo:
        word = todo.pop(0)
        if found := _WITH_MODE.fullmatch(word):
            mode = found[1] or found[2] or found[3] or (todo.pop(0) if todo else "")
        elif command == "install" and re.fullmatch(r"-[A-Za-z]*[ogtS]|--(?:owner|group|target-directory|suffix)", word):
            if todo:
                todo.pop(0)
        elif not word.startswith("-"):
            rest.append(word)
    if mode and rest:
        yield from _mode(mode.strip("\"'"), rest[-1], f"{command} -m", line)


def _mode(mode: str, name: str, command: str, line: int) -> Iterator[Danger]:
    """A file that a mode lets everybody write, or that runs as its owner."""
    holder = f"{command.partition(' ')[0]} {name}"
    if is_world_writable(mode):
        what = f"lets everybody write {name} ({command} {mode})"
        fix = f"give the owner or a group the right: {command} 750, or chown"
        yield Danger("modes", holder, "mode", what, fix, line=line)
    if re.fullmatch(r"0*[4567][0-7]{3}|[ug]*u[ug]*\+[rwx]*s[rwx]*|\+s", mode):
        what = f"makes {name} run as its owner for everybody ({command} {mode})"
        yield Danger("escalation", holder, "setuid", what, "leave out the setuid bit", line=line)


# Commands that run another one.
_RUNNERS = ("sudo", "doas", "command", "exec", "env", "nohup", "fakeroot")
_WITH_MODE = re.compile(r"-[A-Za-ln-z]*m=?([0-7]{3,4})?|-m(.+)|--mode(?:=(.+))?")
_POWERFUL_GROUP = re.compile(r"[\s,=](sudo|wheel|docker|root|admin|lxd|disk|shadow)[\s,]")
_POWERFUL = re.compile(
    r"cap_(?:sys_admin|sys_ptrace|sys_module|sys_rawio|dac_override|dac_read_search|setuid|setgid|chown|fowner)|\ball\b"
)


def _is_open_mask(mask: str) -> bool:
    """Whether a umask leaves others the right to write."""
    if re.fullmatch(r"[0-7]{1,4}", mask):
        return not int(mask[-1]) & 2
    return re.search(r"(?:^|,)[ug]*[oa][ugoa]*=[rx]*w", mask) is not None


def is_world_writable(mode: str) -> bool:
    """Whether a mode of chmod lets everybody write. With the sticky bit (1777) it is how /tmp is made."""
    text = mode.strip().removeprefix("0o").lstrip("0") or "0"
    if re.fullmatch(r"[0-7]{1,4}", text):
        return bool(int(text[-1]) & 2) and not (len(text) == 4 and int(text[0]) & 1)
    return (
        any(re.fullmatch(r"[ugo]*[oa][ugoa]*[+=][rxXst]*w[rwxXst]*", part) for part in mode.split(","))
        and "t" not in mode
    )


def dockerfile_dangers(value: Any, data: bytes) -> Iterator[Danger]:
    """What a Dockerfile makes world-writable, and as whom its image runs."""
    user = ""
    place: tuple[Any, ...] = ()
    for index, one in enumerate(value if isinstance(value, list) else ()):
        for name, inner in one.items() if isinstance(one, dict) else ():
            if name == "FROM":
                user, place = "", ()
            elif name == "USER":
                user, place = str(inner).partition(":")[0], (index, name)
            elif name in ("COPY", "ADD") and isinstance(inner, dict):
                mode = str(inner.get("--chmod", ""))
                if mode and is_world_writable(mode):
                    to = inner.get("to", "")
                    yield Danger(
                        "modes",
                        f"{name} {to}",
                        "mode",
                        f"lets everybody write {to} (--chmod={mode})",
                        "use --chmod=755, or --chown",
                        place=(index, name),
                    )
            elif name == "RUN":
                command = inner.get("command") if isinstance(inner, dict) else inner
                words = " ".join(map(str, command)) if isinstance(command, list) else str(command)
                files = inner.get("files") if isinstance(inner, dict) else None
                for text in (words, *([] if not files else map(str, files if isinstance(files, list) else [files]))):
                    for danger in _lines(text):
                        yield danger.moved((index, name), 0)
    yield Danger("", "image")
    if user in ("root", "0"):
        yield Danger(
            "host", "image", "root", f"runs as root (USER {user})", "end with USER and another user", place=place
        )
    elif not user:
        yield Danger(
            "host", "image", "root", "runs as root again (no USER)", "keep a USER other than root", relative=True
        )


_SPLIT = re.compile(r"&&|\|\||;|\n|\|")
_WORD = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+""")


def _lines(text: str) -> Iterator[Danger]:
    for part in _SPLIT.split(text.replace("\\\n", " ")):
        words = [word.strip("\"'") for word in _WORD.findall(part)]
        if words:
            yield from _command(words[0], words[1:], 0)
