"""What a push does to one ref."""

from __future__ import annotations

from govhooks.core.record import Record

BRANCHES, TAGS = "refs/heads/", "refs/tags/"
# Branches on which changes land and whose history is kept, where the policy names no others.
PROTECTED = ("main", "master", "trunk", "develop", "production", "release", "release/**", "releases/**", "hotfix/**")


class Update(Record):
    """The update of one ref.

    `ref`    its full name; `old` and `new` the object ids, "" for none.
    `kind`   "created", "advanced" (a fast-forward), "forced", "moved" (a tag), "deleted", or "rebased" (published
             commits of the ref are about to be rewritten).
    `lost`   how many commits it no longer reaches; -1 if the old ones are missing from this clone and cannot be
             counted.
    `default`  True for the repository's default branch.
    `served` True on a server, where a ref that is neither branch nor tag is everybody's.
    `meant`  True if somebody confirmed it (`git -c govhooks.rewrite=REF`, `git push -o`).
    """

    ref: str
    old: str
    new: str
    kind: str
    lost: int = 0
    meant: bool = False
    default: bool = False
    served: bool = False

    @property
    def short(self) -> str:
        return self.ref.removeprefix(BRANCHES).removeprefix(TAGS)
