"""What is about to be recorded: the changes, the message, both trees.

A rule sees the world only through a `Changeset`. Four ways lead to one (each a function here, called by `rule.py`):
`staged` (the index against HEAD, and against MERGE_HEAD in a merge), `whole` (named or all files), `between` (a range:
its net change and every commit in it) and, for tests and standard input, the constructor by hand.
"""

from __future__ import annotations

import os

from govhooks.lines import Line, compare, decode, excerpts, sniff, split, stream
from govhooks.plumbing import Batch, CannotJudge, Process, answer, git, git_ok

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from govhooks.approvals.review import Review
    from govhooks.exceptions import Waiver
    from govhooks.globs import Globs
    from govhooks.readers.document import Document
    from govhooks.refs import Update

GITLINK = "160000"
SYMLINK = "120000"
# A larger blob is not held in memory: it is judged in pieces, every line of it as if it were new.
LARGE = 16 << 20
PIECE, OVERLAP = 4 << 20, 8 << 10
_RAW = ("--raw", "-z", "--no-abbrev", "--ignore-submodules=none", "-M50%", "-l1000")


def _show(size: int) -> None:
    from govhooks import progress

    progress.read(size)


class Source:
    """Where the bytes of one side of a change come from: a blob, a file on disk, or bytes given by hand."""

    def __init__(
        self, data: bytes | None = None, oid: str = "", batch: Batch | None = None, disk: str = "", copy: str = ""
    ) -> None:
        """`disk` is the file that is meant itself, `copy` one that may hold the same bytes as the blob `oid`."""
        self._data = data
        self._copy = copy
        self._large = False
        self.oid = oid
        self.batch = batch
        self._disk = disk

    def read(self) -> bytes | None:
        """The bytes, or None when there are more than LARGE. Raises CannotJudge when they cannot be had."""
        if self._data is None and not self._large:
            self._data = self._load()
            self._large = self._data is None
        return self._data

    def _load(self) -> bytes | None:
        if self._disk:
            return _read_disk(self._disk)
        if self.batch is None:
            return b""
        if self._copy and (data := _read_copy(self._copy, self.oid)) is not None:
            return data
        answer = self.batch.skim(self.oid, LARGE)
        if answer is None:
            raise CannotJudge(f"object {self.oid} is missing or broken: run `git fsck`")
        return answer[1]

    def chunks(self) -> Iterator[bytes]:
        """The bytes in chunks of at most 1 MiB, however many there are."""
        if (data := self.read()) is not None:
            yield data
        else:
            yield from self._stream()

    def _stream(self) -> Iterator[bytes]:
        if self._disk:
            with open(self._disk, "rb") as stream:
                while chunk := stream.read(1 << 20):
                    _show(len(chunk))
                    yield chunk
            return
        # A process of its own: whoever reads the pieces may ask for another object between two of them.
        batch = Batch()
        try:
            chunks = batch.chunks(self.oid)
            if chunks is None:
                raise CannotJudge(f"object {self.oid} is missing or broken: run `git fsck`")
            for chunk in chunks:
                _show(len(chunk))
                yield chunk
        finally:  # whoever reads the beginning only leaves the rest
            batch.close()


def _read_disk(path: str) -> bytes | None:
    """The bytes of a working file as git would store them, or None when there are more than LARGE."""
    try:
        if os.path.islink(path):
            return os.fsencode(os.readlink(path))
        if not os.path.isfile(path):  # a pipe would never end
            raise CannotJudge(f"{path}: git tracks it as a file or link, but on disk it is neither")
        if os.path.getsize(path) > LARGE:
            return None
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise CannotJudge(f"{path}: {error.strerror}") from None


