"""XML, with `xml.etree` as the oracle of values."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.readers import read

TEXT = b"""<?xml version="1.0"?>
<!DOCTYPE project>
<!-- c -->
<project xmlns:a="u"
         a:b="1">
  <deps>
    <dep>x &amp; y</dep>
    <dep v="2"><![CDATA[<z>]]></dep>
  </deps><empty/>
  t
</project>
"""


def test_values_and_lines() -> None:
    (side,) = read("xml", TEXT)

    assert side.value == {
        "project": {
            "@xmlns:a": "u",
            "@a:b": "1",
            "deps": [{"dep": ["x & y", {"@v": "2", "#text": "<z>"}]}],
            "empty": [""],
            "#text": "t",
        }
    }
    assert side.lines == {
        ("project",): 4,
        ("project", "@xmlns:a"): 4,
        ("project", "@a:b"): 4,
        ("project", "deps"): 6,
        ("project", "deps", 0): 6,
        ("project", "deps", 0, "dep"): 7,
        ("project", "deps", 0, "dep", 0): 7,
        ("project", "deps", 0, "dep", 1): 8,
        ("project", "deps", 0, "dep", 1, "@v"): 8,
        ("project", "empty"): 9,
        ("project", "empty", 0): 9,
    }


_NAMES = st.sampled_from(["a", "b", "c-d"])
_TEXTS = st.text("ab <&>'\"é]", max_size=5)
_HEADS = (_NAMES, st.dictionaries(_NAMES, _TEXTS, max_size=2), _TEXTS)
_ELEMENTS = st.recursive(
    st.tuples(*_HEADS, st.just([])), lambda inner: st.tuples(*_HEADS, st.lists(inner, max_size=3)), max_leaves=5
)


def written(element: Any) -> str:
    name, attributes, text, children = element
    head = name + "".join(f"\n{key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{head}>{escape(text)}\n" + "".join(map(written, children)) + f"</{name}>"


def plain(element: ElementTree.Element) -> Any:
    found: dict[str, Any] = {f"@{key}": value for key, value in element.attrib.items()}
    for child in element:
        found.setdefault(child.tag, []).append(plain(child))
    text = "".join([element.text or "", *(child.tail or "" for child in element)]).strip()
    if found and text:
        found["#text"] = text
    return found or text


@given(element=_ELEMENTS)
def test_values_are_those_of_etree(element: Any) -> None:
    text = written(element)
    root = ElementTree.fromstring(text)
    (side,) = read("xml", text.encode())

    assert repr(side.value) == repr({root.tag: plain(root)})
    for path, line in side.lines.items():
        if isinstance(path[-1], int):
            assert f"<{path[-2]}" in text.split("\n")[line - 1]


LINE_ENDS = (
    (b"<a>\r\n<b/></a>", 2),
    (b"<a>\r\r<b/></a>", 1),
    ("<?xml version='1.0' encoding='utf-16'?><a>\n<b/></a>".encode("utf-16"), 2),
)


@pytest.mark.parametrize(("data", "line"), LINE_ENDS, ids=range(len(LINE_ENDS)))
def test_lines_are_those_of_git(data: bytes, line: int) -> None:
    (side,) = read("xml", data)

    assert side.line(("a", "b", 0)) == line


BROKEN = (
    (b"<a>\n<b></a>", 2, "not valid XML: mismatched tag"),
    (b"<a>\n", 2, "not valid XML: no element found"),
    (b"text", 1, "not valid XML: syntax error"),
    (b"<a>&b;</a>", 1, "not valid XML: undefined entity"),
    (b"<a b='1' b='2'/>", 1, "not valid XML: duplicate attribute"),
    (b"<a>\n\xff</a>", 2, "not valid XML: not well-formed"),
    (b"<?xml version='1.0' encoding='x-none'?><a/>", 1, "not valid XML: "),
    (b"<a/>\n<b/>", 2, "not valid XML: junk after document element"),
)
HOSTILE = (
    (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "it declares an entity of its own (`b`)"),
    (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "it declares an entity of its own"),
    (b"<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://localhost/x'> %b;]><a/>", "it declares an entity of its own"),
    (b"<a>" * 100_000, "nested too deeply"),
    (b"<a>" * 201 + b"</a>" * 201, "nested too deeply"),
    (b"<a " + b"".join(b"b%d='' " % number for number in range(5000)) + b">", "no element found"),
)


@pytest.mark.parametrize(("data", "line", "error"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_said_with_its_line(data: bytes, line: int, error: str) -> None:
    (side,) = read("xml", data)

    assert side.error.startswith(error)
    assert side.error_line == line


@pytest.mark.parametrize(("data", "error"), HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_hostile_is_said(data: bytes, error: str) -> None:
    (side,) = read("xml", data)

    assert error in side.error


def test_nothing_outside_is_read() -> None:
    (side,) = read("xml", b"<!DOCTYPE a PUBLIC '-//X//EN' 'file:///etc/passwd'><a>b</a>")

    assert side.value == {"a": "b"}
