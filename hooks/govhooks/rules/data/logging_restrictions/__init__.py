"""Classified values stay out of logs, errors, analytics, URLs and prompts."""

# words        a quick look at the text
# names        which names are those of classified values
# python_code, script_code   a language's tree as nodes
# processors   third parties that begin to receive data (knowledge/processors)
# near         which functions are worth following
# flow, calls, expressions, values  follow the values to the sinks (knowledge/sinks)

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.lines import decode
from govhooks.core.places import is_bundled, test_data
from govhooks.core.rule import Concerns, Rule
from govhooks.knowledge.processors.stems import STEMS
from govhooks.rules.data.logging_restrictions.policy import ID, OFF, REFUSE, Policy
from govhooks.rules.data.logging_restrictions.words import ENDS, FORMATS, SENSITIVE, SINKS, of_register, squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.readers.document import Document, Side
    from govhooks.rules.data.logging_restrictions.expressions import Leak
    from govhooks.rules.data.logging_restrictions.names import Names
    from govhooks.rules.data.logging_restrictions.near import Near
    from govhooks.rules.data.logging_restrictions.values import Label

    Judged = tuple[Leak, tuple[str, ...], bool]
    Key = tuple[Label, tuple[str, ...], str]

# What a file has in which a value that is surely secret may leave the program, one of each: less than the rule looks at, so that everyday
# changes do not load it. With a matrix every change does.
_LEAVES = tuple(
    "log print console warn puts echo stdout stderr raise throw errorf error( analytics mixpanel amplitude posthog segment rudder track( identify( gtag"
    " sentry capture rollbar bugsnag honeybadger newrelic airbrake statsd metric .labels .tag( histogram gauge span requests. httpx http axios fetch( urlopen"
    " params searchparams openai anthropic completion llm invoke generate prompt message agent chat timber pp( _dump alert".split()
)
_CLASSIFIED = tuple(
    "passw passwd passphrase passcode pwd secret token api_key apikey api-key private_key privatekey access_key accesskey auth_key authkey signing_key"
    " signingkey encryption_key encryptionkey credential otp card cvv cvc iban bank_ bankacc account_n accountn routing ssn social_sec socialsec passport"
    " national national_id tax_id taxid nino aadha pesel cpf license licence authorization cookie jwt bearer headers .header .body .environ process.env"
    " meta.env __dict__ vars( locals( cleaned_data validated_data request params $_ getenv env. connectionstring connection_string backup_code"
    " recovery_code pin_ _pin pincode security_code maiden getpass".split()
)

