"""One suppression: what a tool is told not to report, where, why, by whom and until when."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.core.waiver import DATE, is_day
from govhooks.search.expression import Expression

# What a suppression can be asked for, as options of a policy name it.
REASON, OWNER, EXPIRES = HOLDS = ("reason", "owner", "expires")
# Everything that the tool finds there.
ANYTHING = "*"
LINE, BLOCK, FILE, TREE = SCOPES = ("line", "block", "file", "tree")
# Patterns that match every path, as globs and as regular expressions.
EVERYWHERE = frozenset(
    ("*", "**", "**/*", "/", "/*", "/**", ".", "./", "./*", "./**", ".*", ".+", "^.*$", ".*/.*", "(.*)")
)

# `CKV_AWS_*`, `aws-eks-*`, `python.lang.*`: ids that begin alike; `S6` of Ruff.
_FAMILY = Expression(r"\w[\w.:-]*[-_.:]\*|S\d{0,2}")
# So much of an id or a path is shown.
_LONGEST = 120


class Suppression(Record):
    """What one comment or one entry of a file silences.

    `tool`     whose findings: "trivy", "bandit".
    `what`     the ids that are silenced ("CVE-2024-1", "B603"), or paths and values; ("*",) for everything.
    `reason`, `owner`, `expires`  as given, "" for none; `expires` is YYYY-MM-DD, or what is written if it is no date.
    `scope`    where: "line", "block", "file" or "tree".
    `holds`    which of "reason", "owner", "expires" can be given, in a field of the format or in a comment beside it.
    `text`     what identifies it beside tool, what and scope: the marker as written, or the paths it is limited to.
    `named`    whether the format could name ids: "*" is then broader than it has to be.
    `inline`   whether it is a comment in a file about something else.
    `field`    how a reason is given where the format has a field of its own (`statement: ...`); "" for a comment.
    `wide`     why it silences too much, where only its format tells; "" if it does not.
    """

    tool: str
    path: str
    line: int
    what: tuple[str, ...]
    reason: str = ""
    owner: str = ""
    expires: str = ""
    scope: str = LINE
    holds: tuple[str, ...] = HOLDS
    text: str = ""
    named: bool = True
    inline: bool = False
    field: str = ""
    wide: str = ""

    @property
    def key(self) -> tuple[str, tuple[str, ...], str, str]:
        """What tells whether it is the same one as before, wherever it stands and whatever is said of it."""
        return self.tool, self.what, self.scope, self.text

    @property
    def state(self) -> tuple[object, ...]:
        """The same with what is said of it: who changes that touches it."""
        return (*self.key, self.reason, self.owner, self.expires)

    @property
    def subject(self) -> str:
        """What it silences, in words: "CVE-2024-1", "everything in this file"."""
        if self.what == (ANYTHING,):
            if self.scope == LINE and not self.named:
                return "this line"
            return {TREE: "everything"}.get(self.scope, f"everything in this {self.scope}").replace(
                "in this line", "on this line"
            )
        shown = ", ".join(one[:_LONGEST] for one in self.what[:3])
        return f"{shown} and {len(self.what) - 3} more" if len(self.what) > 3 else shown

    def is_expired(self, today: str) -> bool:
        """Whether its last day has passed; what is no date counts as passed, as nobody can say when it ends."""
        return bool(self.expires) and (not is_day(self.expires) or self.expires < today)

    def lacks(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Which of these it could give and does not."""
        return tuple(one for one in wanted if one in self.holds and not getattr(self, one))

    def broad(self) -> str:
        """Why it silences more than a person can have looked at, or ""."""
        if self.wide:
            return self.wide
        if self.what == (ANYTHING,):
            if self.scope == TREE:
                return "it silences everything, everywhere"
            if self.scope == FILE or (self.scope == BLOCK and self.named):
                return f"it silences every rule in this {self.scope}"
            return "it silences every rule on this line" if self.named and self.scope == LINE else ""
        for one in self.what:
            if self.scope == TREE and one in EVERYWHERE:
                return f"{one} matches every file"
            if _FAMILY.fullmatch(one):
                return f"{one} silences a whole family of rules"
        return ""


class Reading(Record):
    """What a file suppresses; `error` says why it cannot be read ("" if it can), in line `line` (0 if unknown)."""

    suppressions: tuple[Suppression, ...] = ()
    error: str = ""
    line: int = 0


# Ways in which Snyk, npm's tools and people write a day, besides YYYY-MM-DD.
_WRITTEN = ("%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%B %d %Y", "%b %d, %Y", "%b %d %Y", "%a, %d %b %Y")
# From here on a number is milliseconds, not seconds: 1973 in the one, the year 5138 in the other.
_MILLISECONDS = 100_000_000_000


def day(value: object) -> str:
    """A date of a parsed file as YYYY-MM-DD; what cannot be read as a date as it is written, "" for none."""
    if value is None or value == "" or isinstance(value, bool):
        return ""
    written = value.isoformat() if hasattr(value, "isoformat") else str(value).strip()
    if is_day(written[:DATE]) and (len(written) == DATE or written[DATE] in "T "):
        return str(written[:DATE])
    import datetime

    if written.isdigit() and len(written) > 8:
        seconds = int(written) / (1000 if int(written) >= _MILLISECONDS else 1)
        try:
            return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).date().isoformat()
        except (OverflowError, OSError, ValueError):
            return str(written)
    for form in _WRITTEN:
        try:
            return datetime.datetime.strptime(written[:60], form).date().isoformat()
        except ValueError:
            continue
    return str(written)[:60]
