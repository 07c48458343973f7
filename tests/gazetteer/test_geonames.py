"""GeoNames' dumps: the real files, every oddity of a row, and what is no dump."""

from __future__ import annotations

import os
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import SourceError
from gazetteer.sources import Reading, Row, Selection
from gazetteer.sources.geonames import CLASSES, read
from gazetteer.sources.geonames_files import recognised

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("GEOVIEW_SHARED", ROOT.parent / "shared")) / "reference" / "geonames"
GOLDEN = ROOT / "tests" / "golden" / "geonames_odd.tsv"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="GeoNames' own files are not in ../shared/reference/geonames")

PLACE = {
    "geonameid": "1", "name": "Den Oord", "ascii": "Den Oord", "names": "", "latitude": "51.97083", "longitude": "5.27083",
    "feature class": "P", "feature code": "PPL", "country": "NL", "cc2": "", "admin1": "09", "admin2": "0352", "admin3": "",
    "admin4": "", "population": "0", "elevation": "", "dem": "3", "timezone": "Europe/Amsterdam", "modified": "2007-06-03",
}  # fmt: skip
NAME = {
    "alternateNameId": "7", "geonameid": "1", "language": "", "name": "Oordje", "preferred": "", "short": "", "colloquial": "",
    "historic": "", "from": "", "to": "",
}  # fmt: skip
ADMIN1 = "NL.09\tUtrecht\tUtrecht\t2745909\n"
ADMIN2 = "NL.09.0352\tWijk bij Duurstede\tWijk bij Duurstede\t2744327\n"
FEATURES = "P.PPL\tpopulated place\ta city\nA.ADM1\tfirst-order division\t\n"


def reading(folder: Path, **options: object) -> Reading:
    workspace = folder / "work"
    workspace.mkdir(exist_ok=True)
    return Reading(workspace=workspace, **({"selection": Selection(), "tolerated": 1.0} | options))  # type: ignore[arg-type]


def line(sound: dict[str, str], changes: dict[str, str]) -> bytes:
    """A row with its changes, as bytes."""
    fields = [changes.get(column, value) for column, value in sound.items()]
    columns = int(changes.get("columns", len(fields)))
    text = "\t".join((fields + ["extra"] * 9)[:columns]) + ("\r\n" if changes.get("ending") == "crlf" else "\n")
    if "comment" in changes:
        text = "\n" if changes["comment"] == "blank" else "#" + text
    return text.encode(changes.get("bytes", "utf-8")) * (2 if "twice" in changes else 1)


def cases(kind: str) -> list[object]:
    return list(_cases(kind))


def _cases(kind: str) -> Iterator[object]:
    for number, row in enumerate(GOLDEN.read_text(encoding="utf-8").split("\n"), 1):
        if row.startswith(f"{kind}\t"):
            _, changes, expected = row.split("\t")
            pairs = dict(part.split("=", 1) for part in changes.split(";;") if part)
            plain = {
                column: value.encode("latin-1", "backslashreplace").decode("unicode_escape")
                for column, value in pairs.items()
            }
            yield pytest.param(plain, expected, id=f"line {number}: {changes[:40]}")


@pytest.mark.parametrize(("changes", "expected"), cases("place"))
def test_an_odd_row_of_places(tmp_path: Path, changes: dict[str, str], expected: str) -> None:
    # Sound rows beside it, so that the file is known for what it is.
    others = b"".join(line(PLACE, {"geonameid": str(500 + number)}) for number in range(3))
    (tmp_path / "NL.txt").write_bytes(others + line(PLACE, changes))
    (tmp_path / "admin1.txt").write_text(ADMIN1)
    (tmp_path / "admin2.txt").write_text(ADMIN2)
    (tmp_path / "features.txt").write_text(FEATURES)
    told: list[str] = []
    pass_ = reading(tmp_path, tell=told.append)
    rows = {
        row.id: row
        for row in read([tmp_path / name for name in ("NL.txt", "admin1.txt", "admin2.txt", "features.txt")], pass_)
    }
    mine = [row for key, row in rows.items() if key not in {"geonames:500", "geonames:501", "geonames:502"}]
    verdict, _, detail = expected.partition(" ")
    assert pass_.broken == (verdict == "broken"), told
    assert pass_.left_out == (verdict == "left")
    if verdict == "broken":
        assert told[0].startswith("NL.txt, line 4: ")
        assert detail in told[0]
        assert mine == []
    elif verdict == "none":
        assert mine == []
    else:
        (row,) = mine
        if detail:
            key, _, value = detail.partition("=")
            found = "|".join(row.names) or "-" if key == "names" else str(getattr(row, key))
            assert found == value.encode("latin-1", "backslashreplace").decode("unicode_escape")


