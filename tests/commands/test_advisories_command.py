"""`govhooks advisories`: from a folder or a server to a database, and what is said of it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from conftest import ROOT, Repo
from osv_world import advisory, archive

from govhooks.commands import advisories as command
from govhooks.core.errors import CannotJudge
from govhooks.knowledge.advisories import database, source
from govhooks.knowledge.versions import ORDERINGS

EVENTS = [("introduced", "0"), ("fixed", "2.0.0")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for one in ("PyPI", "crates.io"):
        archive(
            tmp_path / "osv",
            one,
            *(advisory(f"A-{one}-{number}", ecosystem=one, events=EVENTS) for number in range(600)),
        )
    return tmp_path / "osv"


def test_from_a_folder_to_a_database(repo: Repo, folder: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "cache/a.sqlite")
    done = repo.run("advisories", "update", "--from", str(folder), GOVHOOKS_ADVISORIES=target)

    assert done.code == 0, done
    assert done.err == ""
    assert re.sub(r"\(\d+ days? old\)|[\d.]+ MiB", "...", done.out) == (
        f"{target} (...)\nfrom {folder}, as of 2026-11-20 ...\n"
        "  PyPI             600 advisories, newest of 2026-11-20\n"
        "  crates.io        600 advisories, newest of 2026-11-20\n"
    )
    assert repo.run("advisories", "show", target).out == done.out
    assert repo.run("advisories", "show", GOVHOOKS_ADVISORIES=target).out == done.out


def test_only_some_ecosystems(repo: Repo, folder: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "a.sqlite")
    done = repo.run("advisories", "update", "--ecosystem", "pypi", "--from", str(folder), "--to", target)

    assert done.code == 0, done
    assert "PyPI" in done.out and "crates.io" not in done.out
    assert repo.run("advisories", "update", "--ecosystem", "npm", "--from", str(folder), "--to", target).code == 3
    with database.open(target) as held:
        assert [one.name for one in held.stated.ecosystems] == ["PyPI"]


def test_what_could_not_be_read_is_said(repo: Repo, folder: Path, tmp_path: Path) -> None:
    files = {f"{number}.json": b"\x1b[31m{" for number in range(5)}
    archive(folder, "npm", advisory("A-1", ecosystem="npm", events=EVENTS), **files)
    archive(folder, "Debian", advisory("DSA-1", ecosystem="Debian"))
    done = repo.run("advisories", "update", "--from", str(folder), "--to", str(tmp_path / "a.sqlite"))

    assert done.code == 0
    assert "Debian: left out, its versions cannot be compared\n" in done.out
    assert "5 of 1,206 files could not be read: 0.json: Expecting value: line 1 column 1 (char 0); 1.json: " in done.out
    assert ", ...\n" in done.out and "\x1b" not in done.out
    assert "5 files could not be read when it was made\n" in done.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["update", "--ecosystem", "PyPy"], 2, "no ecosystem 'PyPy': did you mean PyPI?"),
        (["update", "--ecosystem", "Debian"], 2, "one of PyPI, npm, crates.io"),
        (["update", "--from", "ssh://x/y"], 2, "a folder, or a URL with https, http or file"),
        (["update", "--from", "nowhere"], 3, "no such folder"),
        (
            ["update", "--from", "http://127.0.0.1:9/osv", "--ecosystem", "npm"],
            3,
            "http://127.0.0.1:9/osv/npm/all.zip: ",
        ),
        (["update", "--to", "."], 2, "is a folder: name a file"),
        (["show", "nowhere.sqlite"], 3, "there is no database of advisories at"),
        (["show", "app.py"], 3, "is no database of advisories"),
        (["sow"], 2, "invalid choice"),
        ([], 2, "required"),
    ],
)
def test_what_goes_wrong(repo: Repo, words: list[str], code: int, said: str) -> None:
    done = repo.run("advisories", *words, GOVHOOKS_ADVISORIES=str(repo.path.parent / "a.sqlite"), no_proxy="*")

    assert done.code == code, done
    assert said in done.err
    assert os.listdir(repo.path.parent) == ["repo"]


def test_a_url_of_a_folder_leaves_no_download(repo: Repo, folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "cache"
    done = repo.run(
        "advisories", "update", "--ecosystem", "PyPI", "--from", folder.as_uri(), "--to", str(place / "a.sqlite")
    )

    assert done.code == 0, done
    assert os.listdir(place) == ["a.sqlite"]


def test_a_bar_on_a_terminal(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from govhooks.run import progress

    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    assert command.main(["update", "--from", str(folder), "--to", str(tmp_path / "a.sqlite")]) == 0
    err = capsys.readouterr().err

    assert re.search(r"\rgovhooks: \[#* +\] \d00 of 1,200 advisories", err)
    assert err.endswith("\r")


def test_the_bar_of_a_download(monkeypatch: pytest.MonkeyPatch) -> None:
    with command._Progress() as progress:
        progress.bytes("npm", 500, 1000)
        assert progress._bar is not None
        assert progress._bar.line() == "govhooks: [##########          ] 500 of 1,000 bytes of npm"
        progress.bytes("npm", 900, 0)
        assert progress._bar.line() == "govhooks: [####################] 900 of 900 bytes of npm"
        progress.files(100, 200)
        assert progress._bar.line() == "govhooks: [##########          ] 100 of 200 advisories"


def test_by_default_it_is_asked_of_osv(monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path) -> None:
    asked = []

    def fetch(url: str, ecosystems: tuple[str, ...], place: str, step: object) -> source.Source:
        asked.append((url, ecosystems))
        return source.find(str(folder))

    monkeypatch.setattr(source, "fetch", fetch)
    monkeypatch.setenv("GOVHOOKS_ADVISORIES", str(tmp_path / "a.sqlite"))
    assert command.main(["update"]) == 0
    with pytest.raises(CannotJudge, match="there is no advisory of a known ecosystem"):
        command.main(["update", "--ecosystem", "npm", "--ecosystem", "npm"])

    everything = (
        "PyPI",
        "npm",
        "crates.io",
        "Go",
        "Hex",
        "GitHub Actions",
        "Pub",
        "RubyGems",
        "Packagist",
        "Maven",
        "NuGet",
    )
    assert asked == [(source.PUBLISHED, everything), (source.PUBLISHED, ("npm",))]


def test_the_page_has_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs/advisories.md").read_text("utf-8")
    with pytest.raises(SystemExit):
        command.main(["update", "--help"])
    options = set(re.findall(r"--[a-z]+", capsys.readouterr().out)) - {"--help"}

    assert options == {"--ecosystem", "--from", "--to"}
    assert [option for option in options if f"| `{option} " not in page] == []
    assert source.PUBLISHED in page and database.VARIABLE in page and database.NAME in page
    assert f"{source.LARGEST >> 20} MiB" in page and f"{source.LARGEST_TOTAL >> 30} GiB" in page
    assert [name for name in ORDERINGS if name not in page] == []
