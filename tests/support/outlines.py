"""Country polygons for tests: unpacked from the page's base map, which has Natural Earth's, 1:10 million."""

from __future__ import annotations

import json
import os
import runpy
from collections import defaultdict
from functools import cache
from pathlib import Path

from shapely import STRtree, make_valid
from shapely.geometry import Point, Polygon
from shapely.ops import nearest_points

from gazetteer.geodesy import distance_km

Place = tuple[float, float]
"""Longitude and latitude, degrees."""

# GEOVIEW_BASE_MAP serves a checkout that has no such folder yet.
FOLDER = Path(
    os.environ.get("GEOVIEW_BASE_MAP") or Path(__file__).parents[2] / "geoview" / "render" / "assets" / "base"
)
available: bool = (FOLDER / "segments.bin").exists()


def km_outside(latitude: float, longitude: float, codes: frozenset[str]) -> float:
    """Give a point's distance in kilometres from the nearest of some countries' polygons; 0 inside one of them.

    ``inf`` where none of the countries has a polygon.
    """
    best = float("inf")
    for code in sorted(codes & countries().keys()):
        polygons = countries()[code]
        for turned in (longitude, longitude - 360, longitude + 360):  # polygons that cross 180° go on beyond it
            point = Point(turned, latitude)
            # In degrees what lies to the east looks farther than it is; the nearest polygon is near enough.
            near = polygons[int(_tree(code).nearest(point))]
            if near.covers(point):
                return 0.0
            edge, _ = nearest_points(near, point)
            best = min(best, distance_km(latitude, turned, edge.y, edge.x))
    return best


@cache
def _tree(code: str) -> STRtree:
    return STRtree(countries()[code])


@cache
def countries() -> dict[str, list[Polygon]]:
    """Give each country's outer polygons by ISO code; holes (Lesotho, San Marino, the Vatican) are filled."""
    table = json.loads((FOLDER / "countries.json").read_text(encoding="utf-8"))
    arcs = _arcs(table["scale"], table["translate"])
    found: dict[str, list[Polygon]] = defaultdict(list)
    for country in table["countries"]:
        for references in country["rings"]:
            ring = _joined([arcs[reference] if reference >= 0 else arcs[~reference][::-1] for reference in references])
            if len(ring) > 3:
                found[country["code"]].append(make_valid(Polygon(ring)))
    return dict(found)


def _joined(arcs: list[list[Place]]) -> list[Place]:
    """Join arcs to a ring without a jump at 180°; one around the pole (Antarctica) is closed along it."""
    ring: list[Place] = []
    for arc in arcs:
        for x, y in arc[1:] if ring else arc:
            ring.append((x + 360 * round((ring[-1][0] - x) / 360) if ring else x, y))
    if abs(ring[-1][0] - ring[0][0]) > 180:
        ring += [(ring[-1][0], -90.0), (ring[0][0], -90.0)]
    return ring


def _arcs(scale: list[float], translate: list[float]) -> dict[int, list[Place]]:
    """Give every arc at the finest level: see ``geoview.render.basemap`` for the form."""
    form = runpy.run_path(str(FOLDER.parents[1] / "basemap.py"))
    data = (FOLDER / "points.bin").read_bytes()
    arcs: dict[int, list[tuple[int, int]]] = {}
    for row in form["SEGMENT"].iter_unpack((FOLDER / "segments.bin").read_bytes()):
        number, x, y = row[:3]
        offset, _, across, along = row[9 + 4 * (form["LEVELS"] - 1) :]
        points = arcs.setdefault(number, [(x, y)])
        xs = _signed(data[offset : offset + across])
        ys = _signed(data[offset + across : offset + across + along])
        for step_x, step_y in zip(xs, ys, strict=True):
            points.append((points[-1][0] + step_x, points[-1][1] + step_y))
    return {
        number: [(x * scale[0] + translate[0], y * scale[1] + translate[1]) for x, y in points]
        for number, points in arcs.items()
    }


def _signed(packed: bytes) -> list[int]:
    values, value, shift = [], 0, 0
    for byte in packed:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            values.append(-(value + 1) // 2 if value % 2 else value // 2)
            value = shift = 0
    return values