def _read_copy(path: str, oid: str) -> bytes | None:
    """The bytes of a working file when they are those of a blob, which their hash tells; None otherwise.

    Cheaper than to have git unpack the blob. Line ends and filters make another file of it, whatever the index says.
    """
    from hashlib import sha1, sha256

    try:
        data = _read_disk(path)
    except CannotJudge:
        return None
    if data is None:
        return None
    new = sha1 if len(oid) == 40 else sha256
    digest = new(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return data if digest.hexdigest() == oid else None


class Change:
    """One path's change.

    `status`    A added, M modified, D deleted, R renamed, T type changed, W judged whole (no old side).
    `path`      the path now (for D: the one that was), "/"-separated, undecodable bytes as surrogates.
    `old_path`  the path before ("" for A and W).
    `mode`, `old_mode`  git modes such as "100644", "120000" (symlink), "160000" (submodule), "000000" (absent).
    `oid`, `old_oid`    the object ids of both sides as git prints them (of a submodule its commit); "" in a change
                        made by hand.
    """

    def __init__(
        self,
        status: str,
        path: str,
        old_path: str = "",
        new: Source | bytes = b"",
        old: Sequence[Source | bytes] = (),
        mode: str = "100644",
        old_mode: str = "",
        oid: str = "",
        old_oid: str = "",
    ) -> None:
        self.status = status
        self.oid = oid
        self.old_oid = old_oid
        self.path = path
        self.old_path = old_path or (path if status in "MTD" else "")
        self.mode = "000000" if status == "D" else mode
        self.old_mode = old_mode or ("000000" if status in "AW" else mode)
        self._new = Source(new) if isinstance(new, bytes) else new
        self._old = tuple(Source(side) if isinstance(side, bytes) else side for side in old)
        self._text: tuple[str, bool] | None = None
        self._touched: tuple[list[int], list[int]] | None = None
        self._lines: list[str] | None = None

    def __repr__(self) -> str:
        return f"Change({self.status} {self.old_path!r} -> {self.path!r})"

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where its bytes come from, the new side first."""
        return (self._new, *self._old)

    @property
    def exists(self) -> bool:
        """Whether the path is there after the change."""
        return self.status != "D"

    def is_now(self, globs: Globs) -> str | None:
        """The pattern that matches the path that appears or stays, None for a deletion."""
        return globs.match(self.path) if self.exists else None

    def touches(self, globs: Globs) -> str | None:
        """The pattern that matches either path: a rename disturbs both."""
        return globs.match(self.path) or (globs.match(self.old_path) if self.old_path != self.path else None)

    @property
    def has_content(self) -> bool:
        """Whether there is a blob now: not for a deletion or a submodule."""
        return self.exists and self.mode != GITLINK

    @property
    def large(self) -> bool:
        """Whether the new side is too large to hold: only `pieces` gives its text."""
        return self.has_content and self._new.read() is None

    @property
    def old_large(self) -> bool:
        """Whether an old side is too large to hold: only `old_pieces` gives its text, and no line is known to be old."""
        return self.old_mode != GITLINK and any(source.read() is None for source in self._old)

    def start(self) -> bytes:
        """The first bytes of the new side, a chunk of them: of a large file, too."""
        chunks = self._new.chunks() if self.has_content else iter(())
        return next(chunks, b"")

    def read(self) -> bytes:
        """The new bytes; b"" for a deletion, a submodule, or a large file (see `pieces`)."""
        return self._new.read() or b"" if self.has_content else b""

    def read_old(self) -> bytes:
        """The old bytes (of the first parent); b"" where there were none or they are too many to hold."""
        return self._old[0].read() or b"" if self._old and self.old_mode != GITLINK else b""

    def digest(self) -> str:
        """SHA-256 of the new bytes, however many there are; of a submodule, the commit."""
        from hashlib import sha256

        if self.mode == GITLINK:
            return self.oid
        found = sha256()
        for chunk in self._new.chunks():
            found.update(chunk)
        return found.hexdigest()

    @property
    def text(self) -> str:
        """The new side decoded; see `govhooks.lines.decode`."""
        if self._text is None:
            self._text = decode(self.read())
        return self._text[0]

    @property
    def binary(self) -> bool:
        """Whether the new side is no text (see `govhooks.lines.decode`)."""
        return bool(self.text) and self._text is not None and self._text[1]

    @property
    def wide(self) -> bool:
        """Whether the new side is read as UTF-16 or UTF-32."""
        return sniff(self.read())[0].startswith(("utf-16", "utf-32"))

    def pieces(self) -> Iterator[tuple[str, int]]:
        """(text, number of its first line) of a large file, piece by piece."""
        return self._pieces(self._new)

    def old_pieces(self) -> Iterator[tuple[str, int]]:
        """The same of the old sides."""
        for source in self._old if self.old_mode != GITLINK else ():
            yield from self._pieces(source)

    @staticmethod
    def _pieces(source: Source) -> Iterator[tuple[str, int]]:
        number = 1
        for text in stream(source.chunks(), PIECE, OVERLAP):
            yield text, number
            number += text.count("\n")

    @property
    def lines(self) -> list[str]:
        """The new side's lines, without line ends."""
        if self._lines is None:
            self._lines = split(self.text)
        return self._lines

    @property
    def is_new(self) -> bool:
        """Whether every line counts as added: a new file, one judged whole, a symlink turned into a file or back."""
        return (
            self.status in "AW"
            or not self._old
            or (self.old_mode != self.mode and (SYMLINK in (self.old_mode, self.mode) or self.old_mode == GITLINK))
        )

    def _compare(self) -> tuple[list[int], list[int]]:
        """(removed, added) line indexes; with two parents a line is added only when it is new to both."""
        if self._touched is None:
            if not self.has_content:
                self._touched = (list(range(len(split(decode(self.read_old())[0])))), [])
            elif self.is_new:
                self._touched = ([], list(range(len(self.lines))))
            else:
                removed, added = compare(self.read_old(), self.read())
                for source in self._old[1:]:
                    other = compare(source.read() or b"", self.read())[1]
                    added = sorted(set(added) & set(other))
                self._touched = (removed, added)
        return self._touched

    @property
    def added_indexes(self) -> list[int]:
        """0-based indexes into `lines` of the lines that this change adds, sorted."""
        return self._compare()[1]

    def excerpts(self, around: int) -> list[str] | None:
        """The stretches that hold all added lines, with `around` lines on both sides; None: take the whole text.

        Far cheaper than `added_indexes` and `text` where little of a file changes.
        """
        if self.is_new or not self.has_content or self.large:
            return None
        return excerpts(self.read_old(), self.read(), around)

    @property
    def added(self) -> Iterator[Line]:
        """The lines this change adds, numbered as in the new file."""
        lines = self.lines
        return (Line(index + 1, lines[index]) for index in self.added_indexes)

    @property
    def removed(self) -> Iterator[Line]:
        """The lines this change removes, numbered as in the old file."""
        indexes = self._compare()[0]
        lines = split(decode(self.read_old())[0]) if indexes else []
        return (Line(index + 1, lines[index]) for index in indexes)


class Changeset:
    """All that a rule may know.

    `changes`     what changes, in git's order of paths.
    `kind`        "change" what is staged, "message" the same with the commit message, "range" the net change of a
                  range, "commit" one commit of it, "whole" files judged as they are, "text" a text of no file.
    `message`     the commit message, comments stripped; None when there is none yet.
    `recorded`    the message with all that git will record of it: comments too, where git keeps them.
    `tags`        (name, message) of the annotated tags that come with a range.
    `trailers`    its trailers as (key, value), as git parses them.
    `today`       the date as YYYY-MM-DD, UTC.
    `commit`      the commit's id when a recorded commit is judged, "" otherwise; with it `author` and `committer` as
                  "Name <mail>", and its `parents`.
    `commits`     of a range, its commits as changesets, oldest first; `siblings` the same, of each of these commits.
    `stands`      of a commit of a range: "here" where nobody else has it, "proposed" to others, or "landed" on a branch whose
                  history is kept. What its message lacks can be mended only before it has landed.
    `review`      of a range: where it lands and what was said of it (see `govhooks.approvals.review`).
    `amends`      of a message: whether its commit replaces HEAD; the changes are then those of the whole commit.
    `judged`      of a message: whether the pre-commit stage found the same content clean.
    `updates`     of a push: what becomes of the refs (see `govhooks.refs`).
    `waivers`     the exceptions of the policy that judges.
    `policy_file` (path, bytes) of a policy that was named to judge instead of the committed one.
    `agent_policies`  globs of the files that are the policy for AI agents (see `govhooks.agents.declared`).
    `only`        the ids of the rules that judge it, () for all that judge its kind.
    `notes`       what the user should know about what was looked at.
    `before`, `after`  read a path of the tree before and after: bytes, or None when it is not there.
    """

    def __init__(
        self,
        changes: Iterable[Change] = (),
        *,
        kind: str = "change",
        message: str | None = None,
        trailers: Iterable[tuple[str, str]] = (),
        today: str = "1970-01-01",
        commit: str = "",
        before: Callable[[str], bytes | None] = lambda path: None,
        after: Callable[[str], bytes | None] | None = None,
        waivers: Iterable[Waiver] = (),
        notes: Iterable[str] = (),
        tags: Iterable[tuple[str, str]] = (),
        author: str = "",
        committer: str = "",
        parents: Iterable[str] = (),
        commits: Iterable[Changeset] = (),
        review: Review | None = None,
        updates: Iterable[Update] = (),
    ) -> None:
        self.changes = tuple(changes)
        self.author = author
        self.committer = committer
        self.parents = tuple(parents)
        self.commits = tuple(commits)
        self.review = review
        self.stands = "here"
        self.amends = False
        self.siblings: tuple[Changeset, ...] = ()
        self.updates = tuple(updates)
        self.judged = False
        self.policy_file: tuple[str, bytes] | None = None
        self.kind = kind
        self.message = message
        self.recorded = message
        self.tags = tuple(tags)
        self.trailers = tuple(trailers)
        self.today = today
        self.commit = commit
        self.before = before
        self.after = after or self._after
        self.waivers = tuple(waivers)
        self.agent_policies: tuple[str, ...] = ()
        self.only: tuple[str, ...] = ()
        self.notes = list(notes)

    def documents(self, *formats: str, where: Callable[[str], bool] | None = None) -> Iterator[Document]:
        """The documents of the changes in these formats, each blob parsed once; see `govhooks.readers`."""
        from govhooks.readers import documents

        return documents(self.changes, *formats, where=where)

    def _after(self, path: str) -> bytes | None:
        """The tree after: what the changes say of the path, else what was there before."""
        for change in self.changes:
            if change.exists and change.path == path:
                return change.read()
        if any(path in (change.path, change.old_path) for change in self.changes):
            return None
        return self.before(path)


def to_path(raw: bytes) -> str:
    """A path from git: UTF-8 where it is, surrogates where it is not."""
    return raw.decode("utf-8", "surrogateescape")


class Tree:
    """The tree of a commit: called with a path, its bytes, or None when it is not there."""

    def __init__(self, batch: Batch, rev: str) -> None:
        self._batch = batch
        self._rev = rev

    def __call__(self, path: str) -> bytes | None:
        """Raises CannotJudge for an object that should be there and is not, and for a symbolic link."""
        rev, batch = self._rev, self._batch
        answer = batch.get(f"{rev}^{{tree}}")
        parts = path.split("/")
        for depth, part in enumerate(parts):
            if answer is None:
                raise CannotJudge(f"the tree of {rev} is missing or broken: run `git fsck`")
            oid, kind, data = answer
            if kind != "tree":
                return None
            entry = _entry(data, part.encode("utf-8", "surrogateescape"), len(oid) // 2)
            if entry is None:
                return None
            mode, entry_oid = entry
            if mode == GITLINK:
                return None
            if mode == SYMLINK:
                raise CannotJudge(f"{path} is a symbolic link in {rev}: commit the file itself")
            answer = batch.get(entry_oid)
            if answer is None:
                raise CannotJudge(f"{path} in {rev} is missing or broken: run `git fsck`")
            if depth == len(parts) - 1:
                return answer[2] if answer[1] == "blob" else None
        return None

    def paths(self) -> list[str]:
        """Every path in it."""
        return sorted(_names(git("ls-tree", "-r", "-z", "--name-only", "--full-tree", self._rev)))


class Repository:
    """The judged repository: which objects its names mean. Opened once a process."""

    def __init__(self) -> None:
        # Both are started before anything else is imported: git works while Python loads.
        self._diff: Process | None = None
        # Paths that what is staged touches, in a merge against any parent (set by `staged`).
        self.disturbed: set[str] = set()
        self.batch = Batch()
        self._tracked: dict[str, tuple[str, str]] | None = None

    def start_diff(self) -> None:
        """Start the comparison that a commit needs, ahead of need."""
        self._diff = Process("diff-index", "--cached", *_RAW, "HEAD", "--")

    def close(self) -> None:
        self.batch.close()
        if self._diff is not None:
            self._diff.read_all()
            self._diff.wait()
            self._diff = None

    def tree(self, rev: str) -> Tree:
        """The tree of a commit."""
        return Tree(self.batch, rev)

    def head(self) -> str:
        """ "HEAD", or "" before the first commit. Raises CannotJudge for a HEAD that is broken or a repository that
        is none."""
        if self.batch.skim("HEAD", 0) is not None:
            return "HEAD"
        return "" if self._unborn() else "HEAD"

    def _unborn(self) -> bool:
        if git_ok("rev-parse", "--verify", "--quiet", "HEAD") is not None:
            raise CannotJudge("HEAD names an object that is missing or broken: run `git fsck`")
        ref = answer(git("symbolic-ref", "HEAD"))
        if git_ok("rev-parse", "--verify", "--quiet", to_path(ref)) is not None:
            raise CannotJudge("HEAD is broken: run `git fsck`")
        place = answer(git("rev-parse", "--git-path", to_path(ref)))
        if os.path.exists(place):
            raise CannotJudge(f"{to_path(ref)} is broken: run `git fsck`")
        return True

    def merging(self) -> tuple[str, ...]:
        """The commits being merged into HEAD, () when there is no merge under way."""
        if self.batch.skim("MERGE_HEAD", 0) is None:
            # pre-merge-commit runs before git writes MERGE_HEAD; the merged heads are in its environment.
            if not os.environ.get("GIT_REFLOG_ACTION", "").startswith(("merge", "pull")):
                return ()
            heads = [name.removeprefix("GITHEAD_") for name in os.environ if name.startswith("GITHEAD_")]
            return tuple(head for head in heads if self.batch.skim(f"{head}^{{commit}}", 0) is not None)
        place = answer(git("rev-parse", "--git-path", "MERGE_HEAD"))
        try:
            with open(place, "rb") as stream:
                heads = [line.decode("ascii", "replace").strip() for line in stream if line.strip()]
        except OSError:
            return ()  # a branch or tag of that name is no merge
        if any(len(head) not in (40, 64) or head.strip("0123456789abcdef") for head in heads):
            raise CannotJudge("MERGE_HEAD contains no commit ids: run git merge --abort, and merge again")
        return tuple(heads)

    def staged(self) -> list[Change]:
        """The index against HEAD; in a merge, what differs from every parent."""
        head = self.head()
        if head and self._diff is not None:
            process, self._diff = self._diff, None
            raw = process.output()
        else:
            if self._diff is not None:  # it failed, as there is no HEAD yet
                self._diff.read_all()
                self._diff.wait()
                self._diff = None
            raw = git("diff-index", "--cached", *_RAW, head or self.empty_tree(), "--")
        changes = self._changes(raw)
        self.disturbed = {path for change in changes for path in (change.path, change.old_path)}
        parents = self.merging() if head else ()
        for parent in parents:
            changes = self._new_to(changes, parent)
        return changes

    def empty_tree(self) -> str:
        """The id of the empty tree in the repository's hash."""
        return to_path(answer(git("hash-object", "-t", "tree", "--stdin")))

    def _new_to(self, changes: list[Change], parent: str) -> list[Change]:
        """The changes that are changes against `parent` too, with its side as a further old side."""
        against = {change.path: change for change in self._parsed(git("diff-index", "--cached", *_RAW, parent, "--"))}
        self.disturbed.update(against)
        kept = []
        for change in changes:
            other = against.get(change.path)
            if other is None:
                continue
            if not other.is_new and not change.is_new:
                change._old = (*change._old, *other._old)
            elif not other.is_new:
                change._old, change.status, change.old_mode = other._old, other.status, other.old_mode
                change.old_path = other.old_path
            kept.append(change)
        return kept

    def _changes(self, raw: bytes) -> list[Change]:
        return list(self._parsed(raw))

    def _parsed(self, raw: bytes) -> Iterator[Change]:
        """Changes of `--raw -z` output, also of combined (merge) entries."""
        fields = raw.split(b"\0")
        i = 0
        while i < len(fields) - 1:
            head = fields[i]
            if not head.startswith(b":"):
                raise CannotJudge("git printed a change that cannot be read")
            parents = len(head) - len(head.lstrip(b":"))
            words = head[parents:].decode("ascii").split(" ")
            modes, oids, status = words[: parents + 1], words[parents + 1 : 2 * parents + 2], words[-1]
            letter = status[0]
            if letter == "U":
                raise CannotJudge(f"{to_path(fields[i + 1])} is unmerged: resolve the conflict and add it")
            if _is_move(head):
                old_path, path = to_path(fields[i + 1]), to_path(fields[i + 2])
                i += 3
            else:
                path = to_path(fields[i + 1])
                old_path = path
                i += 2
            yield self._change(letter, path, old_path, modes, oids)

    def _change(self, letter: str, path: str, old_path: str, modes: list[str], oids: list[str]) -> Change:
        mode, oid = modes[-1], oids[-1]
        if mode == "000000":
            letter = "D"
        elif all(old == "000000" for old in modes[:-1]):
            letter = "A"
        elif letter not in "MRT":
            letter = "M"
        old = [
            Source(oid=old_oid, batch=self.batch) if old_mode not in ("000000", GITLINK) else Source(b"")
            for old_mode, old_oid in zip(modes[:-1], oids[:-1])
        ]
        return Change(
            letter,
            path,
            "" if letter == "A" else old_path,
            new=Source(oid=oid, batch=self.batch) if mode not in ("000000", GITLINK) else Source(b""),
            old=() if letter == "A" else old,
            mode=mode,
            old_mode=modes[0],
            oid=oid,
            old_oid=oids[0],
        )

    def tracked(self) -> dict[str, tuple[str, str]]:
        """Path -> (mode, object id) of every entry of the index; read once."""
        if self._tracked is not None:
            return self._tracked
        found = self._tracked = {}
        for entry in git("-C", _native(self.root() or "."), "ls-files", "--stage", "-z").split(b"\0"):
            if entry:
                meta, _, raw = entry.partition(b"\t")
                mode, oid, _stage = meta.decode("ascii").split(" ")
                found[to_path(raw)] = (mode, oid)
        return found

    def whole(self, names: Sequence[str] | None) -> list[Change]:
        """Files judged as they are: what the index holds and, where the working file differs, that too.

        `names` are repository-relative files or directories, None means every tracked file. An untracked file that
        is named is read from disk. Raises FileNotFoundError for a name that is nowhere.
        """
        tracked = self.tracked()
        root = self.root()
        wanted = tracked.keys() if names is None else self._expand(names, tracked, root)
        differs = set() if root is None else _names(git("-C", _native(root), "diff-files", "--name-only", "-z"))
        changes = []
        for path in wanted:
            entry = tracked.get(path)
            if entry is not None:
                mode, oid = entry
                copy = "" if root is None or path in differs else _native(f"{root}/{path}")
                source = Source(b"") if mode == GITLINK else Source(oid=oid, batch=self.batch, copy=copy)
                changes.append(Change("W", path, new=source, mode=mode, oid=oid))
            if root is not None and (entry is None or path in differs) and (entry is None or entry[0] != GITLINK):
                place = os.path.join(root, path)
                if os.path.lexists(_native(place)):
                    mode = SYMLINK if os.path.islink(_native(place)) else "100644"
                    changes.append(Change("W", path, new=Source(disk=_native(place)), mode=mode))
        return changes

    def _expand(self, names: Sequence[str], tracked: dict[str, tuple[str, str]], root: str | None) -> list[str]:
        found: dict[str, None] = {}
        for name in names:
            clean = name.rstrip("/")
            if clean in tracked:
                found[clean] = None
                continue
            below = [path for path in tracked if clean in ("", ".") or path.startswith(clean + "/")]
            if below:
                found.update(dict.fromkeys(below))
            elif root is not None and os.path.lexists(_native(os.path.join(root, clean))):
                if os.path.isdir(_native(os.path.join(root, clean))):
                    raise FileNotFoundError(f"{name}: a directory with no tracked file")
                found[clean] = None
            else:
                raise FileNotFoundError(f"{name}: no such file")
        return list(found)

    def indexed(self, path: str) -> bytes | None:
        """A path of the index, None when it is not there."""
        entry = self.tracked().get(path)
        if entry is None or entry[0] == GITLINK:
            return None
        answer = self.batch.get(entry[1])
        if answer is None:
            raise CannotJudge(f"{path} in the index is missing or broken: run `git fsck`")
        return answer[2]

    def root(self) -> str | None:
        """The top of the working tree, None in a bare repository."""
        top = git_ok("rev-parse", "--show-toplevel")
        return to_path(top) if top else None

    def prefix(self) -> str:
        """The working directory relative to the top, "" at the top, else ending in "/"."""
        return to_path(answer(git("rev-parse", "--show-prefix")))

    def resolve(self, rev: str) -> str:
        """The commit id of a revision. Raises CannotJudge when there is none."""
        found = git_ok("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
        if not found:
            raise CannotJudge(f"{rev} names no commit here (in CI, fetch the whole history)")
        return to_path(found)

    def merge_base(self, one: str, other: str) -> str:
        """The merge base of two commits, or the empty tree when they share no history."""
        found = git_ok("merge-base", one, other)
        return to_path(found) if found else self.empty_tree()

    def between(self, old: str, new: str) -> list[Change]:
        """The net change from a tree-ish to another."""
        return self._changes(git("diff-tree", "-r", *_RAW, old, new, "--"))

    def indexed_since(self, base: str) -> list[Change]:
        """The net change from a tree-ish to the index."""
        return self._changes(git("diff-index", "--cached", *_RAW, base, "--"))

    def indexed_against(self, parents: Sequence[str]) -> list[Change]:
        """What the index holds that is new to all of these commits; to none, everything."""
        changes = self.indexed_since(parents[0] if parents else self.empty_tree())
        for parent in parents[1:]:
            changes = self._new_to(changes, parent)
        return changes

    def commits(self, *revs: str) -> Iterator[tuple[str, list[Change]]]:
        """(commit, what it changes against all of its parents) of every commit of a range, oldest first.

        `revs` are arguments of `git rev-list`: "A..B", or "B", "--not", "--remotes=origin".
        """
        ids = git("rev-list", "--reverse", "--topo-order", *revs)
        if ids:
            yield from self.recorded(ids)

    def recorded(self, ids: bytes) -> Iterator[tuple[str, list[Change]]]:
        """(commit, what it changes against all of its parents) of commits by their ids, one a line."""
        raw = git("diff-tree", "--stdin", "-r", "--root", "-c", "--always", *_RAW, stdin=ids)
        fields = raw.split(b"\0")
        i = 0
        while i < len(fields) - 1:
            commit = to_path(fields[i])
            start = i = i + 1
            while i < len(fields) - 1 and fields[i].startswith(b":"):
                i += 3 if _is_move(fields[i]) else 2
            yield commit, self._changes(b"\0".join([*fields[start:i], b""]))

    def tags(self, rev: str, commits: Collection[str]) -> list[tuple[str, str]]:
        """(name, message) of every annotated tag on one of the commits, and of the tag that `rev` names.

        A tag of a tag counts with all of its messages. Which tags a push takes along no hook is told: those on the
        commits that it takes along can go with it (`--follow-tags`).
        """
        listed = []
        if commits:
            form = "--format=%(objecttype) %(objectname) %(refname:strip=2)"
            listed = [line.split(b" ", 2) for line in git("for-each-ref", form, "refs/tags").split(b"\n") if line]
        found: dict[str, tuple[str, str]] = {}
        for kind, oid, name in listed:
            if kind == b"tag":
                target, chain = self._peel(to_path(oid))
                if target in commits:
                    first, *inner = chain
                    found.update({first[0]: (to_path(name), first[2])})
                    found.update({tag[0]: (tag[1], tag[2]) for tag in inner})
        for tag in self._peel(rev)[1]:
            found.setdefault(tag[0], (tag[1], tag[2]))
        return list(found.values())

    def _peel(self, name: str) -> tuple[str, list[tuple[str, str, str]]]:
        """(what a name means in the end, (object id, name, message) of each tag object on the way there)."""
        chain = []
        answer = self.batch.get(name)
        while answer is not None and answer[1] == "tag":
            header, _, text = answer[2].partition(b"\n\n")
            fields = dict(line.partition(b" ")[::2] for line in header.split(b"\n"))
            chain.append((answer[0], to_path(fields.get(b"tag", b"")), decode(text)[0]))
            answer = self.batch.get(to_path(fields.get(b"object", b"")))
        if answer is None:
            raise CannotJudge(f"{name} is missing or broken: run `git fsck`")
        return answer[0], chain


def _names(raw: bytes) -> set[str]:
    return {to_path(name) for name in raw.split(b"\0") if name}


def _is_move(head: bytes) -> bool:
    """Whether a raw entry is followed by two paths."""
    return not head.startswith(b"::") and head.rsplit(b" ", 1)[-1][:1] in (b"R", b"C")


def _native(path: str) -> str:
    """A path for the operating system from one with surrogates."""
    return os.fsdecode(path.encode("utf-8", "surrogateescape")) if os.name == "posix" else path


def _entry(tree: bytes, name: bytes, width: int) -> tuple[str, str] | None:
    """(mode, object id) of a name in a raw tree object; `width` is the length of an id in bytes."""
    i = 0
    while i < len(tree):
        space = tree.index(b" ", i)
        nul = tree.index(b"\0", space)
        if tree[space + 1 : nul] == name:
            return tree[i:space].decode("ascii").zfill(6), tree[nul + 1 : nul + 1 + width].hex()
        i = nul + 1 + width
    return None
