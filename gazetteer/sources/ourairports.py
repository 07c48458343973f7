"""OurAirports' airports.csv: https://ourairports.com/data/."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.errors import SourceError
from gazetteer.names import fold
from gazetteer.sources import About, Reading, Row
from gazetteer.sources.delimited import Record, records
from gazetteer.sources.items import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ABOUT = About(
    title="OurAirports",
    licence="public domain",
    url="https://ourairports.com/data/",
    credit="Airports from OurAirports (https://ourairports.com), public domain",
    reads="airports.csv",
)

_LATITUDES, _LONGITUDES = ("latitude_deg", "latitude"), ("longitude_deg", "longitude")
# type -> GeoNames' code and the rank of places without a population.
_TYPES = {
    "large_airport": ("AIRP", 4), "medium_airport": ("AIRP", 5), "small_airport": ("AIRF", 6), "heliport": ("AIRH", 6),
    "seaplane_base": ("AIRF", 6), "balloonport": ("AIRF", 6),
}  # fmt: skip
_ICAO = re.compile("[A-Z]{4}")


def read(files: Sequence[Path], reading: Reading) -> Iterator[Row]:
    """Yield the airports of OurAirports that are open. Codes are no names: "BAH" is hardly ever Bahrain's airport.

    Raises:
        SourceError: a file cannot be read, lacks a column, or too many of its rows are broken.
    """

    def items(file: Path) -> Iterator[tuple[int, str, Record]]:
        for record in records(file, ("ident",), ("type",), ("name",), _LATITUDES, _LONGITUDES):
            yield record.line, f"{record.where}, ", record

    yield from rows_of(files, reading, items=items, row=_row)


def _row(record: Record) -> Row | None:
    if record.get("type") == "closed":
        return None
    name, ident = record.get("name"), record.get("ident")
    if not fold(name):
        raise SourceError(f"{record.where}, column name: is empty")
    if not ident:
        raise SourceError(f"{record.where}, column ident: is empty")
    latitude, longitude = record.point(_LATITUDES, _LONGITUDES)
    code, rank = _TYPES.get(record.get("type"), ("AIRF", 6))
    country = record.get("iso_country").upper()
    icao = next((one for one in (record.get("icao_code"), record.get("gps_code"), ident) if _ICAO.fullmatch(one)), None)
    return Row(
        # The embedded airports have these ids, too: of one airport there is one row.
        id=f"icao:{icao}" if icao else f"ourairports:{ident}",
        name=name,
        latitude=latitude,
        longitude=longitude,
        feature_class="S",
        feature_code=code,
        country=country if re.fullmatch("[A-Z]{2}", country) else None,
        rank=rank,
    )
