"""Find values where a credential would be: next to a suspicious name, in a URL, after an authentication scheme.

The multi-pattern pass finds the words of `words.py`; at each hit, one expression reads what follows in any common
syntax, so nothing here depends on the length of the text. The result is only a candidate: `score.py` says how much it
looks like a credential.
"""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.files import CODE, LISPS, ROBOT, SQL, TABLES, XMLS, marks_of
from govhooks.rules.secrets.no_secrets.generated import LEAST
from govhooks.rules.secrets.no_secrets.words import CALLS, COMMANDS, CONNECTIONS, PIPES, begins_a_word
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from govhooks.rules.secrets.no_secrets.apart import Apart

# How far back a name may begin, and how long a value may be.
NAME, VALUE = 48, 4096
# How far before a name the sign may be by which it is compared.
_REACH = NAME + 8
# How many characters of a candidate's line are examined before and after the value.
BEFORE, AFTER = 200, 100
# An unquoted value that contains names is examined no further than this.
NESTED = 512


class Candidate:
    """One value and its surroundings. Not a `Record`, because a large tree has many of them.

    `kind`   "keyword", "url-credentials", "authorization" or "jwt".
    `form`   how it is written: "=", ":", "==", "value" (a name and a separate value), "xml", "arg", "call", "space",
             "url", "scheme", "token", "cookie", "row" (of an INSERT), "file" (alone in it).
    `name`   the complete name it belongs to ("DB_PASSWORD", "user.password"), or the user of a URL.
    `start`, `end`  offsets of the value in the text.
    `quote`  the quotation mark around it, "" for none; with a backslash if inside another string.
    `call`   the call that wraps it: `os.environ.get("X", "<value>")`, `Some("<value>")`; "" for none.
    """

    __slots__ = ("call", "end", "form", "kind", "name", "quote", "start", "value")

    def __init__(
        self, kind: str, form: str, name: str, value: str, start: int, end: int, quote: str = "", call: str = ""
    ) -> None:
        self.kind = kind
        self.form = form
        self.name = name
        self.value = value
        self.start = start
        self.end = end
        self.quote = quote
        self.call = call


