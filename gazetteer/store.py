"""Gazetteer: one read-only SQLite file, asked by name or by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.by_name import ByName, without_article
from gazetteer.by_place import ByPlace
from gazetteer.geodesy import distance_km
from gazetteer.queries import readings
from gazetteer.rows import NO_DEMONYM, SCHEMA_VERSION, WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazetteer.place import Candidate, Place

_NAMED = f"SELECT place FROM name WHERE fold = ? AND {NO_DEMONYM} ORDER BY {WEIGHT} DESC"  # noqa: S608
_COUNTED = (
    "SELECT {what}, sum(places) FROM (SELECT {by}, count(*) AS places FROM place GROUP BY {by}) "
    "JOIN {by} ON {by}.id = {by} WHERE {what} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
)
_TOWN_KM = 40.0


@dataclass(frozen=True, slots=True)
class SourceInfo:
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
    sources: tuple[SourceInfo, ...]
    classes: dict[str, int]
    countries: dict[str, int]


class Gazetteer(ByName, ByPlace):
    """Names to places. Safe to share between threads, and to inherit by fork: each gets a connection of its own.

    Attributes:
        path: the file.
        version: what its builder called it, for provenance.
        warnings: what a user should know of it, one line each.
    """

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
        found = without_article(name, lambda folded: self._rows(_NAMED, (folded,)))
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
        # What lies in several areas names none: Long Island in New York, Lake Tahoe in California.
        told = place.admin1 is not None or place.feature_class in {"A", "P"}
        administrative = area.level in {"country", "admin1", "admin2"}
        holds = area.contains(place.latitude, place.longitude)
        return 1 if holds and not (told and administrative) else None

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
            sources=tuple(SourceInfo(*row) for row in self._rows("SELECT * FROM source")),
            classes=dict(self._rows(_COUNTED.format(what="class", by="feature"))),
            countries=dict(self._rows(_COUNTED.format(what="country", by="chain"))),
        )
