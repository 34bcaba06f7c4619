"""Chromium, driven over its DevTools protocol by a pipe: what a page looks like, what a person can do with it, what axe says of it.

Debian's package, or whatever `GOVHOOKS_CHROMIUM` names. No port is opened; the profile is a temporary folder.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

AXE = "4.14.1"
AXE_INTEGRITY = "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "govhooks-tests"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Seconds until a browser that does not answer is given up.
_PATIENCE = 60


@functools.cache
def executable() -> str:
    """The browser; skips loudly where there is none."""
    if sys.platform == "win32":
        pytest.skip("LOUD: no browser looks at the page on Windows: the pipe to it is POSIX's")
    found = os.environ.get("GOVHOOKS_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), "")
    if not found:
        pytest.skip("LOUD: there is no Chromium (apt-get install chromium), no browser looks at the page")
    return found


@functools.cache
def axe() -> str:
    """axe-core's script, pinned; npm fetches it on first use. Skips loudly where it cannot be had."""
    place = _CACHE / f"axe-core-{AXE}"
    script = place / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        if not shutil.which("npm"):
            pytest.skip(f"LOUD: npm is absent, axe-core {AXE} does not look at the page")
        _CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_CACHE) as folder:
            command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder]
            done = subprocess.run([*command, f"axe-core@{AXE}"], capture_output=True, text=True)
            if done.returncode:
                pytest.skip(f"LOUD: npm cannot install axe-core {AXE}: {done.stderr.strip()[-300:]}")
            lock = json.loads((Path(folder) / "node_modules" / ".package-lock.json").read_text("utf-8"))
            assert lock["packages"]["node_modules/axe-core"]["integrity"] == AXE_INTEGRITY
            if not place.exists():
                shutil.copytree(folder, place, symlinks=True)
    return script.read_text("utf-8")


class Browser:
    """One page of a running browser."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing = reading, writing
        self._left, self._number = b"", 0
        self.events: list[dict[str, Any]] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the page something over the protocol. An error of it is an AssertionError."""
        return self._call(method, self._session, **params)

    def _call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        self._number += 1
        told = {"id": self._number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        raw = json.dumps(told).encode() + b"\0"
        while raw:
            raw = raw[os.write(self._writing, raw) :]
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer["error"])
                return dict(answer["result"])
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        until = time.monotonic() + _PATIENCE
        while b"\0" not in self._left:
            ready, _, _ = select.select([self._reading], [], [], max(0, until - time.monotonic()))
            assert ready, "the browser does not answer"
            more = os.read(self._reading, 1 << 20)
            assert more, "the browser is gone"
            self._left += more
        raw, _, self._left = self._left.partition(b"\0")
        return dict(json.loads(raw))

    def open(self, path: Path, *, width: int, height: int = 900, theme: str = "light", script: bool = True) -> None:
        """Load a file and wait until it is there, in a window of `width` pixels and a theme of the system's."""
        self.events.clear()
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", media="", features=[{"name": "prefers-color-scheme", "value": theme}])
        self.call("Page.navigate", url=path.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression; a promise is waited for."""
        told = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def key(self, name: str, code: int, text: str = "") -> None:
        """Press a key and let it go, as a person does."""
        down = "keyDown" if text else "rawKeyDown"
        more = {"text": text} if text else {}
        for kind in (down, "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code, **(more if kind == down else {}))  # fmt: skip

    def click(self, selector: str) -> None:
        """Click with the mouse on the middle of the first element that a selector finds."""
        self.run(
            f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center', behavior: 'instant'}})"
        )
        box = self.run(
            f"(() => {{ const b = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
            "return [b.x + b.width / 2, b.y + b.height / 2] })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def picture(self, *, whole: bool = True) -> bytes:
        """The page as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"])

    def pdf(self) -> bytes:
        """The page as it is printed."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=False, preferCSSPageSize=True, paperWidth=8.27, paperHeight=11.69)["data"])  # fmt: skip

    def violations(self) -> list[str]:
        """What axe-core finds wrong with the page as it is, its best practices included."""
        if not self.run("'axe' in window"):
            self.run(axe() + "\n;true")
        told = self.run("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {one['help']}: {node['html'][:200]}" for one in told["violations"] for node in one["nodes"]
        ]

    def complaints(self) -> list[str]:
        """What the browser has said to the console since the page was opened: refusals of the policy and exceptions, too."""
        told = []
        for event in self.events:
            if event.get("method") == "Log.entryAdded":
                told.append(event["params"]["entry"]["text"])
            elif event.get("method") in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled"):
                told.append(json.dumps(event["params"])[:500])
        return told

    def requested(self) -> list[str]:
        """The addresses that were asked for since the page was opened."""
        return [
            one["params"]["request"]["url"] for one in self.events if one.get("method") == "Network.requestWillBeSent"
        ]


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    """A browser without a window, ended at the end."""
    to_browser, from_us = os.pipe()
    to_us, from_browser = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = [
            "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--no-default-browser-check", f"--user-data-dir={profile}",
        ]  # fmt: skip
        if os.geteuid() == 0:
            options.append("--no-sandbox")
        # The browser reads from 3 and writes to 4; a shell puts our pipes there.
        shell = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
        given = ["bash", "-c", shell, "bash", str(to_browser), str(from_browser), executable(), *options, "about:blank"]
        # What the browser says on its own is of interest to nobody.
        process = subprocess.Popen(given, pass_fds=(to_browser, from_browser), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        os.close(to_browser)
        os.close(from_browser)
        try:
            yield Browser(to_us, from_us)
        finally:
            os.close(from_us)
            os.close(to_us)
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
