"""What an index's answer says, whatever it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from index_world import packument, simple
from sweeps import examples

from govhooks.knowledge.indexes.answers import BadAnswer, Facts, Told, facts, is_name, kept, read, restored


def of(reply: tuple[int, Any, bytes], version: str = "1.0") -> Facts:
    document = json.loads(reply[2])
    ecosystem = "PyPI" if "meta" in document else "npm"
    return facts(read(ecosystem, document["name"], reply[2]), version)


@pytest.mark.parametrize(
    ("more", "status", "reason", "gaps"),
    [
        ({}, "active", "", ()),
        ({"api": "1.3"}, "unknown", "", ("status",)),  # a missing key means nothing before 1.4
        ({"api": "1.10"}, "active", "", ()),
        ({"project-status": {"status": "active"}}, "active", "", ()),
        ({"project-status": {}}, "active", "", ()),
        ({"project-status": {"status": "archived", "reason": "done\nwith it"}}, "archived", "done with it", ()),
        ({"project-status": {"status": "deprecated"}, "api": "1.1"}, "deprecated", "", ()),
        ({"project-status": {"status": "quarantined"}, "files": []}, "quarantined", "", ()),
        ({"project-status": {"status": "asleep"}}, "unknown", "", ("status",)),
        ({"project-status": "archived"}, "unknown", "", ("status",)),
        ({"file": {"upload-time": None}}, "active", "", ("times",)),
        ({"file": {"upload-time": "yesterday"}, "api": "1.0"}, "unknown", "", ("status", "times")),
    ],
)
def test_the_status_of_a_project(more: dict[str, Any], status: str, reason: str, gaps: tuple[str, ...]) -> None:
    found = of(simple("some-name", "1.0", **more))

    assert (found.known, found.status, found.reason, found.gaps) == (True, status, reason, gaps)


@pytest.mark.parametrize(
    ("yanked", "meant"),
    [
        ([False], ""),
        ([None], ""),
        ([True], "yanked"),
        ([""], "yanked"),  # a reason that nobody gave
        (["broken build"], "yanked: broken build"),
        ([True, "broken"], "yanked: broken"),
        (["broken", False], ""),  # one file can still be had
    ],
)
def test_a_release_is_yanked_with_all_of_its_files(yanked: list[object], meant: str) -> None:
    files = [{"filename": f"a-1.0-{n}-py3-none-any.whl", "yanked": one} for n, one in enumerate(yanked)]

    assert of(simple("a", "1.0", "2.0", files=files)).given_up == meant


@pytest.mark.parametrize(
    ("name", "file", "version"),
    [
        ("a", "a-1.0.tar.gz", "1.0"),
        ("a", "a-1.0-py2.py3-none-any.whl", "1"),
        ("zope.interface", "zope_interface-5.0-cp311-cp311-win32.whl", "5.0"),
        ("zope-interface", "zope.interface-5.0.zip", "5.0.0"),
        ("a-b-2", "a-b-2-3.0.tar.gz", "3.0"),
        ("a-b", "A_b-1.0rc1.tgz", "1.0.rc1"),
        ("a", "a-1.0-1.tar.gz", "1.0.post1"),
        ("a", "a-1.0-py2.7.egg", "1.0"),
        ("a", "a-1.0.win32-py2.7.exe", "1.0"),
        ("a", "a-1.0.linux-x86_64.tar.gz", "1.0"),
        ("a", "a-1.0-1.noarch.rpm", "1.0"),
        ("a", "a-2004d.tar.gz", "2004d"),
    ],
)
def test_the_version_of_a_file_without_a_list_of_versions(name: str, file: str, version: str) -> None:
    """API 1.0 lists no versions."""
    files = [{"filename": file, "upload-time": "2020-02-02T02:02:02Z"}, {"filename": "readme.txt"}, 7]
    found = of(simple(name, api="1.0", files=files, versions=[]), version)

    assert (found.present, found.uploaded, found.newest_at) == (True, "2020-02-02T02:02:02", "2020-02-02T02:02:02")


def test_the_newest_release_of_pypi() -> None:
    found = of(simple("a", "1.0", "1.10", "1.9", "2.0rc1"), "3.0")

    assert (found.newest, found.present, found.known) == ("1.10", False, True)


@pytest.mark.parametrize(
    ("more", "meant"),
    [
        ({}, Facts(known=True, present=True, status="active", uploaded="2026-01-01T10:00:00", newest="2.0.0")),
        ({"manifest": {"deprecated": "use b"}}, Facts(known=True, present=True, status="active", given_up="use b")),
        ({"manifest": {"deprecated": True}}, Facts(known=True, present=True, status="active", given_up="deprecated")),
        ({"manifest": {"deprecated": ""}}, Facts(known=True, present=True, status="active")),  # deprecated no longer
        # A mirror that leaves out the times may leave out `deprecated`, too.
        ({"time": {}}, Facts(known=True, present=True, status="unknown", gaps=("status", "times"))),
        ({"time": {"modified": "2026-01-01T10:00:00Z"}}, Facts(known=True, present=True, gaps=("status", "times"))),
        ({"time": {"2.0.0": "2026-01-01T10:00:00+00:00"}}, Facts(known=True, present=True, status="active", gaps=("times",))),
        ({"versions": {}, "time": {"unpublished": {"time": "2026-02-02T10:00:00Z"}}}, Facts(gone="2026-02-02T10:00:00", status="unknown")),
        ({"versions": {}}, Facts(known=True, status="active")),
    ],
)  # fmt: skip
def test_packuments(more: dict[str, Any], meant: Facts) -> None:
    found = of(packument("a", "1.0.0", "2.0.0", **more), "1.0.0")
    told = ("known", "present", "status", "given_up", "gone", "gaps")

    assert {name: getattr(found, name) for name in told} == {name: getattr(meant, name) for name in told}
    assert not meant.uploaded or (found.uploaded, found.newest) == (meant.uploaded, meant.newest)


def test_a_security_holding_package_is_quarantined() -> None:
    found = of(packument("a", "0.0.1-security", manifest={"description": "security holding package"}), "1.2.3")

    assert (found.status, found.present) == ("quarantined", False)


@pytest.mark.parametrize(
    ("ecosystem", "data"),
    [
        ("PyPI", b""),
        ("PyPI", b"\xff\xfe"),
        ("PyPI", b"[]"),
        ("PyPI", b"null"),
        ("PyPI", b"[" * 100_000),
        ("PyPI", b'{"a":' * 100_000),
        ("PyPI", simple("a", "1.0")[2][:-20]),
        ("PyPI", simple("b", "1.0")[2]),
        ("PyPI", simple("a", "1.0", api="2.0")[2]),
        ("PyPI", simple("a", "1.0", api="1.x")[2]),
        ("PyPI", simple("a", "1.0", meta={})[2]),
        ("PyPI", simple("a", "1.0", files={})[2]),
        ("PyPI", packument("a", "1.0")[2]),
        ("npm", simple("a", "1.0")[2]),
        ("npm", packument("A", "1.0")[2]),
        ("npm", packument("a", "1.0", time=[])[2]),
        ("npm", b'{"error": "not found", "name": "a"}'),
        ("npm", b'{"name": "a", "versions": null}'),
        ("npm", b'{"name": "a", "time": ' + b"9" * 10_000 + b"}"),
    ],
)
def test_what_is_no_answer(ecosystem: str, data: bytes) -> None:
    with pytest.raises(BadAnswer):
        read(ecosystem, "a", data)


def test_a_text_of_an_answer_is_bounded_and_unicode() -> None:
    found = of(simple("a", "1.0", **{"project-status": {"status": "archived", "reason": "\ud800x" * 10_000}}))

    assert len(found.reason) <= 300
    assert found.reason.encode()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(("1.0", "1.4", "archived", "a")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.sampled_from(("1.0", "status")), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
KEYS = (
    "meta",
    "files",
    "versions",
    "project-status",
    "time",
    "dist-tags",
    "api-version",
    "filename",
    "yanked",
    "latest",
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES), st.sampled_from(("PyPI", "npm")), st.text(max_size=5))
@example({"versions": {"1.0": None}, "time": {"unpublished": 1}}, "npm", "1.0")
def test_any_json_is_an_answer_or_a_bad_one(document: dict[str, Any], ecosystem: str, version: str) -> None:
    if ecosystem == "PyPI":
        document = {"meta": {"api-version": "1.4"}, "files": [], **document}
    data = json.dumps({"name": "a", **document}).encode()
    try:
        project = read(ecosystem, "a", data)
    except BadAnswer:
        return
    found = facts(project, version)

    assert restored(json.loads(json.dumps(kept(project)))) == project
    assert found.status in ("active", "archived", "deprecated", "quarantined", "unknown")
    # Nothing is said to be fine of which nothing was told.
    assert found.status != "unknown" or found.gone or "status" in found.gaps
    is_dated = not version or not found.present or found.uploaded or found.status == "quarantined"
    assert is_dated or "times" in found.gaps


@settings(max_examples=examples(200), deadline=None)
@given(st.binary() | VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_an_answer_or_a_bad_one(data: bytes) -> None:
    for ecosystem in ("PyPI", "npm"):
        with pytest.raises(BadAnswer):
            read(ecosystem, "a name that nobody has", data)


@given(VALUES)
def test_what_is_kept_may_be_damaged(value: Any) -> None:
    plain = kept(read("PyPI", "a", simple("a", "1.0")[2]))
    for damaged in (value, {**plain, "versions": value}, {**plain, "gaps": value}, {**plain, "status": value}):
        try:
            project = restored(damaged)
        except BadAnswer:
            continue
        assert all(isinstance(told, Told) for told in project.versions.values())


@pytest.mark.parametrize(
    ("ecosystem", "name", "meant"),
    [
        ("PyPI", "zope.interface", True),
        ("PyPI", "A_b-2", True),
        ("PyPI", "-a", False),
        ("PyPI", "a b", False),
        ("PyPI", "../a", False),
        ("PyPI", "a/b", False),
        ("PyPI", "a\n", False),
        ("PyPI", "ä", False),
        ("npm", "left-pad", True),
        ("npm", "@types/node", True),
        ("npm", "JSONStream", True),
        ("npm", "..", False),
        ("npm", ".a", False),
        ("npm", "@../node", False),
        ("npm", "@a/b/c", False),
        ("npm", "a%2f", False),
        ("npm", "a?b", False),
        ("npm", "a\x1b[31m", False),
        ("npm", "a" * 215, False),
    ],
)
def test_names(ecosystem: str, name: str, meant: bool) -> None:
    assert is_name(ecosystem, name) is meant
