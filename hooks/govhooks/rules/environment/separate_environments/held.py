"""The secrets that files have, told apart by keyed hashes that live as long as the process and are never shown."""

from __future__ import annotations

import os

from govhooks.core.changeset import paths_of
from govhooks.core.record import Record
from govhooks.core.redact import is_random
from govhooks.knowledge.variables.environments import words_of
from govhooks.knowledge.variables.secret import is_secret_name
from govhooks.rules.environment.separate_environments import defaults
from govhooks.rules.environment.separate_environments.hosts import endpoints
from govhooks.search.placeholder import stand_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.rules.environment.separate_environments.policy import Policy
    from govhooks.rules.environment.separate_environments.settings import Setting

# So many files beside one are read, none that is larger.
MOST_SIBLINGS, LARGEST = 40, 256 << 10
# A secret is longer; a shorter value is the same by chance.
_SHORTEST = 6
_KEY = os.urandom(32)
# What is given to every browser, or names where something is: no secret, though its name may say key or token.
_PUBLIC = frozenset(
    "public publishable pub sitekey anon anonymous client_id dsn maps analytics measurement tracking site search".split()
)
_MARKS = (
    "ENC[",
    "$ANSIBLE_VAULT",
    "vault:",
    "ref+",
    "op://",
    "${",
    "{{",
    "$(",
    "<%",
    "arn:aws:",
    "projects/",
    "AgA",
    "AgB",
)

_PASSWORDS = ("password", "passwd", "passphrase", "pass", "pwd")


class Held(Record):
    """A secret that a file has: the setting, the digest of its value, whether that is long and random, and whether it surely is one."""

    setting: Setting
    digest: bytes
    is_made: bool
    is_sure: bool
    what: str = "value"


def secrets_of(one: Setting) -> Iterator[Held]:
    """The secrets that a setting writes out, and that no two files have by chance."""
    if one.is_fallback:
        return
    if is_secret_name(one.name):
        words = words_of(one.name)
        if _PUBLIC.isdisjoint(words) and " " not in one.value and one.value[:1] != "/":
            yield from _held(one, one.value, words[-1])
    elif "@" in one.value or "=" in one.value:
        for endpoint in endpoints(one.value, one.keys):
            if endpoint.is_connection and endpoint.password:
                for held in _held(one, endpoint.password, "password"):
                    yield held.but(what="password")


def _held(one: Setting, value: str, last: str) -> Iterator[Held]:
    if len(value) < _SHORTEST or value.isdigit() or any(mark in value[:200] for mark in _MARKS):
        return
    if stand_in(value) or defaults.is_known(value):
        return
    is_made, is_password = is_random(value), last in _PASSWORDS
    if is_made or is_password or _looks_made(value):
        from hashlib import blake2b  # loaded where two files have secrets to compare

        digest = blake2b(value.encode("utf-8", "surrogateescape"), key=_KEY, digest_size=16).digest()
        yield Held(one, digest, is_made, is_made or is_password)


def _looks_made(value: str) -> bool:
    """Whether a value looks like a secret, and not like a name: `user_session` of a `session_key`."""
    kinds = sum(any(test(one) for one in value) for test in (str.islower, str.isupper, str.isdigit))
    return kinds > 1 or any(one in "!#%&*^~=?+" for one in value)


class Beside:
    """The secrets of the files beside one that are for other environments, each file read once."""

    def __init__(self, changeset: Changeset, policy: Policy, is_left_out: Callable[[str], bool]) -> None:
        self._changeset, self._policy, self._is_left_out = changeset, policy, is_left_out
        self._paths: list[str] | None = None
        self._held: dict[str, tuple[Held, ...]] = {}
        self._beside: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def secrets(self, path: str, environment: str) -> Iterator[tuple[str, Held, str]]:
        """(path, secret, environment) of what stands beside a file."""
        for other, theirs in self._siblings(path, environment):
            if other not in self._held:
                self._held[other] = tuple(self._read(other))
            for held in self._held[other]:
                yield other, held, theirs

    def _read(self, path: str) -> Iterator[Held]:
        from govhooks.readers import format_of, read
        from govhooks.rules.environment.separate_environments.settings import settings

        form, data = format_of(path), self._changeset.after(path)
        if not form or not data or len(data) > LARGEST:
            return
        for side in read(form, data):
            for one in settings(side, form, path):
                yield from secrets_of(one)

    def _siblings(self, path: str, environment: str) -> list[tuple[str, str]]:
        key = (path, environment)
        if key not in self._beside:
            self._beside[key] = list(self._look(path, environment))
        return self._beside[key]

    def _look(self, path: str, environment: str) -> Iterator[tuple[str, str]]:
        """(path, environment) of the same path but for the word of the environment, and of the files that the policy declares
        where it declares this one."""
        if self._paths is None:
            listed = paths_of(self._changeset.after) if self._changeset.kind != "whole" else None
            here = {one.path for one in self._changeset.changes if one.exists}
            self._paths = sorted({*(listed or ()), *here})
        declared = self._policy.files
        is_declared = _declares(declared.get(environment, ()), path)
        shape = _shape(path)
        head, tail = shape.partition(_HOLE)[0], shape.rpartition(_HOLE)[2]
        found = 0
        for other in self._paths:
            fits = _HOLE in shape and other.startswith(head) and other.endswith(tail)
            if other == path or (not fits and not is_declared) or self._is_left_out(other):
                continue
            theirs = self._policy.environment_of(other)
            if not theirs or self._policy.kind_of(theirs) == self._policy.kind_of(environment):
                continue
            if (fits and _shape(other) == shape) or (is_declared and _declares(declared.get(theirs, ()), other)):
                yield other, theirs
                found += 1
                if found >= MOST_SIBLINGS:
                    return


def _declares(patterns: tuple[str, ...], path: str) -> bool:
    from govhooks.core.globs import globs

    return bool(patterns) and globs(patterns).match(path) is not None


_HOLE = "\0"


def _shape(path: str) -> str:
    """The path with a hole for each word that says an environment: `overlays/prod/values.yaml` and that of `dev` have the same."""
    from govhooks.knowledge.variables.environments import HELD, WORDS, is_override
    from govhooks.search.compiled import compiled

    *folders, name = path.split("/")
    if is_override(name):
        name = name.replace("override", _HOLE)
    parts = [*folders, name]
    made = []
    for part in parts:
        pieces = compiled(r"([._\-\s+@]+)").split(part)
        made.append("".join(_HOLE if piece.lower() in WORDS or piece.lower() in HELD else piece for piece in pieces))
    return "/".join(made)
