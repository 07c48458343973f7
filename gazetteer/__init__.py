"""gazetteer: names to places, offline.

>>> import gazetteer
>>> with gazetteer.open() as places:
...     places.candidates("Latakia")[0].place.country
'SY'
"""

from __future__ import annotations

from pathlib import Path

from gazetteer.errors import GazetteerError, SchemaError, SourceError, StoreError, UnknownPlaceError
from gazetteer.names import fold
from gazetteer.place import BoundingBox, Candidate, Nearby, Place, Surroundings
from gazetteer.store import Gazetteer, GazetteerInfo

__all__ = [
    "BoundingBox",
    "Candidate",
    "Gazetteer",
    "GazetteerError",
    "GazetteerInfo",
    "Nearby",
    "Place",
    "SchemaError",
    "SourceError",
    "StoreError",
    "Surroundings",
    "UnknownPlaceError",
    "fold",
    "open",
]


def open(path: str | Path | None = None) -> Gazetteer:  # noqa: A001 -- read as gazetteer.open()
    """Open a gazetteer: the embedded one, or the file at ``path``.

    Raises:
        StoreError: the file is missing, unreadable, truncated or no gazetteer.
        SchemaError: it was written by another version of this package.
    """
    return Gazetteer(Path(path) if path is not None else Path(__file__).parent / "data" / "gazetteer.sqlite")
