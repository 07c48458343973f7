from __future__ import annotations

from math import pi

import pytest
from geopy import distance as geopy_distance
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.geodesy import EARTH_RADIUS_KM, distance_km

LATITUDE = st.floats(-90, 90)
LONGITUDE = st.floats(-180, 180)
HALF_TURN = pi * EARTH_RADIUS_KM


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((0, 0), (0, 1), HALF_TURN / 180),
        ((0, 179.5), (0, -179.5), HALF_TURN / 180),  # across the antimeridian
        ((90, 0), (-90, 77), HALF_TURN),
        ((90, 10), (90, -120), 0.0),  # one pole has every longitude
        ((51.5074, -0.1278), (40.7128, -74.0060), 5570),  # London and New York
        ((35.5317, 35.7901), (33.5102, 36.2913), 229),  # Latakia and Damascus
    ],
)
def test_known_distances(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    assert distance_km(*a, *b) == pytest.approx(km, rel=5e-3, abs=1e-6)


@given(LATITUDE, LONGITUDE, LATITUDE, LONGITUDE)
def test_agrees_with_geopy(a: float, b: float, c: float, d: float) -> None:
    # geopy's mean radius is 6371.009 km; near antipodes the haversine keeps 8 digits, so metres are allowed there.
    assert distance_km(a, b, c, d) == pytest.approx(geopy_distance.great_circle((a, b), (c, d)).km, rel=1e-6, abs=2e-3)


@given(LATITUDE, LONGITUDE, LATITUDE, LONGITUDE)
def test_is_a_distance(a: float, b: float, c: float, d: float) -> None:
    there = distance_km(a, b, c, d)
    assert 0 <= there <= HALF_TURN * (1 + 1e-12)
    assert there == pytest.approx(distance_km(c, d, a, b), rel=1e-12, abs=1e-9)
    assert distance_km(a, b, a, b) == 0


def test_keeps_its_digits_where_points_nearly_coincide() -> None:
    metre = 1 / 111_195
    assert distance_km(52.0, 13.0, 52.0 + metre, 13.0) == pytest.approx(0.001, rel=1e-4)
