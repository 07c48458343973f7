"""The page: one HTML file with the map, the text and nothing to fetch.

folium compiles the text it is given as a Jinja template, and its widgets put it into JavaScript and HTML. So no
article's text, title, name or option reaches a folium or branca element: it goes out as JSON in a block that no
browser runs, and the page's script writes it with ``textContent`` alone. A Content Security Policy with the hash of
each script stands behind that.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import folium
from branca.element import Element, Figure
from jinja2 import Template

from geoview import __version__
from geoview.render.areas import outlined
from geoview.render.basemap import base_map
from geoview.render.page_data import SNIPPET_WORDS, PageData, kind
from geoview.render.summary import snippet, summarize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoview.render.summary import PlaceSummary
    from geoview.render.tiles import TileLayer
    from geoview.types import GeoparsedArticle

_ASSETS = Path(__file__).parent / "assets"
_STYLES = (
    "vendor/leaflet.css",
    "css/page.css",
    "css/explore.css",
    "css/map.css",
    "css/correct.css",
    "css/download.css",
    "css/modes.css",
    "css/embed.css",
)
# In this order: each file builds on those before it.
_SCRIPTS = (
    "dom",
    "model",
    "filters",
    "basemap",
    "areas",
    "inset",
    "view",
    "pins",
    "dots",
    "labels",
    "tiles",
    "walk",
    "together",
    "popup",
    "words",
    "text",
    "header",
    "reading",
    "lists",
    "timeline",
    "facets",
    "tabs",
    "corrections",
    "correcting",
    "decided",
    "marking",
    "picture",
    "download",
    "controls",
    "keys",
    "looks",
    "permalink",
    "looking",
    "main",
)
# Above so many characters the data are deflated: below, a reader of the source can read them.
_PLAIN_DATA = 48_000
# Above so many, they are deflated quickly.
_QUICK_DATA = 1_000_000
# The list for readers without JavaScript is cut here; the data are not.
_PLAIN_PLACES, _PLAIN_SNIPPETS = 300, 3

_COMMENT = re.compile(r"//.*|/\*\*.*\*/")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """What a page may be asked for.

    Attributes:
        title: heading of the page; by default the article's title, or the number of articles.
        theme: light, dark, or what the reader's system prefers.
        borders: draw borders of countries (Natural Earth's, de facto); without them there is land only.
        tiles: an online layer over the base map; None asks nothing of the network.
        text: hold the articles' texts; without them there are the snippets, and no more of the texts.
        snippet_words: how many words at most stand around a mention.
        embed: a compact page for a frame in another page: map, popups and credits, and no text.
    """

    title: str | None = None
    theme: Literal["auto", "light", "dark"] = "auto"
    borders: bool = True
    tiles: TileLayer | None = None
    text: bool = True
    snippet_words: int = SNIPPET_WORDS
    embed: bool = False

    def __post_init__(self) -> None:
        if self.snippet_words < 1:
            raise ValueError(f"a snippet of {self.snippet_words} words is none; give 1 or more")


class Raw(Element):
    """A string that goes into the page as it is: branca's own elements would compile it as a Jinja template."""

    def __init__(self, text: str) -> None:
        """Hold ``text``, which is HTML, style or script from this package, or JSON made safe by ``json_block``."""
        super().__init__()
        self._text = text

    def render(self, **_kwargs: Any) -> str:
        """Return the text."""
        return self._text


class PageFigure(Figure):
    """The frame of the page: like branca's, with a language, and a policy that names each script by its hash.

    Attributes:
        images: hosts that pictures may come from.
    """

    images: tuple[str, ...] = ()

    def render(self, **kwargs: Any) -> str:
        """Return the whole page."""
        for child in self._children.values():
            child.render(**kwargs)
        head, body, last = (
            "".join(part.render(**kwargs) for part in where._children.values())  # noqa: SLF001 - branca has no other way
            for where in (self.header, self.html, self.script)
        )
        body += f"<script>{last}</script>\n"
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta name="generator" content="geoview {__version__}">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy(head + body, self.images)}">\n'
            f"{head}</head>\n<body>\n{body}</body>\n</html>\n"
        )


