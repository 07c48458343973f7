"""The map: areas, pins, names and layers, as someone who looks at it and presses what is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from gazetteer.place import BoundingBox
from geoview.render.page import PageOptions, render_page
from geoview.render.tiles import tile_layer
from many_places import many_articles
from page_articles import BAVARIA, BLACK_FOREST, naming, place, syria_coast

Open = Callable[..., Any]

GERMANY = place("2921044", "Germany", 51.5, 10.5, "A.PCLI", "DE")
MUNICH = place("2867714", "Munich", 48.13743, 11.57549, "P.PPLA", "DE")


def colour_at(page: Any, latitude: float, longitude: float) -> tuple[int, ...]:
    """What the map's canvas shows at a point."""
    return tuple(
        page.evaluate(
            """([lat, lon]) => {
              const canvas = document.querySelector(".leaflet-base-pane canvas");
              const at = map_geoview.latLngToContainerPoint([lat, lon]);
              const frame = canvas.getBoundingClientRect(), map = map_geoview.getContainer().getBoundingClientRect();
              const ratio = canvas.width / frame.width;
              const [x, y] = [(at.x + map.x - frame.x) * ratio, (at.y + map.y - frame.y) * ratio];
              const one = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
              one.drawImage(canvas, Math.round(x), Math.round(y), 1, 1, 0, 0, 1, 1);
              return [...one.getImageData(0, 0, 1, 1).data].slice(0, 3);
            }""",
            [latitude, longitude],
        )
    )


def test_an_area_is_tinted_within_its_outline(open_page: Open) -> None:
    page = open_page(naming(BAVARIA, MUNICH, GERMANY))
    page.wait_for_timeout(200)
    bavaria, hesse = colour_at(page, 49.3, 11.8), colour_at(page, 50.5, 9.0)
    assert bavaria != hesse
    page.get_by_role("button", name="Layers").click()
    page.get_by_label("Areas").uncheck()
    page.wait_for_timeout(200)
    assert colour_at(page, 49.3, 11.8) == hesse
    page.get_by_label("Areas").check()
    page.get_by_role("button", name="Region, mountains 1").click()
    page.wait_for_timeout(200)
    assert colour_at(page, 49.3, 11.8) == hesse


def test_land_is_drawn_at_every_zoom(open_page: Open) -> None:
    page = open_page(naming(BAVARIA, MUNICH, GERMANY))
    for zoom in (3, 9.5, 6, 12, 1.75):
        page.evaluate(f"map_geoview.setView([49.3, 11.8], {zoom}, {{ animate: false }})")
        page.wait_for_timeout(80)
        assert sum(colour_at(page, 49.3, 11.8)) > 500, zoom
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Light or dark").click()
    page.wait_for_timeout(80)
    assert 60 < sum(colour_at(page, 49.3, 11.8)) < 400


def test_the_area_looked_at_has_its_outline_and_an_extent_has_no_border(open_page: Open) -> None:
    page = open_page(naming(BAVARIA, BLACK_FOREST, GERMANY, MUNICH))
    for name, corners, extent in (("Bavaria", 100, False), ("Black Forest", 20, True), ("Germany", 300, False)):
        page.locator("#side a.mention", has_text=name).click()
        expect(page.locator(".card h2")).to_have_text(name)
        shape = page.locator("path.area:not(.hint)")
        expect(shape).to_have_count(1)
        assert shape.get_attribute("d").count("L") > corners
        assert ("extent" in shape.get_attribute("class")) == extent
    page.locator("#side a.mention", has_text="Munich").click()
    expect(page.locator(".card h2")).to_have_text("Munich")
    expect(page.locator("path.area")).to_have_count(0)
    page.locator("#side a.mention", has_text="Bavaria").hover()
    expect(page.locator("path.area.hint")).to_have_count(1)


