"""GeoNames' own dumps, of any size: https://download.geonames.org/export/dump/ (its readme.txt has the columns).

Places and alternate names are staged in an SQLite file and read back together in the order of their ids: thirteen
million places and eighteen million names need no more memory than one country's.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gazetteer.errors import SourceError
from gazetteer.sources import About, Reading, Row, Selection
from gazetteer.sources.geonames_files import DumpFile, Kind, lines, opened, recognised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

ABOUT = About(
    title="GeoNames",
    licence="CC BY 4.0",
    url="https://www.geonames.org",
    credit="Place data © GeoNames (https://www.geonames.org), CC BY 4.0, modified",
    reads="allCountries.zip, XX.zip, citiesN.zip, alternateNamesV2.zip, countryInfo.txt, admin1CodesASCII.txt, "
    "admin2Codes.txt, hierarchy.zip, featureCodes_en.txt, zipped or not",
)
CLASSES = frozenset("AHLPRSTUV")

_COLUMNS = 19
_HIGHEST = 1 << 28  # twenty times GeoNames' highest id: a bit for each takes 32 MB
_EVERY = 1 << 13  # rows between two looks at the share of broken ones
# A language is two or three letters, and perhaps a country or a script: what is not is a pseudo-language (link, wkdt,
# post, iata, icao, faac, tcid, unlc, phon, …), but for these.
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_ABBREVIATION, _PINYIN, _REVOLUTION = "abbr", "piny", "fr_1793"
_ALTERNATE, _DISPLAYED, _SHORT = range(3)  # kinds of staged names
_LONGEST_NAME = 400
_COMBINATIONS = 10_000
_CODE = re.compile(r"[A-Z0-9]{1,5}|.*https?:.*|[\d\W]+")
_STAGING = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -65536;
    PRAGMA locking_mode = EXCLUSIVE;
    CREATE TABLE place (key, name, ascii, latitude, longitude, class, code, country, admin1, admin2, population, names);
    CREATE TABLE alternate (key, kind, name);
    CREATE TABLE parent (child INTEGER PRIMARY KEY, parent INTEGER) WITHOUT ROWID;
    BEGIN;
"""


@dataclass(slots=True)
class _Codes:
    """The small tables: what the codes in the big ones mean."""

    admin1: dict[str, int] = field(default_factory=dict)
    admin2: dict[str, int] = field(default_factory=dict)
    countries: dict[int, tuple[str, int]] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)


def read(files: Sequence[Path], reading: Reading) -> Iterator[Row]:
    """Yield the places of GeoNames' files in the order of their ids, each with its names.

    With a file of alternate names, these are the names, and the column of the same kind in the files of places is
    passed over: it lacks languages, and holds codes. An English name that GeoNames prefers becomes the name to show.

    Raises:
        SourceError: a file is none of GeoNames', is damaged, or too many of its rows are broken.
    """
    found = [recognised(path) for path in files]
    if not any(file.kind == "places" for file in found):
        raise SourceError("no file of places is among these; give allCountries.zip, a country's XX.zip or citiesN.zip")
    file = reading.workspace / "staging.sqlite"
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as staging:
        staging.executescript(_STAGING)
        yield from _Dump(found, reading, staging).rows()


def wanted_alternate(fields: list[str], selection: Selection) -> int | None:
    """Return the kind of an alternate name (a row of alternateNamesV2), or None where it is not wanted."""
    language = fields[2]
    flags = [flag.strip() == "1" for flag in fields[4:8]]
    preferred, short, colloquial, historic = flags + [False] * (4 - len(flags))
    historic = historic or language == _REVOLUTION or bool(len(fields) > 9 and fields[9].strip())
    if language == _ABBREVIATION:
        return None if historic and not selection.historic else _SHORT
    if language and language != _PINYIN and not _LANGUAGE.fullmatch(language):
        return None
    if (historic and not selection.historic) or (colloquial and not selection.colloquial):
        return None
    plain = re.split("[-_]", language, maxsplit=1)[0] if language != _PINYIN else "zh"
    if selection.languages and plain and plain not in selection.languages:
        return None
    return _DISPLAYED if plain == "en" and preferred and not (short or colloquial or historic) else _ALTERNATE


