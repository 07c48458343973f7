"""Questions by place: what contains it, what it contains, what is near."""

from __future__ import annotations

import json
from functools import cached_property
from math import ceil, floor
from typing import TYPE_CHECKING

from gazetteer import cells
from gazetteer.errors import UnknownPlaceError
from gazetteer.place import LEVELS, BoundingBox, Nearby, Place, Surroundings
from gazetteer.rows import BY_KEY, CHAIN_OF, DETAIL, IMPORTANCE, KEY, MILLIONTH, PLACE, Rows, place_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BY_KEYS = f"SELECT {PLACE} FROM json_each(?) j CROSS JOIN place p ON p.key = j.value {DETAIL}"  # noqa: S608 -- constants
# Rows of cells, each a range of the table's key.
_SPOTS = (
    "WITH RECURSIVE line (at) AS (SELECT ?1 UNION ALL SELECT at + 1 FROM line WHERE at < ?2) "  # noqa: S608 -- constants
    "SELECT cell, place "
    f"FROM line CROSS JOIN spot WHERE cell BETWEEN (at << {cells.ROW_BITS}) + ?3 AND (at << {cells.ROW_BITS}) + ?4 "
    "AND (?5 >> (cell & 7)) & 1"
)
_WITHIN = (
    _SPOTS.replace("SELECT cell, place", f"SELECT {PLACE}").replace(
        "WHERE cell", f"CROSS JOIN place p ON p.key = spot.place {DETAIL} WHERE cell"
    )
    + " AND p.latitude BETWEEN ?6 AND ?8 AND p.longitude BETWEEN ?7 AND ?9 ORDER BY p.importance DESC, p.key LIMIT ?10"
)
_IN_COUNTRY_ALONE = "SELECT id FROM chain WHERE country = ?2 AND coalesce(admin2, admin1) IS NULL"
_FAR_KM = 200.0
_SHORE_KM = 20.0


