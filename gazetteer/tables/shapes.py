"""Polygons, as far as points and bounds need them; longitudes may cross 180°."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gazetteer.place import BoundingBox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Ring = list[tuple[float, float]]
"""Longitude and latitude pairs, closed."""

# Bounds are rounded outwards to this many decimals (a hundred metres), so that what lies inside stays inside.
_BOUNDS_DECIMALS = 3
_TOUCHING = 1e-6


def outer_rings(geometry: dict[str, Any]) -> list[Ring]:
    """Give the outer ring of each polygon of a GeoJSON Polygon or MultiPolygon."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(float(x), float(y)) for x, y, *_ in polygon[0]] for polygon in polygons if polygon and polygon[0]]


def topology_rings(topology: dict[str, Any], geometry: dict[str, Any]) -> list[Ring]:
    """Give the outer ring of each polygon of a TopoJSON geometry (quantised or not)."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [_joined_arcs(topology, polygon[0]) for polygon in polygons]


def _joined_arcs(topology: dict[str, Any], indexes: Sequence[int]) -> Ring:
    scale, translate = (topology["transform"][part] for part in ("scale", "translate"))
    ring: Ring = []
    for index in indexes:
        x = y = 0
        points = []
        for step_x, step_y in topology["arcs"][index if index >= 0 else ~index]:
            x, y = x + step_x, y + step_y
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        if index < 0:
            points.reverse()
        ring.extend(points[1:] if ring else points)
    return ring


def bounds(rings: Iterable[Ring]) -> BoundingBox:
    """Give the smallest box that holds all rings; it crosses 180° where that is the shorter way round."""
    spans = []
    south, north = 90.0, -90.0
    for ring in rings:
        longitudes = [x for x, _ in ring]
        spans.append((min(longitudes), max(longitudes)))
        south = min(south, *(y for _, y in ring))
        north = max(north, *(y for _, y in ring))
    west, east = _span(spans)
    return _rounded_out(south, west, north, east)


def bounds_of_points(points: Iterable[tuple[float, float]], margin: float = 0.0) -> BoundingBox:
    """Give the smallest box that holds all ``(latitude, longitude)`` points, widened by ``margin`` degrees."""
    listed = list(points)
    west, east = _span([(longitude, longitude) for _, longitude in listed])
    latitudes = [latitude for latitude, _ in listed]
    if margin:
        west, east = _wrapped(west - margin), _wrapped(east + margin)
    return _rounded_out(max(-90.0, min(latitudes) - margin), west, min(90.0, max(latitudes) + margin), east)


def union(boxes: Iterable[BoundingBox]) -> BoundingBox:
    """Give the smallest box that holds all boxes."""
    listed = list(boxes)
    spans = []
    for box in listed:
        parts = [(box.west, box.east)] if box.west <= box.east else [(box.west, 180.0), (-180.0, box.east)]
        spans.extend(parts)
    west, east = _span(spans)
    return BoundingBox(min(box.south for box in listed), west, max(box.north for box in listed), east)


def middle(box: BoundingBox) -> tuple[float, float]:
    """Give the latitude and longitude of a box's middle."""
    width = box.east - box.west if box.west <= box.east else box.east + 360.0 - box.west
    return (box.south + box.north) / 2, _wrapped(box.west + width / 2)


def size(box: BoundingBox) -> float:
    """Give a box's area in square degrees, shrunk towards the poles."""
    width = box.east - box.west if box.west <= box.east else box.east + 360.0 - box.west
    return (box.north - box.south) * width * math.cos(math.radians((box.south + box.north) / 2))


def with_point(box: BoundingBox, latitude: float, longitude: float) -> BoundingBox:
    """Give the smallest box that holds a box and a point."""
    if box.contains(latitude, longitude):
        return box
    return union([box, bounds_of_points([(latitude, longitude)])])


def inside(rings: Iterable[Ring], latitude: float, longitude: float) -> bool:
    """Tell whether a point lies in one of the rings (even-odd rule; holes are not known here)."""
    return any(_in_ring(ring, latitude, longitude) for ring in rings)


def point_inside(rings: Sequence[Ring]) -> tuple[float, float]:
    """Give the latitude and longitude of a point inside the largest ring, deep in it.

    The centroid where it lies inside; otherwise the middle of the longest stretch of 64 horizontal lines.
    """
    ring = max(rings, key=area)
    latitude, longitude = _centroid(ring)
    if _in_ring(ring, latitude, longitude):
        return latitude, longitude
    low, high = min(y for _, y in ring), max(y for _, y in ring)
    best = (-1.0, latitude, longitude)
    for step in range(1, 64):
        y = low + (high - low) * step / 64
        crossings = sorted(_crossings(ring, y))
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            if right - left > best[0]:
                best = (right - left, y, (left + right) / 2)
    return best[1], best[2]


def area(ring: Ring) -> float:
    """Give a ring's area in square degrees, shrunk towards the poles."""
    total = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True))
    return abs(total) / 2 * math.cos(math.radians(sum(y for _, y in ring) / len(ring)))


def _span(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """Give west and east of the shortest arc of the circle that holds all spans."""
    merged: list[list[float]] = []
    for west, east in sorted(spans):
        if merged and west <= merged[-1][1] + _TOUCHING:
            merged[-1][1] = max(merged[-1][1], east)
        else:
            merged.append([west, east])
    # The gap over 180° first: on a tie the plain box wins.
    gaps = [(merged[0][0] + 360.0 - merged[-1][1], 0)]
    gaps += [(right[0] - left[1], index) for index, (left, right) in enumerate(pairwise(merged), 1)]
    width, index = max(gaps, key=lambda gap: (gap[0], -gap[1]))
    if width <= _TOUCHING:
        return -180.0, 180.0
    return merged[index][0], merged[index - 1][1]


def _rounded_out(south: float, west: float, north: float, east: float) -> BoundingBox:
    unit = 10.0**_BOUNDS_DECIMALS
    return BoundingBox(
        max(-90.0, math.floor(south * unit) / unit),
        max(-180.0, math.floor(west * unit) / unit),
        min(90.0, math.ceil(north * unit) / unit),
        min(180.0, math.ceil(east * unit) / unit),
    )


def _wrapped(longitude: float) -> float:
    return (longitude + 180.0) % 360.0 - 180.0 if not -180.0 <= longitude <= 180.0 else longitude


def _crossings(ring: Ring, latitude: float) -> list[float]:
    found = []
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > latitude) != (y2 > latitude):
            found.append(x1 + (latitude - y1) * (x2 - x1) / (y2 - y1))
    return found


def _in_ring(ring: Ring, latitude: float, longitude: float) -> bool:
    return sum(x > longitude for x in _crossings(ring, latitude)) % 2 == 1


def _centroid(ring: Ring) -> tuple[float, float]:
    # About the first point: far from the origin, differences of products would lose the small rings.
    x0, y0 = ring[0]
    doubled = x_sum = y_sum = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        doubled += cross
        x_sum += (x1 + x2 - 2 * x0) * cross
        y_sum += (y1 + y2 - 2 * y0) * cross
    if not doubled:
        return y0, x0
    return y0 + y_sum / (3 * doubled), x0 + x_sum / (3 * doubled)
