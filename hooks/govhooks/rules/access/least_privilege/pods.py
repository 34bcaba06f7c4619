"""What containers may do to their host: Kubernetes pods and compose files."""

from __future__ import annotations

import re

from govhooks.readers.values import untagged, walk
from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.values import Path

# Capabilities that lead to the host (https://man7.org/linux/man-pages/man7/capabilities.7.html); what Docker gives anyway, and
# NET_BIND_SERVICE, do not.
CAPABILITIES = (
    *(
        "ALL",
        "SYS_ADMIN",
        "SYS_PTRACE",
        "SYS_MODULE",
        "SYS_RAWIO",
        "SYS_BOOT",
        "SYS_TIME",
        "SYS_CHROOT",
        "DAC_READ_SEARCH",
    ),
    *(
        "DAC_OVERRIDE",
        "NET_ADMIN",
        "NET_RAW",
        "BPF",
        "PERFMON",
        "MAC_ADMIN",
        "MAC_OVERRIDE",
        "SETUID",
        "SETGID",
        "SYSLOG",
    ),
)
SOCKETS = ("docker.sock", "containerd.sock", "crio.sock", "podman.sock")
_HOST = ("hostNetwork", "hostPID", "hostIPC")
_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")


def pod_dangers(value: dict[str, Any], place: Path = ()) -> Iterator[Danger]:
    """The dangers of each pod in a document of Kubernetes, or of values for one."""
    about = value.get("metadata")
    name = f"{value.get('kind', '')} {about.get('name', '') if isinstance(about, dict) else ''}".strip()
    for path, spec in walk(value):
        spec = untagged(spec)
        if path[-1:] == ("annotations",) and isinstance(spec, dict):
            for key, profile in spec.items():
                if (
                    str(key).startswith(("container.apparmor.", "container.seccomp.", "seccomp."))
                    and profile == "unconfined"
                ):
                    what = f"runs without a profile ({key}: unconfined)"
                    yield Danger("host", name, str(key), what, "use runtime/default", (*place, *path, key))
        if not isinstance(spec, dict) or not isinstance(spec.get("containers"), list):
            continue
        here = (*place, *path)
        yield Danger("", name)
        if spec.get("automountServiceAccountToken") is not False:
            what = "has the token of its service account again (automountServiceAccountToken is not false)"
            here_too = (*here, "automountServiceAccountToken")
            yield Danger(
                "host", name, "token", what, "keep automountServiceAccountToken: false", here_too, relative=True
            )
        for key in _HOST:
            if spec.get(key) is True:
                yield Danger(
                    "host",
                    name,
                    key,
                    f"shares the host's {_shared(key)} ({key}: true)",
                    f"leave out {key}",
                    (*here, key),
                )
        if spec.get("shareProcessNamespace") is True:
            what = "shares its processes among its containers now (shareProcessNamespace)"
            there = (*here, "shareProcessNamespace")
            yield Danger("host", name, "processes", what, "leave out shareProcessNamespace", there, relative=True)
        mounted: dict[str, str] = {}
        for at, volume in enumerate(_list(spec.get("volumes"))):
            host = volume.get("hostPath") if isinstance(volume, dict) else None
            if isinstance(host, dict):
                source = str(host.get("path"))
                mounted[str(volume.get("name"))] = source
                yield _mount(name, source, (*here, "volumes", at))
        pod = spec.get("securityContext")
        pod = pod if isinstance(pod, dict) else {}
        own = tuple(context for kind in _CONTAINERS for context in _contexts(spec.get(kind)))
        yield from context_dangers(pod, name, (*here, "securityContext"), is_pod=True, own=own)
        for kind in _CONTAINERS:
            for at, container in enumerate(_list(spec.get(kind))):
                if not isinstance(container, dict):
                    continue
                holder = f"{name}, container {container.get('name', at)}"
                yield Danger("", holder)
                context = container.get("securityContext")
                context = context if isinstance(context, dict) else {}
                yield from context_dangers(context, holder, (*here, kind, at, "securityContext"), pod)
                for nth, port in enumerate(_list(container.get("ports"))):
                    if isinstance(port, dict) and port.get("hostPort"):
                        what = f"listens on a port of the host now (hostPort: {port['hostPort']})"
                        there = (*here, kind, at, "ports", nth)
                        key = f"port {port['hostPort']}"
                        yield Danger("host", holder, key, what, "use a Service", there, relative=True)
                for nth, mount in enumerate(_list(container.get("volumeMounts"))):
                    if isinstance(mount, dict) and (source := mounted.get(str(mount.get("name")), "")):
                        there = (*here, kind, at, "volumeMounts", nth)
                        yield from _writes(holder, source, there, mount.get("readOnly") is True)


