"""Which names are guards, and how much a guard asks for.

A name is split into words (`requireAdmin`, `admin_required`): one word of WORDS makes a guard of it, one of OPEN or
HARMLESS makes it none. What a framework or the policy calls a guard is one whatever its words. The rank says what is
asked for: to be somebody if something is written (1), to be somebody (2), to have a role or permission (3), to be an
administrator (4).
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from govhooks.core.record import Record
from govhooks.rules.authorization.guarded_actions.conditions import HIGHEST, includes, is_login, level
from govhooks.rules.authorization.guarded_actions.words import words as words
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

WRITING, LOGIN, PERMISSION, ADMIN = 1, 2, 3, 4
# A word in the name of a decorator, dependency, middleware or function that makes it a guard, and its rank.
WORDS = {
    **dict.fromkeys(("admin", "admins", "administrator", "superuser", "superadmin", "staff"), ADMIN),
    **dict.fromkeys(
        (
            *("acl", "abac", "ability", "can", "grant", "grants", "member", "membership", "owner", "ownership"),
            *("perm", "perms", "permission", "permissions", "policies", "privilege", "privileges", "rbac", "role"),
            *("roles", "scope", "scopes", "tenant", "authorise", "authorised", "authorization", "authorize"),
            *("authorized", "authz", "access", "entitlement", "entitlements"),
        ),
        PERMISSION,
    ),
    **dict.fromkeys(
        (
            *("apikey", "auth", "authenticate", "authenticated", "authentication", "authn", "bearer", "credential"),
            *("credentials", "identity", "jwt", "jwks", "logged", "loggedin", "login"),
            *("mfa", "oauth", "oauth2", "oidc", "principal", "protect", "protected", "saml", "secured", "security"),
            *(
                "signature",
                "authed",
                "authmiddleware",
                "bearerauth",
                "echojwt",
                "ginjwt",
                "httpauth",
                "jwtauth",
                "jwtmiddleware",
                "paseto",
                "basicauth",
                "jwtware",
                "keyauth",
                "signedin",
                "sso",
                "token",
                "totp",
                "passport",
                "hmac",
                "keycloak",
                "unauthorized",
            ),
        ),
        LOGIN,
    ),
}
# Two words that make one.
PAIRS = {
    **{f"{one} allowed": PERMISSION for one in ("assert", "check", "ensure", "is", "require", "verify")},
    "api key": LOGIN,
    "current user": LOGIN,
    "signed in": LOGIN,
    "log in": LOGIN,
    "active user": LOGIN,
}
# Words that say the opposite.
OPEN = frozenset(
    "anonymous anon bypass csrf disable disabled exempt guest maybe not optional optionally public skip unauthenticated xsrf".split()
)
# Words in the name of an action that anybody may call by its nature: a new one without a guard is no surprise.
OPEN_BY_NATURE = frozenset(
    "assets callback csp css docs favicon forgot health healthcheck healthz heartbeat home images index landing livez live liveness login logout "
    "manifest metrics oauth openapi ping privacy public ready readiness readyz redoc refresh register reset robots root schema "
    "signin signout signup sitemap sso static status swagger terms token version webhook webhooks webjars well".split()
)
# Verbs of a call that refuses, if it is about one of WORDS; and those that make a guard of any name without a HARMLESS word.
ASKING = frozenset(
    "assert authorise authorize check deny enforce ensure guard must need needs only protect raise require required requires restrict "
    "verify".split()
)
REQUIRING = frozenset("must only require required requires restrict restricted".split())
# Words that make a guard of any name; and those that say with them no more than that somebody has to be there.
GUARDING = frozenset(("guard", "guarded", "guards"))
SOMEBODY = frozenset(
    "a account active actor an any app api base by caller client context ctx current custom default dependency dev false for func fn "
    "global gql graphql handler has http human in is local middleware my of on or person pre profile real remote request rest "
    "session sessions signed some the to true user users valid viewer web with ws".split()
)
_SUBJECTS = frozenset(
    "account company customer editor employee internal manager merchant moderator operator org organisation organization paid premium pro "
    "project session shop site store student subscriber team teacher user verified workspace".split()
)
# What no role of another kind includes: a guard of such a name is missed although a stronger one is left.
ASIDE = frozenset("factor hmac mfa otp owner ownership signature tenant totp".split())
HARMLESS = frozenset(
    "ajax args arguments body cache captcha config confirmation consent currency env idempotency idempotent lang language locale "
    "maintenance nonce param positive quota timestamp uuid content csrf data debug etag feature features field fields flag form get head header "
    "headers htmx http https input json length method methods origin params patch payload post put query rate ratelimit "
    "safe schema size ssl throttle type upload valid validate version".split()
)
# Names that look like guards and refuse nobody: they only find out who is calling.
NOT_GUARDS = frozenset(
    "AuthenticationMiddleware SessionMiddleware get_token ensure_csrf_cookie requires_csrf_token csrf_protect "
    "login_manager login_not_required permit_all permitAll AllowAny AllowAnonymous "
    "require_http_methods require_GET require_POST require_safe sensitive_post_parameters create_access_token "
    "ClerkExpressWithAuth ThrottlerGuard CsrfGuard create_token login_user logout_user login logout access_log make_token generate_token".split()
)
# Guards whose words do not say it.
KNOWN = {
    "requires": PERMISSION,
    "IsAuthenticated": LOGIN,
    "IsAuthenticatedOrReadOnly": WRITING,
    "DjangoModelPermissionsOrAnonReadOnly": WRITING,
    "IsAdminUser": ADMIN,
    # Checks that are written out in a body.
    "abort": LOGIN,
    "raise": LOGIN,
    "respond": LOGIN,
    "verify_jwt_in_request": LOGIN,
    "DjangoModelPermissions": PERMISSION,
    "user_passes_test": PERMISSION,
    "UserPassesTestMixin": PERMISSION,
    "LoginRequiredMixin": LOGIN,
    "is_authenticated": LOGIN,
    "is_staff": ADMIN,
    "is_superuser": ADMIN,
    "has_perm": PERMISSION,
    "has_perms": PERMISSION,
    "IsGranted": PERMISSION,
    "Secured": PERMISSION,
    "denyAccessUnlessGranted": PERMISSION,
    "check_authorized": LOGIN,  # aiohttp_security: that somebody is logged in
    "verify_authorized": WRITING,  # that a check was not forgotten
    "verify_policy_scoped": WRITING,
    "FallbackPolicy": LOGIN,
    "AuthorizeFilter": LOGIN,
    "limited_to_own": PERMISSION,  # a query for what is the caller's own
    "HTTPBasic": LOGIN,
    "HTTPDigest": LOGIN,
    "fresh_jwt_required": LOGIN,
}
# Methods of frameworks that decide who may pass: Django, Flask-Admin, Nest, Laravel.
DECIDING = frozenset(
    "has_permission has_object_permission has_add_permission has_change_permission has_delete_permission has_view_permission "
    "has_module_permission test_func is_accessible can_activate canActivate authorize isAuthorized is_authorized HandleRequirementAsync OnAuthorization OnAuthorizationAsync".split()
)
# Laravel's middleware whose words do not say it: `can:update,post`, `verified`.
_LARAVEL = {
    "can": PERMISSION,
    "abilities": PERMISSION,
    "ability": PERMISSION,
    "verified": PERMISSION,
    "confirm": PERMISSION,
    "signed": LOGIN,
}


# Methods of Django's views that fetch what a view is about; as guards they say how they refuse: `get_object(403)`.
_FETCHING = ("get_object", "get_queryset")
# Classes of Django REST framework: `IsProjectEditor`.
_PERMISSION_CLASS = compiled(r"(?:Is|Has)[A-Z]")


class Names(Record):
    """The names that the policy knows beside the frameworks' own: globs of guards and of actions."""

    guards: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()

    def rank(self, name: str) -> int:
        """What a guard of this name asks for; 0 for no guard. Arguments after "(" count: `requires(admin)`."""
        head, _, arguments = name.partition("(")
        last = head.rpartition(".")[2]
        found = KNOWN.get(last, 0)
        if last == "authenticate" and "." in head:  # passport.authenticate, fastify.authenticate
            found = LOGIN
        if not found and last not in NOT_GUARDS:
            found = _by_words(last) or (_by_words(head) if "." in head else 0)
        if not found and last in _LARAVEL and (arguments or last != "can"):
            found = _LARAVEL[last]
        if not found and last in _FETCHING and arguments.startswith(("401", "403")):
            found = LOGIN
        if not found and any(fnmatchcase(text, glob) for glob in self.guards for text in (head, last)):
            found = PERMISSION
        if found and is_login(name):
            return LOGIN
        asked = level(name) if found else None
        if found and ("|" in head or ") |" in name):  # one of several is enough
            return min(self.rank(part.strip()) for part in name.split("|"))
        if asked is not None:
            found = max(found, PERMISSION if asked < HIGHEST else ADMIN)
        elif found and arguments:
            found = max(found, _by_arguments(arguments))
        return found

    def is_missed(self, lost: str, left: Iterable[str]) -> bool:
        """Whether a guard that is gone asked for something that those that are left do not."""
        left = list(left)
        if "(" not in lost and any(
            one.partition("(")[0] == lost for one in left
        ):  # the same, which now says what it asks for
            return False
        rank, kept = self.rank(lost), max(map(self.rank, left), default=-1)
        # Who has to be an administrator has to be somebody as well.
        if kept < rank or (kept == rank and rank > LOGIN):
            return True
        if _is_right(lost) and not any(includes(one, lost) for one in left):
            return True
        own = ASIDE.intersection(words(lost))
        return bool(own) and own.isdisjoint(word for one in left for word in words(one))

    def is_guard(self, name: str) -> bool:
        return self.rank(name) > 0

    def is_own(self, name: str) -> bool:
        """Whether the policy calls a name a guard."""
        return any(fnmatchcase(name, glob) for glob in self.guards)

    def is_check(self, name: str) -> bool:
        """Whether a call of this name in a body is a guard: one of the policy, or one that asks for a right."""
        last = name.rpartition(".")[2]
        if any(fnmatchcase(text, glob) for glob in self.guards for text in (name, last)):
            return True
        found = words(last)
        asks = not ASKING.isdisjoint(found) or last in KNOWN
        return (
            asks
            and self.is_guard(last)
            and (last in KNOWN or not WORDS.keys().isdisjoint(found) or _by_pairs(found) > 0)
        )

    def decides(self, name: str) -> bool:
        """Whether a function of this name is a guard by itself: it decides who may pass, and must be able to refuse."""
        if name in DECIDING or any(fnmatchcase(name, glob) for glob in self.guards):
            return True
        found = words(name)
        asks = found[:1] in (["is"], ["has"]) or not (ASKING | REQUIRING | {"authenticated", "current"}).isdisjoint(
            found
        )
        return asks and self.is_guard(name)

    def is_action(self, name: str) -> bool:
        """Whether a function of this name is a protected action by the policy."""
        return any(fnmatchcase(name, glob) or fnmatchcase(name.rpartition(".")[2], glob) for glob in self.actions)


