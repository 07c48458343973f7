"""What a gazetteer file holds: rows into its tables, sorted and indexed."""

from __future__ import annotations

import math
import sqlite3
from contextlib import contextmanager
from dataclasses import astuple
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer import cells, typos
from gazetteer.place import LEVELS, is_country, level_of
from gazetteer.rows import (
    MAIN_PEOPLE,
    MAIN_WEIGHT,
    MILLIONTH,
    NO_DEMONYM,
    SCHEMA_VERSION,
    WEIGHT_BITS,
    place_key,
    stored_spelling,
    use,
)
from gazetteer.spellings import spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gazetteer.sources import Row
    from gazetteer.store import SourceInfo

_HERE = Path(__file__).parent

_RANKED = (0.95, 0.85, 0.75, 0.62, 0.5, 0.4, 0.3)
# What news means by a bare name leans this way at equal population: seats of power before the areas around them.
_BONUS = {"PPLC": 0.1, "PPLA": 0.05, "ADM1": 0.0, "ADM2": -0.05, "PPLX": -0.1}
_SMALLEST = 0.2

_COUNTRY = LEVELS.index("country")
_BATCH = 2000
_area_key = lru_cache(1 << 16)(place_key)  # as many second-level areas as GeoNames has
# Of all places: their names and spots, to be sorted. Of few: what is looked for again when all are in.
_STAGING = """
    CREATE TEMP TABLE staged (fold TEXT, place INTEGER, use INTEGER, name);
    CREATE TEMP TABLE spotted (cell INTEGER, place INTEGER);
    CREATE TEMP TABLE outlined (place INTEGER PRIMARY KEY, level INTEGER);
    CREATE TEMP TABLE populous (place INTEGER PRIMARY KEY);
"""
# SQLite's steps for each of them, measured; guesses for the progress bar.
_STEPS_PER_NAME, _STEPS_PER_SPOT, _STEPS_PER_TYPO, _STEPS_PER_INDEXED = 47, 36, 14, 30
_STEPS = 1_000_000


def importance(row: Row) -> float:
    """Return 0..1, how likely news means this place by its name.

    A tenth of the decimal logarithm of the population (a million: 0.6; of an area without one that of its cities, as
    soon as they are known), with a bonus for seats of government; a country 0.75 to 1; what has no population by its
    curated rank; a user's own place 1, above all. No bare number of this scale is a probability: the ranking is what
    matters.
    """
    if row.id.startswith("user:"):
        return 1.0
    if is_country(row.feature_code):
        return min(1.0, 0.75 + 0.025 * math.log10(row.population + 1))
    if row.rank is not None and row.feature_code not in {"ADM1", "ADM2"}:
        return _RANKED[min(max(row.rank, 0), len(_RANKED) - 1)]
    return _weight(row.population, row.feature_code)


def _weight(people: int, code: str) -> float:
    return min(1.0, max(_SMALLEST, 0.1 * math.log10(people + 1) + _BONUS.get(code, 0.0)))


def level(row: Row) -> int:
    """Return the index into LEVELS of what kind of thing the place is."""
    return LEVELS.index(level_of(row.feature_class, row.feature_code))


def write(
    connection: sqlite3.Connection,
    rows: Iterable[Row],
    sources: Iterable[SourceInfo],
    meta: dict[str, str],
    told: Callable[[float, str], None] = lambda _, __: None,
) -> None:
    """Fill an empty database; see ``gazetteer.build.build``."""
    # The file is thrown away when anything fails, so it needs no journal. The cache is also what a sort may hold.
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -65536; "
        "PRAGMA threads = 2;"
    )
    connection.executescript((_HERE / "schema.sql").read_text(encoding="utf-8"))
    connection.executescript(_STAGING)
    connection.execute("BEGIN")
    filling = _Filling(connection)
    rest = iter(rows)
    while batch := list(islice(rest, _BATCH)):
        filling.add(batch)
    filling.finish()
    names = _count(connection, "staged")
    places = _count(connection, "place")
    finish = _Finish(connection, told)
    with finish.part(0.66, "sorting names", names * _STEPS_PER_NAME):
        _sort_names(connection)
    with finish.part(0.12, "placing on Earth", places * _STEPS_PER_SPOT):
        _place_on_earth(connection)
    with finish.part(0.10, "indexing misspellings", names * _STEPS_PER_TYPO):
        meta["alphabet"] = _index_typos(connection)
    connection.executemany("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?)", map(astuple, sources))
    meta |= {"schema": str(SCHEMA_VERSION), "places": str(places), "names": str(names)}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    connection.execute("COMMIT")
    with finish.part(0.12, "indexing", places * _STEPS_PER_INDEXED):
        connection.executescript((_HERE / "indexes.sql").read_text(encoding="utf-8"))


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 -- ours


