"""Answers that are kept: what is damaged, foreign or from the future is not there."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from index_world import packument, simple

from govhooks.knowledge.indexes import cache
from govhooks.knowledge.indexes.answers import read
from govhooks.knowledge.indexes.cache import Cache, Entry

URL, NOW = "https://pypi.test/simple/a/", 1_800_000_000.0
PROJECT = read("PyPI", "a", simple("a", "1.0", "2.0", file={"yanked": "bad"})[2])
ENTRY = Entry(URL, NOW, '"e"', PROJECT)


def test_what_is_kept_is_what_was_said(tmp_path: Path) -> None:
    one = Cache(str(tmp_path / "deep" / "er"), lambda: NOW)
    other = Entry(URL + "b", NOW, "", read("npm", "a", packument("a", "1.0", manifest={"deprecated": "\u202eno"})[2]))
    for entry in (ENTRY, other):
        one.put(entry)

        assert one.get(entry.url) == entry
    assert one.get("https://pypi.test/simple/c/") is None
    assert [path.suffix for path in (tmp_path / "deep" / "er").iterdir()] == [".json", ".json"]


@pytest.mark.parametrize(
    "changed",
    [
        {"layout": 2},
        {"url": "https://other.test/"},
        {"at": NOW + 3600},  # from the future: it would stay fresh for ever
        {"at": -1.0},
        {"at": "now"},
        {"at": True},
        {"etag": None},
        {"project": None},
        {"project": {}},
    ],
)
def test_what_is_damaged_is_not_there(tmp_path: Path, changed: dict[str, Any]) -> None:
    one = Cache(str(tmp_path), lambda: NOW)
    one.put(ENTRY)
    (path,) = tmp_path.iterdir()
    path.write_text(json.dumps({**json.loads(path.read_text()), **changed}))

    assert one.get(URL) is None


@pytest.mark.parametrize("data", [b"", b"{", b"null", b"\xff", b"[" * 100_000, b" " * (cache.LARGEST + 1)])
def test_what_is_no_entry_is_not_there(tmp_path: Path, data: bytes) -> None:
    one = Cache(str(tmp_path), lambda: NOW)
    one.put(ENTRY)
    (path,) = tmp_path.iterdir()
    path.write_bytes(data)

    assert one.get(URL) is None
    one.put(ENTRY)
    assert one.get(URL) == ENTRY


def test_what_cannot_be_written_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in ("", str(tmp_path / "file"), str(tmp_path / "file" / "below")):
        one = Cache(folder, lambda: NOW)
        one.put(ENTRY)
        one.trim()

        assert one.get(URL) is None


def test_an_entry_is_replaced_and_a_link_is_not_followed(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("links need a right on Windows")
    one = Cache(str(tmp_path / "cache"), lambda: NOW)
    one.put(ENTRY)
    (path,) = (tmp_path / "cache").iterdir()
    path.unlink()
    (tmp_path / "mine").write_text("mine")
    path.symlink_to(tmp_path / "mine")
    one.put(ENTRY)

    assert (tmp_path / "mine").read_text() == "mine"
    assert one.get(URL) == ENTRY


def test_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST_TOTAL", 4000)
    one = Cache(str(tmp_path), lambda: NOW)
    for number in range(20):
        one.put(ENTRY.but(url=f"{URL}{number}"))
        os.utime(one._path(f"{URL}{number}"), (number, number))
    one.trim()
    left = [number for number in range(20) if one.get(f"{URL}{number}")]

    assert left == list(range(left[0], 20))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 2000
    monkeypatch.setattr(cache, "LARGEST", 10)
    one.put(ENTRY)
    assert one.get(URL) is None
