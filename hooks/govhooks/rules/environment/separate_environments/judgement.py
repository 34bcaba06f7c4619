"""What is wrong with one setting in a file of an environment."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.variables.environments import (
    DEVELOPMENT,
    ENVIRONMENTS,
    LOCAL,
    PRODUCTION,
    STAGING,
    TEST,
    WORDS,
    words_of,
)
from govhooks.knowledge.variables.secret import is_secret_name
from govhooks.rules.environment.separate_environments import defaults, hosts
from govhooks.rules.environment.separate_environments.policy import FLAG, REFUSE
from govhooks.rules.environment.separate_environments.tokens import token_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.rules.environment.separate_environments.policy import Policy
    from govhooks.rules.environment.separate_environments.settings import Setting

LOWER = (TEST, DEVELOPMENT, LOCAL)
_REFERENCE = (
    "${",
    "{{",
    "$(",
    "<%",
    "%(",
    "ENC[",
    "vault:",
    "ref+",
    "op://",
    "secretsmanager:",
    "arn:aws:secretsmanager",
)


class Fault(Record):
    """`kind` tells faults of one setting apart, `option` is the one of the policy that decides, `most` the most that it may do."""

    kind: str
    problem: str
    fix: str
    option: str
    most: str = REFUSE


def faults(one: Setting, environment: str, kind: str, policy: Policy) -> Iterator[Fault]:
    """The faults of a setting in a file of an environment of a kind (see `Policy.kind_of`)."""
    if not one.value:
        return
    if token := token_of(one.value):
        yield from _of_token(one, token, environment, kind)
    seen = set()
    for fault in _of_policy(one, environment, kind, policy):
        seen.add("foreign-host")  # an issuer is a host, too: it is said once
        yield fault
    for endpoint in hosts.endpoints(one.value, one.keys, one.about) if _may_lead(one) else ():
        for fault in _of_endpoint(one, endpoint, environment, kind, policy):
            if fault.kind not in seen:
                seen.add(fault.kind)
                yield fault
    if provider := defaults.provider_mode(one.keys, one.value):
        if provider == "live" and kind in LOWER:
            yield Fault(
                "live-mode",
                f"{one.name} is set to production in {_of(environment)}",
                f"set {one.name} to the provider's sandbox or test mode here",
                "live_credentials",
                FLAG,
            )
        elif provider == "sandbox" and kind == PRODUCTION:
            yield _development(
                one, "sandbox-mode", f"{one.name} selects the provider's test mode", "set it to the live mode"
            )
    if kind == PRODUCTION:
        yield from _of_production(one)


def _may_lead(one: Setting) -> bool:
    value = one.value
    return "//" in value or "=" in value or "@" in value or hosts.is_place(one.keys, one.about)


def _of(environment: str) -> str:
    """`a production file`, `a file of the environment blue`."""
    if environment in ENVIRONMENTS:
        return f"a {environment} file"
    return f"a file of the environment {environment}"


def _a_host(environment: str) -> str:
    return f"a {environment} host" if environment in ENVIRONMENTS else f"a host of {environment}"


def _of_token(one: Setting, token: tuple[str, bool, bool], environment: str, kind: str) -> Iterator[Fault]:
    whose, is_live, is_secret = token
    if is_live and (kind in LOWER or kind == STAGING):
        yield Fault(
            f"live-token {whose}",
            f"{whose} for production in {_of(environment)} ({one.name})",
            f"put the provider's test-mode value into {one.name} here, and rotate the production one",
            "live_credentials",
            REFUSE if is_secret and kind in LOWER else FLAG,
        )
    elif not is_live and kind == PRODUCTION:
        yield _development(
            one,
            f"test-token {whose}",
            f"{one.name} has a test-mode {whose}",
            "use the live one, from your secret store",
        )


def _of_policy(one: Setting, environment: str, kind: str, policy: Policy) -> Iterator[Fault]:
    """Issuers and accounts that the policy gives to another environment."""
    for name, given in policy.environments.items():
        if name == environment or policy.kind_of(name) == kind:
            continue
        theirs = policy.kind_of(name)
        if PRODUCTION not in (theirs, kind):
            continue
        if any(_is_issuer(one.value, issuer) for issuer in given.issuers):
            own = policy.environments.get(environment)
            if own is not None and any(_is_issuer(one.value, issuer) for issuer in own.issuers):
                continue
            yield Fault(
                f"issuer {name}",
                f"{one.name} names the {name} issuer in {_of(environment)}",
                f"use the issuer of {environment} here" + (f": {own.issuers[0]}" if own and own.issuers else ""),
                "live_credentials" if theirs == PRODUCTION and kind in LOWER else "foreign",
            )
        elif any(_has_account(one.value, account) for account in given.accounts):
            yield Fault(
                f"account {name}",
                f"{one.name} names a cloud account of {name} in {_of(environment)}",
                f"use an account of {environment} here",
                "foreign",
            )


def _is_issuer_name(name: str) -> bool:
    words = words_of(name)
    return not {"issuer", "jwks", "authority"}.isdisjoint(words[-3:]) and words[-1] in (
        "issuer",
        "uri",
        "url",
        "authority",
    )


def _is_issuer(value: str, issuer: str) -> bool:
    at = value.find(issuer.rstrip("/"))
    return at >= 0 and value[at + len(issuer.rstrip("/")) :][:1] in ("", "/", "?", "#", '"', "'", ",", " ", ";")


def _has_account(value: str, account: str) -> bool:
    at = value.find(account) if account else -1
    return at >= 0 and not value[at - 1 : at].isalnum() and not value[at + len(account) :][:1].isalnum()


def _of_endpoint(
    one: Setting, endpoint: hosts.Endpoint, environment: str, kind: str, policy: Policy
) -> Iterator[Fault]:
    host, has_password = endpoint.host, bool(endpoint.password)
    if kind == PRODUCTION and defaults.is_stand_in(host):
        yield _development(one, "stand-in", f"{one.name} leads to {host}", "name the production server")
    elif hosts.is_local(host):
        if kind != PRODUCTION or one.is_fallback or hosts.is_elsewhere(one.keys):
            pass
        elif not endpoint.is_connection:
            if defaults.is_own_url(words_of(one.name)) or _is_issuer_name(one.name):
                yield _development(one, "local-url", f"{one.name} leads to this machine", "name the production host")
        else:
            yield _development(
                one,
                "local-database",
                f"{one.name} leads to a service on this machine",
                "name the production host, or ${...} that is set at deployment",
            )
    else:
        yield from _of_owner(one, endpoint, environment, kind, policy)
    if kind == PRODUCTION and has_password and defaults.is_known(endpoint.password):
        yield Fault(
            "default-password",
            f"{one.name} has a well-known default password in a production file",
            f"take the password of {one.name} from your secret store, and change it where it is in use",
            "default_credentials",
        )


# Names of addresses that everybody may know: what a page calls itself, who may embed it.
_PUBLIC = frozenset(
    "canonical origin origins cors allowed allow site website homepage public cdn assets docs referer referrer redirect".split()
)


def _is_public(one: Setting) -> bool:
    return not _PUBLIC.isdisjoint(word for key in one.keys[-2:] for word in words_of(key))


def _of_owner(one: Setting, endpoint: hosts.Endpoint, environment: str, kind: str, policy: Policy) -> Iterator[Fault]:
    """A host that belongs to another environment, by the policy or by its name."""
    host, is_used = endpoint.host, endpoint.is_connection or bool(endpoint.password)
    owners = [name for name, given in policy.environments.items() if hosts.matches(host, given.hosts)]
    if environment in owners:
        return
    owner = owners[0] if owners else ""
    theirs = policy.kind_of(owner) if owner else hosts.environment_named(host)
    if theirs == PRODUCTION and kind in LOWER:
        if is_used:
            what = (
                "connects to a production host with a password"
                if endpoint.password
                else "connects to a production host"
            )
            yield Fault(
                "production-host",
                f"{one.name} {what} in {_of(environment)}",
                f"point {one.name} to {_a_host(environment)}" + ("; rotate the password" if endpoint.password else ""),
                "live_credentials",
                FLAG if not endpoint.password and _says_production(one.name) else REFUSE,
            )
        elif owner and not _is_public(one):
            yield Fault(
                "foreign-host",
                f"{one.name} names a host of {owner} in {_of(environment)}",
                f"use {_a_host(environment)} here",
                "foreign",
            )
        elif _is_issuer_name(one.name):
            yield Fault(
                "issuer-host",
                f"{one.name} names an issuer on a production host in {_of(environment)}",
                f"use the issuer of {environment} here",
                "live_credentials",
                FLAG,
            )
        elif defaults.is_live(host):
            yield from _live_host(one, environment)
    elif kind in LOWER and defaults.is_live(host):
        yield from _live_host(one, environment)
    elif theirs == PRODUCTION and kind == STAGING and (is_used or owner):
        yield Fault(
            "foreign-host",
            f"{one.name} names a production host in {_of(environment)}",
            f"use {_a_host(environment)} here",
            "foreign",
            FLAG,
        )
    elif kind == PRODUCTION:
        if owner and theirs != PRODUCTION:
            yield Fault(
                "foreign-host",
                f"{one.name} names a host of {owner} in {_of(environment)}",
                "use the production host here",
                "foreign",
            )
        elif defaults.is_sandbox(host):
            yield _development(
                one,
                "sandbox-host",
                f"{one.name} leads to the sandbox of a provider ({host})",
                "use the provider's production host here",
            )
        elif (
            not owner
            and theirs not in ("", PRODUCTION)
            and not one.is_fallback
            and (is_used or _is_issuer_name(one.name))
        ):
            yield _development(one, "lower-host", f"{one.name} connects to a {theirs} host", "name the production host")


def _says_production(name: str) -> bool:
    """Whether a name says that it is about production: what a script copies from, say."""
    return any(WORDS.get(word) == PRODUCTION for word in words_of(name))


def _live_host(one: Setting, environment: str) -> Iterator[Fault]:
    yield Fault(
        "live-host",
        f"{one.name} leads to the live system of a provider in {_of(environment)}",
        f"use the provider's sandbox host in {one.name} here",
        "live_credentials",
        FLAG,
    )


def _development(one: Setting, kind: str, problem: str, fix: str) -> Fault:
    return Fault(kind, f"{problem} in a production file", fix, "development_settings")


def _is_secret(one: Setting) -> bool:
    """Whether a setting is a secret by its name: `Key` is one below `Jwt`."""
    return is_secret_name(one.name) or (one.name.lower() == "key" and is_secret_name("_".join(one.keys[-2:])))


def _of_production(one: Setting) -> Iterator[Fault]:
    value = one.value
    is_literal = not any(mark in value for mark in _REFERENCE)
    if is_literal and _is_secret(one) and defaults.is_default(words_of(one.name), one.name, value):
        yield Fault(
            "default-secret",
            f"{one.name} {'falls back to' if one.is_fallback else 'has'} a well-known default value in a production file",
            f"take {one.name} from your secret store, and change it where it is in use",
            "default_credentials",
        )
    elif defaults.is_debug(one.keys, value):
        yield _development(one, "debug", f"{one.name} is on", f"set {one.name} to false")
    elif mode := defaults.mode_of(one.keys, value):
        yield _development(one, "mode", f"{mode} = {value.lower()}", "set it to production")
    elif not one.is_fallback and hosts.is_embedded(value, one.keys):
        yield _development(
            one,
            "embedded-database",
            f"{one.name} is a SQLite or in-memory database",
            "use the production database server",
        )
    elif defaults.is_stand_in(value.partition(":")[0].casefold()) and words_of(one.name)[-1:] in (
        ("host",),
        ("server",),
        ("address",),
    ):
        yield _development(
            one, "stand-in", f"{one.name} leads to {value.partition(':')[0].casefold()}", "name the production server"
        )
    elif defaults.is_emulator(one.name):
        yield _development(one, "emulator", f"{one.name} leads to an emulator", f"remove {one.name}")
    elif defaults.is_for_development(one.name, value):
        yield _development(
            one, "framework", f"{one.name} = {value} is for development", "set it as production needs it"
        )
    elif is_literal and value.casefold() in ("minioadmin", "guest:guest"):
        yield Fault(
            "default-secret",
            f"{one.name} is a well-known default login in a production file",
            "make a login of its own for production",
            "default_credentials",
        )
