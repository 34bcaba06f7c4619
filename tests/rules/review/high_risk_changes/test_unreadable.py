"""What cannot be read as text hides nothing: a few bytes, a byte order mark or a lot of padding switch no signal off."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from conftest import Repo

from govhooks.core.change import LARGE, Change
from govhooks.core.changeset import Changeset
from govhooks.git.source import Source
from govhooks.policy import load as policy_module
from govhooks.rules import load
from govhooks.rules.review.high_risk_changes import Policy, check

CODE = b"import os\n\nhashed = bcrypt.hashpw(word, bcrypt.gensalt())\nx = 1\n"
PLAIN = b"x = 1\ny = 2\n"
SPOILED = b"# \0 \xff\n"
PADDING = b"# nothing to see here\n" * (LARGE // 22 + 1)
NOISE = random.Random(5).randbytes(6_000)
PICTURE = b"\x89PNG\r\n\x1a\n" + NOISE
MARKED = b"\xff\xfe\n"
HASHING = "password hashing"
UNREAD = "cannot be read as text"
OWN = "[rules.high-risk-changes.areas.mine]\n"


def policy(toml: str = "") -> Policy:
    table = policy_module.load(toml.encode(), "governance.toml", load()).rules["high-risk-changes"]
    assert isinstance(table, Policy)
    return table


def areas(change: Change, toml: str = "") -> dict[str, str]:
    return {finding.identity: finding.problem for finding in check(Changeset([change]), policy(toml))}


def new(path: str, data: bytes) -> Change:
    return Change("A", path, new=data)


def was(path: str, data: bytes, old: bytes) -> Change:
    return Change("M", path, new=data, old=[old])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (new("app/models.py", CODE + SPOILED), f"{UNREAD}; {HASHING}, line 3"),
        (new("app/models.py", SPOILED + PLAIN), UNREAD),
        (new("app/models.py", CODE + b"\0" * len(CODE)), UNREAD),
        (new("app/models.py", NOISE), UNREAD),
        (new("bin/deploy", b"#!/bin/sh\n" + NOISE), UNREAD),
        (new("app/models.zz", CODE + SPOILED), f"{HASHING}, line 3"),
        (new("app/models.py", CODE.replace(b"bcrypt.hash", b"bcrypt.\0hash")), f"{HASHING}, line 3"),
        (new("app/models.py", MARKED + CODE), f"{HASHING}, line 4"),
        (new("app/models.py", MARKED + b"# \xe9\xe9\xe9\xe9\n" * 90 + CODE), HASHING),
        (was("app/models.py", PLAIN + SPOILED, CODE), f"{UNREAD}; {HASHING}, removed line 3"),
        (was("app/models.py", CODE + SPOILED, PLAIN + SPOILED), HASHING),
        (was("app/models.zz", NOISE, CODE), UNREAD),
        (Change("D", "app/models.py", old=[CODE + SPOILED]), f"{HASHING}, removed line 3"),
        (Change("R", "app/models.py", "tests/models.py", new=CODE + SPOILED, old=[CODE + SPOILED]), HASHING),
    ],
)
def test_a_few_bytes_hide_nothing(change: Change, said: str) -> None:
    assert said in areas(change)["authentication"]


@pytest.mark.parametrize(
    "change",
    [
        new("app/logo.png", PICTURE),
        new("app/logo", PICTURE),
        new("model.safetensors", NOISE + CODE + NOISE),
        new("app.jar", b"PK\3\4" + NOISE + CODE),
        new("data/x.bin", NOISE),
        new("lib/x.so", b"\x7fELF" + NOISE + CODE),
        new("video.ts", b"".join(b"G" + NOISE[:187] for _ in range(20))),
        new("docs/x.md", b"# Log in\n" + SPOILED),
        new("tests/test_x.py", CODE + SPOILED),
        new("app/x.py", "x = 'ü'\n".encode("latin-1")),
        new("app/x.ps1", "\ufeffWrite-Host 'x'\r\n".encode("utf-16-le")),
        new("app/x.txt", "\ufeff中文文本\n第二行文本文本\n".encode("utf-16-le")),
        was("app/logo.png", PICTURE, NOISE),
        was("big.bin", NOISE, b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\n"),
        Change("D", "app.jar", old=[b"PK\3\4\0" + NOISE + b"\n" + CODE]),
    ],
    ids=lambda change: change.path,
)
def test_everyday_binary_files_are_not_flagged(change: Change) -> None:
    assert areas(change) == {}


def large(path: str, data: bytes, folder: Path, old: bytes | None = None) -> Change:
    """A change whose sides lie on disk where they are too large to be held."""
    sources = []
    for number, side in enumerate((data, old or b"")):
        (folder / str(number)).write_bytes(side)
        sources.append(Source(disk=str(folder / str(number))))
    return Change("A" if old is None else "M", path, new=sources[0], old=[] if old is None else [sources[1]])


@pytest.mark.parametrize(
    ("path", "data", "old", "said"),
    [
        ("app/models.py", PADDING + CODE, None, f"({HASHING}, line {PADDING.count(10) + 3})"),
        ("app/models.py", PADDING + CODE + SPOILED, None, HASHING),
        ("app/models.py", SPOILED + PADDING + CODE, None, f"{UNREAD}; {HASHING}"),
        ("app/models.py", NOISE + PADDING, None, f"({UNREAD})"),
        ("app/models.py", PADDING, CODE, f"({HASHING}, removed line 3)"),
        ("app/models.py", PLAIN, CODE + PADDING, f"({HASHING}, removed line 3)"),
        ("app/models.zz", SPOILED + PADDING + CODE, None, f"({HASHING}, "),
    ],
)
def test_padding_hides_nothing(path: str, data: bytes, old: bytes | None, said: str, tmp_path: Path) -> None:
    assert said in areas(large(path, data, tmp_path, old))["authentication"]


@pytest.mark.parametrize(
    ("path", "data"),
    [("model.bin", NOISE * (LARGE // 6_000 + 1)), ("data.json", b'{"a": 1}\n' * (LARGE // 9 + 1)), ("x.csv", PADDING)],
)
def test_everyday_large_files_are_not_flagged(path: str, data: bytes, tmp_path: Path) -> None:
    assert areas(large(path, data, tmp_path)) == {}


def test_the_policys_own_patterns_hold_in_both(tmp_path: Path) -> None:
    both = OWN + 'match = "all"\npaths = ["app/"]\nadded = ["^unsafe [a-z]+$"]'
    line = b"unsafe call\n"

    assert "mine" in areas(new("app/x.zz", PLAIN + line + SPOILED), both)
    assert UNREAD in areas(new("app/x.py", NOISE), both)["mine"]
    assert "mine" not in areas(new("app/x.png", PICTURE), both)
    assert f"line {PADDING.count(10) + 1}" in areas(large("app/x.zz", PADDING + line, tmp_path), both)["mine"]
    assert "mine" not in areas(large("app/x.zz", PADDING + b"unsafe \ncall\n", tmp_path), both)
    assert "mine" in areas(large("app/x.zz", PADDING, tmp_path), OWN + 'paths = ["app/"]\nmin-lines = 999')


def test_a_real_commit(repo: Repo) -> None:
    repo.commit("start", **{"app/models.py": CODE.decode()})
    repo.stage("app/models.py", PLAIN + SPOILED)
    done = repo.check("--rule", "high-risk-changes")

    assert f"authentication or session logic ({UNREAD}; {HASHING}, removed line 3)" in done.out
    assert done.code == 0
