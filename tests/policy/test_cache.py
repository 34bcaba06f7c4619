"""The kept policy: the same as the parsed one, read only where it may be, and never in the way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Repo

from govhooks.policy import cache as policy_cache
from govhooks.policy import load as policy
from govhooks.rules import load

RULES = load()
ORIGIN = "HEAD:governance.toml"
SINCE = "5" * 40
FULL = f"""\
since = "{SINCE}"

[rules.no-secrets]
confidence = "high"
no-guesses = ["docs/**", "*.lock"]

[rules.no-env-files]
enabled = false
allow = [".env.d.ts"]

[rules.high-risk-changes]
message = "off"
quiet = ["docs/**", "größe/*.md"]
groups.payments = ["ada@corp.test", "bob@corp.test"]

[rules.high-risk-changes.areas.payments]
mode = "approve"
paths = ["pay/**", "!pay/docs/**"]
added = ['(?i)\\bcharge_\\w+\\(']
approvers = ["@payments"]
count = 2

[rules.high-risk-changes.areas.deployment]
paths = ["deploy/"]

[[rules.high-risk-changes.areas.deployment.any-of]]
approvers = ["ada@corp.test"]

[[exceptions]]
rule = "no-secrets"
path = "tests/login.json"
fingerprint = "{"3f" * 16}"
reason = "made up for a test"
owner = "ada@corp.test"
approver = "bob@corp.test"
expires = 2030-01-02

[[exceptions]]
rule = "dependency-review"
path = "**/uv.lock"
advisory = "GHSA-g3rq-g295-4j3m"
package = "PyPI/jinja2@2.11.2"
reason = "only our own templates"
owner = "ada@corp.test"
approver = "bob@corp.test"
expires = 2030-01-02

[[exceptions]]
rule = "high-risk-changes"
path = "deploy/sandbox/**"
reason = "rebuilt every night"
owner = "ada@corp.test"
approver = "bob@corp.test"
expires = "2030-01-02"
"""
POLICIES = {
    "empty": "",
    "one table": '[rules.no-secrets]\nconfidence = "low"\n',
    "off": "[rules.no-secrets]\nenabled = false\n[rules.mcp-servers]\nenabled = false\n",
    "exceptions alone": '[[exceptions]]\nrule = "no-secrets"\n',
    "the adoption point alone": f'since = "{SINCE}"\n',
    "numbers": "[rules.policy-exceptions]\nmax-days = 99999999999999999999999\n",
    "what a word cannot hold": '[[exceptions]]\nreason = "a\\u0000b\\nc"\n',
    "empty lists and texts": '[rules.no-secrets]\nno-guesses = []\nbaseline = ""\n',
    "byte order mark": "\ufeff[rules.policy-exceptions]\nmax-days = 7\n",
    "full": FULL,
}


@pytest.fixture(autouse=True)
def _no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in policy_cache._CI:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def place(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is kept, with the repository as working directory."""
    monkeypatch.chdir(repo.path)
    return repo.path / ".git/govhooks/policy"


def cached(text: str) -> policy.Policies:
    return policy_cache.load(text.encode(), ORIGIN, RULES)


def imported(repo: Repo, *args: str, **env: str) -> set[str]:
    """The modules that a clean check imports."""
    done = repo.check(*args, PYTHONPROFILEIMPORTTIME="1", **env)
    assert done.code == 0, done
    return {line.rpartition("|")[2].strip() for line in done.err.splitlines()}


@pytest.mark.parametrize("text", POLICIES.values(), ids=list(POLICIES))
def test_with_and_without_it_the_policy_is_the_same(text: str, place: Path) -> None:
    parsed = policy.load(text.encode(), ORIGIN, RULES)

    assert cached(text) == parsed
    assert (policy_cache._read(str(place), text.encode()) is None) is ("u0000" in text)
    assert cached(text) == parsed
    again = cached(text).rules
    assert {rule.id: again[rule.id] for rule in RULES} == {rule.id: parsed.rules[rule.id] for rule in RULES}
    assert repr(cached(text)) == repr(parsed)


