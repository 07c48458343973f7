"""Make the base map's tables from Natural Earth (the npm package ``world-atlas``).

    npm install world-atlas@2.0.2 && python -m geoview.render.basemap_build node_modules/world-atlas/countries-10m.json

One topology at four levels of detail, so that a page can be fine around its places and coarse elsewhere
without a seam: each arc is cut into segments, and each segment is written four times. A point's rank is its
effective area (Visvalingam and Whyatt, Line generalisation by repeated elimination of points, 1993); the ends of
segments belong to every level, so any mixture of levels fits together.
"""

from __future__ import annotations

import heapq
import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from geoview.render.areas import FILES
from geoview.render.basemap import LEVELS, SEGMENT, cell, zigzag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Point = tuple[int, int]
P = TypeVar("P")

# Square degrees (at the equator) of effective area that a point needs at levels 0, 1 and 2; level 3 has all points.
_POINT_AREA = (1.2e-2, 1e-3, 6e-5)
# Square degrees that an island of its own needs to be drawn at all at levels 0, 1 and 2.
_ISLAND_AREA = (4e-2, 4e-3, 2e-4)
# Grid steps around the Earth.
_TURN = 99_999
# A segment is closed at the next level-0 point after so many points.
_SEGMENT_POINTS = 48

# What the source abbreviates, written out as a map would.
_NAMES = {
    "Antigua and Barb.": "Antigua and Barbuda",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Central African Rep.": "Central African Republic",
    "Cook Is.": "Cook Islands",
    "Dem. Rep. Congo": "DR Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Faeroe Is.": "Faroe Islands",
    "Falkland Is.": "Falkland Islands",
    "Fr. Polynesia": "French Polynesia",
    "Fr. S. Antarctic Lands": "French Southern Territories",
    "Macedonia": "North Macedonia",
    "Marshall Is.": "Marshall Islands",
    "N. Cyprus": "Northern Cyprus",
    "N. Mariana Is.": "Northern Mariana Islands",
    "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands",
    "St. Kitts and Nevis": "Saint Kitts and Nevis",
    "St. Vin. and Gren.": "Saint Vincent and the Grenadines",
    "United States of America": "United States",
    "W. Sahara": "Western Sahara",
    "eSwatini": "Eswatini",
}
# Shapes without a code of their own in the source, and the code under which GeoNames files the places in them.
_CODES = {
    "Kosovo": "XK",
    "N. Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Somaliland": "SO",
    "Baikonur": "KZ",
    "USNB Guantanamo Bay": "CU",
}
# Where the widest part of a country is not where readers look for its name.
_LABELS = {
    "Russia": (57.5, 47.0),
    "Norway": (61.3, 9.0),
    "Antarctica": (-78.0, 20.0),
    "United States of America": (39.5, -98.5),
}


def main(argv: list[str]) -> int:
    """Write the tables beside this module from the TopoJSON file named."""
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    topology = json.loads(Path(argv[1]).read_text(encoding="utf-8"))
    codes = json.loads((FILES / "iso-numeric.json").read_text(encoding="utf-8"))
    arcs = _arcs(topology)
    first, rings = _first_levels(topology, arcs)
    segments, data = _segments(arcs, first)
    (FILES / "segments.bin").write_bytes(segments)
    (FILES / "points.bin").write_bytes(data)
    countries = [_country(geometry, rings[index], topology, arcs, codes) for index, geometry in _geometries(topology)]
    countries.sort(key=lambda country: (country["name"], country["code"]))
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    table = {"scale": scale, "translate": translate, "countries": countries}
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (FILES / "countries.json").write_text(text + "\n", encoding="utf-8")
    return 0


def _geometries(topology: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(topology["objects"]["countries"]["geometries"]))


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Undo TopoJSON's deltas: grid points of each arc."""
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            points.append((x, y))
        arcs.append(points)
    return arcs


class _Grid:
    """The grid of the source, and areas of its triangles and rings in square degrees at the equator."""

    sx, sy, ty = 0.0036000360003600037, 0.0016885772698826986, -85.22193775799991

    def snap(self, longitude: float, latitude: float) -> Point:
        return round((longitude + 180) / self.sx), round((latitude - self.ty) / self.sy)

    def triangle(self, a: Point, b: Point, c: Point) -> float:
        area = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
        return area * self.sx * self.sy * math.cos(math.radians(b[1] * self.sy + self.ty))

    def ring(self, points: list[Point]) -> float:
        total = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))
        middle = sum(point[1] for point in points) / len(points)
        return abs(total) / 2 * self.sx * self.sy * math.cos(math.radians(middle * self.sy + self.ty))


GRID = _Grid()


def effective_areas(points: Sequence[P], triangle: Callable[[P, P, P], float]) -> list[float]:
    """Return each point's effective area, monotone along the order of elimination; infinite at the ends.

    Args:
        points: a line; a ring's first point stands at its end again.
        triangle: the area of three points.
    """
    count = len(points)
    areas = [math.inf] * count
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    heap = [(triangle(points[i - 1], points[i], points[i + 1]), i) for i in range(1, count - 1)]
    current = {i: area for area, i in heap}
    heapq.heapify(heap)
    reached = 0.0
    while heap:
        area, i = heapq.heappop(heap)
        if current.get(i) != area:
            continue
        reached = max(reached, area)
        areas[i] = reached
        del current[i]
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            if 0 < j < count - 1:
                current[j] = triangle(points[before[j]], points[j], points[after[j]])
                heapq.heappush(heap, (current[j], j))
    return areas


