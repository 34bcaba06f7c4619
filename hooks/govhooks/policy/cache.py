"""What the governing governance.toml says, kept from one commit to the next: reading TOML costs more than the whole check.

It lies in `$GIT_DIR/govhooks/policy`, one policy a file: what was parsed, beside the very bytes that it was parsed from (they
are at hand, and to compare them needs no id that somebody else could choose) and a stamp of the installation that found
them valid. Only what the loader accepted is kept, so that nothing has to be checked again.

Used for what is staged, and nowhere else: a push, CI, a server, `--all` and `--policy` parse. So it decides no more than
the hook itself does on a laptop, and whoever could forge it could as well replace the hook, or commit with --no-verify:
it has to be a plain file of the user who commits, that nobody else may write, in a git directory of his own.

The file is words between NUL bytes, read by twenty lines below: `json` and `pickle` would have to be imported, and `marshal`,
which is there, takes a gigabyte of memory when a crafted file says so. A checksum tells what was cut off or damaged. Anything
amiss means that the policy is parsed, and is never an error.
"""

from __future__ import annotations

import os

from govhooks import __version__
from govhooks.policy import load as policies
from govhooks.policy.load import Policies, Stated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from govhooks.core.entry import Entry

PLACE = "govhooks/policy"
# The layout of the file; another one is not read.
FORMAT = 1
LARGEST = 1 << 20
# What says that nobody commits here: CI systems by their own variables, and git's for what was pushed to a server.
_CI = (
    "CI CONTINUOUS_INTEGRATION BUILD_ID BUILD_NUMBER GITHUB_ACTIONS GITEA_ACTIONS FORGEJO_ACTIONS GITLAB_CI TF_BUILD"
    " JENKINS_URL BUILDKITE CIRCLECI TRAVIS APPVEYOR DRONE TEAMCITY_VERSION BITBUCKET_BUILD_NUMBER CODEBUILD_BUILD_ID"
    " GIT_QUARANTINE_PATH"
).split()
# A prime below 2**64. The remainder of a file is its checksum: `zlib` and `hashlib` would have to be loaded.
_PRIME = (1 << 64) - 59
_HEADER = 16


def load(data: bytes, origin: str, rules: Iterable[Entry], environ: Mapping[str, str] | None = None) -> Policies:
    """The same as `policy.load`, without parsing what was parsed before. Raises PolicyError."""
    place = _place(os.environ if environ is None else environ)
    if not place:
        return policies.load(data, origin, rules)
    stated = _read(place, data)
    if stated is None:
        rules = tuple(rules)
        stated = policies.state(data, origin, rules)
        _keep(place, data, stated)
    return policies.of(stated, origin, rules)


def _place(environ: Mapping[str, str]) -> str:
    """Where it is kept, "" where it must not be: in CI, on a server, in a git directory of somebody else."""
    if any(environ.get(name) for name in _CI):
        return ""
    folder = _git_folder(environ)
    try:
        status = os.stat(folder) if folder else None
    except OSError:
        return ""
    if status is None or (hasattr(os, "geteuid") and status.st_uid != os.geteuid()):
        return ""
    return os.path.join(folder, *PLACE.split("/"))


def _git_folder(environ: Mapping[str, str]) -> str:
    """The git directory of the working tree whose top is the working directory, where pre-commit runs; "" elsewhere.

    Without a git process, of which a commit can afford two.
    """
    if os.path.isdir(".git"):
        return environ.get("GIT_DIR") or ".git"
    try:
        with open(".git", encoding="utf-8", errors="surrogateescape") as stream:
            word, _, folder = stream.readline(LARGEST).rstrip("\r\n").partition(": ")
    except OSError:
        return ""
    return environ.get("GIT_DIR") or (folder if word == "gitdir" else "")


def _stamp() -> str:
    """Which installation says so: two of one version may know different rules."""
    try:
        changed = os.stat(policies.__file__).st_mtime_ns
    except OSError:
        changed = 0
    return f"{__version__} {policies.__file__} {changed}"


def _read(place: str, data: bytes) -> Stated | None:
    """What is kept of these bytes; None when it is of others, of another installation, or not to be trusted."""
    try:
        held = _bytes(place)
    except OSError:
        return None
    body, head = held[_HEADER:], _head(data)
    if held[:_HEADER] != _sum(body) or not body.startswith(head):
        return None
    words = iter(body[len(head) :].decode("utf-8", "replace").split("\0"))
    try:
        stated = Stated(_value(words), _value(words), _value(words))
    except (ValueError, StopIteration, RecursionError):
        return None
    return stated if next(words, None) is None else None


def _head(data: bytes) -> bytes:
    """How the file of these bytes begins, when this installation wrote it."""
    return f"{FORMAT} {_stamp()}\0".encode("utf-8", "surrogateescape") + data + b"\0"


def _value(words: Iterator[str]) -> Any:
    """The next value. Raises ValueError or StopIteration for what `_words` does not write."""
    word = next(words)
    kind, rest = word[:1], word[1:]
    if kind == "s":
        return rest
    if kind == "d":
        return {next(words): _value(words) for _ in range(int(rest))}
    if kind == "l":
        return [_value(words) for _ in range(int(rest))]
    if kind == "b":
        return rest == "1"
    if kind == "i":
        return int(rest)
    raise ValueError(word)


def _words(value: Any) -> Iterator[str]:
    """A value of a policy as words. Raises ValueError for one that cannot be written so."""
    if isinstance(value, str):
        yield f"s{value}"
    elif isinstance(value, dict):
        yield f"d{len(value)}"
        for key, inner in value.items():
            yield key
            yield from _words(inner)
    elif isinstance(value, list):
        yield f"l{len(value)}"
        for inner in value:
            yield from _words(inner)
    elif isinstance(value, bool):
        yield f"b{value:d}"
    elif isinstance(value, int):
        yield f"i{value}"
    else:
        raise ValueError(value)


def _bytes(place: str) -> bytes:
    """A file's bytes. Raises OSError, also when it is a link, or somebody else may have written it."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(place, flags)
    try:
        status = os.fstat(descriptor)
        # On Windows the access list of the user's folder is what guards it, as it guards the hooks.
        foreign = hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022)
        if foreign or status.st_mode & 0o170000 != 0o100000 or status.st_size > LARGEST:
            raise OSError(f"{place} is not to be trusted")
        return os.read(descriptor, LARGEST)
    finally:
        os.close(descriptor)


def _sum(body: bytes) -> bytes:
    """Sixteen digits that tell damage: no signature, which needed a secret."""
    return b"%016x" % (int.from_bytes(body, "big") % _PRIME)


def _keep(place: str, data: bytes, stated: Stated) -> None:
    """Write it; where that fails it is parsed again the next time."""
    from govhooks.core.errors import CannotJudge
    from govhooks.git import files

    try:
        values = (stated.rules, stated.exceptions, stated.since)
        words = [word for value in values for word in _words(value)]
    except (ValueError, RecursionError):
        return
    body = _head(data) + "\0".join(words).encode("utf-8", "surrogateescape")
    if any("\0" in word for word in words) or len(body) + _HEADER > LARGEST:
        return
    mask = -1
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)  # with the user's own mask: it holds other files
        mask = os.umask(0o077)
        files.write(place, _sum(body) + body)
    except (OSError, CannotJudge):
        return
    finally:
        if mask >= 0:
            os.umask(mask)
