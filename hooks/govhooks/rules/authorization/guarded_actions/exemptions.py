"""Which paths a guard lets through without a check: what its body says of `/healthz`, and lists such as PUBLIC_PATHS.

An entry is a path that nobody is asked for, or "only PATH" for one of the paths that somebody is asked for alone:

    if request.path.startswith("/static"): return      -> "/static"
    if not request.path.startswith("/admin"): return   -> "only /admin"
"""

from __future__ import annotations

import re

from govhooks.rules.authorization.guarded_actions.guards import OPEN_BY_NATURE, words
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ONLY = "only "
# Switches under which a guard lets everything through.
SWITCHES = compiled(
    r"(?i)\b[\w.]*(?:debug|testing|bypass|skip_?auth|no_?auth|auth_?disabled|disable_?auth|insecure|node_env|is_?dev(?:elopment)?|env_?mode|app_?env|environment)\w*\b"
)
METHODS = frozenset(("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"))
# Words in the name of a list of paths: what it holds is open, or alone guarded; those of lists that have to do with something else.
_OPEN = frozenset(
    "allow allowed allowlist anonymous bypass exclude excluded excludes exempt exempted exempts free ignore ignored noauth open public skip "
    "skipped unauthenticated unguarded unprotected unsecured whitelist whitelisted".split()
)
_CLOSED = frozenset("admin authenticated guarded private protected restricted secure secured".split())
_PLACES = frozenset(
    "auth endpoint endpoints matcher path paths pattern patterns prefix prefixes route routes uri uris url urls views".split()
)
_OTHER = frozenset(
    "cache cors csp csrf cookie host hosts image images limit log logging next origin origins origins rate redirect redirects sitemap "
    "throttle trace tracing".split()
)
_BY_NATURE = OPEN_BY_NATURE | frozenset(
    "auth error errors fonts img js media otp password recover redirect sign verify v3 webhooks ws next".split()
)


def holds(name: str) -> str:
    """What the paths in a list of this name are: "" for open ones, ONLY for those that are guarded, "-" for neither."""
    found = {*words(name)}
    if not _OTHER.isdisjoint(found):
        return "-"
    is_short = len(found) == 1
    if not _OPEN.isdisjoint(found) and (is_short or not _PLACES.isdisjoint(found)):
        return ""
    if not _CLOSED.isdisjoint(found) and not _PLACES.isdisjoint(found) and "auth" not in found:
        return ONLY
    return "-"


def is_place(text: str) -> bool:
    """Whether a string is a path or the pattern of one."""
    return len(text) > 1 and text[:1] in "/^" and " " not in text and "/" in text


def let_through(before: Iterable[str], after: Iterable[str]) -> tuple[list[str], list[str]]:
    """(what a guard lets through now that it did not before, what it asked for before and does no more)."""
    old, new = {*before}, {*after}
    wide = [_stem(one) for one in old if not one.startswith(ONLY)]
    found = [
        one
        for one in sorted(new - old)
        if not one.startswith(ONLY)
        and one not in ("HEAD", "OPTIONS")
        and _BY_NATURE.isdisjoint(words(one))
        and not any(_stem(one).startswith(other) for other in wide)
    ]
    was, now = ({_stem(one[len(ONLY) :]) for one in each if one.startswith(ONLY)} for each in (old, new))
    if now and not was:
        return found, [f"everything but {' and '.join(sorted(now)[:3])}"]
    return found, sorted(one for one in was - now if now and not any(one.startswith(other) for other in now))


def _stem(pattern: str) -> str:
    return re.sub(r"(?:[*(:{\[\\$]|\.\*).*", "", pattern.lstrip("^")).rstrip("/") or "/"


_IF = compiled(r"\b(?:if|unless)\b\s*(\()?|(?m:^\s*return)\s+(?=[^;\n]*\b(?:next|true)\b)")
_STRING = compiled(
    r"(!)?([\w.$()\[\]]*?(?:(?:[sS]tartsWith|HasPrefix|start_with\?|includes|Contains|test|match)\()?)\s*([!=]==?\s*)?[\"'`]([^\"'`\n]*)[\"'`]"
)
_REFUSAL = compiled(
    r"(?i)\b40[13]\b|unauth|forbid|denied|throw\b|raise\b|abort|redirect|http\.error|\berr(?:or)?\b|signin|login"
)
_PASS = compiled(
    r"\b[nN]ext\b|ServeHTTP|doFilter|\breturn\s*(?:;|\n|}|true\b|nil\b|null\b)|\bproceed\b|\bcontinue\b|handler\("
)
_ASKS_FOR = compiled(r"(?i)path|url|uri|route|endpoint|method|pattern")


