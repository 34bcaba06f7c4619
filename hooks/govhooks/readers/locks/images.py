"""Images of containers: Dockerfiles, compose files, and the parts of a reference that other modules need.

    refer("registry:5000/a/b:1.2@sha256:...", line)   a Package: name, `wanted` the tag, `version` the digest

Dockerfile: FROM, `COPY --from=`, `RUN --mount=from=` and the frontend of `# syntax=` (group "syntax"). The names of stages are no
images, nor is `scratch`; `ARG`s before the first FROM stand for their defaults, as `docker build` has it.
https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact

Compose: the `image` of each service that is not built from a folder. Variables stand for their defaults (`${TAG:-1.2}`); one
without a default stays as it is written where it is a tag, and is said where it is (a part of) the name.
https://docs.docker.com/reference/compose-file/interpolation/
"""

from __future__ import annotations

import re

from govhooks.readers import format_of
from govhooks.readers.document import BadDocument
from govhooks.readers.locks.package import Contents, OtherFile, Package
from govhooks.readers.locks.structured import table, text, whole
from govhooks.readers.text import decode
from govhooks.readers.values import untagged
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from govhooks.readers.document import Side

_VARIABLE = compiled(r"(?a)\$(?:\{(\w+)(?:(:?[-+?])((?:[^${}]|\$\{\w+\})*))?\}|(\w+))")
_SYNTAX = compiled(r"(?i)#\s*syntax\s*=\s*(\S+)")
_MOUNT = compiled(r"--mount=(?:[^\s=]*=[^\s,]*,)*from=([^\s,]+)")
_NAME = compiled(r"(?a)[\w.-]+(?::\d+)?(?:/[\w.-]+)*")
_DIGEST = compiled(r"[a-z0-9+._-]+:[0-9a-fA-F]{32,}")
# No reference is longer: variables may stand for variables, and each of them twice.
_LONGEST = 10_000
# What a compose file may hold without services.
_PARTS = ("configs", "include", "name", "networks", "secrets", "version", "volumes")


def read(path: str, data: bytes) -> Contents:
    """The images that a Dockerfile or a compose file names. Raises BadDocument."""
    if path.casefold().endswith((".yml", ".yaml")):
        return _compose(data)
    try:
        return _dockerfile(data)
    except BadDocument as error:
        ending = path.rpartition("/")[2].rpartition(".")[2]
        if format_of(f"x.{ending}") not in ("", "dockerfile"):  # `dockerfile.py` reads Dockerfiles, and is none
            raise OtherFile(str(error), error.line) from None
        raise


def refer(image: str, line: int, groups: tuple[str, ...] = (), platform: str = "") -> Package:
    """An image as a Package. Raises ValueError for what names none."""
    name, _, digest = image.partition("@")
    tag = ""
    if ":" in name.rpartition("/")[2]:
        name, _, tag = name.rpartition(":")
    if "$" in name + digest:
        raise ValueError(f"which image is not known: {image[:100]}")
    if not _NAME.fullmatch(name) or ("@" in image and not _DIGEST.fullmatch(digest)):
        raise ValueError(f"not the name of an image: {image[:100]}")
    return Package("Docker", name, digest, line, tag, True, groups, hashes=(digest,) if digest else (), marker=platform)


def substituted(image: str, values: Mapping[str, str | None]) -> str:
    """A reference with its variables replaced; one without a value stays, and so does one that would make it endless."""
    left = _LONGEST

    def value(found: re.Match[str]) -> str:
        nonlocal left
        name, operator, word = found[1] or found[4], found[2] or "", found[3] or ""
        known = values.get(name)
        if operator.endswith("+"):
            text = substituted(word, values) if known else ""
        elif known or (known is not None and not operator.startswith(":")):
            text = known
        else:
            text = substituted(word, values) if operator.endswith("-") else found[0]
        left -= len(text)
        return text if left >= 0 else found[0]

    return _VARIABLE.sub(value, image) if len(image) <= _LONGEST else image


