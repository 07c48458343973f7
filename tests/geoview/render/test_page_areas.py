"""The outlines of areas: the shipped tables against the gazetteer, and what of them goes into a page."""

from __future__ import annotations

import json
from functools import cache

import pytest

import gazetteer
from gazetteer.place import BoundingBox, Place
from geoview.render.areas import FILES, MOST, Outlines, outlined
from geoview.render.basemap import base_map
from packed_map import numbers, signed, unpack

BAVARIA, SAXONY, SYRIA, LATAKIA = "geonames:2951839", "geonames:2842566", "geonames:163843", "geonames:173578"
_SCALE, _TRANSLATE = (0.0036000360003600037, 0.0016885772698826986), (-180.0, -85.22193775799991)


@cache
def everything() -> Outlines:
    return Outlines(json.loads((FILES / "areas.json").read_bytes()))


def points(of: Outlines, number: int) -> list[tuple[float, float]]:
    """A line as (longitude, latitude)."""
    _, *packed = of.lines[number]
    axes = []
    for axis, steps in enumerate(packed):
        at, placed = 0, []
        for step in signed(numbers(steps)):
            at += step
            placed.append(at * _SCALE[axis] + _TRANSLATE[axis])
        axes.append(placed)
    return list(zip(*axes, strict=True))


def test_each_outline_is_an_area_of_the_gazetteer_and_lies_in_its_bounds() -> None:
    known = everything()
    lines = {number: points(known, number) for number in known.lines}
    assert len(known.rings) > 7700
    outside = []
    with gazetteer.open() as store:
        for key, rings in known.rings.items():
            place = store.place(key)
            assert place is not None, key
            assert place.feature_class in "AH", key
            assert place.bounds is not None, key
            found = [point for ring in rings for ref in ring for point in lines[max(ref, ~ref)]]
            south, west, north, east = place.bounds
            inside = all(
                south - 0.01 <= lat <= north + 0.01
                and ((west <= east and west - 0.01 <= lon <= east + 0.01) or west > east)
                for lon, lat in found
            )
            if not inside or max(lat for _, lat in found) < north - 0.35:
                outside.append(place.name)
    # Bounds of a few are corrected by hand, or hold islands that are too small to be drawn.
    assert len(outside) < 0.01 * len(known.rings), outside


def test_rings_are_closed_and_each_line_has_the_points_that_it_says() -> None:
    known = everything()
    ends = {}
    for number, (size, _, _) in known.lines.items():
        line = points(known, number)
        assert len(line) == size
        ends[number] = line[0], line[-1]
    for rings in known.rings.values():
        for ring in rings:
            walked = [ends[ref] if ref >= 0 else ends[~ref][::-1] for ref in ring]
            assert all(before[1] == after[0] for before, after in zip(walked, [*walked[1:], walked[0]], strict=True))


def test_neighbours_share_their_line() -> None:
    known = Outlines([BAVARIA, SAXONY])
    bavaria, saxony = ({max(ref, ~ref) for ring in rings for ref in ring} for rings in known.rings.values())
    assert bavaria & saxony


def test_a_page_takes_only_what_it_asks_for_and_what_is_there() -> None:
    table, arcs, rings = unpack(base_map([], set(), [BAVARIA, "user:1", SYRIA]))
    assert table["outlines"] == [BAVARIA]
    assert len(rings) == len(table["countries"]) + 1
    (ring,) = (ring for ring in rings[-1] if len(ring) > 1)
    assert min(reference >> 1 for reference in ring) > max(
        ref >> 1 for area in rings[:-1] for ring in area for ref in ring
    )
    assert sum(len(arcs[reference >> 1]) for reference in ring) > 100
    assert len(base_map([], set(), [BAVARIA])) - len(base_map([], set())) < 5000


def test_nothing_is_read_for_a_page_without_areas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geoview.render.areas.FILES", FILES / "nowhere")
    assert Outlines([]).rings == {}


def area(key: str, code: str, bounds: BoundingBox | None = None) -> Place:
    feature_class, feature_code = code.split(".")
    return Place(
        id=key, name=key, latitude=0, longitude=0, feature_class=feature_class, feature_code=feature_code, bounds=bounds
    )


def test_areas_are_outlined_and_points_and_countries_are_not() -> None:
    places = [area("state", "A.ADM1"), area("city", "P.PPL"), area("country", "A.PCLI"), area("sea", "H.SEA")]
    assert set(outlined(places)) == {"state", "sea"}
    assert outlined(places, borders=False) == ["sea"]


def test_of_too_many_areas_the_largest_are_outlined() -> None:
    small = [area(f"small {number}", "A.ADM2", BoundingBox(0, 0, 0.1, 0.1)) for number in range(MOST)]
    across = area("across 180", "A.ADM1", BoundingBox(0, 175, 5, -175))
    found = outlined([*small, across])
    assert len(found) == MOST
    assert found[0] == "across 180"