class ByPlace(Rows):
    """Answers with places."""

    def place(self, place_id: str) -> Place:
        """Return the place with an id.

        Raises:
            UnknownPlaceError: there is none.
        """
        rows = self._rows(BY_KEY, (place_key(place_id),))
        if not rows:
            raise _unknown(place_id)
        return self._place(rows[0])

    def parents(self, place: Place | str) -> tuple[Place, ...]:
        """Return the areas above a place, the nearest first: second-level and first-level area, country, continent.

        Args:
            place: a place or its id. Of one that is not of this gazetteer only the country is known.

        Raises:
            UnknownPlaceError: no place has the id.
        """
        place_id = place if isinstance(place, str) else place.id
        key = place_key(place_id)
        rows = self._rows(CHAIN_OF, (key,))
        if not rows:
            if isinstance(place, str):
                raise _unknown(place)
            rows = [(None, None, place.country)]
        admin2, admin1, code = rows[0]
        above = (admin2, admin1, *self._countries.get(code, ()))
        found = (self._by_key(each) for each in above if each not in {None, key})
        return tuple(each for each in found if each is not None)

    def children(self, place_id: str, limit: int | None = None) -> list[Place]:
        """Return the places right below an area, most important first: those that name no smaller area above them.

        Of a continent its countries; of a country its first-level areas, and what lies in none of them; and so on.

        Raises:
            UnknownPlaceError: no place has the id.
        """
        key = place_key(self.place(place_id).id)
        codes = [code for code, (country, continent) in self._countries.items() if key in {country, continent}]
        if not codes:
            where = "p.chain IN (SELECT id FROM chain WHERE coalesce(admin2, admin1) = ?1)"
        elif self._countries[codes[0]][0] == key:
            where, codes = f"p.chain IN ({_IN_COUNTRY_ALONE}) AND p.key != ?1", codes[:1]
        else:
            where, codes = "p.key IN (SELECT place FROM country WHERE continent = ?1)", []
        sql = f"SELECT {PLACE} FROM place p {DETAIL} WHERE {where} ORDER BY p.importance DESC, p.key LIMIT ?3"  # noqa: S608
        rows = self._rows(sql, (key, codes[0] if codes else None, -1 if limit is None else limit))
        return [self._place(row) for row in rows]

    def has_country(self, code: str) -> bool:
        """Tell whether a country has an ISO 3166-1 alpha-2 code, as GeoNames has it (``XK`` is Kosovo)."""
        return code in self._countries

    def near(
        self, latitude: float, longitude: float, limit: int = 10, *, levels: Iterable[str] = ("city",)
    ) -> Surroundings:
        """Return the places nearest to a point, and the areas that contain it.

        The areas above the nearest city (see ``parents``) count where their bounds hold the point and the city is
        within 200 km: boxes of neighbouring countries overlap, their cities do not. Regions, ranges, deserts, islands
        and parks count by their bounds, seas and lakes too where no city is within 20 km. Bounds are boxes: near an
        area's corners they hold points that the area does not.

        Args:
            latitude: degrees north.
            longitude: degrees east.
            limit: how many places at most.
            levels: which of LEVELS to look for, by their points; distances from areas are from their bounds.

        Raises:
            ValueError: the point is not on Earth, or a level is not known.
        """
        if not (-90.0 <= latitude <= 90.0 and -180.0 <= longitude <= 180.0):
            raise ValueError(
                f"{latitude}, {longitude} is no point on Earth; give latitude -90..90, longitude -180..180"
            )
        wanted = set(levels)
        places = self._nearest(latitude, longitude, limit, wanted)
        cities = places if wanted == {"city"} and places else self._nearest(latitude, longitude, 1, {"city"})
        city = cities[0] if cities else None
        areas = sorted(self._containing(latitude, longitude, city), key=_extent)
        return Surroundings(latitude=latitude, longitude=longitude, places=tuple(places), areas=tuple(areas))

    def _nearest(self, latitude: float, longitude: float, limit: int, levels: set[str]) -> list[Nearby]:
        mask = _mask(levels)
        if limit < 1:
            return []
        radius, found = cells.FIRST_RADIUS * limit**0.3, list[int]()
        while radius:
            box = cells.cap(latitude, longitude, radius)
            spots = [row for scan in cells.scans(box) for row in self._rows(_SPOTS, (*scan, mask))]
            found, radius = cells.nearest(spots, latitude, longitude, limit, radius)
        places = [self._place(row) for row in self._rows(_BY_KEYS, (json.dumps(found),))]
        near = [Nearby(place=place, distance_km=place.distance_km(latitude, longitude)) for place in places]
        return sorted(near, key=lambda each: (each.distance_km, -each.place.importance, each.place.id))[:limit]

    def _containing(self, latitude: float, longitude: float, city: Nearby | None) -> Iterator[Place]:
        if city is not None and city.distance_km <= _FAR_KM:
            yield from (area for area in self.parents(city.place) if area.contains(latitude, longitude))
        at_sea = city is None or city.distance_km > _SHORE_KM
        rows = self._rows(
            "SELECT DISTINCT id >> 1 FROM area WHERE south <= ?1 AND north >= ?1 AND west <= ?2 AND east >= ?2",
            (latitude, longitude),
        )
        for (key,) in rows:
            area = self._by_key(key)
            # The tree rounds its bounds outwards.
            if area is not None and (at_sea or area.feature_class != "H") and area.contains(latitude, longitude):
                yield area

    def within(self, bounds: BoundingBox, limit: int | None = None, *, levels: Iterable[str] = LEVELS) -> list[Place]:
        """Return the places whose points lie within bounds, most important first.

        Args:
            bounds: degrees; west > east where they cross 180°.
            limit: how many at most; None for all.
            levels: which of LEVELS.

        Raises:
            ValueError: a level is not known.
        """
        mask = _mask(set(levels))
        rows = []
        for box, scan in zip(bounds.halves(), cells.scans(bounds), strict=True):
            rows += self._rows(_WITHIN, (*scan, mask, *_millionths(box), -1 if limit is None else limit))
        rows.sort(key=lambda row: (-row[IMPORTANCE], row[KEY]))
        return [self._place(row) for row in rows[:limit]]

    @cached_property
    def _countries(self) -> dict[str, tuple[int, int | None]]:
        rows = self._rows("SELECT code, place, continent FROM country")
        return {code: (country, continent) for code, country, continent in rows}


def _unknown(place_id: str) -> UnknownPlaceError:
    return UnknownPlaceError(f"no place has the id {place_id!r}; `geoview lookup NAME` shows ids")


def _millionths(box: BoundingBox) -> tuple[int, int, int, int]:
    """Return a box as places are stored, rounded outwards: a point on its rim was rounded, too."""
    south, west, north, east = (round(side * MILLIONTH, 3) for side in box)  # 33.51 is 33,510,000.000000004 of them
    return floor(south), floor(west), ceil(north), ceil(east)


def _mask(levels: set[str]) -> int:
    if unknown := levels - set(LEVELS):
        raise ValueError(f"{min(unknown)!r} is not one of {', '.join(LEVELS)}")
    return sum(1 << LEVELS.index(level) for level in levels)


def _extent(area: Place) -> float:
    return area.bounds.extent if area.bounds else 0.0
