"""Holds every curated area to the facts that can be checked: form, bounds, countries, doubles, Natural Earth."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import outlines
from curated import ALL, COLUMNS, DATA, FEATURES, SHARED, Curated, rows
from gazetteer.names import fold
from gazetteer.sources.tables import read_table

# Kilometres that a point may lie outside its countries' outlines.
LAND_KM = 10.0  # outlines of 1:10 million, and the rims of lakes, dunes and lagoons
COAST_KM = 160.0  # straits, bays and reefs are no country's land
AT_SEA = {"STRT", "CHN", "BAY", "GULF", "SD", "INLT", "ESTY", "LGN", "RF", "CNL", "ISLS", "CST"}
# What the outlines leave out: islets, atolls, reefs, shoals and ice shelves; and one disputed glacier.
NOT_DRAWN = {
    "curated:abrolhos-marine-national-park", "curated:ari-atoll", "curated:rangiroa",
    "curated:bhasan-char", "curated:bikini-atoll", "curated:devils-island", "curated:enewetak-atoll",
    "curated:fiery-cross-reef", "curated:greater-tunb", "curated:hunga-tonga-hunga-haapai", "curated:itu-aba",
    "curated:kastellorizo", "curated:katchatheevu", "curated:koh-tao", "curated:krakatoa", "curated:kwajalein-atoll",
    "curated:larsen-ice-shelf", "curated:macclesfield-bank", "curated:male-atoll", "curated:mischief-reef",
    "curated:okinotorishima", "curated:pedra-branca", "curated:pine-island-glacier", "curated:pratas-islands",
    "curated:ronne-ice-shelf", "curated:ross-ice-shelf", "curated:saint-martins-island", "curated:scarborough-shoal",
    "curated:second-thomas-shoal", "curated:siachen-glacier", "curated:sipadan", "curated:snake-island-ukraine",
    "curated:subi-reef", "curated:thitu-island", "curated:whakaari-white-island", "curated:whitsun-reef",
}  # fmt: skip
# The outlines file these under the state that they belong to.
BELONGS_TO = {"BQ": "NL", "GF": "FR", "GP": "FR", "MQ": "FR", "RE": "FR", "SJ": "NO", "TK": "NZ", "YT": "FR"}

# Names that two rows bear with good reason: the one that news means comes out in resolution.
SHARED_NAMES = {
    "blue mountains", "cordillera central", "cordillera occidental", "cordillera oriental", "lake george",
    "sierra nevada",
}  # fmt: skip
# GeoNames' codes that these tables use, by class.
_SITES = """
    AIRB AIRF AIRH AIRP AIRQ AMTH AMUS ANS ARCH BDG BDGQ BLDG BUSTN CAVE CH CMP CMPRF CMTY CSNO CSTL CTHSE CTRA
    CTRR CTRS DAM DCKY DIP EST FT GATE GDN GHSE GOVL HMSD HSE HSP HSTS HTL INSM ITTR LIBR LTHSE MALL MAR MFG MKT
    MN MNAU MNC MNCU MNFE MNMT MNQ MSQE MSTY MTRO MUS NVB OBPT OBS OILR OILT OPRA PAL PGDA PIER PRN PS PSH PSN
    PSTB PYR PYRS RECG RECR REST RLG RSRT RSTN RUIN SCH SCHC SCHM SHRN SPA SQR STDM SYG THTR TMB TMPL TOLL TOWR
    TRMO UNIV WALL WALLA WTRW ZOO