# What may be between a name and its value.
_SIGN = Expression(
    r"""(?x)
    (?=(?P<tail>[\w$]{0,40}(?:-[\w$]{1,24}){0,4}(?:\.[\w-]{1,24}){0,2}))(?P=tail)          # taken whole or not at all
    (?:
      (?P<value>                                             # - name: X, value: Y; a property list
        (?:\\?["'])?\s{0,4},?\s{0,80}(?:-\s)?(?:\\?["'])?[Vv]alue(?:\\?["'])?\s{0,4}[:=]\s{0,4}
        | </(?:key|name)>\s{0,80}<(?:string|value)>
      )
    | (?P<xml>["']?(?:\s[\w:.-]{1,40}="[^"<>\n]{0,80}"){0,3}\s?>\s{0,40}(?:<!\[CDATA\[|(?=[^<>\n]{3,400}\s{0,40}</)))  # <password>x</password>
    | (?P<arg>\\?["'`]\s{0,4},\s{0,4}(?:with:\s)?|(?<=\w),[ ]{1,4}(?=\\?["'`]|<<"))                  # put("password", "x")
    | (?P<call>(?:\\?["'`]\s?\])?\s?\((?:\w[\w.]{0,30}\()?\s{0,4}(?=[bBfFrRuU]?\\?["'`]))                  # setPassword("x")
    | (?P<assign>
        (?:\[\w{0,12}\]){0,2}                                                             # char name[20] = "x"
        (?:\\*["'`]|&quot;|&\#34;|</?\w{1,8}>|%22|\*{2})?[\])}]{0,2}["']?\??
        (?:\s{0,4}:\s{0,2}[A-Za-z&*?'(\[][\w.<>\[\]?|&'* ,]{0,60}(?:\([^()\n]{0,40}\)\]?)?(?=\s{1,2}=[^=>]|=[\w"'`({\[@$&*-]))?  # name: str = "x"
        (?:[ \t](?:[Aa]s[ \t])?[A-Za-z][\w.]{0,20}(?=\s{1,2}=[^=]|=[\w"'`({\[@$&*-]))?             # var name string = "x"
        (?:\s{0,4}\{\s?get;[^{}\n]{0,40}\}(?=\s{0,4}=))?                                     # Name { get; set; } = "x"
        [ \t]{0,40}(?:&gt;)?
        (?::-|:{1,3}=|::?|=>|={1,3}|[.?+]=|\|\|=?|\?\?=?|;s:\d{1,4}:|!==?|<-|->|%3[Dd]|%3[Aa]|(?=\{"))>?(?:\*\*)?
        (?:[ \t]{0,40}(?:\\?\r?\n\s{0,40}(?=["'`(]))?)
        (?:(?:[(+]|\[(?![\[\]=]))[ \t\r\n]{0,40}|\{\s?(?:["']?\w{1,12}["']?\s?(?::|=>)\s?|(?=["']))|<<[-~]?["']?\w{1,16}["']?[ \t]{0,4}\r?\n\s{0,40})?
      )
    | (?P<space>(?:\\*["'`]|\}(?=\t|[ ]{2}))?[ \t]{1,40}(?:(?i:is|ist|lautet|est|es|jest|by|to|with|as|values?|with\s\w{1,24}\sby|[057]|(?:password|string)(?=[ \t]\S{1,100}[ \t]*(?:\r?\n|\Z))
        |--plaintext|type[ ][\w()]{1,20}[ ]value|pic[ ][\w()]{1,20}[ ]value(?:[ ]is)?)[ \t]{1,4})?(?=[^\s=:<>({|&,;)\]]))
    )
    """
)
_VALUE = Expression(
    r"""(?x)
    (?:(?:[A-Za-z_$][\w.:$>?-]{0,60}(?:\([^()\n]{0,60}\)|\[[^\[\]\n]{0,60}\])?\s{1,2}(?:or|\?\?|\|\||\?:)\s{1,2}(?=["'`]))    # get("X") or "x"
      |(?:[A-Za-z_][\w.:]{0,60}\([^()\n]{0,60}\)(?:\.(?!(?:en|de)code|r?strip|split|replace|join)\w{1,24}\(|\s\{\s))                              # fetch("X") { "x" }
      |<\w{1,20}>(?=["'`])|<<(?=")                                                                # <string>"x", <<"x">>
    )?
    (?P<call>(?:\[\])?[A-Za-z_$@!&*][\w.:$]{0,40}!?\s?[(\[]{1,2}\s{0,4}
        (?:[\w.$-]{1,40}\s{0,2},\s{0,2}|(?:\\?["'`])[\w.-]{1,60}(?:\\?["'`])\s{0,2},\s{0,2}(?:default\s?=\s?)?|default\s?=\s?)?
        (?=\\?["'`]|[bfru]\\?["']))?
    (?:
      "?\$\{\w{1,60}:?[-=](?P<default>[^\s{}"'$]{4,400})\}
    | (?:[@$]|[bBfFrRuULN]{1,2})?(?P<mark>\\{0,3}(?:"{3}|'{3}|["'`])|&quot;|&\#34;)
      (?P<quoted>(?:(?!(?P=mark))[^\n\r\\]|\\(?!(?P=mark))[^\r\n]|\\(?=(?P=mark))(?P=mark)){1,4096}?)(?P=mark)
    | (?:\[(?P<lua>={0,3})\[|q\{)(?P<long>[^\s\[\]{}]{4,400})(?:\](?P=lua)\]|\})
    | (?P<bare>[^\s"'`<>(){}\[\],;|\\][^\s"'`<>,;|\\](?:[^\s"`<>,;|\\'&]|\\u[0-9a-fA-F]{4}|['&](?=[^\s"'`<>,;|\\)\]}:&])){1,4094})
    )
    """
)
# The rest of a name after a hit in it.
_TAIL = Expression(r"(?P<tail>[\w$]{0,40})")
_IN_NAMES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$@.-"
_USERINFO = Expression(
    r"(?P<user>[^\s:/@\"'`<>{}()\[\],;|\\]{0,80}):(?P<value>[^\s@/\"'`<>\\][^\s@\"'`<>\\]{0,200}?)@(?P<host>[\w.\[%${<-]{1,80})"
)
_SCHEME = Expression(r"[ \t]{0,3}(?P<value>[A-Za-z0-9+/_.~:-]{6,4096}={0,2})")
_JWT = Expression(
    r"eyJ[A-Za-z0-9_-]{8,2000}\.(?:eyJ|[A-Za-z0-9_-])[A-Za-z0-9_-]{4,6000}(?:\.[A-Za-z0-9_-]{0,1500}){0,3}"
)


