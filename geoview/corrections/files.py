"""Files of corrections: JSON as the page saves it, and CSV with the same fields as columns.

    {"format": "geoview corrections", "version": 1, "corrections": [
    {"words": "Paris", "decision": "place", "scope": "article", "article": "a7", "place": "geonames:4717560"},
    {"words": "Mill Lane", "decision": "point", "name": "The mill", "latitude": 35.6, "longitude": 36.2},
    {"words": "Victoria", "decision": "not a place", "scope": "mention", "article": "a7", "before": "said Aunt"}
    ]}

Only ``words`` and what they are must be there. Without a scope it is one mention where ``start``, ``before`` or
``after`` is given, else the article where one is, else everywhere.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from gazetteer.errors import SourceError
from gazetteer.sources.delimited import records
from gazetteer.sources.geojson import text_of
from geoview import __version__, output
from geoview.errors import CorrectionsError
from geoview.types import Correction, Decision, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FORMAT = "geoview corrections"
VERSION = 1
FIELDS = (
    "words",
    "decision",
    "scope",
    "article",
    "start",
    "before",
    "after",
    "place",
    "name",
    "latitude",
    "longitude",
)
_TEXTS = ("words", "article", "before", "after", "place", "name")
_OTHER_NAMES = {"lat": "latitude", "lon": "longitude", "lng": "longitude"}
_IGNORED = frozenset({"note", "version"})  # a person's own words; the version of a row of CSV is checked elsewhere
_CSV = (".csv", ".tsv")
_HEADER = ",".join(("version", *FIELDS))
_LONGEST = 10_000  # characters of a text
_DIGITS = 20


def read_corrections(*paths: str | Path) -> tuple[Correction, ...]:
    """Return the corrections of files, in their order: JSON, or CSV and TSV by their endings.

    Raises:
        CorrectionsError: a file cannot be read, or says what makes no sense; the message names file, line or number of
            the correction, and field.
    """
    return tuple(correction for path in paths for correction in _read(Path(path)))


def write_corrections(corrections: Iterable[Correction], path: str | Path, *, force: bool = False) -> None:
    """Write a file that ``read_corrections`` takes: CSV where its ending says so, else JSON.

    Raises:
        OutputError: it cannot be written, or would overwrite what is no file of corrections.
    """
    is_csv = Path(path).suffix.lower() == ".csv"
    output.check_target(path, owned=_owned, force=force)
    with output.replacing(path) as stream:
        if is_csv:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(("version", *FIELDS))
            for one in corrections:
                writer.writerow([VERSION, *(_cell(getattr(one, name)) for name in FIELDS)])
            return
        stream.write(f'{{"format": "{FORMAT}", "version": {VERSION}, "corrections": [')
        for index, one in enumerate(corrections):
            known = {name: value for name in FIELDS if (value := getattr(one, name)) not in {None, ""}}
            stream.write((",\n" if index else "\n") + json.dumps(known, ensure_ascii=False, allow_nan=False))
        stream.write("\n]}\n")


def _cell(value: object) -> str:
    """Return a cell that no spreadsheet runs, and that is read as what it was: text may begin with ``'=`` by itself."""
    text = output.cell(value)
    return text if value is None or output.uncelled(text) == str(value) else f"'{text}"


def _owned(head: str, _: str) -> bool:
    return head.startswith(f'{{"format": "{FORMAT}"') or head.splitlines()[:1] == [_HEADER]


def _read(path: Path) -> Iterator[Correction]:
    is_csv = path.suffix.lower() in _CSV
    try:
        if not path.exists():
            raise CorrectionsError(f"{path}: no such file")
        for where, fields in _rows(path) if is_csv else _objects(path):
            yield _Fields(where, fields, "column" if is_csv else "field").correction()
    except SourceError as error:
        raise CorrectionsError(str(error)) from error
    except (OSError, ValueError) as error:
        if isinstance(error, CorrectionsError):
            raise
        raise CorrectionsError(f"{path}: cannot be read: {error}") from error


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for record in records(path, ("words",)):
        cells = {name: output.uncelled(cell) for name, cell in record.cells.items() if cell}
        if (version := cells.get("version", str(VERSION))) != str(VERSION):
            raise CorrectionsError(f"{record.where}: {_other_version(version)}")
        if "start" in cells:
            cells["start"] = _number(cells["start"])
        for name in ("latitude", "longitude", *_OTHER_NAMES):
            if name in cells:
                cells[name] = _number(cells[name])
        yield record.where, cells


def _number(text: str) -> Any:
    """Return the number that a cell holds, or its text where it holds none, for the check that follows."""
    try:
        return (
            text if "_" in text else int(text) if text.lstrip("+-").isdigit() and len(text) < _DIGITS else float(text)
        )
    except ValueError:
        return text