@pytest.mark.parametrize(("changes", "expected"), cases("name"))
def test_an_odd_row_of_alternate_names(tmp_path: Path, changes: dict[str, str], expected: str) -> None:
    (tmp_path / "NL.txt").write_bytes(line(PLACE, {}))
    others = b"".join(line(NAME, {"name": "Beside", "language": "nl", "geonameid": "9"}) for _ in range(3))
    (tmp_path / "names.txt").write_bytes(others + line(NAME, changes))
    option = changes.get("option", "")
    selection = Selection(
        languages=frozenset() if option.startswith("no-") or not option else frozenset({option}),
        historic=option != "no-historic",
        colloquial=option != "no-colloquial",
    )
    told: list[str] = []
    pass_ = reading(tmp_path, tell=told.append, selection=selection)
    (row,) = read([tmp_path / "names.txt", tmp_path / "NL.txt"], pass_)
    verdict, _, detail = expected.partition(" ")
    name = changes.get("name", "Oordje")
    assert pass_.broken == (verdict == "broken"), told
    assert pass_.left_out == 3 + (verdict == "left")
    if verdict == "broken":
        assert detail in told[0]
    found = {"shown": row.name == name, "alternate": name in row.names, "abbreviation": name in row.abbreviations}
    assert [kind for kind, holds in found.items() if holds] == ([detail] if verdict == "kept" else [])
    if detail == "shown":
        assert row.names == ("Den Oord",)


@needs_real
def test_the_real_dump_of_a_country(tmp_path: Path) -> None:
    files = [REAL / name for name in ("NL.txt", "admin1CodesASCII.txt", "admin2Codes.txt", "countryInfo.txt")]
    assert [recognised(file).kind for file in files] == ["places", "admin1", "admin2", "countries"]
    pass_ = reading(tmp_path, tolerated=0.0)
    rows = {row.id: row for row in read(files, pass_)}
    assert len(rows) == 22852
    assert pass_.broken == 0
    amsterdam = rows["geonames:2759794"]
    assert (amsterdam.name, amsterdam.feature_code, amsterdam.population) == ("Amsterdam", "PPLC", 741636)
    assert amsterdam.admin1 == "geonames:2749879"
    assert amsterdam.admin2 == "geonames:2759793"
    assert rows["geonames:2750405"].name == "Netherlands"
    assert "AMS" not in amsterdam.names
    assert "Амстердам" in amsterdam.names
    assert sum(row.admin1 is not None for row in rows.values() if row.feature_class == "P") > 0.99 * sum(
        row.feature_class == "P" for row in rows.values()
    )


@needs_real
def test_one_country_needs_no_code_tables_beside_it(tmp_path: Path) -> None:
    rows = {row.id: row for row in read([REAL / "NL.txt"], reading(tmp_path))}
    assert rows["geonames:2759794"].admin1 == "geonames:2749879"
    assert rows["geonames:2749879"].admin1 is None


@needs_real
def test_what_is_not_wanted_is_left_out(tmp_path: Path) -> None:
    selection = Selection(classes=frozenset("PH"), min_population=100_000)
    rows = list(read([REAL / "NL.txt"], reading(tmp_path, selection=selection)))
    assert {row.feature_class for row in rows} == {"P", "H"}
    assert min(row.population for row in rows if row.feature_class == "P") >= 100_000
    assert not list(read([REAL / "NL.txt"], reading(tmp_path, selection=Selection(countries=frozenset({"SY"})))))


def test_the_same_rows_zipped_or_plain_in_any_order_with_any_line_ends(tmp_path: Path) -> None:
    rows = [line(PLACE, {"geonameid": str(number), "name": f"Oord {number}"}) for number in range(1, 200)]
    names = [line(NAME, {"geonameid": str(number), "name": f"Dorp {number}"}) for number in range(1, 200, 3)]

    def given(folder: str, places: list[bytes], others: list[bytes], *, zipped: bool, ends: bytes) -> list[Row]:
        (tmp_path / folder).mkdir()
        files = []
        for stem, lines in (("allCountries", places), ("alternateNamesV2", others)):
            data = b"\xef\xbb\xbf" + b"".join(lines).replace(b"\n", ends)
            file = tmp_path / folder / (stem + (".zip" if zipped else ".txt"))
            if zipped:
                with zipfile.ZipFile(file, "w") as archive:
                    archive.writestr("readme.txt", "not this one")
                    archive.writestr("iso-languagecodes.txt", "nor this")
                    archive.writestr(f"{stem}.txt", data)
            else:
                file.write_bytes(data)
            files.append(file)
        return list(read(files, reading(tmp_path / folder, tolerated=0.0)))

    plain = given("plain", rows, names, zipped=False, ends=b"\n")
    assert [row.id for row in plain] == [f"geonames:{number}" for number in range(1, 200)]
    assert plain[3].names == ("Dorp 4",)
    mixed_rows, mixed_names = rows.copy(), names.copy()
    random.Random(1).shuffle(mixed_rows)  # noqa: S311 - no secret
    random.Random(2).shuffle(mixed_names)  # noqa: S311 - the same
    assert given("zipped", mixed_rows, mixed_names, zipped=True, ends=b"\r\n") == plain


