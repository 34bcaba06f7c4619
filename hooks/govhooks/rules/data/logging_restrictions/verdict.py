"""Whether a value may reach a sink: the matrix for registered ones, a row of our own for what is surely secret."""

from __future__ import annotations

from govhooks.knowledge.sinks.table import (
    ANALYTICS,
    ERROR_TRACKER,
    EXCEPTION,
    KINDS,
    LLM,
    LOG,
    METRIC,
    PRINT,
    URL,
)
from govhooks.rules.data.logging_restrictions.policy import FLAG, OFF, Policy
from govhooks.rules.data.logging_restrictions.values import EXPOSED, REGISTERED, VOCABULARY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.data.logging_restrictions.expressions import Leak

# Sinks to which a value that is surely secret never goes; and those where it may be meant so.
_NEVER = (LOG, ANALYTICS, ERROR_TRACKER, METRIC, LLM)
_SELDOM = (PRINT, EXCEPTION, URL)
# Whole objects: a request in an error's text or a URL is rare, and mostly another thing of that name.
_OBJECT_SINKS = (LOG, PRINT, ANALYTICS, ERROR_TRACKER, LLM, METRIC)
# What a URL may have to hold: tokens of other people's interfaces.
_IN_URLS = ("credential",)

_WHERE = {
    LOG: "a log",
    PRINT: "the terminal",
    EXCEPTION: "the text of an error",
    ANALYTICS: "analytics",
    ERROR_TRACKER: "an error tracker",
    METRIC: "a metric or trace",
    URL: "a URL",
    LLM: "a prompt of a language model",
}


def verdict(leak: Leak, policy: Policy) -> tuple[tuple[str, ...], str]:
    """(the sinks that are forbidden to the value, "refuse", "flag" or "off")."""
    label = leak.label
    if label.of == REGISTERED:
        row = policy.matrix.get(label.kind, ())
        return tuple(kind for kind in leak.kinds if kind in row), policy.forbidden
    if label.of == VOCABULARY:
        if policy.unregistered == OFF:
            return (), OFF
        if URL in leak.kinds and label.kind in _IN_URLS:
            return tuple(kind for kind in leak.kinds if kind in (*_NEVER, URL)), FLAG
        if label.kind == "token":
            return tuple(kind for kind in leak.kinds if kind in _NEVER), FLAG
        never = tuple(kind for kind in leak.kinds if kind in _NEVER)
        if never and PRINT not in leak.kinds:
            return never, policy.unregistered
        return (never or tuple(kind for kind in leak.kinds if kind in _SELDOM)), (
            policy.unregistered if never else FLAG
        )
    kinds = tuple(kind for kind in leak.kinds if kind in _OBJECT_SINKS)
    if kinds == (PRINT,) and label.kind == "all attributes" and not label.level:
        return (), OFF
    if label.of == EXPOSED:
        return kinds, policy.objects
    return kinds, OFF if policy.objects == OFF else FLAG


def problem_of(leak: Leak, kinds: tuple[str, ...]) -> str:
    """What is wrong, in one line."""
    label = leak.label
    where = _WHERE[kinds[0]]
    if label.of == REGISTERED:
        return f"`{label.name}` ({label.kind}) reaches {where}: {leak.sink}"
    if label.of == VOCABULARY:
        return f"`{label.name}` ({label.level}) reaches {where}: {leak.sink}"
    return f"all of `{label.name}` ({label.kind}) reaches {where}: {leak.sink}"


def fix_of(leak: Leak, kinds: tuple[str, ...]) -> str:
    """What to do next."""
    label = leak.label
    if label.of not in (REGISTERED, VOCABULARY):
        if label.kind == "headers":
            return f'name the ones that are needed, such as {label.name}["user-agent"]'
        if label.kind == "environment":
            return "name the variables that are needed; the environment holds every secret of the process"
        return "name the fields that are needed"
    if kinds[0] == URL:
        return f"send `{label.name}` in the body or a header: URLs are logged on the way"
    if label.of == VOCABULARY:
        return f"leave `{label.name}` out, or say only whether it is set"
    return f"leave `{label.name}` out: use an id, or mask it first, as in mask({label.name})"


assert {*_NEVER, *_SELDOM} == set(KINDS)