class _Finish:
    """Says how far SQLite is with what it does alone, counted in its steps, and lets Ctrl-C through to it."""

    def __init__(self, connection: sqlite3.Connection, told: Callable[[float, str], None]) -> None:
        self.connection, self.told = connection, told
        self.done = 0.0

    @contextmanager
    def part(self, share: float, doing: str, expected: int) -> Iterator[None]:
        """Tell of one part of the work, which takes about ``expected`` steps and this share of the time."""
        stopped: list[BaseException] = []
        steps = 0

        def tick() -> bool:
            # Ctrl-C reaches Python only where SQLite calls it; what is raised here SQLite would swallow.
            nonlocal steps
            steps += _STEPS
            try:
                self.told(self.done + share * min(1.0, steps / max(1, expected)), doing)
            except BaseException as error:  # noqa: BLE001 -- raised again below
                stopped.append(error)
            return bool(stopped)

        self.told(self.done, doing)
        self.connection.set_progress_handler(tick, _STEPS)
        try:
            yield
        except sqlite3.OperationalError:
            if stopped:
                raise stopped[0] from None
            raise
        finally:
            self.connection.set_progress_handler(None, 0)
        self.done += share


def _sort_names(connection: sqlite3.Connection) -> None:
    """Move the staged names into their table, sorted: dense on disk, and the same bytes for the same rows."""
    connection.execute(
        f"INSERT INTO name SELECT fold, place, use + ((importance * 255 / {MILLIONTH:.0f}) << {WEIGHT_BITS}), s.name "  # noqa: S608
        "FROM staged s JOIN place ON key = place ORDER BY fold, place"
    )
    connection.execute("DROP TABLE staged")


