"""The files of a change that may grant something: each side read as data, and taken to the module that knows its format."""

from __future__ import annotations

import functools

from govhooks.core.lines import decode
from govhooks.core.places import BUILT
from govhooks.core.record import Record
from govhooks.readers import documents, format_of, read
from govhooks.readers.code import Code
from govhooks.readers.document import MISSING, Document
from govhooks.readers.values import Tagged, untagged
from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.rules.access.least_privilege.words import (
    ARM_SWITCHES,
    AWS,
    GRANTS,
    IMAGES,
    INPUTS,
    NEVER,
    RUNNERS,
    SCRIPTS,
    SERVICES,
    SETTINGS,
)
from govhooks.rules.access.least_privilege.words import PROGRAMS as OF_PROGRAMS
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.core.globs import Globs
    from govhooks.readers.document import Side

    # (path, line, why) of what could not be read.
    Unread = tuple[str, int, str]
    Sides = list[tuple["File", list[Danger], list[Danger]]]

PROGRAMS = ("python", "javascript", "typescript", "tsx")
DATA = ("json", "yaml", "hcl")
# A change of a file that cannot be read concerns grants if a line of it has one of these.
_OF_GRANTS = compiled(
    r"(?i)\"?Effect\"?\s*[:=]|apiGroups|roleRef|privileged|securityContext|host(?:Network|PID|IPC|Path)|allUsers|allAuthenticatedUsers"
    r"|permissions:|cap_add|docker\.sock|_iam_|polic|role_assignment|roleAssignments|FullAccess|AdministratorAccess|id_tokens"
    r"|roles/|\"Actions\"|network_mode|security_opt|attribute_condition|\b(?:rules|verbs|resources|subjects|capabilities)\"?\s*[:=]"
    r"|\bchmod\b|NOPASSWD|PolicyStatement|\bservices:",
)
_SHOWN = 80


class File(Record):
    """A file after the change; `document` where it is one with keys."""

    path: str
    document: Any = None

    def line(self, danger: Danger) -> int:
        if danger.line or self.document is None:
            return danger.line or 1
        return int(self.document.line(danger.place))

    def was(self, danger: Danger) -> str:
        """What stood there before, as far as it is short enough to say."""
        if self.document is None or not danger.place or self.document.format in PROGRAMS:
            return ""
        old = self.document.before(danger.place)
        new = self.document.at(danger.place)
        if old is MISSING:
            around = self.document.before(danger.place[:-1])
            return " (was: not set)" if around is not MISSING and isinstance(danger.place[-1], str) else ""
        old = _without_credentials(_differing(old, new))
        text, now = _shown(old), _shown(new)
        if text == now:
            return ""
        return f" (was: {text if len(text) <= _SHOWN else text[:_SHOWN] + '...'})"


def _without_credentials(value: Any) -> Any:
    """A value without what two parties share to know each other: an external id, a password."""
    if isinstance(value, dict):
        return {
            key: "..." if str(key).lower().endswith(("externalid", "password", "secret")) else _without_credentials(one)
            for key, one in value.items()
        }
    return [_without_credentials(one) for one in value] if isinstance(value, list) else value


def _differing(old: Any, new: Any) -> Any:
    """Of two tables, what is another value in the old one."""
    old, new = untagged(old), untagged(new)
    if not isinstance(old, dict) or not isinstance(new, dict):
        return old
    return {key: value for key, value in old.items() if key not in new or new[key] != value}


def _shown(value: Any) -> str:
    """A value in a line: the keys and values of a table without its braces."""
    if (
        isinstance(value, dict)
        and value
        and all(not isinstance(inner, dict) for inner in map(untagged, value.values()))
    ):
        return ", ".join(f"{key} {_text(inner)}" for key, inner in value.items())
    return _text(value)


def _text(value: Any) -> str:
    import json

    value = untagged(value)
    if isinstance(value, str):
        return value
    return json.dumps(value, default=lambda one: str(one.value) if isinstance(one, Tagged) else str(one))