def test_a_clean_commit_parses_it_once(repo: Repo) -> None:
    repo.commit(**{"governance.toml": FULL.replace(f'since = "{SINCE}"\n', "")})
    repo.stage("b.py", "x = 2\n")

    assert {"tomli", "regex"} <= imported(repo)
    assert not {"tomli", "regex", "re", "datetime"} & imported(repo)


def test_what_is_committed_judges_at_once(repo: Repo) -> None:
    repo.commit(**{"governance.toml": "[rules.no-env-files]\nenabled = false\n"})
    repo.stage(".env", "A=1\n")
    assert [repo.check().code, repo.check().code] == [0, 0]
    repo.git("reset", "--quiet")
    repo.commit(**{"governance.toml": "[rules.no-env-files]\nenabled = true\n"})
    repo.stage(".env", "A=1\n")

    assert [repo.check().code, repo.check().code] == [1, 1]


def test_what_is_not_valid_is_not_kept(repo: Repo) -> None:
    repo.commit(**{"governance.toml": "[rules.no-such-rule]\n"})
    repo.stage("b.py", "x = 2\n")

    assert [repo.check().code, repo.check().code] == [3, 3]
    assert not (repo.path / ".git/govhooks").exists()


def test_damage_is_not_read(place: Path) -> None:
    data = FULL.encode()
    cached(FULL)
    whole = place.read_bytes()

    def kept(held: bytes) -> bool:
        place.write_bytes(held)
        return policy_cache._read(str(place), data) is not None

    assert kept(whole)
    assert not any(kept(whole[:length]) for length in range(0, len(whole), 31))
    flipped = [whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :] for at in range(0, len(whole), 13)]
    assert not any(map(kept, flipped))
    assert not any(map(kept, (whole + b"\0", b"0" * 16, b"0" * 17, b"{}", os.urandom(400), bytes(2 << 20))))
    head = policy_cache._head(data)
    for text in (
        b"",
        b"s",
        b"d0\0l0",
        b"d0\0l0\0s\0s",
        b"d999999999\0x",
        b"l99999999999",
        b"x",
        b"i",
        b"\xff",
        b"l1\0" * 9999,
    ):
        assert not kept(policy_cache._sum(head + text) + head + text)  # undamaged, and no policy
    assert cached(FULL) == policy.load(data, ORIGIN, RULES)
    assert place.read_bytes() == whole  # and it is mended


