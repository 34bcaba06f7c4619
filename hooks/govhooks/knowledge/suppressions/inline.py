"""The suppressions in the comments of a file."""

from __future__ import annotations

from govhooks.core.lines import decode
from govhooks.knowledge.suppressions.comments import Beside, comments, family
from govhooks.knowledge.suppressions.markers import ANNOTATION, MARKERS, STEMS
from govhooks.knowledge.suppressions.notes import Note, note
from govhooks.knowledge.suppressions.suppression import ANYTHING, BLOCK, FILE, LINE, Suppression, day
from govhooks.search.expression import Expression
from govhooks.search.literals import lower

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from govhooks.knowledge.suppressions.comments import Comment
    from govhooks.knowledge.suppressions.markers import Marker

# In a larger file nothing is looked for: nobody wrote it.
MOST = 4 << 20
# https://go.dev/s/generatedcode and what other generators write, in the head of a file of so many characters.
_GENERATED = Expression(
    r"(?i)@generated\b|\bdo not (?:edit|modify)\b|\b(?:auto[- ]?)?generated (?:by|from|file|code)\b"
)
_HEAD = 1_000
# What may stand between the start of a comment and a marker.
_SIGNS = "#/!*- \t"


def read(path: str, data: bytes) -> tuple[Suppression, ...]:
    """The suppressions in the comments of a file, in order; none for binary data and for files that have no comments."""
    if len(data) > MOST or not family(path):
        return ()
    lowered = data.lower()
    plain = b"\0" not in data  # UTF-16 does not show words in its bytes
    if plain and not any(stem in lowered for stem in STEMS):
        return ()
    annotated = ANNOTATION.words[0].encode() in lowered and family(path) == "yaml"
    wanted = tuple(one for one in MARKERS if not plain or any(word.encode() in lowered for word in one.words))
    if not wanted and not annotated:
        return ()
    text, binary = decode(data)
    if binary:
        return ()
    text = text.replace("\r\n", "\n")
    wanted = tuple(one for one in wanted if _may_hold(one, text))
    found = list(_commented(path, text, wanted)) if wanted else []
    if annotated:
        found += _annotated(path, text)
    return tuple(sorted(found, key=lambda one: one.line))


def _may_hold(marker: Marker, text: str) -> bool:
    """Whether a line looks as if it had the marker, wherever on it: telling comments from code takes longer."""
    lowered = lower(text)
    for word in marker.words:
        at = lowered.find(word)
        while at >= 0:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            begin = text.rfind("\n", 0, at) + 1
            for match in marker.loose.finditer(text[begin:end]):
                ids = _ids(match.groupdict().get("what") or "")
                if not ids or marker.only is None or any(marker.only.fullmatch(one) for one in ids):
                    return True
            at = lowered.find(word, end)
    return False


def _commented(path: str, text: str, wanted: tuple[Marker, ...]) -> Iterator[Suppression]:
    beside: Beside | None = None
    # Generators begin what they write with a comment that switches ESLint off: nobody has to say why.
    ended = "eslint-enable" in text or _GENERATED.search(text[:_HEAD]) is not None
    for comment in comments(path, text):
        for marker in wanted:
            for match in _matches(marker, comment):
                beside = beside or Beside(path, text)
                made = _made(path, marker, match, comment, beside, ended)
                if made is not None:
                    yield made


def _matches(marker: Marker, comment: Comment) -> Iterator[re.Match[str]]:
    for match in marker.form.finditer(comment.text):
        # Behind code a marker counts wherever it is in the comment. In a comment of its own, and where the language is unknown, what
        # does not begin with it may be prose.
        if (comment.alone or comment.strict) and without_markers(comment.text[: match.start()]).strip(_SIGNS):
            continue
        yield match


def _made(
    path: str, marker: Marker, match: re.Match[str], comment: Comment, beside: Beside, ended: bool
) -> Suppression | None:
    groups = match.groupdict()
    ids = _ids(groups.get("what") or "")
    scope = FILE if groups.get("wide") else marker.scope
    if marker.tool == "kics":
        scope = {"line": LINE, "block": BLOCK}.get(groups["what"] or "", FILE)
        ids = _ids(groups["ids"] or "")
    if marker.tool in ("eslint", "secretlint"):
        scope = LINE if groups["near"] else BLOCK if ended and marker.tool == "eslint" else FILE
        if marker.tool == "eslint" and not ids and scope != FILE:
            return None
    if marker.tool == "biome":
        scope = {"-all": FILE, "-start": BLOCK}.get(groups["near"] or "", LINE)
    if ids and marker.only is not None:
        ids = tuple(one for one in ids if marker.only.fullmatch(one))
        if not ids:
            return None
    said = _said(match, comment, beside, ids)
    reason = note(groups.get("reason") or "", ids).reason or said.reason
    tool = dict(marker.also).get(path.rpartition(".")[2].lower(), marker.tool)
    written = " ".join(match[0].split()) if not ids else ""
    return Suppression(
        tool=tool,
        path=path,
        line=comment.line,
        what=(ANYTHING,) if ids in ((), ("all",)) else ids,
        reason=reason,
        owner=said.owner,
        expires=day(groups.get("expires")) or said.expires,
        scope=scope,
        text=written.lower(),
        named=marker.named and marker.tool != "kics",
        inline=True,
    )


def _ids(written: str) -> tuple[str, ...]:
    """The ids of a list, sorted: their order says nothing."""
    return tuple(sorted({one.rpartition("ignore:")[2].rstrip(".") for one in written.replace(",", " ").split()}))


def _said(match: re.Match[str], comment: Comment, beside: Beside, ids: tuple[str, ...]) -> Note:
    """What the comment itself says besides the marker, and what stands behind and above it; below it where it stands alone."""
    here = beside.on(comment.line)
    near = [comment.text[: match.start()], match.groupdict().get("reason") or "", comment.text[match.end() :]]
    near += [one.text for one in here if one != comment]
    near += beside.above(comment.line)
    if comment.alone and beside.is_alone(comment.line + 1):
        near += [one.text for one in beside.on(comment.line + 1)]
    return note(" ".join(map(without_markers, near)), ids)


def without_markers(text: str) -> str:
    """A comment without the markers in it: what another tool is told is no reason."""
    lowered = text.lower()
    for marker in MARKERS:
        if any(word in lowered for word in marker.words):
            text = marker.form.compiled().sub(" ", text)
    return text


def _annotated(path: str, text: str) -> Iterator[Suppression]:
    for match in ANNOTATION.form.finditer(text):
        ids = (match["what"],)
        said = note(match["reason"] or "", ids)
        line = text.count("\n", 0, match.start()) + 1
        yield Suppression("checkov", path, line, ids, said.reason, said.owner, said.expires, BLOCK, inline=True)
