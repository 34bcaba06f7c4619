"""Judge the whole history: every commit that `git log --all` reaches, each once, like a commit of a range.

Commits are handed out in tasks to worker processes (`workers.py`). Each asks git for the changes of its commits and for
their blobs, and only what a commit adds is judged. An interrupted run continues where it stopped: the ids of clean
commits are kept in the git directory. Nothing else is: a commit with a finding is judged again, so that neither a
secret nor its digest is stored there.
"""

from __future__ import annotations

import os
import time

from govhooks.core.errors import CannotJudge
from govhooks.git.plumbing import answer, git, git_ok
from govhooks.run import workers as processes
from govhooks.run.concern import ask
from govhooks.run.parts import flat, restored
from govhooks.run.progress import Bar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from govhooks.core.changeset import Changeset
    from govhooks.core.entry import Entry
    from govhooks.core.finding import Finding
    from govhooks.git.repository import Repository
    from govhooks.policy.load import Policies
    from govhooks.run.gathered import Gathered
    from govhooks.run.request import Request

# Commits per task: what is asked of git in one request, and what is repeated after an interruption.
TASK = 128
# Bytes of blobs that a process caches: a commit mostly changes what an earlier one wrote.
KEPT = 64 << 20
# Seconds between two saves of the progress.
SAVE_EVERY = 5.0


def judge_history(gathered: Gathered, rules: Sequence[Entry]) -> tuple[Iterator[Finding], int, tuple[str, ...]]:
    """(the findings of every commit, the number of commits, notes about an earlier run).

    Raises CannotJudge if interrupted.
    """
    repository, policies, request, said = (
        gathered.repository,
        gathered.policies,
        gathered.request,
        gathered.changesets[0],
    )
    ids = _commits(repository, request)
    notes: list[str] = []
    state = State(_key(rules, policies))
    clean = state.load(notes)
    left = [commit for commit in ids if commit not in clean]
    if len(left) < len(ids):
        notes.append(f"{len(ids) - len(left):,} of {len(ids):,} commits were judged before the interruption")
    tasks = [left[start : start + TASK] for start in range(0, len(left), TASK)]

    def work(task: int) -> list[tuple[str, list[tuple[Any, ...]]]]:
        return _task(repository, rules, policies, said, tasks[task])

    outcomes: dict[int, list[tuple[str, list[tuple[Any, ...]]]]] = {}
    repository.batch.keep(KEPT)
    if len(tasks) > 1:
        for rule in rules:
            rule.load().prepare()
    try:
        with Bar("commits judged", len(ids)) as bar:
            bar.step(len(ids) - len(left))
            for task, outcome in processes.run(work, len(tasks), request.jobs):
                outcomes[task] = outcome
                bar.step(len(tasks[task]), sum(len(findings) for _, findings in outcome))
                marked = {commit for commit, _ in outcome}
                state.add(commit for commit in tasks[task] if commit not in marked)
    except BaseException as error:
        state.save()
        if not isinstance(error, KeyboardInterrupt):
            raise
        done = len(ids) - len(left) + sum(len(tasks[task]) for task in outcomes)
        count = sum(len(findings) for outcome in outcomes.values() for _, findings in outcome)
        raise CannotJudge(
            f"interrupted: {done:,} of {len(ids):,} commits judged, {count:,} findings; run the same command again to continue"
        ) from None
    state.remove()
    return _in_order([outcomes[task] for task in range(len(tasks))]), len(ids), tuple(notes)


def _in_order(outcomes: list[list[tuple[str, list[tuple[Any, ...]]]]]) -> Iterator[Finding]:
    """Oldest commit first, so that a finding is attributed to the commit that introduced it."""
    for outcome in outcomes:
        for _, findings in outcome:
            yield from map(restored, findings)


def _commits(repository: Repository, request: Request) -> list[str]:
    """The commits to judge, oldest first. Raises CannotJudge if this clone lacks some of them."""
    since = [f"^{repository.resolve(request.since)}"] if request.since else []
    ids = git("rev-list", "--reverse", "--topo-order", "--all", *since, "--").decode("ascii").split()
    place = os.fsdecode(answer(git("rev-parse", "--git-path", "shallow")))
    if os.path.exists(place):
        with open(place, encoding="ascii") as stream:
            missing = set(stream.read().split()).intersection(ids)
        if missing:
            raise CannotJudge("this is a shallow clone: fetch its history (git fetch --unshallow), or use --since REV")
    return ids


