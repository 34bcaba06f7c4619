"""Whatever the repository holds: the right exit code, no traceback, never a pass because nothing could be seen."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import started

GIB = 1 << 30


class Measured:
    def __init__(self, code: int, out: str, err: str, peak: int, seconds: float) -> None:
        self.code, self.out, self.err, self.peak, self.seconds = code, out, err, peak, seconds


def run(folder: Path, *args: str) -> Measured:
    """`govhooks ARGS`, measured; without a traceback and below 1 GiB."""
    done = started.measure(args, folder, b"", dict(os.environ))
    out, err = (text.decode("utf-8", "replace") for text in (done.out, done.err))
    found = Measured(done.code, out, err, done.peak, done.seconds)

    assert "Traceback" not in found.err
    assert found.code in (0, 1, 2, 3)
    assert found.peak < GIB, f"{found.peak >> 20} MiB"
    return found


pytestmark = pytest.mark.skipif(os.name != "posix", reason="resource")
EVERY_WAY = ([], ["--all"], ["app.py"], ["--from-ref", "HEAD~1", "--to-ref", "HEAD"])


# --- the policy

BAD_POLICIES = {
    "syntax": ("[rules", "not valid TOML"),
    "unknown key": ("[rules.no-env-files]\npattern = []\n", "did you mean 'patterns'?"),
    "unknown rule": ("[rules.no-secret]\n", "did you mean 'no-secrets'?"),
    "bad glob": ("[rules.no-env-files]\npatterns = ['[']\n", "bad glob '['"),
    "bad regex": ("[rules.high-risk-changes.areas.ours]\nadded = ['(']\n", "bad regular expression '('"),
    "wrong type": ("[rules.no-env-files]\npatterns = 'x'\n", "a list of strings"),
    "not a table": ("rules = 3\n", "must be a table"),
    "deep": ("a = " + "[" * 50_000, "governance.toml"),
    "long number": ("[rules.policy-exceptions]\nmax-days = " + "9" * 5000 + "\n", "governance.toml"),
    "NUL": ("\0\0\0", "not valid TOML"),
}


@pytest.mark.parametrize("name", sorted(BAD_POLICIES))
def test_a_bad_policy_cannot_judge(name: str, repo) -> None:  # type: ignore[no-untyped-def]
    text, words = BAD_POLICIES[name]
    repo.commit("policy", **{"governance.toml": text})
    repo.commit("work", **{"other.txt": "x\n"})
    for way in EVERY_WAY:
        done = run(repo.path, "check", *way)

        assert done.code == 3, way
        assert words in done.err
        assert done.err.count("\n") == 1
        assert len(done.err) < 2000


CATASTROPHES = [r"(a|a)*$x", r"(\w+\s?)*;$", r"(x+x+)+y", r"(.*)*\1z"]


@pytest.mark.parametrize("pattern", CATASTROPHES)
def test_a_hostile_pattern_is_bounded(pattern: str, repo) -> None:  # type: ignore[no-untyped-def]
    """A pattern that would run for ever ends the run, as "cannot judge", or simply answers."""
    repo.commit("policy", **{"governance.toml": f"[rules.high-risk-changes.areas.ours]\nadded = ['{pattern}']\n"})
    repo.stage("app.py", "a" * 60 + "!\n" + "x" * 60 + "\n" + "word " * 12 + "!\n")
    done = run(repo.path, "check")

    assert done.seconds < 12
    assert done.code in (0, 3)
    if done.code == 3:
        assert "takes more than 5 s" in done.err or "governance.toml" in done.err


@pytest.mark.parametrize("glob", ["*a" * 50 + "*b", "**/a/" * 40 + "b", "*[a-z]" * 60 + "*[0-9]"])
def test_a_hostile_glob_is_bounded(glob: str, repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("policy", **{"governance.toml": f"[rules.no-env-files]\npatterns = ['{glob}']\n"})
    repo.stage("a" * 200, "x\n")
    repo.stage("a/" * 80 + "c", "x\n")
    done = run(repo.path, "check", "--rule", "no-env-files")

    assert done.code == 0
    assert done.seconds < 5


# --- the repository


def test_no_repository_cannot_judge(tmp_path: Path) -> None:
    for way in EVERY_WAY:
        done = run(tmp_path, "check", *way)

        assert done.code == 3
        assert "not a git repository" in done.err


def test_a_bare_repository_cannot_judge_a_commit(repo, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    repo.commit("two")
    bare = tmp_path / "bare.git"
    repo.git("clone", "--quiet", "--bare", str(repo.path), str(bare))

    assert [run(bare, "check", *way).code for way in EVERY_WAY] == [3, 3, 3, 0]


def test_a_git_directory_is_no_working_tree(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", f"t = '{token}'\n")

    assert run(repo.path / ".git", "check").code != 0


def test_a_missing_head_cannot_judge(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("two")
    (repo.path / ".git" / "HEAD").unlink()
    for way in EVERY_WAY:
        assert run(repo.path, "check", *way).code == 3


def test_a_broken_branch_cannot_judge(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("two")
    (repo.path / ".git" / "refs" / "heads" / "main").write_text("0" * 39 + "\n")
    for way in EVERY_WAY:
        assert run(repo.path, "check", *way).code == 3


def test_before_the_first_commit_it_judges(empty_repo, token: str) -> None:  # type: ignore[no-untyped-def]
    assert run(empty_repo.path, "check").code == 0
    assert run(empty_repo.path, "check", "--all").code == 0
    empty_repo.stage("app.py", f"t = '{token}'\n")
    assert run(empty_repo.path, "check").code == 1
    assert run(empty_repo.path, "check", "--all").code == 1


@pytest.mark.parametrize("what", ["HEAD", "HEAD^{tree}", ":app.py", "HEAD~1"])
@pytest.mark.parametrize("how", ["missing", "garbage", "empty"])
def test_a_broken_object_is_no_pass(what: str, how: str, repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.commit("leak", **{"app.py": f"t = '{token}'\n", "b.txt": "b\n"})
    repo.commit("take away", **{"app.py": "t = None\n"})
    repo.stage("app.py", f"t = '{token}'\nu = 1\n")
    oid = repo.git("rev-parse", what)
    place = repo.path / ".git" / "objects" / oid[:2] / oid[2:]
    place.chmod(0o644)
    if how == "missing":
        place.unlink()
    else:
        place.write_bytes(b"garbage" if how == "garbage" else b"")
    for way in ([], ["--all"], ["app.py"], ["--from-ref", "HEAD~2", "--to-ref", "HEAD"]):
        assert run(repo.path, "check", *way).code in (1, 3), way
    staged = run(repo.path, "check")
    assert staged.code == (1 if what == "HEAD~1" else 3)


def test_a_broken_index_cannot_judge(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("two")
    (repo.path / ".git" / "index").write_bytes(b"garbage")
    for way in EVERY_WAY[:3]:
        assert run(repo.path, "check", *way).code == 3


def test_a_file_that_cannot_be_read_is_no_pass(repo) -> None:  # type: ignore[no-untyped-def]
    if os.geteuid() == 0:
        (repo.path / "app.py").unlink()
        (repo.path / "app.py").mkdir()
    else:
        repo.write("app.py", "x = 2\n").chmod(0)

    assert run(repo.path, "check", "app.py").code in (2, 3)
    assert run(repo.path, "check", "--all").code == 3


# --- content


def test_a_file_of_nuls(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("nuls", b"\0" * (8 << 20))

    assert run(repo.path, "check").code == 0


@pytest.mark.parametrize(
    "before", [b"\0" * 100_000, b"\xff" * 100_000, bytes(range(128, 256)) * 600, b"\xff\xfe", b"\xfe\xff"]
)
def test_a_token_in_a_binary_is_found(before: bytes, repo, token: str) -> None:  # type: ignore[no-untyped-def]
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(before, "ascii")
    repo.stage("blob", before + f" {token} ".encode(wide) + before[:1000] * (wide == "ascii"))

    assert run(repo.path, "check").code == 1


def test_bytes_that_are_no_utf_8(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    name = b"caf\xe9-\xff.txt"
    with open(os.path.join(os.fsencode(repo.path), name), "wb") as stream:
        stream.write(b"\xe9\xff\x80 = '" + token.encode() + b"' \xc3\n\xf0\x9f\n")
    subprocess.run(["git", "add", "--all"], cwd=repo.path, check=True)
    done = run(repo.path, "check")

    assert done.code == 1
    assert "caf\\xe9-\\xff.txt:1: " in done.out


HOSTILE_LINES = {
    "quotes": "'\"" * 200_000,
    "open quote": "x = '" + "a" * 500_000,
    "assignments": "password=" * 60_000,
    "urls": "https://user:" * 40_000,
    "dots": "eyJ" + "." * 300_000 + "eyJ." * 50_000,
    "begin": ("-----BEGIN " + "PRIVATE KEY-----") * 20_000,
    "spaces": "secret" + " " * 500_000 + "=",
    "prefixes": "ghp_" * 100_000,
    "brackets": "password = " + "{[(" * 100_000,
    "base64": "'" + "QUJD" * 100_000 + "'",
    "at signs": "://" + ":@" * 200_000,
}


# Two of them take longer than all others.
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow) if name in ("assignments", "begin") else name
        for name in sorted(HOSTILE_LINES)
    ],
)
def test_a_hostile_line_is_bounded(name: str, repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", HOSTILE_LINES[name] + "\n")
    done = run(repo.path, "check")

    assert done.code in (0, 1)
    assert done.seconds < 8


@pytest.mark.parametrize("name", sorted(HOSTILE_LINES))
def test_a_hostile_line_hides_no_token(name: str, repo, token: str) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app.py", f"{HOSTILE_LINES[name][:20_000]} {token} x\n")

    assert run(repo.path, "check", "--rule", "no-secrets").code == 1


# --- size


def write_large(place: Path, size: int, token: str, line: bytes) -> None:
    """A file of `size` bytes of `line` over and over, the token in its middle."""
    block = line * (max(1, (1 << 20) // len(line)))
    with open(place, "wb") as stream:
        while stream.tell() < size // 2:
            stream.write(block)
        stream.write(b" '" + token.encode() + b"' ")
        stream.write(line[-1:])
        while stream.tell() < size:
            stream.write(block)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("megabytes", "line"),
    [
        pytest.param(24, b"some words of a log, nothing else\n", id="24 MB"),
        pytest.param(24, b"abcd ", id="one line of 24 MB"),
        pytest.param(50, b"abcd ", id="one line of 50 MB", marks=pytest.mark.slow),
        pytest.param(50, b"x", id="one word of 50 MB", marks=pytest.mark.slow),
        pytest.param(200, b"some words of a log, nothing else\n", id="200 MB", marks=pytest.mark.slow),
        pytest.param(200, b"\0", id="200 MB of NULs", marks=pytest.mark.slow),
        pytest.param(15, b"abcd ", id="one line of 15 MB"),
    ],
)
def test_a_token_in_a_large_file_is_found(megabytes: int, line: bytes, repo, token: str) -> None:  # type: ignore[no-untyped-def]
    write_large(repo.path / "large", megabytes << 20, token, line)
    repo.git("-c", "core.compression=0", "add", "large")
    staged = run(repo.path, "check")

    assert staged.code == 1
    assert "large:" in staged.out
    assert token not in staged.out
    if megabytes < 50:
        assert run(repo.path, "check", "large").code == 1


@pytest.mark.slow
def test_a_token_in_a_large_range_is_found(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    write_large(repo.path / "large", 60 << 20, token, b"some words of a log, nothing else\n")
    repo.git("-c", "core.compression=0", "add", "large")
    repo.git("commit", "--quiet", "-m", "large")

    assert run(repo.path, "check", "--from-ref", "HEAD~1", "--to-ref", "HEAD").code == 1


def many(repo, count: int, token: str) -> None:  # type: ignore[no-untyped-def]
    """Stages `count` small files, a token in one of them (through fast-import: quicker than git add)."""
    parts = [b"commit refs/heads/many\ncommitter a <a@b.test> 0 +0000\ndata 0\n"]
    for n in range(count):
        body = f"value = {n}\n".encode() if n != count // 2 else f"t = '{token}'\n".encode()
        parts.append(b"M 100644 inline dir%d/file%d.txt\ndata %d\n%s\n" % (n // 100, n, len(body), body))
    subprocess.run(["git", "fast-import", "--quiet"], cwd=repo.path, input=b"".join(parts), check=True)
    repo.git("read-tree", "many")


@pytest.mark.parametrize("count", [2000, pytest.param(20_000, marks=pytest.mark.slow)])
def test_a_token_among_many_files_is_found(count: int, repo, token: str) -> None:  # type: ignore[no-untyped-def]
    many(repo, count, token)
    done = run(repo.path, "check", "--rule", "no-secrets")

    assert done.code == 1
    assert f"dir{count // 2 // 100}/file{count // 2}.txt:1: " in done.out
    assert run(repo.path, "check").code == 1


@pytest.mark.slow
def test_a_clean_change_of_many_files_passes(repo, token: str) -> None:  # type: ignore[no-untyped-def]
    many(repo, 20_000, "none")
    done = run(repo.path, "check", "--rule", "no-secrets", "--rule", "no-env-files")

    assert done.code == 0
    assert done.seconds < 30


def test_a_path_of_great_depth(repo) -> None:  # type: ignore[no-untyped-def]
    repo.git("update-index", "--add", "--cacheinfo", f"100644,{repo.git('rev-parse', ':app.py')},{'d/' * 1500}.env")
    done = run(repo.path, "check", "--rule", "no-env-files")

    assert done.code == 1
