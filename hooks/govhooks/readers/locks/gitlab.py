""".gitlab-ci.yml: the images that jobs run in, and the configuration that is included from elsewhere.

Images: `image` and `services` of the file, of `default` and of each job. Variables of the file's own `variables` stand for their
values. Includes: `project` (name, `wanted` its ref), `component` (name without its version) and `remote` (its URL, with the hash of
`integrity`). `local` is a part of the repository itself, `template` comes with GitLab: no packages.
https://docs.gitlab.com/ci/yaml/#include
"""

from __future__ import annotations

import re

from govhooks.readers.document import BadDocument
from govhooks.readers.locks.images import Images, substituted
from govhooks.readers.locks.package import Contents, Package
from govhooks.readers.locks.structured import address, table, text
from govhooks.readers.values import Tagged, untagged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Side
    from govhooks.readers.values import Path

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?$")
_EXACT = re.compile(r"v?\d+\.\d+\.\d+[\w.+-]*$", re.ASCII)


def read(path: str, data: bytes) -> Contents:
    """What a GitLab pipeline runs in and includes. Raises BadDocument."""
    from govhooks.readers import read as read_format

    packages: list[Package] = []
    unread: list[tuple[int, str]] = []
    for side in read_format("yaml", data):  # a component has its `spec` in a document of its own before it
        if side.error:
            raise BadDocument(side.error, side.error_line)
        if side.value is None:
            continue
        if not isinstance(side.value, dict):
            raise BadDocument("not a table of keys", 1)
        found = _Pipeline(side)
        found.read()
        packages += [*found.packages, *found.images.packages]
        unread += [*found.unread, *found.images.unread]
    packages.sort(key=lambda package: package.line)
    return Contents("gitlab", "GitLab", False, tuple(packages), {}, (), tuple(sorted(unread)))


class _Pipeline:
    """One document while it is read."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.images = Images()
        self.packages: list[Package] = []
        self.unread: list[tuple[int, str]] = []
        self.values: dict[str, str | None] = {}
        for name, value in table(untagged(side.value.get("variables"))).items():
            value = table(value).get("value", value)
            self.values[name] = str(value) if isinstance(value, (str, int, float)) else None

    def read(self) -> None:
        for key, value in self.side.value.items():
            value = untagged(value)
            if key == "include":
                for place, one in self.each((key,), value):
                    self.include(place, untagged(one))
            elif key == "image":
                self.image((key,), value)
            elif key == "services":
                self.services((key,), value)
            elif isinstance(value, dict) and key not in ("variables", "spec", "workflow", "stages"):
                if "image" in value:
                    self.image((key, "image"), value["image"])
                self.services((key, "services"), value.get("services"))
                for place, one in self.each((key, "trigger", "include"), table(value.get("trigger")).get("include")):
                    self.include(place, untagged(one))

    def each(self, place: Path, value: Any) -> list[tuple[Path, Any]]:
        if isinstance(value, list):
            return [((*place, index), one) for index, one in enumerate(value)]
        return [] if value is None else [(place, value)]

    def services(self, place: Path, value: Any) -> None:
        for inner, one in self.each(place, untagged(value)):
            self.image(inner, one)

    def image(self, place: Path, value: Any) -> None:
        if isinstance(value, Tagged):
            return  # `!reference [.job, image]`: it is read where it stands
        if isinstance(value, dict):
            place, value = (*place, "name"), value.get("name")
        if isinstance(value, str):
            value = substituted(substituted(value, self.values), self.values)
        self.images.add(value, self.side.line(place))

    def include(self, place: Path, value: Any) -> None:
        line = self.side.line(place)
        options = value if isinstance(value, dict) else {}
        if isinstance(value, str):
            options = {"remote": value} if re.match(r"https?://", value) else {"local": value}
        if project := text(options.get("project")):
            ref = text(options.get("ref"))
            version = ref if _COMMIT.match(ref) else ""
            self.packages.append(Package("GitLab", project, version, line, ref, True))
        elif component := text(options.get("component")):
            name, _, ref = component.rpartition("@")
            version = ref if _COMMIT.match(ref) or _EXACT.match(ref) else ""
            self.packages.append(Package("GitLab", name or component, version, line, ref if name else "", True))
        elif url := text(options.get("remote")):
            hashes = (integrity,) if (integrity := text(options.get("integrity"))) else ()
            self.packages.append(
                Package("GitLab", address(url), "", line, "", True, source=f"url:{address(url)}", hashes=hashes)
            )
        elif not any(key in options for key in ("local", "template", "artifact")):
            self.unread.append((line, "an include of an unknown kind"))
