"""Gazetteer: one read-only SQLite file, asked by name or by id."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from gazetteer import cells, typos
from gazetteer.errors import SchemaError, StoreError, UnknownPlaceError
from gazetteer.geodesy import distance_km
from gazetteer.names import fold
from gazetteer.place import (
    LEVELS,
    BoundingBox,
    Candidate,
    Match,
    Nearby,
    Place,
    Surroundings,
    stored_candidate,
    stored_place,
)
from gazetteer.queries import readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SCHEMA_VERSION = 2
MATCHES: tuple[Match, ...] = ("exact", "alternate", "abbreviation", "demonym")

MAIN_WEIGHT, MAIN_PEOPLE = 106, 15_000
"""What is indexed for misspellings: names of cities above 15,000 people, and of what is as important."""
HEAVY = 127
"""From this weight on names are indexed by their first letter: cities of about 100,000 people and more."""

_HEADER = b"SQLite format 3\0"
_REBUILD = "reinstall geoview-map, or build a gazetteer anew"
_PLACE = (
    "p.key, p.id, p.name, p.latitude, p.longitude, p.feature_class, p.feature_code, p.country, p.admin1, p.admin2, "
    "p.population, p.importance, p.south, p.west, p.north, p.east, p.note"
)
_CANDIDATES = (
    f"SELECT n.match, n.name, {_PLACE} FROM name n JOIN place p ON p.key = n.place "  # noqa: S608 -- constants
    "WHERE n.fold = ? ORDER BY p.importance DESC, p.key"
)
_BY_KEYS = f"SELECT {_PLACE} FROM json_each(?) j CROSS JOIN place p ON p.key = j.value"  # noqa: S608 -- constants
_BY_KEY = f"SELECT {_PLACE} FROM place p WHERE p.key = ?"  # noqa: S608 -- constants
# Of a place's names the bare columns are those of the row that has the minimum: the whole name, else the best match.
_SEARCH = (
    "SELECT place, min((fold <> ?1) * 8 + match) AS best, name, weight, fold FROM name "
    "WHERE fold >= ?1 AND fold < ?2 AND match < 3 GROUP BY place ORDER BY best >= 8, weight DESC, place LIMIT ?3"
)
_SEARCH_HEAVY = (
    "SELECT place, (fold <> ?1) * 8 + match, name, weight, fold FROM name "  # noqa: S608 -- constants
    "WHERE substr(fold, 1, 1) = substr(?1, 1, 1) "
    f"AND weight >= {HEAVY} AND fold >= ?1 AND fold < ?2 AND match < 3 ORDER BY weight DESC LIMIT ?3"
)
_SHORT = 3
_MAIN = f"(n.weight >= {MAIN_WEIGHT} OR p.population > {MAIN_PEOPLE})"
_FUZZY = (
    f"SELECT n.fold, n.match, n.name, {_PLACE} FROM json_each(?) j CROSS JOIN name n ON n.fold = j.value "  # noqa: S608
    "JOIN place p ON p.key = n.place WHERE n.match < 3"
)
# Rows of cells, each a range of the table's key.
_SPOTS = (
    "WITH RECURSIVE line (at) AS (SELECT ?1 UNION ALL SELECT at + 1 FROM line WHERE at < ?2) "  # noqa: S608 -- constants
    "SELECT cell, place "
    f"FROM line CROSS JOIN spot WHERE cell BETWEEN (at << {cells.ROW_BITS}) + ?3 AND (at << {cells.ROW_BITS}) + ?4 "
    "AND (?5 >> (cell & 7)) & 1"
)
_WITHIN = (
    _SPOTS.replace("SELECT cell, place", f"SELECT {_PLACE}").replace(
        "WHERE cell", "CROSS JOIN place p ON p.key = place WHERE cell"
    )
    + " AND p.latitude BETWEEN ?6 AND ?8 AND p.longitude BETWEEN ?7 AND ?9 ORDER BY p.importance DESC, p.key LIMIT ?10"
)
_CACHE_KIB = 12288
_REMEMBERED = 2048
_FAR_KM = 200.0
_SHORE_KM = 20.0
_TOWN_KM = 40.0


def place_key(place_id: str) -> int:
    """Return the integer under which a place is stored: GeoNames' own, else a negative hash of the id."""
    prefix, _, number = place_id.partition(":")
    if prefix == "geonames" and number.isdecimal():
        return int(number)
    return -int.from_bytes(hashlib.blake2b(place_id.encode("utf-8", "replace"), digest_size=6).digest(), "big") - 1


