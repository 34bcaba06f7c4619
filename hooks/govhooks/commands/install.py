"""Hooks of git's own: what `govhooks pre-push --install` and its like write, where, and what they leave alone.

A hook is ours when the whole file is what we write, this version or an earlier one, for any program. Everything else is
somebody else's and stays. pre-commit and prek run what lies beside their own hook as `NAME.legacy`, with what git says.
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
    """Write the hook, beside pre-commit's where that is installed, and say where. Raises CannotJudge."""
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
            f"{program}: install govhooks in a folder without quotes, dollar signs and line breaks in its path"
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
    """Whether a repository is one that is pushed to: a bare one, or a clone whose configuration says so."""
    bare = git_ok("rev-parse", "--is-bare-repository") == b"true"
    return bare or bool(git_ok("config", "--get", "receive.denyCurrentBranch"))


def _read(place: str, command: str, program: str) -> bytes | None:
    """A hook that is there, None for none. Raises CannotJudge for a link, which may lead to another project's file."""
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
    """A word about hooks that are not this repository's alone."""
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