_LOGINS = (
    b"bearer",
    b"jwt",
    b"oauth",
    b"login",
    b"log_in",
    b"sign_in",
    b"signin",
    b"authorization",
    b"authenticate",
    b"reset_password",
    b"auth_token",
    b"authtoken",
)
_PARSERS = (b"tokeniz", b"lexer", b"parser.", b"parse_", b"cancellation", b"llm", b"csrf")


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge each classified value that the change lets reach a sink, and each third party that it brings."""
    from govhooks.rules.data.logging_restrictions import processors

    yield from processors.check(changeset, policy)
    is_data = test_data(policy.test_data)
    fields = changeset.supplied.get("data-fields") or {} if policy.matrix else {}
    words = (*SENSITIVE, *of_register(fields))
    changes = [one for one in changeset.changes if not is_data(one.path) and _may_leak(one, words)]
    if not any(one.exists for one in changes):
        return
    from govhooks.core.change import Change
    from govhooks.readers import documents
    from govhooks.rules.data.logging_restrictions.near import Near, touched

    sorts = {tokens: _names(changeset, policy, tokens) for tokens in (False, True)}
    leaking: dict[str, list[Judged]] = {}
    for change in changes:
        names = sorts[_has_logins(change)]
        near = Near(change.text, names, touched(change))
        if not change.exists or not (near or change.large):
            continue
        # The new side alone; the old one is read where there is something to compare.
        alone = Change("W", change.path, new=change.sources[0], mode=change.mode)
        for document in documents((alone,), *FORMATS):
            partial = document.new.value is not None and getattr(document.new.value, "partial", None)
            judged = _of_side(document.new, names, policy, near)
            if judged is None or (not judged and (near.misses or (near.hides and _was_unread(change)))):
                judged = _of_side(document.new, names, policy, near.with_all())
            if changeset.kind == "whole":
                yield from (_finding(document.path, *one) for one in judged or ())
            elif judged:
                leaking[change.path] = judged
            if not (document.error or partial or judged is None):
                continue
            both = next(documents((change,), *FORMATS))
            if document.error or partial:
                yield from _unread(both)
            if judged is None:
                yield _unfollowed(both)
    if not leaking:
        return
    # Something leaks: every file of the change is followed as a whole, before and after it.
    sides: list[tuple[Document, list[Judged], list[Leak]]] = []
    for document in documents(changes, *FORMATS):
        change, names = document.change, sorts[_has_logins(document.change)]
        new = _of_side(document.new, names, policy, Near(change.text, names)) if change.exists else []
        if new is None:  # as a whole it takes too much: what the touched functions leak stays said
            new = leaking.get(change.path)
        was = Near(decode(change.read_old())[0], names)
        old = [_of_side(one, names, policy, was) or [] for one in document.olds[:1]]
        sides.append((document, new or [], [leak for one in old for leak, *_ in one]))
    for document, leak, kinds, blocks in _fresh(sides):
        yield _finding(document.path, leak, kinds, blocks)


def _was_unread(change: Change) -> bool:
    """Whether nobody can say what the old side let leak: it was of another format, or cannot be read."""
    from govhooks.readers import documents, format_of

    if change.old_path and format_of(change.old_path) != format_of(change.path):
        return True
    return any(old.error for document in documents((change,), *FORMATS) for old in document.olds)


def _fresh(
    sides: list[tuple[Document, list[Judged], list[Leak]]],
) -> Iterator[tuple[Document, Leak, tuple[str, ...], bool]]:
    """The leaks that the change makes: those that no file had before, one for one; `sides` are the new and the old ones of each file."""
    from govhooks.rules.data.logging_restrictions.values import REGISTERED

    left: list[tuple[Document, Judged]] = []
    gone: dict[Key, int] = {}
    for document, new, old in sides:
        before: dict[Key, list[Leak]] = {}
        for leak in old:
            before.setdefault(_key(leak), []).append(leak)
        known: dict[tuple[object, ...], str] = {}
        fresh = []
        # Where only some of several are new, those that the change touches.
        for one in sorted(new, key=lambda one: document.touches(one[0].line, one[0].end)):
            if same := before.get(_key(one[0])):
                was = same.pop(0)
                known[_place(one[0])] = _written(decode(document.change.read_old())[0].split("\n"), was)
            else:
                fresh.append(one)
        # Another name of a secret that this very call was given before is nothing new: `log.debug(token)` leaked before
        # `token = request.headers["Authorization"]` said where it comes from. What is said by a new name in the call is.
        left += [
            (document, one)
            for one in fresh
            if one[0].label.of == REGISTERED
            or _place(one[0]) not in known
            or not _names_of(_written(document.change.lines, one[0])) <= _names_of(known[_place(one[0])])
        ]
        for key, leaks in before.items():
            gone[key] = gone.get(key, 0) + len(leaks)
    for document, (leak, kinds, blocks) in left:  # one that moved to another file
        if gone.get(_key(leak), 0) > 0:
            gone[_key(leak)] -= 1
        else:
            yield document, leak, kinds, blocks


def _place(leak: Leak) -> tuple[object, ...]:
    return leak.line, leak.label.kind, leak.sink


def _written(lines: Sequence[str], leak: Leak) -> str:
    return "\n".join(lines[leak.line - 1 : max(leak.line, leak.end)])


def _names_of(text: str) -> frozenset[str]:
    from govhooks.rules.data.logging_restrictions.near import NAME

    return frozenset(NAME.findall(text))


def _has_logins(change: Change) -> bool:
    """Whether a file speaks of logins, and of no parser: a bare `token` is a credential there."""
    text = (change.read() or change.read_old()).lower()
    return any(word in text for word in _LOGINS) and not any(word in text for word in _PARSERS)


def _names(changeset: Changeset, policy: Policy, tokens: bool) -> Names:
    from govhooks.knowledge.classification.register import Register
    from govhooks.rules.data.logging_restrictions.names import Names

    classes, fields = changeset.supplied.get("data-classes") or (), changeset.supplied.get("data-fields") or {}
    register = Register(classes, fields)
    if policy.matrix:
        return Names(register, policy.unregistered != OFF, tokens)
    # Without a matrix no class is kept from anything; what the register has as less than the highest class is no secret.
    lower = {name: of for name, of in fields.items() if of != (classes or ("",))[-1]}
    return Names(Register(classes, lower), policy.unregistered != OFF, tokens)


def _may_leak(change: Change, words: tuple[str, ...]) -> bool:
    """Whether the text of a change has the words of a sink and of something classified."""
    from govhooks.readers import format_of

    if not any(format_of(path) in FORMATS for path in (change.path, change.old_path) if path):
        return False
    if change.large:
        return True
    for source in change.sources:
        data = source.read() or b""
        if is_bundled(data):
            continue
        text = decode(data)[0]
        low = text.lower()
        if any(word in low for word in SINKS):
            tight = squeeze(text)
            if any(word in tight for word in words):
                return True
    return False


def _of_side(side: Side, names: Names, policy: Policy, near: Near) -> list[Judged] | None:
    """(leak, its sinks that are forbidden, whether it is refused); None where the file takes too much to be followed."""
    if side.error or getattr(side.value, "tree", None) is None:
        return []
    from govhooks.rules.data.logging_restrictions.judged import leaks
    from govhooks.rules.data.logging_restrictions.verdict import verdict

    found = leaks(side.value, names, near)
    if found is None:
        return None
    said = set()
    judged = []
    for leak in found:
        kinds, choice = verdict(leak, policy)
        # A loop is followed several times, and what stands behind it with it.
        at = (leak.label, kinds, leak.line)
        if kinds and choice != OFF and at not in said:
            said.add(at)
            judged.append((leak, kinds, choice == REFUSE))
    return judged


def _key(leak: Leak) -> Key:
    return leak.label, leak.kinds, leak.sink


def _finding(path: str, leak: Leak, kinds: tuple[str, ...], blocks: bool) -> Finding:
    from govhooks.rules.data.logging_restrictions.verdict import fix_of, problem_of

    return Finding(
        rule=ID,
        path=path,
        line=leak.line,
        end_line=leak.end if leak.end != leak.line else 0,
        problem=problem_of(leak, kinds),
        fix=fix_of(leak, kinds),
        identity=f"{leak.label.of} {leak.label.name} {','.join(kinds)} {leak.sink}",
        blocks=blocks,
    )


def _unread(document: Document) -> Iterator[Finding]:
    """Said of a file that may hold a sink and something classified, and that nobody could read."""
    why, line = document.error, document.error_line
    if not why:
        lines = document.change.lines
        bad = [one for one in document.new.value.partial if 0 < one <= len(lines) and document.touches(one)]
        line = next((one for one in bad if any(word in lines[one - 1].lower() for word in SINKS)), 0)
        if not line:
            return
        why = "the parser does not understand this line"
    problem = f"what this file logs or sends is not judged: {why}"
    fix = "review what it logs by hand, or mend what keeps it from being read"
    yield Finding(ID, document.path, line, problem, fix, f"unread {document.path}", blocks=False)


def _unfollowed(document: Document) -> Finding:
    problem = "what this file logs or sends is not judged: it takes too much to follow its values"
    return Finding(ID, document.path, 0, problem, "split the file", f"unfollowed {document.path}", blocks=False)


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(paths=tuple(f"*{end}" for end in ENDS), words=_CLASSIFIED, within=_LEAVES),
        Concerns(paths=tuple(f"*{end}" for end in ENDS), words=_LEAVES, within=_CLASSIFIED),
        Concerns(opens=("matrix",)),
        Concerns(words=STEMS),
    ),
    kinds=("change", "range", "whole"),
    baseline=True,
)
