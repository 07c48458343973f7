"""Who's On First as CSV: its standard places responses (SPR), or the meta files of its repositories.

https://whosonfirst.org/docs/; the columns may stand with their name spaces (``wof:name``, ``mz:latitude``) or without.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.errors import SourceError
from gazetteer.names import fold
from gazetteer.place import BoundingBox
from gazetteer.sources import About, Reading, Row
from gazetteer.sources.delimited import Record, records
from gazetteer.sources.items import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ABOUT = About(
    title="Who's On First",
    licence="https://whosonfirst.org/docs/licenses/",
    url="https://whosonfirst.org",
    credit="Places from Who's On First (https://whosonfirst.org)",
    reads="SPR CSV and meta CSV files",
)

_CODES = {
    "continent": ("L", "CONT"), "ocean": ("H", "OCN"), "marinearea": ("H", "SEA"), "empire": ("A", "PCLH"),
    "country": ("A", "PCLI"), "dependency": ("A", "PCLD"), "disputed": ("L", "RGN"), "macroregion": ("L", "RGN"),
    "region": ("A", "ADM1"), "macrocounty": ("L", "RGN"), "county": ("A", "ADM2"), "localadmin": ("A", "ADM3"),
    "locality": ("P", "PPL"), "borough": ("P", "PPLX"), "macrohood": ("P", "PPLX"), "neighbourhood": ("P", "PPLX"),
    "microhood": ("P", "PPLX"), "campus": ("S", "UNIV"), "airport": ("S", "AIRP"), "venue": ("S", "BLDG"),
    "island": ("T", "ISL"), "archipelago": ("T", "ISLS"), "postalcode": ("L", "ZN"), "timezone": ("L", "ZN"),
}  # fmt: skip
_UNNAMED = {"postalcode", "timezone", "planet", "address", "building", "intersection", "constituency"}
_LATITUDES = ("mz:latitude", "latitude", "geom:latitude", "geom_latitude", "lbl_latitude")
_LONGITUDES = ("mz:longitude", "longitude", "geom:longitude", "geom_longitude", "lbl_longitude")


def read(files: Sequence[Path], reading: Reading) -> Iterator[Row]:
    """Yield the places of Who's On First that are current: not ceased, deprecated or superseded.

    Raises:
        SourceError: a file cannot be read, lacks a column, or too many of its rows are broken.
    """

    def items(file: Path) -> Iterator[tuple[int, str, Record]]:
        for record in records(file, ("wof:id", "id"), ("wof:name", "name"), _LATITUDES, _LONGITUDES):
            yield record.line, f"{record.where}, ", record

    yield from rows_of(files, reading, items=items, row=_row)


def _is_current(record: Record) -> bool:
    gone = record.get(
        "wof:superseded_by", "superseded_by", "edtf:cessation", "cessation", "edtf:deprecated", "deprecated"
    )
    flags = [record.get(f"mz:is_{flag}", f"is_{flag}") for flag in ("ceased", "deprecated", "superseded")]
    return (
        record.get("mz:is_current", "is_current") != "0"
        and "1" not in flags
        and gone.lower() in {"", "u", "uuuu", "..", "[]"}
        and record.get("wof:placetype", "placetype") not in _UNNAMED
    )


def _row(record: Record) -> Row | None:
    if not _is_current(record):
        return None
    name, number = record.get("wof:name", "name"), record.get("wof:id", "id")
    if not fold(name):
        raise SourceError(f"{record.where}, column name: is empty")
    if not number.isdecimal():
        raise SourceError(f"{record.where}, column id: {number[:40]!r} is no number")
    latitude, longitude = record.point(_LATITUDES, _LONGITUDES)
    feature_class, code = _CODES.get(record.get("wof:placetype", "placetype"), ("L", "RGN"))
    country = record.get("wof:country", "iso_country", "country_code", "iso", "country").upper()
    population = record.number("wof:population", "population") or 0
    return Row(
        id=f"wof:{number}",
        name=name,
        latitude=latitude,
        longitude=longitude,
        feature_class=feature_class,
        feature_code=code,
        country=country if re.fullmatch("[A-WYZ][A-Z]|XK", country) else None,  # XX, XY, … are Who's On First's own
        population=max(0, int(population)),
        bounds=_bounds(record),
    )


def _bounds(record: Record) -> BoundingBox | None:
    sides = [
        record.number(f"mz:{side}", side) for side in ("min_latitude", "min_longitude", "max_latitude", "max_longitude")
    ]
    if all(side is None for side in sides) and (box := record.get("mz:bbox", "geom:bbox", "bbox")):
        try:
            west, south, east, north = map(float, box.split(","))
        except ValueError:
            raise SourceError(f"{record.where}, column bbox: {box[:40]!r} is not west,south,east,north") from None
        sides = [south, west, north, east]
    south_west_north_east = [side for side in sides if side is not None]
    if len(south_west_north_east) != 4 or south_west_north_east[0] >= south_west_north_east[2]:
        return None
    return BoundingBox(*south_west_north_east)
