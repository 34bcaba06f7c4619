"""A rule, and what can concern it.

A `Rule` is an id, its Policy record and a pure function from a Changeset and a Policy to findings; everything else says
when it is asked and how its findings are treated, so that no other module has to know one rule from another. Its `Entry`
(govhooks.core.entry) is the same without the code.
"""

from __future__ import annotations

import sys

from govhooks.core.entry import BY_PATH, KINDS, REBASE, STAGES, Entry
from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from govhooks.core.changeset import Changeset
    from govhooks.core.entry import Met
    from govhooks.core.finding import Finding
    from govhooks.core.waiver import Waiver


class Concerns(Record):
    """What can concern a rule: a change meets it that has one of the paths and, where there are any, one of the words.

    It may name too much, never too little: a rule that nothing concerns is not asked (`tests/conftest.py` holds every
    call of every rule to that).

    `paths`   globs (see `govhooks.core.globs`), compared without regard to case, of paths before or after the change; none
              means every path.
    `words`   literals, compared without regard to case, in lines that were added or removed; `whole` in any line of the file. A file that
              is no plain text meets every word.
    `globs`   options of the rule's policy, such as "areas.*.paths", whose values are further `paths`.
    `opens`   options with which, once they are set, every change concerns the rule.
    `kinds`   kinds of changeset that concern it whatever they hold.
    """

    paths: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    whole: bool = False
    globs: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """Of each path's glob a text that is part of every path it matches (see `govhooks.core.globs.mark`)."""
        from govhooks.core.globs import mark

        return tuple(dict.fromkeys(mark(glob) for glob in self.paths if not glob.startswith("!")))

    @property
    def met(self) -> Met:
        """As an `Entry` holds it."""
        words = tuple(word.lower() for word in self.words)
        return self.marks, words, self.whole, self.globs, self.opens, self.kinds


# Whatever the changeset holds.
ALWAYS = (Concerns(kinds=KINDS),)


class Rule:
    """One governance rule.

    `id`        kebab-case, states the rule as it should be.
    `Policy`    a Record: the rule's table in governance.toml, with safe defaults.
    `check`     pure: (changeset, policy) -> findings.
    `concerns`  what can concern it (see `Concerns`), one or several: it is loaded only for a change that does.
    `kinds`     the kinds of changeset it judges (see `Changeset.kind`): "change" what is staged, "range" the net
                change of a range, "commit" each commit of a range, "message" a commit message being written,
                "whole" files as they are, "push" what becomes of the refs of a push or a rebase.
    `trailers`  pure: (changeset, policy) -> trailers that prepare-commit-msg writes.
    `shows`     True when a passing run still has something to show (pre-commit's `verbose`).
    `tags`      True when it judges the annotated tags of a range (`Changeset.tags`).
    `commits`   True when it judges a range by its commits (`Changeset.commits`); so does whoever judges each "commit".
    `per_change`  True when it judges every change by itself, so that the changes may be shared over processes.
    `prepare`   what takes long to make and every process needs: called once before much work is shared.
    `baseline`  True when it judges content as it stands, so that what was there before may be recorded (`govhooks.policy.baseline`).
                The identity of its findings then holds the content they are about: what changes is new again.
    `history`   False when what it asks of a commit cannot be asked of commits that are long made.
    `landing`   True when it asks something of who lands a change (a trailer, an approval, a test): nothing of that can be
                asked where nothing lands.
    `excused_by`  how an exception may excuse its findings: "path", "file" or "fingerprint" (see `govhooks.core.waiver`).
    `supplies`  name -> option of its policy that others ask for by that name (`Policies.supplied`, `Changeset.supplied`).
    `is_live`   Finding -> True when it is something that works until it is revoked: it is to be rotated even when it is known.
    `group`     finding's identity -> what files with that identity are called together ("files of area payments"): of many
                such findings only some are listed.
    `ease`      Finding -> the policy setting that lets findings like it pass, "" when there is none.
    `unused`    (exceptions, indexes of the used ones, path of the policy) -> a finding for each that excuses nothing.
    """

    def __init__(
        self,
        id: str,
        policy: type[Record],
        check: Callable[[Changeset, Any], Iterable[Finding]],
        *,
        concerns: Concerns | tuple[Concerns, ...] = ALWAYS,
        kinds: tuple[str, ...] = ("change", "commit", "whole"),
        trailers: Callable[[Changeset, Any], Iterable[tuple[str, str]]] | None = None,
        shows: bool = False,
        tags: bool = False,
        commits: bool = False,
        per_change: bool = False,
        prepare: Callable[[], None] = lambda: None,
        history: bool = True,
        landing: bool = False,
        baseline: bool = False,
        excused_by: str = BY_PATH,
        supplies: dict[str, str] | None = None,
        is_live: Callable[[Finding], bool] = lambda finding: False,
        group: Callable[[str], str] | None = None,
        ease: Callable[[Finding], str] = lambda finding: "",
        unused: Callable[[Iterable[Waiver], Iterable[int], str], Iterable[Finding]] | None = None,
    ) -> None:
        self.id = id
        self.Policy = policy
        self.check = check
        self._concerns = concerns if isinstance(concerns, tuple) else (concerns,)
        self.kinds = kinds
        self.trailers = trailers
        self.shows = shows
        self.tags = tags
        self.commits = commits or "commit" in kinds
        self.per_change = per_change
        self.prepare = prepare
        self.history = history and "commit" in kinds
        self.landing = landing
        self.baseline = baseline
        self.excused_by = excused_by
        self.supplies = tuple((name, option, policy.defaults[option]) for name, option in (supplies or {}).items())
        self.is_live = is_live
        self.group = group
        self.ease = ease
        self.unused = unused

    def load(self) -> Rule:
        """Itself, as `Entry.load` gives it."""
        return self

    @property
    def concerns(self) -> tuple[Met, ...]:
        return tuple(one.met for one in self._concerns)

    @property
    def prepares(self) -> bool:
        return self.trailers is not None

    @property
    def module(self) -> str:
        return self.check.__module__

    @property
    def description(self) -> str:
        """The first line of the rule's docstring: its description everywhere."""
        return (sys.modules[self.module].__doc__ or self.id).strip().splitlines()[0]

    @property
    def stages(self) -> tuple[str, ...]:
        """The git hooks it runs in."""
        extra: tuple[str, ...] = ("prepare-commit-msg",) if self.trailers else ()
        files = "change" in self.kinds or "whole" in self.kinds
        extra += ("commit-msg",) if "message" in self.kinds else ()
        return (STAGES if files else STAGES[2:]) + extra + ((REBASE,) if "push" in self.kinds else ())

    @property
    def entry(self) -> Entry:
        """What the index says of it."""
        return Entry(**{name: getattr(self, name) for name in Entry.__slots__})
