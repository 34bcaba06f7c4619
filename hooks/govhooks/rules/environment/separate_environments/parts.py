"""The parts of one file that are each for an environment: `production:` of database.yml, a profile of Spring, a class of Flask."""

from __future__ import annotations

from govhooks.knowledge.variables.environments import TABLES_OF_PARTS, WORDS, part_of, words_of
from govhooks.readers.code import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.readers.document import Side
    from govhooks.rules.environment.separate_environments.settings import Setting

_DEEPEST = 5
# Where a document of Spring says which profile it is for: application.yml, application.properties.
_PROFILES = (
    ("spring", "config", "activate", "on-profile"),
    ("spring", "profiles"),
    ("spring.config.activate.on-profile",),
    ("spring.profiles",),
)


def parted(found: tuple[Setting, ...], side: Side) -> tuple[Setting, ...]:
    """The settings with the environment of the part that they stand in, without those that stand in none."""
    if isinstance(side.value, Code):
        if side.value.language == "python" and (classes := list(_classes(side.value))):
            return tuple(
                one.within(environment)
                for one in found
                for first, last, environment in classes
                if first <= int(one.line) <= last
            )
    elif profile := next((one for path in _PROFILES if isinstance(one := side.at(path), str)), ""):
        environment = WORDS.get(profile.strip().lower(), "")
        return tuple(one.within(environment) for one in found) if environment else ()
    # Quarkus: %prod.name=value
    profiles = tuple(one.within(_profile(one.keys[0])) for one in found if one.keys[0][:1] == "%")
    if profiles:
        return tuple(one for one in profiles if one.environment)
    # The keys above -> the environments that stand side by side there: one alone is a name like any other, unless it is held.
    beside: dict[tuple[str, ...], set[str]] = {}
    for one in found:
        for depth, environment, _ in _parts(one.keys):
            beside.setdefault(one.keys[:depth], set()).add(environment)
    told = []
    for one in found:
        for depth, environment, is_held in _parts(one.keys):
            if is_held or len(beside[one.keys[:depth]]) > 1:
                told.append(one.within(environment))
                break
    return tuple(told)


def _parts(keys: tuple[str, ...]) -> Iterator[tuple[int, str, bool]]:
    """(how many keys stand above, environment, whether they are a table of environments) of each key that may name a part."""
    for depth, key in enumerate(keys[:-1][:_DEEPEST]):
        is_held = (depth > 0 and keys[depth - 1].lower() in TABLES_OF_PARTS) or key.startswith("env_")
        if environment := part_of(key, is_held):
            yield depth, environment, is_held


def _profile(key: str) -> str:
    return WORDS.get(key[1:].partition(".")[0].lower(), "")


def _classes(code: Code) -> Iterator[tuple[int, int, str]]:
    """(first line, last line, environment) of classes such as Flask's `ProductionConfig`."""
    for one in code.definitions:
        if one.kind == "class" and not one.scope:
            words = words_of(one.name)
            told = [WORDS[word] for word in words if word in WORDS]
            if told and words[-1] in ("config", "configuration", "settings"):
                yield one.line, one.end, told[0]
