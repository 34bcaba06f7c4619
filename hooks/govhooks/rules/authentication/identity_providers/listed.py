"""Whether a provider, an audience or a redirect is one that the policy lists, and what is never right."""

from __future__ import annotations

import re

from govhooks.rules.authentication.identity_providers.names import ELSEWHERE, HOST, ISSUER, JWKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_PARTS = re.compile(r"(https?)://([^/?#]*)([^?#]*)")
_LOCAL = re.compile(
    r"localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0|host\.docker\.internal|.*\.(?:localhost|local|test|internal)"
)
_OF_CLUSTER = re.compile(r"[\w-]+\.[\w-]+\.svc(?:\.cluster\.local)?")
_VARIABLE = ("${", "{{", "$(", "{", "<", "%(", "%s", "#{")
_WELL_KNOWN = re.compile(r"/\.well-known/(?:openid-configuration|oauth-authorization-server|jwks\.json)/?$")
# Hosts whose path begins with the tenant.
_TENANTS = ("login.microsoftonline.com", "sts.windows.net", "login.microsoftonline.us")


def parts(url: str) -> tuple[str, str, str]:
    """(scheme, host in lower case without a user, path without a slash at the end) of a URL; ("", "", "") for none."""
    found = _PARTS.match(url)
    if found is None:
        return "", "", ""
    host = found[2].rpartition("@")[2].lower()
    return (
        found[1],
        host.removesuffix(":443" if found[1] == "https" else ":80"),
        _WELL_KNOWN.sub("", found[3]).rstrip("/"),
    )


def issuer_of(url: str) -> str:
    """The issuer of a discovery document's URL, or of an issuer written with a slash at the end."""
    return _WELL_KNOWN.sub("", url.partition("?")[0]).rstrip("/")


def is_local(url: str) -> bool:
    """Whether a URL leads to this machine, or to a service beside it that has no name of the Internet."""
    host = parts(url)[1].partition(":")[0] if not parts(url)[1].startswith("[") else "[::1]"
    return bool(_LOCAL.fullmatch(host)) or (bool(host) and "." not in host)


def is_of_cluster(url: str) -> bool:
    """Whether a URL without TLS leads to a service of a Kubernetes cluster by its full name: what others there see on the way."""
    scheme, host, _ = parts(url)
    return scheme == "http" and bool(_OF_CLUSTER.fullmatch(host.partition(":")[0]))


def is_variable(url: str) -> bool:
    """Whether the host of a URL is known only where it runs."""
    return any(mark in parts(url)[1] for mark in _VARIABLE)


def is_supported(kind: str, url: str, issuers: Iterable[str]) -> bool:
    """Whether an issuer, or an endpoint of one, belongs to the listed ones."""
    scheme, host, path = parts(url)
    for mark in _VARIABLE:
        path = path.partition(mark)[0]
    for issuer in issuers:
        _, known, under = parts(issuer)
        if "*" in issuer and _matches(url.rstrip("/"), issuer):
            return True
        if host in _TENANTS and known in _TENANTS:
            if path.split("/")[1:2] == under.split("/")[1:2]:
                return True
            continue
        if host != known:
            if kind == JWKS and any(url.startswith(start) for start in ELSEWHERE.get(issuer.rstrip("/"), ())):
                return True
            continue
        if scheme == "https" and (path == under or path.startswith(under + "/")):
            return True
        if kind == HOST or (under.startswith(path + "/") and kind == ISSUER):  # the server that the issuer is on
            return True
        if path != parts(url)[2]:  # a variable in the path
            return True
    return False


def is_allowed(url: str, redirects: Iterable[str]) -> bool:
    """Whether a redirect is listed."""
    return any(url.rstrip("/") == one.rstrip("/") or ("*" in one and _matches(url, one)) for one in redirects)


def _matches(url: str, pattern: str) -> bool:
    """`*` stands for anything but a slash, at the end for anything."""
    expression = re.escape(pattern).replace(r"\*", "[^/]*")
    return re.fullmatch(expression + (".*" if pattern.endswith("*") else ""), url) is not None


def to_anywhere(redirect: str) -> bool:
    """Whether a redirect leads wherever somebody wants it to."""
    host = parts(redirect)[1]
    return (
        redirect == "*"
        or host in ("*", "*.*", "**")
        or bool(re.fullmatch(r"\*\.(?:com|org|net|io|dev|app|co|eu)", host))
    )


def is_wild(redirect: str) -> bool:
    """Whether a part of a redirect's host is open."""
    return "*" in parts(redirect)[1]
