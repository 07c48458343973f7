"""What a gazetteer file holds: rows into its tables, sorted and indexed."""

from __future__ import annotations

import math
import sqlite3
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gazetteer import cells, typos
from gazetteer.by_name import MAIN_PEOPLE, MAIN_WEIGHT
from gazetteer.names import fold
from gazetteer.place import LEVELS, is_country, level_of
from gazetteer.rows import MATCHES, SCHEMA_VERSION, place_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gazetteer.sources import Row

_HERE = Path(__file__).parent

_RANKED = (0.95, 0.85, 0.75, 0.62, 0.5, 0.4, 0.3)
# What news means by a bare name leans this way at equal population: seats of power before the areas around them.
_BONUS = {"PPLC": 0.1, "PPLA": 0.05, "ADM1": 0.0, "ADM2": -0.05, "PPLX": -0.1}
_SMALLEST = 0.2
_WRITTEN_ALSO = {"saint": "st", "mount": "mt", "fort": "ft"}
_WRITTEN_ALSO |= {short: long for long, short in _WRITTEN_ALSO.items()}

# "Milan Province" is the "Province of Milan".
_AREA_TYPES = {"county", "department", "district", "governorate", "prefecture", "province", "region", "state"}
_OF_STATES = {"AU", "BR", "DE", "IN", "MM", "MX", "MY", "NG", "SD", "SS", "VE"}
# With a type alone they name nothing: "Central Region".
_NAMELESS = {"capital", "central", "east", "eastern", "north", "northern", "south", "southern", "west", "western"}
_DERIVED = {"ADM1", "ADM2", "AIRP"}

_EXACT, _ALTERNATE, _ABBREVIATION, _DEMONYM = map(MATCHES.index, ("exact", "alternate", "abbreviation", "demonym"))
_COUNTRY = LEVELS.index("country")
_BATCH = 2000
_area_key = lru_cache(1 << 16)(place_key)  # as many second-level areas as GeoNames has
# Of all places: their names and spots, to be sorted. Of few: what is looked for again when all are in.
_STAGING = """
    CREATE TEMP TABLE staged (fold TEXT, place INTEGER, match INTEGER, level INTEGER, name TEXT);
    CREATE TEMP TABLE spotted (cell INTEGER, place INTEGER);
    CREATE TEMP TABLE outlined (place INTEGER PRIMARY KEY, level INTEGER);
    CREATE TEMP TABLE populous (place INTEGER PRIMARY KEY);
"""
# SQLite's steps for each of them, measured; guesses for the progress bar.
_STEPS_PER_NAME, _STEPS_PER_SPOT, _STEPS_PER_TYPO, _STEPS_PER_INDEXED = 47, 36, 14, 30
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
    residents: dict[int, int] = {}
    rest = iter(rows)
    while batch := list(islice(rest, _BATCH)):
        _write_rows(connection, batch, residents)
    _weigh_areas(connection, residents)
    names = _count(connection, "staged")
    places = _count(connection, "place")
    finish = _Finish(connection, told)
    with finish.part(0.66, "sorting names", names * _STEPS_PER_NAME):
        _sort_names(connection)
    with finish.part(0.12, "placing on Earth", places * _STEPS_PER_SPOT):
        _place_on_earth(connection)
    with finish.part(0.10, "indexing misspellings", names * _STEPS_PER_TYPO):
        meta["alphabet"] = _index_typos(connection)
    connection.executemany("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?)", sources)
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
        "INSERT INTO name SELECT s.fold, s.place, s.match, s.level, CAST(p.importance * 255 AS INTEGER), "
        "nullif(s.name, p.name) FROM staged s JOIN place p ON p.key = s.place ORDER BY s.fold, s.place"
    )
    connection.execute("DROP TABLE staged")


def _write_rows(connection: sqlite3.Connection, rows: list[Row], residents: dict[int, int]) -> None:
    places: list[tuple[object, ...]] = []
    spots: list[tuple[int, int]] = []
    outlined: list[tuple[int, int]] = []
    populous: list[tuple[int]] = []
    spellings: list[tuple[str, int, int, int, str | None]] = []
    for row in rows:
        key, kind = place_key(row.id), level(row)
        admin1 = _area_key(row.admin1) if row.admin1 else None
        admin2 = _area_key(row.admin2) if row.admin2 else None
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
        spots.append((cells.cell(row.latitude, row.longitude, kind), key))
        if row.population > MAIN_PEOPLE:
            populous.append((key,))
        if row.bounds or kind == _COUNTRY:
            outlined.append((key, kind))
        for folded, (match, name) in _spellings(row).items():
            spellings.append((folded, key, match, kind, None if match == _EXACT else name))
    connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
    connection.executemany("INSERT INTO spotted VALUES (?, ?)", spots)
    connection.executemany("INSERT INTO outlined VALUES (?, ?)", outlined)
    connection.executemany("INSERT INTO populous VALUES (?)", populous)
    connection.executemany("INSERT INTO staged VALUES (?, ?, ?, ?, ?)", spellings)


