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
_LEVELS = ("restricted", "baseline", "privileged")
# Policies for pods, and their settings that let a pod be more than usual
# (https://kubernetes.io/docs/concepts/security/pod-security-policy/,
# https://docs.redhat.com/en/documentation/openshift_container_platform/4.17/html/authentication_and_authorization/managing-pod-security-policies).
_POD_POLICIES = ("PodSecurityPolicy", "SecurityContextConstraints")
_PRIVILEGED = ("privileged", "allowPrivilegedContainer")
_LETS_IN = (
    *(
        "hostNetwork",
        "hostPID",
        "hostIPC",
        "allowHostNetwork",
        "allowHostPID",
        "allowHostIPC",
        "allowHostDirVolumePlugin",
    ),
    *("allowHostPorts", "allowPrivilegeEscalation"),
)
# Of a role that was there before: what lets its holder use any service account of a namespace, or take things away.
_WORKLOADS = (
    *("pods", "deployments", "daemonsets", "statefulsets", "replicasets", "jobs", "cronjobs", "replicationcontrollers"),
    *("persistentvolumes", "nodes", "namespaces", "customresourcedefinitions", "networkpolicies"),
)
# Roles that come with a cluster, from the least on (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles).
_USUAL_ROLES = ("view", "edit", "admin", "cluster-admin")


def _aws_auth(data: Any, holder: str, place: Path) -> Iterator[Danger]:
    """Roles and users of AWS that are administrators (https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html)."""
    from govhooks.readers import read

    for key, text in data.items() if isinstance(data, dict) else ():
        for side in read("yaml", text.encode()) if isinstance(text, str) else ():
            for one in side.value if isinstance(side.value, list) else ():
                groups = one.get("groups") if isinstance(one, dict) else None
                if isinstance(groups, list) and "system:masters" in groups:
                    who = str(one.get("rolearn", one.get("userarn", "somebody")))
                    what = f"makes {who} administrator of the cluster (system:masters)"
                    fix = "use a group that a RoleBinding names"
                    yield Danger("admin", holder, f"masters {who}", what, fix, (*place, key))


