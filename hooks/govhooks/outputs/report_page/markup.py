"""HTML that is built from elements: what is not `Markup` is text, and is escaped."""

from __future__ import annotations

import html

from govhooks.outputs.escape import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Characters of a repository's text that are shown; a page is no place for a megabyte on one line.
LONGEST = 400
_VOID = frozenset({"meta", "wbr"})


class Markup(str):
    """HTML, as opposed to a text that is still to be escaped."""

    __slots__ = ()


def element(name: str, /, *children: str | Iterable[str], **attributes: str | bool | None) -> Markup:
    """An element. `class_` is the attribute class, `aria_sort` is aria-sort; None and False leave an attribute out.

    Attributes are never given a repository's words, only what this package makes: numbers, dates, links that it has checked.
    """
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{html.escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Markup(f"<{name}{told}>")
    return Markup(f"<{name}{told}>{join(*children)}</{name}>")


def join(*children: str | Iterable[str]) -> Markup:
    """Children one after the other."""
    parts: list[str] = []
    for child in children:
        if isinstance(child, Markup):
            parts.append(child)
        elif isinstance(child, str):
            parts.append(html.escape(child))
        else:
            parts.append(join(*child))
    return Markup("".join(parts))


def plain(text: str) -> str:
    """A repository's text with all of its characters visible, on one line, not longer than LONGEST; still to be escaped."""
    shown = visible(text[:LONGEST])
    return shown if len(text) <= LONGEST else shown + "…"


def quoted(text: str) -> Markup:
    """A repository's text, set apart: the direction of its letters changes nothing around it."""
    return element("bdi", plain(text))


def unseen(text: str) -> Markup:
    """Words that are read aloud, and not shown."""
    return element("span", text, class_="unseen")
