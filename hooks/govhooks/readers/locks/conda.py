"""environment.yml of conda: https://docs.conda.io/projects/conda/en/latest/user-guide/tasks/manage-environments.html

A package is `name`, `name=1.2`, `name>=1.2,<2`, `channel::name=1.2=build` or `name[version='>=1']`. `==1.2` and a build name one
version (`=1.2` is any 1.2.x). What stands below `pip:` are packages of PyPI, as in a file of requirements. With a build for each
package, as `conda env export` writes them, the file is a lock.
"""

from __future__ import annotations

import re

from govhooks.readers.locks import requirements
from govhooks.readers.locks.package import Contents, OtherFile, Package
from govhooks.readers.locks.structured import address, texts, whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.readers.document import Side
    from govhooks.readers.values import Path

_SPEC = re.compile(r"(?:([\w./:-]+)::)?([\w.-]+)\s*(.*)$", re.ASCII)
_VERSION = re.compile(r"""version\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,\]]*))""")


def read(path: str, data: bytes) -> Contents:
    """What an environment.yml asks for. Raises BadDocument."""
    side = whole("yaml", data)
    if not isinstance(side.value.get("dependencies"), list):
        raise OtherFile("not an environment of conda: it has no list of dependencies", side.line(("dependencies",)))
    packages: list[Package] = []
    includes: list[str] = []
    unread: list[tuple[int, str]] = []
    settings = {"channels": " ".join(map(address, channels))} if (channels := texts(side.value.get("channels"))) else {}
    built = []
    for index, one in enumerate(side.value["dependencies"]):
        place: Path = ("dependencies", index)
        line = side.line(place)
        if isinstance(one, dict) and isinstance(one.get("pip"), list):
            _pip(side, (*place, "pip"), packages, includes, unread, settings)
            continue
        package, build = _package(one, line) if isinstance(one, str) else (None, False)
        if package is None:
            unread.append((line, "not a package of conda"))
        else:
            packages.append(package)
            built.append(build)
    is_lock = bool(built) and all(built)
    if is_lock:
        packages = [package.but(wanted="", direct=None) if package.version else package for package in packages]
    return Contents("conda", "conda", is_lock, tuple(packages), settings, tuple(includes), tuple(unread))


def _package(spec: str, line: int) -> tuple[Package | None, bool]:
    """(the package, whether its build is named)."""
    bare = spec.partition(" #")[0].strip()
    found = _SPEC.match(bare)
    if found is None:
        return None, False
    channel, name, rest = found[1] or "", found[2], found[3].strip()
    version, build = "", ""
    if rest.startswith("["):
        inner = _VERSION.search(rest)
        rest = next((one for one in inner.groups() if one), "") if inner else ""
        version = rest.removeprefix("==") if re.fullmatch(r"==[\w.+!]+", rest) else ""
    elif exact := re.fullmatch(r"={0,2}\s*([\w.+!]+)(?:\s*=\s*|\s+)([\w.*]+)", rest):
        version, build = exact[1], exact[2]
    elif exact := re.fullmatch(r"==\s*([\w.+!]+)", rest):
        version = exact[1]
    elif rest and not re.match(r"[=<>~\d*]|!=", rest):
        return None, False
    source = f"registry:{address(channel)}" if channel and channel != "defaults" else ""
    return Package("conda", name, version, line, rest, True, source=source), bool(build)


def _pip(
    side: Side,
    place: Path,
    packages: list[Package],
    includes: list[str],
    unread: list[tuple[int, str]],
    settings: dict[str, str],
) -> None:
    """Take in what stands below `pip:`."""
    from govhooks.readers.document import BadDocument

    for index, one in enumerate(side.at(place)):
        line = side.line((*place, index))
        if not isinstance(one, str):
            unread.append((line, "a requirement that is no text"))
            continue
        try:
            found = requirements.read("requirements.txt", one.encode("utf-8", "replace"))
        except BadDocument as error:
            unread.append((line, str(error)))
            continue
        packages += [package.but(line=line, direct=True) for package in found.packages]
        includes += found.includes
        unread += [(line, why) for _, why in found.unread]
        settings.update(found.settings)
