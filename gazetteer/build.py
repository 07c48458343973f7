"""Rows in, one read-only SQLite file out: whole or not at all, the same bytes for the same rows."""

from __future__ import annotations

import hashlib
import json
import math
import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gazetteer import cells, typos
from gazetteer.names import fold
from gazetteer.place import LEVELS, is_country, level_of
from gazetteer.sources.tables import is_places_csv, read_table, read_tables, table_files
from gazetteer.store import MAIN, MATCHES, SCHEMA_VERSION, place_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gazetteer.sources import Row

_HERE = Path(__file__).parent
EMBEDDED = _HERE / "data" / "gazetteer.sqlite"

_RANKED = (0.95, 0.85, 0.75, 0.62, 0.5, 0.4, 0.3)
# What news means by a bare name leans this way at equal population: seats of power before the areas around them.
_BONUS = {"PPLC": 0.1, "PPLA": 0.05, "ADM1": 0.0, "ADM2": -0.05, "PPLX": -0.1}
_SMALLEST = 0.2
_WRITTEN_ALSO = {"saint": "st", "mount": "mt", "fort": "ft"}
_WRITTEN_ALSO |= {short: long for long, short in _WRITTEN_ALSO.items()}

_ALTERNATE, _DEMONYM = MATCHES.index("alternate"), MATCHES.index("demonym")
_BATCH = 2000
# SQLite's steps for a name on its way from the staging table to the sorted one, measured; a guess for the progress bar.
_STEPS_PER_NAME = 62
_STEPS = 1_000_000


class SourceInfo(NamedTuple):
    """Where places came from: a row of the ``source`` table; ``rows`` counts the places that it had a part in."""

    name: str
    version: str
    licence: str
    url: str
    credit: str
    rows: int


def importance(row: Row, population: int | None = None) -> float:
    """Return 0..1, how likely news means this place by its name.

    A tenth of the decimal logarithm of the population (a million: 0.6), with a bonus for seats of government; a
    country 0.75 to 1; what has no population by its curated rank; a user's own place 1, above all. No bare number of
    this scale is a probability: the ranking is what matters.

    Args:
        row: the place.
        population: inhabitants to reckon with, where the row does not say (an area's own cities).
    """
    if row.id.startswith("user:"):
        return 1.0
    if is_country(row.feature_code):
        return min(1.0, 0.75 + 0.025 * math.log10(row.population + 1))
    if row.rank is not None and row.feature_code not in {"ADM1", "ADM2"}:
        return _RANKED[min(max(row.rank, 0), len(_RANKED) - 1)]
    people = row.population or population or 0
    return min(1.0, max(_SMALLEST, 0.1 * math.log10(people + 1) + _BONUS.get(row.feature_code, 0.0)))


def level(row: Row) -> int:
    """Return the index into LEVELS of what kind of thing the place is."""
    return LEVELS.index(level_of(row.feature_class, row.feature_code))


def build(
    rows: Iterable[Row],
    path: Path,
    *,
    sources: Iterable[SourceInfo],
    version: str,
    checksum: str,
    sorting: Callable[[float], None] | None = None,
) -> None:
    """Write a gazetteer file, through a temporary one beside it: ``path`` is whole or untouched.

    Args:
        rows: the places; a later row with an id that came before is an error of the source.
        path: the file to write.
        sources: for ``meta`` and credits; asked for when all rows are in, so that they may be counted on the way.
        version: what to call this gazetteer, shown in every provenance.
        checksum: SHA-256 of what it was built from.
        sorting: called with the share done, about, while the names are sorted, after the last row.

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
            _write(connection, rows, sources, {"version": version, "checksum": checksum}, sorting)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def build_in_memory(rows: Iterable[Row], *, sources: Iterable[SourceInfo], version: str, checksum: str) -> bytes:
    """Return what ``build`` would write, for a few rows that need no file."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _write(connection, rows, sources, {"version": version, "checksum": checksum}, None)
        return connection.serialize()


