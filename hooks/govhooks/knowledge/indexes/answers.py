"""What an index's answer says: bytes -> Project, and of one version -> Facts.

    read("PyPI", "flask", data)     a page of the Simple API in JSON, API version 1.x
        https://packaging.python.org/en/latest/specifications/simple-repository-api/ (PEP 691; PEP 700 `versions` and
        `upload-time`; PEP 592 `yanked`; PEP 792 `project-status`, of which a missing one means active from API 1.4 on alone)
    read("npm", "left-pad", data)   a full packument; the abbreviated one has no `time`
        https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md
    facts(project, "1.0")           what that means for one version

Both give one shape. What an index does not tell is a gap, never a good sign. Whatever the bytes are, BadAnswer is all that is raised.
"""

from __future__ import annotations

import json
import re

from govhooks.core.record import Record
from govhooks.knowledge import versions as orders
from govhooks.knowledge.advisories.names import normalise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

PYPI, NPM = ECOSYSTEMS = ("PyPI", "npm")
# PEP 792's words; "unknown" is ours: the index has no such key, or a word that nobody knows.
ACTIVE, ARCHIVED, DEPRECATED, QUARANTINED, UNKNOWN = (
    "active",
    "archived",
    "deprecated",
    "quarantined",
    "unknown",
)
# What an index may lack.
NO_STATUS, NO_TIMES = "status", "times"
# Of a text in an answer no more is kept.
_LONGEST = 300
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:?00)?\Z")
# What follows the version in the name of a file that is no wheel.
_ARCHIVE = re.compile(r"\.(?:tar\.(?:gz|bz2|xz|Z)|tgz|zip|egg|exe|msi|rpm|dmg|deb)\Z")
_BUILD = re.compile(r"(?:[.-](?:win32|win-amd64|linux-|macosx-).*|-py\d.*|-1\.(?:noarch|src|x86_64))\Z")
_NPM_NAME = re.compile(r"(?:@[A-Za-z0-9~_-][A-Za-z0-9._~-]*/)?[A-Za-z0-9~_-][A-Za-z0-9._~-]*\Z")
_PYPI_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z")
# npm's limit; PyPI has none that is as short.
_LONGEST_NAME = 214


class BadAnswer(ValueError):
    """This is no answer of such an index."""


class Told(Record):
    """What an index says of one version. `uploaded`: ISO 8601, UTC, to the second, of its first file, "" unknown; `given_up`:
    why it is yanked ("yanked: REASON") or deprecated, "" if it is not."""

    uploaded: str = ""
    given_up: str = ""


class Project(Record):
    """What an index says of a project.

    `status`     ACTIVE, ARCHIVED, DEPRECATED, QUARANTINED or UNKNOWN, with the `reason` that was given.
    `versions`   canonical text of a version -> Told.
    `newest`     the newest release that is not yanked, "" for none.
    `newest_at`  when the last release came, "" unknown.
    `gone`       when the whole package was unpublished, "" if it was not.
    `gaps`       of NO_STATUS, NO_TIMES: what the index does not tell.
    `api`        the version of the API, "" where there is none.
    """

    ecosystem: str
    name: str
    status: str
    reason: str
    versions: Mapping[str, Told]
    newest: str = ""
    newest_at: str = ""
    gone: str = ""
    gaps: tuple[str, ...] = ()
    api: str = ""


class Facts(Record):
    """What an index says of one version of a package, or why nobody knows.

    `why`       why it could not be looked up; "" if it could. With a reason nothing else counts.
    `known`     whether the index has the project; `gone` when it was unpublished.
    `present`   whether it has this version; True where no version was asked for.
    `status`, `reason`, `newest`, `newest_at`, `gaps`, `api`  as in Project.
    `given_up`, `uploaded`  of this version, as in Told.
    `index`     the host of the index, as shown to people; `at` when it answered (ISO 8601, UTC); `cached` whether that answer
                was kept from an earlier run.
    """

    why: str = ""
    known: bool = False
    present: bool = False
    status: str = UNKNOWN
    reason: str = ""
    given_up: str = ""
    uploaded: str = ""
    newest: str = ""
    newest_at: str = ""
    gone: str = ""
    gaps: tuple[str, ...] = ()
    api: str = ""
    index: str = ""
    at: str = ""
    cached: bool = False


def is_name(ecosystem: str, name: str) -> bool:
    """Whether a package of PyPI or npm can have this name; any other is never asked for."""
    if len(name) > _LONGEST_NAME or not name.isascii():
        return False
    return bool((_PYPI_NAME if ecosystem == PYPI else _NPM_NAME).match(name))


