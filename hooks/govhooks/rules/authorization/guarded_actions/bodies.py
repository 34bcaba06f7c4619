"""Checks in the body of a handler, in any language that `govhooks.readers.code` reads: calls of guards, answers with 401 or 403."""

from __future__ import annotations

import re

from govhooks.readers.code import Expression
from govhooks.rules.authorization.guarded_actions.actions import OWN_CHECK, Action, Facts, Guard
from govhooks.rules.authorization.guarded_actions.exemptions import ONLY, applied, in_text, lists
from govhooks.rules.authorization.guarded_actions.expressions import closing, guard_name
from govhooks.rules.authorization.guarded_actions.guards import DECIDING, words
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.readers.code import Definition
    from govhooks.rules.authorization.guarded_actions.actions import Source

_SIGNING_IN = frozenset(
    "login signin logon authenticate token signup register callback refresh password webhook verify forgot reset".split()
)
# Calls that ask who it is, and are followed by a refusal: Auth.js, Clerk, Supabase and the like.
_ASKING = frozenset(
    "auth getServerSession getSession currentUser getToken verifySession validateRequest requireUser getCurrentUser withAuth "
    "denyAccessUnlessGranted isGranted authorize authorize! can? Gate.authorize authenticate_user! require_login getUser "
    "IsInRole AuthorizeAsync".split()
)
# Of these, those that only find out who it is.
_FINDING_OUT = frozenset("auth getServerSession getSession currentUser getToken getUser".split())
# Languages whose frameworks ask by other names: `getUser` finds out who it is.
_TELLING = frozenset(("php", "ruby", "java", "kotlin", "csharp"))
# Checks whose first argument is what they ask for; the others are what it is about, or a message.
_FIRST = frozenset(("denyAccessUnlessGranted", "isGranted", "is_granted"))
_TURNS_AWAY = compiled(
    r"\b(?:if|unless|switch)\b|\bthrow\b|\bredirect|\?(?![.?])\s*[^?:;]{1,200}:|&&|\|\||\b(?:unauthorized|forbidden|notFound|abort|assert|invariant|protect)\w*\("
)
# A condition that asks whose something is: `doc.ownerId !== req.user.id`, `userID(r) != d.OwnerID`.
_OWNERS = r"((?i:owner|owner_?id|author_?id|user_?id|created_?by(?:_?id)?|creator_?id|tenant_?id|org(?:anization)?_?id|team_?id|account_?id|customer_?id))"
_CALLER = (
    r"(?:req|ctx|c|session|user|current\w*|me|auth|caller|viewer|principal|\w*[uU]ser(?:I[dD])?|\w*[sS]ession|claims)\b"
)
_OWNERSHIP = compiled(
    rf"\bif\b[^\n]{{0,200}}?(?:\b(?!user\b|session\b|req\b|ctx\b)[\w$]+\??\.{_OWNERS}\s*!==?\s*{_CALLER}|\b{_CALLER}[\w.?()$]{{0,60}}\s*!==?\s*[\w$]+\??\.{_OWNERS})"
)
_REFUSING = compiled(
    r"(?i)\b(?:create|(?:http)?status\.?_?)?(unauthori[sz]ed|forbidden|not_?authori[sz]ed|access_?denied)\w*"
)
_ANSWERS = frozenset(
    "status sendStatus code json JSON Error AbortWithStatus AbortWithStatusJSON SendStatus NewError abort response head "
    "HTTPException NewHTTPError Status StatusCode createError render abort_if abort_unless raise ResponseStatusException HttpException WebApplicationException Response NextResponse TRPCError GraphQLError HttpError ApiError".split()
)


def signs_in(text: str) -> bool:
    """Whether a handler's name or path says that it signs people in: it refuses by itself, and is no guarded action for that."""
    return not _SIGNING_IN.isdisjoint(words(text))


def _lines(source: Source, first: int, last: int) -> bytes:
    """Some lines of a file, which is taken apart once."""
    key = ("lines", source.path)
    if key not in source.shared:
        source.shared[key] = source.data.split(b"\n")
    return b"\n".join(source.shared[key][first - 1 : last])


