"""Grants of shell scripts and Dockerfiles: modes, groups, containers, and the command lines of clouds."""

from __future__ import annotations

import re

from govhooks.rules.access.least_privilege import aws, azure, google, modes, pods
from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.rules.access.least_privilege.sudoers import NO_PASSWORD, sudo
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.code import Code


def script_dangers(code: Code) -> Iterator[Danger]:
    """What a shell script makes world-writable, and what it lets run as root or as part of the host."""
    for call in code.calls:
        words = [one if isinstance(one, str) else str(getattr(one, "text", one)) for one in call.arguments]
        yield from _command(call.name, words, call.line)


def _command(name: str, words: list[str], line: int) -> Iterator[Danger]:
    name = name.rpartition("/")[2]
    if name in _RUNNERS:
        rest = [one for one in words if not one.startswith("-")]
        if rest:
            yield from _command(rest[0], words[words.index(rest[0]) + 1 :], line)
        return
    text = " ".join(words)
    if name == "chmod":
        yield from modes.changed(words, line)
    elif name in ("find", "xargs", "parallel") and "chmod" in words:
        yield from modes.changed(
            [*(one for one in words[words.index("chmod") + 1 :] if one not in (";", "\\;", "+")), "found"], line
        )
    elif name in ("install", "mkdir", "mkfifo"):
        yield from modes.made(name, words, line)
    elif name == "umask":
        yield Danger("", "umask")
        mask = next((one for one in words if not one.startswith("-")), "")
        if modes.is_open_mask(mask):
            what = f"lets everybody write the files that it makes (umask {mask})"
            yield Danger("modes", "umask", "mode", what, "use umask 027, or 022", line=line)
    elif name == "setfacl" and re.search(r"(?:^|[\s,])(?:d:|default:)?o(?:ther)?:[^:\s,]*:?[r-]?w", text):
        what = f"lets everybody write {words[-1]} (setfacl)"
        yield Danger("modes", f"setfacl {words[-1]}", "mode", what, "give a group the right", line=line)
    elif name in ("usermod", "adduser", "useradd", "gpasswd", "addgroup") and (
        found := _POWERFUL_GROUP.search(f" {text} ")
    ):
        what = f"adds somebody to the group {found[1]}, whose members can be root"
        yield Danger(
            "escalation", name, f"group {found[1]}", what, "name the commands that are needed in sudoers", line=line
        )
    elif name == "setcap" and (found := _POWERFUL.search(text)):
        what = f"gives {words[-1]} the capability {found[0]}"
        fix = "give it the one capability that is needed, such as cap_net_bind_service"
        yield Danger("host", f"setcap {words[-1]}", f"capability {found[0]}", what, fix, line=line)
    elif name in ("echo", "printf", "tee", "sed") and NO_PASSWORD.search(text):
        yield sudo(text.strip("\"'").split()[0].strip("\"'") if name != "sed" else "", line)
    elif name in ("docker", "podman", "nerdctl") and words[:1] in (["run"], ["create"], ["exec"]):
        yield from _container(f"{name} {words[0]}", words, line)
    elif name in ("gcloud", "gsutil") and ("allUsers" in text or "allAuthenticatedUsers" in text):
        yield Danger(
            "public",
            name,
            f"gcp {'allUsers' if 'allUsers' in text else 'allAuthenticatedUsers'}",
            "gives rights to everybody",
            "name the members",
            line=line,
        )
    elif name == "kubectl" and "clusterrolebinding" in words and "--clusterrole=cluster-admin" in words:
        yield Danger(
            "admin",
            "kubectl",
            "bind cluster-admin",
            "binds cluster-admin",
            "bind a role of the verbs that are needed",
            line=line,
        )
    elif name == "gcloud" and (found := re.search(r"--role[= ](roles/[\w.]+)", text)):
        who = re.search(r"--member[= ](\S+)", text)
        condition = re.search(r"--condition[= ](?!None\b)(\S+)", text)
        above = words[:1] in (["projects"], ["organizations"]) or "folders" in words[:2]
        for danger in google.grant(found[1], [who[1]] if who else [], name, (), above, condition and condition[1]):
            if not danger.relative:
                yield danger.moved((), line)
    elif name == "az" and words[:3] == ["role", "assignment", "create"]:
        role, scope = (re.search(rf"--{key}[= ](.+?)(?: --|$)", text) for key in ("role", "scope"))
        if role is not None:
            for danger in azure.assignment(role[1], scope[1] if scope else "", "az", ()):
                if not danger.relative:
                    yield danger.moved((), line)
    elif name == "aws" and "iam" in words[:3]:
        yield from _of_aws(words, line)


def _of_aws(words: list[str], line: int) -> Iterator[Danger]:
    text = " ".join(words)
    if "attach" in text and (found := re.search(r"policy/(AdministratorAccess|IAMFullAccess|PowerUserAccess)", text)):
        fix = "attach a policy of the actions it needs"
        yield Danger("admin", "aws", f"attach {found[1]}", "attaches a policy of everything", fix, line=line)
    for word in words:
        if word.lstrip().startswith("{") and '"Effect"' in word:
            for danger in aws.dangers(
                word, f"aws {next((one for one in words if '-policy' in one or 'role' in one), 'iam')}"
            ):
                yield danger.moved((), line)