# What follows most hits, and is no credential: a call, the end of an expression or line, a reference; a variable that
# is passed on; a sentence that continues. If there is nothing else, no larger expression is compiled.
_DULL = Expression(
    r"""[\w$]{0,40}(?:["']?[ \t]*[:=][ \t]*(?:["']?(?:\*{3,}|null\b|nil\b|None\b|[Tt]rue\b|[Ff]alse\b|\d{1,6}\b(?![.\w])|\$\{\{)|""(?!")|''(?!'))["']?(?=[\s,;})\]]|\{|\Z)"""
    r"""|\(\)|,[ \t]*[A-UW-Za-uw-z_*0-9]|["'`]?[)\]}]{1,3}[,;]?[ \t]*(?=\r?\n(?!\s*\())"""
    r"""|["']?[ \t]*[:=][ \t]*["']?\$\{\w{1,60}\}["']?(?=[\s,])"""
    r"""|[ \t]*=[ \t]*[A-Za-z_$][\w$.]*(?:\(\)|\[["'][\w.-]{1,60}["']\])(?=[\r\n,;)])"""
    r"""|(?P<variable>[ \t]*=[ \t]*[A-Za-z_$][A-Za-z_$.]*(?=[\r\n,;)\]]|[ \t](?![(\[ \t])|\Z)))"""
)
_PROSE = Expression(r"[A-Za-z]+[.,:;)]*(?=\s(?![ \t(\[]))")
# For fewer names than this, compiling the last one does not pay.
_FEW = 40