def facts(project: Project, version: str) -> Facts:
    """What a project's answer says of one version; "" asks for the project alone."""
    told = project.versions.get(_canonical(project.ecosystem, version)) if version else Told()
    gaps = project.gaps
    # A project that is quarantined has no files, and so no times.
    if version and told is not None and not told.uploaded and NO_TIMES not in gaps and project.status != QUARANTINED:
        gaps = (*gaps, NO_TIMES)
    return Facts(
        known=not project.gone,
        present=told is not None,
        status=project.status,
        reason=project.reason,
        given_up=told.given_up if told else "",
        uploaded=told.uploaded if told else "",
        newest=project.newest,
        newest_at=project.newest_at,
        gone=project.gone,
        gaps=gaps,
        api=project.api,
    )


def read(ecosystem: str, name: str, data: bytes) -> Project:
    """The answer of an index of this ecosystem about a project. Raises BadAnswer."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise BadAnswer("it is no JSON, or ends in the middle") from None
    if not isinstance(document, dict):
        raise BadAnswer("it is no table")
    told = document.get("name")
    if not isinstance(told, str) or normalise(ecosystem, told) != normalise(ecosystem, name):
        raise BadAnswer("it tells of another package")
    return _simple(name, document) if ecosystem == PYPI else _packument(name, document)


def _canonical(ecosystem: str, version: str) -> str:
    if ecosystem != PYPI:
        return version
    try:
        return orders.canonical(ecosystem, version)
    except orders.BadVersion:
        return version


def _text(value: object) -> str:
    """A text of an answer, on one line, no longer than is of use, and Unicode."""
    if not isinstance(value, str):
        return ""
    line = " ".join(value[: 4 * _LONGEST].split())[:_LONGEST]
    return line.encode("utf-8", "replace").decode("utf-8")


def _moment(value: object) -> str:
    """A time of UTC to the second, "" for anything else."""
    found = _TIME.match(value) if isinstance(value, str) and len(value) < 64 else None
    return found[1] if found else ""


# --- PyPI


def _simple(name: str, document: Mapping[str, Any]) -> Project:
    meta = document.get("meta")
    api = meta.get("api-version") if isinstance(meta, dict) else None
    major, _, minor = api.partition(".") if isinstance(api, str) and len(api) < 16 else ("", "", "")
    if major != "1" or not (minor.isascii() and minor.isdigit()):
        raise BadAnswer("it is of no version of the API that is known (1.x)")
    status, reason = _status(document.get("project-status"), int(minor) >= 4)
    files = document.get("files")
    listed = document.get("versions", ())
    if not isinstance(files, list) or not isinstance(listed, (list, tuple)):
        raise BadAnswer("it has no list of files")
    several: dict[str, list[Mapping[str, Any]]] = {
        _canonical(PYPI, _text(version)): [] for version in listed if isinstance(version, str)
    }
    for file in files:
        if isinstance(file, dict):
            version = _version_of(file.get("filename"), normalise(PYPI, name))
            if version:
                several.setdefault(_canonical(PYPI, version), []).append(file)
    found = {version: _of_files(some) for version, some in several.items()}
    times = [told.uploaded for told in found.values() if told.uploaded]
    kept = [version for version, told in found.items() if several[version] and not told.given_up]
    lacking = (*((NO_STATUS,) if status == UNKNOWN else ()), *((NO_TIMES,) if files and not times else ()))
    return Project(
        PYPI, name, status, reason, found, _newest(PYPI, kept), max(times, default=""), "", lacking, f"{major}.{int(minor)}"
    )  # fmt: skip


def _status(value: object, told: bool) -> tuple[str, str]:
    """(status, reason) of `project-status`; `told` is whether a missing one means that the project is active."""
    if value is None:
        return (ACTIVE if told else UNKNOWN), ""
    if not isinstance(value, dict):
        return UNKNOWN, ""
    # An empty table is a project's without a marker.
    status = value.get("status", ACTIVE if told else UNKNOWN)
    known = status if status in (ACTIVE, ARCHIVED, DEPRECATED, QUARANTINED) else UNKNOWN
    return known, _text(value.get("reason"))


def _version_of(filename: object, name: str) -> str:
    """The version in the name of a file, "" if there is none. A project's name may hold "-", an old version, too."""
    if not isinstance(filename, str) or len(filename) > 400:
        return ""
    if filename.endswith(".whl"):
        parts = filename.split("-", 2)
        return parts[1] if len(parts) == 3 else ""
    stem, cut = _ARCHIVE.subn("", filename)
    if not cut:
        return ""
    at = stem.find("-")
    while at >= 0:
        if normalise(PYPI, stem[:at]) == name:
            return _BUILD.sub("", stem[at + 1 :])
        at = stem.find("-", at + 1)
    return ""


