"""A geopy geocoder over the gazetteer: offline, with no limit of requests.

>>> from gazetteer.geocoder import GazetteerGeocoder
>>> GazetteerGeocoder().geocode("Latakia, Syria").raw.id
'geonames:173576'

Importing this module imports geopy, and with it requests: import it where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

import gazetteer as gazetteers
from gazetteer.store import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gazetteer.place import Place

__all__ = ["GazetteerGeocoder"]

_FEATURE_TYPES = {
    "country": {"country"},
    "state": {"admin1"},
    "county": {"admin2"},
    "city": {"city"},
    "settlement": {"admin1", "admin2", "city"},
}
# From the smallest to the largest: the first that a structured query has is asked for, the others are to contain it.
_STRUCTURED = ("city", "county", "state", "country")
_FAR_KM = 200.0


class GazetteerGeocoder(Geocoder):  # type: ignore[misc] # geopy has no types
    """Geocoder of an offline gazetteer. Each ``Location`` has the ``gazetteer.Place`` in its ``raw``.

    Addresses are a place's name and the areas above it, in the gazetteer's own language, which is English.
    """

    def __init__(self, gazetteer: Gazetteer | str | Path | None = None, *, timeout: Any = DEFAULT_SENTINEL) -> None:
        """Geocode with a gazetteer, or the file of one, or the embedded one.

        Args:
            gazetteer: an open gazetteer, a path, or None.
            timeout: kept as geopy's other geocoders keep it; no question takes so long.

        Raises:
            StoreError: the file cannot be opened.
        """
        super().__init__(timeout=timeout, adapter_factory=_NoAdapter)
        self.gazetteer = gazetteer if isinstance(gazetteer, Gazetteer) else gazetteers.open(gazetteer)

    def geocode(  # noqa: PLR0913 -- geopy's
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 -- geopy's
        limit: int | None = None,
        country_codes: str | Iterable[str] | None = None,
        featuretype: str | None = None,
        language: str | None = None,  # noqa: ARG002 -- the gazetteer has one
    ) -> Location | list[Location] | None:
        """Return the places that a query names, the most important first.

        Args:
            query: free-form, "Latakia, Syria" (see ``Gazetteer.find``), or structured: a mapping with one or more of
                ``city``, ``county``, ``state`` and ``country``. ``street`` and ``postalcode`` are not known here, and
                left aside.
            exactly_one: whether to return one result, or a list.
            timeout: taken as geopy's other geocoders take it; no question takes so long.
            limit: how many results at most, where there is to be a list.
            country_codes: only places in these countries (ISO 3166-1 alpha-2).
            featuretype: only ``country``, ``state``, ``county``, ``city``, or ``settlement`` (all but countries).
            language: taken as Nominatim takes it; names stay in the gazetteer's language.

        Returns:
            A Location, a list of them, or None where nothing is found.

        Raises:
            GeocoderQueryError: the query is neither text nor a mapping, or the feature type is not known.
            ValueError: the limit is below 1.
        """
        if limit is not None and limit < 1:
            raise ValueError("Limit cannot be less than 1")
        if featuretype is not None and featuretype not in _FEATURE_TYPES:
            raise GeocoderQueryError(f"featuretype {featuretype!r} is not one of {', '.join(_FEATURE_TYPES)}")
        codes = [country_codes] if isinstance(country_codes, str) else list(country_codes or ())
        wanted = {code.upper() for code in codes}
        levels = _FEATURE_TYPES.get(featuretype or "")
        places = [
            place
            for place in self._found(query)
            if (not wanted or place.country in wanted) and (levels is None or place.level in levels)
        ]
        return self._answer(places, exactly_one=exactly_one, limit=limit)

    def reverse(
        self,
        query: Point | tuple[float, float] | str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 -- geopy's
        limit: int | None = None,
        language: str | None = None,  # noqa: ARG002 -- the gazetteer has one
    ) -> Location | list[Location] | None:
        """Return the cities and villages within 200 km of a point, the nearest first.

        Where there are none, the areas that contain the point, the smallest first: a sea, a desert.

        Args:
            query: a geopy Point, (latitude, longitude), or "latitude, longitude".
            exactly_one: whether to return one result, or a list.
            timeout: as in ``geocode``.
            limit: how many results at most, where there is to be a list; 10 if not given.
            language: as in ``geocode``.

        Returns:
            A Location, a list of them, or None where nothing is near.

        Raises:
            ValueError: the query is no point, or the limit is below 1.
        """
        if limit is not None and limit < 1:
            raise ValueError("Limit cannot be less than 1")
        if query is None:  # which geopy takes for 0, 0
            raise ValueError("a query is a point, not None")
        point = query if isinstance(query, Point) else Point(query)
        around = self.gazetteer.near(point.latitude, point.longitude, 1 if exactly_one else limit or 10)
        places = [near.place for near in around.places if near.distance_km <= _FAR_KM]
        return self._answer(places or list(around.areas), exactly_one=exactly_one, limit=limit)

    def address(self, place: Place) -> str:
        """Return a place's name and those of the areas above it: "Latakia, Syria"."""
        names = [place.name]
        for parent in self.gazetteer.parents(place):
            if parent.feature_code != "CONT" and parent.name != names[-1]:
                names.append(parent.name)
        return ", ".join(names)

    def _found(self, query: str | Mapping[str, str]) -> list[Place]:
        if isinstance(query, str):
            return [found.place for found in self.gazetteer.find(query, None)]
        if not isinstance(query, Mapping):
            raise GeocoderQueryError(f"a query is text or a mapping, not {type(query).__name__}")
        asked = [(kind, query[kind]) for kind in _STRUCTURED if query.get(kind)]
        if not asked:
            return []
        (kind, name), *containers = asked
        found = self.gazetteer.find(name, None, within=[container for _, container in containers])
        return [each.place for each in found if each.place.level in _FEATURE_TYPES[kind]]

    def _answer(self, places: list[Place], *, exactly_one: bool, limit: int | None) -> Location | list[Location] | None:
        if not places:
            return None
        found = [
            Location(self.address(place), (place.latitude, place.longitude), place)
            for place in places[: 1 if exactly_one else limit]
        ]
        return found[0] if exactly_one else found


class _NoAdapter(BaseSyncAdapter):  # type: ignore[misc] # geopy has no types
    """Speaks to nobody: geopy's base class wants an adapter."""

    def get_json(self, url: str, *, timeout: Any, headers: Any) -> NoReturn:
        raise NotImplementedError("the gazetteer is offline")

    get_text = get_json