def assigned(
    text: str, hits: list[tuple[int, int]], limit: int, quick: bool = False, ending: str = ""
) -> Iterator[Candidate]:
    """Values after names; `hits` are (start, end) of `NAMES` in the text, in order, `limit` its end, `ending` that of its file.

    A `quick` search skips most of what `dismissals.py` would dismiss; a bare word is a variable only in a program.
    """
    dull_at = _DULL.compiled().match if quick else None
    prose_at = _PROSE.compiled().match if quick and len(hits) > _FEW else None
    sign_at = value_at = None
    tail_at = _TAIL.compiled().match
    program, marks = ending in CODE, marks_of(ending)
    tables, sqls, xmls = ending in TABLES, ending in SQL, ending in XMLS
    taken = run = -1
    for start, end in hits:
        if end <= taken:
            continue  # inside the previous value
        while text[end - 1] in "=: <>\"'":
            end -= 1
        above = text[start - _REACH if start > _REACH else 0 : start]
        if ("==" in above or "!=" in above) and (compared := _compared(text, start, end)):
            yield compared
        if end - start == 6 and text[start:end].lower() == "cookie" and text[start - 4 : start - 1].lower() != "set":
            yield from _cookies(text, end, limit)
        dull = dull_at(text, end, limit) if dull_at else None
        if dull and (
            (sqls and "nsert" in text[max(0, start - 300) : start].lower())
            or (tables and start < 2_000 and text.find("\n", 0, start) < 0)
        ):
            dull = None  # a column of an INSERT, or of a CSV file
        # A value may stand before its name: {"value": "x", "name": "secret"}
        ahead = dull and not program and "}" in dull.group() and "alue" in text[max(0, start - 320) : start]
        if dull and not ahead and (not dull.lastgroup or (program and _is_unquoted(text, start))):
            continue
        if sign_at is None or value_at is None:
            sign_at, value_at = _SIGN.compiled().match, _VALUE.compiled().match
        sign = sign_at(text, end, limit)
        asked = sign is None or "{" in sign.group() or sign.lastgroup in ("arg", "space") or xmls
        asked = asked or (
            sign is not None and sign.lastgroup == "value" and "- " in sign.group()
        )  # the next item of a list
        if asked or sign is None or text[sign.end() : sign.end() + 1] in "\r\n|>{":
            named = sign or tail_at(text, end, limit)
            tail = named.end("tail") if named else end
            other: list[Apart] = []
            behind = text[tail : tail + 2]
            if sqls or tables or behind.lstrip(" \t")[:1] in marks or behind == "  ":
                from govhooks.rules.secrets.no_secrets.apart import apart

                other = apart(text, start, tail, limit, ending)
            for form, first, stop, quote in other:
                yield Candidate("keyword", form, _name(text, start, tail), text[first:stop], first, stop, quote)
            if other:
                taken = max(taken, other[0][1])
                if sign is None or sign.lastgroup != "assign" or xmls:
                    continue
        if sign is None:
            continue
        bare = sign.lastgroup == "space" and text[sign.end() : sign.end() + 1] not in ("'", '"', "`", "\\")
        if bare and text[start:end].lower() == "pw" and not _PW.match(_name(text, start, end)):
            continue
        if sign.lastgroup == "space" and sign.group().lstrip("\\\"'`")[:1] == "}" and ending not in ROBOT:
            continue
        if sign.lastgroup == "assign" and text[sign.end("tail") - 1] in "sS":
            yield from _of_map(text, _name(text, start, sign.end("tail")), sign.end("tail"), limit)
        word = prose_at(text, sign.end(), limit) if prose_at and sign.lastgroup == "space" else None
        is_prose = word is not None and not (len(word[0]) >= LEAST and _is_generated(word[0].rstrip(".,:;)")))
        sql = text[start:end].lower() == "identified"
        if is_prose and not sql and "-" not in text[max(0, start - NAME) : start]:
            continue
        # Otherwise, inside a long run of text without quotes, every name would read the same characters again.
        found = value_at(text, sign.end(), limit if sign.end() >= run else min(limit, sign.end() + NESTED))
        if found is None:
            continue
        group = str(found.lastgroup)
        value = _trim(found[group]) if group == "bare" else found[group]
        if len(value) < 4 or (value.startswith("//") and not _is_generated(value)):
            continue
        value_start = found.start(group)
        # There may be another name inside: a query string, key=value text, JSON in a string.
        nested = "=" in value or ":" in value
        if group == "bare":
            run = max(run, found.end())
            if nested and len(value) >= NESTED and ("=" in value.rstrip("=") or ":" in value):
                continue
        if (sign.lastgroup == "arg" or sign.group().endswith("{")) and text[found.end() : found.end() + 8].lstrip()[
            :1
        ] in (":", "="):
            continue  # the next key: {"kind": "token", "password": "x"}, credential = {"x": y}
        form = "=" if found["mark"] and sign.lastgroup == "space" and ending in LISPS else _form(sign)
        if "value" in text[found.end() : found.end() + 16].lower() or text.startswith("</key>", found.end()):
            pass  # the text that was read is the name: <add key="password" value="x"/>, <key>password</key><string>x</string>
        elif group == "quoted" or form != "==":
            generic = text[start:end].lower() in ("key", "auth") and text[end : end + 1] in ("'", '"', ":", "=")
            passed = sign.lastgroup == "call" and text[found.end() : found.end() + 1] == ","  # setenv("API_KEY", "x")
            passed = passed or (group == "bare" and sign.lastgroup == "arg")  # the next name, on the next line
            taken = value_start if nested or generic or passed else value_start + len(value)
        quote = '"' if group == "long" else found["mark"] or ""
        if value.startswith(_NOOP) and len(value) > len(_NOOP) + 3:
            value, value_start = value[len(_NOOP) :], value_start + len(_NOOP)
        if value[:1] in "\\\"'" and len(value) > 8 and (inner := _INNER.match(value)):
            value, value_start = inner[1], value_start + inner.start(1)  # a string in a string: "\"x\""
        stop = value_start + len(value)
        call = (found["call"] or "").strip()
        yield Candidate("keyword", form, _name(text, start, sign.end("tail")), value, value_start, stop, quote, call)