# Words of guards that ask for a right rather than for a role: an administrator does not have each of them.
_RIGHTS = frozenset(
    "abilities ability can entitlement granted permission permissions perm perms privilege scope scopes".split()
)


def _is_right(name: str) -> bool:
    """Whether a guard asks for a right by name: `RequirePermission(UsersDelete)`, `can(update,post)`, `IsGranted(EDIT, post)`."""
    head, _, given = name.partition("(")
    if not given or re.match(r"(?i)['\"]?(?:role_|is_auth)", given):
        return False
    return not _RIGHTS.isdisjoint(words(head)) or words(given)[:1] == ["can"]


def _by_words(name: str) -> int:
    found = words(name)
    if not OPEN.isdisjoint(found):
        return 0
    rank = max((WORDS.get(word, 0) for word in found), default=0)
    rank = max(rank, _by_pairs(found))
    asks = (
        not (REQUIRING - {"only"} if "read" in found else REQUIRING).isdisjoint(found)
        and len(found) > 1
        and HARMLESS.isdisjoint(found)
    )
    if not rank and (asks or not GUARDING.isdisjoint(found)):
        return LOGIN if {*found} <= SOMEBODY | GUARDING | REQUIRING | ASKING | HARMLESS else PERMISSION
    if not rank and found[-1:] == ["procedure"] and not _SUBJECTS.isdisjoint(found):  # tRPC's `teamProcedure`
        return LOGIN if _SUBJECTS.intersection(found) <= SOMEBODY else PERMISSION
    if not rank and _PERMISSION_CLASS.match(name) and HARMLESS.isdisjoint(found):
        return PERMISSION
    if found[:1] == ["can"] and len(found) == 1:
        return 0
    return rank


def _by_pairs(found: list[str]) -> int:
    return max((PAIRS.get(f"{one} {two}", 0) for one, two in zip(found, [*found[1:], ""])), default=0)


def _by_arguments(arguments: str) -> int:
    """The rank that an argument such as "admin" or 403 adds."""
    if arguments.startswith("403"):
        return PERMISSION
    return max((rank for word in words(arguments) if (rank := WORDS.get(word, 0)) == ADMIN), default=0)
