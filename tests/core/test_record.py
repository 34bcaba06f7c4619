"""Records behave as frozen dataclasses do."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from govhooks.core.record import Record


class Point(Record):
    x: int
    y: int = 2
    names: tuple[str, ...] = ()

    ORIGIN = (0, 0)


class Place(Point):
    z: int = 3
    y: int = 9


@dataclasses.dataclass(frozen=True)
class Peer:
    x: int
    y: int = 2
    names: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("args", "named"), [((1,), {}), ((1, 5), {}), ((), {"x": 1}), ((1,), {"names": ("a",)}), ((1, 2, ("a",)), {})]
)
def test_it_is_made_as_a_dataclass_is(args: tuple[int, ...], named: dict[str, object]) -> None:
    ours, peer = Point(*args, **named), Peer(*args, **named)

    assert {name: getattr(ours, name) for name in Point.fields} == dataclasses.asdict(peer)
    assert repr(ours) == repr(peer).replace("Peer", "Point")


@pytest.mark.parametrize(
    ("args", "named"),
    [((), {}), ((1, 2, (), 4), {}), ((1,), {"x": 1}), ((1,), {"w": 1}), ((), {"y": 1}), ((1,), {"ORIGIN": 1})],
)
def test_it_refuses_what_a_dataclass_refuses(args: tuple[int, ...], named: dict[str, object]) -> None:
    for kind in (Point, Peer):
        with pytest.raises(TypeError):
            kind(*args, **named)


def test_it_is_frozen() -> None:
    point = Point(1)
    with pytest.raises(AttributeError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        point.other = 2  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        del point.x

    assert point == Point(1)


def test_equality_is_of_kind_and_fields() -> None:
    assert Point(1) == Point(1, 2)
    assert Point(1) != Point(2)
    assert Point(1, 9) != Place(1, 9)
    assert Point(1) != 1
    assert hash(Point(1)) == hash(Point(1, 2))
    assert len({Point(1), Point(1), Point(2)}) == 2


def test_fields_are_inherited_in_order() -> None:
    assert Point.fields == ("x", "y", "names")
    assert Place.fields == ("x", "y", "names", "z")
    assert Place(1) == Place(1, 9, (), 3)
    assert Point.defaults == {"y": 2, "names": ()}


def test_a_copy_has_some_fields_changed() -> None:
    point = Point(1)

    assert point.but(y=5) == Point(1, 5)
    assert point == Point(1)
    assert Place(1).but(z=4).z == 4
    with pytest.raises(TypeError):
        point.but(nope=1)


def test_it_costs_no_import() -> None:
    hooks = Path(__file__).resolve().parents[2] / "hooks"
    script = f"import sys; sys.path.insert(0, {str(hooks)!r}); import govhooks.core.record; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True)

    assert not {"dataclasses", "typing", "inspect", "re", "enum", "types"} & set(eval(done.stdout))
