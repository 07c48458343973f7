"""A gazetteer with a user's own places laid over it."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.build import build_in_memory
from gazetteer.names import fold
from gazetteer.place import LEVELS
from gazetteer.rows import CHAIN_OF, place_key
from gazetteer.sources.overlay import ABOUT, Own, own_places
from gazetteer.sources.tables import read_table
from gazetteer.store import Gazetteer, GazetteerInfo, SourceInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer.by_name import NameUse
    from gazetteer.place import BoundingBox, Candidate, Place, Surroundings
    from gazetteer.sources import Row

_COUNTRIES = Path(__file__).parent / "data" / "countries.tsv.xz"


class OverlaidGazetteer(Gazetteer):
    """A gazetteer in which a user's own places come first, wherever their names are asked for.

    Attributes:
        warnings: what in the user's files looks wrong, but can be used: one line each.
    """

    def __init__(self, path: Path, overlays: Sequence[Path]) -> None:
        """Open a gazetteer file, and read the user's own places into memory.

        Args:
            path: the gazetteer file.
            overlays: CSV and GeoJSON files, see ``gazetteer.sources.overlay``.

        Raises:
            StoreError: as ``Gazetteer``.
            SourceError: a file of the user's cannot be read; the message names file, line and column.
        """
        super().__init__(path)
        own = list(own_places(overlays))
        self.warnings = tuple(_swapped(own))
        found = [self._held(place) for place in own]
        self.warnings += tuple(warning for _, warning in found if warning)
        checksum = hashlib.sha256(repr([row for row, _ in found]).encode("utf-8", "replace")).hexdigest()
        names = ", ".join(overlay.name for overlay in overlays)
        credit = SourceInfo(f"{ABOUT.title} ({names})", checksum[:8], ABOUT.licence, ABOUT.url, ABOUT.credit, len(own))
        data = build_in_memory((row for row, _ in found), sources=[credit], version=names, checksum=checksum)
        self._own = _OwnPlaces(path, data, self)
        self.version = f"{self.version} + {names} {checksum[:8]}"

    def close(self) -> None:
        """Close this thread's connections; a later question opens them again."""
        self._own.close()
        super().close()

    def _named(self, folded: str) -> list[Candidate]:
        return [*self._own._named(folded), *super()._named(folded)]  # noqa: SLF001 -- a store of its own kind

    def uses(self, folded: str) -> list[NameUse]:
        """Return the uses of a folded name, the user's own first."""
        return [*self._own.uses(folded), *super().uses(folded)]

    def place(self, place_id: str) -> Place:
        """Return the place with an id.

        Raises:
            UnknownPlaceError: there is none.
        """
        return self._own.place(place_id) if place_id.startswith("user:") else super().place(place_id)

    def search(self, text: str, limit: int = 10) -> list[Candidate]:
        """Return the places whose names begin with what someone has typed, the user's own first."""
        return [*self._own.search(text, limit), *super().search(text, limit)][:limit]

    def fuzzy(self, name: str, limit: int = 10, *, edits: int = 1, small: bool = False) -> list[Candidate]:
        """Return the places whose names are a misspelling away, the user's own first."""
        own = self._own.fuzzy(name, limit, edits=edits, small=small)
        return [*own, *super().fuzzy(name, limit, edits=edits, small=small)][:limit]

    def parents(self, place: Place | str) -> tuple[Place, ...]:
        """Return the areas above a place, the nearest first.

        Raises:
            UnknownPlaceError: no place has the id.
        """
        place_id = place if isinstance(place, str) else place.id
        if not place_id.startswith("user:"):
            return super().parents(place)
        admin2, admin1, code = self._own.stated(place_id)
        above = (admin2, admin1, *self._countries.get(code or "", ()))
        return tuple(area for key in above if key is not None and (area := self._by_key(key)) is not None)

    def children(self, place_id: str, limit: int | None = None) -> list[Place]:
        """Return the places right below an area, the user's own first.

        Raises:
            UnknownPlaceError: no place has the id.
        """
        if place_id.startswith("user:"):
            self._own.place(place_id)  # none lies in a user's area but by its bounds
            return []
        own = [place for place in self._own.places() if any(each.id == place_id for each in self.parents(place)[:1])]
        return [*own, *super().children(place_id, limit)][:limit]

    def near(
        self, latitude: float, longitude: float, limit: int = 10, *, levels: Iterable[str] = ("city",)
    ) -> Surroundings:
        """Return the nearest places and the areas that contain a point; with cities the user's own of any level."""
        wanted = set(levels)
        found = super().near(latitude, longitude, limit, levels=wanted)
        own = self._own.near(latitude, longitude, limit, levels=LEVELS if "city" in wanted else wanted)
        places = sorted((*own.places, *found.places), key=lambda each: each.distance_km)[:limit]
        return replace(found, places=tuple(places), areas=(*own.areas, *found.areas))

    def within(self, bounds: BoundingBox, limit: int | None = None, *, levels: Iterable[str] = LEVELS) -> list[Place]:
        """Return the places whose points lie within bounds, the user's own first."""
        wanted = tuple(levels)
        return [*self._own.within(bounds, limit, levels=wanted), *super().within(bounds, limit, levels=wanted)][:limit]

    def info(self) -> GazetteerInfo:
        """Return what the file and the user's files hold."""
        base, own = super().info(), self._own.info()
        return replace(
            base,
            version=self.version,
            places=base.places + own.places,
            names=base.names + own.names,
            sources=(*own.sources, *base.sources),
            classes=_sum(base.classes, own.classes),
            countries=_sum(base.countries, own.countries),
        )

    def area_name(self, key: int) -> str | None:
        """Return the name of an area by its key in the file: the user's places lie in its areas."""
        return self._admin_name(key)

    def _held(self, own: Own) -> tuple[Row, str | None]:
        """Return a user's row with the ids of the areas that it names, and a warning where one is not known."""
        row, unknown = own.row, []
        for column, code, written in (("admin1", "ADM1", own.admin1), ("admin2", "ADM2", own.admin2)):
            if not written:
                continue
            found = written if ":" in written else self._area(written, code, row.country)
            if found is None:
                unknown.append(f"column {column}: no such area is called {written!r}")
            else:
                row = replace(row, admin1=found) if column == "admin1" else replace(row, admin2=found)
        return row, f"{own.where}, {'; '.join(unknown)}; left out" if unknown else None

    def _area(self, name: str, code: str, country: str | None) -> str | None:
        return next(
            (
                candidate.place.id
                for candidate in super()._named(fold(name))
                if candidate.place.feature_code == code and country in {None, candidate.place.country}
            ),
            None,
        )


