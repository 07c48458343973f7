"""The values that a gazetteer hands out: frozen, slotted, keyword-only; they check themselves."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin
from typing import Any, Literal, NamedTuple

from gazetteer.geodesy import EARTH_RADIUS_KM, distance_km

Match = Literal["exact", "alternate", "demonym", "abbreviation", "fuzzy"]
LEVELS = ("country", "admin1", "admin2", "city", "region", "water", "terrain", "site")
_LEVEL_OF_CLASS = {"A": "region", "P": "city", "L": "region", "H": "water", "T": "terrain", "V": "terrain"}


def is_country(feature_code: str) -> bool:
    """Tell a country or dependent territory of today: a historic one (PCLH) is ranked like a region."""
    return (feature_code.startswith("PCL") and feature_code != "PCLH") or feature_code == "TERR"


def level_of(feature_class: str, feature_code: str) -> str:
    """Return which of LEVELS a feature class and code are."""
    if feature_class == "A":
        if is_country(feature_code):
            return "country"
        if feature_code in {"ADM1", "ADM2"}:
            return feature_code.replace("ADM", "admin")
    return _LEVEL_OF_CLASS.get(feature_class, "site")


class BoundingBox(NamedTuple):
    """An area in degrees, WGS 84. ``west`` > ``east`` where it crosses 180°."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point in degrees lies in the box or on its rim."""
        if not self.south <= latitude <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= longitude <= self.east
        return longitude >= self.west or longitude <= self.east

    def distance_km(self, latitude: float, longitude: float) -> float:
        """Return the great-circle distance from a point to the nearest point of the box, in kilometres; 0 inside."""
        if self.contains(latitude, longitude):
            return 0.0
        width = (self.east - self.west) % 360.0 if self.east - self.west < 360.0 else 360.0
        if (longitude - self.west) % 360.0 <= width:
            # Straight north or south of it.
            return radians(max(self.south - latitude, latitude - self.north, 0.0)) * EARTH_RADIUS_KM
        # Along a parallel the distance grows with the longitude's difference, so the nearer meridian has the point:
        # where the great circle meets it at a right angle, or at its end.
        side = min((self.west, self.east), key=lambda side: abs((longitude - side + 180.0) % 360.0 - 180.0))
        phi, turn = radians(latitude), radians(longitude - side)
        foot = degrees(atan2(sin(phi), cos(phi) * cos(turn)))
        points = (self.south, self.north, foot) if self.south < foot < self.north else (self.south, self.north)
        return min(distance_km(latitude, longitude, point, side) for point in points)

    def halves(self) -> tuple[BoundingBox, ...]:
        """Return the box itself, or its two sides of 180°."""
        if self.west <= self.east:
            return (self,)
        return self._replace(east=180.0), self._replace(west=-180.0)

    @property
    def extent(self) -> float:
        """The box's share of the sphere, 0..1."""
        width = (self.east - self.west) % 360.0 if self.east - self.west < 360.0 else 360.0
        return (sin(radians(self.north)) - sin(radians(self.south))) / 2.0 * width / 360.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a gazetteer.

    Attributes:
        id: ``geonames:173576``, ``curated:…``, ``user:…``, or ``point:35.4011,35.9487``.
        name: the name to show, in its original spelling.
        latitude: degrees north, WGS 84, to a millionth.
        longitude: degrees east, WGS 84, to a millionth.
        feature_class: GeoNames' one letter: A areas, P populated, H water, T terrain, L regions, S sites, …
        feature_code: GeoNames' code (``PCLI``, ``PPLC``, ``AIRB``).
        country: ISO 3166-1 alpha-2, or None for what lies in none or in several.
        admin1: name of the first-level administrative area, if known.
        admin2: name of the second-level administrative area, if known.
        population: inhabitants; 0 where not known.
        importance: 0..1, how likely news means this place by its name; see ``gazetteer.writing.importance``.
        bounds: the area's bounding box, or None where it is not known.
        note: what a reader should know (a disputed place says so), or None.
    """

    id: str
    name: str
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    population: int = 0
    importance: float = 0.0
    bounds: BoundingBox | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if not (-90.0 <= self.latitude <= 90.0 and -180.0 <= self.longitude <= 180.0):
            raise ValueError(
                f"{self.id}: latitude {self.latitude}, longitude {self.longitude} is no point on Earth; "
                "give degrees, latitude -90..90, longitude -180..180"
            )

    @property
    def level(self) -> str:
        """Which of ``gazetteer.place.LEVELS`` it is."""
        return level_of(self.feature_class, self.feature_code)

    def contains(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point in degrees lies in the place's bounds; what has no known bounds contains nothing."""
        return self.bounds is not None and self.bounds.contains(latitude, longitude)

    def distance_km(self, latitude: float, longitude: float) -> float:
        """Return the distance of a point in degrees from the place's bounds (0 inside), or from its point."""
        if self.bounds is not None:
            return self.bounds.distance_km(latitude, longitude)
        return distance_km(latitude, longitude, self.latitude, self.longitude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a name may mean.

    Attributes:
        place: the place.
        matched_name: the spelling in the gazetteer that matched.
        match: how it matched.
        confidence: probability 0..1 that the mention means this place; None until resolved.
    """

    place: Place
    matched_name: str
    match: Match
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A place, and its distance in kilometres from the point that was asked for."""

    place: Place
    distance_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What lies around a point.

    Attributes:
        latitude: degrees north, of the point asked for.
        longitude: degrees east.
        places: the nearest places, the nearest first.
        areas: the areas that contain the point, the smallest first.
    """

    latitude: float
    longitude: float
    places: tuple[Nearby, ...]
    areas: tuple[Place, ...]


class _PlaceDraft:
    __slots__ = Place.__slots__


class _CandidateDraft:
    __slots__ = Candidate.__slots__


def stored_place(  # noqa: PLR0913, PLR0917 -- a row of the store
    id: str, name: str, latitude: float, longitude: float, feature_class: str, feature_code: str,  # noqa: A002
    country: str | None, admin1: str | None, admin2: str | None, population: int, importance: float,
    bounds: BoundingBox | None, note: str | None,
) -> Place:  # fmt: skip
    """Return a Place of values that were checked when they were stored.

    A frozen dataclass sets each field through ``object.__setattr__``: 3 microseconds a place, most of the cost of a
    look-up. A plain object of the same slots that then takes the class costs a third of it.
    """
    draft: Any = _PlaceDraft()
    draft.id = id
    draft.name = name
    draft.latitude = latitude
    draft.longitude = longitude
    draft.feature_class = feature_class
    draft.feature_code = feature_code
    draft.country = country
    draft.admin1 = admin1
    draft.admin2 = admin2
    draft.population = population
    draft.importance = importance
    draft.bounds = bounds
    draft.note = note
    draft.__class__ = Place
    place: Place = draft
    return place


def stored_candidate(place: Place, matched_name: str, match: Match) -> Candidate:
    """Return a Candidate of a stored place, as ``stored_place`` does."""
    draft: Any = _CandidateDraft()
    draft.place = place
    draft.matched_name = matched_name
    draft.match = match
    draft.confidence = None
    draft.__class__ = Candidate
    candidate: Candidate = draft
    return candidate