def in_lines(source: Source, first: int, last: int, within: bytes = b"") -> Iterator[Guard]:
    """The checks in some lines; of several functions on one line, those whose text is in `within`."""
    known: list[bool] = []

    def refuses() -> bool:
        """Whether the lines turn anybody away: who only asks who it is guards nothing."""
        if not known:
            text = within or _lines(source, first, last)
            known.append(_TURNS_AWAY.search(text.decode("utf-8", "replace")) is not None)
        return known[0]

    answers: set[int] = set()
    if source.code.language in (*_SCRIPT, "go"):
        text = (within or _lines(source, first, last)).decode("utf-8", "replace")
        for match in _OWNERSHIP.finditer(text):
            line = first + text.count("\n", 0, match.start())
            answers |= {line, line + 1, line + 2}
            yield Guard(f"check_ownership({match[1] or match[2]})", source.path, line)
    for call in source.code.calls:
        if not first <= call.line <= last or not call.name:
            continue
        name = call.name.rpartition(".")[2]
        if within and name.encode() not in within:
            continue
        if name in _FINDING_OUT and (source.code.language in _TELLING or not refuses()):
            continue
        status = (
            _status(name, (*call.arguments, call.keywords.get("status"))) if name != "status" or call.arguments else ""
        )
        if status and name in ("abort", "raise"):
            yield Guard(f"respond({status})", source.path, call.line)
        elif source.names.is_check(call.name) or name in _ASKING or call.name in _ASKING:
            given = call.arguments[:1] if name in _FIRST else call.arguments
            shown = [one for one in map(_asked if name in _FIRST else _literal, given) if one]
            text = guard_name(f"{call.name}({', '.join(map(repr, shown))})")
            yield Guard(text or name, source.path, call.line)
        elif call.line in answers:
            continue
        elif status or (status := _named(name)):
            yield Guard(f"respond({status})", source.path, call.line)


def _literal(value: object) -> str:
    return value if isinstance(value, str) else ""


def _asked(value: object) -> str:
    """`show` of "show" and of `PostVoter::SHOW`."""
    if isinstance(value, Expression) and re.fullmatch(r"[\\\w]+::\w+", value.text):
        return value.text.rpartition(":")[2].lower()
    return _literal(value)


def _status(name: str, arguments: tuple[object, ...]) -> str:
    if name in ("Forbid", "Challenge"):  # ASP.NET
        return "403" if name == "Forbid" else "401"
    if name not in _ANSWERS:
        return ""
    for one in arguments:
        if one in (401, 403):
            return str(one)
        text = one.text if isinstance(one, Expression) else one if isinstance(one, str) and len(one) < 30 else ""
        if found := _named(text):
            return found
        if isinstance(one, dict):
            given = next((one[key] for key in ("status", "statusCode", "code") if key in one), None)
            if given in (401, 403) or (isinstance(given, str) and _named(given)):
                return _named(given) if isinstance(given, str) else str(given)
        if isinstance(one, Expression) and (match := _STATUS.search(one.text)):
            return match[1] if match[1].isdigit() else _named(match[1])
    return ""


_STATUS = compiled(r"\b(?:status|statusCode|code)\s*:\s*[\"']?(40[13]|UNAUTHORIZED|FORBIDDEN)\b")


def _named(text: str) -> str:
    match = _REFUSING.search(text)
    if match is None:
        return ""
    return "401" if match[1].lower().startswith("unauth") else "403"


_REFUSES = compiled(
    r"\b(?:if|unless|throw|raise|redirect\w*|abort|head|switch|case|when|false|null|nil|err|error|denied|authorize!?)\b|[?&|=!]=|&&|\|\||\?(?!\.)|\b40[13]\b|\babort_\w+|OrFail\b"
    r"|(?i:unauthori|forbid|next\([^)])"
)
# A body that ends in true, in any language; handing on to what is guarded, which looks like JavaScript's `next(error)`.
_ALWAYS = compiled(r"(?i)(?:\breturn\s+|=>?\s*|[{;]\s*|\n\s*|\))true\b[\s;})]*(?:end\s*)*$")
# What stands where there is nobody: `ctx.user ?? null` hands that on, and refuses nobody.
_OR_NOTHING = compiled(r"\?\?\s*(?:null|undefined|false|\{\s*\}|\[\s*\]|\"\"|'')")
_FURTHER = compiled(r"(?:\$next|\b_next(?:\.\w+)?|\bnext)\((?:\$?request|context|httpContext|ctx)\b[^()]*\)")
# Where a class has guards that its framework calls by other names: folders, or ends of the class, and the methods ("" for any).
_GUARDING: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (compiled(r"(?:^|/)[Pp]olicies/.*Policy"), frozenset()),
    (compiled(r"Voter$"), frozenset(("voteOnAttribute", "vote"))),
    (compiled(r"PermissionEvaluator$"), frozenset(("hasPermission",))),
)
# What lets nobody through by itself returns nothing: it has to choose.
_BY_CALL = frozenset(("HandleRequirementAsync", "OnAuthorization", "OnAuthorizationAsync"))
_NO_GUARDS = frozenset("__construct initialize before scope resolve supports".split())
_HANDLING = frozenset(
    "handle Invoke InvokeAsync preHandle doFilter doFilterInternal filter OnActionExecuting OnActionExecutionAsync".split()
)