def files(changeset: Changeset, is_data: Callable[[str], bool]) -> tuple[Sides, list[Unread]]:
    """The grants of every file before and after the change, and what could not be read."""
    from govhooks.rules.access.least_privilege import modes, sudoers

    found: Sides = []
    unread: list[Unread] = []
    for change in changeset.changes:
        if is_data(change.path if change.exists else change.old_path or change.path):
            continue
        name = change.path if change.exists else change.old_path or change.path
        form = format_of(name)
        if sudoers.is_sudoers(name):
            found.append(_texts(change, changeset, sudoers.dangers))
        elif modes.is_recipe(name):
            from govhooks.rules.access.least_privilege import scripts

            found.append(_texts(change, changeset, scripts.recipe_dangers))
        elif modes.is_configured(name):
            found.append(_texts(change, changeset, modes.configured))
        elif name.lower().endswith(".sql"):
            from govhooks.rules.access.least_privilege import sql

            found.append(_texts(change, changeset, sql.dangers))
        elif name.lower().endswith((".bicep", ".bicepparam")):
            from govhooks.rules.access.least_privilege import azure

            found.append(_texts(change, changeset, azure.bicep_dangers))
        elif _is_judged(name, form) and _may_grant(change, form):
            found += _documents(change, form, unread, is_data(change.old_path or change.path))
    return found, unread


def _is_judged(name: str, form: str) -> bool:
    if name.rpartition("/")[2].lower() in NEVER:
        return False
    if form == "toml":
        from govhooks.rules.access.least_privilege.forges import is_runner

        return is_runner(name)
    if form in PROGRAMS and _built().match(name) is not None:
        return False
    return form in (*DATA, *PROGRAMS, "shell", "dockerfile") or name.lower().endswith(".template")


@functools.cache
def _built() -> Globs:
    from govhooks.core.globs import globs

    return globs(BUILT, ignore_case=True)


def _may_grant(change: Change, form: str) -> bool:
    """Whether a file, now or before, has a word that a grant is made with."""
    from govhooks.rules.access.least_privilege.pods import is_compose
    from govhooks.rules.access.least_privilege.workflows import is_workflow

    if change.large or is_workflow(change.path):
        return True
    words = {"toml": RUNNERS, "shell": SCRIPTS, "dockerfile": IMAGES, **dict.fromkeys(PROGRAMS, OF_PROGRAMS)}.get(
        form, (*GRANTS, *SERVICES)
    )
    if is_compose(change.path) and change.status == "M" and not _touches_service(change):
        return False
    text = _lower(change)
    return any(word in text for word in (*words, *(INPUTS if form == "hcl" else ())))


# A line of a compose file that has none of these changes nothing that is judged: an image, a port, a variable.
_OF_SERVICES = compiled(
    r"(?im)privileged|host|\.sock|cap|-\s*[\"']?(?-i:[A-Z][A-Z_]{2,})[\"']?\s*$|user|root|security|unconfined|no-new|read_only|group_add|device|disable|seccomp|apparmor|volume|source|:\s*[\"']?0"
    r"|-\s*[\"']?/|<<|\*|&|extends|services|^\s{0,4}[\w-]+:\s*$|[\[{]|bpf|perfmon",
)
_IMAGE = compiled(r"^\s*(?:image|restart|command|entrypoint|container_name|hostname):\s*\S+$")


def _touches_service(change: Change) -> bool:
    lines = (line.text for side in (change.added, change.removed) for line in side)
    return any(_OF_SERVICES.search(line) and not _IMAGE.match(line) for line in lines)


def _lower(change: Change) -> str:
    """Both sides in lower case, to look for words in: what both have stands there once."""
    if len(change.sources) == 2 and change.status in "MR":
        return "\n".join((change.text, *(line.text for line in change.removed))).lower()
    olds = (source.read() or b"" for source in change.sources[1:])
    return "\n".join((change.text, *(decode(old)[0] for old in olds))).lower()


def _texts(
    change: Change, changeset: Changeset, dangers: Callable[[str], Iterator[Danger]]
) -> tuple[File, list[Danger], list[Danger]]:
    new = list(dangers(change.text)) if change.exists else []
    old = [] if changeset.kind == "whole" else list(dangers(decode(change.read_old())[0]))
    return File(change.path), old, new


