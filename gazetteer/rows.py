"""A gazetteer file and its rows: opened read-only, a connection for each thread, rows as places."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Self

from gazetteer.errors import SchemaError, StoreError
from gazetteer.place import BoundingBox, Match, Place, stored_place

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_VERSION = 2
MATCHES: tuple[Match, ...] = ("exact", "alternate", "abbreviation", "demonym")

PLACE = (
    "p.key, p.id, p.name, p.latitude, p.longitude, p.feature_class, p.feature_code, p.country, p.admin1, p.admin2, "
    "p.population, p.importance, p.south, p.west, p.north, p.east, p.note"
)
BY_KEY = f"SELECT {PLACE} FROM place p WHERE p.key = ?"  # noqa: S608 -- constants
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
        key, other_id, name, latitude, longitude, feature_class, feature_code, country, admin1, admin2 = row[:10]
        population, importance, south, west, north, east, note = row[10:]
        return stored_place(
            other_id or f"geonames:{key}", name, latitude, longitude, feature_class, feature_code, country,
            None if admin1 is None else self._admin_name(admin1),
            None if admin2 is None else self._admin_name(admin2),
            population, importance, None if south is None else BoundingBox(south, west, north, east), note,
        )  # fmt: skip

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
            raise StoreError(f"{self.path.name} is damaged ({error}); {_REBUILD}") from error

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
