"""Whatever the bytes, a reader gives values with lines that are there, or says why not; it never fails in another way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.readers import FORMATS, STARTS, format_of, read, sides
from govhooks.readers.code import Code
from govhooks.readers.document import MISSING
from govhooks.readers.values import leaves

FORMS = sorted({*sides.READERS, *sides.SOURCE})
# What each format is made of, to be put together at random.
PIECES = {
    "json": r"""{ } [ ] : , "a" "\u0041" "b\" 1 -1.5e3 true null // /* */ NaN""",
    "notebook": r"""{ } [ ] : , "cells" "source" "a\n" "cell_type" "code" 1 null {"cells":[{"cell_type":"code","source":["f(1)\n","%x\n"]}]}""",
    "yaml": r"""a: b: - ? ! !x & &a *a << <<: | > " ' { } [ ] , # --- ... %YAML 1 ~ on""",
    "toml": r"""a b.c = [ ] [[ ]] { } , " ' \""" ''' 1 true # 2026-11-27""",
    "hcl": r"""a "b" = { } [ ] ( ) , ${ } %{ $${ <<E E <<-E # // /* */ 1 -1 true for f( a.b ? : => ... \n""",
    "dockerfile": r"""FROM RUN ENV COPY ONBUILD a=b "c" ' \ ` # <<E E [ ] --x=y AS as ARG LABEL # escape=`""",
    "ini": r"""[a] [ ] = : a b # ; \ %""",
    "properties": r"""a = : \ \u0041 \u # ! \: b""",
    "env": r"""A= B = export " ' # \ $ \n \" C""",
    "xml": r"""<a> </a> <b x="1"> </b> <c/> <!-- --> <![CDATA[ ]]> &amp; &x; <?x ?> <!DOCTYPE a [ ]> text""",
    "python": r"""f( ) a . @ def class x: import from as = " ' # \ [ ] { } , lambda async return if else : 1""",
}
CODE = r"""f( ) { } [ ] a . -> :: => = ; " ' ` ${ #{ // /* */ # @ class function def end if import use <?php new x: , 1 null $a"""


def _texts(form: str) -> st.SearchStrategy[bytes]:
    pieces = [piece.replace("\\n", "\n") for piece in PIECES.get(form, CODE).split(" ")]
    made = st.lists(st.sampled_from([*pieces, "\n", " ", "  ", "\t", "\r", "é", "\x85"]), max_size=30)
    return made.map(lambda parts: "".join(parts).encode()) | made.map(" ".join).map(str.encode) | st.binary(max_size=40)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=examples(60, 25))
@given(data=st.data())
def test_values_with_lines_that_are_there_or_an_error(form: str, data: st.DataObject) -> None:
    text = data.draw(_texts(form))
    last = text.count(b"\n") + 1
    for side in read(form, text):
        if side.error:
            assert side.value is MISSING and 0 <= side.error_line <= last
            continue
        assert all(1 <= line <= last for line in side.lines.values())
        assert {path[:-1] for path in side.lines if len(path) > 1} <= {(), *side.lines}
        assert all(1 <= line <= last for _, _, line in side.walk())
        if isinstance(side.value, Code):
            assert all(1 <= one.line <= one.end <= last for one in (*side.value.calls, *side.value.definitions))
            assert all(1 <= line <= last for line in side.value.partial)
        else:
            known = {path for path, _ in leaves(side.value) if path}
            assert form == "dockerfile" or known <= set(side.lines)


def test_every_format_has_a_reader_and_names() -> None:
    assert {*FORMATS, *STARTS.values()} == set(FORMS)


def test_no_name_has_two_formats() -> None:
    ends = [end for given in FORMATS.values() for end in given.split()]

    assert len(ends) == len(set(ends))
    assert all(format_of(f"a/x{end}" if end[0] == "." else f"a{end}") for end in ends)