def _documents(
    change: Change, form: str, unread: list[Unread], was_data: bool
) -> Iterator[tuple[File, list[Danger], list[Danger]]]:
    if form == "yaml" and change.exists and len(change.text) > _LARGE and _DEFINITION.search(change.text):
        shorter = _without_definitions(change.text)
        if shorter is not None:
            yield from _template(change, shorter, _without_definitions)
            return
    if form in DATA or form in PROGRAMS or form in ("shell", "dockerfile", "toml"):
        given = list(documents((change,), form))
    else:  # CloudFormation: *.template
        form = "json" if change.text.lstrip().startswith("{") else "yaml"
        olds = read(form, change.read_old()) if change.old_path and change.read_old() else ()
        given = [
            Document(change, form, side, (olds[index],) if index < len(olds) else (), index)
            for index, side in enumerate(read(form, change.read()))
        ]
    told = False
    text = _lower(change)
    for document in given:
        if document.error and form == "dockerfile" and format_of("x." + change.path.rpartition(".")[2]):
            continue  # dockerfile.py
        if document.error and change.exists and not told:
            softened = _softened(change.text) if form == "yaml" and "{{" in change.text else None
            if softened is not None:
                yield from _template(change, softened, _softened)
            if softened is None and _touches_grant(change):
                told = True
                unread.append((change.path, document.error_line, document.error))
            elif softened is not None and (line := _computed(change)):
                told = True
                unread.append((change.path, line, "the values of the chart decide what it grants"))
            continue
        if isinstance(document.new.value, Code) and document.new.value.partial and _touches_grant(change):
            unread.append((change.path, document.new.value.partial[0], "part of it could not be parsed"))
        if document.olds and not was_data and document.new.value == document.old.value:
            continue  # another document of the file is changed
        new = list(dangers(document.new, change.path, form, text))
        # What tests read granted nothing: out of their folder, it does.
        olds = () if was_data else document.olds
        old = [one for side in olds for one in dangers(side, change.old_path or change.path, form, text)]
        yield File(change.path, document), old, new


_CONTROL = compiled(r"(?ms)^[ \t]*(?:-[ \t]*)?\{\{(?:(?!\}\}|\{\{).)*\}\}[ \t]*$")
_INLINE = compiled(r"(?s)\{\{(?:(?!\}\}|\{\{).)*\}\}")
_ROLE = compiled(r"(?m)^kind:[ \t]*[\"']?(?:Cluster)?Role[\"']?[ \t\r]*$")
_COMPUTED = compiled(r"\{\{[^{}\n]*\b(?:toYaml|range|tpl|index)\b")


def _softened(text: str) -> bytes | None:
    """A template without its control lines, and with `x` for each value; None if that is no YAML either."""
    plain = _CONTROL.sub(lambda found: "\n" * found[0].count("\n"), text)
    plain = _INLINE.sub(lambda found: "x" + "\n" * found[0].count("\n"), plain)
    data = plain.encode("utf-8", "replace")
    return data if not any(side.error for side in read("yaml", data)) else None


def _template(
    change: Change, plain: bytes, make: Callable[[str], bytes | None]
) -> Iterator[tuple[File, list[Danger], list[Danger]]]:
    """The grants of a file that is read as `make` has it: `plain` is that of its new side."""
    text = _lower(change)
    before = make(decode(change.read_old())[0]) if change.old_path else None
    olds = read("yaml", before) if before else ()
    for index, side in enumerate(read("yaml", plain)):
        partners = (olds[index],) if index < len(olds) else ()
        document = Document(change, "yaml", side, partners, index)
        old = [one for partner in partners for one in dangers(partner, change.old_path, "yaml", text)]
        yield File(change.path, document), old, list(dangers(side, change.path, "yaml", text))


# From this size on, definitions of custom resources are left out before the file is parsed: they grant nothing.
_LARGE = 100_000
_DOCUMENT = compiled(r"(?m)^---[^\n]*$")
_DEFINITION = compiled(r"(?m)^kind:[ \t]*CustomResourceDefinition[ \t\r]*$")


def _without_definitions(text: str) -> bytes | None:
    """A stream of documents without the definitions of custom resources, each line where it was; None if that is no YAML."""
    kept: list[str] = []
    at = 0
    for end in (*(found.start() for found in _DOCUMENT.finditer(text)), len(text)):
        part = text[at:end]
        kept.append("---" * part.startswith("---") + "\n" * part.count("\n") if _DEFINITION.search(part) else part)
        at = end
    data = "".join(kept).encode("utf-8", "replace")
    return data if not any(side.error for side in read("yaml", data)) else None