def _decides_by_class(source: Source, one: Definition) -> bool:
    """Whether a method is a guard by its class: of a policy of Laravel or Pundit, a voter."""
    cls = one.scope[-1] if one.scope else ""
    where = f"{source.path.rpartition('/')[0]}/{cls}"
    return one.name not in _NO_GUARDS and any(
        pattern.search(where if not names else cls) and (not names or one.name in names) for pattern, names in _GUARDING
    )


def _is_middleware(source: Source, one: Definition) -> bool:
    """Whether a method handles requests in a class that is a guard by its name: `EnsureUserIsAdmin.handle`."""
    return one.name in _HANDLING and bool(one.scope) and source.names.is_guard(one.scope[-1])


_COMMENTS = compiled(r"(?s)//[^\n]*|#[^\n]*|/\*.*?\*/")
_LARGEST = 200


_SCRIPT = ("javascript", "typescript", "tsx")
_WRAPPED = compiled(
    r"\bconst\s+([\w$]+)\s*(?::[^=\n]+)?=\s*(?:[\w$]+\.)?(?:\w*[mM]iddleware|\w*[aA]sync\w*|fp|wrap\w*|rule|createGuard)\s*(?:<[^>\n]*>)?\(\s*(?=[^;\n]*=>|async\b|function\b)"
)


def _wrapped(text: str) -> Iterator[tuple[str, int, str]]:
    """(name, offset, body) of `const isAdmin = t.middleware(({ctx, next}) => {...})`."""
    for match in _WRAPPED.finditer(text):
        yield match[1], match.start(), text[match.end() : closing(text, match.end())]


def deciding(source: Source) -> Facts:
    """The functions of a file that are guards, and whether they can still refuse somebody."""
    text = source.data.decode("utf-8", "replace")
    rows = text.split("\n")
    found = []
    for one in source.code.definitions:
        if one.kind != "function" or one.end - one.line > _LARGEST:
            continue
        is_decider = one.name in DECIDING or _decides_by_class(source, one)
        if not is_decider and not source.names.decides(one.name) and not _is_middleware(source, one):
            continue
        body = _COMMENTS.sub("", "\n".join(rows[one.line - 1 : one.end])).partition(one.name)[2]
        body = _OR_NOTHING.sub("", _FURTHER.sub("", body))
        decides = is_decider and one.name not in _BY_CALL and _ALWAYS.search(body) is None
        refuses = (
            decides
            or _REFUSES.search(body) is not None
            or any(
                call.name.rpartition(".")[2] != one.name and source.names.is_check(call.name)
                for call in source.code.calls
                if one.line <= call.line <= one.end
            )
        )
        name = ".".join((*one.scope, one.name))
        own = (Guard(OWN_CHECK, source.path, one.line),) if refuses else ()
        exempt = in_text(body) if own else ()
        found.append(Action(name, source.path, one.line, "", "", own, routed=False, checks=True, exempt=exempt))
    for name, at, body in _wrapped(text) if source.code.language in _SCRIPT else ():
        if source.names.is_guard(name) and body.count("\n") <= _LARGEST:
            line = text.count("\n", 0, at) + 1
            body = _OR_NOTHING.sub("", re.sub(r"\bnext\(\s*\{", "", _COMMENTS.sub("", body)))
            own = (Guard(OWN_CHECK, source.path, line),) if _REFUSES.search(body) else ()
            exempt = in_text(body) if own else ()
            found.append(Action(name, source.path, line, "", "", own, routed=False, checks=True, exempt=exempt))
    placed = [
        (f"{name} {'for' if exempt and exempt[-1].startswith(ONLY) else 'where'}", at, exempt)
        for name, at, exempt in applied(text)
        if source.names.is_guard(name)
    ]
    for name, at, exempt in (*lists(text), *placed):
        line = text.count("\n", 0, at) + 1
        own = (Guard(OWN_CHECK, source.path, line),)
        found.append(Action(name, source.path, line, "", "", own, routed=False, checks=True, exempt=exempt))
    return Facts(tuple(found))
