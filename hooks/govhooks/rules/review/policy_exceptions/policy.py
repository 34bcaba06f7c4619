"""The policy of policy-exceptions."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy.load import Choice, ChoiceList

ID = "policy-exceptions"
FLAG, REFUSE, OFF = MODES = ("flag", "refuse", "off")


class Policy(Record):
    """How far ahead an exception may run, and what the suppressions of other tools have to say.

    `max_days`      how many days ahead an exception may end.
    `max_renewals`  how often an exception may be renewed before that is flagged.
    `others`        what a new suppression of another tool has to give, where its format can hold it.
    `others_mode`   what becomes of one that does not: "flag", "refuse" or "off".
    `tools`         the same for single tools: {"hadolint": "off"}.
    """

    CHOICES = {"others": ("reason", "owner", "expires"), "others_mode": MODES}
    max_days: int = 180
    max_renewals: int = 1
    others: ChoiceList = ("reason",)
    others_mode: Choice = FLAG
    tools: dict[str, str] = {}

    def verify(self) -> str:
        """What is wrong with `tools`, "" if nothing is."""
        if not self.tools:
            return ""
        from govhooks.knowledge.suppressions.tools import TOOLS

        for name, mode in self.tools.items():
            if name not in TOOLS:
                return f"tools.{name} is no tool that is known: write one of {', '.join(TOOLS)}"
            if mode not in MODES:
                return f"tools.{name} is {mode!r}; it must be one of {', '.join(MODES)}"
        return ""

    def mode(self, tool: str) -> str:
        """What becomes of a suppression of a tool that does not say enough."""
        return self.tools.get(tool, self.others_mode)
