"""Read and replace files that may be somebody else's: always as a whole, never through a link.

A repository can contain a link of any name to any place: writing through it would change that place.
"""

from __future__ import annotations

import contextlib
import os

from govhooks.core.errors import CannotJudge


def read(path: str) -> bytes | None:
    """The bytes of a file, None if there is none. Raises CannotJudge for a link or anything else that is not a file."""
    if os.path.islink(path):
        raise CannotJudge(f"{path} is a symbolic link: replace it with the file itself")
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotJudge(f"{path}: {error.strerror}") from None


def write(path: str, data: bytes, mode: int = 0) -> None:
    """Create a file, or replace it atomically: a reader sees the old bytes or the new ones, and a failure loses
    nothing.

    Keeps its mode, adding `mode`. Raises CannotJudge for a link, and if the file cannot be written.
    """
    if os.path.islink(path):
        raise CannotJudge(f"{path} is a symbolic link: replace it with the file itself")
    if os.path.exists(path) and not os.path.isfile(path):  # to replace a device would break whoever else uses it
        raise CannotJudge(f"{path} is not a regular file: name another")
    draft = f"{path}.{os.getpid()}.new"
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        stream = open(draft, "xb")  # noqa: SIM115 - closed below
    except FileExistsError:
        raise CannotJudge(f"{path} cannot be written: {draft} exists already; delete it") from None
    except OSError as error:
        raise CannotJudge(f"{path}: {error.strerror}") from None
    try:
        with stream:
            stream.write(data)
        kept = os.stat(path if os.path.exists(path) else draft).st_mode & 0o7777
        os.chmod(draft, kept | mode)
        os.replace(draft, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        if isinstance(error, OSError):
            raise CannotJudge(f"{path}: {error.strerror}") from None
        raise


def through_a_link(path: str, top: str = "") -> str:
    """The first link on the way to a path relative to `top`, including the path itself; "" if there is none."""
    if os.path.isabs(path):
        return ""
    at = ""
    for part in path.replace(os.sep, "/").split("/"):
        at = f"{at}/{part}" if at else part
        if os.path.islink(os.path.join(top, at)):
            return at
    return ""
