"""What modes of files let everybody do, as chmod, install and mkdir are given them."""

from __future__ import annotations

import re

from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def changed(words: list[str], line: int) -> Iterator[Danger]:
    given = [one for one in words if not re.fullmatch(r"-[A-Za-z]*[RvcfhHLP]+|--[\w-]+(?:=.*)?", one)]
    if len(given) < 2:
        return
    mode, files = given[0].strip("\"'"), given[1:]
    for name in files:
        yield from _mode(mode, name, "chmod", line)


def made(command: str, words: list[str], line: int) -> Iterator[Danger]:
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


# A line of tmpfiles.d (https://man7.org/linux/man-pages/man5/tmpfiles.d.5.html), of logrotate and of a unit of systemd.
_CONFIGURED = (
    ("tmpfiles.d/", compiled(r"^[a-zA-Z][+!=~^$-]*\s+(\S+)\s+[~:]?([0-7]{3,4})\b")),
    ("logrotate", compiled(r"^\s*(create)\s+([0-7]{3,4})\b")),
    (".service", compiled(r"^\s*(UMask)\s*=\s*([0-7]{1,4})\s*$")),
)


def is_configured(path: str) -> bool:
    """Whether a file sets modes for files that others make."""
    return any(part in f"/{path.lower()}" for part, _ in _CONFIGURED)


def configured(text: str) -> Iterator[Danger]:
    """What the lines of tmpfiles.d, logrotate and systemd let everybody write."""
    for number, line in enumerate(text.split("\n"), 1):
        for _, pattern in _CONFIGURED:
            found = pattern.match(line)
            if found is None:
                continue
            is_open = is_open_mask(found[2]) if found[1] == "UMask" else is_world_writable(found[2])
            if is_open:
                what = f"lets everybody write what it makes ({found[1]} {found[2]})"
                yield Danger("modes", found[1], "mode", what, "give the owner or a group the right: 0750", line=number)


_WITH_MODE = compiled(r"-[A-Za-ln-z]*m=?([0-7]{3,4})?|-m(.+)|--mode(?:=(.+))?")


def is_open_mask(mask: str) -> bool:
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


def is_recipe(path: str) -> bool:
    """Whether a file has lines of a shell without being a script: a makefile, what a package runs as it is installed."""
    folder, _, name = path.lower().rpartition("/")
    if name in ("makefile", "gnumakefile", "justfile") or name.endswith(".mk"):
        return True
    names = ("postinst", "preinst", "postrm", "prerm", "rules")
    return (name in names and folder.rpartition("/")[2] == "debian") or name.endswith(
        (".postinst", ".preinst", ".postrm", ".prerm")
    )