def _spellings(row: Row) -> dict[str, tuple[int, str]]:
    """Return the folds of a place's names, each with its best kind of match, and of several spellings the first."""
    found = {folded: (_EXACT, row.name)} if (folded := fold(row.name)) else {}
    _write_also(found, folded, (_ALTERNATE, row.name))
    for match, names in ((_ALTERNATE, row.names), (_ABBREVIATION, row.abbreviations), (_DEMONYM, row.demonyms)):
        for name in names:
            folded, use = fold(name), (match, name)
            if folded and (folded not in found or use < found[folded]):
                found[folded] = use
            if match != _DEMONYM:
                _write_also(found, folded, (_ALTERNATE, name))
    if row.feature_code in _DERIVED:
        for match, name in list(found.values()):
            if match in {_EXACT, _ALTERNATE}:
                for form, kind in _derived(row, name):
                    found.setdefault(folded := fold(form), (kind, form))
                    _write_also(found, folded, (kind, form))
    return found


def _derived(row: Row, name: str) -> Iterator[tuple[str, int]]:
    """Yield how else a name is written whose words say what it is, and which kind of match that is."""
    if row.feature_code == "AIRP":
        for part in (name, *name.split(" / ")[1:]):  # "Ottawa / Macdonald-Cartier International Airport"
            yield part, _ALTERNATE
            if part.endswith(" International Airport"):
                yield part.replace(" International", ""), _ALTERNATE
        return
    yield from _area_forms(name)
    words = set(fold(name).split())
    if row.feature_code == "ADM1" and name == row.name and not words & (_AREA_TYPES | _NAMELESS):
        # News says of one area now province, now region, now governorate.
        if row.country not in {"CA", "US"}:
            for kind in ("Province", "Governorate", "Region", "District"):
                yield f"{name} {kind}", _ALTERNATE
        if row.country in _OF_STATES:
            yield f"{name} State", _ALTERNATE


def _area_forms(name: str) -> Iterator[tuple[str, int]]:
    """Yield the name of an area with the word for what it is at its other end, or written short."""
    head, _, last = name.rpartition(" ")
    kind = last.lower()
    if head and kind in _AREA_TYPES and not head.endswith(" of"):
        yield f"{last.capitalize()} of {head}", _ALTERNATE
        if kind == "county":
            yield f"{head} Co.", _ABBREVIATION
        if kind == "governorate":
            yield f"{head} Province", _ALTERNATE
    first, _, rest = name.partition(" of ")
    if rest and first.lower() in _AREA_TYPES - {"state"}:  # "Illinois State" is a university
        yield f"{rest} {first.capitalize()}", _ALTERNATE
    first, _, rest = name.partition(" ")
    if rest and first.lower() == "county" and not rest.startswith("of "):
        yield f"Co. {rest}", _ABBREVIATION


def _write_also(found: dict[str, tuple[int, str]], folded: str, use: tuple[int, str]) -> None:
    """Put down the other way to write a name that begins with a word which has two."""
    first, _, rest = folded.partition(" ")
    if rest and first in _WRITTEN_ALSO:
        other = f"{_WRITTEN_ALSO[first]} {rest}"
        if other not in found or use < found[other]:
            found[other] = use


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
    # Of two with one code the more important is the country.
    connection.execute(
        "INSERT OR IGNORE INTO country SELECT country, key, continent(country) FROM place JOIN outlined ON place = key "
        "WHERE level = 0 AND country IS NOT NULL ORDER BY importance DESC, key"
    )
    connection.execute("INSERT INTO spot SELECT cell, place FROM spotted ORDER BY 1, 2")
    # The areas of the administration that contain a point are known better than by boxes; the historic are no more.
    connection.execute(
        "INSERT INTO area SELECT 2 * key + side, south, north, CASE WHEN side THEN -180 ELSE west END, "  # noqa: S608
        "CASE WHEN west > east AND NOT side THEN 180 ELSE east END FROM place JOIN outlined ON place = key "
        "JOIN (SELECT 0 AS side UNION SELECT 1) ON side = 0 OR west > east "
        f"WHERE south IS NOT NULL AND level > 2 AND feature_code NOT IN {_NO_BOX} "
        "AND NOT (feature_class IN ('A', 'L') AND feature_code LIKE '%H') ORDER BY key, side"
    )


def _index_typos(connection: sqlite3.Connection) -> str:
    """Fill the table of misspellings, and return the alphabet that its entries are written in."""
    connection.execute(
        "CREATE TEMP TABLE main AS SELECT DISTINCT fold FROM name "  # noqa: S608 -- constants
        f"WHERE match < {_DEMONYM} AND (weight >= {MAIN_WEIGHT} OR place IN populous) ORDER BY 1"
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