def _objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        whole = json.loads(text_of(path))
    except json.JSONDecodeError as error:
        raise CorrectionsError(
            f"{path.name}, line {error.lineno}, column {error.colno}: no JSON: {error.msg}"
        ) from error
    except RecursionError as error:
        raise CorrectionsError(f"{path.name}: no corrections: it is nested too deeply") from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise CorrectionsError(f'{path.name}: no corrections of geoview: it does not begin with "format": "{FORMAT}"')
    version = whole.get("version")
    if version != VERSION or isinstance(version, bool):
        raise CorrectionsError(f"{path.name}: {_other_version(version)}")
    listed = whole.get("corrections")
    if not isinstance(listed, list):
        raise CorrectionsError(f"{path.name}, field corrections: is no list")
    for number, one in enumerate(listed, 1):
        where = f"{path.name}, correction {number}"
        if not isinstance(one, dict):
            raise CorrectionsError(f"{where}: is no object of fields")
        yield where, {name: value for name, value in one.items() if value is not None}


def _other_version(version: object) -> str:
    known = json.dumps(version)[:40]
    return f"corrections of version {known}; this geoview ({__version__}) reads version {VERSION}"


class _Fields:
    """The fields of one correction as they are written; ``kind`` is what a field is called where they stand."""

    def __init__(self, where: str, values: Mapping[str, Any], kind: str) -> None:
        self.where, self.kind = where, kind
        self.values: dict[str, Any] = {}
        for written, value in values.items():
            name = _OTHER_NAMES.get(written, written)
            if name in FIELDS:
                self.values[name] = value
            elif written not in _IGNORED:
                raise self.error(written, f"is none of {', '.join(FIELDS)}, note")

    def error(self, name: str, problem: str) -> CorrectionsError:
        return CorrectionsError(f"{self.where}, {self.kind} {name[:40]!r}: {problem}")

    def correction(self) -> Correction:
        """Return what the fields say, once each has been checked.

        Raises:
            CorrectionsError: one is missing, or makes no sense.
        """
        texts = {name: self._text(name) for name in _TEXTS}
        if not texts["words"].strip():
            raise self.error("words", "is empty")
        latitude, longitude = self._degrees("latitude", 90), self._degrees("longitude", 180)
        start = self._start()
        if (latitude is None) != (longitude is None):
            raise self.error("latitude" if latitude is None else "longitude", "is missing")
        correction = Correction(
            words=texts["words"],
            decision=self._decision(),  # type: ignore[arg-type] # one of them: checked
            scope=self._scope(),  # type: ignore[arg-type] # the same
            article=texts["article"] or None,
            start=start,
            before=texts["before"],
            after=texts["after"],
            place=texts["place"] or None,
            name=texts["name"].strip() or None,
            latitude=latitude,
            longitude=longitude,
        )
        self._check(correction)
        return correction

    def _check(self, one: Correction) -> None:
        if one.scope == "everywhere" and one.article is not None:
            raise self.error("article", "is given, but the scope is everywhere")
        if one.scope != "everywhere" and one.article is None:
            raise self.error("article", "is missing: the id of the article")
        if one.scope == "mention" and one.start is None and not (one.before.strip() or one.after.strip()):
            raise self.error("before", "is missing: one mention is told by the words before or after it, or its start")
        if one.decision == "place" and one.place is None:
            raise self.error("place", "is missing: the id of a place, such as geonames:173576")
        if one.place is not None and ":" not in one.place:
            raise self.error("place", f"{one.place[:40]!r} is no id of a place, such as geonames:173576")
        if one.decision == "point":
            for name in ("name", "latitude"):
                if getattr(one, name) is None:
                    raise self.error(name, "is missing: a point has a name, a latitude and a longitude")

    def _text(self, name: str) -> str:
        value = self.values.get(name, "")
        if not isinstance(value, str):
            raise self.error(name, "is no text")
        if len(value) > _LONGEST:
            raise self.error(name, f"has {len(value):,} characters, more than {_LONGEST:,}")
        return value

    def _degrees(self, name: str, limit: int) -> float | None:
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124 - NaN
            comma = "; write a decimal point" if isinstance(value, str) and "," in value else ""
            raise self.error(name, f"{str(value)[:40]!r} is no number of degrees{comma}")
        if not -limit <= value <= limit:
            raise self.error(name, f"{str(value)[:40]} is not between -{limit} and {limit}")
        return float(value)

    def _start(self) -> int | None:
        value = self.values.get("start")
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            raise self.error("start", f"{str(value)[:40]!r} is no whole number of 0 or more")
        return value

    def _decision(self) -> str:
        usual = "place" if "place" in self.values else "point" if "latitude" in self.values else None
        return self._choice("decision", usual, get_args(Decision))

    def _scope(self) -> str:
        one = self.values.keys() & {"start", "before", "after"}
        return self._choice(
            "scope", "mention" if one else "article" if "article" in self.values else "everywhere", get_args(Scope)
        )

    def _choice(self, name: str, usual: str | None, choices: tuple[str, ...]) -> str:
        value = self.values.get(name, usual)
        if value is None:
            raise self.error(name, f"is missing: {', '.join(choices)}")
        if value not in choices:
            raise self.error(name, f"{str(value)[:40]!r} is none of {', '.join(choices)}")
        return str(value)
