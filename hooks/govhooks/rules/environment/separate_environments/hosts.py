"""Where a value leads to: hosts of URLs and connection strings, whether a password goes with them, and whose they seem to be."""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.variables.environments import WORDS, words_of
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Schemes of databases, brokers and stores: their URLs are connection strings. `postgresql+psycopg2` is `postgresql`.
_CONNECTIONS = frozenset(
    "postgres postgresql pgsql psql mysql mysql2 mariadb mongodb redis rediss valkey amqp amqps kafka nats mssql sqlserver oracle"
    " clickhouse cassandra couchdb cockroachdb cockroach neo4j bolt elasticsearch opensearch ldap ldaps influxdb"
    " postgis mysqlgis redshift snowflake trino db2 pulsar stomp mqtt mqtts tibco".split()
)
_URL = compiled(r"(?i)(?:jdbc:)?([a-z][a-z0-9+.-]*)(?::thin:@)?:?//([^/?#\s\"'<>;]*)([^\s\"'<>]*)")
_ORACLE = compiled(r"(?i)jdbc:oracle:thin:@(?://)?([\w.-]+)")
_PAIRED = compiled(
    r"(?i)(?:^|[;\s:?&\"'])(?:server|data source|host|hostname|addr|address|network address)\s*=\s*(?:tcp:)?['\"]?([\w.-]+)"
)
_IS_PAIRED = compiled(r"(?i)(?:^|[;\s:?&])(?:password|pwd|user id|uid|user|database|dbname|initial catalog)\s*=")
_PASSWORD = compiled(r"(?i)(?:^|[;\s?&])(?:password|pwd)\s*=\s*([^;&\s\"']+)")
_GO = compiled(r"^([^:@\s]+):([^@\s]*)@(?:tcp|unix)?\(([\w.-]+)(?::\d+)?\)")
_HOST = compiled(r"(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)")
_BARE = compiled(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9_][A-Za-z0-9_.-]*)(?::\d+)?")
_LOCAL = compiled(
    r"(?i)\.|localhost|127(?:\.\d+){3}|\[::1\]|::1|0\.0\.0\.0|host\.docker\.internal|docker\.for\.(?:mac|win)\.(?:localhost|host\.internal)"
    r"|(?:.*\.)?localhost|localhost\.localdomain"
)
_SQLITE = compiled(
    r"(?i)(?:^|[\s\"'])(?:sqlite3?(?:\+\w+)?:|jdbc:sqlite:|jdbc:h2:|jdbc:hsqldb:mem)|\(localdb\)|^data source=[^;]*\.(?:db|sqlite3?)\b|^django\.db\.backends\.sqlite3$"
)

# Words of a key that say that its value is where a database, a broker or a store is.
_STORES = frozenset(
    "db database databases datasource datasources postgres postgresql pg mysql mariadb mongo mongodb redis valkey sql mssql"
    " rabbitmq rabbit amqp kafka broker brokers bootstrap elasticsearch elastic opensearch cassandra couchdb clickhouse nats"
    " celery sidekiq mongoid cable knexfile sequelize oracle neo4j influxdb queue sqlalchemy dynamodb".split()
)
_PLACES = frozenset(
    "host hosts hostname server servers url uri endpoint address addr brokers broker nodes dsn location".split()
)
# Words of a key that say that it is something else: where to listen, what to measure, what is asked whether it lives.
_ELSEWHERE = frozenset(
    "listen bind binding healthcheck health probe readiness liveness metrics metric statsd telemetry otel exporter agent"
    " sidecar cors allowed origins origin csrf command cmd args entrypoint test run script proxy admin ui console docs".split()
)

_NAMESPACES = ("prod", "production", "prd", "staging", "stg")


class Endpoint(Record):
    """A host in lower case without its port, whether it is that of a connection string, and the password that goes with it."""

    host: str
    is_connection: bool
    password: str = ""