"""
CODES = {
    "A": {"ADM1", "ADM2", "PCLH", "TERR", "LTER", "ZN", "ZNB"},
    "H": {"BAY", "CHN", "CNL", "COVE", "ESTY", "FJD", "FLLS", "GLCR", "GULF", "GYSR", "HBR", "INLT", "LCK", "LGN", "LK",
          "LKN", "LKS", "MRSH", "RF", "RSV", "SD", "SHOL", "SPNG", "STM", "STRT", "SWMP", "WTLD"},
    "L": {"CST", "GASF", "INDS", "OILF", "PRK", "PRT", "RES", "RESN", "RGN", "RGNE", "RGNH"},
    "P": {"PPL", "PPLA", "PPLX"},
    "R": {"PRMN", "RD", "ST", "TNL"},
    "S": set(_SITES.split()),
    "T": {"ATOL", "BCH", "CAPE", "CLF", "CNYN", "CRTR", "DLTA", "DPR", "DSRT", "DUNE", "GAP", "GRGE", "HDLD", "HLL",
          "HLLS", "ISL", "ISLS", "ISTH", "KRST", "MESA", "MT", "MTS", "PASS", "PEN", "PK", "PLAT", "PLN", "PT", "RDGE",
          "RK", "RKS", "SPIT", "UPLD", "VAL", "VLC"},
    "U": {"TRNU"},
    "V": {"FRST", "TUND"},
}  # fmt: skip


@pytest.mark.parametrize("table", ALL)
def test_the_build_reads_each_table_and_ids_are_in_order(table: str) -> None:
    ids = [row.id for row in read_table(DATA / f"{table}.csv")]
    assert len(ids) == len(rows((table,)))
    assert ids == sorted(ids)
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        assert tuple(next(csv.reader(lines))) == COLUMNS


def test_ids_are_unique_over_all_curated_tables() -> None:
    ids: Counter[str] = Counter()
    for file in DATA.glob("*.csv"):
        if file.stem not in {"aliases", "demonyms"}:  # these name places of other tables
            with file.open(encoding="utf-8", newline="") as lines:
                ids.update(record["id"] for record in csv.DictReader(lines))
    assert [name for name, count in ids.items() if count > 1] == []


def test_each_row_is_well_formed() -> None:
    assert [f"{row}: {wrong}" for row in rows(ALL) for wrong in _wrong(row)] == []


def _wrong(row: Curated) -> list[str]:
    record = row.record
    if None in record or None in record.values():
        return ["another number of fields"]
    folds = [fold(name) for name in row.all_names]
    faults = {
        "id": not re.fullmatch(r"geonames:[0-9]+|icao:[A-Z0-9]{4}|curated:[a-z0-9]+(-[a-z0-9]+)*", record["id"]),
        "white space": any(value != value.strip() or "  " in value for value in record.values()),
        "feature code": record["feature_code"] not in CODES.get(record["feature_class"], ()),
        "rank": record["rank"] not in set("0123456"),
        "country code": any(not re.fullmatch("[A-Z]{2}", code) for code in row.countries),
        "lies in one country, but not in column country": (
            len(row.values("countries")) == 1 and record["country"] != record["countries"]
        ),
        "a name without letters": not all(folds),
        "one name twice": len(set(folds)) != len(folds),
        # Recognition leaves the article out of a mention.
        "a name that begins with the article": any(name.casefold().startswith("the ") for name in row.all_names),
        "no source": not record["source"],
        "the note is no sentence": bool(record["note"]) and not record["note"].endswith("."),
    }
    return [fault for fault, present in faults.items() if present]


def test_each_point_lies_in_its_bounds_and_bounds_are_true_boxes() -> None:
    wrong = []
    for row in rows():
        box = row.bounds
        if box is None:
            wrong.append(f"{row}: no bounds")
        elif not (-90 <= box.south < box.north <= 90 and -180 <= box.west <= 180 and -180 <= box.east <= 180):
            wrong.append(f"{row}: {box} is no box")
        elif not box.contains(*row.point):
            wrong.append(f"{row}: {row.point} outside {box}")
    assert wrong == []


def test_what_is_disputed_says_so() -> None:
    claimed = [row for row in rows() if row.table == "disputed" and len(row.countries) > 1]
    plain = {"curated:durand-line", "curated:38th-parallel", "curated:northern-limit-line", "curated:line-of-control"}
    assert [str(row) for row in claimed if not row.record["note"] and row.record["id"] not in plain] == []


def test_no_two_rows_bear_one_name_by_mistake() -> None:
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in rows():
        for name in row.all_names:
            bearers[fold(name)].add(row.record["id"])
    doubles = {name: ids for name, ids in bearers.items() if len(ids) > 1}
    assert doubles.keys() == SHARED_NAMES


def test_each_point_lies_in_one_of_its_countries() -> None:
    far = []
    for row in rows():
        if not row.countries or row.record["id"] in NOT_DRAWN:
            continue
        codes = frozenset(row.countries | {BELONGS_TO[code] for code in row.countries if code in BELONGS_TO})
        allowed = COAST_KM if row.record["feature_code"] in AT_SEA else LAND_KM
        distance = outlines.km_outside(*row.point, codes)
        if distance > allowed:
            far.append(f"{row}: {distance:.0f} km outside {', '.join(sorted(codes))}")
    assert far == []


def test_the_outlines_tell_inside_from_outside() -> None:
    assert outlines.km_outside(33.51, 36.29, frozenset({"SY"})) == 0.0  # Damascus
    assert outlines.km_outside(66.0, -172.0, frozenset({"RU"})) == 0.0  # Chukotka, beyond 180°
    assert outlines.km_outside(-85.0, 0.0, frozenset({"AQ"})) == 0.0
    assert outlines.km_outside(33.51, 36.29, frozenset({"LB"})) == pytest.approx(24.0, abs=8.0)
    assert outlines.km_outside(0.0, 0.0, frozenset({"XX"})) == float("inf")


@pytest.mark.skipif(not SHARED.exists(), reason="no reference data beside this checkout: set GEOVIEW_SHARED")
def test_geonames_ids_are_those_of_the_places_named() -> None:
    known: dict[str, str] = {}
    for name in ("admin1CodesASCII.txt", "admin2Codes.txt"):
        with (SHARED / "reference" / "geonames" / name).open(encoding="utf-8") as lines:
            for line in lines:
                _, name_there, _, number = line.rstrip("\n").split("\t")
                known[f"geonames:{number}"] = name_there
    wrong = []
    for row in rows():
        if row.record["id"].startswith("geonames:"):
            there = known.get(row.record["id"], "")
            if fold(there) not in {fold(name) for name in row.all_names}:
                wrong.append(f"{row}: GeoNames calls it {there!r}")
    assert wrong == []


@pytest.mark.skipif(not FEATURES.exists(), reason="no reference data beside this checkout: set GEOVIEW_SHARED")
def test_natural_earth_has_what_bears_their_names_in_the_same_place() -> None:
    script = Path(__file__).with_name("check_natural_earth.py")
    result = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
