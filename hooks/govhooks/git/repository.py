"""The judged repository: its trees, its index, and the changes between them."""

from __future__ import annotations

import os

from govhooks.core.change import GITLINK, SYMLINK, Change, Given
from govhooks.core.errors import CannotJudge
from govhooks.core.lines import decode
from govhooks.git.plumbing import Batch, Process, answer, git, git_ok
from govhooks.git.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import Any

_RAW = ("--raw", "-z", "--no-abbrev", "--ignore-submodules=none", "-M50%", "-l1000")


def to_path(raw: bytes) -> str:
    """A path from git: decoded as UTF-8, invalid bytes as surrogates."""
    return raw.decode("utf-8", "surrogateescape")


class Tree:
    """The tree of a commit: call it with a path to get its bytes, or None if it does not exist."""

    def __init__(self, batch: Batch, rev: str) -> None:
        self._batch = batch
        self._rev = rev
        # Folder with a "/" at its end -> (bytes of an object id in it, its entries), None for what is no folder: rules ask for many
        # files of a few folders that are not there.
        self._folders: dict[str, tuple[int, bytes] | None] = {}

    def __call__(self, path: str) -> bytes | None:
        """Raises CannotJudge if the object is missing or broken, and for a symbolic link."""
        names = path.split("/")
        known = len(names) - 1
        while known and "/".join(names[:known]) + "/" not in self._folders:
            known -= 1
        here = "/".join(names[:known]) + "/" if known else ""
        if here not in self._folders:
            self._folders[here] = self._folder(self._batch.get(f"{self._rev}^{{tree}}"), f"the tree of {self._rev}")
        for name in names[known:-1]:
            entry = self._entry(here, name, path)
            here += f"{name}/"
            found = self._batch.get(entry) if entry else None
            self._folders[here] = self._folder(found, f"{path} in {self._rev}") if entry else None
        entry = self._entry(here, names[-1], path)
        if not entry:
            return None
        answer = self._batch.get(entry)
        if answer is None:
            raise CannotJudge(f"{path} in {self._rev} is missing or broken: run `git fsck`")
        return answer[2] if answer[1] == "blob" else None

    def _folder(self, answer: tuple[str, str, bytes] | None, what: str) -> tuple[int, bytes] | None:
        if answer is None:
            raise CannotJudge(f"{what} is missing or broken: run `git fsck`")
        return (len(answer[0]) // 2, answer[2]) if answer[1] == "tree" else None

    def _entry(self, folder: str, name: str, path: str) -> str:
        """The object id of a name in a folder that has been read, "" where there is none, or a submodule."""
        listed = self._folders[folder]
        entry = _entry(listed[1], name.encode("utf-8", "surrogateescape"), listed[0]) if listed else None
        if entry is None or entry[0] == GITLINK:
            return ""
        if entry[0] == SYMLINK:
            raise CannotJudge(f"{path} is a symbolic link in {self._rev}: commit the file itself")
        return entry[1]

    def paths(self) -> list[str]:
        """Every path in the tree."""
        return sorted(_names(git("ls-tree", "-r", "-z", "--name-only", "--full-tree", self._rev)))

    def below(self, folder: str) -> list[str]:
        """Every path below a folder ("a/b/")."""
        found = git("ls-tree", "-r", "-z", "--name-only", "--full-tree", self._rev, "--", folder)
        return sorted(_names(found))


class Index:
    """The index, read like a `Tree`."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def __call__(self, path: str) -> bytes | None:
        """The content of a path, None if it is not there. Raises CannotJudge if the object is missing or broken."""
        entry = self._repository.tracked().get(path)
        if entry is None or entry[0] == GITLINK:
            return None
        answer = self._repository.batch.get(entry[1])
        if answer is None:
            raise CannotJudge(f"{path} in the index is missing or broken: run `git fsck`")
        return answer[2]

    def paths(self) -> list[str]:
        """Every path in the index."""
        return sorted(self._repository.tracked())


class Repository:
    """The judged repository: resolves names to objects. Opened once per process."""

    def __init__(self) -> None:
        # Start both before importing anything else: git works while Python loads.
        self._diff: Process | None = None
        # The paths touched by what is staged; in a merge, against any parent (set by `staged`).
        self.disturbed: set[str] = set()
        self.batch = Batch()
        self._tracked: dict[str, tuple[str, str]] | None = None
        self.indexed = Index(self)

    def start_diff(self) -> None:
        """Start the comparison that a commit needs, before it is needed."""
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
        """The name "HEAD", or "" before the first commit. Raises CannotJudge if HEAD is broken or this is not a
        repository."""
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
        """The commits being merged into HEAD; () if no merge is in progress."""
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
            return ()  # a branch or tag of that name is not a merge
        if any(len(head) not in (40, 64) or head.strip("0123456789abcdef") for head in heads):
            raise CannotJudge("MERGE_HEAD contains no commit ids: run git merge --abort, and merge again")
        return tuple(heads)

    def staged(self) -> list[Change]:
        """The changes from HEAD to the index; in a merge, what differs from every parent."""
        head = self.head()
        if head and self._diff is not None:
            process, self._diff = self._diff, None
            raw = process.output()
        else:
            if self._diff is not None:  # it failed because there is no HEAD yet
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
        """The id of the empty tree in the repository's hash algorithm."""
        return to_path(answer(git("hash-object", "-t", "tree", "--stdin")))

    def _new_to(self, changes: list[Change], parent: str) -> list[Change]:
        """The changes that are also changes against `parent`, which becomes a further old side."""
        against = {change.path: change for change in self._parsed(git("diff-index", "--cached", *_RAW, parent, "--"))}
        self.disturbed.update(against)
        kept = []
        for change in changes:
            other = against.get(change.path)
            if other is None:
                continue
            kept.append(change.beside(other))
        return kept

    def _changes(self, raw: bytes) -> list[Change]:
        return list(self._parsed(raw))

    def _parsed(self, raw: bytes) -> Iterator[Change]:
        """Parse the changes in `--raw -z` output, also in its combined form (merges)."""
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
        old: list[Any] = [
            Source(oid=old_oid, batch=self.batch) if old_mode not in ("000000", GITLINK) else Given(b"")
            for old_mode, old_oid in zip(modes[:-1], oids[:-1])
        ]
        return Change(
            letter,
            path,
            "" if letter == "A" else old_path,
            new=Source(oid=oid, batch=self.batch) if mode not in ("000000", GITLINK) else Given(b""),
            old=() if letter == "A" else old,
            mode=mode,
            old_mode=modes[0],
            oid=oid,
            old_oid=oids[0],
        )

    def tracked(self) -> dict[str, tuple[str, str]]:
        """Path -> (mode, object id) of every entry in the index; read once."""
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
        """Files judged as they are: the content in the index and, if the working file differs, that too.

        `names` are repository-relative files or directories; None means every tracked file. A named file that is
        untracked is read from disk. Raises FileNotFoundError for a name that does not exist.
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
                source = Given(b"") if mode == GITLINK else Source(oid=oid, batch=self.batch, copy=copy)
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

    def root(self) -> str | None:
        """The top of the working tree, None in a bare repository."""
        top = git_ok("rev-parse", "--show-toplevel")
        return to_path(top) if top else None

    def prefix(self) -> str:
        """The working directory relative to the top: "" at the top, otherwise ending in "/"."""
        return to_path(answer(git("rev-parse", "--show-prefix")))

    def resolve(self, rev: str) -> str:
        """The commit id of a revision. Raises CannotJudge if there is none."""
        found = git_ok("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
        if not found:
            raise CannotJudge(f"{rev} names no commit here (in CI, fetch the whole history)")
        return to_path(found)

    def merge_base(self, one: str, other: str) -> str:
        """The merge base of two commits, or the empty tree if they share no history."""
        found = git_ok("merge-base", one, other)
        return to_path(found) if found else self.empty_tree()

    def between(self, old: str, new: str) -> list[Change]:
        """The net change from one tree-ish to another."""
        return self._changes(git("diff-tree", "-r", *_RAW, old, new, "--"))

    def indexed_since(self, base: str) -> list[Change]:
        """The net change from a tree-ish to the index."""
        return self._changes(git("diff-index", "--cached", *_RAW, base, "--"))

    def indexed_against(self, parents: Sequence[str]) -> list[Change]:
        """The changes in the index that are new against all of these commits; with no commits, everything."""
        changes = self.indexed_since(parents[0] if parents else self.empty_tree())
        for parent in parents[1:]:
            changes = self._new_to(changes, parent)
        return changes

    def commits(self, *revs: str) -> Iterator[tuple[str, list[Change]]]:
        """(commit, its changes against all of its parents) for every commit of a range, oldest first.

        `revs` are arguments of `git rev-list`: "A..B", or "B", "--not", "--remotes=origin".
        """
        ids = git("rev-list", "--reverse", "--topo-order", *revs)
        if ids:
            yield from self.recorded(ids)

    def recorded(self, ids: bytes) -> Iterator[tuple[str, list[Change]]]:
        """(commit, its changes against all of its parents) for commits given by id, one per line."""
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

        A tag of a tag counts with all of its messages. Hooks are not told which tags a push includes: those on the
        pushed commits may go with it (`--follow-tags`).
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
        """(the object that a name finally refers to, (object id, name, message) of each tag object on the way)."""
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
    """Whether a raw entry has two paths."""
    return not head.startswith(b"::") and head.rsplit(b" ", 1)[-1][:1] in (b"R", b"C")


def _native(path: str) -> str:
    """The operating system's form of a path with surrogates."""
    return os.fsdecode(path.encode("utf-8", "surrogateescape")) if os.name == "posix" else path


def _entry(tree: bytes, name: bytes, width: int) -> tuple[str, str] | None:
    """(mode, object id) of a name in a raw tree object; `width` is the length of an object id in bytes."""
    i = 0
    while i < len(tree):
        space = tree.index(b" ", i)
        nul = tree.index(b"\0", space)
        if tree[space + 1 : nul] == name:
            return tree[i:space].decode("ascii").zfill(6), tree[nul + 1 : nul + 1 + width].hex()
        i = nul + 1 + width
    return None
