"""mix.lock; the entries of Hex by hand, after Hex's SCM."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read
from govhooks.readers.locks.package import Package

LOCK = """%{
  # a remark
  "decimal": {:hex, :decimal, "2.1.1", "inner", [:mix], [], "hexpm", "outer"},
  "ecto": {:hex, :ecto, "3.10.3", "eb2a", [:mix], [{:decimal, "~> 1.6 or ~> 2.0", [hex: :decimal, repo: "hexpm", optional: false]}, {:own, "~> 1.0", [hex: :own_name, repo: "hexpm", optional: true]}], "hexpm", "44be"},
  "old": {:hex, :old, "1.0.0"},
  "other": {:hex, :real_name, "1.0.0", "a", [:rebar3], [], "hexpm:corp", "b"},
  "phoenix": {:git, "https://github.com/phoenixframework/phoenix.git", "abc", [branch: "main"]},
  "odd": {:path, "a", "b"},
  bare: "x",
}
"""


def test_a_lock() -> None:
    contents = read("mix.lock", LOCK.encode())

    assert contents.packages == (
        Package("Hex", "decimal", "2.1.1", 3, hashes=("inner-sha256:inner", "sha256:outer")),
        Package(
            "Hex", "ecto", "3.10.3", 4, hashes=("inner-sha256:eb2a", "sha256:44be"), requires=("decimal", "own_name")
        ),
        Package("Hex", "old", "1.0.0", 5),
        Package("Hex", "real_name", "1.0.0", 6, source="registry:hexpm:corp", hashes=("inner-sha256:a", "sha256:b")),
        Package(
            "Hex",
            "phoenix",
            "",
            7,
            source="git:https://github.com/phoenixframework/phoenix.git@abc",
            hashes=("git:abc",),
        ),
    )
    assert contents.unread == (
        (8, "the source of odd, path, is not known"),
        (9, "the entry of bare is none that is known"),
    )
    assert read("mix.lock", LOCK.replace("\n", "\r\n").encode()) == contents
    assert read("mix.lock", b"%{\n}\n").packages == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("{}", 1),
        ("%{", 1),
        ("%{\n]", 2),
        ('%{"a": }', 1),
        ('%{"a": "b" "c"}', 1),
        ("%{,}", 1),
        ("%{}\n%{}", 2),
        ('%{"a" => "b"}', 1),
        ('%{"a": f(1)}', 1),
        ('%{"a"}', 1),
        ("%{" + '"a": {' * 300, 1),
        ("<<<<<<< HEAD\n%{}", 1),
    ],
)
def test_no_lock(text: str, line: int) -> None:
    with pytest.raises(BadDocument) as error:
        read("mix.lock", text.encode())

    assert error.value.line == line


PIECES = ["%{", "{", "}", "[", "]", ",", " ", "\n", '"a": ', "b: ", ":hex", '"1.0"', "=>", "#", "\\", '"', "nil", "é"]


@settings(derandomize=True, deadline=None, max_examples=examples(300))
@given(
    text=st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
    | st.lists(st.sampled_from(PIECES), max_size=30).map(lambda parts: f"%{{{''.join(parts)}}}")
)
def test_whatever_it_is_it_is_read_or_refused(text: str) -> None:
    try:
        contents = read("mix.lock", text.encode())
    except BadDocument:
        return

    assert all(1 <= one.line <= text.count("\n") + 1 for one in contents.packages)
