"""Kubernetes RBAC: what roles allow, and to whom they are bound."""

from __future__ import annotations

from govhooks.knowledge.cloud.kubernetes import ALL, Grant, rules, widened
from govhooks.rules.access.least_privilege.danger import Danger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.values import Path

# Groups and users that are everybody (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles).
ANYBODY = ("system:anonymous", "system:unauthenticated")
EVERYBODY = ("system:authenticated", "system:serviceaccounts")
ADMINS = ("cluster-admin",)
POWERFUL = ("admin", "edit", "system:masters", "system:controller:*")
ESCALATING = ("escalate", "bind", "impersonate")
# (resource, verbs): whoever may do these gets other rights
# (https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks).
WRITES = ("create", "update", "patch", ALL)
MEANS = (
    ("pods/exec", ("create", "get", ALL), "secrets", "run commands in containers"),
    ("pods/attach", ("create", "get", ALL), "secrets", "attach to containers"),
    ("pods/portforward", ("create", "get", ALL), "secrets", "reach ports of pods"),
    ("pods/ephemeralcontainers", WRITES, "secrets", "add containers to pods"),
    ("nodes/proxy", ("create", "get", ALL), "escalation", "run anything on nodes"),
    ("serviceaccounts/token", ("create", ALL), "escalation", "make tokens of service accounts"),
    ("roles", WRITES, "escalation", "change roles"),
    ("clusterroles", WRITES, "escalation", "change cluster roles"),
    ("rolebindings", WRITES, "escalation", "bind roles"),
    ("clusterrolebindings", WRITES, "escalation", "bind cluster roles"),
    ("mutatingwebhookconfigurations", WRITES, "escalation", "change what is admitted to the cluster"),
    ("validatingwebhookconfigurations", WRITES, "escalation", "change what is admitted to the cluster"),
    ("certificatesigningrequests/approval", ("update", "patch", ALL), "escalation", "approve certificates"),
)
# https://kubernetes.io/docs/concepts/security/pod-security-admission/
_ADMISSION = "pod-security.kubernetes.io/enforce"
READS = ("get", "list", "watch", ALL)


def dangers(value: dict[str, Any], place: Path = ()) -> Iterator[Danger]:
    """The grants of a Role, ClusterRole, RoleBinding or ClusterRoleBinding."""
    kind, about = str(value.get("kind")), value.get("metadata")
    name = str(about.get("name", about.get("generateName", ""))) if isinstance(about, dict) else ""
    holder = f"{kind} {name}".strip()
    labels = about.get("labels") if isinstance(about, dict) else None
    if kind == "Namespace" and isinstance(labels, dict):
        yield Danger("", holder)
        if labels.get(_ADMISSION) == "privileged":
            what = f"admits privileged pods ({_ADMISSION}: privileged)"
            here = (*place, "metadata", "labels", _ADMISSION)
            yield Danger("host", holder, "admits privileged", what, "enforce baseline or restricted", here)
    if kind in ("Role", "ClusterRole"):
        yield from judge(rules(value), holder, kind == "ClusterRole", (*place, "rules"))
    elif kind in ("RoleBinding", "ClusterRoleBinding"):
        role, subjects = value.get("roleRef"), value.get("subjects")
        yield Danger("", holder)
        if kind == "RoleBinding":
            yield Danger("", f"binding {name}")
        else:
            what = "holds in every namespace now (ClusterRoleBinding)"
            fix = "keep the RoleBinding"
            yield Danger("wildcard", f"binding {name}", "cluster-wide", what, fix, place, relative=True)
        if isinstance(role, dict):
            for subject in subjects if isinstance(subjects, list) else ():
                if isinstance(subject, dict):
                    yield from binding(kind, holder, str(role.get("name")), subject, (*place, "subjects"))


