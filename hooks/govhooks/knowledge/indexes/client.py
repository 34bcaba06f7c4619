"""One question to an index: a URL -> the bytes of its answer, within limits of time and size.

    Client(settings, limits).get(ecosystem, url, etag, call)  -> Answer; Failed says why there is none

Redirects are followed on the same host alone, so that a login and the name of a package go nowhere else, and from http to https, never
back. Proxies are those of `settings`, else the environment's. What the server says of itself (type, length) has to be right.

A server that sends a byte a second never meets a time-out of the socket: the caller waits no longer than it wants and breaks the
Call off.
"""

from __future__ import annotations

import contextlib
import threading

from govhooks.core.record import Record
from govhooks.knowledge.indexes.settings import NPM, PYPI, is_http, login

TYPE_CHECKING = False
if TYPE_CHECKING:
    from email.message import Message
    from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
    from ssl import SSLContext
    from typing import Any
    from urllib.request import OpenerDirector, Request

    from govhooks.knowledge.indexes.settings import Settings

# What is asked for, and the only type that is taken for an answer. npm's abbreviated type has no times.
TYPES = {PYPI: "application/vnd.pypi.simple.v1+json", NPM: "application/json"}
# Statuses that say that the index has no such package.
_UNKNOWN = (404, 410)
_REDIRECTS = (301, 302, 303, 307, 308)
_PIECE = 1 << 16


class Limits(Record):
    """`size`        bytes of one answer. The largest packuments (npm, next, @types/node) have ten to forty MB, in full.
    `quiet`       seconds without a byte, and for a connection.
    `package`     seconds for all that is asked about one package, and `run` for all packages of a run.
    `threads`     questions at once; `packages` in a run; `redirects` of one question.
    `failures`    when the first so many questions to an index all fail for want of a connection, no more are asked.
    `fresh`       seconds for which an answer that is kept is not asked for again.
    """

    size: int = 64 << 20
    quiet: float = 5.0
    package: float = 10.0
    run: float = 30.0
    threads: int = 8
    packages: int = 500
    redirects: int = 5
    failures: int = 3
    fresh: float = 3600.0


class Failed(Exception):
    """There is no answer: the text says why. `unreachable` if no server has answered at all."""

    def __init__(self, why: str, unreachable: bool = False) -> None:
        super().__init__(why)
        self.unreachable = unreachable


class Answer(Record):
    """`status` is 200, 304 (as it was; no data), or 404 (there is no such package)."""

    status: int
    data: bytes = b""
    etag: str = ""


class Call:
    """A question that can be broken off from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sockets: list[Any] = []
        self.over = False

    def watch(self, socket: Any) -> None:
        with self._lock:
            self._sockets.append(socket)
            if self.over:
                _shut(socket)

    def break_off(self) -> None:
        """Whatever it waits for, it waits no longer."""
        with self._lock:
            self.over = True
            for socket in self._sockets:
                _shut(socket)


def _shut(socket: Any) -> None:
    from socket import SHUT_RDWR

    with contextlib.suppress(OSError, ValueError):
        socket.shutdown(SHUT_RDWR)


class Client:
    def __init__(self, settings: Settings, limits: Limits) -> None:
        self._settings, self._limits = settings, limits
        self._lock = threading.Lock()
        self._contexts: dict[str, SSLContext] = {}

    def get(self, ecosystem: str, url: str, etag: str, call: Call) -> Answer:
        """Ask for a URL, with the ETag of an answer that is kept. Raises Failed."""
        from http.client import HTTPException
        from ssl import SSLCertVerificationError, SSLError
        from urllib.error import URLError

        try:
            return self._get(ecosystem, url, etag, call)
        except URLError as error:
            raise _failure(error.reason, self._limits) from None
        except (SSLCertVerificationError, SSLError, OSError) as error:
            raise _failure(error, self._limits) from None
        except HTTPException as error:
            raise Failed(f"it breaks the rules of HTTP ({type(error).__name__})") from None
        except (ValueError, AttributeError, TypeError) as error:
            # A URL of no sense; or a socket that was closed while it was read.
            raise Failed(f"it cannot be asked ({type(error).__name__})") from None

    def _get(self, ecosystem: str, url: str, etag: str, call: Call) -> Answer:
        opener = self._opener(ecosystem, call)
        for _ in range(self._limits.redirects + 1):
            answer = opener.open(self._request(ecosystem, url, etag), timeout=self._limits.quiet)
            with answer:
                status, headers = int(answer.status), answer.headers
                if status in _REDIRECTS and headers.get("Location"):
                    url = redirected(url, headers["Location"])
                    continue
                if status == 304 and etag:
                    return Answer(304)
                if status in _UNKNOWN:
                    return Answer(404)
                if status in (401, 403, 407):
                    raise Failed(f"it lets nobody in without a login (HTTP {status})")
                if status == 406:
                    raise Failed(_OTHER_TYPE[ecosystem])
                if status != 200:
                    raise Failed(f"HTTP {status}")
                _check_type(ecosystem, headers)
                return Answer(200, self._body(answer, call), headers.get("ETag") or "")
        raise Failed(f"more than {self._limits.redirects} redirects")

    def _request(self, ecosystem: str, url: str, etag: str) -> Request:
        from urllib.request import Request

        from govhooks import __version__

        request = Request(url, headers={"Accept": TYPES[ecosystem], "User-Agent": f"govhooks/{__version__}"})  # noqa: S310 - `is_http` is asked
        if etag:
            request.add_header("If-None-Match", etag)
        if said := login(self._settings, url) or self._netrc(request.host):
            request.add_unredirected_header("Authorization", said)
        return request

    def _netrc(self, host: str) -> str:
        """The login of netrc's entry for this very host; its `default` would be sent to any."""
        from base64 import b64encode
        from netrc import NetrcParseError, netrc

        if not self._settings.netrc:
            return ""
        try:
            found = netrc(self._settings.netrc).hosts.get(host.partition(":")[0])
        except (NetrcParseError, OSError, ValueError):
            return ""
        if not found:
            return ""
        pair = f"{found[0] or found[1] or ''}:{found[2] or ''}".encode()
        return f"Basic {b64encode(pair).decode('ascii')}"

    def _body(self, answer: HTTPResponse, call: Call) -> bytes:
        told = answer.headers.get("Content-Length") or ""
        expected = int(told) if told.isascii() and told.isdigit() and len(told) < 16 else -1
        if expected > self._limits.size:
            raise Failed(_too_large(self._limits.size))
        pieces, size = [], 0
        while piece := answer.read1(_PIECE):
            if not size and not piece.lstrip().startswith(b"{"):
                raise Failed("its answer is no JSON")
            size += len(piece)
            if size > self._limits.size:
                raise Failed(_too_large(self._limits.size))
            if call.over:
                break
            pieces.append(piece)
        if size < expected or call.over:
            raise Failed(f"its answer ended after {size:,} bytes")
        return b"".join(pieces)

    def _opener(self, ecosystem: str, call: Call) -> OpenerDirector:
        """What opens http and https, through the proxies, and nothing else; every status is an answer."""
        from http.client import HTTPConnection, HTTPSConnection
        from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler

        # They tell the Call of their socket as soon as there is one.
        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                call.watch(self.sock)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                call.watch(self.sock)

        context = self._context

        class PlainHandler(HTTPHandler):
            def http_open(self, req: Request) -> HTTPResponse:
                return self.do_open(_made(Plain), req)

        class SecureHandler(HTTPSHandler):
            def https_open(self, req: Request) -> HTTPResponse:
                return self.do_open(_made(Secure), req, context=context(ecosystem))

        opener = OpenerDirector()
        proxies = self._settings.proxies.get(ecosystem) or {}
        handlers = (ProxyHandler(dict(proxies) if proxies else None), PlainHandler(), SecureHandler())
        for handler in handlers:
            opener.add_handler(handler)
        return opener

    def _context(self, ecosystem: str) -> SSLContext:
        import ssl

        path = self._settings.certificates.get(ecosystem, "")
        more = self._settings.more_certificates.get(ecosystem, "")
        with self._lock:
            if ecosystem not in self._contexts:
                try:
                    folder = path if path and _is_folder(path) else None
                    made = ssl.create_default_context(cafile=None if folder else path or None, capath=folder)
                except (OSError, ValueError):
                    raise Failed(f"its certificates cannot be read ({path})") from None
                if more:
                    with contextlib.suppress(OSError, ValueError):  # node warns of a bad one, and goes on
                        made.load_verify_locations(more)
                self._contexts[ecosystem] = made
            return self._contexts[ecosystem]