# Spring's mark of a password that is not encoded.
_NOOP = "{noop}"
_COOKIE = Expression(r"""[ \t]{0,4}["']?(?P<name>[\w.$!%-]{1,60})=(?P<value>[^\s;,"'`\\]{0,1000});?""")
_COOKIES = Expression(r"""s?["']?(?:,\s{0,40}["']?value["']?)?[ \t]{0,4}:[ \t]{0,4}["']?(?=[\w.$!%-]{1,60}=)""")
_MOST_COOKIES = 60
_MAP = Expression(r"""["'`]?[^\n{}\[("'`]{0,40}(?:\[\w{0,12}\]\w{0,12})?[^\n{}\[("'`]{0,12}\{\s{0,40}(?=["'])""")
_PAIR = Expression(
    r"""(?P<k>["'])[^"'\n]{1,60}(?P=k)\s{0,4}(?::|=>|,)\s{0,4}(?P<q>["'`])(?P<value>[^"'`\n]{0,200})(?P=q)\s{0,4},?(?:\s{0,40}|\s{0,4}(?://|\#)[^\n]{0,200}\n\s{0,40})"""
)
_MOST_PAIRS = 9


def _of_map(text: str, name: str, at: int, limit: int) -> Iterator[Candidate]:
    """The values of a map whose name is a plural: apiKeys = {"billing": "x"}."""
    begin = _MAP.compiled().match(text, at, limit)
    if begin is None:
        return
    at, pair_at = begin.end(), _PAIR.compiled().match
    for _ in range(_MOST_PAIRS):
        found = pair_at(text, at, limit)
        if found is None:
            return
        if _is_generated(found["value"]):
            yield Candidate("keyword", "list", name, found["value"], *found.span("value"), found["q"])
        at = found.end()


# Cookies by which a server knows who is logged in.
_SESSIONS = ("sess", "sid", "token", "auth", "jwt", "remember", "login")


# Names that end in "pw" and stand before a value without a sign; other letters before it may be a piece of base64.
_PW = Expression(
    r"(?i)(?:[\w.-]*[_.-])?(?:admin|app|backup|bind|db|ftp|ldap|login|mail|my|root|share|smtp|sql|sys|user|vpn|wifi)?pw\Z"
)


def _cookies(text: str, at: int, limit: int) -> Iterator[Candidate]:
    """The cookies of a session in a header whose name ends at an offset: Cookie: lang=en; app_session=x."""
    begin = _COOKIES.compiled().match(text, at, limit)
    if begin is None:
        return
    at, cookie_at = begin.end(), _COOKIE.compiled().match
    for _ in range(_MOST_COOKIES):
        found = cookie_at(text, at, limit)
        if found is None:
            return
        cookie = Candidate("keyword", "cookie", found["name"], found["value"], *found.span("value"))
        if is_session(cookie):
            yield cookie
        at = found.end()


def is_session(cookie: Candidate) -> bool:
    """Whether a cookie's name and value say that it is a session's; the value may have parts with colons between them."""
    name = cookie.name.lower()
    return any(word in name for word in _SESSIONS) and any(map(_is_generated, _decoded(cookie.value).split(":")))


