"""KML 2.2, for Google Earth and others: one Placemark a place, its snippets in the balloon."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from geoview import __version__
from geoview.render.summary import PlaceSummary, Snippet, snippet, summarize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from geoview.types import GeoparsedArticle

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- geoview '
# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHOWN = 50  # snippets: a balloon is no archive


def text(value: object) -> str:
    """Return what stands in an element: escaped, and without what XML cannot hold."""
    return html.escape(_FORBIDDEN.sub("\ufffd", str(value)), quote=False)


def placemark(summary: PlaceSummary, articles: Sequence[GeoparsedArticle]) -> str:
    """Return a place, with what is said of it, as a Placemark."""
    place = summary.place
    extended = "".join(
        f'<Data name="{name}"><value>{text(value)}</value></Data>'
        for name, value in summary.properties.items()
        if value is not None
    )
    return (
        f"<Placemark><name>{text(place.name)}</name>"
        f"<description>{text(balloon(summary, articles))}</description>"
        f"<ExtendedData>{extended}</ExtendedData>"
        f"<Point><coordinates>{place.longitude},{place.latitude}</coordinates></Point></Placemark>\n"
    )


def balloon(summary: PlaceSummary, articles: Sequence[GeoparsedArticle]) -> str:
    """Return what a balloon shows: HTML, in which all text of others is escaped."""
    shown = [
        _quote(snippet(articles[index].article, resolution.mention)) for index, resolution in summary.mentions[:_SHOWN]
    ]
    rest = len(summary.mentions) - len(shown)
    return "".join(f"<p>{one}</p>" for one in (*shown, *([f"And {rest} more."] if rest else [])))


def _quote(around: Snippet) -> str:
    before, match, after = map(html.escape, (around.before, around.match, around.after))
    return f"{before}<b>{match}</b>{after}"


def write(articles: Iterable[GeoparsedArticle], stream: TextIO) -> None:
    """Write a Document with a Placemark a place, most mentioned first; unresolved mentions are left out."""
    known = list(articles)
    title = known[0].article.title if len(known) == 1 else None
    stream.write(
        f"{_HEAD}{__version__} -->\n"
        f'<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document><name>{text(title or "Places")}</name>\n'
    )
    stream.writelines(placemark(summary, known) for summary in summarize(known))
    stream.write("</Document>\n</kml>\n")


def owned(head: str, _: str) -> bool:
    """Tell whether geoview wrote this."""
    return head.startswith(_HEAD)