class _Filling:
    """Writes places into their tables as they come, and stages what is to be sorted; numbers what they share."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.features: dict[tuple[object, ...], int] = {}
        self.chains: dict[tuple[object, ...], int] = {}
        self.residents: dict[int, int] = {}
        self.areas: dict[int, str] = {}  # without a population of their own: their codes

    def add(self, rows: list[Row]) -> None:
        """Write some rows."""
        places: list[tuple[object, ...]] = []
        details: list[tuple[object, ...]] = []
        spots: list[tuple[int, int]] = []
        outlined: list[tuple[int, int]] = []
        populous: list[tuple[int]] = []
        names: list[tuple[object, ...]] = []
        for row in rows:
            key, kind = place_key(row.id), level(row)
            places.append(self._place(key, row))
            if key < 0 or row.bounds or row.note:
                other_id = None if key >= 0 else row.id
                details.append((key, other_id, *(row.bounds or (None, None, None, None)), row.note))
            spots.append((cells.cell(row.latitude, row.longitude, kind), key))
            if row.population > MAIN_PEOPLE:
                populous.append((key,))
            if row.bounds or kind == _COUNTRY:
                outlined.append((key, kind))
            for folded, (match, name) in spellings(row).items():
                names.append((folded, key, use(match, kind), stored_spelling(name, folded, row.name)))
        insert = self.connection.executemany
        insert("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", places)
        insert("INSERT INTO detail VALUES (?, ?, ?, ?, ?, ?, ?)", details)
        insert("INSERT INTO spotted VALUES (?, ?)", spots)
        insert("INSERT INTO outlined VALUES (?, ?)", outlined)
        insert("INSERT INTO populous VALUES (?)", populous)
        insert("INSERT INTO staged VALUES (?, ?, ?, ?)", names)

    def _place(self, key: int, row: Row) -> tuple[object, ...]:
        admin1 = _area_key(row.admin1) if row.admin1 else None
        admin2 = _area_key(row.admin2) if row.admin2 else None
        if row.feature_class == "P" and row.population:
            for area in (admin1, admin2):
                if area is not None:
                    self.residents[area] = self.residents.get(area, 0) + row.population
        elif row.feature_code in {"ADM1", "ADM2"} and not row.population and not row.id.startswith("user:"):
            self.areas[key] = row.feature_code
        feature = self.features.setdefault((row.feature_class, row.feature_code), len(self.features))
        chain = self.chains.setdefault((row.country, admin1, admin2), len(self.chains))
        latitude, longitude = round(row.latitude * MILLIONTH), round(row.longitude * MILLIONTH)
        return key, row.name, latitude, longitude, feature, chain, row.population, _millionths(importance(row))

    def finish(self) -> None:
        """Write what all rows have in common, and weigh areas without a population by that of their cities."""
        insert = self.connection.executemany
        insert("INSERT INTO feature VALUES (?, ?, ?)", [(number, *both) for both, number in self.features.items()])
        insert("INSERT INTO chain VALUES (?, ?, ?, ?)", [(number, *areas) for areas, number in self.chains.items()])
        weighed = ((_millionths(_weight(self.residents.get(key, 0), code)), key) for key, code in self.areas.items())
        insert("UPDATE place SET importance = ? WHERE key = ?", weighed)


def _millionths(weight: float) -> int:
    return round(weight * MILLIONTH)


# Rivers and canals are lines; of which continent or union a point is, its country tells better: London is in the box
# of the Eurozone.
_NO_BOX = ("STM", "STMC", "STMI", "CNL", "CONT", "RGNE")


def _place_on_earth(connection: sqlite3.Connection) -> None:
    """Fill the tables of countries, spots and areas."""
    continents = dict(
        line.split("\t")
        for line in (_HERE / "data" / "country_continents.tsv").read_text(encoding="utf-8").splitlines()[1:]
    )
    connection.create_function("continent", 1, lambda code: place_key(continents[code]) if code in continents else None)
    # Of two with one code the more important is the country.
    connection.execute(
        "INSERT OR IGNORE INTO country SELECT country, key, continent(country) FROM outlined JOIN place ON key = place "
        "JOIN chain ON chain.id = chain WHERE level = 0 AND country IS NOT NULL ORDER BY importance DESC, key"
    )
    connection.execute("INSERT INTO spot SELECT cell, place FROM spotted ORDER BY 1, 2")
    # The areas of the administration that contain a point are known better than by boxes; the historic are no more.
    connection.execute(
        "INSERT INTO area SELECT 2 * key + side, south, north, CASE WHEN side THEN -180 ELSE west END, "  # noqa: S608
        "CASE WHEN west > east AND NOT side THEN 180 ELSE east END FROM outlined o JOIN place ON key = o.place "
        "JOIN detail d ON d.place = key JOIN feature ON feature.id = feature "
        "JOIN (SELECT 0 AS side UNION SELECT 1) ON side = 0 OR west > east "
        f"WHERE south IS NOT NULL AND level > 2 AND code NOT IN {_NO_BOX} "
        "AND NOT (class IN ('A', 'L') AND code LIKE '%H') ORDER BY key, side"
    )


def _index_typos(connection: sqlite3.Connection) -> str:
    """Fill the table of misspellings, and return the alphabet that its entries are written in."""
    connection.execute(
        "CREATE TEMP TABLE main AS SELECT DISTINCT fold FROM name "  # noqa: S608 -- constants
        f"WHERE {NO_DEMONYM} AND (use >= {MAIN_WEIGHT << WEIGHT_BITS} OR place IN populous) ORDER BY 1"
    )
    letters = typos.alphabet(name for (name,) in connection.execute("SELECT fold FROM main"))
    buckets = [bytearray() for _ in range(typos.BUCKETS)]
    for (name,) in connection.execute("SELECT fold FROM main"):
        for bucket, entry in typos.entries(name, letters):
            buckets[bucket] += entry
    connection.executemany(
        "INSERT INTO typo VALUES (?, ?)", ((at, typos.pack(bytes(found))) for at, found in enumerate(buckets) if found)
    )
    return letters
