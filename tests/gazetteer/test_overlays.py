"""One's own places over a gazetteer: they come first, and what is wrong with them is told by file, line and column."""

from __future__ import annotations

import csv as table
import json
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gazetteer
from gazetteer import SourceError
from gazetteer.build import build
from gazetteer.place import BoundingBox
from gazetteer.sources import Row
from gazetteer.sources.overlay import own_places
from gazetteer.store import SourceInfo

ROWS = [
    Row(id="geonames:163843", name="Syria", latitude=35, longitude=38, feature_class="A", feature_code="PCLI", country="SY", population=16906283),
    Row(id="geonames:173578", name="Latakia", latitude=35.5, longitude=36, feature_class="A", feature_code="ADM1", country="SY"),
    Row(id="geonames:173576", name="Latakia", latitude=35.53, longitude=35.79, feature_class="P", feature_code="PPLA", country="SY",
        admin1="geonames:173578", population=340181),
]  # fmt: skip


@pytest.fixture
def base(tmp_path: Path) -> Path:
    file = tmp_path / "base.sqlite"
    build(ROWS, file, sources=[SourceInfo("test", "1", "none", "", "", 3)], version="test 1", checksum="0" * 64)
    return file


def csv(folder: Path, text: str, name: str = "own.csv", encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def test_own_places_come_first_wherever_they_are_asked_for(tmp_path: Path, base: Path) -> None:
    own = csv(
        tmp_path,
        "name,lat,lon,country,admin1,note,id,names\nLatakia,35.6,35.8,SY,Latakia,our office,office,The Office\n",
    )
    with gazetteer.open(base, [own]) as places:
        first, *others = places.candidates("latakia")
        assert (first.place.id, first.place.note, first.place.admin1) == ("user:office", "our office", "Latakia")
        assert [other.place.id for other in others] == ["geonames:173576", "geonames:173578"]
        assert first.place.importance > max(other.place.importance for other in others)
        assert places.uses("latakia")[0].weight == 255
        assert places.search("lat")[0].place.id == "user:office"
        assert len(places.search("lat", limit=2)) == 2
        assert places.place("user:office") == first.place
        assert places.place("geonames:173576").population == 340181
        assert [c.place.id for c in places.candidates("the office")] == ["user:office"]
        assert [c.place.id for c in places.candidates("Syria")] == ["geonames:163843"]
        assert places.warnings == ()
        with pytest.raises(gazetteer.UnknownPlaceError):
            places.place("user:other")
        info = places.info()
        assert (info.places, info.classes, info.countries) == (4, {"A": 2, "P": 1, "L": 1}, {"SY": 4})
        assert info.sources[0].name == "Own places (own.csv)"
        assert places.version.startswith("test 1 + own.csv ")


def test_own_places_have_areas_neighbours_and_misspellings(tmp_path: Path, base: Path) -> None:
    square = {"type": "Polygon", "coordinates": [[[30, 30], [31, 30], [31, 31], [30, 31], [30, 30]]]}
    own = csv(tmp_path, "name,lat,lon,country,admin1,id\nCamp Zeta,35.501,35.9,SY,Latakia,zeta\n")
    area = tmp_path / "area.geojson"
    area.write_text(
        json.dumps({"type": "Feature", "id": "s9", "properties": {"name": "Sector Nine"}, "geometry": square})
    )
    with gazetteer.open(base, [own, area]) as places:
        assert [place.id for place in places.parents("user:zeta")] == ["geonames:173578", "geonames:163843"]
        assert [place.id for place in places.children("geonames:173578")] == ["user:zeta", "geonames:173576"]
        assert places.children("user:zeta") == []
        assert [c.place.id for c in places.find("Camp Zeta, Syria")] == ["user:zeta"]
        assert places.find("Camp Zeta, France") == []
        assert places.fuzzy("Camp Zetta")[0].place.id == "user:zeta"
        assert [near.place.id for near in places.near(35.5, 35.89, 2).places] == ["user:zeta", "geonames:173576"]
        assert [found.id for found in places.near(30.5, 30.5).areas][:1] == ["user:s9"]
        assert [place.id for place in places.within(BoundingBox(35, 35, 36, 36))] == [
            "user:zeta",
            "geonames:173576",
            "geonames:173578",
        ]
        with pytest.raises(gazetteer.UnknownPlaceError):
            places.parents("user:other")


def test_an_article_is_passed_over_only_where_no_place_has_it(tmp_path: Path) -> None:
    city = Row(id="geonames:1", name="The Hague", latitude=52, longitude=4, feature_class="P", feature_code="PPLA")
    build([city], tmp_path / "base.sqlite", sources=[], version="test", checksum="")
    own = csv(tmp_path, "name,lat,lon,id\nHague,50,8,hague\n")
    with gazetteer.open(tmp_path / "base.sqlite", [own]) as places:
        assert [found.place.id for found in places.candidates("The Hague")] == ["geonames:1"]
        assert [found.place.id for found in places.candidates("the Hague")] == ["geonames:1"]
        assert [found.place.id for found in places.candidates("Hague")] == ["user:hague"]


def test_near_has_the_users_places_of_the_kinds_asked_for(tmp_path: Path, base: Path) -> None:
    own = csv(tmp_path, "name,lat,lon,feature_class,feature_code,id\nCamp Zeta,35.5,35.9,S,CMP,zeta\n")
    with gazetteer.open(base, [own]) as places:
        found = {
            level: [near.place.id for near in places.near(35.5, 35.9, 9, levels=[level]).places]
            for level in ("city", "site", "water")
        }
    assert found == {"city": ["user:zeta", "geonames:173576"], "site": ["user:zeta"], "water": []}


def test_without_own_places_nothing_is_in_the_way(base: Path) -> None:
    with gazetteer.open(base) as places:
        assert type(places) is gazetteer.Gazetteer


def test_geojson_points_and_polygons(tmp_path: Path, base: Path) -> None:
    square = {"type": "Polygon", "coordinates": [[[35, 34], [37, 34], [37, 36], [35, 36], [35, 34]]]}
    features = [
        {
            "type": "Feature",
            "id": 7,
            "properties": {"Name": "Camp Zeta", "names": ["Zeta", "Z"]},
            "geometry": {"type": "Point", "coordinates": [35.9, 35.5]},
        },
        {
            "type": "Feature",
            "properties": {"name": "Sector Nine", "feature_class": "t", "population": None},
            "geometry": square,
        },
    ]
    collection = tmp_path / "own.geojson"
    collection.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    lines = tmp_path / "own.geojsonl"
    lines.write_text("\n".join(map(json.dumps, features)))
    for file in (collection, lines):
        with gazetteer.open(base, [file]) as places:
            (camp,) = places.candidates("zeta")
            assert (camp.place.id, camp.place.latitude, camp.place.bounds) == ("user:7", 35.5, None)
            sector = places.candidates("Sector Nine")[0].place
            assert sector.bounds == BoundingBox(34, 35, 36, 37)
            assert sector.bounds.contains(sector.latitude, sector.longitude)
            assert sector.feature_class == "T"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "own.csv: is empty"),
        ("name,lat\nA,1\n", "own.csv, line 1: has no column lon; it has name, lat"),
        ("place;lat;lon\nA;1;2\n", "own.csv, line 1: has no column name"),
        ("name,lat,lon\nA,,2\n", "own.csv, line 2, column lat: is empty; give degrees"),
        ("name,lat,lon\nA,1\n", "own.csv, line 2, column lon: is empty"),
        ("name,lat,lon\nA,north,2\n", "own.csv, line 2, column lat: 'north' is no number"),
        ("name;lat;lon\nA;35,5;2\n", "own.csv, line 2, column lat: '35,5' is no number; write a decimal point"),
        ("name,lat,lon\nA,1_0,2\n", "column lat: '1_0' is no number"),
        ("name,lat,lon\nA,nan,2\n", "column lat: nan is no point on Earth"),
        (
            "name,lat,lon\nA,135.8,35.5\n",
            "own.csv, line 2, column lat: 135.8 is no point on Earth; latitude and longitude look swapped",
        ),
        ("name,lat,lon\nA,35,235\n", "own.csv, line 2, column lon: 235 is no point on Earth"),
        ('name,lat,lon\n"A\nB",1,2\n\n,1,2\n', "own.csv, line 5, column name: is empty"),
        ("name,lat,lon\n--,1,2\n", "column name: '--' has no letter"),
        ("name,lat,lon\n" + "x" * 201 + ",1,2\n", "column name: has 201 characters"),
        ("name,lat,lon\nA,1,2,3\n", "own.csv, line 2: has 4 cells, the header 3"),
        ('name,lat,lon\n"A,1,2\n', "own.csv, line 2: is no table"),
        ("name,lat,lon,country\nA,1,2,Syria\n", "own.csv, line 2, column country: 'SYRIA' is no ISO 3166 code"),
        ("name,lat,lon,population\nA,1,2,many\n", "column population: 'many' is no number"),
        ("name,lat,lon,population\nA,1,2,-5\n", "column population: '-5' cannot be right"),
        ("name,lat,lon,feature_class\nA,1,2,city\n", "column feature_class: 'CITY' is none of A, H"),
        ("name,lat,lon,south\nA,1,2,1\n", "column west: bounds need south, west, north and east"),
        ("name,lat,lon,south,west,north,east\nA,1,2,3,1,0,3\n", "column south: lies north of column north"),
        ("name,lat,lon,id\nA,1,2,x\nB,1,2,x\n", "own.csv, line 3: the place 'user:x' is in own.csv, line 2 already"),
        ("name,lat,lon\nA,1,2\nA,1,2\n", "is in own.csv, line 2 already"),
        ("name,lat,lon\nA\0,1,2\n", "own.csv: is no text"),
    ],
)
def test_what_is_wrong_in_a_csv_is_told(tmp_path: Path, base: Path, text: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        gazetteer.open(base, [csv(tmp_path, text)])
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "own.json, line 1, column 2: is no JSON"),
        ("[1]", "own.json is no GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection", "features": [7]}', "own.json, feature 1: is no GeoJSON Feature"),
        (
            '{"type": "Feature", "properties": {"name": "A"}, "geometry": null}',
            "own.json, feature 1: its geometry is null",
        ),
        (
            '{"type": "Feature", "properties": null, "geometry": {"type": "Point", "coordinates": [1, 2]}}',
            "own.json, feature 1, column name: is empty",
        ),
        ("[" * 100_000, "own.json: is no JSON"),
    ],
)
def test_what_is_wrong_in_a_geojson_is_told(tmp_path: Path, base: Path, text: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        gazetteer.open(base, [csv(tmp_path, text, "own.json")])
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_other_encodings(tmp_path: Path, base: Path) -> None:
    text = "name,lat,lon\nDämascus,33.5,36.3\nŻeta,1,2\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        with gazetteer.open(base, [csv(tmp_path, text, encoding=encoding)]) as places:
            assert places.candidates("zeta")[0].matched_name == "Żeta"
    with pytest.raises(SourceError, match=r"own\.csv, line 2, column 2: is no UTF-8; save the file as UTF-8"):
        gazetteer.open(base, [csv(tmp_path, text.replace("Ż", "Z"), encoding="latin-1")])


def test_a_point_that_lies_in_its_country_only_when_swapped_is_warned_of(tmp_path: Path, base: Path) -> None:
    own = csv(
        tmp_path,
        "name,lat,lon,country,admin1\nA,36.3,33.5,SY,\nB,33.5,36.3,SY,\nC,36.3,33.5,,\nD,0,0,SY,\nE,33.5,36.3,SY,Atlantis\n",
    )
    with gazetteer.open(base, [own]) as places:
        assert places.warnings == (
            "own.csv, line 2: latitude and longitude look swapped: 36.3, 33.5 is not in SY, and 33.5, 36.3 is",
            "own.csv, line 6, column admin1: no such area is called 'Atlantis'; left out",
        )
        assert places.candidates("A")[0].place.latitude == 36.3


def test_several_files_and_ids_that_stay(tmp_path: Path, base: Path) -> None:
    one = csv(tmp_path, "name,lat,lon\nCamp Zeta,35.5,35.9\n", "one.csv")
    two = csv(tmp_path, "name\tlatitude\tlng\nCamp Zeta\t1\t2\n", "two.csv")
    with gazetteer.open(base, [one, two]) as places:
        ids = [c.place.id for c in places.candidates("Camp Zeta")]
    assert len(set(ids)) == 2
    with gazetteer.open(base, [two]) as places:
        assert places.candidates("Camp Zeta")[0].place.id in ids


def test_threads_and_forks_ask_own_places_too(tmp_path: Path, base: Path) -> None:
    with gazetteer.open(base, [csv(tmp_path, "name,lat,lon\nLatakia,1,2\n")]) as places:
        answers: list[int] = []
        threads = [threading.Thread(target=lambda: answers.append(len(places.candidates("Latakia")))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [3] * 8
        child = os.fork()
        if child == 0:
            os._exit(0 if len(places.candidates("Latakia")) == 3 else 1)
        assert os.waitpid(child, 0)[1] == 0
    assert {file.name for file in tmp_path.iterdir()} == {"base.sqlite", "own.csv"}


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30),
            st.floats(-90, 90),
            st.floats(-180, 180),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_as_csv_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float, float]]
) -> None:
    file = tmp_path_factory.mktemp("own") / "own.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = table.writer(out)
        writer.writerow(("name", "lat", "lon", "id"))
        writer.writerows((name, lat, lon, number) for number, (name, lat, lon) in enumerate(rows))
    try:
        read = [own.row for own in own_places([file])]
    except SourceError as error:
        assert "column name" in str(error)  # noqa: PT017 - nothing that could be asked for
        return
    assert [(row.name, row.latitude, row.longitude) for row in read] == [
        (name.strip(), lat, lon) for name, lat, lon in rows
    ]
