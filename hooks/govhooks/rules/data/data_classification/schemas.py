"""Fields that schemas in JSON and YAML declare: OpenAPI and Swagger, JSON Schema, Avro, and columns of dbt.

What such a schema says of a field's class in its own words counts: `x-data-classification`, `meta: {pii: true}`, `tags: [pii]`.
"""

from __future__ import annotations

from govhooks.rules.data.data_classification.fields import Field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from govhooks.readers.document import Side
    from govhooks.readers.values import Path

# Keys that tell a class, in the words of OpenAPI extensions, Avro properties and dbt's meta.
_CLASS_KEYS = frozenset(
    "x-data-classification x-classification x-data-class x-sensitivity x-data-sensitivity data_classification data-classification dataclassification"
    " classification data_class sensitivity sensitivity_level data_sensitivity class policy_tags x-privacy-class privacy_level".split()
)
_PII_KEYS = frozenset(
    "x-pii pii contains_pii is_pii x-personal-data personal_data x-sensitive has_pii sensitive pii_type pii_category".split()
)
# Schemas of the settings of a program, which are no data of people.
_SETTINGS = (
    "values.schema.json",
    "config.schema.json",
    "settings.schema.json",
    "config-schema.json",
    "configuration.schema.json",
    "options.schema.json",
)
# So many schemas deep are looked into.
_DEEPEST = 30


def fields(side: Side, path: str) -> Iterator[Field]:
    """The fields of a document, if it is one of these schemas."""
    value = side.value
    if not isinstance(value, dict) or path.lower().endswith(_SETTINGS):
        return
    if path.lower().endswith(".avsc") or (value.get("type") == "record" and isinstance(value.get("fields"), list)):
        yield from _avro(side, value, ())
    elif isinstance(value.get("openapi"), str) or "swagger" in value:
        yield from _openapi(side, value)
    elif any(isinstance(value.get(key), list) for key in ("models", "sources", "seeds", "snapshots")):
        yield from _dbt(side, value)
    elif isinstance(value.get("$schema"), str) and "json-schema" in value["$schema"]:
        stem = path.rpartition("/")[2].partition(".")[0]
        yield from _json_schema(side, value, (), str(value.get("title") or stem))
    elif isinstance(value.get("components"), dict) and isinstance(value["components"].get("schemas"), dict):
        yield from _openapi(side, value)
    elif (
        value.get("type") == "object"
        and isinstance(value.get("properties"), dict)
        and ("$id" in value or "title" in value or "schema" in path.lower())
    ):
        yield from _json_schema(side, value, (), str(value.get("title") or path.rpartition("/")[2].partition(".")[0]))


def _openapi(side: Side, value: dict[str, Any]) -> Iterator[Field]:
    for where in (("components", "schemas"), ("definitions",)):
        table = side.at(where)
        for name, schema in table.items() if isinstance(table, dict) else ():
            yield from _json_schema(side, schema, (*where, name), str(name))


def _json_schema(side: Side, schema: Any, path: Path, owner: str) -> Iterator[Field]:
    """The properties of a schema, and of those in it: of inner objects, of `$defs`, of `allOf`."""
    todo: list[tuple[Any, Path, str]] = [(schema, path, owner)]
    while todo:
        one, at, name = todo.pop(0)
        if not isinstance(one, dict) or len(at) > _DEEPEST:
            continue
        for key in ("$defs", "definitions"):
            if isinstance(one.get(key), dict):
                todo += [(inner, (*at, key, title), str(title)) for title, inner in one[key].items()]
        for key in ("allOf", "oneOf", "anyOf"):
            if isinstance(one.get(key), list):
                todo += [(inner, (*at, key, index), name) for index, inner in enumerate(one[key])]
        if isinstance(one.get("items"), dict):
            todo.append((one["items"], (*at, "items"), name))
        properties = one.get("properties")
        for title, inner in properties.items() if isinstance(properties, dict) else ():
            here = (*at, "properties", title)
            kind = inner.get("type", "") if isinstance(inner, dict) else ""
            line = side.line(here)
            yield Field(name, str(title), line, line, str(kind), _note(inner))
            if isinstance(inner, dict) and ("properties" in inner or "items" in inner or "allOf" in inner):
                todo.append((inner, here, str(title)))


def _avro(side: Side, value: Any, path: Path) -> Iterator[Field]:
    """The fields of a record (https://avro.apache.org/docs/1.11.1/specification/), and of the records in it."""
    todo: list[tuple[Any, Path]] = [(value, path)]
    while todo:
        one, at = todo.pop(0)
        if len(at) > _DEEPEST:
            continue
        if isinstance(one, list):
            todo += [(inner, (*at, index)) for index, inner in enumerate(one)]
        if not isinstance(one, dict):
            continue
        if isinstance(one.get("items"), (dict, list)):
            todo.append((one["items"], (*at, "items")))
        if one.get("type") != "record":
            if isinstance(one.get("type"), (dict, list)):
                todo.append((one["type"], (*at, "type")))
            continue
        for index, field in enumerate(one.get("fields") or ()):
            if isinstance(field, dict) and isinstance(field.get("name"), str):
                here = (*at, "fields", index)
                kind = field.get("type")
                simple = (
                    kind
                    if isinstance(kind, str)
                    else next((str(k) for k in kind if k != "null"), "")
                    if isinstance(kind, list)
                    else ""
                )
                line = side.line((*here, "name"))
                yield Field(str(one.get("name") or ""), field["name"], line, line, simple, _note(field))
                todo.append((kind, (*here, "type")))


def _dbt(side: Side, value: dict[str, Any]) -> Iterator[Field]:
    """The columns of models, seeds, snapshots and sources (https://docs.getdbt.com/reference/model-properties)."""
    tables: list[tuple[Any, Path]] = []
    for key in ("models", "seeds", "snapshots"):
        if isinstance(value.get(key), list):
            tables += [(one, (key, index)) for index, one in enumerate(value[key])]
    if isinstance(value.get("sources"), list):
        for index, source in enumerate(value["sources"]):
            inner = source.get("tables") if isinstance(source, dict) else None
            if isinstance(inner, list):
                tables += [(one, ("sources", index, "tables", number)) for number, one in enumerate(inner)]
    for table, at in tables:
        columns = table.get("columns") if isinstance(table, dict) else None
        for index, column in enumerate(columns if isinstance(columns, list) else ()):
            if isinstance(column, dict) and isinstance(column.get("name"), str):
                line = side.line((*at, "columns", index, "name"))
                note = _note(column) or _note(table)
                yield Field(
                    str(table.get("name") or ""), column["name"], line, line, str(column.get("data_type") or ""), note
                )


def _note(value: Any) -> str:
    """The class that a schema gives a field in its own words; "pii" where it only says that it is personal."""
    if not isinstance(value, dict):
        return ""
    for table in (
        value,
        value.get("meta"),
        (value.get("config") or {}).get("meta") if isinstance(value.get("config"), dict) else None,
    ):
        if not isinstance(table, dict):
            continue
        for key, said in table.items():
            low = str(key).lower()
            if low in _CLASS_KEYS and isinstance(said, str):
                return said
            if low in _PII_KEYS and said not in (False, None, "", "false", "none"):
                return "pii"
    tags = value.get("tags")
    words = [tags] if isinstance(tags, str) else tags if isinstance(tags, list) else []
    return next(
        (
            str(tag).lower()
            for tag in words
            if str(tag).lower() in ("pii", "phi", "restricted", "confidential", "internal", "public", "sensitive")
        ),
        "",
    )
