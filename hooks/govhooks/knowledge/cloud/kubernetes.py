"""What Kubernetes RBAC rules allow, and what some allow that others did not.

    rules(value)          the rules of a Role or ClusterRole, as `Grant`s
    allows(grants, ...)   whether they allow a verb on a resource, or on a URL
    widened(old, new)     whether something is allowed by `new` and not by `old`

RBAC only ever adds (https://kubernetes.io/docs/reference/access-authn-authz/rbac/). `*` is every group, resource or verb;
`*/scale` is the subresource of every resource; a URL may end with `*`; without resourceNames every object is meant, with them
those objects and no request that names none.
"""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Grants = tuple["Grant", ...]
    # (group, resource, verb, name of the object), or ("", URL, verb, URL_REQUEST).
    Request = tuple[str, str, str, str]

ALL = "*"
# A name that no rule mentions stands for all that none does.
_OTHER = "\0other"
URL_REQUEST = "\0url"


class Grant(Record):
    """One rule of a role."""

    groups: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()

    def allows(self, request: Request) -> bool:
        group, resource, verb, name = request
        if ALL not in self.verbs and verb not in self.verbs:
            return False
        if name == URL_REQUEST:
            return any(url == resource or (url[-1:] == ALL and resource.startswith(url[:-1])) for url in self.urls)
        if ALL not in self.groups and group not in self.groups:
            return False
        if self.names and name not in self.names:
            return False
        _, slash, below = resource.partition("/")
        return (
            ALL in self.resources or resource in self.resources or (bool(slash) and f"{ALL}/{below}" in self.resources)
        )


def rules(value: Any) -> Grants:
    """The rules of a role's document, or of the list under its `rules`."""
    if isinstance(value, dict):
        value = value.get("rules")
    return tuple(
        Grant(
            groups=_texts(one.get("apiGroups", [])),
            resources=_texts(one.get("resources", [])),
            verbs=_texts(one.get("verbs", [])),
            names=_texts(one.get("resourceNames", [])),
            urls=_texts(one.get("nonResourceURLs", [])),
        )
        for one in (value if isinstance(value, list) else ())
        if isinstance(one, dict)
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else () if value is None else (str(value),)


def allows(grants: Iterable[Grant], request: Request) -> bool:
    return any(one.allows(request) for one in grants)


def widened(old: Grants, new: Grants) -> bool:
    """Whether there is a request that `new` allows and `old` does not."""
    if set(new) <= set(old):
        return False
    return any(
        not allows(old, request)
        for one in new
        if one not in old
        for request in _requests(one, old)
        if one.allows(request)
    )


def _requests(one: Grant, old: Grants) -> Iterable[Request]:
    """The requests that tell a rule apart from others: of everything it names, and with a star of what the others name, too."""
    every = (one, *old)
    verbs = {verb for grant in every for verb in grant.verbs if verb != ALL} | {_OTHER}
    groups = {group for grant in every for group in grant.groups if group != ALL} | {_OTHER}
    named = {name for grant in every for name in grant.resources} | {_OTHER}
    mains = {name.partition("/")[0] for name in named} - {ALL} | {_OTHER}
    below = {name.partition("/")[2] for name in named if "/" in name} | {_OTHER}
    resources = mains | {f"{main}/{sub}" for main in mains for sub in below}
    names = {name for grant in every for name in grant.names} | {"", _OTHER}
    wanted = [
        (own if ALL not in own and own else every_one)
        for own, every_one in ((set(one.groups), groups), (set(one.verbs), verbs), (set(one.names), names))
    ]
    if ALL not in one.resources:
        resources = {name for name in resources if Grant((ALL,), one.resources, (ALL,)).allows(("", name, "", ""))}
    for verb in wanted[1]:
        for group in wanted[0] if one.groups else ():
            for resource in resources if one.resources else ():
                for name in wanted[2]:
                    yield group, resource, verb, name
        for url in {url for grant in every for url in grant.urls} if one.urls else ():
            yield "", url.rstrip(ALL) if url.endswith(ALL) else url, verb, URL_REQUEST
            yield "", url.removesuffix(ALL) + _OTHER, verb, URL_REQUEST