def test_what_another_installation_kept_is_not_read(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cached(FULL)
    assert policy_cache._read(str(place), FULL.encode()) is not None

    for name, value in (("__version__", "0.0.1"), ("FORMAT", 0)):
        with monkeypatch.context() as patch:
            patch.setattr(policy_cache, name, value)
            assert policy_cache._read(str(place), FULL.encode()) is None
    assert policy_cache._read(str(place), FULL.encode() + b"\n") is None


def _link(place: Path) -> None:
    place.rename(place.with_name("other"))
    place.symlink_to("other")


def _pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


def _foreign(place: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give a file away")
    os.chown(place, 12345, -1)


def _folder(place: Path) -> None:
    place.unlink()
    place.mkdir()


@pytest.mark.skipif(os.name != "posix", reason="owners and modes")
@pytest.mark.parametrize(
    "change",
    [lambda place: place.chmod(0o620), lambda place: place.chmod(0o602), _link, _pipe, _foreign, _folder],
    ids=["group", "others", "link", "pipe", "foreign", "folder"],
)
def test_what_somebody_else_may_have_written_is_not_read(change: object, place: Path) -> None:
    cached(FULL)
    change(place)  # type: ignore[operator]

    assert policy_cache._read(str(place), FULL.encode()) is None
    assert cached(FULL) == policy.load(FULL.encode(), ORIGIN, RULES)


@pytest.mark.skipif(os.name != "posix", reason="owners and modes")
def test_nothing_is_kept_in_a_git_directory_of_somebody_else(place: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give a folder away")
    os.chown(place.parent.parent, 12345, -1)
    cached(FULL)

    assert not place.parent.exists()


@pytest.mark.skipif(os.name != "posix", reason="owners and modes")
def test_it_is_for_its_user_alone_and_the_folder_is_not(place: Path) -> None:
    before = os.umask(0o002)
    try:
        cached(FULL)
        after = os.umask(0o002)
    finally:
        os.umask(before)

    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o775
    assert after == 0o002
    assert [entry.name for entry in place.parent.iterdir()] == ["policy"]


@pytest.mark.parametrize("name", policy_cache._CI)
def test_nothing_is_kept_or_read_in_ci(name: str, place: Path) -> None:
    def load_in_ci(text: str) -> policy.Policies:
        return policy_cache.load(text.encode(), ORIGIN, RULES, {name: "1"})

    load_in_ci(FULL)
    assert not place.exists()

    cached(FULL)
    place.write_bytes(b"")
    assert load_in_ci(FULL) == policy.load(FULL.encode(), ORIGIN, RULES)
    assert place.read_bytes() == b""


def test_a_forged_one_changes_nothing_but_the_commit(repo: Repo, place: Path) -> None:
    text = "[rules.no-secrets]\n"
    start = repo.commit(**{"governance.toml": text, ".env": "A=1\n"})
    repo.commit(**{".env.local": "A=1\n"})
    forged = policy.state(b"[rules.no-env-files]\nenabled = false\n", ORIGIN, RULES)
    policy_cache._keep(str(place), text.encode(), forged)

    for args in (["--all"], ["--from-ref", start, "--to-ref", "HEAD"], ["--history"]):
        assert repo.check(*args).code == 1, args
    assert repo.run("ci", "--base", start).code == 1
    repo.stage(".env.test", "A=1\n")
    assert repo.check(CI="true").code == 1


@pytest.mark.parametrize("where", ["file", "folder"])
def test_what_cannot_be_kept_is_parsed(where: str, repo: Repo, place: Path) -> None:
    repo.commit(**{"governance.toml": FULL.replace(f'since = "{SINCE}"\n', "")})
    repo.stage("b.py", "x = 2\n")
    if where == "file":
        place.parent.write_text("in the way")
    else:
        place.mkdir(parents=True)

    assert [repo.check().code, repo.check().code] == [0, 0]


def test_a_linked_worktree_has_its_own(repo: Repo) -> None:
    repo.commit(**{"governance.toml": FULL.replace(f'since = "{SINCE}"\n', "")})
    repo.git("worktree", "add", "--quiet", "../other")
    other = Repo(repo.path.parent / "other")
    other.stage("b.py", "x = 2\n")

    assert "tomli" in imported(other) and "tomli" not in imported(other)
    assert (repo.path / ".git/worktrees/other/govhooks/policy").exists()
    assert not (repo.path / ".git/govhooks").exists()


def test_below_the_top_and_for_a_file_it_is_parsed(repo: Repo) -> None:
    repo.commit(**{"governance.toml": POLICIES["one table"], "src/a.py": "x = 1\n"})
    repo.stage("b.py", "x = 2\n")
    done = repo.run("check", cwd=repo.path / "src")

    assert done.code == 0
    assert "tomli" in imported(repo, "--policy", "governance.toml")
    assert not (repo.path / ".git/govhooks/policy").exists()


def test_many_at_once_leave_a_whole_one(repo: Repo, place: Path) -> None:
    repo.commit(**{"governance.toml": FULL.replace(f'since = "{SINCE}"\n', "")})
    repo.stage("b.py", "x = 2\n")
    env = {**os.environ, "PYTHONPATH": str(Path(policy.__file__).parents[2])}
    words = [sys.executable, "-m", "govhooks.cli", "check"]
    running = [subprocess.Popen(words, cwd=repo.path, env=env) for _ in range(6)]

    assert [process.wait() for process in running] == [0] * 6
    assert [entry.name for entry in place.parent.iterdir()] == ["policy"]
    assert "tomli" not in imported(repo)
