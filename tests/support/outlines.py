"""Country polygons for tests: Natural Earth's, 1:10 million, by way of world-atlas 2.0.2 (© Michael Bostock, ISC).

    npm install world-atlas@2.0.2
    python tests/support/outlines.py node_modules/world-atlas/countries-10m.json

makes the compressed copy beside this file again, with ISO codes instead of numbers.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

from shapely import STRtree, make_valid, prepare
from shapely.geometry import Point, Polygon
from shapely.ops import nearest_points

from gazetteer.geodesy import distance_km
from gazetteer.tables.shapes import Ring, topology_rings

FILE = Path(__file__).with_name("countries-10m.json.xz")
CODES = Path(__file__).parents[2] / "geoview" / "render" / "assets" / "base" / "iso-numeric.json"
# Shapes without a number of their own, and the code under which GeoNames files the places in them.
_CODES = {
    "Baikonur": "KZ", "Cyprus U.N. Buffer Zone": "CY", "Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO",
    "USNB Guantanamo Bay": "CU",
}  # fmt: skip


def km_outside(latitude: float, longitude: float, codes: frozenset[str]) -> float:
    """Give a point's distance in kilometres from the nearest of some countries' polygons; 0 inside one of them.

    ``inf`` where none of the countries has a polygon.
    """
    known = sorted(codes & countries().keys())
    # Polygons that cross 180° go on beyond it.
    points = [Point(turned, latitude) for turned in (longitude, longitude - 360, longitude + 360)]
    if any(_nearest(code, point).covers(point) for code in known for point in points):
        return 0.0
    edges = [(point, nearest_points(_nearest(code, point), point)[0]) for code in known for point in points]
    return min((distance_km(latitude, point.x, edge.y, edge.x) for point, edge in edges), default=float("inf"))


def _nearest(code: str, point: Point) -> Polygon:
    # In degrees what lies to the east looks farther than it is; the nearest polygon is near enough.
    return countries()[code][int(_tree(code).nearest(point))]


@cache
def _tree(code: str) -> STRtree:
    return STRtree(countries()[code])


@cache
def countries() -> dict[str, list[Polygon]]:
    """Give each country's outer polygons by ISO code; holes (Lesotho, San Marino, the Vatican) are filled."""
    topology = json.loads(lzma.decompress(FILE.read_bytes()))
    found: dict[str, list[Polygon]] = defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        for ring in topology_rings(topology, geometry):
            if len(ring) > 3:  # an islet can be two points on the grid
                found[geometry["properties"]["code"]].append(make_valid(Polygon(_unbroken(ring))))
    for polygons in found.values():
        prepare(polygons)
    return dict(found)


def _unbroken(ring: Ring) -> Ring:
    """Take out the jump at 180°; a ring around the pole (Antarctica's) is closed along it."""
    joined: Ring = []
    for x, y in ring:
        joined.append((x + 360 * round((joined[-1][0] - x) / 360) if joined else x, y))
    if abs(joined[-1][0] - joined[0][0]) > 180:
        joined += [(joined[-1][0], -90.0), (joined[0][0], -90.0)]
    return joined


def _make(source: Path) -> None:
    topology = json.loads(source.read_text(encoding="utf-8"))
    codes = json.loads(CODES.read_text(encoding="utf-8"))
    geometries = topology["objects"]["countries"]["geometries"]
    for geometry in geometries:
        name = geometry.pop("properties")["name"]
        geometry["properties"] = {"code": codes.get(geometry.pop("id", ""), "") or _CODES.get(name, "")}
    topology["objects"] = {"countries": {"type": "GeometryCollection", "geometries": geometries}}
    packed = json.dumps(topology, separators=(",", ":")).encode("ascii")
    FILE.write_bytes(lzma.compress(packed, preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    _make(Path(sys.argv[1]))