def _decoded(value: str) -> str:
    for code, sign in (("%3A", ":"), ("%2B", "+"), ("%2F", "/"), ("%3D", "=")):
        value = value.replace(code, sign)
    return value.removeprefix("s:")  # as Express signs it


def _is_generated(value: str) -> bool:
    from govhooks.rules.secrets.no_secrets.generated import shape

    return shape(value) != ""


_INNER = Expression(r"""(?:\\?["'])([^"'\\]{4,400})(?:\\?["'])\Z""")


def _name(text: str, start: int, tail: int) -> str:
    """The whole name around a hit, up to where it ends."""
    before = text[max(0, start - NAME) : start]
    return before[len(before.rstrip(_IN_NAMES)) :] + text[start:tail]


def _is_unquoted(text: str, start: int) -> bool:
    """Whether there is no quotation mark before an offset on its line."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return not ('"' in line or "'" in line or "`" in line)


def _compared(text: str, start: int, end: int) -> Candidate | None:
    """The value before a name that it is compared with: if ("x" == password)."""
    before = text[max(0, start - NAME) : start]
    name = start - len(before) + len(before.rstrip(_IN_NAMES))
    signs = text[max(0, name - 12) : name].rstrip(" \t")
    if not signs.endswith(("==", "!=")):
        return None
    rest = signs.rstrip("=!").rstrip(" \t")
    stop = max(0, name - 12) + len(rest) - 1
    if rest[-1:] not in ("'", '"'):
        return None
    begin = text.rfind(rest[-1], max(0, stop - 200), stop) + 1
    value = text[begin:stop]
    if not begin or len(value) < 4 or "\n" in value:
        return None
    return Candidate("keyword", "==", text[name:end], value, begin, stop, rest[-1])


def _form(sign: re.Match[str]) -> str:
    form = str(sign.lastgroup)
    if form != "assign":
        return form
    text = sign["assign"]
    if "==" in text or "!=" in text:
        return "=="
    return "=" if "=" in text or "%3D" in text.upper() else ":"


_ARGUMENT = Expression(
    r"""\s{0,80}b?(?:(["'])((?:(?!\1)[^\n\\]|\\.){0,200})\1|\{[^{}]{0,200}\}|[\w.$>\[\]()-]{1,60})\s{0,4}([,)])?"""
)


def in_calls(text: str, hits: list[tuple[int, int]], limit: int) -> Iterator[Candidate]:
    """Passwords among the arguments of `CALLS`."""
    match = _ARGUMENT.compiled().match
    for start, end in hits:
        call = text[start:end]
        at = end
        for index in range(CALLS[call.lower()] + 1):
            found = match(text, at, limit)
            if found is None or (found[3] != "," and index < CALLS[call.lower()]):
                break
            at = found.end()
        else:
            if found and found[1] and len(found[2]) >= 4:
                yield Candidate("keyword", "call", "password", found[2], *found.span(2), found[1], call[:-1])


_options: dict[str, re.Pattern[str]] = {}
# A quoted password on a command line is no longer than this.
_LONGEST = 200


def in_commands(text: str, hits: list[tuple[int, int]], limit: int) -> Iterator[Candidate]:
    """Passwords after the options of `COMMANDS`, in the same command."""
    for start, end in hits:
        command = text[start:end].lower()
        if command not in _options:
            from govhooks.search.compiled import compiled

            between = r"(?:[^\n;|&\\]|\\\r?\n|\\[^\r\n]){0,300}?(?<=[\s\"',])"
            _options[command] = compiled(f"{between}{COMMANDS[command]}(?P<value>[^\\s\"'`,;|&<>()]{{4,200}})")
        found = _options[command].match(text, end, min(limit, end + 1_000))
        if found:
            begin, stop = found.span("value")
            quote = text[begin - 1]
            if quote in "\"'" and begin < (closed := text.find(quote, begin, begin + _LONGEST)):
                stop = stop if any(map(str.isspace, text[begin:closed])) else closed  # all that is quoted
            yield Candidate("keyword", "call", "password", text[begin:stop], begin, stop, '"')


def in_connections(text: str, hits: list[tuple[int, int]], limit: int) -> Iterator[Candidate]:
    """Passwords of logins that follow `CONNECTIONS` or precede `PIPES`, on the same line."""
    from govhooks.search.compiled import compiled

    for start, end in hits:
        word = text[start:end].lower()
        forward = word in CONNECTIONS
        if word not in _options:
            _options[word] = compiled(CONNECTIONS[word] if forward else PIPES[word])
        if forward:
            found = _options[word].match(text, end, min(limit, end + 300))
        else:
            found = _options[word].search(text, max(text.rfind("\n", start - 400, start) + 1, start - 400, 0), start)
        if found:
            yield Candidate("keyword", "call", "password", found["value"], *found.span("value"), '"')


_SEED = Expression(r"(?<![A-Za-z0-9])S[ACNOUX][A-Z2-7]{54,56}(?![A-Za-z0-9])")


def seeds(text: str, hits: list[tuple[int, int]], limit: int) -> Iterator[Candidate]:
    """Seeds of NATS keys (docs.nats.io, nkeys) in a text that speaks of them; `hits` are those of `NKEYS`."""
    if not any(begins_a_word(text, start) for start, _ in hits):
        return
    for found in _SEED.compiled().finditer(text, 0, limit):
        yield Candidate("keyword", "=", "nkey_seed", found.group(), *found.span(), '"')


_PRIVATE_KEY = Expression(r"""\s{0,80}[\[(]?\s{0,40}["'](?P<value>(?:0x)?[0-9a-fA-F]{64})["']""")


def in_wallets(text: str, hits: list[tuple[int, int]], limit: int) -> Iterator[Candidate]:
    """Private keys given to `WALLETS`."""
    match = _PRIVATE_KEY.compiled().match
    for _, end in hits:
        found = match(text, end, min(limit, end + 200))
        if found:
            yield Candidate("keyword", "call", "private_key", found["value"], *found.span("value"), '"')


def in_urls(text: str, hits: list[tuple[int, int]], limit: int) -> Iterator[Candidate]:
    """Passwords of URLs; `hits` are those of `URL`."""
    match = _USERINFO.compiled().match
    for _, end in hits:
        found = match(text, end, limit)
        if found:
            start, stop = found.span("value")
            yield Candidate("url-credentials", "url", found["user"], found["value"], start, stop, "", found["host"])


def after_schemes(text: str, hits: list[tuple[int, int]], limit: int) -> Iterator[Candidate]:
    """The text after "Basic ", "Bearer " and the like."""
    match = _SCHEME.compiled().match
    for start, end in hits:
        found = match(text, end, limit)
        if found:
            yield Candidate("authorization", "scheme", text[start:end].strip(), found["value"], *found.span("value"))


def tokens(text: str, hits: list[tuple[int, int]], limit: int) -> Iterator[Candidate]:
    """JSON Web Tokens; `hits` are those of `JWT`."""
    match = _JWT.compiled().match
    for start, _ in hits:
        found = match(text, start, limit)
        if found and (start == 0 or not text[start - 1].isalnum()):
            yield Candidate("jwt", "token", "", found.group(), *found.span())


_QUERY = Expression(r"&(?:amp;|[\w.%-]{1,40}=|\Z)|&(?=[^&]*&[\w.%-]{1,40}=)")


def _trim(value: str) -> str:
    """An unquoted value without the end of a sentence, a query parameter or a list."""
    if "&" in value and (query := _QUERY.search(value)):
        value = value[: query.start()]
    for sign in ("#{", "</", "}.", "})", ")."):
        at = value.find(sign)
        if at > 0:
            value = value[:at]
    while value and value[-1] in ".,:;)]}":
        opening = _OPENING.get(value[-1])
        if opening and value.count(opening) >= value.count(value[-1]):
            break
        value = value[:-1]
    return value


_OPENING = {")": "(", "]": "[", "}": "{"}
