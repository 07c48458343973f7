"""Pages of many places: size, and times against what this machine does at that moment (tests/browser/scale.py prints more)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from geoview.render.page import render_page
from many_places import many_articles

Open = Callable[..., Any]

# The budget on an idle machine is a second to write, 1.5 s to the first marker; this one may have others' work to do.
_PATIENCE = 4


@pytest.fixture(scope="module")
def ten_thousand() -> str:
    articles = many_articles(10_000)
    start = time.process_time()
    page = render_page(articles)
    assert time.process_time() - start < 1.0 * _PATIENCE
    return page


def mark(page: Any, name: str) -> float:
    milliseconds: float = page.evaluate(f"performance.getEntriesByName('geoview-{name}')[0].startTime")
    return milliseconds


def test_ten_thousand_places_are_a_small_page_that_opens_at_once(open_page: Open, ten_thousand: str) -> None:
    assert len(ten_thousand) < 3_000_000
    page = open_page(html=ten_thousand)
    assert mark(page, "pins") < 1500 * _PATIENCE
    assert page.locator(".pin, .crowd").count() < 500
    expect(page.locator(".crowd").first).to_be_visible()


def test_the_document_does_not_grow_with_the_map(open_page: Open, ten_thousand: str) -> None:
    page = open_page(html=ten_thousand)
    for zoom in (2, 5, 8, 11):
        page.evaluate(f"map_geoview.setView([50, 9], {zoom}, {{ animate: false }})")
        assert page.locator(".pin, .crowd, .name, .leader").count() < 2500


def test_more_than_ten_thousand_are_dots_and_then_pins(open_page: Open) -> None:
    articles = many_articles(12_000)
    page = open_page(*articles)
    expect(page.locator(".pin, .crowd")).to_have_count(0)
    expect(page.locator(".leaflet-dots-pane canvas")).to_have_count(1)
    place = articles[0].resolutions[0].place
    assert place is not None
    page.evaluate(f"map_geoview.setView([{place.latitude}, {place.longitude}], 7, {{ animate: false }})")
    box = page.locator("#map_geoview").bounding_box()
    if page.locator(".leaflet-dots-pane canvas").count():  # of so many in view, still dots
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.locator(".card h2")).to_have_text(place.name)
        page.keyboard.press("Escape")
    page.evaluate(f"map_geoview.setView([{place.latitude}, {place.longitude}], 11, {{ animate: false }})")
    expect(
        page.locator(f'.pin[aria-label^="{re.escape(place.name)},"]').or_(page.locator(".crowd")).first
    ).to_be_visible()
    expect(page.locator(".leaflet-dots-pane canvas")).to_have_count(0)
