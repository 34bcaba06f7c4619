"""Show the progress of a long run on a terminal: one line on standard error, removed at the end."""

from __future__ import annotations

import sys
import time

from govhooks.git.source import listen

# Seconds before anything is shown, and between two updates.
PATIENCE, PAUSE = 0.5, 0.1


class Bar:
    """Progress through a known number of items; silent unless standard error is a terminal."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.done, self.bytes = what, total, 0, 0
        self.found = 0
        self._live = sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + PATIENCE
        self._width = 0

    def __enter__(self) -> Bar:
        listen(self.stream)
        return self

    def __exit__(self, *_: object) -> None:
        listen(None)
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()

    def step(self, count: int, found: int = 0) -> None:
        """Report that `count` more items were judged, with `found` findings."""
        self.done += count
        self.found += found
        self._show()

    def stream(self, count: int) -> None:
        """Report that `count` more bytes of a large file were read."""
        self.bytes += count
        self._show()

    def line(self) -> str:
        share = self.done * 20 // self.total if self.total else 20
        text = f"govhooks: [{'#' * share:20}] {self.done:,} of {self.total:,} {self.what}"
        if self.bytes:
            text += f", {self.bytes >> 20:,} MB of large files"
        return text + (f", {self.found:,} found" if self.found else "")

    def _show(self) -> None:
        if not self._live or (now := time.monotonic()) < self._next:
            return
        self._next = now + PAUSE
        text = self.line()
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = len(text)
