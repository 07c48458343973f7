"""The base map's tables and what is picked from them for a page."""

from __future__ import annotations

import json
import lzma
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoview.render.areas import FILES
from geoview.render.basemap import LEVELS, SEGMENT, base_map, cell, varint, zigzag
from packed_map import numbers, signed, unpack

_SOURCE = Path(__file__).parents[2] / "support" / "countries-10m.json.xz"
_COAST = [(35.5, 35.8), (34.9, 35.9)]


@cache
def table() -> list[tuple[int, ...]]:
    return list(SEGMENT.iter_unpack((FILES / "segments.bin").read_bytes()))


@given(st.integers(-(2**40), 2**40))
def test_a_signed_number_comes_back(value: int) -> None:
    packed = bytearray()
    zigzag(value, packed)
    assert signed(numbers(bytes(packed))) == [value]


@given(st.integers(0, 2**40))
def test_a_number_comes_back(value: int) -> None:
    packed = bytearray()
    varint(value, packed)
    assert numbers(bytes(packed)) == [value]


def test_cells_hold_the_edges_of_the_earth() -> None:
    assert cell(-90, -180) == 0
    assert cell(90, 180) == cell(89.5, 179.5) == 180 * 360 - 1
    assert cell(0.5, 0.5) == 90 * 360 + 180


def test_the_finest_level_is_the_source_point_for_point() -> None:
    arcs = json.loads(lzma.decompress(_SOURCE.read_bytes()))["arcs"]
    data = (FILES / "points.bin").read_bytes()
    rebuilt: dict[int, list[tuple[int, int]]] = {}
    for row in table():
        offset, _, across, along = row[9 + 4 * (LEVELS - 1) : 13 + 4 * (LEVELS - 1)]
        xs = signed(numbers(data[offset : offset + across]))
        ys = signed(numbers(data[offset + across : offset + across + along]))
        start = rebuilt.setdefault(row[0], [(row[1], row[2])])[-1]
        assert start == (row[1], row[2])
        points = accumulate(
            zip(xs, ys, strict=True), lambda at, step: (at[0] + step[0], at[1] + step[1]), initial=start
        )
        rebuilt[row[0]] += list(points)[1:]
    assert len(rebuilt) == len(arcs)
    for number, deltas in enumerate(arcs):
        assert rebuilt[number] == list(accumulate(map(tuple, deltas), lambda a, b: (a[0] + b[0], a[1] + b[1])))


def test_each_level_has_no_more_points_than_the_next() -> None:
    totals = [sum(row[10 + 4 * level] for row in table()) for level in range(LEVELS)]
    assert all(coarse < fine for coarse, fine in pairwise(totals))
    assert all(row[10] <= row[14] <= row[18] <= row[22] for row in table())


def test_mixed_levels_fit_together() -> None:
    found, arcs, rings = unpack(base_map(_COAST, {"SY"}))
    assert len(found["countries"]) == len(rings) == 255
    for country in rings:
        for ring in country:
            walked = [arcs[reference >> 1][:: -1 if reference & 1 else 1] for reference in ring]
            for before, after in pairwise([*walked, walked[0]]):
                assert before[-1] == after[0]


def test_every_country_is_drawn_however_small() -> None:
    found, _, rings = unpack(base_map([], set()))
    missing = [
        country["name"] for country, own in zip(found["countries"], rings, strict=True) if country["code"] and not own
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("code", "inside"), [("SY", (35, 38)), ("FJ", (-18, 178)), ("RU", (57.5, 47)), ("US", (39.5, -98.5))]
)
def test_names_stand_in_their_country(code: str, inside: tuple[float, float]) -> None:
    found, _, _ = unpack(base_map([], set()))
    country = next(one for one in found["countries"] if one["code"] == code)
    assert country["label"] == pytest.approx(inside, abs=1.5)
    south, west, north, east = country["box"]
    assert south < country["label"][0] < north
    assert west < country["label"][1] < east


def test_detail_is_where_the_places_are() -> None:
    def points(where: list[tuple[float, float]], countries: set[str]) -> int:
        return sum(map(len, unpack(base_map(where, countries))[1]))

    coarse = points([], set())
    assert coarse < 30_000
    assert points([], {"NO"}) > coarse + 1000
    assert coarse + 3000 < points(_COAST, set()) < coarse + 15_000


def test_the_same_places_give_the_same_map() -> None:
    assert base_map(_COAST, {"SY", "LB"}) == base_map(_COAST[::-1], {"LB", "SY"})
    assert len(base_map(_COAST, {"SY", "LB"})) < 140_000


def test_places_all_over_the_world_do_not_bring_every_coast_at_its_finest() -> None:
    everywhere = [(latitude, longitude) for latitude in range(-50, 70, 4) for longitude in range(-180, 180, 4)]
    assert len(base_map(everywhere, set())) < 350_000


def test_cities_around_are_near_the_places_or_known_to_the_world() -> None:
    towns = unpack(base_map(_COAST, set()))[0]["towns"]
    near = {name for name, latitude, longitude in towns if 32 < latitude < 39 and 32 < longitude < 39}
    assert {"Tripoli", "Gaziantep", "Latakia"} <= near
    assert {"Beijing", "London", "Mexico City"} <= {name for name, *_ in towns}
    assert "Kassel" not in {name for name, *_ in towns}
    assert len(towns) < 300
    assert len(unpack(base_map([], set()))[0]["towns"]) == 150


def test_cities_around_are_found_across_180_degrees() -> None:
    assert "Suva" in {name for name, *_ in unpack(base_map([(-17.0, -179.9)], set()))[0]["towns"]}
