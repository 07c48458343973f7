"""The values that a gazetteer hands out: frozen, slotted, keyword-only; they check themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Match = Literal["exact", "alternate", "demonym", "abbreviation", "fuzzy"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a gazetteer.

    Attributes:
        id: ``geonames:173576``, ``curated:…``, ``user:…``, or ``point:35.4011,35.9487``.
        name: the name to show, in its original spelling.
        latitude: degrees north, WGS 84.
        longitude: degrees east, WGS 84.
        feature_class: GeoNames' one letter: A areas, P populated, H water, T terrain, L regions, S sites, …
        feature_code: GeoNames' code (``PCLI``, ``PPLC``, ``AIRB``).
        country: ISO 3166-1 alpha-2, or None for what lies in none or in several.
        admin1: name of the first-level administrative area, if known.
        admin2: name of the second-level administrative area, if known.
        population: inhabitants; 0 where not known.
        importance: 0..1, how likely news means this place by its name; see ``gazetteer.build.importance``.
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
