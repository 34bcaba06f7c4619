"""Logins go through the identity providers that the policy lists, over TLS, and return where they should."""

# names    how settings of providers are called
# facts    what a file says of providers
# listed   whether that is what the policy lists

from __future__ import annotations

from govhooks.core import redact
from govhooks.core.finding import Finding
from govhooks.core.places import WIDE, is_bundled, test_data, written
from govhooks.core.rule import Concerns, Rule
from govhooks.rules.authentication.identity_providers.policy import FLAG, ID, OFF, Policy
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.readers.document import Document
    from govhooks.rules.authentication.identity_providers.facts import Fact

CODE = ("python", "javascript", "typescript", "tsx", "java", "kotlin", "go", "csharp", "ruby", "php")
DATA = ("yaml", "json", "toml", "hcl", "env", "ini", "properties", "xml")
# A file that has none of these speaks of no provider.
WORDS = tuple(
    "issuer jwk redirect callback audience authori openid oidc oauth saml auth0 okta keycloak cognito tenant well-known wellknown"
    " passport- omniauth allauth social next-auth @auth/ entityid entity_id idp auth-server authserver introspection userinfo"
    " replyurl reply_url iss\" iss' iss: iss= orgurl org_url addgoogle addfacebook addmicrosoft addtwitter addgithub"
    " validatesignature assertion".split()
)
# A changed line that brings one has one of these: a URL, the name of one that the file has elsewhere, or what is no URL.
_CHANGED = tuple(
    "http:// https:// issuer jwk redirect callback authority tenant domain oidc oauth saml openid auth0 okta passport- omniauth"
    " allauth social_core next-auth @auth/ client_id client-id clientid addgoogle addfacebook addmicrosoft addtwitter addgithub"
    " validatesig validateissuer issuercheck skip-issuer skip_issuer skipsignature skipissuer assertion idp discovery keycloak"
    " \"*\" '*' /*\" /*'".split()
)


