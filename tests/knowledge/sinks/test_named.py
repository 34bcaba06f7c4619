"""Which calls are sinks."""

from __future__ import annotations

from rows import each

from govhooks.knowledge.sinks.named import sinks_of
from govhooks.knowledge.sinks.table import KINDS, SINKS

CALLS = (
    ("self.logger.info", ("log",)),
    ("logging.warning", ("log",)),
    ("app.audit_log.info", ("log",)),
    ("structlog.contextvars.bind_contextvars", ("log",)),
    ("math.log", ()),
    ("catalog.info", ()),
    ("blog.info", ()),
    ("print", ("print",)),
    ("console.log", ("print", "log")),
    ("sys.stderr.write", ("print",)),
    ("file.write", ()),
    ("mixpanel.track", ("analytics",)),
    ("package.track", ()),
    ("Sentry.setUser", ("error-tracker",)),
    ("sentry_sdk.set_context", ("error-tracker",)),
    ("statsd.incr", ("metric",)),
    ("LOGINS.labels", ("metric",)),
    ("requests.get", ("url",)),
    ("cache.get", ()),
    ("client.chat.completions.create", ("llm",)),
    ("User.objects.create", ()),
)


@each(CALLS)
def test_a_call_is_a_sink_by_its_name(name: str, kinds: tuple[str, ...]) -> None:
    found = sinks_of(tuple(name.split(".")))

    assert (found.kinds if found else ()) == kinds


def test_the_table_is_in_order() -> None:
    assert {kind for kinds, *_ in SINKS for kind in kinds.split()} | {"exception"} == set(KINDS)
    for _, receivers, methods, _ in SINKS:
        assert receivers and methods == methods.lower().replace("_", "")
