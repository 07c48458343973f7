"""A user's own places: CSV with name, lat, lon and any other of a place's columns, or GeoJSON."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from gazetteer.errors import SourceError
from gazetteer.names import fold
from gazetteer.place import BoundingBox
from gazetteer.sources import About, Reading, Row
from gazetteer.sources.delimited import Record, records
from gazetteer.sources.geojson import features, shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ABOUT = About(
    title="Own places",
    licence="the user's",
    url="",
    credit="Own places",
    reads="CSV (name, lat, lon; and id, country, admin1, admin2, feature_class, feature_code, population, south, west, "
    "north, east, names, abbreviations, demonyms, note), or GeoJSON (.json, .geojson) with these as properties",
)

LATITUDES = ("lat", "latitude", "y")
LONGITUDES = ("lon", "lng", "long", "longitude", "x")
_SIDES = ("south", "west", "north", "east")
# GeoNames' own codes for a place of mixed or unstated character, and for a tract of land.
_POINT, _AREA, _CITY = ("L", "LCTY"), ("L", "AREA"), ("P", "PPL")
_CLASSES = frozenset("AHLPRSTUV")
_LONGEST = 200


class Own(NamedTuple):
    """A user's place; ``where`` is its file and line, for messages, and the areas are as they are written."""

    where: str
    row: Row
    admin1: str
    admin2: str


def read(files: Sequence[Path], reading: Reading) -> Iterator[Row]:
    """Yield the places of a user's files; a broken row is an error, since a person is there to mend it.

    Raises:
        SourceError: a file cannot be read; the message names file, line and column.
    """
    for own in own_places(files):
        reading.read += 1
        if reading.selection.takes(own.row.country, own.row.feature_class, own.row.population):
            yield own.row
        else:
            reading.left_out += 1


def own_places(files: Sequence[Path]) -> Iterator[Own]:
    """Yield the places of a user's files, each with an id of its own that stays the same while its row does.

    Raises:
        SourceError: as ``read``.
    """
    seen: dict[str, str] = {}
    for file in files:
        is_json = file.suffix.lower() in {".json", ".geojson", ".geojsonl", ".geojsons"}
        for own in _from_geojson(file) if is_json else _from_csv(file):
            if own.row.id in seen:
                raise SourceError(
                    f"{own.where}: the place {own.row.id!r} is in {seen[own.row.id]} already; give each its own id"
                )
            seen[own.row.id] = own.where
            yield own


def _from_csv(file: Path) -> Iterator[Own]:
    for record in records(file, ("name",), LATITUDES, LONGITUDES):
        latitude, longitude = record.point(LATITUDES, LONGITUDES)
        yield _own(record, latitude, longitude, _stated_bounds(record))


def _from_geojson(file: Path) -> Iterator[Own]:
    for feature in features(file):
        found = shape(feature.geometry, feature.where)
        cells = {str(key).lower(): _text(value) for key, value in feature.properties.items()}
        if "id" not in cells and feature.whole.get("id") is not None:
            cells["id"] = _text(feature.whole["id"])
        record = Record(feature.where, 0, cells)
        yield _own(record, found.latitude, found.longitude, found.bounds)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "" if value is None else str(value).strip()


def _own(record: Record, latitude: float, longitude: float, bounds: BoundingBox | None) -> Own:
    name = record.get("name")
    if not fold(name):
        raise SourceError(
            f"{record.where}, column name: {name!r} has no letter" if name else f"{record.where}, column name: is empty"
        )
    if len(name) > _LONGEST:
        raise SourceError(f"{record.where}, column name: has {len(name):,} characters, more than {_LONGEST}")
    population = int(_whole(record))
    usual = _AREA if bounds is not None else _CITY if population else _POINT
    return Own(
        record.where,
        Row(
            id=f"user:{_identity(record, latitude, longitude)}",
            name=name,
            latitude=latitude,
            longitude=longitude,
            feature_class=_feature_class(record) or usual[0],
            feature_code=record.get("feature_code").upper() or (usual[1] if not record.get("feature_class") else ""),
            country=_country(record),
            population=population,
            bounds=bounds,
            names=_list(record.get("names", "alternates", "alternatenames")),
            abbreviations=_list(record.get("abbreviations")),
            demonyms=_list(record.get("demonyms")),
            note=record.get("note") or None,
        ),
        record.get("admin1"),
        record.get("admin2"),
    )


def _identity(record: Record, latitude: float, longitude: float) -> str:
    if given := record.get("id"):
        return given.removeprefix("user:")
    name = record.get("name")
    mark = hashlib.blake2b(f"{name}|{latitude}|{longitude}".encode("utf-8", "replace"), digest_size=3).hexdigest()
    return f"{fold(name).replace(' ', '-')[:60]}-{mark}"


def _whole(record: Record) -> float:
    population = record.number("population") or 0.0
    if not 0 <= population < 1e10:
        raise SourceError(f"{record.where}, column population: {record.get('population')!r} cannot be right")
    return population


def _feature_class(record: Record) -> str:
    given = record.get("feature_class").upper()
    if given and given not in _CLASSES:
        raise SourceError(f"{record.where}, column feature_class: {given!r} is none of {', '.join(sorted(_CLASSES))}")
    return given


def _country(record: Record) -> str | None:
    given = record.get("country").upper()
    if given and not re.fullmatch("[A-Z]{2}", given):
        raise SourceError(
            f"{record.where}, column country: {given[:40]!r} is no ISO 3166 code of two letters, such as SY"
        )
    return given or None


def _stated_bounds(record: Record) -> BoundingBox | None:
    sides = [record.number(side) for side in _SIDES]
    if all(side is None for side in sides):
        return None
    for name, side, limit in zip(_SIDES, sides, (90, 180, 90, 180), strict=True):
        if side is None or not -limit <= side <= limit:
            raise SourceError(f"{record.where}, column {name}: bounds need south, west, north and east, in degrees")
    box = BoundingBox(*(side for side in sides if side is not None))
    if box.south > box.north:
        raise SourceError(f"{record.where}, column south: lies north of column north")
    return box


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split("|") if part.strip()))
