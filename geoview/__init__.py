"""geoview: an article goes in, a map comes out.

>>> import gazetteer, geoview
>>> with gazetteer.open() as places:
...     found = geoview.geoparse(geoview.Article(id="a", text="The port of Latakia."), gazetteer=places)
>>> [resolution.place.name for resolution in found.resolutions]
['Latakia']
>>> geoview.save([found], "output/latakia.html")  # doctest: +SKIP

Importing this package reads nothing and loads next to nothing: each name below is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geoview.articles import read
    from geoview.corrections import read_corrections, write_corrections
    from geoview.errors import (
        ArticleError,
        CorpusError,
        CorrectionsError,
        GeoviewError,
        ModelError,
        OutputError,
        SettingsError,
    )
    from geoview.jobs import geoparse_sources
    from geoview.pipeline import geoparse
    from geoview.render import save
    from geoview.render.folium import to_folium
    from geoview.render.page import PageOptions, render_page
    from geoview.types import Article, Correction, GeoparsedArticle, Mention, Provenance, Resolution

__version__ = "0.1.0"

__all__ = [
    "Article",
    "ArticleError",
    "CorpusError",
    "Correction",
    "CorrectionsError",
    "GeoparsedArticle",
    "GeoviewError",
    "Mention",
    "ModelError",
    "OutputError",
    "PageOptions",
    "Provenance",
    "Resolution",
    "SettingsError",
    "__version__",
    "geoparse",
    "geoparse_sources",
    "read",
    "read_corrections",
    "render_page",
    "save",
    "to_folium",
    "write_corrections",
]

_HOMES = {
    "Article": "geoview.types",
    "ArticleError": "geoview.errors",
    "CorpusError": "geoview.errors",
    "Correction": "geoview.types",
    "CorrectionsError": "geoview.errors",
    "GeoparsedArticle": "geoview.types",
    "GeoviewError": "geoview.errors",
    "Mention": "geoview.types",
    "ModelError": "geoview.errors",
    "OutputError": "geoview.errors",
    "PageOptions": "geoview.render.page",
    "Provenance": "geoview.types",
    "Resolution": "geoview.types",
    "SettingsError": "geoview.errors",
    "geoparse": "geoview.pipeline",
    "geoparse_sources": "geoview.jobs",
    "read": "geoview.articles",
    "read_corrections": "geoview.corrections",
    "render_page": "geoview.render.page",
    "save": "geoview.render",
    "to_folium": "geoview.render.folium",
    "write_corrections": "geoview.corrections",
}


def __getattr__(name: str) -> object:
    """Fetch a public name from where it is at home (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
