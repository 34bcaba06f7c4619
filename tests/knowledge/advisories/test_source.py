"""Where advisories come from: folders, archives that are damaged or hostile, and a server that is, too."""

from __future__ import annotations

import io
import os
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from osv_world import advisory, archive

from govhooks.core.errors import CannotJudge
from govhooks.knowledge.advisories import source
from govhooks.knowledge.advisories.source import Part, Reader


def names(place: Path, *ecosystems: str) -> list[tuple[str, str]]:
    """(name, ecosystem) of each advisory that is found there."""
    found = source.find(str(place), ecosystems)
    with Reader(found.parts) as reader:
        return [(name, chunk.part.ecosystem) for chunk in reader.chunks for name, _, _ in reader.documents(chunk)]


def test_the_folders_of_osv_scanner(tmp_path: Path) -> None:
    for top in (tmp_path, tmp_path / "osv-scanner"):
        archive(top, "PyPI", advisory("A-1"), **{"README.md": b"x", "deep/er/A-2.json": b"{}"})
        archive(top, "GitHub Actions", advisory("B-1"))

        assert names(top) == [("B-1.json", "GitHub Actions"), ("A-1.json", "PyPI"), ("deep/er/A-2.json", "PyPI")]
        assert names(top, "PyPI") == [("A-1.json", "PyPI"), ("deep/er/A-2.json", "PyPI")]
        with pytest.raises(CannotJudge, match=r"has no npm/all\.zip"):
            names(top, "PyPI", "npm")
        for name in ("PyPI/all.zip", "GitHub Actions/all.zip"):
            (top / name).rename(top / name.replace("all", "some"))


def test_a_folder_above_it(tmp_path: Path) -> None:
    archive(tmp_path / "osv-scanner", "npm", advisory("A-1"))

    assert names(tmp_path) == [("A-1.json", "npm")]


def test_files_in_folders(tmp_path: Path) -> None:
    for name in ("b/A-2.json", "a/A-1.json", "a/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")

    assert names(tmp_path) == [(os.path.join("a", "A-1.json"), ""), (os.path.join("b", "A-2.json"), "")]


@pytest.mark.skipif(os.name == "nt", reason="POSIX names and files")
def test_links_and_pipes_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out.json").write_text("{}")
    (tmp_path / "in/link.json").symlink_to(tmp_path / "out.json")
    (tmp_path / "in/folder").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "in/pipe.json")

    assert names(tmp_path / "in") == []


def test_one_archive(tmp_path: Path) -> None:
    assert names(archive(tmp_path, "x", advisory("A-1"))) == [("A-1.json", "")]


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(CannotJudge, match="no such folder"):
        source.find(str(tmp_path / "none"))
    (tmp_path / "a.zip").write_bytes(b"no zip")
    with pytest.raises(CannotJudge, match="is no zip, or damaged"):
        names(tmp_path / "a.zip")


def told(path: Path) -> list[tuple[str, bytes | None, str]]:
    with Reader([Part(str(path))]) as reader:
        return [document for chunk in reader.chunks for document in reader.documents(chunk)]


def test_a_member_larger_than_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST", 1000)
    path = archive(tmp_path, "x", **{"bomb.json": bytes(10**6), "fits.json": bytes(1000), "empty.json": b""})

    assert [(name, data is None, why) for name, data, why in told(path)] == [
        ("bomb.json", True, "empty, or too large"),
        ("fits.json", False, ""),
        ("empty.json", True, "empty, or too large"),
    ]