def test_the_hierarchy_tells_the_areas_that_codes_do_not(tmp_path: Path) -> None:
    (tmp_path / "NL.txt").write_bytes(
        line(PLACE, {"admin1": "", "admin2": ""})
        + line(PLACE, {"geonameid": "10", "feature class": "A", "feature code": "ADM1", "admin1": "09", "admin2": ""})
        + line(PLACE, {"geonameid": "20", "feature class": "A", "feature code": "ADM2"})
    )
    (tmp_path / "hierarchy.txt").write_text("99\t1\tdependency\n20\t1\tADM\n10\t20\tADM\n6295630\t10\t\n")
    rows = {row.id: row for row in read([tmp_path / "NL.txt", tmp_path / "hierarchy.txt"], reading(tmp_path))}
    assert (rows["geonames:1"].admin1, rows["geonames:1"].admin2) == ("geonames:10", "geonames:20")
    assert (rows["geonames:20"].admin1, rows["geonames:20"].admin2) == ("geonames:10", None)
    (tmp_path / "hierarchy.txt").write_text("20\t1\tADM\n1\t20\tADM\n")  # in a circle
    assert len(list(read([tmp_path / "NL.txt", tmp_path / "hierarchy.txt"], reading(tmp_path)))) == 3


def test_broken_rows_are_skipped_and_counted_and_too_many_stop_it(tmp_path: Path) -> None:
    good = [line(PLACE, {"geonameid": str(number)}) for number in range(1, 1000)]
    bad = [line(PLACE, {"latitude": "north"})] * 20
    (tmp_path / "NL.txt").write_bytes(b"".join(good + bad))
    told: list[str] = []
    pass_ = reading(tmp_path, tolerated=0.02, tell=told.append)
    assert len(list(read([tmp_path / "NL.txt"], pass_))) == 999
    assert (pass_.read, pass_.broken, len(told)) == (1019, 20, 10)
    assert told[0] == "NL.txt, line 1000: column latitude: 'north' cannot be right; skipped"
    with pytest.raises(SourceError, match=r"NL.txt: 20 of 1,019 rows are broken, more than the 0.01 allowed"):
        list(read([tmp_path / "NL.txt"], reading(tmp_path, tolerated=0.01)))


def test_a_file_that_is_broken_from_its_start_is_not_read_to_its_end(tmp_path: Path) -> None:
    rows = line(PLACE, {}) + line(PLACE, {"latitude": "x"}) * 100_000
    (tmp_path / "NL.txt").write_bytes(rows)
    pass_ = reading(tmp_path, tolerated=0.1)
    with pytest.raises(SourceError):
        list(read([tmp_path / "NL.txt"], pass_))
    assert pass_.read < 10_000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is none of GeoNames' files"),
        (b"<!DOCTYPE html><title>Please log in</title>", "is none of GeoNames' files"),
        (b"\0" * 200_000, "a line has more than"),
        (b"PK\3\4 and then nothing", "is a damaged archive"),
        (ADMIN1.encode(), "no file of places is among these"),
    ],
)
def test_what_is_no_dump_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "given.zip").write_bytes(content)
    with pytest.raises(SourceError, match=message) as caught:
        list(read([tmp_path / "given.zip"], reading(tmp_path)))
    assert "\n" not in str(caught.value)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "NL.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "NL.txt", b"".join(line(PLACE, {"geonameid": str(n), "longitude": str(n % 180)}) for n in range(1, 9000))
        )
    data = bytearray(file.read_bytes())
    for cut in (data[: len(data) // 2], data[:9000] + b"\xff" * 500 + data[9500:]):
        file.write_bytes(cut)
        with pytest.raises(SourceError, match=r"NL\.zip is a damaged archive"):
            list(read([file], reading(tmp_path)))


def test_a_file_that_is_not_there_or_holds_two_texts(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read: no such file"):
        list(read([tmp_path / "missing.zip"], reading(tmp_path)))
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("NL.txt", line(PLACE, {}))
        archive.writestr("BE.txt", line(PLACE, {}))
    with pytest.raises(SourceError, match=r"two\.zip holds NL\.txt, BE\.txt; one text is expected"):
        list(read([tmp_path / "two.zip"], reading(tmp_path)))


@settings(deadline=None)  # a file for each
@given(
    junk=st.lists(
        st.binary(max_size=60)
        | st.lists(st.text(max_size=8), max_size=22).map(lambda f: "\t".join(f).encode("utf-8", "replace")),
        max_size=12,
    )
)
def test_whatever_stands_in_a_dump_rows_are_sound_or_it_is_refused(
    tmp_path_factory: pytest.TempPathFactory, junk: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("junk")
    (folder / "NL.txt").write_bytes(line(PLACE, {}) + b"\n".join(junk) + b"\n")
    try:
        rows = list(read([folder / "NL.txt"], reading(folder)))
    except SourceError:
        return
    assert len({row.id for row in rows}) == len(rows) >= 1
    for row in rows:
        assert -90 <= row.latitude <= 90
        assert -180 <= row.longitude <= 180
        assert row.feature_class in CLASSES
        assert row.name.strip()
        assert row.population >= 0
