"""Install git's own hooks: what `govhooks pre-push --install` and the like write, where, and what they leave alone.

A hook is ours if the whole file is what this version or an earlier one writes, for any program. All others belong to
somebody else and are left alone. pre-commit and prek run a hook `NAME.legacy` next to their own with the same input.
"""

from __future__ import annotations

import os
import re
import sys

from govhooks.commands import options
from govhooks.core.errors import CLEAN, CannotJudge, UsageError
from govhooks.git import files
from govhooks.git.hooks import HOOK, hooks_folder, is_ours, runner
from govhooks.git.plumbing import git_ok


def install(command: str) -> int:
    """Install the hook (next to pre-commit's, if that is installed) and say where. Raises CannotJudge."""
    folder = hooks_folder()
    if not folder:
        raise CannotJudge("this is not a git repository")
    if command == "pre-receive" and not _receives():
        raise UsageError(
            "pre-receive judges what is pushed to a repository, and nobody pushes to this clone: run it in the server's"
            " bare repository (git init --bare, NAME.git); for what you push from here: govhooks pre-push --install"
        )
    program = os.path.join(os.path.dirname(sys.executable), "govhooks").replace("\\", "/")
    if re.search(r"['\"$`\\\n]", program):
        raise CannotJudge(
            f"{program}: install govhooks in a folder without quotes, dollar signs or line breaks in its path"
        )
    place = os.path.join(folder, command)
    there = _read(place, command, program)
    if there is not None and (by := runner(there)):
        place += ".legacy"
        options.say(f"{by} runs {os.path.basename(place)} before its own hook, with the same input from git")
        there = _read(place, command, program)
    if there is not None and not is_ours(there, command):
        raise CannotJudge(f"{place} is not from govhooks and is left unchanged: {_advice(place, command, program)}")
    files.write(place, HOOK.format(command=command, program=program).encode("utf-8"), mode=0o755)
    options.say(f"{place}: written{_shared(folder)}")
    return CLEAN


def _receives() -> bool:
    """Whether people push to this repository: it is bare, or its configuration says so."""
    bare = git_ok("rev-parse", "--is-bare-repository") == b"true"
    return bare or bool(git_ok("config", "--get", "receive.denyCurrentBranch"))


def _read(place: str, command: str, program: str) -> bytes | None:
    """The existing hook, None if there is none. Raises CannotJudge for a link, which may lead to another project's
    file."""
    if os.path.islink(place):
        told = f"{place} is a link to {os.readlink(place)}, and is left unchanged"
        raise CannotJudge(f"{told}: {_advice(place, command, program)}")
    return files.read(place)


def _advice(place: str, command: str, program: str) -> str:
    call = f"'{program}' {command} \"$@\""
    if f"{os.sep}.husky{os.sep}_{os.sep}" in place:
        return f"husky overwrites it; put this into .husky/{command}: {call}"
    reads = (
        "" if command == "pre-rebase" else " (it reads git's input on standard input: let nothing else read that first)"
    )
    return f"call govhooks from it: {call}{reads}"


def _shared(folder: str) -> str:
    """A note if the hooks folder is shared with other repositories."""
    told = git_ok("config", "--show-scope", "--get", "core.hooksPath")
    if not told:
        return ""
    scope = told.split(b"\t")[0].decode("ascii", "replace")
    if scope in ("global", "system"):
        return f" (core.hooksPath of your {scope} configuration: it runs in all your repositories)"
    inside = git_ok("rev-parse", "--show-toplevel")
    if inside and not os.path.relpath(folder, os.fsdecode(inside)).startswith(".."):
        return " (core.hooksPath is in the working tree: the hook names a program on this machine, so do not commit it)"
    return " (core.hooksPath: it runs in every repository that uses this folder)"