def _contexts(containers: Any) -> Iterator[dict[str, Any]]:
    """The security context of each container, {} for one without."""
    for container in _list(containers):
        context = container.get("securityContext") if isinstance(container, dict) else None
        yield context if isinstance(context, dict) else {}


def _shared(key: str) -> str:
    return {"hostNetwork": "network", "hostPID": "processes", "hostIPC": "memory"}[key]


def _mount(holder: str, source: str, place: Path) -> Danger:
    key, covers = f"mount {source}", (f"mount {source.rstrip('/')}/",)
    if source.rstrip("/").endswith(SOCKETS):
        what = f"mounts {source}: it can start any container on the host"
        return Danger("host", holder, key, what, "use a proxy that allows the calls that are needed", place)
    shown = "the whole disk of the host" if source in ("/", "/.") else f"{source} of the host"
    fix = "use a volume, or mount the one folder read-only"
    return Danger("host", holder, key, f"mounts {shown}", fix, place, covers=covers)


def _writes(holder: str, source: str, place: Path, is_read_only: bool) -> Iterator[Danger]:
    """A folder of the host that was mounted before, and that may be written now."""
    who = f"{holder}: {source} of the host"
    yield Danger("", who)
    if not is_read_only:
        yield Danger("host", who, "writes", "may be written now", "keep the mount read-only", place, relative=True)


def context_dangers(
    context: dict[str, Any],
    holder: str,
    place: Path,
    pod: dict[str, Any] | None = None,
    is_pod: bool = False,
    own: tuple[dict[str, Any], ...] = (),
) -> Iterator[Danger]:
    """The dangers of a security context, of a container in `pod` or of a pod whose containers have the contexts `own`.

    What a container says overrides the pod
    (https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-container): what
    every container says for itself is no danger of the pod.
    """
    pod = pod or {}
    if own and all(_says_no_root(one) for one in own):
        context = {key: value for key, value in context.items() if key != "runAsUser"} | {"runAsNonRoot": True}
    if own and all(isinstance(one.get("seccompProfile"), dict) for one in own):
        context = {key: value for key, value in context.items() if key != "seccompProfile"}
    if context.get("privileged") is True:
        yield Danger(
            "privileged",
            holder,
            "privileged",
            "is privileged: it has the host's devices and every capability",
            "leave out privileged, and add the one capability that is needed",
            (*place, "privileged"),
            covers=("capability ", "escalates", "may escalate", "keeps"),
        )
    if context.get("runAsUser") == 0 and not isinstance(context.get("runAsUser"), bool):
        yield Danger(
            "host",
            holder,
            "root",
            "runs as root (runAsUser: 0)",
            "set runAsUser to another user",
            (*place, "runAsUser"),
            covers=("maybe root",),
        )
    elif context.get("runAsNonRoot", pod.get("runAsNonRoot")) is not True and not _is_user(context, pod):
        yield Danger(
            "host",
            holder,
            "maybe root",
            "may run as root again (runAsNonRoot is not true)",
            "keep runAsNonRoot: true",
            place,
            relative=True,
        )
    capabilities = context.get("capabilities")
    capabilities = capabilities if isinstance(capabilities, dict) else {}
    yield from added_capabilities(capabilities.get("add"), holder, (*place, "capabilities", "add"))
    profile = context.get("seccompProfile")
    if isinstance(profile, dict) and profile.get("type") == "Unconfined":
        yield Danger(
            "host",
            holder,
            "seccomp",
            "runs without seccomp (Unconfined)",
            "use RuntimeDefault",
            (*place, "seccompProfile"),
        )
    if context.get("procMount") == "Unmasked":
        what = "sees what the host hides of /proc (procMount: Unmasked)"
        yield Danger("host", holder, "proc", what, "leave out procMount", (*place, "procMount"))
    windows = context.get("windowsOptions")
    if isinstance(windows, dict) and windows.get("hostProcess") is True:
        what = "runs as a process of the host (hostProcess: true)"
        yield Danger("privileged", holder, "host process", what, "leave out hostProcess", (*place, "windowsOptions"))
    armor = context.get("appArmorProfile")
    if isinstance(armor, dict) and armor.get("type") == "Unconfined":
        what = "runs without AppArmor (Unconfined)"
        yield Danger("host", holder, "apparmor", what, "use RuntimeDefault", (*place, "appArmorProfile"))
    if not is_pod and not isinstance(profile, dict) and not isinstance(pod.get("seccompProfile"), dict):
        what = "runs without its seccomp profile now"
        yield Danger(
            "host", holder, "seccomp", what, "keep seccompProfile: {type: RuntimeDefault}", place, relative=True
        )
    if context.get("readOnlyRootFilesystem") is not True and not is_pod:
        what = "may write to its root file system again (readOnlyRootFilesystem is not true)"
        yield Danger("host", holder, "writable", what, "keep readOnlyRootFilesystem: true", place, relative=True)
    if is_pod:
        return
    if context.get("allowPrivilegeEscalation") is True:
        what = "may gain more rights than it starts with (allowPrivilegeEscalation: true)"
        yield Danger(
            "host",
            holder,
            "escalates",
            what,
            "set allowPrivilegeEscalation: false",
            (*place, "allowPrivilegeEscalation"),
            covers=("may escalate",),
        )
    elif context.get("allowPrivilegeEscalation") is not False:
        what = "may gain more rights than it starts with again (allowPrivilegeEscalation is not false)"
        yield Danger("host", holder, "may escalate", what, "keep allowPrivilegeEscalation: false", place, relative=True)
    dropped = {str(one).upper() for one in _list(capabilities.get("drop"))}
    if "ALL" not in dropped:
        what = "keeps the default capabilities again (drop: [ALL] is gone)"
        yield Danger("host", holder, "keeps", what, "keep capabilities: {drop: [ALL]}", place, relative=True)


