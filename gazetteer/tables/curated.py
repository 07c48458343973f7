"""The CSV files beside this module: what a person decides and may mend."""

from __future__ import annotations

import csv
from pathlib import Path

_HERE = Path(__file__).parent


def read(name: str) -> list[dict[str, str]]:
    """Give the rows of ``name``.csv, each a dictionary of its columns."""
    with (_HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(cell: str) -> tuple[str, ...]:
    """Give the values of a cell that holds a list joined by ``|``."""
    return tuple(value for value in cell.split("|") if value)
