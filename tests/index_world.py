"""A package index on this machine, that answers well or badly, and what it was asked."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SIMPLE, JSON = "application/vnd.pypi.simple.v1+json", "application/json"
# Answers by themselves: (status, headers, body).
Reply = tuple[int, Mapping[str, str], bytes]


class Server(ThreadingHTTPServer):
    """`pages` are the answers by path, a Reply or what writes one; `asked` is (path, headers) of each question."""

    daemon_threads = True

    def __init__(self, certificate: str = "") -> None:
        """`certificate` is a file with a key and a certificate, for https."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
            self.scheme = "https"
        self.pages: dict[str, Reply | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()  # whoever drips or waits stops then

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that break off are what is tested."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        page = self.server.pages.get(self.path.partition("?")[0], (404, {}, b"no such page"))
        if callable(page):
            page(self)
            return
        status, headers, body = page
        if "ETag" in headers and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        send(self, status, headers, body)

    def log_message(self, *_: object) -> None:
        pass


def send(handler: BaseHTTPRequestHandler, status: int, headers: Mapping[str, str], body: bytes) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def serving(certificate: str = "") -> Iterator[Server]:
    server = Server(certificate)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def simple(name: str, *versions: str, api: str = "1.4", day: str = "2026-01-01", **more: Any) -> Reply:
    """A page of the Simple API; `file` are further keys of each file."""
    file = {"upload-time": f"{day}T10:00:00.5Z", "yanked": False, **more.pop("file", {})}
    document = {
        "meta": {"api-version": api},
        "name": name,
        "versions": list(versions),
        "files": [
            {"filename": f"{name.replace('-', '_')}-{version}-py3-none-any.whl", "url": "x", "hashes": {}, **file}
            for version in versions
        ],
        **more,
    }
    return 200, {"Content-Type": f"{SIMPLE}; charset=utf-8"}, json.dumps(document).encode()


def packument(name: str, *versions: str, day: str = "2026-01-01", **more: Any) -> Reply:
    """A full packument; `manifest` are further keys of each version."""
    manifest = more.pop("manifest", {})
    document = {
        "name": name,
        "dist-tags": {"latest": versions[-1]} if versions else {},
        "versions": {version: {"name": name, "version": version, **manifest} for version in versions},
        "time": {"created": f"{day}T10:00:00.000Z", **dict.fromkeys(versions, f"{day}T10:00:00.000Z")},
        **more,
    }
    return 200, {"Content-Type": JSON}, json.dumps(document).encode()