def _admission(labels: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    """What pods a namespace admits, and that it admits more than it did."""
    yield Danger("", holder)
    level = str(labels.get(_ADMISSION, "privileged"))
    here = (*place, "metadata", "labels", _ADMISSION)
    fix = "enforce baseline or restricted"
    if labels.get(_ADMISSION) == "privileged":
        what = f"admits privileged pods ({_ADMISSION}: privileged)"
        yield Danger("host", holder, "admits privileged", what, fix, here, covers=("admits ",))
    elif level == "privileged":
        what = f"admits every pod now ({_ADMISSION} is gone)"
        yield Danger("host", holder, "admits privileged", what, fix, here, covers=("admits ",), relative=True)
    elif level == "baseline":
        what = f"admits more pods now ({_ADMISSION}: baseline)"
        yield Danger("host", holder, "admits baseline", what, "enforce restricted", here, relative=True)


def _pod_policy(spec: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    yield Danger("", holder)
    for key in (*_PRIVILEGED, *_LETS_IN):
        if spec.get(key) is True:
            kind = "privileged" if key in _PRIVILEGED else "host"
            yield Danger(kind, holder, key, f"admits pods with {key}", f"set {key}: false", (*place, key))
    user = spec.get("runAsUser")
    if isinstance(user, dict) and (user.get("type") or user.get("rule")) == "RunAsAny":
        what = "admits pods that run as root now (RunAsAny)"
        yield Danger("host", holder, "root", what, "keep MustRunAsNonRoot", (*place, "runAsUser"), relative=True)
    allowed = spec.get("allowedCapabilities")
    if isinstance(allowed, list) and "*" in allowed:
        yield Danger(
            "host", holder, "capability ALL", "admits every capability", "list them", (*place, "allowedCapabilities")
        )


def _enforcement(spec: dict[str, Any], holder: str, place: Path) -> Iterator[Danger]:
    """Policies of an admission controller that only report now (Kyverno, Gatekeeper, Kubernetes' own)."""
    for key, weak in (
        ("validationFailureAction", ("audit",)),
        ("enforcementAction", ("dryrun", "warn")),
        ("failurePolicy", ("ignore",)),
        ("validationActions", ("['audit']", "['warn']", "['warn', 'audit']", "['audit', 'warn']")),
    ):
        if key in spec:
            yield Danger("", holder)
            if str(spec[key]).lower() in weak:
                what = f"only reports what it refused before ({key}: {spec[key]})"
                yield Danger("host", holder, key, what, f"keep {key}", (*place, key), relative=True)


def dangers(value: dict[str, Any], place: Path = ()) -> Iterator[Danger]:
    """The grants of a Role, ClusterRole, RoleBinding or ClusterRoleBinding."""
    kind, about = str(value.get("kind")), value.get("metadata")
    name = str(about.get("name", about.get("generateName", ""))) if isinstance(about, dict) else ""
    holder = f"{kind} {name}".strip()
    labels = about.get("labels") if isinstance(about, dict) else None
    if kind == "ConfigMap" and name == "aws-auth":
        yield from _aws_auth(value.get("data"), holder, (*place, "data"))
    if kind == "Namespace":
        yield from _admission(labels if isinstance(labels, dict) else {}, holder, place)
    spec = value.get("spec")
    if kind in _POD_POLICIES:
        yield from _pod_policy(spec if isinstance(spec, dict) else value, holder, place)
    if isinstance(spec, dict):
        yield from _enforcement(spec, holder, (*place, "spec"))
    if kind in ("Role", "ClusterRole"):
        if kind == "Role":
            yield Danger("", f"role {name}")
        else:
            what = "holds for the whole cluster now (ClusterRole)"
            yield Danger("wildcard", f"role {name}", "cluster role", what, "keep the Role", place, relative=True)
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
            kind: str,
            key: str,
            what: str,
            fix: str = fix,
            here: Path = here,
            covers: tuple[str, ...] = (),
            relative: bool = False,
        ) -> Danger:
            return Danger(kind, holder, key, what, fix, here, 0, covers, relative, grants, widened)

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
        for resource in one.resources:
            named = f"{holder}: {', '.join(one.verbs)} {resource}"
            yield Danger("", named, whole=grants)
            if not one.names and resource != "secrets":
                what = "is no longer limited to names (no resourceNames)"
                yield danger("wildcard", "rbac unnamed", what, "keep resourceNames", relative=True).named(named)
        if every_verb:
            continue
        writes = [verb for verb in one.verbs if verb in (*WRITES, "delete", "deletecollection")]
        for resource in sorted(set(_WORKLOADS) & set(one.resources)) if writes else ():
            what = f"may {', '.join(writes)} {resource} now"
            yield danger("escalation", f"rbac workload {resource}", what, relative=True)
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
        sort = "public" if everybody else "admin" if is_cluster else "wildcard"
        yield Danger(sort, holder, key, what, fix, place, covers=("role ",))
    elif name in ANYBODY and role not in ("system:public-info-viewer", "system:discovery", "system:basic-user"):
        yield Danger("public", holder, key, f"gives {role} to everybody, signed in or not ({name})", fix, place)
    elif everybody and role not in ("system:public-info-viewer", "system:discovery", "system:basic-user"):
        reach = "public" if is_cluster and role in POWERFUL else "wildcard"
        yield Danger(reach, holder, key, f"gives {role} to {name}: everybody in it", fix, place)
    elif role in _USUAL_ROLES[1:] and not is_cluster and not default:
        what = f"gives {role} to {who} now"
        lower = tuple(f"role {one}" for one in _USUAL_ROLES[: _USUAL_ROLES.index(role)])
        yield Danger("wildcard", holder, f"role {role}", what, fix, place, covers=lower, relative=True)
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
