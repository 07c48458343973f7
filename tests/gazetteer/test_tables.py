"""The committed source tables hold what their README says, and the command that makes them is deterministic."""

from __future__ import annotations

import json
import lzma
import os
import re
from pathlib import Path

import pytest

from committed_tables import DATA, ROOT, UN_MEMBERS, by_id, countries, first, rows
from gazetteer.names import fold
from gazetteer.sources.tables import COLUMNS

SHARED = Path(os.environ.get("GEOVIEW_SHARED", ROOT.parent / "shared"))
TABLES = ("admin1", "admin2", "airports", "cities", "continents", "countries", "seas")
FORBIDDEN = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029|]")


@pytest.mark.parametrize("table", TABLES)
def test_header_counts_and_size(table: str) -> None:
    path = DATA / f"{table}.tsv.xz"
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        assert next(lines).rstrip("\n").split("\t") == list(COLUMNS)
    described = {entry["name"]: entry for entry in json.loads((DATA / "sources.json").read_text())["tables"]}
    assert described[table]["rows"] == len(rows(table))
    assert path.stat().st_size < 12_000_000


def test_numbers_of_rows() -> None:
    assert len(rows("cities")) == 234_908
    assert len(rows("countries")) == 252
    assert len(rows("continents")) == 7
    assert sum(row.feature_code == "ADM1" for row in rows("admin1")) == 3_813
    assert sum(row.feature_code == "ADM2" for row in rows("admin2")) == 33_639
    assert len(rows("seas")) > 280
    assert 500 < len(rows("airports")) < 4_000


def test_readme_counts_are_those_of_the_tables() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for table in TABLES:
        assert f"| `{table}.tsv.xz` | {len(rows(table)):,} |" in readme


def test_every_source_has_its_licence_and_credit() -> None:
    for table in json.loads((DATA / "sources.json").read_text())["tables"]:
        assert table["sources"]
        for source in table["sources"]:
            assert all(source[field] for field in ("name", "version", "licence", "url", "credit"))