def endpoints(value: str, keys: tuple[str, ...], about: tuple[str, ...] = ()) -> Iterator[Endpoint]:
    """The endpoints that a value names; `keys`, and the words of the file's name, tell whether a bare host is that of a database."""
    if "//" in value:
        for found in _URL.finditer(value):
            scheme = found[1].lower().partition("+")[0].rpartition(":")[2]
            user, _, hosts = found[2].rpartition("@")
            password = _literal(user.partition(":")[2]) or _literal(_first(_PASSWORD, found[3]))
            is_connection = scheme in _CONNECTIONS or is_place(keys, about)
            for host in _hosts(hosts):
                yield Endpoint(host, is_connection, password)
    if value.startswith(("jdbc:oracle", "JDBC:oracle")) and (oracle := _ORACLE.match(value)):
        yield Endpoint(oracle[1].lower(), True)
    elif "=" in value and _IS_PAIRED.search(value):
        for paired in _PAIRED.finditer(value):
            yield Endpoint(paired[1].lower(), True, _literal(_first(_PASSWORD, value)))
    elif "@" in value and (go := _GO.match(value)):
        yield Endpoint(go[3].lower(), True, _literal(go[2]))
    elif "//" not in value and is_place(keys, about):
        for one in value.split(","):
            if bare := _BARE.fullmatch(one.strip()):
                yield Endpoint(bare[1].lower(), True)


def _first(expression: object, text: str) -> str:
    found = expression.search(text)  # type: ignore[attr-defined]
    return str(found[1]) if found else ""


def _hosts(authority: str) -> Iterator[str]:
    for one in authority.split(","):
        if found := _HOST.match(one):
            yield found[0].lower()


def _literal(password: str) -> str:
    """A password that is written out: no variable, no template, not empty."""
    return "" if not password or any(mark in password for mark in ("$", "{", "<", "%(", "*")) else password


def is_place(keys: tuple[str, ...], about: tuple[str, ...] = ()) -> bool:
    """Whether keys say that their value is where a database or a broker is."""
    last = words_of(keys[-1]) if keys else ()
    if len(keys) > 1 and keys[-2].lower() == "connectionstrings":
        return True
    if last in (("pghost",), ("pgurl",), ("mysqlhost",)):
        return True
    if not last or last[-1] not in _PLACES:
        return False
    around = {*about, *(word for key in keys[-4:] for word in words_of(key))}
    return bool(around & _STORES) and not around & _ELSEWHERE


def is_elsewhere(keys: tuple[str, ...]) -> bool:
    """Whether a value is a command, a check of health, an address to listen at: a host in it is nobody's database."""
    return any(word in _ELSEWHERE for key in keys[-4:] for word in words_of(key))


def is_local(host: str) -> bool:
    """Whether a host is this machine."""
    return _LOCAL.fullmatch(host) is not None


def is_embedded(value: str, keys: tuple[str, ...]) -> bool:
    """Whether a value makes a database of a file, of the memory of the process, or of a developer's SQL Server."""
    if _SQLITE.search(value):
        return True
    last = words_of(keys[-1])[-1:] if keys else ()
    return value.lower() in ("sqlite", "sqlite3", "better-sqlite3") and last in _ENGINES


_ENGINES = tuple(
    (word,) for word in "adapter dialect client provider driver connection engine type db database".split()
)


def environment_named(host: str) -> str:
    """The environment that the name of a host surely says, "" for any other: `db.prod.example.com`, `prod-db`."""
    if "." not in host and "-" not in host:
        return ""
    labels = host.split(".")
    if "svc" in labels:  # a service of Kubernetes and its namespace
        labels = labels[: labels.index("svc")]
    elif labels[-1] not in _NAMESPACES:
        # The name that was registered and what is above it belong to nobody's environments: `dev.to`, `test.example.com`.
        labels = labels[:-2] if len(labels) > 2 else labels[:-1] or labels
    for label in labels:
        for word in words_of(label):
            if found := WORDS.get(word, ""):
                return found
    return ""


def matches(host: str, patterns: Iterable[str]) -> bool:
    """Whether a host is one of the policy's; `*` stands for any part."""
    from fnmatch import fnmatchcase

    return any(fnmatchcase(host, pattern.lower()) for pattern in patterns)