def _first_levels(topology: dict[str, Any], arcs: list[list[Point]]) -> tuple[list[int], list[list[list[int]]]]:
    """The coarsest level at which each arc is drawn, and each country's rings as arc references."""
    first = [0] * len(arcs)
    rings, kept = [], set()
    for _, geometry in _geometries(topology):
        polygons = geometry.get("arcs", [])
        polygons = [polygons] if geometry["type"] == "Polygon" else polygons
        own = [ring for polygon in polygons for ring in polygon]
        rings.append(own)
        islands = [max(ring[0], ~ring[0]) for ring in own if len(ring) == 1]
        sizes = {arc: GRID.ring(arcs[arc]) for arc in islands}
        for arc, size in sizes.items():
            first[arc] = sum(size < least for least in _ISLAND_AREA)
        if sizes and len(sizes) == len(own):  # nothing but islands and enclaves: the largest is drawn at every level
            kept.add(max(sizes, key=lambda arc: sizes[arc]))
    for arc in kept:
        first[arc] = 0
    return first, rings


def _segments(arcs: list[list[Point]], first: list[int]) -> tuple[bytes, bytes]:
    table, data = bytearray(), bytearray()
    for index, points in enumerate(arcs):
        areas = effective_areas(points, GRID.triangle)
        ring = points[0] == points[-1]
        if ring and len(points) > 3:  # at least a triangle is left of a ring
            for i in heapq.nlargest(2, range(1, len(points) - 1), key=lambda i: areas[i]):
                areas[i] = math.inf
        cuts = [0]
        for i in range(1, len(points) - 1):
            if i - cuts[-1] >= _SEGMENT_POINTS and areas[i] >= _POINT_AREA[0]:
                cuts.append(i)
        cuts.append(len(points) - 1)
        for start, end in pairwise(cuts):
            table += _segment(index, first[index], points, areas, (start, end), data)
    return bytes(table), bytes(data)


def _segment(
    arc: int, first: int, points: list[Point], areas: list[float], span: tuple[int, int], data: bytearray
) -> bytes:
    """Append the segment's four versions to ``data``; return its row of the table."""
    start, end = span
    xs = [point[0] * GRID.sx - 180 for point in points[start : end + 1]]
    ys = [point[1] * GRID.sy + GRID.ty for point in points[start : end + 1]]
    middle = (min(ys) + max(ys)) / 2, (min(xs) + max(xs)) / 2
    touched = [middle, *((y, x) for y in (min(ys), max(ys)) for x in (min(xs), max(xs)))]
    row: list[int] = [arc, *points[start], first, *(cell(*point) for point in touched)]
    for level in range(LEVELS):
        least = _POINT_AREA[level] if level < len(_POINT_AREA) else 0.0
        kept = [points[i] for i in range(start + 1, end + 1) if i == end or areas[i] >= least]
        row += [len(data), len(kept)]
        for axis in (0, 1):
            size = len(data)
            for before, point in zip([points[start], *kept], kept, strict=False):
                zigzag(point[axis] - before[axis], data)
            row.append(len(data) - size)
    return SEGMENT.pack(*row)


def _country(
    geometry: dict[str, Any],
    rings: list[list[int]],
    topology: dict[str, Any],
    arcs: list[list[Point]],
    codes: dict[str, str],
) -> dict[str, Any]:
    name = geometry["properties"]["name"]
    main = max((_join(ring, arcs) for ring in rings), key=GRID.ring)
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    west = min(x for x, _ in main) // _TURN * _TURN
    main = [(x - west, y) for x, y in main]
    outline = [(x * scale[0] + translate[0], y * scale[1] + translate[1]) for x, y in main]
    latitude, longitude = _LABELS.get(name) or _label_point(outline)
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return {
        "name": _NAMES.get(name, name),
        "code": codes.get(geometry.get("id", ""), "") or _CODES.get(name, ""),
        "label": [round(latitude, 2), round(longitude, 2)],
        "area": round(GRID.ring(main), 2),
        "box": [round(value, 1) for value in (min(ys), min(xs), max(ys), max(xs))],
        "rings": rings,
    }


def _join(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A ring's points; one that crosses 180° goes on beyond it."""
    points: list[Point] = []
    for reference in ring:
        arc = arcs[reference] if reference >= 0 else arcs[~reference][::-1]
        for x, y in arc[1:] if points else arc:
            turns = round((points[-1][0] - x) / _TURN) if points else 0
            points.append((x + turns * _TURN, y))
    return points


def _label_point(outline: list[tuple[float, float]]) -> tuple[float, float]:
    """The point inside farthest from the outline, by a grid made finer three times (latitude, longitude)."""
    step = max(1, len(outline) // 150)
    ring = [*outline[::step], outline[-1]]
    squeeze = math.cos(math.radians(sum(y for _, y in ring) / len(ring)))
    flat = [(x * squeeze, y) for x, y in ring]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    low, high = min(y for _, y in flat), max(y for _, y in flat)
    best, at = -math.inf, ((left + right) / 2, (low + high) / 2)
    width, height = right - left, high - low
    for _ in range(4):
        centre = at
        for i in range(15):
            for j in range(15):
                point = centre[0] + width * (i / 14 - 0.5), centre[1] + height * (j / 14 - 0.5)
                if (distance := _inside(point, flat)) > best:
                    best, at = distance, point
        width, height = width / 5, height / 5
    return at[1], at[0] / squeeze


def _inside(point: tuple[float, float], ring: list[tuple[float, float]]) -> float:
    """Distance to the ring, negative outside."""
    x, y = point
    inside, nearest = False, math.inf
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
        length = (bx - ax) ** 2 + (by - ay) ** 2
        along = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) if length else 0.0
        nearest = min(nearest, (x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2)
    return math.sqrt(nearest) * (1 if inside else -1)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
