"""Rows in, one read-only SQLite file out: whole or not at all, the same bytes for the same rows."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing, suppress
from dataclasses import astuple, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.rows import SCHEMA_VERSION
from gazetteer.sources.tables import is_places_csv, read_table, read_tables, table_files
from gazetteer.store import SourceInfo
from gazetteer.writing import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gazetteer.sources import Row

_HERE = Path(__file__).parent
EMBEDDED = _HERE / "data" / "gazetteer.sqlite"


def build(
    rows: Iterable[Row],
    path: Path,
    *,
    sources: Iterable[SourceInfo],
    version: str,
    checksum: str,
    told: Callable[[float, str], None] = lambda _, __: None,
) -> None:
    """Write a gazetteer file, through a temporary one beside it: ``path`` is whole or untouched.

    Args:
        rows: the places; a later row with an id that came before is an error of the source.
        path: the file to write.
        sources: for ``meta`` and credits; asked for when all rows are in, so that they may be counted on the way.
        version: what to call this gazetteer, shown in every provenance.
        checksum: SHA-256 of what it was built from.
        told: called after the last row, while all is sorted and indexed: with the share done, about, and what is done.

    Raises:
        OSError: the file cannot be written.
        sqlite3.IntegrityError: two rows have one id.
        sqlite3.OperationalError: the disk is full.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            write(connection, rows, sources, {"version": version, "checksum": checksum}, told)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def build_in_memory(rows: Iterable[Row], *, sources: Iterable[SourceInfo], version: str, checksum: str) -> bytes:
    """Return what ``build`` would write, for a few rows that need no file."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        write(connection, rows, sources, {"version": version, "checksum": checksum})
        return connection.serialize()


def build_embedded(folder: Path = _HERE / "data", path: Path = EMBEDDED) -> bool:
    """Build the default gazetteer from its source tables, unless the file is already of these very tables.

    Returns:
        True where it was built, False where it was up to date.

    Raises:
        SourceError: a table cannot be read.
        OSError: the file cannot be written.
    """
    checksum = tables_checksum(folder)
    if _built_from(path) == checksum:
        return False
    sources = embedded_sources(folder)
    build(read_tables(folder), path, sources=sources, version=f"embedded {checksum[:8]}", checksum=checksum)
    return True


def embedded_sources(folder: Path) -> list[SourceInfo]:
    """Return what ``sources.json`` lists, each source once, and the project's own CSV files."""
    found: Counter[SourceInfo] = Counter()
    for table in json.loads((folder / "sources.json").read_text(encoding="utf-8"))["tables"]:
        for each in table["sources"]:
            source = SourceInfo(each["name"], each["version"], each["licence"], each["url"], each["credit"], 0)
            found[source] += table["rows"]
    own = sum(1 for file in table_files(folder) if is_places_csv(file) for _ in read_table(file))
    if own:
        found[SourceInfo("geoview, curated", "", "MIT", "", "Curated by the geoview authors", 0)] = own
    return [replace(source, rows=rows) for source, rows in sorted(found.items(), key=lambda pair: astuple(pair[0]))]


def tables_checksum(folder: Path) -> str:
    """Return the SHA-256 of the tables and of the code that reads them."""
    digest = hashlib.sha256(f"schema {SCHEMA_VERSION}".encode())
    code = (
        "build.py", "by_name.py", "cells.py", "indexes.sql", "names.py", "place.py", "rows.py", "schema.sql",
        "spellings.py", "typos.py", "writing.py", "sources/tables.py",
    )  # fmt: skip
    data = (*table_files(folder), folder / "country_continents.tsv", folder / "sources.json")
    for file in (*(_HERE / name for name in code), *data):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _built_from(path: Path) -> str | None:
    if not path.exists():
        return None
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT value FROM meta WHERE key = 'checksum'").fetchone()
        return str(found[0]) if found else None
    return None
