"""governance.toml as the commands that keep a register read and write it: the working file, never through a link."""

from __future__ import annotations

import os

from govhooks.core.errors import CannotJudge
from govhooks.git import files
from govhooks.policy.load import FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def read(rule: str) -> tuple[bytes, Any]:
    """The bytes of the working governance.toml, b"" if there is none, and the policy of a rule in it. Raises PolicyError."""
    from govhooks.policy.load import load
    from govhooks.rules.index import ENTRIES

    data = b""
    if os.path.exists(FILE):
        with open(FILE, "rb") as stream:
            data = stream.read()
    return data, load(data, FILE, ENTRIES).rules[rule]


def write(data: bytes) -> None:
    """Replace it as a whole. Raises CannotJudge if it, or a folder of its path, is a symbolic link."""
    if link := files.through_a_link(FILE, os.getcwd()):
        raise CannotJudge(f"{FILE}: {link} is a symbolic link: write the file itself")
    files.write(FILE, data)
