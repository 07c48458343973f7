"""Linked Places Format (LPF), a GeoJSON of historians: https://github.com/LinkedPasts/linked-places-format."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from gazetteer.errors import SourceError
from gazetteer.names import fold
from gazetteer.sources import About, Reading, Row
from gazetteer.sources.geojson import Feature, features, shape
from gazetteer.sources.items import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ABOUT = About(
    title="Linked Places",
    licence="as its makers state",
    url="https://github.com/LinkedPasts/linked-places-format",
    credit="Places from a Linked Places file",
    reads="FeatureCollections in Linked Places Format (.json, .jsonld, .geojson)",
)

_GEONAMES = re.compile(r"(?:gn:|https?://(?:www\.|sws\.)?geonames\.org/)(\d+)/?.*")
_SAME = {"exactmatch", "sameas"}
# GeoNames' general codes of the seven classes that the format has.
_CODES = {"A": "ADMD", "H": "", "L": "RGN", "P": "PPL", "R": "", "S": "", "T": ""}


def read(files: Sequence[Path], reading: Reading) -> Iterator[Row]:
    """Yield the places of LPF files: those that are said to be the same as GeoNames' have its ids.

    Raises:
        SourceError: a file cannot be read, or too many of its features are broken.
    """

    def items(file: Path) -> Iterator[tuple[int, str, Feature]]:
        for number, feature in enumerate(features(file), 1):
            yield number, f"{feature.where}: ", feature

    yield from rows_of(files, reading, items=items, row=lambda feature: _row(feature, reading))


def _row(feature: Feature, reading: Reading) -> Row:
    whole, properties = feature.whole, feature.properties
    title = str(properties.get("title") or "").strip()
    toponyms = [name for entry in whole.get("names") or [] if (name := _toponym(entry, reading))]
    name = title or next(iter(toponyms), "")
    if not fold(name):
        raise SourceError(f"{feature.where}: has neither a title nor a toponym")
    found = shape(feature.geometry, feature.where)
    codes = [
        code for code in properties.get("ccodes") or [] if isinstance(code, str) and re.fullmatch("[A-Z]{2}", code)
    ]
    classes = [one for one in properties.get("fclasses") or whole.get("fclasses") or [] if one in _CODES]
    feature_class = classes[0] if classes else "P"
    return Row(
        id=_identity(whole, name),
        name=name,
        latitude=found.latitude,
        longitude=found.longitude,
        feature_class=feature_class,
        feature_code=_CODES[feature_class],
        country=codes[0] if len(codes) == 1 else None,
        bounds=found.bounds,
        names=tuple(dict.fromkeys(other for other in toponyms if other != name)),
        note=_description(whole),
    )


def _toponym(entry: Any, reading: Reading) -> str:
    languages = reading.selection.languages
    language = str(entry.get("lang") or "").partition("-")[0]
    return "" if languages and language and language not in languages else str(entry.get("toponym") or "").strip()


def _identity(whole: dict[str, Any], name: str) -> str:
    for link in whole.get("links") or []:
        found = _GEONAMES.fullmatch(str(link.get("identifier") or ""))
        if found and str(link.get("type") or "").lower().rpartition(":")[2] in _SAME:
            return f"geonames:{found[1]}"
    given = str(whole.get("@id") or whole.get("id") or "").strip()
    if found := _GEONAMES.fullmatch(given):
        return f"geonames:{found[1]}"
    mark = hashlib.blake2b(f"{name}{whole.get('geometry')}".encode("utf-8", "replace"), digest_size=4).hexdigest()
    return f"lpf:{given or mark}"


def _description(whole: dict[str, Any]) -> str | None:
    return next((str(one["value"]) for one in whole.get("descriptions") or [] if one.get("value")), None)
