"""The rule's table in governance.toml: which files, hosts, issuers and accounts belong to which environment."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.variables.environments import ENVIRONMENTS, WORDS, environment_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy.load import Choice, GlobList

ID = "separate-environments"
REFUSE, FLAG, OFF = VERDICTS = ("refuse", "flag", "off")
# Files that no environment reads: examples, tests of code (their settings count), what is not written here, texts for people.
TEST_DATA = (
    *("fixtures/", "__fixtures__/", "testdata/", "__snapshots__/", "cassettes/", "examples/", "example/", "samples/"),
    *("test_*.py", "*_test.py", "conftest.py", "*_test.go", "*_spec.rb", "*_test.rb", "*Test.java", "*Tests.java"),
    *("*Test.kt", "*Tests.kt", "*Test.php", "*Test.cs", "*Tests.cs", "*.spec.*", "*.test.[jt]s", "*.test.[jt]sx"),
    *("*.test.[mc][jt]s", "!test_settings.py", "!settings_test.py"),
    *(
        "i18n/",
        "locale/",
        "locales/",
        "translations/",
    ),  # written out: what they are told by costs each commit some milliseconds
    *("node_modules/", "bower_components/", "site-packages/", "vendor/", "vendors/", "vendored/", "third_party/"),
    *("dist/", "*.min.js", "*.map", "docs/", "doc/"),
)


class Environment(Record):
    """What belongs to one environment, besides what its name says.

    `kind`      what it is like: "production", "staging", "test", "development" or "local"; "" goes by its name.
    `files`     globs of its files.
    `hosts`     its hosts; `*` stands for any part.
    `issuers`   the issuers of its logins, as URLs.
    `accounts`  its cloud accounts, projects or subscriptions, by id.
    """

    kind: Choice = ""
    files: GlobList = ()
    hosts: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()

    CHOICES = {"kind": ("", *ENVIRONMENTS)}


class Policy(Record):
    """What refuses a change ("refuse"), what is only shown ("flag"), and what is not looked at ("off").

    `environments`         name -> what belongs to it.
    `live_credentials`     a credential of production in local, development or test configuration.
    `foreign`              a host, issuer or account that the policy gives to another environment, without a credential.
    `shared_values`        the same secret in the files of production and of another environment.
    `default_credentials`  a password that everybody knows in a file of production.
    `development_settings` what is for development or tests in a file of production.
    `test_data`            files in which nothing counts.
    """

    environments: dict[str, Environment] = {}
    live_credentials: Choice = REFUSE
    foreign: Choice = FLAG
    shared_values: Choice = REFUSE
    default_credentials: Choice = REFUSE
    development_settings: Choice = FLAG
    test_data: GlobList = TEST_DATA

    CHOICES = dict.fromkeys(
        ("live_credentials", "foreign", "shared_values", "default_credentials", "development_settings"), VERDICTS
    )

    def verify(self) -> str:
        for name, one in self.environments.items():
            if "*" in one.hosts:
                return f"environments.{name} has the host '*': name its hosts, such as *.prod.example.com"
        return ""

    @property
    def files(self) -> dict[str, tuple[str, ...]]:
        """Name -> globs of its files."""
        return {name: one.files for name, one in self.environments.items()}

    def kind_of(self, environment: str) -> str:
        """What an environment is like, one of ENVIRONMENTS; "" where neither the policy nor its name tells."""
        if not environment:
            return ""
        given = self.environments.get(environment)
        return (given.kind if given is not None else "") or WORDS.get(environment.lower(), "")

    def environment_of(self, path: str) -> str:
        """The environment of a file by the policy's name, by that of the conventions, "" for none."""
        return self.named(environment_of(path, self.files))

    def named(self, environment: str) -> str:
        """The policy's name for an environment that the conventions tell: `prod`, where that is the only one like production."""
        if not self.environments or environment in self.environments or not environment:
            return environment
        alike = [name for name in self.environments if self.kind_of(name) == environment]
        return alike[0] if len(alike) == 1 else environment
