"""Whose tokens an identity accepts: how much a subject, or an expression for one, lets in."""

from __future__ import annotations

import re

from govhooks.rules.access.least_privilege.danger import Danger
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.readers.values import Path

# Claims that say which repository, project or workload a token is of.
_OF_ONE = ("sub", "repository", "repository_id", "job_workflow_ref", "project_path", "project_id", "namespace_path")
# `claims['sub'] eq 'x'`, `claims['sub'] matches 'x*'`
# (https://learn.microsoft.com/entra/workload-id/workload-identities-flexible-federated-identity-credentials).
_CLAIM = compiled(r"(?i)claims\['(\w+)'\]\s+(eq|matches)\s+'([^']*)'")
_OWNER = compiled(r"(?:repo|project_path):([\w.-]+)/")
_FIX = "name the one repository and branch or environment, such as repo:OWNER/NAME:environment:production"


def breadth(subject: str) -> str:
    """How much a pattern for a token's subject lets in: "any" repository or workload, "some" of one owner's, or "" for one."""
    if "*" not in subject and "?" not in subject:
        return ""
    kind, _, rest = subject.partition(":")
    owner = re.match(r"[^*?/:]+", rest)
    if kind not in ("repo", "project_path", "system", "organization") or owner is None:
        return "any" if not re.match(r"[^*?]*[\w-]{3,}[/:][^*?]*[\w-]{3,}", subject) else "some"
    if kind == "system":
        parts = subject.split(":")
        return "any" if len(parts) < 4 or parts[2].strip("*?") == "" else "some"
    if kind == "project_path":
        return "" if re.match(r"[^*?]+/[^*?:]+:", rest) else "some"
    # Of one repository, whatever is not every branch and tag of it is a choice: `ref:refs/tags/v*`, `environment:prod-*`.
    return "" if re.match(r"[^*?/]+/[^*?:]+:[^*?]*\w", rest) else "some"


def is_wider(old: object, new: object) -> bool:
    """Whether a pattern for subjects lets in what an older one does not, or the older one is no pattern; a star of the newer one counts as
    itself, so that only what the older one surely matches is no wider."""
    if not isinstance(old, str) or not isinstance(new, str):
        return True
    pattern = "".join({"*": ".*", "?": "."}.get(char) or re.escape(char) for char in old)
    return re.fullmatch(pattern, new, re.DOTALL) is None


def subject(value: str, holder: str, place: Path, exact: bool = True) -> Iterator[Danger]:
    """What a subject lets in; one that is `exact` is compared as it is written, stars and all."""
    if not exact and (width := breadth(value)):
        kind = "trust" if width == "any" else "broad trust"
        yield Danger(kind, holder, f"trust {value}", f"trusts every token of {value}", _FIX, place)
        return
    yield from compared((value,), holder, place)


def compared(values: Sequence[str], holder: str, place: Path) -> Iterator[Danger]:
    """What subjects let in that an identity with exact ones before did not: pull requests, every branch, other owners."""
    exact = f"{holder} (subjects)"
    if not any(mark in value for value in values for mark in ("*", "?", "${")):  # what cannot be told may be anything
        yield Danger("", exact)
    for value in values:
        if value.endswith(":pull_request"):
            what = f"trusts the pull requests of a repository now ({value})"
            yield Danger("broad trust", exact, "trust pull requests", what, _FIX, place, relative=True)
        elif value.endswith((":ref:refs/heads/*", ":ref:*", ":environment:*")):
            what = f"trusts every branch of a repository now ({value})"
            yield Danger("broad trust", exact, "trust branches", what, _FIX, place, relative=True)
        if found := _OWNER.match(value):
            what = f"trusts repositories of {found[1]} now"
            yield Danger("broad trust", exact, f"trust owner {found[1].lower()}", what, _FIX, place, relative=True)


def expression(text: str, holder: str, place: Path) -> Iterator[Danger]:
    """What an expression for claims lets in: with `or` each part, with `and` the narrowest."""
    for part in re.split(r"\s+or\s+", text, flags=re.IGNORECASE):
        claims = [(found[1].lower(), found[2].lower(), found[3]) for found in _CLAIM.finditer(part)]
        of_one = [claim for claim in claims if claim[0] in _OF_ONE]
        if not of_one:
            what = f"trusts every token of the issuer ({part.strip()[:80]})"
            yield Danger("trust", holder, "trust any", what, _FIX, place)
            continue
        widths = ["" if how == "eq" else breadth(value) for _, how, value in of_one]
        at = min(
            range(len(widths)), key=lambda index: (("", "some", "any").index(widths[index]), of_one[index][1] != "eq")
        )
        yield from subject(of_one[at][2], holder, place, of_one[at][1] == "eq")