def test_without_borders_states_have_none_either(open_page: Open) -> None:
    page = open_page(naming(BAVARIA, GERMANY, MUNICH), options=PageOptions(borders=False))
    page.locator("#side a.mention", has_text="Bavaria").click()
    expect(page.locator("path.area.extent")).to_have_count(1)
    page.locator("#side a.mention", has_text="Germany").click()
    expect(page.locator(".card h2")).to_have_text("Germany")
    expect(page.locator("path.area")).to_have_count(0)


def test_no_name_stands_on_another_or_on_a_pin(open_page: Open) -> None:
    page = open_page(syria_coast())
    page.wait_for_timeout(300)
    boxes = [one.bounding_box() for one in page.locator(".name:visible, .country span, .town span").all()]
    assert len(boxes) > 10
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            apart = (
                one["x"] + one["width"] <= other["x"] + 3
                or other["x"] + other["width"] <= one["x"] + 3
                or one["y"] + one["height"] <= other["y"] + 3
                or other["y"] + other["height"] <= one["y"] + 3
            )
            assert apart, (one, other)


_TILE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360f8cf00000201010093"
    "9d8f8b0000000049454e44ae426082"
)


def with_tiles(open_page: Open, serve: Callable[[Any], None]) -> Any:
    """A page with an online layer, in a browser that asks `serve` for the tiles."""
    options = PageOptions(tiles=tile_layer("https://tiles.example/{z}/{x}/{y}.png"))
    html = render_page([syria_coast()], options=options)
    return open_page(html=html, offline=False, served={"https://tiles.example/**": serve})


def test_tiles_are_shown_with_their_credit_and_can_be_switched_off(open_page: Open) -> None:
    page = with_tiles(open_page, lambda route: route.fulfill(body=_TILE, content_type="image/png"))
    expect(page.locator(".leaflet-tile-loaded")).not_to_have_count(0)
    expect(page.locator(".tile-credit")).to_have_text("Tiles: tiles.example")
    expect(page.locator("#credits")).to_contain_text("Tiles: tiles.example")
    expect(page.locator(".town span").first).to_be_hidden()
    page.get_by_role("button", name="Layers").click()
    page.get_by_label("Online map").uncheck()
    expect(page.locator(".leaflet-tile")).to_have_count(0)
    expect(page.locator(".tile-credit")).to_have_count(0)
    expect(page.locator(".town span").first).to_be_visible()


def test_where_no_tile_comes_the_base_map_is_back(open_page: Open) -> None:
    page = with_tiles(open_page, lambda route: route.fulfill(status=503))
    expect(page.locator("#map-notice")).to_contain_text("cannot be loaded")
    expect(page.locator(".leaflet-tile")).to_have_count(0)
    expect(page.locator(".town span").first).to_be_visible()
    page.get_by_role("button", name="Layers").click()
    expect(page.get_by_label("Online map")).not_to_be_checked()


def test_the_inset_shows_where_on_earth_a_close_view_lies(open_page: Open) -> None:
    page = open_page()
    frame = page.locator(".inset i")
    expect(page.locator(".inset")).to_be_visible()
    box, inset = frame.bounding_box(), page.locator(".inset").bounding_box()
    across = (box["x"] + box["width"] / 2 - inset["x"]) / inset["width"]
    assert abs(across - (36 + 180) / 360) < 0.03  # Syria's coast lies at 36 degrees east
    page.get_by_role("button", name="Show all places").click()
    for _ in range(3):
        page.get_by_role("button", name="Zoom out").click()
    expect(page.locator(".inset")).to_be_hidden()


def test_the_inset_leaves_where_it_would_hide_a_pin(open_page: Open) -> None:
    page = open_page(naming(MUNICH))
    expect(page.locator(".inset")).to_be_visible()
    box = page.locator(".inset").bounding_box()
    pin = page.locator(".pin").bounding_box()
    by = [pin["x"] - box["x"] - 40, pin["y"] - box["y"] - 30]
    page.evaluate("(by) => map_geoview.panBy(by, { animate: false })", by)
    expect(page.locator(".inset")).to_be_hidden()