def _computed(change: Change) -> int:
    """The first added line of a role's template that makes rules out of values, 0 if there is none."""
    if _ROLE.search(change.text) is None:
        return 0
    return next((line.number for line in change.added if _COMPUTED.search(line.text)), 0)


def _touches_grant(change: Change) -> bool:
    return any(_OF_GRANTS.search(line.text) for line in change.added)


# Large documents that only describe.
_WITHOUT_GRANTS = ("CustomResourceDefinition",)


def dangers(side: Side, path: str, form: str, text: str) -> Iterator[Danger]:
    """The grants of one side of a document; `text` is all of its file in lower case, and may be more than that."""
    value = side.value
    if side.error or value is MISSING or value is None:
        return
    if form in PROGRAMS:
        from govhooks.rules.access.least_privilege import programs

        yield from programs.dangers(value)
    elif form == "shell":
        from govhooks.rules.access.least_privilege import scripts

        yield from scripts.script_dangers(value)
    elif form == "dockerfile":
        from govhooks.rules.access.least_privilege import scripts

        yield from scripts.dockerfile_dangers(value, b"")
    elif form == "toml":
        from govhooks.rules.access.least_privilege import forges

        yield from forges.runner_dangers(value)
    else:
        yield from _data(value, path, form, text)


def _data(value: Any, path: str, form: str, text: str) -> Iterator[Danger]:
    from govhooks.rules.access.least_privilege import workflows

    if workflows.is_workflow(path):
        yield from workflows.dangers(value, path)
        return

    if isinstance(value, dict) and value.get("kind") in _WITHOUT_GRANTS and "apiVersion" in value:
        return

    def has(*words: str) -> bool:
        return any(word in text for word in words)

    name = path.rpartition("/")[2]
    is_terraform = form == "hcl" or path.lower().endswith(".tf.json")
    if is_terraform:
        yield from _terraform(value, path, text)
        return
    if has(*AWS):
        from govhooks.rules.access.least_privilege import aws

        yield from aws.dangers(value, name)
    if has("roles/", "allusers", "allauthenticatedusers", "includedpermissions"):
        from govhooks.rules.access.least_privilege import google

        yield from google.bindings(value, name)
    if has(
        "roleassignments", "deploymentparameters", "roledefinitions", "assignablescopes", "audiences", *ARM_SWITCHES
    ):
        from govhooks.rules.access.least_privilege import azure

        yield from azure.resources(value)
    if has(*SETTINGS):
        from govhooks.rules.access.least_privilege import settings

        yield from settings.dangers(value, name, form)
    if "[[runners]]" in text or "_access" in text:
        from govhooks.rules.access.least_privilege import forges

        yield from forges.values_dangers(value)
        if forges.is_agent(path):
            yield from forges.agent_dangers(value, path)
    if not isinstance(value, dict):
        return
    from govhooks.rules.access.least_privilege import pods

    if workflows.is_pipeline(path):
        yield from workflows.pipeline_dangers(value)
    if pods.is_compose(path) or ("services" in value and "apiVersion" not in value and form == "yaml"):
        yield from pods.compose_dangers(value)
    items = value.get("items") if str(value.get("kind", "")).endswith("List") else None
    for index, one in enumerate(items if isinstance(items, list) else [value]):
        if isinstance(one, dict) and "kind" in one:
            from govhooks.rules.access.least_privilege import kubernetes

            place = ("items", index) if items else ()
            yield from kubernetes.dangers(one, place)
            yield from pods.pod_dangers(one, place)


def _terraform(value: Any, path: str, text: str) -> Iterator[Danger]:
    """The grants of a file of Terraform, with what its names stand for, and those that its names are made for."""
    from govhooks.rules.access.least_privilege import aws, azure, forges, google, inputs, named, settings

    written, places = named.terraform(value)
    found: list[Danger] = []
    found += aws.terraform_documents(written)
    found += google.terraform(written)
    found += azure.terraform(written)
    found += settings.terraform(written)
    found += forges.terraform(written)
    if any(word in text for word in AWS):
        found += aws.dangers(written, path.rpartition("/")[2])
    found += inputs.dangers(written, path)
    for danger in found:
        place = named.origin(danger.place, places)
        yield danger if place == danger.place else danger.moved(place, danger.line)
