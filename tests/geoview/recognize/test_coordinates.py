from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoview.recognize.coordinates import find_coordinates


@pytest.mark.parametrize(
    ("text", "mention", "identifier"),
    [
        ("The wreck lies at 35.4011 N, 35.9487 E.", "35.4011 N, 35.9487 E", "point:35.4011,35.9487"),
        ("at 35°24′N 35°57′E now", "35°24′N 35°57′E", "point:35.4,35.95"),
        ("at 33°52'04\"S, 151°12'36\"E", "33°52'04\"S, 151°12'36\"E", "point:-33.86778,151.21"),
        ("at N 35.4011, E 35.9487", "N 35.4011, E 35.9487", "point:35.4011,35.9487"),
        ("at S33°52.1' E151°12.5'", "S33°52.1' E151°12.5'", "point:-33.86833,151.20833"),
        ("(-33.8688, 151.2093)", "-33.8688, 151.2093", "point:-33.8688,151.2093"),
        (
            "40 degrees 26 minutes north, 79 degrees 58 minutes west",
            "40 degrees 26 minutes north, 79 degrees 58 minutes west",
            "point:40.43333,-79.96667",
        ),
        ("79.9667° W, 40.4333° N", "79.9667° W, 40.4333° N", "point:40.4333,-79.9667"),
    ],
)
def test_what_is_read(text: str, mention: str, identifier: str) -> None:
    (found,) = find_coordinates(text)
    assert found.text == mention
    assert text[found.start : found.end] == mention
    assert found.place is not None
    assert found.place.id == identifier


@pytest.mark.parametrize(
    "text",
    [
        "The 12 N, 14 E buses are late.",
        "95.1 N, 10.2 E is no place.",
        "35.4011 N, 35.9487 N",
        "Rates of 3.4567, 4.5678, 5.6789 and 12.5, 13.5",
        "Route 35 West, 40 East",
        "35°74′N 35°57′E",
    ],
)
def test_what_is_none(text: str) -> None:
    assert [found.text for found in find_coordinates(text)] == []


@given(
    st.integers(-89_9999, 89_9999).map(lambda value: value / 1e4),
    st.integers(-179_9999, 179_9999).map(lambda value: value / 1e4),
)
def test_round_trip(latitude: float, longitude: float) -> None:
    halves = "NS"[latitude < 0], "EW"[longitude < 0]
    (found,) = find_coordinates(f"At {abs(latitude):.4f}° {halves[0]}, {abs(longitude):.4f}° {halves[1]}, a ship")
    assert found.place is not None
    assert (found.place.latitude, found.place.longitude) == pytest.approx((latitude, longitude), abs=1e-9)
