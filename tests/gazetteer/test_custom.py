"""A gazetteer of one's own making: merged with the tables, whole or not at all, one build at a time."""

from __future__ import annotations

import csv
import errno
import json
import lzma
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import gazetteer
from file_server import Served, served
from gazetteer import custom
from gazetteer.custom import Recipe, make
from gazetteer.sources import Selection
from gazetteer.sources.tables import COLUMNS

DUMP = [
    # id, name, class, code, country, admin1, population
    ("163843", "Syrian Arab Republic", "A", "PCLI", "SY", "00", "16906283"),
    ("173578", "Muḩāfaz̧at al Lādhiqīyah", "A", "ADM1", "SY", "02", "1000000"),
    ("173576", "Al Lādhiqīyah", "P", "PPLA", "SY", "02", "340181"),
    ("172955", "Jabal an Nuşayrīyah", "T", "MTS", "SY", "02", "0"),
    ("170654", "Damascus", "P", "PPLC", "SY", "03", "1569394"),
    ("999", "Qaryat Hunak", "P", "PPL", "SY", "02", "12"),
]


def dump(folder: Path, rows: list[tuple[str, ...]] = DUMP) -> Path:
    file = folder / "SY.txt"
    file.write_text(
        "".join(
            f"{key}\t{name}\t{name}\t\t35.5\t36.0\t{letter}\t{code}\t{country}\t\t{admin1}\t\t\t\t{people}\t\t0\tAsia/Damascus\t2020-01-01\n"
            for key, name, letter, code, country, admin1, people in rows
        ),
        encoding="utf-8",
    )
    return file


