"""Parse YAML into values and the line of every key and element; a stream of several documents gives several.

PyYAML composes the nodes, and its safe constructor decides what a scalar means (YAML 1.1, as `yaml.safe_load`). Tables,
lists, merge keys (`<<`) and aliases are built here, with a limit on how much aliases may multiply. A key is its source
text: `on:` is "on" and `8080:` is "8080". If a key is given twice, the last one counts. A tag that is not YAML's own
(`!Ref`, `!reference`) makes a `Tagged` value; no objects are ever constructed. A merged value has the line where it is
written, not where it is merged.

Texts are composed by libyaml if PyYAML has it, which is ten times faster. It takes tabs and byte order marks within a line that
PyYAML's own parser refuses, so texts with one go to the latter; so do those that libyaml refuses, for the message and since
it refuses a little more, unless they are large. What else differs nobody writes: `a: |#x`, a tag that ends at a comma.
"""

from __future__ import annotations

from govhooks.readers.document import DEEPEST, MOST_VALUES, BadDocument, Side, Tagged
from govhooks.readers.text import decode, line_finder
from govhooks.search.compiled import compiled, importing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from govhooks.readers.document import Path

# From this size on, PyYAML's own parser takes half a second: what libyaml says is final.
_LARGE = 1 << 16
# Limit on structural characters: half a million of them are some eight megabytes. Without libyaml, a tenth of that.
_MOST = MOST_VALUES // 4
# Limit on the values that aliases may add to those written out.
_MOST_REPEATED = 100_000
# Longer numbers are refused: computing `1:1:1...` takes quadratic time.
_LONGEST_NUMBER = 4300
# Characters that end a line in YAML but not in git.
_OTHER_ENDS = compiled("[\x85\u2028\u2029]|\r(?!\n)")
# What libyaml says beyond a thousand levels, and what we say.
_TOO_DEEP = "exceeded maximum nesting depth"
_DEEP = "not valid YAML: nested too deeply"
_OWN = "tag:yaml.org,2002:"
_NUMBERS = (_OWN + "int", _OWN + "float", _OWN + "timestamp")


def read_all(data: bytes) -> tuple[Side, ...]:
    """Every document of a stream. Raises BadDocument."""
    return _read(decode(data), tags=True, single=False) or (Side(None, {}),)


def read_one(text: str) -> Side | None:
    """The single document of a text, without tags of its own; None if there is none. Raises BadDocument."""
    found = _read(text, tags=False, single=True)
    return found[0] if found else None


