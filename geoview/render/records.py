"""JSON and JSONL: everything that is known of each article, under stable keys.

Adding a key is a minor version, changing one a major. ``RECORD_KEYS`` and the like are what a test holds to.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from gazetteer.place import Place
    from geoview.types import Focus, GeoparsedArticle, Resolution

# JSON allows these raw, but lone surrogates are no UTF-8, and some readers end lines at the others.
_UNSAFE = re.compile("[\ud800-\udfff\u0085\u2028\u2029]")
_HEAD = '{"articles": ['
_TAIL = '"provenance": {"geoview": "'


def place_record(place: Place) -> dict[str, Any]:
    """Return a place as an object of JSON."""
    return {
        "id": place.id,
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "feature_class": place.feature_class,
        "feature_code": place.feature_code,
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "population": place.population,
        "note": place.note,
    }


def focus_record(focus: Focus | None) -> dict[str, Any] | None:
    """Return what an article is about as an object of JSON; null where nothing is resolved."""
    if focus is None:
        return None
    return {
        "place": place_record(focus.place),
        "city": None if focus.city is None else place_record(focus.city),
        "region": None if focus.region is None else place_record(focus.region),
        "country": focus.country,
    }


def mention_record(resolution: Resolution) -> dict[str, Any]:
    """Return a mention, its referent and the other candidates as an object of JSON."""
    mention, place = resolution.mention, resolution.place
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind,
        "confidence": share(resolution.confidence),
        "place": None if place is None else place_record(place),
        "reason": resolution.reason,
        "use": resolution.use,
        "approximate": resolution.approximate,
        "modifier": resolution.modifier,
        "candidates": [
            {
                "confidence": None if candidate.confidence is None else share(candidate.confidence),
                "place": place_record(candidate.place),
            }
            for candidate in resolution.candidates
        ],
    }


def _head(geoparsed: GeoparsedArticle) -> dict[str, Any]:
    article = geoparsed.article
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "language": article.language,
        "text": article.text,
    }


def _tail(geoparsed: GeoparsedArticle) -> dict[str, Any]:
    provenance = geoparsed.provenance
    return {
        "focus": focus_record(geoparsed.focus),
        "provenance": {
            "geoview": provenance.geoview,
            "gazetteer": provenance.gazetteer,
            "recognizer": provenance.recognizer,
            "resolver": provenance.resolver,
        },
    }


def _parts(geoparsed: GeoparsedArticle) -> Iterator[str]:
    """Yield an article as an object of JSON, mention by mention: a long text's never stands in memory as a whole."""
    yield dumps(_head(geoparsed))[:-1] + ', "mentions": ['
    for index, resolution in enumerate(geoparsed.resolutions):
        yield (", " if index else "") + dumps(mention_record(resolution))
    yield "], " + dumps(_tail(geoparsed))[1:]


def share(value: float) -> float:
    """Return a confidence with the digits that mean something."""
    return round(value, 4)


def dumps(value: Any, indent: int | None = None) -> str:
    """Return JSON on one line (or indented) that any reader of lines and of UTF-8 takes."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def write_jsonl(articles: Iterable[GeoparsedArticle], stream: TextIO) -> None:
    """Write one object a line, each as soon as its article is done."""
    for geoparsed in articles:
        stream.writelines(_parts(geoparsed))
        stream.write("\n")


def write_json(articles: Iterable[GeoparsedArticle], stream: TextIO) -> None:
    """Write ``{"articles": [...]}``, each article as soon as it is done."""
    stream.write(_HEAD)
    for index, geoparsed in enumerate(articles):
        stream.write(",\n" if index else "\n")
        stream.writelines(_parts(geoparsed))
    stream.write("\n]}\n")


def owned_jsonl(head: str, tail: str) -> bool:
    """Tell whether geoview wrote this: an article's keys at the beginning, its own version at the end."""
    return head.startswith('{"id": "') and _TAIL in tail


def owned_json(head: str, tail: str) -> bool:
    """Tell whether geoview wrote this: as ``owned_jsonl``, or no articles at all."""
    return head.startswith(_HEAD) and (_TAIL in tail or head.strip() == _HEAD + "\n]}")
