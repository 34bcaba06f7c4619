"""Who may run what as root: sudoers, wherever the file is kept (https://www.sudo.ws/docs/man/sudoers.man/)."""

from __future__ import annotations

import re

from govhooks.core.record import Record
from govhooks.core.redact import LEFT_OUT
from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.readers.values import Path

NO_PASSWORD = compiled(r"NOPASSWD\s*:\s*(?:(?:SETENV|NOEXEC)\s*:\s*)*(ALL)\b(?!\w)")
# Who and on which hosts; in a list of hosts, the comma comes before the blank.
_SPECIFIED = compiled(r"^\s*(.*[^\s,])\s+([^\s,]+(?:\s*,\s*[^\s,]+)*)\s*$")
_ALIAS = compiled(r"^\s*(Cmnd|Cmd|Runas)_Alias\s+(.*)$")
# One command with what comes before it: as whom, and the tags.
_COMMAND = compiled(r"(?s)^\s*(?:\(([^)]*)\)\s*)?((?:[A-Z_]+\s*:\s*)*)(.*?)\s*$")
_COMMENT = compiled(r"#(?!-?\d)")
_USUAL = ("root", "%wheel", "%sudo", "%admin")
_ROOT = ("root", "#0", "ALL")
# What a file in a folder called `sudoers` may end with; others there are scripts and tasks about it.
_PROGRAMS = ("csharp", "go", "java", "javascript", "kotlin", "php", "python", "ruby", "tsx", "typescript")
_ENDINGS = ("", "conf", "j2", "in", "tmpl", "erb", "epp", "sudoers")


def is_sudoers(path: str) -> bool:
    """Whether a file is one that sudo reads, wherever it is kept until it is installed."""
    from govhooks.readers import format_of

    *folders, name = path.lower().split("/")
    if format_of(name) in _PROGRAMS or name.endswith((".md", ".rst")):  # it is about sudo
        return False
    if "sudoers.d" in folders or name.partition(".")[0] == "sudoers" or name.endswith(".sudoers"):
        return True
    ending = name.rpartition(".")[2] if "." in name else ""
    return ending in _ENDINGS and ("sudoers" in folders[-1:] or re.match(r"sudoers[-_]", name) is not None)


def dangers(text: str) -> Iterator[Danger]:
    """Who may run more than the commands that are needed."""
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
        compiled(r"!authenticate\b"),
        "sudo",
        "sudo !authenticate",
        "let everybody use sudo without a password (!authenticate)",
    ),
    (
        compiled(r"!env_reset\b"),
        "escalation",
        "sudo !env_reset",
        "keep the caller's environment, by which programs load code (!env_reset)",
    ),
    (
        compiled(
            r"env_keep\s*\+?=[^#]*\b(?:LD_PRELOAD|LD_LIBRARY_PATH|PYTHONPATH|PERL5LIB|RUBYLIB|NODE_OPTIONS|BASH_ENV)\b"
        ),
        "escalation",
        "sudo env_keep",
        "keep a variable by which programs load code (env_keep)",
    ),
    (compiled(r"(?<!!)\bsetenv\b"), "escalation", "sudo setenv", "let callers set any variable (setenv)"),
    (
        compiled(r"timestamp_timeout\s*=\s*-"),
        "escalation",
        "sudo timestamp",
        "ask for a password once and never again (timestamp_timeout)",
    ),
    (
        compiled(r"secure_path\s*=\s*\"?(?:[^\"#]*:)?(?:\.|/tmp|/var/tmp|/home/[^:]*)(?=[:\"\s]|$)"),
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
_OF_OTHERS = compiled(r"/(?:home|tmp|var/tmp|dev/shm|srv/shared)/")
_VERSIONED = compiled(r"(?:python|perl|ruby|php|node)[\d.]*")


# Words of a command that say what it does: a path, a wildcard, an option without a value, a name behind none.
_PLAIN = compiled(r"[/*?][\w./*?@:+-]*|-[A-Za-z]|--[a-z-]+|\"\"")
_NAME = compiled(r"[a-z][a-z-]*(?:\.\w+)?")


def _shown(program: str, arguments: str) -> str:
    """A command without what may be a credential among its arguments."""
    words = [program]
    for word in arguments.split():
        is_name = _NAME.fullmatch(word) and not words[-1].startswith("-")
        words.append(word if is_name or _PLAIN.fullmatch(word) else LEFT_OUT)
    return " ".join(words)


def _of_command(who: str, one: Allowed) -> Iterator[Danger]:
    """One command that leads to a shell, or that is less limited than it was."""
    if one.command.startswith("!") or not one.command:
        return
    program, _, arguments = one.command.partition(" ")
    name = program.rstrip("/").rpartition("/")[2]
    arguments = arguments.strip()
    is_any = not arguments or any(word == "*" for word in arguments.split())
    shown = _shown(program, arguments)
    holder = f"sudo for {who}"
    fix = "name the program with its arguments, such as /usr/bin/systemctl restart app; for files, use sudoedit"
    key = f"sudo shell {program}"
    if one.runas == "root":
        if program.endswith("/") or re.search(r"[*?\[]", program):
            what = f"may run every program that {program} matches, as root"
            yield Danger("escalation", holder, key, what, fix)
        elif name in _INTERACTIVE and "NOEXEC" not in one.tags:
            what = f"may start a shell as root from {name} ({shown})"
            yield Danger("escalation", holder, key, what, fix)
        elif (name in _ANY_ARGUMENT or _VERSIONED.fullmatch(name)) and is_any and arguments != '""':
            what = f"may use {name} as root with any argument ({shown})"
            yield Danger("escalation", holder, key, what, fix)
        elif name in _OF_FILES and "*" in arguments:
            what = f"may use {name} as root on any file: a wildcard matches blanks and .., too ({shown})"
            yield Danger("escalation", holder, key, what, fix)
        elif program == "sudoedit" and re.search(r"\*", arguments):
            what = f"may edit every file that {arguments} matches, as root"
            yield Danger("escalation", holder, key, what, "name the file")
        elif _OF_OTHERS.match(program):
            what = f"may run a program as root where others may write it ({program})"
            yield Danger("escalation", holder, key, what, "install it where only root may write")
        elif name == "systemctl" and arguments.startswith(("edit", "link", "set-environment", "import-environment")):
            what = f"may run anything as root by {name} {arguments.split()[0]}"
            yield Danger("escalation", holder, key, what, fix)
        if who == "ALL" and not one.asks:
            what = f"lets everybody run {shown} as root without a password"
            yield Danger("escalation", "sudo for ALL", f"sudo everybody {shown}", what, "name the users or a group")
    # What the same command asked for before.
    same = f"sudo for {who}: {shown}"
    yield Danger("", same)
    if not one.asks:
        what = "asks for no password now (NOPASSWD)"
        yield Danger("escalation", same, "sudo no password", what, "keep PASSWD", relative=True)
    if "SETENV" in one.tags:
        what = "may set any variable of the program now (SETENV)"
        yield Danger("escalation", same, "sudo setenv", what, "leave out SETENV", relative=True)
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
