"""Links from a report to a forge: to a commit, and to a line of a file. There are none to a place that is not known."""

from __future__ import annotations

import re
import urllib.parse

from govhooks.core.record import Record
from govhooks.outputs.report_page.markup import Markup, element, join, plain

_PLACE = re.compile(
    r"https://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?)((?:/[A-Za-z0-9_~][A-Za-z0-9._~-]*){2,8})/?"
)
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Forge(Record):
    """Where a repository is looked at: `url` is "" for no forge that is known; `dash` is what GitLab has before its pages."""

    url: str = ""
    dash: str = ""

    def commit(self, commit: str) -> str:
        """The page of a commit, "" if there is none."""
        return f"{self.url}{self.dash}/commit/{commit}" if self.url and _COMMIT.fullmatch(commit) else ""

    def file(self, commit: str, path: str, line: int = 0) -> str:
        """The page of a file as it is in a commit, "" if there is none."""
        parts = path.split("/")
        if not self.url or not _COMMIT.fullmatch(commit) or not all(parts) or {".", ".."} & set(parts):
            return ""
        told = urllib.parse.quote(path.encode("utf-8", "surrogateescape"), safe="/")
        return f"{self.url}{self.dash}/blob/{commit}/{told}" + (f"#L{line}" if line > 0 else "")


def forge(url: str) -> Forge:
    """The forge of a repository's page: github.com, gitlab.com, and hosts whose first name is one of these; https only."""
    found = _PLACE.fullmatch(url)
    if not found:
        return Forge()
    host, path = found.groups()
    name, _, rest = host.partition(":")[0].partition(".")
    # "github.com.example.com" only looks like one.
    if name not in ("github", "gitlab") or not rest or rest.startswith("com."):
        return Forge()
    return Forge(f"https://{host}{path}", "/-" if name == "gitlab" else "")


def commit_link(place: Forge, commit: str, length: int = 12) -> Markup:
    """A commit's id, a link where the forge is known."""
    return _link(place.commit(commit), element("code", plain(commit[:length])))


def file_link(place: Forge, commit: str, path: str, line: int = 0) -> Markup:
    """A path and line, a link where the forge and a commit that has the file are known."""
    *folders, name = plain(path).split("/")
    # A long path is broken behind a folder first.
    parts = [join(f"{folder}/", element("wbr")) for folder in folders]
    shown = element("bdi", element("code", parts, name, f":{line}" if line > 0 else ""))
    return _link(place.file(commit, path, line), shown)


def _link(href: str, shown: Markup) -> Markup:
    return element("a", shown, href=href, rel="noopener noreferrer") if href else join(shown)
