"""Which areas hold a curated place: what the cities around say, and polygons where these differ."""

from __future__ import annotations

import csv
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from gazetteer.tables.cities import City
from gazetteer.tables.held import Holders, fill

if TYPE_CHECKING:
    from pathlib import Path

EAST, WEST = "geonames:1", "geonames:2"
COLUMNS = (
    "id", "name", "latitude", "longitude", "feature_class", "feature_code", "country", "countries", "admin1", "admin2",
    "south", "west", "north", "east", "rank", "names", "abbreviations", "demonyms", "note", "source",
)  # fmt: skip


def city(number: int, latitude: float, longitude: float, admin1: str, admin2: str | None = None) -> City:
    return City(
        geonameid=number, name=f"City {number}", latitude=latitude, longitude=longitude, country="US", admin1=admin1,
        admin2=admin2, population=1000, alternates=(),
    )  # fmt: skip


def square(west: float, east: float) -> list[list[tuple[float, float]]]:
    return [[(west, 40), (east, 40), (east, 42), (west, 42), (west, 40)]]


@pytest.fixture
def holders() -> Holders:
    """Two states whose border is at 10° east; the county is the western half of the eastern one."""
    cities = [city(10 + number, 41, 10.2 + number / 100, EAST, "geonames:20") for number in range(4)]
    cities += [city(20, 41.02, 9.98, WEST), city(21, 41, 9.5, WEST)]
    areas = [
        SimpleNamespace(id=EAST, code="US.EA", parent="US"),
        SimpleNamespace(id=WEST, code="US.WE", parent="US"),
        SimpleNamespace(id="geonames:20", code="US.EA.001", parent="US.EA"),
    ]
    known = SimpleNamespace(by_code={area.code: area for area in areas}, level=lambda _: areas[:2])
    polygons = [SimpleNamespace(geonameid=1, rings=square(10, 12)), SimpleNamespace(geonameid=2, rings=square(8, 10))]
    return Holders(cities, cast("Any", polygons), {"US.EA.001": square(10, 10.1)}, cast("Any", known))


@pytest.mark.parametrize(
    ("latitude", "longitude", "chain"),
    [
        (41.0, 10.205, (EAST, "geonames:20")),  # all around agree
        (41.02, 10.001, (EAST, "geonames:20")),  # the nearest city lies beyond the border; in the county's polygon
        (41.02, 9.99, (WEST, None)),
        (41.0, 9.2, (WEST, None)),  # far from its cities, in the polygon
        (43.0, 10.2, (None, None)),  # far from all
        (41.0, -170.0, (None, None)),
    ],
)
def test_a_point_is_in_the_area_of_its_cities_or_in_the_polygon_where_they_differ(
    holders: Holders, latitude: float, longitude: float, chain: tuple[str | None, str | None]
) -> None:
    assert holders.of(latitude, longitude, "US") == chain


def test_the_town_that_a_row_names_decides_at_a_border(holders: Holders) -> None:
    assert holders.of(41.02, 9.99, "US") == (WEST, None)
    assert holders.of(41.02, 9.99, "US", "Nowhere") == (WEST, None)
    assert holders.of(41.02, 10.15, "US", "City 20") == (EAST, "geonames:20")  # 14 km away
    assert holders.of(41.02, 10.05, "US", "City 20") == (EAST, "geonames:20")  # a county's polygon knows better
    assert holders.of(41.02, 9.99, "US", "City 10")[0] == WEST  # 18 km away
    assert holders.of(41.0, 9.96, "US", "City 20")[0] == WEST


def test_curated_tables_are_filled_where_they_are_empty_and_all_corners_agree(tmp_path: Path, holders: Holders) -> None:
    site = dict.fromkeys(COLUMNS, "") | {
        "feature_class": "S",
        "feature_code": "BDG",
        "country": "US",
        "countries": "US",
    }
    rows = [
        {"id": "curated:bridge", "latitude": "41", "longitude": "10.205"},
        {"id": "curated:stated", "latitude": "41", "longitude": "10.205", "admin1": WEST},
        {"id": "curated:shared", "latitude": "41", "longitude": "10.205", "countries": "US|CA"},
        {"id": "curated:wide", "latitude": "41", "longitude": "10.2", "south": "40.9", "west": "9.9", "north": "41.1", "east": "10.3"},
        {"id": "curated:narrow", "latitude": "41", "longitude": "10.2", "south": "40.99", "west": "10.2", "north": "41", "east": "10.21"},
        {"id": "geonames:5", "latitude": "41", "longitude": "10.205"},
    ]  # fmt: skip
    with (tmp_path / "sites.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(site | row for row in rows)
    assert fill(tmp_path, holders) == 2
    with (tmp_path / "sites.csv").open(encoding="utf-8", newline="") as lines:
        found = {row["id"].removeprefix("curated:"): row["admin1"] for row in csv.DictReader(lines)}
    assert found == {"bridge": EAST, "stated": WEST, "shared": "", "wide": "", "narrow": EAST, "geonames:5": ""}
    before = (tmp_path / "sites.csv").read_bytes()
    assert fill(tmp_path, holders) == 0
    assert (tmp_path / "sites.csv").read_bytes() == before
