"""The rule's table in governance.toml: the budgets, and what of each kind refuses a change or is only shown."""

from __future__ import annotations

from govhooks.core.places import BUILT, TEST_FILES, TRANSLATIONS
from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy.load import Choice, GlobList

ID = "session-policy"
REFUSE, FLAG, OFF = VERDICTS = ("refuse", "flag", "off")
# Kinds of setting that are a lifetime; each has a budget of the same name.
SPANS = ("session", "idle", "token", "refresh")
# The option that decides on each kind of setting.
KINDS = {
    **dict.fromkeys(SPANS, "lengthened"),
    "secure": "cookies",
    "httponly": "cookies",
    "samesite": "same_site",
    "csrf": "csrf",
    "jwt": "jwt",
    "tls": "tls",
    "hashing": "hashing",
    "cost": "cost",
    "mfa": "mfa",
    "lockout": "lockout",
    "debug": "debug",
    "anonymous": "anonymous",
    "coverage": "coverage",
}
# Folders and files whose settings no user meets: tests, examples, documentation, translations, vendored and built code.
TEST_DATA = (
    *("test/", "tests/", "testing/", "__tests__/", "spec/", "specs/", "e2e/", "cypress/"),
    *("**/src/test/", "**/*Tests/", "**/*.Tests/"),
    *("testdata/", "test-data/", "test_data/", "fixtures/", "__fixtures__/", "__mocks__/", "mocks/", "cassettes/"),
    *(".env.example", ".env.sample", ".env.template", "*.example", "*.sample", "*.example.*", "*.sample.*", "*.dist"),
    *("examples/", "example/", "samples/", "docs/", "doc/", "benchmarks/"),
    *("**/environments/test.rb", "application-test.*", "*settings_test.py", "**/settings/test.py"),
    *("**/settings/testing.py", ".env.test", "appsettings.Test*.json"),
    *TEST_FILES,
    *TRANSLATIONS,
    "lang/",
    *BUILT,
)
# Files whose settings hold only while somebody develops.
DEVELOPMENT = (
    *("**/environments/development.rb", "**/settings/dev.py", "**/settings/development.py", "**/settings/local.py"),
    *(
        "settings_dev.py",
        "dev_settings.py",
        "local_settings.py",
        "settings_local.py",
        "application-dev.*",
        "application-local.*",
    ),
    *(
        "application-development.*",
        "appsettings.Development.json",
        "appsettings.Local.json",
        ".env.development",
        ".env.dev",
        ".env.local",
    ),
    *("*.dev.yml", "*.dev.yaml", "*.local.yml", "*.local.yaml", "docker-compose.override.*", "compose.override.*"),
    *(
        "*.dev.js",
        "*.development.js",
        "dev.js",
        "development.js",
        "dev.json",
        "development.json",
        "dev.yml",
        "dev.yaml",
    ),
    *("development.yml", "development.yaml", "dev.toml", "development.toml", "**/config/packages/dev/", "**/dev/"),
)


class Policy(Record):
    """Budgets ("12h", "30m", "90d"; "" for none), and per kind "refuse", "flag" (shown, does not refuse) or "off".

    `session`, `idle`, `token`, `refresh`  the longest lifetime of a session, of an unused session, of an access token and of
                  what renews it. A new or changed lifetime beyond its budget is `exceeded`; without a budget, one that the change makes longer
                  is `lengthened`.
    `cookies`     cookies without Secure or HttpOnly.
    `same_site`   cookies with SameSite=None, or no longer with Lax or Strict.
    `csrf`        protection against cross-site requests that is switched off or taken out.
    `jwt`         tokens that are not verified: no signature, the algorithm none, algorithms that the token chooses.
    `tls`         certificates or host names that are not verified.
    `hashing`     passwords under MD5, SHA-1 and their like, or in plain text.
    `cost`        fewer rounds, iterations or memory for hashing passwords.
    `mfa`         a second factor that is switched off or made optional.
    `lockout`     locking after failed logins that is switched off, or allows more attempts.
    `debug`       debug modes.
    `anonymous`   access without a login.
    `coverage`    files that could not be judged: no grammar, not readable.
    `test_data`   files that are not judged: tests, examples, documentation, built and vendored code.
    `development` files for development: what tls, jwt and csrf would refuse is flagged there, everything else passes.
    """

    session: str = ""
    idle: str = ""
    token: str = ""
    refresh: str = ""
    exceeded: Choice = REFUSE
    lengthened: Choice = FLAG
    cookies: Choice = REFUSE
    same_site: Choice = FLAG
    csrf: Choice = REFUSE
    jwt: Choice = REFUSE
    tls: Choice = REFUSE
    hashing: Choice = REFUSE
    cost: Choice = FLAG
    mfa: Choice = REFUSE
    lockout: Choice = REFUSE
    debug: Choice = FLAG
    anonymous: Choice = FLAG
    coverage: Choice = FLAG
    test_data: GlobList = TEST_DATA
    development: GlobList = DEVELOPMENT

    CHOICES = dict.fromkeys(("exceeded", *KINDS.values()), VERDICTS)

    def verify(self) -> str:
        from govhooks.rules.authentication.session_policy.durations import parse

        for name in SPANS:
            value = getattr(self, name)
            if value and not parse(value):
                return f'{name} must be a duration such as "12h", "30m" or "90d", not {value!r}'
        return ""

    def budget(self, kind: str) -> float | None:
        """The longest lifetime of a kind in seconds, None if there is no budget."""
        from govhooks.rules.authentication.session_policy.durations import parse

        value = getattr(self, kind) if kind in SPANS else ""
        return parse(value) if value else None

    def verdict(self, kind: str) -> str:
        """What a kind of setting (see `KINDS`) means: "refuse", "flag" or "off"."""
        return str(getattr(self, KINDS[kind]))
