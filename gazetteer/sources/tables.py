"""The committed source tables: compressed TSV from registry packages, and CSV files that people read and mend.

All have the columns of ``COLUMNS``; CSV files may have more. ``aliases.csv`` and ``demonyms.csv`` add names to places
of other tables, by id. A CSV row whose id another table has outranks that table's row, and keeps its names.
"""

from __future__ import annotations

import csv
import lzma
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.errors import SourceError
from gazetteer.place import BoundingBox
from gazetteer.sources import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLUMNS = (
    "id", "name", "latitude", "longitude", "feature_class", "feature_code", "country", "admin1", "admin2", "population",
    "south", "west", "north", "east", "rank", "names", "abbreviations", "demonyms", "note",
)  # fmt: skip
ALIASES, DEMONYMS = "aliases.csv", "demonyms.csv"


def table_files(folder: Path) -> list[Path]:
    """Return the files that make up a folder's tables, in the order in which they are read."""
    return sorted([*folder.glob("*.csv"), *folder.glob("*.tsv.xz")])


def read_tables(folder: Path) -> Iterator[Row]:
    """Yield every place of the tables in ``folder``, its aliases and demonyms merged in.

    Raises:
        SourceError: a table is missing a column or a row cannot be read; the message names file and line.
    """
    extras = extra_names(folder)
    curated = {row.id: row for file in table_files(folder) if is_places_csv(file) for row in read_table(file)}
    seen: set[str] = set()
    for file in table_files(folder):
        if file.suffix != ".xz":
            continue
        for row in read_table(file):
            better = curated.get(row.id)
            if better is not None:
                seen.add(row.id)
            yield with_extras(row if better is None else merged(better, row), extras)
    for row in curated.values():
        if row.id not in seen:
            yield with_extras(row, extras)
    if extras:
        some = ", ".join(sorted(extras)[:5])
        raise SourceError(f"{folder}: {ALIASES} or {DEMONYMS} name {len(extras)} places that no table has: {some}")


def read_table(file: Path) -> Iterator[Row]:
    """Yield the rows of one table, a CSV or an xz-compressed TSV file.

    Raises:
        SourceError: as in ``read_tables``.
    """
    for line, record in _records(file):
        try:
            yield _row(record)
        except (ValueError, KeyError) as error:
            raise SourceError(f"{file.name}, line {line}: {error}") from error


def _row(record: dict[str, str]) -> Row:
    south, west, north, east = (record[side] for side in ("south", "west", "north", "east"))
    return Row(
        id=record["id"],
        name=record["name"],
        latitude=float(record["latitude"]),
        longitude=float(record["longitude"]),
        feature_class=record["feature_class"],
        feature_code=record["feature_code"],
        country=record["country"] or None,
        admin1=record.get("admin1") or None,
        admin2=record.get("admin2") or None,
        population=int(record.get("population") or 0),
        bounds=BoundingBox(float(south), float(west), float(north), float(east)) if south else None,
        names=_split(record["names"]),
        abbreviations=_split(record["abbreviations"]),
        demonyms=_split(record["demonyms"]),
        rank=int(record["rank"]) if record["rank"] else None,
        note=record["note"] or None,
    )


def _split(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split("|") if part)


def _records(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if file.suffix == ".xz":
        with lzma.open(file, "rt", encoding="utf-8", newline="\n") as lines:
            header = next(lines).rstrip("\n").split("\t")
            for number, line in enumerate(lines, 2):
                yield number, dict(zip(header, line.rstrip("\n").split("\t"), strict=True))
    else:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            for record in reader:
                yield reader.line_num, record


def is_places_csv(file: Path) -> bool:
    """Tell whether a file is a curated table of places, rather than of names for places of other tables."""
    return file.suffix == ".csv" and file.name not in {ALIASES, DEMONYMS}


def extra_names(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Return id -> [(field of Row, name)] of the aliases and demonyms."""
    fields = {"exact": "equals", "alternate": "names", "abbreviation": "abbreviations", "demonym": "demonyms"}
    extras: dict[str, list[tuple[str, str]]] = {}
    for name, column in ((ALIASES, "name"), (DEMONYMS, "demonym")):
        file = folder / name
        if not file.exists():
            continue
        for line, record in _records(file):
            kind = record.get("kind") or "demonym"
            if kind not in fields:
                raise SourceError(f"{file.name}, line {line}: kind is {kind!r}; use one of {', '.join(fields)}")
            extras.setdefault(record["id"], []).append((fields[kind], record[column]))
    return extras


def with_extras(row: Row, extras: dict[str, list[tuple[str, str]]]) -> Row:
    """Return a row with its aliases and demonyms, and take these out of ``extras``."""
    more = extras.pop(row.id, ())
    if not more:
        return row
    return replace(
        row,
        equals=(*row.equals, *(name for field, name in more if field == "equals")),
        names=(*row.names, *(name for field, name in more if field == "names")),
        abbreviations=(*row.abbreviations, *(name for field, name in more if field == "abbreviations")),
        demonyms=(*row.demonyms, *(name for field, name in more if field == "demonyms")),
    )


def merged(better: Row, other: Row) -> Row:
    """Return the better row of one place with what only the other one knows."""
    return replace(
        better,
        admin1=better.admin1 or other.admin1,
        admin2=better.admin2 or other.admin2,
        population=better.population or other.population,
        bounds=better.bounds or other.bounds,
        equals=(*better.equals, *other.equals),
        names=(*better.names, other.name, *other.names),
        abbreviations=(*better.abbreviations, *other.abbreviations),
        demonyms=(*better.demonyms, *other.demonyms),
        note=better.note or other.note,
    )
