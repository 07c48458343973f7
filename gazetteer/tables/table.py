"""The tables' one format: tab-separated UTF-8 with a header, compressed with xz."""

from __future__ import annotations

import lzma
from typing import TYPE_CHECKING

from gazetteer.sources.tables import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gazetteer.sources import Row

LIST_SEPARATOR = "|"
_FORBIDDEN = frozenset("\t\n\r\v\f\x85\u2028\u2029|")
# Fixed, so that the same rows give the same bytes: no threads, one block, one check.
_XZ_FILTERS = ({"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 26},)


def write_table(rows: Iterable[Row], path: Path) -> int:
    """Write ``rows`` to ``path`` (``*.tsv.xz``), sorted; return how many there are.

    Raises:
        ValueError: two rows have one id, or a value holds a separator.
    """
    ordered = sorted(rows, key=_order)
    seen: set[str] = set()
    lines = ["\t".join(COLUMNS)]
    for row in ordered:
        if row.id in seen:
            raise ValueError(f"{path.name}: two rows have the id {row.id}; give each place one row")
        seen.add(row.id)
        lines.append("\t".join(_cells(row)))
    text = "\n".join(lines) + "\n"
    data = lzma.compress(text.encode(), format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=_XZ_FILTERS)
    path.write_bytes(data)
    return len(ordered)


def _order(row: Row) -> tuple[str, str, str, int, str]:
    # Neighbours share country and parents, which compresses best; ids of one kind sort as numbers.
    kind, _, number = row.id.partition(":")
    return row.country or "", row.admin1 or "", row.admin2 or "", int(number) if number.isdigit() else 0, kind + number


def _cells(row: Row) -> list[str]:
    bounds = [_number(edge) for edge in row.bounds] if row.bounds else [""] * 4
    cells = [
        row.id,
        row.name,
        _number(row.latitude),
        _number(row.longitude),
        row.feature_class,
        row.feature_code,
        row.country or "",
        row.admin1 or "",
        row.admin2 or "",
        str(row.population) if row.population else "",
        *bounds,
        "" if row.rank is None else str(row.rank),
        _joined(row.names),
        _joined(row.abbreviations),
        _joined(row.demonyms),
        row.note or "",
    ]
    for column, cell in zip(COLUMNS, cells, strict=True):
        allowed = LIST_SEPARATOR if column in ("names", "abbreviations", "demonyms") else ""
        if _FORBIDDEN.intersection(cell) - set(allowed) or cell != cell.strip():
            raise ValueError(f"{row.id}: {column} {cell!r} holds a separator or stray white space")
    return cells


def _joined(values: tuple[str, ...]) -> str:
    for value in values:
        if not value or LIST_SEPARATOR in value or value != value.strip():
            raise ValueError(f"{value!r} cannot stand in a list joined by {LIST_SEPARATOR!r}")
    return LIST_SEPARATOR.join(values)


def _number(value: float) -> str:
    """Give at most five decimals (a metre), without trailing zeros and without -0."""
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
