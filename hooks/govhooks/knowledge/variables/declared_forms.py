"""Variables that a file reads by declaring them: struct tags in Go, `@Value` in Java, fields in Rust, viper's keys, `${X}` of Spring."""

from __future__ import annotations

import re

from govhooks.knowledge.variables.use import COMPUTED, NONE, Default, Use, is_name, is_plain, literal
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.variables.form_source import Source

# https://github.com/caarlos0/env, https://github.com/kelseyhightower/envconfig, https://github.com/ilyakaznacheev/cleanenv
_TAG = compiled(r"`[^`\n]*\b(?:env|envconfig)\s*:\s*\"([^\"\n]*)\"[^`\n]*`")
_TAG_DEFAULT = compiled(r"\b(?:envDefault|env-default|default)\s*:\s*\"([^\"\n]*)\"")
_TAG_PREFIX = compiled(
    r"(?m)^\s*(?:\w+\s+)?\*?([\w.]+)\s+`[^`\n]*\b(?:envPrefix|env-prefix|prefix)\s*:\s*\"([^\"\n]+)\""
)
_STRUCT = compiled(r"\btype\s+(\w+)\s+struct\s*\{")
_PROCESS = compiled(r"\benvconfig\.(?:Must)?Process\(\s*\"([^\"]*)\"")
_FIELD = compiled(r"(?m)^\s*([A-Z]\w*)\s+[\w.*\[\]]+(?:\s+`([^`\n]*)`)?\s*(?://.*)?$")
# https://github.com/spf13/viper
_BIND = compiled(r"\.BindEnv\(\s*\"([^\"\n]+)\"((?:\s*,\s*\"[^\"\n]+\")*)")
_PREFIX = compiled(r"\.SetEnvPrefix\(\s*\"([^\"\n]+)\"")
_KEYS = compiled(r"\bviper\.(?:Get\w*|SetDefault|IsSet)\(\s*\"([\w.-]+)\"")
_VALUE = compiled(r"@Value\(\s*(?:value\s*=\s*)?\"([^\"\n]*)\"")
_PLACEHOLDER = compiled(r"\$\{([A-Z][A-Z0-9_]*)(?::-?([^{}\n]*))?\}")
_SYMFONY = compiled(r"%env\((?:[\w:]+:)?([A-Z][A-Z0-9_]*)\)%")
_ARG_ENV = compiled(
    r"#\[\s*(?:arg|clap|structopt)\([^\]]*?\benv\b(?!\s*=)[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?(\w+)\s*:"
)
_ENVY = compiled(r"\benvy::(?:prefixed\(\s*\"([^\"]*)\"\s*\)\s*\.\s*)?from_env\s*::\s*<\s*(\w+)")
_RUST_FIELD = compiled(r"(?m)^\s*(?:pub(?:\([^)]*\))?\s+)?(\w+)\s*:\s*[\w:<>&' ]+,?\s*$")
_FIGARO = compiled(r"\bFigaro\.env\.(\w+)[!?]?")


def declared(source: Source) -> Iterator[Use]:
    """The uses that a file declares."""
    form = source.form
    if form == "go":
        yield from _tags(source)
        yield from _viper(source)
    elif form in ("java", "kotlin"):
        for found in _VALUE.finditer(source.text):
            if source.is_code(found.start()):
                yield from placeholders(found[1], source.line(found.start()))
    elif form == "rust":
        yield from _rust(source)
    elif form == "php":
        for found in _SYMFONY.finditer(source.text):
            yield Use(found[1], source.line(found.start()))
    elif form == "ruby":
        for found in _FIGARO.finditer(source.text):
            if source.is_code(found.start()) and found[1] != "respond_to":
                yield Use(found[1].upper(), source.line(found.start()))


def placeholders(text: str, line: int) -> Iterator[Use]:
    """`${X}` and `${X:default}` of Spring and the like; a name in lower case is a property."""
    for found in _PLACEHOLDER.finditer(text):
        if is_plain(found[1]):
            at = line + text.count("\n", 0, found.start())
            yield Use(found[1], at, NONE if found[2] is None else literal(found[2]))


def configuration(data: bytes) -> Iterator[Use]:
    """The variables that `application.yml` and `application.properties` refer to; comments are passed over."""
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if not line.lstrip().startswith(("#", "!")):
            yield from placeholders(line, number)


def _tags(source: Source) -> Iterator[Use]:
    """Struct tags, with the prefixes that the fields of such a struct are given elsewhere in the file."""
    text = source.text
    prefixes: dict[str, list[str]] = {}
    for found in _TAG_PREFIX.finditer(text):
        prefixes.setdefault(found[1].rpartition(".")[2], []).append(found[2])
    process = _PROCESS.search(text)
    before = process[1].upper() + "_" if process is not None and process[1] else ""
    for struct in _STRUCT.finditer(text):
        end = text.find("\n}", struct.end())
        body = text[struct.end() : end if end > 0 else len(text)]
        for field in _FIELD.finditer(body):
            tags = field[2] or ""
            tag = _TAG.search(f"`{tags}`")
            line = source.line(struct.end() + field.start(1))
            if tag is None:
                if process is not None and "ignored" not in tags:
                    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", field[1]) if "split_words" in tags else field[1]
                    yield Use(before + words.upper(), line, _given(tags))
                continue
            is_envconfig = "envconfig" in tags
            names = tag[1].split(",")
            for name in names if "env-" in tags else names[:1]:
                for prefix in prefixes.get(struct[1], [before if is_envconfig and process is not None else ""]):
                    full = prefix + (name.upper() if is_envconfig else name)
                    if is_name(full) and name not in ("required", "notEmpty", "unset", "file", "expand", "init"):
                        yield Use(full, line, _given(tags))


def _given(tags: str) -> Default:
    found = _TAG_DEFAULT.search(tags)
    return literal(found[1]) if found is not None else NONE


def _viper(source: Source) -> Iterator[Use]:
    text = source.text
    if "iper" not in text:
        return
    given = _PREFIX.search(text)
    prefix = given[1].upper() + "_" if given is not None else ""
    for found in _BIND.finditer(text):
        if not source.is_code(found.start()):
            continue
        names = re.findall(r"\"([^\"]+)\"", found[2]) or [prefix + re.sub(r"[.-]", "_", found[1]).upper()]
        for name in names:
            if is_name(name):
                yield Use(name, source.line(found.start()))
    if prefix and "AutomaticEnv" in text:
        for found in _KEYS.finditer(text):
            if source.is_code(found.start()):
                default = COMPUTED if "SetDefault" in found[0] else NONE
                yield Use(prefix + re.sub(r"[.-]", "_", found[1]).upper(), source.line(found.start()), default)


def _rust(source: Source) -> Iterator[Use]:
    text = source.text
    for found in _ARG_ENV.finditer(text):
        if source.is_code(found.start()):
            yield Use(found[1].upper(), source.line(found.start(1)))
    for found in _ENVY.finditer(text):
        if not source.is_code(found.start()):
            continue
        struct = re.search(rf"\bstruct\s+{found[2]}\s*\{{", text)
        end = text.find("\n}", struct.end()) if struct is not None else -1
        if struct is None or end < 0:
            continue
        for field in _RUST_FIELD.finditer(text, struct.end(), end):
            yield Use((found[1] or "").upper() + field[1].upper(), source.line(field.start(1)))
