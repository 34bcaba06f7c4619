"""The fingerprint of a finding: 32 hexadecimal digits that stay the same when lines move.

It is derived from the rule, the path, and what identifies the finding there. A generated token goes in whole: nobody
guesses one. Of a value that a person may have chosen, only 16 bits of a digest go in, the same 16 in every file: of a
million guesses fifteen fit by chance, so that a fingerprint in a report or a log is no test of guesses. The price: of
65,536 other values in the same file, one would be taken for the known one.

They were PBKDF2 digests of 100,000 rounds once, 20 ms each. That made a report slow and protected little: 600,000 rounds
are what keeps a graphics card below 10,000 guesses a second (tobtu.com/minimum-password-settings, 2022), so with 100,000 it
tries some 60,000, and is through a list of fourteen million passwords in four minutes. Such fingerprints in baselines,
exceptions and incidents are still understood (`is_slow`, `slow`); `govhooks baseline` replaces them.
"""

from __future__ import annotations

# What a fingerprint of a value that could be guessed ends in: it tells the new form from the old one, which ends so once in 17 million.
MARK = "000002"
_BITS = 16
_ROUNDS = 100_000
_slow: dict[tuple[str, str, str], str] = {}


def fingerprint(rule: str, path: str, identity: str, guessable: bool) -> str:
    """The fingerprint of what `identity` says, in a path, by a rule; `guessable` if a person may have chosen it."""
    from hashlib import pbkdf2_hmac, sha256

    value = _bytes(identity)
    if not guessable:
        return pbkdf2_hmac("sha256", value, _salt(rule, path), 1, 16).hex()
    few = sha256(b"govhooks 2\0" + value).digest()[: _BITS // 8]
    return sha256(_bytes(f"govhooks 2\0{rule}\0{path}\0") + few).hexdigest()[: 32 - len(MARK)] + MARK


def is_slow(fingerprint: str) -> bool:
    """Whether a fingerprint may be of the old form of a value that could be guessed."""
    return not fingerprint.endswith(MARK)


def slow(rule: str, path: str, identity: str) -> str:
    """The old form for a value that could be guessed: takes about 20 ms, once a process."""
    key = (rule, path, identity)
    if key not in _slow:
        from hashlib import pbkdf2_hmac

        _slow[key] = pbkdf2_hmac("sha256", _bytes(identity), _salt(rule, path), _ROUNDS, 16).hex()
    return _slow[key]


def _salt(rule: str, path: str) -> bytes:
    return _bytes(f"govhooks 1\0{rule}\0{path}")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