@pytest.fixture(autouse=True)
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Small tables instead of the embedded ones, which take seconds to read."""
    folder = tmp_path / "tables"
    folder.mkdir()

    def row(**cells: str) -> dict[str, str]:
        return dict.fromkeys(COLUMNS, "") | {"latitude": "35", "longitude": "38", "population": "0"} | cells

    def tsv(name: str, *rows: dict[str, str]) -> None:
        text = (
            "\n".join("\t".join(r[c] for c in COLUMNS) for r in (dict(zip(COLUMNS, COLUMNS, strict=True)), *rows))
            + "\n"
        )
        (folder / name).write_bytes(lzma.compress(text.encode()))

    tsv(
        "countries.tsv.xz",
        row(
            id="geonames:163843",
            name="Syria",
            feature_class="A",
            feature_code="PCLI",
            country="SY",
            population="16906283",
            south="32.3",
            west="35.7",
            north="37.3",
            east="42.4",
            demonyms="Syrian",
        ),
    )
    tsv(
        "admin1.tsv.xz",
        row(
            id="geonames:173578",
            name="Latakia",
            feature_class="A",
            feature_code="ADM1",
            country="SY",
            south="35",
            west="35.7",
            north="36",
            east="36.4",
        ),
    )
    tsv("cities.tsv.xz",
        row(id="geonames:173576", name="Latakia", feature_class="P", feature_code="PPL", country="SY", population="1"),
        row(id="geonames:5128581", name="New York City", feature_class="P", feature_code="PPL", country="US", population="8804190"),
        row(id="geonames:5", name="Smallville", feature_class="P", feature_code="PPL", country="US", population="700"))  # fmt: skip
    with (folder / "physical.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerow(
            row(
                id="geonames:172955",
                name="Alawite Mountains",
                feature_class="T",
                feature_code="MTS",
                country="SY",
                rank="4",
            )
        )
        writer.writerow(row(id="curated:levant", name="Levant", feature_class="L", feature_code="RGN", rank="2"))
    (folder / "aliases.csv").write_text(
        "id,name,kind,note\ngeonames:173576,Lattakia,alternate,\ngeonames:424242,Elsewhere,alternate,\n"
    )
    (folder / "demonyms.csv").write_text("id,demonym,note\ngeonames:170654,Damascene,\n")
    (folder / "sources.json").write_text(
        json.dumps(
            {
                "tables": [
                    {"rows": 3, "sources": [{"name": "t", "version": "1", "licence": "x", "url": "", "credit": "y"}]}
                ]
            }
        )
    )
    monkeypatch.setattr(custom, "_TABLES", folder)
    return folder


def recipe(folder: Path, *files: str | Path, **options: object) -> Recipe:
    return Recipe(
        **{"source": "geonames", "files": tuple(map(str, files or [dump(folder)])), "target": folder / "my.sqlite"}
        | options
    )  # type: ignore[arg-type]


def left(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} - {"tables", "SY.txt"}


def test_the_tables_are_merged_in_by_id(tmp_path: Path) -> None:
    built = make(recipe(tmp_path))
    assert (built.read, built.left_out, built.broken) == (6, 0, 0)
    with gazetteer.open(tmp_path / "my.sqlite") as places:
        country = places.place("geonames:163843")
        assert (country.name, country.bounds is not None) == ("Syria", True)
        assert [c.match for c in places.candidates("Syrian")] == ["demonym"]
        assert places.candidates("Syrian Arab Republic")[0].place.id == country.id
        area = places.place("geonames:173578")
        assert (area.name, area.latitude, area.bounds is not None, area.population) == ("Latakia", 35.5, True, 1000000)
        city = places.place("geonames:173576")
        assert (city.feature_code, city.population, city.admin1) == ("PPLA", 340181, "Latakia")
        assert places.candidates("Lattakia")[0].place.id == city.id
        assert [c.match for c in places.candidates("Damascene")] == ["demonym"]
        mountains = places.place("geonames:172955")
        assert (mountains.name, mountains.importance > 0.4) == ("Alawite Mountains", True)
        assert places.candidates("Jabal an Nusayriyah")[0].place.id == mountains.id
        assert places.place("curated:levant").name == "Levant"
        assert places.place("geonames:5128581").name == "New York City"
        info = places.info()
    assert (info.sources[0].name, info.sources[0].rows, info.version[:9]) == ("GeoNames", 6, "geonames ")
    assert left(tmp_path) == {"my.sqlite"}


def test_what_is_selected_holds_for_the_tables_cities_too(tmp_path: Path) -> None:
    make(recipe(tmp_path, selection=Selection(min_population=10_000)))
    with gazetteer.open(tmp_path / "my.sqlite") as places:
        assert [
            bool(places.candidates(name))
            for name in ("Qaryat Hunak", "Smallville", "New York City", "Damascus", "Levant")
        ] == [False, False, True, True, True]
    make(recipe(tmp_path, selection=Selection(countries=frozenset({"SY"}))))
    with gazetteer.open(tmp_path / "my.sqlite") as places:
        assert [bool(places.candidates(name)) for name in ("Qaryat Hunak", "New York City", "Levant")] == [
            True,
            False,
            True,
        ]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    make(recipe(tmp_path, target=tmp_path / "a.sqlite"))
    make(recipe(tmp_path, target=tmp_path / "b.sqlite"))
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[float | None] = []
    make(recipe(tmp_path), progress=lambda share, _: told.append(share))
    shares = [share for share in told if share is not None]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1


def test_what_fails_leaves_the_gazetteer_that_was_there(tmp_path: Path) -> None:
    make(recipe(tmp_path))
    before = (tmp_path / "my.sqlite").read_bytes()
    (tmp_path / "bad.txt").write_text("1\tx\n" * 3)
    for files in ([tmp_path / "bad.txt"], [tmp_path / "missing.zip"], []):
        with pytest.raises(gazetteer.SourceError):
            make(Recipe(source="geonames", files=tuple(map(str, files)), target=tmp_path / "my.sqlite"))
    with pytest.raises(gazetteer.SourceError, match="no source is called 'openstreetmap'"):
        make(recipe(tmp_path, source="openstreetmap"))
    assert (tmp_path / "my.sqlite").read_bytes() == before
    assert left(tmp_path) == {"my.sqlite", "bad.txt"}


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    def stop(_: float | None, doing: str) -> None:
        if doing == "writing places":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(recipe(tmp_path), progress=stop)
    assert left(tmp_path) == set()


def test_ctrl_c_while_names_are_sorted_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gazetteer.writing._STEPS", 10)

    def stop(_: float | None, doing: str) -> None:
        if doing == "sorting names":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(recipe(tmp_path), progress=stop)
    assert left(tmp_path) == set()


def test_a_full_disk_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(recipe(tmp_path))
    before = (tmp_path / "my.sqlite").read_bytes()
    real = sqlite3.connect

    class Full(sqlite3.Connection):
        def executescript(self, script: str) -> sqlite3.Cursor:
            done = super().executescript(script)
            if "CREATE TABLE name" in script:
                super().execute("PRAGMA max_page_count = 20")  # SQLite's own way to a full disk
            return done

    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: real(*a, **k | {"factory": Full}))
    many = dump(tmp_path, [(str(n), f"Qarya {n} " + "x" * 90, "P", "PPL", "SY", "02", "1") for n in range(1, 3000)])
    with pytest.raises(gazetteer.StoreError, match=r"my\.sqlite cannot be built: the disk is full; .* as it was"):
        make(recipe(tmp_path, many))
    monkeypatch.undo()
    assert (tmp_path / "my.sqlite").read_bytes() == before
    assert left(tmp_path) == {"my.sqlite"}


def test_no_space_left_is_told_the_same_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(custom, "build", full)
    with pytest.raises(gazetteer.StoreError, match="the disk is full"):
        make(recipe(tmp_path))
    assert left(tmp_path) == set()


def test_two_builds_of_one_file_at_once(tmp_path: Path) -> None:
    def second(_: float | None, __: str) -> None:
        with pytest.raises(gazetteer.StoreError, match=r"my\.sqlite: another build is writing it"):
            make(recipe(tmp_path))

    make(recipe(tmp_path), progress=second)
    make(recipe(tmp_path))
    assert left(tmp_path) == {"my.sqlite"}


def test_a_build_that_was_killed_holds_nobody_up(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from gazetteer import custom\n"
        "custom._TABLES = Path(sys.argv[2])\n"
        "custom.make(custom.Recipe(source='geonames', files=(sys.argv[1],), target=Path(sys.argv[3])), progress=lambda *_: os._exit(9))"
    )
    file, target = dump(tmp_path), tmp_path / "my.sqlite"
    killed = subprocess.run([sys.executable, "-c", code, file, tmp_path / "tables", target], check=False)
    assert killed.returncode == 9
    assert not target.exists()
    assert len(left(tmp_path)) == 2
    make(recipe(tmp_path, file))
    assert left(tmp_path) == {"my.sqlite"}


def test_a_file_that_is_no_gazetteer_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "my.sqlite").write_text("a thesis")
    with pytest.raises(gazetteer.StoreError, match="is no gazetteer; name another file, or overwrite it with --force"):
        make(recipe(tmp_path))
    assert (tmp_path / "my.sqlite").read_text() == "a thesis"
    make(recipe(tmp_path, force=True))
    with pytest.raises(gazetteer.StoreError, match="name a file in a folder that exists"):
        make(recipe(tmp_path, target=tmp_path / "nowhere" / "my.sqlite"))


def test_from_an_address_and_nothing_fetched_is_lost_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gazetteer.download.time.sleep", lambda _: None)
    data = dump(tmp_path).read_bytes()
    with served(Served(data, cuts=[100, 0, 0, 0, 0])) as server:
        with pytest.raises(gazetteer.DownloadError, match="cut off at 100 of"):
            make(recipe(tmp_path, server.url))
        assert left(tmp_path) == {"my.sqlite.download"}
        told: list[str] = []
        make(recipe(tmp_path, server.url), progress=lambda _, doing: told.append(doing))
    assert server.requests[-1]["range"] == "bytes=100-"
    assert any(doing.startswith("fetching NL.txt, 0.0 of 0.0 MB") for doing in told)
    assert left(tmp_path) == {"my.sqlite"}
    with gazetteer.open(tmp_path / "my.sqlite") as places:
        assert places.candidates("Damascus")
