"""Processes of git: bytes in and out, failures named, an environment that changes nothing."""

from __future__ import annotations

import ast
import os
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, Repo

from govhooks.core.errors import CannotJudge
from govhooks.git import plumbing
from govhooks.git.plumbing import Batch, GitFailed, Process, git, git_ok


@pytest.fixture(autouse=True)
def _inside(repo, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(repo.path)


def test_output_is_bytes(repo) -> None:  # type: ignore[no-untyped-def]
    assert git("rev-parse", "HEAD") == repo.git("rev-parse", "HEAD").encode() + b"\n"
    assert git("cat-file", "blob", "HEAD:app.py") == b"x = 1\n"


def test_input_of_any_size_goes_in_and_comes_out() -> None:
    data = bytes(range(256)) * 20_000

    assert len(git("hash-object", "--stdin", stdin=data).strip()) == 40
    assert git("stripspace", stdin=b"a\n\n\n\nb") == b"a\n\nb\n"
    ids = git("rev-parse", "HEAD") * 10_000
    assert git("cat-file", "--batch-check", stdin=ids).count(b" commit ") == 10_000


def test_a_failure_is_in_gits_own_words() -> None:
    with pytest.raises(GitFailed, match=r"^Not a valid object name nowhere$"):
        git("ls-tree", "nowhere")
    with pytest.raises(GitFailed):
        git("no-such-command")
    with pytest.raises(GitFailed):
        git("mktree", stdin=b"garbage\n")
    assert issubclass(GitFailed, CannotJudge)


def test_a_question_may_have_no_for_an_answer() -> None:
    assert git_ok("rev-parse", "--verify", "--quiet", "nowhere") is None
    assert git_ok("rev-parse", "--is-inside-work-tree") == b"true"


@pytest.mark.parametrize(
    "call", [lambda: git("version"), lambda: git("version", stdin=b"x"), lambda: git_ok("version"), Batch]
)
def test_no_git_cannot_judge(call, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CannotJudge, match=r"git could not be started: No such file"):
        call()


def test_no_descriptor_is_left_open(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    def opened() -> int:
        return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0

    before = opened()
    for _ in range(5):
        git("version")
        git_ok("rev-parse", "nowhere")
        batch = Batch()
        batch.get("HEAD")
        batch.close()
        batch.close()
        with pytest.raises(GitFailed):
            git("rev-parse", "--verify", "nowhere")

    assert opened() == before
    monkeypatch.setenv("PATH", str(tmp_path))
    for _ in range(5):
        with pytest.raises(CannotJudge):
            git("version")
    assert opened() == before


def test_objects_by_name_in_one_process(repo) -> None:  # type: ignore[no-untyped-def]
    contents = [b"", b"\n", b"\0" * 10, b"x" * 200_000, "é\n".encode(), b"a b 3\nmissing\n", bytes(range(256))]
    ids = [repo.git("hash-object", "-w", "--stdin", input=content) for content in contents]
    batch = Batch()
    try:
        for _ in range(3):
            for oid, content in zip(ids, contents, strict=True):
                assert batch.get(oid) == (oid, "blob", content)
                assert batch.skim(oid, 10**6) == (len(content), content)
                assert batch.skim(oid, len(content)) == (len(content), content)
                assert batch.skim(oid, len(content) - 1) == (len(content), None)
                assert b"".join(batch.chunks(oid) or ()) == content
                assert batch.get("1" * 40) is None
        assert batch.get("HEAD:app.py") is not None
        assert (batch.get("HEAD") or ("", "", b""))[1] == "commit"
    finally:
        batch.close()


def test_many_objects_in_one_process(repo) -> None:  # type: ignore[no-untyped-def]
    listing = "".join(f"blob\ndata {len(str(n))}\n{n}\n" for n in range(5000))
    repo.git("fast-import", "--quiet", input=listing.encode())
    sizes = {}
    ids = [line.split()[0] for line in repo.git("cat-file", "--batch-all-objects", "--batch-check").splitlines()]
    batch = Batch()
    for oid in ids:
        answer = batch.get(oid)
        assert answer is not None
        sizes[answer[0]] = len(answer[2])
    batch.close()

    assert len(sizes) == len(ids) > 5000


@pytest.mark.parametrize(
    "name",
    [
        "nowhere",
        "HEAD:nowhere",
        "1" * 40,
        "",
        "two\nlines",
        "a b 12",
        "HEAD:app.py 3",
        "\udcff",
        "-x",
        "^HEAD",
        "HEAD..HEAD",
    ],
)
def test_a_name_that_is_no_object_is_none(name: str) -> None:
    batch = Batch()
    try:
        assert batch.get(name) is None
        assert batch.skim(name, 10) is None
        assert batch.chunks(name) is None
        assert batch.get("HEAD") is not None
    finally:
        batch.close()


def test_an_ambiguous_name_is_none(repo) -> None:  # type: ignore[no-untyped-def]
    batch = Batch()
    try:
        names = [f"{digit:x}" for digit in range(16)]
        assert all(batch.get(name) is None for name in names)
        assert batch.get("HEAD") is not None
    finally:
        batch.close()


def test_a_process_that_dies_is_no_answer(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    batch = Batch()
    with pytest.raises(GitFailed, match="not a git repository"):
        batch.get("HEAD")
    batch.close()

    process = Process("rev-parse", "--verify", "nowhere")
    assert process.read_all() == b""
    assert process.wait() == process.wait() == 128
    with pytest.raises((GitFailed, OSError)):
        process.write(b"x" * 10**6)


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in plumbing._HIDDEN:
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("GIT_INDEX_FILE", "kept")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    env = plumbing.environment()

    assert not set(plumbing._HIDDEN) & env.keys()
    assert env["GIT_INDEX_FILE"] == "kept"
    assert env["GIT_LITERAL_PATHSPECS"] == env["GIT_NO_REPLACE_OBJECTS"] == "1"
    assert (env["GIT_OPTIONAL_LOCKS"], env["LC_ALL"]) == ("0", "C")
    assert os.environ["LC_ALL"] == "de_DE.UTF-8"


def test_the_users_variables_change_no_output(repo, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", "x = 2\n")
    words = ("diff-index", "--cached", "--raw", "-z", "--no-abbrev", "HEAD", "--")
    plain = git(*words)
    for name, value in (
        ("GIT_EXTERNAL_DIFF", "false"),
        ("GIT_DIFF_OPTS", "--unified=9"),
        ("GIT_ICASE_PATHSPECS", "1"),
        ("GIT_GLOB_PATHSPECS", "1"),
        ("GIT_PAGER", "false"),
        ("PAGER", "false"),
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "core.quotePath"),
        ("GIT_CONFIG_VALUE_0", "true"),
        ("LANGUAGE", "de"),
    ):
        monkeypatch.setenv(name, value)

    assert git(*words) == plain
    assert b"app.py" in plain


@pytest.mark.parametrize("name", ["GIT_TRACE", "GIT_TRACE2", "GIT_TRACE_SETUP", "GIT_CURL_VERBOSE"])
def test_tracing_does_not_mix_into_answers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")

    assert git("cat-file", "blob", "HEAD:app.py") == b"x = 1\n"
    with pytest.raises(GitFailed, match="nowhere"):
        git("ls-tree", "nowhere")


# Modules that start other programs than git: ssh-keygen and gpg; the demo, which shows real clients at work; and what reads the past
# with GitPython, in the same environment (tests/run/test_exposure.py).
STARTERS = {"git/plumbing.py", "knowledge/approvals/signing.py", "commands/demo.py", "run/exposure.py"}
STARTS = ("system", "popen", "posix_spawn", "posix_spawnp", "startfile")


def test_git_is_started_nowhere_else() -> None:
    """One door: what reads a repository sees its objects, by nobody's replacements and no other repository's variables."""
    package = ROOT / "hooks/govhooks"
    found = set()
    for path in package.rglob("*.py"):
        text = path.read_text("utf-8")
        # Large tables are not worth parsing for what they do not even name.
        named = any(word in text for word in ("os.", "subprocess", "asyncio", "pty", "import git", "from git"))
        for node in ast.walk(ast.parse(text)) if named else ():
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            starts = isinstance(node, ast.Attribute) and (
                node.attr in STARTS or node.attr.startswith(("spawn", "exec"))
            )
            in_os = starts and isinstance(node.value, ast.Name) and node.value.id == "os"  # type: ignore[attr-defined]
            if in_os or any(name.split(".")[0] in ("subprocess", "asyncio", "git", "pty") for name in modules):
                found.add(path.relative_to(package).as_posix())

    assert found <= STARTERS
    assert '"git"' not in (package / "knowledge/approvals/signing.py").read_text("utf-8")


def test_a_repository_that_is_found_by_its_folder(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    subprocess.run(["git", "init", "--quiet", str(other)], check=True)
    for name, value in {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / "index"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git/objects"),
        "GIT_COMMON_DIR": str(other / ".git"),
        "GIT_NAMESPACE": "x",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.bare",
        "GIT_CONFIG_VALUE_0": "true",
    }.items():
        monkeypatch.setenv(name, value)

    assert plumbing.git_in(str(repo.path), "ls-tree", "--name-only", "HEAD") == b"app.py\n"
    assert plumbing.git_in(str(repo.path), "ls-files") == b"app.py\n"
    assert plumbing.git_in(str(repo.path), "cat-file", "--batch", stdin=b"HEAD:app.py\n").endswith(b"x = 1\n\n")