def _read(text: str, tags: bool, single: bool) -> tuple[Side, ...]:
    parser = importing("yaml")
    weight = sum(map(text.count, "\n,:[{"))
    if weight > (_MOST if hasattr(parser, "CSafeLoader") else _MOST // 10):
        raise BadDocument("not read: too large")
    fast = getattr(parser, "CSafeLoader", None)
    large = len(text) > _LARGE
    if fast is not None and (large or not ("\t" in text or "\ufeff" in text)):
        try:
            return _composed(text, fast, tags, single, weight)
        except BadDocument as error:
            if large or str(error) == _DEEP:  # PyYAML's own parser would take a second to say the same
                raise
    return _composed(text, parser.SafeLoader, tags, single, weight)


def _composed(text: str, make: Callable[[str], Any], tags: bool, single: bool, weight: int) -> tuple[Side, ...]:
    """The documents that a loader of PyYAML finds. Raises BadDocument."""
    parser = importing("yaml")
    line_of = _lines_of(text)
    loader = None
    try:
        loader = make(text)
        nodes = []
        if single:
            nodes += [node for node in (loader.get_single_node(),) if node is not None]
        while not single and loader.check_node():
            nodes.append(loader.get_node())
        build = _Builder(loader, line_of, tags, 4 * weight + _MOST_REPEATED)
        return tuple(build.document(node) for node in nodes)
    except parser.MarkedYAMLError as error:
        if error.problem == _TOO_DEEP:
            raise BadDocument(_DEEP) from None
        mark = error.problem_mark or error.context_mark
        hint = " (a template?)" if tags and "{{" in text else ""
        raise BadDocument(f"not valid YAML: {error.problem}{hint}", line_of(mark) if mark else 0) from None
    except parser.reader.ReaderError as error:
        place = error.position if isinstance(error.position, int) else 0
        raise BadDocument(f"not valid YAML: {error}", text.count("\n", 0, place) + 1) from None
    except RecursionError:
        raise BadDocument(_DEEP) from None
    except (parser.YAMLError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise BadDocument(f"not valid YAML: {error}") from None
    finally:
        if loader is not None:
            loader.dispose()


def _lines_of(text: str) -> Callable[[Any], int]:
    """The line of a mark, as git counts."""
    if _OTHER_ENDS.search(text) is None:
        return lambda mark: int(mark.line) + 1
    find = line_finder(text)
    return lambda mark: find(mark.index)


class _Builder:
    """Builds values and lines from nodes."""

    def __init__(self, loader: Any, line_of: Callable[[Any], int], tags: bool, most: int) -> None:
        self._loader = loader
        self._line_of = line_of
        self._tags = tags
        self._left = most
        self._merged: dict[int, dict[str, tuple[Any, Any]]] = {}
        self._lines: dict[Path, int] = {}

    def document(self, node: Any) -> Side:
        self._lines = {}
        value = self._value(node, ())
        return Side(value, self._lines)

    def _value(self, node: Any, here: Path) -> Any:
        self._left -= 1
        if len(here) > DEEPEST or self._left < 0:
            raise BadDocument("not valid YAML: nested too deeply, or too large")
        kind = node.id
        if kind == "scalar":
            return self._scalar(node)
        if kind == "mapping":
            table: dict[str, Any] = {}
            for name, (key, inner) in self._pairs(node).items():
                path = (*here, name)
                self._lines[path] = self._line_of(key.start_mark)
                table[name] = self._value(inner, path)
            return self._tagged(node, "map", table)
        found: list[Any] = []
        for index, inner in enumerate(node.value):
            path = (*here, index)
            self._lines[path] = self._line_of(inner.start_mark)
            found.append(self._value(inner, path))
        return self._tagged(node, "seq", found)

    def _scalar(self, node: Any) -> Any:
        tag = node.tag
        if tag == _OWN + "str":
            return node.value
        if tag in _NUMBERS and len(node.value) > _LONGEST_NUMBER:
            line = self._line_of(node.start_mark)
            raise BadDocument(f"not valid YAML: a number of {len(node.value)} characters", line)
        if self._tags and tag not in self._loader.yaml_constructors:
            return node.value if tag == _OWN + "value" else Tagged(tag, node.value)  # a single `=` is a string
        if self._tags and tag == _OWN + "timestamp":
            try:
                return self._loader.construct_object(node)
            except ValueError:  # "2026-13-01" looks like a day; most programs take it as the text that it is
                return node.value
        return self._loader.construct_object(node)

    def _tagged(self, node: Any, own: str, value: Any) -> Any:
        """A table or list, wrapped in its tag if that is not a standard one."""
        tag = node.tag
        if tag == _OWN + own:
            return value
        if tag not in self._loader.yaml_constructors:
            if not self._tags:
                self._loader.construct_object(node)  # raises, because yaml.safe_load refuses it
        elif tag not in (_OWN + "set", _OWN + "omap", _OWN + "pairs"):
            self._loader.construct_object(node)  # such as !!int of a table: raises
        return Tagged(tag, value)

    def _pairs(self, node: Any) -> dict[str, tuple[Any, Any]]:
        """Key -> (its node, the value's node) of a mapping: merged keys first, then its own, which win."""
        known = self._merged.get(id(node))
        if known is not None:
            return known
        self._merged[id(node)] = {}  # nothing for one that merges itself
        merged: dict[str, tuple[Any, Any]] = {}
        own: dict[str, tuple[Any, Any]] = {}
        for key, value in node.value:
            self._left -= 1
            if key.tag == _OWN + "merge":
                for source in self._sources(value):
                    pairs = self._pairs(source)
                    self._left -= len(pairs) + len(merged)
                    if self._left < 0:
                        raise BadDocument("not valid YAML: nested too deeply, or too large")
                    merged = {**pairs, **merged}
            elif key.id != "scalar":
                raise BadDocument("not valid YAML: found unhashable key", self._line_of(key.start_mark))
            else:
                own[key.value] = (key, value)
        self._merged[id(node)] = pairs = {**merged, **own}
        return pairs

    def _sources(self, node: Any) -> list[Any]:
        """The mappings that `<<` names; if two have the same key, the first one counts
        (https://yaml.org/type/merge.html)."""
        sources = [node] if node.id == "mapping" else node.value if node.id == "sequence" else []
        if node.id == "scalar" or any(source.id != "mapping" for source in sources):
            line = self._line_of(node.start_mark)
            raise BadDocument("not valid YAML: expected a mapping or list of mappings for merging", line)
        return sources