def _says_no_root(context: dict[str, Any]) -> bool:
    """Whether a container's own context keeps it from root, whatever its pod says."""
    user = context.get("runAsUser")
    return (context.get("runAsNonRoot") is True and user != 0) or (user is not None and user != 0)


def _is_user(context: dict[str, Any], pod: dict[str, Any]) -> bool:
    user = context.get("runAsUser", pod.get("runAsUser"))
    return user is not None and user != 0


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def added_capabilities(value: Any, holder: str, place: Path) -> Iterator[Danger]:
    for index, one in enumerate(_list(value)):
        name = str(one).upper().removeprefix("CAP_")
        if name in CAPABILITIES:
            what = "has every capability" if name == "ALL" else f"has the capability {name}"
            covers = ("capability ",) if name == "ALL" else ()
            yield Danger(
                "host",
                holder,
                f"capability {name}",
                what,
                "add only what is needed, such as NET_BIND_SERVICE",
                (*place, index),
                covers=covers,
            )


# Memory, disks and all devices of a host; sound, video and serial ports are what containers are given.
_DEVICES = compiled(r"/dev/?$|/dev/(?:k?mem|port|sd[a-z]|nvme|vd[a-z]|xvd|dm-|mapper|disk|root)")


def _is_on_by_default(value: Any) -> bool:
    """`${PRIVILEGED:-true}`."""
    return isinstance(value, str) and re.fullmatch(r"\$\{\w+:?-(?:true|yes)\}", value, re.IGNORECASE) is not None


