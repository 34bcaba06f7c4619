"""Records of approvals and vetoes are only ever added: whoever takes one away is refused."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from conftest import Repo

from govhooks.knowledge.approvals import store
from govhooks.knowledge.approvals.statement import parse, payload

_SIGNED = "-----{} SSH SIGNATURE-----"


def record(state: str = "disapproved", reason: str = "no limit", area: str = "payments") -> tuple[str, bytes]:
    """(path, text) of a statement that is well formed; nobody's key has signed it."""
    text = payload(state, area, "0" * 64, "main", "bo@corp.test", "2026-11-24T06:00:00Z", "2099-01-01", reason)
    text += f"{_SIGNED.format('BEGIN')}\nAAAA\n{_SIGNED.format('END')}\n".encode()
    return store.name(parse(text)), text


PATH, TEXT = record()


def delete(repo: Repo) -> None:
    repo.git("rm", "-q", PATH)


def change(repo: Repo) -> None:
    repo.stage(PATH, TEXT.replace(b"disapproved", b"approved"))


def spoil(repo: Repo) -> None:
    repo.stage(PATH, "x\n")


def move(repo: Repo) -> None:
    repo.git("mv", PATH, "notes.txt")


def rename(repo: Repo) -> None:
    repo.git("mv", PATH, PATH.replace("bo@", "ada@"))


def make_executable(repo: Repo) -> None:
    repo.git("update-index", "--chmod=+x", PATH)


def link(repo: Repo) -> None:
    (repo.path / PATH).unlink()
    os.symlink("/dev/null", repo.path / PATH)
    repo.git("add", PATH)


def put_a_folder_there(repo: Repo) -> None:
    (repo.path / PATH).unlink()
    repo.stage(PATH + "/x.txt", TEXT)
    repo.git("add", "-A")


def put_a_file_there(repo: Repo) -> None:
    repo.git("rm", "-q", "-r", ".governance/approvals/payments")
    repo.stage(".governance/approvals/payments", "x\n")


def put_a_submodule_there(repo: Repo) -> None:
    repo.git("rm", "-q", PATH)
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{PATH}")


def write_the_folder_in_capitals(repo: Repo) -> None:
    repo.git("rm", "-q", PATH)
    repo.stage(PATH.replace("approvals", "Approvals"), TEXT)


WAYS = [
    delete,
    change,
    spoil,
    move,
    rename,
    make_executable,
    link,
    put_a_folder_there,
    put_a_file_there,
    put_a_submodule_there,
    write_the_folder_in_capitals,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_record_stays(way: Callable[[Repo], None], repo: Repo) -> None:
    repo.commit("Object", **{PATH: TEXT.decode()})
    way(repo)
    staged = repo.check("--rule", "high-risk-changes")
    repo.git("commit", "-q", "--no-verify", "-m", "Tidy up\n\nHigh-Risk: governance")
    ranged = repo.check("--rule", "high-risk-changes", "--from-ref", "HEAD~1", "--to-ref", "HEAD")

    assert (staged.code, ranged.code) == (1, 1)
    assert f"{PATH}: the record of an approval or veto is " in staged.out
    assert "records are only ever added" in ranged.out


def test_what_is_said_of_a_deletion(repo: Repo) -> None:
    repo.commit("Object", **{PATH: TEXT.decode()})
    delete(repo)
    done = repo.check("--rule", "high-risk-changes")
    lines = done.out.split("\n")

    assert lines[0] == (
        f"{PATH}: the record of an approval or veto is deleted: records are only ever added [high-risk-changes]"
    )
    assert lines[1] == f"  fix: put it back: git restore --staged --worktree -- {PATH}"
    fingerprint = lines[2].removeprefix("  fingerprint: ")
    repo.git("reset", "-q", "--hard")
    waiver = "".join(
        f'{key} = "{value}"\n'
        for key, value in {
            "rule": "high-risk-changes",
            "path": PATH,
            "reason": "expired years ago",
            "owner": "dev@corp.test",
            "approver": "ada@corp.test",
            "expires": "2027-03-01",
            "fingerprint": fingerprint,
        }.items()
    )
    repo.commit("Let it go", **{"governance.toml": f"[[exceptions]]\n{waiver}"})
    delete(repo)

    assert repo.check("--rule", "high-risk-changes").code == 0


def test_a_record_may_be_added_and_come_with_a_merge(repo: Repo) -> None:
    repo.git("checkout", "-q", "-b", "topic")
    repo.stage(PATH, TEXT)
    added = repo.check("--rule", "high-risk-changes")
    repo.git("commit", "-q", "--no-verify", "-m", "Object")
    repo.git("checkout", "-q", "main")
    path, text = record("approved")
    repo.commit("Say so", **{path: text.decode()})
    repo.git("merge", "-q", "--no-commit", "--no-ff", "topic")
    merged = repo.check("--rule", "high-risk-changes")

    assert (added.code, added.out) == (0, "")
    assert (merged.code, "high risk" in merged.out) == (0, False)
    assert len(repo.git("ls-files", ".governance/approvals").split("\n")) == 2


def test_what_lies_beside_records_is_only_flagged(repo: Repo) -> None:
    repo.commit("work", **{".governance/approvals/README": "x\n", PATH.replace("bo@", "ada@"): "no statement\n"})
    repo.git("rm", "-q", "-r", ".governance")
    done = repo.check("--rule", "high-risk-changes")

    assert done.code == 0
    assert "governance" in done.out


@pytest.mark.parametrize(
    "narrowed",
    ['changes = ["added"]', "min-files = 9", "min-lines = 9", 'by = ["agents"]', 'match = "all"\nadded = ["x"]'],
)
def test_governance_cannot_be_narrowed(narrowed: str, repo: Repo) -> None:
    repo.stage("governance.toml", f"[rules.high-risk-changes.areas.governance]\n{narrowed}\n")
    done = repo.check("--rule", "high-risk-changes")

    assert done.code == 3
    assert "but not disabled or narrowed" in done.err
