"""The stock folium map with the places as a layer, in a browser: folium's own hosts are played by this test."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import folium
import pytest
from playwright.sync_api import expect

from geoview import to_folium
from geoview.render.page import asset
from geoview.types import GeoparsedArticle
from page_articles import HOSTILE, hostile, syria_coast

Open = Callable[..., Any]


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Iterator[Open]:
    """Open a map; Leaflet comes from this package's assets, and all else that folium asks for is empty."""
    troubles: list[str] = []
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": 1000, "height": 700})
    context.set_default_timeout(8000)

    def serve(route: Any) -> None:
        name = route.request.url.rpartition("/")[2]
        if route.request.url.startswith("file:"):
            route.continue_()
        elif name in {"leaflet.js", "leaflet.css"}:
            kind = "text/javascript" if name.endswith("js") else "text/css"
            route.fulfill(body=asset(f"vendor/{name}"), content_type=kind)
        elif name.endswith((".js", ".css")):
            route.fulfill(body="", content_type="text/javascript" if name.endswith("js") else "text/css")
        else:
            route.fulfill(status=204)

    def open_(made: folium.Map) -> Any:
        made.save(tmp_path / "map.html")
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.route("**/*", serve)
        page.goto((tmp_path / "map.html").as_uri())
        return page

    yield open_
    context.close()
    assert troubles == []


def test_circles_show_the_snippets_and_other_layers_join_them(opened: Open) -> None:
    made = to_folium([syria_coast()], tiles=None)
    folium.Marker([35, 36]).add_to(made)
    folium.LayerControl().add_to(made)
    page = opened(made)
    expect(page.locator("path.leaflet-interactive")).to_have_count(33)
    expect(page.locator(".leaflet-marker-icon")).to_have_count(1)
    expect(page.locator(".leaflet-control-layers-overlays")).to_contain_text("Places")
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("Places © GeoNames, CC BY 4.0")
    page.evaluate(f"{_layer(made)}.eachLayer((one) => one.getLatLng().lat === 34.88902 && one.openPopup())")
    expect(page.locator(".leaflet-popup-content")).to_contain_text("Tartous")
    expect(page.locator(".leaflet-popup-content blockquote")).to_have_count(2)


def test_hostile_text_is_shown_and_does_not_run(opened: Open) -> None:
    page = opened(made := to_folium([hostile(payload) for payload in HOSTILE], tiles=None))
    count = page.evaluate(
        f"() => {{ let count = 0; {_layer(made)}.eachLayer((one) => {{ one.openTooltip().openPopup(); count += 1; }}); return count; }}"
    )
    assert count == len(HOSTILE)
    shown = page.evaluate(
        f"() => {{ const all = []; {_layer(made)}.eachLayer((one) => all.push(one.getPopup().getContent()(one).textContent)); return all; }}"
    )
    assert any("<img src=x onerror='window.ran = 1'>" in text for text in shown)
    assert page.evaluate("window.ran") is None
    assert page.locator(".leaflet-pane img[src='x'], .leaflet-pane script").count() == 0


@pytest.mark.parametrize("payload", HOSTILE, ids=ascii)
def test_nothing_of_an_article_is_a_template_or_a_script(payload: str) -> None:
    page = to_folium([hostile(payload)]).get_root().render()
    page.encode("utf-8")
    (block,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, flags=re.DOTALL)
    assert json.loads(block)["places"][0]["name"].startswith("Latakia ")
    if len(payload) > 3:
        assert payload not in page.replace(block, "")


def test_none_and_many_make_a_map() -> None:
    assert "geoviewPlaces(" in to_folium([]).get_root().render()
    nothing = GeoparsedArticle(article=syria_coast().article, resolutions=(), provenance=syria_coast().provenance)
    assert "fitBounds" not in to_folium([nothing]).get_root().render()
    made = to_folium([syria_coast()], tiles=None, height=400, snippet_words=4)
    first, second = made.get_root().render(), made.get_root().render()  # as notebooks do
    for page in (first, second):
        assert page.count("function geoviewPlaces") == page.count('<script type="application/json"') == 1


def _layer(made: folium.Map) -> str:
    return next(name for name in made._children if name.startswith("places_"))
