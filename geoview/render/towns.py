"""Cities around a page's places, for orientation: ``assets/base/towns.tsv``, made by ``geoview.render.towns_build``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoview.render.areas import FILES

if TYPE_CHECKING:
    from collections.abc import Iterable

# The most important cities of the Earth, which every page has; around its places so many in each cell, of so many
# cells at most.
_WORLD, _EACH, _CELLS = 150, 7, 60
# Hundredths of a degree along a cell's side.
_CELL = 300
_ROW = 36_000 // _CELL  # cells in a row around the Earth

Town = tuple[str, float, float]


def around(points: Iterable[tuple[float, float]]) -> list[Town]:
    """Return cities (name, latitude, longitude) on all the Earth and around ``points``, the most important first."""
    cells = {_cell(round(latitude * 100), round(longitude * 100)) for latitude, longitude in points}
    if len(cells) > _CELLS:  # places all over the world: what is near is too much
        cells = set()
    left = {
        (row + up) * _ROW + (column + right) % _ROW: _EACH
        for row, column in (divmod(cell, _ROW) for cell in cells)
        for up in (-1, 0, 1)
        for right in (-1, 0, 1)
    }
    chosen = []
    for number, line in enumerate((FILES / "towns.tsv").read_text(encoding="utf-8").splitlines()):
        name, north, east = line.split("\t")
        cell = _cell(int(north), int(east))
        if room := left.get(cell, 0):
            left[cell] = room - 1
        if room or number < _WORLD:
            chosen.append((name, int(north) / 100, int(east) / 100))
    return chosen


def _cell(north: int, east: int) -> int:
    """Number of a cell, row by row from the South Pole, by hundredths of a degree."""
    return (north + 9_000) // _CELL * _ROW + (east + 18_000) // _CELL
