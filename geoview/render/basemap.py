"""The base map of one page: the world's coasts and borders, fine around the places and coarse elsewhere.

The tables in ``assets/base`` (made by ``geoview.render.basemap_build`` from Natural Earth, 1:10 million) hold every
line at four levels of detail. ``base_map`` picks a level for each piece of line by its distance from the places and
packs what it picked for the page's script (``assets/js/basemap.js``): about 70 KB instead of 1.2 MB.

The packed form is a table as JSON (the grid; each country's name, code, label point, area in square degrees, box),
its length before it as four bytes, big end first; then, all numbers as base-128 varints (signed ones zigzagged):

    arcs:      count, then for each: points, x, y, then (dx, dy) for each further point
    countries: count, then for each: rings; for each ring: references; for each: arc << 1 | reversed
"""

from __future__ import annotations

import base64
import json
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

FILES = Path(__file__).parent / "assets" / "base"
LEVELS = 4
# arc, x, y of the first point; south, west, north, east in whole degrees; first level at which the arc is drawn;
# offset into points.bin; then points and bytes of each level.
SEGMENT = struct.Struct("<HIi4hBI" + "HH" * LEVELS)

# Degrees from a place within which a line is drawn at levels 3, 2 and 1.
_REACH = ((3, 2), (2, 6), (1, 16))


def zigzag(value: int, into: bytearray) -> None:
    """Append a signed number as a base-128 varint."""
    varint(value << 1 if value >= 0 else (-value << 1) - 1, into)


def varint(value: int, into: bytearray) -> None:
    """Append a number of 0 or more as a base-128 varint, least significant seven bits first."""
    while value > 0x7F:
        into.append(value & 0x7F | 0x80)
        value >>= 7
    into.append(value)


def base_map(points: Iterable[tuple[float, float]], countries: Collection[str]) -> str:
    """Pick and pack the base map for places at ``points`` (latitude, longitude) and the countries named by code.

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
    numbers = {arc: number for number, arc in enumerate(arcs)}
    lines = bytearray()
    varint(len(arcs), lines)
    for count, body in arcs.values():
        varint(count, lines)
        lines += body
    varint(len(table["countries"]), lines)
    for country in table["countries"]:
        _pack_rings(country.pop("rings"), numbers, lines)
    head = json.dumps(table, separators=(",", ":")).encode("ascii")
    packed = len(head).to_bytes(4, "big") + head + lines
    return base64.b64encode(zlib.compress(packed, 9)).decode("ascii")


def _near(points: Iterable[tuple[float, float]]) -> dict[tuple[int, int], int]:
    """The level of detail of each whole-degree cell near a place; cells that are not in it have level 0."""
    cells = {(int(latitude // 1), int(longitude // 1)) for latitude, longitude in points}
    levels: dict[tuple[int, int], int] = {}
    for level, reach in reversed(_REACH):
        for south, west in cells:
            for latitude in range(south - reach, south + reach + 1):
                for longitude in range(west - reach, west + reach + 1):
                    levels[latitude, longitude] = level
    return levels


def _arcs(near: dict[tuple[int, int], int], named: set[int]) -> dict[int, tuple[int, bytearray]]:
    """Each arc that is drawn: number of points and packed points, at the levels that its surroundings ask for."""
    rows = list(SEGMENT.iter_unpack((FILES / "segments.bin").read_bytes()))
    levels = [_level(row, near, named) for row in rows]
    # An island is drawn whole or not at all, however many segments it has.
    whole: dict[int, int] = {}
    for row, level in zip(rows, levels, strict=True):
        if row[7]:
            whole[row[0]] = max(level, whole.get(row[0], 0))
    data = (FILES / "points.bin").read_bytes()
    arcs: dict[int, tuple[int, bytearray]] = {}
    for row, near_level in zip(rows, levels, strict=True):
        arc, first, offset, sizes = row[0], row[7], row[8], row[9:]
        if first and whole[arc] < first:
            continue
        level = max(near_level, first)
        offset += sum(sizes[1 : 2 * level : 2])
        count, size = sizes[2 * level : 2 * level + 2]
        if arc not in arcs:
            arcs[arc] = 1, bytearray()
            zigzag(row[1], arcs[arc][1])
            zigzag(row[2], arcs[arc][1])
        before, body = arcs[arc]
        body += data[offset : offset + size]
        arcs[arc] = before + count, body
    return arcs


def _level(row: tuple[int, ...], near: dict[tuple[int, int], int], named: set[int]) -> int:
    arc, _, _, south, west, north, east = row[:7]
    corners = ((south, west), (south, east), (north, west), (north, east), ((south + north) // 2, (west + east) // 2))
    return max(arc in named, *(near.get(cell, 0) for cell in corners))


def _pack_rings(rings: list[list[int]], numbers: dict[int, int], packed: bytearray) -> None:
    kept = [ring for ring in rings if all((arc if arc >= 0 else ~arc) in numbers for arc in ring)]
    varint(len(kept), packed)
    for ring in kept:
        varint(len(ring), packed)
        for arc in ring:
            varint(numbers[arc] << 1 if arc >= 0 else numbers[~arc] << 1 | 1, packed)
