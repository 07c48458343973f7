"""The page in its forms: dark, phone, print, by keyboard alone, for a screen reader; what is taken away from it; and
hostile text in it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from geoview.render.page import PageOptions, render_page
from geoview.types import GeoparsedArticle
from page_articles import HOSTILE, as_seen, hostile, place, syria_coast

Open = Callable[..., Any]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def violations(page: Any) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:300]}" for one in found for node in one["nodes"]
    ]


def background(page: Any) -> tuple[int, ...]:
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return tuple(map(int, re.findall(r"\d+", colour)))


@pytest.mark.parametrize("form", ["light", "dark", "phone"])
@pytest.mark.parametrize("step", ["first", "popup", "places", "unresolved", "about", "layers", "nothing found"])
def test_axe_finds_nothing(open_page: Open, form: str, step: str) -> None:
    more = PHONE if form == "phone" else {"color_scheme": form}
    page = open_page(bypass_csp=True, **more)
    if step == "popup":
        page.locator("#panel a.mention", has_text="Nabi Yunis").click()
        page.locator(".card summary").click()
    elif step in {"places", "unresolved"}:
        page.get_by_role("tab", name=step.capitalize()).click()
    elif step == "about":
        page.get_by_role("button", name="About this map").click()
    elif step == "layers":
        page.get_by_role("button", name="Layers").click()
    elif step == "nothing found":
        page.get_by_role("searchbox").fill("zzz")
    page.wait_for_timeout(100)
    assert violations(page) == []


def test_dark_follows_the_system_and_the_readers_choice(open_page: Open) -> None:
    page = open_page(color_scheme="dark")
    assert max(background(page)) < 60
    page.get_by_role("button", name="Light or dark").click()
    assert min(background(page)) > 200
    page.reload()
    assert min(background(page)) > 200  # the choice is kept
    asked = open_page(options=PageOptions(theme="dark"))
    assert max(background(asked)) < 60


def test_a_page_without_borders_has_land_and_no_countries(open_page: Open) -> None:
    page = open_page(options=PageOptions(borders=False))
    expect(page.locator(".country")).to_have_count(0)
    expect(page.locator("#credits")).not_to_contain_text("borders")
    page.locator("#panel a.mention", has_text="Libya").first.click()
    expect(page.locator(".card h2")).to_have_text("Libya")
    page.get_by_role("button", name="Layers").click()
    expect(page.locator("#layers label")).to_have_text(["Names of places", "Areas", "Names around"])


def test_the_phone_has_map_and_text_and_nothing_sticks_out(open_page: Open) -> None:
    page = open_page(**PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide == 390
    map_box, text_box = page.locator("#map-wrap").bounding_box(), page.locator("#panel").bounding_box()
    assert map_box["height"] > 300
    assert text_box["height"] > 180
    assert text_box["y"] > map_box["y"] + map_box["height"]
    page.locator("#panel a.mention", has_text="Mersin").first.tap()
    card = page.locator(".card").bounding_box()
    assert card["x"] >= 0
    assert card["y"] >= 0
    assert card["x"] + card["width"] <= 390
    assert card["y"] + card["height"] <= map_box["height"]


def test_at_200_per_cent_everything_can_be_reached(open_page: Open) -> None:
    page = open_page(viewport={"width": 680, "height": 430})
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    last = page.locator("#panel article p").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()


def test_print_has_title_map_text_and_credits_in_order_and_no_buttons(open_page: Open) -> None:
    page = open_page(color_scheme="dark")
    page.emulate_media(media="print")
    page.wait_for_timeout(200)
    assert (
        min(background(page)) == 255
        or page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"
    )
    tops = [page.locator(one).bounding_box()["y"] for one in ("h1", "#map-wrap", "#panel", "#credits")]
    assert tops == sorted(tops)
    expect(page.locator(".tools")).to_be_hidden()
    expect(page.get_by_role("button", name="Zoom in")).to_be_hidden()
    frame = page.locator("#map-wrap").bounding_box()
    pins = [
        one.bounding_box() for one in page.locator('.pin[aria-label^="Latakia,"], .pin[aria-label^="Damascus,"]').all()
    ]
    assert len(pins) == 2
    assert all(frame["y"] < box["y"] and box["y"] + box["height"] < frame["y"] + frame["height"] for box in pins)
    assert page.pdf().startswith(b"%PDF")


def test_by_keyboard_alone(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the text")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Syria")
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.keyboard.press("p")
    expect(page.locator(":focus")).to_have_text("Mersin")
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_accessible_name("Close")
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Mersin, Town or city, 2 mentions")
    page.keyboard.press("Enter")  # on the pin
    expect(page.locator(".card h2")).to_have_text("Mersin")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Text").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Places")).to_be_focused()
    expect(page.locator("#panel li")).to_have_count(33)
    page.get_by_role("button", name="About this map").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="About this map")).to_contain_text("rules 1")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="About this map")).to_be_hidden()


def test_the_geojson_comes_back_and_holds_what_is_shown(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Country 13").click()
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="GeoJSON").click()
    value = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert saved.value.suggested_filename == "places.geojson"
    assert value["unresolved"] == 1
    by_name = {one["properties"]["name"]: one for one in value["features"]}
    assert len(by_name) == 20
    assert "Syria" not in by_name
    assert by_name["Latakia"]["geometry"] == {"type": "Point", "coordinates": [35.79011, 35.53168]}
    assert by_name["Latakia"]["properties"]["mentions"] == 3
    assert len(by_name["Latakia"]["properties"]["snippets"]) == 3


def test_the_csv_comes_back_with_the_columns_of_geoviews_own(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 43
    article = syria_coast().article
    for row in rows:
        assert article.text[int(row["start"]) : int(row["end"])] == row["text"]
    first = next(row for row in rows if row["place"] == "Hmeimim air base")
    assert first["place_id"] == "curated:hmeimim"
    assert (first["latitude"], first["longitude"], first["confidence"]) == ("35.4011", "35.9487", "0.93")


def test_no_cell_of_the_csv_is_a_formula(open_page: Open) -> None:
    given = syria_coast()
    evil = replace(
        given.resolutions[0], place=place("user:1", '=HYPERLINK("http://x")', -1.5, -2.5, "P.PPL"), reason="+1+1"
    )
    page = open_page(GeoparsedArticle(article=given.article, resolutions=(evil,), provenance=given.provenance))
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["place"] == '\'=HYPERLINK("http://x")'
    assert row["reason"] == "'+1+1"
    assert (row["latitude"], row["longitude"]) == ("-1.5", "-2.5")


@pytest.mark.parametrize("more", [{}, {"bypass_csp": True}], ids=["policy", "no policy"])
def test_hostile_text_is_shown_and_does_not_run(open_page: Open, more: dict[str, Any]) -> None:
    """Also without the Content Security Policy, which is the second wall and not the first."""
    page = open_page(*map(hostile, HOSTILE), **more)
    for index, payload in enumerate(HOSTILE):
        page.evaluate(
            f"location.hash = geoview.link(geoview.model.shown.find((one) => one.mentions[0].article === {index}))"
        )
        expect(page.locator(".card .note")).to_be_visible()
        page.locator(".card blockquote button").first.click()
        paragraphs = page.locator("#panel article > :is(h2, p):not(.byline)")
        shown = "".join(paragraphs.evaluate_all("all => all.slice(1).map((e) => e.textContent)"))
        assert as_seen(shown) == as_seen(hostile(payload).article.text.replace("\n", ""))
        page.locator(".card summary").click()
        page.locator(".card details button").click()
    for tab in page.get_by_role("tab").all():
        tab.click()
    page.get_by_role("button", name="About this map").click()
    assert page.evaluate("window.ran") is None
    assert page.locator("img, iframe, object, embed").count() == 0


def test_without_javascript_the_places_and_their_snippets_are_listed(chromium: Any, tmp_path: Path) -> None:
    file = tmp_path / "plain.html"
    file.write_text(render_page([syria_coast()]), encoding="utf-8")
    context = chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator("#plain li")).to_have_count(33)
    item = page.locator("#plain li", has_text="Hmeimim air base").last
    assert "The Hmeimim air base, near Jableh, was silent." in item.evaluate("e => e.textContent")
    context.close()


def test_an_old_browser_is_told_what_is_missing(open_page: Open) -> None:
    html = render_page([syria_coast()])
    old = html.replace("<script>", "<script>delete globalThis.DecompressionStream;</script><script>", 1)
    page = open_page(html=old, bypass_csp=True)
    expect(page.locator("#map-notice")).to_contain_text("too old to draw the map behind the pins")
    expect(page.locator('.pin[aria-label^="Latakia,"]')).to_be_in_viewport()
    page.locator("#panel a.mention", has_text="Homs").click()
    expect(page.locator(".card h2")).to_have_text("Homs")


def test_an_old_browser_lists_the_places_of_a_page_whose_data_it_cannot_read(open_page: Open) -> None:
    articles = [replace(syria_coast(), article=replace(syria_coast().article, id=str(number))) for number in range(9)]
    html = render_page(articles)
    assert 'type="application/json"' not in html
    old = html.replace("<script>", "<script>delete globalThis.DecompressionStream;</script><script>", 1)
    page = open_page(html=old, bypass_csp=True, ready="")
    expect(page.locator("#map-notice")).to_contain_text("The places are listed beside it.")
    expect(page.locator("#plain li")).to_have_count(33)
    expect(page.locator("#plain li").first).to_be_visible()


def test_a_browser_that_cannot_read_the_script_lists_the_places(open_page: Open) -> None:
    html = render_page([syria_coast()])
    page = open_page(
        html=html.replace("const geoview = {};", "const geoview = {{;", 1),
        bypass_csp=True,
        ready="",
        wrong="Unexpected token|geoview is not defined",
    )
    expect(page.locator("#plain li").first).to_be_visible()
