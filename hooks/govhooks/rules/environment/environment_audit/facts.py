"""What a change does to environment variables: both sides of its deployment files and of its code."""

from __future__ import annotations

from govhooks.core.places import is_bundled, test_data
from govhooks.core.record import Record
from govhooks.knowledge.variables.deployed import Setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.variables.use import Use
    from govhooks.rules.environment.environment_audit.policy import Policy


class Deployed(Record):
    """A deployment file: what it sets after the change and before it. `error` says why it cannot be read, `mended` that it could not be
    before: nobody knows then what is new."""

    path: str
    surface: str
    environment: str
    new: tuple[Setting, ...] = ()
    old: tuple[Setting, ...] = ()
    is_new: bool = False
    error: str = ""
    error_line: int = 0
    mended: bool = False


class Coded(Record):
    """A file of code: which variables it reads after the change and before it."""

    path: str
    new: tuple[Use, ...] = ()
    old: tuple[Use, ...] = ()
    error: str = ""
    error_line: int = 0


class Facts(Record):
    """All files of a change that set or read variables."""

    deployed: tuple[Deployed, ...] = ()
    coded: tuple[Coded, ...] = ()


def gather(changeset: Changeset, policy: Policy) -> Facts:
    """Read the files of a change. Code is read only where that can say something: beside deployment files, or with a register."""
    is_data = test_data(policy.test_data)
    changes = [change for change in changeset.changes if not is_data(change.path)]
    deployed = tuple(_deployed(changes, changeset))
    asks = bool(policy.variables) or bool(deployed) or changeset.kind == "whole"
    every = bool(policy.variables) or changeset.kind == "whole"
    return Facts(deployed, tuple(_coded(changes, asks, every)))


def _deployed(changes: list[Change], changeset: Changeset) -> Iterator[Deployed]:
    from govhooks.knowledge.variables.deployed import may_set, settings, surface_of
    from govhooks.knowledge.variables.environments import environment_of

    files = _files(changeset)
    for change in changes:
        surface = surface_of(change.path)
        was = surface_of(change.old_path) if change.old_path else ""
        if (not surface and not was) or not change.exists:
            continue  # what goes with its file, everybody sees
        if change.large:
            yield Deployed(change.path, surface or was, "", error="larger than 16 MiB")
            continue
        after = change.read() if surface and change.has_content else b""
        before = change.read_old() if was else b""
        if not may_set(surface, after) and not may_set(was, before):
            continue
        new = settings(change.path, after, surface) if after else None
        old = settings(change.old_path, before, was) if before else None
        if (new and (new.found or new.error)) or (old and old.found):
            yield Deployed(
                change.path,
                surface or was,
                environment_of(change.path, files),
                new.found if new else (),
                old.found if old else (),
                not change.old_path,
                new.error if new and not _is_template(change.path) else "",
                new.error_line if new else 0,
                bool(old and old.error),
            )


def _is_template(path: str) -> bool:
    """Whether a path belongs to a template of a project, whose files need not be what their names say."""
    return "{{" in path


def _files(changeset: Changeset) -> dict[str, tuple[str, ...]]:
    """Environment -> globs of its files, as separate-environments has them."""
    declared = changeset.supplied.get("environments") or {}
    return {name: tuple(one.get("files", ())) for name, one in declared.items() if isinstance(one, dict)}


def _coded(changes: list[Change], asks: bool, every: bool) -> Iterator[Coded]:
    from govhooks.knowledge.variables.used import form_of, read

    for change in changes:
        form = form_of(change.path)
        if not form or change.large or not (asks or form == "spring" or _switches(change)):
            continue
        if not every and not _may_read(change, form):
            continue
        if change.has_content and is_bundled(change.read()):
            continue
        new = read(change.path, change.read()) if change.has_content else None
        old = read(change.old_path, change.read_old()) if change.old_path else None
        if (new and (new.uses or new.error)) or (old and old.uses):
            yield Coded(
                change.path,
                new.uses if new else (),
                old.uses if old else (),
                new.error if new and not _is_template(change.path) else "",
                new.error_line if new else 0,
            )


def _may_read(change: Change, form: str) -> bool:
    """Whether a changed line may read a variable: without a register, what a file read before is no question."""
    from govhooks.knowledge.variables.used import WORDS

    words = (":?", ":-", ":=") if form == "shell" else WORDS.get(form, ())
    if change.is_new:
        return any(word in change.text for word in words)
    return any(word in line.text for lines in (change.added, change.removed) for line in lines for word in words)


def _switches(change: Change) -> bool:
    """Whether an added line has a word of a protection's name beside one of variables: its default may be another now."""
    from govhooks.rules.environment.environment_audit.switches import WORDS

    for line in change.added:
        if any(word in line.text for word in WORDS) and (
            "nv" in line.text or "NV" in line.text or "onfig" in line.text
        ):
            return True
    return False
