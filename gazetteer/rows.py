"""A gazetteer file and its rows: opened read-only, a connection for each thread, rows as places."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from functools import cached_property
from string import capwords
from typing import TYPE_CHECKING, Any, Self

from gazetteer.errors import SchemaError, StoreError
from gazetteer.place import BoundingBox, Match, Place, stored_place

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_VERSION = 3
MATCHES: tuple[Match, ...] = ("exact", "alternate", "abbreviation", "demonym")
MILLIONTH = 1e6
"""Degrees and importance are stored as whole millionths."""

PLACE = (
    "p.key, p.name, p.latitude, p.longitude, p.feature, p.chain, p.population, p.importance, "
    "d.id, d.south, d.west, d.north, d.east, d.note"
)
KEY, IMPORTANCE = 0, 7
"""Where these two stand in ``PLACE``."""
DETAIL = "LEFT JOIN detail d ON d.place = p.key"
BY_KEY = f"SELECT {PLACE} FROM place p {DETAIL} WHERE p.key = ?"  # noqa: S608 -- constants
CHAIN_OF = "SELECT admin2, admin1, country FROM place JOIN chain ON chain.id = chain WHERE key = ?"

WEIGHT_BITS = 5
"""Of a use: the lowest two bits are the kind of match, the next three the level, the rest the weight."""
MATCH, WEIGHT = "(use & 3)", f"(use >> {WEIGHT_BITS})"
NO_DEMONYM = f"{MATCH} < {MATCHES.index('demonym')}"
"""The same in SQL, of the table of names."""
MAIN_WEIGHT, MAIN_PEOPLE = 106, 15_000
"""What is indexed for misspellings: names of cities above 15,000 people, and of what is as important."""
_TITLED, _FOLDED = 0, 1
_HEADER = b"SQLite format 3\0"
_REBUILD = "reinstall geoview-map, or build a gazetteer anew"
_CACHE_KIB = 12288
_REMEMBERED = 2048
_DIGITS = 19  # so many SQLite's integers may not hold


def place_key(place_id: str) -> int:
    """Return the integer under which a place is stored: GeoNames' own, else a negative hash of the id."""
    prefix, _, number = place_id.partition(":")
    if prefix == "geonames" and number.isdecimal() and len(number) < _DIGITS:
        return int(number)
    return -int.from_bytes(hashlib.blake2b(place_id.encode("utf-8", "replace"), digest_size=6).digest(), "big") - 1


def use(match: int, level: int, weight: int = 0) -> int:
    """Return how a name is used as one integer: indices into MATCHES and LEVELS, importance of the place 0..255."""
    return weight << WEIGHT_BITS | level << 2 | match


def match_of(name_use: int) -> Match:
    """Return the kind of match of a use."""
    return MATCHES[name_use & 3]


def stored_spelling(name: str, folded: str, own: str) -> str | int | None:
    """Return what to store of a spelling beside its fold: nothing of the own name, a digit of the regular ones."""
    if name == own:
        return None
    if name == capwords(folded):
        return _TITLED
    return _FOLDED if name == folded else name


def spelling(stored: str | int | None, folded: str, own: str) -> str:
    """Return the spelling that ``stored_spelling`` stored."""
    if stored is None:
        return own
    if isinstance(stored, str):
        return stored
    return capwords(folded) if stored == _TITLED else folded


