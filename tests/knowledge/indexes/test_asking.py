"""Indexes that answer badly, slowly or not at all: what is asked, what comes out, and that it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from index_world import JSON, SIMPLE, Server, packument, send, serving, simple

from govhooks.knowledge.indexes.asking import Indexes, Wanted, host, of_machine, url_of
from govhooks.knowledge.indexes.cache import Cache
from govhooks.knowledge.indexes.client import Limits
from govhooks.knowledge.indexes.settings import Settings

QUICK = Limits(size=1 << 20, quiet=0.3, package=0.8, run=3.0, threads=4, packages=50)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def settings(server: Server, **more: object) -> Settings:
    given = {"indexes": {"PyPI": (f"{server.url}/simple",), "npm": (f"{server.url}/npm",)}}
    return Settings(**{**given, **more})  # type: ignore[arg-type]


def indexes(server: Server, limits: Limits = QUICK, folder: str = "", **more: object) -> Indexes:
    return Indexes(settings(server, **more), Cache(folder, time.time), limits)


ASKED = (Wanted("PyPI", "a", "1.0"), Wanted("npm", "a", "1.0"))


def test_both_ecosystems_answer(server: Server) -> None:
    server.pages = {
        "/simple/a/": simple("a", "1.0"),
        "/npm/a": packument("a", "1.0"),
        "/npm/@b%2Fc": packument("@b/c", "2.0"),
    }
    scoped = Wanted("npm", "@b/c", "2.0")
    found = indexes(server).ask([*ASKED, scoped])

    for one in (*ASKED, scoped):
        facts = found[one]
        assert (facts.why, facts.known, facts.present, facts.status, facts.cached) == ("", True, True, "active", False)
        assert facts.index == host(server.url)
        assert facts.at.endswith("Z")
    types = {path: headers["accept"] for path, headers in server.asked}
    assert types == {"/simple/a/": SIMPLE, "/npm/a": JSON, "/npm/@b%2Fc": JSON}


# --- faults


def late(handler: BaseHTTPRequestHandler) -> None:
    handler.server.over.wait(20)  # type: ignore[attr-defined]


def drip(head: bytes, more: bytes = b" ") -> Callable[[BaseHTTPRequestHandler], None]:
    """A byte every 50 ms, until the client is gone."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        for _ in range(400):
            handler.wfile.write(more)
            handler.wfile.flush()
            if handler.server.over.wait(0.05):  # type: ignore[attr-defined]
                return

    return page


