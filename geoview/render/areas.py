"""Outlines of areas that are no countries: states, provinces, districts, seas; made by ``geoview.render.areas_build``.

``areas.json`` has the rings of each area by place id, as references to lines (a line's number, or its complement
where it runs backwards); ``areas.bin`` has the lines, on the base map's grid: their number, a row each (points, bytes
of x, bytes of y), then for each line x of every point and y of every point, as differences (zigzagged varints).
"""

from __future__ import annotations

import json
import struct
from itertools import accumulate
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazetteer.place import Place

FILES = Path(__file__).parent / "assets" / "base"
ARC = struct.Struct("<HHH")

# So many outlines go into a page, the largest areas' first: the larger, the less a point says.
MOST = 300

Rings = list[list[int]]


def outlined(places: Iterable[Place], *, borders: bool = True) -> list[str]:
    """Return the ids of the places that are to be drawn as areas; without ``borders`` only waters."""
    areas = [place for place in places if _is_area(place) and (borders or place.feature_class == "H")]
    return [place.id for place in sorted(areas, key=lambda place: (-_size(place), place.id))[:MOST]]


def _is_area(place: Place) -> bool:
    """Whether a place may have an outline here; countries have theirs in the base map."""
    return place.feature_class == "H" or (place.feature_class == "A" and not place.feature_code.startswith("PCL"))


def _size(place: Place) -> float:
    if place.bounds is None:
        return 0.0
    south, west, north, east = place.bounds
    return (north - south) * ((east - west) % 360)


class Outlines:
    """The outlines of some places, of those that have one, with the lines that they need.

    Attributes:
        rings: by place id, in the order in which they were asked for; references are to the package's lines.
        lines: by number, what base_map packs: points, and packed x and y.
    """

    def __init__(self, places: Iterable[str]) -> None:
        """Read what ``places`` (ids) need; no file is opened for none."""
        self.rings: dict[str, Rings] = {}
        self.lines: dict[int, tuple[int, bytes, bytes]] = {}
        wanted = list(places)
        if not wanted:
            return
        known: dict[str, Rings] = json.loads((FILES / "areas.json").read_bytes())
        self.rings = {place: known[place] for place in wanted if place in known}
        if not self.rings:
            return
        data = (FILES / "areas.bin").read_bytes()
        (count,) = struct.unpack_from("<I", data)
        # Nearly all of the table is looked at for its sums alone: three columns are read faster than rows are.
        table = struct.unpack_from(f"<{3 * count}H", data, 4)
        points, across, along = table[0::3], table[1::3], table[2::3]
        starts = list(accumulate(map(add, across, along), initial=4 + count * ARC.size))
        for ring in (ring for rings in self.rings.values() for ring in rings):
            for number in (max(reference, ~reference) for reference in ring):
                start = starts[number]
                middle = start + across[number]
                self.lines[number] = points[number], data[start:middle], data[middle : middle + along[number]]