def _made(kind: type[HTTPConnection] | type[HTTPSConnection]) -> Any:
    """A class of connections as `do_open` takes it: the stubs of the standard library know functions alone."""
    return kind


def _is_folder(path: str) -> bool:
    import os

    return os.path.isdir(path)


_OTHER_TYPE = {
    PYPI: "it has no JSON (PEP 691)",
    NPM: "its answer is no JSON",
}


def _check_type(ecosystem: str, headers: Message) -> None:
    """Raises Failed for another type than was asked for: what it means is not known."""
    if headers.get_content_type() != TYPES[ecosystem]:
        raise Failed(_OTHER_TYPE[ecosystem])
    if (headers.get("Content-Encoding") or "identity").strip().lower() != "identity":
        raise Failed("its answer is packed, which nobody asked for")


def _too_large(size: int) -> str:
    return f"its answer has more than {size:,} bytes"


def redirected(url: str, location: str) -> str:
    """Where a redirect leads to, when it may be followed. Raises Failed."""
    from urllib.parse import quote, urljoin, urlsplit

    try:
        target = urljoin(url, quote(location, safe="%/:=&?~#+!$,;'@()*[]"))
        old, new = urlsplit(url), urlsplit(target)
        places = [(one.scheme, one.hostname, one.port) for one in (old, new)]
    except ValueError:
        raise Failed("it redirects to a place that is none") from None
    is_upgrade = places[0][0] == "http" and new.scheme == "https" and new.port in (None, 443)
    same = places[0] == places[1] or (is_upgrade and old.hostname == new.hostname)
    if not same or "@" in new.netloc or not is_http(target):
        raise Failed(f"it redirects to another place ({(new.hostname or new.scheme or '?')[:80]})")
    return target


def _failure(reason: object, limits: Limits) -> Failed:
    """Failed, in words that hold nothing of a URL or of what a server has sent."""
    from socket import gaierror
    from ssl import SSLCertVerificationError, SSLError

    if isinstance(reason, SSLCertVerificationError):
        return Failed("its certificate cannot be verified", unreachable=True)
    if isinstance(reason, gaierror):
        return Failed("its name cannot be resolved", unreachable=True)
    if isinstance(reason, TimeoutError) or "timed out" in str(reason):  # Python 3.10 wraps it with words
        return Failed(f"no answer within {limits.quiet:g} seconds", unreachable=True)
    if isinstance(reason, SSLError):
        return Failed("there is no secure connection to it", unreachable=True)
    if isinstance(reason, OSError):
        told = reason.strerror or ""
        return Failed(told.lower() if told.isascii() and told else "the connection broke off", unreachable=True)
    return Failed("it cannot be reached", unreachable=True)