def _write(
    connection: sqlite3.Connection,
    rows: Iterable[Row],
    sources: Iterable[SourceInfo],
    meta: dict[str, str],
    sorting: Callable[[float], None] | None,
) -> None:
    # The file is thrown away when anything fails, so it needs no journal. The cache is also what a sort may hold.
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -65536; "
        "PRAGMA threads = 2;"
    )
    connection.executescript((_HERE / "schema.sql").read_text(encoding="utf-8"))
    connection.execute("CREATE TEMP TABLE staged (fold TEXT, place INTEGER, match INTEGER, level INTEGER, name TEXT)")
    connection.execute("CREATE TEMP TABLE kind (place INTEGER PRIMARY KEY, level INTEGER)")
    connection.execute("BEGIN")
    residents: dict[int, int] = {}
    rest = iter(rows)
    while batch := list(islice(rest, _BATCH)):
        _write_rows(connection, batch, residents)
    _weigh_areas(connection, residents)
    _sort_names(connection, sorting)
    _place_on_earth(connection)
    meta["alphabet"] = _index_typos(connection)
    connection.executemany("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?)", sources)
    counts = connection.execute("SELECT (SELECT count(*) FROM place), (SELECT count(*) FROM name)").fetchone()
    meta |= {"schema": str(SCHEMA_VERSION), "places": str(counts[0]), "names": str(counts[1])}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    connection.execute("COMMIT")
    connection.executescript((_HERE / "indexes.sql").read_text(encoding="utf-8"))


def _sort_names(connection: sqlite3.Connection, sorting: Callable[[float], None] | None) -> None:
    """Move the staged names into their table, sorted: dense on disk, and the same bytes for the same rows."""
    stopped: list[BaseException] = []
    steps = 0
    expected = _STEPS_PER_NAME * (connection.execute("SELECT max(rowid) FROM staged").fetchone()[0] or 1)

    def tick() -> bool:
        # Ctrl-C reaches Python only where SQLite calls it; what is raised here SQLite would swallow.
        nonlocal steps
        steps += _STEPS
        try:
            if sorting is not None:
                sorting(min(1.0, steps / expected))
        except BaseException as error:  # noqa: BLE001 -- raised again below
            stopped.append(error)
        return bool(stopped)

    connection.set_progress_handler(tick, _STEPS)
    try:
        # Of one spelling's several kinds for a place the best counts.
        connection.execute(
            "INSERT OR IGNORE INTO name SELECT s.fold, s.place, s.match, s.level, CAST(p.importance * 255 AS INTEGER), "
            "nullif(s.name, p.name) FROM staged s JOIN place p ON p.key = s.place "
            "ORDER BY s.fold, s.place, s.match, s.name"
        )
    except sqlite3.OperationalError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _write_rows(connection: sqlite3.Connection, rows: list[Row], residents: dict[int, int]) -> None:
    places: list[tuple[object, ...]] = []
    kinds: list[tuple[int, int]] = []
    spellings: list[tuple[str, int, int, int, str]] = []
    for row in rows:
        key, kind = place_key(row.id), level(row)
        admin1 = place_key(row.admin1) if row.admin1 else None
        admin2 = place_key(row.admin2) if row.admin2 else None
        if row.feature_class == "P" and row.population:
            for area in (admin1, admin2):
                if area is not None:
                    residents[area] = residents.get(area, 0) + row.population
        places.append(
            (
                key, None if key >= 0 else row.id, row.name, row.latitude, row.longitude, row.feature_class,
                row.feature_code, row.country, admin1, admin2, row.population, importance(row),
                *(row.bounds or (None, None, None, None)), row.note,
            )
        )  # fmt: skip
        kinds.append((key, kind))
        spellings.extend(_spellings(row, key, kind))
    connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
    connection.executemany("INSERT INTO kind VALUES (?, ?)", kinds)
    connection.executemany("INSERT INTO staged VALUES (?, ?, ?, ?, ?)", spellings)


def _spellings(row: Row, key: int, kind: int) -> Iterator[tuple[str, int, int, int, str]]:
    for match, names in enumerate(((row.name,), row.names, row.abbreviations, row.demonyms)):
        for name in names:
            key_of_name = fold(name)
            if not key_of_name:
                continue
            yield key_of_name, key, match, kind, name
            first, _, rest = key_of_name.partition(" ")
            if rest and first in _WRITTEN_ALSO and match != _DEMONYM:
                yield f"{_WRITTEN_ALSO[first]} {rest}", key, _ALTERNATE, kind, name


