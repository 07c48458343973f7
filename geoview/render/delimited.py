"""CSV: one row a mention, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from geoview.output import cell
from geoview.render.records import share
from geoview.render.summary import snippet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from geoview.types import GeoparsedArticle, Resolution

COLUMNS = (
    "article",
    "title",
    "source",
    "published",
    "start",
    "end",
    "text",
    "kind",
    "confidence",
    "place_id",
    "place",
    "latitude",
    "longitude",
    "feature_class",
    "feature_code",
    "country",
    "admin1",
    "admin2",
    "population",
    "reason",
    "snippet",
    "use",
    "approximate",
    "modifier",
)
_HEADER = ",".join(COLUMNS)


def row(geoparsed: GeoparsedArticle, resolution: Resolution) -> list[str]:
    """Return a mention's cells, in the order of ``COLUMNS``; an unresolved one has no place's."""
    article, mention, place = geoparsed.article, resolution.mention, resolution.place
    of_place: tuple[object, ...] = (None,) * 10
    if place is not None:
        of_place = (
            place.id,
            place.name,
            place.latitude,
            place.longitude,
            place.feature_class,
            place.feature_code,
            place.country,
            place.admin1,
            place.admin2,
            place.population,
        )
    values = (
        article.id,
        article.title,
        article.source,
        article.published,
        mention.start,
        mention.end,
        mention.text,
        mention.kind,
        share(resolution.confidence),
        *of_place,
        resolution.reason,
        snippet(article, mention),
        resolution.use,
        str(resolution.approximate).lower(),
        resolution.modifier,
    )
    return [cell(value) for value in values]


def write(articles: Iterable[GeoparsedArticle], stream: TextIO) -> None:
    """Write a header and one row a mention, each article's as soon as it is done."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for geoparsed in articles:
        writer.writerows(row(geoparsed, resolution) for resolution in geoparsed.resolutions)


def owned(head: str, _: str) -> bool:
    """Tell whether geoview wrote this: its header is ours, to the letter."""
    return head.splitlines()[:1] == [_HEADER]
