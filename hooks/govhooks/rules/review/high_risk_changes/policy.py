"""The rule's table in governance.toml: the areas, what belongs to each, and who has to approve changes to it."""

from __future__ import annotations

from govhooks.core.update import PROTECTED
from govhooks.knowledge.approvals.requirement import Requirement
from govhooks.rules.review.high_risk_changes.areas import AREAS, QUIET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy.load import Choice, ChoiceList, GlobList, PatternList

ID = "high-risk-changes"
REQUIRE, REPORT, OFF, LOCAL = MESSAGES = ("require", "report", "off", "local")
MODES = ("flag", "approve", "block")
KINDS = ("added", "modified", "deleted", "renamed", "mode", "symlink", "submodule")
ASSURANCES = ("signed", "forge", "trailer")
ROLES = ("author", "committer", "co-author")
GOVERNANCE = "governance"


class AreaPolicy(Requirement):
    """One area: an extension of the built-in one of that name, or a new one.

    `mode`     flag, approve (needs approvals where it lands), or block; for the area `governance` the default is the
               strictest mode of any other area.
    `paths`    globs; they come after the built-in ones, so `!glob` narrows.
    `added`, `removed`  regular expressions for added and removed lines.
    `match`    "any": a path or a line is enough; "all": the path and each given list of expressions must match.
    `changes`  only changes of these kinds count; none means all.
    `by`       ("agents",): only what commits of AI agents touch counts, which is known only for a range (see
               agent-changes).
    `min_files`, `min_lines`  only changes with at least this many files, or added and removed lines, in the area count.
    `branches` the branches where the area applies when a change lands; none means the rule's `branches`.
    `without`  names of built-in content signals that are not searched for.
    `replace`  true: drop everything of the built-in area.
    `approvers`, `count`, `distinct_groups`, `all_of`, `any_of`  who has to approve; the rule's values are the defaults.
    `expires_days`  how long an approval counts (0: the rule's value). `may_approve` makers of the change who may
                    approve, too.
    """

    enabled: bool = True
    mode: Choice = ""
    title: str = ""
    paths: GlobList = ()
    added: PatternList = ()
    removed: PatternList = ()
    match: Choice = "any"
    changes: ChoiceList = ()
    by: ChoiceList = ()
    min_files: int = 0
    min_lines: int = 0
    branches: GlobList = ()
    without: tuple[str, ...] = ()
    replace: bool = False
    expires_days: int = 0
    may_approve: ChoiceList = ()

    CHOICES = {"mode": MODES, "match": ("any", "all"), "changes": KINDS, "by": ("agents",), "may_approve": ROLES}

    @property
    def selects(self) -> bool:
        """Whether it says which changes belong to it."""
        return bool(
            self.paths or self.added or self.removed or self.changes or self.by or self.min_files or self.min_lines
        )

    @property
    def narrows(self) -> bool:
        """Whether it leaves out something that the built-in area of this name guards."""
        sized = self.changes or self.by or self.min_files or self.min_lines or self.match == "all"
        return bool(sized) or not self.enabled or self.replace or any(glob.startswith("!") for glob in self.paths)


class Policy(Requirement):
    """The areas by name, the trailer that declares them in the message, and `quiet` files, in which nothing built-in
    counts (prose, tests, lock files); what the policy itself adds counts everywhere.

    `message`  whether each message has to declare the areas: "require" everywhere, "report" everywhere, or "off" (then
               the trailer is not written either). The default, "", requires it of people who commit here; it only
               reports it for commits of bots and forges, and in CI, where nobody can add it to a message any more.

    For areas that need approval: who approves by default, where a change lands (`branches`), who may override, the
    members of
    `people` and `groups`, which `assurance` counts, where statements are stored and which keys are known.
    """

    areas: dict[str, AreaPolicy] = {}
    trailer: str = "High-Risk"
    message: Choice = LOCAL
    quiet: GlobList = QUIET
    cover: Choice = "areas"
    branches: GlobList = PROTECTED
    expires_days: int = 90
    may_approve: ChoiceList = ()
    overriders: tuple[str, ...] = ()
    people: dict[str, tuple[str, ...]] = {}
    groups: dict[str, tuple[str, ...]] = {}
    assurance: ChoiceList = ("signed", "forge")
    store: Choice = "tree"
    signers: str = ".governance/allowed_signers"
    revoked: str = ".governance/revoked_keys"
    gpg_keys: str = ".governance/gpg_keys.asc"

    CHOICES = {
        "message": MESSAGES,
        "cover": ("areas", "every-file"),
        "may_approve": ROLES,
        "assurance": ASSURANCES,
        "store": ("tree", "notes"),
    }

    def verify(self) -> str:
        for name, area in self.areas.items():
            if not name.replace("-", "").isalnum() or name != name.lower():
                return f"areas.{name}: write an area's name in lower case with hyphens, as in the trailer"
            built_in = next((built_in for built_in in AREAS if built_in.id == name), None)
            known = {signal.name for signal in built_in.signals} if built_in else set()
            wrong = [signal for signal in area.without if signal not in known]
            if wrong:
                return f"areas.{name}.without: no built-in signal {wrong[0]!r} (known: {', '.join(sorted(known))})"
            if built_in is None and not area.selects:
                from difflib import get_close_matches

                close = get_close_matches(name, [built_in.id for built_in in AREAS], 1, 0.7)
                meant = f"; did you mean the built-in area {close[0]!r}?" if close else ""
                return (
                    f"areas.{name} selects nothing: give it paths, added, removed, changes, by, min-files or min-lines"
                    + meant
                )
            if name == GOVERNANCE and area.narrows:
                return "areas.governance can be extended, but not disabled or narrowed: it guards the policy itself"
        if not self.trailer.replace("-", "").isalnum():
            return "trailer must be a word such as High-Risk"
        named = [name for area in (self, *self.areas.values()) for name in area.names()] + list(self.overriders)
        named += [name for members in self.groups.values() for name in members]
        for name in named:
            if name.startswith("@") and name[1:] not in self.groups:
                return f"{name} is not a group: define it under [rules.high-risk-changes.groups]"
            if not (
                name == "CODEOWNERS" or name.startswith(("@", "SHA256:")) or "@" in name or ":" in name or _is_key(name)
            ):
                return f"approver {name!r} is not an address, key, forge user (github:ada), @group or CODEOWNERS"
        return super().verify()


def _is_key(name: str) -> bool:
    """Whether it is the fingerprint of an OpenPGP key."""
    return len(name) >= 40 and not name.strip("0123456789abcdefABCDEF")
