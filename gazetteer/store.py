"""Gazetteer: one read-only SQLite file, asked by name or by id."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from gazetteer.errors import SchemaError, StoreError, UnknownPlaceError
from gazetteer.names import fold
from gazetteer.place import BoundingBox, Candidate, Match, Place

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_VERSION = 1
MATCHES: tuple[Match, ...] = ("exact", "alternate", "abbreviation", "demonym")
LEVELS = ("country", "admin1", "admin2", "city", "region", "water", "terrain", "site")

_HEADER = b"SQLite format 3\0"
_REBUILD = "reinstall geoview-map, or build a gazetteer anew"
_PLACE = (
    "p.key, p.id, p.name, p.latitude, p.longitude, p.feature_class, p.feature_code, p.country, p.admin1, p.admin2, "
    "p.population, p.importance, p.south, p.west, p.north, p.east, p.note"
)
_CANDIDATES = (
    f"SELECT n.match, n.name, {_PLACE} FROM name n JOIN place p ON p.key = n.place "  # noqa: S608 -- constants
    "WHERE n.fold = ? ORDER BY p.importance DESC, p.key"
)
_SEARCH = (
    "SELECT place, min(match), max(fold = ?1), max(weight) FROM name WHERE fold >= ?1 AND fold < ?2 AND match < 3 "
    "GROUP BY place ORDER BY 3 DESC, 4 DESC, place LIMIT ?3"
)


def place_key(place_id: str) -> int:
    """Return the integer under which a place is stored: GeoNames' own, else a negative hash of the id."""
    prefix, _, number = place_id.partition(":")
    if prefix == "geonames" and number.isdecimal():
        return int(number)
    return -int.from_bytes(hashlib.blake2b(place_id.encode("utf-8", "replace"), digest_size=6).digest(), "big") - 1


class NameUse(NamedTuple):
    """One use of a spelling, without its place: what a recogniser needs, at a fraction of the cost of a Candidate.

    Attributes:
        match: how the spelling stands to the place, as in ``Candidate``.
        level: one of LEVELS.
        weight: importance of the place, 0..255.
        name: the spelling in the gazetteer, or None where it is the place's own name.
    """

    match: Match
    level: str
    weight: int
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source of places, and the line that credits it; ``rows`` counts the places that it had a part in."""

    name: str
    version: str
    licence: str
    url: str
    credit: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerInfo:
    """What a gazetteer file holds; ``bytes`` is its size on disk."""

    path: str
    version: str
    schema_version: int
    checksum: str
    bytes: int
    places: int
    names: int
    sources: tuple[Source, ...]
    classes: dict[str, int]
    countries: dict[str, int]


class Gazetteer:
    """Names to places. Safe to share between threads, and to inherit by fork: each gets a connection of its own.

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
        self._check()
        try:
            meta = dict(self._rows("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path.name} is no gazetteer ({error}); {_REBUILD}") from error
        if meta.get("schema") != str(SCHEMA_VERSION):
            raise SchemaError(
                f"{path.name} has gazetteer schema {meta.get('schema', 'unknown')}, this version reads {SCHEMA_VERSION}; {_REBUILD}"
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

    def candidates(self, name: str) -> list[Candidate]:
        """Return every place that a name may mean, most important first; [] where it is unknown."""
        rows = self._rows(_CANDIDATES, (fold(name),))
        return [
            Candidate(place=place, matched_name=row[1] or place.name, match=MATCHES[row[0]])
            for row in rows
            if (place := self._place(row[2:]))
        ]

    def uses(self, folded: str) -> list[NameUse]:
        """Return the uses of a folded name (see ``gazetteer.names.fold``), most important first."""
        rows = self._rows("SELECT match, level, weight, name FROM name WHERE fold = ? ORDER BY weight DESC", (folded,))
        return [NameUse(MATCHES[match], LEVELS[level], weight, name) for match, level, weight, name in rows]

    def place(self, place_id: str) -> Place:
        """Return the place with an id.

        Raises:
            UnknownPlaceError: there is none.
        """
        rows = self._rows(f"SELECT {_PLACE} FROM place p WHERE p.key = ?", (place_key(place_id),))  # noqa: S608 -- constants
        if not rows:
            raise UnknownPlaceError(f"no place has the id {place_id!r}; `geoview lookup NAME` shows ids")
        return self._place(rows[0])

    def search(self, text: str, limit: int = 10) -> list[Candidate]:
        """Return the places whose names begin with what someone has typed: whole names first, then by importance."""
        prefix = fold(text)
        if not prefix:
            return []
        rows = self._rows(_SEARCH, (prefix, prefix + "\U0010ffff", limit))
        found = []
        for key, match, _, _ in rows:
            place = self._place(self._rows(f"SELECT {_PLACE} FROM place p WHERE p.key = ?", (key,))[0])  # noqa: S608 -- constants
            named = self._rows(
                "SELECT name FROM name WHERE fold >= ? AND fold < ? AND place = ? ORDER BY fold LIMIT 1",
                (prefix, prefix + "\U0010ffff", key),
            )
            found.append(Candidate(place=place, matched_name=named[0][0] or place.name, match=MATCHES[match]))
        return found

    def info(self) -> GazetteerInfo:
        """Return what the file holds, from where and under which licences."""
        return GazetteerInfo(
            path=str(self.path),
            version=self.version,
            schema_version=SCHEMA_VERSION,
            checksum=self._meta["checksum"],
            bytes=self.path.stat().st_size,
            places=int(self._meta["places"]),
            names=int(self._meta["names"]),
            sources=tuple(
                Source(name=name, version=version, licence=licence, url=url, credit=credit, rows=rows)
                for name, version, licence, url, credit, rows in self._rows("SELECT * FROM source")
            ),
            classes=dict(self._rows("SELECT feature_class, count(*) FROM place GROUP BY 1 ORDER BY 2 DESC, 1")),
            countries=dict(
                self._rows(
                    "SELECT country, count(*) FROM place WHERE country IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
                )
            ),
        )

    def _place(self, row: tuple[Any, ...]) -> Place:
        key, other_id, name, latitude, longitude, feature_class, feature_code, country, admin1, admin2 = row[:10]
        population, importance, south, west, north, east, note = row[10:]
        return Place(
            id=other_id or f"geonames:{key}",
            name=name,
            latitude=latitude,
            longitude=longitude,
            feature_class=feature_class,
            feature_code=feature_code,
            country=country,
            admin1=None if admin1 is None else self._admin_name(admin1),
            admin2=None if admin2 is None else self._admin_name(admin2),
            population=population,
            importance=importance,
            bounds=None if south is None else BoundingBox(south, west, north, east),
            note=note,
        )

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
        opened = getattr(self._local, "opened", None)
        if opened is None or opened[0] != os.getpid():
            opened = self._local.opened = (os.getpid(), self._connection())
        rows: list[tuple[Any, ...]] = opened[1].execute(sql, values).fetchall()
        return rows


def _connect(path: Path) -> sqlite3.Connection:
    # immutable: no lock and no journal is looked for, so a read-only site-packages will do.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, cached_statements=32)
    connection.execute("PRAGMA mmap_size = 2147418112")
    return connection


def _check_whole(path: Path) -> None:
    """Refuse what is no SQLite file or shorter than its header says, which SQLite itself finds out only when it gets there."""
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
