"""Invented articles in number: what a big archive asks of the page."""

from __future__ import annotations

import datetime as dt
import random
from itertools import pairwise
from typing import TYPE_CHECKING

from geoview.types import Article, GeoparsedArticle, Mention, Resolution
from page_articles import MADE_BY, article, place, resolve

if TYPE_CHECKING:
    from gazetteer.place import Place

_BEFORE = ("The minister travelled to ", "Rain fell heavily over ", "A ferry was delayed near ")
_AFTER = ", where people had waited for several hours, as the paper reported on the following morning. "
_COUNTRIES = ["US", "GB", "FR", "DE", "RU", "CN", "IN", "BR", "ZA", "EG", "SY"]
_CODES = ("P.PPL", "P.PPL", "A.ADM1", "S.AIRB", "H.STM")


def archive(places: int = 10_000, articles: int = 2_000, *, seed: int = 1) -> list[GeoparsedArticle]:
    """Articles of fifteen mentions each, over some years and seven sources; a few places are named often."""
    rng = random.Random(seed)  # noqa: S311 - invented articles
    known = [_place(rng, number) for number in range(places)]
    often = known[: max(5, places // 30)]
    each = max(1, places // articles)
    return [
        _article(
            rng, number, known[number * each : (number + 1) * each] + rng.choices(often, k=5) + rng.choices(known, k=5)
        )
        for number in range(articles)
    ]


def _place(rng: random.Random, number: int) -> Place:
    name = rng.choice(["Nor", "Sud", "Ost", "Wes", "Alt", "Neu"]) + rng.choice(["ford", "burg", "dorf", "by", "ville"])
    latitude, longitude = rng.uniform(-60, 70), rng.uniform(-170, 170)
    return place(f"user:{number}", f"{name} {number}", latitude, longitude, rng.choice(_CODES), rng.choice(_COUNTRIES))


def _article(rng: random.Random, number: int, named: list[Place]) -> GeoparsedArticle:
    text, resolutions = "", []
    for one in named:
        text += rng.choice(_BEFORE)
        mention = Mention(start=len(text), end=len(text) + len(one.name), text=one.name)
        resolutions.append(Resolution(mention=mention, place=one, confidence=rng.uniform(0.4, 1), reason="alone"))
        text += one.name + _AFTER
    day = dt.date(2019, 1, 1) + dt.timedelta(days=number % 800)
    of = Article(
        id=f"a{number}", text=text, title=f"Article {number} about {named[0].name}", published=day.isoformat(),
        source=f"https://site{number % 7}.example/{number}",
    )  # fmt: skip
    return GeoparsedArticle(article=of, resolutions=tuple(resolutions), provenance=MADE_BY)


def long_article(words: int = 20_000) -> GeoparsedArticle:
    """One article of many words, every tenth a place, in paragraphs of about 130."""
    rng = random.Random(2)  # noqa: S311 - as above
    names = ["Latakia", "Homs", "Aleppo", "Beirut", "Damascus", "Moscow", "Tartous", "Egypt"]
    plain = [
        "the",
        "of",
        "a",
        "road",
        "storm",
        "people",
        "minister",
        "river",
        "paper",
        "town",
        "said",
        "that",
        "it",
        "was",
        "not",
        "before",
        "ferry",
        "late",
        "market",
    ]
    drawn = [rng.choice(names if at % 10 == 5 else plain) for at in range(words)]
    ends = [*range(0, words, 130), words]
    return resolve(article("\n\n".join(["A long article", *(" ".join(drawn[a:b]) + "." for a, b in pairwise(ends))])))