def in_text(body: str) -> tuple[str, ...]:
    """The entries of a guard's body, in a language with braces."""
    found: dict[str, None] = {}
    for match in _IF.finditer(body):
        asked, rest = _condition(body, match)
        switch = SWITCHES.search(asked)
        if not switch and not _ASKS_FOR.search(asked):
            continue
        refuses = _REFUSAL.search(rest) is not None
        if not refuses and not _PASS.search(rest):
            continue
        if switch and not refuses:
            found[f"everything if {switch[0]}"] = None
        for negated, called, compared, text in _STRING.findall(asked):
            if not is_place(text) and not (text in METHODS and "ethod" in asked):
                continue
            is_not = bool(negated) or (compared or "").startswith("!") or called.startswith("!")
            found[text if refuses == is_not else ONLY + text] = None
    return tuple(found)


def _condition(body: str, match: re.Match[str]) -> tuple[str, str]:
    """(the condition of an `if`, what is done if it holds)."""
    start = match.end()
    if match[1]:
        depth, at = 1, start
        while at < len(body) and depth:
            depth += (body[at] == "(") - (body[at] == ")")
            at += 1
        tail = body[at : at + 200]
        if re.match(r"\s*(?:&&|\|\|)", tail):  # Go: `if (a) || b {`
            brace = body.find("{", at)
            at = brace if brace > 0 else at
        asked = body[start : max(at - 1, start)]
    else:
        opens = re.compile(r"\{\s*\n|\n").search(body, start)
        at = opens.start() if opens else len(body)
        asked = body[start:at]
    block = body[at : at + 300]
    end = re.search(r"\}", block)
    if not re.match(r"\s*\{", block):
        end = re.search(r";|\n", block.lstrip("\n")) or end
    return asked, block[: end.end()] if end else block


_LIST = compiled(
    r"\b([A-Za-z_$][\w$]*)\s*(?::\s*[^=;{}()\n]{1,60})?(?:=|:=)\s*(?:new\s+)?(?:[\w.$<>]+\(|map\[string\]\w+(?:\{\})?|\[\]string|struct\{\})*\s*[\[{]([^\]}]{1,4000})[\]}]"
)


def lists(text: str) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """(name, offset, entries) of the lists of paths in a text, by their names; in a language with braces."""
    for match in _LIST.finditer(text):
        kind = holds(match[1])
        if kind == "-":
            continue
        given = [one for one in re.findall(r"[\"'`]([^\"'`\n]+)[\"'`]", match[2]) if is_place(one)]
        if given:
            yield match[1], match.start(), tuple(kind + one for one in dict.fromkeys(given))


_APPLIED = compiled(r"(?s)\.apply\(([^()]+)\)((?:\s*\.(?:exclude|forRoutes)\([^;]*?\)(?=\s*[.;}]))+)")
_PART = compiled(r"(?s)\.(exclude|forRoutes)\((.*?)\)\s*(?=\.(?:exclude|forRoutes)|$)")
_WILD = compiled(r"[/({]*\.?\*[\w)}]*")
_UNLESS = compiled(r"(?s)([\w$.]+)\((?:[^();]|\([^()]*\)){0,400}\)\s*\.unless\(\s*\{(.*?)\}\s*\)")


def applied(text: str) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """(guard, offset, entries) of middleware that says itself where it counts: Nest's `consumer.apply(Auth).exclude("x").forRoutes("*")`,
    `jwt(...).unless({path: ["/x"]})`."""
    for match in _APPLIED.finditer(text) if "forRoutes" in text else ():
        found: list[str] = []
        for part, given in _PART.findall(match[2]):
            for one in re.findall(r"[\"'`]([^\"'`\n]+)[\"'`]|\b([A-Z][\w$]*Controller)\b", given):
                where = one[1] or f"/{one[0].lstrip('/')}"
                if part == "exclude" and where[1:] not in METHODS:
                    found.append(where)
                elif part == "forRoutes" and not _WILD.fullmatch(where) and where[1:] not in METHODS:
                    found.append(ONLY + where)
        for name in re.findall(r"[\w$.]+", match[1]):
            yield name, match.start(), tuple(found)
    for match in _UNLESS.finditer(text) if ".unless(" in text else ():
        yield (
            match[1],
            match.start(),
            tuple(one for one in re.findall(r"[\"'`/^]*(/[^\"'`\n,\]]*)", match[2]) if len(one) > 1),
        )
