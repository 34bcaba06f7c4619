"""`govhooks advisories`: make the database of known vulnerabilities, and say what it holds.

It is made from advisories in the OSV format: from the network, from a folder, or from a mirror. No rule ever fetches anything.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile

from govhooks.commands import options
from govhooks.commands.options import say
from govhooks.core.errors import CLEAN, CannotJudge, UsageError
from govhooks.knowledge.advisories import database, source
from govhooks.knowledge.versions import ORDERINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.knowledge.advisories.build import Built
    from govhooks.run.progress import Bar

_WHERE = f"default: {database.VARIABLE}, or a file in your cache"


def main(argv: Sequence[str]) -> int:
    """Run `govhooks advisories`: 0 done, 2 bad usage, 3 the advisories or the database cannot be read or written."""
    parser = argparse.ArgumentParser(
        prog="govhooks advisories", description="Make the database of known vulnerabilities, or say what it holds."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    update = commands.add_parser("update", help="make the database, or replace it as a whole")
    update.add_argument(
        "--ecosystem",
        action="append",
        default=[],
        metavar="NAME",
        help="only this one (PyPI, npm, ...); may be repeated",
    )
    update.add_argument(
        "--from", dest="place", default=source.PUBLISHED, metavar="DIR|URL",
        help="DIR/ECOSYSTEM/all.zip as osv-scanner keeps them offline, a folder or zip of JSON files,"
        f" or a URL with the same (default: {source.PUBLISHED})",
    )  # fmt: skip
    update.add_argument("--to", default="", metavar="FILE", help=f"write it there ({_WHERE})")
    show = commands.add_parser("show", help="say where the database is, how old, and how much it has of each ecosystem")
    show.add_argument("file", nargs="?", default="", metavar="FILE", help=_WHERE)
    return options.run(
        parser, argv, lambda chosen: _update(chosen) if chosen.command == "update" else _show(chosen.file)
    )


def _update(chosen: argparse.Namespace) -> int:
    from govhooks.knowledge.advisories.build import build
    from govhooks.run import workers

    ecosystems = tuple(dict.fromkeys(_known(name) for name in chosen.ecosystem))
    target = os.path.abspath(chosen.to or database.place())
    if os.path.isdir(target):
        raise UsageError(f"--to {target} is a folder: name a file")
    with contextlib.ExitStack() as stack:
        progress = stack.enter_context(_Progress())
        if source.is_url(chosen.place):
            folder = stack.enter_context(_beside(target))
            found = source.fetch(chosen.place, ecosystems or tuple(ORDERINGS), folder, progress.bytes)
        elif "://" in chosen.place:
            raise UsageError(f"--from {chosen.place}: a folder, or a URL with https, http or file")
        else:
            found = source.find(os.path.abspath(chosen.place), ecosystems)
        built = build(found, target, ecosystems, progress.files, lambda read, chunks: workers.run(read, chunks, 0))
    _tell(built)
    return _show(target)


def _known(name: str) -> str:
    """An ecosystem by its name, in any case. Raises UsageError."""
    from difflib import get_close_matches

    folded = {one.casefold(): one for one in ORDERINGS}
    if name.casefold() in folded:
        return folded[name.casefold()]
    close = get_close_matches(name.casefold(), folded, 1)
    hint = f"did you mean {folded[close[0]]}?" if close else f"one of {', '.join(ORDERINGS)}"
    raise UsageError(f"no ecosystem {name!r}: {hint}")


@contextlib.contextmanager
def _beside(target: str) -> Iterator[str]:
    """A folder for downloads on the disk that the database goes to. Raises CannotJudge."""
    from govhooks.knowledge.advisories.build import DOWNLOADS

    place, name = os.path.split(target)
    try:
        os.makedirs(place, exist_ok=True)
        folder = tempfile.TemporaryDirectory(dir=place, prefix=f"{name}.", suffix=DOWNLOADS)
    except OSError as error:
        raise CannotJudge(f"{place}: {error.strerror}") from None
    with folder as path:
        yield path


def _tell(built: Built) -> None:
    for name in built.left_out:
        say(f"{name}: left out, its versions cannot be compared")
    if built.unread:
        more = ", ..." if built.unread > len(built.examples) else ""
        say(f"{built.unread:,} of {built.files:,} files could not be read: {'; '.join(built.examples)}{more}")


def _show(file: str) -> int:
    path = os.path.abspath(file or database.place())
    with database.open(path) as held:
        held.verify()
        stated, age = held.stated, held.age_days
    say(f"{path} ({os.path.getsize(path) / (1 << 20):,.1f} MiB)")
    say(f"from {stated.source}, as of {stated.complete[:10]} ({age:,} {'day' if age == 1 else 'days'} old)")
    if stated.unread:
        say(f"{stated.unread:,} files could not be read when it was made")
    width = max(len(one.name) for one in stated.ecosystems)
    for one in stated.ecosystems:
        newest = f", newest of {one.newest[:10]}" if one.newest else ""
        say(f"  {one.name.ljust(width)}  {one.advisories:>9,} advisories{newest}")
    return CLEAN


class _Progress:
    """One bar at a time, on a terminal."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._bar: Bar | None = None
        self._what = ""

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def files(self, count: int, total: int) -> None:
        """`count` more of all advisories are read."""
        self._show("advisories", total).step(count)

    def bytes(self, what: str, so_far: int, total: int) -> None:
        """A download has come so far; `total` is 0 where nobody says how much it is."""
        bar = self._show(f"bytes of {what}", max(total, so_far))
        bar.total = max(total, so_far)
        bar.step(so_far - bar.done)

    def _show(self, what: str, total: int) -> Bar:
        if self._bar is None or what != self._what:
            from govhooks.run.progress import Bar

            self._stack.close()
            self._bar, self._what = self._stack.enter_context(Bar(what, total)), what
        return self._bar
