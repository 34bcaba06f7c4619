"""What the pre-commit stage leaves for prepare-commit-msg: the digest of the content that it found clean.

It lies in `$GIT_DIR/govhooks/judged`, is written only when the policy asks for it (rule `hook-evidence`), and says
nothing of what was judged.
"""

from __future__ import annotations

import os

from govhooks.plumbing import CannotJudge, answer, git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.changeset import Changeset

_PLACE = "govhooks/judged"


def _place() -> str:
    return os.fsdecode(answer(git("rev-parse", "--git-path", _PLACE)))


def leave(changeset: Changeset) -> None:
    """Note that this content was judged. Raises CannotJudge when it cannot be noted."""
    from govhooks.approvals.digest import digest

    place = _place()
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="ascii") as stream:
            stream.write(digest(changeset.changes))
    except OSError as error:
        raise CannotJudge(f"{place}: {error.strerror}") from None


def there(changeset: Changeset) -> bool:
    """Whether the content that is about to be committed is the one that was judged last."""
    from govhooks.approvals.digest import digest

    try:
        with open(_place(), encoding="ascii") as stream:
            return stream.read() == digest(changeset.changes)
    except (OSError, UnicodeDecodeError):
        return False
