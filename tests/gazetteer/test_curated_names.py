"""The curated names of places in other tables: aliases.csv, demonyms.csv, and what sites and districts add to them."""

from __future__ import annotations

import csv
import lzma
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest

import gazetteer
import outlines
from gazetteer.names import fold
from gazetteer.sources.tables import is_places_csv, table_files

DATA = Path(__file__).parents[2] / "gazetteer" / "data"
FAR_KM = 10.0
TOWN_KM, AREA_KM, SAME_KM = 30.0, 80.0, 2.0
IN_TOWN_KM = 5.0
# Bridges and dams between two states, an island that two share, and a suburb of the capital.
ACROSS = {
    "curated:bayonne-bridge", "curated:bonneville-dam", "curated:brent-spence-bridge", "curated:crystal-city-virginia",
    "curated:eads-bridge", "curated:ellis-island-national-museum-of-immigration",
    "curated:john-a-roebling-suspension-bridge",
}  # fmt: skip
AREA_SLACK_KM = 25.0  # bounds of areas without a polygon are about their cities
OFF_SHORE = {
    "curated:fernando-de-noronha",
    "curated:kastellorizo",
    "curated:koh-tao",
}  # far from the rest of their areas
COAST_KM = 5.0  # piers, bridges and harbours lie off outlines of 1:10 million
SEA_KM = 160.0  # small islands and reefs are not drawn
AT_SEA = {"ATOL", "ISL", "ISLS", "RF", "VLC"}
# The outlines file these under the state that they belong to, or draw them nowhere.
FILED_UNDER = {"GF": "FR", "RE": "FR", "SJ": "NO", "VA": "IT"}
NOT_DRAWN = {
    "curated:christmas-island-detention-centre", "curated:dry-tortugas-national-park", "curated:goli-otok",
    "curated:grotta-azzurra", "curated:maya-bay", "curated:runit-dome", "curated:skellig-michael", "curated:yangshan-port",
}  # fmt: skip
LEFT_OUT = Path(__file__).with_name("left_out_demonyms.txt")

# What news writes, and the place it means by it.
KNOWN = {
    "D.C.": "geonames:4140963",
    "L.A.": "geonames:5368361",
    "NYC": "geonames:5128581",
    "Philly": "geonames:4560349",
    "Deir Ezzor": "geonames:170794",
    "Khan Younis": "geonames:281124",
    "Tartous": "geonames:163345",
    "St. Petersburg": "geonames:498817",
    "Saigon": "geonames:1566083",
    "NSW": "geonames:2155400",
    "Londoner": "geonames:2643743",
    "Muscovite": "geonames:524901",
    "Bavarian": "geonames:2951839",
    "Chechen": "geonames:569665",
    "Aleppan": "geonames:170063",
    "Khmeimim": "curated:hmeimim-air-base",
    "White House": "curated:white-house",
    "Kremlin": "curated:kremlin",
    "Canary Wharf": "geonames:6692280",
}


@cache
def wanted() -> frozenset[str]:
    ids = {record["id"] for file in ("aliases.csv", "demonyms.csv") for record in records(file)}
    ids |= {record["id"] for file in ("sites.csv", "districts.csv") for record in records(file)}
    return frozenset(ids | set(KNOWN.values()))


@cache
def tables() -> dict[str, list[dict[str, str]]]:
    """What the tables say of the places that these tests ask about: by id, the CSV rows before the others."""
    found: dict[str, list[dict[str, str]]] = {}
    for file in table_files(DATA):
        if is_places_csv(file):
            for record in records(file.name):
                found.setdefault(record["id"], []).append(record)
        elif file.suffix == ".xz":
            with lzma.open(file, "rt", encoding="utf-8", newline="\n") as lines:
                header = next(lines).rstrip("\n").split("\t")
                # Reading 270,000 rows whole would take a minute; few of them are asked about.
                for line in lines:
                    if line[: line.index("\t")] in wanted():
                        record = dict(zip(header, line.rstrip("\n").split("\t"), strict=True))
                        found.setdefault(record["id"], []).append(record)
    return found


def names_of(place: str) -> set[str]:
    found = {record["name"] for record in records("aliases.csv") if record["id"] == place}
    found |= {record["demonym"] for record in records("demonyms.csv") if record["id"] == place}
    for record in tables().get(place, ()):
        found.add(record["name"])
        for column in ("names", "abbreviations", "demonyms"):
            found.update(filter(None, record[column].split("|")))
    return found