def judge(grants: tuple[Grant, ...], holder: str, is_cluster: bool, place: Path) -> Iterator[Danger]:
    """The dangerous rules of a role; `place` is the path of their list."""
    yield Danger("", holder, whole=grants)
    fix = "list the apiGroups, resources and verbs that are needed"
    for index, one in enumerate(grants):
        here = (*place, index)

        def danger(
            kind: str, key: str, what: str, fix: str = fix, here: Path = here, covers: tuple[str, ...] = ()
        ) -> Danger:
            return Danger(kind, holder, key, what, fix, here, covers=covers, whole=grants, wider=widened)

        on = ", ".join(one.resources or one.urls)
        every_verb, every_resource = ALL in one.verbs, ALL in one.resources
        if every_verb and every_resource and ALL in one.groups and not one.names:
            what = "may do everything to everything" + ("" if is_cluster else " in its namespace")
            yield danger("admin" if is_cluster else "wildcard", "rbac *", what, covers=("rbac ",))
            continue
        if every_verb and one.urls and any(url in ("*", "/*") for url in one.urls):
            yield danger("wildcard", "rbac urls *", "may send every request to every URL")
            continue
        if every_resource:
            verbs = ", ".join(one.verbs)
            yield danger("wildcard", f"rbac {verbs} * {one.groups}", f"may {verbs} every resource of {_groups(one)}")
            continue
        if every_verb:
            yield danger("wildcard", f"rbac * {on}", f"may do everything to {on} (verbs *)", covers=(f"rbac {on}",))
        for verb in ESCALATING:
            if verb in one.verbs:
                yield danger(
                    "escalation",
                    f"rbac {verb} {on} {one.names}",
                    f"may {verb} {on}",
                    f"leave out {verb}, or name the objects in resourceNames",
                )
        if every_verb:
            continue
        if (
            ("secrets" in one.resources or "*/*" in one.resources)
            and (reads := [verb for verb in one.verbs if verb in READS])
            and (not one.names or "list" in reads or "watch" in reads)
        ):
            yield danger(
                "secrets",
                f"rbac read secrets {','.join(reads)}",
                f"may {', '.join(reads)} secrets",
                "name the secrets in resourceNames, with the verb get alone",
            )
        for resource, means, kind, does in MEANS:
            if resource in one.resources and not set(means).isdisjoint(one.verbs):
                yield danger(
                    kind,
                    f"rbac {resource}",
                    f"may {does} ({resource})",
                    f"leave out {resource}, or give it to a role that people take for a while",
                )


def _groups(one: Grant) -> str:
    if ALL in one.groups:
        return "every group"
    return ", ".join(group or "the core group" for group in one.groups) or "no group"


def binding(kind: str, holder: str, role: str, subject: dict[str, Any], place: Path) -> Iterator[Danger]:
    name, sort = str(subject.get("name")), str(subject.get("kind"))
    is_cluster = kind == "ClusterRoleBinding"
    who = f"{sort} {name}"
    everybody = name in (*ANYBODY, *EVERYBODY) or name.startswith("system:serviceaccounts:")
    default = sort == "ServiceAccount" and name == "default"
    key = f"bind {role} to {who} {subject.get('namespace', '')}"
    fix = "bind a role of the verbs that are needed, to a service account of its own"
    if role in ADMINS:
        what = (
            f"makes {who} {'administrator of the cluster' if is_cluster else 'administrator of its namespace'} ({role})"
        )
        yield Danger("public" if everybody else "admin" if is_cluster else "wildcard", holder, key, what, fix, place)
    elif name in ANYBODY and role not in ("system:public-info-viewer", "system:discovery", "system:basic-user"):
        yield Danger("public", holder, key, f"gives {role} to everybody, signed in or not ({name})", fix, place)
    elif everybody and role not in ("system:public-info-viewer", "system:discovery", "system:basic-user"):
        reach = "public" if is_cluster and role in POWERFUL else "wildcard"
        yield Danger(reach, holder, key, f"gives {role} to {name}: everybody in it", fix, place)
    elif default:
        yield Danger(
            "wildcard",
            holder,
            key,
            f"gives {role} to the default service account, which every pod without one of its own has",
            fix,
            place,
        )
    elif is_cluster and role in POWERFUL:
        yield Danger(
            "wildcard",
            holder,
            key,
            f"gives {role} to {who} in every namespace",
            "use a RoleBinding in the namespace that is meant",
            place,
        )