def column_names(text: str) -> tuple[str, ...]:
    """Return the spellings in the column ``alternatenames`` of a place, without codes and machine romanisations."""
    return tuple(
        name
        for part in text.split(",")
        if (name := part.strip()) and not _CODE.fullmatch(name) and not (name.isascii() and name.islower())
    )


class _Dump:
    def __init__(self, files: list[DumpFile], reading: Reading, staging: sqlite3.Connection) -> None:
        self.reading, self.staging = reading, staging
        self.files = files
        self.codes = _Codes()
        self.chosen = bytearray(_HIGHEST // 8)
        self.areas: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
        self.has_alternates = any(file.kind == "alternates" for file in files)
        self.has_hierarchy = any(file.kind == "hierarchy" for file in files)
        self.whole = max(1, sum(file.size for file in files))
        self.done = 0
        self.places = 0

    def rows(self) -> Iterator[Row]:
        readers: dict[Kind, Callable[[DumpFile], None]] = {
            "features": self._features, "countries": self._countries, "admin1": self._admin1, "admin2": self._admin2,
            "hierarchy": self._hierarchy, "places": self._places, "alternates": self._alternates,
        }  # fmt: skip
        for kind, reader in readers.items():
            for file in self.files:
                if file.kind == kind:
                    reader(file)
                    self.done += file.size
        self.staging.execute("COMMIT")
        self.chosen = bytearray()
        self.areas = frozenset(self.codes.admin1.values()), frozenset(self.codes.admin2.values())
        yield from self._joined()

    # --- reading ----------------------------------------------------------------------------------------------------

    def _fields(self, file: DumpFile, least: int) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows of a file that have enough columns; see that not too many are broken."""
        reading, path, done = self.reading, file.path, 0
        read, broken = reading.read, reading.broken
        with opened(path) as stream:
            number = 0
            for number, line in enumerate(lines(stream, path), 1):
                done += len(line)
                if not number % _EVERY:
                    reading.check(path, reading.broken - broken, reading.read - read, ended=False)
                    reading.progress(0.6 * min(1.0, (self.done + done) / self.whole), f"reading {path.name}")
                try:
                    fields = line.decode("utf-8").rstrip("\r\n").split("\t")
                except UnicodeDecodeError as error:
                    reading.read += 1
                    reading.broke(path, number, f"no UTF-8 at byte {error.start}")
                    continue
                if fields[0][:1] == "#" or fields == [""]:
                    continue
                reading.read += 1
                if len(fields) < least:
                    reading.broke(path, number, f"{len(fields)} columns, not {least}")
                    continue
                yield number, fields
        reading.check(path, reading.broken - broken, reading.read - read, ended=True)

    def _features(self, file: DumpFile) -> None:
        for _, fields in self._fields(file, 2):
            feature_class, _, code = fields[0].partition(".")
            if code:
                self.codes.classes[code] = feature_class

    def _countries(self, file: DumpFile) -> None:
        for number, fields in self._fields(file, 17):
            key, population = fields[16].strip(), fields[7].strip()
            if fields[0] == "ISO":
                continue  # the header, where its mark is gone
            if not key.isdecimal() or not fields[4].strip():
                self.reading.broke(file.path, number, "column geonameId or Country is empty")
            else:
                self.codes.countries[int(key)] = fields[4].strip(), int(population) if population.isdecimal() else 0

    def _admin1(self, file: DumpFile) -> None:
        self._admin(file, self.codes.admin1)

    def _admin2(self, file: DumpFile) -> None:
        self._admin(file, self.codes.admin2)

    def _admin(self, file: DumpFile, codes: dict[str, int]) -> None:
        for number, fields in self._fields(file, 4):
            if fields[3].strip().isdecimal():
                codes[fields[0]] = int(fields[3])
            else:
                self.reading.broke(file.path, number, f"column geonameid: {fields[3]!r} is no number")

    def _hierarchy(self, file: DumpFile) -> None:
        def pairs() -> Iterator[tuple[int, int]]:
            for number, fields in self._fields(file, 2):
                if fields[0].isdecimal() and fields[1].isdecimal():
                    # Beside the administrative one there are others (dependency, tourism), by name in a third column.
                    if len(fields) < 3 or fields[2].strip() in {"", "ADM"}:
                        yield int(fields[1]), int(fields[0])
                else:
                    self.reading.broke(file.path, number, "an id is no number")

        self.staging.executemany("INSERT OR IGNORE INTO parent VALUES (?, ?)", pairs())

    def _places(self, file: DumpFile) -> None:
        self.staging.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._staged(file))

    def _staged(self, file: DumpFile) -> Iterator[tuple[object, ...]]:
        reading, codes, chosen = self.reading, self.codes, self.chosen
        takes = reading.selection.takes
        takes_all = reading.selection == Selection(
            languages=reading.selection.languages,
            historic=reading.selection.historic,
            colloquial=reading.selection.colloquial,
        )
        for number, fields in self._fields(file, _COLUMNS):
            try:
                place = _place(fields, codes.classes)
            except ValueError as error:
                reading.broke(file.path, number, error)
                continue
            key, feature_class, code, country, population = place[0], place[5], place[6], place[7], place[10]
            if feature_class == "A" and code in {"ADM1", "ADM2"}:
                self._remember_area(place)
            if not takes_all and not takes(country, feature_class, population):
                reading.left_out += 1
                continue
            byte, bit = key >> 3, 1 << (key & 7)
            if chosen[byte] & bit:  # files overlap: NL.zip beside allCountries.zip
                reading.left_out += 1
                continue
            chosen[byte] |= bit
            self.places += 1
            yield place if not self.has_alternates else (*place[:11], "")

    def _remember_area(self, place: tuple[Any, ...]) -> None:
        """Learn an area's code from its own row, so that one country's file needs no code table beside it."""
        key, code, country, admin1, admin2 = place[0], place[6], place[7], place[8], place[9]
        if country and code == "ADM1" and admin1:
            self.codes.admin1.setdefault(f"{country}.{admin1}", key)
        elif country and code == "ADM2" and admin2:
            self.codes.admin2.setdefault(f"{country}.{admin1}.{admin2}", key)

    def _alternates(self, file: DumpFile) -> None:
        self.staging.executemany("INSERT INTO alternate VALUES (?, ?, ?)", self._staged_names(file))

    def _staged_names(self, file: DumpFile) -> Iterator[tuple[int, int, str]]:
        reading, chosen, selection = self.reading, self.chosen, self.reading.selection
        kinds: dict[tuple[str, ...], int | None] = {}  # a few thousand combinations for eighteen million rows
        for number, fields in self._fields(file, 4):
            try:
                key = int(fields[1])
                if not chosen[key >> 3] & 1 << (key & 7):
                    reading.left_out += 1  # a name of a place that is not wanted, or is gone
                    continue
            except (ValueError, IndexError):
                reading.broke(file.path, number, f"column geonameid: {fields[1]!r} is no id")
                continue
            name = fields[3].strip()
            if not name or len(name) > _LONGEST_NAME or "\0" in name:
                reading.broke(file.path, number, "column alternate name is empty, too long, or no text")
                continue
            marks = (fields[2], *fields[4:8], "1" if len(fields) > 9 and fields[9].strip() else "")
            if marks not in kinds and len(kinds) < _COMBINATIONS:
                kinds[marks] = wanted_alternate(fields, selection)
            kind = kinds[marks] if marks in kinds else wanted_alternate(fields, selection)
            if kind is None:
                reading.left_out += 1
            else:
                yield key, kind, name

    # --- joining ----------------------------------------------------------------------------------------------------

    def _joined(self) -> Iterator[Row]:
        names = iter(self.staging.execute("SELECT key, kind, name FROM alternate ORDER BY key, rowid"))
        name = next(names, None)
        for number, place in enumerate(self.staging.execute("SELECT * FROM place ORDER BY key")):
            if not number % _EVERY:
                self.reading.progress(0.6 + 0.4 * number / max(1, self.places), "writing places")
            key = place[0]
            mine: list[tuple[int, str]] = []
            while name is not None and name[0] <= key:
                if name[0] == key:
                    mine.append(name[1:])
                name = next(names, None)
            yield self._row(place, mine)

    def _row(self, place: tuple[Any, ...], alternates: list[tuple[int, str]]) -> Row:
        key, name, ascii_name, latitude, longitude, feature_class, code, country, admin1, admin2, population, column = (
            place
        )
        shown = name
        spellings = [name] if not ascii_name else [name, ascii_name]
        if alternates:
            shown = next((other for kind, other in alternates if kind == _DISPLAYED), name)
            spellings += [other for kind, other in alternates if kind != _SHORT]
        if column:
            spellings += column_names(column)
        if key in self.codes.countries:
            shown, known = self.codes.countries[key]
            population = population or known
        first, second = self._areas(key, f"{country}.{admin1}", f"{country}.{admin1}.{admin2}", code)
        return Row(
            id=f"geonames:{key}",
            name=shown,
            latitude=latitude,
            longitude=longitude,
            feature_class=feature_class,
            feature_code=code,
            country=country,
            admin1=first,
            admin2=second,
            population=population,
            names=tuple(dict.fromkeys(other for other in spellings if other != shown))
            if len(spellings) > 1 or shown != name
            else (),
            abbreviations=tuple(other for kind, other in alternates if kind == _SHORT) if alternates else (),
        )

    def _areas(self, key: int, admin1: str, admin2: str, code: str) -> tuple[str | None, str | None]:
        """Return the ids of the areas that hold a place, by its codes, else by the hierarchy; none is its own."""
        first, second = self.codes.admin1.get(admin1), self.codes.admin2.get(admin2)
        if first is None and self.has_hierarchy and code != "ADM1":
            first, second = self._ancestors(key, second)
        return (
            None if first is None or first == key else f"geonames:{first}",
            None if second is None or second == key else f"geonames:{second}",
        )

    def _ancestors(self, key: int, second: int | None) -> tuple[int | None, int | None]:
        areas1, areas2 = self.areas
        first, above = None, key
        for _ in range(8):
            found = self.staging.execute("SELECT parent FROM parent WHERE child = ?", (above,)).fetchone()
            if found is None:
                break
            above = found[0]
            if above in areas2:
                second = second if second is not None else above
            if above in areas1:
                first = above
                break
        return first, second


def _place(fields: list[str], classes: dict[str, str]) -> tuple[Any, ...]:
    """Return the staged columns of a row of places.

    Raises:
        ValueError: it is broken; the message names the column.
    """
    try:
        key = int(fields[0])
        latitude, longitude = float(fields[4]), float(fields[5])
        population = int(fields[14] or 0)
    except ValueError:
        raise ValueError(_why(fields)) from None
    name, ascii_name, code = fields[1].strip(), fields[2], fields[7].strip()
    feature_class = fields[6].strip() or classes.get(code, "")
    # A NaN fails the comparison, too.
    if not (
        0 < key < _HIGHEST
        and -90.0 <= latitude <= 90.0
        and -180.0 <= longitude <= 180.0
        and population >= 0
        and 0 < len(name) <= _LONGEST_NAME
        and feature_class in CLASSES
        and "\0" not in name
        and "_" not in fields[4] + fields[5]
    ):
        raise ValueError(_why(fields))
    return (
        key, name, None if name.isascii() or ascii_name == name else ascii_name.strip() or None, latitude, longitude,
        feature_class, code, fields[8].strip() or None, fields[10], fields[11], population, fields[3],
    )  # fmt: skip


def _why(fields: list[str]) -> str:
    """Say what is wrong with a row of places, by its column."""
    checks: tuple[tuple[str, int, Callable[[str], bool]], ...] = (
        ("geonameid", 0, lambda text: 0 < int(text) < _HIGHEST),
        ("name", 1, lambda text: 0 < len(text.strip()) <= _LONGEST_NAME and "\0" not in text),
        ("latitude", 4, lambda text: "_" not in text and -90 <= float(text) <= 90),
        ("longitude", 5, lambda text: "_" not in text and -180 <= float(text) <= 180),
        ("population", 14, lambda text: int(text or 0) >= 0),
        ("feature class", 6, lambda text: text.strip() in CLASSES),
    )
    for column, index, holds in checks:
        try:
            good = holds(fields[index])
        except ValueError:
            good = False
        if not good:
            return f"column {column}: {fields[index][:40]!r} cannot be right"
    return "cannot be read"