class Rows:
    """What all questions share. Safe between threads, and to inherit by fork: each gets a connection of its own.

    Attributes:
        path: the file.
        version: what its builder called it, for provenance.
        warnings: what a user should know of it, one line each.
    """

    warnings: tuple[str, ...] = ()

    def __init__(self, path: Path) -> None:
        """Open a gazetteer file, read-only; nothing is written beside it.

        Raises:
            StoreError: the file is missing, unreadable, truncated or no gazetteer.
            SchemaError: it was written by another version of this package.
        """
        self.path = path
        self._local = threading.local()
        self._admin_names: dict[int, str] = {}
        self._chains: dict[int, tuple[str | None, str | None, str | None]] = {}
        self._areas: dict[int, Place] = {}
        self._check()
        try:
            meta = dict(self._fetched("SELECT key, value FROM meta", ()))
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path.name} is no gazetteer ({error}); {_REBUILD}") from error
        if meta.get("schema") != str(SCHEMA_VERSION):
            raise SchemaError(
                f"{path.name} has gazetteer schema {meta.get('schema', 'unknown')}, "
                f"this version reads {SCHEMA_VERSION}; {_REBUILD}"
            )
        self._meta = meta
        self.version = meta["version"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close this thread's connection; a later question opens it again."""
        opened = getattr(self._local, "opened", None)
        if opened is not None and opened[0] == os.getpid():
            opened[1].close()
        self._local.opened = None

    def _by_key(self, key: int) -> Place | None:
        place = self._areas.get(key)
        if place is None:
            rows = self._rows(BY_KEY, (key,))
            if not rows:
                return None
            place = self._place(rows[0])
            # The same countries, states and seas are asked for again and again.
            if len(self._areas) >= _REMEMBERED:
                self._areas.clear()
            self._areas[key] = place
        return place

    def _place(self, row: tuple[Any, ...]) -> Place:
        key, name, latitude, longitude, feature, chain, population, importance = row[:8]
        other_id, south, west, north, east, note = row[8:]
        if (both := self._features.get(feature)) is None:
            raise self._damaged(f"feature {feature} is missing")
        return stored_place(
            other_id or f"geonames:{key}", name, latitude / MILLIONTH, longitude / MILLIONTH, *both,
            *(self._chains.get(chain) or self._chain(chain)), population, importance / MILLIONTH,
            None if south is None else BoundingBox(south, west, north, east), note,
        )  # fmt: skip

    @cached_property
    def _features(self) -> dict[int, tuple[str, str]]:
        rows = self._rows("SELECT id, class, code FROM feature")
        return {number: (feature_class, code) for number, feature_class, code in rows}

    def _chain(self, number: int) -> tuple[str | None, str | None, str | None]:
        rows = self._rows("SELECT country, admin1, admin2 FROM chain WHERE id = ?", (number,))
        if not rows:
            raise self._damaged(f"chain {number} is missing")
        country, *areas = rows[0]
        admin1, admin2 = (None if key is None else self._admin_name(key) for key in areas)
        self._chains[number] = country, admin1, admin2
        return country, admin1, admin2

    def _admin_name(self, key: int) -> str | None:
        name = self._admin_names.get(key)
        if name is None:
            rows = self._rows("SELECT name FROM place WHERE key = ?", (key,))
            if not rows:
                return None
            name = self._admin_names[key] = str(rows[0][0])
        return name

    # What is kept elsewhere than in a file of its own (gazetteer.overlays) says otherwise here.

    def _check(self) -> None:
        _check_whole(self.path)

    def _connection(self) -> sqlite3.Connection:
        return _connect(self.path)

    def _rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._fetched(sql, values)
        except sqlite3.DatabaseError as error:  # found out only where a question gets to the damaged page
            raise self._damaged(error) from error

    def _damaged(self, why: object) -> StoreError:
        return StoreError(f"{self.path.name} is damaged ({why}); {_REBUILD}")

    def _fetched(self, sql: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        opened = getattr(self._local, "opened", None)
        if opened is None or opened[0] != os.getpid():
            opened = self._local.opened = (os.getpid(), self._connection())
        rows: list[tuple[Any, ...]] = opened[1].execute(sql, values).fetchall()
        return rows


def _connect(path: Path) -> sqlite3.Connection:
    # immutable: no lock and no journal is looked for, so a read-only site-packages will do.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, cached_statements=32)
    # Each thread's share of the file in memory: mapped whole, a thousand look-ups keep 42 MB of it resident.
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return connection


def _check_whole(path: Path) -> None:
    """Refuse what is no SQLite file or shorter than its header says, which SQLite finds out only when it gets there."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
        size = path.stat().st_size
    except OSError as error:
        raise StoreError(f"cannot open the gazetteer {path.name} ({error.strerror}); {_REBUILD}") from error
    if not header.startswith(_HEADER):
        raise StoreError(f"{path.name} is no gazetteer: not an SQLite file; {_REBUILD}")
    page_size = int.from_bytes(header[16:18], "big")
    expected = (65536 if page_size == 1 else page_size) * int.from_bytes(header[28:32], "big")
    if size < expected:
        raise StoreError(f"{path.name} is truncated: {size} of {expected} bytes; {_REBUILD}")
