"""What every output says of a place: its mentions gathered over the articles, and the words around each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geoview.render.records import share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazetteer.place import Place
    from geoview.types import Article, GeoparsedArticle, Mention, Resolution

# An end of sentence: a mark, perhaps quotes, white space, then not a lower-case letter; or a line's end.
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[^a-z\s])|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """The sentence around a mention, cut to a number of words; an ellipsis marks where it was cut."""

    before: str
    match: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.match}{self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSummary:
    """A place and its resolved mentions, in the order of articles and text.

    Attributes:
        place: the referent.
        mentions: (index of the article, resolution) each.
        confidence: of the surest mention.
    """

    place: Place
    mentions: tuple[tuple[int, Resolution], ...]
    confidence: float

    @property
    def properties(self) -> dict[str, Any]:
        """What GeoJSON and KML say of it beside its name and point; None for a country that it has not."""
        return {
            "id": self.place.id,
            "feature_class": self.place.feature_class,
            "feature_code": self.place.feature_code,
            "country": self.place.country,
            "confidence": share(self.confidence),
            "mentions": len(self.mentions),
        }


def snippet(article: Article, mention: Mention, words: int = 40) -> Snippet:
    """Return the sentence that holds the mention, at most about ``words`` words of it, centred on the mention."""
    text = article.text
    # A window bounds the work for a text without sentence ends; 12 characters a word is generous.
    low, high = max(0, mention.start - words * 12), min(len(text), mention.end + words * 12)
    start, end = low, high
    for found in _SENTENCE_END.finditer(text, low, mention.start):
        start = found.end()
    if found_end := _SENTENCE_END.search(text, mention.end, high):
        end = found_end.start()
    before, after = text[start : mention.start], text[mention.end : end]
    half = max(1, words // 2)
    before_words, after_words = before.split(), after.split()
    spare = max(0, half - len(before_words)), max(0, half - len(after_words))
    keep_before, keep_after = half + spare[1], half + spare[0]
    if len(before_words) > keep_before or (start == low > 0):
        before = "…" + " ".join(before_words[-keep_before:]) + (" " if before[-1:].isspace() else "")
    if len(after_words) > keep_after or (end == high < len(text)):
        after = (" " if after[:1].isspace() else "") + " ".join(after_words[:keep_after]) + "…"
    return Snippet(before=before, match=mention.text, after=after)


def summarize(articles: Iterable[GeoparsedArticle]) -> list[PlaceSummary]:
    """Gather resolved mentions by place, most mentioned first, then by name and id."""
    gathered: dict[str, tuple[Place, list[tuple[int, Resolution]]]] = {}
    for index, geoparsed in enumerate(articles):
        for resolution in geoparsed.resolutions:
            if (place := resolution.place) is not None:
                gathered.setdefault(place.id, (place, []))[1].append((index, resolution))
    summaries = [
        PlaceSummary(
            place=place, mentions=tuple(mentions), confidence=max(resolution.confidence for _, resolution in mentions)
        )
        for place, mentions in gathered.values()
    ]
    return sorted(summaries, key=lambda summary: (-len(summary.mentions), summary.place.name, summary.place.id))
