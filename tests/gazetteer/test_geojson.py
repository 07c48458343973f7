"""A geometry as a point on it and its bounds, held against shapely."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import SourceError
from gazetteer.place import BoundingBox
from gazetteer.sources.geojson import shape

shapely = pytest.importorskip("shapely")


def star(radii: list[float], longitude: float, latitude: float, size: float) -> list[list[float]]:
    """A ring about a point, with corners near and far: concave as a rule."""
    turn = 2 * math.pi / len(radii)
    ring = [
        [longitude + size * r * math.cos(turn * n), latitude + size * r * math.sin(turn * n)]
        for n, r in enumerate(radii)
    ]
    return [*ring, ring[0]]


RADII = st.lists(st.floats(0.05, 1.0), min_size=3, max_size=12)


@settings(deadline=None)
@given(RADII, st.floats(-150, 150), st.floats(-60, 60), st.floats(0.01, 20), st.booleans())
def test_the_point_of_a_polygon_lies_in_it(
    radii: list[float],
    longitude: float,
    latitude: float,
    size: float,
    holed: bool,  # noqa: FBT001 - hypothesis
) -> None:
    rings = [star(radii, longitude, latitude, size)]
    if holed:
        rings.append(star([r * 0.5 for r in radii], longitude, latitude, size))
    polygon = shapely.Polygon(rings[0], rings[1:])
    if not polygon.is_valid or polygon.area < 1e-9:
        return
    found = shape({"type": "Polygon", "coordinates": rings}, "a test")
    assert polygon.contains(shapely.Point(found.longitude, found.latitude))
    west, south, east, north = polygon.bounds
    assert found.bounds == BoundingBox(south, west, north, east)


def test_a_crescent_has_its_point_on_it_and_not_in_the_bay() -> None:
    bay = [[0, 0], [10, 0], [10, 1], [1, 1], [1, 9], [10, 9], [10, 10], [0, 10], [0, 0]]
    found = shape({"type": "Polygon", "coordinates": [bay]}, "a test")
    assert found.longitude < 1


def test_the_largest_part_has_the_point_and_all_are_in_the_bounds() -> None:
    parts = [[star([1, 1, 1, 1], 10, 10, 1)], [star([1, 1, 1, 1], 30, 10, 5)]]
    found = shape({"type": "MultiPolygon", "coordinates": parts}, "a test")
    assert 25 < found.longitude < 35
    assert found.bounds == BoundingBox(pytest.approx(5), pytest.approx(9), pytest.approx(15), pytest.approx(35))


def test_bounds_across_180_degrees() -> None:
    fiji = [
        [[[177, -19], [180, -19], [180, -16], [177, -16], [177, -19]]],
        [[[-180, -19], [-179, -19], [-179, -16], [-180, -16], [-180, -19]]],
    ]
    found = shape({"type": "MultiPolygon", "coordinates": fiji}, "a test")
    assert found.bounds == BoundingBox(-19, 177, -16, -179)
    assert shape({"type": "MultiPoint", "coordinates": [[-170, 1], [170, 2]]}, "a test").bounds == BoundingBox(
        1, 170, 2, -170
    )
    assert shape({"type": "MultiPoint", "coordinates": [[-80, 1], [80, 2]]}, "a test").bounds == BoundingBox(
        1, -80, 2, 80
    )


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        ({"type": "Point", "coordinates": [5, 52, 3]}, (52, 5, None)),
        ({"type": "LineString", "coordinates": [[0, 0], [10, 0]]}, (0, 5, BoundingBox(0, 0, 0, 10))),
        ({"type": "LineString", "coordinates": [[5, 5], [5, 5]]}, (5, 5, None)),
        ({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [5, 52]}]}, (52, 5, None)),
        ({"type": "Polygon", "coordinates": [[[1, 1], [1, 1], [1, 1]]]}, (1, 1, None)),
    ],
)
def test_other_geometries(geometry: dict[str, object], expected: tuple[float, float, BoundingBox | None]) -> None:
    assert tuple(shape(geometry, "a test")) == expected


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (None, "its geometry is null; give it a point"),
        ({"type": "Point", "coordinates": []}, "its geometry is empty"),
        ({"type": "GeometryCollection", "geometries": []}, "its geometry is empty"),
        ({"type": "Point", "coordinates": [1]}, "is no GeoJSON"),
        ({"type": "Point", "coordinates": ["a", "b"]}, "is no GeoJSON"),
        ({"type": "Point", "coordinates": [35, 135]}, r"\[35, 135\] is no point on Earth; longitude comes first"),
        ({"type": "Point", "coordinates": [1e9, 1]}, "is no point on Earth"),
        ({"type": "Point", "coordinates": [float("nan"), 1]}, "is no point on Earth"),
        ({"type": "Circle", "coordinates": [1, 1]}, "'Circle' is no type of geometry"),
        ({"coordinates": [1, 1]}, "is no GeoJSON"),
        ([1, 2], "is no GeoJSON"),
        ("POINT (1 1)", "is no GeoJSON"),
        ({"type": "Polygon", "coordinates": [[1, 2]]}, "is no GeoJSON"),
    ],
)
def test_what_is_no_geometry(geometry: object, message: str) -> None:
    with pytest.raises(SourceError, match=f"x.json, feature 3: .*{message}") as caught:
        shape(geometry, "x.json, feature 3")
    assert "\n" not in str(caught.value)