class ArticleMap(folium.Map):
    """A folium map of articles: its children are drawn on the same Leaflet map, under the name ``map_geoview``."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  # folium's own are at other hosts; all is in the page
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template("{% macro script(this, kwargs) %}var {{ this.get_name() }} = geoview.start();{% endmacro %}")

    def __init__(self, articles: Sequence[GeoparsedArticle], *, options: PageOptions) -> None:
        """Gather what the page shows; ``articles`` may be none or have no place."""
        super().__init__(tiles=None)
        self._name, self._id = "map", "geoview"
        self._articles, self._options = tuple(articles), options
        PageFigure().add_child(self, name="map")

    def render(self, **kwargs: Any) -> str:
        """Put styles, skeleton, data and scripts into the figure; what is returned is not used."""
        figure = self.get_root()
        assert isinstance(figure, PageFigure)  # noqa: S101 - for the type checker: __init__ made it
        title = _clean(self._options.title or _title(self._articles))
        for name, text in {
            "viewport": '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            "title": f"<title>{html.escape(title)}</title>\n",
            "styles": f"<style>\n{style()}</style>\n",
            "first": f"<script>\n{_code('first')}</script>\n",
        }.items():
            figure.header.add_child(Raw(text), name=name)
        options = self._options
        with_text = options.text and not options.embed
        data = PageData(self._articles, text=with_text, snippet_words=options.snippet_words)
        mentioned = [data.places[number] for number in sorted(data.mentioned)]
        base = base_map(
            {(place.latitude, place.longitude) for place in mentioned if kind(place) != "country"},
            {place.country for place in mentioned if place.country and kind(place) == "country"},
            outlined(mentioned, borders=options.borders),
        )
        value = {"title": title, "theme": options.theme, "borders": options.borders, "embed": options.embed}
        if options.tiles is not None:
            value["tiles"] = asdict(options.tiles)
            figure.images = options.tiles.hosts
        for name, text in {
            "skeleton": _skeleton(title, plain_list(self._articles, words=options.snippet_words), embed=options.embed),
            "data": json_block("gv-data", value | data.value()),
            "base": f'<script type="text/plain" id="gv-base">{base}</script>\n',
            "leaflet": f"<script>{asset('vendor/leaflet.js')}</script>\n",
            "page": f"<script>\n{script()}</script>\n",
        }.items():
            figure.html.add_child(Raw(text), name=name)
        super().render(**kwargs)  # type: ignore[no-untyped-call] # branca has no types
        return ""


_USUAL = PageOptions()


def render_page(articles: Sequence[GeoparsedArticle], *, options: PageOptions = _USUAL) -> str:
    """Return the page of one article or many: the same articles and options give the same text."""
    page: str = ArticleMap(articles, options=options).get_root().render()
    return page


@cache
def asset(name: str) -> str:
    """Return a file of ``assets``."""
    return (_ASSETS / name).read_text(encoding="utf-8")


def style() -> str:
    """Return all style sheets, without comments and indentation."""
    lines = (line.strip() for line in _CSS_COMMENT.sub("", "".join(map(asset, _STYLES))).splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def script() -> str:
    """Return the page's own script: its files one after another, without lines of comment and indentation."""
    return "".join(map(_code, _SCRIPTS))


def _code(name: str) -> str:
    lines = (line.strip() for line in asset(f"js/{name}.js").splitlines())
    return "".join(f"{line}\n" for line in lines if line and not (line[0] == "/" and _COMMENT.fullmatch(line)))


def policy(page: str, images: Sequence[str] = ()) -> str:
    """Return a Content Security Policy that lets the page's own inline scripts run, and nothing else.

    ``images`` are hosts that pictures may come from.
    """
    hashes = [
        base64.b64encode(hashlib.sha256(body.encode("utf-8")).digest()).decode("ascii")
        for body in re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    ]
    scripts = " ".join(f"'sha256-{digest}'" for digest in dict.fromkeys(hashes))
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src {' '.join(('data:', *images))}; "
        "base-uri 'none'; form-action 'none'"
    )


def json_text(value: Any) -> str:
    """Return JSON that cannot leave an element of HTML: ASCII, with ``<``, ``>`` and ``&`` escaped."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def json_block(name: str, value: Any) -> str:
    """Return a block of JSON that no text in it can leave; a long one is deflated."""
    text = json_text(value)
    if len(text) <= _PLAIN_DATA:
        return f'<script type="application/json" id="{name}">{text}</script>\n'
    # The hardest setting takes thrice as long for a thirtieth less.
    packed = base64.b64encode(zlib.compress(text.encode("ascii"), 9 if len(text) < _QUICK_DATA else 6)).decode("ascii")
    return f'<script type="text/plain" id="{name}">{packed}</script>\n'


def plain_list(articles: Sequence[GeoparsedArticle], *, words: int) -> str:
    """Return the places and their snippets as HTML, for readers without JavaScript."""
    summaries = summarize(articles)
    if not summaries:
        return "<p>No place was found in the text.</p>"
    rest = len(summaries) - _PLAIN_PLACES
    items = [_plain_place(summary, articles, words) for summary in summaries[:_PLAIN_PLACES]]
    more = f"<p>And {rest} more.</p>" if rest > 0 else ""
    return f"<ul>\n{''.join(items)}</ul>{more}"


def _plain_place(summary: PlaceSummary, articles: Sequence[GeoparsedArticle], words: int) -> str:
    place = summary.place
    quotes = "".join(
        f"<blockquote>{_escape(around.before)}<mark>{_escape(around.match)}</mark>{_escape(around.after)}</blockquote>"
        for index, resolution in summary.mentions[:_PLAIN_SNIPPETS]
        for around in [snippet(articles[index].article, resolution.mention, words)]
    )
    where = f"{place.latitude:.3f}, {place.longitude:.3f}"
    return f"<li><b>{_escape(place.name)}</b> ({where}; mentions: {len(summary.mentions)}){quotes}</li>\n"


def _skeleton(title: str, places: str, *, embed: bool) -> str:
    """Fill the two gaps of the skeleton, in one pass: what is filled in is not looked at again."""
    frame = asset("page.html")
    if embed:
        frame = frame.replace('<a class="skip" href="#panel">Skip to the text</a>\n', "")
        frame = frame.replace('<div id="app">', '<div id="app" class="embed">')
    before, between, after = re.split("<!--(?:title|places)-->", frame)
    return f"{before}{html.escape(title)}{between}{places}{after}"


def _title(articles: Sequence[GeoparsedArticle]) -> str:
    if len(articles) == 1:
        article = articles[0].article
        return article.title or article.source or "Places in a text"
    return f"Places in {len(articles)} articles"


def _escape(text: str) -> str:
    return html.escape(_clean(text))


def _clean(text: str) -> str:
    """Replace what UTF-8 or HTML cannot hold: lone surrogates and NUL."""
    return _SURROGATE.sub("\ufffd", text).replace("\0", "\ufffd")