def _weigh_areas(connection: sqlite3.Connection, residents: dict[int, int]) -> None:
    """Set the importance of areas without a population of their own from that of their cities."""
    areas = connection.execute(
        "SELECT key, feature_code FROM place WHERE feature_code IN ('ADM1', 'ADM2') AND population = 0"
    ).fetchall()
    connection.executemany(
        "UPDATE place SET importance = ? WHERE key = ?",
        (
            (max(_SMALLEST, 0.1 * math.log10(residents.get(key, 0) + 1) + _BONUS[code]), key)
            for key, code in areas
        ),
    )  # fmt: skip


# Rivers and canals are lines; of which continent a point is, its country tells better.
_NO_BOX = ("STM", "STMC", "STMI", "CNL", "CONT")


def _place_on_earth(connection: sqlite3.Connection) -> None:
    """Fill the tables of countries, spots and areas."""
    continents = dict(
        line.split("\t")
        for line in (_HERE / "data" / "country_continents.tsv").read_text(encoding="utf-8").splitlines()[1:]
    )
    connection.create_function("continent", 1, lambda code: place_key(continents[code]) if code in continents else None)
    connection.create_function("cell", 3, cells.cell, deterministic=True)
    # Of two with one code the more important is the country.
    connection.execute(
        "INSERT OR IGNORE INTO country SELECT country, key, continent(country) FROM place JOIN kind ON place = key "
        "WHERE level = 0 AND country IS NOT NULL ORDER BY importance DESC, key"
    )
    connection.execute(
        "INSERT INTO spot "
        "SELECT cell(latitude, longitude, level), key FROM place JOIN kind ON place = key ORDER BY 1, 2"
    )
    # The areas of the administration that contain a point are known better than by boxes; the historic are no more.
    connection.execute(
        "INSERT INTO area SELECT 2 * key + side, south, north, CASE WHEN side THEN -180 ELSE west END, "  # noqa: S608
        "CASE WHEN west > east AND NOT side THEN 180 ELSE east END FROM place JOIN kind ON place = key "
        "JOIN (SELECT 0 AS side UNION SELECT 1) ON side = 0 OR west > east "
        f"WHERE south IS NOT NULL AND level > 2 AND feature_code NOT IN {_NO_BOX} "
        "AND NOT (feature_class IN ('A', 'L') AND feature_code LIKE '%H') ORDER BY key, side"
    )


def _index_typos(connection: sqlite3.Connection) -> str:
    """Fill the table of misspellings, and return the alphabet that its entries are written in."""
    main = f"SELECT DISTINCT n.fold FROM name n JOIN place p ON p.key = n.place WHERE n.match < 3 AND {MAIN} ORDER BY 1"  # noqa: S608
    letters = typos.alphabet(name for (name,) in connection.execute(main))
    buckets = [bytearray() for _ in range(typos.BUCKETS)]
    for (name,) in connection.execute(main):
        for bucket, entry in typos.entries(name, letters):
            buckets[bucket] += entry
    connection.executemany(
        "INSERT INTO typo VALUES (?, ?)", ((at, typos.pack(bytes(found))) for at, found in enumerate(buckets) if found)
    )
    return letters


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
    found: dict[tuple[str, ...], int] = {}
    for table in json.loads((folder / "sources.json").read_text(encoding="utf-8"))["tables"]:
        for source in table["sources"]:
            key = tuple(str(source[field]) for field in SourceInfo._fields[:-1])
            found[key] = found.get(key, 0) + table["rows"]
    own = sum(1 for file in table_files(folder) if is_places_csv(file) for _ in read_table(file))
    if own:
        found["geoview, curated", "", "MIT", "", "Curated by the geoview authors"] = own
    fields = SourceInfo._fields[:-1]
    return [SourceInfo(**dict(zip(fields, key, strict=True)), rows=rows) for key, rows in sorted(found.items())]


def tables_checksum(folder: Path) -> str:
    """Return the SHA-256 of the tables and of the code that reads them."""
    digest = hashlib.sha256(f"schema {SCHEMA_VERSION}".encode())
    code = ("build.py", "cells.py", "indexes.sql", "names.py", "schema.sql", "typos.py", "sources/tables.py")
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