class Images:
    """The images of a file while it is read."""

    def __init__(self) -> None:
        self.packages: list[Package] = []
        self.unread: list[tuple[int, str]] = []

    def add(self, image: Any, line: int, groups: tuple[str, ...] = (), platform: str = "") -> None:
        """Take in one reference; what is none is said."""
        if not isinstance(image, str) or not image.strip():
            self.unread.append((line, "an image that is no text"))
            return
        try:
            self.packages.append(refer(image.strip(), line, groups, platform))
        except ValueError as error:
            self.unread.append((line, str(error)))


def _dockerfile(data: bytes) -> Contents:
    from govhooks.readers import read as read_format

    side = read_format("dockerfile", data)[0]
    if side.error:
        raise BadDocument(side.error, side.error_line)
    found = Images()
    first = data.split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    if frontend := _SYNTAX.match(first):
        found.add(frontend[1], 1, ("syntax",))
    values: dict[str, str | None] = {}
    stages: set[str] = set()
    count = 0
    lines = decode(data).split("\n")
    for image, line, platform, is_stage, name in _references(side, values, lines):
        if is_stage:
            count += 1
        is_known = image.casefold() in stages or image.casefold() == "scratch" or (not is_stage and image.isdigit())
        if not is_known:
            found.add(image, line, (), platform)
        if name:
            stages.add(name.casefold())
    if not count and not found.packages and side.value:
        raise BadDocument("not a Dockerfile: it has no FROM", 1)
    return Contents("docker", "Docker", False, tuple(found.packages), {}, (), tuple(found.unread))


def _references(
    side: Side, values: dict[str, str | None], lines: list[str]
) -> Iterator[tuple[str, int, str, bool, str]]:
    """(image, line, platform, whether it begins a stage, the name of the stage) of each mention of an image or stage."""
    begun = False
    for index, one in enumerate(side.value or ()):
        name, value = next(iter(one.items()))
        if name == "ONBUILD":
            name, value = next(iter(value.items()))
        line = side.line((index,))
        options = table(value)
        if name == "ARG" and not begun:
            for key, default in options.items():
                values[key] = None if default is None else substituted(text(default), values)
        elif name == "FROM":
            begun = True
            image = substituted(text(options.get("image")).strip("\"'"), values)
            platform = text(options.get("--platform"))
            yield image, line, "" if "$" in platform else platform, True, text(options.get("as"))
        elif name in ("COPY", "ADD") and (image := text(options.get("--from"))):
            yield image, line, "", False, ""
        elif name == "RUN" and "--mount" in options:
            for at, image in _mounted(lines, line):
                yield image, at, "", False, ""


def _mounted(lines: list[str], first: int) -> Iterator[tuple[int, str]]:
    """(line, image) of each `--mount` of an instruction: it may have several, and goes on behind a backslash."""
    for line in range(first, len(lines) + 1):
        bare = lines[line - 1].strip()
        yield from ((line, found[1]) for found in _MOUNT.finditer(bare[:_LONGEST]))
        if not bare.endswith(("\\", "`")) and not bare.startswith("#") and bare:
            return


def _compose(data: bytes) -> Contents:
    side = whole("yaml", data)
    services = untagged(side.value.get("services"))
    if not isinstance(services, dict):
        if not any(key in _PARTS or key.startswith("x-") for key in side.value):
            raise BadDocument("not a compose file: it has no services", 1)
        services = {}
    found = Images()
    for name, service in services.items():
        options = table(untagged(service))
        if "image" in options and "build" not in options:
            image = untagged(options["image"])
            if isinstance(image, str):
                image = substituted(image, {})
            line = side.line(("services", name, "image"))
            found.add(image, line, (), text(options.get("platform")))
    return Contents("compose", "Docker", False, tuple(found.packages), {}, (), tuple(found.unread))
