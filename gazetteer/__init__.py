"""gazetteer: names to places, offline.

>>> import gazetteer
>>> with gazetteer.open() as places:
...     places.candidates("Latakia")[0].place.country
'SY'
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import (
    DownloadError,
    GazetteerError,
    OnlineError,
    SchemaError,
    SourceError,
    StoreError,
    UnknownPlaceError,
)
from gazetteer.names import fold
from gazetteer.place import BoundingBox, Candidate, Nearby, Place, Surroundings
from gazetteer.store import Gazetteer, GazetteerInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "BoundingBox",
    "Candidate",
    "DownloadError",
    "Gazetteer",
    "GazetteerError",
    "GazetteerInfo",
    "Nearby",
    "OnlineError",
    "Place",
    "SchemaError",
    "SourceError",
    "StoreError",
    "Surroundings",
    "UnknownPlaceError",
    "fold",
    "open",
]


def open(path: str | Path | None = None, overlays: Iterable[str | Path] = ()) -> Gazetteer:  # noqa: A001 -- read as gazetteer.open()
    """Open a gazetteer: the embedded one, or the file at ``path``; with a user's own places over it.

    Args:
        path: a gazetteer file; None is the embedded one.
        overlays: CSV and GeoJSON files of a user's own places, which outrank all others.

    Raises:
        StoreError: the file is missing, unreadable, truncated or no gazetteer.
        SchemaError: it was written by another version of this package.
        SourceError: an overlay cannot be read; the message names file, line and column.
    """
    file = Path(path) if path is not None else Path(__file__).parent / "data" / "gazetteer.sqlite"
    own = [Path(overlay) for overlay in overlays]
    if not own:
        return Gazetteer(file)
    from gazetteer.overlays import OverlaidGazetteer  # noqa: PLC0415 -- the builder is not for those who only ask

    return OverlaidGazetteer(file, own)
