"""A stock folium map with the places as a layer, for those who go on from there: more layers, plugins, other tiles.

Unlike the page it is folium's own: its scripts, styles and tiles come from other hosts when it is opened, and no
Content Security Policy stands behind it. No text of an article reaches a folium or branca element here either, since
those compile what they are given as a Jinja template: it goes out as a block of JSON, and ``assets/js/folium.js``
writes it as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
from branca.element import Figure
from folium.map import Layer
from jinja2 import Template

from geoview.render.page import Raw, asset, json_text
from geoview.render.page_data import SNIPPET_WORDS, percent, place_value
from geoview.render.summary import PlaceSummary, snippet, summarize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoview.types import GeoparsedArticle

_MANY = 500  # places, from which on they are drawn on one canvas
_CREDIT = (
    'Places © <a href="https://www.geonames.org/">GeoNames</a>, '
    '<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>'
)


def to_folium(
    articles: Sequence[GeoparsedArticle], *, snippet_words: int = SNIPPET_WORDS, **options: Any
) -> folium.Map:
    """Return a folium map of the places of articles, fitted to them; needs the network when it is opened.

    Args:
        articles: none, one or many.
        snippet_words: how many words at most stand around a mention in a pop-up.
        options: of ``folium.Map``, such as ``tiles="Esri WorldGrayCanvas"`` or ``height=500``.
    """
    layer = PlacesLayer(articles, snippet_words=snippet_words)
    made = folium.Map(**({"prefer_canvas": len(layer.places) > _MANY} | options))
    made.add_child(layer)
    if layer.places:
        latitudes, longitudes = zip(*((place["lat"], place["lon"]) for place in layer.places), strict=True)
        made.fit_bounds([[min(latitudes), min(longitudes)], [max(latitudes), max(longitudes)]], max_zoom=9)
    return made


class PlacesLayer(Layer):
    """The places of articles: a circle each, larger where more mentions are, with the snippets in its pop-up.

    Attributes:
        places: what the script is given of each place: numbers and texts.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}\n"
        'var {{ this.get_name() }} = geoviewPlaces("{{ this.get_name() }}_data");\n'
        "{% endmacro %}"
    )

    def __init__(self, articles: Sequence[GeoparsedArticle], *, snippet_words: int = SNIPPET_WORDS) -> None:
        """Gather what the layer shows."""
        super().__init__(name="Places", overlay=True, control=True, show=True)
        self._name = "Places"
        self.places = [_place(summary, articles, snippet_words) for summary in summarize(articles)]

    def render(self, **kwargs: Any) -> str:
        """Add the data and the script to the map's page; both go there as they are."""
        figure = self.get_root()
        assert isinstance(figure, Figure), "a layer is rendered with its map"  # noqa: S101 - as folium's own do
        name = f"{self.get_name()}_data"
        value = {"places": self.places, "credit": _CREDIT}
        block = f'<script type="application/json" id="{name}">{json_text(value)}</script>\n'
        figure.html.add_child(Raw(block), name=name)
        figure.html.add_child(Raw(f"<script>\n{asset('js/folium.js')}</script>\n"), name="geoview_places")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


def _place(summary: PlaceSummary, articles: Sequence[GeoparsedArticle], words: int) -> dict[str, Any]:
    quotes = []
    for index, resolution in summary.mentions:
        article = articles[index].article
        around = snippet(article, resolution.mention, words)
        title = article.title or article.id
        quotes.append([around.before, around.match, around.after, title if len(articles) > 1 else None])
    return {**place_value(summary.place), "confidence": percent(summary.confidence), "snippets": quotes}