@cache
def records(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def kilometres(one: dict[str, str], other: dict[str, str]) -> float:
    (south, west), (north, east) = (
        (radians(float(record["latitude"])), radians(float(record["longitude"]))) for record in (one, other)
    )
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(chord))


@pytest.mark.parametrize(
    ("file", "columns"),
    [("aliases.csv", ["id", "name", "kind", "note"]), ("demonyms.csv", ["id", "demonym", "note"])],
)
def test_names_have_their_columns_and_are_sorted_and_unique(file: str, columns: list[str]) -> None:
    found = records(file)
    assert list(found[0]) == columns
    keys = [(record["id"], record[columns[1]]) for record in found]
    assert keys == sorted(set(keys)), f"{file} is not sorted, or a row stands there twice"
    assert all(record[columns[1]].strip() == record[columns[1]] != "" for record in found)


def test_aliases_are_of_one_of_three_kinds() -> None:
    assert {record["kind"] for record in records("aliases.csv")} == {"exact", "alternate", "abbreviation"}


@pytest.mark.parametrize("file", ["aliases.csv", "demonyms.csv"])
def test_every_id_is_that_of_a_place_and_the_note_names_it(file: str) -> None:
    wrong = [record for record in records(file) if record["id"] not in tables()]
    assert not wrong, "no table has these places"
    strangers = {
        (record["id"], record["note"])
        for record in records(file)
        if not {fold(record["note"])} & {fold(name) for name in names_of(record["id"])}
    }
    assert not strangers, "the note is not a name of the place: is the id right?"


def test_a_demonym_means_one_city_or_province() -> None:
    by_demonym: dict[str, set[str]] = {}
    for record in records("demonyms.csv"):
        by_demonym.setdefault(record["demonym"], set()).add(record["id"])
    assert not {demonym: ids for demonym, ids in by_demonym.items() if len(ids) > 1}


def test_demonyms_that_are_usually_something_else_stay_out() -> None:
    lines = [line for line in LEFT_OUT.read_text("utf-8").splitlines() if not line.startswith("#")]
    left_out = dict(line.split("\t") for line in lines)
    assert list(left_out) == sorted(left_out)
    assert not left_out.keys() & {record["demonym"] for record in records("demonyms.csv")}


@pytest.mark.parametrize(("name", "place"), KNOWN.items())
def test_what_news_writes_is_a_name_of_the_place_meant(name: str, place: str) -> None:
    names = names_of(place)
    assert fold(name) in {fold(other) for other in names}


@pytest.mark.parametrize("file", ["sites.csv", "districts.csv"])
def test_a_row_with_another_tables_id_lies_where_that_table_has_it(file: str) -> None:
    # icao: ids are the airports that the table of airports leaves to sites.csv.
    ours = [record for record in records(file) if not record["id"].startswith(("curated:", "icao:"))]
    alone = [record["id"] for record in ours if len(tables()[record["id"]]) == 1]
    assert not alone, "no other table has this id"
    far = {
        record["id"]: kilometres(record, other)
        for record in ours
        for other in tables()[record["id"]]
        if kilometres(record, other) > FAR_KM
    }
    assert not far


@pytest.mark.parametrize("file", ["sites.csv", "districts.csv"])
def test_no_name_is_a_common_word_that_would_mark_every_article(file: str) -> None:
    generic = {
        "airport", "base", "bridge", "camp", "capitol", "castle", "cathedral", "city", "dam", "downtown", "embassy",
        "fort", "midtown", "number 10", "old city", "old town", "palace", "parliament", "plant", "port", "prison",
        "square", "stadium", "the hill", "tower", "university", "wall",
    }  # fmt: skip
    names = {fold(name) for record in records(file) for name in (record["name"], *record["names"].split("|"))}
    assert not names & generic
    assert not {name for name in names if name.startswith("the ")}, "recognition leaves the article out"


