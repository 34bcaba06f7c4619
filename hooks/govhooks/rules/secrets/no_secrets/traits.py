"""Describe a candidate as a list of traits that `score.py` weighs: its value, its name, and its surroundings.

A trait is a short string. Traits of one kind exclude one another where that makes sense (a length falls into one
bucket). Nothing here knows whether a trait speaks for or against a secret: `tools/train.py` learns that.
"""

from __future__ import annotations

from itertools import compress
from operator import ne

from govhooks.rules.secrets.no_secrets.generated import shape
from govhooks.rules.secrets.no_secrets.named import kind_of
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.rules.secrets.no_secrets.candidates import Candidate

_WORDS = Expression(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SHAPE = str.maketrans(
    {
        **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "a"),
        **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "A"),
        **dict.fromkeys("0123456789", "0"),
    }
)
_IDENTIFIER = Expression(r"[A-Za-z_$][\w$]*\Z")
_DOTTED = Expression(r"[@$&*!]?[A-Za-z_][\w$]*(?:(?:\.|->|::|\?\.)[A-Za-z_$][\w$]*)+(?:\(|\[|\Z)")
_UUID = Expression(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z")
_HEX = Expression(r"(?:0x)?[0-9a-fA-F]+\Z")
_PATHLIKE = Expression(r"(?:\.{0,2}/|[A-Za-z]:\\|~/)|[\w.-]+/[\w./-]+\Z")
_VOWELS = frozenset("aeiouyAEIOUY")
_CLASSES = frozenset("aA0")
# Words used by people who write examples and tests.
_STOCK = (
    *(
        "test",
        "example",
        "dummy",
        "fake",
        "foo",
        "bar",
        "baz",
        "sample",
        "mock",
        "demo",
        "my",
        "your",
        "some",
        "secret",
    ),
    *(
        "pass",
        "token",
        "key",
        "user",
        "name",
        "admin",
        "root",
        "changeme",
        "xxx",
        "default",
        "value",
        "string",
        "valid",
    ),
    *("wrong", "new", "old", "abc", "123", "qwerty", "hello", "world", "hash", "encrypt", "invalid", "bad", "random"),
)
_GROUPS = {
    "code": "py js ts jsx tsx mjs cjs java kt scala go rb php cs cpp c h hpp rs swift m dart ex exs erl groovy lua pl clj vue",
    "config": "yml yaml json toml ini cfg conf properties env xml tf tfvars hcl config cnf plist gradle",
    "shell": "sh bash zsh bat ps1 cmd dockerfile makefile fish bats",
    "text": "md rst txt adoc html htm tex markdown",
    "data": "sql csv tsv log lock ipynb har response rsp",
    "template": "j2 tmpl tpl erb ejs example sample dist template in",
}
_GROUP = {ending: group for group, endings in _GROUPS.items() for ending in endings.split()}
_PLACES = (
    "test",
    "spec",
    "example",
    "sample",
    "fixture",
    "mock",
    "doc",
    "locale",
    "i18n",
    "demo",
    "vendor",
    "ci",
    "deploy",
)


def traits(candidate: Candidate, before: str, after: str, path: str) -> list[str]:
    """All traits of a candidate; `before` and `after` are the rest of its line (at most 200 and 100 characters)."""
    found = ["bias"]
    made = shape(candidate.value)
    if made:
        found += _of_generated(made, candidate)
    else:
        found += _of_value(candidate.value, candidate.quote, candidate.name)
    found += _of_name(candidate.name)
    found += _of_kind(candidate, made, path)
    found += _of_place(candidate, before, after, path)
    return found


def _of_kind(candidate: Candidate, made: str, path: str) -> Iterator[str]:
    """What the name says, whatever its words are, with how and where the value stands."""
    value = candidate.value
    kind = kind_of(candidate.name)
    quoted = "q" if candidate.quote else "b"
    group = _GROUP.get(path.rpartition("/")[2].lower().rpartition(".")[2], "other")
    look = made
    if not made:
        signs = sum(not char.isalnum() for char in value)
        look = f"{min(len(value) // 4, 5)}{'d' if any(map(str.isdecimal, value)) else ''}{min(signs, 3)}"
    yield f"says:{kind}"
    yield f"says:{kind}:{candidate.form}:{quoted}"
    yield f"says:{kind}:{group}:{quoted}"
    yield f"says:{kind}:{look}"
    yield f"says:{kind}:{look}:{quoted}:{candidate.form}"
    yield f"says:{kind}:{'test' in path.lower() or 'spec' in path.lower()}"


def _of_generated(made: str, candidate: Candidate) -> Iterator[str]:
    """What is the same for all values of one kind and length; nothing about single characters."""
    size = len(candidate.value.rstrip("="))
    quoted = "q" if candidate.quote else "b"
    length = size if made in ("hex", "digits") or size < 48 else size // 16 * 16
    yield f"made:{made}"
    yield f"{quoted}made:{made}"
    yield f"made:{made}:{length}"
    yield f"made:{made}:{size // 8 * 8}"
    words = [word.lower() for word in _WORDS.compiled().findall(candidate.name)]
    for word in words[-4:]:
        yield f"made:{made}:n:{word}"
        yield f"made:n:{word}"
    if words:
        yield f"made:{made}:last:{words[-1]}"
        yield f"made:pair:{'_'.join(words[-2:])}"
    yield f"made:{made}:form:{candidate.form}"


def _of_value(value: str, quote: str, name: str) -> list[str]:
    size = len(value)
    lower = value.lower()
    shape = value.translate(_SHAPE)
    changed = list(map(ne, shape, shape[1:]))
    short = shape[0] + "".join(compress(shape[1:], changed))
    quoted = "q" if quote else "b"
    classes = "".join([sign for sign in "aA0" if sign in shape])
    other = "".join(sorted(set(shape) - _CLASSES))
    distinct, changes = len(set(value)), sum(changed)
    letters = sum(map(str.isalpha, value))
    vowels = sum(map(_VOWELS.__contains__, value))
    found = [
        f"len:{size if size < 12 else size // 4 * 4 if size < 40 else size // 16 * 16 if size < 128 else 128}",
        f"shape:{short[:8]}",
        f"{quoted}shape:{short[:5]}",
        f"first:{shape[0]}",
        f"last:{shape[-1]}",
        f"classes:{classes}",
        f"{quoted}classes:{classes}{'.' if other else ''}",
        f"distinct:{distinct * 8 // size}",
        f"distinct#{distinct if distinct < 24 else 24}",
        f"changes:{changes * 8 // size}",
        f"random:{min(size // 8, 5)}:{changes * 5 // size}:{distinct * 5 // size}",
        f"vowels:{vowels * 8 // letters if letters else '-'}",
        f"letters:{letters * 5 // size}",
    ]
    for sign in other[:8]:
        found += (f"sign:{sign}", f"{quoted}sign:{sign}")
    if _HEX.match(value):
        found.append(f"hex:{size}" if size in (8, 16, 24, 32, 40, 48, 56, 64, 96, 128) else "hex")
    if size == 36 and _UUID.match(value):
        found.append("uuid")
    if _IDENTIFIER.match(value):
        found += (
            f"{quoted}identifier:{_case(value)}",
            f"{quoted}identifier:{_case(value)}:{min(size // 3, 6)}",
        )
    if _DOTTED.match(value):
        found.append(f"{quoted}dotted")
    if _PATHLIKE.match(value):
        found.append(f"{quoted}path")
    if " " in value:
        found.append(f"spaces:{min(value.count(' '), 4)}")
    stock = [word for word in _STOCK if word in lower]
    if stock:
        found += [f"has:{word}" for word in stock]
        if lower in stock:
            found.append(f"{quoted}is:{lower}")
        much = min(sum(map(len, stock)) * 4 // size, 4)
        found += (f"stock:{much}", f"{quoted}stock:{much}")
    bare_name = name.lower().strip("_$@.-")
    if bare_name and (bare_name in lower or lower in bare_name):
        found.append(f"{quoted}echo")
    ended = f"^{lower[:48]}$"
    found += [f"v{ended[at : at + 3]}" for at in range(len(ended) - 2)]
    shaped = f"^{shape[:32]}$"
    found += [f"s{shaped[at : at + 4]}" for at in range(min(len(shaped) - 3, 24))]
    found += [f"w:{word.lower()}" for word in _WORDS.compiled().findall(value[:64]) if len(word) > 2]
    return found


def _case(value: str) -> str:
    if value.islower():
        return "snake" if "_" in value else "lower"
    if value.isupper():
        return "CONST" if "_" in value else "UPPER"
    return "mixed_" if "_" in value else "Title" if value[0].isupper() and value[1:].islower() else "camel"


def _of_name(name: str) -> Iterator[str]:
    words = [word.lower() for word in _WORDS.compiled().findall(name)]
    for word in words[-6:]:
        yield f"n:{word}"
    if words:
        yield f"last:{words[-1]}"
        yield f"first:{words[0]}"
        yield f"pair:{'_'.join(words[-2:])}"
    yield f"words:{min(len(words), 5)}"
    yield f"case:{_case(name) if name else ''}"
    whole = f"^{name.lower()[-24:]}$"
    for at in range(len(whole) - 3):
        yield f"N{whole[at : at + 4]}"
    if name[:1] in "$@-":
        yield f"sigil:{name[:1]}"
    if "." in name:
        yield "dotted-name"


def _of_place(candidate: Candidate, before: str, after: str, path: str) -> Iterator[str]:
    form, quote = candidate.form, candidate.quote
    name = path.rpartition("/")[2].lower()
    ending = name.rpartition(".")[2]
    group = _GROUP.get(ending, "other")
    yield f"form:{form}:{quote}"
    yield f"kind:{candidate.kind}"
    yield f"group:{group}"
    yield f"{group}:{form}:{'q' if quote else 'b'}"
    yield f"ending:{ending[:12]}"
    yield f"{ending[:12]}:{form}:{'q' if quote else 'b'}"
    if candidate.call:
        yield "call"
        for word in _WORDS.compiled().findall(candidate.call)[-3:]:
            yield f"call:{word.lower()}"
    folders = path.lower()
    for place in _PLACES:
        if place in folders:
            yield f"place:{place}"
    stripped = before.lstrip()
    yield f"start:{stripped[:2]}"
    for sign in ("#", "//", "*", "--", "|", "<", ">", "$"):
        if stripped.startswith(sign):
            yield f"comment:{sign}"
    yield f"indent:{min((len(before) - len(stripped)) // 4, 4)}"
    yield f"after:{after[len(quote) : len(quote) + 2]}"
    yield f"a:{after[:1]}:{quote}"
    for word in _WORDS.compiled().findall(before[-120:])[-14:]:
        yield f"b:{word.lower()}"
    for word in _WORDS.compiled().findall(after[:60])[:6]:
        yield f"f:{word.lower()}"
    yield f"line:{min(len(before) // 40, 5)}:{min(len(after) // 30, 3)}"
