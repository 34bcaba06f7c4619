"""Files that somebody else may own: replaced as a whole, never through a link, and nothing is lost by a failure."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from govhooks.core.errors import CannotJudge
from govhooks.git import files

posix = pytest.mark.skipif(os.name != "posix", reason="links and modes of POSIX")


def test_what_was_written_is_read(tmp_path: Path) -> None:
    place = tmp_path / "new/folder/file"
    nothing = files.read(str(place))
    files.write(str(place), b"one\r\n\xff")
    files.write(str(place), b"two")

    assert nothing is None
    assert files.read(str(place)) == place.read_bytes() == b"two"
    assert os.listdir(place.parent) == ["file"]


@posix
def test_the_mode_is_kept_and_added_to(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"old")
    place.chmod(0o640)
    files.write(str(place), b"new")
    kept = stat.S_IMODE(place.stat().st_mode)
    files.write(str(place), b"new", 0o111)

    assert (kept, stat.S_IMODE(place.stat().st_mode)) == (0o640, 0o751)


@posix
@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_neither_read_nor_followed(there: bool, tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    if there:
        target.write_bytes(b"mine")
    link.symlink_to(target)
    for act in (lambda: files.read(str(link)), lambda: files.write(str(link), b"x")):
        with pytest.raises(CannotJudge, match="is a symbolic link"):
            act()

    assert link.is_symlink()
    assert target.exists() is there and (not there or target.read_bytes() == b"mine")


def test_a_failure_leaves_the_old_file_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(CannotJudge, match="file: No space left on device"):
            files.write(str(place), b"new")
    assert os.listdir(tmp_path) == ["file"]
    assert place.read_bytes() == b"old"

    draft = tmp_path / f"file.{os.getpid()}.new"
    draft.write_bytes(b"of somebody else")
    with pytest.raises(CannotJudge, match="exists already; delete it"):
        files.write(str(place), b"new")
    assert (place.read_bytes(), draft.read_bytes()) == (b"old", b"of somebody else")
    with pytest.raises(CannotJudge):
        files.read(str(tmp_path))


@posix
def test_a_link_on_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "real/sub").mkdir(parents=True)
    (tmp_path / "out").symlink_to(tmp_path / "real")
    (tmp_path / "real/sub/file").symlink_to("nowhere")
    table = {
        "real/sub/x": "",
        "out": "out",
        "out/sub/x": "out",
        "real/sub/file": "real/sub/file",
        "nowhere/x": "",
        str(tmp_path / "out/x"): "",
    }

    assert {path: files.through_a_link(path, str(tmp_path)) for path in table} == table
