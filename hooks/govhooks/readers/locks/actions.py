"""Workflows and actions of GitHub (and of Gitea and Forgejo): what `uses:` runs.

    uses: owner/repo/path@ref   name "owner/repo/path", `wanted` the ref; `version` too where it is a commit's full digest, and
                                then `comment` is what stands behind it, by custom the tag: `# v4.1.1`
    uses: docker://image        an image, as is the `image` of a job's container and services, and of an action's `runs`
    uses: ./path                a part of the repository itself, and no package

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses
"""

from __future__ import annotations

from govhooks.readers.locks.images import Images
from govhooks.readers.locks.package import Contents, OtherFile, Package
from govhooks.readers.locks.structured import listed, table, text, whole
from govhooks.readers.text import decode
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govhooks.readers.document import Side
    from govhooks.readers.values import Path

_USES = compiled(r"(?a)([\w.-]+/[\w.-]+(?:/[^@\s]*)?)@(\S+)$")
_COMMIT = compiled(r"[0-9a-f]{40}(?:[0-9a-f]{24})?$")
_COMMENT = compiled(r"\s#(.*)$")


def read(path: str, data: bytes) -> Contents:
    """What a workflow or an action uses. Raises BadDocument."""
    side = whole("yaml", data)
    value = side.value
    if not any(isinstance(value.get(key), dict) for key in ("jobs", "runs")):
        raise OtherFile("neither a workflow (`jobs`) nor an action (`runs`)", 1)
    found = _Workflow(side, decode(data).split("\n"))
    for name, job in table(value.get("jobs")).items():
        place: Path = ("jobs", name)
        if "uses" in table(job):
            found.uses((*place, "uses"))
        container = table(job).get("container")
        if container is not None:
            found.image((*place, "container"), container)
        for service, one in table(table(job).get("services")).items():
            found.image((*place, "services", service), one)
        found.steps((*place, "steps"))
    runs = table(value.get("runs"))
    found.steps(("runs", "steps"))
    image = text(runs.get("image"))
    if image.startswith("docker://"):
        found.images.add(image.removeprefix("docker://"), side.line(("runs", "image")))
    return Contents(
        "actions",
        "GitHub Actions",
        False,
        tuple(sorted((*found.packages, *found.images.packages), key=lambda package: package.line)),
        {},
        (),
        tuple(sorted((*found.unread, *found.images.unread))),
    )


class _Workflow:
    """A workflow while it is read."""

    def __init__(self, side: Side, lines: list[str]) -> None:
        self.side = side
        self.lines = lines
        self.images = Images()
        self.packages: list[Package] = []
        self.unread: list[tuple[int, str]] = []

    def steps(self, place: Path) -> None:
        for index, step in enumerate(listed(self.side.at(place))):
            if "uses" in table(step):
                self.uses((*place, index, "uses"))

    def uses(self, place: Path) -> None:
        line = self.side.line(place)
        value = self.side.at(place)
        used = text(value).strip()
        if used.startswith(("./", "../")) or used == ".":
            return
        if used.startswith("docker://"):
            self.images.add(used.removeprefix("docker://"), line)
            return
        found = _USES.match(used)
        if found is None or "${{" in used:
            self.unread.append((line, f"`uses` is no action and its version: {used[:100]}"))
            return
        name, ref = found[1].rstrip("/"), found[2]
        is_commit = _COMMIT.match(ref) is not None
        comment = _COMMENT.search(self.lines[line - 1]) if line <= len(self.lines) else None
        self.packages.append(
            Package(
                "GitHub Actions",
                name,
                ref if is_commit else "",
                line,
                ref,
                True,
                comment=comment[1].strip() if comment else "",
            )
        )

    def image(self, place: Path, value: Any) -> None:
        """A container: the name of an image, or a table with it."""
        if isinstance(value, dict):
            place, value = (*place, "image"), value.get("image")
        if isinstance(value, str) and not value.strip():
            return  # no container at all
        if isinstance(value, str) and "${{" in value:
            head, _, tag = value.rpartition(":")
            if head and "${{" not in head and "}}" in tag:  # only the tag is an expression
                self.images.packages.append(Package("Docker", head, "", self.side.line(place), tag.strip(), True))
                return
            self.images.unread.append((self.side.line(place), f"which image is not known: {value[:100]}"))
            return
        self.images.add(value.removeprefix("docker://") if isinstance(value, str) else value, self.side.line(place))