class _OwnPlaces(Gazetteer):
    """The user's places alone, in memory: each thread and each forked process gets a copy of its own."""

    def __init__(self, path: Path, data: bytes, base: OverlaidGazetteer) -> None:
        self._data, self._base = data, base
        super().__init__(path)

    def stated(self, place_id: str) -> tuple[int | None, int | None, str | None]:
        """Return the keys of second- and first-level area and the country's code, as the user's row has them.

        Raises:
            UnknownPlaceError: there is no such row.
        """
        self.place(place_id)
        admin2, admin1, code = self._rows(CHAIN_OF, (place_key(place_id),))[0]
        return admin2, admin1, code

    def places(self) -> list[Place]:
        """Return all of them."""
        return [self.place(place_id) for (place_id,) in self._rows("SELECT id FROM detail ORDER BY id")]

    def _check(self) -> None:
        pass

    def _connection(self) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(self._data)
        return connection

    def _admin_name(self, key: int) -> str | None:
        return self._base.area_name(key)


def _swapped(own: list[Own]) -> list[str]:
    """Say which points lie in their country only if latitude and longitude change places."""
    if not any(place.row.country for place in own):
        return []
    bounds = {row.country: row.bounds for row in read_table(_COUNTRIES) if row.bounds is not None}
    return [
        f"{place.where}: latitude and longitude look swapped: {place.row.latitude:g}, {place.row.longitude:g} "
        f"is not in {place.row.country}, and {place.row.longitude:g}, {place.row.latitude:g} is"
        for place in own
        if _looks_swapped(place.row, bounds.get(place.row.country))
    ]


def _looks_swapped(row: Row, country: BoundingBox | None) -> bool:
    return (
        country is not None
        and not country.contains(row.latitude, row.longitude)
        and country.contains(row.longitude, row.latitude)
    )


def _sum(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    return {
        key: first.get(key, 0) + second.get(key, 0) for key in (*first, *(key for key in second if key not in first))
    }
