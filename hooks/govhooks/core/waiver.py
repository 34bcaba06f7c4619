"""One exception of the policy: who excuses what, where, why and until when.

`govhooks.policy.exceptions` reads them; the rule `policy-exceptions` reports what is wrong with one.
"""

from __future__ import annotations

from govhooks.core.entry import BY_FILE, BY_FINGERPRINT, BY_PACKAGE, BY_PATH
from govhooks.core.marks import fixed_parts
from govhooks.core.record import Record

REQUIRED = ("rule", "path", "reason", "owner", "approver", "expires")
# What the findings are about that it excuses: (all of) these.
SUBJECTS = ("fingerprint", "advisory", "package")
# How often it was renewed; `govhooks exceptions renew` counts.
RENEWED = "renewed"
KEYS = (*REQUIRED, *SUBJECTS, RENEWED)
# The path that an exception uses for a commit message.
MESSAGE = "commit message"
# A pattern must contain at least this many literal characters of a file name, not counting its extension.
_LEAST_NAMED = 3
DATE = 10  # characters of YYYY-MM-DD
# Characters of an advisory's id, besides letters and digits: GHSA-jfh8-c2jp-5v3q, CVE-2021-44228, ALSA-2022:6180.
_IN_IDS = "-:._"
_LONGEST_ID = 80


class Waiver(Record):
    """One exception as written; a missing key is "".

    `index`     its position in the file, from 1.
    `advisory`  an id of an advisory, or an alias of it, in any case: what the advisory says of a package.
    `package`   "ECOSYSTEM/NAME" or "ECOSYSTEM/NAME@VERSION" (see `govhooks.core.packages`): what is found in that package.
    `by`        how findings of its rule may be excused.
    `renewed`   how often its end was moved on.
    """

    index: int
    rule: str = ""
    path: str = ""
    reason: str = ""
    owner: str = ""
    approver: str = ""
    expires: str = ""
    fingerprint: str = ""
    advisory: str = ""
    package: str = ""
    by: str = BY_PATH
    renewed: int = 0

    @property
    def about(self) -> str:
        """The advisory and the package that it names: "GHSA-jfh8-c2jp-5v3q, PyPI/jinja2"; "" for none."""
        return ", ".join(filter(None, (self.advisory, self.package)))

    @property
    def subject(self) -> tuple[str, ...]:
        """What tells whether it is the same exception as before: all but who, why, how often and until when."""
        return self.rule, self.path, self.fingerprint, self.advisory.lower(), self.package

    def lacks(self) -> tuple[str, ...]:
        """The required keys that are missing."""
        return tuple(key for key in REQUIRED if not getattr(self, key).strip())

    def same_person(self) -> bool:
        """Whether the owner approves their own exception, however the name is spelled or spaced."""
        owner, approver = self.owner.strip(), self.approver.strip()
        return bool(owner) and (owner == approver or person(owner) == person(approver))

    def is_dated(self) -> bool:
        """Whether `expires` is a valid date, YYYY-MM-DD."""
        return is_day(self.expires)

    def too_broad(self) -> str:
        """Why it excuses more than a person can have reviewed, or ""."""
        if self.path.startswith("!"):
            return "a negated path would excuse everything else"
        words = fixed_parts(self.path)
        wild = any(char in self.path for char in "*?[")
        named = "".join(words[:-1] if words[-1].startswith(".") else words).replace(".", "")
        if wild and len(named) < _LEAST_NAMED:
            return f"{self.path} matches files everywhere"
        if self.by == BY_FINGERPRINT and not self.fingerprint:
            return "an exception from this rule needs a fingerprint, or it would cover every later finding"
        if self.by == BY_PACKAGE and not (self.fingerprint or self.about):
            return "an exception from this rule needs an advisory, a package or a fingerprint"
        if self.path == MESSAGE and not self.fingerprint:
            return "an exception for a message needs a fingerprint"
        if self.by == BY_FILE and not self.fingerprint and (wild or self.path.endswith("/")):  # see covers
            return "an exception for a secret needs one file or a fingerprint, not a pattern or a folder alone"
        return ""

    def bad_path(self) -> str:
        """Why its path is not a valid glob, or ""."""
        from govhooks.core.globs import BadGlob, validate

        try:
            validate(self.path)
        except BadGlob as error:
            return str(error)
        return ""

    def is_misplaced(self) -> bool:
        """Whether it names an advisory or a package, and its rule finds none."""
        return self.by != BY_PACKAGE and bool(self.about)

    def bad_advisory(self) -> str:
        """Why its advisory is no id, or ""."""
        word, _, rest = self.advisory.partition("-")
        plain = self.advisory.isascii() and all(char.isalnum() or char in _IN_IDS for char in self.advisory)
        if not self.advisory or (plain and word.isalnum() and rest and len(self.advisory) <= _LONGEST_ID):
            return ""
        return f"{self.advisory[:_LONGEST_ID]} is no id of an advisory"

    def bad_package(self) -> str:
        """Why its package is none, or ""."""
        if not self.package:
            return ""
        from govhooks.core.packages import parse

        try:
            parse(self.package)
        except ValueError as error:
            return str(error)
        return ""

    def valid(self, today: str) -> bool:
        """Whether it is in force today: complete, approved by another person, not expired, not too broad."""
        made_well = not self.lacks() and not self.same_person() and self.is_dated()
        made_well = made_well and not (self.is_misplaced() or self.bad_advisory() or self.bad_package())
        return made_well and not self.bad_path() and not self.too_broad() and today <= self.expires


def person(name: str) -> str:
    """A person's name or address, normalised for comparison: the address in <> if there is one; case, spaces,
    look-alike forms and invisible characters folded."""
    from unicodedata import category, normalize

    start, end = name.find("<"), name.rfind(">")
    address = name[start + 1 : end].strip() if 0 <= start < end else ""
    plain = "".join(
        char for char in normalize("NFKC", address or name.translate({60: None, 62: None})) if category(char) != "Cf"
    )
    folded = " ".join(normalize("NFKC", plain.casefold()).split())
    return folded.removeprefix("@") or folded


def is_fingerprint(text: str) -> bool:
    """Whether a text is a fingerprint as reports show it."""
    return len(text) == 32 and not text.strip("0123456789abcdef")


def is_day(text: str) -> bool:
    """Whether a text is a valid date, YYYY-MM-DD."""
    if len(text) != DATE or text[4] != "-" or text[7] != "-":
        return False
    import datetime

    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