class NameUse(NamedTuple):
    """One use of a spelling, without its place: what a recogniser needs, at a fraction of the cost of a Candidate.

    Attributes:
        match: how the spelling stands to the place, as in ``Candidate``.
        level: one of LEVELS.
        weight: importance of the place, 0..255.
        name: the spelling in the gazetteer, or None where it is the place's own name.
    """

    match: Match
    level: str
    weight: int
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source of places, and the line that credits it; ``rows`` counts the places that it had a part in."""

    name: str
    version: str
    licence: str
    url: str
    credit: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerInfo:
    """What a gazetteer file holds; ``bytes`` is its size on disk."""

    path: str
    version: str
    schema_version: int
    checksum: str
    bytes: int
    places: int
    names: int
    sources: tuple[Source, ...]
    classes: dict[str, int]
    countries: dict[str, int]


class Gazetteer:
    """Names to places. Safe to share between threads, and to inherit by fork: each gets a connection of its own.

    Attributes:
        path: the file.
        version: what its builder called it, for provenance.
        warnings: what a user should know of it, one line each.
    """

    warnings: tuple[str, ...] = ()

    def __init__(self, path: Path) -> None:
        """Open a gazetteer file, read-only; nothing is written beside it.

        Raises:
            StoreError: the file is missing, unreadable, truncated or no gazetteer.
            SchemaError: it was written by another version of this package.
        """
        self.path = path
        self._local = threading.local()
        self._admin_names: dict[int, str] = {}
        self._areas: dict[int, Place] = {}
        self._check()
        try:
            meta = dict(self._rows("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path.name} is no gazetteer ({error}); {_REBUILD}") from error
        if meta.get("schema") != str(SCHEMA_VERSION):
            raise SchemaError(
                f"{path.name} has gazetteer schema {meta.get('schema', 'unknown')}, "
                f"this version reads {SCHEMA_VERSION}; {_REBUILD}"
            )
        self._meta = meta
        self.version = meta["version"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close this thread's connection; a later question opens it again."""
        opened = getattr(self._local, "opened", None)
        if opened is not None and opened[0] == os.getpid():
            opened[1].close()
        self._local.opened = None

    def candidates(self, name: str) -> list[Candidate]:
        """Return every place that a name may mean, most important first; [] where it is unknown."""
        rows = self._rows(_CANDIDATES, (fold(name),))
        return [
            stored_candidate(place, row[1] or place.name, MATCHES[row[0]])
            for row in rows
            if (place := self._place(row[2:]))
        ]

    def uses(self, folded: str) -> list[NameUse]:
        """Return the uses of a folded name (see ``gazetteer.names.fold``), most important first."""
        rows = self._rows("SELECT match, level, weight, name FROM name WHERE fold = ? ORDER BY weight DESC", (folded,))
        return [NameUse(MATCHES[match], LEVELS[level], weight, name) for match, level, weight, name in rows]

    def place(self, place_id: str) -> Place:
        """Return the place with an id.

        Raises:
            UnknownPlaceError: there is none.
        """
        rows = self._rows(_BY_KEY, (place_key(place_id),))
        if not rows:
            raise _unknown(place_id)
        return self._place(rows[0])

    def search(self, text: str, limit: int = 10) -> list[Candidate]:
        """Return the places whose names begin with what someone has typed: whole names first, then by importance."""
        prefix = fold(text)
        if not prefix:
            return []
        values = (prefix, prefix + "\U0010ffff", limit)
        rows = self._search_heavy(*values) if len(prefix) <= _SHORT else []
        if len(rows) < limit:
            rows = self._rows(_SEARCH, values)
        return [
            stored_candidate(place, name or place.name, MATCHES[best & 7])
            for key, best, name, *_ in rows
            if (place := self._by_key(key))
        ]

    def _search_heavy(self, prefix: str, end: str, limit: int) -> list[tuple[Any, ...]]:
        """Return the rows of _SEARCH where important names and whole ones are enough, else what there is of them.

        Tens of thousands of names begin with a letter: sorting them all takes 100 ms.
        """
        most = 32 * limit
        rows = self._rows(_SEARCH_HEAVY, (prefix, end, most))
        # Of those as light as the last there may be more.
        lightest = rows[-1][3] if len(rows) == most else 0
        rows = [row for row in rows if row[3] > lightest] + self._rows(_SEARCH, (prefix, prefix + "\0", limit))
        best: dict[int, tuple[Any, ...]] = {}
        for row in sorted(rows, key=lambda row: (row[1] >= 8, -row[3], row[0], row[1], row[4])):
            best.setdefault(row[0], row)
        return list(best.values())[:limit]

    def find(self, text: str, limit: int | None = 10, *, within: Iterable[str] = ()) -> list[Candidate]:
        """Return the places that a text means: a name, alone or with what contains it ("Paris, TX", "Cork (Ireland)").

        A container is any area above the place (see ``parents``), a region or sea whose bounds hold its point, or a
        city within 40 km. A place must lie in all containers that are named; where none does, nothing is found. Without
        a separator ("Paris Texas") the last words are tried as a container, if the whole is no name.

        Args:
            text: a name, and what contains it.
            limit: how many places at most; None for all.
            within: names of further containers.
        """
        further = tuple(within)
        for name, named in readings(text):
            found = self.candidates(name)
            if found and (containers := [self._containers(each) for each in (*named, *further)]):
                kept = [(max(ranks), each) for each in found if (ranks := self._ranks(each.place, containers))]
                found = [each for _, each in sorted(kept, key=lambda pair: pair[0])]
            if found:
                return found[:limit]
        return []

    def _containers(self, name: str) -> list[Place]:
        found = self._rows("SELECT place FROM name WHERE fold = ? AND match < 3 ORDER BY weight DESC", (fold(name),))
        return [place for (key,) in found if (place := self._by_key(key))]

    def _ranks(self, place: Place, containers: list[list[Place]]) -> list[int]:
        """Return for each container 0 for an area above the place, 1 for bounds, 2 for a city; [] where one fails."""
        above = {parent.id for parent in self.parents(place)}
        ranks = []
        for areas in containers:
            found = [rank for area in areas if (rank := self._rank(place, area, above)) is not None]
            if not found:
                return []
            ranks.append(min(found))
        return ranks

    def _rank(self, place: Place, area: Place, above: set[str]) -> int | None:
        if area.id in above:
            return 0
        if area.id == place.id:
            return None
        if area.feature_class == "P":
            near = distance_km(place.latitude, place.longitude, area.latitude, area.longitude) <= _TOWN_KM
            return 2 if near and area.importance > place.importance else None
        administrative = area.level in {"country", "admin1", "admin2"}
        return 1 if not administrative and area.contains(place.latitude, place.longitude) else None

    def fuzzy(self, name: str, limit: int = 10, *, edits: int = 1, small: bool = False) -> list[Candidate]:
        """Return the places whose names are a misspelling away, the fewest edits first.

        Among equals a place's own name comes before its other names, a name with the same first letter before others,
        and then the most important: of 2,000 made-up typos that has the right name among the first three for 98.8 %,
        importance alone for 95.9 %.

        An edit is a letter too many, too few or changed, or two neighbours swapped (see ``gazetteer.typos``); a place
        that has the very name comes first, with its own kind of match, all others with "fuzzy". Demonyms are left out.

        Args:
            name: in any spelling.
            limit: how many places at most.
            edits: how many at most, 1 or 2.
            small: whether to look among all names, and not only those of cities above 15,000 people and of what is as
                important. Two edits are looked for only among the latter.

        Raises:
            ValueError: ``edits`` is neither 1 nor 2.
        """
        if edits not in {1, 2}:
            raise ValueError(f"edits is {edits}; 1 and 2 can be looked for")
        folded = fold(name)
        if not folded:
            return []
        near = typos.neighbours(folded, edits, self._meta["alphabet"], self._buckets)
        rows = self._rows(f"{_FUZZY} AND {_MAIN}", (json.dumps(list(near)),))
        if small:
            rows += self._rows(_FUZZY, (json.dumps(list(typos.variants(folded))),))
        far = {name: typos.distance(folded, name, edits) for name in {row[0] for row in rows}}
        best: dict[int, tuple[Any, ...]] = {}

        def rank(row: tuple[Any, ...]) -> tuple[float, ...]:
            return far[row[0]], row[1] > 0, row[0][0] != folded[0], -row[14], row[3], row[1]

        for row in sorted(rows, key=rank):
            if far[row[0]] > edits or len(best) == limit:
                break
            best.setdefault(row[3], row)
        found = ((row, self._place(row[3:])) for row in best.values())
        return [
            stored_candidate(place, row[2] or place.name, "fuzzy" if far[row[0]] else MATCHES[row[1]])
            for row, place in found
        ]

    def _buckets(self, wanted: Iterable[int]) -> dict[int, bytes]:
        sql = "SELECT bucket, entries FROM typo WHERE bucket IN (SELECT value FROM json_each(?))"
        return dict(self._rows(sql, (json.dumps(list(wanted)),)))

    def parents(self, place: Place | str) -> tuple[Place, ...]:
        """Return the areas above a place, the nearest first: second-level and first-level area, country, continent.

        Args:
            place: a place or its id. Of one that is not of this gazetteer only the country is known.

        Raises:
            UnknownPlaceError: no place has the id.
        """
        place_id = place if isinstance(place, str) else place.id
        key = place_key(place_id)
        rows = self._rows("SELECT admin2, admin1, country FROM place WHERE key = ?", (key,))
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
            where = "coalesce(p.admin2, p.admin1) = ?1"
        elif self._countries[codes[0]][0] == key:
            where, codes = "p.country = ?2 AND coalesce(p.admin2, p.admin1) IS NULL AND p.key != ?1", codes[:1]
        else:
            where, codes = "p.key IN (SELECT place FROM country WHERE continent = ?1)", []
        sql = f"SELECT {_PLACE} FROM place p WHERE {where} ORDER BY p.importance DESC, p.key LIMIT ?3"  # noqa: S608
        rows = self._rows(sql, (key, codes[0] if codes else None, -1 if limit is None else limit))
        return [self._place(row) for row in rows]

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
            rows += self._rows(_WITHIN, (*scan, mask, *box, -1 if limit is None else limit))
        rows.sort(key=lambda row: (-row[11], row[0]))
        return [self._place(row) for row in rows[:limit]]

    @cached_property
    def _countries(self) -> dict[str, tuple[int, int | None]]:
        rows = self._rows("SELECT code, place, continent FROM country")
        return {code: (country, continent) for code, country, continent in rows}

    def _by_key(self, key: int) -> Place | None:
        place = self._areas.get(key)
        if place is None:
            rows = self._rows(_BY_KEY, (key,))
            if not rows:
                return None
            place = self._place(rows[0])
            # The same countries, states and seas are asked for again and again.
            if len(self._areas) >= _REMEMBERED:
                self._areas.clear()
            self._areas[key] = place
        return place

    def info(self) -> GazetteerInfo:
        """Return what the file holds, from where and under which licences."""
        return GazetteerInfo(
            path=str(self.path),
            version=self.version,
            schema_version=SCHEMA_VERSION,
            checksum=self._meta["checksum"],
            bytes=self.path.stat().st_size,
            places=int(self._meta["places"]),
            names=int(self._meta["names"]),
            sources=tuple(
                Source(name=name, version=version, licence=licence, url=url, credit=credit, rows=rows)
                for name, version, licence, url, credit, rows in self._rows("SELECT * FROM source")
            ),
            classes=dict(self._rows("SELECT feature_class, count(*) FROM place GROUP BY 1 ORDER BY 2 DESC, 1")),
            countries=dict(
                self._rows(
                    "SELECT country, count(*) FROM place WHERE country IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
                )
            ),
        )

    def _place(self, row: tuple[Any, ...]) -> Place:
        key, other_id, name, latitude, longitude, feature_class, feature_code, country, admin1, admin2 = row[:10]
        population, importance, south, west, north, east, note = row[10:]
        return stored_place(
            other_id or f"geonames:{key}", name, latitude, longitude, feature_class, feature_code, country,
            None if admin1 is None else self._admin_name(admin1),
            None if admin2 is None else self._admin_name(admin2),
            population, importance, None if south is None else BoundingBox(south, west, north, east), note,
        )  # fmt: skip

    def _admin_name(self, key: int) -> str | None:
        name = self._admin_names.get(key)
        if name is None:
            rows = self._rows("SELECT name FROM place WHERE key = ?", (key,))
            if not rows:
                return None
            name = self._admin_names[key] = str(rows[0][0])
        return name

    # What is kept elsewhere than in a file of its own (gazetteer.overlays) says otherwise here.

    def _check(self) -> None:
        _check_whole(self.path)

    def _connection(self) -> sqlite3.Connection:
        return _connect(self.path)

    def _rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        opened = getattr(self._local, "opened", None)
        if opened is None or opened[0] != os.getpid():
            opened = self._local.opened = (os.getpid(), self._connection())
        rows: list[tuple[Any, ...]] = opened[1].execute(sql, values).fetchall()
        return rows


