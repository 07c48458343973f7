"""Natural Earth's vector themes as GeoJSON: https://www.naturalearthdata.com/downloads/10m-physical-vectors/."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from gazetteer.names import fold
from gazetteer.sources import About, Reading, Row
from gazetteer.sources.geojson import Feature, features, shape
from gazetteer.sources.items import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ABOUT = About(
    title="Natural Earth",
    licence="public domain",
    url="https://www.naturalearthdata.com",
    credit="Made with Natural Earth (https://www.naturalearthdata.com), public domain",
    reads="GeoJSON of its themes: regions, marine areas, lakes, rivers, disputed areas, populated places, airports, …",
)

# featurecla -> GeoNames' class and code.
_CODES = {
    "island": ("T", "ISL"), "island group": ("T", "ISLS"), "range/mtn": ("T", "MTS"), "plateau": ("T", "PLAT"),
    "desert": ("T", "DSRT"), "pen/cape": ("T", "PEN"), "peninsula": ("T", "PEN"), "cape": ("T", "CAPE"),
    "geoarea": ("L", "RGN"), "coast": ("L", "CST"), "plain": ("T", "PLN"), "delta": ("T", "DLTA"),
    "basin": ("T", "BSND"), "continent": ("L", "CONT"), "valley": ("T", "VAL"), "lowland": ("T", "PLN"),
    "tundra": ("L", "RGN"), "isthmus": ("T", "ISTH"), "wetlands": ("H", "WTLD"), "gorge": ("T", "GRGE"),
    "foothills": ("T", "HLLS"), "depression": ("T", "DPR"), "waterfall": ("H", "FLLS"), "pole": ("L", "RGN"),
    "mountain": ("T", "MT"), "pass": ("T", "PASS"), "spot elevation": ("T", "MT"),
    "lake": ("H", "LK"), "reservoir": ("H", "RSV"), "alkaline lake": ("H", "LKN"), "playa": ("T", "DSRT"),
    "river": ("H", "STM"), "river (intermittent)": ("H", "STMI"), "canal": ("H", "CNL"),
    "lake centerline": ("H", "STM"),
    "ocean": ("H", "OCN"), "sea": ("H", "SEA"), "gulf": ("H", "GULF"), "bay": ("H", "BAY"), "strait": ("H", "STRT"),
    "sound": ("H", "SD"), "channel": ("H", "CHN"), "fjord": ("H", "FJD"), "lagoon": ("H", "LGN"), "reef": ("H", "RF"),
    "inlet": ("H", "INLT"), "generic": ("H", "SEA"), "airport": ("S", "AIRP"), "port": ("L", "PRT"),
    "admin-0 country": ("A", "PCLI"), "admin-0 claim area": ("L", "RGN"),
    "admin-0 breakaway and disputed": ("L", "RGN"),
    "admin-0 indeterminant": ("L", "RGN"), "admin-0 overlay": ("L", "RGN"), "admin-0 lease": ("L", "LAND"),
    "admin-1 states provinces": ("A", "ADM1"), "populated place": ("P", "PPL"), "admin-0 capital": ("P", "PPLC"),
    "admin-1 capital": ("P", "PPLA"), "admin-0 capital alt": ("P", "PPLG"), "admin-0 region capital": ("P", "PPLA"),
    "admin-1 region capital": ("P", "PPLA"), "scientific station": ("S", "STNS"), "historic place": ("P", "PPLH"),
}  # fmt: skip
_NAMES = ("brk_name", "name", "name_en", "geounit", "admin")
_ALTERNATES = ("name_alt", "namealt", "name_en", "name_long", "formal_en", "gn_name", "nameascii", "label")
_LIST = re.compile(r"[|;]")
_HIGHEST_RANK = 6


def read(files: Sequence[Path], reading: Reading) -> Iterator[Row]:
    """Yield the named features of Natural Earth's GeoJSON files; features without a name are left out.

    Raises:
        SourceError: a file cannot be read, or too many of its features are broken.
    """

    def items(file: Path) -> Iterator[tuple[int, str, Feature]]:
        for number, feature in enumerate(features(file), 1):
            yield number, f"{feature.where}: ", feature

    yield from rows_of(files, reading, items=items, row=lambda feature: _row(feature, reading))


def _row(feature: Feature, reading: Reading) -> Row | None:
    cells = {key.lower(): value for key, value in feature.properties.items()}
    name = _name(cells)
    if not fold(name):
        return None
    found = shape(feature.geometry, feature.where)
    feature_class, code = _CODES.get(str(cells.get("featurecla") or "").lower(), ("L", "RGN"))
    rank = cells.get("scalerank")
    population = int(float(cells.get("pop_max") or 0)) if feature_class == "P" else 0
    country = str(cells.get("iso_a2") or "")
    return Row(
        id=_identity(cells, name, found.latitude, found.longitude),
        name=name,
        latitude=found.latitude,
        longitude=found.longitude,
        feature_class=feature_class,
        feature_code=code,
        country=country if re.fullmatch("[A-Z]{2}", country) else None,
        population=max(0, population),
        bounds=found.bounds,
        names=tuple(dict.fromkeys(other for other in _others(cells, reading) if other != name)),
        rank=min(_HIGHEST_RANK, max(0, int(rank))) if isinstance(rank, int | float) and not population else None,
        note=str(cells["note_brk"]) if cells.get("note_brk") else None,
    )


def _name(cells: dict[str, Any]) -> str:
    return next((text for key in _NAMES if (text := str(cells.get(key) or "").strip())), "")


def _others(cells: dict[str, Any], reading: Reading) -> Iterator[str]:
    languages = reading.selection.languages
    for key, value in cells.items():
        language = key.removeprefix("name_")
        translated = key.startswith("name_") and len(language) in {2, 3} and (not languages or language in languages)
        if isinstance(value, str) and (key in _ALTERNATES or translated):
            yield from (part.strip() for part in _LIST.split(value) if fold(part))


def _identity(cells: dict[str, Any], name: str, latitude: float, longitude: float) -> str:
    if (number := cells.get("geonameid") or cells.get("gn_id")) and float(number) > 0:
        return f"geonames:{int(float(number))}"
    if number := cells.get("ne_id"):
        return f"naturalearth:{int(float(number))}"
    mark = hashlib.blake2b(f"{name}|{latitude:.2f}|{longitude:.2f}".encode(), digest_size=3).hexdigest()
    return f"naturalearth:{fold(name).replace(' ', '-')}-{mark}"