# Without this word, which prose and names have, too: a domain brings something where a host stands behind it.
_BRINGS = tuple(word for word in _CHANGED if word != "domain")
_DOMAIN = compiled(r"""domain[\w.\]"'`-]*\s*(?:(?:=>|[:=])\s*["'`]?|[(,]\s*["'`])[\w${}-]+\.[\w$]""")
# Of a whole file too: without a literal it brings nothing, whatever its names are.
_LITERAL = tuple(
    word
    for word in _CHANGED
    if word
    not in ("issuer", "jwk", "redirect", "callback", "authority", "oidc", "oauth", "saml", "openid", "idp", "discovery")
)


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge each provider, audience and redirect that the change brings."""
    from govhooks.readers import documents

    is_data = test_data(policy.test_data)
    wanted = [
        one
        for one in changeset.changes
        if one.exists and not is_data(one.path) and _speaks(one, changeset.kind, policy)
    ]
    if not wanted:
        return
    from govhooks.rules.authentication.identity_providers.facts import facts

    read = [(document, facts(document.new, document.path)) for document in documents(wanted, *CODE, *DATA)]
    before = set()
    if changeset.kind != "whole" and any(found for _, found in read):
        gone = [
            one
            for one in changeset.changes
            if not one.exists and not is_data(one.path) and _speaks(one, changeset.kind, policy)
        ]
        for document in (*(document for document, _ in read), *documents(gone, *CODE, *DATA)):
            before |= {(fact.kind, fact.value) for fact in facts(document.old, document.path)}
    said: set[tuple[str, str]] = set()
    undeclared = False
    unread: set[str] = set()
    for document, found in read:
        if document.error and document.path not in unread:
            unread.add(document.path)
            yield from _unread(document)
        for fact in found:
            key = (fact.kind, fact.value)
            if key in before or key in said:
                continue
            for problem, fix, option, identity in _faults(fact, policy):
                if option == OFF or (identity == "undeclared" and undeclared):
                    continue
                undeclared = undeclared or identity == "undeclared"
                said.add(key)
                yield Finding(
                    rule=ID,
                    path=document.path,
                    line=fact.line,
                    problem=problem,
                    fix=fix,
                    identity=f"{identity} {fact.kind} {redact.url(fact.value)}",
                    blocks=option != FLAG,
                )


def in_use(changeset: Changeset, policy: Policy) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
    """(option -> the values in use, for issuers, audiences and redirects; (path, why) of files that cannot be read)."""
    from govhooks.readers import documents
    from govhooks.rules.authentication.identity_providers import listed, names
    from govhooks.rules.authentication.identity_providers.facts import facts

    is_data = test_data(policy.test_data)
    found: dict[str, set[str]] = {"issuers": set(), "audiences": set(), "redirects": set()}
    unread: list[tuple[str, str]] = []
    wanted = [one for one in changeset.changes if not is_data(one.path) and _speaks(one, "whole", policy)]
    for document in documents(wanted, *CODE, *DATA):
        if document.error:
            unread.append((document.path, document.error))
        for fact in facts(document.new, document.path):
            if fact.kind == names.AUDIENCE:
                found["audiences"].add(fact.value)
            elif fact.kind == names.REDIRECT:
                if fact.value.startswith("https://") and not listed.to_anywhere(fact.value):
                    found["redirects"].add(redact.url(fact.value))
            elif (
                fact.kind in (names.ISSUER, names.HOST)
                and fact.value.startswith("https://")
                and not listed.is_variable(fact.value)
                and not listed.is_local(fact.value)
            ):
                found["issuers"].add(listed.issuer_of(redact.url(fact.value)))
    return {option: tuple(sorted(values)) for option, values in found.items()}, unread


def _speaks(change: Change, kind: str, policy: Policy) -> bool:
    """Whether the change can bring a provider: a changed line and the whole file have the words; what is no text counts."""
    from govhooks.readers import format_of
    from govhooks.readers.sides import LARGEST

    if change.large:
        return True
    is_code = format_of(change.path or change.old_path) in CODE
    if kind == "whole" or change.status != "M" or policy.audiences or policy.redirects:
        lines = None
    else:  # first what costs little: a lock of megabytes changes a few lines
        most = WIDE if is_code and is_bundled(change.read()) else LARGEST
        lines = [line.text.lower() for line in (*change.added, *change.removed) if len(line.text) <= most]
        text = "\n".join(lines)
        if not any(word in text for word in _BRINGS) and not any(map(_DOMAIN.search, lines)):
            return False
    sides = [source.read() or b"" for source in change.sources]
    data = b"".join(map(written, sides) if is_code else sides).lower()
    if not any(word.encode() in data for word in WORDS):
        return False
    return bool(lines or policy.audiences or policy.redirects) or any(word.encode() in data for word in _LITERAL)


def _unread(document: Document) -> Iterator[Finding]:
    """Said of a file that speaks of a provider, and that nobody could read."""
    words = (b"issuer", b"jwks", b"oidc", b"oauth", b"saml", b"openid")
    if not any(word in document.change.read().lower() for word in words):
        return
    fix = "review its logins by hand, or mend what keeps it from being read"
    problem = f"its identity providers are not judged: {document.error}"
    yield Finding(ID, document.path, document.error_line, problem, fix, f"unread {document.path}", blocks=False)


def _faults(fact: Fact, policy: Policy) -> Iterator[tuple[str, str, str, str]]:
    """(problem, fix, what it means, identity) of what is wrong with a fact; at most one."""
    from govhooks.rules.authentication.identity_providers import listed, names

    value, key = fact.value, fact.key
    shown = value if fact.kind == names.AUDIENCE else redact.url(value)
    if fact.kind == names.UNVERIFIED:
        wanted = "false" if value == "true" else "true"
        problem = f"{key} = {value}: what the provider says is no longer verified"
        yield problem, f"set {key} to {wanted}", policy.insecure, f"unverified {key}"
        return
    if fact.kind == names.AUDIENCE:
        if policy.audiences and value not in policy.audiences:
            yield (
                f"audience {value} ({key}) is not one that the policy lists",
                f"use {_some(policy.audiences)}, or have it added to audiences in governance.toml",
                policy.unlisted,
                "unlisted",
            )
        return
    is_seen = fact.kind == names.ISSUER and listed.is_of_cluster(value)
    if value != "*" and not is_seen and (listed.is_variable(value) or listed.is_local(value)):
        return
    if fact.kind == names.REDIRECT:
        yield from _of_redirect(value, key, policy)
        return
    if value.startswith("http://"):
        yield f"{key} is without TLS: {shown}", "use https://", policy.insecure, "insecure"
    elif not policy.issuers:
        if fact.kind != names.JWKS:
            yield (
                f"no identity provider is declared, and {key} names {shown}",
                "list the supported ones in governance.toml: `govhooks identity init` writes those in use",
                policy.undeclared,
                "undeclared",
            )
    elif not listed.is_supported(fact.kind, value, policy.issuers):
        what = "is an endpoint of no" if fact.kind == names.JWKS else "is no"
        yield (
            f"{shown} ({key}) {what} identity provider that the policy lists",
            f"use {_some(policy.issuers)}, or have it added to issuers in governance.toml",
            policy.unlisted,
            "unlisted",
        )


def _of_redirect(value: str, key: str, policy: Policy) -> Iterator[tuple[str, str, str, str]]:
    from govhooks.rules.authentication.identity_providers import listed

    shown = redact.url(value)
    if listed.to_anywhere(value):
        yield f"{key} lets a login return anywhere: {shown}", "name each URL in full", policy.insecure, "anywhere"
    elif value.startswith("http://"):
        yield f"{key} returns a login without TLS: {shown}", "use https://", policy.insecure, "insecure"
    elif policy.redirects and not listed.is_allowed(value, policy.redirects):
        yield (
            f"redirect {shown} ({key}) is not one that the policy lists",
            f"use {_some(policy.redirects)}, or have it added to redirects in governance.toml",
            policy.unlisted,
            "unlisted",
        )
    elif not policy.redirects and listed.is_wild(value):
        option = FLAG if policy.insecure != OFF else OFF
        yield f"{key} lets a login return to any host of {shown}", "name each host in full", option, "wild"


def _some(values: tuple[str, ...]) -> str:
    """One value, or the first of several."""
    return values[0] if len(values) == 1 else f"one of {', '.join(values[:3])}{', ...' if len(values) > 3 else ''}"


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(Concerns(words=_CHANGED, within=WORDS), Concerns(opens=("audiences", "redirects"))),
    kinds=("change", "range", "whole"),
    baseline=True,
)
