"""Synthetic articles of many places: cities of the embedded gazetteer, each once or oftener, in made-up sentences."""

from __future__ import annotations

import random
from functools import cache

import gazetteer
from gazetteer.place import Candidate, Place
from geoview.types import Article, GeoparsedArticle, Mention, Resolution
from page_articles import MADE_BY

_SENTENCES = (
    "Officials in {} said on Monday that the road would stay closed until the end of the week.",
    "The train to {} was late, and nobody on the platform seemed to know why.",
    "In {} the market opened at six, as it has for a hundred years.",
    "A court in {} is to hear the case next month, a spokesman said, and it may take until spring.",
)
_REASONS = ("the largest place of that name", "the only place of that name", "near other places of the text")


@cache
def cities() -> list[Place]:
    """The cities of the embedded gazetteer, in an order that is the same each time."""
    with gazetteer.open() as store:
        found = store.within(gazetteer.BoundingBox(-90, -180, 90, 180), levels=("city",))
    found = sorted(found, key=lambda place: place.id)
    random.Random(1).shuffle(found)  # noqa: S311 - the same each time is what is wanted
    return found


def many_articles(count: int) -> list[GeoparsedArticle]:
    """A fifth as many articles as places; each names five new places, and two that others name, too."""
    known = cities()
    if count > len(known):
        raise ValueError(f"the gazetteer has only {len(known)} cities")
    chance = random.Random(2)  # noqa: S311
    return [_article(at // 5, known[at : at + 5] + chance.sample(known[:count], 2)) for at in range(0, count, 5)]


def _article(number: int, places: list[Place]) -> GeoparsedArticle:
    text, resolutions = f"Report {number}", []
    for i, place in enumerate(places):
        before, after = _SENTENCES[(number + i) % len(_SENTENCES)].split("{}")
        text += ("\n" if i % 3 == 0 else " ") + before
        mention = Mention(start=len(text), end=len(text) + len(place.name), text=place.name)
        text += place.name + after
        sure = 0.5 + (number * 7 + i) % 50 / 100
        candidate = Candidate(place=place, matched_name=place.name, match="exact", confidence=sure)
        resolutions.append(
            Resolution(
                mention=mention,
                place=place,
                confidence=sure,
                candidates=(candidate,),
                reason=_REASONS[i % len(_REASONS)],
            )
        )
    article = Article(
        id=f"r{number}",
        text=text,
        title=f"Report {number}",
        published=f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
    )
    return GeoparsedArticle(article=article, resolutions=tuple(resolutions), provenance=MADE_BY)
