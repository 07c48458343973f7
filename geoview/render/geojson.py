"""GeoJSON (RFC 7946): one Feature a place, longitude first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geoview import __version__
from geoview.render.records import dumps
from geoview.render.summary import PlaceSummary, snippet, summarize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from geoview.types import GeoparsedArticle

_HEAD = '{"type": "FeatureCollection", "generator": "geoview '


def feature(summary: PlaceSummary, articles: Sequence[GeoparsedArticle]) -> dict[str, Any]:
    """Return a place, with all that is said of it, as a Feature."""
    place = summary.place
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": {
            "name": place.name,
            **summary.properties,
            "snippets": [
                str(snippet(articles[index].article, resolution.mention)) for index, resolution in summary.mentions
            ],
        },
    }


def write(articles: Iterable[GeoparsedArticle], stream: TextIO) -> None:
    """Write a FeatureCollection; its foreign member ``unresolved`` counts the mentions without a place."""
    known = list(articles)
    unresolved = sum(resolution.place is None for geoparsed in known for resolution in geoparsed.resolutions)
    stream.write(f'{_HEAD}{__version__}", "unresolved": {unresolved}, "features": [')
    for index, summary in enumerate(summarize(known)):
        separator = ",\n" if index else "\n"
        stream.write(separator + dumps(feature(summary, known)))
    stream.write("\n]}\n")


def owned(head: str, _: str) -> bool:
    """Tell whether geoview wrote this."""
    return head.startswith(_HEAD)
