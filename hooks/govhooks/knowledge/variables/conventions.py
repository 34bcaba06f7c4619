"""How programs call what reads environment variables: the libraries' names, and the words by which a project's own are known."""

from __future__ import annotations

from govhooks.search.compiled import compiled

# Python: functions that take a variable's name first and its default second.
GETTERS = {
    "os.getenv": "default",
    "os.getenvb": "default",
    "os.environ.get": "default",
    "os.environ.pop": "default",
    "os.environ.setdefault": "default",
    "decouple.config": "default",  # https://pypi.org/project/python-decouple/
    "prettyconf.config": "default",
    "starlette.config.environ.get": "default",
}
# Python: classes whose instances are called with a name, or have a method for each type.
READERS = {
    "environ.Env": "environ",  # https://django-environ.readthedocs.io/en/latest/api.html
    "environ.FileAwareEnv": "environ",
    "environs.Env": "environs",  # https://pypi.org/project/environs/
    "environs.FileAwareEnv": "environs",
    "decouple.AutoConfig": "decouple",
    "decouple.Config": "decouple",
    "prettyconf.Configuration": "decouple",
    "starlette.config.Config": "starlette",  # https://www.starlette.io/config/
}
# django-environ: methods that have a variable when none is named.
UNNAMED = {
    "db": "DATABASE_URL",
    "db_url": "DATABASE_URL",
    "cache": "CACHE_URL",
    "cache_url": "CACHE_URL",
    "email": "EMAIL_URL",
    "email_url": "EMAIL_URL",
    "search_url": "SEARCH_URL",
    "channels": "CHANNELS_URL",
    "channels_url": "CHANNELS_URL",
}
# Methods of these objects that read nothing.
NO_READS = frozenset(
    ("read_env", "prefixed", "seal", "dump", "parser_for", "add_parser", "read_envfile", "parse_value")
)
# Methods of a mapping that read an entry.
MAPPING = frozenset(("get", "pop", "setdefault", "__getitem__", "__contains__", "getenv"))

# Keywords whose value is the name of a variable: click and typer, ConfigArgParse, and what projects call their own.
KEYWORDS = frozenset(
    ("envvar", "env_var", "envvars", "env_vars", "env_var_name", "envvar_name", "env_name", "env_key", "environ_name")
)
# Names of constants that hold the name of a variable.
CONSTANT = compiled(r"(?i)(?:^|_)env(?:iron(?:ment)?)?_?var(?:iable)?(?:_?name|_?key)?s?$|_env_(?:name|key)$")
LOOSE = compiled(r"^(?:_?ENV(?:VAR)?_\w+|\w+_ENV)$")

_WORD = compiled(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SAY = frozenset(("env", "envs", "getenv", "environ", "envvar"))
_OTHER = frozenset(
    "set setenv unset del delete delenv patch put write export mock with add update load remove clear temp temporary override "
    "modified create make conda virtual is new use build has no check print log render".split()
)


def is_reader(name: str) -> bool:
    """Whether a function of this name reads the variable that it is given, as far as its name tells: `get_env`, `env_bool`, `EnvVar`."""
    words = {word.lower() for word in _WORD.findall(name)}
    return not words.isdisjoint(_SAY) and words.isdisjoint(_OTHER)