def cut(handler: BaseHTTPRequestHandler) -> None:
    """It ends before the length that it told."""
    body = simple("a", "1.0")[2] if "simple" in handler.path else packument("a", "1.0")[2]
    kind = SIMPLE if "simple" in handler.path else JSON
    send(handler, 200, {"Content-Type": kind, "Content-Length": str(len(body) + 9)}, body)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def answer(body: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """A body with the type that was asked for, unless the headers say otherwise."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}

    def page(handler: BaseHTTPRequestHandler) -> None:
        send(handler, status, {"Content-Type": handler.headers["Accept"], **given}, body)

    return page


def away(location: str, status: int = 302) -> Callable[[BaseHTTPRequestHandler], None]:
    return answer(b"", status, Location=location)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
FAULTS: dict[str, tuple[Callable[[BaseHTTPRequestHandler], None], str]] = {
    "500": (answer(b"{}", 500), "HTTP 500"),
    "503": (answer(b"{}", 503, Retry_After="3600"), "HTTP 503"),
    "204": (answer(b"", 204), "HTTP 204"),
    "401": (answer(b"", 401, WWW_Authenticate="Basic"), "without a login"),
    "407": (answer(b"", 407), "without a login"),
    "304 that nobody asked for": (answer(b"", 304), "HTTP 304"),
    "late": (late, r"no answer within 0\.3 seconds"),
    "hangs up": (hang_up, "."),
    "truncated JSON": (answer(simple("a", "1.0")[2][:-9]), "ends in the middle"),
    "cut": (cut, "ended after"),
    "html": (answer(b"<html>", Content_Type="text/html"), "JSON"),
    "html in JSON's clothes": (answer(b"<html>"), "no JSON"),
    "another type": (answer(b"{}", Content_Type="application/vnd.pypi.simple.v2+json"), "JSON"),
    "no type": (answer(b"{}", Content_Type=""), "JSON"),
    "packed": (answer(b"{}", Content_Encoding="gzip"), "packed"),
    "another package": (answer(b'{"name": "b", "versions": {}, "files": []}'), "another package"),
    "empty": (answer(b""), "no JSON"),
    "to another host": (away("http://other.invalid/a"), "another place"),
    "to another port": (away("http://127.0.0.1:1/a"), "another place"),
    "to a file": (away("file:///etc/passwd"), "another place"),
    "to a login": (away("http://me@127.0.0.1/a"), "another place"),
    "round in circles": (away(""), "HTTP 302"),
    "for ever": (away("/simple/a/?again"), "more than 5 redirects"),
    "10 MB of garbage": (answer(b"\xff" * 10_000_000), "more than 1,048,576 bytes"),
    "10 MB of garbage without a length": (drip(HEAD + b"\r\n{", b"\xff" * 100_000), "more than 1,048,576 bytes"),
    "garbage": (answer(b"\xff" * 1000), "no JSON"),
    "garbage that begins well": (answer(b"{" + b"\xff" * 1000), "no JSON"),
    "brackets": (answer(b'{"name":' + b"[" * 100_000), "no JSON"),
    "a byte at a time": (drip(HEAD + b"\r\n{"), r"no answer within 0\.8 seconds"),
    "headers a byte at a time": (drip(HEAD, b"x"), r"no answer within 0\.8 seconds"),
    "endless headers": (drip(HEAD + b"X: y\r\n" * 200), "HTTP|JSON"),
    "no HTTP": (drip(b"SSH-2.0-dropbear\r\n"), "HTTP"),
    "terminal escapes in the status": (drip(b"HTTP/1.1 500 \x1b[31mred\r\n\r\n"), "HTTP 500"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_never_clean(server: Server, tmp_path: Path, fault: str) -> None:
    page, why = FAULTS[fault]
    server.pages = {"/simple/a/": page, "/npm/a": page}
    began = time.monotonic()
    found = indexes(server, folder=str(tmp_path / "cache")).ask(ASKED)

    for one in ASKED:
        facts = found[one]
        assert facts.why, (one, facts)
        assert not facts.known
        assert facts.status == "unknown"
        assert facts.index == host(server.url)
        assert "\x1b" not in facts.why
    # A dripped answer has npm's type alone.
    assert re.search(why, found[ASKED[1]].why), found[ASKED[1]].why
    assert not list(tmp_path.glob("cache/*"))  # that it went wrong is not kept
    assert time.monotonic() - began < 20  # a watchdog, no measurement


def test_what_the_index_does_not_have(server: Server) -> None:
    server.pages = {"/simple/a/": simple("a", "2.0"), "/npm/a": (410, {}, b"")}
    found = indexes(server).ask(ASKED)

    assert [(found[one].why, found[one].known, found[one].present) for one in ASKED] == [
        ("", True, False),
        ("", False, False),
    ]


def test_a_redirect_on_the_same_host_is_followed(server: Server) -> None:
    server.pages = {"/simple/a/": away("/mirror/a"), "/mirror/a": away("b/", 308), "/mirror/b/": simple("a", "1.0")}

    assert indexes(server).ask(ASKED[:1])[ASKED[0]].present


def test_no_other_host_is_asked(server: Server) -> None:
    with serving() as other:
        server.pages = {
            "/simple/a/": away(f"{other.url}/simple/a/"),
            "/npm/a": away(f"//localhost:{other.server_port}/"),
        }
        found = indexes(server, logins={f"//127.0.0.1:{server.server_port}": "Bearer secret"}).ask(ASKED)

        assert all("another place" in found[one].why for one in ASKED)
        assert other.asked == []
        assert {headers["authorization"] for _, headers in server.asked} == {"Bearer secret"}


# --- whom is asked, and what is told


@pytest.mark.parametrize(
    ("ecosystem", "source", "extra", "path"),
    [
        ("PyPI", "", (), "/simple/a/"),
        ("PyPI", "https://pypi.org/simple", (), "/simple/a/"),  # the default index: as it is configured
        ("PyPI", "{url}/simple/", (), "/simple/a/"),
        ("PyPI", "{url}/other", (), None),
        ("PyPI", "{url}/other", ("{url}/other/",), "/other/a/"),
        ("PyPI", "{url}/other/x", ("{url}/other",), "/other/a/"),
        ("PyPI", "{url}/others", ("{url}/other",), None),
        ("PyPI", "https://user:word@evil.invalid/simple", (), None),
        ("npm", "", (), "/npm/a"),
        ("npm", "https://registry.yarnpkg.com/", (), "/npm/a"),
        ("npm", "{url}/npm/", (), "/npm/a"),
        ("npm", "registry.corp.test", (), None),
    ],
)
def test_who_is_asked(server: Server, ecosystem: str, source: str, extra: tuple[str, ...], path: str | None) -> None:
    one = Wanted(ecosystem, "a", "1.0", source.format(url=server.url))
    facts = indexes(server).ask([one], tuple(place.format(url=server.url) for place in extra))[one]

    assert server.paths() == ([path] if path else [])
    assert path or "not configured" in facts.why
    assert "word" not in facts.index


def test_a_scope_has_a_registry_of_its_own(server: Server) -> None:
    wanted = [Wanted("npm", "@corp/a", "1"), Wanted("npm", "@corps/a", "1")]
    indexes(server, scopes={"@corp": f"{server.url}/own"}).ask(wanted)

    assert sorted(server.paths()) == ["/npm/@corps%2Fa", "/own/@corp%2Fa"]


@pytest.mark.parametrize(
    "name", ["../a", "a b", "a\x1b[31m", "a\r\nX: y", "a/../../b", "ä", "", "a" * 300, "a?b=c", "\udc80"]
)
def test_a_name_that_none_has_is_never_asked_for(server: Server, name: str) -> None:
    for ecosystem in ("PyPI", "npm"):
        one = Wanted(ecosystem, name, "1.0")
        assert indexes(server).ask([one])[one].why

    assert server.asked == []


def test_a_login_goes_to_its_own_place_alone(server: Server, tmp_path: Path) -> None:
    at = host(server.url)
    server.pages = {"/simple/a/": simple("a", "1.0"), "/npm/a": packument("a", "1.0")}
    indexes(server, logins={f"//{at}/npm": "Bearer npm", "//127.0.0.1": "Bearer other port"}).ask(ASKED)
    login = {path: headers.get("authorization", "") for path, headers in server.asked}

    assert login == {"/simple/a/": "", "/npm/a": "Bearer npm"}


def test_netrc_tells_of_a_host_and_its_default_is_not_sent(server: Server, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    for text, meant in (
        ("machine 127.0.0.1 login me password word", "Basic " + b64encode(b"me:word").decode()),
        ("machine other.test login me password word\ndefault login me password word", ""),
        ("machine {", ""),
    ):
        netrc.write_text(text)
        server.asked.clear()
        indexes(server, netrc=str(netrc)).ask(ASKED[:1])

        assert [headers.get("authorization", "") for _, headers in server.asked] == [meant]


def test_a_proxy_is_asked_instead(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    given = Settings(
        indexes={"PyPI": ("http://pypi.corp.test/simple",), "npm": ("http://npm.corp.test",)},
        proxies={"PyPI": {"http": server.url}},
    )
    server.pages = {
        "http://pypi.corp.test/simple/a/": simple("a", "1.0"),
        "http://npm.corp.test/a": packument("a", "1.0"),
    }
    monkeypatch.setenv("http_proxy", server.url)
    found = Indexes(given, Cache("", time.time), QUICK).ask(ASKED)

    assert [found[one].present for one in ASKED] == [True, True]


def test_certificates_are_verified_by_those_that_are_configured(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not here: https was not tried")
    key, own = tmp_path / "key.pem", tmp_path / "own.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=index"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", own),
        ],
        check=True,
        capture_output=True,
    )
    (tmp_path / "both.pem").write_text(key.read_text() + own.read_text())
    with serving(str(tmp_path / "both.pem")) as server:
        server.pages = {"/simple/a/": simple("a", "1.0"), "/npm/a": packument("a", "1.0")}
        without = indexes(server).ask(ASKED)
        given = {"certificates": {"PyPI": str(own)}, "more_certificates": {"npm": str(own)}}
        found = indexes(server, **given).ask(ASKED)
        bad = indexes(server, certificates={"PyPI": str(key), "npm": str(tmp_path / "none")}).ask(ASKED)
        server.pages = {"/simple/a/": away(server.url.replace("https", "http") + "/simple/a/")}
        down = indexes(server, **given).ask(ASKED[:1])

    assert {facts.why for facts in without.values()} == {"its certificate cannot be verified"}
    assert [facts.present for facts in found.values()] == [True, True]
    assert all("its certificates cannot be read" in facts.why for facts in bad.values())
    assert "another place" in down[ASKED[0]].why  # from https to http is another place


def test_a_server_that_never_shakes_hands_is_left(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        found = Indexes(Settings(indexes={"PyPI": (url,)}), Cache("", time.time), QUICK).ask(ASKED[:1])

    assert "no answer within" in found[ASKED[0]].why


# --- limits


def test_without_a_network_it_is_not_tried_for_each_package(server: Server) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"  # bound, and nobody listens
        wanted = [Wanted("PyPI", f"p{n}", "1.0") for n in range(40)]
        one = Indexes(Settings(indexes={"PyPI": (url,)}), Cache("", time.time), QUICK)
        found = one.ask(wanted)

    assert {facts.why for facts in found.values()} == {"connection refused"}
    assert one._failing[url][1] <= QUICK.failures + QUICK.threads


def test_all_packages_together_have_one_deadline(server: Server) -> None:
    server.pages = {f"/simple/p{n}/": late for n in range(40)}
    wanted = [Wanted("PyPI", f"p{n}", "1.0") for n in range(40)]
    one = indexes(server, QUICK.but(quiet=5.0, package=0.4, run=0.6, failures=99))
    began = time.monotonic()
    found = one.ask(wanted)

    assert all("no answer within" in facts.why for facts in found.values())
    assert time.monotonic() - began < 15  # a watchdog, no measurement
    more = Wanted("PyPI", "another", "1.0")
    server.pages["/simple/another/"] = simple("another", "1.0")
    assert "for all packages" in one.ask([more])[more].why  # the run's time is over


def test_a_slow_package_does_not_hold_up_others(server: Server) -> None:
    server.pages = {f"/simple/p{n}/": simple(f"p{n}", "1.0") for n in range(20)}
    server.pages.update({f"/simple/slow{n}/": drip(HEAD + b"\r\n{") for n in range(3)})
    wanted = [Wanted("PyPI", name, "1.0") for name in (*(f"slow{n}" for n in range(3)), *(f"p{n}" for n in range(20)))]
    found = indexes(server).ask(wanted)

    assert [one.name for one in wanted if found[one].why] == ["slow0", "slow1", "slow2"]


def test_too_many_packages(server: Server) -> None:
    server.pages = {f"/simple/p{n}/": simple(f"p{n}", "1.0") for n in range(9)}
    wanted = [Wanted("PyPI", f"p{n}", "1.0") for n in range(9)]
    found = indexes(server, QUICK.but(packages=6)).ask(wanted)

    assert [bool(found[one].why) for one in wanted] == [False] * 6 + [True] * 3
    assert len(server.asked) == 6


def test_versions_of_one_project_are_one_question(server: Server) -> None:
    server.pages = {"/simple/a-b/": simple("a-b", "1.0", "2.0")}
    wanted = [
        Wanted("PyPI", "a_b", "1.0"),
        Wanted("PyPI", "A.B", "2.0"),
        Wanted("PyPI", "a-b", ""),
        Wanted("PyPI", "a-b", "3"),
    ]
    one = indexes(server)
    found = one.ask(wanted)
    one.ask(wanted)

    assert [found[each].present for each in wanted] == [True, True, True, False]
    assert server.paths() == ["/simple/a-b/"]


def test_of_several_indexes_the_one_counts_that_has_the_version(server: Server) -> None:
    places = tuple(f"{server.url}/{name}" for name in ("first", "second", "third"))
    server.pages = {
        "/second/a/": simple("a", "0.9"),
        "/third/a/": simple("a", "1.0", **{"project-status": {"status": "archived"}}),
    }
    one = indexes(server, indexes={"PyPI": places})
    assert one.ask(ASKED[:1])[ASKED[0]].status == "archived"

    # One that cannot be asked may have it.
    server.pages = {"/second/a/": answer(b"", 500), "/third/a/": (404, {}, b"")}
    assert indexes(server, indexes={"PyPI": places}).ask(ASKED[:1])[ASKED[0]].why == "HTTP 500"
    folder = (f"{server.url}/first", "file:///opt/wheels")
    assert "http" in indexes(server, indexes={"PyPI": folder}).ask(ASKED[:1])[ASKED[0]].why


# --- what is kept


def test_answers_are_kept_for_a_while_and_then_asked_for_by_etag(server: Server, tmp_path: Path) -> None:
    status, headers, body = simple("a", "1.0")
    server.pages = {"/simple/a/": (status, {**headers, "ETag": '"one"'}, body)}
    folder, one = str(tmp_path / "cache"), ASKED[0]
    first = indexes(server, folder=folder).ask([one])[one]
    second = indexes(server, folder=folder).ask([one])[one]

    assert (first.cached, second.cached, second.at) == (False, True, first.at)
    assert second.but(cached=False) == first
    assert len(server.asked) == 1

    stale = QUICK.but(fresh=-1.0)
    third = indexes(server, stale, folder).ask([one])[one]
    assert server.asked[-1][1]["if-none-match"] == '"one"'
    assert (third.why, third.present, third.cached) == ("", True, False)

    server.pages = {"/simple/a/": answer(b"", 500)}
    assert indexes(server, stale, folder).ask([one])[one].why == "HTTP 500"  # what was kept is too old to be believed


def test_a_machine_that_is_offline_says_so(server: Server, tmp_path: Path) -> None:
    env = {
        "GOVHOOKS_OFFLINE": "1",
        "PIP_INDEX_URL": server.url,
        "XDG_CACHE_HOME": str(tmp_path),
        "PIP_CONFIG_FILE": os.devnull,
    }
    one = ASKED[0]

    assert of_machine(env, "").ask([one])[one].why == "GOVHOOKS_OFFLINE is set"
    assert server.asked == []


def test_answers_that_are_kept_in_the_repository_are_not_believed(server: Server, tmp_path: Path) -> None:
    """Whoever commits such a file could say that a package is fine."""
    server.pages = {"/a/": simple("a", "1.0", **{"project-status": {"status": "archived"}})}
    env = {"PIP_INDEX_URL": server.url, "XDG_CACHE_HOME": str(tmp_path / "cache"), "PIP_CONFIG_FILE": os.devnull}
    one = ASKED[0]
    of_machine(env, "").ask([one])
    (kept,) = tmp_path.glob("cache/govhooks/indexes/*.json")
    kept.write_text(kept.read_text().replace('"archived"', '"active"'))

    assert of_machine(env, "").ask([one])[one].status == "active"  # it would be believed ...
    assert of_machine(env, str(tmp_path)).ask([one])[one].status == "archived"  # ... but not from there


def test_nothing_is_left_running(server: Server) -> None:
    server.pages = {"/simple/a/": drip(HEAD + b"\r\n{")}
    indexes(server).ask(ASKED[:1])
    for _ in range(200):
        left = [thread for thread in threading.enumerate() if thread.daemon and "_answer" in thread.name]
        if not left:
            break
        time.sleep(0.02)

    assert left == []


def test_urls() -> None:
    assert url_of("PyPI", "Zope_Interface", "https://x/simple") == "https://x/simple/zope-interface/"
    assert url_of("npm", "@a/b", "https://x") == "https://x/@a%2Fb"


def test_hosts() -> None:
    shown: Mapping[str, str] = {
        "https://u:p@h:8443/x?token=t": "h:8443",
        "file:///opt": "file://",
        "corp": "corp",
        "http://[": "?",
    }
    assert {url: host(url) for url in shown} == shown
    assert json.dumps(sorted(shown))
