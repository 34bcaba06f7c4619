"""Everything about a range besides its content: where it lands, and who approved or vetoed it.

Built by `verdict` for a range (and by `govhooks approve` and `govhooks review`); read by `high-risk-changes`. Calls git
and ssh-keygen for the rule, but only on demand.
"""

from __future__ import annotations

import os

from govhooks.knowledge.approvals import statement as form
from govhooks.knowledge.approvals import store
from govhooks.knowledge.approvals.signing import Identity, Refused, Signers, verify
from govhooks.knowledge.signed_text import Malformed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.git.repository import Repository
    from govhooks.knowledge.approvals.statement import Statement


class Review:
    """`branch` where the change lands ("" if unknown), `is_default` whether that is the repository's main branch,
    `target` its tip, `head` the tip of the change, `now` in seconds since 1970."""

    def __init__(
        self, repository: Repository, branch: str, target: str, head: str, now: float, commits: Sequence[Changeset]
    ) -> None:
        from govhooks.git.refs import default_branch

        self.is_default = bool(branch) and branch == default_branch()
        self.branch = branch
        self.target = target
        self.head = head
        self.now = now
        self._repository = repository
        self._commits = tuple(commits)
        self._statements: list[Statement] | None = None
        self._identities: dict[tuple[bytes, Signers], Identity | Refused] = {}
        self.malformed: dict[str, str] = {}
        self._landed: set[bytes] = set()

    def statements(self) -> list[Statement]:
        """Every signed statement; for files in the folder that are none, `malformed` says why."""
        if self._statements is None:
            texts: dict[bytes, str] = {}
            if self.target:
                self._landed = {_signed(text) for _, text in store.in_tree(self._repository, self.target)}
            revs = [rev for rev in (self.head, self.target) if rev]
            for where, text in store.found(self._repository, revs, self._commits):
                if text:
                    texts.setdefault(text, where)
            self._statements = []
            for text, where in texts.items():
                try:
                    self._statements.append(form.parse(text, where))
                except Malformed as error:
                    self.malformed[where] = str(error)
            self._statements += self._reported()
        return self._statements

    def add(self, statement: Statement) -> None:
        """Count a statement that is not stored yet."""
        self.statements().append(statement)

    def is_new(self, statement: Statement) -> bool:
        """Whether a statement came with the change: an older one may be about something else."""
        return statement.payload not in self._landed and statement.source != store.NOTES

    def has_landed(self, statement: Statement) -> bool:
        """Whether a statement is in the tree of the branch already: then what it was about has landed, too.

        Only the signed part is compared, not the signature's layout: anybody can fold that differently.
        """
        return statement.payload in self._landed

    def _reported(self) -> Iterator[Statement]:
        from govhooks.knowledge.approvals.forge import reviews

        yield from reviews(os.environ)

    def identity(self, statement: Statement, signers: Signers) -> Identity:
        """Whose a signature is. Raises Refused."""
        key = (statement.text, signers)
        if key not in self._identities:
            try:
                self._identities[key] = verify(statement, signers, self.now)
            except Refused as refused:
                self._identities[key] = refused
        known = self._identities[key]
        if isinstance(known, Refused):
            raise known
        return known

    def at(self, commit: str, paths: Collection[str]) -> list[Change]:
        """The change to these paths at another commit."""
        from govhooks.core.errors import CannotJudge

        try:
            there = self._repository.resolve(commit)
        except CannotJudge:
            return []
        base = self._repository.merge_base(self.target, there) if self.target else self._repository.empty_tree()
        changes = self._repository.between(base, there)
        return [change for change in changes if change.path in paths or change.old_path in paths]

    def steps(self) -> Iterator[Changeset]:
        """The change step by step along first parents, merges as a whole: steps approved separately but pushed
        together."""
        from govhooks.core.changeset import Changeset

        by_id = {changeset.commit: changeset for changeset in self._commits}
        commit = self.head
        while commit in by_id:
            made = by_id[commit]
            if len(made.parents) > 1:
                changes = self._repository.between(made.parents[0], commit)
            else:
                changes = list(made.changes)
            yield Changeset(
                tuple(changes),
                kind="range",
                today=made.today,
                before=made.before,
                after=made.after,
                commits=tuple(self._own(made, by_id)),
                review=self,
            )
            commit = made.parents[0] if made.parents else ""

    @staticmethod
    def _own(made: Changeset, by_id: dict[str, Changeset]) -> list[Changeset]:
        """A commit and, for a merge, the commits that it brings in."""
        reached: dict[str, Changeset] = {made.commit: made}
        todo = list(made.parents[1:])
        while todo:
            commit = todo.pop()
            if commit in by_id and commit not in reached:
                reached[commit] = by_id[commit]
                todo += by_id[commit].parents
        return list(reached.values())


def _signed(text: bytes) -> bytes:
    """The signed part of a stored statement; for any other text, the text."""
    try:
        return form.parse(text).payload
    except Malformed:
        return text
