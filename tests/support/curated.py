"""The curated tables as tests see them, and Natural Earth's named features to hold them against."""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.geodesy import distance_km
from gazetteer.names import fold
from gazetteer.place import BoundingBox
from gazetteer.sources.tables import read_table

ROOT = Path(__file__).parents[2]
DATA = ROOT / "gazetteer" / "data"
SHARED = Path(os.environ.get("GEOVIEW_SHARED") or ROOT.parent / "shared")
FEATURES = SHARED / "reference" / "natural-earth-features.csv"
AREAS = ("regions", "physical", "disputed")
"""Tables of what is larger than a city, or a landmark that stands for an area."""
ALL = (*AREAS, "sites", "districts")

COLUMNS = (
    "id", "name", "latitude", "longitude", "feature_class", "feature_code", "country", "countries",
    "admin1", "admin2", "south", "west", "north", "east", "rank", "names", "abbreviations", "demonyms", "note", "source",
)  # fmt: skip

# Natural Earth shortens what news writes out.
_LONG = {
    "is": "islands", "i": "island", "mts": "mountains", "mt": "mount", "ra": "range", "pen": "peninsula",
    "plat": "plateau", "st": "saint", "arch": "archipelago",
}  # fmt: skip
# Words that say what kind of thing a name is: "ALPS" and "the Alps", "Khubsugul Nuur" and "Lake Khubsugul".
_KINDS = (
    "archipelago basin bay cape depression desert gulf highlands island islands lake lowland mount mountains peak "
    "peninsula plain plateau range reservoir river sea steppe strait upland valley"
)
_KIND = re.compile(rf"\b(?:{_KINDS.replace(' ', '|')})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """One curated row; ``table`` and ``line`` say where a person finds it."""

    table: str
    line: int
    record: dict[str, str]

    def __str__(self) -> str:
        return f"{self.table}.csv:{self.line} {self.record['id']}"

    def values(self, column: str) -> list[str]:
        return [part for part in self.record[column].split("|") if part]

    @property
    def point(self) -> tuple[float, float]:
        return float(self.record["latitude"]), float(self.record["longitude"])

    @property
    def bounds(self) -> BoundingBox | None:
        sides = [self.record[side] for side in BoundingBox._fields]
        return BoundingBox(*map(float, sides)) if any(sides) else None

    @property
    def countries(self) -> frozenset[str]:
        return frozenset({self.record["country"], *self.values("countries")} - {""})

    @property
    def all_names(self) -> list[str]:
        return [self.record["name"], *self.values("names"), *self.values("abbreviations")]


@cache
def rows(tables: tuple[str, ...] = AREAS) -> tuple[Curated, ...]:
    """Give the rows of some curated tables, in their order."""
    found = []
    for table in tables:
        with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            found += [Curated(table=table, line=reader.line_num, record=record) for record in reader]
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a row of another table lies."""

    point: tuple[float, float]
    bounds: BoundingBox | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A named feature of Natural Earth."""

    layer: str
    name: str
    kind: str
    rank: int
    point: tuple[float, float]
    bounds: BoundingBox
    keys: frozenset[str]


def natural_earth() -> list[Feature]:
    """Read the features that are no ports and no airports; each with the keys under which it may be known."""
    features = []
    with FEATURES.open(encoding="utf-8", newline="") as lines:
        for record in csv.DictReader(lines):
            if record["layer"] in {"airport", "port", "layer"}:
                continue
            names = [record["name"], *record["alternate"].split("|")]
            features.append(
                Feature(
                    layer=record["layer"],
                    name=" ".join(record["name"].split()),
                    kind=record["class"],
                    rank=int(float(record["rank"])),
                    point=(float(record["lat"]), float(record["lon"])),
                    bounds=BoundingBox(*(float(record[side]) for side in BoundingBox._fields)),
                    keys=frozenset(key for name in names if (key := _long(name))),
                )
            )
    return features


def known_names() -> dict[str, list[Curated]]:
    """Index the curated rows by what ``Feature.keys`` are compared with."""
    index: dict[str, list[Curated]] = defaultdict(list)
    for row in rows():
        for key in {_long(name) for name in row.all_names}:
            index[key].append(row)
    return index


def other_names() -> dict[str, list[Spot]]:
    """Index the tables of countries, continents, first-level areas and seas in the same way."""
    index: dict[str, list[Spot]] = defaultdict(list)
    for table in ("countries", "continents", "admin1", "seas"):
        for row in read_table(DATA / f"{table}.tsv.xz"):
            spot = Spot(point=(row.latitude, row.longitude), bounds=row.bounds)
            for key in {_long(name) for name in (row.name, *row.names)}:
                index[key].append(spot)
    return index


def _long(name: str) -> str:
    return " ".join(_LONG.get(word, word) for word in fold(name).split())


def core(key: str) -> str:
    """Give a key without the words that say what kind of thing it is: "ural" for "ural mountains"."""
    return " ".join(_KIND.sub(" ", key).split())


def km_apart(latitude: float, longitude: float, box: BoundingBox) -> float:
    """Give the distance of a point from a box, 0 inside it."""
    if box.contains(latitude, longitude):
        return 0.0
    nearest_latitude = min(max(latitude, box.south), box.north)
    if box.west <= box.east and box.west <= longitude <= box.east:
        nearest_longitude = longitude
    else:
        nearest_longitude = min((box.west, box.east), key=lambda side: abs((side - longitude + 180) % 360 - 180))
    return distance_km(latitude, longitude, nearest_latitude, nearest_longitude)
