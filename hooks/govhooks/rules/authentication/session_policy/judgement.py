"""Read both sides of the files of a change, compare their settings, and say what is looser."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.globs import globs
from govhooks.core.lines import decode
from govhooks.core.places import WIDE, is_bundled, test_data
from govhooks.readers import FORMATS, documents, format_of
from govhooks.readers.sides import LARGEST
from govhooks.rules.authentication.session_policy.compare import Entry, File, Loosened, concerns_sessions, loosened
from govhooks.rules.authentication.session_policy.concern import EVERYDAY, SPEAKS, STRONG, WORDS
from govhooks.rules.authentication.session_policy.durations import FOREVER, show
from govhooks.rules.authentication.session_policy.facts import Collector
from govhooks.rules.authentication.session_policy.index import index_of, may_hold
from govhooks.rules.authentication.session_policy.policy import FLAG, ID, OFF, REFUSE, SPANS, Policy
from govhooks.rules.authentication.session_policy.settings import (
    CONFIGURATION,
    GUARD,
    LEAST,
    Context,
    measure,
)
from govhooks.rules.authentication.session_policy.words import FIXES, PROBLEMS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.readers.document import Document, Side

_SOURCE = ("javascript", "typescript", "tsx", "java", "go", "csharp", "ruby", "php")
_CODE = ("python", *_SOURCE)
_FORMATS = (*CONFIGURATION.split(), *_CODE)
# Kinds that are shown even in files for development.
_EVERYWHERE = ("jwt", "tls", "csrf")
_KOTLIN = (".kt", ".kts")
# Below this part of what a library takes by default, a cost is too low wherever it is new.
_CHEAP = 0.8


def judge(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """The findings of a changeset, by path and line."""
    is_data = test_data(policy.test_data)
    development = globs(policy.development, ignore_case=True)
    files: list[File] = []
    for change in changeset.changes:
        name = change.path.rpartition("/")[2].lower()
        form = format_of(change.path) or format_of(change.old_path)
        if is_data(change.path) or "lock" in name.partition(".")[0].split("-") or name.endswith((".lock", ".min.js")):
            continue
        if name.endswith(_KOTLIN) and change.exists and _has_words(change, "") and _is_worth_saying(change):
            yield from _unjudged(change.path, 0, "this rule does not read Kotlin", policy)
            continue
        if form not in _FORMATS or not _has_words(change, form):
            continue
        for document in documents([change], *_FORMATS):
            if document.error:
                if _is_worth_saying(change):
                    yield from _unjudged(change.path, document.error_line, document.error, policy)
                break
            if (partial := _partial(document.new)) and document.touches(partial[0], partial[-1]):
                yield from _unjudged(change.path, partial[0], "parts of it are not understood", policy)
            files.append(_file(document))
    for one in loosened(files):
        yield from _finding(one, policy, bool(development.match(one.path)))


def _has_words(change: Change, form: str) -> bool:
    """Whether the file may hold a setting: code by its changed lines, configuration by its whole text."""
    if change.large or change.old_large:
        return True
    if (form in _CODE or not form) and not _lists_exempt(change.path):
        most = WIDE if form in _SOURCE and is_bundled(change.read()) else LARGEST
        lines = (line.text for side in (change.added, change.removed) for line in side)
        text = "\n".join(line for line in lines if len(line) <= most).lower()
        if any(word in text for word in WORDS if word not in EVERYDAY):
            return True
        if not any(word in text for word in EVERYDAY):
            return False
        if form == "php":  # its settings are keys of arrays, and any word may be one
            return True
        whole = change.text.lower() + "\n" + decode(change.read_old())[0].lower()
        return any(word in whole for word in STRONG)
    text = change.text.lower() + "\n" + decode(change.read_old())[0].lower()
    return any(word in text for word in SPEAKS)


def _lists_exempt(path: str) -> bool:
    """Whether it is code that lists what is exempt, a line each (`concern.LISTS`)."""
    name = path.rpartition("/")[2].lower()
    return "csrf" in name and name.endswith(".php")


def _is_worth_saying(change: Change) -> bool:
    """Whether a file that cannot be read is likely to hold a setting of this rule."""
    from govhooks.rules.authentication.session_policy.words import TELLING

    return bool(TELLING.search(change.text)) or change.large


def _unjudged(path: str, line: int, why: str, policy: Policy) -> Iterator[Finding]:
    if policy.coverage != OFF:
        yield Finding(
            rule=ID,
            path=path,
            line=line,
            problem=f"settings of sessions and logins are not judged here: {why}",
            fix="install govhooks[languages]"
            if "govhooks[languages]" in why
            else "make it readable, or review it by hand",
            identity="not judged",
            blocks=policy.coverage == REFUSE,
        )


def _partial(side: Side) -> tuple[int, ...]:
    return tuple(getattr(side.value, "partial", ()) or ())


def _file(document: Document) -> File:
    change = document.change
    old_form = (format_of(change.old_path) if change.old_path else "") or document.format
    new: tuple[list[Entry], set[str]] = ([], set())
    old: tuple[list[Entry], set[str]] = ([], set())
    if change.exists:
        new = _entries(document.format, document.new, change.read(), change.path)
    if document.olds and not document.old.error:
        old = _entries(old_form, document.old, change.read_old(), change.old_path)
    has_old = bool(document.olds) or change.status != "W"
    old_text = decode(change.read_old())[0] if document.olds else ""
    return File(
        change.path, new[0], old[0], has_old, change.exists, change.text if change.exists else "", new[1], old_text
    )


def _entries(form: str, side: Side, data: bytes, path: str) -> tuple[list[Entry], set[str]]:
    """The settings that one side has, in textual order, and the rows of those whose value only a running program knows."""
    if form not in FORMATS or not may_hold(form, data):
        return [], set()
    index = index_of(form)
    into = Collector(index.wants)
    resolve = None
    if form == "python":
        from govhooks.rules.authentication.session_policy.python_facts import collect as collect_python

        if side.value is None or isinstance(side.value, (dict, list)) or not hasattr(side.value, "tree"):
            return [], set()
        resolve = side.value.resolve
        collect_python(side.value.tree, into, resolve)
    elif form in _SOURCE:
        from govhooks.rules.authentication.session_policy.source_facts import collect as collect_source

        if side.value is None or not hasattr(side.value, "tree"):
            return [], set()
        collect_source(form, side.value.tree, data, into)
    else:
        from govhooks.rules.authentication.session_policy.document_facts import collect as collect_document

        collect_document(form, side, into)
    context = Context(decode(data)[0], {**CONSTANTS, **into.names}, resolve, path)
    found: list[Entry] = []
    unknown: set[str] = set()
    for fact in into.facts:
        for setting in index.of(fact):
            if setting.near and not context.matches(setting.near):
                continue
            reading = None if fact.development else measure(setting, fact, context)
            if reading is not None:
                found.append(Entry(setting, fact, reading))
            else:
                unknown.add(setting.id)
    return found, unknown


# Constants of libraries that stand for numbers.
CONSTANTS = {
    "bcrypt.DefaultCost": 10,
    "bcrypt.MinCost": 4,
    "bcrypt.MaxCost": 31,
    "MinCost": 4,
    "DefaultCost": 10,
    "PASSWORD_BCRYPT_DEFAULT_COST": 10,
}


def _finding(one: Loosened, policy: Policy, in_development: bool) -> Iterator[Finding]:
    setting, new, old = one.setting, one.new, one.old
    kind = setting.kind
    entry = new or old
    if entry is None or not concerns_sessions(entry, old):
        return
    problem = ""
    verdict = policy.verdict(kind)
    shown = entry.fact.shown
    value: object = shown
    if entry.reading.amount is not None and kind in SPANS:
        amount = new.reading.amount if new is not None else float(setting.default or FOREVER)
        if amount is None:
            return
        budget = policy.budget(kind)
        what = PROBLEMS.get(setting.id) or PROBLEMS[kind]
        was = show(old.reading.amount) if old is not None and old.reading.amount is not None else ""
        longer = old is not None and old.reading.amount is not None and amount > old.reading.amount
        if budget is not None and amount > budget:
            verdict = policy.exceeded
            if was and not longer and verdict == REFUSE:  # still too long, and shorter than before
                verdict = FLAG
            problem = f"{what} of {show(amount)} is beyond the budget of {show(budget)}"
        elif budget is None and longer:
            problem = f"{what} goes from {was} to {show(amount)}"
        elif budget is None and amount == FOREVER:
            problem = f"{what} never ends"
        else:
            return
        problem += f": {shown}" if new is not None else f": {shown} was taken out"
        if was and budget is not None and amount > budget and longer:
            problem += f" (was {was})"
        fix = setting.fix or (
            f"set it to {show(budget)} or less"
            if budget is not None
            else f"set it back to {was}, or declare a budget: [rules.{ID}] {kind}"
            if was
            else f"let it end; declare a budget: [rules.{ID}] {kind}"
        )
        value = (setting.id, amount)
    elif entry.reading.amount is not None:
        amount = new.reading.amount if new is not None else float(setting.default)
        was_amount = old.reading.amount if old is not None else None
        by_default = ""
        if old is None and amount is not None and kind == "cost" and amount < _CHEAP * float(setting.default or 0):
            was_amount, by_default = float(setting.default), " by default"
        if was_amount is None or amount is None:
            return
        problem = f"{setting.problem or PROBLEMS[kind + ('+' if setting.how == LEAST or kind == 'cost' else '-')]}: {shown}{' was taken out' if new is None else ''} ({abs(amount):g}, was {abs(was_amount):g}{by_default})"
        fix = setting.fix or f"keep {abs(was_amount):g}"
        if kind == "lockout" and verdict == REFUSE:
            verdict = FLAG
        value = (setting.id, amount)
    else:
        words = entry.reading.reason if new is not None else ""
        words = words or setting.problem or PROBLEMS[kind]
        if new is None:
            problem = f"{words}: {shown} was taken out"
        else:
            problem = f"{words}: {shown}"
            if old is not None and setting.how != GUARD:
                problem += f" (was {old.fact.shown})" if old.fact.shown != shown else ""
        fix = setting.fix or FIXES[kind]
        if new is None:
            fix = f"put it back, or {fix}"
        if (entry.reading.flag or setting.flag) and verdict == REFUSE:
            verdict = FLAG
    if in_development:
        if kind not in _EVERYWHERE:
            return
        verdict = FLAG if verdict == REFUSE else verdict
    if verdict == OFF:
        return
    yield Finding(
        rule=ID,
        path=one.path,
        line=one.line,
        problem=problem,
        fix=fix,
        identity=f"{setting.id} {entry.fact.trail} {entry.fact.subject} {'gone ' if new is None else ''}{value}",
        blocks=verdict == REFUSE,
    )
