"""One exception of the policy: who excuses what, where, why and until when.

`govhooks.policy.exceptions` reads them; the rule `policy-exceptions` says what is wrong with one.
"""

from __future__ import annotations

from govhooks.core.entry import BY_FILE, BY_FINGERPRINT, BY_PATH
from govhooks.core.globs import BadGlob, fixed_parts
from govhooks.core.record import Record

REQUIRED = ("rule", "path", "reason", "owner", "approver", "expires")
KEYS = (*REQUIRED, "fingerprint")
# What an exception writes for a path when a commit's message is meant.
MESSAGE = "commit message"
# A pattern must say at least this many characters of a name that are no wildcard and no ending.
_LEAST_NAMED = 3
DATE = 10  # characters of YYYY-MM-DD


class Waiver(Record):
    """One exception as written; a missing key is "". `index` is its place in the file, from 1, `by` how one may excuse findings
    of its rule."""

    index: int
    rule: str = ""
    path: str = ""
    reason: str = ""
    owner: str = ""
    approver: str = ""
    expires: str = ""
    fingerprint: str = ""
    by: str = BY_PATH

    def lacks(self) -> tuple[str, ...]:
        """The required keys it does not have."""
        return tuple(key for key in REQUIRED if not getattr(self, key).strip())

    def same_person(self) -> bool:
        """Whether the owner approves himself, however the name is spelled or spaced."""
        owner, approver = self.owner.strip(), self.approver.strip()
        return bool(owner) and (owner == approver or _person(owner) == _person(approver))

    def is_dated(self) -> bool:
        """Whether `expires` is a day of the calendar, YYYY-MM-DD."""
        return is_day(self.expires)

    def too_broad(self) -> str:
        """Why it excuses more than a person can have looked at, or ""."""
        if self.path.startswith("!"):
            return "a negated path would excuse everything else"
        words = fixed_parts(self.path)
        wild = any(char in self.path for char in "*?[")
        named = "".join(words[:-1] if words[-1].startswith(".") else words).replace(".", "")
        if wild and len(named) < _LEAST_NAMED:
            return f"{self.path} matches files everywhere"
        if self.by == BY_FINGERPRINT and not self.fingerprint:
            return "an exception from this rule needs a fingerprint, or it would cover every later finding"
        if self.path == MESSAGE and not self.fingerprint:
            return "an exception for a message needs a fingerprint"
        if self.by == BY_FILE and not self.fingerprint and (wild or self.path.endswith("/")):  # see covers
            return "an exception for a secret needs one file or a fingerprint, not a pattern or a folder alone"
        return ""

    def bad_path(self) -> str:
        """Why its path is no glob, or ""."""
        from govhooks.core.globs import validate

        try:
            validate(self.path)
        except BadGlob as error:
            return str(error)
        return ""

    def valid(self, today: str) -> bool:
        """Whether it excuses anything today: complete, approved by another person, not expired, not too broad."""
        made_well = not self.lacks() and not self.same_person() and self.is_dated()
        return made_well and not self.bad_path() and not self.too_broad() and today <= self.expires


def _person(name: str) -> str:
    """A person's name or address for comparison: the address in <> where there is one; case, spaces, look-alike forms
    and invisible characters folded."""
    from unicodedata import category, normalize

    start, end = name.find("<"), name.rfind(">")
    address = name[start + 1 : end].strip() if 0 <= start < end else ""
    plain = "".join(
        char for char in normalize("NFKC", address or name.translate({60: None, 62: None})) if category(char) != "Cf"
    )
    folded = " ".join(normalize("NFKC", plain.casefold()).split())
    return folded.removeprefix("@") or folded


def is_fingerprint(text: str) -> bool:
    """Whether a text is a finding's fingerprint as reports show it."""
    return len(text) == 32 and not text.strip("0123456789abcdef")


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar written YYYY-MM-DD."""
    if len(text) != DATE or text[4] != "-" or text[7] != "-":
        return False
    import datetime

    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
