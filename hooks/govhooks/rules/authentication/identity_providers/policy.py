"""The rule's table in governance.toml: which identity providers are supported, for whom tokens are, where logins may return to."""

from __future__ import annotations

from govhooks.core.places import BUILT, TEST_FILES, TRANSLATIONS
from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy.load import Choice, GlobList

ID = "identity-providers"
REFUSE, FLAG, OFF = VERDICTS = ("refuse", "flag", "off")
# Files that no login of production reads, what is not written here, and texts for people.
TEST_DATA = (
    *("test/", "tests/", "__tests__/", "spec/", "specs/", "testdata/", "fixtures/", "__fixtures__/"),
    *("examples/", "example/", "**/src/test/**", "build/"),
    *TEST_FILES,
    *TRANSLATIONS,
    *BUILT,
)


class Policy(Record):
    """What refuses a change ("refuse"), what is only shown ("flag"), and what is not looked at ("off").

    `issuers`    the supported identity providers, by issuer ("https://login.example.org/realms/staff"); `*` stands for any part
                 of a URL. () declares none.
    `audiences`  for whom tokens may be issued; () does not look.
    `redirects`  where a login may return to, as URLs; () looks only for what is never right.
    `unlisted`   an issuer, audience or redirect that the list does not have.
    `undeclared` a provider that is new where no issuers are declared.
    `insecure`   an issuer or redirect without TLS, a redirect to anywhere.
    `test_data`    files in which nothing counts: tests, fixtures, examples, translations.
    """

    issuers: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    unlisted: Choice = REFUSE
    undeclared: Choice = FLAG
    insecure: Choice = REFUSE
    test_data: GlobList = TEST_DATA

    CHOICES = dict.fromkeys(("unlisted", "undeclared", "insecure"), VERDICTS)

    def verify(self) -> str:
        for issuer in self.issuers:
            if not issuer.startswith("https://") or issuer == "https://*":
                return (
                    f"issuers has {issuer!r}: write the issuer as its tokens name it, such as https://login.example.org"
                )
        if "*" in self.audiences or "*" in self.redirects:
            return "audiences and redirects name what is allowed: * alone allows everything"
        return ""
