"""Tables with a header, as several sources give them: CSV with commas, semicolons or tabs, read with line numbers."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.errors import SourceError
from gazetteer.sources.geojson import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONGEST = 1 << 20  # characters in a cell


class Record(NamedTuple):
    """A row of a table: its cells by lower-case column name, and where it is, for messages."""

    where: str
    line: int
    cells: dict[str, str]

    def get(self, *columns: str) -> str:
        """Return the first cell of these columns that is there, stripped; "" where none is."""
        return next((value for column in columns if (value := self.cells.get(column, ""))), "")

    def number(self, *columns: str) -> float | None:
        """Return a cell as a number; None where it is empty.

        Raises:
            SourceError: it is none; the message names file, line and column.
        """
        text = self.get(*columns)
        if not text:
            return None
        try:
            if "_" in text:
                raise ValueError  # noqa: TRY301 -- Python reads 1_000, and tables do not mean it
            return float(text)
        except ValueError:
            column = next(column for column in columns if self.cells.get(column))
            comma = "; write a decimal point" if "," in text else ""
            raise SourceError(f"{self.where}, column {column}: {text[:40]!r} is no number{comma}") from None

    def point(self, latitudes: tuple[str, ...], longitudes: tuple[str, ...]) -> tuple[float, float]:
        """Return latitude and longitude, in degrees.

        Raises:
            SourceError: one is missing, no number, or off the globe.
        """
        latitude, longitude = self.number(*latitudes), self.number(*longitudes)
        for value, columns in ((latitude, latitudes), (longitude, longitudes)):
            if value is None:
                column = next((column for column in columns if column in self.cells), columns[0])
                raise SourceError(f"{self.where}, column {column}: is empty; give degrees")
        assert latitude is not None  # noqa: S101 -- for the type checker
        assert longitude is not None  # noqa: S101 -- the same
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            column, written = self._offending(latitude, latitudes, longitudes)
            swapped = -90 <= longitude <= 90 and -180 <= latitude <= 180
            advice = "; latitude and longitude look swapped" if swapped else ""
            raise SourceError(f"{self.where}, column {column}: {written} is no point on Earth{advice}")
        return latitude, longitude

    def _offending(self, latitude: float, latitudes: tuple[str, ...], longitudes: tuple[str, ...]) -> tuple[str, str]:
        columns = longitudes if -90 <= latitude <= 90 else latitudes
        column = next(column for column in columns if self.cells.get(column))
        return column, self.cells[column]


def records(path: Path, *needed: tuple[str, ...]) -> Iterator[Record]:
    """Yield the rows of a table; empty ones are passed over.

    Args:
        path: the file.
        needed: for each column that must be there its names, any of which will do.

    Raises:
        SourceError: the file cannot be read, has no such column, or is no table; the message names file and line.
    """
    text = text_of(path)
    if "\0" in text:
        raise SourceError(f"{path.name}: is no text")
    csv.field_size_limit(_LONGEST)
    head = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True, skipinitialspace=True
    )
    header: list[str] | None = None
    begin = 1
    try:
        for cells in reader:
            line, begin = begin, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _header(cells, path, needed)
                continue
            where = f"{path.name}, line {line}"
            if len(cells) > len(header):
                raise SourceError(f"{where}: has {len(cells)} cells, the header {len(header)}; quote cells with commas")
            yield Record(where, line, dict(zip(header, (cell.strip() for cell in cells), strict=False)))
    except csv.Error as error:
        raise SourceError(f"{path.name}, line {begin}: is no table: {error}") from error
    if header is None:
        raise SourceError(f"{path.name}: is empty")


def _header(cells: list[str], path: Path, needed: tuple[tuple[str, ...], ...]) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    for names in needed:
        if not set(names) & set(header):
            raise SourceError(
                f"{path.name}, line 1: has no column {names[0]}; it has {', '.join(filter(None, header)) or 'none'}"
            )
    return header
