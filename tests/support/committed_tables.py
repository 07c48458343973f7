"""The committed tables, read once a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gazetteer.sources import Row
from gazetteer.sources.tables import read_table

ROOT = Path(__file__).parents[2]
DATA = ROOT / "gazetteer" / "data"


@cache
def rows(table: str) -> tuple[Row, ...]:
    return tuple(read_table(DATA / f"{table}.tsv.xz"))


@cache
def by_id(table: str) -> dict[str, Row]:
    return {row.id: row for row in rows(table)}


@cache
def countries() -> dict[str | None, Row]:
    return {row.country: row for row in rows("countries")}


def first(table: str, name: str, country: str | None = None) -> Row:
    return next(row for row in rows(table) if row.name == name and row.country == country)