def test_ids_are_unique_over_all_tables() -> None:
    ids = [row.id for table in TABLES for row in rows(table)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("table", TABLES)
def test_values_are_clean_and_in_range(table: str) -> None:
    for row in rows(table):
        assert re.fullmatch(r"(geonames|naturalearth|fips|icao):\S+", row.id)
        assert -90 <= row.latitude <= 90, row.id
        assert -180 <= row.longitude <= 180, row.id
        assert re.fullmatch("[AHLPS]", row.feature_class), row.id
        assert re.fullmatch("[A-Z0-9]+", row.feature_code), row.id
        assert row.country is None or re.fullmatch("[A-Z]{2}", row.country), row.id
        assert row.rank is None or 0 <= row.rank <= 6, row.id
        assert row.population >= 0
        for text in (row.name, *row.names, *row.abbreviations, *row.demonyms, row.note or "-"):
            assert text == text.strip(), row.id
            assert text, row.id
            assert not FORBIDDEN.search(text), row.id


@pytest.mark.parametrize("table", TABLES)
def test_no_place_has_a_name_twice(table: str) -> None:
    for row in rows(table):
        keys = [fold(name) for name in (row.name, *row.names)]
        assert len(keys) == len(set(keys)), (row.id, row.name, row.names)


@pytest.mark.parametrize("table", TABLES)
def test_points_lie_within_bounds(table: str) -> None:
    for row in rows(table):
        if row.bounds is None:
            continue
        assert -90 <= row.bounds.south < row.bounds.north <= 90, row.id
        assert all(-180 <= edge <= 180 for edge in (row.bounds.west, row.bounds.east)), row.id
        assert row.bounds.contains(row.latitude, row.longitude), row


def test_parents_are_there_and_of_the_same_country() -> None:
    for table in ("cities", "admin2"):
        for row in rows(table):
            for parent, parents in ((row.admin1, by_id("admin1")), (row.admin2, by_id("admin2"))):
                assert parent is None or parents[parent].country == row.country, row
    for city in rows("cities"):
        assert city.admin2 is None or by_id("admin2")[city.admin2].admin1 == city.admin1, city
    assert all(row.admin1 for row in rows("admin2"))
    assert sum(row.admin1 is None for row in rows("cities")) < 500


def test_every_country_is_on_a_continent() -> None:
    lines = (DATA / "country_continents.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "country\tcontinent"
    continents = dict(line.split("\t") for line in lines[1:])
    assert set(continents) == set(countries())
    assert set(continents.values()) == set(by_id("continents"))
    assert by_id("continents")[continents["SY"]].name == "Asia"


@pytest.mark.parametrize(
    ("table", "name", "country", "inside", "outside"),
    [
        ("countries", "Russia", "RU", (66.0, -172.0), (50.0, 0.0)),
        ("countries", "Fiji", "FJ", (-17.0, -179.0), (-17.0, 0.0)),
        ("countries", "New Zealand", "NZ", (-44.0, -176.5), (-44.0, 0.0)),
        ("countries", "United States", "US", (51.9, 173.0), (40.0, 10.0)),
        ("countries", "France", "FR", (48.9, 2.3), (4.0, -53.0)),
        ("countries", "Netherlands", "NL", (52.4, 4.9), (12.2, -68.3)),
        ("countries", "Ukraine", "UA", (44.9, 34.1), (55.7, 37.6)),
        ("admin1", "Alaska", "US", (51.9, 173.0), (40.0, -100.0)),
        ("seas", "Pacific Ocean", None, (0.0, -179.0), (0.0, 0.0)),
        ("seas", "Bering Sea", None, (58.0, 179.0), (58.0, 0.0)),
    ],
)
def test_bounds_cross_180_degrees_where_the_place_does(
    table: str, name: str, country: str | None, inside: tuple[float, float], outside: tuple[float, float]
) -> None:
    bounds = first(table, name, country).bounds
    assert bounds is not None
    assert bounds.contains(*inside)
    assert not bounds.contains(*outside)


def test_every_us_county_has_a_point_and_bounds() -> None:
    counties = [row for row in rows("admin2") if row.country == "US"]
    assert sum(row.name == "Orange County" for row in counties) == 8
    assert sum(row.name.endswith(" County") for row in counties) > 3_000
    assert [row.name for row in counties if row.bounds is None] == []


@pytest.mark.parametrize(
    ("country", "name", "other"),
    [
        ("DE", "Bavaria", "Bayern"),
        ("SY", "Latakia", "Latakia Governorate"),
        ("UA", "Kyiv", "Kyiv City"),
        ("UA", "Kyiv Oblast", "Kyivska oblast"),
        ("IR", "Tehran", "Tehran Province"),
        ("ES", "Catalonia", "Cataluña"),
    ],
)
def test_first_level_areas_are_named_in_english(country: str, name: str, other: str) -> None:
    area = first("admin1", name, country)
    assert fold(other) in {fold(each) for each in area.names}


@pytest.mark.parametrize(
    ("name", "country", "code", "number"),
    [
        ("Damascus", "SY", "PPLC", 170654),
        ("Latakia", "SY", "PPLA", 173576),
        ("Tartus", "SY", "PPLA", 163345),
        ("Albany", "US", "PPLA", 5106834),
        ("New York City", "US", "PPL", 5128581),
        ("Cologne", "DE", "PPL", 2886242),
    ],
)
def test_cities_keep_their_ids_and_kinds(name: str, country: str, code: str, number: int) -> None:
    city = by_id("cities")[f"geonames:{number}"]
    assert (city.name, city.country, city.feature_code) == (name, country, code)


def test_the_seats_of_us_states_canadian_provinces_and_australian_states() -> None:
    seats = [city for city in rows("cities") if city.feature_code in {"PPLA", "PPLC"}]
    held = {country: {city.admin1 for city in seats if city.country == country} for country in ("US", "CA", "AU")}
    assert {country: len(areas) for country, areas in held.items()} == {"US": 51, "CA": 13, "AU": 8}


def test_one_capital_for_each_country_that_has_one() -> None:
    capitals = [city.country for city in rows("cities") if city.feature_code == "PPLC"]
    assert len(capitals) == len(set(capitals))
    assert set(UN_MEMBERS.split()) - set(filter(None, capitals)) <= {"PW"}  # Ngerulmud has fewer than 500 people


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("Mediterranean", "Mediterranean Sea"),
        ("Pacific", "Pacific Ocean"),
        ("Atlantic", "Atlantic Ocean"),
        ("Caribbean", "Caribbean Sea"),
        ("Baltic", "Baltic Sea"),
        ("Bosphorus", "Bosporus"),
    ],
)
def test_seas_have_short_names(short: str, name: str) -> None:
    assert short in first("seas", name).names


def test_ids_are_geonames_own() -> None:
    """Every area's id and code are those of GeoNames' own tables (read only to compare)."""
    for table, file, least in (("admin1", "admin1CodesASCII.txt", 3_800), ("admin2", "admin2Codes.txt", 33_000)):
        path = SHARED / "reference" / "geonames" / file
        if not path.exists():
            pytest.skip(f"{file} is not there: set GEOVIEW_SHARED to the folder that has reference/geonames")
        lines = path.read_text(encoding="utf-8").splitlines()
        numbers = {"geonames:" + line.split("\t")[3]: line.split(".")[0] for line in lines}
        known = [row for row in rows(table) if row.id in numbers]
        assert len(known) >= least
        assert all(numbers[row.id] == row.country for row in known)
