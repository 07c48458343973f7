"""Pages for others: without the text, and in a frame of another page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from geoview.render.page import PageOptions, render_page
from page_articles import HOSTILE, hostile, syria_coast

Open = Callable[..., Any]


def test_without_the_text_the_mentions_are_read_one_by_one(open_page: Open) -> None:
    page = open_page(options=PageOptions(text=False))
    expect(page.get_by_role("tab", name="Mentions")).to_be_visible()
    expect(page.locator("#panel article .mention")).to_have_count(43 + 1)  # and the one that is not resolved
    expect(page.locator("#panel article p", has_text="The ferry from Mersin").locator("a")).to_have_count(3)
    page.locator("#panel a.mention", has_text="Nabi Yunis").click()
    expect(page.locator(".card h2")).to_have_text("Nabi Yunis")
    page.get_by_role("tab", name="Places").click()
    page.locator(".card").get_by_role("button", name="Show in text").first.click()
    expect(page.locator("#panel a.mention:focus")).to_have_text("Nabi Yunis")


@pytest.mark.parametrize("form", ["light", "dark", "small"])
def test_a_frame_has_map_snippets_title_and_credits(open_page: Open, form: str) -> None:
    more = {"viewport": {"width": 480, "height": 360}} if form == "small" else {"color_scheme": form}
    page = open_page(options=PageOptions(embed=True), bypass_csp=True, **more)
    box, size = page.locator("#map-wrap").bounding_box(), page.viewport_size
    assert box["height"] > size["height"] * 0.7
    assert box["width"] == size["width"]
    expect(page.locator("h1")).to_contain_text("On Syria's coast")
    expect(page.locator("#credits")).to_contain_text("GeoNames")
    for hidden in ("#panel", ".tools", ".tabs", ".legend", ".corner"):
        expect(page.locator(hidden)).to_be_hidden()
    page.locator(".pin, .crowd").first.focus()
    page.evaluate("location.hash = geoview.link(geoview.model.shown.find((one) => one.name === 'Tartous'))")
    expect(page.locator(".card blockquote")).to_have_count(2)
    expect(page.locator(".card").get_by_role("button", name="Show in text")).to_have_count(0)
    page.wait_for_timeout(100)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []


@pytest.mark.parametrize("given", ["example", "hostile"])
def test_a_frame_works_in_a_sandbox(chromium: Any, tmp_path: Path, given: str) -> None:
    """With scripts and nothing else: no storage, no history, no pop-ups, an origin of its own."""
    articles = [syria_coast()] if given == "example" else [hostile(payload) for payload in HOSTILE]
    (tmp_path / "map.html").write_text(render_page(articles, options=PageOptions(embed=True)), encoding="utf-8")
    (tmp_path / "news.html").write_text(
        '<!DOCTYPE html><title>News</title><iframe src="map.html" title="Map" width="800" height="500" sandbox="allow-scripts">'
        "</iframe>"
    )
    context = chromium.new_context(offline=True, reduced_motion="reduce")
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto((tmp_path / "news.html").as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready=map]").wait_for(state="attached")
    pin = frame.locator(".pin, .crowd").first
    pin.focus()
    pin.press("Enter")
    if given == "example":
        frame.get_by_role("button", name="Back to the first view").click()
        frame.locator('.pin[aria-label^="Latakia,"]').first.click()
        expect(frame.locator(".card h2")).to_have_text("Latakia")
    page.wait_for_timeout(200)
    context.close()
    assert troubles == []