def _container(holder: str, words: list[str], line: int) -> Iterator[Danger]:
    """What a container may do to its host, by the options of `docker run`."""
    given: list[tuple[str, str]] = []
    for at, word in enumerate(words[1:], 1):
        key, equals, value = word.partition("=")
        if key.startswith("-"):
            given.append((key, value if equals else words[at + 1] if at + 1 < len(words) else ""))
    for key, value in given:
        if key == "--privileged" and value != "false":
            fix = "leave out --privileged, and add the one capability that is needed with --cap-add"
            what = "starts a privileged container"
            yield Danger("privileged", holder, "privileged", what, fix, line=line, covers=("capability ",))
        elif key in ("--network", "--net", "--pid", "--ipc", "--userns", "--uts") and value == "host":
            shown = key.replace("--net", "--network") if key == "--net" else key
            what = f"shares what is the host's ({shown}=host)"
            yield Danger("host", holder, f"{shown} host", what, f"leave out {key}", line=line)
        elif key in ("-v", "--volume", "--mount"):
            source = re.search(r"(?:^|,)(?:source|src)=([^,]+)", value)
            path = source[1] if source else value.partition(":")[0]
            if path == "/" or path.endswith(pods.SOCKETS):
                shown = (
                    "the whole disk of the host" if path == "/" else f"{path}: it can start any container on the host"
                )
                yield Danger("host", holder, f"mount {path}", f"mounts {shown}", "mount the one folder", line=line)
        elif key == "--cap-add":
            for danger in pods.added_capabilities(value.split(","), holder, ()):
                yield danger.moved((), line)
        elif key == "--security-opt" and value.replace("=", ":") in (
            "seccomp:unconfined",
            "apparmor:unconfined",
            "label:disable",
        ):
            yield Danger("host", holder, f"option {value}", f"switches off {value}", "leave it out", line=line)


# Commands that run another one.
_RUNNERS = ("sudo", "doas", "command", "exec", "env", "nohup", "fakeroot")
_POWERFUL_GROUP = compiled(r"[\s,=](sudo|wheel|docker|root|admin|lxd|disk|shadow)[\s,]")
_POWERFUL = compiled(
    r"cap_(?:sys_admin|sys_ptrace|sys_module|sys_rawio|dac_override|dac_read_search|setuid|setgid|chown|fowner)|\ball\b"
)


def dockerfile_dangers(value: Any, data: bytes) -> Iterator[Danger]:
    """What a Dockerfile makes world-writable, and as whom its image runs."""
    user = ""
    place: tuple[Any, ...] = ()
    for index, one in enumerate(value if isinstance(value, list) else ()):
        for name, inner in one.items() if isinstance(one, dict) else ():
            if name == "FROM":
                user, place = "", ()
            elif name == "USER":
                user, place = str(inner).partition(":")[0], (index, name)
            elif name in ("COPY", "ADD") and isinstance(inner, dict):
                mode = str(inner.get("--chmod", ""))
                if mode and modes.is_world_writable(mode):
                    to = inner.get("to", "")
                    yield Danger(
                        "modes",
                        f"{name} {to}",
                        "mode",
                        f"lets everybody write {to} (--chmod={mode})",
                        "use --chmod=755, or --chown",
                        place=(index, name),
                    )
            elif name == "RUN":
                command = inner.get("command") if isinstance(inner, dict) else inner
                words = " ".join(map(str, command)) if isinstance(command, list) else str(command)
                files = inner.get("files") if isinstance(inner, dict) else None
                for text in (words, *([] if not files else map(str, files if isinstance(files, list) else [files]))):
                    for danger in _lines(text):
                        yield danger.moved((index, name), 0)
    yield Danger("", "image")
    if user in ("root", "0"):
        yield Danger(
            "host", "image", "root", f"runs as root (USER {user})", "end with USER and another user", place=place
        )
    elif not user:
        yield Danger(
            "host", "image", "root", "runs as root again (no USER)", "keep a USER other than root", relative=True
        )


_SPLIT = compiled(r"&&|\|\||;|\n|\|")
_WORD = compiled(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+""")


def recipe_dangers(text: str) -> Iterator[Danger]:
    """The modes, groups and containers of the lines of a recipe; comments and continued lines as a shell has them."""
    begun, parts = 0, []
    for number, line in enumerate(text.split("\n"), 1):
        begun = begun or number
        parts.append(line.strip().lstrip("@-+").removesuffix("\\"))
        if line.endswith("\\"):
            continue
        whole = " ".join(parts).strip()
        if not whole.startswith("#"):
            for danger in _lines(whole):
                yield danger.moved((), begun)
        begun, parts = 0, []


def _lines(text: str) -> Iterator[Danger]:
    for part in _SPLIT.split(text.replace("\\\n", " ")):
        words = [word.strip("\"'") for word in _WORD.findall(part)]
        if words:
            yield from _command(words[0], words[1:], 0)
