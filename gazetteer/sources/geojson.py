"""GeoJSON (RFC 7946), as several sources give it: features one by one, a geometry as one point and its bounds."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from gazetteer.errors import SourceError
from gazetteer.place import BoundingBox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Point = tuple[float, float]  # longitude, latitude

_SCANS = (0.5, 0.4, 0.6, 0.25, 0.75, 0.1, 0.9)  # of the height: where a polygon is cut through


class Feature(NamedTuple):
    """A feature; ``where`` is its file and number, for messages."""

    where: str
    properties: dict[str, Any]
    geometry: dict[str, Any] | None
    whole: dict[str, Any]


class Shape(NamedTuple):
    """A geometry in short: a point on it, and its bounds where it is more than a point."""

    latitude: float
    longitude: float
    bounds: BoundingBox | None


def features(path: Path) -> Iterator[Feature]:
    """Yield the features of a FeatureCollection, or of newline-delimited features.

    Raises:
        SourceError: the file cannot be read, or is no GeoJSON; the message names file, line and column.
    """
    for where, one in _found(path):
        properties = one.get("properties") if isinstance(one, dict) else None
        if not isinstance(one, dict) or one.get("type") != "Feature" or not isinstance(properties or {}, dict):
            raise SourceError(f"{where}: is no GeoJSON Feature")
        yield Feature(where, properties or {}, one.get("geometry"), one)


def text_of(path: Path) -> str:
    """Return the text of a file in UTF-8, or UTF-16 with a byte order mark.

    Raises:
        SourceError: it cannot be read, or has another encoding; the message names file and line.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path.name}: cannot be read: {(error.strerror or str(error)).lower()}") from error
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise SourceError(f"{path.name}, line {line}, column {column}: is no UTF-8; save the file as UTF-8") from error


def shape(geometry: object, where: str) -> Shape:
    """Return a point on a geometry, and its bounds: of a polygon a point inside, never the middle of a crescent.

    Raises:
        SourceError: it is null, empty, or no GeoJSON geometry.
    """
    if geometry is None:
        raise SourceError(f"{where}: its geometry is null; give it a point, or leave it out")
    points: list[Point] = []
    lines: list[list[Point]] = []
    polygons: list[list[list[Point]]] = []
    try:
        _collect(geometry, points, lines, polygons)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
        raise SourceError(f"{where}: its geometry is no GeoJSON: {error}") from error
    everything = points + [point for line in lines for point in line] + [p for polygon in polygons for p in polygon[0]]
    if not everything:
        raise SourceError(f"{where}: its geometry is empty; give it a point, or leave it out")
    if polygons:
        longitude, latitude = _inside(max(polygons, key=lambda polygon: _area(polygon[0])))
    elif lines:
        longitude, latitude = _middle(max(lines, key=len))
    else:
        longitude, latitude = points[0]
    parts = [polygon[0] for polygon in polygons] + lines + [[point] for point in points]
    return Shape(latitude, longitude, _bounds(parts) if len(everything) > 1 else None)


def _found(path: Path) -> list[tuple[str, Any]]:
    """Return what may be features, each with where it is."""
    text = text_of(path)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        if ones := _by_line(text, path):
            return ones
        at = f", line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        why = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise SourceError(f"{path.name}{at}: is no JSON: {why}") from error
    if isinstance(whole, dict) and isinstance(whole.get("features"), list):
        return [(f"{path.name}, feature {number}", one) for number, one in enumerate(whole["features"], 1)]
    if isinstance(whole, dict) and whole.get("type") == "Feature":
        return [(f"{path.name}, feature 1", whole)]
    raise SourceError(f"{path.name} is no GeoJSON FeatureCollection")


def _by_line(text: str, path: Path) -> list[tuple[str, Any]]:
    """Return newline-delimited JSON, [] where it is not; RFC 8142 begins each line with a record separator."""
    rows = [(number, line.strip("\x1e \r\t")) for number, line in enumerate(text.split("\n"), 1)]
    try:
        ones = [(f"{path.name}, line {number}", json.loads(line)) for number, line in rows if line]
    except (ValueError, RecursionError):
        return []
    return ones if len(ones) > 1 else []


def _collect(geometry: Any, points: list[Point], lines: list[list[Point]], polygons: list[list[list[Point]]]) -> None:
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for part in geometry["geometries"]:
            _collect(part, points, lines, polygons)
        return
    coordinates = geometry["coordinates"]
    match kind:
        case "Point":
            points.extend([_point(coordinates)] if coordinates else [])
        case "MultiPoint":
            points.extend(map(_point, coordinates))
        case "LineString":
            lines.extend(_lines([coordinates]))
        case "MultiLineString":
            lines.extend(_lines(coordinates))
        case "Polygon":
            polygons.extend(_polygons([coordinates]))
        case "MultiPolygon":
            polygons.extend(_polygons(coordinates))
        case _:
            raise ValueError(f"{kind!r} is no type of geometry")


def _lines(several: Any) -> list[list[Point]]:
    return [line for one in several if (line := [_point(point) for point in one])]


def _polygons(several: Any) -> list[list[list[Point]]]:
    return [rings for one in several if (rings := _lines(one))]


def _point(position: Any) -> Point:
    longitude, latitude = float(position[0]), float(position[1])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        swapped = "; longitude comes first in GeoJSON" if -90 <= longitude <= 90 and -180 <= latitude <= 180 else ""
        raise ValueError(f"{position[:2]} is no point on Earth{swapped}")
    return longitude, latitude


def _area(ring: list[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def _inside(rings: list[list[Point]]) -> Point:
    """Return a point of a polygon: the middle of the widest piece of a horizontal cut, holes left out."""
    south, north = min(p[1] for p in rings[0]), max(p[1] for p in rings[0])
    best: tuple[float, Point] | None = None
    for share in _SCANS:
        latitude = south + (north - south) * share
        cuts = sorted(
            a[0] + (latitude - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
            for ring in rings
            for a, b in pairwise([*ring, ring[0]])
            if (a[1] > latitude) != (b[1] > latitude)
        )
        for west, east in zip(cuts[::2], cuts[1::2], strict=False):
            if east > west and (best is None or east - west > best[0]):
                best = (east - west, ((west + east) / 2, latitude))
        if best is not None:
            return best[1]
    return rings[0][0]  # without a height


def _middle(line: list[Point]) -> Point:
    """Return the point halfway along a line, in degrees."""
    lengths = [math.dist(a, b) for a, b in pairwise(line)]
    left = sum(lengths) / 2
    for (a, b), length in zip(pairwise(line), lengths, strict=True):
        if left <= length and length:
            share = left / length
            return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        left -= length
    return line[0]


def _bounds(parts: list[list[Point]]) -> BoundingBox | None:
    """Return the bounds of parts that do not cross 180° each (RFC 7946, 3.1.9), but may lie on both sides of it."""
    latitudes = [point[1] for part in parts for point in part]
    spans = sorted((min(p[0] for p in part), max(p[0] for p in part)) for part in parts)
    # Round the globe, the widest gap between the parts is what the bounds leave out.
    gaps: list[tuple[float, float, float]] = []
    reach = spans[0][1]
    for west, east in spans[1:]:
        if west > reach:
            gaps.append((west - reach, reach, west))
        reach = max(reach, east)
    outer = spans[0][0] + 360 - reach
    widest = max(gaps, default=None)
    west, east = (spans[0][0], reach) if widest is None or widest[0] <= outer else (widest[2], widest[1])
    south, north = min(latitudes), max(latitudes)
    return None if south == north and west == east else BoundingBox(south, west, north, east)
