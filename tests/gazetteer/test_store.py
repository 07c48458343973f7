"""The store: built from rows, asked by name and id, and refused when it is not whole."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import gazetteer
from gazetteer.build import build
from gazetteer.by_name import _SEARCH_HEAVY
from gazetteer.errors import UnknownPlaceError
from gazetteer.place import BoundingBox
from gazetteer.sources import Row
from gazetteer.store import SourceInfo
from gazetteer.writing import importance

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = [
    Row(id="geonames:163843", name="Syria", latitude=35, longitude=38, feature_class="A", feature_code="PCLI", country="SY",
        population=16906283, bounds=BoundingBox(32.3, 35.7, 37.3, 42.4), demonyms=("Syrian", "Syrians")),
    Row(id="geonames:173578", name="Latakia Governorate", latitude=35.5, longitude=36, feature_class="A", feature_code="ADM1",
        country="SY", names=("Latakia",)),
    Row(id="geonames:173576", name="Latakia", latitude=35.53, longitude=35.79, feature_class="P", feature_code="PPLA",
        country="SY", admin1="geonames:173578", population=340181, names=("Lattakia", "Laodicea")),
    Row(id="geonames:6252001", name="United States", latitude=39.76, longitude=-98.5, feature_class="A", feature_code="PCLI",
        country="US", population=327167434, abbreviations=("US", "U.S.")),
    Row(id="curated:fiji", name="Fiji Sea", latitude=-18, longitude=179, feature_class="H", feature_code="SEA", rank=3,
        bounds=BoundingBox(-21, 176, -12, -178), note="crosses 180°"),
    Row(id="geonames:1", name="Saint Helens", latitude=53.4, longitude=-2.7, feature_class="P", feature_code="PPL", country="GB"),
    Row(id="geonames:2", name="Saint Helens", latitude=45.8, longitude=-122.8, feature_class="P", feature_code="PPL",
        country="US", population=12883),
]  # fmt: skip


def write(path: Path) -> Path:
    source = SourceInfo("test", "1", "none", "https://example.org", "Places by test", len(ROWS))
    build(ROWS, path, sources=[source], version="test 1", checksum="0" * 64)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "small.sqlite")


def test_candidates_come_most_important_first_with_their_kind_of_match(file: Path) -> None:
    with gazetteer.open(file) as places:
        city, governorate = places.candidates("LATAKIA")
        assert (city.place.id, city.match, city.matched_name) == ("geonames:173576", "exact", "Latakia")
        assert (governorate.place.name, governorate.match) == ("Latakia Governorate", "alternate")
        assert city.place.admin1 == "Latakia Governorate"
        assert city.place.bounds is None
        assert [c.match for c in places.candidates("Syrians")] == ["demonym"]
        assert places.candidates("u.s.")[0].matched_name in {"US", "U.S."}
        assert places.candidates("Nowhere at all") == []
        assert places.candidates("") == []


def test_the_original_spelling_is_kept_for_display(file: Path) -> None:
    with gazetteer.open(file) as places:
        assert places.candidates("lattakia")[0].matched_name == "Lattakia"


def test_saint_and_its_short_form_are_one_name(file: Path) -> None:
    with gazetteer.open(file) as places:
        assert [c.place.country for c in places.candidates("St. Helens")] == ["US", "GB"]


def test_place_by_id(file: Path) -> None:
    with gazetteer.open(file) as places:
        sea = places.place("curated:fiji")
        assert sea.note == "crosses 180°"
        assert sea.bounds is not None
        assert sea.bounds.contains(-18, 179.9)
        assert sea.bounds.contains(-18, -179.9)
        assert not sea.bounds.contains(-18, 0)
        with pytest.raises(gazetteer.UnknownPlaceError, match="no place has the id 'geonames:99'"):
            places.place("geonames:99")


def test_search_puts_whole_names_first_then_importance(file: Path) -> None:
    with gazetteer.open(file) as places:
        assert [c.place.name for c in places.search("sain")] == ["Saint Helens", "Saint Helens"]
        assert [c.place.population for c in places.search("sain")] == [12883, 0]
        assert places.search("Latakia")[0].place.feature_class == "P"
        assert places.search("'") == []
        assert len(places.search("s", limit=1)) == 1


def test_uses_tell_of_a_name_without_its_places(file: Path) -> None:
    with gazetteer.open(file) as places:
        city, governorate = places.uses("latakia")
        assert (city.match, city.level, city.name) == ("exact", "city", None)
        assert (governorate.match, governorate.level, governorate.name) == ("alternate", "admin1", "Latakia")
        assert city.weight > governorate.weight > 0


def test_degrees_and_importance_are_kept_to_a_millionth(tmp_path: Path) -> None:
    points = [(-89.999999, -179.999999), (35.531767, 35.790111), (0.0000004, -0.1), (52.3727598, 4.8936041), (90, 180)]
    rows = [
        Row(id=f"geonames:{number}", name="Here", latitude=lat, longitude=lon, feature_class="P", feature_code="PPL",
            population=12345 * number, country="NL")
        for number, (lat, lon) in enumerate(points, 1)
    ]  # fmt: skip
    build(rows, tmp_path / "here.sqlite", sources=[], version="test", checksum="")
    with gazetteer.open(tmp_path / "here.sqlite") as places:
        found = {int(each.place.id.split(":")[1]): each.place for each in places.candidates("here")}
        for number, (lat, lon) in enumerate(points, 1):
            assert (found[number].latitude, found[number].longitude) == (round(lat, 6), round(lon, 6))
            assert found[number].importance == round(importance(rows[number - 1]), 6)
            point = BoundingBox(round(lat, 6), round(lon, 6), round(lat, 6), round(lon, 6))
            assert found[number] in places.within(point)


def test_points_of_many_decimals_are_found_on_the_rim_of_their_box(tmp_path: Path) -> None:
    row = Row(id="user:x", name="X", latitude=1.23456789, longitude=2.34567891, feature_class="S", feature_code="HTL")
    build([row], tmp_path / "x.sqlite", sources=[], version="test", checksum="")
    with gazetteer.open(tmp_path / "x.sqlite") as places:
        for box in (BoundingBox(1, 2, row.latitude, row.longitude), BoundingBox(row.latitude, row.longitude, 2, 3)):
            assert [place.id for place in places.within(box)] == ["user:x"]
        assert places.within(BoundingBox(1.23457, 2, 2, 3)) == []


@pytest.mark.parametrize("table", ["chain", "feature"])
def test_a_file_that_lacks_what_its_places_share_is_damaged(file: Path, table: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 -- ours
        connection.commit()
    with gazetteer.open(file) as places:
        for ask in (
            lambda: places.candidates("Latakia"), lambda: places.search("la"), lambda: places.fuzzy("Latkia"),
            lambda: places.near(35, 36), lambda: places.place("geonames:173576"),
        ):  # fmt: skip
            with pytest.raises(gazetteer.StoreError, match="is damaged"):
                ask()


def test_the_first_letters_are_looked_up_in_their_index(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        plan = " ".join(str(row) for row in connection.execute(f"EXPLAIN QUERY PLAN {_SEARCH_HEAVY}", ("l", "m", 10)))
    assert "name_heavy" in plan


def test_a_place_of_ones_own_that_is_an_area_outranks_all_without_a_population(tmp_path: Path) -> None:
    own = Row(id="user:here", name="Here", latitude=1, longitude=1, feature_class="A", feature_code="ADM1")
    build([own], tmp_path / "here.sqlite", sources=[], version="test", checksum="")
    with gazetteer.open(tmp_path / "here.sqlite") as places:
        assert places.place("user:here").importance == 1.0


def test_info_says_what_is_in_it(file: Path) -> None:
    with gazetteer.open(file) as places:
        info = places.info()
    assert info.places == len(ROWS)
    assert info.version == "test 1"
    assert info.classes == {"A": 3, "P": 3, "H": 1}
    assert info.countries["SY"] == 3
    assert [source.name for source in info.sources] == ["test"]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "a.sqlite").read_bytes() == write(tmp_path / "b.sqlite").read_bytes()


def test_a_failed_build_leaves_what_was_there(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(sqlite3.IntegrityError):
        build([ROWS[0], ROWS[0]], file, sources=[], version="broken", checksum="")
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_it_opens_where_nothing_can_be_written(file: Path) -> None:
    file.chmod(0o444)
    file.parent.chmod(0o555)
    try:
        with gazetteer.open(file) as places:
            assert places.candidates("Syria")
        assert [path.name for path in file.parent.iterdir()] == [file.name]
    finally:
        file.parent.chmod(0o755)


def test_a_folder_name_with_marks_of_a_uri_opens(tmp_path: Path) -> None:
    folder = tmp_path / "a b?c#d%20"
    folder.mkdir()
    with gazetteer.open(write(folder / "small.sqlite")) as places:
        assert places.candidates("Syria")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: data[:5000], "truncated"),
        (lambda data: data[:50], "truncated"),
        (lambda _: b"", "not an SQLite file"),
        (lambda data: b"PK\3\4" + data, "not an SQLite file"),
        (lambda data: data[:100] + bytes(4000) + data[4100:], "is no gazetteer"),
    ],
)
def test_a_damaged_file_is_refused_in_one_line(file: Path, damage: Callable[[bytes], bytes], message: str) -> None:
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(gazetteer.StoreError, match=message) as caught:
        gazetteer.open(file)
    assert "\n" not in str(caught.value)


def test_damage_that_only_a_question_finds_is_told_in_one_line(file: Path) -> None:
    whole, page = file.read_bytes(), 4096
    found: set[str] = set()
    for start in range(page, len(whole), page):
        file.write_bytes(whole[:start] + b"\xff" * page + whole[start + page :])
        try:
            with gazetteer.open(file) as places:
                places.candidates("Latakia")
                places.search("la")
                places.fuzzy("Latkia")
                places.near(35, 36)
                places.children("geonames:163843")
                places.within(BoundingBox(30, 30, 40, 40))
                places.info()
        except gazetteer.StoreError as error:
            found.add(str(error))
    assert any(line.startswith("small.sqlite is damaged") for line in found)
    assert not any("\n" in line for line in found)


def test_a_database_that_is_no_gazetteer_and_one_of_another_version_are_refused(file: Path, tmp_path: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(gazetteer.SchemaError, match="has gazetteer schema 99, this version reads 3"):
        gazetteer.open(file)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(gazetteer.StoreError, match="is no gazetteer"):
        gazetteer.open(other)
    with pytest.raises(gazetteer.StoreError, match="cannot open"):
        gazetteer.open(tmp_path / "missing.sqlite")


def test_threads_and_forked_processes_each_have_their_own_connection(file: Path) -> None:
    with gazetteer.open(file) as places:
        assert places.candidates("Syria")
        answers: list[int] = []
        threads = [threading.Thread(target=lambda: answers.append(len(places.candidates("Latakia")))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [2] * 8
        child = os.fork()
        if child == 0:
            os._exit(0 if len(places.candidates("Latakia")) == 2 else 1)
        assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("number", ["9" * 18, "9" * 19, "9" * 400])
def test_no_number_is_too_long_to_be_unknown(number: str) -> None:
    with gazetteer.open() as places, pytest.raises(UnknownPlaceError):
        places.place(f"geonames:{number}")
