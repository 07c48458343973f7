"""One contract for all sources: exported, documented, yields rows that a store can be built of, errors with file and line."""

# ruff: noqa: ISC004 - a file's lines, one below the other
from __future__ import annotations

import json
import os
import pkgutil
from collections.abc import Callable
from pathlib import Path

import pytest

import gazetteer.sources
from gazetteer import SourceError
from gazetteer.build import build
from gazetteer.place import BoundingBox
from gazetteer.sources import NAMES, Reading, Row, Selection, source
from gazetteer.store import Gazetteer
from gazetteer.writing import importance, level

REAL = Path(os.environ.get("GEOVIEW_SHARED", Path(__file__).parents[3] / "shared")) / "reference" / "natural-earth"
HELPERS = {"tables", "geojson", "delimited", "items", "geonames_files"}


def feature(
    name: str, geometry: object, properties: dict[str, object] | None = None, **members: object
) -> dict[str, object]:
    return {"type": "Feature", "properties": {"name": name} | (properties or {}), "geometry": geometry} | members


def collection(*features: dict[str, object]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1)


def point(longitude: float, latitude: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": [longitude, latitude]}


SQUARE = {"type": "Polygon", "coordinates": [[[35, 34], [37, 34], [37, 36], [35, 36], [35, 34]]]}
NULL = feature("Nowhere", None)

# For each source: a file's name, sound content with two places (Latakia among them) and one that is not wanted or the like,
# content in which one of them is broken, and where the message says it is.
EXAMPLES = {
    "geonames": (
        "SY.txt",
        "173576\tLatakia\tLatakia\tLattakia\t35.53\t35.79\tP\tPPLA\tSY\t\t02\t\t\t\t340181\t\t3\tAsia/Damascus\t2020-01-01\n"
        "172955\tJabal\tJabal\t\t35.3\t36.1\tT\tMTS\tSY\t\t\t\t\t\t0\t\t\t\t2020-01-01\n",
        ("35.53", "north"), "SY.txt, line 1",
    ),
    "linked-places": (
        "places.json",
        collection(
            feature("", point(35.79, 35.53), {"title": "Latakia", "ccodes": ["SY"], "fclasses": ["P"]}, **{
                "@id": "https://example.org/1", "names": [{"toponym": "Laodicea", "lang": "la"}, {"toponym": "Lattakia", "lang": "en"}],
                "links": [{"type": "exactMatch", "identifier": "gn:173576"}], "descriptions": [{"value": "a port"}]}),
            feature("", SQUARE, {"title": "Coast", "fclasses": ["L"]}, **{"@id": "https://example.org/2"}),
        ),
        ("35.53", "135.53"), "places.json, line 1",
    ),
    "natural-earth": (
        "ne.json",
        collection(
            feature("Latakia", point(35.79, 35.53), {"featurecla": "Populated place", "pop_max": 340181, "iso_a2": "SY", "scalerank": 6}),
            feature("Alawite Mountains", SQUARE, {"featurecla": "Range/mtn", "scalerank": 5, "name_de": "Alawitengebirge"}),
            feature("", point(1, 1), {"featurecla": "Island"}),
        ),
        ("35.53", "135.53"), "ne.json, line 1",
    ),
    "whosonfirst": (
        "sy.csv",
        "wof:id,wof:name,wof:placetype,wof:country,mz:latitude,mz:longitude,mz:min_latitude,mz:min_longitude,mz:max_latitude,mz:max_longitude,mz:is_current,wof:superseded_by\n"
        "421193391,Latakia,locality,SY,35.53,35.79,35.4,35.7,35.6,35.9,1,\n"
        "85678901,Coast,region,SY,35.3,36.1,35,35.7,36,36.4,-1,\n"
        "1,Old Latakia,locality,SY,35,36,,,,,0,\n"
        "2,Older Latakia,locality,SY,35,36,,,,,1,421193391\n",
        ("35.53", "north"), "sy.csv, line 2",
    ),
    "ourairports": (
        "airports.csv",
        '"id","ident","type","name","latitude_deg","longitude_deg","elevation_ft","iso_country","gps_code","iata_code"\n'
        '1,"OSLK","medium_airport","Latakia",35.401,35.948,157,"SY","OSLK","LTK"\n'
        '2,"SY-1","heliport","Tishreen, Hospital",35.5,35.8,,"SY",,\n'
        '3,"XX-1","closed","Gone",35.5,35.8,,"SY",,\n',
        ("35.401", "north"), "airports.csv, line 2",
    ),
    "own": (
        "own.csv",
        "name,lat,lon,country,population,names\nLatakia,35.53,35.79,SY,340181,Lattakia|Laodicea\n\nCamp Zeta,35.5,35.9,,,\n",
        ("35.53", "north"), "own.csv, line 2",
    ),
}  # fmt: skip


@pytest.fixture
def reading(tmp_path: Path) -> Callable[..., Reading]:
    def make(**options: object) -> Reading:
        return Reading(workspace=tmp_path, **({"selection": Selection(), "tolerated": 1.0} | options))  # type: ignore[arg-type]

    return make


def test_every_module_is_a_source_or_a_known_helper() -> None:
    modules = {module.name for module in pkgutil.iter_modules(gazetteer.sources.__path__)}
    assert modules - HELPERS == set(NAMES.values())
    assert set(EXAMPLES) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_source_says_what_it_is(name: str) -> None:
    module = source(name)
    about = module.ABOUT
    assert about.title
    assert about.licence
    assert about.credit
    assert about.reads
    assert not about.url or about.url.startswith("https://")
    assert "Raises:\n        SourceError:" in (module.read.__doc__ or "")
    assert gazetteer.sources.importlib.import_module(f"gazetteer.sources.{NAMES[name]}").__doc__


@pytest.mark.parametrize("name", NAMES)
def test_a_source_yields_rows_that_a_store_is_built_of(
    name: str, tmp_path: Path, reading: Callable[..., Reading]
) -> None:
    file, content, _, _ = EXAMPLES[name]
    (tmp_path / file).write_text(content, encoding="utf-8")
    pass_ = reading(tolerated=0.0)
    rows = list(source(name).read([tmp_path / file], pass_))
    assert len(rows) == 2
    assert pass_.read == 2 + pass_.left_out
    for row in rows:
        assert isinstance(row, Row)
        assert ":" in row.id
        assert row.feature_class in set("AHLPRSTUV")
        assert row.country in {"SY", None}
        assert 0 < importance(row) <= 1
        assert level(row) >= 0
        if row.bounds is not None:
            assert row.bounds.contains(row.latitude, row.longitude)
    build(rows, tmp_path / "g.sqlite", sources=[], version=name, checksum="")
    with Gazetteer(tmp_path / "g.sqlite") as places:
        found = places.candidates("latakia")[0].place
        assert found.id in {row.id for row in rows if row.name == "Latakia"}
        assert abs(found.latitude - 35.5) < 0.2


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_row_is_told_with_file_and_line(name: str, tmp_path: Path, reading: Callable[..., Reading]) -> None:
    file, content, (good, bad), where = EXAMPLES[name]
    assert content.count(good) == 1
    (tmp_path / file).write_text(content.replace(good, bad), encoding="utf-8")
    told: list[str] = []
    try:
        rows = list(source(name).read([tmp_path / file], reading(tell=told.append)))
    except SourceError as error:  # a person's own file is to be mended, not half read
        assert name == "own"
        told = [str(error)]
    else:
        assert len(rows) == 1
    assert told[0].startswith(where)
    assert "\n" not in told[0]
    with pytest.raises(SourceError, match=file):
        list(source(name).read([tmp_path / file], reading(tolerated=0.1)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"<html>", b'{"type": "Feature', "name,größe\n1,ä".encode("latin-1"), b"\0\0\0"]
)
def test_a_file_of_something_else_is_refused_in_one_line(
    name: str, content: bytes, tmp_path: Path, reading: Callable[..., Reading]
) -> None:
    file = tmp_path / EXAMPLES[name][0]
    file.write_bytes(content)
    with pytest.raises(SourceError, match=file.name) as caught:
        list(source(name).read([file], reading()))
    assert "\n" not in str(caught.value)
    with pytest.raises(SourceError, match="missing"):
        list(source(name).read([tmp_path / f"missing{file.suffix}"], reading()))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_selected_is_left_out(name: str, tmp_path: Path, reading: Callable[..., Reading]) -> None:
    file, content, _, _ = EXAMPLES[name]
    (tmp_path / file).write_text(content, encoding="utf-8")
    pass_ = reading(selection=Selection(countries=frozenset({"FR"})))
    assert list(source(name).read([tmp_path / file], pass_)) == []
    assert pass_.left_out == pass_.read >= 2


def test_each_source_knows_its_own_ways(tmp_path: Path, reading: Callable[..., Reading]) -> None:
    found: dict[str, list[Row]] = {}
    for name, (file, content, _, _) in EXAMPLES.items():
        (tmp_path / file).write_text(content, encoding="utf-8")
        found[name] = list(source(name).read([tmp_path / file], reading()))
    lpf = found["linked-places"][0]
    assert (lpf.id, lpf.names, lpf.note) == ("geonames:173576", ("Laodicea", "Lattakia"), "a port")
    assert found["natural-earth"][1].feature_code == "MTS"
    assert found["natural-earth"][1].names == ("Alawitengebirge",)
    assert found["natural-earth"][1].bounds == BoundingBox(34, 35, 36, 37)
    assert found["whosonfirst"][1].bounds == BoundingBox(35, 35.7, 36, 36.4)
    assert [row.id for row in found["ourairports"]] == ["icao:OSLK", "ourairports:SY-1"]
    assert found["ourairports"][0].names == ()  # codes are no names
    assert found["own"][0].names == ("Lattakia", "Laodicea")


@pytest.mark.skipif(not REAL.exists(), reason="Natural Earth's own files are not in ../shared/reference/natural-earth")
def test_natural_earths_own_files(reading: Callable[..., Reading]) -> None:
    files = sorted(REAL.glob("*.json"))
    assert len(files) == 4
    told: list[str] = []
    pass_ = reading(tolerated=0.0, tell=told.append)
    rows = list(source("natural-earth").read(files, pass_))
    assert told == []
    assert len(rows) > 1000
    by_name = {row.name: row for row in rows}
    assert by_name["Brahmaputra"].feature_code == "STM"
    assert by_name["South West Cape"].feature_code == "CAPE"
    crossing = [row for row in rows if row.bounds is not None and row.bounds.west > row.bounds.east]
    assert {"Chukchi Peninsula"} & {row.name for row in crossing} or crossing
    for row in rows:
        assert row.bounds is None or row.bounds.contains(row.latitude, row.longitude), row