def is_compose(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return "compose" in name and name.endswith((".yml", ".yaml"))


def compose_dangers(value: dict[str, Any]) -> Iterator[Danger]:
    """The dangers of each service (https://docs.docker.com/reference/compose-file/services/)."""
    services = value.get("services")
    for name, service in services.items() if isinstance(services, dict) else ():
        service = untagged(service)
        if not isinstance(service, dict):
            continue
        holder, here = f"service {name}", ("services", name)
        yield Danger("", holder)
        if service.get("privileged") is True or _is_on_by_default(service.get("privileged")):
            yield Danger(
                "privileged",
                holder,
                "privileged",
                "is privileged: it has the host's devices and every capability",
                "leave out privileged, and add the one capability or device that is needed",
                (*here, "privileged"),
                covers=("capability ",),
            )
        for key, shown in (
            ("network_mode", "network"),
            ("pid", "processes"),
            ("ipc", "memory"),
            ("userns_mode", "users"),
            ("uts", "name"),
            ("cgroup", "control groups"),
        ):
            if service.get(key) == "host":
                yield Danger(
                    "host",
                    holder,
                    f"{key} host",
                    f"shares the host's {shown} ({key}: host)",
                    f"leave out {key}: host",
                    (*here, key),
                )
        if "ALL" not in {str(one).upper() for one in _list(service.get("cap_drop"))}:
            what = "keeps the default capabilities again (cap_drop: [ALL] is gone)"
            yield Danger("host", holder, "keeps", what, "keep cap_drop: [ALL]", (*here, "cap_drop"), relative=True)
        options = [str(one).replace("=", ":").lower() for one in _list(service.get("security_opt"))]
        if not {"no-new-privileges", "no-new-privileges:true"} & set(options):
            what = "may gain more rights than it starts with again (no-new-privileges is gone)"
            yield Danger(
                "host", holder, "escalates", what, "keep no-new-privileges:true", (*here, "security_opt"), relative=True
            )
        yield from added_capabilities(service.get("cap_add"), holder, (*here, "cap_add"))
        for at, option in enumerate(_list(service.get("security_opt"))):
            if str(option).replace("=", ":").lower() in (
                "seccomp:unconfined",
                "apparmor:unconfined",
                "label:disable",
                "no-new-privileges:false",
                "systempaths:unconfined",
            ):
                yield Danger(
                    "host",
                    holder,
                    f"option {option}",
                    f"switches off {option}",
                    "leave it out",
                    (*here, "security_opt", at),
                )
        if service.get("read_only") is not True:
            what = "may write to its root file system again (read_only is not true)"
            yield Danger("host", holder, "writable", what, "keep read_only: true", (*here, "read_only"), relative=True)
        for at, device in enumerate(_list(service.get("devices"))):
            source = str(device.get("source") if isinstance(device, dict) else device).partition(":")[0]
            if _DEVICES.match(source):
                what = f"has the host's {source}"
                yield Danger("host", holder, f"device {source}", what, "leave it out", (*here, "devices", at))
        for at, group in enumerate(_list(service.get("group_add"))):
            if str(group) in ("docker", "root", "0", "disk"):
                what = f"is in the group {group}"
                yield Danger("host", holder, f"group {group}", what, "leave it out", (*here, "group_add", at))
        user = service.get("user")
        if user is None:
            what = "may run as root again (no user)"
            yield Danger("host", holder, "maybe root", what, "keep user", (*here, "user"), relative=True)
        if user is not None and str(user).partition(":")[0] in ("root", "0"):
            what = f"runs as root (user: {user})"
            yield Danger("host", holder, "root", what, "name another user", (*here, "user"), covers=("maybe root",))
        for at, volume in enumerate(_list(service.get("volumes"))):
            mount = volume.get("source") if isinstance(volume, dict) else volume
            source = str(mount) if isinstance(volume, dict) else str(mount).partition(":")[0]
            if source.endswith(SOCKETS) or is_of_the_host(source):
                yield _mount(holder, source, (*here, "volumes", at))
                is_read_only = (
                    volume.get("read_only") is True
                    if isinstance(volume, dict)
                    else _READ_ONLY.search(str(volume)) is not None
                )
                yield from _writes(holder, source, (*here, "volumes", at), is_read_only)


_READ_ONLY = compiled(r":[^:/]*\bro\b[^:/]*$")
# Folders of the host that are more than data (compose files mount folders of the project all the time).
_FOLDERS = (
    "/etc",
    "/root",
    "/proc",
    "/sys",
    "/boot",
    "/dev",
    "/var/lib/docker",
    "/var/lib/kubelet",
    "/usr",
    "/lib",
    "/home",
    "/var/run",
    "/run",
)
_HARMLESS = (
    "/etc/localtime",
    "/etc/timezone",
    "/dev/shm",  # noqa: S108 - a path that is looked for
    "/etc/ssl",
    "/etc/ca-certificates",
    "/sys/fs/cgroup",
    "/dev/null",
    "/usr/share",
    "/home/",
)


def is_of_the_host(source: str) -> bool:
    if source.rstrip("/") == "" and source:
        return True
    return (
        source.startswith("/")
        and any(source == one or source.startswith(f"{one}/") for one in _FOLDERS)
        and not source.startswith(_HARMLESS)
    )
