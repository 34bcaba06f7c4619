"""Which names of a program are those of classified values: by the register, and by the vocabulary for what is surely secret."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from govhooks.knowledge.classification.vocabulary import ASKING, OURS, PEOPLE, PLACES, kind_of
from govhooks.knowledge.classification.words import singular, split
from govhooks.knowledge.sinks.calls import CLEANING
from govhooks.rules.data.logging_restrictions.values import EXPOSED, REGISTERED, VOCABULARY, WHOLE, Label
from govhooks.rules.data.logging_restrictions.words import SENSITIVE, of_register, squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govhooks.knowledge.classification.register import Register

# Kinds of the vocabulary that are judged without a register.
SURE = ("password", "credential", "payment card", "bank account", "national id")
# Last words of the name of a thing that is about a value, and is not it.
ABOUT = frozenset(
    "id ids uuid key keys name names field fields label labels count counts total length len size type types kind error errors message"
    " messages template templates subject enabled disabled verified valid invalid changed updated created expires expiry expired at ttl age max min"
    " hash digest masked status state policy rule rules regex pattern validator input prompt hint placeholder title url path file"
    " filename column columns col index form page view button link set exists required present missing attempts tries limit strength score"
    " version format host domain server service sender client manager handler helper provider config settings options schema model class"
    " repository repo store factory builder encoder hasher generator backend reset change confirmed confirmation notification queue task job"
    " event events list sent flag attr attribute prefix suffix mode method source scope scopes usage usages position offset rate param params".split()
)
# ... which some names of the vocabulary end in: then the vocabulary decides.
_HEADERS = frozenset(
    (
        "authorization header",
        "auth header",
        "authorization",
        "http authorization",
        "session cookie",
        "jwt",
        "jwt token",
        "bearer",
    )
)
_OF_HEADERS = frozenset(("cookie", "set cookie", "http cookie", "proxy authorization"))
_ENDINGS = frozenset(("key", "id", "ids", "number", "keys", "hash", "digest", "name", "names", "age", "scopes"))
# Objects whose members are texts about fields, or the fields of a form, not their values.
TEXTS = frozenset(
    "error errors label labels messages string strings text texts i18n schema schemas validator validators column columns field fields"
    " touched placeholder placeholders title titles style styles css classes route routes url urls icon icons type types enum enums key keys"
    " constant constants regex pattern patterns help feature features flag flags meta choices permissions role roles".split()
)
REQUESTS = frozenset(("request", "req"))
# Members of a request: those that surely hold credentials, and those that may hold anything.
HEADERS = frozenset("headers cookies meta rawheaders requestheaders".split())
FORMS = frozenset(("cleaneddata", "validateddata"))
BODIES = frozenset("body post form data json rawbody payload files params forms values".split())
# Names that only whole objects have; a request and its parts are looked for as they are written.
_KEYWORDS = frozenset(("pass", "secret"))
_HEADER_NAMES = frozenset(("authorization", "cookie", "set-cookie", "http_cookie", "proxy-authorization"))
_OBJECTS = frozenset("environ __dict__ vars locals cleaned_data validated_data getpass".split())
SETTINGS = frozenset("settings config configuration appsettings secrets credentials".split())


class Names:
    """The names of a register, and of the vocabulary.

    `vocabulary`  whether names that are surely secret count without being registered.
    `tokens`      whether a bare `token` is that of a login, and none of a parser.
    """

    def __init__(self, register: Register, vocabulary: bool = True, tokens: bool = False) -> None:
        self._tokens = tokens
        self._register = register
        self._vocabulary = vocabulary
        self._known: dict[tuple[str, str], Label | None] = {}
        self._may: dict[str, bool] = {}
        # One of these is in every name that counts, as long as no registered name stands for all of its kind.
        self._words = (*SENSITIVE, "authorization", "jwt", "bearer", "cookie", *of_register(register.fields))
        # The last words of the registered names.
        self._ends = {singular(words[-1]) for words in map(split, register.fields) if words}
        # The registered names that have such a word themselves: a `password_hash` may be registered.
        self._hashes = [
            one for one in (split(field.rpartition(".")[2]) for field in register.fields) if CLEANING.intersection(one)
        ]
        # The kinds of registered names without an owner -> their class.
        self._kinds: dict[str, str] = {}
        for field, of in register.fields.items():
            kind = kind_of(field) if "." not in field else None
            if kind is not None:
                self._kinds.setdefault(kind.name, of)

    def label(self, name: str, owner: str = "") -> Label | None:
        """The label of a variable, field or key of this name; `owner` is what it is read from."""
        at = (name, owner)
        if at not in self._known:
            self._known[at] = self._find(name, owner)
        return self._known[at]

    def among(self, names: Iterable[str]) -> set[str]:
        """Those of many names that may be of something classified: one pass over all of them for each word that such a name has."""
        if self._kinds:
            return {name for name in names if self.may_be(name)}
        given = list(names)
        tight = [squeeze(name) for name in given]
        text = "\n".join(tight)
        starts = list(accumulate((len(one) + 1 for one in tight), initial=0))
        near = {name for name in given if name in _OBJECTS}
        for word in self._words:
            at = text.find(word)
            while at >= 0:
                index = bisect_right(starts, at) - 1
                near.add(given[index])
                at = text.find(word, starts[index + 1])
        return {name for name in near if self.may_be(name)}

    def may_be(self, name: str) -> bool:
        """Whether a name may be that of something classified, whatever it is read from."""
        if name not in self._may:
            ends = self._ends
            if not self._kinds and name not in _OBJECTS:
                tight = squeeze(name)
                if not any(word in tight for word in self._words):
                    self._may[name] = False
                    return False
            self._may[name] = (
                name in _OBJECTS
                or (
                    name not in _KEYWORDS and kind_of(name, "user") is not None and self.label(name, "user") is not None
                )
                or self.label(name) is not None
                or name.lower() in _HEADER_NAMES
                or bool(ends and ends.intersection(map(singular, split(name))))
            )
        return self._may[name]

    def is_about(self, name: str) -> bool:
        """Whether a name says itself that it is no classified value: `email_id`, `masked_email`, `has_password`."""
        words = split(name)
        if len(words) < 2 or self.label(name) is not None:
            return False
        if CLEANING.intersection(words) or words[0] in ASKING:
            return True
        return words[-1] in ABOUT and any(self._find("_".join(words[:size]), "") for size in range(1, len(words)))

    def _find(self, name: str, owner: str) -> Label | None:
        words = split(name)
        if not words:
            return None
        if CLEANING.intersection(words) - {"hidden", "hide"} and not any(
            words[-len(one) :] == one for one in self._hashes
        ):
            return None
        if owner:
            if owner[:1].isupper() and (owner != owner.upper() or name == name.upper()):
                return None  # a column or a constant of a class
            about = split(owner)
            if about and about[-1] in TEXTS:
                return None
            if about and about[-1] in ABOUT:  # the token of a `parent_name`
                owner = ""
        of = self._class(name, words, owner)
        if of:
            return Label(REGISTERED, of, name, of)
        if of is None or not self._vocabulary:
            return None
        if words[-1] in ABOUT and words[-1] not in _ENDINGS:
            return None
        kind = kind_of(name, owner)
        if kind is None:
            return self._credential(words, owner)
        registered = self._kinds.get(kind.name)
        if registered:
            return Label(REGISTERED, registered, name, registered)
        if kind.name not in SURE or (kind.name == "credential" and words[0] in ("csrf", "xsrf", "next", "page")):
            return None
        return Label(VOCABULARY, kind.name, name, kind.label)

    def _credential(self, words: Sequence[str], owner: str) -> Label | None:
        """Headers with credentials; and a bare `token`, which is one where the file speaks of logins."""
        name = " ".join(words)
        if name in _HEADERS or (name in _OF_HEADERS and HEADERS.intersection(split(owner))):
            return Label(VOCABULARY, "credential", name.replace(" ", "-"), "credential")
        if (
            self._tokens
            and name in ("token", "secret", "jwt", "bearer")
            and owner in ("", "self", "this", "data", "body")
        ):
            return Label(VOCABULARY, "token", name, "credential")
        return None

    def _class(self, name: str, words: Sequence[str], owner: str) -> str | None:
        """The class of the longest end of a name that is registered; "" for none, None where the name says that it is no value."""
        register = self._register
        if not register.fields:
            return ""
        exact = register.class_of(name, owner)
        if exact:
            return exact
        for size in range(len(words), 0, -1):
            end = words[len(words) - size :]
            before = words[: len(words) - size]
            for spelled in ("_".join(end), "_".join((*end[:-1], singular(end[-1])))):
                found = register.class_of(spelled, "_".join(before) or owner)
                if not found:
                    continue
                if before and (before[0] in ASKING or before[-1] in OURS or before[-1] in PLACES):
                    return None
                return found
        return ""


def attributes(shown: str, of: str) -> Label:
    """The label of all attributes of an object."""
    is_person = bool(
        PEOPLE.intersection(split(of)) or {"request", "session", "settings", "config"}.intersection(split(of))
    )
    return Label(WHOLE, "all attributes", shown, "person" if is_person else "")


def whole(path: Sequence[str], short: bool = True) -> Label | None:
    """The label of a whole object that may hold anything: `request.headers`, `os.environ`; by the names along it.

    `short`: `req` alone is a request, as it is in JavaScript, and no requirement.
    """
    if not path:
        return None
    names = [one.replace("_", "").lower() for one in path]
    shown = ".".join(path)
    last, before = names[-1], names[:-1]
    if shown in ("os.environ", "process.env", "import.meta.env"):
        return Label(EXPOSED, "environment", shown)
    if last in REQUESTS and (short or last == "request") and (not before or before in (["self"], ["this"], ["ctx"])):
        return Label(WHOLE, "request", shown)
    if before and before[-1] in REQUESTS:
        if last in HEADERS:
            return Label(EXPOSED, "headers", shown)
        if last in BODIES or last in ("getjson", "getdata"):
            return Label(WHOLE, "request body", shown)
    if last in FORMS and before:
        return Label(WHOLE, "form data", shown)
    if path[-1] == "__dict__" and len(path) > 1 and before[-1] not in ("args", "opt", "opts", "self", "class"):
        return attributes(shown, before[-1])
    if last in SETTINGS and path[-1] in ("secrets", "credentials") and before == []:
        return Label(WHOLE, "credentials", shown)
    return None