@pytest.mark.parametrize("file", ["sites.csv", "districts.csv"])
def test_each_point_lies_in_a_country_that_the_row_names(file: str) -> None:
    astray = {}
    for record in records(file):
        codes = frozenset(FILED_UNDER.get(code, code) for code in record["countries"].split("|") if code)
        if not codes or record["id"] in NOT_DRAWN:
            continue
        distance = outlines.km_outside(float(record["latitude"]), float(record["longitude"]), codes)
        if distance > (SEA_KM if record["feature_code"] in AT_SEA else COAST_KM):
            astray[record["id"]] = f"{distance:.0f} km outside {sorted(codes)}"
    assert not astray


def test_what_stands_in_or_near_a_town_does() -> None:
    """Points that people wrote down are checked by what they say of them: the town within 30 km, of an area 80 km."""
    astray = []
    with gazetteer.open() as places:
        for file in ("sites.csv", "districts.csv", "physical.csv"):
            for record in records(file):
                town = record["source"].partition("in or near ")[2]
                point = float(record["latitude"]), float(record["longitude"])
                reach = AREA_KM if record["south"] else TOWN_KM
                if town and not any(
                    candidate.place.feature_class == "P" and candidate.place.distance_km(*point) <= reach
                    for candidate in places.candidates(town)
                ):
                    astray.append(f"{record['id']}: not in or near {town}")
    assert astray == []


def test_the_areas_that_hold_a_place_are_areas_of_its_country_around_it() -> None:
    astray, alone = [], []
    with gazetteer.open() as places:
        for file in ("sites.csv", "districts.csv", "physical.csv", "regions.csv"):
            for record in records(file):
                areas = [places.place(record[column]) for column in ("admin1", "admin2") if record[column]]
                point = float(record["latitude"]), float(record["longitude"])
                for area in areas:
                    off_shore = record["id"] in OFF_SHORE
                    near = area.bounds is None or off_shore or area.bounds.distance_km(*point) <= AREA_SLACK_KM
                    if area.country != record["country"] or not area.feature_code.startswith("ADM") or not near:
                        astray.append(f"{record['id']}: {area.name} does not hold it")
                if file == "sites.csv" and record["id"].startswith("curated:") and not areas:
                    alone.append(record["id"])
    assert astray == []
    # Those far from every town, those of several countries, and of countries without areas.
    assert len(alone) < 0.05 * len(records("sites.csv"))


def test_a_place_in_a_town_lies_in_its_first_level_area() -> None:
    astray = []
    with gazetteer.open() as places:
        for file in ("sites.csv", "districts.csv"):
            for record in records(file):
                town = record["source"].partition("in or near ")[2]
                point = float(record["latitude"]), float(record["longitude"])
                areas = {
                    candidate.place.admin1
                    for candidate in (places.candidates(town) if town and record["admin1"] else ())
                    if candidate.place.feature_class == "P"
                    and candidate.place.country == record["country"]
                    and candidate.place.distance_km(*point) <= IN_TOWN_KM
                }
                own = record["admin1"] and places.place(record["admin1"]).name
                if areas - {None} and own not in areas and record["id"] not in ACROSS:
                    astray.append(f"{record['id']}: {own}, and {town} lies in {areas}")
    assert astray == []


@pytest.mark.parametrize(
    ("airport", "area", "country"),
    [
        ("icao:KLAX", "California", "United States"),
        ("icao:VIDP", "Delhi", "India"),
        ("icao:EDDM", "Bavaria", "Germany"),
        ("icao:FACT", "Western Cape", "South Africa"),
    ],
)
def test_an_airport_knows_its_first_level_area(airport: str, area: str, country: str) -> None:
    with gazetteer.open() as places:
        assert {area, country} <= {place.name for place in places.parents(airport)}


def test_a_place_stands_in_the_tables_once() -> None:
    """A populated place of GeoNames' that a curated table has as well bears GeoNames' id there."""
    twice = []
    with gazetteer.open() as places:
        for record in records("districts.csv"):
            if record["id"].startswith("curated:") and record["feature_class"] == "P":
                point = float(record["latitude"]), float(record["longitude"])
                twice += [
                    f"{record['id']} is {candidate.place.id}"
                    for name in (record["name"], *filter(None, record["names"].split("|")))
                    for candidate in places.candidates(name)
                    if candidate.place.feature_class == "P"
                    and candidate.place.id != record["id"]
                    and candidate.place.distance_km(*point) < SAME_KM
                ]
    assert twice == []