def test_a_disputed_area_is_tinted_whoever_holds_it(open_page: Open) -> None:
    crimea = place("703883", "Crimea", 45.3, 34.4, "A.ADM1", "UA", bounds=BoundingBox(44.381, 32.48, 46.232, 36.65))
    page = open_page(naming(crimea))
    page.wait_for_timeout(200)
    tinted = colour_at(page, 45.4, 34.2)
    page.get_by_role("button", name="Layers").click()
    page.get_by_label("Areas").uncheck()
    page.wait_for_timeout(200)
    assert colour_at(page, 45.4, 34.2) != tinted


def test_names_around_are_those_of_other_cities(open_page: Open) -> None:
    page = open_page(syria_coast())
    expect(page.locator(".town span").first).to_be_visible()
    towns = set(page.locator(".town").all_text_contents())
    assert {"Gaziantep", "Tripoli"} & towns
    assert not towns & {"Latakia", "Aleppo", "Damascus", "Beirut", "Jaramana"}
    page.get_by_role("button", name="Layers").click()
    page.get_by_label("Names around").uncheck()
    expect(page.locator(".town")).to_have_count(0)


def test_the_map_says_whose_borders_it_draws(open_page: Open) -> None:
    expect(open_page().locator("#credits")).to_contain_text("borders are de facto")


def test_heat_takes_the_place_of_crowds(open_page: Open) -> None:
    page = open_page(*many_articles(400))
    expect(page.locator(".crowd").first).to_be_visible()
    page.get_by_role("button", name="Layers").click()
    page.get_by_label("Heat by mentions").check()
    expect(page.locator(".leaflet-heat-pane canvas")).to_have_count(1)
    expect(page.locator(".crowd").first).to_be_hidden()
    page.get_by_label("Heat by mentions").uncheck()
    expect(page.locator(".leaflet-heat-pane canvas")).to_have_count(0)
    few = open_page()
    few.get_by_role("button", name="Layers").click()
    expect(few.get_by_label("Heat by mentions")).to_have_count(0)


@pytest.mark.parametrize("count", [60, 400, 3000])
def test_pins_and_crowds_never_hide_each_other(open_page: Open, count: int) -> None:
    page = open_page(*many_articles(count))
    for _ in range(6):
        # About a place: a close view of anywhere else may have nothing to show.
        page.evaluate(
            "map_geoview.setView(geoview.anchor(geoview.model.shown[0]), map_geoview.getZoom(), { animate: false })"
        )
        page.wait_for_timeout(120)
        heads = page.evaluate(
            """[...document.querySelectorAll(".pin, .crowd")].map((one) => {
              const box = one.getBoundingClientRect(), crowd = one.classList.contains("crowd");
              const middle = crowd ? box.height / 2 : one.classList.contains("tip") ? 14 : 15;
              return [box.x + box.width / 2, box.y + middle, crowd ? box.width / 2 - 2 : 11];
            })"""
        )
        assert heads
        for i, (x, y, radius) in enumerate(heads):
            for other_x, other_y, other in heads[i + 1 :]:
                assert (x - other_x) ** 2 + (y - other_y) ** 2 > (radius + other) ** 2
        page.locator("#map_geoview").focus()
        page.keyboard.press("+")


def test_numbers_of_crowds_and_pins_add_up_to_all_places(open_page: Open) -> None:
    page = open_page(*many_articles(3000))
    page.evaluate("map_geoview.setView([20, 0], 1, { animate: false })")
    crowds = [
        int(re.match(r"\d+", one)[0])
        for one in page.locator(".crowd").evaluate_all("(all) => all.map((one) => one.ariaLabel)")
    ]
    assert sum(crowds) + page.locator(".pin").count() == 3000
