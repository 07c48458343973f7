"""Where the parts of the page meet: correcting while filters and a time are on, from far down a long text, with the
form open beside the map; links to what is not there; and a frame of many articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from geoview.render.page import PageOptions
from geoview.types import GeoparsedArticle
from page_articles import article, resolve, syria_coast

Open = Callable[..., Any]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Day and text.
NEWS: Sequence[tuple[str, str]] = (
    ("2024-01-05", "Ferry late\nThe ferry from Mersin to Latakia was late."),
    ("2024-02-02", "Fog\nFog over Nabi Yunis and Tartous. Paris waits."),
    ("2024-03-30", "Fair\nThe fair of Damascus opened. Homs came, and Moscow sent a band."),
)


def news() -> list[GeoparsedArticle]:
    return [resolve(article(text, id=f"n{number}", published=day)) for number, (day, text) in enumerate(NEWS)]


def long_article() -> GeoparsedArticle:
    line = "Then the road went on, past fields and walls and more fields, for the better part of an hour or so. "
    text = "\n".join(f"Day {day}. {line * (day % 4 + 1)}It ended in Homs." for day in range(120))
    return resolve(article(text, id="long"))


def choose(page: Any, value: str) -> None:
    page.locator(f".correct [name=what][value='{value}']").check()
    page.locator(".correct").get_by_role("button", name="Correct").click()


def test_a_correction_leaves_the_filters_on(open_page: Open) -> None:
    """Who goes through the unsure places one by one stays among them."""
    page = open_page(*news(), fragment="#unsure=1&t=places&from=2024-01-01&to=2024-12-31")
    expect(page.locator("#panel .rows b")).to_have_text(["Nabi Yunis"])
    page.locator("#panel .rows button").click()
    page.locator(".card .wrong button").click()
    choose(page, "0")
    expect(page.locator("#active")).to_contain_text("Only unsure")
    expect(page.locator("#map-notice")).to_contain_text("The filters hide the place")
    expect(page.locator("#panel")).to_contain_text("The filters let no place through.")
    expect(page.get_by_role("tab", name="Places")).to_have_text("Places (0)")
    assert "unsure=1" in page.url
    page.locator("#corrections-bar").get_by_role("button", name="Undo").click()
    expect(page.locator("#panel .rows b")).to_have_text(["Nabi Yunis"])
    expect(page.locator("#map-notice")).to_be_hidden()


def test_the_country_that_is_chosen_stays_though_nothing_of_it_is_left(open_page: Open) -> None:
    page = open_page(*news(), fragment="#c=RU&t=places")
    page.locator("#panel .rows button").click()
    page.locator(".card .wrong button").click()
    choose(page, "none")
    expect(page.get_by_role("combobox", name="Country")).to_have_value("RU")
    expect(page.get_by_role("tab", name="Places")).to_have_text("Places (0)")


@pytest.mark.parametrize("form", ["desk", "phone"])
def test_a_correction_leaves_the_reader_at_the_line(open_page: Open, form: str) -> None:
    page = open_page(long_article(), **(PHONE if form == "phone" else {}))
    line = page.locator("#panel p", has_text="Day 90.")
    mention = line.locator("a.mention")
    mention.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    mention.click()
    page.locator(".card .wrong button").wait_for()
    page.wait_for_timeout(200)
    before = line.bounding_box()["y"]
    page.locator(".card .wrong button").click()
    expect(page.locator("#correct-title")).to_be_in_viewport()
    page.locator(".correct [name=scope][value=mention]").check()
    choose(page, "none")
    expect(line.locator(".mention")).to_have_count(0)
    assert abs(line.bounding_box()["y"] - before) < 3
    undo = page.locator("#corrections-bar").get_by_role("button", name="Undo")
    expect(undo).to_be_in_viewport()
    undo.click()
    expect(line.locator("a.mention")).to_have_count(1)
    assert abs(line.bounding_box()["y"] - before) < 3


def test_keys_do_nothing_behind_the_form_and_a_step_back_closes_it(open_page: Open) -> None:
    page = open_page(*news())
    page.get_by_role("tab", name="Unresolved").click()
    page.get_by_role("button", name="Choose a place").click()
    address = page.url
    for key in ("]", "n", "/"):
        page.keyboard.press(key)
    assert page.url == address
    expect(page.locator("#correct-title")).to_be_focused()
    page.go_back()
    expect(page.locator(".correct")).to_have_count(0)
    expect(page.get_by_role("tab", name="Articles")).to_have_attribute("aria-selected", "true")


def test_a_pin_that_is_pressed_is_what_is_meant(open_page: Open) -> None:
    page = open_page(*news(), fragment="#t=unresolved")
    page.get_by_role("button", name="Choose a place").click()
    page.locator('.pin[aria-label^="Damascus,"]').press("Enter")
    expect(page.locator(".card")).to_have_count(0)
    expect(page.locator(".choice:has([name=what]:checked) b")).to_have_text("Damascus")
    page.locator(".correct").get_by_role("button", name="Correct").click()
    expect(page.locator(".card h2")).to_have_text("Damascus")
    expect(page.get_by_role("tab", name="Unresolved")).to_have_text("Unresolved (0)")


def test_a_point_that_was_set_is_searched_for_taken_away_and_linked_to(open_page: Open) -> None:
    page = open_page(*news(), fragment="#t=unresolved")
    for name in ("Old mill", "New mill"):  # the name of the same point changes
        page.evaluate(
            "(name) => geoview.corrections.add({words: 'Paris', decision: 'point', scope: 'everywhere', name, latitude: 35, longitude: 36.5})",
            name,
        )
        page.get_by_role("searchbox").fill(name)
        expect(page.get_by_role("tab", name="Places")).to_have_text("Places (1)")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".card h2")).to_have_text("New mill")
    expect(page.locator(".card .where")).to_have_text("Point")
    page.get_by_role("button", name="Named together with").click()
    expect(page.locator(".together p")).to_have_text(
        "No other place that the filters let through is named in the same article."
    )
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="GeoJSON").click()
    data = json.loads(Path(saved.value.path()).read_bytes())
    assert [one["properties"]["name"] for one in data["features"]] == ["New mill"]
    assert data["features"][0]["geometry"]["coordinates"] == [36.5, 35]
    # A page that does not have the correction says that the link leads nowhere.
    other = open_page(*news(), fragment=page.url[page.url.index("#") :])
    expect(other.locator("#map-notice")).to_contain_text("not on this page")
    other.get_by_role("button", name="Zoom in").click()
    expect(other.locator("#map-notice")).to_be_hidden()


def test_the_geojson_counts_the_unresolved_of_what_is_shown(open_page: Open) -> None:
    page = open_page(*news(), fragment="#a=n0")
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="GeoJSON").click()
    assert json.loads(Path(saved.value.path()).read_bytes())["unresolved"] == 0


def test_what_is_told_of_a_place_in_the_north_of_a_world_map_is_told_whole(open_page: Open) -> None:
    page = open_page(resolve(article("From Russia and Germany to Libya, Egypt and Syria.\n" * 8)), fragment="#")
    page.get_by_role("button", name="Show all places").click()
    page.evaluate("map_geoview.setZoom(map_geoview.getMinZoom() + 1)")
    page.locator('.pin[aria-label^="Russia,"]').press("Enter")
    box, frame = page.locator(".card .close").bounding_box(), page.locator("#map-wrap").bounding_box()
    assert box["y"] >= frame["y"]
    page.locator(".card .close").click()
    edge = page.evaluate("map_geoview.latLngToContainerPoint([85, 0]).y")
    assert edge <= 3  # the Earth fills the map again


def test_what_is_only_near_a_place_says_so_in_words(open_page: Open) -> None:
    found = resolve(article("A bad day\nShelling 50 km north of Aleppo. A depot in Homs burned."))
    aleppo, homs = found.resolutions
    near = (
        replace(aleppo, approximate=True, modifier="50 km north of"),
        replace(homs, approximate=True),
    )
    page = open_page(replace(found, resolutions=near))
    page.locator("#panel a.mention", has_text="Aleppo").click()
    expect(page.locator(".card .near")).to_have_text(
        "Meant is “50 km north of” Aleppo: the pin stands at Aleppo itself."
    )
    page.locator("#panel a.mention", has_text="Homs").click()
    expect(page.locator(".card .near")).to_have_text("Meant is something in or near Homs: where exactly is not known.")


@pytest.mark.parametrize("form", ["desk", "phone", "small"])
def test_a_frame_of_many_articles_has_map_time_and_credits(open_page: Open, form: str) -> None:
    more = {"desk": {}, "phone": PHONE, "small": {"viewport": {"width": 480, "height": 360}}}[form]
    page = open_page(*news(), options=PageOptions(embed=True), bypass_csp=True, **more)
    size = page.viewport_size
    boxes = {name: page.locator(name).bounding_box() for name in ("#map-wrap", "#time", "#side")}
    assert boxes["#map-wrap"]["y"] == 0
    assert boxes["#map-wrap"]["height"] > size["height"] * 0.55
    below = [one for one in (boxes["#map-wrap"], boxes["#time"], boxes["#side"]) if one]
    assert len(below) == (2 if form == "small" else 3)
    page.evaluate("geoview.looking.select(geoview.model.shown.find((one) => one.name === 'Latakia'))")
    expect(page.locator(".card h2")).to_have_text("Latakia")
    expect(page.locator(".card .show:visible, .card .walk:visible")).to_have_count(0)
    for upper, lower in pairwise(below):
        assert upper["y"] + upper["height"] <= lower["y"] + 1
    assert below[-1]["y"] + below[-1]["height"] <= size["height"] + 1
    expect(page.locator(".narrowing")).to_be_hidden()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []


@pytest.mark.parametrize("form", ["light", "dark", "phone"])
def test_axe_finds_nothing_with_everything_open(open_page: Open, form: str) -> None:
    more = PHONE if form == "phone" else {"color_scheme": form}
    page = open_page(
        *news(), syria_coast(), fragment="#t=unresolved&c=SY&from=2024-01-01&to=2024-12-31", bypass_csp=True, **more
    )
    page.get_by_role("button", name="Layers").click()
    page.evaluate("geoview.corrections.add({words: 'Homs', decision: 'not a place', scope: 'everywhere'})")
    page.locator(".correct-it").first.click()
    page.wait_for_timeout(150)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []


def test_the_focus_comes_back_from_the_list_of_corrections(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Corrections", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_focused()


def test_a_country_is_gone_to_as_a_whole(open_page: Open) -> None:
    page = open_page()
    page.evaluate("map_geoview.setView([35.4, 35.9], 11, {animate: false})")
    page.locator("#panel a.mention", has_text="Libya").first.click()
    expect(page.locator(".card h2")).to_have_text("Libya")
    assert page.evaluate("map_geoview.getZoom()") == 5


def test_a_city_around_that_becomes_a_place_is_named_once(open_page: Open) -> None:
    page = open_page()
    name = page.locator(".town span").first.inner_text()
    town = page.locator(".town").get_by_text(name, exact=True)
    page.evaluate(
        """(name) => {
            const [, latitude, longitude] = geoview.model.base.towns.find(([one]) => one === name);
            geoview.corrections.add({words: 'Paris', decision: 'point', scope: 'everywhere', name, latitude, longitude});
        }""",
        name,
    )
    expect(page.locator(".pin .name").get_by_text(name, exact=True)).to_be_attached()
    expect(town).to_have_count(0)
    page.locator("#corrections-bar").get_by_role("button", name="Undo").click()
    expect(town).to_have_count(1)


def test_the_inset_leaves_for_what_is_told_and_for_a_pin_that_a_filter_brings(open_page: Open) -> None:
    page = open_page(resolve(article("A fair\nThe fair of Damascus.")))
    city = page.locator(".chip[data-kind=city]")
    city.click()
    expect(page.locator(".inset")).to_be_visible()
    beside = "geoview.anchor(geoview.model.shown.find((one) => one.name === 'Damascus'))"
    page.evaluate(
        f"""() => {{
            const at = map_geoview.latLngToContainerPoint({beside});
            const box = document.querySelector('.inset').getBoundingClientRect();
            const map = document.querySelector('#map_geoview').getBoundingClientRect();
            map_geoview.panBy([at.x - (box.left - map.left + 60), at.y - (box.top - map.top + 40)], {{animate: false}});
        }}"""
    )
    expect(page.locator(".inset")).to_be_visible()
    city.click()
    expect(page.locator(".inset")).to_be_hidden()
    page.evaluate("map_geoview.panBy([-160, -30], {animate: false})")
    expect(page.locator(".inset")).to_be_visible()
    page.locator(".pin").click()
    expect(page.locator(".card")).to_be_visible()
    card, inset = page.locator(".card").bounding_box(), page.locator(".inset").bounding_box()
    assert inset is None or card["x"] >= inset["x"] + inset["width"] or card["y"] + card["height"] <= inset["y"]
