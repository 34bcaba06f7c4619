"""The rule's table in governance.toml: guards and actions by name, what may be public, and what a finding means."""

from __future__ import annotations

from govhooks.core.places import BUILT, TEST_FILES
from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy.load import Choice, GlobList

ID = "guarded-actions"
REFUSE, FLAG, OFF = VERDICTS = ("refuse", "flag", "off")
# Kinds of finding, each with an option of its name.
KINDS = ("removed", "open", "weaker", "unguarded", "lock", "unread")
# Code that nobody calls from outside.
TEST_DATA = (
    *("test/", "tests/", "__tests__/", "spec/", "specs/", "testdata/", "fixtures/", "examples/", "example/", "docs/"),
    *("samples/", "migrations/", "e2e/", "cypress/"),
    *TEST_FILES,
    *BUILT,
)


class Public(Record):
    """An action that needs no guard: its name ("GET /healthz", "/static/*", "shop.views.index"), why, and who answers for it."""

    action: str = ""
    reason: str = ""
    owner: str = ""
    expires: str = ""


class Policy(Record):
    """Which names are guards and actions, which actions are public, and what refuses a change ("refuse"), is only shown ("flag") or is
    not looked at ("off").

    `guards`     names of your own guards, beside those of the frameworks: decorators, dependencies, middleware, functions (globs).
    `actions`    names of functions that are protected actions although no framework says so (globs): `delete_*`, `shop.admin.*`.
    `public`     the actions that need no guard, as `[[rules.guarded-actions.public]]` tables with `action`, `reason`, `owner` and
                 optionally `expires`.
    `removed`    a guard is removed from an action, or from the router, class or app that it belongs to.
    `open`       an action is declared public: `AllowAny`, `permitAll`, `[AllowAnonymous]`.
    `weaker`     a guard is replaced by one that asks for less: a login instead of a role.
    `unguarded`  a new action has no guard, where other actions have one.
    `lock`       the authorization lock does not say what the code says.
    `unread`     a file that has actions cannot be read.
    `test_data`  folders and files whose actions do not count.
    """

    guards: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    public: tuple[Public, ...] = ()
    removed: Choice = REFUSE
    open: Choice = REFUSE
    weaker: Choice = FLAG
    unguarded: Choice = FLAG
    lock: Choice = FLAG
    unread: Choice = FLAG
    test_data: GlobList = TEST_DATA

    CHOICES = dict.fromkeys(KINDS, VERDICTS)

    def verify(self) -> str:
        for number, entry in enumerate(self.public, 1):
            missing = [name for name in ("action", "reason", "owner") if not getattr(entry, name).strip()]
            if missing:
                return f"public #{number} has no {' and no '.join(missing)}"
            if entry.expires and not is_date(entry.expires):
                return f"public #{number} has an expiry that is not a date: write expires = YYYY-MM-DD"
        return ""

    def verdict(self, kind: str) -> str:
        """What a kind of finding means: "refuse", "flag" or "off"."""
        return str(getattr(self, kind))


def is_date(text: str) -> bool:
    """Whether a text is a date as YYYY-MM-DD."""
    parts = text.split("-")
    return [len(part) for part in parts] == [4, 2, 2] and all(part.isdigit() for part in parts)
