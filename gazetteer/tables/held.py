"""Which areas hold a curated place: told by the cities around it, and by polygons where these differ."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.geodesy import distance_km
from gazetteer.names import fold
from gazetteer.sources.tables import is_places_csv
from gazetteer.tables import shapes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gazetteer.sources import Row
    from gazetteer.tables.areas import Areas, Shape
    from gazetteer.tables.cities import City

_AROUND, _REACH_KM, _NEAR_KM, _TOWN_KM = 4, 60.0, 20.0, 10.0
_SECOND_AROUND, _SECOND_KM = 2, 10.0
_TOLD = "in or near "
# Areas themselves, and what nobody agrees on.
_NO_CHAIN, _DISPUTED = ("ADM1", "ADM2", "TERR"), "disputed.csv"


class Holders:
    """All that tells where areas are.

    Args:
        cities: all cities, placed in their areas.
        polygons: Natural Earth's first-level polygons.
        counties: rings of US counties by GeoNames code.
        known: all areas.
    """

    def __init__(
        self,
        cities: Iterable[City],
        polygons: Iterable[Shape],
        counties: dict[str, list[shapes.Ring]],
        known: Areas,
    ) -> None:
        self._grid: dict[tuple[str, int, int], list[City]] = defaultdict(list)
        for city in cities:
            if city.admin1:
                self._grid[city.country, int(city.latitude), int(city.longitude)].append(city)
        self._polygons: dict[str, list[shapes.Ring]] = defaultdict(list)
        for shape in polygons:
            if shape.geonameid is not None:
                self._polygons[f"geonames:{shape.geonameid}"] += shape.rings
        self._counties = {
            known.by_code[code].id: (known.by_code[known.by_code[code].parent].id, rings)
            for code, rings in counties.items()
            if code in known.by_code and known.by_code[code].parent in known.by_code
        }
        self._codes = {area.id: area.code for area in known.level(1)}

    def of(self, latitude: float, longitude: float, country: str, town: str = "") -> tuple[str | None, str | None]:
        """Return the ids of first- and second-level area that hold a point, None where nothing tells.

        US counties tell by their polygons. Elsewhere the town that the place is said to be in or near tells, if it is
        near; else the cities around where they agree, a polygon where they do not, and the nearest city at last.

        Args:
            latitude: degrees north.
            longitude: degrees east.
            country: ISO 3166-1 alpha-2.
            town: its name, or "".
        """
        for county, (state, rings) in self._counties.items() if country == "US" else ():
            if shapes.inside(rings, latitude, longitude):
                return state, county
        around = self._around(latitude, longitude, country)
        first = self._first(latitude, longitude, country, around, fold(town))
        near = [city for far, city in around[:_SECOND_AROUND] if far <= _SECOND_KM and city.admin1 == first]
        seconds = {city.admin2 for city in near}
        return first, seconds.pop() if len(near) == _SECOND_AROUND and len(seconds) == 1 else None

    def put(self, row: Row) -> Row:
        """Return a row with the areas that hold its point."""
        first, second = self.of(row.latitude, row.longitude, row.country or "")
        return replace(row, admin1=first, admin2=second)

    def _first(
        self, latitude: float, longitude: float, country: str, around: list[tuple[float, City]], town: str
    ) -> str | None:
        for far, city in around:
            if town and far <= _TOWN_KM and town in {fold(city.name), *map(fold, city.alternates)}:
                return city.admin1
        nearest = [city for far, city in around[:_AROUND] if around[0][0] <= _NEAR_KM]
        if len({city.admin1 for city in nearest}) == 1:
            return nearest[0].admin1
        # Which of them is the nearest's says little far from all, or at a border.
        holding = [
            area
            for area, code in self._codes.items()
            if code.startswith(f"{country}.") and shapes.inside(self._polygons.get(area, ()), latitude, longitude)
        ]
        if len(holding) == 1:
            return holding[0]
        return nearest[0].admin1 if nearest else None

    def _around(self, latitude: float, longitude: float, country: str) -> list[tuple[float, City]]:
        row, column = int(latitude), int(longitude)
        cities = (
            city for y in (-1, 0, 1) for x in (-1, 0, 1) for city in self._grid.get((country, row + y, column + x), ())
        )
        far = ((distance_km(latitude, longitude, city.latitude, city.longitude), city) for city in cities)
        return sorted((pair for pair in far if pair[0] <= _REACH_KM), key=lambda pair: (pair[0], pair[1].geonameid))


def fill(folder: Path, holders: Holders) -> int:
    """Fill the columns ``admin1`` and ``admin2`` of the curated tables where they are empty; return how many rows.

    Left empty: areas, what several countries share, what is larger than one area, what another table has as well.
    """
    filled = 0
    for file in sorted(folder.glob("*.csv")):
        if not is_places_csv(file) or file.name == _DISPUTED:
            continue
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            columns, records = list(reader.fieldnames or ()), list(reader)
        for record in records:
            if not record["admin1"] and _has_chain(record):
                record["admin1"], record["admin2"] = _agreed(record, holders)
                filled += bool(record["admin1"])
        temporary = file.with_suffix(".tmp")
        with temporary.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(records)
        temporary.replace(file)
    return filled


def _has_chain(record: dict[str, str]) -> bool:
    return (
        bool(record["country"])
        and record["countries"] == record["country"]
        and record["feature_code"] not in _NO_CHAIN
        and not record["id"].startswith("geonames:")
    )


def _agreed(record: dict[str, str], holders: Holders) -> tuple[str, str]:
    """Return the ids of the areas in which the point lies, and all corners of the bounds; "" for none."""
    points = [(float(record["latitude"]), float(record["longitude"]))]
    if record["south"]:
        south, west, north, east = (float(record[side]) for side in ("south", "west", "north", "east"))
        points += [(south, west), (south, east), (north, west), (north, east)]
    town = record["source"].partition(_TOLD)[2]
    chains = [holders.of(*point, record["country"], town) for point in points]
    first, second = ({chain[level] for chain in chains} for level in (0, 1))
    return (first.pop() or "" if len(first) == 1 else ""), (second.pop() or "" if len(second) == 1 else "")
