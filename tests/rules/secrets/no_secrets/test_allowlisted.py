"""detect-secrets' pragma is read here as detect-secrets reads it: the real one is the oracle."""

from __future__ import annotations

import pytest
from detect_secrets.filters.allowlist import is_line_allowlisted
from detect_secrets.util.code_snippet import CodeSnippet
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules.secrets.no_secrets import Policy, check, pragmas

# Put together, so that no line here excuses itself.
ALLOW, ALLOW_NEXT = "pragma: allowlist " + "secret", "pragma: allowlist nextline " + "secret"
PASSWORD = "k7#" + "Gv2pQ" + "x9w"
HERE = {
    f"x = 1 # {ALLOW}": True,
    f"# {ALLOW}": True,
    f"x = 1 #{ALLOW}": True,
    f"x = 1 #     {ALLOW}": True,
    f"x = 1 // {ALLOW}": True,
    f"x = 1 //  {ALLOW}": True,
    f"x = 1 -- {ALLOW}": True,
    f"x = 1 ' {ALLOW}": True,
    f"x = 1 /* {ALLOW} */": True,
    f"x = 1 /* {ALLOW} */ \t": True,
    f"<x/> <!-- {ALLOW} -->": True,
    f"<x/> <!-- # {ALLOW} -->": True,
    f"<x/> <!--\t{ALLOW}-->": True,
    f"x = 1 # {ALLOW} - not one": True,
    f"x = 1 # {ALLOW.replace('list ', 'list-')}": True,
    f"x = 1 # {ALLOW.replace(': ', ':')}": True,
    f"x = 1 # {ALLOW.replace('allow', 'white')}": True,
    f"x = 1 # one # {ALLOW}": True,
    f"x = 1 {ALLOW}": False,
    f"x = 1 ; {ALLOW}": False,
    f"x = 1 % {ALLOW}": False,
    f"x = 1 #\t{ALLOW}": False,
    f"x = 1 # see {ALLOW}": False,
    f"x = 1 # {ALLOW.upper()}": False,
    f"x = 1 # {ALLOW.replace(' ', '  ')}": False,
    f"x = 1 # {ALLOW.replace(':', '')}": False,
    f"x = 1 # {ALLOW.removesuffix(' secret')}": False,
    f"x = 1 /* {ALLOW}": False,
    f"x = 1 /* {ALLOW} */ + 2": False,
    f"<x/> <!--\t{ALLOW}": False,
    f"x = 1 # {ALLOW_NEXT}": False,
    "x = 1 # detect-secrets: disable-" + "line": False,
}
ABOVE = {
    f"# {ALLOW_NEXT}": True,
    f"\t# {ALLOW_NEXT}": True,
    f"//  {ALLOW_NEXT}": True,
    f"-- {ALLOW_NEXT}": True,
    f"' {ALLOW_NEXT}": True,
    f"/* {ALLOW_NEXT} */": True,
    f"<!-- {ALLOW_NEXT} -->": True,
    f"# {ALLOW_NEXT.replace(' nextline ', '-nextline-')}": True,
    f"x = 1 # {ALLOW_NEXT}": False,
    f"## {ALLOW_NEXT}": False,
    f"<!-- {ALLOW_NEXT}": False,
    f"/* {ALLOW_NEXT} */ x = 1": False,
    f"# {ALLOW_NEXT.replace('allow', 'white')}": False,
    f"# {ALLOW_NEXT.replace('nextline', 'next line')}": False,
    f"# {ALLOW}": False,
}
# In these files nothing but `#` begins a comment: the extension is compared as it is written, and only this one counts.
ONLY_HASH = {"deploy.yaml": True, "a/b.yaml": True, "deploy.yml": False, "deploy.YAML": False, ".yaml": False}

OPENING = ["#", "//", "/*", "'", "--", "<!--", "<!", "-", "/", "*", ";", "%", '"', "##"]
CLOSING = ["*/", "-->", "--", "*", "#", ""]
BLANK = st.sampled_from(["", "", " ", "  ", "\t", "\r", "\x0b", "\xa0", "é", "\udc80"])
COMMENT = st.tuples(
    *(
        BLANK,
        st.sampled_from(OPENING),
        BLANK,
        st.sampled_from(["", "", "#", "# "]),
        st.sampled_from(["pragma:", "pragma"]),
    ),
    *(BLANK, st.sampled_from(["allow", "white"]), st.sampled_from(["list ", "list-", "list_", "list"])),
    *(st.sampled_from(["", "", "nextline ", "nextline-"]), st.sampled_from(["secret", "secrets", "key"])),
    *(BLANK, st.sampled_from(CLOSING), BLANK),
).map("".join)
NOISE = st.lists(st.sampled_from([*OPENING, *CLOSING, "pragma:", "x = 1", " ", "\t"]), max_size=6).map("".join)
LINES = st.lists(st.one_of(COMMENT, NOISE), max_size=3).map("".join)
PATHS = st.sampled_from([*ONLY_HASH, "a.py", "a.yaml.py", "d.yaml/x", ""])


def theirs(path: str, line: str, above: str) -> bool:
    return bool(is_line_allowlisted(path, line, CodeSnippet([above, line], 0, 1)))


@pytest.mark.parametrize(("line", "excused"), HERE.items())
def test_a_pragma_on_the_line(line: str, excused: bool) -> None:
    assert pragmas.excuses("a.c", line, "", "") is excused
    assert theirs("a.c", line, "") is excused


@pytest.mark.parametrize(("above", "excused"), ABOVE.items())
def test_a_pragma_on_the_line_above(above: str, excused: bool) -> None:
    assert pragmas.excuses("a.c", "x = 1", above, "") is excused
    assert theirs("a.c", "x = 1", above) is excused


@pytest.mark.parametrize(("path", "only_hash"), ONLY_HASH.items())
def test_yaml_has_one_kind_of_comment(path: str, only_hash: bool) -> None:
    for line, above in ((f"x // {ALLOW}", ""), ("x", f"// {ALLOW_NEXT}")):
        assert pragmas.excuses(path, line, above, "") is not only_hash
        assert theirs(path, line, above) is not only_hash
    assert pragmas.excuses(path, f"x # {ALLOW}", "", "")


@settings(max_examples=examples(300), deadline=None)
@given(PATHS, LINES, LINES)
def test_every_line_is_read_as_detect_secrets_reads_it(path: str, line: str, above: str) -> None:
    assert pragmas._is_allowlisted(path, line, above) == theirs(path, line, above)


def test_a_line_of_pragmas_takes_no_longer_than_it_is() -> None:
    """Each of them could be the one that ends with the line: a search from each to the end would take hours."""
    line = f"/* {ALLOW} " * 20_000

    assert not pragmas.excuses("a.c", line, line, "")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_of_either_kind(end: str) -> None:
    text = end.join([f'password = "{PASSWORD}"; /* {ALLOW} */', f"/* {ALLOW_NEXT} */", f'password = "{PASSWORD}"', ""])

    assert list(check(Changeset([Change("A", "a.c", new=text.encode())]), Policy())) == []
