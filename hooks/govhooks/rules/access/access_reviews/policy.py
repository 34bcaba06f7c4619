"""The rule's table in governance.toml: the systems, who reviews access to them, and how often."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy.load import Choice, Day, GlobList

ID = "access-reviews"
REFUSE, FLAG, OFF = VERDICTS = ("refuse", "flag", "off")
# Days in a unit of a cadence: "90d", "13w", "1y".
_UNITS = {"d": 1, "w": 7, "y": 365}
_LONGEST = 3660


class System(Record):
    """A system whose access is reviewed.

    `owner`     who answers for it; `reviewer` who reviews its access, another person.
    `every`     how often: days ("90d"), weeks ("13w") or years ("1y").
    `files`     the files that grant access to it.
    `last`      the day of a review that was recorded by hand; a signed record that is newer counts instead.
    """

    owner: str = ""
    reviewer: str = ""
    every: str = "90d"
    files: GlobList = ()
    last: Day = ""

    def verify(self) -> str:
        for key in ("owner", "reviewer", "files"):
            if not getattr(self, key):
                return f"has no {key}"
        from govhooks.core.waiver import person

        if person(self.owner) == person(self.reviewer):
            return f"is reviewed by its own owner, {self.owner}: name another reviewer"
        if not days(self.every):
            return f'has every = {self.every!r}: write days, weeks or years, such as "90d", "13w" or "1y"'
        return ""


class Policy(Record):
    """Which systems are reviewed, and what refuses a change to their access files ("refuse"), is only shown ("flag") or not
    looked at ("off").

    `systems`   the register: a table for each system, `[rules.access-reviews.systems.NAME]`.
    `register`  the path of a TOML file with further `[systems.NAME]` tables, "" for none.
    `overdue`   a change to the access files of a system whose review is overdue.
    `missing`   the same, of a system that was never reviewed.
    `soon`      the same, of a system whose review is due within `warn`.
    `signed`    only signed records (`govhooks access review`) count, not `last`.
    `loosened`  a change of the register itself: a system or file removed from it, reviewed less often, or by its own owner.
    `codeowners`  lines of CODEOWNERS that match nothing or that later lines make void, and owners without a commit or review for
                `inactive-months` (0 does not look).
    `teams`     owners of code who are people where a team is wanted.
    """

    systems: dict[str, System] = {}
    register: str = ""
    overdue: Choice = REFUSE
    missing: Choice = REFUSE
    soon: Choice = FLAG
    warn: str = "14d"
    signed: bool = False
    loosened: Choice = FLAG
    codeowners: Choice = FLAG
    inactive_months: int = 12
    teams: Choice = OFF

    CHOICES = dict.fromkeys(("overdue", "missing", "soon", "loosened", "codeowners", "teams"), VERDICTS)

    def verify(self) -> str:
        for name in self.systems:
            if not is_name(name):
                return f"systems.{name}: write a system's name in lower case, with digits and hyphens"
        parts = self.register.split("/")
        if self.register and (not {"", ".", ".."}.isdisjoint(parts) or set("*?[\\!") & set(self.register)):
            return "register has to be the path of a file in the repository, such as access.toml"
        if not days(self.warn) and self.warn not in ("", "0d"):
            return f'warn is {self.warn!r}: write days or weeks, such as "14d"'
        return ""


def is_name(name: str) -> bool:
    """Whether a name can be that of a system, and of the file of its reviews."""
    return (
        name.isascii()
        and name == name.lower()
        and name.replace("-", "").replace("_", "").replace(".", "").isalnum()
        and name[0] != "."
    )


def days(text: str) -> int:
    """The days of "90d", "13w" or "1y"; 0 for anything else."""
    number, unit = text[:-1], text[-1:]
    if unit not in _UNITS or not (number.isascii() and number.isdigit()) or len(number) > 5:
        return 0
    total = int(number) * _UNITS[unit]
    return total if total <= _LONGEST else 0