def _of_files(files: Iterable[Mapping[str, Any]]) -> Told:
    """A version is yanked when all of its files are; it is as old as its first file."""
    files = tuple(files)
    times = [moment for file in files if (moment := _moment(file.get("upload-time")))]
    reasons = [file.get("yanked") for file in files]
    given_up = ""
    # "" is a reason that nobody gave; False and null are none.
    if reasons and all(isinstance(reason, str) or reason is True for reason in reasons):
        why = next((text for reason in reasons if (text := _text(reason))), "")
        given_up = f"yanked: {why}" if why else "yanked"
    return Told(min(times, default=""), given_up)


def _newest(ecosystem: str, several: Iterable[str]) -> str:
    """The highest version that is final, the highest of all where none is."""
    order = orders.ordering(ecosystem)
    ranked = []
    for version in several:
        try:
            key = order.key(version)
        except orders.BadVersion:
            continue
        before = bool(key.is_prerelease) if ecosystem == PYPI else "-" in version.partition("+")[0]
        ranked.append((not before, key, version))
    return max(ranked, default=(False, None, ""), key=lambda one: one[:2])[2]


# --- npm

# npm puts such a release in the place of a package that it has taken down: https://docs.npmjs.com/threats-and-mitigations
_HOLDING = "security holding package"


def _packument(name: str, document: Mapping[str, Any]) -> Project:
    listed, time = document.get("versions", {}), document.get("time", {})
    tags = document.get("dist-tags", {})
    if not isinstance(listed, dict) or not isinstance(time, dict) or not isinstance(tags, dict):
        raise BadAnswer("it is no packument")
    gone = time.get("unpublished")
    if not listed and isinstance(gone, dict):
        return Project(NPM, name, UNKNOWN, "", {}, gone=_moment(gone.get("time")) or "unknown")
    if not listed and "versions" not in document:
        raise BadAnswer("it is no packument")
    found = {}
    for version, manifest in listed.items():
        given_up = manifest.get("deprecated") if isinstance(manifest, dict) else None
        words = _text(given_up) if isinstance(given_up, str) else "deprecated" if given_up is True else ""
        found[_text(version)] = Told(_moment(time.get(version)), words)
    times = [told.uploaded for told in found.values() if told.uploaded]
    latest = tags.get("latest")
    newest = latest if isinstance(latest, str) and latest in listed else _newest(NPM, found)
    manifest = listed.get(newest)
    held = isinstance(manifest, dict) and _text(manifest.get("description")).lower() == _HOLDING
    # Where even the times are left out, a missing `deprecated` says nothing.
    gaps = () if times or not listed else (NO_STATUS, NO_TIMES)
    status = QUARANTINED if held else UNKNOWN if gaps else ACTIVE
    reason = f"npm has put a {_HOLDING} in its place" if held else ""
    return Project(NPM, name, status, reason, found, _text(newest), max(times, default=""), "", gaps)


# --- as it is kept


def kept(project: Project) -> dict[str, object]:
    """A project as plain values, for `restored`."""
    plain: dict[str, object] = {name: getattr(project, name) for name in Project.fields}
    plain["versions"] = {version: [told.uploaded, told.given_up] for version, told in project.versions.items()}
    plain["gaps"] = list(project.gaps)
    return plain


def restored(plain: object) -> Project:
    """The project of `kept`. Raises BadAnswer."""
    if not isinstance(plain, dict) or set(plain) != set(Project.fields):
        raise BadAnswer("it is no project")
    given, gaps = plain["versions"], plain["gaps"]
    texts = [name for name in Project.fields if name not in ("versions", "gaps")]
    if not isinstance(given, dict) or not isinstance(gaps, list) or not _are_texts([*gaps, *map(plain.get, texts)]):
        raise BadAnswer("it is no project")
    found = {}
    for version, told in given.items():
        if not isinstance(told, list) or len(told) != 2 or not _are_texts(told):
            raise BadAnswer("it is no project")
        found[version] = Told(*told)
    return Project(**{**plain, "versions": found, "gaps": tuple(gaps)})


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)
