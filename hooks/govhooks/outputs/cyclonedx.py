"""A bill of materials as CycloneDX 1.6 in JSON (https://cyclonedx.org/docs/1.6/json/), by cyclonedx-python-lib (extra `sbom`).

The same bill, name and moment give the same bytes: the serial number is derived from them.
"""

from __future__ import annotations

from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from cyclonedx.model import HashType, Property
    from cyclonedx.model.component import Component as Part
    from packageurl import PackageURL

    from govhooks.knowledge.dependencies.bill import Bill, Component

INSTALL = "an SBOM needs cyclonedx-python-lib: pip install 'govhooks[sbom]'"
# Algorithm as locks write it -> CycloneDX's name, length in bytes.
_ALGORITHMS = {
    "md5": ("MD5", 16),
    "sha1": ("SHA-1", 20),
    "sha256": ("SHA-256", 32),
    "sha384": ("SHA-384", 48),
    "sha512": ("SHA-512", 64),
}
# Ecosystems whose names have a part that CycloneDX calls the group, and what divides it from the name.
_GROUPED = {"npm": "/", "Packagist": "/", "Maven": ":"}
_ROOT = "project"


class Subject(Record):
    """What the bill is about: the project's name, its revision ("" for the index), and the moment as seconds since 1970."""

    name: str
    revision: str
    moment: int


def render(bill: Bill, subject: Subject) -> str:
    """The bill as JSON, ASCII only, ending in a line feed. Raises CannotJudge where the library is not installed."""
    try:
        from cyclonedx.model.bom import Bom, BomMetaData
        from cyclonedx.model.component import Component, ComponentType
        from cyclonedx.model.dependency import Dependency
        from cyclonedx.model.tool import ToolRepository
        from cyclonedx.output.json import JsonV1Dot6
    except ImportError:
        raise CannotJudge(INSTALL) from None
    from datetime import datetime, timezone

    import govhooks

    root = Component(
        name=_text(subject.name),
        version=_text(subject.revision) or None,
        type=ComponentType.APPLICATION,
        bom_ref=_ROOT,
    )
    tool = Component(name="govhooks", version=govhooks.__version__, type=ComponentType.APPLICATION)
    parts = {one.reference: _part(one) for one in bill.components}
    graph = [Dependency(root.bom_ref, [Dependency(parts[one].bom_ref) for one in bill.direct])]
    graph += [
        Dependency(parts[one.reference].bom_ref, [Dependency(parts[name].bom_ref) for name in one.brings])
        for one in bill.components
    ]
    told = Bom(
        serial_number=_serial(bill, subject),
        metadata=BomMetaData(
            timestamp=datetime.fromtimestamp(subject.moment, timezone.utc),
            component=root,
            tools=ToolRepository(components=[tool]),
            properties=list(_unread(bill)),
        ),
        components=parts.values(),
        dependencies=graph,
    )
    # `graph` has all of them; the library would look for each in all the others (4,500,000 comparisons for 3,000).
    told.register_dependency = lambda *_, **__: None  # type: ignore[method-assign]
    return JsonV1Dot6(told).output_as_string(indent=2) + "\n"


def _serial(bill: Bill, subject: Subject) -> UUID:
    """A UUID (RFC 9562, version 5) of all that is said."""
    import uuid

    from govhooks import __version__

    return uuid.uuid5(uuid.NAMESPACE_URL, ascii((__version__, subject, bill)))


def _part(one: Component) -> Part:
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.model.component import Component, ComponentType

    group, name = "", one.name
    if divider := _GROUPED.get(one.ecosystem):
        group, _, name = one.name.rpartition(divider)
    return Component(
        name=_text(name),
        group=_text(group) or None,
        version=_text(one.version) or None,
        type=ComponentType.CONTAINER if one.ecosystem == "Docker" else ComponentType.LIBRARY,
        bom_ref=_text(one.reference),
        purl=_url(one.purl) if one.purl else None,
        hashes=[made for text in one.hashes for made in _hashes(text)],
        licenses=[LicenseFactory().make_from_string(_text(one.licence))] if one.licence else [],
        properties=list(_properties(one)),
    )


def _url(text: str) -> PackageURL:
    """A package URL that is written as it is: the library writes npm's names in lower case, which the specification no more asks."""
    from packageurl import PackageURL

    class Written(PackageURL):
        def to_string(self, encode: bool | None = True) -> str:
            return text

    return Written.from_string(text)


def _hashes(text: str) -> Iterator[HashType]:
    """`sha256:HEX` or `sha512-BASE64` (https://www.w3.org/TR/sri-2/), also several with spaces between them. What CycloneDX has no
    name for is left out: Go's `h1:`, a commit, yarn's hash of its own archive."""
    import base64
    import binascii

    from cyclonedx.model import HashAlgorithm, HashType

    for one in text.split():
        named = one.partition(":") if ":" in one else one.partition("-")
        algorithm, divider, value = named
        known = _ALGORITHMS.get(algorithm.lower())
        if known is None:
            continue
        try:
            digest = (
                bytes.fromhex(value) if divider == ":" else base64.b64decode(value.partition("?")[0], validate=True)
            )
        except (ValueError, binascii.Error):
            continue
        if len(digest) == known[1]:
            yield HashType(alg=HashAlgorithm(known[0]), content=digest.hex())


def _properties(one: Component) -> Iterator[Property]:
    """Where it is named; "manifest" alone means that no lock has it, and "wanted" is what the manifest asks for."""
    from cyclonedx.model import Property

    for name, values in (
        ("lock", one.locks),
        ("manifest", one.manifests),
        ("group", one.groups),
        ("wanted", one.wanted),
    ):
        for value in values:
            yield Property(name=f"govhooks:{name}", value=_text(value))


def _unread(bill: Bill) -> Iterator[Property]:
    from cyclonedx.model import Property

    for path, line, why in bill.unread:
        yield Property(name="govhooks:unread", value=_text(f"{path}:{line}: {why}"))


def _text(text: str) -> str:
    """A text that JSON can hold everywhere: bytes of no encoding become U+FFFD."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
