"""Third parties that begin to receive data: a new SDK, script tag, key or provider of a processor that nobody approved.

A processor is new if neither the files of the change nor the manifests of the project mentioned it before. It is said once, at the
manifest if there is one.
"""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.places import is_bundled, test_data
from govhooks.rules.data.logging_restrictions.policy import ID, OFF, REFUSE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.rules.data.logging_restrictions.policy import Policy

# Where a mention says most, first.
_ORDER = ("npm", "pypi", "gem", "php", "go", "jvm", "nuget", "pub", "pod", "module", "host", "terraform", "env")
_MANIFESTS = _ORDER[:9]
# Locks -> the manifest beside it that says which packages the project asks for.
_LOCKS = {
    **dict.fromkeys(
        ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"), "package.json"
    ),
    **dict.fromkeys(("poetry.lock", "uv.lock", "pdm.lock"), "pyproject.toml"),
    "pipfile.lock": "Pipfile",
    "gemfile.lock": "Gemfile",
    "gems.locked": "gems.rb",
    "composer.lock": "composer.json",
    "go.sum": "go.mod",
    "pubspec.lock": "pubspec.yaml",
    "podfile.lock": "Podfile",
}
# Third parties that receive what code hands to them; the others' packages send by themselves once they are there.
_ASKED = ("LLM", "vector database", "search", "e-mail delivery", "messaging", "CRM")
# So many manifests of a project are asked whether it knows a processor.
_MOST = 60


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """A finding for each processor that the change brings."""
    if policy.new_processors == OFF:
        return
    from govhooks.knowledge.processors import mentions, place
    from govhooks.knowledge.processors.stems import STEMS

    approved = {_key(name) for name in policy.processors}
    is_data = test_data(policy.test_data)
    found: dict[str, tuple[int, str, int]] = {}
    wanted = [change for change in changeset.changes if place(change.path) and not is_data(change.path)]
    for change in wanted:
        if not change.has_content or (place(change.path) == "module" and is_bundled(change.read())):
            continue
        added = [(line.number, line.text) for line in change.added]
        low = "\n".join(text for _, text in added).lower()
        stems = [stem for stem in STEMS if stem in low]
        if not stems:
            continue
        added = [(number, text) for number, text in added if any(stem in text.lower() for stem in stems)]
        for id, line in mentions(change.path, added).items():
            at = (_ORDER.index(place(change.path)), change.path, line)
            found[id] = min(found.get(id, at), at)
    if not found:
        return
    from govhooks.knowledge.processors import processors

    old: set[str] = set()
    if changeset.kind != "whole":
        for change in wanted:
            if change.status != "A":
                old |= mentions(change.old_path or change.path, _lines(change.read_old())).keys()
    known = {id: one for id, one in processors().items() if id in found}
    for id, (_, path, line) in sorted(found.items(), key=lambda item: item[1][1:]):
        if id in old or _key(id) in approved or _key(known[id].name) in approved or _is_known(id, changeset):
            continue
        if known[id].does in _ASKED and _is_brought_along(id, path, changeset):
            continue
        yield Finding(
            rule=ID,
            path=path,
            line=line,
            problem=f"new third party that receives data: {known[id].name} ({known[id].does})",
            fix=f'have it approved, then add "{id}" to processors under [rules.{ID}] in governance.toml; or take it out',
            identity=f"processor {id}",
            blocks=policy.new_processors == REFUSE,
        )


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def _lines(data: bytes) -> Iterator[tuple[int, str]]:
    return enumerate(data.decode("utf-8", "replace").split("\n"), 1)


def _is_brought_along(id: str, path: str, changeset: Changeset) -> bool:
    """Whether it is a package of a lock that another package asks for, not the project."""
    from govhooks.knowledge.processors import mentions

    folder, slash, name = path.rpartition("/")
    manifest = f"{folder}{slash}{_LOCKS.get(name.lower(), '')}"
    data = changeset.after(manifest) if name.lower() in _LOCKS else None
    return data is not None and id not in mentions(manifest, _lines(data))


def _is_known(id: str, changeset: Changeset) -> bool:
    """Whether a manifest of the tree before the change mentions a processor."""
    from govhooks.core.changeset import paths_of
    from govhooks.knowledge.processors import mentions, place

    if changeset.kind == "whole":
        return False
    paths = [path for path in paths_of(changeset.before) or () if place(path) in _MANIFESTS]
    for path in sorted(paths, key=lambda path: (path.count("/"), path))[:_MOST]:
        data = changeset.before(path)
        if data and id in mentions(path, _lines(data)):
            return True
    return False
