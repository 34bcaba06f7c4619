"""The demonstration says what it needs and has not."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from govhooks.cli import main


@pytest.mark.skipif(os.name != "posix", reason="a folder of links to programs")
@pytest.mark.parametrize(("there", "missing"), [((), "git"), (("git",), "pre-commit")])
def test_a_program_that_is_not_installed_is_named(
    there: tuple[str, ...],
    missing: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in there:
        (tmp_path / name).symlink_to(shutil.which(name) or name)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))  # its folder is searched first
    code = main(["demo"])
    told = capsys.readouterr().err

    assert (code, f"{missing} is not installed (" in told, "Errno" in told) == (3, True, False)
