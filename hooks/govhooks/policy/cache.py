"""A cache of the parsed governance.toml between commits: parsing TOML takes longer than the rest of the check.

It is in `$GIT_DIR/govhooks/policy`, one file per policy: the parsed values, the exact bytes they were parsed from (the
bytes are at hand anyway, and comparing them needs no id that somebody else could choose) and a stamp of the
installation that found them valid. Only what the loader accepted is stored, so nothing has to be validated again.

Only checks of staged changes use it; a push, CI, a server, `--all` and `--policy` parse the file. So it has no more
power than the hook on a laptop: somebody who can forge it could as well replace the hook, or commit with --no-verify.
It must be a plain file of the committing user, writable by nobody else, in the user's own git directory.

The file is a list of words separated by NUL bytes, read by the few lines below: `json` and `pickle` would have to be
imported, and `marshal`, which is loaded already, allocates a gigabyte if a crafted file says so. A checksum detects
truncation and damage. Anything wrong means that the policy is parsed; it is never an error.
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
# The version of the file format; other versions are not read.
FORMAT = 1
LARGEST = 1 << 20
# Variables that show that no person is committing here: those of CI systems, and git's own for a push to a server.
_CI = (
    "CI CONTINUOUS_INTEGRATION BUILD_ID BUILD_NUMBER GITHUB_ACTIONS GITEA_ACTIONS FORGEJO_ACTIONS GITLAB_CI TF_BUILD"
    " JENKINS_URL BUILDKITE CIRCLECI TRAVIS APPVEYOR DRONE TEAMCITY_VERSION BITBUCKET_BUILD_NUMBER CODEBUILD_BUILD_ID"
    " GIT_QUARANTINE_PATH"
).split()
# A prime below 2**64. The checksum is the file modulo this prime: `zlib` and `hashlib` would have to be imported.
_PRIME = (1 << 64) - 59
_HEADER = 16


def load(data: bytes, origin: str, rules: Iterable[Entry], environ: Mapping[str, str] | None = None) -> Policies:
    """The same as `policy.load`, without parsing again what is cached. Raises PolicyError."""
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
    """The path of the cache; "" if it must not be used: in CI, on a server, in a git directory of somebody else."""
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
    """The git directory of the working tree if the current directory is its top, where pre-commit runs; "" elsewhere.

    This works without a git process; a commit can afford only two of them.
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
    """A stamp of this installation: two installations of the same version may have different rules."""
    try:
        changed = os.stat(policies.__file__).st_mtime_ns
    except OSError:
        changed = 0
    return f"{__version__} {policies.__file__} {changed}"


def _read(place: str, data: bytes) -> Stated | None:
    """The cached values for these bytes; None if the file is for other bytes, by another installation, or not to be
    trusted."""
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
    """The header of the cache file for these bytes, if this installation wrote it."""
    return f"{FORMAT} {_stamp()}\0".encode("utf-8", "surrogateescape") + data + b"\0"


def _value(words: Iterator[str]) -> Any:
    """Read the next value. Raises ValueError or StopIteration for anything that `_words` does not write."""
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
    """A value of a policy as words. Raises ValueError if it cannot be represented."""
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
    """The bytes of a file. Raises OSError also for a link, or if somebody else may have written it."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(place, flags)
    try:
        status = os.fstat(descriptor)
        # On Windows, the access control list of the user's folder protects it, as it protects the hooks.
        foreign = hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022)
        if foreign or status.st_mode & 0o170000 != 0o100000 or status.st_size > LARGEST:
            raise OSError(f"{place} is not to be trusted")
        return os.read(descriptor, LARGEST)
    finally:
        os.close(descriptor)


def _sum(body: bytes) -> bytes:
    """Sixteen digits that detect damage. This is not a signature, which would need a secret."""
    return b"%016x" % (int.from_bytes(body, "big") % _PRIME)


def _keep(place: str, data: bytes, stated: Stated) -> None:
    """Write the cache; if that fails, the policy is parsed again next time."""
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
        os.makedirs(os.path.dirname(place), exist_ok=True)  # not private: it holds other files, too
        mask = os.umask(0o077)
        files.write(place, _sum(body) + body)
    except (OSError, CannotJudge):
        return
    finally:
        if mask >= 0:
            os.umask(mask)
