"""The rule's table in governance.toml: what of a dependency refuses a change, and what is only shown."""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy.load import Choice, GlobList

ID = "dependency-review"
REFUSE, FLAG, OFF = VERDICTS = ("refuse", "flag", "off")
SEVERITIES = ("critical", "high", "medium", "low")
NONE = "none"
# The option that decides of each kind of verdict; a malicious package is refused whatever the policy says.
KINDS = {
    "abandoned": "abandoned",
    "new": "new",
    "unpinned": "unpinned",
    "source": "sources",
    "index": "indexes",
    "scripts": "scripts",
    "hashes": "hashes",
    "look-alike": "lookalikes",
    "young": "young",
    "licence": "licences",
    "coverage": "coverage",
    "unread": "coverage",
    "agreement": "agreement",
    "register": "new",
    "missing": "missing",
}
# Folders whose locks are read by tests, and installed by nobody.
TEST_DATA = (
    *("testdata/", "test-data/", "test_data/", "fixtures/", "__fixtures__/", "__snapshots__/", "cassettes/"),
    *(
        "**/test/**/data/",
        "**/test/**/golden/",
        "**/test/**/corpus/",
        "**/test/**/snapshots/",
        "**/src/test/resources/",
    ),
    *("**/tests/**/data/", "**/tests/**/golden/", "**/tests/**/corpus/", "**/tests/**/snapshots/"),
)


class Policy(Record):
    """What refuses a change ("refuse"), what is only shown ("flag"), and what is not looked at ("off").

    `severity`     the lowest severity at which a known vulnerability refuses when a fixed version exists: "critical", "high",
                   "medium", "low", or "none" to only show them.
    `unknown`      a vulnerability that nobody has rated.
    `abandoned`    packages that the lock calls deprecated, abandoned or yanked, or that an advisory calls unmaintained.
    `young`, `young_days`  releases that are younger than so many days, where the lock tells when they were uploaded.
    `new`          packages that a manifest asks for and did not before, without an entry in the register `purposes` where the policy
                   names one.
    `unpinned`     actions and images without a digest, and requirements that nothing pins.
    `sources`      packages from git or a URL instead of an index.
    `indexes`      the indexes (URLs) that packages may come from; () allows all.
    `scripts`      packages that now run code when they are installed.
    `hashes`       another hash of an artifact for the same version.
    `lookalikes`   new packages whose name is nearly that of a much used one.
    `licences`     licences (SPDX) that no new package may have, where the lock tells.
    `coverage`     what could not be looked up: no advisory database, one that is older than `database_days`, an ecosystem that it
                   does not hold, a file that cannot be read.
    `network`      when the package index is asked: "ci" (by `govhooks ci` alone), "always" or "never".
    `stale_months` how long the last release of a new package may be ago, by the index; 0 does not look.
    `missing`      packages and versions that the index does not have.
    `test_data`    folders of test data: of the locks in them, only malicious packages are said, and refused; () judges them like
                   any other. Where `coverage` refuses, it does so in these folders, too.
    `agreement`    a lock that does not have what the manifest beside it asks for, or has what nobody asks for.
    `purposes`     the path of the register that says what each direct dependency is for (see `purposes`), "" for none.
    """

    severity: Choice = "high"
    unknown: Choice = FLAG
    abandoned: Choice = FLAG
    young: Choice = FLAG
    young_days: int = 7
    new: Choice = FLAG
    unpinned: Choice = FLAG
    sources: Choice = FLAG
    indexes: tuple[str, ...] = ()
    scripts: Choice = FLAG
    hashes: Choice = REFUSE
    lookalikes: Choice = REFUSE
    licences: tuple[str, ...] = ()
    coverage: Choice = FLAG
    database_days: int = 30
    network: Choice = "ci"
    stale_months: int = 36
    missing: Choice = FLAG
    test_data: GlobList = TEST_DATA
    agreement: Choice = FLAG
    purposes: str = ""

    CHOICES = {
        "severity": (*SEVERITIES, NONE),
        **dict.fromkeys(
            (
                *("unknown", "abandoned", "young", "new", "unpinned", "sources", "scripts", "hashes", "lookalikes"),
                "coverage",
                "agreement",
                "missing",
            ),
            VERDICTS,
        ),
        "network": ("ci", "always", "never"),
    }

    def verify(self) -> str:
        if self.young_days < 0 or self.database_days < 1:
            return "young-days must be 0 or more, database-days 1 or more"
        parts = self.purposes.split("/")
        if self.purposes and (not {"", ".", ".."}.isdisjoint(parts) or set("*?[\\!") & set(self.purposes)):
            return "purposes has to be the path of a file in the repository, such as dependencies.toml"
        if self.stale_months < 0:
            return "stale-months must be 0 or more"
        return ""

    def says(self, kind: str, in_test_data: bool) -> bool:
        """Whether verdicts of a kind are said of a file. Whoever refuses what nobody could look up, refuses it everywhere."""
        return (
            not in_test_data
            or kind in ("malicious", "quarantined")
            or (KINDS.get(kind) == "coverage" and self.coverage == REFUSE)
        )

    def verdict(self, kind: str) -> str:
        """What a kind of verdict (see `KINDS`) means: "refuse", "flag" or "off"."""
        value = getattr(self, KINDS[kind])
        if isinstance(value, tuple):  # a list that is given is meant
            return REFUSE if value else OFF
        return str(value)
