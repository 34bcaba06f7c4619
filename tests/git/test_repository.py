"""What is about to be recorded, read from real repositories; GitPython is a second opinion."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import git as gitpython
import pytest

from govhooks.core.change import Change
from govhooks.core.errors import CannotJudge
from govhooks.core.globs import Globs
from govhooks.git.repository import Repository

Open = Callable[..., Repository]


@pytest.fixture
def staged(repo, opened: Open) -> Callable[[], dict[str, Change]]:  # type: ignore[no-untyped-def]
    return lambda: {change.path: change for change in opened(repo.path).staged()}


def added(change: Change) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in change.added]


def removed(change: Change) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in change.removed]


# --- what is staged


def test_a_staged_diff_is_what_gitpython_says(repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.commit(
        "base", **{"keep.txt": "k\n", "gone.txt": "g\n" * 9, "edit.txt": "1\n2\n3\n", "old name.txt": "m\n" * 9}
    )
    repo.stage("edit.txt", "1\ntwo\n3\n4\n")
    repo.stage("new/file.txt", "n\n")
    repo.git("rm", "--quiet", "gone.txt")
    (repo.path / "moved").mkdir()
    repo.git("mv", "old name.txt", "moved/näme.txt")
    ours = {
        (c.status, c.old_path or None, c.path, c.read() if c.exists else None, c.read_old() if c.old_path else None)
        for c in staged().values()
    }
    theirs = set()
    with gitpython.Repo(repo.path) as other:
        for diff in other.head.commit.diff(None, staged=True):
            new = None if diff.deleted_file else diff.b_blob.data_stream.read()
            old = None if diff.new_file else diff.a_blob.data_stream.read()
            theirs.add((diff.change_type, None if diff.new_file else diff.a_path, diff.b_path, new, old))

    assert ours == theirs
    assert {status for status, *_ in ours} == {"A", "D", "M", "R"}


def test_nothing_staged_is_no_change(repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.write("app.py", "not added\n")

    assert staged() == {}


def test_what_is_staged_is_judged_and_not_the_working_file(repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", "x = 1\nstaged\n")
    repo.write("app.py", "x = 1\nworking\n")

    assert added(staged()["app.py"]) == [(2, "staged")]


def test_a_rename_is_old_and_new(repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.commit(**{"notes.txt": "line\n" * 20})
    repo.git("mv", "notes.txt", ".env")
    change = staged()[".env"]

    assert (change.status, change.old_path, change.path) == ("R", "notes.txt", ".env")
    assert added(change) == removed(change) == []
    assert change.is_now(Globs([".env"])) == ".env"
    assert change.is_now(Globs(["notes.txt"])) is None
    assert change.touches(Globs(["notes.txt"])) == "notes.txt"


def test_of_a_renamed_and_edited_file_only_the_edit_is_added(repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.commit(**{"a.txt": "".join(f"line {n}\n" for n in range(30))})
    repo.git("mv", "a.txt", "b.txt")
    repo.stage("b.txt", "".join(f"line {n}\n" if n != 7 else "edited\n" for n in range(30)))
    change = staged()["b.txt"]

    assert (change.status, change.old_path) == ("R", "a.txt")
    assert added(change) == [(8, "edited")]
    assert removed(change) == [(8, "line 7")]


@pytest.mark.parametrize("setting", ["false", "copies"])
def test_the_users_settings_change_nothing(setting: str, repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.commit(**{"a.txt": "line\n" * 20})
    (repo.path / "sub").mkdir()
    repo.git("mv", "a.txt", 'sub/é "b".txt')
    for key, value in (
        ("diff.renames", setting),
        ("status.renames", "false"),
        ("diff.external", "false"),
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.relative", "true"),
        ("diff.orderFile", "nowhere"),
        ("diff.ignoreSubmodules", "all"),
        ("diff.interHunkContext", "5"),
        ("core.quotePath", "true"),
        ("core.abbrev", "4"),
        ("color.ui", "always"),
        ("core.pager", "false"),
        ("alias.diff-index", "!false"),
    ):
        repo.git("config", key, value)
    changes = staged()

    assert [(c.status, c.old_path, c.path) for c in changes.values()] == [("R", "a.txt", 'sub/é "b".txt')]


def test_a_subdirectory_sees_the_whole_change(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    repo.git("config", "diff.relative", "true")
    repo.stage("sub/a.txt", "a\n")
    repo.stage("b.txt", "b\n")
    repository = opened(repo.path / "sub")

    assert [change.path for change in repository.staged()] == ["b.txt", "sub/a.txt"]
    assert repository.prefix() == "sub/"
    assert [change.path for change in repository.whole(None)] == ["app.py", "b.txt", "sub/a.txt"]


def test_a_mode_change_adds_no_line(repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.git("update-index", "--chmod=+x", "app.py")
    change = staged()["app.py"]

    assert (change.status, change.old_mode, change.mode) == ("M", "100644", "100755")
    assert added(change) == []


def test_a_symlink_that_becomes_a_file_is_new(repo, staged) -> None:  # type: ignore[no-untyped-def]
    (repo.path / "link").symlink_to("app.py")
    repo.git("add", "link")
    repo.commit("link")
    (repo.path / "link").unlink()
    repo.stage("link", "app.py\n")
    change = staged()["link"]

    assert (change.status, change.old_mode, change.mode) == ("T", "120000", "100644")
    assert change.is_new
    assert added(change) == [(1, "app.py")]


def test_a_file_that_becomes_a_symlink_is_its_target(repo, staged) -> None:  # type: ignore[no-untyped-def]
    (repo.path / "app.py").unlink()
    (repo.path / "app.py").symlink_to("/run/secrets/x")
    repo.git("add", "app.py")
    change = staged()["app.py"]

    assert (change.status, change.mode) == ("T", "120000")
    assert change.read() == b"/run/secrets/x"
    assert added(change) == [(1, "/run/secrets/x")]


def test_a_submodule_is_no_content(repo, staged, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    ids = [f"{n}" * 40 for n in (1, 2)]
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{ids[0]},lib")
    new = staged()["lib"]
    repo.git("commit", "--quiet", "-m", "lib")
    repo.git("update-index", "--cacheinfo", f"160000,{ids[1]},lib")
    bumped = staged()["lib"]
    repo.git("rm", "--cached", "--quiet", "lib")
    repo.stage("lib", "a file now\n")
    turned = staged()["lib"]

    assert (new.status, new.mode, new.has_content, new.read(), added(new)) == ("A", "160000", False, b"", [])
    assert (bumped.status, bumped.has_content, bumped.read(), bumped.read_old()) == ("M", False, b"", b"")
    assert added(bumped) == removed(bumped) == []
    assert (turned.status, turned.old_mode) == ("T", "160000")
    assert added(turned) == [(1, "a file now")]


def test_a_deletion_removes_every_line(repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.git("rm", "--quiet", "app.py")
    change = staged()["app.py"]

    assert (change.status, change.path, change.old_path, change.mode) == ("D", "app.py", "app.py", "000000")
    assert not change.exists
    assert not change.has_content
    assert change.read() == b""
    assert removed(change) == [(1, "x = 1")]
    assert added(change) == []
    assert change.is_now(Globs(["*"])) is None
    assert change.touches(Globs(["*"])) == "*"


def test_before_the_first_commit_everything_is_new(empty_repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    empty_repo.stage("a.txt", "a\nb\n")
    repository = opened(empty_repo.path)
    repository.start_diff()
    (change,) = repository.staged()

    assert repository.head() == ""
    assert (change.status, added(change)) == ("A", [(1, "a"), (2, "b")])


def test_a_file_that_is_only_announced_adds_nothing(repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.write("later.txt", "content\n")
    repo.git("add", "--intent-to-add", "later.txt")

    assert added(staged().get("later.txt", Change("A", "later.txt"))) == []


def test_an_unmerged_path_cannot_be_judged(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("side", **{"app.py": "side\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", **{"app.py": "main\n"})
    repo.git("merge", "side", check=False)

    with pytest.raises(CannotJudge, match=r"app\.py is unmerged"):
        opened(repo.path).staged()


NAMES = [
    b"new\nline.txt",
    b'quo"te.txt',
    b"apo'strophe",
    b"-leading",
    b"--all",
    b"tab\there",
    b"back\\slash",
    b" space ",
    b":colon",
    b":100644 000000",
    b"*star?[x]",
    "ümläut/日本".encode(),
    b"latin-\xe9",
    b"\xff\xfe/\x80",
    b"esc\x1b[31m",
]


@pytest.mark.skipif(os.name != "posix", reason="such names do not exist elsewhere")
@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_any_path_is_read(name: bytes, repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    place = os.path.join(os.fsencode(repo.path), name)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, "wb") as stream:
        stream.write(b"first\n")
    path = name.decode("utf-8", "surrogateescape")
    subprocess.run(["git", "--literal-pathspecs", "add", "--", name], cwd=repo.path, check=True)
    repository = opened(repo.path)
    (new,) = repository.staged()
    repo.git("commit", "--quiet", "-m", "odd name")
    with open(place, "ab") as stream:
        stream.write(b"second\n")
    subprocess.run(["git", "--literal-pathspecs", "add", "--", name], cwd=repo.path, check=True)
    (edited,) = repository.staged()
    repo.git("commit", "--quiet", "-m", "edited")
    ((_, (recorded,)),) = repository.commits("HEAD~1..HEAD")
    with open(place, "ab") as stream:
        stream.write(b"third\n")
    whole = [change for change in repository.whole(None) if change.path == path]

    assert (new.status, new.path, new.read()) == ("A", path, b"first\n")
    assert (edited.status, edited.path, added(edited)) == ("M", path, [(2, "second")])
    assert (recorded.path, added(recorded)) == (path, [(2, "second")])
    assert [change.read() for change in whole] == [b"first\nsecond\n", b"first\nsecond\nthird\n"]
    assert [change.path for change in repository.whole([path])] == [path, path]
    assert repository.tree("HEAD")(path) == b"first\nsecond\n"
    assert repository.indexed(path) == b"first\nsecond\n"


@pytest.mark.parametrize(
    "attributes",
    [
        "* -diff",
        "* binary",
        "* diff=hidden",
        "* diff=external",
        "* filter=lfs",
        "* -text",
        "app.py working-tree-encoding=UTF-16",
    ],
)
def test_no_attribute_hides_a_line(attributes: str, repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.commit("attributes", **{".gitattributes": attributes + "\n"})
    repo.git("config", "diff.hidden.textconv", "true")
    repo.git("config", "diff.external.command", "true")
    blob = repo.git("hash-object", "-w", "--stdin", "--no-filters", input=b"x = 1\nshown\n")
    repo.git("update-index", "--cacheinfo", f"100644,{blob},app.py")

    assert added(staged()["app.py"]) == [(2, "shown")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_no_encoding_hides_a_line(encoding: str, repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.commit()
    repo.stage("a.reg", "first = 1\r\nsecond = 2\r\n".encode(encoding))
    repo.git("commit", "--quiet", "-m", "wide")
    repo.stage("a.reg", "first = 1\r\nsecond = 2\r\nthird = 3\r\n".encode(encoding))

    assert added(staged()["a.reg"]) == [(3, "third = 3")]


def test_a_change_of_encoding_adds_nothing(repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", "x = 1\n".encode("utf-16"))

    assert added(staged()["app.py"]) == []


def test_a_replacement_of_an_object_is_not_believed(repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", "x = 1\nhidden\n")
    bad = repo.git("rev-parse", ":app.py")
    good = repo.git("rev-parse", "HEAD:app.py")
    repo.git("replace", bad, good)

    assert added(staged()["app.py"]) == [(2, "hidden")]


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_flag_of_the_index_hides_nothing_staged(flag: str, repo, staged) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", "x = 1\nstaged\n")
    repo.git("update-index", flag, "app.py")

    assert added(staged()["app.py"]) == [(2, "staged")]


def test_the_index_that_git_names_is_read(repo, staged, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """`git commit -a` and `git commit PATH` point at a temporary index."""
    other = str(repo.path / ".git" / "next-index")
    env = {**os.environ, "GIT_INDEX_FILE": other}
    repo.git("read-tree", "HEAD", env=env)
    repo.write("app.py", "x = 1\nin the other index\n")
    repo.git("add", "app.py", env=env)

    assert staged() == {}
    monkeypatch.setenv("GIT_INDEX_FILE", other)
    assert added(staged()["app.py"]) == [(2, "in the other index")]


def test_the_index_of_git_commit_all_is_read(repo) -> None:  # type: ignore[no-untyped-def]
    """The same with the real client: a hook sees what `git commit -a` will record."""
    script = "from govhooks.git.repository import Repository; print([c.read() for c in Repository().staged()])"
    hook = repo.write(
        ".git/hooks/pre-commit",
        f"#!/bin/sh\nPYTHONPATH='{Path(__file__).resolve().parents[2] / 'hooks'}' '{sys.executable}' -c '{script}' > seen\n",
    )
    hook.chmod(0o755)
    repo.write("app.py", "x = 1\nall\n")
    repo.git("commit", "-q", "-a", "-m", "all")

    assert (repo.path / "seen").read_text() == "[b'x = 1\\nall\\n']\n"


def test_a_linked_worktree_is_a_repository(repo, opened: Open, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "-b", "linked")
    (tmp_path / "linked" / "app.py").write_text("x = 1\nlinked\n")
    repo.git("-C", str(tmp_path / "linked"), "add", "app.py")
    (change,) = opened(tmp_path / "linked").staged()

    assert added(change) == [(2, "linked")]


def test_a_sha256_repository(empty_repo, tmp_path: Path, opened: Open) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "sha256").mkdir()
    repo = type(empty_repo)(tmp_path / "sha256")
    repo.git("init", "--quiet", "--object-format=sha256")
    repo.stage("deep/er/a.txt", "a\n")
    first = opened(repo.path)
    (new,) = first.staged()
    repo.git("commit", "--quiet", "-m", "first")
    repo.stage("deep/er/a.txt", "a\nb\n")
    (edited,) = opened(repo.path).staged()
    repo.git("commit", "--quiet", "-m", "second")
    repository = opened(repo.path)

    assert (new.status, added(new)) == ("A", [(1, "a")])
    assert added(edited) == [(2, "b")]
    assert repository.tree("HEAD~1")("deep/er/a.txt") == b"a\n"
    assert [[added(c) for c in changes] for _, changes in repository.commits("HEAD")] == [[[(1, "a")]], [[(2, "b")]]]


# --- merges


@pytest.fixture
def merging(repo):  # type: ignore[no-untyped-def]
    """A merge under way: both sides changed app.py and have a file of their own; the merge is resolved and staged."""
    lines = [f"line {n}" for n in range(20)]
    repo.commit("base", **{"app.py": "\n".join(lines) + "\n", "both.txt": "b\n"})
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("side", **{"app.py": "\n".join(["side", *lines]) + "\n", "side.txt": "side\n", "both.txt": "same\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", **{"app.py": "\n".join([*lines, "main"]) + "\n", "main.txt": "main\n", "both.txt": "same\n"})
    repo.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    return repo


def test_a_clean_merge_brings_nothing_new(merging, opened: Open) -> None:  # type: ignore[no-untyped-def]
    changes = opened(merging.path).staged()

    assert [(change.path, added(change)) for change in changes] == [("app.py", [])]


def test_in_a_merge_only_what_no_parent_has_is_added(merging, opened: Open) -> None:  # type: ignore[no-untyped-def]
    lines = (merging.path / "app.py").read_text().splitlines()
    merging.stage("app.py", "\n".join([*lines[:9], "evil", *lines[9:]]) + "\n")
    merging.stage("side.txt", "side\nalso evil\n")
    merging.stage("extra.txt", "new in the merge\n")
    changes = {change.path: added(change) for change in opened(merging.path).staged()}

    assert changes == {
        "app.py": [(10, "evil")],
        "side.txt": [(2, "also evil")],
        "extra.txt": [(1, "new in the merge")],
    }


def test_a_recorded_merge_is_read_the_same(merging, opened: Open) -> None:  # type: ignore[no-untyped-def]
    merging.stage("side.txt", "side\nalso evil\n")
    merging.stage("extra.txt", "new in the merge\n")
    merging.git("commit", "--quiet", "-m", "merge")
    repository = opened(merging.path)
    recorded = dict(repository.commits("HEAD"))
    merge = {change.path: added(change) for change in recorded[merging.git("rev-parse", "HEAD")]}
    root = recorded[merging.git("rev-list", "--max-parents=0", "HEAD")]

    assert len(recorded) == 5
    assert {path: lines for path, lines in merge.items() if lines} == {
        "side.txt": [(2, "also evil")],
        "extra.txt": [(1, "new in the merge")],
    }
    assert [(change.status, change.path) for change in root] == [("A", "app.py")]


def test_an_octopus_merge_under_way(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    for name in ("one", "two", "three"):
        repo.git("checkout", "--quiet", "-b", name, "main")
        repo.commit(name, **{f"{name}.txt": name + "\n"})
    repo.git("checkout", "--quiet", "one")
    repo.git("merge", "--quiet", "--no-commit", "two", "three")
    repo.stage("three.txt", "three\nfour\n")
    repository = opened(repo.path)

    assert len(repository.merging()) == 2
    assert {change.path: added(change) for change in repository.staged()} == {"three.txt": [(2, "four")]}


@pytest.mark.parametrize("ref", ["refs/heads/MERGE_HEAD", "refs/tags/MERGE_HEAD"])
def test_a_branch_named_like_a_merge_hides_nothing(ref: str, repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", "x = 1\nhidden\n")
    tree = repo.git("write-tree")
    commit = repo.git("commit-tree", tree, "-m", "decoy", "-p", "HEAD")
    repo.git("update-ref", ref, commit)

    assert [added(change) for change in opened(repo.path).staged()] == [[(2, "hidden")]]


# --- ranges


def test_a_range_is_every_commit_oldest_first(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    start = repo.git("rev-parse", "HEAD")
    first = repo.commit("add", **{"a.txt": "secret\n"})
    second = repo.commit("take away", **{"a.txt": "clean\n"})
    empty = repo.commit("empty")
    repository = opened(repo.path)
    found = [
        (commit, [(c.path, added(c)) for c in changes]) for commit, changes in repository.commits(f"{start}..HEAD")
    ]

    assert found == [
        (first, [("a.txt", [(1, "secret")])]),
        (second, [("a.txt", [(1, "clean")])]),
        (empty, []),
    ]
    assert [added(change) for change in repository.between(start, "HEAD")] == [[(1, "clean")]]
    assert list(repository.commits("HEAD..HEAD")) == []


def test_a_range_without_a_common_past(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.git("rm", "-r", "--force", "--quiet", ".")
    repo.commit("unrelated", **{"b.txt": "b\n"})
    repository = opened(repo.path)
    base = repository.merge_base("main", "other")

    assert base == repository.empty_tree()
    assert [change.path for change in repository.between(base, "other")] == ["b.txt"]
    with pytest.raises(CannotJudge, match="no-such names no commit"):
        repository.resolve("no-such")
    with pytest.raises(CannotJudge):
        repository.resolve("--all")


def test_commits_agree_with_gitpython(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    for n in range(6):
        repo.commit(f"c{n}", **{f"f{n % 3}.txt": f"{n}\n" * (n + 1), "log.txt": "x\n" * n})
    ours = {
        commit: sorted((c.status, c.path, c.read()) for c in changes)
        for commit, changes in opened(repo.path).commits("HEAD")
    }
    theirs = {}
    with gitpython.Repo(repo.path) as other:
        for commit in other.iter_commits("HEAD"):
            if commit.parents:
                diffs = commit.parents[0].diff(commit)
                theirs[commit.hexsha] = sorted((d.change_type, d.b_path, d.b_blob.data_stream.read()) for d in diffs)
            else:
                theirs[commit.hexsha] = sorted(("A", b.path, b.data_stream.read()) for b in commit.tree.traverse())

    assert ours == theirs


# --- trees and whole files


def test_trees_are_read_by_path(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    repo.commit("deep", **{"a/b/c.txt": "deep\n", "a.txt": ""})
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},lib")
    repo.git("commit", "--quiet", "-m", "lib")
    repo.stage("a.txt", "staged\n")
    repository = opened(repo.path)
    read = repository.tree("HEAD")

    assert (read("a/b/c.txt"), read("a.txt"), read("app.py")) == (b"deep\n", b"", b"x = 1\n")
    assert [read(path) for path in ("a", "a/b", "nowhere", "a/nowhere", "app.py/x", "lib", "lib/x", "")] == [None] * 8
    assert repository.indexed("a.txt") == b"staged\n"
    assert repository.indexed("nowhere") is None


def test_a_tree_that_is_not_there_cannot_be_read(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CannotJudge, match="git fsck"):
        opened(repo.path).tree("1" * 40)("app.py")


def test_whole_files_are_the_index_and_what_lies_on_disk(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    repo.commit(**{"a.txt": "a\n", "sub/b.txt": "b\n"})
    repo.write("a.txt", "edited\n")
    repo.write("untracked.txt", "u\n")
    repo.write("sub/untracked.txt", "u\n")
    repo.write("empty/x/untracked", "u\n")
    repository = opened(repo.path)

    def read(names: list[str] | None) -> list[tuple[str, bytes]]:
        return [(change.path, change.read()) for change in repository.whole(names)]

    assert read(None) == [("a.txt", b"a\n"), ("a.txt", b"edited\n"), ("app.py", b"x = 1\n"), ("sub/b.txt", b"b\n")]
    assert read(["untracked.txt"]) == [("untracked.txt", b"u\n")]
    assert read(["sub"]) == read(["sub/"]) == [("sub/b.txt", b"b\n")]
    assert read([""]) == read(None)
    assert all(change.is_new for change in repository.whole(None))
    for name in ("nowhere", "empty"):
        with pytest.raises(FileNotFoundError):
            repository.whole([name])


# --- what cannot be judged


def break_object(repo, oid: str, how: str) -> None:  # type: ignore[no-untyped-def]
    place = repo.path / ".git" / "objects" / oid[:2] / oid[2:]
    place.chmod(0o644)
    if how == "missing":
        place.unlink()
    elif how == "empty":
        place.write_bytes(b"")
    elif how == "garbage":
        place.write_bytes(b"garbage")
    elif how == "cut":
        place.write_bytes(place.read_bytes()[:-4])
    else:
        place.write_bytes(zlib.compress(b"blob 6\0other\n"))


@pytest.mark.parametrize("how", ["missing", "empty", "garbage", "cut", "another"])
def test_a_broken_blob_cannot_be_judged(how: str, repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    content = os.urandom(3000).hex()
    repo.stage("app.py", content)
    oid = repo.git("rev-parse", ":app.py")
    assert oid == hashlib.sha1(b"blob %d\0" % len(content) + content.encode()).hexdigest()
    break_object(repo, oid, how)
    if how == "another":
        pytest.skip("cat-file does not hash what it reads, nor does any of git's own reads: `git fsck` does")

    with pytest.raises(CannotJudge):
        for change in opened(repo.path).staged():
            change.read()


def test_a_broken_old_side_cannot_be_judged(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", "x = 2\n")
    break_object(repo, repo.git("rev-parse", "HEAD:app.py"), "missing")
    (change,) = opened(repo.path).staged()

    with pytest.raises(CannotJudge):
        list(change.added)


@pytest.mark.parametrize("what", ["HEAD", "HEAD^{tree}"])
@pytest.mark.parametrize("how", ["missing", "garbage"])
@pytest.mark.parametrize("ahead", [False, True])
def test_a_broken_head_is_not_an_unborn_one(what: str, how: str, ahead: bool, repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", "x = 2\n")
    break_object(repo, repo.git("rev-parse", what), how)
    repository = opened(repo.path)
    if ahead:
        repository.start_diff()

    with pytest.raises(CannotJudge):
        repository.staged()


@pytest.mark.parametrize(
    ("place", "content"),
    [
        ("refs/heads/main", ""),
        ("refs/heads/main", "garbage\n"),
        ("refs/heads/main", "1" * 40 + "\n"),
        ("HEAD", "1" * 40 + "\n"),
        ("HEAD", "garbage\n"),
        ("HEAD", ""),
        ("index", "garbage"),
    ],
)
def test_a_broken_ref_or_index_cannot_be_judged(place: str, content: str, repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", "x = 2\n")
    (repo.path / ".git" / place).write_text(content)

    with pytest.raises(CannotJudge):
        opened(repo.path).staged()


def test_a_branch_that_is_not_born_has_no_head(repo, opened: Open) -> None:  # type: ignore[no-untyped-def]
    repo.git("checkout", "--quiet", "--orphan", "fresh")

    assert opened(repo.path).head() == ""
    assert [change.status for change in opened(repo.path).staged()] == ["A"]


def test_outside_of_a_repository_nothing_can_be_judged(tmp_path: Path, opened: Open) -> None:
    for question in ("staged", "head", "tracked"):
        with pytest.raises(CannotJudge):
            getattr(opened(tmp_path), question)()


def test_a_bare_repository_has_no_working_tree(repo, opened: Open, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    repo.git("clone", "--quiet", "--bare", str(repo.path), str(tmp_path / "bare"))
    repository = opened(tmp_path / "bare")

    assert repository.root() is None
    assert repository.head() == "HEAD"
    assert [len(changes) for _, changes in repository.commits("HEAD")] == [1]
    assert repository.tree("HEAD")("app.py") == b"x = 1\n"
