"""What the page's script is told: articles, places, mentions and snippets as one JSON value.

Offsets become UTF-16 code units here, where Python still tells two lone surrogates from one character.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from geoview.render.summary import snippet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.place import Place
    from geoview.types import Article, Correction, GeoparsedArticle, Resolution

SNIPPET_WORDS = 40
# How many candidates of a mention the page shows, the referent among them.
_CANDIDATES = 6


class PageData:
    """Gathers the value; places and reasons are listed once and referred to by number."""

    def __init__(
        self, articles: Sequence[GeoparsedArticle], *, text: bool = True, snippet_words: int = SNIPPET_WORDS
    ) -> None:
        """Gather everything that ``articles`` hold; of their texts only the snippets where ``text`` is not wanted."""
        self._text, self._words = text, snippet_words
        self._places: dict[str, int] = {}
        self._reasons: dict[str, int] = {}
        self.places: list[Place] = []
        self.mentioned: set[int] = set()
        self.articles = [self._article(geoparsed) for geoparsed in articles]
        self.provenance = _provenance(articles)
        self.corrections = [_correction(one) for one in dict.fromkeys(c for each in articles for c in each.corrections)]

    def value(self) -> dict[str, Any]:
        """Return what becomes JSON."""
        return {
            "format": 1,
            "places": [place_value(place) for place in self.places],
            "reasons": list(self._reasons),
            "articles": self.articles,
            "provenance": self.provenance,
            "corrections": self.corrections,
        }

    def _article(self, geoparsed: GeoparsedArticle) -> dict[str, Any]:
        article = geoparsed.article
        # Without the text an offset is of use in files only, where characters count.
        units = _Units(article.text if self._text else "")
        return {
            "id": article.id,
            "title": article.title,
            "source": article.source,
            "published": article.published,
            "language": article.language,
            "about": None if geoparsed.focus is None else self._place(geoparsed.focus.place),
            "text": article.text if self._text else None,
            "warnings": list(geoparsed.warnings),
            "mentions": [self._mention(article, resolution, units) for resolution in geoparsed.resolutions],
        }

    def _mention(self, article: Article, resolution: Resolution, units: _Units) -> list[Any]:
        """One mention: start, end, place, per cent, kind, reason, candidates, words around, use, maybe its own."""
        mention = resolution.mention
        place = None if resolution.place is None else self._place(resolution.place)
        if place is not None:
            self.mentioned.add(place)
        candidates = [
            [self._place(candidate.place), percent(candidate.confidence)]
            for candidate in resolution.candidates[:_CANDIDATES]
        ]
        around = snippet(article, mention, self._words)
        return [
            units.before(mention.start),
            units.before(mention.end),
            place,
            percent(resolution.confidence),
            mention.kind,
            self._reasons.setdefault(resolution.reason, len(self._reasons)),
            candidates,
            around.before,
            around.after,
            resolution.use,
            resolution.modifier,
            int(resolution.approximate),
            *(() if self._text else (mention.text,)),
        ]

    def _place(self, place: Place) -> int:
        number = self._places.setdefault(place.id, len(self._places))
        if number == len(self.places):
            self.places.append(place)
        return number


class _Units:
    """Counts UTF-16 code units before a code point of a text; offsets are asked for in rising order or not."""

    def __init__(self, text: str) -> None:
        self._astral = [index for index, character in enumerate(text) if character > "\uffff"] if _wide(text) else []

    def before(self, index: int) -> int:
        if not self._astral:
            return index
        return index + bisect_left(self._astral, index)


def _wide(text: str) -> bool:
    return bool(text) and max(text) > "\uffff"


def percent(confidence: float | None) -> int | None:
    """Return a probability as a whole number of per cent."""
    return None if confidence is None else round(confidence * 100)


def kind(place: Place) -> str:
    """Return the page's type of a place: country, city, site, region or water."""
    if place.feature_class == "A":
        return "country" if place.feature_code.startswith("PCL") else "region"
    return {"P": "city", "H": "water", "U": "water", "S": "site", "R": "site"}.get(place.feature_class, "region")


def place_value(place: Place) -> dict[str, Any]:
    """Return a place as the page's script reads it; what is not known is left out."""
    value = {
        "id": place.id,
        "name": place.name,
        "lat": round(place.latitude, 5),
        "lon": round(place.longitude, 5),
        "class": place.feature_class,
        "code": place.feature_code,
        "kind": kind(place),
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "population": place.population or None,
        "bounds": None if place.bounds is None else [round(degrees, 4) for degrees in place.bounds],
        "note": place.note,
    }
    return {key: known for key, known in value.items() if known is not None}


def _correction(correction: Correction) -> dict[str, Any]:
    """Return a correction as its file has it; what is not known is left out."""
    return {name: value for name, value in asdict(correction).items() if value not in {None, ""}}


def _provenance(articles: Sequence[GeoparsedArticle]) -> list[dict[str, str]]:
    distinct: dict[tuple[str, str, str, str], None] = {}
    for geoparsed in articles:
        made = geoparsed.provenance
        distinct[made.geoview, made.gazetteer, made.recognizer, made.resolver] = None
    return [dict(zip(("geoview", "gazetteer", "recognizer", "resolver"), made, strict=True)) for made in distinct]
