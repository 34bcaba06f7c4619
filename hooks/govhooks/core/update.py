"""What a push makes of one ref."""

from __future__ import annotations

from govhooks.core.record import Record

BRANCHES, TAGS = "refs/heads/", "refs/tags/"
# Branches on which changes land and whose history is kept, where the policy names no others.
PROTECTED = ("main", "master", "trunk", "develop", "production", "release", "release/**", "releases/**", "hotfix/**")


class Update(Record):
    """What becomes of one ref.

    `ref`    its full name; `old` and `new` the object ids, "" for none.
    `kind`   "created", "advanced" (a fast-forward), "forced", "moved" (a tag), "deleted", or "rebased" (published
             commits of the ref are about to be written anew).
    `lost`   how many commits it no longer reaches; -1 when the old ones are not here to be counted.
    `default`  True for the repository's default branch.
    `served` True on a server, where a ref that is neither branch nor tag is everybody's.
    `meant`  True when somebody said that it shall happen (`git -c govhooks.rewrite=REF`, `git push -o`).
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