def _unknown(place_id: str) -> UnknownPlaceError:
    return UnknownPlaceError(f"no place has the id {place_id!r}; `geoview lookup NAME` shows ids")


def _mask(levels: set[str]) -> int:
    if unknown := levels - set(LEVELS):
        raise ValueError(f"{min(unknown)!r} is not one of {', '.join(LEVELS)}")
    return sum(1 << LEVELS.index(level) for level in levels)


def _extent(area: Place) -> float:
    return area.bounds.extent if area.bounds else 0.0


def _connect(path: Path) -> sqlite3.Connection:
    # immutable: no lock and no journal is looked for, so a read-only site-packages will do.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, cached_statements=32)
    # Each thread's share of the file in memory: mapped whole, a thousand look-ups keep 42 MB of it resident.
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return connection


def _check_whole(path: Path) -> None:
    """Refuse what is no SQLite file or shorter than its header says, which SQLite finds out only when it gets there."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
        size = path.stat().st_size
    except OSError as error:
        raise StoreError(f"cannot open the gazetteer {path.name} ({error.strerror}); {_REBUILD}") from error
    if not header.startswith(_HEADER):
        raise StoreError(f"{path.name} is no gazetteer: not an SQLite file; {_REBUILD}")
    page_size = int.from_bytes(header[16:18], "big")
    expected = (65536 if page_size == 1 else page_size) * int.from_bytes(header[28:32], "big")
    if size < expected:
        raise StoreError(f"{path.name} is truncated: {size} of {expected} bytes; {_REBUILD}")
