"""What a document says of a change: which values are new, gone or others, and where."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers.trees import TREES, paths

from govhooks.core.change import Change
from govhooks.readers import documents, format_of, sides
from govhooks.readers.compare import align, differences
from govhooks.readers.document import DEEPEST, MISSING, Document, Missing, Tagged, at, is_deep

BIG = b"[" + b" " * (16 << 20) + b"]"


def document(new: Any, old: Any = None, path: str = "x.json") -> Document:
    if old is None:
        change = Change("A", path, new=json.dumps(new, indent=1).encode())
    else:
        change = Change("M", path, new=json.dumps(new, indent=1).encode(), old=[json.dumps(old, indent=1).encode()])
    (found,) = documents([change], "json")
    return found


# (old, new, what differs)
TABLE: tuple[tuple[Any, Any, list[tuple[Any, ...]]], ...] = (
    ({"a": 1}, {"a": 1}, []),
    ({"a": 1}, {"a": 2}, [(("a",), 1, 2)]),
    ({"a": 1}, {"a": True}, [(("a",), 1, True)]),
    ({"a": 1}, {"a": 1.0}, [(("a",), 1, 1.0)]),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
    ({"a": 1}, {}, [(("a",), 1, MISSING)]),
    ({}, {"a": {"b": [1, {}]}}, [(("a", "b", 0), MISSING, 1), (("a", "b", 1), MISSING, {})]),
    ({"a": [1, 2]}, {"a": [0, 1, 2]}, [(("a", 0), MISSING, 0)]),
    ({"a": [1, 2]}, {"a": [2, 1]}, []),
    ({"a": [1, 2]}, {"a": [1, 3]}, [(("a", 1), 2, 3)]),
    ({"a": [1, 1]}, {"a": [1, 1, 1]}, [(("a", 2), MISSING, 1)]),
    ({"a": [1, 2, 3]}, {"a": [1, 3]}, [(("a", 2), 2, MISSING)]),
    (
        {"s": [{"Sid": "a", "x": 1}, {"Sid": "b", "x": 2}]},
        {"s": [{"Sid": "c", "x": 2}, {"Sid": "b", "x": 3}, {"Sid": "a", "x": 1}]},
        [(("s", 0, "Sid"), MISSING, "c"), (("s", 0, "x"), MISSING, 2), (("s", 1, "x"), 2, 3)],
    ),
    ([{"name": "a", "x": 1}], [{"name": "b", "x": 1}], [((0, "name"), "a", "b")]),
    (
        [{"name": "a", "x": 1, "y": 1}],
        [{"name": "b", "x": 1, "y": 2}],
        [
            ((0, "name"), MISSING, "b"),
            ((0, "x"), MISSING, 1),
            ((0, "y"), MISSING, 2),
            ((1,), {"name": "a", "x": 1, "y": 1}, MISSING),
        ],
    ),
    ([{"x": 1, "y": 1}], [{"name": "b", "x": 1, "y": 2}], [((0, "name"), MISSING, "b"), ((0, "y"), 1, 2)]),
    ([{"uses": "a@1"}, {"uses": "b@1"}], [{"uses": "b@1"}, {"uses": "a@2"}], [((1, "uses"), "a@1", "a@2")]),
    (
        [{"kind": "Role", "metadata": {"name": "a"}, "v": 1}, {"kind": "Role", "metadata": {"name": "b"}, "v": 1}],
        [{"kind": "Role", "metadata": {"name": "b"}, "v": 2}],
        [((0, "v"), 1, 2), ((1,), {"kind": "Role", "metadata": {"name": "a"}, "v": 1}, MISSING)],
    ),
    ({"a": "read"}, {"a": {"b": 1}}, [(("a",), "read", {"b": 1}), (("a", "b"), MISSING, 1)]),
    ({"a": {"b": 1}}, {"a": None}, [(("a",), {"b": 1}, None)]),
    ({"a": Tagged("!Ref", "x")}, {"a": Tagged("!Sub", "x")}, [(("a",), Tagged("!Ref", "x"), Tagged("!Sub", "x"))]),
    ({"a": Tagged("!If", [1, 2])}, {"a": Tagged("!If", [1, 3])}, [(("a", 1), 2, 3)]),
    (MISSING, {"a": [1]}, [(("a", 0), MISSING, 1)]),
    ({"a": [1]}, MISSING, [((), {"a": [1]}, MISSING)]),
    ({"a": float("nan")}, {"a": float("nan")}, []),
)


@pytest.mark.parametrize(("old", "new", "wanted"), TABLE, ids=range(len(TABLE)))
def test_differences(old: Any, new: Any, wanted: list[tuple[Any, ...]]) -> None:
    assert list(differences(new, old)) == wanted


@given(tree=TREES)
def test_nothing_differs_from_itself(tree: Any) -> None:
    assert list(differences(tree, copy.deepcopy(tree))) == []


@given(new=TREES, old=TREES)
def test_what_differs_is_there(new: Any, old: Any) -> None:
    found = list(differences(new, old))

    for path, before, after in found:
        assert after is MISSING or repr(at(new, path)) == repr(after)
        assert before is not MISSING or after is not MISSING
    if not found:  # the same, but for the order of keys and elements
        assert sorted(repr(new)) == sorted(repr(old))


@given(tree=TREES, data=st.data())
def test_every_value_that_is_put_in_is_found(tree: Any, data: st.DataObject) -> None:
    places = [path for path in paths(tree) if isinstance(at(tree, path), (dict, list))]
    new = {"": copy.deepcopy(tree)}
    around = at(new, ("", *data.draw(st.sampled_from([(), *sorted(places, key=repr)]))))
    if isinstance(around, dict):
        around["added"] = "added"
    else:
        around.insert(data.draw(st.integers(0, len(around))), "added")
    found = list(differences(new, {"": tree}))

    assert [(before, after) for _, before, after in found if after == "added"] == [(MISSING, "added")]


@given(new=st.lists(st.integers(0, 3)), old=st.lists(st.integers(0, 3)))
def test_an_alignment_takes_each_element_once_and_equals_first(new: list[int], old: list[int]) -> None:
    pairs = align(new, old)

    assert len(set(pairs.values())) == len(pairs) == min(len(new), len(old))
    equal = sum(min(new.count(value), old.count(value)) for value in set(new))
    assert sum(new[i] == old[j] for i, j in pairs.items()) == equal


def test_a_difference_has_its_line_on_the_new_side() -> None:
    found = document({"a": 1, "b": {"c": 2, "d": 4}}, {"a": 1, "b": {"c": 3, "e": 5}})

    assert [(one.path, one.old, one.new, one.line) for one in found.changes()] == [
        (("b", "c"), 3, 2, 4),
        (("b", "d"), MISSING, 4, 5),
        (("b", "e"), 5, MISSING, 3),
    ]
    assert found.differs(("b", "c")) and found.differs(("b",)) and not found.differs(("a",))
    assert (found.at(("b", "c")), found.before(("b", "c")), found.before(("b", "x"))) == (2, 3, MISSING)


def test_before_finds_an_element_where_it_was() -> None:
    found = document({"s": [{"name": "new"}, {"name": "x", "v": 2}]}, {"s": [{"name": "x", "v": 1}]})

    assert found.before(("s", 1, "v")) == 1
    assert found.before(("s", 0)) is MISSING
    assert found.differs(("s", 0)) and not found.differs(("s", 1, "name"))


def test_of_a_new_file_everything_is_new() -> None:
    found = document({"a": [1, 2]})

    assert [one.path for one in found.changes()] == [("a", 0), ("a", 1)]
    assert found.old.value is MISSING and not found.old.error


def test_where_the_old_side_cannot_be_read_everything_is_new() -> None:
    change = Change("M", "x.json", new=b'{"a": 1}', old=[b"{"])
    (found,) = documents([change], "json")

    assert [one.path for one in found.changes()] == [("a",)]
    assert found.old.error and not found.error


def test_a_deleted_file_has_no_new_side() -> None:
    (found,) = documents([Change("D", "x.json", old=[b'{"a": 1}'])], "json")

    assert [(one.path, one.old, one.new) for one in found.changes()] == [((), {"a": 1}, MISSING)]
    assert found.at(("a",)) is None and not found.error


def test_in_a_merge_what_differs_from_both_parents_is_new() -> None:
    change = Change("M", "x.json", new=b'{"a": 1, "b": 2, "c": 3}', old=[b'{"a": 1, "b": 0}', b'{"b": 0, "c": 3}'])
    (found,) = documents([change], "json")

    assert [one.path for one in found.changes()] == [("b",)]


def test_a_renamed_file_is_compared_with_what_it_was() -> None:
    moved = Change("R", "b.yaml", "a.json", new=b"a: 1\nb: 2\n", old=[b'{"a": 1}'])
    grown = Change("R", "b.yaml", "a.txt", new=b"a: 1\n", old=[b"a: 1\n"])

    assert [[one.path for one in found.changes()] for found in documents([moved, grown], "yaml")] == [
        [("b",)],
        [("a",)],
    ]


def test_documents_of_a_stream_are_paired() -> None:
    old = b"kind: Role\nname: a\n---\nkind: Role\nname: b\nx: 9\n---\nkind: Role\nname: c\n"
    new = b"kind: Role\nname: new\n---\nkind: Role\nname: c\nx: 1\n---\nkind: Role\nname: a\n"
    found = list(documents([Change("M", "x.yaml", new=new, old=[old])], "yaml"))

    assert [each.at(("name",)) for each in found] == ["new", "c", "a", None]
    assert [[(one.path, one.line) for one in each.changes()] for each in found] == [
        [(("kind",), 1), (("name",), 2)],
        [(("x",), 6)],
        [],
        [((), 1)],
    ]
    assert found[3].old.value == {"kind": "Role", "name": "b", "x": 9}


def test_in_a_real_repository(repo, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from govhooks.git.repository import Repository

    repo.commit(
        "before", **{"a.yaml": "on: push\nx:\n- 1\n- 2\n", "b.py": "f(1)\ng(2)\n", "c.toml": "a = 1\n", "d.json": "{}"}
    )
    repo.stage("a.yaml", "# new\non: push\nx:\n- 0\n- 1\n- 2\n")
    repo.stage("b.py", "f(1)\nh(\n  3)\ng(2)\n")
    repo.stage("d.json", '{"a": ')
    repo.git("rm", "-q", "c.toml")
    monkeypatch.chdir(repo.path)
    opened = Repository()
    found = {one.path: one for one in documents(opened.staged(), "yaml", "python", "toml", "json")}

    assert [(one.path, one.new, one.line) for one in found["a.yaml"].changes()] == [(("x", 0), 0, 4)]
    calls = [(call.name, found["b.py"].touches(call.line, call.end)) for call in found["b.py"].new.value.calls]
    assert calls == [("f", False), ("h", True), ("g", False)]
    assert [(one.old, one.new) for one in found["c.toml"].changes()] == [({"a": 1}, MISSING)]
    assert (found["d.json"].error, found["d.json"].error_line) == ("not valid JSON: Expecting value", 1)
    opened.close()


def test_lines_that_a_change_touches() -> None:
    change = Change("M", "x.json", new=b'{\n"a": 1,\n"b": 2,\n"c": 3\n}', old=[b'{\n"a": 1,\n"c": 3\n}'])
    (found,) = documents([change], "json")

    assert [found.touches(line) for line in range(1, 7)] == [False, False, True, False, False, False]
    assert found.touches(1, 3) and found.touches(2, 5) and not found.touches(4, 9)


def test_only_the_formats_and_files_that_are_wanted() -> None:
    changes = [Change("A", path, new=b"{}") for path in ("a.json", "b/c.json", "b/d.YML", "e.txt", "f")]

    assert [found.path for found in documents(changes, "json", "yaml")] == ["a.json", "b/c.json", "b/d.YML"]
    assert [one.path for one in documents(changes, "json", where=lambda path: path[:2] == "b/")] == ["b/c.json"]
    assert list(documents(changes, "toml")) == []


UNREAD = (
    (Change("A", "x.json", new=BIG), "larger than 16 MiB: not read"),
    (Change("A", "x.json", new=b"y.json", mode="120000"), "a symbolic link: what it points to is not read"),
    (Change("A", "x.json", mode="160000"), "a submodule: what it points to is not read"),
    (Change("A", "x.json", new=b"\0\1\2"), "not valid JSON: Expecting value"),
)


@pytest.mark.parametrize(("change", "error"), UNREAD, ids=range(len(UNREAD)))
def test_what_is_not_read_is_said(change: Change, error: str) -> None:
    (found,) = documents([change], "json")

    assert found.error == error
    assert list(found.changes()) == [] and found.at(()) is None and list(found.new.leaves()) == []


def test_a_blob_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    store = sides.Store(lambda form, data: (read.append((form, data)), ())[1])
    monkeypatch.setattr(sides, "_store", store)
    changes = [Change("M", f"{name}.json", new=b"[1]", old=[b"[2]"]) for name in "abc"]
    for _ in range(3):
        list(documents(changes, "json"))

    assert sorted(read) == [("json", b"[1]"), ("json", b"[2]")]


def test_the_store_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sides, "_KEPT", 5000)
    store = sides.Store(lambda form, data: ())
    for number in range(50):
        store.get("json", b"%d" % number)

    assert len(store._held) == 4
    assert store._size <= 5000


NAMES = (
    ("a/B.JSON", "json"),
    ("tsconfig.json", "json"),
    ("package-lock.json", "json"),
    ("composer.lock", "json"),
    ("x.yaml", "yaml"),
    ("a.b.yml", "yaml"),
    ("uv.lock", "toml"),
    ("pyproject.toml", "toml"),
    ("json", ""),
    ("x.jsonl", ""),
    ("yarn.lock", ""),
    ("", ""),
)


@pytest.mark.parametrize(("path", "form"), NAMES)
def test_formats(path: str, form: str) -> None:
    assert format_of(path) == form


def test_missing_is_one() -> None:
    import pickle

    assert pickle.loads(pickle.dumps(MISSING)) is MISSING and not MISSING and isinstance(MISSING, Missing)


def test_depth() -> None:
    value: Any = 1
    for _ in range(DEEPEST):
        value = [value]

    assert not is_deep(value)
    assert is_deep({"a": value})


def test_nothing_is_imported_before_a_document_is_asked_for() -> None:
    import subprocess
    import sys

    code = """
import sys
from govhooks.core.change import Change
from govhooks.readers import documents
changes = [Change("A", "a.json", new=b"{}"), Change("A", "b.txt")]
list(documents(changes, "yaml", "toml", "hcl"))
print(sorted(name for name in sys.modules if name.startswith("govhooks.readers")))
list(documents(changes, "json"))
print([name for name in ("yaml", "tomli", "ast", "tree_sitter", "xml", "configparser") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout.splitlines() == ["['govhooks.readers']", "[]"]
