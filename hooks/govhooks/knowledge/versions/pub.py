"""Versions of Dart packages: semantic versions whose build counts (https://dart.dev/tools/pub/versioning, pub_semver).

1.0.0 < 1.0.0+1 < 1.0.0+2: pub publishes fixes of a release under a build number.
"""

from __future__ import annotations

from govhooks.knowledge.versions import semver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def key(text: str) -> Any:
    """A semantic version's, then its build. Raises BadVersion."""
    _, _, build = semver.parts(text)
    return semver.key(text), semver.identifiers(build)


def canonical(text: str) -> str:
    """Without "v". Raises BadVersion."""
    _, _, build = semver.parts(text)
    # A number in a build may have leading zeros, which do not count.
    told = [str(int(one)) if one.isdigit() else one for one in build]
    return semver.canonical(text) + ("+" + ".".join(told) if told else "")
