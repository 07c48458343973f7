"""Where rows come from: one module a source, each yields ``Row``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazetteer.place import BoundingBox


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place as a source gives it, before the store is built.

    Attributes:
        id: ``geonames:…``, ``curated:…``, ``user:…``.
        admin1: id of the first-level area that holds it, or None.
        admin2: id of the second-level area that holds it, or None.
        names: further spellings (the store marks them ``alternate``); not the name itself.
        abbreviations: short forms that mean it only in capitals or with dots ("U.S.", "Ill.").
        demonyms: "Syrian", "Syrians".
        rank: for what has no population: 0 (continent, ocean) to 6 (known locally); None where population tells.
        note: for readers, as in ``Place``.
        others as in ``Place``.
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
    bounds: BoundingBox | None = None
    names: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    rank: int | None = None
    note: str | None = None
