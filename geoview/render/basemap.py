"""The base map of one page: the world's coasts and borders, fine around the places and coarse elsewhere.

The tables in ``assets/base`` (made by ``geoview.render.basemap_build`` from Natural Earth, 1:10 million) hold every
line at four levels of detail. ``base_map`` picks a level for each piece of line by its distance from the places and
packs what it picked for the page's script (``assets/js/basemap.js``): about 70 KB instead of 1.2 MB.

The packed form is a table as JSON (the grid; each country's name, code, label point, area in square degrees, box; the
ids of the places that come with an outline; cities around), its length before it as four bytes, big end first; then,
all numbers as base-128 varints (signed ones zigzagged):

    arcs:      count; points of each; then x of every point, then y: of an arc's first point, then differences
    countries: count, then for each: rings; for each ring: references; for each: arc << 1 | reversed
    outlines:  the same
"""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import TYPE_CHECKING

from geoview.render.areas import FILES, Outlines
from geoview.render.towns import around

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

LEVELS = 4
# arc; x and y of its first point; first level at which the arc is drawn; five cells that it touches; then for each
# level the offset into points.bin, the points, the bytes of their x, the bytes of their y.
SEGMENT = struct.Struct("<HIiB5H" + "IHHH" * LEVELS)

# Degrees from a place within which a line is drawn at levels 3, 2 and 1.
_REACH = ((3, 2), (2, 4), (1, 10))
# So many points a page has at most, islands that are not drawn included; else the finest level is left out.
_POINTS = 150_000


def zigzag(value: int, into: bytearray) -> None:
    """Append a signed number as a base-128 varint."""
    varint(value << 1 if value >= 0 else (-value << 1) - 1, into)


def varint(value: int, into: bytearray) -> None:
    """Append a number of 0 or more as a base-128 varint, least significant seven bits first."""
    while value > 0x7F:
        into.append(value & 0x7F | 0x80)
        value >>= 7
    into.append(value)


def base_map(points: Iterable[tuple[float, float]], countries: Collection[str], areas: Iterable[str] = ()) -> str:
    """Pick and pack the base map for places at ``points`` (latitude, longitude) and the countries named by code.

    Args:
        points: around them the lines are fine.
        countries: their outlines are fine, too.
        areas: ids of places of which the outline is wanted, where there is one.

    Returns:
        The packed form described above: deflated, base64.
    """
    table = json.loads((FILES / "countries.json").read_text(encoding="utf-8"))
    wanted = {country["code"] for country in table["countries"]} & set(countries)
    named = {
        reference if reference >= 0 else ~reference
        for country in table["countries"]
        if country["code"] in wanted
        for ring in country["rings"]
        for reference in ring
    }
    arcs = _arcs(_near(points), named)
    outlines = Outlines(areas)
    coasts = [(arc.points, bytes(arc.x), bytes(arc.y)) for arc in arcs.values()]
    packed_arcs = coasts + list(outlines.lines.values())
    lines = bytearray()
    varint(len(packed_arcs), lines)
    for size, _, _ in packed_arcs:
        varint(size, lines)
    lines += b"".join(x for _, x, _ in packed_arcs)
    lines += b"".join(y for _, _, y in packed_arcs)
    _pack_areas((country.pop("rings") for country in table["countries"]), len(table["countries"]), arcs, 0, lines)
    _pack_areas(outlines.rings.values(), len(outlines.rings), outlines.lines, len(arcs), lines)
    table |= {"outlines": list(outlines.rings), "towns": around(points)}
    head = json.dumps(table, separators=(",", ":")).encode("ascii")
    packed = len(head).to_bytes(4, "big") + head + lines
    return base64.b64encode(zlib.compress(packed, 9)).decode("ascii")


def cell(latitude: float, longitude: float) -> int:
    """Return the number of the whole-degree cell that holds a point: row by row from the south-west."""
    return min(179, max(0, int(latitude + 90))) * 360 + min(359, max(0, int(longitude + 180)))


def _near(points: Iterable[tuple[float, float]]) -> bytearray:
    """The level of detail of each whole-degree cell: higher near a place."""
    levels = bytearray(180 * 360)
    centres = {divmod(cell(latitude, longitude), 360) for latitude, longitude in points}
    for level, reach in reversed(_REACH):
        for row, column in centres:
            west, east = max(0, column - reach), min(360, column + reach + 1)
            filled = bytes([level]) * (east - west)
            for latitude in range(max(0, row - reach), min(180, row + reach + 1)):
                levels[latitude * 360 + west : latitude * 360 + east] = filled
    return levels


class _Arc:
    """An arc as it grows by its segments: number of points, and their packed coordinates."""

    __slots__ = ("points", "x", "y")

    def __init__(self, x: int, y: int) -> None:
        self.points, self.x, self.y = 1, bytearray(), bytearray()
        zigzag(x, self.x)
        zigzag(y, self.y)


def _arcs(near: bytearray, named: set[int]) -> dict[int, _Arc]:
    """Each arc that is drawn, at the levels of detail that its surroundings ask for."""
    rows = list(SEGMENT.iter_unpack((FILES / "segments.bin").read_bytes()))
    levels = [
        max(near[a], near[b], near[c], near[d], near[e], arc in named) for arc, _, _, _, a, b, c, d, e, *_ in rows
    ]
    # Places all over the world would take all of its lines at the finest level.
    finest = LEVELS - 1
    while finest and sum(row[10 + 4 * min(level, finest)] for row, level in zip(rows, levels, strict=True)) > _POINTS:
        finest -= 1
    levels = [min(level, finest) for level in levels]
    # An island is drawn whole or not at all, however many segments it has.
    whole: dict[int, int] = {}
    for row, level in zip(rows, levels, strict=True):
        if row[3]:
            whole[row[0]] = max(level, whole.get(row[0], 0))
    data = (FILES / "points.bin").read_bytes()
    arcs: dict[int, _Arc] = {}
    for row, level in zip(rows, levels, strict=True):
        number, x, y, first = row[:4]
        if first and whole[number] < first:
            continue
        at = 9 + 4 * max(level, first)
        offset, count, across, along = row[at : at + 4]
        arc = arcs.get(number)
        if arc is None:
            arc = arcs[number] = _Arc(x, y)
        arc.points += count
        arc.x += data[offset : offset + across]
        arc.y += data[offset + across : offset + across + along]
    return arcs


def _pack_areas(
    areas: Iterable[list[list[int]]], count: int, arcs: Iterable[int], first: int, packed: bytearray
) -> None:
    """Append areas by their rings; ``arcs`` are the numbers that these refer to, drawn from ``first`` on."""
    numbers = {arc: first + number for number, arc in enumerate(arcs)}
    varint(count, packed)
    for rings in areas:
        _pack_rings(rings, numbers, packed)


def _pack_rings(rings: list[list[int]], numbers: dict[int, int], packed: bytearray) -> None:
    """Append the rings of which every arc is drawn."""
    kept = []
    for ring in rings:
        try:
            kept.append([numbers[arc] << 1 if arc >= 0 else numbers[~arc] << 1 | 1 for arc in ring])
        except KeyError:  # an island that is too small here
            continue
    varint(len(kept), packed)
    for references in kept:
        varint(len(references), packed)
        for reference in references:
            varint(reference, packed)
