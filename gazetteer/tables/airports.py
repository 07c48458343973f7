"""Airports that news names: those called international, and those that ``airports.csv`` lists."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from gazetteer.sources import Row
from gazetteer.tables import curated, packages, spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.tables.packages import Packages

SOURCES = (packages.AIRPORTSDATA,)
_INTERNATIONAL = " International Airport"


def rows(source: Packages) -> Iterator[Row]:
    """Yield a row for each airport kept: with an IATA code, and international or listed with a name.

    An empty name in ``airports.csv`` leaves one out: a curated row elsewhere holds it.

    IATA codes are no names here: "LAX" apart, articles mean other things by three capitals.
    """
    majors = {row["iata"]: row for row in curated.read("airports")}
    text = source.read(packages.AIRPORTSDATA, "airports.csv").decode()
    for airport in csv.DictReader(text.splitlines()):
        major = majors.get(airport["iata"]) if airport["iata"] else None
        if major is not None and not major["name"]:
            continue
        if major is None and not (airport["iata"] and airport["name"].endswith(_INTERNATIONAL)):
            continue
        given = spelling.clean(airport["name"])
        name = major["name"] if major else given
        aliases = curated.split(major["aliases"]) if major else ()
        short = [
            f"{each.removesuffix(_INTERNATIONAL)} Airport" for each in (name, given) if each.endswith(_INTERNATIONAL)
        ]
        yield Row(
            id=f"icao:{airport['icao']}",
            name=name,
            latitude=float(airport["lat"]),
            longitude=float(airport["lon"]),
            feature_class="S",
            feature_code="AIRP",
            country=airport["country"],
            rank=4 if major else 5,
            names=spelling.alternates(name, (*aliases, given.replace("/", "-"), *short)),
        )