def test_a_member_that_lies_about_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only as much is unpacked as it says, and the checksum tells."""
    path = archive(tmp_path, "x", **{"bomb.json": bytes(10**6)})
    data = path.read_bytes()
    path.write_bytes(data.replace((10**6).to_bytes(4, "little"), (50).to_bytes(4, "little")))
    ((_, held, why),) = told(path)

    assert held is None and "CRC" in why


def test_more_in_all_than_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST_TOTAL", 2500)
    path = archive(tmp_path, "x", **{f"{number}.json": bytes(1000) for number in range(3)})
    with pytest.raises(CannotJudge, match="of advisories once unpacked"):
        told(path)


def test_a_damaged_member_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = archive(tmp_path, "x", **{"a.json": os.urandom(5000), "b.json": b"{}"})
    data = bytearray(path.read_bytes())
    data[2000:2100] = bytes(100)
    path.write_bytes(data)

    assert [(name, held is None, bool(why)) for name, held, why in told(path)] == [
        ("a.json", True, True),
        ("b.json", False, False),
    ]


def test_many_are_read_in_chunks(tmp_path: Path) -> None:
    path = archive(tmp_path, "x", **{f"{number}.json": b"{}" for number in range(1200)})
    with Reader([Part(str(path)), Part(str(path.parent))]) as reader:
        assert [(chunk.start, chunk.stop, chunk.first) for chunk in reader.chunks] == [
            (0, 500, 0),
            (500, 1000, 500),
            (1000, 1200, 1000),
        ]
        assert reader.total == 1200
        assert [name for name, _, _ in reader.documents(reader.chunks[2])] == [
            f"{number}.json" for number in range(1000, 1200)
        ]


def test_names_are_never_paths(tmp_path: Path) -> None:
    path = archive(tmp_path / "in", "x", **{"../../evil.json": b"{}", "/etc/evil.json": b"{}", "C:\\evil.json": b"{}"})
    before = sorted(tmp_path.rglob("*"))

    assert len(told(path)) == 3
    assert sorted(tmp_path.rglob("*")) == before


# A server


@contextmanager
def server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = False  # each is waited for

    with Server(("127.0.0.1", 0), Handler) as served:
        thread = threading.Thread(target=lambda: served.serve_forever(0.01))
        thread.start()
        try:
            yield f"http://127.0.0.1:{served.server_port}"
        finally:
            served.shutdown()
            thread.join()


def send(handler: BaseHTTPRequestHandler, data: bytes, code: int = 200, **headers: str) -> None:
    handler.send_response(code)
    for name, value in {"Content_Length": str(len(data)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(data)


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as out:
        out.writestr("A-1.json", "{}")
    return data.getvalue()


def test_a_mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    asked, steps = [], []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        send(handler, zipped(), Last_Modified="Fri, 20 Nov 2026 10:00:00 GMT")

    with server(answer) as url:
        found = source.fetch(f"{url}/osv/", ("PyPI", "GitHub Actions"), str(tmp_path), lambda *step: steps.append(step))
        one = source.fetch(f"{url}/some.zip", ("PyPI",), str(tmp_path), lambda *step: None)

    assert asked == ["/osv/PyPI/all.zip", "/osv/GitHub%20Actions/all.zip", "/some.zip"]
    assert [part.ecosystem for part in found.parts] == ["PyPI", "GitHub Actions"]
    assert found.fetched == "2026-11-20T10:00:00"
    assert steps[0] == ("PyPI", len(zipped()), len(zipped()))
    assert [part.ecosystem for part in one.parts] == [""]


FAULTS: dict[str, tuple[Callable[[BaseHTTPRequestHandler], None], str]] = {
    "404": (lambda handler: send(handler, b"", 404), "HTTP 404"),
    "500": (lambda handler: send(handler, b"", 500), "HTTP 500"),
    "cut off": (lambda handler: send(handler, b"PK", Content_Length="999"), "ended after 2 of 999 bytes|IncompleteRead"),
    "too much": (lambda handler: send(handler, bytes(6000)), "more than"),
    "elsewhere": (lambda handler: send(handler, b"", 302, Location="file:///etc/passwd"), "redirects to a place without https|HTTP 302"),
    "ftp": (lambda handler: send(handler, b"", 302, Location="ftp://127.0.0.1/x"), "redirects to a place without https"),
    "in a circle": (lambda handler: send(handler, b"", 302, Location="/PyPI/all.zip"), "HTTP 302"),
    "no answer": (lambda handler: handler.connection.close(), "http://127.0.0.1"),
    "no HTTP": (lambda handler: handler.wfile.write(b"\x1b]0;x\x07 garbage\r\n\r\n") and None, "http://127.0.0.1"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_with_faults(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(source, "LARGEST_DOWNLOAD", 5000)
    answer, message = FAULTS[fault]
    with server(answer) as url, pytest.raises(CannotJudge, match=message):
        source.fetch(url, ("PyPI",), str(tmp_path), lambda *step: None)


def test_a_server_that_is_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(source, "PATIENCE", 0.2)
    done = threading.Event()
    with server(lambda handler: done.wait(20) and None) as url:
        try:
            with pytest.raises(CannotJudge, match="timed out"):
                source.fetch(url, ("PyPI",), str(tmp_path), lambda *step: None)
        finally:
            done.set()


def test_what_may_be_a_key_is_sent_and_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    asked = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        send(handler, zipped(), 200 if "PyPI" in handler.path else 403)

    with server(answer) as url:
        found = source.fetch(f"{url}/osv?sig=abc", ("PyPI",), str(tmp_path), lambda *step: None)
        with pytest.raises(CannotJudge) as refused:
            source.fetch(f"{url}/osv?sig=abc", ("npm",), str(tmp_path), lambda *step: None)
    with pytest.raises(CannotJudge) as named:
        source.fetch("https://me:" + "abc@127.0.0.1/osv", ("npm",), str(tmp_path), lambda *step: None)

    assert asked == ["/osv/PyPI/all.zip?sig=abc", "/osv/npm/all.zip?sig=abc"]
    assert found.place == f"{url}/osv"
    assert str(refused.value) == f"{url}/osv/npm/all.zip: HTTP 403"
    assert "abc" not in str(named.value)


def test_a_url_of_a_file(tmp_path: Path) -> None:
    archive(tmp_path, "PyPI", advisory("A-1"))
    found = source.fetch(tmp_path.as_uri(), ("PyPI",), str(tmp_path), lambda *step: None)

    assert [part.ecosystem for part in found.parts] == ["PyPI"]
    assert found.fetched == ""


@pytest.mark.parametrize("told", ["", "soon", "Fri, 20 Nov 2126 10:00:00 GMT", "Fri, 99 Nov 2026 10:00:00 GMT"])
def test_a_time_that_cannot_be_is_now(told: str) -> None:
    assert source._time("Mon, 01 Jan 2024 00:00:00 GMT") == "2024-01-01T00:00:00" < source._time(told) < "2100"
