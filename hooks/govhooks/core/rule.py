"""The type of a rule, and what makes a change concern it.

A `Rule` is an id, its Policy record and a pure function from a Changeset and a Policy to findings. The other fields say
when to call it and how to treat its findings, so that no other module needs to know one rule from another. Its `Entry`
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
    """Which changes concern a rule: those with one of the paths and, if words are given, one of the words.

    It may select too much, never too little: a rule that is not concerned is not called (`tests/conftest.py` verifies
    this for every call of every rule).

    `paths`   globs (see `govhooks.core.globs`) for paths before or after the change, case-insensitive; none means every
              path.
    `words`   literals in added or removed lines, case-insensitive; `whole` in any line of the file. A file that is not
              plain text counts as having every word.
    `within`  literals of which the whole text of that file, before or after, has to have one, too. For words that many changes have
              ("https://"), and that mean something in few files.
    `digits`  so many digits in a row, spaces, dashes and dots between them left out, in added or removed lines: what numbers of
              cards and accounts have. 0 asks for none.
    `globs`   options of the rule's policy, such as "areas.*.paths", whose values (of a table, its keys) are further `paths`.
    `patterns` options whose values are regular expressions; a change concerns the rule if one may match in its changed
               lines.
    `opens`   options which, once set, make every change concern the rule.
    `kinds`   kinds of changeset that concern it whatever they contain.
    """

    paths: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    whole: bool = False
    within: tuple[str, ...] = ()
    globs: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    digits: int = 0

    @property
    def marks(self) -> tuple[str, ...]:
        """For each glob in `paths`, a text that is part of every path it matches (see `govhooks.core.marks.mark`)."""
        from govhooks.core.marks import mark

        return tuple(dict.fromkeys(mark(glob) for glob in self.paths if not glob.startswith("!")))

    @property
    def met(self) -> Met:
        """The form that an `Entry` holds."""
        marks, words, within = map(_lines, (self.marks, self.words, self.within))
        return marks, words, self.whole, self.globs, self.patterns, self.opens, self.kinds, within, self.digits


def _lines(words: Iterable[str]) -> str:
    found = [word.lower() for word in words]
    if any(not word or "\n" in word for word in found):
        raise ValueError(f"not a line each: {found}")
    return "\n".join(found)


# Concerns the rule whatever the changeset contains.
ALWAYS = (Concerns(kinds=KINDS),)


class Rule:
    """One governance rule.

    `id`        kebab-case, states the rule as it should be.
    `Policy`    a Record: the rule's table in governance.toml, with safe defaults.
    `check`     pure: (changeset, policy) -> findings.
    `concerns`  one or several `Concerns`: the rule is loaded only for a change that they select.
    `kinds`     the kinds of changeset it judges (see `Changeset.kind`): "change" what is staged, "range" the net
                change of a range, "commit" each commit of a range, "message" a commit message being written,
                "whole" files as they are, "push" the ref updates of a push or a rebase.
    `trailers`  pure: (changeset, policy) -> trailers that prepare-commit-msg writes.
    `shows`     True if it has something to show even when a run passes (pre-commit's `verbose`).
    `tags`      True if it judges the annotated tags of a range (`Changeset.tags`).
    `commits`   True if it judges a range by its commits (`Changeset.commits`), as rules that judge each "commit" do,
                too.
    `per_change`  True if it judges every change independently, so that the changes may be split among processes.
    `prepare`   slow preparation that every process needs: called once before work is split among processes.
    `baseline`  True if it judges content as it is, so that existing findings may be recorded
                (`govhooks.policy.baseline`). The identity of its findings then includes the content they are about:
                changed content is a new finding.
    `history`   False if it requires something of a commit that cannot be required of commits made long ago.
    `landing`   True if it requires something of whoever lands a change (a trailer, an approval, a test), which makes no
                sense where nothing lands.
    `excused_by`  how an exception may excuse its findings: "path", "file", "fingerprint" or "package" (see
                  `govhooks.core.waiver`).
    `supplies`  name -> option of its policy that other rules read under that name (`Policies.supplied`,
                `Changeset.supplied`).
    `is_live`   Finding -> True if it is a credential that works until it is revoked: it must be rotated even if
                baselined.
    `group`     a finding's identity -> the name for all files with that identity ("files of area payments"): of many
                such findings, only some are listed.
    `ease`      Finding -> the policy setting that lets findings like it pass, "" if there is none.
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
        """Return itself, like `Entry.load`."""
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
        """The first line of the rule's docstring, used as its description everywhere."""
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
        """The rule's entry for the index."""
        return Entry(**{name: getattr(self, name) for name in Entry.__slots__})