def _task(
    repository: Repository, rules: Sequence[Entry], policies: Policies, said: Changeset, ids: list[str]
) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """(commit, findings) for the commits with findings."""
    lines = "".join(f"{commit}\n" for commit in ids).encode("ascii")
    messages = _messages(lines) if any("message" in rule.kinds for rule in rules) else {}
    found = []
    for commit, changes in repository.recorded(lines):
        message, trailers = messages.get(commit, ("", ()))
        changeset = said.but(
            changes=tuple(changes),
            commit=commit,
            message=message,
            recorded=message,
            trailers=trailers,
            after=repository.tree(commit),
        )
        findings = [
            flat(finding if finding.commit else finding.but(commit=commit))
            for finding in ask(rules, changeset, policies)
        ]
        if findings:
            found.append((commit, findings))
    return found


def _messages(lines: bytes) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """Commit -> (message, trailers), as git parses them."""
    from govhooks.git.message import pairs

    options = ("-z", "--no-walk=unsorted", "--stdin", "--no-show-signature", "--encoding=UTF-8", "--no-color")
    form = "--format=%H%x00%B%x00%(trailers:only=yes,unfold=yes)"
    fields = git("log", *options, "--no-notes", form, stdin=lines).decode("utf-8", "replace").split("\0")
    return {fields[i]: (fields[i + 1], pairs(fields[i + 2])) for i in range(0, len(fields) - 2, 3)}


def _key(rules: Sequence[Entry], policies: Policies) -> str:
    """Everything besides the commit that a judgement depends on; with another key, no result is reused.

    It includes the baselines at the top of HEAD's tree, which excuse what they list.
    """
    from hashlib import sha256

    from govhooks import __version__

    listing = git_ok("ls-tree", "-z", "HEAD") or b""
    baselines = [entry for entry in listing.split(b"\0") if b"baseline" in entry]
    parts = [__version__, [(rule.id, policies.rules[rule.id]) for rule in rules], policies.waivers, baselines]
    return sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()


class State:
    """The ids of commits (or of other objects) that were judged and found clean, in a file in the git directory; replaced
    atomically, never edited."""

    def __init__(self, key: str, name: str = "history") -> None:
        self.path = os.fsdecode(answer(git("rev-parse", "--git-path", f"govhooks/{name}")))
        self._key = key
        self._clean: list[str] = []
        self._saved = time.monotonic()

    def load(self, notes: list[str]) -> frozenset[str]:
        """The commits that need not be judged again; a note if the file exists but cannot be used."""
        try:
            with open(self.path, encoding="ascii") as stream:
                head, _, body = stream.read().partition("\n")
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError):
            head = body = ""
        mark, _, digest = head.partition(" ")
        if digest != _digest(mark, body):
            notes.append("the progress of an earlier run cannot be read: judging every commit")
            return frozenset()
        if mark != self._key:
            notes.append("the policy, the rules or govhooks changed since an earlier run: judging every commit again")
            return frozenset()
        self._clean = body.split()
        return frozenset(self._clean)

    def add(self, commits: Iterator[str]) -> None:
        """Record commits as clean, and save from time to time."""
        self._clean.extend(commits)
        now = time.monotonic()
        if now - self._saved > SAVE_EVERY:
            self.save()
            self._saved = time.monotonic()

    def save(self) -> None:
        """Write the file. If that fails, the next run takes longer, and nothing else happens."""
        body = "".join(f"{commit}\n" for commit in self._clean)
        temporary = f"{self.path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            with open(temporary, "w", encoding="ascii", newline="\n") as stream:
                stream.write(f"{self._key} {_digest(self._key, body)}\n{body}")
            os.replace(temporary, self.path)
        except OSError:
            _remove(temporary)

    def remove(self) -> None:
        """Delete the file: a history that was judged completely is judged again the next time."""
        _remove(self.path)


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        return


def _digest(key: str, body: str) -> str:
    from hashlib import sha256

    return sha256(f"{key}\n{body}".encode("ascii", "replace")).hexdigest()
